#include "script/es_parser.h"

#include <string.h>

/* import and export make a file a module, which is strict; inside a namespace they do not. */
static void in_module (Parser *parser)
{
    if (parser->namespaces > 0)
        return;
    parser->front.file->module = TRUE;
    parser->strict = TRUE;
}

static Text module_name (Parser *parser)
{
    Node *string = es_string (parser);
    return parser->front.failed ? (Text){ NULL, 0 } : string->text;
}

/* with { type: 'json' }, assert { ... }: says nothing to us. */
static void skip_attributes (Parser *parser)
{
    gboolean assert = es_at_word (parser, KEYWORD_ASSERT) && !parser->token.newline_before;
    if (!assert && !es_at_word (parser, KEYWORD_WITH))
        return;
    es_advance (parser);
    if (!es_at (parser, TOKEN_BRACE_OPEN))
        es_unexpected (parser, "`{`");
    else
        es_primary (parser);
}

static gboolean next_is (Parser *parser, TokenKind kind, Keyword keyword)
{
    Token next;
    es_peek (parser, &next);
    return next.kind == kind && (kind != TOKEN_NAME || next.keyword == keyword);
}

/* A name in braces: a word (any) or a string. */
static const Name *specifier_name (Parser *parser)
{
    const Name *name = NULL;
    if (es_at (parser, TOKEN_NAME))
        name = parser->token.name;
    else if (es_at (parser, TOKEN_STRING))
        name = names_intern (parser->front.file->names, parser->token.text.data, parser->token.text.length);
    else
        es_unexpected (parser, "a name");
    es_advance (parser);
    return name;
}

static Node *name_node (Parser *parser, const Token *token)
{
    Node *node = front_node (&parser->front, NODE_NAME, token->start);
    node->end = token->end;
    node->name.name = token->kind == TOKEN_NAME ? token->name : names_intern_text (parser->front.file->names, "");
    node->name.depth = AST_GLOBAL;
    return node;
}

/* `type` before a name in braces, but `type`, `type as x`, and `type as as x` are names themselves. TRUE: the specifier is a
 * type's; the word has been read. */
static gboolean accept_type_word (Parser *parser)
{
    if (!parser->typescript || !es_at_word (parser, KEYWORD_TYPE))
        return FALSE;
    Lexer lexer = parser->lexer;
    Token second, third, fourth;
    es_lexer_next (&lexer, &second);
    if (second.kind != TOKEN_NAME && second.kind != TOKEN_STRING)
        return FALSE;
    if (second.kind == TOKEN_NAME && second.keyword == KEYWORD_AS)
    {
        es_lexer_next (&lexer, &third);
        es_lexer_next (&lexer, &fourth);
        gboolean third_as = third.kind == TOKEN_NAME && third.keyword == KEYWORD_AS;
        if (third.kind == TOKEN_NAME && !(third_as && fourth.kind == TOKEN_NAME))
            return third_as;
    }
    es_advance (parser);
    return TRUE;
}

static void *array_copy (Parser *parser, const GArray *array, gsize size)
{
    void *copy = front_alloc (&parser->front, array->len * size);
    if (array->len > 0)
        memcpy (copy, array->data, array->len * size);
    return copy;
}

/* { a, b as c, type D } of an import. */
static void import_names (Parser *parser, GArray *specifiers)
{
    es_advance (parser);
    while (!parser->front.failed && !es_at (parser, TOKEN_BRACE_CLOSE))
    {
        gboolean type = accept_type_word (parser);
        Token token = parser->token;
        gboolean usable = es_at_identifier (parser);
        ImportSpecifier specifier = { .start = token.start, .imported = specifier_name (parser) };
        if (es_accept_word (parser, KEYWORD_AS))
            specifier.local = es_identifier (parser);
        else if (!usable)
            es_unexpected (parser, "`as`");
        else
            specifier.local = name_node (parser, &token);
        if (!type && !parser->front.failed)
        {
            specifier.local->flags |= AST_DECLARED;
            g_array_append_val (specifiers, specifier);
        }
        if (!es_at (parser, TOKEN_BRACE_CLOSE))
            es_expect (parser, TOKEN_COMMA);
    }
    es_expect (parser, TOKEN_BRACE_CLOSE);
}

