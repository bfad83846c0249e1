#include "script/es_parser.h"

NodeList es_statement_list (Parser *parser)
{
    guint list = front_list_start (&parser->front);
    while (!parser->front.failed && !es_at (parser, TOKEN_BRACE_CLOSE) && !es_at (parser, TOKEN_END))
        front_list_add (&parser->front, es_statement_item (parser));
    return front_list_end (&parser->front, list);
}

/* The function that STATEMENT declares for the whole block, or NULL. */
static Node *hoisted_of (Node *statement)
{
    while (statement->kind == NODE_LABEL)
        statement = statement->labelled.body;
    if (statement->kind == NODE_EXPORT)
        statement = statement->export_->declaration;
    if (statement == NULL || statement->kind != NODE_DEFINE || statement->assign.value->kind != NODE_FUNCTION)
        return NULL;
    return statement;
}

NodeList es_hoisted_of (Parser *parser, const NodeList *statements)
{
    guint list = front_list_start (&parser->front);
    for (guint32 i = 0; i < statements->count; i++)
    {
        Node *define = hoisted_of (statements->items[i]);
        if (define == NULL)
            continue;
        define->flags |= AST_HOISTED;
        front_list_add (&parser->front, define);
    }
    return front_list_end (&parser->front, list);
}

Node *es_block (Parser *parser)
{
    guint32 start = parser->token.start;
    es_expect (parser, TOKEN_BRACE_OPEN);
    NodeList statements = es_statement_list (parser);
    es_expect (parser, TOKEN_BRACE_CLOSE);
    Node *node = front_node (&parser->front, NODE_BLOCK, start);
    node->block.statements = statements;
    node->block.hoisted = es_hoisted_of (parser, &statements);
    return node;
}

static Node *declarator (Parser *parser, DeclareKind kind)
{
    guint32 start = parser->token.start;
    Node *target = es_binding_target (parser);
    if (parser->typescript && !parser->token.newline_before)
        es_accept (parser, TOKEN_NOT);
    es_type_annotation (parser);
    Node *value = NULL;
    if (es_accept (parser, TOKEN_ASSIGN))
    {
        value = es_assignment (parser);
        es_infer_name (value, target);
    }
    else if (!parser->no_in && !parser->ambient && (kind == DECLARE_CONST || target->kind != NODE_NAME))
        return es_unexpected (parser, "`=`");
    Node *node = front_node (&parser->front, NODE_DECLARATOR, start);
    node->assign.target = target;
    node->assign.value = value;
    return node;
}

Node *es_declaration (Parser *parser, DeclareKind kind, guint32 start)
{
    guint list = front_list_start (&parser->front);
    do
        front_list_add (&parser->front, declarator (parser, kind));
    while (es_accept (parser, TOKEN_COMMA));
    Node *node = front_node (&parser->front, NODE_DECLARE, start);
    node->op = (guint8)kind;
    node->declare.declarators = front_list_end (&parser->front, list);
    return node;
}

/* Is `let` (or `using`) a declaration here, by the token after it? */
static gboolean declares (Parser *parser)
{
    if (es_at_word (parser, KEYWORD_VAR) || es_at_word (parser, KEYWORD_CONST))
        return TRUE;
    if (!es_at_word (parser, KEYWORD_LET))
        return FALSE;
    Token next;
    es_peek (parser, &next);
    if (next.kind == TOKEN_BRACE_OPEN || next.kind == TOKEN_BRACKET_OPEN)
        return TRUE;
    return next.kind == TOKEN_NAME && next.keyword != KEYWORD_IN && next.keyword != KEYWORD_INSTANCEOF;
}

static DeclareKind declare_kind (const Parser *parser)
{
    if (es_at_word (parser, KEYWORD_VAR))
        return DECLARE_VAR;
    return es_at_word (parser, KEYWORD_CONST) ? DECLARE_CONST : DECLARE_LET;
}

