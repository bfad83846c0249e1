/* A column's specification (get_column_specification of the DDL compilers). */

#include "adapters/alembic/ddl.h"
#include "adapters/alembic/sql.h"

#include <string.h>

ScriptStatus ddl_append_server_default (ScriptRuntime *runtime, const SaServerDefault *value, GString *out)
{
    if (value->kind == SA_SERVER_DEFAULT_TEXT)
        sa_append_literal (sa_dialect (runtime), out, value->text);
    else if (value->kind == SA_SERVER_DEFAULT_ELEMENT)
        return sql_render (runtime, value->element, sa_dialect (runtime), SQL_RENDER_LITERALS, out);
    return SCRIPT_NORMAL;
}

static gboolean has_default_text (const SaServerDefault *value)
{
    return value->kind == SA_SERVER_DEFAULT_TEXT || value->kind == SA_SERVER_DEFAULT_ELEMENT;
}

static gboolean begins_quoted (const char *text)
{
    while (g_ascii_isspace (*text))
        text++;
    return *text == '\'' || *text == '"' || *text == '(';
}

static gboolean has_no_word_character (const char *text)
{
    return g_regex_match_simple ("\\W", text, 0, 0);
}

/* MySQL has expressions as defaults in parentheses alone (MySQLDDLCompiler.get_column_specification). */
static gboolean mysql_wants_parentheses (const SaDialect *dialect, const char *text)
{
    guint least = dialect->mariadb ? 100201 : 80013;

    return dialect->version >= least && !begins_quoted (text) &&
           !g_regex_match_simple ("ON +UPDATE", text, G_REGEX_CASELESS, 0) &&
           !g_regex_match_simple ("^(?:\\bnow\\(\\d+\\)|\\bcurrent_timestamp\\(\\d+\\))", text, G_REGEX_CASELESS, 0) &&
           has_no_word_character (text);
}

static ScriptStatus append_default (ScriptRuntime *runtime, const SaColumn *column, GString *out)
{
    g_autoptr (GString) text = g_string_new (NULL);
    const SaDialect *dialect = sa_dialect (runtime);
    gboolean parentheses = FALSE;

    if (!has_default_text (&column->server_default))
        return SCRIPT_NORMAL;
    SCRIPT_TRY (ddl_append_server_default (runtime, &column->server_default, text));
    if (dialect->dialect == DIALECT_MYSQL)
        parentheses = mysql_wants_parentheses (dialect, text->str);
    else if (dialect->dialect == DIALECT_SQLITE)
        parentheses = !begins_quoted (text->str) && has_no_word_character (text->str);
    g_string_append_printf (out, parentheses ? " DEFAULT (%s)" : " DEFAULT %s", text->str);
    return SCRIPT_NORMAL;
}

static ScriptStatus append_computed (ScriptRuntime *runtime, const SaColumn *column, GString *out)
{
    const SaComputed *computed = column->server_default.computed;
    const SaDialect *dialect = sa_dialect (runtime);
    gboolean stored_only = dialect->dialect == DIALECT_POSTGRESQL && dialect->version < 180000;

    if (column->server_default.kind != SA_SERVER_DEFAULT_COMPUTED)
        return SCRIPT_NORMAL;
    if (stored_only && computed->persisted == SA_FALSE)
        return sql_raise (runtime, "CompileError",
                          "PostrgreSQL computed columns do not support 'virtual' persistence; set the 'persisted' flag "
                          "to None or True for PostgreSQL support.");
    g_string_append (out, " GENERATED ALWAYS AS (");
    SCRIPT_TRY (sql_render (runtime, computed->expression, dialect, SQL_RENDER_LITERALS | SQL_RENDER_NO_TABLES, out));
    g_string_append_c (out, ')');
    if (stored_only || computed->persisted == SA_TRUE)
        g_string_append (out, " STORED");
    else if (computed->persisted == SA_FALSE)
        g_string_append (out, " VIRTUAL");
    return SCRIPT_NORMAL;
}

ScriptStatus ddl_append_identity (ScriptRuntime *runtime, const SaIdentity *identity, GString *out)
{
    g_autoptr (GString) options = g_string_new (NULL);

    g_string_append_printf (out, "GENERATED %s AS IDENTITY", identity->always == SA_TRUE ? "ALWAYS" : "BY DEFAULT");
    ddl_append_sequence_options (&identity->options, sa_dialect (runtime), options);
    if (options->len > 0)
        g_string_append_printf (out, " (%s)", options->str);
    return SCRIPT_NORMAL;
}

static gboolean is_numbered (const SaColumn *column)
{
    return column->table && column->primary_key && sa_table_autoincrement (column->table) == column;
}

