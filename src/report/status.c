#include "report/status.h"

#include "adapters/adapter.h"
#include "report/json.h"
#include "report/mark.h"
#include "report/revision_json.h"
#include "report/table.h"

#include <string.h>

#define PENDING_LIMIT 20

gboolean status_disagrees (const StateCounts *counts)
{
    return counts->failed > 0 || counts->edited > 0 || counts->missing > 0;
}

static gboolean is_pending (const RevisionStatus *status)
{
    return status->state == REVISION_PENDING || status->state == REVISION_ROLLED_BACK;
}

static gboolean is_applied (const RevisionStatus *status)
{
    return status->state == REVISION_APPLIED || status->state == REVISION_EDITED;
}

static gboolean is_shown (const StatusView *view, const RevisionStatus *status)
{
    return !view->only || view->only == status->source;
}

/* "2024-05-01 10:00:00 UTC", or NULL when it is unknown. */
static char *when (gint64 microseconds)
{
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);

    return microseconds != 0 && time ? g_date_time_format (time, "%Y-%m-%d %H:%M:%S UTC") : NULL;
}

static char *key_and_title (const RevisionStatus *status)
{
    const char *title = status->node ? mark_title (status->node->revision) : NULL;

    return g_strconcat (status->source->name, ":", status->id, title ? "  " : NULL, title, NULL);
}

/* The newest applied revision of SOURCE in the global order, or NULL. */
static const RevisionStatus *newest (const StatusView *view, const Source *source)
{
    const GPtrArray *all = state_all (view->state);

    for (guint i = all->len; i > 0; i--)
    {
        const RevisionStatus *status = all->pdata[i - 1];

        if (status->source == source && is_applied (status))
            return status;
    }
    return NULL;
}

static void append_count (GString *text, guint count, const char *what)
{
    if (count > 0)
        g_string_append_printf (text, "%s%u %s", text->len > 0 ? ", " : "", count, what);
}

static void add_source (Table *table, const StatusView *view, const Source *source)
{
    const Adapter *adapter = adapter_find (source->tool);
    StateCounts counts = state_count (view->state, source);
    const RevisionStatus *last = newest (view, source);
    g_autoptr (GString) trouble = g_string_new (NULL);

    append_count (trouble, counts.failed, "failed");
    append_count (trouble, counts.edited, "edited");
    append_count (trouble, counts.missing, "missing");
    append_count (trouble, counts.out_of_order, "out of order");
    table_add (table, (Paint)(PAINT_LANE + source->index), source->name);
    table_add (table, PAINT_PLAIN, adapter ? adapter->title : source->tool);
    table_add (table, PAINT_DIM, view->config->databases->len > 1 ? source->database : NULL);
    table_addf (table, counts.applied > 0 ? PAINT_GOOD : PAINT_DIM, "%u applied", counts.applied);
    table_addf (table, counts.pending > 0 ? PAINT_WAIT : PAINT_DIM, "%u pending", counts.pending);
    table_add (table, status_disagrees (&counts) ? PAINT_BAD : PAINT_WAIT, trouble->str);
    if (last)
        table_addf (table, PAINT_DIM, "at %s", last->id);
    else
        table_add (table, PAINT_DIM, state_history_exists (view->state, source) ? NULL : "no history table yet");
}

static void append_sources (GString *out, const StatusView *view, const Style *style)
{
    static const Align aligns[] = {
        ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_RIGHT, ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT
    };
    g_autoptr (Table) table = table_new (aligns, G_N_ELEMENTS (aligns));

    for (guint i = 0; i < view->config->sources->len; i++)
    {
        const Source *source = view->config->sources->pdata[i];

        if (!view->only || view->only == source)
            add_source (table, view, source);
    }
    table_print (table, out, style, 0);
}

static void append_title (GString *out, const Style *style, const char *title)
{
    g_string_append_c (out, '\n');
    style_append (out, style, PAINT_BOLD, "%s\n", title);
}

static void add_mark (Table *table, const Style *style, const RevisionStatus *status)
{
    const Mark *mark = mark_of (status);

    table_add (table, mark->paint, style_pick (style, mark->unicode, mark->ascii));
}

/* What a person should know of a pending revision, in the last two cells of its row. */
static void add_pending_notes (Table *table, const RevisionStatus *status)
{
    const GError *problem = status->node->revision->problem;
    g_autoptr (GString) required = g_string_new (NULL);

    for (guint i = 0; i < status->node->before->len; i++)
    {
        const Revision *before = ((const GraphNode *)status->node->before->pdata[i])->revision;

        if (before->source != status->source)
            g_string_append_printf (required, "%s%s", required->len > 0 ? ", " : "requires ", before->key);
    }
    if (problem)
        table_addf (table, PAINT_BAD, "can't run: %s", problem->message);
    else if (status->out_of_order)
        table_addf (table, PAINT_WAIT, "out of order: %s is applied already", status->overtaken_by->revision->id);
    else
        table_add (table, PAINT_WAIT, status->state == REVISION_ROLLED_BACK ? "rolled back" : NULL);
    table_add (table, PAINT_DIM, required->str);
}

