/* The package dotenv (16.6): .env files into process.env. A file outside of the root is refused: what it holds would be missing. */

#include "script/module.h"
#include "script/module_builtin.h"
#include "util/dotenv.h"

#include <string.h>

static Value process_environment (ScriptRuntime *runtime)
{
    return script_peek (runtime, module_process (runtime), "env");
}

static gboolean option_is_true (ScriptRuntime *runtime, Value options, const char *name)
{
    return options.kind == VALUE_OBJECT && value_is_truthy (script_peek (runtime, options, name));
}

/* The variables of TEXT as an object, in alphabetical order. Where the maker of the runtime answers for variables, its answer stands for the file's. */
static Value parsed_object (ScriptRuntime *runtime, const char *text, gsize length)
{
    g_autoptr (GHashTable) variables = dotenv_parse (text, length);
    g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (variables), (GCompareFunc)strcmp);
    Value parsed = script_object_new (runtime);

    for (GList *at = names; at; at = at->next)
    {
        ScriptHooks *hooks = &runtime->hooks;
        g_autofree char *answer = hooks->variable ? hooks->variable (hooks->user_data, at->data) : NULL;

        script_set (runtime, parsed, at->data,
                    value_string (runtime, answer ? answer : g_hash_table_lookup (variables, at->data), -1));
    }
    return parsed;
}

/* populate: what is set already stays, unless OVERRIDE. */
static void populate (ScriptRuntime *runtime, Value target, Value parsed, gboolean override)
{
    guint count;
    const char *const *names = script_names (runtime, parsed, &count);

    for (guint i = 0; i < count; i++)
        if (override || !object_find_own (target.as.object, intern (runtime, names[i], -1)))
            script_set (runtime, target, names[i], script_peek (runtime, parsed, names[i]));
}

static ScriptStatus read_file (ScriptRuntime *runtime, const char *name, gboolean override, Value all, Value *failure)
{
    g_autofree char *path = g_canonicalize_filename (name, runtime->folder);
    g_autofree char *text = NULL;
    gsize length;

    if (g_file_test (path, G_FILE_TEST_EXISTS) && !module_inside_root (runtime, path))
        return script_refuse (runtime, "dotenv reads %s, which is outside of the root of the source", path);
    if (!g_file_get_contents (path, &text, &length, NULL))
    {
        g_autofree char *message = g_strdup_printf ("ENOENT: no such file or directory, open '%s'", path);

        *failure = script_error_new (runtime, "Error", message);
        script_set (runtime, *failure, "code", value_string (runtime, "ENOENT", -1));
        return SCRIPT_NORMAL;
    }
    if (!runtime_reserve (runtime, length))
        return SCRIPT_STOP;
    populate (runtime, all, parsed_object (runtime, text, length), override);
    return SCRIPT_NORMAL;
}

static ScriptStatus read_all (ScriptRuntime *runtime, Value options, Value *out)
{
    Value path = options.kind == VALUE_OBJECT ? script_peek (runtime, options, "path") : UNDEFINED;
    Value target = options.kind == VALUE_OBJECT ? script_peek (runtime, options, "processEnv") : UNDEFINED;
    gboolean override = option_is_true (runtime, options, "override");
    ScriptList *list = value_list (path);
    Value all = script_object_new (runtime);
    Value failure = UNDEFINED;

    if (!list)
        SCRIPT_TRY (read_file (runtime, value_is_truthy (path) ? value_to_text (runtime, path) : ".env", override, all,
                               &failure));
    for (guint i = 0; list && i < list->length; i++)
        SCRIPT_TRY (read_file (runtime, value_to_text (runtime, list->items[i]), override, all, &failure));
    populate (runtime, target.kind == VALUE_OBJECT ? target : process_environment (runtime), all, override);
    *out = script_object_new (runtime);
    script_set (runtime, *out, "parsed", all);
    if (failure.kind == VALUE_OBJECT)
        script_set (runtime, *out, "error", failure);
    return SCRIPT_NORMAL;
}

static ScriptStatus config (ScriptCall *call, Value *out)
{
    return read_all (call->runtime, call_argument (call, 0), out);
}

static ScriptStatus parse (ScriptCall *call, Value *out)
{
    ScriptBytes *bytes = value_bytes (call_argument (call, 0));
    gsize length = bytes ? bytes->length : 0;
    const char *text =
        bytes ? (const char *)bytes->data : value_to_bytes (call->runtime, call_argument (call, 0), &length);

    *out = parsed_object (call->runtime, text, length);
    return SCRIPT_NORMAL;
}

static ScriptStatus populate_object (ScriptCall *call, Value *out)
{
    (void)out;
    if (call_argument (call, 0).kind != VALUE_OBJECT || call_argument (call, 1).kind != VALUE_OBJECT)
        return script_throw (call->runtime, "Error",
                             "OBJECT_REQUIRED: Please check the processEnv argument being passed to populate");
    populate (call->runtime, call->arguments[0], call->arguments[1],
              option_is_true (call->runtime, call_argument (call, 2), "override"));
    return SCRIPT_NORMAL;
}

Value module_dotenv (ScriptRuntime *runtime)
{
    Value exports = script_object_new (runtime);

    script_set (runtime, exports, "config", script_function_new (runtime, "config", 1, config, NULL));
    script_set (runtime, exports, "configDotenv", script_function_new (runtime, "configDotenv", 1, config, NULL));
    script_set (runtime, exports, "parse", script_function_new (runtime, "parse", 1, parse, NULL));
    script_set (runtime, exports, "populate", script_function_new (runtime, "populate", 3, populate_object, NULL));
    return exports;
}

Value module_dotenv_config (ScriptRuntime *runtime)
{
    Value ignored;

    /* an import can't be refused here: a link that leads out of the root counts as a file that is not there */
    if (read_all (runtime, UNDEFINED, &ignored) != SCRIPT_NORMAL)
        g_clear_error (&runtime->refusal);
    return script_object_new (runtime);
}
