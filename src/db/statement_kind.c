#include "db/statement_kind.h"

#include <string.h>

/* How a statement begins. Words stand for themselves, "a|b" for one of them, "[a|b]" for one of them or nothing, "_" for any
 * one token, "..." for any number of tokens up to what follows it, "$" for the end. The first rule that fits decides. */
typedef struct
{
    const char *pattern;
    StatementKind kind;
} Rule;

/* Source of STATEMENT_NO_TRANSACTION: the callers of PreventInTransactionBlock in PostgreSQL 15 to 17, tried on 15. Where
 * it depends on what the database holds (DROP SUBSCRIPTION without a slot, CLUSTER and REINDEX of a partitioned table, CALL of
 * a procedure that commits), the words alone decide. */
static const Rule postgresql_rules[] = {
    { "begin", STATEMENT_BEGIN },
    { "start transaction", STATEMENT_BEGIN },
    { "commit prepared", STATEMENT_NO_TRANSACTION },
    { "commit", STATEMENT_COMMIT },
    { "end", STATEMENT_COMMIT },
    { "prepare transaction", STATEMENT_COMMIT },
    { "rollback prepared", STATEMENT_NO_TRANSACTION },
    { "rollback [work|transaction] to", STATEMENT_SAVEPOINT },
    { "rollback", STATEMENT_ROLLBACK },
    { "abort", STATEMENT_ROLLBACK },
    { "savepoint", STATEMENT_SAVEPOINT },
    { "release", STATEMENT_SAVEPOINT },
    { "set local|constraints|transaction", STATEMENT_OTHER },
    { "set session transaction", STATEMENT_OTHER },
    { "set", STATEMENT_SET },
    { "reset", STATEMENT_SET },
    { "discard all", STATEMENT_NO_TRANSACTION },
    { "vacuum", STATEMENT_NO_TRANSACTION },
    { "create database|tablespace", STATEMENT_NO_TRANSACTION },
    { "create [unique] index concurrently", STATEMENT_NO_TRANSACTION },
    { "create subscription ... create_slot|connect [=] false|off|0", STATEMENT_OTHER },
    { "create subscription", STATEMENT_NO_TRANSACTION },
    { "drop database|tablespace|subscription", STATEMENT_NO_TRANSACTION },
    { "drop index concurrently", STATEMENT_NO_TRANSACTION },
    { "alter system", STATEMENT_NO_TRANSACTION },
    { "alter database _ [set|with] tablespace", STATEMENT_NO_TRANSACTION },
    { "alter subscription _ refresh", STATEMENT_NO_TRANSACTION },
    { "alter subscription _ set|add|drop publication ... refresh [=] false|off|0", STATEMENT_OTHER },
    { "alter subscription _ set|add|drop publication", STATEMENT_NO_TRANSACTION },
    { "alter subscription _ set ( ... failover|two_phase", STATEMENT_NO_TRANSACTION },
    { "alter table ... detach partition ... concurrently", STATEMENT_NO_TRANSACTION },
    { "reindex database|system|schema", STATEMENT_NO_TRANSACTION },
    { "reindex ( ... ) database|system|schema", STATEMENT_NO_TRANSACTION },
    { "reindex ... concurrently", STATEMENT_NO_TRANSACTION },
    { "cluster [verbose] $", STATEMENT_NO_TRANSACTION },
    { "cluster ( ... ) $", STATEMENT_NO_TRANSACTION },
    { "copy (", STATEMENT_OTHER },
    { "copy ... from stdin|stdout", STATEMENT_COPY_STDIN }, /* the grammar takes either word */
};

/* Tried on MariaDB 10.11. What commits by itself is no matter of this table: nothing refuses it. */
static const Rule mysql_rules[] = {
    { "begin not", STATEMENT_OTHER }, /* MariaDB's block: BEGIN NOT ATOMIC */
    { "begin", STATEMENT_BEGIN },
    { "start transaction", STATEMENT_BEGIN },
    { "xa start|begin", STATEMENT_BEGIN },
    { "xa commit", STATEMENT_COMMIT },
    { "xa rollback", STATEMENT_ROLLBACK },
    { "commit", STATEMENT_COMMIT },
    { "rollback [work] to", STATEMENT_SAVEPOINT },
    { "rollback", STATEMENT_ROLLBACK },
    { "savepoint", STATEMENT_SAVEPOINT },
    { "release savepoint", STATEMENT_SAVEPOINT },
    { "set transaction", STATEMENT_NO_TRANSACTION }, /* error 1568 within one */
    { "set [session] [@] [@] [session] [.] sql_log_bin|binlog_format|gtid_next|gtid_domain_id|gtid_seq_no",
      STATEMENT_NO_TRANSACTION }, /* errors 1694, 1679, 1953 */
    { "set statement|password|resource", STATEMENT_OTHER },
    { "set default role", STATEMENT_OTHER },
    { "set", STATEMENT_SET },
    { "use", STATEMENT_SET },
};

/* Tried on SQLite 3.40. ATTACH may run in a transaction; DETACH fails there once the transaction has used the database. PRAGMAs that
 * fail or do nothing in a transaction (synchronous, foreign_keys, journal_mode) have a kind of their own. */
