/* Classes: mro, class statements, instances. See py.h. */

#include "script/py_internal.h"

#include <string.h>

PyClass *value_class (Value value)
{
    return value_is_object (value, OBJECT_CLASS) ? (PyClass *)value.as.object : NULL;
}

PyClass *py_class_alloc (ScriptRuntime *runtime, const Name *name, PyClass *metaclass)
{
    PyClass *class = object_alloc (runtime, OBJECT_CLASS, &metaclass->object, sizeof *class);

    class->name = class->qualname = name;
    class->module = intern (runtime, "builtins", -1);
    return class;
}

static gboolean in_tail (PyClass *const *list, guint n, const PyClass *class)
{
    for (guint i = 1; i < n; i++)
        if (list[i] == class)
            return TRUE;
    return FALSE;
}

typedef struct
{
    PyClass **items;
    guint n;
} ClassList;

/* The next class of a C3 merge: the first head that is in no tail; NULL when there is none. */
static PyClass *merge_next (const ClassList *lists, guint n)
{
    for (guint i = 0; i < n; i++)
    {
        gboolean good = lists[i].n > 0;

        for (guint j = 0; good && j < n; j++)
            good = lists[j].n == 0 || !in_tail (lists[j].items, lists[j].n, lists[i].items[0]);
        if (good)
            return lists[i].items[0];
    }
    return NULL;
}

static ScriptStatus no_order (ScriptRuntime *runtime, const PyClass *class)
{
    g_autoptr (GString) names = g_string_new (NULL);

    for (guint i = 0; i < class->n_bases; i++)
        g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", class->bases[i]->name->text);
    return script_throw (runtime, "TypeError", "Cannot create a consistent method resolution\norder (MRO) for bases %s",
                         names->str);
}

static ScriptStatus linearise (ScriptRuntime *runtime, PyClass *class)
{
    guint n = class->n_bases;
    ClassList *lists = script_alloc (runtime, (n + 1) * sizeof *lists);
    guint total = 1;

    for (guint i = 0; i < n; i++)
    {
        lists[i] = (ClassList){ class->bases[i]->mro, class->bases[i]->n_mro };
        total += lists[i].n;
    }
    lists[n] = (ClassList){ class->bases, n };
    class->mro = script_alloc (runtime, total * sizeof *class->mro);
    class->mro[class->n_mro++] = class;
    for (;;)
    {
        PyClass *next = merge_next (lists, n + 1);
        gboolean left = FALSE;

        for (guint i = 0; i <= n; i++)
            left |= lists[i].n > 0;
        if (!left)
            return SCRIPT_NORMAL;
        if (!runtime_steps (runtime, n + 1))
            return runtime_exhausted (runtime);
        if (!next)
            return no_order (runtime, class);
        class->mro[class->n_mro++] = next;
        for (guint i = 0; i <= n; i++)
            if (lists[i].n > 0 && lists[i].items[0] == next)
            {
                lists[i].items++;
                lists[i].n--;
            }
    }
}

ScriptStatus py_class_build (ScriptRuntime *runtime, PyClass *class, PyClass *const *bases, guint n)
{
    class->n_bases = n;
    class->bases = script_alloc (runtime, MAX (n, 1) * sizeof *class->bases);
    class->layout = OBJECT_INSTANCE;
    for (guint i = 0; i < n; i++)
    {
        class->bases[i] = bases[i];
        for (guint j = 0; j < i; j++)
            if (bases[j] == bases[i])
                return script_throw (runtime, "TypeError", "duplicate base class %s", bases[i]->name->text);
        if (bases[i]->layout == OBJECT_INSTANCE || bases[i]->layout == class->layout)
            continue;
        if (class->layout != OBJECT_INSTANCE)
            return script_throw (runtime, "TypeError", "multiple bases have instance lay-out conflict");
        class->layout = bases[i]->layout;
    }
    return linearise (runtime, class);
}

