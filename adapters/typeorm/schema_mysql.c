/* queryRunner's schema members on MySQL and MariaDB: MysqlQueryRunner of TypeORM 0.3 and 1.1. */

#include "adapters/typeorm/mysql.h"
#include "adapters/typeorm/naming.h"
#include "ddl/quote.h"

#include <string.h>

#define NO_SCHEMAS "MySql driver does not support table schemas"

ScriptStatus typeorm_mysql_execute (ScriptCall *call, const char *format, ...)
{
    g_autofree char *sql = NULL;
    va_list arguments;

    va_start (arguments, format);
    sql = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    return typeorm_execute (call, sql, NULL, 0);
}

static ScriptStatus exists (ScriptCall *call, const char *sql, const SqlValue *parameters, guint n, gboolean *has)
{
    g_autoptr (ResultSet) rows = NULL;
    ScriptStatus status = typeorm_query (call, sql, parameters, n, &rows);

    if (status == SCRIPT_NORMAL)
        *has = result_n_rows (rows) > 0;
    return status;
}

static ScriptStatus has_table (ScriptCall *call, const TypeormPath *path, gboolean *has)
{
    SqlValue names[] = { typeorm_text (path->database), typeorm_text (path->name) };

    return exists (call, "SELECT 1 FROM information_schema.columns WHERE table_schema = ? AND table_name = ? LIMIT 1",
                   names, 2, has);
}

static ScriptStatus has_column (ScriptCall *call, const TypeormPath *path, const char *column, gboolean *has)
{
    SqlValue names[] = { typeorm_text (path->database), typeorm_text (path->name), typeorm_text (column) };

    return exists (call,
                   "SELECT 1 FROM information_schema.columns WHERE table_schema = ? AND table_name = ? AND "
                   "column_name = ?",
                   names, 3, has);
}

static ScriptStatus has_database (ScriptCall *call, const char *name, gboolean *has)
{
    SqlValue parameter = typeorm_text (name);

    return exists (call, "SELECT 1 FROM information_schema.schemata WHERE schema_name = ?", &parameter, 1, has);
}

static ScriptStatus has_schema (ScriptCall *call, const char *name G_GNUC_UNUSED, gboolean *has G_GNUC_UNUSED)
{
    return typeorm_throw (call, "TypeORMError", NO_SCHEMAS);
}

