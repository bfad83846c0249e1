#include "script/promise.h"
#include "script/coroutine.h"
#include "script/es.h"

struct Reaction
{
    Reaction *next;
    ScriptPromise *derived; /* of then; or NULL */
    Value on_fulfilled;
    Value on_rejected;
    Coroutine *coroutine; /* that awaits; or NULL */
};

typedef enum
{
    JOB_REACTION,
    JOB_FOLLOW, /* PROMISE was resolved with the thenable VALUE */
    JOB_CALL
} JobKind;

typedef struct Job Job;

struct Job
{
    Job *next;
    JobKind kind;
    Reaction *reaction;
    ScriptPromise *promise;
    Value value;
    PromiseState state;
    gboolean used;
    const Value *arguments;
    guint n;
};

typedef struct Timer Timer;

struct Timer
{
    Timer *next;
    guint id;
    double due;
    double delay;
    gboolean repeats;
    Value function;
    const Value *arguments;
    guint n;
};

struct Jobs
{
    Job *first;
    Job *last;
    Job *first_tick; /* of process.nextTick: before the jobs of promises, but not among them */
    Job *last_tick;
    gboolean draining; /* the jobs of promises are being run until none is left */
    Timer *timers;     /* by due time, then by id */
    double time;       /* waited so far */
    guint last_id;
    GPtrArray *rejected; /* ScriptPromise *, when nobody handled it yet */
};

static Jobs *jobs_of (ScriptRuntime *runtime)
{
    if (!runtime->jobs)
    {
        runtime->jobs = g_new0 (Jobs, 1);
        runtime->jobs->rejected = g_ptr_array_new ();
    }
    return runtime->jobs;
}

void jobs_clear (ScriptRuntime *runtime)
{
    if (!runtime->jobs)
        return;
    g_ptr_array_unref (runtime->jobs->rejected);
    g_clear_pointer (&runtime->jobs, g_free);
}

static Job *append_job (ScriptRuntime *runtime, Job **first, Job **last, JobKind kind)
{
    Job *job = script_alloc (runtime, sizeof *job);

    job->kind = kind;
    if (*first)
        (*last)->next = job;
    else
        *first = job;
    *last = job;
    return job;
}

static Job *add_job (ScriptRuntime *runtime, JobKind kind)
{
    Jobs *jobs = jobs_of (runtime);

    return append_job (runtime, &jobs->first, &jobs->last, kind);
}

/* The job whose turn it is, taken out; or NULL. */
static Job *take_job (Jobs *jobs)
{
    gboolean tick = jobs->first_tick && !(jobs->draining && jobs->first);
    Job **first = tick ? &jobs->first_tick : &jobs->first;
    Job *job = *first;

    jobs->draining = !tick && job;
    if (job)
        *first = job->next;
    return job;
}

ScriptPromise *promise_new (ScriptRuntime *runtime)
{
    ScriptPromise *promise = object_alloc (runtime, OBJECT_PROMISE, runtime->prototypes.promise, sizeof *promise);

    promise->value = UNDEFINED;
    return promise;
}

static void add_reaction_job (ScriptRuntime *runtime, Reaction *reaction, const ScriptPromise *promise)
{
    Job *job = add_job (runtime, JOB_REACTION);

    job->reaction = reaction;
    job->value = promise->value;
    job->state = promise->state;
}

static void settle (ScriptRuntime *runtime, ScriptPromise *promise, PromiseState state, Value value)
{
    if (promise->state != PROMISE_PENDING)
        return;
    promise->state = state;
    promise->value = value;
    promise->resolved = TRUE;
    for (Reaction *reaction = promise->reactions; reaction; reaction = reaction->next)
        add_reaction_job (runtime, reaction, promise);
    promise->reactions = promise->last = NULL;
    if (state != PROMISE_REJECTED)
        return;
    promise->thrown = runtime->thrown;
    if (!promise->handled)
        g_ptr_array_add (jobs_of (runtime)->rejected, promise);
}

void promise_reject (ScriptRuntime *runtime, ScriptPromise *promise, Value reason)
{
    settle (runtime, promise, PROMISE_REJECTED, reason);
}

