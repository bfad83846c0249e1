/* The members whose names begin with json (the three dialects' querycompiler.js). */

#include "adapters/knex/query.h"

#include <math.h>
#include <string.h>

/* PostgreSQL's form of a path: {a,b,0} for $.a.b[0] (toPathForJson, which replaces the first of each alone). */
static Value path_for (KnexText *text, Value path)
{
    const char *from = value_to_text (text->run->runtime, path);
    g_autoptr (GString) out = g_string_new ("{");
    gboolean dot = FALSE, bracket = FALSE;

    if (text->run->dialect != DIALECT_POSTGRESQL || (*from == '{' && g_str_has_suffix (from, "}")))
        return path;
    if (g_str_has_prefix (from, "$."))
        from += 2;
    for (; *from; from++)
    {
        gsize digits = strspn (from + 1, "0123456789");

        if (*from == '.' && !dot)
        {
            g_string_append_c (out, ',');
            dot = TRUE;
        }
        else if (*from == '[' && !bracket && digits > 0 && from[1 + digits] == ']')
        {
            g_string_append_printf (out, ",%.*s", (int)digits, from + 1);
            from += digits + 1;
            bracket = TRUE;
        }
        else
            g_string_append_c (out, *from);
    }
    g_string_append_c (out, '}');
    return value_string (text->run->runtime, out->str, -1);
}

static ScriptStatus append_alias (KnexText *text, Value alias)
{
    if (value_is_nullish (alias))
        return SCRIPT_NORMAL;
    g_string_append (text->sql, " as ");
    return knex_wrap (text, alias);
}

static ScriptStatus extract_one (KnexText *text, Value column, Value path, Value alias)
{
    gboolean mysql = text->run->dialect == DIALECT_MYSQL;

    g_string_append (text->sql, text->run->dialect == DIALECT_POSTGRESQL ? "jsonb_path_query("
                                : mysql                                  ? "json_unquote(json_extract("
                                                                         : "json_extract(");
    SCRIPT_TRY (knex_columnize (text, column));
    g_string_append (text->sql, ", ");
    SCRIPT_TRY (knex_parameter (text, path));
    g_string_append (text->sql, mysql ? "))" : ")");
    return append_alias (text, alias);
}

