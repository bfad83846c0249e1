/* The text of tables and indexes on SQLite. It stays in sqlite_master, so it is the tool's to the byte. */

#include "adapters/typeorm/naming.h"
#include "adapters/typeorm/sqlite.h"
#include "ddl/quote.h"
#include "model/dialect.h"

#include <string.h>

static void append_name (GString *out, const char *name)
{
    dialect_append_identifier (DIALECT_SQLITE, out, name);
}

/* The column of the old table that column I was, or NULL. */
static const SqliteColumn *kept_column (const TypeormSqliteKept *kept, guint i)
{
    const char *from =
        kept && kept->source && kept->from && i < kept->from->len ? g_ptr_array_index (kept->from, i) : NULL;

    return from ? sqlite_table_column (kept->source, from) : NULL;
}

/* AbstractSqliteDriver.createFullType */
static void append_type (GString *out, const DdlColumn *column)
{
    if (column->enum_values->len > 0)
    {
        g_string_append (out, "varchar");
        return;
    }
    g_string_append (out, column->type ? column->type : "");
    if (column->length && column->length[0])
        g_string_append_printf (out, "(%s)", column->length);
    else if (column->precision != DDL_UNSET && column->scale != DDL_UNSET)
        g_string_append_printf (out, "(%d,%d)", column->precision, column->scale);
    else if (column->precision != DDL_UNSET)
        g_string_append_printf (out, "(%d)", column->precision);
    if (column->array)
        g_string_append (out, " array");
}

static void append_enum (GString *out, const DdlColumn *column)
{
    if (column->enum_values->len == 0 || column->array)
        return;
    g_string_append (out, " CHECK( ");
    append_name (out, column->name);
    g_string_append (out, " IN (");
    ddl_append_values (out, DIALECT_SQLITE, column->enum_values, ",");
    g_string_append (out, ") )");
}

static void append_conflict (GString *out, const char *conflict)
{
    if (conflict)
        g_string_append_printf (out, " ON CONFLICT %s", conflict);
}

/* AbstractSqliteQueryRunner.buildCreateColumnSql */
static void append_column (GString *out, const DdlColumn *column, gboolean skip_primary, const SqliteColumn *was,
                           const char *sql)
{
    append_name (out, column->name);
    g_string_append_c (out, ' ');
    append_type (out, column);
    append_enum (out, column);
    if (column->primary && !skip_primary)
    {
        g_string_append (out, " PRIMARY KEY");
        if (was && was->descending)
            g_string_append (out, " DESC");
        append_conflict (out, was ? was->primary_conflict : NULL);
    }
    if ((column->generated && g_strcmp0 (column->generation, "increment") == 0) ||
        (was && was->autoincrement && column->primary && !skip_primary &&
         !typeorm_sqlite_sees_autoincrement (sql, was->name)))
        g_string_append (out, " AUTOINCREMENT");
    if (column->collation && column->collation[0])
        g_string_append_printf (out, " COLLATE %s", column->collation);
    if (!column->nullable)
    {
        g_string_append (out, " NOT NULL");
        append_conflict (out, was ? was->not_null_conflict : NULL);
    }
    if (column->expression && column->expression[0])
        g_string_append_printf (out, " AS (%s) %s", column->expression,
                                column->computed ? column->computed : "VIRTUAL");
    else if (column->default_sql)
        g_string_append_printf (out, " DEFAULT (%s)", column->default_sql);
}

/* A column that is marked unique has a constraint, whose name comes from the name that the table has now. */
static void add_column_uniques (guint major, DdlTable *table)
{
    for (guint i = 0; i < table->columns->len; i++)
    {
        const DdlColumn *column = g_ptr_array_index (table->columns, i);
        gboolean found = !column->unique;

        for (guint u = 0; u < table->uniques->len && !found; u++)
            found = ddl_names_are (((const DdlUnique *)g_ptr_array_index (table->uniques, u))->columns, column->name);
        if (!found)
        {
            DdlUnique *unique = ddl_unique_new ();

            ddl_names_add (unique->columns, column->name);
            unique->name = typeorm_unique_name (major, table->name, unique->columns);
            g_ptr_array_add (table->uniques, unique);
        }
    }
}

