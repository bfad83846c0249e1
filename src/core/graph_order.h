/* graph_order.h: the one order of all revisions, or the cycle that forbids it. For graph.c alone. */

#ifndef MIGSHIM_CORE_GRAPH_ORDER_H
#define MIGSHIM_CORE_GRAPH_ORDER_H

#include "core/graph.h"

/* NODES (N_NODES, by source index and position, `before`, `after`, `predecessor` and `successor` set) in the global order: a new array of GraphNode *,
 * and `order` of each is set. EDGES (GraphEdge, sorted) tell where each requirement was written.
 * NULL with an error when there is a cycle: MIGSHIM_ERROR_CONFIG at a link or an `after:` of it, else MIGSHIM_ERROR_SOURCE. */
GPtrArray *graph_order (GraphNode *nodes, guint n_nodes, const GArray *edges, GError **error);

#endif
