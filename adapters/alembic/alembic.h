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
#include "adapters/alembic/look.h"
#include "adapters/alembic/map.h"

#define ALEMBIC_TABLE "alembic_version"

/* A setting of the source that is true or false; FALLBACK when it is not set. */
gboolean alembic_flag (const Source *source, const char *key, gboolean fallback);

/* MetaData(naming_convention=...) of the application, which unnamed constraints and indexes get their names by: KEY is "ix", "uq", "ck", "fk" or "pk"; NULL when
 * there is none. From the setting `naming_convention.KEY`. */
const char *alembic_naming_convention (const Source *source, const char *key);

/* What the source's `types` say of the application's type NAME, which they may have with its module before it; NULL: nothing. */
const char *alembic_type (const Source *source, const char *name);

/* What a revision keeps: its data. */
typedef struct
{
    AlembicMap *map; /* a reference */
    AlembicScript *script;
    RevisionLook look[2]; /* by Direction, once LOOKED */
    gboolean looked[2];
} AlembicRevision;

AlembicRevision *alembic_revision (const Revision *revision);
/* The map of the source whose revisions these are; NULL when it has none. Borrowed. */
AlembicMap *alembic_revisions_map (const GPtrArray *revisions);

gboolean alembic_scan (const Source *source, GPtrArray *revisions, GError **error);
gboolean alembic_detect (const char *root, const char *folder, GPtrArray *found, GError **error);

GPtrArray *alembic_history_tables (const Source *source, Dialect dialect);
char *alembic_history_query (const Source *source, Dialect dialect);
GPtrArray *alembic_history_rows (const Source *source, const GPtrArray *revisions, Dialect dialect,
                                 const ResultSet *answer, GError **error);
gboolean alembic_history_create (const Source *source, Session *session, GError **error);
/* The ids of ROWS (HistoryRow *; may be NULL) that are rows, in the order in which they were read. Borrowed texts; free with g_ptr_array_unref. */
GPtrArray *alembic_row_ids (const GPtrArray *rows);
gpointer alembic_track (const Source *source, const GPtrArray *revisions, const GPtrArray *rows);
void alembic_track_free (gpointer tracked);
gboolean alembic_record (const Revision *revision, Direction direction, RecordPhase phase, AdapterHistory *history,
                         const GError *failure, Session *session, GError **error);
gboolean alembic_mark (const Source *source, const Revision *revision, const char *id, MarkAction action,
                       const GPtrArray *rows, AdapterHistory *history, Session *session, GError **error);

void alembic_order (const Source *source, Direction direction, GPtrArray *wanted);
GPtrArray *alembic_target (const Source *source, const GPtrArray *revisions, const GPtrArray *rows, const char *text,
                           Direction direction, GPtrArray *warnings, GError **error);
gboolean alembic_check (const Source *source, const AdapterContext *context, GError **error);

gboolean alembic_prepare (const Revision *revision, Direction direction, Dialect dialect, StepTraits *traits,
                          GError **error);
gboolean alembic_run_step (const Revision *revision, Direction direction, Session *session, GError **error);

extern const Adapter adapter_alembic;

#endif
