/* sa.inspect (connection): engine/reflection.py, Inspector. */

#include "adapters/alembic/inspect.h"
#include "ddl/quote.h"

#include <string.h>

const char *inspect_literal (const Question *question, const char *text)
{
    g_autoptr (GString) out = g_string_new (NULL);

    dialect_append_literal (question->dialect->dialect, out, text);
    return script_strdup (question->runtime, out->str);
}

const char *inspect_schema (const Question *question)
{
    if (question->schema)
        return inspect_literal (question, question->schema);
    return question->dialect->dialect == DIALECT_MYSQL ? "database()" : "current_schema()";
}

ScriptStatus inspect_ask (const Question *question, ResultSet **result, const char *format, ...)
{
    g_autofree char *sql = NULL;
    va_list arguments;

    va_start (arguments, format);
    sql = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    return sql_query_text (question->call, sql, result);
}

/* Optional texts at the end of VALUES. */
static ScriptStatus optional_text (ScriptRuntime *runtime, Value value, const char **out)
{
    *out = NULL;
    return value.kind == VALUE_EMPTY || value.kind == VALUE_NULL ? SCRIPT_NORMAL
                                                                 : sql_string (runtime, value, "name", out);
}

static ScriptStatus question_of (ScriptCall *call, const char *signature, gboolean of_table, Question *question)
{
    Value values[3] = { EMPTY_VALUE, EMPTY_VALUE, EMPTY_VALUE };
    guint at = of_table ? 1 : 0;

    SCRIPT_TRY (py_bind (call, signature, values));
    *question = (Question){ .call = call, .runtime = call->runtime, .dialect = &sql_state (call->runtime)->dialect };
    if (of_table)
        SCRIPT_TRY (sql_string (call->runtime, values[0], "table_name", &question->table));
    return optional_text (call->runtime, values[at], &question->schema);
}

/* The first column of every row. */
static ScriptStatus name_list (const Question *question, ResultSet *result, Value *out)
{
    ScriptList *list = py_as_list (py_list_new (question->runtime, NULL, 0));

    for (guint i = 0; i < result_n_rows (result); i++)
        list_append (question->runtime, list, value_string (question->runtime, result_text (result, i, 0), -1));
    *out = value_of_object (&list->object);
    return SCRIPT_NORMAL;
}

static const char *sqlite_prefix (const Question *question)
{
    g_autoptr (GString) text = g_string_new (NULL);

    if (!question->schema)
        return "";
    sa_append_quoted (question->dialect, text, question->schema);
    g_string_append_c (text, '.');
    return script_strdup (question->runtime, text->str);
}

/* Relations of some kind, by name. */
static ScriptStatus relations (const Question *question, const char *postgresql, const char *mysql, const char *sqlite, Value *out)
{
    g_autoptr (ResultSet) result = NULL;

    switch (question->dialect->dialect)
    {
    case DIALECT_POSTGRESQL:
        SCRIPT_TRY (inspect_ask (question, &result,
                                 "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
                                 "c.relnamespace WHERE c.relkind IN (%s) AND c.relpersistence <> 't' AND n.nspname = %s",
                                 postgresql, inspect_schema (question)));
        break;
    case DIALECT_MYSQL:
        SCRIPT_TRY (inspect_ask (question, &result,
                                 "SELECT table_name FROM information_schema.tables WHERE table_type IN (%s) AND "
                                 "table_schema = %s ORDER BY table_name",
                                 mysql, inspect_schema (question)));
        break;
    case DIALECT_SQLITE:
        SCRIPT_TRY (inspect_ask (question, &result,
                                 "SELECT name FROM %ssqlite_master WHERE type = %s AND name NOT LIKE 'sqlite~_%%' ESCAPE "
                                 "'~' ORDER BY name",
                                 sqlite_prefix (question), sqlite));
        break;
    }
    return name_list (question, result, out);
}

static ScriptStatus method_table_names (ScriptCall *call, Value *out)
{
    Question question;

    SCRIPT_TRY (question_of (call, "get_table_names(schema=, **kw)", FALSE, &question));
    return relations (&question, "'r', 'p'", "'BASE TABLE', 'SYSTEM VERSIONED'", "'table'", out);
}