static void add_import (GArray *specifiers, const Name *imported, Node *local)
{
    local->flags |= AST_DECLARED;
    ImportSpecifier specifier = { .imported = imported, .local = local, .start = local->start };
    g_array_append_val (specifiers, specifier);
}

/* x, * as y, { z }: through what stands before `from`. */
static void import_clause (Parser *parser, GArray *specifiers)
{
    if (es_at_identifier (parser))
    {
        add_import (specifiers, names_intern_text (parser->front.file->names, "default"), es_identifier (parser));
        if (!es_accept (parser, TOKEN_COMMA))
            return;
    }
    if (es_accept (parser, TOKEN_STAR))
    {
        es_expect_word (parser, KEYWORD_AS);
        add_import (specifiers, NULL, es_identifier (parser));
    }
    else if (es_at (parser, TOKEN_BRACE_OPEN))
        import_names (parser, specifiers);
    else
        es_unexpected (parser, "what to import");
}

static Node *import_node (Parser *parser, guint32 start, const GArray *specifiers, Import import)
{
    Node *node = front_node (&parser->front, NODE_IMPORT, start);
    node->import = front_alloc (&parser->front, sizeof (Import));
    *node->import = import;
    node->import->count = specifiers->len;
    node->import->specifiers = array_copy (parser, specifiers, sizeof (ImportSpecifier));
    return node;
}

/* a.b.c in TypeScript's import x = a.b.c. */
static Node *entity_name (Parser *parser)
{
    Node *node = es_identifier (parser);
    while (es_accept (parser, TOKEN_DOT))
    {
        if (!es_at (parser, TOKEN_NAME))
            return es_unexpected (parser, "a member's name");
        const Name *name = parser->token.name;
        guint32 name_start = parser->token.start;
        es_advance (parser);
        Node *member = front_node (&parser->front, NODE_MEMBER, node->start);
        member->member.object = node;
        member->member.name = name;
        member->member.name_start = name_start;
        node = member;
    }
    return node;
}

/* import x = require ('m'), import x = a.b; at the `=`. */
static Node *import_assignment (Parser *parser, guint32 start, Node *local, gboolean type)
{
    es_advance (parser);
    local->flags |= AST_DECLARED;
    if (es_at_word (parser, KEYWORD_REQUIRE) && next_is (parser, TOKEN_PAREN_OPEN, KEYWORD_NONE))
    {
        es_advance (parser);
        es_advance (parser);
        Import import = { .require = TRUE, .module = module_name (parser) };
        es_expect (parser, TOKEN_PAREN_CLOSE);
        es_semicolon (parser);
        if (type)
            return front_node (&parser->front, NODE_EMPTY, start);
        g_autoptr (GArray) specifiers = g_array_new (FALSE, FALSE, sizeof (ImportSpecifier));
        add_import (specifiers, NULL, local);
        return import_node (parser, start, specifiers, import);
    }
    Node *value = entity_name (parser);
    es_semicolon (parser);
    if (type || parser->ambient)
        return front_node (&parser->front, NODE_EMPTY, start);
    Node *each = front_node (&parser->front, NODE_DECLARATOR, local->start);
    each->assign.target = local;
    each->assign.value = value;
    guint list = front_list_start (&parser->front);
    front_list_add (&parser->front, each);
    Node *node = front_node (&parser->front, NODE_DECLARE, start);
    node->op = DECLARE_CONST;
    node->declare.declarators = front_list_end (&parser->front, list);
    return node;
}

/* Is `type` after `import` a modifier? import type from 'm' imports a variable of that name. */
static gboolean accept_import_type (Parser *parser)
{
    if (!parser->typescript || !es_at_word (parser, KEYWORD_TYPE))
        return FALSE;
    Lexer lexer = parser->lexer;
    Token next, after;
    es_lexer_next (&lexer, &next);
    gboolean modifier = next.kind == TOKEN_BRACE_OPEN || next.kind == TOKEN_STAR || next.kind == TOKEN_NAME;
    if (next.kind == TOKEN_NAME && next.keyword == KEYWORD_FROM)
    {
        es_lexer_next (&lexer, &after);
        modifier = after.kind == TOKEN_NAME || after.kind == TOKEN_ASSIGN;
    }
    if (modifier)
        es_advance (parser);
    return modifier;
}

