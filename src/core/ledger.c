#include "build-config.h"

#include "core/ledger.h"

#include "util/error.h"

#include <time.h>

/* Of PostgreSQL. */
#define SCHEMA "migshim"

#define SEPARATOR "\x1f"

struct Ledger
{
    Session *session;
    gboolean on;
    gboolean exists;
    char *run_id;
    gint64 started; /* SQLite: when the step started, microseconds since 1970 */
};

/* Text columns between `sequence` and `hash`, in the table's order, which is also the order of hashing. */
typedef enum
{
    COLUMN_RUN_ID,
    COLUMN_SOURCE,
    COLUMN_TOOL,
    COLUMN_REVISION,
    COLUMN_ACTION,
    COLUMN_CHECKSUM,
    COLUMN_STATEMENTS,
    COLUMN_STARTED_AT,
    COLUMN_DURATION,
    COLUMN_DATABASE_USER,
    COLUMN_OS_USER,
    COLUMN_HOST,
    COLUMN_VERSION,
    COLUMN_OUTCOME,
    COLUMN_ERROR,
    COLUMN_REASON,
    N_COLUMNS
} Column;

static const struct
{
    const char *name;
    gsize entry_offset; /* in LedgerEntry */
    gboolean number;
} columns[N_COLUMNS] = {
    [COLUMN_RUN_ID] = { "run_id", offsetof (LedgerEntry, run_id), FALSE },
    [COLUMN_SOURCE] = { "source", offsetof (LedgerEntry, source), FALSE },
    [COLUMN_TOOL] = { "tool", offsetof (LedgerEntry, tool), FALSE },
    [COLUMN_REVISION] = { "revision", offsetof (LedgerEntry, revision), FALSE },
    [COLUMN_ACTION] = { "action", offsetof (LedgerEntry, action), FALSE },
    [COLUMN_CHECKSUM] = { "checksum", offsetof (LedgerEntry, checksum), FALSE },
    [COLUMN_STATEMENTS] = { "statements", offsetof (LedgerEntry, statements), TRUE },
    [COLUMN_STARTED_AT] = { "started_at", offsetof (LedgerEntry, started_at), FALSE },
    [COLUMN_DURATION] = { "duration_us", offsetof (LedgerEntry, duration), TRUE },
    [COLUMN_DATABASE_USER] = { "database_user", offsetof (LedgerEntry, database_user), FALSE },
    [COLUMN_OS_USER] = { "os_user", offsetof (LedgerEntry, os_user), FALSE },
    [COLUMN_HOST] = { "host", offsetof (LedgerEntry, host), FALSE },
    [COLUMN_VERSION] = { "version", offsetof (LedgerEntry, version), FALSE },
    [COLUMN_OUTCOME] = { "outcome", offsetof (LedgerEntry, outcome), FALSE },
    [COLUMN_ERROR] = { "error", offsetof (LedgerEntry, error), FALSE },
    [COLUMN_REASON] = { "reason", offsetof (LedgerEntry, reason), FALSE },
};

/* A script may have forgotten the time that we noted (RESET ALL): then it is that of the message. */
#define POSTGRESQL_TIME_FORMAT "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'"
#define POSTGRESQL_STARTED_AT                                                                                          \
    "COALESCE(NULLIF(pg_catalog.current_setting('migshim.started_at', true), ''), "                                    \
    "pg_catalog.to_char(pg_catalog.statement_timestamp() AT TIME ZONE 'UTC', " POSTGRESQL_TIME_FORMAT "))"

#define POSTGRESQL_DURATION                                                                                            \
    "(EXTRACT(epoch FROM pg_catalog.clock_timestamp() - (" POSTGRESQL_STARTED_AT ")::timestamptz) * 1000000)::bigint"

/* The row that is to be written, as far as it follows from the one before. */
#define NEXT_ROW(table)                                                                                                \
    "SELECT COALESCE((SELECT MAX(sequence) FROM " table "), 0) + 1 AS sequence, "                                      \
    "COALESCE((SELECT hash FROM " table " ORDER BY sequence DESC LIMIT 1), '') AS previous"

