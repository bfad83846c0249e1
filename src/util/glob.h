/* glob.h: paths from a pattern.
 *
 * *, ? and [a-z] within a name; {a,b} anywhere; ** for any number of folders. As shells do, a leading dot must be written; ** goes into no dot
 * folder, no node_modules and no link, so that it ends. */

#ifndef MIGSHIM_UTIL_GLOB_H
#define MIGSHIM_UTIL_GLOB_H

#include <glib.h>

/* PATH has characters that mean something here. */
gboolean glob_is_pattern (const char *path);

/* Files and folders that PATTERN (absolute) names: char *, each once, in the order of their bytes. At most 10,000, and a pattern stands for at most 256
 * without braces: NULL with MIGSHIM_ERROR_CONFIG beyond. A folder that can't be read counts as empty. Free with g_ptr_array_unref. */
GPtrArray *glob_expand (const char *pattern, GError **error);

#endif
