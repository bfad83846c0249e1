/* A table of SQLite, read for a batch (SQLAlchemy's reflection, and what it leaves out: collations, unnamed checks, AUTOINCREMENT, indexes upon expressions). */

#include "adapters/alembic/batch.h"
#include "adapters/alembic/sql.h"
#include "adapters/alembic/type_class.h"
#include "ddl/sqlite_table.h"
#include "ddl/table.h"
#include "script/py.h"
#include "util/error.h"

#include <string.h>

typedef struct
{
    ScriptCall *call;
    ScriptRuntime *runtime;
    const SaBatch *batch;
    SaTable *table;
    const SqliteTable *written;
} Reading;

static ScriptStatus query (ScriptCall *call, ResultSet **rows, const char *format, ...) G_GNUC_PRINTF (3, 4);
static ScriptStatus query (ScriptCall *call, ResultSet **rows, const char *format, ...)
{
    g_autofree char *sql = NULL;
    GError *error = NULL;
    Statement statement;
    va_list arguments;

    va_start (arguments, format);
    sql = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    statement = statement_of (sql);
    statement.where = script_call_location (call);
    if (!alembic_run (call)->session)
        return script_refuse (call->runtime, "a module may not read the database while it is imported");
    *rows = session_query (alembic_run (call)->session, &statement, &error);
    return *rows ? SCRIPT_NORMAL : script_fail (call->runtime, error);
}

/* SQLiteDialect.ischema_names and _resolve_type_affinity, for what a cast asks of the type. The text itself stays as it is. */
static SaTypeId type_id_of (const char *name)
{
    static const struct
    {
        const char *name;
        SaTypeId id;
    } known[] = {
        { "BIGINT", TYPE_BIGINT },     { "BLOB", TYPE_BLOB },           { "BOOL", TYPE_BOOLEAN },
        { "BOOLEAN", TYPE_BOOLEAN },   { "CHAR", TYPE_CHAR },           { "DATE", TYPE_DATE },
        { "DATE_CHAR", TYPE_DATE },    { "DATETIME", TYPE_DATETIME },   { "DATETIME_CHAR", TYPE_DATETIME },
        { "DOUBLE", TYPE_DOUBLE },     { "DECIMAL", TYPE_DECIMAL },     { "FLOAT", TYPE_FLOAT },
        { "INT", TYPE_INTEGER },       { "INTEGER", TYPE_INTEGER },     { "JSON", TYPE_JSON },
        { "JSONB", TYPE_JSON },        { "NUMERIC", TYPE_NUMERIC },     { "REAL", TYPE_REAL },
        { "SMALLINT", TYPE_SMALLINT }, { "TEXT", TYPE_TEXT },           { "TIME", TYPE_TIME },
        { "TIME_CHAR", TYPE_TIME },    { "TIMESTAMP", TYPE_TIMESTAMP }, { "VARCHAR", TYPE_VARCHAR },
        { "NVARCHAR", TYPE_NVARCHAR },
    };

    for (guint i = 0; i < G_N_ELEMENTS (known); i++)
        if (strcmp (known[i].name, name) == 0)
            return known[i].id;
    if (strstr (name, "INT"))
        return TYPE_INTEGER;
    if (strstr (name, "CHAR") || strstr (name, "CLOB") || strstr (name, "TEXT"))
        return TYPE_TEXT;
    if (strstr (name, "BLOB") || *name == '\0')
        return TYPE_BLOB;
    if (strstr (name, "REAL") || strstr (name, "FLOA") || strstr (name, "DOUB"))
        return TYPE_REAL;
    return TYPE_NUMERIC;
}

static const SaType *read_type (ScriptRuntime *runtime, const SqliteColumn *column)
{
    g_autofree char *upper = g_ascii_strup (column->type, -1);
    g_autofree char *name = g_strchomp (g_strndup (upper, strcspn (upper, "(")));
    SaType *type = sa_type_new (runtime, &sa_type_classes[type_id_of (name)]);
    g_autofree char *raw = column->collation ? g_strdup_printf ("%s COLLATE %s", column->type, column->collation)
                                             : g_strdup (column->type);

    type->raw = script_strdup (runtime, raw);
    return type;
}

