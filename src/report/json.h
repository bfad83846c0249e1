/* json.h: what programs read.
 *
 * With --json each line of standard output is one JSON object. Every object has "schema", the version of its shape: it goes up when a
 * member goes away or changes its meaning, not when one is added. The shapes are in docs/json.md. */

#ifndef MIGSHIM_REPORT_JSON_H
#define MIGSHIM_REPORT_JSON_H

#include <glib.h>
#include <jansson.h>

#define JSON_SCHEMA 1

/* {"schema": 1, "command": COMMAND}, to be filled. Give to json_report_append, or json_decref. */
json_t *json_report_new (const char *command);

/* Appends REPORT (stolen) as one line. */
void json_report_append (GString *out, json_t *report);

/* A string, or null for NULL; bytes that are no UTF-8 are replaced. */
json_t *json_text (const char *text);

#endif
