/* error.h: an error, for the person who is woken by it and for the program that files it.
 *
 * For people: what went wrong, where (the line itself, with a caret), what state the database is in now, what to do next. */

#ifndef MIGSHIM_REPORT_ERROR_H
#define MIGSHIM_REPORT_ERROR_H

#include "report/style.h"

#include <glib.h>
#include <jansson.h>

/* Appends ERROR as text; it ends with a line feed. */
void report_error (GString *out, const Style *style, const GError *error);

/* {"code", "message", "file", "line", "column", "excerpt", "state", "hint", "sqlCode", "toolCode"}; what is not known is null.
 * "code" is one of: migration, database, usage, config, source, unsupported, disagree, locked, cancelled, internal. */
json_t *report_error_json (const GError *error);

#endif
