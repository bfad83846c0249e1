/* ledger.h: the append-only, hash-chained record of what this program did, and the journal of what it is doing.
 *
 * PostgreSQL: schema migshim, tables ledger and journal. Elsewhere: tables migshim_ledger and migshim_journal, made only after the history
 * tables of the tools (Prisma refuses a first deploy into a database that holds any other table). Rows are written by the same transaction as the
 * revision where there is one, so neither can be without the other. Times and hashes are made by the server, since rows travel
 * before their outcome is known. */

#ifndef MIGSHIM_CORE_LEDGER_H
#define MIGSHIM_CORE_LEDGER_H

#include "db/session.h"
#include "model/revision.h"

#include <glib.h>

typedef enum
{
    LEDGER_UP,
    LEDGER_DOWN,
    LEDGER_MARK_APPLIED,
    LEDGER_MARK_ROLLED_BACK,
    LEDGER_MARK_PENDING
} LedgerAction;
const char *ledger_action_name (LedgerAction action);

typedef struct
{
    gint64 sequence;
    char  *run_id, *source, *tool, *revision, *action, *checksum, *started_at, *outcome, *error, *database_user, *os_user, *host, *version,
        *reason, *hash;
    gint64 duration; /* microseconds */
    gint64 statements;
    gboolean intact; /* its hash fits it and the row before */
} LedgerEntry;

/* Reads the newest LIMIT entries (0: all), oldest first: LedgerEntry *. Verifies the chain on the way. */
GPtrArray *ledger_read (Session *session, guint limit, GError **error);
void       ledger_entry_free (LedgerEntry *entry);

#endif
