#include "core/lock.h"

#include "adapters/adapter.h"
#include "core/poll.h"
#include "util/error.h"

#include <string.h>

/* "migshim" in ASCII: our key among PostgreSQL's advisory locks, which are per database. */
#define ADVISORY_KEY "30796665500232045"

typedef struct
{
    char *title;
    char *take;   /* one row, one column */
    char *free;   /* the query that lets it go */
    char *holder; /* an expression: the server session that holds it, or NULL */
} Lock;

static void lock_free (gpointer data)
{
    Lock *lock = data;

    g_free (lock->title);
    g_free (lock->take);
    g_free (lock->free);
    g_free (lock->holder);
    g_free (lock);
}

static void add_lock (GPtrArray *locks, const char *title, char *take, char *free_query, char *holder)
{
    Lock *lock;

    for (guint i = 0; i < locks->len; i++)
        if (g_str_equal (((Lock *)g_ptr_array_index (locks, i))->take, take))
        {
            g_free (take);
            g_free (free_query);
            g_free (holder);
            return;
        }
    lock = g_new0 (Lock, 1);
    lock->title = g_strdup (title);
    lock->take = take;
    lock->free = free_query;
    lock->holder = holder;
    g_ptr_array_add (locks, lock);
}

/* GET_LOCK's names are of the whole server, so ours holds the database's name; hashed, for MySQL allows 64 characters. */
#define MYSQL_LOCK_NAME "CONCAT('migshim:', LEFT(SHA1(DATABASE()), 16))"

static GPtrArray *locks_of (Dialect dialect, const GPtrArray *sources)
{
    GPtrArray *locks = g_ptr_array_new_with_free_func (lock_free);

    switch (dialect)
    {
    case DIALECT_POSTGRESQL:
        add_lock (locks, "migshim", g_strdup ("SELECT pg_catalog.pg_try_advisory_lock(" ADVISORY_KEY ")"),
                  g_strdup ("SELECT pg_catalog.pg_advisory_unlock(" ADVISORY_KEY ")"),
                  g_strdup ("(SELECT l.pid FROM pg_catalog.pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1 "
                            "AND l.granted "
                            "AND ((l.classid::bigint << 32) | l.objid::bigint) = " ADVISORY_KEY
                            " AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = "
                            "current_database()) LIMIT 1)"));
        break;
    case DIALECT_MYSQL:
        add_lock (locks, "migshim", g_strdup ("SELECT GET_LOCK(" MYSQL_LOCK_NAME ", 0)"),
                  g_strdup ("SELECT RELEASE_LOCK(" MYSQL_LOCK_NAME ")"),
                  g_strdup ("IS_USED_LOCK(" MYSQL_LOCK_NAME ")"));
        break;
    case DIALECT_SQLITE:
        break;
    }
    for (guint i = 0; i < sources->len; i++)
    {
        const Source *source = g_ptr_array_index (sources, i);
        const Adapter *adapter = adapter_find (source->tool);
        char *take = adapter->lock_query ? adapter->lock_query (source, dialect) : NULL;

        if (take)
            add_lock (locks, adapter->title, take, adapter->unlock_query (source, dialect),
                      adapter->lock_holder (source, dialect));
    }
    return locks;
}

/* Frees what was got in a try that did not get all. */
static gboolean let_go (Session *session, const GPtrArray *locks, const GPtrArray *answers, GError **error)
{
    g_autoptr (GPtrArray) queries = g_ptr_array_new ();
    g_autoptr (GPtrArray) results = NULL;

    for (guint i = 0; i < locks->len; i++)
        if (result_truth (g_ptr_array_index (answers, i), 0, 0))
            g_ptr_array_add (queries, ((Lock *)g_ptr_array_index (locks, i))->free);
    if (queries->len == 0)
        return TRUE;
    results = session_query_many (session, (const char *const *)queries->pdata, queries->len, error);
    return results != NULL;
}

