/* MySQL and MariaDB: many statements in one packet.
 *
 * The server parses and runs a packet statement by statement, stops at the first error, and answers each statement, so the number of answers
 * tells which one failed. Statements are cut out of scripts by the splitter: a comment behind the last one would be an error of its own ("Query was
 * empty"), and DELIMITER is not the server's word. CALL gives more than one answer: what holds one travels by itself. */

#include "db/driver_mysql.h"
#include "util/error.h"

#include <string.h>

#define MESSAGE_SIZE (512 * 1024)

/* One statement of the packet. */
typedef struct
{
    guint item;
    gsize offset;  /* in the item's text */
    gboolean last; /* of its item */
} Piece;

typedef struct
{
    MysqlConnection *connection;
    DriverItem *const *items;
    const DriverProgress *progress;
    GPtrArray *results;
    DriverFailure *failure;
    GString *text;
    GArray *pieces;
    gboolean uncounted; /* the packet is one item, and its answers can't be counted */
    guint at;           /* the piece that is to be answered */
    ResultSet *wanted;  /* newest rows of an item that somebody reads */
} Packet;

static void packet_clear (Packet *packet)
{
    g_string_free (packet->text, TRUE);
    g_array_unref (packet->pieces);
    result_free (packet->wanted);
}

/* Statements that may give more than one answer: procedures, prepared statements, and MariaDB's compound statements outside of procedures
 * (manual, "Using Compound Statements Outside of Stored Programs"); behind an executable comment anything may stand. */
static gboolean may_answer_twice (const char *text, gsize length)
{
    static const char *const words[] = {
        "call", "execute", "if", "case", "loop", "repeat", "while", "for", "/*", NULL
    };
    static const char *const block = "begin not";

    for (const char *const *word = words; *word; word++)
        if (length > strlen (*word) && g_ascii_strncasecmp (text, *word, strlen (*word)) == 0)
            return TRUE;
    return length > strlen (block) && g_ascii_strncasecmp (text, block, strlen (block)) == 0;
}

/* What the statements of an item ask of the packet that they travel in. */
typedef struct
{
    gboolean uncounted;    /* their answers can't be counted */
    gboolean changes_mode; /* what follows may have to be cut otherwise */
} Demands;

static Demands demands_of (const DriverItem *item, const GArray *spans)
{
    Demands demands = { 0 };

    for (guint i = 0; i < spans->len; i++)
    {
        const StatementSpan *span = &g_array_index (spans, StatementSpan, i);

        demands.uncounted = demands.uncounted || may_answer_twice (item->text + span->offset, span->length);
        if (span->kind == STATEMENT_SET)
        {
            g_autofree char *lower = g_ascii_strdown (item->text + span->offset, (gssize)span->length);

            demands.changes_mode = demands.changes_mode || strstr (lower, "sql_mode");
        }
    }
    return demands;
}

static void add_piece (Packet *packet, guint index, const char *text, gsize length, gsize offset, gboolean last)
{
    Piece piece = { index, offset, last };

    if (packet->text->len > 0)
        g_string_append (packet->text, ";\n");
    g_string_append_len (packet->text, text, (gssize)length);
    g_array_append_val (packet->pieces, piece);
}

static gboolean add_parameterised (Packet *packet, guint index, GError **error)
{
    const DriverItem *item = packet->items[index];
    g_autoptr (GString) sql = mysql_driver_interpolate (packet->connection, item->text, item->length, item->parameters,
                                                        item->n_parameters, error);

    if (!sql)
    {
        *packet->failure = (DriverFailure){ index, -1 };
        return FALSE;
    }
    add_piece (packet, index, sql->str, sql->len, 0, TRUE);
    return TRUE;
}

