#include "script/value.h"
#include "script/number.h"
#include "script/runtime.h"

#include <math.h>
#include <string.h>

#define INDEX_FROM 9 /* properties: fewer are searched one by one */

gpointer object_alloc (ScriptRuntime *runtime, ObjectKind kind, ScriptObject *prototype, gsize size)
{
    ScriptObject *object = script_alloc (runtime, size);

    object->kind = (guint8)kind;
    object->prototype = prototype;
    return object;
}

ScriptObject *object_new (ScriptRuntime *runtime, ScriptObject *prototype)
{
    return object_alloc (runtime, OBJECT_PLAIN, prototype, sizeof (ScriptObject));
}

Property *object_find_own (const ScriptObject *object, const Name *key)
{
    if (object->index)
    {
        guint32 mask = object->index_size - 1;

        for (guint32 i = key->hash & mask; object->index[i]; i = (i + 1) & mask)
            if (object->properties[object->index[i] - 1].key == key)
                return &object->properties[object->index[i] - 1];
        return NULL;
    }
    for (guint32 i = 0; i < object->n_properties; i++)
        if (object->properties[i].key == key)
            return &object->properties[i];
    return NULL;
}

Property *object_find (const ScriptObject *object, const Name *key)
{
    for (; object; object = object->prototype)
    {
        Property *property = object_find_own (object, key);

        if (property)
            return property;
    }
    return NULL;
}

static void index_put (ScriptObject *object, const Name *key, guint32 at)
{
    guint32 mask = object->index_size - 1;
    guint32 i = key->hash & mask;

    while (object->index[i])
        i = (i + 1) & mask;
    object->index[i] = at + 1;
}

/* The properties move to where CAPACITY of them have room; without the deleted ones. */
static void resize (ScriptRuntime *runtime, ScriptObject *object, guint32 capacity)
{
    Property *properties = object->properties;
    guint32 n = 0;

    if (capacity > object->capacity)
        properties = script_alloc (runtime, capacity * sizeof *properties);
    for (guint32 i = 0; i < object->n_properties; i++)
        if (object->properties[i].key)
            properties[n++] = object->properties[i];
    object->properties = properties;
    object->capacity = capacity;
    object->n_properties = n;
    object->n_deleted = 0;
    if (capacity < INDEX_FROM)
        return;
    if (object->index_size < capacity * 2)
    {
        object->index_size = 32;
        while (object->index_size < capacity * 2)
            object->index_size *= 2;
        object->index = script_alloc (runtime, object->index_size * sizeof *object->index);
    }
    else
        memset (object->index, 0, object->index_size * sizeof *object->index);
    for (guint32 i = 0; i < n; i++)
        index_put (object, properties[i].key, i);
}

/* Room for one more; deleted properties are squeezed out when they are many. */
static void make_room (ScriptRuntime *runtime, ScriptObject *object)
{
    gboolean many = object->n_properties >= 8 && object->n_deleted >= object->n_properties / 2;

    resize (runtime, object, many ? object->capacity : MAX (4, object->capacity * 2));
}

void object_reserve (ScriptRuntime *runtime, ScriptObject *object, guint n)
{
    if (object->n_properties + n > object->capacity)
        resize (runtime, object, MAX (object->n_properties + n, object->capacity * 2));
}

static Property *add (ScriptRuntime *runtime, ScriptObject *object, const Name *key)
{
    Property *property;

    if (object->n_properties == object->capacity)
        make_room (runtime, object);
    property = &object->properties[object->n_properties++];
    *property = (Property){ .key = key };
    if (object->index)
        index_put (object, key, object->n_properties - 1);
    return property;
}

Property *object_define (ScriptRuntime *runtime, ScriptObject *object, const Name *key, Value value, guint flags)
{
    Property *property = object_find_own (object, key);

    if (!property)
        property = add (runtime, object, key);
    property->value = value;
    property->setter = NULL;
    property->flags = (guint8)flags;
    return property;
}

