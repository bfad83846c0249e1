/* alembic.h: the parts of the Alembic adapter, for each other.
 *
 *   alembic.c     the table of functions; profile; settings
 *   directory.c   files into revisions
 *   reading.c     what the tree of a revision's file says: revision, down_revision, branch_labels, depends_on, the docstring
 *   map.h         the revision map: branches, labels, dependencies, order, targets
 *   history.c     alembic_version: reading, making and writing it
 *   run.c         how a revision must run, and running it; run.h tells of the files that make `op` and `sa`
 *   detect.c      alembic.ini, pyproject.toml and env.py found by `init`
 *
 * What is imitated was read in Alembic 1.20.1 with SQLAlchemy 2.1 or observed with them; docs/compat/alembic.md has the list. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_H
#define MIGSHIM_ADAPTERS_ALEMBIC_H

#include "adapters/adapter.h"

#define ALEMBIC_TABLE "alembic_version"

/* A setting of the source that is true or false; FALLBACK when it is not set. */
gboolean alembic_flag (const Source *source, const char *key, gboolean fallback);

/* MetaData(naming_convention=...) of the application, which unnamed constraints and indexes get their names by: KEY is "ix", "uq", "ck", "fk" or "pk"; NULL when
 * there is none. From the setting `naming_convention.KEY`. */
const char *alembic_naming_convention (const Source *source, const char *key);

gboolean alembic_scan (const Source *source, GPtrArray *revisions, GError **error);
gboolean alembic_detect (const char *root, const char *folder, GPtrArray *found, GError **error);

GPtrArray *alembic_history_tables (const Source *source, Dialect dialect);
char *alembic_history_query (const Source *source, Dialect dialect);
GPtrArray *alembic_history_rows (const Source *source, const GPtrArray *revisions, Dialect dialect,
                                 const ResultSet *answer, GError **error);
gboolean alembic_history_create (const Source *source, Session *session, GError **error);
gboolean alembic_record (const Revision *revision, Direction direction, RecordPhase phase, gint64 batch,
                         const GError *failure, Session *session, GError **error);
gboolean alembic_mark (const Source *source, const Revision *revision, const char *id, MarkAction action,
                       const GPtrArray *rows, Session *session, GError **error);

gboolean alembic_prepare (const Revision *revision, Direction direction, Dialect dialect, StepTraits *traits,
                          GError **error);
gboolean alembic_run_step (const Revision *revision, Direction direction, Session *session, GError **error);

extern const Adapter adapter_alembic;

#endif
