#include "script/es_parser.h"

/* The operators, loosest first. */
typedef struct
{
    guint8 op;
    guint8 precedence; /* 0: no binary operator */
} Binary;

#define PRECEDENCE_COALESCE 1
#define PRECEDENCE_RELATION 7
#define PRECEDENCE_POWER 11

static const Binary binaries[TOKEN_KINDS] = {
    [TOKEN_COALESCE] = { OP_COALESCE, PRECEDENCE_COALESCE },
    [TOKEN_BAR_BAR] = { OP_OR, 1 },
    [TOKEN_AND_AND] = { OP_AND, 2 },
    [TOKEN_BAR] = { OP_BIT_OR, 3 },
    [TOKEN_CARET] = { OP_BIT_XOR, 4 },
    [TOKEN_AND] = { OP_BIT_AND, 5 },
    [TOKEN_EQUAL] = { OP_EQUAL, 6 },
    [TOKEN_NOT_EQUAL] = { OP_NOT_EQUAL, 6 },
    [TOKEN_STRICT_EQUAL] = { OP_STRICT_EQUAL, 6 },
    [TOKEN_STRICT_NOT_EQUAL] = { OP_STRICT_NOT_EQUAL, 6 },
    [TOKEN_LESS] = { OP_LESS, PRECEDENCE_RELATION },
    [TOKEN_LESS_EQUAL] = { OP_LESS_EQUAL, PRECEDENCE_RELATION },
    [TOKEN_GREATER] = { OP_GREATER, PRECEDENCE_RELATION },
    [TOKEN_GREATER_EQUAL] = { OP_GREATER_EQUAL, PRECEDENCE_RELATION },
    [TOKEN_LESS_LESS] = { OP_SHIFT_LEFT, 8 },
    [TOKEN_GREATER_GREATER] = { OP_SHIFT_RIGHT, 8 },
    [TOKEN_GREATER_GREATER_GREATER] = { OP_SHIFT_RIGHT_UNSIGNED, 8 },
    [TOKEN_PLUS] = { OP_ADD, 9 },
    [TOKEN_MINUS] = { OP_SUBTRACT, 9 },
    [TOKEN_STAR] = { OP_MULTIPLY, 10 },
    [TOKEN_SLASH] = { OP_DIVIDE, 10 },
    [TOKEN_PERCENT] = { OP_MODULO, 10 },
    [TOKEN_STAR_STAR] = { OP_POWER, PRECEDENCE_POWER },
};

static const guint8 assignments[TOKEN_KINDS] = {
    [TOKEN_ASSIGN] = OP_NONE,
    [TOKEN_PLUS_ASSIGN] = OP_ADD,
    [TOKEN_MINUS_ASSIGN] = OP_SUBTRACT,
    [TOKEN_STAR_ASSIGN] = OP_MULTIPLY,
    [TOKEN_SLASH_ASSIGN] = OP_DIVIDE,
    [TOKEN_PERCENT_ASSIGN] = OP_MODULO,
    [TOKEN_STAR_STAR_ASSIGN] = OP_POWER,
    [TOKEN_LESS_LESS_ASSIGN] = OP_SHIFT_LEFT,
    [TOKEN_GREATER_GREATER_ASSIGN] = OP_SHIFT_RIGHT,
    [TOKEN_GREATER_GREATER_GREATER_ASSIGN] = OP_SHIFT_RIGHT_UNSIGNED,
    [TOKEN_AND_ASSIGN] = OP_BIT_AND,
    [TOKEN_BAR_ASSIGN] = OP_BIT_OR,
    [TOKEN_CARET_ASSIGN] = OP_BIT_XOR,
    [TOKEN_AND_AND_ASSIGN] = OP_AND,
    [TOKEN_BAR_BAR_ASSIGN] = OP_OR,
    [TOKEN_COALESCE_ASSIGN] = OP_COALESCE,
};