static ScriptStatus append_postgresql (ScriptRuntime *runtime, const SaColumn *column, GString *out)
{
    gboolean identity = column->server_default.kind == SA_SERVER_DEFAULT_IDENTITY;
    const SaType *type;

    SCRIPT_TRY (sa_type_resolve (runtime, column->type, sa_dialect (runtime), &type));
    g_string_append_c (out, ' ');
    if (is_numbered (column) && !identity && !column->has_default && (!column->sequence || column->sequence->optional))
        g_string_append (out, type && type->class->flags & SA_TYPE_BIG     ? "BIGSERIAL"
                              : type && type->class->flags & SA_TYPE_SMALL ? "SMALLSERIAL"
                                                                           : "SERIAL");
    else
    {
        SCRIPT_TRY (sa_type_compile (runtime, column->type, sa_dialect (runtime), out));
        SCRIPT_TRY (append_default (runtime, column, out));
    }
    SCRIPT_TRY (append_computed (runtime, column, out));
    if (identity)
    {
        g_string_append_c (out, ' ');
        SCRIPT_TRY (ddl_append_identity (runtime, column->server_default.identity, out));
    }
    if (column->nullable == identity)
        g_string_append (out, identity ? " NULL" : " NOT NULL");
    return SCRIPT_NORMAL;
}

static ScriptStatus append_mysql (ScriptRuntime *runtime, const SaColumn *column, GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);
    gboolean computed = column->server_default.kind == SA_SERVER_DEFAULT_COMPUTED;
    gboolean nullable = column->nullable || (dialect->mariadb && computed && !column->nullable_given);
    const SaType *type;

    SCRIPT_TRY (sa_type_resolve (runtime, column->type, dialect, &type));
    g_string_append_c (out, ' ');
    SCRIPT_TRY (sa_type_compile (runtime, column->type, dialect, out));
    SCRIPT_TRY (append_computed (runtime, column, out));
    if (!nullable)
        g_string_append (out, " NOT NULL");
    else if (column->nullable && type && type->class->flags & SA_TYPE_TIMESTAMP)
        g_string_append (out, " NULL");
    if (column->comment)
    {
        g_string_append (out, " COMMENT ");
        sa_append_literal (dialect, out, column->comment);
    }
    if (is_numbered (column) &&
        (column->server_default.kind == SA_SERVER_DEFAULT_NONE ||
         column->server_default.kind == SA_SERVER_DEFAULT_IDENTITY) &&
        !(dialect->mariadb && column->sequence && !column->sequence->optional))
    {
        g_string_append (out, " AUTO_INCREMENT");
        return SCRIPT_NORMAL;
    }
    return append_default (runtime, column, out);
}

static void append_conflict (ScriptRuntime *runtime, const GArray *options, const char *name, GString *out)
{
    const char *action = sa_text (runtime, sa_option (options, sa_dialect (runtime), name));

    if (action)
        g_string_append_printf (out, " ON CONFLICT %s", action);
}

static ScriptStatus append_sqlite (ScriptRuntime *runtime, const SaColumn *column, GString *out)
{
    const SaTable *table = column->table;

    g_string_append_c (out, ' ');
    SCRIPT_TRY (sa_type_compile (runtime, column->type, sa_dialect (runtime), out));
    SCRIPT_TRY (append_default (runtime, column, out));
    if (!column->nullable)
    {
        g_string_append (out, " NOT NULL");
        append_conflict (runtime, column->options, "on_conflict_not_null", out);
    }
    if (column->primary_key && table)
    {
        if (column->autoincrement == SA_AUTOINCREMENT_TRUE && table->primary_key->columns->len != 1)
            return sql_raise (runtime, "CompileError",
                              "SQLite does not support autoincrement for composite primary keys");
        if (ddl_sqlite_inline_key (runtime, table, column))
        {
            g_string_append (out, " PRIMARY KEY");
            append_conflict (runtime, column->options, "on_conflict_primary_key", out);
            g_string_append (out, " AUTOINCREMENT");
        }
    }
    return append_computed (runtime, column, out);
}

gboolean ddl_sqlite_inline_key (ScriptRuntime *runtime, const SaTable *table, const SaColumn *column)
{
    return sa_truth (sa_option (table->options, sa_dialect (runtime), "autoincrement")) == SA_TRUE &&
           table->primary_key->columns->len == 1 && sa_type_affinity (column->type) == SA_AFFINITY_INTEGER &&
           column->foreign_keys->len == 0;
}

ScriptStatus ddl_append_column (ScriptRuntime *runtime, const SaColumn *column, GString *out)
{
    sa_append (sa_dialect (runtime), out, &column->name);
    switch (sa_dialect (runtime)->dialect)
    {
    case DIALECT_POSTGRESQL:
        return append_postgresql (runtime, column, out);
    case DIALECT_MYSQL:
        return append_mysql (runtime, column, out);
    case DIALECT_SQLITE:
        return append_sqlite (runtime, column, out);
    }
    g_return_val_if_reached (SCRIPT_STOP);
}
