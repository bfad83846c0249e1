/* Loops: see eval.h. */

#include "script/es.h"
#include "script/eval.h"
#include "script/promise.h"

#include <string.h>

/* What `at` of a walk over an object is when its `next` gives promises. */
#define ASYNC_ITERATOR 1

typedef enum
{
    TURN_GOES_ON,
    TURN_ENDS,  /* the loop is done: SCRIPT_NORMAL */
    TURN_LEAVES /* with the status */
} Turn;

static gboolean is_own_label (const Label *labels, const Name *name)
{
    for (; labels; labels = labels->outer)
        if (labels->name == name)
            return TRUE;
    return FALSE;
}

static Turn after_body (Frame *frame, const Label *labels, ScriptStatus status)
{
    switch (status)
    {
    case SCRIPT_NORMAL:
        return TURN_GOES_ON;
    case SCRIPT_BREAK:
        return frame->label ? TURN_LEAVES : TURN_ENDS;
    case SCRIPT_CONTINUE:
        if (frame->label && !is_own_label (labels, frame->label))
            return TURN_LEAVES;
        frame->label = NULL;
        return TURN_GOES_ON;
    case SCRIPT_RETURN:
    case SCRIPT_THROW:
    case SCRIPT_STOP:
        break;
    }
    return TURN_LEAVES;
}

static ScriptStatus test_is_true (Frame *frame, const Node *test, gboolean *truth)
{
    Value value;
    ScriptStatus status;

    *truth = TRUE;
    if (!test)
        return SCRIPT_NORMAL;
    status = evaluate (frame, test, &value);
    if (status == SCRIPT_NORMAL)
    {
        frame->runtime->node = test;
        status = language_truth (frame->runtime, frame->semantics, value, truth);
    }
    return status;
}

static ScriptStatus execute_while (Frame *frame, const Node *node, const Label *labels)
{
    gboolean truth = TRUE;
    gboolean first = node->kind == NODE_DO_WHILE;

    for (;;)
    {
        ScriptStatus status = SCRIPT_NORMAL;

        if (!first)
            status = test_is_true (frame, node->loop.test, &truth);
        first = FALSE;
        if (status != SCRIPT_NORMAL)
            return status;
        if (!truth)
            return node->loop.otherwise ? execute (frame, node->loop.otherwise) : SCRIPT_NORMAL;
        status = execute (frame, node->loop.body);
        switch (after_body (frame, labels, status))
        {
        case TURN_GOES_ON:
            break;
        case TURN_ENDS:
            return SCRIPT_NORMAL;
        case TURN_LEAVES:
            return status;
        }
    }
}

/* Each round has variables of its own, so that closures made in it keep them. */
static void copy_environment (Frame *frame, const Scope *scope)
{
    Environment *old = frame->environment;

    if (!scope || !scope->own_environment || !old->kept)
        return;
    frame->environment = environment_new (frame->runtime, old->parent, scope);
    memcpy (frame->environment->slots, old->slots, scope->size * sizeof (Value));
}

static ScriptStatus execute_for (Frame *frame, const Node *node, const Label *labels)
{
    const Scope *scope = node->for_->scope;
    Environment *outer = enter_scope (frame, scope);
    ScriptStatus status = SCRIPT_NORMAL;
    Value value;
    gboolean truth;

    if (node->for_->init)
        status = node->for_->init->kind == NODE_DECLARE || node->for_->init->kind == NODE_EXPRESSION
                     ? execute (frame, node->for_->init)
                     : evaluate (frame, node->for_->init, &value);
    while (status == SCRIPT_NORMAL)
    {
        status = test_is_true (frame, node->for_->test, &truth);
        if (status != SCRIPT_NORMAL || !truth)
            break;
        status = execute (frame, node->for_->body);
        switch (after_body (frame, labels, status))
        {
        case TURN_GOES_ON:
            break;
        case TURN_ENDS:
            leave_scope (frame, scope, outer);
            return SCRIPT_NORMAL;
        case TURN_LEAVES:
            leave_scope (frame, scope, outer);
            return status;
        }
        copy_environment (frame, scope);
        status = node->for_->update ? evaluate (frame, node->for_->update, &value) : SCRIPT_NORMAL;
    }
    leave_scope (frame, scope, outer);
    return status;
}

ScriptStatus execute_loop (Frame *frame, const Node *node)
{
    const Label *labels = frame->labels;

    frame->labels = NULL;
    if (node->kind == NODE_FOR)
        return execute_for (frame, node, labels);
    return execute_while (frame, node, labels);
}

/* The names that for...in goes through: own and inherited, each once. */
static ScriptList *names_of (ScriptRuntime *runtime, Value value)
{
    ScriptList *names = list_new (runtime, NULL, 0);
    ScriptMap *seen = map_new (runtime, OBJECT_SET);
    ScriptObject *object;

    if (value_is_nullish (value) || es_to_object (runtime, value, &object) != SCRIPT_NORMAL)
        return names;
    for (; object; object = object->prototype)
    {
        guint n;
        const Name **keys = object_keys (runtime, object, FALSE, FALSE, &n);

        for (guint i = 0; i < n; i++)
        {
            Value name = value_of_name (runtime, keys[i]);
            Property property;

            if (map_find (seen, name))
                continue;
            map_put (runtime, seen, name, UNDEFINED);
            if (es_own_property (runtime, object, keys[i], &property) && (property.flags & PROPERTY_LISTED))
                list_append (runtime, names, name);
        }
    }
    return names;
}

