/* plan.h: the steps that a run would take, and the SQL that it would send. */

#ifndef MIGSHIM_REPORT_PLAN_H
#define MIGSHIM_REPORT_PLAN_H

#include "core/run.h"
#include "report/style.h"

#include <jansson.h>

/* The steps, numbered, each with why it is there, and the warnings. DIRECTION is what was asked for. Appends to OUT. */
void plan_report_text (GString *out, const Plan *plan, const State *state, Direction direction, const Style *style);

/* The SQL of RECORDING, step by step, each under a comment that says what it is. Rows of histories and of the ledger are comments of one line unless
 * WHOLE is TRUE; then it is all that would be sent, and can be fed to the database's own shell as long as no statement has parameters. */
void plan_report_sql (GString *out, const Plan *plan, const RunRecording *recording, gboolean whole, const char *folder,
                      const Style *style);

/* docs/json.md, plan. RECORDING may be NULL: no SQL. A new reference. */
json_t *plan_report_json (const Plan *plan, const State *state, Direction direction, const RunRecording *recording,
                          const char *folder);

/* Why a step is in the plan, in words after its name, or NULL when it was asked for. Free with g_free. */
char *plan_report_reason (const PlanStep *step, const State *state);

#endif