void es_infer_name (Node *value, const Node *target)
{
    if (target->kind != NODE_NAME)
        return;
    if (value->kind == NODE_FUNCTION && value->function->name == NULL)
        value->function->name = target->name.name;
    else if (value->kind == NODE_CLASS && value->class_->name == NULL)
        value->class_->name = target->name.name;
}

/* An item of an array or property of an object, or what is declared by a parameter, as a target. */
static Node *item_to_target (Parser *parser, Node *item)
{
    if (item->kind == NODE_SPREAD)
    {
        if (item->value->kind == NODE_ASSIGN)
            return front_fail (&parser->front, item->value->start, "a rest element can't have a default");
        item->value = es_to_target (parser, item->value);
        return item;
    }
    if (item->kind == NODE_HOLE || item->kind == NODE_DEFAULT)
        return item;
    if (item->kind == NODE_ASSIGN && item->op == OP_NONE && (item->flags & AST_PARENTHESISED) == 0)
    {
        item->kind = NODE_DEFAULT; /* its target is one already */
        return item;
    }
    return es_to_target (parser, item);
}

static Node *list_to_target (Parser *parser, Node *node)
{
    node->kind = NODE_PATTERN_LIST;
    for (guint32 i = 0; i < node->list.count; i++)
    {
        Node *item = node->list.items[i];
        if (item->kind == NODE_SPREAD && i + 1 < node->list.count)
            return front_fail (&parser->front, item->start, "a rest element must be the last one");
        node->list.items[i] = item_to_target (parser, item);
    }
    return node;
}

static Node *map_to_target (Parser *parser, Node *node)
{
    node->kind = NODE_PATTERN_MAP;
    for (guint32 i = 0; i < node->list.count; i++)
    {
        Node *item = node->list.items[i];
        if (item->kind == NODE_SPREAD)
        {
            if (i + 1 < node->list.count)
                return front_fail (&parser->front, item->start, "a rest element must be the last one");
            node->list.items[i] = item_to_target (parser, item);
        }
        else if (item->op != PROPERTY_VALUE || item->property.value->kind == NODE_FUNCTION)
            return front_fail (&parser->front, item->start, "a pattern can't have methods");
        else
            item->property.value = item_to_target (parser, item->property.value);
    }
    return node;
}

Node *es_to_target (Parser *parser, Node *node)
{
    gboolean parenthesised = (node->flags & AST_PARENTHESISED) != 0;
    if (parser->front.failed)
        return node;
    if (node->kind == NODE_LIST && !parenthesised)
        return list_to_target (parser, node);
    if (node->kind == NODE_MAP && !parenthesised)
        return map_to_target (parser, node);
    if (node->kind == NODE_PATTERN_LIST || node->kind == NODE_PATTERN_MAP || node->kind == NODE_INDEX ||
        node->kind == NODE_MEMBER)
        return node;
    if (node->kind == NODE_NAME && (node->flags & AST_PRIVATE) == 0)
    {
        const char *name = node->name.name->text;
        if (parser->strict && (g_str_equal (name, "eval") || g_str_equal (name, "arguments")))
            return front_fail (&parser->front, node->start, "strict code can't assign to `%s`", name);
        return node;
    }
    return front_fail (&parser->front, node->start, "this can't be assigned to");
}

Node *es_expression (Parser *parser)
{
    return es_expression_rest (parser, es_assignment (parser));
}

Node *es_expression_rest (Parser *parser, Node *first)
{
    if (!es_at (parser, TOKEN_COMMA))
        return first;
    guint list = front_list_start (&parser->front);
    front_list_add (&parser->front, first);
    while (es_accept (parser, TOKEN_COMMA))
        front_list_add (&parser->front, es_assignment (parser));
    Node *node = front_node (&parser->front, NODE_SEQUENCE, first->start);
    node->list = front_list_end (&parser->front, list);
    for (guint32 i = 0; i + 1 < node->list.count; i++)
        front_mark_dropped (node->list.items[i]);
    return node;
}

