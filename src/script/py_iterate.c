/* Iteration. See py.h. */

#include "script/py_internal.h"

static ScriptStatus walk_list (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    const ScriptList *list = (const ScriptList *)walk->source.as.object;

    (void)runtime;
    walk->done = walk->at >= list->length;
    if (!walk->done)
        *out = list->items[walk->at++];
    return SCRIPT_NORMAL;
}

static ScriptStatus walk_string (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    ScriptString *string = walk->source.as.string;
    guint32 from = walk->at;

    walk->done = from >= string->length;
    if (walk->done)
        return SCRIPT_NORMAL;
    do
        walk->at++;
    while (walk->at < string->length && ((guchar)string->data[walk->at] & 0xc0) == 0x80);
    *out = value_of_string (string_borrow (runtime, string->data + from, walk->at - from));
    return SCRIPT_NORMAL;
}

static ScriptStatus walk_bytes (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    const ScriptBytes *bytes = (const ScriptBytes *)walk->source.as.object;

    (void)runtime;
    walk->done = walk->at >= bytes->length;
    if (!walk->done)
        *out = value_integer (bytes->data[walk->at++]);
    return SCRIPT_NORMAL;
}

/* NEXT is how many there are left. */
static ScriptStatus walk_range (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    const PyRange *range = (const PyRange *)walk->source.as.object;
    gint64 at = range->length - walk->next.as.integer;

    (void)runtime;
    walk->done = walk->next.as.integer <= 0;
    if (walk->done)
        return SCRIPT_NORMAL;
    *out = value_integer (range->start + at * range->step);
    walk->next.as.integer--;
    return SCRIPT_NORMAL;
}

/* NEXT is the length at the start: who changes it while it is walked over is told so. */
static ScriptStatus walk_map (ScriptRuntime *runtime, Walk *walk, PyViewKind kind, ScriptMap *map, Value *out)
{
    const MapEntry *entry;

    if (py_map_length (map) != walk->next.as.integer)
        return script_throw (runtime, "RuntimeError", "%s changed size during iteration",
                             map->object.kind == OBJECT_SET ? "Set" : "dictionary");
    while (walk->at < map->n_entries && map->entries[walk->at].key.kind == VALUE_EMPTY)
        walk->at++;
    walk->done = walk->at >= map->n_entries;
    if (walk->done)
        return SCRIPT_NORMAL;
    entry = &map->entries[walk->at++];
    *out = kind == PY_KEYS ? entry->key : entry->value;
    if (kind == PY_ITEMS)
        *out = py_tuple_new (runtime, (Value[]){ entry->key, entry->value }, 2);
    return SCRIPT_NORMAL;
}

static ScriptStatus walk_keys (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    return walk_map (runtime, walk, PY_KEYS, (ScriptMap *)walk->source.as.object, out);
}

static ScriptStatus walk_view (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    const PyView *view = (const PyView *)walk->source.as.object;

    return walk_map (runtime, walk, view->kind, view->map, out);
}

/* An iterator that C made: it goes on by itself, so that two who walk over it share it. */
static ScriptStatus walk_iterator (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    Walk *inner = &((PyIterator *)walk->source.as.object)->walk;
    ScriptStatus status = iterate_next (runtime, inner, out);

    walk->done = inner->done;
    return status;
}

/* NEXT is the __next__ of SOURCE. */
static ScriptStatus walk_script (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    ScriptStatus status = py_call_value (runtime, walk->next, walk->source, &(Arguments){ 0 }, TRUE, out);

    if (status == SCRIPT_THROW && py_pending_is (runtime, "StopIteration"))
    {
        script_take_exception (runtime);
        walk->done = TRUE;
        return SCRIPT_NORMAL;
    }
    return status;
}

/* The old protocol: __getitem__ with 0, 1, 2 until IndexError. */
static ScriptStatus walk_items (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    ScriptStatus status = py_get_index (runtime, walk->source, value_integer (walk->at++), out);

    if (status == SCRIPT_THROW && (py_pending_is (runtime, "IndexError") || py_pending_is (runtime, "StopIteration")))
    {
        script_take_exception (runtime);
        walk->done = TRUE;
        return SCRIPT_NORMAL;
    }
    return status;
}