void py_class_define (ScriptRuntime *runtime, PyClass *class, const NativeEntry *entries, gboolean of_class)
{
    for (; entries && entries->name; entries++)
    {
        gboolean getter = g_str_has_prefix (entries->name, "get ");
        const Name *name = intern (runtime, getter ? entries->name + 4 : entries->name, -1);
        Value value = py_function_new (runtime, name->text, entries->function, UNDEFINED);
        ScriptFunction *function = value_function (value);

        function->home = &class->object;
        function->is_method = !of_class;
        function->of_class = of_class != 0;
        if (getter)
        {
            PyDescriptor *property =
                object_alloc (runtime, OBJECT_DESCRIPTOR, &runtime->py->property->object, sizeof *property);

            *property = (PyDescriptor){
                .object = property->object, .get = value, .set = NULL_VALUE, .remove = NULL_VALUE, .doc = NULL_VALUE
            };
            value = value_of_object (&property->object);
        }
        object_define (runtime, &class->object, name, value, PROPERTY_ORDINARY);
    }
}

PyClass *py_class_new (ScriptRuntime *runtime, const char *name, const char *module, PyClass *base, ObjectKind layout,
                       const NativeEntry *methods, const NativeEntry *class_methods)
{
    PyClass *class = py_class_alloc (runtime, intern (runtime, name, -1), runtime->py->type);

    if (!base)
        base = runtime->py->object;
    if (module)
        class->module = intern (runtime, module, -1);
    py_class_build (runtime, class, &base, base ? 1 : 0);
    class->layout = (guint8)layout;
    py_class_define (runtime, class, methods, FALSE);
    py_class_define (runtime, class, class_methods, TRUE);
    return class;
}

PyClass *py_builtin_class (ScriptRuntime *runtime, const char *name)
{
    return g_hash_table_lookup (runtime->py->classes, intern (runtime, name, -1));
}

Value py_class_find (const PyClass *class, const Name *name)
{
    return py_class_find_after (class, NULL, name, NULL);
}

Value py_class_find_after (const PyClass *class, const PyClass *after, const Name *name, PyClass **where)
{
    gboolean found = !after;

    for (guint i = 0; i < class->n_mro; i++)
    {
        const Property *property = found ? object_find_own (&class->mro[i]->object, name) : NULL;

        if (property)
        {
            if (where)
                *where = class->mro[i];
            return property->value;
        }
        found |= class->mro[i] == after;
    }
    return EMPTY_VALUE;
}

PyClass *py_type (ScriptRuntime *runtime, Value value)
{
    PyState *py = runtime->py;

    switch (value.kind)
    {
    case VALUE_BOOLEAN:
        return py->boolean;
    case VALUE_INTEGER:
        return py->integer;
    case VALUE_NUMBER:
        return py->number;
    case VALUE_STRING:
        return py->string;
    case VALUE_OBJECT:
        return value.as.object->prototype ? class_of_object (value.as.object) : py->object;
    case VALUE_UNDEFINED:
    case VALUE_NULL:
    case VALUE_SYMBOL:
    case VALUE_EMPTY:
        break;
    }
    return py->none;
}

const char *py_type_name (ScriptRuntime *runtime, Value value)
{
    return py_type (runtime, value)->name->text;
}

gboolean py_is_subclass (const PyClass *class, const PyClass *base)
{
    for (guint i = 0; i < class->n_mro; i++)
        if (class->mro[i] == base)
            return TRUE;
    return FALSE;
}

ScriptStatus py_is_instance (ScriptRuntime *runtime, Value value, Value classes, gboolean *is)
{
    ScriptList *tuple = py_as_tuple (classes);
    PyClass *class = value_class (classes);

    *is = FALSE;
    if (class && class_of_object (&class->object)->is_script)
    {
        Value answer;
        gboolean asked;

        SCRIPT_TRY (
            py_call_named_special (runtime, classes, PY_NAME (runtime, __instancecheck__), &value, 1, &answer, &asked));
        if (asked)
            return py_truth (runtime, answer, is);
    }
    if (class)
    {
        *is = py_is_subclass (py_type (runtime, value), class);
        return SCRIPT_NORMAL;
    }
    if (host_missing_reason (classes))
        return host_refuse_plain (runtime, classes);
    if (!tuple)
        return script_throw (runtime, "TypeError", "isinstance() arg 2 must be a type, a tuple of types, or a union");
    if (!runtime_enter (runtime))
        return SCRIPT_STOP;
    for (guint32 i = 0; i < tuple->length && !*is; i++)
    {
        ScriptStatus status = py_is_instance (runtime, value, tuple->items[i], is);

        if (status != SCRIPT_NORMAL)
        {
            runtime_leave (runtime);
            return status;
        }
    }
    runtime_leave (runtime);
    return SCRIPT_NORMAL;
}

