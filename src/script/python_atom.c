#include "script/python_literal.h"
#include "script/python_parser.h"

#include <string.h>

static Node *word_node (PyParser *parser, NodeKind kind)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    return front_node (&parser->front, kind, start);
}

Node *py_number (PyParser *parser)
{
    guint32 start = parser->token.start;
    Text text = { parser->front.file->text + start, parser->token.end - start };
    PyNumber number;
    const char *trouble = python_literal_number (text, &number);
    if (trouble != NULL)
        return front_fail (&parser->front, start, "%s", trouble);
    py_advance (parser);
    Node *node;
    switch (number.kind)
    {
    case PY_NUMBER_INTEGER:
        node = front_node (&parser->front, NODE_INTEGER, start);
        node->integer = number.integer;
        return node;
    case PY_NUMBER_FLOAT:
        node = front_node (&parser->front, NODE_NUMBER, start);
        node->number = number.number;
        return node;
    case PY_NUMBER_IMAGINARY:
        return py_unsupported (parser, start, "a complex number");
    case PY_NUMBER_LARGE:
        break;
    }
    return py_unsupported (parser, start, "an integer beyond 64 bits");
}

/* `for x in y if z`, once. */
static Node *clause (PyParser *parser)
{
    guint32 start = parser->token.start;
    gboolean async = py_accept_word (parser, PY_WORD_ASYNC);
    py_expect_word (parser, PY_WORD_FOR, "`for`");
    Node *target = py_for_target (parser);
    py_expect_word (parser, PY_WORD_IN, "`in`");
    Node *iterable = py_disjunction (parser);
    guint list = front_list_start (&parser->front);
    while (py_accept_word (parser, PY_WORD_IF))
        front_list_add (&parser->front, py_disjunction (parser));
    Node *node = front_node (&parser->front, NODE_CLAUSE, start);
    node->flags = async ? AST_ASYNC : 0;
    node->clause.target = target;
    node->clause.iterable = iterable;
    node->clause.conditions = front_list_end (&parser->front, list);
    return node;
}

static gboolean at_clause (const PyParser *parser)
{
    if (py_at_word (parser, PY_WORD_FOR))
        return TRUE;
    PyToken next;
    if (!py_at_word (parser, PY_WORD_ASYNC))
        return FALSE;
    py_peek (parser, &next);
    return next.kind == PY_NAME && next.word == PY_WORD_FOR;
}

NodeList py_clauses (PyParser *parser)
{
    guint list = front_list_start (&parser->front);
    while (!parser->front.failed && at_clause (parser))
        front_list_add (&parser->front, clause (parser));
    return front_list_end (&parser->front, list);
}

/* The comprehension whose element has been read; the closing bracket is read by the caller, which sets the ends. */
static Node *comprehension (PyParser *parser, ComprehensionKind kind, guint32 start, Node *key, Node *element)
{
    NodeList clauses = py_clauses (parser);
    Node *node = front_node (&parser->front, NODE_COMPREHENSION, start);
    node->op = (guint8)kind;
    node->comprehension.key = key;
    node->comprehension.element = element;
    node->comprehension.clauses = clauses;
    return node;
}

static Node *close_bracket (PyParser *parser, Node *node, PyTokenKind end)
{
    py_expect (parser, end);
    node->end = parser->front.previous_end;
    return node;
}

static Node *refuse_star (PyParser *parser, const Node *element)
{
    return front_fail (&parser->front, element->start, "a star can't be the element of a comprehension");
}

/* [a, *b], [a for b in c] */
static Node *list_display (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    guint list = front_list_start (&parser->front);
    if (!py_at (parser, PY_BRACKET_CLOSE))
    {
        Node *first = py_star_expression (parser);
        if (at_clause (parser))
        {
            if (first->kind == NODE_SPREAD)
                return refuse_star (parser, first);
            return close_bracket (parser, comprehension (parser, COMPREHENSION_LIST, start, NULL, first),
                                  PY_BRACKET_CLOSE);
        }
        front_list_add (&parser->front, first);
        while (py_accept (parser, PY_COMMA) && !py_at (parser, PY_BRACKET_CLOSE))
            front_list_add (&parser->front, py_star_expression (parser));
    }
    py_expect (parser, PY_BRACKET_CLOSE);
    Node *node = front_node (&parser->front, NODE_LIST, start);
    node->list = front_list_end (&parser->front, list);
    return node;
}

