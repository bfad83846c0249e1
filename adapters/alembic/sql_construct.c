/* The functions of sqlalchemy and sqlalchemy.sql that make elements (sql/_elements_constructors.py, sql/functions.py). */

#include "adapters/alembic/sql_host.h"
#include "adapters/alembic/sql_members.h"
#include "adapters/alembic/sql_value.h"

#include <string.h>

static ScriptStatus call_text (ScriptCall *call, Value *out)
{
    Value value;
    const char *text;

    SCRIPT_TRY (py_bind (call, "text(text)", &value));
    SCRIPT_TRY (sql_string (call->runtime, value, "text", &text));
    return sql_give (call->runtime, sql_text_new (call->runtime, text), out);
}

#define METHOD(title, method, class, what)                                                                             \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = method, .gives = class,               \
        .summary = what                                                                                                \
    }

static ScriptStatus call_literal (ScriptCall *call, Value *out)
{
    Value values[3];
    const SaType *type;
    SqlElement *bind;

    SCRIPT_TRY (py_bind (call, "literal(value, type_=, literal_execute=)", values));
    SCRIPT_TRY (sql_type_argument (call->runtime, values[1], &type));
    bind = sql_bind_new (call->runtime, NULL, values[0], type ? type : sql_type_of_value (call->runtime, values[0]));
    bind->flags |= ELEMENT_TYPED;
    return sql_give (call->runtime, bind, out);
}

static ScriptStatus call_literal_column (ScriptCall *call, Value *out)
{
    Value values[2];
    const SaType *type;
    const char *text;

    SCRIPT_TRY (py_bind (call, "literal_column(text, type_=)", values));
    SCRIPT_TRY (sql_string (call->runtime, values[0], "literal_column", &text));
    SCRIPT_TRY (sql_type_argument (call->runtime, values[1], &type));
    return sql_give (call->runtime, sql_literal_column_new (call->runtime, text, type), out);
}

static ScriptStatus call_bindparam (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[7];
    const SaType *type;
    const char *key = NULL;
    SqlElement *bind;
    gboolean unique = FALSE, expanding = FALSE;

    SCRIPT_TRY (py_bind (call, "bindparam(key, value=, type_=, unique=, required=, expanding=, **kw)", values));
    if (values[0].kind != VALUE_NULL)
        SCRIPT_TRY (sql_string (runtime, values[0], "bindparam", &key));
    SCRIPT_TRY (sql_type_argument (runtime, values[2], &type));
    if (values[3].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (runtime, values[3], &unique));
    if (values[5].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (runtime, values[5], &expanding));
    bind = sql_bind_new (runtime, key, values[1],
                         type                            ? type
                         : values[1].kind == VALUE_EMPTY ? NULL
                                                         : sql_type_of_value (runtime, values[1]));
    bind->flags |= (type ? ELEMENT_TYPED : 0) | (unique ? ELEMENT_UNIQUE : 0) | (expanding ? ELEMENT_EXPANDING : 0);
    bind->op = SQL_OP_IN;
    return sql_give (runtime, bind, out);
}

static ScriptStatus constant (ScriptCall *call, SqlElementKind kind, Value *out)
{
    SCRIPT_TRY (py_bind (call, "constant()", NULL));
    return sql_give (call->runtime, sql_constant (call->runtime, kind), out);
}

static ScriptStatus call_null (ScriptCall *call, Value *out)
{
    return constant (call, ELEMENT_NULL, out);
}

static ScriptStatus call_true (ScriptCall *call, Value *out)
{
    return constant (call, ELEMENT_TRUE, out);
}

static ScriptStatus call_false (ScriptCall *call, Value *out)
{
    return constant (call, ELEMENT_FALSE, out);
}

static ScriptStatus call_cast (ScriptCall *call, Value *out)
{
    Value values[2];
    const SaType *type;
    SqlElement *element;

    SCRIPT_TRY (py_bind (call, "cast(expression, type_)", values));
    SCRIPT_TRY (sql_type_argument (call->runtime, values[1], &type));
    SCRIPT_TRY (sql_expression (call->runtime, values[0], type, &element));
    return sql_give (call->runtime, sql_cast_new (call->runtime, element, type), out);
}

