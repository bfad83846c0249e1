#include "script/python_parser.h"

static Node *pattern (PyParser *parser);
static Node *or_pattern (PyParser *parser);

static Node *pattern_node (PyParser *parser, MatchKind kind, guint32 start)
{
    Node *node = front_node (&parser->front, NODE_MATCH_PATTERN, start);
    node->op = (guint8)kind;
    return node;
}

static Node *value_pattern (PyParser *parser, Node *value)
{
    Node *node = pattern_node (parser, MATCH_VALUE, value->start);
    node->match.value = value;
    return node;
}

/* The name that a pattern binds, or NULL for `_`. */
static Node *capture_target (PyParser *parser)
{
    if (py_accept_word (parser, PY_WORD_UNDERSCORE))
        return NULL;
    Node *target = py_name (parser);
    target->flags |= AST_DECLARED;
    return target;
}

/* *rest in a sequence. */
static Node *star_pattern (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    Node *target = capture_target (parser);
    Node *node = pattern_node (parser, MATCH_STAR, start);
    node->match.target = target;
    return node;
}

static Node *sequence_item (PyParser *parser)
{
    return py_at (parser, PY_STAR) ? star_pattern (parser) : pattern (parser);
}

/* Items up to END, which is read. TUPLE is set when there is a comma (or nothing). */
static NodeList sequence_items (PyParser *parser, PyTokenKind end, gboolean *tuple)
{
    guint list = front_list_start (&parser->front);
    guint stars = 0;
    *tuple = py_at (parser, end);
    while (!parser->front.failed && !py_at (parser, end))
    {
        Node *item = sequence_item (parser);
        stars += item->op == MATCH_STAR ? 1 : 0;
        if (stars > 1)
            front_fail (&parser->front, item->start, "a pattern can have one star only");
        front_list_add (&parser->front, item);
        if (!py_accept (parser, PY_COMMA))
            break;
        *tuple = TRUE;
    }
    if (end != PY_COLON)
        py_expect (parser, end);
    return front_list_end (&parser->front, list);
}

static Node *sequence_pattern (PyParser *parser)
{
    guint32 start = parser->token.start;
    gboolean parenthesis = py_at (parser, PY_PAREN_OPEN), tuple;
    py_advance (parser);
    NodeList items = sequence_items (parser, parenthesis ? PY_PAREN_CLOSE : PY_BRACKET_CLOSE, &tuple);
    if (parenthesis && !tuple && !parser->front.failed && items.items[0]->op != MATCH_STAR)
        return items.items[0];
    Node *node = pattern_node (parser, MATCH_SEQUENCE, start);
    node->match.patterns = items;
    return node;
}

/* A number with a sign, a string, None, True, False; or a sum with a complex number. */
static Node *literal (PyParser *parser)
{
    guint32 start = parser->token.start;
    gboolean negative = py_accept (parser, PY_MINUS);
    Node *value;
    if (py_at (parser, PY_NUMBER))
        value = py_number (parser);
    else if (negative)
        return py_unexpected (parser, "a number");
    else
        return py_primary (parser);
    if (negative)
    {
        Node *node = front_node (&parser->front, NODE_UNARY, start);
        node->op = OP_NEGATE;
        node->unary.operand = value;
        value = node;
    }
    if (py_at (parser, PY_PLUS) || py_at (parser, PY_MINUS))
    {
        py_advance (parser);
        py_number (parser);
        return py_unsupported (parser, start, "a complex number");
    }
    return value;
}

static NodeList *list_copy (PyParser *parser, NodeList list)
{
    NodeList *copy = front_alloc (&parser->front, sizeof (NodeList));
    *copy = list;
    return copy;
}

