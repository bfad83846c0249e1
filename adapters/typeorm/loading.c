/* A file's migrations, by running its module as TypeORM does: every function among the exports, and in arrays and objects among them, is a class
 * (DirectoryExportedClassesLoader), and each is made an instance of (ConnectionMetadataBuilder). */

#include "adapters/typeorm/typeorm.h"
#include "util/error.h"

#include <string.h>

#define MAX_NESTING 8

static void add_functions (ScriptRuntime *runtime, Value value, GArray *functions, guint depth)
{
    ScriptList *list = value_is_object (value, OBJECT_LIST) ? value_list (value) : NULL;
    guint count;
    const char *const *names;

    if (value_is_object (value, OBJECT_FUNCTION))
    {
        g_array_append_val (functions, value);
        return;
    }
    if (value.kind != VALUE_OBJECT || depth > MAX_NESTING)
        return;
    for (guint32 i = 0; list && i < list->length; i++)
        add_functions (runtime, list->items[i], functions, depth + 1);
    if (list || (value.as.object->kind != OBJECT_PLAIN && depth > 0))
        return;
    names = script_names (runtime, value, &count);
    for (guint i = 0; i < count; i++)
    {
        Value member = UNDEFINED;

        if (script_get (runtime, value, names[i], &member, NULL))
            add_functions (runtime, member, functions, depth + 1);
    }
}

/* The instance of CLASS and its name. *NAME lives in the arena. */
static gboolean make_instance (ScriptRuntime *runtime, Value class, Value *instance, const char **name, GError **error)
{
    Value given;

    if (!script_construct (runtime, class, NULL, 0, instance, error) ||
        !script_get (runtime, *instance, "name", &given, error))
        return FALSE;
    *name = value_is_nullish (given) ? script_function_name (runtime, class) : value_to_text (runtime, given);
    return TRUE;
}

static gboolean describe (ScriptRuntime *runtime, Value class, GPtrArray *found, GError **error)
{
    FoundMigration *migration;
    Value instance, down, transaction;
    const char *name;

    if (!make_instance (runtime, class, &instance, &name, error) ||
        !script_get (runtime, instance, "down", &down, error) ||
        !script_get (runtime, instance, "transaction", &transaction, error))
        return FALSE;
    migration = g_new0 (FoundMigration, 1);
    migration->name = g_strdup (name);
    migration->reversible = script_is_callable (down);
    if (transaction.kind != VALUE_UNDEFINED)
        migration->transaction = value_is_true (transaction) ? OVERRIDE_ON : OVERRIDE_OFF;
    g_ptr_array_add (found, migration);
    return TRUE;
}

gboolean typeorm_load_file (const Source *source, const char *path, const char *text, gsize length, GPtrArray *found,
                            GError **error)
{
    ScriptOptions options = { .root = source->root, .environment = source->env, .modules = typeorm_modules };
    g_autoptr (ScriptRuntime) runtime = script_runtime_new (&options);
    TypeormRun run = { .runtime = runtime };
    g_autoptr (GArray) functions = g_array_new (FALSE, FALSE, sizeof (Value));
    Value exports;

    script_set_data (runtime, &run);
    if (!script_load_text (runtime, path, text, length, &exports, error))
        return FALSE;
    add_functions (runtime, exports, functions, 0);
    for (guint i = 0; i < functions->len; i++)
        if (!describe (runtime, g_array_index (functions, Value, i), found, error))
            return FALSE;
    return TRUE;
}

gboolean typeorm_load_migration (ScriptRuntime *runtime, const char *path, const char *name, Value *migration,
                                 GError **error)
{
    g_autoptr (GArray) functions = g_array_new (FALSE, FALSE, sizeof (Value));
    Value exports;

    if (!script_load (runtime, path, &exports, error))
        return FALSE;
    add_functions (runtime, exports, functions, 0);
    for (guint i = 0; i < functions->len; i++)
    {
        const char *found;

        if (!make_instance (runtime, g_array_index (functions, Value, i), migration, &found, error))
            return FALSE;
        if (g_str_equal (found, name))
            return TRUE;
    }
    error_set (error, MIGSHIM_ERROR_SOURCE, "%s no longer exports the migration \"%s\"", path, name);
    return FALSE;
}
