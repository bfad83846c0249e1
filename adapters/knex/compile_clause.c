/* One condition, of where, having and on (query/querycompiler.js and the three dialects). */

#include "adapters/knex/query.h"

#include <string.h>

static void append_not (KnexText *text, const KnexClause *clause, const char *words)
{
    g_string_append_printf (text->sql, "%s%s", clause->negated ? "not " : "", words);
}

ScriptStatus knex_compile_column (KnexCompiler *compiler, const KnexClause *clause)
{
    KnexText *text = compiler->text;
    gboolean list = value_is_object (clause->column, OBJECT_LIST);

    if (list)
        g_string_append_c (text->sql, '(');
    SCRIPT_TRY (knex_columnize (text, clause->column));
    if (list)
        g_string_append_c (text->sql, ')');
    return SCRIPT_NORMAL;
}

ScriptStatus knex_compile_value (KnexCompiler *compiler, const KnexClause *clause)
{
    return clause->as_column ? knex_wrap (compiler->text, clause->value)
                             : knex_parameter (compiler->text, clause->value);
}

/* MySQL's driver would write an object as a list of assignments. */
static ScriptStatus check_mysql_value (KnexText *text, Value value)
{
    if (text->run->dialect == DIALECT_MYSQL &&
        (value_is_object (value, OBJECT_LIST) || knex_is_plain (text->run->runtime, value)))
        return script_throw (text->run->runtime, "Error", "The values in where clause must not be object or array.");
    return SCRIPT_NORMAL;
}

