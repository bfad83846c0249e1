/* Nodes, their grouping and negation (sql/elements.py, sql/operators.py). */

#include "adapters/alembic/sql_tree.h"

#include <string.h>

/* What stands in no table: below all as an operator, above all as what is grouped against (_OpLimit). */
enum
{
    SMALLEST = -1000,
    LARGEST = 1000
};

/* _PRECEDENCE of sql/operators.py. */
static int operator_precedence (SqlOperator op)
{
    switch ((int)op)
    {
    case SQL_OP_ANY:
    case SQL_OP_ALL:
    case SQL_OP_GETITEM:
    case SQL_OP_JSON_GETITEM:
    case SQL_OP_JSON_PATH:
        return 15;
    case SQL_OP_MUL:
    case SQL_OP_TRUEDIV:
    case SQL_OP_FLOORDIV:
    case SQL_OP_MOD:
    case SQL_OP_NEG:
    case SQL_OP_BIT_NOT:
        return 8;
    case SQL_OP_ADD:
    case SQL_OP_SUB:
    case SQL_OP_BIT_AND:
    case SQL_OP_BIT_OR:
    case SQL_OP_BIT_XOR:
    case SQL_OP_SHIFT_LEFT:
    case SQL_OP_SHIFT_RIGHT:
        return 7;
    case SQL_OP_COLLATE:
        return 4;
    case SQL_OP_AND:
    case SQL_OP_ASC:
    case SQL_OP_DESC:
        return 3;
    case SQL_OP_OR:
        return 2;
    case SQL_OP_EXISTS:
        return 0;
    case SQL_OP_COMMA:
        return -1;
    case SQL_OP_AS_BOOLEAN:
        return -10;
    case SQL_OP_NULLS_FIRST:
    case SQL_OP_NULLS_LAST:
    case SQL_OP_NONE:
    case SQL_OP_CONTAINS:
    case SQL_OP_NOT_CONTAINS:
    case SQL_OP_ICONTAINS:
    case SQL_OP_NOT_ICONTAINS:
    case SQL_OP_STARTSWITH:
    case SQL_OP_NOT_STARTSWITH:
    case SQL_OP_ISTARTSWITH:
    case SQL_OP_NOT_ISTARTSWITH:
    case SQL_OP_ENDSWITH:
    case SQL_OP_NOT_ENDSWITH:
    case SQL_OP_IENDSWITH:
    case SQL_OP_NOT_IENDSWITH:
        return SMALLEST; /* in no table */
    default:
        return 5;
    }
}

int sql_precedence (const SqlElement *element, SqlOperator op)
{
    return op == SQL_OP_CUSTOM ? (int)element->precedence : operator_precedence (op);
}

static gboolean is_associative (SqlOperator op)
{
    return op == SQL_OP_ADD || op == SQL_OP_MUL || op == SQL_OP_CONCAT || op == SQL_OP_AND || op == SQL_OP_OR;
}

static gboolean is_self_precedent (SqlOperator op)
{
    return is_associative (op) || op == SQL_OP_GETITEM || op == SQL_OP_JSON_GETITEM || op == SQL_OP_JSON_PATH;
}

gboolean sql_is_precedent (const SqlElement *element, SqlOperator op, SqlOperator against, guint against_precedence)
{
    int other;

    if (op == against && is_self_precedent (op))
        return FALSE;
    if (against == SQL_OP_NONE)
        return TRUE;
    if (against == SQL_OP_CUSTOM)
        other = (int)against_precedence;
    else
        other = operator_precedence (against);
    if (other == SMALLEST)
        other = LARGEST;
    return sql_precedence (element, op) <= other;
}

static gboolean is_boolean_operator (SqlOperator op)
{
    return (op >= SQL_OP_AND && op <= SQL_OP_NOT_REGEXP) || op == SQL_OP_MATCH || op == SQL_OP_NOT_MATCH ||
           op == SQL_OP_IS_TRUE || op == SQL_OP_IS_FALSE;
}

SqlElement *sql_element_new (ScriptRuntime *runtime, SqlElementKind kind)
{
    SqlElement *element = script_alloc (runtime, sizeof *element);

    element->kind = kind;
    element->value = EMPTY_VALUE;
    element->object = EMPTY_VALUE;
    return element;
}

SqlElement *sql_copy (ScriptRuntime *runtime, const SqlElement *element)
{
    SqlElement *copy = script_alloc (runtime, sizeof *copy);

    *copy = *element;
    copy->object = EMPTY_VALUE;
    return copy;
}

