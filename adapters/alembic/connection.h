/* connection.h: statements on their way to the database, and what comes back, as SQLAlchemy's Connection has it.
 *
 * A statement whose result nobody reads is queued (session_execute); one whose result is read is asked for. On PostgreSQL and MySQL the values are written into the text
 * as psycopg2 and PyMySQL do it on the client; SQLite binds them. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_CONNECTION_H
#define MIGSHIM_ADAPTERS_ALEMBIC_CONNECTION_H

#include "adapters/alembic/run.h"
#include "adapters/alembic/sql_host.h"
#include "adapters/alembic/sql_statement.h"
#include "adapters/node/conversation.h"
#include "db/result.h"

struct AlembicSql
{
    NodeConversation conversation;
    SaDialect dialect;
    guint savepoints;   /* names given so far: sa_savepoint_1, ... */
    guint nested;       /* savepoints, and transactions of the script's own, that are open */
    gboolean committed; /* nothing was sent since a commit () */
    Value connection;   /* what op.get_bind () gives; EMPTY_VALUE before */
    Value context;      /* likewise op.get_context () */
    PyClass *row_class; /* Row, a tuple with names; NULL before */
};

extern const HostClass sql_connection_class;
extern const HostClass sql_result_class;
extern const HostClass sql_inspector_class;

AlembicSql *sql_state (ScriptRuntime *runtime);

/* op.get_bind () */
Value sql_connection_value (ScriptRuntime *runtime);

/* Executes ELEMENT with PARAMETERS (EMPTY_VALUE, None, a dict, or a list of them). USED: OUT is a Result. */
ScriptStatus sql_execute (ScriptCall *call, SqlElement *element, Value parameters, gboolean used, Value *out);
/* ObjectNotExecutableError. */
ScriptStatus sql_not_executable (ScriptRuntime *runtime, Value value);
/* SQL as it stands. */
ScriptStatus sql_execute_text (ScriptCall *call, const char *text, gboolean used, Value *out);
/* Asks, for what is read here; free *RESULT with result_free. */
ScriptStatus sql_query_text (ScriptCall *call, const char *text, ResultSet **result);

/* A Result over RESULT, which it takes; COLUMNS (SqlResultColumn) may be empty. */
ScriptStatus sql_result_new (ScriptRuntime *runtime, ResultSet *result, const SqlStatement *statement, Value *out);
/* The first value of the first row, or None. */
ScriptStatus sql_result_scalar (ScriptCall *call, Value result, Value *out);

/* What SQLAlchemy raises for ERROR. */
Value sql_failure (NodeConversation *conversation, const GError *error, const char *sql, Value parameters);

/* sa.inspect (connection) */
ScriptStatus sql_inspect_call (ScriptCall *call, Value *out);
ScriptStatus sql_has_table (ScriptCall *call, const char *name, const char *schema, gboolean *has);

#endif
