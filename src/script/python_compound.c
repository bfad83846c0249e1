#include "script/python_parser.h"

#include <string.h>

static Node *if_statement (PyParser *parser)
{
    front_enter (&parser->front, parser->token.start);
    guint32 start = parser->token.start;
    py_advance (parser);
    Node *test = py_named_expression (parser);
    Node *then = py_suite (parser);
    Node *otherwise = NULL;
    if (py_at_word (parser, PY_WORD_ELIF))
        otherwise = if_statement (parser);
    else if (py_accept_word (parser, PY_WORD_ELSE))
        otherwise = py_suite (parser);
    front_leave (&parser->front);
    Node *node = front_node (&parser->front, NODE_IF, start);
    node->conditional.test = test;
    node->conditional.then = then;
    node->conditional.otherwise = otherwise;
    return node;
}

static Node *loop_body (PyParser *parser)
{
    parser->context.loops++;
    Node *body = py_suite (parser);
    parser->context.loops--;
    return body;
}

static Node *loop_else (PyParser *parser)
{
    return py_accept_word (parser, PY_WORD_ELSE) ? py_suite (parser) : NULL;
}

static Node *while_statement (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    Node *test = py_named_expression (parser);
    Node *body = loop_body (parser);
    Node *otherwise = loop_else (parser);
    Node *node = front_node (&parser->front, NODE_WHILE, start);
    node->loop.test = test;
    node->loop.body = body;
    node->loop.otherwise = otherwise;
    return node;
}

static Node *star_operand (PyParser *parser)
{
    guint32 start = parser->token.start;
    if (!py_accept (parser, PY_STAR))
        return py_operand (parser);
    Node *value = py_operand (parser);
    Node *node = front_node (&parser->front, NODE_SPREAD, start);
    node->value = value;
    return node;
}

Node *py_for_target (PyParser *parser)
{
    guint32 start = parser->token.start;
    Node *first = star_operand (parser);
    if (!py_at (parser, PY_COMMA))
        return py_to_target (parser, first);
    guint list = front_list_start (&parser->front);
    front_list_add (&parser->front, first);
    while (py_accept (parser, PY_COMMA) && py_at_expression (parser))
        front_list_add (&parser->front, star_operand (parser));
    Node *node = front_node (&parser->front, NODE_TUPLE, start);
    node->list = front_list_end (&parser->front, list);
    return py_to_target (parser, node);
}

static Node *for_statement (PyParser *parser, guint32 start, gboolean async)
{
    py_advance (parser);
    EachLoop *each = front_alloc (&parser->front, sizeof (EachLoop));
    each->target = py_for_target (parser);
    py_expect_word (parser, PY_WORD_IN, "`in`");
    each->iterable = py_expressions (parser);
    each->body = loop_body (parser);
    each->otherwise = loop_else (parser);
    Node *node = front_node (&parser->front, NODE_FOR_OF, start);
    node->op = DECLARE_NONE;
    node->flags = async ? AST_ASYNC : 0;
    node->each = each;
    return node;
}

/* except E as e:, except:, except* E: */
static Node *handler (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    gboolean star = py_accept (parser, PY_STAR);
    Node *type = NULL, *target = NULL;
    if (!py_at (parser, PY_COLON))
    {
        type = py_expression (parser);
        if (py_accept_word (parser, PY_WORD_AS))
            target = py_name (parser);
    }
    else if (star)
        return py_unexpected (parser, "an exception's class");
    Node *body = py_suite (parser);
    Node *node = front_node (&parser->front, NODE_HANDLER, start);
    node->flags = star ? AST_STAR : 0;
    node->handler.type = type;
    node->handler.target = target;
    node->handler.body = body;
    return node;
}

