/* The queue, the tags, and what happens when the database refuses. */

#include "db/session_private.h"
#include "util/error.h"

#include <string.h>

/* A queue of many tiny statements is sent too. */
#define QUEUE_ITEMS 8192

static SqlValue *copy_parameters (const SqlValue *values, guint n)
{
    SqlValue *copies = n > 0 ? g_new0 (SqlValue, n) : NULL;

    for (guint i = 0; i < n; i++)
    {
        copies[i] = values[i];
        if (values[i].type == SQL_TEXT || values[i].type == SQL_BLOB)
        {
            copies[i].text = g_malloc (values[i].length + 1);
            if (values[i].length > 0)
                memcpy (copies[i].text, values[i].text, values[i].length);
            copies[i].text[values[i].length] = '\0';
        }
        else
            copies[i].text = NULL;
    }
    return copies;
}

static void queue_item_free (QueueItem *queued)
{
    for (guint i = 0; i < queued->item.n_parameters; i++)
        g_free (queued->item.parameters[i].text);
    g_free (queued->item.parameters);
    g_free (queued->item.text);
    g_free (queued);
}

static char *copy_text (const char *text, gsize length)
{
    char *copy = g_malloc (length + 1);

    memcpy (copy, text, length);
    copy[length] = '\0';
    return copy;
}

GArray *session_split (Session *session, const Statement *statement)
{
    SplitterMode mode = { 0 };

    if (session->driver)
        session->driver->splitter_mode (session->connection, &mode);
    return splitter_split (session->dialect, &mode, statement->text, statement->length);
}

guint session_count (Session *session, const Statement *statement)
{
    g_autoptr (GArray) spans = session_split (session, statement);

    return spans->len;
}

/* Truncates the queue to its first N items. */
static void truncate_queue (Session *session, guint n)
{
    for (guint i = n; i < session->queue->len; i++)
    {
        QueueItem *queued = g_ptr_array_index (session->queue, i);

        session->queued_bytes -= queued->item.length;
        queue_item_free (queued);
    }
    g_ptr_array_set_size (session->queue, (gint)n);
}

static void drop_closed_tags (Session *session, guint64 after)
{
    ClosedTag *closed;

    while ((closed = g_queue_peek_tail (&session->closed_tags)) != NULL && closed->end > after)
        g_free (g_queue_pop_tail (&session->closed_tags));
}

void session_drop_queue (Session *session)
{
    truncate_queue (session, 0);
    g_queue_clear_full (&session->closed_tags, g_free);
}

gboolean session_drop_transaction (Session *session)
{
    guint64 first = session->n_queued - session->queue->len;
    guint keep = session->begin_at > first ? (guint)(session->begin_at - first) : 0;
    gboolean whole = session->begin_at >= first;

    session->n_queued = first + keep;
    truncate_queue (session, keep);
    drop_closed_tags (session, MIN (session->begin_at, session->n_queued));
    return whole;
}

static void time_tags (Session *session)
{
    for (GList *link = session->closed_tags.head; link; link = link->next)
    {
        ClosedTag *closed = link->data;
        gint64 now;

        if (closed->end > session->n_succeeded)
            break;
        if (closed->timed)
            continue;
        now = g_get_monotonic_time ();
        closed->elapsed = now - session->mark;
        closed->timed = TRUE;
        session->mark = now;
    }
}

static void report_tags (Session *session)
{
    ClosedTag *closed;

    time_tags (session);
    while ((closed = g_queue_peek_head (&session->closed_tags)) != NULL && closed->end <= session->n_durable)
    {
        g_queue_pop_head (&session->closed_tags);
        if (session->observer.done)
            session->observer.done (closed->tag, closed->elapsed, session->observer.data);
        g_free (closed);
    }
}

void session_tag (Session *session, guint tag)
{
    if (tag == session->tag)
        return;
    if (session->tag != 0 && !session->tag_void && !session->recorded)
    {
        ClosedTag *closed = g_new0 (ClosedTag, 1);

        closed->tag = session->tag;
        closed->end = session->n_queued;
        g_queue_push_tail (&session->closed_tags, closed);
        report_tags (session);
    }
    session->tag = tag;
    session->tag_void = FALSE;
}

/* The error's place: OFFSET bytes into TEXT, which begins at BASE. The excerpt is of what the statement holds of the line. */
static void locate (GError **error, const QueueItem *queued, gssize offset)
{
    g_autoptr (GString) text = g_string_new (NULL);
    Location where =
        location_at_offset (queued->where.file, queued->item.text, queued->item.length, offset < 0 ? 0 : (gsize)offset);

    if (queued->where.line == 0 || queued->made)
    {
        error_locate (error, queued->where, NULL, 0);
        return;
    }
    if (where.line == 1)
        where.column += queued->where.column - 1;
    where.line += queued->where.line - 1;
    for (guint line = 1; line < queued->where.line; line++)
        g_string_append_c (text, '\n');
    for (guint column = 1; column < queued->where.column; column++)
        g_string_append_c (text, ' ');
    g_string_append_len (text, queued->item.text, (gssize)queued->item.length);
    error_locate (error, where, text->str, text->len);
}

