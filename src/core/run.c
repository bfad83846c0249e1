#include "core/run_private.h"

#include "core/delegate.h"
#include "core/follow.h"
#include "core/journal.h"
#include "core/ledger.h"
#include "util/error.h"

#include <string.h>

static Place *place_of (const Runner *runner, const Source *source)
{
    ProjectDatabase *database = project_database (runner->project, source);

    for (guint i = 0; i < runner->places->len; i++)
    {
        Place *place = &g_array_index (runner->places, Place, i);

        if (place->database == database)
            return place;
    }
    g_return_val_if_reached (NULL);
}

AdapterHistory *runner_history (Runner *runner, const Source *source)
{
    AdapterHistory *history = g_hash_table_lookup (runner->histories, source);

    if (!history)
    {
        history = history_follow (runner->project, source);
        g_hash_table_insert (runner->histories, (gpointer)source, history);
    }
    return history;
}

void runner_emit (const Runner *runner, RunEventKind kind, guint index, gint64 elapsed)
{
    RunEvent event = {
        .kind = kind,
        .step = step_at (runner, index),
        .index = index,
        .total = runner->plan->steps->len,
        .elapsed = elapsed,
        .note = g_ptr_array_index (runner->notes, index),
    };

    if (runner->observer && runner->observer->event && !runner->recording)
        runner->observer->event (&event, runner->observer->data);
}

/* Steps are told to start when all before them are done, not when they are queued. */
static void announce (Runner *runner)
{
    if (runner->announced == runner->outcome->done && runner->announced < runner->queued)
        runner_emit (runner, RUN_STEP_STARTED, runner->announced++, 0);
}

static void on_done (guint tag, gint64 elapsed, gpointer data)
{
    Runner *runner = data;

    if (tag == 0)
        return;
    runner->outcome->done++;
    runner_emit (runner, RUN_STEP_DONE, tag - 1, elapsed);
    announce (runner);
}

static void on_said (guint tag, const char *text, gpointer data)
{
    Runner *runner = data;
    RunEvent event = { .kind = RUN_STEP_SAID, .total = runner->plan->steps->len, .note = text };

    if (tag == 0 || !runner->observer || !runner->observer->event)
        return;
    event.index = tag - 1;
    event.step = step_at (runner, event.index);
    runner->observer->event (&event, runner->observer->data);
}

static void place_clear (gpointer item)
{
    Place *place = item;

    ledger_free (place->ledger);
}

static void add_places (Runner *runner, GPtrArray *recordings)
{
    runner->places = g_array_new (FALSE, TRUE, sizeof (Place));
    g_array_set_clear_func (runner->places, place_clear);
    for (guint i = 0; i < runner->project->databases->len; i++)
    {
        ProjectDatabase *database = g_ptr_array_index (runner->project->databases, i);
        Place place = { .database = database,
                        .session = recordings ? g_ptr_array_index (recordings, i) : database->session };

        place.ledger =
            ledger_new (place.session, runner->project->config->ledger == LEDGER_ON, database->ledger_exists);
        if (!recordings)
            session_observe (place.session, (SessionObserver){ .done = on_done, .said = on_said, .data = runner });
        g_array_append_val (runner->places, place);
    }
    for (guint i = 0; i < runner->plan->steps->len; i++)
        place_of (runner, step_at (runner, i)->node->revision->source)->used = TRUE;
}

static void traits_clear_item (gpointer item)
{
    step_traits_clear (item);
}

/* The step at INDEX is its source's command's from now on. */
static void leave (Runner *runner, guint index)
{
    StepTraits *traits = &g_array_index (runner->traits, StepTraits, index);
    g_autofree char *command = delegate_command (step_at (runner, index)->node->revision);

    step_traits_clear (traits);
    traits->mode = STEP_ALONE;
    traits->reason = g_strdup_printf ("it is left to `%s`", command);
    runner->left->data[index] = 1;
}

/* A refusal without a way out of its own. */
static void show_delegate (const Revision *revision, GError **error)
{
    const ErrorDetail *detail = error_detail (*error);

    if (g_error_matches (*error, MIGSHIM_ERROR, MIGSHIM_ERROR_UNSUPPORTED) && detail && !detail->hint)
        error_hint (error,
                    "Write it another way, or let %s itself run this one: name a command as `delegate:` of the source "
                    "\"%s\" in migshim.yaml.",
                    adapter_find (revision->source->tool)->title, revision->source->name);
}

