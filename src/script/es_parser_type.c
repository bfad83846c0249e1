#include "script/es_parser.h"

/* Types mean nothing at run time: they are read to know where they end, and to refuse what is no type. */

static void union_type (Parser *parser);

/* Is the current token a name in a type's place? */
static gboolean at_type_name (const Parser *parser)
{
    return es_at (parser, TOKEN_NAME) &&
           (parser->token.keyword == KEYWORD_NONE || parser->token.keyword >= KEYWORD_YIELD ||
            es_at_word (parser, KEYWORD_VOID) || es_at_word (parser, KEYWORD_NULL) ||
            es_at_word (parser, KEYWORD_TRUE) || es_at_word (parser, KEYWORD_FALSE) ||
            es_at_word (parser, KEYWORD_THIS) || es_at_word (parser, KEYWORD_CONST));
}

static void peek_two (Parser *parser, Token *first, Token *second)
{
    Lexer lexer = parser->lexer;
    es_lexer_next (&lexer, first);
    es_lexer_next (&lexer, second);
}

gboolean es_type_arguments (Parser *parser)
{
    es_expect (parser, TOKEN_LESS);
    do
    {
        if (es_at (parser, TOKEN_GREATER))
            break;
        es_type (parser);
    } while (es_accept (parser, TOKEN_COMMA));
    es_expect (parser, TOKEN_GREATER);
    return !parser->front.failed;
}

void es_type_parameters (Parser *parser)
{
    if (!parser->typescript || !es_accept (parser, TOKEN_LESS))
        return;
    while (!parser->front.failed && !es_at (parser, TOKEN_GREATER))
    {
        Token next;
        es_peek (parser, &next);
        while (
            !parser->front.failed && next.kind == TOKEN_NAME && next.keyword != KEYWORD_EXTENDS &&
            (es_at_word (parser, KEYWORD_CONST) || es_at_word (parser, KEYWORD_IN) || es_at_word (parser, KEYWORD_OUT)))
        {
            es_advance (parser);
            es_peek (parser, &next);
        }
        es_identifier (parser);
        if (es_accept_word (parser, KEYWORD_EXTENDS))
            es_type (parser);
        if (es_accept (parser, TOKEN_ASSIGN))
            es_type (parser);
        if (!es_at (parser, TOKEN_GREATER))
            es_expect (parser, TOKEN_COMMA);
    }
    es_expect (parser, TOKEN_GREATER);
}

void es_type_annotation (Parser *parser)
{
    if (parser->typescript && es_accept (parser, TOKEN_COLON))
        es_type (parser);
}

/* x is T, asserts x is T, asserts x, or a type. */
static void type_or_predicate (Parser *parser)
{
    Token next, after;
    if (es_at_word (parser, KEYWORD_ASSERTS))
    {
        peek_two (parser, &next, &after);
        if (next.kind == TOKEN_NAME && !next.newline_before &&
            (next.keyword == KEYWORD_NONE || next.keyword > KEYWORD_YIELD || next.keyword == KEYWORD_THIS) &&
            next.keyword != KEYWORD_IS)
        {
            es_advance (parser);
            es_advance (parser);
            if (es_accept_word (parser, KEYWORD_IS))
                es_type (parser);
            return;
        }
    }
    if (es_at_identifier (parser) || es_at_word (parser, KEYWORD_THIS))
    {
        es_peek (parser, &next);
        if (next.kind == TOKEN_NAME && next.keyword == KEYWORD_IS && !next.newline_before)
        {
            es_advance (parser);
            es_advance (parser);
        }
    }
    es_type (parser);
}

void es_return_type (Parser *parser)
{
    if (parser->typescript && es_accept (parser, TOKEN_COLON))
        type_or_predicate (parser);
}

/* (a: T, b?: U, ...c: V[]): parameters of a function's type. */
static void type_parameters_list (Parser *parser)
{
    es_expect (parser, TOKEN_PAREN_OPEN);
    while (!parser->front.failed && !es_at (parser, TOKEN_PAREN_CLOSE))
    {
        es_decorators (parser);
        es_accept (parser, TOKEN_DOTS);
        if (!es_accept_word (parser, KEYWORD_THIS))
            es_binding_target (parser);
        es_accept (parser, TOKEN_QUESTION);
        es_type_annotation (parser);
        if (!es_at (parser, TOKEN_PAREN_CLOSE))
            es_expect (parser, TOKEN_COMMA);
    }
    es_expect (parser, TOKEN_PAREN_CLOSE);
}

