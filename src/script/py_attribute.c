/* Attributes: objects, classes, modules, super(). See py.h. */

#include "script/py_internal.h"

static Value method_new (ScriptRuntime *runtime, Value function, Value receiver)
{
    PyMethod *method = object_alloc (runtime, OBJECT_METHOD, &runtime->py->method->object, sizeof *method);

    method->function = function;
    method->receiver = receiver;
    return value_of_object (&method->object);
}

static ScriptStatus call_getter (ScriptRuntime *runtime, const PyDescriptor *property, Value object, Value *out)
{
    if (property->get.kind == VALUE_NULL)
        return script_throw (runtime, "AttributeError", "property of '%s' object has no getter",
                             py_type_name (runtime, object));
    return py_call_value (runtime, property->get, object, &(Arguments){ 0 }, TRUE, out);
}

/* OBJECT is VALUE_EMPTY when the attribute is read from the class itself. */
ScriptStatus py_bind_attribute (ScriptRuntime *runtime, Value attribute, Value object, PyClass *class, Value *out)
{
    PyState *py = runtime->py;
    ScriptFunction *function = value_function (attribute);
    PyDescriptor *descriptor;
    Value arguments[2];
    gboolean found;

    *out = attribute;
    if (attribute.kind != VALUE_OBJECT)
        return SCRIPT_NORMAL;
    if (function)
    {
        if (function->of_class)
            *out = method_new (runtime, attribute, value_of_object (&class->object));
        else if (object.kind != VALUE_EMPTY && (function->code || function->is_method))
            *out = method_new (runtime, attribute, object);
        return SCRIPT_NORMAL;
    }
    if (attribute.as.object->kind == OBJECT_DESCRIPTOR)
    {
        descriptor = (PyDescriptor *)attribute.as.object;
        if (class_of_object (&descriptor->object) == py->classmethod)
            *out = method_new (runtime, descriptor->get, value_of_object (&class->object));
        else if (class_of_object (&descriptor->object) == py->staticmethod)
            *out = descriptor->get;
        else if (object.kind != VALUE_EMPTY)
            return call_getter (runtime, descriptor, object, out);
        return SCRIPT_NORMAL;
    }
    if (attribute.as.object->kind != OBJECT_INSTANCE && attribute.as.object->kind != OBJECT_HOST)
        return SCRIPT_NORMAL;
    arguments[0] = object.kind == VALUE_EMPTY ? NULL_VALUE : object;
    arguments[1] = value_of_object (&class->object);
    SCRIPT_TRY (py_call_named_special (runtime, attribute, py->names.__get__, arguments, 2, out, &found));
    if (!found)
        *out = attribute;
    return SCRIPT_NORMAL;
}

/* A data descriptor comes before the object's own attributes. */
static gboolean is_data_descriptor (ScriptRuntime *runtime, Value attribute)
{
    if (attribute.kind != VALUE_OBJECT)
        return FALSE;
    if (attribute.as.object->kind == OBJECT_DESCRIPTOR)
        return py_is_subclass (class_of_object (attribute.as.object), runtime->py->property);
    return attribute.as.object->kind == OBJECT_INSTANCE &&
           py_special (runtime, attribute, PY_NAME (runtime, __set__)).kind != VALUE_EMPTY;
}