/* What differs between the databases. */
static const struct
{
    const char *table;
    const char *create;
    const char *start;               /* statement that notes the time; NULL: we note it */
    const char *look;                /* statement that looks at the row before; NULL: FROM does */
    const char *from;                /* what the expressions are made of, behind them; or "" */
    const char *sequence, *previous; /* expressions */
    const char *started_at;          /* the same; NULL: a literal of ours */
    const char *duration;
    const char *database_user;
    const char *text_of; /* format: a number's expression as text */
    const char *hash_open, *hash_close;
} dialects[DIALECT_COUNT] = {
    [DIALECT_POSTGRESQL] = {
        .table = "migshim.ledger",
        .create = "CREATE SCHEMA IF NOT EXISTS migshim; CREATE TABLE IF NOT EXISTS migshim.ledger (sequence bigint PRIMARY KEY, "
                  "run_id text NOT NULL, source text NOT NULL, tool text NOT NULL, revision text NOT NULL, action text NOT NULL, "
                  "checksum text NOT NULL, statements bigint NOT NULL, started_at text NOT NULL, duration_us bigint NOT NULL, "
                  "database_user text NOT NULL, os_user text NOT NULL, host text NOT NULL, version text NOT NULL, "
                  "outcome text NOT NULL, error text NOT NULL, reason text NOT NULL, hash text NOT NULL)",
        .start = "SELECT pg_catalog.set_config('migshim.started_at', pg_catalog.to_char(pg_catalog.clock_timestamp() AT TIME ZONE 'UTC', "
                 POSTGRESQL_TIME_FORMAT "), false)",
        .from = " FROM (" NEXT_ROW ("migshim.ledger") ", " POSTGRESQL_STARTED_AT " AS started_at, " POSTGRESQL_DURATION " AS duration_us) AS r",
        .sequence = "r.sequence",
        .previous = "r.previous",
        .started_at = "r.started_at",
        .duration = "r.duration_us",
        .database_user = "session_user::text",
        .text_of = "%s::text",
        .hash_open = "pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(",
        .hash_close = ", 'UTF8')), 'hex')",
    },
    [DIALECT_MYSQL] = {
        .table = "migshim_ledger",
        .create = "CREATE TABLE IF NOT EXISTS migshim_ledger (sequence bigint NOT NULL PRIMARY KEY, run_id varchar(36) NOT NULL, "
                  "source varchar(255) NOT NULL, tool varchar(32) NOT NULL, revision varchar(255) NOT NULL, "
                  "action varchar(32) NOT NULL, checksum varchar(64) NOT NULL, statements bigint NOT NULL, "
                  "started_at varchar(32) NOT NULL, duration_us bigint NOT NULL, database_user varchar(255) NOT NULL, "
                  "os_user varchar(255) NOT NULL, host varchar(255) NOT NULL, version varchar(64) NOT NULL, "
                  "outcome varchar(32) NOT NULL, error longtext NOT NULL, reason longtext NOT NULL, hash char(64) NOT NULL) "
                  "ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        /* what follows from the row before is read on its own: a derived table costs the server more than all the rest */
        .start = "SET @migshim_started_at = UTC_TIMESTAMP(6), @migshim_sequence = 1, @migshim_previous = ''",
        .look = "SELECT sequence + 1, hash INTO @migshim_sequence, @migshim_previous FROM migshim_ledger ORDER BY sequence DESC LIMIT 1",
        .from = "",
        .sequence = "@migshim_sequence",
        .previous = "@migshim_previous",
        .started_at = "DATE_FORMAT(@migshim_started_at, '%Y-%m-%dT%H:%i:%s.%fZ')",
        .duration = "TIMESTAMPDIFF(MICROSECOND, @migshim_started_at, UTC_TIMESTAMP(6))",
        .database_user = "CURRENT_USER()",
        .text_of = "CAST(%s AS CHAR)",
        .hash_open = "SHA2(",
        .hash_close = ", 256)",
    },
    [DIALECT_SQLITE] = {
        .table = "migshim_ledger",
        .create = "CREATE TABLE IF NOT EXISTS migshim_ledger (sequence INTEGER PRIMARY KEY NOT NULL, run_id TEXT NOT NULL, "
                  "source TEXT NOT NULL, tool TEXT NOT NULL, revision TEXT NOT NULL, action TEXT NOT NULL, checksum TEXT NOT NULL, "
                  "statements INTEGER NOT NULL, started_at TEXT NOT NULL, duration_us INTEGER NOT NULL, database_user TEXT NOT NULL, "
                  "os_user TEXT NOT NULL, host TEXT NOT NULL, version TEXT NOT NULL, outcome TEXT NOT NULL, error TEXT NOT NULL, "
                  "reason TEXT NOT NULL, hash TEXT NOT NULL)",
        .from = " FROM (" NEXT_ROW ("migshim_ledger") ") AS r",
        .sequence = "r.sequence",
        .previous = "r.previous",
        .text_of = "CAST(%s AS TEXT)",
        .hash_open = "migshim_sha256(",
        .hash_close = ")",
    },
};

