/* query_runner.h: the queryRunner of a TypeORM migration, and what the files that make it share.
 *
 * To a script queryRunner is one object. Its members are the tables of a chain of host classes:
 *
 *   typeorm_query_runner_class   query_runner.c   query, transactions, manager, connection
 *     base: typeorm_schema_class   schema.c       what changes and reads the schema: createTable, addColumn, ..., getTable, hasColumn
 *
 * Every member function finds the state of the run with typeorm_run (call), whatever object it was called on: queryRunner, a Table, the manager.
 *
 * SQL is given to the database by the functions below and by nothing else. Each takes the ScriptCall that it serves, so that the statement carries the place in
 * the script: a failure is told at the line that issued the statement, however much later it comes up. typeorm_execute queues and comes back at
 * once; typeorm_query waits. Both throw TypeORM's QueryFailedError when the database refuses; a host function returns what they return:
 *
 *   static ScriptStatus drop_table (ScriptCall *call, Value *out)
 *   {
 *       ...
 *       return typeorm_execute (call, sql->str, NULL, 0);
 *   }
 */

#ifndef MIGSHIM_ADAPTERS_TYPEORM_QUERY_RUNNER_H
#define MIGSHIM_ADAPTERS_TYPEORM_QUERY_RUNNER_H

#include "adapters/node/conversation.h"
#include "db/result.h"
#include "db/session.h"
#include "model/revision.h"
#include "script/host.h"
#include "script/script.h"

/* The driver that the data source names as its `type`. It decides what results look like and some of the SQL. */
typedef enum
{
    TYPEORM_POSTGRES,
    TYPEORM_MYSQL,
    TYPEORM_MARIADB,
    TYPEORM_SQLITE,        /* the package sqlite3; TypeORM 0.3 and older */
    TYPEORM_BETTER_SQLITE3 /* better-sqlite3 */
} TypeormType;

/* What the data source of the project would say; from migshim.yaml and the project's own files. All borrowed from the run. */
typedef struct
{
    TypeormType type;
    const char *type_name;      /* as in the options: "postgres", "mysql", "mariadb", "sqlite", "better-sqlite3" */
    const char *schema;         /* the option `schema`, or NULL (PostgreSQL: the connection's own schema is meant) */
    const char *database;       /* the database of the URL; MySQL, PostgreSQL; SQLite: the path; or NULL */
    const char *entity_prefix;  /* or "" */
    const char *metadata_table; /* metadataTableName: "typeorm_metadata" */
    guint major;                /* of the TypeORM that the project uses: 0 for 0.2 and 0.3, 1 for 1.x */
} TypeormOptions;

/* A run of one revision; made by run.c, found with typeorm_run. */
typedef struct
{
    const Revision *revision;
    ScriptRuntime *runtime;
    Session *session;
    Dialect dialect;
    TypeormOptions options;

    Value query_runner;
    Value data_source;
    Value manager;
    Value error_classes; /* name -> class, as they were asked for */
    Value data;          /* queryRunner.data */

    guint transaction_depth; /* of startTransaction; 1 when the migration itself runs in a transaction */
    gboolean released;

    NodeConversation conversation;

    /* What the schema helpers remember between calls; in the runtime's arena, made when first wanted. */
    gpointer table_classes; /* the classes Table, TableColumn, ... (table.h) */
    gpointer schema_state;  /* loaded tables and views (schema.c) */
} TypeormRun;

/* The run that CALL belongs to. */
TypeormRun *typeorm_run (const ScriptCall *call);

/* Queues SQL, which may hold several statements where the driver allows it and N is 0. PARAMETERS are for its place-holders. Copies what it is given. */
ScriptStatus typeorm_execute (ScriptCall *call, const char *sql, const SqlValue *parameters, guint n);

/* Sends all that is queued, then SQL, and gives its rows; free *RESULT with result_free (left alone on failure). */
ScriptStatus typeorm_query (ScriptCall *call, const char *sql, const SqlValue *parameters, guint n, ResultSet **result);

/* The same with the values that a script gave (an array, null or undefined), converted as the driver does it, and the answer as the driver and TypeORM give it to scripts. */
ScriptStatus typeorm_query_value (ScriptCall *call, const char *sql, Value parameters, Value *out);

/* The class of TypeORM's errors called NAME ("QueryFailedError"); and a new error of it, not thrown. */
Value typeorm_error_class (TypeormRun *run, const char *name);
Value typeorm_error_new (TypeormRun *run, const char *name, const char *message);
/* The names of the classes, NULL-terminated. */
extern const char *const typeorm_error_names[];
/* A QueryFailedError that says what ERROR says. */
Value typeorm_query_failed (TypeormRun *run, const GError *error, const char *sql, Value parameters);

/* What TypeORM makes of the answer to SQL, of N_STATEMENTS; STRUCTURED: a QueryResult. */
ScriptStatus typeorm_answer (TypeormRun *run, const ResultSet *result, const char *sql, guint n_statements,
                             gboolean structured, Value *out);

/* Throws an error of TypeORM's own: CLASS is "TypeORMError" or the name of a class based on it. Returns SCRIPT_THROW. */
ScriptStatus typeorm_throw (ScriptCall *call, const char *class, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* TEXT as a parameter of typeorm_query; borrowed. NULL gives NULL. */
SqlValue typeorm_text (const char *text);

extern const HostClass typeorm_query_runner_class;
extern const HostClass typeorm_data_source_class;
extern const HostClass typeorm_manager_class;

/* queryRunner.query and `sql` of it, and the transaction members, for the manager too. */
ScriptStatus typeorm_query_member (ScriptCall *call, Value *out);
ScriptStatus typeorm_start_transaction (ScriptCall *call, Value *out);
ScriptStatus typeorm_commit_transaction (ScriptCall *call, Value *out);
ScriptStatus typeorm_rollback_transaction (ScriptCall *call, Value *out);

#endif
