/* intern.h: names, each kept once, so that two names are equal exactly when their pointers are.
 *
 * One table serves every file and value of an evaluation: identifiers, member names and property keys. */

#ifndef MIGSHIM_SCRIPT_INTERN_H
#define MIGSHIM_SCRIPT_INTERN_H

#include <glib.h>

typedef struct
{
    guint32 hash;
    guint32 length; /* bytes, without the final NUL; the text may hold NUL bytes when a script says so */
    char text[];    /* UTF-8 */
} Name;

typedef struct NameTable NameTable;

/* A new, empty table. Names live as long as it does. Free with names_free. */
NameTable *names_new (void);

void names_free (NameTable *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NameTable, names_free)

/* The one name of LENGTH bytes of TEXT. Never NULL. Borrowed from NAMES. */
const Name *names_intern (NameTable *names, const char *text, gsize length);

/* The same for a NUL-terminated text. */
const Name *names_intern_text (NameTable *names, const char *text);

/* The name if it is known already, or NULL: a look-up by a text that a script computed, which must not fill the table. */
const Name *names_find (const NameTable *names, const char *text, gsize length);

/* Bytes that the table holds, for the caller's bound. */
gsize names_used (const NameTable *names);

#endif
