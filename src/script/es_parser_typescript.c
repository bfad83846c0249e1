#include "script/es_parser.h"

static Node *empty_node (Parser *parser, guint32 start)
{
    return front_node (&parser->front, NODE_EMPTY, start);
}

/* The token after the current word, which must be on its line. */
static gboolean word_then_name (Parser *parser, Token *next)
{
    es_peek (parser, next);
    return next->kind == TOKEN_NAME && !next->newline_before;
}

static Node *interface_declaration (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    es_identifier (parser);
    es_type_parameters (parser);
    if (es_accept_word (parser, KEYWORD_EXTENDS))
        do
            es_type (parser);
        while (es_accept (parser, TOKEN_COMMA));
    es_type_members (parser);
    return empty_node (parser, start);
}

static Node *type_alias (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    es_identifier (parser);
    es_type_parameters (parser);
    es_expect (parser, TOKEN_ASSIGN);
    es_type (parser);
    es_semicolon (parser);
    return empty_node (parser, start);
}

Node *es_enum (Parser *parser, guint32 start)
{
    es_advance (parser);
    Node *target = es_identifier (parser);
    target->flags |= AST_DECLARED;
    es_expect (parser, TOKEN_BRACE_OPEN);
    guint list = front_list_start (&parser->front);
    while (!parser->front.failed && !es_at (parser, TOKEN_BRACE_CLOSE))
    {
        PropertyKey key = es_property_key (parser);
        if (key.name == NULL && !parser->front.failed)
        {
            gboolean fixed = key.key->kind == NODE_STRING;
            if (!fixed)
                front_fail (&parser->front, key.start, "the name of an enum's member must be fixed");
            else
                key.name = names_intern (parser->front.file->names, key.key->text.data, key.key->text.length);
        }
        Node *value = es_accept (parser, TOKEN_ASSIGN) ? es_assignment (parser) : NULL;
        Node *member = front_node (&parser->front, NODE_PROPERTY, key.start);
        member->property.name = key.name;
        member->property.value = value;
        front_list_add (&parser->front, member);
        if (!es_at (parser, TOKEN_BRACE_CLOSE))
            es_expect (parser, TOKEN_COMMA);
    }
    es_expect (parser, TOKEN_BRACE_CLOSE);
    Node *node = front_node (&parser->front, NODE_ENUM, start);
    node->enum_.target = target;
    node->enum_.members = front_list_end (&parser->front, list);
    return node;
}

/* { statements } of `declare`, `module 'x'`, `global`: read and forgotten. */
static void ambient_block (Parser *parser)
{
    gboolean ambient = parser->ambient;
    parser->ambient = TRUE;
    parser->namespaces++;
    es_block (parser);
    parser->namespaces--;
    parser->ambient = ambient;
}

/* Moves what `export` marks out of it, and adds a name for each to the list that is being built. */
static void unwrap_exports (Parser *parser, NodeList *statements)
{
    for (guint32 i = 0; i < statements->count && !parser->front.failed; i++)
    {
        Node *statement = statements->items[i];
        if (statement->kind != NODE_EXPORT)
            continue;
        const Export *export_ = statement->export_;
        if (export_->kind != EXPORT_DECLARATION)
        {
            front_fail (&parser->front, statement->start, "a namespace can export declarations only");
            return;
        }
        for (guint32 k = 0; k < export_->count; k++)
            front_list_add (&parser->front, export_->specifiers[k].local);
        statements->items[i] = export_->declaration;
    }
}

/* Does a block hold anything that exists at run time? */
static gboolean is_empty (const NodeList *statements)
{
    for (guint32 i = 0; i < statements->count; i++)
        if (statements->items[i]->kind != NODE_EMPTY)
            return FALSE;
    return TRUE;
}

