#include "db/splitter.h"

#include "db/sql_body.h"
#include "db/statement_kind.h"

#include <string.h>

#define LONGEST_DELIMITER 15 /* of the mysql client; what is longer is cut off (observed, MariaDB 10.11) */

typedef struct
{
    SqlLexer lexer;
    SqlBody *body;
    GArray *spans; /* of StatementSpan */
    gboolean started;
    gboolean unclosed;
    gsize start;
    gsize end;     /* of the statement's last token */
    gsize counted; /* where line and column stand */
    guint line;
    guint column;
} Splitter;

static void count_to (Splitter *splitter, gsize offset)
{
    const char *p = splitter->lexer.text + splitter->counted;
    const char *end = splitter->lexer.text + offset;

    for (const char *feed; (feed = memchr (p, '\n', (gsize)(end - p))) != NULL; p = feed + 1)
    {
        splitter->line++;
        splitter->column = 1;
    }
    for (; p < end; p++)
        splitter->column += ((guchar)*p & 0xc0) != 0x80;
    splitter->counted = offset;
}

static void add_span (Splitter *splitter, gsize start, gsize end, StatementKind kind, gboolean unclosed)
{
    StatementSpan span = { .offset = start, .length = end - start, .kind = kind, .unclosed = unclosed };

    count_to (splitter, start);
    span.line = splitter->line;
    span.column = splitter->column;
    g_array_append_val (splitter->spans, span);
}

static gsize trim_end (const Splitter *splitter, gsize start, gsize end)
{
    while (end > start && g_ascii_isspace (splitter->lexer.text[end - 1]))
        end--;
    return end;
}

static void add_client_command (Splitter *splitter, gsize start)
{
    gsize line_end = sql_lexer_line_end (&splitter->lexer, start);

    add_span (splitter, start, trim_end (splitter, start, line_end), STATEMENT_CLIENT_COMMAND, FALSE);
    splitter->lexer.position = line_end;
}

static gboolean only_blanks (const Splitter *splitter, gsize from)
{
    return trim_end (splitter, from, splitter->lexer.length) == from;
}

/* The offset past the line "\." that ends the data of a COPY, whose first line begins after FROM; the text's end, with *UNCLOSED
 * set, when there is none. psql takes all that follows for data, too. */
static gsize copy_data_end (const Splitter *splitter, gsize from, gboolean *unclosed)
{
    const char *text = splitter->lexer.text;
    gsize length = splitter->lexer.length;

    for (gsize at = sql_lexer_line_end (&splitter->lexer, from); at < length;
         at = sql_lexer_line_end (&splitter->lexer, at + 1))
    {
        gsize left = length - at;

        if (left >= 3 && memcmp (text + at, "\n\\.", 3) == 0 &&
            (left == 3 || text[at + 3] == '\n' || (text[at + 3] == '\r' && (left == 4 || text[at + 4] == '\n'))))
            return at + 3;
    }
    *unclosed = !only_blanks (splitter, from);
    return length;
}

/* Ends the statement that has been read, at its last token. */
static void finish (Splitter *splitter, gboolean unclosed)
{
    SqlLexer *lexer = &splitter->lexer;
    SqlLexer inner;
    StatementKind kind;
    gsize end = splitter->end;
    gboolean delimited = lexer->position > end;

    if (!splitter->started)
        return;
    inner = sql_lexer_init (lexer->dialect, &lexer->mode, lexer->text, end);
    inner.position = splitter->start;
    kind = statement_kind (inner);
    unclosed = unclosed || splitter->unclosed;
    if (kind == STATEMENT_COPY_STDIN && delimited && !only_blanks (splitter, lexer->position))
    {
        end = copy_data_end (splitter, lexer->position, &unclosed);
        lexer->position = end;
    }
    add_span (splitter, splitter->start, trim_end (splitter, splitter->start, end), kind, unclosed);
}

static void reset (Splitter *splitter)
{
    splitter->started = FALSE;
    splitter->unclosed = FALSE;
    splitter->lexer.dollar_quotes = splitter->lexer.dialect == DIALECT_POSTGRESQL;
    sql_body_reset (splitter->body);
}

