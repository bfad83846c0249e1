/* Columns on PostgreSQL: adding, changing and dropping them, and renaming tables; PostgresQueryRunner of 0.3.31 and 1.1.1. */

#include "adapters/typeorm/naming.h"
#include "adapters/typeorm/postgresql.h"
#include "ddl/quote.h"

#include <string.h>

#define PG DIALECT_POSTGRESQL

/* ALTER TABLE of TABLE; FORMAT is what follows its name. */
static ScriptStatus alter (ScriptCall *call, const DdlTable *table, const char *format, ...) G_GNUC_PRINTF (3, 4);
static ScriptStatus alter (ScriptCall *call, const DdlTable *table, const char *format, ...)
{
    g_autofree char *path = typeorm_postgresql_table (call, table);
    g_autofree char *rest = NULL;
    va_list arguments;

    va_start (arguments, format);
    rest = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    return typeorm_postgresql_execute (call, "ALTER TABLE %s %s", path, rest);
}

static ScriptStatus rename_constraint (ScriptCall *call, const DdlTable *table, const char *from, const char *to)
{
    g_autofree char *old = ddl_identifier (PG, from);
    g_autofree char *new = ddl_identifier (PG, to);

    return alter (call, table, "RENAME CONSTRAINT %s TO %s", old, new);
}

static ScriptStatus rename_index (ScriptCall *call, const DdlTable *table, const char *from, const char *to)
{
    g_auto (TypeormPath) path = { 0 };
    g_autofree char *old = NULL;
    g_autofree char *new = ddl_identifier (PG, to);

    typeorm_postgresql_path (call, table, &path);
    old = ddl_path (PG, path.schema, from);
    return typeorm_postgresql_execute (call, "ALTER INDEX %s RENAME TO %s", old, new);
}

static ScriptStatus rename_sequence (ScriptCall *call, const DdlTable *table, const char *from, const char *to)
{
    g_auto (TypeormPath) path = { 0 };
    g_autofree char *old = NULL;
    g_autofree char *new = ddl_identifier (PG, to);

    typeorm_postgresql_path (call, table, &path);
    old = ddl_path (PG, path.schema, from);
    return typeorm_postgresql_execute (call, "ALTER SEQUENCE %s RENAME TO %s", old, new);
}

/* The sequence of a serial column, in SQL. */
static char *sequence_path (ScriptCall *call, const DdlTable *table, const char *column)
{
    g_auto (TypeormPath) path = { 0 };
    g_autofree char *name = typeorm_postgresql_sequence (table, column);

    typeorm_postgresql_path (call, table, &path);
    return ddl_path (PG, path.schema, name);
}

static ScriptStatus add_unique (ScriptCall *call, DdlTable *table, const char *column)
{
    DdlUnique *unique = ddl_unique_new ();
    g_autofree char *quoted = ddl_identifier (PG, column);

    ddl_names_add (unique->columns, column);
    unique->name = typeorm_unique_name (typeorm_run (call)->options.major, table->name, unique->columns);
    g_ptr_array_add (table->uniques, unique);
    return alter (call, table, "ADD CONSTRAINT \"%s\" UNIQUE (%s)", unique->name, quoted);
}

static ScriptStatus drop_constraint (ScriptCall *call, const DdlTable *table, const char *name)
{
    g_autofree char *quoted = ddl_identifier (PG, name);

    return alter (call, table, "DROP CONSTRAINT %s", quoted);
}

static DdlUnique *unique_of (const DdlTable *table, const char *column)
{
    for (guint i = 0; i < table->uniques->len; i++)
    {
        DdlUnique *unique = g_ptr_array_index (table->uniques, i);

        if (ddl_names_are (unique->columns, column))
            return unique;
    }
    return NULL;
}

static DdlIndex *index_of (const DdlTable *table, const char *column)
{
    for (guint i = 0; i < table->indexes->len; i++)
    {
        DdlIndex *index = g_ptr_array_index (table->indexes, i);

        if (ddl_names_are (index->columns, column))
            return index;
    }
    return NULL;
}

static DdlCheck *check_of (const DdlTable *table, const char *column)
{
    for (guint i = 0; i < table->checks->len; i++)
    {
        DdlCheck *check = g_ptr_array_index (table->checks, i);

        if (ddl_names_are (check->columns, column))
            return check;
    }
    return NULL;
}

