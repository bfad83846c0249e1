/* Items and slices. See py.h. */

#include "script/py_internal.h"

#include <string.h>

ScriptStatus py_index (ScriptRuntime *runtime, Value value, gint64 *index)
{
    Value result;
    gboolean found = FALSE;

    if (py_is_integer (value, index))
        return SCRIPT_NORMAL;
    if (value.kind == VALUE_OBJECT)
        SCRIPT_TRY (py_call_named_special (runtime, value, PY_NAME (runtime, __index__), NULL, 0, &result, &found));
    if (!found || !py_is_integer (result, index))
        return script_throw (runtime, "TypeError", "'%s' object cannot be interpreted as an integer",
                             py_type_name (runtime, value));
    return SCRIPT_NORMAL;
}

static gboolean has_index (ScriptRuntime *runtime, Value value)
{
    gint64 ignored;

    return py_is_integer (value, &ignored) ||
           (value.kind == VALUE_OBJECT &&
            py_special (runtime, value, PY_NAME (runtime, __index__)).kind != VALUE_EMPTY);
}

static ScriptStatus slice_part (ScriptRuntime *runtime, Value value, gint64 fallback, gint64 *out)
{
    *out = fallback;
    if (value.kind == VALUE_NULL)
        return SCRIPT_NORMAL;
    if (!has_index (runtime, value))
        return script_throw (runtime, "TypeError",
                             "slice indices must be integers or None or have an __index__ method");
    return py_index (runtime, value, out);
}

static gint64 clamp_place (gint64 place, gint64 length, gint64 step)
{
    if (place < 0)
    {
        place = place < -length ? -1 : place + length;
        if (place < 0)
            return step < 0 ? -1 : 0;
    }
    else if (place >= length)
        return step < 0 ? length - 1 : length;
    return place;
}

ScriptStatus py_slice_places (ScriptRuntime *runtime, const PySlice *slice, gint64 length, gint64 *start, gint64 *step,
                              gint64 *count)
{
    gint64 stop;

    SCRIPT_TRY (slice_part (runtime, slice->step, 1, step));
    if (*step == 0)
        return script_throw (runtime, "ValueError", "slice step cannot be zero");
    if (*step < -G_MAXINT64)
        *step = -G_MAXINT64;
    SCRIPT_TRY (slice_part (runtime, slice->start, *step < 0 ? G_MAXINT64 : 0, start));
    SCRIPT_TRY (slice_part (runtime, slice->stop, *step < 0 ? G_MININT64 : G_MAXINT64, &stop));
    *start = clamp_place (*start, length, *step);
    stop = slice->stop.kind == VALUE_NULL ? (*step < 0 ? -1 : length) : clamp_place (stop, length, *step);
    *count = 0;
    if (*step > 0 && *start < stop)
        *count = (stop - *start - 1) / *step + 1;
    else if (*step < 0 && *start > stop)
        *count = (*start - stop - 1) / -*step + 1;
    return SCRIPT_NORMAL;
}

static PySlice *as_slice (Value value)
{
    return value_is_object (value, OBJECT_SLICE) ? (PySlice *)value.as.object : NULL;
}

/* INDEX of a sequence of LENGTH items, counted from its beginning. */
static ScriptStatus place_of_item (ScriptRuntime *runtime, const char *type, Value index, gint64 length, gint64 *place)
{
    if (!has_index (runtime, index))
        return script_throw (runtime, "TypeError",
                             strcmp (type, "string") == 0 ? "%s indices must be integers, not '%s'"
                                                          : "%s indices must be integers or slices, not %s",
                             type, py_type_name (runtime, index));
    SCRIPT_TRY (py_index (runtime, index, place));
    if (*place < 0)
        *place += length;
    if (*place < 0 || *place >= length)
        *place = -1;
    return SCRIPT_NORMAL;
}