/* `using x = ...`, `await using x = ...`: valid, and out of reach. */
static gboolean at_using (Parser *parser)
{
    Lexer lexer = parser->lexer;
    Token word = parser->token, next;
    if (es_at_word (parser, KEYWORD_AWAIT))
        es_lexer_next (&lexer, &word);
    if (word.kind != TOKEN_NAME || word.keyword != KEYWORD_USING)
        return FALSE;
    es_lexer_next (&lexer, &next);
    return next.kind == TOKEN_NAME && !next.newline_before &&
           (next.keyword == KEYWORD_NONE || (next.keyword > KEYWORD_YIELD && next.keyword != KEYWORD_OF));
}

static Node *using_declaration (Parser *parser)
{
    guint32 start = parser->token.start;
    es_accept_word (parser, KEYWORD_AWAIT);
    es_advance (parser);
    es_declaration (parser, DECLARE_CONST, start);
    es_semicolon (parser);
    Node *node = front_node (&parser->front, NODE_UNSUPPORTED, start);
    node->unsupported.what = "a `using` declaration";
    return node;
}

static Node *parenthesised_test (Parser *parser)
{
    es_expect (parser, TOKEN_PAREN_OPEN);
    Node *test = es_expression (parser);
    es_expect (parser, TOKEN_PAREN_CLOSE);
    return test;
}

static Node *if_statement (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    Node *test = parenthesised_test (parser);
    Node *then = es_statement (parser);
    Node *otherwise = es_accept_word (parser, KEYWORD_ELSE) ? es_statement (parser) : NULL;
    Node *node = front_node (&parser->front, NODE_IF, start);
    node->conditional.test = test;
    node->conditional.then = then;
    node->conditional.otherwise = otherwise;
    return node;
}

static Node *loop_body (Parser *parser)
{
    parser->context.loops++;
    Node *body = es_statement (parser);
    parser->context.loops--;
    return body;
}

static Node *while_statement (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    Node *test = parenthesised_test (parser);
    Node *body = loop_body (parser);
    Node *node = front_node (&parser->front, NODE_WHILE, start);
    node->loop.test = test;
    node->loop.body = body;
    return node;
}

static Node *do_while_statement (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    Node *body = loop_body (parser);
    es_expect_word (parser, KEYWORD_WHILE);
    Node *test = parenthesised_test (parser);
    es_accept (parser, TOKEN_SEMICOLON);
    Node *node = front_node (&parser->front, NODE_DO_WHILE, start);
    node->loop.test = test;
    node->loop.body = body;
    return node;
}

/* The first part of a `for`'s head: a declaration, an expression, a target, or NULL. */
static Node *for_init (Parser *parser)
{
    guint32 start = parser->token.start;
    if (es_at (parser, TOKEN_SEMICOLON))
        return NULL;
    parser->no_in = TRUE;
    Node *init;
    if (declares (parser))
    {
        DeclareKind kind = declare_kind (parser);
        es_advance (parser);
        init = es_declaration (parser, kind, start);
    }
    else
    {
        init = es_cover_assignment (parser);
        if (es_at_word (parser, KEYWORD_IN) || es_at_word (parser, KEYWORD_OF))
        {
            parser->cover = 0;
            init = es_to_target (parser, init);
        }
        else if (parser->cover != 0)
            init = front_fail (&parser->front, parser->cover - 1, "a default value is possible only in a pattern");
        else
            init = es_expression_rest (parser, init);
    }
    parser->no_in = FALSE;
    return init;
}

