#include "report/graph.h"
#include "report/mark.h"

/* Colours of a state in a drawing: fill and line. Light fills, so that black text reads well on paper and on a dark page alike. */
typedef struct
{
    const char *name;
    const char *fill;
    const char *line;
} Ink;

static const Ink inks[] = {
    [REVISION_PENDING] = { "pending", "#fff6d6", "#b58900" },
    [REVISION_APPLIED] = { "applied", "#dff3e1", "#2e7d32" },
    [REVISION_EDITED] = { "edited", "#fde2e1", "#c62828" },
    [REVISION_FAILED] = { "failed", "#f8b8b5", "#b71c1c" },
    [REVISION_ROLLED_BACK] = { "rolledback", "#fff6d6", "#b58900" },
    [REVISION_MISSING] = { "missing", "#fde2e1", "#c62828" },
    [REVISION_REPLACED] = { "replaced", "#eeeeee", "#777777" },
};
static const Ink file_ink = { "file", "#e8eef7", "#44546a" };

typedef void (*AppendText) (GString *out, const char *text);

/* Control characters and what could end a label early. Backslash and quote are DOT's. */
static void append_dot (GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid (text, -1);

    for (const char *p = valid; *p; p = g_utf8_next_char (p))
    {
        gunichar character = g_utf8_get_char (p);

        if (character == '"' || character == '\\')
            g_string_append_c (out, '\\');
        g_string_append_unichar (out, g_unichar_iscntrl (character) ? ' ' : character);
    }
}

/* Mermaid reads its labels as HTML with entities of its own (#35; is a hash); what isn't plain goes as a number. */
static void append_mermaid (GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid (text, -1);

    for (const char *p = valid; *p; p = g_utf8_next_char (p))
    {
        gunichar character = g_utf8_get_char (p);

        if (g_unichar_iscntrl (character))
            g_string_append_c (out, ' ');
        else if (character < 128 && !g_ascii_isalnum ((char)character) && character != ' ' && character != '_' &&
                 character != '.' && character != '-')
            g_string_append_printf (out, "#%u;", character);
        else
            g_string_append_unichar (out, character);
    }
}

static const Ink *ink_of (const RevisionStatus *status)
{
    return status ? &inks[status->state] : &file_ink;
}

static const RevisionStatus *status_of (const State *state, const GraphNode *node)
{
    return state ? state_of (state, node) : NULL;
}

static void append_label (GString *out, AppendText append, const char *line_break, const GraphNode *node,
                          const RevisionStatus *status)
{
    append (out, node->revision->id);
    if (mark_title (node->revision))
    {
        g_string_append (out, line_break);
        append (out, mark_title (node->revision));
    }
    if (status && status->state != REVISION_APPLIED)
    {
        g_string_append (out, line_break);
        append (out, mark_of (status)->word);
    }
}

/* Calls EACH for the nodes of the graph, source after source; BEGIN and END around the nodes of one source. */
typedef struct
{
    const Graph *graph;
    const State *state;
    const Source *only;
    GString *out;
    void (*begin) (GString *out, const Source *source);
    void (*each) (GString *out, const GraphNode *node, const RevisionStatus *status);
    const char *end;
} Clusters;

static void append_clusters (const Clusters *clusters)
{
    const GPtrArray *nodes = graph_nodes (clusters->graph);
    g_autoptr (GPtrArray) sources = g_ptr_array_new ();

    for (guint i = 0; i < nodes->len; i++)
    {
        const Source *source = ((const GraphNode *)nodes->pdata[i])->revision->source;

        if (source->index >= sources->len)
            g_ptr_array_set_size (sources, (int)source->index + 1);
        sources->pdata[source->index] = (gpointer)source;
    }
    for (guint i = 0; i < sources->len; i++)
    {
        const Source *source = sources->pdata[i];
        const GPtrArray *revisions = source ? graph_source_revisions (clusters->graph, source) : NULL;

        if (!source || (clusters->only && clusters->only != source))
            continue;
        clusters->begin (clusters->out, source);
        for (guint j = 0; j < revisions->len; j++)
        {
            const GraphNode *node = graph_find (clusters->graph, source, ((const Revision *)revisions->pdata[j])->id);

            clusters->each (clusters->out, node, status_of (clusters->state, node));
        }
        g_string_append (clusters->out, clusters->end);
    }
}

