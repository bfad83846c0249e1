#include "adapters/knex/sqlite_ddl.h"
#include "adapters/knex/sqlite_token.h"
#include "util/error.h"

#include <string.h>

typedef struct
{
    const char *sql;
    GArray *tokens;
    guint at;
} Parser;

static void refuse (const char *what, const char *sql, const char *rest, GError **error)
{
    error_set (error, MIGSHIM_ERROR_UNSUPPORTED, "Parsing CREATE %s failed at [%s] of \"%s\"", what, rest, sql);
    error_hint (error, "Knex can't change this table either. Make the new table by knex.raw, and copy its rows.");
}

static gboolean tokenize (Parser *parser, const char *sql, const char *what, GError **error)
{
    const char *rest;

    parser->sql = sql;
    parser->at = 0;
    parser->tokens = sqlite_tokens (sql, &rest);
    if (!rest)
        return TRUE;
    refuse (what, sql, rest, error);
    return FALSE;
}

static const Token *peek (const Parser *parser)
{
    return parser->at < parser->tokens->len ? &g_array_index (parser->tokens, Token, parser->at) : NULL;
}

static gboolean is_at (const Parser *parser, const char *text)
{
    const Token *token = peek (parser);

    return token && g_ascii_strcasecmp (token->text, text) == 0;
}

static gboolean take (Parser *parser, const char *text)
{
    if (!is_at (parser, text))
        return FALSE;
    parser->at++;
    return TRUE;
}

/* Two words, or none of them. */
static gboolean take_two (Parser *parser, const char *first, const char *second)
{
    guint at = parser->at;

    if (take (parser, first) && take (parser, second))
        return TRUE;
    parser->at = at;
    return FALSE;
}

/* A name without its quotes; a text will do. NULL when there is none. */
static char *identifier (Parser *parser)
{
    const Token *token = peek (parser);
    gsize length;

    if (!token || (token->type != TOKEN_ID && token->type != TOKEN_STRING))
        return NULL;
    parser->at++;
    length = strlen (token->text);
    return length >= 2 && strchr ("\"`['", token->text[0]) ? g_strndup (token->text + 1, length - 2)
                                                           : g_strdup (token->text);
}

static void append_name (GString *out, const char *name)
{
    g_auto (GStrv) pieces = g_strsplit (name, "`", -1);
    g_autofree char *doubled = g_strjoinv ("``", pieces);

    g_string_append_printf (out, "`%s`", doubled);
}

/* Tokens up to the parenthesis that closes, with blanks between; nested parentheses stand at the word before them. FALSE when there is nothing. INDEXED: stops at a
 * comma, COLLATE, ASC and DESC too. */
static gboolean expression (Parser *parser, gboolean indexed, GString *out)
{
    gsize begin = out->len;

    for (const Token *token; (token = peek (parser));)
    {
        if (g_str_equal (token->text, ")") ||
            (indexed && (g_str_equal (token->text, ",") || is_at (parser, "COLLATE") || is_at (parser, "ASC") ||
                         is_at (parser, "DESC"))))
            break;
        parser->at++;
        if (!g_str_equal (token->text, "("))
        {
            g_string_append_printf (out, "%s%s", out->len > begin ? " " : "", token->text);
            continue;
        }
        g_string_append_c (out, '(');
        expression (parser, FALSE, out);
        if (!take (parser, ")"))
            return FALSE;
        g_string_append_c (out, ')');
    }
    return out->len > begin;
}

/* "+5", "-1.5" */
static gboolean signed_number (Parser *parser, GString *out)
{
    guint at = parser->at;
    const char *sign = take (parser, "+") ? "+" : take (parser, "-") ? "-" : "";
    const Token *token = peek (parser);

    if (token && token->type == TOKEN_NUMBER)
    {
        g_string_append_printf (out, "%s%s", sign, token->text);
        parser->at++;
        return TRUE;
    }
    parser->at = at;
    return FALSE;
}

