/* After the first failure: what is recorded of it, and what a person is told. */

#include "core/journal.h"
#include "core/run_private.h"
#include "util/error.h"

gint64 runner_statements_standing (const Place *place, const Revision *revision, gboolean *partly)
{
    Dialect dialect = session_dialect (place->session);
    g_autofree char *query = journal_query (dialect);
    Statement statement = statement_of (query);
    g_autoptr (ResultSet) answer = session_query (place->session, &statement, NULL);
    g_autoptr (GPtrArray) rows = answer ? journal_rows (answer) : NULL;

    *partly = FALSE;
    for (guint i = 0; rows && i < rows->len; i++)
    {
        const JournalRow *row = g_ptr_array_index (rows, i);

        if (!g_str_equal (row->source, revision->source->name) || !g_str_equal (row->revision, revision->id))
            continue;
        *partly = dialect == DIALECT_POSTGRESQL && row->begun > row->done;
        return row->done;
    }
    return rows ? 0 : -1;
}

/* The state of the database after a step that could not be a transaction, and the ways out. STANDING is -1 when nobody counted. */
static void tell_what_stayed (const Revision *revision, const Adapter *adapter, gboolean nothing, gboolean journalled,
                              gint64 standing, GError **error)
{
    const char *recorded = adapter->records_failures ? "; its history row says that it failed" : "";

    if (nothing)
        error_state (error, "nothing of %s stayed in the database", revision->key);
    else if (journalled && standing >= 0)
        error_state (error, "%" G_GINT64_FORMAT " statement%s of %s stayed in the database%s", standing,
                     standing == 1 ? "" : "s", revision->key, recorded);
    else
        error_state (error, "what %s committed before the error stayed in the database%s", revision->key, recorded);
    if (error_detail (*error) && error_detail (*error)->hint && nothing)
        return;
    if (nothing)
        error_hint (error, "Mend the file and run `migshim up` again.");
    else if (journalled)
        error_hint (error,
                    "Mend the failing statement, not those before it, and run `migshim up` again: it goes on there.\n"
                    "Or undo by hand what stayed, then `migshim mark rolled-back %s`; or finish by hand, then `migshim "
                    "mark applied %s`.",
                    revision->key, revision->key);
    else if (adapter->records_failures)
        error_hint (error,
                    "Undo by hand what stayed, then `migshim mark rolled-back %s`; or finish by hand, then `migshim "
                    "mark applied %s`.",
                    revision->key, revision->key);
    else
        error_hint (error,
                    "Undo by hand what stayed before you run `migshim up` again; or finish by hand, then `migshim "
                    "mark applied %s`.",
                    revision->key);
}

/* A step that could not be a transaction failed: its history row says so where something of it stayed, and goes where nothing did. */
static void record_failure (Runner *runner, Place *place, guint index, GError **error)
{
    const PlanStep *step = step_at (runner, index);
    const Revision *revision = step->node->revision;
    const Adapter *adapter = adapter_find (revision->source->tool);
    gboolean journalled = runner->project->config->ledger == LEDGER_ON && !traits_at (runner, index)->whole;
    gboolean partly = FALSE;
    gint64 standing = journalled ? runner_statements_standing (place, revision, &partly) : -1;
    gboolean nothing = journalled && standing == 0 && !partly;
    g_autoptr (GError) trouble = NULL;

    if (!adapter->record (revision, step->direction, nothing ? RECORD_UNDO : RECORD_FAILED,
                          runner_history (runner, revision->source), *error, place->session, &trouble) ||
        (journalled && !(nothing ? journal_remove (place->session, revision, &trouble)
                                 : journal_mark_failed (place->session, revision, &trouble))) ||
        !session_flush (place->session, &trouble))
    {
        error_state (error, "%s failed half way, and that could not be recorded: %s", revision->key, trouble->message);
        return;
    }
    if (error_detail (*error) && error_detail (*error)->state)
        return;
    tell_what_stayed (revision, adapter, nothing, journalled, standing, error);
}

/* What a command did before it ended badly, only its tool knows. */
static void tell_delegated (const Revision *revision, GError **error)
{
    if (!error_detail (*error) || !error_detail (*error)->state)
        error_state (error, "what the command did before is in the database; the history says whether %s is applied",
                     revision->key);
}

/* A session knows the statement that failed; people want the line as it stands in the file. */
static void show_whole_line (GError **error)
{
    const ErrorDetail *detail = error_detail (*error);
    g_autofree char *text = NULL;
    gsize length;
    guint caret;
    char *excerpt;

    if (!detail || !detail->where.file || detail->where.line == 0 ||
        !g_file_get_contents (detail->where.file, &text, &length, NULL))
        return;
    excerpt = location_excerpt (detail->where, text, length, &caret);
    error_excerpt (error, excerpt, caret);
}

/* The server went away: each revision that was under way is there with its row, or not at all, or journalled; which, the server alone knows. */
static void tell_lost (const Runner *runner, const Revision *revision, GError **error)
{
    error_state (
        error,
        "%u of %u steps are known to be done; %s and those after it are there with their history rows, or not at all",
        runner->outcome->done, runner->plan->steps->len, revision->key);
    error_hint (error, "`migshim status` tells what is there once the server is back; `migshim up` goes on.");
}

/* What was queued before the step that failed is sent now: it is done then and told so, or it is the first failure itself. */
static void finish_earlier (const Place *place, GError **error)
{
    GError *earlier = NULL;

    if (session_is_lost (place->session) || session_flush (place->session, &earlier))
        return;
    session_rollback (place->session);
    g_clear_error (error);
    *error = earlier;
}

void runner_handle_failure (Runner *runner, Place *place, GError **error)
{
    guint tag;
    guint index;
    const PlanStep *step;
    const Revision *revision;
    g_autoptr (GError) trouble = NULL;

    session_set_hook (place->session, NULL, NULL);
    session_rollback (place->session);
    finish_earlier (place, error);
    tag = session_failed_tag (place->session);
    index = tag > 0 ? tag - 1 : runner->queued > 0 ? runner->queued - 1 : 0;
    if ((*error)->code == MIGSHIM_ERROR_CANCELLED || runner->plan->steps->len == 0 || runner->queued == 0)
    {
        error_state (error, "%u of %u steps are done and recorded", runner->outcome->done, runner->plan->steps->len);
        return;
    }
    step = step_at (runner, index);
    revision = step->node->revision;
    show_whole_line (error);
    runner_emit (runner, RUN_STEP_FAILED, index, 0);
    if (session_is_lost (place->session))
    {
        tell_lost (runner, revision, error);
        g_prefix_error (error, "%s failed: ", revision->key);
        return;
    }
    if (runner->left->data[index])
        tell_delegated (revision, error);
    else if (traits_at (runner, index)->mode == STEP_ALONE)
        record_failure (runner, place, index, error);
    else
    {
        if (runner->together)
            error_state (error, "nothing was changed: the run is one transaction");
        else
            error_state (error, "nothing of %s stayed in the database; %u of %u steps before it are done and recorded",
                         revision->key, runner->outcome->done, runner->plan->steps->len);
        if (error_detail (*error) && !error_detail (*error)->hint)
            error_hint (error, "Mend the file and run `migshim %s` again.",
                        step->direction == DIRECTION_UP ? "up" : "down");
    }
    session_tag (place->session, 0);
    if (ledger_start (place->ledger, &trouble) && runner_append_to_ledger (runner, place, index, 0, *error, &trouble))
        session_flush (place->session, &trouble);
    g_prefix_error (error, "%s failed: ", revision->key);
}
