/* queryRunner's schema on PostgreSQL: PostgresQueryRunner of 0.3.31 and 1.1.1. Columns are in change_postgresql.c, the catalog in load_postgresql.c. */

#include "adapters/typeorm/naming.h"
#include "adapters/typeorm/postgresql.h"
#include "ddl/quote.h"

#include <string.h>

#define PG DIALECT_POSTGRESQL

/* Is there a row? */
static ScriptStatus exists (ScriptCall *call, gboolean *has, const char *format, ...) G_GNUC_PRINTF (3, 4);
static ScriptStatus exists (ScriptCall *call, gboolean *has, const char *format, ...)
{
    g_autoptr (ResultSet) result = NULL;
    g_autofree char *sql = NULL;
    va_list arguments;

    va_start (arguments, format);
    sql = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    SCRIPT_TRY (typeorm_query (call, sql, NULL, 0, &result));
    *has = result_n_rows (result) > 0;
    return SCRIPT_NORMAL;
}

static ScriptStatus has_table (ScriptCall *call, const TypeormPath *path, gboolean *has)
{
    g_autofree char *schema = typeorm_postgresql_schema_sql (path->schema);
    g_autofree char *name = ddl_literal (PG, path->name);

    return exists (
        call, has,
        "SELECT 1 FROM \"information_schema\".\"tables\" WHERE \"table_schema\" = %s AND \"table_name\" = %s", schema,
        name);
}

static ScriptStatus has_column (ScriptCall *call, const TypeormPath *path, const char *column, gboolean *has)
{
    g_autofree char *schema = typeorm_postgresql_schema_sql (path->schema);
    g_autofree char *name = ddl_literal (PG, path->name);
    g_autofree char *literal = ddl_literal (PG, column);

    return exists (
        call, has,
        "SELECT 1 FROM \"information_schema\".\"columns\" WHERE \"table_schema\" = %s AND \"table_name\" = %s "
        "AND \"column_name\" = %s",
        schema, name, literal);
}

static ScriptStatus has_database (ScriptCall *call, const char *name, gboolean *has)
{
    g_autofree char *literal = ddl_literal (PG, name);

    return exists (call, has, "SELECT 1 FROM pg_database WHERE datname = %s", literal);
}

static ScriptStatus has_schema (ScriptCall *call, const char *name, gboolean *has)
{
    g_autofree char *literal = ddl_literal (PG, name);

    return exists (call, has, "SELECT 1 FROM \"information_schema\".\"schemata\" WHERE \"schema_name\" = %s", literal);
}

