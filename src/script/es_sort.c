/* Array.prototype.sort and toSorted.
 *
 * A comparator that contradicts itself, such as (a, b) => a > b, must give what it gives in Node, since migrations were written against
 * that. So the items of short arrays are compared in the order of V8's TimSort: the run that the array begins with, then each further
 * item by binary insertion. Longer arrays are sorted in pieces of that kind, which are then merged; there only comparators that agree
 * with themselves are sure to give the same. */

#include "script/es_array.h"

#include <string.h>

#define SHORT 64 /* items: from here on V8 merges too */
#define PIECE 32

typedef struct
{
    ScriptRuntime *runtime;
    Value comparator; /* or undefined */
} Order;

typedef struct
{
    Value value;
    ScriptString *text; /* what is compared when there is no comparator */
} Sortable;

static ScriptStatus compare (const Order *order, const Sortable *a, const Sortable *b, double *result)
{
    Value arguments[2] = { a->value, b->value };
    Value value;

    if (order->comparator.kind == VALUE_UNDEFINED)
    {
        if (!runtime_step (order->runtime))
            return runtime_exhausted (order->runtime);
        *result = string_compare (a->text, b->text);
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (function_call (order->runtime, order->comparator, UNDEFINED, &(Arguments){ .items = arguments, .n = 2 },
                               TRUE, &value));
    return es_to_number (order->runtime, value, result);
}

static void turn_around (Sortable *items, guint32 n)
{
    for (guint32 low = 0, high = n; low + 1 < high; low++, high--)
    {
        Sortable item = items[low];

        items[low] = items[high - 1];
        items[high - 1] = item;
    }
}

/* The length of the sorted beginning, which is turned around when it goes down. */
static ScriptStatus first_run (const Order *order, Sortable *items, guint32 n, guint32 *length)
{
    double result;
    gboolean descends;
    guint32 at = 2;

    *length = n;
    if (n < 2)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (compare (order, &items[1], &items[0], &result));
    descends = result < 0;
    for (; at < n; at++)
    {
        SCRIPT_TRY (compare (order, &items[at], &items[at - 1], &result));
        if (descends != (result < 0))
            break;
    }
    if (descends)
        turn_around (items, at);
    *length = at;
    return SCRIPT_NORMAL;
}

static ScriptStatus sort_short (const Order *order, Sortable *items, guint32 n)
{
    guint32 sorted;

    SCRIPT_TRY (first_run (order, items, n, &sorted));
    for (; sorted < n; sorted++)
    {
        Sortable item = items[sorted];
        guint32 low = 0;
        guint32 high = sorted;

        while (low < high)
        {
            guint32 middle = low + (high - low) / 2;
            double result;

            SCRIPT_TRY (compare (order, &item, &items[middle], &result));
            if (result < 0)
                high = middle;
            else
                low = middle + 1;
        }
        memmove (items + low + 1, items + low, (sorted - low) * sizeof *items);
        items[low] = item;
    }
    return SCRIPT_NORMAL;
}

/* The sorted LEFT (N_LEFT items) and RIGHT into INTO. */
static ScriptStatus merge (const Order *order, const Sortable *left, guint32 n_left, const Sortable *right,
                           guint32 n_right, Sortable *into)
{
    while (n_left && n_right)
    {
        double result;

        SCRIPT_TRY (compare (order, right, left, &result));
        if (result < 0)
        {
            *into++ = *right++;
            n_right--;
        }
        else
        {
            *into++ = *left++;
            n_left--;
        }
    }
    if (n_left)
        memcpy (into, left, n_left * sizeof *left);
    if (n_right)
        memcpy (into, right, n_right * sizeof *right);
    return SCRIPT_NORMAL;
}

static ScriptStatus sort_items (const Order *order, Sortable *items, guint32 n)
{
    Sortable *other;
    Sortable *from = items;

    if (n < SHORT)
        return sort_short (order, items, n);
    if (!runtime_reserve (order->runtime, n * sizeof *other))
        return SCRIPT_STOP;
    other = script_alloc (order->runtime, n * sizeof *other);
    for (guint32 at = 0; at < n; at += PIECE)
        SCRIPT_TRY (sort_short (order, items + at, MIN (PIECE, n - at)));
    for (gsize size = PIECE; size < n; size *= 2)
    {
        Sortable *into = from == items ? other : items;

        for (gsize at = 0; at < n; at += 2 * size)
        {
            gsize n_left = MIN (size, n - at);
            gsize n_right = MIN (size, n - at - n_left);

            SCRIPT_TRY (merge (order, from + at, (guint32)n_left, from + at + n_left, (guint32)n_right, into + at));
        }
        from = into;
    }
    if (from != items)
        memcpy (items, from, n * sizeof *items);
    return SCRIPT_NORMAL;
}

static ScriptStatus check_comparator (ScriptRuntime *runtime, Value comparator)
{
    if (comparator.kind == VALUE_UNDEFINED || script_is_callable (comparator))
        return SCRIPT_NORMAL;
    return script_throw (runtime, "TypeError", "The comparison function must be either a function or undefined: %s",
                         es_describe (runtime, comparator));
}

/* The items of ARRAY, sorted: *N that can be compared, then *N_UNDEFINED times undefined. Holes are left out unless HOLES. */
static ScriptStatus sorted_items (ScriptRuntime *runtime, const ArrayLike *array, Value comparator, gboolean holes,
                                  Sortable **items, guint32 *n, guint32 *n_undefined)
{
    Order order = { runtime, comparator };
    guint32 capacity = 0;

    *items = NULL;
    *n = 0;
    *n_undefined = 0;
    for (double i = 0; i < array->length; i++)
    {
        Sortable item = { 0 };
        gboolean present;

        SCRIPT_TRY (array_get_present (runtime, array, i, &item.value, &present));
        if (!present && !holes)
            continue;
        if (item.value.kind == VALUE_UNDEFINED)
        {
            ++*n_undefined;
            continue;
        }
        if (comparator.kind == VALUE_UNDEFINED)
            SCRIPT_TRY (es_to_string (runtime, item.value, &item.text));
        if (*n == capacity)
        {
            Sortable *grown;

            capacity = capacity ? capacity * 2 : array->list ? MAX (array->list->length, 1) : 8;
            if (!runtime_reserve (runtime, capacity * sizeof *grown))
                return SCRIPT_STOP;
            grown = script_alloc (runtime, capacity * sizeof *grown);
            if (*n)
                memcpy (grown, *items, *n * sizeof *grown);
            *items = grown;
        }
        (*items)[(*n)++] = item;
    }
    return sort_items (&order, *items, *n);
}

static ScriptStatus array_sort (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value comparator = call_argument (call, 0);
    ArrayLike array;
    Sortable *items;
    guint32 n, n_undefined;
    gsize filled;

    SCRIPT_TRY (check_comparator (runtime, comparator));
    SCRIPT_TRY (array_like_of (runtime, call->receiver, NULL, &array));
    SCRIPT_TRY (sorted_items (runtime, &array, comparator, FALSE, &items, &n, &n_undefined));
    for (guint32 i = 0; i < n; i++)
        SCRIPT_TRY (array_set (runtime, &array, i, items[i].value));
    filled = (gsize)n + n_undefined;
    for (gsize i = n; i < filled; i++)
        SCRIPT_TRY (array_set (runtime, &array, (double)i, UNDEFINED));
    for (double i = (double)filled; i < array.length; i++)
    {
        gboolean present;
        Value item;

        SCRIPT_TRY (array_get_present (runtime, &array, i, &item, &present));
        if (present)
            SCRIPT_TRY (array_delete (runtime, &array, i));
    }
    *out = array.value;
    return SCRIPT_NORMAL;
}

static ScriptStatus array_to_sorted (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value comparator = call_argument (call, 0);
    ArrayLike array;
    Sortable *items;
    ScriptList *list;
    guint32 n, n_undefined;

    SCRIPT_TRY (check_comparator (runtime, comparator));
    SCRIPT_TRY (array_like_of (runtime, call->receiver, NULL, &array));
    SCRIPT_TRY (array_new_copy (runtime, array.length, &list));
    SCRIPT_TRY (sorted_items (runtime, &array, comparator, TRUE, &items, &n, &n_undefined));
    SCRIPT_TRY (array_charge (runtime, array.length));
    for (guint32 i = 0; i < n; i++)
        list_append (runtime, list, items[i].value);
    for (guint32 i = 0; i < n_undefined; i++)
        list_append (runtime, list, UNDEFINED);
    *out = value_of_object (&list->object);
    return SCRIPT_NORMAL;
}

const NativeEntry array_sort_members[] = { { "sort", 1, array_sort },
                                           { "toSorted", 1, array_to_sorted },
                                           { NULL, 0, NULL } };
