/* session_private.h: what the pieces of session.h share. Nobody else includes it. */

#ifndef MIGSHIM_DB_SESSION_PRIVATE_H
#define MIGSHIM_DB_SESSION_PRIVATE_H

#include "db/driver.h"
#include "db/session.h"

#include <glib.h>

/* An item of the queue: what the driver sees, and whose it is. */
typedef struct
{
    DriverItem item; /* first: the queue is handed to drivers as it is */
    guint tag;
    Location where;
    gboolean made;
    gboolean wrapped; /* in a transaction of the hook's */
} QueueItem;

/* A tag that its caller has left: nothing more will be queued under it. */
typedef struct
{
    guint tag;
    guint64 end; /* number of items queued when it was left */
    gint64 elapsed;
    gboolean timed; /* its items have succeeded; elapsed is known */
} ClosedTag;

struct Session
{
    Dialect dialect;
    const Driver *driver;         /* NULL when recording */
    DriverConnection *connection; /* NULL when recording */
    Session *reader;              /* when recording; may be NULL */
    GPtrArray *recorded;          /* RecordedStatement * */
    guint recorded_begin;         /* where the open transaction begins in it */

    char *url; /* without its password; NULL when recording */

    GPtrArray *queue; /* QueueItem * */
    gsize queued_bytes;
    guint64 n_queued;    /* items queued since the session was opened; the counters below are of the same kind */
    guint64 n_succeeded; /* those that have succeeded */
    guint64 n_durable;   /* those that are durable */
    guint64 begin_at;    /* the open transaction's ITEM_BEGIN */

    gboolean in_transaction; /* ours */
    gboolean alone;

    guint tag;
    gboolean tag_void; /* something of the tag failed or was rolled back: it will not be done */
    guint failed_tag;
    char *failed_text;
    gboolean keep;      /* session_keep_errors */
    gboolean kept;      /* an error was kept: something may have to be rolled back */
    gboolean aborted;   /* PostgreSQL would answer 25P02, had the BEGIN not been rolled back with what failed */
    GQueue closed_tags; /* ClosedTag * */
    gint64 mark;        /* when the last tag was done, or the queue was sent */
    gint64 settled_at;
    SessionObserver observer;

    SessionHook hook;
    gpointer hook_data;
    gboolean in_hook;
    gboolean wrapped;        /* the hook has a transaction open */
    gboolean failed_wrapped; /* what failed last was in one */
    guint n_statements;

    gboolean search_path_known;
    char *search_path; /* the statement that set it */
    gboolean foreign_keys_known;
    gboolean foreign_keys;
};

/* Queues a copy of what is given. Sends when the queue is large. */
gboolean session_enqueue (Session *session, DriverItemKind kind, const Statement *statement, gboolean wanted,
                          GError **error);

/* Sends the queue. Results of wanted items are added to RESULTS. On failure the session is clean again, as session.h promises. */
gboolean session_send (Session *session, GPtrArray *results, GError **error);

/* Makes durable what has succeeded, where that is a step of its own. */
gboolean session_settle (Session *session, GError **error);

/* After a failure, as the session was told: what is open goes, or is left to the database. */
void session_after_failure (Session *session);
/* The same in any case: what is finished stays, what is open goes, what is queued is forgotten. */
void session_clean_up (Session *session);

/* Takes what is queued under the present tag out of the queue, and rolls back what its statements have opened. */
void session_drop_tag (Session *session);

/* Forgets what is queued. */
void session_drop_queue (Session *session);

/* Takes the open transaction's items out of the queue. FALSE when some of them were sent already. */
gboolean session_drop_transaction (Session *session);

/* How many statements TEXT holds for this session's server. */
guint session_count (Session *session, const Statement *statement);
GArray *session_split (Session *session, const Statement *statement);

void session_record (Session *session, const Statement *statement);
void recorded_statement_free (gpointer data);

#endif
