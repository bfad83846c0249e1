/* Operators and methods of expressions (sql/operators.py ColumnOperators, sql/default_comparator.py, the comparators of types). */

#include "adapters/alembic/sql_host.h"
#include "adapters/alembic/sql_value.h"

#include <string.h>

static const struct
{
    SqlOperator op;
    SqlOperator negate;
} negations[] = {
    { SQL_OP_EQ, SQL_OP_NE },
    { SQL_OP_LT, SQL_OP_GE },
    { SQL_OP_GT, SQL_OP_LE },
    { SQL_OP_IS, SQL_OP_IS_NOT },
    { SQL_OP_IS_DISTINCT, SQL_OP_IS_NOT_DISTINCT },
    { SQL_OP_IN, SQL_OP_NOT_IN },
    { SQL_OP_LIKE, SQL_OP_NOT_LIKE },
    { SQL_OP_ILIKE, SQL_OP_NOT_ILIKE },
    { SQL_OP_CONTAINS, SQL_OP_NOT_CONTAINS },
    { SQL_OP_ICONTAINS, SQL_OP_NOT_ICONTAINS },
    { SQL_OP_STARTSWITH, SQL_OP_NOT_STARTSWITH },
    { SQL_OP_ISTARTSWITH, SQL_OP_NOT_ISTARTSWITH },
    { SQL_OP_ENDSWITH, SQL_OP_NOT_ENDSWITH },
    { SQL_OP_IENDSWITH, SQL_OP_NOT_IENDSWITH },
    { SQL_OP_BETWEEN, SQL_OP_NOT_BETWEEN },
    { SQL_OP_REGEXP, SQL_OP_NOT_REGEXP },
    { SQL_OP_MATCH, SQL_OP_NOT_MATCH },
};

SqlOperator sql_negated (SqlOperator op)
{
    for (gsize i = 0; i < G_N_ELEMENTS (negations); i++)
    {
        if (negations[i].op == op)
            return negations[i].negate;
        if (negations[i].negate == op)
            return negations[i].op;
    }
    return SQL_OP_NONE;
}

static gboolean is_constant (Value value, const SqlElement *element)
{
    if (element)
        return element->kind == ELEMENT_NULL || element->kind == ELEMENT_TRUE || element->kind == ELEMENT_FALSE;
    return value.kind == VALUE_NULL || value.kind == VALUE_BOOLEAN;
}

static SqlElement *constant_of (ScriptRuntime *runtime, Value value, SqlElement *element)
{
    if (element)
        return element;
    if (value.kind == VALUE_NULL)
        return sql_constant (runtime, ELEMENT_NULL);
    return sql_constant (runtime, value.as.boolean ? ELEMENT_TRUE : ELEMENT_FALSE);
}

static SqlOperator mirrored (SqlOperator op)
{
    switch ((int)op)
    {
    case SQL_OP_LT:
        return SQL_OP_GT;
    case SQL_OP_LE:
        return SQL_OP_GE;
    case SQL_OP_GT:
        return SQL_OP_LT;
    case SQL_OP_GE:
        return SQL_OP_LE;
    default:
        return op;
    }
}

