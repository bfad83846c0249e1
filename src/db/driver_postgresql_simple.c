/* Many statements in one message of the simple protocol.
 *
 * The server parses the whole message, then runs it statement by statement and drops the rest at the first error, a failing
 * COMMIT included; results come back in order. Which item a result belongs to is known by counting statements; the COMMITs that we
 * sent ourselves keep the count right where the splitter and the server should differ.
 *
 * A syntax error anywhere means that nothing of the message ran. Then what stands before the guilty item is sent again without it. */

#include "db/driver_postgresql.h"
#include "util/error.h"

#include <string.h>

#define MESSAGE_SIZE (512 * 1024)

/* A stretch of the message: an item's text, or one of the words that wrap a loose item in a transaction of its own. */
typedef struct
{
    guint item;
    gsize start;
    gsize length;
    guint n_statements;
    gboolean text;   /* it is the item's own text */
    gboolean commit; /* a COMMIT of ours */
    gboolean last;   /* the item ends with it, and is durable then if it is loose */
} Piece;

typedef struct
{
    PostgresqlRun *run;
    guint first;
    guint end;
    GString *text;
    GArray *pieces;

    guint at;          /* the piece whose results are due */
    guint n_here;      /* its results so far */
    guint n_answers;   /* results of the whole message */
    ResultSet *wanted; /* the newest result of a wanted item */
    PGresult *failure;
} Message;

static gboolean is_boundary (const PostgresqlRun *run, guint index)
{
    const DriverItem *item = run->items[index];

    return item->loose || item->kind == ITEM_COMMIT;
}

/* The end of the message that begins at FIRST. It ends between transactions, so that what must be sent again can be; the rest of a
 * transaction that was begun by an earlier message goes by itself. */
static guint find_end (const PostgresqlRun *run, guint first, guint end)
{
    gboolean inside = !run->items[first]->loose && run->items[first]->kind != ITEM_BEGIN;
    gsize size = 0;
    guint boundary = first;

    for (guint i = first; i < end; i++)
    {
        size += run->items[i]->length;
        if (size > MESSAGE_SIZE && i > first)
            return boundary > first ? boundary : i;
        if (is_boundary (run, i))
        {
            if (inside)
                return i + 1;
            boundary = i + 1;
        }
    }
    return end;
}

static void add_piece (Message *message, guint item, const char *text, gsize length, guint n_statements)
{
    Piece piece = { .item = item, .start = message->text->len, .length = length, .n_statements = n_statements };

    g_string_append_len (message->text, text, (gssize)length);
    /* On a line of its own: the text may end in a comment. */
    g_string_append (message->text, "\n;\n");
    g_array_append_val (message->pieces, piece);
}

static Piece *last_piece (Message *message)
{
    return &g_array_index (message->pieces, Piece, message->pieces->len - 1);
}

static void add_item (Message *message, guint index)
{
    const DriverItem *item = message->run->items[index];
    gboolean wrap = postgresql_needs_wrapping (message->run, index, message->first, message->end);

    if (wrap)
        add_piece (message, index, "BEGIN", 5, 1);
    add_piece (message, index, item->text, item->length, item->n_statements);
    last_piece (message)->text = TRUE;
    last_piece (message)->commit = item->kind == ITEM_COMMIT;
    last_piece (message)->last = !wrap && !item->loose;
    if (wrap)
    {
        add_piece (message, index, "COMMIT", 6, 1);
        last_piece (message)->commit = last_piece (message)->last = TRUE;
    }
}

static Message *message_new (PostgresqlRun *run, guint first, guint end)
{
    Message *message = g_new0 (Message, 1);

    message->run = run;
    message->first = first;
    message->end = end;
    message->text = g_string_new (NULL);
    message->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
    for (guint i = first; i < end; i++)
        add_item (message, i);
    if (end - first == 1 && run->items[first]->apart)
        g_string_truncate (message->text, run->items[first]->length);
    return message;
}

static void message_free (Message *message)
{
    g_string_free (message->text, TRUE);
    g_array_unref (message->pieces);
    result_free (message->wanted);
    PQclear (message->failure);
    g_free (message);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Message, message_free)

static const Piece *piece_at (const Message *message, guint at)
{
    return at < message->pieces->len ? &g_array_index (message->pieces, Piece, at) : NULL;
}

static void finish_piece (Message *message)
{
    const PostgresqlRun *run = message->run;
    const Piece *piece = piece_at (message, message->at);

    if (piece->text && run->items[piece->item]->wanted)
        g_ptr_array_add (run->results, message->wanted ? g_steal_pointer (&message->wanted) : result_new ());
    if (piece->last)
        run->progress->done (piece->item, run->progress->data);
    message->at++;
    message->n_here = 0;
}

static void finish_complete_pieces (Message *message)
{
    const Piece *piece;

    while ((piece = piece_at (message, message->at)) != NULL && message->n_here >= piece->n_statements)
        finish_piece (message);
}

/* A COMMIT has been done: it is the next one of ours. */
static void go_to_commit (Message *message)
{
    guint at = message->at;

    while (piece_at (message, at) && !piece_at (message, at)->commit)
        at++;
    if (!piece_at (message, at))
        return;
    while (message->at < at)
        finish_piece (message);
}

static void keep_rows (Message *message, const PGresult *answer)
{
    const PostgresqlRun *run = message->run;
    const Piece *piece = piece_at (message, message->at);

    if (piece && run->items[piece->item]->wanted && piece->text)
    {
        result_free (message->wanted);
        message->wanted = postgresql_result (answer);
    }
    else if (!piece && run->items[message->end - 1]->wanted)
    {
        g_ptr_array_set_size (run->results, (gint)run->results->len - 1);
        g_ptr_array_add (run->results, postgresql_result (answer));
    }
}

