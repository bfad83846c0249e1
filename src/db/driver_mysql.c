/* MySQL and MariaDB: many statements in one packet.
 *
 * The server parses and runs a packet statement by statement, stops at the first error, and answers each statement, so the number of answers
 * tells which one failed. Statements are cut out of scripts by the splitter: a comment behind the last one would be an error of its own ("Query was
 * empty"), and DELIMITER is not the server's word. CALL gives more than one answer: it is the last of its packet. A long script goes in several packets. */

#include "db/driver_mysql.h"
#include "util/error.h"

#include <string.h>

#define MESSAGE_SIZE (512 * 1024)

/* One statement of the packet. */
typedef struct
{
    guint item;
    gsize offset;  /* in the item's text */
    gsize length;  /* in the item's text */
    gboolean last; /* of its item */
    gsize start;   /* in the packet */
} Piece;

/* How far a batch has been cut into packets. */
typedef struct
{
    guint item;
    guint span;    /* the next statement of the item */
    GArray *spans; /* of the item; NULL when it has not been looked into */
} Cursor;

typedef struct
{
    MysqlConnection *connection;
    DriverItem *const *items;
    guint n_items;
    const DriverProgress *progress;
    GPtrArray *results;
    DriverFailure *failure;
    GString *text;
    GArray *pieces;
    gboolean full;     /* its last statement may give any number of answers, or changes how the next are read */
    guint at;          /* the piece that is to be answered */
    ResultSet *wanted; /* newest rows of an item that somebody reads */
} Packet;

static void packet_clear (Packet *packet)
{
    g_string_free (packet->text, TRUE);
    g_array_unref (packet->pieces);
    result_free (packet->wanted);
}

/* Into an executable comment: what stands behind its mark and version. */
static gsize skip_mark (const char *text, gsize length)
{
    gsize at = length > 3 && memcmp (text, "/*!", 3) == 0 ? 3 : length > 4 && memcmp (text, "/*M!", 4) == 0 ? 4 : 0;

    while (at > 0 && at < length && (g_ascii_isdigit (text[at]) || g_ascii_isspace (text[at])))
        at++;
    return at;
}

/* Statements that answer as often as they like: procedures, prepared statements, and MariaDB's compound statements outside of procedures
 * (manual, "Using Compound Statements Outside of Stored Programs"). */
static gboolean is_open_ended (const char *text, gsize length)
{
    static const char *const words[] = { "CALL", "EXECUTE", "BEGIN", "IF", "CASE", "LOOP", "REPEAT", "WHILE", "FOR" };
    gsize start = skip_mark (text, length);
    gsize end = start;

    while (end < length && g_ascii_isalpha (text[end]))
        end++;
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        if (strlen (words[i]) == end - start && g_ascii_strncasecmp (text + start, words[i], end - start) == 0)
            return end < length;
    return FALSE;
}

/* What follows may have to be cut otherwise. */
static gboolean changes_mode (const char *text, gsize length)
{
    g_autofree char *lower = NULL;
    gsize start = skip_mark (text, length);

    if (length < start + 3 || g_ascii_strncasecmp (text + start, "set", 3) != 0)
        return FALSE;
    lower = g_ascii_strdown (text, (gssize)length);
    return strstr (lower, "sql_mode") != NULL;
}

static void add_piece (Packet *packet, Piece piece, const char *text, gsize length)
{
    if (packet->text->len > 0)
        g_string_append (packet->text, ";\n");
    piece.start = packet->text->len;
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
    add_piece (packet, (Piece){ index, 0, item->length, TRUE, 0 }, sql->str, sql->len);
    packet->full = is_open_ended (sql->str, sql->len);
    return TRUE;
}

static void next_item (Cursor *cursor)
{
    cursor->item++;
    cursor->span = 0;
    g_clear_pointer (&cursor->spans, g_array_unref);
}

