#include "script/python_parser.h"

#include <string.h>

/* a = b = c: the targets before the value. FIRST has been read; the current token is `=`. */
static Node *assignment_chain (PyParser *parser, Node *first)
{
    guint list = front_list_start (&parser->front);
    Node *value = first;
    while (py_at (parser, PY_ASSIGN))
    {
        front_list_add (&parser->front, py_to_target (parser, value));
        py_advance (parser);
        value = py_value (parser);
    }
    Node *node = front_node (&parser->front, NODE_ASSIGN_CHAIN, first->start);
    node->chain.targets = front_list_end (&parser->front, list);
    node->chain.value = value;
    return node;
}

/* a: b = c, after the a. */
static Node *annotated (PyParser *parser, Node *target)
{
    if (target->kind != NODE_NAME && target->kind != NODE_MEMBER && target->kind != NODE_INDEX)
        return front_fail (&parser->front, target->start,
                           "only a name, an attribute or an item can have an annotation");
    py_advance (parser);
    Node *annotation = py_expression (parser);
    Node *value = py_accept (parser, PY_ASSIGN) ? py_value (parser) : NULL;
    Node *node = front_node (&parser->front, NODE_ANNOTATED, target->start);
    node->annotated.target = target;
    node->annotated.annotation = annotation;
    node->annotated.value = value;
    return node;
}

static Operator assignment_operator (PyTokenKind kind)
{
    static const guint8 operators[PY_TOKENS] = {
        [PY_PLUS_ASSIGN] = OP_ADD,
        [PY_MINUS_ASSIGN] = OP_SUBTRACT,
        [PY_STAR_ASSIGN] = OP_MULTIPLY,
        [PY_STAR_STAR_ASSIGN] = OP_POWER,
        [PY_SLASH_ASSIGN] = OP_DIVIDE,
        [PY_SLASH_SLASH_ASSIGN] = OP_FLOOR_DIVIDE,
        [PY_PERCENT_ASSIGN] = OP_MODULO,
        [PY_AT_ASSIGN] = OP_MATRIX_MULTIPLY,
        [PY_SHIFT_LEFT_ASSIGN] = OP_SHIFT_LEFT,
        [PY_SHIFT_RIGHT_ASSIGN] = OP_SHIFT_RIGHT,
        [PY_AND_ASSIGN] = OP_BIT_AND,
        [PY_OR_ASSIGN] = OP_BIT_OR,
        [PY_XOR_ASSIGN] = OP_BIT_XOR,
    };
    return operators[kind];
}

static Node *expression_statement (PyParser *parser)
{
    Node *value = py_value (parser);
    if (py_at (parser, PY_ASSIGN))
        return assignment_chain (parser, value);
    if (py_at (parser, PY_COLON))
        return annotated (parser, value);
    Operator op = assignment_operator (parser->token.kind);
    if (op != OP_NONE)
    {
        if (value->kind != NODE_NAME && value->kind != NODE_MEMBER && value->kind != NODE_INDEX)
            return front_fail (&parser->front, value->start, "this can't be assigned to");
        py_advance (parser);
        Node *assign = front_node (&parser->front, NODE_ASSIGN, value->start);
        assign->op = (guint8)op;
        assign->assign.target = value;
        assign->assign.value = py_value (parser);
        assign->end = parser->front.previous_end;
        value = assign;
    }
    else
        front_mark_dropped (value);
    Node *node = front_node (&parser->front, NODE_EXPRESSION, value->start);
    node->value = value;
    return node;
}

static Node *return_statement (PyParser *parser)
{
    guint32 start = parser->token.start;
    if (!parser->context.function)
        return front_fail (&parser->front, start, "`return` stands outside of a function");
    py_advance (parser);
    Node *value = py_at_expression (parser) ? py_expressions (parser) : NULL;
    Node *node = front_node (&parser->front, NODE_RETURN, start);
    node->value = value;
    return node;
}

static Node *raise_statement (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    Node *value = NULL, *cause = NULL;
    if (py_at_expression (parser))
    {
        value = py_expression (parser);
        if (py_accept_word (parser, PY_WORD_FROM))
            cause = py_expression (parser);
    }
    Node *node = front_node (&parser->front, NODE_THROW, start);
    node->throw_.value = value;
    node->throw_.cause = cause;
    return node;
}

static Node *jump_statement (PyParser *parser, NodeKind kind)
{
    guint32 start = parser->token.start;
    if (parser->context.loops == 0)
        return front_fail (&parser->front, start, "`%s` stands outside of a loop",
                           kind == NODE_BREAK ? "break" : "continue");
    py_advance (parser);
    return front_node (&parser->front, kind, start);
}

static Node *assert_statement (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    Node *test = py_expression (parser);
    Node *message = py_accept (parser, PY_COMMA) ? py_expression (parser) : NULL;
    Node *node = front_node (&parser->front, NODE_ASSERT, start);
    node->assign.target = test;
    node->assign.value = message;
    return node;
}

