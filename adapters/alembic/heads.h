/* heads.h: the rows of alembic_version as they are at each step of a run, and what a step changes in them (runtime/migration.py, HeadMaintainer,
 * RevisionStep, StampStep).
 *
 * A row is a head of what is applied: nothing applied stands on it, neither by down_revision nor by depends_on. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_HEADS_H
#define MIGSHIM_ADAPTERS_ALEMBIC_HEADS_H

#include "adapters/alembic/map.h"

typedef struct
{
    AlembicMap *map; /* a reference; NULL when the source has no file */
    GPtrArray *rows; /* char *: as they were read, then as they were changed */
} AlembicHeads;

/* ROWS (char *) are copied. Free with alembic_heads_free. */
AlembicHeads *alembic_heads_new (AlembicMap *map, const GPtrArray *rows);
void alembic_heads_free (AlembicHeads *heads);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AlembicHeads, alembic_heads_free)

/* A row that becomes another; FROM NULL: a new one; TO NULL: it goes. */
typedef struct
{
    char *from;
    char *to;
} HeadChange;

/* A new array of HeadChange that owns its texts. */
GArray *alembic_changes_new (void);

/* What the upgrade or downgrade of SCRIPT changes: appended to CHANGES and made in HEADS. FALSE with an error (MIGSHIM_ERROR_DISAGREE) when the rows are
 * not those that the step starts from. */
gboolean alembic_heads_step (AlembicHeads *heads, const AlembicScript *script, Direction direction, GArray *changes,
                             GError **error);

/* What `alembic stamp` of SCRIPT (NULL: base) changes, likewise. */
gboolean alembic_heads_stamp (AlembicHeads *heads, const AlembicScript *script, GArray *changes, GError **error);

/* The row ID goes. */
void alembic_heads_remove (AlembicHeads *heads, const char *id, GArray *changes);

/* Adds what is applied to SET: the rows that have a file, and all below them. The map is there. */
void alembic_heads_add_applied (const AlembicHeads *heads, ScriptSet *set);

/* Is SCRIPT applied, being a row or below one? */
gboolean alembic_heads_imply (const AlembicHeads *heads, const AlembicScript *script);

#endif
