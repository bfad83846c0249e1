/* The built-in types as classes: how their instances are made. See py.h. */

#include "script/py_internal.h"
#include "script/py_methods.h"

#include <math.h>
#include <string.h>

/* The class that __new__ is called for, its first argument. */
static PyClass *class_asked (ScriptCall *call)
{
    return call->n_arguments ? value_class (call->arguments[0]) : NULL;
}

/* VALUE as it is, or in a box when CLASS is one of the script's, based on VALUE's. */
static Value boxed (ScriptRuntime *runtime, PyClass *class, Value value)
{
    ScriptBox *box;

    if (class == py_type (runtime, value))
        return value;
    box = object_alloc (runtime, OBJECT_BOX, &class->object, sizeof *box);
    box->value = value;
    return value_of_object (&box->object);
}

/* The call without its class. */
static ScriptCall rest_of (ScriptCall *call)
{
    ScriptCall rest = *call;

    if (rest.n_arguments)
    {
        rest.arguments++;
        rest.n_arguments--;
    }
    return rest;
}

static ScriptStatus integer_of_number (ScriptRuntime *runtime, double number, Value *out)
{
    if (isnan (number))
        return script_throw (runtime, "ValueError", "cannot convert float NaN to integer");
    if (isinf (number))
        return script_throw (runtime, "OverflowError", "cannot convert float infinity to integer");
    number = trunc (number);
    if (number >= 9223372036854775808.0 || number < -9223372036854775808.0)
        return script_refuse (runtime, "an integer beyond 64 bits is out of reach");
    *out = value_integer ((gint64)number);
    return SCRIPT_NORMAL;
}

static ScriptStatus integer_by_method (ScriptRuntime *runtime, Value value, Value *out)
{
    static const char *const names[] = { "__int__", "__index__", "__trunc__" };
    gint64 integer;

    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
        gboolean found;

        SCRIPT_TRY (py_call_special (runtime, value, names[i], NULL, 0, out, &found));
        if (!found)
            continue;
        if (!py_is_integer (*out, &integer))
            return script_throw (runtime, "TypeError", "%s returned non-int (type %s)", names[i],
                                 py_type_name (runtime, *out));
        *out = value_integer (integer);
        return SCRIPT_NORMAL;
    }
    return script_throw (runtime, "TypeError",
                         "int() argument must be a string, a bytes-like object or a real number, not '%s'",
                         py_type_name (runtime, value));
}

ScriptStatus py_to_integer (ScriptRuntime *runtime, Value value, Value base, Value *out)
{
    Value plain = py_unbox (value);
    gint64 integer = 10;

    if (base.kind != VALUE_EMPTY)
    {
        SCRIPT_TRY (py_index (runtime, base, &integer));
        if (plain.kind != VALUE_STRING && !value_bytes (plain))
            return py_type_error (runtime, "int() can't convert non-string with explicit base");
    }
    if (plain.kind == VALUE_STRING)
        return py_parse_int (runtime, plain.as.string, integer, out);
    if (value_bytes (plain))
        return py_parse_int (runtime,
                             string_new (runtime, (const char *)value_bytes (plain)->data, value_bytes (plain)->length),
                             integer, out);
    if (plain.kind == VALUE_NUMBER)
        return integer_of_number (runtime, plain.as.number, out);
    if (py_is_integer (plain, &integer))
    {
        *out = value_integer (integer);
        return SCRIPT_NORMAL;
    }
    return integer_by_method (runtime, value, out);
}

static ScriptStatus int_new (ScriptCall *call, Value *out)
{
    Value values[3];

    SCRIPT_TRY (py_bind (call, "int(cls, x=, /, base=)", values));
    *out = value_integer (0);
    if (values[1].kind == VALUE_EMPTY && values[2].kind != VALUE_EMPTY)
        return py_type_error (call->runtime, "int() missing string argument");
    if (values[1].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_to_integer (call->runtime, values[1], values[2], out));
    *out = boxed (call->runtime, class_asked (call), *out);
    return SCRIPT_NORMAL;
}

