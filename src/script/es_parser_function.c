#include "script/es_parser.h"

#include <string.h>

/* { key: target = default, ...rest }, at the brace. */
static Node *binding_map (Parser *parser)
{
    guint32 start = parser->token.start;
    guint list = front_list_start (&parser->front);
    es_advance (parser);
    while (!parser->front.failed && !es_at (parser, TOKEN_BRACE_CLOSE))
    {
        guint32 item_start = parser->token.start;
        Node *item;
        if (es_accept (parser, TOKEN_DOTS))
        {
            Node *rest = es_identifier (parser);
            item = front_node (&parser->front, NODE_SPREAD, item_start);
            item->value = rest;
            front_list_add (&parser->front, item);
            break;
        }
        gboolean identifier = es_at_identifier (parser);
        Token word = parser->token;
        PropertyKey key = es_property_key (parser);
        Node *target;
        gboolean shorthand = !es_accept (parser, TOKEN_COLON);
        if (!shorthand)
            target = es_binding_target (parser);
        else if (!identifier)
            target = es_unexpected (parser, "`:`");
        else
        {
            target = front_node (&parser->front, NODE_NAME, word.start);
            target->name.name = word.name;
            target->name.depth = AST_GLOBAL;
        }
        if (es_accept (parser, TOKEN_ASSIGN))
        {
            Node *value = es_assignment (parser);
            Node *node = front_node (&parser->front, NODE_DEFAULT, target->start);
            node->assign.target = target;
            node->assign.value = value;
            es_infer_name (value, target);
            target = node;
        }
        item = front_node (&parser->front, NODE_PROPERTY, item_start);
        item->property.name = key.name;
        item->property.key = key.key;
        item->property.value = target;
        item->flags = (guint16)((key.key != NULL ? AST_COMPUTED : 0) | (shorthand ? AST_SHORTHAND : 0));
        front_list_add (&parser->front, item);
        if (!es_at (parser, TOKEN_BRACE_CLOSE))
            es_expect (parser, TOKEN_COMMA);
    }
    es_expect (parser, TOKEN_BRACE_CLOSE);
    Node *node = front_node (&parser->front, NODE_PATTERN_MAP, start);
    node->list = front_list_end (&parser->front, list);
    return node;
}

/* [target = default, , ...rest], at the bracket. */
static Node *binding_list (Parser *parser)
{
    guint32 start = parser->token.start;
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
            Node *rest = es_binding_target (parser);
            item = front_node (&parser->front, NODE_SPREAD, item_start);
            item->value = rest;
            front_list_add (&parser->front, item);
            break;
        }
        else
        {
            item = es_binding_target (parser);
            if (es_accept (parser, TOKEN_ASSIGN))
            {
                Node *value = es_assignment (parser);
                Node *node = front_node (&parser->front, NODE_DEFAULT, item_start);
                node->assign.target = item;
                node->assign.value = value;
                es_infer_name (value, item);
                item = node;
            }
        }
        front_list_add (&parser->front, item);
        if (!es_at (parser, TOKEN_BRACKET_CLOSE))
            es_expect (parser, TOKEN_COMMA);
    }
    es_expect (parser, TOKEN_BRACKET_CLOSE);
    Node *node = front_node (&parser->front, NODE_PATTERN_LIST, start);
    node->list = front_list_end (&parser->front, list);
    return node;
}

Node *es_binding_target (Parser *parser)
{
    front_enter (&parser->front, parser->token.start);
    gboolean no_in = parser->no_in, in_choice = parser->in_choice;
    parser->no_in = parser->in_choice = FALSE;
    Node *node;
    if (es_at (parser, TOKEN_BRACE_OPEN))
        node = binding_map (parser);
    else if (es_at (parser, TOKEN_BRACKET_OPEN))
        node = binding_list (parser);
    else
        node = es_to_target (parser, es_identifier (parser));
    parser->no_in = no_in;
    parser->in_choice = in_choice;
    front_leave (&parser->front);
    return node;
}

