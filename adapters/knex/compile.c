/* select and its parts (query/querycompiler.js). The order in which parts are compiled is that of the values in the SQL. */

#include "adapters/knex/query.h"

#include <string.h>

static GString *sql_of (KnexCompiler *compiler)
{
    return compiler->text->sql;
}

/* `schema.table`, where the table is a name. */
static ScriptStatus wrap_table (KnexText *text, Value table, Value schema)
{
    g_autofree char *name = NULL;

    if (value_is_nullish (schema) || knex_is_query (table) || knex_is_raw (table) || knex_is_function (table))
    {
        gboolean query = knex_is_query (table);

        if (!query)
            return knex_wrap (text, table);
        return knex_parameter (text, table);
    }
    name = g_strdup_printf ("%s.", value_to_text (text->run->runtime, schema));
    {
        g_autofree char *dotted = g_strconcat (name, value_to_text (text->run->runtime, table), NULL);

        return knex_wrap_string (text, dotted, strlen (dotted));
    }
}

ScriptStatus knex_compile_table (KnexCompiler *compiler)
{
    KnexText *text = compiler->text;
    g_autoptr (GString) part = NULL;

    if (compiler->table)
        return SCRIPT_NORMAL;
    part = g_string_new (NULL);
    if (!value_is_nullish (compiler->query->table))
        KNEX_INTO (text, part, wrap_table (text, compiler->query->table, compiler->query->schema));
    compiler->table = g_strdup (part->str);
    return SCRIPT_NORMAL;
}

static gboolean has_table (const KnexCompiler *compiler)
{
    return !value_is_nullish (compiler->query->table);
}

static const KnexClause *first_of (const KnexClauses *clauses, ClauseGroup group)
{
    for (guint i = 0; i < clauses->n; i++)
        if (clauses->items[i]->group == group)
            return clauses->items[i];
    return NULL;
}

/* A query that only joins others: no columns, no table. */
static gboolean only_unions (const KnexCompiler *compiler)
{
    const KnexClauses *clauses = &compiler->query->clauses;
    const KnexClause *columns = first_of (clauses, GROUP_COLUMNS);

    return (!columns || !value_is_nullish (columns->value)) && first_of (clauses, GROUP_UNION) && !has_table (compiler);
}

static gboolean only_json (const KnexCompiler *compiler)
{
    const KnexClauses *clauses = &compiler->query->clauses;

    return !has_table (compiler) && knex_clauses_count (clauses, GROUP_COLUMNS) == 1 &&
           first_of (clauses, GROUP_COLUMNS)->kind == CLAUSE_JSON;
}

static ScriptStatus with_one (KnexCompiler *compiler, const KnexClause *clause)
{
    KnexText *text = compiler->text;
    g_autoptr (GString) query = g_string_new (NULL);

    KNEX_INTO (text, query, knex_raw_or_function (text, clause->value, NULL));
    if (query->len == 0)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (knex_columnize (text, clause->column));
    if (!value_is_nullish (clause->extra))
    {
        g_string_append_c (text->sql, '(');
        SCRIPT_TRY (knex_columnize (text, clause->extra));
        g_string_append_c (text->sql, ')');
    }
    g_string_append_printf (text->sql, " as %s(%s)",
                            clause->materialized < 0 ? ""
                            : clause->materialized   ? "materialized "
                                                     : "not materialized ",
                            query->str);
    return SCRIPT_NORMAL;
}

ScriptStatus knex_compile_with (KnexCompiler *compiler)
{
    const KnexClauses *clauses = &compiler->query->clauses;
    gboolean recursive = FALSE;
    guint n = 0;

    for (guint i = 0; i < clauses->n; i++)
        recursive = recursive || (clauses->items[i]->group == GROUP_WITH && clauses->items[i]->recursive);
    for (guint i = 0; i < clauses->n; i++)
    {
        if (clauses->items[i]->group != GROUP_WITH)
            continue;
        g_string_append (sql_of (compiler), n++ > 0 ? ", " : recursive ? "with recursive " : "with ");
        SCRIPT_TRY (with_one (compiler, clauses->items[i]));
    }
    if (n > 0)
        g_string_append_c (sql_of (compiler), ' ');
    return SCRIPT_NORMAL;
}