static void function_type (Parser *parser)
{
    es_type_parameters (parser);
    type_parameters_list (parser);
    es_expect (parser, TOKEN_ARROW);
    type_or_predicate (parser);
}

/* Does `(` begin a function's parameters, not a type in parentheses? By what follows, as TypeScript's own parser decides. */
static gboolean at_function_type (Parser *parser)
{
    if (es_at (parser, TOKEN_LESS))
        return TRUE;
    if (!es_at (parser, TOKEN_PAREN_OPEN))
        return FALSE;
    Token first, second;
    peek_two (parser, &first, &second);
    if (first.kind == TOKEN_PAREN_CLOSE || first.kind == TOKEN_DOTS)
        return TRUE;
    if (first.kind == TOKEN_NAME)
    {
        if (second.kind == TOKEN_PAREN_CLOSE)
        {
            Lexer lexer = parser->lexer;
            Token third;
            es_lexer_next (&lexer, &third);
            es_lexer_next (&lexer, &third);
            es_lexer_next (&lexer, &third);
            return third.kind == TOKEN_ARROW;
        }
        return second.kind == TOKEN_COLON || second.kind == TOKEN_COMMA || second.kind == TOKEN_QUESTION ||
               second.kind == TOKEN_ASSIGN;
    }
    if (first.kind != TOKEN_BRACE_OPEN && first.kind != TOKEN_BRACKET_OPEN)
        return FALSE;
    Speculation speculation;
    if (!es_speculate (parser, TRY_ARROW, &speculation))
        return FALSE;
    type_parameters_list (parser);
    gboolean function = !parser->front.failed && es_at (parser, TOKEN_ARROW);
    es_retreat (parser, &speculation, !function);
    return function;
}

/* `in`, `readonly`, `+`, `-` and the key of { [K in T]: U }; after the brace. FALSE when it is no mapped type. */
static gboolean mapped_type (Parser *parser)
{
    Lexer lexer = parser->lexer;
    Token token = parser->token;
    if (token.kind == TOKEN_PLUS || token.kind == TOKEN_MINUS)
        es_lexer_next (&lexer, &token);
    if (token.kind == TOKEN_NAME && token.keyword == KEYWORD_READONLY)
        es_lexer_next (&lexer, &token);
    if (token.kind != TOKEN_BRACKET_OPEN)
        return FALSE;
    es_lexer_next (&lexer, &token);
    gboolean name = token.kind == TOKEN_NAME;
    es_lexer_next (&lexer, &token);
    if (!name || token.kind != TOKEN_NAME || token.keyword != KEYWORD_IN)
        return FALSE;
    while (!parser->front.failed && !es_at (parser, TOKEN_BRACKET_OPEN))
        es_advance (parser);
    es_advance (parser);
    es_advance (parser);
    es_expect_word (parser, KEYWORD_IN);
    es_type (parser);
    if (es_accept_word (parser, KEYWORD_AS))
        es_type (parser);
    es_expect (parser, TOKEN_BRACKET_CLOSE);
    if (es_accept (parser, TOKEN_PLUS) || es_accept (parser, TOKEN_MINUS))
        es_expect (parser, TOKEN_QUESTION);
    else
        es_accept (parser, TOKEN_QUESTION);
    es_type_annotation (parser);
    es_accept (parser, TOKEN_SEMICOLON);
    es_accept (parser, TOKEN_COMMA);
    es_expect (parser, TOKEN_BRACE_CLOSE);
    return TRUE;
}

static gboolean is_key (const Token *token)
{
    return token->kind == TOKEN_NAME || token->kind == TOKEN_STRING || token->kind == TOKEN_NUMBER ||
           token->kind == TOKEN_BIGINT || token->kind == TOKEN_BRACKET_OPEN || token->kind == TOKEN_PRIVATE;
}

/* A call signature, from the parameters on. */
static void signature (Parser *parser)
{
    es_type_parameters (parser);
    type_parameters_list (parser);
    es_return_type (parser);
}

static void member_name (Parser *parser)
{
    if (!es_at (parser, TOKEN_BRACKET_OPEN))
    {
        es_property_key (parser);
        return;
    }
    Token name, colon;
    peek_two (parser, &name, &colon);
    if (name.kind != TOKEN_NAME || colon.kind != TOKEN_COLON)
    {
        es_property_key (parser);
        return;
    }
    es_advance (parser);
    es_advance (parser);
    es_type_annotation (parser);
    es_expect (parser, TOKEN_BRACKET_CLOSE);
}

