/* Built-in functions over things that can be iterated: enumerate, zip, map, filter, sorted, any, all, min, max, sum. See py.h. */

#include "script/py_internal.h"
#include "script/py_methods.h"

static ScriptStatus iterators_of (ScriptRuntime *runtime, const Value *values, guint n, Value *out)
{
    Value *iterators = script_alloc (runtime, MAX (n, 1) * sizeof *iterators);

    for (guint i = 0; i < n; i++)
        SCRIPT_TRY (py_iterator_of (runtime, values[i], &iterators[i]));
    *out = py_tuple_new (runtime, iterators, n);
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_iter (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_check_arguments (call, "iter", 1, 2));
    if (call->n_arguments == 2)
        return script_refuse (call->runtime, "`iter` with a sentinel is out of reach");
    return py_iterator_of (call->runtime, call->arguments[0], out);
}

static ScriptStatus builtin_next (ScriptCall *call, Value *out)
{
    gboolean done;

    SCRIPT_TRY (py_check_arguments (call, "next", 1, 2));
    SCRIPT_TRY (py_next (call->runtime, call->arguments[0], out, &done));
    if (!done)
        return SCRIPT_NORMAL;
    if (call->n_arguments < 2)
        return py_raise_value (
            call->runtime, "StopIteration",
            value_is_object (call->arguments[0], OBJECT_GENERATOR) && out->kind != VALUE_NULL ? *out : EMPTY_VALUE);
    *out = call->arguments[1];
    return SCRIPT_NORMAL;
}