ScriptStatus knex_compile_comments (KnexCompiler *compiler)
{
    const ScriptList *comments = compiler->query->comments;

    for (guint32 i = 0; i < comments->length; i++)
        g_string_append_printf (sql_of (compiler), "%s/* %s */", i > 0 ? " " : "",
                                value_to_text (compiler->text->run->runtime, comments->items[i]));
    return SCRIPT_NORMAL;
}

static void append_hints (KnexCompiler *compiler)
{
    const KnexClauses *clauses = &compiler->query->clauses;
    g_autoptr (GString) hints = g_string_new (NULL);

    for (guint i = 0; i < clauses->n; i++)
        if (clauses->items[i]->group == GROUP_HINTS)
        {
            const ScriptList *list = value_list (clauses->items[i]->value);

            for (guint32 j = 0; j < list->length; j++)
                g_string_append_printf (hints, "%s%s", hints->len ? " " : "",
                                        value_to_text (compiler->text->run->runtime, list->items[j]));
        }
    if (hints->len > 0)
        g_string_append_printf (sql_of (compiler), "/*+ %s */ ", hints->str);
}

/* function(distinct column) as alias; PostgreSQL puts several distinct columns into parentheses. */
static ScriptStatus one_aggregate (KnexCompiler *compiler, const KnexClause *clause, Value column, Value alias)
{
    KnexText *text = compiler->text;
    gboolean several = value_is_object (column, OBJECT_LIST);
    gboolean parentheses = several && clause->distinct && text->run->dialect == DIALECT_POSTGRESQL;

    g_string_append_printf (text->sql, "%s(%s%s", clause->word, clause->distinct ? "distinct" : "",
                            !clause->distinct ? ""
                            : parentheses     ? "("
                                              : " ");
    SCRIPT_TRY (knex_columnize (text, column));
    g_string_append (text->sql, parentheses ? "))" : ")");
    if (value_is_nullish (alias))
        return SCRIPT_NORMAL;
    g_string_append (text->sql, " as ");
    return knex_wrap (text, alias);
}