static ScriptStatus call_type_coerce (ScriptCall *call, Value *out)
{
    Value values[2];
    const SaType *type;
    SqlElement *node = sql_element_new (call->runtime, ELEMENT_TYPE_COERCE);

    SCRIPT_TRY (py_bind (call, "type_coerce(expression, type_)", values));
    SCRIPT_TRY (sql_type_argument (call->runtime, values[1], &type));
    SCRIPT_TRY (sql_expression (call->runtime, values[0], type, &node->left));
    if (node->left->kind == ELEMENT_BIND)
    {
        node->left = sql_copy (call->runtime, node->left);
        node->left->type = type;
    }
    node->type = type;
    return sql_give (call->runtime, node, out);
}

static ScriptStatus add_when (ScriptRuntime *runtime, SqlElement *node, Value condition, Value result, gboolean simple)
{
    SqlList list = { node->items, node->n_items };
    SqlElement *element;

    if (simple)
        SCRIPT_TRY (sql_operand (runtime, condition, node->left, SQL_OP_EQ, &element));
    else
        SCRIPT_TRY (sql_condition (runtime, condition, &element));
    sql_list_add (runtime, &list, sql_group (runtime, element, SQL_OP_NONE));
    SCRIPT_TRY (sql_expression (runtime, result, NULL, &element));
    sql_list_add (runtime, &list, element);
    if (!node->type)
        node->type = element->type;
    node->items = list.items;
    node->n_items = list.n;
    return SCRIPT_NORMAL;
}

static ScriptStatus call_case (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[3];
    SqlElement *node = sql_element_new (runtime, ELEMENT_CASE);
    ScriptList *whens;

    SCRIPT_TRY (py_bind (call, "case(*whens, value=, else_=)", values));
    whens = value_list (values[0]);
    if (values[1].kind != VALUE_EMPTY && values[1].kind != VALUE_NULL)
        SCRIPT_TRY (sql_expression (runtime, values[1], NULL, &node->left));
    if (whens->length == 1 && py_as_dict (whens->items[0]))
    {
        ScriptMap *map = py_as_dict (whens->items[0]);

        for (guint32 i = 0; i < map->n_entries; i++)
            if (map->entries[i].key.kind != VALUE_EMPTY)
                SCRIPT_TRY (add_when (runtime, node, map->entries[i].key, map->entries[i].value, node->left != NULL));
    }
    else
        for (guint32 i = 0; i < whens->length; i++)
        {
            ScriptList *pair = value_list (whens->items[i]);

            if (!pair || pair->length != 2 || py_as_list (whens->items[i]))
                return sql_raise (runtime, "ArgumentError",
                                  "The \"whens\" argument to case(), when referring to a sequence of items, is now "
                                  "passed as a series of positional elements, rather than as a list. ");
            SCRIPT_TRY (add_when (runtime, node, pair->items[0], pair->items[1], node->left != NULL));
        }
    if (values[2].kind != VALUE_EMPTY && values[2].kind != VALUE_NULL)
        SCRIPT_TRY (sql_expression (runtime, values[2], NULL, &node->right));
    return sql_give (runtime, node, out);
}

static ScriptStatus conjunction (ScriptCall *call, SqlOperator op, Value *out)
{
    Value arguments;
    SqlList clauses = { 0 };

    SCRIPT_TRY (py_bind (call, "and_(*clauses)", &arguments));
    for (guint32 i = 0; i < value_list (arguments)->length; i++)
    {
        SqlElement *clause;

        SCRIPT_TRY (sql_condition (call->runtime, value_list (arguments)->items[i], &clause));
        sql_list_add (call->runtime, &clauses, clause);
    }
    return sql_give (call->runtime, sql_conjunction (call->runtime, op, &clauses), out);
}

static ScriptStatus call_and (ScriptCall *call, Value *out)
{
    return conjunction (call, SQL_OP_AND, out);
}

