#include "db/session_private.h"
#include "util/error.h"

#include <string.h>

/* A group of finished SQLite transactions is committed after this time: a crash loses no more, and progress is seen. Microseconds. */
#define GROUP_TIME 250000

Statement statement_of (const char *sql)
{
    return (Statement){ .text = sql, .length = strlen (sql), .where = LOCATION_NONE };
}

static Session *session_new (Dialect dialect)
{
    Session *session = g_new0 (Session, 1);

    session->dialect = dialect;
    session->queue = g_ptr_array_new ();
    g_queue_init (&session->closed_tags);
    session->mark = session->settled_at = g_get_monotonic_time ();
    return session;
}

Session *session_open (const DatabaseUrl *url, const SessionOptions *options, GError **error)
{
    static const SessionOptions none = { 0 };
    const Driver *driver = driver_find (url->dialect, error);
    DriverConnection *connection;
    Session *session;

    if (!driver)
        return NULL;
    connection = driver->open (url, options ? options : &none, error);
    if (!connection)
        return NULL;
    session = session_new (url->dialect);
    session->driver = driver;
    session->connection = connection;
    session->url = database_url_display (url);
    return session;
}

Session *session_new_recording (Dialect dialect, Session *reader)
{
    Session *session = session_new (dialect);

    session->reader = reader;
    session->recorded = g_ptr_array_new_with_free_func (recorded_statement_free);
    return session;
}

void session_close (Session *session)
{
    if (!session)
        return;
    session->in_transaction = FALSE;
    session_drop_queue (session);
    if (session->connection)
        session->driver->close (session->connection);
    if (session->recorded)
        g_ptr_array_unref (session->recorded);
    g_ptr_array_unref (session->queue);
    g_free (session->url);
    g_free (session->search_path);
    g_free (session->failed_text);
    g_free (session);
}

Dialect session_dialect (const Session *session)
{
    return session->dialect;
}

gboolean session_is_recording (const Session *session)
{
    return session->recorded != NULL;
}

/* A recording session speaks for the database that it was given to read from. */
static const DriverConnection *connection_of (const Session *session)
{
    if (session->connection)
        return session->connection;
    return session->reader ? session->reader->connection : NULL;
}

const char *session_server_version (const Session *session)
{
    const DriverConnection *connection = connection_of (session);

    return connection ? connection->version : "";
}

guint session_server_version_number (const Session *session)
{
    const DriverConnection *connection = connection_of (session);

    return connection ? connection->version_number : 0;
}

gboolean session_is_lost (const Session *session)
{
    return session->connection && session->connection->lost;
}

const char *session_database (const Session *session)
{
    const DriverConnection *connection = connection_of (session);

    return connection ? connection->database : NULL;
}

const char *session_url (const Session *session)
{
    return session->url || !session->reader ? session->url : session_url (session->reader);
}

const char *session_user (const Session *session)
{
    const DriverConnection *connection = connection_of (session);

    return connection ? connection->user : NULL;
}

gboolean session_is_mariadb (const Session *session)
{
    const DriverConnection *connection = connection_of (session);

    return connection && connection->mariadb;
}

guint session_round_trips (const Session *session)
{
    return session->connection ? session->connection->round_trips : 0;
}

guint session_n_statements (const Session *session)
{
    return session->n_statements;
}

gboolean session_backend_matches (const Session *session, gint64 pid)
{
    return !session->connection || session->dialect != DIALECT_POSTGRESQL || session->connection->backend == pid;
}

gboolean session_try_lock_file (Session *session, GError **error)
{
    if (!session->driver || !session->driver->try_lock)
        return TRUE;
    return session_settle (session, error) && session->driver->try_lock (session->connection, error);
}

gboolean session_unlock_file (Session *session, GError **error)
{
    if (!session->driver || !session->driver->unlock)
        return TRUE;
    return session_flush (session, error) && session->driver->unlock (session->connection, error);
}

static gboolean hooked (const Session *session)
{
    return session->hook && !session->in_hook && !session->in_transaction && !session->recorded;
}

