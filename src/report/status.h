/* status.h: what is applied, what is pending, and what disagrees. */

#ifndef MIGSHIM_REPORT_STATUS_H
#define MIGSHIM_REPORT_STATUS_H

#include "core/state.h"
#include "report/style.h"

#include <jansson.h>

typedef struct
{
    const Config *config;
    const Graph *graph;
    const State *state;
    const Source *only; /* the one source to show, or NULL for all */
} StatusView;

/* For people. With ALL every revision is listed, else the pending ones and those in disagreement. Appends to OUT. */
void status_report_text (GString *out, const StatusView *view, gboolean all, const Style *style);

/* docs/json.md, status. A new reference. */
json_t *status_report_json (const StatusView *view);

/* Something failed, was edited or has no file: reconcile first. */
gboolean status_disagrees (const StateCounts *counts);

#endif