static ScriptStatus float_new (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[2];
    Value plain;
    gint64 integer;
    gboolean found;

    SCRIPT_TRY (py_bind (call, "float(cls, x=, /)", values));
    plain = py_unbox (values[1]);
    *out = value_number (0);
    if (plain.kind == VALUE_NUMBER)
        *out = plain;
    else if (py_is_integer (plain, &integer))
        *out = value_number ((double)integer);
    else if (plain.kind == VALUE_STRING)
        SCRIPT_TRY (py_parse_float (runtime, plain.as.string, out));
    else if (plain.kind != VALUE_EMPTY)
    {
        SCRIPT_TRY (py_call_special (runtime, plain, "__float__", NULL, 0, out, &found));
        if (!found)
            return script_throw (runtime, "TypeError", "float() argument must be a string or a real number, not '%s'",
                                 py_type_name (runtime, plain));
    }
    *out = boxed (runtime, class_asked (call), *out);
    return SCRIPT_NORMAL;
}

static ScriptStatus bool_new (ScriptCall *call, Value *out)
{
    Value values[2];
    gboolean truth = FALSE;

    SCRIPT_TRY (py_bind (call, "bool(cls, x=, /)", values));
    if (values[1].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (call->runtime, values[1], &truth));
    *out = value_boolean (truth);
    return SCRIPT_NORMAL;
}

static ScriptStatus str_new (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[4];
    ScriptString *text = string_borrow (runtime, "", 0);

    SCRIPT_TRY (py_bind (call, "str(cls, object=, encoding=, errors=)", values));
    if (values[2].kind != VALUE_EMPTY || values[3].kind != VALUE_EMPTY)
    {
        if (!value_bytes (values[1]))
            return script_throw (runtime, "TypeError",
                                 py_as_string (values[1]) ? "decoding str is not supported"
                                                          : "decoding to str: need a bytes-like object, %s found",
                                 py_type_name (runtime, values[1]));
        SCRIPT_TRY (py_decode (runtime, value_bytes (values[1]),
                               py_as_string (values[2]) ? value_to_text (runtime, values[2]) : NULL,
                               py_as_string (values[3]) ? value_to_text (runtime, values[3]) : NULL, out));
        *out = boxed (runtime, class_asked (call), *out);
        return SCRIPT_NORMAL;
    }
    if (values[1].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_str (runtime, values[1], &text));
    *out = boxed (runtime, class_asked (call), value_of_string (text));
    return SCRIPT_NORMAL;
}

