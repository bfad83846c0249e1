/* revision_json.h: how a revision looks to programs, the same in every command (docs/json.md, "A revision"). */

#ifndef MIGSHIM_REPORT_REVISION_JSON_H
#define MIGSHIM_REPORT_REVISION_JSON_H

#include "core/state.h"

#include <jansson.h>

/* STATUS of a node, or of a history row without a file. Paths are relative to FOLDER where they lie in it. */
json_t *report_json_status (const RevisionStatus *status, const char *folder);

/* A node of which only the file is known. */
json_t *report_json_revision (const GraphNode *node, const char *folder);

/* MICROSECONDS since 1970 as "2024-01-02T13:00:00.123456Z"; 0 gives null. */
json_t *report_json_time (gint64 microseconds);

/* report_error_json with its path relative to FOLDER; NULL gives null. */
json_t *report_json_error (const GError *error, const char *folder);

/* PATH relative to FOLDER when it lies in it, else as it is; NULL stays NULL. Borrowed from PATH. */
const char *report_path (const char *path, const char *folder);

#endif
