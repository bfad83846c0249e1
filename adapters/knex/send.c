/* SQL to the database and its answer to the script (Client._query and processResponse of the three clients; execution/internal/query-executioner.js). */

#include "adapters/knex/run.h"
#include "db/splitter.h"
#include "util/error.h"

#include <string.h>

/* better-sqlite3's _formatBindings: a date is its number, a truth is 1 or 0. */
static ScriptList *sqlite_bindings (ScriptRuntime *runtime, const ScriptList *given)
{
    ScriptList *list = list_new (runtime, given->items, given->length);

    for (guint32 i = 0; i < list->length; i++)
    {
        Value value = list->items[i];

        if (value_date (value))
            list->items[i] = value_number (value_date (value)->time);
        else if (value.kind == VALUE_BOOLEAN)
            list->items[i] = value_number (value.as.boolean ? 1 : 0);
    }
    return list;
}

/* The text and values as the driver gets them. */
static ScriptStatus convert (KnexText *text, NodeQuery *query, GArray *values)
{
    KnexRun *run = text->run;
    ScriptRuntime *runtime = run->runtime;
    ScriptList *bindings = list_new (runtime, (const Value *)(gconstpointer)text->bindings->data, text->bindings->len);
    g_autofree char *positioned = knex_position (run, text->sql->str);

    query->sql = script_strdup (runtime, positioned);
    query->length = strlen (query->sql);
    query->given = value_of_object (&bindings->object);
    if (run->dialect == DIALECT_MYSQL)
        return node_mysql_format (text->call, &run->node, query->sql, query->length, query->given, &query->sql,
                                  &query->length);
    if (run->node.driver == NODE_BETTER_SQLITE3)
        bindings = sqlite_bindings (runtime, bindings);
    SCRIPT_TRY (node_parameters (text->call, &run->node, bindings, values));
    query->values = (const SqlValue *)(gpointer)values->data;
    query->n_values = values->len;
    return SCRIPT_NORMAL;
}

