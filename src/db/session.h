/* session.h: one conversation with one database, in as few round trips as possible.
 *
 * What is executed is queued, not sent: a statement whose result nobody reads is not waited for. The queue goes out when it is large
 * enough, when a result is asked for (session_query), or at session_flush. Successive revisions so travel together, and the
 * database itself sees to it that nothing runs after the first failure:
 *
 *   PostgreSQL  one simple-protocol message of many statements, BEGIN and COMMIT included; the server drops the rest of a message at the first error.
 *               Statements with parameters travel in pipeline mode.
 *   MySQL       one packet of many statements; likewise.
 *   SQLite      at once, statement by statement; transactions are savepoints of one outer transaction, committed at a flush.
 *
 * So an error may come up later than the statement that caused it, out of any function that takes a GError **. Then
 * session_failed_tag tells whose it was. After an error the session has rolled back what was open, has dropped
 * what was queued, and can be used again.
 *
 * TAGS. A caller numbers its work with session_tag (the runner: one tag a step). When all items queued under a tag are known to
 * have succeeded and to be durable as far as they were committed, the observer is told, in order. A tag is finished when the caller has gone on to
 * another, so the last one needs a session_tag (session, 0). A tag of which something failed or was rolled back is never told of.
 *
 * A recording session has no connection, or a read-only one for queries: it keeps what would be sent, in order. */

#ifndef MIGSHIM_DB_SESSION_H
#define MIGSHIM_DB_SESSION_H

#include "db/result.h"
#include "db/url.h"
#include "model/dialect.h"
#include "util/location.h"

#include <glib.h>

typedef struct Session Session;

typedef struct
{
    const char *application;  /* shown by the server; NULL for "migshim" */
    gint64 connect_timeout;   /* microseconds; 0: what the URL says, else 10 s */
    gint64 statement_timeout; /* microseconds; 0: none */
    gint64 lock_wait;    /* microseconds that one statement may wait for a row or table lock; 0: the server's default */
    gboolean read_only;  /* nothing may be written; SQLite opens the file so */
    gboolean must_exist; /* SQLite: a missing file is an error and not created */
} SessionOptions;

/* Text to be sent, and where it comes from. */
typedef struct
{
    const char *text;
    gsize length;
    const SqlValue
        *parameters; /* NULL for none; the dialect's own place-holders in the text: $1 on PostgreSQL, ? elsewhere */
    guint n_parameters;
    Location where;  /* of the first byte of text; where.file must live until the session is closed */
    gboolean made;   /* the text does not stand in the file: a program made it, at the place WHERE */
    gboolean script; /* text may hold several statements, and is sent as it is */
} Statement;

/* A statement of SQL alone, written by us: no place, no parameters. */
Statement statement_of (const char *sql);

/* Opens a connection. Errors: MIGSHIM_ERROR_DATABASE with a hint; the password is in none. Free with session_close. */
Session *session_open (const DatabaseUrl *url, const SessionOptions *options, GError **error);

/* A session that sends nothing. READER answers queries and may be NULL, when every query fails with
 * MIGSHIM_ERROR_UNSUPPORTED ("depends on data"). READER is borrowed. */
Session *session_new_recording (Dialect dialect, Session *reader);

/* Rolls back what is open, drops what is queued, and closes. NULL is ignored. */
void session_close (Session *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Session, session_close)

Dialect session_dialect (const Session *session);
gboolean session_is_recording (const Session *session);

/* What the server said of itself when the connection was made; no round trip. "15.20", "10.11.14-MariaDB", "3.40.1"; the number is
 * major * 10000 + minor * 100 + patch (PostgreSQL: 150020 for 15.20 as the server gives it). */
const char *session_server_version (const Session *session);
guint session_server_version_number (const Session *session);
gboolean session_is_mariadb (const Session *session);

/* The database that the session was opened for: its name, for SQLite the file as it was given. NULL when nobody knows. */
const char *session_database (const Session *session);

/* The URL that the session was opened by, as database_url_display shows it. NULL when nobody knows. */
const char *session_url (const Session *session);

/* The user that the connection was made as; NULL when nobody knows. */
const char *session_user (const Session *session);

