/* Modules: what `import` finds, and files of Python. See py.h.
 *
 * A name is looked for among the adapter's modules, then in the library, then below the root (packages with or without __init__.py). What is
 * nowhere, or fails when it is read, binds a value that is refused when it is used; but inside a `try` that catches ImportError, what is
 * nowhere raises it. */

#include "script/py_module.h"
#include "script/ast_walk.h"
#include "script/module.h"
#include "script/py_internal.h"
#include "util/error.h"

#include <string.h>

PyModule *py_as_module (Value value)
{
    return value_is_object (value, OBJECT_MODULE) ? (PyModule *)value.as.object : NULL;
}

static PyModule *module_alloc (ScriptRuntime *runtime, const char *name)
{
    PyModule *module = object_alloc (runtime, OBJECT_MODULE, &runtime->py->module->object, sizeof *module);

    module->name = script_strdup (runtime, name);
    object_define (runtime, &module->object, PY_NAME (runtime, __name__), value_string (runtime, name, -1),
                   PROPERTY_ORDINARY);
    object_define (runtime, &module->object, PY_NAME (runtime, __doc__), NULL_VALUE, PROPERTY_ORDINARY);
    return module;
}

Value py_module_new (ScriptRuntime *runtime, const char *name, const NativeEntry *functions)
{
    PyModule *module = module_alloc (runtime, name);

    for (; functions && functions->name; functions++)
    {
        Value function = py_function_new (runtime, functions->name, functions->function, UNDEFINED);

        object_define (runtime, &module->object, value_function (function)->name, function, PROPERTY_ORDINARY);
    }
    return value_of_object (&module->object);
}

gboolean py_module_is_library (const PyModule *module)
{
    return !module->path || (module->file && module->file->library);
}

/* Attributes. */

/* The variable NAME of a file's module; NULL when it has none. */
static Value *find_variable (const PyModule *module, const Name *name)
{
    const Scope *scope = module->file ? module->file->program->scope : NULL;

    if (!module->environment)
        return NULL;
    for (guint32 i = 0; i < scope->count; i++)
        if (scope->variables[i]->name == name)
            return &module->environment->slots[i];
    return NULL;
}

/* What a name means: a module, or why there is none. */
typedef struct
{
    Value module;       /* VALUE_EMPTY: none */
    const char *reason; /* in the arena */
    gboolean nowhere;   /* it is not that it could not be read: nobody has it */
} Found;

static ScriptStatus import_dotted (ScriptRuntime *runtime, const char *name, Found *found);

/* A module of the package that nothing here has imported: where all of an application runs in one interpreter, something else mostly has. */
static ScriptStatus find_submodule (ScriptRuntime *runtime, const PyModule *package, const Name *name, Value *out)
{
    g_autofree char *dotted = g_strdup_printf ("%s.%s", package->name, name->text);
    Found found;

    SCRIPT_TRY (import_dotted (runtime, dotted, &found));
    *out = found.module;
    return SCRIPT_NORMAL;
}

ScriptStatus py_module_find_attribute (ScriptRuntime *runtime, PyModule *module, const Name *name, Value *out)
{
    Value *variable = find_variable (module, name);
    Property *own = object_find_own (&module->object, name);
    Value hook;
    Value argument;

    *out = EMPTY_VALUE;
    if (variable && variable->kind != VALUE_EMPTY)
        *out = *variable;
    else if (own)
        *out = own->value;
    else if (name == PY_NAME (runtime, __dict__))
        return py_module_dict (runtime, module, out);
    else if (module->file && name != PY_NAME (runtime, __getattr__))
    {
        SCRIPT_TRY (py_module_find_attribute (runtime, module, PY_NAME (runtime, __getattr__), &hook));
        argument = value_of_name (runtime, name);
        if (hook.kind != VALUE_EMPTY)
            return py_call (runtime, hook, &argument, 1, out);
    }
    if (out->kind == VALUE_EMPTY && module->missing_star && name->text[0] != '_')
        return script_refuse (runtime, "%s", module->missing_star);
    if (out->kind == VALUE_EMPTY)
        *out = py_class_find (runtime->py->module, name);
    if (out->kind == VALUE_EMPTY && module->is_package && name->text[0] != '_')
        return find_submodule (runtime, module, name, out);
    return SCRIPT_NORMAL;
}

