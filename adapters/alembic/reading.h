/* reading.h: what a revision's file says of itself, from its tree. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_READING_H
#define MIGSHIM_ADAPTERS_ALEMBIC_READING_H

#include "adapters/alembic/map.h"

/* A variable of the module. Of VALUE_KNOWN: TEXTS are its texts (None: none; `down_revision = "a"`: one). */
typedef enum
{
    HEADER_ABSENT,
    HEADER_KNOWN,
    HEADER_UNKNOWN /* set by what only running the file would tell */
} HeaderState;

typedef struct
{
    HeaderState state;
    GPtrArray *texts; /* char * */
    gboolean scalar;  /* a text or None, not a tuple */
} HeaderValue;

typedef struct
{
    HeaderValue revision, down_revision, branch_labels, depends_on;
    char *message;      /* the first paragraph of the docstring, or NULL */
    gint64 created;     /* "Create Date:" of the docstring, seconds since 1970, or REVISION_NO_TIMESTAMP */
    gboolean upgrade;   /* the module has such a function */
    gboolean downgrade; /* likewise, and it does something else than to raise */
} Header;

void header_clear (Header *header);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Header, header_clear)

/* Is everything known that the graph needs? */
gboolean header_is_known (const Header *header);

/* Reads TEXT (LENGTH bytes) of the file PATH into HEADER, which is zeroed by the caller. Errors are the parser's. */
gboolean header_read (const char *path, const char *text, gsize length, Header *header, GError **error);

/* run.c: fills in what HEADER does not know by evaluating the file. */
gboolean alembic_evaluate_header (const Source *source, const char *path, Header *header, GError **error);

#endif
