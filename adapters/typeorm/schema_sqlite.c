/* queryRunner's schema members on SQLite: AbstractSqliteQueryRunner of TypeORM 0.3 and 1.1. Most changes make the table anew. */

#include "adapters/typeorm/naming.h"
#include "adapters/typeorm/schema.h"
#include "adapters/typeorm/sqlite.h"
#include "ddl/quote.h"

#include <string.h>

static ScriptStatus execute (ScriptCall *call, const char *format, ...) G_GNUC_PRINTF (2, 3);
static ScriptStatus execute (ScriptCall *call, const char *format, ...)
{
    g_autofree char *sql = NULL;
    va_list arguments;

    va_start (arguments, format);
    sql = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    return typeorm_execute (call, sql, NULL, 0);
}

static char *quoted (const char *name)
{
    return ddl_identifier (DIALECT_SQLITE, name);
}

/* There are no schemas; a dot means an attached database, which only entities can make the tool attach. */
static ScriptStatus parse (ScriptCall *call, const char *database G_GNUC_UNUSED, const char *schema G_GNUC_UNUSED,
                           const char *name, TypeormPath *path)
{
    if (strchr (name, '.'))
        return script_refuse (call->runtime, "\"%s\" is in an attached database, which is out of reach", name);
    path->name = g_strdup (name);
    return SCRIPT_NORMAL;
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
    SqlValue name = typeorm_text (path->name);

    return exists (call, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", &name, 1, has);
}

static ScriptStatus has_column (ScriptCall *call, const TypeormPath *path, const char *column, gboolean *has)
{
    SqlValue names[] = { typeorm_text (path->name), typeorm_text (column) };

    return exists (call, "SELECT 1 FROM pragma_table_xinfo(?) WHERE name = ?", names, 2, has);
}

static ScriptStatus has_database (ScriptCall *call G_GNUC_UNUSED, const char *name G_GNUC_UNUSED, gboolean *has)
{
    *has = FALSE;
    return SCRIPT_NORMAL;
}

static ScriptStatus has_schema (ScriptCall *call, const char *name G_GNUC_UNUSED, gboolean *has G_GNUC_UNUSED)
{
    return typeorm_throw (call, "TypeORMError", "This driver does not support table schemas");
}

static ScriptStatus get_nothing (ScriptCall *call, Value *out)
{
    *out = value_of_object (&list_new (call->runtime, NULL, 0)->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus current_nothing (ScriptCall *call G_GNUC_UNUSED, Value *out)
{
    *out = UNDEFINED;
    return SCRIPT_NORMAL;
}

/* createDatabase, createSchema and their opposites do nothing. */
static ScriptStatus do_nothing (ScriptCall *call G_GNUC_UNUSED, const char *name G_GNUC_UNUSED,
                                gboolean option G_GNUC_UNUSED)
{
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_schema (ScriptCall *call G_GNUC_UNUSED, const char *path G_GNUC_UNUSED,
                                 gboolean if_exists G_GNUC_UNUSED, gboolean cascade G_GNUC_UNUSED)
{
    return SCRIPT_NORMAL;
}

static ScriptStatus clear_table (ScriptCall *call, const TypeormPath *path, gboolean cascade)
{
    g_autofree char *name = quoted (path->name);

    if (cascade)
        return typeorm_throw (call, "TypeORMError", "SQLite does not support clearing table with cascade option");
    return execute (call, "DELETE FROM %s", name);
}

static ScriptStatus drop_all (ScriptCall *call, const char *type)
{
    SqlValue parameter = typeorm_text (type);
    g_autoptr (ResultSet) rows = NULL;
    ScriptStatus status = typeorm_query (
        call, "SELECT name FROM sqlite_master WHERE type = ? AND name != 'sqlite_sequence'", &parameter, 1, &rows);

    for (guint i = 0; status == SCRIPT_NORMAL && i < result_n_rows (rows); i++)
    {
        g_autofree char *name = quoted (result_text (rows, i, 0));

        status = execute (call, "DROP %s %s", type, name);
    }
    return status;
}

/* Inside a transaction SQLite passes over the pragmas, the tool's as ours. */
static ScriptStatus clear_database (ScriptCall *call, const char *database G_GNUC_UNUSED)
{
    gboolean inside = typeorm_run (call)->transaction_depth > 0;
    ScriptStatus status = execute (call, "PRAGMA foreign_keys = OFF");

    if (status == SCRIPT_NORMAL && !inside)
        status = execute (call, "SAVEPOINT clear_database");
    if (status == SCRIPT_NORMAL)
        status = drop_all (call, "view");
    if (status == SCRIPT_NORMAL)
        status = drop_all (call, "table");
    if (status == SCRIPT_NORMAL && !inside)
        status = execute (call, "RELEASE SAVEPOINT clear_database");
    return status == SCRIPT_NORMAL ? execute (call, "PRAGMA foreign_keys = ON") : status;
}

/* Rows of typeorm_metadata for the generated columns of TABLE. */
static ScriptStatus each_generated (ScriptCall *call, const DdlTable *table, gboolean insert)
{
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < table->columns->len && status == SCRIPT_NORMAL; i++)
    {
        const DdlColumn *column = g_ptr_array_index (table->columns, i);
        TypeormMetadata row = { .type = "GENERATED_COLUMN", .table = table->name, .name = column->name };

        if (!column->computed || !column->expression || !*column->expression)
            continue;
        row.value = insert ? column->expression : NULL;
        status = insert ? typeorm_metadata_insert (call, &row) : typeorm_metadata_delete (call, &row);
    }
    return status;
}

static ScriptStatus create_index (ScriptCall *call, DdlTable *table, DdlIndex *index)
{
    g_autofree char *sql = NULL;

    if (!index->name)
        index->name = typeorm_index_name (typeorm_run (call)->options.major, table->name, index->columns, index->where);
    sql = typeorm_sqlite_create_index (table, index);
    return typeorm_execute (call, sql, NULL, 0);
}

static ScriptStatus create_table (ScriptCall *call, DdlTable *table, gboolean foreign_keys, gboolean indexes)
{
    ScriptStatus status = typeorm_sqlite_check_table (call, table);
    g_autofree char *sql = NULL;

    if (status != SCRIPT_NORMAL)
        return status;
    sql = typeorm_sqlite_create_table (typeorm_run (call)->options.major, table, table->name, foreign_keys, NULL);
    status = typeorm_execute (call, sql, NULL, 0);
    for (guint i = 0; indexes && i < table->indexes->len && status == SCRIPT_NORMAL; i++)
        status = create_index (call, table, g_ptr_array_index (table->indexes, i));
    return status == SCRIPT_NORMAL ? each_generated (call, table, TRUE) : status;
}

static ScriptStatus drop_index (ScriptCall *call, const DdlIndex *index, gboolean if_exists)
{
    g_autofree char *name = index->name ? quoted (index->name) : NULL;

    if (!name)
        return typeorm_throw (call, "TypeORMError", "Index name is not set. Unable to drop index.");
    return execute (call, "DROP INDEX %s%s", if_exists ? "IF EXISTS " : "", name);
}

static ScriptStatus drop_table (ScriptCall *call, DdlTable *table, gboolean foreign_keys G_GNUC_UNUSED,
                                gboolean indexes)
{
    g_autofree char *name = quoted (table->name);
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; indexes && i < table->indexes->len && status == SCRIPT_NORMAL; i++)
        status = drop_index (call, g_ptr_array_index (table->indexes, i), FALSE);
    if (status == SCRIPT_NORMAL)
        status = execute (call, "DROP TABLE %s", name);
    if (status != SCRIPT_NORMAL)
        return status;
    return each_generated (call, table, FALSE);
}

/* A name that was made of the table's name follows it; others stay. Takes both. */
static void follow (char **name, char *before, char *after)
{
    if (g_strcmp0 (*name, before) == 0)
        ddl_set (name, after);
    g_free (before);
    g_free (after);
}

static void rename_constraints (guint major, DdlTable *table, const char *from, const char *to)
{
    for (guint i = 0; i < table->uniques->len; i++)
    {
        DdlUnique *unique = g_ptr_array_index (table->uniques, i);

        follow (&unique->name, typeorm_unique_name (major, from, unique->columns),
                typeorm_unique_name (major, to, unique->columns));
    }
    for (guint i = 0; i < table->foreign_keys->len; i++)
    {
        DdlForeignKey *key = g_ptr_array_index (table->foreign_keys, i);

        follow (&key->name, typeorm_foreign_key_name (major, from, key->columns),
                typeorm_foreign_key_name (major, to, key->columns));
    }
    for (guint i = 0; i < table->indexes->len; i++)
    {
        DdlIndex *index = g_ptr_array_index (table->indexes, i);

        follow (&index->name, typeorm_index_name (major, from, index->columns, index->where),
                typeorm_index_name (major, to, index->columns, index->where));
    }
}

/* SQLite renames what points to the table; a key that points to its own table the tool then turns back to the name that is gone, and we don't. */
static void rename_own_keys (DdlTable *table, const char *from, const char *to)
{
    for (guint i = 0; i < table->foreign_keys->len; i++)
    {
        DdlForeignKey *key = g_ptr_array_index (table->foreign_keys, i);

        if (g_ascii_strcasecmp (key->referenced_table, from) == 0)
            ddl_set (&key->referenced_table, to);
    }
}

static ScriptStatus rename_table (ScriptCall *call, DdlTable *table, const char *name)
{
    g_autoptr (DdlTable) old = ddl_table_copy (table);
    g_autofree char *from = quoted (table->name);
    g_autofree char *to = quoted (name);
    ScriptStatus status = execute (call, "ALTER TABLE %s RENAME TO %s", from, to);

    if (status != SCRIPT_NORMAL)
        return status;
    rename_constraints (typeorm_run (call)->options.major, table, old->name, name);
    rename_own_keys (table, old->name, name);
    rename_own_keys (old, old->name, name);
    ddl_set (&old->name, name);
    ddl_set (&table->name, name);
    return typeorm_sqlite_recreate (call, old, table, NULL);
}

static ScriptStatus add_columns (ScriptCall *call, DdlTable *table, const GPtrArray *columns)
{
    g_autoptr (DdlTable) old = ddl_table_copy (table);

    for (guint i = 0; i < columns->len; i++)
        g_ptr_array_add (table->columns, ddl_column_copy (g_ptr_array_index (columns, i)));
    return typeorm_sqlite_recreate (call, old, table, NULL);
}

/* The new name goes to the end of the list, and decides the name that is made of it. */
static void move_name (GPtrArray *names, const char *from, const char *to)
{
    ddl_names_remove (names, from);
    ddl_names_add (names, to);
}

static void rename_in_uniques (guint major, const DdlTable *old, DdlTable *table, const char *from, const char *to)
{
    for (guint i = 0; i < table->uniques->len; i++)
    {
        DdlUnique *unique = g_ptr_array_index (table->uniques, i);
        char *before;

        if (ddl_names_find (unique->columns, from) < 0)
            continue;
        before = typeorm_unique_name (major, old->name, unique->columns);
        move_name (unique->columns, from, to);
        follow (&unique->name, before, typeorm_unique_name (major, table->name, unique->columns));
    }
}

static void rename_in_foreign_keys (guint major, const DdlTable *old, DdlTable *table, const char *from, const char *to)
{
    for (guint i = 0; i < table->foreign_keys->len; i++)
    {
        DdlForeignKey *key = g_ptr_array_index (table->foreign_keys, i);
        char *before;

        if (ddl_names_find (key->columns, from) < 0)
            continue;
        before = typeorm_foreign_key_name (major, old->name, key->columns);
        move_name (key->columns, from, to);
        follow (&key->name, before, typeorm_foreign_key_name (major, table->name, key->columns));
    }
}

static void rename_in_indexes (guint major, const DdlTable *old, DdlTable *table, const char *from, const char *to)
{
    for (guint i = 0; i < table->indexes->len; i++)
    {
        DdlIndex *index = g_ptr_array_index (table->indexes, i);
        char *before;

        if (ddl_names_find (index->columns, from) < 0)
            continue;
        before = typeorm_index_name (major, old->name, index->columns, index->where);
        move_name (index->columns, from, to);
        follow (&index->name, before, typeorm_index_name (major, table->name, index->columns, index->where));
    }
}

/* A column's own check, which the tool drops. */
static void rename_in_checks (DdlTable *table, const char *from, const char *to)
{
    for (guint i = 0; i < table->checks->len; i++)
    {
        DdlCheck *check = g_ptr_array_index (table->checks, i);
        char *renamed;

        if (!ddl_names_are (check->columns, from))
            continue;
        renamed = sqlite_expression_rename (check->expression, from, to);
        g_free (check->expression);
        check->expression = renamed;
        ddl_names_replace (check->columns, from, to);
    }
}

static guint column_index (const DdlTable *table, const char *name)
{
    for (guint i = 0; i < table->columns->len; i++)
        if (g_str_equal (((const DdlColumn *)g_ptr_array_index (table->columns, i))->name, name))
            return i;
    return table->columns->len;
}

static ScriptStatus change_columns (ScriptCall *call, DdlTable *table, const TypeormChange *changes, guint n)
{
    g_autoptr (DdlTable) old = ddl_table_copy (table);
    g_autoptr (GPtrArray) from = g_ptr_array_new ();

    for (guint i = 0; i < old->columns->len; i++)
        g_ptr_array_add (from, ((const DdlColumn *)g_ptr_array_index (old->columns, i))->name);
    for (guint i = 0; i < n; i++)
    {
        g_autofree char *before = g_strdup (changes[i].old->name);
        const char *after = changes[i].new->name;
        guint at;

        if (!g_str_equal (before, after))
        {
            rename_in_uniques (typeorm_run (call)->options.major, old, table, before, after);
            rename_in_foreign_keys (typeorm_run (call)->options.major, old, table, before, after);
            rename_in_indexes (typeorm_run (call)->options.major, old, table, before, after);
            rename_in_checks (table, before, after);
        }
        at = column_index (table, before);
        if (at == table->columns->len)
            continue;
        ddl_column_free (g_ptr_array_index (table->columns, at));
        g_ptr_array_index (table->columns, at) = ddl_column_copy (changes[i].new);
    }
    return typeorm_sqlite_recreate (call, old, table, from);
}

static void remove_column (DdlTable *table, const char *name)
{
    guint at = column_index (table, name);

    if (at < table->columns->len)
        g_ptr_array_remove_index (table->columns, at);
    for (guint i = table->uniques->len; i-- > 0;)
        if (ddl_names_find (((const DdlUnique *)g_ptr_array_index (table->uniques, i))->columns, name) >= 0)
            g_ptr_array_remove_index (table->uniques, i);
    for (guint i = table->indexes->len; i-- > 0;)
        if (ddl_names_find (((const DdlIndex *)g_ptr_array_index (table->indexes, i))->columns, name) >= 0)
            g_ptr_array_remove_index (table->indexes, i);
    for (guint i = table->foreign_keys->len; i-- > 0;)
        if (ddl_names_find (((const DdlForeignKey *)g_ptr_array_index (table->foreign_keys, i))->columns, name) >= 0)
            g_ptr_array_remove_index (table->foreign_keys, i);
    for (guint i = table->checks->len; i-- > 0;)
        if (ddl_names_are (((const DdlCheck *)g_ptr_array_index (table->checks, i))->columns, name))
            g_ptr_array_remove_index (table->checks, i);
}

static ScriptStatus drop_columns (ScriptCall *call, DdlTable *table, const GPtrArray *columns,
                                  gboolean if_exists G_GNUC_UNUSED)
{
    g_autoptr (DdlTable) old = ddl_table_copy (table);
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < columns->len; i++)
        g_ptr_array_add (names, g_strdup (((const DdlColumn *)g_ptr_array_index (columns, i))->name));
    for (guint i = 0; i < names->len; i++)
        remove_column (table, g_ptr_array_index (names, i));
    return typeorm_sqlite_recreate (call, old, table, NULL);
}

static ScriptStatus create_primary_key (ScriptCall *call, DdlTable *table, const GPtrArray *names,
                                        const char *constraint G_GNUC_UNUSED)
{
    g_autoptr (DdlTable) old = ddl_table_copy (table);

    for (guint i = 0; i < table->columns->len; i++)
    {
        DdlColumn *column = g_ptr_array_index (table->columns, i);

        column->primary = column->primary || ddl_names_find (names, column->name) >= 0;
    }
    return typeorm_sqlite_recreate (call, old, table, NULL);
}

static ScriptStatus update_primary_keys (ScriptCall *call G_GNUC_UNUSED, DdlTable *table G_GNUC_UNUSED,
                                         const GPtrArray *columns G_GNUC_UNUSED)
{
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_primary_key (ScriptCall *call, DdlTable *table, const char *constraint G_GNUC_UNUSED,
                                      gboolean if_exists)
{
    g_autoptr (DdlTable) old = ddl_table_copy (table);
    gboolean has = FALSE;

    for (guint i = 0; i < table->columns->len; i++)
    {
        DdlColumn *column = g_ptr_array_index (table->columns, i);

        has = has || column->primary;
        column->primary = FALSE;
    }
    if (if_exists && !has)
        return SCRIPT_NORMAL;
    return typeorm_sqlite_recreate (call, old, table, NULL);
}

static void mark_unique (DdlTable *table, const DdlUnique *unique, gboolean is_unique)
{
    DdlColumn *column =
        unique->columns->len == 1 ? ddl_table_column (table, g_ptr_array_index (unique->columns, 0)) : NULL;

    if (column)
        column->unique = is_unique;
}

static ScriptStatus create_uniques (ScriptCall *call, DdlTable *table, const GPtrArray *uniques)
{
    g_autoptr (DdlTable) old = ddl_table_copy (table);

    for (guint i = 0; i < uniques->len; i++)
    {
        const DdlUnique *unique = g_ptr_array_index (uniques, i);

        g_ptr_array_add (table->uniques, ddl_unique_copy (unique));
        mark_unique (table, unique, TRUE);
    }
    return typeorm_sqlite_recreate (call, old, table, NULL);
}

static ScriptStatus drop_uniques (ScriptCall *call, DdlTable *table, const GPtrArray *uniques,
                                  gboolean if_exists G_GNUC_UNUSED)
{
    g_autoptr (DdlTable) old = ddl_table_copy (table);

    for (guint i = 0; i < uniques->len; i++)
    {
        g_autofree char *name = g_strdup (((const DdlUnique *)g_ptr_array_index (uniques, i))->name);

        for (guint u = 0; u < table->uniques->len; u++)
        {
            const DdlUnique *unique = g_ptr_array_index (table->uniques, u);

            if (g_strcmp0 (unique->name, name) != 0)
                continue;
            mark_unique (table, unique, FALSE);
            g_ptr_array_remove_index (table->uniques, u);
            break;
        }
    }
    return typeorm_sqlite_recreate (call, old, table, NULL);
}

static ScriptStatus create_checks (ScriptCall *call, DdlTable *table, const GPtrArray *checks)
{
    g_autoptr (DdlTable) old = ddl_table_copy (table);

    for (guint i = 0; i < checks->len; i++)
        g_ptr_array_add (table->checks, ddl_check_copy (g_ptr_array_index (checks, i)));
    return typeorm_sqlite_recreate (call, old, table, NULL);
}

static ScriptStatus drop_checks (ScriptCall *call, DdlTable *table, const GPtrArray *checks,
                                 gboolean if_exists G_GNUC_UNUSED)
{
    g_autoptr (DdlTable) old = ddl_table_copy (table);

    for (guint i = 0; i < checks->len; i++)
    {
        g_autofree char *name = g_strdup (((const DdlCheck *)g_ptr_array_index (checks, i))->name);

        for (guint c = 0; c < table->checks->len; c++)
            if (g_strcmp0 (((const DdlCheck *)g_ptr_array_index (table->checks, c))->name, name) == 0)
            {
                g_ptr_array_remove_index (table->checks, c);
                break;
            }
    }
    return typeorm_sqlite_recreate (call, old, table, NULL);
}

static ScriptStatus create_foreign_keys (ScriptCall *call, DdlTable *table, const GPtrArray *keys)
{
    g_autoptr (DdlTable) old = ddl_table_copy (table);

    for (guint i = 0; i < keys->len; i++)
    {
        DdlForeignKey *key = g_ptr_array_index (keys, i);

        if (!key->name)
            key->name = typeorm_foreign_key_name (typeorm_run (call)->options.major, table->name, key->columns);
        g_ptr_array_add (table->foreign_keys, ddl_foreign_key_copy (key));
    }
    return typeorm_sqlite_recreate (call, old, table, NULL);
}

static ScriptStatus drop_foreign_keys (ScriptCall *call, DdlTable *table, const GPtrArray *keys,
                                       gboolean if_exists G_GNUC_UNUSED)
{
    g_autoptr (DdlTable) old = ddl_table_copy (table);

    for (guint i = 0; i < keys->len; i++)
    {
        g_autofree char *name = g_strdup (((const DdlForeignKey *)g_ptr_array_index (keys, i))->name);

        for (guint k = 0; k < table->foreign_keys->len; k++)
            if (g_strcmp0 (((const DdlForeignKey *)g_ptr_array_index (table->foreign_keys, k))->name, name) == 0)
            {
                g_ptr_array_remove_index (table->foreign_keys, k);
                break;
            }
    }
    return typeorm_sqlite_recreate (call, old, table, NULL);
}

static ScriptStatus create_indexes (ScriptCall *call, DdlTable *table, const GPtrArray *indexes)
{
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < indexes->len && status == SCRIPT_NORMAL; i++)
    {
        DdlIndex *index = g_ptr_array_index (indexes, i);

        status = create_index (call, table, index);
        g_ptr_array_add (table->indexes, ddl_index_copy (index));
    }
    return status;
}

static ScriptStatus drop_indexes (ScriptCall *call, DdlTable *table, const GPtrArray *indexes, gboolean if_exists)
{
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < indexes->len && status == SCRIPT_NORMAL; i++)
    {
        DdlIndex *index = g_ptr_array_index (indexes, i);
        g_autofree char *name = NULL;

        if (!index->name)
            index->name =
                typeorm_index_name (typeorm_run (call)->options.major, table->name, index->columns, index->where);
        name = g_strdup (index->name);
        status = drop_index (call, index, if_exists);
        for (guint k = table->indexes->len; k-- > 0;)
            if (g_strcmp0 (((const DdlIndex *)g_ptr_array_index (table->indexes, k))->name, name) == 0)
                g_ptr_array_remove_index (table->indexes, k);
    }
    return status;
}

