/* op.batch_alter_table: directives upon one table are kept and then done one by one, or all at once to a table that is made anew (operations/batch.py). */

#include "adapters/alembic/batch.h"
#include "adapters/alembic/schema_host.h"
#include "adapters/alembic/sql.h"
#include "script/py.h"

#include <string.h>

static const HostClass batch_class;

const SaName *batch_table (const SaBatch *batch)
{
    return &batch->table;
}

const SaName *batch_schema (const SaBatch *batch)
{
    return &batch->schema;
}

/* SQLiteImpl.requires_recreate_in_batch */
static gboolean sqlite_needs_new_table (const SaBatch *batch)
{
    for (guint i = 0; i < batch->changes->len; i++)
    {
        const SchemaChange *change = &g_array_index (batch->changes, SchemaChange, i);

        if (change->kind == CHANGE_ADD_COLUMN)
        {
            const SaServerDefault *value = &change->column->server_default;

            if (value->kind == SA_SERVER_DEFAULT_ELEMENT ||
                (value->kind == SA_SERVER_DEFAULT_COMPUTED && value->computed->persisted == SA_TRUE))
                return TRUE;
        }
        else if (change->kind != CHANGE_CREATE_INDEX && change->kind != CHANGE_DROP_INDEX)
            return TRUE;
    }
    return FALSE;
}

ScriptStatus batch_recreates (const SaBatch *batch, ScriptRuntime *runtime, gboolean *recreates)
{
    gboolean sqlite = sa_dialect (runtime)->dialect == DIALECT_SQLITE;

    *recreates = batch->recreate == RECREATE_ALWAYS ||
                 (batch->recreate == RECREATE_AUTO && sqlite && sqlite_needs_new_table (batch));
    return SCRIPT_NORMAL;
}

ScriptStatus batch_keep (SaBatch *batch, ScriptRuntime *runtime, const SchemaChange *change)
{
    gboolean recreates;

    SCRIPT_TRY (batch_recreates (batch, runtime, &recreates));
    if (change->kind == CHANGE_ADD_COLUMN && (change->insert_before || change->insert_after) && !recreates)
        return sql_raise (runtime, "CommandError",
                          "Can't specify insert_before or insert_after when using ALTER; please specify "
                          "recreate='always'");
    g_array_append_val (batch->changes, *change);
    return SCRIPT_NORMAL;
}

/* On servers that alter tables in place, a new table would only lose what SQLAlchemy can't read of the old one. */
static ScriptStatus check_places (ScriptRuntime *runtime, const SaBatch *batch)
{
    for (guint i = 0; i < batch->changes->len; i++)
    {
        const SchemaChange *change = &g_array_index (batch->changes, SchemaChange, i);

        if (change->insert_before || change->insert_after)
            return script_refuse (runtime,
                                  "insert_before and insert_after need a new table, which is made on SQLite alone");
    }
    if (batch->orders || (batch->table_args && batch->table_args->length > 0))
        return script_refuse (runtime,
                              "partial_reordering and table_args need a new table, which is made on SQLite alone");
    return SCRIPT_NORMAL;
}

static ScriptStatus flush (ScriptCall *call, SaBatch *batch)
{
    gboolean recreates;

    SCRIPT_TRY (batch_recreates (batch, call->runtime, &recreates));
    if (recreates && sa_dialect (call->runtime)->dialect == DIALECT_SQLITE)
        return batch_rebuild (call, batch);
    if (recreates)
        SCRIPT_TRY (check_places (call->runtime, batch));
    for (guint i = 0; i < batch->changes->len; i++)
    {
        const SchemaChange *change = &g_array_index (batch->changes, SchemaChange, i);

        if (change->kind == CHANGE_ADD_CONSTRAINT || change->kind == CHANGE_DROP_CONSTRAINT)
            SCRIPT_TRY (change_check_constraint (call->runtime, change->constraint, FALSE));
    }
    for (guint i = 0; i < batch->changes->len; i++)
        SCRIPT_TRY (change_run (call, &g_array_index (batch->changes, SchemaChange, i)));
    return SCRIPT_NORMAL;
}