static void append_pending (GString *out, const StatusView *view, const Style *style, guint total)
{
    static const Align aligns[] = { ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT };
    g_autoptr (Table) table = table_new (aligns, G_N_ELEMENTS (aligns));
    const GPtrArray *all = state_all (view->state);
    guint shown = 0;

    append_title (out, style, "Pending, in the order of running");
    for (guint i = 0; i < all->len && shown < PENDING_LIMIT; i++)
    {
        const RevisionStatus *status = all->pdata[i];
        g_autofree char *name = key_and_title (status);

        if (!is_pending (status) || !is_shown (view, status))
            continue;
        shown++;
        add_mark (table, style, status);
        table_add (table, PAINT_PLAIN, name);
        add_pending_notes (table, status);
    }
    table_print (table, out, style, 2);
    if (total > shown)
        style_append (out, style, PAINT_DIM, "  and %u more: migshim status --all\n", total - shown);
}

/* What a missing one goes by now; free with g_free, NULL when there is nothing. */
static char *twin_of (const RevisionStatus *status)
{
    const Adapter *adapter = adapter_find (status->source->tool);

    return status->state == REVISION_MISSING && adapter && adapter->twin ? adapter->twin (status->source, status->id)
                                                                         : NULL;
}

static char *disagreement (const RevisionStatus *status)
{
    const HistoryRow *row = status->row;
    g_autofree char *time = row ? when (row->finished_at ? row->finished_at : row->started_at) : NULL;
    const char *at = time ? time : "at an unknown time";
    g_autofree char *twin = twin_of (status);

    if (status->journal_done >= 0)
        return g_strdup_printf ("interrupted after %" G_GINT64_FORMAT " statements; the next run goes on there",
                                status->journal_done);
    if (status->state == REVISION_EDITED)
        return g_strdup_printf ("edited: its file is not the one that was applied %s", at);
    if (status->state == REVISION_FAILED || (row && row->status == HISTORY_FAILED))
        return g_strdup_printf ("failed: begun %s and never finished%s", at,
                                status->node ? "" : "; it has no file any more");
    if (twin)
        return g_strdup_printf (
            "missing: applied %s, and %s is there instead; its tool records names with their extension", at, twin);
    return g_strdup_printf ("missing: applied %s, and it has no file", at);
}

static void add_disagreement (Table *table, const Style *style, const RevisionStatus *status)
{
    g_autofree char *name = key_and_title (status);
    g_autofree char *text = disagreement (status);
    const char *logs = status->row && status->state == REVISION_FAILED ? status->row->logs : NULL;

    add_mark (table, style, status);
    table_add (table, PAINT_PLAIN, name);
    table_add (table, PAINT_BAD, text);
    if (!logs || !*logs)
        return;
    table_add (table, PAINT_PLAIN, NULL);
    table_add (table, PAINT_PLAIN, NULL);
    table_addf (table, PAINT_DIM, "%.*s", (int)strcspn (logs, "\r\n"), logs);
}

/* What to type, for the kinds that there are. */
static void append_ways_out (GString *out, const Style *style, const StateCounts *counts)
{
    static const Align aligns[] = { ALIGN_LEFT, ALIGN_LEFT };
    g_autoptr (Table) table = table_new (aligns, G_N_ELEMENTS (aligns));

    append_title (out, style, "What to do");
    if (counts->failed > 0)
    {
        table_add (table, PAINT_PLAIN, "failed");
        table_add (table, PAINT_PLAIN, "undo what it left, then: migshim mark rolled-back KEY (it will run again)");
        table_add (table, PAINT_PLAIN, NULL);
        table_add (table, PAINT_PLAIN, "or finish it by hand, then: migshim mark applied KEY");
    }
    if (counts->edited > 0)
    {
        table_add (table, PAINT_PLAIN, "edited");
        table_add (table, PAINT_PLAIN, "bring the old file back, and write the change as a new revision");
    }
    if (counts->missing > 0)
    {
        table_add (table, PAINT_PLAIN, "missing");
        table_add (table, PAINT_PLAIN, "bring the file back; or, if its work is undone: migshim mark pending KEY");
    }
    table_print (table, out, style, 2);
}