void promise_resolve (ScriptRuntime *runtime, ScriptPromise *promise, Value value, gboolean used)
{
    Value then = UNDEFINED;
    Job *job;

    promise->resolved = TRUE;
    if (value.kind == VALUE_OBJECT && value.as.object == &promise->object)
    {
        promise_reject (runtime, promise,
                        script_error_new (runtime, "TypeError", "Chaining cycle detected for promise #<Promise>"));
        return;
    }
    if (value.kind == VALUE_OBJECT && !value_promise (value) && !host_is_thenable (value) &&
        value.as.object->kind != OBJECT_HOST && es_get (runtime, value, runtime->known.then_, &then) != SCRIPT_NORMAL)
    {
        Value reason = runtime->exception;

        promise_reject (runtime, promise, reason);
        return;
    }
    if (!value_promise (value) && !host_is_thenable (value) && !script_is_callable (then))
    {
        settle (runtime, promise, PROMISE_FULFILLED, value);
        return;
    }
    job = add_job (runtime, JOB_FOLLOW);
    job->promise = promise;
    job->value = value;
    job->used = used;
}

static void subscribe (ScriptRuntime *runtime, ScriptPromise *promise, Reaction *reaction)
{
    promise->handled = TRUE;
    if (promise->state != PROMISE_PENDING)
        add_reaction_job (runtime, reaction, promise);
    else if (promise->last)
    {
        promise->last->next = reaction;
        promise->last = reaction;
    }
    else
        promise->reactions = promise->last = reaction;
}

ScriptPromise *promise_then (ScriptRuntime *runtime, ScriptPromise *promise, Value on_fulfilled, Value on_rejected)
{
    Reaction *reaction = script_alloc (runtime, sizeof *reaction);

    reaction->derived = promise_new (runtime);
    reaction->on_fulfilled = on_fulfilled;
    reaction->on_rejected = on_rejected;
    subscribe (runtime, promise, reaction);
    return reaction->derived;
}

ScriptPromise *promise_of (ScriptRuntime *runtime, Value value, gboolean used)
{
    ScriptPromise *promise = value_promise (value);

    if (promise)
        return promise;
    promise = promise_new (runtime);
    promise_resolve (runtime, promise, value, used);
    return promise;
}

static ScriptStatus run_reaction (ScriptRuntime *runtime, const Job *job)
{
    Reaction *reaction = job->reaction;
    Value handler = job->state == PROMISE_FULFILLED ? reaction->on_fulfilled : reaction->on_rejected;
    Value result = job->value;
    ScriptStatus status = SCRIPT_NORMAL;

    if (reaction->coroutine)
    {
        coroutine_resume (runtime, reaction->coroutine);
        return runtime->refusal ? SCRIPT_STOP : SCRIPT_NORMAL;
    }
    if (script_is_callable (handler))
        status =
            function_call (runtime, handler, UNDEFINED, &(Arguments){ .items = &job->value, .n = 1 }, TRUE, &result);
    else if (job->state == PROMISE_REJECTED)
    {
        promise_reject (runtime, reaction->derived, result);
        return SCRIPT_NORMAL;
    }
    if (status == SCRIPT_THROW)
    {
        result = runtime->exception;
        runtime->exception = UNDEFINED;
        promise_reject (runtime, reaction->derived, result);
        return SCRIPT_NORMAL;
    }
    if (status == SCRIPT_NORMAL)
        promise_resolve (runtime, reaction->derived, result, TRUE);
    return status;
}

static ScriptStatus native_resolve (ScriptCall *call, Value *out)
{
    ScriptPromise *promise = value_promise (call->captured);

    (void)out;
    if (!promise->resolved)
        promise_resolve (call->runtime, promise, call_argument (call, 0), TRUE);
    return SCRIPT_NORMAL;
}

static ScriptStatus native_reject (ScriptCall *call, Value *out)
{
    ScriptPromise *promise = value_promise (call->captured);

    (void)out;
    if (!promise->resolved)
    {
        promise->resolved = TRUE;
        promise_reject (call->runtime, promise, call_argument (call, 0));
    }
    return SCRIPT_NORMAL;
}