static ScriptStatus batch_enter (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus batch_exit (ScriptCall *call, Value *out)
{
    *out = value_boolean (FALSE);
    if (call_argument (call, 0).kind != VALUE_NULL && call->n_arguments > 0)
        return SCRIPT_NORMAL;
    return flush (call, call->data);
}

static ScriptStatus read_recreate (ScriptRuntime *runtime, Value value, BatchRecreate *out)
{
    const char *text = value.kind == VALUE_EMPTY ? "auto" : sa_text (runtime, value);

    if (g_strcmp0 (text, "auto") == 0)
        *out = RECREATE_AUTO;
    else if (g_strcmp0 (text, "always") == 0)
        *out = RECREATE_ALWAYS;
    else if (g_strcmp0 (text, "never") == 0)
        *out = RECREATE_NEVER;
    else
        return script_throw (runtime, "ValueError", "recreate may be one of 'auto', 'always', or 'never'.");
    return SCRIPT_NORMAL;
}

static ScriptStatus read_list (ScriptRuntime *runtime, Value value, ScriptList **out)
{
    *out = NULL;
    return value.kind == VALUE_EMPTY || value.kind == VALUE_NULL ? SCRIPT_NORMAL : py_items (runtime, value, out);
}

static ScriptStatus read_orders (ScriptRuntime *runtime, Value value, GPtrArray **out)
{
    ScriptList *items;

    SCRIPT_TRY (read_list (runtime, value, &items));
    *out = items ? sa_list_new (runtime) : NULL;
    for (guint32 i = 0; items && i < items->length; i++)
    {
        GPtrArray *names;

        SCRIPT_TRY (sa_names (runtime, items->items[i], &names));
        g_ptr_array_add (*out, names);
    }
    return SCRIPT_NORMAL;
}

ScriptStatus op_batch_alter_table (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SaBatch *batch = script_alloc (runtime, sizeof *batch);
    Value values[10];

    SCRIPT_TRY (py_bind (call,
                         "batch_alter_table(table_name, schema=, recreate=, partial_reordering=, copy_from=, "
                         "table_args=, table_kwargs=, reflect_args=, reflect_kwargs=, naming_convention=)",
                         values));
    batch->table = sa_name (runtime, values[0]);
    batch->schema = sa_name (runtime, values[1]);
    batch->copy_from = sa_table_of (values[4]);
    if (batch->copy_from)
        SCRIPT_TRY (sa_check_not_reflected (runtime, batch->copy_from));
    batch->table_options = values[6];
    batch->conventions = py_as_dict (values[9]) ? values[9] : EMPTY_VALUE;
    batch->changes = sa_array_new (runtime, sizeof (SchemaChange));
    if (!batch->table.text)
        return script_refuse (runtime, "batch_alter_table is given the name of a table");
    SCRIPT_TRY (read_recreate (runtime, values[2], &batch->recreate));
    SCRIPT_TRY (read_orders (runtime, values[3], &batch->orders));
    SCRIPT_TRY (read_list (runtime, values[5], &batch->table_args));
    SCRIPT_TRY (read_list (runtime, values[7], &batch->reflect_args));
    if (py_as_dict (values[8]) && py_map_length (py_as_dict (values[8])) > 0)
        return script_refuse (runtime, "reflect_kwargs are functions of the application's that change what is read");
    *out = host_object_new (runtime, &batch_class, batch);
    return SCRIPT_NORMAL;
}

#define METHOD(title, about)                                                                                           \
    {                                                                                                                  \
        .name = #title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = batch_##title, .summary = about      \
    }

static const HostMember batch_members[] = {
    { .name = "__enter__", .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = batch_enter, .summary = "begins" },
    { .name = "__exit__",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = batch_exit,
      .summary = "does what was kept" },
    METHOD (add_column, "adds a column"),
    METHOD (drop_column, "drops a column"),
    METHOD (alter_column, "changes a column"),
    METHOD (create_primary_key, "adds a primary key"),
    METHOD (create_unique_constraint, "adds a UNIQUE constraint"),
    METHOD (create_foreign_key, "adds a foreign key"),
    METHOD (create_check_constraint, "adds a CHECK"),
    METHOD (create_exclude_constraint, "adds an EXCLUDE constraint"),
    METHOD (drop_constraint, "drops a constraint"),
    METHOD (create_index, "creates an index"),
    METHOD (drop_index, "drops an index"),
    METHOD (create_table_comment, "sets the table's comment"),
    METHOD (drop_table_comment, "drops the table's comment"),
    { .name = "f",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = op_f,
      .summary = "a name that conventions leave alone" },
    { .name = NULL },
};

static const HostClass batch_class = { .name = "BatchOperations",
                                       .summary = "directives upon one table",
                                       .base = &alembic_op_sql_class,
                                       .members = batch_members,
                                       .module = "alembic.operations.base" };
