/* The parts of Python's runtime put together. */

#include "script/py_internal.h"

static void know_names (ScriptRuntime *runtime)
{
    PyNames *names = &runtime->py->names;

#define MEMBER(name) names->name = intern (runtime, #name, -1);
    PY_NAMES (MEMBER)
#undef MEMBER
}

void py_define (ScriptRuntime *runtime, const char *name, Value value)
{
    object_define (runtime, runtime->global, intern (runtime, name, -1), value, PROPERTY_ORDINARY);
}

void py_define_functions (ScriptRuntime *runtime, const NativeEntry *entries)
{
    for (; entries->name; entries++)
        py_define (runtime, entries->name, py_function_new (runtime, entries->name, entries->function, UNDEFINED));
}

/* `object` is an instance of `type`, which is a class based on `object` and an instance of itself. */
static void make_first_classes (ScriptRuntime *runtime)
{
    PyState *py = runtime->py;

    py->type = object_alloc (runtime, OBJECT_CLASS, NULL, sizeof *py->type);
    py->type->object.prototype = &py->type->object;
    py->type->name = py->type->qualname = intern (runtime, "type", -1);
    py->type->module = intern (runtime, "builtins", -1);
    py->object = py_class_alloc (runtime, intern (runtime, "object", -1), py->type);
    py_class_build (runtime, py->object, NULL, 0);
    py_class_build (runtime, py->type, &py->object, 1);
    py->type->layout = OBJECT_CLASS;
}

static PyClass *add (ScriptRuntime *runtime, const char *name, ObjectKind layout)
{
    PyClass *class = py_class_new (runtime, name, NULL, NULL, layout, NULL, NULL);

    g_hash_table_insert (runtime->py->classes, (gpointer) class->name, class);
    return class;
}

static Value singleton (ScriptRuntime *runtime, PyClass *class)
{
    return value_of_object (object_alloc (runtime, OBJECT_SINGLETON, &class->object, sizeof (ScriptObject)));
}

static void make_plain_classes (ScriptRuntime *runtime)
{
    PyState *py = runtime->py;

    py->none = add (runtime, "NoneType", OBJECT_SINGLETON);
    py->function = add (runtime, "function", OBJECT_FUNCTION);
    py->builtin = add (runtime, "builtin_function_or_method", OBJECT_FUNCTION);
    py->method = add (runtime, "method", OBJECT_METHOD);
    py->module = add (runtime, "module", OBJECT_MODULE);
    py->ellipsis = add (runtime, "ellipsis", OBJECT_SINGLETON);
    py->not_implemented = add (runtime, "NotImplementedType", OBJECT_SINGLETON);
    py->ellipsis_value = singleton (runtime, py->ellipsis);
    py->not_implemented_value = singleton (runtime, py->not_implemented);
    py_define (runtime, "Ellipsis", py->ellipsis_value);
    py_define (runtime, "NotImplemented", py->not_implemented_value);
    py_define (runtime, "__debug__", value_boolean (TRUE));
    runtime->prototypes.function = &py->builtin->object;
}

void py_setup (ScriptRuntime *runtime)
{
    PyState *py = g_new0 (PyState, 1);

    runtime->py = py;
    py->handled = UNDEFINED;
    py->classes = g_hash_table_new (NULL, NULL);
    py->host_classes = g_hash_table_new (NULL, NULL);
    py->modules = g_hash_table_new (g_str_hash, g_str_equal);
    py->imported = g_hash_table_new (g_str_hash, g_str_equal);
    py->files = g_hash_table_new (NULL, NULL);
    py->open = g_ptr_array_new ();
    py->line = g_string_new (NULL);
    know_names (runtime);
    make_first_classes (runtime);
    make_plain_classes (runtime);
    py_setup_descriptors (runtime);
    py_setup_object (runtime);
    py_setup_types (runtime);
    py_setup_errors (runtime);
    py_setup_iterators (runtime);
    py_setup_generators (runtime);
    py_setup_functions (runtime);
}

void py_free (ScriptRuntime *runtime)
{
    PyState *py = runtime->py;

    if (!py)
        return;
    g_hash_table_unref (py->classes);
    g_hash_table_unref (py->host_classes);
    g_hash_table_unref (py->modules);
    g_hash_table_unref (py->imported);
    g_hash_table_unref (py->files);
    g_ptr_array_unref (py->open);
    g_string_free (py->line, TRUE);
    g_free (py);
}
