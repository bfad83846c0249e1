/* Object: the constructor and its prototype. Descriptors are in es_descriptor.c. */

#include "script/es_object.h"

typedef enum
{
    PART_KEYS,
    PART_VALUES,
    PART_ENTRIES
} Part;

/* The own listed keys of VALUE with their values; a getter may take keys away that come later. */
static ScriptStatus parts (ScriptCall *call, Part part, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptObject *object;
    ScriptList *list = list_new (runtime, NULL, 0);
    const Name **keys;
    guint n;

    SCRIPT_TRY (host_check_plain (runtime, call_argument (call, 0)));
    SCRIPT_TRY (es_to_object (runtime, call_argument (call, 0), &object));
    keys = object_keys (runtime, object, TRUE, FALSE, &n);
    for (guint i = 0; i < n; i++)
    {
        Value pair[2] = { value_of_name (runtime, keys[i]), UNDEFINED };
        Property property;

        if (!runtime_step (runtime))
            return runtime_exhausted (runtime);
        if (part != PART_KEYS &&
            (!es_own_property (runtime, object, keys[i], &property) || !(property.flags & PROPERTY_LISTED)))
            continue;
        if (part != PART_KEYS)
            SCRIPT_TRY (es_get_on (runtime, object, keys[i], value_of_object (object), &pair[1]));
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

    SCRIPT_TRY (es_to_object (runtime, call_argument (call, 0), &target));
    for (guint i = 1; i < call->n_arguments; i++)
    {
        ScriptObject *source;
        const Name **keys;
        guint n;

        if (value_is_nullish (call->arguments[i]))
            continue;
        SCRIPT_TRY (host_check_plain (runtime, call->arguments[i]));
        SCRIPT_TRY (es_to_object (runtime, call->arguments[i], &source));
        keys = object_keys (runtime, source, TRUE, TRUE, &n);
        for (guint k = 0; k < n; k++)
        {
            Value value;
            Property property;

            if (!runtime_step (runtime))
                return runtime_exhausted (runtime);
            if (!es_own_property (runtime, source, keys[k], &property) || !(property.flags & PROPERTY_LISTED))
                continue;
            SCRIPT_TRY (es_get_on (runtime, source, keys[k], value_of_object (source), &value));
            SCRIPT_TRY (es_set (runtime, value_of_object (target), keys[k], value));
        }
    }
    *out = value_of_object (target);
    return SCRIPT_NORMAL;
}

static ScriptStatus add_entry (ScriptRuntime *runtime, Value entry, ScriptObject *object)
{
    Value key, value;
    const Name *name;

    if (entry.kind != VALUE_OBJECT)
        return script_throw (runtime, "TypeError", "Iterator value %s is not an entry object",
                             es_describe (runtime, entry));
    SCRIPT_TRY (es_get_index (runtime, entry, value_number (0), &key));
    SCRIPT_TRY (es_get_index (runtime, entry, value_number (1), &value));
    SCRIPT_TRY (es_to_name (runtime, key, &name));
    return es_define (runtime, object, name, value);
}

static ScriptStatus object_from_entries (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value object = script_object_new (runtime);
    Walk walk;

    if (value_is_nullish (call_argument (call, 0)))
        return script_throw (runtime, "TypeError", "undefined is not iterable");
    SCRIPT_TRY (es_iterate_argument (runtime, call->arguments[0], &walk));
    for (;;)
    {
        Value entry;
        ScriptStatus status;

        SCRIPT_TRY (iterate_next (runtime, &walk, &entry));
        if (walk.done)
            break;
        status = add_entry (runtime, entry, object.as.object);
        if (status != SCRIPT_NORMAL)
            return iterate_close (runtime, &walk, status);
    }
    *out = object;
    return SCRIPT_NORMAL;
}

static ScriptStatus group_item (ScriptRuntime *runtime, ScriptObject *groups, Value callback, const Value *arguments)
{
    Value key;
    const Name *name;
    Property *group;

    SCRIPT_TRY (function_call (runtime, callback, UNDEFINED, &(Arguments){ .items = arguments, .n = 2 }, TRUE, &key));
    SCRIPT_TRY (es_to_name (runtime, key, &name));
    group = object_find_own (groups, name);
    if (!group)
        group = object_define (runtime, groups, name, value_of_object (&list_new (runtime, NULL, 0)->object),
                               PROPERTY_ORDINARY);
    list_append (runtime, (ScriptList *)group->value.as.object, arguments[0]);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_group_by (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value groups = value_of_object (object_new (runtime, NULL));
    double index = 0;
    Walk walk;

    if (!script_is_callable (call_argument (call, 1)))
        return script_throw (runtime, "TypeError", "%s is not a function",
                             es_describe_argument (runtime, call_argument (call, 1)));
    SCRIPT_TRY (es_iterate_argument (runtime, call->arguments[0], &walk));
    for (;; index++)
    {
        Value arguments[2] = { UNDEFINED, value_number (index) };
        ScriptStatus status;

        SCRIPT_TRY (iterate_next (runtime, &walk, &arguments[0]));
        if (walk.done)
            break;
        status = group_item (runtime, groups.as.object, call->arguments[1], arguments);
        if (status != SCRIPT_NORMAL)
            return iterate_close (runtime, &walk, status);
    }
    *out = groups;
    return SCRIPT_NORMAL;
}

static void close_properties (ScriptObject *object, gboolean frozen)
{
    object->fixed = OBJECT_SEALED;
    if (object->kind == OBJECT_FUNCTION)
        function_materialise ((ScriptFunction *)object);
    for (guint i = 0; i < object->n_properties; i++)
    {
        Property *property = &object->properties[i];

        if (!property->key || name_is_private (property->key))
            continue;
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
    if (value_bytes (*out) && value_bytes (*out)->length)
        return script_throw (call->runtime, "TypeError", "Cannot freeze array buffer views with elements");
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
    if (out->kind == VALUE_OBJECT && !out->as.object->fixed)
        out->as.object->fixed = OBJECT_FIXED;
    return SCRIPT_NORMAL;
}

static ScriptStatus object_is_extensible (ScriptCall *call, Value *out)
{
    Value value = call_argument (call, 0);

    *out = value_boolean (value.kind == VALUE_OBJECT && !value.as.object->fixed);
    return SCRIPT_NORMAL;
}

/* Whether no property can be removed, nor, when FROZEN, changed. */
static gboolean is_closed (ScriptRuntime *runtime, Value value, gboolean frozen)
{
    const Name **keys;
    guint n;

    if (value.kind != VALUE_OBJECT)
        return TRUE;
    if (!value.as.object->fixed)
        return FALSE;
    keys = object_keys (runtime, value.as.object, FALSE, TRUE, &n);
    for (guint i = 0; i < n; i++)
    {
        Property property;

        if (!es_own_property (runtime, value.as.object, keys[i], &property))
            continue;
        if (property.flags & PROPERTY_CONFIGURABLE)
            return FALSE;
        if (frozen && (property.flags & PROPERTY_WRITABLE))
            return FALSE;
    }
    return !frozen || !value_list (value) || value.as.object->frozen || value_list (value)->length == 0;
}

static ScriptStatus object_is_frozen (ScriptCall *call, Value *out)
{
    *out = value_boolean (is_closed (call->runtime, call_argument (call, 0), TRUE));
    return SCRIPT_NORMAL;
}

static ScriptStatus object_is_sealed (ScriptCall *call, Value *out)
{
    *out = value_boolean (is_closed (call->runtime, call_argument (call, 0), FALSE));
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
                             es_describe (runtime, prototype));
    if (value.kind != VALUE_OBJECT)
        return SCRIPT_NORMAL;
    if (value.as.object->prototype == (prototype.kind == VALUE_OBJECT ? prototype.as.object : NULL))
        return SCRIPT_NORMAL;
    for (ScriptObject *at = prototype.kind == VALUE_OBJECT ? prototype.as.object : NULL; at; at = at->prototype)
        if (at == value.as.object)
            return script_throw (runtime, "TypeError", "Cyclic __proto__ value");
    if (value.as.object->kind == OBJECT_HOST ||
        (prototype.kind == VALUE_OBJECT && prototype.as.object->kind == OBJECT_HOST))
        return script_refuse (runtime, "the prototype of an object of the tool can't be changed");
    if (value.as.object->fixed)
        return script_throw (runtime, "TypeError", "%s is not extensible", es_describe (runtime, value));
    value.as.object->prototype = prototype.kind == VALUE_OBJECT ? prototype.as.object : NULL;
    return SCRIPT_NORMAL;
}

static ScriptStatus object_set_prototype_of (ScriptCall *call, Value *out)
{
    *out = call_argument (call, 0);
    if (value_is_nullish (*out))
        return script_throw (call->runtime, "TypeError", "Object.setPrototypeOf called on null or undefined");
    return change_prototype (call->runtime, *out, call_argument (call, 1));
}

static ScriptStatus object_create (ScriptCall *call, Value *out)
{
    Value prototype = call_argument (call, 0);

    *out = script_object_new (call->runtime);
    SCRIPT_TRY (change_prototype (call->runtime, *out, prototype));
    if (call_argument (call, 1).kind != VALUE_UNDEFINED)
        return object_define_all (call->runtime, out->as.object, call_argument (call, 1));
    return SCRIPT_NORMAL;
}

/* `length` of lists and strings is no property of the table; it comes after the items. */
static gboolean has_own_length (ScriptObject *object)
{
    return object->kind == OBJECT_LIST || object->kind == OBJECT_ARGUMENTS ||
           (object->kind == OBJECT_BOX && ((ScriptBox *)object)->value.kind == VALUE_STRING);
}

static ScriptStatus own_names (ScriptCall *call, gboolean symbols, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptList *list = list_new (runtime, NULL, 0);
    ScriptObject *object;
    const Name **keys;
    gboolean length_due;
    guint n;

    SCRIPT_TRY (es_to_object (runtime, call_argument (call, 0), &object));
    length_due = !symbols && has_own_length (object);
    keys = object_keys (runtime, object, FALSE, symbols, &n);
    if (!runtime_steps (runtime, n))
        return runtime_exhausted (runtime);
    for (guint i = 0; i <= n; i++)
    {
        if (length_due && (i == n || name_array_index (keys[i]) == G_MAXUINT32))
        {
            list_append (runtime, list, value_of_name (runtime, runtime->known.length_));
            length_due = FALSE;
        }
        if (i < n && name_is_symbol (keys[i]) == symbols)
            list_append (runtime, list, value_of_name (runtime, keys[i]));
    }
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

    SCRIPT_TRY (es_to_object (runtime, value, &object));
    SCRIPT_TRY (es_to_name (runtime, key, &name));
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
    if (value.kind == VALUE_OBJECT && value_is_nullish (call->receiver))
        return script_throw (call->runtime, "TypeError", "Cannot convert undefined or null to object");
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

    SCRIPT_TRY (es_to_object (call->runtime, call->receiver, &object));
    SCRIPT_TRY (es_to_name (call->runtime, call_argument (call, 0), &name));
    *out = value_boolean (es_own_property (call->runtime, object, name, &p) && (p.flags & PROPERTY_LISTED));
    return SCRIPT_NORMAL;
}

const char *es_kind_tag (Value value)
{
    if (value_is_object (value, OBJECT_BOX))
        value = ((ScriptBox *)value.as.object)->value;
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
    const char *text = es_kind_tag (call->receiver);

    if (!value_is_nullish (call->receiver))
        SCRIPT_TRY (es_get (call->runtime, call->receiver, call->runtime->known.to_string_tag, &tag));
    if (tag.kind == VALUE_STRING)
        text = value_to_text (call->runtime, tag);
    *out = value_string_printf (call->runtime, "[object %s]", text);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_to_locale_string (ScriptCall *call, Value *out)
{
    if (value_is_nullish (call->receiver))
        return script_throw (call->runtime, "TypeError", "Object.prototype.toLocaleString called on null or undefined");
    return es_call_method (call->runtime, call->receiver, call->runtime->known.toString_, NULL, 0, out);
}

static ScriptStatus object_value_of (ScriptCall *call, Value *out)
{
    ScriptObject *object;

    SCRIPT_TRY (es_to_object (call->runtime, call->receiver, &object));
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
            SCRIPT_TRY (prototype_of_target (call->runtime, call->new_target, prototype, &prototype));
        if (value_is_nullish (value) || prototype != call->runtime->prototypes.object)
            object = object_new (call->runtime, prototype);
    }
    if (!object)
        SCRIPT_TRY (es_to_object (call->runtime, value, &object));
    *out = value_of_object (object);
    return SCRIPT_NORMAL;
}

void es_setup_object (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "hasOwnProperty", 1, object_has_own_property },
                                           { "isPrototypeOf", 1, object_is_prototype_of },
                                           { "propertyIsEnumerable", 1, object_property_is_enumerable },
                                           { "toString", 0, object_to_string },
                                           { "valueOf", 0, object_value_of },
                                           { "toLocaleString", 0, object_to_locale_string },
                                           { NULL, 0, NULL } };
    static const NativeEntry statics[] = { { "assign", 2, object_assign },
                                           { "getOwnPropertyNames", 1, object_get_own_property_names },
                                           { "getOwnPropertySymbols", 1, object_get_own_property_symbols },
                                           { "hasOwn", 2, object_has_own },
                                           { "is", 2, object_is },
                                           { "preventExtensions", 1, object_prevent_extensions },
                                           { "seal", 1, object_seal },
                                           { "create", 2, object_create },
                                           { "freeze", 1, object_freeze },
                                           { "getPrototypeOf", 1, object_get_prototype_of },
                                           { "setPrototypeOf", 2, object_set_prototype_of },
                                           { "isExtensible", 1, object_is_extensible },
                                           { "isFrozen", 1, object_is_frozen },
                                           { "isSealed", 1, object_is_sealed },
                                           { "keys", 1, object_keys_of },
                                           { "entries", 1, object_entries },
                                           { "fromEntries", 1, object_from_entries },
                                           { "values", 1, object_values },
                                           { "groupBy", 2, object_group_by },
                                           { NULL, 0, NULL } };
    ScriptFunction *class;

    class =
        natives_define_class (runtime, "Object", 1, object_constructor, runtime->prototypes.object, members, statics);
    natives_define (runtime, &class->object, object_descriptor_statics);
    natives_define (runtime, runtime->prototypes.object, object_accessor_members);
    object_define_accessor (runtime, runtime->prototypes.object, runtime->known.__proto___,
                            &function_new_native (runtime, runtime->known.__proto___, 0, object_get_proto)->object,
                            &function_new_native (runtime, runtime->known.__proto___, 1, object_set_proto)->object,
                            PROPERTY_CONFIGURABLE);
}
