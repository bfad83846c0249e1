/* What columns of JSON and arrays have besides: indexes and PostgreSQL's operators (sql/sqltypes.py JSON, ARRAY; dialects/postgresql/json.py, array.py). */

#include "adapters/alembic/sql_host.h"

#include <string.h>

static ScriptStatus get_item (ScriptRuntime *runtime, SqlElement *left, Value index, Value *out)
{
    SaAffinity affinity = sql_affinity (left->type);
    SqlElement *right;
    gint64 number;

    if (affinity == SA_AFFINITY_JSON)
    {
        gboolean path = py_as_tuple (index) || py_as_list (index);
        SqlElement *element = sql_element_of (index);

        right = element ? element : sql_bind_new (runtime, NULL, index, NULL);
        if (!element)
        {
            right->name = left->kind == ELEMENT_COLUMN ? left->name : NULL;
            right->op = path ? SQL_OP_JSON_PATH : SQL_OP_JSON_GETITEM;
        }
        return sql_give (runtime,
                         sql_binary_new (runtime, left, right, path ? SQL_OP_JSON_PATH : SQL_OP_JSON_GETITEM,
                                         SQL_OP_NONE, left->type),
                         out);
    }
    if (affinity == SA_AFFINITY_ARRAY && py_is_integer (index, &number))
    {
        right = sql_bind_new (runtime, left->kind == ELEMENT_COLUMN ? left->name : NULL, index,
                              sql_standard_type (runtime, SA_AFFINITY_INTEGER));
        right->flags |= ELEMENT_UNIQUE;
        return sql_give (
            runtime,
            sql_binary_new (runtime, left, right, SQL_OP_GETITEM, SQL_OP_NONE, left->type ? left->type->item : NULL),
            out);
    }
    return script_throw (runtime, "NotImplementedError", "Operator 'getitem' is not supported on this expression");
}

static ScriptStatus method_getitem (ScriptCall *call, Value *out)
{
    Value index;

    SCRIPT_TRY (py_bind (call, "__getitem__(index)", &index));
    return get_item (call->runtime, sql_receiver (call), index, out);
}

/* as_string () and its like of a JSON index: the same index with another type. */
static ScriptStatus as_type (ScriptCall *call, SaAffinity affinity, Value *out)
{
    SqlElement *element = sql_receiver (call);
    SqlElement *copy;

    if (element->kind != ELEMENT_BINARY || (element->op != SQL_OP_JSON_GETITEM && element->op != SQL_OP_JSON_PATH))
        return sql_raise (call->runtime, "InvalidRequestError",
                          "The JSON cast operator JSON.as_...() only works with a JSON index expression e.g. "
                          "col['q'].as_...()");
    copy = sql_copy (call->runtime, element);
    copy->type = sql_standard_type (call->runtime, affinity);
    return sql_give (call->runtime, copy, out);
}

#define AS_TYPE(function, affinity)                                                                                    \
    static ScriptStatus function (ScriptCall *call, Value *out)                                                        \
    {                                                                                                                  \
        return as_type (call, affinity, out);                                                                          \
    }

AS_TYPE (method_as_string, SA_AFFINITY_STRING)
AS_TYPE (method_as_integer, SA_AFFINITY_INTEGER)
AS_TYPE (method_as_float, SA_AFFINITY_FLOAT)
AS_TYPE (method_as_boolean, SA_AFFINITY_BOOLEAN)

static ScriptStatus method_as_json (ScriptCall *call, Value *out)
{
    return sql_give (call->runtime, sql_receiver (call), out);
}

/* PostgreSQL's JSON: astext is ->> (dialects/postgresql/json.py). */
static ScriptStatus get_astext (ScriptCall *call, Value *out)
{
    SqlElement *element = sql_receiver (call);
    SqlElement *node;

    if (element->kind != ELEMENT_BINARY || (element->op != SQL_OP_JSON_GETITEM && element->op != SQL_OP_JSON_PATH))
        return script_throw (call->runtime, "AttributeError",
                             "Neither '%s' object nor 'Comparator' object has an attribute 'astext'", "Column");
    node = sql_element_new (call->runtime, ELEMENT_BINARY);
    node->op = SQL_OP_CUSTOM;
    node->operator= element->op == SQL_OP_JSON_PATH ? "#>>" : "->>";
    node->precedence = 15;
    node->left = sql_group_custom (call->runtime, element->left, node->precedence);
    node->right = element->right;
    node->flags = ELEMENT_IMPLICIT_TRUTH | ELEMENT_EXPANDING;
    node->type = sa_type_generic (call->runtime, "Text");
    return sql_give (call->runtime, node, out);
}

