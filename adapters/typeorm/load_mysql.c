/* Tables of MySQL and MariaDB as TypeORM reads them: MysqlQueryRunner.loadTables, in two round trips. */

#include "adapters/typeorm/mysql.h"
#include "ddl/quote.h"
#include "model/dialect.h"

#include <string.h>

/* What was read of all tables that are wanted. Of COLUMNS and STATISTICS the rows of one table follow each other. */
typedef struct
{
    ScriptCall *call;
    TypeormRun *run;
    ResultSet *tables;     /* database, name, comment, DATABASE () */
    ResultSet *schemata;   /* name, character set, collation */
    ResultSet *columns;    /* database, table, name, type, ... see below */
    ResultSet *statistics; /* database, table, index, column, non-unique, type */
    ResultSet *keys;       /* database, table, constraint, column, referenced database, table, column, delete, update */
} Catalog;

enum
{
    TABLE_DATABASE,
    TABLE_NAME,
    TABLE_COMMENT,
    TABLE_CURRENT
};

enum
{
    COLUMN_DATABASE,
    COLUMN_TABLE,
    COLUMN_NAME,
    COLUMN_DATA_TYPE,
    COLUMN_TYPE,
    COLUMN_DEFAULT,
    COLUMN_NULLABLE,
    COLUMN_EXTRA,
    COLUMN_COMMENT,
    COLUMN_CHARSET,
    COLUMN_COLLATION,
    COLUMN_LENGTH,
    COLUMN_PRECISION,
    COLUMN_SCALE,
    COLUMN_TIME_PRECISION,
    COLUMN_EXPRESSION
};

enum
{
    INDEX_DATABASE,
    INDEX_TABLE,
    INDEX_NAME,
    INDEX_COLUMN,
    INDEX_NON_UNIQUE,
    INDEX_TYPE
};

enum
{
    KEY_DATABASE,
    KEY_TABLE,
    KEY_NAME,
    KEY_COLUMN,
    KEY_REFERENCED_DATABASE,
    KEY_REFERENCED_TABLE,
    KEY_REFERENCED_COLUMN,
    KEY_ON_DELETE,
    KEY_ON_UPDATE
};

/* One look-up each, by schema and name: anything else makes the server open every table of every database. */
static const char tables_sql[] =
    "SELECT table_schema, table_name, table_comment, DATABASE() FROM information_schema.tables";

static const char columns_sql[] =
    "SELECT table_schema, table_name, column_name, data_type, column_type, column_default, is_nullable, extra, "
    "column_comment, character_set_name, collation_name, character_maximum_length, numeric_precision, numeric_scale, "
    "datetime_precision, generation_expression FROM information_schema.columns WHERE table_schema = %d AND table_name "
    "= "
    "%n";

static const char statistics_sql[] =
    "SELECT table_schema, table_name, index_name, column_name, non_unique, index_type FROM "
    "information_schema.statistics WHERE table_schema = %d AND table_name = %n";

static const char keys_sql[] =
    "SELECT k.table_schema, k.table_name, k.constraint_name, k.column_name, k.referenced_table_schema, "
    "k.referenced_table_name, k.referenced_column_name, r.delete_rule, r.update_rule FROM (SELECT * FROM "
    "information_schema.key_column_usage WHERE table_schema = %d AND table_name = %n) k INNER JOIN (SELECT * FROM "
    "information_schema.referential_constraints WHERE constraint_schema = %d AND table_name = %n) r ON "
    "r.constraint_name = k.constraint_name";

static const char schemata_sql[] = "SELECT schema_name, default_character_set_name, default_collation_name FROM "
                                   "information_schema.schemata WHERE schema_name = %d";

static void catalog_clear (Catalog *catalog)
{
    result_free (catalog->tables);
    result_free (catalog->schemata);
    result_free (catalog->columns);
    result_free (catalog->statistics);
    result_free (catalog->keys);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Catalog, catalog_clear)

