/* suggest.h: what a person probably meant. */

#ifndef MIGSHIM_UTIL_SUGGEST_H
#define MIGSHIM_UTIL_SUGGEST_H

#include <glib.h>

/* The word of CANDIDATES (NULL-terminated) nearest to WORD, or NULL when none is near: at most a third of its letters wrong, by insertion,
 * deletion, exchange and swap of neighbours; upper and lower case, '-' and '_' count as equal. Borrowed from CANDIDATES. */
const char *suggest_nearest (const char *word, const char *const *candidates);

/* The same over CANDIDATES as a GPtrArray of char *. */
const char *suggest_nearest_in (const char *word, const GPtrArray *candidates);

#endif
