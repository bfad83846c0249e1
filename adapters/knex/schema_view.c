/* Views (schema/viewbuilder.js, schema/viewcompiler.js and the three dialects'). */

#include "adapters/knex/schema.h"

#include <string.h>

typedef struct
{
    ScriptCall *call;
    Value schema, name, columns, query;
    const char *check_option; /* "", "local ", "cascaded ", or NULL */
    gboolean alters;
    SchemaSteps *steps;
    Value column; /* of alterView */
} View;

static const HostClass view_class;
static const HostClass view_column_class;

static View *view_self (ScriptCall *call)
{
    return call->data;
}

static ScriptStatus view_name (const View *view, KnexText *text)
{
    g_autofree char *dotted = NULL;

    if (value_is_nullish (view->schema))
        return knex_wrap (text, view->name);
    dotted = g_strdup_printf ("%s.%s", value_to_text (view->call->runtime, view->schema),
                              value_to_text (view->call->runtime, view->name));
    return knex_wrap_string (text, dotted, strlen (dotted));
}

static ScriptStatus columns (ScriptCall *call, Value *out)
{
    view_self (call)->columns = call_argument (call, 0);
    *out = UNDEFINED;
    return SCRIPT_NORMAL;
}

static ScriptStatus as_member (ScriptCall *call, Value *out)
{
    view_self (call)->query = call_argument (call, 0);
    *out = UNDEFINED;
    return SCRIPT_NORMAL;
}

static ScriptStatus check_with (ScriptCall *call, const char *words, Value *out)
{
    if (knex_run (call)->dialect == DIALECT_SQLITE)
        return script_throw (call->runtime, "Error", "check option definition is not supported by this dialect.");
    view_self (call)->check_option = words;
    *out = UNDEFINED;
    return SCRIPT_NORMAL;
}

static ScriptStatus check_option (ScriptCall *call, Value *out)
{
    return check_with (call, "", out);
}

static ScriptStatus local_check_option (ScriptCall *call, Value *out)
{
    return check_with (call, "local ", out);
}

static ScriptStatus cascaded_check_option (ScriptCall *call, Value *out)
{
    return check_with (call, "cascaded ", out);
}

static ScriptStatus column (ScriptCall *call, Value *out)
{
    View *view = script_alloc (call->runtime, sizeof *view);

    if (!view_self (call)->alters)
        return script_throw (call->runtime, "TypeError", "view.column is not a function");
    *view = *view_self (call);
    view->column = call_argument (call, 0);
    *out = host_object_new (call->runtime, &view_column_class, view);
    return SCRIPT_NORMAL;
}