/* What `del` deletes: names, attributes, items, and lists of them. */
static void add_deleted (PyParser *parser, Node *node)
{
    if (parser->front.failed)
        return;
    if (node->kind == NODE_NAME || node->kind == NODE_MEMBER || node->kind == NODE_INDEX)
        front_list_add (&parser->front, node);
    else if (node->kind == NODE_TUPLE || node->kind == NODE_LIST)
        for (guint32 i = 0; i < node->list.count; i++)
            add_deleted (parser, node->list.items[i]);
    else
        front_fail (&parser->front, node->start, "this can't be deleted");
}

static Node *del_statement (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    Node *targets = py_expressions (parser);
    guint list = front_list_start (&parser->front);
    add_deleted (parser, targets);
    Node *node = front_node (&parser->front, NODE_DELETE, start);
    node->list = front_list_end (&parser->front, list);
    return node;
}

static Node *scope_statement (PyParser *parser, guint8 op)
{
    guint32 start = parser->token.start;
    if (op == PYTHON_NONLOCAL && !parser->context.function && parser->context.class_name == NULL)
        return front_fail (&parser->front, start, "`nonlocal` stands at the top of a file");
    py_advance (parser);
    guint list = front_list_start (&parser->front);
    do
        front_list_add (&parser->front, py_name (parser));
    while (py_accept (parser, PY_COMMA));
    Node *node = front_node (&parser->front, NODE_EMPTY, start);
    node->op = op;
    node->list = front_list_end (&parser->front, list);
    if (op == PYTHON_GLOBAL)
        g_ptr_array_add (parser->globals, node);
    return node;
}

/* a.b.c; FIRST is set to its first part. */
static Text dotted_name (PyParser *parser, const Name **first)
{
    g_autoptr (GString) text = g_string_new (NULL);
    *first = NULL;
    do
    {
        if (!py_at_name (parser))
        {
            py_unexpected (parser, "the name of a module");
            break;
        }
        if (*first == NULL)
            *first = parser->token.name;
        else
            g_string_append_c (text, '.');
        g_string_append (text, parser->token.name->text);
        py_advance (parser);
    } while (py_accept (parser, PY_DOT));
    char *copy = front_alloc (&parser->front, text->len + 1);
    memcpy (copy, text->str, text->len);
    return (Text){ copy, text->len };
}

static Node *local_name (PyParser *parser, const Name *name, guint32 start)
{
    Node *node = front_node (&parser->front, NODE_NAME, start);
    node->name.name = py_mangle (parser, name);
    node->name.depth = AST_GLOBAL;
    node->flags = AST_DECLARED;
    return node;
}

static Node *import_node (PyParser *parser, guint32 start, Import import, const GArray *specifiers)
{
    Node *node = front_node (&parser->front, NODE_IMPORT, start);
    node->import = front_alloc (&parser->front, sizeof (Import));
    *node->import = import;
    node->import->count = specifiers->len;
    node->import->specifiers = front_alloc (&parser->front, specifiers->len * sizeof (ImportSpecifier));
    if (specifiers->len > 0)
        memcpy (node->import->specifiers, specifiers->data, specifiers->len * sizeof (ImportSpecifier));
    return node;
}

/* import a.b, c as d: a statement for each. */
static void import_statement (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    do
    {
        g_autoptr (GArray) specifiers = g_array_new (FALSE, FALSE, sizeof (ImportSpecifier));
        guint32 name_start = parser->token.start;
        const Name *first;
        Import import = { .module = dotted_name (parser, &first), .plain = TRUE };
        if (parser->front.failed)
            return;
        ImportSpecifier specifier = { .start = name_start };
        if (py_accept_word (parser, PY_WORD_AS))
        {
            import.plain = FALSE;
            specifier.local = py_name (parser);
            specifier.local->flags |= AST_DECLARED;
        }
        else
            specifier.local = local_name (parser, first, name_start);
        g_array_append_val (specifiers, specifier);
        front_list_add (&parser->front, import_node (parser, start, import, specifiers));
    } while (py_accept (parser, PY_COMMA));
}

/* a, b as c of `from m import`. */
static void imported_names (PyParser *parser, GArray *specifiers, gboolean parenthesis)
{
    do
    {
        if (parenthesis && specifiers->len > 0 && py_at (parser, PY_PAREN_CLOSE))
            break;
        if (!py_at_name (parser))
        {
            py_unexpected (parser, "a name to import");
            return;
        }
        ImportSpecifier specifier = { .imported = parser->token.name, .start = parser->token.start };
        py_advance (parser);
        if (py_accept_word (parser, PY_WORD_AS))
        {
            specifier.local = py_name (parser);
            specifier.local->flags |= AST_DECLARED;
        }
        else
            specifier.local = local_name (parser, specifier.imported, specifier.start);
        g_array_append_val (specifiers, specifier);
    } while (py_accept (parser, PY_COMMA));
}