static ScriptStatus get_databases (ScriptCall *call, Value *out)
{
    *out = value_of_object (&list_new (call->runtime, NULL, 0)->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_schemas (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return typeorm_throw (call, "TypeORMError", NO_SCHEMAS);
}

ScriptStatus typeorm_mysql_current (ScriptCall *call, char **database)
{
    g_autoptr (ResultSet) rows = NULL;
    ScriptStatus status = typeorm_query (call, "SELECT DATABASE()", NULL, 0, &rows);

    if (status == SCRIPT_NORMAL)
        *database = g_strdup (result_text (rows, 0, 0));
    return status;
}

static ScriptStatus current_database (ScriptCall *call, Value *out)
{
    g_autofree char *database = NULL;
    ScriptStatus status = typeorm_mysql_current (call, &database);

    if (status == SCRIPT_NORMAL)
        *out = value_string (call->runtime, database, -1);
    return status;
}

static ScriptStatus create_database (ScriptCall *call, const char *name, gboolean if_not_exists)
{
    g_autofree char *quoted = ddl_identifier (DIALECT_MYSQL, name);

    return typeorm_mysql_execute (call, "CREATE DATABASE %s%s", if_not_exists ? "IF NOT EXISTS " : "", quoted);
}

static ScriptStatus drop_database (ScriptCall *call, const char *name, gboolean if_exists)
{
    g_autofree char *quoted = ddl_identifier (DIALECT_MYSQL, name);

    return typeorm_mysql_execute (call, "DROP DATABASE %s%s", if_exists ? "IF EXISTS " : "", quoted);
}

static ScriptStatus create_schema (ScriptCall *call, const char *path G_GNUC_UNUSED,
                                   gboolean if_not_exists G_GNUC_UNUSED)
{
    return typeorm_throw (call, "TypeORMError", "Schema create queries are not supported by MySql driver.");
}

static ScriptStatus drop_schema (ScriptCall *call, const char *path G_GNUC_UNUSED, gboolean if_exists G_GNUC_UNUSED,
                                 gboolean cascade G_GNUC_UNUSED)
{
    return typeorm_throw (call, "TypeORMError", "Schema drop queries are not supported by MySql driver.");
}

static ScriptStatus clear_table (ScriptCall *call, const TypeormPath *path, gboolean cascade)
{
    g_autofree char *name = typeorm_mysql_path (typeorm_run (call), path->database, path->name);

    if (cascade)
        return typeorm_throw (call, "TypeORMError", "MySql does not support clearing table with cascade option");
    return typeorm_mysql_execute (call, "TRUNCATE TABLE %s", name);
}

static ScriptStatus drop_all (ScriptCall *call, const char *kind, const char *catalog, const char *database)
{
    g_autofree char *sql =
        g_strdup_printf ("SELECT table_schema, table_name FROM information_schema.%s WHERE table_schema = ?", catalog);
    SqlValue parameter = typeorm_text (database);
    g_autoptr (ResultSet) rows = NULL;
    ScriptStatus status = typeorm_query (call, sql, &parameter, 1, &rows);

    for (guint i = 0; status == SCRIPT_NORMAL && i < result_n_rows (rows); i++)
    {
        g_autofree char *path = ddl_path (DIALECT_MYSQL, result_text (rows, i, 0), result_text (rows, i, 1));

        status = typeorm_mysql_execute (call, "DROP %s IF EXISTS %s", kind, path);
    }
    return status;
}

static ScriptStatus clear_database (ScriptCall *call, const char *database)
{
    const char *name = database ? database : typeorm_mysql_database (typeorm_run (call));
    gboolean has = FALSE;
    ScriptStatus status;

    if (!name)
        return typeorm_throw (call, "TypeORMError", "Can not clear database. No database is specified");
    status = has_database (call, name, &has);
    if (status != SCRIPT_NORMAL || !has)
        return status;
    status = drop_all (call, "VIEW", "views", name);
    if (status == SCRIPT_NORMAL)
        status = typeorm_mysql_execute (call, "SET FOREIGN_KEY_CHECKS = 0");
    if (status == SCRIPT_NORMAL)
        status = drop_all (call, "TABLE", "tables", name);
    return status == SCRIPT_NORMAL ? typeorm_mysql_execute (call, "SET FOREIGN_KEY_CHECKS = 1") : status;
}

ScriptStatus typeorm_mysql_generated (ScriptCall *call, const DdlTable *table, const DdlColumn *column, gboolean insert)
{
    TypeormMetadata row = { .type = "GENERATED_COLUMN", .table = table->name, .name = column->name };
    g_autofree char *database = NULL;
    ScriptStatus status;

    if (!column->computed || !column->expression || !*column->expression)
        return SCRIPT_NORMAL;
    status = typeorm_mysql_current (call, &database);
    if (status != SCRIPT_NORMAL)
        return status;
    row.schema = database;
    row.value = insert ? column->expression : NULL;
    return insert ? typeorm_metadata_insert (call, &row) : typeorm_metadata_delete (call, &row);
}

static ScriptStatus create_table (ScriptCall *call, DdlTable *table, gboolean foreign_keys,
                                  gboolean indexes G_GNUC_UNUSED)
{
    g_autofree char *sql = typeorm_mysql_create_table (typeorm_run (call), table, foreign_keys);
    ScriptStatus status = typeorm_execute (call, sql, NULL, 0);

    for (guint i = 0; i < table->columns->len && status == SCRIPT_NORMAL; i++)
        status = typeorm_mysql_generated (call, table, g_ptr_array_index (table->columns, i), TRUE);
    return status;
}

static ScriptStatus drop_index (ScriptCall *call, const DdlTable *table, const DdlIndex *index)
{
    g_autofree char *path = typeorm_mysql_table (typeorm_run (call), table);
    g_autofree char *name = ddl_identifier (DIALECT_MYSQL, index->name);

    return typeorm_mysql_execute (call, "DROP INDEX %s ON %s", name, path);
}

static ScriptStatus drop_foreign_key (ScriptCall *call, const DdlTable *table, const DdlForeignKey *key)
{
    g_autofree char *path = typeorm_mysql_table (typeorm_run (call), table);
    g_autofree char *name = ddl_identifier (DIALECT_MYSQL, key->name);

    return typeorm_mysql_execute (call, "ALTER TABLE %s DROP FOREIGN KEY %s", path, name);
}

static ScriptStatus drop_table (ScriptCall *call, DdlTable *table, gboolean foreign_keys,
                                gboolean indexes G_GNUC_UNUSED)
{
    g_autofree char *path = typeorm_mysql_table (typeorm_run (call), table);
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; foreign_keys && i < table->foreign_keys->len && status == SCRIPT_NORMAL; i++)
        status = drop_foreign_key (call, table, g_ptr_array_index (table->foreign_keys, i));
    for (guint i = 0; i < table->indexes->len && status == SCRIPT_NORMAL; i++)
        status = drop_index (call, table, g_ptr_array_index (table->indexes, i));
    if (status == SCRIPT_NORMAL)
        status = typeorm_mysql_execute (call, "DROP TABLE %s", path);
    for (guint i = 0; i < table->columns->len && status == SCRIPT_NORMAL; i++)
        status = typeorm_mysql_generated (call, table, g_ptr_array_index (table->columns, i), FALSE);
    return status;
}

static ScriptStatus rename_indexes (ScriptCall *call, DdlTable *table, const char *before)
{
    g_autofree char *path = typeorm_mysql_table (typeorm_run (call), table);
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < table->indexes->len && status == SCRIPT_NORMAL; i++)
    {
        DdlIndex *index = g_ptr_array_index (table->indexes, i);
        g_autofree char *old_name =
            typeorm_index_name (typeorm_run (call)->options.major, before, index->columns, NULL);
        g_autofree char *new_name =
            typeorm_index_name (typeorm_run (call)->options.major, table->name, index->columns, index->where);
        g_autofree char *quoted = NULL;
        g_autoptr (GString) text = g_string_new (NULL);

        if (g_strcmp0 (index->name, old_name) != 0)
            continue;
        typeorm_mysql_append_index (text, index, new_name);
        quoted = ddl_identifier (DIALECT_MYSQL, index->name);
        status = typeorm_mysql_execute (call, "ALTER TABLE %s DROP INDEX %s, ADD %s", path, quoted, text->str);
        ddl_set (&index->name, new_name);
    }
    return status;
}