/* Queues STATEMENT (text and parameters are copied). Sends when the queue is large. */
gboolean session_execute (Session *session, const Statement *statement, GError **error);
/* The same for SQL of our own, printf-like. */
gboolean session_executef (Session *session, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* The same for SQL that was put together; frees it. */
gboolean session_execute_string (Session *session, GString *sql, GError **error);

/* Sends the queue, then STATEMENT, and gives its rows (a script: those of its last statement). Free with result_free. */
ResultSet *session_query (Session *session, const Statement *statement, GError **error);

/* Sends the queue, then N statements without parameters, all in one round trip where the database has one; results in order.
 * Free with g_ptr_array_unref. */
GPtrArray *session_query_many (Session *session, const char *const *sql, guint n, GError **error);

/* Transactions. Queued like everything else; on SQLite a begin inside our group is a savepoint.
 * BEGIN_TEXT is the opening statement, or NULL for the plain one. */
gboolean session_begin (Session *session, const char *begin_text, GError **error);
gboolean session_commit (Session *session, GError **error);
/* Rolls back at once: what is queued in the transaction is dropped or undone. Outside of our transactions: what is queued under the present tag is dropped, and a
 * transaction that its statements have opened is rolled back. */
void session_rollback (Session *session);

/* From now on (KEEP) a program issues the statements, and may catch an error and go on. So an error drops what was queued behind it and rolls nothing back: an
 * open transaction is left as the database itself leaves it. MySQL and SQLite undo the statement alone. PostgreSQL answers everything with 25P02 until the
 * transaction, or a savepoint that was set by a statement sent before, is rolled back; where the BEGIN was sent together with what failed, nothing of it
 * ran, and the session answers so in the server's place. A failure that nobody catches needs session_rollback, whether a transaction is open or not. */
void session_keep_errors (Session *session, gboolean keep);

/* Was the last error of that kind? One of an earlier caller's statements, or one after which the connection is of no use, is not. */
gboolean session_error_was_kept (const Session *session);

/* The text of the statement that failed last, or NULL. Borrowed until the next error. */
const char *session_failed_text (const Session *session);

/* Sends the queue and waits until all of it is done and durable. */
gboolean session_flush (Session *session, GError **error);

/* From now on until session_alone_end, everything runs outside any transaction of ours: for what can't run in one, and for scripts with
 * transactions of their own. PostgreSQL: each statement is a message of its own, but what a hook executes still travels together. MySQL: statements
 * go on travelling in packets, since the server runs each by itself and stops at the first error. SQLite: the outer transaction is committed first. */
gboolean session_alone_begin (Session *session, GError **error);
gboolean session_alone_end (Session *session, GError **error);

/* TRUE when the server went away: of what was under way nobody knows whether it was done. Nothing can be sent any more. */
gboolean session_is_lost (const Session *session);

/* TRUE when the server is inside a transaction that a script opened (known after a flush). */
gboolean session_in_transaction (Session *session);

/* Tags. 0 is nobody's. */
void session_tag (Session *session, guint tag);
guint session_failed_tag (const Session *session); /* of the last error; 0 when it was nobody's */

typedef struct
{
    /* All of TAG is done. ELAPSED is microseconds since the tag before it was done (or the queue was sent). */
    void (*done) (guint tag, gint64 elapsed, gpointer data);
    /* What a program says while it issues the statements of TAG. May be NULL. */
    void (*said) (guint tag, const char *text, gpointer data);
    gpointer data;
} SessionObserver;
void session_observe (Session *session, SessionObserver observer);
void session_say (Session *session, const char *text);

/* How many times the session has waited for the server since it was opened. */
guint session_round_trips (const Session *session);

/* Statements of callers queued since the session was opened: a script counts as many as it holds; transaction control, profiles and what a hook
 * executes do not count. */
guint session_n_statements (const Session *session);

/* Called for each statement of the caller's before it is queued (AFTER is FALSE) and again behind it (TRUE), outside our transactions only: the
 * journal. A script is split into statements while a hook is set. HOOK may itself execute; it isn't called for that. NULL takes it off.
 * What the first call answers is done with the statement; there is no second call unless it was to run, and did. A query that only reads is asked again. */
typedef enum
{
    SESSION_HOOK_RUN,
    SESSION_HOOK_RUN_WRAPPED, /* the hook has opened a transaction for it, which its second call closes: where the statement's error is kept, the transaction is rolled back */
    SESSION_HOOK_SKIP, /* done in an earlier run: an execute is left out, a query fails with MIGSHIM_ERROR_UNSUPPORTED */
    SESSION_HOOK_DROP, /* it would have no effect: it is not sent, and a query has no rows */
    SESSION_HOOK_FAIL  /* the error is set */
} SessionHookResult;
typedef SessionHookResult (*SessionHook) (Session *session, const Statement *statement, gboolean after, gpointer data,
                                          GError **error);
void session_set_hook (Session *session, SessionHook hook, gpointer data);

/* SQLite: tries to take the exclusive lock on the database's file, without waiting. TRUE when it was got; it is held across commits until the session is
 * closed. FALSE without an error when somebody else uses the file. Other dialects: TRUE. */
gboolean session_try_lock_file (Session *session, GError **error);

/* Lets go of it, so that another program can use the file. What is queued is sent and made durable before. */
gboolean session_unlock_file (Session *session, GError **error);

/* PostgreSQL: is PID (of pg_backend_pid ()) the backend that the connection was made to? A pooler in between gives FALSE. TRUE elsewhere. */
gboolean session_backend_matches (const Session *session, gint64 pid);

/* Settings that a tool's own connection would have. Sent only where they differ from what is in force; part of the queue.
 * SEARCH_PATH (PostgreSQL) is one schema name or NULL for the server's default, with SEARCH_PATH_IS_LIST several with commas between; FOREIGN_KEYS is SQLite's pragma. */
typedef struct
{
    const char *search_path;
    gboolean search_path_is_list;
    gboolean foreign_keys;
} SessionProfile;
gboolean session_apply_profile (Session *session, const SessionProfile *profile, GError **error);

/* Forget what the profile is believed to be: a script may have changed it (SET, PRAGMA). */
void session_profile_unknown (Session *session);

/* Recording: the statements so far, of RecordedStatement *, owned by the session. */
typedef struct
{
    char *text;
    guint tag;
    Location where;
    char **parameters; /* as text, NULL-terminated; NULL for none */
} RecordedStatement;
const GPtrArray *session_recorded (const Session *session);

#endif
