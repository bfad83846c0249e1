/* mysql2 writes parameters into the statement itself (sql-escaper, which took over from sqlstring). */

#include "adapters/node/node.h"

#include <math.h>
#include <string.h>

typedef struct
{
    ScriptCall *call;
    const NodeDialect *dialect;
    GString *out;
} Format;

static void append_quoted (GString *out, const char *text, gsize length)
{
    static const char special[] = { '\0', '\b', '\t', '\n', '\r', 26, '"', '\'', '\\' };
    static const char written[] = { '0', 'b', 't', 'n', 'r', 'Z', '"', '\'', '\\' };

    g_string_append_c (out, '\'');
    for (gsize i = 0; i < length; i++)
    {
        const char *found = memchr (special, text[i], sizeof special);

        if (found)
        {
            g_string_append_c (out, '\\');
            g_string_append_c (out, written[found - special]);
        }
        else
            g_string_append_c (out, text[i]);
    }
    g_string_append_c (out, '\'');
}

static void append_date (GString *out, const ScriptDate *date)
{
    gint64 seconds = isnan (date->time) ? 0 : (gint64)floor (date->time / 1000);
    g_autoptr (GDateTime) time = isnan (date->time) ? NULL : g_date_time_new_from_unix_utc (seconds);

    if (!time)
    {
        g_string_append (out, "NULL");
        return;
    }
    g_string_append_printf (out, "'%04d-%02d-%02d %02d:%02d:%02d.%03d'", g_date_time_get_year (time),
                            g_date_time_get_month (time), g_date_time_get_day_of_month (time),
                            g_date_time_get_hour (time), g_date_time_get_minute (time), g_date_time_get_second (time),
                            (int)(date->time - (double)seconds * 1000));
}

/* A dot parts a qualified name, except in a path of JSON. */
static void append_identifier (Format *format, Value value)
{
    const char *text;

    if (value_is_object (value, OBJECT_LIST))
    {
        ScriptList *list = value_list (value);

        for (guint32 i = 0; i < list->length; i++)
        {
            if (i > 0)
                g_string_append (format->out, ", ");
            append_identifier (format, list->items[i]);
        }
        return;
    }
    text = value_to_text (format->call->runtime, value);
    g_string_append_c (format->out, '`');
    for (const char *p = text; *p; p++)
    {
        if (*p == '`')
            g_string_append (format->out, "``");
        else if (*p == '.' && !strstr (text, "->"))
            g_string_append (format->out, "`.`");
        else
            g_string_append_c (format->out, *p);
    }
    g_string_append_c (format->out, '`');
}

static ScriptStatus append_value (Format *format, Value value, gboolean top);

static ScriptStatus append_list (Format *format, const ScriptList *list)
{
    for (guint32 i = 0; i < list->length; i++)
    {
        ScriptList *inner = value_is_object (list->items[i], OBJECT_LIST) ? value_list (list->items[i]) : NULL;
        ScriptStatus status;

        if (i > 0)
            g_string_append (format->out, ", ");
        if (inner)
            g_string_append_c (format->out, '(');
        status = inner ? append_list (format, inner) : append_value (format, list->items[i], FALSE);
        if (inner)
            g_string_append_c (format->out, ')');
        if (status != SCRIPT_NORMAL)
            return status;
    }
    return SCRIPT_NORMAL;
}

