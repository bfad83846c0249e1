/* Tables, aliases, joins, CTEs: what is selected from (sql/selectable.py FromClause; sql/schema.py Table). */

#include "adapters/alembic/sql_host.h"

#include <string.h>

SqlElement *sql_table_new (ScriptRuntime *runtime, const char *name, const char *schema)
{
    SqlElement *table = sql_element_new (runtime, ELEMENT_TABLE);

    table->name = name;
    table->package = schema;
    return table;
}

SqlElement *sql_table_add (ScriptRuntime *runtime, SqlElement *table, const char *name, const char *key,
                           const SaType *type)
{
    SqlElement *column = sql_column_new (runtime, name, type);
    SqlList list = { table->items, table->n_items };

    column->key = key;
    column->table = table;
    sql_list_add (runtime, &list, column);
    table->items = list.items;
    table->n_items = list.n;
    return column;
}

SqlElement *sql_alias_new (ScriptRuntime *runtime, SqlElement *element, const char *name, gboolean subquery)
{
    SqlElement *alias = sql_element_new (runtime, ELEMENT_ALIAS);

    alias->left = element;
    alias->name = name;
    alias->flags = subquery ? ELEMENT_SUBQUERY : 0;
    return alias;
}

ScriptStatus sql_join_new (ScriptRuntime *runtime, SqlElement *left, SqlElement *right, SqlElement *on, gboolean outer,
                           gboolean full, SqlElement **out)
{
    SqlElement *join = sql_element_new (runtime, ELEMENT_JOIN);
    SqlJoin *detail = script_alloc (runtime, sizeof *detail);

    if (!on)
        return script_refuse (runtime, "a join without an ON clause follows foreign keys, which are not known of these "
                                       "tables; give the condition");
    join->left = left;
    join->right = right->kind == ELEMENT_JOIN ? sql_group (runtime, right, SQL_OP_NONE) : right;
    join->flags = (outer ? ELEMENT_OUTER : 0) | (full ? ELEMENT_FULL : 0);
    detail->on = sql_group (runtime, on, SQL_OP_AS_BOOLEAN);
    join->detail = detail;
    *out = join;
    return SCRIPT_NORMAL;
}

/* table.c */

static ScriptStatus column_of (ScriptRuntime *runtime, SqlElement *from, Value name, gboolean attribute, Value *out)
{
    SqlElement *column = NULL;
    guint count;
    SqlElement **items = sql_columns_of (runtime, from, &count);
    gint64 index;

    if (py_as_string (name))
        column = sql_find_column (runtime, from, value_to_text (runtime, name));
    else if (py_is_integer (name, &index) && index >= 0 && index < count)
        column = items[index];
    if (column)
        return sql_give (runtime, column, out);
    if (attribute && g_str_has_prefix (value_to_text (runtime, name), "__"))
    {
        *out = EMPTY_VALUE;
        return SCRIPT_NORMAL;
    }
    if (attribute)
        return script_throw (runtime, "AttributeError", "%s", value_to_text (runtime, name));
    if (py_as_tuple (name))
        return script_refuse (runtime, "several columns at once are not given by a tuple here; name them one by one");
    return py_raise_value (runtime, "KeyError", name);
}

static ScriptStatus columns_get (ScriptCall *call, Value *out)
{
    return column_of (call->runtime, call->data, call->arguments[0], TRUE, out);
}

static ScriptStatus columns_item (ScriptCall *call, Value *out)
{
    Value name;

    SCRIPT_TRY (py_bind (call, "__getitem__(key)", &name));
    return column_of (call->runtime, call->data, name, FALSE, out);
}