static ScriptStatus aggregate_object (KnexCompiler *compiler, const KnexClause *clause)
{
    ScriptRuntime *runtime = compiler->text->run->runtime;
    guint n;
    const char *const *names = script_names (runtime, clause->value, &n);

    if (!value_is_nullish (clause->extra))
        return script_throw (runtime, "Error", "When using an object explicit alias can not be used");
    for (guint i = 0; i < n; i++)
    {
        Value column;

        if (i > 0)
            g_string_append (sql_of (compiler), ", ");
        SCRIPT_TRY (script_member (runtime, clause->value, names[i], &column));
        SCRIPT_TRY (one_aggregate (compiler, clause, column, value_string (runtime, names[i], -1)));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus aggregate (KnexCompiler *compiler, const KnexClause *clause)
{
    ScriptRuntime *runtime = compiler->text->run->runtime;
    g_autofree char *lower = NULL;
    const char *text, *separator;

    if (value_is_object (clause->value, OBJECT_LIST))
        return one_aggregate (compiler, clause, clause->value, UNDEFINED);
    if (clause->value.kind == VALUE_OBJECT)
        return aggregate_object (compiler, clause);
    text = value_to_text (runtime, clause->value);
    lower = g_ascii_strdown (text, -1);
    separator = strstr (lower, " as ");
    if (!separator)
        return one_aggregate (compiler, clause, clause->value, clause->extra);
    if (!value_is_nullish (clause->extra))
        return script_throw (runtime, "Error", "Found multiple aliases for same column: %.*s", (int)(separator - lower),
                             text);
    return one_aggregate (compiler, clause, value_string (runtime, text, separator - lower),
                          value_string (runtime, text + (separator - lower) + 4, -1));
}

static ScriptStatus ordered_columns (KnexCompiler *compiler, const ScriptList *list)
{
    KnexText *text = compiler->text;

    for (guint32 i = 0; i < list->length; i++)
    {
        Value item = list->items[i];
        Value order;

        if (i > 0)
            g_string_append (text->sql, ", ");
        if (!value_is_object (item, OBJECT_PLAIN))
        {
            SCRIPT_TRY (knex_columnize (text, item));
            continue;
        }
        SCRIPT_TRY (knex_columnize (text, knex_peek (text->run->runtime, item, "column")));
        order = knex_peek (text->run->runtime, item, "order");
        if (order.kind == VALUE_STRING)
            g_string_append_printf (text->sql, " %s", value_to_text (text->run->runtime, order));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus analytic (KnexCompiler *compiler, const KnexClause *clause)
{
    KnexText *text = compiler->text;
    const KnexAnalytic *window = clause->analytic;

    g_string_append_printf (text->sql, "%s() over (", clause->word);
    if (knex_is_raw (window->raw))
    {
        /* Knex puts the raw's text there, with its bindings written in. */
        g_auto (KnexText) raw = { 0 };
        g_autoptr (GString) filled = g_string_new (NULL);

        knex_text_init (&raw, text->call);
        SCRIPT_TRY (knex_raw_compile (&raw, window->raw));
        SCRIPT_TRY (knex_fill (&raw, filled));
        g_string_append (text->sql, filled->str);
    }
    else
    {
        if (window->partitions->length > 0)
        {
            g_string_append (text->sql, "partition by ");
            SCRIPT_TRY (ordered_columns (compiler, window->partitions));
            g_string_append_c (text->sql, ' ');
        }
        g_string_append (text->sql, "order by ");
        SCRIPT_TRY (ordered_columns (compiler, window->order));
    }
    g_string_append_c (text->sql, ')');
    if (value_is_nullish (window->alias))
        return SCRIPT_NORMAL;
    g_string_append (text->sql, " as ");
    return knex_wrap (text, window->alias);
}

static ScriptStatus one_column (KnexCompiler *compiler, const KnexClause *clause)
{
    KnexText *text = compiler->text;
    gboolean done;

    if (clause->kind == CLAUSE_AGGREGATE)
        return aggregate (compiler, clause);
    if (clause->kind == CLAUSE_ANALYTIC)
        return analytic (compiler, clause);
    if (clause->kind == CLAUSE_JSON)
        return knex_compile_json (compiler, clause);
    if (clause->kind != CLAUSE_AGGREGATE_RAW)
        return knex_columnize (text, clause->value);
    g_string_append_printf (text->sql, "%s(%s", clause->word, clause->distinct ? "distinct " : "");
    SCRIPT_TRY (knex_unwrap (text, clause->value, &done));
    g_string_append_c (text->sql, ')');
    return SCRIPT_NORMAL;
}

static gboolean is_no_column (const KnexClause *clause)
{
    return clause->group != GROUP_COLUMNS || clause->kind == CLAUSE_DISTINCT_ON ||
           (value_is_object (clause->value, OBJECT_LIST) && value_list (clause->value)->length == 0 &&
            clause->kind != CLAUSE_AGGREGATE);
}

static ScriptStatus distinct_on (KnexCompiler *compiler, const KnexClause *clause, GString *distinct)
{
    KnexText *text = compiler->text;

    if (text->run->dialect != DIALECT_POSTGRESQL)
        return script_throw (text->run->runtime, "Error", ".distinctOn() is currently only supported on PostgreSQL");
    g_string_assign (distinct, "distinct on (");
    KNEX_INTO (text, distinct, knex_columnize (text, clause->value));
    g_string_append (distinct, ") ");
    return SCRIPT_NORMAL;
}

static ScriptStatus columns (KnexCompiler *compiler)
{
    const KnexClauses *clauses = &compiler->query->clauses;
    KnexText *text = compiler->text;
    g_autoptr (GString) distinct = g_string_new (NULL);
    g_autoptr (GString) list = g_string_new (NULL);
    guint n = 0;

    if (only_unions (compiler))
        return SCRIPT_NORMAL;
    for (guint i = 0; i < clauses->n; i++)
    {
        const KnexClause *clause = clauses->items[i];

        if (clause->group == GROUP_COLUMNS && clause->kind == CLAUSE_DISTINCT)
            g_string_assign (distinct, "distinct ");
        if (clause->group == GROUP_COLUMNS && clause->kind == CLAUSE_DISTINCT_ON)
            SCRIPT_TRY (distinct_on (compiler, clause, distinct));
        if (is_no_column (clause))
            continue;
        if (n++ > 0)
            g_string_append (list, ", ");
        KNEX_INTO (text, list, one_column (compiler, clause));
    }
    if (!only_json (compiler))
        g_string_append (text->sql, "select ");
    append_hints (compiler);
    g_string_append_printf (text->sql, "%s%s", distinct->str, n > 0 ? list->str : "*");
    SCRIPT_TRY (knex_compile_table (compiler));
    if (*compiler->table)
        g_string_append_printf (text->sql, " from %s%s", compiler->query->only ? "only " : "", compiler->table);
    return SCRIPT_NORMAL;
}

ScriptStatus knex_compile_join (KnexCompiler *compiler)
{
    const KnexClauses *clauses = &compiler->query->clauses;
    KnexText *text = compiler->text;
    guint n = 0;
    gboolean done;

    for (guint i = 0; i < clauses->n; i++)
    {
        const KnexJoin *join = clauses->items[i]->join;

        if (clauses->items[i]->group != GROUP_JOIN)
            continue;
        if (n++ > 0)
            g_string_append_c (text->sql, ' ');
        if (g_str_equal (join->type, "raw"))
        {
            SCRIPT_TRY (knex_unwrap (text, join->table, &done));
            continue;
        }
        g_string_append_printf (text->sql, "%s join ", join->type);
        SCRIPT_TRY (wrap_table (text, join->table, join->schema));
        SCRIPT_TRY (knex_compile_on (compiler, &join->clauses));
    }
    return SCRIPT_NORMAL;
}

/* One union after another; the first without its word where there is nothing before it. */
static ScriptStatus unions (KnexCompiler *compiler)
{
    const KnexClauses *clauses = &compiler->query->clauses;
    KnexText *text = compiler->text;
    gboolean only = only_unions (compiler);
    guint n = 0;

    for (guint i = 0; i < clauses->n; i++)
    {
        const KnexClause *clause = clauses->items[i];
        g_autoptr (GString) query = NULL;

        if (clause->group != GROUP_UNION)
            continue;
        if (n > 0)
            g_string_append_c (text->sql, ' ');
        if (n++ > 0 || !only)
            g_string_append_printf (text->sql, "%s ", clause->word);
        query = g_string_new (NULL);
        KNEX_INTO (text, query, knex_raw_or_function (text, clause->value, NULL));
        if (query->len > 0)
            g_string_append_printf (text->sql, clause->wrap ? "(%s)" : "%s", query->str);
    }
    return SCRIPT_NORMAL;
}

static gboolean wraps_main (const KnexCompiler *compiler)
{
    const KnexClauses *clauses = &compiler->query->clauses;

    for (guint i = 0; i < clauses->n; i++)
        if (clauses->items[i]->group == GROUP_UNION && clauses->items[i]->wrap)
            return TRUE;
    return FALSE;
}

static ScriptStatus conditions (KnexCompiler *compiler, ClauseGroup group, const char *word)
{
    const KnexClauses *clauses = &compiler->query->clauses;
    KnexText *text = compiler->text;
    guint n = 0;

    for (guint i = 0; i < clauses->n; i++)
    {
        const KnexClause *clause = clauses->items[i];
        g_autoptr (GString) part = NULL;

        if (clause->group != group)
            continue;
        if (group == GROUP_WHERE && clause->kind != CLAUSE_NULL &&
            knex_contains_undefined (text->run->runtime, clause->value))
        {
            if (!compiler->undefined)
                compiler->undefined = g_string_new (NULL);
            g_string_append_printf (compiler->undefined, "%s%s", compiler->undefined->len ? ", " : "",
                                    value_to_text (text->run->runtime, clause->column));
        }
        part = g_string_new (NULL);
        KNEX_INTO (text, part, knex_compile_clause (compiler, clause));
        if (part->len == 0)
            continue;
        g_string_append_printf (text->sql, "%s%s %s", n > 0 ? " " : "", n > 0 ? (clause->is_or ? "or" : "and") : word,
                                part->str);
        n++;
    }
    return SCRIPT_NORMAL;
}

ScriptStatus knex_compile_where (KnexCompiler *compiler)
{
    return conditions (compiler, GROUP_WHERE, "where");
}

static ScriptStatus item_value (KnexCompiler *compiler, Value value, const char *nulls)
{
    KnexText *text = compiler->text;
    gboolean done;
    gboolean wraps = knex_is_query (value) || *nulls;

    if (knex_is_raw (value))
        return knex_unwrap (text, value, &done);
    if (wraps)
        g_string_append_c (text->sql, '(');
    SCRIPT_TRY (knex_columnize (text, value));
    if (wraps)
        g_string_append_printf (text->sql, "%s)",
                                g_str_equal (nulls, "last")    ? " is null"
                                : g_str_equal (nulls, "first") ? " is not null"
                                                               : "");
    return SCRIPT_NORMAL;
}

ScriptStatus knex_compile_order (KnexCompiler *compiler, ClauseGroup group)
{
    const KnexClauses *clauses = &compiler->query->clauses;
    KnexText *text = compiler->text;
    gboolean own_nulls = text->run->dialect == DIALECT_POSTGRESQL;
    guint n = 0;

    for (guint i = 0; i < clauses->n; i++)
    {
        const KnexClause *clause = clauses->items[i];
        const char *nulls;

        if (clause->group != group)
            continue;
        nulls = value_is_nullish (clause->more) ? "" : value_to_text (text->run->runtime, clause->more);
        g_string_append (text->sql, n++ > 0 ? ", " : group == GROUP_ORDER ? "order by " : "group by ");
        SCRIPT_TRY (item_value (compiler, clause->value, own_nulls ? "" : nulls));
        if (group == GROUP_GROUP || clause->kind == CLAUSE_RAW)
            continue;
        g_string_append_c (text->sql, ' ');
        SCRIPT_TRY (knex_direction (text, clause->extra));
        if (own_nulls && *nulls && !knex_is_raw (clause->value))
            g_string_append_printf (text->sql, " nulls %s", nulls);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus number (KnexCompiler *compiler, Value value, gboolean in_text)
{
    if (!in_text)
        return knex_parameter (compiler->text, value);
    g_string_append (sql_of (compiler), value_to_text (compiler->text->run->runtime, value));
    return SCRIPT_NORMAL;
}

static gboolean is_set (Value value)
{
    return !value_is_nullish (value) && !(value.kind == VALUE_NUMBER && value.as.number == 0);
}

/* MySQL and SQLite have no offset without a limit. */
ScriptStatus knex_compile_limit (KnexCompiler *compiler)
{
    KnexQuery *query = compiler->query;
    Dialect dialect = compiler->text->run->dialect;
    gboolean none = value_is_nullish (query->limit);

    if (none && (dialect == DIALECT_POSTGRESQL || !is_set (query->offset)))
        return SCRIPT_NORMAL;
    g_string_append (sql_of (compiler), "limit ");
    if (!none)
        return number (compiler, query->limit, query->limit_inline);
    if (dialect == DIALECT_SQLITE)
        return number (compiler, value_number (-1), query->limit_inline);
    g_string_append (sql_of (compiler), "18446744073709551615");
    return SCRIPT_NORMAL;
}

static ScriptStatus offset (KnexCompiler *compiler)
{
    if (!is_set (compiler->query->offset))
        return SCRIPT_NORMAL;
    g_string_append (sql_of (compiler), "offset ");
    return number (compiler, compiler->query->offset, compiler->query->offset_inline);
}

static ScriptStatus lock (KnexCompiler *compiler)
{
    KnexText *text = compiler->text;
    const char *words = compiler->query->lock;
    ScriptList *tables = value_list (compiler->query->lock_tables);

    if (!words || text->run->dialect == DIALECT_SQLITE)
        return SCRIPT_NORMAL;
    if (text->run->dialect == DIALECT_MYSQL)
    {
        if (g_str_has_suffix (words, "key update") || g_str_has_suffix (words, "key share"))
            return script_throw (text->run->runtime, "TypeError", "this[this.single.lock] is not a function");
        g_string_append (text->sql, g_str_equal (words, "for share") ? "lock in share mode" : words);
        return SCRIPT_NORMAL;
    }
    g_string_append (text->sql, words);
    for (guint32 i = 0; tables && i < tables->length; i++)
    {
        g_string_append (text->sql, i > 0 ? ", " : " of ");
        SCRIPT_TRY (knex_wrap (text, tables->items[i]));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus wait_mode (KnexCompiler *compiler)
{
    KnexText *text = compiler->text;
    const char *words = compiler->query->wait_mode;

    if (!words)
        return SCRIPT_NORMAL;
    if (text->run->dialect == DIALECT_SQLITE)
        return script_throw (
            text->run->runtime, "Error",
            g_str_equal (words, "nowait")
                ? ".noWait() is currently only supported on MySQL 8.0+, MariaDB 10.3.0+ and PostgreSQL 9.5+"
                : ".skipLocked() is currently only supported on MySQL 8.0+ and PostgreSQL 9.5+");
    g_string_append (text->sql, words);
    return SCRIPT_NORMAL;
}

/* Compiles a part and appends it behind a blank. */
static ScriptStatus append_part (KnexCompiler *compiler, GString *out, ScriptStatus (*part) (KnexCompiler *))
{
    g_autoptr (GString) sql = g_string_new (NULL);

    KNEX_INTO (compiler->text, sql, part (compiler));
    if (sql->len > 0)
        g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", sql->str);
    return SCRIPT_NORMAL;
}

static ScriptStatus group (KnexCompiler *compiler)
{
    return knex_compile_order (compiler, GROUP_GROUP);
}

static ScriptStatus order (KnexCompiler *compiler)
{
    return knex_compile_order (compiler, GROUP_ORDER);
}

static ScriptStatus having (KnexCompiler *compiler)
{
    return conditions (compiler, GROUP_HAVING, "having");
}

ScriptStatus knex_compile_select (KnexCompiler *compiler)
{
    static ScriptStatus (*const beginning[]) (KnexCompiler *) = { knex_compile_comments, columns, knex_compile_join,
                                                                  knex_compile_where };
    static ScriptStatus (*const ending[]) (KnexCompiler *) = { group,  having, order,    knex_compile_limit,
                                                               offset, lock,   wait_mode };
    g_autoptr (GString) front = g_string_new (NULL);
    g_autoptr (GString) middle = g_string_new (NULL);
    g_autoptr (GString) back = g_string_new (NULL);
    GString *sql = sql_of (compiler);

    SCRIPT_TRY (knex_compile_with (compiler));
    for (guint i = 0; i < G_N_ELEMENTS (beginning); i++)
        SCRIPT_TRY (append_part (compiler, front, beginning[i]));
    SCRIPT_TRY (append_part (compiler, middle, unions));
    for (guint i = 0; i < G_N_ELEMENTS (ending); i++)
        SCRIPT_TRY (append_part (compiler, back, ending[i]));
    if (only_unions (compiler))
    {
        g_string_append_printf (sql, "%s%s%s%s%s", middle->str, front->len ? " " : "", front->str, back->len ? " " : "",
                                back->str);
        return SCRIPT_NORMAL;
    }
    g_string_append_printf (sql, wraps_main (compiler) ? "(%s)" : "%s", front->str);
    if (middle->len > 0)
        g_string_append_printf (sql, " %s", middle->str);
    if (back->len > 0)
        g_string_append_printf (sql, " %s", back->str);
    return SCRIPT_NORMAL;
}
