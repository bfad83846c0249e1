#include "core/row_lock.h"

#include "adapters/adapter.h"
#include "core/poll.h"
#include "util/error.h"

#include <string.h>

static gboolean was_got (const ResultSet *answer)
{
    return result_n_columns (answer) > 0 ? result_n_rows (answer) > 0 : result_affected (answer) > 0;
}

/* The sources that have such a lock, and the statements that take it. */
static GPtrArray *owners_of (const GPtrArray *sources, Dialect dialect, GPtrArray *statements)
{
    GPtrArray *owners = g_ptr_array_new ();

    for (guint i = 0; i < sources->len; i++)
    {
        const Source *source = sources->pdata[i];
        const Adapter *adapter = adapter_find (source->tool);
        char *take = adapter->row_lock_take ? adapter->row_lock_take (source, dialect) : NULL;

        if (!take)
            continue;
        g_ptr_array_add (owners, (gpointer)source);
        g_ptr_array_add (statements, take);
    }
    return owners;
}

static void set_locked (const Source *source, gint64 timeout, GError **error)
{
    const char *title = adapter_find (source->tool)->title;

    error_set (error, MIGSHIM_ERROR_LOCKED,
               "the lock row of %s (source \"%s\") is taken, and was not free within %.3g s", title, source->name,
               (double)timeout / G_USEC_PER_SEC);
    error_state (error, "nothing was changed");
    error_hint (
        error,
        "Another runner is at work, or one was killed: the row stays taken then.\n"
        "Wait, or give more time with `policy: {lock_timeout: 60s}`. When you are sure that no %s runs: migshim "
        "unlock",
        title);
}

gboolean row_lock_free (Session *session, const Source *source, GError **error)
{
    const Adapter *adapter = adapter_find (source->tool);
    g_autofree char *sql = adapter->row_lock_free ? adapter->row_lock_free (source, session_dialect (session)) : NULL;
    Statement statement;

    if (!sql)
        return TRUE;
    statement = statement_of (sql);
    return session_execute (session, &statement, error);
}

static gboolean let_go (Session *session, const GPtrArray *owners, const GPtrArray *answers, GError **error)
{
    for (guint i = 0; i < owners->len; i++)
        if (was_got (answers->pdata[i]) && !row_lock_free (session, owners->pdata[i], error))
            return FALSE;
    return session_flush (session, error);
}

/* Waits for a while, FALSE when the time is up. SQLite: who holds the row has work to do in the file, so we let go of it meanwhile. */
static gboolean wait_outside (Session *session, Poll *poll, GError **error)
{
    GError *trouble = NULL;

    if (!session_unlock_file (session, error))
        return FALSE;
    while (poll_again (poll))
    {
        if (session_try_lock_file (session, &trouble))
            return TRUE;
        if (trouble)
        {
            g_propagate_error (error, trouble);
            return FALSE;
        }
    }
    return FALSE;
}

GPtrArray *row_lock_take (Session *session, const GPtrArray *sources, gint64 timeout, const char *const *queries,
                          guint n_queries, GError **error)
{
    Poll poll = poll_begin (timeout);
    g_autoptr (GPtrArray) taking = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GPtrArray) owners = owners_of (sources, session_dialect (session), taking);
    g_autoptr (GPtrArray) all = g_ptr_array_new ();

    g_ptr_array_extend (all, taking, NULL, NULL);
    for (guint i = 0; i < n_queries; i++)
        g_ptr_array_add (all, (gpointer)queries[i]);
    for (;;)
    {
        g_autoptr (GError) trouble = NULL;
        g_autoptr (GPtrArray) answers = session_query_many (session, (const char *const *)all->pdata, all->len, error);
        const Source *missed = NULL;

        if (!answers)
            return NULL;
        for (guint i = 0; i < owners->len && !missed; i++)
            if (!was_got (answers->pdata[i]))
                missed = owners->pdata[i];
        if (!missed)
        {
            if (owners->len > 0)
                g_ptr_array_remove_range (answers, 0, owners->len);
            return g_steal_pointer (&answers);
        }
        if (!let_go (session, owners, answers, error))
            return NULL;
        if (!wait_outside (session, &poll, &trouble))
        {
            if (trouble)
                g_propagate_error (error, g_steal_pointer (&trouble));
            else
                set_locked (missed, timeout, error);
            return NULL;
        }
    }
}

gboolean row_lock_held (Session *session, const Source *source, gboolean *held, GError **error)
{
    const Adapter *adapter = adapter_find (source->tool);
    g_autofree char *sql = adapter->row_lock_held ? adapter->row_lock_held (source, session_dialect (session)) : NULL;
    g_autoptr (ResultSet) answer = NULL;
    Statement statement;

    *held = FALSE;
    if (!sql)
        return TRUE;
    statement = statement_of (sql);
    answer = session_query (session, &statement, error);
    if (answer)
        *held = result_truth (answer, 0, 0);
    return answer != NULL;
}

gboolean row_lock_clear (Session *session, const Source *source, GError **error)
{
    g_autofree char *sql = adapter_find (source->tool)->row_lock_clear (source, session_dialect (session));
    Statement statement = { .text = sql, .length = strlen (sql), .script = TRUE };

    return session_begin (session, NULL, error) && session_execute (session, &statement, error) &&
           session_commit (session, error) && session_flush (session, error);
}