/* (), (a), (a,), (yield), (a for b in c) */
static Node *parenthesised (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    guint list = front_list_start (&parser->front);
    gboolean tuple = py_at (parser, PY_PAREN_CLOSE);
    if (py_at_word (parser, PY_WORD_YIELD))
    {
        Node *node = py_yield (parser);
        py_expect (parser, PY_PAREN_CLOSE);
        return node;
    }
    if (!tuple)
    {
        Node *first = py_star_expression (parser);
        if (at_clause (parser))
        {
            if (first->kind == NODE_SPREAD)
                return refuse_star (parser, first);
            return close_bracket (parser, comprehension (parser, COMPREHENSION_GENERATOR, start, NULL, first),
                                  PY_PAREN_CLOSE);
        }
        front_list_add (&parser->front, first);
        while (py_at (parser, PY_COMMA))
        {
            tuple = TRUE;
            py_advance (parser);
            if (py_at (parser, PY_PAREN_CLOSE) || parser->front.failed)
                break;
            front_list_add (&parser->front, py_star_expression (parser));
        }
    }
    py_expect (parser, PY_PAREN_CLOSE);
    NodeList items = front_list_end (&parser->front, list);
    if (!tuple)
    {
        Node *only = items.items[0];
        if (only->kind == NODE_SPREAD)
            return front_fail (&parser->front, only->start, "a star needs a list or tuple around it");
        only->flags |= AST_PARENTHESISED;
        return only;
    }
    Node *node = front_node (&parser->front, NODE_TUPLE, start);
    node->flags |= AST_PARENTHESISED;
    node->list = items;
    return node;
}

/* One item of a dict: a: b or **c. */
static Node *dict_item (PyParser *parser)
{
    guint32 start = parser->token.start;
    if (py_accept (parser, PY_STAR_STAR))
    {
        Node *value = py_operand (parser);
        Node *node = front_node (&parser->front, NODE_SPREAD, start);
        node->value = value;
        return node;
    }
    Node *key = py_expression (parser);
    py_expect (parser, PY_COLON);
    Node *value = py_expression (parser);
    Node *node = front_node (&parser->front, NODE_PROPERTY, start);
    node->flags = AST_COMPUTED;
    node->op = PROPERTY_VALUE;
    node->property.key = key;
    node->property.value = value;
    return node;
}

static Node *dict_rest (PyParser *parser, guint32 start, Node *first)
{
    if (at_clause (parser))
    {
        if (first->kind == NODE_SPREAD)
            return refuse_star (parser, first);
        return close_bracket (
            parser, comprehension (parser, COMPREHENSION_MAP, start, first->property.key, first->property.value),
            PY_BRACE_CLOSE);
    }
    guint list = front_list_start (&parser->front);
    front_list_add (&parser->front, first);
    while (py_accept (parser, PY_COMMA) && !py_at (parser, PY_BRACE_CLOSE))
        front_list_add (&parser->front, dict_item (parser));
    py_expect (parser, PY_BRACE_CLOSE);
    Node *node = front_node (&parser->front, NODE_MAP, start);
    node->list = front_list_end (&parser->front, list);
    return node;
}