/* The name that column NAME of the new table had in the old one. */
static const char *name_before (const DdlTable *table, const TypeormSqliteKept *kept, const char *name)
{
    for (guint i = 0; i < table->columns->len; i++)
    {
        const SqliteColumn *was;

        if (!g_str_equal (((const DdlColumn *)g_ptr_array_index (table->columns, i))->name, name))
            continue;
        was = kept_column (kept, i);
        return was ? was->name : NULL;
    }
    return NULL;
}

/* NAMES (of the new table) are the columns COLUMNS of the old one, in any order. */
static gboolean were_columns (const DdlTable *table, const TypeormSqliteKept *kept, const GPtrArray *names,
                              char **columns)
{
    if (names->len != g_strv_length (columns))
        return FALSE;
    for (guint i = 0; i < names->len; i++)
    {
        const char *before = name_before (table, kept, g_ptr_array_index (names, i));
        gboolean found = FALSE;

        for (guint c = 0; before && columns[c]; c++)
            found = found || g_ascii_strcasecmp (columns[c], before) == 0;
        if (!found)
            return FALSE;
    }
    return TRUE;
}

static const SqliteConstraint *kept_constraint (const DdlTable *table, const TypeormSqliteKept *kept,
                                                SqliteConstraintKind kind, const GPtrArray *names)
{
    for (guint i = 0; kept && kept->source && i < kept->source->constraints->len; i++)
    {
        const SqliteConstraint *constraint = g_ptr_array_index (kept->source->constraints, i);

        if (constraint->kind == kind && were_columns (table, kept, names, constraint->columns))
            return constraint;
    }
    return NULL;
}

static const char *unique_conflict (const DdlTable *table, const TypeormSqliteKept *kept, const GPtrArray *names)
{
    const SqliteConstraint *constraint = kept_constraint (table, kept, SQLITE_UNIQUE, names);
    const char *before;

    if (constraint)
        return constraint->conflict;
    if (!kept || !kept->source || names->len != 1)
        return NULL;
    before = name_before (table, kept, g_ptr_array_index (names, 0));
    return before ? sqlite_table_column (kept->source, before)->unique_conflict : NULL;
}

static void append_uniques (guint major, GString *out, const DdlTable *table, const char *name,
                            const TypeormSqliteKept *kept)
{
    for (guint i = 0; i < table->uniques->len; i++)
    {
        const DdlUnique *unique = g_ptr_array_index (table->uniques, i);
        g_autofree char *made = unique->name ? NULL : typeorm_unique_name (major, name, unique->columns);

        g_string_append (out, ", CONSTRAINT ");
        append_name (out, made ? made : unique->name);
        g_string_append (out, " UNIQUE (");
        ddl_append_names (out, DIALECT_SQLITE, unique->columns, ", ");
        g_string_append_c (out, ')');
        append_conflict (out, unique_conflict (table, kept, unique->columns));
    }
}

static void append_checks (guint major, GString *out, const DdlTable *table, const char *name)
{
    for (guint i = 0; i < table->checks->len; i++)
    {
        const DdlCheck *check = g_ptr_array_index (table->checks, i);
        g_autofree char *made = check->name ? NULL : typeorm_check_name (major, name, check->expression, FALSE);

        g_string_append (out, ", CONSTRAINT ");
        append_name (out, made ? made : check->name);
        g_string_append_printf (out, " CHECK (%s)", check->expression);
    }
}

