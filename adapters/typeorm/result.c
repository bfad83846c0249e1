/* What `query` gives to scripts: the answers of Node's drivers, as TypeORM's query runners hand them on (query of Postgres-, Mysql-, BetterSqlite3-, SqliteQueryRunner). */

#include "adapters/node/node.h"
#include "adapters/typeorm/query_runner.h"

#include <string.h>

/* QueryResult */
typedef struct
{
    Value raw;
    Value records;
    Value affected;
} Answer;

static gboolean has_count (const char *command)
{
    static const char *const counted[] = { "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE",
                                           "FETCH",  "MOVE",   "COPY",   NULL };

    return g_strv_contains (counted, command);
}

static ScriptStatus pg_answer (TypeormRun *run, const ResultSet *result, guint n_statements, Answer *answer)
{
    const NodeDialect dialect = { .driver = NODE_PG };
    const char *command = result_command (result);
    Value rows;
    ScriptStatus status;

    /* pg gives an array of results then, which has no rows. */
    if (n_statements > 1)
        return SCRIPT_NORMAL;
    status = node_rows (run->runtime, &dialect, result, &rows);
    if (status != SCRIPT_NORMAL)
        return status;
    answer->records = answer->raw = rows;
    answer->affected = has_count (command) ? value_number ((double)result_affected (result)) : NULL_VALUE;
    if (g_str_equal (command, "UPDATE") || g_str_equal (command, "DELETE"))
    {
        Value pair[] = { rows, answer->affected };

        answer->raw = value_of_object (&list_new (run->runtime, pair, 2)->object);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus mysql_answer (TypeormRun *run, const ResultSet *result, Answer *answer)
{
    const NodeDialect dialect = { .driver = NODE_MYSQL2, .big_number_strings = TRUE, .stringify_objects = TRUE };
    ScriptStatus status;

    if (result_n_columns (result) == 0)
    {
        answer->raw = node_mysql_header (run->runtime, result);
        answer->affected = script_peek (run->runtime, answer->raw, "affectedRows");
        return SCRIPT_NORMAL;
    }
    status = node_rows (run->runtime, &dialect, result, &answer->raw);
    answer->records = answer->raw;
    return status;
}

/* better-sqlite3 looks at the statement: what gives columns is read, the rest is run. */
static ScriptStatus better_sqlite_answer (TypeormRun *run, const ResultSet *result, Answer *answer)
{
    const NodeDialect dialect = { .driver = NODE_BETTER_SQLITE3 };
    ScriptStatus status;

    if (result_n_columns (result) == 0)
    {
        answer->raw = value_number ((double)result_insert_id (result));
        answer->affected = value_number ((double)result_affected (result));
        return SCRIPT_NORMAL;
    }
    status = node_rows (run->runtime, &dialect, result, &answer->raw);
    answer->records = answer->raw;
    return status;
}

/* With sqlite3 TypeORM looks at the first word, upper case and a blank behind it. */
static ScriptStatus sqlite_answer (TypeormRun *run, const ResultSet *result, const char *sql, Answer *answer)
{
    const NodeDialect dialect = { .driver = NODE_SQLITE3 };
    ScriptStatus status;

    answer->affected = value_number ((double)result_affected (result));
    if (g_str_has_prefix (sql, "INSERT "))
    {
        answer->raw = value_number ((double)result_insert_id (result));
        return SCRIPT_NORMAL;
    }
    if (g_str_has_prefix (sql, "UPDATE ") || g_str_has_prefix (sql, "DELETE "))
        return SCRIPT_NORMAL;
    status = node_rows (run->runtime, &dialect, result, &answer->raw);
    answer->records = answer->raw;
    return status;
}

ScriptStatus typeorm_answer (TypeormRun *run, const ResultSet *result, const char *sql, guint n_statements,
                             gboolean structured, Value *out)
{
    Answer answer = { UNDEFINED, UNDEFINED, UNDEFINED };
    ScriptStatus status = SCRIPT_NORMAL;

    switch (run->options.type)
    {
    case TYPEORM_POSTGRES:
        status = pg_answer (run, result, n_statements, &answer);
        break;
    case TYPEORM_MYSQL:
    case TYPEORM_MARIADB:
        status = mysql_answer (run, result, &answer);
        break;
    case TYPEORM_BETTER_SQLITE3:
        status = better_sqlite_answer (run, result, &answer);
        break;
    case TYPEORM_SQLITE:
        status = sqlite_answer (run, result, sql, &answer);
        break;
    }
    *out = answer.raw;
    if (status != SCRIPT_NORMAL || !structured)
        return status;
    *out = script_object_new (run->runtime);
    script_set (run->runtime, *out, "records",
                answer.records.kind == VALUE_OBJECT ? answer.records
                                                    : value_of_object (&list_new (run->runtime, NULL, 0)->object));
    script_set (run->runtime, *out, "raw", answer.raw);
    if (answer.affected.kind != VALUE_UNDEFINED)
        script_set (run->runtime, *out, "affected", answer.affected);
    return SCRIPT_NORMAL;
}
