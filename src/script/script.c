#include "script/script.h"
#include "script/es.h"
#include "script/eval.h"
#include "script/module.h"
#include "script/promise.h"
#include "script/py_internal.h"
#include "util/error.h"

#include <string.h>

static gboolean failed (ScriptRuntime *runtime, ScriptStatus status, GError **error)
{
    if (status == SCRIPT_NORMAL)
        return FALSE;
    runtime_take_error (runtime, status, error);
    return TRUE;
}

/* The stack may be used from here on down. */
static void begin (ScriptRuntime *runtime)
{
    if (!runtime->coroutine && runtime->depth == 0)
        runtime->stack_limit = NULL;
    runtime->thrown = NULL;
    if (!runtime->stack_limit && runtime_enter (runtime))
        runtime_leave (runtime);
}

/* How a run of Python ends: what was printed without an end of line comes out. */
static ScriptStatus py_ended (ScriptRuntime *runtime, ScriptStatus status)
{
    ScriptStatus written = py_write_rest (runtime);

    return status == SCRIPT_NORMAL ? written : status;
}

gboolean script_load_text (ScriptRuntime *runtime, const char *path, const char *text, gsize length, Value *exports,
                           GError **error)
{
    g_autofree char *absolute = g_canonicalize_filename (path, runtime->root);
    ScriptStatus status;

    begin (runtime);
    if (runtime->py)
        return !failed (runtime, py_ended (runtime, py_module_load (runtime, absolute, text, length, exports)), error);
    status = module_load (runtime, absolute, text, length, exports);
    if (status == SCRIPT_NORMAL)
        status = jobs_run (runtime, NULL, FALSE);
    return !failed (runtime, status, error);
}

gboolean script_load (ScriptRuntime *runtime, const char *path, Value *exports, GError **error)
{
    return script_load_text (runtime, path, NULL, 0, exports, error);
}

gboolean script_run (ScriptRuntime *runtime, Value function, Value receiver, const Value *arguments, guint n_arguments,
                     Value *result, GError **error)
{
    Value value = UNDEFINED;
    ScriptStatus status;

    begin (runtime);
    if (runtime->py)
    {
        status = py_call_value (runtime, function, receiver, &(Arguments){ .items = arguments, .n = n_arguments },
                                result != NULL, result ? result : &value);
        return !failed (runtime, py_ended (runtime, status), error);
    }
    status = function_call (runtime, function, receiver, &(Arguments){ .items = arguments, .n = n_arguments },
                            result != NULL, &value);
    if (status == SCRIPT_NORMAL)
        status = promise_await (runtime, value, result != NULL, &value);
    if (status == SCRIPT_NORMAL)
        status = jobs_run (runtime, NULL, FALSE);
    if (result)
        *result = value;
    return !failed (runtime, status, error);
}

gboolean script_finish (ScriptRuntime *runtime, GError **error)
{
    begin (runtime);
    if (runtime->py)
        return TRUE;
    return !failed (runtime, jobs_run (runtime, NULL, TRUE), error);
}

gboolean script_construct (ScriptRuntime *runtime, Value class, const Value *arguments, guint n_arguments,
                           Value *result, GError **error)
{
    ScriptStatus status;

    begin (runtime);
    if (runtime->py)
        return !failed (runtime, py_call (runtime, class, arguments, n_arguments, result), error);
    status = function_construct (runtime, class, &(Arguments){ .items = arguments, .n = n_arguments }, class, result);
    return !failed (runtime, status, error);
}

gboolean script_get (ScriptRuntime *runtime, Value object, const char *name, Value *value, GError **error)
{
    begin (runtime);
    if (!runtime->py)
        return !failed (runtime, es_get (runtime, object, intern (runtime, name, -1), value), error);
    if (failed (runtime, py_find (runtime, object, intern (runtime, name, -1), value), error))
        return FALSE;
    if (value->kind == VALUE_EMPTY)
        *value = UNDEFINED;
    return TRUE;
}

guint64 script_steps (const ScriptRuntime *runtime)
{
    return runtime->limits.steps - (guint64)MAX (runtime->fuel, 0);
}

gboolean script_is_callable (Value value)
{
    HostObject *host = value_host (value);

    return value_is_object (value, OBJECT_FUNCTION) || value_is_object (value, OBJECT_METHOD) ||
           value_is_object (value, OBJECT_CLASS) || (host && host->class->call);
}

gboolean script_is_class (Value value)
{
    ScriptFunction *function = value_function (value);
    Property *prototype;

    if (!function || !function->constructs)
        return FALSE;
    if (function->class)
        return TRUE;
    function_materialise (function);
    prototype = object_find_own (&function->object, function->runtime->known.prototype_);
    return prototype && prototype->value.kind == VALUE_OBJECT &&
           prototype->value.as.object->n_properties - prototype->value.as.object->n_deleted > 1;
}

const char *script_function_name (ScriptRuntime *runtime, Value function)
{
    Value name = script_peek (runtime, function, "name");

    return name.kind == VALUE_STRING ? value_to_text (runtime, name) : "";
}

Value script_peek (ScriptRuntime *runtime, Value value, const char *name)
{
    const Name *key = intern (runtime, name, -1);

    if (value.kind != VALUE_OBJECT)
        return EMPTY_VALUE;
    for (ScriptObject *object = value.as.object; object; object = object->prototype)
    {
        Property property;

        if (es_own_property (runtime, object, key, &property))
            return property.flags & PROPERTY_ACCESSOR ? EMPTY_VALUE : property.value;
    }
    return EMPTY_VALUE;
}