static void append_foreign_keys (guint major, GString *out, const DdlTable *table, const char *name)
{
    for (guint i = 0; i < table->foreign_keys->len; i++)
    {
        DdlForeignKey *key = g_ptr_array_index (table->foreign_keys, i);

        if (!key->name)
            key->name = typeorm_foreign_key_name (major, name, key->columns);
        g_string_append (out, ", CONSTRAINT ");
        append_name (out, key->name);
        g_string_append (out, " FOREIGN KEY (");
        ddl_append_names (out, DIALECT_SQLITE, key->columns, ", ");
        g_string_append (out, ") REFERENCES ");
        append_name (out, key->referenced_table);
        g_string_append (out, " (");
        ddl_append_names (out, DIALECT_SQLITE, key->referenced_columns, ", ");
        g_string_append_c (out, ')');
        if (key->on_delete && key->on_delete[0])
            g_string_append_printf (out, " ON DELETE %s", key->on_delete);
        if (key->on_update && key->on_update[0])
            g_string_append_printf (out, " ON UPDATE %s", key->on_update);
        if (key->deferrable && key->deferrable[0])
            g_string_append_printf (out, " DEFERRABLE %s", key->deferrable);
    }
}

/* A key of several columns, in the order that it had. */
static void append_primary_key (GString *out, const DdlTable *table, const TypeormSqliteKept *kept,
                                const GPtrArray *primary)
{
    const SqliteConstraint *was = kept_constraint (table, kept, SQLITE_PRIMARY_KEY, primary);

    g_string_append (out, ", PRIMARY KEY (");
    for (guint c = 0; was && was->columns[c]; c++)
        for (guint i = 0; i < primary->len; i++)
        {
            const char *name = g_ptr_array_index (primary, i);

            if (g_ascii_strcasecmp (name_before (table, kept, name), was->columns[c]) != 0)
                continue;
            g_string_append (out, c > 0 ? ", " : "");
            append_name (out, name);
        }
    if (!was)
        ddl_append_names (out, DIALECT_SQLITE, primary, ", ");
    g_string_append_c (out, ')');
    append_conflict (out, was ? was->conflict : NULL);
}

char *typeorm_sqlite_create_table (guint major, DdlTable *table, const char *name, gboolean foreign_keys,
                                   const TypeormSqliteKept *kept)
{
    GString *out = g_string_new ("CREATE TABLE ");
    g_autoptr (GPtrArray) primary = ddl_table_primary_names (table);
    gboolean strict = kept && kept->source && kept->source->strict;

    append_name (out, table->name);
    g_string_append (out, " (");
    for (guint i = 0; i < table->columns->len; i++)
    {
        g_string_append (out, i > 0 ? ", " : "");
        append_column (out, g_ptr_array_index (table->columns, i), primary->len > 1, kept_column (kept, i),
                       kept ? kept->sql : NULL);
    }
    add_column_uniques (major, table);
    append_uniques (major, out, table, name, kept);
    append_checks (major, out, table, name);
    if (foreign_keys)
        append_foreign_keys (major, out, table, name);
    if (primary->len > 1)
        append_primary_key (out, table, kept, primary);
    g_string_append_c (out, ')');
    if (table->without_rowid)
        g_string_append (out, strict ? " WITHOUT ROWID, STRICT" : " WITHOUT ROWID");
    else if (strict)
        g_string_append (out, " STRICT");
    return g_string_free (out, FALSE);
}

char *typeorm_sqlite_create_index (const DdlTable *table, const DdlIndex *index)
{
    GString *out = g_string_new (index->unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");

    append_name (out, index->name);
    g_string_append (out, " ON ");
    append_name (out, table->name);
    g_string_append (out, " (");
    ddl_append_names (out, DIALECT_SQLITE, index->columns, ", ");
    g_string_append (out, ") ");
    if (index->where && index->where[0])
        g_string_append_printf (out, "WHERE %s", index->where);
    return g_string_free (out, FALSE);
}

ScriptStatus typeorm_sqlite_check_table (ScriptCall *call, const DdlTable *table)
{
    guint n_primary = 0;
    gboolean counts = FALSE;

    for (guint i = 0; i < table->columns->len; i++)
    {
        const DdlColumn *column = g_ptr_array_index (table->columns, i);

        n_primary += column->primary ? 1 : 0;
        counts = counts || (column->primary && column->generated && g_strcmp0 (column->generation, "increment") == 0);
    }
    if (n_primary > 1 && counts)
        return typeorm_throw (call, "TypeORMError", "Sqlite does not support AUTOINCREMENT on composite primary key");
    return SCRIPT_NORMAL;
}