/* SQLiteImpl._guess_if_default_is_unparenthesized_sql_expr */
static gboolean wants_parentheses (const char *text)
{
    gsize length = strlen (text);

    if (length == 0 || (length == 1 && (g_ascii_isdigit (*text) || *text == '.')))
        return FALSE;
    return !(length > 2 && *text == '\'' && text[length - 1] == '\'') &&
           !(length > 2 && *text == '(' && text[length - 1] == ')');
}

static void set_default (ScriptRuntime *runtime, SaColumn *column, const char *text)
{
    g_autofree char *sql = NULL;

    if (!text)
        return;
    sql = wants_parentheses (text) ? g_strdup_printf ("(%s)", text) : g_strdup (text);
    column->server_default.kind = SA_SERVER_DEFAULT_ELEMENT;
    column->server_default.element = sql_literal_column_new (runtime, script_strdup (runtime, sql), NULL);
}

static void add_option (ScriptRuntime *runtime, GArray **options, const char *name, Value value)
{
    SaOption option = { .name = name, .value = value };

    if (!*options)
        *options = sa_array_new (runtime, sizeof option);
    g_array_append_val (*options, option);
}

static void add_conflict (ScriptRuntime *runtime, GArray **options, const char *name, const char *action)
{
    if (action)
        add_option (runtime, options, name, value_string (runtime, action, -1));
}

static ScriptStatus read_column (const Reading *reading, const ResultSet *rows, guint row)
{
    ScriptRuntime *runtime = reading->runtime;
    const char *name = script_strdup (runtime, result_text (rows, row, 1));
    const SqliteColumn *written = sqlite_table_column (reading->written, name);
    SaColumn *column;

    if (!written)
        return script_refuse (runtime, "the definition of %s can't be read: column %s", reading->table->name.text,
                              name);
    column = sa_column_new (runtime, sa_name_of (name), read_type (runtime, written));
    column->nullable_given = TRUE;
    column->nullable = result_integer (rows, row, 3) == 0;
    if (written->generated)
    {
        SaComputed *computed = script_alloc (runtime, sizeof *computed);

        computed->expression = sql_literal_column_new (runtime, script_strdup (runtime, written->generated), NULL);
        computed->persisted = written->stored ? SA_TRUE : SA_FALSE;
        column->server_default.kind = SA_SERVER_DEFAULT_COMPUTED;
        column->server_default.computed = computed;
    }
    else
        set_default (runtime, column, result_text (rows, row, 4));
    add_conflict (runtime, &column->options, "sqlite_on_conflict_not_null", written->not_null_conflict);
    if (written->autoincrement)
        add_option (runtime, &reading->table->options, "sqlite_autoincrement", value_boolean (TRUE));
    return sa_table_add_column (runtime, reading->table, column);
}

static SaName name_of (ScriptRuntime *runtime, const char *text)
{
    SaName name = sa_name_of (text ? script_strdup (runtime, text) : NULL);

    name.is_final = text != NULL;
    return name;
}

