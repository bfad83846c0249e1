#include "db/sql_body.h"

#include <string.h>

typedef enum
{
    WORD_NONE,
    WORD_ALTER,
    WORD_AS,
    WORD_ATOMIC,
    WORD_BEGIN,
    WORD_CASE,
    WORD_CREATE,
    WORD_DECLARE,
    WORD_DO,
    WORD_EACH,
    WORD_ELSE,
    WORD_END,
    WORD_EVENT,
    WORD_FOR,
    WORD_HANDLER,
    WORD_IF,
    WORD_LOOP,
    WORD_NOT,
    WORD_OPERATOR, /* an operand follows */
    WORD_OR,
    WORD_PREFIX, /* may stand between CREATE and what is created */
    WORD_REPEAT,
    WORD_REPLACE,
    WORD_ROUTINE,
    WORD_ROW,
    WORD_RULE,
    WORD_THEN,
    WORD_TRIGGER,
    WORD_TYPE, /* SET may follow and begins no statement: CHARACTER SET, RETURNS SET ('a') */
    WORD_UNTIL,
    WORD_VERB, /* begins a simple statement */
    WORD_WHILE
} Word;

/* The words that shape a body, sorted. The verbs are those that MySQL 8.4 and MariaDB 10.11 take within a stored program. */
static const struct
{
    const char *text;
    Word word;
} words[] = {
    { "aggregate", WORD_PREFIX },
    { "alter", WORD_ALTER },
    { "analyze", WORD_VERB },
    { "and", WORD_OPERATOR },
    { "as", WORD_AS },
    { "atomic", WORD_ATOMIC },
    { "begin", WORD_BEGIN },
    { "between", WORD_OPERATOR },
    { "call", WORD_VERB },
    { "case", WORD_CASE },
    { "char", WORD_TYPE },
    { "character", WORD_TYPE },
    { "check", WORD_VERB },
    { "close", WORD_VERB },
    { "commit", WORD_VERB },
    { "create", WORD_CREATE },
    { "current_role", WORD_PREFIX },
    { "current_user", WORD_PREFIX },
    { "deallocate", WORD_VERB },
    { "declare", WORD_DECLARE },
    { "definer", WORD_PREFIX },
    { "delete", WORD_VERB },
    { "div", WORD_OPERATOR },
    { "do", WORD_DO },
    { "drop", WORD_VERB },
    { "each", WORD_EACH },
    { "else", WORD_ELSE },
    { "end", WORD_END },
    { "event", WORD_EVENT },
    { "execute", WORD_VERB },
    { "explain", WORD_VERB },
    { "fetch", WORD_VERB },
    { "flush", WORD_VERB },
    { "for", WORD_FOR },
    { "function", WORD_ROUTINE },
    { "get", WORD_VERB },
    { "grant", WORD_VERB },
    { "handler", WORD_HANDLER },
    { "if", WORD_IF },
    { "in", WORD_OPERATOR },
    { "insert", WORD_VERB },
    { "is", WORD_OPERATOR },
    { "iterate", WORD_VERB },
    { "kill", WORD_VERB },
    { "leave", WORD_VERB },
    { "like", WORD_OPERATOR },
    { "loop", WORD_LOOP },
    { "mod", WORD_OPERATOR },
    { "not", WORD_NOT },
    { "open", WORD_VERB },
    { "or", WORD_OR },
    { "prepare", WORD_VERB },
    { "procedure", WORD_ROUTINE },
    { "regexp", WORD_OPERATOR },
    { "release", WORD_VERB },
    { "rename", WORD_VERB },
    { "repeat", WORD_REPEAT },
    { "replace", WORD_REPLACE },
    { "resignal", WORD_VERB },
    { "return", WORD_VERB },
    { "returns", WORD_TYPE },
    { "revoke", WORD_VERB },
    { "rlike", WORD_OPERATOR },
    { "rollback", WORD_VERB },
    { "row", WORD_ROW },
    { "rule", WORD_RULE },
    { "savepoint", WORD_VERB },
    { "select", WORD_VERB },
    { "set", WORD_VERB },
    { "show", WORD_VERB },
    { "signal", WORD_VERB },
    { "start", WORD_VERB },
    { "temp", WORD_PREFIX },
    { "temporary", WORD_PREFIX },
    { "then", WORD_THEN },
    { "trigger", WORD_TRIGGER },
    { "truncate", WORD_VERB },
    { "until", WORD_UNTIL },
    { "update", WORD_VERB },
    { "values", WORD_VERB },
    { "when", WORD_OPERATOR },
    { "while", WORD_WHILE },
    { "with", WORD_VERB },
    { "xor", WORD_OPERATOR },
};

