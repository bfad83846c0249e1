/* row_lock.h: locks that are rows of the tools' own tables (Knex's knex_migrations_lock).
 *
 * Such a lock outlives a process that dies, so it is only taken under ours: what a killed run of ours left behind is then known to be stale, and taken over. */

#ifndef MIGSHIM_CORE_ROW_LOCK_H
#define MIGSHIM_CORE_ROW_LOCK_H

#include "db/session.h"
#include "model/source.h"

/* Takes the row locks of SOURCES (Source *, each with its tables there), or none: trying for TIMEOUT microseconds, one round trip a try. The statements of QUERIES go
 * along with each try. Gives their answers (free with g_ptr_array_unref), or NULL with an error: MIGSHIM_ERROR_LOCKED when somebody else has one of the locks. */
GPtrArray *row_lock_take (Session *session, const GPtrArray *sources, gint64 timeout, const char *const *queries,
                          guint n_queries, GError **error);

/* Lets go what row_lock_take took, or what history_create made taken; queued. */
gboolean row_lock_free (Session *session, const Source *source, GError **error);

/* Does anybody hold the row lock of SOURCE, whose tables are there? HELD is FALSE when its tool has none. */
gboolean row_lock_held (Session *session, const Source *source, gboolean *held, GError **error);

/* Frees a row lock that row_lock_held found, whoever holds it; has done so when it returns. */
gboolean row_lock_clear (Session *session, const Source *source, GError **error);

#endif