static ScriptStatus read_columns (const Reading *reading)
{
    g_autoptr (ResultSet) rows = NULL;
    g_autofree char *keys = NULL;
    SaConstraint *key = sa_constraint_new (reading->runtime, SA_CONSTRAINT_PRIMARY_KEY, SA_NO_NAME);
    GString *name = g_string_new (NULL);

    sa_append_literal (sa_dialect (reading->runtime), name, reading->batch->table.text);
    keys = g_string_free (name, FALSE);
    SCRIPT_TRY (query (reading->call, &rows, "SELECT * FROM pragma_table_xinfo(%s)", keys));
    for (guint i = 0; i < result_n_rows (rows); i++)
        SCRIPT_TRY (read_column (reading, rows, i));
    for (guint place = 1; place <= result_n_rows (rows); place++)
        for (guint i = 0; i < result_n_rows (rows); i++)
            if (result_integer (rows, i, 5) == place)
                g_ptr_array_add (key->columns, (gpointer)script_strdup (reading->runtime, result_text (rows, i, 1)));
    for (guint i = 0; i < reading->written->constraints->len; i++)
    {
        const SqliteConstraint *written = g_ptr_array_index (reading->written->constraints, i);

        if (written->kind == SQLITE_PRIMARY_KEY)
        {
            key->name = name_of (reading->runtime, written->name);
            add_conflict (reading->runtime, &key->options, "sqlite_on_conflict", written->conflict);
        }
    }
    return key->columns->len > 0 ? sa_table_add_constraint (reading->runtime, reading->table, key) : SCRIPT_NORMAL;
}

static ScriptStatus read_check (const Reading *reading, const char *name, const char *expression)
{
    SaConstraint *check = sa_constraint_new (reading->runtime, SA_CONSTRAINT_CHECK, name_of (reading->runtime, name));

    check->expression = sql_literal_column_new (reading->runtime, script_strdup (reading->runtime, expression), NULL);
    return sa_table_add_constraint (reading->runtime, reading->table, check);
}

static ScriptStatus read_unique (const Reading *reading, const SqliteConstraint *written)
{
    SaConstraint *unique =
        sa_constraint_new (reading->runtime, SA_CONSTRAINT_UNIQUE, name_of (reading->runtime, written->name));

    for (char **column = written->columns; *column; column++)
        g_ptr_array_add (unique->columns, (gpointer)script_strdup (reading->runtime, *column));
    add_conflict (reading->runtime, &unique->options, "sqlite_on_conflict", written->conflict);
    return sa_table_add_constraint (reading->runtime, reading->table, unique);
}

/* DEFERRABLE and its like, as the text has them. */
static void set_deferrable (SaConstraint *key, const char *deferrable)
{
    if (!deferrable)
        return;
    key->deferrable = SA_TRUE;
    if (g_ascii_strncasecmp (deferrable, "INITIALLY ", 10) == 0)
        key->initially = g_intern_string (deferrable + 10);
}

/* The text's own foreign key for the one that the pragma gives: by its columns. */
static const SqliteConstraint *written_key (const SqliteTable *table, const GPtrArray *columns)
{
    for (guint i = 0; i < table->constraints->len; i++)
    {
        const SqliteConstraint *written = g_ptr_array_index (table->constraints, i);
        gboolean same = written->kind == SQLITE_FOREIGN_KEY && g_strv_length (written->columns) == columns->len;

        for (guint j = 0; same && j < columns->len; j++)
            same = g_ascii_strcasecmp (written->columns[j], g_ptr_array_index (columns, j)) == 0;
        if (same)
            return written;
    }
    return NULL;
}

static ScriptStatus finish_key (const Reading *reading, SaConstraint *key)
{
    const SqliteConstraint *written = written_key (reading->written, key->columns);

    if (written)
    {
        key->name = name_of (reading->runtime, written->name);
        set_deferrable (key, written->deferrable);
    }
    else if (key->columns->len == 1)
    {
        const SqliteColumn *column = sqlite_table_column (reading->written, g_ptr_array_index (key->columns, 0));

        set_deferrable (key, column ? column->deferrable : NULL);
    }
    return sa_table_add_constraint (reading->runtime, reading->table, key);
}

static const char *action_of (ScriptRuntime *runtime, const char *action)
{
    return strcmp (action, "NO ACTION") == 0 ? NULL : script_strdup (runtime, action);
}

