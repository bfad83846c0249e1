/* dict and set: insertion order, and keys that are equal as Python has it. See py.h. */

#include "script/py_internal.h"

#include <string.h>

#define FREE_PROBES 16 /* more for one look-up cost steps: keys made to collide must not be free */

static guint32 mix (gint64 hash)
{
    guint64 h = (guint64)hash * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

    return (guint32)(h >> 32);
}

static void index_entry (ScriptMap *map, guint32 at)
{
    guint32 mask = map->index_size - 1;
    guint32 i = map->hashes[at] & mask;

    while (map->index[i])
        i = (i + 1) & mask;
    map->index[i] = at + 1;
}

/* Room for one more; removed entries are squeezed out when they are many. */
static void make_room (ScriptRuntime *runtime, ScriptMap *map)
{
    guint32 live = map->n_entries - map->n_deleted;
    guint32 capacity = MAX (8, live * 2);
    MapEntry *entries = script_alloc (runtime, capacity * sizeof *entries);
    guint32 *hashes = script_alloc (runtime, capacity * sizeof *hashes);
    guint32 n = 0;

    for (guint32 i = 0; i < map->n_entries; i++)
        if (map->entries[i].key.kind != VALUE_EMPTY)
        {
            entries[n] = map->entries[i];
            hashes[n++] = map->hashes[i];
        }
    map->entries = entries;
    map->hashes = hashes;
    map->capacity = capacity;
    map->n_entries = n;
    map->n_deleted = 0;
    map->index_size = 16;
    while (map->index_size < capacity * 2)
        map->index_size *= 2;
    map->index = script_alloc (runtime, map->index_size * sizeof *map->index);
    for (guint32 i = 0; i < n; i++)
        index_entry (map, i);
}

/* A comparison may call the script, which may change the map: then it is looked at anew. */
static ScriptStatus find (ScriptRuntime *runtime, ScriptMap *map, Value key, guint32 hash, guint32 *found)
{
    guint probes = 0;

    *found = G_MAXUINT32;
    if (!map->index_size)
        return SCRIPT_NORMAL;
    for (guint32 i = hash & (map->index_size - 1); map->index[i]; i = (i + 1) & (map->index_size - 1))
    {
        guint32 at = map->index[i] - 1;
        const guint32 *index = map->index;
        gboolean equal = FALSE;

        if (++probes > FREE_PROBES && !runtime_step (runtime))
            return runtime_exhausted (runtime);
        if (map->hashes[at] != hash || map->entries[at].key.kind == VALUE_EMPTY)
            continue;
        SCRIPT_TRY (py_equal (runtime, map->entries[at].key, key, &equal));
        if (index != map->index)
            return find (runtime, map, key, hash, found);
        if (equal && map->entries[at].key.kind != VALUE_EMPTY)
        {
            *found = at;
            return SCRIPT_NORMAL;
        }
    }
    return SCRIPT_NORMAL;
}

ScriptStatus py_map_find (ScriptRuntime *runtime, ScriptMap *map, Value key, Value **found)
{
    gint64 hash;
    guint32 at;

    *found = NULL;
    SCRIPT_TRY (py_hash (runtime, key, &hash));
    SCRIPT_TRY (find (runtime, map, key, mix (hash), &at));
    if (at != G_MAXUINT32)
        *found = &map->entries[at].value;
    return SCRIPT_NORMAL;
}

ScriptStatus py_map_put (ScriptRuntime *runtime, ScriptMap *map, Value key, Value value)
{
    gint64 hash;
    guint32 at;

    if (map->object.fixed)
        return script_refuse (runtime, "changing an object through its `__dict__` is out of reach");
    SCRIPT_TRY (py_hash (runtime, key, &hash));
    SCRIPT_TRY (find (runtime, map, key, mix (hash), &at));
    if (at != G_MAXUINT32)
    {
        map->entries[at].value = value;
        return SCRIPT_NORMAL;
    }
    if (map->n_entries == map->capacity)
        make_room (runtime, map);
    map->entries[map->n_entries] = (MapEntry){ key, value };
    map->hashes[map->n_entries] = mix (hash);
    index_entry (map, map->n_entries++);
    return SCRIPT_NORMAL;
}