/* How far the statement is known. */
typedef enum
{
    STAGE_FIRST,  /* no word yet */
    STAGE_BEGIN,  /* MySQL: after BEGIN, which NOT ATOMIC may follow */
    STAGE_ALTER,  /* MySQL: after ALTER */
    STAGE_CREATE, /* after CREATE */
    STAGE_NAME,   /* MySQL: the name and the parameters of a routine */
    STAGE_ROW,    /* MySQL: a trigger before FOR EACH ROW */
    STAGE_DO,     /* MySQL: an event before DO */
    STAGE_HEAD,   /* PostgreSQL: a routine before its body; SQLite: a trigger before BEGIN */
    STAGE_RULE,   /* PostgreSQL: CREATE RULE */
    STAGE_BODY,
    STAGE_PLAIN /* nothing more to know: the next delimiter ends it */
} Stage;

typedef enum
{
    BLOCK_BEGIN,
    BLOCK_IF,
    BLOCK_CASE,
    BLOCK_CASE_EXPRESSION,
    BLOCK_LOOP,
    BLOCK_REPEAT,
    BLOCK_WHILE, /* FOR too */
} BlockKind;

typedef struct
{
    BlockKind kind;
    guint parentheses; /* that were open where it began */
} Block;

struct SqlBody
{
    Dialect dialect;
    Stage stage;
    guint parentheses;
    GArray *blocks;            /* of Block, the innermost last */
    gboolean at_start;         /* the next word begins a statement of the body */
    gboolean at_label;         /* the last word began one, and would be a label before a colon */
    gboolean awaits_statement; /* a few words may come before one begins: characteristics, a handler's conditions */
    gboolean declares_handler;
    gboolean wants_operand; /* the last token can't end an expression */
    gboolean end_closed;    /* the last END closed a block */
    Word last;
    char last_symbol; /* 0 when the last token was no symbol */
};

SqlBody *sql_body_new (Dialect dialect)
{
    SqlBody *body = g_new0 (SqlBody, 1);

    body->dialect = dialect;
    body->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
    return body;
}

void sql_body_free (SqlBody *body)
{
    if (!body)
        return;
    g_array_unref (body->blocks);
    g_free (body);
}

void sql_body_reset (SqlBody *body)
{
    Dialect dialect = body->dialect;
    GArray *blocks = body->blocks;

    g_array_set_size (blocks, 0);
    *body = (SqlBody){ .dialect = dialect, .blocks = blocks };
}

/* A CASE expression holds no delimiter: one that is open at a delimiter is a mistake in the text. */
gboolean sql_body_is_open (const SqlBody *body)
{
    guint depth = body->blocks->len;

    while (depth > 0 && g_array_index (body->blocks, Block, depth - 1).kind == BLOCK_CASE_EXPRESSION)
        depth--;
    return depth > 0 || (body->stage == STAGE_RULE && body->parentheses > 0);
}

