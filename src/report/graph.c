#include "report/graph.h"

#include "report/json.h"
#include "report/lanes.h"
#include "report/mark.h"
#include "report/revision_json.h"

#define NAME_LIMIT 64
#define REQUIRED_LIMIT 3

/* What each column of the text needs. */
typedef struct
{
    guint lanes;
    guint source;
    guint name;
    guint word;
} Widths;

typedef struct
{
    const Graph *graph;
    const State *state;
    const Source *only;
    const Style *style;
    Widths widths;
    GString *out;
} Picture;

/* Line characters by the ways that lead out of a cell: up 1, down 2, left 4, right 8. */
static const char *const unicode_lines[16] = { " ", "│", "│", "│", "─", "╯", "╮", "┤",
                                               "─", "╰", "╭", "├", "─", "┴", "┬", "┼" };
static const char *const ascii_lines[16] = { " ", "|", "|", "|", "-", "'", ".", "+",
                                             "-", "'", ".", "+", "-", "+", "+", "+" };

static Paint source_paint (guint index)
{
    return (Paint)(PAINT_LANE + index);
}

static char *full_name (const Revision *revision)
{
    const char *title = mark_title (revision);

    return g_strconcat (revision->id, title ? "  " : NULL, title, NULL);
}

/* What the state column says; nothing of what is as it should be. */
static const char *state_word (const RevisionStatus *status)
{
    return !status || status->state == REVISION_APPLIED ? "" : mark_of (status)->word;
}

static gboolean is_shown (const Picture *picture, const Source *source)
{
    return !picture->only || picture->only == source;
}

static void measure (Picture *picture, guint n_lanes, const char *source, const char *name, const char *word)
{
    Widths *widths = &picture->widths;

    widths->lanes = MAX (widths->lanes, n_lanes);
    widths->source = MAX (widths->source, style_width (source));
    widths->name = MAX (widths->name, MIN (style_width (name), NAME_LIMIT));
    widths->word = MAX (widths->word, style_width (word));
}

static void append_lanes (Picture *picture, const GArray *row, const Mark *mark)
{
    const Style *style = picture->style;
    const char *const *lines = style->unicode ? unicode_lines : ascii_lines;

    for (guint i = 0; i < picture->widths.lanes; i++)
    {
        const LaneCell *cell = i < row->len ? &g_array_index (row, LaneCell, i) : NULL;

        if (!cell)
            style_pad (picture->out, 1);
        else if (cell->ways & LANE_NODE)
            mark_append (picture->out, style, mark);
        else if ((cell->ways & 15) == 0)
            style_pad (picture->out, 1);
        else
            style_append (picture->out, style, source_paint (cell->source), "%s", lines[cell->ways & 15]);
        if (cell && cell->ways & LANE_BRIDGE)
            style_append (picture->out, style, source_paint (cell->bridge_source), "%s", style_pick (style, "─", "-"));
        else
            style_pad (picture->out, 1);
    }
}