static ScriptStatus method_view_names (ScriptCall *call, Value *out)
{
    Question question;

    SCRIPT_TRY (question_of (call, "get_view_names(schema=, **kw)", FALSE, &question));
    return relations (&question, "'v'", "'VIEW', 'SYSTEM VIEW'", "'view'", out);
}

static ScriptStatus has_relation (const Question *question, gboolean *has)
{
    g_autoptr (ResultSet) result = NULL;

    switch (question->dialect->dialect)
    {
    case DIALECT_POSTGRESQL:
        SCRIPT_TRY (inspect_ask (question, &result,
                                 "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
                                 "c.relnamespace WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relname = %s AND %s",
                                 inspect_literal (question, question->table),
                                 question->schema
                                     ? script_strdup (question->runtime,
                                                      value_to_text (question->runtime,
                                                                     value_string_printf (question->runtime,
                                                                                          "n.nspname = %s",
                                                                                          inspect_schema (question))))
                                     : "pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'"));
        break;
    case DIALECT_MYSQL:
        SCRIPT_TRY (inspect_ask (question, &result,
                                 "SELECT 1 FROM information_schema.tables WHERE table_name = %s AND table_schema = %s",
                                 inspect_literal (question, question->table), inspect_schema (question)));
        break;
    case DIALECT_SQLITE:
        SCRIPT_TRY (inspect_ask (question, &result, "SELECT 1 FROM %ssqlite_master WHERE type IN ('table', 'view') AND "
                                                    "name = %s COLLATE NOCASE",
                                 sqlite_prefix (question), inspect_literal (question, question->table)));
        break;
    }
    *has = result_n_rows (result) > 0;
    return SCRIPT_NORMAL;
}

ScriptStatus sql_has_table (ScriptCall *call, const char *name, const char *schema, gboolean *has)
{
    Question question = { .call = call,
                          .runtime = call->runtime,
                          .dialect = &sql_state (call->runtime)->dialect,
                          .table = name,
                          .schema = schema };

    return has_relation (&question, has);
}

static ScriptStatus method_has_table (ScriptCall *call, Value *out)
{
    Question question;
    gboolean has;

    SCRIPT_TRY (question_of (call, "has_table(table_name, schema=, **kw)", TRUE, &question));
    SCRIPT_TRY (has_relation (&question, &has));
    *out = value_boolean (has);
    return SCRIPT_NORMAL;
}

/* The methods that want a table raise NoSuchTableError when there is none. */
static ScriptStatus of_table (ScriptCall *call, const char *signature,
                              ScriptStatus (*answer) (const Question *question, Value *out), Value *out)
{
    Question question;
    gboolean has;

    SCRIPT_TRY (question_of (call, signature, TRUE, &question));
    SCRIPT_TRY (has_relation (&question, &has));
    if (!has)
        return sql_raise (call->runtime, "NoSuchTableError", "%s", question.table);
    return answer (&question, out);
}