/* Host classes. */

Value py_host_class (ScriptRuntime *runtime, const HostClass *host)
{
    PyState *py = runtime->py;
    PyClass *class = g_hash_table_lookup (py->host_classes, host);
    PyClass *bases[2];
    guint n = 0;

    if (class)
        return value_of_object (&class->object);
    if (host->base)
        bases[n++] = value_class (py_host_class (runtime, host->base));
    if (host->exception)
        bases[n++] = py_builtin_class (runtime, host->exception);
    if (n == 0)
        bases[n++] = py->object;
    class = py_class_alloc (runtime, intern (runtime, host->name, -1), py->type);
    if (host->module)
        class->module = intern (runtime, host->module, -1);
    class->host = host;
    py_class_build (runtime, class, bases, n);
    if (bases[0]->layout != OBJECT_ERROR)
        class->layout = OBJECT_HOST;
    g_hash_table_insert (py->host_classes, (gpointer)host, class);
    return value_of_object (&class->object);
}

const HostClass *py_host_class_of (Value value)
{
    PyClass *class = value_class (value);

    for (guint i = 0; class && i < class->n_mro; i++)
        if (class->mro[i]->host)
            return class->mro[i]->host;
    return NULL;
}

gboolean py_has_own (ScriptRuntime *runtime, Value object, const char *name)
{
    PyClass *class = value_class (object) ? value_class (object) : py_type (runtime, object);
    const Name *key = intern (runtime, name, -1);

    for (guint i = 0; i < class->n_mro && !class->mro[i]->host; i++)
        if (class->mro[i]->is_script && object_find_own (&class->mro[i]->object, key))
            return TRUE;
    return FALSE;
}

gboolean py_is_overridden (ScriptRuntime *runtime, Value value, const Name *name)
{
    PyClass *where = NULL;

    py_class_find_after (py_type (runtime, value), NULL, name, &where);
    return where && where->is_script;
}

/* A method of a host class, as an attribute of the class that scripts see. */
static Value host_special (ScriptRuntime *runtime, const PyClass *class, const Name *name)
{
    const HostClass *host = NULL;
    const HostMember *member;

    for (guint i = 0; i < class->n_mro && !host; i++)
        host = class->mro[i]->host;
    member = host ? host_class_find (host, name->text) : NULL;
    if (!member || member->kind == HOST_GETTER || !member->function)
        return EMPTY_VALUE;
    return host_member_function (runtime, host, member, name);
}

Value py_special (ScriptRuntime *runtime, Value value, const Name *name)
{
    PyClass *class = py_type (runtime, value);
    PyClass *where = NULL;
    Value found = py_class_find_after (class, NULL, name, &where);

    /* What the script's class has comes first, then the host class, then `object`. */
    if (value_is_object (value, OBJECT_HOST) && (found.kind == VALUE_EMPTY || !where->is_script))
    {
        Value host = host_special (runtime, class, name);

        if (host.kind != VALUE_EMPTY)
            return host;
    }
    return found;
}

ScriptStatus py_call_named_special (ScriptRuntime *runtime, Value value, const Name *name, const Value *arguments,
                                    guint n, Value *out, gboolean *found)
{
    Value method = py_special (runtime, value, name);
    Value bound;

    *found = method.kind != VALUE_EMPTY && method.kind != VALUE_NULL;
    if (!*found)
        return SCRIPT_NORMAL;
    if (value_function (method))
        return py_call_value (runtime, method, value, &(Arguments){ .items = arguments, .n = n }, TRUE, out);
    SCRIPT_TRY (py_bind_attribute (runtime, method, value, py_type (runtime, value), &bound));
    return py_call (runtime, bound, arguments, n, out);
}

