/* adapter.h: what a tool must tell us. One constant table of functions per tool.
 *
 * An adapter is the only place that knows its tool: how files become revisions, what the history table looks like and holds, how a
 * revision runs, what lock the tool takes. It prints nothing, decides no order and opens no connection: it answers, and drives the session that it is given.
 * Members marked (optional) may be NULL.
 *
 * The life of a step, as the runner goes through it:
 *
 *   prepare       from the file alone, before anything is touched: how must it be run?
 *   atomic        begin; profile; record (START); run; record (FINISH); ledger; commit           - all queued, nothing waited for
 *   otherwise     record (START); flush; run, each statement alone; record (FINISH) or record (FAILED), ledger
 */

#ifndef MIGSHIM_ADAPTERS_ADAPTER_H
#define MIGSHIM_ADAPTERS_ADAPTER_H

#include "db/session.h"
#include "model/revision.h"
#include "model/source.h"

#include <glib.h>

/* A table that may or may not be there. SCHEMA is NULL for the connection's own. */
typedef struct
{
    char *schema;
    char *name;
} TableName;
void table_name_free (TableName *table);

/* What is known of the database before a source's history is written. */
typedef struct
{
    Session *session;
    gboolean history_exists;
    gboolean writing;           /* this run will write (not status, not plan) */
    const GPtrArray *revisions; /* Revision *, of the source */
    const GPtrArray *rows;      /* HistoryRow *: its history; or NULL */
    const GPtrArray *missing;   /* char *: what the history records and no file is there for, in the history's order */
} AdapterContext;

typedef enum
{
    STEP_ATOMIC, /* in one transaction with its history row */
    STEP_ALONE   /* outside any transaction of ours, statement by statement or as a whole */
} StepMode;

typedef struct
{
    StepMode mode;
    char *reason;             /* why not STEP_ATOMIC, for people, or NULL; owned by the traits */
    Location where;           /* of the statement that forces it */
    char *begin_text;         /* the transaction's opening statement, or NULL for the plain one */
    gboolean changes_session; /* SET, PRAGMA: later steps need a fresh profile, and nothing may travel with it */
    gboolean
        whole; /* STEP_ALONE: the script must travel as one message (it has transactions of its own, or holds table locks): no hook while it runs */
    gboolean
        foreign_keys_off; /* SQLite: the step's profile has foreign_keys FALSE, set before the transaction begins */
} StepTraits;
void step_traits_clear (StepTraits *traits);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StepTraits, step_traits_clear)

typedef enum
{
    RECORD_START,
    RECORD_RESUME, /* instead of START: the step goes on where it stopped; its unfinished row is there, the file may have been mended */
    RECORD_FINISH,
    RECORD_FAILED, /* the step failed and something of it stayed; FAILURE says why */
    RECORD_UNDO,   /* the step failed and nothing of it stayed: as if it had not been begun */
    RECORD_FOLLOW  /* the tool itself has run it and written its rows: nothing is to be written */
} RecordPhase;

/* What is known of a source's history while a run, or `mark`, changes it. */
typedef struct
{
    gint64 batch;     /* one more than the greatest in the history before */
    gpointer tracked; /* the adapter's own, made by its `track`; or NULL */
} AdapterHistory;

typedef enum
{
    MARK_APPLIED,
    MARK_ROLLED_BACK,
    MARK_PENDING
} MarkAction;

/* One migration directory that `init` found. All strings are owned; paths relative to the root that was searched. */
typedef struct
{
    char *name; /* proposed: of the service's folder */
    char *path;
    char **more_paths;   /* further folders of the same history, NULL-terminated; or NULL */
    char *root;          /* the folder that scripts import from, when it is not where migshim.yaml will be; or NULL */
    char *url;           /* "${DATABASE_URL}" or a literal without a secret; NULL when it could not be found */
    GHashTable *history; /* char * -> char *, or NULL */
    char *note;          /* what a person should check, or NULL */
    char *evidence;      /* the file that told, for the comment in migshim.yaml */
} FoundSource;
void found_source_free (FoundSource *found);
/* Adds a line to what a person should check. */
void found_source_note (FoundSource *found, const char *text);
/* Sets `path` and `more_paths` to FOLDERS (absolute, char *, at least one), relative to ROOT. */
void found_source_set_paths (FoundSource *found, const char *root, const GPtrArray *folders);
/* Whether a password stands in URL, and no variable in its place. */
gboolean found_url_has_secret (const char *url);