static ScriptStatus call_or (ScriptCall *call, Value *out)
{
    return conjunction (call, SQL_OP_OR, out);
}

static ScriptStatus call_not (ScriptCall *call, Value *out)
{
    Value value;
    SqlElement *clause;

    SCRIPT_TRY (py_bind (call, "not_(clause)", &value));
    SCRIPT_TRY (sql_condition (call->runtime, value, &clause));
    return sql_give (call->runtime, sql_negate (call->runtime, clause), out);
}

/* Functions that are a method of their first argument: between (a, 1, 2), desc (a). */
static ScriptStatus as_method (ScriptCall *call, const char *method, Value *out)
{
    SqlElement *element;
    Value receiver;

    if (call->n_arguments == 0)
        return script_throw (call->runtime, "TypeError", "%s() missing 1 required positional argument", method);
    if (py_as_string (call->arguments[0]))
        SCRIPT_TRY (sql_ordering (call->runtime, call->arguments[0], &element));
    else
        SCRIPT_TRY (sql_expression (call->runtime, call->arguments[0], NULL, &element));
    receiver = sql_element_value (call->runtime, element);
    return py_call_method (call->runtime, receiver, method, call->arguments + 1, call->n_arguments - 1, out);
}

#define AS_METHOD(function, method)                                                                                    \
    static ScriptStatus function (ScriptCall *call, Value *out)                                                        \
    {                                                                                                                  \
        return as_method (call, method, out);                                                                          \
    }

AS_METHOD (call_between, "between")
AS_METHOD (call_asc, "asc")
AS_METHOD (call_desc, "desc")
AS_METHOD (call_nulls_first, "nulls_first")
AS_METHOD (call_nulls_last, "nulls_last")
AS_METHOD (call_distinct, "distinct")
AS_METHOD (call_any, "any_")
AS_METHOD (call_all, "all_")
AS_METHOD (call_collate, "collate")
AS_METHOD (call_label, "label")

static ScriptStatus call_extract (ScriptCall *call, Value *out)
{
    Value values[2];
    SqlElement *node = sql_element_new (call->runtime, ELEMENT_EXTRACT);

    SCRIPT_TRY (py_bind (call, "extract(field, expr)", values));
    SCRIPT_TRY (sql_string (call->runtime, values[0], "field", &node->name));
    SCRIPT_TRY (sql_expression (call->runtime, values[1], NULL, &node->left));
    node->type = sql_standard_type (call->runtime, SA_AFFINITY_INTEGER);
    return sql_give (call->runtime, node, out);
}

static ScriptStatus expressions (ScriptRuntime *runtime, Value items, SqlElementKind kind, SqlElement **out)
{
    ScriptList *list;
    SqlElement *node = sql_list_new (runtime, kind, NULL, 0);

    SCRIPT_TRY (py_items (runtime, items, &list));
    node->items = script_alloc (runtime, (list->length + 1) * sizeof *node->items);
    node->n_items = list->length;
    for (guint32 i = 0; i < list->length; i++)
        SCRIPT_TRY (sql_expression (runtime, list->items[i], NULL, &node->items[i]));
    *out = node;
    return SCRIPT_NORMAL;
}

static ScriptStatus call_tuple (ScriptCall *call, Value *out)
{
    Value items;
    SqlElement *node;

    SCRIPT_TRY (py_bind (call, "tuple_(*clauses, **kw)", (Value[]){ EMPTY_VALUE, EMPTY_VALUE }));
    items = py_tuple_new (call->runtime, call->arguments, call->n_arguments);
    SCRIPT_TRY (expressions (call->runtime, items, ELEMENT_TUPLE, &node));
    return sql_give (call->runtime, node, out);
}