static ScriptStatus alter_column (ScriptCall *call, const char *before, const char *between, gboolean wrapped,
                                  const char *message, Value *out)
{
    View *view = view_self (call);
    g_auto (KnexText) text = { 0 };
    const char *words;

    if (knex_run (call)->dialect != DIALECT_POSTGRESQL)
        return script_throw (call->runtime, "Error", "%s", message);
    knex_text_init (&text, call);
    g_string_append (text.sql, "alter view ");
    SCRIPT_TRY (view_name (view, &text));
    g_string_append (text.sql, before);
    SCRIPT_TRY (knex_wrap (&text, view->column));
    g_string_append (text.sql, between);
    if (wrapped)
        SCRIPT_TRY (knex_wrap (&text, call_argument (call, 0)));
    else
    {
        SCRIPT_TRY (schema_text (call->runtime, call_argument (call, 0), &words));
        g_string_append (text.sql, words);
    }
    schema_push (view->steps, call->runtime, &text);
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus rename_member (ScriptCall *call, Value *out)
{
    return alter_column (call, " rename ", " to ", TRUE, "rename column of views is not supported by this dialect.",
                         out);
}

static ScriptStatus default_to (ScriptCall *call, Value *out)
{
    return alter_column (call, " alter ", " set default ", FALSE,
                         "change default values of views is not supported by this dialect.", out);
}

static const HostMember column_members[] = {
    { "rename", HOST_METHOD, 1, 1, rename_member, HOST_NEEDS_NOTHING, "Another name.", &view_column_class, NULL, NULL },
    { "defaultTo", HOST_METHOD, 1, 1, default_to, HOST_NEEDS_NOTHING, "A default.", &view_column_class, NULL, NULL },
    { .name = NULL },
};

static const HostClass view_column_class = {
    .name = "ViewColumn",
    .summary = "A column of a view.",
    .members = column_members,
};

static const HostMember members[] = {
    { "columns", HOST_METHOD, 1, 1, columns, HOST_NEEDS_NOTHING, "Names of the columns.", NULL, NULL, NULL },
    { "as", HOST_METHOD, 1, 1, as_member, HOST_NEEDS_NOTHING, "The query.", NULL, NULL, NULL },
    { "checkOption", HOST_METHOD, 0, 0, check_option, HOST_NEEDS_NOTHING, "with check option.", NULL, NULL, NULL },
    { "localCheckOption", HOST_METHOD, 0, 0, local_check_option, HOST_NEEDS_NOTHING, "with local check option.", NULL,
      NULL, NULL },
    { "cascadedCheckOption", HOST_METHOD, 0, 0, cascaded_check_option, HOST_NEEDS_NOTHING,
      "with cascaded check option.", NULL, NULL, NULL },
    { "column", HOST_METHOD, 1, 1, column, HOST_NEEDS_NOTHING, "A column, to be changed.", &view_column_class, NULL,
      NULL },
    { "queryContext", HOST_METHOD, 0, 1, knex_query_context, HOST_NEEDS_NOTHING, "Without effect.", NULL, NULL, NULL },
    { .name = NULL },
};

static const HostClass view_class = {
    .name = "ViewBuilder",
    .summary = "A view in the making.",
    .members = members,
};

static ScriptStatus create (const View *view, const char *words)
{
    g_auto (KnexText) text = { 0 };
    const char *query;

    if (value_is_nullish (view->query))
        return script_throw (view->call->runtime, "TypeError",
                             "Cannot read properties of undefined (reading 'toString')");
    SCRIPT_TRY (schema_text (view->call->runtime, view->query, &query));
    knex_text_init (&text, view->call);
    g_string_append_printf (text.sql, "create %sview ", words);
    SCRIPT_TRY (view_name (view, &text));
    if (!value_is_nullish (view->columns))
    {
        g_string_append (text.sql, " (");
        SCRIPT_TRY (knex_columnize (&text, view->columns));
        g_string_append_c (text.sql, ')');
    }
    g_string_append_printf (text.sql, " as %s", query);
    if (view->check_option)
        g_string_append_printf (text.sql, " with %scheck option", view->check_option);
    schema_push (view->steps, view->call->runtime, &text);
    return SCRIPT_NORMAL;
}

static ScriptStatus compile (const View *view, const char *method)
{
    Dialect dialect = knex_run (view->call)->dialect;
    g_auto (KnexText) text = { 0 };

    if (view->alters)
        return SCRIPT_NORMAL;
    if (g_str_equal (method, "createMaterializedView"))
    {
        if (dialect != DIALECT_POSTGRESQL)
            return script_throw (view->call->runtime, "Error", "materialized views are not supported by this dialect.");
        return create (view, "materialized ");
    }
    if (g_str_equal (method, "createView"))
        return create (view, "");
    if (dialect != DIALECT_SQLITE)
        return create (view, "or replace ");
    knex_text_init (&text, view->call);
    g_string_append (text.sql, "drop view if exists ");
    SCRIPT_TRY (view_name (view, &text));
    schema_push (view->steps, view->call->runtime, &text);
    return create (view, "");
}

ScriptStatus schema_compile_view (ScriptCall *call, const char *method, Value schema, const ScriptList *arguments,
                                  SchemaSteps *steps)
{
    View *view = script_alloc (call->runtime, sizeof *view);
    Value object, ignored;

    *view = (View){ .call = call,
                    .schema = schema,
                    .name = list_argument (arguments, 0),
                    .columns = UNDEFINED,
                    .query = UNDEFINED,
                    .column = UNDEFINED,
                    .alters = g_str_equal (method, "alterView"),
                    .steps = steps };
    object = host_object_new (call->runtime, &view_class, view);
    SCRIPT_TRY (script_call (call->runtime, list_argument (arguments, 1), object, &object, 1, &ignored));
    return compile (view, method);
}