static gboolean at_modifier (const Parser *parser)
{
    return es_at_word (parser, KEYWORD_PUBLIC) || es_at_word (parser, KEYWORD_PRIVATE) ||
           es_at_word (parser, KEYWORD_PROTECTED) || es_at_word (parser, KEYWORD_READONLY) ||
           es_at_word (parser, KEYWORD_OVERRIDE);
}

/* Reads a parameter's access modifiers. TRUE when there are any. */
static gboolean modifiers (Parser *parser)
{
    gboolean any = FALSE;
    while (parser->typescript && at_modifier (parser))
    {
        Token next;
        es_peek (parser, &next);
        if (next.kind != TOKEN_NAME && next.kind != TOKEN_BRACE_OPEN && next.kind != TOKEN_BRACKET_OPEN)
            return any;
        any = TRUE;
        es_advance (parser);
    }
    return any;
}

/* TypeScript's `this: T` is no parameter. */
static gboolean skip_this_parameter (Parser *parser)
{
    if (!parser->typescript || !es_accept_word (parser, KEYWORD_THIS))
        return FALSE;
    es_type_annotation (parser);
    return TRUE;
}

static Parameter parameter (Parser *parser)
{
    es_decorators (parser);
    Parameter parameter = { .kind = PARAMETER_ORDINARY };
    parameter.property = modifiers (parser);
    if (es_accept (parser, TOKEN_DOTS))
        parameter.kind = PARAMETER_REST;
    parameter.target = es_binding_target (parser);
    if (parser->typescript)
        es_accept (parser, TOKEN_QUESTION);
    es_type_annotation (parser);
    if (parameter.kind != PARAMETER_REST && es_accept (parser, TOKEN_ASSIGN))
    {
        parameter.default_value = es_assignment (parser);
        es_infer_name (parameter.default_value, parameter.target);
    }
    return parameter;
}

static void set_parameters (Parser *parser, Function *function, const GArray *parameters)
{
    function->parameter_count = parameters->len;
    function->flags |= FUNCTION_SIMPLE;
    gboolean counting = TRUE;
    if (parameters->len > 0)
    {
        gsize size = parameters->len * sizeof (Parameter);
        function->parameters = front_alloc (&parser->front, size);
        memcpy (function->parameters, parameters->data, size);
    }
    for (guint32 i = 0; i < parameters->len; i++)
    {
        const Parameter *each = &function->parameters[i];
        counting &= each->kind == PARAMETER_ORDINARY && each->default_value == NULL;
        function->length += counting ? 1 : 0;
        if (each->kind != PARAMETER_ORDINARY || each->default_value != NULL || each->target->kind != NODE_NAME)
            function->flags &= ~(guint32)FUNCTION_SIMPLE;
    }
}

/* The parameters in parentheses. */
static void read_parameters (Parser *parser, Function *function)
{
    g_autoptr (GArray) parameters = g_array_new (FALSE, FALSE, sizeof (Parameter));
    gboolean no_in = parser->no_in, in_choice = parser->in_choice;
    parser->no_in = parser->in_choice = FALSE;
    es_expect (parser, TOKEN_PAREN_OPEN);
    while (!parser->front.failed && !es_at (parser, TOKEN_PAREN_CLOSE))
    {
        if (!skip_this_parameter (parser))
        {
            Parameter each = parameter (parser);
            g_array_append_val (parameters, each);
            if (each.kind == PARAMETER_REST && !es_at (parser, TOKEN_PAREN_CLOSE) && !parser->ambient)
                front_fail (&parser->front, each.target->start, "a rest parameter must be the last one");
        }
        if (!es_at (parser, TOKEN_PAREN_CLOSE))
            es_expect (parser, TOKEN_COMMA);
    }
    es_expect (parser, TOKEN_PAREN_CLOSE);
    parser->no_in = no_in;
    parser->in_choice = in_choice;
    set_parameters (parser, function, parameters);
}

