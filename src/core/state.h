/* state.h: what is true of each revision now: graph and history tables laid over each other.
 *
 * Pure: history rows come in as data. Of several rows with one id: failed when any is unfinished, else applied when any is finished, else rolled
 * back (Prisma 6.19, see adapters/prisma; the other tools keep one row an id). */

#ifndef MIGSHIM_CORE_STATE_H
#define MIGSHIM_CORE_STATE_H

#include "core/graph.h"
#include "model/revision.h"

#include <glib.h>

typedef enum
{
    REVISION_PENDING,
    REVISION_APPLIED,
    REVISION_EDITED,      /* applied, and its file is not the one recorded */
    REVISION_FAILED,      /* begun and not finished: by the tool's mark or our journal */
    REVISION_ROLLED_BACK, /* marked so by its tool: pending again */
    REVISION_MISSING,     /* in a history table, no file; row->status tells whether it is applied or failed there */
    REVISION_REPLACED     /* covered by a squash or an adoption */
} RevisionState;

/* "pending", "applied", ... as people and JSON see it. Static. */
const char *revision_state_name (RevisionState state);

typedef struct
{
    const GraphNode *node; /* NULL for REVISION_MISSING */
    const Source *source;
    const char *id;
    RevisionState state;
    gboolean out_of_order;         /* pending, while a later one of a linear tool is applied */
    const GraphNode *overtaken_by; /* the next applied one of its tool's order, when out_of_order */
    const HistoryRow *row;         /* the newest that decides, or NULL; owned by the state */
    gint64 journal_done;           /* statements done of a failed step that can go on, or -1 */
} RevisionStatus;

typedef struct State State;

/* The history of one source as it was read. */
typedef struct
{
    const Source *source;
    gboolean exists;   /* the history table is there */
    gboolean complete; /* all its tables are */
    GPtrArray *rows;   /* HistoryRow *, the tool's order; stolen by state_build */
} SourceHistory;

/* HISTORIES is one SourceHistory per source of the graph, in any order; a source without one has no history table. Rows that are all rolled back
 * and have no file are no disagreement, and only in state_history. Free with state_free; GRAPH must outlive it. */
State *state_build (const Graph *graph, SourceHistory *histories, guint n_histories);
void state_free (State *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (State, state_free)

/* Of a node, in constant time. */
const RevisionStatus *state_of (const State *state, const GraphNode *node);

/* All of them, RevisionStatus *: nodes in the global order, each source's missing rows after its last revision. */
const GPtrArray *state_all (const State *state);

/* All rows of SOURCE's history in the tool's order, HistoryRow *. Borrowed. */
const GPtrArray *state_history (const State *state, const Source *source);

/* All rows that SOURCE's history has for native id ID (HistoryRow *, borrowed; free the array with g_ptr_array_unref). */
GPtrArray *state_rows (const State *state, const Source *source, const char *id);

gboolean state_history_exists (const State *state, const Source *source);
gboolean state_history_complete (const State *state, const Source *source);

typedef struct
{
    guint total, applied, pending, failed, edited, missing, rolled_back, out_of_order, replaced;
} StateCounts; /* edited is counted in applied too, rolled_back and out_of_order in pending too */
StateCounts state_count (const State *state, const Source *source); /* NULL: all */

/* For the journal: a step of NODE stopped after DONE statements and can go on. It was a step down when its row is still an applied one, else a step up;
 * either way NODE is REVISION_FAILED from now on. */
void state_set_journal (State *state, const GraphNode *node, gint64 done);

#endif
