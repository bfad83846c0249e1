#include "script/module.h"
#include "script/es.h"
#include "script/es_node.h"
#include "script/module_builtin.h"
#include "script/promise.h"
#include "util/error.h"

#include <string.h>

typedef enum
{
    MODULE_RUNNING,
    MODULE_DONE,
    MODULE_FAILED
} ModuleState;

/* An exported variable: where it is. */
typedef struct
{
    const Name *name;
    Environment *environment;
    guint32 slot;
    Module *from; /* `export ... from`: that module's NAME_THERE (NULL: itself); or NULL */
    const Name *name_there;
} Export_;

struct Module
{
    ScriptObject object; /* the namespace, for ECMAScript modules; unused else */
    char *path;
    ScriptFile *file;
    char *text;
    ModuleState state;
    gboolean es;
    Environment *environment;
    Value exports; /* module.exports, JSON, built-ins */
    Value module_object;
    GArray *exported; /* Export_ */
    GPtrArray *stars; /* Module *: export * from */
    gboolean finding;
    Value meta;
    const char *missing; /* why there is nothing; or NULL */
    Value missing_value;
};

struct Loader
{
    GHashTable *modules; /* path -> Module */
    GPtrArray *all;
};

static void module_free (gpointer data)
{
    Module *module = data;

    g_free (module->path);
    g_free (module->text);
    if (module->exported)
        g_array_unref (module->exported);
    if (module->stars)
        g_ptr_array_unref (module->stars);
}

void loader_init (ScriptRuntime *runtime)
{
    runtime->loader = g_new0 (Loader, 1);
    runtime->loader->modules = g_hash_table_new (g_str_hash, g_str_equal);
    runtime->loader->all = g_ptr_array_new_with_free_func (module_free);
}

void loader_free (ScriptRuntime *runtime)
{
    g_hash_table_unref (runtime->loader->modules);
    g_ptr_array_unref (runtime->loader->all);
    g_free (runtime->loader);
}

static Module *module_add (ScriptRuntime *runtime, const char *path)
{
    Module *module = object_alloc (runtime, OBJECT_PLAIN, NULL, sizeof *module);

    module->path = g_strdup (path);
    module->exports = UNDEFINED;
    module->meta = EMPTY_VALUE;
    g_hash_table_insert (runtime->loader->modules, module->path, module);
    g_ptr_array_add (runtime->loader->all, module);
    return module;
}

static Module *module_missing (ScriptRuntime *runtime, const char *key, const char *reason)
{
    Module *module = module_add (runtime, key);

    module->state = MODULE_DONE;
    module->missing = script_strdup (runtime, reason);
    module->missing_value = host_missing_new (runtime, (gpointer)module->missing);
    module->exports = module->missing_value;
    return module;
}

/* The path that a person would type: relative to the root. */
static const char *shown_path (ScriptRuntime *runtime, const char *path)
{
    gsize length = runtime->root ? strlen (runtime->root) : 0;

    if (length && strncmp (path, runtime->root, length) == 0 && path[length] == '/')
        return path + length + 1;
    return path;
}

static EsOptions options_of (const char *path)
{
    EsOptions options = ES_JAVASCRIPT;

    if (g_str_has_suffix (path, ".ts") || g_str_has_suffix (path, ".mts") || g_str_has_suffix (path, ".cts"))
        options |= ES_TYPESCRIPT;
    if (g_str_has_suffix (path, ".mjs") || g_str_has_suffix (path, ".mts"))
        options |= ES_MODULE;
    return options;
}

static ScriptStatus load_file (ScriptRuntime *runtime, Module *module);

