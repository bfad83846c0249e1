#include "script/es_parser.h"

#include <string.h>

void es_decorators (Parser *parser)
{
    while (parser->typescript && es_accept (parser, TOKEN_AT))
        es_left_hand_side (parser);
}

/* What stands before a member's name. */
typedef struct
{
    guint32 start;
    guint32 text;  /* where the text of a method begins: after `static` */
    guint32 flags; /* FUNCTION_ASYNC, _GENERATOR, _GETTER, _SETTER */
    gboolean is_static;
    gboolean dropped; /* declare, abstract */
} MemberHead;

/* Is the current word a modifier, by what follows it, or the member's own name? */
static gboolean modifies_member (Parser *parser)
{
    Token next;
    es_peek (parser, &next);
    if (next.newline_before && !(es_at_word (parser, KEYWORD_STATIC) || es_at_word (parser, KEYWORD_PUBLIC) ||
                                 es_at_word (parser, KEYWORD_PRIVATE) || es_at_word (parser, KEYWORD_PROTECTED) ||
                                 es_at_word (parser, KEYWORD_GET) || es_at_word (parser, KEYWORD_SET)))
        return FALSE;
    return next.kind == TOKEN_NAME || next.kind == TOKEN_PRIVATE || next.kind == TOKEN_STRING ||
           next.kind == TOKEN_NUMBER || next.kind == TOKEN_BIGINT || next.kind == TOKEN_BRACKET_OPEN ||
           (next.kind == TOKEN_STAR && (es_at_word (parser, KEYWORD_ASYNC) || es_at_word (parser, KEYWORD_STATIC) ||
                                        es_at_word (parser, KEYWORD_PUBLIC) || es_at_word (parser, KEYWORD_PRIVATE) ||
                                        es_at_word (parser, KEYWORD_PROTECTED))) ||
           (next.kind == TOKEN_BRACE_OPEN && es_at_word (parser, KEYWORD_STATIC));
}

static gboolean at_typescript_modifier (const Parser *parser)
{
    return parser->typescript && (es_at_word (parser, KEYWORD_PUBLIC) || es_at_word (parser, KEYWORD_PRIVATE) ||
                                  es_at_word (parser, KEYWORD_PROTECTED) || es_at_word (parser, KEYWORD_READONLY) ||
                                  es_at_word (parser, KEYWORD_OVERRIDE) || es_at_word (parser, KEYWORD_ABSTRACT) ||
                                  es_at_word (parser, KEYWORD_DECLARE) || es_at_word (parser, KEYWORD_ACCESSOR));
}

static MemberHead member_head (Parser *parser)
{
    MemberHead head = { .start = parser->token.start };
    es_decorators (parser);
    while (!parser->front.failed)
    {
        gboolean is_static = es_at_word (parser, KEYWORD_STATIC);
        if (!(is_static || at_typescript_modifier (parser)) || !modifies_member (parser))
            break;
        head.is_static |= is_static;
        head.dropped |= es_at_word (parser, KEYWORD_ABSTRACT) || es_at_word (parser, KEYWORD_DECLARE);
        es_advance (parser);
        es_decorators (parser);
    }
    head.text = parser->token.start;
    if (es_at_word (parser, KEYWORD_ASYNC) && modifies_member (parser))
    {
        es_advance (parser);
        head.flags |= FUNCTION_ASYNC;
    }
    if (es_accept (parser, TOKEN_STAR))
        head.flags |= FUNCTION_GENERATOR;
    else if (head.flags == 0 && (es_at_word (parser, KEYWORD_GET) || es_at_word (parser, KEYWORD_SET)) &&
             modifies_member (parser))
    {
        head.flags |= es_at_word (parser, KEYWORD_GET) ? FUNCTION_GETTER : FUNCTION_SETTER;
        es_advance (parser);
    }
    return head;
}

/* [key: string]: T, which is a type. FALSE when something else stands here; then nothing is read. */
static gboolean skip_index_signature (Parser *parser)
{
    if (!parser->typescript || !es_at (parser, TOKEN_BRACKET_OPEN))
        return FALSE;
    Lexer lexer = parser->lexer;
    Token name, colon;
    es_lexer_next (&lexer, &name);
    es_lexer_next (&lexer, &colon);
    if (name.kind != TOKEN_NAME || colon.kind != TOKEN_COLON)
        return FALSE;
    es_advance (parser);
    es_advance (parser);
    es_type_annotation (parser);
    es_expect (parser, TOKEN_BRACKET_CLOSE);
    es_type_annotation (parser);
    es_semicolon (parser);
    return TRUE;
}

static MemberKind kind_of (guint32 flags)
{
    if ((flags & FUNCTION_GETTER) != 0)
        return MEMBER_GETTER;
    return (flags & FUNCTION_SETTER) != 0 ? MEMBER_SETTER : MEMBER_METHOD;
}

/* A method, from its parameters on. FALSE when it leaves nothing: an overload or an abstract one. */
static gboolean method_member (Parser *parser, Class *class_, const MemberHead *head, ClassMember *member)
{
    gboolean constructor =
        !head->is_static && head->flags == 0 && member->name != NULL && g_str_equal (member->name->text, "constructor");
    guint32 flags = head->flags | FUNCTION_METHOD;
    if (constructor)
        flags = FUNCTION_CONSTRUCTOR | (class_->superclass != NULL ? FUNCTION_DERIVED : 0);
    Node *value = es_method (parser, head->text, flags);
    if (value == NULL || parser->front.failed || head->dropped)
        return FALSE;
    if (!constructor)
    {
        value->function->name = member->name;
        member->kind = kind_of (head->flags);
        member->value = value;
        return TRUE;
    }
    if (class_->constructor != NULL)
        front_fail (&parser->front, head->start, "a class can have one constructor only");
    value->function->name = class_->name;
    class_->constructor = value->function;
    return FALSE;
}

