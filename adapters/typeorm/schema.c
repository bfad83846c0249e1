/* The members of queryRunner that change and read the schema: arguments, memory, errors. What a database does is in schema_DATABASE.c. */

#include "adapters/typeorm/schema.h"
#include "adapters/typeorm/schema_items.h"
#include "adapters/typeorm/schema_state.h"

/* A flag that is a default when it is undefined. */
static gboolean flag (const ScriptCall *call, guint index, gboolean fallback)
{
    Value value = call_argument (call, index);

    return value.kind == VALUE_UNDEFINED ? fallback : value_is_truthy (value);
}

/* `ifExists` of a method that has it since 1.0 only. */
static gboolean new_flag (const ScriptCall *call, guint index)
{
    return typeorm_run (call)->options.major > 0 && flag (call, index, FALSE);
}

/* A text, NULL when there is none. */
static ScriptStatus text_argument (ScriptCall *call, guint index, const char **text)
{
    Value value = call_argument (call, index);

    if (value_is_nullish (value))
        *text = NULL;
    else if (value.kind == VALUE_OBJECT || value.kind == VALUE_SYMBOL)
        return script_throw (call->runtime, "TypeError", "argument %u must be a string, not %s", index + 1,
                             value_inspect (call->runtime, value));
    else
        *text = value_to_text (call->runtime, value);
    return SCRIPT_NORMAL;
}

static ScriptStatus name_argument (ScriptCall *call, guint index, const char **text)
{
    SCRIPT_TRY (text_argument (call, index, text));
    if (!*text)
        return script_throw (call->runtime, "TypeError", "argument %u must be a string, not %s", index + 1,
                             value_to_text (call->runtime, call_argument (call, index)));
    return SCRIPT_NORMAL;
}

static ScriptStatus names_argument (ScriptCall *call, guint index, GPtrArray *names)
{
    ScriptList *items = NULL;

    SCRIPT_TRY (script_items (call->runtime, call_argument (call, index), &items));
    for (guint32 i = 0; i < items->length; i++)
        g_ptr_array_add (names, g_strdup (value_to_text (call->runtime, items->items[i])));
    return SCRIPT_NORMAL;
}

/* Databases and schemas. */

static ScriptStatus create_database (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const char *name = NULL;

    SCRIPT_TRY (name_argument (call, 0, &name));
    return typeorm_dialect (call)->create_database (call, name, flag (call, 1, FALSE));
}

static ScriptStatus drop_database (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const char *name = NULL;

    SCRIPT_TRY (name_argument (call, 0, &name));
    return typeorm_dialect (call)->drop_database (call, name, flag (call, 1, FALSE));
}

static ScriptStatus create_schema (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const TypeormSchemaDialect *dialect = typeorm_dialect (call);
    const char *path = NULL;

    if (!dialect->create_schema)
        return typeorm_throw (call, "TypeORMError", "%s", dialect->no_schemas);
    SCRIPT_TRY (name_argument (call, 0, &path));
    return dialect->create_schema (call, path, flag (call, 1, FALSE));
}

static ScriptStatus drop_schema (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const TypeormSchemaDialect *dialect = typeorm_dialect (call);
    const char *path = NULL;

    if (!dialect->drop_schema)
        return typeorm_throw (call, "TypeORMError", "%s", dialect->no_schemas);
    SCRIPT_TRY (name_argument (call, 0, &path));
    return dialect->drop_schema (call, path, flag (call, 1, FALSE), flag (call, 2, FALSE));
}

static ScriptStatus has_database (ScriptCall *call, Value *out)
{
    const char *name = NULL;
    gboolean has = FALSE;

    SCRIPT_TRY (name_argument (call, 0, &name));
    SCRIPT_TRY (typeorm_dialect (call)->has_database (call, name, &has));
    *out = value_boolean (has);
    return SCRIPT_NORMAL;
}

