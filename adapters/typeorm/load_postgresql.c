/* Tables and views as TypeORM reads them from PostgreSQL's catalog: PostgresQueryRunner.loadTables and loadViews.
 *
 * The tool asks six questions for a table, and more for each column of an enum. Here one statement gives all of it as one JSON document. */

#include "adapters/typeorm/naming.h"
#include "adapters/typeorm/postgresql.h"
#include "ddl/quote.h"

#include <jansson.h>
#include <string.h>

/* %s: the condition for the wanted tables, over table_schema and table_name. */
static const char catalog_sql[] =
    "WITH wanted AS (SELECT t.table_schema::text, t.table_name::text, c.oid, c.relkind FROM information_schema.tables "
    "t "
    "JOIN pg_namespace n ON n.nspname = t.table_schema JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = "
    "t.table_name WHERE %s) "
    "SELECT json_build_object("
    "'schema', current_schema(), 'database', current_database(), "
    "'tables', (SELECT json_agg(json_build_object('schema', table_schema, 'name', table_name, 'comment', "
    "obj_description(oid, 'pg_class'))) FROM wanted), "
    "'columns', (SELECT json_agg(json_build_object('schema', c.table_schema, 'table', c.table_name, 'name', "
    "c.column_name, 'type', format('%I.%I', c.udt_schema, c.udt_name)::regtype::text, 'format', "
    "format_type(a.atttypid, a.atttypmod), 'data_type', c.data_type, 'udt', c.udt_name, 'precision', "
    "c.numeric_precision, 'scale', c.numeric_scale, 'time_precision', c.datetime_precision, 'length', "
    "c.character_maximum_length, 'nullable', c.is_nullable, 'identity', c.is_identity, 'identity_generation', "
    "c.identity_generation, 'default', c.column_default, 'generated', c.is_generated, 'expression', "
    "c.generation_expression, 'collation', c.collation_name, 'comment', col_description(w.oid, "
    "c.ordinal_position::int), "
    "'labels', (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e JOIN pg_type y ON y.oid = "
    "e.enumtypid "
    "JOIN pg_namespace yn ON yn.oid = y.typnamespace WHERE yn.nspname = c.table_schema AND y.typname = "
    "regexp_replace(c.udt_name, '^_', ''))) ORDER BY c.ordinal_position) FROM information_schema.columns c JOIN wanted "
    "w ON "
    "w.table_schema = c.table_schema AND w.table_name = c.table_name LEFT JOIN pg_attribute a ON a.attrelid = w.oid "
    "AND "
    "a.attname = c.column_name), "
    "'constraints', (SELECT json_agg(json_build_object('schema', w.table_schema, 'table', w.table_name, 'name', "
    "k.conname, 'definition', pg_get_constraintdef(k.oid), 'type', k.contype, 'columns', (SELECT json_agg(a.attname "
    "ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey))) ORDER BY "
    "k.oid) "
    "FROM pg_constraint k JOIN wanted w ON w.oid = k.conrelid WHERE w.relkind IN ('r', 'p') AND k.contype IN ('p', "
    "'u', "
    "'c', 'x')), "
    "'indexes', (SELECT json_agg(json_build_object('schema', w.table_schema, 'table', w.table_name, 'name', i.relname, "
    "'unique', x.indisunique, 'where', pg_get_expr(x.indpred, x.indrelid), 'method', am.amname, 'columns', (SELECT "
    "json_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = x.indrelid AND a.attnum = ANY "
    "(x.indkey))) ORDER BY i.oid) FROM pg_index x JOIN wanted w ON w.oid = x.indrelid JOIN pg_class i ON i.oid = "
    "x.indexrelid JOIN pg_am am ON am.oid = i.relam WHERE w.relkind IN ('r', 'p') AND NOT EXISTS (SELECT 1 FROM "
    "pg_constraint k WHERE k.conname = i.relname)), "
    "'keys', (SELECT json_agg(json_build_object('schema', w.table_schema, 'table', w.table_name, 'name', k.conname, "
    "'to_schema', n.nspname, 'to_table', t.relname, 'on_delete', k.confdeltype, 'on_update', k.confupdtype, "
    "'deferrable', "
    "k.condeferrable, 'deferred', k.condeferred, 'columns', (SELECT json_agg(a.attname ORDER BY p.at) FROM "
    "unnest(k.conkey) "
    "WITH ORDINALITY p(attnum, at) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.attnum), "
    "'to_columns', "
    "(SELECT json_agg(a.attname ORDER BY p.at) FROM unnest(k.confkey) WITH ORDINALITY p(attnum, at) JOIN pg_attribute "
    "a ON "
    "a.attrelid = k.confrelid AND a.attnum = p.attnum)) ORDER BY k.oid) FROM pg_constraint k JOIN wanted w ON w.oid = "
    "k.conrelid JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace n ON n.oid = t.relnamespace WHERE k.contype = "
    "'f' "
    "AND NOT t.relispartition))";