static ScriptStatus find_of_class (ScriptRuntime *runtime, PyClass *class, const Name *name, Value *out)
{
    PyClass *metaclass = class_of_object (&class->object);
    Value of_type = py_class_find (metaclass, name);
    PyClass *where = NULL;
    Value own = py_class_find_after (class, NULL, name, &where);

    if (is_data_descriptor (runtime, of_type))
        return py_bind_attribute (runtime, of_type, value_of_object (&class->object), metaclass, out);
    if (own.kind == VALUE_EMPTY || where == runtime->py->object)
    {
        const HostClass *host = py_host_class_of (value_of_object (&class->object));
        const HostMember *member = host ? host_class_find (host, name->text) : NULL;

        if (member && member->refused)
            return script_refuse (runtime, "`%s` of %s is out of reach: %s", member->name, host->name, member->refused);
        if (member && member->kind == HOST_CLASS)
        {
            *out = py_host_class (runtime, member->gives);
            return SCRIPT_NORMAL;
        }
        if (member && member->kind != HOST_GETTER && member->kind != HOST_MODULE)
        {
            *out = host_member_function (runtime, host, member, name);
            if (member->kind == HOST_CLASS_METHOD)
                *out = method_new (runtime, *out, value_of_object (&class->object));
            return SCRIPT_NORMAL;
        }
    }
    if (own.kind != VALUE_EMPTY)
        return py_bind_attribute (runtime, own, EMPTY_VALUE, class, out);
    if (of_type.kind != VALUE_EMPTY)
        return py_bind_attribute (runtime, of_type, value_of_object (&class->object), metaclass, out);
    *out = EMPTY_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus find_of_super (ScriptRuntime *runtime, const PySuper *super, const Name *name, Value *out)
{
    PyClass *where = NULL;
    Value found = py_class_find_after (super->type, super->after, name, &where);
    gboolean of_class = value_class (super->self) == super->type;
    HostObject *host = value_host (super->self);

    *out = EMPTY_VALUE;
    if (host && name == PY_NAME (runtime, __init__) && (!where || !where->is_script) && host->class->init)
    {
        *out = method_new (runtime, runtime->py->host_init, super->self);
        return SCRIPT_NORMAL;
    }
    if (host && (!where || !where->is_script))
    {
        SCRIPT_TRY (host_find (runtime, host, name, out));
        if (out->kind != VALUE_EMPTY && value_function (*out))
            *out = method_new (runtime, *out, super->self);
        if (out->kind != VALUE_EMPTY)
            return SCRIPT_NORMAL;
    }
    if (found.kind == VALUE_EMPTY)
        return SCRIPT_NORMAL;
    return py_bind_attribute (runtime, found, of_class ? EMPTY_VALUE : super->self, super->type, out);
}

/* A host object: what a script's subclass of its class has, then the host's members, then what `object` has. */
static ScriptStatus find_of_host (ScriptRuntime *runtime, HostObject *host, const Name *name, Value *out)
{
    Value object = value_of_object (&host->object);
    PyClass *class = class_of_object (&host->object);
    PyClass *where = NULL;
    Value found = py_class_find_after (class, NULL, name, &where);
    Property *own = object_find_own (&host->object, name);

    *out = EMPTY_VALUE;
    if (own && class->is_script)
    {
        *out = own->value;
        return SCRIPT_NORMAL;
    }
    if (found.kind != VALUE_EMPTY && where->is_script)
        return py_bind_attribute (runtime, found, object, class, out);
    SCRIPT_TRY (host_find (runtime, host, name, out));
    if (out->kind != VALUE_EMPTY)
    {
        if (value_function (*out) && value_function (*out)->member)
            *out = method_new (runtime, *out, object);
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (host_get_by_hook (runtime, host, name, out));
    if (out->kind == VALUE_EMPTY && found.kind != VALUE_EMPTY)
        return py_bind_attribute (runtime, found, object, class, out);
    return SCRIPT_NORMAL;
}

static gboolean has_attributes (const ScriptObject *object)
{
    return object->n_properties > 0;
}

/* Where VALUE's class has NAME as a plain method: then there is no need of a bound one. */
ScriptStatus py_find_method (ScriptRuntime *runtime, Value object, const Name *name, Value *function, Value *receiver)
{
    PyClass *class = py_type (runtime, object);
    Value found;

    *receiver = EMPTY_VALUE;
    if (object.kind != VALUE_OBJECT ||
        (object.as.object->kind != OBJECT_CLASS && object.as.object->kind != OBJECT_MODULE &&
         object.as.object->kind != OBJECT_HOST && object.as.object->kind != OBJECT_SUPER))
    {
        found = py_class_find (class, name);
        if (value_function (found) && !value_function (found)->of_class &&
            (value_function (found)->code || value_function (found)->is_method) &&
            (object.kind != VALUE_OBJECT || !has_attributes (object.as.object) ||
             !object_find_own (object.as.object, name)))
        {
            *function = found;
            *receiver = object;
            return SCRIPT_NORMAL;
        }
    }
    return py_get (runtime, object, name, function);
}

ScriptStatus py_find_default (ScriptRuntime *runtime, Value object, const Name *name, Value *out)
{
    PyClass *class = py_type (runtime, object);
    Value found;
    Property *own;

    *out = EMPTY_VALUE;
    if (object.kind == VALUE_OBJECT)
        switch ((int)object.as.object->kind)
        {
        case OBJECT_CLASS:
            return find_of_class (runtime, (PyClass *)object.as.object, name, out);
        case OBJECT_MODULE:
            return py_module_find_attribute (runtime, (PyModule *)object.as.object, name, out);
        case OBJECT_SUPER:
            return find_of_super (runtime, (PySuper *)object.as.object, name, out);
        case OBJECT_HOST:
            return find_of_host (runtime, (HostObject *)object.as.object, name, out);
        }
    found = py_class_find (class, name);
    own = object.kind == VALUE_OBJECT ? object_find_own (object.as.object, name) : NULL;
    if (value_function (object) && !own)
        SCRIPT_TRY (py_function_attribute (runtime, value_function (object), name, out));
    if (out->kind != VALUE_EMPTY)
        return SCRIPT_NORMAL;
    if (own && !is_data_descriptor (runtime, found))
        *out = own->value;
    else if (found.kind != VALUE_EMPTY)
        return py_bind_attribute (runtime, found, object, class, out);
    else if (value_is_object (object, OBJECT_METHOD))
        return py_find (runtime, ((PyMethod *)object.as.object)->function, name, out);
    else if (class->host)
    {
        const HostMember *member = host_class_find (class->host, name->text);

        if (member && member->function)
            return py_call_value (runtime, host_member_function (runtime, class->host, member, name), object,
                                  &(Arguments){ 0 }, TRUE, out);
    }
    return SCRIPT_NORMAL;
}

ScriptStatus py_find (ScriptRuntime *runtime, Value object, const Name *name, Value *out)
{
    ScriptStatus status = py_find_default (runtime, object, name, out);
    gboolean failed = status == SCRIPT_THROW && py_pending_is (runtime, "AttributeError");
    Value hook;
    Value argument;

    if (status != SCRIPT_NORMAL && !failed)
        return status;
    if (!failed && out->kind != VALUE_EMPTY)
        return SCRIPT_NORMAL;
    if (object.kind == VALUE_OBJECT && object.as.object->kind != OBJECT_CLASS &&
        object.as.object->kind != OBJECT_MODULE && object.as.object->kind != OBJECT_SUPER)
    {
        hook = py_class_find (py_type (runtime, object), PY_NAME (runtime, __getattr__));
        if (hook.kind != VALUE_EMPTY)
        {
            if (failed)
                script_take_exception (runtime);
            argument = value_of_name (runtime, name);
            status = py_call_value (runtime, hook, object, &(Arguments){ .items = &argument, .n = 1 }, TRUE, out);
            failed = status == SCRIPT_THROW && py_pending_is (runtime, "AttributeError");
            if (!failed)
                return status;
        }
    }
    if (failed)
        script_take_exception (runtime);
    *out = EMPTY_VALUE;
    return SCRIPT_NORMAL;
}

ScriptStatus py_no_attribute (ScriptRuntime *runtime, Value object, const Name *name)
{
    PyClass *class = value_class (object);

    if (value_host (object) && !value_host (object)->class->open &&
        !((PyClass *)value_host (object)->object.prototype)->is_script)
        return host_unknown_member (runtime, value_host (object), name);
    if (class && py_host_class_of (object))
        return script_refuse (runtime, "%s has no member `%s`", class->name->text, name->text);
    if (class)
        return script_throw (runtime, "AttributeError", "type object '%s' has no attribute '%s'", class->name->text,
                             name->text);
    if (value_is_object (object, OBJECT_MODULE) && py_module_is_library ((PyModule *)object.as.object))
        return script_refuse (runtime, "`%s` of the module %s is out of reach", name->text,
                              ((PyModule *)object.as.object)->name);
    if (value_is_object (object, OBJECT_MODULE))
        return script_throw (runtime, "AttributeError", "module '%s' has no attribute '%s'",
                             ((PyModule *)object.as.object)->name, name->text);
    /* The operators of built-in types have no methods here: CPython's have. */
    if (g_str_has_prefix (name->text, "__") && g_str_has_suffix (name->text, "__") &&
        !py_type (runtime, object)->is_script)
        return script_refuse (runtime, "`%s` of a value of type '%s' is out of reach", name->text,
                              py_type_name (runtime, object));
    return script_throw (runtime, "AttributeError", "'%s' object has no attribute '%s'", py_type_name (runtime, object),
                         name->text);
}

ScriptStatus py_get (ScriptRuntime *runtime, Value object, const Name *name, Value *out)
{
    ScriptStatus status = py_find_default (runtime, object, name, out);

    if (status == SCRIPT_NORMAL && out->kind != VALUE_EMPTY)
        return SCRIPT_NORMAL;
    if (object.kind == VALUE_OBJECT &&
        py_class_find (py_type (runtime, object), PY_NAME (runtime, __getattr__)).kind != VALUE_EMPTY &&
        (status == SCRIPT_NORMAL || (status == SCRIPT_THROW && py_pending_is (runtime, "AttributeError"))))
    {
        Value hook = py_class_find (py_type (runtime, object), PY_NAME (runtime, __getattr__));
        Value argument = value_of_name (runtime, name);

        if (status == SCRIPT_THROW)
            script_take_exception (runtime);
        return py_call_value (runtime, hook, object, &(Arguments){ .items = &argument, .n = 1 }, TRUE, out);
    }
    return status == SCRIPT_NORMAL ? py_no_attribute (runtime, object, name) : status;
}

ScriptStatus py_get_text (ScriptRuntime *runtime, Value object, const char *name, Value *out)
{
    return py_find (runtime, object, intern (runtime, name, -1), out);
}

static ScriptStatus set_by_descriptor (ScriptRuntime *runtime, Value descriptor, Value object, const Name *name,
                                       Value value)
{
    PyDescriptor *property = (PyDescriptor *)descriptor.as.object;
    Value arguments[2] = { object, value };
    Value ignored;
    gboolean found;

    if (property->object.kind == OBJECT_INSTANCE)
        return py_call_named_special (runtime, descriptor, PY_NAME (runtime, __set__), arguments, 2, &ignored, &found);
    if (property->set.kind == VALUE_NULL || property->set.kind == VALUE_UNDEFINED)
        return script_throw (runtime, "AttributeError", "property '%s' of '%s' object has no setter", name->text,
                             py_type_name (runtime, object));
    return py_call_value (runtime, property->set, object, &(Arguments){ .items = &value, .n = 1 }, FALSE, &ignored);
}

/* Whether OBJECT has a place for attributes of its own. */
static gboolean may_have_attributes (const ScriptObject *object)
{
    if (object->kind == OBJECT_INSTANCE || object->kind == OBJECT_ERROR)
        return TRUE;
    if (object->kind == OBJECT_FUNCTION)
        return ((const ScriptFunction *)object)->code != NULL;
    return object->prototype && class_of_object (object)->is_script;
}

ScriptStatus py_set_default (ScriptRuntime *runtime, Value object, const Name *name, Value value)
{
    PyClass *class = value_class (object);
    Value found;

    if (class)
    {
        if (!class->is_script)
            return script_throw (runtime, "TypeError", "cannot set '%s' attribute of immutable type '%s'", name->text,
                                 class->name->text);
        found = py_class_find (class_of_object (&class->object), name);
        if (is_data_descriptor (runtime, found))
            return set_by_descriptor (runtime, found, object, name, value);
        object_define (runtime, &class->object, name, value, PROPERTY_ORDINARY);
        return SCRIPT_NORMAL;
    }
    if (value_is_object (object, OBJECT_MODULE))
        return py_module_set_attribute (runtime, (PyModule *)object.as.object, name, value);
    found = py_class_find (py_type (runtime, object), name);
    if (is_data_descriptor (runtime, found))
        return set_by_descriptor (runtime, found, object, name, value);
    if (value_host (object) && !class_of_object (object.as.object)->is_script)
        return host_set (runtime, value_host (object), name, value);
    if (object.kind == VALUE_OBJECT && may_have_attributes (object.as.object))
    {
        object_define (runtime, object.as.object, name, value, PROPERTY_ORDINARY);
        return SCRIPT_NORMAL;
    }
    if (found.kind != VALUE_EMPTY)
        return script_throw (runtime, "AttributeError", "'%s' object attribute '%s' is read-only",
                             py_type_name (runtime, object), name->text);
    return script_throw (runtime, "AttributeError",
                         "'%s' object has no attribute '%s' and no __dict__ for setting new attributes",
                         py_type_name (runtime, object), name->text);
}

ScriptStatus py_set (ScriptRuntime *runtime, Value object, const Name *name, Value value)
{
    const Name *hook = PY_NAME (runtime, __setattr__);
    Value arguments[2];
    Value ignored;
    gboolean found;

    if (object.kind == VALUE_OBJECT && class_of_object (object.as.object) &&
        class_of_object (object.as.object)->is_script && py_is_overridden (runtime, object, hook))
    {
        arguments[0] = value_of_name (runtime, name);
        arguments[1] = value;
        return py_call_named_special (runtime, object, hook, arguments, 2, &ignored, &found);
    }
    return py_set_default (runtime, object, name, value);
}

ScriptStatus py_delete (ScriptRuntime *runtime, Value object, const Name *name)
{
    const Name *hook = PY_NAME (runtime, __delattr__);
    Property *own = object.kind == VALUE_OBJECT ? object_find_own (object.as.object, name) : NULL;
    Value argument = value_of_name (runtime, name);
    Value found;
    Value ignored;
    gboolean called;

    if (object.kind == VALUE_OBJECT && py_is_overridden (runtime, object, hook))
        return py_call_named_special (runtime, object, hook, &argument, 1, &ignored, &called);
    found = py_class_find (py_type (runtime, object), name);
    if (value_is_object (found, OBJECT_DESCRIPTOR) && is_data_descriptor (runtime, found))
    {
        PyDescriptor *property = (PyDescriptor *)found.as.object;

        if (property->remove.kind == VALUE_NULL)
            return script_throw (runtime, "AttributeError", "property '%s' of '%s' object has no deleter", name->text,
                                 py_type_name (runtime, object));
        return py_call_value (runtime, property->remove, object, &(Arguments){ 0 }, FALSE, &ignored);
    }
    if (found.kind != VALUE_EMPTY && is_data_descriptor (runtime, found))
        return py_call_named_special (runtime, found, PY_NAME (runtime, __delete__), &object, 1, &ignored, &called);
    if (!own)
        return py_no_attribute (runtime, object, name);
    object_remove (object.as.object, own);
    return SCRIPT_NORMAL;
}
