/* knex.schema (schema/builder.js, schema/compiler.js and the three dialects'). */

#include "adapters/knex/schema.h"

#include <string.h>

typedef struct
{
    const char *method;
    ScriptList *arguments;
} SchemaCall;

typedef struct
{
    Value schema;
    SchemaCall *calls;
    guint n, capacity;
    KnexIdle *idle; /* or NULL */
} Schema;

static Schema *schema_self (ScriptCall *call)
{
    return call->data;
}

static gboolean schema_writes (gconstpointer schema)
{
    return ((const Schema *)schema)->n > 0;
}

Value knex_schema_new (ScriptCall *call)
{
    Schema *schema = script_alloc (call->runtime, sizeof *schema);

    schema->schema = UNDEFINED;
    schema->idle = knex_idle_new (call, schema_writes, schema);
    return host_object_new (call->runtime, &knex_schema_class, schema);
}

static void step_add (SchemaSteps *steps, ScriptRuntime *runtime, const SchemaStep *step)
{
    if (steps->n == steps->capacity)
    {
        guint capacity = MAX (8, steps->capacity * 2);
        const SchemaStep **items = script_alloc (runtime, capacity * sizeof *items);

        if (steps->n > 0)
            memcpy (items, steps->items, steps->n * sizeof *items);
        steps->items = items;
        steps->capacity = capacity;
    }
    steps->items[steps->n++] = step;
}

static SchemaStep *step_new (ScriptRuntime *runtime)
{
    SchemaStep *step = script_alloc (runtime, sizeof *step);

    step->first = step->second = UNDEFINED;
    return step;
}

static SchemaStep *step_of_text (ScriptRuntime *runtime, const KnexText *text)
{
    SchemaStep *step = step_new (runtime);

    step->sql = script_strdup (runtime, text->sql->str);
    step->bindings = list_new (runtime, (const Value *)(gconstpointer)text->bindings->data, text->bindings->len);
    return step;
}

void schema_push (SchemaSteps *steps, ScriptRuntime *runtime, KnexText *text)
{
    step_add (steps, runtime, step_of_text (runtime, text));
    g_string_truncate (text->sql, 0);
    g_array_set_size (text->bindings, 0);
}

void schema_unshift (SchemaSteps *steps, ScriptRuntime *runtime, KnexText *text)
{
    schema_push (steps, runtime, text);
    if (steps->n > 1)
    {
        const SchemaStep *last = steps->items[steps->n - 1];

        memmove (steps->items + 1, steps->items, (steps->n - 1) * sizeof *steps->items);
        steps->items[0] = last;
    }
}

SchemaStep *schema_push_work (SchemaSteps *steps, ScriptRuntime *runtime,
                              ScriptStatus (*work) (ScriptCall *call, const SchemaStep *step, Value *out))
{
    SchemaStep *step = step_new (runtime);

    step->work = work;
    step_add (steps, runtime, step);
    return step;
}

gint64 schema_number (ScriptRuntime *runtime, Value value, gint64 fallback)
{
    const char *text;
    char *end;
    gint64 number;

    if (value_is_nullish (value) || value.kind == VALUE_EMPTY)
        return fallback;
    text = value_to_text (runtime, value);
    number = g_ascii_strtoll (text, &end, 10);
    return end == text ? fallback : number;
}

ScriptStatus schema_text (ScriptRuntime *runtime, Value value, const char **text)
{
    Value function, result;

    if (value.kind == VALUE_OBJECT)
    {
        SCRIPT_TRY (script_member (runtime, value, "toString", &function));
        SCRIPT_TRY (script_call (runtime, function, value, NULL, 0, &result));
        value = result;
    }
    *text = value_to_text (runtime, value);
    return SCRIPT_NORMAL;
}

