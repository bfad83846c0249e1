#include "core/follow.h"

AdapterHistory *history_follow (const Project *project, const Source *source)
{
    const Adapter *adapter = adapter_find (source->tool);
    const GPtrArray *rows = state_history (project->state, source);
    AdapterHistory *history = g_new0 (AdapterHistory, 1);

    for (guint i = 0; rows && i < rows->len; i++)
        history->batch = MAX (history->batch, ((const HistoryRow *)rows->pdata[i])->batch);
    history->batch++;
    if (adapter->track)
        history->tracked = adapter->track (source, graph_source_revisions (project->graph, source), rows);
    return history;
}

void history_follow_free (const Source *source, AdapterHistory *history)
{
    const Adapter *adapter = adapter_find (source->tool);

    if (adapter->track_free && history->tracked)
        adapter->track_free (history->tracked);
    g_free (history);
}
