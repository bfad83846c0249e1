/* Tables of SQLite as TypeORM reads them, and what it overlooks. */

#include "adapters/typeorm/naming.h"
#include "adapters/typeorm/schema.h"
#include "adapters/typeorm/sqlite.h"
#include "ddl/quote.h"

#include <string.h>

/* AbstractSqliteDriver: types behind which a number is a length, a precision, a precision and a scale. */
static const char *const length_types[] = {
    "character", "varchar", "varying character", "nchar", "native character", "nvarchar", "text", "blob", "clob", NULL
};
static const char *const precision_types[] = { "real", "double", "double precision", "float", "numeric", "decimal",
                                               "date", "time",   "datetime",         NULL };
static const char *const scale_types[] = { "real", "double", "double precision", "float", "numeric", "decimal", NULL };

static ScriptStatus pragma (ScriptCall *call, const char *name, const char *argument, ResultSet **result)
{
    g_autofree char *quoted = ddl_identifier (DIALECT_SQLITE, argument);
    g_autofree char *sql = g_strdup_printf ("PRAGMA %s(%s)", name, quoted);

    return typeorm_query (call, sql, NULL, 0, result);
}

/* "varchar(10)" into type and length, "decimal(5,2)" into type, precision and scale. */
static void read_type (DdlColumn *column, const char *declared)
{
    g_autofree char *full = g_ascii_strdown (declared, -1);
    const char *open = strchr (full, '(');
    g_autofree char *type = NULL;
    const char *numbers;
    char *end;

    ddl_set (&column->type, full);
    if (!open)
        return;
    type = g_strndup (full, (gsize)(open - full));
    numbers = open + 1;
    if (g_strv_contains (length_types, type))
    {
        gint64 length = g_ascii_strtoll (numbers, NULL, 10);

        if (length)
        {
            g_free (column->length);
            column->length = g_strdup_printf ("%" G_GINT64_FORMAT, length);
            ddl_set (&column->type, type);
        }
    }
    if (!g_strv_contains (precision_types, type))
        return;
    if (g_ascii_isdigit (*numbers))
    {
        column->precision = (int)g_ascii_strtoll (numbers, &end, 10);
        end += *end == ',';
        end += g_ascii_isspace (*end);
        if (g_ascii_isdigit (*end) && g_strv_contains (scale_types, type))
            column->scale = (int)g_ascii_strtoll (end, NULL, 10);
    }
    ddl_set (&column->type, type);
}

/* The tool trusts its metadata table alone; without a row there the expression is in the text. */
static ScriptStatus read_expression (ScriptCall *call, const DdlTable *table, const SqliteColumn *text,
                                     gboolean has_metadata, DdlColumn *column)
{
    TypeormMetadata row = { .type = "GENERATED_COLUMN", .table = table->name, .name = column->name };
    ScriptStatus status = SCRIPT_NORMAL;
    g_autofree char *value = NULL;

    if (has_metadata)
        status = typeorm_metadata_select (call, &row, &value);
    ddl_set (&column->expression, value && *value ? value : text ? text->generated : "");
    return status;
}

/* The tool looks for the column in the text before the first AUTOINCREMENT, between double quotes. */
gboolean typeorm_sqlite_sees_autoincrement (const char *sql, const char *name)
{
    g_autofree char *upper = g_ascii_strup (sql, -1);
    const char *word = strstr (upper, "AUTOINCREMENT");
    g_autofree char *before = word ? g_strndup (sql, (gsize)(word - upper)) : NULL;
    char *part = before ? strrchr (before, ',') : NULL;
    char *close;

    if (before && !part)
        part = strrchr (before, '(');
    close = part ? strrchr (part, '"') : NULL;
    if (!close)
        return FALSE;
    *close = '\0';
    part = strchr (part, '"');
    return part && g_str_equal (part + 1, name);
}

static void read_enum (DdlColumn *column, const SqliteColumn *text)
{
    for (guint i = 0; text && g_strcmp0 (column->type, "varchar") == 0 && i < text->checks->len; i++)
    {
        const SqliteCheck *check = g_ptr_array_index (text->checks, i);
        GPtrArray *values = check->name ? NULL : sqlite_check_values (check->expression, column->name);

        if (!values)
            continue;
        g_ptr_array_unref (column->enum_values);
        column->enum_values = values;
        return;
    }
}