static ScriptStatus begin_walk (Frame *frame, const Node *node, Walk *walk)
{
    ScriptRuntime *runtime = frame->runtime;
    Value iterable;
    ScriptStatus status = evaluate (frame, node->each->iterable, &iterable);

    if (status != SCRIPT_NORMAL)
        return status;
    runtime->node = node->each->iterable;
    if (node->kind == NODE_FOR_IN)
    {
        status = host_check_plain (runtime, iterable);
        if (status != SCRIPT_NORMAL)
            return status;
        *walk = (Walk){ .kind = WALK_LIST,
                        .source = value_of_object (&names_of (runtime, iterable)->object),
                        .next = iterable };
        return SCRIPT_NORMAL;
    }
    if (node->flags & AST_ASYNC)
    {
        gboolean begun;

        SCRIPT_TRY (iterate_async (runtime, iterable, walk, &begun));
        walk->at = begun ? ASYNC_ITERATOR : 0;
        if (begun)
            return SCRIPT_NORMAL;
    }
    return frame->semantics->iterate (runtime, iterable, walk);
}

/* A name that was removed before its turn is left out. */
static ScriptStatus next_name (ScriptRuntime *runtime, Walk *walk, Value *item)
{
    gboolean has = FALSE;

    while (!has)
    {
        ScriptStatus status = iterate_next (runtime, walk, item);

        if (status != SCRIPT_NORMAL || walk->done || walk->next.kind != VALUE_OBJECT)
            return status;
        status = es_has (runtime, walk->next.as.object, value_to_name (runtime, *item), &has);
        if (status != SCRIPT_NORMAL)
            return status;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus next_item (Frame *frame, const Node *node, Walk *walk, Value *item)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptStatus status;
    Value result;
    Value done;

    runtime->node = node->each->iterable;
    if (node->kind == NODE_FOR_IN)
        return next_name (runtime, walk, item);
    if (!(node->flags & AST_ASYNC))
        return iterate_next (runtime, walk, item);
    if (walk->kind != WALK_OBJECT || walk->at != ASYNC_ITERATOR)
    {
        status = iterate_next (runtime, walk, item);
        return status == SCRIPT_NORMAL && !walk->done ? promise_await (runtime, *item, TRUE, item) : status;
    }
    status = function_call (runtime, walk->next, walk->source, &(Arguments){ 0 }, TRUE, &result);
    if (status == SCRIPT_NORMAL)
        status = promise_await (runtime, result, TRUE, &result);
    if (status == SCRIPT_NORMAL)
        status = es_get (runtime, result, runtime->known.done_, &done);
    if (status != SCRIPT_NORMAL)
        return status;
    walk->done = value_is_truthy (done);
    return walk->done ? SCRIPT_NORMAL : es_get (runtime, result, runtime->known.value_, item);
}

static ScriptStatus each_turn (Frame *frame, const Node *node, Value item)
{
    const Scope *scope = node->each->scope;
    Environment *outer = enter_scope (frame, scope);
    ScriptStatus status = assign_to (frame, node->each->target, item, node->op != DECLARE_NONE);

    if (status == SCRIPT_NORMAL)
        status = execute (frame, node->each->body);
    leave_scope (frame, scope, outer);
    return status;
}

/* The loop is left early. The iterator of a `for await` is waited for. */
static ScriptStatus close_walk (Frame *frame, const Node *node, Walk *walk, ScriptStatus status)
{
    ScriptRuntime *runtime = frame->runtime;
    Value exception = runtime->exception;
    const Node *thrown = runtime->thrown;
    Value method;
    Value result;
    ScriptStatus closed;

    if (walk->kind != WALK_OBJECT || walk->at != ASYNC_ITERATOR || status == SCRIPT_STOP)
        return iterate_close (runtime, walk, status);
    runtime->node = node->each->iterable;
    closed = es_get (runtime, walk->source, runtime->known.return_, &method);
    if (closed == SCRIPT_NORMAL && !value_is_nullish (method))
    {
        closed = function_call (runtime, method, walk->source, &(Arguments){ 0 }, TRUE, &result);
        if (closed == SCRIPT_NORMAL)
            closed = promise_await (runtime, result, TRUE, &result);
    }
    if (closed != SCRIPT_THROW || status != SCRIPT_THROW)
        return closed == SCRIPT_NORMAL ? status : closed;
    runtime->exception = exception;
    runtime->thrown = thrown;
    return status;
}

ScriptStatus execute_for_each (Frame *frame, const Node *node)
{
    const Label *labels = frame->labels;
    Walk walk;
    ScriptStatus status;

    frame->labels = NULL;
    status = begin_walk (frame, node, &walk);
    if (status != SCRIPT_NORMAL)
        return status;
    for (;;)
    {
        Value item = UNDEFINED;

        status = next_item (frame, node, &walk, &item);
        if (status != SCRIPT_NORMAL)
            return status;
        if (walk.done)
            return node->each->otherwise ? execute (frame, node->each->otherwise) : SCRIPT_NORMAL;
        status = each_turn (frame, node, item);
        switch (after_body (frame, labels, status))
        {
        case TURN_GOES_ON:
            break;
        case TURN_ENDS:
            return close_walk (frame, node, &walk, SCRIPT_NORMAL);
        case TURN_LEAVES:
            return close_walk (frame, node, &walk, status);
        }
    }
}
