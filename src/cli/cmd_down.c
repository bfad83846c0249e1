/* cmd_down.c: `migshim down` */

#include "cli/commands.h"
#include "cli/run_command.h"

static int option_steps;
static gboolean option_dry_run;
static gboolean option_base;
static gboolean option_batch;

static const GOptionEntry options[] = {
    { "steps", 'n', 0, G_OPTION_ARG_INT, &option_steps, "Revert the N newest revisions (default: 1)", "N" },
    { "base", 0, 0, G_OPTION_ARG_NONE, &option_base, "Revert everything", NULL },
    { "batch", 0, 0, G_OPTION_ARG_NONE, &option_batch, "Revert what the last run applied (Knex: migrate:rollback)",
      NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &option_dry_run, "Show the steps and run none", NULL },
    { NULL },
};

static ExitCode run (const Invocation *invocation, char **arguments, GError **error)
{
    RunRequest request = { .direction = DIRECTION_DOWN,
                           .target = arguments[0],
                           .steps = option_steps,
                           .base = option_base,
                           .batch = option_batch,
                           .dry_run = option_dry_run };

    return run_command (invocation, &request, error);
}

const Command command_down = {
    .name = "down",
    .arguments = "[TARGET]",
    .summary = "Revert applied revisions",
    .description = "Reverts the newest applied revision, or with TARGET everything that came after TARGET, which "
                   "stays. What requires a reverted\n"
                   "revision is reverted first. A revision that has no way back (Prisma: no down.sql beside "
                   "migration.sql) is refused before\n"
                   "anything is run. Of a source of Alembic, TARGET may be what `alembic downgrade` takes: -1, base, "
                   "label@base.\n"
                   "\n"
                   "  migshim down                      the newest revision\n"
                   "  migshim down --steps 3            the three newest\n"
                   "  migshim down api:20240101120000   back to that revision\n"
                   "  migshim down billing:-1           as `alembic downgrade -1`\n"
                   "  migshim down --base --source api  all of one source\n"
                   "  migshim down --batch              the last batch of Knex, as `knex migrate:rollback`\n",
    .options = options,
    .most = 1,
    .run = run,
};
