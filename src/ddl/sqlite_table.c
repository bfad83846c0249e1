#include "ddl/sqlite_table.h"

#include "db/sql_lexer.h"
#include "model/dialect.h"
#include "util/error.h"

#include <string.h>

typedef struct
{
    SqlLexer lexer;
    GArray *tokens; /* SqlToken, the last being SQL_TOKEN_END */
    guint at;
    guint end; /* the first token that isn't to be read */
} Reader;

static Reader reader_new (const char *sql)
{
    Reader reader = { .lexer = sql_lexer_init (DIALECT_SQLITE, NULL, sql, strlen (sql)) };
    SqlToken token;

    reader.tokens = g_array_new (FALSE, FALSE, sizeof (SqlToken));
    do
    {
        token = sql_lexer_next (&reader.lexer);
        g_array_append_val (reader.tokens, token);
    } while (token.type != SQL_TOKEN_END);
    reader.end = reader.tokens->len - 1;
    return reader;
}

static const SqlToken *token_at (const Reader *reader, guint index)
{
    return &g_array_index (reader->tokens, SqlToken, MIN (index, reader->tokens->len - 1));
}

static gboolean is_word (const Reader *reader, guint index, const char *word)
{
    return index < reader->end && sql_token_is (&reader->lexer, token_at (reader, index), word);
}

static gboolean is_symbol (const Reader *reader, guint index, char symbol)
{
    return index < reader->end && sql_token_is_symbol (&reader->lexer, token_at (reader, index), symbol);
}

static gboolean take_word (Reader *reader, const char *word)
{
    if (!is_word (reader, reader->at, word))
        return FALSE;
    reader->at++;
    return TRUE;
}

/* The text from token FIRST to before token END, as written. */
static char *text_between (const Reader *reader, guint first, guint end)
{
    gsize from;
    gsize to;

    if (first >= end)
        return g_strdup ("");
    from = token_at (reader, first)->offset;
    to = token_at (reader, end - 1)->offset + token_at (reader, end - 1)->length;
    return g_strndup (reader->lexer.text + from, to - from);
}

/* SQLite's names: bare, or in "", ``, [] or ''. */
static char *name_of (const Reader *reader, guint index)
{
    const SqlToken *token = token_at (reader, index);
    const char *text = reader->lexer.text + token->offset;
    GString *name;
    char close;

    if (token->type != SQL_TOKEN_QUOTED || token->length < 2)
        return g_strndup (text, token->length);
    name = g_string_new (NULL);
    close = text[0] == '[' ? ']' : text[0];
    for (gsize i = 1; i + 1 < token->length; i++)
    {
        g_string_append_c (name, text[i]);
        if (text[i] == close)
            i++;
    }
    return g_string_free (name, FALSE);
}

static char *take_name (Reader *reader)
{
    return name_of (reader, reader->at++);
}

/* AT is on an opening parenthesis: gives what is inside and goes past the closing one. */
static char *take_parentheses (Reader *reader)
{
    guint first = reader->at + 1;
    guint depth = 0;

    for (; reader->at < reader->end; reader->at++)
    {
        if (is_symbol (reader, reader->at, '('))
            depth++;
        else if (is_symbol (reader, reader->at, ')') && --depth == 0)
            break;
    }
    reader->at = MIN (reader->at + 1, reader->end);
    return text_between (reader, first, reader->at - 1);
}

/* The names in a list of columns; PLAIN becomes FALSE when there is more than names in it. */
static char **take_columns (Reader *reader, gboolean *plain)
{
    GPtrArray *names = g_ptr_array_new ();
    guint depth = 0;
    gboolean begins = TRUE;

    for (; reader->at < reader->end; reader->at++)
    {
        if (is_symbol (reader, reader->at, '('))
        {
            depth++;
            *plain = *plain && depth == 1;
        }
        else if (is_symbol (reader, reader->at, ')') && --depth == 0)
            break;
        else if (depth == 1 && is_symbol (reader, reader->at, ','))
            begins = TRUE;
        else if (begins)
        {
            g_ptr_array_add (names, name_of (reader, reader->at));
            begins = FALSE;
        }
        else
            *plain = FALSE;
    }
    reader->at = MIN (reader->at + 1, reader->end);
    g_ptr_array_add (names, NULL);
    return (char **)g_ptr_array_free (names, FALSE);
}

