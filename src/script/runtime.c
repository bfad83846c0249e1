#include "script/runtime.h"
#include "script/coroutine.h"
#include "script/es.h"
#include "script/module.h"
#include "script/promise.h"
#include "script/py_internal.h"
#include "util/error.h"

#include <stdarg.h>
#include <string.h>

#define DEFAULT_STEPS G_GUINT64_CONSTANT (200000000)
#define DEFAULT_MEMORY ((gsize)1024 * 1024 * 1024)
#define DEFAULT_DEPTH 4000u
#define DEFAULT_OUTPUT ((gsize)16 * 1024 * 1024)
#define MAIN_STACK ((gsize)4 * 1024 * 1024) /* of the thread's stack, from where the runtime is entered */

static void know_names (ScriptRuntime *runtime)
{
    KnownNames *known = &runtime->known;

#define MEMBER(name) known->name##_ = intern (runtime, #name, -1);
    KNOWN_NAMES (MEMBER)
#undef MEMBER
    known->empty = intern (runtime, "", 0);
    known->return_ = intern (runtime, "return", -1);
    known->iterator = symbol_new (runtime, "Symbol.iterator");
    known->async_iterator = symbol_new (runtime, "Symbol.asyncIterator");
    known->has_instance = symbol_new (runtime, "Symbol.hasInstance");
    known->to_primitive = symbol_new (runtime, "Symbol.toPrimitive");
    known->to_string_tag = symbol_new (runtime, "Symbol.toStringTag");
    known->species = symbol_new (runtime, "Symbol.species");
    known->is_concat_spreadable = symbol_new (runtime, "Symbol.isConcatSpreadable");
    known->promisify = symbol_new (runtime, "nodejs.util.promisify.custom");
}

static void make_prototypes (ScriptRuntime *runtime)
{
    Prototypes *prototypes = &runtime->prototypes;
    ScriptObject *object = object_new (runtime, NULL);
    ScriptFunction *function = object_alloc (runtime, OBJECT_FUNCTION, object, sizeof *function);

    function->runtime = runtime;
    function->name = runtime->known.empty;
    function->materialised = TRUE;
    prototypes->object = object;
    prototypes->function = &function->object;
    prototypes->function_async = object_new (runtime, prototypes->function);
    prototypes->function_generator = object_new (runtime, prototypes->function);
    prototypes->function_async_generator = object_new (runtime, prototypes->function);
    prototypes->array = object_alloc (runtime, OBJECT_LIST, object, sizeof (ScriptList));
    prototypes->string = object_new (runtime, object);
    prototypes->number = object_new (runtime, object);
    prototypes->boolean = object_new (runtime, object);
    prototypes->symbol = object_new (runtime, object);
    prototypes->bigint = object_new (runtime, object);
    prototypes->iterator = object_new (runtime, object);
    prototypes->generator = object_new (runtime, object);
    prototypes->async_generator = object_new (runtime, object);
    prototypes->promise = object_new (runtime, object);
    prototypes->regexp = object_new (runtime, object);
    prototypes->date = object_new (runtime, object);
    prototypes->map = object_new (runtime, object);
    prototypes->set = object_new (runtime, object);
    prototypes->bytes = object_new (runtime, object);
    prototypes->error = object_new (runtime, object);
    prototypes->host = object_new (runtime, object);
    runtime->global = object_new (runtime, object);
}

