/* duration.h: a length of time as people say it. */

#ifndef MIGSHIM_REPORT_DURATION_H
#define MIGSHIM_REPORT_DURATION_H

#include <glib.h>

/* Appends DURATION (microseconds): "12 ms", "3.4 s", "2 min 5 s". */
void duration_append (GString *out, gint64 duration);

#endif
