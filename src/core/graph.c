#include "core/graph.h"

#include "adapters/adapter.h"
#include "core/graph_index.h"
#include "core/graph_order.h"
#include "util/error.h"

#include <string.h>

#define MAX_CANDIDATES 8
#define NEARBY 4

struct Graph
{
    GraphNode *nodes; /* by (source index, position) */
    guint n_nodes;
    GPtrArray *revisions; /* owned, in the order of nodes */
    GPtrArray *by_source; /* GPtrArray of Revision *, per source index */
    GPtrArray *ordered;   /* GraphNode * */
    GraphIndex *index;
    GPtrArray *none; /* stays empty: the neighbours of the many nodes that have none */
    GArray *edges;   /* of GraphEdge */
};

static int compare_position (gconstpointer left, gconstpointer right)
{
    const Revision *a = *(Revision *const *)left;
    const Revision *b = *(Revision *const *)right;

    if (a->source->index != b->source->index)
        return a->source->index < b->source->index ? -1 : 1;
    if (a->position != b->position)
        return a->position < b->position ? -1 : 1;
    return strcmp (a->id, b->id);
}

static const char *node_key (const GraphNode *node)
{
    return node->revision->key;
}

static const char *node_id (const GraphNode *node)
{
    return node->revision->id;
}

/* What a look-up found: one node, or how many it might have been and the first of them. */
typedef struct
{
    GraphNode *node;
    guint count;
    GPtrArray *candidates; /* GraphNode *, at most MAX_CANDIDATES */
} Match;

