#include "core/graph_order.h"

#include "util/error.h"

#define MAX_CYCLE_WORDS 50

typedef struct
{
    const GraphNode *nodes;
    guint n_nodes;
    gint64 *time;   /* per node: the latest time stamp up to it in its tool's order */
    guint *waiting; /* per node: how many must still come before it */
    guint *heap;    /* indices of nodes that may come next; the root is the first */
    guint heap_length;
} Order;

static void order_clear (Order *order)
{
    g_free (order->time);
    g_free (order->waiting);
    g_free (order->heap);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Order, order_clear)

static gboolean earlier (const Order *order, guint a, guint b)
{
    if (order->time[a] != order->time[b])
        return order->time[a] < order->time[b];
    return a < b;
}

static void heap_push (Order *order, guint node)
{
    guint at = order->heap_length++;

    while (at > 0 && earlier (order, node, order->heap[(at - 1) / 2]))
    {
        order->heap[at] = order->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    order->heap[at] = node;
}

static guint heap_pop (Order *order)
{
    guint root = order->heap[0];
    guint moved = order->heap[--order->heap_length];
    guint at = 0;

    for (;;)
    {
        guint child = 2 * at + 1;

        if (child + 1 < order->heap_length && earlier (order, order->heap[child + 1], order->heap[child]))
            child++;
        if (child >= order->heap_length || !earlier (order, order->heap[child], moved))
            break;
        order->heap[at] = order->heap[child];
        at = child;
    }
    order->heap[at] = moved;
    return root;
}

static void release (Order *order, const GraphNode *node)
{
    guint index = (guint)(node - order->nodes);

    if (--order->waiting[index] == 0)
        heap_push (order, index);
}

static Order order_new (const GraphNode *nodes, guint n_nodes)
{
    Order order = { nodes, n_nodes, g_new (gint64, n_nodes), g_new (guint, n_nodes), g_new (guint, n_nodes), 0 };

    for (guint i = 0; i < n_nodes; i++)
    {
        const Revision *revision = nodes[i].revision;
        gboolean first = i == 0 || nodes[i - 1].revision->source != revision->source;

        order.time[i] = first ? revision->timestamp : MAX (revision->timestamp, order.time[i - 1]);
        order.waiting[i] = nodes[i].before->len + (nodes[i].predecessor ? 1 : 0);
    }
    return order;
}

/* One step of a cycle: FROM waits for TO, because of EDGE, or of the tool's own order when EDGE is NULL. */
typedef struct
{
    const GraphNode *from;
    const GraphNode *to;
    const GraphEdge *edge;
} Wait;

static const GraphEdge *find_edge (const GArray *edges, const GraphNode *after, const GraphNode *before)
{
    guint low = 0;
    guint high = edges->len;

    while (low < high)
    {
        guint middle = low + (high - low) / 2;
        const GraphEdge *edge = &g_array_index (edges, GraphEdge, middle);

        if (edge->after == after && edge->before == before)
            return edge;
        if (edge->after < after || (edge->after == after && edge->before < before))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* A node of some cycle: from a node that still waits, always to one that it waits for, until one is met again. */
static guint find_cycle_node (const Order *order)
{
    g_autofree gboolean *seen = g_new0 (gboolean, order->n_nodes);
    guint at = 0;

    while (order->waiting[at] == 0)
        at++;
    while (!seen[at])
    {
        const GraphNode *node = &order->nodes[at];

        seen[at] = TRUE;
        for (guint i = 0; i < node->before->len; i++)
            if (order->waiting[(const GraphNode *)node->before->pdata[i] - order->nodes] > 0)
            {
                at = (guint)((const GraphNode *)node->before->pdata[i] - order->nodes);
                break;
            }
        if (&order->nodes[at] == node && node->predecessor && order->waiting[node->predecessor - order->nodes] > 0)
            at = (guint)(node->predecessor - order->nodes);
    }
    return at;
}

/* Widens a search by NODE, reached from FROM. TRUE when NODE is START: the cycle is closed. */
static gboolean reach (const Order *order, guint *came_from, GArray *queue, guint from, guint node, guint start)
{
    if (order->waiting[node] == 0 || came_from[node] != G_MAXUINT)
        return FALSE;
    came_from[node] = from;
    g_array_append_val (queue, node);
    return node == start;
}

/* The shortest cycle through START: its nodes' indices, each waiting for the next, the last for the first. */
static GArray *shortest_cycle (const Order *order, guint start)
{
    g_autofree guint *came_from = g_new (guint, order->n_nodes);
    g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint));
    GArray *cycle = g_array_new (FALSE, FALSE, sizeof (guint));
    gboolean closed = FALSE;

    for (guint i = 0; i < order->n_nodes; i++)
        came_from[i] = G_MAXUINT;
    g_array_append_val (queue, start);
    for (guint head = 0; head < queue->len && !closed; head++)
    {
        guint at = g_array_index (queue, guint, head);
        const GraphNode *node = &order->nodes[at];

        for (guint i = 0; i < node->before->len && !closed; i++)
            closed = reach (order, came_from, queue, at,
                            (guint)((const GraphNode *)node->before->pdata[i] - order->nodes), start);
        if (!closed && node->predecessor)
            closed = reach (order, came_from, queue, at, (guint)(node->predecessor - order->nodes), start);
    }
    for (guint at = came_from[start]; at != start; at = came_from[at])
        g_array_prepend_val (cycle, at);
    g_array_prepend_val (cycle, start);
    return cycle;
}

/* CYCLE as waits; a run of a linear tool's own order is one of them. */
static GArray *cycle_waits (const Order *order, const GArray *cycle, const GArray *edges)
{
    GArray *waits = g_array_new (FALSE, FALSE, sizeof (Wait));

    for (guint i = 0; i < cycle->len; i++)
    {
        const GraphNode *from = &order->nodes[g_array_index (cycle, guint, i)];
        const GraphNode *to = &order->nodes[g_array_index (cycle, guint, (i + 1) % cycle->len)];
        Wait wait = { from, to, find_edge (edges, from, to) };
        Wait *last = waits->len > 0 ? &g_array_index (waits, Wait, waits->len - 1) : NULL;

        if (last && !last->edge && !wait.edge)
            last->to = to;
        else
            g_array_append_val (waits, wait);
    }
    if (waits->len > 1 && !g_array_index (waits, Wait, 0).edge && !g_array_index (waits, Wait, waits->len - 1).edge)
    {
        g_array_index (waits, Wait, waits->len - 1).to = g_array_index (waits, Wait, 0).to;
        g_array_remove_index (waits, 0);
    }
    return waits;
}

static void append_place (GString *text, const char *what, Location where)
{
    g_autofree char *name = where.file ? g_path_get_basename (where.file) : NULL;

    if (what && name)
        g_string_append_printf (text, " (%s, %s:%u)", what, name, where.line);
    else if (what)
        g_string_append_printf (text, " (%s)", what);
    else if (where.file)
        g_string_append_printf (text, " (%s:%u)", where.file, where.line);
}

static void append_wait (GString *text, const Wait *wait)
{
    if (!wait->edge)
    {
        g_string_append_printf (text, " follows %s", wait->to->revision->key);
        return;
    }
    switch (wait->edge->kind)
    {
    case GRAPH_EDGE_TOOL:
        g_string_append_printf (text, " requires %s", wait->to->revision->key);
        break;
    case GRAPH_EDGE_ANNOTATION:
        g_string_append_printf (text, " requires %s", wait->to->revision->key);
        append_place (text, NULL, wait->edge->where);
        break;
    case GRAPH_EDGE_LINK:
        g_string_append_printf (text, " requires %s", wait->to->revision->key);
        append_place (text, "links", wait->edge->where);
        break;
    case GRAPH_EDGE_AFTER:
        g_string_append_printf (text, " comes after %s", wait->to->revision->key);
        append_place (text, "after", wait->edge->where);
        break;
    }
}

/* The wait of WAITS that a person can most easily take away, or NULL: a link, an `after:`, an annotation. */
static const Wait *culprit (const GArray *waits)
{
    static const GraphEdgeKind kinds[] = { GRAPH_EDGE_LINK, GRAPH_EDGE_AFTER, GRAPH_EDGE_ANNOTATION };

    for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        for (guint i = 0; i < waits->len; i++)
        {
            const Wait *wait = &g_array_index (waits, Wait, i);

            if (wait->edge && wait->edge->kind == kinds[k])
                return wait;
        }
    return NULL;
}

static void set_cycle_error (const GArray *waits, GError **error)
{
    g_autoptr (GString) text = g_string_new (g_array_index (waits, Wait, 0).from->revision->key);
    const Wait *blamed = culprit (waits);
    const Wait *own_order = NULL;
    Location where = blamed ? blamed->edge->where : LOCATION_NONE;
    gboolean configured = blamed && blamed->edge->kind != GRAPH_EDGE_ANNOTATION;

    for (guint i = 0; i < waits->len; i++)
    {
        const Wait *wait = &g_array_index (waits, Wait, i);

        if (!wait->edge)
            own_order = wait;
        if (i == MAX_CYCLE_WORDS && waits->len > MAX_CYCLE_WORDS + 1)
            g_string_append_printf (text, " ... (%u more) ...", waits->len - MAX_CYCLE_WORDS - 1);
        if (i < MAX_CYCLE_WORDS || i == waits->len - 1)
            append_wait (text, wait);
    }
    if (!where.file)
        where = (Location){ g_array_index (waits, Wait, 0).from->revision->path, 0, 0 };
    error_set_at (error, configured ? MIGSHIM_ERROR_CONFIG : MIGSHIM_ERROR_SOURCE, where, NULL, 0,
                  "revisions wait for each other: %s", text->str);
    if (own_order)
        error_hint (error,
                    "%s runs its revisions in its own order, and %s comes after %s in it. "
                    "Remove a requirement that wants the contrary.",
                    own_order->from->revision->source->name, own_order->from->revision->id,
                    own_order->to->revision->id);
    else
        error_hint (error, "Remove one of these requirements.");
}

/* Starts the words at the wait to blame, where there is one: a person reads what can be changed first. */
static GArray *find_cycle (const Order *order, const GArray *edges)
{
    g_autoptr (GArray) cycle = shortest_cycle (order, find_cycle_node (order));
    g_autoptr (GArray) waits = cycle_waits (order, cycle, edges);
    const Wait *blamed = culprit (waits);
    g_autoptr (GArray) turned = NULL;

    if (!blamed)
        return g_steal_pointer (&waits);
    turned = shortest_cycle (order, (guint)(blamed->from - order->nodes));
    return cycle_waits (order, turned, edges);
}

GPtrArray *graph_order (GraphNode *nodes, guint n_nodes, const GArray *edges, GError **error)
{
    g_auto (Order) order = order_new (nodes, n_nodes);
    g_autoptr (GPtrArray) ordered = g_ptr_array_sized_new (n_nodes);
    g_autoptr (GArray) waits = NULL;

    for (guint i = 0; i < n_nodes; i++)
        if (order.waiting[i] == 0)
            heap_push (&order, i);
    while (order.heap_length > 0)
    {
        GraphNode *node = &nodes[heap_pop (&order)];

        node->order = ordered->len;
        g_ptr_array_add (ordered, node);
        for (guint i = 0; i < node->after->len; i++)
            release (&order, node->after->pdata[i]);
        if (node->successor)
            release (&order, node->successor);
    }
    if (ordered->len == n_nodes)
        return g_steal_pointer (&ordered);
    waits = find_cycle (&order, edges);
    set_cycle_error (waits, error);
    return NULL;
}
