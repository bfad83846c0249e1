/* alembic_postgresql_enum: op.sync_enum_values replaces the values of an enumeration by a new type of the same name (operations/sync_enum_values.py, sql_commands). */

#include "adapters/alembic/plugin.h"
#include "script/py.h"
#include "util/error.h"

#include <string.h>

typedef struct
{
    const char *table, *column;
    const char *schema;
    gboolean schema_given;
    gboolean is_array;
    const char *existing_default;
    gboolean ask_default; /* an old migration's tuple: the default is in the catalog alone */
} EnumColumn;

typedef struct
{
    const char *name, *definition;
} EnumIndex;

/* What sync_enum_values is given. */
typedef struct
{
    ScriptCall *call;
    const char *schema, *name;
    GPtrArray *values;  /* char * */
    GArray *columns;    /* EnumColumn */
    GPtrArray *renames; /* char *, pairs */
    GArray *indexes;    /* EnumIndex */
    char *type, *old_type;
} Sync;

ScriptStatus plugin_send (ScriptCall *call, const char *sql)
{
    g_autoptr (GString) text = g_string_new (NULL);
    SqlElement *element = sql_text_new (call->runtime, script_strdup (call->runtime, sql));

    SCRIPT_TRY (sql_render (call->runtime, element, sa_dialect (call->runtime), SQL_RENDER_LITERALS, text));
    return ddl_send (call, text);
}

ScriptStatus plugin_sendf (ScriptCall *call, const char *format, ...)
{
    g_autofree char *sql = NULL;
    va_list arguments;

    va_start (arguments, format);
    sql = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    return plugin_send (call, sql);
}

static ScriptStatus reference_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    EnumColumn *column = script_alloc (call->runtime, sizeof *column);
    Value values[5];

    SCRIPT_TRY (
        py_bind (call, "TableReference(table_name, column_name, table_schema=, column_type=, existing_server_default=)",
                 values));
    column->table = sa_text (call->runtime, values[0]);
    column->column = sa_text (call->runtime, values[1]);
    column->schema_given = values[2].kind != VALUE_EMPTY;
    column->schema = sa_text (call->runtime, values[2]);
    column->is_array = g_strcmp0 (sa_text (call->runtime, values[3]), "ARRAY") == 0;
    column->existing_default = sa_text (call->runtime, values[4]);
    if (!column->table || !column->column)
        return script_refuse (call->runtime, "TableReference is given the names of a table and a column");
    host_object_set_data (call->runtime, call->receiver, column);
    return SCRIPT_NORMAL;
}

static ScriptStatus index_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    EnumIndex *index = script_alloc (call->runtime, sizeof *index);
    Value values[2];

    SCRIPT_TRY (py_bind (call, "TableIndex(name, definition)", values));
    index->name = sa_text (call->runtime, values[0]);
    index->definition = sa_text (call->runtime, values[1]);
    if (!index->name || !index->definition)
        return script_refuse (call->runtime, "TableIndex is given a name and a definition");
    host_object_set_data (call->runtime, call->receiver, index);
    return SCRIPT_NORMAL;
}

static ScriptStatus type_common (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, "COMMON", -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus type_array (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, "ARRAY", -1);
    return SCRIPT_NORMAL;
}

static const HostMember none[] = { { .name = NULL } };
static const HostMember column_type_members[] = {
    { .name = "COMMON", .kind = HOST_GETTER, .function = type_common, .summary = "a column of the type" },
    { .name = "ARRAY", .kind = HOST_GETTER, .function = type_array, .summary = "a column of an array of it" },
    { .name = NULL },
};
static const HostClass reference_class = {
    .name = "TableReference", .summary = "a column of an enumeration", .members = none, .init = reference_init
};
static const HostClass index_class = {
    .name = "TableIndex", .summary = "an index that is made anew", .members = none, .init = index_init
};
static const HostClass column_type_class = { .name = "ColumnType",
                                             .summary = "how a column has the enumeration",
                                             .members = column_type_members };

