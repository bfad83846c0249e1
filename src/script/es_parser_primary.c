#include "script/es_parser.h"

#include "util/error.h"

#include <math.h>
#include <string.h>

Node *es_identifier (Parser *parser)
{
    if (!es_at_identifier (parser))
        return es_unexpected (parser, "a name");
    Node *node = front_node (&parser->front, NODE_NAME, parser->token.start);
    node->name.name = parser->token.name;
    node->name.depth = AST_GLOBAL;
    es_advance (parser);
    node->end = parser->front.previous_end;
    return node;
}

/* A node without members for the current token, which is read. */
static Node *word_node (Parser *parser, NodeKind kind)
{
    Node *node = front_node (&parser->front, kind, parser->token.start);
    es_advance (parser);
    node->end = parser->front.previous_end;
    return node;
}

Node *es_string (Parser *parser)
{
    if (!es_at (parser, TOKEN_STRING))
        return es_unexpected (parser, "a string");
    Text text = parser->token.text;
    Node *node = word_node (parser, NODE_STRING);
    node->text = text;
    return node;
}

NodeList es_arguments (Parser *parser)
{
    gboolean no_in = parser->no_in, in_choice = parser->in_choice;
    parser->no_in = parser->in_choice = FALSE;
    guint list = front_list_start (&parser->front);
    es_expect (parser, TOKEN_PAREN_OPEN);
    while (!parser->front.failed && !es_at (parser, TOKEN_PAREN_CLOSE))
    {
        guint32 start = parser->token.start;
        gboolean spread = es_accept (parser, TOKEN_DOTS);
        Node *argument = es_assignment (parser);
        if (spread)
        {
            Node *node = front_node (&parser->front, NODE_SPREAD, start);
            node->value = argument;
            argument = node;
        }
        front_list_add (&parser->front, argument);
        if (!es_at (parser, TOKEN_PAREN_CLOSE))
            es_expect (parser, TOKEN_COMMA);
    }
    es_expect (parser, TOKEN_PAREN_CLOSE);
    parser->no_in = no_in;
    parser->in_choice = in_choice;
    return front_list_end (&parser->front, list);
}

/* The template that begins at the current token, after TAG (NULL: none). */
Node *es_template (Parser *parser, Node *tag, guint32 start)
{
    gboolean no_in = parser->no_in, in_choice = parser->in_choice;
    parser->no_in = parser->in_choice = FALSE;
    guint list = front_list_start (&parser->front);
    g_autoptr (GArray) cooked = tag == NULL ? NULL : g_array_new (FALSE, FALSE, sizeof (Text));
    g_autoptr (GArray) raw = tag == NULL ? NULL : g_array_new (FALSE, FALSE, sizeof (Text));
    while (!parser->front.failed)
    {
        Token piece = parser->token;
        if (tag != NULL)
        {
            g_array_append_val (cooked, piece.text);
            g_array_append_val (raw, piece.raw);
        }
        else if (piece.text.data == NULL)
            front_fail (&parser->front, piece.start, "this template has an invalid escape");
        else if (piece.text.length > 0)
        {
            Node *text = front_node (&parser->front, NODE_STRING, piece.start);
            text->end = piece.end;
            text->text = piece.text;
            front_list_add (&parser->front, text);
        }
        es_advance (parser);
        if (piece.last)
            break;
        front_list_add (&parser->front, es_expression (parser));
        if (!es_at (parser, TOKEN_BRACE_CLOSE))
        {
            es_unexpected (parser, "`}`");
            break;
        }
        es_lexer_template (&parser->lexer, &parser->token);
        if (parser->token.kind == TOKEN_ERROR)
            front_fail (&parser->front, parser->token.start, "%s", parser->lexer.trouble);
    }
    parser->no_in = no_in;
    parser->in_choice = in_choice;
    Node *node = front_node (&parser->front, tag == NULL ? NODE_TEMPLATE : NODE_TAGGED, start);
    if (tag == NULL)
    {
        node->list = front_list_end (&parser->front, list);
        return node;
    }
    node->tagged.tag = tag;
    node->tagged.values = front_list_end (&parser->front, list);
    gsize size = cooked->len * sizeof (Text);
    node->tagged.cooked = front_alloc (&parser->front, size);
    node->tagged.raw = front_alloc (&parser->front, size);
    if (size > 0)
    {
        memcpy (node->tagged.cooked, cooked->data, size);
        memcpy (node->tagged.raw, raw->data, size);
    }
    return node;
}

