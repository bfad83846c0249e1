/* console: what a script says goes to the runtime's hook, each call as one text. */

#include "script/es_console.h"
#include "script/es_inspect.h"

#include <math.h>
#include <string.h>

#define GROUP_INDENT 2

/* The function's state: [counts, timers]; Maps by label. */
static ScriptMap *state_of (ScriptCall *call, guint at)
{
    return value_map (value_list (call->captured)->items[at]);
}

ScriptStatus console_say (ScriptRuntime *runtime, ScriptLogLevel level, GString *text)
{
    gsize n;
    const char *valid;

    if (runtime->console_indent)
    {
        g_autofree char *line = g_strdup_printf ("\n%*s", (int)runtime->console_indent, "");

        g_string_replace (text, "\n", line, 0);
        g_string_prepend (text, line + 1);
    }
    runtime->output += text->len + 1;
    if (runtime->output > runtime->limits.output)
        return script_refuse (runtime, "the script writes more than %" G_GSIZE_FORMAT " MiB of output",
                              runtime->limits.output >> 20);
    if (!runtime->hooks.log)
        return SCRIPT_NORMAL;
    /* The hook takes a C string. */
    for (char *nul; (nul = memchr (text->str, 0, text->len));)
    {
        gssize at = nul - text->str;

        g_string_erase (text, at, 1);
        g_string_insert (text, at, "\xef\xbf\xbd");
    }
    if (g_utf8_validate_len (text->str, text->len, NULL))
        valid = text->str;
    else
        valid = value_to_bytes (runtime, value_of_string (string_new (runtime, text->str, text->len)), &n);
    runtime->hooks.log (runtime->hooks.user_data, level, valid);
    return SCRIPT_NORMAL;
}

static ScriptStatus log_arguments (ScriptCall *call, ScriptLogLevel level)
{
    g_autoptr (GString) text = g_string_new (NULL);

    SCRIPT_TRY (format_append (call->runtime, text, call->arguments, call->n_arguments));
    return console_say (call->runtime, level, text);
}

static ScriptStatus console_log (ScriptCall *call, Value *out)
{
    (void)out;
    return log_arguments (call, SCRIPT_LOG_INFO);
}

static ScriptStatus console_debug (ScriptCall *call, Value *out)
{
    (void)out;
    return log_arguments (call, SCRIPT_LOG_DEBUG);
}

static ScriptStatus console_warn (ScriptCall *call, Value *out)
{
    (void)out;
    return log_arguments (call, SCRIPT_LOG_WARNING);
}

static ScriptStatus console_error (ScriptCall *call, Value *out)
{
    (void)out;
    return log_arguments (call, SCRIPT_LOG_ERROR);
}

static ScriptStatus console_trace (ScriptCall *call, Value *out)
{
    g_autoptr (GString) text = g_string_new ("Trace");
    Location where = script_call_location (call);

    (void)out;
    if (call->n_arguments)
        g_string_append (text, ": ");
    SCRIPT_TRY (format_append (call->runtime, text, call->arguments, call->n_arguments));
    if (where.file)
        g_string_append_printf (text, "\n    at %s:%u:%u", where.file, where.line, where.column);
    return console_say (call->runtime, SCRIPT_LOG_ERROR, text);
}

static ScriptStatus console_assert (ScriptCall *call, Value *out)
{
    g_autoptr (GString) text = g_string_new ("Assertion failed");

    (void)out;
    if (value_is_truthy (call_argument (call, 0)))
        return SCRIPT_NORMAL;
    if (call->n_arguments > 1)
    {
        g_string_append (text, call->arguments[1].kind == VALUE_STRING ? ": " : " ");
        SCRIPT_TRY (format_append (call->runtime, text, call->arguments + 1, call->n_arguments - 1));
    }
    return console_say (call->runtime, SCRIPT_LOG_WARNING, text);
}

static ScriptStatus console_dir (ScriptCall *call, Value *out)
{
    g_autoptr (GString) text = g_string_new (NULL);
    InspectOptions options = inspect_defaults;

    (void)out;
    SCRIPT_TRY (inspect_read_options (call->runtime, call_argument (call, 1), &options));
    if (!inspect_with (call->runtime, text, call_argument (call, 0), &options))
        return SCRIPT_STOP;
    return console_say (call->runtime, SCRIPT_LOG_INFO, text);
}

static ScriptStatus console_table (ScriptCall *call, Value *out)
{
    g_autoptr (GString) text = g_string_new (NULL);
    Value data = call_argument (call, 0);

    if (data.kind != VALUE_OBJECT || data.as.object->kind == OBJECT_HOST || data.as.object->kind == OBJECT_FUNCTION)
        return console_log (call, out);
    SCRIPT_TRY (console_table_append (call->runtime, text, data.as.object, call_argument (call, 1)));
    return console_say (call->runtime, SCRIPT_LOG_INFO, text);
}

static ScriptStatus console_group (ScriptCall *call, Value *out)
{
    (void)out;
    if (call->n_arguments)
        SCRIPT_TRY (log_arguments (call, SCRIPT_LOG_INFO));
    call->runtime->console_indent += GROUP_INDENT;
    return SCRIPT_NORMAL;
}

