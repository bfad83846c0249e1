/* Comprehensions and generator expressions. */

#include "script/py_internal.h"

typedef struct
{
    const Node *node;
    ScriptList *list;
    ScriptMap *map; /* of a set or dict; or NULL */
    Value first;    /* what the first clause walks over, evaluated outside */
} Comprehension;

static ScriptStatus run_clauses (Frame *frame, const Comprehension *comprehension, guint32 from);

static ScriptStatus add_element (Frame *frame, const Comprehension *comprehension)
{
    ScriptRuntime *runtime = frame->runtime;
    const Node *node = comprehension->node;
    Value key = UNDEFINED;
    Value value;
    Value ignored;

    if (node->comprehension.key)
        SCRIPT_TRY (evaluate (frame, node->comprehension.key, &key));
    SCRIPT_TRY (evaluate (frame, node->comprehension.element, &value));
    runtime->node = node->comprehension.element;
    if (comprehension->list)
        list_append (runtime, comprehension->list, value);
    else if (!comprehension->map)
        return generator_yield (frame, value, &ignored);
    else
        return py_map_put (runtime, comprehension->map, node->comprehension.key ? key : value,
                           node->comprehension.key ? value : NULL_VALUE);
    return SCRIPT_NORMAL;
}

/* One item of a clause: bound, tested, and handed to the clauses inside. */
static ScriptStatus run_item (Frame *frame, const Comprehension *comprehension, guint32 at, Value item)
{
    const Node *clause = comprehension->node->comprehension.clauses.items[at];

    SCRIPT_TRY (assign_to (frame, clause->clause.target, item, FALSE));
    for (guint32 i = 0; i < clause->clause.conditions.count; i++)
    {
        Value value;
        gboolean truth;

        SCRIPT_TRY (evaluate (frame, clause->clause.conditions.items[i], &value));
        frame->runtime->node = clause->clause.conditions.items[i];
        SCRIPT_TRY (language_truth (frame->runtime, frame->semantics, value, &truth));
        if (!truth)
            return SCRIPT_NORMAL;
    }
    return run_clauses (frame, comprehension, at + 1);
}

static ScriptStatus run_clauses (Frame *frame, const Comprehension *comprehension, guint32 from)
{
    ScriptRuntime *runtime = frame->runtime;
    const NodeList *clauses = &comprehension->node->comprehension.clauses;
    const Node *clause;
    Value iterable = comprehension->first;
    Walk walk;

    if (from == clauses->count)
        return add_element (frame, comprehension);
    clause = clauses->items[from];
    runtime->node = clause;
    if (clause->flags & AST_ASYNC)
        return script_refuse (runtime, "an `async` comprehension is out of reach");
    if (from > 0)
        SCRIPT_TRY (evaluate (frame, clause->clause.iterable, &iterable));
    runtime->node = clause->clause.iterable;
    SCRIPT_TRY (py_iterate (runtime, iterable, &walk));
    for (;;)
    {
        Value item;

        runtime->node = clause->clause.iterable;
        SCRIPT_TRY (iterate_next (runtime, &walk, &item));
        if (walk.done)
            return SCRIPT_NORMAL;
        SCRIPT_TRY (run_item (frame, comprehension, from, item));
    }
}

static ScriptStatus run_generator (Frame *frame, gconstpointer data, Value *out)
{
    const Comprehension *comprehension = data;

    enter_scope (frame, comprehension->node->comprehension.scope);
    environment_keep (frame->environment);
    *out = NULL_VALUE;
    return run_clauses (frame, comprehension, 0);
}

ScriptStatus py_evaluate_comprehension (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    Comprehension comprehension = { .node = node };
    Environment *outer;
    Frame inner;
    ScriptStatus status;

    SCRIPT_TRY (evaluate (frame, node->comprehension.clauses.items[0]->clause.iterable, &comprehension.first));
    if (node->op == COMPREHENSION_GENERATOR)
    {
        Comprehension *kept = script_alloc (runtime, sizeof *kept);
        Walk walk;

        runtime->node = node->comprehension.clauses.items[0]->clause.iterable;
        if (!value_is_object (comprehension.first, OBJECT_GENERATOR))
            SCRIPT_TRY (py_iterate (runtime, comprehension.first, &walk));
        *kept = comprehension;
        inner = *frame;
        *out = generator_new_with (runtime, &runtime->py->generator->object, &inner, run_generator, kept);
        return SCRIPT_NORMAL;
    }
    if (node->op == COMPREHENSION_LIST)
        comprehension.list = list_new (runtime, NULL, 0);
    else
        comprehension.map = map_new (runtime, node->op == COMPREHENSION_SET ? OBJECT_SET : OBJECT_MAP);
    outer = enter_scope (frame, node->comprehension.scope);
    status = run_clauses (frame, &comprehension, 0);
    leave_scope (frame, node->comprehension.scope, outer);
    frame->environment = outer;
    *out = comprehension.list ? value_of_object (&comprehension.list->object)
                              : value_of_object (&comprehension.map->object);
    return status;
}