const char *ledger_action_name (LedgerAction action)
{
    switch (action)
    {
    case LEDGER_UP:
        return "up";
    case LEDGER_DOWN:
        return "down";
    case LEDGER_MARK_APPLIED:
        return "mark applied";
    case LEDGER_MARK_ROLLED_BACK:
        return "mark rolled-back";
    case LEDGER_MARK_PENDING:
        return "mark pending";
    }
    g_return_val_if_reached ("");
}

Ledger *ledger_new (Session *session, gboolean on, gboolean exists)
{
    Ledger *ledger = g_new0 (Ledger, 1);

    ledger->session = session;
    ledger->on = on;
    ledger->exists = exists;
    ledger->run_id = g_uuid_string_random ();
    return ledger;
}

void ledger_free (Ledger *ledger)
{
    if (!ledger)
        return;
    g_free (ledger->run_id);
    g_free (ledger);
}

const char *ledger_run_id (const Ledger *ledger)
{
    return ledger->run_id;
}

const char *ledger_table (Dialect dialect)
{
    return dialects[dialect].table;
}

/* PostgreSQL's search_path begins with a schema of the user's own name: new tables of a user `migshim` would be made in the ledger's. */
static gboolean check_user (const Ledger *ledger, GError **error)
{
    if (session_dialect (ledger->session) != DIALECT_POSTGRESQL ||
        g_strcmp0 (session_user (ledger->session), SCHEMA) != 0)
        return TRUE;
    error_set (error, MIGSHIM_ERROR_CONFIG,
               "the database's user is called \"" SCHEMA "\", as the schema of the ledger is: PostgreSQL would put the "
               "user's new tables into it");
    error_hint (error, "Use another user in the database's URL, or switch the ledger off with `ledger: off`.");
    return FALSE;
}

gboolean ledger_create (Ledger *ledger, GError **error)
{
    if (!ledger->on || ledger->exists)
        return TRUE;
    if (!check_user (ledger, error))
        return FALSE;
    ledger->exists = TRUE;
    return session_executef (ledger->session, error, "%s", dialects[session_dialect (ledger->session)].create);
}

gboolean ledger_start (Ledger *ledger, GError **error)
{
    const char *start = dialects[session_dialect (ledger->session)].start;

    if (!ledger->on)
        return TRUE;
    ledger->started = g_get_real_time ();
    return !start || session_executef (ledger->session, error, "%s", start);
}

static char *iso_time (gint64 microseconds)
{
    g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
    g_autofree char *text = g_date_time_format (seconds, "%Y-%m-%dT%H:%M:%S");

    return g_strdup_printf ("%s.%06dZ", text, (int)(microseconds % G_USEC_PER_SEC));
}