const HostMember plugin_enum_members[] = {
    { .name = "TableReference",
      .kind = HOST_CLASS,
      .gives = &reference_class,
      .summary = "a column of an enumeration" },
    { .name = "TableIndex", .kind = HOST_CLASS, .gives = &index_class, .summary = "an index that is made anew" },
    { .name = "ColumnType", .kind = HOST_MODULE, .gives = &column_type_class, .summary = "COMMON or ARRAY" },
    { .name = NULL },
};

static ScriptStatus read_columns (Sync *sync, Value value)
{
    ScriptRuntime *runtime = sync->call->runtime;
    ScriptList *items;

    SCRIPT_TRY (py_items (runtime, value, &items));
    for (guint32 i = 0; i < items->length; i++)
    {
        const EnumColumn *given = host_object_data (items->items[i], &reference_class);
        const ScriptList *pair = py_as_tuple (items->items[i]);
        EnumColumn column = { NULL, NULL, NULL, FALSE, FALSE, NULL, FALSE };

        if (given)
            column = *given;
        else if (pair && pair->length >= 2)
        {
            column.table = sa_text (runtime, pair->items[0]);
            column.column = sa_text (runtime, pair->items[1]);
            column.is_array = pair->length > 2 && g_strcmp0 (sa_text (runtime, pair->items[2]), "ARRAY") == 0;
            column.ask_default = TRUE;
        }
        if (!column.table || !column.column)
            return script_throw (runtime, "ValueError", "Affected columns must contain tuples or TableReferences");
        if (!column.schema_given)
            column.schema = sync->schema;
        g_array_append_val (sync->columns, column);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus read_renames (Sync *sync, Value value)
{
    ScriptRuntime *runtime = sync->call->runtime;
    ScriptList *items;

    if (value.kind == VALUE_EMPTY)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (py_items (runtime, value, &items));
    for (guint32 i = 0; i < items->length; i++)
    {
        ScriptList *pair;

        SCRIPT_TRY (py_items (runtime, items->items[i], &pair));
        if (pair->length != 2 || !sa_text (runtime, pair->items[0]) || !sa_text (runtime, pair->items[1]))
            return script_refuse (runtime, "enum_values_to_rename has pairs of texts");
        g_ptr_array_add (sync->renames, (gpointer)sa_text (runtime, pair->items[0]));
        g_ptr_array_add (sync->renames, (gpointer)sa_text (runtime, pair->items[1]));
    }
    return SCRIPT_NORMAL;
}

/* transform_index_definition_for_renamed_values */
static const char *renamed_definition (const Sync *sync, const char *definition)
{
    g_autoptr (GString) text = g_string_new (definition);

    for (guint i = 0; i < sync->renames->len; i += 2)
    {
        const char *from = g_ptr_array_index (sync->renames, i), *to = g_ptr_array_index (sync->renames, i + 1);
        g_autofree char *plain = g_strdup_printf ("'%s'::%s", from, sync->name);
        g_autofree char *plain_to = g_strdup_printf ("'%s'::%s", to, sync->name);
        g_autofree char *full = g_strdup_printf ("'%s'::%s.%s", from, sync->schema, sync->name);
        g_autofree char *full_to = g_strdup_printf ("'%s'::%s.%s", to, sync->schema, sync->name);

        g_string_replace (text, plain, plain_to, 0);
        g_string_replace (text, full, full_to, 0);
    }
    return script_strdup (sync->call->runtime, text->str);
}

static ScriptStatus read_indexes (Sync *sync, Value value)
{
    ScriptList *items;

    if (value.kind == VALUE_EMPTY || value.kind == VALUE_NULL)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (py_items (sync->call->runtime, value, &items));
    for (guint32 i = 0; i < items->length; i++)
    {
        const EnumIndex *given = host_object_data (items->items[i], &index_class);
        EnumIndex index;

        if (!given)
            return script_refuse (sync->call->runtime, "indexes_to_recreate has TableIndexes");
        index = *given;
        index.definition = renamed_definition (sync, given->definition);
        g_array_append_val (sync->indexes, index);
    }
    return SCRIPT_NORMAL;
}

/* CASE of the values that have new names; "" when there are none. */
static char *rename_cases (const Sync *sync, const char *value, const char *suffix)
{
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < sync->renames->len; i += 2)
        g_string_append_printf (text, "WHEN %s::text = '%s' THEN '%s'%s ", value,
                                (const char *)g_ptr_array_index (sync->renames, i),
                                (const char *)g_ptr_array_index (sync->renames, i + 1), suffix);
    return g_string_free (text, FALSE);
}

static const char *const operators[][2] = { { "!=", "new_old_not_equals" }, { "=", "new_old_equals" } };

/* The old type and the new one are compared while some columns have the one and some the other. */
static ScriptStatus create_operators (const Sync *sync)
{
    g_autofree char *cases = rename_cases (sync, "old_enum_val", "");

    for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
        g_autofree char *other = sync->renames->len > 0 ? g_strdup_printf ("CASE %sELSE old_enum_val::text END", cases)
                                                        : g_strdup ("old_enum_val::text");

        SCRIPT_TRY (plugin_sendf (sync->call,
                                  "CREATE FUNCTION \"%s\".%s(new_enum_val %s, old_enum_val %s) RETURNS boolean AS $$ "
                                  "SELECT new_enum_val::text %s %s; $$ LANGUAGE SQL IMMUTABLE",
                                  sync->schema, operators[i][1], sync->type, sync->old_type, operators[i][0], other));
        SCRIPT_TRY (
            plugin_sendf (sync->call, "CREATE OPERATOR \"%s\".%s (leftarg = %s, rightarg = %s, procedure = \"%s\".%s)",
                          sync->schema, operators[i][0], sync->type, sync->old_type, sync->schema, operators[i][1]));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_operators (const Sync *sync)
{
    for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
        SCRIPT_TRY (plugin_sendf (sync->call, "DROP OPERATOR IF EXISTS \"%s\".%s (%s, %s)", sync->schema,
                                  operators[i][0], sync->type, sync->old_type));
        SCRIPT_TRY (plugin_sendf (sync->call, "DROP FUNCTION \"%s\".%s(new_enum_val %s, old_enum_val %s)", sync->schema,
                                  operators[i][1], sync->type, sync->old_type));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_indexes (const Sync *sync)
{
    for (guint i = 0; i < sync->indexes->len; i++)
    {
        const char *name = g_array_index (sync->indexes, EnumIndex, i).name;
        const char *dot = strrchr (name, '.');
        g_autofree char *bare = g_strdup (dot ? dot + 1 : name);
        g_autofree char *schema = dot ? g_strndup (name, (gsize)(dot - name)) : NULL;

        g_strdelimit (bare, "\"", ' ');
        g_strstrip (bare);
        if (schema)
            g_strstrip (g_strdelimit (schema, "\"", ' '));
        SCRIPT_TRY (schema ? plugin_sendf (sync->call, "DROP INDEX IF EXISTS \"%s\".\"%s\"", schema, bare)
                           : plugin_sendf (sync->call, "DROP INDEX IF EXISTS \"%s\"", bare));
    }
    return SCRIPT_NORMAL;
}

/* The default that the catalog has (get_column_default), for migrations that don't say it. */
static ScriptStatus ask_default (const Sync *sync, EnumColumn *column)
{
    AlembicRun *run = alembic_run (sync->call);
    g_autoptr (GString) sql =
        g_string_new ("SELECT column_default FROM information_schema.columns WHERE table_schema = ");
    g_autoptr (ResultSet) rows = NULL;
    GError *error = NULL;
    Statement statement;

    sa_append_literal (sa_dialect (sync->call->runtime), sql, sync->schema);
    g_string_append (sql, " AND table_name = ");
    sa_append_literal (sa_dialect (sync->call->runtime), sql, column->table);
    g_string_append (sql, " AND column_name = ");
    sa_append_literal (sa_dialect (sync->call->runtime), sql, column->column);
    if (!run->session)
        return script_refuse (sync->call->runtime, "a module may not read the database while it is imported");
    statement = statement_of (sql->str);
    statement.where = script_call_location (sync->call);
    rows = session_query (run->session, &statement, &error);
    if (!rows)
        return script_fail (sync->call->runtime, error);
    if (result_n_rows (rows) > 0 && result_text (rows, 0, 0))
        column->existing_default = script_strdup (sync->call->runtime, result_text (rows, 0, 0));
    return SCRIPT_NORMAL;
}

static void rename_in_quotes (const Sync *sync, GString *text)
{
    for (guint i = 0; i < sync->renames->len; i += 2)
    {
        const char *from = g_ptr_array_index (sync->renames, i), *to = g_ptr_array_index (sync->renames, i + 1);
        g_autofree char *single = g_strdup_printf ("'%s'", from), *single_to = g_strdup_printf ("'%s'", to);
        g_autofree char *twice = g_strdup_printf ("\"%s\"", from), *twice_to = g_strdup_printf ("\"%s\"", to);

        g_string_replace (text, single, single_to, 0);
        g_string_replace (text, twice, twice_to, 0);
    }
}

/* rename_default_if_required */
static char *new_default (const Sync *sync, const char *old)
{
    g_autofree char *type = g_strdup_printf ("%s.%s", sync->schema, sync->name);
    g_autoptr (GString) text = g_string_new (old);
    const char *cast;

    if (g_str_has_prefix (old, "ARRAY["))
    {
        g_autoptr (GRegex) casts = g_regex_new ("::[.\\w]+", 0, 0, NULL);
        g_autofree char *replacement = g_strdup_printf ("::%s", type);

        rename_in_quotes (sync, text);
        return g_regex_replace_literal (casts, text->str, -1, 0, replacement, 0, NULL);
    }
    cast = strstr (old, "::");
    g_string_truncate (text, cast ? (gsize)(cast - old) : (text->len > 0 ? text->len - 1 : 0));
    rename_in_quotes (sync, text);
    return g_strdup_printf ("%s::%s%s", text->str, type, g_str_has_suffix (old, "[]") ? "[]" : "");
}

static ScriptStatus change_type (const Sync *sync, const char *table, const EnumColumn *column)
{
    g_autofree char *name = g_strdup_printf ("\"%s\"", column->column);
    g_autofree char *suffix = g_strdup_printf ("::%s", sync->type);
    g_autofree char *cases = rename_cases (sync, name, suffix);

    if (column->is_array)
    {
        g_autoptr (GString) cast = g_string_new (NULL);

        g_string_printf (cast, "%s::text[]", name);
        for (guint i = 0; i < sync->renames->len; i += 2)
        {
            g_autofree char *inner = g_strdup (cast->str);

            g_string_printf (cast, "array_replace(%s, '%s', '%s')", inner,
                             (const char *)g_ptr_array_index (sync->renames, i),
                             (const char *)g_ptr_array_index (sync->renames, i + 1));
        }
        return plugin_sendf (sync->call, "ALTER TABLE %s ALTER COLUMN %s TYPE %s[] USING %s::%s[]", table, name,
                             sync->type, cast->str, sync->type);
    }
    if (sync->renames->len > 0)
        return plugin_sendf (sync->call, "ALTER TABLE %s ALTER COLUMN %s TYPE %s USING CASE %sELSE %s::text::%s END",
                             table, name, sync->type, cases, name, sync->type);
    return plugin_sendf (sync->call, "ALTER TABLE %s ALTER COLUMN %s TYPE %s USING %s::text::%s", table, name,
                         sync->type, name, sync->type);
}

static ScriptStatus change_column (const Sync *sync, const EnumColumn *column)
{
    g_autofree char *table = column->schema ? g_strdup_printf ("\"%s\".\"%s\"", column->schema, column->table)
                                            : g_strdup_printf ("\"%s\"", column->table);
    g_autofree char *value = column->existing_default ? new_default (sync, column->existing_default) : NULL;

    if (value)
        SCRIPT_TRY (
            plugin_sendf (sync->call, "ALTER TABLE %s ALTER COLUMN \"%s\" DROP DEFAULT", table, column->column));
    SCRIPT_TRY (change_type (sync, table, column));
    if (value)
        return plugin_sendf (sync->call, "ALTER TABLE %s ALTER COLUMN \"%s\" SET DEFAULT %s", table, column->column,
                             value);
    return SCRIPT_NORMAL;
}

/* SyncEnumValuesOp._set_enum_values */
static ScriptStatus run (Sync *sync)
{
    g_autoptr (GString) values = g_string_new (NULL);

    for (guint i = 0; i < sync->columns->len; i++)
        if (g_array_index (sync->columns, EnumColumn, i).ask_default)
            SCRIPT_TRY (ask_default (sync, &g_array_index (sync->columns, EnumColumn, i)));
    for (guint i = 0; i < sync->values->len; i++)
        g_string_append_printf (values, "%s'%s'", i > 0 ? ", " : "", (const char *)g_ptr_array_index (sync->values, i));
    SCRIPT_TRY (plugin_sendf (sync->call, "ALTER TYPE %s RENAME TO \"%s_old\"", sync->type, sync->name));
    SCRIPT_TRY (plugin_sendf (sync->call, "CREATE TYPE %s AS ENUM(%s)", sync->type, values->str));
    SCRIPT_TRY (create_operators (sync));
    SCRIPT_TRY (drop_indexes (sync));
    for (guint i = 0; i < sync->columns->len; i++)
        SCRIPT_TRY (change_column (sync, &g_array_index (sync->columns, EnumColumn, i)));
    SCRIPT_TRY (drop_operators (sync));
    SCRIPT_TRY (plugin_sendf (sync->call, "DROP TYPE %s", sync->old_type));
    for (guint i = 0; i < sync->indexes->len; i++)
        SCRIPT_TRY (plugin_send (sync->call, g_array_index (sync->indexes, EnumIndex, i).definition));
    return SCRIPT_NORMAL;
}

ScriptStatus op_sync_enum_values (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ScriptRuntime *runtime = call->runtime;
    Sync sync = { .call = call };
    g_autofree char *type = NULL, *old_type = NULL;
    Value values[6];

    SCRIPT_TRY (py_bind (call,
                         "sync_enum_values(enum_schema, enum_name, new_values, affected_columns, "
                         "enum_values_to_rename=, indexes_to_recreate=)",
                         values));
    if (sa_dialect (runtime)->dialect != DIALECT_POSTGRESQL)
        return SCRIPT_NORMAL;
    sync.schema = sa_text (runtime, values[0]);
    sync.name = sa_text (runtime, values[1]);
    if (!sync.schema || !sync.name)
        return script_refuse (runtime, "sync_enum_values is given the names of a schema and a type");
    sync.columns = sa_array_new (runtime, sizeof (EnumColumn));
    sync.indexes = sa_array_new (runtime, sizeof (EnumIndex));
    sync.renames = sa_list_new (runtime);
    sync.type = type = g_strdup_printf ("\"%s\".\"%s\"", sync.schema, sync.name);
    sync.old_type = old_type = g_strdup_printf ("\"%s\".\"%s_old\"", sync.schema, sync.name);
    SCRIPT_TRY (sa_names (runtime, values[2], &sync.values));
    SCRIPT_TRY (read_columns (&sync, values[3]));
    SCRIPT_TRY (read_renames (&sync, values[4]));
    SCRIPT_TRY (read_indexes (&sync, values[5]));
    return run (&sync);
}
