#include "script/python_parser.h"

typedef struct
{
    guint8 op;
    guint8 precedence; /* 0: no binary operator of this kind */
} Binary;

static const Binary binaries[PY_TOKENS] = {
    [PY_OR] = { OP_BIT_OR, 1 },
    [PY_XOR] = { OP_BIT_XOR, 2 },
    [PY_AND] = { OP_BIT_AND, 3 },
    [PY_SHIFT_LEFT] = { OP_SHIFT_LEFT, 4 },
    [PY_SHIFT_RIGHT] = { OP_SHIFT_RIGHT, 4 },
    [PY_PLUS] = { OP_ADD, 5 },
    [PY_MINUS] = { OP_SUBTRACT, 5 },
    [PY_STAR] = { OP_MULTIPLY, 6 },
    [PY_SLASH] = { OP_DIVIDE, 6 },
    [PY_SLASH_SLASH] = { OP_FLOOR_DIVIDE, 6 },
    [PY_PERCENT] = { OP_MODULO, 6 },
    [PY_AT] = { OP_MATRIX_MULTIPLY, 6 },
};

Node *py_name (PyParser *parser)
{
    if (!py_at_name (parser))
        return py_unexpected (parser, "a name");
    const Name *name = py_mangle (parser, parser->token.name);
    guint32 start = parser->token.start;
    py_advance (parser);
    Node *node = front_node (&parser->front, NODE_NAME, start);
    node->name.name = name;
    node->name.depth = AST_GLOBAL;
    return node;
}

static Node *binary_node (PyParser *parser, NodeKind kind, Operator op, Node *left, Node *right)
{
    Node *node = front_node (&parser->front, kind, left->start);
    node->op = (guint8)op;
    node->binary.left = left;
    node->binary.right = right;
    return node;
}

static Node *unary_node (PyParser *parser, guint32 start, Operator op, Node *operand)
{
    Node *node = front_node (&parser->front, NODE_UNARY, start);
    node->op = (guint8)op;
    node->unary.operand = operand;
    return node;
}

/* await a; a ** b binds tighter than the sign before it and looser than the one after. */
static Node *power (PyParser *parser)
{
    guint32 start = parser->token.start;
    Node *base;
    if (py_at_word (parser, PY_WORD_AWAIT))
    {
        if (parser->context.function && !parser->context.async)
            return front_fail (&parser->front, start, "`await` stands in a function that is not async");
        py_advance (parser);
        Node *value = py_primary (parser);
        base = front_node (&parser->front, NODE_AWAIT, start);
        base->value = value;
    }
    else
        base = py_primary (parser);
    if (!py_accept (parser, PY_STAR_STAR))
        return base;
    return binary_node (parser, NODE_BINARY, OP_POWER, base, py_unary (parser));
}

Node *py_unary (PyParser *parser)
{
    guint32 start = parser->token.start;
    Operator op = py_at (parser, PY_PLUS)    ? OP_PLUS
                  : py_at (parser, PY_MINUS) ? OP_NEGATE
                  : py_at (parser, PY_TILDE) ? OP_BIT_NOT
                                             : OP_NONE;
    front_enter (&parser->front, parser->token.start);
    Node *node;
    if (op == OP_NONE)
        node = power (parser);
    else
    {
        py_advance (parser);
        node = unary_node (parser, start, op, py_unary (parser));
    }
    front_leave (&parser->front);
    return node;
}

static Node *binary_expression (PyParser *parser, guint precedence)
{
    Node *left = py_unary (parser);
    for (;;)
    {
        Binary binary = binaries[parser->token.kind];
        if (binary.precedence == 0 || binary.precedence < precedence)
            return left;
        py_advance (parser);
        left = binary_node (parser, NODE_BINARY, binary.op, left, binary_expression (parser, binary.precedence + 1u));
    }
}

Node *py_operand (PyParser *parser)
{
    return binary_expression (parser, 1);
}

