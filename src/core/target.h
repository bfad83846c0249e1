/* target.h: what the words of a target mean: a revision, or what a tool calls one. */

#ifndef MIGSHIM_CORE_TARGET_H
#define MIGSHIM_CORE_TARGET_H

#include "core/plan.h"
#include "core/project.h"

/* Fills TARGET with what TEXT means on PROJECT (connected). "source:words" is read by that source's tool where it has a language of its own (adapter.h,
 * target); so are words without a source, when ONLY, or the only source there is, has one. All else names a revision. ONLY may be NULL. What TARGET
 * borrows is kept in NODES, an array of the caller's. Sentences for people are added to WARNINGS (char *). Errors: MIGSHIM_ERROR_USAGE. */
gboolean target_resolve (const Project *project, const char *text, const Source *only, Direction direction,
                         PlanTarget *target, GPtrArray *nodes, GPtrArray *warnings, GError **error);

/* Fills TARGET with the newest batch: what the last run applied, of ONLY or of the one source whose tool keeps batches (Knex 3.3, migrate:rollback). None
 * is there when nothing is applied. NODES is as above. Errors: MIGSHIM_ERROR_USAGE, and MIGSHIM_ERROR_DISAGREE when a revision of it has no file. */
gboolean target_last_batch (const Project *project, const Source *only, PlanTarget *target, GPtrArray *nodes,
                            GError **error);

#endif