static gboolean walk_builtin (Value value, Walk *walk)
{
    *walk = (Walk){ .kind = WALK_STEP, .source = value };
    if (value.kind == VALUE_STRING)
        walk->step = walk_string;
    if (value.kind != VALUE_OBJECT)
        return walk->step != NULL;
    switch ((int)value.as.object->kind)
    {
    case OBJECT_LIST:
    case OBJECT_TUPLE:
        walk->step = walk_list;
        break;
    case OBJECT_BYTES:
        walk->step = walk_bytes;
        break;
    case OBJECT_RANGE:
        walk->step = walk_range;
        walk->next = value_integer (((PyRange *)value.as.object)->length);
        break;
    case OBJECT_MAP:
    case OBJECT_SET:
        walk->step = walk_keys;
        walk->next = value_integer (py_map_length (value_map (value)));
        break;
    case OBJECT_VIEW:
        walk->step = walk_view;
        walk->next = value_integer (py_map_length (((PyView *)value.as.object)->map));
        break;
    case OBJECT_ITERATOR:
        walk->step = walk_iterator;
        break;
    case OBJECT_GENERATOR:
        walk->step = py_walk_generator;
        break;
    }
    return walk->step != NULL;
}

static ScriptStatus walk_made (ScriptRuntime *runtime, Value iterator, Walk *walk)
{
    if (walk_builtin (iterator, walk) && walk->step != walk_list && walk->step != walk_string)
        return SCRIPT_NORMAL;
    walk->next = py_special (runtime, iterator, PY_NAME (runtime, __next__));
    walk->step = walk_script;
    if (walk->next.kind == VALUE_EMPTY)
        return script_throw (runtime, "TypeError", "iter() returned non-iterator of type '%s'",
                             py_type_name (runtime, iterator));
    return SCRIPT_NORMAL;
}

static ScriptStatus walk_host (ScriptRuntime *runtime, HostObject *host, Walk *walk)
{
    ScriptCall call = { .runtime = runtime,
                        .receiver = value_of_object (&host->object),
                        .data = host->data,
                        .captured = UNDEFINED,
                        .result_used = TRUE,
                        .new_target = UNDEFINED };
    Value made = UNDEFINED;

    SCRIPT_TRY (host->class->iterate (&call, &made));
    return py_iterate (runtime, made, walk);
}

ScriptStatus py_iterate (ScriptRuntime *runtime, Value value, Walk *walk)
{
    Value plain = py_unbox (value);
    HostObject *host = value_host (value);
    Value iterator;
    gboolean found = FALSE;

    if (plain.kind != VALUE_OBJECT || plain.as.object->kind == OBJECT_GENERATOR ||
        plain.as.object->kind == OBJECT_ITERATOR || !py_is_overridden (runtime, value, PY_NAME (runtime, __iter__)))
        if (walk_builtin (plain, walk))
            return SCRIPT_NORMAL;
    if (host && host->class->iterate)
        return walk_host (runtime, host, walk);
    SCRIPT_TRY (py_call_named_special (runtime, value, PY_NAME (runtime, __iter__), NULL, 0, &iterator, &found));
    if (found)
        return walk_made (runtime, iterator, walk);
    if (value.kind == VALUE_OBJECT && py_special (runtime, value, PY_NAME (runtime, __getitem__)).kind != VALUE_EMPTY)
    {
        *walk = (Walk){ .kind = WALK_STEP, .source = value, .step = walk_items };
        return SCRIPT_NORMAL;
    }
    return script_throw (runtime, "TypeError", "'%s' object is not iterable", py_type_name (runtime, value));
}

ScriptStatus py_items (ScriptRuntime *runtime, Value iterable, ScriptList **items)
{
    Walk walk;
    ScriptStatus status = py_iterate (runtime, iterable, &walk);

    *items = list_new (runtime, NULL, 0);
    while (status == SCRIPT_NORMAL)
    {
        Value item;

        status = iterate_next (runtime, &walk, &item);
        if (status != SCRIPT_NORMAL || walk.done)
            break;
        list_append (runtime, *items, item);
    }
    return status;
}

Value py_iterator_new (ScriptRuntime *runtime, Walk walk, const char *type)
{
    const Name *name = intern (runtime, type, -1);
    PyClass *class = g_hash_table_lookup (runtime->py->classes, name);
    PyIterator *iterator;

    if (!class)
    {
        class = py_class_new (runtime, type, NULL, runtime->py->iterator, OBJECT_ITERATOR, NULL, NULL);
        g_hash_table_insert (runtime->py->classes, (gpointer)name, class);
    }
    iterator = object_alloc (runtime, OBJECT_ITERATOR, &class->object, sizeof *iterator);
    iterator->walk = walk;
    iterator->type = type;
    return value_of_object (&iterator->object);
}