/* From the files alone: how each step must run. A step that can't run stops everything here. */
static gboolean prepare (Runner *runner, GError **error)
{
    runner->traits = g_array_new (FALSE, TRUE, sizeof (StepTraits));
    g_array_set_clear_func (runner->traits, traits_clear_item);
    g_array_set_size (runner->traits, runner->plan->steps->len);
    runner->notes = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_set_size (runner->notes, (int)runner->plan->steps->len);
    runner->journals = g_ptr_array_new_with_free_func ((GDestroyNotify)journal_free);
    runner->histories = g_hash_table_new (NULL, NULL);
    runner->left = g_byte_array_new ();
    g_byte_array_set_size (runner->left, runner->plan->steps->len);
    if (runner->left->len > 0)
        memset (runner->left->data, 0, runner->left->len);
    for (guint i = 0; i < runner->plan->steps->len; i++)
    {
        const PlanStep *step = step_at (runner, i);
        const Revision *revision = step->node->revision;
        const Adapter *adapter = adapter_find (revision->source->tool);
        Dialect dialect = session_dialect (project_database (runner->project, revision->source)->session);
        StepTraits *traits = &g_array_index (runner->traits, StepTraits, i);
        GError *refusal = NULL;

        if (!adapter->prepare (revision, step->direction, dialect, traits, &refusal))
        {
            if (delegate_answers (revision, step->direction, refusal))
            {
                g_clear_error (&refusal);
                leave (runner, i);
                continue;
            }
            show_delegate (revision, &refusal);
            g_propagate_error (error, refusal);
            error_state (error, "nothing was changed: %s was looked at before anything was run", revision->key);
            return FALSE;
        }
        if (revision->source->policy.transaction == TRANSACTION_NONE)
            traits->mode = STEP_ALONE;
    }
    return TRUE;
}

/* `transaction: all` holds for the run when the top-level policy says so and nothing stands in the way. */
static gboolean decide_together (Runner *runner, GError **error)
{
    if (runner->project->config->policy.transaction != TRANSACTION_ALL)
        return TRUE;
    for (guint i = 0; i < runner->plan->steps->len; i++)
    {
        const StepTraits *traits = traits_at (runner, i);
        const Revision *revision = step_at (runner, i)->node->revision;

        if (traits->mode == STEP_ATOMIC && traits->foreign_keys_off == traits_at (runner, 0)->foreign_keys_off &&
            place_of (runner, revision->source) == place_of (runner, step_at (runner, 0)->node->revision->source))
            continue;
        error_set_at (error, MIGSHIM_ERROR_UNSUPPORTED, traits->where, NULL, 0,
                      "%s can't be part of one transaction with the rest: %s", revision->key,
                      traits->foreign_keys_off ? "it changes SQLite's foreign_keys, which no transaction can"
                      : traits->reason         ? traits->reason
                                               : "it is in another database");
        error_state (error, "nothing was changed");
        error_hint (error,
                    "Set `policy: {transaction: each}` in migshim.yaml, or run up to the revision before it first.");
        return FALSE;
    }
    runner->together = runner->plan->steps->len > 0;
    return TRUE;
}

static gboolean has_steps (const Runner *runner, const Source *source)
{
    for (guint i = 0; i < runner->plan->steps->len; i++)
        if (step_at (runner, i)->node->revision->source == source)
            return TRUE;
    return FALSE;
}

static GPtrArray *missing_of (const Runner *runner, const Source *source)
{
    const GPtrArray *all = state_all (runner->project->state);
    GPtrArray *missing = g_ptr_array_new ();

    for (guint i = 0; i < all->len; i++)
    {
        const RevisionStatus *status = all->pdata[i];

        if (status->source == source && status->state == REVISION_MISSING)
            g_ptr_array_add (missing, (gpointer)status->id);
    }
    return missing;
}