/* Takes in one successful result. FALSE when it is a COMMIT of ours that did not commit. */
static gboolean take_success (Message *message, PGresult *answer)
{
    const char *tag = PQcmdStatus (answer);
    const Piece *piece;

    message->n_answers++;
    finish_complete_pieces (message);
    if (g_str_equal (tag, "COMMIT"))
        go_to_commit (message);
    piece = piece_at (message, message->at);
    if (piece && piece->commit && g_str_equal (tag, "ROLLBACK"))
        return FALSE;
    if (piece && piece->commit && !g_str_equal (tag, "COMMIT"))
        return TRUE;
    keep_rows (message, answer);
    message->n_here++;
    finish_complete_pieces (message);
    return TRUE;
}

static void read_answers (Message *message)
{
    PostgresqlConnection *connection = message->run->connection;
    PGresult *answer;

    while ((answer = PQgetResult (connection->handle)) != NULL)
    {
        ExecStatusType status = PQresultStatus (answer);
        gboolean copying = status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
        gboolean failed = status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;

        if (copying)
            postgresql_answer_copy (connection, answer);
        else if (!message->failure && (failed || !take_success (message, answer)))
            message->failure = g_steal_pointer (&answer);
        PQclear (answer);
    }
}

static guint find_piece (const Message *message, gssize offset)
{
    guint at = MIN (message->at, message->pieces->len - 1);

    if (offset < 0)
        return at;
    for (at = message->pieces->len - 1; at > 0 && piece_at (message, at)->start > (gsize)offset; at--)
        ;
    return at;
}

/* Nothing of the message ran, and it wasn't its first statement that failed. */
static gboolean nothing_ran (const Message *message, guint guilty, gssize offset)
{
    const Piece *first = piece_at (message, 0);
    gboolean begins = !first->text || message->run->items[first->item]->kind == ITEM_BEGIN;

    if (message->n_answers > 0 || postgresql_is_lost (message->run->connection))
        return FALSE;
    return offset >= 0 ? guilty > 0 : begins && message->pieces->len > 1;
}

static void set_place (const Message *message, const Piece *piece, gssize offset)
{
    const PostgresqlRun *run = message->run;

    run->failure->item = piece->item;
    run->failure->offset = -1;
    if (!piece->text)
        return;
    if (offset >= 0)
        run->failure->offset = (gssize)MIN ((gsize)offset - piece->start, piece->length);
    else if (run->items[piece->item]->kind == ITEM_STATEMENT)
        run->failure->offset = postgresql_statement_offset (run->connection, run->items[piece->item], message->n_here);
}

static void set_failure (Message *message, GError **error)
{
    PostgresqlConnection *connection = message->run->connection;

    if (message->failure && PQresultStatus (message->failure) != PGRES_FATAL_ERROR)
    {
        error_set (error, MIGSHIM_ERROR_DATABASE, "PostgreSQL rolled the transaction back at its COMMIT");
        error_hint (error, "A statement in it had failed, or ended the transaction");
        return;
    }
    postgresql_error (connection, message->failure, error);
}

/* Sends what stands before item GUILTY once more, up to the last point between transactions. */
static gboolean send_what_precedes (Message *message, guint guilty, GError **error)
{
    const PostgresqlRun *run = message->run;
    guint cut = guilty;

    while (cut > message->first && !is_boundary (run, cut - 1))
        cut--;
    if (cut == message->first)
        return TRUE;
    if (!run->items[message->first]->loose && run->items[message->first]->kind != ITEM_BEGIN)
        return TRUE;
    return postgresql_run_simple (message->run, message->first, cut, error);
}

/* The server judged the message as a whole and doesn't say where: one item at a time then. */
static gboolean send_one_by_one (Message *message, GError **error)
{
    for (guint i = message->first; i < message->end; i++)
        if (!postgresql_run_simple (message->run, i, i + 1, error))
            return FALSE;
    return TRUE;
}

static gboolean fail (Message *message, GError **error)
{
    gssize offset = postgresql_error_offset (message->failure, message->text->str, message->text->len);
    guint guilty = find_piece (message, offset);
    const Piece *piece = piece_at (message, guilty);

    if (nothing_ran (message, guilty, offset))
    {
        if (offset < 0)
            return send_one_by_one (message, error);
        if (!send_what_precedes (message, piece->item, error))
            return FALSE;
    }
    set_place (message, piece, offset);
    set_failure (message, error);
    return FALSE;
}

static gboolean run_message (Message *message, GError **error)
{
    const PostgresqlRun *run = message->run;
    PostgresqlConnection *connection = run->connection;

    connection->head.round_trips++;
    if (!PQsendQuery (connection->handle, message->text->str))
    {
        run->failure->item = message->first;
        run->failure->offset = -1;
        postgresql_error (connection, NULL, error);
        return FALSE;
    }
    finish_complete_pieces (message);
    read_answers (message);
    if (message->failure || postgresql_is_lost (connection))
        return fail (message, error);
    while (message->at < message->pieces->len)
        finish_piece (message);
    run->progress->done (message->end - 1, run->progress->data);
    return TRUE;
}

gboolean postgresql_run_simple (PostgresqlRun *run, guint first, guint end, GError **error)
{
    guint message_end;

    for (guint i = first; i < end; i = message_end)
    {
        g_autoptr (Message) message = NULL;

        message_end = find_end (run, i, end);
        message = message_new (run, i, message_end);
        if (!run_message (message, error))
            return FALSE;
    }
    return TRUE;
}