static gboolean is_line_blank (char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static gboolean is_first_on_line (const SqlLexer *lexer, gsize offset)
{
    while (offset > 0 && is_line_blank (lexer->text[offset - 1]))
        offset--;
    return offset == 0 || lexer->text[offset - 1] == '\n' ||
           (offset == 3 && memcmp (lexer->text, SQL_BYTE_ORDER_MARK, 3) == 0);
}

/* A DELIMITER line of MySQL's client, whose first word is TOKEN: the delimiter goes up to a blank, or stands in quotes. FALSE
 * when it is none, or one that the client would refuse. */
static gboolean take_delimiter_line (Splitter *splitter, const SqlToken *token)
{
    SqlLexer *lexer = &splitter->lexer;
    const char *start = lexer->text + token->offset + token->length;
    const char *line_end;
    const char *end;

    if (!sql_token_is (lexer, token, "delimiter") || !is_first_on_line (lexer, token->offset))
        return FALSE;
    line_end = lexer->text + sql_lexer_line_end (lexer, token->offset);
    if (start == line_end || !is_line_blank (*start))
        return FALSE;
    while (start < line_end && is_line_blank (*start))
        start++;
    if (start < line_end && strchr ("'\"`", *start) && *start)
    {
        end = memchr (start + 1, *start, (gsize)(line_end - start - 1));
        start++;
        if (!end)
            end = line_end;
    }
    else
        for (end = start; end < line_end && !is_line_blank (*end);)
            end++;
    if (end <= start || memchr (start, '\\', (gsize)(end - start)))
        return FALSE;
    lexer->delimiter = end - start == 1 && *start == ';' ? NULL : start;
    lexer->delimiter_length = MIN ((gsize)(end - start), LONGEST_DELIMITER);
    lexer->position = (gsize)(line_end - lexer->text);
    return TRUE;
}

/* The first token of a statement; FALSE when it was a line for a client. */
static gboolean start_statement (Splitter *splitter, const SqlToken *token)
{
    SqlLexer *lexer = &splitter->lexer;

    if (statement_is_client_command (lexer, token))
    {
        add_client_command (splitter, token->offset);
        return FALSE;
    }
    if (lexer->dialect == DIALECT_MYSQL && take_delimiter_line (splitter, token))
        return FALSE;
    splitter->started = TRUE;
    splitter->start = token->offset;
    return TRUE;
}

/* With a delimiter of its own the client looks for nothing else. Not for each token: it takes as long as the body is deep. */
static gboolean body_is_open (const Splitter *splitter)
{
    return !splitter->lexer.delimiter && sql_body_is_open (splitter->body);
}

static void take_token (Splitter *splitter, const SqlToken *token)
{
    SqlLexer *lexer = &splitter->lexer;

    if (token->type == SQL_TOKEN_DELIMITER && !body_is_open (splitter))
    {
        finish (splitter, FALSE);
        reset (splitter);
        return;
    }
    /* A backslash outside quotes is psql's, and never the server's. */
    if (splitter->started && lexer->dialect == DIALECT_POSTGRESQL && sql_token_is_symbol (lexer, token, '\\'))
    {
        lexer->position = splitter->end;
        finish (splitter, body_is_open (splitter));
        reset (splitter);
    }
    if (!splitter->started && !start_statement (splitter, token))
        return;
    if (!lexer->delimiter)
        sql_body_take (splitter->body, lexer, token);
    splitter->end = token->offset + token->length;
    splitter->unclosed |= token->unclosed;
}

GArray *splitter_split (Dialect dialect, const SplitterMode *mode, const char *text, gsize length)
{
    Splitter splitter = {
        .lexer = sql_lexer_init (dialect, mode, text, length),
        .body = sql_body_new (dialect),
        .spans = g_array_new (FALSE, FALSE, sizeof (StatementSpan)),
        .line = 1,
        .column = 1,
    };
    SqlToken token;

    while ((token = sql_lexer_next (&splitter.lexer)).type != SQL_TOKEN_END)
        take_token (&splitter, &token);
    finish (&splitter, token.unclosed || body_is_open (&splitter));
    sql_body_free (splitter.body);
    return splitter.spans;
}

StatementKind splitter_classify (Dialect dialect, const char *text, gsize length)
{
    return statement_kind (sql_lexer_init (dialect, NULL, text, length));
}
