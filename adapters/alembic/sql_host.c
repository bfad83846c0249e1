/* The classes of elements, and an element as a script's object. */

#include "adapters/alembic/sql_host.h"

static ScriptStatus clause_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return script_refuse (call->runtime, "this class of SQLAlchemy is not made by a script");
}

static ScriptStatus clause_str (ScriptCall *call, Value *out)
{
    g_autoptr (GString) text = g_string_new (NULL);
    SaDialect dialect = { .dialect = DIALECT_POSTGRESQL };

    SCRIPT_TRY (sql_render (call->runtime, sql_receiver (call), &dialect, SQL_RENDER_LITERALS, text));
    *out = value_string (call->runtime, text->str, (gssize)text->len);
    return SCRIPT_NORMAL;
}

static ScriptStatus clause_bool (ScriptCall *call, Value *out)
{
    SqlElement *element = sql_receiver (call);

    if (element->kind == ELEMENT_BINARY && (element->op == SQL_OP_EQ || element->op == SQL_OP_NE))
    {
        *out = value_boolean ((element->left == element->right) == (element->op == SQL_OP_EQ));
        return SCRIPT_NORMAL;
    }
    if (element->kind == ELEMENT_TRUE || element->kind == ELEMENT_FALSE)
    {
        *out = value_boolean (element->kind == ELEMENT_TRUE);
        return SCRIPT_NORMAL;
    }
    return script_throw (call->runtime, "TypeError", "Boolean value of this clause is not defined");
}

static const HostMember clause_members[] = {
    { .name = "__str__", .kind = HOST_METHOD, .function = clause_str, .summary = "its SQL" },
    { .name = "__bool__", .kind = HOST_METHOD, .function = clause_bool, .summary = "only of == and !=" },
    { .name = "compile",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .refused = "SQL is made for the database when the statement is executed" },
    { .name = NULL },
};

const HostClass sql_clause_class = { .name = "ClauseElement", .members = clause_members, .init = clause_init };

const HostClass sql_column_class = {
    .name = "ColumnElement", .base = &sql_operators_class, .members = sql_column_members, .operate = sql_operate
};
const HostClass sql_text_class = { .name = "TextClause", .base = &sql_column_class, .members = sql_text_members };
const HostClass sql_function_class = { .name = "FunctionElement",
                                       .base = &sql_column_class,
                                       .members = sql_function_members };
const HostClass sql_from_class = { .name = "FromClause", .base = &sql_clause_class, .members = sql_from_members };
const HostClass sql_select_class = { .name = "Select", .base = &sql_clause_class, .members = sql_select_members };
const HostClass sql_insert_class = { .name = "Insert", .base = &sql_clause_class, .members = sql_insert_members };
const HostClass sql_update_class = { .name = "Update", .base = &sql_clause_class, .members = sql_update_members };
const HostClass sql_delete_class = { .name = "Delete", .base = &sql_clause_class, .members = sql_delete_members };

static const HostClass *class_of (const SqlElement *element)
{
    switch ((int)element->kind)
    {
    case ELEMENT_TEXT:
        return &sql_text_class;
    case ELEMENT_EXISTS:
        return &sql_exists_class;
    case ELEMENT_FUNCTION:
    case ELEMENT_OVER:
    case ELEMENT_FILTER:
    case ELEMENT_WITHIN_GROUP:
        return &sql_function_class;
    case ELEMENT_TABLE:
    case ELEMENT_ALIAS:
    case ELEMENT_CTE:
    case ELEMENT_JOIN:
    case ELEMENT_VALUES:
        return &sql_from_class;
    case ELEMENT_SELECT:
    case ELEMENT_COMPOUND:
        return &sql_select_class;
    case ELEMENT_INSERT:
        return &sql_insert_class;
    case ELEMENT_UPDATE:
        return &sql_update_class;
    case ELEMENT_DELETE:
        return &sql_delete_class;
    default:
        return &sql_column_class;
    }
}

Value sql_element_value (ScriptRuntime *runtime, SqlElement *element)
{
    if (element->object.kind == VALUE_EMPTY)
        element->object = host_object_new (runtime, class_of (element), element);
    return element->object;
}

SqlElement *sql_element_of (Value value)
{
    return host_object_data (value, &sql_clause_class);
}