ScriptRuntime *script_runtime_new (const ScriptOptions *options)
{
    ScriptRuntime *runtime = g_new0 (ScriptRuntime, 1);

    runtime->arena = arena_new (0);
    runtime->names = names_new ();
    runtime->limits = options->limits;
    if (!runtime->limits.steps)
        runtime->limits.steps = DEFAULT_STEPS;
    if (!runtime->limits.memory)
        runtime->limits.memory = DEFAULT_MEMORY;
    if (!runtime->limits.depth)
        runtime->limits.depth = DEFAULT_DEPTH;
    if (!runtime->limits.output)
        runtime->limits.output = DEFAULT_OUTPUT;
    runtime->fuel = (gint64)MIN (runtime->limits.steps, (guint64)G_MAXINT64);
    runtime->root = g_strdup (options->root);
    runtime->folder = g_strdup (options->folder ? options->folder : options->root ? options->root : "/");
    runtime->tsconfig = g_strdup (options->tsconfig);
    runtime->environment = options->environment;
    runtime->modules = options->modules;
    runtime->module_data = options->module_data;
    runtime->texts = options->texts;
    runtime->hooks = options->hooks;
    runtime->exception = UNDEFINED;
    runtime->causes = g_ptr_array_new_with_free_func ((GDestroyNotify)g_error_free);
    runtime->released = g_ptr_array_new ();
    runtime->coroutines = g_ptr_array_new ();
    runtime->idle_stacks = g_ptr_array_new ();
    runtime->error_classes = g_hash_table_new (NULL, NULL);
    know_names (runtime);
    make_prototypes (runtime);
    loader_init (runtime);
    if (options->language == LANGUAGE_PYTHON)
        py_setup (runtime);
    else
        es_setup (runtime);
    return runtime;
}

void script_runtime_free (ScriptRuntime *runtime)
{
    if (!runtime)
        return;
    for (guint i = 0; i < runtime->released->len; i++)
    {
        HostObject *object = g_ptr_array_index (runtime->released, i);

        object->class->release (object->data);
    }
    g_ptr_array_unref (runtime->released);
    coroutines_free (runtime);
    regexps_free (runtime);
    py_free (runtime);
    jobs_clear (runtime);
    loader_free (runtime);
    g_clear_error (&runtime->refusal);
    g_ptr_array_unref (runtime->causes);
    g_hash_table_unref (runtime->error_classes);
    if (runtime->registered_symbols)
        g_hash_table_unref (runtime->registered_symbols);
    arena_free (runtime->arena);
    names_free (runtime->names);
    g_free (runtime->root);
    g_free (runtime->folder);
    g_free (runtime->tsconfig);
    g_free (runtime);
}

gpointer script_alloc (ScriptRuntime *runtime, gsize n)
{
    gpointer memory = arena_alloc (runtime->arena, n);

    if (G_UNLIKELY (arena_used (runtime->arena) + names_used (runtime->names) > runtime->limits.memory))
    {
        runtime->over_memory = TRUE;
        runtime->fuel = 0;
    }
    return memory;
}

char *script_strdup (ScriptRuntime *runtime, const char *text)
{
    gsize length = strlen (text) + 1;

    return memcpy (script_alloc (runtime, length), text, length);
}

ScriptStatus runtime_exhausted (ScriptRuntime *runtime)
{
    if (runtime->refusal)
        return SCRIPT_STOP;
    if (runtime->over_memory)
        return script_refuse (runtime, "the script uses more than %" G_GSIZE_FORMAT " MiB of memory",
                              runtime->limits.memory >> 20);
    return script_refuse (runtime, "the script takes more than %" G_GUINT64_FORMAT " steps", runtime->limits.steps);
}

gboolean runtime_reserve (ScriptRuntime *runtime, gsize n)
{
    if (arena_used (runtime->arena) + names_used (runtime->names) + n <= runtime->limits.memory)
        return TRUE;
    runtime->over_memory = TRUE;
    runtime_exhausted (runtime);
    return FALSE;
}

gboolean runtime_enter (ScriptRuntime *runtime)
{
    const char *here = __builtin_frame_address (0);

    if (!runtime->stack_limit)
        runtime->stack_limit = here - MAIN_STACK;
    if (here < runtime->stack_limit)
    {
        script_refuse (runtime, "the script nests too deep");
        return FALSE;
    }
    if (runtime->depth >= runtime->limits.depth)
    {
        script_refuse (runtime, "calls nest more than %u deep", runtime->depth);
        return FALSE;
    }
    if (!runtime_step (runtime))
    {
        runtime_exhausted (runtime);
        return FALSE;
    }
    runtime->depth++;
    return TRUE;
}

const Node *runtime_place (const ScriptRuntime *runtime)
{
    return runtime->py && runtime->node && runtime->node->file->library ? runtime->py->outside : runtime->node;
}

