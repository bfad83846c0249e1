/* Built-in functions that look at objects, and those that are out of reach. See py.h. */

#include "script/es_console.h"
#include "script/py_internal.h"
#include "script/py_methods.h"
#include "script/py_module.h"

#include <string.h>

/* print and sys.stdout: whole lines go to the log, the rest waits. */

ScriptStatus py_write (ScriptRuntime *runtime, ScriptLogLevel level, const char *text, gsize length)
{
    GString *line = runtime->py->line;

    if (runtime->output + line->len + length > runtime->limits.output)
        return script_refuse (runtime, "the script writes more than %" G_GSIZE_FORMAT " MiB of output",
                              runtime->limits.output >> 20);
    g_string_append_len (line, text, (gssize)length);
    for (char *end; (end = memchr (line->str, '\n', line->len));)
    {
        g_autoptr (GString) whole = g_string_new_len (line->str, end - line->str);

        g_string_erase (line, 0, end - line->str + 1);
        SCRIPT_TRY (console_say (runtime, level, whole));
    }
    return SCRIPT_NORMAL;
}

ScriptStatus py_write_rest (ScriptRuntime *runtime)
{
    return runtime->py->line->len ? py_write (runtime, SCRIPT_LOG_INFO, "\n", 1) : SCRIPT_NORMAL;
}

