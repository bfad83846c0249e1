/* DDL as something to execute: CreateTable, CreateSequence, CreateSchema and their like (sql/ddl.py), as texts. */

#include "adapters/alembic/ddl_element.h"
#include "adapters/alembic/ddl.h"
#include "adapters/alembic/sql.h"
#include "script/py.h"

/* SQL as a text in which no colon begins a parameter. */
static Value element_of (ScriptRuntime *runtime, const GString *sql)
{
    g_autoptr (GString) text = g_string_new (sql->str);

    g_string_replace (text, ":", "\\:", 0);
    return sql_element_value (runtime, sql_text_new (runtime, script_strdup (runtime, text->str)));
}

static gboolean is_set (Value value)
{
    return sa_truth (value) == SA_TRUE;
}

static ScriptStatus wrong (ScriptCall *call, const char *wanted, Value given)
{
    return script_refuse (call->runtime, "%s is expected here, not %s", wanted, py_type_name (call->runtime, given));
}

static ScriptStatus create_sequence (ScriptCall *call, Value *out)
{
    g_autoptr (GString) sql = g_string_new (NULL);
    Value values[2];

    SCRIPT_TRY (py_bind (call, "CreateSequence(element, if_not_exists=)", values));
    if (!sa_sequence_of (values[0]))
        return wrong (call, "a Sequence", values[0]);
    SCRIPT_TRY (ddl_append_create_sequence (call->runtime, sa_sequence_of (values[0]), is_set (values[1]), sql));
    *out = element_of (call->runtime, sql);
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_sequence (ScriptCall *call, Value *out)
{
    g_autoptr (GString) sql = g_string_new ("DROP SEQUENCE ");
    const SaSequence *sequence;
    Value values[2];

    SCRIPT_TRY (py_bind (call, "DropSequence(element, if_exists=)", values));
    sequence = sa_sequence_of (values[0]);
    if (!sequence)
        return wrong (call, "a Sequence", values[0]);
    if (is_set (values[1]))
        g_string_append (sql, "IF EXISTS ");
    sa_append_path (sa_dialect (call->runtime), sql, &sequence->schema, &sequence->name);
    *out = element_of (call->runtime, sql);
    return SCRIPT_NORMAL;
}

static ScriptStatus create_table (ScriptCall *call, Value *out)
{
    g_autoptr (GString) sql = g_string_new (NULL);
    Value values[3];

    SCRIPT_TRY (py_bind (call, "CreateTable(element, include_foreign_key_constraints=, if_not_exists=)", values));
    if (!sa_table_of (values[0]) || is_set (values[1]))
        return wrong (call, "a Table alone", values[0]);
    SCRIPT_TRY (ddl_append_create_table (call->runtime, sa_table_of (values[0]), is_set (values[2]), sql));
    *out = element_of (call->runtime, sql);
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_table (ScriptCall *call, Value *out)
{
    g_autoptr (GString) sql = g_string_new ("DROP TABLE ");
    Value values[2];

    SCRIPT_TRY (py_bind (call, "DropTable(element, if_exists=)", values));
    if (!sa_table_of (values[0]))
        return wrong (call, "a Table", values[0]);
    if (is_set (values[1]))
        g_string_append (sql, "IF EXISTS ");
    ddl_append_table (sa_dialect (call->runtime), sql, sa_table_of (values[0]));
    *out = element_of (call->runtime, sql);
    return SCRIPT_NORMAL;
}

static ScriptStatus create_index (ScriptCall *call, Value *out)
{
    g_autoptr (GString) sql = g_string_new (NULL);
    const SaIndex *index;
    Value values[2];

    SCRIPT_TRY (py_bind (call, "CreateIndex(element, if_not_exists=)", values));
    index = sa_index_of (values[0]);
    if (!index || !index->table)
        return wrong (call, "an Index of a table", values[0]);
    SCRIPT_TRY (ddl_append_create_index (call->runtime, index, is_set (values[1]), sql));
    *out = element_of (call->runtime, sql);
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_index (ScriptCall *call, Value *out)
{
    g_autoptr (GString) sql = g_string_new (NULL);
    const SaIndex *index;
    Value values[2];

    SCRIPT_TRY (py_bind (call, "DropIndex(element, if_exists=)", values));
    index = sa_index_of (values[0]);
    if (!index || !index->table)
        return wrong (call, "an Index of a table", values[0]);
    SCRIPT_TRY (ddl_append_drop_index (call->runtime, index, is_set (values[1]), sql));
    *out = element_of (call->runtime, sql);
    return SCRIPT_NORMAL;
}

static ScriptStatus create_schema (ScriptCall *call, Value *out)
{
    g_autoptr (GString) sql = g_string_new ("CREATE SCHEMA ");
    SaName name;
    Value values[2];

    SCRIPT_TRY (py_bind (call, "CreateSchema(name, if_not_exists=)", values));
    name = sa_name (call->runtime, values[0]);
    if (!name.text)
        return wrong (call, "a name", values[0]);
    if (is_set (values[1]))
        g_string_append (sql, "IF NOT EXISTS ");
    sa_append (sa_dialect (call->runtime), sql, &name);
    *out = element_of (call->runtime, sql);
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_schema (ScriptCall *call, Value *out)
{
    g_autoptr (GString) sql = g_string_new ("DROP SCHEMA ");
    SaName name;
    Value values[3];

    SCRIPT_TRY (py_bind (call, "DropSchema(name, cascade=, if_exists=)", values));
    name = sa_name (call->runtime, values[0]);
    if (!name.text)
        return wrong (call, "a name", values[0]);
    if (is_set (values[2]))
        g_string_append (sql, "IF EXISTS ");
    sa_append (sa_dialect (call->runtime), sql, &name);
    if (is_set (values[1]))
        g_string_append (sql, " CASCADE");
    *out = element_of (call->runtime, sql);
    return SCRIPT_NORMAL;
}

static ScriptStatus ddl (ScriptCall *call, Value *out)
{
    g_autoptr (GString) sql = NULL;
    Value values[2];

    SCRIPT_TRY (py_bind (call, "DDL(statement, context=)", values));
    if (!sa_text (call->runtime, values[0]) || is_set (values[1]))
        return wrong (call, "a text without a context", values[0]);
    sql = g_string_new (sa_text (call->runtime, values[0]));
    g_string_replace (sql, "%%", "%", 0);
    *out = element_of (call->runtime, sql);
    return SCRIPT_NORMAL;
}

#define ELEMENT(title, native, about)                                                                                  \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = native, .summary = about              \
    }

const HostMember ddl_element_members[] = {
    ELEMENT ("CreateSequence", create_sequence, "CREATE SEQUENCE, to be executed"),
    ELEMENT ("DropSequence", drop_sequence, "DROP SEQUENCE, to be executed"),
    ELEMENT ("CreateTable", create_table, "CREATE TABLE, to be executed"),
    ELEMENT ("DropTable", drop_table, "DROP TABLE, to be executed"),
    ELEMENT ("CreateIndex", create_index, "CREATE INDEX, to be executed"),
    ELEMENT ("DropIndex", drop_index, "DROP INDEX, to be executed"),
    ELEMENT ("CreateSchema", create_schema, "CREATE SCHEMA, to be executed"),
    ELEMENT ("DropSchema", drop_schema, "DROP SCHEMA, to be executed"),
    ELEMENT ("DDL", ddl, "a statement as it stands, to be executed"),
    { .name = NULL },
};

const HostClass ddl_element_class = { .name = "sqlalchemy.sql.ddl", .members = ddl_element_members };
