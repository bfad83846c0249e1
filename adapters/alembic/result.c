/* Results and rows (engine/result.py, engine/row.py, engine/cursor.py). */

#include "adapters/alembic/result.h"
#include "adapters/alembic/sql_value.h"

#include <string.h>

typedef enum
{
    ROWS,
    ROWS_SCALARS,
    ROWS_MAPPINGS
} RowForm;

typedef struct
{
    SqlRows *shared;
    RowForm form;
    guint column; /* of scalars () */
    gboolean unique;
    ScriptMap *seen;
} ResultView;

static void shared_release (gpointer data)
{
    ResultView *view = data;

    g_clear_pointer (&view->shared->set, result_free);
}

static ScriptStatus read_row (ScriptRuntime *runtime, ResultView *view, Value *out)
{
    SqlRows *shared = view->shared;
    const SaDialect *dialect = &sql_state (runtime)->dialect;
    g_autofree Value *values = g_new (Value, shared->n_columns + 1);
    Value row;

    for (guint i = 0; i < shared->n_columns; i++)
        SCRIPT_TRY (
            sql_cell (runtime, dialect, shared->set, shared->next, shared->places[i], shared->types[i], &values[i]));
    shared->next++;
    switch (view->form)
    {
    case ROWS:
        *out = sql_row_new (runtime, shared, values);
        return SCRIPT_NORMAL;
    case ROWS_SCALARS:
        *out = values[view->column];
        return SCRIPT_NORMAL;
    case ROWS_MAPPINGS:
        row = py_tuple_new (runtime, values, shared->n_columns);
        *out = sql_row_mapping_new (runtime, shared, value_list (row));
        return SCRIPT_NORMAL;
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

static ScriptStatus check_open (ScriptRuntime *runtime, const ResultView *view)
{
    if (!view->shared->has_rows)
        return sql_raise (runtime, "ResourceClosedError",
                          "This result object does not return rows. It has been closed automatically.");
    if (view->shared->closed)
        return sql_raise (runtime, "ResourceClosedError", "This result object is closed.");
    return SCRIPT_NORMAL;
}

/* The next row; EMPTY_VALUE at the end. */
static ScriptStatus next_row (ScriptRuntime *runtime, ResultView *view, Value *out)
{
    while (view->shared->next < result_n_rows (view->shared->set))
    {
        Value *found;

        SCRIPT_TRY (read_row (runtime, view, out));
        if (!view->unique)
            return SCRIPT_NORMAL;
        SCRIPT_TRY (py_map_find (runtime, view->seen, *out, &found));
        if (found)
            continue;
        return py_map_put (runtime, view->seen, *out, NULL_VALUE);
    }
    *out = EMPTY_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus collect (ScriptRuntime *runtime, ResultView *view, gint64 most, Value *out)
{
    ScriptList *list = py_as_list (py_list_new (runtime, NULL, 0));

    SCRIPT_TRY (check_open (runtime, view));
    while (most < 0 || list->length < most)
    {
        Value row;

        SCRIPT_TRY (next_row (runtime, view, &row));
        if (row.kind == VALUE_EMPTY)
            break;
        list_append (runtime, list, row);
    }
    *out = value_of_object (&list->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus method_all (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_bind (call, "all()", NULL));
    return collect (call->runtime, call->data, -1, out);
}

static ScriptStatus method_fetchall (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_bind (call, "fetchall()", NULL));
    return collect (call->runtime, call->data, -1, out);
}

static ScriptStatus method_fetchmany (ScriptCall *call, Value *out)
{
    Value size = EMPTY_VALUE;
    gint64 number = 1;

    SCRIPT_TRY (py_bind (call, "fetchmany(size=)", &size));
    if (size.kind != VALUE_EMPTY && size.kind != VALUE_NULL)
        SCRIPT_TRY (py_index (call->runtime, size, &number));
    return collect (call->runtime, call->data, number, out);
}

static ScriptStatus method_fetchone (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_bind (call, "fetchone()", NULL));
    SCRIPT_TRY (check_open (call->runtime, call->data));
    SCRIPT_TRY (next_row (call->runtime, call->data, out));
    if (out->kind == VALUE_EMPTY)
        *out = NULL_VALUE;
    return SCRIPT_NORMAL;
}

/* first, one, one_or_none: the result is closed behind it. */
static ScriptStatus only_row (ScriptRuntime *runtime, ResultView *view, gboolean raise_none, gboolean raise_more,
                              Value *out)
{
    Value second;

    SCRIPT_TRY (check_open (runtime, view));
    SCRIPT_TRY (next_row (runtime, view, out));
    if (out->kind == VALUE_EMPTY)
    {
        view->shared->closed = TRUE;
        *out = NULL_VALUE;
        return raise_none ? sql_raise (runtime, "NoResultFound", "No row was found when one was required")
                          : SCRIPT_NORMAL;
    }
    if (raise_more)
    {
        SCRIPT_TRY (next_row (runtime, view, &second));
        view->shared->closed = TRUE;
        if (second.kind != VALUE_EMPTY)
            return sql_raise (runtime, "MultipleResultsFound",
                              raise_none ? "Multiple rows were found when exactly one was required"
                                         : "Multiple rows were found when one or none was required");
    }
    view->shared->closed = TRUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus method_first (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_bind (call, "first()", NULL));
    return only_row (call->runtime, call->data, FALSE, FALSE, out);
}

static ScriptStatus method_one (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_bind (call, "one()", NULL));
    return only_row (call->runtime, call->data, TRUE, TRUE, out);
}

static ScriptStatus method_one_or_none (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_bind (call, "one_or_none()", NULL));
    return only_row (call->runtime, call->data, FALSE, TRUE, out);
}