/* Adds statements of the item at CURSOR until it is finished or the packet is. */
static void add_statements (Packet *packet, Cursor *cursor)
{
    const DriverItem *item = packet->items[cursor->item];

    if (!cursor->spans)
        cursor->spans =
            splitter_split (DIALECT_MYSQL, mysql_driver_mode (packet->connection), item->text, item->length);
    while (cursor->span < cursor->spans->len && packet->text->len < MESSAGE_SIZE && !packet->full)
    {
        const StatementSpan *span = &g_array_index (cursor->spans, StatementSpan, cursor->span++);
        Piece piece = { cursor->item, span->offset, span->length, cursor->span == cursor->spans->len, 0 };

        add_piece (packet, piece, item->text + span->offset, span->length);
        packet->full = is_open_ended (item->text + span->offset, span->length);
        if (changes_mode (item->text + span->offset, span->length))
        {
            packet->full = TRUE;
            packet->connection->mode_known = FALSE;
        }
    }
    if (cursor->span >= cursor->spans->len)
        next_item (cursor);
}

/* Fills the packet from CURSOR on. */
static gboolean fill (Packet *packet, Cursor *cursor, GError **error)
{
    while (cursor->item < packet->n_items && packet->text->len < MESSAGE_SIZE && !packet->full)
    {
        const DriverItem *item = packet->items[cursor->item];
        gboolean apart = item->apart;

        if (apart && packet->pieces->len > 0 && cursor->span == 0)
            return TRUE;
        if (item->n_parameters == 0)
            add_statements (packet, cursor);
        else if (!add_parameterised (packet, cursor->item, error))
            return FALSE;
        else
            next_item (cursor);
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

/* MariaDB's JSON is a longtext whose column says in the extended metadata what it is (MariaDB 10.5.2, connector 3.1.8). */
static guint column_type (const MYSQL_FIELD *field)
{
    guint binary = cell_type (field) == SQL_BLOB ? MYSQL_COLUMN_BINARY : 0;
#ifdef MARIADB_FIELD_ATTR_LAST
    MARIADB_CONST_STRING format;

    if (mariadb_field_attr (&format, field, MARIADB_FIELD_ATTR_FORMAT_NAME) == 0 && format.length == 4 &&
        memcmp (format.str, "json", 4) == 0)
        return MYSQL_TYPE_JSON;
#endif
    return (guint)field->type | binary;
}

static void read_rows (MYSQL_RES *rows, ResultSet *result)
{
    guint n_fields = mysql_num_fields (rows);
    const MYSQL_FIELD *fields = mysql_fetch_fields (rows);
    MYSQL_ROW row;

    for (guint i = 0; i < n_fields; i++)
        result_add_column (result, fields[i].name, column_type (&fields[i]), NULL);
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
    if (piece && packet->items[piece->item]->wanted &&
        (rows || !packet->wanted || packet->at + 1 < packet->pieces->len))
    {
        g_clear_pointer (&packet->wanted, result_free);
        packet->wanted = result_new ();
        if (rows)
            read_rows (rows, packet->wanted);
        result_set_outcome (packet->wanted, rows ? "SELECT" : "", rows ? 0 : mysql_affected_rows (handle),
                            rows ? 0 : mysql_insert_id (handle));
        if (!rows)
            result_set_info (packet->wanted, mysql_info (handle), mysql_warning_count (handle), handle->server_status);
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

/* The items from INDEX on that have nothing to send are done with what stands before them. */
static void finish_empty_items (Packet *packet, guint index)
{
    for (; index < packet->n_items && packet->items[index]->n_statements == 0; index++)
        finish_item (packet, index);
}

static void next_piece (Packet *packet)
{
    const Piece *piece = &g_array_index (packet->pieces, Piece, packet->at);

    if (piece->last)
    {
        finish_item (packet, piece->item);
        finish_empty_items (packet, piece->item + 1);
    }
    packet->at++;
}

/* Where the parser stopped, from "... near 'TEXT' at line N": bytes into PIECE. The line is counted from the statement's beginning; the text
 * runs on into what follows in the packet, up to 80 bytes. */
static gsize near_offset (const Packet *packet, const Piece *piece, const char *said)
{
    const char *text = packet->text->str + piece->start;
    const char *end = packet->text->str + packet->text->len;
    const char *near = strstr (said, "near '");
    const char *at = g_strrstr (said, "' at line ");
    const char *from = text;
    gsize length;

    if (!near || !at || at < near + strlen ("near '"))
        return 0;
    near += strlen ("near '");
    length = (gsize)(at - near);
    if (length == 0)
        return piece->length;
    for (guint64 line = g_ascii_strtoull (at + strlen ("' at line "), NULL, 10); line > 1; line--)
    {
        const char *newline = memchr (from, '\n', (gsize)(end - from));

        if (!newline)
            break;
        from = newline + 1;
    }
    for (const char *p = from; p + length <= end; p++)
        if (memcmp (p, near, length) == 0)
            return MIN ((gsize)(p - text), piece->length);
    return MIN ((gsize)(from - text), piece->length);
}

/* The server quotes what stands behind a syntax error, up to the end of the packet: no more than ITEM's own text is of interest. */
static void trim_near (const DriverItem *item, GError **error)
{
    const char *near = error && *error ? strstr ((*error)->message, "near '") : NULL;
    const char *end = near ? g_strrstr (near, "' at line") : NULL;
    g_autofree char *quoted = end ? g_strndup (near + 6, (gsize)(end - near - 6)) : NULL;
    gsize length = quoted ? strlen (quoted) : 0;

    if (!quoted || memmem (item->text, item->length, quoted, length))
        return;
    for (gsize n = MIN (length, item->length); n > 0; n--)
        if (memcmp (item->text + item->length - n, quoted, n) == 0)
        {
            char *message = g_strdup_printf ("%.*s%.*s%s", (int)(near + 6 - (*error)->message), (*error)->message,
                                             (int)n, quoted, end);

            g_free ((*error)->message);
            (*error)->message = message;
            return;
        }
}

static gboolean fail (Packet *packet, GError **error)
{
    const Piece *piece = &g_array_index (packet->pieces, Piece, MIN (packet->at, packet->pieces->len - 1));
    gboolean syntax = mysql_errno (packet->connection->handle) == 1064 && packet->items[piece->item]->n_parameters == 0;
    gsize inside = syntax ? near_offset (packet, piece, mysql_error (packet->connection->handle)) : 0;

    *packet->failure = (DriverFailure){ piece->item, (gssize)(piece->offset + inside) };
    mysql_driver_error (packet->connection, error);
    if (syntax)
        trim_near (packet->items[piece->item], error);
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
        if (packet->at + 1 < packet->pieces->len)
            next_piece (packet);
        more = mysql_next_result (handle);
    } while (more == 0);
    if (more > 0)
        return fail (packet, error);
    while (packet->at < packet->pieces->len)
        next_piece (packet);
    return TRUE;
}

static gboolean mysql_driver_run (DriverConnection *base, DriverItem *const *items, guint n,
                                  const DriverProgress *progress, GPtrArray *results, DriverFailure *failure,
                                  GError **error)
{
    Cursor cursor = { 0 };
    ResultSet *wanted = NULL;
    gboolean good = TRUE;

    for (gboolean first = TRUE; good && cursor.item < n; first = FALSE)
    {
        Packet packet = {
            .connection = (MysqlConnection *)base,
            .items = items,
            .n_items = n,
            .progress = progress,
            .results = results,
            .failure = failure,
            .text = g_string_new (NULL),
            .pieces = g_array_new (FALSE, FALSE, sizeof (Piece)),
            .wanted = g_steal_pointer (&wanted),
        };

        if (first)
            finish_empty_items (&packet, 0);
        good = fill (&packet, &cursor, error) && send_packet (&packet, error);
        wanted = g_steal_pointer (&packet.wanted);
        packet_clear (&packet);
    }
    result_free (wanted);
    g_clear_pointer (&cursor.spans, g_array_unref);
    return good;
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