/* A field, from what follows its name on. FALSE when it leaves nothing. */
static gboolean field_member (Parser *parser, const MemberHead *head, ClassMember *member)
{
    if (head->flags != 0)
    {
        es_unexpected (parser, "`(`");
        return FALSE;
    }
    if (parser->typescript && !es_accept (parser, TOKEN_QUESTION))
        es_accept (parser, TOKEN_NOT);
    es_type_annotation (parser);
    member->kind = MEMBER_FIELD;
    if (es_accept (parser, TOKEN_ASSIGN))
    {
        member->value = es_field_function (parser, parser->token.start);
        Node *body = member->value->function->body;
        if (member->name != NULL && body->kind == NODE_FUNCTION && body->function->name == NULL)
            body->function->name = member->name;
    }
    es_semicolon (parser);
    return !head->dropped;
}

static gboolean class_member (Parser *parser, Class *class_, ClassMember *member)
{
    *member = (ClassMember){ .start = parser->token.start };
    if (es_accept (parser, TOKEN_SEMICOLON))
        return FALSE;
    MemberHead head = member_head (parser);
    if (skip_index_signature (parser))
        return FALSE;
    member->is_static = head.is_static;
    if (head.is_static && es_at (parser, TOKEN_BRACE_OPEN))
    {
        member->kind = MEMBER_STATIC_BLOCK;
        member->value = es_statement_function (parser, head.start, FUNCTION_METHOD | FUNCTION_FIELD);
        return TRUE;
    }
    PropertyKey key = es_property_key (parser);
    member->name = key.name;
    member->key = key.key;
    member->start = key.start;
    gboolean optional = parser->typescript && es_at (parser, TOKEN_QUESTION);
    if (optional)
    {
        Token next;
        es_peek (parser, &next);
        if (next.kind == TOKEN_PAREN_OPEN || next.kind == TOKEN_LESS)
            es_advance (parser);
    }
    if (es_at (parser, TOKEN_PAREN_OPEN) || (parser->typescript && es_at (parser, TOKEN_LESS)))
        return method_member (parser, class_, &head, member);
    return field_member (parser, &head, member);
}

static void class_body (Parser *parser, Class *class_)
{
    g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (ClassMember));
    gboolean no_in = parser->no_in, in_choice = parser->in_choice;
    guint32 cover = parser->cover;
    parser->no_in = parser->in_choice = FALSE;
    parser->cover = 0;
    es_expect (parser, TOKEN_BRACE_OPEN);
    while (!parser->front.failed && !es_at (parser, TOKEN_BRACE_CLOSE))
    {
        ClassMember member;
        if (class_member (parser, class_, &member) && !parser->front.failed)
            g_array_append_val (members, member);
    }
    es_expect (parser, TOKEN_BRACE_CLOSE);
    parser->no_in = no_in;
    parser->in_choice = in_choice;
    parser->cover = cover;
    class_->member_count = members->len;
    if (members->len > 0)
    {
        class_->members = front_alloc (&parser->front, members->len * sizeof (ClassMember));
        memcpy (class_->members, members->data, members->len * sizeof (ClassMember));
    }
}

static void heritage (Parser *parser, Class *class_)
{
    if (es_accept_word (parser, KEYWORD_EXTENDS))
    {
        class_->superclass = es_left_hand_side (parser);
        if (parser->typescript && es_at (parser, TOKEN_LESS))
            es_type_arguments (parser);
    }
    if (!parser->typescript || !es_accept_word (parser, KEYWORD_IMPLEMENTS))
        return;
    do
        es_type (parser);
    while (es_accept (parser, TOKEN_COMMA));
}

/* From `class` on. NAMED: where the class's name, if it has one, is stored; may be NULL for an expression. */
static Node *class_rest (Parser *parser, Node **named)
{
    guint32 start = parser->token.start;
    gboolean strict = parser->strict;
    es_expect_word (parser, KEYWORD_CLASS);
    Class *class_ = front_alloc (&parser->front, sizeof (Class));
    class_->start = start;
    parser->strict = TRUE;
    *named = NULL;
    gboolean implements = parser->typescript && es_at_word (parser, KEYWORD_IMPLEMENTS);
    if (es_at_identifier (parser) && !implements)
    {
        *named = es_to_target (parser, es_identifier (parser));
        class_->name = (*named)->kind == NODE_NAME ? (*named)->name.name : NULL;
    }
    es_type_parameters (parser);
    heritage (parser, class_);
    class_body (parser, class_);
    parser->strict = strict;
    class_->end = parser->front.previous_end;
    if (*named != NULL)
        class_->scope = front_alloc (&parser->front, sizeof (Scope)); /* filled by the resolver */
    Node *node = front_node (&parser->front, NODE_CLASS, start);
    node->class_ = class_;
    return node;
}

Node *es_class_expression (Parser *parser)
{
    Node *name;
    return class_rest (parser, &name);
}

Node *es_class_declaration (Parser *parser)
{
    guint32 start = parser->token.start;
    Node *target;
    Node *value = class_rest (parser, &target);
    if (target == NULL)
        return front_fail (&parser->front, start, "this class needs a name");
    target->flags |= AST_DECLARED;
    Node *node = front_node (&parser->front, NODE_DEFINE, start);
    node->assign.target = target;
    node->assign.value = value;
    return node;
}
