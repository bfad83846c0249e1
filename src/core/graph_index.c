#include "core/graph_index.h"

#include <string.h>

/* The nodes of one source: [from, to) of the sorted array. */
typedef struct
{
    const Source *source;
    guint from;
    guint to;
} Part;

/* The hash is kept so that a node is looked at only when it is most likely the right one: memory is slow. */
typedef struct
{
    guint32 hash;
    guint32 place; /* index of the node + 1; 0: the slot is free */
} Slot;

struct GraphIndex
{
    GArray *parts;      /* of Part */
    GraphNode **sorted; /* source after source, by id within it */
    GraphNode *nodes;
    Slot *slots; /* a hash table with open addressing; its size is a power of two, at most half of it is used */
    guint mask;
    const GraphNode *duplicate[2];
};

/* FNV-1a with the final mix of MurmurHash 3: names that differ in a few digits must not end up side by side. */
static guint32 hash (const Source *source, const char *id)
{
    guint32 value = 2166136261u ^ source->index;

    for (const char *p = id; *p; p++)
        value = (value ^ (guchar)*p) * 16777619u;
    value = (value ^ (value >> 16)) * 0x85ebca6bu;
    value = (value ^ (value >> 13)) * 0xc2b2ae35u;
    return value ^ (value >> 16);
}

/* The slot where SOURCE's ID, whose hash is HASHED, is or would be put. */
static Slot *find_slot (const GraphIndex *index, const Source *source, const char *id, guint32 hashed)
{
    guint at = hashed & index->mask;

    for (;; at = (at + 1) & index->mask)
    {
        Slot *slot = &index->slots[at];
        const Revision *revision;

        if (slot->place == 0)
            return slot;
        if (slot->hash != hashed)
            continue;
        revision = index->nodes[slot->place - 1].revision;
        if (revision->source == source && g_str_equal (revision->id, id))
            return slot;
    }
}

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
    guint size = 16;

    while (size < n_nodes * 2)
        size *= 2;
    index->parts = g_array_new (FALSE, FALSE, sizeof (Part));
    index->sorted = g_new (GraphNode *, n_nodes);
    index->nodes = nodes;
    index->slots = g_new0 (Slot, size);
    index->mask = size - 1;
    for (guint i = 0; i < n_nodes; i++)
    {
        const Revision *revision = nodes[i].revision;
        guint32 hashed = hash (revision->source, revision->id);
        Slot *slot = find_slot (index, revision->source, revision->id, hashed);

        if (slot->place > 0 && !index->duplicate[0])
        {
            index->duplicate[0] = &nodes[slot->place - 1];
            index->duplicate[1] = &nodes[i];
        }
        *slot = (Slot){ hashed, i + 1 };
        if (i == 0 || nodes[i - 1].revision->source != nodes[i].revision->source)
            add_part (index, nodes, n_nodes, i);
    }
    return index;
}

void graph_index_free (GraphIndex *index)
{
    if (!index)
        return;
    g_array_unref (index->parts);
    g_free (index->sorted);
    g_free (index->slots);
    g_free (index);
}

gboolean graph_index_duplicate (const GraphIndex *index, const GraphNode **one, const GraphNode **other)
{
    *one = index->duplicate[0];
    *other = index->duplicate[1];
    return *one != NULL;
}

GraphNode *const *graph_index_source (const GraphIndex *index, const Source *source, guint *n)
{
    for (guint i = 0; i < index->parts->len; i++)
    {
        const Part *part = &g_array_index (index->parts, Part, i);

        if (part->source != source)
            continue;
        *n = part->to - part->from;
        return index->sorted + part->from;
    }
    *n = 0;
    return NULL;
}

GraphNode *graph_index_find (const GraphIndex *index, const Source *source, const char *id)
{
    const Slot *slot = find_slot (index, source, id, hash (source, id));

    return slot->place > 0 ? &index->nodes[slot->place - 1] : NULL;
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
    guint low = part->from;
    guint high = part->to;

    while (low < high)
    {
        guint middle = low + (high - low) / 2;

        if (strcmp (index->sorted[middle]->revision->id, prefix) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < part->to && strncmp (index->sorted[low]->revision->id, prefix, length) == 0; low++)
        each (index->sorted[low], data);
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
