/* confirm.h: a last question before something that can't be taken back. */

#ifndef MIGSHIM_CLI_CONFIRM_H
#define MIGSHIM_CLI_CONFIRM_H

#include "cli/command.h"

/* Asks QUESTION ("Revert 3 revisions on postgresql://...?") on the terminal. TRUE with --yes or after a yes. FALSE with ERROR set
 * (MIGSHIM_ERROR_CANCELLED) after anything else, and (MIGSHIM_ERROR_USAGE) where nobody can be asked. */
gboolean confirm (const Invocation *invocation, const char *question, GError **error);

#endif