static Node *yield_expression (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    gboolean delegate = !parser->token.newline_before && es_accept (parser, TOKEN_STAR);
    Node *value = NULL;
    gboolean ends = es_at_semicolon (parser) || es_at (parser, TOKEN_PAREN_CLOSE) ||
                    es_at (parser, TOKEN_BRACKET_CLOSE) || es_at (parser, TOKEN_COMMA) || es_at (parser, TOKEN_COLON) ||
                    es_at_word (parser, KEYWORD_IN) || es_at_word (parser, KEYWORD_OF);
    if (delegate || !ends)
        value = es_assignment (parser);
    Node *node = front_node (&parser->front, NODE_YIELD, start);
    node->flags = delegate ? AST_DELEGATE : 0;
    node->value = value;
    return node;
}

static gboolean is_binary (const Parser *parser, const Binary **binary)
{
    static const Binary in = { OP_IN, PRECEDENCE_RELATION }, instanceof = { OP_INSTANCEOF, PRECEDENCE_RELATION };
    if (es_at_word (parser, KEYWORD_IN) && !parser->no_in)
        *binary = &in;
    else if (es_at_word (parser, KEYWORD_INSTANCEOF))
        *binary = & instanceof ;
    else
        *binary = &binaries[parser->token.kind];
    return (*binary)->precedence > 0;
}

/* `as T` and `satisfies T` bind as relations do. */
static gboolean at_type_assertion (const Parser *parser)
{
    return parser->typescript && !parser->token.newline_before &&
           (es_at_word (parser, KEYWORD_AS) || es_at_word (parser, KEYWORD_SATISFIES));
}

/* A mix of `??` with `||` or `&&` needs parentheses. */
static gboolean mixes_badly (const Node *operand, Operator op)
{
    if (operand->kind != NODE_LOGICAL || (operand->flags & AST_PARENTHESISED) != 0)
        return FALSE;
    return op == OP_COALESCE ? operand->op != OP_COALESCE : operand->op == OP_COALESCE;
}

static Node *binary_node (Parser *parser, Operator op, Node *left, Node *right)
{
    gboolean logical = op == OP_AND || op == OP_OR || op == OP_COALESCE;
    if (logical && (mixes_badly (left, op) || mixes_badly (right, op)))
        return front_fail (&parser->front, left->start,
                           "`?"
                           "?` can't be mixed with `||` or `&&` without parentheses");
    if (op == OP_POWER && (left->flags & AST_PARENTHESISED) == 0 &&
        (left->kind == NODE_UNARY || left->kind == NODE_AWAIT))
        return front_fail (&parser->front, left->start, "the left side of `**` needs parentheses");
    Node *node = front_node (&parser->front, logical ? NODE_LOGICAL : NODE_BINARY, left->start);
    node->op = (guint8)op;
    node->binary.left = left;
    node->binary.right = right;
    return node;
}

/* Operators that bind at least as tightly as PRECEDENCE. */
static Node *binary_expression (Parser *parser, guint precedence)
{
    Node *left = es_unary (parser);
    for (;;)
    {
        if (at_type_assertion (parser) && PRECEDENCE_RELATION >= precedence)
        {
            es_advance (parser);
            es_type (parser);
            continue;
        }
        if (es_at (parser, TOKEN_GREATER))
            es_lexer_greater (&parser->lexer, &parser->token);
        const Binary *binary;
        if (!is_binary (parser, &binary) || binary->precedence < precedence)
            return left;
        if (left->kind == NODE_NAME && (left->flags & AST_PRIVATE) != 0 && binary->op != OP_IN)
            return front_fail (&parser->front, left->start, "a private name stands alone only before `in`");
        guint next = binary->op == OP_POWER ? PRECEDENCE_POWER : binary->precedence + 1u;
        Operator op = binary->op;
        es_advance (parser);
        left = binary_node (parser, op, left, binary_expression (parser, next));
    }
}

