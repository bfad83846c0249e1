/* dotenv.h: a .env file as the npm package dotenv reads it.
 *
 * The format has no specification but that package (16.6): `export ` is allowed, `NAME: value` too; values in ', " or ` may span
 * lines; a quote inside may follow a backslash, which stays; \n and \r are expanded in double quotes only; without quotes a # begins a comment
 * wherever it stands; a quoted value that something follows counts as unquoted. Lines that fit nothing are skipped.
 * No variable is expanded. */

#ifndef MIGSHIM_UTIL_DOTENV_H
#define MIGSHIM_UTIL_DOTENV_H

#include <glib.h>

/* char * -> char *; of a name that is there twice the last one counts. Never fails. Free with g_hash_table_unref. */
GHashTable *dotenv_parse (const char *text, gsize length);

#endif
