/* promise.h: promises, and the queue of jobs that settle them, in ECMAScript's order.
 *
 * An async function runs up to its first await that has to wait, as a coroutine; a job goes on with it. What the database does is done
 * when a host function is called, so a host promise is settled from the start, and jobs never wait for the outside, except for timers, which are due when
 * nothing else is left to do. */

#ifndef MIGSHIM_SCRIPT_PROMISE_H
#define MIGSHIM_SCRIPT_PROMISE_H

#include "script/runtime.h"

typedef enum
{
    PROMISE_PENDING,
    PROMISE_FULFILLED,
    PROMISE_REJECTED
} PromiseState;

typedef struct Reaction Reaction;

typedef struct
{
    ScriptObject object;
    PromiseState state;
    Value value;
    Reaction *reactions;
    Reaction *last;
    gboolean handled;
    gboolean resolved; /* a resolving function was called */
    const Node *thrown;
} ScriptPromise;

ScriptPromise *promise_new (ScriptRuntime *runtime);

static inline ScriptPromise *value_promise (Value value)
{
    return value_is_object (value, OBJECT_PROMISE) ? (ScriptPromise *)value.as.object : NULL;
}

/* Resolves as the resolving functions do: a promise or thenable is followed. USED: its result is wanted. */
void promise_resolve (ScriptRuntime *runtime, ScriptPromise *promise, Value value, gboolean used);
void promise_reject (ScriptRuntime *runtime, ScriptPromise *promise, Value reason);

/* Rejects with the exception that is pending, and takes it away. */
void promise_reject_pending (ScriptRuntime *runtime, ScriptPromise *promise);
/* The two functions that an executor gets. */
void promise_resolving_functions (ScriptRuntime *runtime, ScriptPromise *promise, Value functions[2]);

/* VALUE as a promise: itself when it is one. */
ScriptPromise *promise_of (ScriptRuntime *runtime, Value value, gboolean used);

/* then() with functions or undefined; the promise that it gives. */
ScriptPromise *promise_then (ScriptRuntime *runtime, ScriptPromise *promise, Value on_fulfilled, Value on_rejected);

/* In a coroutine: suspends until VALUE is settled. Outside: runs jobs until then. */
ScriptStatus promise_await (ScriptRuntime *runtime, Value value, gboolean used, Value *out);

/* Runs jobs until PROMISE (may be NULL: until none is left) is settled. TIMERS: those too. Refuses when it can never be. */
ScriptStatus jobs_run (ScriptRuntime *runtime, ScriptPromise *promise, gboolean timers);

/* A promise that was rejected and that nobody has handled, or NULL. */
ScriptPromise *jobs_unhandled (ScriptRuntime *runtime);

/* A job that calls FUNCTION (TICK: as process.nextTick has it); a timer that does. */
void jobs_add_call (ScriptRuntime *runtime, gboolean tick, Value function, const Value *arguments, guint n);
guint jobs_add_timer (ScriptRuntime *runtime, double delay, gboolean repeats, Value function, const Value *arguments,
                      guint n);
void jobs_remove_timer (ScriptRuntime *runtime, guint id);
void jobs_clear (ScriptRuntime *runtime);

/* The class: es_promise.c. */
void promises_setup (ScriptRuntime *runtime);

#endif