typedef struct
{
    const char *name;  /* as in migshim.yaml: "prisma" */
    const char *title; /* for people: "Prisma Migrate" */

    /* Keys that `history:` of such a source may hold; NULL-terminated. */
    const char *const *history_settings;

    /* (optional) The file that is there for ID, which has none of its own name, as far as the tool's users fall into that trap; free with g_free. NULL: none. */
    char *(*twin) (const Source *source, const char *id);

    gboolean batches; /* its history tells which revisions one run applied */

    gboolean linear; /* its revisions follow each other in POSITION's order */

    gboolean records_failures; /* its history has rows for what was begun and failed */

    /* Reads the directories of SOURCE. Adds a Revision to REVISIONS (owned there) for each migration, position set. A single bad file is that
     * revision's problem, not an error; an error (MIGSHIM_ERROR_SOURCE) means that the directory as a whole can't be trusted. */
    gboolean (*scan) (const Source *source, GPtrArray *revisions, GError **error);

    /* Looks at FOLDER (absolute) and its files, not at folders below, and adds a FoundSource to FOUND for each directory of migrations that the
     * tool would use from there. ROOT (absolute) is where the search began. (`init`) */
    gboolean (*detect) (const char *root, const char *folder, GPtrArray *found, GError **error);

    /* The tables that hold the history of SOURCE; the first is the one that exists when there is a history. Free with g_ptr_array_unref. */
    GPtrArray *(*history_tables) (const Source *source, Dialect dialect);

    /* The query that reads the history, all of it, oldest first. Free with g_free. */
    char *(*history_query) (const Source *source, Dialect dialect);

    /* Its rows made of the answer: HistoryRow *, in the tool's order; REVISIONS (of the source, may be used for checksums and for what heads imply). NULL on error. */
    GPtrArray *(*history_rows) (const Source *source, const GPtrArray *revisions, Dialect dialect,
                                const ResultSet *answer, GError **error);

    /* Would the tool itself go on here? Called once per source of a plan before anything is written; may query. Sets an error with the tool's own code where the tool
     * refuses (a non-empty database without history, another provider). (optional) */
    gboolean (*check) (const Source *source, const AdapterContext *context, GError **error);

    /* Makes the history table where it is missing; queued. */
    gboolean (*history_create) (const Source *source, Session *session, GError **error);

    /* A query of one row and one column that tries to take the tool's own session lock without waiting, true when it was got; NULL when the tool
     * has none on this dialect. A second function gives the one that frees it, a third a scalar expression for the number of the server session that holds it
     * (pg_backend_pid, CONNECTION_ID), NULL when nobody does. Free with g_free. (optional, all three or none) */
    char *(*lock_query) (const Source *source, Dialect dialect);
    char *(*unlock_query) (const Source *source, Dialect dialect);
    char *(*lock_holder) (const Source *source, Dialect dialect);

    /* A lock that is a row of a table, held while a run lasts: four statements. The first tries to take it without waiting, and got it when it gives a row or
     * changes one; it also takes what a killed run of ours left behind. The second lets go what the first took. The third is a query of one row and one column: does
     * anybody hold it? The fourth frees it, whoever holds it. The row's table is the last of history_tables. Free with g_free. (optional, all four or none) */
    char *(*row_lock_take) (const Source *source, Dialect dialect);
    char *(*row_lock_free) (const Source *source, Dialect dialect);
    char *(*row_lock_held) (const Source *source, Dialect dialect);
    char *(*row_lock_clear) (const Source *source, Dialect dialect);

    /* What the tool's own connection would have set. Strings borrowed from SOURCE. */
    void (*profile) (const Source *source, Dialect dialect, SessionProfile *profile);

    /* How must this step be run? From the file alone. FALSE with an error when it can't be run at all: nothing has been touched then.
     * TRAITS is zeroed by the caller, who clears it with step_traits_clear. */
    gboolean (*prepare) (const Revision *revision, Direction direction, Dialect dialect, StepTraits *traits,
                         GError **error);

    /* Runs it. */
    gboolean (*run) (const Revision *revision, Direction direction, Session *session, GError **error);

    /* For a tool whose rows are not one a revision: what it must know of them as they change, made of all ROWS as they were read (HistoryRow *; may be
     * NULL) before the first is written. record and mark find it in their HISTORY and change it. (optional, both or none) */
    gpointer (*track) (const Source *source, const GPtrArray *revisions, const GPtrArray *rows);
    void (*track_free) (gpointer tracked);

    /* Writes history; queued. In STEP_ATOMIC all is one transaction. FAILURE is for RECORD_FAILED, else NULL. */
    gboolean (*record) (const Revision *revision, Direction direction, RecordPhase phase, AdapterHistory *history,
                        const GError *failure, Session *session, GError **error);

    /* `mark`: rewrites history as the tool's own command would (Prisma's `migrate resolve`). REVISION may be NULL when only a row is left, then ID names it.
     * Refuses as the tool does. ROWS are the history rows of that id. Queued. */
    gboolean (*mark) (const Source *source, const Revision *revision, const char *id, MarkAction action,
                      const GPtrArray *rows, AdapterHistory *history, Session *session, GError **error);

    /* WANTED (Revision *, some of SOURCE's, in the graph's order for DIRECTION) put into the order in which the tool itself would run just these.
     * (optional: the graph's) */
    void (*order) (const Source *source, Direction direction, GPtrArray *wanted);

    /* What TEXT asks for, in the tool's own language of targets ("head", "+2", "label@base"), given all ROWS as they were read. Up: the revisions up to
     * and with which all is to be applied; down: those that are to be reverted. Revision *, without what else has to go with them; borrowed, free the
     * array with g_ptr_array_unref. Sentences are added to WARNINGS (char *). Errors are the tool's, MIGSHIM_ERROR_USAGE. (optional: a target is a
     * revision) */
    GPtrArray *(*target) (const Source *source, const GPtrArray *revisions, const GPtrArray *rows, const char *text,
                          Direction direction, GPtrArray *warnings, GError **error);
} Adapter;

/* The adapter called NAME, or NULL. */
const Adapter *adapter_find (const char *name);

/* All of them, NULL-terminated, in the order of the documentation. Static. */
const Adapter *const *adapter_all (void);

#endif
