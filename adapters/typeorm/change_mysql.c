/* Columns and primary keys changed on MySQL and MariaDB: addColumn, changeColumn, dropColumn, updatePrimaryKeys of MysqlQueryRunner.
 *
 * TABLE becomes what the tool then believes it to be. A column that was changed is believed to be as it was but for its name and its keys, since the tool
 * forgets to take over the rest; a later change in the same run starts from that. */

#include "adapters/typeorm/mysql.h"
#include "adapters/typeorm/naming.h"
#include "ddl/quote.h"

#include <string.h>

static char *alter (ScriptCall *call, const DdlTable *table)
{
    g_autofree char *path = typeorm_mysql_table (typeorm_run (call), table);

    return g_strdup_printf ("ALTER TABLE %s", path);
}

static char *quoted (const char *name)
{
    return ddl_identifier (DIALECT_MYSQL, name);
}

/* CHANGE `name` and the whole definition of COLUMN. */
static ScriptStatus change (ScriptCall *call, const DdlTable *table, const char *name, const DdlColumn *column)
{
    g_autofree char *head = alter (call, table);
    g_autofree char *from = quoted (name);
    g_autoptr (GString) definition = g_string_new (NULL);

    typeorm_mysql_append_column (definition, typeorm_run (call), column, TRUE, FALSE);
    return typeorm_mysql_execute (call, "%s CHANGE %s %s", head, from, definition->str);
}

/* COLUMN without AUTO_INCREMENT, which the server wants to be gone before the primary key is. */
static ScriptStatus stop_counting (ScriptCall *call, const DdlTable *table, const char *name, const DdlColumn *column)
{
    g_autoptr (DdlColumn) plain = ddl_column_copy (column);

    plain->generated = FALSE;
    ddl_set (&plain->generation, NULL);
    return change (call, table, name, plain);
}

static ScriptStatus drop_key (ScriptCall *call, const DdlTable *table)
{
    g_autofree char *head = alter (call, table);

    return typeorm_mysql_execute (call, "%s DROP PRIMARY KEY", head);
}

static ScriptStatus add_key (ScriptCall *call, const DdlTable *table, const GPtrArray *names)
{
    g_autofree char *head = alter (call, table);
    g_autoptr (GString) list = g_string_new (NULL);

    ddl_append_names (list, DIALECT_MYSQL, names, ", ");
    return typeorm_mysql_execute (call, "%s ADD PRIMARY KEY (%s)", head, list->str);
}

static DdlIndex *index_over (const DdlTable *table, const char *column, gboolean only_unique)
{
    for (guint i = 0; i < table->indexes->len; i++)
    {
        DdlIndex *index = g_ptr_array_index (table->indexes, i);

        if (ddl_names_are (index->columns, column) && (index->unique || !only_unique))
            return index;
    }
    return NULL;
}

static void remove_index (DdlTable *table, const char *name)
{
    for (guint i = 0; i < table->indexes->len; i++)
        if (g_strcmp0 (((const DdlIndex *)g_ptr_array_index (table->indexes, i))->name, name) == 0)
        {
            g_ptr_array_remove_index (table->indexes, i);
            return;
        }
}

static void remove_unique (DdlTable *table, const char *name)
{
    for (guint i = 0; i < table->uniques->len; i++)
        if (g_strcmp0 (((const DdlUnique *)g_ptr_array_index (table->uniques, i))->name, name) == 0)
        {
            g_ptr_array_remove_index (table->uniques, i);
            return;
        }
}

static char *column_index_name (guint major, const DdlTable *table, const char *column)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();

    g_ptr_array_add (names, (char *)column);
    return typeorm_index_name (major, table->name, names, NULL);
}

/* A unique column is one with a unique index, named as an index is. */
static ScriptStatus add_unique (ScriptCall *call, DdlTable *table, const char *column)
{
    g_autofree char *head = alter (call, table);
    DdlIndex *index = ddl_index_new ();
    DdlUnique *unique = ddl_unique_new ();
    g_autoptr (GString) text = g_string_new (NULL);

    index->name = column_index_name (typeorm_run (call)->options.major, table, column);
    index->unique = TRUE;
    ddl_names_add (index->columns, column);
    g_ptr_array_add (table->indexes, index);
    ddl_set (&unique->name, index->name);
    ddl_names_add (unique->columns, column);
    g_ptr_array_add (table->uniques, unique);
    typeorm_mysql_append_index (text, index, NULL);
    return typeorm_mysql_execute (call, "%s ADD %s", head, text->str);
}