static ScriptStatus console_group_end (ScriptCall *call, Value *out)
{
    (void)out;
    call->runtime->console_indent -= MIN (call->runtime->console_indent, GROUP_INDENT);
    return SCRIPT_NORMAL;
}

static ScriptStatus label_of (ScriptCall *call, Value *label)
{
    ScriptString *text;

    *label = call_argument (call, 0);
    if (label->kind == VALUE_UNDEFINED)
        *label = value_string (call->runtime, "default", -1);
    SCRIPT_TRY (es_to_string (call->runtime, *label, &text));
    *label = value_of_string (text);
    return SCRIPT_NORMAL;
}

static ScriptStatus console_count (ScriptCall *call, Value *out)
{
    g_autoptr (GString) text = g_string_new (NULL);
    ScriptMap *counts = state_of (call, 0);
    double count = 1;
    Value label;
    const Value *known;

    (void)out;
    SCRIPT_TRY (label_of (call, &label));
    known = map_find (counts, label);
    if (known)
        count += known->as.number;
    map_put (call->runtime, counts, label, value_number (count));
    g_string_append_printf (text, "%s: %.0f", value_to_text (call->runtime, label), count);
    return console_say (call->runtime, SCRIPT_LOG_INFO, text);
}

static ScriptStatus console_count_reset (ScriptCall *call, Value *out)
{
    Value label;

    (void)out;
    SCRIPT_TRY (label_of (call, &label));
    map_remove (state_of (call, 0), label);
    return SCRIPT_NORMAL;
}

static ScriptStatus console_time (ScriptCall *call, Value *out)
{
    Value label;

    (void)out;
    SCRIPT_TRY (label_of (call, &label));
    if (!map_find (state_of (call, 1), label))
        map_put (call->runtime, state_of (call, 1), label, value_number (runtime_now (call->runtime)));
    return SCRIPT_NORMAL;
}

static void append_duration (GString *text, double milliseconds)
{
    if (milliseconds < 1000)
        g_string_append_printf (text, "%.0fms", milliseconds);
    else if (milliseconds < 60000)
        g_string_append_printf (text, "%.3fs", milliseconds / 1000);
    else
        g_string_append_printf (text, "%.0f:%06.3f (m:ss.mmm)", floor (milliseconds / 60000),
                                fmod (milliseconds, 60000) / 1000);
}

static ScriptStatus log_time (ScriptCall *call, gboolean ends)
{
    g_autoptr (GString) text = g_string_new (NULL);
    ScriptMap *timers = state_of (call, 1);
    const Value *since;
    Value label;

    SCRIPT_TRY (label_of (call, &label));
    since = map_find (timers, label);
    if (!since)
        return SCRIPT_NORMAL;
    g_string_append_printf (text, "%s: ", value_to_text (call->runtime, label));
    append_duration (text, runtime_now (call->runtime) - since->as.number);
    for (guint i = 1; !ends && i < call->n_arguments; i++)
    {
        g_string_append_c (text, ' ');
        SCRIPT_TRY (format_append (call->runtime, text, &call->arguments[i], 1));
    }
    if (ends)
        map_remove (timers, label);
    return console_say (call->runtime, SCRIPT_LOG_INFO, text);
}

static ScriptStatus console_time_end (ScriptCall *call, Value *out)
{
    (void)out;
    return log_time (call, TRUE);
}

static ScriptStatus console_time_log (ScriptCall *call, Value *out)
{
    (void)out;
    return log_time (call, FALSE);
}

void es_setup_console (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = {
        { "log", 0, console_log },
        { "warn", 0, console_warn },
        { "dir", 0, console_dir },
        { "time", 0, console_time },
        { "timeEnd", 0, console_time_end },
        { "timeLog", 0, console_time_log },
        { "trace", 0, console_trace },
        { "assert", 0, console_assert },
        { "count", 0, console_count },
        { "countReset", 0, console_count_reset },
        { "group", 0, console_group },
        { "groupCollapsed", 0, console_group },
        { "groupEnd", 0, console_group_end },
        { "table", 1, console_table },
        { "debug", 0, console_debug },
        { "info", 0, console_log },
        { "error", 0, console_error },
    };
    Value console = script_object_new (runtime);
    Value state[2] = { value_of_object (&map_new (runtime, OBJECT_MAP)->object),
                       value_of_object (&map_new (runtime, OBJECT_MAP)->object) };
    Value kept = value_of_object (&list_new (runtime, state, G_N_ELEMENTS (state))->object);

    for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    {
        const Name *name = intern (runtime, functions[i].name, -1);
        ScriptFunction *function = function_new_native (runtime, name, functions[i].arity, functions[i].function);

        function->captured = kept;
        object_define (runtime, console.as.object, name, value_of_object (&function->object), PROPERTY_ORDINARY);
    }
    object_define (runtime, runtime->global, intern (runtime, "console", -1), console, PROPERTY_HIDDEN);
}
