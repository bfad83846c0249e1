#include "db/sql_lexer.h"

#include <string.h>

/* Versions from here on are no server's: mariadb-dump writes 999999 to mean "never". */
#define NEVER_RUN 900000

SqlLexer sql_lexer_init (Dialect dialect, const SplitterMode *mode, const char *text, gsize length)
{
    SqlLexer lexer = {
        .dialect = dialect, .text = text, .length = length, .dollar_quotes = dialect == DIALECT_POSTGRESQL
    };

    if (mode)
        lexer.mode = *mode;
    if (length >= 3 && memcmp (text, SQL_BYTE_ORDER_MARK, 3) == 0)
        lexer.position = 3;
    return lexer;
}

/* The byte at POSITION, or 0 past the end. A NUL within the text is no end, and no caller takes it for one. */
static guchar byte_at (const SqlLexer *lexer, gsize position)
{
    return position < lexer->length ? (guchar)lexer->text[position] : 0;
}

static gboolean is_name_start (guchar byte)
{
    return g_ascii_isalpha (byte) || byte == '_' || byte >= 0x80;
}

static gboolean is_name_byte (guchar byte)
{
    return is_name_start (byte) || g_ascii_isdigit (byte) || byte == '$';
}

static gboolean is_blank (Dialect dialect, guchar byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r' || byte == '\f' ||
           (byte == '\v' && dialect != DIALECT_SQLITE);
}

static gsize find_byte (const SqlLexer *lexer, gsize from, char byte)
{
    const char *found = from < lexer->length ? memchr (lexer->text + from, byte, lexer->length - from) : NULL;

    return found ? (gsize)(found - lexer->text) : lexer->length;
}

gsize sql_lexer_line_end (const SqlLexer *lexer, gsize position)
{
    return find_byte (lexer, position, '\n');
}

/* PostgreSQL ends a line comment at a carriage return too. */
static gsize line_comment_end (const SqlLexer *lexer, gsize position)
{
    if (lexer->dialect != DIALECT_POSTGRESQL)
        return sql_lexer_line_end (lexer, position);
    while (position < lexer->length && lexer->text[position] != '\n' && lexer->text[position] != '\r')
        position++;
    return position;
}

static gboolean starts_line_comment (const SqlLexer *lexer, gsize position)
{
    guchar third;

    if (byte_at (lexer, position) == '#')
        return lexer->dialect == DIALECT_MYSQL;
    if (byte_at (lexer, position) != '-' || byte_at (lexer, position + 1) != '-')
        return FALSE;
    third = byte_at (lexer, position + 2); /* 0 at the end, which MySQL also takes for a comment */
    return lexer->dialect != DIALECT_MYSQL || third <= ' ' || third == 0x7f;
}

/* The offset past the comment at POSITION, or 0 when it isn't closed. Comments nest DEEPEST deep, itself counted. */
static gsize block_comment_end (const SqlLexer *lexer, gsize position, guint deepest)
{
    guint depth = 0;

    while (position + 1 < lexer->length)
    {
        guchar byte = byte_at (lexer, position);
        guchar next = byte_at (lexer, position + 1);

        if (byte == '/' && next == '*' && depth < deepest)
        {
            depth++;
            position += 2;
        }
        else if (byte == '*' && next == '/')
        {
            position += 2;
            if (--depth == 0)
                return position;
        }
        else
            position++;
    }
    return 0;
}

typedef struct
{
    gsize length;  /* of the mark: "/", "*", "!" or "M!", a version of five or six digits; 0 when there is none */
    gboolean runs; /* the server runs what is in the comment */
} ExecutableMark;

/* Rules observed on MariaDB 10.11: it passes over comments for MySQL's versions since 5.7. */
static gboolean is_run (const SplitterMode *mode, guint version, gboolean maria_mark)
{
    if (mode->server_version == 0)
        return version < NEVER_RUN;
    if (!mode->mariadb)
        return !maria_mark && version <= mode->server_version;
    return version <= mode->server_version && (version < 50700 || version > 99999 || maria_mark);
}

