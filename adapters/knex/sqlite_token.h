/* sqlite_token.h: the tokens of a CREATE of SQLite, as Knex's tokenizer has them (dialects/sqlite3/schema/internal/tokenizer.js, parser.js). */

#ifndef MIGSHIM_ADAPTERS_KNEX_SQLITE_TOKEN_H
#define MIGSHIM_ADAPTERS_KNEX_SQLITE_TOKEN_H

#include <glib.h>

typedef enum
{
    TOKEN_KEYWORD,
    TOKEN_ID,
    TOKEN_STRING,
    TOKEN_BLOB,
    TOKEN_NUMBER,
    TOKEN_VARIABLE,
    TOKEN_OPERATOR
} TokenType;

typedef struct
{
    TokenType type;
    char *text;
} Token;

/* All tokens of SQL (Token; free with g_array_unref). *REST is where it stopped at what is no token, or NULL. */
GArray *sqlite_tokens (const char *sql, const char **rest);

#endif
