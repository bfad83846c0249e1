/* log.h: the ledger for people and programs. */

#ifndef MIGSHIM_REPORT_LOG_H
#define MIGSHIM_REPORT_LOG_H

#include "core/ledger.h"
#include "report/style.h"

#include <glib.h>
#include <jansson.h>

/* Appends ENTRIES (LedgerEntry *, oldest first) as a table, newest first; WHO adds users and hosts in full. */
void log_report (GString *out, const Style *style, const GPtrArray *entries, gboolean who);

/* An array of objects, oldest first; the members are named in docs/json.md. A new reference. */
json_t *log_report_json (const GPtrArray *entries);

#endif
