/* rebuild.h: changing a table of SQLite by making it anew.
 *
 * SQLite changes little of a table in place. Tools make a new table beside the old one, copy the rows, drop the old one and rename the new: each with its own
 * temporary name, and with the indexes dropped first (TypeORM) or lost with the table (Knex, Alembic). What differs is in the Rebuild; what all of them lose on the way
 * is kept here:
 *
 *   rows of other tables  with foreign keys on, dropping a table first deletes its rows, and what ON DELETE CASCADE says is done. So they are switched off
 *                         meanwhile; inside a transaction, where SQLite can't, a rebuild of a table that rows of others point to is refused.
 *   triggers              go with the table. They are made again, and one that needs a column which is gone is an error.
 *   views, others' triggers  that name the table would make the renaming fail: it is done as SQLite did before it looked at them (legacy_alter_table).
 *   AUTOINCREMENT         forgets ids whose rows were deleted. The sequence goes on where it stood.
 *
 * All of it is one transaction, or a savepoint of the one that is open: a failure or a kill leaves the old table as it was. */

#ifndef MIGSHIM_DDL_REBUILD_H
#define MIGSHIM_DDL_REBUILD_H

#include "db/session.h"

#include <glib.h>

/* Everything is borrowed. Names are without quotes. */
typedef struct
{
    const char *table;          /* the table to be changed */
    const char *temporary;      /* the new table's name until the old one is dropped */
    const char *const *before;  /* statements that come first, NULL-terminated; or NULL */
    const char *create;         /* CREATE TABLE of the new table under its temporary name */
    const char *const *columns; /* of the new table, that get values; NULL-terminated; NULL: no row is copied */
    const char *const *values;  /* SQL over the old table, one for each of COLUMNS; NULL: columns of the same names */
    const char *const *after;   /* statements that come last: CREATE INDEX; or NULL */
    gboolean inside;            /* a transaction is open, the session's own or a script's */
} Rebuild;

/* Runs it. Reads the catalog, so the session's queue is sent. Errors: MIGSHIM_ERROR_DATABASE from SQLite; MIGSHIM_ERROR_UNSUPPORTED when
 * something would be lost, with the way out as hint; the session is then as after any error. */
gboolean rebuild_run (Session *session, const Rebuild *rebuild, GError **error);

#endif
