/* Values written into SQL by Knex itself (util/string.js, _escapeBinding of the clients), and place-holders. Dates are written in UTC, as Knex does where TZ is UTC. */

#include "adapters/knex/run.h"

#include <math.h>
#include <string.h>

/* MySQL's escapes; the others double the quote, and PostgreSQL marks a text with a backslash. */
static void append_string (const KnexRun *run, GString *sql, const char *data, gsize length)
{
    static const char special[] = "\b\t\n\r\x1a\"'\\";
    static const char written[] = "btnrZ\"'\\";
    gboolean mysql = run->dialect == DIALECT_MYSQL;
    gboolean marked = run->dialect == DIALECT_POSTGRESQL && memchr (data, '\\', length);

    g_string_append (sql, marked ? "E'" : "'");
    for (gsize i = 0; i < length; i++)
    {
        const char *found = data[i] ? strchr (special, data[i]) : NULL;

        if (mysql && data[i] == '\0')
            g_string_append (sql, "\\0");
        else if (mysql && found)
            g_string_append_printf (sql, "\\%c", written[found - special]);
        else if (data[i] == '\'')
            g_string_append (sql, "''");
        else if (data[i] == '\\' && marked)
            g_string_append (sql, "\\\\");
        else
            g_string_append_c (sql, data[i]);
    }
    g_string_append_c (sql, '\'');
}

static void append_date (const KnexRun *run, GString *sql, const ScriptDate *date)
{
    gint64 milliseconds = (gint64)floor (date->time);
    gint64 rest = ((milliseconds % 1000) + 1000) % 1000;
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc ((milliseconds - rest) / 1000);
    g_autofree char *seconds = time ? g_date_time_format (time, "%Y-%m-%d %H:%M:%S") : g_strdup ("NaN-NaN-NaN");
    g_autofree char *text = g_strdup_printf ("%s.%03d", seconds, (int)rest);

    append_string (run, sql, text, strlen (text));
}

static ScriptStatus append_items (KnexText *text, const ScriptList *list, gboolean braces);

/* An item of PostgreSQL's array literal (arrayString): texts as JSON, the rest as it is escaped, as JSON. */
static ScriptStatus append_array_item (KnexText *text, Value item)
{
    ScriptRuntime *runtime = text->run->runtime;
    g_autoptr (GString) escaped = g_string_new (NULL);
    GString *sql = text->sql;
    ScriptStatus status;

    if (value_is_nullish (item) || item.kind == VALUE_EMPTY)
        g_string_append (sql, "NULL");
    else if (value_is_object (item, OBJECT_LIST))
        return append_items (text, value_list (item), TRUE);
    else if (item.kind == VALUE_NUMBER)
        g_string_append (sql, value_to_text (runtime, item));
    else if (item.kind == VALUE_STRING)
        g_string_append (sql, value_to_json (runtime, item));
    else
    {
        text->sql = escaped;
        status = knex_literal (text, item);
        text->sql = sql;
        if (status != SCRIPT_NORMAL)
            return status;
        g_string_append (sql, value_to_json (runtime, value_string (runtime, escaped->str, (gssize)escaped->len)));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus append_items (KnexText *text, const ScriptList *list, gboolean braces)
{
    if (braces)
        g_string_append_c (text->sql, '{');
    for (guint32 i = 0; i < list->length; i++)
    {
        Value item = list->items[i];
        gboolean nested = !braces && value_is_object (item, OBJECT_LIST);
        ScriptStatus status;

        if (i > 0)
            g_string_append (text->sql, braces ? "," : ", ");
        if (nested)
            g_string_append_c (text->sql, '(');
        status = braces   ? append_array_item (text, item)
                 : nested ? append_items (text, value_list (item), FALSE)
                          : knex_literal (text, item);
        if (status != SCRIPT_NORMAL)
            return status;
        if (nested)
            g_string_append_c (text->sql, ')');
    }
    if (braces)
        g_string_append_c (text->sql, '}');
    return SCRIPT_NORMAL;
}

static ScriptStatus append_list (KnexText *text, const ScriptList *list)
{
    GString *sql = text->sql;
    g_autoptr (GString) items = NULL;
    ScriptStatus status;

    if (text->run->dialect != DIALECT_POSTGRESQL)
        return append_items (text, list, FALSE);
    items = g_string_new (NULL);
    text->sql = items;
    status = append_items (text, list, TRUE);
    text->sql = sql;
    if (status == SCRIPT_NORMAL)
        append_string (text->run, sql, items->str, items->len);
    return status;
}

static void append_bytes (GString *sql, const ScriptBytes *bytes)
{
    g_string_append (sql, "X'");
    for (gsize i = 0; i < bytes->length; i++)
        g_string_append_printf (sql, "%02x", bytes->data[i]);
    g_string_append_c (sql, '\'');
}

ScriptStatus knex_literal (KnexText *text, Value value)
{
    ScriptRuntime *runtime = text->run->runtime;
    const char *json;
    const char *data;
    gsize length;

    if (value_is_nullish (value) || value.kind == VALUE_EMPTY)
        g_string_append (text->sql, "NULL");
    else if (value.kind == VALUE_BOOLEAN || value.kind == VALUE_NUMBER)
        g_string_append (text->sql, value_to_text (runtime, value));
    else if (value_date (value))
        append_date (text->run, text->sql, value_date (value));
    else if (value_is_object (value, OBJECT_LIST))
        return append_list (text, value_list (value));
    else if (value_bytes (value))
        append_bytes (text->sql, value_bytes (value));
    else if (knex_is_raw (value))
        return knex_raw_compile (text, value);
    else if (value.kind == VALUE_OBJECT && !script_is_callable (value))
    {
        /* escapeObject gives the JSON as it is, without quotes around it */
        json = value_to_json (runtime, value);
        g_string_append (text->sql, json ? json : "undefined");
    }
    else
    {
        data = value_to_bytes (runtime, value, &length);
        append_string (text->run, text->sql, data, length);
    }
    return SCRIPT_NORMAL;
}

ScriptStatus knex_fill (KnexText *text, GString *out)
{
    g_auto (KnexText)
        filled = { text->call, text->run, g_string_new (NULL), g_array_new (FALSE, FALSE, sizeof (Value)) };
    guint next = 0;

    for (const char *at = text->sql->str; *at; at++)
    {
        ScriptStatus status;

        if (at[0] == '\\' && at[1] == '?')
            g_string_append_c (filled.sql, *++at);
        else if (*at != '?' || next == text->bindings->len)
            g_string_append_c (filled.sql, *at);
        else if ((status = knex_literal (&filled, g_array_index (text->bindings, Value, next++))) != SCRIPT_NORMAL)
            return status;
    }
    g_string_append_len (out, filled.sql->str, (gssize)filled.sql->len);
    return SCRIPT_NORMAL;
}

/* PostgreSQL: a question mark behind an odd number of backslashes stays one, and all of these backslashes go; else it is a number. */
char *knex_position (const KnexRun *run, const char *sql)
{
    GString *text;
    guint n = 0;

    if (run->dialect != DIALECT_POSTGRESQL)
        return g_strdup (sql);
    text = g_string_new (NULL);
    while (*sql)
    {
        gsize slashes = strspn (sql, "\\");

        if (sql[slashes] != '?')
        {
            g_string_append_len (text, sql, (gssize)MAX (slashes, 1));
            sql += MAX (slashes, 1);
            continue;
        }
        if (slashes % 2)
            g_string_append_c (text, '?');
        else
            g_string_append_printf (text, "$%u", ++n);
        sql += slashes + 1;
    }
    return g_string_free (text, FALSE);
}
