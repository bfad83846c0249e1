/* Walking over values, and iterator objects: see semantics.h. */

#include "script/es.h"
#include "script/semantics.h"

typedef struct
{
    ScriptObject object;
    Walk walk;
    const char *tag;
} IteratorObject;

Value iterator_result (ScriptRuntime *runtime, Value value, gboolean done)
{
    Value result = script_object_new (runtime);

    object_define (runtime, result.as.object, runtime->known.value_, value, PROPERTY_ORDINARY);
    object_define (runtime, result.as.object, runtime->known.done_, value_boolean (done), PROPERTY_ORDINARY);
    return result;
}

static Value next_character (ScriptRuntime *runtime, Walk *walk)
{
    ScriptString *string = walk->source.as.string;
    const guchar *p = (const guchar *)string->data + walk->at;
    guint32 length = *p < 0x80 ? 1 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : 4;
    Value value = value_of_string (string_borrow (runtime, (const char *)p, length));

    walk->at += length;
    return value;
}

static ScriptStatus next_of_object (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    Value result;
    Value done;
    ScriptStatus status = function_call (runtime, walk->next, walk->source, &(Arguments){ 0 }, TRUE, &result);

    if (status != SCRIPT_NORMAL)
        return status;
    if (result.kind != VALUE_OBJECT)
        return script_throw (runtime, "TypeError", "Iterator result %s is not an object",
                             value_to_text (runtime, result));
    status = es_get (runtime, result, runtime->known.done_, &done);
    if (status != SCRIPT_NORMAL)
        return status;
    walk->done = value_is_truthy (done);
    if (walk->done)
    {
        *out = UNDEFINED;
        return SCRIPT_NORMAL;
    }
    return es_get (runtime, result, runtime->known.value_, out);
}

static void next_of_list (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    const ScriptList *list = (const ScriptList *)walk->source.as.object;
    Value pair[2] = { value_number (walk->at), UNDEFINED };

    if (walk->at >= list->length)
    {
        walk->done = TRUE;
        return;
    }
    if (list->items[walk->at].kind != VALUE_EMPTY)
        pair[1] = list->items[walk->at];
    walk->at++;
    if (walk->kind == WALK_LIST_ENTRIES)
        *out = value_of_object (&list_new (runtime, pair, 2)->object);
    else
        *out = pair[walk->kind == WALK_LIST_KEYS ? 0 : 1];
}

static void next_of_map (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    ScriptMap *map = (ScriptMap *)walk->source.as.object;
    MapEntry *entry;

    while (walk->at < map->n_entries && map->entries[walk->at].key.kind == VALUE_EMPTY)
        walk->at++;
    if (walk->at >= map->n_entries)
    {
        walk->done = TRUE;
        return;
    }
    entry = &map->entries[walk->at++];
    if (walk->kind == WALK_MAP_KEYS)
        *out = entry->key;
    else if (walk->kind == WALK_MAP_VALUES)
        *out = map->object.kind == OBJECT_SET ? entry->key : entry->value;
    else
    {
        Value pair[2] = { entry->key, map->object.kind == OBJECT_SET ? entry->key : entry->value };

        *out = value_of_object (&list_new (runtime, pair, 2)->object);
    }
}

ScriptStatus iterate_next (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    ScriptBytes *bytes;

    *out = UNDEFINED;
    if (walk->done)
        return SCRIPT_NORMAL;
    if (!runtime_step (runtime))
        return runtime_exhausted (runtime);
    switch (walk->kind)
    {
    case WALK_LIST:
    case WALK_LIST_KEYS:
    case WALK_LIST_ENTRIES:
        next_of_list (runtime, walk, out);
        return SCRIPT_NORMAL;
    case WALK_STRING:
        walk->done = walk->at >= walk->source.as.string->length;
        if (!walk->done)
            *out = next_character (runtime, walk);
        return SCRIPT_NORMAL;
    case WALK_BYTES:
        bytes = (ScriptBytes *)walk->source.as.object;
        walk->done = walk->at >= bytes->length;
        if (!walk->done)
            *out = value_number (bytes->data[walk->at++]);
        return SCRIPT_NORMAL;
    case WALK_MAP_KEYS:
    case WALK_MAP_VALUES:
    case WALK_MAP_ENTRIES:
        next_of_map (runtime, walk, out);
        return SCRIPT_NORMAL;
    case WALK_OBJECT:
        return next_of_object (runtime, walk, out);
    case WALK_STEP:
        return walk->step (runtime, walk, out);
    }
    return SCRIPT_NORMAL;
}