/* {'a': x, **rest} */
static Node *mapping_pattern (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    g_autoptr (GPtrArray) keys = g_ptr_array_new ();
    guint patterns = front_list_start (&parser->front);
    Node *target = NULL;
    while (!parser->front.failed && !py_at (parser, PY_BRACE_CLOSE))
    {
        if (py_accept (parser, PY_STAR_STAR))
        {
            target = py_name (parser);
            target->flags |= AST_DECLARED;
        }
        else
        {
            g_ptr_array_add (keys, literal (parser));
            py_expect (parser, PY_COLON);
            front_list_add (&parser->front, pattern (parser));
        }
        if (!py_accept (parser, PY_COMMA))
            break;
    }
    py_expect (parser, PY_BRACE_CLOSE);
    Node *node = pattern_node (parser, MATCH_MAPPING, start);
    node->match.patterns = front_list_end (&parser->front, patterns);
    node->match.target = target;
    guint list = front_list_start (&parser->front);
    for (guint i = 0; i < keys->len; i++)
        front_list_add (&parser->front, g_ptr_array_index (keys, i));
    node->match.keys = list_copy (parser, front_list_end (&parser->front, list));
    return node;
}

static gboolean at_keyword_pattern (const PyParser *parser)
{
    PyToken next;
    if (!py_at_name (parser))
        return FALSE;
    py_peek (parser, &next);
    return next.kind == PY_ASSIGN;
}

/* A(x, y=z), after the class. */
static Node *class_pattern (PyParser *parser, Node *class_)
{
    g_autoptr (GPtrArray) keys = g_ptr_array_new ();
    guint patterns = front_list_start (&parser->front);
    py_advance (parser);
    while (!parser->front.failed && !py_at (parser, PY_PAREN_CLOSE))
    {
        if (at_keyword_pattern (parser))
        {
            guint32 start = parser->token.start;
            const Name *name = parser->token.name;
            py_advance (parser);
            Node *key = front_node (&parser->front, NODE_STRING, start);
            key->text = (Text){ name->text, name->length };
            g_ptr_array_add (keys, key);
            py_advance (parser);
        }
        else if (keys->len > 0)
            py_unexpected (parser, "an attribute's name and `=`");
        front_list_add (&parser->front, pattern (parser));
        if (!py_accept (parser, PY_COMMA))
            break;
    }
    py_expect (parser, PY_PAREN_CLOSE);
    Node *node = pattern_node (parser, MATCH_CLASS, class_->start);
    node->match.value = class_;
    node->match.patterns = front_list_end (&parser->front, patterns);
    guint list = front_list_start (&parser->front);
    for (guint i = 0; i < keys->len; i++)
        front_list_add (&parser->front, g_ptr_array_index (keys, i));
    node->match.keys = list_copy (parser, front_list_end (&parser->front, list));
    return node;
}

/* A name: a capture, `_`, a dotted value, or a class. */
static Node *name_pattern (PyParser *parser)
{
    guint32 start = parser->token.start;
    PyToken next;
    py_peek (parser, &next);
    if (next.kind != PY_DOT && next.kind != PY_PAREN_OPEN)
    {
        Node *target = capture_target (parser);
        Node *node = pattern_node (parser, target == NULL ? MATCH_WILDCARD : MATCH_CAPTURE, start);
        node->match.target = target;
        return node;
    }
    Node *value = py_name (parser);
    while (py_accept (parser, PY_DOT))
    {
        if (!py_at_name (parser))
            return py_unexpected (parser, "an attribute's name");
        const Name *name = py_mangle (parser, parser->token.name);
        guint32 name_start = parser->token.start;
        py_advance (parser);
        Node *member = front_node (&parser->front, NODE_MEMBER, start);
        member->member.object = value;
        member->member.name = name;
        member->member.name_start = name_start;
        value = member;
    }
    return py_at (parser, PY_PAREN_OPEN) ? class_pattern (parser, value) : value_pattern (parser, value);
}

static Node *closed_pattern (PyParser *parser)
{
    switch (parser->token.kind)
    {
    case PY_PAREN_OPEN:
    case PY_BRACKET_OPEN:
        return sequence_pattern (parser);
    case PY_BRACE_OPEN:
        return mapping_pattern (parser);
    case PY_NUMBER:
    case PY_MINUS:
        return value_pattern (parser, literal (parser));
    case PY_STRING:
        return value_pattern (parser, py_strings (parser));
    case PY_NAME:
        if (py_at_name (parser))
            return name_pattern (parser);
        if (py_at_word (parser, PY_WORD_NONE) || py_at_word (parser, PY_WORD_TRUE) ||
            py_at_word (parser, PY_WORD_FALSE))
            return value_pattern (parser, py_primary (parser));
        return py_unexpected (parser, "a pattern");
    default:
        return py_unexpected (parser, "a pattern");
    }
}

