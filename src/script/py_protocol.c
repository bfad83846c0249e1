/* Truth, equality, order, length, membership. See py.h. */

#include "script/py_internal.h"

#include <math.h>
#include <string.h>

ScriptStatus py_truth (ScriptRuntime *runtime, Value value, gboolean *truth)
{
    Value result;
    gboolean found;
    gint64 length;

    value = py_unbox (value).kind == VALUE_OBJECT || py_is_overridden (runtime, value, PY_NAME (runtime, __bool__))
                ? value
                : py_unbox (value);
    switch (value.kind)
    {
    case VALUE_BOOLEAN:
        *truth = value.as.boolean;
        return SCRIPT_NORMAL;
    case VALUE_INTEGER:
        *truth = value.as.integer != 0;
        return SCRIPT_NORMAL;
    case VALUE_NUMBER:
        *truth = value.as.number != 0;
        return SCRIPT_NORMAL;
    case VALUE_STRING:
        *truth = value.as.string->length > 0;
        return SCRIPT_NORMAL;
    case VALUE_OBJECT:
        break;
    case VALUE_UNDEFINED:
    case VALUE_NULL:
    case VALUE_SYMBOL:
    case VALUE_EMPTY:
        *truth = FALSE;
        return SCRIPT_NORMAL;
    }
    *truth = TRUE;
    if (host_missing_reason (value))
        return host_refuse_plain (runtime, value);
    SCRIPT_TRY (py_call_named_special (runtime, value, PY_NAME (runtime, __bool__), NULL, 0, &result, &found));
    if (found)
    {
        if (result.kind != VALUE_BOOLEAN)
            return script_throw (runtime, "TypeError", "__bool__ should return bool, returned %s",
                                 py_type_name (runtime, result));
        *truth = result.as.boolean;
        return SCRIPT_NORMAL;
    }
    switch ((int)value.as.object->kind)
    {
    case OBJECT_LIST:
    case OBJECT_TUPLE:
    case OBJECT_MAP:
    case OBJECT_SET:
    case OBJECT_BYTES:
    case OBJECT_RANGE:
    case OBJECT_VIEW:
        break;
    case OBJECT_CLASS:
        if (class_of_object (value.as.object) == runtime->py->type)
            return SCRIPT_NORMAL;
        break;
    default:
        if (py_special (runtime, value, PY_NAME (runtime, __len__)).kind == VALUE_EMPTY)
            return SCRIPT_NORMAL;
    }
    if (py_special (runtime, value, PY_NAME (runtime, __len__)).kind == VALUE_EMPTY && value_class (value))
        return SCRIPT_NORMAL;
    SCRIPT_TRY (py_length (runtime, value, &length));
    *truth = length != 0;
    return SCRIPT_NORMAL;
}

gboolean py_length_builtin (Value value, gint64 *length)
{
    value = py_unbox (value);
    if (value.kind == VALUE_STRING)
        *length = py_string_length (value.as.string);
    else if (value_list (value))
        *length = value_list (value)->length;
    else if (value_map (value))
        *length = py_map_length (value_map (value));
    else if (value_bytes (value))
        *length = (gint64)value_bytes (value)->length;
    else if (value_is_object (value, OBJECT_VIEW))
        *length = py_map_length (((PyView *)value.as.object)->map);
    else if (value_is_object (value, OBJECT_RANGE))
        *length = ((PyRange *)value.as.object)->length;
    else
        return FALSE;
    return TRUE;
}

ScriptStatus py_length (ScriptRuntime *runtime, Value value, gint64 *length)
{
    Value result;
    gboolean found;

    if (!(value.kind == VALUE_OBJECT && py_is_overridden (runtime, value, PY_NAME (runtime, __len__))) &&
        py_length_builtin (value, length))
        return SCRIPT_NORMAL;
    if (host_missing_reason (value))
        return host_refuse_plain (runtime, value);
    SCRIPT_TRY (py_call_named_special (runtime, value, PY_NAME (runtime, __len__), NULL, 0, &result, &found));
    if (!found)
        return script_throw (runtime, "TypeError", "object of type '%s' has no len()", py_type_name (runtime, value));
    if (!py_is_integer (result, length))
        return script_throw (runtime, "TypeError", "'%s' object cannot be interpreted as an integer",
                             py_type_name (runtime, result));
    if (*length < 0)
        return script_throw (runtime, "ValueError", "__len__() should return >= 0");
    return SCRIPT_NORMAL;
}