/* What the server makes of COLUMN by itself; NULL: we say it. */
static const char *expression_of (Dialect dialect, Column column)
{
    return column == COLUMN_STARTED_AT      ? dialects[dialect].started_at
           : column == COLUMN_DURATION      ? dialects[dialect].duration
           : column == COLUMN_DATABASE_USER ? dialects[dialect].database_user
                                            : NULL;
}

/* What we say of COLUMN. Free with g_free. */
static char *value_of (const Ledger *ledger, const LedgerRecord *record, Column column)
{
    switch (column)
    {
    case COLUMN_RUN_ID:
        return g_strdup (ledger->run_id);
    case COLUMN_SOURCE:
        return g_strdup (record->source);
    case COLUMN_TOOL:
        return g_strdup (record->tool);
    case COLUMN_REVISION:
        return g_strdup (record->revision);
    case COLUMN_ACTION:
        return g_strdup (ledger_action_name (record->action));
    case COLUMN_CHECKSUM:
        return g_strdup (record->checksum);
    case COLUMN_STATEMENTS:
        return g_strdup_printf ("%u", record->statements);
    case COLUMN_STARTED_AT:
        return iso_time (ledger->started);
    case COLUMN_DURATION:
        return g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () - ledger->started);
    case COLUMN_DATABASE_USER:
        return NULL;
    case COLUMN_OS_USER:
        return g_strdup (g_get_user_name ());
    case COLUMN_HOST:
        return g_strdup (g_get_host_name ());
    case COLUMN_VERSION:
        return g_strdup (PACKAGE_VERSION);
    case COLUMN_OUTCOME:
        return g_strdup (record->error ? "failed" : "done");
    case COLUMN_ERROR:
        return g_strdup (record->error);
    case COLUMN_REASON:
        return g_strdup (record->reason);
    case N_COLUMNS:
        break;
    }
    g_return_val_if_reached (NULL);
}

/* The text that is hashed, in the making: what we say is gathered into one literal as long as it can be. */
typedef struct
{
    Dialect dialect;
    GString *sql, *literal;
} HashInput;

static void end_literal (HashInput *input)
{
    if (input->literal->len == 0)
        return;
    g_string_append (input->sql, input->dialect == DIALECT_MYSQL ? ", " : " || ");
    dialect_append_literal (input->dialect, input->sql, input->literal->str);
    g_string_truncate (input->literal, 0);
}

static void add_expression (HashInput *input, const char *expression, gboolean number)
{
    g_auto (GStrv) around = g_strsplit (number ? dialects[input->dialect].text_of : "%s", "%s", 2);

    end_literal (input);
    g_string_append (input->sql, input->dialect == DIALECT_MYSQL ? ", " : " || ");
    g_string_append_printf (input->sql, "%s%s%s", around[0], expression, around[1]);
}

static void append_hash (Dialect dialect, char *const *values, GString *sql)
{
    g_autoptr (GString) literal = g_string_new (SEPARATOR);
    HashInput input = { dialect, sql, literal };

    g_string_append (sql, dialects[dialect].hash_open);
    g_string_append (sql, dialect == DIALECT_MYSQL ? "CONCAT(" : "");
    g_string_append (sql, dialects[dialect].previous);
    add_expression (&input, dialects[dialect].sequence, TRUE);
    for (Column column = 0; column < N_COLUMNS; column++)
    {
        const char *expression = expression_of (dialect, column);

        g_string_append (literal, SEPARATOR);
        if (expression)
            add_expression (&input, expression, columns[column].number);
        else
            g_string_append (literal, values[column]);
    }
    end_literal (&input);
    g_string_append (sql, dialect == DIALECT_MYSQL ? ")" : "");
    g_string_append (sql, dialects[dialect].hash_close);
}