static void set_locked_error (Session *session, const GPtrArray *sources, const char *title, gint64 timeout,
                              GError **error)
{
    g_autoptr (GPtrArray) holders = lock_holders (session, sources, NULL);
    const LockHolder *holder = holders && holders->len ? g_ptr_array_index (holders, 0) : NULL;

    error_set (error, MIGSHIM_ERROR_LOCKED, "the lock of %s is held by somebody else, and was not got within %.3g s",
               title, (double)timeout / G_USEC_PER_SEC);
    error_state (error, "nothing was changed");
    if (holder)
        error_hint (
            error,
            "Held by %s%s%s (server session %" G_GINT64_FORMAT "%s%s, since %s).\n"
            "Wait for it, or give more time with `policy: {lock_timeout: 60s}`; if it hangs, `migshim unlock` ends it.",
            holder->user, *holder->application ? " with " : "", holder->application, holder->pid,
            *holder->address ? " from " : "", holder->address, holder->since);
    else
        error_hint (error, "Wait for the other runner, or give more time with `policy: {lock_timeout: 60s}`.");
}

/* Is there a pooler that changes the server session between transactions? A second connection through it, while the first is idle, would then be
 * served by the first one's session. */
static gboolean is_pooled (const DatabaseUrl *url, const char *pid)
{
    SessionOptions options = { 0 };
    g_autoptr (Session) second = session_open (url, &options, NULL);
    Statement statement = statement_of ("SELECT pg_catalog.pg_backend_pid()");
    g_autoptr (ResultSet) answer = second ? session_query (second, &statement, NULL) : NULL;

    return answer && g_str_equal (result_text (answer, 0, 0), pid);
}

static gboolean check_pooler (Session *session, const DatabaseUrl *url, const ResultSet *pid, GError **error)
{
    if (session_dialect (session) != DIALECT_POSTGRESQL ||
        session_backend_matches (session, result_integer (pid, 0, 0)) || !is_pooled (url, result_text (pid, 0, 0)))
        return TRUE;
    error_set (error, MIGSHIM_ERROR_DATABASE,
               "a connection pooler in transaction mode (PgBouncer, Supavisor or the like) stands before the database, "
               "and a lock taken through it "
               "holds nothing");
    error_state (error, "nothing was changed");
    error_hint (error, "Give migshim a direct connection: the URL without the pooler, often another port or a host "
                       "without \"-pooler\" "
                       "(Prisma calls it directUrl).");
    return FALSE;
}

static GPtrArray *take_file (Session *session, gint64 timeout, const char *const *extra, guint n_extra, GError **error)
{
    Poll poll = poll_begin (timeout);
    g_autoptr (GError) trouble = NULL;

    do
    {
        if (session_try_lock_file (session, &trouble))
            return session_query_many (session, extra, n_extra, error);
        if (trouble)
        {
            g_propagate_error (error, g_steal_pointer (&trouble));
            return NULL;
        }
    } while (poll_again (&poll));
    error_set (error, MIGSHIM_ERROR_LOCKED,
               "another process uses the database's file, and it was not free within %.3g s",
               (double)timeout / G_USEC_PER_SEC);
    error_state (error, "nothing was changed");
    error_hint (error, "Stop what has the file open (`fuser -v FILE` names it), or give more time with `policy: "
                       "{lock_timeout: 60s}`.");
    return NULL;
}

GPtrArray *lock_take (Session *session, const DatabaseUrl *url, const GPtrArray *sources, gint64 timeout,
                      const char *const *extra, guint n_extra, GError **error)
{
    Dialect dialect = session_dialect (session);
    Poll poll = poll_begin (timeout);
    g_autoptr (GPtrArray) locks = locks_of (dialect, sources);
    g_autoptr (GPtrArray) queries = g_ptr_array_new ();
    guint n_locks = locks->len;

    if (dialect == DIALECT_SQLITE)
        return take_file (session, timeout, extra, n_extra, error);
    for (guint i = 0; i < n_locks; i++)
        g_ptr_array_add (queries, ((Lock *)g_ptr_array_index (locks, i))->take);
    g_ptr_array_add (queries, (gpointer)(dialect == DIALECT_POSTGRESQL ? "SELECT pg_catalog.pg_backend_pid()"
                                                                       : "SELECT CONNECTION_ID()"));
    for (guint i = 0; i < n_extra; i++)
        g_ptr_array_add (queries, (gpointer)extra[i]);

    for (;;)
    {
        g_autoptr (GPtrArray) answers =
            session_query_many (session, (const char *const *)queries->pdata, queries->len, error);
        const Lock *missed = NULL;

        if (!answers)
            return NULL;
        for (guint i = 0; i < n_locks && !missed; i++)
            if (!result_truth (g_ptr_array_index (answers, i), 0, 0))
                missed = g_ptr_array_index (locks, i);
        if (!missed)
        {
            if (!check_pooler (session, url, g_ptr_array_index (answers, n_locks), error))
                return NULL;
            g_ptr_array_remove_range (answers, 0, n_locks + 1);
            return g_steal_pointer (&answers);
        }
        if (!let_go (session, locks, answers, error))
            return NULL;
        if (!poll_again (&poll))
        {
            set_locked_error (session, sources, missed->title, timeout, error);
            return NULL;
        }
    }
}