static void blame (Session *session, const DriverFailure *failure, GError **error)
{
    const QueueItem *queued = g_ptr_array_index (session->queue, failure->item);

    session->failed_tag = queued->tag;
    session->failed_wrapped = queued->wrapped;
    g_free (session->failed_text);
    session->failed_text = copy_text (queued->item.text, queued->item.length);
    if (!queued->where.file)
        return;
    if (error && *error && g_error_matches (*error, MIGSHIM_ERROR, MIGSHIM_ERROR_DATABASE))
        (*error)->code = MIGSHIM_ERROR_MIGRATION;
    locate (error, queued, failure->offset);
}

void session_clean_up (Session *session)
{
    session->driver->rollback (session->connection);
    if (session->in_transaction)
        drop_closed_tags (session, session->begin_at);
    if (session->driver->settle && session->driver->settle (session->connection, NULL))
    {
        session->n_durable = session->n_succeeded;
        report_tags (session);
    }
    session_drop_queue (session);
    session->n_succeeded = session->n_durable = session->n_queued;
    session->in_transaction = FALSE;
    session->tag_void = TRUE;
    session->kept = session->aborted = FALSE;
    session_profile_unknown (session);
}

/* The program's transaction stays open, unless its BEGIN went down with what failed; the hook's, of which the program knows nothing, doesn't. */
static void keep_error (Session *session)
{
    gboolean begun = !session->in_transaction || session->n_succeeded > session->begin_at;

    session->kept = TRUE;
    session_profile_unknown (session);
    if (!begun || session->failed_wrapped)
        session->driver->rollback (session->connection);
    if (!begun)
        session->aborted = TRUE;
    truncate_queue (session, 0);
    session->n_succeeded = session->n_queued;
}

void session_drop_tag (Session *session)
{
    guint keep = 0;

    while (keep < session->queue->len && ((QueueItem *)g_ptr_array_index (session->queue, keep))->tag != session->tag)
        keep++;
    session->n_queued -= session->queue->len - keep;
    truncate_queue (session, keep);
    session->tag_void = TRUE;
    session_profile_unknown (session);
    /* nothing of the tag was sent while something before it still waits */
    if (keep == 0)
        session->driver->rollback (session->connection);
}

void session_after_failure (Session *session)
{
    session->kept = FALSE;
    if (session->keep && session->failed_tag == session->tag && !session->connection->lost)
        keep_error (session);
    else
        session_clean_up (session);
}

static void on_done (guint index, gpointer data)
{
    Session *session = data;
    guint64 first = session->n_queued - session->queue->len;

    while (session->n_succeeded <= first + index)
    {
        const QueueItem *queued = g_ptr_array_index (session->queue, (guint)(session->n_succeeded - first));

        session->n_succeeded++;
        if (!session->driver->settle && (queued->item.loose || queued->item.kind == ITEM_COMMIT))
            session->n_durable = session->n_succeeded;
    }
    report_tags (session);
}

gboolean session_send (Session *session, GPtrArray *results, GError **error)
{
    const DriverProgress progress = { on_done, session };
    DriverFailure failure = { 0, -1 };
    GError *own_error = NULL;

    if (session->queue->len == 0 || session->recorded)
        return TRUE;
    if (!session->driver->settle)
        session->mark = g_get_monotonic_time ();
    if (session->driver->run (session->connection, (DriverItem *const *)session->queue->pdata, session->queue->len,
                              &progress, results, &failure, &own_error))
    {
        truncate_queue (session, 0);
        return TRUE;
    }
    blame (session, &failure, &own_error);
    session_after_failure (session);
    g_propagate_error (error, own_error);
    return FALSE;
}

gboolean session_settle (Session *session, GError **error)
{
    ClosedTag *closed;

    if (!session->driver || !session->driver->settle || session->in_transaction)
        return TRUE;
    session->settled_at = g_get_monotonic_time ();
    if (session->driver->settle (session->connection, error))
    {
        session->n_durable = session->n_succeeded;
        report_tags (session);
        return TRUE;
    }
    closed = g_queue_peek_head (&session->closed_tags);
    session->failed_tag = closed ? closed->tag : session->tag;
    session_clean_up (session);
    return FALSE;
}