Value py_iterator_step_new (ScriptRuntime *runtime,
                            ScriptStatus (*step) (ScriptRuntime *runtime, Walk *walk, Value *out), Value source,
                            Value next, const char *type)
{
    return py_iterator_new (runtime, (Walk){ .kind = WALK_STEP, .source = source, .next = next, .step = step }, type);
}

/* How CPython calls the iterator over VALUE. */
static const char *iterator_type (Value value)
{
    static const struct
    {
        ObjectKind kind;
        const char *type;
    } types[] = { { OBJECT_LIST, "list_iterator" },   { OBJECT_TUPLE, "tuple_iterator" },
                  { OBJECT_BYTES, "bytes_iterator" }, { OBJECT_RANGE, "range_iterator" },
                  { OBJECT_MAP, "dict_keyiterator" }, { OBJECT_SET, "set_iterator" } };
    const char *type = value.kind == VALUE_STRING ? "str_ascii_iterator" : "iterator";

    for (guint i = 0; value.kind == VALUE_OBJECT && i < G_N_ELEMENTS (types); i++)
        if (value.as.object->kind == types[i].kind)
            type = types[i].type;
    if (value_is_object (value, OBJECT_VIEW))
        type = ((PyView *)value.as.object)->kind == PY_KEYS     ? "dict_keyiterator"
               : ((PyView *)value.as.object)->kind == PY_VALUES ? "dict_valueiterator"
                                                                : "dict_itemiterator";
    return type;
}

ScriptStatus py_iterator_builtin (ScriptRuntime *runtime, Value value, Value *out)
{
    Walk walk;

    value = py_unbox (value);
    if (!walk_builtin (value, &walk))
        return script_throw (runtime, "TypeError", "'%s' object is not iterable", py_type_name (runtime, value));
    *out = py_iterator_new (runtime, walk, iterator_type (value));
    return SCRIPT_NORMAL;
}

/* iter(VALUE) */
ScriptStatus py_iterator_of (ScriptRuntime *runtime, Value value, Value *out)
{
    Value made;
    gboolean found;
    Walk walk;

    if (value_is_object (value, OBJECT_GENERATOR) || value_is_object (value, OBJECT_ITERATOR))
    {
        *out = value;
        return SCRIPT_NORMAL;
    }
    if (py_has_operators (value) && !value_host (value) &&
        py_special (runtime, value, PY_NAME (runtime, __iter__)).kind != VALUE_EMPTY &&
        py_is_overridden (runtime, value, PY_NAME (runtime, __iter__)))
    {
        SCRIPT_TRY (py_call_named_special (runtime, value, PY_NAME (runtime, __iter__), NULL, 0, &made, &found));
        SCRIPT_TRY (walk_made (runtime, made, &walk));
        *out = made;
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (py_iterate (runtime, value, &walk));
    *out = py_iterator_new (runtime, walk, iterator_type (value));
    return SCRIPT_NORMAL;
}

ScriptStatus py_next (ScriptRuntime *runtime, Value iterator, Value *out, gboolean *done)
{
    Walk walk = { .kind = WALK_STEP, .source = iterator, .step = walk_script };

    *done = FALSE;
    if (value_is_object (iterator, OBJECT_ITERATOR))
        walk.step = walk_iterator;
    else if (value_is_object (iterator, OBJECT_GENERATOR))
        walk.step = py_walk_generator;
    else
    {
        walk.next = py_special (runtime, iterator, PY_NAME (runtime, __next__));
        if (walk.next.kind == VALUE_EMPTY)
        {
            if (host_missing_reason (iterator))
                return host_refuse_plain (runtime, iterator);
            return script_throw (runtime, "TypeError", "'%s' object is not an iterator",
                                 py_type_name (runtime, iterator));
        }
    }
    SCRIPT_TRY (iterate_next (runtime, &walk, out));
    *done = walk.done;
    return SCRIPT_NORMAL;
}

static ScriptStatus iterator_next (ScriptCall *call, Value *out)
{
    gboolean done;

    SCRIPT_TRY (py_next (call->runtime, call->receiver, out, &done));
    return done ? py_raise_value (call->runtime, "StopIteration", EMPTY_VALUE) : SCRIPT_NORMAL;
}

static ScriptStatus iterator_self (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

void py_setup_iterators (ScriptRuntime *runtime)
{
    static const NativeEntry methods[] = { { "__next__", 0, iterator_next },
                                           { "__iter__", 0, iterator_self },
                                           { NULL, 0, NULL } };

    runtime->py->iterator = py_class_new (runtime, "iterator", NULL, NULL, OBJECT_ITERATOR, methods, NULL);
}
