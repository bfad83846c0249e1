/* Array.prototype: the methods that call a function for each item. */

#include "script/es_array.h"

/* A walk with a callback. The items are asked for as they come, so that a callback may change the array. */
typedef struct
{
    ScriptRuntime *runtime;
    ArrayLike array;
    Value callback;
    Value receiver;
} Each;

static ScriptStatus each_begin (ScriptCall *call, const char *name, Each *each)
{
    each->runtime = call->runtime;
    each->callback = call_argument (call, 0);
    each->receiver = call_argument (call, 1);
    SCRIPT_TRY (array_like_of (call->runtime, call->receiver, name, &each->array));
    return array_check_callback (call->runtime, each->callback);
}

static ScriptStatus each_call (const Each *each, double index, Value item, Value *out)
{
    Value arguments[3] = { item, value_number (index), each->array.value };

    return function_call (each->runtime, each->callback, each->receiver, &(Arguments){ .items = arguments, .n = 3 },
                          TRUE, out);
}

/* Calls for the item at INDEX unless it is a hole. */
static ScriptStatus each_present (const Each *each, double index, Value *item, gboolean *present, Value *out)
{
    SCRIPT_TRY (array_get_present (each->runtime, &each->array, index, item, present));
    return *present ? each_call (each, index, *item, out) : SCRIPT_NORMAL;
}