static ScriptStatus call_table (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[4];
    const char *name, *schema = NULL;
    SqlElement *table;

    SCRIPT_TRY (py_bind (call, "table(name, *columns, schema=, **kw)", values));
    SCRIPT_TRY (sql_string (runtime, values[0], "table", &name));
    if (values[2].kind != VALUE_EMPTY && values[2].kind != VALUE_NULL)
        SCRIPT_TRY (sql_string (runtime, values[2], "schema", &schema));
    table = sql_table_new (runtime, name, schema);
    for (guint32 i = 0; i < value_list (values[1])->length; i++)
    {
        SqlElement *column = sql_element_of (value_list (values[1])->items[i]);
        SqlList list = { table->items, table->n_items };

        if (!column || column->kind != ELEMENT_COLUMN)
            return sql_raise (runtime, "ArgumentError", "column() expected");
        if (column->table && column->table != table)
            column = sql_copy (runtime, column);
        column->table = table;
        sql_list_add (runtime, &list, column);
        table->items = list.items;
        table->n_items = list.n;
    }
    return sql_give (runtime, table, out);
}

static ScriptStatus call_column (ScriptCall *call, Value *out)
{
    Value values[4];
    const char *name;
    const SaType *type;
    gboolean literal = FALSE;

    SCRIPT_TRY (py_bind (call, "column(text, type_=, is_literal=, _selectable=)", values));
    SCRIPT_TRY (sql_string (call->runtime, values[0], "column", &name));
    SCRIPT_TRY (sql_type_argument (call->runtime, values[1], &type));
    if (values[2].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (call->runtime, values[2], &literal));
    return sql_give (
        call->runtime,
        literal ? sql_literal_column_new (call->runtime, name, type) : sql_column_new (call->runtime, name, type), out);
}

static ScriptStatus call_union (ScriptCall *call, Value *out)
{
    return sql_union_call (call, "UNION", out);
}

static ScriptStatus call_union_all (ScriptCall *call, Value *out)
{
    return sql_union_call (call, "UNION ALL", out);
}

static ScriptStatus call_except (ScriptCall *call, Value *out)
{
    return sql_union_call (call, "EXCEPT", out);
}

static ScriptStatus call_intersect (ScriptCall *call, Value *out)
{
    return sql_union_call (call, "INTERSECT", out);
}

static ScriptStatus call_join (ScriptCall *call, Value *out)
{
    return sql_join_call (call, FALSE, out);
}

static ScriptStatus call_outerjoin (ScriptCall *call, Value *out)
{
    return sql_join_call (call, TRUE, out);
}

static ScriptStatus call_alias (ScriptCall *call, Value *out)
{
    Value values[2];
    SqlElement *from;
    const char *name = NULL;

    SCRIPT_TRY (py_bind (call, "alias(selectable, name=)", values));
    SCRIPT_TRY (sql_from (call->runtime, values[0], &from));
    if (values[1].kind != VALUE_EMPTY && values[1].kind != VALUE_NULL)
        SCRIPT_TRY (sql_string (call->runtime, values[1], "name", &name));
    if (from->flags & ELEMENT_SUBQUERY && !from->name)
        from->name = name;
    else
        from = sql_alias_new (call->runtime, from, name, FALSE);
    return sql_give (call->runtime, from, out);
}

/* func.x.y (...): the object has the names so far. */

static const HostClass function_path_class;

/* What a function gives (sql/functions.py). */
static const SaType *result_type (ScriptRuntime *runtime, const char *name, SqlElement *const *items, guint n)
{
    static const char *const of_argument[] = { "coalesce", "max", "min", "sum", "lower", "upper", NULL };
    static const char *const integers[] = { "count", "char_length", "rank", "dense_rank", NULL };
    static const char *const moments[] = { "now", "current_timestamp", "localtime", "localtimestamp", "sysdate", NULL };

    if (g_strv_contains (of_argument, name) && g_ascii_strcasecmp (name, "lower") != 0 &&
        g_ascii_strcasecmp (name, "upper") != 0)
    {
        for (guint i = 0; i < n; i++)
            if (items[i]->type)
                return items[i]->type;
        return NULL;
    }
    if (g_strv_contains (integers, name))
        return sql_standard_type (runtime, SA_AFFINITY_INTEGER);
    if (g_strv_contains (moments, name))
        return sql_standard_type (runtime, SA_AFFINITY_DATETIME);
    if (g_str_equal (name, "current_date"))
        return sql_standard_type (runtime, SA_AFFINITY_DATE);
    if (g_str_equal (name, "current_time"))
        return sql_standard_type (runtime, SA_AFFINITY_TIME);
    if (g_str_equal (name, "concat") || g_str_equal (name, "current_user") || g_str_equal (name, "session_user") ||
        g_str_equal (name, "user"))
        return sql_standard_type (runtime, SA_AFFINITY_STRING);
    return NULL;
}