static void holder_free (gpointer data)
{
    LockHolder *holder = data;

    g_free (holder->lock);
    g_free (holder->user);
    g_free (holder->application);
    g_free (holder->address);
    g_free (holder->since);
    g_free (holder);
}

static char *holders_query (Dialect dialect, const GPtrArray *locks)
{
    GString *sql = g_string_new (NULL);

    for (guint i = 0; i < locks->len; i++)
    {
        const Lock *lock = g_ptr_array_index (locks, i);

        g_string_append (sql, i ? " UNION ALL SELECT " : "SELECT ");
        dialect_append_literal (dialect, sql, lock->title);
        if (dialect == DIALECT_POSTGRESQL)
            g_string_append_printf (
                sql,
                ", a.pid, COALESCE(a.usename::text, ''), COALESCE(a.application_name, ''), "
                "COALESCE(host(a.client_addr), ''), "
                "to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS') FROM pg_catalog.pg_stat_activity a WHERE a.pid = %s "
                "AND a.pid <> pg_catalog.pg_backend_pid()",
                lock->holder);
        else
            g_string_append_printf (sql,
                                    ", p.ID, p.USER, '', COALESCE(p.HOST, ''), DATE_FORMAT(NOW() - INTERVAL p.TIME "
                                    "SECOND, '%%Y-%%m-%%d %%H:%%i:%%s') "
                                    "FROM information_schema.PROCESSLIST p WHERE p.ID = %s AND p.ID <> CONNECTION_ID()",
                                    lock->holder);
    }
    return g_string_free (sql, FALSE);
}

GPtrArray *lock_holders (Session *session, const GPtrArray *sources, GError **error)
{
    g_autoptr (GPtrArray) holders = g_ptr_array_new_with_free_func (holder_free);
    Dialect dialect = session_dialect (session);
    g_autoptr (GPtrArray) locks = locks_of (dialect, sources);
    g_autofree char *sql = holders_query (dialect, locks);
    Statement statement = statement_of (sql);
    g_autoptr (ResultSet) answer = NULL;

    if (dialect == DIALECT_SQLITE)
        return g_steal_pointer (&holders);
    answer = session_query (session, &statement, error);
    if (!answer)
        return NULL;
    for (guint row = 0; row < result_n_rows (answer); row++)
    {
        LockHolder *holder = g_new0 (LockHolder, 1);

        holder->lock = g_strdup (result_text (answer, row, 0));
        holder->pid = result_integer (answer, row, 1);
        holder->user = g_strdup (result_text (answer, row, 2));
        holder->application = g_strdup (result_text (answer, row, 3));
        holder->address = g_strdup (result_text (answer, row, 4));
        holder->since = g_strdup (result_text (answer, row, 5));
        g_ptr_array_add (holders, holder);
    }
    return g_steal_pointer (&holders);
}

gboolean lock_break (Session *session, const LockHolder *holder, GError **error)
{
    g_autofree char *sql =
        g_strdup_printf (session_dialect (session) == DIALECT_POSTGRESQL ? "SELECT pg_catalog.pg_terminate_backend(%d)"
                                                                         : "KILL CONNECTION %d",
                         (int)holder->pid);
    Statement statement = statement_of (sql);
    g_autoptr (ResultSet) answer = session_query (session, &statement, error);

    return answer != NULL;
}