/* Adding. */

static ScriptStatus comment_column (ScriptCall *call, const DdlTable *table, const DdlColumn *column)
{
    g_autofree char *path = typeorm_postgresql_table (call, table);
    g_autofree char *name = ddl_identifier (PG, column->name);
    g_autofree char *comment = typeorm_postgresql_comment (column->comment);

    return typeorm_postgresql_execute (call, "COMMENT ON COLUMN %s.%s IS %s", path, name, comment);
}

static ScriptStatus create_own_index (ScriptCall *call, DdlTable *table, const DdlColumn *column)
{
    DdlIndex *index = index_of (table, column->name);
    g_autoptr (GPtrArray) one = g_ptr_array_new ();
    ScriptStatus status;

    if (!index)
        return SCRIPT_NORMAL;
    g_ptr_array_add (one, index);
    status = typeorm_schema_postgresql.create_indexes (call, table, one);
    /* It was there before. */
    g_ptr_array_set_size (table->indexes, (int)table->indexes->len - 1);
    return status;
}

static ScriptStatus add_column (ScriptCall *call, DdlTable *table, const DdlColumn *column)
{
    DdlColumn *added = ddl_column_copy (column);
    g_autofree char *definition = NULL;
    ScriptStatus status = SCRIPT_NORMAL;

    if (typeorm_postgresql_is_enum (column))
        status = typeorm_postgresql_need_enum (call, table, column, NULL);
    if (status == SCRIPT_NORMAL)
    {
        definition = typeorm_postgresql_column (call, table, column);
        status = alter (call, table, "ADD %s", definition);
    }
    if (status == SCRIPT_NORMAL && column->primary)
        status = typeorm_postgresql_drop_primary (call, table);
    g_ptr_array_add (table->columns, added);
    if (status == SCRIPT_NORMAL && column->primary)
        status = typeorm_postgresql_add_primary (call, table);
    if (status == SCRIPT_NORMAL)
        status = create_own_index (call, table, column);
    if (status == SCRIPT_NORMAL && column->unique)
        status = add_unique (call, table, column->name);
    if (status == SCRIPT_NORMAL && g_strcmp0 (column->computed, "STORED") == 0 && column->expression)
        status = typeorm_postgresql_computed (call, table, column, TRUE);
    if (status == SCRIPT_NORMAL && column->comment)
        status = comment_column (call, table, column);
    return status;
}

ScriptStatus typeorm_postgresql_add_columns (ScriptCall *call, DdlTable *table, const GPtrArray *columns)
{
    for (guint i = 0; i < columns->len; i++)
        SCRIPT_TRY (add_column (call, table, g_ptr_array_index (columns, i)));
    return SCRIPT_NORMAL;
}

/* Dropping. */

/* The name in SQL of the enum type of COLUMN when there is one; *NAME is NULL otherwise. */
static ScriptStatus find_enum (ScriptCall *call, const DdlTable *table, const DdlColumn *column, char **name)
{
    g_auto (TypeormPath) path = { 0 };
    g_autofree char *expected = typeorm_postgresql_enum_name (table, column);
    g_autofree char *schema = NULL;
    g_autofree char *literal = ddl_literal (PG, expected);
    g_autofree char *sql = NULL;
    g_autofree char *type_schema = NULL;
    g_autofree char *type_name = NULL;
    g_autoptr (ResultSet) found = NULL;

    *name = NULL;
    typeorm_postgresql_path (call, table, &path);
    schema = typeorm_postgresql_schema_sql (path.schema);
    sql = g_strdup_printf ("SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace "
                           "WHERE n.nspname = %s AND t.typname = %s",
                           schema, literal);
    SCRIPT_TRY (typeorm_query (call, sql, NULL, 0, &found));
    if (!result_n_rows (found))
        return SCRIPT_NORMAL;
    SCRIPT_TRY (typeorm_postgresql_type_of (call, table, column->name, &type_schema, &type_name));
    *name = ddl_path (PG, type_schema, type_name);
    return SCRIPT_NORMAL;
}