Node *es_import (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    gboolean type = accept_import_type (parser);
    g_autoptr (GArray) specifiers = g_array_new (FALSE, FALSE, sizeof (ImportSpecifier));
    if (parser->typescript && es_at_identifier (parser) && next_is (parser, TOKEN_ASSIGN, KEYWORD_NONE))
    {
        in_module (parser);
        return import_assignment (parser, start, es_identifier (parser), type);
    }
    if (parser->context.function && !parser->ambient)
        return front_fail (&parser->front, start, "`import` can stand only at the top of a file");
    in_module (parser);
    Import import = { .plain = es_at (parser, TOKEN_STRING) };
    if (!import.plain)
    {
        import_clause (parser, specifiers);
        es_expect_word (parser, KEYWORD_FROM);
    }
    import.module = module_name (parser);
    skip_attributes (parser);
    es_semicolon (parser);
    if (type)
        return front_node (&parser->front, NODE_EMPTY, start);
    return import_node (parser, start, specifiers, import);
}

static Node *export_node (Parser *parser, guint32 start, const GArray *specifiers, Export export_)
{
    Node *node = front_node (&parser->front, NODE_EXPORT, start);
    node->export_ = front_alloc (&parser->front, sizeof (Export));
    *node->export_ = export_;
    node->export_->count = specifiers->len;
    node->export_->specifiers = array_copy (parser, specifiers, sizeof (ImportSpecifier));
    return node;
}

/* export { a, b as c } [from 'm'], at the brace. */
static Node *export_names (Parser *parser, guint32 start, gboolean type)
{
    g_autoptr (GArray) specifiers = g_array_new (FALSE, FALSE, sizeof (ImportSpecifier));
    es_advance (parser);
    gboolean words_only = TRUE;
    while (!parser->front.failed && !es_at (parser, TOKEN_BRACE_CLOSE))
    {
        gboolean type_word = accept_type_word (parser);
        Token token = parser->token;
        words_only &= es_at_identifier (parser);
        ImportSpecifier specifier = { .start = token.start, .imported = specifier_name (parser) };
        specifier.exported = es_accept_word (parser, KEYWORD_AS) ? specifier_name (parser) : specifier.imported;
        specifier.local = name_node (parser, &token);
        if (!type_word)
            g_array_append_val (specifiers, specifier);
        if (!es_at (parser, TOKEN_BRACE_CLOSE))
            es_expect (parser, TOKEN_COMMA);
    }
    es_expect (parser, TOKEN_BRACE_CLOSE);
    Export export_ = { .kind = EXPORT_NAMES };
    if (es_accept_word (parser, KEYWORD_FROM))
    {
        export_.module = module_name (parser);
        skip_attributes (parser);
        for (guint i = 0; i < specifiers->len; i++)
            g_array_index (specifiers, ImportSpecifier, i).local = NULL;
    }
    else if (!words_only && !parser->front.failed)
        return es_unexpected (parser, "`from`");
    es_semicolon (parser);
    if (type)
        return front_node (&parser->front, NODE_EMPTY, start);
    return export_node (parser, start, specifiers, export_);
}

/* export * from 'm', export * as n from 'm', at the star. */
static Node *export_all (Parser *parser, guint32 start, gboolean type)
{
    g_autoptr (GArray) specifiers = g_array_new (FALSE, FALSE, sizeof (ImportSpecifier));
    es_advance (parser);
    if (es_accept_word (parser, KEYWORD_AS))
    {
        ImportSpecifier specifier = { .start = parser->token.start };
        specifier.exported = specifier_name (parser);
        g_array_append_val (specifiers, specifier);
    }
    es_expect_word (parser, KEYWORD_FROM);
    Export export_ = { .kind = EXPORT_ALL, .module = module_name (parser) };
    skip_attributes (parser);
    es_semicolon (parser);
    if (type)
        return front_node (&parser->front, NODE_EMPTY, start);
    return export_node (parser, start, specifiers, export_);
}