static ScriptStatus array_for_each (ScriptCall *call, Value *out)
{
    Each each;

    (void)out;
    SCRIPT_TRY (each_begin (call, "forEach", &each));
    for (double i = 0; i < each.array.length; i++)
    {
        Value item, ignored;
        gboolean present;

        SCRIPT_TRY (each_present (&each, i, &item, &present, &ignored));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus array_map (ScriptCall *call, Value *out)
{
    Each each;
    Value mapped;

    SCRIPT_TRY (each_begin (call, "map", &each));
    SCRIPT_TRY (array_new_like (call->runtime, &each.array, each.array.length, &mapped));
    for (double i = 0; i < each.array.length; i++)
    {
        Value item, result;
        gboolean present;

        SCRIPT_TRY (each_present (&each, i, &item, &present, &result));
        if (present)
            SCRIPT_TRY (array_put (call->runtime, mapped, i, result));
    }
    *out = mapped;
    return SCRIPT_NORMAL;
}

static ScriptStatus array_filter (ScriptCall *call, Value *out)
{
    Each each;
    Value kept;
    double n = 0;

    SCRIPT_TRY (each_begin (call, "filter", &each));
    SCRIPT_TRY (array_new_like (call->runtime, &each.array, 0, &kept));
    for (double i = 0; i < each.array.length; i++)
    {
        Value item, result;
        gboolean present;

        SCRIPT_TRY (each_present (&each, i, &item, &present, &result));
        if (present && value_is_truthy (result))
            SCRIPT_TRY (array_put (call->runtime, kept, n++, item));
    }
    *out = kept;
    return SCRIPT_NORMAL;
}

/* Whether the callback gives WANTED for an item. */
static ScriptStatus any (ScriptCall *call, const char *name, gboolean wanted, gboolean *found)
{
    Each each;

    *found = FALSE;
    SCRIPT_TRY (each_begin (call, name, &each));
    for (double i = 0; i < each.array.length && !*found; i++)
    {
        Value item, result;
        gboolean present;

        SCRIPT_TRY (each_present (&each, i, &item, &present, &result));
        *found = present && value_is_truthy (result) == wanted;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus array_some (ScriptCall *call, Value *out)
{
    gboolean found;

    SCRIPT_TRY (any (call, "some", TRUE, &found));
    *out = value_boolean (found);
    return SCRIPT_NORMAL;
}

static ScriptStatus array_every (ScriptCall *call, Value *out)
{
    gboolean found;

    SCRIPT_TRY (any (call, "every", FALSE, &found));
    *out = value_boolean (!found);
    return SCRIPT_NORMAL;
}

/* The first item, or the last, that the callback takes; holes count as undefined. INDEX is -1 when there is none. */
static ScriptStatus find (ScriptCall *call, const char *name, gboolean backwards, Value *item, double *index)
{
    Each each;

    SCRIPT_TRY (each_begin (call, name, &each));
    for (double i = 0; i < each.array.length; i++)
    {
        Value result;

        *index = backwards ? each.array.length - 1 - i : i;
        SCRIPT_TRY (array_get (call->runtime, &each.array, *index, item));
        SCRIPT_TRY (each_call (&each, *index, *item, &result));
        if (value_is_truthy (result))
            return SCRIPT_NORMAL;
    }
    *item = UNDEFINED;
    *index = -1;
    return SCRIPT_NORMAL;
}

static ScriptStatus array_find (ScriptCall *call, Value *out)
{
    double index;

    return find (call, "find", FALSE, out, &index);
}

static ScriptStatus array_find_last (ScriptCall *call, Value *out)
{
    double index;

    return find (call, "findLast", TRUE, out, &index);
}

static ScriptStatus array_find_index (ScriptCall *call, Value *out)
{
    Value item;
    double index;

    SCRIPT_TRY (find (call, "findIndex", FALSE, &item, &index));
    *out = value_number (index);
    return SCRIPT_NORMAL;
}

static ScriptStatus array_find_last_index (ScriptCall *call, Value *out)
{
    Value item;
    double index;

    SCRIPT_TRY (find (call, "findLastIndex", TRUE, &item, &index));
    *out = value_number (index);
    return SCRIPT_NORMAL;
}

static ScriptStatus reduce (ScriptCall *call, const char *name, gboolean backwards, Value *out)
{
    Each each;
    gboolean begun = call->n_arguments > 1;
    Value sum = call_argument (call, 1);

    SCRIPT_TRY (each_begin (call, name, &each));
    for (double i = 0; i < each.array.length; i++)
    {
        double at = backwards ? each.array.length - 1 - i : i;
        Value arguments[4] = { sum, UNDEFINED, value_number (at), each.array.value };
        gboolean present;

        SCRIPT_TRY (array_get_present (call->runtime, &each.array, at, &arguments[1], &present));
        if (present && begun)
            SCRIPT_TRY (function_call (call->runtime, each.callback, UNDEFINED,
                                       &(Arguments){ .items = arguments, .n = 4 }, TRUE, &sum));
        else if (present)
            sum = arguments[1];
        begun = begun || present;
    }
    if (!begun)
        return script_throw (call->runtime, "TypeError", "Reduce of empty array with no initial value");
    *out = sum;
    return SCRIPT_NORMAL;
}

static ScriptStatus array_reduce (ScriptCall *call, Value *out)
{
    return reduce (call, "reduce", FALSE, out);
}

static ScriptStatus array_reduce_right (ScriptCall *call, Value *out)
{
    return reduce (call, "reduceRight", TRUE, out);
}

/* Appends ITEM to the new array INTO, or its items when it is an array and DEPTH allows. */
static ScriptStatus flatten (ScriptRuntime *runtime, Value item, double depth, Value into, double *n)
{
    ScriptStatus status = SCRIPT_NORMAL;
    ArrayLike array;

    if (depth < 0 || !value_is_object (item, OBJECT_LIST))
        return array_put (runtime, into, (*n)++, item);
    if (!runtime_enter (runtime))
        return SCRIPT_STOP;
    status = array_like_of (runtime, item, NULL, &array);
    for (double i = 0; status == SCRIPT_NORMAL && i < array.length; i++)
    {
        Value inner;
        gboolean present;

        status = array_get_present (runtime, &array, i, &inner, &present);
        if (status == SCRIPT_NORMAL && present)
            status = flatten (runtime, inner, depth - 1, into, n);
    }
    runtime_leave (runtime);
    return status;
}

static ScriptStatus array_flat (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ArrayLike array;
    double depth, n = 0;
    Value flat;

    SCRIPT_TRY (array_like_of (runtime, call->receiver, NULL, &array));
    SCRIPT_TRY (es_argument_integer (call, 0, 1, &depth));
    SCRIPT_TRY (array_new_like (runtime, &array, 0, &flat));
    for (double i = 0; i < array.length; i++)
    {
        Value item;
        gboolean present;

        SCRIPT_TRY (array_get_present (runtime, &array, i, &item, &present));
        if (present)
            SCRIPT_TRY (flatten (runtime, item, depth - 1, flat, &n));
    }
    *out = flat;
    return SCRIPT_NORMAL;
}

static ScriptStatus array_flat_map (ScriptCall *call, Value *out)
{
    Each each;
    Value flat;
    double n = 0;

    SCRIPT_TRY (each_begin (call, NULL, &each));
    SCRIPT_TRY (array_new_like (call->runtime, &each.array, 0, &flat));
    for (double i = 0; i < each.array.length; i++)
    {
        Value item, result;
        gboolean present;

        SCRIPT_TRY (each_present (&each, i, &item, &present, &result));
        if (present)
            SCRIPT_TRY (flatten (call->runtime, result, 0, flat, &n));
    }
    *out = flat;
    return SCRIPT_NORMAL;
}

const NativeEntry array_callback_members[] = { { "forEach", 1, array_for_each },
                                               { "map", 1, array_map },
                                               { "filter", 1, array_filter },
                                               { "some", 1, array_some },
                                               { "every", 1, array_every },
                                               { "find", 1, array_find },
                                               { "findIndex", 1, array_find_index },
                                               { "findLast", 1, array_find_last },
                                               { "findLastIndex", 1, array_find_last_index },
                                               { "reduce", 1, array_reduce },
                                               { "reduceRight", 1, array_reduce_right },
                                               { "flat", 0, array_flat },
                                               { "flatMap", 1, array_flat_map },
                                               { NULL, 0, NULL } };
