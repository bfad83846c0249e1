/* node:util. */

#include "script/es_inspect.h"
#include "script/es_node.h"
#include "script/module_builtin.h"
#include "script/promise.h"

#include <string.h>

/* util.promisify: the function is called with one more argument, which settles the promise. */
static ScriptStatus promisified_done (ScriptCall *call, Value *out)
{
    ScriptPromise *promise = value_promise (call->captured);

    (void)out;
    if (!value_is_nullish (call_argument (call, 0)))
        promise_reject (call->runtime, promise, call_argument (call, 0));
    else
        promise_resolve (call->runtime, promise, call_argument (call, 1), TRUE);
    return SCRIPT_NORMAL;
}

static ScriptStatus promisified (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptPromise *promise = promise_new (runtime);
    ScriptList *arguments = list_new (runtime, call->arguments, call->n_arguments);
    Value ignored;
    ScriptStatus status;

    list_append (
        runtime, arguments,
        value_of_object (
            &function_new_capturing (runtime, 2, promisified_done, value_of_object (&promise->object))->object));
    status = script_call (runtime, call->captured, call->receiver, arguments->items, arguments->length, &ignored);
    if (status == SCRIPT_THROW)
    {
        Value reason = runtime->exception;

        runtime->exception = UNDEFINED;
        promise_reject (runtime, promise, reason);
        status = SCRIPT_NORMAL;
    }
    *out = value_of_object (&promise->object);
    return status;
}

static ScriptStatus util_promisify (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value function = call_argument (call, 0);
    Property *custom;

    if (!value_function (function))
        return node_throw_argument (runtime, "\"original\" argument", "of type function", function);
    custom = object_find_own (function.as.object, runtime->known.promisify);
    *out =
        custom ? custom->value : value_of_object (&function_new_capturing (runtime, 0, promisified, function)->object);
    return SCRIPT_NORMAL;
}

/* util.inspect (value, options), or the older (value, showHidden, depth). */
static ScriptStatus util_inspect (ScriptCall *call, Value *out)
{
    g_autoptr (GString) text = g_string_new (NULL);
    InspectOptions options = inspect_defaults;
    Value depth = call_argument (call, 2);

    if (call_argument (call, 1).kind == VALUE_BOOLEAN)
        options.hidden = call->arguments[1].as.boolean;
    if (depth.kind == VALUE_NULL)
        options.depth = INSPECT_ANY_DEPTH;
    else if (depth.kind == VALUE_NUMBER)
        options.depth = (guint)CLAMP (depth.as.number, 0, G_MAXINT32);
    SCRIPT_TRY (inspect_read_options (call->runtime, call_argument (call, 1), &options));
    if (!inspect_with (call->runtime, text, call_argument (call, 0), &options))
        return SCRIPT_STOP;
    *out = value_of_string (string_new (call->runtime, text->str, text->len));
    return SCRIPT_NORMAL;
}

static ScriptStatus util_format (ScriptCall *call, Value *out)
{
    g_autoptr (GString) text = g_string_new (NULL);

    SCRIPT_TRY (format_append (call->runtime, text, call->arguments, call->n_arguments));
    *out = value_of_string (string_new (call->runtime, text->str, text->len));
    return SCRIPT_NORMAL;
}

/* Whether two values are the same all the way down, and of the same classes. PAIRS are those that are being compared. */
static gboolean deep_equal (ScriptRuntime *runtime, Value a, Value b, GPtrArray *pairs);

static gboolean members_equal (ScriptRuntime *runtime, ScriptObject *a, ScriptObject *b, GPtrArray *pairs)
{
    guint n;
    guint m;
    const Name **keys = object_keys (runtime, a, TRUE, TRUE, &n);

    object_keys (runtime, b, TRUE, TRUE, &m);
    if (n != m)
        return FALSE;
    for (guint i = 0; i < n; i++)
    {
        Property x;
        Property y;

        if (!es_own_property (runtime, a, keys[i], &x) || !es_own_property (runtime, b, keys[i], &y) ||
            !(y.flags & PROPERTY_LISTED) || !deep_equal (runtime, x.value, y.value, pairs))
            return FALSE;
    }
    return TRUE;
}

static gboolean maps_equal (ScriptRuntime *runtime, const ScriptMap *a, const ScriptMap *b, GPtrArray *pairs)
{
    if (a->n_entries - a->n_deleted != b->n_entries - b->n_deleted)
        return FALSE;
    for (guint i = 0; i < a->n_entries; i++)
    {
        const MapEntry *entry = &a->entries[i];
        const Value *there = entry->key.kind == VALUE_EMPTY ? NULL : map_find (b, entry->key);
        gboolean found = entry->key.kind == VALUE_EMPTY ||
                         (there && (a->object.kind == OBJECT_SET || deep_equal (runtime, entry->value, *there, pairs)));

        for (guint k = 0; !found && entry->key.kind == VALUE_OBJECT && k < b->n_entries; k++)
            found = b->entries[k].key.kind == VALUE_OBJECT &&
                    deep_equal (runtime, entry->key, b->entries[k].key, pairs) &&
                    (a->object.kind == OBJECT_SET || deep_equal (runtime, entry->value, b->entries[k].value, pairs));
        if (!found)
            return FALSE;
    }
    return TRUE;
}

