/* The modules that come with the runtime, by name; see module.h. They reach nothing outside of it but files below the root. */

#include "script/module_builtin.h"
#include "script/module.h"

#include <string.h>

/* An object with these members of the global object. */
static Value globals_as_module (ScriptRuntime *runtime, const char *const *names)
{
    Value exports = script_object_new (runtime);

    for (; *names; names++)
        script_set (runtime, exports, *names, script_peek (runtime, value_of_object (runtime->global), *names));
    return exports;
}

Value module_timers (ScriptRuntime *runtime)
{
    static const char *const names[] = { "setTimeout",   "clearTimeout",   "setInterval", "clearInterval",
                                         "setImmediate", "clearImmediate", NULL };

    return globals_as_module (runtime, names);
}

/* The functions that util.promisify makes of the timers. */
Value module_timers_promises (ScriptRuntime *runtime)
{
    static const char *const names[] = { "setTimeout", "setImmediate", NULL };
    Value timers = globals_as_module (runtime, names);

    for (const char *const *name = names; *name; name++)
    {
        Value timer = script_peek (runtime, timers, *name);
        const Property *promised =
            timer.kind == VALUE_OBJECT ? object_find_own (timer.as.object, runtime->known.promisify) : NULL;

        script_set (runtime, timers, *name, promised ? promised->value : UNDEFINED);
    }
    return timers;
}

Value module_buffer (ScriptRuntime *runtime)
{
    static const char *const names[] = { "Buffer", "atob", "btoa", NULL };

    return globals_as_module (runtime, names);
}

gboolean module_builtin (ScriptRuntime *runtime, const char *name, Value *exports)
{
    static const struct
    {
        const char *name;
        Value (*make) (ScriptRuntime *runtime);
    } modules[] = {
        { "path", module_path },
        { "path/posix", module_path },
        { "fs", module_fs },
        { "fs/promises", module_fs_promises },
        { "crypto", module_crypto },
        { "util", module_util },
        { "uuid", module_uuid },
        { "process", module_process },
        { "os", module_os },
        { "url", module_url },
        { "timers", module_timers },
        { "timers/promises", module_timers_promises },
        { "buffer", module_buffer },
        { "dotenv", module_dotenv },
        { "dotenv/config", module_dotenv_config },
    };

    if (g_str_has_prefix (name, "node:"))
        name += 5;
    for (gsize i = 0; i < G_N_ELEMENTS (modules); i++)
        if (strcmp (name, modules[i].name) == 0)
        {
            *exports = modules[i].make (runtime);
            return TRUE;
        }
    return FALSE;
}
