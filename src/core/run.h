/* run.h: carries a plan out, and reports as it goes.
 *
 * One step is one revision in one direction. Atomic steps are queued together with their history and ledger rows, and travel in as few messages as the session
 * can make of them; a step that can't be in a transaction goes alone, journalled. The first failure ends the run: what was done is
 * recorded, what failed is undone where the database can, and the error says which of the two it was. */

#ifndef MIGSHIM_CORE_RUN_H
#define MIGSHIM_CORE_RUN_H

#include "adapters/adapter.h"
#include "core/plan.h"
#include "core/project.h"

#include <glib.h>

typedef enum
{
    RUN_STEP_STARTED, /* everything before it is done */
    RUN_STEP_DONE,    /* known to be applied and recorded */
    RUN_STEP_FAILED,
    RUN_STEP_SAID /* a migration that is a program writes to its console */
} RunEventKind;

typedef struct
{
    RunEventKind kind;
    const PlanStep *step;
    guint index; /* of the step in the plan, from 0 */
    guint total;
    gint64 elapsed; /* microseconds, of RUN_STEP_DONE */
    const char
        *note; /* of RUN_STEP_DONE: what a person should know of how it went, or NULL; of RUN_STEP_SAID: the text */
} RunEvent;

typedef struct
{
    void (*event) (const RunEvent *event, gpointer data); /* may be NULL */
    gpointer data;
    const volatile int *cancel; /* set to non-zero by a signal handler: no further step is begun; may be NULL */
} RunObserver;

typedef struct
{
    guint done;        /* steps */
    gint64 elapsed;    /* microseconds */
    guint round_trips; /* of all sessions since they were opened */
} RunOutcome;

/* Runs PLAN on PROJECT (connected with PROJECT_WRITE). OUTCOME is filled on failure too. Errors carry the state of the database and what to type next. */
gboolean run_plan (Project *project, const Plan *plan, const RunObserver *observer, RunOutcome *outcome,
                   GError **error);

/* What run_plan would send, without sending it. */
typedef struct
{
    GPtrArray *
        sessions; /* Session *, recording, one for each of the project's databases; tag = index of the step + 1, 0: before the first */
    GPtrArray *databases; /* ProjectDatabase *, parallel; borrowed */
    GArray *traits;       /* StepTraits of each step */
    GPtrArray
        *problems; /* GError * of each step, or NULL: why its course can't be known beforehand ("depends on data") */
} RunRecording;

/* Records PLAN of PROJECT, connected at least with PROJECT_READ. Free with run_recording_free. */
RunRecording *run_record (Project *project, const Plan *plan, GError **error);
void run_recording_free (RunRecording *recording);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RunRecording, run_recording_free)

#endif