static ScriptStatus make_function (ScriptCall *call, const char *path, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    const char *dot = strrchr (path, '.');
    const char *name = dot ? dot + 1 : path;
    g_autofree char *package = dot ? g_strndup (path, (gsize)(dot - path)) : NULL;
    g_autofree char *lower = g_ascii_strdown (name, -1);
    Value values[2];
    SqlElement *arguments, *function;
    const SaType *type;

    if (!package && g_str_equal (lower, "cast"))
        return call_cast (call, out);
    SCRIPT_TRY (py_bind (call, "func(*clauses, type_=)", values));
    SCRIPT_TRY (expressions (runtime, values[0], ELEMENT_LIST, &arguments));
    for (guint i = 0; i < arguments->n_items; i++)
        if (arguments->items[i]->kind == ELEMENT_BIND && !arguments->items[i]->name)
            arguments->items[i]->name = script_strdup (runtime, name);
    SCRIPT_TRY (sql_type_argument (runtime, values[1], &type));
    if (!type && !package)
        type = result_type (runtime, lower, arguments->items, arguments->n_items);
    if (!package && g_str_equal (lower, "count") && arguments->n_items == 0)
    {
        SqlElement *star = sql_literal_column_new (runtime, "*", NULL);

        function = sql_function_new (runtime, NULL, script_strdup (runtime, name), &star, 1, type);
    }
    else
        function = sql_function_new (runtime, package ? script_strdup (runtime, package) : NULL,
                                     script_strdup (runtime, name), arguments->items, arguments->n_items, type);
    return sql_give (runtime, function, out);
}

static ScriptStatus path_call (ScriptCall *call, Value *out)
{
    return make_function (call, call->data, out);
}

static ScriptStatus path_get (ScriptCall *call, Value *out)
{
    const char *before = call->data;
    g_autoptr (GString) path = g_string_new (before);
    const char *name = value_to_text (call->runtime, call->arguments[0]);

    if (g_str_has_prefix (name, "__"))
    {
        *out = EMPTY_VALUE;
        return SCRIPT_NORMAL;
    }
    if (path->len > 0)
        g_string_append_c (path, '.');
    g_string_append (path, name);
    if (g_str_has_suffix (name, "_")) /* func.cast_: a name that Python has for itself */
        g_string_truncate (path, path->len - 1);
    *out = host_object_new (call->runtime, &function_path_class, script_strdup (call->runtime, path->str));
    return SCRIPT_NORMAL;
}

static const HostMember no_members[] = { { .name = NULL } };
static const HostClass function_path_class = {
    .name = "_FunctionGenerator", .members = no_members, .call = path_call, .get = path_get, .open = TRUE
};

static ScriptStatus get_func (ScriptCall *call, Value *out)
{
    *out = host_object_new (call->runtime, &function_path_class, (gpointer) "");
    return SCRIPT_NORMAL;
}

/* Methods of functions. */

static ScriptStatus one_or_more (ScriptRuntime *runtime, Value value, SqlElement **out)
{
    Value items = value;

    *out = NULL;
    if (value.kind == VALUE_EMPTY || value.kind == VALUE_NULL)
        return SCRIPT_NORMAL;
    if (!value_list (value))
        items = py_tuple_new (runtime, &value, 1);
    {
        ScriptList *list = value_list (items);
        SqlElement *node = sql_list_new (runtime, ELEMENT_LIST, NULL, 0);

        node->items = script_alloc (runtime, (list->length + 1) * sizeof *node->items);
        for (guint32 i = 0; i < list->length; i++)
            SCRIPT_TRY (sql_ordering (runtime, list->items[i], &node->items[node->n_items++]));
        *out = node;
    }
    return SCRIPT_NORMAL;
}

