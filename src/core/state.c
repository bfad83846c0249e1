#include "core/state.h"

#include <string.h>

/* A row and its place in the tool's order. */
typedef struct
{
    const HistoryRow *row;
    guint place;
} PlacedRow;

typedef struct
{
    const Source *source;
    gboolean exists;
    gboolean complete;
    GPtrArray *rows;     /* HistoryRow *, owned, in the tool's order */
    GArray *by_id;       /* of PlacedRow, sorted by id, then place */
    guint first_missing; /* its missing ones in State.missing: from here */
    guint n_missing;
} History;

struct State
{
    const Graph *graph;
    RevisionStatus *statuses; /* per node, by order */
    guint n_nodes;
    GPtrArray *histories; /* History *, per source index; NULL where there is none */
    GArray *missing;      /* of RevisionStatus, source after source */
    GPtrArray *all;       /* RevisionStatus * */
};

const char *revision_state_name (RevisionState state)
{
    switch (state)
    {
    case REVISION_PENDING:
        return "pending";
    case REVISION_APPLIED:
        return "applied";
    case REVISION_EDITED:
        return "edited";
    case REVISION_FAILED:
        return "failed";
    case REVISION_ROLLED_BACK:
        return "rolled-back";
    case REVISION_MISSING:
        return "missing";
    case REVISION_REPLACED:
        return "replaced";
    }
    g_return_val_if_reached ("");
}