/* The primary key without COLUMN. */
static ScriptStatus leave_primary (ScriptCall *call, DdlTable *table, const DdlColumn *column)
{
    DdlColumn *own = ddl_table_column (table, column->name);
    g_autoptr (GPtrArray) names = ddl_table_primary_names (table);
    g_autofree char *name = column->primary_key_constraint
                                ? g_strdup (column->primary_key_constraint)
                                : typeorm_primary_key_name (typeorm_run (call)->options.major, table->name, names);

    SCRIPT_TRY (drop_constraint (call, table, name));
    if (own)
        own->primary = FALSE;
    return typeorm_postgresql_add_primary (call, table);
}

/* The index, the check and the unique constraint that are of the column alone. */
static ScriptStatus drop_own (ScriptCall *call, DdlTable *table, const DdlColumn *column)
{
    DdlIndex *index = index_of (table, column->name);
    DdlCheck *check = check_of (table, column->name);
    DdlUnique *unique = unique_of (table, column->name);

    if (index)
    {
        g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func ((GDestroyNotify)ddl_index_free);

        g_ptr_array_add (one, ddl_index_copy (index));
        SCRIPT_TRY (typeorm_schema_postgresql.drop_indexes (call, table, one, FALSE));
    }
    if (check)
    {
        SCRIPT_TRY (drop_constraint (call, table, check->name));
        g_ptr_array_remove (table->checks, check);
    }
    if (unique)
    {
        SCRIPT_TRY (drop_constraint (call, table, unique->name));
        g_ptr_array_remove (table->uniques, unique);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_column (ScriptCall *call, DdlTable *table, const DdlColumn *column, gboolean if_exists)
{
    g_autofree char *quoted = ddl_identifier (PG, column->name);
    g_autofree char *type = NULL;

    if (typeorm_postgresql_is_enum (column))
        SCRIPT_TRY (find_enum (call, table, column, &type));
    if (column->primary)
        SCRIPT_TRY (leave_primary (call, table, column));
    SCRIPT_TRY (drop_own (call, table, column));
    SCRIPT_TRY (alter (call, table, "DROP COLUMN %s%s", if_exists ? "IF EXISTS " : "", quoted));
    if (type)
        SCRIPT_TRY (typeorm_postgresql_execute (call, "DROP TYPE %s", type));
    if (g_strcmp0 (column->computed, "STORED") == 0)
        SCRIPT_TRY (typeorm_postgresql_computed (call, table, column, FALSE));
    g_ptr_array_remove (table->columns, ddl_table_column (table, column->name));
    return SCRIPT_NORMAL;
}

ScriptStatus typeorm_postgresql_drop_columns (ScriptCall *call, DdlTable *table, const GPtrArray *columns,
                                              gboolean if_exists)
{
    for (guint i = 0; i < columns->len; i++)
        SCRIPT_TRY (drop_column (call, table, g_ptr_array_index (columns, i), if_exists));
    return SCRIPT_NORMAL;
}

/* Changing: the name. */

/* NAMES without OLD and with NEW at its end, as the tool changes them. */
static void move_name (GPtrArray *names, const char *old, const char *new)
{
    ddl_names_remove (names, old);
    ddl_names_add (names, new);
}

/* A copy of NAMES after such a move. */
static GPtrArray *moved_names (const GPtrArray *names, const char *old, const char *new)
{
    GPtrArray *moved = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < names->len; i++)
        ddl_names_add (moved, g_ptr_array_index (names, i));
    move_name (moved, old, new);
    return moved;
}

static ScriptStatus rename_primary (ScriptCall *call, const DdlTable *table, const char *old, const char *new)
{
    g_autoptr (GPtrArray) names = ddl_table_primary_names (table);
    g_autoptr (GPtrArray) moved = moved_names (names, old, new);
    g_autofree char *from = typeorm_primary_key_name (typeorm_run (call)->options.major, table->name, names);
    g_autofree char *to = typeorm_primary_key_name (typeorm_run (call)->options.major, table->name, moved);

    return rename_constraint (call, table, from, to);
}

/* What has a default name of the column's gets that of the new name; what has another keeps all. */
static ScriptStatus rename_members (ScriptCall *call, DdlTable *table, const char *old, const char *new)
{
    for (guint i = 0; i < table->uniques->len; i++)
    {
        DdlUnique *unique = g_ptr_array_index (table->uniques, i);
        g_autofree char *from = typeorm_unique_name (typeorm_run (call)->options.major, table->name, unique->columns);
        g_autofree char *to = NULL;

        if (ddl_names_find (unique->columns, old) < 0 || g_strcmp0 (unique->name, from) != 0)
            continue;
        move_name (unique->columns, old, new);
        to = typeorm_unique_name (typeorm_run (call)->options.major, table->name, unique->columns);
        SCRIPT_TRY (rename_constraint (call, table, from, to));
        ddl_set (&unique->name, to);
    }
    for (guint i = 0; i < table->indexes->len; i++)
    {
        DdlIndex *index = g_ptr_array_index (table->indexes, i);
        g_autofree char *from =
            typeorm_index_name (typeorm_run (call)->options.major, table->name, index->columns, index->where);
        g_autofree char *to = NULL;

        if (ddl_names_find (index->columns, old) < 0 || g_strcmp0 (index->name, from) != 0)
            continue;
        move_name (index->columns, old, new);
        to = typeorm_index_name (typeorm_run (call)->options.major, table->name, index->columns, index->where);
        SCRIPT_TRY (rename_index (call, table, from, to));
        ddl_set (&index->name, to);
    }
    for (guint i = 0; i < table->foreign_keys->len; i++)
    {
        DdlForeignKey *key = g_ptr_array_index (table->foreign_keys, i);
        g_autofree char *from = typeorm_foreign_key_name (typeorm_run (call)->options.major, table->name, key->columns);
        g_autofree char *to = NULL;

        if (ddl_names_find (key->columns, old) < 0 || g_strcmp0 (key->name, from) != 0)
            continue;
        move_name (key->columns, old, new);
        to = typeorm_foreign_key_name (typeorm_run (call)->options.major, table->name, key->columns);
        SCRIPT_TRY (rename_constraint (call, table, from, to));
        ddl_set (&key->name, to);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus rename_column (ScriptCall *call, DdlTable *table, DdlColumn *old, const DdlColumn *new)
{
    g_autofree char *from = ddl_identifier (PG, old->name);
    g_autofree char *to = ddl_identifier (PG, new->name);
    g_autofree char *type_schema = NULL;
    g_autofree char *type_name = NULL;
    DdlColumn *own = ddl_table_column (table, old->name);

    if (typeorm_postgresql_is_enum (old))
        SCRIPT_TRY (typeorm_postgresql_type_of (call, table, old->name, &type_schema, &type_name));
    SCRIPT_TRY (alter (call, table, "RENAME COLUMN %s TO %s", from, to));
    if (type_name)
    {
        g_autofree char *type = ddl_path (PG, type_schema, type_name);
        g_autofree char *name = typeorm_postgresql_enum_name (table, new);
        g_autofree char *quoted = ddl_identifier (PG, name);

        SCRIPT_TRY (typeorm_postgresql_execute (call, "ALTER TYPE %s RENAME TO %s", type, quoted));
    }
    if (old->primary && !old->primary_key_constraint)
        SCRIPT_TRY (rename_primary (call, table, old->name, new->name));
    if (old->generated && g_strcmp0 (new->generation, "increment") == 0)
    {
        g_autofree char *sequence = typeorm_postgresql_sequence (table, old->name);
        g_autofree char *renamed = typeorm_postgresql_sequence (table, new->name);

        SCRIPT_TRY (rename_sequence (call, table, sequence, renamed));
    }
    SCRIPT_TRY (rename_members (call, table, old->name, new->name));
    if (own)
        ddl_set (&own->name, new->name);
    ddl_set (&old->name, new->name);
    return SCRIPT_NORMAL;
}

/* Changing: an enum. */

static gboolean same_values (const GPtrArray *a, const GPtrArray *b)
{
    if (a->len != b->len)
        return FALSE;
    for (guint i = 0; i < a->len; i++)
        if (ddl_names_find (b, g_ptr_array_index (a, i)) < 0)
            return FALSE;
    return TRUE;
}

/* Are all of OLD in NEW, and more? */
static gboolean only_adds (const GPtrArray *old, const GPtrArray *new)
{
    for (guint i = 0; i < old->len; i++)
        if (ddl_names_find (new, g_ptr_array_index (old, i)) < 0)
            return FALSE;
    return new->len > old->len;
}

static ScriptStatus add_values (ScriptCall *call, const DdlTable *table, const DdlColumn *old, const DdlColumn *new)
{
    g_autofree char *type = typeorm_postgresql_enum_path (call, table, old, "");

    for (guint i = 0; i < new->enum_values->len; i++)
    {
        const char *value = g_ptr_array_index (new->enum_values, i);
        g_autofree char *literal = ddl_literal (PG, value);

        if (ddl_names_find (old->enum_values, value) < 0)
            SCRIPT_TRY (typeorm_postgresql_execute (call, "ALTER TYPE %s ADD VALUE %s", type, literal));
    }
    return SCRIPT_NORMAL;
}

/* A new type takes the place of the old. DEFAULT_CHANGED is set when the default has been dealt with. */
static ScriptStatus replace_enum (ScriptCall *call, const DdlTable *table, const DdlColumn *old, const DdlColumn *new,
                                  gboolean *default_changed)
{
    g_autofree char *type = typeorm_postgresql_enum_path (call, table, old, "");
    g_autofree char *aside = typeorm_postgresql_enum_path (call, table, old, "_old");
    g_autofree char *old_name = typeorm_postgresql_enum_name (table, old);
    g_autofree char *aside_name = g_strconcat (old_name, "_old", NULL);
    g_autofree char *aside_quoted = ddl_identifier (PG, aside_name);
    g_autofree char *to = typeorm_postgresql_enum_path (call, table, new, "");
    g_autofree char *column = ddl_identifier (PG, new->name);
    const char *suffix = new->array ? "[]" : "";

    SCRIPT_TRY (typeorm_postgresql_execute (call, "ALTER TYPE %s RENAME TO %s", type, aside_quoted));
    SCRIPT_TRY (typeorm_postgresql_create_enum (call, table, new));
    if (old->default_sql)
    {
        *default_changed = TRUE;
        SCRIPT_TRY (alter (call, table, "ALTER COLUMN %s DROP DEFAULT", column));
    }
    SCRIPT_TRY (alter (call, table, "ALTER COLUMN %s TYPE %s%s USING %s::\"text\"::%s%s", column, to, suffix, column,
                       to, suffix));
    if (new->default_sql)
        SCRIPT_TRY (alter (call, table, "ALTER COLUMN %s SET DEFAULT %s", column, new->default_sql));
    return typeorm_postgresql_execute (call, "DROP TYPE %s", aside);
}

static ScriptStatus change_enum (ScriptCall *call, const DdlTable *table, const DdlColumn *old, const DdlColumn *new,
                                 gboolean *default_changed)
{
    const TypeormRun *run = typeorm_run (call);

    if (!typeorm_postgresql_is_enum (old) || !typeorm_postgresql_is_enum (new))
        return SCRIPT_NORMAL;
    if (same_values (new->enum_values, old->enum_values) && g_strcmp0 (new->enum_name, old->enum_name) == 0)
        return SCRIPT_NORMAL;
    if (run->options.major > 0 && session_server_version_number (run->session) >= 120000 &&
        only_adds (old->enum_values, new->enum_values))
        return add_values (call, table, old, new);
    return replace_enum (call, table, old, new, default_changed);
}

/* Changing: keys and generation. */

static ScriptStatus change_primary (ScriptCall *call, DdlTable *table, const DdlColumn *new)
{
    g_autoptr (GPtrArray) names = ddl_table_primary_names (table);
    const char *given = ddl_table_primary_constraint (table);
    g_autofree char *name = g_strdup (given ? given : new->primary ? new->primary_key_constraint : NULL);
    DdlColumn *own = ddl_table_column (table, new->name);
    g_autoptr (GString) sql = g_string_new (NULL);

    SCRIPT_TRY (typeorm_postgresql_drop_primary (call, table));
    if (!new->primary)
    {
        if (own)
            own->primary = FALSE;
        return typeorm_postgresql_add_primary (call, table);
    }
    /* The new column comes last in the key, wherever it is in the table. */
    g_ptr_array_add (names, new->name);
    if (own)
        own->primary = TRUE;
    if (!name)
        name = typeorm_primary_key_name (typeorm_run (call)->options.major, table->name, names);
    ddl_append_names (sql, PG, names, ", ");
    return alter (call, table, "ADD CONSTRAINT \"%s\" PRIMARY KEY (%s)", name, sql->str);
}

static ScriptStatus change_unique (ScriptCall *call, DdlTable *table, const DdlColumn *new)
{
    DdlUnique *unique;

    if (new->unique)
        return add_unique (call, table, new->name);
    unique = unique_of (table, new->name);
    if (!unique)
        return script_throw (call->runtime, "TypeError", "Cannot read properties of undefined (reading 'name')");
    SCRIPT_TRY (drop_constraint (call, table, unique->name));
    g_ptr_array_remove (table->uniques, unique);
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_serial (ScriptCall *call, const DdlTable *table, const char *name, const char *column)
{
    g_autofree char *sequence = sequence_path (call, table, name);

    SCRIPT_TRY (alter (call, table, "ALTER COLUMN %s DROP DEFAULT", column));
    return typeorm_postgresql_execute (call, "DROP SEQUENCE %s", sequence);
}

static ScriptStatus add_serial (ScriptCall *call, const DdlTable *table, const char *name, const char *column)
{
    g_autofree char *path = typeorm_postgresql_table (call, table);
    g_autofree char *sequence = sequence_path (call, table, name);
    g_autofree char *literal = ddl_literal (PG, sequence);

    SCRIPT_TRY (
        typeorm_postgresql_execute (call, "CREATE SEQUENCE IF NOT EXISTS %s OWNED BY %s.%s", sequence, path, column));
    return alter (call, table, "ALTER COLUMN %s SET DEFAULT nextval(%s)", column, literal);
}

static ScriptStatus change_generation (ScriptCall *call, const DdlTable *table, const DdlColumn *old,
                                       const DdlColumn *new)
{
    g_autofree char *column = ddl_identifier (PG, new->name);

    if (old->generated && g_strcmp0 (old->generation, "uuid") == 0)
        SCRIPT_TRY (alter (call, table, "ALTER COLUMN %s DROP DEFAULT", column));
    else if (old->generated && g_strcmp0 (old->generation, "increment") == 0)
        SCRIPT_TRY (drop_serial (call, table, new->name, column));
    if (g_strcmp0 (new->generation, "uuid") == 0)
    {
        if (new->generated)
            return alter (call, table, "ALTER COLUMN %s SET DEFAULT %s", column, typeorm_postgresql_uuid (call));
        return alter (call, table, "ALTER COLUMN %s DROP DEFAULT", column);
    }
    if (g_strcmp0 (new->generation, "increment") == 0)
        return new->generated ? add_serial (call, table, new->name, column)
                              : drop_serial (call, table, new->name, column);
    return SCRIPT_NORMAL;
}

static ScriptStatus change_default (ScriptCall *call, const DdlTable *table, const DdlColumn *old, const DdlColumn *new)
{
    g_autofree char *column = ddl_identifier (PG, new->name);

    if (new->default_sql)
        return alter (call, table, "ALTER COLUMN %s SET DEFAULT %s", column, new->default_sql);
    if (old->default_sql)
        return alter (call, table, "ALTER COLUMN %s DROP DEFAULT", column);
    return SCRIPT_NORMAL;
}

/* A computed column becomes an ordinary one with the values that it had. */
static ScriptStatus keep_computed (ScriptCall *call, DdlTable *table, const DdlColumn *old, const DdlColumn *new)
{
    g_autofree char *path = typeorm_postgresql_table (call, table);
    g_autofree char *name = g_strconcat ("TEMP_OLD_", old->name, NULL);
    g_autofree char *aside = ddl_identifier (PG, name);
    g_autofree char *from = ddl_identifier (PG, old->name);
    g_autofree char *to = ddl_identifier (PG, new->name);
    g_autofree char *definition = typeorm_postgresql_column (call, table, new);

    if (new->computed && strcmp (new->computed, "VIRTUAL") != 0)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (alter (call, table, "RENAME COLUMN %s TO %s", from, aside));
    SCRIPT_TRY (alter (call, table, "ADD %s", definition));
    SCRIPT_TRY (typeorm_postgresql_execute (call, "UPDATE %s SET %s = %s", path, to, aside));
    SCRIPT_TRY (alter (call, table, "DROP COLUMN %s", aside));
    return typeorm_postgresql_computed (call, table, old, FALSE);
}

static ScriptStatus change_type (ScriptCall *call, const DdlTable *table, const DdlColumn *new)
{
    g_autofree char *column = ddl_identifier (PG, new->name);
    g_autofree char *type = typeorm_postgresql_type (new);

    return alter (call, table, "ALTER COLUMN %s TYPE %s", column, type);
}

static gboolean same_feature (const char *a, const char *b)
{
    return g_ascii_strcasecmp (a ? a : "", b ? b : "") == 0;
}

/* What stays the same column. */
static ScriptStatus change_in_place (ScriptCall *call, DdlTable *table, DdlColumn *old, const DdlColumn *new)
{
    gboolean default_changed = FALSE;
    g_autofree char *column = ddl_identifier (PG, new->name);

    if (strcmp (old->name, new->name) != 0)
        SCRIPT_TRY (rename_column (call, table, old, new));
    if (new->precision != old->precision || new->scale != old->scale)
        SCRIPT_TRY (change_type (call, table, new));
    SCRIPT_TRY (change_enum (call, table, old, new, &default_changed));
    if (old->nullable != new->nullable)
        SCRIPT_TRY (alter (call, table, "ALTER COLUMN %s %s NOT NULL", column, new->nullable ? "DROP" : "SET"));
    if (g_strcmp0 (old->comment, new->comment) != 0)
        SCRIPT_TRY (comment_column (call, table, new));
    if (new->primary != old->primary)
        SCRIPT_TRY (change_primary (call, table, new));
    if (new->unique != old->unique)
        SCRIPT_TRY (change_unique (call, table, new));
    if (old->generated != new->generated)
        SCRIPT_TRY (change_generation (call, table, old, new));
    if (g_strcmp0 (new->default_sql, old->default_sql) != 0 && !default_changed)
        SCRIPT_TRY (change_default (call, table, old, new));
    if (!same_feature (new->spatial_feature, old->spatial_feature) || new->srid != old->srid)
        SCRIPT_TRY (change_type (call, table, new));
    if (g_strcmp0 (new->collation, old->collation) != 0)
        SCRIPT_TRY (alter (call, table, "ALTER COLUMN %s TYPE %s COLLATE \"%s\"", column, new->type,
                           new->collation ? new->collation : "undefined"));
    if (g_strcmp0 (new->computed, old->computed) != 0)
        SCRIPT_TRY (keep_computed (call, table, old, new));
    return SCRIPT_NORMAL;
}

static gboolean is_other_column (const DdlColumn *old, const DdlColumn *new)
{
    gboolean stored = g_strcmp0 (new->computed, "STORED") == 0;

    return g_strcmp0 (old->type, new->type) != 0 || g_strcmp0 (old->length, new->length) != 0 ||
           old->array != new->array || (!old->computed && stored) ||
           (g_strcmp0 (old->expression, new->expression) != 0 && stored);
}

ScriptStatus typeorm_postgresql_change_columns (ScriptCall *call, DdlTable *table, const TypeormChange *changes,
                                                guint n)
{
    for (guint i = 0; i < n; i++)
    {
        DdlColumn *old = changes[i].old;
        const DdlColumn *new = changes[i].new;

        if (!is_other_column (old, new))
            SCRIPT_TRY (change_in_place (call, table, old, new));
        else
        {
            SCRIPT_TRY (drop_column (call, table, old, FALSE));
            SCRIPT_TRY (add_column (call, table, new));
        }
    }
    return SCRIPT_NORMAL;
}

/* Renaming a table. */

static ScriptStatus rename_table_sequences (ScriptCall *call, const DdlTable *old, const DdlTable *new)
{
    for (guint i = 0; i < new->columns->len; i++)
    {
        const DdlColumn *column = g_ptr_array_index (new->columns, i);
        g_autofree char *from = typeorm_postgresql_sequence (old, column->name);
        g_autofree char *to = typeorm_postgresql_sequence (new, column->name);

        if (column->generated && g_strcmp0 (column->generation, "increment") == 0)
            SCRIPT_TRY (rename_sequence (call, old, from, to));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus rename_table_keys (ScriptCall *call, const DdlTable *old, DdlTable *new)
{
    g_autoptr (GPtrArray) primary = ddl_table_primary_names (new);

    if (primary->len && !ddl_table_primary_constraint (new))
    {
        g_autofree char *from = typeorm_primary_key_name (typeorm_run (call)->options.major, old->name, primary);
        g_autofree char *to = typeorm_primary_key_name (typeorm_run (call)->options.major, new->name, primary);

        SCRIPT_TRY (rename_constraint (call, new, from, to));
    }
    SCRIPT_TRY (rename_table_sequences (call, old, new));
    for (guint i = 0; i < new->uniques->len; i++)
    {
        const DdlUnique *unique = g_ptr_array_index (new->uniques, i);
        g_autofree char *from = typeorm_unique_name (typeorm_run (call)->options.major, old->name, unique->columns);
        g_autofree char *to = typeorm_unique_name (typeorm_run (call)->options.major, new->name, unique->columns);

        if (g_strcmp0 (unique->name, from) == 0)
            SCRIPT_TRY (rename_constraint (call, new, from, to));
    }
    for (guint i = 0; i < new->indexes->len; i++)
    {
        const DdlIndex *index = g_ptr_array_index (new->indexes, i);
        g_autofree char *from =
            typeorm_index_name (typeorm_run (call)->options.major, old->name, index->columns, index->where);
        g_autofree char *to =
            typeorm_index_name (typeorm_run (call)->options.major, new->name, index->columns, index->where);

        if (g_strcmp0 (index->name, from) == 0)
            SCRIPT_TRY (rename_index (call, new, from, to));
    }
    for (guint i = 0; i < new->foreign_keys->len; i++)
    {
        const DdlForeignKey *key = g_ptr_array_index (new->foreign_keys, i);
        g_autofree char *from = typeorm_foreign_key_name (typeorm_run (call)->options.major, old->name, key->columns);
        g_autofree char *to = typeorm_foreign_key_name (typeorm_run (call)->options.major, new->name, key->columns);

        if (g_strcmp0 (key->name, from) == 0)
            SCRIPT_TRY (rename_constraint (call, new, from, to));
    }
    return SCRIPT_NORMAL;
}

/* The types of the enum columns of OLD that are called after it: "schema"."name" in SQL, NULL for other columns. They are looked up before anything is renamed. */
static ScriptStatus find_enums (ScriptCall *call, const DdlTable *old, GPtrArray *types)
{
    for (guint i = 0; i < old->columns->len; i++)
    {
        const DdlColumn *column = g_ptr_array_index (old->columns, i);
        g_autofree char *schema = NULL;
        g_autofree char *name = NULL;

        if (typeorm_postgresql_is_enum (column) && !column->enum_name)
            SCRIPT_TRY (typeorm_postgresql_type_of (call, old, column->name, &schema, &name));
        g_ptr_array_add (types, name ? ddl_path (PG, schema, name) : NULL);
    }
    return SCRIPT_NORMAL;
}

ScriptStatus typeorm_postgresql_rename_table (ScriptCall *call, DdlTable *table, const char *name)
{
    g_autoptr (DdlTable) new = ddl_table_copy (table);
    g_autoptr (GPtrArray) types = g_ptr_array_new_with_free_func (g_free);
    g_auto (TypeormPath) path = { 0 };
    g_autofree char *quoted = ddl_identifier (PG, name);

    typeorm_postgresql_path (call, table, &path);
    SCRIPT_TRY (find_enums (call, table, types));
    g_free (new->name);
    new->name = path.schema ? g_strconcat (path.schema, ".", name, NULL) : g_strdup (name);
    SCRIPT_TRY (alter (call, table, "RENAME TO %s", quoted));
    SCRIPT_TRY (rename_table_keys (call, table, new));
    for (guint i = 0; i < types->len; i++)
    {
        const char *type = g_ptr_array_index (types, i);
        g_autofree char *to = typeorm_postgresql_enum_name (new, g_ptr_array_index (new->columns, i));
        g_autofree char *to_quoted = ddl_identifier (PG, to);

        if (type)
            SCRIPT_TRY (typeorm_postgresql_execute (call, "ALTER TYPE %s RENAME TO %s", type, to_quoted));
    }
    return SCRIPT_NORMAL;
}
