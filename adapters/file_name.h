/* file_name.h: what the names of migrations say by custom: when they were written, and what they do. */

#ifndef MIGSHIM_ADAPTERS_FILE_NAME_H
#define MIGSHIM_ADAPTERS_FILE_NAME_H

#include <glib.h>

/* The time stamp at the beginning of NAME, in seconds since 1970: YYYYMMDDHHMMSS, taken as UTC, or the shorter YYYYMMDDHHMM and YYYYMMDD that people write by hand;
 * REVISION_NO_TIMESTAMP when there is none. */
gint64 file_name_timestamp (const char *name);

/* What follows the digits and separators at the beginning of NAME; NULL when nothing does. Borrowed. */
const char *file_name_title (const char *name);

#endif