void sql_list_add (ScriptRuntime *runtime, SqlList *list, SqlElement *element)
{
    SqlElement **items = script_alloc (runtime, (list->n + 1) * sizeof *items);

    if (list->n > 0)
        memcpy (items, list->items, list->n * sizeof *items);
    items[list->n++] = element;
    list->items = items;
}

void sql_assign (ScriptRuntime *runtime, SqlAssignments *list, SqlAssignment assignment)
{
    SqlAssignment *items = script_alloc (runtime, (list->n + 1) * sizeof *items);

    if (list->n > 0)
        memcpy (items, list->items, list->n * sizeof *items);
    items[list->n++] = assignment;
    list->items = items;
}

static SqlElement *grouping (ScriptRuntime *runtime, SqlElement *element)
{
    SqlElement *group = sql_element_new (runtime, ELEMENT_GROUPING);

    group->left = element;
    group->type = element->type;
    group->flags = element->flags & ELEMENT_IMPLICIT_TRUTH;
    return group;
}

static SqlElement *as_boolean (ScriptRuntime *runtime, SqlElement *element, SqlOperator op)
{
    SqlElement *node = sql_element_new (runtime, ELEMENT_BOOLEAN);

    node->left = element;
    node->op = op;
    node->negate = op == SQL_OP_IS_TRUE ? SQL_OP_IS_FALSE : SQL_OP_IS_TRUE;
    node->type = sql_standard_type (runtime, SA_AFFINITY_BOOLEAN);
    node->flags = element->flags & ELEMENT_IMPLICIT_TRUTH;
    return node;
}

/* A label, or a coerced type, is around what is grouped. */
static SqlElement *regroup (ScriptRuntime *runtime, SqlElement *element, SqlElement *inner)
{
    SqlElement *copy;

    if (inner == element->left)
        return element;
    copy = sql_copy (runtime, element);
    copy->left = inner;
    return copy;
}

static SqlElement *group_against (ScriptRuntime *runtime, SqlElement *element, SqlOperator against, guint precedence)
{
    switch ((int)element->kind)
    {
    case ELEMENT_BINARY:
    case ELEMENT_CHAIN:
        if (element->kind == ELEMENT_CHAIN && element->n_items == 0)
            return element;
        if ((!(element->flags & ELEMENT_UNGROUPED) && sql_is_precedent (element, element->op, against, precedence)) ||
            (against == SQL_OP_NOT && !is_boolean_operator (element->op)))
            return grouping (runtime, element);
        return element;
    case ELEMENT_UNARY:
        return sql_is_precedent (element, element->op, against, precedence) ? grouping (runtime, element) : element;
    case ELEMENT_EXISTS:
        return sql_is_precedent (element, SQL_OP_EXISTS, against, precedence) ? grouping (runtime, element) : element;
    case ELEMENT_TEXT:
        return against == SQL_OP_IN ? grouping (runtime, element) : element;
    case ELEMENT_LIST:
        return sql_is_precedent (element, SQL_OP_COMMA, against, precedence) ? grouping (runtime, element) : element;
    case ELEMENT_LABEL:
    case ELEMENT_TYPE_COERCE:
        return regroup (runtime, element, group_against (runtime, element->left, against, precedence));
    case ELEMENT_SELECT:
    case ELEMENT_COMPOUND:
        return grouping (runtime, element);
    case ELEMENT_BOOLEAN:
    case ELEMENT_GROUPING:
    case ELEMENT_SCALAR_SUBQUERY:
    case ELEMENT_TUPLE:
    case ELEMENT_MODIFIER:
    case ELEMENT_NULL:
        return element;
    case ELEMENT_FILTER:
        return against == SQL_OP_NONE ? grouping (runtime, element) : element;
    case ELEMENT_JOIN:
        return grouping (runtime, element);
    default:
        break;
    }
    if ((against == SQL_OP_AND || against == SQL_OP_OR || against == SQL_OP_AS_BOOLEAN) &&
        sql_affinity (element->type) == SA_AFFINITY_BOOLEAN)
        return as_boolean (runtime, element, SQL_OP_IS_TRUE);
    if (against == SQL_OP_ANY || against == SQL_OP_ALL)
        return grouping (runtime, element);
    return element;
}