static ScriptStatus rename_keys (ScriptCall *call, DdlTable *table, const char *before)
{
    g_autofree char *path = typeorm_mysql_table (typeorm_run (call), table);
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < table->foreign_keys->len && status == SCRIPT_NORMAL; i++)
    {
        DdlForeignKey *key = g_ptr_array_index (table->foreign_keys, i);
        g_autofree char *old_name = typeorm_foreign_key_name (typeorm_run (call)->options.major, before, key->columns);
        g_autofree char *new_name =
            typeorm_foreign_key_name (typeorm_run (call)->options.major, table->name, key->columns);
        g_autofree char *quoted = NULL;
        g_autoptr (GString) text = g_string_new (NULL);

        if (g_strcmp0 (key->name, old_name) != 0)
            continue;
        typeorm_mysql_append_foreign_key (text, typeorm_run (call), key, new_name);
        quoted = ddl_identifier (DIALECT_MYSQL, key->name);
        status = typeorm_mysql_execute (call, "ALTER TABLE %s DROP FOREIGN KEY %s, ADD %s", path, quoted, text->str);
        ddl_set (&key->name, new_name);
    }
    return status;
}

static ScriptStatus rename_table (ScriptCall *call, DdlTable *table, const char *name)
{
    const TypeormRun *run = typeorm_run (call);
    g_autofree char *before = g_strdup (table->name);
    g_autofree char *from = typeorm_mysql_table (run, table);
    g_autofree char *to = NULL;
    g_auto (TypeormPath) path = { NULL, NULL, NULL };
    ScriptStatus status = typeorm_mysql_parse (call, table->database, NULL, table->name, &path);

    g_free (table->name);
    table->name = path.database ? g_strdup_printf ("%s.%s", path.database, name) : g_strdup (name);
    to = typeorm_mysql_table (run, table);
    if (status == SCRIPT_NORMAL)
        status = typeorm_mysql_execute (call, "RENAME TABLE %s TO %s", from, to);
    if (status == SCRIPT_NORMAL)
        status = rename_indexes (call, table, before);
    return status == SCRIPT_NORMAL ? rename_keys (call, table, before) : status;
}

