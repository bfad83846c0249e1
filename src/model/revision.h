/* revision.h: one migration of one source, and one row of a tool's history.
 *
 * Revisions are what an adapter's scan makes of files, without a database. They are read-only once the graph is built. */

#ifndef MIGSHIM_MODEL_REVISION_H
#define MIGSHIM_MODEL_REVISION_H

#include "model/source.h"

#include <glib.h>

typedef enum
{
    DIRECTION_UP,
    DIRECTION_DOWN
} Direction;

#define REVISION_NO_TIMESTAMP G_MININT64

/* A hard edge: OTHER must be applied before the revision that holds it. */
typedef struct
{
    char *other;    /* native id in the same source, or "source:id" (a unique prefix will do) */
    Location where; /* of the words that say so; LOCATION_NONE when the tool's own order says so */
} Requirement;

typedef struct
{
    const Source *source;
    char *id;            /* native id, unique within the source: what the history table records */
    char *key;           /* "source:id" */
    char *title;         /* what a person calls it (an Alembic message), or NULL */
    char *path;          /* of the file, absolute, or NULL when there is none */
    char *checksum;      /* lower-case hex by the tool's rule, else SHA-256 of the file; NULL without a file */
    gint64 timestamp;    /* seconds since 1970, UTC, from the name or the file; REVISION_NO_TIMESTAMP */
    guint position;      /* place in the tool's own order, from 0 */
    GArray *requires;    /* of Requirement */
    gboolean reversible; /* the file has a way back */
    GError *problem;     /* why it can't run, known from its file alone; NULL when it can */
    gpointer data;       /* the adapter's own */
    GDestroyNotify data_free;
} Revision;

/* A new revision of SOURCE with id ID (copied); position is left at 0, reversible at FALSE, checksum and path at NULL. */
Revision *revision_new (const Source *source, const char *id);
void revision_free (Revision *revision);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Revision, revision_free)

/* Adds a hard edge. OTHER is copied; WHERE.file must outlive the revision (its own path does). */
void revision_require (Revision *revision, const char *other, Location where);

typedef enum
{
    HISTORY_APPLIED,
    HISTORY_FAILED,     /* begun, neither finished nor rolled back */
    HISTORY_ROLLED_BACK /* marked so by the tool; the revision is pending again */
} HistoryStatus;

/* What a tool's history table says of one revision. For tools that record only heads, the adapter gives a row for every
 * revision that the heads imply. */
typedef struct
{
    char *id; /* native id as recorded */
    HistoryStatus status;
    char *checksum;     /* as recorded, or NULL */
    gint64 started_at;  /* microseconds since 1970, or 0 when unknown */
    gint64 finished_at; /* likewise */
    gint64 batch;       /* 0 when the tool has none */
    char *logs;         /* or NULL */
    gboolean edited;    /* by the tool's own rule the file is not the one recorded */
    gboolean implied;   /* there is no such row: others say that the revision is applied */
} HistoryRow;

HistoryRow *history_row_new (const char *id, HistoryStatus status);
void history_row_free (HistoryRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HistoryRow, history_row_free)

#endif
