/* arena.h: memory that is taken piece by piece and given back as a whole.
 *
 * A revision's syntax trees, names and values live in one arena and go with it: no owner per object, no free in the code.
 * An arena has a limit, so that a hostile script is stopped by us and not by the machine. Pieces are aligned to 16 bytes
 * (arena_alloc) or packed (arena_text), zeroed, and never move. */

#ifndef MIGSHIM_SCRIPT_ARENA_H
#define MIGSHIM_SCRIPT_ARENA_H

#include <glib.h>

typedef struct Arena Arena;

/* A place in an arena to which it can be taken back. */
typedef struct
{
    gpointer block; /* private */
    gsize used;     /* private */
    gsize total;    /* private */
} ArenaMark;

/* A new, empty arena of at most LIMIT bytes (0: without limit). Free with arena_free. */
Arena *arena_new (gsize limit);

void arena_free (Arena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Arena, arena_free)

/* SIZE zeroed bytes, or NULL when the limit would be passed. They live until arena_free or arena_release. */
gpointer arena_alloc (Arena *arena, gsize size);

/* COUNT zeroed elements of SIZE bytes, or NULL when the limit would be passed or the product overflows. */
gpointer arena_alloc_array (Arena *arena, gsize count, gsize size);

/* A copy of SIZE bytes, or NULL as in arena_alloc. */
gpointer arena_copy (Arena *arena, gconstpointer data, gsize size);

/* A copy of LENGTH bytes of TEXT with a NUL after them, not aligned; or NULL as in arena_alloc. */
char *arena_text (Arena *arena, const char *text, gsize length);

/* Bytes handed out so far, with what alignment cost. */
gsize arena_used (const Arena *arena);

/* Where the arena stands; arena_release gives back everything that was taken since (the cursor of a long loop does so).
 * Marks are released in the reverse order of their taking. */
ArenaMark arena_mark (const Arena *arena);
void arena_release (Arena *arena, ArenaMark mark);

#define arena_new_object(arena, Type) ((Type *)arena_alloc ((arena), sizeof (Type)))
#define arena_new_array(arena, count, Type) ((Type *)arena_alloc_array ((arena), (count), sizeof (Type)))

#endif