static gboolean at_default_function (Parser *parser)
{
    return es_at_word (parser, KEYWORD_FUNCTION) ||
           (es_at_word (parser, KEYWORD_ASYNC) && next_is (parser, TOKEN_NAME, KEYWORD_FUNCTION));
}

/* Does a name follow `function`, `async function *` or `class`? */
static gboolean default_is_named (Parser *parser)
{
    Lexer lexer = parser->lexer;
    Token token = parser->token;
    while (token.kind == TOKEN_STAR ||
           (token.kind == TOKEN_NAME &&
            (token.keyword == KEYWORD_ASYNC || token.keyword == KEYWORD_FUNCTION || token.keyword == KEYWORD_CLASS)))
        es_lexer_next (&lexer, &token);
    return token.kind == TOKEN_NAME && token.keyword != KEYWORD_EXTENDS && token.keyword != KEYWORD_IMPLEMENTS;
}

/* What `export default` exports: an expression, or a NODE_DEFINE; NODE_EMPTY for a type or an overload. */
static Node *default_value (Parser *parser)
{
    guint32 start = parser->token.start;
    es_decorators (parser);
    if (parser->typescript && es_at_word (parser, KEYWORD_ABSTRACT) && next_is (parser, TOKEN_NAME, KEYWORD_CLASS))
        es_advance (parser);
    if (parser->typescript && es_at_word (parser, KEYWORD_INTERFACE) &&
        !next_is (parser, TOKEN_SEMICOLON, KEYWORD_NONE))
        return es_typescript_declaration (parser);
    gboolean function = at_default_function (parser), is_class = es_at_word (parser, KEYWORD_CLASS);
    if ((function || is_class) && default_is_named (parser))
        return function ? es_function_declaration (parser) : es_class_declaration (parser);
    if (is_class)
        return es_class_expression (parser);
    if (!function)
    {
        Node *value = es_assignment (parser);
        es_semicolon (parser);
        return value;
    }
    guint32 flags = es_accept_word (parser, KEYWORD_ASYNC) ? FUNCTION_ASYNC : 0;
    es_advance (parser);
    flags |= es_accept (parser, TOKEN_STAR) ? FUNCTION_GENERATOR : 0;
    Node *value = es_method (parser, start, flags);
    return value == NULL ? front_node (&parser->front, NODE_EMPTY, start) : value;
}

static Node *export_default (Parser *parser, guint32 start)
{
    g_autoptr (GArray) specifiers = g_array_new (FALSE, FALSE, sizeof (ImportSpecifier));
    es_advance (parser);
    Node *declaration = default_value (parser);
    if (declaration == NULL || declaration->kind == NODE_EMPTY)
        return front_node (&parser->front, NODE_EMPTY, start);
    const Name *name = names_intern_text (parser->front.file->names, "default");
    if (declaration->kind == NODE_FUNCTION && declaration->function->name == NULL)
        declaration->function->name = name;
    if (declaration->kind == NODE_CLASS && declaration->class_->name == NULL)
        declaration->class_->name = name;
    if (declaration->kind == NODE_DEFINE)
    {
        const Node *target = declaration->assign.target;
        Node *local = front_node (&parser->front, NODE_NAME, target->start);
        local->end = target->end;
        local->name.name = target->name.name;
        local->name.depth = AST_GLOBAL;
        ImportSpecifier specifier = { .exported = name, .local = local, .start = target->start };
        g_array_append_val (specifiers, specifier);
    }
    return export_node (parser, start, specifiers, (Export){ .kind = EXPORT_DEFAULT, .declaration = declaration });
}

