/* map.h: the revisions of one source as Alembic's RevisionMap has them: branches, labels, dependencies, order, targets.
 *
 * A map is made once, from all files, and read-only afterwards (but for alembic_map_types_made); each Revision's data holds a reference to it. Scripts stand in the order of the
 * files: Alembic breaks ties by it. Rules are those of Alembic 1.20, script/revision.py, whose functions are named; errors are in its words. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_MAP_H
#define MIGSHIM_ADAPTERS_ALEMBIC_MAP_H

#include "model/revision.h"

#include <glib.h>

typedef struct AlembicMap AlembicMap;

/* One file. What the file says is owned; what the map makes of it points to other scripts of the map. */
typedef struct
{
    guint index; /* place among the map's scripts */
    char *id;
    char *path;        /* or NULL, in tests */
    GPtrArray *down;   /* char *: down_revision, in its order */
    GPtrArray *needs;  /* char *: depends_on, ids or labels */
    GPtrArray *labels; /* char *: branch_labels of its own */

    GPtrArray *parents;      /* of `down`: _versioned_down_revisions */
    GPtrArray *dependencies; /* of `needs`: _resolved_dependencies */
    GPtrArray *normalized;   /* dependencies that no ancestor has already: _normalized_resolved_dependencies */
    GPtrArray *children;     /* nextrev, in the order of the map */
    GPtrArray *all_children; /* with those that depend on it: _all_nextrev */
    GPtrArray *before;       /* parents, then normalized, each once: _normalized_down_revisions */
} AlembicScript;

/* A new script; arrays are empty, ID and PATH copied. */
AlembicScript *alembic_script_new (const char *id, const char *path);
void alembic_script_free (AlembicScript *script);

/* A map of SCRIPTS (AlembicScript *; stolen, also on failure, from an array that is left empty). One reference is the caller's. Errors,
 * MIGSHIM_ERROR_SOURCE at a file: an id with a character that targets need, an id or label twice, a reference to what is not there, cycles. */
AlembicMap *alembic_map_new (GPtrArray *scripts, GError **error);
AlembicMap *alembic_map_ref (AlembicMap *map);
void alembic_map_unref (AlembicMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AlembicMap, alembic_map_unref)

/* Which types of PostgreSQL the revisions of this run have made (char *): the one thing in a map that changes. Alembic's `memo`, which lives as long as
 * its run: a second table with the same Enum does not make it again. Borrowed. */
GHashTable *alembic_map_types_made (AlembicMap *map);

/* All scripts, AlembicScript *, in the map's order. */
const GPtrArray *alembic_map_scripts (const AlembicMap *map);
/* The script with the id or label NAME, or NULL. */
AlembicScript *alembic_map_find (const AlembicMap *map, const char *name);
/* Without a child; with ALL, nothing depends on them either. Borrowed. */
const GPtrArray *alembic_map_heads (const AlembicMap *map, gboolean all);
/* With down_revision None. Borrowed. */
const GPtrArray *alembic_map_bases (const AlembicMap *map);

/* Sets of scripts. */
typedef struct
{
    guint64 *bits;
    guint n; /* scripts of the map */
} ScriptSet;

ScriptSet script_set_new (const AlembicMap *map);
void script_set_clear (ScriptSet *set);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ScriptSet, script_set_clear)

static inline gboolean script_set_has (const ScriptSet *set, const AlembicScript *script)
{
    return (set->bits[script->index / 64] >> (script->index % 64)) & 1;
}

static inline void script_set_add (ScriptSet *set, const AlembicScript *script)
{
    set->bits[script->index / 64] |= G_GUINT64_CONSTANT (1) << (script->index % 64);
}

static inline void script_set_remove (ScriptSet *set, const AlembicScript *script)
{
    set->bits[script->index / 64] &= ~(G_GUINT64_CONSTANT (1) << (script->index % 64));
}

typedef enum
{
    WALK_PARENTS,     /* down_revision alone */
    WALK_BEFORE,      /* with dependencies: what an upgrade needs */
    WALK_CHILDREN,    /* by down_revision alone */
    WALK_ALL_CHILDREN /* with what depends on it: what a downgrade takes along */
} MapWalk;

/* Adds to SET what is reached from SCRIPT, itself included: _get_ancestor_nodes, _get_descendant_nodes. What SET has already is not walked again. */
void alembic_map_walk (const AlembicMap *map, const AlembicScript *script, MapWalk kind, ScriptSet *set);

/* map_order.c: the scripts of WANTED in the order in which Alembic upgrades, or with DIRECTION_DOWN downgrades them (_topological_sort), AlembicScript *. The
 * heads are those of WANTED that nothing in WANTED stands on. Free with g_ptr_array_unref. */
GPtrArray *alembic_map_order (const AlembicMap *map, const ScriptSet *wanted, Direction direction);

/* target.c: what TARGET asks for, given the rows of alembic_version as they were read (CURRENT, char *): the scripts up to and with which all is to be
 * applied, or the ones to be reverted; what else has to go with them is not said. Sentences for people are added to WARNINGS (char *). Free with
 * g_ptr_array_unref. Errors, MIGSHIM_ERROR_USAGE, are what Alembic says. */
GPtrArray *alembic_map_target (const AlembicMap *map, const GPtrArray *current, const char *target, Direction direction,
                               GPtrArray *warnings, GError **error);

/* The scripts of CURRENT. FALSE with Alembic's error when one is unknown, or one stands on another. SCRIPTS is filled in the order of CURRENT. */
gboolean alembic_map_current (const AlembicMap *map, const GPtrArray *current, GPtrArray *scripts, GError **error);

#endif