static gboolean contents_equal (ScriptRuntime *runtime, ScriptObject *a, ScriptObject *b, GPtrArray *pairs)
{
    switch ((int)a->kind)
    {
    case OBJECT_DATE:
        return value_same (value_number (((ScriptDate *)a)->time), value_number (((ScriptDate *)b)->time));
    case OBJECT_BOX:
    case OBJECT_DECIMAL:
        return value_same (((ScriptBox *)a)->value, ((ScriptBox *)b)->value);
    case OBJECT_BYTES:
        return ((ScriptBytes *)a)->length == ((ScriptBytes *)b)->length &&
               memcmp (((ScriptBytes *)a)->data, ((ScriptBytes *)b)->data, ((ScriptBytes *)a)->length) == 0;
    case OBJECT_MAP:
    case OBJECT_SET:
        return maps_equal (runtime, (ScriptMap *)a, (ScriptMap *)b, pairs);
    case OBJECT_LIST:
    case OBJECT_TUPLE:
    case OBJECT_ARGUMENTS:
        return ((ScriptList *)a)->length == ((ScriptList *)b)->length;
    case OBJECT_REGEXP:
        return strcmp (value_inspect (runtime, value_of_object (a)), value_inspect (runtime, value_of_object (b))) == 0;
    case OBJECT_ERROR:
        return value_same (script_peek (runtime, value_of_object (a), "message"),
                           script_peek (runtime, value_of_object (b), "message")) &&
               value_same (script_peek (runtime, value_of_object (a), "name"),
                           script_peek (runtime, value_of_object (b), "name"));
    case OBJECT_PLAIN:
        return TRUE;
    case OBJECT_FUNCTION:
    case OBJECT_PROMISE:
    case OBJECT_GENERATOR:
    case OBJECT_ITERATOR:
    case OBJECT_HOST:
        break;
    }
    return FALSE;
}

static gboolean deep_equal (ScriptRuntime *runtime, Value a, Value b, GPtrArray *pairs)
{
    gboolean equal;

    if (value_same (a, b))
        return TRUE;
    if (a.kind != VALUE_OBJECT || b.kind != VALUE_OBJECT || a.as.object->kind != b.as.object->kind ||
        a.as.object->prototype != b.as.object->prototype)
        return FALSE;
    for (guint i = 0; i + 1 < pairs->len; i += 2)
        if (g_ptr_array_index (pairs, i) == a.as.object && g_ptr_array_index (pairs, i + 1) == b.as.object)
            return TRUE;
    if (!runtime_enter (runtime))
        return FALSE;
    g_ptr_array_add (pairs, a.as.object);
    g_ptr_array_add (pairs, b.as.object);
    equal = contents_equal (runtime, a.as.object, b.as.object, pairs) &&
            members_equal (runtime, a.as.object, b.as.object, pairs);
    g_ptr_array_set_size (pairs, (int)pairs->len - 2);
    runtime_leave (runtime);
    return equal;
}

static ScriptStatus util_is_deep_strict_equal (ScriptCall *call, Value *out)
{
    g_autoptr (GPtrArray) pairs = g_ptr_array_new ();

    *out = value_boolean (deep_equal (call->runtime, call_argument (call, 0), call_argument (call, 1), pairs));
    return call->runtime->refusal ? SCRIPT_STOP : SCRIPT_NORMAL;
}

/* util.deprecate gives the function; the warning is left out. */
static ScriptStatus util_deprecate (ScriptCall *call, Value *out)
{
    *out = call_argument (call, 0);
    return SCRIPT_NORMAL;
}

Value module_util (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = {
        { "promisify", 1, util_promisify }, { "inspect", 2, util_inspect },
        { "format", 1, util_format },       { "isDeepStrictEqual", 2, util_is_deep_strict_equal },
        { "deprecate", 2, util_deprecate }, { NULL, 0, NULL }
    };
    static const char *const globals[] = { "TextEncoder", "TextDecoder" };
    Value util = script_object_new (runtime);
    Value promisify;

    natives_define (runtime, util.as.object, functions);
    promisify = script_peek (runtime, util, "promisify");
    script_set (runtime, promisify, "custom", value_of_name (runtime, runtime->known.promisify));
    for (gsize i = 0; i < G_N_ELEMENTS (globals); i++)
        script_set (runtime, util, globals[i], script_peek (runtime, value_of_object (runtime->global), globals[i]));
    return util;
}
