#include "core/plan_order.h"

#include "adapters/adapter.h"

typedef struct
{
    const gboolean *wanted;
    Direction direction;
    gboolean *laid; /* per node, by order */
    GPtrArray *nodes;
} Laying;

/* Puts SOURCE's own revisions among NODES into its tool's order: they share out the places that they have. */
static void order_source (const Graph *graph, const Source *source, const Adapter *adapter, Direction direction,
                          GPtrArray *nodes)
{
    g_autoptr (GPtrArray) own = g_ptr_array_new ();
    guint next = 0;

    for (guint i = 0; i < nodes->len; i++)
    {
        const GraphNode *node = nodes->pdata[i];

        if (node->revision->source == source)
            g_ptr_array_add (own, node->revision);
    }
    adapter->order (source, direction, own);
    for (guint i = 0; i < nodes->len; i++)
        if (((const GraphNode *)nodes->pdata[i])->revision->source == source)
            nodes->pdata[i] = graph_find (graph, source, ((const Revision *)own->pdata[next++])->id);
}

static void order_sources (const Graph *graph, Direction direction, GPtrArray *nodes)
{
    g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

    for (guint i = 0; i < nodes->len; i++)
    {
        const Source *source = ((const GraphNode *)nodes->pdata[i])->revision->source;
        const Adapter *adapter = adapter_find (source->tool);

        if (adapter && adapter->order && g_hash_table_add (seen, (gpointer)source))
            order_source (graph, source, adapter, direction, nodes);
    }
}

/* NODE, behind what has to run before it. */
static void lay (Laying *laying, GraphNode *node)
{
    gboolean up = laying->direction == DIRECTION_UP;
    const GPtrArray *others = up ? node->before : node->after;
    GraphNode *neighbour = up ? node->predecessor : node->successor;

    if (laying->laid[node->order] || !laying->wanted[node->order])
        return;
    laying->laid[node->order] = TRUE;
    if (neighbour)
        lay (laying, neighbour);
    for (guint i = 0; i < others->len; i++)
        lay (laying, others->pdata[i]);
    g_ptr_array_add (laying->nodes, node);
}

GPtrArray *plan_order (const Graph *graph, const gboolean *wanted, Direction direction)
{
    const GPtrArray *all = graph_nodes (graph);
    g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
    g_autofree gboolean *laid = g_new0 (gboolean, all->len);
    Laying laying = { wanted, direction, laid, g_ptr_array_new () };

    for (guint i = 0; i < all->len; i++)
    {
        GraphNode *node = all->pdata[direction == DIRECTION_UP ? i : all->len - 1 - i];

        if (wanted[node->order])
            g_ptr_array_add (nodes, node);
    }
    order_sources (graph, direction, nodes);
    for (guint i = 0; i < nodes->len; i++)
        lay (&laying, nodes->pdata[i]);
    return laying.nodes;
}