const char *const *script_names (ScriptRuntime *runtime, Value value, guint *count)
{
    guint n = 0;
    const Name **keys = value.kind == VALUE_OBJECT ? object_keys (runtime, value.as.object, TRUE, FALSE, &n) : NULL;
    const char **names = script_alloc (runtime, (n + 1) * sizeof *names);

    for (guint i = 0; i < n; i++)
        names[i] = keys[i]->text;
    if (count)
        *count = n;
    return names;
}

const char *value_to_bytes (ScriptRuntime *runtime, Value value, gsize *length)
{
    ScriptString *string;
    const char *end;
    g_autofree char *valid = NULL;
    char *copy;

    if (value.kind == VALUE_OBJECT || (runtime->py && value.kind != VALUE_STRING))
    {
        const char *text = value_inspect (runtime, value);

        *length = strlen (text);
        return text;
    }
    if (value.kind == VALUE_SYMBOL)
    {
        const char *text = value_inspect (runtime, value);

        *length = strlen (text);
        return text;
    }
    string = es_primitive_text (runtime, value);
    copy = script_alloc (runtime, (gsize)string->length + 1);
    *length = string->length;
    if (string->length == 0)
        return copy;
    memcpy (copy, string->data, string->length);
    /* Only a lone surrogate can be wrong in it: three bytes, as many as U+FFFD has. */
    for (char *p = copy; !g_utf8_validate_len (p, (gsize)(copy + string->length - p), &end);)
    {
        p = (char *)end;
        if (*p == 0)
        {
            p++;
            continue;
        }
        memcpy (p, "\xef\xbf\xbd", MIN (3, (gsize)(copy + string->length - p)));
    }
    return copy;
}

const char *value_to_text (ScriptRuntime *runtime, Value value)
{
    gsize length;

    return value_to_bytes (runtime, value, &length);
}

/* repr(VALUE); what goes wrong in it is no matter of the one who asks. */
static const char *py_inspect (ScriptRuntime *runtime, Value value)
{
    Value pending = runtime->exception;
    ScriptString *text;

    if (runtime->refusal || py_repr (runtime, value, &text) != SCRIPT_NORMAL)
    {
        g_clear_error (&runtime->refusal);
        runtime->exception = pending;
        return py_type_name (runtime, value);
    }
    runtime->exception = pending;
    return value_to_text (runtime, value_of_string (text));
}

const char *value_inspect (ScriptRuntime *runtime, Value value)
{
    TextBuilder text;

    if (runtime->py)
        return py_inspect (runtime, value);
    text_builder_init (&text, runtime);
    inspect_append (runtime, &text, value, FALSE);
    return text_finish_c (&text);
}

const char *value_type_name (Value value)
{
    return es_typeof (value);
}

const char *value_to_json (ScriptRuntime *runtime, Value value)
{
    Value json;

    if (es_json_stringify (runtime, value, UNDEFINED, "", &json) != SCRIPT_NORMAL || json.kind != VALUE_STRING)
        return NULL;
    return value_to_text (runtime, json);
}

Value script_object_new (ScriptRuntime *runtime)
{
    return value_of_object (object_new (runtime, runtime->prototypes.object));
}

void script_set (ScriptRuntime *runtime, Value object, const char *name, Value value)
{
    if (object.kind == VALUE_OBJECT)
        object_define (runtime, object.as.object, intern (runtime, name, -1), value, PROPERTY_ORDINARY);
}

Value script_function_new (ScriptRuntime *runtime, const char *name, guint arity, ScriptNative function, gpointer data)
{
    ScriptFunction *native = function_new_native (runtime, intern (runtime, name, -1), arity, function);

    native->data = data;
    native->constructs = TRUE;
    function_materialise (native);
    object_define (runtime, &native->object, runtime->known.prototype_, script_object_new (runtime), PROPERTY_WRITABLE);
    return value_of_object (&native->object);
}

ScriptStatus script_from_json (ScriptRuntime *runtime, const char *text, gsize length, Value *value)
{
    return es_json_parse (runtime, text, length, value);
}

ScriptStatus script_call (ScriptRuntime *runtime, Value function, Value receiver, const Value *arguments,
                          guint n_arguments, Value *out)
{
    Arguments all = { .items = arguments, .n = n_arguments };

    return runtime->py ? py_call_value (runtime, function, receiver, &all, TRUE, out)
                       : function_call (runtime, function, receiver, &all, TRUE, out);
}

ScriptStatus script_member (ScriptRuntime *runtime, Value object, const char *name, Value *out)
{
    return runtime->py ? py_get (runtime, object, intern (runtime, name, -1), out)
                       : es_get (runtime, object, intern (runtime, name, -1), out);
}

ScriptStatus script_items (ScriptRuntime *runtime, Value iterable, ScriptList **items)
{
    Walk walk;
    ScriptStatus status;

    if (runtime->py)
        return py_items (runtime, iterable, items);
    status = es_iterate (runtime, iterable, &walk);
    *items = list_new (runtime, NULL, 0);
    while (status == SCRIPT_NORMAL)
    {
        Value item;

        status = iterate_next (runtime, &walk, &item);
        if (walk.done)
            break;
        if (status == SCRIPT_NORMAL)
            list_append (runtime, *items, item);
    }
    return status;
}

ScriptStatus script_await (ScriptRuntime *runtime, Value value, gboolean result_used, Value *out)
{
    if (!runtime->py)
        return promise_await (runtime, value, result_used, out);
    *out = value;
    return SCRIPT_NORMAL;
}

gpointer script_hook_data (const ScriptRuntime *runtime)
{
    return runtime->hooks.user_data;
}

void script_set_data (ScriptRuntime *runtime, gpointer data)
{
    runtime->data = data;
}

gpointer script_data (const ScriptRuntime *runtime)
{
    return runtime->data;
}