static void type_member (Parser *parser)
{
    Token next;
    if (es_at (parser, TOKEN_PAREN_OPEN) || es_at (parser, TOKEN_LESS))
    {
        signature (parser);
        return;
    }
    es_peek (parser, &next);
    if (es_at_word (parser, KEYWORD_NEW) && (next.kind == TOKEN_PAREN_OPEN || next.kind == TOKEN_LESS))
    {
        es_advance (parser);
        signature (parser);
        return;
    }
    if ((es_at_word (parser, KEYWORD_READONLY) || es_at_word (parser, KEYWORD_GET) ||
         es_at_word (parser, KEYWORD_SET)) &&
        is_key (&next) && !next.newline_before)
        es_advance (parser);
    member_name (parser);
    es_accept (parser, TOKEN_QUESTION);
    if (es_at (parser, TOKEN_PAREN_OPEN) || es_at (parser, TOKEN_LESS))
        signature (parser);
    else
        es_type_annotation (parser);
}

void es_type_members (Parser *parser)
{
    es_expect (parser, TOKEN_BRACE_OPEN);
    if (mapped_type (parser))
        return;
    while (!parser->front.failed && !es_at (parser, TOKEN_BRACE_CLOSE))
    {
        type_member (parser);
        if (!es_accept (parser, TOKEN_COMMA))
            es_semicolon (parser);
    }
    es_expect (parser, TOKEN_BRACE_CLOSE);
}

/* [A, b?: B, ...C[]] */
static void tuple_type (Parser *parser)
{
    es_advance (parser);
    while (!parser->front.failed && !es_at (parser, TOKEN_BRACKET_CLOSE))
    {
        es_accept (parser, TOKEN_DOTS);
        Token first, second;
        peek_two (parser, &first, &second);
        gboolean named = es_at (parser, TOKEN_NAME) &&
                         (first.kind == TOKEN_COLON || (first.kind == TOKEN_QUESTION && second.kind == TOKEN_COLON));
        if (named)
        {
            es_advance (parser);
            es_accept (parser, TOKEN_QUESTION);
            es_expect (parser, TOKEN_COLON);
            es_accept (parser, TOKEN_DOTS);
        }
        es_type (parser);
        es_accept (parser, TOKEN_QUESTION);
        if (!es_at (parser, TOKEN_BRACKET_CLOSE))
            es_expect (parser, TOKEN_COMMA);
    }
    es_expect (parser, TOKEN_BRACKET_CLOSE);
}

/* `a ${T} b` */
static void template_type (Parser *parser)
{
    while (!parser->front.failed)
    {
        gboolean last = parser->token.last;
        es_advance (parser);
        if (last)
            return;
        es_type (parser);
        if (!es_at (parser, TOKEN_BRACE_CLOSE))
        {
            es_unexpected (parser, "`}`");
            return;
        }
        es_lexer_template (&parser->lexer, &parser->token);
        if (parser->token.kind == TOKEN_ERROR)
            front_fail (&parser->front, parser->token.start, "%s", parser->lexer.trouble);
    }
}

/* a.b.c<T>, after the first name. */
static void type_name_rest (Parser *parser)
{
    while (es_accept (parser, TOKEN_DOT))
    {
        if (!es_at (parser, TOKEN_NAME) && !es_at (parser, TOKEN_PRIVATE))
            es_unexpected (parser, "a name");
        es_advance (parser);
    }
    if (es_at (parser, TOKEN_LESS) && !parser->token.newline_before)
        es_type_arguments (parser);
}

/* import ('m').a, at `import` */
static void import_type (Parser *parser)
{
    es_advance (parser);
    es_arguments (parser);
    type_name_rest (parser);
}

static void word_type (Parser *parser)
{
    if (es_accept_word (parser, KEYWORD_TYPEOF))
    {
        if (es_at_word (parser, KEYWORD_IMPORT))
        {
            import_type (parser);
            return;
        }
        if (!es_at (parser, TOKEN_NAME))
            es_unexpected (parser, "a name");
        es_advance (parser);
        type_name_rest (parser);
    }
    else if (es_at_word (parser, KEYWORD_IMPORT))
        import_type (parser);
    else if (at_type_name (parser))
    {
        es_advance (parser);
        type_name_rest (parser);
    }
    else
        es_unexpected (parser, "a type");
}