static void place_of (ScriptRuntime *runtime, const ScriptFile **file, guint32 *offset)
{
    const Node *node = runtime_place (runtime);

    *file = node ? node->file : NULL;
    *offset = node ? node->start : 0;
    if (node && node->kind == NODE_MEMBER)
        *offset = node->member.name_start;
    else if (node && node->kind == NODE_CALL && node->call.callee && node->call.callee->kind == NODE_MEMBER)
        *offset = node->call.callee->member.name_start;
}

Location script_call_location (const ScriptCall *call)
{
    const ScriptFile *file;
    guint32 offset;

    place_of (call->runtime, &file, &offset);
    return file ? ast_location (file, runtime_place (call->runtime)->start) : LOCATION_NONE;
}

const char *script_call_text (const ScriptCall *call, gsize *length, gsize *offset)
{
    const ScriptFile *file;
    guint32 at;

    place_of (call->runtime, &file, &at);
    if (!file)
        return NULL;
    *length = file->length;
    *offset = at;
    return file->text;
}

ScriptObject *error_prototype (ScriptRuntime *runtime, const char *type)
{
    ScriptObject *prototype = g_hash_table_lookup (runtime->error_classes, intern (runtime, type, -1));

    return prototype ? prototype : runtime->prototypes.error;
}

ScriptError *error_object_new (ScriptRuntime *runtime, ScriptObject *prototype, const char *message, gsize length)
{
    ScriptError *error = object_alloc (runtime, OBJECT_ERROR, prototype, sizeof *error);

    place_of (runtime, &error->file, &error->offset);
    /* `stack` comes first among the properties. Who gives no message sets it when there is one. */
    object_define (runtime, &error->object, runtime->known.stack_, UNDEFINED, PROPERTY_HIDDEN);
    if (message)
    {
        object_define (runtime, &error->object, runtime->known.message_,
                       value_of_string (string_new (runtime, message, length)), PROPERTY_HIDDEN);
        error_set_stack (runtime, &error->object, error->file, error->offset);
    }
    return error;
}

Value script_error_new (ScriptRuntime *runtime, const char *type, const char *message)
{
    g_autofree char *valid = g_utf8_make_valid (message, -1);

    if (runtime->py)
    {
        PyClass *class = py_builtin_class (runtime, type);
        Value text = value_string (runtime, valid, -1);

        if (!class || class->layout != OBJECT_ERROR)
            class = runtime->py->exception;
        return py_error_new (runtime, value_of_object (&class->object), &text, 1);
    }
    return value_of_object (
        &error_object_new (runtime, error_prototype (runtime, type), valid, strlen (valid))->object);
}

ScriptStatus script_throw (ScriptRuntime *runtime, const char *type, const char *format, ...)
{
    va_list arguments;
    g_autofree char *message = NULL;

    va_start (arguments, format);
    message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    if (runtime->py)
        return py_raise (runtime, type, "%s", message);
    return script_throw_value (runtime, script_error_new (runtime, type, message));
}

Value script_catch (ScriptRuntime *runtime)
{
    Value value = runtime->exception;

    runtime->exception = UNDEFINED;
    return value;
}

ScriptStatus script_throw_value (ScriptRuntime *runtime, Value value)
{
    runtime->exception = value;
    return SCRIPT_THROW;
}

Value script_take_exception (ScriptRuntime *runtime)
{
    Value exception = runtime->exception;

    runtime->exception = UNDEFINED;
    return exception;
}

ScriptStatus script_fail (ScriptRuntime *runtime, GError *error)
{
    return script_fail_with (runtime, script_error_new (runtime, "Error", error->message), error);
}

ScriptStatus script_fail_with (ScriptRuntime *runtime, Value value, GError *error)
{
    ScriptError *object = (ScriptError *)value.as.object;

    object->cause = error;
    if (object->file)
        error_locate (&error, ast_location (object->file, runtime_place (runtime)->start), object->file->text,
                      object->file->length);
    g_ptr_array_add (runtime->causes, error);
    return script_throw_value (runtime, value);
}

ScriptStatus runtime_refuse_error (ScriptRuntime *runtime, GError *error)
{
    if (runtime->refusal)
        g_error_free (error);
    else
        runtime->refusal = error;
    return SCRIPT_STOP;
}

