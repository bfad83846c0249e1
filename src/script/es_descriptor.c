/* Property descriptors: Object.defineProperty, Object.getOwnPropertyDescriptor and what goes with them. */

#include "script/es_object.h"

/* What a descriptor object says. FLAGS holds the attributes that GIVEN names. */
typedef struct
{
    gboolean has_value, has_getter, has_setter;
    Value value, getter, setter;
    guint given, flags;
} Descriptor;

ScriptStatus object_optional_member (ScriptRuntime *runtime, ScriptObject *object, const Name *name, Value *value,
                                     gboolean *has)
{
    *value = UNDEFINED;
    SCRIPT_TRY (es_has (runtime, object, name, has));
    return *has ? es_get_on (runtime, object, name, value_of_object (object), value) : SCRIPT_NORMAL;
}

static ScriptStatus read_flag (ScriptRuntime *runtime, ScriptObject *object, const Name *name, guint flag,
                               Descriptor *descriptor)
{
    Value value;
    gboolean has;

    SCRIPT_TRY (object_optional_member (runtime, object, name, &value, &has));
    if (has)
        descriptor->given |= flag;
    if (has && value_is_truthy (value))
        descriptor->flags |= flag;
    return SCRIPT_NORMAL;
}

static ScriptStatus read_descriptor (ScriptRuntime *runtime, Value value, Descriptor *descriptor)
{
    const KnownNames *known = &runtime->known;
    ScriptObject *object;

    *descriptor = (Descriptor){ .value = UNDEFINED };
    if (value.kind != VALUE_OBJECT)
        return script_throw (runtime, "TypeError", "Property description must be an object: %s",
                             es_describe (runtime, value));
    object = value.as.object;
    SCRIPT_TRY (read_flag (runtime, object, known->enumerable_, PROPERTY_LISTED, descriptor));
    SCRIPT_TRY (read_flag (runtime, object, known->configurable_, PROPERTY_CONFIGURABLE, descriptor));
    SCRIPT_TRY (object_optional_member (runtime, object, known->value_, &descriptor->value, &descriptor->has_value));
    SCRIPT_TRY (read_flag (runtime, object, known->writable_, PROPERTY_WRITABLE, descriptor));
    SCRIPT_TRY (object_optional_member (runtime, object, known->get_, &descriptor->getter, &descriptor->has_getter));
    SCRIPT_TRY (object_optional_member (runtime, object, known->set_, &descriptor->setter, &descriptor->has_setter));
    if (descriptor->getter.kind != VALUE_UNDEFINED && !value_function (descriptor->getter))
        return script_throw (runtime, "TypeError", "Getter must be a function: %s",
                             es_describe (runtime, descriptor->getter));
    if (descriptor->setter.kind != VALUE_UNDEFINED && !value_function (descriptor->setter))
        return script_throw (runtime, "TypeError", "Setter must be a function: %s",
                             es_describe (runtime, descriptor->setter));
    if ((descriptor->has_getter || descriptor->has_setter) &&
        (descriptor->has_value || (descriptor->given & PROPERTY_WRITABLE)))
        return script_throw (
            runtime, "TypeError",
            "Invalid property descriptor. Cannot both specify accessors and a value or writable attribute%s%s", ", ",
            es_describe (runtime, value));
    return SCRIPT_NORMAL;
}

static gboolean same_function (Value given, const ScriptObject *old)
{
    return given.kind == VALUE_OBJECT ? given.as.object == old : old == NULL;
}

/* Whether DESCRIPTOR asks for a change that a property that is not configurable can't have. */
static gboolean is_barred (const Descriptor *descriptor, const Property *old)
{
    guint changed = descriptor->given & (descriptor->flags ^ old->flags);
    gboolean accessor = descriptor->has_getter || descriptor->has_setter;
    gboolean data = descriptor->has_value || (descriptor->given & PROPERTY_WRITABLE);

    if (old->flags & PROPERTY_CONFIGURABLE)
        return FALSE;
    if (changed & (PROPERTY_CONFIGURABLE | PROPERTY_LISTED))
        return TRUE;
    if (old->flags & PROPERTY_ACCESSOR)
        return data ||
               (descriptor->has_getter &&
                !same_function (descriptor->getter, old->value.kind == VALUE_OBJECT ? old->value.as.object : NULL)) ||
               (descriptor->has_setter && !same_function (descriptor->setter, old->setter));
    if (old->flags & PROPERTY_WRITABLE)
        return accessor;
    return accessor || (changed & PROPERTY_WRITABLE) ||
           (descriptor->has_value && !value_same (descriptor->value, old->value));
}