/* A name with the builder's schema before it, as a text that is wrapped again. */
static ScriptStatus prefixed (KnexText *text, Value schema, Value name)
{
    g_autofree char *dotted = NULL;
    const char *words;

    if (value_is_nullish (schema))
        return knex_wrap (text, name);
    SCRIPT_TRY (schema_text (text->run->runtime, name, &words));
    dotted = g_strdup_printf ("%s.%s", value_to_text (text->run->runtime, schema), words);
    return knex_wrap_string (text, dotted, strlen (dotted));
}

/* WORDS, then a name. */
static ScriptStatus push_named (ScriptCall *call, SchemaSteps *steps, const char *words, Value schema, Value name,
                                const char *tail)
{
    g_auto (KnexText) text = { 0 };

    knex_text_init (&text, call);
    g_string_append (text.sql, words);
    SCRIPT_TRY (prefixed (&text, schema, name));
    g_string_append (text.sql, tail);
    schema_push (steps, call->runtime, &text);
    return SCRIPT_NORMAL;
}

static ScriptStatus ask (ScriptCall *call, const SchemaStep *step, Value *rows)
{
    g_auto (KnexText) text = { 0 };
    KnexCompiled compiled = { .method = "select" };

    knex_text_init (&text, call);
    g_string_append (text.sql, step->sql);
    if (step->bindings && step->bindings->length > 0)
        g_array_append_vals (text.bindings, step->bindings->items, step->bindings->length);
    return knex_send_text (&text, &compiled, TRUE, rows);
}

static ScriptStatus any_row (ScriptCall *call, const SchemaStep *step, Value *out)
{
    Value rows;

    SCRIPT_TRY (ask (call, step, &rows));
    *out = value_boolean (value_list (rows) && value_list (rows)->length > 0);
    return SCRIPT_NORMAL;
}

/* NAME in lower case, and then as the mapper has it: in this order, so that a mapper of capitals finds none (mysql-compiler.js, sqlite-compiler.js, hasColumn). */
static ScriptStatus mapped_lower (ScriptCall *call, Value name, GString *out)
{
    g_autofree char *lower = g_utf8_strdown (value_to_text (call->runtime, name), -1);
    g_auto (KnexText) text = { 0 };

    knex_text_init (&text, call);
    SCRIPT_TRY (knex_identifier (&text, lower, strlen (lower)));
    g_string_assign (out, text.sql->str);
    return SCRIPT_NORMAL;
}

/* MySQL and SQLite: is there a column of that name, whatever its case? */
static ScriptStatus any_column (ScriptCall *call, const SchemaStep *step, Value *out)
{
    const char *key = knex_run (call)->dialect == DIALECT_MYSQL ? "Field" : "name";
    g_autoptr (GString) wanted = g_string_new (NULL);
    g_autoptr (GString) name = g_string_new (NULL);
    gboolean found = FALSE;
    ScriptList *list;
    Value rows;

    SCRIPT_TRY (mapped_lower (call, step->first, wanted));
    SCRIPT_TRY (ask (call, step, &rows));
    list = value_list (rows);
    for (guint32 i = 0; list && i < list->length && !found; i++)
    {
        SCRIPT_TRY (mapped_lower (call, knex_peek (call->runtime, list->items[i], key), name));
        found = g_string_equal (name, wanted);
    }
    *out = value_boolean (found);
    return SCRIPT_NORMAL;
}