/* Adds as many of the items from FIRST as fit. *END is the first that is left out. */
static gboolean fill (Packet *packet, guint first, guint n, guint *end, GError **error)
{
    for (guint i = first; i < n; i++)
    {
        const DriverItem *item = packet->items[i];
        g_autoptr (GArray) spans = NULL;
        Demands demands;
        gboolean apart;

        *end = i;
        if (i > first && packet->text->len + item->length > MESSAGE_SIZE)
            return TRUE;
        if (item->n_parameters > 0)
        {
            if (!add_parameterised (packet, i, error))
                return FALSE;
            *end = i + 1;
            continue;
        }
        spans = splitter_split (DIALECT_MYSQL, mysql_driver_mode (packet->connection), item->text, item->length);
        demands = demands_of (item, spans);
        apart = item->apart || demands.uncounted || demands.changes_mode;
        if (apart && i > first)
            return TRUE;
        packet->uncounted = demands.uncounted;
        if (demands.changes_mode)
            packet->connection->mode_known = FALSE;
        for (guint j = 0; j < spans->len; j++)
        {
            const StatementSpan *span = &g_array_index (spans, StatementSpan, j);

            add_piece (packet, i, item->text + span->offset, span->length, span->offset, j + 1 == spans->len);
        }
        *end = i + 1;
        if (apart)
            return TRUE;
    }
    return TRUE;
}

/* Types that come as bytes when their character set is "binary" (63), and those that always do. Everything else comes as text. */
static const guint string_types[] = { MYSQL_TYPE_TINY_BLOB, MYSQL_TYPE_MEDIUM_BLOB, MYSQL_TYPE_LONG_BLOB,
                                      MYSQL_TYPE_BLOB,      MYSQL_TYPE_STRING,      MYSQL_TYPE_VAR_STRING,
                                      MYSQL_TYPE_VARCHAR };
static const guint byte_types[] = { MYSQL_TYPE_BIT, MYSQL_TYPE_GEOMETRY };

static SqlType cell_type (const MYSQL_FIELD *field)
{
    for (guint i = 0; i < G_N_ELEMENTS (byte_types); i++)
        if ((guint)field->type == byte_types[i])
            return SQL_BLOB;
    for (guint i = 0; field->charsetnr == 63 && i < G_N_ELEMENTS (string_types); i++)
        if ((guint)field->type == string_types[i])
            return SQL_BLOB;
    return SQL_TEXT;
}

static void read_rows (MYSQL_RES *rows, ResultSet *result)
{
    guint n_fields = mysql_num_fields (rows);
    const MYSQL_FIELD *fields = mysql_fetch_fields (rows);
    MYSQL_ROW row;

    for (guint i = 0; i < n_fields; i++)
        result_add_column (result, fields[i].name,
                           (guint)fields[i].type | (cell_type (&fields[i]) == SQL_BLOB ? MYSQL_COLUMN_BINARY : 0),
                           NULL);
    while ((row = mysql_fetch_row (rows)))
    {
        const unsigned long *lengths = mysql_fetch_lengths (rows);

        result_add_row (result);
        for (guint i = 0; i < n_fields; i++)
        {
            SqlValue value = { .type = row[i] ? cell_type (&fields[i]) : SQL_NULL,
                               .text = row[i],
                               .length = lengths[i] };

            result_add_cell (result, &value);
        }
    }
}

/* Reads one answer whole. FALSE when the library failed on the way. */
static gboolean read_answer (Packet *packet)
{
    MYSQL *handle = packet->connection->handle;
    MYSQL_RES *rows = mysql_store_result (handle);
    const Piece *piece = packet->at < packet->pieces->len ? &g_array_index (packet->pieces, Piece, packet->at) : NULL;

    if (!rows && mysql_errno (handle) != 0)
        return FALSE;
    if (piece && packet->items[piece->item]->wanted)
    {
        g_clear_pointer (&packet->wanted, result_free);
        packet->wanted = result_new ();
        if (rows)
            read_rows (rows, packet->wanted);
        result_set_outcome (packet->wanted, rows ? "SELECT" : "", rows ? 0 : mysql_affected_rows (handle),
                            rows ? 0 : mysql_insert_id (handle));
    }
    mysql_free_result (rows);
    return TRUE;
}

static void finish_item (Packet *packet, guint index)
{
    if (packet->items[index]->wanted && packet->results)
        g_ptr_array_add (packet->results, packet->wanted ? g_steal_pointer (&packet->wanted) : result_new ());
    packet->progress->done (index, packet->progress->data);
}