/* The body of a namespace: a block, or (namespace a.b) another namespace. */
static Node *namespace_rest (Parser *parser, guint32 start)
{
    front_enter (&parser->front, parser->token.start);
    Node *target = es_identifier (parser);
    target->flags |= AST_DECLARED;
    Node *body;
    guint list = front_list_start (&parser->front);
    if (es_accept (parser, TOKEN_DOT))
    {
        guint32 inner_start = parser->token.start;
        Node *inner = namespace_rest (parser, inner_start);
        body = front_node (&parser->front, NODE_BLOCK, inner_start);
        if (inner->kind == NODE_NAMESPACE)
        {
            Node *local = front_node (&parser->front, NODE_NAME, inner_start);
            local->end = inner->namespace_.target->end;
            local->name.name = inner->namespace_.target->name.name;
            local->name.depth = AST_GLOBAL;
            front_list_add (&parser->front, local);
            guint statements = front_list_start (&parser->front);
            front_list_add (&parser->front, inner);
            body->block.statements = front_list_end (&parser->front, statements);
        }
    }
    else
    {
        parser->namespaces++;
        body = es_block (parser);
        parser->namespaces--;
        if (body->kind == NODE_BLOCK && !parser->ambient)
            unwrap_exports (parser, &body->block.statements);
    }
    front_leave (&parser->front);
    NodeList exports = front_list_end (&parser->front, list);
    if (parser->ambient || body->kind != NODE_BLOCK || is_empty (&body->block.statements))
        return empty_node (parser, start);
    Node *node = front_node (&parser->front, NODE_NAMESPACE, start);
    node->namespace_.target = target;
    node->namespace_.body = body;
    node->namespace_.exports = exports;
    return node;
}

/* namespace x { }, module x { }, module 'x' { } */
static Node *namespace_declaration (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    if (!es_accept (parser, TOKEN_STRING))
        return namespace_rest (parser, start);
    if (es_at (parser, TOKEN_BRACE_OPEN))
        ambient_block (parser);
    else
        es_semicolon (parser);
    return empty_node (parser, start);
}

/* declare anything: read and forgotten. */
static Node *declare_declaration (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    gboolean ambient = parser->ambient;
    parser->ambient = TRUE;
    if (es_at_word (parser, KEYWORD_GLOBAL))
    {
        es_advance (parser);
        ambient_block (parser);
    }
    else
        es_statement_item (parser);
    parser->ambient = ambient;
    return empty_node (parser, start);
}

static Node *abstract_class (Parser *parser)
{
    es_advance (parser);
    return es_class_declaration (parser);
}

/* @decorator class, @decorator export class. */
static Node *decorated (Parser *parser)
{
    es_decorators (parser);
    if (es_at_word (parser, KEYWORD_EXPORT))
        return es_export (parser);
    es_accept_word (parser, KEYWORD_ABSTRACT);
    return es_class_declaration (parser);
}

static gboolean begins_declaration (const Token *next)
{
    switch (next->keyword)
    {
    case KEYWORD_VAR:
    case KEYWORD_LET:
    case KEYWORD_CONST:
    case KEYWORD_FUNCTION:
    case KEYWORD_CLASS:
    case KEYWORD_ENUM:
    case KEYWORD_IMPORT:
    case KEYWORD_ABSTRACT:
    case KEYWORD_ASYNC:
    case KEYWORD_GLOBAL:
    case KEYWORD_INTERFACE:
    case KEYWORD_MODULE:
    case KEYWORD_NAMESPACE:
    case KEYWORD_TYPE:
    case KEYWORD_USING:
        return TRUE;
    default:
        return FALSE;
    }
}

Node *es_typescript_declaration (Parser *parser)
{
    Token next;
    if (es_at (parser, TOKEN_AT))
        return decorated (parser);
    switch (parser->token.keyword)
    {
    case KEYWORD_ENUM:
        return es_enum (parser, parser->token.start);
    case KEYWORD_INTERFACE:
        return word_then_name (parser, &next) ? interface_declaration (parser) : NULL;
    case KEYWORD_TYPE:
        return word_then_name (parser, &next) ? type_alias (parser) : NULL;
    case KEYWORD_NAMESPACE:
        return word_then_name (parser, &next) ? namespace_declaration (parser) : NULL;
    case KEYWORD_MODULE:
        return word_then_name (parser, &next) || (next.kind == TOKEN_STRING && !next.newline_before)
                   ? namespace_declaration (parser)
                   : NULL;
    case KEYWORD_DECLARE:
        return word_then_name (parser, &next) && begins_declaration (&next) ? declare_declaration (parser) : NULL;
    case KEYWORD_ABSTRACT:
        return word_then_name (parser, &next) && next.keyword == KEYWORD_CLASS ? abstract_class (parser) : NULL;
    case KEYWORD_GLOBAL:
        es_peek (parser, &next);
        if (!parser->ambient || next.kind != TOKEN_BRACE_OPEN)
            return NULL;
        es_advance (parser);
        ambient_block (parser);
        return empty_node (parser, parser->front.previous_end);
    default:
        return NULL;
    }
}
