/* cmd_plan.c: `migshim plan` */

#include "cli/commands.h"
#include "cli/run_command.h"
#include "core/run.h"
#include "report/json.h"
#include "report/plan.h"

static int option_steps;
static gboolean option_down;
static gboolean option_base;
static gboolean option_batch;
static gboolean option_sql;

static const GOptionEntry options[] = {
    { "steps", 'n', 0, G_OPTION_ARG_INT, &option_steps, "At most N steps (with --down: 1 unless given)", "N" },
    { "down", 0, 0, G_OPTION_ARG_NONE, &option_down, "What `down` would revert", NULL },
    { "base", 0, 0, G_OPTION_ARG_NONE, &option_base, "With --down: everything", NULL },
    { "batch", 0, 0, G_OPTION_ARG_NONE, &option_batch, "With --down: what the last run applied (Knex)", NULL },
    { "sql", 0, 0, G_OPTION_ARG_NONE, &option_sql, "The SQL that would be sent; with --verbose history rows in full",
      NULL },
    { NULL },
};

static void append (GString *out, const Invocation *invocation, const Project *project, const Plan *plan,
                    const RunRecording *recording)
{
    Direction direction = option_down ? DIRECTION_DOWN : DIRECTION_UP;

    if (invocation->json)
        json_report_append (out,
                            plan_report_json (plan, project->state, direction, recording, project->config->folder));
    else if (recording)
        plan_report_sql (out, plan, recording, invocation->verbose, project->config->folder, &invocation->out);
    else
        plan_report_text (out, plan, project->state, direction, &invocation->out);
}

static ExitCode run (const Invocation *invocation, char **arguments, GError **error)
{
    g_autoptr (Project) project = project_open (&invocation->config, error);
    g_autoptr (Plan) plan = NULL;
    g_autoptr (RunRecording) recording = NULL;
    g_autoptr (GString) out = g_string_new (NULL);
    RunRequest request = { .direction = option_down ? DIRECTION_DOWN : DIRECTION_UP,
                           .target = arguments[0],
                           .steps = option_steps,
                           .base = option_base,
                           .batch = option_batch };

    if (!project || !project_connect (project, PROJECT_READ, error))
        return EXIT_CODE_FAILED;
    plan = run_command_plan (invocation, project, &request, error);
    if (!plan)
        return EXIT_CODE_FAILED;
    if (option_sql && !(recording = run_record (project, plan, error)))
        return EXIT_CODE_FAILED;
    append (out, invocation, project, plan, recording);
    command_print (out, error);
    return EXIT_CODE_DONE;
}

const Command command_plan = {
    .name = "plan",
    .arguments = "[TARGET]",
    .most = 1,
    .summary = "Show the steps that up or down would take, and their SQL",
    .description = "What `up` would do, step by step, and why each step is there. Nothing is run and\n"
                   "nothing is locked. TARGET, --steps and --source mean what they mean for `up`\n"
                   "and, with --down, for `down`.\n"
                   "\n"
                   "  migshim plan                       all that is pending\n"
                   "  migshim plan api:20240102          up to that revision, and what it requires\n"
                   "  migshim plan --down --steps 2      what `down --steps 2` would revert\n"
                   "  migshim plan --sql >review.sql     the SQL, for somebody else to read\n",
    .options = options,
    .run = run,
};
