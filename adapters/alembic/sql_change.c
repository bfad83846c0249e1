/* insert (), update () and delete (), and what is chained to them (sql/dml.py, dialects/DATABASE/dml.py). */

#include "adapters/alembic/sql_host.h"

#include <string.h>

SqlElement *sql_change_new (ScriptRuntime *runtime, SqlElementKind kind, SqlElement *table, SqlChange **change)
{
    SqlElement *element = sql_element_new (runtime, kind);

    *change = script_alloc (runtime, sizeof **change);
    element->detail = *change;
    element->left = table;
    return element;
}

SqlElement *sql_change_copy (ScriptRuntime *runtime, const SqlElement *element, SqlChange **change)
{
    SqlElement *copy = sql_copy (runtime, element);

    *change = script_alloc (runtime, sizeof **change);
    **change = *(const SqlChange *)element->detail;
    copy->detail = *change;
    return copy;
}

static ScriptStatus table_argument (ScriptCall *call, const char *signature, SqlElement **table)
{
    Value value;

    SCRIPT_TRY (py_bind (call, signature, &value));
    *table = sql_element_of (value);
    if (*table && sql_is_from (*table))
        return SCRIPT_NORMAL;
    return sql_raise (call->runtime, "ArgumentError", "subject table for an INSERT, UPDATE or DELETE expected, got %s.",
                      py_type_name (call->runtime, value));
}

ScriptStatus sql_insert_call (ScriptCall *call, Value *out)
{
    SqlElement *table;
    SqlChange *change;

    SCRIPT_TRY (table_argument (call, "insert(table)", &table));
    return sql_give (call->runtime, sql_change_new (call->runtime, ELEMENT_INSERT, table, &change), out);
}

ScriptStatus sql_update_call (ScriptCall *call, Value *out)
{
    SqlElement *table;
    SqlChange *change;

    SCRIPT_TRY (table_argument (call, "update(table)", &table));
    return sql_give (call->runtime, sql_change_new (call->runtime, ELEMENT_UPDATE, table, &change), out);
}

ScriptStatus sql_delete_call (ScriptCall *call, Value *out)
{
    SqlElement *table;
    SqlChange *change;

    SCRIPT_TRY (table_argument (call, "delete(table)", &table));
    return sql_give (call->runtime, sql_change_new (call->runtime, ELEMENT_DELETE, table, &change), out);
}

/* One assignment: KEY is a name or a column. */
static ScriptStatus assign (ScriptRuntime *runtime, SqlElement *table, Value key, Value value, SqlAssignments *list)
{
    SqlElement *column = sql_element_of (key);
    SqlAssignment assignment = { .column = column };

    if (column)
        assignment.key = column->key ? column->key : column->name;
    else
    {
        SCRIPT_TRY (sql_string (runtime, key, "column name", &assignment.key));
        assignment.column = column = sql_find_column (runtime, table, assignment.key);
    }
    if (sql_element_of (value))
        SCRIPT_TRY (sql_expression (runtime, value, NULL, &assignment.value));
    else
    {
        /* the value of a column: None is a value, not the word NULL, since JSON has one of its own */
        assignment.value = sql_bind_new (runtime, NULL, value, column ? column->type : NULL);
        assignment.value->name = assignment.key;
        assignment.value->flags = ELEMENT_TYPED;
    }
    for (guint i = 0; i < list->n; i++)
        if (list->items[i].column ? list->items[i].column == column
                                  : column == NULL && g_str_equal (list->items[i].key, assignment.key))
        {
            SqlAssignment *items = script_alloc (runtime, list->n * sizeof *items);

            memcpy (items, list->items, list->n * sizeof *items);
            items[i] = assignment;
            list->items = items;
            return SCRIPT_NORMAL;
        }
    sql_assign (runtime, list, assignment);
    return SCRIPT_NORMAL;
}

