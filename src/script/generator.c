/* Generators, as coroutines. An async generator is one whose calls are served one after another; see eval.h. */

#include "script/coroutine.h"
#include "script/es.h"
#include "script/eval.h"
#include "script/promise.h"

typedef enum
{
    RESUME_NEXT,
    RESUME_THROW,
    RESUME_RETURN
} ResumeKind;

typedef struct Request Request;

/* A call of next, throw or return on an async generator, not served yet. */
struct Request
{
    Request *next;
    ResumeKind kind;
    Value value;
    ScriptPromise *promise;
};

struct Generator
{
    ScriptObject object;
    ScriptFunction *function;
    Environment *environment;
    ThisBox self;
    Coroutine *coroutine; /* NULL before the first resumption and after the end */
    gboolean started;
    gboolean ended;
    gboolean running;
    ResumeKind kind; /* how it was resumed */
    Value value;     /* what goes in or came out */
    ScriptStatus status;
    gboolean yielded;
    gboolean is_async;
    Request *first; /* async: requests; the first is the one being served */
    Request *last;
};

Value generator_new (ScriptRuntime *runtime, ScriptFunction *function, Environment *environment, const ThisBox *self)
{
    gboolean is_async = (function->code->flags & FUNCTION_ASYNC) != 0;
    ScriptObject *fallback = is_async ? runtime->prototypes.async_generator : runtime->prototypes.generator;
    Generator *generator = object_alloc (runtime, OBJECT_GENERATOR, fallback, sizeof *generator);

    generator->function = function;
    generator->environment = environment;
    generator->self = *self;
    generator->is_async = is_async;
    return value_of_object (&generator->object);
}

static void run (ScriptRuntime *runtime, gpointer data)
{
    Generator *generator = data;
    Value value = UNDEFINED;

    generator->status =
        function_body (runtime, generator->function, generator->environment, &generator->self, generator, &value);
    generator->yielded = FALSE;
    generator->value = generator->status == SCRIPT_THROW ? runtime->exception : value;
}

/* Runs up to the next yield or the end. */
static ScriptStatus resume (ScriptRuntime *runtime, Generator *generator, ResumeKind kind, Value value)
{
    if (generator->ended || (!generator->started && kind != RESUME_NEXT))
    {
        generator->ended = TRUE;
        generator->yielded = FALSE;
        generator->value = kind == RESUME_RETURN ? value : UNDEFINED;
        return kind == RESUME_THROW ? script_throw_value (runtime, value) : SCRIPT_NORMAL;
    }
    if (!generator->coroutine)
    {
        generator->coroutine = coroutine_new (runtime, run, generator);
        if (!generator->coroutine)
            return SCRIPT_STOP;
    }
    generator->started = TRUE;
    generator->kind = kind;
    generator->value = value;
    generator->status = SCRIPT_NORMAL;
    generator->running = TRUE;
    if (coroutine_resume (runtime, generator->coroutine))
    {
        generator->ended = TRUE;
        generator->coroutine = NULL;
        generator->environment = NULL;
    }
    generator->running = FALSE;
    return runtime->refusal ? SCRIPT_STOP : generator->status;
}

/* How an async generator hands out: the promise of the request that it serves is settled. */
static void serve (ScriptRuntime *runtime, Generator *generator, ScriptStatus status, gboolean done)
{
    Request *request = generator->first;

    generator->first = request->next;
    if (!generator->first)
        generator->last = NULL;
    if (status == SCRIPT_THROW)
        promise_reject (runtime, request->promise, generator->value);
    else
        promise_resolve (runtime, request->promise, iterator_result (runtime, generator->value, done), TRUE);
}

/* In the coroutine: out with VALUE, and OUT is what comes back in. */
ScriptStatus generator_yield (Frame *frame, Value value, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    Generator *generator = frame->generator;
    ScriptStatus status;

    if (generator->is_async)
    {
        status = promise_await (runtime, value, TRUE, &value);
        if (status != SCRIPT_NORMAL)
            return status;
    }
    generator->value = value;
    generator->yielded = TRUE;
    if (generator->is_async)
    {
        serve (runtime, generator, SCRIPT_NORMAL, FALSE);
        if (generator->first)
        {
            generator->kind = generator->first->kind;
            generator->value = generator->first->value;
        }
        else
        {
            generator->running = FALSE;
            coroutine_suspend (runtime);
        }
    }
    else
        coroutine_suspend (runtime);
    *out = generator->value;
    switch (generator->kind)
    {
    case RESUME_NEXT:
        return SCRIPT_NORMAL;
    case RESUME_THROW:
        return script_throw_value (runtime, *out);
    case RESUME_RETURN:
        frame->result = *out;
        return SCRIPT_RETURN;
    }
    return SCRIPT_NORMAL;
}