static ScriptStatus read_columns (ScriptCall *call, DdlTable *table, const char *sql, const SqliteTable *source,
                                  gboolean has_metadata)
{
    g_autoptr (ResultSet) rows = NULL;
    ScriptStatus status = pragma (call, "table_xinfo", table->name, &rows);

    for (guint i = 0; status == SCRIPT_NORMAL && i < result_n_rows (rows); i++)
    {
        DdlColumn *column = ddl_column_new ();
        const char *name = result_text (rows, i, 1);
        const SqliteColumn *text = source ? sqlite_table_column (source, name) : NULL;
        gint64 hidden = result_integer (rows, i, 6);

        g_ptr_array_add (table->columns, column);
        ddl_set (&column->name, name);
        ddl_set (&column->default_sql, result_text (rows, i, 4));
        ddl_set (&column->comment, "");
        column->nullable = !result_truth (rows, i, 3);
        column->primary = result_integer (rows, i, 5) > 0;
        column->generated = text && text->autoincrement && typeorm_sqlite_sees_autoincrement (sql, name);
        if (column->generated)
            ddl_set (&column->generation, "increment");
        if (text)
            ddl_set (&column->collation, text->collation);
        read_type (column, result_text (rows, i, 2));
        read_enum (column, text);
        if (hidden == 2 || hidden == 3)
        {
            ddl_set (&column->computed, hidden == 2 ? "VIRTUAL" : "STORED");
            status = read_expression (call, table, text, has_metadata, column);
        }
    }
    return status;
}

/* Every column of PART is among NAMES. */
static gboolean all_among (char **part, const GPtrArray *names)
{
    for (guint i = 0; part[i]; i++)
        if (ddl_names_find (names, part[i]) < 0)
            return FALSE;
    return TRUE;
}

/* The first constraint whose columns are all among NAMES, as the tool looks for one; or NULL. REFERENCED of a foreign key. */
static const SqliteConstraint *find_constraint (const SqliteTable *source, SqliteConstraintKind kind,
                                                const GPtrArray *names, const char *referenced)
{
    for (guint i = 0; source && i < source->constraints->len; i++)
    {
        const SqliteConstraint *constraint = g_ptr_array_index (source->constraints, i);

        if (constraint->kind == kind && all_among (constraint->columns, names) &&
            (!referenced || g_ascii_strcasecmp (constraint->referenced, referenced) == 0))
            return constraint;
    }
    return NULL;
}

/* `REFERENCES parent` alone means the parent's key; the tool would look for a column "null" there. */
static ScriptStatus add_parent_key (ScriptCall *call, DdlForeignKey *key)
{
    g_autoptr (ResultSet) rows = NULL;
    ScriptStatus status = pragma (call, "table_info", key->referenced_table, &rows);

    for (guint n = 1; status == SCRIPT_NORMAL && n <= key->columns->len; n++)
        for (guint i = 0; i < result_n_rows (rows); i++)
            if (result_integer (rows, i, 5) == (gint64)n)
                ddl_names_add (key->referenced_columns, result_text (rows, i, 1));
    return status;
}

static void name_foreign_key (DdlForeignKey *key, const SqliteTable *source)
{
    const SqliteConstraint *constraint =
        find_constraint (source, SQLITE_FOREIGN_KEY, key->columns, key->referenced_table);
    const SqliteColumn *column;

    if (constraint)
    {
        ddl_set (&key->name, constraint->name);
        ddl_set (&key->deferrable, constraint->deferrable);
        return;
    }
    column =
        source && key->columns->len == 1 ? sqlite_table_column (source, g_ptr_array_index (key->columns, 0)) : NULL;
    if (column && column->referenced)
        ddl_set (&key->deferrable, column->deferrable);
}

