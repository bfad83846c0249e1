/* plan.h: from a graph and a state to the ordered steps that reach a target.
 *
 * A plan is pure: it reads no file and no database. What it says is what the runner does, step by step,
 * and what `migshim plan` prints. */

#ifndef MIGSHIM_CORE_PLAN_H
#define MIGSHIM_CORE_PLAN_H

#include "core/state.h"

#include <glib.h>

typedef enum
{
    PLAN_REASON_TARGET,       /* asked for, or everything was */
    PLAN_REASON_REQUIRED,     /* the target needs it */
    PLAN_REASON_OUT_OF_ORDER, /* asked for, late */
    PLAN_REASON_DEPENDENT,    /* down: it needs the target */
    PLAN_REASON_RESUME        /* goes on where it stopped */
} PlanReason;

typedef struct
{
    const GraphNode *node;
    Direction direction;
    PlanReason reason;
    const GraphNode *because; /* of PLAN_REASON_REQUIRED and _DEPENDENT, or NULL */
} PlanStep;

typedef struct
{
    GArray *steps;       /* PlanStep, in the order of running */
    GPtrArray *warnings; /* char *: a sentence each */
} Plan;

typedef struct
{
    const GraphNode
        *node; /* up to and with it (up), back to just after it (down); NULL: everything (up), one step (down) */
    const GPtrArray
        *nodes; /* GraphNode *, of SOURCE: asked for in the tool's own words, instead of NODE; NULL: they were not */
    const Source *source; /* only its revisions, and what they require; NULL: all */
    guint steps;          /* at most so many; 0: no bound */
    gboolean base;        /* down: all of it */
} PlanTarget;

/* Steps that apply what is pending up to TARGET. Within a source they are in the order in which its tool would run just these (adapter.h, order). Up to
 * a node means: it, what it requires, and in a linear tool whatever is pending before any of these, as the tool itself would do. A step that the journal
 * can go on with comes first. Errors:
 *   MIGSHIM_ERROR_DISAGREE     a failed revision of a source that the plan touches, or of any when all is asked for; a step whose requirement is
 *                              failed; an out-of-order revision that policy refuses; a revert that was interrupted. Both are named, and the way out
 *   the revision's own problem, when a step can't run (an unsupported one may, where its source has a delegate)
 * What disagrees and does not stand in the way (edited, missing, a requirement that was jumped over) is a warning. */
Plan *plan_up (const Graph *graph, const State *state, const PlanTarget *target, GError **error);

/* Steps that revert. Without a node: the newest `steps` (default 1) applied revisions of the source, or of all by global order; with `base` all of them. Down
 * to a node: what its tool applied after it; where the tool is not linear, what requires it. With `nodes`: these. Everything that requires a reverted revision, or
 * comes after it in a linear tool, is reverted first. Errors:
 *   MIGSHIM_ERROR_USAGE        the node is not applied
 *   MIGSHIM_ERROR_DISAGREE     a failed revision, a forward-only policy, an applied revision without a file that would have to go first
 *   MIGSHIM_ERROR_SOURCE       a revision has no way back; named, nothing else is tried */
Plan *plan_down (const Graph *graph, const State *state, const PlanTarget *target, GError **error);

void plan_free (Plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Plan, plan_free)

/* "target", "required", "out-of-order", "dependent", "resume". Static. */
const char *plan_reason_name (PlanReason reason);

#endif
