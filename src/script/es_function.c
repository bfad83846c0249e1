/* Function: the constructor, which is refused, and its prototype. */

#include "script/es.h"

ScriptStatus es_list_from_array_like (ScriptRuntime *runtime, Value value, ScriptList **list)
{
    Value length;
    double n;

    *list = list_new (runtime, NULL, 0);
    if (value.kind != VALUE_OBJECT)
        return script_throw (runtime, "TypeError", "CreateListFromArrayLike called on non-object");
    SCRIPT_TRY (es_get (runtime, value, runtime->known.length_, &length));
    SCRIPT_TRY (es_to_integer (runtime, length, &n));
    for (double i = 0; i < n; i++)
    {
        Value item;

        if (!runtime_step (runtime))
            return runtime_exhausted (runtime);
        SCRIPT_TRY (es_get_index (runtime, value, value_number (i), &item));
        list_append (runtime, *list, item);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus check_function (ScriptCall *call, const char *name)
{
    if (script_is_callable (call->receiver))
        return SCRIPT_NORMAL;
    return script_throw (call->runtime, "TypeError",
                         "Function.prototype.%s was called on %s, which is %s and not a function", name,
                         es_describe (call->runtime, call->receiver), es_typeof (call->receiver));
}

static ScriptStatus function_call_member (ScriptCall *call, Value *out)
{
    guint n = call->n_arguments ? call->n_arguments - 1 : 0;

    SCRIPT_TRY (check_function (call, "call"));
    return script_call (call->runtime, call->receiver, call_argument (call, 0), call->arguments + (n ? 1 : 0), n, out);
}

static ScriptStatus function_apply (ScriptCall *call, Value *out)
{
    ScriptList *list;

    SCRIPT_TRY (check_function (call, "apply"));
    if (value_is_nullish (call_argument (call, 1)))
        return script_call (call->runtime, call->receiver, call_argument (call, 0), NULL, 0, out);
    SCRIPT_TRY (es_list_from_array_like (call->runtime, call->arguments[1], &list));
    return script_call (call->runtime, call->receiver, call->arguments[0], list->items, list->length, out);
}

/* A bound function keeps [function, this, arguments...]. */
static ScriptStatus bound_call (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptList *bound = value_list (call->captured);
    ScriptList *all = list_new (runtime, bound->items + 2, bound->length - 2);
    Arguments arguments;

    for (guint i = 0; i < call->n_arguments; i++)
        list_append (runtime, all, call->arguments[i]);
    arguments = (Arguments){ .items = all->items, .n = all->length };
    if (call->constructing)
    {
        const ScriptFunction *target = value_function (call->new_target);
        gboolean itself = target && value_same (target->captured, call->captured);

        return function_construct (runtime, bound->items[0], &arguments, itself ? bound->items[0] : call->new_target,
                                   out);
    }
    return function_call (runtime, bound->items[0], bound->items[1], &arguments, call->result_used, out);
}

static ScriptStatus function_bind (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value first[2] = { call->receiver, call_argument (call, 0) };
    ScriptList *bound = list_new (runtime, first, 2);
    const ScriptFunction *target = value_function (call->receiver);
    ScriptFunction *function;
    Value length, name;
    double arity = 0;

    if (!script_is_callable (call->receiver))
        return script_throw (runtime, "TypeError", "Bind must be called on a function");
    for (guint i = 1; i < call->n_arguments; i++)
        list_append (runtime, bound, call->arguments[i]);
    function = function_new_capturing (runtime, 0, bound_call, value_of_object (&bound->object));
    *out = value_of_object (&function->object);
    if (!target)
        return SCRIPT_NORMAL;
    function->constructs = target->constructs;
    function->object.prototype = target->object.prototype;
    SCRIPT_TRY (es_get (runtime, call->receiver, runtime->known.length_, &length));
    SCRIPT_TRY (es_get (runtime, call->receiver, runtime->known.name_, &name));
    if (length.kind == VALUE_NUMBER)
        arity = MAX (0, number_to_integer (length.as.number) - (bound->length - 2));
    function->name = intern (
        runtime,
        value_to_text (runtime, value_string_printf (runtime, "bound %s",
                                                     name.kind == VALUE_STRING ? value_to_text (runtime, name) : "")),
        -1);
    function_materialise (function);
    object_define (runtime, &function->object, runtime->known.length_, value_number (arity), PROPERTY_CONFIGURABLE);
    return SCRIPT_NORMAL;
}

static ScriptStatus function_to_string (ScriptCall *call, Value *out)
{
    const ScriptFunction *function = value_function (call->receiver);

    if (!script_is_callable (call->receiver))
        return script_throw (call->runtime, "TypeError",
                             "Function.prototype.toString requires that 'this' be a Function");
    *out = !function || function->native == bound_call
               ? value_string (call->runtime, "function () { [native code] }", -1)
               : value_of_string (es_function_text (call->runtime, function));
    return SCRIPT_NORMAL;
}

static ScriptStatus function_has_instance (ScriptCall *call, Value *out)
{
    ScriptFunction *function = value_function (call->receiver);
    Value value = call_argument (call, 0);
    Value prototype;
    gboolean is_instance = FALSE;

    *out = value_boolean (FALSE);
    if (!function)
        return SCRIPT_NORMAL;
    if (function->native == bound_call)
    {
        SCRIPT_TRY (es_instance_of (call->runtime, value, value_list (function->captured)->items[0], &is_instance));
        *out = value_boolean (is_instance);
        return SCRIPT_NORMAL;
    }
    if (value.kind != VALUE_OBJECT)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (es_get (call->runtime, call->receiver, call->runtime->known.prototype_, &prototype));
    if (prototype.kind != VALUE_OBJECT)
        return script_throw (call->runtime, "TypeError", "Function has non-object prototype '%s' in instanceof check",
                             es_describe (call->runtime, prototype));
    for (ScriptObject *at = value.as.object->prototype; at && !is_instance; at = at->prototype)
        is_instance = at == prototype.as.object;
    *out = value_boolean (is_instance);
    return SCRIPT_NORMAL;
}

static ScriptStatus function_constructor (ScriptCall *call, Value *out)
{
    (void)out;
    return script_refuse (call->runtime, "making a function from text (new Function) is out of reach");
}

/* AsyncFunction and its like: no globals, but what `constructor` and the tag of such functions say. */
static void define_kind (ScriptRuntime *runtime, const char *name, ScriptObject *prototype, ScriptObject *instances)
{
    ScriptFunction *class = function_new_native (runtime, intern (runtime, name, -1), 1, function_constructor);

    class->constructs = TRUE;
    function_materialise (class);
    object_define (runtime, &class->object, runtime->known.prototype_, value_of_object (prototype), 0);
    object_define (runtime, prototype, runtime->known.constructor_, value_of_object (&class->object),
                   PROPERTY_CONFIGURABLE);
    object_define (runtime, prototype, runtime->known.to_string_tag, value_string (runtime, name, -1),
                   PROPERTY_CONFIGURABLE);
    if (instances)
        object_define (runtime, prototype, runtime->known.prototype_, value_of_object (instances),
                       PROPERTY_CONFIGURABLE);
}

static ScriptStatus function_nothing (ScriptCall *call, Value *out)
{
    (void)call;
    (void)out;
    return SCRIPT_NORMAL;
}

void es_setup_function (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "apply", 2, function_apply },
                                           { "bind", 1, function_bind },
                                           { "call", 1, function_call_member },
                                           { "toString", 0, function_to_string },
                                           { NULL, 0, NULL } };
    ScriptFunction *has_instance =
        function_new_native (runtime, intern (runtime, "[Symbol.hasInstance]", -1), 1, function_has_instance);

    ((ScriptFunction *)runtime->prototypes.function)->native = function_nothing;
    object_define (runtime, runtime->prototypes.function, runtime->known.length_, value_number (0),
                   PROPERTY_CONFIGURABLE);
    object_define (runtime, runtime->prototypes.function, runtime->known.name_, value_string (runtime, "", 0),
                   PROPERTY_CONFIGURABLE);
    natives_define_class (runtime, "Function", 1, function_constructor, runtime->prototypes.function, members, NULL);
    define_kind (runtime, "AsyncFunction", runtime->prototypes.function_async, NULL);
    define_kind (runtime, "GeneratorFunction", runtime->prototypes.function_generator, runtime->prototypes.generator);
    define_kind (runtime, "AsyncGeneratorFunction", runtime->prototypes.function_async_generator,
                 runtime->prototypes.async_generator);
    object_define (runtime, runtime->prototypes.function, runtime->known.has_instance,
                   value_of_object (&has_instance->object), 0);
}
