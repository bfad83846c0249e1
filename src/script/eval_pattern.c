/* Patterns and scopes: see eval.h. */

#include "script/es.h"
#include "script/eval.h"

#include <string.h>

#define SPARE_SIZES G_N_ELEMENTS (((ScriptRuntime *)NULL)->spare)

Environment *environment_new (ScriptRuntime *runtime, Environment *parent, const Scope *scope)
{
    guint32 size = scope->size;
    Environment *environment;

    if (size < SPARE_SIZES && runtime->spare[size])
    {
        environment = runtime->spare[size];
        runtime->spare[size] = environment->parent;
        memset (environment->slots, 0, size * sizeof (Value));
    }
    else
    {
        environment = script_alloc (runtime, sizeof *environment + size * sizeof (Value));
        environment->size = size;
    }
    environment->parent = parent;
    for (guint32 i = scope->lexical; i < scope->count; i++)
        environment->slots[i].kind = VALUE_EMPTY;
    return environment;
}

Environment *enter_scope (Frame *frame, const Scope *scope)
{
    Environment *outer = frame->environment;

    if (!scope)
        return outer;
    if (scope->own_environment)
        frame->environment = environment_new (frame->runtime, outer, scope);
    else
        for (guint32 i = 0; i < scope->count; i++)
            outer->slots[scope->first + i] = i < scope->lexical ? UNDEFINED : EMPTY_VALUE;
    return outer;
}

void leave_scope (Frame *frame, const Scope *scope, Environment *outer)
{
    Environment *environment = frame->environment;

    if (!scope || !scope->own_environment)
        return;
    frame->environment = outer;
    if (!environment->kept && environment->size < SPARE_SIZES)
    {
        environment->parent = frame->runtime->spare[environment->size];
        frame->runtime->spare[environment->size] = environment;
    }
}

static ScriptStatus assign_default (Frame *frame, const Node *target, Value value, gboolean declares)
{
    ScriptStatus status;

    if (value.kind == VALUE_UNDEFINED)
    {
        status = evaluate (frame, target->assign.value, &value);
        if (status != SCRIPT_NORMAL)
            return status;
    }
    return assign_to (frame, target->assign.target, value, declares);
}

ScriptStatus es_assign_list (Frame *frame, const Node *pattern, Value value, gboolean declares)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptStatus status;
    Walk walk;

    runtime->node = pattern;
    status = frame->semantics->iterate (runtime, value, &walk);
    if (status != SCRIPT_NORMAL)
        return status;
    for (guint32 i = 0; i < pattern->list.count; i++)
    {
        const Node *target = pattern->list.items[i];
        Value item = UNDEFINED;

        if (target->kind == NODE_SPREAD)
        {
            ScriptList *rest = list_new (runtime, NULL, 0);

            while (!walk.done)
            {
                status = iterate_next (runtime, &walk, &item);
                if (status != SCRIPT_NORMAL)
                    return status;
                if (!walk.done)
                    list_append (runtime, rest, item);
            }
            return assign_to (frame, target->value, value_of_object (&rest->object), declares);
        }
        if (!walk.done)
        {
            status = iterate_next (runtime, &walk, &item);
            if (status != SCRIPT_NORMAL)
                return status;
            if (walk.done)
                item = UNDEFINED;
        }
        if (target->kind == NODE_HOLE)
            continue;
        status = assign_to (frame, target, item, declares);
        if (status != SCRIPT_NORMAL)
            return walk.done ? status : iterate_close (runtime, &walk, status);
    }
    return walk.done ? SCRIPT_NORMAL : iterate_close (runtime, &walk, SCRIPT_NORMAL);
}

