/* driver_postgresql.h: what the pieces of the PostgreSQL driver share. */

#ifndef MIGSHIM_DB_DRIVER_POSTGRESQL_H
#define MIGSHIM_DB_DRIVER_POSTGRESQL_H

#include "db/driver.h"

#include <libpq-fe.h>

typedef struct
{
    DriverConnection head;
    PGconn *handle;
    char *password; /* to keep it out of messages */
} PostgresqlConnection;

/* One run of a batch, as far as it has come. */
typedef struct
{
    PostgresqlConnection *connection;
    DriverItem *const *items;
    const DriverProgress *progress;
    GPtrArray *results; /* may be NULL */
    DriverFailure *failure;
} PostgresqlRun;

/* Items FIRST up to, and without, END in simple-protocol messages. None has parameters. */
gboolean postgresql_run_simple (PostgresqlRun *run, guint first, guint end, GError **error);

/* The same in pipeline mode. */
gboolean postgresql_run_pipeline (PostgresqlRun *run, guint first, guint end, GError **error);

/* Whether item INDEX must get a transaction of its own, because others travel behind it up to END. A query that is the last needs none. */
gboolean postgresql_needs_wrapping (const PostgresqlRun *run, guint index, guint first, guint end);

/* A result of the server's as ours. */
ResultSet *postgresql_result (const PGresult *answer);

/* Sets the error that ANSWER is; ANSWER may be NULL when the connection was lost without a word. */
void postgresql_error (PostgresqlConnection *connection, const PGresult *answer, GError **error);

/* Byte offset in TEXT (LENGTH bytes) of ANSWER's error position; -1 when it has none. */
gssize postgresql_error_offset (const PGresult *answer, const char *text, gsize length);

/* Byte offset of statement number N (from 0) in ITEM's text. */
gssize postgresql_statement_offset (PostgresqlConnection *connection, const DriverItem *item, guint n);

/* Spans of ITEM's text. Free with g_array_unref. */
GArray *postgresql_split (PostgresqlConnection *connection, const DriverItem *item);

/* Answers COPY: FROM STDIN with a refusal, TO STDOUT by reading it to its end. */
void postgresql_answer_copy (PostgresqlConnection *connection, const PGresult *answer);

gboolean postgresql_is_lost (const PostgresqlConnection *connection);

#endif