/* jsonExtract(column, path, alias), or a list of [column, path, alias]. */
static ScriptStatus extract (KnexText *text, const KnexClause *clause)
{
    ScriptList *list = value_is_object (clause->column, OBJECT_LIST) ? value_list (clause->column) : NULL;

    if (!list)
        return extract_one (text, clause->column, clause->extra, clause->more);
    for (guint32 i = 0; i < list->length; i++)
    {
        ScriptList *one = value_list (list->items[i]);
        guint32 n = one ? one->length : 0;

        if (i > 0)
            g_string_append (text->sql, ", ");
        SCRIPT_TRY (extract_one (text, n > 0 ? one->items[0] : UNDEFINED, n > 1 ? one->items[1] : UNDEFINED,
                                 n > 2 ? one->items[2] : UNDEFINED));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus change (KnexText *text, const KnexClause *clause, const char *function)
{
    g_string_append_printf (text->sql, "%s_%s(", text->run->dialect == DIALECT_POSTGRESQL ? "jsonb" : "json", function);
    SCRIPT_TRY (knex_columnize (text, clause->column));
    g_string_append (text->sql, ", ");
    SCRIPT_TRY (knex_parameter (text, path_for (text, clause->extra)));
    g_string_append (text->sql, ", ");
    SCRIPT_TRY (knex_parameter (text, clause->value));
    g_string_append_c (text->sql, ')');
    return append_alias (text, clause->more);
}

static ScriptStatus take_away (KnexText *text, const KnexClause *clause)
{
    gboolean operator= text->run->dialect == DIALECT_POSTGRESQL;

    if (!operator)
        g_string_append (text->sql, "json_remove(");
    SCRIPT_TRY (knex_columnize (text, clause->column));
    g_string_append (text->sql, operator? " #- " : ",");
    SCRIPT_TRY (knex_parameter (text, path_for (text, clause->extra)));
    if (!operator)
        g_string_append_c (text->sql, ')');
    return append_alias (text, clause->more);
}

ScriptStatus knex_compile_json (KnexCompiler *compiler, const KnexClause *clause)
{
    if (g_str_equal (clause->word, "jsonExtract"))
        return extract (compiler->text, clause);
    if (g_str_equal (clause->word, "jsonSet"))
        return change (compiler->text, clause, "set");
    if (g_str_equal (clause->word, "jsonInsert"))
        return change (compiler->text, clause, "insert");
    return take_away (compiler->text, clause);
}

/* _jsonWrapValue: an object as JSON; a text that is JSON written anew. */
static Value json_value (KnexText *text, Value value)
{
    ScriptRuntime *runtime = text->run->runtime;
    Value parsed;
    const char *json;

    if (knex_is_object (value) && !knex_is_query (value) && !knex_is_raw (value))
        return value_string (runtime, value_to_json (runtime, value), -1);
    if (value.kind != VALUE_STRING)
        return value;
    json = value_to_text (runtime, value);
    if (script_from_json (runtime, json, strlen (json), &parsed) != SCRIPT_NORMAL)
        return value;
    return value_string (runtime, value_to_json (runtime, parsed), -1);
}

static ScriptStatus compare (KnexCompiler *compiler, const KnexClause *clause)
{
    KnexClause shown = *clause;

    shown.value = json_value (compiler->text, clause->value);
    return knex_compile_value (compiler, &shown);
}

static ScriptStatus contains (KnexCompiler *compiler, const KnexClause *clause, gboolean column_first,
                              const char *between)
{
    KnexText *text = compiler->text;

    g_string_append_printf (text->sql, "%sjson_contains(", clause->negated ? "not " : "");
    if (column_first)
        SCRIPT_TRY (knex_compile_column (compiler, clause));
    else
        SCRIPT_TRY (compare (compiler, clause));
    g_string_append (text->sql, between);
    if (column_first)
        SCRIPT_TRY (compare (compiler, clause));
    else
        SCRIPT_TRY (knex_compile_column (compiler, clause));
    g_string_append_c (text->sql, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus holds (KnexCompiler *compiler, const KnexClause *clause, const char *operator)
{
    KnexText *text = compiler->text;

    g_string_append (text->sql, clause->negated ? "not " : "");
    SCRIPT_TRY (knex_columnize (text, clause->column));
    g_string_append_printf (text->sql, " %s ", operator);
    return compare (compiler, clause);
}

/* PostgreSQL: what a path finds is cast by what it is compared with. */
static const char *cast_for (KnexText *text, Value value)
{
    const char *words = value_to_text (text->run->runtime, value);
    char *end;
    double number = g_ascii_strtod (words, &end);

    if (value.kind == VALUE_BOOLEAN)
        number = value.as.boolean ? 1 : 0;
    else if (*end || end == words)
        return " #>> '{}'";
    if (value.kind != VALUE_BOOLEAN && trunc (number) != 0)
        return "::int";
    return value.kind != VALUE_BOOLEAN && number != 0 ? "::float" : " #>> '{}'";
}

static ScriptStatus at_path (KnexCompiler *compiler, const KnexClause *clause)
{
    KnexText *text = compiler->text;
    gboolean postgresql = text->run->dialect == DIALECT_POSTGRESQL;

    g_string_append (text->sql, postgresql ? "jsonb_path_query_first(" : "json_extract(");
    SCRIPT_TRY (knex_compile_column (compiler, clause));
    g_string_append (text->sql, ", ");
    SCRIPT_TRY (knex_parameter (text, clause->extra));
    g_string_append_printf (text->sql, ")%s ", postgresql ? cast_for (text, clause->value) : "");
    SCRIPT_TRY (knex_operator (text, clause->operator));
    g_string_append_c (text->sql, ' ');
    return compare (compiler, clause);
}

static ScriptStatus on_paths (KnexText *text, const KnexClause *clause)
{
    const char *function = text->run->dialect == DIALECT_POSTGRESQL ? "jsonb_path_query_first" : "json_extract";

    g_string_append_printf (text->sql, "%s(", function);
    SCRIPT_TRY (knex_wrap (text, clause->column));
    g_string_append (text->sql, ", ");
    SCRIPT_TRY (knex_parameter (text, clause->extra));
    g_string_append_printf (text->sql, ") = %s(", function);
    SCRIPT_TRY (knex_wrap (text, clause->value));
    g_string_append (text->sql, ", ");
    SCRIPT_TRY (knex_parameter (text, clause->more));
    g_string_append_c (text->sql, ')');
    return SCRIPT_NORMAL;
}

ScriptStatus knex_compile_json_condition (KnexCompiler *compiler, const KnexClause *clause)
{
    KnexText *text = compiler->text;
    Dialect dialect = text->run->dialect;
    gboolean superset = clause->kind == CLAUSE_JSON_SUPERSET;

    if (clause->kind == CLAUSE_ON_JSON_PATH)
        return on_paths (text, clause);
    if (clause->kind == CLAUSE_JSON_PATH)
        return at_path (compiler, clause);
    if (clause->kind == CLAUSE_JSON_OBJECT)
    {
        if (dialect == DIALECT_MYSQL)
            return contains (compiler, clause, TRUE, ", ");
        SCRIPT_TRY (knex_compile_column (compiler, clause));
        g_string_append (text->sql, clause->negated ? " != " : " = ");
        return compare (compiler, clause);
    }
    switch (dialect)
    {
    case DIALECT_POSTGRESQL:
        return holds (compiler, clause, superset ? "@>" : "<@");
    case DIALECT_MYSQL:
        return contains (compiler, clause, superset, ",");
    case DIALECT_SQLITE:
        return script_throw (text->run->runtime, "Error", "Json %s where clause not actually supported by SQLite",
                             superset ? "superset" : "subset");
    }
    g_return_val_if_reached (SCRIPT_NORMAL);
}