static void match_clear (Match *match)
{
    g_clear_pointer (&match->candidates, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Match, match_clear)

/* GraphIndexEach. A node may come by its id and again by its key. */
static void match_add (GraphNode *node, gpointer data)
{
    Match *match = data;

    if (g_ptr_array_find (match->candidates, node, NULL))
        return;
    match->node = match->count++ == 0 ? node : NULL;
    if (match->candidates->len < MAX_CANDIDATES)
        g_ptr_array_add (match->candidates, node);
}

static void match_one (Match *match, GraphNode *node)
{
    if (node)
        match_add (node, match);
}

/* The node shortly before NODE in its tool's order that is called ID, or NULL. What a revision requires of its own source is mostly the one before it. */
static GraphNode *find_nearby (const Graph *graph, GraphNode *node, const char *id)
{
    GraphNode *first = node - graph->nodes > NEARBY ? node - NEARBY : graph->nodes;

    for (GraphNode *at = node; at > first;)
        if ((--at)->revision->source == node->revision->source && g_str_equal (at->revision->id, id))
            return at;
    return NULL;
}

/* A requirement's or a link's words, written in full: of SOURCE's own ids first (when SOURCE is not NULL), then "source:id". */
static GraphNode *find_words (const Graph *graph, const char *text, const Source *source)
{
    GraphNode *node = source ? graph_index_find (graph->index, source, text) : NULL;

    return node ? node : graph_index_find_key (graph->index, text);
}

/* What such words may be the beginning of, in the same order. */
static Match match_words (const Graph *graph, const char *text, const Source *source)
{
    Match match = { NULL, 0, g_ptr_array_new () };

    if (source && *text)
        graph_index_id_prefix (graph->index, source, text, match_add, &match);
    if (match.count == 0 && strchr (text, ':'))
        graph_index_key_prefix (graph->index, text, match_add, &match);
    return match;
}

static gboolean holds_ignoring_case (const char *text, const char *part)
{
    gsize length = strlen (part);

    for (; *text; text++)
        if (g_ascii_strncasecmp (text, part, length) == 0)
            return TRUE;
    return FALSE;
}

/* Nodes that a person may have meant by TEXT, which names none. */
static void match_near (const Graph *graph, const char *text, Match *match)
{
    const char *colon = strchr (text, ':');
    const char *id = colon && colon[1] ? colon + 1 : text;

    for (guint i = 0; i < graph->n_nodes && match->candidates->len < MAX_CANDIDATES && *id; i++)
    {
        GraphNode *node = &graph->nodes[i];

        if (holds_ignoring_case (node_id (node), id) || holds_ignoring_case (id, node_id (node)) ||
            (node->revision->title && holds_ignoring_case (node->revision->title, id)))
            g_ptr_array_add (match->candidates, node);
    }
}

/* Adds the hint of a failed look-up: the candidates, a line each. */
static void hint_candidates (GError **error, const Match *match, const char *lead, const char *otherwise)
{
    g_autoptr (GString) lines = g_string_new (lead);

    for (guint i = 0; i < match->candidates->len; i++)
        g_string_append_printf (lines, "\n  %s", node_key (match->candidates->pdata[i]));
    if (match->count > match->candidates->len)
        g_string_append_printf (lines, "\n  and %u more", match->count - match->candidates->len);
    error_hint (error, "%s", match->candidates->len > 0 ? lines->str : otherwise);
}

static void explain_match (const Graph *graph, const char *text, Match *match, GError **error)
{
    if (match->count > 1)
    {
        hint_candidates (error, match, "Write more of one of these:", "");
        return;
    }
    match_near (graph, text, match);
    hint_candidates (error, match, "Perhaps one of these was meant:", "See the names with: migshim status");
}

/* Is TEXT the name of the source of what it could be? */
static gboolean is_source (const Match *match, const char *text)
{
    for (guint i = 0; i < match->candidates->len; i++)
        if (g_str_equal (((const GraphNode *)match->candidates->pdata[i])->revision->source->name, text))
            return TRUE;
    return FALSE;
}

GraphNode *graph_match (const Graph *graph, const char *text, GError **error)
{
    g_auto (Match) match = { NULL, 0, g_ptr_array_new () };

    match_one (&match, graph_index_find_key (graph->index, text));
    if (match.count == 0)
        graph_index_id (graph->index, text, match_add, &match);
    if (match.count == 0 && *text)
    {
        graph_index_id_prefix (graph->index, NULL, text, match_add, &match);
        graph_index_key_prefix (graph->index, text, match_add, &match);
    }
    if (match.node)
        return match.node;
    if (is_source (&match, text))
    {
        error_set (error, MIGSHIM_ERROR_USAGE, "\"%s\" is a source, not a revision", text);
        error_hint (error, "All of it: --source %s. One revision: %s:ID", text, text);
        return NULL;
    }
    if (match.count > 1)
        error_set (error, MIGSHIM_ERROR_USAGE, "\"%s\" could be any of %u revisions", text, match.count);
    else
        error_set (error, MIGSHIM_ERROR_USAGE, "no revision is called \"%s\"", text);
    explain_match (graph, text, &match, error);
    return NULL;
}

/* The node that a requirement of HOLDER, or a link when HOLDER is NULL, names; CODE and WHERE are those of the error. */
static GraphNode *resolve (const Graph *graph, const char *text, const Source *source, MigshimErrorCode code,
                           Location where, const Revision *holder, GError **error)
{
    GraphNode *node = find_words (graph, text, source);
    g_autofree char *who = NULL;
    g_auto (Match) match = { NULL, 0, NULL };

    if (node)
        return node;
    match = match_words (graph, text, source);
    if (match.node)
        return match.node;
    who = holder ? g_strconcat (holder->key, " requires", NULL) : g_strdup ("a link names");
    if (match.count > 1)
        error_set_at (error, code, where, NULL, 0, "%s \"%s\", which could be any of %u revisions", who, text,
                      match.count);
    else
        error_set_at (error, code, where, NULL, 0, "%s \"%s\", and there is no such revision", who, text);
    explain_match (graph, text, &match, error);
    return NULL;
}

static void add_edge (Graph *graph, GraphNode *after, GraphNode *before, GraphEdgeKind kind, Location where)
{
    GraphEdge edge = { after, before, kind, where };

    g_array_append_val (graph->edges, edge);
}

static gboolean add_requirements (Graph *graph, GError **error)
{
    for (guint i = 0; i < graph->n_nodes; i++)
    {
        GraphNode *node = &graph->nodes[i];
        const Revision *revision = node->revision;

        for (guint j = 0; j < revision->requires->len; j++)
        {
            const Requirement *requirement = &g_array_index (revision->requires, Requirement, j);
            gboolean told = requirement->where.line > 0;
            Location where = told ? requirement->where : (Location){ revision->path, 0, 0 };
            GraphNode *before = find_nearby (graph, node, requirement->other);

            if (!before)
                before =
                    resolve (graph, requirement->other, revision->source, MIGSHIM_ERROR_SOURCE, where, revision, error);
            if (!before)
                return FALSE;
            add_edge (graph, node, before, told ? GRAPH_EDGE_ANNOTATION : GRAPH_EDGE_TOOL, requirement->where);
        }
    }
    return TRUE;
}

static gboolean add_links (Graph *graph, const GPtrArray *links, GError **error)
{
    for (guint i = 0; links && i < links->len; i++)
    {
        const ConfigLink *link = links->pdata[i];
        GraphNode *after = resolve (graph, link->after, NULL, MIGSHIM_ERROR_CONFIG, link->where, NULL, error);
        GraphNode *before =
            after ? resolve (graph, link->before, NULL, MIGSHIM_ERROR_CONFIG, link->where, NULL, error) : NULL;

        if (!before)
            return FALSE;
        add_edge (graph, after, before, GRAPH_EDGE_LINK, link->where);
    }
    return TRUE;
}

static gboolean same_source (const GraphNode *a, const GraphNode *b)
{
    return a->revision->source == b->revision->source;
}

/* Nodes [*FROM, *TO) of the source called NAME; none when it has no revision. */
static void source_range (const Graph *graph, const char *name, guint *from, guint *to)
{
    *from = *to = 0;
    for (guint i = 0; i < graph->by_source->len; i++)
    {
        const GPtrArray *revisions = graph->by_source->pdata[i];

        if (revisions->len > 0 && g_str_equal (((Revision *)revisions->pdata[0])->source->name, name))
        {
            *to = *from + revisions->len;
            return;
        }
        *from += revisions->len;
    }
    *from = 0;
}

/* `after:`. FIRST and LAST tell of each node whether nothing of its own source comes before, after it. */
static void add_source_order (Graph *graph, const gboolean *first, const gboolean *last, const Source *source)
{
    guint from;
    guint to;

    source_range (graph, source->name, &from, &to);
    for (char **name = source->after; name && *name; name++)
    {
        guint other_from;
        guint other_to;

        source_range (graph, *name, &other_from, &other_to);
        for (guint i = from; i < to; i++)
            for (guint j = first[i] ? other_from : other_to; j < other_to; j++)
                if (last[j])
                    add_edge (graph, &graph->nodes[i], &graph->nodes[j], GRAPH_EDGE_AFTER, source->where);
    }
}

static void add_sources_order (Graph *graph)
{
    g_autofree gboolean *first = g_new (gboolean, graph->n_nodes);
    g_autofree gboolean *last = g_new (gboolean, graph->n_nodes);

    for (guint i = 0; i < graph->n_nodes; i++)
    {
        first[i] = !graph->nodes[i].predecessor;
        last[i] = !graph->nodes[i].successor;
    }
    for (guint i = 0; i < graph->edges->len; i++)
    {
        const GraphEdge *edge = &g_array_index (graph->edges, GraphEdge, i);

        if (same_source (edge->after, edge->before))
        {
            first[edge->after - graph->nodes] = FALSE;
            last[edge->before - graph->nodes] = FALSE;
        }
    }
    for (guint i = 0; i < graph->by_source->len; i++)
    {
        const GPtrArray *revisions = graph->by_source->pdata[i];

        if (revisions->len > 0)
            add_source_order (graph, first, last, ((Revision *)revisions->pdata[0])->source);
    }
}

static int compare_edge (gconstpointer left, gconstpointer right)
{
    const GraphEdge *a = left;
    const GraphEdge *b = right;

    if (a->after != b->after)
        return a->after < b->after ? -1 : 1;
    if (a->before != b->before)
        return a->before < b->before ? -1 : 1;
    return a->kind < b->kind ? -1 : a->kind > b->kind;
}

static void add_neighbour (const Graph *graph, GPtrArray **neighbours, GraphNode *node)
{
    if (*neighbours == graph->none)
    {
        g_ptr_array_unref (graph->none);
        *neighbours = g_ptr_array_new ();
    }
    g_ptr_array_add (*neighbours, node);
}

/* Sorts the edges, keeps each pair once, and hands them to the nodes. */
static void settle_edges (Graph *graph)
{
    GraphEdge *edges = (GraphEdge *)(gpointer)graph->edges->data;
    guint kept = 0;

    g_array_sort (graph->edges, compare_edge);
    for (guint i = 0; i < graph->edges->len; i++)
        if (kept == 0 || edges[i].after != edges[kept - 1].after || edges[i].before != edges[kept - 1].before)
            edges[kept++] = edges[i];
    g_array_set_size (graph->edges, kept);
    for (guint i = 0; i < kept; i++)
    {
        add_neighbour (graph, &edges[i].after->before, edges[i].before);
        add_neighbour (graph, &edges[i].before->after, edges[i].after);
    }
}

static void make_nodes (Graph *graph, const gboolean *linear)
{
    graph->n_nodes = graph->revisions->len;
    graph->nodes = g_new0 (GraphNode, graph->n_nodes);
    for (guint i = 0; i < graph->n_nodes; i++)
    {
        GraphNode *node = &graph->nodes[i];

        node->revision = graph->revisions->pdata[i];
        node->before = g_ptr_array_ref (graph->none);
        node->after = g_ptr_array_ref (graph->none);
        if (i > 0 && linear[node->revision->source->index] && same_source (node, node - 1))
        {
            node->predecessor = node - 1;
            node->predecessor->successor = node;
        }
        g_ptr_array_add (graph->by_source->pdata[node->revision->source->index], node->revision);
    }
    graph->index = graph_index_new (graph->nodes, graph->n_nodes);
}

static gboolean check_unique (const Graph *graph, GError **error)
{
    const GraphNode *one;
    const GraphNode *other;

    if (!graph_index_duplicate (graph->index, &one, &other))
        return TRUE;
    error_set_at (error, MIGSHIM_ERROR_SOURCE, (Location){ other->revision->path, 0, 0 }, NULL, 0,
                  "two revisions are called %s", node_key (other));
    error_hint (error, "The other one is %s. Rename or remove one of them.",
                one->revision->path ? one->revision->path : "without a file");
    return FALSE;
}

/* Adapters deliver in order, so that there is mostly nothing to sort. */
static void sort_revisions (GPtrArray *revisions)
{
    for (guint i = 1; i < revisions->len; i++)
        if (compare_position (&revisions->pdata[i - 1], &revisions->pdata[i]) > 0)
        {
            g_ptr_array_sort (revisions, compare_position);
            return;
        }
}

static Graph *graph_new (GPtrArray *revisions, guint n_sources)
{
    Graph *graph = g_new0 (Graph, 1);

    graph->revisions = g_ptr_array_new_with_free_func ((GDestroyNotify)revision_free);
    for (guint i = 0; i < revisions->len; i++)
        g_ptr_array_add (graph->revisions, revisions->pdata[i]);
    g_free (g_ptr_array_steal (revisions, NULL));
    sort_revisions (graph->revisions);
    graph->by_source = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
    for (guint i = 0; i < n_sources; i++)
        g_ptr_array_add (graph->by_source, g_ptr_array_new ());
    graph->none = g_ptr_array_new ();
    graph->edges = g_array_new (FALSE, FALSE, sizeof (GraphEdge));
    return graph;
}

Graph *graph_build (GPtrArray *revisions, const GPtrArray *links, const gboolean *linear, guint n_sources,
                    GError **error)
{
    g_autoptr (Graph) graph = graph_new (revisions, n_sources);

    make_nodes (graph, linear);
    if (!check_unique (graph, error) || !add_requirements (graph, error) || !add_links (graph, links, error))
        return NULL;
    add_sources_order (graph);
    settle_edges (graph);
    graph->ordered = graph_order (graph->nodes, graph->n_nodes, graph->edges, error);
    return graph->ordered ? g_steal_pointer (&graph) : NULL;
}

Graph *graph_load (const Config *config, GError **error)
{
    g_autoptr (GPtrArray) revisions = g_ptr_array_new_with_free_func ((GDestroyNotify)revision_free);
    g_autofree gboolean *linear = g_new0 (gboolean, config->sources->len);

    for (guint i = 0; i < config->sources->len; i++)
    {
        const Source *source = config->sources->pdata[i];
        const Adapter *adapter = adapter_find (source->tool);

        if (!adapter)
        {
            error_set_at (error, MIGSHIM_ERROR_CONFIG, source->where, NULL, 0,
                          "source %s: there is no tool called \"%s\"", source->name, source->tool);
            return NULL;
        }
        linear[i] = adapter->linear;
        if (!adapter->scan (source, revisions, error))
            return NULL;
    }
    return graph_build (revisions, config->links, linear, config->sources->len, error);
}

void graph_free (Graph *graph)
{
    if (!graph)
        return;
    for (guint i = 0; i < graph->n_nodes; i++)
    {
        g_ptr_array_unref (graph->nodes[i].before);
        g_ptr_array_unref (graph->nodes[i].after);
    }
    g_free (graph->nodes);
    g_ptr_array_unref (graph->none);
    g_ptr_array_unref (graph->by_source);
    g_clear_pointer (&graph->ordered, g_ptr_array_unref);
    graph_index_free (graph->index);
    g_array_unref (graph->edges);
    g_ptr_array_unref (graph->revisions);
    g_free (graph);
}

const GPtrArray *graph_nodes (const Graph *graph)
{
    return graph->ordered;
}

const GArray *graph_edges (const Graph *graph)
{
    return graph->edges;
}

const GPtrArray *graph_source_revisions (const Graph *graph, const Source *source)
{
    return graph->by_source->pdata[source->index];
}

GraphNode *graph_find (const Graph *graph, const Source *source, const char *id)
{
    return graph_index_find (graph->index, source, id);
}

GraphNode *const *graph_source_by_id (const Graph *graph, const Source *source, guint *n)
{
    return graph_index_source (graph->index, source, n);
}

static int compare_timestamp (gconstpointer left, gconstpointer right)
{
    const Revision *a = *(Revision *const *)left;
    const Revision *b = *(Revision *const *)right;

    if (a->timestamp != b->timestamp)
        return a->timestamp < b->timestamp ? -1 : 1;
    return a->source->index < b->source->index ? -1 : a->source->index > b->source->index;
}

guint graph_equal_timestamps (const Graph *graph)
{
    g_autoptr (GPtrArray) dated = g_ptr_array_new ();
    guint64 pairs = 0;
    guint64 equal = 0; /* before this one, of the same time */
    guint64 own = 0;   /* of them, of the same source */

    for (guint i = 0; i < graph->n_nodes; i++)
        if (graph->nodes[i].revision->timestamp != REVISION_NO_TIMESTAMP)
            g_ptr_array_add (dated, graph->nodes[i].revision);
    g_ptr_array_sort (dated, compare_timestamp);
    for (guint i = 1; i < dated->len; i++)
    {
        const Revision *a = dated->pdata[i - 1];
        const Revision *b = dated->pdata[i];

        equal = a->timestamp == b->timestamp ? equal + 1 : 0;
        own = equal > 0 && a->source == b->source ? own + 1 : 0;
        pairs += equal - own;
    }
    return (guint)MIN (pairs, G_MAXUINT);
}