/* "requires api:1, web:2 and 3 more": of other sources only, since the lanes show the rest. */
static char *requirements (const GraphNode *node)
{
    g_autoptr (GString) text = g_string_new (NULL);
    guint count = 0;

    for (guint i = 0; node && i < node->before->len; i++)
    {
        const Revision *before = ((const GraphNode *)node->before->pdata[i])->revision;

        if (before->source == node->revision->source || ++count > REQUIRED_LIMIT)
            continue;
        g_string_append_printf (text, "%s%s", count > 1 ? ", " : "requires ", before->key);
    }
    if (count > REQUIRED_LIMIT)
        g_string_append_printf (text, " and %u more", count - REQUIRED_LIMIT);
    return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Appends TEXT, and holds back the blanks that fill its column until something follows. */
static void append_column (Picture *picture, guint *held, Paint paint, const char *text, guint width)
{
    guint taken = style_width (text);

    if (taken > 0)
    {
        style_pad (picture->out, *held);
        style_append (picture->out, picture->style, paint, "%s", text);
        *held = 2;
    }
    else
        *held += width > 0 ? 2 : 0;
    *held += width > taken ? width - taken : 0;
}

static void append_line (Picture *picture, const GArray *row, const Source *source, const GraphNode *node,
                         const RevisionStatus *status)
{
    const Mark *mark = mark_of (status);
    g_autofree char *name = node ? full_name (node->revision) : g_strdup (status->id);
    g_autofree char *required = requirements (node);
    guint held = 1;

    append_lanes (picture, row, mark);
    append_column (picture, &held, source_paint (source->index), source->name, picture->widths.source);
    append_column (picture, &held, PAINT_PLAIN, name, picture->widths.name);
    append_column (picture, &held, mark->paint, state_word (status), picture->widths.word);
    append_column (picture, &held, PAINT_DIM, required, 0);
    g_string_append_c (picture->out, '\n');
}

/* Goes through all lines twice: once to measure, once to write. */
static void walk (Picture *picture, gboolean writing)
{
    g_autoptr (Lanes) lanes = lanes_new (picture->graph, picture->only);
    const GPtrArray *items = picture->state ? state_all (picture->state) : graph_nodes (picture->graph);

    for (guint i = 0; i < items->len; i++)
    {
        const RevisionStatus *status = picture->state ? items->pdata[i] : NULL;
        const GraphNode *node = picture->state ? status->node : items->pdata[i];
        const Source *source = node ? node->revision->source : status->source;
        const GArray *row;

        if (!is_shown (picture, source))
            continue;
        row = node ? lanes_next (lanes, node) : lanes_aside (lanes, source);
        if (writing)
            append_line (picture, row, source, node, status);
        else
        {
            g_autofree char *name = node ? full_name (node->revision) : g_strdup (status->id);

            measure (picture, row->len, source->name, name, state_word (status));
        }
    }
}

/* "● 4 applied   ○ 2 pending" in the order in which the signs come up. */
static void append_legend (Picture *picture)
{
    const GPtrArray *all = state_all (picture->state);
    g_autoptr (GPtrArray) marks = g_ptr_array_new ();
    guint counts[16] = { 0 };

    for (guint i = 0; i < all->len; i++)
    {
        const RevisionStatus *status = all->pdata[i];
        const Mark *mark = mark_of (status);
        guint at;

        if (!is_shown (picture, status->source))
            continue;
        if (!g_ptr_array_find (marks, mark, &at))
        {
            at = marks->len;
            g_ptr_array_add (marks, (gpointer)mark);
        }
        counts[at]++;
    }
    for (guint i = 0; i < marks->len; i++)
    {
        const Mark *mark = marks->pdata[i];

        g_string_append (picture->out, i == 0 ? "\n" : "   ");
        mark_append (picture->out, picture->style, mark);
        style_append (picture->out, picture->style, PAINT_DIM, " %u %s", counts[i], mark->word);
    }
    if (marks->len > 0)
        g_string_append_c (picture->out, '\n');
}

void graph_report_text (GString *out, const Graph *graph, const State *state, const Source *only, const Style *style)
{
    Picture picture = { graph, state, only, style, { 0, 0, 0, 0 }, out };

    walk (&picture, FALSE);
    walk (&picture, TRUE);
    if (state)
        append_legend (&picture);
}

static const char *edge_name (GraphEdgeKind kind)
{
    switch (kind)
    {
    case GRAPH_EDGE_TOOL:
        return "tool";
    case GRAPH_EDGE_ANNOTATION:
        return "annotation";
    case GRAPH_EDGE_LINK:
        return "link";
    case GRAPH_EDGE_AFTER:
        return "after";
    }
    g_return_val_if_reached ("");
}

static json_t *json_edges (const Graph *graph, const Source *only, const char *folder)
{
    const GArray *edges = graph_edges (graph);
    json_t *array = json_array ();

    for (guint i = 0; i < edges->len; i++)
    {
        const GraphEdge *edge = &g_array_index (edges, GraphEdge, i);
        json_t *object;

        if (only && (only != edge->after->revision->source || only != edge->before->revision->source))
            continue;
        object = json_object ();
        json_object_set_new (object, "revision", json_text (edge->after->revision->key));
        json_object_set_new (object, "requires", json_text (edge->before->revision->key));
        json_object_set_new (object, "by", json_string (edge_name (edge->kind)));
        json_object_set_new (object, "file", json_text (report_path (edge->where.file, folder)));
        json_object_set_new (object, "line", edge->where.line > 0 ? json_integer (edge->where.line) : json_null ());
        json_array_append_new (array, object);
    }
    return array;
}

json_t *graph_report_json (const Graph *graph, const State *state, const Source *only, const char *folder)
{
    json_t *object = json_report_new ("graph");
    json_t *revisions = json_array ();
    const GPtrArray *items = state ? state_all (state) : graph_nodes (graph);

    for (guint i = 0; i < items->len; i++)
    {
        const RevisionStatus *status = state ? items->pdata[i] : NULL;
        const GraphNode *node = status ? status->node : items->pdata[i];

        if (only && only != (node ? node->revision->source : status->source))
            continue;
        json_array_append_new (revisions,
                               status ? report_json_status (status, folder) : report_json_revision (node, folder));
    }
    json_object_set_new (object, "revisions", revisions);
    json_object_set_new (object, "edges", json_edges (graph, only, folder));
    return object;
}