void es_directives (Parser *parser)
{
    Lexer lexer = parser->lexer;
    Token token = parser->token;
    while (token.kind == TOKEN_STRING)
    {
        gboolean strict =
            token.end - token.start == 12 && memcmp (parser->front.file->text + token.start + 1, "use strict", 10) == 0;
        es_lexer_next (&lexer, &token);
        if (token.kind != TOKEN_SEMICOLON && token.kind != TOKEN_BRACE_CLOSE && token.kind != TOKEN_END &&
            !token.newline_before)
            return;
        parser->strict |= strict;
        if (token.kind == TOKEN_SEMICOLON)
            es_lexer_next (&lexer, &token);
    }
}

/* { statements }, as the body of FUNCTION, in the context that holds. */
static void read_body (Parser *parser, Function *function)
{
    guint32 start = parser->token.start;
    gboolean no_in = parser->no_in, in_choice = parser->in_choice;
    guint32 cover = parser->cover;
    parser->no_in = parser->in_choice = FALSE;
    parser->cover = 0;
    es_expect (parser, TOKEN_BRACE_OPEN);
    es_directives (parser);
    if (parser->strict)
        function->flags |= FUNCTION_STRICT;
    NodeList statements = es_statement_list (parser);
    es_expect (parser, TOKEN_BRACE_CLOSE);
    function->body = front_node (&parser->front, NODE_BLOCK, start);
    function->body->block.statements = statements;
    function->body->block.hoisted = es_hoisted_of (parser, &statements);
    function->end = parser->front.previous_end;
    parser->no_in = no_in;
    parser->in_choice = in_choice;
    parser->cover = cover;
}

static Function *function_new (Parser *parser, guint32 start, guint32 flags)
{
    Function *function = front_alloc (&parser->front, sizeof (Function));
    function->file = parser->front.file;
    function->start = start;
    function->flags = flags;
    return function;
}

static Context context_of (guint32 flags)
{
    return (Context){ .function = TRUE,
                      .async = (flags & FUNCTION_ASYNC) != 0,
                      .generator = (flags & FUNCTION_GENERATOR) != 0 };
}

Function *es_function_rest (Parser *parser, guint32 start, guint32 flags)
{
    Function *function = function_new (parser, start, flags);
    Context context = parser->context;
    gboolean strict = parser->strict;
    parser->context = context_of (flags);
    es_type_parameters (parser);
    read_parameters (parser, function);
    es_return_type (parser);
    if (parser->typescript && !es_at (parser, TOKEN_BRACE_OPEN) && es_at_semicolon (parser))
        es_semicolon (parser);
    else
        read_body (parser, function);
    function->end = parser->front.previous_end;
    parser->context = context;
    parser->strict = strict;
    return function;
}

static Node *function_node (Parser *parser, Function *function)
{
    Node *node = front_node (&parser->front, NODE_FUNCTION, function->start);
    node->function = function;
    return node;
}

Node *es_method (Parser *parser, guint32 start, guint32 flags)
{
    Function *function = es_function_rest (parser, start, flags);
    return function->body == NULL && !parser->front.failed ? NULL : function_node (parser, function);
}

/* `async`, `function`, `*` as flags. */
static guint32 read_function_words (Parser *parser)
{
    guint32 flags = es_accept_word (parser, KEYWORD_ASYNC) ? FUNCTION_ASYNC : 0;
    es_expect_word (parser, KEYWORD_FUNCTION);
    return es_accept (parser, TOKEN_STAR) ? flags | FUNCTION_GENERATOR : flags;
}

Node *es_function_expression (Parser *parser)
{
    guint32 start = parser->token.start;
    guint32 flags = read_function_words (parser);
    const Name *name = NULL;
    if (!es_at (parser, TOKEN_PAREN_OPEN) && !(parser->typescript && es_at (parser, TOKEN_LESS)))
    {
        /* The name belongs to the function itself. */
        Context context = parser->context;
        parser->context = context_of (flags);
        Node *identifier = es_identifier (parser);
        name = identifier->name.name;
        parser->context = context;
    }
    Node *node = es_method (parser, start, flags);
    if (node == NULL)
        return es_unexpected (parser, "`{`");
    if (parser->front.failed)
        return node;
    node->function->name = name;
    node->function->self = name == NULL ? NULL : front_alloc (&parser->front, sizeof (Variable));
    return node;
}