ScriptStatus py_module_set_attribute (ScriptRuntime *runtime, PyModule *module, const Name *name, Value value)
{
    Value *variable = find_variable (module, name);

    if (variable)
        *variable = value;
    else
        object_define (runtime, &module->object, name, value, PROPERTY_ORDINARY);
    return SCRIPT_NORMAL;
}

ScriptStatus py_module_dict (ScriptRuntime *runtime, PyModule *module, Value *out)
{
    const Scope *scope = module->file ? module->file->program->scope : NULL;
    ScriptMap *map;

    *out = py_dict_new (runtime);
    map = value_map (*out);
    for (guint32 i = 0; i < module->object.n_properties; i++)
        if (module->object.properties[i].key)
            SCRIPT_TRY (py_map_put (runtime, map, value_of_name (runtime, module->object.properties[i].key),
                                    module->object.properties[i].value));
    for (guint32 i = 0; module->environment && i < scope->count; i++)
        if (module->environment->slots[i].kind != VALUE_EMPTY)
            SCRIPT_TRY (py_map_put (runtime, map, value_of_name (runtime, scope->variables[i]->name),
                                    module->environment->slots[i]));
    return SCRIPT_NORMAL;
}

ScriptStatus py_unknown_name (ScriptRuntime *runtime, const Node *node, Value *out)
{
    const Name *name = node->name.name;
    PyModule *module = g_hash_table_lookup (runtime->py->files, node->file);
    Property *own = module ? object_find_own (&module->object, name) : NULL;

    if (!own)
        own = object_find_own (runtime->global, name);
    if (own)
    {
        *out = own->value;
        return SCRIPT_NORMAL;
    }
    if (module && module->missing_star)
        return script_refuse (runtime, "%s", module->missing_star);
    return script_throw (runtime, "NameError", "name '%s' is not defined", name->text);
}

/* Files. */

void py_note_outside (ScriptRuntime *runtime)
{
    if (runtime->node && !runtime->node->file->library)
        runtime->py->outside = runtime->node;
}

static ScriptStatus run_file (ScriptRuntime *runtime, PyModule *module)
{
    ThisBox self = { .this_value = UNDEFINED, .new_target = UNDEFINED };
    Frame frame = { .runtime = runtime,
                    .semantics = &py_semantics,
                    .self = &self,
                    .code = module->file->program,
                    .module = (Module *)module,
                    .handled = UNDEFINED };
    ScriptStatus status;

    module->environment = environment_new (runtime, NULL, module->file->program->scope);
    module->environment->kept = TRUE;
    frame.environment = module->environment;
    module->running = TRUE;
    status = execute_list (&frame, &module->file->program->body->block.statements);
    module->running = FALSE;
    return status;
}

static gboolean parse (ScriptRuntime *runtime, PyModule *module, const char *text, gsize length, GError **error)
{
    char *copy = script_alloc (runtime, length + 1);

    memcpy (copy, text, length);
    module->file = python_parse (module->path, copy, length, runtime->names, runtime->arena, error);
    if (!module->file)
        return FALSE;
    g_hash_table_insert (runtime->py->files, (gpointer)module->file, module);
    return TRUE;
}

static PyModule *file_module_new (ScriptRuntime *runtime, const char *name, const char *path)
{
    PyModule *module = module_alloc (runtime, name);
    g_autofree char *base = g_path_get_basename (path);

    module->path = script_strdup (runtime, path);
    module->is_package = strcmp (base, "__init__.py") == 0;
    object_define (runtime, &module->object, PY_NAME (runtime, __file__), value_string (runtime, path, -1),
                   PROPERTY_ORDINARY);
    return module;
}

/* "0001_add.py" is "0001_add_py", as Alembic names the modules of its revisions. */
static char *name_of_path (const char *path)
{
    char *name = g_path_get_basename (path);

    for (char *p = name; *p; p++)
        if (!g_ascii_isalnum (*p) && *p != '_' && !(*p & 0x80))
            *p = '_';
    return name;
}