static void append_disagreements (GString *out, const StatusView *view, const Style *style, const StateCounts *counts)
{
    static const Align aligns[] = { ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT };
    g_autoptr (Table) table = table_new (aligns, G_N_ELEMENTS (aligns));
    const GPtrArray *all = state_all (view->state);

    append_title (out, style, "Files and history disagree");
    for (guint i = 0; i < all->len; i++)
    {
        const RevisionStatus *status = all->pdata[i];
        gboolean odd =
            status->state == REVISION_FAILED || status->state == REVISION_EDITED || status->state == REVISION_MISSING;

        if (odd && is_shown (view, status))
            add_disagreement (table, style, status);
    }
    table_print (table, out, style, 2);
    append_ways_out (out, style, counts);
}

static void append_all (GString *out, const StatusView *view, const Style *style)
{
    static const Align aligns[] = { ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT };
    g_autoptr (Table) table = table_new (aligns, G_N_ELEMENTS (aligns));
    const GPtrArray *all = state_all (view->state);

    append_title (out, style, "All revisions, in the order of running");
    for (guint i = 0; i < all->len; i++)
    {
        const RevisionStatus *status = all->pdata[i];
        g_autofree char *name = key_and_title (status);
        g_autofree char *time = status->row ? when (status->row->finished_at) : NULL;

        if (!is_shown (view, status))
            continue;
        add_mark (table, style, status);
        table_add (table, PAINT_PLAIN, name);
        table_add (table, mark_of (status)->paint, mark_of (status)->word);
        table_add (table, PAINT_DIM, is_applied (status) ? time : NULL);
    }
    table_print (table, out, style, 2);
}

static void append_summary (GString *out, const StatusView *view, const Style *style, const StateCounts *counts)
{
    guint equal = graph_equal_timestamps (view->graph);

    g_string_append_c (out, '\n');
    if (counts->total == 0)
        style_append (out, style, PAINT_WAIT, "No migrations were found.\n");
    else if (status_disagrees (counts))
        style_append (out, style, PAINT_BAD, "%u in disagreement, %u pending.\n",
                      counts->failed + counts->edited + counts->missing, counts->pending);
    else if (counts->pending > 0)
        style_append (out, style, PAINT_WAIT,
                      "%u pending. Look at them with: migshim plan. Run them with: migshim up\n", counts->pending);
    else
        style_append (out, style, PAINT_GOOD, "Up to date: all %u revisions are applied.\n", counts->applied);
    if (equal > 0 && counts->pending > 0)
        style_append (
            out, style, PAINT_DIM,
            "%u pair%s of revisions of different sources share a time stamp; the order of the sources decides.\n",
            equal, equal == 1 ? "" : "s");
}

void status_report_text (GString *out, const StatusView *view, gboolean all, const Style *style)
{
    StateCounts counts = state_count (view->state, view->only);

    append_sources (out, view, style);
    if (all)
        append_all (out, view, style);
    else if (counts.pending > 0)
        append_pending (out, view, style, counts.pending);
    if (status_disagrees (&counts))
        append_disagreements (out, view, style, &counts);
    append_summary (out, view, style, &counts);
}

static json_t *json_counts (const StateCounts *counts)
{
    return json_pack ("{s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i}", "total", (int)counts->total, "applied",
                      (int)counts->applied, "pending", (int)counts->pending, "failed", (int)counts->failed, "edited",
                      (int)counts->edited, "missing", (int)counts->missing, "rolledBack", (int)counts->rolled_back,
                      "outOfOrder", (int)counts->out_of_order, "replaced", (int)counts->replaced);
}

static json_t *json_source (const StatusView *view, const Source *source)
{
    StateCounts counts = state_count (view->state, source);
    json_t *object = json_object ();

    json_object_set_new (object, "name", json_text (source->name));
    json_object_set_new (object, "tool", json_text (source->tool));
    json_object_set_new (object, "database", json_text (source->database));
    json_object_set_new (object, "historyExists", json_boolean (state_history_exists (view->state, source)));
    json_object_set_new (object, "counts", json_counts (&counts));
    return object;
}

json_t *status_report_json (const StatusView *view)
{
    StateCounts counts = state_count (view->state, view->only);
    const GPtrArray *all = state_all (view->state);
    json_t *object = json_report_new ("status");
    json_t *sources = json_array ();
    json_t *revisions = json_array ();

    for (guint i = 0; i < view->config->sources->len; i++)
    {
        const Source *source = view->config->sources->pdata[i];

        if (!view->only || view->only == source)
            json_array_append_new (sources, json_source (view, source));
    }
    for (guint i = 0; i < all->len; i++)
        if (is_shown (view, all->pdata[i]))
            json_array_append_new (revisions, report_json_status (all->pdata[i], view->config->folder));
    json_object_set_new (object, "disagree", json_boolean (status_disagrees (&counts)));
    json_object_set_new (object, "counts", json_counts (&counts));
    json_object_set_new (object, "equalTimestamps", json_integer (graph_equal_timestamps (view->graph)));
    json_object_set_new (object, "sources", sources);
    json_object_set_new (object, "revisions", revisions);
    return object;
}