void object_define_accessor (ScriptRuntime *runtime, ScriptObject *object, const Name *key, ScriptObject *getter,
                             ScriptObject *setter, guint flags)
{
    Property *property = object_find_own (object, key);

    if (!property)
        property = add (runtime, object, key);
    if (!(property->flags & PROPERTY_ACCESSOR))
        property->value = UNDEFINED;
    if (getter)
        property->value = value_of_object (getter);
    if (setter)
        property->setter = setter;
    property->flags = (guint8)((flags & ~(guint)PROPERTY_WRITABLE) | PROPERTY_ACCESSOR);
}

void object_remove (ScriptObject *object, Property *property)
{
    guint32 at = (guint32)(property - object->properties);

    property->key = NULL;
    property->value = UNDEFINED;
    object->n_deleted++;
    /* The index keeps pointing at the empty place, so that later entries of the same chain are still found. */
    if (at + 1 == object->n_properties && !object->index)
    {
        object->n_properties--;
        object->n_deleted--;
    }
}

static int compare_indices (gconstpointer a, gconstpointer b)
{
    guint32 x = name_array_index (*(const Name *const *)a);
    guint32 y = name_array_index (*(const Name *const *)b);

    return x < y ? -1 : x > y;
}

static guint32 item_count (const ScriptObject *object)
{
    if (object->kind == OBJECT_LIST || object->kind == OBJECT_TUPLE || object->kind == OBJECT_ARGUMENTS)
        return ((const ScriptList *)object)->length;
    if (object->kind == OBJECT_BYTES)
        return (guint32)((const ScriptBytes *)object)->length;
    if (object->kind == OBJECT_BOX && ((const ScriptBox *)object)->value.kind == VALUE_STRING)
        return string_units (((const ScriptBox *)object)->value.as.string);
    return 0;
}

static gboolean item_present (const ScriptObject *object, guint32 at)
{
    if (object->kind == OBJECT_BYTES || object->kind == OBJECT_BOX)
        return TRUE;
    return ((const ScriptList *)object)->items[at].kind != VALUE_EMPTY;
}

const Name **object_keys (ScriptRuntime *runtime, ScriptObject *object, gboolean listed_only, gboolean symbols,
                          guint *count)
{
    guint32 items = item_count (object);
    const Name **keys;
    guint n = 0;
    guint sorted;

    if (object->kind == OBJECT_FUNCTION)
        function_materialise ((ScriptFunction *)object);
    keys = script_alloc (runtime, (items + object->n_properties + 1) * sizeof *keys);
    for (guint32 i = 0; i < items; i++)
        if (item_present (object, i))
        {
            char text[16];

            keys[n++] = intern (runtime, text, g_snprintf (text, sizeof text, "%u", i));
        }
    sorted = n;
    for (guint32 i = 0; i < object->n_properties; i++)
    {
        const Property *property = &object->properties[i];

        if (property->key && name_array_index (property->key) != G_MAXUINT32 &&
            (!listed_only || (property->flags & PROPERTY_LISTED)))
            keys[n++] = property->key;
    }
    if (n > sorted)
        qsort (keys + sorted, n - sorted, sizeof *keys, compare_indices);
    for (int pass = 0; pass < (symbols ? 2 : 1); pass++)
        for (guint32 i = 0; i < object->n_properties; i++)
        {
            const Property *property = &object->properties[i];

            if (property->key && name_is_symbol (property->key) == pass && !name_is_private (property->key) &&
                name_array_index (property->key) == G_MAXUINT32 &&
                (!listed_only || (property->flags & PROPERTY_LISTED)))
                keys[n++] = property->key;
        }
    *count = n;
    return keys;
}

ScriptList *list_new (ScriptRuntime *runtime, const Value *items, guint n)
{
    ScriptList *list = object_alloc (runtime, OBJECT_LIST, runtime->prototypes.array, sizeof *list);

    if (n)
    {
        list->items = script_alloc (runtime, n * sizeof *list->items);
        list->capacity = n;
        if (items)
            memcpy (list->items, items, n * sizeof *items);
        list->length = n;
    }
    return list;
}

static void list_grow (ScriptRuntime *runtime, ScriptList *list, guint32 capacity)
{
    Value *items = script_alloc (runtime, capacity * sizeof *items);

    if (list->length)
        memcpy (items, list->items, list->length * sizeof *items);
    list->items = items;
    list->capacity = capacity;
}

