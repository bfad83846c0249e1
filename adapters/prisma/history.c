/* Reading _prisma_migrations. The order is Prisma's own: by started_at. */

#include "adapters/prisma/prisma.h"
#include "util/error.h"

#include <string.h>

enum
{
    COLUMN_NAME,
    COLUMN_CHECKSUM,
    COLUMN_STARTED,
    COLUMN_FINISHED,
    COLUMN_ROLLED_BACK,
    COLUMN_LOGS
};

/* Without `?schema=` Prisma uses `public`, whatever the server's search_path is (quaint's PostgresUrl). */
const char *prisma_schema (const Source *source)
{
    return source->schema ? source->schema : "public";
}

void prisma_append_table (const Source *source, Dialect dialect, GString *sql)
{
    if (dialect == DIALECT_POSTGRESQL)
    {
        dialect_append_identifier (dialect, sql, prisma_schema (source));
        g_string_append_c (sql, '.');
    }
    dialect_append_identifier (dialect, sql, PRISMA_TABLE);
}

GPtrArray *prisma_history_tables (const Source *source, Dialect dialect)
{
    GPtrArray *tables = g_ptr_array_new_with_free_func ((GDestroyNotify)table_name_free);
    TableName *table = g_new0 (TableName, 1);

    table->schema = dialect == DIALECT_POSTGRESQL ? g_strdup (prisma_schema (source)) : NULL;
    table->name = g_strdup (PRISMA_TABLE);
    g_ptr_array_add (tables, table);
    return tables;
}

/* A time as microseconds since 1970, made by the server; SQLite's come as they are, since a table may hold several forms. A time that is no number
 * (PostgreSQL's infinity) is 0. */
static void append_time (Dialect dialect, GString *sql, const char *column)
{
    switch (dialect)
    {
    case DIALECT_POSTGRESQL:
        g_string_append_printf (
            sql,
            "CASE WHEN isfinite(%s) THEN (extract(epoch FROM %s) * 1000000)::bigint WHEN %s IS NOT NULL THEN 0 END",
            column, column, column);
        break;
    case DIALECT_MYSQL:
        g_string_append_printf (sql, "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', %s)", column);
        break;
    case DIALECT_SQLITE:
        g_string_append (sql, column);
        break;
    }
}

char *prisma_history_query (const Source *source, Dialect dialect)
{
    GString *sql = g_string_new ("SELECT migration_name, checksum, ");

    append_time (dialect, sql, "started_at");
    g_string_append (sql, ", ");
    append_time (dialect, sql, "finished_at");
    g_string_append (sql, ", ");
    append_time (dialect, sql, "rolled_back_at");
    g_string_append (sql, ", CASE WHEN finished_at IS NULL THEN logs END FROM ");
    prisma_append_table (source, dialect, sql);
    g_string_append (sql, " ORDER BY started_at");
    if (dialect == DIALECT_SQLITE)
        g_string_append (sql, ", rowid");
    return g_string_free (sql, FALSE);
}

/* SQLite's times: milliseconds since 1970 (the native engine), ISO 8601 (the driver adapters) or SQL's own form (a default, or by hand), all in UTC. */
static gint64 parse_sqlite_time (const SqlValue *value)
{
    g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
    g_autoptr (GDateTime) time = NULL;

    if (value->type == SQL_INTEGER)
        return value->integer * 1000;
    if (value->type == SQL_FLOAT)
        return (gint64)(value->number * 1000);
    if (value->type != SQL_TEXT || !(time = g_date_time_new_from_iso8601 (value->text, utc)))
        return 0;
    return g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
}

static gint64 cell_time (const ResultSet *answer, guint row, guint column, Dialect dialect)
{
    if (result_cell (answer, row, column)->type == SQL_NULL)
        return 0;
    return dialect == DIALECT_SQLITE ? parse_sqlite_time (result_cell (answer, row, column))
                                     : result_integer (answer, row, column);
}

/* Does the file of REVISION match what the row recorded? */
static gboolean is_edited (const Revision *revision, const char *recorded)
{
    g_autofree char *text = NULL;
    gsize length;

    if (!revision || !revision->checksum || g_str_equal (revision->checksum, recorded))
        return FALSE;
    return !prisma_read_script (revision->path, &text, &length, NULL) ||
           !prisma_checksum_matches (text, length, recorded);
}

static HistoryRow *read_row (const ResultSet *answer, guint i, Dialect dialect, GHashTable *by_id)
{
    const char *name = result_text (answer, i, COLUMN_NAME);
    const char *checksum = result_text (answer, i, COLUMN_CHECKSUM);
    HistoryStatus status = HISTORY_FAILED;
    HistoryRow *row;

    if (result_cell (answer, i, COLUMN_ROLLED_BACK)->type != SQL_NULL)
        status = HISTORY_ROLLED_BACK;
    else if (result_cell (answer, i, COLUMN_FINISHED)->type != SQL_NULL)
        status = HISTORY_APPLIED;
    row = history_row_new (name ? name : "", status);
    row->checksum = g_strdup (checksum ? checksum : "");
    row->logs = g_strdup (result_text (answer, i, COLUMN_LOGS));
    row->started_at = cell_time (answer, i, COLUMN_STARTED, dialect);
    row->finished_at = cell_time (answer, i, COLUMN_FINISHED, dialect);
    if (status != HISTORY_ROLLED_BACK)
        row->edited = is_edited (g_hash_table_lookup (by_id, row->id), row->checksum);
    return row;
}

GPtrArray *prisma_history_rows (const Source *source G_GNUC_UNUSED, const GPtrArray *revisions, Dialect dialect,
                                const ResultSet *answer, GError **error G_GNUC_UNUSED)
{
    GPtrArray *rows = g_ptr_array_new_full (result_n_rows (answer), (GDestroyNotify)history_row_free);
    g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);

    for (guint i = 0; i < revisions->len; i++)
        g_hash_table_insert (by_id, ((Revision *)revisions->pdata[i])->id, revisions->pdata[i]);
    for (guint i = 0; i < result_n_rows (answer); i++)
        g_ptr_array_add (rows, read_row (answer, i, dialect, by_id));
    return rows;
}
