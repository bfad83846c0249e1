/* annotation.h: what a migration says to this program in a comment of its own.
 *
 *   -- migshim: requires api:20240102130000_add_user_avatar
 *
 * means that the named revision must be applied first. Several keys are separated by commas or blanks. The words stand at the beginning of a comment, of any
 * language that a migration is written in (two hyphens, two slashes, #, or a line of a block comment). */

#ifndef MIGSHIM_ADAPTERS_ANNOTATION_H
#define MIGSHIM_ADAPTERS_ANNOTATION_H

#include "model/revision.h"

/* Adds a requirement to REVISION, with its place, for each annotation in TEXT. The places borrow the file name from REVISION->path. An annotation that
 * says something else, or nothing, is an error of MIGSHIM_ERROR_SOURCE. */
gboolean annotation_read (const char *text, gsize length, Revision *revision, GError **error);

#endif