static gboolean check_nul (Session *session, const Statement *statement, GError **error)
{
    const char *nul = statement->length > 0 ? memchr (statement->text, '\0', statement->length) : NULL;

    if (!nul || session->driver->takes_nul)
        return TRUE;
    error_set (error, statement->where.file ? MIGSHIM_ERROR_MIGRATION : MIGSHIM_ERROR_DATABASE,
               "The statement has a NUL byte in it, which %s can't take", dialect_title (session->dialect));
    if (statement->where.file)
    {
        Location where = location_at_offset (statement->where.file, statement->text, statement->length,
                                             (gsize)(nul - statement->text));

        if (where.line == 1)
            where.column += MAX (statement->where.column, 1) - 1;
        where.line += MAX (statement->where.line, 1) - 1;
        if (statement->made)
            where = statement->where;
        error_locate (error, where, NULL, 0);
    }
    session->failed_tag = session->tag;
    session_after_failure (session);
    return FALSE;
}

/* What must not share a message. On PostgreSQL: what would be read together with its neighbours (an unclosed string), what the server checks
 * before it runs any of a message (bytes that are not UTF-8), and what begins, ends or refuses a transaction. On MySQL, where each
 * statement of a packet is read and run by itself, only the first. */
static gboolean must_be_apart (Session *session, const Statement *statement, const GArray *spans)
{
    gboolean postgresql = session->dialect == DIALECT_POSTGRESQL;

    if (postgresql &&
        ((session->alone && !session->in_hook) || !g_utf8_validate_len (statement->text, statement->length, NULL)))
        return TRUE;
    for (guint i = 0; i < spans->len; i++)
    {
        const StatementSpan *span = &g_array_index (spans, StatementSpan, i);

        if (span->unclosed)
            return TRUE;
        switch (span->kind)
        {
        case STATEMENT_BEGIN:
        case STATEMENT_COMMIT:
        case STATEMENT_ROLLBACK:
        case STATEMENT_NO_TRANSACTION:
        case STATEMENT_COPY_STDIN:
            if (postgresql)
                return TRUE;
            break;
        case STATEMENT_OTHER:
        case STATEMENT_SAVEPOINT:
        case STATEMENT_SET:
        case STATEMENT_PRAGMA:
        case STATEMENT_CLIENT_COMMAND:
            break;
        }
    }
    return FALSE;
}

static void look_into (Session *session, QueueItem *queued, const Statement *statement)
{
    g_autoptr (GArray) spans = NULL;

    queued->item.n_statements = 1;
    if (queued->item.kind != ITEM_STATEMENT || session->dialect == DIALECT_SQLITE)
        return;
    spans = session_split (session, statement);
    if (statement->n_parameters == 0)
        queued->item.n_statements = spans->len;
    queued->item.apart = must_be_apart (session, statement, spans);
}

static QueueItem *queue_item_new (Session *session, DriverItemKind kind, const Statement *statement, gboolean wanted)
{
    QueueItem *queued = g_new0 (QueueItem, 1);

    queued->item.kind = kind;
    queued->item.text = copy_text (statement->text, statement->length);
    queued->item.length = statement->length;
    queued->item.parameters = copy_parameters (statement->parameters, statement->n_parameters);
    queued->item.n_parameters = statement->n_parameters;
    queued->item.script = statement->script;
    queued->item.loose = !session->in_transaction;
    queued->item.wanted = wanted;
    queued->tag = session->tag;
    queued->where = statement->where;
    queued->made = statement->made;
    queued->wrapped = session->wrapped;
    look_into (session, queued, statement);
    return queued;
}

/* Between transactions if that can be had: a message that ends inside one can't be sent again without its last item. */
static gboolean is_large (const Session *session)
{
    gsize size = session->driver->message_size (session->connection);

    if (session->queue->len >= QUEUE_ITEMS)
        return TRUE;
    return session->queued_bytes >= (session->in_transaction ? 4 * size : size);
}

/* As PostgreSQL says it. */
static gboolean refuse_aborted (const Statement *statement, GError **error)
{
    error_set (error, statement->where.file ? MIGSHIM_ERROR_MIGRATION : MIGSHIM_ERROR_DATABASE,
               "current transaction is aborted, commands ignored until end of transaction block");
    error_sql_code (error, "25P02");
    error_locate (error, statement->where, NULL, 0);
    return FALSE;
}

gboolean session_enqueue (Session *session, DriverItemKind kind, const Statement *statement, gboolean wanted,
                          GError **error)
{
    QueueItem *queued;

    if (session->recorded)
    {
        session_record (session, statement);
        return TRUE;
    }
    if (session->aborted)
        return refuse_aborted (statement, error);
    if (!check_nul (session, statement, error))
        return FALSE;
    queued = queue_item_new (session, kind, statement, wanted);
    g_ptr_array_add (session->queue, queued);
    session->queued_bytes += queued->item.length;
    session->n_queued++;
    if (!wanted && is_large (session))
        return session_send (session, NULL, error);
    return TRUE;
}
