/* The class Promise of ECMAScript. */

#include "script/es.h"
#include "script/promise.h"

static ScriptStatus promise_constructor (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptPromise *promise;
    Value functions[2];
    Value ignored;
    ScriptObject *prototype;
    ScriptStatus status;

    if (!call->constructing)
        return script_throw (runtime, "TypeError", "Promise constructor cannot be invoked without 'new'");
    if (!script_is_callable (call_argument (call, 0)))
        return script_throw (runtime, "TypeError", "Promise resolver %s is not a function",
                             value_inspect (runtime, call_argument (call, 0)));
    status = prototype_of_target (runtime, call->new_target, runtime->prototypes.promise, &prototype);
    if (status != SCRIPT_NORMAL)
        return status;
    promise = promise_new (runtime);
    promise->object.prototype = prototype;
    *out = value_of_object (&promise->object);
    promise_resolving_functions (runtime, promise, functions);
    status = function_call (runtime, call_argument (call, 0), UNDEFINED, &(Arguments){ .items = functions, .n = 2 },
                            FALSE, &ignored);
    if (status == SCRIPT_THROW && !promise->resolved)
        promise_reject_pending (runtime, promise);
    return status == SCRIPT_STOP ? status : SCRIPT_NORMAL;
}

static ScriptPromise *this_promise (ScriptCall *call)
{
    ScriptPromise *promise = value_promise (call->receiver);

    if (!promise)
        script_throw (call->runtime, "TypeError", "Method Promise.prototype.then called on incompatible receiver %s",
                      value_inspect (call->runtime, call->receiver));
    return promise;
}