/* `a` = 1, `b` = 'x' */
static ScriptStatus append_assignments (Format *format, Value object)
{
    ScriptRuntime *runtime = format->call->runtime;
    guint count;
    const char *const *names = script_names (runtime, object, &count);
    gboolean first = TRUE;

    for (guint i = 0; i < count; i++)
    {
        Value value;
        ScriptStatus status = script_member (runtime, object, names[i], &value);

        if (status != SCRIPT_NORMAL)
            return status;
        if (value_is_object (value, OBJECT_FUNCTION))
            continue;
        if (!first)
            g_string_append (format->out, ", ");
        first = FALSE;
        append_identifier (format, value_string (runtime, names[i], -1));
        g_string_append (format->out, " = ");
        if ((status = append_value (format, value, FALSE)) != SCRIPT_NORMAL)
            return status;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus append_object (Format *format, Value value, gboolean top)
{
    ScriptRuntime *runtime = format->call->runtime;
    ScriptBytes *bytes = value_bytes (value);
    Value to_string, text;
    ScriptStatus status;
    gsize length;
    const char *data;

    if (value_date (value))
        append_date (format->out, value_date (value));
    else if (value_is_object (value, OBJECT_LIST))
        return append_list (format, value_list (value));
    else if (bytes)
    {
        g_string_append (format->out, "X'");
        for (gsize i = 0; i < bytes->length; i++)
            g_string_append_printf (format->out, "%02x", bytes->data[i]);
        g_string_append_c (format->out, '\'');
    }
    else if (top && !format->dialect->stringify_objects && value.as.object->kind == OBJECT_PLAIN)
        return append_assignments (format, value);
    else
    {
        status = script_member (runtime, value, "toString", &to_string);
        if (status == SCRIPT_NORMAL)
            status = script_call (runtime, to_string, value, NULL, 0, &text);
        if (status != SCRIPT_NORMAL)
            return status;
        data = value_to_bytes (runtime, text, &length);
        append_quoted (format->out, data, length);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus append_value (Format *format, Value value, gboolean top)
{
    gsize length;
    const char *text;

    if (value_is_nullish (value) || value.kind == VALUE_EMPTY)
        g_string_append (format->out, "NULL");
    else if (value.kind == VALUE_OBJECT && value.as.object->kind != OBJECT_FUNCTION)
        return append_object (format, value, top);
    else
    {
        text = value_to_bytes (format->call->runtime, value, &length);
        if (value.kind == VALUE_STRING || value.kind == VALUE_OBJECT || value.kind == VALUE_SYMBOL)
            append_quoted (format->out, text, length);
        else
            g_string_append_len (format->out, text, (gssize)length);
    }
    return SCRIPT_NORMAL;
}

/* The end of the string, quoted name or comment that begins at AT; AT itself when none does. */
static const char *skip (const char *at, const char *end)
{
    const char *found;

    if (*at == '\'' || *at == '"' || *at == '`')
    {
        char quote = *at++;

        for (; at < end; at++)
        {
            if (*at == '\\' && quote != '`')
                at++;
            else if (*at == quote)
                return at + 1;
        }
        return end;
    }
    if (*at == '#' || (end - at >= 2 && at[0] == '-' && at[1] == '-' && (end - at == 2 || (guchar)at[2] <= ' ')))
    {
        found = memchr (at, '\n', (gsize)(end - at));
        return found ? found + 1 : end;
    }
    if (end - at >= 3 && at[0] == '/' && at[1] == '*' && at[2] != '!' && at[2] != '+')
    {
        found = memmem (at + 2, (gsize)(end - at - 2), "*/", 2);
        return found ? found + 2 : end;
    }
    return at;
}

ScriptStatus node_mysql_format (ScriptCall *call, const NodeDialect *dialect, const char *sql, gsize length,
                                Value values, const char **text, gsize *text_length)
{
    g_autoptr (GString) out = g_string_sized_new (length + 64);
    Format format = { call, dialect, out };
    ScriptList *list = value_is_object (values, OBJECT_LIST) ? value_list (values) : NULL;
    guint32 n = list ? list->length : value_is_nullish (values) ? 0 : 1;
    const char *end = sql + length;
    guint32 next = 0;

    for (const char *at = sql; at < end;)
    {
        const char *behind = skip (at, end);
        gsize marks = 0;
        Value value;
        ScriptStatus status = SCRIPT_NORMAL;

        while (at + marks < end && at[marks] == '?')
            marks++;
        if (behind > at || marks == 0 || marks > 2 || next >= n)
        {
            behind = MAX (behind, at + MAX (marks, 1));
            g_string_append_len (out, at, behind - at);
            at = behind;
            continue;
        }
        value = list ? list->items[next] : values;
        next++;
        if (marks == 2)
            append_identifier (&format, value);
        else
            status = append_value (&format, value, TRUE);
        if (status != SCRIPT_NORMAL)
            return status;
        at += marks;
    }
    *text_length = out->len;
    *text = memcpy (script_alloc (call->runtime, out->len + 1), out->str, out->len + 1);
    return SCRIPT_NORMAL;
}