static void primary_type (Parser *parser)
{
    switch (parser->token.kind)
    {
    case TOKEN_PAREN_OPEN:
        es_advance (parser);
        es_type (parser);
        es_expect (parser, TOKEN_PAREN_CLOSE);
        return;
    case TOKEN_BRACE_OPEN:
        es_type_members (parser);
        return;
    case TOKEN_BRACKET_OPEN:
        tuple_type (parser);
        return;
    case TOKEN_TEMPLATE:
        template_type (parser);
        return;
    case TOKEN_STRING:
    case TOKEN_NUMBER:
    case TOKEN_BIGINT:
        es_advance (parser);
        return;
    case TOKEN_MINUS:
        es_advance (parser);
        if (!es_accept (parser, TOKEN_NUMBER))
            es_expect (parser, TOKEN_BIGINT);
        return;
    default:
        word_type (parser);
    }
}

/* T[], T[K], after prefix operators. */
static void postfix_type (Parser *parser)
{
    primary_type (parser);
    while (!parser->front.failed && !parser->token.newline_before && es_accept (parser, TOKEN_BRACKET_OPEN))
    {
        if (!es_at (parser, TOKEN_BRACKET_CLOSE))
            es_type (parser);
        es_expect (parser, TOKEN_BRACKET_CLOSE);
    }
}

/* keyof, unique, readonly are operators where a type follows. */
static gboolean at_type_operator (Parser *parser)
{
    if (!es_at_word (parser, KEYWORD_KEYOF) && !es_at_word (parser, KEYWORD_UNIQUE) &&
        !es_at_word (parser, KEYWORD_READONLY))
        return FALSE;
    Token next;
    es_peek (parser, &next);
    return (next.kind == TOKEN_NAME && next.keyword != KEYWORD_EXTENDS && next.keyword != KEYWORD_IS &&
            !next.newline_before) ||
           next.kind == TOKEN_PAREN_OPEN || next.kind == TOKEN_BRACKET_OPEN || next.kind == TOKEN_BRACE_OPEN ||
           next.kind == TOKEN_STRING || next.kind == TOKEN_TEMPLATE;
}

/* infer T extends U: where a conditional type may stand, the constraint belongs to the infer only if no `?` follows it. */
static void infer_type (Parser *parser)
{
    es_advance (parser);
    es_identifier (parser);
    if (!es_at_word (parser, KEYWORD_EXTENDS))
        return;
    Speculation speculation;
    if (!es_speculate (parser, TRY_TYPE_ARGUMENTS, &speculation))
        return;
    es_advance (parser);
    union_type (parser);
    if (parser->front.failed || (es_at (parser, TOKEN_QUESTION) && !parser->in_constraint))
        es_retreat (parser, &speculation, TRUE);
    else
        es_commit (parser);
}

static void operator_type (Parser *parser)
{
    front_enter (&parser->front, parser->token.start);
    if (at_type_operator (parser))
    {
        es_advance (parser);
        operator_type (parser);
    }
    else if (es_at_word (parser, KEYWORD_INFER))
    {
        Token next;
        es_peek (parser, &next);
        if (next.kind == TOKEN_NAME && !next.newline_before)
            infer_type (parser);
        else
            postfix_type (parser);
    }
    else
        postfix_type (parser);
    front_leave (&parser->front);
}

/* A function's or constructor's type, which can't be an operand without parentheses but may end a union. */
static gboolean accept_function_type (Parser *parser)
{
    Token next;
    es_peek (parser, &next);
    if (es_at_word (parser, KEYWORD_ABSTRACT) && next.kind == TOKEN_NAME && next.keyword == KEYWORD_NEW)
        es_advance (parser);
    if (!es_accept_word (parser, KEYWORD_NEW) && !at_function_type (parser))
        return FALSE;
    function_type (parser);
    return TRUE;
}

static void intersection_type (Parser *parser)
{
    es_accept (parser, TOKEN_AND);
    do
    {
        if (accept_function_type (parser))
            return;
        operator_type (parser);
    } while (es_accept (parser, TOKEN_AND));
}

static void union_type (Parser *parser)
{
    es_accept (parser, TOKEN_BAR);
    do
        intersection_type (parser);
    while (es_accept (parser, TOKEN_BAR));
}

void es_type (Parser *parser)
{
    front_enter (&parser->front, parser->token.start);
    gboolean no_in = parser->no_in, in_constraint = parser->in_constraint;
    parser->no_in = parser->in_constraint = FALSE;
    union_type (parser);
    if (es_at_word (parser, KEYWORD_EXTENDS) && !parser->token.newline_before)
    {
        es_advance (parser);
        parser->in_constraint = TRUE;
        union_type (parser);
        parser->in_constraint = FALSE;
        es_expect (parser, TOKEN_QUESTION);
        es_type (parser);
        es_expect (parser, TOKEN_COLON);
        es_type (parser);
    }
    parser->no_in = no_in;
    parser->in_constraint = in_constraint;
    front_leave (&parser->front);
}