static SessionHookResult call_hook (Session *session, const Statement *statement, gboolean after, GError **error)
{
    SessionHookResult answer;

    session->in_hook = TRUE;
    answer = session->hook (session, statement, after, session->hook_data, error);
    session->in_hook = FALSE;
    session->wrapped = answer == SESSION_HOOK_RUN_WRAPPED;
    return answer;
}

static gboolean execute_hooked (Session *session, const Statement *statement, GError **error)
{
    switch (call_hook (session, statement, FALSE, error))
    {
    case SESSION_HOOK_FAIL:
        return FALSE;
    case SESSION_HOOK_SKIP:
    case SESSION_HOOK_DROP:
        return TRUE;
    case SESSION_HOOK_RUN:
    case SESSION_HOOK_RUN_WRAPPED:
        break;
    }
    if (session_enqueue (session, ITEM_STATEMENT, statement, FALSE, error))
        return call_hook (session, statement, TRUE, error) != SESSION_HOOK_FAIL;
    session->wrapped = FALSE;
    return FALSE;
}

static Statement part_of (const Statement *script, const StatementSpan *span)
{
    Statement part = *script;

    part.text = script->text + span->offset;
    part.length = span->length;
    part.script = FALSE;
    if (script->where.line > 0 && !script->made)
    {
        part.where.column = span->line == 1 ? script->where.column + span->column - 1 : span->column;
        part.where.line = script->where.line + span->line - 1;
    }
    return part;
}

static gboolean execute_script_hooked (Session *session, const Statement *script, GError **error)
{
    g_autoptr (GArray) spans = session_split (session, script);

    for (guint i = 0; i < spans->len; i++)
    {
        Statement part = part_of (script, &g_array_index (spans, StatementSpan, i));

        if (!execute_hooked (session, &part, error))
            return FALSE;
    }
    return TRUE;
}

gboolean session_execute (Session *session, const Statement *statement, GError **error)
{
    if (!session->in_hook)
        session->n_statements += statement->script ? session_count (session, statement) : 1;
    if (!hooked (session))
        return session_enqueue (session, ITEM_STATEMENT, statement, FALSE, error);
    return statement->script ? execute_script_hooked (session, statement, error)
                             : execute_hooked (session, statement, error);
}

gboolean session_execute_string (Session *session, GString *sql, GError **error)
{
    Statement statement = statement_of (sql->str);
    gboolean done = session_execute (session, &statement, error);

    g_string_free (sql, TRUE);
    return done;
}

gboolean session_executef (Session *session, GError **error, const char *format, ...)
{
    g_autofree char *sql = NULL;
    Statement statement;
    va_list arguments;

    va_start (arguments, format);
    sql = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    statement = statement_of (sql);
    return session_execute (session, &statement, error);
}

static void *depends_on_data (const Statement *statement, GError **error)
{
    error_set_at (error, MIGSHIM_ERROR_UNSUPPORTED, statement->where, NULL, 0,
                  "What follows depends on data that only a run can read");
    error_hint (error, "Give a database to read from, or run it");
    return NULL;
}

static ResultSet *query_live (Session *session, const Statement *statement, GError **error)
{
    g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify)result_free);

    if (!session_enqueue (session, ITEM_STATEMENT, statement, TRUE, error) || !session_send (session, results, error))
        return NULL;
    return g_ptr_array_steal_index (results, 0);
}

/* What only reads can be asked again. */
static gboolean only_reads (const Statement *statement)
{
    static const char *const words[] = { "SELECT", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "PRAGMA", "WITH", "VALUES" };
    gsize start = driver_skip_blank (statement->text, statement->length, 0, TRUE);
    const char *text = statement->text + start;

    for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
        gsize length = strlen (words[i]);

        if (statement->length - start > length && g_ascii_strncasecmp (text, words[i], length) == 0 &&
            !g_ascii_isalnum (text[length]) && text[length] != '_')
            return TRUE;
    }
    return FALSE;
}