/* LEFT OP OTHER: a list or a dict is a value of LEFT's type. */
static ScriptStatus collection_operator (ScriptCall *call, const char *text, Value other, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlElement *left = sql_receiver (call);

    if (!sql_element_of (other) && !py_as_string (other))
    {
        SqlElement *operand =
            sql_bind_new (runtime, left->kind == ELEMENT_COLUMN ? left->name : NULL, other, left->type);

        operand->flags |= ELEMENT_UNIQUE;
        other = sql_element_value (runtime, operand);
    }
    return sql_custom (runtime, left, other, text, 5, sql_standard_type (runtime, SA_AFFINITY_BOOLEAN), TRUE, out);
}

ScriptStatus sql_collection_contains (ScriptCall *call, Value *out)
{
    Value values[2];

    SCRIPT_TRY (py_bind (call, "contains(other, **kwargs)", values));
    return collection_operator (call, "@>", values[0], out);
}

#define OPERATOR(function, signature, text)                                                                            \
    static ScriptStatus function (ScriptCall *call, Value *out)                                                        \
    {                                                                                                                  \
        Value other;                                                                                                   \
                                                                                                                       \
        SCRIPT_TRY (py_bind (call, signature, &other));                                                                \
        return collection_operator (call, text, other, out);                                                           \
    }

OPERATOR (method_contained_by, "contained_by(other)", "<@")
OPERATOR (method_overlap, "overlap(other)", "&&")
OPERATOR (method_has_key, "has_key(other)", "?")
OPERATOR (method_has_any, "has_any(other)", "?|")
OPERATOR (method_has_all, "has_all(other)", "?&")

/* array.any (VALUE): VALUE = ANY (array). */
static ScriptStatus quantify (ScriptCall *call, const char *signature, SqlOperator quantifier, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlElement *left = sql_receiver (call), *operand, *node;
    Value values[2];

    SCRIPT_TRY (py_bind (call, signature, values));
    if (values[1].kind != VALUE_EMPTY && values[1].kind != VALUE_NULL)
        return script_refuse (runtime,
                              "any () and all () with another operator are not supported; use any_ () and all_ ()");
    SCRIPT_TRY (sql_expression (runtime, values[0], left->type ? left->type->item : NULL, &operand));
    node = sql_unary_new (runtime, left, quantifier, operand->type);
    return sql_give (
        runtime,
        sql_binary_new (runtime, operand, node, SQL_OP_EQ, SQL_OP_NE, sql_standard_type (runtime, SA_AFFINITY_BOOLEAN)),
        out);
}

static ScriptStatus method_any (ScriptCall *call, Value *out)
{
    return quantify (call, "any(other, operator=)", SQL_OP_ANY, out);
}

static ScriptStatus method_all (ScriptCall *call, Value *out)
{
    return quantify (call, "all(other, operator=)", SQL_OP_ALL, out);
}

#define METHOD(title, most_arguments, method, what)                                                                    \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = most_arguments, .function = method, .gives = &sql_column_class,    \
        .summary = what                                                                                                \
    }

static const HostMember members[] = {
    METHOD ("__getitem__", 1, method_getitem, "an item of JSON or of an array"),
    METHOD ("as_string", 0, method_as_string, "an index of JSON as text"),
    METHOD ("as_integer", 0, method_as_integer, "an index of JSON as an integer"),
    METHOD ("as_float", 0, method_as_float, "an index of JSON as a float"),
    METHOD ("as_boolean", 0, method_as_boolean, "an index of JSON as a boolean"),
    METHOD ("as_json", 0, method_as_json, "an index of JSON as JSON"),
    METHOD ("contained_by", 1, method_contained_by, "<@ of arrays and JSONB"),
    METHOD ("overlap", 1, method_overlap, "&& of arrays"),
    METHOD ("has_key", 1, method_has_key, "? of JSONB"),
    METHOD ("has_any", 1, method_has_any, "?| of JSONB"),
    METHOD ("has_all", 1, method_has_all, "?& of JSONB"),
    METHOD ("any", 2, method_any, "x = ANY (array)"),
    METHOD ("all", 2, method_all, "x = ALL (array)"),
    { .name = "astext", .kind = HOST_GETTER, .function = get_astext, .summary = "->> of PostgreSQL's JSON" },
    { .name = NULL },
};

const HostClass sql_operators_class = { .name = "ColumnOperators", .base = &sql_clause_class, .members = members };
