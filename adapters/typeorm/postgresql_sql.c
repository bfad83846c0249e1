/* Names, types and columns in TypeORM's SQL for PostgreSQL. */

#include "adapters/typeorm/naming.h"
#include "adapters/typeorm/postgresql.h"
#include "ddl/quote.h"

#include <string.h>

/* An identifier of PostgreSQL has this many bytes at most. */
#define NAME_MAX_LENGTH 63

ScriptStatus typeorm_postgresql_parse (ScriptCall *call, const char *database G_GNUC_UNUSED, const char *schema,
                                       const char *name, TypeormPath *path)
{
    const TypeormRun *run = typeorm_run (call);
    g_auto (GStrv) parts = g_strsplit (name, ".", 3);
    guint n = g_strv_length (parts);

    path->database = NULL;
    path->name = g_strdup (n > 1 ? parts[1] : name);
    path->schema = g_strdup (schema ? schema : n > 1 ? parts[0] : run->options.schema);
    return SCRIPT_NORMAL;
}

void typeorm_postgresql_path (ScriptCall *call, const DdlTable *table, TypeormPath *path)
{
    typeorm_postgresql_parse (call, NULL, table->schema, table->name, path);
}

char *typeorm_postgresql_table (ScriptCall *call, const DdlTable *table)
{
    g_auto (TypeormPath) path = { 0 };

    typeorm_postgresql_path (call, table, &path);
    return ddl_path (DIALECT_POSTGRESQL, path.schema, path.name);
}

char *typeorm_postgresql_schema_sql (const char *schema)
{
    return schema ? ddl_literal (DIALECT_POSTGRESQL, schema) : g_strdup ("current_schema()");
}

/* Types whose precision comes before the rest of their name, and what they are written as. */
static const struct
{
    const char *type, *before, *after;
} time_types[] = {
    { "time without time zone", "TIME", "" },
    { "time with time zone", "TIME", " WITH TIME ZONE" },
    { "timestamp without time zone", "TIMESTAMP", "" },
    { "timestamp with time zone", "TIMESTAMP", " WITH TIME ZONE" },
};

static gboolean is_spatial (const char *type)
{
    return strcmp (type, "geometry") == 0 || strcmp (type, "geography") == 0;
}

static void append_plain_type (GString *out, const DdlColumn *column)
{
    g_string_append (out, column->type ? column->type : "");
    if (column->length)
        g_string_append_printf (out, "(%s)", column->length);
    else if (column->precision != DDL_UNSET && column->scale != DDL_UNSET)
        g_string_append_printf (out, "(%d,%d)", column->precision, column->scale);
    else if (column->precision != DDL_UNSET)
        g_string_append_printf (out, "(%d)", column->precision);
}

char *typeorm_postgresql_type (const DdlColumn *column)
{
    const char *type = column->type ? column->type : "";
    GString *out = g_string_new (NULL);
    gboolean is_time = FALSE;

    for (guint i = 0; i < G_N_ELEMENTS (time_types); i++)
        if (strcmp (type, time_types[i].type) == 0)
        {
            is_time = TRUE;
            g_string_append (out, time_types[i].before);
            if (column->precision != DDL_UNSET)
                g_string_append_printf (out, "(%d)", column->precision);
            g_string_append (out, time_types[i].after);
        }
    if (is_spatial (type))
    {
        g_string_append (out, type);
        if (column->spatial_feature && column->srid != DDL_UNSET)
            g_string_append_printf (out, "(%s,%d)", column->spatial_feature, column->srid);
        else if (column->spatial_feature)
            g_string_append_printf (out, "(%s)", column->spatial_feature);
    }
    else if (!is_time)
        append_plain_type (out, column);
    if (column->array)
        g_string_append (out, " array");
    return g_string_free (out, FALSE);
}

gboolean typeorm_postgresql_is_enum (const DdlColumn *column)
{
    return g_strcmp0 (column->type, "enum") == 0 || g_strcmp0 (column->type, "simple-enum") == 0;
}

char *typeorm_postgresql_enum_name (const DdlTable *table, const DdlColumn *column)
{
    const char *dot = strchr (table->name, '.');
    g_autofree char *lower = NULL;

    if (column->enum_name)
        return g_strdup (column->enum_name);
    lower = g_utf8_strdown (column->name, -1);
    return g_strdup_printf ("%s_%s_enum", dot ? dot + 1 : table->name, lower);
}

char *typeorm_postgresql_enum_path (ScriptCall *call, const DdlTable *table, const DdlColumn *column,
                                    const char *suffix)
{
    g_auto (TypeormPath) path = { 0 };
    g_autofree char *name = typeorm_postgresql_enum_name (table, column);
    g_autofree char *full = g_strconcat (name, suffix, NULL);
    g_auto (GStrv) parts = g_strsplit (full, ".", 2);

    typeorm_postgresql_path (call, table, &path);
    /* An enumName may itself name a schema; the tool would then write three parts, which no server takes. */
    if (parts[1])
        return ddl_path (DIALECT_POSTGRESQL, parts[0], parts[1]);
    return ddl_path (DIALECT_POSTGRESQL, path.schema, full);
}

