/* Table (autoload_with=...) and MetaData.reflect (): tables as the database has them (engine/reflection.py, Inspector.reflect_table), for statements: their columns and
 * primary key. */

#include "adapters/alembic/connection.h"
#include "adapters/alembic/schema.h"
#include "adapters/alembic/schema_host.h"
#include "script/py.h"

static ScriptStatus inspector_of (ScriptRuntime *runtime, Value bind, Value *inspector)
{
    ScriptCall call = { .runtime = runtime, .receiver = UNDEFINED, .arguments = &bind, .n_arguments = 1 };

    *inspector = bind;
    return host_object_data (bind, &sql_inspector_class) ? SCRIPT_NORMAL : sql_inspect_call (&call, inspector);
}

/* What METHOD of the inspector tells of TABLE. */
static ScriptStatus tell (ScriptRuntime *runtime, Value inspector, const char *method, const SaTable *table, Value *out)
{
    Value arguments[] = { value_string (runtime, table->name.text, -1),
                          table->schema.text ? value_string (runtime, table->schema.text, -1) : NULL_VALUE };

    return py_call_method (runtime, inspector, method, arguments, G_N_ELEMENTS (arguments), out);
}

static Value entry (Value dict, const char *key)
{
    const Value *found = py_dict_get (py_as_dict (dict), key);

    return found ? *found : NULL_VALUE;
}

/* Column (name, type, nullable=..., primary_key=..., server_default=text (...)) of what the inspector tells. */
static ScriptStatus make_column (ScriptRuntime *runtime, Value told, gboolean is_key, SaColumn **out)
{
    Value items[] = { entry (told, "name"), entry (told, "type") };
    const Name *names[] = { intern (runtime, "nullable", -1), intern (runtime, "primary_key", -1),
                            intern (runtime, "server_default", -1) };
    Value default_text = entry (told, "default");
    Value named[] = { entry (told, "nullable"), value_boolean (is_key), NULL_VALUE };
    Value column;

    if (py_as_string (default_text))
        named[2] =
            sql_element_value (runtime, sql_literal_column_new (runtime, value_to_text (runtime, default_text), NULL));
    SCRIPT_TRY (py_call_named (
        runtime, py_host_class (runtime, &sa_column_class),
        &(Arguments){ .items = items, .n = 2, .names = names, .named = named, .n_named = G_N_ELEMENTS (names) },
        &column));
    *out = sa_column_of (column);
    return SCRIPT_NORMAL;
}

static gboolean contains (const ScriptList *list, Value text)
{
    for (guint32 i = 0; list && i < list->length; i++)
        if (value_same (list->items[i], text))
            return TRUE;
    return FALSE;
}

/* Names of ITERABLE; a function that chooses is refused. NULL for none. */
static ScriptStatus read_only (ScriptRuntime *runtime, Value iterable, ScriptList **out)
{
    *out = NULL;
    if (iterable.kind == VALUE_EMPTY || iterable.kind == VALUE_NULL)
        return SCRIPT_NORMAL;
    if (script_is_callable (iterable))
        return script_refuse (runtime, "a function that chooses what is reflected is out of reach; name the tables");
    return py_items (runtime, iterable, out);
}

ScriptStatus sa_reflect_table (ScriptRuntime *runtime, Value bind, Value include, SaTable *table)
{
    Value inspector, columns, key;
    ScriptList *only;

    SCRIPT_TRY (read_only (runtime, include, &only));
    SCRIPT_TRY (inspector_of (runtime, bind, &inspector));
    SCRIPT_TRY (tell (runtime, inspector, "get_columns", table, &columns));
    SCRIPT_TRY (tell (runtime, inspector, "get_pk_constraint", table, &key));
    table->reflected = TRUE;
    for (guint32 i = 0; i < value_list (columns)->length; i++)
    {
        Value told = value_list (columns)->items[i];
        Value name = entry (told, "name");
        SaColumn *column;

        if ((only && !contains (only, name)) || sa_table_column (table, value_to_text (runtime, name)))
            continue;
        SCRIPT_TRY (
            make_column (runtime, told, contains (value_list (entry (key, "constrained_columns")), name), &column));
        SCRIPT_TRY (sa_table_add_column (runtime, table, column));
    }
    return SCRIPT_NORMAL;
}

ScriptStatus sa_check_not_reflected (ScriptRuntime *runtime, const SaTable *table)
{
    if (!table->reflected)
        return SCRIPT_NORMAL;
    return script_refuse (runtime,
                          "the table %s was read from the database, for statements alone: it can't be made of that",
                          table->name.text);
}

ScriptStatus sa_metadata_reflect (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ScriptRuntime *runtime = call->runtime;
    SaMetadata *metadata = call->data;
    Value values[8], inspector, where, names;
    ScriptList *only;
    SaName schema;

    SCRIPT_TRY (py_bind (call,
                         "reflect(bind, schema=, views=, only=, extend_existing=, autoload_replace=, resolve_fks=, "
                         "**dialect_kwargs)",
                         values));
    SCRIPT_TRY (read_only (runtime, values[3], &only));
    SCRIPT_TRY (inspector_of (runtime, values[0], &inspector));
    schema = sa_name (runtime, values[1]);
    if (!schema.text)
        schema = sa_name_of (metadata->schema);
    where = schema.text ? value_string (runtime, schema.text, -1) : NULL_VALUE;
    SCRIPT_TRY (py_call_method (runtime, inspector, "get_table_names", &where, 1, &names));
    for (guint32 i = 0; only && i < only->length; i++)
        if (!contains (value_list (names), only->items[i]))
            return sql_raise (runtime, "InvalidRequestError",
                              "Could not reflect: requested table(s) not available in %s: (%s)", "the database",
                              value_to_text (runtime, only->items[i]));
    for (guint32 i = 0; i < value_list (names)->length; i++)
    {
        Value name = value_list (names)->items[i];
        SaTable *table;

        if ((only && !contains (only, name)) ||
            sa_metadata_table (metadata, value_to_text (runtime, name), schema.text))
            continue;
        table = sa_table_new (runtime, metadata, sa_name (runtime, name), schema);
        g_ptr_array_add (metadata->tables, table);
        SCRIPT_TRY (sa_reflect_table (runtime, values[0], EMPTY_VALUE, table));
    }
    return SCRIPT_NORMAL;
}
