/* queryRunner: giving SQL to the database, and transactions (BaseQueryRunner and the three query runners of TypeORM). */

#include "adapters/typeorm/query_runner.h"
#include "adapters/node/node.h"
#include "adapters/typeorm/schema.h"
#include "db/splitter.h"
#include "util/error.h"

#include <string.h>

static ScriptStatus check_open (ScriptCall *call)
{
    TypeormRun *run = typeorm_run (call);

    if (!run->session)
        return script_refuse (call->runtime, "there is no database while a file is only read");
    if (run->released && run->dialect != DIALECT_SQLITE)
        return typeorm_throw (call, "QueryRunnerAlreadyReleasedError",
                              "Query runner already released. Cannot run queries anymore.");
    return SCRIPT_NORMAL;
}

static NodeQuery query_of (ScriptCall *call, const char *sql, const SqlValue *parameters, guint n)
{
    return (NodeQuery){ .sql = script_strdup (call->runtime, sql),
                        .length = strlen (sql),
                        .given = UNDEFINED,
                        .values = parameters,
                        .n_values = n,
                        .n_statements = 1 };
}

ScriptStatus typeorm_execute (ScriptCall *call, const char *sql, const SqlValue *parameters, guint n)
{
    NodeQuery query = query_of (call, sql, parameters, n);
    ScriptStatus status = check_open (call);

    return status == SCRIPT_NORMAL ? node_execute (&typeorm_run (call)->conversation, call, &query) : status;
}

ScriptStatus typeorm_query (ScriptCall *call, const char *sql, const SqlValue *parameters, guint n, ResultSet **result)
{
    NodeQuery query = query_of (call, sql, parameters, n);
    ScriptStatus status = check_open (call);

    return status == SCRIPT_NORMAL ? node_ask (&typeorm_run (call)->conversation, call, &query, result) : status;
}

SqlValue typeorm_text (const char *text)
{
    return (SqlValue){ .type = text ? SQL_TEXT : SQL_NULL, .text = (char *)text, .length = text ? strlen (text) : 0 };
}

static gboolean is_array (Value value)
{
    return value_is_object (value, OBJECT_LIST);
}

/* What better-sqlite3 itself throws comes out in a QueryFailedError, its class in front. */
static ScriptStatus driver_throws (ScriptCall *call, const NodeQuery *query, const char *class, const char *message)
{
    TypeormRun *run = typeorm_run (call);
    g_autofree char *text = g_strdup_printf ("%s: %s", class, message);
    Value failed = typeorm_error_new (run, "QueryFailedError", text);

    script_set (call->runtime, failed, "query", value_string (call->runtime, query->sql, (gssize)query->length));
    script_set (call->runtime, failed, "parameters", query->given);
    script_set (call->runtime, failed, "driverError", script_error_new (call->runtime, class, message));
    return script_throw_value (call->runtime, failed);
}

/* The values of the script as the driver sends them. mysql2 writes them into the text. */
static ScriptStatus convert (ScriptCall *call, NodeQuery *query, GArray *values)
{
    const TypeormRun *run = typeorm_run (call);
    NodeDialect dialect = { .driver = NODE_PG };
    ScriptStatus status;

    if (run->dialect == DIALECT_MYSQL)
    {
        dialect = (NodeDialect){ .driver = NODE_MYSQL2, .big_number_strings = TRUE, .stringify_objects = TRUE };
        if (value_is_nullish (query->given))
            return SCRIPT_NORMAL;
        return node_mysql_format (call, &dialect, query->sql, query->length, query->given, &query->sql, &query->length);
    }
    if (value_is_nullish (query->given) || (query->given.kind != VALUE_OBJECT && !(query->given.kind == VALUE_STRING)))
        return SCRIPT_NORMAL;
    if (!is_array (query->given))
        return typeorm_throw (call, "NamedPlaceholdersNotSupportedError",
                              "Named placeholders are not supported by this driver. Use positional parameters.");
    if (run->dialect == DIALECT_SQLITE)
        dialect.driver = run->options.type == TYPEORM_SQLITE ? NODE_SQLITE3 : NODE_BETTER_SQLITE3;
    status = node_parameters (call, &dialect, value_list (query->given), values);
    if (status == SCRIPT_THROW && dialect.driver == NODE_BETTER_SQLITE3)
    {
        Value message = script_peek (call->runtime, script_take_exception (call->runtime), "message");

        return driver_throws (call, query, "TypeError", value_to_text (call->runtime, message));
    }
    query->values = (const SqlValue *)(gpointer)values->data;
    query->n_values = values->len;
    return status;
}

