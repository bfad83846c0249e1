/* A compiled statement gets its values and goes to the database (engine/base.py, _execute_context; engine/default.py). */

#include "adapters/alembic/connection.h"
#include "adapters/alembic/sql_value.h"
#include "db/splitter.h"

#include <string.h>

/* How many rows of an INSERT with many parameters psycopg2 gets at once (insertmanyvalues_page_size). */
#define PAGE 1000

/* PyMySQL joins the rows of an executemany up to so many bytes (cursors.Cursor.max_stmt_length). */
#define MYSQL_STATEMENT 1024000

/* The value of BIND: of the parameters by name, else its own. */
static ScriptStatus find_value (ScriptRuntime *runtime, const SqlStatement *statement, const SqlElement *bind,
                                ScriptMap *parameters, Value *out)
{
    *out = bind->value;
    if (!(bind->flags & ELEMENT_UNIQUE) && bind->name && parameters)
    {
        Value *given = py_dict_get (parameters, bind->name);

        if (given)
            *out = *given;
    }
    if (out->kind != VALUE_EMPTY)
        return SCRIPT_NORMAL;
    return sql_raise (runtime, "StatementError",
                      "(sqlalchemy.exc.InvalidRequestError) A value is required for bind parameter '%s'\n[SQL: %s]\n"
                      "(Background on this error at: https://sqlalche.me/e/21/cd3x)",
                      bind->name ? bind->name : "param", statement->text->str);
}

/* An index of JSON as the database wants it: PostgreSQL's as it is, or {a,b}; elsewhere $."a"[0] (JSON.JSONIndexType, JSONPathType). */
static ScriptStatus json_index (ScriptRuntime *runtime, Value value, SqlOperator op, const SaDialect *dialect,
                                Value *out)
{
    ScriptList *path = value_list (value);
    Value single[] = { value };
    const Value *items = path ? path->items : single;
    guint n = path ? path->length : 1;
    g_autoptr (GString) text = NULL;
    gboolean postgresql = dialect->dialect == DIALECT_POSTGRESQL;
    gint64 number;

    *out = value;
    if (postgresql && op == SQL_OP_JSON_GETITEM)
        return SCRIPT_NORMAL;
    text = g_string_new (postgresql ? "{" : "$");
    for (guint i = 0; i < n; i++)
    {
        gboolean integer = py_is_integer (items[i], &number);
        const char *shown = value_to_text (runtime, py_unbox (items[i]));

        if (postgresql)
            g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", shown);
        else if (integer)
            g_string_append_printf (text, "[%" G_GINT64_FORMAT "]", number);
        else
            g_string_append_printf (text, ".\"%s\"", shown);
    }
    g_string_append (text, postgresql ? "}" : "");
    *out = value_string (runtime, text->str, (gssize)text->len);
    return SCRIPT_NORMAL;
}

typedef struct
{
    ScriptRuntime *runtime;
    const SaDialect *dialect;
    GString *text;
    GArray *values; /* SqlValue, of SQLite */
} Filled;

static ScriptStatus put (Filled *filled, Value value)
{
    SqlValue bound;

    if (filled->dialect->dialect != DIALECT_SQLITE)
        return sql_driver_literal (filled->runtime, value, filled->dialect, filled->text);
    SCRIPT_TRY (sql_sqlite_value (filled->runtime, value, filled->values->len + 1, &bound));
    g_array_append_val (filled->values, bound);
    g_string_append_c (filled->text, '?');
    return SCRIPT_NORMAL;
}

/* What stands for an empty list (visit_empty_set_op_expr). */
static void put_nothing (Filled *filled, SqlOperator op)
{
    if (filled->dialect->dialect == DIALECT_SQLITE)
        g_string_append (filled->text, "SELECT 1 FROM (SELECT 1) WHERE 1!=1");
    else
        g_string_append (filled->text, op == SQL_OP_NOT_IN ? "NULL) OR (1 = 1" : "NULL) AND (1 != 1");
}

