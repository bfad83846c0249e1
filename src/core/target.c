#include "core/target.h"

#include "adapters/adapter.h"
#include "util/error.h"

#include <string.h>

static gboolean has_language (const Source *source)
{
    return source && adapter_find (source->tool)->target;
}

/* The source that TEXT begins with, and the *WORDS behind the colon; or NULL. */
static const Source *named_source (const Project *project, const char *text, const char **words)
{
    const char *colon = strchr (text, ':');
    g_autofree char *name = colon ? g_strndup (text, (gsize)(colon - text)) : NULL;

    *words = colon ? colon + 1 : text;
    return name && **words ? config_find_source (project->config, name) : NULL;
}

/* Fails for TEXT that begins with a name and a colon: no tool's own words do, so that a source is meant, and none is called so. */
static gboolean refuse_unknown_source (const Project *project, const char *text, GError **error)
{
    const GPtrArray *sources = project->config->sources;
    const char *colon = strchr (text, ':');
    g_autoptr (GString) names = g_string_new (NULL);

    if (!colon)
        return TRUE;
    for (guint i = 0; i < sources->len; i++)
        g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", ((const Source *)sources->pdata[i])->name);
    error_set (error, MIGSHIM_ERROR_USAGE, "there is no source \"%.*s\"", (int)(colon - text), text);
    error_hint (error, "The sources are: %s", names->str);
    return FALSE;
}

/* In the language of SOURCE's tool. */
static gboolean resolve_words (const Project *project, const Source *source, const char *words, Direction direction,
                               PlanTarget *target, GPtrArray *nodes, GPtrArray *warnings, GError **error)
{
    g_autoptr (GPtrArray) none = g_ptr_array_new ();
    const GPtrArray *rows = state_history (project->state, source);
    g_autoptr (GPtrArray) found = adapter_find (source->tool)
                                      ->target (source, graph_source_revisions (project->graph, source),
                                                rows ? rows : none, words, direction, warnings, error);

    if (!found)
    {
        g_prefix_error (error, "%s: ", source->name);
        return FALSE;
    }
    for (guint i = 0; i < found->len; i++)
        g_ptr_array_add (nodes, graph_find (project->graph, source, ((const Revision *)found->pdata[i])->id));
    target->nodes = nodes;
    target->source = source;
    return TRUE;
}

gboolean target_resolve (const Project *project, const char *text, const Source *only, Direction direction,
                         PlanTarget *target, GPtrArray *nodes, GPtrArray *warnings, GError **error)
{
    const GPtrArray *sources = project->config->sources;
    const char *words;
    const Source *source = named_source (project, text, &words);
    GraphNode *node;

    if (has_language (source))
        return resolve_words (project, source, words, direction, target, nodes, warnings, error);
    if (!only && sources->len == 1)
        only = sources->pdata[0];
    if (!source && has_language (only))
        return refuse_unknown_source (project, text, error) &&
               resolve_words (project, only, text, direction, target, nodes, warnings, error);
    node = graph_match (project->graph, text, error);
    if (!node)
        return FALSE;
    if (has_language (node->revision->source))
        return resolve_words (project, node->revision->source, node->revision->id, direction, target, nodes, warnings,
                              error);
    target->node = node;
    return TRUE;
}

/* The source that batches are asked of: ONLY, or the one that has them. */
static const Source *batch_source (const Project *project, const Source *only, GError **error)
{
    const GPtrArray *sources = project->config->sources;
    const Source *found = NULL;

    for (guint i = 0; i < sources->len; i++)
    {
        const Source *source = sources->pdata[i];

        if ((only && source != only) || !adapter_find (source->tool)->batches)
            continue;
        if (found)
        {
            error_set (error, MIGSHIM_ERROR_USAGE, "\"%s\" and \"%s\" both keep batches", found->name, source->name);
            error_hint (error, "Name one: migshim down --batch --source %s", found->name);
            return NULL;
        }
        found = source;
    }
    if (!found)
        error_set (error, MIGSHIM_ERROR_USAGE, "%s keeps no batches: those are Knex's",
                   only ? only->name : "no source");
    return found;
}

gboolean target_last_batch (const Project *project, const Source *only, PlanTarget *target, GPtrArray *nodes,
                            GError **error)
{
    const Source *source = batch_source (project, only, error);
    const GPtrArray *rows = source ? state_history (project->state, source) : NULL;
    gint64 last = 0;

    if (!source)
        return FALSE;
    for (guint i = 0; rows && i < rows->len; i++)
        last = MAX (last, ((const HistoryRow *)rows->pdata[i])->batch);
    for (guint i = 0; rows && i < rows->len; i++)
    {
        const HistoryRow *row = rows->pdata[i];
        GraphNode *node = row->batch == last ? graph_find (project->graph, source, row->id) : NULL;

        if (row->batch != last)
            continue;
        if (!node)
        {
            error_set (error, MIGSHIM_ERROR_DISAGREE, "%s:%s of the last batch has no file, so it can't be reverted",
                       source->name, row->id);
            error_hint (error, "Bring the file back, or take the row away: migshim mark pending %s:%s", source->name,
                        row->id);
            return FALSE;
        }
        g_ptr_array_add (nodes, node);
    }
    target->nodes = nodes;
    target->source = source;
    return TRUE;
}
