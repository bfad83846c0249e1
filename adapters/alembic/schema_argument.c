/* What arguments of schema items are. */

#include "adapters/alembic/schema.h"
#include "adapters/alembic/sql.h"
#include "script/py.h"

#include <string.h>

const char *sa_text (ScriptRuntime *runtime, Value value)
{
    return py_as_string (value) ? value_to_text (runtime, py_unbox (value)) : NULL;
}

SaName sa_name (ScriptRuntime *runtime, Value value)
{
    SaName name = sa_name_of (sa_text (runtime, value));
    const char *type;
    Value quote;

    if (!name.text || value.kind == VALUE_STRING)
        return name;
    type = py_type_name (runtime, value);
    name.is_final = strcmp (type, "conv") == 0;
    if (strcmp (type, "quoted_name") == 0 && py_get_text (runtime, value, "quote", &quote) == SCRIPT_NORMAL)
        name.quote = sa_truth (quote);
    return name;
}

SaTruth sa_truth (Value value)
{
    if (value_is_nullish (value) || value.kind == VALUE_EMPTY)
        return SA_DEFAULT;
    return value_is_truthy (value) ? SA_TRUE : SA_FALSE;
}

ScriptStatus sa_big_number (ScriptRuntime *runtime, Value value, const char *name, SaNumber *out)
{
    *out = (SaNumber){ .given = FALSE };
    if (value_is_nullish (value) || value.kind == VALUE_EMPTY)
        return SCRIPT_NORMAL;
    out->given = TRUE;
    if (!py_is_integer (py_unbox (value), &out->value))
        return script_refuse (runtime, "%s must be a whole number, not %s", name, py_type_name (runtime, value));
    return SCRIPT_NORMAL;
}

ScriptStatus sa_number (ScriptRuntime *runtime, Value value, const char *name, int *out)
{
    SaNumber number;

    SCRIPT_TRY (sa_big_number (runtime, value, name, &number));
    if (number.given && (number.value <= G_MININT || number.value > G_MAXINT))
        return script_refuse (runtime, "%s is too large", name);
    *out = number.given ? (int)number.value : SA_UNSET;
    return SCRIPT_NORMAL;
}

ScriptStatus sa_ddl_expression (ScriptRuntime *runtime, Value value, SqlElement **out)
{
    const char *text = sa_text (runtime, value);

    *out = text ? sql_text_new (runtime, text) : sql_element_of (value);
    if (*out)
        return SCRIPT_NORMAL;
    return sql_raise (runtime, "ArgumentError", "SQL expression or text expected, got %s.",
                      py_type_name (runtime, value));
}

GPtrArray *sa_list_new (ScriptRuntime *runtime)
{
    GPtrArray *list = g_ptr_array_new ();

    g_ptr_array_add (sa_schema (runtime)->lists, list);
    return list;
}

GArray *sa_array_new (ScriptRuntime *runtime, guint size)
{
    GArray *array = g_array_new (FALSE, TRUE, size);

    g_ptr_array_add (sa_schema (runtime)->arrays, array);
    return array;
}

ScriptStatus sa_names (ScriptRuntime *runtime, Value value, GPtrArray **out)
{
    ScriptList *items;

    *out = sa_list_new (runtime);
    SCRIPT_TRY (py_items (runtime, value, &items));
    for (guint32 i = 0; i < items->length; i++)
    {
        const SaColumn *column = sa_column_of (items->items[i]);
        const SqlElement *element = sql_element_of (items->items[i]);
        const char *name = sa_text (runtime, items->items[i]);

        if (column)
            name = column->key;
        else if (element && element->kind == ELEMENT_COLUMN)
            name = element->key ? element->key : element->name;
        if (!name)
            return script_refuse (runtime, "a name of a column is expected here, not %s",
                                  py_type_name (runtime, items->items[i]));
        g_ptr_array_add (*out, (gpointer)name);
    }
    return SCRIPT_NORMAL;
}

