/* plan_order.h: the order in which a plan runs its steps. */

#ifndef MIGSHIM_CORE_PLAN_ORDER_H
#define MIGSHIM_CORE_PLAN_ORDER_H

#include "core/graph.h"

/* The nodes of GRAPH that are WANTED (per node, by order), GraphNode *, as they are to run in DIRECTION: in the graph's order, but for what a source's adapter orders otherwise
 * among its own (adapter.h, order). What a node requires is always on the right side of it. Free with g_ptr_array_unref. */
GPtrArray *plan_order (const Graph *graph, const gboolean *wanted, Direction direction);

#endif