static Node *try_statement (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    Try *try_ = front_alloc (&parser->front, sizeof (Try));
    try_->block = py_suite (parser);
    guint list = front_list_start (&parser->front);
    const Node *last = NULL;
    while (py_at_word (parser, PY_WORD_EXCEPT))
    {
        if (last != NULL && last->kind == NODE_HANDLER && last->handler.type == NULL)
            front_fail (&parser->front, last->start, "an `except` without a class must be the last one");
        Node *each = handler (parser);
        if (last != NULL && (last->flags & AST_STAR) != (each->flags & AST_STAR))
            front_fail (&parser->front, each->start, "`except` and `except*` can't be mixed");
        front_list_add (&parser->front, each);
        last = each;
    }
    try_->handlers = front_list_end (&parser->front, list);
    if (last != NULL && py_accept_word (parser, PY_WORD_ELSE))
        try_->otherwise = py_suite (parser);
    if (py_accept_word (parser, PY_WORD_FINALLY))
        try_->finalizer = py_suite (parser);
    else if (last == NULL)
        return py_unexpected (parser, "`except` or `finally`");
    Node *node = front_node (&parser->front, NODE_TRY, start);
    node->try_ = try_;
    return node;
}

static Node *with_item (PyParser *parser)
{
    guint32 start = parser->token.start;
    Node *value = py_expression (parser);
    Node *target = py_accept_word (parser, PY_WORD_AS) ? py_to_target (parser, star_operand (parser)) : NULL;
    Node *node = front_node (&parser->front, NODE_WITH_ITEM, start);
    node->assign.target = target;
    node->assign.value = value;
    return node;
}

/* (a as b, c as d,): at the parenthesis. FALSE when it is an expression; then nothing is read. */
static gboolean parenthesised_items (PyParser *parser)
{
    if (!py_at (parser, PY_PAREN_OPEN))
        return FALSE;
    PySpeculation speculation;
    py_speculate (parser, &speculation);
    py_advance (parser);
    do
    {
        if (py_at (parser, PY_PAREN_CLOSE))
            break;
        front_list_add (&parser->front, with_item (parser));
    } while (py_accept (parser, PY_COMMA));
    py_expect (parser, PY_PAREN_CLOSE);
    if (parser->front.failed || !py_at (parser, PY_COLON) || parser->front.stack->len == speculation.stack_length)
    {
        py_retreat (parser, &speculation);
        return FALSE;
    }
    py_commit (parser);
    return TRUE;
}

static Node *with_statement (PyParser *parser, guint32 start, gboolean async)
{
    py_advance (parser);
    guint list = front_list_start (&parser->front);
    if (!parenthesised_items (parser))
        do
            front_list_add (&parser->front, with_item (parser));
        while (py_accept (parser, PY_COMMA));
    NodeList items = front_list_end (&parser->front, list);
    Node *body = py_suite (parser);
    Node *node = front_node (&parser->front, NODE_WITH, start);
    node->flags = async ? AST_ASYNC : 0;
    node->with.items = items;
    node->with.body = body;
    return node;
}

void py_type_parameters (PyParser *parser)
{
    if (!py_accept (parser, PY_BRACKET_OPEN))
        return;
    do
    {
        if (py_at (parser, PY_BRACKET_CLOSE))
            break;
        gboolean star = py_accept (parser, PY_STAR) || py_accept (parser, PY_STAR_STAR);
        py_name (parser);
        if (!star && py_accept (parser, PY_COLON))
            py_expression (parser);
        if (py_accept (parser, PY_ASSIGN))
            py_star_expression (parser);
    } while (py_accept (parser, PY_COMMA));
    py_expect (parser, PY_BRACKET_CLOSE);
}

/* The kinds of parameters so far, to know what may follow. */
typedef struct
{
    GArray *parameters;
    gboolean annotations; /* a def's: may have them; a lambda's may not */
    gboolean star;        /* `*` or *args has been read */
    gboolean slash;
    gboolean defaults;
    gboolean rest; /* **kwargs has been read */
} Parameters;