/* Words that are no keywords, and one or two numbers in parentheses. */
static char *type_name (Parser *parser)
{
    g_autoptr (GString) out = g_string_new (NULL);
    const Token *token;
    guint at;
    gsize length;

    while ((token = peek (parser)) && token->type == TOKEN_ID)
    {
        g_string_append_printf (out, "%s%s", out->len ? " " : "", token->text);
        parser->at++;
    }
    if (out->len == 0)
        return NULL;
    at = parser->at;
    length = out->len;
    if (take (parser, "("))
    {
        gboolean good;

        g_string_append_c (out, '(');
        good = signed_number (parser, out);
        if (good && take (parser, ","))
        {
            g_string_append (out, ", ");
            good = signed_number (parser, out);
        }
        good = good && take (parser, ")");
        g_string_append_c (out, ')');
        if (!good)
        {
            parser->at = at;
            g_string_truncate (out, length);
        }
    }
    return g_strdup (out->str);
}

static void constraint_name (Parser *parser, GString *out)
{
    g_autofree char *name = NULL;

    if (!take (parser, "CONSTRAINT") || !(name = identifier (parser)))
        return;
    g_string_append (out, "CONSTRAINT ");
    append_name (out, name);
    g_string_append_c (out, ' ');
}

static void append_upper (GString *out, const char *before, const char *word)
{
    g_autofree char *upper = g_ascii_strup (word, -1);

    g_string_append_printf (out, "%s%s", before, upper);
}

static gboolean conflict (Parser *parser, GString *out)
{
    if (!take_two (parser, "ON", "CONFLICT"))
        return TRUE;
    if (!peek (parser))
        return FALSE;
    append_upper (out, " ON CONFLICT ", peek (parser)->text);
    parser->at++;
    return TRUE;
}

static void order (Parser *parser, GString *out)
{
    if (take (parser, "ASC"))
        g_string_append (out, " ASC");
    else if (take (parser, "DESC"))
        g_string_append (out, " DESC");
}

static gboolean name_list (Parser *parser, GPtrArray *names)
{
    do
    {
        char *name = identifier (parser);

        if (!name)
            return FALSE;
        g_ptr_array_add (names, name);
    } while (take (parser, ","));
    return take (parser, ")");
}

/* ON DELETE SET NULL: the action, in capitals. */
static gboolean action (Parser *parser, GString *out)
{
    static const char *const two[][2] = { { "SET", "NULL" }, { "SET", "DEFAULT" }, { "NO", "ACTION" } };

    for (guint i = 0; i < G_N_ELEMENTS (two); i++)
        if (take_two (parser, two[i][0], two[i][1]))
        {
            g_string_append_printf (out, "%s %s", two[i][0], two[i][1]);
            return TRUE;
        }
    if (!is_at (parser, "CASCADE") && !is_at (parser, "RESTRICT"))
        return FALSE;
    append_upper (out, "", peek (parser)->text);
    parser->at++;
    return TRUE;
}

/* What follows the columns that a foreign key refers to. The order of printing is delete, update, match. */
static gboolean reference_tail (Parser *parser, GString *out)
{
    g_autoptr (GString) on_delete = g_string_new (NULL);
    g_autoptr (GString) on_update = g_string_new (NULL);
    g_autofree char *match = NULL;
    gboolean negated;
    guint at;

    for (gboolean more = TRUE; more;)
    {
        at = parser->at;
        more = FALSE;
        if (take (parser, "ON"))
        {
            GString *which = take (parser, "DELETE") ? on_delete : take (parser, "UPDATE") ? on_update : NULL;

            if (which)
            {
                g_string_truncate (which, 0);
                more = action (parser, which);
            }
            if (!more)
                parser->at = at;
        }
        else if (take (parser, "MATCH") && peek (parser))
        {
            g_free (match);
            match = g_strdup (peek (parser)->text);
            parser->at++;
            more = TRUE;
        }
    }
    if (on_delete->len)
        g_string_append_printf (out, " ON DELETE %s", on_delete->str);
    if (on_update->len)
        g_string_append_printf (out, " ON UPDATE %s", on_update->str);
    if (match)
        g_string_append_printf (out, " MATCH %s", match);
    at = parser->at;
    negated = take (parser, "NOT");
    if (!take (parser, "DEFERRABLE"))
    {
        parser->at = at;
        return TRUE;
    }
    g_string_append (out, negated ? " NOT DEFERRABLE" : " DEFERRABLE");
    if (take (parser, "INITIALLY") && peek (parser))
    {
        append_upper (out, " INITIALLY ", peek (parser)->text);
        parser->at++;
    }
    return TRUE;
}

