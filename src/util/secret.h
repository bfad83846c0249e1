/* secret.h: text for people, without the passwords in it.
 *
 * Used where a line of a file is shown as it was typed. It would rather hide too much: what looks like a password is one. */

#ifndef MIGSHIM_UTIL_SECRET_H
#define MIGSHIM_UTIL_SECRET_H

#include "util/error.h"

#include <glib.h>

/* A copy of LINE (one line) in which "***" stands for: what is between the first colon and the last '@' of anything after "://";
 * the value of a URL parameter, key or assignment whose name has a word such as password or token in it (secret.c has the list).
 * *COLUMN (characters, from 1; may be NULL) is moved along with the text that it points to. Free with g_free. */
char *secret_mask (const char *line, guint *column);

/* As error_set_at, with a masked excerpt. */
void secret_error_set_at (GError **error, MigshimErrorCode code, Location where, const char *text, gsize length,
                          const char *format, ...) G_GNUC_PRINTF (6, 7);

/* As error_locate, with a masked excerpt. */
void secret_error_locate (GError **error, Location where, const char *text, gsize length);

#endif
