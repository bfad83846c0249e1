/* CREATE TABLE and what goes with it. */

#include "adapters/alembic/ddl.h"
#include "adapters/alembic/sql.h"
#include "db/session.h"
#include "script/py.h"
#include "util/error.h"

#include <string.h>

static ScriptStatus append_columns (ScriptRuntime *runtime, const SaTable *table, GString *out)
{
    const char *separator = "\n";

    for (guint i = 0; i < table->columns->len; i++)
    {
        const SaColumn *column = g_ptr_array_index (table->columns, i);

        if (column->system)
            continue;
        g_string_append_printf (out, "%s\t", separator);
        SCRIPT_TRY (ddl_append_column (runtime, column, out));
        for (guint j = 0; j < column->checks->len; j++)
        {
            g_string_append_c (out, ' ');
            SCRIPT_TRY (ddl_append_constraint (runtime, g_ptr_array_index (column->checks, j), out));
        }
        separator = ", \n";
    }
    return SCRIPT_NORMAL;
}

/* DDLCompiler.create_table_constraints: the primary key first, then as they were made. */
static ScriptStatus append_constraints (ScriptRuntime *runtime, const SaTable *table, GString *out)
{
    g_autoptr (GPtrArray) sorted = sa_table_sorted (table);
    const char *separator = table->columns->len > 0 ? ", \n\t" : "\n\t";

    g_ptr_array_remove (sorted, table->primary_key);
    g_ptr_array_insert (sorted, 0, table->primary_key);
    for (guint i = 0; i < sorted->len; i++)
    {
        const SaConstraint *constraint = g_ptr_array_index (sorted, i);
        g_autoptr (GString) text = g_string_new (NULL);

        if (constraint->reference.use_alter && sa_dialect (runtime)->dialect != DIALECT_SQLITE)
            continue;
        SCRIPT_TRY (ddl_append_constraint (runtime, constraint, text));
        if (text->len == 0)
            continue;
        g_string_append_printf (out, "%s%s", separator, text->str);
        separator = ", \n\t";
    }
    return SCRIPT_NORMAL;
}

static Value table_option (ScriptRuntime *runtime, const SaTable *table, const char *name)
{
    return sa_option (table->options, sa_dialect (runtime), name);
}

/* PGDDLCompiler.post_create_table */
static ScriptStatus append_postgresql_options (ScriptRuntime *runtime, const SaTable *table, GString *out)
{
    Value inherits = table_option (runtime, table, "inherits"), settings = table_option (runtime, table, "with");
    const char *partition = sa_text (runtime, table_option (runtime, table, "partition_by"));
    const char *using = sa_text (runtime, table_option (runtime, table, "using"));
    const char *on_commit = sa_text (runtime, table_option (runtime, table, "on_commit"));
    const char *tablespace = sa_text (runtime, table_option (runtime, table, "tablespace"));
    SaTruth oids = sa_truth (table_option (runtime, table, "with_oids"));

    if (sa_truth (inherits) == SA_TRUE)
    {
        GPtrArray *names;

        if (py_as_string (inherits))
            inherits = py_list_new (runtime, &inherits, 1);
        SCRIPT_TRY (sa_names (runtime, inherits, &names));
        g_string_append (out, "\n INHERITS (");
        for (guint i = 0; i < names->len; i++)
        {
            g_string_append (out, i > 0 ? ", " : "");
            sa_append_name (sa_dialect (runtime), out, g_ptr_array_index (names, i));
        }
        g_string_append_c (out, ')');
    }
    if (partition && *partition)
        g_string_append_printf (out, "\n PARTITION BY %s", partition);
    if (using && *using)
        g_string_append_printf (out, "\n USING %s", using);
    if (sa_truth (settings) == SA_TRUE)
    {
        g_string_append (out, "\n WITH (");
        SCRIPT_TRY (ddl_append_settings (runtime, settings, out));
        g_string_append_c (out, ')');
    }
    if (oids != SA_DEFAULT)
        g_string_append (out, oids == SA_TRUE ? "\n WITH OIDS" : "\n WITHOUT OIDS");
    if (on_commit && *on_commit)
    {
        g_autofree char *action = g_ascii_strup (on_commit, -1);

        g_string_append_printf (out, "\n ON COMMIT %s", g_strdelimit (action, "_", ' '));
    }
    if (tablespace && *tablespace)
    {
        g_string_append (out, "\n TABLESPACE ");
        sa_append_name (sa_dialect (runtime), out, tablespace);
    }
    return SCRIPT_NORMAL;
}