static Node *array_literal (Parser *parser)
{
    guint32 start = parser->token.start;
    gboolean no_in = parser->no_in, in_choice = parser->in_choice;
    parser->no_in = parser->in_choice = FALSE;
    guint list = front_list_start (&parser->front);
    es_advance (parser);
    while (!parser->front.failed && !es_at (parser, TOKEN_BRACKET_CLOSE))
    {
        guint32 item_start = parser->token.start;
        Node *item;
        if (es_at (parser, TOKEN_COMMA))
            item = front_node (&parser->front, NODE_HOLE, item_start);
        else if (es_accept (parser, TOKEN_DOTS))
        {
            Node *value = es_cover_assignment (parser);
            item = front_node (&parser->front, NODE_SPREAD, item_start);
            item->value = value;
        }
        else
            item = es_cover_assignment (parser);
        front_list_add (&parser->front, item);
        if (!es_at (parser, TOKEN_BRACKET_CLOSE))
            es_expect (parser, TOKEN_COMMA);
    }
    es_expect (parser, TOKEN_BRACKET_CLOSE);
    parser->no_in = no_in;
    parser->in_choice = in_choice;
    Node *node = front_node (&parser->front, NODE_LIST, start);
    node->list = front_list_end (&parser->front, list);
    return node;
}

/* The property key that a number in the text stands for. */
static const Name *number_key (Parser *parser, double number)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    if (number == floor (number) && number < 1e15)
        return names_intern_text (parser->front.file->names, g_ascii_formatd (text, sizeof text, "%.0f", number));
    for (int digits = 1; digits <= 17; digits++)
    {
        char format[8];
        g_snprintf (format, sizeof format, "%%.%dg", digits);
        if (g_ascii_strtod (g_ascii_formatd (text, sizeof text, format, number), NULL) == number)
            break;
    }
    return names_intern_text (parser->front.file->names, text);
}

gboolean es_at_property_key (const Parser *parser)
{
    const Token *token = &parser->token;
    return token->kind == TOKEN_NAME || token->kind == TOKEN_STRING || token->kind == TOKEN_NUMBER ||
           token->kind == TOKEN_BIGINT || token->kind == TOKEN_BRACKET_OPEN || token->kind == TOKEN_PRIVATE;
}

PropertyKey es_property_key (Parser *parser)
{
    const Token token = parser->token;
    PropertyKey key = { .start = token.start };
    if (token.kind == TOKEN_BRACKET_OPEN)
    {
        gboolean no_in = parser->no_in, in_choice = parser->in_choice;
        parser->no_in = parser->in_choice = FALSE;
        es_advance (parser);
        key.key = es_assignment (parser);
        es_expect (parser, TOKEN_BRACKET_CLOSE);
        parser->no_in = no_in;
        parser->in_choice = in_choice;
        return key;
    }
    if (token.kind == TOKEN_NAME || token.kind == TOKEN_PRIVATE)
    {
        key.name = token.name;
        key.word = token.kind == TOKEN_NAME;
        key.keyword = token.keyword;
    }
    else if (token.kind == TOKEN_STRING || token.kind == TOKEN_BIGINT)
        key.name = names_intern (parser->front.file->names, token.text.data, token.text.length);
    else if (token.kind == TOKEN_NUMBER)
        key.name = number_key (parser, token.number);
    else
        es_unexpected (parser, "a property name");
    es_advance (parser);
    return key;
}

static Node *property_node (Parser *parser, const PropertyKey *key, PropertyKind kind, Node *value)
{
    Node *node = front_node (&parser->front, NODE_PROPERTY, key->start);
    node->op = (guint8)kind;
    node->property.name = key->name;
    node->property.key = key->key;
    node->property.value = value;
    if (key->key != NULL)
        node->flags |= AST_COMPUTED;
    return node;
}