static ScriptStatus read_tables (Catalog *catalog, const GPtrArray *paths)
{
    g_autoptr (GString) sql = g_string_new (tables_sql);

    for (guint i = 0; paths && i < paths->len; i++)
    {
        g_auto (TypeormPath) path = { NULL, NULL, NULL };
        g_autofree char *database = NULL;
        g_autofree char *name = NULL;

        typeorm_mysql_parse (catalog->call, NULL, NULL, g_ptr_array_index (paths, i), &path);
        database = path.database ? ddl_literal (DIALECT_MYSQL, path.database) : g_strdup ("DATABASE()");
        name = ddl_literal (DIALECT_MYSQL, path.name);
        g_string_append_printf (sql, "%s%s WHERE table_schema = %s AND table_name = %s", i > 0 ? " UNION ALL " : "",
                                i > 0 ? tables_sql : "", database, name);
    }
    return typeorm_query (catalog->call, sql->str, NULL, 0, &catalog->tables);
}

/* Adds the look-up FORMAT of one table to a statement: %d is the database, %n the name. */
static void append_lookup (GString *sql, const char *format, const char *database, const char *name)
{
    if (sql->len > 0)
        g_string_append (sql, " UNION ALL ");
    for (const char *p = format; *p; p++)
        if (p[0] != '%')
            g_string_append_c (sql, *p);
        else
        {
            p++;
            g_string_append (sql, *p == 'd' ? database : name);
        }
}

static ScriptStatus read_rest (Catalog *catalog)
{
    static const char *const formats[] = { columns_sql, statistics_sql, keys_sql, schemata_sql };
    ResultSet **results[] = { &catalog->columns, &catalog->statistics, &catalog->keys, &catalog->schemata };
    GString *sql[G_N_ELEMENTS (formats)];
    const char *texts[G_N_ELEMENTS (formats)];
    g_autoptr (GPtrArray) answers = NULL;
    GError *error = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
        sql[i] = g_string_new (NULL);
    for (guint t = 0; t < result_n_rows (catalog->tables); t++)
    {
        g_autofree char *database = ddl_literal (DIALECT_MYSQL, result_text (catalog->tables, t, TABLE_DATABASE));
        g_autofree char *name = ddl_literal (DIALECT_MYSQL, result_text (catalog->tables, t, TABLE_NAME));

        for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
            append_lookup (sql[i], formats[i], database, name);
    }
    for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
        texts[i] = sql[i]->str;
    answers = session_query_many (catalog->run->session, texts, G_N_ELEMENTS (texts), &error);
    for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
        g_string_free (sql[i], TRUE);
        if (answers)
            *results[i] = g_steal_pointer (&g_ptr_array_index (answers, i));
    }
    return answers ? SCRIPT_NORMAL : script_fail (catalog->call->runtime, error);
}

/* What the database of table TABLE has by default: COLUMN is 1 for the character set, 2 for the collation. */
static const char *usual (const Catalog *catalog, guint table, guint column)
{
    const char *database = result_text (catalog->tables, table, TABLE_DATABASE);

    for (guint i = 0; i < result_n_rows (catalog->schemata); i++)
        if (g_str_equal (result_text (catalog->schemata, i, 0), database))
            return result_text (catalog->schemata, i, column);
    return NULL;
}

/* Rows of RESULT begin with database and table. */
static gboolean is_of (const ResultSet *result, guint row, const char *database, const char *table)
{
    return g_str_equal (result_text (result, row, 0), database) && g_str_equal (result_text (result, row, 1), table);
}

static gboolean starts_with (const char *text, const char *prefix)
{
    return g_ascii_strncasecmp (text, prefix, strlen (prefix)) == 0;
}