/* The tool's driver tells of none. */
static ScriptStatus get_none (ScriptCall *call, Value *out)
{
    *out = value_of_object (&list_new (call->runtime, NULL, 0)->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus one_text (ScriptCall *call, const char *sql, Value *out)
{
    g_autoptr (ResultSet) result = NULL;

    SCRIPT_TRY (typeorm_query (call, sql, NULL, 0, &result));
    *out = value_string (call->runtime, result_text (result, 0, 0), -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus current_database (ScriptCall *call, Value *out)
{
    const char *known = typeorm_run (call)->options.database;

    if (!known)
        return one_text (call, "SELECT current_database()", out);
    *out = value_string (call->runtime, known, -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus current_schema (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (one_text (call, "SELECT current_schema()", out));
    if (out->kind == VALUE_STRING)
        typeorm_learn_schema (call, value_to_text (call->runtime, *out));
    return SCRIPT_NORMAL;
}

/* CREATE DATABASE and DROP DATABASE. */

static ScriptStatus create_database (ScriptCall *call, const char *name, gboolean if_not_exists)
{
    g_autofree char *quoted = ddl_identifier (PG, name);
    gboolean has = FALSE;

    if (if_not_exists)
        SCRIPT_TRY (has_database (call, name, &has));
    return has ? SCRIPT_NORMAL : typeorm_postgresql_execute (call, "CREATE DATABASE %s", quoted);
}

static ScriptStatus drop_database (ScriptCall *call, const char *name, gboolean if_exists)
{
    g_autofree char *quoted = ddl_identifier (PG, name);

    return typeorm_postgresql_execute (call, "DROP DATABASE %s%s", if_exists ? "IF EXISTS " : "", quoted);
}

/* The schema of PATH, which may have a database before it. In SQL. */
static char *schema_of (const char *path)
{
    g_auto (GStrv) parts = g_strsplit (path, ".", 3);

    return ddl_identifier (PG, parts[0] && parts[1] ? parts[1] : path);
}

static ScriptStatus create_schema (ScriptCall *call, const char *path, gboolean if_not_exists)
{
    g_autofree char *schema = schema_of (path);

    return typeorm_postgresql_execute (call, "CREATE SCHEMA %s%s", if_not_exists ? "IF NOT EXISTS " : "", schema);
}

static ScriptStatus drop_schema (ScriptCall *call, const char *path, gboolean if_exists, gboolean cascade)
{
    g_autofree char *schema = schema_of (path);

    return typeorm_postgresql_execute (call, "DROP SCHEMA %s%s%s", if_exists ? "IF EXISTS " : "", schema,
                                       cascade ? " CASCADE" : "");
}

static ScriptStatus clear_table (ScriptCall *call, const TypeormPath *path, gboolean cascade)
{
    g_autofree char *table = ddl_path (PG, path->schema, path->name);

    return typeorm_postgresql_execute (call, "TRUNCATE TABLE %s%s", table, cascade ? " CASCADE" : "");
}

/* What clearDatabase drops, in its order: the names come from a query of one column, over the schema %s. */
static const struct
{
    const char *what, *names;
} cleared[] = {
    { "VIEW", "SELECT quote_ident(schemaname) || '.' || quote_ident(viewname) FROM pg_views WHERE schemaname = %s AND "
              "viewname NOT IN ('geography_columns', 'geometry_columns', 'raster_columns', 'raster_overviews')" },
    { "MATERIALIZED VIEW",
      "SELECT quote_ident(schemaname) || '.' || quote_ident(matviewname) FROM pg_matviews WHERE schemaname = %s" },
    { "TABLE", "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables WHERE schemaname = %s "
               "AND tablename NOT IN ('spatial_ref_sys')" },
    { "TYPE",
      "SELECT DISTINCT quote_ident(n.nspname) || '.' || quote_ident(t.typname) FROM pg_type t JOIN pg_enum e ON "
      "e.enumtypid = t.oid JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = %s" },
};

static ScriptStatus clear_database (ScriptCall *call, const char *database G_GNUC_UNUSED)
{
    g_autofree char *schema = typeorm_postgresql_schema_sql (typeorm_run (call)->options.schema);

    for (guint i = 0; i < G_N_ELEMENTS (cleared); i++)
    {
        g_auto (GStrv) halves = g_strsplit (cleared[i].names, "%s", 2);
        g_autofree char *sql = g_strconcat (halves[0], schema, halves[1], NULL);
        g_autoptr (ResultSet) names = NULL;
        g_autoptr (GString) list = g_string_new (NULL);

        SCRIPT_TRY (typeorm_query (call, sql, NULL, 0, &names));
        for (guint row = 0; row < result_n_rows (names); row++)
            g_string_append_printf (list, "%s%s", row ? ", " : "", result_text (names, row, 0));
        if (list->len)
            SCRIPT_TRY (typeorm_postgresql_execute (call, "DROP %s IF EXISTS %s CASCADE", cleared[i].what, list->str));
    }
    return SCRIPT_NORMAL;
}

/* Parts of CREATE TABLE and of ALTER TABLE ADD: a constraint from its name on. A missing name is made up and kept. */

static void append_deferrable (GString *out, const char *deferrable)
{
    if (deferrable)
        g_string_append_printf (out, " DEFERRABLE %s", deferrable);
}

static void append_constraint (GString *out, const char *name)
{
    g_string_append (out, "CONSTRAINT ");
    dialect_append_identifier (PG, out, name);
}

static void append_unique (guint major, GString *out, const DdlTable *table, DdlUnique *unique)
{
    if (!unique->name)
        unique->name = typeorm_unique_name (major, table->name, unique->columns);
    append_constraint (out, unique->name);
    g_string_append (out, " UNIQUE (");
    ddl_append_names (out, PG, unique->columns, ", ");
    g_string_append_c (out, ')');
    append_deferrable (out, unique->deferrable);
}

static void append_check (guint major, GString *out, const DdlTable *table, DdlCheck *check)
{
    const char *expression = check->expression ? check->expression : "undefined";

    if (!check->name)
        check->name = typeorm_check_name (major, table->name, expression, FALSE);
    append_constraint (out, check->name);
    g_string_append_printf (out, " CHECK (%s)", expression);
}

static void append_exclusion (guint major, GString *out, const DdlTable *table, DdlExclusion *exclusion)
{
    const char *expression = exclusion->expression ? exclusion->expression : "undefined";

    if (!exclusion->name)
        exclusion->name = typeorm_exclusion_name (major, table->name, expression);
    append_constraint (out, exclusion->name);
    g_string_append_printf (out, " EXCLUDE %s", expression);
    append_deferrable (out, exclusion->deferrable);
}

static void append_foreign_key (ScriptCall *call, GString *out, const DdlTable *table, DdlForeignKey *key)
{
    g_auto (TypeormPath) to = { 0 };

    typeorm_postgresql_parse (call, NULL, key->referenced_schema, key->referenced_table, &to);
    if (!key->name)
        key->name = typeorm_foreign_key_name (typeorm_run (call)->options.major, table->name, key->columns);
    append_constraint (out, key->name);
    g_string_append (out, " FOREIGN KEY (");
    ddl_append_names (out, PG, key->columns, ", ");
    g_string_append (out, ") REFERENCES ");
    ddl_append_path (out, PG, to.schema, to.name);
    g_string_append (out, " (");
    ddl_append_names (out, PG, key->referenced_columns, ", ");
    g_string_append_c (out, ')');
    if (key->on_delete)
        g_string_append_printf (out, " ON DELETE %s", key->on_delete);
    if (key->on_update)
        g_string_append_printf (out, " ON UPDATE %s", key->on_update);
    append_deferrable (out, key->deferrable);
}

static ScriptStatus check_foreign_keys (ScriptCall *call, const GPtrArray *keys)
{
    for (guint i = 0; i < keys->len; i++)
        if (!((DdlForeignKey *)g_ptr_array_index (keys, i))->referenced_table)
            return script_throw (call->runtime, "TypeError", "a foreign key without referencedTableName");
    return SCRIPT_NORMAL;
}

/* CREATE INDEX of a table or a view whose name in SQL is ON. */
static ScriptStatus create_index_on (ScriptCall *call, const char *on, const DdlIndex *index, gboolean concurrently)
{
    g_autoptr (GString) sql = g_string_new (index->unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");

    if (concurrently)
        g_string_append (sql, "CONCURRENTLY ");
    dialect_append_identifier (PG, sql, index->name);
    g_string_append_printf (sql, " ON %s ", on);
    if (index->spatial)
        g_string_append (sql, "USING gist ");
    else if (index->method && typeorm_run (call)->options.major > 0)
        g_string_append_printf (sql, "USING %s ", index->method);
    g_string_append_c (sql, '(');
    ddl_append_names (sql, PG, index->columns, ", ");
    g_string_append_c (sql, ')');
    if (index->where)
        g_string_append_printf (sql, " WHERE %s", index->where);
    return typeorm_execute (call, sql->str, NULL, 0);
}

/* SCHEMA may be NULL. */
static ScriptStatus drop_index_in (ScriptCall *call, const char *schema, const DdlIndex *index, gboolean if_exists)
{
    g_autofree char *name = ddl_path (PG, schema, index->name);

    return typeorm_postgresql_execute (call, "DROP INDEX %s%s%s", index->concurrent ? "CONCURRENTLY " : "",
                                       if_exists ? "IF EXISTS " : "", name);
}

/* Columns marked unique are unique constraints of the table, which the tool adds to what the script gave. */
static void add_marked_uniques (guint major, DdlTable *table)
{
    for (guint i = 0; i < table->columns->len; i++)
    {
        const DdlColumn *column = g_ptr_array_index (table->columns, i);
        gboolean has = !column->unique;
        DdlUnique *unique;

        for (guint k = 0; !has && k < table->uniques->len; k++)
            has = ddl_names_are (((DdlUnique *)g_ptr_array_index (table->uniques, k))->columns, column->name);
        if (has)
            continue;
        unique = ddl_unique_new ();
        ddl_names_add (unique->columns, column->name);
        unique->name = typeorm_unique_name (major, table->name, unique->columns);
        g_ptr_array_add (table->uniques, unique);
    }
}

static void append_columns (ScriptCall *call, GString *sql, const DdlTable *table)
{
    for (guint i = 0; i < table->columns->len; i++)
    {
        g_autofree char *column = typeorm_postgresql_column (call, table, g_ptr_array_index (table->columns, i));

        g_string_append_printf (sql, "%s%s", i ? ", " : "", column);
    }
}

static void append_constraints (ScriptCall *call, GString *sql, DdlTable *table, gboolean foreign_keys)
{
    g_autoptr (GPtrArray) primary = ddl_table_primary_names (table);
    guint major = typeorm_run (call)->options.major;

    add_marked_uniques (major, table);
    /* The names that are made up here stay unknown to the script: only foreign keys are given theirs. */
    for (guint i = 0; i < table->uniques->len; i++)
    {
        g_autoptr (DdlUnique) unique = ddl_unique_copy (g_ptr_array_index (table->uniques, i));

        append_unique (major, g_string_append (sql, ", "), table, unique);
    }
    for (guint i = 0; i < table->checks->len; i++)
    {
        g_autoptr (DdlCheck) check = ddl_check_copy (g_ptr_array_index (table->checks, i));

        append_check (major, g_string_append (sql, ", "), table, check);
    }
    for (guint i = 0; i < table->exclusions->len; i++)
    {
        g_autoptr (DdlExclusion) exclusion = ddl_exclusion_copy (g_ptr_array_index (table->exclusions, i));

        append_exclusion (major, g_string_append (sql, ", "), table, exclusion);
    }
    for (guint i = 0; foreign_keys && i < table->foreign_keys->len; i++)
        append_foreign_key (call, g_string_append (sql, ", "), table, g_ptr_array_index (table->foreign_keys, i));
    if (primary->len)
    {
        const char *given = ddl_table_primary_constraint (table);
        g_autofree char *name =
            given ? g_strdup (given)
                  : typeorm_primary_key_name (typeorm_run (call)->options.major, table->name, primary);

        append_constraint (g_string_append (sql, ", "), name);
        g_string_append (sql, " PRIMARY KEY (");
        ddl_append_names (sql, PG, primary, ", ");
        g_string_append_c (sql, ')');
    }
}

static ScriptStatus comment_columns (ScriptCall *call, const DdlTable *table, const char *path)
{
    for (guint i = 0; i < table->columns->len; i++)
    {
        const DdlColumn *column = g_ptr_array_index (table->columns, i);
        g_autofree char *name = ddl_identifier (PG, column->name);
        g_autofree char *comment = typeorm_postgresql_comment (column->comment);

        if (column->comment)
            SCRIPT_TRY (typeorm_postgresql_execute (call, "COMMENT ON COLUMN %s.%s IS %s", path, name, comment));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus create_index (ScriptCall *call, DdlTable *table, DdlIndex *index)
{
    g_autofree char *path = typeorm_postgresql_table (call, table);

    if (!index->name)
        index->name = typeorm_index_name (typeorm_run (call)->options.major, table->name, index->columns, index->where);
    return create_index_on (call, path, index, index->concurrent);
}

static ScriptStatus create_table (ScriptCall *call, DdlTable *table, gboolean foreign_keys, gboolean indexes)
{
    g_autofree char *path = typeorm_postgresql_table (call, table);
    g_autoptr (GString) sql = g_string_new (NULL);
    g_autoptr (GPtrArray) created = g_ptr_array_new_with_free_func (g_free);

    SCRIPT_TRY (check_foreign_keys (call, table->foreign_keys));
    for (guint i = 0; i < table->columns->len; i++)
        if (typeorm_postgresql_is_enum (g_ptr_array_index (table->columns, i)))
            SCRIPT_TRY (typeorm_postgresql_need_enum (call, table, g_ptr_array_index (table->columns, i), created));
    for (guint i = 0; i < table->columns->len; i++)
    {
        const DdlColumn *column = g_ptr_array_index (table->columns, i);

        if (g_strcmp0 (column->computed, "STORED") == 0 && column->expression)
            SCRIPT_TRY (typeorm_postgresql_computed (call, table, column, TRUE));
    }
    g_string_append_printf (sql, "CREATE TABLE %s (", path);
    append_columns (call, sql, table);
    append_constraints (call, sql, table, foreign_keys);
    g_string_append_c (sql, ')');
    SCRIPT_TRY (typeorm_execute (call, sql->str, NULL, 0));
    SCRIPT_TRY (comment_columns (call, table, path));
    for (guint i = 0; indexes && i < table->indexes->len; i++)
        SCRIPT_TRY (create_index (call, table, g_ptr_array_index (table->indexes, i)));
    if (table->comment)
    {
        g_autofree char *comment = typeorm_postgresql_comment (table->comment);

        return typeorm_postgresql_execute (call, "COMMENT ON TABLE %s IS %s", path, comment);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_constraint (ScriptCall *call, const DdlTable *table, const char *name, gboolean if_exists)
{
    g_autofree char *path = typeorm_postgresql_table (call, table);
    g_autofree char *quoted = ddl_identifier (PG, name ? name : "undefined");

    return typeorm_postgresql_execute (call, "ALTER TABLE %s DROP CONSTRAINT %s%s", path, if_exists ? "IF EXISTS " : "",
                                       quoted);
}

static ScriptStatus drop_table (ScriptCall *call, DdlTable *table, gboolean foreign_keys, gboolean indexes)
{
    g_autofree char *path = typeorm_postgresql_table (call, table);
    g_auto (TypeormPath) parts = { 0 };

    typeorm_postgresql_path (call, table, &parts);
    for (guint i = 0; indexes && i < table->indexes->len; i++)
        SCRIPT_TRY (drop_index_in (call, parts.schema, g_ptr_array_index (table->indexes, i), FALSE));
    for (guint i = 0; foreign_keys && i < table->foreign_keys->len; i++)
        SCRIPT_TRY (
            drop_constraint (call, table, ((DdlForeignKey *)g_ptr_array_index (table->foreign_keys, i))->name, FALSE));
    SCRIPT_TRY (typeorm_postgresql_execute (call, "DROP TABLE %s", path));
    for (guint i = 0; i < table->columns->len; i++)
    {
        const DdlColumn *column = g_ptr_array_index (table->columns, i);

        if (column->computed && column->expression)
            SCRIPT_TRY (typeorm_postgresql_computed (call, table, column, FALSE));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus change_comment (ScriptCall *call, DdlTable *table, const char *comment)
{
    g_autofree char *path = typeorm_postgresql_table (call, table);
    g_autofree char *before = typeorm_postgresql_comment (table->comment);
    g_autofree char *after = typeorm_postgresql_comment (comment);

    if (strcmp (before, after) == 0)
        return SCRIPT_NORMAL;
    return typeorm_postgresql_execute (call, "COMMENT ON TABLE %s IS %s", path, after);
}

/* Primary keys. */

static ScriptStatus create_primary_key (ScriptCall *call, DdlTable *table, const GPtrArray *names,
                                        const char *constraint)
{
    g_autofree char *path = typeorm_postgresql_table (call, table);
    g_autofree char *name = constraint
                                ? g_strdup (constraint)
                                : typeorm_primary_key_name (typeorm_run (call)->options.major, table->name, names);
    g_autoptr (GString) sql = g_string_new (NULL);

    g_string_append_printf (sql, "ALTER TABLE %s ADD ", path);
    append_constraint (sql, name);
    g_string_append (sql, " PRIMARY KEY (");
    ddl_append_names (sql, PG, names, ", ");
    g_string_append_c (sql, ')');
    for (guint i = 0; i < table->columns->len; i++)
    {
        DdlColumn *column = g_ptr_array_index (table->columns, i);

        if (ddl_names_find (names, column->name) >= 0)
            column->primary = TRUE;
    }
    return typeorm_execute (call, sql->str, NULL, 0);
}

static ScriptStatus update_primary_keys (ScriptCall *call, DdlTable *table, const GPtrArray *columns)
{
    /* The constraint keeps the name that the first of the old columns gives it. */
    g_autofree char *given = g_strdup (ddl_table_primary_constraint (table));

    SCRIPT_TRY (typeorm_postgresql_drop_primary (call, table));
    return create_primary_key (call, table, columns, given);
}

static ScriptStatus drop_primary_key (ScriptCall *call, DdlTable *table, const char *constraint G_GNUC_UNUSED,
                                      gboolean if_exists)
{
    g_autoptr (GPtrArray) names = ddl_table_primary_names (table);
    const char *given = ddl_table_primary_constraint (table);
    g_autofree char *name = NULL;

    if (!names->len)
        return typeorm_throw (call, "TypeORMError", "Table [object Object] has no primary keys.");
    name = given ? g_strdup (given) : typeorm_primary_key_name (typeorm_run (call)->options.major, table->name, names);
    SCRIPT_TRY (drop_constraint (call, table, name, if_exists));
    for (guint i = 0; i < table->columns->len; i++)
        ((DdlColumn *)g_ptr_array_index (table->columns, i))->primary = FALSE;
    return SCRIPT_NORMAL;
}

/* Constraints and indexes, several at a time. */

static ScriptStatus add_constraint (ScriptCall *call, const DdlTable *table, const GString *constraint)
{
    g_autofree char *path = typeorm_postgresql_table (call, table);

    return typeorm_postgresql_execute (call, "ALTER TABLE %s ADD %s", path, constraint->str);
}

static void mark_unique (DdlTable *table, const DdlUnique *unique, gboolean is)
{
    DdlColumn *column =
        unique->columns->len == 1 ? ddl_table_column (table, g_ptr_array_index (unique->columns, 0)) : NULL;

    if (column)
        column->unique = is;
}

static ScriptStatus create_uniques (ScriptCall *call, DdlTable *table, const GPtrArray *uniques)
{
    for (guint i = 0; i < uniques->len; i++)
    {
        DdlUnique *unique = g_ptr_array_index (uniques, i);
        g_autoptr (GString) sql = g_string_new (NULL);

        append_unique (typeorm_run (call)->options.major, sql, table, unique);
        SCRIPT_TRY (add_constraint (call, table, sql));
        g_ptr_array_add (table->uniques, ddl_unique_copy (unique));
        mark_unique (table, unique, TRUE);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_uniques (ScriptCall *call, DdlTable *table, const GPtrArray *uniques, gboolean if_exists)
{
    for (guint i = 0; i < uniques->len; i++)
    {
        const DdlUnique *unique = g_ptr_array_index (uniques, i);
        DdlUnique *own = ddl_table_unique (table, unique->name);

        SCRIPT_TRY (drop_constraint (call, table, unique->name, if_exists));
        if (own)
        {
            mark_unique (table, own, FALSE);
            g_ptr_array_remove (table->uniques, own);
        }
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus create_checks (ScriptCall *call, DdlTable *table, const GPtrArray *checks)
{
    for (guint i = 0; i < checks->len; i++)
    {
        g_autoptr (GString) sql = g_string_new (NULL);

        append_check (typeorm_run (call)->options.major, sql, table, g_ptr_array_index (checks, i));
        SCRIPT_TRY (add_constraint (call, table, sql));
        g_ptr_array_add (table->checks, ddl_check_copy (g_ptr_array_index (checks, i)));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_checks (ScriptCall *call, DdlTable *table, const GPtrArray *checks, gboolean if_exists)
{
    for (guint i = 0; i < checks->len; i++)
    {
        const char *name = ((DdlCheck *)g_ptr_array_index (checks, i))->name;

        SCRIPT_TRY (drop_constraint (call, table, name, if_exists));
        g_ptr_array_remove (table->checks, ddl_table_check (table, name));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus create_exclusions (ScriptCall *call, DdlTable *table, const GPtrArray *exclusions)
{
    for (guint i = 0; i < exclusions->len; i++)
    {
        g_autoptr (GString) sql = g_string_new (NULL);

        append_exclusion (typeorm_run (call)->options.major, sql, table, g_ptr_array_index (exclusions, i));
        SCRIPT_TRY (add_constraint (call, table, sql));
        g_ptr_array_add (table->exclusions, ddl_exclusion_copy (g_ptr_array_index (exclusions, i)));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_exclusions (ScriptCall *call, DdlTable *table, const GPtrArray *exclusions, gboolean if_exists)
{
    for (guint i = 0; i < exclusions->len; i++)
    {
        const char *name = ((DdlExclusion *)g_ptr_array_index (exclusions, i))->name;

        SCRIPT_TRY (drop_constraint (call, table, name, if_exists));
        g_ptr_array_remove (table->exclusions, ddl_table_exclusion (table, name));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus create_foreign_keys (ScriptCall *call, DdlTable *table, const GPtrArray *keys)
{
    SCRIPT_TRY (check_foreign_keys (call, keys));
    for (guint i = 0; i < keys->len; i++)
    {
        g_autoptr (GString) sql = g_string_new (NULL);

        append_foreign_key (call, sql, table, g_ptr_array_index (keys, i));
        SCRIPT_TRY (add_constraint (call, table, sql));
        g_ptr_array_add (table->foreign_keys, ddl_foreign_key_copy (g_ptr_array_index (keys, i)));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_foreign_keys (ScriptCall *call, DdlTable *table, const GPtrArray *keys, gboolean if_exists)
{
    for (guint i = 0; i < keys->len; i++)
    {
        DdlForeignKey *key = g_ptr_array_index (keys, i);

        if (!key->name)
            key->name = typeorm_foreign_key_name (typeorm_run (call)->options.major, table->name, key->columns);
        SCRIPT_TRY (drop_constraint (call, table, key->name, if_exists));
        g_ptr_array_remove (table->foreign_keys, ddl_table_foreign_key (table, key->name));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus create_indexes (ScriptCall *call, DdlTable *table, const GPtrArray *indexes)
{
    for (guint i = 0; i < indexes->len; i++)
    {
        SCRIPT_TRY (create_index (call, table, g_ptr_array_index (indexes, i)));
        g_ptr_array_add (table->indexes, ddl_index_copy (g_ptr_array_index (indexes, i)));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_indexes (ScriptCall *call, DdlTable *table, const GPtrArray *indexes, gboolean if_exists)
{
    g_auto (TypeormPath) path = { 0 };

    typeorm_postgresql_path (call, table, &path);
    for (guint i = 0; i < indexes->len; i++)
    {
        DdlIndex *index = g_ptr_array_index (indexes, i);

        if (!index->name)
            index->name =
                typeorm_index_name (typeorm_run (call)->options.major, table->name, index->columns, index->where);
        SCRIPT_TRY (drop_index_in (call, path.schema, index, if_exists));
        g_ptr_array_remove (table->indexes, ddl_table_index (table, index->name));
    }
    return SCRIPT_NORMAL;
}

/* Views. */

static ScriptStatus view_definition (ScriptCall *call, const DdlView *view, const char *name, const char *schema,
                                     gboolean insert)
{
    g_autofree char *text = g_strdup (view->expression ? view->expression : "");
    Value current;
    TypeormMetadata row = { view->materialized ? "MATERIALIZED_VIEW" : "VIEW", NULL, schema, NULL, name, NULL };

    if (!schema)
    {
        SCRIPT_TRY (current_schema (call, &current));
        row.schema = value_to_text (call->runtime, current);
    }
    row.value = g_strstrip (text);
    return insert ? typeorm_metadata_insert (call, &row) : typeorm_metadata_delete (call, &row);
}

static ScriptStatus create_view (ScriptCall *call, const DdlView *view, gboolean sync)
{
    g_auto (TypeormPath) path = { 0 };
    g_autofree char *name = NULL;

    typeorm_postgresql_parse (call, NULL, view->schema, view->name, &path);
    name = ddl_path (PG, path.schema, path.name);
    SCRIPT_TRY (typeorm_postgresql_execute (call, "CREATE %sVIEW %s AS %s", view->materialized ? "MATERIALIZED " : "",
                                            name, view->expression ? view->expression : "undefined"));
    return sync ? view_definition (call, view, path.name, path.schema, TRUE) : SCRIPT_NORMAL;
}

static ScriptStatus drop_view (ScriptCall *call, const DdlView *view, gboolean if_exists)
{
    g_auto (TypeormPath) path = { 0 };
    g_autofree char *name = NULL;

    typeorm_postgresql_parse (call, NULL, view->schema, view->name, &path);
    name = ddl_path (PG, path.schema, path.name);
    SCRIPT_TRY (view_definition (call, view, path.name, path.schema, FALSE));
    return typeorm_postgresql_execute (call, "DROP %sVIEW %s%s", view->materialized ? "MATERIALIZED " : "",
                                       if_exists ? "IF EXISTS " : "", name);
}

static ScriptStatus create_view_index (ScriptCall *call, DdlView *view, const DdlIndex *index)
{
    g_auto (TypeormPath) path = { 0 };
    g_autofree char *name = NULL;
    g_autoptr (DdlIndex) named = ddl_index_copy (index);

    typeorm_postgresql_parse (call, NULL, view->schema, view->name, &path);
    name = ddl_path (PG, path.schema, path.name);
    if (!named->name)
        named->name = typeorm_index_name (typeorm_run (call)->options.major, view->name, index->columns, index->where);
    return create_index_on (call, name, named, FALSE);
}

static ScriptStatus drop_view_index (ScriptCall *call, DdlView *view, const DdlIndex *index)
{
    g_auto (TypeormPath) path = { 0 };
    g_autoptr (DdlIndex) named = ddl_index_copy (index);

    typeorm_postgresql_parse (call, NULL, view->schema, view->name, &path);
    if (!named->name)
        named->name = typeorm_index_name (typeorm_run (call)->options.major, view->name, index->columns, index->where);
    return drop_index_in (call, path.schema, named, FALSE);
}

const TypeormSchemaDialect typeorm_schema_postgresql = {
    .adds_unseen = TRUE,
    .parse = typeorm_postgresql_parse,
    .load_tables = typeorm_postgresql_load,
    .load_views = typeorm_postgresql_load_views,
    .has_table = has_table,
    .has_column = has_column,
    .has_database = has_database,
    .has_schema = has_schema,
    .get_databases = get_none,
    .get_schemas = get_none,
    .current_database = current_database,
    .current_schema = current_schema,
    .create_database = create_database,
    .drop_database = drop_database,
    .create_schema = create_schema,
    .drop_schema = drop_schema,
    .clear_table = clear_table,
    .clear_database = clear_database,
    .create_table = create_table,
    .drop_table = drop_table,
    .rename_table = typeorm_postgresql_rename_table,
    .change_comment = change_comment,
    .add_columns = typeorm_postgresql_add_columns,
    .change_columns = typeorm_postgresql_change_columns,
    .drop_columns = typeorm_postgresql_drop_columns,
    .create_primary_key = create_primary_key,
    .update_primary_keys = update_primary_keys,
    .drop_primary_key = drop_primary_key,
    .create_uniques = create_uniques,
    .drop_uniques = drop_uniques,
    .create_checks = create_checks,
    .drop_checks = drop_checks,
    .create_exclusions = create_exclusions,
    .drop_exclusions = drop_exclusions,
    .create_foreign_keys = create_foreign_keys,
    .drop_foreign_keys = drop_foreign_keys,
    .create_indexes = create_indexes,
    .drop_indexes = drop_indexes,
    .create_view = create_view,
    .drop_view = drop_view,
    .create_view_index = create_view_index,
    .drop_view_index = drop_view_index,
};