SqlElement *sql_group (ScriptRuntime *runtime, SqlElement *element, SqlOperator against)
{
    return group_against (runtime, element, against, 0);
}

SqlElement *sql_group_custom (ScriptRuntime *runtime, SqlElement *element, guint precedence)
{
    return group_against (runtime, element, SQL_OP_CUSTOM, precedence);
}

static SqlElement *not_of (ScriptRuntime *runtime, SqlElement *element)
{
    SqlElement *node = sql_element_new (runtime, ELEMENT_UNARY);

    node->left = group_against (runtime, element, SQL_OP_NOT, 0);
    node->op = SQL_OP_NOT;
    node->type = sql_standard_type (runtime, SA_AFFINITY_BOOLEAN);
    node->flags = ELEMENT_IMPLICIT_TRUTH;
    return node;
}

SqlElement *sql_negate (ScriptRuntime *runtime, SqlElement *element)
{
    SqlElement *copy;

    switch ((int)element->kind)
    {
    case ELEMENT_BINARY:
        if (element->negate == SQL_OP_NONE)
            return not_of (runtime, element);
        copy = sql_copy (runtime, element);
        copy->op = element->negate;
        copy->negate = element->op;
        return copy;
    case ELEMENT_BOOLEAN:
        if (element->left->kind == ELEMENT_TRUE || element->left->kind == ELEMENT_FALSE)
            return sql_negate (runtime, element->left);
        return as_boolean (runtime, element->left, element->negate);
    case ELEMENT_TRUE:
        return sql_constant (runtime, ELEMENT_FALSE);
    case ELEMENT_FALSE:
        return sql_constant (runtime, ELEMENT_TRUE);
    case ELEMENT_LABEL:
        return regroup (runtime, element, sql_negate (runtime, element->left));
    case ELEMENT_CHAIN:
    case ELEMENT_UNARY:
    case ELEMENT_EXISTS:
    case ELEMENT_GROUPING:
        return not_of (runtime, element);
    default:
        return sql_affinity (element->type) == SA_AFFINITY_BOOLEAN ? as_boolean (runtime, element, SQL_OP_IS_FALSE)
                                                                   : not_of (runtime, element);
    }
}

static SqlElement *chain_new (ScriptRuntime *runtime, SqlOperator op, SqlElement *const *items, guint n,
                              const SaType *type)
{
    SqlElement *chain = sql_list_new (runtime, ELEMENT_CHAIN, items, n);

    chain->op = op;
    chain->type = type;
    return chain;
}

/* The clauses that a chain or binary of OP brings into a longer chain (_flattened_operator_clauses). */
static gboolean flatten (ScriptRuntime *runtime, SqlList *list, SqlElement *side, SqlOperator op, const SaType *type)
{
    if (side->op == op && sql_affinity (side->type) == sql_affinity (type))
    {
        if (side->kind == ELEMENT_CHAIN)
        {
            for (guint i = 0; i < side->n_items; i++)
                sql_list_add (runtime, list, side->items[i]);
            return TRUE;
        }
        if (side->kind == ELEMENT_BINARY)
        {
            sql_list_add (runtime, list, side->left);
            sql_list_add (runtime, list, side->right);
            return TRUE;
        }
    }
    sql_list_add (runtime, list, side);
    return FALSE;
}

static gboolean is_aggregate (const SqlElement *element)
{
    return element->kind == ELEMENT_UNARY && (element->op == SQL_OP_ANY || element->op == SQL_OP_ALL);
}

SqlElement *sql_binary_new (ScriptRuntime *runtime, SqlElement *left, SqlElement *right, SqlOperator op,
                            SqlOperator negate, const SaType *type)
{
    SqlElement *node;

    if (is_associative (op))
    {
        SqlList list = { 0 };
        gboolean first = flatten (runtime, &list, left, op, type);
        gboolean second = flatten (runtime, &list, right, op, type);

        if (first || second)
        {
            for (guint i = 0; i < list.n; i++)
                list.items[i] = sql_group (runtime, list.items[i], op);
            return chain_new (runtime, op, list.items, list.n, type);
        }
    }
    node = sql_element_new (runtime, ELEMENT_BINARY);
    node->left = sql_group (runtime, left, op);
    node->right = sql_group (runtime, right, op);
    node->op = op;
    node->negate = is_aggregate (left) || is_aggregate (right) ? SQL_OP_NONE : negate;
    node->type = type;
    node->flags = ELEMENT_IMPLICIT_TRUTH;
    return node;
}

