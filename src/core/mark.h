/* mark.h: history rewritten by hand, as the tool's own command would, with a row in the ledger that says who and why. */

#ifndef MIGSHIM_CORE_MARK_H
#define MIGSHIM_CORE_MARK_H

#include "adapters/adapter.h"
#include "core/project.h"

#include <glib.h>

/* One thing to mark: a revision of the graph, or a row whose file is gone. */
typedef struct
{
    const Source *source;
    const Revision *revision; /* NULL when only the row is left */
    const char *id;
} MarkTarget;

/* Adds to TARGETS (MarkTarget) what TEXT names: a node of the graph, "source:id" of a row without a file, or what a tool calls some of its revisions
 * (core/target.h; of several, those that are not applied). ONLY may be NULL. Borrowed from PROJECT (connected). Errors: MIGSHIM_ERROR_USAGE. */
gboolean mark_resolve (const Project *project, const char *text, const Source *only, GArray *targets, GError **error);

/* Every pending revision up to and with NODE in its source's order, or all of NODE's graph when NODE is NULL: MarkTarget, for a baseline. Free with
 * g_array_unref. */
GArray *mark_through (const Project *project, const GraphNode *node, const Source *only);

/* Marks TARGETS (MarkTarget) on PROJECT, connected with PROJECT_WRITE; REASON may be NULL. A history table that is missing is made. All of one
 * database is one transaction where there is one. Errors: what the tool itself refuses; nothing was changed then. */
gboolean mark_run (Project *project, const GArray *targets, MarkAction action, const char *reason, GError **error);

#endif
