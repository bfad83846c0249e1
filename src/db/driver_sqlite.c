/* SQLite. There is nobody to wait for; what costs is the sync at each commit. So what would be a transaction of its own
 * is a savepoint in one outer transaction, the GROUP, which settle commits. The group begins with BEGIN IMMEDIATE, so that a
 * second writer is met (and waited for) before anything is done. */

#include "db/driver.h"
#include "util/error.h"

#include <sqlite3.h>
#include <string.h>

#define DEFAULT_BUSY_TIMEOUT_MS 5000
#define LOST_GROUP "SQLite took back everything since the last commit"

typedef struct
{
    DriverConnection head;
    sqlite3 *handle;
    char *path;
    int busy_timeout;
    gboolean read_only;
    gboolean alone;
    gboolean in_group;
    gboolean begin_pending; /* the savepoint is made by the first statement in it: until then a pragma may still come */
    gboolean in_savepoint;
    gboolean group_lost; /* the library took the whole group back (disk full, I/O error) */
    gboolean
        defers_constraints; /* PRAGMA defer_foreign_keys lasts until the group's end: no further revision may see it */
} SqliteConnection;

typedef struct
{
    int code;
    const char *hint;
} CodeHint;

/* https://www.sqlite.org/rescode.html */
static const CodeHint code_hints[] = {
    { SQLITE_NOTADB,
      "The file exists but SQLite can't read it: check the path, and whether it is encrypted or another format" },
    { SQLITE_READONLY, "Check the permissions of the file and of its folder" },
    { SQLITE_FULL, "Free some space on the disk (the temporary folder counts too) and run it again" },
    { SQLITE_BUSY, "Another process uses this file: wait until it has finished, or stop it, and run it again" },
    { SQLITE_LOCKED, "Another statement of this run still reads the table" },
    { SQLITE_CANTOPEN, "Check that the path is right and that this user may read and write the file and its folder" },
    { SQLITE_CORRUPT, "The file is damaged: check it with PRAGMA integrity_check and restore a backup" },
    { SQLITE_IOERR, "The disk or the file system failed: look into the system's log" },
    { SQLITE_PERM, "Check the permissions of the file and of its folder" },
};

static void set_error (const SqliteConnection *connection, GError **error)
{
    int code = sqlite3_extended_errcode (connection->handle);
    char text[16];

    error_set (error, MIGSHIM_ERROR_DATABASE, "%s", sqlite3_errmsg (connection->handle));
    g_snprintf (text, sizeof text, "%d", code);
    error_sql_code (error, text);
    for (guint i = 0; i < G_N_ELEMENTS (code_hints); i++)
        if ((code & 0xff) == code_hints[i].code)
            error_hint (error, "%s", code_hints[i].hint);
}

static gboolean execute (SqliteConnection *connection, const char *sql, GError **error)
{
    if (sqlite3_exec (connection->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
        return TRUE;
    set_error (connection, error);
    return FALSE;
}

/* migshim_now (): UTC with microseconds, where SQLite's own functions stop at milliseconds. */
static void sql_now (sqlite3_context *context, int n G_GNUC_UNUSED, sqlite3_value **arguments G_GNUC_UNUSED)
{
    g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

    sqlite3_result_text (context, g_date_time_format (now, "%Y-%m-%dT%H:%M:%S.%fZ"), -1, g_free);
}

/* migshim_sha256 (text): lower-case hex; NULL for NULL. */
static void sql_sha256 (sqlite3_context *context, int n G_GNUC_UNUSED, sqlite3_value **arguments)
{
    const guchar *data = sqlite3_value_text (arguments[0]);

    if (data)
        sqlite3_result_text (
            context, g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, (gsize)sqlite3_value_bytes (arguments[0])),
            -1, g_free);
}

static void sqlite_close (DriverConnection *base)
{
    SqliteConnection *connection = (SqliteConnection *)base;

    sqlite3_close_v2 (connection->handle);
    g_free (connection->path);
    g_free (connection->head.version);
    g_free (connection->head.database);
    g_free (connection);
}

static gboolean check_path (const char *path, const SessionOptions *options, GError **error)
{
    g_autofree char *folder = g_path_get_dirname (path);

    if (g_str_equal (path, ":memory:") || *path == '\0')
        return TRUE;
    if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
        error_set (error, MIGSHIM_ERROR_DATABASE, "\"%s\" is a folder, not a database file", path);
        error_hint (error, "Give the path of the file itself");
        return FALSE;
    }
    if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
        error_set (error, MIGSHIM_ERROR_DATABASE, "The folder \"%s\" of the database file does not exist", folder);
        error_hint (error, "Make the folder, or correct the path in the URL");
        return FALSE;
    }
    if ((options->must_exist || options->read_only) && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
        error_set (error, MIGSHIM_ERROR_DATABASE, "The database file \"%s\" does not exist", path);
        error_hint (error, "Correct the path in the URL, or let `migshim up` create the file");
        return FALSE;
    }
    return TRUE;
}