static ScriptStatus drop_index (ScriptCall *call, const DdlTable *table, const char *name)
{
    g_autofree char *head = alter (call, table);
    g_autofree char *index = quoted (name);

    return typeorm_mysql_execute (call, "%s DROP INDEX %s", head, index);
}

/* The steps of the tool's when a primary column is added to a table that has a key: with a counted column it names the wrong one, and the server refuses. */
static ScriptStatus extend_key (ScriptCall *call, DdlTable *table, const DdlColumn *column)
{
    const DdlColumn *counted = typeorm_mysql_counted (table);
    g_autoptr (GPtrArray) names = ddl_table_primary_names (table);
    ScriptStatus status = SCRIPT_NORMAL;

    if (counted)
        status = stop_counting (call, table, column->name, counted);
    if (status == SCRIPT_NORMAL)
        status = drop_key (call, table);
    g_ptr_array_add (names, column->name);
    if (status == SCRIPT_NORMAL)
        status = add_key (call, table, names);
    if (status == SCRIPT_NORMAL && counted)
        status = change (call, table, counted->name, column);
    return status;
}

static ScriptStatus add_column (ScriptCall *call, DdlTable *table, const DdlColumn *column)
{
    g_autofree char *head = alter (call, table);
    g_autoptr (GString) definition = g_string_new (NULL);
    g_autoptr (GPtrArray) primary = ddl_table_primary_names (table);
    const DdlIndex *index = index_over (table, column->name, FALSE);
    ScriptStatus status;

    typeorm_mysql_append_column (definition, typeorm_run (call), column, primary->len > 0, FALSE);
    status = typeorm_mysql_execute (call, "%s ADD %s", head, definition->str);
    if (status == SCRIPT_NORMAL && column->primary && primary->len > 0)
        status = extend_key (call, table, column);
    if (status == SCRIPT_NORMAL)
        status = typeorm_mysql_generated (call, table, column, TRUE);
    if (status == SCRIPT_NORMAL && index)
    {
        g_autoptr (GString) text = g_string_new (NULL);

        typeorm_mysql_append_index (text, index, NULL);
        status = typeorm_mysql_execute (call, "%s ADD %s", head, text->str);
    }
    else if (status == SCRIPT_NORMAL && column->unique)
        status = add_unique (call, table, column->name);
    if (status == SCRIPT_NORMAL)
        g_ptr_array_add (table->columns, ddl_column_copy (column));
    return status;
}

ScriptStatus typeorm_mysql_add_columns (ScriptCall *call, DdlTable *table, const GPtrArray *columns)
{
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < columns->len && status == SCRIPT_NORMAL; i++)
        status = add_column (call, table, g_ptr_array_index (columns, i));
    return status;
}

/* COLUMN leaves the primary key. */
static ScriptStatus shrink_key (ScriptCall *call, DdlTable *table, const DdlColumn *column)
{
    const DdlColumn *counted = typeorm_mysql_counted (table);
    gboolean counts_on = counted && !g_str_equal (counted->name, column->name);
    g_autoptr (GPtrArray) names = NULL;
    DdlColumn *own = ddl_table_column (table, column->name);
    ScriptStatus status = SCRIPT_NORMAL;

    if (counted)
        status = stop_counting (call, table, counted->name, counted);
    if (status == SCRIPT_NORMAL)
        status = drop_key (call, table);
    if (own)
        own->primary = FALSE;
    names = ddl_table_primary_names (table);
    if (status == SCRIPT_NORMAL && names->len > 0)
        status = add_key (call, table, names);
    if (status == SCRIPT_NORMAL && counts_on)
        status = change (call, table, counted->name, counted);
    return status;
}

