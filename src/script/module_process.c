/* process, and node:os. */

#include "script/es_node.h"
#include "script/module.h"
#include "script/module_builtin.h"
#include "script/promise.h"

#include <math.h>
#include <string.h>

static ScriptStatus process_cwd (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, call->runtime->folder, -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus process_next_tick (ScriptCall *call, Value *out)
{
    (void)out;
    if (!script_is_callable (call_argument (call, 0)))
        return node_throw_argument (call->runtime, "\"callback\" argument", "of type function",
                                    call_argument (call, 0));
    jobs_add_call (call->runtime, TRUE, call->arguments[0], call->arguments + 1, call->n_arguments - 1);
    return SCRIPT_NORMAL;
}

static ScriptStatus process_exit (ScriptCall *call, Value *out)
{
    (void)out;
    return script_refuse (call->runtime, "the script calls process.exit");
}

/* process.stdout.write: a line of the log, for there is nothing finer. */
static ScriptStatus stream_write (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value console = script_peek (runtime, value_of_object (runtime->global), "console");
    ScriptString *string;
    guint units;

    SCRIPT_TRY (es_argument_string (call, 0, &string));
    units = string_units (string);
    if (string->length && string->data[string->length - 1] == '\n')
        string = string_slice (runtime, string, 0, units - 1);
    SCRIPT_TRY (script_call (runtime, script_peek (runtime, console, call->captured.as.boolean ? "error" : "log"),
                             console, &(Value){ .kind = VALUE_STRING, .as = { .string = string } }, 1, out));
    *out = value_boolean (TRUE);
    return SCRIPT_NORMAL;
}

static ScriptStatus process_on (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus process_uptime (ScriptCall *call, Value *out)
{
    *out = value_number ((runtime_now (call->runtime) - call->captured.as.number) / 1000);
    return SCRIPT_NORMAL;
}

static ScriptStatus process_hrtime (ScriptCall *call, Value *out)
{
    double now = runtime_now (call->runtime);
    Value parts[2] = { value_number (floor (now / 1000)), value_number (fmod (now, 1000) * 1e6) };
    ScriptList *since = value_list (call_argument (call, 0));

    if (since && since->length == 2 && since->items[0].kind == VALUE_NUMBER && since->items[1].kind == VALUE_NUMBER)
    {
        parts[0].as.number -= since->items[0].as.number;
        parts[1].as.number -= since->items[1].as.number;
        if (parts[1].as.number < 0)
        {
            parts[0].as.number -= 1;
            parts[1].as.number += 1e9;
        }
    }
    *out = value_of_object (&list_new (call->runtime, parts, 2)->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus process_hrtime_bigint (ScriptCall *call, Value *out)
{
    *out = value_integer ((gint64)runtime_now (call->runtime) * 1000000);
    return SCRIPT_NORMAL;
}

static ScriptStatus performance_now (ScriptCall *call, Value *out)
{
    *out = value_number (runtime_now (call->runtime) - call->captured.as.number);
    return SCRIPT_NORMAL;
}

static Value capturing (ScriptRuntime *runtime, const char *name, ScriptNative native, Value captured)
{
    ScriptFunction *function = function_new_capturing (runtime, 0, native, captured);

    function->name = intern (runtime, name, -1);
    return value_of_object (&function->object);
}

static Value stream (ScriptRuntime *runtime, gboolean of_errors)
{
    Value made = script_object_new (runtime);

    script_set (runtime, made, "write", capturing (runtime, "write", stream_write, value_boolean (of_errors)));
    script_set (runtime, made, "isTTY", value_boolean (FALSE));
    return made;
}

static ScriptStatus variable (ScriptCall *call, Value *out)
{
    ScriptHooks *hooks = &call->runtime->hooks;
    g_autofree char *value = hooks->variable (hooks->user_data, value_to_text (call->runtime, call->arguments[0]));

    if (value)
        *out = value_string (call->runtime, value, -1);
    return SCRIPT_NORMAL;
}

/* Variables that the maker of the runtime is asked for when they are read. */
static const HostClass asked_environment = {
    .name = "process.env",
    .summary = "The environment.",
    .open = TRUE,
    .get = variable,
};

/* The variables in alphabetical order: a table of hashes has none of its own. */
static Value environment_object (ScriptRuntime *runtime)
{
    Value environment =
        runtime->hooks.variable ? host_object_new (runtime, &asked_environment, NULL) : script_object_new (runtime);
    g_autoptr (GList) keys = runtime->environment ? g_hash_table_get_keys (runtime->environment) : NULL;

    keys = g_list_sort (keys, (GCompareFunc)strcmp);
    for (GList *at = keys; at; at = at->next)
        script_set (runtime, environment, at->data,
                    value_string (runtime, g_hash_table_lookup (runtime->environment, at->data), -1));
    return environment;
}

static Value make_process (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "cwd", 0, process_cwd },   { "nextTick", 1, process_next_tick },
                                             { "exit", 1, process_exit }, { "abort", 0, process_exit },
                                             { "on", 2, process_on },     { "once", 2, process_on },
                                             { "off", 2, process_on },    { NULL, 0, NULL } };
    Value process = script_object_new (runtime);
    Value versions = script_object_new (runtime);
    Value now = value_number (runtime_now (runtime));
    Value hrtime = capturing (runtime, "hrtime", process_hrtime, UNDEFINED);

    natives_define (runtime, process.as.object, functions);
    script_set (runtime, process, "env", environment_object (runtime));
    script_set (runtime, process, "argv", value_of_object (&list_new (runtime, NULL, 0)->object));
    script_set (runtime, process, "execArgv", value_of_object (&list_new (runtime, NULL, 0)->object));
    script_set (runtime, process, "platform", value_string (runtime, "linux", -1));
    script_set (runtime, process, "arch", value_string (runtime, "x64", -1));
    script_set (runtime, process, "pid", value_number (1));
    script_set (runtime, process, "version", value_string (runtime, "v22.0.0", -1));
    script_set (runtime, versions, "node", value_string (runtime, "22.0.0", -1));
    script_set (runtime, process, "versions", versions);
    script_set (runtime, process, "stdout", stream (runtime, FALSE));
    script_set (runtime, process, "stderr", stream (runtime, TRUE));
    script_set (runtime, process, "uptime", capturing (runtime, "uptime", process_uptime, now));
    script_set (runtime, process, "hrtime", hrtime);
    script_set (runtime, hrtime, "bigint", capturing (runtime, "bigint", process_hrtime_bigint, UNDEFINED));
    return process;
}

/* The process of the runtime: the same for the global name and for each import. Made the first time. */
Value module_process (ScriptRuntime *runtime)
{
    const Name *name = intern (runtime, "process", -1);
    const Property *known = object_find_own (runtime->global, name);
    Value performance;

    if (known)
        return known->value;
    performance = script_object_new (runtime);
    script_set (runtime, performance, "now",
                capturing (runtime, "now", performance_now, value_number (runtime_now (runtime))));
    object_define (runtime, runtime->global, intern (runtime, "performance", -1), performance, PROPERTY_HIDDEN);
    object_define (runtime, runtime->global, name, make_process (runtime), PROPERTY_HIDDEN);
    return object_find_own (runtime->global, name)->value;
}

static ScriptStatus os_constant (ScriptCall *call, Value *out)
{
    *out = call->captured;
    return SCRIPT_NORMAL;
}

Value module_os (ScriptRuntime *runtime)
{
    static const struct
    {
        const char *name;
        const char *value;
    } constants[] = { { "platform", "linux" }, { "type", "Linux" },         { "arch", "x64" },
                      { "tmpdir", "/tmp" },    { "hostname", "localhost" }, { "homedir", "/" } };
    Value os = script_object_new (runtime);

    for (gsize i = 0; i < G_N_ELEMENTS (constants); i++)
        script_set (
            runtime, os, constants[i].name,
            capturing (runtime, constants[i].name, os_constant, value_string (runtime, constants[i].value, -1)));
    script_set (runtime, os, "EOL", value_string (runtime, "\n", -1));
    return os;
}

const char *script_variable (ScriptRuntime *runtime, const char *name)
{
    Value environment = script_peek (runtime, module_process (runtime), "env");
    Value value;

    if (script_member (runtime, environment, name, &value) != SCRIPT_NORMAL || value_is_nullish (value))
        return NULL;
    return value_to_text (runtime, value);
}
