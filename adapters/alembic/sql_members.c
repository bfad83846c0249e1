/* What the expression language and connections have in the modules of Alembic and SQLAlchemy. */

#include "adapters/alembic/sql_members.h"
#include "adapters/alembic/connection.h"

#include <string.h>

#define METHOD(title, method, what)                                                                                    \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = method, .summary = what               \
    }
#define GETTER(title, method, what)                                                                                    \
    {                                                                                                                  \
        .name = title, .kind = HOST_GETTER, .function = method, .summary = what                                        \
    }

/* op */

static ScriptStatus op_execute (ScriptCall *call, Value *out)
{
    Value values[2];
    SqlElement *element;
    const char *text;
    Value ignored = UNDEFINED;

    SCRIPT_TRY (py_bind (call, "execute(sqltext, *, execution_options=)", values));
    element = sql_element_of (values[0]);
    if (!element)
    {
        if (!py_as_string (values[0]))
            return sql_not_executable (call->runtime, values[0]);
        SCRIPT_TRY (sql_string (call->runtime, values[0], "sqltext", &text));
        element = sql_text_new (call->runtime, text);
    }
    *out = NULL_VALUE;
    return sql_execute (call, element, EMPTY_VALUE, FALSE, &ignored);
}

static ScriptStatus op_bulk_insert (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[3], ignored = UNDEFINED;
    SqlElement *table;
    SqlChange *change;
    gboolean multiple = TRUE;
    ScriptList *rows;

    SCRIPT_TRY (py_bind (call, "bulk_insert(table, rows, *, multiinsert=)", values));
    table = sql_element_of (values[0]);
    if (!table || !sql_is_from (table))
        return script_throw (runtime, "AttributeError", "'%s' object has no attribute 'insert'",
                             py_type_name (runtime, values[0]));
    rows = value_list (values[1]);
    if (!rows || py_as_tuple (values[1]))
        return script_throw (runtime, "TypeError", "List expected");
    if (rows->length > 0 && !py_as_dict (rows->items[0]))
        return script_throw (runtime, "TypeError", "List of dictionaries expected");
    if (values[2].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (runtime, values[2], &multiple));
    if (rows->length == 0)
        return SCRIPT_NORMAL;
    if (multiple)
        return sql_execute (call, sql_change_new (runtime, ELEMENT_INSERT, table, &change), values[1], FALSE, &ignored);
    for (guint32 i = 0; i < rows->length; i++)
    {
        Value insert = sql_element_value (runtime, sql_change_new (runtime, ELEMENT_INSERT, table, &change));

        SCRIPT_TRY (py_call_method (runtime, insert, "values", &rows->items[i], 1, &insert));
        SCRIPT_TRY (sql_execute (call, sql_element_of (insert), EMPTY_VALUE, FALSE, &ignored));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus op_get_bind (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_bind (call, "get_bind()", NULL));
    *out = sql_connection_value (call->runtime);
    return SCRIPT_NORMAL;
}

static ScriptStatus op_get_context (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_bind (call, "get_context()", NULL));
    *out = sql_context_value (call->runtime);
    return SCRIPT_NORMAL;
}

/* A value that is written into the text (_literal_bindparam). */
static ScriptStatus op_inline_literal (ScriptCall *call, Value *out)
{
    Value values[2];
    const SaType *type;
    g_autoptr (GString) text = g_string_new (NULL);

    SCRIPT_TRY (py_bind (call, "inline_literal(value, type_=)", values));
    SCRIPT_TRY (sql_type_argument (call->runtime, values[1], &type));
    SCRIPT_TRY (sql_render_literal (call->runtime, values[0], type, &sql_state (call->runtime)->dialect, text));
    return sql_give (call->runtime,
                     sql_literal_column_new (call->runtime, script_strdup (call->runtime, text->str),
                                             type ? type : sql_type_of_value (call->runtime, values[0])),
                     out);
}

