/* repr, str and format. See py.h. */

#include "script/py_internal.h"
#include "script/py_methods.h"

#include <string.h>

static ScriptStatus append (ScriptRuntime *runtime, TextBuilder *text, Value value);

static ScriptStatus append_items (ScriptRuntime *runtime, TextBuilder *text, const ScriptList *list)
{
    for (guint32 i = 0; i < list->length; i++)
    {
        if (i > 0)
            text_append_text (text, ", ");
        SCRIPT_TRY (append (runtime, text, list->items[i]));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus append_map (ScriptRuntime *runtime, TextBuilder *text, const ScriptMap *map, PyViewKind kind)
{
    gboolean first = TRUE;

    for (guint32 i = 0; i < map->n_entries; i++)
    {
        Value key = map->entries[i].key;
        Value value = map->entries[i].value;

        if (key.kind == VALUE_EMPTY)
            continue;
        if (!first)
            text_append_text (text, ", ");
        first = FALSE;
        if (kind != PY_VALUES)
            SCRIPT_TRY (append (runtime, text, key));
        if (kind == PY_ITEMS)
            text_append_text (text, ": ");
        if (kind != PY_KEYS)
            SCRIPT_TRY (append (runtime, text, value));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus append_view (ScriptRuntime *runtime, TextBuilder *text, Value value)
{
    ScriptList *items;

    SCRIPT_TRY (py_items (runtime, value, &items));
    text_append_text (text, py_type_name (runtime, value));
    text_append_text (text, "([");
    SCRIPT_TRY (append_items (runtime, text, items));
    text_append_text (text, "])");
    return SCRIPT_NORMAL;
}

static ScriptStatus append_set (ScriptRuntime *runtime, TextBuilder *text, ScriptMap *map)
{
    PyClass *class = class_of_object (&map->object);
    gboolean named = class != runtime->py->set || py_map_length (map) == 0;

    if (named)
    {
        text_append_text (text, class->name->text);
        text_append_c (text, '(');
    }
    if (py_map_length (map) > 0)
    {
        text_append_c (text, '{');
        SCRIPT_TRY (append_map (runtime, text, map, PY_KEYS));
        text_append_c (text, '}');
    }
    if (named)
        text_append_c (text, ')');
    return SCRIPT_NORMAL;
}

/* Of the containers: what is inside them. */
static ScriptStatus append_container (ScriptRuntime *runtime, TextBuilder *text, Value value)
{
    const ScriptList *list = value_list (value);

    switch ((int)value.as.object->kind)
    {
    case OBJECT_LIST:
        text_append_c (text, '[');
        SCRIPT_TRY (append_items (runtime, text, list));
        text_append_c (text, ']');
        return SCRIPT_NORMAL;
    case OBJECT_TUPLE:
        text_append_c (text, '(');
        SCRIPT_TRY (append_items (runtime, text, list));
        text_append_text (text, list->length == 1 ? ",)" : ")");
        return SCRIPT_NORMAL;
    case OBJECT_MAP:
        text_append_c (text, '{');
        SCRIPT_TRY (append_map (runtime, text, value_map (value), PY_ITEMS));
        text_append_c (text, '}');
        return SCRIPT_NORMAL;
    case OBJECT_SET:
        return append_set (runtime, text, value_map (value));
    }
    return append_view (runtime, text, value);
}

static ScriptStatus append_guarded (ScriptRuntime *runtime, TextBuilder *text, Value value)
{
    GPtrArray *open = runtime->py->open;
    ScriptStatus status;

    for (guint i = 0; i < open->len; i++)
        if (g_ptr_array_index (open, i) == value.as.object)
        {
            text_append_text (text, value.as.object->kind == OBJECT_LIST    ? "[...]"
                                    : value.as.object->kind == OBJECT_TUPLE ? "(...)"
                                    : value.as.object->kind == OBJECT_MAP   ? "{...}"
                                                                            : "...");
            return SCRIPT_NORMAL;
        }
    if (!runtime_enter (runtime))
        return SCRIPT_STOP;
    if (open->len >= 200)
    {
        runtime_leave (runtime);
        return script_throw (runtime, "RecursionError",
                             "maximum recursion depth exceeded while getting the repr of an object");
    }
    g_ptr_array_add (open, value.as.object);
    status = append_container (runtime, text, value);
    g_ptr_array_set_size (open, (gint)open->len - 1);
    runtime_leave (runtime);
    return status;
}

static void append_printf (TextBuilder *text, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void append_printf (TextBuilder *text, const char *format, ...)
{
    g_autofree char *made = NULL;
    va_list arguments;

    va_start (arguments, format);
    made = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    text_append_text (text, made);
}

static void append_qualified (TextBuilder *text, const PyClass *class)
{
    if (strcmp (class->module->text, "builtins") != 0)
    {
        text_append_text (text, class->module->text);
        text_append_c (text, '.');
    }
    text_append_text (text, class->qualname->text);
}

/* Addresses would differ from run to run: they are shown as CPython shows them, but of our own. */
static void append_object (TextBuilder *text, const PyClass *class, const ScriptObject *object)
{
    text_append_c (text, '<');
    append_qualified (text, class);
    append_printf (text, " object at %p>", (const void *)object);
}

static ScriptStatus append_error (ScriptRuntime *runtime, TextBuilder *text, Value value)
{
    Property *arguments = object_find_own (value.as.object, PY_NAME (runtime, args));
    ScriptList *list = arguments ? value_list (arguments->value) : NULL;

    text_append_text (text, py_type_name (runtime, value));
    text_append_c (text, '(');
    if (list)
        SCRIPT_TRY (append_items (runtime, text, list));
    text_append_c (text, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus append_slice (ScriptRuntime *runtime, TextBuilder *text, const PySlice *slice)
{
    text_append_text (text, "slice(");
    SCRIPT_TRY (append (runtime, text, slice->start));
    text_append_text (text, ", ");
    SCRIPT_TRY (append (runtime, text, slice->stop));
    text_append_text (text, ", ");
    SCRIPT_TRY (append (runtime, text, slice->step));
    text_append_c (text, ')');
    return SCRIPT_NORMAL;
}

static void append_function (TextBuilder *text, const ScriptFunction *function)
{
    if (function->code)
        append_printf (text, "<function %s at %p>", py_qualified_name (function)->text, (const void *)function);
    else if (function->is_method && function->home)
        append_printf (text, "<method '%s' of '%s' objects>", function->name->text,
                       ((const PyClass *)function->home)->name->text);
    else
        append_printf (text, "<built-in function %s>", function->name->text);
}

static ScriptStatus append_method (ScriptRuntime *runtime, TextBuilder *text, const PyMethod *method)
{
    ScriptFunction *function = value_function (method->function);
    ScriptString *self;

    if (function && !function->code)
    {
        append_printf (text, "<built-in method %s of %s object at %p>", function->name->text,
                       py_type_name (runtime, method->receiver), (const void *)method);
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (py_repr (runtime, method->receiver, &self));
    append_printf (text, "<bound method %s of ", function ? py_qualified_name (function)->text : "?");
    text_append_string (text, self);
    text_append_c (text, '>');
    return SCRIPT_NORMAL;
}

/* How an object is shown that has no __repr__ of the script. */
static ScriptStatus append_default (ScriptRuntime *runtime, TextBuilder *text, Value value)
{
    ScriptObject *object = value.as.object;
    const PyRange *range = (const PyRange *)object;

    switch ((int)object->kind)
    {
    case OBJECT_LIST:
    case OBJECT_TUPLE:
    case OBJECT_MAP:
    case OBJECT_SET:
    case OBJECT_VIEW:
        return append_guarded (runtime, text, value);
    case OBJECT_BYTES:
        py_repr_bytes (text, value_bytes (value));
        break;
    case OBJECT_BOX:
        return append (runtime, text, py_unbox (value));
    case OBJECT_RANGE:
        if (range->step == 1)
            append_printf (text, "range(%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ")", range->start, range->stop);
        else
            append_printf (text, "range(%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ")",
                           range->start, range->stop, range->step);
        break;
    case OBJECT_SLICE:
        return append_slice (runtime, text, (PySlice *)object);
    case OBJECT_SINGLETON:
        text_append_text (text, class_of_object (object) == runtime->py->ellipsis ? "Ellipsis" : "NotImplemented");
        break;
    case OBJECT_ERROR:
        return append_error (runtime, text, value);
    case OBJECT_CLASS:
        text_append_text (text, "<class '");
        append_qualified (text, (PyClass *)object);
        text_append_text (text, "'>");
        break;
    case OBJECT_FUNCTION:
        append_function (text, (ScriptFunction *)object);
        break;
    case OBJECT_METHOD:
        return append_method (runtime, text, (PyMethod *)object);
    case OBJECT_MODULE:
        append_printf (text, "<module '%s'>", ((PyModule *)object)->name);
        break;
    default:
        append_object (text, class_of_object (object), object);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus by_method (ScriptRuntime *runtime, Value value, const Name *name, ScriptString **out,
                               gboolean *found)
{
    Value made;

    SCRIPT_TRY (py_call_named_special (runtime, value, name, NULL, 0, &made, found));
    if (!*found)
        return SCRIPT_NORMAL;
    *out = py_as_string (made);
    if (!*out)
        return script_throw (runtime, "TypeError", "%s returned non-string (type %s)", name->text,
                             py_type_name (runtime, made));
    return SCRIPT_NORMAL;
}

/* Whether the method NAME of VALUE is something else than what `object` has. */
static gboolean has_method (ScriptRuntime *runtime, Value value, const Name *name)
{
    Value method = py_special (runtime, value, name);

    return method.kind != VALUE_EMPTY && !value_same (method, py_class_find (runtime->py->object, name));
}

static ScriptStatus append (ScriptRuntime *runtime, TextBuilder *text, Value value)
{
    ScriptString *made;
    gboolean found;

    if (!runtime_step (runtime))
        return runtime_exhausted (runtime);
    if (text->failed)
        return SCRIPT_STOP;
    switch (value.kind)
    {
    case VALUE_BOOLEAN:
        text_append_text (text, value.as.boolean ? "True" : "False");
        return SCRIPT_NORMAL;
    case VALUE_INTEGER:
        append_printf (text, "%" G_GINT64_FORMAT, value.as.integer);
        return SCRIPT_NORMAL;
    case VALUE_NUMBER:
        py_repr_float (text, value.as.number);
        return SCRIPT_NORMAL;
    case VALUE_STRING:
        py_repr_string (text, value.as.string, FALSE);
        return SCRIPT_NORMAL;
    case VALUE_OBJECT:
        break;
    case VALUE_UNDEFINED:
    case VALUE_NULL:
    case VALUE_SYMBOL:
    case VALUE_EMPTY:
        text_append_text (text, "None");
        return SCRIPT_NORMAL;
    }
    if (host_missing_reason (value))
        return host_refuse_plain (runtime, value);
    if (!has_method (runtime, value, PY_NAME (runtime, __repr__)))
        return append_default (runtime, text, value);
    SCRIPT_TRY (by_method (runtime, value, PY_NAME (runtime, __repr__), &made, &found));
    text_append_string (text, made);
    return SCRIPT_NORMAL;
}

ScriptStatus py_repr (ScriptRuntime *runtime, Value value, ScriptString **out)
{
    TextBuilder text;
    Value made;

    text_builder_init (&text, runtime);
    SCRIPT_TRY (append (runtime, &text, value));
    SCRIPT_TRY (text_finish (&text, &made));
    *out = made.as.string;
    return SCRIPT_NORMAL;
}

ScriptStatus py_repr_default (ScriptRuntime *runtime, Value value, ScriptString **out)
{
    TextBuilder text;
    Value made;

    if (value.kind != VALUE_OBJECT)
        return py_repr (runtime, value, out);
    text_builder_init (&text, runtime);
    SCRIPT_TRY (append_default (runtime, &text, value));
    SCRIPT_TRY (text_finish (&text, &made));
    *out = made.as.string;
    return SCRIPT_NORMAL;
}

static ScriptStatus error_text (ScriptRuntime *runtime, Value value, ScriptString **out)
{
    Property *arguments = object_find_own (value.as.object, PY_NAME (runtime, args));
    ScriptList *list = arguments ? value_list (arguments->value) : NULL;

    if (!list || list->length == 0)
    {
        *out = string_borrow (runtime, "", 0);
        return SCRIPT_NORMAL;
    }
    if (list->length > 1)
        return py_repr (runtime, arguments->value, out);
    if (py_is_subclass (py_type (runtime, value), py_builtin_class (runtime, "KeyError")))
        return py_repr (runtime, list->items[0], out);
    return py_str (runtime, list->items[0], out);
}

ScriptStatus py_str_default (ScriptRuntime *runtime, Value value, ScriptString **out)
{
    if (py_as_string (value) && !value_is_object (value, OBJECT_BOX))
        *out = value.as.string;
    else if (value_is_object (value, OBJECT_ERROR))
        return error_text (runtime, value, out);
    else
        return py_repr (runtime, value, out);
    return SCRIPT_NORMAL;
}

ScriptStatus py_str (ScriptRuntime *runtime, Value value, ScriptString **out)
{
    gboolean found;

    if (value.kind == VALUE_STRING)
    {
        *out = value.as.string;
        return SCRIPT_NORMAL;
    }
    if (value.kind != VALUE_OBJECT)
        return py_repr (runtime, value, out);
    if (has_method (runtime, value, PY_NAME (runtime, __str__)))
        return by_method (runtime, value, PY_NAME (runtime, __str__), out, &found);
    return py_str_default (runtime, value, out);
}

ScriptStatus py_format (ScriptRuntime *runtime, Value value, ScriptString *spec, ScriptString **out)
{
    Value text;
    Value made;
    gboolean found;

    if (!spec)
        spec = string_borrow (runtime, "", 0);
    if (value.kind == VALUE_STRING && spec->length == 0)
    {
        *out = value.as.string;
        return SCRIPT_NORMAL;
    }
    if (value.kind == VALUE_OBJECT)
    {
        text = value_of_string (spec);
        SCRIPT_TRY (py_call_named_special (runtime, value, PY_NAME (runtime, __format__), &text, 1, &made, &found));
        if (found)
        {
            *out = py_as_string (made);
            return *out ? SCRIPT_NORMAL : py_type_error (runtime, "__format__ must return a str");
        }
        if (spec->length == 0)
            return py_str (runtime, value, out);
    }
    return py_format_builtin (runtime, value, spec, out);
}

ScriptStatus py_ascii (ScriptRuntime *runtime, const ScriptString *string, Value *out)
{
    TextBuilder text;
    char escape[PY_ESCAPE_SIZE];

    text_builder_init (&text, runtime);
    for (const char *p = string->data, *end = p + string->length; p < end;)
    {
        gunichar c = g_utf8_get_char (p);

        if (c < 0x80)
            text_append_c (&text, *p);
        else
            text_append_text (&text, py_escape (c, escape));
        p = g_utf8_next_char (p);
    }
    return text_finish (&text, out);
}
