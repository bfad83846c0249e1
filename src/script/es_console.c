#include "script/es.h"

static ScriptStatus console_log (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;

    (void)out;
    if (runtime->hooks.log)
        runtime->hooks.log (runtime->hooks.user_data, SCRIPT_LOG_INFO,
                            es_format (runtime, call->arguments, call->n_arguments));
    return SCRIPT_NORMAL;
}

void es_setup_console (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "log", 0, console_log }, { NULL, 0, NULL } };
    ScriptObject *console = object_new (runtime, runtime->prototypes.object);

    natives_define (runtime, console, members);
    object_define (runtime, runtime->global, intern (runtime, "console", -1), value_of_object (console),
                   PROPERTY_WRITABLE | PROPERTY_CONFIGURABLE);
}