/* for (init in x), for (init of x), after the init. */
static Node *for_each_rest (Parser *parser, guint32 start, Node *init, gboolean asynchronous)
{
    gboolean of = es_at_word (parser, KEYWORD_OF);
    es_advance (parser);
    DeclareKind kind = DECLARE_NONE;
    Node *target = init;
    if (init->kind == NODE_DECLARE)
    {
        kind = init->op;
        Node *only = init->declare.declarators.items[0];
        gboolean old = kind == DECLARE_VAR && !of && !parser->strict && only->assign.target->kind == NODE_NAME;
        if (init->declare.declarators.count != 1 || (only->assign.value != NULL && !old))
            return front_fail (&parser->front, init->start, "this loop declares one variable without a value");
        target = only->assign.target;
    }
    Node *iterable = of ? es_assignment (parser) : es_expression (parser);
    es_expect (parser, TOKEN_PAREN_CLOSE);
    EachLoop *each = front_alloc (&parser->front, sizeof (EachLoop));
    each->target = target;
    each->iterable = iterable;
    each->body = loop_body (parser);
    Node *node = front_node (&parser->front, of ? NODE_FOR_OF : NODE_FOR_IN, start);
    node->op = (guint8)kind;
    node->flags = asynchronous ? AST_ASYNC : 0;
    node->each = each;
    return node;
}

/* `const` and patterns need their values where no `in` or `of` follows. */
static void check_for_declaration (Parser *parser, const Node *init)
{
    if (init == NULL || init->kind != NODE_DECLARE)
        return;
    for (guint32 i = 0; i < init->declare.declarators.count; i++)
    {
        const Node *each = init->declare.declarators.items[i];
        if (each->kind == NODE_DECLARATOR && each->assign.value == NULL &&
            (init->op == DECLARE_CONST || each->assign.target->kind != NODE_NAME))
            front_fail (&parser->front, each->start, "this declaration needs a value");
    }
}

static Node *for_statement (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    gboolean asynchronous =
        (parser->context.async || !parser->context.function) && es_accept_word (parser, KEYWORD_AWAIT);
    es_expect (parser, TOKEN_PAREN_OPEN);
    Node *init = for_init (parser);
    if (parser->front.failed)
        return init == NULL ? front_node (&parser->front, NODE_EMPTY, start) : init;
    if (init != NULL && (es_at_word (parser, KEYWORD_OF) || (es_at_word (parser, KEYWORD_IN) && !asynchronous)))
        return for_each_rest (parser, start, init, asynchronous);
    check_for_declaration (parser, init);
    ForLoop *loop = front_alloc (&parser->front, sizeof (ForLoop));
    loop->init = init;
    es_expect (parser, TOKEN_SEMICOLON);
    loop->test = es_at (parser, TOKEN_SEMICOLON) ? NULL : es_expression (parser);
    es_expect (parser, TOKEN_SEMICOLON);
    loop->update = es_at (parser, TOKEN_PAREN_CLOSE) ? NULL : es_expression (parser);
    es_expect (parser, TOKEN_PAREN_CLOSE);
    if (init != NULL)
        front_mark_dropped (init);
    if (loop->update != NULL)
        front_mark_dropped (loop->update);
    loop->body = loop_body (parser);
    Node *node = front_node (&parser->front, NODE_FOR, start);
    node->for_ = loop;
    return node;
}

static Node *jump_statement (Parser *parser, NodeKind kind)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    const Name *name = NULL;
    if (es_at_identifier (parser) && !parser->token.newline_before)
    {
        name = parser->token.name;
        const Label *label = parser->context.labels;
        while (label != NULL && label->name != name)
            label = label->outer;
        if (label == NULL || (kind == NODE_CONTINUE && !label->loop))
            return front_fail (&parser->front, parser->token.start, "no %s around this place has the label `%s`",
                               kind == NODE_CONTINUE ? "loop" : "statement", name->text);
        es_advance (parser);
    }
    else if (parser->context.loops == 0 && (kind == NODE_CONTINUE || parser->context.switches == 0))
        return front_fail (&parser->front, start, "`%s` stands outside of a loop",
                           kind == NODE_CONTINUE ? "continue" : "break");
    es_semicolon (parser);
    Node *node = front_node (&parser->front, kind, start);
    node->label = name;
    return node;
}