static gboolean references (Parser *parser, char **table, GPtrArray *columns, GString *tail)
{
    *table = identifier (parser);
    return *table && (!take (parser, "(") || name_list (parser, columns)) && reference_tail (parser, tail);
}

static void append_references (GString *out, const char *table, const GPtrArray *columns)
{
    g_string_append (out, "REFERENCES ");
    append_name (out, table);
    for (guint i = 0; i < columns->len; i++)
    {
        g_string_append (out, i > 0 ? ", " : " (");
        append_name (out, columns->pdata[i]);
    }
    if (columns->len > 0)
        g_string_append_c (out, ')');
}

static gboolean in_parentheses (Parser *parser, const char *words, GString *out)
{
    g_string_append_printf (out, "%s (", words);
    if (!take (parser, "(") || !expression (parser, FALSE, out) || !take (parser, ")"))
        return FALSE;
    g_string_append_c (out, ')');
    return TRUE;
}

static gboolean default_value (Parser *parser, GString *out)
{
    const Token *token = peek (parser);

    g_string_append (out, "DEFAULT ");
    if (is_at (parser, "("))
    {
        g_string_append_c (out, '(');
        parser->at++;
        if (!expression (parser, FALSE, out) || !take (parser, ")"))
            return FALSE;
        g_string_append_c (out, ')');
        return TRUE;
    }
    if (signed_number (parser, out))
        return TRUE;
    if (!token ||
        (token->type == TOKEN_KEYWORD && !is_at (parser, "NULL") && !is_at (parser, "CURRENT_TIME") &&
         !is_at (parser, "CURRENT_DATE") && !is_at (parser, "CURRENT_TIMESTAMP")) ||
        token->type == TOKEN_OPERATOR)
        return FALSE;
    g_string_append (out, token->text);
    parser->at++;
    return TRUE;
}

static gboolean generated (Parser *parser, gboolean always, GString *out)
{
    if (!in_parentheses (parser, always ? "GENERATED ALWAYS AS" : "AS", out))
        return FALSE;
    if (is_at (parser, "STORED") || is_at (parser, "VIRTUAL"))
    {
        append_upper (out, " ", peek (parser)->text);
        parser->at++;
    }
    return TRUE;
}

/* One constraint of a column, printed to OUT behind its name. N_DDL_CONSTRAINTS when there is none; FALSE for one that can't be read. */
static gboolean column_constraint (Parser *parser, DdlConstraintKind *kind, GString *out)
{
    *kind = N_DDL_CONSTRAINTS;
    constraint_name (parser, out);
    if (take_two (parser, "PRIMARY", "KEY"))
    {
        *kind = DDL_PRIMARY;
        g_string_append (out, "PRIMARY KEY");
        order (parser, out);
        if (!conflict (parser, out))
            return FALSE;
        if (take (parser, "AUTOINCREMENT"))
            g_string_append (out, " AUTOINCREMENT");
        return TRUE;
    }
    if (take_two (parser, "NOT", "NULL") || take (parser, "NULL") || take (parser, "UNIQUE"))
    {
        const char *last = g_array_index (parser->tokens, Token, parser->at - 1).text;
        gboolean is_unique = g_ascii_strcasecmp (last, "UNIQUE") == 0;
        gboolean negated = !is_unique && parser->at >= 2 &&
                           g_ascii_strcasecmp (g_array_index (parser->tokens, Token, parser->at - 2).text, "NOT") == 0;

        *kind = is_unique ? DDL_UNIQUE : negated ? DDL_NOT_NULL : DDL_NULL;
        g_string_append (out, is_unique ? "UNIQUE" : negated ? "NOT NULL" : "NULL");
        return conflict (parser, out);
    }
    if (take (parser, "CHECK"))
    {
        *kind = DDL_CHECK;
        return in_parentheses (parser, "CHECK", out);
    }
    if (take (parser, "DEFAULT"))
    {
        *kind = DDL_DEFAULT;
        return default_value (parser, out);
    }
    if (take (parser, "COLLATE"))
    {
        *kind = DDL_COLLATE;
        if (!peek (parser) || peek (parser)->type != TOKEN_ID)
            return FALSE;
        g_string_append_printf (out, "COLLATE %s", peek (parser)->text);
        parser->at++;
        return TRUE;
    }
    if (take (parser, "REFERENCES"))
    {
        g_autofree char *table = NULL;
        g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (g_free);
        g_autoptr (GString) tail = g_string_new (NULL);

        *kind = DDL_REFERENCES;
        if (!references (parser, &table, columns, tail))
            return FALSE;
        append_references (out, table, columns);
        g_string_append (out, tail->str);
        return TRUE;
    }
    if (take_two (parser, "GENERATED", "ALWAYS"))
    {
        *kind = DDL_AS;
        return take (parser, "AS") && generated (parser, TRUE, out);
    }
    if (take (parser, "AS"))
    {
        *kind = DDL_AS;
        return generated (parser, FALSE, out);
    }
    return TRUE;
}

