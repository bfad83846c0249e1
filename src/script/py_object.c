/* What every object has, what classes have, and what functions tell of themselves. See py.h. */

#include "script/py_internal.h"
#include "script/py_module.h"

static const char *class_name (ScriptCall *call)
{
    return value_class (call->arguments[0])->name->text;
}

/* object.__new__ and object.__init__ leave the arguments to each other: who has neither of its own takes none. */
static gboolean has_own (ScriptRuntime *runtime, const PyClass *class, const Name *name)
{
    return !value_same (py_class_find (class, name), py_class_find (runtime->py->object, name));
}

static ScriptStatus host_init (ScriptCall *call, Value *out)
{
    HostObject *host = value_host (call->receiver);
    ScriptStatus status;

    if (!host || !host->class->init)
        return script_refuse (call->runtime, "%s can't be made by a script",
                              py_type_name (call->runtime, call->receiver));
    status = host->class->init (call, out);
    *out = NULL_VALUE;
    return status;
}

static ScriptStatus new_host (ScriptCall *call, PyClass *class, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    const HostClass *host = py_host_class_of (value_of_object (&class->object));
    ScriptCall init = *call;
    Value ignored = UNDEFINED;

    if (!host->init)
        return script_refuse (runtime, "%s can't be made by a script", class->name->text);
    *out = host_object_new (runtime, host, NULL);
    out->as.object->prototype = &class->object;
    if (py_is_overridden (runtime, *out, PY_NAME (runtime, __init__)))
        return SCRIPT_NORMAL;
    init.receiver = *out;
    init.arguments++;
    init.n_arguments--;
    return host_init (&init, &ignored);
}

static ScriptStatus object_new_ (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    PyClass *class = call->n_arguments ? value_class (call->arguments[0]) : NULL;
    gboolean more = call->n_arguments > 1 || call->n_named;

    if (!class)
        return py_type_error (runtime, "object.__new__(X): X is not a type object");
    if (class->layout == OBJECT_HOST)
        return new_host (call, class, out);
    if (class->layout != OBJECT_INSTANCE)
        return script_throw (runtime, "TypeError", "cannot create '%s' instances", class->name->text);
    if (more && has_own (runtime, class, PY_NAME (runtime, __new__)))
        return py_type_error (runtime, "object.__new__() takes exactly one argument (the type to instantiate)");
    if (more && !has_own (runtime, class, PY_NAME (runtime, __init__)))
        return script_throw (runtime, "TypeError", "%s() takes no arguments", class_name (call));
    *out = value_of_object (object_alloc (runtime, OBJECT_INSTANCE, &class->object, sizeof (ScriptObject)));
    return SCRIPT_NORMAL;
}

