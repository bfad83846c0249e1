#include "script/es_node.h"
#include "script/es_inspect.h"

#include <stdarg.h>

#define RECEIVED_MAX 28 /* UTF-16 units of a received value that a message shows */

ScriptStatus node_throw (ScriptRuntime *runtime, const char *type, const char *code, const char *format, ...)
{
    va_list arguments;
    g_autofree char *message = NULL;
    Value error;

    va_start (arguments, format);
    message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    error = script_error_new (runtime, type, message);
    object_define (runtime, error.as.object, runtime->known.code_, value_string (runtime, code, -1), PROPERTY_ORDINARY);
    return script_throw_value (runtime, error);
}

static void append_received (ScriptRuntime *runtime, GString *text, Value value)
{
    g_autoptr (GString) shown = g_string_new (NULL);
    InspectOptions options = inspect_defaults;
    Value class;

    if (value_is_nullish (value))
    {
        g_string_append (text, value.kind == VALUE_NULL ? "null" : "undefined");
        return;
    }
    if (value_function (value))
    {
        g_string_append_printf (text, "function %s", script_function_name (runtime, value));
        return;
    }
    if (value.kind == VALUE_OBJECT)
    {
        class = script_peek (runtime, value, "constructor");
        if (value_function (class) && *script_function_name (runtime, class))
        {
            g_string_append_printf (text, "an instance of %s", script_function_name (runtime, class));
            return;
        }
        options.depth = 0;
        inspect_with (runtime, text, value, &options);
        return;
    }
    inspect_with (runtime, shown, value, &options);
    if (text_units (shown->str, shown->len) > RECEIVED_MAX)
    {
        g_string_truncate (shown, (gsize)(g_utf8_offset_to_pointer (shown->str, RECEIVED_MAX - 3) - shown->str));
        g_string_append (shown, "...");
    }
    g_string_append_printf (text, "type %s (%s)", es_typeof (value), shown->str);
}

ScriptStatus node_throw_argument (ScriptRuntime *runtime, const char *what, const char *wanted, Value received)
{
    g_autoptr (GString) text = g_string_new (NULL);

    append_received (runtime, text, received);
    return node_throw (runtime, "TypeError", "ERR_INVALID_ARG_TYPE", "The %s must be %s. Received %s", what, wanted,
                       text->str);
}

ScriptStatus node_throw_range (ScriptRuntime *runtime, const char *what, const char *wanted, Value received)
{
    return node_throw (runtime, "RangeError", "ERR_OUT_OF_RANGE",
                       "The value of %s is out of range. It must be %s. Received %s", what, wanted,
                       value_inspect (runtime, received));
}
