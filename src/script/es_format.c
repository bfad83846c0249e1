/* util.format: a text with %s and its like (lib/internal/util/inspect.js of Node 22, formatWithOptions). */

#include "script/es_inspect.h"

#include <math.h>
#include <string.h>

static void append_string (GString *text, const ScriptString *string)
{
    g_string_append_len (text, string->data, (gssize)string->length);
}

/* Whether `toString` of OBJECT is the one of a class that the language has. */
static gboolean plain_to_string (ScriptRuntime *runtime, ScriptObject *object)
{
    Property property;

    if (object->kind == OBJECT_HOST || es_own_property (runtime, object, runtime->known.toString_, &property))
        return object->kind == OBJECT_HOST;
    for (object = object->prototype; object; object = object->prototype)
        if (object->kind != OBJECT_HOST && es_own_property (runtime, object, runtime->known.toString_, &property))
            return value_function (property.value) && !((ScriptFunction *)property.value.as.object)->code;
    return TRUE;
}

static ScriptStatus append_as_text (ScriptRuntime *runtime, GString *text, Value value)
{
    InspectOptions options = inspect_defaults;
    ScriptString *string;

    options.depth = 0;
    if (value.kind == VALUE_STRING)
        append_string (text, value.as.string);
    else if (value.kind != VALUE_OBJECT || (!value_function (value) && plain_to_string (runtime, value.as.object)))
        return inspect_with (runtime, text, value, &options) ? SCRIPT_NORMAL : SCRIPT_STOP;
    else
    {
        SCRIPT_TRY (es_to_string (runtime, value, &string));
        append_string (text, string);
    }
    return SCRIPT_NORMAL;
}

/* %d, %i and %f. */
static ScriptStatus append_as_number (ScriptRuntime *runtime, GString *text, char kind, Value value)
{
    double number = NAN;
    ScriptString *string;

    if (value.kind == VALUE_INTEGER && kind != 'f')
    {
        g_string_append_printf (text, "%" G_GINT64_FORMAT "n", value.as.integer);
        return SCRIPT_NORMAL;
    }
    if (value.kind == VALUE_SYMBOL)
        ;
    else if (kind == 'd')
        SCRIPT_TRY (es_to_number (runtime, value, &number));
    else
    {
        SCRIPT_TRY (es_to_string (runtime, value, &string));
        number = kind == 'i' ? number_parse_int (string->data, string->length, 0)
                             : number_parse_float (string->data, string->length);
    }
    layout_number (text, number);
    return SCRIPT_NORMAL;
}

static ScriptStatus append_as_json (ScriptRuntime *runtime, GString *text, Value value)
{
    Value json;
    ScriptStatus status = es_json_stringify (runtime, value, UNDEFINED, "", &json);

    if (status == SCRIPT_THROW)
    {
        const char *message = value_to_text (runtime, script_peek (runtime, runtime->exception, "message"));

        if (!strstr (message, "circular structure"))
            return status;
        runtime->exception = UNDEFINED;
        g_string_append (text, "[Circular]");
        return SCRIPT_NORMAL;
    }
    if (status == SCRIPT_NORMAL && json.kind == VALUE_STRING)
        append_string (text, json.as.string);
    else if (status == SCRIPT_NORMAL)
        g_string_append (text, "undefined");
    return status;
}

static ScriptStatus append_as (ScriptRuntime *runtime, GString *text, char kind, Value value)
{
    InspectOptions options = inspect_defaults;

    switch (kind)
    {
    case 's':
        return append_as_text (runtime, text, value);
    case 'd':
    case 'i':
    case 'f':
        return append_as_number (runtime, text, kind, value);
    case 'j':
        return append_as_json (runtime, text, value);
    case 'c':
        return SCRIPT_NORMAL;
    case 'o':
        options.hidden = TRUE;
        options.depth = 4;
        break;
    }
    return inspect_with (runtime, text, value, &options) ? SCRIPT_NORMAL : SCRIPT_STOP;
}

/* Appends the first argument with the others in the places that it has for them; *USED is how many were taken. */
static ScriptStatus append_template (ScriptRuntime *runtime, GString *text, const Value *arguments, guint n,
                                     guint *used)
{
    const ScriptString *template = arguments[0].as.string;
    const char *p = template->data;
    const char *end = p + template->length;

    *used = 1;
    for (; p < end; p++)
    {
        if (*p != '%' || p + 1 == end)
            g_string_append_c (text, *p);
        else if (p[1] == '%')
            g_string_append_c (text, *p++);
        else if (*used < n && strchr ("sdifjcoO", p[1]))
            SCRIPT_TRY (append_as (runtime, text, *++p, arguments[(*used)++]));
        else
            g_string_append_c (text, '%');
    }
    return SCRIPT_NORMAL;
}

ScriptStatus format_append (ScriptRuntime *runtime, GString *text, const Value *arguments, guint n)
{
    guint at = 0;

    if (n > 1 && arguments[0].kind == VALUE_STRING)
        SCRIPT_TRY (append_template (runtime, text, arguments, n, &at));
    for (; at < n; at++)
    {
        if (at)
            g_string_append_c (text, ' ');
        if (arguments[at].kind == VALUE_STRING)
            append_string (text, arguments[at].as.string);
        else if (!inspect_with (runtime, text, arguments[at], &inspect_defaults))
            return SCRIPT_STOP;
    }
    return SCRIPT_NORMAL;
}