static ScriptStatus change_comment (ScriptCall *call, DdlTable *table, const char *comment)
{
    g_autofree char *path = typeorm_mysql_table (typeorm_run (call), table);
    g_autoptr (GString) text = g_string_new (NULL);

    if (g_strcmp0 (comment ? comment : "", table->comment ? table->comment : "") == 0)
        return SCRIPT_NORMAL;
    typeorm_mysql_append_comment (text, comment);
    ddl_set (&table->comment, comment);
    return typeorm_mysql_execute (call, "ALTER TABLE %s COMMENT %s", path, text->str);
}

static ScriptStatus create_primary_key (ScriptCall *call, DdlTable *table, const GPtrArray *names,
                                        const char *constraint G_GNUC_UNUSED)
{
    g_autofree char *path = typeorm_mysql_table (typeorm_run (call), table);
    g_autoptr (GString) list = g_string_new (NULL);

    ddl_append_names (list, DIALECT_MYSQL, names, ", ");
    for (guint i = 0; i < table->columns->len; i++)
    {
        DdlColumn *column = g_ptr_array_index (table->columns, i);

        column->primary = column->primary || ddl_names_find (names, column->name) >= 0;
    }
    return typeorm_mysql_execute (call, "ALTER TABLE %s ADD PRIMARY KEY (%s)", path, list->str);
}

static ScriptStatus drop_primary_key (ScriptCall *call, DdlTable *table, const char *constraint G_GNUC_UNUSED,
                                      gboolean if_exists)
{
    g_autofree char *path = typeorm_mysql_table (typeorm_run (call), table);
    g_autoptr (GPtrArray) names = ddl_table_primary_names (table);

    if (names->len == 0 && if_exists)
        return SCRIPT_NORMAL;
    for (guint i = 0; i < table->columns->len; i++)
        ((DdlColumn *)g_ptr_array_index (table->columns, i))->primary = FALSE;
    return typeorm_mysql_execute (call, "ALTER TABLE %s DROP PRIMARY KEY", path);
}

static ScriptStatus create_foreign_keys (ScriptCall *call, DdlTable *table, const GPtrArray *keys)
{
    g_autofree char *path = typeorm_mysql_table (typeorm_run (call), table);
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < keys->len && status == SCRIPT_NORMAL; i++)
    {
        DdlForeignKey *key = g_ptr_array_index (keys, i);
        g_autoptr (GString) text = g_string_new (NULL);

        if (!key->name)
            key->name = typeorm_foreign_key_name (typeorm_run (call)->options.major, table->name, key->columns);
        typeorm_mysql_append_foreign_key (text, typeorm_run (call), key, NULL);
        status = typeorm_mysql_execute (call, "ALTER TABLE %s ADD %s", path, text->str);
        g_ptr_array_add (table->foreign_keys, ddl_foreign_key_copy (key));
    }
    return status;
}

static ScriptStatus drop_foreign_keys (ScriptCall *call, DdlTable *table, const GPtrArray *keys,
                                       gboolean if_exists G_GNUC_UNUSED)
{
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < keys->len && status == SCRIPT_NORMAL; i++)
    {
        DdlForeignKey *key = g_ptr_array_index (keys, i);
        g_autofree char *name = NULL;

        if (!key->name)
            key->name = typeorm_foreign_key_name (typeorm_run (call)->options.major, table->name, key->columns);
        name = g_strdup (key->name);
        status = drop_foreign_key (call, table, key);
        for (guint k = table->foreign_keys->len; k-- > 0;)
            if (g_strcmp0 (((const DdlForeignKey *)g_ptr_array_index (table->foreign_keys, k))->name, name) == 0)
                g_ptr_array_remove_index (table->foreign_keys, k);
    }
    return status;
}

