/* Python's own statements; see Semantics.execute. */

#include "script/py_internal.h"

/* a, *b, c = value */

static ScriptStatus too_few (ScriptRuntime *runtime, const Node *pattern, gboolean starred, guint got)
{
    if (starred)
        return script_throw (runtime, "ValueError", "not enough values to unpack (expected at least %u, got %u)",
                             pattern->list.count - 1, got);
    return script_throw (runtime, "ValueError", "not enough values to unpack (expected %u, got %u)",
                         pattern->list.count, got);
}

static guint star_of (const Node *pattern)
{
    for (guint32 i = 0; i < pattern->list.count; i++)
        if (pattern->list.items[i]->kind == NODE_SPREAD)
            return i;
    return G_MAXUINT;
}

/* The items that VALUE gives, no more than one too many when there is no star. */
static ScriptStatus take_items (ScriptRuntime *runtime, const Node *pattern, Value value, gboolean starred,
                                ScriptList **items)
{
    Walk walk;
    ScriptStatus status = py_iterate (runtime, value, &walk);
    Value item;

    *items = list_new (runtime, NULL, 0);

    if (status == SCRIPT_THROW && py_pending_is (runtime, "TypeError") &&
        py_special (runtime, value, PY_NAME (runtime, __iter__)).kind == VALUE_EMPTY)
    {
        script_take_exception (runtime);
        return script_throw (runtime, "TypeError", "cannot unpack non-iterable %s object",
                             py_type_name (runtime, value));
    }
    while (status == SCRIPT_NORMAL && (starred || (*items)->length < pattern->list.count))
    {
        status = iterate_next (runtime, &walk, &item);
        if (status != SCRIPT_NORMAL || walk.done)
            break;
        list_append (runtime, *items, item);
    }
    if (status != SCRIPT_NORMAL)
        return status;
    if ((*items)->length < pattern->list.count - (starred ? 1 : 0))
        return too_few (runtime, pattern, starred, (*items)->length);
    if (starred || walk.done)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (iterate_next (runtime, &walk, &item));
    if (!walk.done)
        return script_throw (runtime, "ValueError", "too many values to unpack (expected %u)", pattern->list.count);
    return SCRIPT_NORMAL;
}

ScriptStatus py_assign_list (Frame *frame, const Node *pattern, Value value, gboolean declares)
{
    ScriptRuntime *runtime = frame->runtime;
    guint star = star_of (pattern);
    ScriptList *items;
    guint at = 0;

    runtime->node = pattern;
    SCRIPT_TRY (take_items (runtime, pattern, value, star != G_MAXUINT, &items));
    for (guint32 i = 0; i < pattern->list.count; i++)
    {
        const Node *target = pattern->list.items[i];

        if (i == star)
        {
            guint n = items->length - (pattern->list.count - 1);
            Value rest = py_list_new (runtime, n ? items->items + at : NULL, n);

            at += n;
            SCRIPT_TRY (assign_to (frame, target->value, rest, declares));
        }
        else
            SCRIPT_TRY (assign_to (frame, target, items->items[at++], declares));
    }
    return SCRIPT_NORMAL;
}

/* del */