static ScriptStatus first_value (ScriptRuntime *runtime, ResultView *view, gboolean raise_none, gboolean raise_more,
                                 Value *out)
{
    SCRIPT_TRY (only_row (runtime, view, raise_none, raise_more, out));
    if (view->form == ROWS && out->kind != VALUE_NULL)
        *out = value_list (*out)->length > 0 ? value_list (*out)->items[0] : NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus method_scalar (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_bind (call, "scalar()", NULL));
    return first_value (call->runtime, call->data, FALSE, FALSE, out);
}

static ScriptStatus method_scalar_one (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_bind (call, "scalar_one()", NULL));
    return first_value (call->runtime, call->data, TRUE, TRUE, out);
}

static ScriptStatus method_scalar_one_or_none (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_bind (call, "scalar_one_or_none()", NULL));
    return first_value (call->runtime, call->data, FALSE, TRUE, out);
}

ScriptStatus sql_result_scalar (ScriptCall *call, Value result, Value *out)
{
    return first_value (call->runtime, host_object_data (result, &sql_result_class), FALSE, FALSE, out);
}

static Value view_new (ScriptRuntime *runtime, const HostClass *class, SqlRows *shared, RowForm form, guint column)
{
    ResultView *view = script_alloc (runtime, sizeof *view);

    *view = (ResultView){ .shared = shared, .form = form, .column = column };
    return host_object_new (runtime, class, view);
}

static const HostClass filtered_class;

static ScriptStatus column_place (ScriptRuntime *runtime, const SqlRows *shared, Value key, guint *place)
{
    gint64 found = 0;

    if (!py_is_integer (key, &found))
    {
        found = sql_row_place (shared, runtime, key);
        if (found < 0)
            return sql_row_no_column (runtime, key);
    }
    if (found < 0 || found >= shared->n_columns)
        return script_throw (runtime, "IndexError", "tuple index out of range");
    *place = (guint)found;
    return SCRIPT_NORMAL;
}

static ScriptStatus method_scalars (ScriptCall *call, Value *out)
{
    ResultView *view = call->data;
    Value index = EMPTY_VALUE;
    guint column = 0;

    SCRIPT_TRY (py_bind (call, "scalars(index=)", &index));
    SCRIPT_TRY (check_open (call->runtime, view));
    if (index.kind != VALUE_EMPTY)
        SCRIPT_TRY (column_place (call->runtime, view->shared, index, &column));
    *out = view_new (call->runtime, &filtered_class, view->shared, ROWS_SCALARS, column);
    return SCRIPT_NORMAL;
}

