/* Python's values: making them and looking at them; see py.h. */

#include "script/py_internal.h"

#include <string.h>

Value py_not_implemented (ScriptRuntime *runtime)
{
    return runtime->py->not_implemented_value;
}

Value py_ellipsis (ScriptRuntime *runtime)
{
    return runtime->py->ellipsis_value;
}

Value py_list_new (ScriptRuntime *runtime, const Value *items, guint n)
{
    return value_of_object (&list_new (runtime, items, n)->object);
}

Value py_tuple_new (ScriptRuntime *runtime, const Value *items, guint n)
{
    ScriptList *list = list_new (runtime, items, n);

    list->object.kind = OBJECT_TUPLE;
    list->object.prototype = &runtime->py->tuple->object;
    return value_of_object (&list->object);
}

Value py_dict_new (ScriptRuntime *runtime)
{
    return value_of_object (&map_new (runtime, OBJECT_MAP)->object);
}

Value py_set_new (ScriptRuntime *runtime, gboolean frozen)
{
    ScriptMap *map = map_new (runtime, OBJECT_SET);

    if (frozen)
        map->object.prototype = &runtime->py->frozenset->object;
    return value_of_object (&map->object);
}

Value py_bytes_new (ScriptRuntime *runtime, gconstpointer data, gsize length)
{
    return value_of_object (&bytes_new (runtime, data, length)->object);
}

Value py_range_new (ScriptRuntime *runtime, gint64 start, gint64 stop, gint64 step)
{
    PyRange *range = object_alloc (runtime, OBJECT_RANGE, &runtime->py->range->object, sizeof *range);
    guint64 span = 0;

    range->start = start;
    range->stop = stop;
    range->step = step;
    if (step > 0 && start < stop)
        span = ((guint64)stop - (guint64)start - 1) / (guint64)step + 1;
    else if (step < 0 && start > stop)
        span = ((guint64)start - (guint64)stop - 1) / (0 - (guint64)step) + 1;
    range->length = (gint64)MIN (span, (guint64)G_MAXINT64);
    return value_of_object (&range->object);
}

Value py_function_new (ScriptRuntime *runtime, const char *name, ScriptNative native, Value captured)
{
    ScriptFunction *function = function_new_native (runtime, intern (runtime, name, -1), 0, native);

    function->object.prototype = &runtime->py->builtin->object;
    function->captured = captured;
    return value_of_object (&function->object);
}

Value py_dict_view_new (ScriptRuntime *runtime, ScriptMap *map, PyViewKind kind)
{
    PyState *py = runtime->py;
    PyClass *class = kind == PY_KEYS ? py->view_keys : kind == PY_VALUES ? py->view_values : py->view_items;
    PyView *view = object_alloc (runtime, OBJECT_VIEW, &class->object, sizeof *view);

    view->map = map;
    view->kind = kind;
    return value_of_object (&view->object);
}

Value py_unbox (Value value)
{
    return value_is_object (value, OBJECT_BOX) ? ((ScriptBox *)value.as.object)->value : value;
}

ScriptString *py_as_string (Value value)
{
    value = py_unbox (value);
    return value.kind == VALUE_STRING ? value.as.string : NULL;
}

ScriptMap *py_as_dict (Value value)
{
    return value_is_object (value, OBJECT_MAP) ? (ScriptMap *)value.as.object : NULL;
}

ScriptMap *py_as_set (Value value)
{
    return value_is_object (value, OBJECT_SET) ? (ScriptMap *)value.as.object : NULL;
}

ScriptList *py_as_list (Value value)
{
    return value_is_object (value, OBJECT_LIST) ? (ScriptList *)value.as.object : NULL;
}

ScriptList *py_as_tuple (Value value)
{
    return value_is_object (value, OBJECT_TUPLE) ? (ScriptList *)value.as.object : NULL;
}

gboolean py_is_integer (Value value, gint64 *integer)
{
    value = py_unbox (value);
    if (value.kind == VALUE_BOOLEAN)
        *integer = value.as.boolean ? 1 : 0;
    else if (value.kind == VALUE_INTEGER)
        *integer = value.as.integer;
    else
        return FALSE;
    return TRUE;
}

/* A string whose units are as many as its bytes is ASCII. Of others seen_unit and seen_offset hold a code point and its place: the end, once the
 * length was asked for. */
guint32 py_string_length (ScriptString *string)
{
    guint32 n = 0;

    if (string->units == string->length)
        return string->length;
    if (string->seen_offset == string->length && string->length > 0)
        return string->seen_unit;
    for (guint32 i = 0; i < string->length; i++)
        n += ((guchar)string->data[i] & 0xc0) != 0x80;
    if (n == string->length)
    {
        string->units = n;
        return n;
    }
    string->seen_unit = n;
    string->seen_offset = string->length;
    return n;
}

guint32 py_string_offset (ScriptString *string, guint32 index)
{
    guint32 length = py_string_length (string);
    guint32 at = 0;
    guint32 offset = 0;

    if (string->units == string->length)
        return index;
    if (index > length / 2)
    {
        at = length;
        offset = string->length;
        while (at > index)
        {
            do
                offset--;
            while (((guchar)string->data[offset] & 0xc0) == 0x80);
            at--;
        }
        return offset;
    }
    while (at < index)
    {
        do
            offset++;
        while (offset < string->length && ((guchar)string->data[offset] & 0xc0) == 0x80);
        at++;
    }
    return offset;
}

ScriptString *py_string_slice (ScriptRuntime *runtime, ScriptString *string, guint32 from, guint32 to)
{
    guint32 start = py_string_offset (string, from);
    guint32 end = py_string_offset (string, to);

    if (start == 0 && end == string->length)
        return string;
    return string_borrow (runtime, string->data + start, end - start);
}