static ScriptStatus object_init (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    PyClass *class = py_type (runtime, call->receiver);

    *out = NULL_VALUE;
    if (call->n_arguments == 0 && !call->n_named)
        return SCRIPT_NORMAL;
    if (has_own (runtime, class, PY_NAME (runtime, __init__)))
        return py_type_error (runtime, "object.__init__() takes exactly one argument (the instance to initialize)");
    if (!has_own (runtime, class, PY_NAME (runtime, __new__)))
        return script_throw (runtime, "TypeError", "%s() takes no arguments", class->name->text);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_eq (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_check_arguments (call, "__eq__", 1, 1));
    *out = value_same (call->receiver, call->arguments[0]) ? value_boolean (TRUE) : py_not_implemented (call->runtime);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_repr (ScriptCall *call, Value *out)
{
    ScriptString *text;

    SCRIPT_TRY (py_repr_default (call->runtime, call->receiver, &text));
    *out = value_of_string (text);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_str (ScriptCall *call, Value *out)
{
    ScriptString *text;

    SCRIPT_TRY (py_str_default (call->runtime, call->receiver, &text));
    *out = value_of_string (text);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_format (ScriptCall *call, Value *out)
{
    ScriptString *made;
    Value spec;

    SCRIPT_TRY (py_bind (call, "__format__(format_spec, /)", &spec));
    if (!py_as_string (spec))
        return script_throw (call->runtime, "TypeError", "__format__() argument must be str, not %s",
                             py_type_name (call->runtime, spec));
    if (py_as_string (spec)->length == 0)
        SCRIPT_TRY (py_str (call->runtime, call->receiver, &made));
    else
        SCRIPT_TRY (py_format_builtin (call->runtime, call->receiver, py_as_string (spec), &made));
    *out = value_of_string (made);
    return SCRIPT_NORMAL;
}

static ScriptStatus name_argument (ScriptCall *call, Value value, const Name **name)
{
    ScriptString *text = py_as_string (value);

    if (!text)
        return script_throw (call->runtime, "TypeError", "attribute name must be string, not '%s'",
                             py_type_name (call->runtime, value));
    *name = intern (call->runtime, text->data, text->length);
    return SCRIPT_NORMAL;
}

static ScriptStatus object_setattr (ScriptCall *call, Value *out)
{
    Value values[2];
    const Name *name;

    *out = NULL_VALUE;
    SCRIPT_TRY (py_bind (call, "__setattr__(name, value, /)", values));
    SCRIPT_TRY (name_argument (call, values[0], &name));
    return py_set_default (call->runtime, call->receiver, name, values[1]);
}

static ScriptStatus object_getattribute (ScriptCall *call, Value *out)
{
    Value value;
    const Name *name;

    SCRIPT_TRY (py_bind (call, "__getattribute__(name, /)", &value));
    SCRIPT_TRY (name_argument (call, value, &name));
    SCRIPT_TRY (py_find_default (call->runtime, call->receiver, name, out));
    return out->kind == VALUE_EMPTY ? py_no_attribute (call->runtime, call->receiver, name) : SCRIPT_NORMAL;
}

static ScriptStatus object_init_subclass (ScriptCall *call, Value *out)
{
    *out = NULL_VALUE;
    if (call->n_arguments || call->n_named)
        return script_throw (call->runtime, "TypeError", "%s.__init_subclass__() takes no %sarguments",
                             value_class (call->receiver) ? value_class (call->receiver)->name->text : "object",
                             call->n_named ? "keyword " : "");
    return SCRIPT_NORMAL;
}

static ScriptStatus get_class (ScriptCall *call, Value *out)
{
    *out = value_of_object (&py_type (call->runtime, call->receiver)->object);
    return SCRIPT_NORMAL;
}

/* Whether NAME is among OBJECT's properties and no attribute that its __dict__ shows. */
static gboolean is_told_apart (ScriptRuntime *runtime, const ScriptObject *object, const Name *name)
{
    const PyNames *names = &runtime->py->names;

    if (object->kind == OBJECT_ERROR)
        return name == names->args || name == names->__cause__ || name == names->__context__ ||
               name == names->__suppress_context__;
    return object->kind == OBJECT_FUNCTION && (name == names->__name__ || name == names->__qualname__ ||
                                               name == names->__doc__ || name == names->__module__);
}

ScriptStatus py_attributes (ScriptRuntime *runtime, Value object, Value *out)
{
    ScriptObject *own = object.kind == VALUE_OBJECT ? object.as.object : NULL;
    ScriptMap *map;

    if (own && own->kind == OBJECT_MODULE)
        return py_module_dict (runtime, (PyModule *)own, out);
    if (!own || (own->kind != OBJECT_CLASS && own->kind != OBJECT_FUNCTION && !class_of_object (own)->is_script &&
                 own->kind != OBJECT_ERROR))
        return py_no_attribute (runtime, object, PY_NAME (runtime, __dict__));
    *out = py_dict_new (runtime);
    map = py_as_dict (*out);
    for (guint32 i = 0; i < own->n_properties; i++)
        if (own->properties[i].key && !is_told_apart (runtime, own, own->properties[i].key))
            SCRIPT_TRY (
                py_map_put (runtime, map, value_of_name (runtime, own->properties[i].key), own->properties[i].value));
    map->object.fixed = OBJECT_SEALED;
    return SCRIPT_NORMAL;
}

static ScriptStatus get_dict (ScriptCall *call, Value *out)
{
    return py_attributes (call->runtime, call->receiver, out);
}

/* Classes. */

static ScriptStatus type_name (ScriptCall *call, Value *out)
{
    *out = value_of_name (call->runtime, value_class (call->receiver)->name);
    return SCRIPT_NORMAL;
}

static ScriptStatus type_set_name (ScriptCall *call, Value *out)
{
    Value value;

    (void)out;
    SCRIPT_TRY (py_bind (call, "__name__(value, /)", &value));
    if (!py_as_string (value) || !value_class (call->receiver)->is_script)
        return py_type_error (call->runtime, "cannot set '__name__' attribute of this type");
    value_class (call->receiver)->name =
        intern (call->runtime, py_as_string (value)->data, py_as_string (value)->length);
    return SCRIPT_NORMAL;
}

static ScriptStatus type_qualname (ScriptCall *call, Value *out)
{
    *out = value_of_name (call->runtime, value_class (call->receiver)->qualname);
    return SCRIPT_NORMAL;
}

static ScriptStatus type_module (ScriptCall *call, Value *out)
{
    *out = value_of_name (call->runtime, value_class (call->receiver)->module);
    return SCRIPT_NORMAL;
}

static Value classes (ScriptRuntime *runtime, PyClass *const *list, guint n)
{
    Value *items = script_alloc (runtime, MAX (n, 1) * sizeof *items);

    for (guint i = 0; i < n; i++)
        items[i] = value_of_object (&list[i]->object);
    return py_tuple_new (runtime, items, n);
}

static ScriptStatus type_bases (ScriptCall *call, Value *out)
{
    *out = classes (call->runtime, value_class (call->receiver)->bases, value_class (call->receiver)->n_bases);
    return SCRIPT_NORMAL;
}

static ScriptStatus type_mro (ScriptCall *call, Value *out)
{
    *out = classes (call->runtime, value_class (call->receiver)->mro, value_class (call->receiver)->n_mro);
    return SCRIPT_NORMAL;
}

static ScriptStatus type_mro_list (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (type_mro (call, out));
    *out = py_list_new (call->runtime, value_list (*out)->items, value_list (*out)->length);
    return SCRIPT_NORMAL;
}

static ScriptStatus type_base (ScriptCall *call, Value *out)
{
    PyClass *class = value_class (call->receiver);

    *out = class->n_bases ? value_of_object (&class->bases[0]->object) : NULL_VALUE;
    return SCRIPT_NORMAL;
}

/* int | str: what isinstance is asked with. */
static ScriptStatus type_or (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value items[2];

    SCRIPT_TRY (py_check_arguments (call, "__or__", 1, 1));
    items[0] = call->receiver;
    items[1] = call->arguments[0];
    if (items[1].kind == VALUE_NULL)
        items[1] = value_of_object (&runtime->py->none->object);
    if (!value_class (items[1]) && !py_as_tuple (items[1]))
        *out = py_not_implemented (runtime);
    else
        *out = py_tuple_new (runtime, items, 2);
    return SCRIPT_NORMAL;
}

static ScriptStatus type_init (ScriptCall *call, Value *out)
{
    (void)call;
    *out = NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus type_call (ScriptCall *call, Value *out)
{
    Arguments arguments = { call->arguments, call->n_arguments, call->names, call->named, call->n_named };

    return py_construct (call->runtime, value_class (call->receiver), &arguments, out);
}

/* Functions. */

Value py_docstring (ScriptRuntime *runtime, const Node *body)
{
    const Node *first;

    if (!body || body->kind != NODE_BLOCK || body->block.statements.count == 0)
        return NULL_VALUE;
    first = body->block.statements.items[0];
    if (first->kind != NODE_EXPRESSION || first->value->kind != NODE_STRING)
        return NULL_VALUE;
    return value_of_string (string_borrow (runtime, first->value->text.data, first->value->text.length));
}

static ScriptStatus function_defaults (ScriptRuntime *runtime, const ScriptFunction *function, Value *out)
{
    ScriptList *list = list_new (runtime, NULL, 0);

    for (guint32 i = 0; i < function->code->parameter_count; i++)
        if (function->code->parameters[i].default_value && function->code->parameters[i].kind <= PARAMETER_ORDINARY)
            list_append (runtime, list, function->defaults[i]);
    *out = list->length ? py_tuple_new (runtime, list->items, list->length) : NULL_VALUE;
    return SCRIPT_NORMAL;
}

ScriptStatus py_function_attribute (ScriptRuntime *runtime, ScriptFunction *function, const Name *name, Value *out)
{
    const PyNames *names = &runtime->py->names;
    const Function *code = function->code;

    *out = EMPTY_VALUE;
    if (name == names->__name__)
        *out = value_of_name (runtime, function->name);
    else if (name == names->__qualname__)
        *out = value_of_name (runtime, py_qualified_name (function));
    else if (name == names->__module__)
        *out = code && function->captured.kind == VALUE_OBJECT
                   ? value_string (runtime, ((PyModule *)function->captured.as.object)->name, -1)
                   : value_string (runtime, "builtins", -1);
    else if (name == names->__doc__)
        *out = code && !(code->flags & FUNCTION_EXPRESSION_BODY) ? py_docstring (runtime, code->body) : NULL_VALUE;
    else if (name == names->__dict__)
        return py_attributes (runtime, value_of_object (&function->object), out);
    else if (name == names->__defaults__ && code)
        return function_defaults (runtime, function, out);
    return SCRIPT_NORMAL;
}

static ScriptStatus function_get (ScriptCall *call, Value *out)
{
    Value values[2];
    PyClass *class;

    SCRIPT_TRY (py_bind (call, "__get__(instance, owner=, /)", values));
    class = value_class (values[1]) ? value_class (values[1]) : py_type (call->runtime, values[0]);
    return py_bind_attribute (call->runtime, call->receiver, values[0].kind == VALUE_NULL ? EMPTY_VALUE : values[0],
                              class, out);
}

static ScriptStatus method_self (ScriptCall *call, Value *out)
{
    *out = ((PyMethod *)call->receiver.as.object)->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus method_func (ScriptCall *call, Value *out)
{
    *out = ((PyMethod *)call->receiver.as.object)->function;
    return SCRIPT_NORMAL;
}

static void add_setter (ScriptRuntime *runtime, PyClass *class, const Name *name, ScriptNative function)
{
    Value setter = py_function_new (runtime, name->text, function, UNDEFINED);

    value_function (setter)->is_method = TRUE;
    value_function (setter)->home = &class->object;
    ((PyDescriptor *)object_find_own (&class->object, name)->value.as.object)->set = setter;
}

void py_setup_object (ScriptRuntime *runtime)
{
    static const NativeEntry object_methods[] = { { "__init__", 0, object_init },
                                                  { "__eq__", 0, object_eq },
                                                  { "__hash__", 0, py_object_hash },
                                                  { "__repr__", 0, object_repr },
                                                  { "__str__", 0, object_str },
                                                  { "__format__", 0, object_format },
                                                  { "__setattr__", 0, object_setattr },
                                                  { "__getattribute__", 0, object_getattribute },
                                                  { "get __class__", 0, get_class },
                                                  { "get __dict__", 0, get_dict },
                                                  { NULL, 0, NULL } };
    static const NativeEntry object_class_methods[] = { { "__init_subclass__", 0, object_init_subclass },
                                                        { NULL, 0, NULL } };
    static const NativeEntry type_methods[] = { { "get __name__", 0, type_name },
                                                { "get __qualname__", 0, type_qualname },
                                                { "get __module__", 0, type_module },
                                                { "get __bases__", 0, type_bases },
                                                { "get __mro__", 0, type_mro },
                                                { "get __base__", 0, type_base },
                                                { "mro", 0, type_mro_list },
                                                { "__or__", 0, type_or },
                                                { "__init__", 0, type_init },
                                                { "__call__", 0, type_call },
                                                { NULL, 0, NULL } };
    static const NativeEntry function_methods[] = { { "__get__", 0, function_get }, { NULL, 0, NULL } };
    static const NativeEntry method_getters[] = { { "get __self__", 0, method_self },
                                                  { "get __func__", 0, method_func },
                                                  { NULL, 0, NULL } };
    PyState *py = runtime->py;

    py_class_define (runtime, py->object, object_methods, FALSE);
    py_class_define (runtime, py->object, object_class_methods, TRUE);
    py_class_define (runtime, py->type, type_methods, FALSE);
    py_class_define (runtime, py->method, method_getters, FALSE);
    py_class_define (runtime, py->function, function_methods, FALSE);
    add_setter (runtime, py->type, py->names.__name__, type_set_name);
    object_define (runtime, &py->object->object, py->names.__new__,
                   py_function_new (runtime, "__new__", object_new_, UNDEFINED), PROPERTY_ORDINARY);
    object_define (runtime, &py->type->object, py->names.__new__,
                   py_function_new (runtime, "__new__", py_type_new, UNDEFINED), PROPERTY_ORDINARY);
    py->host_init = py_function_new (runtime, "__init__", host_init, UNDEFINED);
    value_function (py->host_init)->is_method = TRUE;
    g_hash_table_insert (py->classes, (gpointer)py->object->name, py->object);
    g_hash_table_insert (py->classes, (gpointer)py->type->name, py->type);
    py_define (runtime, "object", value_of_object (&py->object->object));
    py_define (runtime, "type", value_of_object (&py->type->object));
}