/* Items and the length of lists and bytes have no attributes of their own. */
static ScriptStatus define_special (ScriptRuntime *runtime, ScriptObject *object, const Name *name,
                                    const Descriptor *descriptor, const Property *old, guint flags)
{
    guint expected = old ? old->flags & PROPERTY_ORDINARY : PROPERTY_ORDINARY;

    if (descriptor->has_getter || descriptor->has_setter || flags != expected)
        return script_refuse (runtime, "%s of an array with attributes of its own is out of reach",
                              name == runtime->known.length_ ? "the length" : "an item");
    if (old && (object->frozen || !descriptor->has_value))
        return SCRIPT_NORMAL;
    if (name == runtime->known.length_)
        return es_set (runtime, value_of_object (object), name, descriptor->value);
    return es_define (runtime, object, name, descriptor->value);
}

static ScriptStatus define_accessor (ScriptRuntime *runtime, ScriptObject *object, const Name *name,
                                     const Descriptor *descriptor, const Property *old, guint flags)
{
    gboolean was_accessor = old && old->flags & PROPERTY_ACCESSOR;
    Value getter = was_accessor && !descriptor->has_getter ? old->value : descriptor->getter;
    ScriptObject *setter = was_accessor ? old->setter : NULL;
    Property *property;

    if (descriptor->has_setter)
        setter = value_function (descriptor->setter) ? descriptor->setter.as.object : NULL;
    property = object_define (runtime, object, name, getter, (flags & ~(guint)PROPERTY_WRITABLE) | PROPERTY_ACCESSOR);
    property->setter = setter;
    return SCRIPT_NORMAL;
}

/* ValidateAndApplyPropertyDescriptor. */
static ScriptStatus define (ScriptRuntime *runtime, ScriptObject *object, const Name *name,
                            const Descriptor *descriptor)
{
    Property found;
    const Property *old = es_own_property (runtime, object, name, &found) ? &found : NULL;
    guint flags = ((old ? old->flags & PROPERTY_ORDINARY : 0) & ~descriptor->given) | descriptor->flags;
    gboolean accessor = descriptor->has_getter || descriptor->has_setter;
    gboolean data = descriptor->has_value || (descriptor->given & PROPERTY_WRITABLE);

    if (object->kind == OBJECT_HOST)
        return script_refuse (runtime, "properties of an object of the tool can't be defined");
    if (!old && object->fixed)
        return script_throw (runtime, "TypeError", "Cannot define property %s, object is not extensible",
                             es_name_text (runtime, name));
    if (old && is_barred (descriptor, old))
        return script_throw (runtime, "TypeError", "Cannot redefine property: %s", es_name_text (runtime, name));
    if ((object->kind == OBJECT_LIST || object->kind == OBJECT_ARGUMENTS || object->kind == OBJECT_BYTES) &&
        (name == runtime->known.length_ || name_array_index (name) != G_MAXUINT32))
        return define_special (runtime, object, name, descriptor, old, flags);
    if (accessor || (old && old->flags & PROPERTY_ACCESSOR && !data))
        return define_accessor (runtime, object, name, descriptor, old, flags);
    object_define (runtime, object, name,
                   !descriptor->has_value && old && !(old->flags & PROPERTY_ACCESSOR) ? old->value : descriptor->value,
                   flags);
    return SCRIPT_NORMAL;
}

ScriptStatus object_define_all (ScriptRuntime *runtime, ScriptObject *object, Value descriptors)
{
    ScriptObject *from;
    const Name **keys;
    Descriptor *read;
    guint n;

    SCRIPT_TRY (es_to_object (runtime, descriptors, &from));
    keys = object_keys (runtime, from, TRUE, TRUE, &n);
    read = script_alloc (runtime, (n + 1) * sizeof *read);
    for (guint i = 0; i < n; i++)
    {
        Value descriptor;

        if (!runtime_step (runtime))
            return runtime_exhausted (runtime);
        SCRIPT_TRY (es_get_on (runtime, from, keys[i], descriptors, &descriptor));
        SCRIPT_TRY (read_descriptor (runtime, descriptor, &read[i]));
    }
    for (guint i = 0; i < n; i++)
        SCRIPT_TRY (define (runtime, object, keys[i], &read[i]));
    return SCRIPT_NORMAL;
}

static ScriptStatus object_define_property (ScriptCall *call, Value *out)
{
    Descriptor descriptor;
    const Name *name;

    *out = call_argument (call, 0);
    if (out->kind != VALUE_OBJECT)
        return script_throw (call->runtime, "TypeError", "Object.defineProperty called on non-object");
    SCRIPT_TRY (es_to_name (call->runtime, call_argument (call, 1), &name));
    SCRIPT_TRY (read_descriptor (call->runtime, call_argument (call, 2), &descriptor));
    return define (call->runtime, out->as.object, name, &descriptor);
}

static ScriptStatus object_define_properties (ScriptCall *call, Value *out)
{
    *out = call_argument (call, 0);
    if (out->kind != VALUE_OBJECT)
        return script_throw (call->runtime, "TypeError", "Object.defineProperties called on non-object");
    return object_define_all (call->runtime, out->as.object, call_argument (call, 1));
}

