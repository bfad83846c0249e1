/* exit_code.h: what the shell is told. Scripts rely on these numbers; they are in the manual page. */

#ifndef MIGSHIM_CLI_EXIT_CODE_H
#define MIGSHIM_CLI_EXIT_CODE_H

#include <glib.h>

typedef enum
{
    EXIT_CODE_DONE = 0,     /* done, or nothing to do */
    EXIT_CODE_FAILED = 1,   /* a migration or the database failed; also a run that was stopped */
    EXIT_CODE_USAGE = 2,    /* the command line or migshim.yaml */
    EXIT_CODE_PENDING = 3,  /* --check found pending revisions */
    EXIT_CODE_DISAGREE = 4, /* history and files disagree: reconcile first */
    EXIT_CODE_LOCKED = 5    /* a lock was not got in time */
} ExitCode;

/* The code for ERROR. */
ExitCode exit_code_of (const GError *error);

#endif