static char *insert_text (Dialect dialect, char *const *values)
{
    GString *sql = g_string_new (NULL);

    g_string_append_printf (sql, "INSERT INTO %s (sequence", dialects[dialect].table);
    for (Column column = 0; column < N_COLUMNS; column++)
        g_string_append_printf (sql, ", %s", columns[column].name);
    g_string_append_printf (sql, ", hash) SELECT %s", dialects[dialect].sequence);
    for (Column column = 0; column < N_COLUMNS; column++)
    {
        const char *expression = expression_of (dialect, column);

        g_string_append (sql, ", ");
        if (expression || columns[column].number)
            g_string_append (sql, expression ? expression : values[column]);
        else
            dialect_append_literal (dialect, sql, values[column]);
    }
    g_string_append (sql, ", ");
    append_hash (dialect, values, sql);
    g_string_append (sql, dialects[dialect].from);
    return g_string_free (sql, FALSE);
}

gboolean ledger_append (Ledger *ledger, const LedgerRecord *record, GError **error)
{
    Dialect dialect = session_dialect (ledger->session);
    char *values[N_COLUMNS];
    g_autofree char *sql = NULL;

    if (!ledger->on)
        return TRUE;
    for (Column column = 0; column < N_COLUMNS; column++)
    {
        char *value = value_of (ledger, record, column);

        values[column] = value ? value : g_strdup ("");
    }
    sql = insert_text (dialect, values);
    for (Column column = 0; column < N_COLUMNS; column++)
        g_free (values[column]);
    return (!dialects[dialect].look || session_executef (ledger->session, error, "%s", dialects[dialect].look)) &&
           session_executef (ledger->session, error, "%s", sql);
}

void ledger_entry_free (LedgerEntry *entry)
{
    for (Column column = 0; column < N_COLUMNS; column++)
        if (!columns[column].number)
            g_free (G_STRUCT_MEMBER (char *, entry, columns[column].entry_offset));
    g_free (entry->hash);
    g_free (entry);
}

static LedgerEntry *entry_read (const ResultSet *rows, guint row, const char *previous)
{
    LedgerEntry *entry = g_new0 (LedgerEntry, 1);
    g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

    entry->sequence = result_integer (rows, row, 0);
    g_checksum_update (sum, (const guchar *)previous, -1);
    g_checksum_update (sum, (const guchar *)SEPARATOR, 1);
    g_checksum_update (sum, (const guchar *)result_text (rows, row, 0), -1);
    for (Column column = 0; column < N_COLUMNS; column++)
    {
        const char *text = result_text (rows, row, column + 1);

        if (columns[column].number)
            G_STRUCT_MEMBER (gint64, entry, columns[column].entry_offset) = g_ascii_strtoll (text, NULL, 10);
        else
            G_STRUCT_MEMBER (char *, entry, columns[column].entry_offset) = g_strdup (text);
        g_checksum_update (sum, (const guchar *)SEPARATOR, 1);
        g_checksum_update (sum, (const guchar *)text, -1);
    }
    entry->hash = g_strdup (result_text (rows, row, N_COLUMNS + 1));
    entry->intact = g_str_equal (g_checksum_get_string (sum), entry->hash);
    return entry;
}

GPtrArray *ledger_read (Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)ledger_entry_free);
    g_autoptr (GString) sql = g_string_new ("SELECT CAST(sequence AS ");
    g_autoptr (ResultSet) rows = NULL;
    const char *text_type = dialect == DIALECT_MYSQL ? "CHAR" : "TEXT";
    Statement statement;

    g_string_append_printf (sql, "%s)", text_type);
    for (Column column = 0; column < N_COLUMNS; column++)
        g_string_append_printf (sql, ", CAST(%s AS %s)", columns[column].name, text_type);
    g_string_append_printf (sql, ", hash FROM %s ORDER BY sequence", dialects[dialect].table);
    statement = statement_of (sql->str);
    rows = session_query (session, &statement, error);
    if (!rows)
        return NULL;
    for (guint row = 0; row < result_n_rows (rows); row++)
    {
        const LedgerEntry *last = entries->len ? g_ptr_array_index (entries, entries->len - 1) : NULL;

        g_ptr_array_add (entries, entry_read (rows, row, last ? last->hash : ""));
    }
    return g_steal_pointer (&entries);
}