/* Would each tool go on here? Asked before anything is written. */
static gboolean check_sources (Runner *runner, GError **error)
{
    for (guint i = 0; i < runner->project->config->sources->len; i++)
    {
        const Source *source = g_ptr_array_index (runner->project->config->sources, i);
        const Adapter *adapter = adapter_find (source->tool);
        g_autoptr (GPtrArray) missing = missing_of (runner, source);
        AdapterContext context = {
            .revisions = graph_source_revisions (runner->project->graph, source),
            .rows = state_history (runner->project->state, source),
            .missing = missing,
            .session = project_database (runner->project, source)->session,
            .history_exists = state_history_exists (runner->project->state, source),
            .writing = !runner->recording,
        };

        if (adapter->check && has_steps (runner, source) && !adapter->check (source, &context, error))
        {
            error_state (error, "nothing was changed");
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean needs_journal (const Runner *runner, const Place *place)
{
    for (guint i = 0; i < runner->plan->steps->len; i++)
        if (traits_at (runner, i)->mode == STEP_ALONE &&
            place_of (runner, step_at (runner, i)->node->revision->source) == place)
            return TRUE;
    return FALSE;
}

/* Tables that are missing: first the tools' own, then ours. One transaction where there is one. */
static gboolean set_up (Runner *runner, Place *place, GError **error)
{
    Session *session = place->session;
    gboolean transactional = session_dialect (session) != DIALECT_MYSQL;
    gboolean journal = !place->database->journal_exists && runner->project->config->ledger == LEDGER_ON &&
                       needs_journal (runner, place);
    g_autoptr (GPtrArray) missing = g_ptr_array_new ();

    for (guint i = 0; i < runner->project->config->sources->len; i++)
    {
        const Source *source = g_ptr_array_index (runner->project->config->sources, i);

        if (has_steps (runner, source) && !state_history_complete (runner->project->state, source) &&
            place_of (runner, source) == place)
            g_ptr_array_add (missing, (gpointer)source);
    }
    if (missing->len == 0 && place->database->ledger_exists && !journal)
        return TRUE;
    session_tag (session, 0);
    if (transactional && !session_begin (session, NULL, error))
        return FALSE;
    for (guint i = 0; i < missing->len; i++)
    {
        const Source *source = g_ptr_array_index (missing, i);

        if (!project_create_history (runner->project, source, session, error))
            return FALSE;
    }
    if (!ledger_create (place->ledger, error) || (journal && !journal_create (session, error)))
        return FALSE;
    return !transactional || session_commit (session, error);
}

gboolean runner_append_to_ledger (Runner *runner, Place *place, guint index, guint statements, const GError *failure,
                                  GError **error)
{
    const PlanStep *step = step_at (runner, index);
    const Revision *revision = step->node->revision;
    LedgerRecord record = {
        .source = revision->source->name,
        .tool = revision->source->tool,
        .revision = revision->id,
        .checksum = revision->checksum,
        .action = step->direction == DIRECTION_UP ? LEDGER_UP : LEDGER_DOWN,
        .statements = statements,
        .error = failure ? failure->message : NULL,
        .reason = g_ptr_array_index (runner->notes, index),
    };

    return ledger_append (place->ledger, &record, error);
}

static gboolean apply_profile (const Revision *revision, Session *session, gboolean foreign_keys_off, GError **error)
{
    SessionProfile profile = { 0 };

    adapter_find (revision->source->tool)->profile (revision->source, session_dialect (session), &profile);
    if (foreign_keys_off)
        profile.foreign_keys = FALSE;
    return session_apply_profile (session, &profile, error);
}

static gboolean run_atomic (Runner *runner, Place *place, guint index, GError **error)
{
    const PlanStep *step = step_at (runner, index);
    const StepTraits *traits = traits_at (runner, index);
    const Revision *revision = step->node->revision;
    const Adapter *adapter = adapter_find (revision->source->tool);
    Session *session = place->session;
    guint before, n_statements;

    if (!apply_profile (revision, session, traits->foreign_keys_off, error) ||
        (!runner->together && !session_begin (session, traits->begin_text, error)) ||
        !ledger_start (place->ledger, error) ||
        !adapter->record (revision, step->direction, RECORD_START, runner_history (runner, revision->source), NULL,
                          session, error))
        return FALSE;
    before = session_n_statements (session);
    if (!adapter->run (revision, step->direction, session, error))
        return FALSE;
    n_statements = session_n_statements (session) - before;
    return adapter->record (revision, step->direction, RECORD_FINISH, runner_history (runner, revision->source), NULL,
                            session, error) &&
           runner_append_to_ledger (runner, place, index, n_statements, NULL, error) &&
           (runner->together || session_commit (session, error));
}

/* What a rerun had to decide is told once the step is done. */
static void keep_note (Runner *runner, guint index, const Journal *journal)
{
    guint skipped = journal_skipped (journal);
    const char *doubt = journal_note (journal);
    char **note = (char **)&g_ptr_array_index (runner->notes, index);

    if (skipped == 0 && !doubt)
        return;
    g_free (*note);
    *note = g_strdup_printf ("went on after %u statement%s of an earlier run%s%s", skipped, skipped == 1 ? "" : "s",
                             doubt ? "; " : "", doubt ? doubt : "");
}

/* The journal's end and the history row are one transaction: a step that is cut off between the two would be run again. */
static gboolean finish_alone (Runner *runner, Place *place, guint index, Journal *journal, guint n_statements,
                              GError **error)
{
    const PlanStep *step = step_at (runner, index);
    const Revision *revision = step->node->revision;
    Session *session = place->session;

    return session_begin (session, NULL, error) && (!journal || journal_finish (journal, error)) &&
           adapter_find (revision->source->tool)
               ->record (revision, step->direction, RECORD_FINISH, runner_history (runner, revision->source), NULL,
                         session, error) &&
           runner_append_to_ledger (runner, place, index, n_statements, NULL, error) && session_commit (session, error);
}

static gboolean run_alone (Runner *runner, Place *place, guint index, GError **error)
{
    const PlanStep *step = step_at (runner, index);
    const StepTraits *traits = traits_at (runner, index);
    const Revision *revision = step->node->revision;
    const Adapter *adapter = adapter_find (revision->source->tool);
    Session *session = place->session;
    /* MySQL's statements commit by themselves and may travel together all the same: the server stops at the first error. */
    gboolean batched = session_dialect (session) == DIALECT_MYSQL;
    const JournalRow *found = project_journal (runner->project, revision);
    Journal *journal = NULL;
    guint before, n_statements;

    if (!apply_profile (revision, session, traits->foreign_keys_off, error) || !ledger_start (place->ledger, error) ||
        !adapter->record (revision, step->direction, found ? RECORD_RESUME : RECORD_START,
                          runner_history (runner, revision->source), NULL, session, error) ||
        (!batched && !session_flush (session, error)))
        return FALSE;
    before = session_n_statements (session);
    if (!traits->whole && runner->project->config->ledger == LEDGER_ON)
    {
        journal = journal_begin (session, revision, step->direction, found, error);
        if (!journal)
            return FALSE;
        g_ptr_array_add (runner->journals, journal);
    }
    if ((!batched && !session_alone_begin (session, error)) ||
        !adapter->run (revision, step->direction, session, error) || (!batched && !session_alone_end (session, error)))
        return FALSE;
    n_statements = session_n_statements (session) - before;
    if (journal)
        keep_note (runner, index, journal);
    if (traits->changes_session)
        session_profile_unknown (session);
    return finish_alone (runner, place, index, journal, n_statements, error);
}

/* The ids that SOURCE's history holds when the step at INDEX begins. Free with g_hash_table_unref. */
static GHashTable *applied_before (const Runner *runner, const Source *source, guint index)
{
    GHashTable *applied = g_hash_table_new (g_str_hash, g_str_equal);
    const GPtrArray *rows = state_history (runner->project->state, source);

    for (guint i = 0; rows && i < rows->len; i++)
        g_hash_table_add (applied, ((HistoryRow *)g_ptr_array_index (rows, i))->id);
    for (guint i = 0; i < index; i++)
        if (step_at (runner, i)->node->revision->source == source)
            g_hash_table_add (applied, step_at (runner, i)->node->revision->id);
    return applied;
}

typedef struct
{
    Runner *runner;
    guint index;
} Speaker;

static void on_line (const char *line, gpointer data)
{
    const Speaker *speaker = data;

    on_said (speaker->index + 1, line, speaker->runner);
}

static gboolean run_delegated (Runner *runner, Place *place, guint index, GError **error)
{
    const Revision *revision = step_at (runner, index)->node->revision;
    g_autoptr (GHashTable) applied = applied_before (runner, revision->source, index);
    Speaker speaker = { runner, index };
    const Delegation delegation = {
        .revision = revision,
        .revisions = graph_source_revisions (runner->project->graph, revision->source),
        .applied = applied,
        .session = place->session,
        .url = place->database->database->text,
        .password = place->database->database->url->password,
        .folder = runner->project->config->folder,
        .said = on_line,
        .data = &speaker,
    };
    char **note = (char **)&g_ptr_array_index (runner->notes, index);
    g_autofree char *command = delegate_command (revision);

    if (runner->recording)
    {
        error_set (error, MIGSHIM_ERROR_UNSUPPORTED, "it is left to `%s`", command);
        return FALSE;
    }
    g_free (*note);
    *note = g_strdup_printf ("by `%s`", command);
    return ledger_start (place->ledger, error) && delegate_run (&delegation, error) &&
           adapter_find (revision->source->tool)
               ->record (revision, step_at (runner, index)->direction, RECORD_FOLLOW,
                         runner_history (runner, revision->source), NULL, place->session, error) &&
           runner_append_to_ledger (runner, place, index, 0, NULL, error);
}

/* Does nothing of the step stay? On MySQL the journal tells, whose row goes then. */
static gboolean take_back (Runner *runner, Place *place, guint index)
{
    const Revision *revision = step_at (runner, index)->node->revision;
    gboolean partly = FALSE;

    if (traits_at (runner, index)->mode == STEP_ATOMIC)
    {
        session_rollback (place->session);
        return TRUE;
    }
    if (session_dialect (place->session) != DIALECT_MYSQL || runner->project->config->ledger != LEDGER_ON)
        return FALSE;
    session_set_hook (place->session, NULL, NULL);
    session_rollback (place->session);
    return runner_statements_standing (place, revision, &partly) == 0 && !partly &&
           journal_remove (place->session, revision, NULL);
}

/* A script that was refused half way, and whose transaction can be taken back, may still be left to its tool. */
static gboolean leave_after_all (Runner *runner, Place *place, guint index, const GError *refusal)
{
    const PlanStep *step = step_at (runner, index);

    if (runner->recording || runner->together || session_is_lost (place->session) ||
        !delegate_answers (step->node->revision, step->direction, refusal) || !take_back (runner, place, index))
        return FALSE;
    session_tag (place->session, 0);
    leave (runner, index);
    return TRUE;
}

static gboolean run_step (Runner *runner, guint index, GError **error)
{
    const StepTraits *traits = traits_at (runner, index);
    Place *place = place_of (runner, step_at (runner, index)->node->revision->source);
    GError *failure = NULL;
    gboolean good;

    session_tag (place->session, index + 1);
    runner->queued = index + 1;
    announce (runner);
    if (runner->left->data[index])
        good = run_delegated (runner, place, index, &failure);
    else
        good = traits->mode == STEP_ATOMIC ? run_atomic (runner, place, index, &failure)
                                           : run_alone (runner, place, index, &failure);
    if (!good && leave_after_all (runner, place, index, failure))
    {
        g_clear_error (&failure);
        return run_step (runner, index, error);
    }
    if (!good)
    {
        show_delegate (step_at (runner, index)->node->revision, &failure);
        g_propagate_error (error, failure);
        return FALSE;
    }
    session_tag (place->session, 0);
    if (!traits->changes_session)
        return TRUE;
    session_profile_unknown (place->session);
    return session_flush (place->session, error);
}

static gboolean is_cancelled (const Runner *runner)
{
    return runner->observer && runner->observer->cancel && *runner->observer->cancel;
}

/* All steps, queued and sent. *AT is the place whose session an error came from. */
static gboolean run_steps (Runner *runner, Place **at, GError **error)
{
    for (guint i = 0; i < runner->places->len; i++)
    {
        *at = &g_array_index (runner->places, Place, i);
        if ((*at)->used && !set_up (runner, *at, error))
            return FALSE;
    }
    for (guint i = 0; i < runner->plan->steps->len; i++)
    {
        Place *next = place_of (runner, step_at (runner, i)->node->revision->source);

        /* a step in one database may need what the step before it did in another */
        if (i > 0 && next != *at && !session_flush ((*at)->session, error))
            return FALSE;
        *at = next;
        if (is_cancelled (runner) && !runner->together)
            break;
        if (i == 0 && runner->together && !session_begin (next->session, NULL, error))
            return FALSE;
        if (!run_step (runner, i, error))
            return FALSE;
    }
    if (runner->together && !session_commit ((*at)->session, error))
        return FALSE;
    for (guint i = 0; i < runner->places->len; i++)
    {
        *at = &g_array_index (runner->places, Place, i);
        if (!project_free_rows ((*at)->database, error) || !session_flush ((*at)->session, error))
            return FALSE;
    }
    if (runner->queued < runner->plan->steps->len && is_cancelled (runner))
    {
        error_set (error, MIGSHIM_ERROR_CANCELLED, "stopped as asked, before %s",
                   step_at (runner, runner->queued)->node->revision->key);
        return FALSE;
    }
    return TRUE;
}

static void free_histories (Runner *runner)
{
    GHashTableIter iter;
    gpointer source;
    gpointer history;

    if (!runner->histories)
        return;
    g_hash_table_iter_init (&iter, runner->histories);
    while (g_hash_table_iter_next (&iter, &source, &history))
        history_follow_free (source, history);
    g_clear_pointer (&runner->histories, g_hash_table_unref);
}

static void runner_clear (Runner *runner)
{
    for (guint i = 0; runner->places && i < runner->places->len; i++)
    {
        Session *session = g_array_index (runner->places, Place, i).session;

        session_observe (session, (SessionObserver){ .done = NULL });
        session_set_hook (session, NULL, NULL);
    }
    g_clear_pointer (&runner->places, g_array_unref);
    g_clear_pointer (&runner->traits, g_array_unref);
    g_clear_pointer (&runner->notes, g_ptr_array_unref);
    g_clear_pointer (&runner->journals, g_ptr_array_unref);
    free_histories (runner);
    g_clear_pointer (&runner->left, g_byte_array_unref);
}

gboolean run_plan (Project *project, const Plan *plan, const RunObserver *observer, RunOutcome *outcome, GError **error)
{
    Runner runner = {
        .project = project, .plan = plan, .observer = observer, .outcome = outcome, .started = g_get_monotonic_time ()
    };
    GError *failure = NULL;
    gboolean good;
    Place *at = NULL;

    *outcome = (RunOutcome){ 0 };
    good = prepare (&runner, &failure);
    if (good)
        add_places (&runner, NULL);
    good = good && decide_together (&runner, &failure) && check_sources (&runner, &failure);
    if (good && plan->steps->len > 0)
    {
        good = run_steps (&runner, &at, &failure);
        if (!good)
            runner_handle_failure (&runner, at, &failure);
    }
    outcome->elapsed = g_get_monotonic_time () - runner.started;
    for (guint i = 0; i < project->databases->len; i++)
        outcome->round_trips +=
            session_round_trips (((ProjectDatabase *)g_ptr_array_index (project->databases, i))->session);
    runner_clear (&runner);
    if (failure)
        g_propagate_error (error, failure);
    return good;
}

void run_recording_free (RunRecording *recording)
{
    if (!recording)
        return;
    g_clear_pointer (&recording->sessions, g_ptr_array_unref);
    g_clear_pointer (&recording->databases, g_ptr_array_unref);
    g_clear_pointer (&recording->traits, g_array_unref);
    g_clear_pointer (&recording->problems, g_ptr_array_unref);
    g_free (recording);
}

static void free_problem (gpointer problem)
{
    if (problem)
        g_error_free (problem);
}

RunRecording *run_record (Project *project, const Plan *plan, GError **error)
{
    g_autoptr (RunRecording) recording = g_new0 (RunRecording, 1);
    RunOutcome outcome = { 0 };
    Runner runner = { .project = project, .plan = plan, .outcome = &outcome, .recording = TRUE };
    gboolean good;

    recording->sessions = g_ptr_array_new_with_free_func ((GDestroyNotify)session_close);
    recording->databases = g_ptr_array_new ();
    recording->problems = g_ptr_array_new_with_free_func (free_problem);
    for (guint i = 0; i < project->databases->len; i++)
    {
        ProjectDatabase *database = g_ptr_array_index (project->databases, i);

        g_ptr_array_add (recording->databases, database);
        g_ptr_array_add (recording->sessions,
                         session_new_recording (session_dialect (database->session), database->session));
    }
    good = prepare (&runner, error);
    if (good)
        add_places (&runner, recording->sessions);
    good = good && decide_together (&runner, error) && check_sources (&runner, error);
    for (guint i = 0; good && i < runner.places->len; i++)
    {
        Place *place = &g_array_index (runner.places, Place, i);

        good = !place->used || set_up (&runner, place, error);
    }
    for (guint i = 0; good && i < plan->steps->len; i++)
    {
        GError *problem = NULL;

        run_step (&runner, i, &problem);
        g_ptr_array_add (recording->problems, problem);
    }
    recording->traits = g_steal_pointer (&runner.traits);
    runner_clear (&runner);
    return good ? g_steal_pointer (&recording) : NULL;
}