/* The index goes before the column; a unique column without an index of its own is believed to have one by the default name. */
static ScriptStatus drop_column_index (ScriptCall *call, DdlTable *table, const DdlColumn *column)
{
    const DdlIndex *index = index_over (table, column->name, FALSE);
    g_autofree char *name =
        index ? g_strdup (index->name) : column_index_name (typeorm_run (call)->options.major, table, column->name);

    if (!index && !column->unique)
        return SCRIPT_NORMAL;
    if (!index)
    {
        g_autoptr (GPtrArray) names = g_ptr_array_new ();
        g_autofree char *unique = NULL;

        g_ptr_array_add (names, column->name);
        unique = typeorm_unique_name (typeorm_run (call)->options.major, table->name, names);
        remove_unique (table, unique);
    }
    remove_index (table, name);
    return drop_index (call, table, name);
}

static ScriptStatus drop_column (ScriptCall *call, DdlTable *table, const DdlColumn *given)
{
    g_autoptr (DdlColumn) column = ddl_column_copy (given); /* GIVEN may be the table's own */
    g_autofree char *head = alter (call, table);
    g_autofree char *name = quoted (column->name);
    ScriptStatus status = column->primary ? shrink_key (call, table, column) : SCRIPT_NORMAL;

    if (status == SCRIPT_NORMAL)
        status = drop_column_index (call, table, column);
    if (status == SCRIPT_NORMAL)
        status = typeorm_mysql_execute (call, "%s DROP COLUMN %s", head, name);
    if (status == SCRIPT_NORMAL)
        status = typeorm_mysql_generated (call, table, column, FALSE);
    if (status == SCRIPT_NORMAL)
        for (guint i = 0; i < table->columns->len; i++)
            if (g_str_equal (((const DdlColumn *)g_ptr_array_index (table->columns, i))->name, column->name))
            {
                g_ptr_array_remove_index (table->columns, i);
                break;
            }
    return status;
}

ScriptStatus typeorm_mysql_drop_columns (ScriptCall *call, DdlTable *table, const GPtrArray *columns,
                                         gboolean if_exists G_GNUC_UNUSED)
{
    g_autoptr (GPtrArray) dropped = g_ptr_array_new_with_free_func ((GDestroyNotify)ddl_column_free);
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < columns->len; i++)
        g_ptr_array_add (dropped, ddl_column_copy (g_ptr_array_index (columns, i)));
    for (guint i = 0; i < dropped->len && status == SCRIPT_NORMAL; i++)
        status = drop_column (call, table, g_ptr_array_index (dropped, i));
    return status;
}

/* An index by its default name gets a new one, any other keeps name and, in the tool's belief, columns. */
static ScriptStatus rename_in_indexes (ScriptCall *call, DdlTable *table, const char *from, const char *to)
{
    g_autofree char *head = alter (call, table);
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < table->indexes->len && status == SCRIPT_NORMAL; i++)
    {
        DdlIndex *index = g_ptr_array_index (table->indexes, i);
        g_autofree char *before =
            typeorm_index_name (typeorm_run (call)->options.major, table->name, index->columns, NULL);
        g_autofree char *after = NULL;
        g_autofree char *old_name = NULL;
        g_autoptr (GString) text = g_string_new (NULL);

        if (ddl_names_find (index->columns, from) < 0 || g_strcmp0 (index->name, before) != 0)
            continue;
        ddl_names_remove (index->columns, from);
        ddl_names_add (index->columns, to);
        after = typeorm_index_name (typeorm_run (call)->options.major, table->name, index->columns, index->where);
        typeorm_mysql_append_index (text, index, after);
        old_name = quoted (index->name);
        status = typeorm_mysql_execute (call, "%s DROP INDEX %s, ADD %s", head, old_name, text->str);
        ddl_set (&index->name, after);
    }
    return status;
}

