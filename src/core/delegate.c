#include "core/delegate.h"

#include "adapters/adapter.h"
#include "util/error.h"
#include "util/secret.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEPT_LINES 5

/* What comes out of the command, cut into lines. */
typedef struct
{
    const Delegation *delegation;
    GString *open; /* the line that has no end yet */
    GQueue last;   /* char *: the newest lines */
} Output;

gboolean delegate_answers (const Revision *revision, Direction direction, const GError *refusal)
{
    return revision->source->delegate && direction == DIRECTION_UP &&
           g_error_matches (refusal, MIGSHIM_ERROR, MIGSHIM_ERROR_UNSUPPORTED);
}

static char **arguments_of (const Revision *revision)
{
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

    for (char **argument = revision->source->delegate; *argument; argument++)
    {
        g_auto (GStrv) parts = g_strsplit (*argument, "{name}", -1);
        g_autofree char *whole = g_strjoinv (revision->id, parts);

        g_strv_builder_add (builder, whole);
    }
    return g_strv_builder_end (builder);
}

char *delegate_command (const Revision *revision)
{
    g_auto (GStrv) arguments = arguments_of (revision);
    g_autofree char *text = g_strjoinv (" ", arguments);

    return secret_mask (text, NULL);
}

/* LINE without the database's password. Free with g_free. */
static char *clean (const Delegation *delegation, const char *line)
{
    g_autofree char *masked = secret_mask (line, NULL);
    GString *text = g_string_new (masked);

    if (delegation->password && *delegation->password)
        g_string_replace (text, delegation->password, "***", 0);
    return g_string_free (text, FALSE);
}

static void end_line (Output *output)
{
    g_autofree char *text = g_utf8_make_valid (output->open->str, (gssize)output->open->len);
    g_autofree char *line = clean (output->delegation, g_strchomp (text));

    if (*line && output->delegation->said)
        output->delegation->said (line, output->delegation->data);
    if (*line)
        g_queue_push_tail (&output->last, g_steal_pointer (&line));
    if (output->last.length > KEPT_LINES)
        g_free (g_queue_pop_head (&output->last));
    g_string_truncate (output->open, 0);
}

/* Reads both streams of the command until it has closed them. */
static void read_output (Output *output, int from, int errors)
{
    struct pollfd sockets[] = { { .fd = from, .events = POLLIN }, { .fd = errors, .events = POLLIN } };
    char buffer[4096];

    while (sockets[0].fd >= 0 || sockets[1].fd >= 0)
    {
        if (poll (sockets, 2, -1) < 0 && errno != EINTR)
            break;
        for (guint i = 0; i < 2; i++)
        {
            gssize n = sockets[i].fd >= 0 && sockets[i].revents ? read (sockets[i].fd, buffer, sizeof buffer) : -1;

            if (sockets[i].fd < 0 || !sockets[i].revents || (n < 0 && errno == EINTR))
                continue;
            if (n <= 0)
                sockets[i].fd = -1;
            for (gssize j = 0; j < n; j++)
            {
                if (buffer[j] == '\n')
                    end_line (output);
                else
                    g_string_append_c (output->open, buffer[j]);
            }
        }
    }
    end_line (output);
}

static char *last_lines (const Output *output)
{
    GString *text = g_string_new (NULL);

    for (GList *link = output->last.head; link; link = link->next)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", (const char *)link->data);
    return g_string_free (text, FALSE);
}

static gboolean refuse (const Delegation *delegation, const char *what, GError **error)
{
    g_autofree char *command = delegate_command (delegation->revision);

    error_set (error, MIGSHIM_ERROR_MIGRATION, "the command that runs it, `%s`, %s", command, what);
    return FALSE;
}

static gboolean check_status (const Output *output, int status, GError **error)
{
    g_autoptr (GError) ended = NULL;
    g_autofree char *what = NULL;
    g_autofree char *said = NULL;

    if (g_spawn_check_wait_status (status, &ended))
        return TRUE;
    what = WIFEXITED (status) ? g_strdup_printf ("ended with status %d", WEXITSTATUS (status))
                              : g_strdup_printf ("was ended by signal %d", WTERMSIG (status));
    said = last_lines (output);
    refuse (output->delegation, what, error);
    if (*said)
        error_hint (error, "It said:\n%s", said);
    return FALSE;
}

static gboolean spawn (const Delegation *delegation, GError **error)
{
    g_auto (GStrv) arguments = arguments_of (delegation->revision);
    g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "DATABASE_URL", delegation->url, TRUE);
    g_autoptr (GError) trouble = NULL;
    Output output = { .delegation = delegation, .open = g_string_new (NULL) };
    GHashTableIter iterator;
    gpointer key, value;
    gboolean good;
    int from, errors;
    int status = 0;
    GPid child;

    if (delegation->revision->source->env)
    {
        g_hash_table_iter_init (&iterator, delegation->revision->source->env);
        while (g_hash_table_iter_next (&iterator, &key, &value))
            environment = g_environ_setenv (environment, key, value, TRUE);
    }
    g_queue_init (&output.last);
    if (!g_spawn_async_with_pipes (delegation->folder, arguments, environment,
                                   G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &child, NULL, &from,
                                   &errors, &trouble))
    {
        g_autofree char *what = g_strdup_printf ("can't be run: %s", trouble->message);

        g_string_free (output.open, TRUE);
        return refuse (delegation, what, error);
    }
    read_output (&output, from, errors);
    close (from);
    close (errors);
    while (waitpid (child, &status, 0) < 0 && errno == EINTR)
        ;
    g_spawn_close_pid (child);
    good = check_status (&output, status, error);
    g_string_free (output.open, TRUE);
    g_queue_clear_full (&output.last, g_free);
    return good;
}

