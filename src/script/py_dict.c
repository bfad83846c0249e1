/* The methods of dict. */

#include "script/py_internal.h"
#include "script/py_methods.h"

static ScriptMap *map_of (ScriptCall *call)
{
    return (ScriptMap *)call->receiver.as.object;
}

static ScriptStatus dict_clear (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_none (call, "dict", "clear"));
    py_map_clear (map_of (call));
    *out = NULL_VALUE;
    return SCRIPT_NORMAL;
}

/* A plain dict with what FROM has. */
static ScriptStatus copy_entries (ScriptRuntime *runtime, const ScriptMap *from, ScriptMap *to)
{
    for (guint32 i = 0; i < from->n_entries; i++)
    {
        SCRIPT_TRY (py_charge (runtime, 1));
        if (from->entries[i].key.kind != VALUE_EMPTY)
            SCRIPT_TRY (py_map_put (runtime, to, from->entries[i].key, from->entries[i].value));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus dict_copy (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_none (call, "dict", "copy"));
    *out = py_dict_new (call->runtime);
    return copy_entries (call->runtime, map_of (call), value_map (*out));
}

static ScriptStatus dict_get (ScriptCall *call, Value *out)
{
    Value *found;

    SCRIPT_TRY (py_take (call, "dict", "get", 1, 2));
    SCRIPT_TRY (py_map_find (call->runtime, map_of (call), call->arguments[0], &found));
    *out = found ? *found : call->n_arguments > 1 ? call->arguments[1] : NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus dict_setdefault (ScriptCall *call, Value *out)
{
    Value *found;

    SCRIPT_TRY (py_take (call, "dict", "setdefault", 1, 2));
    SCRIPT_TRY (py_map_find (call->runtime, map_of (call), call->arguments[0], &found));
    *out = found ? *found : call->n_arguments > 1 ? call->arguments[1] : NULL_VALUE;
    return found ? SCRIPT_NORMAL : py_map_put (call->runtime, map_of (call), call->arguments[0], *out);
}

static ScriptStatus dict_pop (ScriptCall *call, Value *out)
{
    gboolean was_there;

    SCRIPT_TRY (py_take (call, "dict", "pop", 1, 2));
    SCRIPT_TRY (py_map_remove (call->runtime, map_of (call), call->arguments[0], out, &was_there));
    if (was_there)
        return SCRIPT_NORMAL;
    if (call->n_arguments < 2)
        return py_raise_value (call->runtime, "KeyError", call->arguments[0]);
    *out = call->arguments[1];
    return SCRIPT_NORMAL;
}

static ScriptStatus dict_popitem (ScriptCall *call, Value *out)
{
    ScriptMap *map = map_of (call);
    gboolean was_there;
    Value pair[2];

    SCRIPT_TRY (py_take_none (call, "dict", "popitem"));
    for (guint32 i = map->n_entries; i-- > 0;)
    {
        if (map->entries[i].key.kind == VALUE_EMPTY)
            continue;
        pair[0] = map->entries[i].key;
        pair[1] = map->entries[i].value;
        *out = py_tuple_new (call->runtime, pair, 2);
        return py_map_remove (call->runtime, map, pair[0], NULL, &was_there);
    }
    return py_raise_value (call->runtime, "KeyError",
                           value_string (call->runtime, "popitem(): dictionary is empty", -1));
}

/* An item of an iterable of pairs, the one at INDEX. */
static ScriptStatus put_pair (ScriptRuntime *runtime, ScriptMap *map, Value item, guint index)
{
    ScriptList *pair;
    ScriptStatus status = py_items (runtime, item, &pair);

    if (status == SCRIPT_THROW && py_pending_is (runtime, "TypeError"))
    {
        script_take_exception (runtime);
        return py_raise (runtime, "TypeError", "cannot convert dictionary update sequence element #%u to a sequence",
                         index);
    }
    SCRIPT_TRY (status);
    if (pair->length != 2)
        return py_raise (runtime, "ValueError", "dictionary update sequence element #%u has length %u; 2 is required",
                         index, pair->length);
    return py_map_put (runtime, map, pair->items[0], pair->items[1]);
}

/* VALUE is anything with keys() and items by them. */
static ScriptStatus put_mapping (ScriptRuntime *runtime, ScriptMap *map, Value value, Value keys)
{
    ScriptList *names;
    Value listed;
    Value item;

    SCRIPT_TRY (py_call (runtime, keys, NULL, 0, &listed));
    SCRIPT_TRY (py_items (runtime, listed, &names));
    for (guint i = 0; i < names->length; i++)
    {
        SCRIPT_TRY (py_get_index (runtime, value, names->items[i], &item));
        SCRIPT_TRY (py_map_put (runtime, map, names->items[i], item));
    }
    return SCRIPT_NORMAL;
}

ScriptStatus py_dict_update (ScriptRuntime *runtime, ScriptMap *map, Value value)
{
    ScriptMap *other = py_as_dict (value);
    ScriptList *items;
    Value keys;

    if (other && !py_is_overridden (runtime, value, PY_NAME (runtime, __iter__)))
        return copy_entries (runtime, other, map);
    SCRIPT_TRY (py_get_text (runtime, value, "keys", &keys));
    if (keys.kind != VALUE_EMPTY)
        return put_mapping (runtime, map, value, keys);
    SCRIPT_TRY (py_items (runtime, value, &items));
    for (guint i = 0; i < items->length; i++)
        SCRIPT_TRY (put_pair (runtime, map, items->items[i], i));
    return SCRIPT_NORMAL;
}

static ScriptStatus dict_update (ScriptCall *call, Value *out)
{
    ScriptMap *map = map_of (call);

    if (call->n_arguments > 1)
        return py_raise (call->runtime, "TypeError", "update expected at most 1 argument, got %u", call->n_arguments);
    *out = NULL_VALUE;
    if (call->n_arguments)
        SCRIPT_TRY (py_dict_update (call->runtime, map, call->arguments[0]));
    for (guint i = 0; i < call->n_named; i++)
        SCRIPT_TRY (py_map_put (call->runtime, map, value_of_name (call->runtime, call->names[i]), call->named[i]));
    return SCRIPT_NORMAL;
}

static ScriptStatus dict_keys (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_none (call, "dict", "keys"));
    *out = py_dict_view_new (call->runtime, map_of (call), PY_KEYS);
    return SCRIPT_NORMAL;
}

static ScriptStatus dict_values (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_none (call, "dict", "values"));
    *out = py_dict_view_new (call->runtime, map_of (call), PY_VALUES);
    return SCRIPT_NORMAL;
}