/* What the types of both sides make of OP and of the result (_adapt_expression of Concatenable, NullType, and the tables _expression_adaptations). */
static const SaType *adapt (ScriptRuntime *runtime, const SqlElement *left, const SqlElement *right, SqlOperator *op)
{
    SaAffinity a = sql_affinity (left->type), b = sql_affinity (right->type);
    const SaType *type = left->type;

    if (a == SA_AFFINITY_NULL && b != SA_AFFINITY_NULL && (*op == SQL_OP_ADD || *op == SQL_OP_MUL))
    {
        SaAffinity swap = a;

        type = right->type;
        a = b;
        b = swap;
    }
    if (*op == SQL_OP_ADD && (a == SA_AFFINITY_STRING || a == SA_AFFINITY_ARRAY || a == SA_AFFINITY_BINARY) &&
        (b == a || b == SA_AFFINITY_NULL || b == SA_AFFINITY_STRING || b == SA_AFFINITY_ARRAY ||
         b == SA_AFFINITY_BINARY))
        *op = SQL_OP_CONCAT;
    else if (a == SA_AFFINITY_INTEGER && *op == SQL_OP_TRUEDIV && b == SA_AFFINITY_INTEGER)
        type = sql_standard_type (runtime, SA_AFFINITY_NUMERIC);
    else if (a == SA_AFFINITY_INTEGER &&
             (b == SA_AFFINITY_NUMERIC || b == SA_AFFINITY_FLOAT || b == SA_AFFINITY_DATE) && *op >= SQL_OP_ADD &&
             *op <= SQL_OP_FLOORDIV)
        type = right->type;
    else if ((a == SA_AFFINITY_DATE || a == SA_AFFINITY_DATETIME || a == SA_AFFINITY_TIME) && *op == SQL_OP_SUB &&
             b == a)
        type = sql_standard_type (runtime, a == SA_AFFINITY_DATE ? SA_AFFINITY_INTEGER : SA_AFFINITY_INTERVAL);
    else if (a == SA_AFFINITY_DATE && (*op == SQL_OP_ADD || *op == SQL_OP_SUB) && b == SA_AFFINITY_INTERVAL)
        type = sql_standard_type (runtime, SA_AFFINITY_DATETIME);
    return type;
}

SqlElement *sql_arithmetic (ScriptRuntime *runtime, SqlElement *left, SqlElement *right, SqlOperator op)
{
    const SaType *type = adapt (runtime, left, right, &op);

    return sql_binary_new (runtime, left, right, op, SQL_OP_NONE, type);
}

SqlElement *sql_unary_new (ScriptRuntime *runtime, SqlElement *element, SqlOperator op, const SaType *type)
{
    SqlElement *node = sql_element_new (runtime, ELEMENT_UNARY);

    node->op = op;
    node->left = sql_group (runtime, element, op);
    node->type = type;
    return node;
}

SqlElement *sql_modifier_new (ScriptRuntime *runtime, SqlElement *element, SqlOperator op)
{
    SqlElement *node = sql_element_new (runtime, ELEMENT_MODIFIER);

    node->op = op;
    node->left = sql_group (runtime, element, op);
    return node;
}

SqlElement *sql_list_new (ScriptRuntime *runtime, SqlElementKind kind, SqlElement *const *items, guint n)
{
    SqlElement *list = sql_element_new (runtime, kind);

    list->items = script_alloc (runtime, (n + 1) * sizeof *list->items);
    if (n > 0)
        memcpy (list->items, items, n * sizeof *items);
    list->n_items = n;
    return list;
}

