/* Functions as SQL: those that a dialect spells its own way (visit_function, visit_*_func, visit_extract). */

#include "adapters/alembic/sql_compile.h"

#include <string.h>

/* Functions that are written without quotes and, without arguments, without parentheses (FUNCTIONS; the classes with AnsiFunction). */
typedef struct
{
    const char *name;
    const char *text;
    gboolean ansi;
} KnownFunction;

static const KnownFunction known_functions[] = {
    { "current_date", "CURRENT_DATE", TRUE },
    { "current_time", "CURRENT_TIME", TRUE },
    { "current_timestamp", "CURRENT_TIMESTAMP", TRUE },
    { "current_user", "CURRENT_USER", TRUE },
    { "localtime", "LOCALTIME", TRUE },
    { "localtimestamp", "LOCALTIMESTAMP", TRUE },
    { "session_user", "SESSION_USER", TRUE },
    { "user", "USER", TRUE },
    { "sysdate", "sysdate", TRUE },
    { "cube", "CUBE", FALSE },
    { "rollup", "ROLLUP", FALSE },
    { "grouping_sets", "GROUPING SETS", FALSE },
    { "coalesce", "coalesce", FALSE },
    { "random", "random", FALSE },
};

static ScriptStatus compile_arguments (Compiler *compiler, const SqlElement *function, Place place)
{
    g_string_append_c (compiler->out, '(');
    SCRIPT_TRY (sql_compile_list (compiler, function->items, function->n_items, ", ", place));
    if (function->right) /* aggregate_order_by */
    {
        g_string_append (compiler->out, " ORDER BY ");
        SCRIPT_TRY (sql_compile_list (compiler, function->right->items, function->right->n_items, ", ", place));
    }
    g_string_append_c (compiler->out, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_substring (Compiler *compiler, const SqlElement *function, Place place)
{
    g_string_append (compiler->out, "SUBSTRING(");
    SCRIPT_TRY (sql_compile_element (compiler, function->items[0], place));
    g_string_append (compiler->out, " FROM ");
    SCRIPT_TRY (sql_compile_element (compiler, function->items[1], place));
    if (function->n_items > 2)
    {
        g_string_append (compiler->out, " FOR ");
        SCRIPT_TRY (sql_compile_element (compiler, function->items[2], place));
    }
    g_string_append_c (compiler->out, ')');
    return SCRIPT_NORMAL;
}

/* Functions that a dialect has another name for. FALSE when NAME is none. */
static gboolean compile_special_function (Compiler *compiler, const SqlElement *function, Place place,
                                          ScriptStatus *status)
{
    g_autofree char *name = g_ascii_strdown (function->name, -1);
    const char *other = NULL;

    *status = SCRIPT_NORMAL;
    if (is_postgresql (compiler) && g_str_equal (name, "substring") && function->n_items >= 2)
    {
        *status = compile_substring (compiler, function, place);
        return TRUE;
    }
    if (is_sqlite (compiler) && g_str_equal (name, "now"))
    {
        g_string_append (compiler->out, "CURRENT_TIMESTAMP");
        return TRUE;
    }
    if (is_sqlite (compiler) && g_str_equal (name, "localtimestamp"))
    {
        g_string_append (compiler->out, "DATETIME(CURRENT_TIMESTAMP, 'localtime')");
        return TRUE;
    }
    if (is_mysql (compiler) && g_str_equal (name, "sysdate"))
    {
        g_string_append (compiler->out, "SYSDATE()");
        return TRUE;
    }
    if (is_sqlite (compiler) && g_str_equal (name, "char_length"))
        other = "length";
    else if (is_postgresql (compiler) && g_str_equal (name, "pow"))
        other = "power";
    else if (is_mysql (compiler) && g_str_equal (name, "random"))
        other = "rand";
    if (!other)
        return FALSE;
    g_string_append (compiler->out, other);
    *status = compile_arguments (compiler, function, place);
    return TRUE;
}

static void append_function_name (Compiler *compiler, const char *name)
{
    if (sa_name_is_illegal (name))
        sa_append_quoted (compiler->dialect, compiler->out, name);
    else
        g_string_append (compiler->out, name);
}

ScriptStatus sql_compile_function (Compiler *compiler, const SqlElement *function, Place place)
{
    ScriptStatus status;

    place = without (place, IN_COLUMNS | IN_FROM);
    if (!function->package && compile_special_function (compiler, function, place, &status))
        return status;
    if (function->package)
    {
        g_auto (GStrv) packages = g_strsplit (function->package, ".", -1);

        for (char **package = packages; *package; package++)
        {
            append_function_name (compiler, *package);
            g_string_append_c (compiler->out, '.');
        }
    }
    else
    {
        g_autofree char *lower = g_ascii_strdown (function->name, -1);

        for (gsize i = 0; i < G_N_ELEMENTS (known_functions); i++)
            if (g_str_equal (lower, known_functions[i].name))
            {
                g_string_append (compiler->out, known_functions[i].text);
                return known_functions[i].ansi && function->n_items == 0
                           ? SCRIPT_NORMAL
                           : compile_arguments (compiler, function, place);
            }
    }
    append_function_name (compiler, function->name);
    return compile_arguments (compiler, function, place);
}

ScriptStatus sql_compile_extract (Compiler *compiler, const SqlElement *element, Place place)
{
    static const char *const sqlite_fields[][2] = { { "month", "%m" },  { "day", "%d" },   { "year", "%Y" },
                                                    { "second", "%S" }, { "hour", "%H" },  { "doy", "%j" },
                                                    { "minute", "%M" }, { "epoch", "%s" }, { "dow", "%w" },
                                                    { "week", "%W" } };

    if (is_sqlite (compiler))
    {
        for (gsize i = 0; i < G_N_ELEMENTS (sqlite_fields); i++)
            if (g_str_equal (element->name, sqlite_fields[i][0]))
            {
                g_string_append_printf (compiler->out, "CAST(STRFTIME('%s', ", sqlite_fields[i][1]);
                SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
                g_string_append (compiler->out, ") AS INTEGER)");
                return SCRIPT_NORMAL;
            }
        return sql_raise (compiler->runtime, "CompileError", "%s is not a valid extract argument.", element->name);
    }
    g_string_append_printf (compiler->out, "EXTRACT(%s FROM ",
                            is_mysql (compiler) && g_str_equal (element->name, "milliseconds") ? "millisecond"
                                                                                               : element->name);
    SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
    g_string_append_c (compiler->out, ')');
    return SCRIPT_NORMAL;
}