static ScriptStatus dict_items (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_none (call, "dict", "items"));
    *out = py_dict_view_new (call->runtime, map_of (call), PY_ITEMS);
    return SCRIPT_NORMAL;
}

/* A class method: what it makes is of the class. */
static ScriptStatus dict_fromkeys (ScriptCall *call, Value *out)
{
    ScriptList *keys;

    SCRIPT_TRY (py_take (call, "dict", "fromkeys", 1, 2));
    SCRIPT_TRY (py_items (call->runtime, call->arguments[0], &keys));
    SCRIPT_TRY (py_call (call->runtime, call->receiver, NULL, 0, out));
    for (guint i = 0; i < keys->length; i++)
        SCRIPT_TRY (py_set_index (call->runtime, *out, keys->items[i],
                                  call->n_arguments > 1 ? call->arguments[1] : NULL_VALUE));
    return SCRIPT_NORMAL;
}

const NativeEntry py_dict_methods[] = { { "clear", 0, dict_clear },
                                        { "copy", 0, dict_copy },
                                        { "get", 1, dict_get },
                                        { "items", 0, dict_items },
                                        { "keys", 0, dict_keys },
                                        { "pop", 1, dict_pop },
                                        { "popitem", 0, dict_popitem },
                                        { "setdefault", 1, dict_setdefault },
                                        { "update", 0, dict_update },
                                        { "values", 0, dict_values },
                                        { NULL, 0, NULL } };

const NativeEntry py_dict_class_methods[] = { { "fromkeys", 1, dict_fromkeys }, { NULL, 0, NULL } };
