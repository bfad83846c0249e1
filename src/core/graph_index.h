/* graph_index.h: revisions by name. For graph.c alone.
 *
 * Each source's nodes are sorted by id, and searched by halves. No hash table: on a large graph its scattered look-ups cost more than all the rest. */

#ifndef MIGSHIM_CORE_GRAPH_INDEX_H
#define MIGSHIM_CORE_GRAPH_INDEX_H

#include "core/graph.h"

typedef struct GraphIndex GraphIndex;

/* An index of NODES (N_NODES, sorted by source index), which must outlive it. Free with graph_index_free. */
GraphIndex *graph_index_new (GraphNode *nodes, guint n_nodes);
void graph_index_free (GraphIndex *index);

/* Two nodes of one key, or FALSE. */
gboolean graph_index_duplicate (const GraphIndex *index, const GraphNode **one, const GraphNode **other);

/* The nodes of SOURCE sorted by id, *N of them. */
GraphNode *const *graph_index_source (const GraphIndex *index, const Source *source, guint *n);

/* The node with id ID of SOURCE, or NULL. */
GraphNode *graph_index_find (const GraphIndex *index, const Source *source, const char *id);

/* The node with KEY ("source:id"), or NULL. */
GraphNode *graph_index_find_key (const GraphIndex *index, const char *key);

/* Calls EACH for the nodes whose id (in ONLY, or with NULL in any source), or whose key, begins with PREFIX; sources in their order, ids in the order of their
 * bytes. */
typedef void (*GraphIndexEach) (GraphNode *node, gpointer data);
void graph_index_id_prefix (const GraphIndex *index, const Source *only, const char *prefix, GraphIndexEach each,
                            gpointer data);
void graph_index_key_prefix (const GraphIndex *index, const char *prefix, GraphIndexEach each, gpointer data);

/* Calls EACH for the nodes whose id is ID, one a source at most. */
void graph_index_id (const GraphIndex *index, const char *id, GraphIndexEach each, gpointer data);

#endif
