#include "script/arena.h"

#include <stdint.h>
#include <string.h>

#define ALIGNMENT 16
#define FIRST_BLOCK (gsize) (16 * 1024)
#define LARGEST_BLOCK (gsize) (1024 * 1024)

typedef struct Block
{
    struct Block *previous;
    gsize size; /* of data */
    gsize used;
    _Alignas(ALIGNMENT) guint8 data[];
} Block;

struct Arena
{
    Block *block; /* the newest; earlier ones are full */
    gsize limit;
    gsize total; /* handed out, with padding; at most limit */
};

Arena *arena_new (gsize limit)
{
    Arena *arena = g_new0 (Arena, 1);
    arena->limit = limit == 0 ? G_MAXSIZE : limit;
    return arena;
}

static void blocks_free (Block *block, const Block *until)
{
    while (block != until)
    {
        Block *previous = block->previous;
        g_free (block);
        block = previous;
    }
}

void arena_free (Arena *arena)
{
    if (arena == NULL)
        return;
    blocks_free (arena->block, NULL);
    g_free (arena);
}

/* SIZE bytes from a new block; a piece larger than a block gets one of its own size. */
static gpointer take_from_new_block (Arena *arena, gsize size)
{
    gsize block_size = arena->block == NULL ? FIRST_BLOCK : MIN (arena->block->size * 2, LARGEST_BLOCK);
    block_size = MAX (block_size, size);
    Block *block = g_malloc (sizeof (Block) + block_size);
    block->previous = arena->block;
    block->size = block_size;
    block->used = size;
    arena->block = block;
    return block->data;
}

static gpointer take (Arena *arena, gsize size, gsize alignment)
{
    Block *block = arena->block;
    gsize padding = block == NULL ? 0 : (alignment - block->used % alignment) % alignment;
    if (size > arena->limit - arena->total || padding > arena->limit - arena->total - size)
        return NULL;
    arena->total += size + padding;
    if (block == NULL || block->size - block->used < padding || block->size - block->used - padding < size)
        return take_from_new_block (arena, size);
    gpointer piece = block->data + block->used + padding;
    block->used += padding + size;
    return piece;
}

gpointer arena_alloc (Arena *arena, gsize size)
{
    gpointer piece = take (arena, size, ALIGNMENT);
    if (piece != NULL)
        memset (piece, 0, size);
    return piece;
}

gpointer arena_alloc_array (Arena *arena, gsize count, gsize size)
{
    gsize bytes;
    if (!g_size_checked_mul (&bytes, count, size))
        return NULL;
    return arena_alloc (arena, bytes);
}

gpointer arena_copy (Arena *arena, gconstpointer data, gsize size)
{
    gpointer piece = take (arena, size, ALIGNMENT);
    if (piece != NULL && size > 0)
        memcpy (piece, data, size);
    return piece;
}

char *arena_text (Arena *arena, const char *text, gsize length)
{
    if (length == G_MAXSIZE)
        return NULL;
    char *piece = take (arena, length + 1, 1);
    if (piece == NULL)
        return NULL;
    if (length > 0)
        memcpy (piece, text, length);
    piece[length] = '\0';
    return piece;
}

gsize arena_used (const Arena *arena)
{
    return arena->total;
}

ArenaMark arena_mark (const Arena *arena)
{
    return (ArenaMark){ .block = arena->block,
                        .used = arena->block == NULL ? 0 : arena->block->used,
                        .total = arena->total };
}

void arena_release (Arena *arena, ArenaMark mark)
{
    blocks_free (arena->block, mark.block);
    arena->block = mark.block;
    if (arena->block != NULL)
        arena->block->used = mark.used;
    arena->total = mark.total;
}