/* { a } and, when it turns out to be a pattern, { a = 1 }. */
static Node *shorthand_property (Parser *parser, const PropertyKey *key, const Token *word)
{
    gboolean usable = key->word && (key->keyword == KEYWORD_NONE || key->keyword >= KEYWORD_YIELD) &&
                      !(key->keyword == KEYWORD_AWAIT && parser->context.async) &&
                      !(key->keyword == KEYWORD_YIELD && (parser->context.generator || parser->strict));
    if (!usable)
        return es_unexpected (parser, "`:`");
    Node *value = front_node (&parser->front, NODE_NAME, key->start);
    value->end = word->end;
    value->name.name = key->name;
    value->name.depth = AST_GLOBAL;
    if (es_at (parser, TOKEN_ASSIGN))
    {
        if (parser->cover == 0)
            parser->cover = parser->token.start + 1;
        es_advance (parser);
        Node *default_value = es_assignment (parser);
        Node *node = front_node (&parser->front, NODE_DEFAULT, key->start);
        node->assign.target = value;
        node->assign.value = default_value;
        es_infer_name (default_value, value);
        value = node;
    }
    Node *property = property_node (parser, key, PROPERTY_VALUE, value);
    property->flags |= AST_SHORTHAND;
    return property;
}

static Node *method_property (Parser *parser, const PropertyKey *key, PropertyKind kind, guint32 start, guint32 flags)
{
    Node *value = es_method (parser, start, flags | FUNCTION_METHOD);
    if (value == NULL)
        return es_unexpected (parser, "`{`");
    if (value->kind == NODE_FUNCTION)
        value->function->name = key->name;
    Node *node = property_node (parser, key, kind, value);
    node->flags |= AST_SHORTHAND;
    node->start = start;
    return node;
}

/* Does the word just read (`get`, `set`, `async`) modify what follows? */
static gboolean modifies (const Parser *parser, const PropertyKey *key, Keyword keyword)
{
    return key->word && key->keyword == keyword &&
           (es_at_property_key (parser) || (keyword == KEYWORD_ASYNC && es_at (parser, TOKEN_STAR))) &&
           !(keyword == KEYWORD_ASYNC && parser->token.newline_before);
}

static Node *property (Parser *parser)
{
    guint32 start = parser->token.start;
    if (es_accept (parser, TOKEN_DOTS))
    {
        Node *value = es_cover_assignment (parser);
        Node *node = front_node (&parser->front, NODE_SPREAD, start);
        node->value = value;
        return node;
    }
    guint32 flags = es_accept (parser, TOKEN_STAR) ? FUNCTION_GENERATOR : 0;
    PropertyKind kind = PROPERTY_VALUE;
    Token word = parser->token;
    PropertyKey key = es_property_key (parser);
    if (flags == 0 && modifies (parser, &key, KEYWORD_ASYNC))
    {
        flags = FUNCTION_ASYNC | (es_accept (parser, TOKEN_STAR) ? FUNCTION_GENERATOR : 0);
        key = es_property_key (parser);
    }
    else if (flags == 0 && (modifies (parser, &key, KEYWORD_GET) || modifies (parser, &key, KEYWORD_SET)))
    {
        kind = key.keyword == KEYWORD_GET ? PROPERTY_GETTER : PROPERTY_SETTER;
        flags = kind == PROPERTY_GETTER ? FUNCTION_GETTER : FUNCTION_SETTER;
        key = es_property_key (parser);
    }
    if (key.name != NULL && key.name->text[0] == '#' && !key.word && word.kind == TOKEN_PRIVATE)
        return front_fail (&parser->front, key.start, "an object can't have private names");
    if (es_at (parser, TOKEN_PAREN_OPEN) || (parser->typescript && es_at (parser, TOKEN_LESS)))
        return method_property (parser, &key, kind, start, flags);
    if (flags != 0)
        return es_unexpected (parser, "`(`");
    if (!es_accept (parser, TOKEN_COLON))
        return shorthand_property (parser, &key, &word);
    Node *value = es_cover_assignment (parser);
    Node *node = property_node (parser, &key, PROPERTY_VALUE, value);
    if (key.name != NULL)
    {
        if (value->kind == NODE_FUNCTION && value->function->name == NULL)
            value->function->name = key.name;
        else if (value->kind == NODE_CLASS && value->class_->name == NULL)
            value->class_->name = key.name;
    }
    return node;
}