static ScriptStatus assign_map (ScriptRuntime *runtime, SqlElement *table, ScriptMap *map, SqlAssignments *list)
{
    for (guint32 i = 0; i < map->n_entries; i++)
        if (map->entries[i].key.kind != VALUE_EMPTY)
            SCRIPT_TRY (assign (runtime, table, map->entries[i].key, map->entries[i].value, list));
    return SCRIPT_NORMAL;
}

/* values ((1, 'a')): by the table's columns. */
static ScriptStatus assign_sequence (ScriptRuntime *runtime, SqlElement *table, ScriptList *row, SqlAssignments *list)
{
    if (row->length > table->n_items)
        return sql_raise (runtime, "ArgumentError", "Too many positional values for table %s", table->name);
    for (guint32 i = 0; i < row->length; i++)
    {
        SqlElement *column = table->items[i];

        SCRIPT_TRY (assign (runtime, table, sql_element_value (runtime, column), row->items[i], list));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus assign_row (ScriptRuntime *runtime, SqlElement *table, Value row, SqlAssignments *list)
{
    if (py_as_dict (row))
        return assign_map (runtime, table, py_as_dict (row), list);
    if (value_list (row))
        return assign_sequence (runtime, table, value_list (row), list);
    return sql_raise (runtime, "ArgumentError", "values () takes dictionaries, lists or tuples, got %s",
                      py_type_name (runtime, row));
}

static ScriptStatus method_values (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlChange *change;
    SqlElement *copy = sql_change_copy (runtime, sql_receiver (call), &change);
    SqlElement *table = copy->left;
    Value values[2];
    ScriptList *arguments;

    SCRIPT_TRY (py_bind (call, "values(*args, **kwargs)", values));
    arguments = value_list (values[0]);
    change->has_values = TRUE;
    if (change->select)
        return sql_raise (runtime, "InvalidRequestError", "This construct already inserts from a SELECT");
    if (arguments->length > 1)
        return sql_raise (runtime, "ArgumentError",
                          "Only a single dictionary/tuple or list of dictionaries/tuples is "
                          "accepted positionally.");
    if (arguments->length == 1)
    {
        Value row = arguments->items[0];
        ScriptList *rows = py_as_list (row);

        if (rows && rows->length > 0 && (py_as_dict (rows->items[0]) || value_list (rows->items[0])))
        {
            if (copy->kind != ELEMENT_INSERT)
                return sql_raise (runtime, "InvalidRequestError",
                                  "UPDATE construct does not support multiple parameter sets.");
            change->rows = script_alloc (runtime, rows->length * sizeof *change->rows);
            change->n_rows = rows->length;
            for (guint32 i = 0; i < rows->length; i++)
                SCRIPT_TRY (assign_row (runtime, table, rows->items[i], &change->rows[i]));
        }
        else
            SCRIPT_TRY (assign_row (runtime, table, row, &change->values));
    }
    SCRIPT_TRY (assign_map (runtime, table, py_as_dict (values[1]), &change->values));
    return sql_give (runtime, copy, out);
}

static ScriptStatus assign_pairs (ScriptCall *call, SqlElement *table, Value pairs, SqlAssignments *list)
{
    ScriptList *items;

    SCRIPT_TRY (py_items (call->runtime, pairs, &items));
    for (guint32 i = 0; i < items->length; i++)
    {
        ScriptList *pair = value_list (items->items[i]);

        if (!pair || pair->length != 2)
            return script_throw (call->runtime, "ValueError", "pairs of a column and a value are expected");
        SCRIPT_TRY (assign (call->runtime, table, pair->items[0], pair->items[1], list));
    }
    return SCRIPT_NORMAL;
}

/* ordered_values ((column, value), ...) */
static ScriptStatus method_ordered_values (ScriptCall *call, Value *out)
{
    SqlChange *change;
    SqlElement *copy = sql_change_copy (call->runtime, sql_receiver (call), &change);
    Value arguments;

    SCRIPT_TRY (py_bind (call, "ordered_values(*args)", &arguments));
    change->ordered = TRUE;
    SCRIPT_TRY (assign_pairs (call, copy->left, arguments, &change->values));
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus method_where (ScriptCall *call, Value *out)
{
    SqlChange *change;
    SqlElement *copy = sql_change_copy (call->runtime, sql_receiver (call), &change);
    Value arguments;

    SCRIPT_TRY (py_bind (call, "where(*whereclause)", &arguments));
    for (guint32 i = 0; i < value_list (arguments)->length; i++)
    {
        SqlElement *condition;

        SCRIPT_TRY (sql_condition (call->runtime, value_list (arguments)->items[i], &condition));
        if (condition->kind != ELEMENT_CHAIN || condition->n_items > 0)
            sql_list_add (call->runtime, &change->where, condition);
    }
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus method_filter_by (ScriptCall *call, Value *out)
{
    SqlChange *change;
    SqlElement *copy = sql_change_copy (call->runtime, sql_receiver (call), &change);
    const SqlList froms = { &copy->left, 1 };

    SCRIPT_TRY (sql_filter_by (call, &froms, &change->where));
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus method_returning (ScriptCall *call, Value *out)
{
    SqlChange *change;
    SqlElement *copy = sql_change_copy (call->runtime, sql_receiver (call), &change);
    Value values[2];

    SCRIPT_TRY (py_bind (call, "returning(*cols, sort_by_parameter_order=)", values));
    for (guint32 i = 0; i < value_list (values[0])->length; i++)
    {
        SqlElement *column = sql_element_of (value_list (values[0])->items[i]);

        if (!column || !sql_is_from (column))
            SCRIPT_TRY (sql_expression (call->runtime, value_list (values[0])->items[i], NULL, &column));
        sql_list_add (call->runtime, &change->returning, column);
    }
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus method_prefix (ScriptCall *call, Value *out)
{
    SqlChange *change;
    SqlElement *copy = sql_change_copy (call->runtime, sql_receiver (call), &change);
    Value values[2];

    SCRIPT_TRY (py_bind (call, "prefix_with(*prefixes, dialect=)", values));
    if (values[1].kind != VALUE_EMPTY && values[1].kind != VALUE_NULL)
        return script_refuse (call->runtime, "a prefix for one dialect is not supported");
    for (guint32 i = 0; i < value_list (values[0])->length; i++)
    {
        const char *text;

        SCRIPT_TRY (sql_string (call->runtime, value_list (values[0])->items[i], "prefix", &text));
        sql_list_add (call->runtime, &change->prefixes, sql_text_new (call->runtime, text));
    }
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus method_from_select (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlChange *change;
    SqlElement *copy = sql_change_copy (runtime, sql_receiver (call), &change);
    Value values[3];
    ScriptList *names;

    SCRIPT_TRY (py_bind (call, "from_select(names, select, include_defaults=)", values));
    SCRIPT_TRY (py_items (runtime, values[0], &names));
    change->select = sql_element_of (values[1]);
    if (!change->select)
        return sql_raise (runtime, "ArgumentError",
                          "SELECT construct for inclusion in a UNION or other set construct "
                          "expected");
    for (guint i = 0; i < copy->left->n_items; i++)
        if (copy->left->items[i]->kind == ELEMENT_COLUMN && copy->left->items[i]->value.kind != VALUE_EMPTY)
            return script_refuse (runtime, "from_select () into a table with defaults of Python is not supported");
    change->select_names = script_alloc (runtime, (names->length + 1) * sizeof *change->select_names);
    for (guint32 i = 0; i < names->length; i++)
    {
        const SqlElement *column = sql_element_of (names->items[i]);

        if (column)
            change->select_names[i] = column->name;
        else
        {
            SCRIPT_TRY (sql_string (runtime, names->items[i], "column name", &change->select_names[i]));
            column = sql_find_column (runtime, copy->left, change->select_names[i]);
            if (column)
                change->select_names[i] = column->name;
        }
    }
    return sql_give (runtime, copy, out);
}

/* ON CONFLICT: its target. */
static ScriptStatus conflict_target (ScriptCall *call, SqlChange *change, Value constraint, Value elements, Value where)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptList *items;

    if (constraint.kind != VALUE_EMPTY && constraint.kind != VALUE_NULL)
    {
        if (!py_as_string (constraint))
            return script_refuse (runtime, "a constraint of ON CONFLICT is given by its name");
        SCRIPT_TRY (sql_string (runtime, constraint, "constraint", &change->constraint));
    }
    if (elements.kind != VALUE_EMPTY && elements.kind != VALUE_NULL)
    {
        SCRIPT_TRY (py_items (runtime, elements, &items));
        for (guint32 i = 0; i < items->length; i++)
        {
            SqlElement *element = sql_element_of (items->items[i]);

            if (!element)
            {
                const char *name;

                SCRIPT_TRY (sql_string (runtime, items->items[i], "column name", &name));
                element = sql_column_new (runtime, name, NULL);
            }
            sql_list_add (runtime, &change->conflict_target, element);
        }
    }
    if (where.kind != VALUE_EMPTY && where.kind != VALUE_NULL)
        SCRIPT_TRY (sql_condition (runtime, where, &change->conflict_target_where));
    return SCRIPT_NORMAL;
}

/* Of postgresql.insert and sqlite.insert alone. */
static ScriptStatus check_dialect (ScriptCall *call, const SqlChange *change, const char *method)
{
    if (change->dialect_specific)
        return SCRIPT_NORMAL;
    return script_throw (call->runtime, "AttributeError", "'Insert' object has no attribute '%s'", method);
}

static ScriptStatus method_do_nothing (ScriptCall *call, Value *out)
{
    SqlChange *change;
    SqlElement *copy = sql_change_copy (call->runtime, sql_receiver (call), &change);
    Value values[3];

    SCRIPT_TRY (check_dialect (call, change, "on_conflict_do_nothing"));
    SCRIPT_TRY (py_bind (call, "on_conflict_do_nothing(constraint=, index_elements=, index_where=)", values));
    change->conflict = CONFLICT_NOTHING;
    SCRIPT_TRY (conflict_target (call, change, values[0], values[1], values[2]));
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus method_do_update (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlChange *change;
    SqlElement *copy = sql_change_copy (runtime, sql_receiver (call), &change);
    Value values[5];

    SCRIPT_TRY (check_dialect (call, change, "on_conflict_do_update"));
    SCRIPT_TRY (
        py_bind (call, "on_conflict_do_update(constraint=, index_elements=, index_where=, set_=, where=)", values));
    change->conflict = CONFLICT_UPDATE;
    SCRIPT_TRY (conflict_target (call, change, values[0], values[1], values[2]));
    if (!py_as_dict (values[3]))
        return script_throw (runtime, "ValueError", "set parameter must be a non-empty dictionary");
    SCRIPT_TRY (assign_map (runtime, copy->left, py_as_dict (values[3]), &change->conflict_set));
    if (values[4].kind != VALUE_EMPTY && values[4].kind != VALUE_NULL)
        SCRIPT_TRY (sql_condition (runtime, values[4], &change->conflict_where));
    return sql_give (runtime, copy, out);
}

static ScriptStatus method_duplicate_key (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlChange *change;
    SqlElement *copy = sql_change_copy (runtime, sql_receiver (call), &change);
    Value values[2];

    SCRIPT_TRY (check_dialect (call, change, "on_duplicate_key_update"));
    SCRIPT_TRY (py_bind (call, "on_duplicate_key_update(*args, **kw)", values));
    change->conflict = CONFLICT_DUPLICATE_KEY;
    if (value_list (values[0])->length == 1 && py_as_dict (value_list (values[0])->items[0]))
        SCRIPT_TRY (
            assign_map (runtime, copy->left, py_as_dict (value_list (values[0])->items[0]), &change->conflict_set));
    else if (value_list (values[0])->length == 1)
        SCRIPT_TRY (assign_pairs (call, copy->left, value_list (values[0])->items[0], &change->conflict_set));
    SCRIPT_TRY (assign_map (runtime, copy->left, py_as_dict (values[1]), &change->conflict_set));
    return sql_give (runtime, copy, out);
}

/* insert.excluded, insert.inserted: the table of the row that was to come. */
static ScriptStatus get_excluded (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    const SqlElement *table = sql_receiver (call)->left;
    SqlElement *excluded = sql_table_new (runtime, "excluded", NULL);
    SqlList columns = { 0 };

    for (guint i = 0; i < table->n_items; i++)
    {
        SqlElement *column = sql_element_new (runtime, ELEMENT_EXCLUDED);

        column->name = table->items[i]->name;
        column->key = table->items[i]->key;
        column->type = table->items[i]->type;
        sql_list_add (runtime, &columns, column);
    }
    excluded->items = columns.items;
    excluded->n_items = columns.n;
    *out = sql_columns_object (runtime, excluded);
    return SCRIPT_NORMAL;
}

static ScriptStatus method_options (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus get_table (ScriptCall *call, Value *out)
{
    return sql_give (call->runtime, sql_receiver (call)->left, out);
}

#define METHOD(title, method, class, what)                                                                             \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = method, .gives = class,               \
        .summary = what                                                                                                \
    }
#define COMMON(class)                                                                                                  \
    METHOD ("returning", method_returning, class, "RETURNING"),                                                        \
        METHOD ("prefix_with", method_prefix, class, "text behind the first word"),                                    \
        METHOD ("cte", sql_cte_method, &sql_from_class, "WITH, of what RETURNING gives"),                              \
        METHOD ("execution_options", method_options, class, "no effect"),                                              \
    {                                                                                                                  \
        .name = "table", .kind = HOST_GETTER, .function = get_table, .summary = "the table"                            \
    }

const HostMember sql_insert_members[] = {
    METHOD ("values", method_values, &sql_insert_class, "a row, or a list of rows"),
    METHOD ("from_select", method_from_select, &sql_insert_class, "rows of a SELECT"),
    METHOD ("on_conflict_do_nothing", method_do_nothing, &sql_insert_class, "ON CONFLICT DO NOTHING"),
    METHOD ("on_conflict_do_update", method_do_update, &sql_insert_class, "ON CONFLICT DO UPDATE"),
    METHOD ("on_duplicate_key_update", method_duplicate_key, &sql_insert_class, "ON DUPLICATE KEY UPDATE"),
    { .name = "excluded", .kind = HOST_GETTER, .function = get_excluded, .summary = "the row that was to come" },
    { .name = "inserted", .kind = HOST_GETTER, .function = get_excluded, .summary = "the same on MySQL" },
    COMMON (&sql_insert_class),
    { .name = NULL },
};

const HostMember sql_update_members[] = {
    METHOD ("values", method_values, &sql_update_class, "what is set"),
    METHOD ("ordered_values", method_ordered_values, &sql_update_class, "the same in this order"),
    METHOD ("where", method_where, &sql_update_class, "conditions, joined by AND"),
    METHOD ("filter", method_where, &sql_update_class, "the same"),
    METHOD ("filter_by", method_filter_by, &sql_update_class, "columns that are equal to values"),
    COMMON (&sql_update_class),
    { .name = NULL },
};

const HostMember sql_delete_members[] = {
    METHOD ("where", method_where, &sql_delete_class, "conditions, joined by AND"),
    METHOD ("filter", method_where, &sql_delete_class, "the same"),
    METHOD ("filter_by", method_filter_by, &sql_delete_class, "columns that are equal to values"),
    COMMON (&sql_delete_class),
    { .name = NULL },
};