SqlElement *sql_conjunction (ScriptRuntime *runtime, SqlOperator op, const SqlList *clauses)
{
    SqlElementKind neutral = op == SQL_OP_AND ? ELEMENT_TRUE : ELEMENT_FALSE;
    SqlElementKind final = op == SQL_OP_AND ? ELEMENT_FALSE : ELEMENT_TRUE;
    SqlElement *skipped = NULL;
    SqlElement *chain;
    SqlList kept = { 0 }, flat = { 0 };

    for (guint i = 0; i < clauses->n; i++)
    {
        SqlElement *clause = clauses->items[i];

        if (clause->kind == neutral)
            skipped = clause;
        else if (clause->kind == final)
        {
            kept = (SqlList){ 0 };
            sql_list_add (runtime, &kept, clause);
            break;
        }
        else
            sql_list_add (runtime, &kept, clause);
    }
    if (kept.n == 0 && skipped)
        return skipped;
    if (kept.n == 1)
        return sql_group (runtime, kept.items[0], SQL_OP_AS_BOOLEAN);
    for (guint i = 0; i < kept.n; i++)
    {
        SqlElement *clause = sql_group (runtime, kept.items[i], op);

        if (clause->op == op && clause->kind == ELEMENT_CHAIN)
            for (guint k = 0; k < clause->n_items; k++)
                sql_list_add (runtime, &flat, clause->items[k]);
        else
            sql_list_add (runtime, &flat, clause);
    }
    chain = chain_new (runtime, op, flat.items, flat.n, sql_standard_type (runtime, SA_AFFINITY_BOOLEAN));
    chain->flags = ELEMENT_IMPLICIT_TRUTH;
    return chain;
}

SqlElement *sql_bind_new (ScriptRuntime *runtime, const char *name, Value value, const SaType *type)
{
    SqlElement *bind = sql_element_new (runtime, ELEMENT_BIND);

    bind->name = name;
    bind->value = value;
    bind->type = type;
    bind->flags = name ? 0 : ELEMENT_UNIQUE;
    if (value.kind == VALUE_EMPTY)
        bind->flags |= ELEMENT_REQUIRED;
    return bind;
}

SqlElement *sql_column_new (ScriptRuntime *runtime, const char *name, const SaType *type)
{
    SqlElement *column = sql_element_new (runtime, ELEMENT_COLUMN);

    column->name = name;
    column->type = type;
    return column;
}

SqlElement *sql_literal_column_new (ScriptRuntime *runtime, const char *text, const SaType *type)
{
    SqlElement *column = sql_element_new (runtime, ELEMENT_LITERAL_COLUMN);

    column->name = text;
    column->type = type;
    return column;
}

SqlElement *sql_constant (ScriptRuntime *runtime, SqlElementKind kind)
{
    SqlElement *constant = sql_element_new (runtime, kind);

    if (kind == ELEMENT_TRUE || kind == ELEMENT_FALSE)
        constant->type = sql_standard_type (runtime, SA_AFFINITY_BOOLEAN);
    return constant;
}

SqlElement *sql_function_new (ScriptRuntime *runtime, const char *package, const char *name, SqlElement *const *items,
                              guint n, const SaType *type)
{
    SqlElement *function = sql_list_new (runtime, ELEMENT_FUNCTION, items, n);

    for (guint i = 0; i < n; i++)
        function->items[i] = sql_group (runtime, items[i], SQL_OP_COMMA);
    function->package = package;
    function->name = name;
    function->type = type;
    return function;
}

SqlElement *sql_cast_new (ScriptRuntime *runtime, SqlElement *element, const SaType *type)
{
    SqlElement *cast = sql_element_new (runtime, ELEMENT_CAST);

    cast->left = element;
    cast->type = type;
    return cast;
}

SqlElement *sql_label_new (ScriptRuntime *runtime, SqlElement *element, const char *name)
{
    SqlElement *label = sql_element_new (runtime, ELEMENT_LABEL);

    while (element->kind == ELEMENT_LABEL)
        element = element->left;
    label->name = name;
    label->left = sql_group (runtime, element, SQL_OP_COMMA);
    label->type = element->type;
    return label;
}

SqlElement *sql_text_new (ScriptRuntime *runtime, const char *text)
{
    SqlElement *element = sql_element_new (runtime, ELEMENT_TEXT);

    element->name = script_strdup (runtime, text);
    return element;
}

gboolean sql_is_from (const SqlElement *element)
{
    switch ((int)element->kind)
    {
    case ELEMENT_TABLE:
    case ELEMENT_ALIAS:
    case ELEMENT_CTE:
    case ELEMENT_JOIN:
    case ELEMENT_VALUES:
        return TRUE;
    default:
        return FALSE;
    }
}

gboolean sql_is_statement (const SqlElement *element)
{
    switch ((int)element->kind)
    {
    case ELEMENT_SELECT:
    case ELEMENT_COMPOUND:
    case ELEMENT_INSERT:
    case ELEMENT_UPDATE:
    case ELEMENT_DELETE:
        return TRUE;
    default:
        return FALSE;
    }
}

gboolean sql_is_column (const SqlElement *element)
{
    return !sql_is_from (element) && !sql_is_statement (element);
}