ScriptStatus py_call_special (ScriptRuntime *runtime, Value value, const char *name, const Value *arguments, guint n,
                              Value *out, gboolean *found)
{
    return py_call_named_special (runtime, value, intern (runtime, name, -1), arguments, n, out, found);
}

/* Instances. */

static ScriptStatus call_new (ScriptRuntime *runtime, Value method, PyClass *class, const Arguments *arguments,
                              Value *out)
{
    Value *items = script_alloc (runtime, (arguments->n + 1) * sizeof *items);
    Arguments all = *arguments;

    if (value_is_object (method, OBJECT_DESCRIPTOR))
        method = ((PyDescriptor *)method.as.object)->get;
    items[0] = value_of_object (&class->object);
    if (arguments->n)
        memcpy (items + 1, arguments->items, arguments->n * sizeof *items);
    all.items = items;
    all.n++;
    return py_call_named (runtime, method, &all, out);
}

ScriptStatus py_construct (ScriptRuntime *runtime, PyClass *class, const Arguments *arguments, Value *out)
{
    const PyNames *names = &runtime->py->names;
    Value method = py_class_find (class, names->__new__);
    Value init;
    Value ignored;

    SCRIPT_TRY (call_new (runtime, method, class, arguments, out));
    if (!py_is_subclass (py_type (runtime, *out), class))
        return SCRIPT_NORMAL;
    init = py_special (runtime, *out, names->__init__);
    if (value_is_object (*out, OBJECT_HOST) && !py_is_overridden (runtime, *out, names->__init__))
        return SCRIPT_NORMAL;
    SCRIPT_TRY (py_call_value (runtime, init, *out, arguments, TRUE, &ignored));
    if (ignored.kind != VALUE_NULL)
        return script_throw (runtime, "TypeError", "__init__() should return None, not '%s'",
                             py_type_name (runtime, ignored));
    return SCRIPT_NORMAL;
}

/* Class statements. */

typedef struct
{
    PyClass **bases;
    guint n;
    const Name **names; /* keywords of the class statement */
    Value *named;
    guint n_named;
    PyClass *metaclass;
} Bases;

static ScriptStatus add_base (ScriptRuntime *runtime, Bases *bases, Value value)
{
    PyClass *class = value_class (value);
    Value resolved;
    gboolean found;

    if (!class)
    {
        const char *reason = host_missing_reason (value);
        Value orig[1] = { py_tuple_new (runtime, NULL, 0) };

        if (reason)
            return script_refuse (runtime, "%s", reason);
        SCRIPT_TRY (py_call_special (runtime, value, "__mro_entries__", orig, 1, &resolved, &found));
        if (!found || !py_as_tuple (resolved))
            return script_refuse (runtime, "a class based on a value of type '%s'", py_type_name (runtime, value));
        for (guint32 i = 0; i < py_as_tuple (resolved)->length; i++)
            SCRIPT_TRY (add_base (runtime, bases, py_as_tuple (resolved)->items[i]));
        return SCRIPT_NORMAL;
    }
    if (class == runtime->py->boolean || class == runtime->py->none || class == runtime->py->range ||
        class == runtime->py->slice || class == runtime->py->function)
        return script_throw (runtime, "TypeError", "type '%s' is not an acceptable base type", class->name->text);
    if (class->host && !class->host->init && !class->host->exception && class->layout != OBJECT_ERROR)
        return script_refuse (runtime, "a class based on %s is out of reach", class->name->text);
    bases->bases[bases->n++] = class;
    return SCRIPT_NORMAL;
}