static ScriptStatus push_look_up (ScriptCall *call, const Schema *schema, const ScriptList *arguments, gboolean column,
                                  SchemaSteps *steps)
{
    KnexRun *run = knex_run (call);
    g_auto (KnexText) text = { 0 };
    Value name = list_argument (arguments, 0), second = list_argument (arguments, 1);
    SchemaStep *step;
    const char *own;

    knex_text_init (&text, call);
    if (run->dialect == DIALECT_POSTGRESQL || (run->dialect == DIALECT_MYSQL && !column))
    {
        own = run->dialect == DIALECT_POSTGRESQL ? "current_schema()" : "database()";
        g_string_append_printf (text.sql,
                                "select * from information_schema.%s where table_name = ?%s and table_schema = %s",
                                column ? "columns" : "tables", column ? " and column_name = ?" : "",
                                value_is_nullish (schema->schema) ? own : "?");
        g_array_append_val (text.bindings, name);
        if (column)
            g_array_append_val (text.bindings, second);
        if (!value_is_nullish (schema->schema))
            g_array_append_val (text.bindings, schema->schema);
    }
    else if (column)
    {
        g_string_append (text.sql, run->dialect == DIALECT_MYSQL ? "show columns from " : "PRAGMA table_info(");
        SCRIPT_TRY (knex_wrap (&text, name));
        g_string_append (text.sql, run->dialect == DIALECT_MYSQL ? "" : ")");
    }
    else
    {
        /* as the mapper has it, without quotes */
        g_auto (GStrv) parts = NULL;
        g_autofree char *plain = NULL;
        Value mapped;

        SCRIPT_TRY (knex_wrap (&text, name));
        parts = g_strsplit (text.sql->str, "`", -1);
        plain = g_strjoinv ("", parts);
        mapped = value_string (call->runtime, plain, -1);
        g_string_assign (text.sql, "select * from sqlite_master where type = 'table' and name = ?");
        g_array_append_val (text.bindings, mapped);
    }
    step = schema_push_work (steps, call->runtime, column && run->dialect != DIALECT_POSTGRESQL ? any_column : any_row);
    step->first = second;
    step->sql = script_strdup (call->runtime, text.sql->str);
    step->bindings = list_new (call->runtime, (const Value *)(gconstpointer)text.bindings->data, text.bindings->len);
    return SCRIPT_NORMAL;
}

static ScriptStatus rename_table (ScriptCall *call, const Schema *schema, const ScriptList *arguments, gboolean view,
                                  SchemaSteps *steps)
{
    Dialect dialect = knex_run (call)->dialect;
    g_auto (KnexText) text = { 0 };

    if (view && dialect == DIALECT_SQLITE)
        return script_throw (call->runtime, "Error",
                             "rename view is not supported by this dialect (instead drop then create another view).");
    knex_text_init (&text, call);
    g_string_append (text.sql, dialect == DIALECT_MYSQL ? "rename table " : view ? "alter view " : "alter table ");
    SCRIPT_TRY (prefixed (&text, dialect == DIALECT_POSTGRESQL && !view ? schema->schema : UNDEFINED,
                          list_argument (arguments, 0)));
    g_string_append (text.sql, dialect == DIALECT_MYSQL ? " to " : " rename to ");
    SCRIPT_TRY (knex_wrap (&text, list_argument (arguments, 1)));
    schema_push (steps, call->runtime, &text);
    return SCRIPT_NORMAL;
}

static ScriptStatus raw (ScriptCall *call, const ScriptList *arguments, SchemaSteps *steps)
{
    g_auto (KnexText) text = { 0 };
    Value sql = list_argument (arguments, 0);

    knex_text_init (&text, call);
    SCRIPT_TRY (
        knex_raw_compile (&text, knex_is_raw (sql) ? sql : knex_raw_new (call, sql, list_argument (arguments, 1))));
    schema_push (steps, call->runtime, &text);
    return SCRIPT_NORMAL;
}

/* Calls that are a few words and a name. POSTGRESQL: the others throw what the first column says. */
typedef struct
{
    const char *method;
    const char *words;
    const char *elsewhere; /* what other dialects say, or NULL when they do it too */
    gboolean prefixed;
    const char *option; /* words behind it when the second argument is true */
} NamedCall;

#define ONLY_POSTGRESQL "%s is not supported for this dialect (only PostgreSQL supports it currently)."
#define NO_MATERIALIZED "materialized views are not supported by this dialect."
#define NO_FUNCTION "Cannot read properties of undefined (reading 'apply')"

