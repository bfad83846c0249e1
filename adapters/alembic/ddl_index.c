/* CREATE INDEX, DROP INDEX. */

#include "adapters/alembic/ddl.h"
#include "adapters/alembic/sql.h"
#include "script/py.h"

#include <string.h>

static Value option (ScriptRuntime *runtime, const SaIndex *index, const char *name)
{
    return sa_option (index->options, sa_dialect (runtime), name);
}

static ScriptStatus append_index_name (ScriptRuntime *runtime, const SaIndex *index, gboolean with_schema, GString *out)
{
    if (!index->name.text)
        return sql_raise (runtime, "CompileError", "CREATE INDEX requires that the index have a name");
    if (with_schema && index->table->schema.text)
    {
        sa_append (sa_dialect (runtime), out, &index->table->schema);
        g_string_append_c (out, '.');
    }
    return ddl_append_name (runtime, &index->name, out);
}

/* MySQL wants parentheses around expressions (MySQLDDLCompiler.visit_create_index). */
static gboolean wants_parentheses (const SaDialect *dialect, const SqlElement *expression)
{
    if (dialect->dialect != DIALECT_MYSQL)
        return FALSE;
    return expression->kind == ELEMENT_BINARY || expression->kind == ELEMENT_FUNCTION ||
           expression->kind == ELEMENT_UNARY;
}

static ScriptStatus append_part (ScriptRuntime *runtime, const SaIndex *index, const SaIndexPart *part, GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);
    SqlRenderFlags flags = SQL_RENDER_LITERALS | SQL_RENDER_NO_TABLES;

    if (part->column)
    {
        sa_append (dialect, out, &sa_table_column (index->table, part->column)->name);
        return SCRIPT_NORMAL;
    }
    if (dialect->dialect == DIALECT_POSTGRESQL)
        flags |= SQL_RENDER_GROUPED;
    if (!wants_parentheses (dialect, part->expression))
        return sql_render (runtime, part->expression, dialect, flags, out);
    g_string_append_c (out, '(');
    SCRIPT_TRY (sql_render (runtime, part->expression, dialect, flags, out));
    g_string_append_c (out, ')');
    return SCRIPT_NORMAL;
}

/* mysql_length: a number for all, or a dict by name. */
static ScriptStatus append_length (ScriptRuntime *runtime, const SaIndexPart *part, const char *text, Value length,
                                   GString *out)
{
    const ScriptMap *map = value_map (length);
    Value value = length;
    SaNumber number;

    if (map)
    {
        const Value *found = part->column ? py_dict_get ((ScriptMap *)map, part->column) : NULL;

        found = found ? found : py_dict_get ((ScriptMap *)map, text);
        value = found ? *found : EMPTY_VALUE;
    }
    SCRIPT_TRY (sa_big_number (runtime, value, "mysql_length", &number));
    if (number.given)
        g_string_append_printf (out, "(%" G_GINT64_FORMAT ")", number.value);
    return SCRIPT_NORMAL;
}

static ScriptStatus append_parts (ScriptRuntime *runtime, const SaIndex *index, GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);
    Value length = dialect->dialect == DIALECT_MYSQL ? option (runtime, index, "length") : EMPTY_VALUE;
    Value ops = dialect->dialect == DIALECT_POSTGRESQL ? option (runtime, index, "ops") : EMPTY_VALUE;

    g_string_append_c (out, '(');
    for (guint i = 0; i < index->parts->len; i++)
    {
        const SaIndexPart *part = &g_array_index (index->parts, SaIndexPart, i);
        gsize start = out->len + (i > 0 ? 2 : 0);
        const char *key = part->column;
        const Value *class;

        if (i > 0)
            g_string_append (out, ", ");
        SCRIPT_TRY (append_part (runtime, index, part, out));
        if (length.kind != VALUE_EMPTY && length.kind != VALUE_NULL)
            SCRIPT_TRY (append_length (runtime, part, out->str + start, length, out));
        if (!key && part->expression)
            key = part->expression->kind == ELEMENT_LABEL ? part->expression->name : NULL;
        class = key && value_map (ops) ? py_dict_get (value_map (ops), key) : NULL;
        if (class)
            g_string_append_printf (out, " %s", sa_text (runtime, *class));
    }
    g_string_append_c (out, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus append_where (ScriptRuntime *runtime, const SaIndex *index, GString *out)
{
    Value where = option (runtime, index, "where");
    SqlElement *expression;

    if (where.kind == VALUE_EMPTY || where.kind == VALUE_NULL)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (sa_ddl_expression (runtime, where, &expression));
    g_string_append (out, " WHERE ");
    return sql_render (runtime, expression, sa_dialect (runtime), SQL_RENDER_LITERALS | SQL_RENDER_NO_TABLES, out);
}

static ScriptStatus append_postgresql_options (ScriptRuntime *runtime, const SaIndex *index, GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);
    Value include = option (runtime, index, "include"), settings = option (runtime, index, "with");
    SaTruth distinct = sa_truth (option (runtime, index, "nulls_not_distinct"));
    const char *tablespace = sa_text (runtime, option (runtime, index, "tablespace"));
    GPtrArray *names = NULL;

    if (sa_truth (include) == SA_TRUE)
        SCRIPT_TRY (sa_names (runtime, include, &names));
    for (guint i = 0; names && i < names->len; i++)
    {
        g_string_append (out, i > 0 ? ", " : " INCLUDE (");
        sa_append_name (dialect, out, g_ptr_array_index (names, i));
        if (i + 1 == names->len)
            g_string_append_c (out, ')');
    }
    if (distinct != SA_DEFAULT)
        g_string_append (out, distinct == SA_TRUE ? " NULLS NOT DISTINCT" : " NULLS DISTINCT");
    if (value_map (settings) && py_map_length (value_map (settings)) > 0)
    {
        g_string_append (out, " WITH (");
        SCRIPT_TRY (ddl_append_settings (runtime, settings, out));
        g_string_append_c (out, ')');
    }
    if (tablespace)
    {
        g_string_append (out, " TABLESPACE ");
        sa_append_name (dialect, out, tablespace);
    }
    return append_where (runtime, index, out);
}

