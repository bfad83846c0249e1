/* Statements with parameters, in libpq's pipeline mode.
 *
 * One statement a message, one sync at the end of all: after an error the server skips everything up to the sync, a failing COMMIT
 * included (observed with PostgreSQL 13, 15 and 18: of BEGIN, a, COMMIT, BEGIN, b, COMMIT, BEGIN, c, COMMIT with b's COMMIT failing, only a stayed). Results are read while we
 * send, so that neither side waits with full buffers for the other. */

#include "db/driver_postgresql.h"
#include "util/error.h"

#include <poll.h>
#include <string.h>

typedef struct
{
    guint item;
    gssize offset; /* of the statement in the item's text; -1 for a word that wraps it */
    gboolean last; /* of its item, which is durable then if it is loose */
    gboolean commit;
} Sent;

typedef struct
{
    PostgresqlRun *run;
    guint first;
    guint end;
    GArray *sent;
    guint n_read;
    ResultSet *wanted;
    PGresult *failure;
    guint failed; /* index in sent */
    gboolean synced;
} Pipeline;

static void take_success (Pipeline *pipeline, const Sent *sent, PGresult *answer)
{
    const PostgresqlRun *run = pipeline->run;
    const DriverItem *item = run->items[sent->item];

    if (item->wanted && sent->offset >= 0)
    {
        result_free (pipeline->wanted);
        pipeline->wanted = postgresql_result (answer);
    }
    if (item->wanted && sent->last)
        g_ptr_array_add (run->results, g_steal_pointer (&pipeline->wanted));
    if (sent->last && (!item->loose || sent->commit))
        run->progress->done (sent->item, run->progress->data);
}

/* Takes ANSWER over. */
static void take (Pipeline *pipeline, PGresult *answer)
{
    ExecStatusType status = PQresultStatus (answer);
    const Sent *sent;

    if (status == PGRES_PIPELINE_SYNC)
    {
        pipeline->synced = TRUE;
        PQclear (answer);
        return;
    }
    if (pipeline->n_read >= pipeline->sent->len)
    {
        PQclear (answer);
        return;
    }
    sent = &g_array_index (pipeline->sent, Sent, pipeline->n_read);
    if (!pipeline->failure)
    {
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
            take_success (pipeline, sent, answer);
        else
        {
            pipeline->failure = g_steal_pointer (&answer);
            pipeline->failed = pipeline->n_read;
        }
    }
    PQclear (answer);
    pipeline->n_read++;
}

/* Takes the results that are there. A NULL stands between the results of two statements; two of them mean that there are no more. */
static void take_what_is_there (Pipeline *pipeline)
{
    PGconn *handle = pipeline->run->connection->handle;
    guint nulls = 0;

    while (nulls < 2 && pipeline->n_read < pipeline->sent->len && !PQisBusy (handle))
    {
        PGresult *answer = PQgetResult (handle);

        nulls = answer ? 0 : nulls + 1;
        if (answer)
            take (pipeline, answer);
    }
}

/* Brings what was queued in libpq to the server, reading meanwhile. */
static gboolean push (Pipeline *pipeline)
{
    PGconn *handle = pipeline->run->connection->handle;
    int left;

    while ((left = PQflush (handle)) > 0)
    {
        struct pollfd socket = { .fd = PQsocket (handle), .events = POLLIN | POLLOUT };

        if (poll (&socket, 1, -1) > 0 && (socket.revents & (POLLIN | POLLHUP | POLLERR)))
        {
            if (!PQconsumeInput (handle))
                return FALSE;
            take_what_is_there (pipeline);
        }
    }
    return left == 0;
}

static char **parameter_texts (const DriverItem *item)
{
    char **texts = g_new0 (char *, item->n_parameters + 1);
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];

    for (guint i = 0; i < item->n_parameters; i++)
    {
        const SqlValue *value = &item->parameters[i];

        switch (value->type)
        {
        case SQL_NULL:
            break;
        case SQL_BOOLEAN:
            texts[i] = g_strdup (value->integer ? "true" : "false");
            break;
        case SQL_INTEGER:
            texts[i] = g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
            break;
        case SQL_FLOAT:
            texts[i] = g_strdup (g_ascii_dtostr (buffer, sizeof buffer, value->number));
            break;
        case SQL_TEXT:
        case SQL_BLOB:
            texts[i] = g_malloc (value->length + 1);
            memcpy (texts[i], value->text, value->length + 1);
            break;
        }
    }
    return texts;
}

/* Types are left to the server, as every tool's driver does but for binary strings. */
static gboolean send_with_parameters (PGconn *handle, const DriverItem *item)
{
    g_autofree Oid *types = g_new0 (Oid, item->n_parameters);
    g_autofree int *lengths = g_new0 (int, item->n_parameters);
    g_autofree int *formats = g_new0 (int, item->n_parameters);
    char **texts = parameter_texts (item);
    int sent;

    for (guint i = 0; i < item->n_parameters; i++)
    {
        lengths[i] = (int)item->parameters[i].length;
        formats[i] = item->parameters[i].type == SQL_BLOB;
    }
    sent = PQsendQueryParams (handle, item->text, (int)item->n_parameters, types, (const char *const *)texts, lengths,
                              formats, 0);
    for (guint i = 0; i < item->n_parameters; i++)
        g_free (texts[i]);
    g_free (texts);
    return sent != 0;
}