/* One row, one column: TRUE when it says so. */
static gboolean ask_truth (Session *session, char *sql, gboolean *truth, GError **error)
{
    Statement statement = statement_of (sql);
    g_autoptr (ResultSet) answer = session_query (session, &statement, error);

    if (answer)
        *truth = result_truth (answer, 0, 0);
    g_free (sql);
    return answer != NULL;
}

static gboolean let_go (const Delegation *delegation, GError **error)
{
    const Source *source = delegation->revision->source;
    const Adapter *adapter = adapter_find (source->tool);
    Dialect dialect = session_dialect (delegation->session);
    char *query = adapter->unlock_query ? adapter->unlock_query (source, dialect) : NULL;
    gboolean freed;

    return (!query || ask_truth (delegation->session, query, &freed, error)) &&
           session_unlock_file (delegation->session, error);
}

static gboolean take_back (const Delegation *delegation, GError **error)
{
    const Source *source = delegation->revision->source;
    const Adapter *adapter = adapter_find (source->tool);
    Dialect dialect = session_dialect (delegation->session);
    char *query = adapter->lock_query ? adapter->lock_query (source, dialect) : NULL;
    g_autoptr (GError) trouble = NULL;
    gboolean got = TRUE;

    if ((query && !ask_truth (delegation->session, query, &got, error)))
        return FALSE;
    if (got && !session_try_lock_file (delegation->session, &trouble))
    {
        got = FALSE;
        if (trouble)
        {
            g_propagate_error (error, g_steal_pointer (&trouble));
            return FALSE;
        }
    }
    if (got)
        return TRUE;
    error_set (error, MIGSHIM_ERROR_LOCKED, "the lock that was let go for `%s` is held by somebody else now",
               adapter->title);
    return FALSE;
}

static gboolean is_applied (const GPtrArray *rows, const char *id)
{
    for (guint i = 0; i < rows->len; i++)
    {
        const HistoryRow *row = g_ptr_array_index (rows, i);

        if (row->status == HISTORY_APPLIED && g_str_equal (row->id, id))
            return TRUE;
    }
    return FALSE;
}

/* The history afterwards: this one more, and no other. */
static gboolean check_history (const Delegation *delegation, const GPtrArray *rows, GError **error)
{
    const char *id = delegation->revision->id;
    g_autoptr (GString) others = g_string_new (NULL);

    for (guint i = 0; i < rows->len; i++)
    {
        const HistoryRow *row = g_ptr_array_index (rows, i);

        if (!g_str_equal (row->id, id) && !g_hash_table_contains (delegation->applied, row->id) &&
            row->status != HISTORY_ROLLED_BACK)
            g_string_append_printf (others, "%s%s", others->len > 0 ? ", " : "", row->id);
    }
    if (!is_applied (rows, id))
    {
        refuse (delegation, "ended well, but the history has no row that says that the revision is applied", error);
        error_hint (error,
                    "Look at what it did: it has to apply the revision `{name}` and record it, as its tool does.");
        return FALSE;
    }
    if (others->len == 0)
        return TRUE;
    refuse (delegation, "has applied more than the one revision that it was asked for", error);
    error_state (error, "%s and %s are applied and recorded", id, others->str);
    error_hint (error, "Nothing is lost: `migshim up` goes on behind them. Let the command apply `{name}` alone: "
                       "others may have to wait for "
                       "revisions of other tools.");
    return FALSE;
}

static gboolean verify (const Delegation *delegation, GError **error)
{
    const Source *source = delegation->revision->source;
    const Adapter *adapter = adapter_find (source->tool);
    Dialect dialect = session_dialect (delegation->session);
    g_autofree char *query = adapter->history_query (source, dialect);
    Statement statement = statement_of (query);
    g_autoptr (ResultSet) answer = session_query (delegation->session, &statement, error);
    g_autoptr (GPtrArray) rows =
        answer ? adapter->history_rows (source, delegation->revisions, dialect, answer, error) : NULL;

    return rows && check_history (delegation, rows, error);
}

gboolean delegate_run (const Delegation *delegation, GError **error)
{
    gboolean ran;

    if (!session_flush (delegation->session, error) || !let_go (delegation, error))
        return FALSE;
    ran = spawn (delegation, error);
    session_profile_unknown (delegation->session);
    return take_back (delegation, ran ? error : NULL) && ran && verify (delegation, error);
}