/* CURRENT_TIMESTAMP or CURRENT_TIMESTAMP(6), in any case. */
static gboolean is_now (const char *text)
{
    static const char word[] = "CURRENT_TIMESTAMP";

    if (!starts_with (text, word))
        return FALSE;
    text += sizeof word - 1;
    if (*text == '\0')
        return TRUE;
    if (*text++ != '(')
        return FALSE;
    text += strspn (text, "0123456789");
    return g_str_equal (text, ")");
}

/* MariaDB gives SQL since 10.2.7, MySQL the value. With `type: "mysql"` the tool takes MariaDB's for MySQL's, NULL included. */
static void read_default (const Catalog *catalog, const char *text, DdlColumn *column)
{
    gboolean maria = catalog->run->options.type == TYPEORM_MARIADB;

    if (!text || (maria && g_str_equal (text, "NULL")))
        return;
    if (is_now (text))
        column->default_sql = g_ascii_strup (text, -1);
    else if (maria && session_server_version_number (catalog->run->session) >= 100207)
        column->default_sql = g_strdup (text);
    else
        column->default_sql = g_strdup_printf ("'%s'", text);
}

static const char *const length_types[] = { "char", "varchar", "nvarchar", "binary", "varbinary", "vector", NULL };

/* MysqlDriver.dataTypeDefaults, of the types that the server tells a length of. */
static const struct
{
    const char *type;
    const char *length;
} default_lengths[] = {
    { "varchar", "255" }, { "nvarchar", "255" },  { "char", "1" },
    { "binary", "1" },    { "varbinary", "255" }, { "vector", "2048" },
};

static void read_length (const Catalog *catalog, guint row, DdlColumn *column)
{
    const char *text = result_text (catalog->columns, row, COLUMN_LENGTH);
    gint64 length = result_integer (catalog->columns, row, COLUMN_LENGTH);

    if (!g_strv_contains (length_types, column->type) || !text || length == 0)
        return;
    if (g_str_equal (column->type, "vector"))
        length /= 4;
    g_free (column->length);
    column->length = g_strdup_printf ("%" G_GINT64_FORMAT, length);
    for (gsize i = 0; i < G_N_ELEMENTS (default_lengths); i++)
        if (g_str_equal (default_lengths[i].type, column->type) &&
            g_str_equal (default_lengths[i].length, column->length))
            ddl_set (&column->length, "");
}

/* The values in enum('a','it''s'). */
static void read_values (const char *type, DdlColumn *column)
{
    const char *p = strchr (type, '(');

    while (p && *++p == '\'')
    {
        g_autoptr (GString) value = g_string_new (NULL);

        for (p++; *p && (*p != '\'' || p[1] == '\''); p++)
        {
            p += *p == '\'';
            g_string_append_c (value, *p);
        }
        ddl_names_add (column->enum_values, value->str);
        if (*p == '\0' || *++p != ',')
            break;
    }
    ddl_set (&column->length, "");
}

/* Display widths of integers, TypeORM before 1.0: those that differ from the type's own. */
static void read_width (const Catalog *catalog, const char *type, DdlColumn *column)
{
    static const struct
    {
        const char *type;
        int width;
        int less; /* when unsigned */
    } defaults[] = {
        { "tinyint", 4, 1 }, { "smallint", 6, 1 }, { "mediumint", 9, 1 },
        { "int", 11, 1 },    { "integer", 11, 0 }, { "bigint", 20, 0 },
    };
    const char *open = strchr (type, '(');

    if (catalog->run->options.type == TYPEORM_MYSQL && session_server_version_number (catalog->run->session) >= 80000)
        return;
    for (gsize i = 0; open && i < G_N_ELEMENTS (defaults); i++)
    {
        int width = (int)g_ascii_strtoll (open + 1, NULL, 10);

        if (g_str_equal (defaults[i].type, column->type) && width > 0 &&
            width != defaults[i].width - (column->is_unsigned ? defaults[i].less : 0))
            column->width = width;
    }
}