ScriptStatus py_map_remove (ScriptRuntime *runtime, ScriptMap *map, Value key, Value *removed, gboolean *was_there)
{
    gint64 hash;
    guint32 at;

    if (map->object.fixed)
        return script_refuse (runtime, "changing an object through its `__dict__` is out of reach");
    SCRIPT_TRY (py_hash (runtime, key, &hash));
    SCRIPT_TRY (find (runtime, map, key, mix (hash), &at));
    *was_there = at != G_MAXUINT32;
    if (!*was_there)
        return SCRIPT_NORMAL;
    if (removed)
        *removed = map->entries[at].value;
    map->entries[at] = (MapEntry){ EMPTY_VALUE, UNDEFINED };
    map->n_deleted++;
    return SCRIPT_NORMAL;
}

void py_map_clear (ScriptMap *map)
{
    map->n_entries = 0;
    map->n_deleted = 0;
    if (map->index)
        memset (map->index, 0, map->index_size * sizeof *map->index);
}

guint32 py_map_length (const ScriptMap *map)
{
    return map->n_entries - map->n_deleted;
}

ScriptMap *py_map_copy (ScriptRuntime *runtime, ScriptMap *map)
{
    ScriptMap *copy = map_new (runtime, map->object.kind);

    copy->entries = map->entries;
    copy->hashes = map->hashes;
    copy->n_entries = map->n_entries;
    copy->n_deleted = map->n_deleted;
    if (map->object.kind == OBJECT_SET && py_is_subclass (class_of_object (&map->object), runtime->py->frozenset))
        copy->object.prototype = &runtime->py->frozenset->object;
    if (map->n_entries)
        make_room (runtime, copy);
    return copy;
}

static gint64 text_hash (const char *data, gsize length)
{
    guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

    for (gsize i = 0; i < length; i++)
        hash = (hash ^ (guchar)data[i]) * G_GUINT64_CONSTANT (1099511628211);
    return (gint64)hash;
}

Value *py_dict_get (ScriptMap *map, const char *key)
{
    gsize length = strlen (key);
    guint32 hash = mix (text_hash (key, length));

    if (!map->index_size)
        return NULL;
    for (guint32 i = hash & (map->index_size - 1); map->index[i]; i = (i + 1) & (map->index_size - 1))
    {
        MapEntry *entry = &map->entries[map->index[i] - 1];

        if (entry->key.kind == VALUE_STRING && entry->key.as.string->length == length &&
            memcmp (entry->key.as.string->data, key, length) == 0)
            return &entry->value;
    }
    return NULL;
}

ScriptStatus py_dict_set (ScriptRuntime *runtime, ScriptMap *map, const char *key, Value value)
{
    return py_map_put (runtime, map, value_string (runtime, key, -1), value);
}

/* Hashes. */

static gint64 number_hash (double number)
{
    gint64 bits;

    if (number >= -9.2e18 && number <= 9.2e18 && number == (double)(gint64)number)
        return (gint64)number;
    memcpy (&bits, &number, sizeof bits);
    return bits ^ (bits >> 32);
}

static ScriptStatus tuple_hash (ScriptRuntime *runtime, const ScriptList *list, gint64 *hash)
{
    guint64 all = G_GUINT64_CONSTANT (2870177450012600261);

    if (!runtime_enter (runtime))
        return SCRIPT_STOP;
    for (guint32 i = 0; i < list->length; i++)
    {
        gint64 one;
        ScriptStatus status = py_hash (runtime, list->items[i], &one);

        if (status != SCRIPT_NORMAL || !runtime_step (runtime))
        {
            runtime_leave (runtime);
            return status != SCRIPT_NORMAL ? status : runtime_exhausted (runtime);
        }
        all = (all ^ (guint64)one) * G_GUINT64_CONSTANT (1099511628211) + 97531;
    }
    runtime_leave (runtime);
    *hash = (gint64)all;
    return SCRIPT_NORMAL;
}