static void frame_bound (GString *text, Value value, const char *unbounded)
{
    gint64 number;

    if (value.kind == VALUE_NULL)
        g_string_append_printf (text, "UNBOUNDED %s", unbounded);
    else if (py_is_integer (value, &number) && number != 0)
        g_string_append_printf (text, "%" G_GINT64_FORMAT " %s", ABS (number), number < 0 ? "PRECEDING" : "FOLLOWING");
    else
        g_string_append (text, "CURRENT ROW");
}

static ScriptStatus frame (ScriptRuntime *runtime, SqlElement *node, const char *word, Value range)
{
    g_autoptr (GString) text = g_string_new (word);
    ScriptList *pair = value_list (range);

    if (range.kind == VALUE_EMPTY || range.kind == VALUE_NULL)
        return SCRIPT_NORMAL;
    if (!pair || pair->length != 2)
        return sql_raise (runtime, "ArgumentError", "2-tuple expected for range/rows");
    g_string_append (text, " BETWEEN ");
    frame_bound (text, pair->items[0], "PRECEDING");
    g_string_append (text, " AND ");
    frame_bound (text, pair->items[1], "FOLLOWING");
    node->name = script_strdup (runtime, text->str);
    return SCRIPT_NORMAL;
}

static ScriptStatus over (ScriptRuntime *runtime, SqlElement *function, const Value *values, Value *out)
{
    SqlElement *node = sql_element_new (runtime, ELEMENT_OVER);
    SqlElement *partition;

    node->left = function;
    node->type = function->type;
    SCRIPT_TRY (one_or_more (runtime, values[0], &partition));
    SCRIPT_TRY (one_or_more (runtime, values[1], &node->right));
    if (partition)
    {
        node->items = partition->items;
        node->n_items = partition->n_items;
    }
    SCRIPT_TRY (frame (runtime, node, "RANGE", values[2]));
    SCRIPT_TRY (frame (runtime, node, "ROWS", values[3]));
    return sql_give (runtime, node, out);
}

static ScriptStatus method_over (ScriptCall *call, Value *out)
{
    Value values[4];

    SCRIPT_TRY (py_bind (call, "over(*, partition_by=, order_by=, range_=, rows=)", values));
    return over (call->runtime, sql_receiver (call), values, out);
}

static ScriptStatus call_over (ScriptCall *call, Value *out)
{
    Value values[5];

    SCRIPT_TRY (py_bind (call, "over(element, partition_by=, order_by=, range_=, rows=)", values));
    if (!sql_element_of (values[0]))
        return sql_raise (call->runtime, "ArgumentError", "a function is expected");
    return over (call->runtime, sql_element_of (values[0]), values + 1, out);
}

static ScriptStatus wrap_function (ScriptCall *call, SqlElementKind kind, gboolean conditions, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlElement *node = sql_element_new (runtime, kind);
    Value arguments;
    SqlList list = { 0 };

    SCRIPT_TRY (py_bind (call, conditions ? "filter(*criterion)" : "within_group(*order_by)", &arguments));
    for (guint32 i = 0; i < value_list (arguments)->length; i++)
    {
        SqlElement *element;

        if (conditions)
            SCRIPT_TRY (sql_condition (runtime, value_list (arguments)->items[i], &element));
        else
            SCRIPT_TRY (sql_ordering (runtime, value_list (arguments)->items[i], &element));
        sql_list_add (runtime, &list, conditions ? sql_group (runtime, element, SQL_OP_AND) : element);
    }
    node->left = sql_receiver (call);
    node->type = node->left->type;
    node->items = list.items;
    node->n_items = list.n;
    return sql_give (runtime, node, out);
}

