/* Map, Set, WeakMap and WeakSet.
 *
 * Nothing is ever collected, so the weak ones hold a Map or Set that no script can reach, under a private name. */

#include "script/es.h"

#include <string.h>

#define WEAK_NAME                                                                                                      \
    "\xfe"                                                                                                             \
    "weak" /* begins with NAME_PRIVATE_BYTE */

static const char *class_name (ObjectKind kind, gboolean weak)
{
    if (kind == OBJECT_MAP)
        return weak ? "WeakMap" : "Map";
    return weak ? "WeakSet" : "Set";
}

static ScriptStatus incompatible (ScriptCall *call, ObjectKind kind, gboolean weak, const char *method)
{
    return script_throw (call->runtime, "TypeError", "Method %s%s.prototype.%s called on incompatible receiver %s",
                         strcmp (method, "size") == 0 ? "get " : "", class_name (kind, weak), method,
                         es_describe (call->runtime, call->receiver));
}

static ScriptStatus this_map (ScriptCall *call, ObjectKind kind, const char *method, ScriptMap **map)
{
    *map = NULL;
    if (!value_is_object (call->receiver, kind))
        return incompatible (call, kind, FALSE, method);
    *map = (ScriptMap *)call->receiver.as.object;
    return SCRIPT_NORMAL;
}

static ScriptStatus this_weak (ScriptCall *call, ObjectKind kind, const char *method, ScriptMap **map)
{
    Property *hidden = NULL;

    *map = NULL;
    if (call->receiver.kind == VALUE_OBJECT)
        hidden = object_find_own (call->receiver.as.object, intern (call->runtime, WEAK_NAME, -1));
    if (!hidden || !value_is_object (hidden->value, kind))
        return incompatible (call, kind, TRUE, method);
    *map = (ScriptMap *)hidden->value.as.object;
    return SCRIPT_NORMAL;
}

/* Gives the items of the constructor's argument to OBJECT's own `set` or `add`, which a subclass may have replaced. */
static ScriptStatus add_items (ScriptCall *call, Value object, gboolean pairs)
{
    ScriptRuntime *runtime = call->runtime;
    Value method;
    Walk walk;

    if (value_is_nullish (call_argument (call, 0)))
        return SCRIPT_NORMAL;
    SCRIPT_TRY (es_get (runtime, object, pairs ? runtime->known.set_ : intern (runtime, "add", -1), &method));
    if (!script_is_callable (method))
        return script_throw (runtime, "TypeError",
                             "'%s' returned for property '%s' of object '#<%s>' is not a function",
                             es_describe (runtime, method), pairs ? "set" : "add", pairs ? "Map" : "Set");
    SCRIPT_TRY (es_iterate_argument (runtime, call->arguments[0], &walk));
    for (;;)
    {
        Value parts[2];
        Value ignored;
        ScriptStatus status = SCRIPT_NORMAL;

        SCRIPT_TRY (iterate_next (runtime, &walk, &parts[0]));
        if (walk.done)
            return SCRIPT_NORMAL;
        if (pairs)
        {
            Value item = parts[0];

            if (item.kind != VALUE_OBJECT)
                status = script_throw (runtime, "TypeError", "Iterator value %s is not an entry object",
                                       es_describe (runtime, item));
            for (guint i = 0; i < 2 && status == SCRIPT_NORMAL; i++)
                status = es_get_index (runtime, item, value_number (i), &parts[i]);
        }
        if (status == SCRIPT_NORMAL)
            status = function_call (runtime, method, object, &(Arguments){ .items = parts, .n = pairs ? 2u : 1u },
                                    FALSE, &ignored);
        if (status != SCRIPT_NORMAL)
            return iterate_close (runtime, &walk, status);
    }
}

static ScriptStatus construct (ScriptCall *call, ObjectKind kind, gboolean weak, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptMap *map = map_new (runtime, kind);
    ScriptObject *object = &map->object;
    ScriptObject *prototype;

    if (!call->constructing)
        return script_throw (runtime, "TypeError", "Constructor %s requires 'new'", class_name (kind, weak));
    if (weak)
    {
        object = object_new (runtime, call->captured.as.object);
        object_define (runtime, object, intern (runtime, WEAK_NAME, -1), value_of_object (&map->object), 0);
    }
    SCRIPT_TRY (prototype_of_target (runtime, call->new_target, object->prototype, &prototype));
    object->prototype = prototype;
    *out = value_of_object (object);
    return add_items (call, *out, kind == OBJECT_MAP);
}

static ScriptStatus map_constructor (ScriptCall *call, Value *out)
{
    return construct (call, OBJECT_MAP, FALSE, out);
}

