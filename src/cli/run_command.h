/* run_command.h: what `up` and `down` have in common: connect, plan, run with progress, report. */

#ifndef MIGSHIM_CLI_RUN_COMMAND_H
#define MIGSHIM_CLI_RUN_COMMAND_H

#include "cli/command.h"
#include "core/plan.h"
#include "core/project.h"

#include <glib.h>

typedef struct
{
    Direction direction;
    const char *target; /* as typed, or NULL */
    int steps;          /* 0: not given */
    gboolean base;      /* down: everything */
    gboolean batch;     /* down: the newest batch */
    gboolean dry_run;   /* plan, and stop there */
} RunRequest;

/* Builds the plan that REQUEST asks for on PROJECT (connected). */
Plan *run_command_plan (const Invocation *invocation, Project *project, const RunRequest *request, GError **error);

/* The whole command. */
ExitCode run_command (const Invocation *invocation, const RunRequest *request, GError **error);

/* The source that --source names; NULL without one. FALSE with ERROR set when there is none of that name. */
gboolean run_command_source (const Invocation *invocation, const Project *project, const Source **source,
                             GError **error);

#endif