void ddl_parsed_column_free (DdlParsedColumn *column)
{
    g_free (column->name);
    g_free (column->type);
    for (guint i = 0; i < N_DDL_CONSTRAINTS; i++)
        g_free (column->constraints[i]);
    g_free (column);
}

static void indexed_free (gpointer data)
{
    DdlIndexed *indexed = data;

    g_free (indexed->name);
    g_free (indexed->tail);
    g_free (indexed);
}

DdlIndexed *ddl_indexed_new (const char *name)
{
    DdlIndexed *indexed = g_new0 (DdlIndexed, 1);

    indexed->name = g_strdup (name);
    indexed->tail = g_strdup ("");
    return indexed;
}

void ddl_parsed_constraint_free (DdlParsedConstraint *constraint)
{
    g_free (constraint->type);
    g_free (constraint->name);
    g_free (constraint->table);
    g_free (constraint->tail);
    g_ptr_array_unref (constraint->columns);
    g_ptr_array_unref (constraint->others);
    g_free (constraint);
}

DdlParsedConstraint *ddl_parsed_constraint_new (const char *type, const char *name)
{
    DdlParsedConstraint *constraint = g_new0 (DdlParsedConstraint, 1);

    constraint->type = g_strdup (type);
    constraint->name = g_strdup (name);
    constraint->tail = g_strdup ("");
    constraint->columns = g_ptr_array_new_with_free_func (indexed_free);
    constraint->others = g_ptr_array_new_with_free_func (g_free);
    return constraint;
}

void ddl_parsed_table_free (DdlParsedTable *table)
{
    if (!table)
        return;
    g_ptr_array_unref (table->columns);
    g_ptr_array_unref (table->constraints);
    g_free (table);
}

void ddl_parsed_index_free (DdlParsedIndex *index)
{
    if (!index)
        return;
    g_ptr_array_unref (index->columns);
    g_free (index->name);
    g_free (index->table);
    g_free (index->where);
    g_free (index);
}

static gboolean column_definition (Parser *parser, DdlParsedTable *table)
{
    DdlParsedColumn *column;
    char *name = identifier (parser);

    if (!name)
        return FALSE;
    column = g_new0 (DdlParsedColumn, 1);
    g_ptr_array_add (table->columns, column);
    column->name = name;
    column->type = type_name (parser);
    for (;;)
    {
        g_autoptr (GString) out = g_string_new (NULL);
        DdlConstraintKind kind;

        if (!column_constraint (parser, &kind, out))
            return FALSE;
        if (kind == N_DDL_CONSTRAINTS)
            return out->len == 0;
        g_free (column->constraints[kind]);
        column->constraints[kind] = g_strdup (out->str);
    }
}

/* Names or expressions with collation and order, up to the closing parenthesis. */
static gboolean indexed_list (Parser *parser, GPtrArray *columns)
{
    do
    {
        DdlIndexed *indexed = ddl_indexed_new (NULL);
        g_autoptr (GString) tail = g_string_new (NULL);
        guint at = parser->at;

        g_ptr_array_add (columns, indexed);
        indexed->name = identifier (parser);
        if (!indexed->name || (!is_at (parser, ",") && !is_at (parser, ")") && !is_at (parser, "COLLATE") &&
                               !is_at (parser, "ASC") && !is_at (parser, "DESC")))
        {
            g_autoptr (GString) text = g_string_new (NULL);

            parser->at = at;
            if (!expression (parser, TRUE, text))
                return FALSE;
            g_free (indexed->name);
            indexed->name = g_strdup (text->str);
            indexed->expression = TRUE;
        }
        if (take (parser, "COLLATE") && peek (parser))
        {
            g_string_append_printf (tail, " COLLATE %s", peek (parser)->text);
            parser->at++;
        }
        order (parser, tail);
        g_free (indexed->tail);
        indexed->tail = g_strdup (tail->str);
    } while (take (parser, ","));
    return take (parser, ")");
}

