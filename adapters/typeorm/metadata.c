/* Rows of typeorm_metadata: BaseQueryRunner's insertTypeormMetadataSql and its like. */

#include "adapters/typeorm/schema.h"
#include "adapters/typeorm/schema_state.h"
#include "ddl/quote.h"

#define METADATA_PARTS 6

/* The columns that ROW has something for, and their parameters. */
typedef struct
{
    const char *names[METADATA_PARTS];
    SqlValue values[METADATA_PARTS];
    guint n;
} MetadataParts;

static void add_part (MetadataParts *parts, const char *name, const char *value)
{
    if (!value)
        return;
    parts->names[parts->n] = name;
    parts->values[parts->n++] = typeorm_text (value);
}

static void parts_of (const TypeormMetadata *row, gboolean with_value, MetadataParts *parts)
{
    parts->n = 0;
    add_part (parts, "type", row->type);
    add_part (parts, "name", row->name);
    add_part (parts, "database", row->database);
    add_part (parts, "schema", row->schema);
    add_part (parts, "table", row->table);
    if (with_value)
        add_part (parts, "value", row->value);
}

static void append_table (const TypeormRun *run, GString *sql)
{
    ddl_append_path (sql, run->dialect, run->dialect == DIALECT_POSTGRESQL ? run->options.schema : NULL,
                     run->options.metadata_table);
}

static void append_place (const TypeormRun *run, GString *sql, guint index)
{
    if (run->dialect == DIALECT_POSTGRESQL)
        g_string_append_printf (sql, "$%u", index + 1);
    else
        g_string_append_c (sql, '?');
}

static void append_condition (const TypeormRun *run, GString *sql, const MetadataParts *parts)
{
    for (guint i = 0; i < parts->n; i++)
    {
        g_string_append (sql, i ? " AND " : " WHERE ");
        dialect_append_identifier (run->dialect, sql, parts->names[i]);
        g_string_append (sql, " = ");
        append_place (run, sql, i);
    }
}

ScriptStatus typeorm_metadata_insert (ScriptCall *call, const TypeormMetadata *row)
{
    const TypeormRun *run = typeorm_run (call);
    g_autoptr (GString) sql = g_string_new ("INSERT INTO ");
    MetadataParts parts;

    parts_of (row, TRUE, &parts);
    append_table (run, sql);
    g_string_append_c (sql, '(');
    for (guint i = 0; i < parts.n; i++)
    {
        g_string_append (sql, i ? ", " : "");
        dialect_append_identifier (run->dialect, sql, parts.names[i]);
    }
    g_string_append (sql, ") VALUES (");
    for (guint i = 0; i < parts.n; i++)
    {
        g_string_append (sql, i ? ", " : "");
        append_place (run, sql, i);
    }
    g_string_append_c (sql, ')');
    return typeorm_execute (call, sql->str, parts.values, parts.n);
}

ScriptStatus typeorm_metadata_delete (ScriptCall *call, const TypeormMetadata *row)
{
    const TypeormRun *run = typeorm_run (call);
    g_autoptr (GString) sql = g_string_new ("DELETE FROM ");
    MetadataParts parts;

    parts_of (row, FALSE, &parts);
    append_table (run, sql);
    append_condition (run, sql, &parts);
    return typeorm_execute (call, sql->str, parts.values, parts.n);
}

ScriptStatus typeorm_metadata_select (ScriptCall *call, const TypeormMetadata *row, char **value)
{
    const TypeormRun *run = typeorm_run (call);
    g_autoptr (GString) sql = g_string_new ("SELECT ");
    g_autoptr (ResultSet) result = NULL;
    MetadataParts parts;

    *value = NULL;
    parts_of (row, FALSE, &parts);
    dialect_append_identifier (run->dialect, sql, "value");
    g_string_append (sql, " FROM ");
    append_table (run, sql);
    append_condition (run, sql, &parts);
    SCRIPT_TRY (typeorm_query (call, sql->str, parts.values, parts.n, &result));
    if (result_n_rows (result))
        *value = g_strdup (result_text (result, 0, 0));
    return SCRIPT_NORMAL;
}