static void resolving_functions (ScriptRuntime *runtime, ScriptPromise *promise, Value functions[2])
{
    Value captured = value_of_object (&promise->object);

    functions[0] = value_of_object (&function_new_capturing (runtime, 1, native_resolve, captured)->object);
    functions[1] = value_of_object (&function_new_capturing (runtime, 1, native_reject, captured)->object);
}

static void reject_pending (ScriptRuntime *runtime, ScriptPromise *promise)
{
    Value reason = runtime->exception;

    runtime->exception = UNDEFINED;
    promise_reject (runtime, promise, reason);
}

static ScriptStatus run_follow (ScriptRuntime *runtime, const Job *job)
{
    ScriptPromise *followed = value_promise (job->value);
    Value functions[2];
    Value value = UNDEFINED;
    ScriptStatus status;

    if (host_is_thenable (job->value))
    {
        status = host_run (runtime, value_host (job->value), job->used, &value);
        if (status == SCRIPT_NORMAL)
            promise_resolve (runtime, job->promise, value, job->used);
        else if (status == SCRIPT_THROW)
            reject_pending (runtime, job->promise);
        return status == SCRIPT_STOP ? status : SCRIPT_NORMAL;
    }
    job->promise->resolved = FALSE;
    resolving_functions (runtime, job->promise, functions);
    if (followed)
    {
        promise_then (runtime, followed, functions[0], functions[1]);
        return SCRIPT_NORMAL;
    }
    status = es_call_method (runtime, job->value, runtime->known.then_, functions, 2, &value);
    if (status == SCRIPT_THROW)
    {
        if (!job->promise->resolved)
            reject_pending (runtime, job->promise);
        return SCRIPT_NORMAL;
    }
    return status;
}

static ScriptStatus run_job (ScriptRuntime *runtime, const Job *job)
{
    Value ignored;

    if (!runtime_step (runtime))
        return runtime_exhausted (runtime);
    switch (job->kind)
    {
    case JOB_REACTION:
        return run_reaction (runtime, job);
    case JOB_FOLLOW:
        return run_follow (runtime, job);
    case JOB_CALL:
        return function_call (runtime, job->value, UNDEFINED, &(Arguments){ .items = job->arguments, .n = job->n },
                              FALSE, &ignored);
    }
    return SCRIPT_NORMAL;
}

void jobs_add_call (ScriptRuntime *runtime, gboolean tick, Value function, const Value *arguments, guint n)
{
    Jobs *jobs = jobs_of (runtime);
    Job *job = tick ? append_job (runtime, &jobs->first_tick, &jobs->last_tick, JOB_CALL) : add_job (runtime, JOB_CALL);

    job->value = function;
    job->arguments = list_new (runtime, arguments, n)->items;
    job->n = n;
}

static void insert_timer (ScriptRuntime *runtime, Timer *timer)
{
    Jobs *jobs = jobs_of (runtime);
    Timer **at = &jobs->timers;

    while (*at && ((*at)->due < timer->due || ((*at)->due == timer->due && (*at)->id < timer->id)))
    {
        runtime_step (runtime);
        at = &(*at)->next;
    }
    timer->next = *at;
    *at = timer;
}

guint jobs_add_timer (ScriptRuntime *runtime, double delay, gboolean repeats, Value function, const Value *arguments,
                      guint n)
{
    Jobs *jobs = jobs_of (runtime);
    Timer *timer = script_alloc (runtime, sizeof *timer);

    timer->id = ++jobs->last_id;
    timer->delay = delay >= 1 && delay <= 2147483647 ? (double)(gint64)delay : 1;
    timer->due = jobs->time + timer->delay;
    timer->repeats = repeats;
    timer->function = function;
    timer->arguments = list_new (runtime, arguments, n)->items;
    timer->n = n;
    insert_timer (runtime, timer);
    return timer->id;
}

void jobs_remove_timer (ScriptRuntime *runtime, guint id)
{
    for (Timer **at = &jobs_of (runtime)->timers; *at; at = &(*at)->next)
        if ((*at)->id == id)
        {
            *at = (*at)->next;
            return;
        }
}