/* A column is unique when a unique index is over it alone. */
static void mark_unique (DdlTable *table, const DdlIndex *index, gboolean unique)
{
    DdlColumn *column = index->unique && index->columns->len == 1
                            ? ddl_table_column (table, g_ptr_array_index (index->columns, 0))
                            : NULL;

    if (column)
        column->unique = unique;
}

static gboolean has_index_over (const DdlTable *table, const DdlIndex *like)
{
    for (guint i = 0; i < table->indexes->len; i++)
        if (ddl_names_equal (((const DdlIndex *)g_ptr_array_index (table->indexes, i))->columns, like->columns))
            return TRUE;
    return FALSE;
}

static ScriptStatus create_indexes (ScriptCall *call, DdlTable *table, const GPtrArray *indexes)
{
    g_autofree char *path = typeorm_mysql_table (typeorm_run (call), table);
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < indexes->len && status == SCRIPT_NORMAL; i++)
    {
        DdlIndex *index = g_ptr_array_index (indexes, i);
        g_autoptr (GString) text = g_string_new (NULL);

        if (!index->name)
            index->name =
                typeorm_index_name (typeorm_run (call)->options.major, table->name, index->columns, index->where);
        typeorm_mysql_append_index (text, index, NULL);
        status = typeorm_mysql_execute (call, "ALTER TABLE %s ADD %s", path, text->str);
        g_ptr_array_add (table->indexes, ddl_index_copy (index));
        mark_unique (table, index, TRUE);
    }
    return status;
}

static ScriptStatus drop_indexes (ScriptCall *call, DdlTable *table, const GPtrArray *indexes,
                                  gboolean if_exists G_GNUC_UNUSED)
{
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < indexes->len && status == SCRIPT_NORMAL; i++)
    {
        DdlIndex *index = g_ptr_array_index (indexes, i);
        g_autoptr (DdlIndex) dropped = NULL;

        if (!index->name)
            index->name =
                typeorm_index_name (typeorm_run (call)->options.major, table->name, index->columns, index->where);
        dropped = ddl_index_copy (index);
        status = drop_index (call, table, index);
        for (guint k = table->indexes->len; k-- > 0;)
            if (g_strcmp0 (((const DdlIndex *)g_ptr_array_index (table->indexes, k))->name, dropped->name) == 0)
                g_ptr_array_remove_index (table->indexes, k);
        mark_unique (table, dropped, has_index_over (table, dropped));
    }
    return status;
}

static ScriptStatus load_views (ScriptCall *call, const GPtrArray *paths, GPtrArray *views)
{
    const TypeormRun *run = typeorm_run (call);
    g_autofree char *metadata = typeorm_mysql_path (run, NULL, run->options.metadata_table);
    g_auto (TypeormPath) own = { NULL, NULL, NULL };
    g_autofree char *database = NULL;
    g_autoptr (GString) sql = g_string_new (NULL);
    g_autoptr (ResultSet) rows = NULL;
    gboolean has = FALSE;
    ScriptStatus status = typeorm_mysql_parse (call, NULL, NULL, run->options.metadata_table, &own);

    if (status == SCRIPT_NORMAL)
        status = has_table (call, &own, &has);
    if (status == SCRIPT_NORMAL && has)
        status = typeorm_mysql_current (call, &database);
    if (status != SCRIPT_NORMAL || !has)
        return status;
    g_string_printf (
        sql,
        "SELECT t.`schema`, t.name, t.value FROM %s t INNER JOIN information_schema.views v ON v.table_schema "
        "= t.`schema` AND v.table_name = t.name WHERE t.type = 'VIEW'",
        metadata);
    for (guint i = 0; paths && i < paths->len; i++)
    {
        g_auto (TypeormPath) path = { NULL, NULL, NULL };
        g_autofree char *schema = NULL;
        g_autofree char *name = NULL;

        typeorm_mysql_parse (call, NULL, NULL, g_ptr_array_index (paths, i), &path);
        schema = ddl_literal (DIALECT_MYSQL, path.database ? path.database : database);
        name = ddl_literal (DIALECT_MYSQL, path.name);
        g_string_append_printf (sql, "%s (t.`schema` = %s AND t.name = %s)", i > 0 ? " OR" : " AND (", schema, name);
    }
    g_string_append (sql, paths && paths->len > 0 ? ")" : "");
    status = typeorm_query (call, sql->str, NULL, 0, &rows);
    for (guint i = 0; status == SCRIPT_NORMAL && i < result_n_rows (rows); i++)
    {
        DdlView *view = ddl_view_new ();
        const char *schema = result_text (rows, i, 0);

        ddl_set (&view->database, schema);
        view->name = g_strcmp0 (schema, database) == 0 ? g_strdup (result_text (rows, i, 1))
                                                       : g_strdup_printf ("%s.%s", schema, result_text (rows, i, 1));
        ddl_set (&view->expression, result_text (rows, i, 2));
        g_ptr_array_add (views, view);
    }
    return status;
}