/* A declaration; NODE_EMPTY when TypeScript leaves out the body. */
Node *es_function_declaration (Parser *parser)
{
    guint32 start = parser->token.start;
    guint32 flags = read_function_words (parser);
    Node *target = es_identifier (parser);
    Node *value = es_method (parser, start, flags);
    if (value == NULL)
        return front_node (&parser->front, NODE_EMPTY, start);
    if (parser->front.failed)
        return value;
    value->function->name = target->name.name;
    Node *node = front_node (&parser->front, NODE_DEFINE, start);
    target->flags |= AST_DECLARED;
    node->assign.target = target;
    node->assign.value = value;
    return node;
}

Node *es_statement_function (Parser *parser, guint32 start, guint32 flags)
{
    Function *function = function_new (parser, start, flags);
    Context context = parser->context;
    parser->context = context_of (flags);
    parser->context.static_block = TRUE;
    set_parameters (parser, function, &(GArray){ NULL, 0 });
    read_body (parser, function);
    parser->context = context;
    return function_node (parser, function);
}

Node *es_field_function (Parser *parser, guint32 start)
{
    Function *function =
        function_new (parser, start, FUNCTION_METHOD | FUNCTION_FIELD | FUNCTION_EXPRESSION_BODY | FUNCTION_STRICT);
    Context context = parser->context;
    parser->context = context_of (0);
    set_parameters (parser, function, &(GArray){ NULL, 0 });
    function->body = es_assignment (parser);
    function->end = parser->front.previous_end;
    parser->context = context;
    return function_node (parser, function);
}

/* What follows `=>`. */
static Node *arrow_body (Parser *parser, Function *function)
{
    Context context = parser->context;
    gboolean strict = parser->strict;
    parser->context = context_of (function->flags);
    parser->context.static_block = context.static_block && (function->flags & FUNCTION_ASYNC) == 0;
    if (es_at (parser, TOKEN_BRACE_OPEN))
        read_body (parser, function);
    else
    {
        function->flags |= FUNCTION_EXPRESSION_BODY | (parser->strict ? FUNCTION_STRICT : 0);
        function->body = es_assignment (parser);
        function->end = parser->front.previous_end;
    }
    parser->context = context;
    parser->strict = strict;
    return function_node (parser, function);
}

/* x => ..., async x => ..., at the x. */
static Node *single_parameter_arrow (Parser *parser, guint32 start, guint32 flags)
{
    Function *function = function_new (parser, start, flags | FUNCTION_ARROW);
    g_autoptr (GArray) parameters = g_array_new (FALSE, FALSE, sizeof (Parameter));
    Parameter each = { .kind = PARAMETER_ORDINARY, .target = es_to_target (parser, es_identifier (parser)) };
    g_array_append_val (parameters, each);
    set_parameters (parser, function, parameters);
    es_expect (parser, TOKEN_ARROW);
    return arrow_body (parser, function);
}

/* The head of an arrow function with parentheses, through the `=>`. TRUE when it has a return type. */
static gboolean arrow_head (Parser *parser, Function *function)
{
    gboolean async = parser->context.async;
    parser->context.async |= (function->flags & FUNCTION_ASYNC) != 0;
    es_type_parameters (parser);
    read_parameters (parser, function);
    gboolean has_type = parser->typescript && es_at (parser, TOKEN_COLON);
    es_return_type (parser);
    if (parser->token.newline_before && es_at (parser, TOKEN_ARROW))
        front_fail (&parser->front, parser->token.start, "`=>` must stand on the line of the parameters");
    parser->context.async = async;
    es_expect (parser, TOKEN_ARROW);
    return has_type;
}

