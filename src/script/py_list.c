/* The methods of list, tuple and range, and sorting. */

#include "script/py_methods.h"

#include <string.h>

static ScriptList *list_of (ScriptCall *call)
{
    return value_list (call->receiver);
}

static ScriptStatus list_append_method (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_one (call, "list", "append"));
    list_append (call->runtime, list_of (call), call->arguments[0]);
    *out = NULL_VALUE;
    return SCRIPT_NORMAL;
}

/* COUNT items at AT become room for N; the items behind move. */
static ScriptStatus make_room (ScriptRuntime *runtime, ScriptList *list, guint at, guint n)
{
    guint length = list->length;

    if (!list_resize (runtime, list, length + n))
        return SCRIPT_STOP;
    memmove (list->items + at + n, list->items + at, (length - at) * sizeof (Value));
    return SCRIPT_NORMAL;
}

static void take_out (ScriptList *list, guint at)
{
    memmove (list->items + at, list->items + at + 1, (list->length - at - 1) * sizeof (Value));
    list->length--;
}

static ScriptStatus list_extend (ScriptCall *call, Value *out)
{
    ScriptList *list = list_of (call);
    ScriptList *items;
    guint length = list->length;

    SCRIPT_TRY (py_take_one (call, "list", "extend"));
    SCRIPT_TRY (py_items (call->runtime, call->arguments[0], &items));
    length = list->length;
    SCRIPT_TRY (make_room (call->runtime, list, length, items->length));
    if (items->length)
        memcpy (list->items + length, items->items, items->length * sizeof (Value));
    *out = NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus list_insert (ScriptCall *call, Value *out)
{
    ScriptList *list = list_of (call);
    gint64 at;

    SCRIPT_TRY (py_take (call, "list", "insert", 2, 2));
    SCRIPT_TRY (py_index (call->runtime, call->arguments[0], &at));
    if (at < 0)
        at = MAX (at + list->length, 0);
    at = MIN (at, list->length);
    SCRIPT_TRY (make_room (call->runtime, list, (guint)at, 1));
    list->items[at] = call->arguments[1];
    *out = NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus list_pop (ScriptCall *call, Value *out)
{
    ScriptList *list = list_of (call);
    gint64 at;

    SCRIPT_TRY (py_take (call, "list", "pop", 0, 1));
    SCRIPT_TRY (py_integer_argument (call, 0, -1, &at));
    if (list->length == 0)
        return py_raise (call->runtime, "IndexError", "pop from empty list");
    if (at < 0)
        at += list->length;
    if (at < 0 || at >= list->length)
        return py_raise (call->runtime, "IndexError", "pop index out of range");
    *out = list->items[at];
    take_out (list, (guint)at);
    return SCRIPT_NORMAL;
}

/* The first place from FROM to TO where WANTED is; -1 when there is none. The list may change meanwhile. */
static ScriptStatus seek (ScriptRuntime *runtime, const ScriptList *list, Value wanted, gint64 from, gint64 to,
                          gint64 *at)
{
    gboolean equal = FALSE;

    for (*at = from; *at < to && *at < list->length; ++*at)
    {
        SCRIPT_TRY (py_charge (runtime, 1));
        SCRIPT_TRY (py_equal (runtime, list->items[*at], wanted, &equal));
        if (equal)
            return SCRIPT_NORMAL;
    }
    *at = -1;
    return SCRIPT_NORMAL;
}

static ScriptStatus list_remove (ScriptCall *call, Value *out)
{
    ScriptList *list = list_of (call);
    gint64 at;

    SCRIPT_TRY (py_take_one (call, "list", "remove"));
    SCRIPT_TRY (seek (call->runtime, list, call->arguments[0], 0, G_MAXINT64, &at));
    if (at < 0 || at >= list->length)
        return py_raise (call->runtime, "ValueError", "list.remove(x): x not in list");
    take_out (list, (guint)at);
    *out = NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus list_index (ScriptCall *call, Value *out)
{
    const ScriptList *list = list_of (call);
    gboolean tuple = py_as_tuple (call->receiver) != NULL;
    gint64 bounds[2] = { 0, G_MAXINT64 };
    ScriptString *shown;
    gint64 at;

    SCRIPT_TRY (py_take (call, tuple ? "tuple" : "list", "index", 1, 3));
    for (guint i = 1; i < call->n_arguments; i++)
    {
        ScriptStatus status = py_index (call->runtime, call->arguments[i], &bounds[i - 1]);

        if (status == SCRIPT_THROW && py_pending_is (call->runtime, "TypeError"))
        {
            script_take_exception (call->runtime);
            return py_raise (call->runtime, "TypeError", "slice indices must be integers or have an __index__ method");
        }
        SCRIPT_TRY (status);
        if (bounds[i - 1] < 0)
            bounds[i - 1] = MAX (bounds[i - 1] + list->length, 0);
    }
    SCRIPT_TRY (seek (call->runtime, list, call->arguments[0], bounds[0], bounds[1], &at));
    *out = value_integer (at);
    if (at >= 0)
        return SCRIPT_NORMAL;
    if (tuple)
        return py_raise (call->runtime, "ValueError", "tuple.index(x): x not in tuple");
    SCRIPT_TRY (py_repr (call->runtime, call->arguments[0], &shown));
    return py_raise (call->runtime, "ValueError", "%.*s is not in list", (int)MIN (shown->length, 10000), shown->data);
}

static ScriptStatus list_count (ScriptCall *call, Value *out)
{
    const ScriptList *list = list_of (call);
    gint64 count = 0;
    gboolean equal;

    SCRIPT_TRY (py_take_one (call, py_as_tuple (call->receiver) ? "tuple" : "list", "count"));
    for (guint i = 0; i < list->length; i++)
    {
        SCRIPT_TRY (py_charge (call->runtime, 1));
        SCRIPT_TRY (py_equal (call->runtime, list->items[i], call->arguments[0], &equal));
        count += equal;
    }
    *out = value_integer (count);
    return SCRIPT_NORMAL;
}

static ScriptStatus list_clear (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_none (call, "list", "clear"));
    list_of (call)->length = 0;
    *out = NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus list_copy (ScriptCall *call, Value *out)
{
    const ScriptList *list = list_of (call);

    SCRIPT_TRY (py_take_none (call, "list", "copy"));
    if (!runtime_reserve (call->runtime, list->length * sizeof (Value)))
        return SCRIPT_STOP;
    *out = py_list_new (call->runtime, list->items, list->length);
    return SCRIPT_NORMAL;
}

static ScriptStatus list_reverse (ScriptCall *call, Value *out)
{
    ScriptList *list = list_of (call);

    SCRIPT_TRY (py_take_none (call, "list", "reverse"));
    for (guint i = 0, j = list->length; i + 1 < j; i++)
    {
        Value kept = list->items[i];

        list->items[i] = list->items[--j];
        list->items[j] = kept;
    }
    *out = NULL_VALUE;
    return SCRIPT_NORMAL;
}

/* Sorting: a merge sort, which is stable, of items beside their keys. */
typedef struct
{
    Value key;
    Value item;
} Sorted;

static ScriptStatus merge (ScriptRuntime *runtime, Sorted *items, Sorted *room, guint n, gboolean reverse)
{
    guint half = n / 2;
    guint left = 0;
    guint right = half;
    gboolean second;

    for (guint i = 0; i < n; i++)
    {
        if (left == half || right == n)
        {
            room[i] = items[left < half ? left++ : right++];
            continue;
        }
        SCRIPT_TRY (py_charge (runtime, 1));
        /* Equal ones keep their order, in reverse too. */
        if (reverse)
            SCRIPT_TRY (py_compare (runtime, OP_LESS, items[left].key, items[right].key, &second));
        else
            SCRIPT_TRY (py_compare (runtime, OP_LESS, items[right].key, items[left].key, &second));
        room[i] = items[second ? right++ : left++];
    }
    memcpy (items, room, n * sizeof *items);
    return SCRIPT_NORMAL;
}

static ScriptStatus sort_range (ScriptRuntime *runtime, Sorted *items, Sorted *room, guint n, gboolean reverse)
{
    if (n < 2)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (sort_range (runtime, items, room, n / 2, reverse));
    SCRIPT_TRY (sort_range (runtime, items + n / 2, room, n - n / 2, reverse));
    return merge (runtime, items, room, n, reverse);
}

ScriptStatus py_sort (ScriptRuntime *runtime, ScriptList *list, Value key, gboolean reverse)
{
    guint n = list->length;
    Sorted *items;
    ScriptStatus status = SCRIPT_NORMAL;

    if (n == 0)
        return SCRIPT_NORMAL;
    if (!runtime_reserve (runtime, 2 * n * sizeof *items))
        return SCRIPT_STOP;
    items = script_alloc (runtime, 2 * n * sizeof *items);
    for (guint i = 0; i < n; i++)
        items[i].key = items[i].item = list->items[i];
    for (guint i = 0; i < n && !value_is_nullish (key); i++)
        SCRIPT_TRY (py_call (runtime, key, &items[i].item, 1, &items[i].key));
    status = sort_range (runtime, items, items + n, n, reverse);
    if (status == SCRIPT_STOP)
        return status;
    if (list->length != n)
        return py_raise (runtime, "ValueError", "list modified during sort");
    for (guint i = 0; i < n; i++)
        list->items[i] = items[i].item;
    return status;
}

static ScriptStatus list_sort (ScriptCall *call, Value *out)
{
    static const char *const names[] = { "key", "reverse", NULL };
    Value values[2];
    gint64 reverse = 0;

    if (call->n_arguments)
        return py_raise (call->runtime, "TypeError", "sort() takes no positional arguments");
    SCRIPT_TRY (py_take_named (call, "sort", names, values));
    if (values[1].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_index (call->runtime, values[1], &reverse));
    *out = NULL_VALUE;
    return py_sort (call->runtime, list_of (call), values[0].kind == VALUE_EMPTY ? NULL_VALUE : values[0],
                    reverse != 0);
}

static const PyRange *range_of (ScriptCall *call)
{
    return (const PyRange *)call->receiver.as.object;
}

/* The place of VALUE in the range; -1 when it is not in it. */
static gint64 range_place (const PyRange *range, Value value)
{
    Value plain = py_unbox (value);
    gint64 number;

    if (plain.kind == VALUE_NUMBER && plain.as.number == (double)(gint64)plain.as.number)
        number = (gint64)plain.as.number;
    else if (!py_is_integer (plain, &number))
        return -1;
    for (gint64 at = (number - range->start) / range->step; at >= 0 && at < range->length;)
        return range->start + at * range->step == number ? at : -1;
    return -1;
}

static ScriptStatus range_index (ScriptCall *call, Value *out)
{
    ScriptString *shown;
    gint64 at;

    SCRIPT_TRY (py_take_one (call, "range", "index"));
    at = range_place (range_of (call), call->arguments[0]);
    *out = value_integer (at);
    if (at >= 0)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (py_repr (call->runtime, call->arguments[0], &shown));
    return py_raise (call->runtime, "ValueError", "%.*s is not in range", (int)MIN (shown->length, 10000), shown->data);
}

static ScriptStatus range_count (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_one (call, "range", "count"));
    *out = value_integer (range_place (range_of (call), call->arguments[0]) >= 0);
    return SCRIPT_NORMAL;
}

static ScriptStatus range_start (ScriptCall *call, Value *out)
{
    *out = value_integer (range_of (call)->start);
    return SCRIPT_NORMAL;
}

static ScriptStatus range_stop (ScriptCall *call, Value *out)
{
    *out = value_integer (range_of (call)->stop);
    return SCRIPT_NORMAL;
}

static ScriptStatus range_step (ScriptCall *call, Value *out)
{
    *out = value_integer (range_of (call)->step);
    return SCRIPT_NORMAL;
}

const NativeEntry py_list_methods[] = {
    { "append", 1, list_append_method }, { "clear", 0, list_clear },   { "copy", 0, list_copy },
    { "count", 1, list_count },          { "extend", 1, list_extend }, { "index", 1, list_index },
    { "insert", 2, list_insert },        { "pop", 0, list_pop },       { "remove", 1, list_remove },
    { "reverse", 0, list_reverse },      { "sort", 0, list_sort },     { NULL, 0, NULL }
};

const NativeEntry py_tuple_methods[] = { { "count", 1, list_count }, { "index", 1, list_index }, { NULL, 0, NULL } };

const NativeEntry py_range_methods[] = { { "count", 1, range_count },   { "get start", 0, range_start },
                                         { "get step", 0, range_step }, { "get stop", 0, range_stop },
                                         { "index", 1, range_index },   { NULL, 0, NULL } };