static int compare_placed (gconstpointer left, gconstpointer right)
{
    const PlacedRow *a = left;
    const PlacedRow *b = right;
    int order = strcmp (a->row->id, b->row->id);

    if (order != 0)
        return order;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* Histories are mostly in the order of their ids already. */
static void sort_rows (GArray *rows)
{
    for (guint i = 1; i < rows->len; i++)
        if (compare_placed (&g_array_index (rows, PlacedRow, i - 1), &g_array_index (rows, PlacedRow, i)) > 0)
        {
            g_array_sort (rows, compare_placed);
            return;
        }
}

static void history_free (gpointer item)
{
    History *history = item;

    if (!history)
        return;
    g_ptr_array_unref (history->rows);
    g_array_unref (history->by_id);
    g_free (history);
}

static History *history_new (SourceHistory *given)
{
    History *history = g_new0 (History, 1);

    history->source = given->source;
    history->exists = given->exists;
    history->complete = given->complete;
    history->rows = given->rows ? g_steal_pointer (&given->rows) : g_ptr_array_new ();
    history->by_id = g_array_sized_new (FALSE, FALSE, sizeof (PlacedRow), history->rows->len);
    for (guint i = 0; i < history->rows->len; i++)
    {
        PlacedRow placed = { history->rows->pdata[i], i };

        g_array_append_val (history->by_id, placed);
    }
    sort_rows (history->by_id);
    return history;
}

static const History *find_history (const State *state, const Source *source)
{
    return source->index < state->histories->len ? state->histories->pdata[source->index] : NULL;
}

/* What the rows of one id, [FROM, TO) of BY_ID, say together. *ROW is the newest that says so. */
static RevisionState judge (const GArray *by_id, guint from, guint to, const HistoryRow **row)
{
    RevisionState state = REVISION_ROLLED_BACK;

    *row = NULL;
    for (guint i = from; i < to; i++)
    {
        const HistoryRow *one = g_array_index (by_id, PlacedRow, i).row;

        switch (one->status)
        {
        case HISTORY_FAILED:
            state = REVISION_FAILED;
            *row = one;
            break;
        case HISTORY_APPLIED:
            if (state == REVISION_FAILED)
                break;
            state = one->edited ? REVISION_EDITED : REVISION_APPLIED;
            *row = one;
            break;
        case HISTORY_ROLLED_BACK:
            if (state == REVISION_ROLLED_BACK)
                *row = one;
            break;
        }
    }
    return state;
}

static void add_missing (State *state, History *history, RevisionState judged, const HistoryRow *row)
{
    RevisionStatus status = {
        .source = history->source, .id = row->id, .state = REVISION_MISSING, .row = row, .journal_done = -1
    };

    if (judged == REVISION_ROLLED_BACK)
        return;
    g_array_append_val (state->missing, status);
    history->n_missing++;
}

/* Both sides are sorted by id, and are gone through side by side. */
static void lay_over (State *state, History *history)
{
    const GArray *by_id = history->by_id;
    guint n_nodes;
    GraphNode *const *nodes = graph_source_by_id (state->graph, history->source, &n_nodes);
    guint at = 0;
    guint to;
    int order;

    history->first_missing = state->missing->len;
    for (guint from = 0; from < by_id->len; from = to)
    {
        const char *id = g_array_index (by_id, PlacedRow, from).row->id;
        const GraphNode *node;
        const HistoryRow *row;
        RevisionState judged;

        for (to = from + 1; to < by_id->len && g_str_equal (g_array_index (by_id, PlacedRow, to).row->id, id); to++)
            continue;
        judged = judge (by_id, from, to, &row);
        order = -1;
        while (at < n_nodes && (order = strcmp (nodes[at]->revision->id, id)) < 0)
            at++;
        node = order == 0 ? nodes[at] : NULL;
        if (node)
        {
            state->statuses[node->order].state = judged;
            state->statuses[node->order].row = row;
        }
        else
            add_missing (state, history, judged, row);
    }
}

static gboolean is_pending (const RevisionStatus *status)
{
    return status->state == REVISION_PENDING || status->state == REVISION_ROLLED_BACK;
}

static gboolean is_applied (const RevisionStatus *status)
{
    return status->state == REVISION_APPLIED || status->state == REVISION_EDITED;
}

/* From the last revision of a linear source back to its first. */
static void find_overtaken (State *state, const GraphNode *last)
{
    const GraphNode *applied = NULL;

    for (const GraphNode *node = last; node; node = node->predecessor)
    {
        RevisionStatus *status = &state->statuses[node->order];

        if (is_applied (status))
            applied = node;
        status->overtaken_by = is_pending (status) ? applied : NULL;
        status->out_of_order = status->overtaken_by != NULL;
    }
}

static void append_missing (State *state, const Source *source)
{
    const History *history = find_history (state, source);

    for (guint i = 0; history && i < history->n_missing; i++)
        g_ptr_array_add (state->all, &g_array_index (state->missing, RevisionStatus, history->first_missing + i));
}

/* Nodes in the global order, each source's missing rows after its last revision; of sources without a revision at the end. */
static void list_all (State *state)
{
    g_autofree guint *left = g_new0 (guint, state->histories->len + 1);

    for (guint i = 0; i < state->n_nodes; i++)
        if (state->statuses[i].source->index < state->histories->len)
            left[state->statuses[i].source->index]++;
    for (guint i = 0; i < state->n_nodes; i++)
    {
        const Source *source = state->statuses[i].source;

        g_ptr_array_add (state->all, &state->statuses[i]);
        if (source->index < state->histories->len && --left[source->index] == 0)
            append_missing (state, source);
    }
    for (guint i = 0; i < state->histories->len; i++)
    {
        const History *history = state->histories->pdata[i];

        if (history && graph_source_revisions (state->graph, history->source)->len == 0)
            append_missing (state, history->source);
    }
}

static State *state_new (const Graph *graph)
{
    const GPtrArray *nodes = graph_nodes (graph);
    State *state = g_new0 (State, 1);

    state->graph = graph;
    state->n_nodes = nodes->len;
    state->statuses = g_new0 (RevisionStatus, nodes->len);
    for (guint i = 0; i < nodes->len; i++)
    {
        const GraphNode *node = nodes->pdata[i];

        state->statuses[i] = (RevisionStatus){ .node = node,
                                               .source = node->revision->source,
                                               .id = node->revision->id,
                                               .state = REVISION_PENDING,
                                               .journal_done = -1 };
    }
    state->histories = g_ptr_array_new_with_free_func (history_free);
    state->missing = g_array_new (FALSE, FALSE, sizeof (RevisionStatus));
    state->all = g_ptr_array_new ();
    return state;
}

State *state_build (const Graph *graph, SourceHistory *histories, guint n_histories)
{
    const GPtrArray *nodes = graph_nodes (graph);
    State *state = state_new (graph);

    for (guint i = 0; i < n_histories; i++)
    {
        History *history = history_new (&histories[i]);
        guint index = history->source->index;

        if (index >= state->histories->len)
            g_ptr_array_set_size (state->histories, (int)index + 1);
        state->histories->pdata[index] = history;
        lay_over (state, history);
    }
    for (guint i = 0; i < nodes->len; i++)
    {
        const GraphNode *node = nodes->pdata[i];

        if (node->predecessor && !node->successor)
            find_overtaken (state, node);
    }
    list_all (state);
    return state;
}

void state_free (State *state)
{
    if (!state)
        return;
    g_free (state->statuses);
    g_ptr_array_unref (state->all);
    g_array_unref (state->missing);
    g_ptr_array_unref (state->histories);
    g_free (state);
}

const RevisionStatus *state_of (const State *state, const GraphNode *node)
{
    return &state->statuses[node->order];
}

const GPtrArray *state_all (const State *state)
{
    return state->all;
}

const GPtrArray *state_history (const State *state, const Source *source)
{
    const History *history = find_history (state, source);

    return history ? history->rows : NULL;
}

GPtrArray *state_rows (const State *state, const Source *source, const char *id)
{
    const History *history = find_history (state, source);
    GPtrArray *rows = g_ptr_array_new ();
    guint low = 0;
    guint high = history ? history->by_id->len : 0;

    while (low < high)
    {
        guint middle = low + (high - low) / 2;

        if (strcmp (g_array_index (history->by_id, PlacedRow, middle).row->id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; history && low < history->by_id->len; low++)
    {
        const HistoryRow *row = g_array_index (history->by_id, PlacedRow, low).row;

        if (!g_str_equal (row->id, id))
            break;
        g_ptr_array_add (rows, (gpointer)row);
    }
    return rows;
}

gboolean state_history_complete (const State *state, const Source *source)
{
    const History *history = find_history (state, source);

    return history && history->complete;
}

gboolean state_history_exists (const State *state, const Source *source)
{
    const History *history = find_history (state, source);

    return history && history->exists;
}

static void count_one (StateCounts *counts, const RevisionStatus *status)
{
    counts->total++;
    counts->out_of_order += status->out_of_order ? 1 : 0;
    counts->applied += is_applied (status) ? 1 : 0;
    counts->pending += is_pending (status) ? 1 : 0;
    counts->edited += status->state == REVISION_EDITED ? 1 : 0;
    counts->failed += status->state == REVISION_FAILED ? 1 : 0;
    counts->missing += status->state == REVISION_MISSING ? 1 : 0;
    counts->rolled_back += status->state == REVISION_ROLLED_BACK ? 1 : 0;
    counts->replaced += status->state == REVISION_REPLACED ? 1 : 0;
}

StateCounts state_count (const State *state, const Source *source)
{
    StateCounts counts = { 0 };

    for (guint i = 0; i < state->all->len; i++)
    {
        const RevisionStatus *status = state->all->pdata[i];

        if (!source || status->source == source)
            count_one (&counts, status);
    }
    return counts;
}

void state_set_journal (State *state, const GraphNode *node, gint64 done)
{
    RevisionStatus *status = &state->statuses[node->order];

    status->journal_done = done;
    status->state = REVISION_FAILED;
    status->out_of_order = FALSE;
    status->overtaken_by = NULL;
}
