/* typeorm.h: the parts of the TypeORM adapter, for each other.
 *
 *   typeorm.c       the table of functions; profile
 *   directory.c     files into revisions
 *   reading.c       what a file says of its migrations without being run
 *   options.c       what the project's data source would say
 *   history.c       the table `migrations`: reading, making and writing it
 *   run.c           how a migration must run, and running it
 *   loading.c       a file's classes, by running its module
 *   query_runner.c  queryRunner: queries, transactions; result.c what they answer; error.c TypeORM's errors
 *   schema*.c, table*.c, load_*.c   queryRunner: tables, columns, keys
 *   module.c        the module 'typeorm'
 *   data_source.c   queryRunner.connection, queryRunner.manager
 *   detect.c        data sources found by `init`
 *
 * What is imitated was read in TypeORM 0.3.31 and 1.1.1 or observed with them; docs/compat/typeorm.md has the list. */

#ifndef MIGSHIM_ADAPTERS_TYPEORM_H
#define MIGSHIM_ADAPTERS_TYPEORM_H

#include "adapters/adapter.h"
#include "adapters/typeorm/query_runner.h"

#define TYPEORM_TABLE "migrations"

/* The field `transaction` of a migration. */
typedef enum
{
    OVERRIDE_NONE,
    OVERRIDE_OFF,
    OVERRIDE_ON
} TransactionOverride;

/* One migration class of a file. */
typedef struct
{
    char *name;
    TransactionOverride transaction;
    gboolean reversible;
    guint32 start; /* of the class in the file, in bytes */
} FoundMigration;

/* What a revision keeps: its data. */
typedef struct
{
    gint64 timestamp; /* as recorded: milliseconds since 1970 when the name is a usual one */
    TransactionOverride transaction;
} TypeormMigration;

void found_migration_free (FoundMigration *found);

/* What can be said of TEXT (the file PATH) without running it: adds a FoundMigration to FOUND for each class that is exported. FALSE without an error when that takes
 * running the file; FALSE with ERROR when it can't be parsed. */
gboolean typeorm_read_file (const char *path, const char *text, gsize length, GPtrArray *found, GError **error);

/* The same by running it. */
gboolean typeorm_load_file (const Source *source, const char *path, const char *text, gsize length, GPtrArray *found,
                            GError **error);

/* The instance of the migration called NAME that the file at PATH exports, made in RUNTIME. */
gboolean typeorm_load_migration (ScriptRuntime *runtime, const char *path, const char *name, Value *migration,
                                 GError **error);

/* The last 13 characters of NAME as JavaScript's parseInt reads them; 0 when that is no number. */
gint64 typeorm_timestamp (const char *name);

void typeorm_options_read (const Source *source, Dialect dialect, Session *session, TypeormOptions *options);

/* 0 when the project asks for TypeORM 0.x, else 1. */
guint typeorm_major (const Source *source);

/* The module 'typeorm'; ends with an empty one. */
extern const HostModule typeorm_modules[];

gboolean typeorm_scan (const Source *source, GPtrArray *revisions, GError **error);
gboolean typeorm_detect (const char *root, const char *folder, GPtrArray *found, GError **error);
GPtrArray *typeorm_history_tables (const Source *source, Dialect dialect);
char *typeorm_history_query (const Source *source, Dialect dialect);
GPtrArray *typeorm_history_rows (const Source *source, const GPtrArray *revisions, Dialect dialect,
                                 const ResultSet *answer, GError **error);
gboolean typeorm_history_create (const Source *source, Session *session, GError **error);
gboolean typeorm_record (const Revision *revision, Direction direction, RecordPhase phase, AdapterHistory *history,
                         const GError *failure, Session *session, GError **error);
gboolean typeorm_mark (const Source *source, const Revision *revision, const char *id, MarkAction action,
                       const GPtrArray *rows, AdapterHistory *history, Session *session, GError **error);
gboolean typeorm_prepare (const Revision *revision, Direction direction, Dialect dialect, StepTraits *traits,
                          GError **error);
gboolean typeorm_run_step (const Revision *revision, Direction direction, Session *session, GError **error);

extern const Adapter adapter_typeorm;

#endif