static ScriptStatus method_filter (ScriptCall *call, Value *out)
{
    return wrap_function (call, ELEMENT_FILTER, TRUE, out);
}

static ScriptStatus method_within_group (ScriptCall *call, Value *out)
{
    return wrap_function (call, ELEMENT_WITHIN_GROUP, FALSE, out);
}

static ScriptStatus function_select (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *element = sql_select_new (call->runtime, &select);

    sql_list_add (call->runtime, &select->columns, sql_receiver (call));
    return sql_give (call->runtime, element, out);
}

static ScriptStatus function_alias (ScriptCall *call, Value *out)
{
    Value name = EMPTY_VALUE;
    const char *text = NULL;

    SCRIPT_TRY (py_bind (call, "alias(name=)", &name));
    if (name.kind != VALUE_EMPTY && name.kind != VALUE_NULL)
        SCRIPT_TRY (sql_string (call->runtime, name, "name", &text));
    return sql_give (call->runtime, sql_alias_new (call->runtime, sql_receiver (call), text, FALSE), out);
}

const HostMember sql_function_members[] = {
    METHOD ("over", method_over, &sql_function_class, "OVER"),
    METHOD ("filter", method_filter, &sql_function_class, "FILTER (WHERE ...)"),
    METHOD ("within_group", method_within_group, &sql_function_class, "WITHIN GROUP (ORDER BY ...)"),
    METHOD ("select", function_select, &sql_select_class, "SELECT of it"),
    METHOD ("alias", function_alias, &sql_from_class, "as something to select from"),
    { .name = NULL },
};

/* sqlalchemy.dialects.* */

static ScriptStatus dialect_insert (ScriptCall *call, Dialect dialect, Value *out)
{
    SqlElement *element;

    SCRIPT_TRY (sql_insert_call (call, out));
    element = sql_element_of (*out);
    ((SqlChange *)element->detail)->dialect_specific = TRUE;
    ((SqlChange *)element->detail)->dialect = dialect;
    return SCRIPT_NORMAL;
}

static ScriptStatus postgresql_insert (ScriptCall *call, Value *out)
{
    return dialect_insert (call, DIALECT_POSTGRESQL, out);
}

static ScriptStatus mysql_insert (ScriptCall *call, Value *out)
{
    return dialect_insert (call, DIALECT_MYSQL, out);
}

static ScriptStatus sqlite_insert (ScriptCall *call, Value *out)
{
    return dialect_insert (call, DIALECT_SQLITE, out);
}

static ScriptStatus postgresql_array (ScriptCall *call, Value *out)
{
    Value values[2];
    SqlElement *node;

    SCRIPT_TRY (py_bind (call, "array(clauses, type_=)", values));
    SCRIPT_TRY (expressions (call->runtime, values[0], ELEMENT_ARRAY, &node));
    if (values[1].kind != VALUE_EMPTY)
        SCRIPT_TRY (sql_type_argument (call->runtime, values[1], &node->type));
    return sql_give (call->runtime, node, out);
}

static ScriptStatus postgresql_order (ScriptCall *call, Value *out)
{
    Value values[2];
    SqlElement *node = sql_element_new (call->runtime, ELEMENT_AGGREGATE_ORDER);
    SqlList list = { 0 };

    SCRIPT_TRY (py_bind (call, "aggregate_order_by(target, *order_by)", values));
    SCRIPT_TRY (sql_expression (call->runtime, values[0], NULL, &node->left));
    for (guint32 i = 0; i < value_list (values[1])->length; i++)
    {
        SqlElement *element;

        SCRIPT_TRY (sql_ordering (call->runtime, value_list (values[1])->items[i], &element));
        sql_list_add (call->runtime, &list, element);
    }
    node->items = list.items;
    node->n_items = list.n;
    node->type = node->left->type;
    return sql_give (call->runtime, node, out);
}