/* One look into the catalog. */
typedef struct
{
    ScriptCall *call;
    json_t *all;
    const char *schema; /* of unqualified names */
    const char *database;
} Catalog;

static const char *text_of (const json_t *row, const char *key)
{
    return json_string_value (json_object_get (row, key));
}

static int number_of (const json_t *row, const char *key)
{
    const json_t *number = json_object_get (row, key);

    return json_is_integer (number) ? (int)json_integer_value (number) : DDL_UNSET;
}

static void add_names (GPtrArray *names, const json_t *list)
{
    gsize i;
    json_t *name;

    json_array_foreach (list, i, name) ddl_names_add (names, json_string_value (name));
}

/* Is ROW of the table that has this schema and name? */
static gboolean is_of (const json_t *row, const json_t *table)
{
    return g_strcmp0 (text_of (row, "schema"), text_of (table, "schema")) == 0 &&
           g_strcmp0 (text_of (row, "table"), text_of (table, "name")) == 0;
}

/* A table's name as the tool tells it: with its schema unless that is the connection's own and the data source names no other. */
static char *name_for (const Catalog *catalog, const char *schema, const char *name)
{
    const char *option = typeorm_run (catalog->call)->options.schema;

    if (g_strcmp0 (schema, catalog->schema) == 0 && (!option || strcmp (option, catalog->schema) == 0))
        return g_strdup (name);
    return g_strconcat (schema, ".", name, NULL);
}