static ScriptStatus put_list (Filled *filled, const SqlElement *bind, Value value)
{
    ScriptList *items;

    SCRIPT_TRY (py_items (filled->runtime, value, &items));
    if (items->length == 0)
        put_nothing (filled, bind->op);
    for (guint32 i = 0; i < items->length; i++)
    {
        ScriptList *tuple = py_as_tuple (items->items[i]);
        Value item;

        g_string_append (filled->text, i > 0                                                 ? ", "
                                       : tuple && filled->dialect->dialect == DIALECT_SQLITE ? "VALUES "
                                                                                             : "");
        if (tuple)
        {
            g_string_append_c (filled->text, '(');
            for (guint32 k = 0; k < tuple->length; k++)
            {
                g_string_append (filled->text, k > 0 ? ", " : "");
                SCRIPT_TRY (sql_bind_value (filled->runtime, tuple->items[k],
                                            sql_type_of_value (filled->runtime, tuple->items[k]), filled->dialect,
                                            &item));
                SCRIPT_TRY (put (filled, item));
            }
            g_string_append_c (filled->text, ')');
            continue;
        }
        SCRIPT_TRY (sql_bind_value (filled->runtime, items->items[i], bind->type, filled->dialect, &item));
        SCRIPT_TRY (put (filled, item));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus put_bind (Filled *filled, const SqlStatement *statement, const SqlElement *bind,
                              ScriptMap *parameters)
{
    Value value;

    SCRIPT_TRY (find_value (filled->runtime, statement, bind, parameters, &value));
    if (bind->flags & ELEMENT_EXPANDING)
        return put_list (filled, bind, value);
    if (bind->op == SQL_OP_JSON_GETITEM || bind->op == SQL_OP_JSON_PATH)
        SCRIPT_TRY (json_index (filled->runtime, value, bind->op, filled->dialect, &value));
    else
        SCRIPT_TRY (sql_bind_value (filled->runtime, value, bind->type, filled->dialect, &value));
    return put (filled, value);
}

/* The text of STATEMENT from FROM to TO (bytes) with the values of PARAMETERS, appended to FILLED. */
static ScriptStatus fill (Filled *filled, const SqlStatement *statement, gsize from, gsize to, ScriptMap *parameters)
{
    gsize at = from;

    for (guint i = 0; i < statement->binds->len; i++)
    {
        const SqlBind *bind = &g_array_index (statement->binds, SqlBind, i);

        if (bind->offset < from || bind->offset >= to)
            continue;
        g_string_append_len (filled->text, statement->text->str + at, (gssize)(bind->offset - at));
        SCRIPT_TRY (put_bind (filled, statement, bind->bind, parameters));
        at = bind->offset + 1;
    }
    g_string_append_len (filled->text, statement->text->str + at, (gssize)(to - at));
    return SCRIPT_NORMAL;
}

static void filled_clear (Filled *filled)
{
    g_string_free (filled->text, TRUE);
    g_array_unref (filled->values);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filled, filled_clear)

static void filled_init (Filled *filled, ScriptRuntime *runtime)
{
    *filled = (Filled){ .runtime = runtime,
                        .dialect = &sql_state (runtime)->dialect,
                        .text = g_string_new (NULL),
                        .values = g_array_new (FALSE, FALSE, sizeof (SqlValue)) };
}

/* Several statements in one text: psycopg2 sends them as they are, the other drivers refuse. */
static ScriptStatus count_statements (ScriptCall *call, const char *text, gsize length, guint *count)
{
    const AlembicSql *state = sql_state (call->runtime);
    g_autoptr (GArray) spans = splitter_split (state->dialect.dialect, NULL, text, length);

    *count = spans->len;
    if (spans->len <= 1)
        return SCRIPT_NORMAL;
    switch (state->dialect.dialect)
    {
    case DIALECT_POSTGRESQL:
        return SCRIPT_NORMAL;
    case DIALECT_MYSQL:
        return sql_raise (call->runtime, "ProgrammingError",
                          "(pymysql.err.ProgrammingError) (1064, 'You have an error in your SQL syntax: PyMySQL runs "
                          "one statement at a time, and this text has %u')\n[SQL: %s]",
                          spans->len, text);
    case DIALECT_SQLITE:
        return sql_raise (call->runtime, "ProgrammingError",
                          "(sqlite3.ProgrammingError) You can only execute one statement at a time.\n[SQL: %s]", text);
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

static ScriptStatus check_session (ScriptCall *call)
{
    if (alembic_run (call)->session)
        return SCRIPT_NORMAL;
    return script_refuse (call->runtime, "there is no database while a file is only read");
}

/* Sends TEXT; with RESULT it is waited for. */
static ScriptStatus send (ScriptCall *call, const char *text, gsize length, const GArray *values, ResultSet **result)
{
    AlembicSql *state = sql_state (call->runtime);
    NodeQuery query = { .sql = script_strdup (call->runtime, text), .length = length, .given = UNDEFINED };

    SCRIPT_TRY (check_session (call));
    state->committed = FALSE;
    SCRIPT_TRY (count_statements (call, text, length, &query.n_statements));
    if (values && values->len > 0)
    {
        query.values = (const SqlValue *)(gconstpointer)values->data;
        query.n_values = values->len;
    }
    if (!result)
        return node_execute (&state->conversation, call, &query);
    return node_ask (&state->conversation, call, &query, result);
}

ScriptStatus sql_query_text (ScriptCall *call, const char *text, ResultSet **result)
{
    return send (call, text, strlen (text), NULL, result);
}

ScriptStatus sql_execute_text (ScriptCall *call, const char *text, gboolean used, Value *out)
{
    ResultSet *result = NULL;

    if (!used)
        return send (call, text, strlen (text), NULL, NULL);
    SCRIPT_TRY (send (call, text, strlen (text), NULL, &result));
    return sql_result_new (call->runtime, result, NULL, out);
}

static ScriptStatus send_filled (ScriptCall *call, Filled *filled, const SqlStatement *statement, gboolean used,
                                 Value *out)
{
    ResultSet *result = NULL;

    if (!used)
        return send (call, filled->text->str, filled->text->len, filled->values, NULL);
    SCRIPT_TRY (send (call, filled->text->str, filled->text->len, filled->values, &result));
    return sql_result_new (call->runtime, result, statement, out);
}

static ScriptStatus execute_once (ScriptCall *call, const SqlStatement *statement, ScriptMap *parameters, gboolean used,
                                  Value *out)
{
    g_auto (Filled) filled;

    filled_init (&filled, call->runtime);
    SCRIPT_TRY (fill (&filled, statement, 0, statement->text->len, parameters));
    return send_filled (call, &filled, statement, used, out);
}

/* Many rows in one INSERT, as psycopg2's dialect (insertmanyvalues) and PyMySQL (executemany) send them. */
static ScriptStatus execute_joined (ScriptCall *call, const SqlStatement *statement, ScriptList *sets, gboolean used,
                                    Value *out)
{
    gboolean mysql = sql_state (call->runtime)->dialect.dialect == DIALECT_MYSQL;
    guint32 at = 0;

    while (at < sets->length)
    {
        g_auto (Filled) filled;
        guint32 rows = 0;

        filled_init (&filled, call->runtime);
        SCRIPT_TRY (fill (&filled, statement, 0, statement->values_start, NULL));
        for (; at < sets->length && (mysql ? filled.text->len < MYSQL_STATEMENT : rows < PAGE); at++, rows++)
        {
            ScriptMap *parameters = py_as_dict (sets->items[at]);

            if (!parameters)
                return sql_raise (call->runtime, "ArgumentError", "List argument must consist only of dictionaries");
            g_string_append (filled.text, rows == 0 ? "" : mysql ? "," : ", ");
            SCRIPT_TRY (fill (&filled, statement, statement->values_start, statement->values_end, parameters));
        }
        SCRIPT_TRY (fill (&filled, statement, statement->values_end, statement->text->len, NULL));
        SCRIPT_TRY (send_filled (call, &filled, statement, used && at == sets->length, out));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus execute_many (ScriptCall *call, const SqlStatement *statement, ScriptList *sets, gboolean used,
                                  Value *out)
{
    const AlembicSql *state = sql_state (call->runtime);

    if (statement->returns && used)
        return script_refuse (call->runtime, "rows that come back from a statement with many parameters can't be read; "
                                             "execute it for each");
    if (statement->values_end > 0 && state->dialect.dialect != DIALECT_SQLITE)
        return execute_joined (call, statement, sets, used, out);
    for (guint32 i = 0; i < sets->length; i++)
    {
        ScriptMap *parameters = py_as_dict (sets->items[i]);

        if (!parameters)
            return sql_raise (call->runtime, "ArgumentError", "List argument must consist only of dictionaries");
        SCRIPT_TRY (execute_once (call, statement, parameters, used && i + 1 == sets->length, out));
    }
    return SCRIPT_NORMAL;
}

ScriptStatus sql_not_executable (ScriptRuntime *runtime, Value value)
{
    ScriptString *shown;

    SCRIPT_TRY (py_repr (runtime, value, &shown));
    return sql_raise (runtime, "ObjectNotExecutableError", "Not an executable object: %s",
                      value_to_text (runtime, value_of_string (shown)));
}

ScriptStatus sql_execute (ScriptCall *call, SqlElement *element, Value parameters, gboolean used, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    g_auto (SqlStatement) statement = { 0 };
    ScriptList *sets = value_list (parameters);
    Value first = parameters;

    if (!sql_is_statement (element) && element->kind != ELEMENT_TEXT && element->kind != ELEMENT_FUNCTION)
        return sql_not_executable (runtime, sql_element_value (runtime, element));
    if (sets && sets->length == 0)
        sets = NULL;
    if (sets)
        first = sets->items[0];
    if (first.kind != VALUE_EMPTY && first.kind != VALUE_NULL && first.kind != VALUE_UNDEFINED && !py_as_dict (first) &&
        !value_list (first))
        return sql_raise (runtime, "ArgumentError", "List argument must consist only of dictionaries");
    if (element->kind == ELEMENT_FUNCTION)
    {
        SqlSelect *select;
        SqlElement *wrapped = sql_select_new (runtime, &select);

        sql_list_add (runtime, &select->columns, element);
        element = wrapped;
    }
    statement.wants_keys = used && !(sets && sets->length > 1);
    SCRIPT_TRY (sql_compile (runtime, element, &sql_state (runtime)->dialect, first, &statement));
    if (sets && sets->length > 1)
        return execute_many (call, &statement, sets, used, out);
    return execute_once (call, &statement, py_as_dict (first), used, out);
}