static ScriptStatus evaluate_bases (Frame *frame, const Class *code, Bases *bases)
{
    ScriptRuntime *runtime = frame->runtime;
    guint n = code->bases.count;

    *bases = (Bases){ 0 };
    bases->bases = script_alloc (runtime, (n + 8) * sizeof *bases->bases);
    bases->names = script_alloc (runtime, (n + 1) * sizeof *bases->names);
    bases->named = script_alloc (runtime, (n + 1) * sizeof *bases->named);
    for (guint i = 0; i < n; i++)
    {
        const Node *node = code->bases.items[i];
        Value value;

        if (node->kind == NODE_SPREAD || (node->kind == NODE_KEYWORD && !node->keyword.name))
        {
            runtime->node = node;
            return script_refuse (runtime, "a class whose bases are spread is out of reach");
        }
        SCRIPT_TRY (evaluate (frame, node->kind == NODE_KEYWORD ? node->keyword.value : node, &value));
        runtime->node = node;
        if (node->kind != NODE_KEYWORD)
            SCRIPT_TRY (add_base (runtime, bases, value));
        else if (node->keyword.name == runtime->py->names.metaclass)
        {
            bases->metaclass = value_class (value);
            if (!bases->metaclass || !py_is_subclass (bases->metaclass, runtime->py->type))
                return script_refuse (runtime, "a metaclass that is no class based on `type` is out of reach");
        }
        else
        {
            bases->names[bases->n_named] = node->keyword.name;
            bases->named[bases->n_named++] = value;
        }
    }
    if (bases->n == 0)
        bases->bases[bases->n++] = runtime->py->object;
    return SCRIPT_NORMAL;
}

/* The class of the class: the most derived of those of its bases. */
static PyClass *metaclass_of (ScriptRuntime *runtime, const Bases *bases)
{
    PyClass *metaclass = bases->metaclass ? bases->metaclass : runtime->py->type;

    for (guint i = 0; i < bases->n; i++)
    {
        PyClass *other = class_of_object (&bases->bases[i]->object);

        if (py_is_subclass (other, metaclass))
            metaclass = other;
    }
    return metaclass;
}

