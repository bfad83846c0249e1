/* Generators. See py.h. */

#include "script/py_internal.h"

static Generator *as_generator (Value value)
{
    return (Generator *)value.as.object;
}

static ScriptStatus run_function (Frame *frame, gconstpointer data, Value *out)
{
    (void)data;
    SCRIPT_TRY (run_body (frame, out));
    if (out->kind == VALUE_UNDEFINED)
        *out = NULL_VALUE;
    return SCRIPT_NORMAL;
}

Value py_generator_new (ScriptRuntime *runtime, const Frame *frame)
{
    return generator_new_with (runtime, &runtime->py->generator->object, frame, run_function, NULL);
}

/* One step. DONE: it has ended, and OUT is what it returned. */
static ScriptStatus resume (ScriptRuntime *runtime, Value value, ResumeKind kind, Value in, Value *out, gboolean *done)
{
    Generator *generator = as_generator (value);
    gboolean ended = generator_has_ended (generator);
    Value handled = runtime->py->handled;
    const Node *node = runtime->node;
    ScriptStatus status;

    if (generator_is_running (generator))
        return script_throw (runtime, "ValueError", "generator already executing");
    if (!runtime_enter (runtime))
        return SCRIPT_STOP;
    status = generator_resume (runtime, generator, kind, in, out);
    runtime_leave (runtime);
    runtime->py->handled = handled;
    *done = generator_has_ended (generator);
    if (ended && status == SCRIPT_NORMAL)
        *out = NULL_VALUE;
    if (out->kind == VALUE_UNDEFINED)
        *out = NULL_VALUE;
    if (status == SCRIPT_THROW && !ended && generator_has_started (generator) &&
        py_pending_is (runtime, "StopIteration"))
    {
        Value cause = script_take_exception (runtime);

        script_throw (runtime, "RuntimeError", "generator raised StopIteration");
        object_define (runtime, runtime->exception.as.object, PY_NAME (runtime, __cause__), cause, PROPERTY_ORDINARY);
    }
    if (status == SCRIPT_NORMAL)
        runtime->node = node;
    return status;
}

ScriptStatus py_walk_generator (ScriptRuntime *runtime, Walk *walk, Value *out)
{
    return resume (runtime, walk->source, RESUME_NEXT, NULL_VALUE, out, &walk->done);
}

static ScriptStatus give (ScriptRuntime *runtime, ScriptStatus status, gboolean done, const Value *out)
{
    if (status != SCRIPT_NORMAL || !done)
        return status;
    return py_raise_value (runtime, "StopIteration", out->kind == VALUE_NULL ? EMPTY_VALUE : *out);
}

static ScriptStatus generator_next (ScriptCall *call, Value *out)
{
    gboolean done;
    ScriptStatus status = resume (call->runtime, call->receiver, RESUME_NEXT, NULL_VALUE, out, &done);

    return give (call->runtime, status, done, out);
}

static ScriptStatus generator_send (ScriptCall *call, Value *out)
{
    Value value;
    gboolean done;
    ScriptStatus status;

    SCRIPT_TRY (py_bind (call, "send(value, /)", &value));
    if (!generator_has_started (as_generator (call->receiver)) && value.kind != VALUE_NULL)
        return py_type_error (call->runtime, "can't send non-None value to a just-started generator");
    status = resume (call->runtime, call->receiver, RESUME_NEXT, value, out, &done);
    return give (call->runtime, status, done, out);
}

static ScriptStatus to_exception (ScriptRuntime *runtime, Value value, Value *out)
{
    *out = value;
    if (value_class (value))
        SCRIPT_TRY (py_call (runtime, value, NULL, 0, out));
    if (!value_is_object (*out, OBJECT_ERROR))
        return script_throw (runtime, "TypeError",
                             "exceptions must be classes or instances deriving from BaseException, not %s",
                             py_type_name (runtime, value));
    return SCRIPT_NORMAL;
}

static ScriptStatus generator_throw (ScriptCall *call, Value *out)
{
    Value values[3];
    Value exception;
    gboolean done;
    ScriptStatus status;

    SCRIPT_TRY (py_bind (call, "throw(type, value=, traceback=, /)", values));
    exception = values[0];
    if (value_class (values[0]) && values[1].kind != VALUE_EMPTY && values[1].kind != VALUE_NULL)
    {
        exception = values[1];
        if (!value_is_object (exception, OBJECT_ERROR))
            SCRIPT_TRY (py_call (call->runtime, values[0], &values[1], 1, &exception));
    }
    SCRIPT_TRY (to_exception (call->runtime, exception, &exception));
    status = resume (call->runtime, call->receiver, RESUME_THROW, exception, out, &done);
    return give (call->runtime, status, done, out);
}