static const Rule sqlite_rules[] = {
    { "begin", STATEMENT_BEGIN },
    { "commit", STATEMENT_COMMIT },
    { "end", STATEMENT_COMMIT },
    { "rollback ... to", STATEMENT_SAVEPOINT },
    { "rollback", STATEMENT_ROLLBACK },
    { "savepoint", STATEMENT_SAVEPOINT },
    { "release", STATEMENT_SAVEPOINT },
    { "pragma", STATEMENT_PRAGMA },
    { "vacuum", STATEMENT_NO_TRANSACTION },
    { "detach", STATEMENT_NO_TRANSACTION },
};

/* The commands of the mysql client that it takes by name, save those that are statements too (use, help). */
static const char *const mysql_commands[] = { "charset", "clear",  "connect",   "edit",   "ego",   "exit",    "go",
                                              "nopager", "notee",  "nowarning", "pager",  "print", "prompt",  "quit",
                                              "rehash",  "source", "status",    "system", "tee",   "warnings" };

static SqlToken next_token (SqlLexer *lexer)
{
    SqlToken token;

    do
        token = sql_lexer_next (lexer);
    while (token.type == SQL_TOKEN_MARK);
    return token;
}

/* TRUE when TOKEN is one of the ALTERNATIVES ("a|b"; SIZE bytes). */
static gboolean token_is_one (const SqlLexer *lexer, const SqlToken *token, const char *alternatives, gsize size)
{
    const char *end = alternatives + size;

    if (*alternatives == '$' && size == 1)
        return token->type == SQL_TOKEN_END || token->type == SQL_TOKEN_DELIMITER;
    if (*alternatives == '_' && size == 1)
        return token->type != SQL_TOKEN_END && token->type != SQL_TOKEN_DELIMITER;
    if (token->type != SQL_TOKEN_WORD && token->type != SQL_TOKEN_SYMBOL && token->type != SQL_TOKEN_NUMBER)
        return FALSE;
    for (const char *p = alternatives; p < end;)
    {
        const char *bar = memchr (p, '|', (gsize)(end - p));
        gsize length = (gsize)((bar ? bar : end) - p);

        if (length == token->length && g_ascii_strncasecmp (lexer->text + token->offset, p, length) == 0)
            return TRUE;
        p += length + 1;
    }
    return FALSE;
}

static gboolean is_last (const SqlToken *token)
{
    return token->type == SQL_TOKEN_END || token->type == SQL_TOKEN_DELIMITER;
}

/* LEXER stands after TOKEN, the statement's first. */
static gboolean fits (SqlLexer lexer, SqlToken token, const char *pattern)
{
    gboolean skips = FALSE;

    while (*pattern)
    {
        gsize size = strcspn (pattern, " ");
        gboolean optional = *pattern == '[';
        const char *element = optional ? pattern + 1 : pattern;
        gsize element_size = optional ? size - 2 : size;

        pattern += size + (pattern[size] == ' ');
        if (size == 3 && memcmp (element, "...", 3) == 0)
        {
            skips = TRUE;
            continue;
        }
        while (skips && !is_last (&token) && !token_is_one (&lexer, &token, element, element_size))
            token = next_token (&lexer);
        skips = FALSE;
        if (token_is_one (&lexer, &token, element, element_size))
            token = next_token (&lexer);
        else if (!optional)
            return FALSE;
    }
    return TRUE;
}

gboolean statement_is_client_command (const SqlLexer *lexer, const SqlToken *token)
{
    gsize next = token->offset + 1;

    switch (lexer->dialect)
    {
    case DIALECT_POSTGRESQL:
        return sql_token_is_symbol (lexer, token, '\\');
    case DIALECT_MYSQL:
        for (guint i = 0; i < G_N_ELEMENTS (mysql_commands); i++)
            if (sql_token_is (lexer, token, mysql_commands[i]))
                return TRUE;
        return sql_token_is_symbol (lexer, token, '\\');
    case DIALECT_SQLITE:
        return sql_token_is_symbol (lexer, token, '.') && next < lexer->length && g_ascii_isalpha (lexer->text[next]);
    }
    g_return_val_if_reached (FALSE);
}

StatementKind statement_kind (SqlLexer lexer)
{
    const Rule *rules = postgresql_rules;
    guint n_rules = G_N_ELEMENTS (postgresql_rules);
    SqlToken first = next_token (&lexer);
    char initial;

    if (statement_is_client_command (&lexer, &first))
        return STATEMENT_CLIENT_COMMAND;
    if (first.type != SQL_TOKEN_WORD)
        return STATEMENT_OTHER;
    if (lexer.dialect == DIALECT_MYSQL)
    {
        rules = mysql_rules;
        n_rules = G_N_ELEMENTS (mysql_rules);
    }
    else if (lexer.dialect == DIALECT_SQLITE)
    {
        rules = sqlite_rules;
        n_rules = G_N_ELEMENTS (sqlite_rules);
    }
    initial = g_ascii_tolower (lexer.text[first.offset]);
    for (guint i = 0; i < n_rules; i++)
        if (rules[i].pattern[0] == initial && fits (lexer, first, rules[i].pattern))
            return rules[i].kind;
    return STATEMENT_OTHER;
}
