/* Assignments: a place is found once, and read and written by what was found. */

#include "script/es.h"
#include "script/eval.h"

/* What an assignment changes: a name, or a place in an object. */
typedef struct
{
    const Node *node;
    Value object;
    Value index; /* of NODE_INDEX; of super's members the name */
} Place;

static ScriptStatus place_find (Frame *frame, const Node *node, Place *place)
{
    ScriptStatus status;

    place->node = node;
    if (node->kind == NODE_NAME)
        return SCRIPT_NORMAL;
    if (node->kind != NODE_MEMBER && node->kind != NODE_INDEX)
    {
        frame->runtime->node = node;
        return script_throw (frame->runtime, "SyntaxError", "Invalid left-hand side in assignment");
    }
    if (node->member.object->kind == NODE_SUPER)
        place->object = frame->self->this_value;
    else
    {
        status = evaluate (frame, node->member.object, &place->object);
        if (status != SCRIPT_NORMAL)
            return status;
    }
    if (node->kind == NODE_MEMBER)
        return SCRIPT_NORMAL;
    if (node->member.object->kind == NODE_SUPER)
    {
        const Name *key;

        status = evaluate_key (frame, node->index.index, &key);
        if (status == SCRIPT_NORMAL)
            place->index = value_of_name (frame->runtime, key);
        return status;
    }
    return evaluate (frame, node->index.index, &place->index);
}

/* The name after `super`. */
static const Name *super_name (Frame *frame, const Place *place)
{
    return place->node->kind == NODE_MEMBER ? place->node->member.name : value_to_name (frame->runtime, place->index);
}

static ScriptStatus place_read (Frame *frame, const Place *place, Value *out)
{
    if (place->node->kind == NODE_NAME)
        return read_name (frame, place->node, out);
    if (place->node->member.object->kind == NODE_SUPER)
        return evaluate_super (frame, super_name (frame, place), out);
    if (place->node->kind == NODE_MEMBER)
        return get_member (frame, place->node, place->object, out);
    frame->runtime->node = place->node;
    return frame->semantics->get_index (frame->runtime, place->object, place->index, out);
}

/* A private field can be written in a frozen object too. */
static ScriptStatus set_private (Frame *frame, Value object, const Name *name, Value value)
{
    Property *own = object_find_own (object.as.object, name);

    if (!own || (own->flags & PROPERTY_ACCESSOR))
        return es_set (frame->runtime, object, name, value);
    own->value = value;
    return SCRIPT_NORMAL;
}

static ScriptStatus place_write (Frame *frame, const Place *place, Value value)
{
    ScriptRuntime *runtime = frame->runtime;
    const Node *node = place->node;

    if (node->kind == NODE_NAME)
        return write_name (frame, node, value, FALSE);
    runtime->node = node;
    if (node->member.object->kind == NODE_SUPER)
        return set_super (frame, super_name (frame, place), value);
    if (node->kind == NODE_INDEX)
        return set_place (frame, place->object, place->index, value);
    if (node->flags & AST_PRIVATE)
    {
        const Name *name = private_name (runtime, node->member.name);

        if (place->object.kind != VALUE_OBJECT || !object_find (place->object.as.object, name))
            return script_throw (runtime, "TypeError",
                                 "Cannot write private member %s to an object whose class did not declare it",
                                 node->member.name->text);
        return set_private (frame, place->object, name, value);
    }
    return set_member (frame, place->object, node->member.name, value);
}

ScriptStatus evaluate_assign (Frame *frame, const Node *node, Value *out)
{
    const Node *target = node->assign.target;
    Place place;
    Value old;
    Value right;
    ScriptStatus status;

    if (node->op == OP_NONE && target->kind == NODE_NAME)
    {
        status = evaluate (frame, node->assign.value, out);
        return status == SCRIPT_NORMAL ? write_name (frame, target, *out, FALSE) : status;
    }
    if (target->kind == NODE_PATTERN_LIST || target->kind == NODE_PATTERN_MAP)
    {
        status = evaluate (frame, node->assign.value, out);
        return status == SCRIPT_NORMAL ? assign_to (frame, target, *out, FALSE) : status;
    }
    status = place_find (frame, target, &place);
    if (status != SCRIPT_NORMAL)
        return status;
    if (node->op == OP_NONE)
    {
        status = evaluate (frame, node->assign.value, out);
        return status == SCRIPT_NORMAL ? place_write (frame, &place, *out) : status;
    }
    status = place_read (frame, &place, &old);
    if (status != SCRIPT_NORMAL)
        return status;
    if (node->op == OP_AND || node->op == OP_OR || node->op == OP_COALESCE)
    {
        gboolean needs;

        *out = old;
        SCRIPT_TRY (needs_right (frame, node->op, old, &needs));
        if (!needs)
            return SCRIPT_NORMAL;
        status = evaluate (frame, node->assign.value, out);
        return status == SCRIPT_NORMAL ? place_write (frame, &place, *out) : status;
    }
    status = evaluate (frame, node->assign.value, &right);
    if (status != SCRIPT_NORMAL)
        return status;
    frame->runtime->node = node;
    status = frame->semantics->in_place (frame->runtime, node->op, old, right, out);
    return status == SCRIPT_NORMAL ? place_write (frame, &place, *out) : status;
}

ScriptStatus evaluate_update (Frame *frame, const Node *node, Value *out)
{
    Place place;
    Value old = UNDEFINED;
    Value changed;
    ScriptStatus status = place_find (frame, node->unary.operand, &place);

    if (status == SCRIPT_NORMAL)
        status = place_read (frame, &place, &old);
    frame->runtime->node = node;
    if (status == SCRIPT_NORMAL && old.kind != VALUE_NUMBER && old.kind != VALUE_INTEGER)
    {
        Value primitive;

        status = es_to_primitive (frame->runtime, old, HINT_NUMBER, &primitive);
        if (status == SCRIPT_NORMAL && primitive.kind == VALUE_INTEGER)
            old = primitive;
        else if (status == SCRIPT_NORMAL)
        {
            double number;

            status = es_to_number (frame->runtime, primitive, &number);
            old = value_number (number);
        }
    }
    if (status == SCRIPT_NORMAL)
        status = frame->semantics->binary (frame->runtime, node->op == OP_INCREMENT ? OP_ADD : OP_SUBTRACT, old,
                                           old.kind == VALUE_INTEGER ? value_integer (1) : value_number (1), &changed);
    if (status == SCRIPT_NORMAL)
        status = place_write (frame, &place, changed);
    if (status == SCRIPT_NORMAL)
        *out = node->flags & AST_PREFIX ? changed : old;
    return status;
}
