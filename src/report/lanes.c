#include "report/lanes.h"

typedef struct
{
    const GraphNode *next; /* the revision that this lane leads to, or NULL */
    gint64 last_use;       /* order of the last revision that a line goes to from here, or -1 */
    guint source;
} Lane;

struct Lanes
{
    const Source *only;
    GArray *lanes;     /* of Lane */
    GArray *row;       /* of LaneCell */
    GArray *above;     /* of gboolean: lines come from above */
    GArray *joined;    /* of gboolean: the row's line ends or turns there */
    guint *places;     /* per node, by order: its lane */
    gint64 order;      /* of the last row's revision */
    gint64 *last_uses; /* per node, by order: the last revision of another source that requires it, or -1 */
};

static Lane *lane_at (const Lanes *lanes, guint column)
{
    return &g_array_index (lanes->lanes, Lane, column);
}

static gboolean is_drawn (const Lanes *lanes, const GraphNode *node)
{
    return !lanes->only || lanes->only == node->revision->source;
}

static gboolean same_source (const GraphNode *a, const GraphNode *b)
{
    return a->revision->source == b->revision->source;
}

Lanes *lanes_new (const Graph *graph, const Source *only)
{
    const GPtrArray *nodes = graph_nodes (graph);
    Lanes *lanes = g_new0 (Lanes, 1);

    lanes->only = only;
    lanes->order = -1;
    lanes->lanes = g_array_new (FALSE, FALSE, sizeof (Lane));
    lanes->row = g_array_new (FALSE, TRUE, sizeof (LaneCell));
    lanes->above = g_array_new (FALSE, TRUE, sizeof (gboolean));
    lanes->joined = g_array_new (FALSE, TRUE, sizeof (gboolean));
    lanes->places = g_new0 (guint, nodes->len);
    lanes->last_uses = g_new (gint64, nodes->len);
    for (guint i = 0; i < nodes->len; i++)
    {
        const GraphNode *node = nodes->pdata[i];

        lanes->last_uses[i] = -1;
        for (guint j = 0; j < node->after->len; j++)
        {
            const GraphNode *after = node->after->pdata[j];

            if (!same_source (node, after) && is_drawn (lanes, after))
                lanes->last_uses[i] = MAX (lanes->last_uses[i], (gint64)after->order);
        }
    }
    return lanes;
}

void lanes_free (Lanes *lanes)
{
    if (!lanes)
        return;
    g_array_unref (lanes->lanes);
    g_array_unref (lanes->row);
    g_array_unref (lanes->above);
    g_array_unref (lanes->joined);
    g_free (lanes->places);
    g_free (lanes->last_uses);
    g_free (lanes);
}

static gboolean is_alive (const Lane *lane, gint64 order)
{
    return lane->next || lane->last_use > order;
}

/* A lane that nothing comes down on, neither now nor in this row. */
static guint take_lane (Lanes *lanes, gint64 order)
{
    Lane lane = { NULL, -1, 0 };
    gboolean no = FALSE;

    for (guint i = 0; i < lanes->lanes->len; i++)
        if (!g_array_index (lanes->above, gboolean, i) && !g_array_index (lanes->joined, gboolean, i) &&
            !is_alive (lane_at (lanes, i), order))
        {
            *lane_at (lanes, i) = lane;
            return i;
        }
    g_array_append_val (lanes->lanes, lane);
    g_array_append_val (lanes->above, no);
    g_array_append_val (lanes->joined, no);
    return lanes->lanes->len - 1;
}

static void begin_row (Lanes *lanes, gint64 order)
{
    for (guint i = 0; i < lanes->lanes->len; i++)
    {
        g_array_index (lanes->above, gboolean, i) = is_alive (lane_at (lanes, i), order - 1);
        g_array_index (lanes->joined, gboolean, i) = FALSE;
    }
}

