/* expand.h: ${NAME} in a text.
 *
 * ${NAME} is the variable, ${NAME:-text} is text when the variable is unset or empty (text may itself hold variables), $$ is a dollar.
 * A dollar before anything but a name or a brace stands for itself; $NAME without braces is refused, for some tools would expand it and others not. */

#ifndef MIGSHIM_UTIL_EXPAND_H
#define MIGSHIM_UTIL_EXPAND_H

#include <glib.h>

/* The value of NAME, or NULL when it is not set. Borrowed. */
typedef const char *(*ExpandLookup) (const char *name, gpointer data);

/* TEXT with its variables replaced; what they hold is not expanded again. Free with g_free. NULL with ERROR set (MIGSHIM_ERROR_CONFIG) for a
 * variable that is not set, when *MISSING (if not NULL; free with g_free) is its name, and for a text of another shape. */
char *expand_variables (const char *text, ExpandLookup lookup, gpointer data, char **missing, GError **error);

#endif