static ExecutableMark executable_mark (const SqlLexer *lexer, gsize position)
{
    gsize start = position + 2;
    gboolean maria_mark = byte_at (lexer, start) == 'M';
    gsize digits = 0;
    guint version = 0;

    if (maria_mark)
        start++;
    if (lexer->dialect != DIALECT_MYSQL || byte_at (lexer, start) != '!')
        return (ExecutableMark){ 0, FALSE };
    start++;
    for (; digits < 6 && g_ascii_isdigit (byte_at (lexer, start + digits)); digits++)
        version = version * 10 + (guint)(byte_at (lexer, start + digits) - '0');
    if (digits < 5)
        version = 0;
    return (ExecutableMark){ start + (digits < 5 ? 0 : digits) - position, is_run (&lexer->mode, version, maria_mark) };
}

static SqlToken token_make (SqlLexer *lexer, SqlTokenType type, gsize end, gboolean unclosed)
{
    SqlToken token = { type, lexer->position, end - lexer->position, unclosed };

    lexer->position = end;
    return token;
}

/* Passes the comment at the lexer's position. FALSE with *TOKEN set when there is more to it. */
static gboolean skip_comment (SqlLexer *lexer, SqlToken *token)
{
    ExecutableMark mark = executable_mark (lexer, lexer->position);
    guint deepest = lexer->dialect == DIALECT_POSTGRESQL ? G_MAXUINT : 1;
    gsize end;

    if (mark.runs)
    {
        lexer->in_executable = TRUE;
        *token = token_make (lexer, SQL_TOKEN_MARK, lexer->position + mark.length, FALSE);
        return FALSE;
    }
    /* What isn't run may have comments of its own (observed, MariaDB 10.11). */
    end = block_comment_end (lexer, lexer->position, mark.length ? 2 : deepest);
    if (end)
    {
        lexer->position = end;
        return TRUE;
    }
    if (lexer->dialect == DIALECT_SQLITE) /* which takes the end of the text for the end of the comment */
    {
        lexer->position = lexer->length;
        return TRUE;
    }
    *token = token_make (lexer, SQL_TOKEN_UNCLOSED, lexer->length, TRUE);
    return FALSE;
}

/* Passes blanks and comments. FALSE with *TOKEN set when it meets a part of a comment that counts. */
static gboolean skip_gap (SqlLexer *lexer, SqlToken *token)
{
    while (lexer->position < lexer->length)
    {
        gsize position = lexer->position;
        guchar byte = (guchar)lexer->text[position];

        if (is_blank (lexer->dialect, byte))
            lexer->position++;
        else if ((byte == '-' || byte == '#') && starts_line_comment (lexer, position))
            lexer->position = line_comment_end (lexer, position);
        else if (byte == '/' && byte_at (lexer, position + 1) == '*')
        {
            if (!skip_comment (lexer, token))
                return FALSE;
        }
        else if (byte == 0xef && lexer->dialect == DIALECT_SQLITE && byte_at (lexer, position + 1) == 0xbb &&
                 byte_at (lexer, position + 2) == 0xbf)
            lexer->position += 3;
        else
            break;
    }
    return TRUE;
}

/* The offset past the quoted thing whose first byte inside is at POSITION; *UNCLOSED is set. */
static gsize quoted_end (const SqlLexer *lexer, gsize position, char quote, gboolean backslashes, gboolean *unclosed)
{
    const char *text = lexer->text;

    *unclosed = FALSE;
    while (position < lexer->length)
    {
        if (!backslashes)
            position = find_byte (lexer, position, quote);
        else
            while (position < lexer->length && text[position] != quote && text[position] != '\\')
                position++;
        if (position >= lexer->length)
            break;
        if (text[position] == '\\')
            position += 2;
        else if (byte_at (lexer, position + 1) == (guchar)quote && quote != ']')
            position += 2;
        else
            return position + 1;
    }
    *unclosed = TRUE;
    return lexer->length;
}

/* PostgreSQL goes on with a string after blanks and line comments that hold a line end; it stays an E'' then.
 * Gives the offset of the next part's quote, or 0. */
static gsize string_continuation (const SqlLexer *lexer, gsize position)
{
    gboolean line_end = FALSE;

    for (; position < lexer->length; position++)
    {
        guchar byte = (guchar)lexer->text[position];

        if (byte == '\n' || byte == '\r')
            line_end = TRUE;
        else if (byte == '-' && starts_line_comment (lexer, position))
            position = line_comment_end (lexer, position) - 1;
        else if (!is_blank (lexer->dialect, byte))
            return line_end && byte == '\'' ? position : 0;
    }
    return 0;
}