static void take_conflict (Reader *reader, char **conflict)
{
    if (!is_word (reader, reader->at, "on") || !is_word (reader, reader->at + 1, "conflict"))
        return;
    reader->at += 2;
    g_free (*conflict);
    *conflict = take_name (reader);
}

/* Behind REFERENCES. */
static void take_reference (Reader *reader, char **referenced, char **deferrable)
{
    gboolean plain = TRUE;

    g_free (*referenced);
    *referenced = take_name (reader);
    if (is_symbol (reader, reader->at, '('))
        g_strfreev (take_columns (reader, &plain));
    while (is_word (reader, reader->at, "on") || is_word (reader, reader->at, "match"))
    {
        gboolean acts = take_word (reader, "on");

        reader->at++;
        if (acts && (take_word (reader, "set") || take_word (reader, "no")))
            reader->at++;
        else if (acts)
            reader->at++;
        else if (reader->at < reader->end)
            reader->at++;
    }
    if (is_word (reader, reader->at, "not") && is_word (reader, reader->at + 1, "deferrable"))
        reader->at += 2;
    else if (take_word (reader, "deferrable"))
    {
        guint first = reader->at;

        if (is_word (reader, reader->at, "initially"))
            reader->at += 2;
        g_free (*deferrable);
        *deferrable = text_between (reader, first, reader->at);
        return;
    }
    if (take_word (reader, "initially"))
        reader->at++;
}

static void check_free (gpointer data)
{
    SqliteCheck *check = data;

    g_free (check->name);
    g_free (check->expression);
    g_free (check);
}

static void column_free (gpointer data)
{
    SqliteColumn *column = data;

    g_free (column->name);
    g_free (column->type);
    g_free (column->collation);
    g_free (column->generated);
    g_free (column->referenced);
    g_free (column->deferrable);
    g_free (column->primary_conflict);
    g_free (column->unique_conflict);
    g_free (column->not_null_conflict);
    g_ptr_array_unref (column->checks);
    g_free (column);
}

static void constraint_free (gpointer data)
{
    SqliteConstraint *constraint = data;

    g_free (constraint->name);
    g_strfreev (constraint->columns);
    g_free (constraint->expression);
    g_free (constraint->conflict);
    g_free (constraint->referenced);
    g_free (constraint->deferrable);
    g_free (constraint);
}

void sqlite_table_free (SqliteTable *table)
{
    if (!table)
        return;
    g_free (table->name);
    g_ptr_array_unref (table->columns);
    g_ptr_array_unref (table->constraints);
    g_free (table);
}

/* The words that end a column's type. https://www.sqlite.org/syntax/column-constraint.html */
static gboolean begins_column_constraint (const Reader *reader, guint index)
{
    static const char *const words[] = { "constraint", "primary", "not",        "null",      "unique", "check",
                                         "default",    "collate", "references", "generated", "as" };

    for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
        if (is_word (reader, index, words[i]))
            return TRUE;
    return FALSE;
}

static void take_default (Reader *reader)
{
    if (is_symbol (reader, reader->at, '('))
    {
        g_free (take_parentheses (reader));
        return;
    }
    if (is_symbol (reader, reader->at, '-') || is_symbol (reader, reader->at, '+'))
        reader->at++;
    reader->at++;
}

static void take_primary (Reader *reader, SqliteColumn *column)
{
    take_word (reader, "key");
    column->descending = take_word (reader, "desc");
    take_word (reader, "asc");
    take_conflict (reader, &column->primary_conflict);
    column->autoincrement = take_word (reader, "autoincrement");
}

static void take_generated (Reader *reader, SqliteColumn *column)
{
    g_free (column->generated);
    column->generated = take_parentheses (reader);
    column->stored = take_word (reader, "stored");
    take_word (reader, "virtual");
}

static void take_column_constraint (Reader *reader, SqliteColumn *column, char **constraint_name)
{
    if (take_word (reader, "constraint"))
    {
        g_free (*constraint_name);
        *constraint_name = take_name (reader);
        return;
    }
    if (take_word (reader, "primary"))
        take_primary (reader, column);
    else if (take_word (reader, "not"))
    {
        take_word (reader, "null");
        take_conflict (reader, &column->not_null_conflict);
    }
    else if (take_word (reader, "unique"))
        take_conflict (reader, &column->unique_conflict);
    else if (take_word (reader, "check"))
    {
        SqliteCheck *check = g_new0 (SqliteCheck, 1);

        check->name = g_steal_pointer (constraint_name);
        check->expression = take_parentheses (reader);
        g_ptr_array_add (column->checks, check);
    }
    else if (take_word (reader, "default"))
        take_default (reader);
    else if (take_word (reader, "collate"))
    {
        g_free (column->collation);
        column->collation = take_name (reader);
    }
    else if (take_word (reader, "references"))
        take_reference (reader, &column->referenced, &column->deferrable);
    else if (take_word (reader, "as"))
        take_generated (reader, column);
    else
        reader->at++; /* NULL, GENERATED, ALWAYS */
    g_clear_pointer (constraint_name, g_free);
}