static ScriptStatus get_of_list (ScriptRuntime *runtime, Value object, Value index, Value *out)
{
    const ScriptList *list = value_list (object);
    const PySlice *slice = as_slice (index);
    const char *type = py_as_list (object) ? "list" : "tuple";
    gint64 start;
    gint64 step;
    gint64 count;

    if (!slice)
    {
        SCRIPT_TRY (place_of_item (runtime, type, index, list->length, &start));
        if (start < 0)
            return script_throw (runtime, "IndexError", "%s index out of range", type);
        *out = list->items[start];
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (py_slice_places (runtime, slice, list->length, &start, &step, &count));
    if (!runtime_reserve (runtime, (gsize)count * sizeof (Value)) || !runtime_steps (runtime, (gsize)count / 16))
        return runtime_exhausted (runtime);
    *out = py_as_list (object) ? py_list_new (runtime, NULL, (guint)count) : py_tuple_new (runtime, NULL, (guint)count);
    for (gint64 i = 0; i < count; i++)
        value_list (*out)->items[i] = list->items[start + i * step];
    return SCRIPT_NORMAL;
}

static ScriptStatus get_of_string (ScriptRuntime *runtime, ScriptString *string, Value index, Value *out)
{
    const PySlice *slice = as_slice (index);
    gint64 length = py_string_length (string);
    gint64 start;
    gint64 step;
    gint64 count;
    TextBuilder text;

    if (!slice)
    {
        SCRIPT_TRY (place_of_item (runtime, "string", index, length, &start));
        if (start < 0)
            return script_throw (runtime, "IndexError", "string index out of range");
        *out = value_of_string (py_string_slice (runtime, string, (guint32)start, (guint32)start + 1));
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (py_slice_places (runtime, slice, length, &start, &step, &count));
    if (step == 1 || count == 0)
    {
        *out = value_of_string (count ? py_string_slice (runtime, string, (guint32)start, (guint32)(start + count))
                                      : string_borrow (runtime, "", 0));
        return SCRIPT_NORMAL;
    }
    if (!runtime_steps (runtime, (gsize)count / 16))
        return runtime_exhausted (runtime);
    text_builder_init (&text, runtime);
    for (gint64 i = 0; i < count; i++)
    {
        guint32 from = py_string_offset (string, (guint32)(start + i * step));
        guint32 to = py_string_offset (string, (guint32)(start + i * step) + 1);

        if (string->units != string->length && !runtime_steps (runtime, (gsize)length / 8))
            return runtime_exhausted (runtime);
        text_append (&text, string->data + from, to - from);
    }
    return text_finish (&text, out);
}

static ScriptStatus get_of_bytes (ScriptRuntime *runtime, const ScriptBytes *bytes, Value index, Value *out)
{
    const PySlice *slice = as_slice (index);
    gint64 start;
    gint64 step;
    gint64 count;

    if (!slice)
    {
        SCRIPT_TRY (place_of_item (runtime, "byte", index, (gint64)bytes->length, &start));
        if (start < 0)
            return script_throw (runtime, "IndexError", "index out of range");
        *out = value_integer (bytes->data[start]);
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (py_slice_places (runtime, slice, (gint64)bytes->length, &start, &step, &count));
    *out = py_bytes_new (runtime, NULL, (gsize)count);
    for (gint64 i = 0; i < count; i++)
        value_bytes (*out)->data[i] = bytes->data[start + i * step];
    return SCRIPT_NORMAL;
}

static ScriptStatus get_of_range (ScriptRuntime *runtime, const PyRange *range, Value index, Value *out)
{
    const PySlice *slice = as_slice (index);
    gint64 start;
    gint64 step;
    gint64 count;

    if (!slice)
    {
        SCRIPT_TRY (place_of_item (runtime, "range", index, range->length, &start));
        if (start < 0)
            return script_throw (runtime, "IndexError", "range object index out of range");
        *out = value_integer (range->start + start * range->step);
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (py_slice_places (runtime, slice, range->length, &start, &step, &count));
    *out = py_range_new (runtime, range->start + start * range->step,
                         range->start + (start + count * step) * range->step, step * range->step);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_of_dict (ScriptRuntime *runtime, Value object, Value key, Value *out)
{
    Value *found;
    gboolean called = FALSE;

    SCRIPT_TRY (py_map_find (runtime, value_map (object), key, &found));
    if (found)
    {
        *out = *found;
        return SCRIPT_NORMAL;
    }
    if (object.as.object->prototype != &runtime->py->dict->object)
        SCRIPT_TRY (py_call_named_special (runtime, object, PY_NAME (runtime, __missing__), &key, 1, out, &called));
    return called ? SCRIPT_NORMAL : py_raise_value (runtime, "KeyError", key);
}

static ScriptStatus get_of_class (ScriptRuntime *runtime, Value object, Value index, Value *out)
{
    PyClass *class = value_class (object);
    Value hook = py_class_find (class, PY_NAME (runtime, __class_getitem__));
    Value bound;

    if (hook.kind != VALUE_EMPTY)
    {
        SCRIPT_TRY (py_bind_attribute (runtime, hook, EMPTY_VALUE, class, &bound));
        if (value_is_object (bound, OBJECT_METHOD))
            return py_call (runtime, bound, &index, 1, out);
        return py_call_value (runtime, bound, object, &(Arguments){ .items = &index, .n = 1 }, TRUE, out);
    }
    /* list[int] and its like: the parameters mean nothing at run time. */
    if (class == runtime->py->list || class == runtime->py->dict || class == runtime->py->tuple ||
        class == runtime->py->set || class == runtime->py->frozenset || class == runtime->py->type || class->is_script)
    {
        if (class->is_script && py_host_class_of (object) == NULL && !py_is_subclass (class, runtime->py->list) &&
            !py_is_subclass (class, runtime->py->dict))
            return script_throw (runtime, "TypeError", "type '%s' is not subscriptable", class->name->text);
        *out = object;
        return SCRIPT_NORMAL;
    }
    return script_throw (runtime, "TypeError", "type '%s' is not subscriptable", class->name->text);
}

/* *KNOWN: whether OBJECT is of a type that has items of its own. */
static ScriptStatus get_builtin (ScriptRuntime *runtime, Value object, Value index, Value *out, gboolean *known)
{
    Value plain = py_unbox (object);

    *known = TRUE;
    if (plain.kind == VALUE_STRING)
        return get_of_string (runtime, plain.as.string, index, out);
    if (object.kind == VALUE_OBJECT)
        switch ((int)object.as.object->kind)
        {
        case OBJECT_LIST:
        case OBJECT_TUPLE:
            return get_of_list (runtime, object, index, out);
        case OBJECT_MAP:
            return get_of_dict (runtime, object, index, out);
        case OBJECT_BYTES:
            return get_of_bytes (runtime, value_bytes (object), index, out);
        case OBJECT_RANGE:
            return get_of_range (runtime, (PyRange *)object.as.object, index, out);
        }
    *known = FALSE;
    return SCRIPT_NORMAL;
}

static ScriptStatus not_subscriptable (ScriptRuntime *runtime, Value object)
{
    return script_throw (runtime, "TypeError", "'%s' object is not subscriptable", py_type_name (runtime, object));
}

ScriptStatus py_get_index_builtin (ScriptRuntime *runtime, Value object, Value index, Value *out)
{
    gboolean known;

    SCRIPT_TRY (get_builtin (runtime, object, index, out, &known));
    return known ? SCRIPT_NORMAL : not_subscriptable (runtime, object);
}

ScriptStatus py_get_index (ScriptRuntime *runtime, Value object, Value index, Value *out)
{
    gboolean found;

    if (object.kind == VALUE_OBJECT && py_has_operators (object))
    {
        Value hook = py_special (runtime, object, PY_NAME (runtime, __getitem__));

        if (hook.kind != VALUE_EMPTY && !(value_function (hook) && value_function (hook)->native))
            return py_call_named_special (runtime, object, PY_NAME (runtime, __getitem__), &index, 1, out, &found);
    }
    SCRIPT_TRY (get_builtin (runtime, object, index, out, &found));
    if (found)
        return SCRIPT_NORMAL;
    if (value_class (object) && class_of_object (object.as.object) == runtime->py->type)
        return get_of_class (runtime, object, index, out);
    if (host_missing_reason (object))
        return host_refuse_plain (runtime, object);
    SCRIPT_TRY (py_call_named_special (runtime, object, PY_NAME (runtime, __getitem__), &index, 1, out, &found));
    if (found)
        return SCRIPT_NORMAL;
    if (value_class (object))
        return get_of_class (runtime, object, index, out);
    return not_subscriptable (runtime, object);
}

/* The COUNT items from START on become ITEMS. */
static ScriptStatus replace_items (ScriptRuntime *runtime, ScriptList *list, gint64 start, gint64 count,
                                   const ScriptList *items)
{
    gint64 tail = (gint64)list->length - start - count;
    gint64 length = start + items->length + tail;
    Value *copy;

    if (!runtime_reserve (runtime, (gsize)length * sizeof (Value)))
        return SCRIPT_STOP;
    copy = script_alloc (runtime, ((gsize)length + 1) * sizeof *copy);
    if (start)
        memcpy (copy, list->items, (gsize)start * sizeof *copy);
    if (items->length)
        memcpy (copy + start, items->items, items->length * sizeof *copy);
    if (tail > 0)
        memcpy (copy + start + items->length, list->items + start + count, (gsize)tail * sizeof *copy);
    list->items = copy;
    list->length = list->capacity = (guint32)length;
    return SCRIPT_NORMAL;
}

static ScriptStatus set_slice (ScriptRuntime *runtime, ScriptList *list, const PySlice *slice, Value value)
{
    gint64 start;
    gint64 step;
    gint64 count;
    ScriptList *items;

    SCRIPT_TRY (py_slice_places (runtime, slice, list->length, &start, &step, &count));
    if (py_special (runtime, value, PY_NAME (runtime, __iter__)).kind == VALUE_EMPTY &&
        py_special (runtime, value, PY_NAME (runtime, __getitem__)).kind == VALUE_EMPTY)
        return py_type_error (runtime,
                              step == 1 ? "can only assign an iterable" : "must assign iterable to extended slice");
    SCRIPT_TRY (py_items (runtime, value, &items));
    if (step == 1)
        return replace_items (runtime, list, start, count, items);
    if (items->length != count)
        return script_throw (runtime, "ValueError",
                             "attempt to assign sequence of size %u to extended slice of size %" G_GINT64_FORMAT,
                             items->length, count);
    for (gint64 i = 0; i < count; i++)
        list->items[start + i * step] = items->items[i];
    return SCRIPT_NORMAL;
}

ScriptStatus py_set_index_builtin (ScriptRuntime *runtime, Value object, Value index, Value value)
{
    ScriptList *list = py_as_list (object);
    gint64 place;

    if (list && as_slice (index))
        return set_slice (runtime, list, as_slice (index), value);
    if (list)
    {
        SCRIPT_TRY (place_of_item (runtime, "list", index, list->length, &place));
        if (place < 0)
            return script_throw (runtime, "IndexError", "list assignment index out of range");
        list->items[place] = value;
        return SCRIPT_NORMAL;
    }
    return py_map_put (runtime, py_as_dict (object), index, value);
}

ScriptStatus py_set_index (ScriptRuntime *runtime, Value object, Value index, Value value)
{
    Value arguments[2] = { index, value };
    Value ignored;
    gboolean found = FALSE;

    if (host_missing_reason (object))
        return host_refuse_plain (runtime, object);
    if (py_has_operators (object) && py_is_overridden (runtime, object, PY_NAME (runtime, __setitem__)))
        return py_call_named_special (runtime, object, PY_NAME (runtime, __setitem__), arguments, 2, &ignored, &found);
    if (py_as_list (object) || py_as_dict (object))
        return py_set_index_builtin (runtime, object, index, value);
    SCRIPT_TRY (
        py_call_named_special (runtime, object, PY_NAME (runtime, __setitem__), arguments, 2, &ignored, &found));
    if (!found)
        return script_throw (runtime, "TypeError", "'%s' object does not support item assignment",
                             py_type_name (runtime, object));
    return SCRIPT_NORMAL;
}

static ScriptStatus remove_of_list (ScriptRuntime *runtime, ScriptList *list, Value index)
{
    const PySlice *slice = as_slice (index);
    gint64 start;
    gint64 step = 1;
    gint64 count = 1;
    guint32 kept = 0;

    if (slice)
        SCRIPT_TRY (py_slice_places (runtime, slice, list->length, &start, &step, &count));
    else
    {
        SCRIPT_TRY (place_of_item (runtime, "list", index, list->length, &start));
        if (start < 0)
            return script_throw (runtime, "IndexError", "list assignment index out of range");
    }
    if (step < 0)
    {
        start += (count - 1) * step;
        step = -step;
    }
    if (!runtime_steps (runtime, list->length / 16))
        return runtime_exhausted (runtime);
    for (guint32 i = 0; i < list->length; i++)
    {
        gint64 from = (gint64)i - start;
        gboolean goes = from >= 0 && from % step == 0 && from / step < count;

        if (!goes)
            list->items[kept++] = list->items[i];
    }
    list->length = kept;
    return SCRIPT_NORMAL;
}

ScriptStatus py_remove_index_builtin (ScriptRuntime *runtime, Value object, Value index)
{
    gboolean found;

    if (py_as_list (object))
        return remove_of_list (runtime, py_as_list (object), index);
    SCRIPT_TRY (py_map_remove (runtime, py_as_dict (object), index, NULL, &found));
    return found ? SCRIPT_NORMAL : py_raise_value (runtime, "KeyError", index);
}

ScriptStatus py_remove_index (ScriptRuntime *runtime, Value object, Value index)
{
    Value ignored;
    gboolean found = FALSE;

    if (host_missing_reason (object))
        return host_refuse_plain (runtime, object);
    if (py_has_operators (object) && py_is_overridden (runtime, object, PY_NAME (runtime, __delitem__)))
        return py_call_named_special (runtime, object, PY_NAME (runtime, __delitem__), &index, 1, &ignored, &found);
    if (py_as_list (object) || py_as_dict (object))
        return py_remove_index_builtin (runtime, object, index);
    SCRIPT_TRY (py_call_named_special (runtime, object, PY_NAME (runtime, __delitem__), &index, 1, &ignored, &found));
    if (!found)
        return script_throw (runtime, "TypeError", "'%s' object does not support item deletion",
                             py_type_name (runtime, object));
    return SCRIPT_NORMAL;
}
