/* sql_lexer.h: SQL text into words, quoted things and symbols, as each server's own lexer cuts them.
 *
 * It never fails: what no server would accept still becomes tokens. Blanks and comments are passed over. The rules were read from
 * PostgreSQL's scan.l and psqlscan.l, MySQL's and MariaDB's sql_lex.cc and mysql.cc, SQLite's tokenize.c. */

#ifndef MIGSHIM_DB_SQL_LEXER_H
#define MIGSHIM_DB_SQL_LEXER_H

#include "db/splitter.h"

#define SQL_BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef enum
{
    SQL_TOKEN_END,       /* of the text */
    SQL_TOKEN_WORD,      /* a keyword or a bare name */
    SQL_TOKEN_NUMBER,    /* begins with a digit */
    SQL_TOKEN_QUOTED,    /* a string or a quoted name, with its quotes */
    SQL_TOKEN_SYMBOL,    /* any other byte */
    SQL_TOKEN_DELIMITER, /* ends a statement, unless a body holds it */
    SQL_TOKEN_MARK,      /* the beginning or the end of an executable comment of MySQL */
    SQL_TOKEN_UNCLOSED   /* a comment that the text's end cuts off, where the server minds */
} SqlTokenType;

typedef struct
{
    SqlTokenType type;
    gsize offset;
    gsize length;
    gboolean unclosed; /* the text ended inside it */
} SqlToken;

typedef struct
{
    Dialect dialect;
    SplitterMode mode;
    const char *text; /* borrowed */
    gsize length;
    gsize position;        /* where the next token is looked for */
    const char *delimiter; /* borrowed, within text; NULL for ";" */
    gsize delimiter_length;
    gboolean in_executable; /* inside an executable comment */
    gboolean dollar_quotes; /* $$...$$ is a string here */
} SqlLexer;

/* A lexer at the beginning of TEXT, past its byte order mark. TEXT is borrowed; MODE may be NULL. */
SqlLexer sql_lexer_init (Dialect dialect, const SplitterMode *mode, const char *text, gsize length);

/* The next token. After SQL_TOKEN_END it gives SQL_TOKEN_END again. */
SqlToken sql_lexer_next (SqlLexer *lexer);

/* TRUE when TOKEN is the bare word WORD (in lower case), in any case. */
gboolean sql_token_is (const SqlLexer *lexer, const SqlToken *token, const char *word);

/* TRUE when TOKEN is the symbol SYMBOL. */
gboolean sql_token_is_symbol (const SqlLexer *lexer, const SqlToken *token, char symbol);

/* Passes to the end of the line that POSITION is in, before its line feed. */
gsize sql_lexer_line_end (const SqlLexer *lexer, gsize position);

#endif
