/* alembic_version: a row for each head of what is applied (runtime/migration.py). */

#include "adapters/alembic/alembic.h"
#include "util/error.h"

static const char *table_name (const Source *source)
{
    return source_history_setting (source, "table", ALEMBIC_TABLE);
}

static const char *table_schema (const Source *source)
{
    return source_history_setting (source, "schema", NULL);
}

GPtrArray *alembic_history_tables (const Source *source, Dialect dialect G_GNUC_UNUSED)
{
    GPtrArray *tables = g_ptr_array_new_with_free_func ((GDestroyNotify)table_name_free);
    TableName *table = g_new0 (TableName, 1);

    table->schema = g_strdup (table_schema (source));
    table->name = g_strdup (table_name (source));
    g_ptr_array_add (tables, table);
    return tables;
}

static void append_table (const Source *source, Dialect dialect, GString *sql)
{
    if (table_schema (source))
    {
        dialect_append_identifier (dialect, sql, table_schema (source));
        g_string_append_c (sql, '.');
    }
    dialect_append_identifier (dialect, sql, table_name (source));
}

char *alembic_history_query (const Source *source, Dialect dialect)
{
    GString *sql = g_string_new ("SELECT version_num FROM ");

    append_table (source, dialect, sql);
    return g_string_free (sql, FALSE);
}

GPtrArray *alembic_history_rows (const Source *source G_GNUC_UNUSED, const GPtrArray *revisions G_GNUC_UNUSED,
                                 Dialect dialect G_GNUC_UNUSED, const ResultSet *answer, GError **error G_GNUC_UNUSED)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)history_row_free);

    for (guint i = 0; i < result_n_rows (answer); i++)
        g_ptr_array_add (rows, history_row_new (result_text (answer, i, 0), HISTORY_APPLIED));
    return rows;
}

/* DefaultImpl.version_table_impl */
gboolean alembic_history_create (const Source *source, Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    GString *sql = g_string_new ("CREATE TABLE IF NOT EXISTS ");

    append_table (source, dialect, sql);
    g_string_append (sql, " (\n\tversion_num VARCHAR(32) NOT NULL");
    if (alembic_flag (source, "primary_key", TRUE))
    {
        g_autofree char *name = g_strconcat (table_name (source), "_pkc", NULL);

        g_string_append (sql, ", \n\tCONSTRAINT ");
        dialect_append_identifier (dialect, sql, name);
        g_string_append (sql, " PRIMARY KEY (version_num)");
    }
    g_string_append (sql, "\n)");
    return session_execute_string (session, sql, error);
}

gboolean alembic_record (const Revision *revision, Direction direction G_GNUC_UNUSED, RecordPhase phase G_GNUC_UNUSED,
                         gint64 batch G_GNUC_UNUSED, const GError *failure G_GNUC_UNUSED,
                         Session *session G_GNUC_UNUSED, GError **error)
{
    error_set (error, MIGSHIM_ERROR_UNSUPPORTED, "%s can't be recorded yet", revision->key);
    return FALSE;
}

gboolean alembic_mark (const Source *source, const Revision *revision G_GNUC_UNUSED, const char *id,
                       MarkAction action G_GNUC_UNUSED, const GPtrArray *rows G_GNUC_UNUSED,
                       Session *session G_GNUC_UNUSED, GError **error)
{
    error_set (error, MIGSHIM_ERROR_UNSUPPORTED, "%s:%s can't be marked yet", source->name, id);
    return FALSE;
}
