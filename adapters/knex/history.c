/* The table knex_migrations: a row for each migration that is applied, with the number of its batch; and the table of the lock (Migrator, table-creator). */

#include "adapters/knex/knex.h"
#include "util/error.h"

/* As Knex's schema builder makes them; CREATE TABLE and the name stand before. */
static const char *const history_columns[DIALECT_COUNT] = {
    [DIALECT_POSTGRESQL] = " (\"id\" serial primary key, \"name\" varchar(255), \"batch\" integer, \"migration_time\" "
                           "timestamptz)",
    [DIALECT_MYSQL] = " (`id` int unsigned not null auto_increment primary key, `name` varchar(255), `batch` int, "
                      "`migration_time` timestamp)",
    [DIALECT_SQLITE] = " (`id` integer not null primary key autoincrement, `name` varchar(255), `batch` integer, "
                       "`migration_time` datetime)",
};

static const char *const lock_columns[DIALECT_COUNT] = {
    [DIALECT_POSTGRESQL] = " (\"index\" serial primary key, \"is_locked\" integer)",
    [DIALECT_MYSQL] = " (`index` int unsigned not null auto_increment primary key, `is_locked` int)",
    [DIALECT_SQLITE] = " (`index` integer not null primary key autoincrement, `is_locked` integer)",
};

/* The moment as Knex records it: to the millisecond on PostgreSQL, to the second on MySQL, in milliseconds since 1970 on SQLite. */
static const char *const now_expression[DIALECT_COUNT] = {
    [DIALECT_POSTGRESQL] = "date_trunc('milliseconds', clock_timestamp())",
    [DIALECT_MYSQL] = "SYSDATE()",
    [DIALECT_SQLITE] =
        "CAST(strftime('%s', 'now') AS INTEGER) * 1000 + CAST(substr(strftime('%f', 'now'), 4) AS INTEGER)",
};

static const char *const time_expression[DIALECT_COUNT] = {
    [DIALECT_POSTGRESQL] =
        "CASE WHEN isfinite(migration_time) THEN (extract(epoch FROM migration_time) * 1000000)::bigint END",
    [DIALECT_MYSQL] = "UNIX_TIMESTAMP(migration_time) * 1000000",
    [DIALECT_SQLITE] = "CASE WHEN typeof(migration_time) = 'integer' THEN migration_time * 1000 END",
};

static const char *table_name (const Source *source)
{
    return source_history_setting (source, "table", KNEX_TABLE);
}

gboolean knex_flag (const Source *source, const char *key)
{
    const char *text = source_history_setting (source, key, "");

    return g_str_equal (text, "true") || g_str_equal (text, "yes") || g_str_equal (text, "1");
}

static char *lock_table_name (const Source *source)
{
    return g_strconcat (table_name (source), "_lock", NULL);
}

/* Knex looks for the tables in current_schema (): the first of the search path. Free with g_free. */
static char *table_schema (const Source *source, Dialect dialect)
{
    const char *schema = source_history_setting (source, "schema", NULL);
    const char *path = dialect == DIALECT_POSTGRESQL ? source_history_setting (source, "searchPath", NULL) : NULL;

    if (schema || !path || g_str_has_prefix (path, "$user"))
        return g_strdup (schema);
    return g_strstrip (g_strndup (path, strcspn (path, ",")));
}

/* Knex quotes by backticks on SQLite, which keeps the text. */
static void append_name (Dialect dialect, GString *sql, const char *name)
{
    dialect_append_identifier (dialect == DIALECT_SQLITE ? DIALECT_MYSQL : dialect, sql, name);
}

void knex_append_table (const Source *source, Dialect dialect, gboolean lock, GString *sql)
{
    g_autofree char *name = lock ? lock_table_name (source) : g_strdup (table_name (source));
    g_autofree char *schema = table_schema (source, dialect);

    if (schema)
    {
        append_name (dialect, sql, schema);
        g_string_append_c (sql, '.');
    }
    append_name (dialect, sql, name);
}

static TableName *table_new (const Source *source, Dialect dialect, char *name)
{
    TableName *table = g_new0 (TableName, 1);

    table->schema = table_schema (source, dialect);
    table->name = name;
    return table;
}

GPtrArray *knex_history_tables (const Source *source, Dialect dialect)
{
    GPtrArray *tables = g_ptr_array_new_with_free_func ((GDestroyNotify)table_name_free);

    g_ptr_array_add (tables, table_new (source, dialect, g_strdup (table_name (source))));
    g_ptr_array_add (tables, table_new (source, dialect, lock_table_name (source)));
    return tables;
}