/* The lane that NODE stands on: the first that leads to it. The others that do end here. */
static guint place_node (Lanes *lanes, const GraphNode *node)
{
    guint place = G_MAXUINT;

    for (guint i = 0; i < lanes->lanes->len; i++)
    {
        if (lane_at (lanes, i)->next != node)
            continue;
        lane_at (lanes, i)->next = NULL;
        if (place == G_MAXUINT)
            place = i;
        else
            g_array_index (lanes->joined, gboolean, i) = TRUE;
    }
    if (place == G_MAXUINT)
        place = take_lane (lanes, node->order);
    g_array_index (lanes->joined, gboolean, place) = TRUE;
    lanes->places[node->order] = place;
    return place;
}

static void join_requirements (Lanes *lanes, const GraphNode *node)
{
    for (guint i = 0; i < node->before->len; i++)
    {
        const GraphNode *before = node->before->pdata[i];

        if (!same_source (node, before) && is_drawn (lanes, before))
            g_array_index (lanes->joined, gboolean, lanes->places[before->order]) = TRUE;
    }
}

/* Leads the lane of NODE on to its first successor of the same source, and opens a lane to each of the others. */
static void open_lanes (Lanes *lanes, const GraphNode *node, guint place)
{
    gboolean led = node->successor != NULL;
    Lane *lane = lane_at (lanes, place);

    lane->source = node->revision->source->index;
    lane->next = node->successor;
    lane->last_use = MAX (lane->last_use, lanes->last_uses[node->order]);
    for (guint i = 0; i < node->after->len && !node->successor && !node->predecessor; i++)
    {
        const GraphNode *after = node->after->pdata[i];
        guint taken;

        if (!same_source (node, after))
            continue;
        taken = led ? take_lane (lanes, node->order) : place;
        lane_at (lanes, taken)->next = after;
        lane_at (lanes, taken)->source = node->revision->source->index;
        g_array_index (lanes->joined, gboolean, taken) = TRUE;
        led = TRUE;
    }
}

/* Cells of a row whose line lies between the outermost joined lanes. */
static void draw_row (Lanes *lanes, guint place, gint64 order, guint source)
{
    guint low = place;
    guint high = place;

    for (guint i = 0; i < lanes->lanes->len; i++)
        if (g_array_index (lanes->joined, gboolean, i))
        {
            low = MIN (low, i);
            high = MAX (high, i);
        }
    g_array_set_size (lanes->row, lanes->lanes->len);
    for (guint i = 0; i < lanes->lanes->len; i++)
    {
        gboolean above = g_array_index (lanes->above, gboolean, i);
        gboolean below = is_alive (lane_at (lanes, i), order);
        gboolean joined = g_array_index (lanes->joined, gboolean, i);
        gboolean within = i >= low && i <= high;
        LaneCell *cell = &g_array_index (lanes->row, LaneCell, i);

        cell->ways = (above ? LANE_UP : 0) | (below ? LANE_DOWN : 0);
        cell->source = lane_at (lanes, i)->source;
        cell->bridge_source = source;
        if (i == place)
            cell->ways |= LANE_NODE;
        else if (within && (joined || cell->ways == 0))
            cell->ways |= (i > low ? LANE_LEFT : 0) | (i < high ? LANE_RIGHT : 0);
        if (cell->ways & (LANE_LEFT | LANE_RIGHT))
            cell->source = source;
        if (i >= low && i < high)
            cell->ways |= LANE_BRIDGE;
    }
}

const GArray *lanes_next (Lanes *lanes, const GraphNode *node)
{
    guint place;

    lanes->order = node->order;
    begin_row (lanes, node->order);
    place = place_node (lanes, node);
    join_requirements (lanes, node);
    open_lanes (lanes, node, place);
    draw_row (lanes, place, node->order, node->revision->source->index);
    return lanes->row;
}

const GArray *lanes_aside (Lanes *lanes, const Source *source)
{
    guint place;

    begin_row (lanes, lanes->order + 1);
    place = take_lane (lanes, lanes->order);
    lane_at (lanes, place)->source = source->index;
    draw_row (lanes, place, lanes->order, source->index);
    return lanes->row;
}