const HostMember sql_postgresql_members[] = {
    METHOD ("insert", postgresql_insert, &sql_insert_class, "INSERT with ON CONFLICT"),
    METHOD ("array", postgresql_array, &sql_column_class, "ARRAY[...]"),
    METHOD ("aggregate_order_by", postgresql_order, &sql_column_class, "ORDER BY inside an aggregate"),
    { .name = NULL },
};
const HostMember sql_mysql_members[] = {
    METHOD ("insert", mysql_insert, &sql_insert_class, "INSERT with ON DUPLICATE KEY UPDATE"),
    { .name = NULL },
};
const HostMember sql_sqlite_members[] = {
    METHOD ("insert", sqlite_insert, &sql_insert_class, "INSERT with ON CONFLICT"),
    { .name = NULL },
};
#define EXPRESSION(title, function, what) METHOD (title, function, &sql_column_class, what)

const HostMember sql_construct_members[] = {
    METHOD ("text", call_text, &sql_text_class, "SQL as it stands, with :parameters"),
    EXPRESSION ("literal", call_literal, "a value as an expression"),
    EXPRESSION ("literal_column", call_literal_column, "SQL as an expression"),
    EXPRESSION ("bindparam", call_bindparam, "a parameter"),
    EXPRESSION ("null", call_null, "NULL"),
    EXPRESSION ("true", call_true, "true"),
    EXPRESSION ("false", call_false, "false"),
    { .name = "func", .kind = HOST_GETTER, .function = get_func, .summary = "functions of the database" },
    EXPRESSION ("cast", call_cast, "CAST"),
    EXPRESSION ("type_coerce", call_type_coerce, "another type for Python alone"),
    EXPRESSION ("case", call_case, "CASE"),
    EXPRESSION ("and_", call_and, "AND"),
    EXPRESSION ("or_", call_or, "OR"),
    EXPRESSION ("not_", call_not, "NOT"),
    EXPRESSION ("between", call_between, "BETWEEN"),
    EXPRESSION ("asc", call_asc, "ASC"),
    EXPRESSION ("desc", call_desc, "DESC"),
    EXPRESSION ("nulls_first", call_nulls_first, "NULLS FIRST"),
    EXPRESSION ("nullsfirst", call_nulls_first, "NULLS FIRST"),
    EXPRESSION ("nulls_last", call_nulls_last, "NULLS LAST"),
    EXPRESSION ("nullslast", call_nulls_last, "NULLS LAST"),
    EXPRESSION ("distinct", call_distinct, "DISTINCT expr"),
    EXPRESSION ("any_", call_any, "ANY"),
    EXPRESSION ("all_", call_all, "ALL"),
    EXPRESSION ("collate", call_collate, "COLLATE"),
    EXPRESSION ("label", call_label, "AS"),
    EXPRESSION ("extract", call_extract, "EXTRACT"),
    EXPRESSION ("tuple_", call_tuple, "(a, b)"),
    METHOD ("exists", sql_exists_call, &sql_exists_class, "EXISTS"),
    EXPRESSION ("over", call_over, "OVER"),
    EXPRESSION ("column", call_column, "a column by name"),
    METHOD ("table", call_table, &sql_from_class, "a table by name"),
    METHOD ("values", sql_values_call, &sql_from_class, "VALUES"),
    METHOD ("alias", call_alias, &sql_from_class, "by another name"),
    METHOD ("join", call_join, &sql_from_class, "JOIN"),
    METHOD ("outerjoin", call_outerjoin, &sql_from_class, "LEFT OUTER JOIN"),
    METHOD ("select", sql_select_call, &sql_select_class, "SELECT"),
    METHOD ("insert", sql_insert_call, &sql_insert_class, "INSERT"),
    METHOD ("update", sql_update_call, &sql_update_class, "UPDATE"),
    METHOD ("delete", sql_delete_call, &sql_delete_class, "DELETE"),
    METHOD ("union", call_union, &sql_select_class, "UNION"),
    METHOD ("union_all", call_union_all, &sql_select_class, "UNION ALL"),
    METHOD ("except_", call_except, &sql_select_class, "EXCEPT"),
    METHOD ("intersect", call_intersect, &sql_select_class, "INTERSECT"),
    { .name = NULL },
};