char *knex_history_query (const Source *source, Dialect dialect)
{
    GString *sql = g_string_new ("SELECT name, batch, ");

    g_string_append_printf (sql, "%s FROM ", time_expression[dialect]);
    knex_append_table (source, dialect, FALSE, sql);
    g_string_append (sql, " ORDER BY id");
    return g_string_free (sql, FALSE);
}

GPtrArray *knex_history_rows (const Source *source G_GNUC_UNUSED, const GPtrArray *revisions G_GNUC_UNUSED,
                              Dialect dialect G_GNUC_UNUSED, const ResultSet *answer, GError **error G_GNUC_UNUSED)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)history_row_free);

    for (guint i = 0; i < result_n_rows (answer); i++)
    {
        const char *name = result_text (answer, i, 0);
        HistoryRow *row = history_row_new (name ? name : "", HISTORY_APPLIED);

        row->batch = result_integer (answer, i, 1);
        row->finished_at = result_integer (answer, i, 2);
        g_ptr_array_add (rows, row);
    }
    return rows;
}

static gboolean create_table (const Source *source, Session *session, gboolean lock, GError **error)
{
    Dialect dialect = session_dialect (session);
    GString *sql = g_string_new ("CREATE TABLE IF NOT EXISTS ");

    knex_append_table (source, dialect, lock, sql);
    g_string_append (sql, lock ? lock_columns[dialect] : history_columns[dialect]);
    return session_execute_string (session, sql, error);
}

gboolean knex_history_create (const Source *source, Session *session, GError **error)
{
    GString *row;

    if (!create_table (source, session, FALSE, error) || !create_table (source, session, TRUE, error))
        return FALSE;
    row = g_string_new (NULL);
    knex_append_lock_row (source, session_dialect (session), row);
    return session_execute_string (session, row, error);
}

/* BATCH 0: one more than the greatest that is there. */
static gboolean insert_row (const Revision *revision, gint64 batch, Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    GString *sql = g_string_new ("INSERT INTO ");

    knex_append_table (revision->source, dialect, FALSE, sql);
    g_string_append (sql, " (batch, migration_time, name) SELECT ");
    if (batch > 0)
        g_string_append_printf (sql, "%" G_GINT64_FORMAT, batch);
    else
        g_string_append (sql, "latest");
    g_string_append_printf (sql, ", %s, ", now_expression[dialect]);
    dialect_append_literal (dialect, sql, revision->id);
    if (batch == 0)
    {
        g_string_append (sql, " FROM (SELECT COALESCE(MAX(batch), 0) + 1 AS latest FROM ");
        knex_append_table (revision->source, dialect, FALSE, sql);
        g_string_append (sql, ") AS batches");
    }
    return session_execute_string (session, sql, error);
}

static gboolean delete_row (const Source *source, const char *name, Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    GString *sql = g_string_new ("DELETE FROM ");

    knex_append_table (source, dialect, FALSE, sql);
    g_string_append (sql, " WHERE name = ");
    dialect_append_literal (dialect, sql, name);
    return session_execute_string (session, sql, error);
}

gboolean knex_record (const Revision *revision, Direction direction, RecordPhase phase, AdapterHistory *history,
                      const GError *failure G_GNUC_UNUSED, Session *session, GError **error)
{
    if (phase != RECORD_FINISH)
        return TRUE;
    return direction == DIRECTION_UP ? insert_row (revision, history->batch, session, error)
                                     : delete_row (revision->source, revision->id, session, error);
}

/* Knex has no command for it; the rows are those that it would have made. */
gboolean knex_mark (const Source *source, const Revision *revision, const char *id, MarkAction action,
                    const GPtrArray *rows, AdapterHistory *history G_GNUC_UNUSED, Session *session, GError **error)
{
    switch (action)
    {
    case MARK_APPLIED:
        if (rows->len > 0)
        {
            error_set (error, MIGSHIM_ERROR_USAGE, "the migration \"%s\" is already recorded as applied", id);
            return FALSE;
        }
        if (!revision)
        {
            error_set (error, MIGSHIM_ERROR_USAGE, "there is no migration file called \"%s\"", id);
            return FALSE;
        }
        return insert_row (revision, 0, session, error);
    case MARK_ROLLED_BACK:
    case MARK_PENDING:
        return rows->len == 0 || delete_row (source, id, session, error);
    }
    g_return_val_if_reached (FALSE);
}