/* A specifier for each name that TARGET declares. */
static void add_declared (Parser *parser, GArray *specifiers, const Node *target)
{
    if (target->kind == NODE_NAME)
    {
        Node *local = front_node (&parser->front, NODE_NAME, target->start);
        local->end = target->end;
        local->name.name = target->name.name;
        local->name.depth = AST_GLOBAL;
        ImportSpecifier specifier = { .exported = target->name.name, .local = local, .start = target->start };
        g_array_append_val (specifiers, specifier);
    }
    else if (target->kind == NODE_DEFAULT)
        add_declared (parser, specifiers, target->assign.target);
    else if (target->kind == NODE_SPREAD)
        add_declared (parser, specifiers, target->value);
    else if (target->kind == NODE_PROPERTY)
        add_declared (parser, specifiers, target->property.value);
    else if (target->kind == NODE_PATTERN_LIST || target->kind == NODE_PATTERN_MAP)
        for (guint32 i = 0; i < target->list.count; i++)
            add_declared (parser, specifiers, target->list.items[i]);
}

static Node *export_declaration (Parser *parser, guint32 start)
{
    Node *declaration = es_statement_item (parser);
    if (parser->front.failed || declaration->kind == NODE_EMPTY)
        return front_node (&parser->front, NODE_EMPTY, start);
    g_autoptr (GArray) specifiers = g_array_new (FALSE, FALSE, sizeof (ImportSpecifier));
    if (declaration->kind == NODE_DECLARE)
        for (guint32 i = 0; i < declaration->declare.declarators.count; i++)
            add_declared (parser, specifiers, declaration->declare.declarators.items[i]->assign.target);
    else if (declaration->kind == NODE_DEFINE)
        add_declared (parser, specifiers, declaration->assign.target);
    else if (declaration->kind == NODE_ENUM)
        add_declared (parser, specifiers, declaration->enum_.target);
    else if (declaration->kind == NODE_NAMESPACE)
        add_declared (parser, specifiers, declaration->namespace_.target);
    else if (declaration->kind == NODE_IMPORT && declaration->import->require)
        add_declared (parser, specifiers, declaration->import->specifiers[0].local);
    else if (declaration->kind != NODE_UNSUPPORTED)
        return front_fail (&parser->front, declaration->start, "this can't be exported");
    return export_node (parser, start, specifiers, (Export){ .kind = EXPORT_DECLARATION, .declaration = declaration });
}

/* export as namespace X, which only declaration files have. */
static Node *export_namespace (Parser *parser, guint32 start)
{
    es_advance (parser);
    es_expect_word (parser, KEYWORD_NAMESPACE);
    es_identifier (parser);
    es_semicolon (parser);
    return front_node (&parser->front, NODE_EMPTY, start);
}

static Node *export_assignment (Parser *parser, guint32 start)
{
    es_advance (parser);
    Node *value = es_expression (parser);
    es_semicolon (parser);
    g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (ImportSpecifier));
    return export_node (parser, start, none, (Export){ .kind = EXPORT_ASSIGN, .declaration = value });
}

Node *es_export (Parser *parser)
{
    guint32 start = parser->token.start;
    if (parser->context.function && !parser->ambient)
        return front_fail (&parser->front, start, "`export` can stand only at the top of a file");
    in_module (parser);
    es_advance (parser);
    gboolean type = FALSE;
    if (parser->typescript && es_at_word (parser, KEYWORD_TYPE) &&
        (next_is (parser, TOKEN_BRACE_OPEN, KEYWORD_NONE) || next_is (parser, TOKEN_STAR, KEYWORD_NONE)))
    {
        type = TRUE;
        es_advance (parser);
    }
    if (es_at (parser, TOKEN_BRACE_OPEN))
        return export_names (parser, start, type);
    if (es_at (parser, TOKEN_STAR))
        return export_all (parser, start, type);
    if (es_at_word (parser, KEYWORD_DEFAULT))
        return export_default (parser, start);
    if (parser->typescript && es_at (parser, TOKEN_ASSIGN))
        return export_assignment (parser, start);
    if (parser->typescript && es_at_word (parser, KEYWORD_AS))
        return export_namespace (parser, start);
    gboolean declares = es_at (parser, TOKEN_NAME) || es_at (parser, TOKEN_AT);
    return declares ? export_declaration (parser, start) : es_unexpected (parser, "a declaration");
}