/* The module that SPECIFIER means in MODULE. What can't be had becomes a module that refuses; only a refusal of the evaluator itself comes back. */
static ScriptStatus module_import (ScriptRuntime *runtime, Module *module, const char *specifier, Module **imported)
{
    g_autofree char *reason = NULL;
    g_autofree char *path = NULL;
    Value exports;

    *imported = g_hash_table_lookup (runtime->loader->modules, specifier);
    if (*imported && *specifier != '/' && *specifier != '.')
        return SCRIPT_NORMAL;
    for (const HostModule *host = runtime->modules; host && host->name; host++)
        if (strcmp (host->name, specifier) == 0)
        {
            ScriptStatus status = host->build (runtime, runtime->module_data, &exports);

            if (status != SCRIPT_NORMAL)
                return status;
            *imported = module_add (runtime, specifier);
            (*imported)->state = MODULE_DONE;
            (*imported)->exports = exports;
            return SCRIPT_NORMAL;
        }
    if (module_builtin (runtime, specifier, &exports))
    {
        *imported = module_add (runtime, specifier);
        (*imported)->state = MODULE_DONE;
        (*imported)->exports = exports;
        return SCRIPT_NORMAL;
    }
    path = module_resolve (runtime, module->path, specifier, &reason);
    if (!path)
    {
        g_autofree char *key = g_strconcat (module->path, "\n", specifier, NULL);

        *imported = g_hash_table_lookup (runtime->loader->modules, key);
        if (!*imported)
            *imported = module_missing (runtime, key, reason);
        return SCRIPT_NORMAL;
    }
    *imported = g_hash_table_lookup (runtime->loader->modules, path);
    if (*imported)
        return SCRIPT_NORMAL;
    *imported = module_add (runtime, path);
    return load_file (runtime, *imported);
}

static Export_ *find_export (Module *module, const Name *name)
{
    for (guint i = 0; module->exported && i < module->exported->len; i++)
        if (g_array_index (module->exported, Export_, i).name == name)
            return &g_array_index (module->exported, Export_, i);
    return NULL;
}

/* The value that MODULE exports as NAME; EMPTY_VALUE when it exports none. */
static ScriptStatus export_value (ScriptRuntime *runtime, Module *module, const Name *name, Value *out)
{
    Export_ *export;
    ScriptStatus status = SCRIPT_NORMAL;

    *out = EMPTY_VALUE;
    if (module->missing)
    {
        *out = module->missing_value;
        return script_refuse (runtime, "%s", module->missing);
    }
    if (!module->es)
    {
        gboolean has = FALSE;

        if (value_host (module->exports))
            return es_get (runtime, module->exports, name, out);
        if (module->exports.kind == VALUE_OBJECT)
            es_has (runtime, module->exports.as.object, name, &has);
        if (has)
            return es_get (runtime, module->exports, name, out);
        if (name == runtime->known.default_)
            *out = module->exports;
        return SCRIPT_NORMAL;
    }
    export = find_export (module, name);
    if (export && export->from)
    {
        if (export->name_there)
            return export_value (runtime, export->from, export->name_there, out);
        *out = export->from->es ? value_of_object (&export->from->object) : export->from->exports;
        return SCRIPT_NORMAL;
    }
    if (export)
    {
        *out = export->environment->slots[export->slot];
        if (out->kind == VALUE_EMPTY && out->as.object)
            return import_read (runtime, (ImportBinding *)out->as.object, out);
        if (out->kind == VALUE_EMPTY)
            return script_throw (runtime, "ReferenceError", "Cannot access '%s' before initialization", name->text);
        return SCRIPT_NORMAL;
    }
    if (module->finding || name == runtime->known.default_)
        return SCRIPT_NORMAL;
    module->finding = TRUE;
    for (guint i = 0; module->stars && i < module->stars->len && out->kind == VALUE_EMPTY && status == SCRIPT_NORMAL;
         i++)
        status = export_value (runtime, g_ptr_array_index (module->stars, i), name, out);
    module->finding = FALSE;
    return status;
}