static ScriptStatus append_using (ScriptRuntime *runtime, const SaIndex *index, GString *out)
{
    const char *using = sa_text (runtime, option (runtime, index, "using"));
    g_autofree char *lower = using ? g_ascii_strdown (using, -1) : NULL;

    if (!using)
        return SCRIPT_NORMAL;
    if (using[strspn (using, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] != '\0')
        return sql_raise (runtime, "CompileError", "Unexpected SQL phrase: '%s'", using);
    g_string_append_printf (out, "USING %s ", lower);
    return SCRIPT_NORMAL;
}

static ScriptStatus append_postgresql (ScriptRuntime *runtime, const SaIndex *index, gboolean if_not_exists,
                                       GString *out)
{
    g_string_append (out, "INDEX ");
    if (sa_truth (option (runtime, index, "concurrently")) == SA_TRUE)
        g_string_append (out, "CONCURRENTLY ");
    if (if_not_exists)
        g_string_append (out, "IF NOT EXISTS ");
    SCRIPT_TRY (append_index_name (runtime, index, FALSE, out));
    g_string_append (out, " ON ");
    ddl_append_table (sa_dialect (runtime), out, index->table);
    g_string_append_c (out, ' ');
    SCRIPT_TRY (append_using (runtime, index, out));
    SCRIPT_TRY (append_parts (runtime, index, out));
    return append_postgresql_options (runtime, index, out);
}

static ScriptStatus append_mysql (ScriptRuntime *runtime, const SaIndex *index, gboolean if_not_exists, GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);
    const char *prefix = sa_text (runtime, option (runtime, index, "prefix"));
    const char *parser = sa_text (runtime, option (runtime, index, "with_parser"));
    const char *using = sa_text (runtime, option (runtime, index, "using"));

    if (prefix && *prefix)
        g_string_append_printf (out, "%s ", prefix);
    g_string_append (out, if_not_exists ? "INDEX IF NOT EXISTS " : "INDEX ");
    SCRIPT_TRY (append_index_name (runtime, index, FALSE, out));
    g_string_append (out, " ON ");
    ddl_append_table (dialect, out, index->table);
    g_string_append_c (out, ' ');
    SCRIPT_TRY (append_parts (runtime, index, out));
    if (parser)
        g_string_append_printf (out, " WITH PARSER %s", parser);
    if (using)
    {
        g_string_append (out, " USING ");
        sa_append_name (dialect, out, using);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus append_sqlite (ScriptRuntime *runtime, const SaIndex *index, gboolean if_not_exists, GString *out)
{
    g_string_append (out, if_not_exists ? "INDEX IF NOT EXISTS " : "INDEX ");
    SCRIPT_TRY (append_index_name (runtime, index, TRUE, out));
    g_string_append (out, " ON ");
    sa_append (sa_dialect (runtime), out, &index->table->name);
    g_string_append_c (out, ' ');
    SCRIPT_TRY (append_parts (runtime, index, out));
    return append_where (runtime, index, out);
}

ScriptStatus ddl_append_create_index (ScriptRuntime *runtime, const SaIndex *index, gboolean if_not_exists,
                                      GString *out)
{
    g_string_append (out, index->unique ? "CREATE UNIQUE " : "CREATE ");
    switch (sa_dialect (runtime)->dialect)
    {
    case DIALECT_POSTGRESQL:
        return append_postgresql (runtime, index, if_not_exists, out);
    case DIALECT_MYSQL:
        return append_mysql (runtime, index, if_not_exists, out);
    case DIALECT_SQLITE:
        return append_sqlite (runtime, index, if_not_exists, out);
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

ScriptStatus ddl_append_drop_index (ScriptRuntime *runtime, const SaIndex *index, gboolean if_exists, GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);
    gboolean mysql = dialect->dialect == DIALECT_MYSQL;

    if (!index->name.text)
        return sql_raise (runtime, "CompileError", "DROP INDEX requires that the index have a name");
    g_string_append (out, "DROP INDEX ");
    if (dialect->dialect == DIALECT_POSTGRESQL && sa_truth (option (runtime, index, "concurrently")) == SA_TRUE)
        g_string_append (out, "CONCURRENTLY ");
    if (if_exists)
        g_string_append (out, "IF EXISTS ");
    SCRIPT_TRY (append_index_name (runtime, index, !mysql, out));
    if (mysql)
    {
        g_string_append (out, " ON ");
        ddl_append_table (dialect, out, index->table);
    }
    return SCRIPT_NORMAL;
}