/* The comparison at the current token, which is read; OP_NONE when there is none. */
static Operator comparison_operator (PyParser *parser)
{
    static const guint8 operators[PY_TOKENS] = {
        [PY_EQUAL] = OP_EQUAL,           [PY_NOT_EQUAL] = OP_NOT_EQUAL, [PY_LESS] = OP_LESS,
        [PY_LESS_EQUAL] = OP_LESS_EQUAL, [PY_GREATER] = OP_GREATER,     [PY_GREATER_EQUAL] = OP_GREATER_EQUAL,
    };
    Operator op = operators[parser->token.kind];
    if (op != OP_NONE)
        py_advance (parser);
    else if (py_accept_word (parser, PY_WORD_IN))
        op = OP_IN;
    else if (py_accept_word (parser, PY_WORD_IS))
        op = py_accept_word (parser, PY_WORD_NOT) ? OP_IS_NOT : OP_IS;
    else if (py_at_word (parser, PY_WORD_NOT))
    {
        PyToken next;
        py_peek (parser, &next);
        if (next.kind != PY_NAME || next.word != PY_WORD_IN)
            return OP_NONE;
        py_advance (parser);
        py_advance (parser);
        op = OP_NOT_IN;
    }
    return op;
}

static Node *comparison (PyParser *parser)
{
    Node *first = py_operand (parser);
    Operator op = comparison_operator (parser);
    if (op == OP_NONE)
        return first;
    guint list = front_list_start (&parser->front);
    g_autoptr (GByteArray) operators = g_byte_array_new ();
    while (op != OP_NONE && !parser->front.failed)
    {
        guint8 byte = (guint8)op;
        g_byte_array_append (operators, &byte, 1);
        front_list_add (&parser->front, py_operand (parser));
        op = comparison_operator (parser);
    }
    Node *node = front_node (&parser->front, NODE_COMPARE, first->start);
    node->compare.first = first;
    node->compare.rest = front_list_end (&parser->front, list);
    node->compare.operators = front_alloc (&parser->front, operators->len);
    for (guint i = 0; i < operators->len; i++)
        node->compare.operators[i] = operators->data[i];
    return node;
}

static Node *inversion (PyParser *parser)
{
    guint32 start = parser->token.start;
    if (!py_accept_word (parser, PY_WORD_NOT))
        return comparison (parser);
    front_enter (&parser->front, parser->token.start);
    Node *node = unary_node (parser, start, OP_NOT, inversion (parser));
    front_leave (&parser->front);
    return node;
}

static Node *conjunction (PyParser *parser)
{
    Node *left = inversion (parser);
    while (py_accept_word (parser, PY_WORD_AND))
        left = binary_node (parser, NODE_LOGICAL, OP_AND, left, inversion (parser));
    return left;
}

Node *py_disjunction (PyParser *parser)
{
    Node *left = conjunction (parser);
    while (py_accept_word (parser, PY_WORD_OR))
        left = binary_node (parser, NODE_LOGICAL, OP_OR, left, conjunction (parser));
    return left;
}

static Node *lambda (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    Function *function = py_parameters (parser, PY_COLON, start, FUNCTION_EXPRESSION_BODY);
    py_expect (parser, PY_COLON);
    PyContext context = parser->context;
    parser->context.function = TRUE;
    parser->context.async = FALSE;
    parser->context.yields = FALSE;
    function->body = py_expression (parser);
    if (parser->context.yields)
        function->flags |= FUNCTION_GENERATOR;
    parser->context = context;
    function->end = parser->front.previous_end;
    Node *node = front_node (&parser->front, NODE_FUNCTION, start);
    node->function = function;
    return node;
}

static Node *expression_body (PyParser *parser)
{
    if (py_at_word (parser, PY_WORD_LAMBDA))
        return lambda (parser);
    Node *then = py_disjunction (parser);
    if (!py_accept_word (parser, PY_WORD_IF))
        return then;
    Node *test = py_disjunction (parser);
    py_expect_word (parser, PY_WORD_ELSE, "`else`");
    Node *otherwise = py_expression (parser);
    Node *node = front_node (&parser->front, NODE_CONDITIONAL, then->start);
    node->conditional.test = test;
    node->conditional.then = then;
    node->conditional.otherwise = otherwise;
    return node;
}

Node *py_expression (PyParser *parser)
{
    front_enter (&parser->front, parser->token.start);
    Node *node = expression_body (parser);
    front_leave (&parser->front);
    return node;
}

Node *py_named_expression (PyParser *parser)
{
    Node *left = py_expression (parser);
    if (!py_at (parser, PY_WALRUS))
        return left;
    if (left->kind != NODE_NAME || (left->flags & AST_PARENTHESISED) != 0)
        return front_fail (&parser->front, left->start, "`:=` can assign to a name only");
    py_advance (parser);
    Node *value = py_expression (parser);
    Node *node = front_node (&parser->front, NODE_ASSIGN, left->start);
    node->assign.target = left;
    node->assign.value = value;
    return node;
}

