/* delegate.h: a revision that we refuse, run by a command that the source names: its tool's own.
 *
 * The command runs alone: all before it is done and durable, nothing travels with it. We keep our lock; what would stand in the tool's way, its own lock and SQLite's lock on the
 * file, is let go for that time. Afterwards the history must hold what it held before and this one revision more. */

#ifndef MIGSHIM_CORE_DELEGATE_H
#define MIGSHIM_CORE_DELEGATE_H

#include "db/session.h"
#include "model/revision.h"

#include <glib.h>

typedef struct
{
    const Revision *revision;
    const GPtrArray *revisions; /* of the source, Revision * */
    GHashTable *applied;        /* char * set: ids that the history holds before */
    Session *session;
    const char *password; /* of it, or NULL: shown to nobody */
    const char *url;      /* as the configuration has it, secrets and all: DATABASE_URL of the command */
    const char *folder;   /* where the command runs */

    /* A line that the command has written; it may hold anything. */
    void (*said) (const char *line, gpointer data);
    gpointer data;
} Delegation;

/* Can REFUSAL (why we don't run REVISION ourselves) be answered by its source's command? */
gboolean delegate_answers (const Revision *revision, Direction direction, const GError *refusal);

/* The command as it will be run, for people. Free with g_free. */
char *delegate_command (const Revision *revision);

/* Runs it. Errors: MIGSHIM_ERROR_MIGRATION when it can't be run, ends badly, or leaves another history than it should. */
gboolean delegate_run (const Delegation *delegation, GError **error);

#endif