static ScriptStatus view_metadata (ScriptCall *call, const DdlView *view, gboolean insert)
{
    TypeormMetadata row = { .type = "VIEW", .name = view->name };
    g_autofree char *database = NULL;
    g_autofree char *trimmed = g_strstrip (g_strdup (view->expression));
    ScriptStatus status = typeorm_mysql_current (call, &database);

    row.schema = database;
    row.value = insert ? trimmed : NULL;
    if (status != SCRIPT_NORMAL)
        return status;
    return insert ? typeorm_metadata_insert (call, &row) : typeorm_metadata_delete (call, &row);
}

static ScriptStatus create_view (ScriptCall *call, const DdlView *view, gboolean sync)
{
    g_autofree char *path = typeorm_mysql_path (typeorm_run (call), view->database, view->name);
    ScriptStatus status = typeorm_mysql_execute (call, "CREATE VIEW %s AS %s", path, view->expression);

    return status == SCRIPT_NORMAL && sync ? view_metadata (call, view, TRUE) : status;
}

static ScriptStatus drop_view (ScriptCall *call, const DdlView *view, gboolean if_exists)
{
    g_autofree char *path = typeorm_mysql_path (typeorm_run (call), view->database, view->name);
    ScriptStatus status = view_metadata (call, view, FALSE);

    if (status != SCRIPT_NORMAL)
        return status;
    return typeorm_mysql_execute (call, "DROP VIEW %s%s", if_exists ? "IF EXISTS " : "", path);
}

const TypeormSchemaDialect typeorm_schema_mysql = {
    .no_uniques = "MySql does not support unique constraints. Use unique index instead.",
    .no_checks = "MySql does not support check constraints.",
    .no_exclusions = "MySql does not support exclusion constraints.",
    .writes_loaded = FALSE,
    .rename_writes = TRUE,
    .parse = typeorm_mysql_parse,
    .load_tables = typeorm_mysql_load,
    .load_views = load_views,
    .has_table = has_table,
    .has_column = has_column,
    .has_database = has_database,
    .has_schema = has_schema,
    .get_databases = get_databases,
    .get_schemas = get_schemas,
    .current_database = current_database,
    .current_schema = current_database,
    .create_database = create_database,
    .drop_database = drop_database,
    .create_schema = create_schema,
    .drop_schema = drop_schema,
    .clear_table = clear_table,
    .clear_database = clear_database,
    .create_table = create_table,
    .drop_table = drop_table,
    .rename_table = rename_table,
    .change_comment = change_comment,
    .add_columns = typeorm_mysql_add_columns,
    .change_columns = typeorm_mysql_change_columns,
    .drop_columns = typeorm_mysql_drop_columns,
    .create_primary_key = create_primary_key,
    .update_primary_keys = typeorm_mysql_update_primary_keys,
    .drop_primary_key = drop_primary_key,
    .create_foreign_keys = create_foreign_keys,
    .drop_foreign_keys = drop_foreign_keys,
    .create_indexes = create_indexes,
    .drop_indexes = drop_indexes,
    .create_view = create_view,
    .drop_view = drop_view,
};
