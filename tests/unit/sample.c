#include "tests/unit/sample.h"

#include <string.h>

static void link_free (gpointer item)
{
    ConfigLink *link = item;

    g_free (link->after);
    g_free (link->before);
    g_free (link);
}

static void add_link (Sample *sample, char **words, guint line)
{
    ConfigLink *link = g_new0 (ConfigLink, 1);

    link->after = g_strdup (words[1]);
    link->before = g_strdup (words[2]);
    link->where = (Location){ "migshim.yaml", line, 3 };
    g_ptr_array_add (sample->links, link);
}

/* `2@15>1,a:2` or `3-`. */
static void add_revision (Sample *sample, const Source *source, char *word, guint position)
{
    char *requires = strchr (word, '>');
    char *time = strchr (word, '@');
    char *final = strchr (word, '-');
    Revision *revision;

    if (requires)
    *requires ++ = '\0';
    if (time)
        *time++ = '\0';
    if (final)
        *final = '\0';
    revision = revision_new (source, word);
    revision->position = position;
    revision->reversible = !final;
    revision->path = g_strdup_printf ("%s/%s.sql", source->name, word);
    if (time)
        revision->timestamp = g_ascii_strtoll (time, NULL, 10);
    for (char *one = requires ? strtok (requires, ",") : NULL; one; one = strtok (NULL, ","))
        revision_require (revision, one, strchr (one, ':') ? (Location){ revision->path, 1, 1 } : LOCATION_NONE);
    g_ptr_array_add (sample->revisions, revision);
}

static void add_source (Sample *sample, char **words, guint line)
{
    Source *source = g_new0 (Source, 1);
    char *after = strchr (words[0], '<');
    char *linear = strchr (words[0], '!');

    if (after)
    {
        *after = '\0';
        source->after = g_strsplit (after + 1, ",", -1);
    }
    if (linear)
        *linear = '\0';
    source->name = g_strdup (words[0]);
    source->tool = g_strdup ("tool");
    source->index = sample->sources->len;
    source->where = (Location){ "migshim.yaml", line, 1 };
    source->policy.out_of_order = OUT_OF_ORDER_WARN;
    sample->linear[source->index] = linear != NULL;
    g_ptr_array_add (sample->sources, source);
    for (guint i = 1; words[i]; i++)
        add_revision (sample, source, words[i], i - 1);
}

Sample *sample_new (const char *words)
{
    Sample *sample = g_new0 (Sample, 1);
    g_auto (GStrv) lines = g_strsplit (words, "\n", -1);

    sample->sources = g_ptr_array_new_with_free_func ((GDestroyNotify)source_free);
    sample->links = g_ptr_array_new_with_free_func (link_free);
    sample->revisions = g_ptr_array_new_with_free_func ((GDestroyNotify)revision_free);
    for (guint i = 0; lines[i]; i++)
    {
        g_auto (GStrv) parts = g_strsplit (g_strstrip (lines[i]), " ", -1);

        if (g_strcmp0 (parts[0], "link") == 0)
            add_link (sample, parts, i + 1);
        else if (parts[0] && *parts[0])
            add_source (sample, parts, i + 1);
    }
    sample->graph =
        graph_build (sample->revisions, sample->links, sample->linear, sample->sources->len, &sample->error);
    g_assert_cmpuint (sample->revisions->len, ==, 0);
    return sample;
}

void sample_free (Sample *sample)
{
    g_clear_pointer (&sample->state, state_free);
    g_clear_pointer (&sample->graph, graph_free);
    g_clear_error (&sample->error);
    g_ptr_array_unref (sample->revisions);
    g_ptr_array_unref (sample->links);
    g_ptr_array_unref (sample->sources);
    g_free (sample);
}

static HistoryRow *read_row (char *word)
{
    char *mark = strchr (word, '=');
    char kind = mark ? mark[1] : '\0';
    HistoryStatus status = kind == 'x' ? HISTORY_FAILED : kind == 'r' ? HISTORY_ROLLED_BACK : HISTORY_APPLIED;
    HistoryRow *row;

    if (mark)
        *mark = '\0';
    row = history_row_new (word, status);
    row->edited = kind == 'e';
    return row;
}

void sample_histories (Sample *sample, const char *words)
{
    g_auto (GStrv) lines = g_strsplit (words, "\n", -1);
    g_autoptr (GArray) histories = g_array_new (FALSE, FALSE, sizeof (SourceHistory));

    g_clear_pointer (&sample->state, state_free);
    for (guint i = 0; lines[i] && *lines[i]; i++)
    {
        g_auto (GStrv) parts = g_strsplit (lines[i], " ", -1);
        SourceHistory history = { NULL, TRUE, TRUE, g_ptr_array_new_with_free_func ((GDestroyNotify)history_row_free) };

        parts[0][strlen (parts[0]) - 1] = '\0';
        history.source = sample_source (sample, parts[0]);
        for (guint j = 1; parts[j]; j++)
            g_ptr_array_add (history.rows, read_row (parts[j]));
        g_array_append_val (histories, history);
    }
    sample->state = state_build (sample->graph, (SourceHistory *)(gpointer)histories->data, histories->len);
}

Source *sample_source (const Sample *sample, const char *name)
{
    for (guint i = 0; i < sample->sources->len; i++)
    {
        Source *source = sample->sources->pdata[i];

        if (g_str_equal (source->name, name))
            return source;
    }
    g_assert_not_reached ();
}

GraphNode *sample_node (const Sample *sample, const char *key)
{
    g_autoptr (GError) error = NULL;
    GraphNode *node = graph_match (sample->graph, key, &error);

    g_assert_no_error (error);
    return node;
}

char *sample_order (const Sample *sample)
{
    const GPtrArray *nodes = graph_nodes (sample->graph);
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < nodes->len; i++)
    {
        const GraphNode *node = nodes->pdata[i];

        g_assert_cmpuint (node->order, ==, i);
        g_string_append_printf (text, "%s%s", i > 0 ? " " : "", node->revision->key);
    }
    return g_string_free (g_steal_pointer (&text), FALSE);
}