static gboolean foreign_key (Parser *parser, DdlParsedConstraint *constraint)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GString) tail = g_string_new (NULL);

    if (!take (parser, "(") || !name_list (parser, names) || !take (parser, "REFERENCES") ||
        !references (parser, &constraint->table, constraint->others, tail))
        return FALSE;
    for (guint i = 0; i < names->len; i++)
        g_ptr_array_add (constraint->columns, ddl_indexed_new (names->pdata[i]));
    g_free (constraint->tail);
    constraint->tail = g_strdup (tail->str);
    return TRUE;
}

static gboolean table_constraint (Parser *parser, DdlParsedTable *table)
{
    g_autofree char *name = take (parser, "CONSTRAINT") ? identifier (parser) : NULL;
    const char *type = take_two (parser, "PRIMARY", "KEY")   ? "PRIMARY KEY"
                       : take (parser, "UNIQUE")             ? "UNIQUE"
                       : take (parser, "CHECK")              ? "CHECK"
                       : take_two (parser, "FOREIGN", "KEY") ? "FOREIGN KEY"
                                                             : NULL;
    g_autoptr (GString) tail = g_string_new (NULL);
    DdlParsedConstraint *constraint;

    if (!type)
        return FALSE;
    constraint = ddl_parsed_constraint_new (type, name);
    g_ptr_array_add (table->constraints, constraint);
    if (g_str_equal (type, "FOREIGN KEY"))
        return foreign_key (parser, constraint);
    if (g_str_equal (type, "CHECK"))
    {
        if (!in_parentheses (parser, "", tail))
            return FALSE;
    }
    else if (!take (parser, "(") || !indexed_list (parser, constraint->columns) || !conflict (parser, tail))
        return FALSE;
    g_free (constraint->tail);
    constraint->tail = g_strdup (tail->str);
    return TRUE;
}

static gboolean is_table_constraint (const Parser *parser)
{
    return is_at (parser, "CONSTRAINT") || is_at (parser, "PRIMARY") || is_at (parser, "UNIQUE") ||
           is_at (parser, "CHECK") || is_at (parser, "FOREIGN");
}

static gboolean parse_table (Parser *parser, DdlParsedTable *table)
{
    g_autofree char *name = NULL;

    if (!take (parser, "CREATE") || !take (parser, "TABLE"))
        return FALSE;
    if (take_two (parser, "IF", "NOT"))
        take (parser, "EXISTS");
    name = identifier (parser);
    if (name && take (parser, "."))
    {
        g_free (name);
        name = identifier (parser);
    }
    if (!name || !take (parser, "("))
        return FALSE;
    do
        if (!(is_table_constraint (parser) ? table_constraint (parser, table) : column_definition (parser, table)))
            return FALSE;
    while (take (parser, ","));
    if (!take (parser, ")"))
        return FALSE;
    table->without_rowid = take_two (parser, "WITHOUT", "ROWID");
    return peek (parser) == NULL && table->columns->len > 0;
}

/* The texts of what is left, for the message. */
static char *rest_of (const Parser *parser)
{
    GString *rest = g_string_new (NULL);

    for (guint i = parser->at; i < parser->tokens->len; i++)
        g_string_append_printf (rest, "%s%s", rest->len ? " " : "", g_array_index (parser->tokens, Token, i).text);
    return g_string_free (rest, FALSE);
}

DdlParsedTable *ddl_parse_table (const char *sql, GError **error)
{
    Parser parser;
    DdlParsedTable *table = g_new0 (DdlParsedTable, 1);
    g_autofree char *rest = NULL;

    table->columns = g_ptr_array_new_with_free_func ((GDestroyNotify)ddl_parsed_column_free);
    table->constraints = g_ptr_array_new_with_free_func ((GDestroyNotify)ddl_parsed_constraint_free);
    if (!tokenize (&parser, sql, "TABLE", error))
        g_clear_pointer (&table, ddl_parsed_table_free);
    else if (!parse_table (&parser, table))
    {
        rest = rest_of (&parser);
        refuse ("TABLE", sql, rest, error);
        g_clear_pointer (&table, ddl_parsed_table_free);
    }
    g_array_unref (parser.tokens);
    return table;
}