void list_append (ScriptRuntime *runtime, ScriptList *list, Value value)
{
    if (list->length == list->capacity)
        list_grow (runtime, list, MAX (4, list->capacity * 2));
    list->items[list->length++] = value;
}

gboolean list_resize (ScriptRuntime *runtime, ScriptList *list, guint n)
{
    if (n > list->capacity)
    {
        if (!runtime_reserve (runtime, (gsize)n * sizeof (Value)))
            return FALSE;
        list_grow (runtime, list, MAX (n, list->capacity > 1u << 24 ? n : list->capacity * 2));
    }
    for (guint32 i = list->length; i < n; i++)
        list->items[i] = EMPTY_VALUE;
    list->length = n;
    return TRUE;
}

ScriptBytes *bytes_new (ScriptRuntime *runtime, gconstpointer data, gsize length)
{
    ScriptBytes *bytes = object_alloc (runtime, OBJECT_BYTES, runtime->prototypes.bytes, sizeof *bytes);

    bytes->data = script_alloc (runtime, length + 1);
    if (data && length)
        memcpy (bytes->data, data, length);
    bytes->length = length;
    return bytes;
}

ScriptDate *date_new (ScriptRuntime *runtime, double time)
{
    ScriptDate *date = object_alloc (runtime, OBJECT_DATE, runtime->prototypes.date, sizeof *date);

    date->time = time;
    return date;
}

gboolean value_same (Value a, Value b)
{
    if (a.kind != b.kind)
        return FALSE;
    switch (a.kind)
    {
    case VALUE_UNDEFINED:
    case VALUE_NULL:
    case VALUE_EMPTY:
        return TRUE;
    case VALUE_BOOLEAN:
        return a.as.boolean == b.as.boolean;
    case VALUE_INTEGER:
        return a.as.integer == b.as.integer;
    case VALUE_NUMBER:
        if (isnan (a.as.number))
            return isnan (b.as.number);
        return a.as.number == b.as.number && signbit (a.as.number) == signbit (b.as.number);
    case VALUE_STRING:
        return string_equal (a.as.string, b.as.string);
    case VALUE_SYMBOL:
        return a.as.symbol == b.as.symbol;
    case VALUE_OBJECT:
        return a.as.object == b.as.object;
    }
    return FALSE;
}

ScriptMap *map_new (ScriptRuntime *runtime, ObjectKind kind)
{
    return object_alloc (runtime, kind, kind == OBJECT_MAP ? runtime->prototypes.map : runtime->prototypes.set,
                         sizeof (ScriptMap));
}

static guint32 hash_bytes (const char *data, gsize length)
{
    guint32 hash = 2166136261u;

    for (gsize i = 0; i < length; i++)
        hash = (hash ^ (guchar)data[i]) * 16777619u;
    return hash;
}

static Value map_key (Value key)
{
    return key.kind == VALUE_NUMBER && key.as.number == 0 ? value_number (0) : key;
}

static guint32 hash_value (Value key)
{
    switch (key.kind)
    {
    case VALUE_UNDEFINED:
    case VALUE_NULL:
    case VALUE_EMPTY:
        return (guint32)key.kind;
    case VALUE_BOOLEAN:
        return 16u + (guint32)key.as.boolean;
    case VALUE_INTEGER:
    case VALUE_NUMBER:
        if (key.kind == VALUE_NUMBER && isnan (key.as.number))
            return 7;
        return hash_bytes ((const char *)&key.as, sizeof key.as.number);
    case VALUE_STRING:
        return hash_bytes (key.as.string->data, key.as.string->length);
    case VALUE_SYMBOL:
    case VALUE_OBJECT:
        return (guint32)((gsize)key.as.object >> 4) * 2654435761u;
    }
    return 0;
}

static MapEntry *find_entry (const ScriptMap *map, Value key)
{
    guint32 mask = map->index_size - 1;

    if (!map->index_size)
        return NULL;
    for (guint32 i = hash_value (key) & mask; map->index[i]; i = (i + 1) & mask)
        if (value_same (map->entries[map->index[i] - 1].key, key))
            return &map->entries[map->index[i] - 1];
    return NULL;
}

