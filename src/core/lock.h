/* lock.h: one runner at a time, and none beside a tool that is at work.
 *
 * PostgreSQL: session advisory locks, ours and each tool's. MySQL: named locks, likewise. SQLite: the database's file. Taken by polling: we never wait
 * inside the server, where a waiting session could hold up CREATE INDEX CONCURRENTLY or a tool's own time-out. All are
 * freed by the end of the connection, however it comes. */

#ifndef MIGSHIM_CORE_LOCK_H
#define MIGSHIM_CORE_LOCK_H

#include "db/session.h"
#include "model/source.h"

#include <glib.h>

/* Takes our lock and those of the tools of SOURCES (const Source *) on SESSION, trying for TIMEOUT microseconds (0: once). In the same round trip EXTRA (N queries) are asked,
 * after the locks: their answers, ResultSet *, are returned (free with g_ptr_array_unref). Errors:
 *   MIGSHIM_ERROR_LOCKED    not got in time; the message names the lock, the hint the holder where the database tells
 *   MIGSHIM_ERROR_DATABASE  a pooler gives each statement another server session, so that a lock would hold nothing */
GPtrArray *lock_take (Session *session, const DatabaseUrl *url, const GPtrArray *sources, gint64 timeout,
                      const char *const *extra, guint n_extra, GError **error);

/* Who holds our lock or a tool's on SESSION's database now: LockHolder *; free with g_ptr_array_unref. SQLite never tells. */
typedef struct
{
    char *lock; /* "migshim", or the tool's title */
    gint64 pid; /* of the server session */
    char *user, *application, *address, *since;
} LockHolder;
GPtrArray *lock_holders (Session *session, const GPtrArray *sources, GError **error);

/* Ends the server session of HOLDER. */
gboolean lock_break (Session *session, const LockHolder *holder, GError **error);

#endif