/* What a class attribute wants to know of its class. */
static ScriptStatus tell_names (ScriptRuntime *runtime, PyClass *class)
{
    for (guint32 i = 0; i < class->object.n_properties; i++)
    {
        const Property *property = &class->object.properties[i];
        Value arguments[2] = { value_of_object (&class->object), UNDEFINED };
        Value ignored;
        gboolean found;

        if (!property->key || property->value.kind != VALUE_OBJECT)
            continue;
        arguments[1] = value_of_name (runtime, property->key);
        SCRIPT_TRY (py_call_named_special (runtime, property->value, runtime->py->names.__set_name__, arguments, 2,
                                           &ignored, &found));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus tell_base (ScriptRuntime *runtime, PyClass *class, const Bases *bases)
{
    PyClass *where;
    Value hook = py_class_find_after (class, class, runtime->py->names.__init_subclass__, &where);
    Value bound;
    Value ignored;

    if (hook.kind == VALUE_EMPTY)
        return SCRIPT_NORMAL;
    if (value_is_object (hook, OBJECT_DESCRIPTOR))
        hook = ((PyDescriptor *)hook.as.object)->get;
    bound = value_of_object (&class->object);
    return py_call_value (runtime, hook, bound,
                          &(Arguments){ .names = bases->names, .named = bases->named, .n_named = bases->n_named }, TRUE,
                          &ignored);
}

/* What a class has that its body does not say. */
static ScriptStatus complete_attributes (ScriptRuntime *runtime, PyClass *class, Value doc)
{
    const PyNames *names = &runtime->py->names;
    const Property *module = object_find_own (&class->object, names->__module__);

    if (!module)
        object_define (runtime, &class->object, names->__module__, value_of_name (runtime, class->module),
                       PROPERTY_ORDINARY);
    else if (py_as_string (module->value))
        class->module = intern (runtime, py_as_string (module->value)->data, py_as_string (module->value)->length);
    if (!object_find_own (&class->object, names->__doc__))
        object_define (runtime, &class->object, names->__doc__, doc, PROPERTY_ORDINARY);
    if (object_find_own (&class->object, names->__eq__) && !object_find_own (&class->object, names->__hash__))
        object_define (runtime, &class->object, names->__hash__, NULL_VALUE, PROPERTY_ORDINARY);
    if (object_find_own (&class->object, names->__getattribute__))
        return script_refuse (runtime, "a class with a `__getattribute__` of its own is out of reach");
    return SCRIPT_NORMAL;
}

/* Tells the attributes and the bases of a class that is complete. */
static ScriptStatus tell_all (ScriptRuntime *runtime, PyClass *class, const Bases *bases)
{
    SCRIPT_TRY (tell_names (runtime, class));
    return tell_base (runtime, class, bases);
}

/* type (NAME, BASES, NAMESPACE), which metaclasses call too. */
ScriptStatus py_type_new (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[5];
    Bases bases = { 0 };
    ScriptMap *namespace;
    ScriptBox *cell = runtime->py->class_cell;
    PyClass *class;
    PyClass *winner;
    const Value *own;

    SCRIPT_TRY (py_bind (call, "__new__(metacls, name, bases, dict, /, **others)", values));
    if (!value_class (values[0]) || !py_as_string (values[1]) || !py_as_tuple (values[2]) || !py_as_dict (values[3]))
        return py_type_error (runtime, "type.__new__() takes a name, a tuple of bases and a dict");
    bases.bases = script_alloc (runtime, (value_list (values[2])->length + 8) * sizeof *bases.bases);
    for (guint32 i = 0; i < value_list (values[2])->length; i++)
        SCRIPT_TRY (add_base (runtime, &bases, value_list (values[2])->items[i]));
    if (bases.n == 0)
        bases.bases[bases.n++] = runtime->py->object;
    bases.metaclass = value_class (values[0]);
    winner = metaclass_of (runtime, &bases);
    if (winner != bases.metaclass && winner->is_script)
    {
        Value *all = script_alloc (runtime, call->n_arguments * sizeof *all);

        memcpy (all, call->arguments, call->n_arguments * sizeof *all);
        all[0] = value_of_object (&winner->object);
        return py_call_named (runtime, py_class_find (winner, PY_NAME (runtime, __new__)),
                              &(Arguments){ all, call->n_arguments, call->names, call->named, call->n_named }, out);
    }
    bases.names = (const Name **)call->names;
    bases.named = (Value *)call->named;
    bases.n_named = call->n_named;
    runtime->py->class_cell = NULL;
    class = py_class_alloc (runtime, intern (runtime, py_as_string (values[1])->data, py_as_string (values[1])->length),
                            metaclass_of (runtime, &bases));
    class->is_script = TRUE;
    namespace = py_as_dict (values[3]);
    own = py_dict_get (namespace, "__module__");
    if (!own && runtime->node && g_hash_table_lookup (runtime->py->files, runtime->node->file))
        class->module =
            intern (runtime, ((PyModule *)g_hash_table_lookup (runtime->py->files, runtime->node->file))->name, -1);
    if (own && py_as_string (*own))
        class->module = intern (runtime, py_as_string (*own)->data, py_as_string (*own)->length);
    own = py_dict_get (namespace, "__qualname__");
    if (own && py_as_string (*own))
        class->qualname = intern (runtime, py_as_string (*own)->data, py_as_string (*own)->length);
    SCRIPT_TRY (py_class_build (runtime, class, bases.bases, bases.n));
    for (guint32 i = 0; i < namespace->n_entries; i++)
        if (py_as_string (namespace->entries[i].key))
        {
            const ScriptString *name = py_as_string (namespace->entries[i].key);

            object_define (runtime, &class->object, intern (runtime, name->data, name->length),
                           namespace->entries[i].value, PROPERTY_ORDINARY);
        }
    *out = value_of_object (&class->object);
    if (cell)
        cell->value = *out;
    SCRIPT_TRY (complete_attributes (runtime, class, NULL_VALUE));
    return tell_all (runtime, class, &bases);
}

/* The class that a metaclass of the script's makes of a body that has run. */
static ScriptStatus make_by_metaclass (ScriptRuntime *runtime, const Class *code, const Environment *environment,
                                       const PyClass *draft, PyClass *metaclass, const Bases *bases, ScriptBox *cell,
                                       Value *out)
{
    Value *items = script_alloc (runtime, bases->n * sizeof *items);
    Value arguments[3] = { value_of_name (runtime, draft->name), UNDEFINED, py_dict_new (runtime) };
    ScriptMap *namespace = py_as_dict (arguments[2]);
    guint n = bases->n == 1 && bases->bases[0] == runtime->py->object ? 0 : bases->n;

    for (guint i = 0; i < n; i++)
        items[i] = value_of_object (&bases->bases[i]->object);
    arguments[1] = py_tuple_new (runtime, items, n);
    SCRIPT_TRY (py_dict_set (runtime, namespace, "__module__", value_of_name (runtime, draft->module)));
    SCRIPT_TRY (py_dict_set (runtime, namespace, "__qualname__", value_of_name (runtime, draft->qualname)));
    if (py_docstring (runtime, code->body).kind == VALUE_STRING)
        SCRIPT_TRY (py_dict_set (runtime, namespace, "__doc__", py_docstring (runtime, code->body)));
    if (object_find_own (&draft->object, PY_NAME (runtime, __annotations__)))
        SCRIPT_TRY (py_dict_set (runtime, namespace, "__annotations__",
                                 object_find_own (&draft->object, PY_NAME (runtime, __annotations__))->value));
    for (guint32 i = 0; i < code->scope->count; i++)
        if (environment->slots[i].kind != VALUE_EMPTY)
            SCRIPT_TRY (py_map_put (runtime, namespace, value_of_name (runtime, code->scope->variables[i]->name),
                                    environment->slots[i]));
    runtime->py->class_cell = cell;
    return py_call_named (
        runtime, value_of_object (&metaclass->object),
        &(Arguments){
            .items = arguments, .n = 3, .names = bases->names, .named = bases->named, .n_named = bases->n_named },
        out);
}

/* The same without one. */
static ScriptStatus make_plain (ScriptRuntime *runtime, const Class *code, const Environment *environment,
                                PyClass *class, const Bases *bases, ScriptBox *cell, Value *out)
{
    class->object.prototype = &metaclass_of (runtime, bases)->object;
    class->is_script = TRUE;
    SCRIPT_TRY (py_class_build (runtime, class, bases->bases, bases->n));
    for (guint32 i = 0; i < code->scope->count; i++)
        if (environment->slots[i].kind != VALUE_EMPTY)
            object_define (runtime, &class->object, code->scope->variables[i]->name, environment->slots[i],
                           PROPERTY_ORDINARY);
    SCRIPT_TRY (complete_attributes (runtime, class, py_docstring (runtime, code->body)));
    cell->value = value_of_object (&class->object);
    *out = value_of_object (&class->object);
    return tell_all (runtime, class, bases);
}

static const Name *qualified (Frame *frame, const Name *name)
{
    const ScriptObject *definer = frame->definer;
    g_autofree char *text = NULL;

    if (!definer)
        return name;
    if (definer->kind == OBJECT_CLASS)
        text = g_strdup_printf ("%s.%s", ((const PyClass *)definer)->qualname->text, name->text);
    else
        text =
            g_strdup_printf ("%s.<locals>.%s", py_qualified_name ((const ScriptFunction *)definer)->text, name->text);
    return intern (frame->runtime, text, -1);
}

ScriptStatus py_evaluate_class (Frame *frame, const Class *code, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    const Node *node = runtime->node;
    Environment *outer = frame->environment;
    Environment *environment;
    Bases bases;
    PyClass *class;
    PyClass *metaclass;
    ScriptObject *outer_cell = frame->cell;
    ScriptObject *definer = frame->definer;
    ScriptBox *cell = object_alloc (runtime, OBJECT_BOX, &runtime->py->object->object, sizeof *cell);
    ScriptStatus status;

    SCRIPT_TRY (evaluate_bases (frame, code, &bases));
    environment = environment_new (runtime, outer, code->scope);
    environment_keep (environment);
    frame->environment = environment;
    frame->cell = &cell->object;
    class = py_class_alloc (runtime, code->name, runtime->py->type);
    class->qualname = qualified (frame, code->name);
    frame->definer = &class->object;
    status = execute (frame, code->body);
    frame->environment = outer;
    frame->cell = outer_cell;
    frame->definer = definer;
    if (status != SCRIPT_NORMAL)
        return status;
    runtime->node = node;
    if (frame->module)
        class->module = intern (runtime, ((PyModule *)frame->module)->name, -1);
    metaclass = metaclass_of (runtime, &bases);
    if (metaclass->is_script)
        SCRIPT_TRY (make_by_metaclass (runtime, code, environment, class, metaclass, &bases, cell, out));
    else
        SCRIPT_TRY (make_plain (runtime, code, environment, class, &bases, cell, out));
    return py_decorate (frame, &code->decorators, out);
}
