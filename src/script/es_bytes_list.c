/* What Uint8Array has of Array: the bytes are put into an array, which does the work. */

#include "script/es_bytes.h"

#include <string.h>

typedef enum
{
    GIVES_VALUE,
    GIVES_BYTES, /* the array that the method gives, as bytes */
    GIVES_ITSELF /* the bytes are changed in place */
} Gives;

static const struct
{
    const char *name;
    guint8 arity;
    Gives gives;
} methods[] = {
    { "at", 1, GIVES_VALUE },
    { "every", 1, GIVES_VALUE },
    { "filter", 1, GIVES_BYTES },
    { "find", 1, GIVES_VALUE },
    { "findIndex", 1, GIVES_VALUE },
    { "findLast", 1, GIVES_VALUE },
    { "findLastIndex", 1, GIVES_VALUE },
    { "forEach", 1, GIVES_VALUE },
    { "includes", 1, GIVES_VALUE },
    { "indexOf", 1, GIVES_VALUE },
    { "join", 1, GIVES_VALUE },
    { "lastIndexOf", 1, GIVES_VALUE },
    { "map", 1, GIVES_BYTES },
    { "reduce", 1, GIVES_VALUE },
    { "reduceRight", 1, GIVES_VALUE },
    { "some", 1, GIVES_VALUE },
    { "entries", 0, GIVES_VALUE },
    { "keys", 0, GIVES_VALUE },
    { "values", 0, GIVES_VALUE },
    { "toString", 0, GIVES_VALUE },
    { "reverse", 0, GIVES_ITSELF },
    { "sort", 1, GIVES_ITSELF },
};

static int by_value (const void *a, const void *b)
{
    return *(const guint8 *)a - *(const guint8 *)b;
}

static ScriptStatus put_back (ScriptRuntime *runtime, ScriptList *list, ScriptBytes *bytes)
{
    for (guint i = 0; i < MIN (list->length, bytes->length); i++)
    {
        gint32 byte;

        SCRIPT_TRY (es_to_int32 (runtime, list->items[i], &byte));
        bytes->data[i] = (guint8)byte;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus via_list (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    gsize at = (gsize)call->captured.as.number;
    ScriptBytes *bytes = value_bytes (call->receiver);
    ScriptList *list = list_new (runtime, NULL, 0);
    ScriptBytes *made;
    Value method;

    if (!bytes)
        return script_throw (runtime, "TypeError", "this is not a typed array.");
    if (strcmp (methods[at].name, "sort") == 0 && call_argument (call, 0).kind == VALUE_UNDEFINED)
    {
        if (bytes->length)
            qsort (bytes->data, bytes->length, 1, by_value);
        *out = call->receiver;
        return SCRIPT_NORMAL;
    }
    for (gsize i = 0; i < bytes->length; i++)
        list_append (runtime, list, value_number (bytes->data[i]));
    SCRIPT_TRY (script_member (runtime, value_of_object (runtime->prototypes.array), methods[at].name, &method));
    SCRIPT_TRY (
        script_call (runtime, method, value_of_object (&list->object), call->arguments, call->n_arguments, out));
    if (methods[at].gives == GIVES_VALUE || !value_list (*out))
        return SCRIPT_NORMAL;
    if (methods[at].gives == GIVES_ITSELF)
    {
        SCRIPT_TRY (put_back (runtime, value_list (*out), bytes));
        *out = call->receiver;
        return SCRIPT_NORMAL;
    }
    made = bytes_new (runtime, NULL, value_list (*out)->length);
    made->object.prototype = bytes->object.prototype;
    SCRIPT_TRY (put_back (runtime, value_list (*out), made));
    *out = value_of_object (&made->object);
    return SCRIPT_NORMAL;
}

void bytes_define_list_methods (ScriptRuntime *runtime, ScriptObject *prototype)
{
    for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
        const Name *name = intern (runtime, methods[i].name, -1);
        ScriptFunction *function = function_new_native (runtime, name, methods[i].arity, via_list);

        function->captured = value_number ((double)i);
        object_define (runtime, prototype, name, value_of_object (&function->object), PROPERTY_HIDDEN);
    }
}