static Node *object_literal (Parser *parser)
{
    guint32 start = parser->token.start;
    gboolean no_in = parser->no_in, in_choice = parser->in_choice;
    parser->no_in = parser->in_choice = FALSE;
    guint list = front_list_start (&parser->front);
    es_advance (parser);
    while (!parser->front.failed && !es_at (parser, TOKEN_BRACE_CLOSE))
    {
        front_list_add (&parser->front, property (parser));
        if (!es_at (parser, TOKEN_BRACE_CLOSE))
            es_expect (parser, TOKEN_COMMA);
    }
    es_expect (parser, TOKEN_BRACE_CLOSE);
    parser->no_in = no_in;
    parser->in_choice = in_choice;
    Node *node = front_node (&parser->front, NODE_MAP, start);
    node->list = front_list_end (&parser->front, list);
    return node;
}

static Node *parenthesised (Parser *parser)
{
    gboolean no_in = parser->no_in, in_choice = parser->in_choice;
    parser->no_in = parser->in_choice = FALSE;
    es_advance (parser);
    Node *node = es_expression (parser);
    es_expect (parser, TOKEN_PAREN_CLOSE);
    parser->no_in = no_in;
    parser->in_choice = in_choice;
    node->flags |= AST_PARENTHESISED;
    return node;
}

static Node *regexp_literal (Parser *parser)
{
    es_lexer_regexp (&parser->lexer, &parser->token);
    if (parser->token.kind == TOKEN_ERROR)
        return front_fail (&parser->front, parser->token.start, "%s", parser->lexer.trouble);
    Token token = parser->token;
    Node *node = word_node (parser, NODE_REGEXP);
    node->regexp.pattern = token.text;
    node->regexp.flags = token.raw;
    return node;
}

static Node *import_expression (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    if (es_accept (parser, TOKEN_DOT))
    {
        es_expect_word (parser, KEYWORD_META);
        parser->front.file->module = TRUE;
        Node *meta = front_node (&parser->front, NODE_META, start);
        meta->op = OP_IMPORT_META;
        return meta;
    }
    if (!es_at (parser, TOKEN_PAREN_OPEN))
        return es_unexpected (parser, "`(`");
    NodeList arguments = es_arguments (parser);
    if (arguments.count == 0 || arguments.count > 2)
        return front_fail (&parser->front, start, "`import ()` takes one module");
    Node *node = front_node (&parser->front, NODE_IMPORT_CALL, start);
    node->call.arguments = arguments;
    return node;
}

static Node *new_expression (Parser *parser);

static Node *super_expression (Parser *parser)
{
    Node *node = word_node (parser, NODE_SUPER);
    if (!es_at (parser, TOKEN_DOT) && !es_at (parser, TOKEN_PAREN_OPEN) && !es_at (parser, TOKEN_BRACKET_OPEN) &&
        !(parser->typescript && es_at (parser, TOKEN_LESS)))
        return es_unexpected (parser, "`.` or `(` after `super`");
    return node;
}

static Node *word_expression (Parser *parser)
{
    Token next;
    switch (parser->token.keyword)
    {
    case KEYWORD_NULL:
        return word_node (parser, NODE_NULL);
    case KEYWORD_TRUE:
    case KEYWORD_FALSE:
    {
        gboolean value = es_at_word (parser, KEYWORD_TRUE);
        Node *node = word_node (parser, NODE_BOOLEAN);
        node->boolean = value;
        return node;
    }
    case KEYWORD_THIS:
        return word_node (parser, NODE_THIS);
    case KEYWORD_SUPER:
        return super_expression (parser);
    case KEYWORD_FUNCTION:
        return es_function_expression (parser);
    case KEYWORD_CLASS:
        return es_class_expression (parser);
    case KEYWORD_NEW:
        return new_expression (parser);
    case KEYWORD_IMPORT:
        return import_expression (parser);
    case KEYWORD_ASYNC:
        es_peek (parser, &next);
        if (next.kind == TOKEN_NAME && next.keyword == KEYWORD_FUNCTION && !next.newline_before)
            return es_function_expression (parser);
        return es_identifier (parser);
    case KEYWORD_AWAIT:
        es_peek (parser, &next);
        if (parser->context.function && next.kind == TOKEN_NAME && !next.newline_before)
            return front_fail (&parser->front, parser->token.start, "`await` stands in a function that is not async");
        break;
    default:
        break;
    }
    if (es_at_identifier (parser))
        return es_identifier (parser);
    return es_unexpected (parser, "an expression");
}

