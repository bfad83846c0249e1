/* Object, Function, Symbol and the errors: constructors and prototypes. */

#include "script/es.h"

#include <string.h>

static Value key_value (ScriptRuntime *runtime, const Name *name)
{
    return value_of_name (runtime, name);
}

typedef enum
{
    PART_KEYS,
    PART_VALUES,
    PART_ENTRIES
} Part;

static ScriptStatus parts (ScriptCall *call, Part part, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptObject *object;
    ScriptList *list = list_new (runtime, NULL, 0);
    const Name **keys;
    guint n;

    ES_TRY (es_to_object (runtime, call_argument (call, 0), &object));
    keys = object_keys (runtime, object, TRUE, FALSE, &n);
    for (guint i = 0; i < n; i++)
    {
        Value pair[2] = { key_value (runtime, keys[i]), UNDEFINED };

        if (part != PART_KEYS)
            ES_TRY (es_get_on (runtime, object, keys[i], value_of_object (object), &pair[1]));
        list_append (runtime, list,
                     part == PART_KEYS     ? pair[0]
                     : part == PART_VALUES ? pair[1]
                                           : value_of_object (&list_new (runtime, pair, 2)->object));
    }
    *out = value_of_object (&list->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_keys_of (ScriptCall *call, Value *out)
{
    return parts (call, PART_KEYS, out);
}

static ScriptStatus object_values (ScriptCall *call, Value *out)
{
    return parts (call, PART_VALUES, out);
}

static ScriptStatus object_entries (ScriptCall *call, Value *out)
{
    return parts (call, PART_ENTRIES, out);
}

static ScriptStatus object_assign (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptObject *target;

    ES_TRY (es_to_object (runtime, call_argument (call, 0), &target));
    for (guint i = 1; i < call->n_arguments; i++)
    {
        ScriptObject *source;
        const Name **keys;
        guint n;

        if (value_is_nullish (call->arguments[i]))
            continue;
        ES_TRY (es_to_object (runtime, call->arguments[i], &source));
        keys = object_keys (runtime, source, TRUE, TRUE, &n);
        for (guint k = 0; k < n; k++)
        {
            Value value;

            ES_TRY (es_get_on (runtime, source, keys[k], value_of_object (source), &value));
            ES_TRY (es_set (runtime, value_of_object (target), keys[k], value));
        }
    }
    *out = value_of_object (target);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_from_entries (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptList *items;

    ES_TRY (script_items (runtime, call_argument (call, 0), &items));
    *out = script_object_new (runtime);
    for (guint i = 0; i < items->length; i++)
    {
        Value key, value;
        const Name *name;

        ES_TRY (es_get_index (runtime, items->items[i], value_number (0), &key));
        ES_TRY (es_get_index (runtime, items->items[i], value_number (1), &value));
        ES_TRY (es_to_name (runtime, key, &name));
        ES_TRY (es_define (runtime, out->as.object, name, value));
    }
    return SCRIPT_NORMAL;
}

static void close_properties (ScriptObject *object, gboolean frozen)
{
    object->fixed = TRUE;
    if (object->kind == OBJECT_FUNCTION)
        function_materialise ((ScriptFunction *)object);
    for (guint i = 0; i < object->n_properties; i++)
    {
        Property *property = &object->properties[i];

        property->flags &= (guint8)~PROPERTY_CONFIGURABLE;
        if (frozen && !(property->flags & PROPERTY_ACCESSOR))
            property->flags &= (guint8)~PROPERTY_WRITABLE;
    }
    if (frozen)
        object->frozen = TRUE;
}

static ScriptStatus object_freeze (ScriptCall *call, Value *out)
{
    *out = call_argument (call, 0);
    if (out->kind == VALUE_OBJECT && out->as.object->kind != OBJECT_HOST)
        close_properties (out->as.object, TRUE);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_seal (ScriptCall *call, Value *out)
{
    *out = call_argument (call, 0);
    if (out->kind == VALUE_OBJECT && out->as.object->kind != OBJECT_HOST)
        close_properties (out->as.object, FALSE);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_prevent_extensions (ScriptCall *call, Value *out)
{
    *out = call_argument (call, 0);
    if (out->kind == VALUE_OBJECT)
        out->as.object->fixed = TRUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus object_is_frozen (ScriptCall *call, Value *out)
{
    Value value = call_argument (call, 0);

    *out = value_boolean (value.kind != VALUE_OBJECT || value.as.object->frozen);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_get_prototype_of (ScriptCall *call, Value *out)
{
    Value value = call_argument (call, 0);
    ScriptObject *prototype;

    if (value_is_nullish (value))
        return script_throw (call->runtime, "TypeError", "Cannot convert undefined or null to object");
    prototype = es_prototype_of (call->runtime, value);
    *out = prototype ? value_of_object (prototype) : NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus change_prototype (ScriptRuntime *runtime, Value value, Value prototype)
{
    if (prototype.kind != VALUE_OBJECT && prototype.kind != VALUE_NULL)
        return script_throw (runtime, "TypeError", "Object prototype may only be an Object or null: %s",
                             value_to_text (runtime, prototype));
    if (value.kind != VALUE_OBJECT)
        return SCRIPT_NORMAL;
    for (ScriptObject *at = prototype.kind == VALUE_OBJECT ? prototype.as.object : NULL; at; at = at->prototype)
        if (at == value.as.object)
            return script_throw (runtime, "TypeError", "Cyclic __proto__ value");
    if (value.as.object->kind == OBJECT_HOST ||
        (prototype.kind == VALUE_OBJECT && prototype.as.object->kind == OBJECT_HOST))
        return script_refuse (runtime, "the prototype of an object of the tool can't be changed");
    if (value.as.object->fixed)
        return script_throw (runtime, "TypeError", "#<Object> is not extensible");
    value.as.object->prototype = prototype.kind == VALUE_OBJECT ? prototype.as.object : NULL;
    return SCRIPT_NORMAL;
}

static ScriptStatus object_set_prototype_of (ScriptCall *call, Value *out)
{
    *out = call_argument (call, 0);
    return change_prototype (call->runtime, *out, call_argument (call, 1));
}

static ScriptStatus optional_member (ScriptRuntime *runtime, ScriptObject *object, const Name *name, Value *value,
                                     gboolean *has)
{
    ES_TRY (es_has (runtime, object, name, has));
    *value = UNDEFINED;
    return *has ? es_get_on (runtime, object, name, value_of_object (object), value) : SCRIPT_NORMAL;
}

static ScriptStatus flag_of (ScriptRuntime *runtime, ScriptObject *object, const Name *name, guint flag, guint *flags)
{
    Value value;
    gboolean has;

    ES_TRY (optional_member (runtime, object, name, &value, &has));
    if (has)
        *flags = es_truth (value) ? *flags | flag : *flags & ~flag;
    return SCRIPT_NORMAL;
}

static ScriptStatus define_from_descriptor (ScriptRuntime *runtime, ScriptObject *object, const Name *name,
                                            Value descriptor)
{
    const KnownNames *known = &runtime->known;
    Property old;
    gboolean exists = es_own_property (runtime, object, name, &old);
    guint flags = exists ? old.flags & PROPERTY_ORDINARY : 0;
    Value getter, setter, value;
    gboolean has_getter, has_setter, has_value;
    ScriptObject *d;

    if (descriptor.kind != VALUE_OBJECT)
        return script_throw (runtime, "TypeError", "Property description must be an object: %s",
                             value_to_text (runtime, descriptor));
    if (object->kind == OBJECT_HOST)
        return script_refuse (runtime, "properties of an object of the tool can't be defined");
    d = descriptor.as.object;
    if (exists && !(old.flags & PROPERTY_CONFIGURABLE) && !(old.flags & PROPERTY_WRITABLE))
        return script_throw (runtime, "TypeError", "Cannot redefine property: %s", name->text);
    if (!exists && object->fixed)
        return script_throw (runtime, "TypeError", "Cannot define property %s, object is not extensible", name->text);
    ES_TRY (flag_of (runtime, d, known->enumerable_, PROPERTY_LISTED, &flags));
    ES_TRY (flag_of (runtime, d, known->configurable_, PROPERTY_CONFIGURABLE, &flags));
    ES_TRY (flag_of (runtime, d, known->writable_, PROPERTY_WRITABLE, &flags));
    ES_TRY (optional_member (runtime, d, known->get_, &getter, &has_getter));
    ES_TRY (optional_member (runtime, d, known->set_, &setter, &has_setter));
    ES_TRY (optional_member (runtime, d, known->value_, &value, &has_value));
    if (has_getter || has_setter)
    {
        object_define_accessor (runtime, object, name, value_function (getter) ? getter.as.object : NULL,
                                value_function (setter) ? setter.as.object : NULL, flags & (guint)~PROPERTY_WRITABLE);
        return SCRIPT_NORMAL;
    }
    if (!has_value && exists)
        value = old.value;
    if (name_array_index (name) != G_MAXUINT32 && object->kind == OBJECT_LIST)
        return es_define (runtime, object, name, value);
    if (!has_value && exists && old.flags & PROPERTY_ACCESSOR)
        object_define_accessor (runtime, object, name, value_function (old.value) ? old.value.as.object : NULL,
                                old.setter, flags);
    else
        object_define (runtime, object, name, value, flags);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_define_property (ScriptCall *call, Value *out)
{
    const Name *name;

    *out = call_argument (call, 0);
    if (out->kind != VALUE_OBJECT)
        return script_throw (call->runtime, "TypeError", "Object.defineProperty called on non-object");
    ES_TRY (es_to_name (call->runtime, call_argument (call, 1), &name));
    return define_from_descriptor (call->runtime, out->as.object, name, call_argument (call, 2));
}

static ScriptStatus define_all (ScriptRuntime *runtime, ScriptObject *object, Value descriptors)
{
    ScriptObject *from;
    const Name **keys;
    guint n;

    ES_TRY (es_to_object (runtime, descriptors, &from));
    keys = object_keys (runtime, from, TRUE, TRUE, &n);
    for (guint i = 0; i < n; i++)
    {
        Value descriptor;

        ES_TRY (es_get_on (runtime, from, keys[i], descriptors, &descriptor));
        ES_TRY (define_from_descriptor (runtime, object, keys[i], descriptor));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus object_define_properties (ScriptCall *call, Value *out)
{
    *out = call_argument (call, 0);
    if (out->kind != VALUE_OBJECT)
        return script_throw (call->runtime, "TypeError", "Object.defineProperties called on non-object");
    return define_all (call->runtime, out->as.object, call_argument (call, 1));
}

static ScriptStatus object_create (ScriptCall *call, Value *out)
{
    Value prototype = call_argument (call, 0);

    *out = script_object_new (call->runtime);
    ES_TRY (change_prototype (call->runtime, *out, prototype));
    if (call_argument (call, 1).kind != VALUE_UNDEFINED)
        return define_all (call->runtime, out->as.object, call_argument (call, 1));
    return SCRIPT_NORMAL;
}

static ScriptStatus object_get_own_property_descriptor (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptObject *object;
    const Name *name;
    Property p;

    ES_TRY (es_to_object (runtime, call_argument (call, 0), &object));
    ES_TRY (es_to_name (runtime, call_argument (call, 1), &name));
    if (!es_own_property (runtime, object, name, &p))
        return SCRIPT_NORMAL;
    *out = script_object_new (runtime);
    if (p.flags & PROPERTY_ACCESSOR)
    {
        script_set (runtime, *out, "get", p.value);
        script_set (runtime, *out, "set", p.setter ? value_of_object (p.setter) : UNDEFINED);
    }
    else
    {
        script_set (runtime, *out, "value", p.value);
        script_set (runtime, *out, "writable", value_boolean (p.flags & PROPERTY_WRITABLE));
    }
    script_set (runtime, *out, "enumerable", value_boolean (p.flags & PROPERTY_LISTED));
    script_set (runtime, *out, "configurable", value_boolean (p.flags & PROPERTY_CONFIGURABLE));
    return SCRIPT_NORMAL;
}

static ScriptStatus own_names (ScriptCall *call, gboolean symbols, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptList *list = list_new (runtime, NULL, 0);
    ScriptObject *object;
    const Name **keys;
    guint n;

    ES_TRY (es_to_object (runtime, call_argument (call, 0), &object));
    if (object->kind == OBJECT_FUNCTION)
        function_materialise ((ScriptFunction *)object);
    keys = object_keys (runtime, object, FALSE, symbols, &n);
    for (guint i = 0; i < n; i++)
        if (name_is_symbol (keys[i]) == symbols)
            list_append (runtime, list, key_value (runtime, keys[i]));
    if (!symbols && value_list (value_of_object (object)))
        list_append (runtime, list, value_string (runtime, "length", -1));
    *out = value_of_object (&list->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_get_own_property_names (ScriptCall *call, Value *out)
{
    return own_names (call, FALSE, out);
}

static ScriptStatus object_get_own_property_symbols (ScriptCall *call, Value *out)
{
    return own_names (call, TRUE, out);
}

static ScriptStatus has_own (ScriptRuntime *runtime, Value value, Value key, Value *out)
{
    ScriptObject *object;
    const Name *name;
    Property property;

    ES_TRY (es_to_object (runtime, value, &object));
    ES_TRY (es_to_name (runtime, key, &name));
    *out = value_boolean (es_own_property (runtime, object, name, &property));
    return SCRIPT_NORMAL;
}

static ScriptStatus object_has_own (ScriptCall *call, Value *out)
{
    return has_own (call->runtime, call_argument (call, 0), call_argument (call, 1), out);
}

static ScriptStatus object_has_own_property (ScriptCall *call, Value *out)
{
    return has_own (call->runtime, call->receiver, call_argument (call, 0), out);
}

static ScriptStatus object_is (ScriptCall *call, Value *out)
{
    *out = value_boolean (value_same (call_argument (call, 0), call_argument (call, 1)));
    return SCRIPT_NORMAL;
}

static ScriptStatus object_is_prototype_of (ScriptCall *call, Value *out)
{
    Value value = call_argument (call, 0);

    *out = value_boolean (FALSE);
    if (value.kind == VALUE_OBJECT && call->receiver.kind == VALUE_OBJECT)
        for (ScriptObject *at = value.as.object->prototype; at; at = at->prototype)
            if (at == call->receiver.as.object)
                *out = value_boolean (TRUE);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_property_is_enumerable (ScriptCall *call, Value *out)
{
    ScriptObject *object;
    const Name *name;
    Property p;

    ES_TRY (es_to_object (call->runtime, call->receiver, &object));
    ES_TRY (es_to_name (call->runtime, call_argument (call, 0), &name));
    *out = value_boolean (es_own_property (call->runtime, object, name, &p) && (p.flags & PROPERTY_LISTED));
    return SCRIPT_NORMAL;
}

static const char *kind_tag (Value value)
{
    if (value.kind == VALUE_UNDEFINED)
        return "Undefined";
    if (value.kind == VALUE_NULL)
        return "Null";
    if (value.kind == VALUE_STRING)
        return "String";
    if (value.kind == VALUE_NUMBER)
        return "Number";
    if (value.kind == VALUE_BOOLEAN)
        return "Boolean";
    if (value_is_object (value, OBJECT_LIST))
        return "Array";
    if (value_is_object (value, OBJECT_FUNCTION))
        return "Function";
    if (value_is_object (value, OBJECT_ERROR))
        return "Error";
    if (value_is_object (value, OBJECT_DATE))
        return "Date";
    if (value_is_object (value, OBJECT_REGEXP))
        return "RegExp";
    if (value_is_object (value, OBJECT_ARGUMENTS))
        return "Arguments";
    return "Object";
}

static ScriptStatus object_to_string (ScriptCall *call, Value *out)
{
    Value tag = UNDEFINED;
    const char *text = kind_tag (call->receiver);

    if (!value_is_nullish (call->receiver))
        ES_TRY (es_get (call->runtime, call->receiver, call->runtime->known.to_string_tag, &tag));
    if (tag.kind == VALUE_STRING)
        text = value_to_text (call->runtime, tag);
    *out = value_string_printf (call->runtime, "[object %s]", text);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_to_locale_string (ScriptCall *call, Value *out)
{
    return es_call_method (call->runtime, call->receiver, call->runtime->known.toString_, NULL, 0, out);
}

static ScriptStatus object_value_of (ScriptCall *call, Value *out)
{
    ScriptObject *object;

    ES_TRY (es_to_object (call->runtime, call->receiver, &object));
    *out = value_of_object (object);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_get_proto (ScriptCall *call, Value *out)
{
    ScriptObject *prototype = es_prototype_of (call->runtime, call->receiver);

    *out = prototype ? value_of_object (prototype) : NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus object_set_proto (ScriptCall *call, Value *out)
{
    Value value = call_argument (call, 0);

    (void)out;
    if (value.kind != VALUE_OBJECT && value.kind != VALUE_NULL)
        return SCRIPT_NORMAL;
    return change_prototype (call->runtime, call->receiver, value);
}

static ScriptStatus object_constructor (ScriptCall *call, Value *out)
{
    Value value = call_argument (call, 0);
    ScriptObject *object = NULL;

    if (call->constructing || value_is_nullish (value))
    {
        ScriptObject *prototype = call->runtime->prototypes.object;

        if (call->constructing)
            ES_TRY (prototype_of_target (call->runtime, call->new_target, prototype, &prototype));
        if (value_is_nullish (value) || prototype != call->runtime->prototypes.object)
            object = object_new (call->runtime, prototype);
    }
    if (!object)
        ES_TRY (es_to_object (call->runtime, value, &object));
    *out = value_of_object (object);
    return SCRIPT_NORMAL;
}

void es_setup_object (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "hasOwnProperty", 1, object_has_own_property },
                                           { "isPrototypeOf", 1, object_is_prototype_of },
                                           { "propertyIsEnumerable", 1, object_property_is_enumerable },
                                           { "toString", 0, object_to_string },
                                           { "toLocaleString", 0, object_to_locale_string },
                                           { "valueOf", 0, object_value_of },
                                           { NULL, 0, NULL } };
    static const NativeEntry statics[] = { { "keys", 1, object_keys_of },
                                           { "values", 1, object_values },
                                           { "entries", 1, object_entries },
                                           { "assign", 2, object_assign },
                                           { "fromEntries", 1, object_from_entries },
                                           { "freeze", 1, object_freeze },
                                           { "isFrozen", 1, object_is_frozen },
                                           { "seal", 1, object_seal },
                                           { "preventExtensions", 1, object_prevent_extensions },
                                           { "getPrototypeOf", 1, object_get_prototype_of },
                                           { "setPrototypeOf", 2, object_set_prototype_of },
                                           { "defineProperty", 3, object_define_property },
                                           { "defineProperties", 2, object_define_properties },
                                           { "create", 2, object_create },
                                           { "getOwnPropertyDescriptor", 2, object_get_own_property_descriptor },
                                           { "getOwnPropertyNames", 1, object_get_own_property_names },
                                           { "getOwnPropertySymbols", 1, object_get_own_property_symbols },
                                           { "hasOwn", 2, object_has_own },
                                           { "is", 2, object_is },
                                           { NULL, 0, NULL } };

    natives_define_class (runtime, "Object", 1, object_constructor, runtime->prototypes.object, members, statics);
    object_define_accessor (runtime, runtime->prototypes.object, runtime->known.__proto___,
                            &function_new_native (runtime, runtime->known.__proto___, 0, object_get_proto)->object,
                            &function_new_native (runtime, runtime->known.__proto___, 1, object_set_proto)->object,
                            PROPERTY_CONFIGURABLE);
}

/* Function.prototype */

static ScriptStatus function_call_member (ScriptCall *call, Value *out)
{
    guint n = call->n_arguments ? call->n_arguments - 1 : 0;

    return script_call (call->runtime, call->receiver, call_argument (call, 0), call->arguments + (n ? 1 : 0), n, out);
}

static ScriptStatus array_like (ScriptRuntime *runtime, Value value, ScriptList **list)
{
    Value length;
    double n;

    *list = value_list (value);
    if (*list)
        return SCRIPT_NORMAL;
    *list = list_new (runtime, NULL, 0);
    if (value_is_nullish (value))
        return SCRIPT_NORMAL;
    ES_TRY (es_get (runtime, value, runtime->known.length_, &length));
    ES_TRY (es_to_integer (runtime, length, &n));
    for (double i = 0; i < n; i++)
    {
        Value item;

        if (!runtime_step (runtime))
            return runtime_exhausted (runtime);
        ES_TRY (es_get_index (runtime, value, value_number (i), &item));
        list_append (runtime, *list, item);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus function_apply (ScriptCall *call, Value *out)
{
    ScriptList *list;

    ES_TRY (array_like (call->runtime, call_argument (call, 1), &list));
    return script_call (call->runtime, call->receiver, call_argument (call, 0), list->items, list->length, out);
}

/* A bound function keeps [function, this, arguments...]. */
static ScriptStatus bound_call (ScriptCall *call, Value *out)
{
    ScriptList *bound = value_list (call->captured);
    ScriptList *all = list_new (call->runtime, bound->items + 2, bound->length - 2);

    for (guint i = 0; i < call->n_arguments; i++)
        list_append (call->runtime, all, call->arguments[i]);
    if (call->constructing)
        return function_construct (call->runtime, bound->items[0],
                                   &(Arguments){ .items = all->items, .n = all->length }, bound->items[0], out);
    return function_call (call->runtime, bound->items[0], bound->items[1],
                          &(Arguments){ .items = all->items, .n = all->length }, call->result_used, out);
}

static ScriptStatus function_bind (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value first[2] = { call->receiver, call_argument (call, 0) };
    ScriptList *bound = list_new (runtime, first, 2);
    ScriptFunction *function;

    if (!value_function (call->receiver))
        return script_throw (runtime, "TypeError", "Bind must be called on a function");
    for (guint i = 1; i < call->n_arguments; i++)
        list_append (runtime, bound, call->arguments[i]);
    function = function_new_capturing (runtime, 0, bound_call, value_of_object (&bound->object));
    function->constructs = ((ScriptFunction *)call->receiver.as.object)->constructs;
    function->name =
        intern (runtime,
                value_to_text (
                    runtime, value_string_printf (runtime, "bound %s", script_function_name (runtime, call->receiver))),
                -1);
    *out = value_of_object (&function->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus function_to_string (ScriptCall *call, Value *out)
{
    *out = value_string_printf (call->runtime, "function %s() { [native code] }",
                                script_function_name (call->runtime, call->receiver));
    return SCRIPT_NORMAL;
}

static ScriptStatus function_has_instance (ScriptCall *call, Value *out)
{
    Value prototype;

    *out = value_boolean (FALSE);
    if (!value_function (call->receiver) || call_argument (call, 0).kind != VALUE_OBJECT)
        return SCRIPT_NORMAL;
    ES_TRY (es_get (call->runtime, call->receiver, call->runtime->known.prototype_, &prototype));
    for (ScriptObject *at = call->arguments[0].as.object->prototype; at; at = at->prototype)
        if (prototype.kind == VALUE_OBJECT && at == prototype.as.object)
            *out = value_boolean (TRUE);
    return SCRIPT_NORMAL;
}

static ScriptStatus function_constructor (ScriptCall *call, Value *out)
{
    (void)out;
    return script_refuse (call->runtime, "making a function from text (new Function) is out of reach");
}

void es_setup_function (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "call", 1, function_call_member },
                                           { "apply", 2, function_apply },
                                           { "bind", 1, function_bind },
                                           { "toString", 0, function_to_string },
                                           { "@@hasInstance", 1, function_has_instance },
                                           { NULL, 0, NULL } };

    natives_define_class (runtime, "Function", 1, function_constructor, runtime->prototypes.function, members, NULL);
}

/* Symbol */

static ScriptStatus symbol_constructor (ScriptCall *call, Value *out)
{
    ScriptString *text;

    if (call->constructing)
        return script_throw (call->runtime, "TypeError", "Symbol is not a constructor");
    ES_TRY (es_to_string (call->runtime, call->n_arguments ? call->arguments[0] : value_string (call->runtime, "", 0),
                          &text));
    *out = value_of_name (call->runtime,
                          symbol_new (call->runtime, value_to_text (call->runtime, value_of_string (text))));
    return SCRIPT_NORMAL;
}

static ScriptStatus symbol_for (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    const char *text = value_to_text (runtime, call_argument (call, 0));
    const Name *key = intern (runtime, text, -1);
    const Name *symbol;

    if (!runtime->registered_symbols)
        runtime->registered_symbols = g_hash_table_new (NULL, NULL);
    symbol = g_hash_table_lookup (runtime->registered_symbols, key);
    if (!symbol)
    {
        symbol = symbol_new (runtime, text);
        g_hash_table_insert (runtime->registered_symbols, (gpointer)key, (gpointer)symbol);
    }
    *out = value_of_name (runtime, symbol);
    return SCRIPT_NORMAL;
}

static ScriptStatus symbol_to_string (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, value_inspect (call->runtime, call->receiver), -1);
    return SCRIPT_NORMAL;
}

void es_setup_symbol (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "toString", 0, symbol_to_string }, { NULL, 0, NULL } };
    static const NativeEntry statics[] = { { "for", 1, symbol_for }, { NULL, 0, NULL } };
    const KnownNames *known = &runtime->known;
    ScriptObject *class =
        &natives_define_class (runtime, "Symbol", 0, symbol_constructor, runtime->prototypes.symbol, members, statics)
             ->object;

    object_define (runtime, class, intern (runtime, "iterator", -1), value_of_name (runtime, known->iterator), 0);
    object_define (runtime, class, intern (runtime, "asyncIterator", -1),
                   value_of_name (runtime, known->async_iterator), 0);
    object_define (runtime, class, intern (runtime, "hasInstance", -1), value_of_name (runtime, known->has_instance),
                   0);
    object_define (runtime, class, intern (runtime, "toPrimitive", -1), value_of_name (runtime, known->to_primitive),
                   0);
    object_define (runtime, class, intern (runtime, "toStringTag", -1), value_of_name (runtime, known->to_string_tag),
                   0);
}

/* Errors. The prototype of a class is kept in its constructor's captured value. */

static ScriptStatus error_constructor (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptObject *prototype =
        call->captured.kind == VALUE_OBJECT ? call->captured.as.object : runtime->prototypes.error;
    gboolean aggregate = prototype == error_prototype (runtime, "AggregateError");
    Value message = call_argument (call, aggregate ? 1 : 0);
    Value options = call_argument (call, aggregate ? 2 : 1);
    ScriptError *error;

    if (call->constructing)
        ES_TRY (prototype_of_target (runtime, call->new_target, prototype, &prototype));
    error = error_object_new (runtime, prototype, NULL, 0);
    if (message.kind != VALUE_UNDEFINED)
    {
        ScriptString *text;

        ES_TRY (es_to_string (runtime, message, &text));
        object_define (runtime, &error->object, runtime->known.message_, value_of_string (text), PROPERTY_HIDDEN);
    }
    if (options.kind == VALUE_OBJECT)
    {
        Value cause;
        gboolean has;

        ES_TRY (optional_member (runtime, options.as.object, runtime->known.cause_, &cause, &has));
        if (has)
            object_define (runtime, &error->object, runtime->known.cause_, cause, PROPERTY_HIDDEN);
    }
    if (aggregate)
    {
        ScriptList *errors;

        ES_TRY (script_items (runtime, call_argument (call, 0), &errors));
        object_define (runtime, &error->object, runtime->known.errors_, value_of_object (&errors->object),
                       PROPERTY_HIDDEN);
    }
    *out = value_of_object (&error->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus error_to_string (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value name, message;
    const char *n, *m;

    ES_TRY (es_get (runtime, call->receiver, runtime->known.name_, &name));
    ES_TRY (es_get (runtime, call->receiver, runtime->known.message_, &message));
    n = name.kind == VALUE_UNDEFINED ? "Error" : value_to_text (runtime, name);
    m = message.kind == VALUE_UNDEFINED ? "" : value_to_text (runtime, message);
    *out = !*m   ? value_string (runtime, n, -1)
           : !*n ? value_string (runtime, m, -1)
                 : value_string_printf (runtime, "%s: %s", n, m);
    return SCRIPT_NORMAL;
}

static ScriptStatus error_capture_stack (ScriptCall *call, Value *out)
{
    (void)call;
    (void)out;
    return SCRIPT_NORMAL;
}

static ScriptFunction *error_class (ScriptRuntime *runtime, const char *name, ScriptObject *prototype,
                                    ScriptFunction *base)
{
    static const NativeEntry members[] = { { "toString", 0, error_to_string }, { NULL, 0, NULL } };
    static const NativeEntry statics[] = { { "captureStackTrace", 1, error_capture_stack }, { NULL, 0, NULL } };
    ScriptFunction *class = natives_define_class (runtime, name, 1, error_constructor, prototype, base ? NULL : members,
                                                  base ? NULL : statics);

    class->captured = value_of_object (prototype);
    if (base)
        class->object.prototype = &base->object;
    object_define (runtime, prototype, runtime->known.name_, value_string (runtime, name, -1), PROPERTY_HIDDEN);
    object_define (runtime, prototype, runtime->known.message_, value_string (runtime, "", 0), PROPERTY_HIDDEN);
    g_hash_table_insert (runtime->error_classes, (gpointer)intern (runtime, name, -1), prototype);
    return class;
}

void es_setup_error (ScriptRuntime *runtime)
{
    static const char *const names[] = { "TypeError", "RangeError", "SyntaxError",   "ReferenceError",
                                         "EvalError", "URIError",   "AggregateError" };
    ScriptFunction *base = error_class (runtime, "Error", runtime->prototypes.error, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
        error_class (runtime, names[i], object_new (runtime, runtime->prototypes.error), base);
}
