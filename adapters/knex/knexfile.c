/* knexfile.js and its like, run by the evaluator (Knex 3.3: bin/cli.js, openKnexfile; bin/utils/cli-config-utils.js, resolveEnvironmentConfig). */

#include "adapters/knex/knexfile.h"
#include "util/error.h"

static gboolean open_file (ScriptRuntime *runtime, const char *path, Value *sections, GError **error)
{
    Value exports;

    if (!script_load (runtime, path, &exports, error) || !script_get (runtime, exports, "default", sections, error))
        return FALSE;
    if (!value_is_truthy (*sections))
        *sections = exports;
    return !script_is_callable (*sections) || script_run (runtime, *sections, UNDEFINED, NULL, 0, sections, error);
}

gboolean knexfile_load (ScriptRuntime *runtime, const char *path, const char *environment, Value *config,
                        const char **section, Value *sections, GError **error)
{
    *section = NULL;
    if (!open_file (runtime, path, sections, error))
        return FALSE;
    if (sections->kind != VALUE_OBJECT)
    {
        error_set_at (error, MIGSHIM_ERROR_SOURCE, (Location){ path, 0, 0 }, NULL, 0,
                      "the knexfile exports no configuration");
        return FALSE;
    }
    if (!environment)
        environment = script_variable (runtime, "NODE_ENV");
    if (!environment || !*environment)
        environment = "development";
    if (!script_get (runtime, *sections, environment, config, error))
        return FALSE;
    if (value_is_truthy (*config))
        *section = script_strdup (runtime, environment);
    else
        *config = *sections;
    return TRUE;
}