/* {a: b, **c}, {a, *b}, and their comprehensions */
static Node *brace_display (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    if (py_accept (parser, PY_BRACE_CLOSE))
        return front_node (&parser->front, NODE_MAP, start);
    if (py_at (parser, PY_STAR_STAR))
        return dict_rest (parser, start, dict_item (parser));
    guint32 first_start = parser->token.start;
    Node *first = py_star_expression (parser);
    if (first->kind != NODE_SPREAD && py_accept (parser, PY_COLON))
    {
        Node *value = py_expression (parser);
        Node *item = front_node (&parser->front, NODE_PROPERTY, first_start);
        item->flags = AST_COMPUTED;
        item->op = PROPERTY_VALUE;
        item->property.key = first;
        item->property.value = value;
        return dict_rest (parser, start, item);
    }
    if (at_clause (parser))
    {
        if (first->kind == NODE_SPREAD)
            return refuse_star (parser, first);
        return close_bracket (parser, comprehension (parser, COMPREHENSION_SET, start, NULL, first), PY_BRACE_CLOSE);
    }
    guint list = front_list_start (&parser->front);
    front_list_add (&parser->front, first);
    while (py_accept (parser, PY_COMMA) && !py_at (parser, PY_BRACE_CLOSE))
        front_list_add (&parser->front, py_star_expression (parser));
    py_expect (parser, PY_BRACE_CLOSE);
    Node *node = front_node (&parser->front, NODE_SET, start);
    node->list = front_list_end (&parser->front, list);
    return node;
}

static Node *word_atom (PyParser *parser)
{
    gboolean truth = py_at_word (parser, PY_WORD_TRUE);
    if (py_at_word (parser, PY_WORD_NONE))
        return word_node (parser, NODE_NULL);
    if (!truth && !py_at_word (parser, PY_WORD_FALSE))
        return py_at_name (parser) ? py_name (parser) : py_unexpected (parser, "an expression");
    Node *node = word_node (parser, NODE_BOOLEAN);
    node->boolean = truth;
    return node;
}

static Node *atom (PyParser *parser)
{
    switch (parser->token.kind)
    {
    case PY_NAME:
        return word_atom (parser);
    case PY_NUMBER:
        return py_number (parser);
    case PY_STRING:
    case PY_FSTRING:
        return py_strings (parser);
    case PY_PAREN_OPEN:
        return parenthesised (parser);
    case PY_BRACKET_OPEN:
        return list_display (parser);
    case PY_BRACE_OPEN:
        return brace_display (parser);
    case PY_DOTS:
        return word_node (parser, NODE_ELLIPSIS);
    default:
        return py_unexpected (parser, "an expression");
    }
}

static gboolean name_then_assign (const PyParser *parser)
{
    PyToken next;
    if (!py_at_name (parser))
        return FALSE;
    py_peek (parser, &next);
    return next.kind == PY_ASSIGN;
}

/* a, *a, **a, a=b, or a generator without parentheses of its own. */
static Node *argument (PyParser *parser)
{
    guint32 start = parser->token.start;
    if (py_at (parser, PY_STAR_STAR) || name_then_assign (parser))
    {
        const Name *name = NULL;
        if (!py_accept (parser, PY_STAR_STAR))
        {
            name = py_mangle (parser, parser->token.name);
            py_advance (parser);
            py_advance (parser);
        }
        Node *value = py_expression (parser);
        Node *node = front_node (&parser->front, NODE_KEYWORD, start);
        node->keyword.name = name;
        node->keyword.value = value;
        return node;
    }
    if (py_accept (parser, PY_STAR))
    {
        Node *value = py_expression (parser);
        Node *node = front_node (&parser->front, NODE_SPREAD, start);
        node->value = value;
        return node;
    }
    Node *value = py_named_expression (parser);
    return at_clause (parser) ? comprehension (parser, COMPREHENSION_GENERATOR, start, NULL, value) : value;
}

/* Does an argument since START in the current list have this keyword? In calls beyond any reason we don't look. */
static gboolean has_keyword (const PyParser *parser, guint start, const Name *name)
{
    if (name == NULL || parser->front.stack->len - start > 1000)
        return FALSE;
    for (guint i = start; i < parser->front.stack->len; i++)
    {
        const Node *each = g_ptr_array_index (parser->front.stack, i);
        if (each->kind == NODE_KEYWORD && each->keyword.name == name)
            return TRUE;
    }
    return FALSE;
}

