/* sa.inspect (connection): engine/reflection.py, Inspector. */

#include "adapters/alembic/inspect.h"
#include "ddl/quote.h"

#include <string.h>

/* DATA of an Inspector. */
typedef struct
{
    ScriptMap *known;
} Inspector;

const char *inspect_literal (const Question *question, const char *text)
{
    g_autoptr (GString) out = g_string_new (NULL);

    dialect_append_literal (question->dialect->dialect, out, text);
    return script_strdup (question->runtime, out->str);
}

const char *inspect_scope (const Question *question)
{
    g_autofree char *text = NULL;

    if (!question->schema)
        return "pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'";
    text = g_strdup_printf ("n.nspname = %s", inspect_literal (question, question->schema));
    return script_strdup (question->runtime, text);
}

const char *inspect_prefix (const Question *question)
{
    g_autoptr (GString) text = g_string_new (NULL);

    if (!question->schema)
        return "";
    sa_append_quoted (question->dialect, text, question->schema);
    g_string_append_c (text, '.');
    return script_strdup (question->runtime, text->str);
}

/* MySQL's schema as SQL: a literal, or the current one. */
static const char *mysql_schema (const Question *question)
{
    return question->schema ? inspect_literal (question, question->schema) : "database()";
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

SaTypeId inspect_type_find (const InspectTypeName *table, const char *name)
{
    for (; table->name; table++)
        if (g_ascii_strcasecmp (table->name, name) == 0)
            return table->id;
    return TYPE_NONE;
}

static const InspectReader *reader_of (const Question *question)
{
    switch (question->dialect->dialect)
    {
    case DIALECT_POSTGRESQL:
        return &inspect_postgresql;
    case DIALECT_MYSQL:
        return &inspect_mysql;
    case DIALECT_SQLITE:
        return &inspect_sqlite;
    }
    g_return_val_if_reached (NULL);
}

/* What an inspector was told before: KEY, with the table and the schema. EMPTY_VALUE when nothing was. */
static Value recall (const Question *question, const char *key)
{
    g_autofree char *full = g_strdup_printf ("%s %s %s", key, question->table ? question->table : "",
                                             question->schema ? question->schema : "");
    const Value *found = question->known ? py_dict_get (question->known, full) : NULL;

    return found ? *found : EMPTY_VALUE;
}

static ScriptStatus remember (const Question *question, const char *key, Value value)
{
    g_autofree char *full = g_strdup_printf ("%s %s %s", key, question->table ? question->table : "",
                                             question->schema ? question->schema : "");

    return question->known ? py_dict_set (question->runtime, question->known, full, value) : SCRIPT_NORMAL;
}

/* Optional texts at the end of VALUES. */
static ScriptStatus optional_text (ScriptRuntime *runtime, Value value, const char **out)
{
    *out = NULL;
    return value.kind == VALUE_EMPTY || value.kind == VALUE_NULL ? SCRIPT_NORMAL
                                                                 : sql_string (runtime, value, "name", out);
}

static Question question_new (ScriptCall *call)
{
    return (Question){ .call = call,
                       .runtime = call->runtime,
                       .dialect = &sql_state (call->runtime)->dialect,
                       .known = ((const Inspector *)call->data)->known };
}

static ScriptStatus question_of (ScriptCall *call, const char *signature, gboolean of_table, Question *question)
{
    Value values[3] = { EMPTY_VALUE, EMPTY_VALUE, EMPTY_VALUE };
    guint at = of_table ? 1 : 0;

    SCRIPT_TRY (py_bind (call, signature, values));
    *question = question_new (call);
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

/* Relations of some kind, by name: relkinds of PostgreSQL, table_types of MySQL, types of SQLite. */
static ScriptStatus relations (const Question *question, const char *key, const char *kinds, Value *out)
{
    g_autoptr (ResultSet) result = NULL;

    *out = recall (question, key);
    if (out->kind != VALUE_EMPTY)
        return SCRIPT_NORMAL;
    switch (question->dialect->dialect)
    {
    case DIALECT_POSTGRESQL:
        SCRIPT_TRY (inspect_ask (question, &result,
                                 "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid "
                                 "= c.relnamespace WHERE c.relkind IN (%s) AND c.relpersistence <> 't' AND %s",
                                 kinds, inspect_scope (question)));
        break;
    case DIALECT_MYSQL:
        SCRIPT_TRY (inspect_ask (question, &result,
                                 "SELECT table_name FROM information_schema.tables WHERE table_type IN (%s) AND "
                                 "table_schema = %s ORDER BY table_name",
                                 kinds, mysql_schema (question)));
        break;
    case DIALECT_SQLITE:
        SCRIPT_TRY (inspect_ask (question, &result,
                                 "SELECT name FROM %ssqlite_master WHERE type = %s AND name NOT LIKE 'sqlite~_%%' "
                                 "ESCAPE '~' ORDER BY name",
                                 inspect_prefix (question), kinds));
        break;
    }
    SCRIPT_TRY (name_list (question, result, out));
    return remember (question, key, *out);
}

static ScriptStatus names_of (ScriptCall *call, const char *signature, const char *const kinds[], Value *out)
{
    Question question;

    SCRIPT_TRY (question_of (call, signature, FALSE, &question));
    return relations (&question, signature, kinds[question.dialect->dialect], out);
}

static ScriptStatus method_table_names (ScriptCall *call, Value *out)
{
    static const char *const kinds[] = { [DIALECT_POSTGRESQL] = "'r', 'p'",
                                         [DIALECT_MYSQL] = "'BASE TABLE', 'SYSTEM VERSIONED'",
                                         [DIALECT_SQLITE] = "'table'" };

    return names_of (call, "get_table_names(schema=, **kw)", kinds, out);
}

static ScriptStatus method_view_names (ScriptCall *call, Value *out)
{
    static const char *const kinds[] = {
        [DIALECT_POSTGRESQL] = "'v'", [DIALECT_MYSQL] = "'VIEW', 'SYSTEM VIEW'", [DIALECT_SQLITE] = "'view'"
    };

    return names_of (call, "get_view_names(schema=, **kw)", kinds, out);
}

/* Databases but PostgreSQL have none (MariaDB's are not asked for). */
static ScriptStatus postgresql_only (ScriptCall *call, const char *method)
{
    if (sql_state (call->runtime)->dialect.dialect == DIALECT_POSTGRESQL)
        return SCRIPT_NORMAL;
    return script_throw (call->runtime, "AttributeError", "'Inspector' object has no attribute '%s'", method);
}

static ScriptStatus method_materialized_view_names (ScriptCall *call, Value *out)
{
    static const char *const kinds[] = { [DIALECT_POSTGRESQL] = "'m'" };

    SCRIPT_TRY (postgresql_only (call, "get_materialized_view_names"));
    return names_of (call, "get_materialized_view_names(schema=, **kw)", kinds, out);
}

static ScriptStatus method_sequence_names (ScriptCall *call, Value *out)
{
    static const char *const kinds[] = { [DIALECT_POSTGRESQL] = "'S'" };

    if (sql_state (call->runtime)->dialect.dialect != DIALECT_POSTGRESQL)
        return script_throw (call->runtime, "NotImplementedError", "%s", "");
    return names_of (call, "get_sequence_names(schema=, **kw)", kinds, out);
}

ScriptStatus inspect_has_relation (const Question *question, gboolean *has)
{
    g_autoptr (ResultSet) result = NULL;
    const char *name = inspect_literal (question, question->table);

    switch (question->dialect->dialect)
    {
    case DIALECT_POSTGRESQL:
        SCRIPT_TRY (
            inspect_ask (question, &result,
                         "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
                         "c.relnamespace WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relname = %s AND %s",
                         name, inspect_scope (question)));
        break;
    case DIALECT_MYSQL:
        SCRIPT_TRY (inspect_ask (question, &result,
                                 "SELECT 1 FROM information_schema.tables WHERE table_name = %s AND table_schema = %s",
                                 name, mysql_schema (question)));
        break;
    case DIALECT_SQLITE:
        SCRIPT_TRY (
            inspect_ask (question, &result,
                         "SELECT 1 FROM %ssqlite_master WHERE type IN ('table', 'view') AND name = %s COLLATE NOCASE",
                         inspect_prefix (question), name));
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

    return inspect_has_relation (&question, has);
}

static ScriptStatus method_has_table (ScriptCall *call, Value *out)
{
    Question question;
    gboolean has;

    SCRIPT_TRY (question_of (call, "has_table(table_name, schema=, **kw)", TRUE, &question));
    *out = recall (&question, "has_table");
    if (out->kind != VALUE_EMPTY)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (inspect_has_relation (&question, &has));
    *out = value_boolean (has);
    return remember (&question, "has_table", *out);
}

/* Whether ANSWER tells nothing: then the table may be missing. */
static gboolean is_empty (Value answer)
{
    const Value *columns = py_as_dict (answer) ? py_dict_get (py_as_dict (answer), "constrained_columns") : &answer;

    if (!columns) /* a comment */
        return py_dict_get (py_as_dict (answer), "text")->kind == VALUE_NULL;
    return value_list (*columns)->length == 0;
}

/* A table that is missing is NoSuchTableError; MySQL's names it with its quotes. */
static ScriptStatus check_table (const Question *question)
{
    g_autoptr (GString) name = g_string_new (NULL);
    gboolean has;

    SCRIPT_TRY (inspect_has_relation (question, &has));
    if (has)
        return SCRIPT_NORMAL;
    if (question->dialect->dialect == DIALECT_MYSQL)
    {
        g_string_append (name, inspect_prefix (question));
        sa_append_quoted (question->dialect, name, question->table);
    }
    else
        g_string_append_printf (name, "%s%s%s", question->schema ? question->schema : "", question->schema ? "." : "",
                                question->table);
    return sql_raise (question->runtime, "NoSuchTableError", "%s", name->str);
}

static ScriptStatus read_table (const Question *question, const char *key,
                                ScriptStatus (*read) (const Question *question, Value *out), Value *out)
{
    ScriptStatus status;

    *out = recall (question, key);
    if (out->kind != VALUE_EMPTY)
        return SCRIPT_NORMAL;
    status = read (question, out);
    if (status == SCRIPT_THROW)
    {
        Value error = script_take_exception (question->runtime);

        SCRIPT_TRY (check_table (question));
        return script_throw_value (question->runtime, error);
    }
    SCRIPT_TRY (status);
    if (is_empty (*out))
        SCRIPT_TRY (check_table (question));
    return remember (question, key, *out);
}

#define OF_TABLE(function, name, member)                                                                               \
    static ScriptStatus function (ScriptCall *call, Value *out)                                                        \
    {                                                                                                                  \
        Question question;                                                                                             \
                                                                                                                       \
        SCRIPT_TRY (question_of (call, name "(table_name, schema=, **kw)", TRUE, &question));                          \
        return read_table (&question, name, reader_of (&question)->member, out);                                       \
    }

OF_TABLE (method_columns, "get_columns", columns)
OF_TABLE (method_indexes, "get_indexes", indexes)
OF_TABLE (method_foreign_keys, "get_foreign_keys", foreign_keys)
OF_TABLE (method_primary_key, "get_pk_constraint", primary_key)
OF_TABLE (method_unique, "get_unique_constraints", unique)
OF_TABLE (method_checks, "get_check_constraints", checks)

static ScriptStatus method_comment (ScriptCall *call, Value *out)
{
    Question question;

    if (sql_state (call->runtime)->dialect.dialect == DIALECT_SQLITE)
        return script_throw (call->runtime, "NotImplementedError", "%s", "");
    SCRIPT_TRY (question_of (call, "get_table_comment(table_name, schema=, **kw)", TRUE, &question));
    return read_table (&question, "get_table_comment", reader_of (&question)->comment, out);
}

static ScriptStatus method_has_index (ScriptCall *call, Value *out)
{
    Value values[4], list;
    const char *name;
    Question question = question_new (call);

    SCRIPT_TRY (py_bind (call, "has_index(table_name, index_name, schema=, **kw)", values));
    SCRIPT_TRY (sql_string (call->runtime, values[0], "table_name", &question.table));
    SCRIPT_TRY (sql_string (call->runtime, values[1], "index_name", &name));
    SCRIPT_TRY (optional_text (call->runtime, values[2], &question.schema));
    SCRIPT_TRY (read_table (&question, "get_indexes", reader_of (&question)->indexes, &list));
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
    Question question = question_new (call);
    g_autoptr (ResultSet) result = NULL;
    static const char *const queries[] = {
        [DIALECT_POSTGRESQL] = "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg~_%' ESCAPE '~' "
                               "ORDER BY nspname",
        [DIALECT_MYSQL] = "SHOW schemas",
        [DIALECT_SQLITE] = "SELECT name FROM pragma_database_list WHERE name <> 'temp'",
    };

    SCRIPT_TRY (inspect_ask (&question, &result, "%s", queries[question.dialect->dialect]));
    return name_list (&question, result, out);
}

static ScriptStatus method_has_schema (ScriptCall *call, Value *out)
{
    Value values[2], names;
    gboolean has;

    SCRIPT_TRY (py_bind (call, "has_schema(schema_name, **kw)", values));
    SCRIPT_TRY (method_schema_names (call, &names));
    SCRIPT_TRY (py_contains (call->runtime, names, values[0], &has));
    *out = value_boolean (has);
    return SCRIPT_NORMAL;
}

static ScriptStatus method_enums (ScriptCall *call, Value *out)
{
    Question question;

    SCRIPT_TRY (postgresql_only (call, "get_enums"));
    SCRIPT_TRY (question_of (call, "get_enums(schema=, **kw)", FALSE, &question));
    return inspect_enums (&question, out);
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

#define METHOD(title, method, what)                                                                                    \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = method, .needs = HOST_NEEDS_CATALOG,  \
        .summary = what                                                                                                \
    }
#define GETTER(title, method, what)                                                                                    \
    {                                                                                                                  \
        .name = title, .kind = HOST_GETTER, .function = method, .summary = what                                        \
    }

static Value inspector_new (ScriptRuntime *runtime)
{
    Inspector *inspector = script_alloc (runtime, sizeof *inspector);

    inspector->known = py_as_dict (py_dict_new (runtime));
    return host_object_new (runtime, &sql_inspector_class, inspector);
}

static ScriptStatus inspector_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Inspector *inspector = script_alloc (call->runtime, sizeof *inspector);

    SCRIPT_TRY (py_bind (call, "Inspector(bind)", (Value[]){ EMPTY_VALUE }));
    inspector->known = py_as_dict (py_dict_new (call->runtime));
    host_object_set_data (call->runtime, call->receiver, inspector);
    return SCRIPT_NORMAL;
}

static ScriptStatus inspector_from_engine (ScriptCall *call, Value *out)
{
    *out = inspector_new (call->runtime);
    return SCRIPT_NORMAL;
}

static ScriptStatus method_clear_cache (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    py_map_clear (((const Inspector *)call->data)->known);
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
    METHOD ("get_table_comment", method_comment, "the comment of a table"),
    METHOD ("get_materialized_view_names", method_materialized_view_names, "names of materialized views (PostgreSQL)"),
    METHOD ("has_schema", method_has_schema, "is there such a schema"),
    METHOD ("clear_cache", method_clear_cache, "forgets what it was told"),
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
    *out = inspector_new (call->runtime);
    return SCRIPT_NORMAL;
}