ScriptStatus sql_compare (ScriptRuntime *runtime, SqlElement *left, Value right, SqlOperator op, SqlElement **out)
{
    SqlElement *element = sql_element_of (right);
    const SaType *boolean = sql_standard_type (runtime, SA_AFFINITY_BOOLEAN);
    gboolean aggregate = left->kind == ELEMENT_UNARY && (left->op == SQL_OP_ANY || left->op == SQL_OP_ALL);
    SqlElement *operand;

    if (is_constant (right, element) && !aggregate)
    {
        gboolean null = element ? element->kind == ELEMENT_NULL : right.kind == VALUE_NULL;

        operand = constant_of (runtime, right, element);
        if (op == SQL_OP_EQ && null)
            op = SQL_OP_IS;
        else if (op == SQL_OP_NE && null)
            op = SQL_OP_IS_NOT;
        else if (op != SQL_OP_EQ && op != SQL_OP_NE && op != SQL_OP_IS && op != SQL_OP_IS_NOT &&
                 op != SQL_OP_IS_DISTINCT && op != SQL_OP_IS_NOT_DISTINCT)
            return sql_raise (runtime, "ArgumentError",
                              "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', 'is_not_distinct_from()' "
                              "operators can be used with None/True/False");
        *out = sql_binary_new (runtime, left, operand, op, sql_negated (op), boolean);
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (sql_operand (runtime, right, aggregate ? left->left : left, op, &operand));
    *out = aggregate ? sql_binary_new (runtime, operand, left, mirrored (op), SQL_OP_NONE, boolean)
                     : sql_binary_new (runtime, left, operand, op, sql_negated (op), boolean);
    return SCRIPT_NORMAL;
}

typedef struct
{
    const char *name;
    SqlOperator op;
} NamedOperator;

static const NamedOperator comparisons[] = {
    { "__eq__", SQL_OP_EQ }, { "__ne__", SQL_OP_NE }, { "__lt__", SQL_OP_LT },
    { "__le__", SQL_OP_LE }, { "__gt__", SQL_OP_GT }, { "__ge__", SQL_OP_GE },
};

static const NamedOperator arithmetic[] = {
    { "add__", SQL_OP_ADD },         { "sub__", SQL_OP_SUB },           { "mul__", SQL_OP_MUL },
    { "truediv__", SQL_OP_TRUEDIV }, { "floordiv__", SQL_OP_FLOORDIV }, { "mod__", SQL_OP_MOD },
};

/* a[b] of JSON, arrays; SQLAlchemy's JSON.Comparator._setup_getitem. */
static ScriptStatus operate_arithmetic (ScriptRuntime *runtime, SqlElement *left, Value right, SqlOperator op,
                                        gboolean reversed, Value *out)
{
    SqlElement *operand;

    SCRIPT_TRY (sql_operand (runtime, right, left, op, &operand));
    return sql_give (
        runtime, reversed ? sql_arithmetic (runtime, operand, left, op) : sql_arithmetic (runtime, left, operand, op),
        out);
}

static ScriptStatus operate_logic (ScriptRuntime *runtime, SqlElement *left, Value right, SqlOperator op,
                                   gboolean reversed, Value *out)
{
    SqlList clauses = { 0 };
    SqlElement *other;

    SCRIPT_TRY (sql_condition (runtime, right, &other));
    sql_list_add (runtime, &clauses, reversed ? other : left);
    sql_list_add (runtime, &clauses, reversed ? left : other);
    return sql_give (runtime, sql_conjunction (runtime, op, &clauses), out);
}

static ScriptStatus shift (ScriptRuntime *runtime, SqlElement *left, Value right, const char *text, Value *out)
{
    SqlElement *operand;
    SqlElement *node;

    SCRIPT_TRY (sql_operand (runtime, right, left, SQL_OP_CUSTOM, &operand));
    node = sql_binary_new (runtime, left, operand, SQL_OP_CUSTOM, SQL_OP_NONE, NULL);
    node->operator= text;
    node->precedence = 5;
    return sql_give (runtime, node, out);
}

ScriptStatus sql_operate (ScriptRuntime *runtime, const char *name, Value left_value, Value right, Value *out)
{
    SqlElement *left = sql_element_of (left_value);
    gboolean reversed = g_str_has_prefix (name, "__r");
    const char *rest = name + (reversed ? 3 : 2);
    SqlElement *element;

    *out = EMPTY_VALUE;
    if (!left)
        return SCRIPT_NORMAL;
    for (gsize i = 0; i < G_N_ELEMENTS (comparisons); i++)
        if (g_str_equal (name, comparisons[i].name))
        {
            SCRIPT_TRY (sql_compare (runtime, left, right, comparisons[i].op, &element));
            return sql_give (runtime, element, out);
        }
    if (g_str_equal (name, "__and__") || g_str_equal (name, "__rand__"))
        return operate_logic (runtime, left, right, SQL_OP_AND, reversed, out);
    if (g_str_equal (name, "__or__") || g_str_equal (name, "__ror__"))
        return operate_logic (runtime, left, right, SQL_OP_OR, reversed, out);
    if (g_str_equal (name, "__invert__"))
        return sql_give (runtime, sql_negate (runtime, left), out);
    if (g_str_equal (name, "__neg__"))
        return sql_give (runtime, sql_unary_new (runtime, left, SQL_OP_NEG, left->type), out);
    if (g_str_equal (name, "__lshift__") || g_str_equal (name, "__rshift__"))
        return shift (runtime, left, right, g_str_equal (name, "__lshift__") ? "<<" : ">>", out);
    if (g_str_equal (name, "__hash__") || g_str_equal (name, "__bool__"))
        return SCRIPT_NORMAL;
    for (gsize i = 0; i < G_N_ELEMENTS (arithmetic); i++)
        if (g_str_equal (rest, arithmetic[i].name))
            return operate_arithmetic (runtime, left, right, arithmetic[i].op, reversed, out);
    return SCRIPT_NORMAL;
}

/* Methods. */

static ScriptStatus compare_with (ScriptCall *call, const char *signature, SqlOperator op, Value *out)
{
    Value other;
    SqlElement *element;

    SCRIPT_TRY (py_bind (call, signature, &other));
    SCRIPT_TRY (sql_compare (call->runtime, sql_receiver (call), other, op, &element));
    return sql_give (call->runtime, element, out);
}

#define COMPARISON(function, text, op)                                                                                 \
    static ScriptStatus function (ScriptCall *call, Value *out)                                                        \
    {                                                                                                                  \
        return compare_with (call, text "(other)", op, out);                                                           \
    }

COMPARISON (method_is, "is_", SQL_OP_IS)
COMPARISON (method_is_not, "is_not", SQL_OP_IS_NOT)
COMPARISON (method_is_distinct, "is_distinct_from", SQL_OP_IS_DISTINCT)
COMPARISON (method_is_not_distinct, "is_not_distinct_from", SQL_OP_IS_NOT_DISTINCT)

/* like, contains, ...: with `escape` and `autoescape` (operators.py, _escaped_like_impl). */
static ScriptStatus like_with (ScriptCall *call, const char *signature, SqlOperator op, gboolean autoescapes,
                               Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[3] = { EMPTY_VALUE, EMPTY_VALUE, EMPTY_VALUE };
    SqlElement *element;
    const char *escape = NULL;
    gboolean autoescape = FALSE;

    SCRIPT_TRY (py_bind (call, signature, values));
    if (autoescapes)
    {
        if (values[1].kind != VALUE_EMPTY)
            SCRIPT_TRY (py_truth (runtime, values[1], &autoescape));
        values[1] = values[2];
    }
    if (values[1].kind != VALUE_EMPTY && values[1].kind != VALUE_NULL)
        SCRIPT_TRY (sql_string (runtime, values[1], "escape", &escape));
    if (autoescape)
    {
        g_autoptr (GString) text = NULL;

        if (!py_as_string (values[0]))
            return script_throw (runtime, "TypeError", "String value expected when autoescape=True");
        escape = escape ? escape : "/";
        text = g_string_new (value_to_text (runtime, py_unbox (values[0])));
        if (!g_str_equal (escape, "%") && !g_str_equal (escape, "_"))
        {
            g_autofree char *twice = g_strconcat (escape, escape, NULL);

            g_string_replace (text, escape, twice, 0);
        }
        {
            g_autofree char *percent = g_strconcat (escape, "%", NULL);
            g_autofree char *underscore = g_strconcat (escape, "_", NULL);

            g_string_replace (text, "%", percent, 0);
            g_string_replace (text, "_", underscore, 0);
        }
        values[0] = value_string (runtime, text->str, (gssize)text->len);
    }
    SCRIPT_TRY (sql_compare (runtime, sql_receiver (call), values[0], op, &element));
    element->operator= escape;
    return sql_give (runtime, element, out);
}

#define LIKE(function, text, op)                                                                                       \
    static ScriptStatus function (ScriptCall *call, Value *out)                                                        \
    {                                                                                                                  \
        return like_with (call, text "(other, escape=)", op, FALSE, out);                                              \
    }
#define PART(function, text, op)                                                                                       \
    static ScriptStatus function (ScriptCall *call, Value *out)                                                        \
    {                                                                                                                  \
        return like_with (call, text "(other, autoescape=, escape=)", op, TRUE, out);                                  \
    }

LIKE (method_like, "like", SQL_OP_LIKE)
LIKE (method_not_like, "not_like", SQL_OP_NOT_LIKE)
LIKE (method_ilike, "ilike", SQL_OP_ILIKE)
LIKE (method_not_ilike, "not_ilike", SQL_OP_NOT_ILIKE)
PART (method_icontains, "icontains", SQL_OP_ICONTAINS)
PART (method_startswith, "startswith", SQL_OP_STARTSWITH)
PART (method_istartswith, "istartswith", SQL_OP_ISTARTSWITH)
PART (method_endswith, "endswith", SQL_OP_ENDSWITH)
PART (method_iendswith, "iendswith", SQL_OP_IENDSWITH)

ScriptStatus sql_custom (ScriptRuntime *runtime, SqlElement *left, Value right, const char *text, guint precedence,
                         const SaType *type, gboolean eager, Value *out)
{
    SqlElement *operand;
    SqlElement *node;

    SCRIPT_TRY (sql_operand (runtime, right, left, SQL_OP_CUSTOM, &operand));
    node = sql_element_new (runtime, ELEMENT_BINARY);
    node->op = SQL_OP_CUSTOM;
    node->operator= text;
    node->precedence = precedence;
    node->left = sql_group_custom (runtime, left, precedence);
    node->right = sql_group_custom (runtime, operand, precedence);
    node->type = type;
    node->flags = ELEMENT_IMPLICIT_TRUTH | (eager ? ELEMENT_EXPANDING : 0);
    return sql_give (runtime, node, out);
}

/* `contains` of an array or a JSONB is @>. */
static ScriptStatus method_contains (ScriptCall *call, Value *out)
{
    SaAffinity affinity = sql_affinity (sql_receiver (call)->type);

    if (affinity == SA_AFFINITY_ARRAY || affinity == SA_AFFINITY_JSON)
        return sql_collection_contains (call, out);
    return like_with (call, "contains(other, autoescape=, escape=)", SQL_OP_CONTAINS, TRUE, out);
}

static ScriptStatus not_a_list (ScriptRuntime *runtime, Value value)
{
    ScriptString *shown;

    SCRIPT_TRY (py_repr (runtime, value, &shown));
    return sql_raise (runtime, "ArgumentError",
                      "IN expression list, SELECT construct, or bound parameter object expected, got %s.",
                      value_to_text (runtime, value_of_string (shown)));
}

static ScriptStatus in_with (ScriptCall *call, const char *signature, SqlOperator op, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlElement *left = sql_receiver (call);
    SqlElement *right;
    Value other;
    ScriptList *items;
    gboolean elements = FALSE;

    SCRIPT_TRY (py_bind (call, signature, &other));
    right = sql_element_of (other);
    if (right && right->kind == ELEMENT_ALIAS)
        right = right->left;
    if (right && right->kind == ELEMENT_BIND)
    {
        right = sql_copy (runtime, right);
        right->flags |= ELEMENT_EXPANDING;
        right->op = op;
        if (!right->type)
            right->type = left->type;
    }
    if (!right)
    {
        if (!value_list (other) && !py_as_set (other) && !py_as_dict (other) &&
            (py_as_string (other) || other.kind != VALUE_OBJECT))
            return not_a_list (runtime, other);
        SCRIPT_TRY (py_items (runtime, other, &items));
        for (guint32 i = 0; i < items->length; i++)
            elements |= sql_element_of (items->items[i]) != NULL;
        if (elements)
        {
            right = sql_list_new (runtime, ELEMENT_TUPLE, NULL, 0);
            right->items = script_alloc (runtime, (items->length + 1) * sizeof *right->items);
            right->n_items = items->length;
            for (guint32 i = 0; i < items->length; i++)
                SCRIPT_TRY (sql_operand (runtime, items->items[i], left, op, &right->items[i]));
        }
        else
        {
            right = sql_bind_new (runtime, left->kind == ELEMENT_COLUMN ? left->name : NULL,
                                  py_list_new (runtime, items->items, items->length), left->type);
            if (!left->type && items->length > 0)
                right->type = sql_type_of_value (runtime, items->items[0]);
            right->flags |= ELEMENT_EXPANDING | ELEMENT_UNIQUE;
            right->op = op;
        }
    }
    return sql_give (
        runtime,
        sql_binary_new (runtime, left, right, op, sql_negated (op), sql_standard_type (runtime, SA_AFFINITY_BOOLEAN)),
        out);
}

static ScriptStatus method_in (ScriptCall *call, Value *out)
{
    return in_with (call, "in_(other)", SQL_OP_IN, out);
}

static ScriptStatus method_not_in (ScriptCall *call, Value *out)
{
    return in_with (call, "not_in(other)", SQL_OP_NOT_IN, out);
}

static ScriptStatus method_between (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlElement *left = sql_receiver (call);
    Value values[3];
    SqlElement *range, *node;
    gboolean symmetric = FALSE;

    SCRIPT_TRY (py_bind (call, "between(cleft, cright, symmetric=)", values));
    if (values[2].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (runtime, values[2], &symmetric));
    range = sql_list_new (runtime, ELEMENT_CHAIN, NULL, 0);
    range->op = SQL_OP_AND;
    range->flags = ELEMENT_UNGROUPED;
    range->items = script_alloc (runtime, 2 * sizeof *range->items);
    range->n_items = 2;
    SCRIPT_TRY (sql_operand (runtime, values[0], left, SQL_OP_AND, &range->items[0]));
    SCRIPT_TRY (sql_operand (runtime, values[1], left, SQL_OP_AND, &range->items[1]));
    node = sql_binary_new (runtime, left, range, SQL_OP_BETWEEN, SQL_OP_NOT_BETWEEN,
                           sql_standard_type (runtime, SA_AFFINITY_BOOLEAN));
    node->flags |= symmetric ? ELEMENT_UNIQUE : 0;
    return sql_give (runtime, node, out);
}

static ScriptStatus modify (ScriptCall *call, const char *name, SqlOperator op, Value *out)
{
    SCRIPT_TRY (py_bind (call, name, NULL));
    return sql_give (call->runtime, sql_modifier_new (call->runtime, sql_receiver (call), op), out);
}

static ScriptStatus method_asc (ScriptCall *call, Value *out)
{
    return modify (call, "asc()", SQL_OP_ASC, out);
}

static ScriptStatus method_desc (ScriptCall *call, Value *out)
{
    return modify (call, "desc()", SQL_OP_DESC, out);
}

static ScriptStatus method_nulls_first (ScriptCall *call, Value *out)
{
    return modify (call, "nulls_first()", SQL_OP_NULLS_FIRST, out);
}

static ScriptStatus method_nulls_last (ScriptCall *call, Value *out)
{
    return modify (call, "nulls_last()", SQL_OP_NULLS_LAST, out);
}

static ScriptStatus method_distinct (ScriptCall *call, Value *out)
{
    SqlElement *element = sql_receiver (call);

    SCRIPT_TRY (py_bind (call, "distinct()", NULL));
    return sql_give (call->runtime, sql_unary_new (call->runtime, element, SQL_OP_DISTINCT, element->type), out);
}

static ScriptStatus quantify (ScriptCall *call, SqlOperator op, Value *out)
{
    SCRIPT_TRY (py_bind (call, "any_()", NULL));
    return sql_give (
        call->runtime,
        sql_unary_new (call->runtime, sql_receiver (call), op, sql_standard_type (call->runtime, SA_AFFINITY_BOOLEAN)),
        out);
}

static ScriptStatus method_any (ScriptCall *call, Value *out)
{
    return quantify (call, SQL_OP_ANY, out);
}

static ScriptStatus method_all (ScriptCall *call, Value *out)
{
    return quantify (call, SQL_OP_ALL, out);
}

static ScriptStatus method_label (ScriptCall *call, Value *out)
{
    Value name;
    const char *text = NULL;

    SCRIPT_TRY (py_bind (call, "label(name)", &name));
    if (name.kind != VALUE_NULL)
        SCRIPT_TRY (sql_string (call->runtime, name, "label", &text));
    return sql_give (call->runtime, sql_label_new (call->runtime, sql_receiver (call), text), out);
}

static ScriptStatus method_cast (ScriptCall *call, Value *out)
{
    Value value;
    const SaType *type;

    SCRIPT_TRY (py_bind (call, "cast(type_)", &value));
    SCRIPT_TRY (sql_type_argument (call->runtime, value, &type));
    return sql_give (call->runtime, sql_cast_new (call->runtime, sql_receiver (call), type), out);
}

static ScriptStatus method_concat (ScriptCall *call, Value *out)
{
    Value other;

    SCRIPT_TRY (py_bind (call, "concat(other)", &other));
    return operate_arithmetic (call->runtime, sql_receiver (call), other, SQL_OP_CONCAT, FALSE, out);
}

static ScriptStatus method_collate (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlElement *element = sql_receiver (call);
    SqlElement *collation = sql_element_new (runtime, ELEMENT_COLLATION);
    Value name;

    SCRIPT_TRY (py_bind (call, "collate(collation)", &name));
    SCRIPT_TRY (sql_string (runtime, name, "collation", &collation->name));
    return sql_give (runtime, sql_binary_new (runtime, element, collation, SQL_OP_COLLATE, SQL_OP_NONE, element->type),
                     out);
}

static ScriptStatus method_match (ScriptCall *call, Value *out)
{
    Value values[2];
    SqlElement *element;

    SCRIPT_TRY (py_bind (call, "match(other, **kwargs)", values));
    if (py_as_dict (values[1]) && py_map_length (py_as_dict (values[1])) > 0)
        return script_refuse (call->runtime, "options of match () are not supported");
    SCRIPT_TRY (sql_compare (call->runtime, sql_receiver (call), values[0], SQL_OP_MATCH, &element));
    return sql_give (call->runtime, element, out);
}

static ScriptStatus method_regexp_match (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[2];
    SqlElement *pattern, *node;

    SCRIPT_TRY (py_bind (call, "regexp_match(pattern, flags=)", values));
    SCRIPT_TRY (sql_operand (runtime, values[0], sql_receiver (call), SQL_OP_COMMA, &pattern));
    node = sql_binary_new (runtime, sql_receiver (call), pattern, SQL_OP_REGEXP, SQL_OP_NOT_REGEXP,
                           sql_standard_type (runtime, SA_AFFINITY_BOOLEAN));
    if (values[1].kind != VALUE_EMPTY && values[1].kind != VALUE_NULL)
        SCRIPT_TRY (sql_string (runtime, values[1], "flags", &node->operator));
    return sql_give (runtime, node, out);
}

static ScriptStatus method_regexp_replace (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlElement *left = sql_receiver (call);
    Value values[3];
    SqlElement *list = sql_list_new (runtime, ELEMENT_LIST, NULL, 0);
    SqlElement *node = sql_element_new (runtime, ELEMENT_BINARY);

    SCRIPT_TRY (py_bind (call, "regexp_replace(pattern, replacement, flags=)", values));
    list->items = script_alloc (runtime, 2 * sizeof *list->items);
    list->n_items = 2;
    SCRIPT_TRY (sql_operand (runtime, values[0], left, SQL_OP_COMMA, &list->items[0]));
    SCRIPT_TRY (sql_operand (runtime, values[1], left, SQL_OP_COMMA, &list->items[1]));
    node->op = SQL_OP_REGEXP_REPLACE;
    node->left = sql_group (runtime, left, SQL_OP_REGEXP_REPLACE);
    node->right = list;
    node->type = left->type;
    if (values[2].kind != VALUE_EMPTY && values[2].kind != VALUE_NULL)
        SCRIPT_TRY (sql_string (runtime, values[2], "flags", &node->operator));
    return sql_give (runtime, node, out);
}

/* What op ('->>') gives: it is called with the other side. */
typedef struct
{
    SqlElement *left;
    const char *text;
    guint precedence;
    const SaType *type;
} Custom;

static ScriptStatus call_custom (ScriptCall *call, Value *out)
{
    const Custom *state = call->data;
    Value other;

    SCRIPT_TRY (py_bind (call, "op(other)", &other));
    return sql_custom (call->runtime, state->left, other, state->text, state->precedence, state->type, FALSE, out);
}

static const HostMember no_members[] = { { .name = NULL } };
static const HostClass custom_class = { .name = "custom_op", .members = no_members, .call = call_custom };

static ScriptStatus op_with (ScriptCall *call, const char *signature, gboolean comparison, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Custom *state = script_alloc (runtime, sizeof *state);
    Value values[4] = { EMPTY_VALUE, EMPTY_VALUE, EMPTY_VALUE, EMPTY_VALUE };
    gint64 precedence = 0;

    SCRIPT_TRY (py_bind (call, signature, values));
    state->left = sql_receiver (call);
    SCRIPT_TRY (sql_string (runtime, values[0], "op", &state->text));
    if (values[1].kind != VALUE_EMPTY && py_is_integer (values[1], &precedence))
        state->precedence = (guint)precedence;
    if (values[2].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (runtime, values[2], &comparison));
    SCRIPT_TRY (sql_type_argument (runtime, values[3], &state->type));
    if (comparison && !state->type)
        state->type = sql_standard_type (runtime, SA_AFFINITY_BOOLEAN);
    if (!state->type && values[3].kind == VALUE_EMPTY)
        state->type = state->left->type;
    *out = host_object_new (runtime, &custom_class, state);
    return SCRIPT_NORMAL;
}

static ScriptStatus method_op (ScriptCall *call, Value *out)
{
    return op_with (call, "op(opstring, precedence=, is_comparison=, return_type=)", FALSE, out);
}

static ScriptStatus method_bool_op (ScriptCall *call, Value *out)
{
    return op_with (call, "bool_op(opstring, precedence=)", TRUE, out);
}

static ScriptStatus bitwise (ScriptCall *call, SqlOperator op, Value *out)
{
    Value other;

    SCRIPT_TRY (py_bind (call, "bitwise(other)", &other));
    return operate_arithmetic (call->runtime, sql_receiver (call), other, op, FALSE, out);
}

#define BITWISE(function, op)                                                                                          \
    static ScriptStatus function (ScriptCall *call, Value *out)                                                        \
    {                                                                                                                  \
        return bitwise (call, op, out);                                                                                \
    }

BITWISE (method_bitwise_and, SQL_OP_BIT_AND)
BITWISE (method_bitwise_or, SQL_OP_BIT_OR)
BITWISE (method_bitwise_xor, SQL_OP_BIT_XOR)
BITWISE (method_shift_left, SQL_OP_SHIFT_LEFT)
BITWISE (method_shift_right, SQL_OP_SHIFT_RIGHT)

static ScriptStatus method_bitwise_not (ScriptCall *call, Value *out)
{
    SqlElement *element = sql_receiver (call);

    SCRIPT_TRY (py_bind (call, "bitwise_not()", NULL));
    return sql_give (call->runtime, sql_unary_new (call->runtime, element, SQL_OP_BIT_NOT, element->type), out);
}

static ScriptStatus method_self_group (ScriptCall *call, Value *out)
{
    return sql_give (call->runtime, sql_group (call->runtime, sql_receiver (call), SQL_OP_NONE), out);
}

static ScriptStatus get_name (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, sql_receiver (call)->name, -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_key (ScriptCall *call, Value *out)
{
    const SqlElement *element = sql_receiver (call);

    *out = value_string (call->runtime, element->key ? element->key : element->name, -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_type (ScriptCall *call, Value *out)
{
    *out = sa_type_value (call->runtime, sql_receiver (call)->type);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_table (ScriptCall *call, Value *out)
{
    SqlElement *table = sql_receiver (call)->table;

    *out = table ? sql_element_value (call->runtime, table) : NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus get_value (ScriptCall *call, Value *out)
{
    const SqlElement *element = sql_receiver (call);

    *out = element->value.kind == VALUE_EMPTY ? NULL_VALUE : element->value;
    return SCRIPT_NORMAL;
}

static ScriptStatus get_primary_key (ScriptCall *call, Value *out)
{
    *out = value_boolean (sql_receiver (call)->flags & ELEMENT_PRIMARY_KEY);
    return SCRIPT_NORMAL;
}

#define METHOD(title, most_arguments, method, what)                                                                    \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = most_arguments, .function = method, .gives = &sql_column_class,    \
        .summary = what                                                                                                \
    }
#define GETTER(title, method, what)                                                                                    \
    {                                                                                                                  \
        .name = title, .kind = HOST_GETTER, .function = method, .summary = what                                        \
    }

const HostMember sql_column_members[] = {
    METHOD ("label", 1, method_label, "expr AS name"),
    METHOD ("cast", 1, method_cast, "CAST(expr AS type)"),
    METHOD ("in_", 1, method_in, "IN, with a list, a select or a bindparam"),
    METHOD ("not_in", 1, method_not_in, "NOT IN"),
    METHOD ("notin_", 1, method_not_in, "NOT IN"),
    METHOD ("is_", 1, method_is, "IS"),
    METHOD ("is_not", 1, method_is_not, "IS NOT"),
    METHOD ("isnot", 1, method_is_not, "IS NOT"),
    METHOD ("is_distinct_from", 1, method_is_distinct, "IS DISTINCT FROM"),
    METHOD ("is_not_distinct_from", 1, method_is_not_distinct, "IS NOT DISTINCT FROM"),
    METHOD ("isnot_distinct_from", 1, method_is_not_distinct, "IS NOT DISTINCT FROM"),
    METHOD ("like", 2, method_like, "LIKE"),
    METHOD ("not_like", 2, method_not_like, "NOT LIKE"),
    METHOD ("notlike", 2, method_not_like, "NOT LIKE"),
    METHOD ("ilike", 2, method_ilike, "ILIKE, or LIKE of both in lower case"),
    METHOD ("not_ilike", 2, method_not_ilike, "NOT ILIKE"),
    METHOD ("notilike", 2, method_not_ilike, "NOT ILIKE"),
    METHOD ("contains", 3, method_contains, "LIKE '%' || x || '%'; @> of arrays and JSONB"),
    METHOD ("icontains", 3, method_icontains, "the same whatever the case"),
    METHOD ("startswith", 3, method_startswith, "LIKE x || '%'"),
    METHOD ("istartswith", 3, method_istartswith, "the same whatever the case"),
    METHOD ("endswith", 3, method_endswith, "LIKE '%' || x"),
    METHOD ("iendswith", 3, method_iendswith, "the same whatever the case"),
    METHOD ("between", 3, method_between, "BETWEEN a AND b"),
    METHOD ("match", HOST_ANY_NUMBER, method_match, "full text search"),
    METHOD ("regexp_match", 2, method_regexp_match, "~, REGEXP"),
    METHOD ("regexp_replace", 3, method_regexp_replace, "REGEXP_REPLACE"),
    METHOD ("asc", 0, method_asc, "ASC"),
    METHOD ("desc", 0, method_desc, "DESC"),
    METHOD ("nulls_first", 0, method_nulls_first, "NULLS FIRST"),
    METHOD ("nullsfirst", 0, method_nulls_first, "NULLS FIRST"),
    METHOD ("nulls_last", 0, method_nulls_last, "NULLS LAST"),
    METHOD ("nullslast", 0, method_nulls_last, "NULLS LAST"),
    METHOD ("distinct", 0, method_distinct, "DISTINCT expr"),
    METHOD ("any_", 0, method_any, "ANY (expr)"),
    METHOD ("all_", 0, method_all, "ALL (expr)"),
    METHOD ("concat", 1, method_concat, "||"),
    METHOD ("collate", 1, method_collate, "COLLATE"),
    METHOD ("op", 4, method_op, "an operator of the database"),
    METHOD ("bool_op", 2, method_bool_op, "an operator that compares"),
    METHOD ("bitwise_and", 1, method_bitwise_and, "&"),
    METHOD ("bitwise_or", 1, method_bitwise_or, "|"),
    METHOD ("bitwise_xor", 1, method_bitwise_xor, "^, # on PostgreSQL"),
    METHOD ("bitwise_not", 0, method_bitwise_not, "~"),
    METHOD ("bitwise_lshift", 1, method_shift_left, "<<"),
    METHOD ("bitwise_rshift", 1, method_shift_right, ">>"),
    METHOD ("self_group", 1, method_self_group, "in parentheses"),
    GETTER ("name", get_name, "its name"),
    GETTER ("key", get_key, "what a table calls it"),
    GETTER ("type", get_type, "its type"),
    GETTER ("table", get_table, "its table"),
    GETTER ("value", get_value, "of a bindparam"),
    GETTER ("primary_key", get_primary_key, "of a column"),
    { .name = NULL },
};