static void read_type (const Catalog *catalog, guint row, DdlColumn *column)
{
    const char *type = result_text (catalog->columns, row, COLUMN_TYPE);
    gint64 time_precision = result_integer (catalog->columns, row, COLUMN_TIME_PRECISION);

    g_free (column->type);
    column->type = g_ascii_strdown (result_text (catalog->columns, row, COLUMN_DATA_TYPE), -1);
    if (g_str_equal (column->type, "geomcollection"))
        ddl_set (&column->type, "geometrycollection");
    column->is_unsigned = strstr (type, "unsigned") != NULL;
    if (catalog->run->options.major < 1)
    {
        column->zerofill = strstr (type, "zerofill") != NULL;
        column->is_unsigned = column->is_unsigned || column->zerofill;
        read_width (catalog, type, column);
    }
    read_length (catalog, row, column);
    if (g_str_equal (column->type, "decimal") || g_str_equal (column->type, "double") ||
        g_str_equal (column->type, "float"))
    {
        if (result_text (catalog->columns, row, COLUMN_PRECISION))
            column->precision = (int)result_integer (catalog->columns, row, COLUMN_PRECISION);
        if (result_text (catalog->columns, row, COLUMN_SCALE))
            column->scale = (int)result_integer (catalog->columns, row, COLUMN_SCALE);
    }
    if (g_str_equal (column->type, "enum") || g_str_equal (column->type, "set"))
        read_values (type, column);
    if ((g_str_equal (column->type, "datetime") || g_str_equal (column->type, "time") ||
         g_str_equal (column->type, "timestamp")) &&
        time_precision > 0)
        column->precision = (int)time_precision;
}

static gboolean is_primary (const Catalog *catalog, const char *database, const char *table, const char *column)
{
    const ResultSet *rows = catalog->statistics;

    for (guint i = 0; i < result_n_rows (rows); i++)
        if (is_of (rows, i, database, table) && g_str_equal (result_text (rows, i, INDEX_NAME), "PRIMARY") &&
            g_strcmp0 (result_text (rows, i, INDEX_COLUMN), column) == 0)
            return TRUE;
    return FALSE;
}

/* An index that is no key's: not the primary one, and no foreign key has its name. */
static gboolean is_index (const Catalog *catalog, guint row)
{
    const char *name = result_text (catalog->statistics, row, INDEX_NAME);
    const char *database = result_text (catalog->statistics, row, INDEX_DATABASE);

    if (g_str_equal (name, "PRIMARY"))
        return FALSE;
    for (guint i = 0; i < result_n_rows (catalog->keys); i++)
        if (g_str_equal (result_text (catalog->keys, i, KEY_NAME), name) &&
            g_str_equal (result_text (catalog->keys, i, KEY_DATABASE), database))
            return FALSE;
    return TRUE;
}

/* An index of that name (of any table that was read, as the tool has it) has another column than COLUMN. */
static gboolean is_composite (const Catalog *catalog, const char *index, const char *column)
{
    for (guint i = 0; i < result_n_rows (catalog->statistics); i++)
        if (is_index (catalog, i) && g_str_equal (result_text (catalog->statistics, i, INDEX_NAME), index) &&
            g_strcmp0 (result_text (catalog->statistics, i, INDEX_COLUMN), column) != 0)
            return TRUE;
    return FALSE;
}

static gboolean is_unique (const Catalog *catalog, const char *database, const char *table, const char *column)
{
    const ResultSet *rows = catalog->statistics;

    for (guint i = 0; i < result_n_rows (rows); i++)
        if (is_of (rows, i, database, table) && is_index (catalog, i) &&
            g_strcmp0 (result_text (rows, i, INDEX_COLUMN), column) == 0 &&
            result_integer (rows, i, INDEX_NON_UNIQUE) == 0 &&
            !is_composite (catalog, result_text (rows, i, INDEX_NAME), column))
            return TRUE;
    return FALSE;
}

