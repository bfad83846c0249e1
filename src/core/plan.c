#include "core/plan.h"

#include "core/plan_order.h"
#include "util/error.h"

#define MAX_OUT_OF_ORDER_WARNINGS 20

/* A plan in the making. Arrays are per node, by order. */
typedef struct
{
    const Graph *graph;
    const State *state;
    const PlanTarget *target;
    gboolean *wanted;
    gboolean *chained; /* its tool's order was followed from here to the end */
    PlanReason *reasons;
    const GraphNode **because;
    GPtrArray *open;   /* GraphNode *: wanted, in the order in which they became so: the nearest reason counts */
    gboolean *touched; /* per source index */
    Plan *plan;
} Draft;

static void draft_clear (Draft *draft)
{
    g_free (draft->wanted);
    g_free (draft->chained);
    g_free (draft->reasons);
    g_free (draft->because);
    g_free (draft->touched);
    g_ptr_array_unref (draft->open);
    g_clear_pointer (&draft->plan, plan_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

const char *plan_reason_name (PlanReason reason)
{
    switch (reason)
    {
    case PLAN_REASON_TARGET:
        return "target";
    case PLAN_REASON_REQUIRED:
        return "required";
    case PLAN_REASON_OUT_OF_ORDER:
        return "out-of-order";
    case PLAN_REASON_DEPENDENT:
        return "dependent";
    case PLAN_REASON_RESUME:
        return "resume";
    }
    g_return_val_if_reached ("");
}

static Plan *plan_new (void)
{
    Plan *plan = g_new0 (Plan, 1);

    plan->steps = g_array_new (FALSE, FALSE, sizeof (PlanStep));
    plan->warnings = g_ptr_array_new_with_free_func (g_free);
    return plan;
}

void plan_free (Plan *plan)
{
    if (!plan)
        return;
    g_array_unref (plan->steps);
    g_ptr_array_unref (plan->warnings);
    g_free (plan);
}

static guint count_sources (const State *state)
{
    const GPtrArray *all = state_all (state);
    guint count = 0;

    for (guint i = 0; i < all->len; i++)
        count = MAX (count, ((const RevisionStatus *)all->pdata[i])->source->index + 1);
    return count;
}

static Draft draft_new (const Graph *graph, const State *state, const PlanTarget *target)
{
    guint n = graph_nodes (graph)->len;

    return (Draft){
        .graph = graph,
        .state = state,
        .target = target,
        .wanted = g_new0 (gboolean, n),
        .chained = g_new0 (gboolean, n),
        .reasons = g_new0 (PlanReason, n),
        .because = g_new0 (const GraphNode *, n),
        .open = g_ptr_array_new (),
        .touched = g_new0 (gboolean, count_sources (state)),
        .plan = plan_new (),
    };
}

static gboolean is_pending (const State *state, const GraphNode *node)
{
    RevisionState now = state_of (state, node)->state;

    return now == REVISION_PENDING || now == REVISION_ROLLED_BACK;
}

static gboolean is_applied (const State *state, const GraphNode *node)
{
    RevisionState now = state_of (state, node)->state;

    return now == REVISION_APPLIED || now == REVISION_EDITED;
}

static void want (Draft *draft, const GraphNode *node, PlanReason reason, const GraphNode *because)
{
    if (draft->wanted[node->order])
        return;
    draft->wanted[node->order] = TRUE;
    draft->reasons[node->order] = reason;
    draft->because[node->order] = because;
    g_ptr_array_add (draft->open, (gpointer)node);
}

/* Wants all that can go in DIRECTION along the tool's own order, away from NODE. */
static void want_chain (Draft *draft, const GraphNode *node, Direction direction, const GraphNode *because)
{
    gboolean up = direction == DIRECTION_UP;
    PlanReason reason = up ? PLAN_REASON_REQUIRED : PLAN_REASON_DEPENDENT;

    for (const GraphNode *at = node; at && !draft->chained[at->order]; at = up ? at->predecessor : at->successor)
    {
        draft->chained[at->order] = TRUE;
        if (at != node && (up ? is_pending (draft->state, at) : is_applied (draft->state, at)))
            want (draft, at, because ? reason : PLAN_REASON_TARGET, because);
    }
}

/* Wants what the wanted need: before them when going up, after them when going down. */
static void close_over (Draft *draft, Direction direction)
{
    for (guint head = 0; head < draft->open->len; head++)
    {
        const GraphNode *node = draft->open->pdata[head];
        const GPtrArray *others = direction == DIRECTION_UP ? node->before : node->after;

        for (guint i = 0; i < others->len; i++)
        {
            const GraphNode *other = others->pdata[i];

            if (direction == DIRECTION_UP && is_pending (draft->state, other))
                want (draft, other, PLAN_REASON_REQUIRED, node);
            if (direction == DIRECTION_DOWN && is_applied (draft->state, other))
                want (draft, other, PLAN_REASON_DEPENDENT, node);
        }
        want_chain (draft, node, direction, node);
    }
}

/* The wanted in the order of running, at most STEPS of them when that is not 0. */
static void lay_steps (Draft *draft, Direction direction, guint steps)
{
    g_autoptr (GPtrArray) nodes = plan_order (draft->graph, draft->wanted, direction);

    for (guint i = 0; i < nodes->len && (steps == 0 || draft->plan->steps->len < steps); i++)
    {
        const GraphNode *node = nodes->pdata[i];
        PlanStep step = { node, direction, draft->reasons[node->order], draft->because[node->order] };

        if (direction == DIRECTION_UP && state_of (draft->state, step.node)->out_of_order)
            step.reason = PLAN_REASON_OUT_OF_ORDER;
        g_array_append_val (draft->plan->steps, step);
    }
}

static gboolean interrupted_down (const RevisionStatus *status)
{
    return status->journal_done >= 0 && status->row && status->row->status == HISTORY_APPLIED;
}

static gboolean is_failed (const RevisionStatus *status)
{
    return status->state == REVISION_FAILED ||
           (status->state == REVISION_MISSING && status->row && status->row->status == HISTORY_FAILED);
}

static gboolean can_resume (const RevisionStatus *status, Direction direction)
{
    return status->state == REVISION_FAILED && status->journal_done >= 0 &&
           interrupted_down (status) == (direction == DIRECTION_DOWN);
}

static void refuse_failed (const RevisionStatus *status, GError **error)
{
    const char *name = status->source->name;
    const char *id = status->id;
    Location where = { status->node ? status->node->revision->path : NULL, 0, 0 };

    if (status->journal_done >= 0)
    {
        gboolean down = interrupted_down (status);

        error_set_at (error, MIGSHIM_ERROR_DISAGREE, where, NULL, 0,
                      "%s %s:%s was interrupted after %" G_GINT64_FORMAT " statements", down ? "reverting" : "applying",
                      name, id, status->journal_done);
        if (down)
            error_hint (error, "Go on with it first: migshim down --source %s", name);
        else
            error_hint (error, "Go on with it first: migshim up --source %s", name);
        return;
    }
    error_set_at (error, MIGSHIM_ERROR_DISAGREE, where, NULL, 0,
                  "%s:%s has failed, and nobody has said yet what became of it", name, id);
    if (status->row && status->row->logs && *status->row->logs)
        error_state (error, "%s", status->row->logs);
    error_hint (error,
                "Look at what it left in the database. Then, to run it again, undo that and say\n"
                "  migshim mark rolled-back %s:%s\n"
                "or complete it by hand and say\n"
                "  migshim mark applied %s:%s",
                name, id, name, id);
}

/* Marks the sources whose trouble is the plan's trouble. */
static void touch_sources (Draft *draft)
{
    const PlanTarget *target = draft->target;
    const GPtrArray *all = state_all (draft->state);
    const GPtrArray *nodes = graph_nodes (draft->graph);

    for (guint i = 0; i < all->len; i++)
    {
        const Source *source = ((const RevisionStatus *)all->pdata[i])->source;

        if (target->node ? source == target->node->revision->source : !target->source || source == target->source)
            draft->touched[source->index] = TRUE;
    }
    for (guint i = 0; i < nodes->len; i++)
        if (draft->wanted[i])
            draft->touched[((const GraphNode *)nodes->pdata[i])->revision->source->index] = TRUE;
}

/* Does a wanted revision stand on a failed one (up), or a failed one on a wanted one (down)? */
static gboolean entangled (const Draft *draft, const RevisionStatus *status, Direction direction)
{
    const GPtrArray *others;

    if (!status->node)
        return FALSE;
    others = direction == DIRECTION_UP ? status->node->after : status->node->before;
    for (guint i = 0; i < others->len; i++)
        if (draft->wanted[((const GraphNode *)others->pdata[i])->order])
            return TRUE;
    return FALSE;
}

/* Puts what can go on to the front; FALSE when something failed that can't. */
static gboolean settle_failed (Draft *draft, Direction direction, GError **error)
{
    const GPtrArray *all = state_all (draft->state);

    for (guint i = 0; i < all->len; i++)
    {
        const RevisionStatus *status = all->pdata[direction == DIRECTION_UP ? i : all->len - 1 - i];
        PlanStep step = { status->node, direction, PLAN_REASON_RESUME, NULL };

        if (!is_failed (status) || (!draft->touched[status->source->index] && !entangled (draft, status, direction)))
            continue;
        if (!can_resume (status, direction))
        {
            refuse_failed (status, error);
            return FALSE;
        }
        g_array_append_val (draft->plan->steps, step);
    }
    return TRUE;
}

static gboolean check_problem (const PlanStep *step, GError **error)
{
    const GError *problem = step->node->revision->problem;
    gboolean delegated = problem && step->node->revision->source->delegate && problem->domain == MIGSHIM_ERROR &&
                         problem->code == MIGSHIM_ERROR_UNSUPPORTED;

    if (!problem || delegated)
        return TRUE;
    g_propagate_error (error, g_error_copy (problem));
    error_locate (error, (Location){ step->node->revision->path, 0, 0 }, NULL, 0);
    return FALSE;
}

static gboolean check_out_of_order (Draft *draft, const PlanStep *step, guint *warned, GError **error)
{
    const RevisionStatus *status = state_of (draft->state, step->node);
    const Revision *revision = step->node->revision;

    if (!status->out_of_order)
        return TRUE;
    switch (revision->source->policy.out_of_order)
    {
    case OUT_OF_ORDER_ALLOW:
        return TRUE;
    case OUT_OF_ORDER_WARN:
        if (++*warned <= MAX_OUT_OF_ORDER_WARNINGS)
            g_ptr_array_add (draft->plan->warnings,
                             g_strdup_printf ("%s is out of order: %s, which comes after it, is applied already",
                                              revision->key, status->overtaken_by->revision->key));
        return TRUE;
    case OUT_OF_ORDER_REFUSE:
        error_set_at (error, MIGSHIM_ERROR_DISAGREE, (Location){ revision->path, 0, 0 }, NULL, 0,
                      "%s is out of order: %s, which comes after it, is applied already", revision->key,
                      status->overtaken_by->revision->key);
        error_hint (error,
                    "Rename it so that it comes last, or allow it: policy: {out_of_order: warn} for source %s.\n"
                    "If its work is done already: migshim mark applied %s",
                    revision->source->name, revision->key);
        return FALSE;
    }
    g_return_val_if_reached (FALSE);
}

/* One sentence a source about its revisions of state KIND. */
static void warn_of_state (Draft *draft, RevisionState kind, const char *what)
{
    const GPtrArray *all = state_all (draft->state);
    guint n_sources = count_sources (draft->state);
    g_autofree const RevisionStatus **first = g_new0 (const RevisionStatus *, n_sources);
    g_autofree guint *count = g_new0 (guint, n_sources);

    for (guint i = 0; i < all->len; i++)
    {
        const RevisionStatus *status = all->pdata[i];

        if (status->state == kind && count[status->source->index]++ == 0)
            first[status->source->index] = status;
    }
    for (guint i = 0; i < n_sources; i++)
    {
        g_autofree char *more =
            count[i] > 1 ? g_strdup_printf (" (and %u more of this source)", count[i] - 1) : g_strdup ("");

        if (count[i] > 0 && draft->touched[i])
            g_ptr_array_add (draft->plan->warnings,
                             g_strdup_printf ("%s:%s%s %s", first[i]->source->name, first[i]->id, more, what));
    }
}

/* A pending requirement of what is applied already: a link that came later, or another tool that did not know of it. */
static void warn_of_jumps (Draft *draft)
{
    for (guint i = 0; i < draft->plan->steps->len; i++)
    {
        const GraphNode *node = g_array_index (draft->plan->steps, PlanStep, i).node;

        for (guint j = 0; j < node->after->len; j++)
        {
            const GraphNode *after = node->after->pdata[j];

            if (!is_applied (draft->state, after))
                continue;
            g_ptr_array_add (draft->plan->warnings, g_strdup_printf ("%s is applied already, though it requires %s",
                                                                     after->revision->key, node->revision->key));
            break;
        }
    }
}

static gboolean check_steps_up (Draft *draft, GError **error)
{
    guint warned = 0;

    for (guint i = 0; i < draft->plan->steps->len; i++)
    {
        const PlanStep *step = &g_array_index (draft->plan->steps, PlanStep, i);

        if (!check_out_of_order (draft, step, &warned, error) || !check_problem (step, error))
            return FALSE;
    }
    if (warned > MAX_OUT_OF_ORDER_WARNINGS)
        g_ptr_array_add (draft->plan->warnings,
                         g_strdup_printf ("%u more are out of order", warned - MAX_OUT_OF_ORDER_WARNINGS));
    return TRUE;
}

static void want_up (Draft *draft)
{
    const PlanTarget *target = draft->target;
    const GPtrArray *nodes = graph_nodes (draft->graph);

    for (guint i = 0; target->nodes && i < target->nodes->len; i++)
        if (is_pending (draft->state, target->nodes->pdata[i]))
            want (draft, target->nodes->pdata[i], PLAN_REASON_TARGET, NULL);
    if (target->nodes)
        return;
    if (target->node)
    {
        if (is_pending (draft->state, target->node))
            want (draft, target->node, PLAN_REASON_TARGET, NULL);
        want_chain (draft, target->node, DIRECTION_UP, NULL);
        return;
    }
    for (guint i = 0; i < nodes->len; i++)
    {
        const GraphNode *node = nodes->pdata[i];

        if (is_pending (draft->state, node) && (!target->source || target->source == node->revision->source))
            want (draft, node, PLAN_REASON_TARGET, NULL);
    }
}

Plan *plan_up (const Graph *graph, const State *state, const PlanTarget *target, GError **error)
{
    g_auto (Draft) draft = draft_new (graph, state, target);

    want_up (&draft);
    close_over (&draft, DIRECTION_UP);
    touch_sources (&draft);
    if (!settle_failed (&draft, DIRECTION_UP, error))
        return NULL;
    lay_steps (&draft, DIRECTION_UP, target->steps);
    if (!check_steps_up (&draft, error))
        return NULL;
    warn_of_state (&draft, REVISION_EDITED, "was changed after it was applied");
    warn_of_state (&draft, REVISION_MISSING, "is in the history and has no file");
    warn_of_jumps (&draft);
    return g_steal_pointer (&draft.plan);
}

/* The newest applied ones that the target asks for; a step that goes on counts as one. */
static void want_newest (Draft *draft, guint resumed)
{
    const PlanTarget *target = draft->target;
    const GPtrArray *nodes = graph_nodes (draft->graph);
    guint left = target->base ? G_MAXUINT : MAX (target->steps, 1);

    left -= MIN (left, resumed);
    for (guint i = nodes->len; i > 0 && left > 0; i--)
    {
        const GraphNode *node = nodes->pdata[i - 1];

        if (!is_applied (draft->state, node) || (target->source && target->source != node->revision->source))
            continue;
        want (draft, node, PLAN_REASON_TARGET, NULL);
        left--;
    }
}

static void want_down (Draft *draft, guint resumed)
{
    const GraphNode *node = draft->target->node;
    const GPtrArray *nodes = draft->target->nodes;

    for (guint i = 0; nodes && i < nodes->len; i++)
        if (is_applied (draft->state, nodes->pdata[i]))
            want (draft, nodes->pdata[i], PLAN_REASON_TARGET, NULL);
    if (nodes)
        return;
    if (!node)
    {
        want_newest (draft, resumed);
        return;
    }
    want_chain (draft, node, DIRECTION_DOWN, NULL);
    for (guint i = 0; i < node->after->len; i++)
    {
        const GraphNode *after = node->after->pdata[i];

        if (after->revision->source == node->revision->source && is_applied (draft->state, after))
            want (draft, after, PLAN_REASON_TARGET, NULL);
    }
}

static gboolean check_step_down (const PlanStep *step, GError **error)
{
    const Revision *revision = step->node->revision;
    Location where = { revision->path, 0, 0 };

    if (revision->source->policy.forward_only)
    {
        error_set_at (error, MIGSHIM_ERROR_DISAGREE, revision->source->where, NULL, 0,
                      "%s can't be reverted: the policy of %s is forward_only", revision->key, revision->source->name);
        error_hint (error, "Write a new revision that undoes it.");
        return FALSE;
    }
    if (!check_problem (step, error))
        return FALSE;
    if (revision->reversible)
        return TRUE;
    if (step->because)
        error_set_at (error, MIGSHIM_ERROR_SOURCE, where, NULL, 0,
                      "%s has no way back, and %s can't be reverted without it", revision->key,
                      step->because->revision->key);
    else
        error_set_at (error, MIGSHIM_ERROR_SOURCE, where, NULL, 0, "%s has no way back", revision->key);
    error_hint (error,
                "Give it one where its tool looks for it (a down function, a downgrade function, down.sql beside "
                "migration.sql), or write a new revision that undoes it.");
    return FALSE;
}

/* An applied row without a file, later in its history than a row that is to go: what it did may stand on what would be undone. */
static gboolean check_missing (const Draft *draft, const Source *source, GError **error)
{
    const GPtrArray *rows = state_history (draft->state, source);
    const GraphNode *reverted = NULL;

    for (guint i = 0; rows && i < rows->len; i++)
    {
        const HistoryRow *row = rows->pdata[i];
        const GraphNode *node = graph_find (draft->graph, source, row->id);

        if (node && draft->wanted[node->order] && !reverted)
            reverted = node;
        if (node || row->status != HISTORY_APPLIED || (!reverted && !draft->target->base))
            continue;
        if (reverted)
            error_set (error, MIGSHIM_ERROR_DISAGREE,
                       "%s:%s was applied after %s and has no file, so it can't be reverted first", source->name,
                       row->id, reverted->revision->key);
        else
            error_set (error, MIGSHIM_ERROR_DISAGREE, "%s:%s is applied and has no file, so it can't be reverted",
                       source->name, row->id);
        error_hint (error, "Bring its file back. Or undo by hand what it did, and say\n  migshim mark pending %s:%s",
                    source->name, row->id);
        return FALSE;
    }
    return TRUE;
}

static gboolean check_down (const Draft *draft, GError **error)
{
    const GPtrArray *all = state_all (draft->state);
    g_autoptr (GHashTable) checked = g_hash_table_new (NULL, NULL);

    for (guint i = 0; i < draft->plan->steps->len; i++)
        if (!check_step_down (&g_array_index (draft->plan->steps, PlanStep, i), error))
            return FALSE;
    for (guint i = 0; i < all->len; i++)
    {
        const RevisionStatus *status = all->pdata[i];

        if (status->state == REVISION_MISSING && draft->touched[status->source->index] &&
            g_hash_table_add (checked, (gpointer)status->source) && !check_missing (draft, status->source, error))
            return FALSE;
    }
    return TRUE;
}

Plan *plan_down (const Graph *graph, const State *state, const PlanTarget *target, GError **error)
{
    g_auto (Draft) draft = draft_new (graph, state, target);
    guint resumed;

    if (target->node && !is_applied (state, target->node))
    {
        error_set (error, MIGSHIM_ERROR_USAGE, "%s is not applied, so there is no way back to it",
                   target->node->revision->key);
        error_hint (error, "See what is applied with: migshim status");
        return NULL;
    }
    touch_sources (&draft);
    if (!settle_failed (&draft, DIRECTION_DOWN, error))
        return NULL;
    resumed = draft.plan->steps->len;
    want_down (&draft, resumed);
    close_over (&draft, DIRECTION_DOWN);
    touch_sources (&draft);
    g_array_set_size (draft.plan->steps, 0);
    if (!settle_failed (&draft, DIRECTION_DOWN, error))
        return NULL;
    lay_steps (&draft, DIRECTION_DOWN, target->node || target->nodes ? target->steps : 0);
    return check_down (&draft, error) ? g_steal_pointer (&draft.plan) : NULL;
}