static SqliteColumn *take_column (Reader *reader)
{
    SqliteColumn *column = g_new0 (SqliteColumn, 1);
    g_autofree char *constraint_name = NULL;
    guint first;

    column->checks = g_ptr_array_new_with_free_func (check_free);
    column->name = take_name (reader);
    first = reader->at;
    while (reader->at < reader->end && !begins_column_constraint (reader, reader->at))
        reader->at++;
    column->type = text_between (reader, first, reader->at);
    while (reader->at < reader->end)
        take_column_constraint (reader, column, &constraint_name);
    return column;
}

static void take_table_constraint (Reader *reader, GPtrArray *constraints)
{
    SqliteConstraint *constraint = g_new0 (SqliteConstraint, 1);

    constraint->plain = TRUE;
    if (take_word (reader, "constraint"))
        constraint->name = take_name (reader);
    if (take_word (reader, "check"))
    {
        constraint->kind = SQLITE_CHECK;
        constraint->expression = take_parentheses (reader);
    }
    else if (take_word (reader, "foreign"))
    {
        constraint->kind = SQLITE_FOREIGN_KEY;
        take_word (reader, "key");
        constraint->columns = take_columns (reader, &constraint->plain);
        if (take_word (reader, "references"))
            take_reference (reader, &constraint->referenced, &constraint->deferrable);
    }
    else
    {
        constraint->kind = take_word (reader, "unique") ? SQLITE_UNIQUE : SQLITE_PRIMARY_KEY;
        if (constraint->kind == SQLITE_PRIMARY_KEY)
            reader->at += 2;
        constraint->columns = take_columns (reader, &constraint->plain);
    }
    take_conflict (reader, &constraint->conflict);
    g_ptr_array_add (constraints, constraint);
}

static gboolean begins_table_constraint (const Reader *reader)
{
    static const char *const words[] = { "constraint", "primary", "unique", "check", "foreign" };

    for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
        if (is_word (reader, reader->at, words[i]))
            return TRUE;
    return FALSE;
}

/* The index of the comma or parenthesis that ends the part at FROM. */
static guint part_end (const Reader *reader, guint from)
{
    guint depth = 0;

    for (guint i = from; i < reader->end; i++)
    {
        if (is_symbol (reader, i, '('))
            depth++;
        else if (is_symbol (reader, i, ')') && depth-- == 0)
            return i;
        else if (depth == 0 && is_symbol (reader, i, ','))
            return i;
    }
    return reader->end;
}

static void take_parts (Reader *reader, SqliteTable *table)
{
    guint all = reader->end;
    gboolean more = TRUE;

    while (more && reader->at < all)
    {
        guint end = part_end (reader, reader->at);

        reader->end = end;
        if (!begins_table_constraint (reader))
            g_ptr_array_add (table->columns, take_column (reader));
        while (reader->at < end && begins_table_constraint (reader))
            take_table_constraint (reader, table->constraints);
        reader->end = all;
        more = is_symbol (reader, end, ',');
        reader->at = end + 1;
    }
}

SqliteTable *sqlite_table_parse (const char *sql, GError **error)
{
    Reader reader = reader_new (sql);
    SqliteTable *table = NULL;

    take_word (&reader, "create");
    if (take_word (&reader, "table"))
    {
        table = g_new0 (SqliteTable, 1);
        table->columns = g_ptr_array_new_with_free_func (column_free);
        table->constraints = g_ptr_array_new_with_free_func (constraint_free);
        table->name = take_name (&reader);
        reader.at++;
        take_parts (&reader, table);
        for (; reader.at < reader.end; reader.at++)
        {
            table->strict = table->strict || is_word (&reader, reader.at, "strict");
            table->without_rowid = table->without_rowid || is_word (&reader, reader.at, "without");
        }
    }
    else
        error_set (error, MIGSHIM_ERROR_UNSUPPORTED, "this is no ordinary table: %s", sql);
    g_array_unref (reader.tokens);
    return table;
}