/* The tool wants its own text of the expression, since the server's is another; without one we take the server's, and lose nothing. */
static ScriptStatus read_expression (const Catalog *catalog, guint row, DdlColumn *column)
{
    const TypeormRun *run = catalog->run;
    TypeormMetadata metadata = { .type = "GENERATED_COLUMN",
                                 .schema = result_text (catalog->columns, row, COLUMN_DATABASE),
                                 .table = result_text (catalog->columns, row, COLUMN_TABLE),
                                 .name = column->name };
    const char *expression = result_text (catalog->columns, row, COLUMN_EXPRESSION);
    SqlValue names[] = { typeorm_text (typeorm_mysql_database (run)), typeorm_text (run->options.metadata_table) };
    g_autoptr (ResultSet) has = NULL;
    g_autofree char *value = NULL;
    ScriptStatus status;

    if (!expression || !*expression)
        return SCRIPT_NORMAL;
    ddl_set (&column->computed,
             strstr (result_text (catalog->columns, row, COLUMN_EXTRA), "VIRTUAL") ? "VIRTUAL" : "STORED");
    status = typeorm_query (catalog->call,
                            "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?", names,
                            2, &has);
    if (status == SCRIPT_NORMAL && result_n_rows (has) > 0)
        status = typeorm_metadata_select (catalog->call, &metadata, &value);
    ddl_set (&column->expression, value && *value ? value : expression);
    return status;
}

static void set_unless (char **field, const char *text, const char *usual)
{
    if (text && *text && g_strcmp0 (text, usual) != 0)
        ddl_set (field, text);
}

static ScriptStatus read_column (const Catalog *catalog, guint row, guint table, DdlColumn *column)
{
    const ResultSet *rows = catalog->columns;
    const char *extra = result_text (rows, row, COLUMN_EXTRA);
    const char *on_update = strstr (extra, "on update");
    const char *database = result_text (rows, row, COLUMN_DATABASE);
    const char *name = result_text (rows, row, COLUMN_TABLE);
    ScriptStatus status;

    ddl_set (&column->name, result_text (rows, row, COLUMN_NAME));
    read_type (catalog, row, column);
    read_default (catalog, result_text (rows, row, COLUMN_DEFAULT), column);
    if (on_update && strlen (on_update) > 10)
        column->on_update = g_ascii_strup (on_update + 10, -1);
    status = read_expression (catalog, row, column);
    column->nullable = !(catalog->run->options.type == TYPEORM_MARIADB && column->computed) &&
                       g_str_equal (result_text (rows, row, COLUMN_NULLABLE), "YES");
    column->unique = is_unique (catalog, database, name, column->name);
    column->primary = is_primary (catalog, database, name, column->name);
    column->generated = strstr (extra, "auto_increment") != NULL;
    if (column->generated)
        ddl_set (&column->generation, "increment");
    set_unless (&column->comment, result_text (rows, row, COLUMN_COMMENT), "");
    set_unless (&column->charset, result_text (rows, row, COLUMN_CHARSET), usual (catalog, table, 1));
    set_unless (&column->collation, result_text (rows, row, COLUMN_COLLATION), usual (catalog, table, 2));
    return status;
}

static char *table_path (const char *database, const char *name, const char *current)
{
    return g_strcmp0 (database, current) == 0 ? g_strdup (name) : g_strdup_printf ("%s.%s", database, name);
}

