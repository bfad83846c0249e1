#include "core/mark.h"

#include "core/follow.h"
#include "core/ledger.h"
#include "core/target.h"
#include "util/error.h"

#include <string.h>

static const RevisionStatus *find_missing (const Project *project, const char *text)
{
    const GPtrArray *all = state_all (project->state);

    for (guint i = 0; i < all->len; i++)
    {
        const RevisionStatus *status = g_ptr_array_index (all, i);
        g_autofree char *key = status->node ? NULL : g_strconcat (status->source->name, ":", status->id, NULL);

        if (key && (g_str_equal (key, text) || g_str_equal (status->id, text)))
            return status;
    }
    return NULL;
}

static void add_node (GArray *targets, const GraphNode *node)
{
    MarkTarget target = { node->revision->source, node->revision, node->revision->id };

    g_array_append_val (targets, target);
}

gboolean mark_resolve (const Project *project, const char *text, const Source *only, GArray *targets, GError **error)
{
    const RevisionStatus *missing = find_missing (project, text);
    const GraphNode *node = missing ? NULL : graph_match (project->graph, text, NULL);
    g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
    g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
    PlanTarget found = { .node = NULL };

    if (missing)
    {
        MarkTarget target = { missing->source, NULL, missing->id };

        g_array_append_val (targets, target);
        return TRUE;
    }
    if (!node && !target_resolve (project, text, only, DIRECTION_UP, &found, nodes, warnings, error))
        return FALSE;
    if (node)
        add_node (targets, node);
    for (guint i = 0; i < nodes->len; i++)
        if (nodes->len == 1 || state_of (project->state, nodes->pdata[i])->state != REVISION_APPLIED)
            add_node (targets, nodes->pdata[i]);
    return TRUE;
}

GArray *mark_through (const Project *project, const GraphNode *node, const Source *only)
{
    GArray *targets = g_array_new (FALSE, FALSE, sizeof (MarkTarget));
    const GPtrArray *nodes = graph_nodes (project->graph);

    for (guint i = 0; i < nodes->len; i++)
    {
        const GraphNode *other = g_ptr_array_index (nodes, i);
        const Revision *revision = other->revision;
        RevisionState state = state_of (project->state, other)->state;
        MarkTarget target = { revision->source, revision, revision->id };

        if ((node && (revision->source != node->revision->source || revision->position > node->revision->position)) ||
            (only && revision->source != only) || (state != REVISION_PENDING && state != REVISION_ROLLED_BACK))
            continue;
        g_array_append_val (targets, target);
    }
    return targets;
}

static LedgerAction ledger_action (MarkAction action)
{
    switch (action)
    {
    case MARK_APPLIED:
        return LEDGER_MARK_APPLIED;
    case MARK_ROLLED_BACK:
        return LEDGER_MARK_ROLLED_BACK;
    case MARK_PENDING:
        return LEDGER_MARK_PENDING;
    }
    g_return_val_if_reached (LEDGER_MARK_PENDING);
}

/* The history tables of the targets' sources that are missing, each once. */
static gboolean create_histories (Project *project, Session *session, const GArray *targets,
                                  const ProjectDatabase *database, GError **error)
{
    g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

    for (guint i = 0; i < targets->len; i++)
    {
        const Source *source = g_array_index (targets, MarkTarget, i).source;

        if (project_database (project, source) != database || state_history_complete (project->state, source) ||
            !g_hash_table_add (seen, (gpointer)source))
            continue;
        if (!project_create_history (project, source, session, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean mark_one (Project *project, Session *session, Ledger *ledger, const MarkTarget *target,
                          MarkAction action, AdapterHistory *history, const char *reason, GError **error)
{
    const Adapter *adapter = adapter_find (target->source->tool);
    g_autoptr (GPtrArray) rows = state_rows (project->state, target->source, target->id);
    LedgerRecord record = {
        .source = target->source->name,
        .tool = target->source->tool,
        .revision = target->id,
        .checksum = target->revision ? target->revision->checksum : NULL,
        .action = ledger_action (action),
        .reason = reason,
    };
    const JournalRow *journal = target->revision ? project_journal (project, target->revision) : NULL;

    return ledger_start (ledger, error) &&
           adapter->mark (target->source, target->revision, target->id, action, rows, history, session, error) &&
           (!journal || journal_remove (session, target->revision, error)) && ledger_append (ledger, &record, error);
}

/* Of each source that TARGETS has in DATABASE, once: AdapterHistory * by Source *. */
static GHashTable *follow_all (const Project *project, const ProjectDatabase *database, const GArray *targets)
{
    GHashTable *histories = g_hash_table_new (NULL, NULL);

    for (guint i = 0; i < targets->len; i++)
    {
        const Source *source = g_array_index (targets, MarkTarget, i).source;

        if (project_database (project, source) == database && !g_hash_table_contains (histories, source))
            g_hash_table_insert (histories, (gpointer)source, history_follow (project, source));
    }
    return histories;
}

static void follow_free_all (GHashTable *histories)
{
    GHashTableIter iter;
    gpointer source;
    gpointer history;

    g_hash_table_iter_init (&iter, histories);
    while (g_hash_table_iter_next (&iter, &source, &history))
        history_follow_free (source, history);
    g_hash_table_unref (histories);
}

static gboolean mark_all (Project *project, ProjectDatabase *database, Ledger *ledger, const GArray *targets,
                          MarkAction action, const char *reason, GError **error)
{
    GHashTable *histories = follow_all (project, database, targets);
    gboolean good = TRUE;

    for (guint i = 0; good && i < targets->len; i++)
    {
        const MarkTarget *target = &g_array_index (targets, MarkTarget, i);

        if (project_database (project, target->source) == database)
            good = mark_one (project, database->session, ledger, target, action,
                             g_hash_table_lookup (histories, target->source), reason, error);
    }
    follow_free_all (histories);
    return good;
}

static gboolean mark_database (Project *project, ProjectDatabase *database, const GArray *targets, MarkAction action,
                               const char *reason, GError **error)
{
    Session *session = database->session;
    gboolean transactional = session_dialect (session) != DIALECT_MYSQL;
    g_autoptr (Ledger) ledger = ledger_new (session, project->config->ledger == LEDGER_ON, database->ledger_exists);

    if ((transactional && !session_begin (session, NULL, error)) ||
        !create_histories (project, session, targets, database, error) || !ledger_create (ledger, error) ||
        (!transactional && !session_begin (session, NULL, error)))
        return FALSE;
    return mark_all (project, database, ledger, targets, action, reason, error) && session_commit (session, error) &&
           session_flush (session, error);
}

gboolean mark_run (Project *project, const GArray *targets, MarkAction action, const char *reason, GError **error)
{
    for (guint i = 0; i < project->databases->len; i++)
    {
        ProjectDatabase *database = g_ptr_array_index (project->databases, i);
        gboolean used = FALSE;

        for (guint j = 0; j < targets->len; j++)
            used = used || project_database (project, g_array_index (targets, MarkTarget, j).source) == database;
        if (used && !mark_database (project, database, targets, action, reason, error))
        {
            session_rollback (database->session);
            if (error && error_detail (*error) && !error_detail (*error)->state)
                error_state (error, "nothing was changed");
            return FALSE;
        }
    }
    return TRUE;
}
