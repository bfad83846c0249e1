/* The statements of one table, in Knex's order whatever the order of the calls (schema/tablecompiler.js and the three dialects'). */

#include "adapters/knex/schema.h"

#include <string.h>

static ScriptRuntime *runtime_of (const KnexTable *table)
{
    return table->call->runtime;
}

static Dialect dialect_of (const KnexTable *table)
{
    return knex_run (table->call)->dialect;
}

const char *schema_raw_name (const KnexTable *table)
{
    return value_to_text (runtime_of (table), table->name);
}

static ScriptStatus name_in_schema (const KnexTable *table, KnexText *text, Value name)
{
    g_autofree char *dotted = NULL;

    if (value_is_nullish (table->schema))
        return knex_wrap (text, name);
    dotted = g_strdup_printf ("%s.%s", value_to_text (runtime_of (table), table->schema),
                              value_to_text (runtime_of (table), name));
    return knex_wrap_string (text, dotted, strlen (dotted));
}

ScriptStatus schema_table_name (const KnexTable *table, KnexText *text)
{
    return name_in_schema (table, text, table->name);
}

static ScriptStatus push_comment (KnexTable *table)
{
    g_auto (KnexText) text = { 0 };

    knex_text_init (&text, table->call);
    g_string_append (text.sql, dialect_of (table) == DIALECT_MYSQL ? "alter table " : "comment on table ");
    SCRIPT_TRY (schema_table_name (table, &text));
    g_string_append_printf (text.sql, dialect_of (table) == DIALECT_MYSQL ? " comment = '%s'" : " is '%s'",
                            value_to_text (runtime_of (table), table->comment));
    schema_push (table->steps, runtime_of (table), &text);
    return SCRIPT_NORMAL;
}

static void append_option (const KnexTable *table, KnexText *text, const char *words, Value value, const char *tail)
{
    if (value.kind == VALUE_STRING && value.as.string->length > 0)
        g_string_append_printf (text->sql, "%s%s%s", words, value_to_text (runtime_of (table), value), tail);
}