static ScriptStatus set_hash (ScriptRuntime *runtime, const ScriptMap *map, gint64 *hash)
{
    guint64 all = map->n_entries - map->n_deleted;

    if (!runtime_steps (runtime, map->n_entries))
        return runtime_exhausted (runtime);
    for (guint32 i = 0; i < map->n_entries; i++)
        if (map->entries[i].key.kind != VALUE_EMPTY)
            all ^= ((guint64)map->hashes[i] * 89869747) ^ 3644798167;
    *hash = (gint64)all;
    return SCRIPT_NORMAL;
}

static ScriptStatus unhashable (ScriptRuntime *runtime, Value value)
{
    return script_throw (runtime, "TypeError", "unhashable type: '%s'", py_type_name (runtime, value));
}

/* Of what has no __hash__ of its own: by value where the type has one, else by identity. */
static ScriptStatus builtin_hash (ScriptRuntime *runtime, Value value, gint64 *hash)
{
    const PyRange *range = (const PyRange *)value.as.object;

    *hash = (gint64)((gsize)value.as.object >> 4);
    switch ((int)value.as.object->kind)
    {
    case OBJECT_TUPLE:
        return tuple_hash (runtime, (ScriptList *)value.as.object, hash);
    case OBJECT_BYTES:
        *hash = text_hash ((const char *)value_bytes (value)->data, value_bytes (value)->length) + 1;
        return SCRIPT_NORMAL;
    case OBJECT_SET:
        return set_hash (runtime, (ScriptMap *)value.as.object, hash);
    case OBJECT_BOX:
        return py_hash (runtime, py_unbox (value), hash);
    case OBJECT_RANGE:
        *hash = range->length * 31 + (range->length ? range->start : 0);
        return SCRIPT_NORMAL;
    case OBJECT_METHOD:
        *hash = (gint64)((gsize)((PyMethod *)value.as.object)->function.as.object >> 4);
        return SCRIPT_NORMAL;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus object_hash (ScriptRuntime *runtime, Value value, gint64 *hash)
{
    PyState *py = runtime->py;
    Value method = py_special (runtime, value, py->names.__hash__);
    Value result;
    gboolean found;

    if (method.kind == VALUE_NULL)
        return unhashable (runtime, value);
    if (method.kind != VALUE_EMPTY && !(value_function (method) && value_function (method)->native == py_object_hash))
    {
        SCRIPT_TRY (py_call_named_special (runtime, value, py->names.__hash__, NULL, 0, &result, &found));
        if (!py_is_integer (result, hash))
            return script_throw (runtime, "TypeError", "__hash__ method should return an integer");
        return SCRIPT_NORMAL;
    }
    return builtin_hash (runtime, value, hash);
}

ScriptStatus py_hash (ScriptRuntime *runtime, Value value, gint64 *hash)
{
    switch (value.kind)
    {
    case VALUE_BOOLEAN:
        *hash = value.as.boolean ? 1 : 0;
        return SCRIPT_NORMAL;
    case VALUE_INTEGER:
        *hash = value.as.integer;
        return SCRIPT_NORMAL;
    case VALUE_NUMBER:
        *hash = number_hash (value.as.number);
        return SCRIPT_NORMAL;
    case VALUE_STRING:
        *hash = text_hash (value.as.string->data, value.as.string->length);
        return SCRIPT_NORMAL;
    case VALUE_OBJECT:
        return object_hash (runtime, value, hash);
    case VALUE_UNDEFINED:
    case VALUE_NULL:
    case VALUE_SYMBOL:
    case VALUE_EMPTY:
        break;
    }
    *hash = 0x345678;
    return SCRIPT_NORMAL;
}

ScriptStatus py_object_hash (ScriptCall *call, Value *out)
{
    gint64 hash;

    SCRIPT_TRY (py_check_arguments (call, "__hash__", 0, 0));
    if (call->receiver.kind == VALUE_OBJECT)
        SCRIPT_TRY (builtin_hash (call->runtime, call->receiver, &hash));
    else
        SCRIPT_TRY (py_hash (call->runtime, call->receiver, &hash));
    *out = value_integer (hash);
    return SCRIPT_NORMAL;
}