ScriptStatus typeorm_postgresql_create_enum (ScriptCall *call, const DdlTable *table, const DdlColumn *column)
{
    g_autofree char *name = typeorm_postgresql_enum_path (call, table, column, "");
    g_autoptr (GString) values = g_string_new (NULL);

    ddl_append_values (values, DIALECT_POSTGRESQL, column->enum_values, ", ");
    return typeorm_postgresql_execute (call, "CREATE TYPE %s AS ENUM(%s)", name, values->str);
}

ScriptStatus typeorm_postgresql_need_enum (ScriptCall *call, const DdlTable *table, const DdlColumn *column,
                                           GPtrArray *created)
{
    g_auto (TypeormPath) path = { 0 };
    g_autofree char *name = typeorm_postgresql_enum_name (table, column);
    g_autofree char *schema = NULL;
    g_autofree char *literal = ddl_literal (DIALECT_POSTGRESQL, name);
    g_autofree char *sql = NULL;
    g_autoptr (ResultSet) found = NULL;

    if (created && ddl_names_find (created, name) >= 0)
        return SCRIPT_NORMAL;
    typeorm_postgresql_path (call, table, &path);
    schema = typeorm_postgresql_schema_sql (path.schema);
    sql = g_strdup_printf ("SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace "
                           "WHERE n.nspname = %s AND t.typname = %s",
                           schema, literal);
    SCRIPT_TRY (typeorm_query (call, sql, NULL, 0, &found));
    if (result_n_rows (found))
        return SCRIPT_NORMAL;
    if (created)
        ddl_names_add (created, name);
    return typeorm_postgresql_create_enum (call, table, column);
}

ScriptStatus typeorm_postgresql_type_of (ScriptCall *call, const DdlTable *table, const char *column, char **schema,
                                         char **name)
{
    g_auto (TypeormPath) path = { 0 };
    g_autofree char *in = NULL;
    g_autofree char *table_name = NULL;
    g_autofree char *column_name = ddl_literal (DIALECT_POSTGRESQL, column);
    g_autofree char *sql = NULL;
    g_autoptr (ResultSet) found = NULL;
    const char *type;

    typeorm_postgresql_path (call, table, &path);
    in = typeorm_postgresql_schema_sql (path.schema);
    table_name = ddl_literal (DIALECT_POSTGRESQL, path.name);
    sql = g_strdup_printf ("SELECT udt_schema, udt_name FROM information_schema.columns WHERE table_schema = %s AND "
                           "table_name = %s AND column_name = %s",
                           in, table_name, column_name);
    SCRIPT_TRY (typeorm_query (call, sql, NULL, 0, &found));
    if (!result_n_rows (found))
        return script_throw (call->runtime, "TypeError", "Cannot read properties of undefined (reading 'udt_name')");
    type = result_text (found, 0, 1);
    *schema = g_strdup (result_text (found, 0, 0));
    /* The type of an array is called as its elements' with an underscore before. */
    *name = g_strdup (*type == '_' ? type + 1 : type);
    return SCRIPT_NORMAL;
}

char *typeorm_postgresql_sequence (const DdlTable *table, const char *column)
{
    const char *dot = strchr (table->name, '.');
    const char *own = dot ? dot + 1 : table->name;
    char *name = g_strdup_printf ("%s_%s_seq", own, column);
    glong rest;

    if (g_utf8_strlen (name, -1) <= NAME_MAX_LENGTH)
        return name;
    g_free (name);
    rest = MAX (29, NAME_MAX_LENGTH - g_utf8_strlen (table->name, -1) - 5);
    {
        g_autofree char *first = g_utf8_substring (own, 0, MIN (29, g_utf8_strlen (own, -1)));
        g_autofree char *second = g_utf8_substring (column, 0, MIN (rest, g_utf8_strlen (column, -1)));

        return g_strdup_printf ("%s_%s_seq", first, second);
    }
}

