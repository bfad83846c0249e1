/* queryRunner: giving SQL to the database, and transactions (BaseQueryRunner and the three query runners of TypeORM). */

#include "adapters/typeorm/query_runner.h"
#include "adapters/node/node.h"
#include "adapters/typeorm/schema.h"
#include "db/splitter.h"
#include "util/error.h"

#include <string.h>

/* How far behind a call its text is looked for. */
#define TEXT_DISTANCE 4096

/* One statement on its way. */
typedef struct
{
    const char *sql;
    gsize length;
    Value given;      /* the parameters, as the script gave them */
    SqlValue *values; /* as the database gets them */
    guint n_values;
    guint n_statements;
} Query;

/* Where the text of QUERY stands: in the file itself when it is written there as it is, else the place of the call. */
static void place (ScriptCall *call, const Query *query, Statement *statement)
{
    Location where = script_call_location (call);
    gsize length, offset;
    const char *text = script_call_text (call, &length, &offset);
    const char *found = NULL;

    statement->where = where;
    statement->made = TRUE;
    if (!text || !where.file)
        return;
    statement->where.file = g_intern_string (where.file);
    if (query->length > 0)
        found = memmem (text + offset, MIN (length - offset, query->length + TEXT_DISTANCE), query->sql, query->length);
    if (!found)
        return;
    statement->where = location_at_offset (statement->where.file, text, length, (gsize)(found - text));
    statement->made = FALSE;
}

static Statement statement_for (ScriptCall *call, const Query *query)
{
    Statement statement = { .text = query->sql,
                            .length = query->length,
                            .parameters = query->values,
                            .n_parameters = query->n_values,
                            .script = query->n_statements > 1 };

    place (call, query, &statement);
    return statement;
}

/* The error of a session becomes TypeORM's, of the statement that failed, which may be an earlier one than SQL. */
static Value failed_query (TypeormRun *run, const GError *error, const char *sql, Value parameters)
{
    const char *text = session_failed_text (run->session);

    if (!text || g_str_equal (text, sql))
        return typeorm_query_failed (run, error, sql, parameters);
    for (guint i = 0; i < run->issued->len; i++)
    {
        const IssuedQuery *issued = &g_array_index (run->issued, IssuedQuery, i);

        if (g_str_equal (issued->sql, text))
            return typeorm_query_failed (run, error, issued->sql, issued->parameters);
    }
    return typeorm_query_failed (run, error, text, UNDEFINED);
}

/* A script can catch what the database says of a statement, and nothing else. */
static gboolean is_catchable (const TypeormRun *run, const GError *error)
{
    return session_error_was_kept (run->session) && (g_error_matches (error, MIGSHIM_ERROR, MIGSHIM_ERROR_MIGRATION) ||
                                               g_error_matches (error, MIGSHIM_ERROR, MIGSHIM_ERROR_DATABASE));
}

static void remember_error (TypeormRun *run, const GError *error)
{
    if (!run->caught)
        run->caught = g_error_copy (error);
}

/* Takes ERROR. */
static ScriptStatus fail (ScriptCall *call, const Query *query, GError *error)
{
    TypeormRun *run = typeorm_run (call);
    Value object;

    if (!is_catchable (run, error))
        return script_stop (call->runtime, error);
    remember_error (run, error);
    object = failed_query (run, error, query->sql, query->given);
    g_array_set_size (run->issued, 0);
    return script_fail_with (call->runtime, object, error);
}

gboolean typeorm_flush (TypeormRun *run, Value *failed, GError **error)
{
    GError *trouble = NULL;

    if (run->issued->len == 0)
        return TRUE;
    if (session_flush (run->session, &trouble))
    {
        g_array_set_size (run->issued, 0);
        return TRUE;
    }
    if (is_catchable (run, trouble))
    {
        remember_error (run, trouble);
        *failed = failed_query (run, trouble, "", UNDEFINED);
    }
    g_array_set_size (run->issued, 0);
    g_propagate_error (error, trouble);
    return FALSE;
}

/* Does QUERY begin, end or part the transaction that the migration runs in? */
static StatementKind kind_of (const TypeormRun *run, const Query *query)
{
    gsize blank = strspn (query->sql, " \t\r\n");

    return splitter_classify (run->dialect, query->sql + blank, query->length - blank);
}