static ScriptStatus load_views (ScriptCall *call, const GPtrArray *paths, GPtrArray *views)
{
    const char *metadata = typeorm_run (call)->options.metadata_table;
    TypeormPath path = { .name = (char *)metadata };
    g_autofree char *table = quoted (metadata);
    g_autoptr (GString) sql = g_string_new (NULL);
    g_autoptr (ResultSet) rows = NULL;
    gboolean has = FALSE;
    ScriptStatus status = has_table (call, &path, &has);

    if (status != SCRIPT_NORMAL || !has)
        return status;
    g_string_printf (sql,
                     "SELECT t.name, t.value FROM %s t INNER JOIN sqlite_master s ON s.name = t.name AND s.type = "
                     "'view' WHERE t.type = 'VIEW'",
                     table);
    if (paths && paths->len > 0)
    {
        g_string_append (sql, " AND t.name IN (");
        ddl_append_values (sql, DIALECT_SQLITE, paths, ", ");
        g_string_append_c (sql, ')');
    }
    status = typeorm_query (call, sql->str, NULL, 0, &rows);
    for (guint i = 0; status == SCRIPT_NORMAL && i < result_n_rows (rows); i++)
    {
        DdlView *view = ddl_view_new ();

        ddl_set (&view->name, result_text (rows, i, 0));
        ddl_set (&view->expression, result_text (rows, i, 1));
        g_ptr_array_add (views, view);
    }
    return status;
}