/* foreign_key_list: id, seq, table, from, to, on_update, on_delete, match; a key's rows follow each other. */
static ScriptStatus read_foreign_keys (ScriptCall *call, DdlTable *table, const SqliteTable *source)
{
    g_autoptr (ResultSet) rows = NULL;
    ScriptStatus status = pragma (call, "foreign_key_list", table->name, &rows);
    gint64 id = -1;

    for (guint i = 0; status == SCRIPT_NORMAL && i < result_n_rows (rows); i++)
    {
        DdlForeignKey *key;

        if (result_integer (rows, i, 0) != id)
        {
            key = ddl_foreign_key_new ();
            g_ptr_array_add (table->foreign_keys, key);
            ddl_set (&key->referenced_table, result_text (rows, i, 2));
            ddl_set (&key->on_update, result_text (rows, i, 5));
            ddl_set (&key->on_delete, result_text (rows, i, 6));
            id = result_integer (rows, i, 0);
        }
        key = g_ptr_array_index (table->foreign_keys, table->foreign_keys->len - 1);
        ddl_names_add (key->columns, result_text (rows, i, 3));
        if (result_text (rows, i, 4))
            ddl_names_add (key->referenced_columns, result_text (rows, i, 4));
    }
    for (guint i = 0; status == SCRIPT_NORMAL && i < table->foreign_keys->len; i++)
    {
        DdlForeignKey *key = g_ptr_array_index (table->foreign_keys, i);

        name_foreign_key (key, source);
        if (key->referenced_columns->len == 0)
            status = add_parent_key (call, key);
    }
    return status;
}

static ScriptStatus add_unique (ScriptCall *call, DdlTable *table, const SqliteTable *source, const char *index)
{
    g_autoptr (ResultSet) rows = NULL;
    ScriptStatus status = pragma (call, "index_info", index, &rows);
    DdlUnique *unique;
    const SqliteConstraint *constraint;

    if (status != SCRIPT_NORMAL)
        return status;
    unique = ddl_unique_new ();
    g_ptr_array_add (table->uniques, unique);
    for (guint i = 0; i < result_n_rows (rows); i++)
        ddl_names_add (unique->columns, result_text (rows, i, 2));
    if (unique->columns->len == 1)
    {
        DdlColumn *column = ddl_table_column (table, g_ptr_array_index (unique->columns, 0));

        if (column)
            column->unique = TRUE;
    }
    constraint = find_constraint (source, SQLITE_UNIQUE, unique->columns, NULL);
    unique->name = constraint && constraint->name
                       ? g_strdup (constraint->name)
                       : typeorm_unique_name (typeorm_run (call)->options.major, table->name, unique->columns);
    return status;
}

/* The tool reads a predicate up to the end of its line, and only behind WHERE in capitals. */
static ScriptStatus add_index (ScriptCall *call, DdlTable *table, const char *name, gboolean is_unique)
{
    static const char sql[] = "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?";
    SqlValue parameter = typeorm_text (name);
    g_autoptr (ResultSet) rows = NULL;
    g_autoptr (ResultSet) text = NULL;
    ScriptStatus status = pragma (call, "index_info", name, &rows);
    DdlIndex *index;

    if (status == SCRIPT_NORMAL)
        status = typeorm_query (call, sql, &parameter, 1, &text);
    if (status != SCRIPT_NORMAL)
        return status;
    index = ddl_index_new ();
    g_ptr_array_add (table->indexes, index);
    ddl_set (&index->name, name);
    index->unique = is_unique;
    for (guint i = 0; i < result_n_rows (rows); i++)
        ddl_names_add (index->columns, result_text (rows, i, 2) ? result_text (rows, i, 2) : "");
    if (result_n_rows (text) > 0)
    {
        SqliteIndex parsed = sqlite_index_parse (result_text (text, 0, 0));

        index->where = g_steal_pointer (&parsed.predicate);
        sqlite_index_clear (&parsed);
    }
    return status;
}

/* index_list: seq, name, unique, origin, partial. */
static ScriptStatus read_indexes (ScriptCall *call, DdlTable *table, const SqliteTable *source)
{
    g_autoptr (ResultSet) rows = NULL;
    ScriptStatus status = pragma (call, "index_list", table->name, &rows);

    for (guint i = 0; status == SCRIPT_NORMAL && i < result_n_rows (rows); i++)
    {
        const char *origin = result_text (rows, i, 3);

        if (g_strcmp0 (origin, "u") == 0)
            status = add_unique (call, table, source, result_text (rows, i, 1));
        else if (g_strcmp0 (origin, "c") == 0)
            status = add_index (call, table, result_text (rows, i, 1), result_truth (rows, i, 2));
    }
    return status;
}

