/* The methods of set and frozenset, and their operators. */

#include "script/py_methods.h"

static ScriptMap *set_of (ScriptCall *call)
{
    return (ScriptMap *)call->receiver.as.object;
}

static gboolean is_frozen (ScriptRuntime *runtime, ScriptMap *set)
{
    return py_is_subclass (py_type (runtime, value_of_object (&set->object)), py_builtin_class (runtime, "frozenset"));
}

/* VALUE as a set: itself, or a new one with the items of any iterable. */
static ScriptStatus as_set (ScriptRuntime *runtime, Value value, ScriptMap **out)
{
    ScriptList *items;

    *out = py_as_set (value);
    if (*out)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (py_items (runtime, value, &items));
    *out = value_map (py_set_new (runtime, FALSE));
    for (guint i = 0; i < items->length; i++)
        SCRIPT_TRY (py_map_put (runtime, *out, items->items[i], NULL_VALUE));
    return SCRIPT_NORMAL;
}

static ScriptStatus add_all (ScriptRuntime *runtime, ScriptMap *to, const ScriptMap *from)
{
    for (guint32 i = 0; i < from->n_entries; i++)
    {
        SCRIPT_TRY (py_charge (runtime, 1));
        if (from->entries[i].key.kind != VALUE_EMPTY)
            SCRIPT_TRY (py_map_put (runtime, to, from->entries[i].key, NULL_VALUE));
    }
    return SCRIPT_NORMAL;
}

/* Puts into TO those of FROM that OTHER has (WANTED) or has not. */
static ScriptStatus add_some (ScriptRuntime *runtime, ScriptMap *to, const ScriptMap *from, ScriptMap *other,
                              gboolean wanted)
{
    for (guint32 i = 0; i < from->n_entries; i++)
    {
        Value key = from->entries[i].key;
        Value *found;

        SCRIPT_TRY (py_charge (runtime, 1));
        if (key.kind == VALUE_EMPTY)
            continue;
        SCRIPT_TRY (py_map_find (runtime, other, key, &found));
        if ((found != NULL) == wanted)
            SCRIPT_TRY (py_map_put (runtime, to, key, NULL_VALUE));
    }
    return SCRIPT_NORMAL;
}

/* OP is OP_BIT_OR and its like, of LEFT and RIGHT, put into the empty TO. */
static ScriptStatus operate (ScriptRuntime *runtime, Operator op, ScriptMap *left, ScriptMap *right, ScriptMap *to)
{
    switch ((int)op)
    {
    case OP_BIT_OR:
        SCRIPT_TRY (add_all (runtime, to, left));
        return add_all (runtime, to, right);
    case OP_BIT_AND:
        return add_some (runtime, to, left, right, TRUE);
    case OP_SUBTRACT:
        return add_some (runtime, to, left, right, FALSE);
    default:
        SCRIPT_TRY (add_some (runtime, to, left, right, FALSE));
        return add_some (runtime, to, right, left, FALSE);
    }
}

ScriptStatus py_set_operate (ScriptRuntime *runtime, Operator op, ScriptMap *left, ScriptMap *right, Value *out)
{
    *out = py_set_new (runtime, is_frozen (runtime, left));
    return operate (runtime, op, left, right, value_map (*out));
}

static ScriptStatus is_subset (ScriptRuntime *runtime, const ScriptMap *small, ScriptMap *large, gboolean *is)
{
    *is = py_map_length (small) <= py_map_length (large);
    for (guint32 i = 0; *is && i < small->n_entries; i++)
    {
        Value *found;

        SCRIPT_TRY (py_charge (runtime, 1));
        if (small->entries[i].key.kind == VALUE_EMPTY)
            continue;
        SCRIPT_TRY (py_map_find (runtime, large, small->entries[i].key, &found));
        *is = found != NULL;
    }
    return SCRIPT_NORMAL;
}

