/* JavaScript values into parameters. */

#include "adapters/node/node.h"

#include <math.h>
#include <string.h>

/* DATE in UTC by a strftime format without fractions, milliseconds appended, then TAIL; years of four digits at least. */
static char *date_text (const ScriptDate *date, char between, const char *tail)
{
    gint64 seconds = (gint64)floor (date->time / 1000);
    int milliseconds = (int)(date->time - (double)seconds * 1000);
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

    if (!time)
        return NULL;
    return g_strdup_printf ("%04d-%02d-%02d%c%02d:%02d:%02d.%03d%s", g_date_time_get_year (time),
                            g_date_time_get_month (time), g_date_time_get_day_of_month (time), between,
                            g_date_time_get_hour (time), g_date_time_get_minute (time), g_date_time_get_second (time),
                            milliseconds, tail);
}

static SqlValue text_parameter (const char *text, gsize length)
{
    return (SqlValue){ .type = SQL_TEXT, .text = (char *)text, .length = length };
}

static SqlValue bytes_parameter (const ScriptBytes *bytes)
{
    return (SqlValue){ .type = SQL_BLOB, .text = (char *)bytes->data, .length = bytes->length };
}

static ScriptStatus pg_parameter (ScriptCall *call, Value value, SqlValue *out);

/* "{1,NULL,\"a\"}", as arrayString of pg's utils.js writes it: every item in quotation marks. */
static ScriptStatus append_array (ScriptCall *call, const ScriptList *list, GString *out)
{
    g_string_append_c (out, '{');
    for (guint32 i = 0; i < list->length; i++)
    {
        Value item = list->items[i];
        ScriptBytes *bytes = value_bytes (item);

        if (i > 0)
            g_string_append_c (out, ',');
        if (value_is_nullish (item) || item.kind == VALUE_EMPTY)
            g_string_append (out, "NULL");
        else if (value_list (item))
        {
            ScriptStatus status = append_array (call, value_list (item), out);

            if (status != SCRIPT_NORMAL)
                return status;
        }
        else if (bytes)
        {
            g_string_append (out, "\\\\x");
            for (gsize j = 0; j < bytes->length; j++)
                g_string_append_printf (out, "%02x", bytes->data[j]);
        }
        else
        {
            SqlValue parameter;
            ScriptStatus status = pg_parameter (call, item, &parameter);

            if (status != SCRIPT_NORMAL)
                return status;
            g_string_append_c (out, '"');
            for (gsize j = 0; j < parameter.length; j++)
            {
                if (parameter.text[j] == '"' || parameter.text[j] == '\\')
                    g_string_append_c (out, '\\');
                g_string_append_c (out, parameter.text[j]);
            }
            g_string_append_c (out, '"');
        }
    }
    g_string_append_c (out, '}');
    return SCRIPT_NORMAL;
}

static ScriptStatus json_parameter (ScriptCall *call, Value value, SqlValue *out)
{
    const char *json = value_to_json (call->runtime, value);

    if (!json)
        return script_throw (call->runtime, "TypeError", "a parameter of the query can't be written as JSON");
    *out = text_parameter (json, strlen (json));
    return SCRIPT_NORMAL;
}

/* prepareValue of pg's utils.js. */
static ScriptStatus pg_parameter (ScriptCall *call, Value value, SqlValue *out)
{
    ScriptRuntime *runtime = call->runtime;
    const ScriptDate *date = value_date (value);
    gsize length;

    *out = (SqlValue){ .type = SQL_NULL };
    if (value_is_nullish (value) || value.kind == VALUE_EMPTY)
        return SCRIPT_NORMAL;
    if (value_bytes (value))
        *out = bytes_parameter (value_bytes (value));
    else if (date)
    {
        g_autofree char *text = date_text (date, 'T', "+00:00");
        const char *kept = script_strdup (runtime, text ? text : "0NaN-NaN-NaNTNaN:NaN:NaN.NaN+NaN:NaN");

        *out = text_parameter (kept, strlen (kept));
    }
    else if (value_is_object (value, OBJECT_LIST))
    {
        g_autoptr (GString) text = g_string_new (NULL);
        ScriptStatus status = append_array (call, value_list (value), text);

        if (status != SCRIPT_NORMAL)
            return status;
        *out = text_parameter (script_strdup (runtime, text->str), text->len);
    }
    else if (value.kind == VALUE_OBJECT && value.as.object->kind != OBJECT_FUNCTION)
        return json_parameter (call, value, out);
    else
    {
        const char *text = value_to_bytes (runtime, value, &length);

        *out = text_parameter (text, length);
    }
    return SCRIPT_NORMAL;
}

/* better-sqlite3 binds every number as a double, and TypeORM 1.x makes a boolean a number for it; sqlite3 those that fit as integers. */
static ScriptStatus sqlite_parameter (ScriptCall *call, NodeDriver driver, Value value, SqlValue *out)
{
    ScriptRuntime *runtime = call->runtime;
    const ScriptDate *date = value_date (value);
    gsize length;

    *out = (SqlValue){ .type = SQL_NULL };
    if (value_is_nullish (value) || value.kind == VALUE_EMPTY)
        return SCRIPT_NORMAL;
    if (value_bytes (value))
        *out = bytes_parameter (value_bytes (value));
    else if (value.kind == VALUE_BOOLEAN && driver == NODE_SQLITE3)
        *out = (SqlValue){ .type = SQL_INTEGER, .integer = value.as.boolean };
    else if (value.kind == VALUE_BOOLEAN)
        *out = (SqlValue){ .type = SQL_FLOAT, .number = value.as.boolean };
    else if (value.kind == VALUE_INTEGER)
        *out = (SqlValue){ .type = SQL_INTEGER, .integer = value.as.integer };
    else if (value.kind == VALUE_NUMBER)
    {
        double number = value.as.number;

        if (driver == NODE_SQLITE3 && number == floor (number) && fabs (number) <= G_MAXINT32)
            *out = (SqlValue){ .type = SQL_INTEGER, .integer = (gint64)number };
        else
            *out = (SqlValue){ .type = SQL_FLOAT, .number = number };
    }
    else if (value.kind == VALUE_STRING)
    {
        const char *text = value_to_bytes (runtime, value, &length);

        *out = text_parameter (text, length);
    }
    else if (driver == NODE_SQLITE3 && date)
        *out = (SqlValue){ .type = SQL_FLOAT, .number = date->time };
    else
        return script_throw (runtime, "TypeError",
                             "SQLite3 can only bind numbers, strings, bigints, buffers, and null");
    return SCRIPT_NORMAL;
}

ScriptStatus node_parameters (ScriptCall *call, const NodeDialect *dialect, const ScriptList *list, GArray *parameters)
{
    for (guint32 i = 0; i < list->length; i++)
    {
        SqlValue parameter;
        ScriptStatus status = dialect->driver == NODE_PG
                                  ? pg_parameter (call, list->items[i], &parameter)
                                  : sqlite_parameter (call, dialect->driver, list->items[i], &parameter);

        if (status != SCRIPT_NORMAL)
            return status;
        g_array_append_val (parameters, parameter);
    }
    return SCRIPT_NORMAL;
}