static Node *refuse_jsx (Parser *parser)
{
    guint32 offset = parser->token.start;
    if (!parser->front.failed && parser->front.speculation == 0)
    {
        error_set_at (parser->front.error, MIGSHIM_ERROR_UNSUPPORTED, ast_location (parser->front.file, offset),
                      parser->front.file->text, parser->front.file->length, "JSX is not supported");
        parser->front.failed = TRUE;
    }
    return front_fail (&parser->front, offset, "JSX");
}

Node *es_primary (Parser *parser)
{
    const Token token = parser->token;
    Node *node;
    switch (token.kind)
    {
    case TOKEN_NAME:
        return word_expression (parser);
    case TOKEN_STRING:
        return es_string (parser);
    case TOKEN_NUMBER:
        node = word_node (parser, NODE_NUMBER);
        node->number = token.number;
        return node;
    case TOKEN_BIGINT:
        node = word_node (parser, NODE_BIGINT);
        node->text = token.text;
        return node;
    case TOKEN_TEMPLATE:
        return es_template (parser, NULL, token.start);
    case TOKEN_SLASH:
    case TOKEN_SLASH_ASSIGN:
        return regexp_literal (parser);
    case TOKEN_PAREN_OPEN:
        return parenthesised (parser);
    case TOKEN_BRACKET_OPEN:
        return array_literal (parser);
    case TOKEN_BRACE_OPEN:
        return object_literal (parser);
    case TOKEN_LESS:
        return refuse_jsx (parser);
    case TOKEN_AT:
        if (!parser->typescript)
            return front_fail (&parser->front, token.start, "a decorator can stand only in TypeScript");
        es_decorators (parser);
        return es_class_expression (parser);
    default:
        return es_unexpected (parser, "an expression");
    }
}

/* .name or .#name; the dot has been read. */
static Node *member (Parser *parser, Node *object, guint16 flags)
{
    if (!es_at (parser, TOKEN_NAME) && !es_at (parser, TOKEN_PRIVATE))
        return es_unexpected (parser, "a member's name");
    const Name *name = parser->token.name;
    guint32 name_start = parser->token.start;
    if (es_at (parser, TOKEN_PRIVATE))
        flags |= AST_PRIVATE;
    es_advance (parser);
    Node *node = front_node (&parser->front, NODE_MEMBER, object->start);
    node->flags = flags;
    node->member.object = object;
    node->member.name = name;
    node->member.name_start = name_start;
    return node;
}

/* [index], at the bracket. */
static Node *index_of (Parser *parser, Node *object, guint16 flags)
{
    gboolean no_in = parser->no_in, in_choice = parser->in_choice;
    parser->no_in = parser->in_choice = FALSE;
    es_advance (parser);
    Node *index = es_expression (parser);
    es_expect (parser, TOKEN_BRACKET_CLOSE);
    parser->no_in = no_in;
    parser->in_choice = in_choice;
    Node *node = front_node (&parser->front, NODE_INDEX, object->start);
    node->flags = flags;
    node->index.object = object;
    node->index.index = index;
    return node;
}

static Node *call (Parser *parser, Node *callee, guint16 flags)
{
    NodeList arguments = es_arguments (parser);
    Node *node = front_node (&parser->front, NODE_CALL, callee->start);
    node->flags = flags;
    node->call.callee = callee;
    node->call.arguments = arguments;
    return node;
}

/* May an expression have ended just before the current token, after `f<T>`? */
static gboolean ends_instantiation (const Parser *parser)
{
    const Token *token = &parser->token;
    if (token->kind == TOKEN_PAREN_OPEN || token->kind == TOKEN_TEMPLATE)
        return TRUE;
    if (token->kind == TOKEN_LESS || token->kind == TOKEN_GREATER || token->kind == TOKEN_PLUS ||
        token->kind == TOKEN_MINUS || token->kind == TOKEN_ERROR)
        return FALSE;
    if (token->newline_before)
        return TRUE;
    gboolean starts_expression =
        token->kind == TOKEN_STRING || token->kind == TOKEN_NUMBER || token->kind == TOKEN_BIGINT ||
        token->kind == TOKEN_BRACE_OPEN || token->kind == TOKEN_BRACKET_OPEN || token->kind == TOKEN_NOT ||
        token->kind == TOKEN_TILDE || token->kind == TOKEN_PRIVATE || token->kind == TOKEN_AT ||
        token->kind == TOKEN_INCREMENT || token->kind == TOKEN_DECREMENT || token->kind == TOKEN_SLASH ||
        (token->kind == TOKEN_NAME && token->keyword != KEYWORD_IN && token->keyword != KEYWORD_INSTANCEOF &&
         token->keyword != KEYWORD_AS && token->keyword != KEYWORD_SATISFIES && token->keyword != KEYWORD_OF &&
         token->keyword != KEYWORD_EXTENDS && token->keyword != KEYWORD_IMPLEMENTS);
    return !starts_expression;
}