/* Calls EACH for every edge that is drawn, BEFORE first. */
static void append_edges (GString *out, const Graph *graph, const Source *only,
                          void (*each) (GString *out, const GraphNode *before, const GraphNode *after,
                                        gboolean follows))
{
    const GPtrArray *nodes = graph_nodes (graph);

    for (guint i = 0; i < nodes->len; i++)
    {
        const GraphNode *node = nodes->pdata[i];

        if (only && only != node->revision->source)
            continue;
        if (node->predecessor)
            each (out, node->predecessor, node, TRUE);
        for (guint j = 0; j < node->before->len; j++)
        {
            const GraphNode *before = node->before->pdata[j];

            if (before != node->predecessor && (!only || only == before->revision->source))
                each (out, before, node, FALSE);
        }
    }
}

static void begin_dot (GString *out, const Source *source)
{
    g_string_append_printf (out, "  subgraph cluster_%u {\n    label=\"", source->index);
    append_dot (out, source->name);
    g_string_append (out, " (");
    append_dot (out, source->tool);
    g_string_append (out, ")\"; color=\"#bbbbbb\"; style=rounded;\n");
}

static void node_dot (GString *out, const GraphNode *node, const RevisionStatus *status)
{
    const Ink *ink = ink_of (status);

    g_string_append (out, "    \"");
    append_dot (out, node->revision->key);
    g_string_append (out, "\" [label=\"");
    append_label (out, append_dot, "\\n", node, status);
    g_string_append_printf (out, "\", fillcolor=\"%s\", color=\"%s\"];\n", ink->fill, ink->line);
}

static void edge_dot (GString *out, const GraphNode *before, const GraphNode *after, gboolean follows)
{
    gboolean across = before->revision->source != after->revision->source;

    g_string_append (out, "  \"");
    append_dot (out, before->revision->key);
    g_string_append (out, "\" -> \"");
    append_dot (out, after->revision->key);
    g_string_append_printf (out, "\"%s;\n", follows ? " [style=dotted]" : across ? " [penwidth=2]" : "");
}

void graph_report_dot (GString *out, const Graph *graph, const State *state, const Source *only)
{
    Clusters clusters = { graph, state, only, out, begin_dot, node_dot, "  }\n" };

    g_string_append (out, "digraph migrations {\n"
                          "  rankdir=TB; fontname=\"Helvetica\";\n"
                          "  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=10];\n"
                          "  edge [color=\"#555555\", arrowsize=0.7];\n");
    append_clusters (&clusters);
    append_edges (out, graph, only, edge_dot);
    g_string_append (out, "}\n");
}

static void begin_mermaid (GString *out, const Source *source)
{
    g_string_append_printf (out, "  subgraph s%u[\"", source->index);
    append_mermaid (out, source->name);
    g_string_append (out, " #40;");
    append_mermaid (out, source->tool);
    g_string_append (out, "#41;\"]\n");
}

static void node_mermaid (GString *out, const GraphNode *node, const RevisionStatus *status)
{
    g_string_append_printf (out, "    n%u[\"", node->order);
    append_label (out, append_mermaid, "<br>", node, status);
    g_string_append_printf (out, "\"]:::%s\n", ink_of (status)->name);
}

static void edge_mermaid (GString *out, const GraphNode *before, const GraphNode *after, gboolean follows)
{
    gboolean across = before->revision->source != after->revision->source;

    g_string_append_printf (out, "  n%u %s n%u\n", before->order,
                            follows  ? "-.->"
                            : across ? "==>"
                                     : "-->",
                            after->order);
}

static void class_mermaid (GString *out, const Ink *ink)
{
    g_string_append_printf (out, "  classDef %s fill:%s,stroke:%s,color:#000\n", ink->name, ink->fill, ink->line);
}

void graph_report_mermaid (GString *out, const Graph *graph, const State *state, const Source *only)
{
    Clusters clusters = { graph, state, only, out, begin_mermaid, node_mermaid, "  end\n" };

    g_string_append (out, "flowchart TD\n");
    append_clusters (&clusters);
    append_edges (out, graph, only, edge_mermaid);
    if (!state)
        class_mermaid (out, &file_ink);
    for (guint i = 0; state && i < G_N_ELEMENTS (inks); i++)
        class_mermaid (out, &inks[i]);
}