ScriptStatus import_read (ScriptRuntime *runtime, const ImportBinding *binding, Value *out)
{
    ScriptStatus status;

    if (binding->missing)
        return script_refuse (runtime, "%s", binding->missing);
    if (!binding->name)
    {
        *out = binding->module->es ? value_of_object (&binding->module->object) : binding->module->exports;
        return SCRIPT_NORMAL;
    }
    status = export_value (runtime, binding->module, binding->name, out);
    if (status != SCRIPT_NORMAL)
        return status;
    if (out->kind == VALUE_EMPTY)
    {
        /* What TypeScript imports as a type only by accident of its spelling is undefined, as after compilation to CommonJS. */
        *out = UNDEFINED;
        if (binding->module->es && binding->module->state == MODULE_DONE && !binding->module->file->typescript)
            return script_throw (runtime, "SyntaxError",
                                 "The requested module '%s' does not provide an export named '%s'",
                                 shown_path (runtime, binding->module->path), binding->name->text);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus bind_import (ScriptRuntime *runtime, Module *module, const Node *node)
{
    const Import *import = node->import;
    g_autofree char *specifier = g_strndup (import->module.data, import->module.length);
    Module *imported;
    ScriptStatus status;

    if (import->elided)
        return SCRIPT_NORMAL;
    runtime->node = node;
    status = module_import (runtime, module, specifier, &imported);
    if (status != SCRIPT_NORMAL)
        return status;
    for (guint32 i = 0; i < import->count; i++)
    {
        const ImportSpecifier *item = &import->specifiers[i];
        ImportBinding *binding = script_alloc (runtime, sizeof *binding);

        binding->module = imported;
        binding->name = item->imported;
        binding->missing = imported->missing;
        if (item->local && item->local->name.depth != AST_GLOBAL)
            module->environment->slots[item->local->name.slot] =
                (Value){ .kind = VALUE_EMPTY, .as = { .object = (ScriptObject *)(gpointer)binding } };
    }
    return SCRIPT_NORMAL;
}

/* `export default expression` has no variable: one is made. */
static void export_default_value (ScriptRuntime *runtime, Module *module, Value value)
{
    Export_ *export = find_export (module, runtime->known.default_);
    Environment *environment;
    Export_ one = { .name = runtime->known.default_ };

    if (export)
    {
        export->environment->slots[export->slot] = value;
        return;
    }
    environment = script_alloc (runtime, sizeof *environment + sizeof (Value));
    environment->slots[0] = value;
    environment->size = 1;
    environment->kept = TRUE;
    one.environment = environment;
    g_array_append_val (module->exported, one);
}

static ScriptStatus bind_export (ScriptRuntime *runtime, Module *module, const Node *node)
{
    const Export *export = node->export_;
    g_autofree char *specifier = export->module.data ? g_strndup (export->module.data, export->module.length) : NULL;
    Module *from = NULL;
    ScriptStatus status;

    runtime->node = node;
    if (export->kind == EXPORT_DEFAULT && export->count == 0)
        export_default_value (runtime, module, EMPTY_VALUE);
    if (specifier)
    {
        status = module_import (runtime, module, specifier, &from);
        if (status != SCRIPT_NORMAL)
            return status;
        if (export->kind == EXPORT_ALL && export->count == 0)
        {
            if (!from->missing)
                g_ptr_array_add (module->stars, from);
            return SCRIPT_NORMAL;
        }
    }
    for (guint32 i = 0; i < export->count; i++)
    {
        const ImportSpecifier *item = &export->specifiers[i];
        Export_ one = { .name = item->exported };

        if (from)
        {
            one.from = from;
            one.name_there = export->kind == EXPORT_ALL ? NULL : item->imported;
        }
        else if (item->local && item->local->name.depth != AST_GLOBAL)
        {
            one.environment = module->environment;
            one.slot = item->local->name.slot;
        }
        else
            continue;
        g_array_append_val (module->exported, one);
    }
    return SCRIPT_NORMAL;
}

ScriptStatus module_execute_export (Frame *frame, const Node *node)
{
    ScriptRuntime *runtime = frame->runtime;
    const Export *export = node->export_;
    Value value;
    ScriptStatus status;

    if (!export->declaration)
        return SCRIPT_NORMAL;
    switch (export->kind)
    {
    case EXPORT_DECLARATION:
        return execute (frame, export->declaration);
    case EXPORT_DEFAULT:
        if (export->declaration->kind == NODE_DEFINE)
            return execute (frame, export->declaration);
        status = evaluate (frame, export->declaration, &value);
        if (status != SCRIPT_NORMAL)
            return status;
        if (value_function (value) && value_function (value)->name == runtime->known.empty)
        {
            value_function (value)->name = runtime->known.default_;
            if (value_function (value)->materialised)
                object_define (runtime, value.as.object, runtime->known.name_,
                               value_of_name (runtime, runtime->known.default_), PROPERTY_CONFIGURABLE);
        }
        export_default_value (runtime, frame->module, value);
        return SCRIPT_NORMAL;
    case EXPORT_ASSIGN:
        status = evaluate (frame, export->declaration, &value);
        if (status == SCRIPT_NORMAL)
        {
            frame->module->es = FALSE;
            frame->module->exports = value;
        }
        return status;
    case EXPORT_NAMES:
    case EXPORT_ALL:
        break;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus require (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Module *module = (Module *)call->captured.as.object;
    Module *imported;
    g_autofree char *specifier = NULL;
    ScriptStatus status;

    if (call_argument (call, 0).kind != VALUE_STRING)
        return node_throw_argument (runtime, "\"id\" argument", "of type string", call_argument (call, 0));
    specifier = g_strdup (value_to_text (runtime, call_argument (call, 0)));
    status = module_import (runtime, module, specifier, &imported);
    if (status != SCRIPT_NORMAL)
        return status;
    *out = imported->es ? value_of_object (&imported->object) : imported->exports;
    if (!imported->es && !imported->missing && imported->module_object.kind == VALUE_OBJECT)
        return es_get (runtime, imported->module_object, runtime->known.exports_, out);
    return SCRIPT_NORMAL;
}

static ScriptStatus require_resolve (ScriptCall *call, Value *out)
{
    g_autofree char *reason = NULL;
    g_autofree char *path = module_resolve (call->runtime, ((Module *)call->captured.as.object)->path,
                                            value_to_text (call->runtime, call_argument (call, 0)), &reason);

    if (!path)
        return script_throw (call->runtime, "Error", "%s", reason);
    *out = value_string (call->runtime, path, -1);
    return SCRIPT_NORMAL;
}

static void fill_commonjs (ScriptRuntime *runtime, Module *module)
{
    Environment *environment = module->environment;
    Value exports = script_object_new (runtime);
    ScriptFunction *function = function_new_native (runtime, intern (runtime, "require", -1), 1, require);
    ScriptFunction *resolve = function_new_native (runtime, runtime->known.resolve_, 1, require_resolve);
    g_autofree char *folder = g_path_get_dirname (module->path);

    function->captured = value_of_object (&module->object);
    resolve->captured = function->captured;
    object_define (runtime, &function->object, runtime->known.resolve_, value_of_object (&resolve->object),
                   PROPERTY_HIDDEN);
    script_set (runtime, value_of_object (&function->object), "main", UNDEFINED);
    module->module_object = script_object_new (runtime);
    script_set (runtime, module->module_object, "exports", exports);
    script_set (runtime, module->module_object, "id", value_string (runtime, module->path, -1));
    script_set (runtime, module->module_object, "filename", value_string (runtime, module->path, -1));
    module->exports = exports;
    environment->slots[MODULE_SLOT_EXPORTS] = exports;
    environment->slots[MODULE_SLOT_REQUIRE] = value_of_object (&function->object);
    environment->slots[MODULE_SLOT_MODULE] = module->module_object;
    environment->slots[MODULE_SLOT_FILENAME] = value_string (runtime, module->path, -1);
    environment->slots[MODULE_SLOT_DIRNAME] = value_string (runtime, folder, -1);
}

static int compare_names (gconstpointer a, gconstpointer b)
{
    return strcmp ((*(const Name *const *)a)->text, (*(const Name *const *)b)->text);
}

static ScriptStatus namespace_getter (ScriptCall *call, Value *out)
{
    ScriptBox *box = (ScriptBox *)call->captured.as.object;
    Module *module = (Module *)box->object.prototype;
    ScriptStatus status = export_value (call->runtime, module, value_to_name (call->runtime, box->value), out);

    if (out->kind == VALUE_EMPTY)
        *out = UNDEFINED;
    return status;
}

/* STAR: as `export *` gives them, without the default. */
static void collect_names (ScriptRuntime *runtime, Module *module, gboolean star, GPtrArray *names)
{
    if (module->finding)
        return;
    module->finding = TRUE;
    for (guint i = 0; module->exported && i < module->exported->len; i++)
    {
        const Name *name = g_array_index (module->exported, Export_, i).name;

        if (!star || name != runtime->known.default_)
            g_ptr_array_add (names, (gpointer)name);
    }
    for (guint i = 0; module->stars && i < module->stars->len; i++)
        collect_names (runtime, g_ptr_array_index (module->stars, i), TRUE, names);
    module->finding = FALSE;
}

gboolean module_is_namespace (const ScriptObject *object)
{
    for (guint32 i = 0; i < object->n_properties; i++)
    {
        ScriptFunction *getter = value_function (object->properties[i].value);

        if (getter && object->properties[i].flags & PROPERTY_ACCESSOR)
            return getter->native == namespace_getter;
    }
    return FALSE;
}

/* What is exported belongs to its module alone. */
static ScriptStatus namespace_setter (ScriptCall *call, Value *out)
{
    (void)out;
    return script_throw (call->runtime, "TypeError",
                         "Cannot assign to read only property '%s' of object '[object Module]'",
                         value_to_text (call->runtime, call->captured));
}

/* The namespace object: a getter for each export, in alphabetical order. */
static void fill_namespace (ScriptRuntime *runtime, Module *module)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();

    collect_names (runtime, module, FALSE, names);
    g_ptr_array_sort (names, compare_names);
    for (guint i = 0; i < names->len; i++)
    {
        const Name *name = g_ptr_array_index (names, i);
        ScriptBox *box = object_alloc (runtime, OBJECT_BOX, &module->object, sizeof *box);
        ScriptFunction *getter;
        ScriptFunction *setter;

        if (object_find_own (&module->object, name))
            continue;
        box->value = value_of_name (runtime, name);
        getter = function_new_capturing (runtime, 0, namespace_getter, value_of_object (&box->object));
        setter = function_new_capturing (runtime, 1, namespace_setter, box->value);
        object_define_accessor (runtime, &module->object, name, &getter->object, &setter->object, PROPERTY_LISTED);
    }
    object_define (runtime, &module->object, runtime->known.to_string_tag, value_string (runtime, "Module", -1), 0);
}

static ScriptStatus run_file (ScriptRuntime *runtime, Module *module)
{
    const NodeList *statements = &module->file->program->body->block.statements;
    ScriptStatus status = SCRIPT_NORMAL;

    module->environment = environment_new (runtime, NULL, module->file->program->scope);
    fill_commonjs (runtime, module);
    module->es = module->file->module;
    if (module->es)
    {
        module->exported = g_array_new (FALSE, TRUE, sizeof (Export_));
        module->stars = g_ptr_array_new ();
    }
    /* Exports and functions are there before imports run: a cycle of modules finds them. */
    status = module_hoist (runtime, module->file, module, module->environment);
    for (guint32 i = 0; status == SCRIPT_NORMAL && i < statements->count; i++)
        if (statements->items[i]->kind == NODE_EXPORT && !statements->items[i]->export_->module.data && module->es)
            status = bind_export (runtime, module, statements->items[i]);
    for (guint32 i = 0; status == SCRIPT_NORMAL && i < statements->count; i++)
    {
        if (statements->items[i]->kind == NODE_IMPORT)
            status = bind_import (runtime, module, statements->items[i]);
        else if (statements->items[i]->kind == NODE_EXPORT && statements->items[i]->export_->module.data && module->es)
            status = bind_export (runtime, module, statements->items[i]);
    }
    if (module->es)
        fill_namespace (runtime, module);
    if (status == SCRIPT_NORMAL)
        status = module_run (runtime, module->file, module, module->environment);
    if (module->es)
        fill_namespace (runtime, module);
    else if (status == SCRIPT_NORMAL && !(module->file->module))
        status = es_get (runtime, module->module_object, runtime->known.exports_, &module->exports);
    return status;
}

/* A file that can't be parsed or run as an import is missing to those that import it. */
static ScriptStatus import_failed (ScriptRuntime *runtime, Module *module, GError *error)
{
    g_autofree char *reason =
        g_strdup_printf ("the import of \"%s\" failed: %s", shown_path (runtime, module->path), error->message);

    module->state = MODULE_FAILED;
    module->es = FALSE;
    module->missing = script_strdup (runtime, reason);
    module->missing_value = host_missing_new (runtime, (gpointer)module->missing);
    module->exports = module->missing_value;
    g_error_free (error);
    return SCRIPT_NORMAL;
}

static gboolean read_text (Module *module, GError **error)
{
    gsize length;

    return g_file_get_contents (module->path, &module->text, &length, error);
}

static ScriptStatus parse (ScriptRuntime *runtime, Module *module, const char *text, gsize length, GError **error)
{
    char *copy = script_alloc (runtime, length + 1);

    memcpy (copy, text, length);
    if (g_str_has_suffix (module->path, ".json"))
    {
        ScriptStatus status;

        runtime->node = NULL;
        status = es_json_parse (runtime, copy, length, &module->exports);
        module->state = MODULE_DONE;
        if (status != SCRIPT_NORMAL)
            runtime_take_error (runtime, status, error);
        return status;
    }
    module->file =
        es_parse (module->path, copy, length, options_of (module->path), runtime->names, runtime->arena, error);
    return module->file ? SCRIPT_NORMAL : SCRIPT_THROW;
}

static ScriptStatus load_file (ScriptRuntime *runtime, Module *module)
{
    const Node *node = runtime->node;
    GError *error = NULL;
    ScriptStatus status = SCRIPT_THROW;

    if (!runtime_enter (runtime))
        return SCRIPT_STOP;
    if (read_text (module, &error))
    {
        status = parse (runtime, module, module->text, strlen (module->text), &error);
        g_clear_pointer (&module->text, g_free);
    }
    if (status != SCRIPT_NORMAL)
        status = import_failed (runtime, module, error);
    else if (module->file)
    {
        status = run_file (runtime, module);
        if (status == SCRIPT_THROW || (status == SCRIPT_STOP && runtime->fuel > 0 && !runtime->over_memory))
        {
            runtime_take_error (runtime, status, &error);
            status = import_failed (runtime, module, error);
        }
        else
            module->state = MODULE_DONE;
    }
    runtime_leave (runtime);
    runtime->node = node;
    return status;
}

ScriptStatus module_load (ScriptRuntime *runtime, const char *path, const char *text, gsize length, Value *exports)
{
    Module *module = g_hash_table_lookup (runtime->loader->modules, path);
    GError *error = NULL;
    ScriptStatus status = SCRIPT_NORMAL;

    if (!module)
    {
        if (!text && !module_inside_root (runtime, path))
            return script_refuse (runtime, "%s is outside of the root", path);
        module = module_add (runtime, path);
        if (!text && !read_text (module, &error))
        {
            GError *mine = NULL;

            error_set (&mine, MIGSHIM_ERROR_SOURCE, "%s", error->message);
            g_error_free (error);
            return runtime_refuse_error (runtime, mine);
        }
        status = parse (runtime, module, text ? text : module->text, text ? length : strlen (module->text), &error);
        g_clear_pointer (&module->text, g_free);
        if (status != SCRIPT_NORMAL)
            return runtime_refuse_error (runtime, error);
        if (module->file)
            status = run_file (runtime, module);
        module->state = status == SCRIPT_NORMAL ? MODULE_DONE : MODULE_FAILED;
    }
    if (status == SCRIPT_NORMAL && module->missing)
        return script_refuse (runtime, "%s", module->missing);
    *exports = module->es ? value_of_object (&module->object) : module->exports;
    return status;
}

Value module_meta (ScriptRuntime *runtime, Module *module)
{
    if (module && module->meta.kind == VALUE_EMPTY)
    {
        g_autofree char *folder = g_path_get_dirname (module->path);
        g_autofree char *url = module_file_url (module->path);

        module->meta = script_object_new (runtime);
        script_set (runtime, module->meta, "dirname", value_string (runtime, folder, -1));
        script_set (runtime, module->meta, "filename", value_string (runtime, module->path, -1));
        script_set (runtime, module->meta, "url", value_string (runtime, url, -1));
    }
    return module ? module->meta : UNDEFINED;
}

ScriptStatus module_import_call (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    g_autofree char *specifier = NULL;
    Value value = UNDEFINED;
    Module *imported;
    ScriptStatus status = SCRIPT_NORMAL;

    if (node->call.arguments.count)
        status = evaluate (frame, node->call.arguments.items[0], &value);
    if (status != SCRIPT_NORMAL)
        return status;
    runtime->node = node;
    specifier = g_strdup (value_to_text (runtime, value));
    status = module_import (runtime, frame->module, specifier, &imported);
    if (status != SCRIPT_NORMAL)
        return status;
    value = imported->es ? value_of_object (&imported->object) : imported->exports;
    if (!imported->es && !imported->missing)
    {
        /* CommonJS seen as a module: its exports, and the whole as default. */
        Value whole = script_object_new (runtime);
        guint n = 0;
        const Name **keys = value.kind == VALUE_OBJECT ? object_keys (runtime, value.as.object, TRUE, FALSE, &n) : NULL;

        for (guint i = 0; i < n && status == SCRIPT_NORMAL; i++)
        {
            Value member;

            status = es_get (runtime, value, keys[i], &member);
            if (status == SCRIPT_NORMAL)
                object_define (runtime, whole.as.object, keys[i], member, PROPERTY_ORDINARY);
        }
        object_define (runtime, whole.as.object, runtime->known.default_, value, PROPERTY_ORDINARY);
        value = whole;
    }
    *out = script_promise_resolved (runtime, value);
    return status;
}
