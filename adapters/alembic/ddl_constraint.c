/* Constraints (visit_*_constraint of the DDL compilers). */

#include "adapters/alembic/ddl.h"
#include "adapters/alembic/sql.h"
#include "ddl/table.h"
#include "script/py.h"

#include <string.h>

/* Boolean._should_create_constraint, Enum._should_create_constraint, SchemaType._is_impl_for_variant */
static ScriptStatus type_wants_check (ScriptRuntime *runtime, const SaConstraint *constraint, gboolean *wants)
{
    const SaDialect *dialect = sa_dialect (runtime);
    gboolean has_native = constraint->type->class->affinity == SA_AFFINITY_BOOLEAN
                              ? dialect->dialect == DIALECT_POSTGRESQL
                              : constraint->type->native && dialect->dialect != DIALECT_SQLITE;
    const SaType *type;

    SCRIPT_TRY (sa_type_resolve (runtime, constraint->column->type, dialect, &type));
    *wants = type == constraint->type && !has_native;
    return SCRIPT_NORMAL;
}

ScriptStatus ddl_constraint_is_written (ScriptRuntime *runtime, const SaConstraint *constraint, gboolean *written)
{
    *written = TRUE;
    return constraint->type ? type_wants_check (runtime, constraint, written) : SCRIPT_NORMAL;
}

static ScriptStatus append_preamble (ScriptRuntime *runtime, const SaConstraint *constraint, GString *out)
{
    SaName name = constraint->name;

    if (constraint->unnamed_type && constraint->table)
        SCRIPT_TRY (sa_name_constraint (runtime, (SaConstraint *)constraint, constraint->table, &name));
    if (!name.text)
        return SCRIPT_NORMAL;
    g_string_append (out, "CONSTRAINT ");
    SCRIPT_TRY (ddl_append_name (runtime, &name, out));
    g_string_append_c (out, ' ');
    return SCRIPT_NORMAL;
}

static ScriptStatus append_deferrability (ScriptRuntime *runtime, const SaConstraint *constraint, GString *out)
{
    if (constraint->deferrable != SA_DEFAULT)
        g_string_append (out, constraint->deferrable == SA_TRUE ? " DEFERRABLE" : " NOT DEFERRABLE");
    return ddl_append_phrase (runtime, " INITIALLY ", constraint->initially, out);
}

static void append_columns (ScriptRuntime *runtime, const SaConstraint *constraint, const GPtrArray *keys, GString *out)
{
    for (guint i = 0; i < keys->len; i++)
    {
        const SaColumn *column = sa_table_column (constraint->table, g_ptr_array_index (keys, i));

        if (i > 0)
            g_string_append (out, ", ");
        sa_append (sa_dialect (runtime), out, &column->name);
    }
}

/* PGDDLCompiler._define_include */
static ScriptStatus append_include (ScriptRuntime *runtime, const GArray *options, GString *out)
{
    Value include = sa_option (options, sa_dialect (runtime), "include");
    GPtrArray *names;

    if (sa_dialect (runtime)->dialect != DIALECT_POSTGRESQL || sa_truth (include) != SA_TRUE)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (sa_names (runtime, include, &names));
    for (guint i = 0; i < names->len; i++)
    {
        g_string_append (out, i > 0 ? ", " : " INCLUDE (");
        sa_append_name (sa_dialect (runtime), out, g_ptr_array_index (names, i));
    }
    if (names->len > 0)
        g_string_append_c (out, ')');
    return SCRIPT_NORMAL;
}

static void append_conflict (ScriptRuntime *runtime, const SaConstraint *constraint, const char *of_column,
                             GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);
    const char *action;

    if (dialect->dialect != DIALECT_SQLITE)
        return;
    action = sa_text (runtime, sa_option (constraint->options, dialect, "on_conflict"));
    if (!action && of_column && constraint->columns->len == 1)
    {
        const SaColumn *column = sa_table_column (constraint->table, g_ptr_array_index (constraint->columns, 0));

        action = sa_text (runtime, sa_option (column->options, dialect, of_column));
    }
    if (action)
        g_string_append_printf (out, " ON CONFLICT %s", action);
}

/* The columns of a primary key; the numbered one first when the columns made the key (columns_autoinc_first). */
static void append_key_columns (ScriptRuntime *runtime, const SaConstraint *constraint, GString *out)
{
    g_autoptr (GPtrArray) keys = g_ptr_array_new ();
    const SaColumn *first = constraint->implicit ? sa_table_autoincrement (constraint->table) : NULL;

    if (first)
        g_ptr_array_add (keys, (gpointer)first->key);
    for (guint i = 0; i < constraint->columns->len; i++)
        if (!first || strcmp (first->key, g_ptr_array_index (constraint->columns, i)) != 0)
            g_ptr_array_add (keys, g_ptr_array_index (constraint->columns, i));
    append_columns (runtime, constraint, keys, out);
}