/* What stands between the parentheses of createTable. */
static ScriptStatus append_body (KnexTable *table, KnexText *text, const char *columns)
{
    g_string_append_printf (text->sql, " (%s", columns);
    if (dialect_of (table) == DIALECT_SQLITE)
        SCRIPT_TRY (schema_foreign_keys (table, text));
    SCRIPT_TRY (schema_primary_keys (table, text));
    SCRIPT_TRY (schema_checks (table, text));
    g_string_append_c (text->sql, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus append_like (KnexTable *table, KnexText *text, const char *columns)
{
    switch (dialect_of (table))
    {
    case DIALECT_POSTGRESQL:
        g_string_append (text->sql, " (like ");
        SCRIPT_TRY (name_in_schema (table, text, table->like));
        g_string_append_printf (text->sql, " including all%s%s)", *columns ? ", " : "", columns);
        return SCRIPT_NORMAL;
    case DIALECT_MYSQL:
        g_string_append (text->sql, " like ");
        return name_in_schema (table, text, table->like);
    case DIALECT_SQLITE:
        g_string_append (text->sql, " as select * from ");
        SCRIPT_TRY (name_in_schema (table, text, table->like));
        g_string_append (text->sql, " where 0=1");
        return SCRIPT_NORMAL;
    }
    g_return_val_if_reached (SCRIPT_NORMAL);
}

static ScriptStatus create_query (KnexTable *table, const char *columns)
{
    g_auto (KnexText) text = { 0 };
    gboolean like = table->method == TABLE_CREATE_LIKE;

    knex_text_init (&text, table->call);
    g_string_append (text.sql, table->method == TABLE_CREATE_IF_NOT ? "create table if not exists " : "create table ");
    SCRIPT_TRY (schema_table_name (table, &text));
    SCRIPT_TRY (like ? append_like (table, &text, columns) : append_body (table, &text, columns));
    if (!value_is_nullish (table->inherits))
    {
        g_string_append (text.sql, " inherits (");
        SCRIPT_TRY (knex_wrap (&text, table->inherits));
        g_string_append_c (text.sql, ')');
    }
    if (!like)
        append_option (table, &text, " default character set ", table->charset, "");
    append_option (table, &text, " collate ", table->collate, "");
    append_option (table, &text, " engine = ", table->engine, "");
    if (dialect_of (table) == DIALECT_MYSQL)
        append_option (table, &text, " comment = '", table->comment, "'");
    schema_push (table->steps, runtime_of (table), &text);
    if (dialect_of (table) == DIALECT_POSTGRESQL && !value_is_nullish (table->comment))
        return push_comment (table);
    return SCRIPT_NORMAL;
}

/* Columns that are added, or with ALTERS changed, each with PREFIX, joined by commas. Statements that must follow go to AFTER. */
static ScriptStatus join_columns (KnexTable *table, gboolean alters, const char *prefix, GString *out,
                                  SchemaSteps *after)
{
    for (guint i = 0; i < table->columns->len; i++)
    {
        KnexColumn *column = table->columns->pdata[i];
        g_auto (KnexText) text = { 0 };

        if (column->alters != alters)
            continue;
        knex_text_init (&text, table->call);
        SCRIPT_TRY (schema_column_sql (column, &text, after));
        g_string_append_printf (out, "%s%s%s", out->len ? ", " : "", prefix, text.sql->str);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus push_alter (KnexTable *table, const char *what)
{
    g_auto (KnexText) text = { 0 };

    knex_text_init (&text, table->call);
    g_string_append (text.sql, "alter table ");
    SCRIPT_TRY (schema_table_name (table, &text));
    g_string_append_printf (text.sql, " %s", what);
    schema_push (table->steps, runtime_of (table), &text);
    return SCRIPT_NORMAL;
}

static void push_all (KnexTable *table, const SchemaSteps *steps)
{
    for (guint i = 0; i < steps->n; i++)
    {
        g_auto (KnexText) text = { 0 };

        knex_text_init (&text, table->call);
        g_string_append (text.sql, steps->items[i]->sql);
        schema_push (table->steps, runtime_of (table), &text);
    }
}

/* SQLite adds one column at a time. */
static ScriptStatus add_columns (KnexTable *table, const char *joined, SchemaSteps *after)
{
    if (!*joined)
        return SCRIPT_NORMAL;
    if (dialect_of (table) != DIALECT_SQLITE)
        return push_alter (table, joined);
    for (guint i = 0; i < table->columns->len; i++)
    {
        KnexColumn *column = table->columns->pdata[i];
        g_auto (KnexText) text = { 0 };

        if (column->alters)
            continue;
        knex_text_init (&text, table->call);
        g_string_append (text.sql, "add column ");
        SCRIPT_TRY (schema_column_sql (column, &text, after));
        SCRIPT_TRY (push_alter (table, text.sql->str));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus push_column_alter (KnexTable *table, const KnexColumn *column, const char *format,
                                       const char *value, const char *again)
{
    g_auto (KnexText) text = { 0 };
    g_auto (GStrv) parts = g_strsplit (format, "%s", -1);

    knex_text_init (&text, table->call);
    g_string_append (text.sql, "alter column ");
    SCRIPT_TRY (schema_column_name (column, &text));
    for (guint i = 0; parts[i]; i++)
        g_string_append_printf (text.sql, "%s%s", i == 0 ? "" : i == 1 ? value : again, parts[i]);
    return push_alter (table, text.sql->str);
}

/* PostgreSQL changes a column in up to five statements; what is not said again is lost. */
static ScriptStatus pg_alter_column (KnexTable *table, const KnexColumn *column)
{
    g_auto (KnexText) type = { 0 };
    g_auto (KnexText) name = { 0 };
    g_auto (KnexText) fallback = { 0 };
    g_autofree char *using = NULL;

    knex_text_init (&type, table->call);
    knex_text_init (&name, table->call);
    knex_text_init (&fallback, table->call);
    SCRIPT_TRY (schema_column_type (column, &type));
    SCRIPT_TRY (schema_column_name (column, &name));
    SCRIPT_TRY (push_column_alter (table, column, " drop default", "", ""));
    if (column->alter_nullable)
        SCRIPT_TRY (push_column_alter (table, column, " drop not null", "", ""));
    using =
        g_strdup_printf ("%s%s%s", name.sql->str, g_str_equal (column->type, "enu") ? "::text::" : "::", type.sql->str);
    if (column->alter_type)
        SCRIPT_TRY (push_column_alter (table, column, " type %s using (%s)", type.sql->str, using));
    if (column->modifiers[MODIFIER_DEFAULT])
    {
        SCRIPT_TRY (schema_column_default (column, &fallback));
        SCRIPT_TRY (push_column_alter (table, column, " set default %s", fallback.sql->str, ""));
    }
    if (column->alter_nullable && schema_not_nullable (column))
        SCRIPT_TRY (push_column_alter (table, column, " set not null", "", ""));
    return SCRIPT_NORMAL;
}

static ScriptStatus alter_columns (KnexTable *table, const char *joined)
{
    if (!*joined)
        return SCRIPT_NORMAL;
    if (dialect_of (table) == DIALECT_MYSQL)
        return push_alter (table, joined);
    if (dialect_of (table) == DIALECT_SQLITE)
        return schema_sqlite_alter (table);
    for (guint i = 0; i < table->columns->len; i++)
        if (((KnexColumn *)table->columns->pdata[i])->alters)
            SCRIPT_TRY (pg_alter_column (table, table->columns->pdata[i]));
    return SCRIPT_NORMAL;
}

static ScriptStatus statements (KnexTable *table)
{
    for (guint i = 0; i < table->statements->len; i++)
        SCRIPT_TRY (schema_statement (table, table->statements->pdata[i]));
    return SCRIPT_NORMAL;
}

static ScriptStatus create (KnexTable *table)
{
    g_autoptr (GString) columns = g_string_new (NULL);
    g_autoptr (GString) added = g_string_new (NULL);
    SchemaSteps after = { NULL, 0, 0 };
    gboolean like = table->method == TABLE_CREATE_LIKE && dialect_of (table) != DIALECT_POSTGRESQL;

    SCRIPT_TRY (join_columns (table, FALSE, "", columns, &after));
    SCRIPT_TRY (create_query (table, columns->str));
    if (like && columns->len > 0)
    {
        SchemaSteps again = { NULL, 0, 0 };

        SCRIPT_TRY (join_columns (table, FALSE, "add ", added, &again));
        SCRIPT_TRY (add_columns (table, added->str, &again));
    }
    push_all (table, &after);
    return statements (table);
}

static ScriptStatus alter (KnexTable *table)
{
    gboolean mysql = dialect_of (table) == DIALECT_MYSQL;
    g_autoptr (GString) added = g_string_new (NULL);
    g_autoptr (GString) altered = g_string_new (NULL);
    SchemaSteps after = { NULL, 0, 0 }, after_altered = { NULL, 0, 0 }, again = { NULL, 0, 0 };

    SCRIPT_TRY (join_columns (table, FALSE, mysql ? "add " : "add column ", added, &after));
    SCRIPT_TRY (join_columns (table, TRUE, mysql ? "modify " : "", altered, &after_altered));
    SCRIPT_TRY (add_columns (table, added->str, &again));
    SCRIPT_TRY (alter_columns (table, altered->str));
    push_all (table, &after);
    push_all (table, &after_altered);
    SCRIPT_TRY (statements (table));
    if (!value_is_nullish (table->comment) && dialect_of (table) != DIALECT_SQLITE)
        return push_comment (table);
    return SCRIPT_NORMAL;
}

static void table_clear (KnexTable *table)
{
    g_clear_pointer (&table->columns, g_ptr_array_unref);
    g_clear_pointer (&table->statements, g_ptr_array_unref);
    g_clear_pointer (&table->checks, g_ptr_array_unref);
}

ScriptStatus schema_compile_table (ScriptCall *call, TableMethod method, Value schema, const ScriptList *arguments,
                                   SchemaSteps *steps)
{
    KnexTable *table = script_alloc (call->runtime, sizeof *table);
    gboolean like = method == TABLE_CREATE_LIKE;
    Value callback = list_argument (arguments, like ? 2 : 1);
    Value object, ignored;
    ScriptStatus status = SCRIPT_NORMAL;

    if (!like && !knex_is_function (callback))
        return script_throw (call->runtime, "TypeError",
                             "A callback function must be supplied to calls against `.createTable` and `.table`");
    *table = (KnexTable){ .call = call,
                          .method = method,
                          .schema = schema,
                          .name = list_argument (arguments, 0),
                          .like = like ? list_argument (arguments, 1) : UNDEFINED,
                          .columns = g_ptr_array_new (),
                          .statements = g_ptr_array_new (),
                          .checks = g_ptr_array_new (),
                          .comment = UNDEFINED,
                          .engine = UNDEFINED,
                          .charset = UNDEFINED,
                          .collate = UNDEFINED,
                          .inherits = UNDEFINED,
                          .steps = steps };
    object = host_object_new (call->runtime, &knex_table_class, table);
    if (knex_is_function (callback))
        status = script_call (call->runtime, callback, object, &object, 1, &ignored);
    if (status == SCRIPT_NORMAL)
        status = method == TABLE_ALTER ? alter (table) : create (table);
    table_clear (table);
    return status;
}