ScriptStatus py_module_load (ScriptRuntime *runtime, const char *path, const char *text, gsize length, Value *out)
{
    PyModule *module = g_hash_table_lookup (runtime->py->modules, path);
    g_autofree char *read = NULL;
    g_autofree char *name = name_of_path (path);
    GError *error = NULL;

    if (module)
    {
        *out = value_of_object (&module->object);
        return SCRIPT_NORMAL;
    }
    if (!text)
    {
        GError *mine = NULL;

        if (!module_inside_root (runtime, path))
            return script_refuse (runtime, "%s is outside of the root", path);
        if (!g_file_get_contents (path, &read, &length, &error))
        {
            error_set (&mine, MIGSHIM_ERROR_SOURCE, "%s", error->message);
            g_error_free (error);
            return runtime_refuse_error (runtime, mine);
        }
        text = read;
    }
    module = file_module_new (runtime, name, path);
    if (!parse (runtime, module, text, length, &error))
        return runtime_refuse_error (runtime, error);
    g_hash_table_insert (runtime->py->modules, module->path, module);
    *out = value_of_object (&module->object);
    return run_file (runtime, module);
}

/* Finding. */

static void not_found (ScriptRuntime *runtime, const char *name, Found *found)
{
    Value text = value_string_printf (runtime,
                                      "the import of \"%s\" could not be resolved: no module of that name is known or "
                                      "stands below the root%s",
                                      name, runtime->hooks.stand_in_hint ? runtime->hooks.stand_in_hint : "");

    *found = (Found){ EMPTY_VALUE, value_to_text (runtime, text), TRUE };
}

static const char *shown_path (ScriptRuntime *runtime, const char *path)
{
    gsize length = strlen (runtime->root);

    return strncmp (path, runtime->root, length) == 0 && path[length] == '/' ? path + length + 1 : path;
}

/* Whether what failed is the module's own matter, and not a bound that was passed. */
static gboolean is_own_failure (const ScriptRuntime *runtime, ScriptStatus status)
{
    return status == SCRIPT_THROW || (status == SCRIPT_STOP && runtime->fuel > 0 && !runtime->over_memory);
}

static ScriptStatus load_file (ScriptRuntime *runtime, const char *name, const char *path, Found *found)
{
    PyModule *module = file_module_new (runtime, name, path);
    const Node *node = runtime->node;
    Value handled = runtime->py->handled;
    g_autofree char *text = NULL;
    GError *error = NULL;
    gsize length;
    ScriptStatus status = SCRIPT_THROW;

    if (!runtime_enter (runtime))
        return SCRIPT_STOP;
    g_hash_table_insert (runtime->py->modules, (gpointer)module->name, module);
    if (g_file_get_contents (path, &text, &length, &error) && parse (runtime, module, text, length, &error))
    {
        status = run_file (runtime, module);
        if (is_own_failure (runtime, status))
            runtime_take_error (runtime, status, &error);
    }
    runtime_leave (runtime);
    runtime->node = node;
    runtime->py->handled = handled;
    if (status == SCRIPT_STOP && !error)
        return status;
    found->module = value_of_object (&module->object);
    if (error)
    {
        Value reason = value_string_printf (runtime, "the import of \"%s\" failed: %s", shown_path (runtime, path),
                                            error->message);

        module->failed = value_to_text (runtime, reason);
        g_error_free (error);
        *found = (Found){ EMPTY_VALUE, module->failed, FALSE };
    }
    return SCRIPT_NORMAL;
}

