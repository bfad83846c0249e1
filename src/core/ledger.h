/* ledger.h: the append-only, hash-chained record of what this program did.
 *
 * PostgreSQL: table migshim.ledger, in a schema of its own so that no tool sees drift. Elsewhere: table migshim_ledger, made only after the history
 * tables of the tools (Prisma refuses a first deploy into a database that holds any other table). A row is written by the same transaction as
 * its revision where there is one, so neither can be without the other. Sequence numbers, times and hashes are made by the
 * server, since rows travel before their outcome is known; on SQLite, where nothing travels, by us.
 *
 * hash = SHA-256 in lower-case hex over the previous row's hash ("" for the first) and all other columns in the table's order, joined by the byte 0x1f. */

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

/* "up", "down", "mark applied", ... Static. */
const char *ledger_action_name (LedgerAction action);

typedef struct Ledger Ledger;

/* The ledger of SESSION's database. EXISTS: its table is there already. A ledger that is not ON answers TRUE and writes nothing. Free with ledger_free. */
Ledger *ledger_new (Session *session, gboolean on, gboolean exists);
void ledger_free (Ledger *ledger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ledger, ledger_free)

/* The table's name as it stands in SQL. Static. */
const char *ledger_table (Dialect dialect);

/* Queues the making of the table where it is missing. */
gboolean ledger_create (Ledger *ledger, GError **error);

/* Queues the taking of the time at which a step starts. */
gboolean ledger_start (Ledger *ledger, GError **error);

/* One row. Strings are borrowed; NULL is written as "". */
typedef struct
{
    const char *source, *tool, *revision, *checksum;
    LedgerAction action;
    guint statements;
    const char *error;  /* NULL: outcome "done", else "failed" */
    const char *reason; /* given by a person, or ours: "resumed at statement 3" */
} LedgerRecord;

/* Queues the row of the step that ledger_start began. */
gboolean ledger_append (Ledger *ledger, const LedgerRecord *record, GError **error);

/* Identifies this run in all its rows: a UUID. Borrowed. */
const char *ledger_run_id (const Ledger *ledger);

typedef struct
{
    gint64 sequence, statements, duration; /* duration in microseconds */
    char *run_id, *source, *tool, *revision, *action, *checksum, *started_at, *database_user, *os_user, *host, *version,
        *outcome, *error, *reason, *hash;
    gboolean intact; /* its hash fits it and the row before */
} LedgerEntry;
void ledger_entry_free (LedgerEntry *entry);

/* Reads all entries, oldest first (LedgerEntry *, free with g_ptr_array_unref), and checks the chain on the way. The table must exist. */
GPtrArray *ledger_read (Session *session, GError **error);

#endif
