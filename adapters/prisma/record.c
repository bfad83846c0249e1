/* Writing _prisma_migrations: one INSERT before the script, one UPDATE behind it, both by the server's clock, since rows travel before anything is known
 * of their outcome. The row of a step is found again by its name, being the only one that is neither finished nor rolled back. */

#include "adapters/prisma/prisma.h"
#include "util/error.h"

#include <string.h>

/* The tables as the schema engine makes them (flavour/postgres.rs, mysql.rs, sqlite.rs). */
static const char *const table_columns[DIALECT_COUNT] = {
    [DIALECT_POSTGRESQL] = "(\n"
                           "    id                      VARCHAR(36) PRIMARY KEY NOT NULL,\n"
                           "    checksum                VARCHAR(64) NOT NULL,\n"
                           "    finished_at             TIMESTAMPTZ,\n"
                           "    migration_name          VARCHAR(255) NOT NULL,\n"
                           "    logs                    TEXT,\n"
                           "    rolled_back_at          TIMESTAMPTZ,\n"
                           "    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),\n"
                           "    applied_steps_count     INTEGER NOT NULL DEFAULT 0\n"
                           ")",
    [DIALECT_MYSQL] = "(\n"
                      "    id                      VARCHAR(36) PRIMARY KEY NOT NULL,\n"
                      "    checksum                VARCHAR(64) NOT NULL,\n"
                      "    finished_at             DATETIME(3),\n"
                      "    migration_name          VARCHAR(255) NOT NULL,\n"
                      "    logs                    TEXT,\n"
                      "    rolled_back_at          DATETIME(3),\n"
                      "    started_at              DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),\n"
                      "    applied_steps_count     INTEGER UNSIGNED NOT NULL DEFAULT 0\n"
                      ") DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
    [DIALECT_SQLITE] = "(\n"
                       "    \"id\"                    TEXT PRIMARY KEY NOT NULL,\n"
                       "    \"checksum\"              TEXT NOT NULL,\n"
                       "    \"finished_at\"           DATETIME,\n"
                       "    \"migration_name\"        TEXT NOT NULL,\n"
                       "    \"logs\"                  TEXT,\n"
                       "    \"rolled_back_at\"        DATETIME,\n"
                       "    \"started_at\"            DATETIME NOT NULL DEFAULT current_timestamp,\n"
                       "    \"applied_steps_count\"   INTEGER UNSIGNED NOT NULL DEFAULT 0\n"
                       ")",
};

/* Now, in UTC, as the native engine writes it. SQLite: milliseconds since 1970, but the text of the driver adapters where the newest row holds
 * text, since SQLite sorts every number before every text. */
static const char *const now_expression[DIALECT_COUNT] = {
    [DIALECT_POSTGRESQL] = "clock_timestamp()",
    [DIALECT_MYSQL] = "UTC_TIMESTAMP(3)",
    [DIALECT_SQLITE] =
        "(CASE WHEN (SELECT typeof(started_at) FROM \"" PRISMA_TABLE "\" ORDER BY rowid DESC LIMIT 1) = 'text'"
        " THEN strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')"
        " ELSE CAST(strftime('%s', 'now') AS INTEGER) * 1000 + CAST(substr(strftime('%f', 'now'), 4) AS INTEGER) END)",
};

/* MySQL's collations take names for equal that differ in case, accents or blanks at the end; Prisma doesn't. */
static void append_name_condition (GString *sql, Dialect dialect, const char *name)
{
    g_string_append (sql, dialect == DIALECT_MYSQL ? "CAST(CONVERT(migration_name USING utf8mb4) AS BINARY) = "
                                                   : "migration_name = ");
    dialect_append_literal (dialect, sql, name);
}

static void append_unfinished (GString *sql, Dialect dialect, const char *name)
{
    append_name_condition (sql, dialect, name);
    g_string_append (sql, " AND finished_at IS NULL AND rolled_back_at IS NULL");
}

static GString *begin_update (const Source *source, Dialect dialect)
{
    GString *sql = g_string_new ("UPDATE ");

    prisma_append_table (source, dialect, sql);
    g_string_append (sql, " SET ");
    return sql;
}

