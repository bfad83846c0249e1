/* Reflect. */

#include "script/es_global.h"

/* The function that Object has for the same; Reflect's differs in what it gives, not in what it does. */
static ScriptStatus call_on_object (ScriptCall *call, const char *name, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value function = script_peek (runtime, call->captured, name);

    return script_call (runtime, function, call->captured, call->arguments, call->n_arguments, out);
}

static ScriptStatus target_of (ScriptCall *call, const char *name, ScriptObject **target)
{
    Value value = call_argument (call, 0);

    *target = NULL;
    if (value.kind != VALUE_OBJECT)
        return script_throw (call->runtime, "TypeError", "Reflect.%s called on non-object", name);
    if (value.as.object->kind == OBJECT_HOST)
        return script_refuse (call->runtime, "Reflect.%s on an object of the tool is out of reach", name);
    *target = value.as.object;
    return SCRIPT_NORMAL;
}

static ScriptStatus reflect_apply (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptList *arguments;

    if (!script_is_callable (call_argument (call, 0)))
        return script_throw (runtime, "TypeError",
                             "Function.prototype.apply was called on %s, which is a %s and not a function",
                             es_describe (runtime, call_argument (call, 0)), es_typeof (call_argument (call, 0)));
    SCRIPT_TRY (es_list_from_array_like (runtime, call_argument (call, 2), &arguments));
    return script_call (runtime, call->arguments[0], call_argument (call, 1), arguments->items, arguments->length, out);
}

static ScriptStatus reflect_construct (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptList *arguments;
    Value class = call_argument (call, 0);
    Value target = call->n_arguments > 2 ? call->arguments[2] : class;

    if (!value_function (class) || !value_function (class)->constructs)
        return script_throw (runtime, "TypeError", "%s is not a constructor", es_describe (runtime, class));
    if (!value_function (target) || !value_function (target)->constructs)
        return script_throw (runtime, "TypeError", "%s is not a constructor", es_describe (runtime, target));
    SCRIPT_TRY (es_list_from_array_like (runtime, call_argument (call, 1), &arguments));
    return function_construct (runtime, class, &(Arguments){ .items = arguments->items, .n = arguments->length },
                               target, out);
}