static ScriptStatus basic (KnexCompiler *compiler, const KnexClause *clause)
{
    KnexText *text = compiler->text;
    gboolean query = clause->group == GROUP_JOIN && clause->kind == CLAUSE_BASIC && knex_is_query (clause->value);

    if (clause->group == GROUP_WHERE)
        SCRIPT_TRY (check_mysql_value (text, clause->value));
    if (clause->group != GROUP_JOIN)
        append_not (text, clause, "");
    SCRIPT_TRY (knex_wrap (text, clause->column));
    g_string_append_c (text->sql, ' ');
    SCRIPT_TRY (knex_operator (text, clause->operator));
    g_string_append_c (text->sql, ' ');
    if (clause->group != GROUP_JOIN)
        return knex_compile_value (compiler, clause);
    if (clause->kind == CLAUSE_ON_VALUE)
        return knex_parameter (text, clause->value);
    if (query)
        g_string_append_c (text->sql, '(');
    SCRIPT_TRY (knex_wrap (text, clause->value));
    if (query)
        g_string_append_c (text->sql, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus raw (KnexCompiler *compiler, const KnexClause *clause)
{
    gboolean done;

    if (clause->group != GROUP_JOIN)
        append_not (compiler->text, clause, "");
    return knex_unwrap (compiler->text, clause->value, &done);
}

/* A callback of where or having is compiled as conditions alone, without the word before them. */
static ScriptStatus wrapped (KnexCompiler *compiler, const KnexClause *clause)
{
    KnexText *text = compiler->text;
    GString *kept = text->sql;
    g_autoptr (GString) part = g_string_new (NULL);
    ScriptStatus status;

    text->sql = part;
    status = knex_raw_or_function (text, clause->value, "where");
    text->sql = kept;
    if (status != SCRIPT_NORMAL || part->len == 0)
        return status;
    append_not (text, clause, "(");
    g_string_append_printf (text->sql, "%s)", part->len > 6 ? part->str + 6 : "");
    return SCRIPT_NORMAL;
}

static ScriptStatus exists (KnexCompiler *compiler, const KnexClause *clause)
{
    KnexText *text = compiler->text;

    append_not (text, clause, "exists (");
    SCRIPT_TRY (knex_raw_or_function (text, clause->value, NULL));
    g_string_append_c (text->sql, ')');
    return SCRIPT_NORMAL;
}

/* client.values: (?, ?), ((?, ?), (?, ?)), a sub-query; SQLite writes rows as `( values (?, ?))`. */
static ScriptStatus in_values (KnexText *text, Value value)
{
    ScriptList *list = value_is_object (value, OBJECT_LIST) ? value_list (value) : NULL;
    gboolean rows = list && list->length > 0 && value_is_object (list->items[0], OBJECT_LIST);

    if (!list)
    {
        if (!knex_is_raw (value))
            return knex_parameter (text, value);
        g_string_append_c (text->sql, '(');
        SCRIPT_TRY (knex_parameter (text, value));
        g_string_append_c (text->sql, ')');
        return SCRIPT_NORMAL;
    }
    g_string_append (text->sql, rows && text->run->dialect == DIALECT_SQLITE ? "( values " : "(");
    for (guint32 i = 0; rows && i < list->length; i++)
    {
        g_string_append (text->sql, i > 0 ? ", (" : "(");
        SCRIPT_TRY (knex_parameterize (text, list->items[i], UNDEFINED));
        g_string_append_c (text->sql, ')');
    }
    if (!rows)
        SCRIPT_TRY (knex_parameterize (text, value, UNDEFINED));
    g_string_append_c (text->sql, ')');
    return SCRIPT_NORMAL;
}

/* multiOnIn: ((?, ?),(?, ?)) */
static ScriptStatus in_rows (KnexText *text, Value value)
{
    ScriptList *list = value_list (value);

    g_string_append (text->sql, "((");
    for (guint32 i = 0; list && i < list->length; i++)
    {
        if (i > 0)
            g_string_append (text->sql, "),(");
        SCRIPT_TRY (knex_parameterize (text, list->items[i], UNDEFINED));
    }
    g_string_append (text->sql, "))");
    return SCRIPT_NORMAL;
}

static ScriptStatus in (KnexCompiler *compiler, const KnexClause *clause)
{
    KnexText *text = compiler->text;
    GString *kept = text->sql;
    g_autoptr (GString) part = NULL;
    ScriptStatus status;

    SCRIPT_TRY (knex_compile_column (compiler, clause));
    g_string_append_c (text->sql, ' ');
    append_not (text, clause, "in ");
    if (clause->group == GROUP_WHERE)
        return in_values (text, clause->value);
    if (value_is_object (clause->column, OBJECT_LIST))
        return in_rows (text, clause->value);
    part = g_string_new (NULL);
    text->sql = part;
    status = knex_parameterize (text, clause->value, UNDEFINED);
    text->sql = kept;
    g_string_append_printf (text->sql, *part->str == '(' ? "%s" : "(%s)", part->str);
    return status;
}

static ScriptStatus null (KnexCompiler *compiler, const KnexClause *clause)
{
    SCRIPT_TRY (knex_wrap (compiler->text, clause->column));
    g_string_append (compiler->text->sql, " is ");
    append_not (compiler->text, clause, "null");
    return SCRIPT_NORMAL;
}

static ScriptStatus between (KnexCompiler *compiler, const KnexClause *clause)
{
    KnexText *text = compiler->text;
    ScriptList *pair = value_list (clause->value);

    SCRIPT_TRY (knex_wrap (text, clause->column));
    g_string_append_c (text->sql, ' ');
    append_not (text, clause, "between ");
    SCRIPT_TRY (knex_parameter (text, pair->items[0]));
    g_string_append (text->sql, " and ");
    return knex_parameter (text, pair->items[1]);
}

static ScriptStatus like (KnexCompiler *compiler, const KnexClause *clause)
{
    KnexText *text = compiler->text;
    gboolean ilike = clause->kind == CLAUSE_ILIKE;

    SCRIPT_TRY (knex_compile_column (compiler, clause));
    g_string_append_c (text->sql, ' ');
    append_not (text, clause, ilike && text->run->dialect == DIALECT_POSTGRESQL ? "ilike " : "like ");
    SCRIPT_TRY (knex_compile_value (compiler, clause));
    if (!ilike && text->run->dialect == DIALECT_MYSQL)
        g_string_append (text->sql, " COLLATE utf8_bin");
    return SCRIPT_NORMAL;
}

/* A callback of on: its conditions in parentheses. */
static ScriptStatus on_wrapped (KnexCompiler *compiler, const KnexClause *clause)
{
    KnexText *text = compiler->text;
    KnexJoin *join = script_alloc (text->run->runtime, sizeof *join);
    Value object = host_object_new (text->run->runtime, &knex_join_class, join);
    GString *kept = text->sql;
    g_autoptr (GString) part = g_string_new (NULL);
    ScriptStatus status;
    Value ignored;

    join->type = "inner";
    join->table = join->schema = UNDEFINED;
    SCRIPT_TRY (script_call (text->run->runtime, clause->value, object, &object, 1, &ignored));
    text->sql = part;
    status = knex_compile_on (compiler, &join->clauses);
    text->sql = kept;
    /* " on " stands before */
    if (status == SCRIPT_NORMAL && part->len > 4)
        g_string_append_printf (text->sql, "(%s)", part->str + 4);
    return status;
}

static ScriptStatus on_using (KnexCompiler *compiler, const KnexClause *clause)
{
    g_string_append_c (compiler->text->sql, '(');
    SCRIPT_TRY (knex_columnize (compiler->text, clause->column));
    g_string_append_c (compiler->text->sql, ')');
    return SCRIPT_NORMAL;
}

ScriptStatus knex_compile_clause (KnexCompiler *compiler, const KnexClause *clause)
{
    switch (clause->kind)
    {
    case CLAUSE_BASIC:
    case CLAUSE_ON_VALUE:
        return basic (compiler, clause);
    case CLAUSE_RAW:
        return raw (compiler, clause);
    case CLAUSE_WRAPPED:
        return clause->group == GROUP_JOIN ? on_wrapped (compiler, clause) : wrapped (compiler, clause);
    case CLAUSE_EXISTS:
        return exists (compiler, clause);
    case CLAUSE_IN:
        return in (compiler, clause);
    case CLAUSE_NULL:
        return null (compiler, clause);
    case CLAUSE_BETWEEN:
        return between (compiler, clause);
    case CLAUSE_LIKE:
    case CLAUSE_ILIKE:
        return like (compiler, clause);
    case CLAUSE_ON_USING:
        return on_using (compiler, clause);
    case CLAUSE_JSON_OBJECT:
    case CLAUSE_JSON_PATH:
    case CLAUSE_JSON_SUPERSET:
    case CLAUSE_JSON_SUBSET:
    case CLAUSE_ON_JSON_PATH:
        return knex_compile_json_condition (compiler, clause);
    case CLAUSE_COLUMNS:
    case CLAUSE_DISTINCT:
    case CLAUSE_DISTINCT_ON:
    case CLAUSE_PLUCK:
    case CLAUSE_AGGREGATE:
    case CLAUSE_AGGREGATE_RAW:
    case CLAUSE_ANALYTIC:
    case CLAUSE_JSON:
    case CLAUSE_LIST:
        break;
    }
    g_return_val_if_reached (SCRIPT_NORMAL);
}

ScriptStatus knex_compile_on (KnexCompiler *compiler, const KnexClauses *clauses)
{
    KnexText *text = compiler->text;

    for (guint i = 0; i < clauses->n; i++)
    {
        const KnexClause *clause = clauses->items[i];

        g_string_append (text->sql, i > 0                             ? (clause->is_or ? " or " : " and ")
                                    : clause->kind == CLAUSE_ON_USING ? " using "
                                                                      : " on ");
        SCRIPT_TRY (knex_compile_clause (compiler, clause));
    }
    return SCRIPT_NORMAL;
}
