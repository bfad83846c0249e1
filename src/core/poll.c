#include "core/poll.h"

#define PAUSE_FIRST (20 * 1000) /* microseconds */
#define PAUSE_MOST (500 * 1000)

Poll poll_begin (gint64 timeout)
{
    return (Poll){ g_get_monotonic_time () + timeout, PAUSE_FIRST };
}

gboolean poll_again (Poll *poll)
{
    if (g_get_monotonic_time () + poll->pause > poll->deadline)
        return FALSE;
    g_usleep ((gulong)poll->pause);
    poll->pause = MIN (poll->pause * 2, PAUSE_MOST);
    return TRUE;
}