typedef struct
{
    char *name; /* "DEFAULT_CHARSET"; in the arena */
    const char *value;
} MysqlOption;

static const char *const mysql_text_options[] = { "COMMENT",  "DATA_DIRECTORY", "INDEX_DIRECTORY",
                                                  "PASSWORD", "CONNECTION",     NULL };
static const char *const mysql_spaced[] = { "DATA_DIRECTORY", "INDEX_DIRECTORY", "DEFAULT_CHARACTER_SET",
                                            "CHARACTER_SET",  "DEFAULT_CHARSET", "DEFAULT_COLLATE",
                                            "PARTITION_BY",   "SUBPARTITION_BY", NULL };
static const char *const mysql_joined_by_blank[] = { "TABLESPACE",    "DEFAULT_CHARACTER_SET", "CHARACTER_SET",
                                                     "COLLATE",       "PARTITION_BY",          "PARTITIONS",
                                                     "SUBPARTITIONS", "SUBPARTITION_BY",       NULL };
/* Which option must stand before which; the second list is written behind the first. */
static const char *const mysql_before[][2] = {
    { "DEFAULT_CHARSET", "COLLATE" },
    { "DEFAULT_CHARACTER_SET", "COLLATE" },
    { "CHARSET", "COLLATE" },
    { "CHARACTER_SET", "COLLATE" },
    { "PARTITION_BY", "PARTITIONS" },
    { "PARTITION_BY", "SUBPARTITION_BY" },
    { "PARTITION_BY", "SUBPARTITIONS" },
    { "PARTITIONS", "SUBPARTITIONS" },
    { "PARTITIONS", "SUBPARTITION_BY" },
    { "SUBPARTITION_BY", "SUBPARTITIONS" },
};

static void append_mysql_option (const SaDialect *dialect, const MysqlOption *option, GString *out)
{
    g_autofree char *name = g_strdup (option->name);

    if (g_strv_contains (mysql_spaced, name))
        g_strdelimit (name, "_", ' ');
    g_string_append_printf (out, "%s%s", name, g_strv_contains (mysql_joined_by_blank, option->name) ? " " : "=");
    if (g_strv_contains (mysql_text_options, option->name))
        sa_append_literal (dialect, out, option->value);
    else
        g_string_append (out, option->value);
    g_string_append_c (out, ' ');
}

static gboolean waits_for_another (const GArray *options, const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS (mysql_before); i++)
        for (guint j = 0; strcmp (mysql_before[i][1], name) == 0 && j < options->len; j++)
            if (strcmp (g_array_index (options, MysqlOption, j).name, mysql_before[i][0]) == 0)
                return TRUE;
    return FALSE;
}

/* Those of OPTIONS that are of a partition, or are not, sorted as util.topological.sort does. */
static void append_mysql_options (const SaDialect *dialect, GArray *options, gboolean partition, GString *out)
{
    for (gboolean more = TRUE; more;)
    {
        g_autoptr (GArray) left = g_array_new (FALSE, FALSE, sizeof (MysqlOption));

        g_array_append_vals (left, options->data, options->len);
        more = FALSE;
        for (guint i = 0; i < options->len;)
        {
            MysqlOption option = g_array_index (options, MysqlOption, i);

            if ((strstr (option.name, "PARTITION") != NULL) != partition || waits_for_another (left, option.name))
            {
                i++;
                continue;
            }
            append_mysql_option (dialect, &option, out);
            g_array_remove_index (options, i);
            more = TRUE;
        }
    }
}

/* MySQLDDLCompiler.post_create_table */
static void append_mysql_table_options (ScriptRuntime *runtime, const SaTable *table, GString *out)
{
    g_autoptr (GArray) options = g_array_new (FALSE, FALSE, sizeof (MysqlOption));
    MysqlOption option;

    for (guint i = 0; table->options && i < table->options->len; i++)
    {
        const SaOption *given = &g_array_index (table->options, SaOption, i);

        if (!g_str_has_prefix (given->name, "mysql_"))
            continue;
        g_autofree char *name = g_ascii_strup (given->name + strlen ("mysql_"), -1);

        option.name = script_strdup (runtime, name);
        option.value = value_to_text (runtime, py_unbox (given->value));
        g_array_append_val (options, option);
    }
    if (table->comment)
    {
        option.name = script_strdup (runtime, "COMMENT");
        option.value = table->comment;
        g_array_append_val (options, option);
    }
    append_mysql_options (sa_dialect (runtime), options, FALSE, out);
    append_mysql_options (sa_dialect (runtime), options, TRUE, out);
    if (out->str[out->len - 1] == ' ')
        g_string_truncate (out, out->len - 1);
}