NodeList py_arguments (PyParser *parser)
{
    guint list = front_list_start (&parser->front);
    gboolean keywords = FALSE, unpacked = FALSE;
    py_expect (parser, PY_PAREN_OPEN);
    while (!parser->front.failed && !py_at (parser, PY_PAREN_CLOSE))
    {
        gboolean parenthesis = py_at (parser, PY_PAREN_OPEN);
        Node *each = argument (parser);
        gboolean generator = each->kind == NODE_COMPREHENSION && each->op == COMPREHENSION_GENERATOR && !parenthesis;
        if (generator && (!py_at (parser, PY_PAREN_CLOSE) || parser->front.stack->len > list))
            front_fail (&parser->front, each->start, "a generator needs parentheses beside other arguments");
        if (each->kind == NODE_KEYWORD)
        {
            keywords = TRUE;
            unpacked |= each->keyword.name == NULL;
            if (has_keyword (parser, list, each->keyword.name))
                front_fail (&parser->front, each->start, "the keyword `%s` is there twice", each->keyword.name->text);
        }
        else if (each->kind == NODE_SPREAD ? unpacked : keywords)
            front_fail (&parser->front, each->start, "this argument can't follow one with a keyword");
        front_list_add (&parser->front, each);
        if (!py_at (parser, PY_PAREN_CLOSE))
            py_expect (parser, PY_COMMA);
    }
    py_expect (parser, PY_PAREN_CLOSE);
    return front_list_end (&parser->front, list);
}

/* a, a:b, a:b:c, *a between brackets. */
static Node *slice (PyParser *parser)
{
    guint32 start = parser->token.start;
    Node *lower = NULL, *upper = NULL, *step = NULL;
    if (!py_at (parser, PY_COLON))
    {
        lower = py_star_expression (parser);
        if (!py_at (parser, PY_COLON) || lower->kind == NODE_SPREAD)
            return lower;
    }
    py_expect (parser, PY_COLON);
    if (py_at_expression (parser))
        upper = py_expression (parser);
    if (py_accept (parser, PY_COLON) && py_at_expression (parser))
        step = py_expression (parser);
    Node *node = front_node (&parser->front, NODE_SLICE, start);
    node->slice.lower = lower;
    node->slice.upper = upper;
    node->slice.step = step;
    return node;
}

static Node *subscript (PyParser *parser, Node *object)
{
    py_advance (parser);
    guint32 start = parser->token.start;
    Node *index = slice (parser);
    if (py_at (parser, PY_COMMA) || index->kind == NODE_SPREAD)
    {
        guint list = front_list_start (&parser->front);
        front_list_add (&parser->front, index);
        while (py_accept (parser, PY_COMMA) && !py_at (parser, PY_BRACKET_CLOSE))
            front_list_add (&parser->front, slice (parser));
        index = front_node (&parser->front, NODE_TUPLE, start);
        index->list = front_list_end (&parser->front, list);
    }
    py_expect (parser, PY_BRACKET_CLOSE);
    Node *node = front_node (&parser->front, NODE_INDEX, object->start);
    node->index.object = object;
    node->index.index = index;
    return node;
}

static Node *member (PyParser *parser, Node *object)
{
    py_advance (parser);
    if (!py_at_name (parser))
        return py_unexpected (parser, "an attribute's name");
    const Name *name = py_mangle (parser, parser->token.name);
    guint32 name_start = parser->token.start;
    py_advance (parser);
    Node *node = front_node (&parser->front, NODE_MEMBER, object->start);
    node->member.object = object;
    node->member.name = name;
    node->member.name_start = name_start;
    return node;
}

Node *py_primary (PyParser *parser)
{
    Node *node = atom (parser);
    while (!parser->front.failed)
    {
        if (py_at (parser, PY_DOT))
            node = member (parser, node);
        else if (py_at (parser, PY_PAREN_OPEN))
        {
            NodeList arguments = py_arguments (parser);
            Node *call = front_node (&parser->front, NODE_CALL, node->start);
            call->call.callee = node;
            call->call.arguments = arguments;
            node = call;
        }
        else if (py_at (parser, PY_BRACKET_OPEN))
            node = subscript (parser, node);
        else
            break;
    }
    return node;
}
