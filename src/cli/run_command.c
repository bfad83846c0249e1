#include "cli/run_command.h"

#include "core/run.h"
#include "core/target.h"
#include "report/json.h"
#include "report/plan.h"
#include "report/run.h"
#include "report/terminal.h"
#include "util/error.h"

#include <signal.h>

/* Set by the first SIGINT or SIGTERM, read by the runner between steps: a signal handler has no arguments to be given it in. */
static volatile sig_atomic_t cancelled;

typedef struct
{
    const Invocation *invocation;
    Progress *line;
    guint width;
    GArray *elapsed;  /* gint64 of each step, microseconds */
    GPtrArray *notes; /* char * of each step, or NULL */
} Watch;

static void on_signal (int number)
{
    (void)number;
    cancelled = 1;
}

/* The first signal asks for a stop after the step that runs; the second ends the program as usual. */
static void catch_signals (void)
{
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int)(SA_RESTART | SA_RESETHAND) };

    sigaction (SIGINT, &action, NULL);
    sigaction (SIGTERM, &action, NULL);
}

static void on_event (const RunEvent *event, gpointer data)
{
    Watch *watch = data;
    g_autoptr (GString) text = g_string_new (NULL);

    if (event->kind == RUN_STEP_STARTED)
    {
        progress_show (watch->line, event->index, event->total, event->step->node->revision->key);
        return;
    }
    if (event->kind == RUN_STEP_DONE)
    {
        g_array_index (watch->elapsed, gint64, event->index) = event->elapsed;
        g_ptr_array_index (watch->notes, event->index) = g_strdup (event->note);
    }
    if (watch->invocation->json)
        return;
    progress_clear (watch->line);
    run_report_step (text, &watch->invocation->err, event, watch->width);
    g_string_truncate (text, text->len - 1); /* command_note ends the line */
    command_note (watch->invocation, "%s", text->str);
}

gboolean run_command_source (const Invocation *invocation, const Project *project, const Source **source,
                             GError **error)
{
    *source = NULL;
    if (!invocation->source)
        return TRUE;
    *source = config_find_source (project->config, invocation->source);
    if (!*source)
        error_set (error, MIGSHIM_ERROR_USAGE, "there is no source \"%s\" in %s", invocation->source,
                   project->config->path);
    return *source != NULL;
}

Plan *run_command_plan (const Invocation *invocation, Project *project, const RunRequest *request, GError **error)
{
    PlanTarget target = { .steps = (guint)MAX (request->steps, 0), .base = request->base };
    g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
    g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
    Plan *plan;

    if (request->steps < 0)
    {
        error_set (error, MIGSHIM_ERROR_USAGE, "--steps takes a number from 1, not %d", request->steps);
        return NULL;
    }
    if (request->batch && (request->target || request->base || request->steps))
    {
        error_set (error, MIGSHIM_ERROR_USAGE, "--batch stands alone: without a target, --steps and --base");
        return NULL;
    }
    if (!run_command_source (invocation, project, &target.source, error))
        return NULL;
    if (request->batch && !target_last_batch (project, target.source, &target, nodes, error))
        return NULL;
    if (request->target &&
        !target_resolve (project, request->target, target.source, request->direction, &target, nodes, warnings, error))
        return NULL;
    plan = request->direction == DIRECTION_UP ? plan_up (project->graph, project->state, &target, error)
                                              : plan_down (project->graph, project->state, &target, error);
    if (plan)
        g_ptr_array_extend_and_steal (plan->warnings, g_steal_pointer (&warnings));
    return plan;
}

static gboolean print_outcome (const Watch *watch, const Plan *plan, const RunOutcome *outcome, gboolean good,
                               GError **error)
{
    const Invocation *invocation = watch->invocation;
    g_autoptr (GString) text = g_string_new (NULL);

    if (invocation->json)
    {
        json_t *report = json_report_new (invocation->command->name);

        run_report_json (report, plan, outcome, watch->elapsed, watch->notes);
        json_report_append (text, report);
    }
    else if (good)
        run_report_outcome (text, &invocation->out, plan, outcome, invocation->verbose);
    return command_print (text, error);
}

static ExitCode execute (Watch *watch, Project *project, const Plan *plan, GError **error)
{
    RunObserver observer = { .event = on_event, .data = watch, .cancel = &cancelled };
    RunOutcome outcome;
    gboolean good;

    watch->line = progress_new (&watch->invocation->err, watch->invocation->quiet || watch->invocation->json);
    catch_signals ();
    good = run_plan (project, plan, &observer, &outcome, error);
    g_clear_pointer (&watch->line, progress_free);
    return print_outcome (watch, plan, &outcome, good, good ? error : NULL) && good ? EXIT_CODE_DONE : EXIT_CODE_FAILED;
}

static ExitCode show (const Watch *watch, const Project *project, const Plan *plan, Direction direction, GError **error)
{
    RunOutcome nothing = { 0 };
    g_autoptr (GString) text = g_string_new (NULL);

    if (watch->invocation->json)
        return print_outcome (watch, plan, &nothing, TRUE, error) ? EXIT_CODE_DONE : EXIT_CODE_FAILED;
    plan_report_text (text, plan, project->state, direction, &watch->invocation->out);
    if (plan->steps->len > 0)
        style_append (text, &watch->invocation->out, PAINT_DIM, "Nothing was run (--dry-run).\n");
    return command_print (text, error) ? EXIT_CODE_DONE : EXIT_CODE_FAILED;
}

ExitCode run_command (const Invocation *invocation, const RunRequest *request, GError **error)
{
    g_autoptr (Project) project = project_open (&invocation->config, error);
    g_autoptr (Plan) plan = NULL;
    g_autoptr (GArray) elapsed = g_array_new (FALSE, TRUE, sizeof (gint64));
    g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
    Watch watch = { .invocation = invocation, .elapsed = elapsed, .notes = notes };

    if (!project || !project_connect (project, request->dry_run ? PROJECT_READ : PROJECT_WRITE, error))
        return EXIT_CODE_FAILED;
    plan = run_command_plan (invocation, project, request, error);
    if (!plan)
        return EXIT_CODE_FAILED;
    for (guint i = 0; i < plan->warnings->len && (!request->dry_run || invocation->json); i++)
        command_note (invocation, "warning: %s", (const char *)g_ptr_array_index (plan->warnings, i));
    watch.width = run_report_width (plan);
    g_array_set_size (elapsed, plan->steps->len);
    g_ptr_array_set_size (notes, (int)plan->steps->len);
    return request->dry_run ? show (&watch, project, plan, request->direction, error)
                            : execute (&watch, project, plan, error);
}