/* Foreign keys, the first of the table first: the pragma counts them backwards. Without columns it is the other table's primary key. */
static ScriptStatus read_foreign_keys (const Reading *reading)
{
    ScriptRuntime *runtime = reading->runtime;
    g_autoptr (ResultSet) rows = NULL;
    g_autoptr (GString) name = g_string_new (NULL);
    SaConstraint *key = NULL;
    gint64 last = -1;

    sa_append_literal (sa_dialect (runtime), name, reading->batch->table.text);
    SCRIPT_TRY (query (
        reading->call, &rows,
        "SELECT id, seq, \"table\", \"from\", coalesce(\"to\", (SELECT name FROM pragma_table_info(k.\"table\") WHERE "
        "pk = k.seq + 1)), on_update, on_delete FROM pragma_foreign_key_list(%s) k ORDER BY id DESC, seq",
        name->str));
    for (guint i = 0; i < result_n_rows (rows); i++)
    {
        const char *to = result_text (rows, i, 4);
        const char *local = script_strdup (runtime, result_text (rows, i, 3));
        SaTarget target = { .table = script_strdup (runtime, result_text (rows, i, 2)),
                            .column = to ? script_strdup (runtime, to) : NULL };

        if (!to)
            return script_refuse (runtime, "a foreign key of %s points to %s, which has no primary key",
                                  reading->table->name.text, target.table);

        if (result_integer (rows, i, 0) != last)
        {
            if (key)
                SCRIPT_TRY (finish_key (reading, key));
            key = sa_constraint_new (runtime, SA_CONSTRAINT_FOREIGN_KEY, SA_NO_NAME);
            key->reference.on_update = action_of (runtime, result_text (rows, i, 5));
            key->reference.on_delete = action_of (runtime, result_text (rows, i, 6));
            last = result_integer (rows, i, 0);
        }
        g_ptr_array_add (key->columns, (gpointer)local);
        g_array_append_val (key->targets, target);
    }
    return key ? finish_key (reading, key) : SCRIPT_NORMAL;
}

static ScriptStatus read_constraints (const Reading *reading)
{
    SCRIPT_TRY (read_columns (reading));
    SCRIPT_TRY (read_foreign_keys (reading));
    for (guint i = 0; i < reading->written->constraints->len; i++)
    {
        const SqliteConstraint *written = g_ptr_array_index (reading->written->constraints, i);

        if (written->kind == SQLITE_UNIQUE)
            SCRIPT_TRY (read_unique (reading, written));
        else if (written->kind == SQLITE_CHECK)
            SCRIPT_TRY (read_check (reading, written->name, written->expression));
    }
    for (guint i = 0; i < reading->written->columns->len; i++)
    {
        const SqliteColumn *column = g_ptr_array_index (reading->written->columns, i);

        for (guint j = 0; j < column->checks->len; j++)
        {
            const SqliteCheck *check = g_ptr_array_index (column->checks, j);

            SCRIPT_TRY (read_check (reading, check->name, check->expression));
        }
    }
    return SCRIPT_NORMAL;
}

