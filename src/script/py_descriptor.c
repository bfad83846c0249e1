/* property, classmethod, staticmethod, super. See py.h. */

#include "script/py_internal.h"

static PyDescriptor *descriptor_new (ScriptRuntime *runtime, PyClass *class, Value get)
{
    PyDescriptor *descriptor = object_alloc (runtime, OBJECT_DESCRIPTOR, &class->object, sizeof *descriptor);

    descriptor->get = get;
    descriptor->set = descriptor->remove = descriptor->doc = NULL_VALUE;
    return descriptor;
}

static Value or_none (Value value)
{
    return value.kind == VALUE_EMPTY ? NULL_VALUE : value;
}

static ScriptStatus property_new (ScriptCall *call, Value *out)
{
    Value values[5];
    PyDescriptor *property;

    SCRIPT_TRY (py_bind (call, "property(cls, fget=, fset=, fdel=, doc=)", values));
    property = descriptor_new (call->runtime, value_class (values[0]), or_none (values[1]));
    property->set = or_none (values[2]);
    property->remove = or_none (values[3]);
    property->doc = or_none (values[4]);
    *out = value_of_object (&property->object);
    return SCRIPT_NORMAL;
}

/* A copy of the property with one part changed: @x.setter. */
static ScriptStatus with_part (ScriptCall *call, guint part, Value *out)
{
    const PyDescriptor *old = (const PyDescriptor *)call->receiver.as.object;
    PyDescriptor *property = descriptor_new (call->runtime, class_of_object (&old->object), old->get);
    Value function;

    SCRIPT_TRY (py_bind (call, "setter(function)", &function));
    property->set = old->set;
    property->remove = old->remove;
    property->doc = old->doc;
    if (part == 0)
        property->get = function;
    else if (part == 1)
        property->set = function;
    else
        property->remove = function;
    *out = value_of_object (&property->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus property_getter (ScriptCall *call, Value *out)
{
    return with_part (call, 0, out);
}

static ScriptStatus property_setter (ScriptCall *call, Value *out)
{
    return with_part (call, 1, out);
}

static ScriptStatus property_deleter (ScriptCall *call, Value *out)
{
    return with_part (call, 2, out);
}

static ScriptStatus get_fget (ScriptCall *call, Value *out)
{
    *out = ((PyDescriptor *)call->receiver.as.object)->get;
    return SCRIPT_NORMAL;
}

static ScriptStatus get_fset (ScriptCall *call, Value *out)
{
    *out = ((PyDescriptor *)call->receiver.as.object)->set;
    return SCRIPT_NORMAL;
}

static ScriptStatus get_fdel (ScriptCall *call, Value *out)
{
    *out = ((PyDescriptor *)call->receiver.as.object)->remove;
    return SCRIPT_NORMAL;
}

/* property.__get__ and its like, for who calls them himself. */
static ScriptStatus descriptor_get (ScriptCall *call, Value *out)
{
    Value values[2];
    PyClass *class;

    SCRIPT_TRY (py_bind (call, "__get__(instance, owner=, /)", values));
    class = value_class (values[1]) ? value_class (values[1]) : py_type (call->runtime, values[0]);
    return py_bind_attribute (call->runtime, call->receiver, values[0].kind == VALUE_NULL ? EMPTY_VALUE : values[0],
                              class, out);
}

static ScriptStatus property_set (ScriptCall *call, Value *out)
{
    const PyDescriptor *property = (const PyDescriptor *)call->receiver.as.object;
    Value values[2];

    SCRIPT_TRY (py_bind (call, "__set__(instance, value, /)", values));
    if (property->set.kind == VALUE_NULL)
        return script_throw (call->runtime, "AttributeError", "property of '%s' object has no setter",
                             py_type_name (call->runtime, values[0]));
    return py_call (call->runtime, property->set, values, 2, out);
}

static ScriptStatus wrapper_new (ScriptCall *call, Value *out)
{
    Value values[2];

    SCRIPT_TRY (py_bind (call, "__new__(cls, function, /)", values));
    *out = value_of_object (&descriptor_new (call->runtime, value_class (values[0]), values[1])->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus wrapper_call (ScriptCall *call, Value *out)
{
    Arguments arguments = { call->arguments, call->n_arguments, call->names, call->named, call->n_named };

    return py_call_named (call->runtime, ((PyDescriptor *)call->receiver.as.object)->get, &arguments, out);
}

/* super(C, self). Without arguments: py_super_here. */
static ScriptStatus super_new (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[3];
    PyClass *after;
    PyClass *type;
    PySuper *super;

    SCRIPT_TRY (py_bind (call, "super(cls, type=, object=, /)", values));
    after = value_class (values[1]);
    if (values[1].kind == VALUE_EMPTY)
        return script_throw (runtime, "RuntimeError", "super(): no arguments");
    if (!after)
        return script_throw (runtime, "TypeError", "super() argument 1 must be a type, not %s",
                             py_type_name (runtime, values[1]));
    if (values[2].kind == VALUE_EMPTY)
        return script_refuse (runtime, "an unbound `super` is out of reach");
    type = py_type (runtime, values[2]);
    if (value_class (values[2]) && py_is_subclass (value_class (values[2]), after))
        type = value_class (values[2]);
    else if (!py_is_subclass (type, after))
        return py_type_error (runtime, "super(type, obj): obj must be an instance or subtype of type");
    super = object_alloc (runtime, OBJECT_SUPER, &runtime->py->super->object, sizeof *super);
    super->after = after;
    super->self = values[2];
    super->type = type;
    *out = value_of_object (&super->object);
    return SCRIPT_NORMAL;
}

ScriptStatus py_super_here (Frame *frame, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    const ScriptBox *cell = (const ScriptBox *)frame->cell;
    const Function *code = frame->code;
    Value arguments[2];
    Value class = value_of_object (&runtime->py->super->object);

    if (!frame->self || !frame->self->environment || code->parameter_count == 0)
        return script_throw (runtime, "RuntimeError", "super(): no arguments");
    if (!cell || cell->value.kind != VALUE_OBJECT)
        return script_throw (runtime, "RuntimeError", "super(): __class__ cell not found");
    arguments[0] = cell->value;
    arguments[1] = frame->self->environment->slots[code->parameters[0].target->name.slot];
    if (code->parameters[0].kind == PARAMETER_REST)
        arguments[1] = py_as_tuple (arguments[1])->length ? py_as_tuple (arguments[1])->items[0] : EMPTY_VALUE;
    if (arguments[1].kind == VALUE_EMPTY)
        return script_throw (runtime, "RuntimeError", "super(): arg[0] deleted");
    return py_call (runtime, class, arguments, 2, out);
}

static PyClass *define (ScriptRuntime *runtime, const char *name, ObjectKind layout, const NativeEntry *methods,
                        ScriptNative new)
{
    PyClass *class = py_class_new (runtime, name, NULL, NULL, layout, methods, NULL);

    g_hash_table_insert (runtime->py->classes, (gpointer) class->name, class);
    py_define (runtime, name, value_of_object (&class->object));
    object_define (runtime, &class->object, PY_NAME (runtime, __new__),
                   py_function_new (runtime, "__new__", new, UNDEFINED), PROPERTY_ORDINARY);
    return class;
}

void py_setup_descriptors (ScriptRuntime *runtime)
{
    static const NativeEntry wrapper_methods[] = { { "__call__", 0, wrapper_call },
                                                   { "__get__", 0, descriptor_get },
                                                   { NULL, 0, NULL } };
    static const NativeEntry property_methods[] = {
        { "getter", 0, property_getter }, { "setter", 0, property_setter }, { "deleter", 0, property_deleter },
        { "__get__", 0, descriptor_get }, { "__set__", 0, property_set },   { NULL, 0, NULL }
    };
    static const NativeEntry property_getters[] = {
        { "get fget", 0, get_fget }, { "get fset", 0, get_fset }, { "get fdel", 0, get_fdel }, { NULL, 0, NULL }
    };
    static const NativeEntry function_getters[] = { { "get __func__", 0, get_fget },
                                                    { "get __wrapped__", 0, get_fget },
                                                    { NULL, 0, NULL } };
    PyState *py = runtime->py;

    py->property = define (runtime, "property", OBJECT_DESCRIPTOR, property_methods, property_new);
    py->classmethod = define (runtime, "classmethod", OBJECT_DESCRIPTOR, wrapper_methods, wrapper_new);
    py->staticmethod = define (runtime, "staticmethod", OBJECT_DESCRIPTOR, wrapper_methods, wrapper_new);
    py->super = define (runtime, "super", OBJECT_SUPER, NULL, super_new);
    py_class_define (runtime, py->property, property_getters, FALSE);
    py_class_define (runtime, py->classmethod, function_getters, FALSE);
    py_class_define (runtime, py->staticmethod, function_getters, FALSE);
}