/* Numbers: -1, 0, 1, or 2 when one is not a number. */
static int compare_numbers (Value a, Value b)
{
    gint64 x;
    gint64 y;
    double p;
    double q;

    if (py_is_integer (a, &x) && py_is_integer (b, &y))
        return x < y ? -1 : x > y;
    if (a.kind == VALUE_NUMBER && py_is_integer (b, &y))
        return -compare_numbers (b, a) == -2 ? 2 : -compare_numbers (b, a);
    if (py_is_integer (a, &x))
    {
        q = b.as.number;
        if (isnan (q))
            return 2;
        if (q >= 9223372036854775808.0)
            return -1;
        if (q < -9223372036854775808.0)
            return 1;
        if (x != (gint64)floor (q))
            return x < (gint64)floor (q) ? -1 : 1;
        return floor (q) == q ? 0 : -1;
    }
    p = a.as.number;
    q = b.as.number;
    if (isnan (p) || isnan (q))
        return 2;
    return p < q ? -1 : p > q;
}

static gboolean is_number (Value value)
{
    return value.kind == VALUE_INTEGER || value.kind == VALUE_NUMBER || value.kind == VALUE_BOOLEAN;
}

static int compare_strings (const ScriptString *a, const ScriptString *b)
{
    int order = memcmp (a->data, b->data, MIN (a->length, b->length));

    return order != 0 ? order : a->length < b->length ? -1 : a->length > b->length;
}

static gboolean holds_for (Operator op, int order)
{
    switch ((int)op)
    {
    case OP_LESS:
        return order < 0;
    case OP_LESS_EQUAL:
        return order <= 0;
    case OP_GREATER:
        return order > 0;
    case OP_GREATER_EQUAL:
        return order >= 0;
    case OP_EQUAL:
        return order == 0;
    }
    return order != 0;
}

