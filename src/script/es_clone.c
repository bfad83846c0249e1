/* structuredClone: a deep copy of data; see HTML's StructuredSerialize. */

#include "script/es_global.h"

#include <string.h>

#define DATA_CLONE_ERROR 25

static ScriptStatus copy (ScriptRuntime *runtime, ScriptMap *copies, Value value, Value *out);

static ScriptStatus not_cloneable (ScriptRuntime *runtime, Value value)
{
    g_autofree char *message = g_strdup_printf ("%s could not be cloned.", es_describe (runtime, value));
    Value error;

    error = script_error_new (runtime, "Error", message);
    object_define (runtime, error.as.object, runtime->known.name_, value_string (runtime, "DataCloneError", -1),
                   PROPERTY_HIDDEN);
    object_define (runtime, error.as.object, runtime->known.code_, value_number (DATA_CLONE_ERROR), PROPERTY_HIDDEN);
    return script_throw_value (runtime, error);
}

static ScriptStatus clone_members (ScriptRuntime *runtime, ScriptMap *copies, ScriptObject *from, ScriptObject *to)
{
    guint n;
    const Name **keys = object_keys (runtime, from, TRUE, FALSE, &n);

    for (guint i = 0; i < n; i++)
    {
        Value member;

        SCRIPT_TRY (es_get_on (runtime, from, keys[i], value_of_object (from), &member));
        SCRIPT_TRY (copy (runtime, copies, member, &member));
        SCRIPT_TRY (es_define (runtime, to, keys[i], member));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus clone_map (ScriptRuntime *runtime, ScriptMap *copies, ScriptMap *from, ScriptMap *to)
{
    for (guint i = 0; i < from->n_entries; i++)
    {
        MapEntry entry = from->entries[i];

        if (entry.key.kind == VALUE_EMPTY)
            continue;
        SCRIPT_TRY (copy (runtime, copies, entry.key, &entry.key));
        if (from->object.kind == OBJECT_MAP)
            SCRIPT_TRY (copy (runtime, copies, entry.value, &entry.value));
        map_put (runtime, to, entry.key, entry.value);
    }
    return SCRIPT_NORMAL;
}

/* The name, message, stack and cause of an error go along. */
static ScriptStatus clone_error (ScriptRuntime *runtime, ScriptMap *copies, ScriptObject *from, ScriptObject **to)
{
    const Name *const kept[] = { runtime->known.message_, runtime->known.stack_, runtime->known.cause_ };
    Value name;
    Property property;
    ScriptError *error;

    SCRIPT_TRY (es_get_on (runtime, from, runtime->known.name_, value_of_object (from), &name));
    error = error_object_new (runtime, error_prototype (runtime, value_to_text (runtime, name)), NULL, 0);
    *to = &error->object;
    map_put (runtime, copies, value_of_object (from), value_of_object (*to));
    for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
        if (es_own_property (runtime, from, kept[i], &property) && !(property.flags & PROPERTY_ACCESSOR))
        {
            SCRIPT_TRY (copy (runtime, copies, property.value, &property.value));
            object_define (runtime, *to, kept[i], property.value, PROPERTY_HIDDEN);
        }
    return SCRIPT_NORMAL;
}

static ScriptStatus clone_regexp (ScriptRuntime *runtime, Value value, Value *out)
{
    const char *flags;
    const char *source = regexp_source (value, &flags);
    ScriptStatus status = SCRIPT_NORMAL;

    *out = regexp_new (runtime, source, strlen (source), flags, strlen (flags), &status);
    return status;
}

static ScriptStatus clone_object (ScriptRuntime *runtime, ScriptMap *copies, ScriptObject *from, Value *out)
{
    Value value = value_of_object (from);
    ScriptObject *to = NULL;
    gboolean members = FALSE;

    switch ((int)from->kind)
    {
    case OBJECT_LIST:
        to = &list_new (runtime, NULL, 0)->object;
        if (!list_resize (runtime, (ScriptList *)to, ((ScriptList *)from)->length))
            return SCRIPT_STOP;
        members = TRUE;
        break;
    case OBJECT_PLAIN:
    case OBJECT_ARGUMENTS:
        to = script_object_new (runtime).as.object;
        members = TRUE;
        break;
    case OBJECT_MAP:
    case OBJECT_SET:
        to = &map_new (runtime, from->kind)->object;
        map_put (runtime, copies, value, value_of_object (to));
        SCRIPT_TRY (clone_map (runtime, copies, (ScriptMap *)from, (ScriptMap *)to));
        break;
    case OBJECT_BYTES:
        to = &bytes_new (runtime, ((ScriptBytes *)from)->data, ((ScriptBytes *)from)->length)->object;
        to->prototype = runtime->prototypes.bytes->prototype; /* a Buffer becomes a Uint8Array */
        break;
    case OBJECT_DATE:
        to = &date_new (runtime, ((ScriptDate *)from)->time)->object;
        break;
    case OBJECT_ERROR:
        SCRIPT_TRY (clone_error (runtime, copies, from, &to));
        break;
    case OBJECT_REGEXP:
        return clone_regexp (runtime, value, out);
    case OBJECT_BOX:
        SCRIPT_TRY (es_to_object (runtime, ((ScriptBox *)from)->value, &to));
        break;
    case OBJECT_TUPLE:
    case OBJECT_FUNCTION:
    case OBJECT_DECIMAL:
    case OBJECT_PROMISE:
    case OBJECT_GENERATOR:
    case OBJECT_ITERATOR:
    case OBJECT_HOST:
        return not_cloneable (runtime, value);
    }
    *out = value_of_object (to);
    map_put (runtime, copies, value, *out);
    return members ? clone_members (runtime, copies, from, to) : SCRIPT_NORMAL;
}

static ScriptStatus copy (ScriptRuntime *runtime, ScriptMap *copies, Value value, Value *out)
{
    const Value *copy;
    ScriptStatus status;

    *out = value;
    if (value.kind == VALUE_SYMBOL)
        return not_cloneable (runtime, value);
    if (value.kind != VALUE_OBJECT)
        return SCRIPT_NORMAL;
    copy = map_find (copies, value);
    if (copy)
    {
        *out = *copy;
        return SCRIPT_NORMAL;
    }
    if (!runtime_enter (runtime))
        return SCRIPT_STOP;
    status = clone_object (runtime, copies, value.as.object, out);
    runtime_leave (runtime);
    return status;
}

ScriptStatus clone_value (ScriptRuntime *runtime, Value value, Value *out)
{
    return copy (runtime, map_new (runtime, OBJECT_MAP), value, out);
}
