/* cmd_up.c: `migshim up` */

#include "cli/commands.h"
#include "cli/run_command.h"

static int option_steps;
static gboolean option_dry_run;

static const GOptionEntry options[] = {
    { "steps", 'n', 0, G_OPTION_ARG_INT, &option_steps, "Apply at most N revisions", "N" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &option_dry_run, "Show the steps and run none (`plan --sql` shows the SQL)",
      NULL },
    { NULL },
};

static ExitCode run (const Invocation *invocation, char **arguments, GError **error)
{
    RunRequest request = {
        .direction = DIRECTION_UP, .target = arguments[0], .steps = option_steps, .dry_run = option_dry_run
    };

    return run_command (invocation, &request, error);
}

const Command command_up = {
    .name = "up",
    .arguments = "[TARGET]",
    .summary = "Apply pending revisions",
    .description = "Applies what is pending, in the order that `migshim graph` shows, and records each revision in its "
                   "own tool's history\n"
                   "table. With TARGET (source:id, or any prefix that names one revision) it stops there, and applies "
                   "what TARGET needs.\n"
                   "Of a source of Alembic, TARGET may be what `alembic upgrade` takes: head, heads, +2, label@head.\n"
                   "A revision and its history row are one transaction where the database can; what can't be in one is "
                   "journalled,\n"
                   "and a run that was cut off goes on where it stopped.\n"
                   "\n"
                   "  migshim up                        everything that is pending\n"
                   "  migshim up api:20240102130000     up to that revision and what it requires\n"
                   "  migshim up billing:shop@+1        as `alembic upgrade shop@+1`\n"
                   "  migshim up --source api --steps 1 the next revision of one source\n"
                   "  migshim up --dry-run              which revisions those would be\n",
    .options = options,
    .most = 1,
    .run = run,
};