/* Reads the header, which opening doesn't. A locked file is fine: whoever needs it will wait for it. */
static gboolean check_header (SqliteConnection *connection, GError **error)
{
    int code;

    sqlite3_busy_timeout (connection->handle, 0);
    code = sqlite3_exec (connection->handle, "PRAGMA schema_version", NULL, NULL, NULL);
    sqlite3_busy_timeout (connection->handle, connection->busy_timeout);
    if (code == SQLITE_OK || code == SQLITE_BUSY)
        return TRUE;
    set_error (connection, error);
    if (error)
        g_prefix_error (error, "Can't open the database file \"%s\": ", connection->path);
    return FALSE;
}

/* The path as SQLite's own kind of URI, with the parameters of the URL that are SQLite's (https://www.sqlite.org/uri.html); NULL without any. */
static char *uri_of (const DatabaseUrl *url, const char *path)
{
    static const char *const known[] = { "mode", "cache", "immutable", "nolock", "psow", "vfs" };
    g_autoptr (GString) uri = g_string_new ("file:");
    char separator = '?';

    g_string_append_uri_escaped (uri, path, "/", TRUE);
    for (guint i = 0; url->parameters && i < G_N_ELEMENTS (known); i++)
    {
        const char *value = g_hash_table_lookup (url->parameters, known[i]);

        if (!value)
            continue;
        g_string_append_printf (uri, "%c%s=", separator, known[i]);
        g_string_append_uri_escaped (uri, value, NULL, TRUE);
        separator = '&';
    }
    return separator == '&' ? g_strdup (uri->str) : NULL;
}

static int busy_timeout (const DatabaseUrl *url, const SessionOptions *options)
{
    const char *given = url->parameters ? g_hash_table_lookup (url->parameters, "busy_timeout") : NULL;

    if (options->lock_wait > 0)
        return (int)MIN ((options->lock_wait + 999) / 1000, G_MAXINT);
    return given ? (int)MIN (g_ascii_strtoull (given, NULL, 10), G_MAXINT) : DEFAULT_BUSY_TIMEOUT_MS;
}

static DriverConnection *sqlite_open (const DatabaseUrl *url, const SessionOptions *options, GError **error)
{
    SqliteConnection *connection;
    const char *path = url->database ? url->database : ":memory:";
    g_autofree char *uri = uri_of (url, path);
    int flags = options->read_only ? SQLITE_OPEN_READONLY
                                   : SQLITE_OPEN_READWRITE | (options->must_exist ? 0 : SQLITE_OPEN_CREATE);

    if (!check_path (path, options, error))
        return NULL;
    connection = g_new0 (SqliteConnection, 1);
    connection->path = g_strdup (path);
    connection->read_only = options->read_only;
    connection->busy_timeout = busy_timeout (url, options);
    connection->head.version = g_strdup (sqlite3_libversion ());
    connection->head.database = g_strdup (path);
    connection->head.version_number = driver_version_number (sqlite3_libversion ());
    if (sqlite3_open_v2 (uri ? uri : path, &connection->handle, flags | (uri ? SQLITE_OPEN_URI : 0), NULL) != SQLITE_OK)
    {
        set_error (connection, error);
        if (error)
            g_prefix_error (error, "Can't open the database file \"%s\": ", path);
        sqlite_close (&connection->head);
        return NULL;
    }
    sqlite3_extended_result_codes (connection->handle, 1);
    sqlite3_create_function_v2 (connection->handle, "migshim_now", 0, SQLITE_UTF8 | SQLITE_INNOCUOUS, NULL, sql_now,
                                NULL, NULL, NULL);
    sqlite3_create_function_v2 (connection->handle, "migshim_sha256", 1,
                                SQLITE_UTF8 | SQLITE_INNOCUOUS | SQLITE_DETERMINISTIC, NULL, sql_sha256, NULL, NULL,
                                NULL);
    if (!check_header (connection, error))
    {
        sqlite_close (&connection->head);
        return NULL;
    }
    return &connection->head;
}