ScriptStatus script_stop (ScriptRuntime *runtime, GError *error)
{
    return runtime_refuse_error (runtime, error);
}

ScriptStatus script_refuse (ScriptRuntime *runtime, const char *format, ...)
{
    const ScriptFile *file;
    guint32 offset;
    va_list arguments;
    g_autofree char *message = NULL;
    GError *error = NULL;

    va_start (arguments, format);
    message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    place_of (runtime, &file, &offset);
    if (file)
        error_set_at (&error, MIGSHIM_ERROR_UNSUPPORTED, ast_location (file, offset), file->text, file->length, "%s",
                      message);
    else
        error_set (&error, MIGSHIM_ERROR_UNSUPPORTED, "%s", message);
    return runtime_refuse_error (runtime, error);
}

/* "TypeError: x is not a function", or the text of what was thrown. */
static char *describe (ScriptRuntime *runtime, Value value)
{
    const char *name;
    const char *message;

    if (runtime->py)
        return py_error_describe (runtime, value);
    if (!value_is_object (value, OBJECT_ERROR))
        return g_strdup_printf ("the script threw %s", value_inspect (runtime, value));
    name = value_to_text (runtime, script_peek (runtime, value, "name"));
    message = script_peek (runtime, value, "message").kind == VALUE_STRING
                  ? value_to_text (runtime, script_peek (runtime, value, "message"))
                  : "";
    if (!*message)
        return g_strdup (name);
    return strcmp (name, "Error") == 0 ? g_strdup (message) : g_strdup_printf ("%s: %s", name, message);
}

GError *runtime_error_of (ScriptRuntime *runtime, Value value, const Node *thrown)
{
    ScriptError *object = value_is_object (value, OBJECT_ERROR) ? (ScriptError *)value.as.object : NULL;
    g_autofree char *message = NULL;
    GError *error = NULL;

    if (object && object->cause)
        return g_error_copy (object->cause);
    message = describe (runtime, value);
    if (object && object->file)
        error_set_at (&error, MIGSHIM_ERROR_MIGRATION, ast_location (object->file, object->offset), object->file->text,
                      object->file->length, "%s", message);
    else if (thrown)
        error_set_at (&error, MIGSHIM_ERROR_MIGRATION, ast_location (thrown->file, thrown->start), thrown->file->text,
                      thrown->file->length, "%s", message);
    else
        error_set (&error, MIGSHIM_ERROR_MIGRATION, "%s", message);
    return error;
}

void runtime_take_error (ScriptRuntime *runtime, ScriptStatus status, GError **error)
{
    GError *taken;

    if (status == SCRIPT_STOP)
    {
        taken = g_steal_pointer (&runtime->refusal);
        if (!taken)
            error_set (&taken, MIGSHIM_ERROR_UNSUPPORTED, "the script was refused");
    }
    else
        taken = runtime_error_of (runtime, runtime->exception, runtime->thrown);
    runtime->exception = UNDEFINED;
    runtime->thrown = NULL;
    g_propagate_error (error, taken);
}

double runtime_now (ScriptRuntime *runtime)
{
    if (runtime->hooks.now)
        return runtime->hooks.now (runtime->hooks.user_data);
    return (double)(g_get_real_time () / 1000);
}

void runtime_random (ScriptRuntime *runtime, guint8 *bytes, gsize n)
{
    if (runtime->hooks.random)
    {
        runtime->hooks.random (runtime->hooks.user_data, bytes, n);
        return;
    }
    for (gsize i = 0; i < n; i++)
        bytes[i] = (guint8)g_random_int_range (0, 256);
}

ScriptFunction *function_new_native (ScriptRuntime *runtime, const Name *name, guint arity, ScriptNative native)
{
    ScriptFunction *function = object_alloc (runtime, OBJECT_FUNCTION, runtime->prototypes.function, sizeof *function);

    function->runtime = runtime;
    function->name = name;
    function->arity = (guint8)arity;
    function->native = native;
    function->captured = UNDEFINED;
    return function;
}

ScriptFunction *function_new_capturing (ScriptRuntime *runtime, guint arity, ScriptNative native, Value captured)
{
    ScriptFunction *function = function_new_native (runtime, runtime->known.empty, arity, native);

    function->captured = captured;
    return function;
}