const HostMember sql_op_members[] = {
    METHOD ("execute", op_execute, "executes a statement; a str is text ()"),
    METHOD ("bulk_insert", op_bulk_insert, "rows into a table"),
    { .name = "get_bind",
      .kind = HOST_METHOD,
      .function = op_get_bind,
      .gives = &sql_connection_class,
      .summary = "the connection" },
    { .name = "get_context",
      .kind = HOST_METHOD,
      .function = op_get_context,
      .gives = &sql_context_class,
      .summary = "the migration context" },
    METHOD ("inline_literal", op_inline_literal, "a value written into the text"),
    { .name = NULL },
};
/* sqlalchemy, sqlalchemy.sql */

const HostClass sql_construct_class = { .name = "sqlalchemy.sql", .members = sql_construct_members };

const HostMember sql_sql_members[] = {
    { .name = "ClauseElement", .kind = HOST_CLASS, .gives = &sql_clause_class, .summary = "any element" },
    { .name = "ColumnElement", .kind = HOST_CLASS, .gives = &sql_column_class, .summary = "an expression" },
    { .name = "ColumnClause", .kind = HOST_CLASS, .gives = &sql_column_class, .summary = "a column" },
    { .name = "TextClause", .kind = HOST_CLASS, .gives = &sql_text_class, .summary = "text ()" },
    { .name = "FromClause", .kind = HOST_CLASS, .gives = &sql_from_class, .summary = "what is selected from" },
    { .name = "TableClause", .kind = HOST_CLASS, .gives = &sql_from_class, .summary = "table ()" },
    { .name = "Select", .kind = HOST_CLASS, .gives = &sql_select_class, .summary = "select ()" },
    { .name = "Insert", .kind = HOST_CLASS, .gives = &sql_insert_class, .summary = "insert ()" },
    { .name = "Update", .kind = HOST_CLASS, .gives = &sql_update_class, .summary = "update ()" },
    { .name = "Delete", .kind = HOST_CLASS, .gives = &sql_delete_class, .summary = "delete ()" },
    { .name = "FunctionElement", .kind = HOST_CLASS, .gives = &sql_function_class, .summary = "func.x ()" },
    { .name = "expression", .kind = HOST_MODULE, .gives = &alembic_sql_class, .summary = "sqlalchemy.sql.expression" },
    { .name = "sqltypes", .kind = HOST_MODULE, .gives = &alembic_types_class, .summary = "sqlalchemy.sql.sqltypes" },
    { .name = "schema", .kind = HOST_MODULE, .gives = &alembic_schema_class, .summary = "sqlalchemy.sql.schema" },
    { .name = NULL },
};
const HostMember sql_sqlalchemy_members[] = {
    { .name = "inspect",
      .kind = HOST_METHOD,
      .most = 2,
      .function = sql_inspect_call,
      .gives = &sql_inspector_class,
      .needs = HOST_NEEDS_CATALOG,
      .summary = "what the database has" },
    { .name = "exc", .kind = HOST_MODULE, .gives = &alembic_exc_class, .summary = "exceptions" },
    { .name = "sql", .kind = HOST_MODULE, .gives = &alembic_sql_class, .summary = "sqlalchemy.sql" },
    { .name = "engine", .kind = HOST_MODULE, .gives = &alembic_engine_class, .summary = "sqlalchemy.engine" },
    { .name = "orm", .kind = HOST_MODULE, .gives = &alembic_orm_class, .summary = "sqlalchemy.orm" },
    { .name = "Connection", .kind = HOST_CLASS, .gives = &sql_connection_class, .summary = "a connection" },
    { .name = "create_engine", .kind = HOST_METHOD, .refused = "a migration has one connection: op.get_bind ()" },
    { .name = "Select", .kind = HOST_CLASS, .gives = &sql_select_class, .summary = "select ()" },
    { .name = "TextClause", .kind = HOST_CLASS, .gives = &sql_text_class, .summary = "text ()" },
    { .name = "ColumnElement", .kind = HOST_CLASS, .gives = &sql_column_class, .summary = "an expression" },
    { .name = NULL },
};
/* sqlalchemy.engine */

const HostMember sql_engine_members[] = {
    { .name = "Connection", .kind = HOST_CLASS, .gives = &sql_connection_class, .summary = "a connection" },
    { .name = "Inspector", .kind = HOST_CLASS, .gives = &sql_inspector_class, .summary = "inspect ()" },
    { .name = "reflection", .kind = HOST_MODULE, .gives = &alembic_engine_class, .summary = "the same" },
    { .name = NULL },
};