static Node *return_statement (Parser *parser)
{
    guint32 start = parser->token.start;
    if (parser->context.static_block || (!parser->context.function && parser->front.file->module))
        return front_fail (&parser->front, start, "`return` stands outside of a function");
    es_advance (parser);
    Node *value = es_at_semicolon (parser) ? NULL : es_expression (parser);
    es_semicolon (parser);
    Node *node = front_node (&parser->front, NODE_RETURN, start);
    node->value = value;
    return node;
}

static Node *throw_statement (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    if (parser->token.newline_before)
        return front_fail (&parser->front, start, "what is thrown must begin on the line of `throw`");
    Node *value = es_expression (parser);
    es_semicolon (parser);
    Node *node = front_node (&parser->front, NODE_THROW, start);
    node->throw_.value = value;
    return node;
}

static Node *catch_clause (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    Node *target = NULL;
    if (es_accept (parser, TOKEN_PAREN_OPEN))
    {
        target = es_binding_target (parser);
        es_type_annotation (parser);
        es_expect (parser, TOKEN_PAREN_CLOSE);
    }
    Node *body = es_block (parser);
    Node *node = front_node (&parser->front, NODE_HANDLER, start);
    node->handler.target = target;
    node->handler.body = body;
    return node;
}

static Node *try_statement (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    Try *try_ = front_alloc (&parser->front, sizeof (Try));
    try_->block = es_block (parser);
    guint list = front_list_start (&parser->front);
    if (es_at_word (parser, KEYWORD_CATCH))
        front_list_add (&parser->front, catch_clause (parser));
    try_->handlers = front_list_end (&parser->front, list);
    if (es_accept_word (parser, KEYWORD_FINALLY))
        try_->finalizer = es_block (parser);
    else if (try_->handlers.count == 0)
        return es_unexpected (parser, "`catch` or `finally`");
    Node *node = front_node (&parser->front, NODE_TRY, start);
    node->try_ = try_;
    return node;
}

/* case x: ..., default: ... */
static Node *switch_case (Parser *parser)
{
    guint32 start = parser->token.start;
    Node *test = NULL;
    if (es_accept_word (parser, KEYWORD_CASE))
        test = es_expression (parser);
    else
        es_expect_word (parser, KEYWORD_DEFAULT);
    es_expect (parser, TOKEN_COLON);
    guint list = front_list_start (&parser->front);
    while (!parser->front.failed && !es_at (parser, TOKEN_BRACE_CLOSE) && !es_at (parser, TOKEN_END) &&
           !es_at_word (parser, KEYWORD_CASE) && !es_at_word (parser, KEYWORD_DEFAULT))
        front_list_add (&parser->front, es_statement_item (parser));
    Node *node = front_node (&parser->front, NODE_CASE, start);
    node->case_.test = test;
    node->case_.body = front_list_end (&parser->front, list);
    return node;
}

/* The functions that the cases declare, which the whole switch sees. */
static NodeList *hoisted_of_cases (Parser *parser, const NodeList *cases)
{
    guint list = front_list_start (&parser->front);
    for (guint32 i = 0; i < cases->count && !parser->front.failed; i++)
    {
        NodeList each = es_hoisted_of (parser, &cases->items[i]->case_.body);
        for (guint32 k = 0; k < each.count; k++)
            front_list_add (&parser->front, each.items[k]);
    }
    NodeList all = front_list_end (&parser->front, list);
    if (all.count == 0)
        return NULL;
    NodeList *hoisted = front_alloc (&parser->front, sizeof (NodeList));
    *hoisted = all;
    return hoisted;
}