/* 0.3 prepares the statement where nothing is wrapped. */
static ScriptStatus prepare_throws (ScriptCall *call, const NodeQuery *query, const char *message)
{
    return typeorm_run (call)->options.major == 0 ? script_throw (call->runtime, "RangeError", "%s", message)
                                                  : driver_throws (call, query, "RangeError", message);
}

/* better-sqlite3 takes one statement; sqlite3 would leave the rest away without a word. */
static ScriptStatus check_number (ScriptCall *call, const NodeQuery *query)
{
    const TypeormRun *run = typeorm_run (call);

    switch (run->options.type)
    {
    case TYPEORM_POSTGRES:
        return SCRIPT_NORMAL;
    case TYPEORM_MYSQL:
    case TYPEORM_MARIADB:
        if (query->n_statements > 1 && call->result_used)
            return script_refuse (call->runtime,
                                  "the answer to %u statements in one call is not at hand; call query once for each",
                                  query->n_statements);
        return SCRIPT_NORMAL;
    case TYPEORM_BETTER_SQLITE3:
        if (query->n_statements > 1)
            return prepare_throws (call, query, "The supplied SQL string contains more than one statement");
        if (query->n_statements == 0)
            return prepare_throws (call, query, "The supplied SQL string contains no statements");
        return SCRIPT_NORMAL;
    case TYPEORM_SQLITE:
        if (query->n_statements > 1)
            return script_refuse (call->runtime,
                                  "the package sqlite3 would run the first of these %u statements and leave the rest "
                                  "away; call query once for each",
                                  query->n_statements);
        return SCRIPT_NORMAL;
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

static ScriptStatus run_query (ScriptCall *call, NodeQuery *query, gboolean structured, Value *out)
{
    TypeormRun *run = typeorm_run (call);
    g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (SqlValue));
    g_autoptr (GArray) spans = NULL;
    g_autoptr (ResultSet) result = NULL;
    ScriptStatus status = check_open (call);

    if (status != SCRIPT_NORMAL || (status = convert (call, query, values)) != SCRIPT_NORMAL)
        return status;
    spans = splitter_split (run->dialect, NULL, query->sql, query->length);
    query->n_statements = spans->len;
    if ((status = check_number (call, query)) != SCRIPT_NORMAL)
        return status;
    if (spans->len == 0)
    {
        *out = value_of_object (&list_new (call->runtime, NULL, 0)->object);
        return SCRIPT_NORMAL;
    }
    if (!call->result_used)
        return node_execute (&run->conversation, call, query);
    status = node_ask (&run->conversation, call, query, &result);
    return status == SCRIPT_NORMAL ? typeorm_answer (run, result, query->sql, query->n_statements, structured, out)
                                   : status;
}

ScriptStatus typeorm_query_value (ScriptCall *call, const char *sql, Value parameters, Value *out)
{
    NodeQuery query = query_of (call, sql, NULL, 0);

    query.given = parameters;
    return run_query (call, &query, FALSE, out);
}

ScriptStatus typeorm_query_member (ScriptCall *call, Value *out)
{
    Value sql = call_argument (call, 0);
    NodeQuery query = { .given = call_argument (call, 1) };
    Value structured = call_argument (call, 2);

    if (sql.kind != VALUE_STRING)
        return script_throw (call->runtime, "TypeError", "the query is %s, not a string", value_type_name (sql));
    query.sql = value_to_bytes (call->runtime, sql, &query.length);
    return run_query (call, &query, value_is_true (structured), out);
}

/* "SAVEPOINT typeorm_1" */
static ScriptStatus command (ScriptCall *call, const char *words, guint number)
{
    g_autofree char *sql = g_strdup_printf ("%s typeorm_%u", words, number);

    return typeorm_execute (call, sql, NULL, 0);
}

/* SET TRANSACTION stands before START TRANSACTION on MySQL and behind it on PostgreSQL. */
static ScriptStatus set_isolation (ScriptCall *call, const char *level)
{
    static const char *const levels[] = { "READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE",
                                          NULL };
    g_autofree char *sql = NULL;

    if (!g_strv_contains (levels, level))
        return typeorm_throw (call, "TypeORMError", "Invalid isolation level \"%s\".", level);
    if (typeorm_run (call)->dialect == DIALECT_SQLITE)
        sql = g_strdup_printf ("PRAGMA read_uncommitted = %s", g_str_equal (level, levels[0]) ? "true" : "false");
    else
        sql = g_strconcat ("SET TRANSACTION ISOLATION LEVEL ", level, NULL);
    return typeorm_execute (call, sql, NULL, 0);
}

ScriptStatus typeorm_start_transaction (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    TypeormRun *run = typeorm_run (call);
    Value level = call_argument (call, 0);
    const char *isolation = level.kind == VALUE_STRING ? value_to_text (call->runtime, level) : NULL;
    gboolean before = run->dialect != DIALECT_POSTGRESQL;
    ScriptStatus status = SCRIPT_NORMAL;

    if (run->transaction_depth > 0)
        status = command (call, "SAVEPOINT", run->transaction_depth);
    else
    {
        if (isolation && before)
            status = set_isolation (call, isolation);
        if (status == SCRIPT_NORMAL)
            status = typeorm_execute (call, run->dialect == DIALECT_SQLITE ? "BEGIN TRANSACTION" : "START TRANSACTION",
                                      NULL, 0);
        if (status == SCRIPT_NORMAL && isolation && !before)
            status = set_isolation (call, isolation);
    }
    if (status == SCRIPT_NORMAL)
        run->transaction_depth++;
    return status;
}

static ScriptStatus end_transaction (ScriptCall *call, const char *inner, const char *outer)
{
    TypeormRun *run = typeorm_run (call);
    ScriptStatus status;

    if (run->transaction_depth == 0)
        return typeorm_throw (
            call, "TransactionNotStartedError",
            "Transaction is not started yet, start transaction before committing or rolling it back.");
    status = run->transaction_depth > 1 ? command (call, inner, run->transaction_depth - 1)
                                        : typeorm_execute (call, outer, NULL, 0);
    if (status == SCRIPT_NORMAL)
        run->transaction_depth--;
    return status;
}

ScriptStatus typeorm_commit_transaction (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return end_transaction (call, "RELEASE SAVEPOINT", "COMMIT");
}

ScriptStatus typeorm_rollback_transaction (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return end_transaction (call, "ROLLBACK TO SAVEPOINT", "ROLLBACK");
}

static ScriptStatus is_transaction_active (ScriptCall *call, Value *out)
{
    *out = value_boolean (typeorm_run (call)->transaction_depth > 0);
    return SCRIPT_NORMAL;
}

static ScriptStatus is_released (ScriptCall *call, Value *out)
{
    *out = value_boolean (typeorm_run (call)->released);
    return SCRIPT_NORMAL;
}

static ScriptStatus release (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    TypeormRun *run = typeorm_run (call);

    run->released = run->dialect != DIALECT_SQLITE;
    return SCRIPT_NORMAL;
}

/* The driver's own connection: there is none to be had, but it may be waited for. */
static ScriptStatus connect_member (ScriptCall *call, Value *out)
{
    *out = script_object_new (call->runtime);
    return SCRIPT_NORMAL;
}

static ScriptStatus manager (ScriptCall *call, Value *out)
{
    *out = typeorm_run (call)->manager;
    return SCRIPT_NORMAL;
}

static ScriptStatus data_source (ScriptCall *call, Value *out)
{
    *out = typeorm_run (call)->data_source;
    return SCRIPT_NORMAL;
}

static ScriptStatus data (ScriptCall *call, Value *out)
{
    TypeormRun *run = typeorm_run (call);

    if (run->data.kind != VALUE_OBJECT)
        run->data = script_object_new (call->runtime);
    *out = run->data;
    return SCRIPT_NORMAL;
}

static const HostMember members[] = {
    { "query", HOST_ASYNC, 1, 3, typeorm_query_member, HOST_NEEDS_RESULT,
      "Runs SQL with parameters; gives what the driver gives, or a QueryResult.", NULL, NULL, NULL },
    { "startTransaction", HOST_ASYNC, 0, 1, typeorm_start_transaction, HOST_NEEDS_NOTHING,
      "Begins a transaction, or a savepoint inside one.", NULL, NULL, NULL },
    { "commitTransaction", HOST_ASYNC, 0, 0, typeorm_commit_transaction, HOST_NEEDS_NOTHING,
      "Ends the transaction or releases the savepoint.", NULL, NULL, NULL },
    { "rollbackTransaction", HOST_ASYNC, 0, 0, typeorm_rollback_transaction, HOST_NEEDS_NOTHING,
      "Takes the transaction back, or all since the savepoint.", NULL, NULL, NULL },
    { "isTransactionActive", HOST_GETTER, 0, 0, is_transaction_active, HOST_NEEDS_NOTHING,
      "Whether a transaction is open.", NULL, NULL, NULL },
    { "isReleased", HOST_GETTER, 0, 0, is_released, HOST_NEEDS_NOTHING, "Whether release was called.", NULL, NULL,
      NULL },
    { "release", HOST_ASYNC, 0, 0, release, HOST_NEEDS_NOTHING, "Ends the use of the query runner.", NULL, NULL, NULL },
    { "connect", HOST_ASYNC, 0, 0, connect_member, HOST_NEEDS_NOTHING, "Is connected already.", NULL, NULL, NULL },
    { "manager", HOST_GETTER, 0, 0, manager, HOST_NEEDS_NOTHING, "The entity manager; only its queries.",
      &typeorm_manager_class, NULL, NULL },
    { "connection", HOST_GETTER, 0, 0, data_source, HOST_NEEDS_NOTHING, "The data source; only what it is.",
      &typeorm_data_source_class, NULL, NULL },
    { "dataSource", HOST_GETTER, 0, 0, data_source, HOST_NEEDS_NOTHING, "The data source; only what it is.",
      &typeorm_data_source_class, NULL, NULL },
    { "data", HOST_GETTER, 0, 0, data, HOST_NEEDS_NOTHING, "An object for the script's own use.", NULL, NULL, NULL },
    { "beforeMigration", HOST_ASYNC, 0, 0, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL,
      "the run of migrations calls it, not a migration" },
    { "afterMigration", HOST_ASYNC, 0, 0, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL,
      "the run of migrations calls it, not a migration" },
    { "sql", HOST_ASYNC, 0, HOST_ANY_NUMBER, NULL, HOST_NEEDS_RESULT, "", NULL, NULL, "use query with parameters" },
    { "stream", HOST_ASYNC, 0, HOST_ANY_NUMBER, NULL, HOST_NEEDS_RESULT, "", NULL, NULL,
      "streams of Node are out of reach; use query" },
    { "enableSqlMemory", HOST_METHOD, 0, 0, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL,
      "statements are run, not collected" },
    { "disableSqlMemory", HOST_METHOD, 0, 0, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL,
      "statements are run, not collected" },
    { "clearSqlMemory", HOST_METHOD, 0, 0, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL,
      "statements are run, not collected" },
    { "getMemorySql", HOST_METHOD, 0, 0, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL,
      "statements are run, not collected" },
    { "executeMemoryUpSql", HOST_ASYNC, 0, 0, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL,
      "statements are run, not collected" },
    { "executeMemoryDownSql", HOST_ASYNC, 0, 0, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL,
      "statements are run, not collected" },
    { "broadcaster", HOST_GETTER, 0, 0, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL, "subscribers are the application's" },
    { .name = NULL },
};

const HostClass typeorm_query_runner_class = {
    .name = "QueryRunner",
    .summary = "What a migration is given: one connection, on which it runs its statements.",
    .base = &typeorm_schema_class,
    .members = members,
};
