/* Members of values, as ECMAScript looks them up. */

#include "script/es.h"
#include "script/module.h"

#include <math.h>
#include <string.h>

ScriptObject *es_prototype_of (ScriptRuntime *runtime, Value value)
{
    const Prototypes *prototypes = &runtime->prototypes;

    switch (value.kind)
    {
    case VALUE_BOOLEAN:
        return prototypes->boolean;
    case VALUE_INTEGER:
        return prototypes->bigint;
    case VALUE_NUMBER:
        return prototypes->number;
    case VALUE_STRING:
        return prototypes->string;
    case VALUE_SYMBOL:
        return prototypes->symbol;
    case VALUE_OBJECT:
        return value.as.object->prototype;
    case VALUE_UNDEFINED:
    case VALUE_NULL:
    case VALUE_EMPTY:
        break;
    }
    return NULL;
}

static gboolean is_list (const ScriptObject *object)
{
    return object->kind == OBJECT_LIST || object->kind == OBJECT_TUPLE || object->kind == OBJECT_ARGUMENTS;
}

/* The item or virtual property that an object of a special kind has under NAME. */
static gboolean special_property (ScriptRuntime *runtime, ScriptObject *object, const Name *name, Property *property)
{
    guint32 index;

    property->key = name;
    property->setter = NULL;
    property->flags = PROPERTY_WRITABLE;
    if (is_list (object))
    {
        ScriptList *list = (ScriptList *)object;

        if (name == runtime->known.length_)
        {
            property->value = value_number (list->length);
            property->flags = object->frozen ? 0 : PROPERTY_WRITABLE;
            return TRUE;
        }
        index = name_array_index (name);
        if (index >= list->length || list->items[index].kind == VALUE_EMPTY)
            return FALSE;
        property->value = list->items[index];
        property->flags = object->frozen                   ? PROPERTY_LISTED
                          : object->fixed == OBJECT_SEALED ? PROPERTY_LISTED | PROPERTY_WRITABLE
                                                           : PROPERTY_ORDINARY;
        return TRUE;
    }
    if (object->kind == OBJECT_BYTES)
    {
        ScriptBytes *bytes = (ScriptBytes *)object;

        index = name_array_index (name);
        if (name == runtime->known.length_)
            property->value = value_number ((double)bytes->length);
        else if (index < bytes->length)
            property->value = value_number (bytes->data[index]);
        else
            return FALSE;
        if (index < bytes->length)
            property->flags = PROPERTY_WRITABLE | PROPERTY_LISTED;
        return TRUE;
    }
    if (object->kind == OBJECT_BOX && ((ScriptBox *)object)->value.kind == VALUE_STRING)
    {
        ScriptString *string = ((ScriptBox *)object)->value.as.string;

        property->flags = 0;
        if (name == runtime->known.length_)
        {
            property->value = value_number (string_units (string));
            return TRUE;
        }
        index = name_array_index (name);
        if (index >= string_units (string))
            return FALSE;
        property->flags = PROPERTY_LISTED;
        property->value = value_of_string (string_slice (runtime, string, index, index + 1));
        return TRUE;
    }
    return FALSE;
}

gboolean es_own_property (ScriptRuntime *runtime, ScriptObject *object, const Name *name, Property *property)
{
    Property *found;

    if (special_property (runtime, object, name, property))
        return TRUE;
    if (object->kind == OBJECT_FUNCTION)
        function_materialise ((ScriptFunction *)object);
    found = object_find_own (object, name);
    if (found)
        *property = *found;
    return found != NULL;
}

static ScriptStatus property_value (ScriptRuntime *runtime, const Property *property, Value receiver, Value *out)
{
    *out = property->value;
    if (!(property->flags & PROPERTY_ACCESSOR))
        return SCRIPT_NORMAL;
    if (out->kind == VALUE_UNDEFINED)
        return SCRIPT_NORMAL;
    return function_call (runtime, property->value, receiver, &(Arguments){ 0 }, TRUE, out);
}

ScriptStatus es_get_on (ScriptRuntime *runtime, ScriptObject *object, const Name *name, Value receiver, Value *out)
{
    for (; object; object = object->prototype)
    {
        Property property;
        Property *found;

        if (object->kind == OBJECT_HOST)
            return host_get (runtime, (HostObject *)object, name, out);
        if (object->kind != OBJECT_PLAIN && special_property (runtime, object, name, &property))
        {
            *out = property.value;
            return SCRIPT_NORMAL;
        }
        if (object->kind == OBJECT_FUNCTION)
            function_materialise ((ScriptFunction *)object);
        found = object_find_own (object, name);
        if (found)
            return property_value (runtime, found, receiver, out);
    }
    *out = UNDEFINED;
    return SCRIPT_NORMAL;
}