/* The serial type of an integer type, or NULL. */
static const char *serial_of (const char *type)
{
    static const char *const serials[][2] = {
        { "integer", "SERIAL" },   { "int", "SERIAL" },       { "int4", "SERIAL" },    { "smallint", "SMALLSERIAL" },
        { "int2", "SMALLSERIAL" }, { "bigint", "BIGSERIAL" }, { "int8", "BIGSERIAL" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (serials); i++)
        if (g_strcmp0 (type, serials[i][0]) == 0)
            return serials[i][1];
    return NULL;
}

static void append_generated (GString *out, const DdlColumn *column)
{
    const char *serial = serial_of (column->type);

    if (!column->generated || g_strcmp0 (column->generation, "uuid") == 0)
        return;
    if (g_strcmp0 (column->generation, "identity") == 0)
        g_string_append_printf (out, " %s GENERATED %s AS IDENTITY", column->type,
                                column->identity ? column->identity : "BY DEFAULT");
    else if (serial)
        g_string_append_printf (out, " %s", serial);
}

char *typeorm_postgresql_column (ScriptCall *call, const DdlTable *table, const DdlColumn *column)
{
    GString *out = g_string_new (NULL);

    dialect_append_identifier (DIALECT_POSTGRESQL, out, column->name);
    append_generated (out, column);
    if (typeorm_postgresql_is_enum (column))
    {
        g_autofree char *name = typeorm_postgresql_enum_path (call, table, column, "");

        g_string_append_printf (out, " %s%s", name, column->array ? " array" : "");
    }
    else if (!column->generated || g_strcmp0 (column->type, "uuid") == 0)
    {
        g_autofree char *type = typeorm_postgresql_type (column);

        g_string_append_printf (out, " %s", type);
    }
    if (g_strcmp0 (column->computed, "STORED") == 0 && column->expression)
        g_string_append_printf (out, " GENERATED ALWAYS AS (%s) STORED", column->expression);
    if (column->charset)
        g_string_append_printf (out, " CHARACTER SET \"%s\"", column->charset);
    if (column->collation)
        g_string_append_printf (out, " COLLATE \"%s\"", column->collation);
    if (!column->nullable)
        g_string_append (out, " NOT NULL");
    if (column->default_sql)
        g_string_append_printf (out, " DEFAULT %s", column->default_sql);
    if (column->generated && g_strcmp0 (column->generation, "uuid") == 0 &&
        (!column->default_sql || !*column->default_sql))
        g_string_append_printf (out, " DEFAULT %s", typeorm_postgresql_uuid (call));
    return g_string_free (out, FALSE);
}

const char *typeorm_postgresql_uuid (const ScriptCall *call)
{
    const char *extension = source_history_setting (typeorm_run (call)->revision->source, "uuidExtension", "uuid-ossp");

    return strcmp (extension, "pgcrypto") == 0 ? "gen_random_uuid()" : "uuid_generate_v4()";
}

ScriptStatus typeorm_postgresql_computed (ScriptCall *call, const DdlTable *table, const DdlColumn *column,
                                          gboolean insert)
{
    g_auto (TypeormPath) path = { 0 };
    Value value;
    const char *database;

    typeorm_postgresql_path (call, table, &path);
    SCRIPT_TRY (typeorm_schema_postgresql.current_database (call, &value));
    database = value_to_text (call->runtime, value);
    if (!path.schema)
    {
        SCRIPT_TRY (typeorm_schema_postgresql.current_schema (call, &value));
        path.schema = g_strdup (value_to_text (call->runtime, value));
    }
    {
        TypeormMetadata row = {
            "GENERATED_COLUMN", database, path.schema, path.name, column->name, column->expression
        };

        return insert ? typeorm_metadata_insert (call, &row) : typeorm_metadata_delete (call, &row);
    }
}

ScriptStatus typeorm_postgresql_execute (ScriptCall *call, const char *format, ...)
{
    g_autofree char *sql = NULL;
    va_list arguments;

    va_start (arguments, format);
    sql = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    return typeorm_execute (call, sql, NULL, 0);
}

char *typeorm_postgresql_comment (const char *comment)
{
    return ddl_literal (DIALECT_POSTGRESQL, comment && *comment ? comment : NULL);
}

/* The constraint's name and its columns in SQL. FALSE when TABLE has no primary key. */
static gboolean primary_of (guint major, const DdlTable *table, char **name, char **columns)
{
    g_autoptr (GPtrArray) names = ddl_table_primary_names (table);
    const char *given = ddl_table_primary_constraint (table);
    g_autofree char *made = NULL;
    GString *list = g_string_new (NULL);

    made = given ? g_strdup (given) : typeorm_primary_key_name (major, table->name, names);
    *name = ddl_identifier (DIALECT_POSTGRESQL, made);
    ddl_append_names (list, DIALECT_POSTGRESQL, names, ", ");
    *columns = g_string_free (list, FALSE);
    return names->len > 0;
}

ScriptStatus typeorm_postgresql_add_primary (ScriptCall *call, const DdlTable *table)
{
    g_autofree char *path = typeorm_postgresql_table (call, table);
    g_autofree char *name = NULL;
    g_autofree char *columns = NULL;

    if (!primary_of (typeorm_run (call)->options.major, table, &name, &columns))
        return SCRIPT_NORMAL;
    return typeorm_postgresql_execute (call, "ALTER TABLE %s ADD CONSTRAINT %s PRIMARY KEY (%s)", path, name, columns);
}

ScriptStatus typeorm_postgresql_drop_primary (ScriptCall *call, const DdlTable *table)
{
    g_autofree char *path = typeorm_postgresql_table (call, table);
    g_autofree char *name = NULL;
    g_autofree char *columns = NULL;

    if (!primary_of (typeorm_run (call)->options.major, table, &name, &columns))
        return SCRIPT_NORMAL;
    return typeorm_postgresql_execute (call, "ALTER TABLE %s DROP CONSTRAINT %s", path, name);
}