/* UNIQUE behind a column: nothing but an index of SQLite's own tells of it. */
static ScriptStatus read_unique_columns (const Reading *reading, const ResultSet *indexes)
{
    for (guint i = 0; i < result_n_rows (indexes); i++)
    {
        g_autoptr (ResultSet) columns = NULL;
        SaConstraint *unique;
        gboolean known = FALSE;

        if (g_strcmp0 (result_text (indexes, i, 1), "u") != 0)
            continue;
        SCRIPT_TRY (query (reading->call, &columns, "SELECT name FROM pragma_index_info('%s') ORDER BY seqno",
                           result_text (indexes, i, 0)));
        unique = sa_constraint_new (reading->runtime, SA_CONSTRAINT_UNIQUE, SA_NO_NAME);
        for (guint j = 0; j < result_n_rows (columns); j++)
            g_ptr_array_add (unique->columns, (gpointer)script_strdup (reading->runtime, result_text (columns, j, 0)));
        for (guint j = 0; j < reading->table->constraints->len; j++)
        {
            const SaConstraint *other = g_ptr_array_index (reading->table->constraints, j);

            known = known || (other->kind == SA_CONSTRAINT_UNIQUE && ddl_names_equal (other->columns, unique->columns));
        }
        if (!known)
            SCRIPT_TRY (sa_table_add_constraint (reading->runtime, reading->table, unique));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus read_indexes (const Reading *reading, BatchTable *out)
{
    g_autoptr (ResultSet) indexes = NULL;
    g_autoptr (GString) name = g_string_new (NULL);

    sa_append_literal (sa_dialect (reading->runtime), name, reading->batch->table.text);
    SCRIPT_TRY (query (reading->call, &indexes,
                       "SELECT l.name, l.origin, m.sql FROM pragma_index_list(%s) l LEFT JOIN sqlite_master m ON "
                       "m.type = 'index' AND m.name = l.name ORDER BY m.rowid",
                       name->str));
    for (guint i = 0; i < result_n_rows (indexes); i++)
    {
        const char *sql = result_text (indexes, i, 2), *open;
        g_autofree char *head = NULL;
        BatchIndex index;

        if (!sql || !(open = strchr (sql, '(')))
            continue;
        index.name = script_strdup (reading->runtime, result_text (indexes, i, 0));
        index.tail = script_strdup (reading->runtime, open);
        head = g_strndup (sql, (gsize)(open - sql));
        index.head = script_strdup (reading->runtime, head);
        g_array_append_val (out->indexes, index);
    }
    return read_unique_columns (reading, indexes);
}

/* What reflect_args say in place of the catalog: columns with types of their own. */
static ScriptStatus apply_reflect_args (const Reading *reading)
{
    for (guint32 i = 0; reading->batch->reflect_args && i < reading->batch->reflect_args->length; i++)
    {
        const SaColumn *given = sa_column_of (reading->batch->reflect_args->items[i]);
        SaColumn *column = given ? sa_table_column (reading->table, given->key) : NULL;

        if (!column)
            return script_refuse (reading->runtime, "reflect_args are taken as columns of the table, and this is none");
        column->type = given->type;
        if (given->nullable_given)
            column->nullable = given->nullable;
        if (given->server_default.kind != SA_SERVER_DEFAULT_NONE)
            column->server_default = given->server_default;
    }
    return SCRIPT_NORMAL;
}

ScriptStatus batch_read (ScriptCall *call, const SaBatch *batch, BatchTable *out)
{
    ScriptRuntime *runtime = call->runtime;
    g_autoptr (ResultSet) rows = NULL;
    g_autoptr (SqliteTable) written = NULL;
    g_autoptr (GString) name = g_string_new (NULL);
    GError *error = NULL;
    Reading reading = { .call = call, .runtime = runtime, .batch = batch };
    SaMetadata *metadata = sa_metadata_new (runtime);

    if (batch->schema.text)
        return script_refuse (runtime, "a batch upon a table of an attached database is out of reach");
    sa_append_literal (sa_dialect (runtime), name, batch->table.text);
    SCRIPT_TRY (query (call, &rows, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s COLLATE NOCASE",
                       name->str));
    if (result_n_rows (rows) == 0)
        return sql_raise (runtime, "NoSuchTableError", "%s", batch->table.text);
    written = sqlite_table_parse (result_text (rows, 0, 0), &error);
    if (!written)
        return script_stop (runtime, error);
    if (batch->conventions.kind != VALUE_EMPTY)
        metadata->conventions = batch->conventions;
    out->table = sa_table_new (runtime, metadata, batch->table, batch->schema);
    out->indexes = sa_array_new (runtime, sizeof (BatchIndex));
    reading.table = out->table;
    reading.written = written;
    SCRIPT_TRY (read_constraints (&reading));
    if (written->without_rowid)
        add_option (runtime, &out->table->options, "sqlite_with_rowid", value_boolean (FALSE));
    if (written->strict)
        add_option (runtime, &out->table->options, "sqlite_strict", value_boolean (TRUE));
    SCRIPT_TRY (read_indexes (&reading, out));
    return apply_reflect_args (&reading);
}