static ScriptStatus append_primary_key (ScriptRuntime *runtime, const SaConstraint *constraint, GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);
    const char *using;

    if (constraint->columns->len == 0)
        return SCRIPT_NORMAL;
    if (dialect->dialect == DIALECT_SQLITE && constraint->columns->len == 1)
    {
        const SaColumn *column = sa_table_column (constraint->table, g_ptr_array_index (constraint->columns, 0));

        if (column->primary_key && ddl_sqlite_inline_key (runtime, constraint->table, column))
            return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (append_preamble (runtime, constraint, out));
    g_string_append (out, "PRIMARY KEY (");
    append_key_columns (runtime, constraint, out);
    g_string_append_c (out, ')');
    SCRIPT_TRY (append_include (runtime, constraint->options, out));
    SCRIPT_TRY (append_deferrability (runtime, constraint, out));
    append_conflict (runtime, constraint, "on_conflict_primary_key", out);
    using =
        dialect->dialect == DIALECT_MYSQL ? sa_text (runtime, sa_option (constraint->options, dialect, "using")) : NULL;
    if (using)
    {
        g_string_append (out, " USING ");
        sa_append_name (dialect, out, using);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus append_unique (ScriptRuntime *runtime, const SaConstraint *constraint, GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);

    if (constraint->columns->len == 0)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (append_preamble (runtime, constraint, out));
    g_string_append (out, "UNIQUE ");
    if (dialect->dialect == DIALECT_POSTGRESQL)
    {
        SaTruth distinct = sa_truth (sa_option (constraint->options, dialect, "nulls_not_distinct"));

        if (distinct != SA_DEFAULT)
            g_string_append (out, distinct == SA_TRUE ? "NULLS NOT DISTINCT " : "NULLS DISTINCT ");
    }
    g_string_append_c (out, '(');
    append_columns (runtime, constraint, constraint->columns, out);
    g_string_append_c (out, ')');
    SCRIPT_TRY (append_include (runtime, constraint->options, out));
    SCRIPT_TRY (append_deferrability (runtime, constraint, out));
    append_conflict (runtime, constraint, "on_conflict_unique", out);
    return SCRIPT_NORMAL;
}

ScriptStatus ddl_append_reference (ScriptRuntime *runtime, const SaConstraint *constraint, GString *out)
{
    const SaReference *reference = &constraint->reference;

    if (reference->match && sa_dialect (runtime)->dialect == DIALECT_MYSQL)
        return sql_raise (
            runtime, "CompileError",
            "MySQL ignores the 'MATCH' keyword while at the same time causes ON UPDATE/ON DELETE clauses to "
            "be ignored.");
    SCRIPT_TRY (ddl_append_phrase (runtime, " MATCH ", reference->match, out));
    SCRIPT_TRY (ddl_append_phrase (runtime, " ON DELETE ", reference->on_delete, out));
    SCRIPT_TRY (ddl_append_phrase (runtime, " ON UPDATE ", reference->on_update, out));
    return append_deferrability (runtime, constraint, out);
}

static void append_not_valid (ScriptRuntime *runtime, const SaConstraint *constraint, GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);

    if (dialect->dialect == DIALECT_POSTGRESQL &&
        sa_truth (sa_option (constraint->options, dialect, "not_valid")) == SA_TRUE)
        g_string_append (out, " NOT VALID");
}

static ScriptStatus append_foreign_key (ScriptRuntime *runtime, const SaConstraint *constraint, GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);
    const SaTarget *first;
    SaName schema, table;

    if (constraint->targets->len == 0)
        return SCRIPT_NORMAL;
    first = &g_array_index (constraint->targets, SaTarget, 0);
    if (dialect->dialect == DIALECT_SQLITE && g_strcmp0 (first->schema, constraint->table->schema.text) != 0)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (append_preamble (runtime, constraint, out));
    g_string_append (out, "FOREIGN KEY(");
    append_columns (runtime, constraint, constraint->columns, out);
    g_string_append (out, ") REFERENCES ");
    schema = sa_name_of (dialect->dialect == DIALECT_SQLITE ? NULL : first->schema);
    table = sa_name_of (first->table);
    sa_append_path (dialect, out, &schema, &table);
    g_string_append (out, " (");
    for (guint i = 0; i < constraint->targets->len; i++)
    {
        const char *column = g_array_index (constraint->targets, SaTarget, i).column;

        if (i > 0)
            g_string_append (out, ", ");
        sa_append_name (dialect, out, column ? column : g_ptr_array_index (constraint->columns, i));
    }
    g_string_append_c (out, ')');
    SCRIPT_TRY (ddl_append_reference (runtime, constraint, out));
    append_not_valid (runtime, constraint, out);
    return SCRIPT_NORMAL;
}