static SqlToken quoted (SqlLexer *lexer, gsize position, char quote, gboolean backslashes)
{
    gboolean unclosed;
    gsize end = quoted_end (lexer, position + 1, quote, backslashes, &unclosed);

    if (backslashes && lexer->dialect == DIALECT_POSTGRESQL && quote == '\'')
        for (gsize next; !unclosed && (next = string_continuation (lexer, end)) != 0;)
            end = quoted_end (lexer, next + 1, quote, TRUE, &unclosed);
    return token_make (lexer, SQL_TOKEN_QUOTED, end, unclosed);
}

/* The offset past the TAG (SIZE bytes, dollars at both ends and nowhere else) that comes next from POSITION on, or 0. */
static gsize dollar_close (const SqlLexer *lexer, gsize position, const char *tag, gsize size)
{
    while ((position = find_byte (lexer, position, '$')) + size <= lexer->length)
    {
        if (memcmp (lexer->text + position, tag, size) == 0)
            return position + size;
        position++;
    }
    return 0;
}

/* $$...$$ or $tag$...$tag$ at the lexer's position; FALSE when it is no such quote. */
static gboolean dollar_quoted (SqlLexer *lexer, SqlToken *token)
{
    const char *tag = lexer->text + lexer->position;
    gsize size = 1;
    gsize end;

    if (is_name_start (byte_at (lexer, lexer->position + 1)))
        while (is_name_byte (byte_at (lexer, lexer->position + size)) && tag[size] != '$')
            size++;
    if (byte_at (lexer, lexer->position + size) != '$')
        return FALSE;
    size++;
    end = dollar_close (lexer, lexer->position + size, tag, size);
    *token = token_make (lexer, SQL_TOKEN_QUOTED, end ? end : lexer->length, end == 0);
    return TRUE;
}

static gboolean at_delimiter (const SqlLexer *lexer, gsize position)
{
    return lexer->delimiter && lexer->length - position >= lexer->delimiter_length &&
           memcmp (lexer->text + position, lexer->delimiter, lexer->delimiter_length) == 0;
}

/* A run of a name's bytes. A delimiter such as $$ ends it, as it does in MySQL's client. */
static gsize name_end (const SqlLexer *lexer, gsize position)
{
    do
        position++;
    while (position < lexer->length && is_name_byte ((guchar)lexer->text[position]) && !at_delimiter (lexer, position));
    return position;
}

/* PostgreSQL's E'', U&'', U&"", B'', X''. N'' and MySQL's and SQLite's prefixes change nothing in how the rest is read. */
static gboolean prefixed_quote (SqlLexer *lexer, guchar byte, SqlToken *token)
{
    gsize position = lexer->position;
    guchar next = byte_at (lexer, position + 1);
    guchar third = byte_at (lexer, position + 2);

    if (lexer->dialect != DIALECT_POSTGRESQL)
        return FALSE;
    if (next == '\'' && strchr ("eEbBxX", byte))
        *token = quoted (lexer, position + 1, '\'', byte == 'e' || byte == 'E');
    else if ((byte == 'u' || byte == 'U') && next == '&' && (third == '\'' || third == '"'))
        *token = quoted (lexer, position + 2, (char)third, FALSE);
    else
        return FALSE;
    return TRUE;
}

static gboolean backslashes_escape (const SqlLexer *lexer, guchar quote)
{
    switch (lexer->dialect)
    {
    case DIALECT_POSTGRESQL:
        return quote == '\'' && lexer->mode.standard_strings_off;
    case DIALECT_MYSQL:
        return !lexer->mode.no_backslash_escapes && (quote == '\'' || (quote == '"' && !lexer->mode.ansi_quotes));
    case DIALECT_SQLITE:
        return FALSE;
    }
    g_return_val_if_reached (FALSE);
}

