/* prisma.h: the parts of the Prisma adapter, for each other.
 *
 *   prisma.c     the table of functions; lock, profile
 *   directory.c  folders into revisions
 *   order.c      the order of their names: JavaScript's localeCompare
 *   checksum.c   Prisma's comparison of a file with a recorded sum
 *   script.c     how a script must run, and running it
 *   history.c    _prisma_migrations: reading it
 *   record.c     _prisma_migrations: writing it
 *   check.c      would Prisma itself go on here?
 *   detect.c     a Prisma project found by `init`; reading.c its schema and configuration files
 *
 * What is imitated was read in Prisma's schema engine and CLI (versions 6.19 to 7.10) or observed with them; docs/compat/prisma.md has the list. */

#ifndef MIGSHIM_ADAPTERS_PRISMA_H
#define MIGSHIM_ADAPTERS_PRISMA_H

#include "adapters/adapter.h"

#define PRISMA_TABLE "_prisma_migrations"
#define PRISMA_SCRIPT "migration.sql"
#define PRISMA_DOWN_SCRIPT "down.sql"
#define PRISMA_LOCK_FILE "migration_lock.toml"

gboolean prisma_scan (const Source *source, GPtrArray *revisions, GError **error);

/* Reads a script as Prisma does: bytes that are not UTF-8 become U+FFFD before anything else. Sets an error of MIGSHIM_ERROR_SOURCE when it can't be read.
 * Free *TEXT with g_free. */
gboolean prisma_read_script (const char *path, char **text, gsize *length, GError **error);

/* Does TEXT match the RECORDED sum by Prisma's rule? */
gboolean prisma_checksum_matches (const char *text, gsize length, const char *recorded);

/* Sorts NAMES (char *, UTF-8) as JavaScript's localeCompare does with the root collation. Where that order can't be told, or is left to chance, an error of
 * MIGSHIM_ERROR_UNSUPPORTED names the two. */
gboolean prisma_sort_names (GPtrArray *names, GError **error);

/* The schema that holds the history (PostgreSQL). Borrowed. */
const char *prisma_schema (const Source *source);

/* The history table as it stands in SQL, qualified where there is a schema. Appends to SQL. */
void prisma_append_table (const Source *source, Dialect dialect, GString *sql);

GPtrArray *prisma_history_tables (const Source *source, Dialect dialect);
char *prisma_history_query (const Source *source, Dialect dialect);
GPtrArray *prisma_history_rows (const Source *source, const GPtrArray *revisions, Dialect dialect,
                                const ResultSet *answer, GError **error);
gboolean prisma_history_create (const Source *source, Session *session, GError **error);

gboolean prisma_check (const Source *source, const AdapterContext *context, GError **error);
gboolean prisma_prepare (const Revision *revision, Direction direction, Dialect dialect, StepTraits *traits,
                         GError **error);
gboolean prisma_run (const Revision *revision, Direction direction, Session *session, GError **error);
gboolean prisma_record (const Revision *revision, Direction direction, RecordPhase phase, AdapterHistory *history,
                        const GError *failure, Session *session, GError **error);
gboolean prisma_mark (const Source *source, const Revision *revision, const char *id, MarkAction action,
                      const GPtrArray *rows, AdapterHistory *history, Session *session, GError **error);
gboolean prisma_detect (const char *root, const char *folder, GPtrArray *found, GError **error);

extern const Adapter adapter_prisma;

#endif