static Word find_word (const SqlLexer *lexer, const SqlToken *token)
{
    gsize low = 0;
    gsize high = G_N_ELEMENTS (words);

    if (token->type != SQL_TOKEN_WORD)
        return WORD_NONE;
    while (low < high)
    {
        gsize middle = (low + high) / 2;
        const char *text = words[middle].text;
        int order = g_ascii_strncasecmp (lexer->text + token->offset, text, token->length);

        if (order == 0 && strlen (text) == token->length)
            return words[middle].word;
        if (order <= 0)
            high = middle;
        else
            low = middle + 1;
    }
    return WORD_NONE;
}

static void open_block (SqlBody *body, BlockKind kind)
{
    Block block = { kind, body->parentheses };

    g_array_append_val (body->blocks, block);
    body->stage = STAGE_BODY;
    body->awaits_statement = FALSE;
}

static void close_block (SqlBody *body)
{
    g_array_set_size (body->blocks, body->blocks->len - 1);
    body->at_start = FALSE;
}

static gboolean innermost_is (const SqlBody *body, BlockKind kind)
{
    return body->blocks->len > 0 && g_array_index (body->blocks, Block, body->blocks->len - 1).kind == kind;
}

/* Between CREATE and what is created. */
static gboolean may_precede (Word word)
{
    return word == WORD_PREFIX || word == WORD_OR || word == WORD_REPLACE;
}

/* PostgreSQL. Within BEGIN ATOMIC an END closes only where a statement could begin, so that CASE ... END needs no care. */
static void take_postgresql (SqlBody *body, Word word, gboolean delimiter)
{
    switch (body->stage)
    {
    case STAGE_FIRST:
        body->stage = word == WORD_CREATE ? STAGE_CREATE : STAGE_PLAIN;
        break;
    case STAGE_CREATE:
        if (word == WORD_ROUTINE)
            body->stage = STAGE_HEAD;
        else if (word == WORD_RULE)
            body->stage = STAGE_RULE;
        else if (!may_precede (word))
            body->stage = STAGE_PLAIN;
        break;
    case STAGE_HEAD:
        if (word == WORD_ATOMIC && body->last == WORD_BEGIN && body->parentheses == 0)
        {
            open_block (body, BLOCK_BEGIN);
            body->at_start = TRUE;
        }
        break;
    case STAGE_BODY:
        if (word == WORD_END && body->at_start)
        {
            close_block (body);
            body->stage = STAGE_PLAIN;
        }
        body->at_start = delimiter;
        break;
    case STAGE_BEGIN:
    case STAGE_ALTER:
    case STAGE_NAME:
    case STAGE_ROW:
    case STAGE_DO:
    case STAGE_RULE:
    case STAGE_PLAIN:
        break;
    }
}

/* SQLite's CREATE TRIGGER, under EXPLAIN [QUERY PLAN] too. A trigger's END comes after a semicolon. */
static void take_sqlite (SqlBody *body, const SqlLexer *lexer, const SqlToken *token, Word word, gboolean delimiter)
{
    switch (body->stage)
    {
    case STAGE_FIRST:
        if (word == WORD_CREATE)
            body->stage = STAGE_CREATE;
        else if (!sql_token_is (lexer, token, "explain") && !sql_token_is (lexer, token, "query") &&
                 !sql_token_is (lexer, token, "plan"))
            body->stage = STAGE_PLAIN;
        break;
    case STAGE_CREATE:
        if (word == WORD_TRIGGER)
            body->stage = STAGE_HEAD;
        else if (!may_precede (word))
            body->stage = STAGE_PLAIN;
        break;
    case STAGE_HEAD:
        if (word == WORD_BEGIN)
            open_block (body, BLOCK_BEGIN);
        break;
    case STAGE_BODY:
        if (word == WORD_END && body->at_start)
        {
            close_block (body);
            body->stage = STAGE_PLAIN;
        }
        body->at_start = delimiter;
        break;
    case STAGE_BEGIN:
    case STAGE_ALTER:
    case STAGE_NAME:
    case STAGE_ROW:
    case STAGE_DO:
    case STAGE_RULE:
    case STAGE_PLAIN:
        break;
    }
}

