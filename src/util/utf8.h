/* utf8.h: bytes of a file as the text that a JavaScript program would have read. */

#ifndef MIGSHIM_UTIL_UTF8_H
#define MIGSHIM_UTIL_UTF8_H

#include <glib.h>

/* Replaces what is not UTF-8 in *TEXT (*LENGTH bytes, owned by the caller, reallocated here when needed) by U+FFFD, one for each maximal part of a
 * sequence that could have become a character: the rule of the WHATWG Encoding Standard, which Node's readFile follows. NUL bytes and a byte order
 * mark stay. TRUE when something was replaced. The text stays NUL-terminated. */
gboolean utf8_replace_invalid (char **text, gsize *length);

#endif