/* PostgresDriver.normalizeType, for what an array is of. */
static const char *normal_type (const char *type)
{
    static const char *const names[][2] = {
        { "int", "integer" },
        { "int4", "integer" },
        { "varchar", "character varying" },
        { "timestamp", "timestamp without time zone" },
        { "timestamptz", "timestamp with time zone" },
        { "time", "time without time zone" },
        { "timetz", "time with time zone" },
        { "bool", "boolean" },
        { "simple-array", "text" },
        { "simple-json", "text" },
        { "simple-enum", "enum" },
        { "int2", "smallint" },
        { "int8", "bigint" },
        { "decimal", "numeric" },
        { "float8", "double precision" },
        { "float", "double precision" },
        { "float4", "real" },
        { "char", "character" },
        { "varbit", "bit varying" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        if (strcmp (type, names[i][0]) == 0)
            return names[i][1];
    return type;
}

static gboolean is_one_of (const char *type, const char *const *types)
{
    return type && g_strv_contains (types, type);
}

/* The first group of PATTERN in TEXT, or NULL; free with g_free. */
static char *first_match (const char *pattern, const char *text, guint group)
{
    g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
    g_autoptr (GMatchInfo) match = NULL;

    if (!text || !g_regex_match (regex, text, 0, &match))
        return NULL;
    return g_match_info_fetch (match, (int)group);
}

static char *replaced (const char *pattern, const char *text, const char *by)
{
    g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);

    return g_regex_replace (regex, text, -1, 0, by, 0, NULL);
}

static void read_precision (DdlColumn *column, const json_t *row)
{
    static const char *const numeric[] = { "numeric", "numeric[]", "decimal", "float", NULL };
    static const char *const timed[] = { "interval",
                                         "time without time zone",
                                         "time with time zone",
                                         "timestamp without time zone",
                                         "timestamp with time zone",
                                         NULL };

    if (is_one_of (column->type, numeric))
    {
        column->precision = number_of (row, "precision");
        column->scale = number_of (row, "scale");
        if (g_strcmp0 (text_of (row, "data_type"), "ARRAY") == 0)
        {
            static const char pattern[] = "^numeric\\(([0-9]+),([0-9]+)\\)\\[\\]$";
            g_autofree char *precision = first_match (pattern, text_of (row, "format"), 1);
            g_autofree char *scale = first_match (pattern, text_of (row, "format"), 2);

            if (precision && scale)
            {
                column->precision = (int)g_ascii_strtoll (precision, NULL, 10);
                column->scale = (int)g_ascii_strtoll (scale, NULL, 10);
            }
        }
    }
    if (is_one_of (column->type, timed) && number_of (row, "time_precision") != 6)
        column->precision = number_of (row, "time_precision");
}

/* A type of the user's own, or an array. */
static void read_user_type (DdlColumn *column, const DdlTable *table, const json_t *row)
{
    const char *data_type = text_of (row, "data_type");
    const char *udt = text_of (row, "udt");
    const json_t *labels = json_object_get (row, "labels");

    if (strcmp (data_type, "USER-DEFINED") != 0 && strcmp (data_type, "ARRAY") != 0)
        return;
    if (json_array_size (labels))
    {
        g_autofree char *default_name = typeorm_postgresql_enum_name (table, column);
        const char *name = *udt == '_' ? udt + 1 : udt;

        ddl_set (&column->type, "enum");
        add_names (column->enum_values, labels);
        if (strcmp (default_name, name) != 0)
            ddl_set (&column->enum_name, name);
    }
    if (strcmp (data_type, "ARRAY") == 0)
    {
        g_auto (GStrv) parts = g_strsplit (column->type, "[]", 2);
        g_autofree char *element = g_strjoinv ("", parts);

        column->array = TRUE;
        ddl_set (&column->type, normal_type (element));
    }
}

static void read_length (DdlColumn *column, const json_t *row)
{
    static const char *const with_length[] = { "character varying", "varchar", "character", "char", "bit", "varbit",
                                               "bit varying",       "vector",  "halfvec",   NULL };
    int length = number_of (row, "length");

    if (strcmp (column->type, "vector") == 0 || strcmp (column->type, "halfvec") == 0)
        column->length = first_match ("^(?:vector|halfvec)\\((\\d+)\\)$", text_of (row, "format"), 1);
    if (!is_one_of (column->type, with_length))
        return;
    if (column->array)
        column->length = first_match ("\\((\\d+)\\)", text_of (row, "format"), 1);
    else if (length != DDL_UNSET && length != 0)
        column->length = g_strdup_printf ("%d", length);
    if (g_strcmp0 (column->length, "1") == 0 &&
        (strcmp (column->type, "character") == 0 || strcmp (column->type, "bit") == 0))
        g_clear_pointer (&column->length, g_free);
}

/* What gives the column its value: an identity, a sequence of its own, a function for UUIDs, or a default. */
static void read_default (DdlColumn *column, const DdlTable *table, const json_t *row)
{
    const char *text = text_of (row, "default");
    g_autofree char *sequence = NULL;
    g_autofree char *plain = NULL;
    g_autofree char *of_name = NULL;
    g_autofree char *of_path = NULL;

    if (g_strcmp0 (text_of (row, "identity"), "YES") == 0)
    {
        column->generated = TRUE;
        column->generation = g_strdup ("identity");
        column->identity = g_strdup (text_of (row, "identity_generation"));
        return;
    }
    if (!text)
        return;
    sequence = typeorm_postgresql_sequence (table, column->name);
    plain = replaced ("\"", text, "");
    of_name = g_strdup_printf ("nextval('%s'::regclass)", sequence);
    of_path = g_strdup_printf ("nextval('%s.%s'::regclass)", table->schema, sequence);
    if (strcmp (plain, of_name) == 0 || strcmp (plain, of_path) == 0)
    {
        column->generated = TRUE;
        column->generation = g_strdup ("increment");
    }
    else if (strcmp (text, "gen_random_uuid()") == 0 || g_regex_match_simple ("^uuid_generate_v\\d\\(\\)", text, 0, 0))
    {
        column->generated = strcmp (column->type, "uuid") == 0;
        if (column->generated)
            column->generation = g_strdup ("uuid");
        else
            column->default_sql = g_strdup (text);
    }
    else if (strcmp (text, "now()") == 0 || strstr (text, "'now'::text"))
        column->default_sql = g_strdup (text);
    else
    {
        g_autofree char *without_casts = replaced ("::[\\w\\s.[\\]\\-\"]+", text, "");

        column->default_sql = replaced ("^(-?\\d+)$", without_casts, "'\\1'");
    }
}

static ScriptStatus read_computed (const Catalog *catalog, DdlColumn *column, const json_t *table, const json_t *row)
{
    TypeormMetadata metadata = { "GENERATED_COLUMN",      catalog->database, text_of (table, "schema"),
                                 text_of (table, "name"), column->name,      NULL };

    if (g_strcmp0 (text_of (row, "generated"), "ALWAYS") != 0 || !text_of (row, "expression"))
        return SCRIPT_NORMAL;
    column->computed = g_strdup ("STORED");
    return typeorm_metadata_select (catalog->call, &metadata, &column->expression);
}

/* geometry and geography: what PostGIS says of them. */
static ScriptStatus read_spatial (const Catalog *catalog, DdlColumn *column, const json_t *table)
{
    g_autofree char *schema = NULL;
    g_autofree char *name = NULL;
    g_autofree char *column_name = NULL;
    g_autofree char *sql = NULL;
    g_autoptr (ResultSet) result = NULL;

    if (strcmp (column->type, "geometry") != 0 && strcmp (column->type, "geography") != 0)
        return SCRIPT_NORMAL;
    schema = ddl_literal (DIALECT_POSTGRESQL, text_of (table, "schema"));
    name = ddl_literal (DIALECT_POSTGRESQL, text_of (table, "name"));
    column_name = ddl_literal (DIALECT_POSTGRESQL, column->name);
    sql = g_strdup_printf ("SELECT type, srid, coord_dimension FROM %s_columns WHERE f_table_schema = %s AND "
                           "f_table_name = %s AND f_%s_column = %s",
                           column->type, schema, name, column->type, column_name);
    SCRIPT_TRY (typeorm_query (catalog->call, sql, NULL, 0, &result));
    if (result_n_rows (result))
    {
        const char *type = result_text (result, 0, 0);
        gint64 dimensions = result_integer (result, 0, 2);
        char last = g_ascii_toupper (*type ? type[strlen (type) - 1] : 0);
        gboolean told = typeorm_run (catalog->call)->options.major == 0 || last == 'Z' || last == 'M';

        column->spatial_feature = g_strconcat (type, told || dimensions < 3 ? "" : dimensions == 3 ? "Z" : "ZM", NULL);
        column->srid = (int)result_integer (result, 0, 1);
    }
    return SCRIPT_NORMAL;
}

static gboolean names_column (const json_t *constraint, const char *column)
{
    gsize i;
    json_t *name;

    json_array_foreach (json_object_get (constraint, "columns"), i, name)
    {
        if (g_strcmp0 (json_string_value (name), column) == 0)
            return TRUE;
    }
    return FALSE;
}

/* What the primary key and the unique constraints say of a column. */
static void read_keys (const Catalog *catalog, DdlColumn *column, const DdlTable *table, const json_t *row)
{
    gsize i;
    json_t *constraint;
    gboolean unique = FALSE;

    json_array_foreach (json_object_get (catalog->all, "constraints"), i, constraint)
    {
        const char *type = text_of (constraint, "type");
        json_t *columns = json_object_get (constraint, "columns");

        if (!is_of (constraint, row) || !names_column (constraint, column->name))
            continue;
        if (*type == 'p')
        {
            g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
            g_autofree char *default_name = NULL;

            add_names (names, columns);
            default_name = typeorm_primary_key_name (typeorm_run (catalog->call)->options.major, table->name, names);
            column->primary = TRUE;
            if (strcmp (default_name, text_of (constraint, "name")) != 0)
                ddl_set (&column->primary_key_constraint, text_of (constraint, "name"));
        }
        /* One constraint of this column alone is enough. */
        if (*type == 'u' && json_array_size (columns) == 1)
            unique = TRUE;
    }
    column->unique = unique;
}

static ScriptStatus read_column (const Catalog *catalog, DdlTable *table, const json_t *of, const json_t *row)
{
    DdlColumn *column = ddl_column_new ();

    g_ptr_array_add (table->columns, column);
    column->name = g_strdup (text_of (row, "name"));
    column->type = g_utf8_strdown (text_of (row, "type"), -1);
    read_precision (column, row);
    read_user_type (column, table, row);
    SCRIPT_TRY (read_spatial (catalog, column, of));
    read_length (column, row);
    column->nullable = strcmp (text_of (row, "nullable"), "YES") == 0;
    read_keys (catalog, column, table, of);
    read_default (column, table, row);
    SCRIPT_TRY (read_computed (catalog, column, of, row));
    ddl_set (&column->comment, text_of (row, "comment"));
    ddl_set (&column->collation, text_of (row, "collation"));
    return SCRIPT_NORMAL;
}

static void read_constraint (DdlTable *table, const json_t *row)
{
    const char *name = text_of (row, "name");
    const char *definition = text_of (row, "definition");

    switch (*text_of (row, "type"))
    {
    case 'u':
    {
        DdlUnique *unique = ddl_unique_new ();

        unique->name = g_strdup (name);
        add_names (unique->columns, json_object_get (row, "columns"));
        g_ptr_array_add (table->uniques, unique);
        break;
    }
    case 'c':
    {
        DdlCheck *check = ddl_check_new ();

        check->name = g_strdup (name);
        add_names (check->columns, json_object_get (row, "columns"));
        check->expression = replaced ("(?i)^\\s*CHECK\\s*\\((.*)\\)\\s*$", definition, "\\1");
        g_ptr_array_add (table->checks, check);
        break;
    }
    case 'x':
    {
        DdlExclusion *exclusion = ddl_exclusion_new ();

        exclusion->name = g_strdup (name);
        /* Behind the word EXCLUDE and its blank. */
        exclusion->expression = g_strdup (strlen (definition) > 8 ? definition + 8 : "");
        g_ptr_array_add (table->exclusions, exclusion);
        break;
    }
    default:
        break;
    }
}

static const char *action_of (const char *letter)
{
    switch (*letter)
    {
    case 'r':
        return "RESTRICT";
    case 'c':
        return "CASCADE";
    case 'n':
        return "SET NULL";
    case 'd':
        return "SET DEFAULT";
    default:
        return "NO ACTION";
    }
}

static void read_foreign_key (const Catalog *catalog, DdlTable *table, const json_t *row)
{
    DdlForeignKey *key = ddl_foreign_key_new ();

    key->name = g_strdup (text_of (row, "name"));
    add_names (key->columns, json_object_get (row, "columns"));
    key->referenced_schema = g_strdup (text_of (row, "to_schema"));
    key->referenced_table = name_for (catalog, text_of (row, "to_schema"), text_of (row, "to_table"));
    add_names (key->referenced_columns, json_object_get (row, "to_columns"));
    key->on_delete = g_strdup (action_of (text_of (row, "on_delete")));
    key->on_update = g_strdup (action_of (text_of (row, "on_update")));
    if (json_is_true (json_object_get (row, "deferrable")))
        key->deferrable =
            g_strdup (json_is_true (json_object_get (row, "deferred")) ? "INITIALLY DEFERRED" : "INITIALLY IMMEDIATE");
    g_ptr_array_add (table->foreign_keys, key);
}

static void read_index (const Catalog *catalog, GPtrArray *indexes, const json_t *row)
{
    DdlIndex *index;
    const char *method = text_of (row, "method");

    /* An index of expressions alone is none to the tool. */
    if (!json_array_size (json_object_get (row, "columns")))
        return;
    index = ddl_index_new ();
    index->name = g_strdup (text_of (row, "name"));
    add_names (index->columns, json_object_get (row, "columns"));
    index->unique = json_is_true (json_object_get (row, "unique"));
    index->where = g_strdup (text_of (row, "where"));
    index->spatial = strcmp (method, "gist") == 0;
    if (typeorm_run (catalog->call)->options.major > 0)
        index->method = g_strdup (method);
    g_ptr_array_add (indexes, index);
}

static ScriptStatus read_table (const Catalog *catalog, const json_t *of, DdlTable *table)
{
    gsize i;
    json_t *row;

    table->database = g_strdup (catalog->database);
    table->schema = g_strdup (text_of (of, "schema"));
    table->name = name_for (catalog, table->schema, text_of (of, "name"));
    table->comment = g_strdup (text_of (of, "comment"));
    json_array_foreach (json_object_get (catalog->all, "columns"), i, row)
    {
        if (is_of (row, of))
            SCRIPT_TRY (read_column (catalog, table, of, row));
    }
    json_array_foreach (json_object_get (catalog->all, "constraints"), i, row)
    {
        if (is_of (row, of))
            read_constraint (table, row);
    }
    json_array_foreach (json_object_get (catalog->all, "keys"), i, row)
    {
        if (is_of (row, of))
            read_foreign_key (catalog, table, row);
    }
    json_array_foreach (json_object_get (catalog->all, "indexes"), i, row)
    {
        if (is_of (row, of))
            read_index (catalog, table->indexes, row);
    }
    return SCRIPT_NORMAL;
}

/* "(table_schema = ... AND table_name = ...) OR ..." for PATHS; NULL means all. */
static char *condition_of (ScriptCall *call, const GPtrArray *paths, const char *schema_column, const char *name_column)
{
    GString *condition = g_string_new (paths && paths->len ? NULL : "TRUE");

    for (guint i = 0; paths && i < paths->len; i++)
    {
        g_auto (TypeormPath) path = { 0 };
        g_autofree char *schema = NULL;
        g_autofree char *name = NULL;

        typeorm_postgresql_parse (call, NULL, NULL, g_ptr_array_index (paths, i), &path);
        schema = typeorm_postgresql_schema_sql (path.schema);
        name = ddl_literal (DIALECT_POSTGRESQL, path.name);
        g_string_append_printf (condition, "%s(%s = %s AND %s = %s)", i ? " OR " : "", schema_column, schema,
                                name_column, name);
    }
    return g_string_free (condition, FALSE);
}

static ScriptStatus read_all (ScriptCall *call, json_t *all, GPtrArray *tables)
{
    Catalog catalog = { call, all, text_of (all, "schema"), text_of (all, "database") };
    gsize i;
    json_t *row;

    if (!catalog.schema)
        catalog.schema = "";
    typeorm_learn_schema (call, catalog.schema);
    json_array_foreach (json_object_get (all, "tables"), i, row)
    {
        DdlTable *table = ddl_table_new ();

        g_ptr_array_add (tables, table);
        SCRIPT_TRY (read_table (&catalog, row, table));
    }
    return SCRIPT_NORMAL;
}

ScriptStatus typeorm_postgresql_load (ScriptCall *call, const GPtrArray *paths, GPtrArray *tables)
{
    g_autofree char *condition = condition_of (call, paths, "t.table_schema", "t.table_name");
    g_auto (GStrv) halves = g_strsplit (catalog_sql, "%s", 2);
    g_autofree char *sql = NULL;
    g_autoptr (ResultSet) result = NULL;
    json_t *all;
    ScriptStatus status;

    sql = g_strconcat (halves[0], condition, halves[1], NULL);
    SCRIPT_TRY (typeorm_query (call, sql, NULL, 0, &result));
    all = result_n_rows (result) ? json_loads (result_text (result, 0, 0), 0, NULL) : NULL;
    if (!all)
        return script_refuse (call->runtime, "the catalog of PostgreSQL gave an answer that is no JSON");
    status = read_all (call, all, tables);
    json_decref (all);
    return status;
}

/* Views: those that typeorm_metadata knows and that are there. %s: the metadata's table, and the condition twice. */
static const char views_sql[] =
    "SELECT t.schema, t.name, t.value, t.type, (SELECT json_agg(json_build_object('name', i.relname, 'unique', "
    "x.indisunique, 'where', pg_get_expr(x.indpred, x.indrelid), 'method', am.amname, 'columns', (SELECT "
    "json_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY "
    "(x.indkey)))) "
    "FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am am ON am.oid = i.relam WHERE x.indrelid = "
    "c.oid AND "
    "c.relkind = 'm'), current_schema(), current_database() FROM %s t JOIN pg_class c ON c.relname = t.name JOIN "
    "pg_namespace n ON n.oid = c.relnamespace AND n.nspname = t.schema WHERE t.type IN ('VIEW', 'MATERIALIZED_VIEW') "
    "AND (%s)";

static void read_view (ScriptCall *call, const ResultSet *rows, guint row, DdlView *view)
{
    Catalog catalog = { call, NULL, result_text (rows, row, 5), result_text (rows, row, 6) };
    const char *indexes = result_text (rows, row, 4);
    json_t *list = indexes ? json_loads (indexes, 0, NULL) : NULL;
    gsize i;
    json_t *index;

    view->database = g_strdup (catalog.database);
    view->schema = g_strdup (result_text (rows, row, 0));
    view->name = typeorm_run (call)->options.schema || g_strcmp0 (view->schema, catalog.schema) != 0
                     ? g_strconcat (view->schema, ".", result_text (rows, row, 1), NULL)
                     : g_strdup (result_text (rows, row, 1));
    view->expression = g_strdup (result_text (rows, row, 2));
    view->materialized = g_strcmp0 (result_text (rows, row, 3), "MATERIALIZED_VIEW") == 0;
    json_array_foreach (list, i, index) read_index (&catalog, view->indexes, index);
    json_decref (list);
}

ScriptStatus typeorm_postgresql_load_views (ScriptCall *call, const GPtrArray *paths, GPtrArray *views)
{
    const TypeormRun *run = typeorm_run (call);
    TypeormPath own = { NULL, (char *)run->options.schema, (char *)run->options.metadata_table };
    g_autofree char *metadata = ddl_path (DIALECT_POSTGRESQL, own.schema, own.name);
    g_autofree char *condition = condition_of (call, paths, "t.schema", "t.name");
    g_auto (GStrv) parts = g_strsplit (views_sql, "%s", 3);
    g_autofree char *sql = g_strconcat (parts[0], metadata, parts[1], condition, parts[2], NULL);
    g_autoptr (ResultSet) rows = NULL;
    gboolean has = FALSE;

    SCRIPT_TRY (typeorm_schema_postgresql.has_table (call, &own, &has));
    if (!has)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (typeorm_query (call, sql, NULL, 0, &rows));
    for (guint i = 0; i < result_n_rows (rows); i++)
    {
        DdlView *view = ddl_view_new ();

        g_ptr_array_add (views, view);
        read_view (call, rows, i, view);
    }
    return SCRIPT_NORMAL;
}