static gboolean note (Pipeline *pipeline, guint item, gssize offset, gboolean last)
{
    Sent sent = { .item = item, .offset = offset, .last = last };

    g_array_append_val (pipeline->sent, sent);
    return push (pipeline);
}

static gboolean send_word (Pipeline *pipeline, guint item, const char *word, gboolean last)
{
    PGconn *handle = pipeline->run->connection->handle;

    if (!PQsendQueryParams (handle, word, 0, NULL, NULL, NULL, NULL, 0) || !note (pipeline, item, -1, last))
        return FALSE;
    g_array_index (pipeline->sent, Sent, pipeline->sent->len - 1).commit = last;
    return TRUE;
}

static gboolean send_statements (Pipeline *pipeline, guint index, gboolean last)
{
    const DriverItem *item = pipeline->run->items[index];
    PostgresqlConnection *connection = pipeline->run->connection;
    g_autoptr (GArray) spans = NULL;

    if (item->n_parameters > 0)
        return send_with_parameters (connection->handle, item) && note (pipeline, index, 0, last);
    spans = postgresql_split (connection, item);
    for (guint i = 0; i < spans->len; i++)
    {
        const StatementSpan *span = &g_array_index (spans, StatementSpan, i);
        g_autofree char *text = g_strndup (item->text + span->offset, span->length);

        if (!PQsendQueryParams (connection->handle, text, 0, NULL, NULL, NULL, NULL, 0) ||
            !note (pipeline, index, (gssize)span->offset, last && i == spans->len - 1))
            return FALSE;
    }
    if (spans->len == 0 && item->wanted)
        return PQsendQueryParams (connection->handle, "", 0, NULL, NULL, NULL, NULL, 0) &&
               note (pipeline, index, 0, last);
    return TRUE;
}

static gboolean send_item (Pipeline *pipeline, guint index)
{
    gboolean wrap = postgresql_needs_wrapping (pipeline->run, index, pipeline->first, pipeline->end);

    if (wrap && !send_word (pipeline, index, "BEGIN", FALSE))
        return FALSE;
    return send_statements (pipeline, index, !wrap) && (!wrap || send_word (pipeline, index, "COMMIT", TRUE));
}

static gboolean send_all (Pipeline *pipeline)
{
    for (guint i = pipeline->first; i < pipeline->end; i++)
        if (!send_item (pipeline, i))
            return FALSE;
    return PQpipelineSync (pipeline->run->connection->handle) && push (pipeline);
}

/* Waits for the results that are left, and for the sync behind them. */
static void read_rest (Pipeline *pipeline)
{
    PostgresqlConnection *connection = pipeline->run->connection;
    guint nulls = 0;

    while (!pipeline->synced && nulls < 2)
    {
        PGresult *answer = PQgetResult (connection->handle);

        nulls = answer ? 0 : nulls + 1;
        if (answer)
            take (pipeline, answer);
    }
}

static void set_failure (Pipeline *pipeline, GError **error)
{
    const PostgresqlRun *run = pipeline->run;
    guint failed = pipeline->failure ? pipeline->failed : pipeline->n_read;
    const Sent *sent;
    gssize inside;

    run->failure->item = pipeline->first;
    run->failure->offset = -1;
    postgresql_error (run->connection, pipeline->failure, error);
    if (failed >= pipeline->sent->len)
        return;
    sent = &g_array_index (pipeline->sent, Sent, failed);
    run->failure->item = sent->item;
    if (sent->offset < 0)
        return;
    inside = postgresql_error_offset (pipeline->failure, run->items[sent->item]->text + sent->offset,
                                      run->items[sent->item]->length - (gsize)sent->offset);
    run->failure->offset = sent->offset + MAX (inside, 0);
}

gboolean postgresql_run_pipeline (PostgresqlRun *run, guint first, guint end, GError **error)
{
    Pipeline pipeline = { .run = run, .first = first, .end = end };
    PGconn *handle = run->connection->handle;
    gboolean done;

    pipeline.sent = g_array_new (FALSE, FALSE, sizeof (Sent));
    run->connection->head.round_trips++;
    PQsetnonblocking (handle, 1);
    PQenterPipelineMode (handle);
    done = send_all (&pipeline);
    if (done)
        read_rest (&pipeline);
    done = done && pipeline.synced && !pipeline.failure;
    PQexitPipelineMode (handle);
    PQsetnonblocking (handle, 0);
    if (done)
        run->progress->done (end - 1, run->progress->data);
    else
        set_failure (&pipeline, error);
    result_free (pipeline.wanted);
    PQclear (pipeline.failure);
    g_array_unref (pipeline.sent);
    return done;
}