static ScriptStatus columns_list (ScriptCall *call, gboolean keys, Value *out)
{
    guint count;
    SqlElement **items = sql_columns_of (call->runtime, call->data, &count);
    ScriptList *list = py_as_list (py_list_new (call->runtime, NULL, 0));

    for (guint i = 0; i < count; i++)
        list_append (call->runtime, list,
                     keys ? value_string (call->runtime, items[i]->key ? items[i]->key : items[i]->name, -1)
                          : sql_element_value (call->runtime, items[i]));
    *out = value_of_object (&list->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus columns_keys (ScriptCall *call, Value *out)
{
    return columns_list (call, TRUE, out);
}

static ScriptStatus columns_values (ScriptCall *call, Value *out)
{
    return columns_list (call, FALSE, out);
}

static ScriptStatus columns_iterate (ScriptCall *call, Value *out)
{
    Walk walk;
    Value list;

    SCRIPT_TRY (columns_list (call, FALSE, &list));
    SCRIPT_TRY (py_iterate (call->runtime, list, &walk));
    *out = py_iterator_new (call->runtime, walk, "generator");
    return SCRIPT_NORMAL;
}

static ScriptStatus columns_length (ScriptCall *call, Value *out)
{
    guint count;

    sql_columns_of (call->runtime, call->data, &count);
    *out = value_integer (count);
    return SCRIPT_NORMAL;
}

static ScriptStatus columns_contains (ScriptCall *call, Value *out)
{
    Value name;

    SCRIPT_TRY (py_bind (call, "__contains__(key)", &name));
    *out = value_boolean (py_as_string (name) &&
                          sql_find_column (call->runtime, call->data, value_to_text (call->runtime, name)));
    return SCRIPT_NORMAL;
}

static const HostMember columns_members[] = {
    { .name = "keys", .kind = HOST_METHOD, .function = columns_keys, .summary = "names" },
    { .name = "values", .kind = HOST_METHOD, .function = columns_values, .summary = "columns" },
    { .name = "__getitem__", .kind = HOST_METHOD, .function = columns_item, .summary = "a column by name or place" },
    { .name = "__iter__", .kind = HOST_METHOD, .function = columns_iterate, .summary = "columns" },
    { .name = "__len__", .kind = HOST_METHOD, .function = columns_length, .summary = "how many" },
    { .name = "__contains__", .kind = HOST_METHOD, .function = columns_contains, .summary = "is there such a name" },
    { .name = NULL },
};

const HostClass sql_columns_class = {
    .name = "ReadOnlyColumnCollection", .members = columns_members, .get = columns_get, .open = TRUE
};

Value sql_columns_object (ScriptRuntime *runtime, SqlElement *from)
{
    return host_object_new (runtime, &sql_columns_class, from);
}

gboolean sql_columns_value (ScriptRuntime *runtime, Value value, SqlElement ***columns, guint *count)
{
    SqlElement *from = host_object_data (value, &sql_columns_class);

    if (from)
        *columns = sql_columns_of (runtime, from, count);
    return from != NULL;
}

static ScriptStatus get_columns (ScriptCall *call, Value *out)
{
    *out = sql_columns_object (call->runtime, sql_receiver (call));
    return SCRIPT_NORMAL;
}

static ScriptStatus get_name (ScriptCall *call, Value *out)
{
    const SqlElement *from = sql_receiver (call);

    *out = value_string (call->runtime, from->name, -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_schema (ScriptCall *call, Value *out)
{
    const SqlElement *from = sql_receiver (call);

    *out = from->kind == ELEMENT_TABLE ? value_string (call->runtime, from->package, -1) : NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus method_insert (ScriptCall *call, Value *out)
{
    SqlChange *change;

    SCRIPT_TRY (py_bind (call, "insert()", NULL));
    return sql_give (call->runtime, sql_change_new (call->runtime, ELEMENT_INSERT, sql_receiver (call), &change), out);
}

static ScriptStatus method_update (ScriptCall *call, Value *out)
{
    SqlChange *change;

    SCRIPT_TRY (py_bind (call, "update()", NULL));
    return sql_give (call->runtime, sql_change_new (call->runtime, ELEMENT_UPDATE, sql_receiver (call), &change), out);
}

static ScriptStatus method_delete (ScriptCall *call, Value *out)
{
    SqlChange *change;

    SCRIPT_TRY (py_bind (call, "delete()", NULL));
    return sql_give (call->runtime, sql_change_new (call->runtime, ELEMENT_DELETE, sql_receiver (call), &change), out);
}

static ScriptStatus method_select (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *element = sql_select_new (call->runtime, &select);

    SCRIPT_TRY (py_bind (call, "select()", NULL));
    sql_list_add (call->runtime, &select->columns, sql_receiver (call));
    return sql_give (call->runtime, element, out);
}

static ScriptStatus method_alias (ScriptCall *call, Value *out)
{
    Value name = EMPTY_VALUE;
    const char *text = NULL;

    SCRIPT_TRY (py_bind (call, "alias(name=)", &name));
    if (name.kind != VALUE_EMPTY && name.kind != VALUE_NULL)
        SCRIPT_TRY (sql_string (call->runtime, name, "name", &text));
    return sql_give (call->runtime, sql_alias_new (call->runtime, sql_receiver (call), text, FALSE), out);
}

static ScriptStatus method_lateral (ScriptCall *call, Value *out)
{
    SqlElement *from = sql_receiver (call), *lateral;
    Value name = EMPTY_VALUE;
    const char *text = from->name;

    SCRIPT_TRY (py_bind (call, "lateral(name=)", &name));
    if (from->kind != ELEMENT_ALIAS || !(from->flags & ELEMENT_SUBQUERY))
        return script_throw (call->runtime, "AttributeError", "'TableClause' object has no attribute 'lateral'");
    if (name.kind != VALUE_EMPTY && name.kind != VALUE_NULL)
        SCRIPT_TRY (sql_string (call->runtime, name, "name", &text));
    lateral = sql_alias_new (call->runtime, from->left, text, TRUE);
    lateral->flags |= ELEMENT_LATERAL;
    return sql_give (call->runtime, lateral, out);
}

static ScriptStatus join (ScriptCall *call, const char *signature, gboolean outer, Value *out)
{
    Value values[4] = { EMPTY_VALUE, EMPTY_VALUE, EMPTY_VALUE, EMPTY_VALUE };
    SqlElement *right, *on = NULL, *node;
    gboolean full = FALSE;

    SCRIPT_TRY (py_bind (call, signature, values));
    SCRIPT_TRY (sql_from (call->runtime, values[0], &right));
    if (values[1].kind != VALUE_EMPTY && values[1].kind != VALUE_NULL)
        SCRIPT_TRY (sql_condition (call->runtime, values[1], &on));
    if (!outer && values[2].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (call->runtime, values[2], &outer));
    if (values[3].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (call->runtime, values[3], &full));
    SCRIPT_TRY (sql_join_new (call->runtime, sql_receiver (call), right, on, outer, full, &node));
    return sql_give (call->runtime, node, out);
}

static ScriptStatus method_join (ScriptCall *call, Value *out)
{
    return join (call, "join(right, onclause=, isouter=, full=)", FALSE, out);
}

static ScriptStatus method_outerjoin (ScriptCall *call, Value *out)
{
    return join (call, "outerjoin(right, onclause=)", TRUE, out);
}

ScriptStatus sql_join_call (ScriptCall *call, gboolean outer, Value *out)
{
    Value values[5] = { EMPTY_VALUE, EMPTY_VALUE, EMPTY_VALUE, EMPTY_VALUE, EMPTY_VALUE };
    SqlElement *left, *right, *on = NULL, *node;
    gboolean full = FALSE;

    SCRIPT_TRY (py_bind (call, "join(left, right, onclause=, isouter=, full=)", values));
    SCRIPT_TRY (sql_from (call->runtime, values[0], &left));
    SCRIPT_TRY (sql_from (call->runtime, values[1], &right));
    if (values[2].kind != VALUE_EMPTY && values[2].kind != VALUE_NULL)
        SCRIPT_TRY (sql_condition (call->runtime, values[2], &on));
    if (!outer && values[3].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (call->runtime, values[3], &outer));
    if (values[4].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (call->runtime, values[4], &full));
    SCRIPT_TRY (sql_join_new (call->runtime, left, right, on, outer, full, &node));
    return sql_give (call->runtime, node, out);
}

/* A recursive CTE is united with what selects from it. */
static ScriptStatus unite (ScriptCall *call, const char *keyword, Value *out)
{
    SqlElement *cte = sql_receiver (call);
    Value values[2], compound;
    SqlElement *united;

    if (cte->kind != ELEMENT_CTE)
        return script_throw (call->runtime, "AttributeError", "'%s' object has no attribute 'union'", "Alias");
    SCRIPT_TRY (py_bind (call, "union(other)", &values[1]));
    values[0] = sql_element_value (call->runtime, cte->left);
    SCRIPT_TRY (sql_compound_new (call->runtime, keyword, values, 2, &compound));
    united = sql_element_new (call->runtime, ELEMENT_CTE);
    united->left = sql_element_of (compound);
    united->name = cte->name;
    united->flags = cte->flags;
    united->detail = cte;
    return sql_give (call->runtime, united, out);
}

static ScriptStatus method_union (ScriptCall *call, Value *out)
{
    return unite (call, "UNION", out);
}

static ScriptStatus method_union_all (ScriptCall *call, Value *out)
{
    return unite (call, "UNION ALL", out);
}

/* values (...).data ([...]) */
static ScriptStatus method_data (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlElement *values = sql_receiver (call);
    SqlElement *copy = sql_copy (runtime, values);
    ScriptList *rows;
    Value argument;

    SCRIPT_TRY (py_bind (call, "data(values)", &argument));
    SCRIPT_TRY (py_items (runtime, argument, &rows));
    copy->items = script_alloc (runtime, (values->n_items + rows->length + 1) * sizeof *copy->items);
    if (values->n_items > 0)
        memcpy (copy->items, values->items, values->n_items * sizeof *copy->items);
    for (guint32 i = 0; i < rows->length; i++)
    {
        ScriptList *row;
        SqlElement *tuple = sql_list_new (runtime, ELEMENT_TUPLE, NULL, 0);

        SCRIPT_TRY (py_items (runtime, rows->items[i], &row));
        tuple->items = script_alloc (runtime, (row->length + 1) * sizeof *tuple->items);
        tuple->n_items = row->length;
        for (guint32 k = 0; k < row->length; k++)
            SCRIPT_TRY (sql_expression (runtime, row->items[k],
                                        k < values->right->n_items ? values->right->items[k]->type : NULL,
                                        &tuple->items[k]));
        copy->items[copy->n_items++] = tuple;
    }
    copy->right = sql_list_new (runtime, ELEMENT_LIST, NULL, 0);
    for (guint i = 0; i < values->right->n_items; i++)
    {
        SqlElement *column = sql_copy (runtime, values->right->items[i]);
        SqlList list = { copy->right->items, copy->right->n_items };

        column->table = copy;
        sql_list_add (runtime, &list, column);
        copy->right->items = list.items;
        copy->right->n_items = list.n;
    }
    return sql_give (runtime, copy, out);
}

ScriptStatus sql_values_call (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlElement *values = sql_list_new (runtime, ELEMENT_VALUES, NULL, 0);
    Value arguments[3];
    gboolean literals = FALSE;
    ScriptList *columns;

    SCRIPT_TRY (py_bind (call, "values(*columns, name=, literal_binds=)", arguments));
    columns = value_list (arguments[0]);
    values->right = sql_list_new (runtime, ELEMENT_LIST, NULL, 0);
    values->right->items = script_alloc (runtime, (columns->length + 1) * sizeof *values->right->items);
    for (guint32 i = 0; i < columns->length; i++)
        SCRIPT_TRY (sql_expression (runtime, columns->items[i], NULL, &values->right->items[values->right->n_items++]));
    if (arguments[1].kind != VALUE_EMPTY && arguments[1].kind != VALUE_NULL)
        SCRIPT_TRY (sql_string (runtime, arguments[1], "name", &values->name));
    if (arguments[2].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (runtime, arguments[2], &literals));
    values->flags |= literals ? ELEMENT_UNIQUE : 0;
    return sql_give (runtime, values, out);
}

#define METHOD(title, method, class, what)                                                                             \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = method, .gives = class,               \
        .summary = what                                                                                                \
    }

const HostMember sql_from_members[] = {
    { .name = "c", .kind = HOST_GETTER, .function = get_columns, .gives = &sql_columns_class, .summary = "columns" },
    { .name = "columns",
      .kind = HOST_GETTER,
      .function = get_columns,
      .gives = &sql_columns_class,
      .summary = "columns" },
    { .name = "name", .kind = HOST_GETTER, .function = get_name, .summary = "its name" },
    { .name = "key", .kind = HOST_GETTER, .function = get_name, .summary = "its name" },
    { .name = "schema", .kind = HOST_GETTER, .function = get_schema, .summary = "its schema" },
    METHOD ("insert", method_insert, &sql_insert_class, "INSERT INTO it"),
    METHOD ("update", method_update, &sql_update_class, "UPDATE it"),
    METHOD ("delete", method_delete, &sql_delete_class, "DELETE FROM it"),
    METHOD ("select", method_select, &sql_select_class, "SELECT all of it"),
    METHOD ("alias", method_alias, &sql_from_class, "it by another name"),
    METHOD ("lateral", method_lateral, &sql_from_class, "a subquery as LATERAL"),
    METHOD ("join", method_join, &sql_from_class, "JOIN"),
    METHOD ("outerjoin", method_outerjoin, &sql_from_class, "LEFT OUTER JOIN"),
    METHOD ("union", method_union, &sql_from_class, "of a recursive CTE"),
    METHOD ("union_all", method_union_all, &sql_from_class, "of a recursive CTE"),
    METHOD ("data", method_data, &sql_from_class, "rows of VALUES"),
    { .name = NULL },
};