ScriptStatus es_get (ScriptRuntime *runtime, Value object, const Name *name, Value *out)
{
    if (object.kind == VALUE_OBJECT)
        return es_get_on (runtime, object.as.object, name, object, out);
    if (object.kind == VALUE_STRING)
    {
        guint32 index;

        if (name == runtime->known.length_)
        {
            *out = value_number (string_units (object.as.string));
            return SCRIPT_NORMAL;
        }
        index = name_array_index (name);
        if (index < string_units (object.as.string))
        {
            *out = value_of_string (string_slice (runtime, object.as.string, index, index + 1));
            return SCRIPT_NORMAL;
        }
    }
    if (value_is_nullish (object))
        return script_throw (runtime, "TypeError", "Cannot read properties of %s (reading '%s')",
                             value_to_text (runtime, object), es_name_text (runtime, name));
    return es_get_on (runtime, es_prototype_of (runtime, object), name, object, out);
}

static ScriptStatus read_only (ScriptRuntime *runtime, const Name *name, Value object)
{
    if (runtime->lenient)
        return SCRIPT_NORMAL;
    return script_throw (runtime, "TypeError", "Cannot assign to read only property '%s' of object '%s'",
                         es_name_text (runtime, name), es_describe (runtime, object));
}

static ScriptStatus set_length (ScriptRuntime *runtime, ScriptList *list, Value value)
{
    double length;
    ScriptStatus status = es_to_number (runtime, value, &length);

    if (status != SCRIPT_NORMAL)
        return status;
    if (length < 0 || length > 4294967295.0 || length != floor (length))
        return script_throw (runtime, "RangeError", "Invalid array length");
    if (length < list->length && list->object.fixed == OBJECT_SEALED)
        return runtime->lenient ? SCRIPT_NORMAL
                                : script_throw (runtime, "TypeError", "Cannot delete property '%u' of [object Array]",
                                                list->length - 1);
    if (length > list->length + 50000000.0)
        return script_refuse (runtime, "an array of %.0f items", length);
    return list_resize (runtime, list, (guint)length) ? SCRIPT_NORMAL : SCRIPT_STOP;
}

static ScriptStatus set_item (ScriptRuntime *runtime, ScriptList *list, guint32 index, Value value)
{
    if (index < list->length)
    {
        list->items[index] = value;
        return SCRIPT_NORMAL;
    }
    if (index == list->length)
    {
        list_append (runtime, list, value);
        return SCRIPT_NORMAL;
    }
    if (index > list->length + 10000000u)
        return script_refuse (runtime, "an array with a gap of %u items", index - list->length);
    if (!list_resize (runtime, list, index + 1))
        return SCRIPT_STOP;
    list->items[index] = value;
    return SCRIPT_NORMAL;
}

static ScriptStatus set_byte (ScriptRuntime *runtime, ScriptBytes *bytes, guint32 index, Value value)
{
    gint32 byte;
    ScriptStatus status = es_to_int32 (runtime, value, &byte);

    if (status == SCRIPT_NORMAL && index < bytes->length)
        bytes->data[index] = (guint8)byte;
    return status;
}

/* A frozen or fixed object in the way. */
static ScriptStatus not_extensible (ScriptRuntime *runtime, const Name *name)
{
    if (runtime->lenient)
        return SCRIPT_NORMAL;
    return script_throw (runtime, "TypeError", "Cannot add property %s, object is not extensible",
                         es_name_text (runtime, name));
}

static ScriptStatus set_special (ScriptRuntime *runtime, ScriptObject *object, const Name *name, Value value,
                                 gboolean *is_special)
{
    guint32 index = name_array_index (name);

    *is_special = TRUE;
    if (is_list (object))
    {
        ScriptList *list = (ScriptList *)object;

        if (name == runtime->known.length_ || index != G_MAXUINT32)
        {
            if (object->frozen || object->kind == OBJECT_TUPLE)
                return index != G_MAXUINT32 && index >= list->length
                           ? not_extensible (runtime, name)
                           : read_only (runtime, name, value_string (runtime, "[object Array]", -1));
            if (object->fixed && index != G_MAXUINT32 && index >= list->length)
                return not_extensible (runtime, name);
            return index == G_MAXUINT32 ? set_length (runtime, list, value) : set_item (runtime, list, index, value);
        }
    }
    if (object->kind == OBJECT_BYTES && index != G_MAXUINT32)
        return set_byte (runtime, (ScriptBytes *)object, index, value);
    if (object->kind == OBJECT_BOX && (index != G_MAXUINT32 || name == runtime->known.length_))
    {
        Property property;

        if (special_property (runtime, object, name, &property))
            return read_only (runtime, name, value_of_object (object));
    }
    *is_special = FALSE;
    return SCRIPT_NORMAL;
}

