/* Names that a convention makes (sql/naming.py). */

#include "adapters/alembic/schema.h"
#include "adapters/alembic/sql.h"
#include "script/py.h"

#include <string.h>

/* What a name is made of. */
typedef struct
{
    const SaTable *table;
    const GPtrArray *columns; /* char *, keys; */
    const GArray *targets;    /* SaTarget of a foreign key; or NULL */
    const SaName *name;       /* what the script gave */
} NamedItem;

static const char *const item_keys[] = {
    [SA_CONSTRAINT_ANY] = NULL,    [SA_CONSTRAINT_PRIMARY_KEY] = "pk", [SA_CONSTRAINT_FOREIGN_KEY] = "fk",
    [SA_CONSTRAINT_UNIQUE] = "uq", [SA_CONSTRAINT_CHECK] = "ck",       [SA_CONSTRAINT_EXCLUDE] = NULL,
};

static const char *convention_of (ScriptRuntime *runtime, const SaTable *table, const char *key)
{
    const SaMetadata *metadata = table->metadata;
    const char *found;

    if (!key)
        return NULL;
    if (metadata->conventions.kind != VALUE_EMPTY)
    {
        const Value *value = py_dict_get (value_map (metadata->conventions), key);

        found = value ? sa_text (runtime, *value) : NULL;
    }
    else if (metadata == sa_schema (runtime)->metadata)
        found = alembic_naming_convention (((const AlembicRun *)script_data (runtime))->source, key);
    else
        found = NULL;
    /* MetaData's own default. */
    if (!found && metadata->conventions.kind == VALUE_EMPTY && strcmp (key, "ix") == 0)
        return "ix_%(column_0_label)s";
    return found;
}

static void append_column (GString *out, const NamedItem *item, guint at, const char *attribute)
{
    const SaColumn *column;
    const char *key;

    if (at >= item->columns->len)
        return;
    key = g_ptr_array_index (item->columns, at);
    column = sa_table_column (item->table, key);
    if (strcmp (attribute, "label") == 0)
    {
        if (item->table->schema.text)
        {
            g_autofree char *schema = g_strdelimit (g_strdup (item->table->schema.text), ".", '_');

            g_string_append_printf (out, "%s_", schema);
        }
        g_string_append_printf (out, "%s_%s", item->table->name.text, column ? column->name.text : key);
    }
    else
        g_string_append (out, column && strcmp (attribute, "name") == 0 ? column->name.text : key);
}

static void append_referred (GString *out, const NamedItem *item, guint at)
{
    const SaTarget *target;

    if (!item->targets || at >= item->targets->len)
        return;
    target = &g_array_index (item->targets, SaTarget, at);
    g_string_append (out, target->column ? target->column : (const char *)g_ptr_array_index (item->columns, at));
}

/* column_0_name, column_0N_key, referred_column_0_N_name */
static gboolean append_columns (GString *out, const NamedItem *item, const char *token)
{
    gboolean referred = g_str_has_prefix (token, "referred_");
    const char *at = token + (referred ? strlen ("referred_") : 0);
    gboolean all = FALSE, bars = FALSE;
    guint64 index;
    char *end;

    if (!g_str_has_prefix (at, "column_") || !g_ascii_isdigit (at[strlen ("column_")]))
        return FALSE;
    index = g_ascii_strtoull (at + strlen ("column_"), &end, 10);
    if (g_str_has_prefix (end, "_N"))
        all = bars = TRUE;
    else if (*end == 'N')
        all = TRUE;
    end += bars ? 2 : all ? 1 : 0;
    if (*end++ != '_' ||
        !(strcmp (end, "name") == 0 || (!referred && (strcmp (end, "key") == 0 || strcmp (end, "label") == 0))))
        return FALSE;
    for (guint i = all ? 0 : (guint)index; i < (all ? item->columns->len : (guint)index + 1); i++)
    {
        if (all && i > 0 && bars)
            g_string_append_c (out, '_');
        if (referred)
            append_referred (out, item, i);
        else
            append_column (out, item, i, end);
    }
    return TRUE;
}

static ScriptStatus append_token (ScriptRuntime *runtime, GString *out, const NamedItem *item, const char *token)
{
    if (strcmp (token, "table_name") == 0)
        g_string_append (out, item->table->name.text);
    else if (strcmp (token, "referred_table_name") == 0 && item->targets && item->targets->len > 0)
        g_string_append (out, g_array_index (item->targets, SaTarget, 0).table);
    else if (strcmp (token, "constraint_name") == 0)
    {
        if (!item->name->text)
            return sql_raise (runtime, "InvalidRequestError",
                              "Naming convention including %%(constraint_name)s token requires that constraint is "
                              "explicitly named.");
        g_string_append (out, item->name->text);
    }
    else if (!append_columns (out, item, token))
        return script_refuse (runtime, "the token %%(%s)s of a naming convention is a function of the application's",
                              token);
    return SCRIPT_NORMAL;
}

static ScriptStatus fill (ScriptRuntime *runtime, const char *convention, const NamedItem *item, SaName *name)
{
    g_autoptr (GString) out = g_string_new (NULL);

    for (const char *at = convention; *at;)
    {
        const char *end = g_str_has_prefix (at, "%(") ? strstr (at, ")s") : NULL;

        if (end)
        {
            g_autofree char *token = g_strndup (at + 2, (gsize)(end - at - 2));

            SCRIPT_TRY (append_token (runtime, out, item, token));
            at = end + 2;
        }
        else
        {
            g_string_append_c (out, *at);
            at += g_str_has_prefix (at, "%%") ? 2 : 1;
        }
    }
    name->text = script_strdup (runtime, out->str);
    name->is_final = TRUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus apply (ScriptRuntime *runtime, const char *key, const NamedItem *item, SaName *name)
{
    const char *convention = convention_of (runtime, item->table, key);

    if (name->is_final || !convention || (name->text && !strstr (convention, "constraint_name")))
        return SCRIPT_NORMAL;
    return fill (runtime, convention, item, name);
}

ScriptStatus sa_name_constraint (ScriptRuntime *runtime, SaConstraint *constraint, const SaTable *table, SaName *name)
{
    SaName given = *name;
    NamedItem item = { .table = table,
                       .columns = constraint->columns,
                       .targets = constraint->kind == SA_CONSTRAINT_FOREIGN_KEY ? constraint->targets : NULL,
                       .name = &given };

    return apply (runtime, item_keys[constraint->kind], &item, name);
}

ScriptStatus sa_name_index (ScriptRuntime *runtime, const SaIndex *index, const SaTable *table, SaName *name)
{
    g_autoptr (GPtrArray) columns = g_ptr_array_new ();
    SaName given = *name;
    NamedItem item = { .table = table, .columns = columns, .name = &given };

    for (guint i = 0; i < index->parts->len; i++)
        if (g_array_index (index->parts, SaIndexPart, i).column)
            g_ptr_array_add (columns, (gpointer)g_array_index (index->parts, SaIndexPart, i).column);
    return apply (runtime, "ix", &item, name);
}