/* column IN (...) of an Enum, a Boolean. */
static void append_type_check (ScriptRuntime *runtime, const SaConstraint *constraint, GString *out)
{
    const SaType *type = constraint->type;

    sa_append (sa_dialect (runtime), out, &constraint->column->name);
    g_string_append (out, " IN (");
    if (type->class->affinity == SA_AFFINITY_BOOLEAN)
        g_string_append (out, "0, 1");
    for (guint i = 0; i < type->n_values; i++)
    {
        if (i > 0)
            g_string_append (out, ", ");
        sa_append_literal (sa_dialect (runtime), out, type->values[i]);
    }
    g_string_append_c (out, ')');
}

static ScriptStatus append_check (ScriptRuntime *runtime, const SaConstraint *constraint, GString *out)
{
    if (constraint->column_level && sa_dialect (runtime)->dialect == DIALECT_SQLITE &&
        sa_text (runtime, sa_option (constraint->options, sa_dialect (runtime), "on_conflict")))
        return sql_raise (runtime, "CompileError",
                          "SQLite does not support on conflict clause for column check constraint");
    SCRIPT_TRY (append_preamble (runtime, constraint, out));
    g_string_append (out, "CHECK (");
    if (constraint->type)
        append_type_check (runtime, constraint, out);
    else
        SCRIPT_TRY (sql_render (runtime, constraint->expression, sa_dialect (runtime),
                                SQL_RENDER_LITERALS | SQL_RENDER_NO_TABLES, out));
    g_string_append_c (out, ')');
    SCRIPT_TRY (append_deferrability (runtime, constraint, out));
    if (!constraint->column_level)
    {
        append_not_valid (runtime, constraint, out);
        append_conflict (runtime, constraint, NULL, out);
    }
    return SCRIPT_NORMAL;
}

/* PGDDLCompiler.visit_exclude_constraint */
static ScriptStatus append_exclude (ScriptRuntime *runtime, const SaConstraint *constraint, GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);
    g_autofree char *using = g_ascii_strdown (constraint->using, -1);

    if (dialect->dialect != DIALECT_POSTGRESQL)
        return sql_raise (runtime, "UnsupportedCompilationError", "only PostgreSQL has ExcludeConstraint");
    SCRIPT_TRY (append_preamble (runtime, constraint, out));
    g_string_append_printf (out, "EXCLUDE USING %s (", using);
    for (guint i = 0; i < constraint->exclusions->len; i++)
    {
        const SaExclusion *part = &g_array_index (constraint->exclusions, SaExclusion, i);
        const Value *ops = constraint->ops.kind == VALUE_EMPTY || !part->column
                               ? NULL
                               : py_dict_get (value_map (constraint->ops), part->column);

        if (i > 0)
            g_string_append (out, ", ");
        if (part->column)
            sa_append_name (dialect, out, part->column);
        else
            SCRIPT_TRY (
                sql_render (runtime, part->expression, dialect, SQL_RENDER_LITERALS | SQL_RENDER_NO_TABLES, out));
        if (ops)
            g_string_append_printf (out, " %s", sa_text (runtime, *ops));
        g_string_append_printf (out, " WITH %s", part->operator);
    }
    g_string_append_c (out, ')');
    if (constraint->where)
    {
        g_string_append (out, " WHERE (");
        SCRIPT_TRY (sql_render (runtime, constraint->where, dialect, SQL_RENDER_LITERALS, out));
        g_string_append_c (out, ')');
    }
    return append_deferrability (runtime, constraint, out);
}

ScriptStatus ddl_append_constraint (ScriptRuntime *runtime, const SaConstraint *constraint, GString *out)
{
    gboolean written;

    SCRIPT_TRY (ddl_constraint_is_written (runtime, constraint, &written));
    if (!written)
        return SCRIPT_NORMAL;
    switch (constraint->kind)
    {
    case SA_CONSTRAINT_PRIMARY_KEY:
        return append_primary_key (runtime, constraint, out);
    case SA_CONSTRAINT_FOREIGN_KEY:
        return append_foreign_key (runtime, constraint, out);
    case SA_CONSTRAINT_UNIQUE:
        return append_unique (runtime, constraint, out);
    case SA_CONSTRAINT_CHECK:
        return append_check (runtime, constraint, out);
    case SA_CONSTRAINT_EXCLUDE:
        return append_exclude (runtime, constraint, out);
    case SA_CONSTRAINT_ANY:
        break;
    }
    return script_refuse (runtime, "a constraint without a type can't be written");
}