/* A word that begins a compound statement; FALSE when it is none. */
static gboolean open_compound (SqlBody *body, Word word)
{
    gboolean starts = TRUE;

    if (word == WORD_BEGIN)
        open_block (body, BLOCK_BEGIN);
    else if (word == WORD_LOOP)
        open_block (body, BLOCK_LOOP);
    else if (word == WORD_REPEAT)
        open_block (body, BLOCK_REPEAT);
    else
    {
        starts = FALSE;
        if (word == WORD_IF)
            open_block (body, BLOCK_IF);
        else if (word == WORD_CASE)
            open_block (body, BLOCK_CASE);
        else if (word == WORD_WHILE || word == WORD_FOR)
            open_block (body, BLOCK_WHILE);
        else
            return FALSE;
    }
    body->at_start = starts;
    return TRUE;
}

/* BEGIN and END are no reserved words of MySQL: a column may have such a name. So an END closes a block only where a
 * statement could begin, and a CASE expression only where no operand is missing. */
static gboolean end_closes (const SqlBody *body, gboolean was_start)
{
    const Block *block;

    if (body->blocks->len == 0)
        return FALSE;
    block = &g_array_index (body->blocks, Block, body->blocks->len - 1);
    if (block->kind == BLOCK_CASE_EXPRESSION)
        return block->parentheses == body->parentheses && !body->wants_operand;
    return was_start;
}

/* A word within a body that opens no compound statement. */
static void take_inner_word (SqlBody *body, Word word, gboolean was_start)
{
    switch ((int)word)
    {
    case WORD_CASE:
        if (body->last != WORD_END)
            open_block (body, BLOCK_CASE_EXPRESSION);
        break;
    case WORD_END:
        body->end_closed = end_closes (body, was_start);
        if (body->end_closed)
            close_block (body);
        break;
    case WORD_REPEAT: /* REPEAT ... UNTIL condition END REPEAT */
        if (body->last == WORD_END && !body->end_closed && innermost_is (body, BLOCK_REPEAT))
            close_block (body);
        break;
    case WORD_THEN:
    case WORD_ELSE:
        body->at_start = innermost_is (body, BLOCK_IF) || innermost_is (body, BLOCK_CASE);
        break;
    case WORD_DO:
        body->at_start = innermost_is (body, BLOCK_WHILE) && !was_start;
        break;
    case WORD_ATOMIC: /* MariaDB's BEGIN NOT ATOMIC */
        body->at_start = body->last == WORD_NOT;
        break;
    case WORD_DECLARE:
        body->declares_handler = was_start;
        break;
    case WORD_FOR: /* DECLARE ... HANDLER FOR conditions statement */
        body->awaits_statement = body->declares_handler && body->last == WORD_HANDLER;
        break;
    case WORD_VERB:
    case WORD_CREATE:
    case WORD_ALTER:
    case WORD_REPLACE:
        if (body->last != WORD_TYPE)
            body->awaits_statement = FALSE;
        break;
    default:
        break;
    }
}

static void take_body_token (SqlBody *body, SqlLexer *lexer, const SqlToken *token, Word word, gboolean delimiter)
{
    gboolean was_start = body->at_start;
    gboolean was_label = body->at_label;

    body->at_start = FALSE;
    body->at_label = was_start;
    lexer->dollar_quotes = word == WORD_AS && body->awaits_statement; /* a body in JavaScript, MySQL 9 */
    if (delimiter)
    {
        while (innermost_is (body, BLOCK_CASE_EXPRESSION))
            close_block (body);
        body->at_start = TRUE;
        body->awaits_statement = FALSE;
        body->declares_handler = FALSE;
    }
    else if (sql_token_is_symbol (lexer, token, ':'))
        body->at_start = was_label;
    else if (token->type == SQL_TOKEN_WORD && !((was_start || body->awaits_statement) && open_compound (body, word)))
        take_inner_word (body, word, was_start);
}