/* SQLite's parameters are one token up to a closing parenthesis, after Tcl: $name::space(anything but blanks). */
static SqlToken sqlite_parameter (SqlLexer *lexer)
{
    gsize start = lexer->position + 1;
    gsize position = start;

    for (;;)
    {
        guchar byte = byte_at (lexer, position);

        if (position < lexer->length && is_name_byte (byte))
            position++;
        else if (byte == ':' && byte_at (lexer, position + 1) == ':')
            position += 2;
        else if (byte == '(' && position > start)
        {
            gsize close = position + 1;

            while (close < lexer->length && lexer->text[close] != ')' &&
                   !is_blank (lexer->dialect, byte_at (lexer, close)))
                close++;
            position = byte_at (lexer, close) == ')' ? close + 1 : close;
            break;
        }
        else
            break;
    }
    return token_make (lexer, position > start ? SQL_TOKEN_QUOTED : SQL_TOKEN_SYMBOL, position, FALSE);
}

/* Bytes that begin neither a name nor a number. */
static SqlToken symbol (SqlLexer *lexer, guchar byte)
{
    gsize position = lexer->position;
    SqlToken token;

    switch (byte)
    {
    case ';':
        return token_make (lexer, lexer->in_executable || lexer->delimiter ? SQL_TOKEN_SYMBOL : SQL_TOKEN_DELIMITER,
                           position + 1, FALSE);
    case '\'':
    case '"':
        return quoted (lexer, position, (char)byte, backslashes_escape (lexer, byte));
    case '`':
        if (lexer->dialect != DIALECT_POSTGRESQL)
            return quoted (lexer, position, '`', FALSE);
        break;
    case '[':
        if (lexer->dialect == DIALECT_SQLITE)
            return quoted (lexer, position, ']', FALSE);
        break;
    case '$':
        if (lexer->dollar_quotes && dollar_quoted (lexer, &token))
            return token;
        if (lexer->dialect == DIALECT_MYSQL)
            return token_make (lexer, SQL_TOKEN_WORD, name_end (lexer, position), FALSE);
        if (lexer->dialect == DIALECT_SQLITE)
            return sqlite_parameter (lexer);
        break;
    case '@':
    case ':':
    case '#':
        if (lexer->dialect == DIALECT_SQLITE)
            return sqlite_parameter (lexer);
        break;
    case '*':
        if (lexer->in_executable && byte_at (lexer, position + 1) == '/')
        {
            lexer->in_executable = FALSE;
            return token_make (lexer, SQL_TOKEN_MARK, position + 2, FALSE);
        }
        break;
    default:
        break;
    }
    return token_make (lexer, SQL_TOKEN_SYMBOL, position + 1, FALSE);
}

SqlToken sql_lexer_next (SqlLexer *lexer)
{
    SqlToken token;
    guchar byte;

    if (!skip_gap (lexer, &token))
        return token;
    if (lexer->position >= lexer->length)
        return token_make (lexer, SQL_TOKEN_END, lexer->length, lexer->in_executable);
    if (!lexer->in_executable && at_delimiter (lexer, lexer->position))
        return token_make (lexer, SQL_TOKEN_DELIMITER, lexer->position + lexer->delimiter_length, FALSE);

    byte = (guchar)lexer->text[lexer->position];
    if (is_name_start (byte))
    {
        if (prefixed_quote (lexer, byte, &token))
            return token;
        return token_make (lexer, SQL_TOKEN_WORD, name_end (lexer, lexer->position), FALSE);
    }
    if (g_ascii_isdigit (byte))
    {
        gsize end = lexer->position + 1;

        if (lexer->dialect == DIALECT_POSTGRESQL) /* 1END is 1 and END, before version 15 */
            while (g_ascii_isdigit (byte_at (lexer, end)))
                end++;
        else
            end = name_end (lexer, lexer->position);
        return token_make (lexer, SQL_TOKEN_NUMBER, end, FALSE);
    }
    return symbol (lexer, byte);
}

gboolean sql_token_is (const SqlLexer *lexer, const SqlToken *token, const char *word)
{
    return token->type == SQL_TOKEN_WORD && g_ascii_tolower (lexer->text[token->offset]) == *word &&
           strlen (word) == token->length &&
           g_ascii_strncasecmp (lexer->text + token->offset, word, token->length) == 0;
}

gboolean sql_token_is_symbol (const SqlLexer *lexer, const SqlToken *token, char symbol_byte)
{
    return token->type == SQL_TOKEN_SYMBOL && lexer->text[token->offset] == symbol_byte;
}