/* What dialects take beside an item's own arguments (construct_arguments of the dialects). */
static const struct
{
    const char *item, *dialect;
    const char *names; /* with a blank before and behind each; "*": any */
} known_options[] = {
    { "Table", "postgresql", " ignore_search_path tablespace partition_by with_oids with on_commit inherits using " },
    { "Table", "mysql", "*" },
    { "Table", "mariadb", "*" },
    { "Table", "sqlite", " autoincrement with_rowid strict " },
    { "Index", "postgresql", " using include where ops concurrently with tablespace nulls_not_distinct " },
    { "Index", "mysql", " using length prefix with_parser " },
    { "Index", "mariadb", " using length prefix with_parser " },
    { "Index", "sqlite", " where " },
    { "UniqueConstraint", "postgresql", " include nulls_not_distinct " },
    { "PrimaryKeyConstraint", "postgresql", " include " },
    { "PrimaryKeyConstraint", "mysql", " using " },
    { "PrimaryKeyConstraint", "mariadb", " using " },
    { "ForeignKeyConstraint", "postgresql", " not_valid " },
    { "CheckConstraint", "postgresql", " not_valid " },
    { "Column", "sqlite", " on_conflict_primary_key on_conflict_not_null on_conflict_unique " },
    { "UniqueConstraint", "sqlite", " on_conflict " },
    { "PrimaryKeyConstraint", "sqlite", " on_conflict " },
    { "CheckConstraint", "sqlite", " on_conflict " },
};

static gboolean option_is_known (const char *item, const char *dialect, const char *name)
{
    g_autofree char *word = g_strdup_printf (" %s ", name);

    for (guint i = 0; i < G_N_ELEMENTS (known_options); i++)
        if (strcmp (known_options[i].item, item) == 0 && strcmp (known_options[i].dialect, dialect) == 0)
            return *known_options[i].names == '*' || strstr (known_options[i].names, word);
    return FALSE;
}

static ScriptStatus check_option (ScriptRuntime *runtime, const char *item, const char *key)
{
    static const char *const ours[] = { "postgresql", "mysql", "mariadb", "sqlite", NULL };
    static const char *const others[] = { "mssql", "oracle", NULL };
    const char *bar = strchr (key, '_');
    g_autofree char *dialect = bar ? g_strndup (key, (gsize)(bar - key)) : NULL;

    if (dialect && g_strv_contains (others, dialect))
        return SCRIPT_NORMAL;
    if (!dialect || !g_strv_contains (ours, dialect))
        return script_throw (runtime, "TypeError",
                             "Additional arguments should be named <dialectname>_<argument>, got '%s'", key);
    if (!option_is_known (item, dialect, bar + 1))
        return sql_raise (runtime, "ArgumentError", "Argument '%s' is not accepted by dialect '%s' on behalf of %s",
                          key, dialect, item);
    return SCRIPT_NORMAL;
}

ScriptStatus sa_options (ScriptRuntime *runtime, const char *item, Value keywords, GArray **out)
{
    const ScriptMap *map = value_map (keywords);

    *out = NULL;
    for (guint32 i = 0; map && i < map->n_entries; i++)
    {
        SaOption option;

        if (map->entries[i].key.kind == VALUE_EMPTY)
            continue;
        option.name = sa_text (runtime, map->entries[i].key);
        option.value = map->entries[i].value;
        SCRIPT_TRY (check_option (runtime, item, option.name));
        if (!*out)
            *out = sa_array_new (runtime, sizeof option);
        g_array_append_val (*out, option);
    }
    return SCRIPT_NORMAL;
}

Value sa_option (const GArray *options, const SaDialect *dialect, const char *name)
{
    const char *prefix = sa_dialect_name (dialect);
    gsize length = strlen (prefix);

    for (guint i = 0; options && i < options->len; i++)
    {
        const SaOption *option = &g_array_index (options, SaOption, i);

        if (g_str_has_prefix (option->name, prefix) && option->name[length] == '_' &&
            strcmp (option->name + length + 1, name) == 0)
            return option->value;
    }
    return EMPTY_VALUE;
}