ScriptStatus py_set_compare (ScriptRuntime *runtime, Operator op, ScriptMap *left, ScriptMap *right, gboolean *holds)
{
    gboolean proper = op == OP_LESS || op == OP_GREATER;
    gboolean same_length = py_map_length (left) == py_map_length (right);

    *holds = FALSE;
    if ((proper && same_length) || (op == OP_EQUAL && !same_length))
        return SCRIPT_NORMAL;
    if (op == OP_GREATER || op == OP_GREATER_EQUAL)
        return is_subset (runtime, right, left, holds);
    return is_subset (runtime, left, right, holds);
}

/* union and its like: a new set of the receiver's type, or (IN_PLACE) the receiver itself changed. */
static ScriptStatus combine (ScriptCall *call, const char *name, Operator op, gboolean in_place, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptMap *result = set_of (call);
    ScriptMap *other;
    Value next;

    if (call->n_named)
        return py_raise (runtime, "TypeError", "%s.%s() takes no keyword arguments",
                         is_frozen (runtime, result) ? "frozenset" : "set", name);
    if (op == OP_BIT_XOR)
        SCRIPT_TRY (py_take_one (call, is_frozen (runtime, result) ? "frozenset" : "set", name));
    if (call->n_arguments == 0 && !in_place)
    {
        *out = py_set_new (runtime, is_frozen (runtime, result));
        return add_all (runtime, value_map (*out), result);
    }
    for (guint i = 0; i < call->n_arguments; i++)
    {
        SCRIPT_TRY (as_set (runtime, call->arguments[i], &other));
        next = py_set_new (runtime, is_frozen (runtime, set_of (call)));
        SCRIPT_TRY (operate (runtime, op, result, other, value_map (next)));
        result = value_map (next);
    }
    *out = in_place ? NULL_VALUE : value_of_object (&result->object);
    if (!in_place || call->n_arguments == 0)
        return SCRIPT_NORMAL;
    py_map_clear (set_of (call));
    return add_all (runtime, set_of (call), result);
}

static ScriptStatus set_union (ScriptCall *call, Value *out)
{
    return combine (call, "union", OP_BIT_OR, FALSE, out);
}

static ScriptStatus set_intersection (ScriptCall *call, Value *out)
{
    return combine (call, "intersection", OP_BIT_AND, FALSE, out);
}

static ScriptStatus set_difference (ScriptCall *call, Value *out)
{
    return combine (call, "difference", OP_SUBTRACT, FALSE, out);
}

static ScriptStatus set_symmetric_difference (ScriptCall *call, Value *out)
{
    return combine (call, "symmetric_difference", OP_BIT_XOR, FALSE, out);
}

static ScriptStatus set_update (ScriptCall *call, Value *out)
{
    return combine (call, "update", OP_BIT_OR, TRUE, out);
}

static ScriptStatus set_intersection_update (ScriptCall *call, Value *out)
{
    return combine (call, "intersection_update", OP_BIT_AND, TRUE, out);
}

static ScriptStatus set_difference_update (ScriptCall *call, Value *out)
{
    return combine (call, "difference_update", OP_SUBTRACT, TRUE, out);
}

static ScriptStatus set_symmetric_difference_update (ScriptCall *call, Value *out)
{
    return combine (call, "symmetric_difference_update", OP_BIT_XOR, TRUE, out);
}

static ScriptStatus set_add (ScriptCall *call, Value *out)
{
    Value *found;

    SCRIPT_TRY (py_take_one (call, "set", "add"));
    *out = NULL_VALUE;
    SCRIPT_TRY (py_map_find (call->runtime, set_of (call), call->arguments[0], &found));
    return found ? SCRIPT_NORMAL : py_map_put (call->runtime, set_of (call), call->arguments[0], NULL_VALUE);
}

static ScriptStatus set_remove (ScriptCall *call, Value *out)
{
    gboolean was_there;

    SCRIPT_TRY (py_take_one (call, "set", "remove"));
    *out = NULL_VALUE;
    SCRIPT_TRY (py_map_remove (call->runtime, set_of (call), call->arguments[0], NULL, &was_there));
    return was_there ? SCRIPT_NORMAL : py_raise_value (call->runtime, "KeyError", call->arguments[0]);
}