static Node *switch_statement (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    Node *subject = parenthesised_test (parser);
    es_expect (parser, TOKEN_BRACE_OPEN);
    parser->context.switches++;
    guint list = front_list_start (&parser->front);
    gboolean has_default = FALSE;
    while (!parser->front.failed && !es_at (parser, TOKEN_BRACE_CLOSE))
    {
        if (es_at_word (parser, KEYWORD_DEFAULT) && has_default)
            front_fail (&parser->front, parser->token.start, "a switch can have one `default` only");
        has_default |= es_at_word (parser, KEYWORD_DEFAULT);
        front_list_add (&parser->front, switch_case (parser));
    }
    parser->context.switches--;
    es_expect (parser, TOKEN_BRACE_CLOSE);
    NodeList cases = front_list_end (&parser->front, list);
    NodeList *hoisted = hoisted_of_cases (parser, &cases);
    Node *node = front_node (&parser->front, NODE_SWITCH, start);
    node->switch_.subject = subject;
    node->switch_.cases = cases;
    node->switch_.hoisted = hoisted;
    return node;
}

static Node *with_statement (Parser *parser)
{
    guint32 start = parser->token.start;
    if (parser->strict)
        return front_fail (&parser->front, start, "strict code can't have a `with` statement");
    es_advance (parser);
    parenthesised_test (parser);
    es_statement (parser);
    Node *node = front_node (&parser->front, NODE_UNSUPPORTED, start);
    node->unsupported.what = "a `with` statement";
    return node;
}

/* Does a loop stand here, maybe after further labels? */
static gboolean labels_loop (const Parser *parser)
{
    Lexer lexer = parser->lexer;
    Token word = parser->token, next;
    for (;;)
    {
        if (word.kind != TOKEN_NAME)
            return FALSE;
        if (word.keyword == KEYWORD_FOR || word.keyword == KEYWORD_WHILE || word.keyword == KEYWORD_DO)
            return TRUE;
        es_lexer_next (&lexer, &next);
        if (next.kind != TOKEN_COLON)
            return FALSE;
        es_lexer_next (&lexer, &word);
    }
}

static Node *labelled_statement (Parser *parser)
{
    guint32 start = parser->token.start;
    Label label = { .name = parser->token.name, .outer = parser->context.labels };
    for (const Label *outer = label.outer; outer != NULL; outer = outer->outer)
        if (outer->name == label.name)
            return front_fail (&parser->front, start, "the label `%s` is taken", label.name->text);
    es_advance (parser);
    es_advance (parser);
    label.loop = labels_loop (parser);
    parser->context.labels = &label;
    Node *body = es_at_word (parser, KEYWORD_FUNCTION) ? es_statement_item (parser) : es_statement (parser);
    parser->context.labels = label.outer;
    Node *node = front_node (&parser->front, NODE_LABEL, start);
    node->labelled.name = label.name;
    node->labelled.body = body;
    return node;
}

static Node *expression_statement (Parser *parser)
{
    guint32 start = parser->token.start;
    if (es_at_identifier (parser))
    {
        Token next;
        es_peek (parser, &next);
        if (next.kind == TOKEN_COLON)
            return labelled_statement (parser);
    }
    Node *value = es_expression (parser);
    front_mark_dropped (value);
    es_semicolon (parser);
    Node *node = front_node (&parser->front, NODE_EXPRESSION, start);
    node->value = value;
    return node;
}

static Node *declaration_statement (Parser *parser)
{
    guint32 start = parser->token.start;
    DeclareKind kind = declare_kind (parser);
    es_advance (parser);
    if (kind == DECLARE_CONST && parser->typescript && es_at_word (parser, KEYWORD_ENUM))
        return es_enum (parser, start);
    Node *node = es_declaration (parser, kind, start);
    es_semicolon (parser);
    return node;
}

/* `;` or `debugger`. */
static Node *empty_statement (Parser *parser)
{
    guint32 start = parser->token.start;
    if (!es_accept (parser, TOKEN_SEMICOLON))
    {
        es_advance (parser);
        es_semicolon (parser);
    }
    return front_node (&parser->front, NODE_EMPTY, start);
}