ScriptStatus iterate_async (ScriptRuntime *runtime, Value value, Walk *walk, gboolean *begun)
{
    Value method;

    *begun = FALSE;
    *walk = (Walk){ .kind = WALK_OBJECT };
    if (value.kind != VALUE_OBJECT || value_host (value))
        return SCRIPT_NORMAL;
    SCRIPT_TRY (es_get (runtime, value, runtime->known.async_iterator, &method));
    if (value_is_nullish (method))
        return SCRIPT_NORMAL;
    if (!script_is_callable (method))
        return script_throw (runtime, "TypeError", "%s is not a function", es_describe_argument (runtime, method));
    *begun = TRUE;
    SCRIPT_TRY (function_call (runtime, method, value, &(Arguments){ 0 }, TRUE, &walk->source));
    if (walk->source.kind != VALUE_OBJECT)
        return script_throw (runtime, "TypeError", "Result of the Symbol.asyncIterator method is not an object");
    return es_get (runtime, walk->source, runtime->known.next_, &walk->next);
}

ScriptStatus iterate_close (ScriptRuntime *runtime, Walk *walk, ScriptStatus status)
{
    Value exception = runtime->exception;
    const Node *thrown = runtime->thrown;
    Value method;
    Value ignored;
    ScriptStatus closed;

    if (walk->done || walk->kind != WALK_OBJECT || status == SCRIPT_STOP)
        return status;
    walk->done = TRUE;
    closed = es_get (runtime, walk->source, runtime->known.return_, &method);
    if (closed == SCRIPT_NORMAL && script_is_callable (method))
        closed = function_call (runtime, method, walk->source, &(Arguments){ 0 }, TRUE, &ignored);
    if (closed == SCRIPT_STOP)
        return closed;
    if (status == SCRIPT_THROW)
    {
        runtime->exception = exception;
        runtime->thrown = thrown;
        return status;
    }
    return closed == SCRIPT_THROW ? closed : status;
}

Value iterator_object_new (ScriptRuntime *runtime, Walk walk, const char *tag)
{
    IteratorObject *iterator = object_alloc (runtime, OBJECT_ITERATOR, runtime->prototypes.iterator, sizeof *iterator);

    iterator->walk = walk;
    iterator->tag = tag;
    return value_of_object (&iterator->object);
}

const Walk *iterator_object_walk (Value value)
{
    return value_is_object (value, OBJECT_ITERATOR) ? &((const IteratorObject *)value.as.object)->walk : NULL;
}

static ScriptStatus iterator_next (ScriptCall *call, Value *out)
{
    IteratorObject *iterator = (IteratorObject *)call->receiver.as.object;
    Value value;
    ScriptStatus status;

    if (!value_is_object (call->receiver, OBJECT_ITERATOR))
        return script_throw (call->runtime, "TypeError", "next method called on incompatible receiver %s",
                             value_inspect (call->runtime, call->receiver));
    status = iterate_next (call->runtime, &iterator->walk, &value);
    if (status == SCRIPT_NORMAL)
        *out = iterator_result (call->runtime, iterator->walk.done ? UNDEFINED : value, iterator->walk.done);
    return status;
}

static ScriptStatus iterator_self (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus iterator_tag (ScriptCall *call, Value *out)
{
    const char *tag = "Iterator";

    if (value_is_object (call->receiver, OBJECT_ITERATOR))
        tag = ((IteratorObject *)call->receiver.as.object)->tag;
    *out = value_string (call->runtime, tag, -1);
    return SCRIPT_NORMAL;
}

void iterators_setup (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "next", 0, iterator_next },
                                           { "@@iterator", 0, iterator_self },
                                           { "get @@toStringTag", 0, iterator_tag },
                                           { NULL, 0, NULL } };
    static const NativeEntry generator_members[] = { { "@@iterator", 0, iterator_self }, { NULL, 0, NULL } };

    natives_define (runtime, runtime->prototypes.iterator, members);
    natives_define (runtime, runtime->prototypes.generator, generator_members);
}