static ResultSet *query_hooked (Session *session, const Statement *statement, GError **error)
{
    g_autoptr (ResultSet) result = NULL;

    switch (call_hook (session, statement, FALSE, error))
    {
    case SESSION_HOOK_FAIL:
        return NULL;
    case SESSION_HOOK_SKIP:
        if (only_reads (statement))
            return query_live (session, statement, error);
        error_set_at (error, MIGSHIM_ERROR_UNSUPPORTED, statement->where, NULL, 0,
                      "An earlier run finished this statement, and what it answered then is not known");
        return NULL;
    case SESSION_HOOK_DROP:
        result = result_new ();
        result_set_outcome (result, "", 0, 0);
        return g_steal_pointer (&result);
    case SESSION_HOOK_RUN:
    case SESSION_HOOK_RUN_WRAPPED:
        break;
    }
    result = query_live (session, statement, error);
    if (result && call_hook (session, statement, TRUE, error) != SESSION_HOOK_FAIL)
        return g_steal_pointer (&result);
    session->wrapped = FALSE;
    return NULL;
}

ResultSet *session_query (Session *session, const Statement *statement, GError **error)
{
    if (!session->in_hook)
        session->n_statements += statement->script ? session_count (session, statement) : 1;
    if (session->recorded)
        return session->reader ? session_query (session->reader, statement, error) : depends_on_data (statement, error);
    return hooked (session) ? query_hooked (session, statement, error) : query_live (session, statement, error);
}

GPtrArray *session_query_many (Session *session, const char *const *sql, guint n, GError **error)
{
    g_autoptr (GPtrArray) results = NULL;

    if (session->recorded)
    {
        Statement first = statement_of (n > 0 ? sql[0] : "");

        return session->reader ? session_query_many (session->reader, sql, n, error) : depends_on_data (&first, error);
    }
    results = g_ptr_array_new_with_free_func ((GDestroyNotify)result_free);
    for (guint i = 0; i < n; i++)
    {
        Statement statement = statement_of (sql[i]);

        if (!session_enqueue (session, ITEM_STATEMENT, &statement, TRUE, error))
            return NULL;
    }
    if (!session_send (session, results, error))
        return NULL;
    return g_steal_pointer (&results);
}

static const char *plain_begin (Dialect dialect)
{
    switch (dialect)
    {
    case DIALECT_POSTGRESQL:
    case DIALECT_SQLITE:
        return "BEGIN";
    case DIALECT_MYSQL:
        return "START TRANSACTION";
    }
    g_return_val_if_reached ("BEGIN");
}

gboolean session_begin (Session *session, const char *begin_text, GError **error)
{
    Statement statement = statement_of (begin_text ? begin_text : plain_begin (session->dialect));

    g_return_val_if_fail (!session->in_transaction, FALSE);
    session->in_transaction = TRUE;
    session->begin_at = session->n_queued;
    if (session->recorded)
        session->recorded_begin = session->recorded->len;
    return session_enqueue (session, ITEM_BEGIN, &statement, FALSE, error);
}

gboolean session_commit (Session *session, GError **error)
{
    Statement statement = statement_of ("COMMIT");

    g_return_val_if_fail (session->in_transaction, FALSE);
    if (!session_enqueue (session, ITEM_COMMIT, &statement, FALSE, error))
        return FALSE;
    session->in_transaction = FALSE;
    if (session->driver && session->driver->settle && g_get_monotonic_time () - session->settled_at > GROUP_TIME)
        return session_settle (session, error);
    return TRUE;
}

void session_rollback (Session *session)
{
    if (session->kept)
    {
        session_clean_up (session);
        return;
    }
    if (!session->in_transaction && !session->recorded && session->driver)
    {
        session_drop_tag (session);
        return;
    }
    if (!session->in_transaction)
        return;
    if (session->recorded)
        g_ptr_array_set_size (session->recorded, (gint)session->recorded_begin);
    else if (!session_drop_transaction (session))
        session->driver->rollback (session->connection);
    session->in_transaction = FALSE;
    session->tag_void = TRUE;
    session_profile_unknown (session);
}

gboolean session_flush (Session *session, GError **error)
{
    return session_send (session, NULL, error) && session_settle (session, error);
}