/* A function where only a statement may stand (`if (x) function f () {}`): a block of its own. */
static Node *function_in_block (Parser *parser)
{
    guint list = front_list_start (&parser->front);
    guint32 start = parser->token.start;
    if (parser->strict)
        return front_fail (&parser->front, start, "a function can be declared only in a block");
    front_list_add (&parser->front, es_function_declaration (parser));
    Node *node = front_node (&parser->front, NODE_BLOCK, start);
    node->block.statements = front_list_end (&parser->front, list);
    node->block.hoisted = es_hoisted_of (parser, &node->block.statements);
    return node;
}

static Node *word_statement (Parser *parser)
{
    switch (parser->token.keyword)
    {
    case KEYWORD_VAR:
        return declaration_statement (parser);
    case KEYWORD_IF:
        return if_statement (parser);
    case KEYWORD_FOR:
        return for_statement (parser);
    case KEYWORD_WHILE:
        return while_statement (parser);
    case KEYWORD_DO:
        return do_while_statement (parser);
    case KEYWORD_BREAK:
        return jump_statement (parser, NODE_BREAK);
    case KEYWORD_CONTINUE:
        return jump_statement (parser, NODE_CONTINUE);
    case KEYWORD_RETURN:
        return return_statement (parser);
    case KEYWORD_THROW:
        return throw_statement (parser);
    case KEYWORD_TRY:
        return try_statement (parser);
    case KEYWORD_SWITCH:
        return switch_statement (parser);
    case KEYWORD_WITH:
        return with_statement (parser);
    case KEYWORD_DEBUGGER:
        return empty_statement (parser);
    case KEYWORD_FUNCTION:
        return function_in_block (parser);
    case KEYWORD_CLASS:
        return front_fail (&parser->front, parser->token.start, "a class can be declared only in a block");
    default:
        return expression_statement (parser);
    }
}

Node *es_statement (Parser *parser)
{
    front_enter (&parser->front, parser->token.start);
    Node *node;
    if (es_at (parser, TOKEN_BRACE_OPEN))
        node = es_block (parser);
    else if (es_at (parser, TOKEN_SEMICOLON))
        node = empty_statement (parser);
    else if (es_at (parser, TOKEN_NAME))
        node = word_statement (parser);
    else
        node = expression_statement (parser);
    front_leave (&parser->front);
    return node;
}

static gboolean at_async_function (Parser *parser)
{
    if (!es_at_word (parser, KEYWORD_ASYNC))
        return FALSE;
    Token next;
    es_peek (parser, &next);
    return next.kind == TOKEN_NAME && next.keyword == KEYWORD_FUNCTION && !next.newline_before;
}

/* import x from, import 'm', import { x }: not import (x), import.meta */
static gboolean at_import_declaration (Parser *parser)
{
    if (!es_at_word (parser, KEYWORD_IMPORT))
        return FALSE;
    Token next;
    es_peek (parser, &next);
    return next.kind != TOKEN_PAREN_OPEN && next.kind != TOKEN_DOT;
}

Node *es_statement_item (Parser *parser)
{
    if (!es_at (parser, TOKEN_NAME) && !es_at (parser, TOKEN_AT))
        return es_statement (parser);
    front_enter (&parser->front, parser->token.start);
    Node *node = NULL;
    if (es_at_word (parser, KEYWORD_FUNCTION) || at_async_function (parser))
        node = es_function_declaration (parser);
    else if (es_at_word (parser, KEYWORD_CLASS))
        node = es_class_declaration (parser);
    else if (at_import_declaration (parser))
        node = es_import (parser);
    else if (es_at_word (parser, KEYWORD_EXPORT))
        node = es_export (parser);
    else if (es_at_word (parser, KEYWORD_CONST) || (es_at_word (parser, KEYWORD_LET) && declares (parser)))
        node = declaration_statement (parser);
    else if (at_using (parser))
        node = using_declaration (parser);
    else if (parser->typescript)
        node = es_typescript_declaration (parser);
    if (node == NULL)
        node = es_statement (parser);
    front_leave (&parser->front);
    return node;
}