Value *map_find (const ScriptMap *map, Value key)
{
    MapEntry *entry = find_entry (map, map_key (key));

    return entry ? &entry->value : NULL;
}

static void map_index (ScriptMap *map, guint32 at)
{
    guint32 mask = map->index_size - 1;
    guint32 i = hash_value (map->entries[at].key) & mask;

    while (map->index[i])
        i = (i + 1) & mask;
    map->index[i] = at + 1;
}

/* Deleted entries keep their places: iterators hold indices. */
static void map_grow (ScriptRuntime *runtime, ScriptMap *map)
{
    guint32 capacity = MAX (8, map->capacity * 2);
    MapEntry *entries = script_alloc (runtime, capacity * sizeof *entries);

    if (map->n_entries)
        memcpy (entries, map->entries, map->n_entries * sizeof *entries);
    map->entries = entries;
    map->capacity = capacity;
    map->index_size = capacity * 2;
    map->index = script_alloc (runtime, map->index_size * sizeof *map->index);
    for (guint32 i = 0; i < map->n_entries; i++)
        if (entries[i].key.kind != VALUE_EMPTY)
            map_index (map, i);
}

void map_put (ScriptRuntime *runtime, ScriptMap *map, Value key, Value value)
{
    MapEntry *entry;

    key = map_key (key);
    entry = find_entry (map, key);
    if (!entry)
    {
        if (map->n_entries == map->capacity)
            map_grow (runtime, map);
        entry = &map->entries[map->n_entries++];
        entry->key = key;
        map_index (map, map->n_entries - 1);
    }
    entry->value = value;
}

gboolean map_remove (ScriptMap *map, Value key)
{
    MapEntry *entry = find_entry (map, map_key (key));

    if (!entry)
        return FALSE;
    entry->key = EMPTY_VALUE;
    entry->value = UNDEFINED;
    map->n_deleted++;
    return TRUE;
}

void map_clear (ScriptMap *map)
{
    for (guint32 i = 0; i < map->n_entries; i++)
        map->entries[i] = (MapEntry){ EMPTY_VALUE, UNDEFINED };
    map->n_deleted = map->n_entries;
    if (map->index)
        memset (map->index, 0, map->index_size * sizeof *map->index);
}

ScriptList *value_list (Value value)
{
    if (value_is_object (value, OBJECT_LIST) || value_is_object (value, OBJECT_TUPLE) ||
        value_is_object (value, OBJECT_ARGUMENTS))
        return (ScriptList *)value.as.object;
    return NULL;
}

ScriptMap *value_map (Value value)
{
    if (value_is_object (value, OBJECT_MAP) || value_is_object (value, OBJECT_SET))
        return (ScriptMap *)value.as.object;
    return NULL;
}

ScriptBytes *value_bytes (Value value)
{
    return value_is_object (value, OBJECT_BYTES) ? (ScriptBytes *)value.as.object : NULL;
}

ScriptDate *value_date (Value value)
{
    return value_is_object (value, OBJECT_DATE) ? (ScriptDate *)value.as.object : NULL;
}

const Name *value_to_name (ScriptRuntime *runtime, Value value)
{
    char text[NUMBER_TEXT_SIZE];

    switch (value.kind)
    {
    case VALUE_STRING:
        if (!value.as.string->name)
            value.as.string->name = intern (runtime, value.as.string->data, value.as.string->length);
        return value.as.string->name;
    case VALUE_SYMBOL:
        return value.as.symbol;
    case VALUE_NUMBER:
        return intern (runtime, number_to_text (value.as.number, text), -1);
    case VALUE_INTEGER:
        return intern (runtime, text, g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value.as.integer));
    case VALUE_BOOLEAN:
        return intern (runtime, value.as.boolean ? "true" : "false", -1);
    case VALUE_NULL:
        return intern (runtime, "null", -1);
    case VALUE_UNDEFINED:
    case VALUE_EMPTY:
    case VALUE_OBJECT:
        break;
    }
    return intern (runtime, "undefined", -1);
}