const SqliteColumn *sqlite_table_column (const SqliteTable *table, const char *name)
{
    for (guint i = 0; i < table->columns->len; i++)
    {
        const SqliteColumn *column = g_ptr_array_index (table->columns, i);

        if (g_ascii_strcasecmp (column->name, name) == 0)
            return column;
    }
    return NULL;
}

SqliteIndex sqlite_index_parse (const char *sql)
{
    Reader reader = reader_new (sql);
    SqliteIndex index = { .plain = TRUE };

    while (reader.at < reader.end && !is_symbol (&reader, reader.at, '('))
        reader.at++;
    g_strfreev (take_columns (&reader, &index.plain));
    if (take_word (&reader, "where"))
        index.predicate = text_between (&reader, reader.at, reader.end);
    g_array_unref (reader.tokens);
    return index;
}

void sqlite_index_clear (SqliteIndex *index)
{
    g_clear_pointer (&index->predicate, g_free);
}

char **sqlite_trigger_columns (const char *sql)
{
    Reader reader = reader_new (sql);
    char **columns = NULL;

    while (reader.at < reader.end && !is_word (&reader, reader.at, "on") && !is_word (&reader, reader.at, "begin") &&
           !is_word (&reader, reader.at, "of"))
        reader.at++;
    if (take_word (&reader, "of"))
    {
        GPtrArray *names = g_ptr_array_new ();

        for (; reader.at < reader.end && !is_word (&reader, reader.at, "on"); reader.at++)
            if (!is_symbol (&reader, reader.at, ','))
                g_ptr_array_add (names, name_of (&reader, reader.at));
        g_ptr_array_add (names, NULL);
        columns = (char **)g_ptr_array_free (names, FALSE);
    }
    g_array_unref (reader.tokens);
    return columns;
}

static gboolean is_name (const Reader *reader, guint index, const char *name)
{
    SqlTokenType type = token_at (reader, index)->type;
    g_autofree char *found = NULL;

    if (index >= reader->end || (type != SQL_TOKEN_WORD && type != SQL_TOKEN_QUOTED))
        return FALSE;
    if (type == SQL_TOKEN_QUOTED && reader->lexer.text[token_at (reader, index)->offset] == '\'')
        return FALSE;
    found = name_of (reader, index);
    return g_ascii_strcasecmp (found, name) == 0;
}

static gboolean is_text (const Reader *reader, guint index)
{
    const SqlToken *token = token_at (reader, index);

    return index < reader->end && token->type == SQL_TOKEN_QUOTED && reader->lexer.text[token->offset] == '\'';
}

GPtrArray *sqlite_check_values (const char *expression, const char *column)
{
    Reader reader = reader_new (expression);
    GPtrArray *values = g_ptr_array_new_with_free_func (g_free);
    gboolean fits = is_name (&reader, 0, column) && is_word (&reader, 1, "in") && is_symbol (&reader, 2, '(');

    reader.at = 3;
    while (fits && is_text (&reader, reader.at))
    {
        g_ptr_array_add (values, take_name (&reader));
        if (!is_symbol (&reader, reader.at, ','))
            break;
        reader.at++;
    }
    fits = fits && values->len > 0 && is_symbol (&reader, reader.at, ')') && reader.at + 1 == reader.end;
    if (!fits)
        g_clear_pointer (&values, g_ptr_array_unref);
    g_array_unref (reader.tokens);
    return values;
}

char *sqlite_expression_rename (const char *expression, const char *from, const char *to)
{
    Reader reader = reader_new (expression);
    GString *out = g_string_new (NULL);
    gsize copied = 0;

    for (guint i = 0; i < reader.end; i++)
    {
        const SqlToken *token = token_at (&reader, i);

        if (!is_name (&reader, i, from) || is_symbol (&reader, i + 1, '(') || is_symbol (&reader, i + 1, '.'))
            continue;
        g_string_append_len (out, expression + copied, (gssize)(token->offset - copied));
        dialect_append_identifier (DIALECT_SQLITE, out, to);
        copied = token->offset + token->length;
    }
    g_string_append (out, expression + copied);
    g_array_unref (reader.tokens);
    return g_string_free (out, FALSE);
}
