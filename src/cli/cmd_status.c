/* cmd_status.c: `migshim status` */

#include "cli/commands.h"
#include "cli/run_command.h"
#include "report/json.h"
#include "report/status.h"

static gboolean option_check;
static gboolean option_all;

static const GOptionEntry options[] = {
    { "all", 'a', 0, G_OPTION_ARG_NONE, &option_all, "List every revision", NULL },
    { "check", 0, 0, G_OPTION_ARG_NONE, &option_check,
      "Exit with 3 when something is pending, with 4 when files and history disagree", NULL },
    { NULL },
};

static ExitCode code_of (const StateCounts *counts)
{
    if (!option_check)
        return EXIT_CODE_DONE;
    if (status_disagrees (counts))
        return EXIT_CODE_DISAGREE;
    return counts->pending > 0 ? EXIT_CODE_PENDING : EXIT_CODE_DONE;
}

static ExitCode run (const Invocation *invocation, char **arguments, GError **error)
{
    g_autoptr (Project) project = project_open (&invocation->config, error);
    g_autoptr (GString) out = g_string_new (NULL);
    StatusView view = { 0 };
    StateCounts counts;

    (void)arguments;
    if (!project || !run_command_source (invocation, project, &view.only, error) ||
        !project_connect (project, PROJECT_READ, error))
        return EXIT_CODE_FAILED;
    view.config = project->config;
    view.graph = project->graph;
    view.state = project->state;
    counts = state_count (project->state, view.only);
    if (invocation->json)
        json_report_append (out, status_report_json (&view));
    else if (!invocation->quiet)
        status_report_text (out, &view, option_all, &invocation->out);
    command_print (out, error);
    return code_of (&counts);
}

const Command command_status = {
    .name = "status",
    .summary = "Show what is applied, what is pending and what disagrees",
    .description = "Reads the migration files and each tool's history table, and changes nothing.\n"
                   "What is pending is listed in the order in which `up` would run it.\n"
                   "\n"
                   "  migshim status                 where things stand\n"
                   "  migshim status --all           every revision, and when it was applied\n"
                   "  migshim status --check -q      for scripts: only the exit code\n"
                   "\n"
                   "Exit codes with --check: 0 nothing is wrong; 3 something is pending; 4 files and\n"
                   "history disagree: a revision failed, its file was changed after it was applied,\n"
                   "or it has no file any more. Without --check the answer is only printed.\n",
    .options = options,
    .run = run,
};