/* Only some columns, in another order: the result itself has them from then on. */
static ScriptStatus method_columns (ScriptCall *call, Value *out)
{
    ResultView *view = call->data;
    SqlRows *shared = view->shared, kept = *shared;
    Value keys;
    guint n;

    SCRIPT_TRY (py_bind (call, "columns(*col_expressions)", &keys));
    SCRIPT_TRY (check_open (call->runtime, view));
    n = value_list (keys)->length;
    shared->places = script_alloc (call->runtime, (n + 1) * sizeof *shared->places);
    shared->names = script_alloc (call->runtime, (n + 1) * sizeof *shared->names);
    shared->types = script_alloc (call->runtime, (n + 1) * sizeof *shared->types);
    shared->columns = script_alloc (call->runtime, (n + 1) * sizeof *shared->columns);
    for (guint i = 0; i < n; i++)
    {
        guint place;

        SCRIPT_TRY (column_place (call->runtime, &kept, value_list (keys)->items[i], &place));
        shared->places[i] = kept.places[place];
        shared->names[i] = kept.names[place];
        shared->types[i] = kept.types[place];
        shared->columns[i] = kept.columns[place];
    }
    shared->n_columns = n;
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus method_mappings (ScriptCall *call, Value *out)
{
    ResultView *view = call->data;

    SCRIPT_TRY (py_bind (call, "mappings()", NULL));
    SCRIPT_TRY (check_open (call->runtime, view));
    *out = view_new (call->runtime, &filtered_class, view->shared, ROWS_MAPPINGS, 0);
    return SCRIPT_NORMAL;
}

static ScriptStatus method_unique (ScriptCall *call, Value *out)
{
    ResultView *view = call->data;

    SCRIPT_TRY (py_bind (call, "unique(strategy=)", (Value[]){ EMPTY_VALUE }));
    view->unique = TRUE;
    view->seen = py_as_set (py_set_new (call->runtime, FALSE));
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus method_itself (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus step (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    ResultView *view = ((HostObject *)walk->source.as.object)->data;

    SCRIPT_TRY (next_row (runtime, view, out));
    walk->done = out->kind == VALUE_EMPTY;
    return SCRIPT_NORMAL;
}

static ScriptStatus method_iterate (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (check_open (call->runtime, call->data));
    *out = py_iterator_step_new (call->runtime, step, call->receiver, UNDEFINED, "generator");
    return SCRIPT_NORMAL;
}

static ScriptStatus method_next (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (check_open (call->runtime, call->data));
    SCRIPT_TRY (next_row (call->runtime, call->data, out));
    return out->kind == VALUE_EMPTY ? script_throw (call->runtime, "StopIteration", "%s", "") : SCRIPT_NORMAL;
}

static ScriptStatus partition_step (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    ResultView *view = ((HostObject *)walk->source.as.object)->data;

    SCRIPT_TRY (collect (runtime, view, walk->next.kind == VALUE_INTEGER ? walk->next.as.integer : -1, out));
    walk->done = value_list (*out)->length == 0;
    return SCRIPT_NORMAL;
}

static ScriptStatus method_partitions (ScriptCall *call, Value *out)
{
    Value size = EMPTY_VALUE;

    SCRIPT_TRY (py_bind (call, "partitions(size=)", &size));
    SCRIPT_TRY (check_open (call->runtime, call->data));
    *out = py_iterator_step_new (call->runtime, partition_step, call->receiver, size, "generator");
    return SCRIPT_NORMAL;
}

static ScriptStatus method_keys (ScriptCall *call, Value *out)
{
    const ResultView *view = call->data;

    SCRIPT_TRY (check_open (call->runtime, view));
    *out = sql_row_names (call->runtime, view->shared);
    return SCRIPT_NORMAL;
}

static ScriptStatus method_close (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ((ResultView *)call->data)->shared->closed = TRUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus get_rowcount (ScriptCall *call, Value *out)
{
    *out = value_integer (((const ResultView *)call->data)->shared->rowcount);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_lastrowid (ScriptCall *call, Value *out)
{
    const ResultView *view = call->data;

    *out = value_integer (view->shared->lastrowid);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_primary_key (ScriptCall *call, Value *out)
{
    const ResultView *view = call->data;

    if (view->shared->primary_key.kind == VALUE_EMPTY)
        return sql_raise (call->runtime, "InvalidRequestError", "Statement is not an insert() expression construct.");
    *out = view->shared->primary_key;
    return SCRIPT_NORMAL;
}

static ScriptStatus get_returns_rows (ScriptCall *call, Value *out)
{
    *out = value_boolean (((const ResultView *)call->data)->shared->has_rows);
    return SCRIPT_NORMAL;
}

#define METHOD(title, method, what)                                                                                    \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = method, .summary = what               \
    }
#define READING                                                                                                        \
    METHOD ("all", method_all, "all rows"), METHOD ("fetchall", method_fetchall, "all rows"),                          \
        METHOD ("fetchmany", method_fetchmany, "some rows"), METHOD ("fetchone", method_fetchone, "a row, or None"),   \
        METHOD ("first", method_first, "the first row, or None"), METHOD ("one", method_one, "the only row"),          \
        METHOD ("one_or_none", method_one_or_none, "the only row, or None"),                                           \
        METHOD ("unique", method_unique, "each row once"), METHOD ("partitions", method_partitions, "lists of rows"),  \
        METHOD ("keys", method_keys, "names of columns"), METHOD ("close", method_close, "no more rows"),              \
        METHOD ("__iter__", method_iterate, "rows"), METHOD ("__next__", method_next, "a row")

static const HostMember filtered_members[] = { READING, { .name = NULL } };
static const HostClass filtered_class = { .name = "FilterResult", .members = filtered_members };

static const HostMember result_members[] = {
    READING,
    METHOD ("scalar", method_scalar, "the first value of the first row, or None"),
    METHOD ("scalar_one", method_scalar_one, "the first value of the only row"),
    METHOD ("scalar_one_or_none", method_scalar_one_or_none, "the first value of the only row, or None"),
    METHOD ("scalars", method_scalars, "the first value of each row"),
    METHOD ("columns", method_columns, "some of the columns"),
    METHOD ("mappings", method_mappings, "rows by names"),
    METHOD ("tuples", method_itself, "itself"),
    METHOD ("yield_per", method_itself, "itself"),
    METHOD ("execution_options", method_itself, "itself"),
    METHOD ("freeze", method_itself, "itself"),
    { .name = "rowcount", .kind = HOST_GETTER, .function = get_rowcount, .summary = "rows that were matched" },
    { .name = "lastrowid", .kind = HOST_GETTER, .function = get_lastrowid, .summary = "the id of a new row" },
    { .name = "inserted_primary_key",
      .kind = HOST_GETTER,
      .function = get_primary_key,
      .summary = "the key of a new row" },
    { .name = "returns_rows", .kind = HOST_GETTER, .function = get_returns_rows, .summary = "are there rows" },
    { .name = NULL },
};

const HostClass sql_result_class = { .name = "CursorResult", .members = result_members, .release = shared_release };

/* What the statement says of the column at INDEX: by its place, of text ().columns () by its name. */
static void describe (SqlRows *shared, const SqlStatement *statement, guint index)
{
    const char *name = result_column_name (shared->set, index);
    const SqlElement *named = statement && statement->element->kind == ELEMENT_TEXT ? statement->element->right : NULL;

    shared->places[index] = index;
    shared->names[index] = name;
    if (statement && statement->columns->len == shared->n_columns)
    {
        const SqlResultColumn *column = &g_array_index (statement->columns, SqlResultColumn, index);

        if (column->name)
            shared->names[index] = column->name;
        shared->types[index] = column->type;
        shared->columns[index] = column->column;
    }
    for (guint i = 0; named && i < named->n_items; i++)
        if (g_str_equal (named->items[i]->name, name))
        {
            shared->types[index] = named->items[i]->type;
            shared->columns[index] = named->items[i];
        }
}

/* inserted_primary_key of an INSERT into a table with a key. */
static ScriptStatus inserted_key (ScriptRuntime *runtime, SqlRows *shared, const SqlStatement *statement)
{
    const SqlElement *table;
    ScriptList *keys = py_as_list (py_list_new (runtime, NULL, 0));
    guint returned = 0;

    if (!statement || statement->element->kind != ELEMENT_INSERT)
        return SCRIPT_NORMAL;
    table = statement->element->left;
    for (guint i = 0; i < table->n_items; i++)
    {
        const SqlChange *change = statement->element->detail;
        Value value = NULL_VALUE;
        gboolean given = FALSE;

        if (!(table->items[i]->flags & ELEMENT_PRIMARY_KEY))
            continue;
        for (guint k = 0; k < change->values.n; k++)
            if (change->values.items[k].column == table->items[i] &&
                change->values.items[k].value->kind == ELEMENT_BIND &&
                change->values.items[k].value->value.kind != VALUE_EMPTY)
            {
                value = change->values.items[k].value->value;
                given = TRUE;
            }
        if (!given && statement->keys_returned && result_n_rows (shared->set) > 0)
            SCRIPT_TRY (sql_cell (runtime, &sql_state (runtime)->dialect, shared->set, 0, returned++,
                                  table->items[i]->type, &value));
        else if (!given && shared->lastrowid)
            value = value_integer (shared->lastrowid);
        list_append (runtime, keys, value);
    }
    shared->primary_key = py_tuple_new (runtime, keys->items, keys->length);
    return SCRIPT_NORMAL;
}

/* pymysql counts the rows that were found (CLIENT.FOUND_ROWS, which SQLAlchemy asks for). */
static gint64 count_rows (const ResultSet *set)
{
    const char *matched = strstr (result_info (set), "Rows matched: ");

    return matched ? g_ascii_strtoll (matched + strlen ("Rows matched: "), NULL, 10) : (gint64)result_affected (set);
}

/* What sqlite3 counts rows of (its is_dml). */
static gboolean changes_rows (const SqlStatement *statement)
{
    static const char *const words[] = { "INSERT", "UPDATE", "DELETE", "REPLACE" };
    const char *text = statement ? statement->text->str : "";

    while (g_ascii_isspace (*text))
        text++;
    for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
        if (g_ascii_strncasecmp (text, words[i], strlen (words[i])) == 0)
            return TRUE;
    return FALSE;
}

ScriptStatus sql_result_new (ScriptRuntime *runtime, ResultSet *result, const SqlStatement *statement, Value *out)
{
    SqlRows *shared = script_alloc (runtime, sizeof *shared);
    const SaDialect *dialect = &sql_state (runtime)->dialect;
    guint n = result_n_columns (result);

    *shared = (SqlRows){ .set = result,
                         .n_columns = n,
                         .has_rows = n > 0,
                         .rowcount = count_rows (result),
                         .lastrowid = (gint64)result_insert_id (result),
                         .primary_key = EMPTY_VALUE };
    shared->places = script_alloc (runtime, (n + 1) * sizeof *shared->places);
    shared->names = script_alloc (runtime, (n + 1) * sizeof *shared->names);
    shared->types = script_alloc (runtime, (n + 1) * sizeof *shared->types);
    shared->columns = script_alloc (runtime, (n + 1) * sizeof *shared->columns);
    *out = view_new (runtime, &sql_result_class, shared, ROWS, 0);
    if (n > 0)
        shared->rowcount = dialect->dialect != DIALECT_SQLITE
                               ? (gint64)MAX (result_n_rows (result), result_affected (result))
                           : changes_rows (statement) ? (gint64)result_n_rows (result)
                                                      : -1;
    SCRIPT_TRY (inserted_key (runtime, shared, statement));
    if (statement && statement->keys_returned)
    {
        shared->has_rows = FALSE;
        return SCRIPT_NORMAL;
    }
    for (guint i = 0; i < n; i++)
        describe (shared, statement, i);
    return SCRIPT_NORMAL;
}