/* PROPERTY as a descriptor object. */
static Value describe (ScriptRuntime *runtime, const Property *property)
{
    Value descriptor = script_object_new (runtime);

    if (property->flags & PROPERTY_ACCESSOR)
    {
        script_set (runtime, descriptor, "get", property->value);
        script_set (runtime, descriptor, "set", property->setter ? value_of_object (property->setter) : UNDEFINED);
    }
    else
    {
        script_set (runtime, descriptor, "value", property->value);
        script_set (runtime, descriptor, "writable", value_boolean (property->flags & PROPERTY_WRITABLE));
    }
    script_set (runtime, descriptor, "enumerable", value_boolean (property->flags & PROPERTY_LISTED));
    script_set (runtime, descriptor, "configurable", value_boolean (property->flags & PROPERTY_CONFIGURABLE));
    return descriptor;
}

static ScriptStatus object_get_own_property_descriptor (ScriptCall *call, Value *out)
{
    ScriptObject *object;
    const Name *name;
    Property property;

    SCRIPT_TRY (es_to_object (call->runtime, call_argument (call, 0), &object));
    SCRIPT_TRY (es_to_name (call->runtime, call_argument (call, 1), &name));
    if (es_own_property (call->runtime, object, name, &property))
        *out = describe (call->runtime, &property);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_get_own_property_descriptors (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptObject *object;
    const Name **keys;
    Property property;
    guint n;

    SCRIPT_TRY (es_to_object (runtime, call_argument (call, 0), &object));
    keys = object_keys (runtime, object, FALSE, TRUE, &n);
    *out = script_object_new (runtime);
    for (guint i = 0; i < n; i++)
    {
        if (!runtime_step (runtime))
            return runtime_exhausted (runtime);
        if (es_own_property (runtime, object, keys[i], &property))
            object_define (runtime, out->as.object, keys[i], describe (runtime, &property), PROPERTY_ORDINARY);
    }
    if (value_list (value_of_object (object)) && es_own_property (runtime, object, runtime->known.length_, &property))
        object_define (runtime, out->as.object, runtime->known.length_, describe (runtime, &property),
                       PROPERTY_ORDINARY);
    return SCRIPT_NORMAL;
}

static ScriptStatus define_half (ScriptCall *call, const char *method, gboolean setter)
{
    Descriptor descriptor = { .value = UNDEFINED,
                              .has_getter = !setter,
                              .has_setter = setter,
                              .getter = setter ? UNDEFINED : call_argument (call, 1),
                              .setter = setter ? call_argument (call, 1) : UNDEFINED,
                              .given = PROPERTY_LISTED | PROPERTY_CONFIGURABLE,
                              .flags = PROPERTY_LISTED | PROPERTY_CONFIGURABLE };
    ScriptObject *object;
    const Name *name;

    SCRIPT_TRY (es_to_object (call->runtime, call->receiver, &object));
    if (!value_function (call_argument (call, 1)))
        return script_throw (call->runtime, "TypeError", "Object.prototype.%s: Expecting function", method);
    SCRIPT_TRY (es_to_name (call->runtime, call_argument (call, 0), &name));
    return define (call->runtime, object, name, &descriptor);
}

static ScriptStatus object_define_getter (ScriptCall *call, Value *out)
{
    (void)out;
    return define_half (call, "__defineGetter__", FALSE);
}

static ScriptStatus object_define_setter (ScriptCall *call, Value *out)
{
    (void)out;
    return define_half (call, "__defineSetter__", TRUE);
}

static ScriptStatus look_up (ScriptCall *call, gboolean setter, Value *out)
{
    ScriptObject *object;
    const Name *name;
    Property property;

    SCRIPT_TRY (es_to_object (call->runtime, call->receiver, &object));
    SCRIPT_TRY (es_to_name (call->runtime, call_argument (call, 0), &name));
    for (; object; object = object->prototype)
    {
        if (!es_own_property (call->runtime, object, name, &property))
            continue;
        if (property.flags & PROPERTY_ACCESSOR && !setter)
            *out = property.value;
        else if (property.flags & PROPERTY_ACCESSOR && property.setter)
            *out = value_of_object (property.setter);
        break;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus object_lookup_getter (ScriptCall *call, Value *out)
{
    return look_up (call, FALSE, out);
}

static ScriptStatus object_lookup_setter (ScriptCall *call, Value *out)
{
    return look_up (call, TRUE, out);
}

const NativeEntry object_descriptor_statics[] = { { "defineProperty", 3, object_define_property },
                                                  { "defineProperties", 2, object_define_properties },
                                                  { "getOwnPropertyDescriptor", 2, object_get_own_property_descriptor },
                                                  { "getOwnPropertyDescriptors", 1,
                                                    object_get_own_property_descriptors },
                                                  { NULL, 0, NULL } };

const NativeEntry object_accessor_members[] = { { "__defineGetter__", 2, object_define_getter },
                                                { "__defineSetter__", 2, object_define_setter },
                                                { "__lookupGetter__", 1, object_lookup_getter },
                                                { "__lookupSetter__", 1, object_lookup_setter },
                                                { NULL, 0, NULL } };
