/* op.create_table, op.drop_table, op.rename_table and comments; op.f. */

#include "adapters/alembic/op.h"
#include "adapters/alembic/sql.h"
#include "script/py.h"

#include <string.h>

/* The keywords that are Table's own, taken from KEYWORDS; the rest are options of dialects. */
static ScriptStatus read_table_keywords (ScriptRuntime *runtime, SaTable *table, Value keywords)
{
    const ScriptMap *map = value_map (keywords);
    Value rest = py_dict_new (runtime);

    for (guint32 i = 0; i < map->n_entries; i++)
    {
        const char *key = sa_text (runtime, map->entries[i].key);
        Value value = map->entries[i].value;

        if (!key || strcmp (key, "schema") == 0 || strcmp (key, "info") == 0)
            continue;
        if (strcmp (key, "comment") == 0)
            table->comment = sa_text (runtime, value);
        else if (strcmp (key, "quote") == 0)
            table->name.quote = sa_truth (value);
        else if (strcmp (key, "quote_schema") == 0)
            table->schema.quote = sa_truth (value);
        else if (strcmp (key, "prefixes") == 0)
        {
            if (value.kind != VALUE_NULL)
                SCRIPT_TRY (sa_names (runtime, value, &table->prefixes));
        }
        else
            SCRIPT_TRY (py_dict_set (runtime, value_map (rest), key, value));
    }
    return sa_options (runtime, "Table", rest, &table->options);
}

static SaName schema_of (ScriptRuntime *runtime, Value keywords)
{
    const Value *schema = py_dict_get (value_map (keywords), "schema");

    return schema ? sa_name (runtime, *schema) : SA_NO_NAME;
}

ScriptStatus op_create_table (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    const ScriptList *items;
    Value values[4];
    SaTable *table;

    SCRIPT_TRY (py_bind (call, "create_table(table_name, *columns, if_not_exists=, **kw)", values));
    if (!sa_text (runtime, values[0]))
        return script_refuse (runtime, "create_table is given the name of a table first, not %s",
                              py_type_name (runtime, values[0]));
    items = value_list (values[1]);
    table = op_table_new (runtime, sa_name (runtime, values[0]), schema_of (runtime, values[3]));
    SCRIPT_TRY (read_table_keywords (runtime, table, values[3]));
    SCRIPT_TRY (sa_table_add_items (runtime, table, items->items, items->length));
    SCRIPT_TRY (ddl_create_table_all (call, table, sa_truth (values[2]) == SA_TRUE));
    *out = sa_table_value (runtime, table);
    return SCRIPT_NORMAL;
}

ScriptStatus op_drop_table (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Value values[4];
    SaTable *table;

    SCRIPT_TRY (py_bind (call, "drop_table(table_name, *, schema=, if_exists=, **kw)", values));
    if (!sa_text (call->runtime, values[0]))
        return script_refuse (call->runtime, "drop_table is given the name of a table, not %s",
                              py_type_name (call->runtime, values[0]));
    table = op_table_new (call->runtime, sa_name (call->runtime, values[0]), sa_name (call->runtime, values[1]));
    SCRIPT_TRY (read_table_keywords (call->runtime, table, values[3]));
    return ddl_drop_table (call, table, sa_truth (values[2]) == SA_TRUE);
}

ScriptStatus op_rename_table (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const SaDialect *dialect = sa_dialect (call->runtime);
    g_autoptr (GString) sql = g_string_new ("ALTER TABLE ");
    SaName schema, from, to;
    Value values[3];

    SCRIPT_TRY (py_bind (call, "rename_table(old_table_name, new_table_name, *, schema=)", values));
    from = sa_name (call->runtime, values[0]);
    to = sa_name (call->runtime, values[1]);
    schema = sa_name (call->runtime, values[2]);
    if (!from.text || !to.text)
        return script_refuse (call->runtime, "rename_table is given two names");
    sa_append_path (dialect, sql, &schema, &from);
    g_string_append (sql, " RENAME TO ");
    if (dialect->dialect != DIALECT_MYSQL)
        schema = SA_NO_NAME;
    sa_append_path (dialect, sql, &schema, &to);
    return ddl_send (call, sql);
}

static ScriptStatus set_comment (const ChangeTarget *target, const char *comment)
{
    SchemaChange change = { .kind = CHANGE_TABLE_COMMENT, .comment = comment };

    return change_issue (target, &change);
}

ScriptStatus op_create_table_comment (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target;
    Value values[4];

    SCRIPT_TRY (py_bind (call, "create_table_comment(table_name, comment, *, existing_comment=, schema=)", values));
    target = op_target (call, sa_name (call->runtime, values[0]), sa_name (call->runtime, values[3]));
    return set_comment (&target, sa_text (call->runtime, values[1]));
}

ScriptStatus op_drop_table_comment (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target;
    Value values[3];

    SCRIPT_TRY (py_bind (call, "drop_table_comment(table_name, *, existing_comment=, schema=)", values));
    target = op_target (call, sa_name (call->runtime, values[0]), sa_name (call->runtime, values[2]));
    return set_comment (&target, NULL);
}

ScriptStatus batch_create_table_comment (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target = batch_target (call);
    Value values[2];

    SCRIPT_TRY (py_bind (call, "create_table_comment(comment, *, existing_comment=)", values));
    return set_comment (&target, sa_text (call->runtime, values[0]));
}

ScriptStatus batch_drop_table_comment (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target = batch_target (call);
    Value values[1];

    SCRIPT_TRY (py_bind (call, "drop_table_comment(*, existing_comment=)", values));
    return set_comment (&target, NULL);
}

/* A str that naming conventions leave alone (sqlalchemy.schema.conv). */
Value sa_conv_class (ScriptRuntime *runtime)
{
    AlembicSchema *schema = sa_schema (runtime);

    if (schema->conv.kind == VALUE_EMPTY)
    {
        PyClass *class = py_class_new (runtime, "conv", "sqlalchemy.sql.elements", py_builtin_class (runtime, "str"),
                                       OBJECT_BOX, NULL, NULL);

        schema->conv = value_of_object (&class->object);
    }
    return schema->conv;
}

ScriptStatus op_f (ScriptCall *call, Value *out)
{
    Value values[1];

    SCRIPT_TRY (py_bind (call, "f(name)", values));
    return py_call (call->runtime, sa_conv_class (call->runtime), values, 1, out);
}