static void next_piece (Packet *packet)
{
    const Piece *piece = &g_array_index (packet->pieces, Piece, packet->at);

    if (packet->uncounted)
        return;
    if (piece->last)
        finish_item (packet, piece->item);
    packet->at++;
}

static gboolean fail (Packet *packet, GError **error)
{
    const Piece *piece = &g_array_index (packet->pieces, Piece, MIN (packet->at, packet->pieces->len - 1));

    *packet->failure = (DriverFailure){ piece->item, packet->uncounted ? -1 : (gssize)piece->offset };
    mysql_driver_error (packet->connection, error);
    return FALSE;
}

static gboolean send_packet (Packet *packet, GError **error)
{
    MYSQL *handle = packet->connection->handle;
    int more;

    if (packet->pieces->len == 0)
        return TRUE;
    packet->connection->head.round_trips++;
    if (mysql_real_query (handle, packet->text->str, packet->text->len) != 0)
        return fail (packet, error);
    do
    {
        if (!read_answer (packet))
            return fail (packet, error);
        if (packet->at >= packet->pieces->len)
        {
            error_set (error, MIGSHIM_ERROR_DATABASE, "The server gave more answers than statements were sent");
            *packet->failure =
                (DriverFailure){ g_array_index (packet->pieces, Piece, packet->pieces->len - 1).item, -1 };
            return FALSE;
        }
        next_piece (packet);
        more = mysql_next_result (handle);
    } while (more == 0);
    return more < 0 || fail (packet, error);
}

static gboolean mysql_driver_run (DriverConnection *base, DriverItem *const *items, guint n,
                                  const DriverProgress *progress, GPtrArray *results, DriverFailure *failure,
                                  GError **error)
{
    guint end = 0;

    for (guint first = 0; first < n; first = end)
    {
        Packet packet = {
            .connection = (MysqlConnection *)base,
            .items = items,
            .progress = progress,
            .results = results,
            .failure = failure,
            .text = g_string_new (NULL),
            .pieces = g_array_new (FALSE, FALSE, sizeof (Piece)),
        };
        gboolean good = fill (&packet, first, n, &end, error) && send_packet (&packet, error);

        /* items without a statement, and those whose answers could not be counted, are done with the packet */
        if (good && end > first &&
            (packet.uncounted || packet.pieces->len == 0 ||
             g_array_index (packet.pieces, Piece, packet.pieces->len - 1).item < end - 1))
            finish_item (&packet, end - 1);
        packet_clear (&packet);
        if (!good)
            return FALSE;
    }
    return TRUE;
}

static void mysql_driver_close (DriverConnection *base)
{
    MysqlConnection *connection = (MysqlConnection *)base;

    mysql_close (connection->handle);
    g_free (connection->password);
    g_free (connection->head.version);
    g_free (connection);
}

static gsize mysql_driver_message_size (const DriverConnection *base)
{
    (void)base;
    return MESSAGE_SIZE;
}

static gboolean mysql_driver_in_transaction (DriverConnection *base)
{
    return (((MysqlConnection *)base)->handle->server_status & SERVER_STATUS_IN_TRANS) != 0;
}

static void mysql_driver_rollback (DriverConnection *base)
{
    MysqlConnection *connection = (MysqlConnection *)base;

    if (!mysql_driver_in_transaction (base))
        return;
    connection->head.round_trips++;
    mysql_rollback (connection->handle);
}

static void mysql_driver_splitter_mode (DriverConnection *base, SplitterMode *mode)
{
    *mode = *mysql_driver_mode ((MysqlConnection *)base);
}

const Driver driver_mysql = {
    .dialect = DIALECT_MYSQL,
    .open = mysql_driver_open,
    .close = mysql_driver_close,
    .message_size = mysql_driver_message_size,
    .run = mysql_driver_run,
    .rollback = mysql_driver_rollback,
    .in_transaction = mysql_driver_in_transaction,
    .splitter_mode = mysql_driver_splitter_mode,
    .takes_nul = TRUE,
};
