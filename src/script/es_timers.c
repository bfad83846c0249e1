/* setTimeout and its like: see promise.h for when they are due. */

#include "script/es_global.h"
#include "script/es_node.h"
#include "script/promise.h"

static const Name *id_name (ScriptRuntime *runtime)
{
    static const char name[] = { NAME_PRIVATE_BYTE, 'i', 'd' };

    return intern (runtime, name, sizeof name);
}

/* The number of a timer: the object that setTimeout gives, or what it is as a number or text. 0 when it is none. */
static guint timer_id (ScriptRuntime *runtime, Value value)
{
    double number = 0;

    if (value.kind == VALUE_OBJECT)
    {
        const Property *id = object_find_own (value.as.object, id_name (runtime));

        number = id ? id->value.as.number : 0;
    }
    else if (value.kind == VALUE_NUMBER)
        number = value.as.number;
    else if (value.kind == VALUE_STRING)
        number = number_parse (value.as.string->data, value.as.string->length);
    return number >= 1 && number < G_MAXUINT ? (guint)number : 0;
}

static ScriptStatus add_timer (ScriptCall *call, gboolean has_delay, gboolean repeats, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value callback = call_argument (call, 0);
    guint first = has_delay ? 2 : 1;
    double delay = 0;
    guint id;

    if (!script_is_callable (callback))
        return node_throw_argument (runtime, "\"callback\" argument", "of type function", callback);
    if (has_delay)
        SCRIPT_TRY (es_to_number (runtime, call_argument (call, 1), &delay));
    id = jobs_add_timer (runtime, delay, repeats, callback, call->arguments + MIN (first, call->n_arguments),
                         call->n_arguments - MIN (first, call->n_arguments));
    *out = value_of_object (object_new (runtime, call->captured.as.object));
    object_define (runtime, out->as.object, id_name (runtime), value_number (id), 0);
    return SCRIPT_NORMAL;
}

static ScriptStatus set_timeout (ScriptCall *call, Value *out)
{
    return add_timer (call, TRUE, FALSE, out);
}

static ScriptStatus set_interval (ScriptCall *call, Value *out)
{
    return add_timer (call, TRUE, TRUE, out);
}

static ScriptStatus set_immediate (ScriptCall *call, Value *out)
{
    return add_timer (call, FALSE, FALSE, out);
}

static ScriptStatus clear_timer (ScriptCall *call, Value *out)
{
    (void)out;
    jobs_remove_timer (call->runtime, timer_id (call->runtime, call_argument (call, 0)));
    return SCRIPT_NORMAL;
}

static ScriptStatus timeout_itself (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus timeout_close (ScriptCall *call, Value *out)
{
    jobs_remove_timer (call->runtime, timer_id (call->runtime, call->receiver));
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus timeout_has_ref (ScriptCall *call, Value *out)
{
    (void)call;
    *out = value_boolean (TRUE);
    return SCRIPT_NORMAL;
}

static ScriptStatus timeout_number (ScriptCall *call, Value *out)
{
    *out = value_number (timer_id (call->runtime, call->receiver));
    return SCRIPT_NORMAL;
}

static ScriptStatus settle_later (ScriptCall *call, Value *out)
{
    ScriptList *kept = value_list (call->captured);

    (void)out;
    promise_resolve (call->runtime, value_promise (kept->items[0]), kept->items[1], TRUE);
    return SCRIPT_NORMAL;
}

/* A promise that has a value after a while: what util.promisify makes of setTimeout. */
static ScriptStatus promise_later (ScriptCall *call, double delay, Value value, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptPromise *promise = promise_new (runtime);
    Value kept[2] = { value_of_object (&promise->object), value };
    ScriptFunction *settle =
        function_new_capturing (runtime, 0, settle_later, value_of_object (&list_new (runtime, kept, 2)->object));

    jobs_add_timer (runtime, delay, FALSE, value_of_object (&settle->object), NULL, 0);
    *out = kept[0];
    return SCRIPT_NORMAL;
}

static ScriptStatus timeout_promise (ScriptCall *call, Value *out)
{
    double delay;

    SCRIPT_TRY (es_to_number (call->runtime, call_argument (call, 0), &delay));
    return promise_later (call, delay, call_argument (call, 1), out);
}

static ScriptStatus immediate_promise (ScriptCall *call, Value *out)
{
    return promise_later (call, 0, call_argument (call, 0), out);
}

static void define_timer (ScriptRuntime *runtime, const char *name, guint arity, ScriptNative native,
                          ScriptNative promised, ScriptObject *prototype)
{
    const Name *key = intern (runtime, name, -1);
    ScriptFunction *function = function_new_native (runtime, key, arity, native);

    function->captured = value_of_object (prototype);
    if (promised)
        object_define (runtime, &function->object, runtime->known.promisify,
                       value_of_object (&function_new_native (runtime, key, 1, promised)->object), 0);
    object_define (runtime, runtime->global, key, value_of_object (&function->object), PROPERTY_ORDINARY);
}

static ScriptObject *timer_prototype (ScriptRuntime *runtime, const char *name)
{
    static const NativeEntry members[] = { { "ref", 0, timeout_itself },
                                           { "unref", 0, timeout_itself },
                                           { "refresh", 0, timeout_itself },
                                           { "hasRef", 0, timeout_has_ref },
                                           { "close", 0, timeout_close },
                                           { "@@toPrimitive", 0, timeout_number },
                                           { NULL, 0, NULL } };
    ScriptObject *prototype = object_new (runtime, runtime->prototypes.object);
    ScriptFunction *class = function_new_native (runtime, intern (runtime, name, -1), 0, timeout_itself);

    natives_define (runtime, prototype, members);
    object_define (runtime, &class->object, runtime->known.prototype_, value_of_object (prototype), 0);
    object_define (runtime, prototype, runtime->known.constructor_, value_of_object (&class->object), PROPERTY_HIDDEN);
    return prototype;
}

void es_setup_timers (ScriptRuntime *runtime)
{
    ScriptObject *timeout = timer_prototype (runtime, "Timeout");
    ScriptObject *immediate = timer_prototype (runtime, "Immediate");

    define_timer (runtime, "setTimeout", 2, set_timeout, timeout_promise, timeout);
    define_timer (runtime, "setInterval", 2, set_interval, NULL, timeout);
    define_timer (runtime, "setImmediate", 1, set_immediate, immediate_promise, immediate);
    define_timer (runtime, "clearTimeout", 1, clear_timer, NULL, timeout);
    define_timer (runtime, "clearInterval", 1, clear_timer, NULL, timeout);
    define_timer (runtime, "clearImmediate", 1, clear_timer, NULL, immediate);
}