static ScriptStatus create_view (ScriptCall *call, const DdlView *view, gboolean sync)
{
    g_autofree char *name = quoted (view->name);
    g_autofree char *trimmed = g_strstrip (g_strdup (view->expression));
    TypeormMetadata row = { .type = "VIEW", .name = view->name, .value = trimmed };
    ScriptStatus status = execute (call, "CREATE VIEW %s AS %s", name, view->expression);

    return status == SCRIPT_NORMAL && sync ? typeorm_metadata_insert (call, &row) : status;
}

static ScriptStatus drop_view (ScriptCall *call, const DdlView *view, gboolean if_exists)
{
    g_autofree char *name = quoted (view->name);
    TypeormMetadata row = { .type = "VIEW", .name = view->name };
    ScriptStatus status = typeorm_metadata_delete (call, &row);

    return status == SCRIPT_NORMAL ? execute (call, "DROP VIEW %s%s", if_exists ? "IF EXISTS " : "", name) : status;
}

const TypeormSchemaDialect typeorm_schema_sqlite = {
    .no_exclusions = "Sqlite does not support exclusion constraints.",
    .no_comments = "sqlit driver does not support change comment.", /* in the tool's own spelling */
    .writes_loaded = TRUE,
    .rename_writes = TRUE,
    .parse = parse,
    .load_tables = typeorm_sqlite_load,
    .load_views = load_views,
    .has_table = has_table,
    .has_column = has_column,
    .has_database = has_database,
    .has_schema = has_schema,
    .get_databases = get_nothing,
    .get_schemas = get_nothing,
    .current_database = current_nothing,
    .current_schema = current_nothing,
    .create_database = do_nothing,
    .drop_database = do_nothing,
    .create_schema = do_nothing,
    .drop_schema = drop_schema,
    .clear_table = clear_table,
    .clear_database = clear_database,
    .create_table = create_table,
    .drop_table = drop_table,
    .rename_table = rename_table,
    .add_columns = add_columns,
    .change_columns = change_columns,
    .drop_columns = drop_columns,
    .create_primary_key = create_primary_key,
    .update_primary_keys = update_primary_keys,
    .drop_primary_key = drop_primary_key,
    .create_uniques = create_uniques,
    .drop_uniques = drop_uniques,
    .create_checks = create_checks,
    .drop_checks = drop_checks,
    .create_foreign_keys = create_foreign_keys,
    .drop_foreign_keys = drop_foreign_keys,
    .create_indexes = create_indexes,
    .drop_indexes = drop_indexes,
    .create_view = create_view,
    .drop_view = drop_view,
};