static void add_check (DdlTable *table, const char *name, char *expression, const char *column)
{
    DdlCheck *check = ddl_check_new ();

    ddl_set (&check->name, name);
    check->expression = expression;
    if (column)
        ddl_names_add (check->columns, column);
    g_ptr_array_add (table->checks, check);
}

/* The tool takes the parentheses into the expression, and puts it into further ones when it makes the table anew. */
static void read_checks (DdlTable *table, const SqliteTable *source)
{
    for (guint i = 0; i < source->constraints->len; i++)
    {
        const SqliteConstraint *constraint = g_ptr_array_index (source->constraints, i);

        if (constraint->kind == SQLITE_CHECK)
            add_check (table, constraint->name,
                       constraint->name ? g_strdup_printf ("(%s)", constraint->expression)
                                        : g_strdup (constraint->expression),
                       NULL);
    }
    for (guint i = 0; i < source->columns->len; i++)
    {
        const SqliteColumn *column = g_ptr_array_index (source->columns, i);
        const DdlColumn *read = ddl_table_column (table, column->name);
        gboolean has_enum = read && read->enum_values->len > 0;

        for (guint c = 0; c < column->checks->len; c++)
        {
            const SqliteCheck *check = g_ptr_array_index (column->checks, c);
            g_autoptr (GPtrArray) values =
                has_enum && !check->name ? sqlite_check_values (check->expression, column->name) : NULL;

            if (values)
                has_enum = FALSE;
            else
                add_check (table, check->name, g_strdup (check->expression), column->name);
        }
    }
}

static ScriptStatus load_table (ScriptCall *call, const char *name, const char *sql, gboolean has_metadata,
                                GPtrArray *tables)
{
    g_autoptr (SqliteTable) source = sqlite_table_parse (sql, NULL);
    g_autoptr (DdlTable) table = ddl_table_new ();
    ScriptStatus status;

    ddl_set (&table->name, name);
    table->without_rowid = source ? source->without_rowid : FALSE;
    status = read_columns (call, table, sql, source, has_metadata);
    if (status == SCRIPT_NORMAL)
        status = read_foreign_keys (call, table, source);
    if (status == SCRIPT_NORMAL)
        status = read_indexes (call, table, source);
    if (status != SCRIPT_NORMAL)
        return status;
    if (source)
        read_checks (table, source);
    g_ptr_array_add (tables, g_steal_pointer (&table));
    return status;
}

static ScriptStatus has_metadata_table (ScriptCall *call, gboolean *has)
{
    SqlValue name = typeorm_text (typeorm_run (call)->options.metadata_table);
    g_autoptr (ResultSet) rows = NULL;
    ScriptStatus status =
        typeorm_query (call, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", &name, 1, &rows);

    if (status == SCRIPT_NORMAL)
        *has = result_n_rows (rows) > 0;
    return status;
}

ScriptStatus typeorm_sqlite_load (ScriptCall *call, const GPtrArray *paths, GPtrArray *tables)
{
    g_autoptr (GString) sql = g_string_new ("SELECT name, sql FROM sqlite_master WHERE type = 'table'");
    g_autoptr (ResultSet) rows = NULL;
    gboolean has_metadata = FALSE;
    ScriptStatus status;

    if (paths)
    {
        g_string_append (sql, " AND name IN (");
        ddl_append_values (sql, DIALECT_SQLITE, paths, ", ");
        g_string_append_c (sql, ')');
    }
    status = typeorm_query (call, sql->str, NULL, 0, &rows);
    if (status == SCRIPT_NORMAL && result_n_rows (rows) > 0)
        status = has_metadata_table (call, &has_metadata);
    for (guint i = 0; status == SCRIPT_NORMAL && i < result_n_rows (rows); i++)
        status = load_table (call, result_text (rows, i, 0), result_text (rows, i, 1), has_metadata, tables);
    return status;
}

ScriptStatus typeorm_sqlite_source (ScriptCall *call, const char *name, SqliteTable **source, char **sql)
{
    SqlValue parameter = typeorm_text (name);
    g_autoptr (ResultSet) rows = NULL;
    ScriptStatus status =
        typeorm_query (call, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", &parameter, 1, &rows);

    *source = NULL;
    if (status == SCRIPT_NORMAL && result_n_rows (rows) > 0)
    {
        *sql = g_strdup (result_text (rows, 0, 0));
        *source = sqlite_table_parse (*sql, NULL);
    }
    return status;
}