static void add_parameter (PyParser *parser, Parameters *all, ParameterKind kind)
{
    Parameter each = { .kind = kind, .target = py_name (parser) };
    each.target->flags |= AST_DECLARED;
    if (all->annotations && py_accept (parser, PY_COLON))
    {
        if (kind == PARAMETER_REST && py_at (parser, PY_STAR))
            py_star_expression (parser);
        else
            py_expression (parser);
    }
    gboolean plain = kind == PARAMETER_ORDINARY || kind == PARAMETER_KEYWORD_ONLY;
    if (plain && py_accept (parser, PY_ASSIGN))
        each.default_value = py_expression (parser);
    if (kind == PARAMETER_ORDINARY && all->defaults && each.default_value == NULL)
        front_fail (&parser->front, each.target->start, "a parameter without a default follows one that has one");
    all->defaults |= kind == PARAMETER_ORDINARY && each.default_value != NULL;
    g_array_append_val (all->parameters, each);
}

/* `*` alone: names must follow. */
static void keyword_marker (PyParser *parser, PyTokenKind end)
{
    PyToken next;
    if (!py_at (parser, PY_COMMA))
    {
        py_unexpected (parser, "`,` and a name");
        return;
    }
    py_peek (parser, &next);
    if (next.kind == end || next.kind == PY_STAR_STAR || next.kind == PY_STAR)
        front_fail (&parser->front, next.start, "names must follow a `*` that stands alone");
}

static void one_parameter (PyParser *parser, Parameters *all, PyTokenKind end)
{
    if (all->rest)
        front_fail (&parser->front, parser->token.start, "nothing can follow the `**` parameter");
    else if (py_at (parser, PY_SLASH))
    {
        if (all->slash || all->star || all->parameters->len == 0)
            front_fail (&parser->front, parser->token.start, "`/` can't stand here");
        all->slash = TRUE;
        for (guint i = 0; i < all->parameters->len; i++)
            g_array_index (all->parameters, Parameter, i).kind = PARAMETER_POSITIONAL_ONLY;
        py_advance (parser);
    }
    else if (py_at (parser, PY_STAR))
    {
        if (all->star)
            front_fail (&parser->front, parser->token.start, "a function can have one `*` only");
        all->star = TRUE;
        py_advance (parser);
        if (py_at_name (parser))
            add_parameter (parser, all, PARAMETER_REST);
        else
            keyword_marker (parser, end);
    }
    else if (py_accept (parser, PY_STAR_STAR))
    {
        all->rest = TRUE;
        add_parameter (parser, all, PARAMETER_KEYWORD_REST);
    }
    else
        add_parameter (parser, all, all->star ? PARAMETER_KEYWORD_ONLY : PARAMETER_ORDINARY);
}

Function *py_parameters (PyParser *parser, PyTokenKind end, guint32 start, guint32 flags)
{
    g_autoptr (GArray) parameters = g_array_new (FALSE, FALSE, sizeof (Parameter));
    Parameters all = { .parameters = parameters, .annotations = end == PY_PAREN_CLOSE };
    while (!parser->front.failed && !py_at (parser, end))
    {
        one_parameter (parser, &all, end);
        if (!py_at (parser, end))
            py_expect (parser, PY_COMMA);
    }
    Function *function = front_alloc (&parser->front, sizeof (Function));
    function->file = parser->front.file;
    function->start = start;
    function->flags = flags;
    function->parameter_count = parameters->len;
    function->parameters = front_alloc (&parser->front, parameters->len * sizeof (Parameter));
    if (parameters->len > 0)
        memcpy (function->parameters, parameters->data, parameters->len * sizeof (Parameter));
    return function;
}

static Node *define_node (PyParser *parser, guint32 start, Node *target, Node *value)
{
    Node *node = front_node (&parser->front, NODE_DEFINE, start);
    target->flags |= AST_DECLARED;
    node->assign.target = target;
    node->assign.value = value;
    return node;
}