/* WALK->source is the iterator, WALK->next the number. */
static ScriptStatus step_enumerate (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    Value pair[2] = { walk->next, UNDEFINED };

    SCRIPT_TRY (py_next (runtime, walk->source, &pair[1], &walk->done));
    if (walk->done)
        return SCRIPT_NORMAL;
    walk->next.as.integer++;
    *out = py_tuple_new (runtime, pair, 2);
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_enumerate (ScriptCall *call, Value *out)
{
    Value values[2];
    Value iterator;
    gint64 start = 0;

    SCRIPT_TRY (py_bind (call, "enumerate(iterable, start=)", values));
    if (values[1].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_index (call->runtime, values[1], &start));
    SCRIPT_TRY (py_iterator_of (call->runtime, values[0], &iterator));
    *out = py_iterator_step_new (call->runtime, step_enumerate, iterator, value_integer (start), "enumerate");
    return SCRIPT_NORMAL;
}

static ScriptStatus zip_ended (ScriptRuntime *runtime, const Walk *walk, guint32 at)
{
    ScriptList *iterators = value_list (walk->source);
    Value ignored;
    gboolean done;

    if (!walk->next.as.boolean)
        return SCRIPT_NORMAL;
    if (at > 0)
        return script_throw (runtime, "ValueError", "zip() argument %u is shorter than argument%s%u", at + 1,
                             at == 1 ? " " : "s 1-", at);
    for (guint32 i = 1; i < iterators->length; i++)
    {
        SCRIPT_TRY (py_next (runtime, iterators->items[i], &ignored, &done));
        if (!done)
            return script_throw (runtime, "ValueError", "zip() argument %u is longer than argument%s%u", i + 1,
                                 i == 1 ? " " : "s 1-", i);
    }
    return SCRIPT_NORMAL;
}

/* WALK->source is a tuple of iterators, WALK->next whether they must be equally long. */
static ScriptStatus step_zip (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    ScriptList *iterators = value_list (walk->source);

    walk->done = iterators->length == 0;
    if (walk->done)
        return SCRIPT_NORMAL;
    *out = py_tuple_new (runtime, iterators->items, iterators->length);
    for (guint32 i = 0; i < iterators->length; i++)
    {
        SCRIPT_TRY (py_next (runtime, iterators->items[i], &value_list (*out)->items[i], &walk->done));
        if (walk->done)
            return zip_ended (runtime, walk, i);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_zip (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[2];
    Value iterators;
    gboolean strict = FALSE;

    SCRIPT_TRY (py_bind (call, "zip(*iterables, strict=)", values));
    if (values[1].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (runtime, values[1], &strict));
    SCRIPT_TRY (iterators_of (runtime, value_list (values[0])->items, value_list (values[0])->length, &iterators));
    *out = py_iterator_step_new (runtime, step_zip, iterators, value_boolean (strict), "zip");
    return SCRIPT_NORMAL;
}

/* WALK->source is a tuple of iterators, WALK->next the function. */
static ScriptStatus step_map (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    ScriptList *iterators = value_list (walk->source);
    Value arguments = py_tuple_new (runtime, iterators->items, iterators->length);

    for (guint32 i = 0; i < iterators->length; i++)
    {
        SCRIPT_TRY (py_next (runtime, iterators->items[i], &value_list (arguments)->items[i], &walk->done));
        if (walk->done)
            return SCRIPT_NORMAL;
    }
    return py_call (runtime, walk->next, value_list (arguments)->items, iterators->length, out);
}

static ScriptStatus builtin_map (ScriptCall *call, Value *out)
{
    Value iterators;

    SCRIPT_TRY (py_no_keywords (call, "map"));
    if (call->n_arguments < 2)
        return py_type_error (call->runtime, "map() must have at least two arguments.");
    SCRIPT_TRY (iterators_of (call->runtime, call->arguments + 1, call->n_arguments - 1, &iterators));
    *out = py_iterator_step_new (call->runtime, step_map, iterators, call->arguments[0], "map");
    return SCRIPT_NORMAL;
}

/* WALK->source is the iterator, WALK->next the function or None. */
static ScriptStatus step_filter (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    for (;;)
    {
        Value answer;
        gboolean truth;

        if (!runtime_step (runtime))
            return runtime_exhausted (runtime);
        SCRIPT_TRY (py_next (runtime, walk->source, out, &walk->done));
        if (walk->done)
            return SCRIPT_NORMAL;
        answer = *out;
        if (walk->next.kind != VALUE_NULL)
            SCRIPT_TRY (py_call (runtime, walk->next, out, 1, &answer));
        SCRIPT_TRY (py_truth (runtime, answer, &truth));
        if (truth)
            return SCRIPT_NORMAL;
    }
}

static ScriptStatus builtin_filter (ScriptCall *call, Value *out)
{
    Value iterator;

    SCRIPT_TRY (py_check_arguments (call, "filter", 2, 2));
    SCRIPT_TRY (py_iterator_of (call->runtime, call->arguments[1], &iterator));
    *out = py_iterator_step_new (call->runtime, step_filter, iterator, call->arguments[0], "filter");
    return SCRIPT_NORMAL;
}

/* WALK->source is the sequence, WALK->next the place after the next one. */
static ScriptStatus step_reversed (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    gint64 at = walk->next.as.integer - 1;

    walk->done = at < 0;
    if (walk->done)
        return SCRIPT_NORMAL;
    walk->next.as.integer = at;
    return py_get_index (runtime, walk->source, value_integer (at), out);
}

static ScriptStatus builtin_reversed (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value source;
    gint64 length;
    gboolean found;

    SCRIPT_TRY (py_check_arguments (call, "reversed", 1, 1));
    source = call->arguments[0];
    SCRIPT_TRY (py_call_named_special (runtime, source, PY_NAME (runtime, __reversed__), NULL, 0, out, &found));
    if (found)
        return SCRIPT_NORMAL;
    if (value_map (source) || value_is_object (source, OBJECT_VIEW))
    {
        ScriptList *items;

        if (py_as_set (source))
            return script_throw (runtime, "TypeError", "'%s' object is not reversible", py_type_name (runtime, source));
        SCRIPT_TRY (py_items (runtime, source, &items));
        source = value_of_object (&items->object);
    }
    else if (py_special (runtime, source, PY_NAME (runtime, __getitem__)).kind == VALUE_EMPTY)
        return script_throw (runtime, "TypeError", "'%s' object is not reversible", py_type_name (runtime, source));
    SCRIPT_TRY (py_length (runtime, source, &length));
    *out = py_iterator_step_new (runtime, step_reversed, source, value_integer (length),
                                 py_as_list (source) ? "list_reverseiterator" : "reversed");
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_sorted (ScriptCall *call, Value *out)
{
    Value values[3];
    ScriptList *items;
    gboolean reverse = FALSE;

    SCRIPT_TRY (py_bind (call, "sorted(iterable, /, *, key=, reverse=)", values));
    if (values[2].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (call->runtime, values[2], &reverse));
    SCRIPT_TRY (py_items (call->runtime, values[0], &items));
    *out = value_of_object (&items->object);
    return py_sort (call->runtime, items, values[1].kind == VALUE_EMPTY ? NULL_VALUE : values[1], reverse);
}

/* Whether an item is SOUGHT (true for any, false for all). */
static ScriptStatus find_truth (ScriptCall *call, const char *name, gboolean sought, gboolean *found)
{
    Walk walk;

    SCRIPT_TRY (py_take_one (call, NULL, name));
    SCRIPT_TRY (py_iterate (call->runtime, call->arguments[0], &walk));
    for (*found = FALSE; !*found;)
    {
        Value item;
        gboolean truth;

        SCRIPT_TRY (iterate_next (call->runtime, &walk, &item));
        if (walk.done)
            break;
        SCRIPT_TRY (py_truth (call->runtime, item, &truth));
        *found = truth == sought;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_any (ScriptCall *call, Value *out)
{
    gboolean found;

    SCRIPT_TRY (find_truth (call, "any", TRUE, &found));
    *out = value_boolean (found);
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_all (ScriptCall *call, Value *out)
{
    gboolean found;

    SCRIPT_TRY (find_truth (call, "all", FALSE, &found));
    *out = value_boolean (!found);
    return SCRIPT_NORMAL;
}

static ScriptStatus key_of (ScriptRuntime *runtime, Value key, Value item, Value *out)
{
    *out = item;
    if (key.kind == VALUE_EMPTY || key.kind == VALUE_NULL)
        return SCRIPT_NORMAL;
    return py_call (runtime, key, &item, 1, out);
}

/* The first of the items that none is before, in the order of OP. */
static ScriptStatus extreme (ScriptCall *call, const char *name, const char *signature, Operator op, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[3];
    ScriptList *items;
    Value best;

    SCRIPT_TRY (py_bind (call, signature, values));
    items = value_list (values[0]);
    if (items->length == 0)
        return script_throw (runtime, "TypeError", "%s expected at least 1 argument, got 0", name);
    if (items->length > 1 && values[2].kind != VALUE_EMPTY)
        return script_throw (runtime, "TypeError",
                             "Cannot specify a default for %s() with multiple positional arguments", name);
    if (items->length == 1)
        SCRIPT_TRY (py_items (runtime, items->items[0], &items));
    if (items->length == 0)
    {
        *out = values[2];
        return out->kind == VALUE_EMPTY ? script_throw (runtime, "ValueError", "%s() iterable argument is empty", name)
                                        : SCRIPT_NORMAL;
    }
    *out = items->items[0];
    SCRIPT_TRY (key_of (runtime, values[1], *out, &best));
    for (guint32 i = 1; i < items->length; i++)
    {
        Value key;
        gboolean before;

        SCRIPT_TRY (key_of (runtime, values[1], items->items[i], &key));
        SCRIPT_TRY (py_compare (runtime, op, key, best, &before));
        if (!before)
            continue;
        *out = items->items[i];
        best = key;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_min (ScriptCall *call, Value *out)
{
    return extreme (call, "min", "min(*args, key=, default=)", OP_LESS, out);
}

static ScriptStatus builtin_max (ScriptCall *call, Value *out)
{
    return extreme (call, "max", "max(*args, key=, default=)", OP_GREATER, out);
}

static ScriptStatus builtin_sum (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[2];
    Walk walk;

    SCRIPT_TRY (py_bind (call, "sum(iterable, /, start=)", values));
    *out = values[1].kind == VALUE_EMPTY ? value_integer (0) : values[1];
    if (py_as_string (*out))
        return py_type_error (runtime, "sum() can't sum strings [use ''.join(seq) instead]");
    SCRIPT_TRY (py_iterate (runtime, values[0], &walk));
    for (;;)
    {
        Value item;

        SCRIPT_TRY (iterate_next (runtime, &walk, &item));
        if (walk.done)
            return SCRIPT_NORMAL;
        SCRIPT_TRY (py_binary (runtime, OP_ADD, *out, item, out));
    }
}

const NativeEntry py_iteration_functions[] = { { "iter", 0, builtin_iter },
                                               { "next", 0, builtin_next },
                                               { "enumerate", 0, builtin_enumerate },
                                               { "zip", 0, builtin_zip },
                                               { "map", 0, builtin_map },
                                               { "filter", 0, builtin_filter },
                                               { "reversed", 0, builtin_reversed },
                                               { "sorted", 0, builtin_sorted },
                                               { "any", 0, builtin_any },
                                               { "all", 0, builtin_all },
                                               { "min", 0, builtin_min },
                                               { "max", 0, builtin_max },
                                               { "sum", 0, builtin_sum },
                                               { NULL, 0, NULL } };