static ScriptStatus run_timer (ScriptRuntime *runtime)
{
    Jobs *jobs = jobs_of (runtime);
    Timer *timer = jobs->timers;
    Value ignored;
    ScriptStatus status;

    jobs->timers = timer->next;
    if (timer->due > jobs->time)
    {
        if (runtime->hooks.wait)
            runtime->hooks.wait (runtime->hooks.user_data, timer->due - jobs->time);
        jobs->time = timer->due;
    }
    if (timer->repeats)
    {
        timer->due = jobs->time + timer->delay;
        insert_timer (runtime, timer);
    }
    if (!runtime_step (runtime))
        return runtime_exhausted (runtime);
    status = function_call (runtime, timer->function, UNDEFINED,
                            &(Arguments){ .items = timer->arguments, .n = timer->n }, FALSE, &ignored);
    return status;
}

ScriptPromise *jobs_unhandled (ScriptRuntime *runtime)
{
    GPtrArray *rejected = jobs_of (runtime)->rejected;
    ScriptPromise *found = NULL;

    for (guint i = 0; i < rejected->len && !found; i++)
    {
        ScriptPromise *promise = g_ptr_array_index (rejected, i);

        if (!promise->handled)
            found = promise;
    }
    g_ptr_array_set_size (rejected, 0);
    return found;
}

ScriptStatus jobs_run (ScriptRuntime *runtime, ScriptPromise *promise, gboolean timers)
{
    Jobs *jobs = jobs_of (runtime);

    while (!promise || promise->state == PROMISE_PENDING)
    {
        ScriptStatus status;
        const Job *job = take_job (jobs);

        if (job)
            status = run_job (runtime, job);
        else
        {
            ScriptPromise *unhandled = jobs_unhandled (runtime);

            if (unhandled && unhandled != promise)
            {
                runtime->thrown = unhandled->thrown;
                return script_throw_value (runtime, unhandled->value);
            }
            if (jobs->timers && timers)
                status = run_timer (runtime);
            else if (promise)
                return script_refuse (runtime, "the script waits for a promise that nothing settles");
            else
                return SCRIPT_NORMAL;
        }
        if (status != SCRIPT_NORMAL)
            return status;
    }
    return SCRIPT_NORMAL;
}

ScriptStatus promise_await (ScriptRuntime *runtime, Value value, gboolean used, Value *out)
{
    const Node *node = runtime->node;
    ScriptPromise *promise = promise_of (runtime, value, used);
    ScriptStatus status = SCRIPT_NORMAL;

    if (runtime->coroutine)
    {
        Reaction *reaction = script_alloc (runtime, sizeof *reaction);

        reaction->coroutine = runtime->coroutine;
        subscribe (runtime, promise, reaction);
        coroutine_suspend (runtime);
        runtime->node = node;
    }
    else
    {
        promise->handled = TRUE;
        status = jobs_run (runtime, promise, TRUE);
    }
    if (status != SCRIPT_NORMAL)
        return status;
    *out = promise->value;
    if (promise->state == PROMISE_REJECTED)
    {
        runtime->node = node;
        runtime->thrown = promise->thrown;
        return script_throw_value (runtime, promise->value);
    }
    return SCRIPT_NORMAL;
}

Value script_promise_resolved (ScriptRuntime *runtime, Value value)
{
    return value_of_object (&promise_of (runtime, value, TRUE)->object);
}

Value script_promise_rejected (ScriptRuntime *runtime, Value reason)
{
    ScriptPromise *promise = promise_new (runtime);

    promise_reject (runtime, promise, reason);
    return value_of_object (&promise->object);
}

/* The Promise class. */

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
    resolving_functions (runtime, promise, functions);
    status = function_call (runtime, call_argument (call, 0), UNDEFINED, &(Arguments){ .items = functions, .n = 2 },
                            FALSE, &ignored);
    if (status == SCRIPT_THROW && !promise->resolved)
        reject_pending (runtime, promise);
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
        resolving_functions (runtime, gather->promise, functions);
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
        reject_pending (runtime, all->promise);
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