gboolean session_alone_begin (Session *session, GError **error)
{
    g_return_val_if_fail (!session->in_transaction, FALSE);
    if (!session_settle (session, error))
        return FALSE;
    session->alone = TRUE;
    if (session->driver && session->driver->set_alone)
        session->driver->set_alone (session->connection, TRUE);
    return TRUE;
}

gboolean session_alone_end (Session *session, GError **error)
{
    gboolean sent = session_send (session, NULL, error);

    session->alone = FALSE;
    if (session->driver && session->driver->set_alone)
        session->driver->set_alone (session->connection, FALSE);
    return sent;
}

gboolean session_in_transaction (Session *session)
{
    return session->driver && !session->in_transaction && session->driver->in_transaction (session->connection);
}

guint session_failed_tag (const Session *session)
{
    return session->failed_tag;
}

const char *session_failed_text (const Session *session)
{
    return session->failed_text;
}

void session_keep_errors (Session *session, gboolean keep)
{
    session->keep = keep;
    /* what the program caught is nobody's failure */
    if (!keep && session->kept)
        session->failed_tag = 0;
}

gboolean session_error_was_kept (const Session *session)
{
    return session->kept;
}

void session_observe (Session *session, SessionObserver observer)
{
    session->observer = observer;
}

void session_say (Session *session, const char *text)
{
    if (session->observer.said)
        session->observer.said (session->tag, text, session->observer.data);
}

void session_set_hook (Session *session, SessionHook hook, gpointer data)
{
    session->hook = hook;
    session->hook_data = data;
}

/* The names of a list are quoted each, without the blanks around them. */
static void append_search_path (Dialect dialect, const SessionProfile *profile, GString *sql)
{
    g_auto (GStrv) names = profile->search_path_is_list ? g_strsplit (profile->search_path, ",", -1) : NULL;

    if (!names)
        dialect_append_identifier (dialect, sql, profile->search_path);
    for (guint i = 0; names && names[i]; i++)
    {
        g_string_append (sql, i > 0 ? ", " : "");
        dialect_append_identifier (dialect, sql, g_strstrip (names[i]));
    }
}

static gboolean apply_search_path (Session *session, const SessionProfile *profile, GError **error)
{
    g_autoptr (GString) sql = g_string_new ("SET search_path TO ");
    Statement statement;

    if (profile->search_path)
        append_search_path (session->dialect, profile, sql);
    else
        g_string_append (sql, "DEFAULT");
    if (session->search_path_known && g_strcmp0 (session->search_path, sql->str) == 0)
        return TRUE;
    statement = statement_of (sql->str);
    if (!session_enqueue (session, ITEM_STATEMENT, &statement, FALSE, error))
        return FALSE;
    g_free (session->search_path);
    session->search_path = g_string_free (g_steal_pointer (&sql), FALSE);
    session->search_path_known = TRUE;
    return TRUE;
}

static gboolean apply_foreign_keys (Session *session, gboolean on, GError **error)
{
    if (session->foreign_keys_known && session->foreign_keys == on)
        return TRUE;
    if (session->recorded)
    {
        Statement statement = statement_of (on ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF");

        session_record (session, &statement);
    }
    else if (!session_settle (session, error) || !session->driver->set_foreign_keys (session->connection, on, error))
        return FALSE;
    session->foreign_keys = on;
    session->foreign_keys_known = TRUE;
    return TRUE;
}

gboolean session_apply_profile (Session *session, const SessionProfile *profile, GError **error)
{
    switch (session->dialect)
    {
    case DIALECT_POSTGRESQL:
        return apply_search_path (session, profile, error);
    case DIALECT_SQLITE:
        return apply_foreign_keys (session, profile->foreign_keys, error);
    case DIALECT_MYSQL:
        return TRUE;
    }
    g_return_val_if_reached (FALSE);
}

void session_profile_unknown (Session *session)
{
    session->search_path_known = FALSE;
    session->foreign_keys_known = FALSE;
}

const GPtrArray *session_recorded (const Session *session)
{
    return session->recorded;
}
