/* What text () and exists () are chained with: parameters, columns, subqueries (sql/elements.py TextClause; sql/selectable.py TextualSelect, Exists). */

#include "adapters/alembic/sql_host.h"

#include <string.h>

static gboolean has_parameter (const SqlElement *text, const char *name)
{
    for (const char *at = text->name; *at; at++)
    {
        gsize length = 0;
        const char *found = sql_text_parameter (text->name, at, &length);

        if (found && strlen (name) == length && strncmp (found, name, length) == 0)
            return TRUE;
        if (found)
            at = found + length - 1;
    }
    return FALSE;
}

static ScriptStatus add_bind (ScriptRuntime *runtime, SqlElement *text, SqlElement *bind)
{
    SqlList list = { 0 };

    if (!has_parameter (text, bind->name))
        return sql_raise (runtime, "ArgumentError", "This text() construct doesn't define a bound parameter named '%s'",
                          bind->name);
    for (guint i = 0; i < text->n_items; i++)
        if (!g_str_equal (text->items[i]->name, bind->name))
            sql_list_add (runtime, &list, text->items[i]);
    sql_list_add (runtime, &list, bind);
    text->items = list.items;
    text->n_items = list.n;
    return SCRIPT_NORMAL;
}

static ScriptStatus text_bindparams (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlElement *copy = sql_copy (runtime, sql_receiver (call));
    Value values[2];
    ScriptMap *named;

    SCRIPT_TRY (py_bind (call, "bindparams(*binds, **names_to_values)", values));
    for (guint32 i = 0; i < value_list (values[0])->length; i++)
    {
        SqlElement *bind = sql_element_of (value_list (values[0])->items[i]);

        if (!bind || bind->kind != ELEMENT_BIND)
            return sql_raise (runtime, "ArgumentError", "bindparam() expected");
        SCRIPT_TRY (add_bind (runtime, copy, bind));
    }
    named = py_as_dict (values[1]);
    for (guint32 i = 0; i < named->n_entries; i++)
    {
        const char *name;
        SqlElement *bind;

        if (named->entries[i].key.kind == VALUE_EMPTY)
            continue;
        SCRIPT_TRY (sql_string (runtime, named->entries[i].key, "parameter", &name));
        bind =
            sql_bind_new (runtime, name, named->entries[i].value, sql_type_of_value (runtime, named->entries[i].value));
        for (guint k = 0; k < copy->n_items; k++)
            if (g_str_equal (copy->items[k]->name, name) && copy->items[k]->flags & ELEMENT_TYPED)
            {
                bind->type = copy->items[k]->type;
                bind->flags = copy->items[k]->flags & ~(guint)ELEMENT_REQUIRED;
            }
        SCRIPT_TRY (add_bind (runtime, copy, bind));
    }
    return sql_give (runtime, copy, out);
}

/* text (...).columns (...): the types of the result. */
static ScriptStatus text_columns (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlElement *copy = sql_copy (runtime, sql_receiver (call));
    Value values[2];
    SqlList columns = { 0 };
    ScriptMap *named;

    SCRIPT_TRY (py_bind (call, "columns(*cols, **types)", values));
    for (guint32 i = 0; i < value_list (values[0])->length; i++)
    {
        SqlElement *column = sql_element_of (value_list (values[0])->items[i]);

        if (!column)
            return sql_raise (runtime, "ArgumentError", "column() expected");
        sql_list_add (runtime, &columns, column);
    }
    named = py_as_dict (values[1]);
    for (guint32 i = 0; i < named->n_entries; i++)
    {
        const char *name;
        const SaType *type;

        if (named->entries[i].key.kind == VALUE_EMPTY)
            continue;
        SCRIPT_TRY (sql_string (runtime, named->entries[i].key, "column", &name));
        SCRIPT_TRY (sql_type_argument (runtime, named->entries[i].value, &type));
        sql_list_add (runtime, &columns, sql_column_new (runtime, name, type));
    }
    copy->right = sql_list_new (runtime, ELEMENT_LIST, columns.items, columns.n);
    return sql_give (runtime, copy, out);
}

static ScriptStatus text_options (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus get_text (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, sql_receiver (call)->name, -1);
    return SCRIPT_NORMAL;
}

/* Only what has columns can be selected from. */
static ScriptStatus check_columns (ScriptCall *call, const char *method)
{
    if (sql_receiver (call)->right)
        return SCRIPT_NORMAL;
    return script_throw (call->runtime, "AttributeError", "'TextClause' object has no attribute '%s'", method);
}