static ScriptStatus columns_of (const Question *question, Value *out)
{
    switch (question->dialect->dialect)
    {
    case DIALECT_POSTGRESQL:
        return inspect_columns_postgresql (question, out);
    case DIALECT_MYSQL:
        return inspect_columns_mysql (question, out);
    case DIALECT_SQLITE:
        return inspect_columns_sqlite (question, out);
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

#define OF_TABLE(function, name, answer)                                                                               \
    static ScriptStatus function (ScriptCall *call, Value *out)                                                        \
    {                                                                                                                  \
        return of_table (call, name "(table_name, schema=, **kw)", answer, out);                                       \
    }

OF_TABLE (method_columns, "get_columns", columns_of)
OF_TABLE (method_indexes, "get_indexes", inspect_indexes)
OF_TABLE (method_foreign_keys, "get_foreign_keys", inspect_foreign_keys)
OF_TABLE (method_primary_key, "get_pk_constraint", inspect_primary_key)
OF_TABLE (method_unique, "get_unique_constraints", inspect_unique)
OF_TABLE (method_checks, "get_check_constraints", inspect_checks)

static ScriptStatus method_has_index (ScriptCall *call, Value *out)
{
    Value values[4], list;
    const char *name;
    Question question = { .call = call, .runtime = call->runtime, .dialect = &sql_state (call->runtime)->dialect };

    SCRIPT_TRY (py_bind (call, "has_index(table_name, index_name, schema=, **kw)", values));
    SCRIPT_TRY (sql_string (call->runtime, values[0], "table_name", &question.table));
    SCRIPT_TRY (sql_string (call->runtime, values[1], "index_name", &name));
    SCRIPT_TRY (optional_text (call->runtime, values[2], &question.schema));
    SCRIPT_TRY (inspect_indexes (&question, &list));
    *out = value_boolean (FALSE);
    for (guint32 i = 0; i < value_list (list)->length; i++)
    {
        const Value *found = py_dict_get (py_as_dict (value_list (list)->items[i]), "name");

        if (found && g_str_equal (value_to_text (call->runtime, *found), name))
            *out = value_boolean (TRUE);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus method_schema_names (ScriptCall *call, Value *out)
{
    Question question = { .call = call, .runtime = call->runtime, .dialect = &sql_state (call->runtime)->dialect };
    g_autoptr (ResultSet) result = NULL;

    switch (question.dialect->dialect)
    {
    case DIALECT_POSTGRESQL:
        SCRIPT_TRY (inspect_ask (&question, &result,
                                 "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg~_%%' ESCAPE '~' "
                                 "ORDER BY nspname"));
        break;
    case DIALECT_MYSQL:
        SCRIPT_TRY (inspect_ask (&question, &result, "SHOW schemas"));
        break;
    case DIALECT_SQLITE:
        SCRIPT_TRY (inspect_ask (&question, &result, "SELECT name FROM pragma_database_list WHERE name <> 'temp'"));
        break;
    }
    return name_list (&question, result, out);
}

static ScriptStatus method_sequence_names (ScriptCall *call, Value *out)
{
    Question question;
    g_autoptr (ResultSet) result = NULL;

    SCRIPT_TRY (question_of (call, "get_sequence_names(schema=, **kw)", FALSE, &question));
    if (question.dialect->dialect != DIALECT_POSTGRESQL)
        return script_throw (call->runtime, "NotImplementedError", "%s", "");
    SCRIPT_TRY (inspect_ask (&question, &result,
                             "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
                             "c.relnamespace WHERE c.relkind = 'S' AND n.nspname = %s",
                             inspect_schema (&question)));
    return name_list (&question, result, out);
}

/* PostgreSQL: [{name, schema, visible, labels}] */
static ScriptStatus method_enums (ScriptCall *call, Value *out)
{
    Question question;
    g_autoptr (ResultSet) result = NULL;
    ScriptList *list = py_as_list (py_list_new (call->runtime, NULL, 0));

    SCRIPT_TRY (question_of (call, "get_enums(schema=, **kw)", FALSE, &question));
    if (question.dialect->dialect != DIALECT_POSTGRESQL)
        return script_throw (call->runtime, "AttributeError", "'%s' object has no attribute 'get_enums'", "Inspector");
    SCRIPT_TRY (inspect_ask (
        &question, &result,
        "SELECT t.typname, n.nspname, pg_catalog.pg_type_is_visible(t.oid), coalesce((SELECT json_agg(e.enumlabel ORDER "
        "BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)::text, '[]') FROM pg_catalog.pg_type t "
        "JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e' AND (%s = '*' OR n.nspname = %s) "
        "ORDER BY n.nspname, t.typname",
        question.schema ? inspect_literal (&question, question.schema) : "''", inspect_schema (&question)));
    for (guint i = 0; i < result_n_rows (result); i++)
    {
        Value item = py_dict_new (call->runtime), labels;

        SCRIPT_TRY (script_from_json (call->runtime, result_text (result, i, 3), strlen (result_text (result, i, 3)), &labels));
        SCRIPT_TRY (inspect_put (call->runtime, item, "name", value_string (call->runtime, result_text (result, i, 0), -1)));
        SCRIPT_TRY (inspect_put (call->runtime, item, "schema", value_string (call->runtime, result_text (result, i, 1), -1)));
        SCRIPT_TRY (inspect_put (call->runtime, item, "visible", value_boolean (result_truth (result, i, 2))));
        SCRIPT_TRY (inspect_put (call->runtime, item, "labels",
                                 py_list_new (call->runtime, value_list (labels)->items, value_list (labels)->length)));
        list_append (call->runtime, list, item);
    }
    *out = value_of_object (&list->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_default_schema (ScriptCall *call, Value *out)
{
    Value dialect;

    SCRIPT_TRY (py_get_text (call->runtime, sql_connection_value (call->runtime), "dialect", &dialect));
    return py_get_text (call->runtime, dialect, "default_schema_name", out);
}

static ScriptStatus get_bind (ScriptCall *call, Value *out)
{
    *out = sql_connection_value (call->runtime);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_dialect (ScriptCall *call, Value *out)
{
    return py_get_text (call->runtime, sql_connection_value (call->runtime), "dialect", out);
}

static ScriptStatus method_nothing (ScriptCall *call G_GNUC_UNUSED, Value *out G_GNUC_UNUSED)
{
    return SCRIPT_NORMAL;
}

#define METHOD(title, method, what)                                                                                    \
    { .name = title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = method, .needs = HOST_NEEDS_CATALOG,    \
      .summary = what }
#define GETTER(title, method, what)                                                                                    \
    { .name = title, .kind = HOST_GETTER, .function = method, .summary = what }

static ScriptStatus inspector_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SCRIPT_TRY (py_bind (call, "Inspector(bind)", (Value[]){ EMPTY_VALUE }));
    host_object_set_data (call->runtime, call->receiver, sql_state (call->runtime));
    return SCRIPT_NORMAL;
}

static ScriptStatus inspector_from_engine (ScriptCall *call, Value *out)
{
    *out = host_object_new (call->runtime, &sql_inspector_class, sql_state (call->runtime));
    return SCRIPT_NORMAL;
}

static const HostMember inspector_members[] = {
    METHOD ("get_table_names", method_table_names, "names of tables"),
    METHOD ("get_view_names", method_view_names, "names of views"),
    METHOD ("get_schema_names", method_schema_names, "names of schemas"),
    METHOD ("get_sequence_names", method_sequence_names, "names of sequences (PostgreSQL)"),
    METHOD ("get_enums", method_enums, "types that are enumerations (PostgreSQL)"),
    METHOD ("has_table", method_has_table, "is there such a table or view"),
    METHOD ("has_index", method_has_index, "is there such an index"),
    METHOD ("get_columns", method_columns, "columns of a table"),
    METHOD ("get_indexes", method_indexes, "indexes of a table"),
    METHOD ("get_foreign_keys", method_foreign_keys, "foreign keys of a table"),
    METHOD ("get_pk_constraint", method_primary_key, "the primary key of a table"),
    METHOD ("get_unique_constraints", method_unique, "unique constraints of a table"),
    METHOD ("get_check_constraints", method_checks, "check constraints of a table"),
    METHOD ("clear_cache", method_nothing, "nothing: nothing is kept"),
    { .name = "from_engine",
      .kind = HOST_CLASS_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = inspector_from_engine,
      .summary = "an inspector" },
    GETTER ("default_schema_name", get_default_schema, "the schema of names without one"),
    GETTER ("bind", get_bind, "the connection"),
    GETTER ("engine", get_bind, "the connection"),
    GETTER ("dialect", get_dialect, "the dialect"),
    { .name = NULL },
};
const HostClass sql_inspector_class = { .name = "Inspector", .members = inspector_members, .init = inspector_init };

ScriptStatus sql_inspect_call (ScriptCall *call, Value *out)
{
    Value values[2];

    SCRIPT_TRY (py_bind (call, "inspect(subject, raiseerr=)", values));
    if (!host_object_data (values[0], &sql_connection_class) && value_is_object (values[0], OBJECT_HOST) &&
        g_str_equal (((HostObject *)values[0].as.object)->class->name, "Engine") == FALSE)
        return script_refuse (call->runtime, "inspect () is for the connection: op.get_bind ()");
    *out = host_object_new (call->runtime, &sql_inspector_class, sql_state (call->runtime));
    return SCRIPT_NORMAL;
}
