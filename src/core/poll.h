/* poll.h: trying again for a time, with pauses that grow. */

#ifndef MIGSHIM_CORE_POLL_H
#define MIGSHIM_CORE_POLL_H

#include <glib.h>

typedef struct
{
    gint64 deadline; /* of g_get_monotonic_time */
    gint64 pause;    /* the next one, microseconds */
} Poll;

/* TIMEOUT microseconds from now on. */
Poll poll_begin (gint64 timeout);

/* Pauses; FALSE at once when the time would be over then. */
gboolean poll_again (Poll *poll);

#endif