/* The first words of a statement of MySQL, up to where its body may begin. */
static void take_mysql_head (SqlBody *body, const SqlLexer *lexer, const SqlToken *token, Word word)
{
    switch (body->stage)
    {
    case STAGE_FIRST:
        if (word == WORD_CREATE)
            body->stage = STAGE_CREATE;
        else if (word == WORD_ALTER)
            body->stage = STAGE_ALTER;
        else if (word == WORD_BEGIN)
            body->stage = STAGE_BEGIN;
        else if (!open_compound (body, word))
            body->stage = STAGE_PLAIN;
        break;
    case STAGE_BEGIN:
        if (word == WORD_NOT)
            open_block (body, BLOCK_BEGIN);
        else
            body->stage = STAGE_PLAIN;
        break;
    case STAGE_ALTER:
    case STAGE_CREATE:
        if (word == WORD_EVENT)
            body->stage = STAGE_DO;
        else if (word == WORD_ROUTINE)
            body->stage = STAGE_NAME;
        else if (word == WORD_TRIGGER)
            body->stage = STAGE_ROW;
        else if (token->type == SQL_TOKEN_WORD && !may_precede (word) && body->last_symbol != '=' &&
                 body->last_symbol != '@')
            body->stage = STAGE_PLAIN;
        break;
    case STAGE_NAME:
        if (sql_token_is_symbol (lexer, token, ')') && body->parentheses == 0)
        {
            body->stage = STAGE_BODY;
            body->awaits_statement = TRUE;
        }
        break;
    case STAGE_ROW:
        if (word == WORD_ROW && body->last == WORD_EACH)
        {
            body->stage = STAGE_BODY;
            body->awaits_statement = TRUE;
        }
        break;
    case STAGE_DO:
        if (word == WORD_DO && body->parentheses == 0)
        {
            body->stage = STAGE_BODY;
            body->at_start = TRUE;
        }
        break;
    case STAGE_HEAD:
    case STAGE_RULE:
    case STAGE_BODY:
    case STAGE_PLAIN:
        break;
    }
}

static void take_mysql (SqlBody *body, SqlLexer *lexer, const SqlToken *token, Word word, gboolean delimiter)
{
    if (body->stage != STAGE_BODY)
        take_mysql_head (body, lexer, token, word);
    else
        take_body_token (body, lexer, token, word, delimiter);
}

static gboolean lacks_operand (Word word, char symbol)
{
    return (symbol && symbol != ')' && symbol != '?') || word == WORD_OPERATOR || word == WORD_OR || word == WORD_NOT ||
           word == WORD_CASE || word == WORD_THEN || word == WORD_ELSE;
}

void sql_body_take (SqlBody *body, SqlLexer *lexer, const SqlToken *token)
{
    char symbol = token->type == SQL_TOKEN_SYMBOL ? lexer->text[token->offset] : 0;
    /* Within an executable comment a semicolon is a symbol. */
    gboolean delimiter = token->type == SQL_TOKEN_DELIMITER || symbol == ';';
    Word word;

    if (body->stage == STAGE_PLAIN || token->type == SQL_TOKEN_MARK)
        return;
    word = body->last_symbol == '.' || body->last_symbol == '@' ? WORD_NONE : find_word (lexer, token);
    if (symbol == ')' && body->parentheses > 0)
        body->parentheses--;
    switch (body->dialect)
    {
    case DIALECT_POSTGRESQL:
        take_postgresql (body, word, delimiter);
        break;
    case DIALECT_MYSQL:
        take_mysql (body, lexer, token, word, delimiter);
        break;
    case DIALECT_SQLITE:
        take_sqlite (body, lexer, token, word, delimiter);
        break;
    }
    if (symbol == '(')
        body->parentheses++;
    body->wants_operand = lacks_operand (word, symbol);
    body->last = word;
    body->last_symbol = symbol;
}
