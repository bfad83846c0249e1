/* Statements and parts of them for MySQL and MariaDB. */

#include "adapters/typeorm/mysql.h"
#include "adapters/typeorm/naming.h"
#include "ddl/quote.h"
#include "model/dialect.h"

#include <string.h>

static void append_name (GString *out, const char *name)
{
    dialect_append_identifier (DIALECT_MYSQL, out, name);
}

const char *typeorm_mysql_database (const TypeormRun *run)
{
    return run->options.database ? run->options.database : run->session ? session_database (run->session) : NULL;
}

ScriptStatus typeorm_mysql_parse (ScriptCall *call, const char *database, const char *schema G_GNUC_UNUSED,
                                  const char *name, TypeormPath *path)
{
    const char *dot = strchr (name, '.');
    const char *next = dot ? strchr (dot + 1, '.') : NULL;

    if (database)
        path->database = g_strdup (database);
    else
        path->database =
            dot ? g_strndup (name, (gsize)(dot - name)) : g_strdup (typeorm_mysql_database (typeorm_run (call)));
    path->name = !dot ? g_strdup (name) : next ? g_strndup (dot + 1, (gsize)(next - dot - 1)) : g_strdup (dot + 1);
    return SCRIPT_NORMAL;
}

char *typeorm_mysql_path (const TypeormRun *run, const char *database, const char *name)
{
    const char *dot = strchr (name, '.');
    g_autofree char *prefix = dot ? g_strndup (name, (gsize)(dot - name)) : NULL;
    const char *where = database ? database : prefix;

    if (where && g_strcmp0 (where, typeorm_mysql_database (run)) == 0)
        where = NULL;
    return ddl_path (DIALECT_MYSQL, where, dot ? dot + 1 : name);
}

char *typeorm_mysql_table (const TypeormRun *run, const DdlTable *table)
{
    return typeorm_mysql_path (run, table->database, table->name);
}

char *typeorm_mysql_referenced (const TypeormRun *run, const DdlForeignKey *key)
{
    return typeorm_mysql_path (run, key->referenced_database, key->referenced_table);
}

/* MysqlDriver.getColumnLength: types that MySQL wants a length for. */
static const char *length_of (const TypeormRun *run, const DdlColumn *column)
{
    gboolean has_uuid = run->options.type == TYPEORM_MARIADB && session_server_version_number (run->session) >= 100700;

    if (column->length && column->length[0])
        return column->length;
    if (g_strcmp0 (column->generation, "uuid") == 0 && !has_uuid)
        return "36";
    if (g_strcmp0 (column->type, "varchar") == 0 || g_strcmp0 (column->type, "nvarchar") == 0 ||
        g_strcmp0 (column->type, "national varchar") == 0 || g_strcmp0 (column->type, "varbinary") == 0)
        return "255";
    return NULL;
}

/* MysqlDriver.createFullType; widths are those of TypeORM before 1.0. */
static void append_type (GString *out, const TypeormRun *run, const DdlColumn *column)
{
    const char *length = length_of (run, column);

    g_string_append (out, column->type ? column->type : "");
    if (length)
        g_string_append_printf (out, "(%s)", length);
    else if (column->width != DDL_UNSET && column->width != 0 && run->options.major < 1)
        g_string_append_printf (out, "(%d)", column->width);
    else if (column->precision != DDL_UNSET && column->scale != DDL_UNSET)
        g_string_append_printf (out, "(%d,%d)", column->precision, column->scale);
    else if (column->precision != DDL_UNSET)
        g_string_append_printf (out, "(%d)", column->precision);
    if (column->array)
        g_string_append (out, " array");
}

void typeorm_mysql_append_comment (GString *out, const char *comment)
{
    g_string_append_c (out, '\'');
    for (const char *p = comment; p && *p; p++)
    {
        if (*p == '\\' || *p == '\'')
            g_string_append_c (out, *p);
        g_string_append_c (out, *p);
    }
    g_string_append_c (out, '\'');
}