static const NamedCall named_calls[] = {
    { "dropTable", "drop table ", NULL, TRUE, NULL },
    { "dropTableIfExists", "drop table if exists ", NULL, TRUE, NULL },
    { "dropView", "drop view ", NULL, TRUE, NULL },
    { "dropViewIfExists", "drop view if exists ", NULL, TRUE, NULL },
    { "dropMaterializedView", "drop materialized view ", NO_MATERIALIZED, TRUE, NULL },
    { "dropMaterializedViewIfExists", "drop materialized view if exists ", NO_MATERIALIZED, TRUE, NULL },
    { "createSchema", "create schema ", ONLY_POSTGRESQL, FALSE, NULL },
    { "createSchemaIfNotExists", "create schema if not exists ", ONLY_POSTGRESQL, FALSE, NULL },
    { "dropSchema", "drop schema ", ONLY_POSTGRESQL, FALSE, " cascade" },
    { "dropSchemaIfExists", "drop schema if exists ", ONLY_POSTGRESQL, FALSE, " cascade" },
    { "createExtension", "create extension ", NO_FUNCTION, FALSE, NULL },
    { "createExtensionIfNotExists", "create extension if not exists ", NO_FUNCTION, FALSE, NULL },
    { "dropExtension", "drop extension ", NO_FUNCTION, FALSE, NULL },
    { "dropExtensionIfExists", "drop extension if exists ", NO_FUNCTION, FALSE, NULL },
};

static ScriptStatus named_call (ScriptCall *call, const Schema *schema, const NamedCall *named,
                                const ScriptList *arguments, SchemaSteps *steps)
{
    gboolean optional = named->option && value_is_true (list_argument (arguments, 1));

    if (named->elsewhere && knex_run (call)->dialect != DIALECT_POSTGRESQL)
    {
        g_auto (GStrv) parts = g_strsplit (named->elsewhere, "%s", 2);
        g_autofree char *message = g_strjoinv (named->method, parts);

        return script_throw (call->runtime, "Error", "%s", message);
    }
    return push_named (call, steps, named->words, named->prefixed ? schema->schema : UNDEFINED,
                       list_argument (arguments, 0), optional ? named->option : "");
}

static ScriptStatus refresh_view (ScriptCall *call, const ScriptList *arguments, SchemaSteps *steps)
{
    if (knex_run (call)->dialect != DIALECT_POSTGRESQL)
        return script_throw (call->runtime, "Error", NO_MATERIALIZED);
    return push_named (call, steps,
                       value_is_true (list_argument (arguments, 1)) ? "refresh materialized view concurrently "
                                                                    : "refresh materialized view ",
                       UNDEFINED, list_argument (arguments, 0), "");
}

static ScriptStatus compile_call (ScriptCall *call, const Schema *schema, const SchemaCall *one, SchemaSteps *steps)
{
    static const struct
    {
        const char *name;
        TableMethod method;
    } tables[] = { { "createTable", TABLE_CREATE },
                   { "createTableIfNotExists", TABLE_CREATE_IF_NOT },
                   { "createTableLike", TABLE_CREATE_LIKE },
                   { "alterTable", TABLE_ALTER } };

    for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
        if (g_str_equal (tables[i].name, one->method))
            return schema_compile_table (call, tables[i].method, schema->schema, one->arguments, steps);
    for (guint i = 0; i < G_N_ELEMENTS (named_calls); i++)
        if (g_str_equal (named_calls[i].method, one->method))
            return named_call (call, schema, &named_calls[i], one->arguments, steps);
    if (g_str_equal (one->method, "hasTable") || g_str_equal (one->method, "hasColumn"))
        return push_look_up (call, schema, one->arguments, g_str_equal (one->method, "hasColumn"), steps);
    if (g_str_equal (one->method, "renameTable") || g_str_equal (one->method, "renameView"))
        return rename_table (call, schema, one->arguments, g_str_equal (one->method, "renameView"), steps);
    if (g_str_equal (one->method, "refreshMaterializedView"))
        return refresh_view (call, one->arguments, steps);
    if (g_str_equal (one->method, "raw"))
        return raw (call, one->arguments, steps);
    return schema_compile_view (call, one->method, schema->schema, one->arguments, steps);
}