static ScriptStatus generator_close (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value class = value_of_object (&py_builtin_class (runtime, "GeneratorExit")->object);
    Value result;
    gboolean done;
    ScriptStatus status =
        resume (runtime, call->receiver, RESUME_THROW, py_error_new (runtime, class, NULL, 0), &result, &done);

    *out = NULL_VALUE;
    if (status == SCRIPT_THROW &&
        (py_pending_is (runtime, "GeneratorExit") || py_pending_is (runtime, "StopIteration")))
    {
        script_take_exception (runtime);
        return SCRIPT_NORMAL;
    }
    if (status == SCRIPT_NORMAL && !done)
        return script_throw (runtime, "RuntimeError", "generator ignored GeneratorExit");
    return status;
}

static ScriptStatus generator_self (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

/* yield from: what comes in goes to the iterator, as far as it can take it. */

typedef struct
{
    Value iterator;
    gboolean generator;
} Delegate;

/* After a StopIteration: its value. */
static ScriptStatus stopped (ScriptRuntime *runtime, ScriptStatus status, Value *out, gboolean *done)
{
    Value exception;

    if (status != SCRIPT_THROW || !py_pending_is (runtime, "StopIteration"))
        return status;
    exception = script_take_exception (runtime);
    *done = TRUE;
    SCRIPT_TRY (py_get (runtime, exception, runtime->known.value_, out));
    return SCRIPT_NORMAL;
}

static ScriptStatus delegate_next (ScriptRuntime *runtime, const Delegate *delegate, Value in, Value *out,
                                   gboolean *done)
{
    *done = FALSE;
    if (delegate->generator)
        return resume (runtime, delegate->iterator, RESUME_NEXT, in, out, done);
    if (value_is_object (delegate->iterator, OBJECT_ITERATOR))
    {
        SCRIPT_TRY (py_next (runtime, delegate->iterator, out, done));
        if (*done)
            *out = NULL_VALUE;
        return SCRIPT_NORMAL;
    }
    if (in.kind != VALUE_NULL)
        return stopped (runtime, py_call_method (runtime, delegate->iterator, "send", &in, 1, out), out, done);
    return stopped (runtime, py_call_method (runtime, delegate->iterator, "__next__", NULL, 0, out), out, done);
}

static ScriptStatus delegate_throw (ScriptRuntime *runtime, const Delegate *delegate, Value exception, Value *out,
                                    gboolean *done)
{
    Value method;

    *done = FALSE;
    if (delegate->generator)
        return resume (runtime, delegate->iterator, RESUME_THROW, exception, out, done);
    SCRIPT_TRY (py_get_text (runtime, delegate->iterator, "throw", &method));
    if (method.kind == VALUE_EMPTY)
        return script_throw_value (runtime, exception);
    return stopped (runtime, py_call (runtime, method, &exception, 1, out), out, done);
}

static ScriptStatus yield_from (Frame *frame, Value iterable, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    Delegate delegate;
    Value received = NULL_VALUE;
    gboolean throwing = FALSE;

    SCRIPT_TRY (py_iterator_of (runtime, iterable, &delegate.iterator));
    delegate.generator = value_is_object (delegate.iterator, OBJECT_GENERATOR);
    for (;;)
    {
        gboolean done;
        ScriptStatus status;

        if (throwing)
            SCRIPT_TRY (delegate_throw (runtime, &delegate, received, out, &done));
        else
            SCRIPT_TRY (delegate_next (runtime, &delegate, received, out, &done));
        if (done)
            return SCRIPT_NORMAL;
        status = generator_yield (frame, *out, &received);
        throwing = status == SCRIPT_THROW;
        if (throwing)
            received = script_take_exception (runtime);
        else if (status != SCRIPT_NORMAL)
            return status;
    }
}

ScriptStatus py_evaluate_yield (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    Value value = NULL_VALUE;
    Value handled;

    if (node->value)
        SCRIPT_TRY (evaluate (frame, node->value, &value));
    runtime->node = node;
    if (!frame->generator)
        return script_refuse (runtime, "`yield` stands outside of a generator");
    handled = runtime->py->handled;
    {
        ScriptStatus status =
            node->flags & AST_DELEGATE ? yield_from (frame, value, out) : generator_yield (frame, value, out);

        runtime->py->handled = handled;
        return status;
    }
}

void py_setup_generators (ScriptRuntime *runtime)
{
    static const NativeEntry methods[] = { { "__next__", 0, generator_next }, { "__iter__", 0, generator_self },
                                           { "send", 0, generator_send },     { "throw", 0, generator_throw },
                                           { "close", 0, generator_close },   { NULL, 0, NULL } };

    runtime->py->generator = py_class_new (runtime, "generator", NULL, NULL, OBJECT_GENERATOR, methods, NULL);
}