/* {...rest}: the own listed properties of VALUE but those in TAKEN. */
static ScriptStatus assign_rest (Frame *frame, const Node *target, Value value, const Name **taken, guint n_taken,
                                 gboolean declares)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptObject *rest = object_new (runtime, runtime->prototypes.object);
    ScriptObject *source;
    const Name **keys;
    guint n = 0;
    ScriptStatus status = host_check_plain (runtime, value);

    if (status == SCRIPT_NORMAL)
        status = es_to_object (runtime, value, &source);
    if (status != SCRIPT_NORMAL)
        return status;
    keys = object_keys (runtime, source, TRUE, TRUE, &n);
    for (guint i = 0; i < n; i++)
    {
        gboolean is_taken = FALSE;
        Value item;

        for (guint j = 0; j < n_taken && !is_taken; j++)
            is_taken = taken[j] == keys[i];
        if (is_taken)
            continue;
        status = es_get (runtime, value, keys[i], &item);
        if (status != SCRIPT_NORMAL)
            return status;
        object_define (runtime, rest, keys[i], item, PROPERTY_ORDINARY);
    }
    return assign_to (frame, target, value_of_object (rest), declares);
}

static ScriptStatus assign_map (Frame *frame, const Node *pattern, Value value, gboolean declares)
{
    ScriptRuntime *runtime = frame->runtime;
    const Name **taken = script_alloc (runtime, (pattern->list.count + 1) * sizeof *taken);
    guint n_taken = 0;
    ScriptStatus status;

    runtime->node = pattern;
    if (value_is_nullish (value))
    {
        const Node *first = pattern->list.count ? pattern->list.items[0] : NULL;

        if (first && first->kind == NODE_PROPERTY && !(first->flags & AST_COMPUTED))
            return script_throw (runtime, "TypeError", "Cannot destructure property '%s' of '%s' as it is %s.",
                                 first->property.name->text, value_to_text (runtime, value),
                                 value_to_text (runtime, value));
        return script_throw (runtime, "TypeError", "Cannot destructure '%s' as it is %s.",
                             value_to_text (runtime, value), value_to_text (runtime, value));
    }
    for (guint32 i = 0; i < pattern->list.count; i++)
    {
        const Node *item = pattern->list.items[i];
        const Name *name = item->property.name;
        Value member;

        if (item->kind == NODE_SPREAD)
            return assign_rest (frame, item->value, value, taken, n_taken, declares);
        if (item->flags & AST_COMPUTED)
        {
            status = evaluate_key (frame, item->property.key, &name);
            if (status != SCRIPT_NORMAL)
                return status;
        }
        taken[n_taken++] = name;
        runtime->node = item;
        status = frame->semantics->get (runtime, value, name, &member);
        if (status == SCRIPT_NORMAL)
            status = assign_to (frame, item->property.value, member, declares);
        if (status != SCRIPT_NORMAL)
            return status;
    }
    return SCRIPT_NORMAL;
}

ScriptStatus assign_to (Frame *frame, const Node *target, Value value, gboolean declares)
{
    ScriptRuntime *runtime = frame->runtime;
    Value object;
    Value index;
    ScriptStatus status;

    switch ((int)target->kind)
    {
    case NODE_NAME:
        return write_name (frame, target, value, declares);
    case NODE_DEFAULT:
        return assign_default (frame, target, value, declares);
    case NODE_PATTERN_LIST:
        return frame->semantics->assign_list (frame, target, value, declares);
    case NODE_PATTERN_MAP:
        return assign_map (frame, target, value, declares);
    case NODE_MEMBER:
    case NODE_INDEX:
        if (target->member.object->kind == NODE_SUPER)
        {
            const Name *key = target->member.name;

            status = target->kind == NODE_MEMBER ? SCRIPT_NORMAL : evaluate_key (frame, target->index.index, &key);
            return status == SCRIPT_NORMAL ? set_super (frame, key, value) : status;
        }
        status = evaluate (frame, target->member.object, &object);
        if (status != SCRIPT_NORMAL)
            return status;
        if (target->kind == NODE_MEMBER)
        {
            runtime->node = target;
            return set_member (frame, object, member_name (runtime, target), value);
        }
        status = evaluate (frame, target->index.index, &index);
        if (status != SCRIPT_NORMAL)
            return status;
        runtime->node = target;
        return set_place (frame, object, index, value);
    }
    runtime->node = target;
    return script_throw (runtime, "SyntaxError", "Invalid destructuring assignment target");
}
