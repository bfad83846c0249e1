/* What MySQL must be asked before it can be told (dialects/mysql/schema/mysql-tablecompiler.js, renameColumn; schema/tablecompiler.js, _setNullableState). */

#include "adapters/knex/schema.h"

#include <string.h>

static const char *cell (ScriptCall *call, Value row, const char *name)
{
    Value value = knex_peek (call->runtime, row, name);

    return value_is_nullish (value) ? NULL : value_to_text (call->runtime, value);
}

/* Rows of SQL with its values. */
static ScriptStatus ask (ScriptCall *call, KnexText *text, ScriptList **rows)
{
    KnexCompiled compiled = { .method = "select" };
    Value out;

    SCRIPT_TRY (knex_send_text (text, &compiled, TRUE, &out));
    *rows = value_list (out);
    g_string_truncate (text->sql, 0);
    g_array_set_size (text->bindings, 0);
    return *rows ? SCRIPT_NORMAL : script_throw (call->runtime, "Error", "no rows were given");
}

static ScriptStatus tell (KnexText *text)
{
    KnexCompiled compiled = { .method = "raw" };
    Value out;

    SCRIPT_TRY (knex_send_text (text, &compiled, FALSE, &out));
    g_string_truncate (text->sql, 0);
    return SCRIPT_NORMAL;
}

/* Foreign keys that refer to this table. */
static ScriptStatus read_references (ScriptCall *call, const SchemaStep *step, KnexText *text, ScriptList **rows)
{
    g_string_append (
        text->sql,
        "SELECT KCU.CONSTRAINT_NAME, KCU.TABLE_NAME, KCU.COLUMN_NAME, KCU.REFERENCED_TABLE_NAME, "
        "KCU.REFERENCED_COLUMN_NAME, RC.UPDATE_RULE, RC.DELETE_RULE FROM INFORMATION_SCHEMA.KEY_COLUMN_USAGE AS "
        "KCU JOIN INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS AS RC USING(CONSTRAINT_NAME) WHERE "
        "KCU.REFERENCED_TABLE_NAME = ? AND KCU.CONSTRAINT_SCHEMA = DATABASE() AND RC.CONSTRAINT_SCHEMA = "
        "DATABASE()");
    g_array_append_val (text->bindings, step->table->name);
    return ask (call, text, rows);
}

static ScriptStatus drop_reference (ScriptCall *call, KnexText *text, Value row)
{
    g_string_append (text->sql, "alter table ");
    SCRIPT_TRY (knex_wrap (text, knex_peek (call->runtime, row, "TABLE_NAME")));
    g_string_append (text->sql, " drop foreign key ");
    SCRIPT_TRY (knex_wrap (text, knex_peek (call->runtime, row, "CONSTRAINT_NAME")));
    return tell (text);
}

static Value renamed (ScriptCall *call, const SchemaStep *step, Value name)
{
    const char *words = value_to_text (call->runtime, name);

    return g_str_equal (words, value_to_text (call->runtime, step->first)) ? step->second : name;
}

static ScriptStatus create_reference (ScriptCall *call, const SchemaStep *step, KnexText *text, Value row)
{
    ScriptRuntime *runtime = call->runtime;

    g_string_append (text->sql, "alter table ");
    SCRIPT_TRY (knex_wrap (text, knex_peek (runtime, row, "TABLE_NAME")));
    g_string_append (text->sql, " add constraint ");
    SCRIPT_TRY (knex_wrap (text, knex_peek (runtime, row, "CONSTRAINT_NAME")));
    g_string_append (text->sql, " foreign key (");
    SCRIPT_TRY (knex_columnize (text, renamed (call, step, knex_peek (runtime, row, "COLUMN_NAME"))));
    g_string_append (text->sql, ") references ");
    SCRIPT_TRY (knex_wrap (text, knex_peek (runtime, row, "REFERENCED_TABLE_NAME")));
    g_string_append (text->sql, " (");
    SCRIPT_TRY (knex_columnize (text, renamed (call, step, knex_peek (runtime, row, "REFERENCED_COLUMN_NAME"))));
    g_string_append_printf (text->sql, ") ON UPDATE %s ON DELETE %s", cell (call, row, "UPDATE_RULE"),
                            cell (call, row, "DELETE_RULE"));
    return tell (text);
}