static Node *from_statement (PyParser *parser)
{
    guint32 start = parser->token.start;
    g_autoptr (GArray) specifiers = g_array_new (FALSE, FALSE, sizeof (ImportSpecifier));
    Import import = { .module = { "", 0 } };
    py_advance (parser);
    for (;;)
    {
        if (py_accept (parser, PY_DOTS))
            import.level += 3;
        else if (py_accept (parser, PY_DOT))
            import.level++;
        else
            break;
    }
    const Name *first;
    if (import.level == 0 || !py_at_word (parser, PY_WORD_IMPORT))
        import.module = dotted_name (parser, &first);
    py_expect_word (parser, PY_WORD_IMPORT, "`import`");
    if (py_accept (parser, PY_STAR))
    {
        import.star = TRUE;
        if (parser->context.function || parser->context.class_name != NULL)
            return front_fail (&parser->front, start, "`import *` can stand only at the top of a file");
    }
    else
    {
        gboolean parenthesis = py_accept (parser, PY_PAREN_OPEN);
        imported_names (parser, specifiers, parenthesis);
        if (parenthesis)
            py_expect (parser, PY_PAREN_CLOSE);
    }
    return import_node (parser, start, import, specifiers);
}

/* type X[T] = ...: the alias is lazy in Python; here it is refused only when it is used. */
static Node *type_statement (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    Node *target = py_name (parser);
    if (py_at (parser, PY_BRACKET_OPEN))
        py_type_parameters (parser);
    py_expect (parser, PY_ASSIGN);
    py_expression (parser);
    guint list = front_list_start (&parser->front);
    front_list_add (&parser->front, target);
    Node *node = front_node (&parser->front, NODE_EMPTY, start);
    node->op = PYTHON_TYPE;
    node->list = front_list_end (&parser->front, list);
    return node;
}

static gboolean at_type_statement (const PyParser *parser)
{
    if (!py_at_word (parser, PY_WORD_TYPE))
        return FALSE;
    PyLexer lexer = parser->lexer;
    PyToken name, next;
    python_lexer_next (&lexer, &name);
    python_lexer_next (&lexer, &next);
    return name.kind == PY_NAME && (name.word == PY_WORD_PLAIN || name.word >= PY_WORD_MATCH) &&
           (next.kind == PY_ASSIGN || next.kind == PY_BRACKET_OPEN);
}

static Node *empty_statement (PyParser *parser)
{
    guint32 start = parser->token.start;
    py_advance (parser);
    return front_node (&parser->front, NODE_EMPTY, start);
}

/* One simple statement, added to the current list (import may add several). */
static void simple_statement (PyParser *parser)
{
    Node *node;
    switch (parser->token.kind == PY_NAME ? parser->token.word : PY_WORD_PLAIN)
    {
    case PY_WORD_RETURN:
        node = return_statement (parser);
        break;
    case PY_WORD_IMPORT:
        import_statement (parser);
        return;
    case PY_WORD_FROM:
        node = from_statement (parser);
        break;
    case PY_WORD_RAISE:
        node = raise_statement (parser);
        break;
    case PY_WORD_PASS:
        node = empty_statement (parser);
        break;
    case PY_WORD_DEL:
        node = del_statement (parser);
        break;
    case PY_WORD_ASSERT:
        node = assert_statement (parser);
        break;
    case PY_WORD_BREAK:
        node = jump_statement (parser, NODE_BREAK);
        break;
    case PY_WORD_CONTINUE:
        node = jump_statement (parser, NODE_CONTINUE);
        break;
    case PY_WORD_GLOBAL:
        node = scope_statement (parser, PYTHON_GLOBAL);
        break;
    case PY_WORD_NONLOCAL:
        node = scope_statement (parser, PYTHON_NONLOCAL);
        break;
    default:
        node = at_type_statement (parser) ? type_statement (parser) : expression_statement (parser);
        break;
    }
    front_list_add (&parser->front, node);
}

/* Simple statements on one line, through its end. */
static void simple_statements (PyParser *parser)
{
    do
    {
        simple_statement (parser);
    } while (py_accept (parser, PY_SEMICOLON) && !py_at (parser, PY_NEWLINE));
    py_expect (parser, PY_NEWLINE);
}

void py_statement (PyParser *parser)
{
    front_enter (&parser->front, parser->token.start);
    if (py_at (parser, PY_INDENT))
        front_fail (&parser->front, parser->token.start, "this line is indented without reason");
    Node *node = py_compound (parser);
    if (node != NULL)
        front_list_add (&parser->front, node);
    else
        simple_statements (parser);
    front_leave (&parser->front);
}

Node *py_suite (PyParser *parser)
{
    py_expect (parser, PY_COLON);
    guint32 start = parser->token.start;
    guint list = front_list_start (&parser->front);
    if (!py_accept (parser, PY_NEWLINE))
        simple_statements (parser);
    else if (!py_accept (parser, PY_INDENT))
        py_unexpected (parser, "an indented block");
    else
    {
        start = parser->token.start;
        while (!parser->front.failed && !py_at (parser, PY_DEDENT) && !py_at (parser, PY_END))
            py_statement (parser);
        py_accept (parser, PY_DEDENT);
    }
    Node *node = front_node (&parser->front, NODE_BLOCK, start);
    node->block.statements = front_list_end (&parser->front, list);
    return node;
}