static ScriptStatus set_discard (ScriptCall *call, Value *out)
{
    gboolean was_there;

    SCRIPT_TRY (py_take_one (call, "set", "discard"));
    *out = NULL_VALUE;
    return py_map_remove (call->runtime, set_of (call), call->arguments[0], NULL, &was_there);
}

static ScriptStatus set_pop (ScriptCall *call, Value *out)
{
    ScriptMap *set = set_of (call);
    gboolean was_there;

    SCRIPT_TRY (py_take_none (call, "set", "pop"));
    for (guint32 i = 0; i < set->n_entries; i++)
        if (set->entries[i].key.kind != VALUE_EMPTY)
        {
            *out = set->entries[i].key;
            return py_map_remove (call->runtime, set, *out, NULL, &was_there);
        }
    return py_raise_value (call->runtime, "KeyError", value_string (call->runtime, "pop from an empty set", -1));
}

static ScriptStatus set_clear (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_none (call, "set", "clear"));
    py_map_clear (set_of (call));
    *out = NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus set_copy (ScriptCall *call, Value *out)
{
    gboolean frozen = is_frozen (call->runtime, set_of (call));

    SCRIPT_TRY (py_take_none (call, frozen ? "frozenset" : "set", "copy"));
    *out = py_set_new (call->runtime, frozen);
    return add_all (call->runtime, value_map (*out), set_of (call));
}

static ScriptStatus compare (ScriptCall *call, const char *name, Operator op, Value *out)
{
    ScriptMap *other;
    gboolean holds;

    SCRIPT_TRY (py_take_one (call, is_frozen (call->runtime, set_of (call)) ? "frozenset" : "set", name));
    SCRIPT_TRY (as_set (call->runtime, call->arguments[0], &other));
    SCRIPT_TRY (py_set_compare (call->runtime, op, set_of (call), other, &holds));
    *out = value_boolean (holds);
    return SCRIPT_NORMAL;
}

static ScriptStatus set_issubset (ScriptCall *call, Value *out)
{
    return compare (call, "issubset", OP_LESS_EQUAL, out);
}

static ScriptStatus set_issuperset (ScriptCall *call, Value *out)
{
    return compare (call, "issuperset", OP_GREATER_EQUAL, out);
}

static ScriptStatus set_isdisjoint (ScriptCall *call, Value *out)
{
    ScriptMap *other;
    Value both;

    SCRIPT_TRY (py_take_one (call, is_frozen (call->runtime, set_of (call)) ? "frozenset" : "set", "isdisjoint"));
    SCRIPT_TRY (as_set (call->runtime, call->arguments[0], &other));
    SCRIPT_TRY (py_set_operate (call->runtime, OP_BIT_AND, set_of (call), other, &both));
    *out = value_boolean (py_map_length (value_map (both)) == 0);
    return SCRIPT_NORMAL;
}

#define READING_METHODS                                                                                                \
    { "copy", 0, set_copy }, { "difference", 0, set_difference }, { "intersection", 0, set_intersection },             \
        { "isdisjoint", 1, set_isdisjoint }, { "issubset", 1, set_issubset }, { "issuperset", 1, set_issuperset },     \
        { "symmetric_difference", 1, set_symmetric_difference },                                                       \
    {                                                                                                                  \
        "union", 0, set_union                                                                                          \
    }

const NativeEntry py_set_methods[] = { READING_METHODS,
                                       { "add", 1, set_add },
                                       { "clear", 0, set_clear },
                                       { "difference_update", 0, set_difference_update },
                                       { "discard", 1, set_discard },
                                       { "intersection_update", 0, set_intersection_update },
                                       { "pop", 0, set_pop },
                                       { "remove", 1, set_remove },
                                       { "symmetric_difference_update", 1, set_symmetric_difference_update },
                                       { "update", 0, set_update },
                                       { NULL, 0, NULL } };

const NativeEntry py_frozenset_methods[] = { READING_METHODS, { NULL, 0, NULL } };