static Node *conditional_expression (Parser *parser)
{
    Node *test = binary_expression (parser, 1);
    if (!es_accept (parser, TOKEN_QUESTION))
        return test;
    gboolean no_in = parser->no_in, in_choice = parser->in_choice;
    parser->no_in = FALSE;
    parser->in_choice = TRUE;
    Node *then = es_assignment (parser);
    parser->no_in = no_in;
    parser->in_choice = in_choice;
    es_expect (parser, TOKEN_COLON);
    Node *otherwise = es_assignment (parser);
    Node *node = front_node (&parser->front, NODE_CONDITIONAL, test->start);
    node->conditional.test = test;
    node->conditional.then = then;
    node->conditional.otherwise = otherwise;
    return node;
}

static Node *assignment_rest (Parser *parser, Node *left)
{
    Operator op = assignments[parser->token.kind];
    gboolean plain = es_at (parser, TOKEN_ASSIGN);
    if (plain)
        left = es_to_target (parser, left);
    else if (left->kind == NODE_LIST || left->kind == NODE_MAP)
        return front_fail (&parser->front, left->start, "only `=` can assign to a pattern");
    else
        left = es_to_target (parser, left);
    es_advance (parser);
    Node *value = es_assignment (parser);
    Node *node = front_node (&parser->front, NODE_ASSIGN, left->start);
    node->op = (guint8)op;
    node->assign.target = left;
    node->assign.value = value;
    es_infer_name (value, left);
    return node;
}

static Node *assignment_body (Parser *parser)
{
    if (es_at_word (parser, KEYWORD_YIELD) && parser->context.generator)
        return yield_expression (parser);
    Node *arrow = es_arrow (parser);
    if (arrow != NULL)
        return arrow;
    Node *left = conditional_expression (parser);
    if (es_at (parser, TOKEN_GREATER))
        es_lexer_greater (&parser->lexer, &parser->token);
    if (parser->token.kind < TOKEN_ASSIGN)
        return left;
    if ((left->kind == NODE_MAP || left->kind == NODE_LIST) && es_at (parser, TOKEN_ASSIGN))
        parser->cover = 0;
    return assignment_rest (parser, left);
}

Node *es_cover_assignment (Parser *parser)
{
    guint32 outer = parser->cover;
    parser->cover = 0;
    front_enter (&parser->front, parser->token.start);
    Node *node = assignment_body (parser);
    front_leave (&parser->front);
    gboolean literal = (node->kind == NODE_MAP || node->kind == NODE_LIST) && (node->flags & AST_PARENTHESISED) == 0;
    if (parser->cover != 0 && !literal)
        return front_fail (&parser->front, parser->cover - 1, "a default value is possible only in a pattern");
    if (parser->cover == 0)
        parser->cover = outer;
    return node;
}

Node *es_assignment (Parser *parser)
{
    guint32 outer = parser->cover;
    parser->cover = 0;
    Node *node = es_cover_assignment (parser);
    if (parser->cover != 0)
        return front_fail (&parser->front, parser->cover - 1, "a default value is possible only in a pattern");
    parser->cover = outer;
    return node;
}

static Node *prefix_update (Parser *parser)
{
    guint32 start = parser->token.start;
    Operator op = es_at (parser, TOKEN_INCREMENT) ? OP_INCREMENT : OP_DECREMENT;
    es_advance (parser);
    Node *operand = es_to_target (parser, es_unary (parser));
    if (operand->kind == NODE_PATTERN_LIST || operand->kind == NODE_PATTERN_MAP)
        return front_fail (&parser->front, operand->start, "this can't be assigned to");
    Node *node = front_node (&parser->front, NODE_UPDATE, start);
    node->op = (guint8)op;
    node->flags = AST_PREFIX;
    node->unary.operand = operand;
    return node;
}

static Node *postfix_update (Parser *parser, Node *operand)
{
    if (parser->token.newline_before || !(es_at (parser, TOKEN_INCREMENT) || es_at (parser, TOKEN_DECREMENT)))
        return operand;
    if (operand->kind == NODE_LIST || operand->kind == NODE_MAP)
        return front_fail (&parser->front, operand->start, "this can't be assigned to");
    Operator op = es_at (parser, TOKEN_INCREMENT) ? OP_INCREMENT : OP_DECREMENT;
    operand = es_to_target (parser, operand);
    es_advance (parser);
    Node *node = front_node (&parser->front, NODE_UPDATE, operand->start);
    node->op = (guint8)op;
    node->unary.operand = operand;
    return node;
}