static void read_foreign_keys (const Catalog *catalog, guint table_row, DdlTable *table)
{
    const ResultSet *rows = catalog->keys;
    const char *database = result_text (catalog->tables, table_row, TABLE_DATABASE);
    const char *name = result_text (catalog->tables, table_row, TABLE_NAME);

    for (guint i = 0; i < result_n_rows (rows); i++)
    {
        DdlForeignKey *key;

        if (!is_of (rows, i, database, name))
            continue;
        key = ddl_table_foreign_key (table, result_text (rows, i, KEY_NAME));
        if (!key)
        {
            key = ddl_foreign_key_new ();
            g_ptr_array_add (table->foreign_keys, key);
            ddl_set (&key->name, result_text (rows, i, KEY_NAME));
            ddl_set (&key->referenced_database, result_text (rows, i, KEY_REFERENCED_DATABASE));
            key->referenced_table =
                table_path (result_text (rows, i, KEY_REFERENCED_DATABASE), result_text (rows, i, KEY_REFERENCED_TABLE),
                            result_text (catalog->tables, table_row, TABLE_CURRENT));
            ddl_set (&key->on_delete, result_text (rows, i, KEY_ON_DELETE));
            ddl_set (&key->on_update, result_text (rows, i, KEY_ON_UPDATE));
        }
        ddl_names_add (key->columns, result_text (rows, i, KEY_COLUMN));
        ddl_names_add (key->referenced_columns, result_text (rows, i, KEY_REFERENCED_COLUMN));
    }
}

static void read_indexes (const Catalog *catalog, guint table_row, DdlTable *table)
{
    const ResultSet *rows = catalog->statistics;
    const char *database = result_text (catalog->tables, table_row, TABLE_DATABASE);
    const char *name = result_text (catalog->tables, table_row, TABLE_NAME);

    for (guint i = 0; i < result_n_rows (rows); i++)
    {
        DdlIndex *index;

        if (!is_of (rows, i, database, name) || !is_index (catalog, i))
            continue;
        index = ddl_table_index (table, result_text (rows, i, INDEX_NAME));
        if (!index)
        {
            index = ddl_index_new ();
            g_ptr_array_add (table->indexes, index);
            ddl_set (&index->name, result_text (rows, i, INDEX_NAME));
            index->unique = result_integer (rows, i, INDEX_NON_UNIQUE) == 0;
            index->spatial = g_str_equal (result_text (rows, i, INDEX_TYPE), "SPATIAL");
            index->fulltext = g_str_equal (result_text (rows, i, INDEX_TYPE), "FULLTEXT");
        }
        ddl_names_add (index->columns, result_text (rows, i, INDEX_COLUMN) ? result_text (rows, i, INDEX_COLUMN) : "");
    }
}

static ScriptStatus read_table (const Catalog *catalog, guint row, GPtrArray *tables)
{
    g_autoptr (DdlTable) table = ddl_table_new ();
    const char *database = result_text (catalog->tables, row, TABLE_DATABASE);
    const char *name = result_text (catalog->tables, row, TABLE_NAME);
    ScriptStatus status = SCRIPT_NORMAL;

    ddl_set (&table->database, database);
    table->name = table_path (database, name, result_text (catalog->tables, row, TABLE_CURRENT));
    ddl_set (&table->comment, result_text (catalog->tables, row, TABLE_COMMENT));
    for (guint i = 0; i < result_n_rows (catalog->columns) && status == SCRIPT_NORMAL; i++)
        if (is_of (catalog->columns, i, database, name))
        {
            DdlColumn *column = ddl_column_new ();

            g_ptr_array_add (table->columns, column);
            status = read_column (catalog, i, row, column);
        }
    if (status != SCRIPT_NORMAL)
        return status;
    read_foreign_keys (catalog, row, table);
    read_indexes (catalog, row, table);
    g_ptr_array_add (tables, g_steal_pointer (&table));
    return status;
}

ScriptStatus typeorm_mysql_load (ScriptCall *call, const GPtrArray *paths, GPtrArray *tables)
{
    g_auto (Catalog) catalog = { .call = call, .run = typeorm_run (call) };
    ScriptStatus status;

    if (paths && paths->len == 0)
        return SCRIPT_NORMAL;
    status = read_tables (&catalog, paths);
    if (status == SCRIPT_NORMAL && result_n_rows (catalog.tables) > 0)
        status = read_rest (&catalog);
    for (guint i = 0; status == SCRIPT_NORMAL && i < result_n_rows (catalog.tables); i++)
        status = read_table (&catalog, i, tables);
    return status;
}