static ScriptStatus text_subquery (ScriptCall *call, Value *out)
{
    Value name = EMPTY_VALUE;
    const char *text = NULL;

    SCRIPT_TRY (check_columns (call, "subquery"));
    SCRIPT_TRY (py_bind (call, "subquery(name=)", &name));
    if (name.kind != VALUE_EMPTY && name.kind != VALUE_NULL)
        SCRIPT_TRY (sql_string (call->runtime, name, "name", &text));
    return sql_give (call->runtime, sql_alias_new (call->runtime, sql_receiver (call), text, TRUE), out);
}

static ScriptStatus text_cte (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (check_columns (call, "cte"));
    return sql_cte_method (call, out);
}

#define METHOD(title, method, class, what)                                                                             \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = method, .gives = class,               \
        .summary = what                                                                                                \
    }

const HostMember sql_text_members[] = {
    METHOD ("bindparams", text_bindparams, &sql_text_class, "values of its parameters"),
    METHOD ("columns", text_columns, &sql_text_class, "types of its result"),
    METHOD ("subquery", text_subquery, &sql_from_class, "something to select from, once it has columns"),
    METHOD ("alias", text_subquery, &sql_from_class, "the same"),
    METHOD ("cte", text_cte, &sql_from_class, "WITH"),
    METHOD ("execution_options", text_options, &sql_text_class, "no effect"),
    { .name = "text", .kind = HOST_GETTER, .function = get_text, .summary = "the text" },
    { .name = NULL },
};

static SqlElement *exists_new (ScriptRuntime *runtime, SqlElement *select)
{
    SqlElement *exists = sql_element_new (runtime, ELEMENT_EXISTS);

    exists->left = select;
    exists->type = sql_standard_type (runtime, SA_AFFINITY_BOOLEAN);
    exists->flags = ELEMENT_IMPLICIT_TRUTH;
    return exists;
}

ScriptStatus sql_exists_call (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlElement *exists = exists_new (runtime, NULL);
    Value argument = EMPTY_VALUE;
    SqlElement *element;

    SCRIPT_TRY (py_bind (call, "exists(__argument=)", &argument));
    element = sql_element_of (argument);
    if (element && (element->kind == ELEMENT_SELECT || element->kind == ELEMENT_COMPOUND))
        exists->left = element;
    else if (element && element->kind == ELEMENT_SCALAR_SUBQUERY)
        exists->left = element->left;
    else
    {
        SqlSelect *select;

        exists->left = sql_select_new (runtime, &select);
        if (argument.kind == VALUE_EMPTY)
            sql_list_add (runtime, &select->columns, sql_literal_column_new (runtime, "*", NULL));
        else
        {
            SCRIPT_TRY (element && sql_is_from (element) ? SCRIPT_NORMAL
                                                         : sql_expression (runtime, argument, NULL, &element));
            sql_list_add (runtime, &select->columns, element);
        }
    }
    return sql_give (runtime, exists, out);
}

/* A method of the SELECT inside, which is then inside another EXISTS. */
static ScriptStatus change_inner (ScriptCall *call, const char *method, Value *out)
{
    Value inner = sql_element_value (call->runtime, sql_receiver (call)->left);

    SCRIPT_TRY (py_call_method (call->runtime, inner, method, call->arguments, call->n_arguments, &inner));
    return sql_give (call->runtime, exists_new (call->runtime, sql_element_of (inner)), out);
}

static ScriptStatus exists_where (ScriptCall *call, Value *out)
{
    return change_inner (call, "where", out);
}

static ScriptStatus exists_select_from (ScriptCall *call, Value *out)
{
    return change_inner (call, "select_from", out);
}

static ScriptStatus exists_correlate (ScriptCall *call, Value *out)
{
    return change_inner (call, "correlate", out);
}

static ScriptStatus exists_select (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *element = sql_select_new (call->runtime, &select);

    SCRIPT_TRY (py_bind (call, "select()", NULL));
    sql_list_add (call->runtime, &select->columns, sql_receiver (call));
    return sql_give (call->runtime, element, out);
}

static const HostMember exists_members[] = {
    METHOD ("where", exists_where, &sql_exists_class, "conditions"),
    METHOD ("select_from", exists_select_from, &sql_exists_class, "FROM"),
    METHOD ("correlate", exists_correlate, &sql_exists_class, "tables of the enclosing query"),
    METHOD ("select", exists_select, &sql_select_class, "SELECT EXISTS"),
    { .name = NULL },
};

const HostClass sql_exists_class = { .name = "Exists", .base = &sql_column_class, .members = exists_members };
