/* commands.h: all commands, each defined in its own file. main.c has them in the order of the help. */

#ifndef MIGSHIM_CLI_COMMANDS_H
#define MIGSHIM_CLI_COMMANDS_H

#include "cli/command.h"

extern const Command command_init;
extern const Command command_status;
extern const Command command_graph;
extern const Command command_plan;
extern const Command command_up;
extern const Command command_down;
extern const Command command_mark;
extern const Command command_log;
extern const Command command_unlock;

#endif