gboolean prisma_history_create (const Source *source, Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    GString *sql;

    if (dialect == DIALECT_POSTGRESQL)
    {
        sql = g_string_new ("CREATE SCHEMA IF NOT EXISTS ");
        dialect_append_identifier (dialect, sql, prisma_schema (source));
        if (!session_execute_string (session, sql, error))
            return FALSE;
    }
    sql = g_string_new ("CREATE TABLE ");
    prisma_append_table (source, dialect, sql);
    g_string_append_printf (sql, " %s", table_columns[dialect]);
    return session_execute_string (session, sql, error);
}

/* The row that says that a migration has been begun (applied_steps_count is left to its default of 0), or all of it at once for one that is marked as
 * applied: logs are an empty text then, and both times the same value (sql_migration_persistence.rs). */
static gboolean insert_row (const Revision *revision, gboolean finished, Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    GString *sql = g_string_new ("INSERT INTO ");
    g_autofree char *id = g_uuid_string_random ();

    prisma_append_table (revision->source, dialect, sql);
    g_string_append_printf (sql, " (id, checksum, migration_name, started_at%s) SELECT ",
                            finished ? ", finished_at, logs" : "");
    dialect_append_literal (dialect, sql, id);
    g_string_append (sql, ", ");
    dialect_append_literal (dialect, sql, revision->checksum);
    g_string_append (sql, ", ");
    dialect_append_literal (dialect, sql, revision->id);
    g_string_append_printf (sql, ", %s FROM (SELECT %s AS moment) AS clock", finished ? "moment, moment, ''" : "moment",
                            now_expression[dialect]);
    return session_execute_string (session, sql, error);
}

static gboolean finish_row (const Revision *revision, Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    GString *sql = begin_update (revision->source, dialect);

    g_string_append_printf (sql, "applied_steps_count = applied_steps_count + 1, finished_at = %s WHERE ",
                            now_expression[dialect]);
    append_unfinished (sql, dialect, revision->id);
    return session_execute_string (session, sql, error);
}

/* The file may have been mended since the step stopped: what counts is the text that goes on now. */
static gboolean resume_row (const Revision *revision, Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    GString *sql = begin_update (revision->source, dialect);

    g_string_append (sql, "logs = NULL, checksum = ");
    dialect_append_literal (dialect, sql, revision->checksum);
    g_string_append (sql, " WHERE ");
    append_unfinished (sql, dialect, revision->id);
    return session_execute_string (session, sql, error);
}

/* The text of P3018 (user-facing-errors, ApplyMigrationError), which is what Prisma keeps of a failure. */
static gboolean fail_row (const Revision *revision, const GError *failure, Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    GString *sql = begin_update (revision->source, dialect);
    const ErrorDetail *detail = error_detail (failure);
    g_autofree char *logs = g_strdup_printf (
        "A migration failed to apply. New migrations cannot be applied before the error is recovered from. Read more "
        "about how to "
        "resolve migration issues in a production database: https://pris.ly/d/migrate-resolve\n\nMigration name: "
        "%s\n\nDatabase error "
        "code: %s\n\nDatabase error:\n%s\n",
        revision->id, detail && detail->sql_code ? detail->sql_code : "none", failure ? failure->message : "");

    g_string_append (sql, "logs = ");
    dialect_append_literal (dialect, sql, logs);
    g_string_append (sql, " WHERE ");
    append_unfinished (sql, dialect, revision->id);
    return session_execute_string (session, sql, error);
}

typedef enum
{
    DELETE_UNFINISHED, /* a step that left nothing */
    DELETE_APPLIED,    /* a step down */
    DELETE_ALL         /* mark pending */
} DeleteWhat;

static gboolean delete_rows (const Source *source, const char *name, DeleteWhat what, Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    GString *sql = g_string_new ("DELETE FROM ");

    prisma_append_table (source, dialect, sql);
    g_string_append (sql, " WHERE ");
    switch (what)
    {
    case DELETE_UNFINISHED:
        append_unfinished (sql, dialect, name);
        break;
    case DELETE_APPLIED:
        append_name_condition (sql, dialect, name);
        g_string_append (sql, " AND finished_at IS NOT NULL AND rolled_back_at IS NULL");
        break;
    case DELETE_ALL:
        append_name_condition (sql, dialect, name);
        break;
    }
    return session_execute_string (session, sql, error);
}

/* Prisma has no step down. Ours takes the row away when it is done; until then the migration counts as applied. */
static gboolean record_down (const Revision *revision, RecordPhase phase, Session *session, GError **error)
{
    if (phase != RECORD_FINISH)
        return TRUE;
    return delete_rows (revision->source, revision->id, DELETE_APPLIED, session, error);
}