static ScriptStatus reflect_define_property (ScriptCall *call, Value *out)
{
    ScriptObject *target;
    const Name *name;
    Property property;

    SCRIPT_TRY (target_of (call, "defineProperty", &target));
    SCRIPT_TRY (es_to_name (call->runtime, call_argument (call, 1), &name));
    if (es_own_property (call->runtime, target, name, &property)
            ? !(property.flags & (PROPERTY_CONFIGURABLE | PROPERTY_WRITABLE))
            : target->fixed)
    {
        *out = value_boolean (FALSE);
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (call_on_object (call, "defineProperty", out));
    *out = value_boolean (TRUE);
    return SCRIPT_NORMAL;
}

static ScriptStatus reflect_delete_property (ScriptCall *call, Value *out)
{
    ScriptObject *target;
    const Name *name;
    Property property;

    SCRIPT_TRY (target_of (call, "deleteProperty", &target));
    SCRIPT_TRY (es_to_name (call->runtime, call_argument (call, 1), &name));
    *out = value_boolean (TRUE);
    if (!es_own_property (call->runtime, target, name, &property))
        return SCRIPT_NORMAL;
    if (property.flags & PROPERTY_CONFIGURABLE)
        return es_delete (call->runtime, call->arguments[0], value_of_name (call->runtime, name), out);
    *out = value_boolean (FALSE);
    return SCRIPT_NORMAL;
}

static ScriptStatus reflect_get (ScriptCall *call, Value *out)
{
    ScriptObject *target;
    const Name *name;

    SCRIPT_TRY (target_of (call, "get", &target));
    SCRIPT_TRY (es_to_name (call->runtime, call_argument (call, 1), &name));
    return es_get_on (call->runtime, target, name, call->n_arguments > 2 ? call->arguments[2] : call->arguments[0],
                      out);
}

/* Whether setting NAME of TARGET would be refused by the object itself. */
static gboolean set_is_barred (ScriptRuntime *runtime, ScriptObject *target, const Name *name)
{
    for (ScriptObject *at = target; at && at->kind != OBJECT_HOST; at = at->prototype)
    {
        Property property;

        if (!es_own_property (runtime, at, name, &property))
            continue;
        return property.flags & PROPERTY_ACCESSOR ? !property.setter : !(property.flags & PROPERTY_WRITABLE);
    }
    return target->fixed;
}

static ScriptStatus reflect_set (ScriptCall *call, Value *out)
{
    ScriptObject *target;
    const Name *name;

    SCRIPT_TRY (target_of (call, "set", &target));
    SCRIPT_TRY (es_to_name (call->runtime, call_argument (call, 1), &name));
    *out = value_boolean (!set_is_barred (call->runtime, target, name));
    if (!out->as.boolean)
        return SCRIPT_NORMAL;
    return es_set_on (call->runtime, target, name, call_argument (call, 2),
                      call->n_arguments > 3 ? call->arguments[3] : call->arguments[0]);
}

static ScriptStatus reflect_get_own_property_descriptor (ScriptCall *call, Value *out)
{
    ScriptObject *target;

    SCRIPT_TRY (target_of (call, "getOwnPropertyDescriptor", &target));
    return call_on_object (call, "getOwnPropertyDescriptor", out);
}

static ScriptStatus reflect_get_prototype_of (ScriptCall *call, Value *out)
{
    ScriptObject *target;

    SCRIPT_TRY (target_of (call, "getPrototypeOf", &target));
    *out = target->prototype ? value_of_object (target->prototype) : NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus reflect_set_prototype_of (ScriptCall *call, Value *out)
{
    ScriptObject *target;

    SCRIPT_TRY (target_of (call, "setPrototypeOf", &target));
    *out = value_boolean (!target->fixed);
    if (target->fixed)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (call_on_object (call, "setPrototypeOf", out));
    *out = value_boolean (TRUE);
    return SCRIPT_NORMAL;
}

static ScriptStatus reflect_has (ScriptCall *call, Value *out)
{
    ScriptObject *target;
    const Name *name;
    gboolean has;

    SCRIPT_TRY (target_of (call, "has", &target));
    SCRIPT_TRY (es_to_name (call->runtime, call_argument (call, 1), &name));
    SCRIPT_TRY (es_has (call->runtime, target, name, &has));
    *out = value_boolean (has);
    return SCRIPT_NORMAL;
}

static ScriptStatus reflect_is_extensible (ScriptCall *call, Value *out)
{
    ScriptObject *target;

    SCRIPT_TRY (target_of (call, "isExtensible", &target));
    *out = value_boolean (!target->fixed);
    return SCRIPT_NORMAL;
}

static ScriptStatus reflect_prevent_extensions (ScriptCall *call, Value *out)
{
    ScriptObject *target;

    SCRIPT_TRY (target_of (call, "preventExtensions", &target));
    target->fixed = TRUE;
    *out = value_boolean (TRUE);
    return SCRIPT_NORMAL;
}

static ScriptStatus reflect_own_keys (ScriptCall *call, Value *out)
{
    ScriptObject *target;
    Value symbols;

    SCRIPT_TRY (target_of (call, "ownKeys", &target));
    SCRIPT_TRY (call_on_object (call, "getOwnPropertyNames", out));
    SCRIPT_TRY (call_on_object (call, "getOwnPropertySymbols", &symbols));
    for (guint i = 0; i < value_list (symbols)->length; i++)
        list_append (call->runtime, value_list (*out), value_list (symbols)->items[i]);
    return SCRIPT_NORMAL;
}

void es_setup_reflect (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = {
        { "defineProperty", 3, reflect_define_property },
        { "deleteProperty", 2, reflect_delete_property },
        { "apply", 3, reflect_apply },
        { "construct", 2, reflect_construct },
        { "get", 2, reflect_get },
        { "getOwnPropertyDescriptor", 2, reflect_get_own_property_descriptor },
        { "getPrototypeOf", 1, reflect_get_prototype_of },
        { "has", 2, reflect_has },
        { "isExtensible", 1, reflect_is_extensible },
        { "ownKeys", 1, reflect_own_keys },
        { "preventExtensions", 1, reflect_prevent_extensions },
        { "set", 3, reflect_set },
        { "setPrototypeOf", 2, reflect_set_prototype_of },
    };
    Value reflect = script_object_new (runtime);
    Value object = script_peek (runtime, value_of_object (runtime->global), "Object");

    for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    {
        const Name *name = intern (runtime, functions[i].name, -1);
        ScriptFunction *function = function_new_native (runtime, name, functions[i].arity, functions[i].function);

        function->captured = object;
        object_define (runtime, reflect.as.object, name, value_of_object (&function->object), PROPERTY_HIDDEN);
    }
    object_define (runtime, reflect.as.object, runtime->known.to_string_tag, value_string (runtime, "Reflect", -1),
                   PROPERTY_CONFIGURABLE);
    object_define (runtime, runtime->global, intern (runtime, "Reflect", -1), reflect, PROPERTY_HIDDEN);
}