static void append_values (GString *out, const DdlColumn *column)
{
    g_string_append (out, " (");
    for (guint i = 0; i < column->enum_values->len; i++)
    {
        g_auto (GStrv) parts = g_strsplit (g_ptr_array_index (column->enum_values, i), "'", -1);
        g_autofree char *doubled = g_strjoinv ("''", parts);

        g_string_append_printf (out, "%s'%s'", i > 0 ? ", " : "", doubled);
    }
    g_string_append_c (out, ')');
}

static gboolean has_text (const char *text)
{
    return text && *text;
}

static void append_null (GString *out, const TypeormRun *run, const DdlColumn *column)
{
    gboolean computed =
        has_text (column->expression) &&
        (!column->computed || g_str_equal (column->computed, "VIRTUAL") || g_str_equal (column->computed, "STORED"));

    if (run->options.type == TYPEORM_MARIADB && computed)
        return;
    g_string_append (out, column->nullable ? " NULL" : " NOT NULL");
}

void typeorm_mysql_append_column (GString *out, const TypeormRun *run, const DdlColumn *column, gboolean skip_primary,
                                  gboolean skip_name)
{
    if (!skip_name)
    {
        append_name (out, column->name);
        g_string_append_c (out, ' ');
    }
    append_type (out, run, column);
    if (has_text (column->charset))
        g_string_append_printf (out, " CHARACTER SET \"%s\"", column->charset);
    if (has_text (column->collation))
        g_string_append_printf (out, " COLLATE \"%s\"", column->collation);
    if (has_text (column->expression))
        g_string_append_printf (out, " AS (%s) %s", column->expression,
                                column->computed ? column->computed : "VIRTUAL");
    if (column->zerofill && run->options.major < 1)
        g_string_append (out, " ZEROFILL");
    else if (column->is_unsigned)
        g_string_append (out, " UNSIGNED");
    if (column->enum_values->len > 0)
        append_values (out, column);
    append_null (out, run, column);
    if (column->primary && !skip_primary)
        g_string_append (out, " PRIMARY KEY");
    if (column->generated && g_strcmp0 (column->generation, "increment") == 0)
        g_string_append (out, " AUTO_INCREMENT");
    if (has_text (column->comment))
    {
        g_string_append (out, " COMMENT ");
        typeorm_mysql_append_comment (out, column->comment);
    }
    if (column->default_sql)
        g_string_append_printf (out, " DEFAULT %s", column->default_sql);
    if (has_text (column->on_update))
        g_string_append_printf (out, " ON UPDATE %s", column->on_update);
}

static void append_index_kind (GString *out, const DdlIndex *index)
{
    if (index->unique)
        g_string_append (out, "UNIQUE ");
    if (index->spatial)
        g_string_append (out, "SPATIAL ");
    if (index->fulltext)
        g_string_append (out, "FULLTEXT ");
}

void typeorm_mysql_append_index (GString *out, const DdlIndex *index, const char *name)
{
    append_index_kind (out, index);
    g_string_append (out, "INDEX ");
    append_name (out, name ? name : index->name);
    g_string_append (out, " (");
    ddl_append_names (out, DIALECT_MYSQL, index->columns, ", ");
    g_string_append_c (out, ')');
    if (index->fulltext && has_text (index->parser))
        g_string_append_printf (out, " WITH PARSER %s", index->parser);
}

void typeorm_mysql_append_foreign_key (GString *out, const TypeormRun *run, const DdlForeignKey *key, const char *name)
{
    g_autofree char *referenced = typeorm_mysql_referenced (run, key);

    g_string_append (out, "CONSTRAINT ");
    append_name (out, name ? name : key->name);
    g_string_append (out, " FOREIGN KEY (");
    ddl_append_names (out, DIALECT_MYSQL, key->columns, ", ");
    g_string_append_printf (out, ") REFERENCES %s (", referenced);
    ddl_append_names (out, DIALECT_MYSQL, key->referenced_columns, ", ");
    g_string_append_c (out, ')');
    if (has_text (key->on_delete))
        g_string_append_printf (out, " ON DELETE %s", key->on_delete);
    if (has_text (key->on_update))
        g_string_append_printf (out, " ON UPDATE %s", key->on_update);
}

