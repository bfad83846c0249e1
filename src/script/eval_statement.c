/* Statements: see eval.h. */

#include "script/es.h"
#include "script/eval.h"
#include "script/module.h"
#include "script/promise.h"

ScriptStatus hoist (Frame *frame, const NodeList *hoisted)
{
    for (guint32 i = 0; i < hoisted->count; i++)
    {
        const Node *define = hoisted->items[i];
        Value function;
        ScriptStatus status = evaluate (frame, define->assign.value, &function);

        if (status == SCRIPT_NORMAL)
            status = write_name (frame, define->assign.target, function, TRUE);
        if (status != SCRIPT_NORMAL)
            return status;
    }
    return SCRIPT_NORMAL;
}

ScriptStatus execute_list (Frame *frame, const NodeList *list)
{
    for (guint32 i = 0; i < list->count; i++)
    {
        ScriptStatus status = execute (frame, list->items[i]);

        if (status != SCRIPT_NORMAL)
            return status;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus execute_block (Frame *frame, const Node *node)
{
    Environment *outer = enter_scope (frame, node->block.scope);
    ScriptStatus status = hoist (frame, &node->block.hoisted);

    if (status == SCRIPT_NORMAL)
        status = execute_list (frame, &node->block.statements);
    leave_scope (frame, node->block.scope, outer);
    return status;
}

static ScriptStatus execute_declare (Frame *frame, const Node *node)
{
    for (guint32 i = 0; i < node->declare.declarators.count; i++)
    {
        const Node *declarator = node->declare.declarators.items[i];
        Value value = UNDEFINED;
        ScriptStatus status;

        if (!declarator->assign.value && node->op == DECLARE_VAR)
            continue;
        if (declarator->assign.value)
        {
            status = evaluate (frame, declarator->assign.value, &value);
            if (status != SCRIPT_NORMAL)
                return status;
        }
        status = assign_to (frame, declarator->assign.target, value, TRUE);
        if (status != SCRIPT_NORMAL)
            return status;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus execute_switch (Frame *frame, const Node *node)
{
    ScriptRuntime *runtime = frame->runtime;
    Environment *outer;
    Value subject;
    guint32 from = node->switch_.cases.count;
    guint32 otherwise = from;
    ScriptStatus status = evaluate (frame, node->switch_.subject, &subject);

    frame->labels = NULL;
    if (status != SCRIPT_NORMAL)
        return status;
    outer = enter_scope (frame, node->switch_.scope);
    if (node->switch_.hoisted)
        status = hoist (frame, node->switch_.hoisted);
    for (guint32 i = 0; status == SCRIPT_NORMAL && i < node->switch_.cases.count; i++)
    {
        const Node *one = node->switch_.cases.items[i];
        Value test;
        Value equal;

        if (!one->case_.test)
        {
            otherwise = i;
            continue;
        }
        status = evaluate (frame, one->case_.test, &test);
        if (status == SCRIPT_NORMAL)
            status = frame->semantics->binary (runtime, OP_STRICT_EQUAL, subject, test, &equal);
        if (status == SCRIPT_NORMAL && equal.as.boolean)
        {
            from = i;
            break;
        }
    }
    if (status == SCRIPT_NORMAL)
        for (guint32 i = MIN (
                 from, otherwise == node->switch_.cases.count || from != node->switch_.cases.count ? from : otherwise);
             status == SCRIPT_NORMAL && i < node->switch_.cases.count; i++)
            status = execute_list (frame, &node->switch_.cases.items[i]->case_.body);
    leave_scope (frame, node->switch_.scope, outer);
    return status == SCRIPT_BREAK && !frame->label ? SCRIPT_NORMAL : status;
}

/* A try block begins or ends here: what was issued must show its errors to its own handlers. */
ScriptStatus flush_issued (Frame *frame, const Node *node)
{
    ScriptRuntime *runtime = frame->runtime;
    Value failed = UNDEFINED;
    GError *error = NULL;

    if (!runtime->hooks.flush || runtime->hooks.flush (runtime->hooks.user_data, &failed, &error))
        return SCRIPT_NORMAL;
    runtime->node = node;
    return failed.kind == VALUE_OBJECT ? script_fail_with (runtime, failed, error) : script_fail (runtime, error);
}

ScriptStatus es_execute_handlers (Frame *frame, const Node *node)
{
    ScriptRuntime *runtime = frame->runtime;
    Value exception = runtime->exception;

    for (guint32 i = 0; i < node->try_->handlers.count; i++)
    {
        const Node *handler = node->try_->handlers.items[i];
        Environment *outer;
        Value handled = frame->handled;
        ScriptStatus status = SCRIPT_NORMAL;

        runtime->exception = UNDEFINED;
        outer = enter_scope (frame, handler->handler.scope);
        frame->handled = exception;
        if (handler->handler.target)
            status = assign_to (frame, handler->handler.target, exception, TRUE);
        if (status == SCRIPT_NORMAL)
            status = execute (frame, handler->handler.body);
        frame->handled = handled;
        leave_scope (frame, handler->handler.scope, outer);
        return status;
    }
    runtime->exception = exception;
    return SCRIPT_THROW;
}

static ScriptStatus execute_try (Frame *frame, const Node *node)
{
    ScriptRuntime *runtime = frame->runtime;
    Environment *environment = frame->environment;
    /* What was issued before the block must not fail inside it. */
    ScriptStatus status = flush_issued (frame, node);

    if (status != SCRIPT_NORMAL)
        return status;
    status = execute (frame, node->try_->block);

    if (status != SCRIPT_STOP && status != SCRIPT_THROW)
    {
        ScriptStatus flushed = flush_issued (frame, node);

        if (flushed != SCRIPT_NORMAL)
            status = flushed;
    }
    frame->environment = environment;
    if (status == SCRIPT_NORMAL && node->try_->otherwise)
        status = execute (frame, node->try_->otherwise);
    else if (status == SCRIPT_THROW)
        status = frame->semantics->handlers (frame, node);
    if (node->try_->finalizer && status != SCRIPT_STOP)
    {
        Value exception = runtime->exception;
        const Node *thrown = runtime->thrown;
        Value result = frame->result;
        const Name *label = frame->label;
        ScriptStatus last;

        frame->environment = environment;
        last = execute (frame, node->try_->finalizer);
        if (last != SCRIPT_NORMAL)
            return last;
        runtime->exception = exception;
        runtime->thrown = thrown;
        frame->result = result;
        frame->label = label;
    }
    return status;
}

static ScriptStatus execute_throw (Frame *frame, const Node *node)
{
    ScriptRuntime *runtime = frame->runtime;
    Value value;
    ScriptStatus status = evaluate (frame, node->throw_.value, &value);

    if (status != SCRIPT_NORMAL)
        return status;
    runtime->thrown = node;
    runtime->exception = value;
    return SCRIPT_THROW;
}

static ScriptStatus execute_label (Frame *frame, const Node *node)
{
    Label label = { node->labelled.name, frame->labels };
    ScriptStatus status;

    frame->labels = &label;
    status = execute (frame, node->labelled.body);
    frame->labels = NULL;
    if (status == SCRIPT_BREAK && frame->label == label.name)
    {
        frame->label = NULL;
        return SCRIPT_NORMAL;
    }
    return status;
}

static ScriptStatus execute_enum (Frame *frame, const Node *node)
{
    ScriptRuntime *runtime = frame->runtime;
    const Node *target = node->enum_.target;
    Value object = environment_at (frame, target->name.depth)->slots[target->name.slot];
    double count = 0;

    if (object.kind != VALUE_OBJECT)
        object = script_object_new (runtime);
    for (guint32 i = 0; i < node->enum_.members.count; i++)
    {
        const Node *member = node->enum_.members.items[i];
        Value value = value_number (count);
        ScriptStatus status = write_name (frame, target, object, TRUE);

        if (status == SCRIPT_NORMAL && member->property.value)
            status = evaluate (frame, member->property.value, &value);
        if (status != SCRIPT_NORMAL)
            return status;
        object_define (runtime, object.as.object, member->property.name, value, PROPERTY_ORDINARY);
        if (value.kind == VALUE_NUMBER)
        {
            count = value.as.number + 1;
            object_define (runtime, object.as.object, value_to_name (runtime, value),
                           value_of_name (runtime, member->property.name), PROPERTY_ORDINARY);
        }
    }
    return write_name (frame, target, object, TRUE);
}

static ScriptStatus execute_namespace (Frame *frame, const Node *node)
{
    ScriptRuntime *runtime = frame->runtime;
    const Node *target = node->namespace_.target;
    const Node *body = node->namespace_.body;
    Value object = environment_at (frame, target->name.depth)->slots[target->name.slot];
    Environment *outer;
    ScriptStatus status;

    if (object.kind != VALUE_OBJECT)
        object = script_object_new (runtime);
    status = write_name (frame, target, object, TRUE);
    if (status != SCRIPT_NORMAL)
        return status;
    outer = enter_scope (frame, body->block.scope);
    status = hoist (frame, &body->block.hoisted);
    if (status == SCRIPT_NORMAL)
        status = execute_list (frame, &body->block.statements);
    for (guint32 i = 0; status == SCRIPT_NORMAL && i < node->namespace_.exports.count; i++)
    {
        const Node *name = node->namespace_.exports.items[i];
        Value value;

        status = read_name (frame, name, &value);
        if (status == SCRIPT_NORMAL)
            object_define (runtime, object.as.object, name->name.name, value, PROPERTY_ORDINARY);
    }
    leave_scope (frame, body->block.scope, outer);
    return status;
}

ScriptStatus execute (Frame *frame, const Node *node)
{
    ScriptRuntime *runtime = frame->runtime;
    Value value;
    gboolean truth;
    ScriptStatus status;

    if (G_UNLIKELY (!runtime_step (runtime)))
        return runtime_exhausted (runtime);
    if (G_UNLIKELY ((const char *)__builtin_frame_address (0) < runtime->stack_limit))
        return script_refuse (runtime, "the script nests too deep");
    switch ((int)node->kind)
    {
    case NODE_EXPRESSION:
        return evaluate (frame, node->value, &value);
    case NODE_EMPTY:
        return SCRIPT_NORMAL;
    case NODE_DECLARE:
        return execute_declare (frame, node);
    case NODE_DEFINE:
        if (node->flags & AST_HOISTED)
            return SCRIPT_NORMAL;
        status = evaluate (frame, node->assign.value, &value);
        return status == SCRIPT_NORMAL ? write_name (frame, node->assign.target, value, TRUE) : status;
    case NODE_ASSIGN_CHAIN:
        status = evaluate (frame, node->chain.value, &value);
        for (guint32 i = 0; status == SCRIPT_NORMAL && i < node->chain.targets.count; i++)
            status = assign_to (frame, node->chain.targets.items[i], value, FALSE);
        return status;
    case NODE_BLOCK:
        return execute_block (frame, node);
    case NODE_IF:
        status = evaluate (frame, node->conditional.test, &value);
        if (status != SCRIPT_NORMAL)
            return status;
        runtime->node = node->conditional.test;
        SCRIPT_TRY (language_truth (runtime, frame->semantics, value, &truth));
        if (truth)
            return execute (frame, node->conditional.then);
        return node->conditional.otherwise ? execute (frame, node->conditional.otherwise) : SCRIPT_NORMAL;
    case NODE_WHILE:
    case NODE_DO_WHILE:
    case NODE_FOR:
        return execute_loop (frame, node);
    case NODE_FOR_IN:
    case NODE_FOR_OF:
        return execute_for_each (frame, node);
    case NODE_SWITCH:
        return execute_switch (frame, node);
    case NODE_TRY:
        return execute_try (frame, node);
    case NODE_RETURN:
        frame->result = UNDEFINED;
        if (node->value)
        {
            status = evaluate (frame, node->value, &frame->result);
            if (status != SCRIPT_NORMAL)
                return status;
            /* `return x` in an async generator awaits x; so does a thenable inside try, which must run there. */
            if (frame->generator && (frame->code->flags & FUNCTION_ASYNC))
            {
                status = promise_await (runtime, frame->result, TRUE, &frame->result);
                if (status != SCRIPT_NORMAL)
                    return status;
            }
        }
        return SCRIPT_RETURN;
    case NODE_BREAK:
        frame->label = node->label;
        return SCRIPT_BREAK;
    case NODE_CONTINUE:
        frame->label = node->label;
        return SCRIPT_CONTINUE;
    case NODE_LABEL:
        return execute_label (frame, node);
    }
    return frame->semantics->execute (frame, node);
}

ScriptStatus es_execute (Frame *frame, const Node *node)
{
    switch ((int)node->kind)
    {
    case NODE_THROW:
        return execute_throw (frame, node);
    case NODE_IMPORT:
        return SCRIPT_NORMAL;
    case NODE_EXPORT:
        return module_execute_export (frame, node);
    case NODE_ENUM:
        return execute_enum (frame, node);
    case NODE_NAMESPACE:
        return execute_namespace (frame, node);
    }
    return refuse_statement (frame, node);
}

ScriptStatus refuse_statement (Frame *frame, const Node *node)
{
    ScriptRuntime *runtime = frame->runtime;

    runtime->node = node;
    if (node->kind == NODE_UNSUPPORTED)
        return script_refuse (runtime, "%s is out of reach", node->unsupported.what);
    return script_refuse (runtime, "%s can't be executed here", ast_kind_name (node->kind));
}
