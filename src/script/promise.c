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

void promise_resolving_functions (ScriptRuntime *runtime, ScriptPromise *promise, Value functions[2])
{
    Value captured = value_of_object (&promise->object);

    functions[0] = value_of_object (&function_new_capturing (runtime, 1, native_resolve, captured)->object);
    functions[1] = value_of_object (&function_new_capturing (runtime, 1, native_reject, captured)->object);
}

void promise_reject_pending (ScriptRuntime *runtime, ScriptPromise *promise)
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
            promise_reject_pending (runtime, job->promise);
        return status == SCRIPT_STOP ? status : SCRIPT_NORMAL;
    }
    job->promise->resolved = FALSE;
    promise_resolving_functions (runtime, job->promise, functions);
    if (followed)
    {
        promise_then (runtime, followed, functions[0], functions[1]);
        return SCRIPT_NORMAL;
    }
    status = es_call_method (runtime, job->value, runtime->known.then_, functions, 2, &value);
    if (status == SCRIPT_THROW)
    {
        if (!job->promise->resolved)
            promise_reject_pending (runtime, job->promise);
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