static ScriptStatus native_then (ScriptCall *call, Value *out)
{
    ScriptPromise *promise = this_promise (call);

    if (!promise)
        return SCRIPT_THROW;
    *out = value_of_object (
        &promise_then (call->runtime, promise, call_argument (call, 0), call_argument (call, 1))->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus native_catch (ScriptCall *call, Value *out)
{
    Value arguments[2] = { UNDEFINED, call_argument (call, 0) };

    return es_call_method (call->runtime, call->receiver, call->runtime->known.then_, arguments, 2, out);
}

static ScriptStatus give_captured (ScriptCall *call, Value *out)
{
    *out = call->captured;
    return SCRIPT_NORMAL;
}

static ScriptStatus throw_captured (ScriptCall *call, Value *out)
{
    (void)out;
    return script_throw_value (call->runtime, call->captured);
}

/* What finally does: calls the function, waits for what it gives, then goes on with the value or the reason. */
static ScriptStatus finally_call (ScriptCall *call, Value *out, ScriptNative after)
{
    ScriptRuntime *runtime = call->runtime;
    Value result;
    Value then;
    ScriptStatus status = function_call (runtime, call->captured, UNDEFINED, &(Arguments){ 0 }, TRUE, &result);

    if (status != SCRIPT_NORMAL)
        return status;
    then = value_of_object (&function_new_capturing (runtime, 0, after, call_argument (call, 0))->object);
    *out = value_of_object (&promise_then (runtime, promise_of (runtime, result, TRUE), then, UNDEFINED)->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus finally_fulfilled (ScriptCall *call, Value *out)
{
    return finally_call (call, out, give_captured);
}

static ScriptStatus finally_rejected (ScriptCall *call, Value *out)
{
    return finally_call (call, out, throw_captured);
}

static ScriptStatus native_finally (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value function = call_argument (call, 0);
    Value arguments[2] = { function, function };

    if (script_is_callable (function))
    {
        arguments[0] = value_of_object (&function_new_capturing (runtime, 1, finally_fulfilled, function)->object);
        arguments[1] = value_of_object (&function_new_capturing (runtime, 1, finally_rejected, function)->object);
    }
    return es_call_method (runtime, call->receiver, runtime->known.then_, arguments, 2, out);
}

static ScriptStatus static_resolve (ScriptCall *call, Value *out)
{
    *out = script_promise_resolved (call->runtime, call_argument (call, 0));
    return SCRIPT_NORMAL;
}

static ScriptStatus static_reject (ScriptCall *call, Value *out)
{
    *out = script_promise_rejected (call->runtime, call_argument (call, 0));
    return SCRIPT_NORMAL;
}

typedef enum
{
    GATHER_ALL,
    GATHER_ALL_SETTLED,
    GATHER_ANY,
    GATHER_RACE
} GatherKind;

/* The state that the members of one Promise.all share; a list of the arena holds it so that functions can capture it. */
typedef struct
{
    ScriptObject object;
    GatherKind kind;
    ScriptPromise *promise;
    ScriptList *values;
    guint left;
} Gather;

typedef struct
{
    ScriptObject object;
    Gather *gather;
    guint at;
    gboolean called;
} GatherMember;

static void gather_done (ScriptRuntime *runtime, Gather *gather)
{
    if (--gather->left)
        return;
    if (gather->kind == GATHER_ANY)
    {
        Value error = script_error_new (runtime, "AggregateError", "All promises were rejected");

        object_define (runtime, error.as.object, runtime->known.errors_, value_of_object (&gather->values->object),
                       PROPERTY_HIDDEN);
        promise_reject (runtime, gather->promise, error);
        return;
    }
    promise_resolve (runtime, gather->promise, value_of_object (&gather->values->object), TRUE);
}

static ScriptStatus gather_member (ScriptCall *call, gboolean fulfilled)
{
    ScriptRuntime *runtime = call->runtime;
    GatherMember *member = (GatherMember *)call->captured.as.object;
    Gather *gather = member->gather;
    Value value = call_argument (call, 0);

    if (member->called)
        return SCRIPT_NORMAL;
    member->called = TRUE;
    if (gather->kind == GATHER_ALL_SETTLED)
    {
        Value entry = script_object_new (runtime);

        object_define (runtime, entry.as.object, runtime->known.status_,
                       value_of_name (runtime, fulfilled ? runtime->known.fulfilled_ : runtime->known.rejected_),
                       PROPERTY_ORDINARY);
        object_define (runtime, entry.as.object, fulfilled ? runtime->known.value_ : runtime->known.reason_, value,
                       PROPERTY_ORDINARY);
        value = entry;
    }
    else if (fulfilled == (gather->kind == GATHER_ANY))
    {
        if (fulfilled)
            promise_resolve (runtime, gather->promise, value, TRUE);
        else
            promise_reject (runtime, gather->promise, value);
        return SCRIPT_NORMAL;
    }
    gather->values->items[member->at] = value;
    gather_done (runtime, gather);
    return SCRIPT_NORMAL;
}

static ScriptStatus gather_fulfilled (ScriptCall *call, Value *out)
{
    (void)out;
    return gather_member (call, TRUE);
}

static ScriptStatus gather_rejected (ScriptCall *call, Value *out)
{
    (void)out;
    return gather_member (call, FALSE);
}

static ScriptStatus gather_one (ScriptRuntime *runtime, Gather *gather, Value item)
{
    GatherMember *member = object_alloc (runtime, OBJECT_PLAIN, NULL, sizeof *member);
    Value functions[2];
    Value ignored;

    member->gather = gather;
    member->at = gather->values->length;
    list_append (runtime, gather->values, UNDEFINED);
    gather->left++;
    if (gather->kind == GATHER_RACE)
        promise_resolving_functions (runtime, gather->promise, functions);
    else
    {
        functions[0] = value_of_object (
            &function_new_capturing (runtime, 1, gather_fulfilled, value_of_object (&member->object))->object);
        functions[1] = value_of_object (
            &function_new_capturing (runtime, 1, gather_rejected, value_of_object (&member->object))->object);
    }
    if (gather->kind == GATHER_RACE)
        gather->promise->resolved = FALSE;
    return es_call_method (runtime, value_of_object (&promise_of (runtime, item, TRUE)->object), runtime->known.then_,
                           functions, 2, &ignored);
}

static ScriptStatus gather (ScriptCall *call, GatherKind kind, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Gather *all = object_alloc (runtime, OBJECT_PLAIN, NULL, sizeof *all);
    ScriptStatus status;
    Walk walk;

    all->kind = kind;
    all->promise = promise_new (runtime);
    all->values = list_new (runtime, NULL, 0);
    all->left = 1;
    *out = value_of_object (&all->promise->object);
    status = es_iterate (runtime, call_argument (call, 0), &walk);
    while (status == SCRIPT_NORMAL)
    {
        Value item;

        status = iterate_next (runtime, &walk, &item);
        if (status != SCRIPT_NORMAL || walk.done)
            break;
        status = gather_one (runtime, all, item);
    }
    if (status == SCRIPT_THROW)
    {
        promise_reject_pending (runtime, all->promise);
        return SCRIPT_NORMAL;
    }
    if (status == SCRIPT_NORMAL && kind != GATHER_RACE)
        gather_done (runtime, all);
    return status;
}

static ScriptStatus static_all (ScriptCall *call, Value *out)
{
    return gather (call, GATHER_ALL, out);
}

static ScriptStatus static_all_settled (ScriptCall *call, Value *out)
{
    return gather (call, GATHER_ALL_SETTLED, out);
}

static ScriptStatus static_any (ScriptCall *call, Value *out)
{
    return gather (call, GATHER_ANY, out);
}

static ScriptStatus static_race (ScriptCall *call, Value *out)
{
    return gather (call, GATHER_RACE, out);
}

void promises_setup (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = {
        { "then", 2, native_then }, { "catch", 1, native_catch }, { "finally", 1, native_finally }, { NULL, 0, NULL }
    };
    static const NativeEntry statics[] = { { "resolve", 1, static_resolve },
                                           { "reject", 1, static_reject },
                                           { "all", 1, static_all },
                                           { "allSettled", 1, static_all_settled },
                                           { "any", 1, static_any },
                                           { "race", 1, static_race },
                                           { NULL, 0, NULL } };

    natives_define_class (runtime, "Promise", 1, promise_constructor, runtime->prototypes.promise, members, statics);
    object_define (runtime, runtime->prototypes.promise, runtime->known.to_string_tag,
                   value_string (runtime, "Promise", -1), PROPERTY_CONFIGURABLE);
}