ScriptStatus es_set_on (ScriptRuntime *runtime, ScriptObject *object, const Name *name, Value value, Value receiver)
{
    Property *property;
    gboolean is_special;
    ScriptStatus status;
    ScriptObject *target;
    Value ignored;

    if (object->kind == OBJECT_HOST)
        return host_set (runtime, (HostObject *)object, name, value);
    status = set_special (runtime, object, name, value, &is_special);
    if (is_special || status != SCRIPT_NORMAL)
        return status;
    if (object->kind == OBJECT_FUNCTION)
        function_materialise ((ScriptFunction *)object);
    property = object_find (object, name);
    if (property && (property->flags & PROPERTY_ACCESSOR))
    {
        if (!property->setter && runtime->lenient)
            return SCRIPT_NORMAL;
        if (!property->setter)
            return script_throw (runtime, "TypeError", "Cannot set property %s of %s which has only a getter",
                                 es_name_text (runtime, name), es_describe (runtime, receiver));
        runtime->lenient = FALSE;
        return function_call (runtime, value_of_object (property->setter), receiver,
                              &(Arguments){ .items = &value, .n = 1 }, FALSE, &ignored);
    }
    if (property && !(property->flags & PROPERTY_WRITABLE))
        return read_only (runtime, name, receiver);
    if (receiver.kind != VALUE_OBJECT && runtime->lenient)
        return SCRIPT_NORMAL;
    if (receiver.kind == VALUE_STRING && name == runtime->known.length_)
        return script_throw (runtime, "TypeError", "Cannot assign to read only property 'length' of string '%s'",
                             value_to_text (runtime, receiver));
    if (receiver.kind != VALUE_OBJECT)
        return script_throw (runtime, "TypeError", "Cannot create property '%s' on %s '%s'",
                             es_name_text (runtime, name), es_typeof (receiver), value_to_text (runtime, receiver));
    target = receiver.as.object;
    property = object_find_own (target, name);
    if (property)
        property->value = value;
    else if (target->fixed)
        return not_extensible (runtime, name);
    else
        object_define (runtime, target, name, value, PROPERTY_ORDINARY);
    return SCRIPT_NORMAL;
}

ScriptStatus es_set (ScriptRuntime *runtime, Value object, const Name *name, Value value)
{
    if (value_is_nullish (object))
        return script_throw (runtime, "TypeError", "Cannot set properties of %s (setting '%s')",
                             value_to_text (runtime, object), es_name_text (runtime, name));
    if (object.kind != VALUE_OBJECT)
        return es_set_on (runtime, es_prototype_of (runtime, object), name, value, object);
    return es_set_on (runtime, object.as.object, name, value, object);
}

/* INDEX as an array index when it is a number that is one. */
static gboolean number_index (Value index, guint32 *at)
{
    if (index.kind != VALUE_NUMBER || !(index.as.number >= 0 && index.as.number < 4294967295.0))
        return FALSE;
    *at = (guint32)index.as.number;
    return *at == index.as.number;
}

ScriptStatus es_get_index (ScriptRuntime *runtime, Value object, Value index, Value *out)
{
    const Name *name;
    guint32 at;
    ScriptStatus status;

    if (number_index (index, &at))
    {
        if (object.kind == VALUE_OBJECT && object.as.object->kind == OBJECT_LIST)
        {
            ScriptList *list = (ScriptList *)object.as.object;

            *out = at < list->length ? list->items[at] : UNDEFINED;
            if (out->kind == VALUE_EMPTY)
                *out = UNDEFINED;
            return SCRIPT_NORMAL;
        }
        if (object.kind == VALUE_STRING)
        {
            *out = at < string_units (object.as.string)
                       ? value_of_string (string_slice (runtime, object.as.string, at, at + 1))
                       : UNDEFINED;
            return SCRIPT_NORMAL;
        }
        if (value_is_object (object, OBJECT_BYTES))
        {
            ScriptBytes *bytes = (ScriptBytes *)object.as.object;

            *out = at < bytes->length ? value_number (bytes->data[at]) : UNDEFINED;
            return SCRIPT_NORMAL;
        }
    }
    if (value_is_nullish (object))
        return script_throw (runtime, "TypeError", "Cannot read properties of %s (reading '%s')",
                             value_to_text (runtime, object), value_to_text (runtime, index));
    status = es_to_name (runtime, index, &name);
    return status == SCRIPT_NORMAL ? es_get (runtime, object, name, out) : status;
}

