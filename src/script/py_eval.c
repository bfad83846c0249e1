/* Python's own expressions; see Semantics.evaluate. */

#include "script/py_internal.h"

/* Collections. */

static ScriptStatus extend (Frame *frame, const Node *node, ScriptList *list, ScriptMap *set)
{
    ScriptRuntime *runtime = frame->runtime;
    Value value;
    Walk walk;

    SCRIPT_TRY (evaluate (frame, node->value, &value));
    runtime->node = node;
    if (!list && !set)
        return SCRIPT_NORMAL;
    {
        ScriptStatus status = py_iterate (runtime, value, &walk);

        if (status == SCRIPT_THROW && list && py_pending_is (runtime, "TypeError") &&
            py_special (runtime, value, PY_NAME (runtime, __iter__)).kind == VALUE_EMPTY)
        {
            script_take_exception (runtime);
            return script_throw (runtime, "TypeError", "Value after * must be an iterable, not %s",
                                 py_type_name (runtime, value));
        }
        SCRIPT_TRY (status);
    }
    for (;;)
    {
        Value item;

        SCRIPT_TRY (iterate_next (runtime, &walk, &item));
        if (walk.done)
            return SCRIPT_NORMAL;
        if (list)
            list_append (runtime, list, item);
        else
            SCRIPT_TRY (py_map_put (runtime, set, item, NULL_VALUE));
    }
}