Node *py_star_expression (PyParser *parser)
{
    guint32 start = parser->token.start;
    if (!py_accept (parser, PY_STAR))
        return py_named_expression (parser);
    Node *value = py_operand (parser);
    Node *node = front_node (&parser->front, NODE_SPREAD, start);
    node->value = value;
    return node;
}

gboolean py_at_expression (const PyParser *parser)
{
    switch (parser->token.kind)
    {
    case PY_NAME:
        switch (parser->token.word)
        {
        case PY_WORD_FALSE:
        case PY_WORD_NONE:
        case PY_WORD_TRUE:
        case PY_WORD_NOT:
        case PY_WORD_LAMBDA:
        case PY_WORD_AWAIT:
            return TRUE;
        default:
            return py_at_name (parser);
        }
    case PY_NUMBER:
    case PY_STRING:
    case PY_FSTRING:
    case PY_PAREN_OPEN:
    case PY_BRACKET_OPEN:
    case PY_BRACE_OPEN:
    case PY_DOTS:
    case PY_PLUS:
    case PY_MINUS:
    case PY_TILDE:
    case PY_STAR:
        return TRUE;
    default:
        return FALSE;
    }
}

/* Items with commas between them are a tuple. NAMED: an item may be `a := b`. */
static Node *expressions (PyParser *parser, gboolean named)
{
    guint32 start = parser->token.start;
    Node *first = named || py_at (parser, PY_STAR) ? py_star_expression (parser) : py_expression (parser);
    if (!py_at (parser, PY_COMMA))
        return first->kind == NODE_SPREAD ? front_fail (&parser->front, start, "a star needs a list or tuple around it")
                                          : first;
    guint list = front_list_start (&parser->front);
    front_list_add (&parser->front, first);
    while (py_accept (parser, PY_COMMA) && py_at_expression (parser))
        front_list_add (&parser->front,
                        named || py_at (parser, PY_STAR) ? py_star_expression (parser) : py_expression (parser));
    Node *node = front_node (&parser->front, NODE_TUPLE, start);
    node->list = front_list_end (&parser->front, list);
    return node;
}

Node *py_expressions (PyParser *parser)
{
    return expressions (parser, FALSE);
}

Node *py_named_subject (PyParser *parser)
{
    return expressions (parser, TRUE);
}

Node *py_yield (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    if (!parser->context.function)
        return front_fail (&parser->front, start, "`yield` stands outside of a function");
    parser->context.yields = TRUE;
    Node *value = NULL;
    gboolean from = py_accept_word (parser, PY_WORD_FROM);
    if (from && parser->context.async)
        return front_fail (&parser->front, start, "`yield from` stands in an async function");
    if (from)
        value = py_expression (parser);
    else if (py_at_expression (parser))
        value = py_expressions (parser);
    Node *node = front_node (&parser->front, NODE_YIELD, start);
    node->flags = from ? AST_DELEGATE : 0;
    node->value = value;
    return node;
}

Node *py_value (PyParser *parser)
{
    return py_at_word (parser, PY_WORD_YIELD) ? py_yield (parser) : py_expressions (parser);
}

static Node *list_to_target (PyParser *parser, Node *node)
{
    guint stars = 0;
    for (guint32 i = 0; i < node->list.count; i++)
    {
        Node *item = node->list.items[i];
        if (item->kind != NODE_SPREAD)
        {
            node->list.items[i] = py_to_target (parser, item);
            continue;
        }
        item->value = py_to_target (parser, item->value);
        if (++stars > 1)
            return front_fail (&parser->front, item->start, "a pattern can have one star only");
    }
    node->kind = NODE_PATTERN_LIST;
    return node;
}

Node *py_to_target (PyParser *parser, Node *node)
{
    if (parser->front.failed)
        return node;
    switch (node->kind)
    {
    case NODE_NAME:
    case NODE_MEMBER:
    case NODE_INDEX:
    case NODE_PATTERN_LIST:
        return node;
    case NODE_TUPLE:
    case NODE_LIST:
        return list_to_target (parser, node);
    case NODE_SPREAD:
        return front_fail (&parser->front, node->start, "a star can be assigned to only in a list or tuple");
    default:
        return front_fail (&parser->front, node->start, "this can't be assigned to");
    }
}