static Node *or_pattern (PyParser *parser)
{
    guint32 start = parser->token.start;
    Node *first = closed_pattern (parser);
    if (!py_at (parser, PY_OR))
        return first;
    guint list = front_list_start (&parser->front);
    front_list_add (&parser->front, first);
    while (py_accept (parser, PY_OR))
        front_list_add (&parser->front, closed_pattern (parser));
    Node *node = pattern_node (parser, MATCH_OR, start);
    node->match.patterns = front_list_end (&parser->front, list);
    return node;
}

/* p | q as name */
static Node *pattern (PyParser *parser)
{
    front_enter (&parser->front, parser->token.start);
    guint32 start = parser->token.start;
    Node *node = or_pattern (parser);
    if (py_accept_word (parser, PY_WORD_AS))
    {
        guint list = front_list_start (&parser->front);
        front_list_add (&parser->front, node);
        Node *target = py_at_word (parser, PY_WORD_UNDERSCORE) ? py_unexpected (parser, "a name") : py_name (parser);
        target->flags |= AST_DECLARED;
        node = pattern_node (parser, MATCH_AS, start);
        node->match.patterns = front_list_end (&parser->front, list);
        node->match.target = target;
    }
    front_leave (&parser->front);
    return node;
}

/* Patterns with commas and without brackets, before `if` or `:`. */
static Node *open_pattern (PyParser *parser)
{
    guint32 start = parser->token.start;
    guint list = front_list_start (&parser->front);
    Node *first = sequence_item (parser);
    gboolean tuple = py_at (parser, PY_COMMA) || first->op == MATCH_STAR;
    front_list_add (&parser->front, first);
    while (py_accept (parser, PY_COMMA) && !py_at (parser, PY_COLON) && !py_at_word (parser, PY_WORD_IF))
        front_list_add (&parser->front, sequence_item (parser));
    NodeList items = front_list_end (&parser->front, list);
    if (!tuple)
        return first;
    Node *node = pattern_node (parser, MATCH_SEQUENCE, start);
    node->match.patterns = items;
    return node;
}

static Node *match_case (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_expect_word (parser, PY_WORD_CASE, "`case`");
    Node *test = open_pattern (parser);
    Node *guard = py_accept_word (parser, PY_WORD_IF) ? py_named_expression (parser) : NULL;
    Node *body = py_suite (parser);
    Node *node = front_node (&parser->front, NODE_CASE, start);
    node->case_.test = test;
    node->case_.guard = guard;
    if (body->kind == NODE_BLOCK)
        node->case_.body = body->block.statements;
    return node;
}

/* match x:, case ...; at `match`. NULL when `match` is a name here; then nothing is read. */
Node *py_match (PyParser *parser)
{
    guint32 start = parser->token.start;
    PySpeculation speculation;
    py_speculate (parser, &speculation);
    py_advance (parser);
    Node *subject = py_at_expression (parser) ? py_named_subject (parser) : NULL;
    gboolean match = subject != NULL && py_accept (parser, PY_COLON) && py_accept (parser, PY_NEWLINE) &&
                     py_accept (parser, PY_INDENT) && py_at_word (parser, PY_WORD_CASE);
    if (!match)
    {
        py_retreat (parser, &speculation);
        return NULL;
    }
    py_commit (parser);
    guint list = front_list_start (&parser->front);
    while (!parser->front.failed && !py_at (parser, PY_DEDENT) && !py_at (parser, PY_END))
        front_list_add (&parser->front, match_case (parser));
    py_accept (parser, PY_DEDENT);
    NodeList cases = front_list_end (&parser->front, list);
    Node *node = front_node (&parser->front, NODE_MATCH, start);
    node->switch_.subject = subject;
    node->switch_.cases = cases;
    return node;
}