static Operator unary_operator (const Parser *parser)
{
    switch (parser->token.kind)
    {
    case TOKEN_PLUS:
        return OP_PLUS;
    case TOKEN_MINUS:
        return OP_NEGATE;
    case TOKEN_NOT:
        return OP_NOT;
    case TOKEN_TILDE:
        return OP_BIT_NOT;
    default:
        break;
    }
    if (es_at_word (parser, KEYWORD_TYPEOF))
        return OP_TYPEOF;
    if (es_at_word (parser, KEYWORD_VOID))
        return OP_VOID;
    if (es_at_word (parser, KEYWORD_DELETE))
        return OP_DELETE;
    return OP_NONE;
}

/* At the top of a file `await` is a name only where an operand can't follow. */
static gboolean at_await (Parser *parser)
{
    if (!es_at_word (parser, KEYWORD_AWAIT))
        return FALSE;
    if (parser->context.async)
        return TRUE;
    if (parser->context.function)
        return FALSE;
    Token next;
    es_peek (parser, &next);
    if (next.newline_before)
        return FALSE;
    return next.kind == TOKEN_NAME
               ? !(next.keyword == KEYWORD_IN || next.keyword == KEYWORD_INSTANCEOF || next.keyword == KEYWORD_OF ||
                   next.keyword == KEYWORD_AS || next.keyword == KEYWORD_SATISFIES)
               : next.kind == TOKEN_PAREN_OPEN || next.kind == TOKEN_BRACKET_OPEN || next.kind == TOKEN_BRACE_OPEN ||
                     next.kind == TOKEN_STRING || next.kind == TOKEN_NUMBER || next.kind == TOKEN_TEMPLATE;
}

static Node *await_expression (Parser *parser)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    Node *value = es_unary (parser);
    Node *node = front_node (&parser->front, NODE_AWAIT, start);
    node->value = value;
    return node;
}

static Node *operator_expression (Parser *parser, Operator op)
{
    guint32 start = parser->token.start;
    es_advance (parser);
    Node *operand = es_unary (parser);
    if (op == OP_DELETE && parser->strict && operand->kind == NODE_NAME)
        return front_fail (&parser->front, operand->start, "strict code can't delete a variable");
    if (op == OP_DELETE && operand->kind == NODE_MEMBER && (operand->flags & AST_PRIVATE) != 0)
        return front_fail (&parser->front, operand->start, "a private member can't be deleted");
    if (op == OP_VOID)
        front_mark_dropped (operand);
    Node *node = front_node (&parser->front, NODE_UNARY, start);
    node->op = (guint8)op;
    node->unary.operand = operand;
    return node;
}

static Node *unary_body (Parser *parser)
{
    if (es_at (parser, TOKEN_INCREMENT) || es_at (parser, TOKEN_DECREMENT))
        return prefix_update (parser);
    Operator op = unary_operator (parser);
    if (op != OP_NONE)
        return operator_expression (parser, op);
    if (at_await (parser))
        return await_expression (parser);
    if (parser->typescript && es_at (parser, TOKEN_LESS))
    {
        es_advance (parser);
        es_type (parser);
        es_expect (parser, TOKEN_GREATER);
        return es_unary (parser);
    }
    if (es_at (parser, TOKEN_PRIVATE))
    {
        Node *node = front_node (&parser->front, NODE_NAME, parser->token.start);
        node->name.name = parser->token.name;
        node->flags = AST_PRIVATE;
        es_advance (parser);
        node->end = parser->front.previous_end;
        return es_at_word (parser, KEYWORD_IN) && !parser->no_in ? node : es_unexpected (parser, "`in`");
    }
    return postfix_update (parser, es_left_hand_side (parser));
}

Node *es_unary (Parser *parser)
{
    front_enter (&parser->front, parser->token.start);
    Node *node = unary_body (parser);
    front_leave (&parser->front);
    return node;
}
