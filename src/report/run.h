/* run.h: a run as it goes, and what came of it. */

#ifndef MIGSHIM_REPORT_RUN_H
#define MIGSHIM_REPORT_RUN_H

#include "core/run.h"
#include "report/style.h"

#include <glib.h>
#include <jansson.h>

/* Appends the line of a step that is done or has failed, or what it said. WIDTH is the widest key's, for alignment. */
void run_report_step (GString *out, const Style *style, const RunEvent *event, guint width);

/* Appends the last line: "12 revisions applied in 34 ms.", or that there was nothing to do. VERBOSE adds the round trips. */
void run_report_outcome (GString *out, const Style *style, const Plan *plan, const RunOutcome *outcome,
                         gboolean verbose);

/* The widest key of PLAN's steps, in columns. */
guint run_report_width (const Plan *plan);

/* Adds to REPORT the members "steps", "done", "elapsedMs", "roundTrips" (docs/json.md). ELAPSED has the microseconds (gint64) of each step that is done,
 * NOTES its note (char *, or NULL). */
void run_report_json (json_t *report, const Plan *plan, const RunOutcome *outcome, const GArray *elapsed,
                      const GPtrArray *notes);

#endif