static gboolean bind (SqliteConnection *connection, sqlite3_stmt *statement, const DriverItem *item, GError **error)
{
    int expected = sqlite3_bind_parameter_count (statement);

    if ((guint)expected != item->n_parameters)
    {
        error_set (error, MIGSHIM_ERROR_DATABASE, "The statement has %d place-holders, and %u values were given",
                   expected, item->n_parameters);
        return FALSE;
    }
    for (guint i = 0; i < item->n_parameters; i++)
    {
        const SqlValue *value = &item->parameters[i];
        int place = (int)i + 1;
        int code = SQLITE_OK;

        switch (value->type)
        {
        case SQL_NULL:
            code = sqlite3_bind_null (statement, place);
            break;
        case SQL_BOOLEAN:
        case SQL_INTEGER:
            code = sqlite3_bind_int64 (statement, place, value->integer);
            break;
        case SQL_FLOAT:
            code = sqlite3_bind_double (statement, place, value->number);
            break;
        case SQL_TEXT:
            code = sqlite3_bind_text64 (statement, place, value->text, value->length, SQLITE_TRANSIENT, SQLITE_UTF8);
            break;
        case SQL_BLOB:
            code =
                sqlite3_bind_blob64 (statement, place, value->text ? value->text : "", value->length, SQLITE_TRANSIENT);
            break;
        }
        if (code != SQLITE_OK)
        {
            set_error (connection, error);
            return FALSE;
        }
    }
    return TRUE;
}

static void add_row (ResultSet *result, sqlite3_stmt *statement)
{
    result_add_row (result);
    for (int i = 0; i < sqlite3_column_count (statement); i++)
    {
        SqlValue value = { .type = SQL_NULL };

        switch (sqlite3_column_type (statement, i))
        {
        case SQLITE_INTEGER:
            value.type = SQL_INTEGER;
            value.integer = sqlite3_column_int64 (statement, i);
            break;
        case SQLITE_FLOAT:
            value.type = SQL_FLOAT;
            value.number = sqlite3_column_double (statement, i);
            break;
        case SQLITE_TEXT:
            value.type = SQL_TEXT;
            value.text = (char *)sqlite3_column_text (statement, i);
            value.length = (gsize)sqlite3_column_bytes (statement, i);
            break;
        case SQLITE_BLOB:
            value.type = SQL_BLOB;
            value.text = (char *)sqlite3_column_blob (statement, i);
            value.length = (gsize)sqlite3_column_bytes (statement, i);
            break;
        default: /* SQLITE_NULL; the library has no further types and no enum */
            break;
        }
        result_add_cell (result, &value);
    }
}

static ResultSet *result_for (sqlite3_stmt *statement)
{
    ResultSet *result = result_new ();

    for (int i = 0; i < sqlite3_column_count (statement); i++)
        result_add_column (result, sqlite3_column_name (statement, i), 0, sqlite3_column_decltype (statement, i));
    return result;
}

static void set_outcome (SqliteConnection *connection, ResultSet *result, const char *text)
{
    gsize start = driver_skip_blank (text, strlen (text), 0, FALSE);
    gsize end = start;
    g_autofree char *word = NULL;

    while (g_ascii_isalpha (text[end]))
        end++;
    word = g_strndup (text + start, end - start);
    result_set_outcome (result, word, (guint64)sqlite3_changes64 (connection->handle),
                        (guint64)sqlite3_last_insert_rowid (connection->handle));
}

/* Runs one prepared statement to its end. RESULT is where its rows go, or NULL. */
static gboolean step_all (SqliteConnection *connection, sqlite3_stmt *statement, ResultSet *result, GError **error)
{
    int code;

    while ((code = sqlite3_step (statement)) == SQLITE_ROW)
        if (result)
            add_row (result, statement);
    if (code == SQLITE_DONE)
        return TRUE;
    set_error (connection, error);
    return FALSE;
}

static int error_offset (const SqliteConnection *connection)
{
#if SQLITE_VERSION_NUMBER >= 3038000
    return sqlite3_error_offset (connection->handle);
#else
    (void)connection;
    return -1;
#endif
}

static void fail_at (DriverFailure *failure, const DriverItem *item, gsize start)
{
    failure->offset = (gssize)driver_skip_blank (item->text, item->length, start, FALSE);
}