static ScriptStatus has_schema (ScriptCall *call, Value *out)
{
    const char *name = NULL;
    gboolean has = FALSE;

    SCRIPT_TRY (name_argument (call, 0, &name));
    SCRIPT_TRY (typeorm_dialect (call)->has_schema (call, name, &has));
    *out = value_boolean (has);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_databases (ScriptCall *call, Value *out)
{
    return typeorm_dialect (call)->get_databases (call, out);
}

static ScriptStatus get_schemas (ScriptCall *call, Value *out)
{
    return typeorm_dialect (call)->get_schemas (call, out);
}

static ScriptStatus current_database (ScriptCall *call, Value *out)
{
    return typeorm_dialect (call)->current_database (call, out);
}

static ScriptStatus current_schema (ScriptCall *call, Value *out)
{
    return typeorm_dialect (call)->current_schema (call, out);
}

/* A migration's query runner is never one of a replica. */
static ScriptStatus replication_mode (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, "master", -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus clear_table (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    g_auto (TypeormPath) path = { 0 };
    Value cascade = UNDEFINED;

    SCRIPT_TRY (typeorm_path_of (call, call_argument (call, 0), &path));
    if (call_argument (call, 1).kind == VALUE_OBJECT && typeorm_run (call)->options.major > 0)
        SCRIPT_TRY (script_member (call->runtime, call_argument (call, 1), "cascade", &cascade));
    return typeorm_dialect (call)->clear_table (call, &path, value_is_truthy (cascade));
}

static ScriptStatus clear_database (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const char *name = NULL;

    SCRIPT_TRY (text_argument (call, 0, &name));
    return typeorm_dialect (call)->clear_database (call, name);
}

/* What is there. */

static ScriptStatus has_table (ScriptCall *call, Value *out)
{
    g_auto (TypeormPath) path = { 0 };
    gboolean has = FALSE;

    SCRIPT_TRY (typeorm_path_of (call, call_argument (call, 0), &path));
    SCRIPT_TRY (typeorm_dialect (call)->has_table (call, &path, &has));
    *out = value_boolean (has);
    return SCRIPT_NORMAL;
}

static ScriptStatus has_column (ScriptCall *call, Value *out)
{
    g_auto (TypeormPath) path = { 0 };
    const char *column = NULL;
    gboolean has = FALSE;

    SCRIPT_TRY (typeorm_path_of (call, call_argument (call, 0), &path));
    SCRIPT_TRY (name_argument (call, 1, &column));
    SCRIPT_TRY (typeorm_dialect (call)->has_column (call, &path, column, &has));
    *out = value_boolean (has);
    return SCRIPT_NORMAL;
}

typedef ScriptStatus (*Loader) (ScriptCall *call, const GPtrArray *paths, ScriptList **objects);

static ScriptStatus get_one (ScriptCall *call, Loader load, Value *out)
{
    g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
    ScriptList *objects = NULL;
    const char *path = NULL;

    SCRIPT_TRY (name_argument (call, 0, &path));
    g_ptr_array_add (paths, g_strdup (path));
    SCRIPT_TRY (load (call, paths, &objects));
    if (objects->length)
        *out = objects->items[0];
    return SCRIPT_NORMAL;
}

static ScriptStatus get_many (ScriptCall *call, Loader load, Value *out)
{
    g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
    ScriptList *objects = NULL;
    gboolean all = value_is_nullish (call_argument (call, 0));

    if (!all)
        SCRIPT_TRY (names_argument (call, 0, paths));
    SCRIPT_TRY (load (call, all ? NULL : paths, &objects));
    *out = value_of_object (&objects->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_table (ScriptCall *call, Value *out)
{
    return get_one (call, typeorm_load_tables, out);
}

static ScriptStatus get_tables (ScriptCall *call, Value *out)
{
    return get_many (call, typeorm_load_tables, out);
}

static ScriptStatus get_view (ScriptCall *call, Value *out)
{
    return get_one (call, typeorm_load_views, out);
}

static ScriptStatus get_views (ScriptCall *call, Value *out)
{
    return get_many (call, typeorm_load_views, out);
}

/* Tables. */

/* The first argument, which must be a Table of the script's own. */
static ScriptStatus given_table (ScriptCall *call, TableRef *ref)
{
    if (!typeorm_is (call_argument (call, 0), TABLE_CLASS_TABLE))
        return script_throw (call->runtime, "TypeError", "a Table expected, got %s",
                             value_inspect (call->runtime, call_argument (call, 0)));
    return typeorm_table_of (call, call_argument (call, 0), ref);
}

static ScriptStatus create_table (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const TypeormSchemaDialect *dialect = typeorm_dialect (call);
    g_auto (TableRef) ref = { 0 };

    SCRIPT_TRY (given_table (call, &ref));
    if (flag (call, 1, FALSE))
    {
        g_auto (TypeormPath) path = { 0 };
        gboolean has = FALSE;

        SCRIPT_TRY (typeorm_path_of (call, ref.object, &path));
        SCRIPT_TRY (dialect->has_table (call, &path, &has));
        if (has)
            return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (dialect->create_table (call, ref.table, flag (call, 2, TRUE), flag (call, 3, TRUE)));
    typeorm_keep_object (call, &ref);
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_table (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const TypeormSchemaDialect *dialect = typeorm_dialect (call);
    g_auto (TypeormPath) path = { 0 };
    g_auto (TableRef) ref = { 0 };
    g_autofree char *name = NULL;
    const char *outer;

    SCRIPT_TRY (typeorm_path_of (call, call_argument (call, 0), &path));
    if (flag (call, 1, FALSE))
    {
        gboolean has = FALSE;

        SCRIPT_TRY (dialect->has_table (call, &path, &has));
        if (!has)
            return SCRIPT_NORMAL;
    }
    /* The tool drops what the catalog says of that path, and not what the script's Table says. */
    outer = path.schema ? path.schema : path.database;
    name = outer ? g_strconcat (outer, ".", path.name, NULL) : g_strdup (path.name);
    SCRIPT_TRY (typeorm_table_of (call, value_string (call->runtime, name, -1), &ref));
    SCRIPT_TRY (dialect->drop_table (call, ref.table, flag (call, 2, TRUE), flag (call, 3, TRUE)));
    typeorm_forget_table (call, &ref);
    return SCRIPT_NORMAL;
}

/* Where a change goes: to the object that was given, or to what is remembered of its table. */
static ScriptStatus keep_given (ScriptCall *call, TableRef *ref)
{
    if (typeorm_dialect (call)->writes_loaded)
        return typeorm_keep_loaded (call, ref);
    typeorm_keep_object (call, ref);
    return SCRIPT_NORMAL;
}

static ScriptStatus rename_table (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const TypeormSchemaDialect *dialect = typeorm_dialect (call);
    g_auto (TableRef) ref = { 0 };
    const char *name = NULL;

    SCRIPT_TRY (typeorm_table_of (call, call_argument (call, 0), &ref));
    SCRIPT_TRY (name_argument (call, 1, &name));
    SCRIPT_TRY (dialect->rename_table (call, ref.table, name));
    if (!dialect->rename_writes)
        return SCRIPT_NORMAL;
    script_set (call->runtime, ref.object, "name", value_string (call->runtime, ref.table->name, -1));
    return typeorm_keep_loaded (call, &ref);
}

static ScriptStatus change_comment (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const TypeormSchemaDialect *dialect = typeorm_dialect (call);
    g_auto (TableRef) ref = { 0 };
    const char *comment = NULL;

    if (!dialect->change_comment)
        return typeorm_throw (call, "TypeORMError", "%s", dialect->no_comments);
    SCRIPT_TRY (typeorm_table_of (call, call_argument (call, 0), &ref));
    SCRIPT_TRY (text_argument (call, 1, &comment));
    SCRIPT_TRY (dialect->change_comment (call, ref.table, comment));
    ddl_set (&ref.table->comment, comment);
    script_set (call->runtime, ref.object, "comment", value_string (call->runtime, comment, -1));
    return typeorm_keep_loaded (call, &ref);
}

/* Columns. */

/* A column of the primary key makes the key anew: then the table must be known. */
static gboolean has_primary (const GPtrArray *columns)
{
    for (guint i = 0; i < columns->len; i++)
        if (((DdlColumn *)g_ptr_array_index (columns, i))->primary)
            return TRUE;
    return FALSE;
}

static ScriptStatus add_columns_of (ScriptCall *call, gboolean plural)
{
    g_auto (TableRef) ref = { 0 };
    g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func ((GDestroyNotify)ddl_column_free);

    SCRIPT_TRY (typeorm_read_items (call, call_argument (call, 1), plural, TABLE_CLASS_COLUMN, columns));
    if (has_primary (columns))
        SCRIPT_TRY (typeorm_table_of (call, call_argument (call, 0), &ref));
    else
        SCRIPT_TRY (typeorm_table_unseen (call, call_argument (call, 0), &ref));
    SCRIPT_TRY (typeorm_dialect (call)->add_columns (call, ref.table, columns));
    if (ref.object.kind == VALUE_OBJECT)
        return typeorm_keep_loaded (call, &ref);
    typeorm_forget_origins (ref.table);
    typeorm_keep_added (call, &ref);
    return SCRIPT_NORMAL;
}

static ScriptStatus add_column (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return add_columns_of (call, FALSE);
}

static ScriptStatus add_columns (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return add_columns_of (call, TRUE);
}

/* The column that ARGUMENT means: a TableColumn is read (OWNED), a name is looked up in TABLE. NULL when there is none. */
static ScriptStatus column_of (ScriptCall *call, const DdlTable *table, Value argument, DdlColumn **column,
                               DdlColumn **owned)
{
    gpointer read = NULL;

    *column = NULL;
    if (argument.kind == VALUE_STRING)
        *column = ddl_table_column (table, value_to_text (call->runtime, argument));
    else if (typeorm_is (argument, TABLE_CLASS_COLUMN))
    {
        SCRIPT_TRY (typeorm_read (call, argument, TABLE_CLASS_COLUMN, &read));
        *column = *owned = read;
    }
    return SCRIPT_NORMAL;
}

/* Changes OLD (a column or its name) to NEW (a column; with RENAMES a name too) in REF. */
static ScriptStatus change_one (ScriptCall *call, TableRef *ref, Value old, Value new, gboolean renames)
{
    g_autoptr (DdlColumn) owned = NULL;
    g_autoptr (DdlColumn) wanted = NULL;
    TypeormChange change;
    DdlColumn *column;

    SCRIPT_TRY (column_of (call, ref->table, old, &column, &owned));
    if (!column)
        return typeorm_throw (call, "TypeORMError", "Column \"%s\" was not found in the \"%s\" table.",
                              value_to_text (call->runtime, old), ref->table->name);
    if (renames && !typeorm_is (new, TABLE_CLASS_COLUMN))
    {
        wanted = ddl_column_copy (column);
        wanted->origin = NULL;
        ddl_set (&wanted->name, value_to_text (call->runtime, new));
    }
    else
    {
        gpointer read = NULL;

        SCRIPT_TRY (typeorm_read (call, new, TABLE_CLASS_COLUMN, &read));
        wanted = read;
    }
    /* What the callee changes in the table must not take the old column from under its feet. */
    if (!owned)
        owned = ddl_column_copy (column);
    change = (TypeormChange){ .old = owned, .new = wanted };
    SCRIPT_TRY (typeorm_dialect (call)->change_columns (call, ref->table, &change, 1));
    if (typeorm_is (old, TABLE_CLASS_COLUMN))
        script_set (call->runtime, old, "name", value_string (call->runtime, owned->name, -1));
    return typeorm_keep_loaded (call, ref);
}

static ScriptStatus rename_column (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    g_auto (TableRef) ref = { 0 };

    SCRIPT_TRY (typeorm_table_of (call, call_argument (call, 0), &ref));
    return change_one (call, &ref, call_argument (call, 1), call_argument (call, 2), TRUE);
}

static ScriptStatus change_column (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    g_auto (TableRef) ref = { 0 };

    SCRIPT_TRY (typeorm_table_of (call, call_argument (call, 0), &ref));
    return change_one (call, &ref, call_argument (call, 1), call_argument (call, 2), FALSE);
}

static ScriptStatus change_columns (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ScriptList *items = NULL;

    SCRIPT_TRY (script_items (call->runtime, call_argument (call, 1), &items));
    for (guint32 i = 0; i < items->length; i++)
    {
        g_auto (TableRef) ref = { 0 };
        Value old, new;

        SCRIPT_TRY (script_member (call->runtime, items->items[i], "oldColumn", &old));
        SCRIPT_TRY (script_member (call->runtime, items->items[i], "newColumn", &new));
        SCRIPT_TRY (typeorm_table_of (call, call_argument (call, 0), &ref));
        SCRIPT_TRY (change_one (call, &ref, old, new, FALSE));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_columns_of (ScriptCall *call, gboolean plural)
{
    g_auto (TableRef) ref = { 0 };
    g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func ((GDestroyNotify)ddl_column_free);
    gboolean if_exists = new_flag (call, 2);
    Value argument = call_argument (call, 1);
    ScriptList *items = NULL;

    SCRIPT_TRY (typeorm_table_of (call, call_argument (call, 0), &ref));
    if (plural)
        SCRIPT_TRY (script_items (call->runtime, argument, &items));
    else
        items = list_new (call->runtime, &argument, 1);
    for (guint32 i = 0; i < items->length; i++)
    {
        DdlColumn *column;
        DdlColumn *owned = NULL;

        SCRIPT_TRY (column_of (call, ref.table, items->items[i], &column, &owned));
        if (column)
            g_ptr_array_add (columns, owned ? owned : ddl_column_copy (column));
        else if (!if_exists)
            return typeorm_throw (call, "TypeORMError", "Column \"%s\" was not found in table \"%s\"",
                                  value_to_text (call->runtime, items->items[i]), ref.table->name);
    }
    if (columns->len)
        SCRIPT_TRY (typeorm_dialect (call)->drop_columns (call, ref.table, columns, if_exists));
    return typeorm_keep_loaded (call, &ref);
}

static ScriptStatus drop_column (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return drop_columns_of (call, FALSE);
}

static ScriptStatus drop_columns (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return drop_columns_of (call, TRUE);
}

/* Primary keys. */

static ScriptStatus create_primary_key (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    g_auto (TableRef) ref = { 0 };
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    const char *constraint = NULL;

    SCRIPT_TRY (typeorm_table_of (call, call_argument (call, 0), &ref));
    SCRIPT_TRY (names_argument (call, 1, names));
    SCRIPT_TRY (text_argument (call, 2, &constraint));
    SCRIPT_TRY (typeorm_dialect (call)->create_primary_key (call, ref.table, names, constraint));
    return typeorm_keep_loaded (call, &ref);
}

static ScriptStatus update_primary_keys (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    g_auto (TableRef) ref = { 0 };
    g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func ((GDestroyNotify)ddl_column_free);
    g_autoptr (GPtrArray) names = g_ptr_array_new ();

    SCRIPT_TRY (typeorm_table_of (call, call_argument (call, 0), &ref));
    SCRIPT_TRY (typeorm_read_items (call, call_argument (call, 1), TRUE, TABLE_CLASS_COLUMN, columns));
    for (guint i = 0; i < columns->len; i++)
        g_ptr_array_add (names, ((DdlColumn *)g_ptr_array_index (columns, i))->name);
    SCRIPT_TRY (typeorm_dialect (call)->update_primary_keys (call, ref.table, names));
    return typeorm_keep_loaded (call, &ref);
}

static ScriptStatus drop_primary_key (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    g_auto (TableRef) ref = { 0 };
    const char *constraint = NULL;

    SCRIPT_TRY (typeorm_table_of (call, call_argument (call, 0), &ref));
    SCRIPT_TRY (text_argument (call, 1, &constraint));
    SCRIPT_TRY (typeorm_dialect (call)->drop_primary_key (call, ref.table, constraint, new_flag (call, 2)));
    return keep_given (call, &ref);
}

/* Views. */

static ScriptStatus create_view (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    g_autoptr (DdlView) view = NULL;
    gpointer read = NULL;

    SCRIPT_TRY (typeorm_read (call, call_argument (call, 0), TABLE_CLASS_VIEW, &read));
    view = read;
    return typeorm_dialect (call)->create_view (call, view, flag (call, 1, FALSE));
}

static ScriptStatus drop_view (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    gboolean if_exists = new_flag (call, 1);
    Value argument = call_argument (call, 0);
    Value name = argument;
    g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
    g_auto (ViewRef) ref = { 0 };

    if (typeorm_is (argument, TABLE_CLASS_VIEW))
        SCRIPT_TRY (script_member (call->runtime, argument, "name", &name));
    if (if_exists)
    {
        ScriptList *objects = NULL;

        g_ptr_array_add (paths, g_strdup (value_to_text (call->runtime, name)));
        SCRIPT_TRY (typeorm_load_views (call, paths, &objects));
        if (!objects->length)
            return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (typeorm_view_of (call, name, &ref));
    return typeorm_dialect (call)->drop_view (call, ref.view, if_exists);
}

static ScriptStatus refuse_view_index (ScriptCall *call)
{
    return typeorm_throw (call, "TypeORMError", "view indices are there on PostgreSQL only");
}

static ScriptStatus create_view_index_of (ScriptCall *call, gboolean plural)
{
    const TypeormSchemaDialect *dialect = typeorm_dialect (call);
    g_auto (ViewRef) ref = { 0 };
    g_autoptr (GPtrArray) indexes = g_ptr_array_new_with_free_func ((GDestroyNotify)ddl_index_free);

    if (!dialect->create_view_index)
        return refuse_view_index (call);
    SCRIPT_TRY (typeorm_view_of (call, call_argument (call, 0), &ref));
    SCRIPT_TRY (typeorm_read_items (call, call_argument (call, 1), plural, TABLE_CLASS_INDEX, indexes));
    for (guint i = 0; i < indexes->len; i++)
    {
        SCRIPT_TRY (dialect->create_view_index (call, ref.view, g_ptr_array_index (indexes, i)));
        g_ptr_array_add (ref.view->indexes, ddl_index_copy (g_ptr_array_index (indexes, i)));
    }
    typeorm_write (typeorm_run (call), ref.object.as.object, TABLE_CLASS_VIEW, ref.view);
    return SCRIPT_NORMAL;
}

static ScriptStatus create_view_index (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return create_view_index_of (call, FALSE);
}

static ScriptStatus create_view_indices (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return create_view_index_of (call, TRUE);
}

static ScriptStatus drop_view_index (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const TypeormSchemaDialect *dialect = typeorm_dialect (call);
    Value argument = call_argument (call, 1);
    g_auto (ViewRef) ref = { 0 };
    g_autoptr (DdlIndex) owned = NULL;
    DdlIndex *index = NULL;

    if (!dialect->drop_view_index)
        return refuse_view_index (call);
    SCRIPT_TRY (typeorm_view_of (call, call_argument (call, 0), &ref));
    if (typeorm_is (argument, TABLE_CLASS_INDEX))
    {
        gpointer read = NULL;

        SCRIPT_TRY (typeorm_read (call, argument, TABLE_CLASS_INDEX, &read));
        index = owned = read;
    }
    for (guint i = 0; !index && i < ref.view->indexes->len; i++)
    {
        DdlIndex *own = g_ptr_array_index (ref.view->indexes, i);

        if (g_strcmp0 (own->name, value_to_text (call->runtime, argument)) == 0)
            index = own;
    }
    if (!index)
        return typeorm_throw (call, "TypeORMError", "Supplied index %s was not found in view %s",
                              value_to_text (call->runtime, argument), ref.view->name);
    SCRIPT_TRY (dialect->drop_view_index (call, ref.view, index));
    for (guint i = 0; i < ref.view->indexes->len; i++)
        if (g_strcmp0 (((DdlIndex *)g_ptr_array_index (ref.view->indexes, i))->name, index->name) == 0)
        {
            g_ptr_array_remove_index (ref.view->indexes, i);
            break;
        }
    typeorm_write (typeorm_run (call), ref.object.as.object, TABLE_CLASS_VIEW, ref.view);
    return SCRIPT_NORMAL;
}

/* What is created and dropped in a table by the same rules: schema_items.c. */
#define ITEMS(noun, nouns, kind)                                                                                       \
    static ScriptStatus create_##noun (ScriptCall *call, Value *out G_GNUC_UNUSED)                                     \
    {                                                                                                                  \
        return typeorm_create_items (call, kind, FALSE);                                                               \
    }                                                                                                                  \
    static ScriptStatus create_##nouns (ScriptCall *call, Value *out G_GNUC_UNUSED)                                    \
    {                                                                                                                  \
        return typeorm_create_items (call, kind, TRUE);                                                                \
    }                                                                                                                  \
    static ScriptStatus drop_##noun (ScriptCall *call, Value *out G_GNUC_UNUSED)                                       \
    {                                                                                                                  \
        return typeorm_drop_items (call, kind, FALSE, new_flag (call, 2));                                             \
    }                                                                                                                  \
    static ScriptStatus drop_##nouns (ScriptCall *call, Value *out G_GNUC_UNUSED)                                      \
    {                                                                                                                  \
        return typeorm_drop_items (call, kind, TRUE, new_flag (call, 2));                                              \
    }

ITEMS (unique, uniques, TABLE_CLASS_UNIQUE)
ITEMS (check, checks, TABLE_CLASS_CHECK)
ITEMS (exclusion, exclusions, TABLE_CLASS_EXCLUSION)
ITEMS (foreign_key, foreign_keys, TABLE_CLASS_FOREIGN_KEY)
ITEMS (index, indexes, TABLE_CLASS_INDEX)

#define ACTS(name, least, most, function, summary)                                                                     \
    {                                                                                                                  \
        name, HOST_ASYNC, least, most, function, HOST_NEEDS_NOTHING, summary, NULL, NULL, NULL                         \
    }
#define LOOKS(name, least, most, function, summary)                                                                    \
    {                                                                                                                  \
        name, HOST_ASYNC, least, most, function, HOST_NEEDS_CATALOG, summary, NULL, NULL, NULL                         \
    }
static const HostMember members[] = {
    ACTS ("createDatabase", 1, 2, create_database, "CREATE DATABASE."),
    ACTS ("dropDatabase", 1, 2, drop_database, "DROP DATABASE."),
    ACTS ("createSchema", 1, 2, create_schema, "CREATE SCHEMA."),
    ACTS ("dropSchema", 1, 3, drop_schema, "DROP SCHEMA."),
    LOOKS ("hasDatabase", 1, 1, has_database, "Is there a database of that name?"),
    LOOKS ("hasSchema", 1, 1, has_schema, "Is there a schema of that name?"),
    LOOKS ("getDatabases", 0, 0, get_databases, "The names of all databases, as far as the driver tells."),
    LOOKS ("getSchemas", 0, 1, get_schemas, "The names of all schemas, as far as the driver tells."),
    LOOKS ("getCurrentDatabase", 0, 0, current_database, "The database of the connection."),
    LOOKS ("getCurrentSchema", 0, 0, current_schema, "The schema of unqualified names."),
    { "getReplicationMode", HOST_METHOD, 0, 0, replication_mode, HOST_NEEDS_NOTHING, "Always master.", NULL, NULL,
      NULL },
    LOOKS ("hasTable", 1, 1, has_table, "Is there a table of that name?"),
    LOOKS ("hasColumn", 2, 2, has_column, "Has the table that column?"),
    LOOKS ("getTable", 1, 1, get_table, "What the catalog says of a table."),
    LOOKS ("getTables", 0, 1, get_tables, "What the catalog says of several tables, or of all."),
    LOOKS ("getView", 1, 1, get_view, "A view that TypeORM's own table knows."),
    LOOKS ("getViews", 0, 1, get_views, "Several such views, or all."),
    ACTS ("createTable", 1, 4, create_table, "A table with its columns, keys and indices."),
    LOOKS ("dropTable", 1, 4, drop_table, "Drops a table, its indices and foreign keys first."),
    LOOKS ("renameTable", 2, 2, rename_table, "Renames a table and what has a default name of it."),
    LOOKS ("changeTableComment", 1, 2, change_comment, "The comment of a table."),
    LOOKS ("addColumn", 2, 2, add_column, "A new column."),
    LOOKS ("addColumns", 2, 2, add_columns, "New columns."),
    LOOKS ("renameColumn", 3, 3, rename_column, "Renames a column and what has a default name of it."),
    LOOKS ("changeColumn", 3, 3, change_column, "Changes a column; another type drops and adds it."),
    LOOKS ("changeColumns", 2, 2, change_columns, "Changes columns."),
    LOOKS ("dropColumn", 2, 3, drop_column, "Drops a column and what is of it alone."),
    LOOKS ("dropColumns", 2, 3, drop_columns, "Drops columns."),
    LOOKS ("createPrimaryKey", 2, 3, create_primary_key, "A primary key."),
    LOOKS ("updatePrimaryKeys", 2, 2, update_primary_keys, "Another primary key for that of the table."),
    LOOKS ("dropPrimaryKey", 1, 3, drop_primary_key, "Drops the primary key."),
    LOOKS ("createUniqueConstraint", 2, 2, create_unique, "A unique constraint."),
    LOOKS ("createUniqueConstraints", 2, 2, create_uniques, "Unique constraints."),
    LOOKS ("dropUniqueConstraint", 2, 3, drop_unique, "Drops a unique constraint."),
    LOOKS ("dropUniqueConstraints", 2, 3, drop_uniques, "Drops unique constraints."),
    LOOKS ("createCheckConstraint", 2, 2, create_check, "A check."),
    LOOKS ("createCheckConstraints", 2, 2, create_checks, "Checks."),
    LOOKS ("dropCheckConstraint", 2, 3, drop_check, "Drops a check."),
    LOOKS ("dropCheckConstraints", 2, 3, drop_checks, "Drops checks."),
    LOOKS ("createExclusionConstraint", 2, 2, create_exclusion, "An exclusion constraint."),
    LOOKS ("createExclusionConstraints", 2, 2, create_exclusions, "Exclusion constraints."),
    LOOKS ("dropExclusionConstraint", 2, 3, drop_exclusion, "Drops an exclusion constraint."),
    LOOKS ("dropExclusionConstraints", 2, 3, drop_exclusions, "Drops exclusion constraints."),
    LOOKS ("createForeignKey", 2, 2, create_foreign_key, "A foreign key."),
    LOOKS ("createForeignKeys", 2, 2, create_foreign_keys, "Foreign keys."),
    LOOKS ("dropForeignKey", 2, 3, drop_foreign_key, "Drops a foreign key."),
    LOOKS ("dropForeignKeys", 2, 3, drop_foreign_keys, "Drops foreign keys."),
    LOOKS ("createIndex", 2, 2, create_index, "An index."),
    LOOKS ("createIndices", 2, 2, create_indexes, "Indices."),
    LOOKS ("dropIndex", 2, 3, drop_index, "Drops an index."),
    LOOKS ("dropIndices", 2, 3, drop_indexes, "Drops indices."),
    ACTS ("createView", 1, 3, create_view, "A view, materialized or not."),
    LOOKS ("dropView", 1, 2, drop_view, "Drops a view that TypeORM's own table knows."),
    LOOKS ("createViewIndex", 2, 2, create_view_index, "An index of a materialized view."),
    LOOKS ("createViewIndices", 2, 2, create_view_indices, "Indices of a materialized view."),
    LOOKS ("dropViewIndex", 2, 2, drop_view_index, "Drops an index of a materialized view."),
    ACTS ("clearTable", 1, 2, clear_table, "Removes all rows of a table."),
    LOOKS ("clearDatabase", 0, 1, clear_database, "Drops all that is in the database."),
    { .name = NULL },
};

const HostClass typeorm_schema_class = {
    .name = "QueryRunner",
    .summary = "What changes and reads the schema.",
    .members = members,
};
