#include "adapters/knex/sqlite_token.h"

#include <string.h>

/* parser.js, TOKENS.keyword; between blanks. */
static const char keywords[] =
    " ABORT ACTION ADD AFTER ALL ALTER ALWAYS ANALYZE AND AS ASC ATTACH AUTOINCREMENT BEFORE BEGIN BETWEEN BY CASCADE "
    "CASE "
    "CAST CHECK COLLATE COLUMN COMMIT CONFLICT CONSTRAINT CREATE CROSS CURRENT CURRENT_DATE CURRENT_TIME "
    "CURRENT_TIMESTAMP DATABASE DEFAULT DEFERRED DEFERRABLE DELETE DESC DETACH DISTINCT DO DROP END EACH ELSE ESCAPE "
    "EXCEPT EXCLUSIVE EXCLUDE EXISTS EXPLAIN FAIL FILTER FIRST FOLLOWING FOR FOREIGN FROM FULL GENERATED GLOB GROUP "
    "GROUPS HAVING IF IGNORE IMMEDIATE IN INDEX INDEXED INITIALLY INNER INSERT INSTEAD INTERSECT INTO IS ISNULL JOIN "
    "KEY "
    "LAST LEFT LIKE LIMIT MATCH MATERIALIZED NATURAL NO NOT NOTHING NOTNULL NULL NULLS OF OFFSET ON OR ORDER OTHERS "
    "OUTER "
    "OVER PARTITION PLAN PRAGMA PRECEDING PRIMARY QUERY RAISE RANGE RECURSIVE REFERENCES REGEXP REINDEX RELEASE RENAME "
    "REPLACE RESTRICT RETURNING RIGHT ROLLBACK ROW ROWS SAVEPOINT SELECT SET TABLE TEMP TEMPORARY THEN TIES TO "
    "TRANSACTION TRIGGER UNBOUNDED UNION UNIQUE UPDATE USING VACUUM VALUES VIEW VIRTUAL WHEN WHERE WINDOW WITH "
    "WITHOUT ";

static const char *const long_operators[] = { "==", "<=", "<>", "<<", ">=", ">>", "!=", "||", NULL };

static gboolean is_word (char c)
{
    return g_ascii_isalnum (c) || c == '_' || c == '$';
}

/* A keyword is one only when something stands behind it that can't belong to a name: at the very end it is none. */
static gboolean is_keyword (const char *word, gsize length)
{
    g_autofree char *upper = g_ascii_strup (word, (gssize)length);
    g_autofree char *spaced = g_strdup_printf (" %s ", upper);

    return word[length] && (g_ascii_isspace (word[length]) || strchr ("-();+*/%=<>!,&~|.", word[length])) &&
           strstr (keywords, spaced);
}

/* The end of what begins with QUOTE at AT, doubled quotes being part of it; NULL when there is none. */
static const char *quoted_end (const char *at, char quote)
{
    for (const char *end = at + 1; (end = strchr (end, quote)); end += 2)
        if (end[1] != quote)
            return end + 1;
    return NULL;
}

static const char *number_end (const char *at)
{
    const char *end = at;

    if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X') && g_ascii_isxdigit (at[2]))
    {
        for (end += 2; g_ascii_isxdigit (*end); end++)
            ;
        return end;
    }
    end += strspn (end, "0123456789");
    if (*end == '.')
        end += 1 + strspn (end + 1, "0123456789");
    if (*end == 'e' || *end == 'E')
    {
        gsize sign = end[1] == '+' || end[1] == '-' ? 1 : 0;

        if (g_ascii_isdigit (end[1 + sign]))
            end += 1 + sign + strspn (end + 1 + sign, "0123456789");
    }
    return end;
}

/* One token at AT; its end, or NULL. */
static const char *read_token (const char *at, TokenType *type)
{
    const char *end = at;

    if (g_ascii_isalpha (*at) || *at == '_')
    {
        if ((*at == 'x' || *at == 'X') && at[1] == '\'')
        {
            *type = TOKEN_BLOB;
            return NULL; /* Knex takes the x for a name, and fails at the text behind it */
        }
        while (is_word (*end))
            end++;
        *type = is_keyword (at, (gsize)(end - at)) ? TOKEN_KEYWORD : TOKEN_ID;
        return end;
    }
    *type = TOKEN_ID;
    if (*at == '"' || *at == '`')
        return quoted_end (at, *at);
    if (*at == '[')
        return (end = strchr (at, ']')) ? end + 1 : NULL;
    *type = TOKEN_STRING;
    if (*at == '\'')
        return quoted_end (at, '\'');
    *type = TOKEN_NUMBER;
    if (g_ascii_isdigit (*at) || (*at == '.' && g_ascii_isdigit (at[1])))
        return number_end (at);
    *type = TOKEN_OPERATOR;
    for (guint i = 0; long_operators[i]; i++)
        if (g_str_has_prefix (at, long_operators[i]))
            return at + 2;
    if (g_str_has_prefix (at, "--") || g_str_has_prefix (at, "/*"))
        return NULL;
    return strchr ("-();+*/%=<>,&~|.", *at) ? at + 1 : NULL;
}

static void token_clear (gpointer item)
{
    g_free (((Token *)item)->text);
}

GArray *sqlite_tokens (const char *sql, const char **rest)
{
    GArray *tokens = g_array_new (TRUE, TRUE, sizeof (Token));

    g_array_set_clear_func (tokens, token_clear);
    *rest = NULL;
    while (*sql && !*rest)
    {
        Token token;
        const char *end;

        if (g_ascii_isspace (*sql))
        {
            sql++;
            continue;
        }
        end = read_token (sql, &token.type);
        if (!end)
        {
            *rest = sql;
            break;
        }
        token.text = g_strndup (sql, (gsize)(end - sql));
        g_array_append_val (tokens, token);
        sql = end;
    }
    return tokens;
}
