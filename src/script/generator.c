/* Generators, as coroutines. An async generator is one whose calls are served one after another; see eval.h. */

#include "script/coroutine.h"
#include "script/es.h"
#include "script/eval.h"
#include "script/promise.h"

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
    GeneratorBody body; /* what runs instead of FUNCTION, in a copy of FRAME; or NULL */
    gconstpointer data;
    Frame frame;
};

Value generator_new (ScriptRuntime *runtime, ScriptFunction *function, Environment *environment, const ThisBox *self)
{
    gboolean is_async = (function->code->flags & FUNCTION_ASYNC) != 0;
    ScriptObject *fallback = is_async ? runtime->prototypes.async_generator : runtime->prototypes.generator;
    Generator *generator = object_alloc (runtime, OBJECT_GENERATOR, fallback, sizeof *generator);
    Property *prototype;

    function_materialise (function);
    prototype = object_find_own (&function->object, runtime->known.prototype_);
    if (prototype && prototype->value.kind == VALUE_OBJECT)
        generator->object.prototype = prototype->value.as.object;
    generator->function = function;
    generator->environment = environment;
    generator->self = *self;
    generator->is_async = is_async;
    return value_of_object (&generator->object);
}

Value generator_new_with (ScriptRuntime *runtime, ScriptObject *prototype, const Frame *frame, GeneratorBody body,
                          gconstpointer data)
{
    Generator *generator = object_alloc (runtime, OBJECT_GENERATOR, prototype, sizeof *generator);

    environment_keep (frame->environment);
    generator->self = *frame->self;
    generator->body = body;
    generator->data = data;
    generator->frame = *frame;
    generator->frame.self = &generator->self;
    generator->frame.generator = generator;
    return value_of_object (&generator->object);
}

static void run (ScriptRuntime *runtime, gpointer data)
{
    Generator *generator = data;
    Value value = UNDEFINED;

    if (generator->body)
        generator->status = generator->body (&generator->frame, generator->data, &value);
    else
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

gboolean generator_is_running (const Generator *generator)
{
    return generator->running;
}

gboolean generator_has_started (const Generator *generator)
{
    return generator->started;
}

gboolean generator_has_ended (const Generator *generator)
{
    return generator->ended;
}

ScriptStatus generator_resume (ScriptRuntime *runtime, Generator *generator, ResumeKind kind, Value value, Value *out)
{
    ScriptStatus status = resume (runtime, generator, kind, value);

    *out = generator->value;
    return status;
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
static ScriptStatus hand_out (Frame *frame, Value value, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    Generator *generator = frame->generator;

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

ScriptStatus generator_yield (Frame *frame, Value value, Value *out)
{
    if (frame->generator->is_async)
    {
        ScriptStatus status = promise_await (frame->runtime, value, TRUE, &value);

        if (status != SCRIPT_NORMAL)
            return status;
    }
    return hand_out (frame, value, out);
}

/* One call of the iterator that is delegated to. *ENDS when it has no such method: then OUT is undefined. */
static ScriptStatus call_delegate (Frame *frame, const Walk *walk, ResumeKind kind, Value received, Value *out,
                                   gboolean *ends)
{
    ScriptRuntime *runtime = frame->runtime;
    Value method = walk->next;
    ScriptStatus status = SCRIPT_NORMAL;

    *ends = FALSE;
    *out = UNDEFINED;
    if (kind != RESUME_NEXT)
        status = es_get (runtime, walk->source, kind == RESUME_THROW ? runtime->known.throw_ : runtime->known.return_,
                         &method);
    if (status == SCRIPT_NORMAL && kind != RESUME_NEXT && value_is_nullish (method))
    {
        *ends = TRUE;
        return SCRIPT_NORMAL;
    }
    if (status == SCRIPT_NORMAL)
        status = function_call (runtime, method, walk->source, &(Arguments){ .items = &received, .n = 1 }, TRUE, out);
    if (status == SCRIPT_NORMAL && frame->generator->is_async)
        status = promise_await (runtime, *out, TRUE, out);
    if (status == SCRIPT_NORMAL && out->kind != VALUE_OBJECT)
        return script_throw (runtime, "TypeError", "Iterator result %s is not an object",
                             value_to_text (runtime, *out));
    return status;
}

/* Passes on all that comes in, values, exceptions and returns, until the iterator is done. */
static ScriptStatus delegate_to (Frame *frame, Walk *walk, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    ResumeKind kind = RESUME_NEXT;
    Value received = UNDEFINED;

    for (;;)
    {
        Value result;
        Value done;
        gboolean ends;
        ScriptStatus status = call_delegate (frame, walk, kind, received, &result, &ends);

        if (status != SCRIPT_NORMAL)
            return status;
        if (ends && kind == RESUME_THROW)
        {
            status = iterate_close (runtime, walk, SCRIPT_NORMAL);
            return status != SCRIPT_NORMAL
                       ? status
                       : script_throw (runtime, "TypeError", "The iterator does not provide a 'throw' method");
        }
        if (ends)
        {
            frame->result = received;
            return SCRIPT_RETURN;
        }
        status = es_get (runtime, result, runtime->known.done_, &done);
        if (status == SCRIPT_NORMAL)
            status = es_get (runtime, result, runtime->known.value_, out);
        if (status != SCRIPT_NORMAL)
            return status;
        if (value_is_truthy (done))
        {
            frame->result = *out;
            return kind == RESUME_RETURN ? SCRIPT_RETURN : SCRIPT_NORMAL;
        }
        status = hand_out (frame, *out, &received);
        if (status == SCRIPT_STOP)
            return status;
        kind = frame->generator->kind;
        if (status == SCRIPT_THROW)
            runtime->exception = UNDEFINED;
    }
}

ScriptStatus generator_delegate (Frame *frame, Value iterable, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    Value item = UNDEFINED;
    ScriptStatus status;
    Walk walk = { .kind = WALK_OBJECT };

    if (frame->generator->is_async)
    {
        gboolean begun;

        SCRIPT_TRY (iterate_async (runtime, iterable, &walk, &begun));
        if (begun)
            return delegate_to (frame, &walk, out);
    }
    status = es_iterate (runtime, iterable, &walk);
    if (status == SCRIPT_NORMAL && walk.kind == WALK_OBJECT && !frame->generator->is_async)
        return delegate_to (frame, &walk, out);
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
