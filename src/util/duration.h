/* duration.h: "5s" into microseconds. */

#ifndef MIGSHIM_UTIL_DURATION_H
#define MIGSHIM_UTIL_DURATION_H

#include <glib.h>

/* Reads a whole number and a unit (ms, s, m, h), such as "250ms", or "0", into *MICROSECONDS. FALSE when TEXT is anything else or longer than
 * a hundred years; a number without a unit is refused, since tools differ on what it means. */
gboolean duration_parse (const char *text, gint64 *microseconds);

/* Likewise for people: "1.2 s", "250 ms", "3 min 5 s". Free with g_free. */
char *duration_text (gint64 microseconds);

#endif
