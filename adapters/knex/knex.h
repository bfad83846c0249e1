/* knex.h: the parts of the Knex adapter, for each other.
 *
 *   knex.c        the table of functions; profile
 *   directory.c   files into revisions
 *   history.c     knex_migrations: reading, making and writing it
 *   lock.c        knex_migrations_lock
 *   check.c       would Knex itself go on here?
 *   run.c         how a migration must run, and running it; run.h tells of the files that make `knex`
 *   detect.c      knexfiles found by `init`
 *
 * What is imitated was read in Knex 3.3.0 or observed with it; docs/compat/knex.md has the list. */

#ifndef MIGSHIM_ADAPTERS_KNEX_H
#define MIGSHIM_ADAPTERS_KNEX_H

#include "adapters/adapter.h"

#define KNEX_TABLE "knex_migrations"

/* config.transaction of a migration. */
typedef enum
{
    KNEX_TRANSACTION_DEFAULT,
    KNEX_TRANSACTION_OFF,
    KNEX_TRANSACTION_ON
} KnexTransaction;

/* Where the revisions of a source are looked at: run.c. Each holds a reference. */
typedef struct KnexLook KnexLook;
KnexLook *knex_look_new (void);
void knex_look_release (KnexLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KnexLook, knex_look_release)

/* What a revision keeps: its data. */
typedef struct
{
    gboolean loaded; /* the module was evaluated, and has up and down */
    KnexTransaction transaction;
    KnexLook *look;
} KnexMigration;

/* A setting of the source that is true or false. */
gboolean knex_flag (const Source *source, const char *key);

/* Appends the history table, or with LOCK its lock table, as it stands in SQL. */
void knex_append_table (const Source *source, Dialect dialect, gboolean lock, GString *sql);

/* The file that NAME has become by being compiled, or the other way round; free with g_free, NULL when there is none. */
char *knex_twin (const Source *source, const char *name);

gboolean knex_detect (const char *root, const char *folder, GPtrArray *found, GError **error);
gboolean knex_scan (const Source *source, GPtrArray *revisions, GError **error);

GPtrArray *knex_history_tables (const Source *source, Dialect dialect);
char *knex_history_query (const Source *source, Dialect dialect);
GPtrArray *knex_history_rows (const Source *source, const GPtrArray *revisions, Dialect dialect,
                              const ResultSet *answer, GError **error);
gboolean knex_history_create (const Source *source, Session *session, GError **error);
gboolean knex_record (const Revision *revision, Direction direction, RecordPhase phase, AdapterHistory *history,
                      const GError *failure, Session *session, GError **error);
gboolean knex_mark (const Source *source, const Revision *revision, const char *id, MarkAction action,
                    const GPtrArray *rows, AdapterHistory *history, Session *session, GError **error);

gboolean knex_check (const Source *source, const AdapterContext *context, GError **error);

char *knex_row_lock_take (const Source *source, Dialect dialect);
char *knex_row_lock_free (const Source *source, Dialect dialect);
char *knex_row_lock_held (const Source *source, Dialect dialect);
char *knex_row_lock_clear (const Source *source, Dialect dialect);
/* The statement that makes the lock's row when its table has just been made: taken by us. Appends to SQL. */
void knex_append_lock_row (const Source *source, Dialect dialect, GString *sql);

gboolean knex_prepare (const Revision *revision, Direction direction, Dialect dialect, StepTraits *traits,
                       GError **error);
gboolean knex_run_step (const Revision *revision, Direction direction, Session *session, GError **error);

extern const Adapter adapter_knex;

#endif