/* sep= and end=: None is what is usual. */
static ScriptStatus separator (ScriptCall *call, const char *name, Value value, const char *usual, ScriptString **out)
{
    *out = py_as_string (value);
    if (*out)
        return SCRIPT_NORMAL;
    if (value.kind != VALUE_EMPTY && value.kind != VALUE_NULL)
        return script_throw (call->runtime, "TypeError", "%s must be None or a string, not %s", name,
                             py_type_name (call->runtime, value));
    *out = string_borrow (call->runtime, usual, (guint32)strlen (usual));
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_print (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[5];
    ScriptString *sep;
    ScriptString *end;
    ScriptList *items;
    TextBuilder text;
    Value made;

    *out = NULL_VALUE;
    SCRIPT_TRY (py_bind (call, "print(*args, sep=, end=, file=, flush=)", values));
    SCRIPT_TRY (separator (call, "sep", values[1], " ", &sep));
    SCRIPT_TRY (separator (call, "end", values[2], "\n", &end));
    items = value_list (values[0]);
    text_builder_init (&text, runtime);
    for (guint32 i = 0; i < items->length; i++)
    {
        ScriptString *item;

        if (i > 0)
            text_append_string (&text, sep);
        SCRIPT_TRY (py_str (runtime, items->items[i], &item));
        text_append_string (&text, item);
    }
    text_append_string (&text, end);
    SCRIPT_TRY (text_finish (&text, &made));
    if (values[3].kind != VALUE_EMPTY && values[3].kind != VALUE_NULL)
        return py_call_method (runtime, values[3], "write", &made, 1, &made);
    return py_write (runtime, SCRIPT_LOG_INFO, made.as.string->data, made.as.string->length);
}

static ScriptStatus builtin_len (ScriptCall *call, Value *out)
{
    gint64 length;

    SCRIPT_TRY (py_take_one (call, NULL, "len"));
    SCRIPT_TRY (py_length (call->runtime, call->arguments[0], &length));
    *out = value_integer (length);
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_repr (ScriptCall *call, Value *out)
{
    ScriptString *text;

    SCRIPT_TRY (py_take_one (call, NULL, "repr"));
    SCRIPT_TRY (py_repr (call->runtime, call->arguments[0], &text));
    *out = value_of_string (text);
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_ascii (ScriptCall *call, Value *out)
{
    ScriptString *text;

    SCRIPT_TRY (py_take_one (call, NULL, "ascii"));
    SCRIPT_TRY (py_repr (call->runtime, call->arguments[0], &text));
    return py_ascii (call->runtime, text, out);
}

static ScriptStatus builtin_format (ScriptCall *call, Value *out)
{
    ScriptString *spec = NULL;
    ScriptString *text;

    SCRIPT_TRY (py_check_arguments (call, "format", 1, 2));
    if (call->n_arguments > 1)
    {
        spec = py_as_string (call->arguments[1]);
        if (!spec)
            return script_throw (call->runtime, "TypeError", "format() argument 2 must be str, not %s",
                                 py_type_name (call->runtime, call->arguments[1]));
    }
    SCRIPT_TRY (py_format (call->runtime, call->arguments[0], spec, &text));
    *out = value_of_string (text);
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_hash (ScriptCall *call, Value *out)
{
    gint64 hash;

    SCRIPT_TRY (py_take_one (call, NULL, "hash"));
    SCRIPT_TRY (py_hash (call->runtime, call->arguments[0], &hash));
    *out = value_integer (hash);
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_id (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_one (call, NULL, "id"));
    if (call->arguments[0].kind != VALUE_OBJECT)
        return script_refuse (call->runtime, "`id` of a value that is no object of its own is out of reach");
    *out = value_integer ((gint64)(gsize)call->arguments[0].as.object);
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_callable (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_one (call, NULL, "callable"));
    *out = value_boolean (py_is_callable (call->runtime, call->arguments[0]));
    return SCRIPT_NORMAL;
}

gboolean py_is_callable (ScriptRuntime *runtime, Value value)
{
    if (value.kind != VALUE_OBJECT)
        return FALSE;
    if (value_function (value) || value_class (value) || value.as.object->kind == OBJECT_METHOD ||
        (value_host (value) && value_host (value)->class->call))
        return TRUE;
    return py_special (runtime, value, PY_NAME (runtime, __call__)).kind != VALUE_EMPTY;
}

/* Attributes by name. */

static ScriptStatus attribute_name (ScriptCall *call, Value value, const Name **name)
{
    ScriptString *text = py_as_string (value);

    if (!text)
        return script_throw (call->runtime, "TypeError", "attribute name must be string, not '%s'",
                             py_type_name (call->runtime, value));
    *name = intern (call->runtime, text->data, text->length);
    return SCRIPT_NORMAL;
}

/* Attribute NAME of OBJECT; VALUE_EMPTY in OUT when it has none. What the tool's own objects and the library's modules lack here, they may have there. */
static ScriptStatus find_attribute (ScriptRuntime *runtime, Value object, const Name *name, Value *out)
{
    gboolean known = g_str_has_prefix (name->text, "__") ||
                     !(value_host (object) || py_host_class_of (object) || py_as_module (object));
    ScriptStatus status;

    SCRIPT_TRY (py_find (runtime, object, name, out));
    if (known || out->kind != VALUE_EMPTY)
        return SCRIPT_NORMAL;
    status = py_no_attribute (runtime, object, name);
    if (status != SCRIPT_THROW)
        return status;
    script_take_exception (runtime);
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_getattr (ScriptCall *call, Value *out)
{
    const Name *name;

    SCRIPT_TRY (py_check_arguments (call, "getattr", 2, 3));
    SCRIPT_TRY (attribute_name (call, call->arguments[1], &name));
    if (call->n_arguments < 3)
        return py_get (call->runtime, call->arguments[0], name, out);
    SCRIPT_TRY (find_attribute (call->runtime, call->arguments[0], name, out));
    if (out->kind == VALUE_EMPTY)
        *out = call->arguments[2];
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_hasattr (ScriptCall *call, Value *out)
{
    const Name *name;

    SCRIPT_TRY (py_check_arguments (call, "hasattr", 2, 2));
    SCRIPT_TRY (attribute_name (call, call->arguments[1], &name));
    SCRIPT_TRY (find_attribute (call->runtime, call->arguments[0], name, out));
    *out = value_boolean (out->kind != VALUE_EMPTY);
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_setattr (ScriptCall *call, Value *out)
{
    const Name *name;

    *out = NULL_VALUE;
    SCRIPT_TRY (py_check_arguments (call, "setattr", 3, 3));
    SCRIPT_TRY (attribute_name (call, call->arguments[1], &name));
    return py_set (call->runtime, call->arguments[0], name, call->arguments[2]);
}

static ScriptStatus builtin_delattr (ScriptCall *call, Value *out)
{
    const Name *name;

    *out = NULL_VALUE;
    SCRIPT_TRY (py_check_arguments (call, "delattr", 2, 2));
    SCRIPT_TRY (attribute_name (call, call->arguments[1], &name));
    return py_delete (call->runtime, call->arguments[0], name);
}

static ScriptStatus builtin_vars (ScriptCall *call, Value *out)
{
    if (call->n_arguments == 0)
        return script_refuse (call->runtime, "`vars` without an argument is out of reach");
    SCRIPT_TRY (py_check_arguments (call, "vars", 1, 1));
    return py_attributes (call->runtime, call->arguments[0], out);
}

/* Names of OBJECT's own properties, added to NAMES. */
static ScriptStatus add_names (ScriptRuntime *runtime, const ScriptObject *object, ScriptMap *names)
{
    for (guint32 i = 0; i < object->n_properties; i++)
        if (object->properties[i].key)
            SCRIPT_TRY (py_map_put (runtime, names, value_of_name (runtime, object->properties[i].key), NULL_VALUE));
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_dir (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value object = call_argument (call, 0);
    PyClass *class = value_class (object) ? value_class (object) : py_type (runtime, object);
    ScriptMap *names = map_new (runtime, OBJECT_SET);
    ScriptList *list;

    if (call->n_arguments == 0 || value_host (object) || py_host_class_of (object))
        return script_refuse (runtime, "`dir` of this is out of reach");
    SCRIPT_TRY (py_check_arguments (call, "dir", 1, 1));
    for (guint i = 0; i < class->n_mro; i++)
        SCRIPT_TRY (add_names (runtime, &class->mro[i]->object, names));
    if (object.kind == VALUE_OBJECT && !value_class (object))
        SCRIPT_TRY (add_names (runtime, object.as.object, names));
    if (value_is_object (object, OBJECT_MODULE))
    {
        Value all;

        SCRIPT_TRY (py_attributes (runtime, object, &all));
        SCRIPT_TRY (py_items (runtime, all, &list));
        for (guint32 i = 0; i < list->length; i++)
            SCRIPT_TRY (py_map_put (runtime, names, list->items[i], NULL_VALUE));
    }
    SCRIPT_TRY (py_items (runtime, value_of_object (&names->object), &list));
    *out = value_of_object (&list->object);
    return py_sort (runtime, list, NULL_VALUE, FALSE);
}

static ScriptStatus builtin_isinstance (ScriptCall *call, Value *out)
{
    gboolean is;

    SCRIPT_TRY (py_check_arguments (call, "isinstance", 2, 2));
    SCRIPT_TRY (py_is_instance (call->runtime, call->arguments[0], call->arguments[1], &is));
    *out = value_boolean (is);
    return SCRIPT_NORMAL;
}

static ScriptStatus is_subclass_of (ScriptRuntime *runtime, PyClass *class, Value bases, gboolean *is)
{
    ScriptList *tuple = py_as_tuple (bases);
    PyClass *base = value_class (bases);

    *is = FALSE;
    if (base && py_type (runtime, bases)->is_script)
    {
        Value answer;
        Value argument = value_of_object (&class->object);
        gboolean asked;

        SCRIPT_TRY (py_call_named_special (runtime, bases, PY_NAME (runtime, __subclasscheck__), &argument, 1, &answer,
                                           &asked));
        if (asked)
            return py_truth (runtime, answer, is);
    }
    if (base)
    {
        *is = py_is_subclass (class, base);
        return SCRIPT_NORMAL;
    }
    if (host_missing_reason (bases))
        return host_refuse_plain (runtime, bases);
    if (!tuple)
        return py_type_error (runtime, "issubclass() arg 2 must be a class, a tuple of classes, or a union");
    if (!runtime_enter (runtime))
        return SCRIPT_STOP;
    for (guint32 i = 0; i < tuple->length && !*is; i++)
    {
        ScriptStatus status = is_subclass_of (runtime, class, tuple->items[i], is);

        if (status != SCRIPT_NORMAL)
        {
            runtime_leave (runtime);
            return status;
        }
    }
    runtime_leave (runtime);
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_issubclass (ScriptCall *call, Value *out)
{
    gboolean is;

    SCRIPT_TRY (py_check_arguments (call, "issubclass", 2, 2));
    if (host_missing_reason (call->arguments[0]))
        return host_refuse_plain (call->runtime, call->arguments[0]);
    if (!value_class (call->arguments[0]))
        return py_type_error (call->runtime, "issubclass() arg 1 must be a class");
    SCRIPT_TRY (is_subclass_of (call->runtime, value_class (call->arguments[0]), call->arguments[1], &is));
    *out = value_boolean (is);
    return SCRIPT_NORMAL;
}

/* The library's, which reads files below the root. */
static ScriptStatus builtin_open (ScriptCall *call, Value *out)
{
    Arguments arguments = { call->arguments, call->n_arguments, call->names, call->named, call->n_named };
    Value module;
    Value function;

    SCRIPT_TRY (py_import (call->runtime, "io", &module));
    SCRIPT_TRY (py_get_text (call->runtime, module, "open", &function));
    return py_call_named (call->runtime, function, &arguments, out);
}

/* What runs text, or looks at what runs, or asks a person. The name is the function's own. */
static ScriptStatus out_of_reach (ScriptCall *call, Value *out)
{
    (void)out;
    return script_refuse (call->runtime, "`%s` is out of reach", value_to_text (call->runtime, call->captured));
}

static void define_refused (ScriptRuntime *runtime)
{
    static const char *const names[] = { "eval",       "exec",       "compile",    "globals",   "locals",  "input",
                                         "breakpoint", "__import__", "memoryview", "bytearray", "complex", "help",
                                         "exit",       "quit",       "aiter",      "anext" };

    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        py_define (runtime, names[i],
                   py_function_new (runtime, names[i], out_of_reach, value_string (runtime, names[i], -1)));
}

void py_setup_functions (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "print", 0, builtin_print },
                                             { "len", 0, builtin_len },
                                             { "repr", 0, builtin_repr },
                                             { "ascii", 0, builtin_ascii },
                                             { "format", 0, builtin_format },
                                             { "hash", 0, builtin_hash },
                                             { "id", 0, builtin_id },
                                             { "callable", 0, builtin_callable },
                                             { "getattr", 0, builtin_getattr },
                                             { "hasattr", 0, builtin_hasattr },
                                             { "setattr", 0, builtin_setattr },
                                             { "delattr", 0, builtin_delattr },
                                             { "vars", 0, builtin_vars },
                                             { "dir", 0, builtin_dir },
                                             { "isinstance", 0, builtin_isinstance },
                                             { "open", 0, builtin_open },
                                             { "issubclass", 0, builtin_issubclass },
                                             { NULL, 0, NULL } };

    py_define_functions (runtime, functions);
    py_define_functions (runtime, py_iteration_functions);
    py_define_functions (runtime, py_number_functions);
    define_refused (runtime);
}