void function_materialise (ScriptFunction *function)
{
    ScriptRuntime *runtime = function->runtime;
    const KnownNames *known = &runtime->known;

    if (function->materialised)
        return;
    function->materialised = TRUE;
    if (!object_find_own (&function->object, known->length_))
        object_define (runtime, &function->object, known->length_, value_number (function->arity),
                       PROPERTY_CONFIGURABLE);
    if (!object_find_own (&function->object, known->name_))
        object_define (runtime, &function->object, known->name_, value_of_name (runtime, function->name),
                       PROPERTY_CONFIGURABLE);
    if (function->code && (function->constructs || (function->code->flags & FUNCTION_GENERATOR)))
    {
        ScriptObject *prototype =
            object_new (runtime, function->constructs                     ? runtime->prototypes.object
                                 : function->code->flags & FUNCTION_ASYNC ? runtime->prototypes.async_generator
                                                                          : runtime->prototypes.generator);

        if (function->constructs)
            object_define (runtime, prototype, known->constructor_, value_of_object (&function->object),
                           PROPERTY_HIDDEN);
        object_define (runtime, &function->object, known->prototype_, value_of_object (prototype), PROPERTY_WRITABLE);
    }
}

static const Name *entry_name (ScriptRuntime *runtime, const char *text)
{
    const KnownNames *known = &runtime->known;

    if (text[0] != '@')
        return intern (runtime, text, -1);
    return strcmp (text, "@@iterator") == 0        ? known->iterator
           : strcmp (text, "@@asyncIterator") == 0 ? known->async_iterator
           : strcmp (text, "@@toStringTag") == 0   ? known->to_string_tag
           : strcmp (text, "@@species") == 0       ? known->species
           : strcmp (text, "@@toPrimitive") == 0   ? known->to_primitive
                                                   : intern (runtime, text, -1);
}

/* The `name` of the function behind the member NAME. */
static const Name *shown_name (ScriptRuntime *runtime, const Name *name, gboolean getter)
{
    g_autofree char *bracketed = name_is_symbol (name) ? g_strdup_printf ("[%s]", name->text + 1) : NULL;
    g_autofree char *text = NULL;

    if (!getter && !bracketed)
        return name;
    text = g_strconcat (getter ? "get " : "", bracketed ? bracketed : name->text, NULL);
    return intern (runtime, text, -1);
}

/* Every runtime does this some hundred times before it runs anything. */
void natives_define (ScriptRuntime *runtime, ScriptObject *object, const NativeEntry *entries)
{
    guint n = 0;

    while (entries[n].name)
        n++;
    object_reserve (runtime, object, n);
    for (; entries->name; entries++)
    {
        gboolean getter = g_str_has_prefix (entries->name, "get ");
        const Name *name = entry_name (runtime, getter ? entries->name + 4 : entries->name);
        ScriptFunction *function =
            function_new_native (runtime, shown_name (runtime, name, getter), entries->arity, entries->function);

        if (getter)
            object_define_accessor (runtime, object, name, &function->object, NULL, PROPERTY_CONFIGURABLE);
        else
            object_define (runtime, object, name, value_of_object (&function->object), PROPERTY_HIDDEN);
    }
}

ScriptFunction *natives_define_class (ScriptRuntime *runtime, const char *name, guint arity, ScriptNative constructor,
                                      ScriptObject *prototype, const NativeEntry *members, const NativeEntry *statics)
{
    const Name *interned = intern (runtime, name, -1);
    ScriptFunction *class = function_new_native (runtime, interned, arity, constructor);

    class->constructs = TRUE;
    function_materialise (class);
    object_define (runtime, &class->object, runtime->known.prototype_, value_of_object (prototype), 0);
    object_define (runtime, prototype, runtime->known.constructor_, value_of_object (&class->object), PROPERTY_HIDDEN);
    if (members)
        natives_define (runtime, prototype, members);
    if (statics)
        natives_define (runtime, &class->object, statics);
    object_define (runtime, runtime->global, interned, value_of_object (&class->object), PROPERTY_HIDDEN);
    return class;
}
