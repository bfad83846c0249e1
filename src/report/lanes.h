/* lanes.h: where each revision of a graph stands in a drawing of lines from the oldest to the newest.
 *
 * A lane is a column. A linear source keeps one lane; branches open lanes and merges close them. A requirement of another source is a
 * horizontal line from its lane to the revision. A lane stays as long as something still comes from it. Nothing is drawn here: a row is a list of cells
 * that say which ways lines leave them. */

#ifndef MIGSHIM_REPORT_LANES_H
#define MIGSHIM_REPORT_LANES_H

#include "core/graph.h"

typedef enum
{
    LANE_UP = 1,
    LANE_DOWN = 2,
    LANE_LEFT = 4,
    LANE_RIGHT = 8,
    LANE_NODE = 16,
    LANE_BRIDGE = 32 /* a horizontal line between this cell and the next */
} LaneFlags;

typedef struct
{
    guint ways;          /* LaneFlags */
    guint source;        /* index of the source to which the cell's lines belong */
    guint bridge_source; /* that of the bridge's */
} LaneCell;

typedef struct Lanes Lanes;

/* ONLY is the one source that is drawn, or NULL for all. Free with lanes_free; GRAPH must outlive it. */
Lanes *lanes_new (const Graph *graph, const Source *only);
void lanes_free (Lanes *lanes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lanes, lanes_free)

/* The row of the next revision, LaneCell each. NODE must come in the global order; all that are drawn must come. Valid until the next call. */
const GArray *lanes_next (Lanes *lanes, const GraphNode *node);

/* A row of its own for something of SOURCE that is no revision, such as a history row without a file. */
const GArray *lanes_aside (Lanes *lanes, const Source *source);

#endif