static ScriptStatus bytes_of_items (ScriptRuntime *runtime, Value iterable, Value *out)
{
    ScriptList *items;

    SCRIPT_TRY (py_items (runtime, iterable, &items));
    *out = py_bytes_new (runtime, NULL, items->length);
    for (guint32 i = 0; i < items->length; i++)
    {
        gint64 byte;

        SCRIPT_TRY (py_index (runtime, items->items[i], &byte));
        if (byte < 0 || byte > 255)
            return script_throw (runtime, "ValueError", "bytes must be in range(0, 256)");
        value_bytes (*out)->data[i] = (guint8)byte;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus bytes_new_ (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[4];
    gint64 n;
    gboolean found;

    SCRIPT_TRY (py_bind (call, "bytes(cls, source=, encoding=, errors=)", values));
    *out = py_bytes_new (runtime, NULL, 0);
    if (py_as_string (values[1]))
    {
        if (values[2].kind == VALUE_EMPTY)
            return py_type_error (runtime, "string argument without an encoding");
        return py_encode (runtime, py_as_string (values[1]), value_to_text (runtime, values[2]),
                          py_as_string (values[3]) ? value_to_text (runtime, values[3]) : NULL, out);
    }
    if (values[1].kind == VALUE_EMPTY)
        return SCRIPT_NORMAL;
    if (value_bytes (values[1]))
        *out = py_bytes_new (runtime, value_bytes (values[1])->data, value_bytes (values[1])->length);
    else if (py_is_integer (values[1], &n))
    {
        if (n < 0)
            return script_throw (runtime, "ValueError", "negative count");
        if (!runtime_reserve (runtime, (gsize)n))
            return SCRIPT_STOP;
        *out = py_bytes_new (runtime, NULL, (gsize)n);
    }
    else
    {
        SCRIPT_TRY (py_call_special (runtime, values[1], "__bytes__", NULL, 0, out, &found));
        if (!found)
            return bytes_of_items (runtime, values[1], out);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus list_new_ (ScriptCall *call, Value *out)
{
    *out = py_list_new (call->runtime, NULL, 0);
    out->as.object->prototype = &class_asked (call)->object;
    return SCRIPT_NORMAL;
}

static ScriptStatus list_init (ScriptCall *call, Value *out)
{
    Value iterable;
    ScriptList *items;
    ScriptList *list = py_as_list (call->receiver);

    SCRIPT_TRY (py_bind (call, "list(iterable=, /)", &iterable));
    list->length = 0;
    *out = NULL_VALUE;
    if (iterable.kind == VALUE_EMPTY)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (py_items (call->runtime, iterable, &items));
    list->items = items->items;
    list->length = items->length;
    list->capacity = items->capacity;
    return SCRIPT_NORMAL;
}

static ScriptStatus tuple_new_ (ScriptCall *call, Value *out)
{
    PyClass *class = class_asked (call);
    Value values[2];
    ScriptList *items;

    SCRIPT_TRY (py_bind (call, "tuple(cls, iterable=, /)", values));
    if (py_as_tuple (values[1]) && class == call->runtime->py->tuple &&
        values[1].as.object->prototype == &class->object)
    {
        *out = values[1];
        return SCRIPT_NORMAL;
    }
    items = list_new (call->runtime, NULL, 0);
    if (values[1].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_items (call->runtime, values[1], &items));
    items->object.kind = OBJECT_TUPLE;
    items->object.prototype = &class->object;
    *out = value_of_object (&items->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus dict_new_ (ScriptCall *call, Value *out)
{
    *out = py_dict_new (call->runtime);
    out->as.object->prototype = &class_asked (call)->object;
    return SCRIPT_NORMAL;
}

static ScriptStatus dict_init (ScriptCall *call, Value *out)
{
    ScriptMap *map = py_as_dict (call->receiver);

    *out = NULL_VALUE;
    if (call->n_arguments > 1)
        return script_throw (call->runtime, "TypeError", "dict expected at most 1 argument, got %u", call->n_arguments);
    if (call->n_arguments)
        SCRIPT_TRY (py_dict_update (call->runtime, map, call->arguments[0]));
    for (guint i = 0; i < call->n_named; i++)
        SCRIPT_TRY (py_map_put (call->runtime, map, value_of_name (call->runtime, call->names[i]), call->named[i]));
    return SCRIPT_NORMAL;
}

static ScriptStatus fill_set (ScriptRuntime *runtime, ScriptMap *map, Value iterable)
{
    Walk walk;

    SCRIPT_TRY (py_iterate (runtime, iterable, &walk));
    for (;;)
    {
        Value item;

        SCRIPT_TRY (iterate_next (runtime, &walk, &item));
        if (walk.done)
            return SCRIPT_NORMAL;
        SCRIPT_TRY (py_map_put (runtime, map, item, NULL_VALUE));
    }
}

static ScriptStatus set_new_ (ScriptCall *call, Value *out)
{
    *out = py_set_new (call->runtime, FALSE);
    out->as.object->prototype = &class_asked (call)->object;
    return SCRIPT_NORMAL;
}

static ScriptStatus set_init (ScriptCall *call, Value *out)
{
    Value iterable;
    ScriptMap *map = py_as_set (call->receiver);

    *out = NULL_VALUE;
    SCRIPT_TRY (py_bind (call, "set(iterable=, /)", &iterable));
    py_map_clear (map);
    return iterable.kind == VALUE_EMPTY ? SCRIPT_NORMAL : fill_set (call->runtime, map, iterable);
}

static ScriptStatus frozenset_new (ScriptCall *call, Value *out)
{
    Value values[2];

    SCRIPT_TRY (py_bind (call, "frozenset(cls, iterable=, /)", values));
    *out = py_set_new (call->runtime, TRUE);
    if (values[1].kind != VALUE_EMPTY)
        SCRIPT_TRY (fill_set (call->runtime, value_map (*out), values[1]));
    out->as.object->prototype = &class_asked (call)->object;
    return SCRIPT_NORMAL;
}

static ScriptStatus range_new (ScriptCall *call, Value *out)
{
    ScriptCall rest = rest_of (call);
    gint64 parts[3] = { 0, 0, 1 };

    SCRIPT_TRY (py_check_arguments (&rest, "range", 1, 3));
    for (guint i = 0; i < rest.n_arguments; i++)
        SCRIPT_TRY (py_index (call->runtime, rest.arguments[i], &parts[i]));
    if (rest.n_arguments == 1)
    {
        parts[1] = parts[0];
        parts[0] = 0;
    }
    if (parts[2] == 0)
        return script_throw (call->runtime, "ValueError", "range() arg 3 must not be zero");
    *out = py_range_new (call->runtime, parts[0], parts[1], parts[2]);
    return SCRIPT_NORMAL;
}

static ScriptStatus slice_new (ScriptCall *call, Value *out)
{
    ScriptCall rest = rest_of (call);
    PySlice *slice = object_alloc (call->runtime, OBJECT_SLICE, &call->runtime->py->slice->object, sizeof *slice);

    SCRIPT_TRY (py_check_arguments (&rest, "slice", 1, 3));
    slice->start = slice->stop = slice->step = NULL_VALUE;
    if (rest.n_arguments == 1)
        slice->stop = rest.arguments[0];
    else
    {
        slice->start = rest.arguments[0];
        slice->stop = rest.arguments[1];
        if (rest.n_arguments == 3)
            slice->step = rest.arguments[2];
    }
    *out = value_of_object (&slice->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus slice_start (ScriptCall *call, Value *out)
{
    *out = ((PySlice *)call->receiver.as.object)->start;
    return SCRIPT_NORMAL;
}

static ScriptStatus slice_stop (ScriptCall *call, Value *out)
{
    *out = ((PySlice *)call->receiver.as.object)->stop;
    return SCRIPT_NORMAL;
}

static ScriptStatus slice_step (ScriptCall *call, Value *out)
{
    *out = ((PySlice *)call->receiver.as.object)->step;
    return SCRIPT_NORMAL;
}

static ScriptStatus slice_indices (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    const PySlice *slice = (const PySlice *)call->receiver.as.object;
    gint64 length;
    gint64 start;
    gint64 step;
    gint64 count;

    SCRIPT_TRY (py_check_arguments (call, "indices", 1, 1));
    SCRIPT_TRY (py_index (runtime, call->arguments[0], &length));
    SCRIPT_TRY (py_slice_places (runtime, slice, length, &start, &step, &count));
    *out = py_tuple_new (
        runtime, (Value[]){ value_integer (start), value_integer (start + count * step), value_integer (step) }, 3);
    return SCRIPT_NORMAL;
}

static const NativeEntry slice_methods[] = { { "get start", 0, slice_start },
                                             { "get stop", 0, slice_stop },
                                             { "get step", 0, slice_step },
                                             { "indices", 0, slice_indices },
                                             { NULL, 0, NULL } };

/* Special methods that the protocol does without a call, for those who call them by name: super().__getitem__(key). */

static ScriptStatus by_getitem (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_check_arguments (call, "__getitem__", 1, 1));
    return py_get_index_builtin (call->runtime, call->receiver, call->arguments[0], out);
}

static ScriptStatus by_setitem (ScriptCall *call, Value *out)
{
    (void)out;
    SCRIPT_TRY (py_check_arguments (call, "__setitem__", 2, 2));
    return py_set_index_builtin (call->runtime, call->receiver, call->arguments[0], call->arguments[1]);
}

static ScriptStatus by_delitem (ScriptCall *call, Value *out)
{
    (void)out;
    SCRIPT_TRY (py_check_arguments (call, "__delitem__", 1, 1));
    return py_remove_index_builtin (call->runtime, call->receiver, call->arguments[0]);
}

static ScriptStatus by_len (ScriptCall *call, Value *out)
{
    gint64 length = 0;

    SCRIPT_TRY (py_check_arguments (call, "__len__", 0, 0));
    py_length_builtin (call->receiver, &length);
    *out = value_integer (length);
    return SCRIPT_NORMAL;
}

static ScriptStatus by_contains (ScriptCall *call, Value *out)
{
    gboolean contains;

    SCRIPT_TRY (py_check_arguments (call, "__contains__", 1, 1));
    SCRIPT_TRY (py_contains_builtin (call->runtime, call->receiver, call->arguments[0], &contains));
    *out = value_boolean (contains);
    return SCRIPT_NORMAL;
}

static ScriptStatus by_iter (ScriptCall *call, Value *out)
{
    return py_iterator_builtin (call->runtime, call->receiver, out);
}

static const NativeEntry sequence_specials[] = { { "__getitem__", 0, by_getitem },
                                                 { "__len__", 0, by_len },
                                                 { "__contains__", 0, by_contains },
                                                 { "__iter__", 0, by_iter },
                                                 { NULL, 0, NULL } };
static const NativeEntry mutable_specials[] = { { "__setitem__", 0, by_setitem },
                                                { "__delitem__", 0, by_delitem },
                                                { NULL, 0, NULL } };
static const NativeEntry set_specials[] = {
    { "__len__", 0, by_len }, { "__contains__", 0, by_contains }, { "__iter__", 0, by_iter }, { NULL, 0, NULL }
};

/* One built-in type. */
static PyClass *define (ScriptRuntime *runtime, const char *name, PyClass *base, ObjectKind layout, ScriptNative new,
                        const NativeEntry *const *tables, const NativeEntry *class_methods)
{
    PyClass *class = py_class_new (runtime, name, NULL, base, layout, NULL, class_methods);

    for (; tables && *tables; tables++)
        py_class_define (runtime, class, *tables, FALSE);
    if (new)
        object_define (runtime, &class->object, PY_NAME (runtime, __new__),
                       py_function_new (runtime, "__new__", new, UNDEFINED), PROPERTY_ORDINARY);
    g_hash_table_insert (runtime->py->classes, (gpointer) class->name, class);
    py_define (runtime, name, value_of_object (&class->object));
    return class;
}

static void add_init (ScriptRuntime *runtime, PyClass *class, ScriptNative init)
{
    const NativeEntry entries[] = { { "__init__", 0, init }, { NULL, 0, NULL } };

    py_class_define (runtime, class, entries, FALSE);
    object_define (runtime, &class->object, PY_NAME (runtime, __hash__), NULL_VALUE, PROPERTY_ORDINARY);
}

static ScriptStatus view_disjoint (ScriptCall *call, Value *out)
{
    ScriptList *items;
    gboolean contains = FALSE;

    SCRIPT_TRY (py_check_arguments (call, "isdisjoint", 1, 1));
    SCRIPT_TRY (py_items (call->runtime, call->arguments[0], &items));
    for (guint32 i = 0; i < items->length && !contains; i++)
        SCRIPT_TRY (py_contains (call->runtime, call->receiver, items->items[i], &contains));
    *out = value_boolean (!contains);
    return SCRIPT_NORMAL;
}

static void define_views (ScriptRuntime *runtime)
{
    static const NativeEntry view_methods[] = { { "isdisjoint", 0, view_disjoint }, { NULL, 0, NULL } };
    static const NativeEntry *const tables[] = { set_specials, view_methods, NULL };
    PyState *py = runtime->py;

    py->view_keys = define (runtime, "dict_keys", NULL, OBJECT_VIEW, NULL, tables, NULL);
    py->view_values = define (runtime, "dict_values", NULL, OBJECT_VIEW, NULL, tables, NULL);
    py->view_items = define (runtime, "dict_items", NULL, OBJECT_VIEW, NULL, tables, NULL);
}

void py_setup_types (ScriptRuntime *runtime)
{
    static const NativeEntry *const ints[] = { py_int_methods, NULL };
    static const NativeEntry *const floats[] = { py_float_methods, NULL };
    static const NativeEntry *const strs[] = { py_str_methods, sequence_specials, NULL };
    static const NativeEntry *const bytes[] = { py_bytes_methods, sequence_specials, NULL };
    static const NativeEntry *const lists[] = { py_list_methods, sequence_specials, mutable_specials, NULL };
    static const NativeEntry *const tuples[] = { py_tuple_methods, sequence_specials, NULL };
    static const NativeEntry *const dicts[] = { py_dict_methods, sequence_specials, mutable_specials, NULL };
    static const NativeEntry *const sets[] = { py_set_methods, set_specials, NULL };
    static const NativeEntry *const frozensets[] = { py_frozenset_methods, set_specials, NULL };
    static const NativeEntry *const ranges[] = { py_range_methods, sequence_specials, NULL };
    static const NativeEntry *const slices[] = { slice_methods, NULL };
    PyState *py = runtime->py;

    py->integer = define (runtime, "int", NULL, OBJECT_BOX, int_new, ints, py_int_class_methods);
    py->boolean = define (runtime, "bool", py->integer, OBJECT_BOX, bool_new, NULL, NULL);
    py->number = define (runtime, "float", NULL, OBJECT_BOX, float_new, floats, py_float_class_methods);
    py->string = define (runtime, "str", NULL, OBJECT_BOX, str_new, strs, py_str_class_methods);
    py->bytes = define (runtime, "bytes", NULL, OBJECT_BYTES, bytes_new_, bytes, py_bytes_class_methods);
    py->list = define (runtime, "list", NULL, OBJECT_LIST, list_new_, lists, NULL);
    py->tuple = define (runtime, "tuple", NULL, OBJECT_TUPLE, tuple_new_, tuples, NULL);
    py->dict = define (runtime, "dict", NULL, OBJECT_MAP, dict_new_, dicts, py_dict_class_methods);
    py->set = define (runtime, "set", NULL, OBJECT_SET, set_new_, sets, NULL);
    py->frozenset = define (runtime, "frozenset", NULL, OBJECT_SET, frozenset_new, frozensets, NULL);
    py->range = define (runtime, "range", NULL, OBJECT_RANGE, range_new, ranges, NULL);
    py->slice = define (runtime, "slice", NULL, OBJECT_SLICE, slice_new, slices, NULL);
    add_init (runtime, py->list, list_init);
    add_init (runtime, py->dict, dict_init);
    add_init (runtime, py->set, set_init);
    object_define (runtime, &py->slice->object, PY_NAME (runtime, __hash__), NULL_VALUE, PROPERTY_ORDINARY);
    define_views (runtime);
    runtime->prototypes.array = &py->list->object;
    runtime->prototypes.map = &py->dict->object;
    runtime->prototypes.set = &py->set->object;
    runtime->prototypes.bytes = &py->bytes->object;
}