/* The text is given to SQLite with its terminating NUL and no length, or it would copy the rest of a script for each statement. */
static gboolean run_text (SqliteConnection *connection, const DriverItem *item, ResultSet **last,
                          DriverFailure *failure, GError **error)
{
    const char *at = item->text;

    while (*at)
    {
        sqlite3_stmt *statement = NULL;
        const char *tail = NULL;
        gsize start = (gsize)(at - item->text);
        gboolean done;
        ResultSet *result = NULL;

        if (sqlite3_prepare_v2 (connection->handle, at, -1, &statement, &tail) != SQLITE_OK)
        {
            int offset = error_offset (connection);

            set_error (connection, error);
            fail_at (failure, item, start);
            if (offset >= 0)
                failure->offset = (gssize)start + offset;
            return FALSE;
        }
        if (statement)
        {
            if (item->wanted)
                result = result_for (statement);
            done = bind (connection, statement, item, error) && step_all (connection, statement, result, error);
            if (done && result)
            {
                set_outcome (connection, result, at);
                result_free (*last);
                *last = g_steal_pointer (&result);
            }
            result_free (result);
            sqlite3_finalize (statement);
            if (!done)
            {
                fail_at (failure, item, start);
                return FALSE;
            }
        }
        at = tail;
    }
    return TRUE;
}

/* Begins the group and the savepoint as far as ITEM needs them. */
static gboolean enter (SqliteConnection *connection, const DriverItem *item, GError **error)
{
    if (connection->alone || connection->read_only || (item->wanted && item->loose && !connection->in_group))
        return TRUE;
    if (connection->group_lost)
    {
        error_set (error, MIGSHIM_ERROR_DATABASE, LOST_GROUP);
        return FALSE;
    }
    if (!connection->in_group)
    {
        if (!execute (connection, "BEGIN IMMEDIATE", error))
            return FALSE;
        connection->in_group = TRUE;
    }
    if (connection->begin_pending)
    {
        if (!execute (connection, "SAVEPOINT migshim", error))
            return FALSE;
        connection->begin_pending = FALSE;
        connection->in_savepoint = TRUE;
    }
    return TRUE;
}

static gboolean mentions_deferral (const DriverItem *item)
{
    static const char word[] = "defer_foreign_keys";

    for (const char *p = item->text; (p = strpbrk (p, "dD")) != NULL; p++)
        if (g_ascii_strncasecmp (p, word, sizeof word - 1) == 0)
            return TRUE;
    return FALSE;
}

static gboolean run_statement (SqliteConnection *connection, const DriverItem *item, GPtrArray *results,
                               DriverFailure *failure, GError **error)
{
    ResultSet *last = NULL;
    gboolean done;

    failure->offset = -1;
    if (!enter (connection, item, error))
        return FALSE;
    if (connection->in_savepoint && mentions_deferral (item))
        connection->defers_constraints = TRUE;
    done = run_text (connection, item, &last, failure, error);
    if (!done && connection->in_group && sqlite3_get_autocommit (connection->handle))
    {
        connection->in_group = connection->in_savepoint = FALSE;
        connection->group_lost = TRUE;
    }
    if (done && item->wanted)
        g_ptr_array_add (results, last ? g_steal_pointer (&last) : result_new ());
    result_free (last);
    return done;
}

static gboolean sqlite_settle (DriverConnection *base, GError **error)
{
    SqliteConnection *connection = (SqliteConnection *)base;

    if (connection->group_lost)
    {
        connection->group_lost = FALSE;
        error_set (error, MIGSHIM_ERROR_DATABASE, LOST_GROUP);
        return FALSE;
    }
    if (!connection->in_group || connection->in_savepoint)
        return TRUE;
    connection->in_group = FALSE;
    if (execute (connection, "COMMIT", error))
        return TRUE;
    if (!sqlite3_get_autocommit (connection->handle))
        execute (connection, "ROLLBACK", NULL);
    return FALSE;
}

/* A deferred foreign key that a COMMIT would refuse must be refused at the savepoint's end: at the group's it would be nobody's. */
static gboolean check_deferred (SqliteConnection *connection, GError **error)
{
    int open = 0;
    int highest;

    sqlite3_db_status (connection->handle, SQLITE_DBSTATUS_DEFERRED_FKS, &open, &highest, 0);
    if (!open)
        return TRUE;
    error_set (error, MIGSHIM_ERROR_DATABASE, "FOREIGN KEY constraint failed");
    error_sql_code (error, G_STRINGIFY (787)); /* SQLITE_CONSTRAINT_FOREIGNKEY */
    error_hint (error, "A deferred foreign key has no row to point to at the end of the transaction; PRAGMA "
                       "foreign_key_check lists such rows");
    return FALSE;
}

static gboolean commit (SqliteConnection *connection, DriverFailure *failure, GError **error)
{
    gboolean deferral = connection->defers_constraints;

    failure->offset = -1;
    if (connection->begin_pending)
    {
        connection->begin_pending = FALSE;
        return TRUE;
    }
    if (!connection->in_savepoint)
        return TRUE;
    if (!check_deferred (connection, error) || !execute (connection, "RELEASE migshim", error))
        return FALSE;
    connection->in_savepoint = FALSE;
    connection->defers_constraints = FALSE;
    return !deferral || sqlite_settle (&connection->head, error);
}

