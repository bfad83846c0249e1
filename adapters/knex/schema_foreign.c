/* foreign(columns).references(columns).inTable(table)..., and references(...) of a column (schema/tablebuilder.js, schema/columnbuilder.js). */

#include "adapters/knex/schema.h"

#include <string.h>

KnexForeign *schema_foreign_new (ScriptCall *call, KnexTable *table, Value column, Value key_name)
{
    KnexForeign *key = script_alloc (call->runtime, sizeof *key);

    *key = (KnexForeign){ .column = column,
                          .key_name = key_name,
                          .references = UNDEFINED,
                          .in_table = UNDEFINED,
                          .on_update = UNDEFINED,
                          .on_delete = UNDEFINED,
                          .deferrable = UNDEFINED,
                          .table = table };
    schema_statement_add (call->runtime, table, "foreign", list_new (call->runtime, call->arguments, call->n_arguments))
        ->foreign = key;
    return key;
}

ScriptStatus schema_foreign_member (ScriptCall *call, Value *out)
{
    KnexForeign *key = schema_foreign_new (call, call->data, call_argument (call, 0), call_argument (call, 1));

    *out = host_object_new (call->runtime, &knex_foreign_class, key);
    return SCRIPT_NORMAL;
}

/* The key that CALL is made on: its own builder's, or the one that the column's `references` began; NULL before that. */
static KnexForeign *self (const ScriptCall *call)
{
    const KnexColumn *column = host_object_data (call->receiver, &knex_column_class);

    return column ? column->foreign : call->data;
}

static ScriptStatus set (ScriptCall *call, const char *member, gsize offset, Value *out)
{
    KnexForeign *key = self (call);

    if (!key)
        return script_throw (call->runtime, "TypeError", "%s is not a function: call references first", member);
    G_STRUCT_MEMBER (Value, key, offset) = call_argument (call, 0);
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

/* "table.column" says both. */
ScriptStatus schema_foreign_references (ScriptCall *call, Value *out)
{
    KnexForeign *key = self (call);
    Value target = call_argument (call, 0);

    key->references = target;
    if (target.kind == VALUE_STRING)
    {
        g_auto (GStrv) pieces = g_strsplit (value_to_text (call->runtime, target), ".", -1);

        key->references = value_string (call->runtime, pieces[1] ? pieces[1] : pieces[0], -1);
        if (pieces[1])
            key->in_table = value_string (call->runtime, pieces[0], -1);
    }
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

ScriptStatus schema_foreign_in_table (ScriptCall *call, Value *out)
{
    if (call_argument (call, 0).kind != VALUE_STRING)
        return script_throw (call->runtime, "TypeError", "Expected tableName to be a string, got: %s",
                             value_type_name (call_argument (call, 0)));
    return set (call, "inTable", G_STRUCT_OFFSET (KnexForeign, in_table), out);
}

ScriptStatus schema_foreign_on_delete (ScriptCall *call, Value *out)
{
    return set (call, "onDelete", G_STRUCT_OFFSET (KnexForeign, on_delete), out);
}

ScriptStatus schema_foreign_on_update (ScriptCall *call, Value *out)
{
    return set (call, "onUpdate", G_STRUCT_OFFSET (KnexForeign, on_update), out);
}

ScriptStatus schema_foreign_with_key_name (ScriptCall *call, Value *out)
{
    return set (call, "withKeyName", G_STRUCT_OFFSET (KnexForeign, key_name), out);
}

ScriptStatus schema_foreign_deferrable (ScriptCall *call, Value *out)
{
    if (knex_run (call)->dialect == DIALECT_MYSQL)
        return script_throw (call->runtime, "Error", "mysql does not support deferrable");
    return set (call, "deferrable", G_STRUCT_OFFSET (KnexForeign, deferrable), out);
}

#define FOREIGN(name, function, summary)                                                                               \
    {                                                                                                                  \
        name, HOST_METHOD, 1, 1, function, HOST_NEEDS_NOTHING, summary, &knex_foreign_class, NULL, NULL                \
    }

static const HostMember members[] = {
    FOREIGN ("references", schema_foreign_references, "The columns that are meant."),
    FOREIGN ("inTable", schema_foreign_in_table, "The table that is meant."),
    FOREIGN ("on", schema_foreign_in_table, "The table that is meant."),
    FOREIGN ("onDelete", schema_foreign_on_delete, "What becomes of the row when the other goes."),
    FOREIGN ("onUpdate", schema_foreign_on_update, "What becomes of the row when the other changes."),
    FOREIGN ("withKeyName", schema_foreign_with_key_name, "The name of the key."),
    FOREIGN ("deferrable", schema_foreign_deferrable, "When it is checked."),
    { .name = NULL },
};

const HostClass knex_foreign_class = {
    .name = "ForeignConstraintBuilder",
    .summary = "A foreign key in the making.",
    .members = members,
};