SaTarget sa_target_parse (ScriptRuntime *runtime, const char *text)
{
    g_auto (GStrv) parts = g_strsplit (text, ".", -1);
    guint n = g_strv_length (parts);
    SaTarget target = { NULL, NULL, NULL };

    if (n == 1)
        target.table = script_strdup (runtime, parts[0]);
    else
    {
        target.column = script_strdup (runtime, parts[n - 1]);
        target.table = script_strdup (runtime, parts[n - 2]);
    }
    if (n > 2)
    {
        gsize length = strlen (text) - strlen (parts[n - 1]) - strlen (parts[n - 2]) - 2;
        g_autofree char *schema = g_strndup (text, length);

        target.schema = script_strdup (runtime, schema);
    }
    return target;
}

ScriptStatus sa_target (ScriptRuntime *runtime, Value value, SaTarget *out)
{
    const char *text = sa_text (runtime, value);
    const SqlElement *element = sql_element_of (value);
    const SaColumn *column = sa_column_of (value);

    if (text)
    {
        *out = sa_target_parse (runtime, text);
        return SCRIPT_NORMAL;
    }
    if (column && column->table)
        *out = (SaTarget){ column->table->schema.text, column->table->name.text, column->name.text };
    else if (element && element->kind == ELEMENT_COLUMN && element->table)
        *out = (SaTarget){ element->table->package, element->table->name, element->name };
    else
        return script_refuse (runtime, "a foreign key can't point to %s", py_type_name (runtime, value));
    return SCRIPT_NORMAL;
}

ScriptStatus sa_server_default (ScriptRuntime *runtime, Value value, SaServerDefault *out)
{
    SaServerDefault *given;

    *out = (SaServerDefault){ .kind = SA_SERVER_DEFAULT_NONE };
    if (value_is_nullish (value) || value.kind == VALUE_EMPTY)
        return SCRIPT_NORMAL;
    if ((out->computed = host_object_data (value, &sa_computed_class)) != NULL)
        out->kind = SA_SERVER_DEFAULT_COMPUTED;
    else if ((out->identity = host_object_data (value, &sa_identity_class)) != NULL)
        out->kind = SA_SERVER_DEFAULT_IDENTITY;
    else if ((given = host_object_data (value, &sa_default_class)) != NULL)
        *out = *given;
    else if (value_is_object (value, OBJECT_HOST) && ((const HostObject *)value.as.object)->class == &sa_fetched_class)
        out->kind = SA_SERVER_DEFAULT_FETCHED;
    else if ((out->text = sa_text (runtime, value)) != NULL)
        out->kind = SA_SERVER_DEFAULT_TEXT;
    else if ((out->element = sql_element_of (value)) != NULL)
        out->kind = SA_SERVER_DEFAULT_ELEMENT;
    else
        return sql_raise (runtime, "ArgumentError", "Argument 'arg' is expected to be one of type '%s', got '%s'",
                          "str or ClauseElement or TextClause", py_type_name (runtime, value));
    return SCRIPT_NORMAL;
}

void sa_append (const SaDialect *dialect, GString *out, const SaName *name)
{
    if (name->quote == SA_TRUE)
        sa_append_quoted (dialect, out, name->text);
    else if (name->quote == SA_FALSE)
        g_string_append (out, name->text);
    else
        sa_append_name (dialect, out, name->text);
}

void sa_append_path (const SaDialect *dialect, GString *out, const SaName *schema, const SaName *name)
{
    if (schema && schema->text)
    {
        sa_append (dialect, out, schema);
        g_string_append_c (out, '.');
    }
    sa_append (dialect, out, name);
}

void sa_append_type_name (const SaDialect *dialect, GString *out, const SaType *type)
{
    SaName schema = sa_name_of (type->schema);
    SaName name = sa_name_of (type->name);

    name.quote = type->quote_name ? SA_TRUE : SA_DEFAULT;
    sa_append_path (dialect, out, &schema, &name);
}

void sa_append_literal (const SaDialect *dialect, GString *out, const char *text)
{
    g_string_append_c (out, '\'');
    for (const char *at = text; *at; at++)
    {
        if (*at == '\'' || (*at == '\\' && dialect->dialect == DIALECT_MYSQL))
            g_string_append_c (out, *at);
        g_string_append_c (out, *at);
    }
    g_string_append_c (out, '\'');
}