static gboolean run_item (SqliteConnection *connection, const DriverItem *item, GPtrArray *results,
                          DriverFailure *failure, GError **error)
{
    switch (item->kind)
    {
    case ITEM_BEGIN:
        connection->begin_pending = TRUE;
        return TRUE;
    case ITEM_COMMIT:
        return commit (connection, failure, error);
    case ITEM_STATEMENT:
        return run_statement (connection, item, results, failure, error);
    }
    g_return_val_if_reached (FALSE);
}

static gboolean sqlite_run (DriverConnection *base, DriverItem *const *items, guint n, const DriverProgress *progress,
                            GPtrArray *results, DriverFailure *failure, GError **error)
{
    SqliteConnection *connection = (SqliteConnection *)base;

    for (guint i = 0; i < n; i++)
    {
        failure->item = i;
        if (!run_item (connection, items[i], results, failure, error))
            return FALSE;
        progress->done (i, progress->data);
    }
    return TRUE;
}

static void sqlite_rollback (DriverConnection *base)
{
    SqliteConnection *connection = (SqliteConnection *)base;

    connection->begin_pending = FALSE;
    connection->defers_constraints = FALSE;
    if (connection->in_savepoint)
        execute (connection, "ROLLBACK TO migshim; RELEASE migshim", NULL);
    else if (!connection->in_group && !sqlite3_get_autocommit (connection->handle))
        execute (connection, "ROLLBACK", NULL);
    connection->in_savepoint = FALSE;
}

static gboolean sqlite_in_transaction (DriverConnection *base)
{
    SqliteConnection *connection = (SqliteConnection *)base;

    return !connection->in_group && !sqlite3_get_autocommit (connection->handle);
}

static void sqlite_set_alone (DriverConnection *base, gboolean alone)
{
    ((SqliteConnection *)base)->alone = alone;
}

static gboolean sqlite_set_foreign_keys (DriverConnection *base, gboolean on, GError **error)
{
    SqliteConnection *connection = (SqliteConnection *)base;

    if (connection->in_savepoint)
    {
        error_set (error, MIGSHIM_ERROR_DATABASE, "SQLite can't change foreign_keys inside a transaction");
        return FALSE;
    }
    if (!sqlite_settle (base, error))
    {
        connection->group_lost = TRUE;
        return FALSE;
    }
    return execute (connection, on ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF", error);
}

/* In exclusive locking mode SQLite doesn't give up a lock at a commit. */
static gboolean sqlite_try_lock (DriverConnection *base, GError **error)
{
    SqliteConnection *connection = (SqliteConnection *)base;
    int code;

    if (!sqlite_settle (base, error))
        return FALSE;
    sqlite3_busy_timeout (connection->handle, 0);
    code =
        sqlite3_exec (connection->handle, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT", NULL, NULL, NULL);
    if (code != SQLITE_OK)
    {
        if ((code & 0xff) != SQLITE_BUSY)
            set_error (connection, error);
        sqlite3_exec (connection->handle, "PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_master LIMIT 1", NULL,
                      NULL, NULL);
    }
    sqlite3_busy_timeout (connection->handle, connection->busy_timeout);
    return code == SQLITE_OK;
}

/* The lock goes with the next read. */
static gboolean sqlite_unlock (DriverConnection *base, GError **error)
{
    SqliteConnection *connection = (SqliteConnection *)base;

    return execute (connection, "PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_master LIMIT 1", error);
}

static gsize sqlite_message_size (const DriverConnection *base G_GNUC_UNUSED)
{
    return 0;
}

static void sqlite_splitter_mode (DriverConnection *base G_GNUC_UNUSED, SplitterMode *mode)
{
    *mode = (SplitterMode){ 0 };
}

const Driver driver_sqlite = {
    .dialect = DIALECT_SQLITE,
    .open = sqlite_open,
    .close = sqlite_close,
    .message_size = sqlite_message_size,
    .run = sqlite_run,
    .rollback = sqlite_rollback,
    .in_transaction = sqlite_in_transaction,
    .settle = sqlite_settle,
    .set_alone = sqlite_set_alone,
    .set_foreign_keys = sqlite_set_foreign_keys,
    .try_lock = sqlite_try_lock,
    .unlock = sqlite_unlock,
    .splitter_mode = sqlite_splitter_mode,
    .takes_nul = FALSE,
};