static ScriptStatus rename_in_keys (ScriptCall *call, DdlTable *table, const char *from, const char *to)
{
    g_autofree char *head = alter (call, table);
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < table->foreign_keys->len && status == SCRIPT_NORMAL; i++)
    {
        DdlForeignKey *key = g_ptr_array_index (table->foreign_keys, i);
        g_autofree char *before =
            typeorm_foreign_key_name (typeorm_run (call)->options.major, table->name, key->columns);
        g_autofree char *after = NULL;
        g_autofree char *old_name = NULL;
        g_autoptr (GString) text = g_string_new (NULL);

        if (ddl_names_find (key->columns, from) < 0 || g_strcmp0 (key->name, before) != 0)
            continue;
        ddl_names_remove (key->columns, from);
        ddl_names_add (key->columns, to);
        after = typeorm_foreign_key_name (typeorm_run (call)->options.major, table->name, key->columns);
        typeorm_mysql_append_foreign_key (text, typeorm_run (call), key, after);
        old_name = quoted (key->name);
        status = typeorm_mysql_execute (call, "%s DROP FOREIGN KEY %s, ADD %s", head, old_name, text->str);
        ddl_set (&key->name, after);
    }
    return status;
}

static ScriptStatus rename_column (ScriptCall *call, DdlTable *table, DdlColumn *old, const char *to)
{
    g_autofree char *head = alter (call, table);
    g_autofree char *from = g_strdup (old->name);
    g_autofree char *quoted_from = quoted (from);
    g_autofree char *quoted_to = quoted (to);
    g_autoptr (GString) definition = g_string_new (NULL);
    DdlColumn *own;
    ScriptStatus status;

    typeorm_mysql_append_column (definition, typeorm_run (call), old, TRUE, TRUE);
    status = typeorm_mysql_execute (call, "%s CHANGE %s %s %s", head, quoted_from, quoted_to, definition->str);
    if (status == SCRIPT_NORMAL)
        status = rename_in_indexes (call, table, from, to);
    if (status == SCRIPT_NORMAL)
        status = rename_in_keys (call, table, from, to);
    own = ddl_table_column (table, from);
    if (own)
        ddl_set (&own->name, to);
    if (old != own)
        ddl_set (&old->name, to);
    return status;
}

static gboolean same_text (const char *a, const char *b)
{
    return g_strcmp0 (a ? a : "", b ? b : "") == 0;
}

/* BaseQueryRunner.isColumnChanged; width and zerofill before 1.0. */
static gboolean is_changed (const TypeormRun *run, const DdlColumn *old, const DdlColumn *new)
{
    return g_strcmp0 (old->charset, new->charset) != 0 || g_strcmp0 (old->collation, new->collation) != 0 ||
           old->precision != new->precision || old->scale != new->scale || old->is_unsigned != new->is_unsigned ||
           g_strcmp0 (old->expression, new->expression) != 0 || g_strcmp0 (old->default_sql, new->default_sql) != 0 ||
           g_strcmp0 (old->on_update, new->on_update) != 0 || old->nullable != new->nullable ||
           g_strcmp0 (old->comment, new->comment) != 0 || !ddl_names_equal (old->enum_values, new->enum_values) ||
           (run->options.major < 1 && (old->width != new->width || old->zerofill != new->zerofill));
}

/* The tool drops the column and adds it anew, its values with it. */
static gboolean needs_new_column (const DdlColumn *old, const DdlColumn *new)
{
    gboolean was_virtual = g_strcmp0 (old->computed, "VIRTUAL") == 0;
    gboolean is_virtual = g_strcmp0 (new->computed, "VIRTUAL") == 0;

    return (new->generated != old->generated &&g_strcmp0 (new->generation, "uuid") != 0) ||
           !same_text (old->type, new->type) || !same_text (old->length, new->length) ||
           (old->computed && new->computed &&g_strcmp0 (old->computed, new->computed) != 0) ||
           (!old->computed && is_virtual) || (was_virtual && !new->computed);
}

static ScriptStatus change_metadata (ScriptCall *call, const DdlTable *table, const DdlColumn *old,
                                     const DdlColumn *new)
{
    g_autofree char *database = NULL;
    TypeormMetadata row = { .type = "GENERATED_COLUMN", .table = table->name, .name = new->name };
    ScriptStatus status;

    if (!!old->computed == !!new->computed && same_text (old->expression, new->expression))
        return SCRIPT_NORMAL;
    status = typeorm_mysql_current (call, &database);
    row.schema = database;
    if (status == SCRIPT_NORMAL && old->computed)
        status = typeorm_metadata_delete (call, &row);
    row.value = new->expression;
    if (status == SCRIPT_NORMAL && new->computed)
        status = typeorm_metadata_insert (call, &row);
    return status;
}

