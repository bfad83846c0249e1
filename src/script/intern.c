#include "script/intern.h"

#include "script/arena.h"

#include <string.h>

#define FIRST_SLOTS 4096 /* the names of the builtins alone are more than a thousand */

/* Open addressing with linear probing; never more than half full. */
struct NameTable
{
    const Name **slots;
    gsize mask; /* number of slots less one; a power of two less one */
    gsize count;
    Arena *arena;
};

NameTable *names_new (void)
{
    NameTable *names = g_new0 (NameTable, 1);
    names->slots = g_new0 (const Name *, FIRST_SLOTS);
    names->mask = FIRST_SLOTS - 1;
    names->arena = arena_new (0);
    return names;
}

void names_free (NameTable *names)
{
    if (names == NULL)
        return;
    arena_free (names->arena);
    g_free (names->slots);
    g_free (names);
}

/* FNV-1a, over eight bytes at a time where there are eight. */
static guint32 hash_of (const char *text, gsize length)
{
    guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);
    for (; length >= 8; text += 8, length -= 8)
    {
        guint64 word;
        memcpy (&word, text, sizeof word);
        hash = (hash ^ word) * G_GUINT64_CONSTANT (1099511628211);
        hash ^= hash >> 29;
    }
    for (gsize i = 0; i < length; i++)
        hash = (hash ^ (guint8)text[i]) * G_GUINT64_CONSTANT (1099511628211);
    return (guint32)(hash ^ (hash >> 32));
}

/* The slot where the name is, or the empty one where it would be. */
static const Name **slot_of (const NameTable *names, const char *text, gsize length, guint32 hash)
{
    for (gsize i = hash & names->mask;; i = (i + 1) & names->mask)
    {
        const Name *name = names->slots[i];
        if (name == NULL || (name->hash == hash && name->length == length && memcmp (name->text, text, length) == 0))
            return &names->slots[i];
    }
}

static void grow (NameTable *names)
{
    const Name **old = names->slots;
    gsize old_count = names->mask + 1;
    names->slots = g_new0 (const Name *, old_count * 2);
    names->mask = old_count * 2 - 1;
    for (gsize i = 0; i < old_count; i++)
        if (old[i] != NULL)
            *slot_of (names, old[i]->text, old[i]->length, old[i]->hash) = old[i];
    g_free (old);
}

const Name *names_intern (NameTable *names, const char *text, gsize length)
{
    guint32 hash = hash_of (text, length);
    const Name **slot = slot_of (names, text, length, hash);
    if (*slot != NULL)
        return *slot;
    if ((names->count + 1) * 2 > names->mask)
    {
        grow (names);
        slot = slot_of (names, text, length, hash);
    }
    Name *name = arena_alloc (names->arena, sizeof (Name) + length + 1);
    name->hash = hash;
    name->length = (guint32)length;
    memcpy (name->text, text, length);
    *slot = name;
    names->count++;
    return name;
}

const Name *names_intern_text (NameTable *names, const char *text)
{
    return names_intern (names, text, strlen (text));
}

const Name *names_find (const NameTable *names, const char *text, gsize length)
{
    return *slot_of (names, text, length, hash_of (text, length));
}

gsize names_used (const NameTable *names)
{
    return arena_used (names->arena) + (names->mask + 1) * sizeof (const Name *);
}