static gboolean parse_index (Parser *parser, DdlParsedIndex *index)
{
    g_autoptr (GString) where = g_string_new (NULL);

    if (!take (parser, "CREATE"))
        return FALSE;
    index->unique = take (parser, "UNIQUE");
    if (!take (parser, "INDEX"))
        return FALSE;
    if (take_two (parser, "IF", "NOT"))
        take (parser, "EXISTS");
    index->name = identifier (parser);
    if (!index->name || !take (parser, "ON") || !(index->table = identifier (parser)) || !take (parser, "(") ||
        !indexed_list (parser, index->columns))
        return FALSE;
    if (take (parser, "WHERE"))
    {
        if (!expression (parser, FALSE, where))
            return FALSE;
        index->where = g_strdup (where->str);
    }
    return peek (parser) == NULL;
}

DdlParsedIndex *ddl_parse_index (const char *sql, GError **error)
{
    Parser parser;
    DdlParsedIndex *index = g_new0 (DdlParsedIndex, 1);
    g_autofree char *rest = NULL;

    index->columns = g_ptr_array_new_with_free_func (indexed_free);
    if (!tokenize (&parser, sql, "INDEX", error))
        g_clear_pointer (&index, ddl_parsed_index_free);
    else if (!parse_index (&parser, index))
    {
        rest = rest_of (&parser);
        refuse ("INDEX", sql, rest, error);
        g_clear_pointer (&index, ddl_parsed_index_free);
    }
    g_array_unref (parser.tokens);
    return index;
}

static void print_indexed (GString *out, const GPtrArray *columns)
{
    for (guint i = 0; i < columns->len; i++)
    {
        const DdlIndexed *indexed = columns->pdata[i];

        g_string_append (out, i > 0 ? ", " : "");
        if (indexed->expression)
            g_string_append (out, indexed->name);
        else
            append_name (out, indexed->name);
        g_string_append (out, indexed->tail);
    }
}

static void print_constraint (GString *out, const DdlParsedConstraint *constraint)
{
    g_string_append (out, ", ");
    if (constraint->name)
    {
        g_string_append (out, "CONSTRAINT ");
        append_name (out, constraint->name);
        g_string_append_c (out, ' ');
    }
    g_string_append (out, constraint->type);
    if (!g_str_equal (constraint->type, "CHECK"))
    {
        g_string_append (out, " (");
        print_indexed (out, constraint->columns);
        g_string_append_c (out, ')');
    }
    if (constraint->table)
    {
        g_string_append_c (out, ' ');
        append_references (out, constraint->table, constraint->others);
    }
    g_string_append (out, constraint->tail);
}

char *ddl_print_table (const DdlParsedTable *table, const char *name)
{
    GString *out = g_string_new ("CREATE TABLE ");

    append_name (out, name);
    for (guint i = 0; i < table->columns->len; i++)
    {
        const DdlParsedColumn *column = table->columns->pdata[i];

        g_string_append (out, i > 0 ? ", " : " (");
        append_name (out, column->name);
        if (column->type)
            g_string_append_printf (out, " %s", column->type);
        for (guint j = 0; j < N_DDL_CONSTRAINTS; j++)
            if (column->constraints[j])
                g_string_append_printf (out, " %s", column->constraints[j]);
    }
    for (guint i = 0; i < table->constraints->len; i++)
        print_constraint (out, table->constraints->pdata[i]);
    g_string_append (out, table->without_rowid ? ") WITHOUT ROWID" : ")");
    return g_string_free (out, FALSE);
}

char *ddl_print_index (const DdlParsedIndex *index)
{
    GString *out = g_string_new (index->unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");

    append_name (out, index->name);
    g_string_append (out, " on ");
    append_name (out, index->table);
    g_string_append (out, " (");
    print_indexed (out, index->columns);
    g_string_append_c (out, ')');
    if (index->where)
        g_string_append_printf (out, " where %s", index->where);
    return g_string_free (out, FALSE);
}

gboolean ddl_same_name (const char *a, const char *b)
{
    g_autofree char *first = g_utf8_strdown (a, -1);
    g_autofree char *second = g_utf8_strdown (b, -1);

    return g_str_equal (first, second);
}