static ScriptStatus check_number (KnexText *text, NodeQuery *query, gboolean used)
{
    KnexRun *run = text->run;
    g_autoptr (GArray) spans = splitter_split (run->dialect, NULL, query->sql, query->length);

    query->n_statements = spans->len;
    if (spans->len == 0)
        return script_throw (run->runtime, "Error", "The query is empty");
    if (spans->len == 1)
        return SCRIPT_NORMAL;
    switch (run->dialect)
    {
    case DIALECT_POSTGRESQL:
        if (used)
            return script_refuse (run->runtime,
                                  "the answer to %u statements in one call is not at hand; call knex.raw once for each",
                                  spans->len);
        return SCRIPT_NORMAL;
    case DIALECT_MYSQL:
        if (used)
            return script_refuse (run->runtime,
                                  "the answer to %u statements in one call is not at hand; call knex.raw once for each",
                                  spans->len);
        return SCRIPT_NORMAL;
    case DIALECT_SQLITE:
        if (run->node.driver == NODE_SQLITE3)
            return script_refuse (run->runtime,
                                  "the package sqlite3 would run the first of these %u statements and leave the rest "
                                  "away; call knex.raw once for each",
                                  spans->len);
        return script_throw (run->runtime, "RangeError", "The supplied SQL string contains more than one statement");
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

/* pg's own result object. */
static Value pg_result (ScriptRuntime *runtime, const ResultSet *result, Value rows)
{
    Value object = script_object_new (runtime);
    ScriptList *fields = list_new (runtime, NULL, 0);
    const char *command = result_command (result);
    gboolean counts = result_n_columns (result) > 0 || g_str_equal (command, "INSERT") ||
                      g_str_equal (command, "UPDATE") || g_str_equal (command, "DELETE");

    for (guint i = 0; i < result_n_columns (result); i++)
    {
        Value field = script_object_new (runtime);

        script_set (runtime, field, "name", value_string (runtime, result_column_name (result, i), -1));
        script_set (runtime, field, "dataTypeID", value_number (result_column_type (result, i)));
        list_append (runtime, fields, field);
    }
    script_set (runtime, object, "command", value_string (runtime, command, -1));
    script_set (runtime, object, "rowCount", counts ? value_number ((double)result_affected (result)) : NULL_VALUE);
    script_set (runtime, object, "rows", rows);
    script_set (runtime, object, "fields", value_of_object (&fields->object));
    return object;
}

static Value pluck (ScriptRuntime *runtime, Value rows, const char *key)
{
    ScriptList *from = value_list (rows);
    ScriptList *list = list_new (runtime, NULL, 0);

    for (guint32 i = 0; i < from->length; i++)
        list_append (runtime, list, knex_peek (runtime, from->items[i], key));
    return value_of_object (&list->object);
}

static Value first_of (Value rows)
{
    ScriptList *list = value_list (rows);

    return list->length > 0 ? list->items[0] : UNDEFINED;
}

static gboolean is_method (const KnexCompiled *compiled, const char *method)
{
    return g_str_equal (compiled->method, method);
}

static Value pair (ScriptRuntime *runtime, Value first, Value second)
{
    Value items[] = { first, second };

    return value_of_object (&list_new (runtime, items, 2)->object);
}

static Value single (ScriptRuntime *runtime, Value item)
{
    return value_of_object (&list_new (runtime, &item, 1)->object);
}

static Value pg_answer (ScriptRuntime *runtime, const ResultSet *result, const KnexCompiled *compiled, Value rows)
{
    const char *command = result_command (result);

    if (is_method (compiled, "raw"))
        return pg_result (runtime, result, rows);
    if (g_str_equal (command, "SELECT"))
        return is_method (compiled, "first")   ? first_of (rows)
               : is_method (compiled, "pluck") ? pluck (runtime, rows, compiled->pluck)
                                               : rows;
    if (compiled->returning)
        return rows;
    if (g_str_equal (command, "UPDATE") || g_str_equal (command, "DELETE"))
        return value_number ((double)result_affected (result));
    return pg_result (runtime, result, rows);
}

static Value mysql_answer (ScriptRuntime *runtime, const ResultSet *result, const KnexCompiled *compiled, Value rows)
{
    gboolean reads = result_n_columns (result) > 0;
    Value answer = reads ? rows : node_mysql_header (runtime, result);
    ScriptList *fields;

    if (is_method (compiled, "select"))
        return answer;
    if (is_method (compiled, "first"))
        return reads ? first_of (rows) : UNDEFINED;
    if (is_method (compiled, "pluck"))
        return reads ? pluck (runtime, rows, compiled->pluck) : UNDEFINED;
    if (is_method (compiled, "insert"))
        return single (runtime, knex_peek (runtime, answer, "insertId"));
    if (is_method (compiled, "del") || is_method (compiled, "update") || is_method (compiled, "counter"))
        return knex_peek (runtime, answer, "affectedRows");
    fields = list_new (runtime, NULL, 0);
    for (guint i = 0; i < result_n_columns (result); i++)
    {
        Value field = script_object_new (runtime);

        script_set (runtime, field, "name", value_string (runtime, result_column_name (result, i), -1));
        list_append (runtime, fields, field);
    }
    return pair (runtime, answer, reads ? value_of_object (&fields->object) : UNDEFINED);
}

static Value sqlite_answer (ScriptRuntime *runtime, const ResultSet *result, const KnexCompiled *compiled, Value rows)
{
    gboolean reads = result_n_columns (result) > 0;
    Value changes = value_number ((double)result_affected (result));
    Value header;

    if (is_method (compiled, "first"))
        return first_of (rows);
    if (is_method (compiled, "pluck"))
        return pluck (runtime, rows, compiled->pluck);
    if (is_method (compiled, "insert"))
        return compiled->returning && reads ? rows : single (runtime, value_number ((double)result_insert_id (result)));
    if (is_method (compiled, "update"))
        return compiled->returning && reads ? rows : changes;
    if (is_method (compiled, "del") || is_method (compiled, "counter"))
        return changes;
    if (reads)
        return rows;
    header = script_object_new (runtime);
    script_set (runtime, header, "changes", changes);
    script_set (runtime, header, "lastInsertRowid", value_number ((double)result_insert_id (result)));
    return header;
}

static ScriptStatus shape (KnexText *text, const KnexCompiled *compiled, const ResultSet *result, Value *out)
{
    KnexRun *run = text->run;
    Value rows;

    SCRIPT_TRY (node_rows (run->runtime, &run->node, result, &rows));
    switch (run->dialect)
    {
    case DIALECT_POSTGRESQL:
        *out = pg_answer (run->runtime, result, compiled, rows);
        break;
    case DIALECT_MYSQL:
        *out = mysql_answer (run->runtime, result, compiled, rows);
        break;
    case DIALECT_SQLITE:
        *out = sqlite_answer (run->runtime, result, compiled, rows);
        break;
    }
    return SCRIPT_NORMAL;
}

ScriptStatus knex_post_process (ScriptCall *call, Value *out)
{
    KnexRun *run = knex_run (call);
    Value arguments[2] = { *out, UNDEFINED };

    if (!call->result_used || !script_is_callable (run->post_process))
        return SCRIPT_NORMAL;
    return script_call (run->runtime, run->post_process, UNDEFINED, arguments, 2, out);
}

ScriptStatus knex_query_context (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    if (knex_run (call)->has_context && call->n_arguments > 0)
        return script_refuse (call->runtime, "`queryContext` is out of reach: the knexfile's own functions that map "
                                             "names would have to be told of it");
    return SCRIPT_NORMAL;
}

ScriptStatus knex_send_text (KnexText *text, const KnexCompiled *compiled, gboolean used, Value *out)
{
    KnexRun *run = text->run;
    g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (SqlValue));
    g_autoptr (ResultSet) result = NULL;
    NodeQuery query = { .given = UNDEFINED };

    if (!run->session)
        return script_refuse (run->runtime, "there is no database while a file is only read");
    SCRIPT_TRY (convert (text, &query, values));
    SCRIPT_TRY (check_number (text, &query, used));
    if (!used)
        return node_execute (&run->conversation, text->call, &query);
    SCRIPT_TRY (node_ask (&run->conversation, text->call, &query, &result));
    return shape (text, compiled, result, out);
}

ScriptStatus knex_send_words (ScriptCall *call, const char *sql)
{
    KnexRun *run = knex_run (call);
    NodeQuery query = {
        .sql = script_strdup (run->runtime, sql), .length = strlen (sql), .given = UNDEFINED, .n_statements = 1
    };

    if (!run->session)
        return script_refuse (run->runtime, "there is no database while a file is only read");
    return node_execute (&run->conversation, call, &query);
}
