/* run_private.h: a run under way, as run.c and run_failure.c see it. */

#ifndef MIGSHIM_CORE_RUN_PRIVATE_H
#define MIGSHIM_CORE_RUN_PRIVATE_H

#include "core/ledger.h"
#include "core/run.h"

typedef struct
{
    ProjectDatabase *database;
    Session *session;
    Ledger *ledger;
    gboolean used; /* some step of the plan runs here */
} Place;

typedef struct
{
    Project *project;
    const Plan *plan;
    const RunObserver *observer;
    RunOutcome *outcome;
    GArray *traits;        /* StepTraits, one a step */
    GArray *places;        /* Place, one a database */
    GPtrArray *notes;      /* char *, one a step, or NULL */
    GByteArray *left;      /* one a step: 1 when it is left to its tool */
    GPtrArray *journals;   /* Journal *, of steps in flight */
    GHashTable *histories; /* Source * -> AdapterHistory * */
    gboolean recording;
    gboolean together; /* one transaction for the whole run */
    guint queued;      /* steps queued so far */
    guint announced;   /* steps told to have started */
    gint64 started;
} Runner;

static inline const PlanStep *step_at (const Runner *runner, guint index)
{
    return &g_array_index (runner->plan->steps, PlanStep, index);
}

static inline const StepTraits *traits_at (const Runner *runner, guint index)
{
    return &g_array_index (runner->traits, StepTraits, index);
}

void runner_emit (const Runner *runner, RunEventKind kind, guint index, gint64 elapsed);

/* What SOURCE's adapter is told of its history. */
AdapterHistory *runner_history (Runner *runner, const Source *source);

/* The entry of the step at INDEX, which failed with FAILURE or, when that is NULL, is done; queued in PLACE's session. */
gboolean runner_append_to_ledger (Runner *runner, Place *place, guint index, guint statements, const GError *failure,
                                  GError **error);

/* run_failure.c: what the journal says of a failed step now: how many statements stand (without a row none was sent; -1 when it can't be read), and whether the failing one
 * may have left something. */
gint64 runner_statements_standing (const Place *place, const Revision *revision, gboolean *partly);

/* run_failure.c: after the first failure, an ERROR that came from the session of PLACE: rolls back, records what stayed, and adds to ERROR what a person has to know. */
void runner_handle_failure (Runner *runner, Place *place, GError **error);

#endif