static ScriptStatus check_transaction (ScriptCall *call, const Query *query)
{
    TypeormRun *run = typeorm_run (call);
    GError *error = NULL;
    Value failed;

    switch (kind_of (run, query))
    {
    case STATEMENT_BEGIN:
    case STATEMENT_COMMIT:
    case STATEMENT_ROLLBACK:
        if (run->atomic)
            return script_refuse (call->runtime,
                                  "this ends the transaction that the migration runs in, with its row in the "
                                  "history; say so with `transaction = false` in the class");
        break;
    case STATEMENT_SAVEPOINT:
        /* What fails from here on must not take with it what stands before. */
        if (!typeorm_flush (run, &failed, &error) || !session_flush (run->session, &error))
            return fail (call, query, error);
        break;
    case STATEMENT_OTHER:
    case STATEMENT_SET:
    case STATEMENT_NO_TRANSACTION:
    case STATEMENT_PRAGMA:
    case STATEMENT_COPY_STDIN:
    case STATEMENT_CLIENT_COMMAND:
        break;
    }
    return SCRIPT_NORMAL;
}

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

static ScriptStatus execute (ScriptCall *call, const Query *query)
{
    TypeormRun *run = typeorm_run (call);
    Statement statement = statement_for (call, query);
    IssuedQuery issued = { query->sql, query->given };
    GError *error = NULL;
    ScriptStatus status = check_transaction (call, query);

    if (status != SCRIPT_NORMAL)
        return status;
    g_array_append_val (run->issued, issued);
    if (!session_execute (run->session, &statement, &error) || (run->waits && !session_flush (run->session, &error)))
        return fail (call, query, error);
    return SCRIPT_NORMAL;
}

static ScriptStatus ask (ScriptCall *call, const Query *query, ResultSet **result)
{
    TypeormRun *run = typeorm_run (call);
    Statement statement = statement_for (call, query);
    GError *error = NULL;
    ScriptStatus status = check_transaction (call, query);
    ResultSet *answer;

    if (status != SCRIPT_NORMAL)
        return status;
    answer = session_query (run->session, &statement, &error);
    if (!answer)
        return fail (call, query, error);
    g_array_set_size (run->issued, 0);
    *result = answer;
    return SCRIPT_NORMAL;
}

static Query query_of (ScriptCall *call, const char *sql, const SqlValue *parameters, guint n)
{
    return (Query){ .sql = script_strdup (call->runtime, sql),
                    .length = strlen (sql),
                    .given = UNDEFINED,
                    .values = (SqlValue *)parameters,
                    .n_values = n,
                    .n_statements = 1 };
}

ScriptStatus typeorm_execute (ScriptCall *call, const char *sql, const SqlValue *parameters, guint n)
{
    Query query = query_of (call, sql, parameters, n);
    ScriptStatus status = check_open (call);

    return status == SCRIPT_NORMAL ? execute (call, &query) : status;
}

ScriptStatus typeorm_query (ScriptCall *call, const char *sql, const SqlValue *parameters, guint n, ResultSet **result)
{
    Query query = query_of (call, sql, parameters, n);
    ScriptStatus status = check_open (call);

    return status == SCRIPT_NORMAL ? ask (call, &query, result) : status;
}

SqlValue typeorm_text (const char *text)
{
    return (SqlValue){ .type = text ? SQL_TEXT : SQL_NULL, .text = (char *)text, .length = text ? strlen (text) : 0 };
}

static gboolean is_array (Value value)
{
    return value_is_object (value, OBJECT_LIST);
}

/* The values of the script as the driver sends them. mysql2 writes them into the text. */
static ScriptStatus convert (ScriptCall *call, Query *query, GArray *values)
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
    query->values = (SqlValue *)(gpointer)values->data;
    query->n_values = values->len;
    return status;
}

/* better-sqlite3 takes one statement; sqlite3 would leave the rest away without a word. */
static ScriptStatus check_number (ScriptCall *call, const Query *query)
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
            return script_throw (call->runtime, "RangeError",
                                 "The supplied SQL string contains more than one statement");
        if (query->n_statements == 0)
            return script_throw (call->runtime, "RangeError", "The supplied SQL string contains no statements");
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

static ScriptStatus run_query (ScriptCall *call, Query *query, gboolean structured, Value *out)
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
        return execute (call, query);
    status = ask (call, query, &result);
    return status == SCRIPT_NORMAL ? typeorm_answer (run, result, query->sql, query->n_statements, structured, out)
                                   : status;
}

ScriptStatus typeorm_query_value (ScriptCall *call, const char *sql, Value parameters, Value *out)
{
    Query query = query_of (call, sql, NULL, 0);

    query.given = parameters;
    return run_query (call, &query, FALSE, out);
}

ScriptStatus typeorm_query_member (ScriptCall *call, Value *out)
{
    Value sql = call_argument (call, 0);
    Query query = { .given = call_argument (call, 1) };
    Value structured = call_argument (call, 2);

    if (sql.kind != VALUE_STRING)
        return script_throw (call->runtime, "TypeError", "the query is %s, not a string", value_type_name (sql));
    query.sql = value_to_bytes (call->runtime, sql, &query.length);
    return run_query (call, &query, structured.kind == VALUE_BOOLEAN && structured.as.boolean, out);
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