ScriptStatus es_set_index (ScriptRuntime *runtime, Value object, Value index, Value value)
{
    const Name *name;
    guint32 at;
    ScriptStatus status;

    if (number_index (index, &at) && object.kind == VALUE_OBJECT && object.as.object->kind == OBJECT_LIST &&
        !object.as.object->fixed)
        return set_item (runtime, (ScriptList *)object.as.object, at, value);
    if (number_index (index, &at) && value_is_object (object, OBJECT_BYTES))
        return set_byte (runtime, (ScriptBytes *)object.as.object, at, value);
    if (value_is_nullish (object))
        return script_throw (runtime, "TypeError", "Cannot set properties of %s (setting '%s')",
                             value_to_text (runtime, object), value_to_text (runtime, index));
    status = es_to_name (runtime, index, &name);
    return status == SCRIPT_NORMAL ? es_set (runtime, object, name, value) : status;
}

static ScriptStatus not_deletable (ScriptRuntime *runtime, const Name *name, const char *object, Value *out)
{
    *out = value_boolean (FALSE);
    if (runtime->lenient)
        return SCRIPT_NORMAL;
    return script_throw (runtime, "TypeError", "Cannot delete property '%s' of %s", es_name_text (runtime, name),
                         object);
}

ScriptStatus es_delete (ScriptRuntime *runtime, Value object, Value index, Value *out)
{
    Property *property;
    ScriptObject *target;
    const Name *name;
    ScriptStatus status = es_to_name (runtime, index, &name);

    *out = value_boolean (TRUE);
    if (status != SCRIPT_NORMAL)
        return status;
    if (value_is_nullish (object))
        return script_throw (runtime, "TypeError", "Cannot convert undefined or null to object");
    if (object.kind != VALUE_OBJECT)
        return SCRIPT_NORMAL;
    target = object.as.object;
    if (is_list (target) && name_array_index (name) < ((ScriptList *)target)->length)
    {
        if (target->fixed == OBJECT_SEALED)
            return not_deletable (runtime, name, "[object Array]", out);
        ((ScriptList *)target)->items[name_array_index (name)] = EMPTY_VALUE;
        return SCRIPT_NORMAL;
    }
    if (target->kind == OBJECT_HOST)
        return script_refuse (runtime, "a member of %s is deleted", ((HostObject *)target)->class->name);
    if (target->kind == OBJECT_FUNCTION)
        function_materialise ((ScriptFunction *)target);
    property = object_find_own (target, name);
    if (!property)
        return SCRIPT_NORMAL;
    if (!(property->flags & PROPERTY_CONFIGURABLE))
        return not_deletable (runtime, name, es_describe (runtime, object), out);
    object_remove (target, property);
    return SCRIPT_NORMAL;
}

ScriptStatus es_has (ScriptRuntime *runtime, ScriptObject *object, const Name *name, gboolean *out)
{
    *out = FALSE;
    for (; object && !*out; object = object->prototype)
    {
        Property property;

        if (object->kind == OBJECT_HOST)
            *out = host_class_find (((HostObject *)object)->class, name->text) != NULL;
        *out = *out || es_own_property (runtime, object, name, &property);
    }
    return SCRIPT_NORMAL;
}

ScriptStatus es_define (ScriptRuntime *runtime, ScriptObject *object, const Name *name, Value value)
{
    gboolean is_special;
    ScriptStatus status;

    if (object->kind != OBJECT_PLAIN)
    {
        status = set_special (runtime, object, name, value, &is_special);
        if (is_special || status != SCRIPT_NORMAL)
            return status;
        if (object->kind == OBJECT_FUNCTION)
            function_materialise ((ScriptFunction *)object);
    }
    if (object->fixed && !object_find_own (object, name))
        return script_throw (runtime, "TypeError", "Cannot define property %s, object is not extensible",
                             es_name_text (runtime, name));
    object_define (runtime, object, name, value, PROPERTY_ORDINARY);
    return SCRIPT_NORMAL;
}