/* NAME, the last part of DOTTED, in FOLDER. FOUND stays as it is when there is nothing. */
static ScriptStatus find_in_folder (ScriptRuntime *runtime, const char *folder, const char *name, const char *dotted,
                                    Found *found)
{
    g_autofree char *file = g_strdup_printf ("%s/%s.py", folder, name);
    g_autofree char *package = g_strdup_printf ("%s/%s/__init__.py", folder, name);
    g_autofree char *plain = g_strdup_printf ("%s/%s", folder, name);

    if (g_file_test (package, G_FILE_TEST_IS_REGULAR) && module_inside_root (runtime, package))
        return load_file (runtime, dotted, package, found);
    if (g_file_test (file, G_FILE_TEST_IS_REGULAR) && module_inside_root (runtime, file))
        return load_file (runtime, dotted, file, found);
    if (g_file_test (plain, G_FILE_TEST_IS_DIR) && module_inside_root (runtime, plain))
    {
        g_autofree char *init = g_build_filename (plain, "__init__.py", NULL);
        PyModule *module = file_module_new (runtime, dotted, init);

        g_hash_table_insert (runtime->py->modules, (gpointer)module->name, module);
        found->module = value_of_object (&module->object);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus find_top (ScriptRuntime *runtime, const char *name, Found *found)
{
    if (runtime->folder && (!runtime->root || strcmp (runtime->folder, runtime->root) != 0))
        SCRIPT_TRY (find_in_folder (runtime, runtime->folder, name, name, found));
    if (found->module.kind == VALUE_EMPTY && !found->reason && runtime->root)
        SCRIPT_TRY (find_in_folder (runtime, runtime->root, name, name, found));
    return SCRIPT_NORMAL;
}

/* NAME in the module PARENT: a file of a package, or what a host module or one of the library has under that name. */
static ScriptStatus find_in_module (ScriptRuntime *runtime, Value parent, const char *name, const char *dotted,
                                    Found *found)
{
    PyModule *package = py_as_module (parent);
    const Name *key = intern (runtime, name, -1);
    Value value = EMPTY_VALUE;

    if (package && package->is_package)
    {
        g_autofree char *folder = g_path_get_dirname (package->path);

        SCRIPT_TRY (find_in_folder (runtime, folder, name, dotted, found));
    }
    else
    {
        if (value_host (parent))
            SCRIPT_TRY (host_find (runtime, value_host (parent), key, &value));
        else if (package)
            SCRIPT_TRY (py_module_find_attribute (runtime, package, key, &value));
        if (value_host (value) || py_as_module (value))
            found->module = value;
    }
    return SCRIPT_NORMAL;
}

/* Whether KNOWN is NAME or below it. */
static gboolean is_or_holds (const char *name, const char *known)
{
    gsize length = strlen (name);

    return strncmp (known, name, length) == 0 && (!known[length] || known[length] == '.');
}

gboolean py_library_has (const char *name)
{
    static const char *const others[] = { "os.path", "collections.abc" };

    for (const PyModuleEntry *entry = py_library_modules; entry->name; entry++)
        if (is_or_holds (name, entry->name))
            return TRUE;
    for (const PyLibraryText *text = py_library_texts; text->name; text++)
        if (is_or_holds (name, text->name))
            return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS (others); i++)
        if (strcmp (name, others[i]) == 0)
            return TRUE;
    return FALSE;
}

static ScriptStatus load_library (ScriptRuntime *runtime, const PyLibraryText *library, Found *found)
{
    g_autofree char *path = g_strdup_printf ("<library>/%s.py", library->name);
    PyModule *module = file_module_new (runtime, library->name, path);
    const Node *node = runtime->node;
    Value handled = runtime->py->handled;
    GError *error = NULL;
    ScriptStatus status;

    g_hash_table_insert (runtime->py->modules, (gpointer)module->name, module);
    if (!parse (runtime, module, library->text, library->length, &error))
        return runtime_refuse_error (runtime, error);
    module->file->library = TRUE;
    py_note_outside (runtime);
    status = run_file (runtime, module);
    runtime->node = node;
    runtime->py->handled = handled;
    found->module = value_of_object (&module->object);
    return status;
}

static ScriptStatus find_known (ScriptRuntime *runtime, const char *name, Found *found)
{
    for (const HostModule *host = runtime->modules; host && host->name; host++)
        if (strcmp (host->name, name) == 0)
        {
            if (host->class)
                found->module = host_object_new (runtime, host->class, runtime->module_data);
            else
                SCRIPT_TRY (host->build (runtime, runtime->module_data, &found->module));
            return SCRIPT_NORMAL;
        }
    for (const PyLibraryText *text = runtime->texts; text && text->name; text++)
        if (strcmp (text->name, name) == 0)
            return load_library (runtime, text, found);
    for (const PyModuleEntry *entry = py_library_modules; entry->name; entry++)
        if (strcmp (entry->name, name) == 0)
            return entry->build (runtime, &found->module);
    for (const PyLibraryText *text = py_library_texts; text->name; text++)
        if (strcmp (text->name, name) == 0)
            return load_library (runtime, text, found);
    return SCRIPT_NORMAL;
}

static void bind_in_parent (ScriptRuntime *runtime, Value parent, const char *name, Value module)
{
    if (parent.kind == VALUE_OBJECT && !object_find_own (parent.as.object, intern (runtime, name, -1)))
    {
        if (py_as_module (parent))
            py_module_set_attribute (runtime, py_as_module (parent), intern (runtime, name, -1), module);
        else
            object_define (runtime, parent.as.object, intern (runtime, name, -1), module, PROPERTY_ORDINARY);
    }
}

static ScriptStatus import_new (ScriptRuntime *runtime, const char *name, Found *found)
{
    const char *dot = strrchr (name, '.');
    g_autofree char *outer = dot ? g_strndup (name, (gsize)(dot - name)) : NULL;
    Found parent = { EMPTY_VALUE, NULL, FALSE };
    Value *holder;

    if (outer)
        SCRIPT_TRY (import_dotted (runtime, outer, &parent));
    /* Running the parent may have imported it. */
    holder = g_hash_table_lookup (runtime->py->imported, name);
    if (holder)
    {
        found->module = *holder;
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (find_known (runtime, name, found));
    if (found->module.kind == VALUE_EMPTY)
    {
        if (outer && parent.module.kind == VALUE_EMPTY)
            *found = parent;
        else if (outer)
            SCRIPT_TRY (find_in_module (runtime, parent.module, dot + 1, name, found));
        else
            SCRIPT_TRY (find_top (runtime, name, found));
    }
    if (found->module.kind == VALUE_EMPTY && !found->reason)
        not_found (runtime, name, found);
    if (found->module.kind == VALUE_EMPTY)
        return SCRIPT_NORMAL;
    if (outer)
        bind_in_parent (runtime, parent.module, dot + 1, found->module);
    holder = script_alloc (runtime, sizeof *holder);
    *holder = found->module;
    g_hash_table_insert (runtime->py->imported, script_strdup (runtime, name), holder);
    return SCRIPT_NORMAL;
}

static ScriptStatus import_dotted (ScriptRuntime *runtime, const char *name, Found *found)
{
    Value *holder = g_hash_table_lookup (runtime->py->imported, name);
    PyModule *module = g_hash_table_lookup (runtime->py->modules, name);
    ScriptStatus status;

    *found = (Found){ EMPTY_VALUE, NULL, FALSE };
    if (holder)
    {
        found->module = *holder;
        return SCRIPT_NORMAL;
    }
    if (module && module->failed)
    {
        found->reason = module->failed;
        return SCRIPT_NORMAL;
    }
    if (module)
    {
        found->module = value_of_object (&module->object);
        return SCRIPT_NORMAL;
    }
    if (!runtime_enter (runtime))
        return SCRIPT_STOP;
    status = import_new (runtime, name, found);
    runtime_leave (runtime);
    return status;
}

ScriptStatus py_import (ScriptRuntime *runtime, const char *name, Value *out)
{
    Found found;

    SCRIPT_TRY (import_dotted (runtime, name, &found));
    *out = found.module;
    if (found.module.kind == VALUE_EMPTY)
        *out = host_missing_new (runtime, found.reason);
    return SCRIPT_NORMAL;
}

/* Import statements. */

typedef struct
{
    const Node *import;
    gboolean caught;
} Search;

static gboolean catches_imports (const Node *type)
{
    static const char *const names[] = { "ImportError", "ModuleNotFoundError", "Exception", "BaseException" };

    if (!type)
        return TRUE;
    if (type->kind == NODE_TUPLE)
    {
        for (guint32 i = 0; i < type->list.count; i++)
            if (catches_imports (type->list.items[i]))
                return TRUE;
        return FALSE;
    }
    for (guint i = 0; type->kind == NODE_NAME && i < G_N_ELEMENTS (names); i++)
        if (strcmp (type->name.name->text, names[i]) == 0)
            return TRUE;
    return FALSE;
}

static void look_for_try (Node *node, gpointer data)
{
    Search *search = data;

    if (node->start > search->import->start || node->end < search->import->end || search->caught)
        return;
    if (node->kind == NODE_TRY && node->try_->block->start <= search->import->start &&
        node->try_->block->end >= search->import->end)
        for (guint32 i = 0; i < node->try_->handlers.count; i++)
            search->caught |= catches_imports (node->try_->handlers.items[i]->handler.type);
    ast_each_child (node, look_for_try, search);
}

/* Whether the statement stands in a `try` that asks if the module is there. */
static gboolean is_asked (const Node *import)
{
    Search search = { import, FALSE };

    ast_each_child (import->file->program->body, look_for_try, &search);
    return search.caught;
}

static ScriptStatus raise_missing (ScriptRuntime *runtime, const char *name)
{
    Value arguments[1] = { value_string_printf (runtime, "No module named '%s'", name) };
    Value class = value_of_object (&py_builtin_class (runtime, "ModuleNotFoundError")->object);
    Value exception = py_error_new (runtime, class, arguments, 1);

    object_define (runtime, exception.as.object, runtime->known.name_, value_string (runtime, name, -1),
                   PROPERTY_ORDINARY);
    return script_throw_value (runtime, exception);
}

/* The dotted name that a relative import means. */
static ScriptStatus absolute_name (ScriptRuntime *runtime, const PyModule *module, const Import *import, char **out)
{
    g_autofree char *package = g_strdup (module->name);
    char *dot;

    if (import->level == 0)
    {
        *out = g_strndup (import->module.data, import->module.length);
        return SCRIPT_NORMAL;
    }
    for (guint32 i = module->is_package ? 1 : 0; i < import->level; i++)
    {
        dot = strrchr (package, '.');
        if (!dot)
            return script_throw (runtime, "ImportError",
                                 i == 0 || (i == 1 && module->is_package)
                                     ? "attempted relative import with no known parent package"
                                     : "attempted relative import beyond top-level package");
        *dot = 0;
    }
    *out = import->module.length ? g_strdup_printf ("%s.%.*s", package, (int)import->module.length, import->module.data)
                                 : g_strdup (package);
    return SCRIPT_NORMAL;
}

static ScriptStatus bind (Frame *frame, const Node *local, Value value)
{
    return local ? write_name (frame, local, value, FALSE) : SCRIPT_NORMAL;
}

/* The module itself: `import a.b` binds a, `import a.b as c` binds b. */
static ScriptStatus bind_module (Frame *frame, const Import *import, const char *name, Value module)
{
    ScriptRuntime *runtime = frame->runtime;

    if (import->plain && strchr (name, '.'))
    {
        g_autofree char *top = g_strndup (name, strcspn (name, "."));
        Found found;

        SCRIPT_TRY (import_dotted (runtime, top, &found));
        if (found.module.kind != VALUE_EMPTY)
            module = found.module;
    }
    for (guint32 i = 0; i < import->count; i++)
        SCRIPT_TRY (bind (frame, import->specifiers[i].local, module));
    return SCRIPT_NORMAL;
}

/* A refusal of what is named here comes when it is used. */
static ScriptStatus refused_later (ScriptRuntime *runtime, ScriptStatus status, Value *out)
{
    if (status == SCRIPT_STOP && runtime->refusal && is_own_failure (runtime, status))
    {
        const char *reason = script_strdup (runtime, runtime->refusal->message);

        g_clear_error (&runtime->refusal);
        *out = host_missing_new (runtime, reason);
        return SCRIPT_NORMAL;
    }
    return status;
}

static ScriptStatus import_member (ScriptRuntime *runtime, const Node *node, Value module, const char *dotted,
                                   const Name *name, Value *out)
{
    g_autofree char *inner = g_strdup_printf ("%s.%s", dotted, name->text);
    Found found = { EMPTY_VALUE, NULL, FALSE };
    PyModule *file = py_as_module (module);

    SCRIPT_TRY (refused_later (runtime, py_find (runtime, module, name, out), out));
    if (out->kind != VALUE_EMPTY)
        return SCRIPT_NORMAL;
    if (!file || file->is_package || g_hash_table_lookup (runtime->py->imported, inner))
        SCRIPT_TRY (import_dotted (runtime, inner, &found));
    *out = found.module;
    if (out->kind != VALUE_EMPTY)
        return SCRIPT_NORMAL;
    if ((found.nowhere || !found.reason) && (is_asked (node) || (file && file->file && !file->file->library)))
    {
        if (file && file->running)
            return script_throw (runtime, "ImportError",
                                 "cannot import name '%s' from partially initialized module '%s' (most likely due to a "
                                 "circular import) (%s)",
                                 name->text, dotted, file->path);
        return script_throw (runtime, "ImportError", "cannot import name '%s' from '%s' (%s)", name->text, dotted,
                             file && file->path ? file->path : "unknown location");
    }
    if (value_host (module))
        return refused_later (runtime, host_unknown_member (runtime, value_host (module), name), out);
    *out = host_missing_named (
        runtime, name->text,
        value_to_text (runtime, value_string_printf (runtime, "the module %s has no `%s`", dotted, name->text)));
    return SCRIPT_NORMAL;
}

/* from m import * */
static ScriptStatus import_star (Frame *frame, Value module)
{
    ScriptRuntime *runtime = frame->runtime;
    PyModule *into = (PyModule *)frame->module;
    HostObject *host = value_host (module);
    Value names;
    ScriptList *list;

    if (host)
    {
        for (const HostClass *class = host->class; class; class = class->base)
            for (const HostMember *member = class->members; member && member->name; member++)
            {
                Value value;

                if (member->name[0] == '_' || member->refused)
                    continue;
                SCRIPT_TRY (py_get (runtime, module, intern (runtime, member->name, -1), &value));
                SCRIPT_TRY (py_module_set_attribute (runtime, into, intern (runtime, member->name, -1), value));
            }
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (py_find (runtime, module, PY_NAME (runtime, __all__), &names));
    if (names.kind == VALUE_EMPTY)
        SCRIPT_TRY (py_module_dict (runtime, py_as_module (module), &names));
    if (py_as_module (module)->missing_star)
        into->missing_star = py_as_module (module)->missing_star;
    SCRIPT_TRY (py_items (runtime, names, &list));
    for (guint32 i = 0; i < list->length; i++)
    {
        ScriptString *text = py_as_string (list->items[i]);
        const Name *name = text ? intern (runtime, text->data, text->length) : NULL;
        Value value;

        if (!name || (py_as_dict (names) && name->text[0] == '_'))
            continue;
        SCRIPT_TRY (py_get (runtime, module, name, &value));
        SCRIPT_TRY (py_module_set_attribute (runtime, into, name, value));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus bind_missing (Frame *frame, const Node *node, const char *name, const Found *found)
{
    ScriptRuntime *runtime = frame->runtime;
    const Import *import = node->import;

    if (found->nowhere && is_asked (node))
        return raise_missing (runtime, name);
    if (import->star)
        ((PyModule *)frame->module)->missing_star = found->reason;
    for (guint32 i = 0; i < import->count; i++)
    {
        const Name *imported = import->specifiers[i].imported;

        SCRIPT_TRY (bind (frame, import->specifiers[i].local,
                          host_missing_named (runtime, imported ? imported->text : NULL, found->reason)));
    }
    return SCRIPT_NORMAL;
}

static gboolean is_library_name (const char *name)
{
    for (const PyModuleEntry *entry = py_library_modules; entry->name; entry++)
        if (strcmp (entry->name, name) == 0)
            return TRUE;
    for (const PyLibraryText *text = py_library_texts; text->name; text++)
        if (strcmp (text->name, name) == 0)
            return TRUE;
    return FALSE;
}

ScriptStatus py_execute_import (Frame *frame, const Node *node)
{
    ScriptRuntime *runtime = frame->runtime;
    const Import *import = node->import;
    g_autofree char *name = NULL;
    Found found;

    runtime->node = node;
    SCRIPT_TRY (absolute_name (runtime, (PyModule *)frame->module, import, &name));
    if (strcmp (name, "__future__") == 0)
    {
        for (guint32 i = 0; i < import->count; i++)
            SCRIPT_TRY (bind (frame, import->specifiers[i].local, NULL_VALUE));
        return SCRIPT_NORMAL;
    }
    /* What the library has for itself alone is nowhere for scripts. */
    if (name[0] == '_' && is_library_name (name) && !node->file->library)
        not_found (runtime, name, &found);
    else
        SCRIPT_TRY (import_dotted (runtime, name, &found));
    runtime->node = node;
    if (found.module.kind == VALUE_EMPTY)
        return bind_missing (frame, node, name, &found);
    if (import->star)
        return import_star (frame, found.module);
    if (import->plain || (import->count == 1 && !import->specifiers[0].imported))
        return bind_module (frame, import, name, found.module);
    for (guint32 i = 0; i < import->count; i++)
    {
        Value value;

        SCRIPT_TRY (import_member (runtime, node, found.module, name, import->specifiers[i].imported, &value));
        SCRIPT_TRY (bind (frame, import->specifiers[i].local, value));
    }
    return SCRIPT_NORMAL;
}