static ScriptStatus delete_name (Frame *frame, const Node *node)
{
    Value *slot;

    frame->runtime->node = node;
    if (node->name.depth == AST_GLOBAL)
        return script_throw (frame->runtime, "NameError", "name '%s' is not defined", node->name.name->text);
    slot = &environment_at (frame, node->name.depth)->slots[node->name.slot];
    if (slot->kind == VALUE_EMPTY)
        return frame->semantics->unset_name (frame->runtime, node);
    *slot = EMPTY_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus delete_target (Frame *frame, const Node *node)
{
    ScriptRuntime *runtime = frame->runtime;
    Value object;
    Value index;

    switch ((int)node->kind)
    {
    case NODE_NAME:
        return delete_name (frame, node);
    case NODE_MEMBER:
        SCRIPT_TRY (evaluate (frame, node->member.object, &object));
        runtime->node = node;
        return py_delete (runtime, object, node->member.name);
    case NODE_INDEX:
        SCRIPT_TRY (evaluate (frame, node->index.object, &object));
        SCRIPT_TRY (evaluate (frame, node->index.index, &index));
        runtime->node = node;
        return py_remove_index (runtime, object, index);
    case NODE_PATTERN_LIST:
    case NODE_TUPLE:
    case NODE_LIST:
        for (guint32 i = 0; i < node->list.count; i++)
            SCRIPT_TRY (delete_target (frame, node->list.items[i]));
        return SCRIPT_NORMAL;
    }
    return refuse_statement (frame, node);
}

static ScriptStatus execute_assert (Frame *frame, const Node *node)
{
    ScriptRuntime *runtime = frame->runtime;
    Value value;
    gboolean truth;

    SCRIPT_TRY (evaluate (frame, node->assign.target, &value));
    runtime->node = node;
    SCRIPT_TRY (language_truth (runtime, frame->semantics, value, &truth));
    if (truth)
        return SCRIPT_NORMAL;
    value = EMPTY_VALUE;
    if (node->assign.value)
        SCRIPT_TRY (evaluate (frame, node->assign.value, &value));
    runtime->node = node;
    return py_raise_value (runtime, "AssertionError", value);
}

/* Of a class body or a module: its text is kept under __annotations__, for classes that are made of their annotations. */
static ScriptStatus note_annotation (Frame *frame, const Node *node)
{
    const Node *annotation = node->annotated.annotation;
    const Name *name = PY_NAME (frame->runtime, __annotations__);
    ScriptObject *holder = frame->definer;
    Property *own;
    Value text;

    if (!holder || holder->kind != OBJECT_CLASS || node->annotated.target->kind != NODE_NAME)
        return SCRIPT_NORMAL;
    own = object_find_own (holder, name);
    if (!own)
        own = object_define (frame->runtime, holder, name, py_dict_new (frame->runtime), PROPERTY_ORDINARY);
    text = value_of_string (string_borrow (frame->runtime, annotation->file->text + annotation->start,
                                           annotation->end - annotation->start));
    return py_dict_set (frame->runtime, py_as_dict (own->value), node->annotated.target->name.name->text, text);
}

static ScriptStatus execute_annotated (Frame *frame, const Node *node)
{
    Value value;

    if (node->annotated.value)
    {
        SCRIPT_TRY (evaluate (frame, node->annotated.value, &value));
        SCRIPT_TRY (assign_to (frame, node->annotated.target, value, FALSE));
    }
    return note_annotation (frame, node);
}

/* with */

typedef struct
{
    Value manager;
    Value exit;
    Value receiver;
    gboolean host;
} Manager;

/* A special method of VALUE's class, ready to be called. */
static ScriptStatus find_special (ScriptRuntime *runtime, Value value, const Name *name, Value *function,
                                  Value *receiver)
{
    Value found = py_special (runtime, value, name);

    *receiver = EMPTY_VALUE;
    *function = found;
    if (found.kind == VALUE_EMPTY)
        return SCRIPT_NORMAL;
    if (value_function (found) && !value_function (found)->of_class)
    {
        *receiver = value;
        return SCRIPT_NORMAL;
    }
    return py_bind_attribute (runtime, found, value, py_type (runtime, value), function);
}

static ScriptStatus enter_manager (Frame *frame, const Node *item, Manager *manager)
{
    ScriptRuntime *runtime = frame->runtime;
    Value value;
    Value enter;
    Value receiver;

    SCRIPT_TRY (evaluate (frame, item->assign.value, &manager->manager));
    runtime->node = item;
    if (host_missing_reason (manager->manager))
        return host_refuse_plain (runtime, manager->manager);
    manager->host = value_host (manager->manager) != NULL;
    SCRIPT_TRY (find_special (runtime, manager->manager, PY_NAME (runtime, __enter__), &enter, &receiver));
    SCRIPT_TRY (
        find_special (runtime, manager->manager, PY_NAME (runtime, __exit__), &manager->exit, &manager->receiver));
    if (enter.kind == VALUE_EMPTY || manager->exit.kind == VALUE_EMPTY)
        return script_throw (runtime, "TypeError", "'%s' object does not support the context manager protocol%s",
                             py_type_name (runtime, manager->manager),
                             enter.kind == VALUE_EMPTY ? "" : " (missed __exit__ method)");
    SCRIPT_TRY (py_call_value (runtime, enter, receiver, &(Arguments){ 0 }, item->assign.target != NULL, &value));
    if (item->assign.target)
    {
        ScriptStatus status = assign_to (frame, item->assign.target, value, FALSE);

        return status;
    }
    return SCRIPT_NORMAL;
}

/* Calls __exit__; STATUS is how the block ended, and what comes back is how the statement ends. */
static ScriptStatus leave_manager (Frame *frame, const Node *node, const Manager *manager, ScriptStatus status)
{
    ScriptRuntime *runtime = frame->runtime;
    Value arguments[3] = { NULL_VALUE, NULL_VALUE, NULL_VALUE };
    Value exception = runtime->exception;
    Value handled = runtime->py->handled;
    Value result = frame->result;
    const Node *thrown = runtime->thrown;
    Value answer;
    gboolean truth;

    if (status == SCRIPT_STOP)
        return status;
    if (status == SCRIPT_THROW)
    {
        arguments[0] = value_of_object (&py_type (runtime, exception)->object);
        arguments[1] = exception;
        runtime->exception = UNDEFINED;
        runtime->py->handled = exception;
    }
    runtime->node = node;
    {
        ScriptStatus left = py_call_value (runtime, manager->exit, manager->receiver,
                                           &(Arguments){ .items = arguments, .n = 3 }, TRUE, &answer);

        if (left == SCRIPT_NORMAL && status == SCRIPT_THROW)
            left = py_truth (runtime, answer, &truth);
        runtime->py->handled = handled;
        if (left != SCRIPT_NORMAL)
            return left;
    }
    frame->result = result;
    if (status != SCRIPT_THROW)
        return status;
    if (truth)
        return SCRIPT_NORMAL;
    runtime->exception = exception;
    runtime->thrown = thrown;
    return status;
}

static ScriptStatus execute_with_from (Frame *frame, const Node *node, guint32 at)
{
    const Node *item;
    Manager manager = { 0 };
    ScriptStatus status;

    if (at == node->with.items.count)
        return execute (frame, node->with.body);
    item = node->with.items.items[at];
    if (node->flags & AST_ASYNC)
    {
        frame->runtime->node = node;
        return script_refuse (frame->runtime, "`async with` is out of reach");
    }
    {
        Environment *environment = frame->environment;

        status = enter_manager (frame, item, &manager);
        if (status != SCRIPT_NORMAL)
            return status;
        /* A manager of the script may take exceptions: those of what was issued inside must come to it, and no others. */
        if (!manager.host)
            SCRIPT_TRY (flush_issued (frame, node));
        status = execute_with_from (frame, node, at + 1);
        if (!manager.host && status != SCRIPT_STOP && status != SCRIPT_THROW)
        {
            ScriptStatus flushed = flush_issued (frame, node);

            if (flushed != SCRIPT_NORMAL)
                status = flushed;
        }
        frame->environment = environment;
    }
    return leave_manager (frame, item, &manager, status);
}

ScriptStatus py_execute (Frame *frame, const Node *node)
{
    switch ((int)node->kind)
    {
    case NODE_ANNOTATED:
        return execute_annotated (frame, node);
    case NODE_THROW:
        return py_execute_raise (frame, node);
    case NODE_WITH:
        return execute_with_from (frame, node, 0);
    case NODE_DELETE:
        for (guint32 i = 0; i < node->list.count; i++)
            SCRIPT_TRY (delete_target (frame, node->list.items[i]));
        return SCRIPT_NORMAL;
    case NODE_ASSERT:
        return execute_assert (frame, node);
    case NODE_IMPORT:
        return py_execute_import (frame, node);
    case NODE_MATCH:
        return py_execute_match (frame, node);
    }
    return refuse_statement (frame, node);
}