/* Reads type arguments if that is what the `<` begins. */
static gboolean accept_type_arguments (Parser *parser)
{
    Speculation speculation;
    if (!parser->typescript || !es_at (parser, TOKEN_LESS) || !es_speculate (parser, TRY_TYPE_ARGUMENTS, &speculation))
        return FALSE;
    es_type_arguments (parser);
    if (parser->front.failed || !ends_instantiation (parser))
    {
        es_retreat (parser, &speculation, TRUE);
        return FALSE;
    }
    es_commit (parser);
    return TRUE;
}

/* What follows `?.`. */
static Node *optional_link (Parser *parser, Node *object)
{
    es_advance (parser);
    if (parser->typescript && es_at (parser, TOKEN_LESS))
        es_type_arguments (parser);
    if (es_at (parser, TOKEN_PAREN_OPEN))
        return call (parser, object, AST_OPTIONAL);
    if (es_at (parser, TOKEN_BRACKET_OPEN))
        return index_of (parser, object, AST_OPTIONAL);
    if (es_at (parser, TOKEN_TEMPLATE))
        return front_fail (&parser->front, parser->token.start, "an optional chain can't end in a template");
    return member (parser, object, AST_OPTIONAL);
}

/* Members, indexes and, if CALLS, calls after NODE. */
static Node *links (Parser *parser, Node *node, gboolean calls)
{
    gboolean optional = FALSE;
    guint32 start = node->start;
    while (!parser->front.failed)
    {
        if (es_accept (parser, TOKEN_DOT))
            node = member (parser, node, 0);
        else if (es_at (parser, TOKEN_OPTIONAL))
        {
            if (!calls)
                return front_fail (&parser->front, parser->token.start, "`new` can't be applied to an optional chain");
            optional = TRUE;
            node = optional_link (parser, node);
        }
        else if (es_at (parser, TOKEN_BRACKET_OPEN))
            node = index_of (parser, node, 0);
        else if (calls && es_at (parser, TOKEN_PAREN_OPEN))
            node = call (parser, node, 0);
        else if (es_at (parser, TOKEN_TEMPLATE))
        {
            if (optional)
                return front_fail (&parser->front, parser->token.start, "an optional chain can't end in a template");
            node = es_template (parser, node, start);
        }
        else if (parser->typescript && es_at (parser, TOKEN_NOT) && !parser->token.newline_before)
            es_advance (parser);
        else if (!accept_type_arguments (parser))
            break;
    }
    if (!optional)
        return node;
    Node *chain = front_node (&parser->front, NODE_OPTIONAL_CHAIN, start);
    chain->value = node;
    return chain;
}

static Node *new_expression (Parser *parser)
{
    front_enter (&parser->front, parser->token.start);
    guint32 start = parser->token.start;
    es_advance (parser);
    Node *node;
    if (es_accept (parser, TOKEN_DOT))
    {
        es_expect_word (parser, KEYWORD_TARGET);
        node = front_node (&parser->front, NODE_META, start);
        node->op = OP_NEW_TARGET;
    }
    else if (es_at_word (parser, KEYWORD_IMPORT))
        node = es_unexpected (parser, "a class");
    else
    {
        Node *callee = links (parser, es_primary (parser), FALSE);
        NodeList arguments = { NULL, 0 };
        if (es_at (parser, TOKEN_PAREN_OPEN))
            arguments = es_arguments (parser);
        node = front_node (&parser->front, NODE_NEW, start);
        node->call.callee = callee;
        node->call.arguments = arguments;
    }
    front_leave (&parser->front);
    return node;
}

Node *es_left_hand_side (Parser *parser)
{
    return links (parser, es_primary (parser), TRUE);
}
