/* journal.h: where a step that can't be one transaction stands, statement by statement.
 *
 * One row a step in migshim.journal (PostgreSQL) or migshim_journal: how many statements are done, the hash of their texts, and the one that was
 * begun. The row is made with the first statement and written in the same messages as the statements themselves, before and, where a statement can
 * share a transaction with it, in that transaction; so after a crash at most one statement is in doubt. A rerun leaves out what is done as long as the texts are the same. Statements that only
 * set the session are run again. The one in doubt is tried; if the database answers that it is there already (or gone already, for DROP), it had taken effect.
 * The row goes when the step is finished. */

#ifndef MIGSHIM_CORE_JOURNAL_H
#define MIGSHIM_CORE_JOURNAL_H

#include "db/session.h"
#include "model/revision.h"

#include <glib.h>

/* A row as found. */
typedef struct
{
    char *source, *revision, *hash;
    Direction direction;
    gint64 done;     /* statements that are done for certain */
    gint64 begun;    /* the statement in doubt, from 1, when greater than done */
    gboolean failed; /* the begun one failed with an error: it is not done */
} JournalRow;
void journal_row_free (JournalRow *row);

/* The table's name as it stands in SQL. Static. */
const char *journal_table (Dialect dialect);

/* Queues the making of the table. */
gboolean journal_create (Session *session, GError **error);

/* The query for all rows, and the rows made of its answer (JournalRow *; free with g_ptr_array_unref). */
char *journal_query (Dialect dialect);
GPtrArray *journal_rows (const ResultSet *answer);

/* A step that is being journalled. */
typedef struct Journal Journal;

/* Begins (FOUND is NULL) or goes on with (FOUND is its row; copied) the journal of REVISION: sets SESSION's hook, which writes the row. Free with journal_free. */
Journal *journal_begin (Session *session, const Revision *revision, Direction direction, const JournalRow *found,
                        GError **error);

/* The step is finished: queues the row's end and takes the hook off. */
gboolean journal_finish (Journal *journal, GError **error);

/* After a failure, when no hook is set any more: the row of REVISION says that the begun statement failed, or goes. Queued. */
gboolean journal_mark_failed (Session *session, const Revision *revision, GError **error);
gboolean journal_remove (Session *session, const Revision *revision, GError **error);

/* What a person should know: which statement was in doubt and how that ended; NULL for nothing. Borrowed. */
const char *journal_note (const Journal *journal);
/* Statements that an earlier run had done. */
guint journal_skipped (const Journal *journal);
void journal_free (Journal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Journal, journal_free)

#endif