static ScriptStatus change_column (ScriptCall *call, const SchemaStep *step, KnexText *text, Value column)
{
    const char *fallback = cell (call, column, "Default");
    const char *collation = cell (call, column, "Collation");
    const char *extra = cell (call, column, "Extra");

    g_string_append (text->sql, "alter table ");
    SCRIPT_TRY (schema_table_name (step->table, text));
    g_string_append (text->sql, " change ");
    SCRIPT_TRY (knex_wrap (text, step->first));
    g_string_append_c (text->sql, ' ');
    SCRIPT_TRY (knex_wrap (text, step->second));
    g_string_append_printf (text->sql, " %s%s", cell (call, column, "Type"),
                            g_ascii_strcasecmp (cell (call, column, "Null"), "YES") == 0 ? " NULL" : " NOT NULL");
    if (fallback)
        g_string_append_printf (text->sql, " DEFAULT '%s'", fallback);
    if (collation)
        g_string_append_printf (text->sql, " COLLATE '%s'", collation);
    if (extra && g_str_equal (extra, "auto_increment"))
        g_string_append (text->sql, " AUTO_INCREMENT");
    return tell (text);
}

ScriptStatus schema_mysql_rename_column (ScriptCall *call, const SchemaStep *step, Value *out G_GNUC_UNUSED)
{
    g_auto (KnexText) text = { 0 };
    ScriptList *columns, *references;

    knex_text_init (&text, call);
    g_string_append (text.sql, "show full fields from ");
    SCRIPT_TRY (schema_table_name (step->table, &text));
    g_string_append (text.sql, " where field = ");
    SCRIPT_TRY (knex_parameter (&text, step->first));
    SCRIPT_TRY (ask (call, &text, &columns));
    if (columns->length == 0)
        return script_throw (call->runtime, "TypeError", "Cannot read properties of undefined (reading 'Type')");
    SCRIPT_TRY (read_references (call, step, &text, &references));
    for (guint32 i = 0; i < references->length; i++)
        SCRIPT_TRY (drop_reference (call, &text, references->items[i]));
    SCRIPT_TRY (change_column (call, step, &text, columns->items[0]));
    for (guint32 i = 0; i < references->length; i++)
        SCRIPT_TRY (create_reference (call, step, &text, references->items[i]));
    return SCRIPT_NORMAL;
}

ScriptStatus schema_mysql_set_nullable (ScriptCall *call, const SchemaStep *step, Value *out G_GNUC_UNUSED)
{
    g_auto (KnexText) text = { 0 };
    g_auto (KnexText) name = { 0 };
    ScriptList *rows;
    const char *length, *fallback;

    knex_text_init (&text, call);
    knex_text_init (&name, call);
    g_string_append (text.sql, "select * from information_schema.columns where table_name = ? and column_name = ? and "
                               "table_schema = database()");
    g_array_append_val (text.bindings, step->table->name);
    g_array_append_val (text.bindings, step->first);
    SCRIPT_TRY (ask (call, &text, &rows));
    SCRIPT_TRY (knex_columnize (&name, step->first));
    g_string_append (text.sql, "alter table ");
    SCRIPT_TRY (schema_table_name (step->table, &text));
    if (rows->length == 0)
        return script_throw (call->runtime, "Error", ".setNullable: Column %s does not exist in table %s.",
                             name.sql->str, text.sql->str + strlen ("alter table "));
    length = cell (call, rows->items[0], "CHARACTER_MAXIMUM_LENGTH");
    fallback = cell (call, rows->items[0], "COLUMN_DEFAULT");
    g_string_append_printf (text.sql, " modify  %s %s", name.sql->str, cell (call, rows->items[0], "DATA_TYPE"));
    if (length)
        g_string_append_printf (text.sql, "(%s)", length);
    g_string_append (text.sql, step->flag ? " null " : " not null ");
    if (fallback && !g_str_equal (fallback, "NULL"))
        g_string_append_printf (text.sql, "default '%s'", fallback);
    return tell (&text);
}
