/* graph.h: all revisions of all sources, and what must come before what.
 *
 * A graph is pure: built from revisions and links, no file and no database. Two kinds of edge: `requires` is hard (a tool's own dependency, a link,
 * an annotation), `follows` is the order of a linear tool and gives way: see state.h, out of order.
 * Order is total and the same on every machine: topological over both kinds, ties by (time, order of the sources, native position), where the time of a
 * revision is the latest time stamp of it and of those before it in its tool's own order. So a revision without a time stamp goes with its
 * predecessor, and among revisions that may run, each tool's own order is kept. Linear in revisions plus edges, but for a logarithm in the tie-break. */

#ifndef MIGSHIM_CORE_GRAPH_H
#define MIGSHIM_CORE_GRAPH_H

#include "core/config.h"
#include "model/revision.h"

#include <glib.h>

typedef struct Graph Graph;

typedef struct GraphNode GraphNode;

struct GraphNode
{
    Revision *revision;
    guint order;            /* place in the global order, from 0 */
    GPtrArray *before;      /* GraphNode *: requires, hard; native position order */
    GPtrArray *after;       /* GraphNode *: those that require this one */
    GraphNode *predecessor; /* the one it follows in a linear tool, or NULL */
    GraphNode *successor;
};

/* Who says that one revision requires another. */
typedef enum
{
    GRAPH_EDGE_TOOL,       /* the tool's own dependency */
    GRAPH_EDGE_ANNOTATION, /* a comment in the migration */
    GRAPH_EDGE_LINK,       /* `links:` */
    GRAPH_EDGE_AFTER       /* `after:` of a source */
} GraphEdgeKind;

typedef struct
{
    GraphNode *after; /* requires */
    GraphNode *before;
    GraphEdgeKind kind;
    Location where; /* of the words that say so, or LOCATION_NONE */
} GraphEdge;

/* Scans every source of CONFIG by its adapter and builds the graph. Errors: whatever a scan says; duplicate ids; links and annotations to
 * unknown or ambiguous revisions (MIGSHIM_ERROR_CONFIG at the link, MIGSHIM_ERROR_SOURCE at the annotation, with near candidates); cycles, written out in full,
 * also those that a link makes with the order of a linear tool. `after:` of a source becomes edges from each of its first revisions to each of the last of the
 * source that it names: one edge between linear tools. CONFIG must outlive the graph. Free with graph_free. */
Graph *graph_load (const Config *config, GError **error);
/* The same from revisions that are there already (stolen from REVISIONS, which is left empty, on failure too). LINKS (ConfigLink *) may be NULL.
 * LINEAR tells per source index whether its tool is linear. */
Graph *graph_build (GPtrArray *revisions, const GPtrArray *links, const gboolean *linear, guint n_sources,
                    GError **error);
void graph_free (Graph *graph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Graph, graph_free)

/* All nodes, GraphNode *, in the global order. Borrowed. */
const GPtrArray *graph_nodes (const Graph *graph);

/* All hard edges, GraphEdge, sorted by (source and position of `after`, the same of `before`), each pair once. Borrowed. */
const GArray *graph_edges (const Graph *graph);

/* The revisions of one source (Revision *), in native order. Borrowed. */
const GPtrArray *graph_source_revisions (const Graph *graph, const Source *source);

/* The nodes of one source sorted by the bytes of their ids, *N of them. Borrowed. */
GraphNode *const *graph_source_by_id (const Graph *graph, const Source *source, guint *n);

/* The node with the native id ID in SOURCE, or NULL. */
GraphNode *graph_find (const Graph *graph, const Source *source, const char *id);

/* The node that TEXT names: "source:id", "id", or an unambiguous prefix of either; what is equal goes before what only begins so. Errors: MIGSHIM_ERROR_USAGE with the candidates. */
GraphNode *graph_match (const Graph *graph, const char *text, GError **error);

/* Pairs that share a time stamp across sources, for `status` to name: the order between them is that of the configuration. Number of pairs. */
guint graph_equal_timestamps (const Graph *graph);

#endif