static ScriptStatus compare_lists (ScriptRuntime *runtime, Operator op, const ScriptList *a, const ScriptList *b,
                                   Value *out)
{
    guint32 i;
    gboolean equal = TRUE;
    gboolean holds;

    if ((op == OP_EQUAL || op == OP_NOT_EQUAL) && a->length != b->length)
    {
        *out = value_boolean (op == OP_NOT_EQUAL);
        return SCRIPT_NORMAL;
    }
    for (i = 0; i < a->length && i < b->length; i++)
    {
        if (!runtime_step (runtime))
            return runtime_exhausted (runtime);
        SCRIPT_TRY (py_equal (runtime, a->items[i], b->items[i], &equal));
        if (!equal)
            break;
    }
    if (equal || i >= a->length || i >= b->length)
    {
        *out = value_boolean (holds_for (op, a->length < b->length ? -1 : a->length > b->length));
        return SCRIPT_NORMAL;
    }
    if (op == OP_EQUAL || op == OP_NOT_EQUAL)
    {
        *out = value_boolean (op == OP_NOT_EQUAL);
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (py_compare (runtime, op, a->items[i], b->items[i], &holds));
    *out = value_boolean (holds);
    return SCRIPT_NORMAL;
}

static ScriptStatus equal_dicts (ScriptRuntime *runtime, ScriptMap *a, ScriptMap *b, gboolean *equal)
{
    *equal = py_map_length (a) == py_map_length (b);
    for (guint32 i = 0; *equal && i < a->n_entries; i++)
    {
        Value *other;

        if (a->entries[i].key.kind == VALUE_EMPTY)
            continue;
        SCRIPT_TRY (py_map_find (runtime, b, a->entries[i].key, &other));
        *equal = other != NULL;
        if (other)
            SCRIPT_TRY (py_equal (runtime, a->entries[i].value, *other, equal));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus compare_bytes (Operator op, const ScriptBytes *a, const ScriptBytes *b, Value *out)
{
    int order = a->length && b->length ? memcmp (a->data, b->data, MIN (a->length, b->length)) : 0;

    if (order == 0)
        order = a->length < b->length ? -1 : a->length > b->length;
    *out = value_boolean (holds_for (op, order));
    return SCRIPT_NORMAL;
}

static gboolean equal_ranges (const PyRange *a, const PyRange *b)
{
    return a->length == b->length &&
           (a->length == 0 || (a->start == b->start && (a->length == 1 || a->step == b->step)));
}

/* The keys or items of a view as a set, to be compared with. */
static ScriptStatus set_of (ScriptRuntime *runtime, Value value, ScriptMap **set)
{
    ScriptList *items;

    *set = py_as_set (value);
    if (*set || !value_is_object (value, OBJECT_VIEW) || ((PyView *)value.as.object)->kind == PY_VALUES)
        return SCRIPT_NORMAL;
    *set = map_new (runtime, OBJECT_SET);
    SCRIPT_TRY (py_items (runtime, value, &items));
    for (guint32 i = 0; i < items->length; i++)
        SCRIPT_TRY (py_map_put (runtime, *set, items->items[i], NULL_VALUE));
    return SCRIPT_NORMAL;
}

/* How built-in types compare; OUT stays VALUE_EMPTY where they don't. */
static ScriptStatus compare_builtin (ScriptRuntime *runtime, Operator op, Value a, Value b, Value *out)
{
    gboolean equality = op == OP_EQUAL || op == OP_NOT_EQUAL;
    gboolean holds;
    ScriptMap *left;
    ScriptMap *right;
    int order;

    a = py_unbox (a);
    b = py_unbox (b);
    if (is_number (a) && is_number (b))
    {
        order = compare_numbers (a, b);
        *out = value_boolean (order == 2 ? op == OP_NOT_EQUAL : holds_for (op, order));
        return SCRIPT_NORMAL;
    }
    if (a.kind == VALUE_STRING && b.kind == VALUE_STRING)
    {
        *out = value_boolean (equality ? string_equal (a.as.string, b.as.string) == (op == OP_EQUAL)
                                       : holds_for (op, compare_strings (a.as.string, b.as.string)));
        return SCRIPT_NORMAL;
    }
    if (a.kind != VALUE_OBJECT || b.kind != VALUE_OBJECT)
        return SCRIPT_NORMAL;
    if ((py_as_list (a) && py_as_list (b)) || (py_as_tuple (a) && py_as_tuple (b)))
        return compare_lists (runtime, op, value_list (a), value_list (b), out);
    if (value_bytes (a) && value_bytes (b))
        return compare_bytes (op, value_bytes (a), value_bytes (b), out);
    if (equality && py_as_dict (a) && py_as_dict (b))
    {
        SCRIPT_TRY (equal_dicts (runtime, py_as_dict (a), py_as_dict (b), &holds));
        *out = value_boolean (holds == (op == OP_EQUAL));
        return SCRIPT_NORMAL;
    }
    if (equality && value_is_object (a, OBJECT_RANGE) && value_is_object (b, OBJECT_RANGE))
    {
        *out = value_boolean (equal_ranges ((PyRange *)a.as.object, (PyRange *)b.as.object) == (op == OP_EQUAL));
        return SCRIPT_NORMAL;
    }
    if (equality && value_is_object (a, OBJECT_METHOD) && value_is_object (b, OBJECT_METHOD))
    {
        const PyMethod *x = (const PyMethod *)a.as.object;
        const PyMethod *y = (const PyMethod *)b.as.object;

        *out = value_boolean ((value_same (x->function, y->function) && value_same (x->receiver, y->receiver)) ==
                              (op == OP_EQUAL));
        return SCRIPT_NORMAL;
    }
    if (equality && value_is_object (a, OBJECT_SLICE) && value_is_object (b, OBJECT_SLICE))
    {
        const PySlice *x = (const PySlice *)a.as.object;
        const PySlice *y = (const PySlice *)b.as.object;
        ScriptList *left_parts = list_new (runtime, (Value[]){ x->start, x->stop, x->step }, 3);
        ScriptList *right_parts = list_new (runtime, (Value[]){ y->start, y->stop, y->step }, 3);

        return compare_lists (runtime, op, left_parts, right_parts, out);
    }
    SCRIPT_TRY (set_of (runtime, a, &left));
    SCRIPT_TRY (set_of (runtime, b, &right));
    if (!left || !right)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (py_set_compare (runtime, op == OP_NOT_EQUAL ? OP_EQUAL : op, left, right, &holds));
    *out = value_boolean (holds == (op != OP_NOT_EQUAL));
    return SCRIPT_NORMAL;
}

static const char *special_of (Operator op)
{
    switch ((int)op)
    {
    case OP_LESS:
        return "__lt__";
    case OP_LESS_EQUAL:
        return "__le__";
    case OP_GREATER:
        return "__gt__";
    case OP_GREATER_EQUAL:
        return "__ge__";
    case OP_EQUAL:
        return "__eq__";
    }
    return "__ne__";
}

static Operator reflected (Operator op)
{
    switch ((int)op)
    {
    case OP_LESS:
        return OP_GREATER;
    case OP_LESS_EQUAL:
        return OP_GREATER_EQUAL;
    case OP_GREATER:
        return OP_LESS;
    case OP_GREATER_EQUAL:
        return OP_LESS_EQUAL;
    }
    return op;
}

/* Whether VALUE may have operators that only a call can tell. */
gboolean py_has_operators (Value value)
{
    if (value.kind != VALUE_OBJECT)
        return FALSE;
    return value.as.object->kind == OBJECT_HOST || value.as.object->kind == OBJECT_INSTANCE ||
           value.as.object->kind == OBJECT_CLASS ||
           (value.as.object->prototype && class_of_object (value.as.object)->n_mro > 0 &&
            class_of_object (value.as.object)->is_script);
}

ScriptStatus py_try_operator (ScriptRuntime *runtime, const char *name, Value left, Value right, Value *out)
{
    HostObject *host = value_host (left);
    gboolean binary = right.kind != VALUE_UNDEFINED;
    gboolean found;

    /* What `object` has must not come before the operators of the host's. */
    found = !host || !value_same (py_special (runtime, left, intern (runtime, name, -1)),
                                  py_class_find (runtime->py->object, intern (runtime, name, -1)));
    if (found)
        SCRIPT_TRY (py_call_special (runtime, left, name, &right, binary ? 1 : 0, out, &found));
    if (!found && host)
    {
        for (const HostClass *class = host->class; class; class = class->base)
            if (class->operate)
            {
                *out = EMPTY_VALUE;
                SCRIPT_TRY (class->operate (runtime, name, left, right, out));
                return SCRIPT_NORMAL;
            }
    }
    if (!found || value_same (*out, runtime->py->not_implemented_value))
        *out = EMPTY_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus compare_by_method (ScriptRuntime *runtime, Operator op, Value a, Value b, Value *out)
{
    *out = EMPTY_VALUE;
    if (!py_has_operators (a))
        return SCRIPT_NORMAL;
    SCRIPT_TRY (py_try_operator (runtime, special_of (op), a, b, out));
    if (out->kind != VALUE_EMPTY || op != OP_NOT_EQUAL)
        return SCRIPT_NORMAL;
    /* __ne__ is the contrary of __eq__ unless it is written. */
    SCRIPT_TRY (py_try_operator (runtime, "__eq__", a, b, out));
    if (out->kind != VALUE_EMPTY)
    {
        gboolean truth;

        SCRIPT_TRY (py_truth (runtime, *out, &truth));
        *out = value_boolean (!truth);
    }
    return SCRIPT_NORMAL;
}

static const char *operator_text (Operator op)
{
    return ast_operator_text (op);
}

ScriptStatus py_compare_value (ScriptRuntime *runtime, Operator op, Value a, Value b, Value *out)
{
    gboolean swap = py_has_operators (b) && py_type (runtime, a) != py_type (runtime, b) &&
                    py_is_subclass (py_type (runtime, b), py_type (runtime, a));
    ScriptStatus status = SCRIPT_NORMAL;

    *out = EMPTY_VALUE;
    if (a.kind == VALUE_OBJECT || b.kind == VALUE_OBJECT)
    {
        if (host_missing_reason (a))
            return host_refuse_plain (runtime, a);
        if (host_missing_reason (b))
            return host_refuse_plain (runtime, b);
        if (!runtime_enter (runtime))
            return SCRIPT_STOP;
        if (swap)
            status = compare_by_method (runtime, reflected (op), b, a, out);
        if (status == SCRIPT_NORMAL && out->kind == VALUE_EMPTY)
            status = compare_by_method (runtime, op, a, b, out);
        if (status == SCRIPT_NORMAL && out->kind == VALUE_EMPTY && !swap)
            status = compare_by_method (runtime, reflected (op), b, a, out);
        if (status == SCRIPT_NORMAL && out->kind == VALUE_EMPTY)
            status = compare_builtin (runtime, op, a, b, out);
        runtime_leave (runtime);
    }
    else
        status = compare_builtin (runtime, op, a, b, out);
    if (status != SCRIPT_NORMAL || out->kind != VALUE_EMPTY)
        return status;
    if (op == OP_EQUAL || op == OP_NOT_EQUAL)
    {
        *out = value_boolean (value_same (a, b) == (op == OP_EQUAL));
        return SCRIPT_NORMAL;
    }
    return script_throw (runtime, "TypeError", "'%s' not supported between instances of '%s' and '%s'",
                         operator_text (op), py_type_name (runtime, a), py_type_name (runtime, b));
}

ScriptStatus py_equal (ScriptRuntime *runtime, Value a, Value b, gboolean *equal)
{
    Value result;

    if (a.kind == VALUE_STRING && b.kind == VALUE_STRING)
    {
        *equal = string_equal (a.as.string, b.as.string);
        return SCRIPT_NORMAL;
    }
    *equal = TRUE;
    if (a.kind == VALUE_OBJECT && b.kind == VALUE_OBJECT && a.as.object == b.as.object)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (py_compare_value (runtime, OP_EQUAL, a, b, &result));
    return py_truth (runtime, result, equal);
}

ScriptStatus py_compare (ScriptRuntime *runtime, Operator op, Value a, Value b, gboolean *holds)
{
    Value result;

    SCRIPT_TRY (py_compare_value (runtime, op, a, b, &result));
    return py_truth (runtime, result, holds);
}

/* x in y */

static ScriptStatus contains_item (ScriptRuntime *runtime, const ScriptList *list, Value item, gboolean *contains)
{
    *contains = FALSE;
    for (guint32 i = 0; i < list->length && !*contains; i++)
    {
        if (!runtime_step (runtime))
            return runtime_exhausted (runtime);
        SCRIPT_TRY (py_equal (runtime, list->items[i], item, contains));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus contains_by_walk (ScriptRuntime *runtime, Value container, Value item, gboolean *contains)
{
    Walk walk;
    ScriptStatus status = py_iterate (runtime, container, &walk);

    if (status == SCRIPT_THROW && py_special (runtime, container, PY_NAME (runtime, __iter__)).kind == VALUE_EMPTY &&
        py_pending_is (runtime, "TypeError"))
    {
        script_take_exception (runtime);
        return script_throw (runtime, "TypeError", "argument of type '%s' is not iterable",
                             py_type_name (runtime, container));
    }
    *contains = FALSE;
    while (status == SCRIPT_NORMAL && !*contains)
    {
        Value value;

        status = iterate_next (runtime, &walk, &value);
        if (status != SCRIPT_NORMAL || walk.done)
            break;
        status = py_equal (runtime, value, item, contains);
    }
    return status;
}

static ScriptStatus contains_bytes (ScriptRuntime *runtime, const ScriptBytes *bytes, Value item, gboolean *contains)
{
    gint64 byte;

    if (value_bytes (item))
    {
        *contains = value_bytes (item)->length == 0 ||
                    (bytes->length &&
                     memmem (bytes->data, bytes->length, value_bytes (item)->data, value_bytes (item)->length) != NULL);
        return SCRIPT_NORMAL;
    }
    if (!py_is_integer (item, &byte))
        return script_throw (runtime, "TypeError", "a bytes-like object is required, not '%s'",
                             py_type_name (runtime, item));
    if (byte < 0 || byte > 255)
        return script_throw (runtime, "ValueError", "byte must be in range(0, 256)");
    *contains = bytes->length && memchr (bytes->data, (int)byte, bytes->length) != NULL;
    return SCRIPT_NORMAL;
}

static ScriptStatus contains_builtin (ScriptRuntime *runtime, Value container, Value item, gboolean *contains,
                                      gboolean *known)
{
    ScriptString *text = py_as_string (container);
    ScriptString *part = py_as_string (item);
    Value *found;
    gint64 integer;

    *known = TRUE;
    if (text)
    {
        if (!part)
            return script_throw (runtime, "TypeError", "'in <string>' requires string as left operand, not %s",
                                 py_type_name (runtime, item));
        *contains = part->length == 0 || memmem (text->data, text->length, part->data, part->length) != NULL;
        return SCRIPT_NORMAL;
    }
    if (py_as_list (container) || py_as_tuple (container))
        return contains_item (runtime, value_list (container), item, contains);
    if (value_map (container) ||
        (value_is_object (container, OBJECT_VIEW) && ((PyView *)container.as.object)->kind == PY_KEYS))
    {
        SCRIPT_TRY (py_map_find (runtime,
                                 value_map (container) ? value_map (container) : ((PyView *)container.as.object)->map,
                                 item, &found));
        *contains = found != NULL;
        return SCRIPT_NORMAL;
    }
    if (value_bytes (container))
        return contains_bytes (runtime, value_bytes (container), item, contains);
    if (value_is_object (container, OBJECT_RANGE) && py_is_integer (item, &integer))
    {
        const PyRange *range = (const PyRange *)container.as.object;
        gboolean inside = range->step > 0 ? integer >= range->start && integer < range->stop
                                          : integer <= range->start && integer > range->stop;

        *contains = inside && ((guint64)integer - (guint64)range->start) % (guint64)ABS (range->step) == 0;
        if (inside && range->step < 0)
            *contains = ((guint64)range->start - (guint64)integer) % (guint64)-range->step == 0;
        return SCRIPT_NORMAL;
    }
    *known = FALSE;
    return SCRIPT_NORMAL;
}

ScriptStatus py_contains_builtin (ScriptRuntime *runtime, Value container, Value item, gboolean *contains)
{
    gboolean known;

    SCRIPT_TRY (contains_builtin (runtime, container, item, contains, &known));
    return known ? SCRIPT_NORMAL : contains_by_walk (runtime, container, item, contains);
}

ScriptStatus py_contains (ScriptRuntime *runtime, Value container, Value item, gboolean *contains)
{
    Value result;
    gboolean found = FALSE;

    *contains = FALSE;
    if (py_has_operators (container))
    {
        SCRIPT_TRY (
            py_call_named_special (runtime, container, PY_NAME (runtime, __contains__), &item, 1, &result, &found));
        if (found)
            return py_truth (runtime, result, contains);
    }
    return py_contains_builtin (runtime, container, item, contains);
}