static ScriptStatus set_constructor (ScriptCall *call, Value *out)
{
    return construct (call, OBJECT_SET, FALSE, out);
}

static ScriptStatus weak_map_constructor (ScriptCall *call, Value *out)
{
    return construct (call, OBJECT_MAP, TRUE, out);
}

static ScriptStatus weak_set_constructor (ScriptCall *call, Value *out)
{
    return construct (call, OBJECT_SET, TRUE, out);
}

static ScriptStatus get (ScriptCall *call, const ScriptMap *map, Value *out)
{
    const Value *found = map_find (map, call_argument (call, 0));

    if (found)
        *out = *found;
    return SCRIPT_NORMAL;
}

static ScriptStatus has (ScriptCall *call, const ScriptMap *map, Value *out)
{
    *out = value_boolean (map_find (map, call_argument (call, 0)) != NULL);
    return SCRIPT_NORMAL;
}

static ScriptStatus remove_key (ScriptCall *call, ScriptMap *map, Value *out)
{
    *out = value_boolean (map_remove (map, call_argument (call, 0)));
    return SCRIPT_NORMAL;
}

static ScriptStatus put (ScriptCall *call, ScriptMap *map, Value *out)
{
    map_put (call->runtime, map, call_argument (call, 0),
             map->object.kind == OBJECT_MAP ? call_argument (call, 1) : UNDEFINED);
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

/* Calls the callback for each entry, those that it adds itself too. */
static ScriptStatus for_each (ScriptCall *call, ScriptMap *map)
{
    ScriptRuntime *runtime = call->runtime;
    Walk walk = { .kind = WALK_MAP_KEYS, .source = call->receiver };

    if (!script_is_callable (call_argument (call, 0)))
        return script_throw (runtime, "TypeError", "%s is not a function",
                             es_describe_argument (runtime, call_argument (call, 0)));
    for (;;)
    {
        Value arguments[3];
        Value ignored;

        SCRIPT_TRY (iterate_next (runtime, &walk, &arguments[1]));
        if (walk.done)
            return SCRIPT_NORMAL;
        arguments[0] = map->object.kind == OBJECT_MAP ? map->entries[walk.at - 1].value : arguments[1];
        arguments[2] = call->receiver;
        SCRIPT_TRY (function_call (runtime, call->arguments[0], call_argument (call, 1),
                                   &(Arguments){ .items = arguments, .n = 3 }, FALSE, &ignored));
    }
}

static ScriptStatus walk_over (ScriptCall *call, ObjectKind kind, const char *method, WalkKind walk, Value *out)
{
    ScriptMap *map;

    SCRIPT_TRY (this_map (call, kind, method, &map));
    *out = iterator_object_new (call->runtime, (Walk){ .kind = walk, .source = call->receiver },
                                kind == OBJECT_MAP ? "Map Iterator" : "Set Iterator");
    return SCRIPT_NORMAL;
}

static ScriptStatus map_get (ScriptCall *call, Value *out)
{
    ScriptMap *map;

    SCRIPT_TRY (this_map (call, OBJECT_MAP, "get", &map));
    return get (call, map, out);
}

static ScriptStatus map_has (ScriptCall *call, Value *out)
{
    ScriptMap *map;

    SCRIPT_TRY (this_map (call, OBJECT_MAP, "has", &map));
    return has (call, map, out);
}

static ScriptStatus map_set (ScriptCall *call, Value *out)
{
    ScriptMap *map;

    SCRIPT_TRY (this_map (call, OBJECT_MAP, "set", &map));
    return put (call, map, out);
}

static ScriptStatus map_delete (ScriptCall *call, Value *out)
{
    ScriptMap *map;

    SCRIPT_TRY (this_map (call, OBJECT_MAP, "delete", &map));
    return remove_key (call, map, out);
}

static ScriptStatus map_clear_all (ScriptCall *call, Value *out)
{
    ScriptMap *map;

    (void)out;
    SCRIPT_TRY (this_map (call, OBJECT_MAP, "clear", &map));
    map_clear (map);
    return SCRIPT_NORMAL;
}

static ScriptStatus map_size (ScriptCall *call, Value *out)
{
    ScriptMap *map;

    SCRIPT_TRY (this_map (call, OBJECT_MAP, "size", &map));
    *out = value_number (map->n_entries - map->n_deleted);
    return SCRIPT_NORMAL;
}

static ScriptStatus map_for_each (ScriptCall *call, Value *out)
{
    ScriptMap *map;

    (void)out;
    SCRIPT_TRY (this_map (call, OBJECT_MAP, "forEach", &map));
    return for_each (call, map);
}

static ScriptStatus map_keys (ScriptCall *call, Value *out)
{
    return walk_over (call, OBJECT_MAP, "keys", WALK_MAP_KEYS, out);
}

static ScriptStatus map_values (ScriptCall *call, Value *out)
{
    return walk_over (call, OBJECT_MAP, "values", WALK_MAP_VALUES, out);
}

static ScriptStatus map_entries (ScriptCall *call, Value *out)
{
    return walk_over (call, OBJECT_MAP, "entries", WALK_MAP_ENTRIES, out);
}

static ScriptStatus set_has (ScriptCall *call, Value *out)
{
    ScriptMap *set;

    SCRIPT_TRY (this_map (call, OBJECT_SET, "has", &set));
    return has (call, set, out);
}

static ScriptStatus set_add (ScriptCall *call, Value *out)
{
    ScriptMap *set;

    SCRIPT_TRY (this_map (call, OBJECT_SET, "add", &set));
    return put (call, set, out);
}

static ScriptStatus set_delete (ScriptCall *call, Value *out)
{
    ScriptMap *set;

    SCRIPT_TRY (this_map (call, OBJECT_SET, "delete", &set));
    return remove_key (call, set, out);
}

static ScriptStatus set_clear (ScriptCall *call, Value *out)
{
    ScriptMap *set;

    (void)out;
    SCRIPT_TRY (this_map (call, OBJECT_SET, "clear", &set));
    map_clear (set);
    return SCRIPT_NORMAL;
}

static ScriptStatus set_size (ScriptCall *call, Value *out)
{
    ScriptMap *set;

    SCRIPT_TRY (this_map (call, OBJECT_SET, "size", &set));
    *out = value_number (set->n_entries - set->n_deleted);
    return SCRIPT_NORMAL;
}

static ScriptStatus set_for_each (ScriptCall *call, Value *out)
{
    ScriptMap *set;

    (void)out;
    SCRIPT_TRY (this_map (call, OBJECT_SET, "forEach", &set));
    return for_each (call, set);
}

static ScriptStatus set_values (ScriptCall *call, Value *out)
{
    return walk_over (call, OBJECT_SET, "values", WALK_MAP_VALUES, out);
}

static ScriptStatus set_entries (ScriptCall *call, Value *out)
{
    return walk_over (call, OBJECT_SET, "entries", WALK_MAP_ENTRIES, out);
}

static ScriptStatus weak_map_get (ScriptCall *call, Value *out)
{
    ScriptMap *map;

    SCRIPT_TRY (this_weak (call, OBJECT_MAP, "get", &map));
    return get (call, map, out);
}

static ScriptStatus weak_map_has (ScriptCall *call, Value *out)
{
    ScriptMap *map;

    SCRIPT_TRY (this_weak (call, OBJECT_MAP, "has", &map));
    return has (call, map, out);
}

static ScriptStatus weak_map_delete (ScriptCall *call, Value *out)
{
    ScriptMap *map;

    SCRIPT_TRY (this_weak (call, OBJECT_MAP, "delete", &map));
    return remove_key (call, map, out);
}

static gboolean can_be_weak (ScriptRuntime *runtime, Value key)
{
    if (key.kind == VALUE_SYMBOL)
        return !es_symbol_is_registered (runtime, key.as.symbol);
    return key.kind == VALUE_OBJECT;
}

static ScriptStatus weak_map_set (ScriptCall *call, Value *out)
{
    ScriptMap *map;

    SCRIPT_TRY (this_weak (call, OBJECT_MAP, "set", &map));
    if (!can_be_weak (call->runtime, call_argument (call, 0)))
        return script_throw (call->runtime, "TypeError", "Invalid value used as weak map key");
    return put (call, map, out);
}

static ScriptStatus weak_set_add (ScriptCall *call, Value *out)
{
    ScriptMap *set;

    SCRIPT_TRY (this_weak (call, OBJECT_SET, "add", &set));
    if (!can_be_weak (call->runtime, call_argument (call, 0)))
        return script_throw (call->runtime, "TypeError", "Invalid value used in weak set");
    return put (call, set, out);
}

static ScriptStatus weak_set_has (ScriptCall *call, Value *out)
{
    ScriptMap *set;

    SCRIPT_TRY (this_weak (call, OBJECT_SET, "has", &set));
    return has (call, set, out);
}

static ScriptStatus weak_set_delete (ScriptCall *call, Value *out)
{
    ScriptMap *set;

    SCRIPT_TRY (this_weak (call, OBJECT_SET, "delete", &set));
    return remove_key (call, set, out);
}

/* Map.groupBy: a Map from what the callback gives to the list of the items that it gave it for. */
static ScriptStatus map_group_by (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptMap *map = map_new (runtime, OBJECT_MAP);
    double index = 0;
    Walk walk;

    if (!script_is_callable (call_argument (call, 1)))
        return script_throw (runtime, "TypeError", "%s is not a function",
                             es_describe_argument (runtime, call_argument (call, 1)));
    SCRIPT_TRY (es_iterate_argument (runtime, call_argument (call, 0), &walk));
    for (;; index++)
    {
        Value arguments[2] = { UNDEFINED, value_number (index) };
        Value key;
        Value *group;
        ScriptStatus status;

        SCRIPT_TRY (iterate_next (runtime, &walk, &arguments[0]));
        if (walk.done)
            break;
        status = function_call (runtime, call->arguments[1], UNDEFINED, &(Arguments){ .items = arguments, .n = 2 },
                                TRUE, &key);
        if (status != SCRIPT_NORMAL)
            return iterate_close (runtime, &walk, status);
        if (!map_find (map, key))
            map_put (runtime, map, key, value_of_object (&list_new (runtime, NULL, 0)->object));
        group = map_find (map, key);
        list_append (runtime, (ScriptList *)group->as.object, arguments[0]);
    }
    *out = value_of_object (&map->object);
    return SCRIPT_NORMAL;
}

/* A constructor with what all four have. Their prototypes are found again by the constructor. */
static ScriptObject *define_class (ScriptRuntime *runtime, const char *name, ScriptNative constructor,
                                   ScriptObject *prototype, const NativeEntry *members, const NativeEntry *statics)
{
    ScriptFunction *class = natives_define_class (runtime, name, 0, constructor, prototype, members, statics);

    class->captured = value_of_object (prototype);
    object_define (runtime, prototype, runtime->known.to_string_tag, value_string (runtime, name, -1),
                   PROPERTY_CONFIGURABLE);
    return prototype;
}

/* ALIAS is the same function as the member called NAME. */
static void define_alias (ScriptRuntime *runtime, ScriptObject *prototype, const Name *alias, const char *name)
{
    object_define (runtime, prototype, alias, object_find_own (prototype, intern (runtime, name, -1))->value,
                   PROPERTY_HIDDEN);
}

void es_setup_collections (ScriptRuntime *runtime)
{
    static const NativeEntry map_members[] = { { "get", 1, map_get },
                                               { "set", 2, map_set },
                                               { "has", 1, map_has },
                                               { "delete", 1, map_delete },
                                               { "clear", 0, map_clear_all },
                                               { "entries", 0, map_entries },
                                               { "forEach", 1, map_for_each },
                                               { "keys", 0, map_keys },
                                               { "get size", 0, map_size },
                                               { "values", 0, map_values },
                                               { NULL, 0, NULL } };
    static const NativeEntry map_statics[] = { { "groupBy", 2, map_group_by }, { NULL, 0, NULL } };
    static const NativeEntry set_members[] = {
        { "has", 1, set_has },       { "add", 1, set_add },         { "delete", 1, set_delete },
        { "clear", 0, set_clear },   { "entries", 0, set_entries }, { "forEach", 1, set_for_each },
        { "get size", 0, set_size }, { "values", 0, set_values },   { NULL, 0, NULL }
    };
    static const NativeEntry weak_map_members[] = { { "delete", 1, weak_map_delete },
                                                    { "get", 1, weak_map_get },
                                                    { "set", 2, weak_map_set },
                                                    { "has", 1, weak_map_has },
                                                    { NULL, 0, NULL } };
    static const NativeEntry weak_set_members[] = {
        { "delete", 1, weak_set_delete }, { "has", 1, weak_set_has }, { "add", 1, weak_set_add }, { NULL, 0, NULL }
    };
    ScriptObject *map =
        define_class (runtime, "Map", map_constructor, runtime->prototypes.map, map_members, map_statics);
    ScriptObject *set = define_class (runtime, "Set", set_constructor, runtime->prototypes.set, set_members, NULL);

    define_alias (runtime, map, runtime->known.iterator, "entries");
    define_alias (runtime, set, runtime->known.iterator, "values");
    define_alias (runtime, set, intern (runtime, "keys", -1), "values");
    define_class (runtime, "WeakMap", weak_map_constructor, object_new (runtime, runtime->prototypes.object),
                  weak_map_members, NULL);
    define_class (runtime, "WeakSet", weak_set_constructor, object_new (runtime, runtime->prototypes.object),
                  weak_set_members, NULL);
}
