/* location.h: a place in a file that a person wrote.
 *
 * Locations are small values, passed by value. The file name is borrowed: it belongs to whoever read the file
 * (a revision, a configuration) and lives at least as long as the location. */

#ifndef MIGSHIM_UTIL_LOCATION_H
#define MIGSHIM_UTIL_LOCATION_H

#include <glib.h>

typedef struct
{
    const char *file; /* path as a person would type it, or NULL when unknown */
    guint line;       /* from 1; 0 when unknown */
    guint column;     /* from 1, in characters (not bytes); 0 when unknown */
} Location;

#define LOCATION_NONE ((Location){ NULL, 0, 0 })

/* The line and column of byte OFFSET in TEXT (LENGTH bytes of UTF-8 or of unknown encoding; an offset past the end is the end).
 * FILE is stored as it is. */
Location location_at_offset (const char *file, const char *text, gsize length, gsize offset);

/* The line of TEXT that WHERE points into, without its line end, at most 200 bytes around the column.
 * *CARET is set to the column (from 1, in characters) of WHERE within the returned excerpt. Free with g_free. */
char *location_excerpt (Location where, const char *text, gsize length, guint *caret);

#endif