static ScriptStatus evaluate_list_of (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptList *list = list_new (runtime, NULL, 0);

    if (node->list.count)
    {
        list->items = script_alloc (runtime, node->list.count * sizeof (Value));
        list->capacity = node->list.count;
    }
    for (guint32 i = 0; i < node->list.count; i++)
    {
        const Node *item = node->list.items[i];
        Value value;

        if (item->kind == NODE_SPREAD)
        {
            SCRIPT_TRY (extend (frame, item, list, NULL));
            continue;
        }
        SCRIPT_TRY (evaluate (frame, item, &value));
        list_append (runtime, list, value);
    }
    if (node->kind == NODE_TUPLE)
    {
        list->object.kind = OBJECT_TUPLE;
        list->object.prototype = &runtime->py->tuple->object;
    }
    *out = value_of_object (&list->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus evaluate_set (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptMap *set = map_new (runtime, OBJECT_SET);

    for (guint32 i = 0; i < node->list.count; i++)
    {
        const Node *item = node->list.items[i];
        Value value;

        if (item->kind == NODE_SPREAD)
        {
            SCRIPT_TRY (extend (frame, item, NULL, set));
            continue;
        }
        SCRIPT_TRY (evaluate (frame, item, &value));
        runtime->node = item;
        SCRIPT_TRY (py_map_put (runtime, set, value, NULL_VALUE));
    }
    *out = value_of_object (&set->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus evaluate_dict (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptMap *map = map_new (runtime, OBJECT_MAP);

    for (guint32 i = 0; i < node->list.count; i++)
    {
        const Node *item = node->list.items[i];
        Value key;
        Value value;

        if (item->kind == NODE_SPREAD)
        {
            SCRIPT_TRY (evaluate (frame, item->value, &value));
            runtime->node = item;
            if (!py_as_dict (value) && py_special (runtime, value, PY_NAME (runtime, __getitem__)).kind == VALUE_EMPTY)
                return script_throw (runtime, "TypeError", "'%s' object is not a mapping",
                                     py_type_name (runtime, value));
            SCRIPT_TRY (py_dict_update (runtime, map, value));
            continue;
        }
        if (item->property.key)
            SCRIPT_TRY (evaluate (frame, item->property.key, &key));
        else
            key = value_of_name (runtime, item->property.name);
        SCRIPT_TRY (evaluate (frame, item->property.value, &value));
        runtime->node = item;
        SCRIPT_TRY (py_map_put (runtime, map, key, value));
    }
    *out = value_of_object (&map->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus evaluate_slice (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    PySlice *slice = object_alloc (runtime, OBJECT_SLICE, &runtime->py->slice->object, sizeof *slice);

    slice->start = slice->stop = slice->step = NULL_VALUE;
    if (node->slice.lower)
        SCRIPT_TRY (evaluate (frame, node->slice.lower, &slice->start));
    if (node->slice.upper)
        SCRIPT_TRY (evaluate (frame, node->slice.upper, &slice->stop));
    if (node->slice.step)
        SCRIPT_TRY (evaluate (frame, node->slice.step, &slice->step));
    *out = value_of_object (&slice->object);
    return SCRIPT_NORMAL;
}

/* f-strings. */

static ScriptStatus convert (ScriptRuntime *runtime, gunichar conversion, Value *value)
{
    ScriptString *text;

    if (conversion == 's')
        SCRIPT_TRY (py_str (runtime, *value, &text));
    else
        SCRIPT_TRY (py_repr (runtime, *value, &text));
    *value = value_of_string (text);
    if (conversion == 'a')
        return py_ascii (runtime, text, value);
    return SCRIPT_NORMAL;
}

static ScriptStatus append_field (Frame *frame, const Node *node, TextBuilder *text)
{
    ScriptRuntime *runtime = frame->runtime;
    gunichar conversion = node->format.conversion;
    Value value;
    Value spec = UNDEFINED;
    ScriptString *made;

    SCRIPT_TRY (evaluate (frame, node->format.value, &value));
    if (node->format.debug.data)
        text_append (text, node->format.debug.data, node->format.debug.length);
    if (node->format.debug.data && !conversion && !node->format.spec)
        conversion = 'r';
    runtime->node = node;
    if (conversion)
        SCRIPT_TRY (convert (runtime, conversion, &value));
    if (node->format.spec)
        SCRIPT_TRY (evaluate (frame, node->format.spec, &spec));
    runtime->node = node;
    SCRIPT_TRY (py_format (runtime, value, spec.kind == VALUE_STRING ? spec.as.string : NULL, &made));
    text_append_string (text, made);
    return SCRIPT_NORMAL;
}

ScriptStatus py_evaluate_template (Frame *frame, const Node *node, Value *out)
{
    TextBuilder text;

    text_builder_init (&text, frame->runtime);
    for (guint32 i = 0; i < node->list.count; i++)
    {
        const Node *part = node->list.items[i];

        if (part->kind == NODE_STRING)
            text_append (&text, part->text.data, part->text.length);
        else
            SCRIPT_TRY (append_field (frame, part, &text));
    }
    return text_finish (&text, out);
}

ScriptStatus py_evaluate (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;

    switch ((int)node->kind)
    {
    case NODE_LIST:
    case NODE_TUPLE:
        return evaluate_list_of (frame, node, out);
    case NODE_SET:
        return evaluate_set (frame, node, out);
    case NODE_MAP:
        return evaluate_dict (frame, node, out);
    case NODE_SLICE:
        return evaluate_slice (frame, node, out);
    case NODE_TEMPLATE:
        return py_evaluate_template (frame, node, out);
    case NODE_CALL:
        return py_evaluate_call (frame, node, out);
    case NODE_FUNCTION:
        return py_evaluate_function (frame, node, out);
    case NODE_CLASS:
        runtime->node = node;
        return py_evaluate_class (frame, node->class_, out);
    case NODE_COMPREHENSION:
        return py_evaluate_comprehension (frame, node, out);
    case NODE_YIELD:
        return py_evaluate_yield (frame, node, out);
    case NODE_ELLIPSIS:
        *out = py_ellipsis (runtime);
        return SCRIPT_NORMAL;
    case NODE_AWAIT:
        runtime->node = node;
        return script_refuse (runtime, "`await` is out of reach");
    }
    return refuse_kind (frame, node);
}

/* Names. */

static ScriptStatus unset_name (ScriptRuntime *runtime, const Node *node)
{
    const Variable *variable = node->name.variable;
    const char *name = node->name.name->text;

    if (!variable || variable->scope->kind == SCOPE_MODULE || variable->scope->kind == SCOPE_CLASS)
        return script_throw (runtime, "NameError", "name '%s' is not defined", name);
    if (node->name.depth > 0 && variable->captured)
        return script_throw (runtime, "NameError",
                             "cannot access free variable '%s' where it is not associated with a value in enclosing "
                             "scope",
                             name);
    return script_throw (runtime, "UnboundLocalError",
                         "cannot access local variable '%s' where it is not associated with a value", name);
}

static ScriptStatus not_callable (ScriptRuntime *runtime, const Node *callee, Value value)
{
    (void)callee;
    return script_throw (runtime, "TypeError", "'%s' object is not callable", py_type_name (runtime, value));
}

static ScriptStatus remove_item (ScriptRuntime *runtime, Value object, Value index, Value *out)
{
    *out = UNDEFINED;
    return py_remove_index (runtime, object, index);
}

const Semantics py_semantics = {
    .language = "Python",
    .truth = py_truth,
    .unary = py_unary_operator,
    .binary = py_binary,
    .in_place = py_in_place,
    .text = py_str,
    .get = py_get,
    .set = py_set,
    .get_index = py_get_index,
    .set_index = py_set_index,
    .remove = remove_item,
    .iterate = py_iterate,
    .map_new = py_dict_new,
    .unknown_name = py_unknown_name,
    .unset_name = unset_name,
    .not_callable = not_callable,
    .handlers = py_execute_handlers,
    .evaluate = py_evaluate,
    .execute = py_execute,
    .assign_list = py_assign_list,
};