static Node *function_definition (PyParser *parser, guint32 start, gboolean async, NodeList decorators)
{
    py_advance (parser);
    Node *target = py_name (parser);
    py_type_parameters (parser);
    py_expect (parser, PY_PAREN_OPEN);
    Function *function = py_parameters (parser, PY_PAREN_CLOSE, start, async ? FUNCTION_ASYNC : 0);
    py_expect (parser, PY_PAREN_CLOSE);
    if (py_accept (parser, PY_ARROW))
        py_expression (parser);
    PyContext context = parser->context;
    parser->context = (PyContext){ .function = TRUE, .async = async, .class_name = context.class_name };
    function->body = py_suite (parser);
    if (parser->context.yields)
        function->flags |= FUNCTION_GENERATOR;
    parser->context = context;
    function->end = parser->front.previous_end;
    function->name = target->kind == NODE_NAME ? target->name.name : NULL;
    function->decorators = decorators;
    Node *value = front_node (&parser->front, NODE_FUNCTION, start);
    value->function = function;
    return define_node (parser, start, target, value);
}

static Node *class_definition (PyParser *parser, guint32 start, NodeList decorators)
{
    py_advance (parser);
    Class *class_ = front_alloc (&parser->front, sizeof (Class));
    class_->start = start;
    class_->decorators = decorators;
    Node *target = py_name (parser);
    class_->name = target->kind == NODE_NAME ? target->name.name : NULL;
    py_type_parameters (parser);
    if (py_at (parser, PY_PAREN_OPEN))
        class_->bases = py_arguments (parser);
    PyContext context = parser->context;
    parser->context = (PyContext){ .class_name = class_->name };
    class_->body = py_suite (parser);
    parser->context = context;
    class_->end = parser->front.previous_end;
    Node *value = front_node (&parser->front, NODE_CLASS, start);
    value->class_ = class_;
    return define_node (parser, start, target, value);
}

static NodeList decorators (PyParser *parser)
{
    guint list = front_list_start (&parser->front);
    while (py_accept (parser, PY_AT))
    {
        front_list_add (&parser->front, py_named_expression (parser));
        py_expect (parser, PY_NEWLINE);
    }
    return front_list_end (&parser->front, list);
}

/* def, async def or class, after its decorators. */
static Node *definition (PyParser *parser)
{
    NodeList all = decorators (parser);
    guint32 start = parser->token.start;
    gboolean async = py_accept_word (parser, PY_WORD_ASYNC);
    if (py_at_word (parser, PY_WORD_DEF))
        return function_definition (parser, start, async, all);
    if (!async && py_at_word (parser, PY_WORD_CLASS))
        return class_definition (parser, start, all);
    return py_unexpected (parser, "a function or a class");
}

static Node *async_statement (PyParser *parser)
{
    guint32 start = parser->token.start;
    PyToken next;
    py_peek (parser, &next);
    if (next.kind == PY_NAME && next.word == PY_WORD_DEF)
        return definition (parser);
    if (parser->context.function && !parser->context.async)
        return front_fail (&parser->front, start, "`async` stands in a function that is not async");
    py_advance (parser);
    if (py_at_word (parser, PY_WORD_FOR))
        return for_statement (parser, start, TRUE);
    if (py_at_word (parser, PY_WORD_WITH))
        return with_statement (parser, start, TRUE);
    return py_unexpected (parser, "`def`, `for` or `with`");
}

Node *py_compound (PyParser *parser)
{
    guint32 start = parser->token.start;
    if (py_at (parser, PY_AT))
        return definition (parser);
    if (!py_at (parser, PY_NAME))
        return NULL;
    switch (parser->token.word)
    {
    case PY_WORD_IF:
        return if_statement (parser);
    case PY_WORD_WHILE:
        return while_statement (parser);
    case PY_WORD_FOR:
        return for_statement (parser, start, FALSE);
    case PY_WORD_TRY:
        return try_statement (parser);
    case PY_WORD_WITH:
        return with_statement (parser, start, FALSE);
    case PY_WORD_DEF:
    case PY_WORD_CLASS:
        return definition (parser);
    case PY_WORD_ASYNC:
        return async_statement (parser);
    case PY_WORD_MATCH:
        return py_match (parser);
    default:
        return NULL;
    }
}
