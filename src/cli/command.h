/* command.h: the shape of a command.
 *
 * A command is a file, cmd_NAME.c, that reads like its page of the manual: the variables of its own options, their table, the function that does the work,
 * and at the end the constant that main.c lists:
 *
 *     static gboolean option_check;
 *
 *     static const GOptionEntry options[] = {
 *         { "check", 0, 0, G_OPTION_ARG_NONE, &option_check, "Exit with 3 when revisions are pending", NULL },
 *         { NULL }
 *     };
 *
 *     static ExitCode run (const Invocation *invocation, char **arguments, GError **error);
 *
 *     const Command command_status = {
 *         .name = "status",
 *         .summary = "Show what is applied, pending or in disagreement",
 *         .description = "...",
 *         .options = options,
 *         .run = run,
 *     };
 *
 * Words that may be a path, a URL or a name are G_OPTION_ARG_FILENAME: G_OPTION_ARG_STRING fails on non-ASCII text in the C locale.
 * The options that every command has are read by main.c, before or after the command's name, and come in the Invocation. */

#ifndef MIGSHIM_CLI_COMMAND_H
#define MIGSHIM_CLI_COMMAND_H

#include "cli/exit_code.h"
#include "core/config.h"
#include "report/style.h"

#include <glib.h>

typedef struct Command Command;

typedef struct
{
    const Command *command;
    ConfigOptions config; /* -c, -C, --database: for config_load and project_open */
    const char *source;   /* --source, or NULL for all */
    gboolean json;        /* write JSON, one document a line (report/json.h), and nothing else, to standard output */
    gboolean quiet;       /* no progress, no notes: results and errors only */
    gboolean verbose;     /* whatever else is known */
    gboolean yes;         /* don't ask (cli/confirm.h) */
    Style out;            /* of standard output: results */
    Style err;            /* of standard error: everything else */
} Invocation;

struct Command
{
    const char *name;
    const char *arguments; /* for the usage line, such as "[TARGET]"; NULL for none */
    guint most;            /* arguments that are taken at most; 0 for none */
    const char *summary;   /* one line, no full stop */
    const char *
        description; /* what `--help` says besides, with examples; paragraphs are wrapped, lines that begin with a blank are not; a line feed at the end */
    const GOptionEntry *options; /* its own; NULL for none */

    /* Does it. ARGUMENTS is NULL-terminated. Returns the exit code; when ERROR is set main.c prints it and takes its code instead. */
    ExitCode (*run) (const Invocation *invocation, char **arguments, GError **error);
};

/* Writes TEXT to standard output as it is. FALSE with an error when it can't be written (a full disk); a reader that went away is no error. */
gboolean command_print (const GString *text, GError **error);

/* A note for people, to standard error; nothing with --quiet. */
void command_note (const Invocation *invocation, const char *format, ...) G_GNUC_PRINTF (2, 3);

#endif