static void add_unique_index (DdlTable *table, const char *name, const GPtrArray *columns)
{
    DdlIndex *index = ddl_index_new ();

    ddl_set (&index->name, name);
    for (guint i = 0; i < columns->len; i++)
        ddl_names_add (index->columns, g_ptr_array_index (columns, i));
    index->unique = TRUE;
    g_ptr_array_add (table->indexes, index);
}

/* There is a unique index, or a constraint that will become one, over that column alone. */
static gboolean has_unique (const DdlTable *table, const char *column)
{
    for (guint i = 0; i < table->indexes->len; i++)
    {
        const DdlIndex *index = g_ptr_array_index (table->indexes, i);

        if (index->unique && ddl_names_are (index->columns, column))
            return TRUE;
    }
    for (guint i = 0; i < table->uniques->len; i++)
        if (ddl_names_are (((const DdlUnique *)g_ptr_array_index (table->uniques, i))->columns, column))
            return TRUE;
    return FALSE;
}

/* A constraint without a name is compared with indexes without one, as the tool does it. */
static gboolean has_index (const DdlTable *table, const char *name)
{
    for (guint i = 0; i < table->indexes->len; i++)
        if (g_strcmp0 (((const DdlIndex *)g_ptr_array_index (table->indexes, i))->name, name) == 0)
            return TRUE;
    return FALSE;
}

static void add_unique_indexes (guint major, DdlTable *table)
{
    for (guint i = 0; i < table->columns->len; i++)
    {
        const DdlColumn *column = g_ptr_array_index (table->columns, i);
        g_autoptr (GPtrArray) names = g_ptr_array_new ();
        g_autofree char *name = NULL;

        if (!column->unique || has_unique (table, column->name))
            continue;
        g_ptr_array_add (names, column->name);
        name = typeorm_unique_name (major, table->name, names);
        add_unique_index (table, name, names);
    }
    for (guint i = 0; i < table->uniques->len; i++)
    {
        const DdlUnique *unique = g_ptr_array_index (table->uniques, i);

        if (!has_index (table, unique->name))
            add_unique_index (table, unique->name, unique->columns);
    }
}

char *typeorm_mysql_create_table (const TypeormRun *run, DdlTable *table, gboolean foreign_keys)
{
    g_autofree char *path = typeorm_mysql_table (run, table);
    g_autoptr (GPtrArray) primary = ddl_table_primary_names (table);
    GString *out = g_string_new (NULL);

    g_string_append_printf (out, "CREATE TABLE %s (", path);
    for (guint i = 0; i < table->columns->len; i++)
    {
        g_string_append (out, i > 0 ? ", " : "");
        typeorm_mysql_append_column (out, run, g_ptr_array_index (table->columns, i), TRUE, FALSE);
    }
    add_unique_indexes (run->options.major, table);
    for (guint i = 0; i < table->indexes->len; i++)
    {
        DdlIndex *index = g_ptr_array_index (table->indexes, i);

        if (!index->name)
            index->name = typeorm_index_name (run->options.major, table->name, index->columns, index->where);
        g_string_append (out, ", ");
        typeorm_mysql_append_index (out, index, NULL);
    }
    for (guint i = 0; foreign_keys && i < table->foreign_keys->len; i++)
    {
        DdlForeignKey *key = g_ptr_array_index (table->foreign_keys, i);

        if (!key->name)
            key->name = typeorm_foreign_key_name (run->options.major, table->name, key->columns);
        g_string_append (out, ", ");
        typeorm_mysql_append_foreign_key (out, run, key, NULL);
    }
    if (primary->len > 0)
    {
        g_string_append (out, ", PRIMARY KEY (");
        ddl_append_names (out, DIALECT_MYSQL, primary, ", ");
        g_string_append_c (out, ')');
    }
    g_string_append_printf (out, ") ENGINE=%s", table->engine ? table->engine : "InnoDB");
    if (has_text (table->comment))
        g_string_append_printf (out, " COMMENT=\"%s\"", table->comment);
    return g_string_free (out, FALSE);
}

const DdlColumn *typeorm_mysql_counted (const DdlTable *table)
{
    for (guint i = 0; i < table->columns->len; i++)
    {
        const DdlColumn *column = g_ptr_array_index (table->columns, i);

        if (column->generated && g_strcmp0 (column->generation, "increment") == 0)
            return column;
    }
    return NULL;
}