static ScriptStatus append_table_options (ScriptRuntime *runtime, const SaTable *table, GString *out)
{
    gboolean no_rowid, strict;

    switch (sa_dialect (runtime)->dialect)
    {
    case DIALECT_POSTGRESQL:
        return append_postgresql_options (runtime, table, out);
    case DIALECT_MYSQL:
        append_mysql_table_options (runtime, table, out);
        return SCRIPT_NORMAL;
    case DIALECT_SQLITE:
        no_rowid = sa_truth (table_option (runtime, table, "with_rowid")) == SA_FALSE;
        strict = sa_truth (table_option (runtime, table, "strict")) == SA_TRUE;
        if (no_rowid || strict)
            g_string_append_printf (out, "\n %s%s%s\n\n", no_rowid ? "WITHOUT ROWID" : "",
                                    no_rowid && strict ? ",\n " : "", strict ? "STRICT" : "");
        return SCRIPT_NORMAL;
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

ScriptStatus ddl_append_create_table (ScriptRuntime *runtime, const SaTable *table, gboolean if_not_exists,
                                      GString *out)
{
    g_string_append (out, "CREATE ");
    for (guint i = 0; i < table->prefixes->len; i++)
        g_string_append_printf (out, "%s ", (const char *)g_ptr_array_index (table->prefixes, i));
    g_string_append (out, if_not_exists ? "TABLE IF NOT EXISTS " : "TABLE ");
    ddl_append_table (sa_dialect (runtime), out, table);
    g_string_append (out, " (");
    SCRIPT_TRY (append_columns (runtime, table, out));
    SCRIPT_TRY (append_constraints (runtime, table, out));
    g_string_append (out, "\n)");
    return append_table_options (runtime, table, out);
}

static ScriptStatus send_comment (ScriptCall *call, const SaTable *table, const SaColumn *column, const char *comment)
{
    const SaDialect *dialect = sa_dialect (call->runtime);
    g_autoptr (GString) sql = g_string_new (column ? "COMMENT ON COLUMN " : "COMMENT ON TABLE ");

    ddl_append_table (dialect, sql, table);
    if (column)
    {
        g_string_append_c (sql, '.');
        sa_append (dialect, sql, &column->name);
    }
    g_string_append (sql, " IS ");
    sa_append_literal (dialect, sql, comment);
    return ddl_send (call, sql);
}

ScriptStatus ddl_create_table_rest (ScriptCall *call, const SaTable *table)
{
    for (guint i = 0; i < table->indexes->len; i++)
    {
        g_autoptr (GString) sql = g_string_new (NULL);

        SCRIPT_TRY (ddl_append_create_index (call->runtime, g_ptr_array_index (table->indexes, i), FALSE, sql));
        SCRIPT_TRY (ddl_send (call, sql));
    }
    if (sa_dialect (call->runtime)->dialect != DIALECT_POSTGRESQL)
        return SCRIPT_NORMAL;
    if (table->comment)
        SCRIPT_TRY (send_comment (call, table, NULL, table->comment));
    for (guint i = 0; i < table->columns->len; i++)
    {
        const SaColumn *column = g_ptr_array_index (table->columns, i);

        if (column->comment)
            SCRIPT_TRY (send_comment (call, table, column, column->comment));
    }
    return SCRIPT_NORMAL;
}

ScriptStatus ddl_create_table_all (ScriptCall *call, const SaTable *table, gboolean if_not_exists)
{
    g_autoptr (GString) sql = g_string_new (NULL);

    SCRIPT_TRY (ddl_append_create_table (call->runtime, table, if_not_exists, sql));
    SCRIPT_TRY (ddl_create_table_types (call, table, FALSE));
    SCRIPT_TRY (ddl_send (call, sql));
    return ddl_create_table_rest (call, table);
}

/* Is there a table or view called so (Dialect.has_table)? */
static ScriptStatus table_exists (ScriptCall *call, const SaTable *table, gboolean *exists)
{
    const SaDialect *dialect = sa_dialect (call->runtime);
    AlembicRun *run = alembic_run (call);
    g_autoptr (GString) sql = g_string_new (NULL);
    g_autoptr (ResultSet) rows = NULL;
    GError *error = NULL;
    Statement statement;

    switch (dialect->dialect)
    {
    case DIALECT_POSTGRESQL:
        g_string_append (sql, "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
                              "c.relnamespace WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relname = ");
        break;
    case DIALECT_MYSQL:
        g_string_append (sql, "SELECT 1 FROM information_schema.tables WHERE table_name = ");
        break;
    case DIALECT_SQLITE:
        g_string_append (sql, "SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND lower(name) = lower(");
        break;
    }
    sa_append_literal (dialect, sql, table->name.text);
    if (dialect->dialect == DIALECT_SQLITE)
        g_string_append_c (sql, ')');
    else if (table->schema.text)
    {
        g_string_append (sql, dialect->dialect == DIALECT_MYSQL ? " AND table_schema = " : " AND n.nspname = ");
        sa_append_literal (dialect, sql, table->schema.text);
    }
    else
        g_string_append (sql, dialect->dialect == DIALECT_MYSQL ? " AND table_schema = database()"
                                                                : " AND pg_catalog.pg_table_is_visible(c.oid)");
    if (!run->session)
        return script_refuse (call->runtime, "a module may not read the database while it is imported");
    statement = statement_of (sql->str);
    statement.where = script_call_location (call);
    rows = session_query (run->session, &statement, &error);
    if (!rows)
        return script_fail (call->runtime, error);
    *exists = result_n_rows (rows) > 0;
    return SCRIPT_NORMAL;
}

ScriptStatus ddl_create_table (ScriptCall *call, SaTable *table, gboolean check, gboolean check_types)
{
    g_autoptr (GString) sql = g_string_new (NULL);
    gboolean exists = FALSE;

    if (check)
        SCRIPT_TRY (table_exists (call, table, &exists));
    if (exists)
        return SCRIPT_NORMAL;
    for (guint i = 0; i < table->columns->len; i++)
    {
        const SaColumn *column = g_ptr_array_index (table->columns, i);

        if (column->sequence && ddl_has_sequences (call->runtime) && !column->sequence->optional)
            SCRIPT_TRY (ddl_create_sequence (call, column->sequence, TRUE));
    }
    SCRIPT_TRY (ddl_append_create_table (call->runtime, table, FALSE, sql));
    SCRIPT_TRY (ddl_create_table_types (call, table, check_types));
    SCRIPT_TRY (ddl_send (call, sql));
    return ddl_create_table_rest (call, table);
}

ScriptStatus ddl_drop_table (ScriptCall *call, SaTable *table, gboolean check)
{
    g_autoptr (GString) sql = g_string_new (check ? "DROP TABLE IF EXISTS " : "DROP TABLE ");

    ddl_append_table (sa_dialect (call->runtime), sql, table);
    return ddl_send (call, sql);
}

static gboolean points_to (const SaTable *from, const SaTable *to)
{
    for (guint i = 0; i < from->constraints->len; i++)
    {
        const SaConstraint *constraint = g_ptr_array_index (from->constraints, i);
        const SaTarget *target;

        if (constraint->kind != SA_CONSTRAINT_FOREIGN_KEY || constraint->targets->len == 0)
            continue;
        target = &g_array_index (constraint->targets, SaTarget, 0);
        if (strcmp (target->table, to->name.text) == 0 && g_strcmp0 (target->schema, to->schema.text) == 0)
            return TRUE;
    }
    return FALSE;
}

static gint compare_names (gconstpointer a, gconstpointer b)
{
    return strcmp ((*(const SaTable *const *)a)->name.text, (*(const SaTable *const *)b)->name.text);
}

GPtrArray *ddl_sorted_tables (const SaMetadata *metadata, gboolean reversed)
{
    g_autoptr (GPtrArray) left = g_ptr_array_new ();
    GPtrArray *sorted = g_ptr_array_new ();

    g_ptr_array_extend (left, metadata->tables, NULL, NULL);
    g_ptr_array_sort (left, compare_names);
    while (left->len > 0)
    {
        guint at = 0;

        for (gboolean waits = TRUE; at < left->len && waits; at += waits ? 1 : 0)
        {
            waits = FALSE;
            for (guint j = 0; j < left->len; j++)
                waits = waits || (j != at && points_to (g_ptr_array_index (left, at), g_ptr_array_index (left, j)));
        }
        g_ptr_array_add (sorted, g_ptr_array_remove_index (left, at < left->len ? at : 0));
    }
    for (guint i = 0; reversed && i < sorted->len / 2; i++)
    {
        gpointer swap = sorted->pdata[i];

        sorted->pdata[i] = sorted->pdata[sorted->len - 1 - i];
        sorted->pdata[sorted->len - 1 - i] = swap;
    }
    return sorted;
}