static ScriptStatus compile (ScriptCall *call, const Schema *schema, SchemaSteps *steps)
{
    knex_idle_end (schema->idle);
    for (guint i = 0; i < schema->n; i++)
        SCRIPT_TRY (compile_call (call, schema, &schema->calls[i], steps));
    return SCRIPT_NORMAL;
}

static ScriptStatus run_step (ScriptCall *call, const SchemaStep *step, Value *out)
{
    g_auto (KnexText) text = { 0 };
    KnexCompiled compiled = { .method = "raw" };

    if (step->work)
    {
        SCRIPT_TRY (step->work (call, step, out));
        return out->kind == VALUE_BOOLEAN ? knex_post_process (call, out) : SCRIPT_NORMAL;
    }
    knex_text_init (&text, call);
    g_string_append (text.sql, step->sql);
    if (step->bindings->length > 0)
        g_array_append_vals (text.bindings, step->bindings->items, step->bindings->length);
    SCRIPT_TRY (knex_send_text (&text, &compiled, call->result_used, out));
    return knex_post_process (call, out);
}

/* All statements in order; their results as a list when there are several. */
static ScriptStatus run (ScriptCall *call, Value *out)
{
    SchemaSteps steps = { NULL, 0, 0 };
    ScriptList *results = list_new (call->runtime, NULL, 0);

    SCRIPT_TRY (compile (call, schema_self (call), &steps));
    for (guint i = 0; i < steps.n; i++)
    {
        Value result = UNDEFINED;

        SCRIPT_TRY (run_step (call, steps.items[i], &result));
        list_append (call->runtime, results, result);
    }
    *out = results->length == 1 ? results->items[0] : value_of_object (&results->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus to_sql (ScriptCall *call, Value *out)
{
    SchemaSteps steps = { NULL, 0, 0 };
    ScriptList *list = list_new (call->runtime, NULL, 0);

    SCRIPT_TRY (compile (call, schema_self (call), &steps));
    for (guint i = 0; i < steps.n; i++)
    {
        Value object = script_object_new (call->runtime);
        const SchemaStep *step = steps.items[i];
        ScriptList *bindings = step->bindings ? step->bindings : list_new (call->runtime, NULL, 0);

        script_set (call->runtime, object, "sql", value_string (call->runtime, step->sql ? step->sql : "", -1));
        script_set (call->runtime, object, "bindings", value_of_object (&bindings->object));
        list_append (call->runtime, list, object);
    }
    *out = value_of_object (&list->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus to_string (ScriptCall *call, Value *out)
{
    SchemaSteps steps = { NULL, 0, 0 };
    g_autoptr (GString) all = g_string_new (NULL);

    SCRIPT_TRY (compile (call, schema_self (call), &steps));
    for (guint i = 0; i < steps.n; i++)
    {
        g_auto (KnexText) text = { 0 };
        const SchemaStep *step = steps.items[i];

        knex_text_init (&text, call);
        g_string_append (text.sql, step->sql ? step->sql : "");
        if (step->bindings && step->bindings->length > 0)
            g_array_append_vals (text.bindings, step->bindings->items, step->bindings->length);
        if (i > 0)
            g_string_append (all, all->len && all->str[all->len - 1] == ';' ? "\n" : ";\n");
        SCRIPT_TRY (knex_fill (&text, all));
    }
    *out = value_string (call->runtime, all->str, (gssize)all->len);
    return SCRIPT_NORMAL;
}

static ScriptStatus same (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus with_schema (ScriptCall *call, Value *out)
{
    schema_self (call)->schema = call_argument (call, 0);
    return same (call, out);
}

static ScriptStatus add_call (ScriptCall *call, const char *method, Value *out)
{
    Schema *schema = schema_self (call);

    if (schema->n == schema->capacity)
    {
        guint capacity = MAX (4, schema->capacity * 2);
        SchemaCall *calls = script_alloc (call->runtime, capacity * sizeof *calls);

        if (schema->n > 0)
            memcpy (calls, schema->calls, schema->n * sizeof *calls);
        schema->calls = calls;
        schema->capacity = capacity;
    }
    schema->calls[schema->n++] = (SchemaCall){ method, list_new (call->runtime, call->arguments, call->n_arguments) };
    return same (call, out);
}

#define CALL(function, method)                                                                                         \
    static ScriptStatus function (ScriptCall *call, Value *out)                                                        \
    {                                                                                                                  \
        return add_call (call, method, out);                                                                           \
    }

CALL (create_table, "createTable")
CALL (create_table_if_not_exists, "createTableIfNotExists")
CALL (create_table_like, "createTableLike")
CALL (alter_table, "alterTable")
CALL (drop_table, "dropTable")
CALL (drop_table_if_exists, "dropTableIfExists")
CALL (rename_table_member, "renameTable")
CALL (has_table, "hasTable")
CALL (has_column, "hasColumn")
CALL (raw_member, "raw")
CALL (create_view, "createView")
CALL (create_view_or_replace, "createViewOrReplace")
CALL (create_materialized_view, "createMaterializedView")
CALL (refresh_materialized_view, "refreshMaterializedView")
CALL (drop_view, "dropView")
CALL (drop_view_if_exists, "dropViewIfExists")
CALL (drop_materialized_view, "dropMaterializedView")
CALL (drop_materialized_view_if_exists, "dropMaterializedViewIfExists")
CALL (rename_view, "renameView")
CALL (alter_view, "alterView")
CALL (create_schema, "createSchema")
CALL (create_schema_if_not_exists, "createSchemaIfNotExists")
CALL (drop_schema, "dropSchema")
CALL (drop_schema_if_exists, "dropSchemaIfExists")
CALL (create_extension, "createExtension")
CALL (create_extension_if_not_exists, "createExtensionIfNotExists")
CALL (drop_extension, "dropExtension")
CALL (drop_extension_if_exists, "dropExtensionIfExists")

#define MEMBER(name, least, most, function, summary)                                                                   \
    {                                                                                                                  \
        name, HOST_METHOD, least, most, function, HOST_NEEDS_NOTHING, summary, &knex_schema_class, NULL, NULL          \
    }
#define TABLE(name, least, most, function, summary)                                                                    \
    {                                                                                                                  \
        name, HOST_METHOD, least, most, function, HOST_NEEDS_NOTHING, summary, &knex_schema_class, &knex_table_class,  \
            NULL                                                                                                       \
    }

static const HostMember members[] = {
    TABLE ("createTable", 2, 2, create_table, "A new table."),
    TABLE ("createTableIfNotExists", 2, 2, create_table_if_not_exists, "A table, unless it is there."),
    TABLE ("createTableLike", 2, 3, create_table_like, "A table like another."),
    TABLE ("alterTable", 2, 2, alter_table, "Changes of a table."),
    TABLE ("table", 2, 2, alter_table, "Changes of a table."),
    MEMBER ("dropTable", 1, 1, drop_table, "Takes a table away."),
    MEMBER ("dropTableIfExists", 1, 1, drop_table_if_exists, "Takes a table away, if it is there."),
    MEMBER ("renameTable", 2, 2, rename_table_member, "Another name for a table."),
    { "hasTable", HOST_METHOD, 1, 1, has_table, HOST_NEEDS_CATALOG, "Is there such a table?", &knex_schema_class, NULL,
      NULL },
    { "hasColumn", HOST_METHOD, 2, 2, has_column, HOST_NEEDS_CATALOG, "Is there such a column?", &knex_schema_class,
      NULL, NULL },
    MEMBER ("raw", 1, 2, raw_member, "SQL as it is written."),
    MEMBER ("withSchema", 1, 1, with_schema, "The schema of the tables that follow."),
    MEMBER ("createView", 2, 2, create_view, "A new view."),
    MEMBER ("createViewOrReplace", 2, 2, create_view_or_replace, "A view, new or in place of another."),
    MEMBER ("createMaterializedView", 2, 2, create_materialized_view, "PostgreSQL: a materialized view."),
    MEMBER ("refreshMaterializedView", 1, 2, refresh_materialized_view, "PostgreSQL: fills a materialized view anew."),
    MEMBER ("dropView", 1, 1, drop_view, "Takes a view away."),
    MEMBER ("dropViewIfExists", 1, 1, drop_view_if_exists, "Takes a view away, if it is there."),
    MEMBER ("dropMaterializedView", 1, 1, drop_materialized_view, "PostgreSQL: takes a materialized view away."),
    MEMBER ("dropMaterializedViewIfExists", 1, 1, drop_materialized_view_if_exists,
            "PostgreSQL: takes a materialized view away, if it is there."),
    MEMBER ("renameView", 2, 2, rename_view, "Another name for a view."),
    MEMBER ("alterView", 2, 2, alter_view, "PostgreSQL: changes of a view."),
    MEMBER ("view", 2, 2, alter_view, "PostgreSQL: changes of a view."),
    MEMBER ("createSchema", 1, 1, create_schema, "PostgreSQL: a new schema."),
    MEMBER ("createSchemaIfNotExists", 1, 1, create_schema_if_not_exists, "PostgreSQL: a schema, unless it is there."),
    MEMBER ("dropSchema", 1, 2, drop_schema, "PostgreSQL: takes a schema away."),
    MEMBER ("dropSchemaIfExists", 1, 2, drop_schema_if_exists, "PostgreSQL: takes a schema away, if it is there."),
    MEMBER ("createExtension", 1, 1, create_extension, "PostgreSQL: an extension."),
    MEMBER ("createExtensionIfNotExists", 1, 1, create_extension_if_not_exists,
            "PostgreSQL: an extension, unless it is there."),
    MEMBER ("dropExtension", 1, 1, drop_extension, "PostgreSQL: takes an extension away."),
    MEMBER ("dropExtensionIfExists", 1, 1, drop_extension_if_exists,
            "PostgreSQL: takes an extension away, if it is there."),
    { "toSQL", HOST_METHOD, 0, 0, to_sql, HOST_NEEDS_NOTHING, "The statements, not sent.", NULL, NULL, NULL },
    { "toString", HOST_METHOD, 0, 0, to_string, HOST_NEEDS_NOTHING, "The statements as text.", NULL, NULL, NULL },
    { "toQuery", HOST_METHOD, 0, 1, to_string, HOST_NEEDS_NOTHING, "The statements as text.", NULL, NULL, NULL },
    MEMBER ("transacting", 1, 1, same, "There is one connection: nothing to do."),
    { "connection", HOST_METHOD, 0, HOST_ANY_NUMBER, NULL, HOST_NEEDS_RESULT, "", NULL, NULL,
      "there is one connection, the migration's" },
    MEMBER ("debug", 0, 1, same, "Without effect."),
    MEMBER ("timeout", 1, 2, same, "Without effect; see `policy.statement_timeout`."),
    MEMBER ("queryContext", 0, 1, knex_query_context, "Without effect."),
    { "generateDdlCommands", HOST_ASYNC, 0, 0, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL,
      "what Knex would do to a table of SQLite is not shown" },
    { .name = NULL },
};

const HostClass knex_schema_class = {
    .name = "SchemaBuilder",
    .summary = "Changes of the schema; they are sent when it is awaited.",
    .members = members,
    .run = run,
};
