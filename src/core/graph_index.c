#include "core/graph_index.h"

#include <string.h>

/* The nodes of one source: [from, to) of the sorted array. */
typedef struct
{
    const Source *source;
    guint from;
    guint to;
} Part;

struct GraphIndex
{
    GArray *parts;      /* of Part */
    GraphNode **sorted; /* source after source, by id within it */
};

static int compare_id (const void *left, const void *right)
{
    const GraphNode *a = *(GraphNode *const *)left;
    const GraphNode *b = *(GraphNode *const *)right;

    return strcmp (a->revision->id, b->revision->id);
}

/* Most tools number their files, so that the order of the ids is the order of running: nothing to sort. */
static void sort_part (GraphIndex *index, const Part *part)
{
    for (guint i = part->from + 1; i < part->to; i++)
        if (compare_id (&index->sorted[i - 1], &index->sorted[i]) > 0)
        {
            qsort (index->sorted + part->from, part->to - part->from, sizeof (GraphNode *), compare_id);
            return;
        }
}

static void add_part (GraphIndex *index, GraphNode *nodes, guint n_nodes, guint from)
{
    Part part = { nodes[from].revision->source, from, from };

    while (part.to < n_nodes && nodes[part.to].revision->source == part.source)
    {
        index->sorted[part.to] = &nodes[part.to];
        part.to++;
    }
    sort_part (index, &part);
    g_array_append_val (index->parts, part);
}

GraphIndex *graph_index_new (GraphNode *nodes, guint n_nodes)
{
    GraphIndex *index = g_new0 (GraphIndex, 1);

    index->parts = g_array_new (FALSE, FALSE, sizeof (Part));
    index->sorted = g_new (GraphNode *, n_nodes);
    for (guint i = 0; i < n_nodes; i++)
        if (i == 0 || nodes[i - 1].revision->source != nodes[i].revision->source)
            add_part (index, nodes, n_nodes, i);
    return index;
}

void graph_index_free (GraphIndex *index)
{
    if (!index)
        return;
    g_array_unref (index->parts);
    g_free (index->sorted);
    g_free (index);
}

gboolean graph_index_duplicate (const GraphIndex *index, const GraphNode **one, const GraphNode **other)
{
    for (guint i = 0; i < index->parts->len; i++)
    {
        const Part *part = &g_array_index (index->parts, Part, i);

        for (guint j = part->from + 1; j < part->to; j++)
            if (compare_id (&index->sorted[j - 1], &index->sorted[j]) == 0)
            {
                *one = MIN (index->sorted[j - 1], index->sorted[j]);
                *other = MAX (index->sorted[j - 1], index->sorted[j]);
                return TRUE;
            }
    }
    return FALSE;
}

static const Part *find_part (const GraphIndex *index, const Source *source)
{
    for (guint i = 0; i < index->parts->len; i++)
        if (g_array_index (index->parts, Part, i).source == source)
            return &g_array_index (index->parts, Part, i);
    return NULL;
}

/* The first of PART whose id is not before ID. */
static guint lower_bound (const GraphIndex *index, const Part *part, const char *id)
{
    guint low = part->from;
    guint high = part->to;

    while (low < high)
    {
        guint middle = low + (high - low) / 2;

        if (strcmp (index->sorted[middle]->revision->id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

GraphNode *const *graph_index_source (const GraphIndex *index, const Source *source, guint *n)
{
    const Part *part = find_part (index, source);

    *n = part ? part->to - part->from : 0;
    return part ? index->sorted + part->from : NULL;
}

GraphNode *graph_index_find (const GraphIndex *index, const Source *source, const char *id)
{
    const Part *part = find_part (index, source);
    guint at = part ? lower_bound (index, part, id) : 0;

    return part && at < part->to && g_str_equal (index->sorted[at]->revision->id, id) ? index->sorted[at] : NULL;
}

/* What is left of KEY after "NAME:", or NULL when it begins otherwise. */
static const char *after_name (const char *key, const char *name)
{
    gsize length = strlen (name);

    return strncmp (key, name, length) == 0 && key[length] == ':' ? key + length + 1 : NULL;
}

GraphNode *graph_index_find_key (const GraphIndex *index, const char *key)
{
    for (guint i = 0; i < index->parts->len; i++)
    {
        const Part *part = &g_array_index (index->parts, Part, i);
        const char *id = after_name (key, part->source->name);
        GraphNode *node = id ? graph_index_find (index, part->source, id) : NULL;

        if (node)
            return node;
    }
    return NULL;
}

static void each_of_part (const GraphIndex *index, const Part *part, const char *prefix, GraphIndexEach each,
                          gpointer data)
{
    gsize length = strlen (prefix);

    for (guint at = lower_bound (index, part, prefix);
         at < part->to && strncmp (index->sorted[at]->revision->id, prefix, length) == 0; at++)
        each (index->sorted[at], data);
}

void graph_index_id_prefix (const GraphIndex *index, const Source *only, const char *prefix, GraphIndexEach each,
                            gpointer data)
{
    for (guint i = 0; i < index->parts->len; i++)
    {
        const Part *part = &g_array_index (index->parts, Part, i);

        if (!only || only == part->source)
            each_of_part (index, part, prefix, each, data);
    }
}

void graph_index_key_prefix (const GraphIndex *index, const char *prefix, GraphIndexEach each, gpointer data)
{
    for (guint i = 0; i < index->parts->len; i++)
    {
        const Part *part = &g_array_index (index->parts, Part, i);
        const char *id = after_name (prefix, part->source->name);

        if (id || g_str_has_prefix (part->source->name, prefix))
            each_of_part (index, part, id ? id : "", each, data);
    }
}

void graph_index_id (const GraphIndex *index, const char *id, GraphIndexEach each, gpointer data)
{
    for (guint i = 0; i < index->parts->len; i++)
    {
        GraphNode *node = graph_index_find (index, g_array_index (index->parts, Part, i).source, id);

        if (node)
            each (node, data);
    }
}