/* Can `(` begin an arrow function, by the token after it? SURE is set when nothing else is possible. */
static gboolean may_be_parameters (Parser *parser, gboolean async, gboolean *sure)
{
    Token next;
    es_peek (parser, &next);
    *sure = !async && (next.kind == TOKEN_PAREN_CLOSE || next.kind == TOKEN_DOTS);
    if (next.kind == TOKEN_NAME)
        return next.keyword == KEYWORD_NONE || next.keyword >= KEYWORD_YIELD || next.keyword == KEYWORD_THIS;
    return next.kind == TOKEN_PAREN_CLOSE || next.kind == TOKEN_DOTS || next.kind == TOKEN_BRACE_OPEN ||
           next.kind == TOKEN_BRACKET_OPEN || next.kind == TOKEN_AT;
}

/* (a, b) => ..., at the `(` or `<`, after `async` if FLAGS say so. NULL when it is something else; then nothing is read. */
static Node *parenthesised_arrow (Parser *parser, guint32 start, guint32 flags)
{
    gboolean sure = FALSE;
    if (es_at (parser, TOKEN_PAREN_OPEN) && !may_be_parameters (parser, (flags & FUNCTION_ASYNC) != 0, &sure))
        return NULL;
    if (sure && !parser->in_choice)
    {
        Function *function = function_new (parser, start, flags | FUNCTION_ARROW);
        arrow_head (parser, function);
        return arrow_body (parser, function);
    }
    Speculation speculation;
    if (!es_speculate (parser, TRY_ARROW, &speculation))
        return NULL;
    Function *function = function_new (parser, start, flags | FUNCTION_ARROW);
    gboolean ambiguous = arrow_head (parser, function) && parser->in_choice;
    if (parser->front.failed)
    {
        es_retreat (parser, &speculation, TRUE);
        return NULL;
    }
    if (!ambiguous)
    {
        es_commit (parser);
        return arrow_body (parser, function);
    }
    Node *node = arrow_body (parser, function);
    if (parser->front.failed || !es_at (parser, TOKEN_COLON))
    {
        es_retreat (parser, &speculation, TRUE);
        return NULL;
    }
    es_commit (parser);
    return node;
}

/* Does `=>` follow the current word on its line? */
static gboolean arrow_follows (Parser *parser)
{
    const char *at = parser->lexer.at, *end = parser->lexer.end;
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    if (end - at >= 2 && *at == '=')
        return at[1] == '>';
    if (at == end || *at != '/')
        return FALSE;
    Token next;
    es_peek (parser, &next);
    return next.kind == TOKEN_ARROW && !next.newline_before;
}

static Node *async_arrow (Parser *parser)
{
    Token next;
    es_peek (parser, &next);
    gboolean parenthesis = next.kind == TOKEN_PAREN_OPEN || (parser->typescript && next.kind == TOKEN_LESS);
    gboolean word = next.kind == TOKEN_NAME && next.keyword != KEYWORD_FUNCTION;
    if (next.newline_before || !(parenthesis || word))
        return NULL;
    Lexer lexer = parser->lexer;
    Token token = parser->token;
    guint32 previous_end = parser->front.previous_end;
    guint32 start = token.start;
    es_advance (parser);
    Node *node = NULL;
    if (parenthesis)
        node = parenthesised_arrow (parser, start, FUNCTION_ASYNC);
    else if (es_at_identifier (parser) && arrow_follows (parser))
        return single_parameter_arrow (parser, start, FUNCTION_ASYNC);
    if (node == NULL && !parser->front.failed)
    {
        parser->lexer = lexer;
        parser->token = token;
        parser->front.previous_end = previous_end;
    }
    return node;
}

Node *es_arrow (Parser *parser)
{
    guint32 start = parser->token.start;
    if (es_at (parser, TOKEN_PAREN_OPEN) || (parser->typescript && es_at (parser, TOKEN_LESS)))
        return parenthesised_arrow (parser, start, 0);
    if (!es_at_identifier (parser))
        return NULL;
    if (arrow_follows (parser))
        return single_parameter_arrow (parser, start, 0);
    return es_at_word (parser, KEYWORD_ASYNC) ? async_arrow (parser) : NULL;
}
