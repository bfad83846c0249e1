/* The table `migrations`: a row for each migration that is applied, and nothing else. TypeORM records no failures (MigrationExecutor). */

#include "adapters/typeorm/typeorm.h"
#include "util/error.h"

#include <string.h>

/* MigrationExecutor.createMigrationsTableIfNotExist, as each driver makes it. %s: the table; PostgreSQL: its primary key's name. */
static const char *const create_texts[DIALECT_COUNT] = {
    [DIALECT_POSTGRESQL] =
        "CREATE TABLE %s (\"id\" SERIAL NOT NULL, \"timestamp\" bigint NOT NULL, \"name\" character varying NOT NULL, "
        "CONSTRAINT \"%s\" PRIMARY KEY (\"id\"))",
    [DIALECT_MYSQL] = "CREATE TABLE %s (`id` int NOT NULL AUTO_INCREMENT, `timestamp` bigint NOT NULL, `name` "
                      "varchar(255) NOT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB",
    [DIALECT_SQLITE] = "CREATE TABLE %s (\"id\" integer PRIMARY KEY AUTOINCREMENT NOT NULL, \"timestamp\" bigint NOT "
                       "NULL, \"name\" varchar NOT NULL)",
};

static const char *table_name (const Source *source)
{
    return source_history_setting (source, "table", TYPEORM_TABLE);
}

/* A schema is PostgreSQL's affair; without one the connection's own is meant, as for the tool. */
static const char *table_schema (const Source *source, Dialect dialect)
{
    return dialect == DIALECT_POSTGRESQL ? source_history_setting (source, "schema", NULL) : NULL;
}

static void append_table (const Source *source, Dialect dialect, GString *sql)
{
    const char *schema = table_schema (source, dialect);

    if (schema)
    {
        dialect_append_identifier (dialect, sql, schema);
        g_string_append_c (sql, '.');
    }
    dialect_append_identifier (dialect, sql, table_name (source));
}

GPtrArray *typeorm_history_tables (const Source *source, Dialect dialect)
{
    GPtrArray *tables = g_ptr_array_new_with_free_func ((GDestroyNotify)table_name_free);
    TableName *table = g_new0 (TableName, 1);

    table->schema = g_strdup (table_schema (source, dialect));
    table->name = g_strdup (table_name (source));
    g_ptr_array_add (tables, table);
    return tables;
}

char *typeorm_history_query (const Source *source, Dialect dialect)
{
    GString *sql = g_string_new ("SELECT name FROM ");

    append_table (source, dialect, sql);
    g_string_append (sql, " ORDER BY id");
    return g_string_free (sql, FALSE);
}

GPtrArray *typeorm_history_rows (const Source *source G_GNUC_UNUSED, const GPtrArray *revisions G_GNUC_UNUSED,
                                 Dialect dialect G_GNUC_UNUSED, const ResultSet *answer, GError **error G_GNUC_UNUSED)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)history_row_free);

    for (guint i = 0; i < result_n_rows (answer); i++)
    {
        const char *name = result_text (answer, i, 0);

        g_ptr_array_add (rows, history_row_new (name ? name : "", HISTORY_APPLIED));
    }
    return rows;
}

/* DefaultNamingStrategy.primaryKeyName of the column id: of the table's name only the first dot counts. */
static char *primary_key_name (const char *table)
{
    g_autofree char *key = g_strdup_printf ("%s_id", table);
    g_autofree char *sum = NULL;
    char *dot = strchr (key, '.');

    if (dot)
        *dot = '_';
    sum = g_compute_checksum_for_string (G_CHECKSUM_SHA1, key, -1);
    return g_strdup_printf ("PK_%.27s", sum);
}

gboolean typeorm_history_create (const Source *source, Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    g_autoptr (GString) table = g_string_new (NULL);
    g_autofree char *key = primary_key_name (table_name (source));
    g_auto (GStrv) parts = g_strsplit (create_texts[dialect], "%s", 3);
    GString *sql = g_string_new (parts[0]);

    append_table (source, dialect, table);
    g_string_append (sql, table->str);
    g_string_append (sql, parts[1]);
    if (parts[2])
    {
        g_string_append (sql, key);
        g_string_append (sql, parts[2]);
    }
    return session_execute_string (session, sql, error);
}

static void append_column (GString *sql, Dialect dialect, const char *column)
{
    dialect_append_identifier (dialect, sql, column);
}

static gboolean insert_row (const Revision *revision, Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    const TypeormMigration *migration = revision->data;
    GString *sql = g_string_new ("INSERT INTO ");

    append_table (revision->source, dialect, sql);
    g_string_append (sql, " (");
    append_column (sql, dialect, "timestamp");
    g_string_append (sql, ", ");
    append_column (sql, dialect, "name");
    g_string_append_printf (sql, ") VALUES (%" G_GINT64_FORMAT ", ", migration->timestamp);
    dialect_append_literal (dialect, sql, revision->id);
    g_string_append_c (sql, ')');
    return session_execute_string (session, sql, error);
}

/* By both, as MigrationExecutor.deleteExecutedMigration; a row whose class is gone is found by its name alone. */
static gboolean delete_row (const Source *source, const Revision *revision, const char *id, Session *session,
                            GError **error)
{
    Dialect dialect = session_dialect (session);
    const TypeormMigration *migration = revision ? revision->data : NULL;
    GString *sql = g_string_new ("DELETE FROM ");

    append_table (source, dialect, sql);
    g_string_append (sql, " WHERE ");
    if (migration)
    {
        append_column (sql, dialect, "timestamp");
        g_string_append_printf (sql, " = %" G_GINT64_FORMAT " AND ", migration->timestamp);
    }
    append_column (sql, dialect, "name");
    g_string_append (sql, " = ");
    dialect_append_literal (dialect, sql, id);
    return session_execute_string (session, sql, error);
}

gboolean typeorm_record (const Revision *revision, Direction direction, RecordPhase phase,
                         AdapterHistory *history G_GNUC_UNUSED, const GError *failure G_GNUC_UNUSED, Session *session,
                         GError **error)
{
    if (phase != RECORD_FINISH)
        return TRUE;
    return direction == DIRECTION_UP ? insert_row (revision, session, error)
                                     : delete_row (revision->source, revision, revision->id, session, error);
}

/* `migration:run --fake` and `migration:revert --fake`. */
gboolean typeorm_mark (const Source *source, const Revision *revision, const char *id, MarkAction action,
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
        if (!revision || !revision->data)
        {
            error_set (error, MIGSHIM_ERROR_USAGE, "there is no class of a migration called \"%s\"", id);
            return FALSE;
        }
        return insert_row (revision, session, error);
    case MARK_ROLLED_BACK:
    case MARK_PENDING:
        return rows->len == 0 || delete_row (source, revision, id, session, error);
    }
    g_return_val_if_reached (FALSE);
}