ScriptStatus generator_delegate (Frame *frame, Value iterable, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    Generator *inner = value_is_object (iterable, OBJECT_GENERATOR) ? (Generator *)iterable.as.object : NULL;
    Value item = UNDEFINED;
    ScriptStatus status;
    Walk walk;

    if (inner && !inner->is_async && !frame->generator->is_async)
    {
        ResumeKind kind = RESUME_NEXT;

        /* A generator passes on all that comes in: values, exceptions, returns. */
        for (;;)
        {
            if (inner->running)
                return script_throw (runtime, "TypeError", "Generator is already running");
            status = resume (runtime, inner, kind, item);
            if (status == SCRIPT_THROW)
                return script_throw_value (runtime, runtime->exception);
            if (status != SCRIPT_NORMAL)
                return status;
            if (!inner->yielded)
            {
                *out = inner->value;
                frame->result = *out;
                return kind == RESUME_RETURN ? SCRIPT_RETURN : SCRIPT_NORMAL;
            }
            status = generator_yield (frame, inner->value, &item);
            if (status == SCRIPT_STOP)
                return status;
            kind = frame->generator->kind;
            if (status == SCRIPT_THROW)
                runtime->exception = UNDEFINED;
        }
    }
    if (frame->generator->is_async && iterable.kind == VALUE_OBJECT &&
        object_find (iterable.as.object, runtime->known.async_iterator))
        return script_refuse (runtime, "`yield*` of an async iterable is out of reach");
    status = es_iterate (runtime, iterable, &walk);
    while (status == SCRIPT_NORMAL)
    {
        status = iterate_next (runtime, &walk, &item);
        if (status != SCRIPT_NORMAL || walk.done)
            break;
        status = generator_yield (frame, item, &item);
        if (status != SCRIPT_NORMAL)
            return iterate_close (runtime, &walk, status);
    }
    *out = UNDEFINED;
    return status;
}

ScriptStatus evaluate_yield (Frame *frame, const Node *node, Value *out)
{
    Value value = UNDEFINED;
    ScriptStatus status = node->value ? evaluate (frame, node->value, &value) : SCRIPT_NORMAL;

    if (status != SCRIPT_NORMAL)
        return status;
    frame->runtime->node = node;
    return node->flags & AST_DELEGATE ? generator_delegate (frame, value, out) : generator_yield (frame, value, out);
}

/* An async generator's body, from where it stands, as long as requests wait. */
static void run_async_body (ScriptRuntime *runtime, gpointer data)
{
    Generator *generator = data;

    run (runtime, generator);
    if (generator->status == SCRIPT_THROW)
        runtime->exception = UNDEFINED;
    generator->ended = TRUE;
    generator->running = FALSE;
    generator->coroutine = NULL;
    if (generator->status != SCRIPT_STOP)
        serve (runtime, generator, generator->status, TRUE);
    while (generator->first && generator->status != SCRIPT_STOP)
    {
        Request *request = generator->first;

        generator->value = request->kind == RESUME_NEXT ? UNDEFINED : request->value;
        serve (runtime, generator, request->kind == RESUME_THROW ? SCRIPT_THROW : SCRIPT_NORMAL, TRUE);
    }
}

static ScriptStatus request (ScriptRuntime *runtime, Generator *generator, ResumeKind kind, Value value, Value *out)
{
    Request *asked = script_alloc (runtime, sizeof *asked);

    asked->kind = kind;
    asked->value = value;
    asked->promise = promise_new (runtime);
    *out = value_of_object (&asked->promise->object);
    if (generator->last)
        generator->last->next = asked;
    else
        generator->first = asked;
    generator->last = asked;
    if (generator->running)
        return SCRIPT_NORMAL;
    if (generator->ended || (!generator->started && kind != RESUME_NEXT))
    {
        generator->ended = TRUE;
        generator->value = kind == RESUME_NEXT ? UNDEFINED : value;
        serve (runtime, generator, kind == RESUME_THROW ? SCRIPT_THROW : SCRIPT_NORMAL, TRUE);
        return SCRIPT_NORMAL;
    }
    if (!generator->coroutine)
    {
        generator->coroutine = coroutine_new (runtime, run_async_body, generator);
        if (!generator->coroutine)
            return SCRIPT_STOP;
    }
    generator->started = TRUE;
    generator->running = TRUE;
    generator->kind = kind;
    generator->value = value;
    coroutine_resume (runtime, generator->coroutine);
    return runtime->refusal ? SCRIPT_STOP : SCRIPT_NORMAL;
}

static ScriptStatus generator_method (ScriptCall *call, ResumeKind kind, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Generator *generator =
        value_is_object (call->receiver, OBJECT_GENERATOR) ? (Generator *)call->receiver.as.object : NULL;
    ScriptStatus status;

    if (!generator)
        return script_throw (runtime, "TypeError", "next method called on incompatible receiver %s",
                             value_inspect (runtime, call->receiver));
    if (generator->is_async)
        return request (runtime, generator, kind, call_argument (call, 0), out);
    if (generator->running)
        return script_throw (runtime, "TypeError", "Generator is already running");
    status = resume (runtime, generator, kind, call_argument (call, 0));
    if (status == SCRIPT_NORMAL)
        *out = iterator_result (runtime, generator->value, !generator->yielded);
    return status;
}

static ScriptStatus generator_next (ScriptCall *call, Value *out)
{
    return generator_method (call, RESUME_NEXT, out);
}

static ScriptStatus generator_throw (ScriptCall *call, Value *out)
{
    return generator_method (call, RESUME_THROW, out);
}

static ScriptStatus generator_return (ScriptCall *call, Value *out)
{
    return generator_method (call, RESUME_RETURN, out);
}

static ScriptStatus give_receiver (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

void generators_setup (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "next", 1, generator_next },
                                           { "throw", 1, generator_throw },
                                           { "return", 1, generator_return },
                                           { NULL, 0, NULL } };
    static const NativeEntry async_members[] = { { "@@asyncIterator", 0, give_receiver }, { NULL, 0, NULL } };

    natives_define (runtime, runtime->prototypes.generator, members);
    natives_define (runtime, runtime->prototypes.async_generator, members);
    natives_define (runtime, runtime->prototypes.async_generator, async_members);
    object_define (runtime, runtime->prototypes.generator, runtime->known.to_string_tag,
                   value_string (runtime, "Generator", -1), PROPERTY_CONFIGURABLE);
    object_define (runtime, runtime->prototypes.async_generator, runtime->known.to_string_tag,
                   value_string (runtime, "AsyncGenerator", -1), PROPERTY_CONFIGURABLE);
}