gboolean prisma_record (const Revision *revision, Direction direction, RecordPhase phase,
                        AdapterHistory *history G_GNUC_UNUSED, const GError *failure, Session *session, GError **error)
{
    if (direction == DIRECTION_DOWN)
        return record_down (revision, phase, session, error);
    switch (phase)
    {
    case RECORD_START:
        return insert_row (revision, FALSE, session, error);
    case RECORD_RESUME:
        return resume_row (revision, session, error);
    case RECORD_FINISH:
        return finish_row (revision, session, error);
    case RECORD_FAILED:
        return fail_row (revision, failure, session, error);
    case RECORD_UNDO:
        return delete_rows (revision->source, revision->id, DELETE_UNFINISHED, session, error);
    case RECORD_FOLLOW:
        return TRUE;
    }
    g_return_val_if_reached (FALSE);
}

static gboolean refuse (GError **error, const char *code)
{
    error_tool_code (error, code);
    return FALSE;
}

static gboolean roll_back_unfinished (const Source *source, const char *id, Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    GString *sql = begin_update (source, dialect);

    g_string_append_printf (sql, "rolled_back_at = %s WHERE ", now_expression[dialect]);
    append_unfinished (sql, dialect, id);
    return session_execute_string (session, sql, error);
}

static gboolean is_finished (const HistoryRow *row)
{
    return row->status == HISTORY_APPLIED || row->finished_at != 0;
}

static guint count_rows (const GPtrArray *rows, HistoryStatus status)
{
    guint n = 0;

    for (guint i = 0; i < rows->len; i++)
        n += ((HistoryRow *)rows->pdata[i])->status == status;
    return n;
}

/* mark_migration_applied.rs */
static gboolean mark_applied (const Source *source, const Revision *revision, const char *id, const GPtrArray *rows,
                              Session *session, GError **error)
{
    if (!revision || !revision->checksum)
    {
        error_set (error, MIGSHIM_ERROR_USAGE, "the migration \"%s\" has no folder with a " PRISMA_SCRIPT, id);
        return refuse (error, "P3017");
    }
    for (guint i = 0; i < rows->len; i++)
        if (is_finished (rows->pdata[i]))
        {
            error_set (error, MIGSHIM_ERROR_USAGE, "the migration \"%s\" is already recorded as applied", id);
            return refuse (error, "P3008");
        }
    if (count_rows (rows, HISTORY_FAILED) > 0 && !roll_back_unfinished (source, id, session, error))
        return FALSE;
    return insert_row (revision, TRUE, session, error);
}

/* mark_migration_rolled_back.rs */
static gboolean mark_rolled_back (const Source *source, const char *id, const GPtrArray *rows, Session *session,
                                  GError **error)
{
    guint finished = 0;

    for (guint i = 0; i < rows->len; i++)
        finished += is_finished (rows->pdata[i]) ? 1 : 0;
    if (rows->len == 0)
    {
        error_set (error, MIGSHIM_ERROR_USAGE,
                   "the migration \"%s\" can't be marked as rolled back: it was never applied", id);
        return refuse (error, "P3011");
    }
    if (finished == rows->len)
    {
        error_set (error, MIGSHIM_ERROR_USAGE, "the migration \"%s\" can't be marked as rolled back: it did not fail",
                   id);
        error_hint (error,
                    "To take it out of the history, use `migshim mark pending`; to undo what it did, `migshim down`.");
        return refuse (error, "P3012");
    }
    return count_rows (rows, HISTORY_FAILED) == 0 || roll_back_unfinished (source, id, session, error);
}

gboolean prisma_mark (const Source *source, const Revision *revision, const char *id, MarkAction action,
                      const GPtrArray *rows, AdapterHistory *history G_GNUC_UNUSED, Session *session, GError **error)
{
    switch (action)
    {
    case MARK_APPLIED:
        return mark_applied (source, revision, id, rows, session, error);
    case MARK_ROLLED_BACK:
        return mark_rolled_back (source, id, rows, session, error);
    case MARK_PENDING:
        return rows->len == 0 || delete_rows (source, id, DELETE_ALL, session, error);
    }
    g_return_val_if_reached (FALSE);
}
