/* help.h: what `--help` says. */

#ifndef MIGSHIM_CLI_HELP_H
#define MIGSHIM_CLI_HELP_H

#include "cli/command.h"

/* The program as a whole: COMMANDS is NULL-terminated, OPTIONS those of every command. */
void help_program (GString *out, const Style *style, const Command *const *commands, const GOptionEntry *options);

/* One command. */
void help_command (GString *out, const Style *style, const Command *command, const GOptionEntry *options);

#endif