ScriptStatus es_call_method (ScriptRuntime *runtime, Value object, const Name *name, const Value *arguments, guint n,
                             Value *out)
{
    Value method;
    ScriptStatus status = es_get (runtime, object, name, &method);

    if (status != SCRIPT_NORMAL)
        return status;
    if (!script_is_callable (method))
        return script_throw (runtime, "TypeError", "%s is not a function", name->text);
    return function_call (runtime, method, object, &(Arguments){ .items = arguments, .n = n }, TRUE, out);
}

/* The native iterators that a walk can do without calling them. */
static gboolean begins_native (ScriptRuntime *runtime, Value value, Value method, Walk *walk)
{
    ScriptObject *home = NULL;
    Property *native;

    if (value.kind == VALUE_STRING)
    {
        home = runtime->prototypes.string;
        *walk = (Walk){ .kind = WALK_STRING, .source = value };
    }
    else if (value_list (value))
    {
        home = runtime->prototypes.array;
        *walk = (Walk){ .kind = WALK_LIST, .source = value };
    }
    else if (value_is_object (value, OBJECT_MAP))
    {
        home = runtime->prototypes.map;
        *walk = (Walk){ .kind = WALK_MAP_ENTRIES, .source = value };
    }
    else if (value_is_object (value, OBJECT_SET))
    {
        home = runtime->prototypes.set;
        *walk = (Walk){ .kind = WALK_MAP_VALUES, .source = value };
    }
    else if (value_is_object (value, OBJECT_BYTES))
    {
        home = runtime->prototypes.bytes;
        *walk = (Walk){ .kind = WALK_BYTES, .source = value };
    }
    if (!home)
        return FALSE;
    native = object_find_own (home, runtime->known.iterator);
    return native && value_same (native->value, method) && value_function (method) && value_function (method)->native;
}

static ScriptStatus not_iterable (ScriptRuntime *runtime, Value value)
{
    const Node *node = runtime->node;
    g_autoptr (GString) text = g_string_new (NULL);

    /* A native that iterates has the node of its call. */
    if (node && value.kind == VALUE_OBJECT && (node->kind == NODE_NAME || node->kind == NODE_MEMBER))
        es_append_source (text, node);
    else
        g_string_append (text, value.kind == VALUE_OBJECT ? "object" : value_to_text (runtime, value));
    return script_throw (runtime, "TypeError", "%s is not iterable", text->str);
}

ScriptStatus es_iterate (ScriptRuntime *runtime, Value value, Walk *walk)
{
    HostObject *host = value_host (value);
    Value method = UNDEFINED;
    ScriptStatus status;

    *walk = (Walk){ .kind = WALK_OBJECT };
    if (host)
    {
        ScriptCall call = { .runtime = runtime, .receiver = value, .data = host->data, .result_used = TRUE };

        if (!host->class->iterate)
            return script_refuse (runtime, "%s can't be iterated", host->class->name);
        status = host->class->iterate (&call, &walk->source);
        if (status == SCRIPT_NORMAL && value_list (walk->source))
            walk->kind = WALK_LIST;
        else if (status == SCRIPT_NORMAL)
            status = es_get (runtime, walk->source, runtime->known.next_, &walk->next);
        return status;
    }
    if (!value_is_nullish (value))
    {
        status = es_get (runtime, value, runtime->known.iterator, &method);
        if (status != SCRIPT_NORMAL)
            return status;
    }
    if (!script_is_callable (method))
        return not_iterable (runtime, value);
    if (begins_native (runtime, value, method, walk))
        return SCRIPT_NORMAL;
    *walk = (Walk){ .kind = WALK_OBJECT };
    status = function_call (runtime, method, value, &(Arguments){ 0 }, TRUE, &walk->source);
    if (status != SCRIPT_NORMAL)
        return status;
    if (walk->source.kind != VALUE_OBJECT)
        return script_throw (runtime, "TypeError", "Result of the Symbol.iterator method is not an object");
    return es_get (runtime, walk->source, runtime->known.next_, &walk->next);
}

ScriptStatus es_iterate_argument (ScriptRuntime *runtime, Value value, Walk *walk)
{
    Value method = UNDEFINED;
    ScriptStatus status = SCRIPT_NORMAL;

    *walk = (Walk){ .kind = WALK_OBJECT };
    if (value_host (value))
        return es_iterate (runtime, value, walk);
    if (!value_is_nullish (value))
        status = es_get (runtime, value, runtime->known.iterator, &method);
    if (status != SCRIPT_NORMAL)
        return status;
    if (script_is_callable (method))
        return es_iterate (runtime, value, walk);
    return script_throw (runtime, "TypeError", "%s is not iterable (cannot read property Symbol(Symbol.iterator))",
                         es_describe_argument (runtime, value));
}