static ScriptStatus change_primary (ScriptCall *call, DdlTable *table, const DdlColumn *new)
{
    const DdlColumn *counted = typeorm_mysql_counted (table);
    g_autoptr (GPtrArray) names = ddl_table_primary_names (table);
    DdlColumn *own = ddl_table_column (table, new->name);
    ScriptStatus status = SCRIPT_NORMAL;

    if (counted)
        status = stop_counting (call, table, counted->name, counted);
    if (status == SCRIPT_NORMAL && names->len > 0)
        status = drop_key (call, table);
    if (new->primary)
        g_ptr_array_add (names, new->name);
    else
        for (guint i = 0; i < names->len; i++)
            if (g_str_equal (g_ptr_array_index (names, i), new->name))
            {
                g_ptr_array_remove_index (names, i);
                break;
            }
    if (own)
        own->primary = new->primary;
    if (status == SCRIPT_NORMAL && names->len > 0)
        status = add_key (call, table, names);
    if (status == SCRIPT_NORMAL && counted)
        status = change (call, table, counted->name, counted);
    return status;
}

static ScriptStatus change_unique (ScriptCall *call, DdlTable *table, const DdlColumn *new)
{
    const DdlIndex *index;
    g_autofree char *name = NULL;

    if (new->unique)
        return add_unique (call, table, new->name);
    index = index_over (table, new->name, TRUE);
    if (!index)
        return typeorm_throw (call, "TypeError", "Cannot read properties of undefined (reading 'name')");
    name = g_strdup (index->name);
    remove_index (table, name);
    remove_unique (table, name);
    return drop_index (call, table, name);
}

static ScriptStatus change_column (ScriptCall *call, DdlTable *table, DdlColumn *old, const DdlColumn *new)
{
    /* What is compared is the column as it was, whatever becomes of the table's own meanwhile. */
    g_autoptr (DdlColumn) was = ddl_column_copy (old);
    ScriptStatus status = SCRIPT_NORMAL;

    if (needs_new_column (old, new))
    {
        status = drop_column (call, table, old);
        return status == SCRIPT_NORMAL ? add_column (call, table, new) : status;
    }
    if (!g_str_equal (new->name, old->name))
        status = rename_column (call, table, old, new->name);
    if (status == SCRIPT_NORMAL && is_changed (typeorm_run (call), was, new))
    {
        status = change (call, table, new->name, new);
        if (status == SCRIPT_NORMAL)
            status = change_metadata (call, table, was, new);
    }
    if (status == SCRIPT_NORMAL && new->primary != was->primary)
        status = change_primary (call, table, new);
    if (status == SCRIPT_NORMAL && new->unique != was->unique)
        status = change_unique (call, table, new);
    return status;
}

ScriptStatus typeorm_mysql_change_columns (ScriptCall *call, DdlTable *table, const TypeormChange *changes, guint n)
{
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < n && status == SCRIPT_NORMAL; i++)
        status = change_column (call, table, changes[i].old, changes[i].new);
    return status;
}

ScriptStatus typeorm_mysql_update_primary_keys (ScriptCall *call, DdlTable *table, const GPtrArray *columns)
{
    const DdlColumn *counted = typeorm_mysql_counted (table);
    g_autoptr (GPtrArray) names = ddl_table_primary_names (table);
    ScriptStatus status = SCRIPT_NORMAL;

    if (counted)
        status = stop_counting (call, table, counted->name, counted);
    if (status == SCRIPT_NORMAL && names->len > 0)
        status = drop_key (call, table);
    for (guint i = 0; i < table->columns->len; i++)
    {
        DdlColumn *column = g_ptr_array_index (table->columns, i);

        column->primary = column->primary || ddl_names_find (columns, column->name) >= 0;
    }
    if (status == SCRIPT_NORMAL)
        status = add_key (call, table, columns);
    if (status == SCRIPT_NORMAL && counted)
        status = change (call, table, counted->name, counted);
    return status;
}
