/* Expressions as SQL (sql/compiler.py, visit_*). */

#include "adapters/alembic/sql_compile.h"
#include "adapters/alembic/sql_value.h"

#include <string.h>

const char *sql_anonymous (Compiler *compiler, gconstpointer element, const char *body)
{
    const char *name = g_hash_table_lookup (compiler->names, element);
    g_autofree char *text = NULL;
    guint count;

    if (name)
        return name;
    count = GPOINTER_TO_UINT (g_hash_table_lookup (compiler->counters, body)) + 1;
    g_hash_table_insert (compiler->counters, g_strdup (body), GUINT_TO_POINTER (count));
    text = g_strdup_printf ("%s_%u", body, count);
    name = script_strdup (compiler->runtime, text);
    g_hash_table_insert (compiler->names, (gpointer)element, (gpointer)name);
    return name;
}

const char *sql_body_of (const SqlElement *element)
{
    switch ((int)element->kind)
    {
    case ELEMENT_COLUMN:
    case ELEMENT_LITERAL_COLUMN:
    case ELEMENT_FUNCTION:
        return element->name;
    case ELEMENT_LABEL:
        return element->name ? element->name : sql_body_of (element->left);
    case ELEMENT_CAST:
    case ELEMENT_TYPE_COERCE:
        return element->left->kind == ELEMENT_COLUMN ? element->left->name : "anon";
    case ELEMENT_GROUPING:
        return sql_body_of (element->left);
    default:
        return "anon";
    }
}

ScriptStatus sql_compile_list (Compiler *compiler, SqlElement *const *items, guint n, const char *separator,
                               Place place)
{
    gsize start = compiler->out->len;

    for (guint i = 0; i < n; i++)
    {
        gsize before = compiler->out->len;

        gsize at;

        if (before > start)
            g_string_append (compiler->out, separator);
        at = compiler->out->len;
        SCRIPT_TRY (sql_compile_element (compiler, items[i], place));
        if (compiler->out->len == at)
            g_string_truncate (compiler->out, before);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus append_bind (Compiler *compiler, const SqlElement *bind, Place place)
{
    SqlBind entry = { .bind = bind };

    if ((place | compiler->always) & WITH_LITERALS || !compiler->statement)
    {
        if (bind->value.kind == VALUE_EMPTY)
        {
            g_string_append (compiler->out, "NULL");
            return SCRIPT_NORMAL;
        }
        if (bind->flags & ELEMENT_EXPANDING)
        {
            ScriptList *list;

            SCRIPT_TRY (py_items (compiler->runtime, bind->value, &list));
            g_string_append_c (compiler->out, '(');
            for (guint i = 0; i < list->length; i++)
            {
                if (i > 0)
                    g_string_append (compiler->out, ", ");
                SCRIPT_TRY (sql_render_literal (compiler->runtime, list->items[i], bind->type, compiler->dialect,
                                                compiler->out));
            }
            if (list->length == 0)
                g_string_append (compiler->out, bind->op == SQL_OP_NOT_IN ? "NULL) OR (1 = 1" : "NULL) AND (1 != 1");
            g_string_append_c (compiler->out, ')');
            return SCRIPT_NORMAL;
        }
        return sql_render_literal (compiler->runtime, bind->value, bind->type, compiler->dialect, compiler->out);
    }
    if (bind->flags & ELEMENT_UNIQUE)
        sql_anonymous (compiler, bind, bind->name ? bind->name : "param");
    if (bind->flags & ELEMENT_EXPANDING)
        g_string_append_c (compiler->out, '(');
    entry.offset = compiler->out->len;
    g_array_append_val (compiler->statement->binds, entry);
    g_string_append_c (compiler->out, '?');
    SCRIPT_TRY (sql_bind_cast (compiler->runtime, bind, compiler->dialect, compiler->out));
    if (bind->flags & ELEMENT_EXPANDING)
        g_string_append_c (compiler->out, ')');
    return SCRIPT_NORMAL;
}

static gboolean is_word (const char *text, const char *at)
{
    gunichar c;

    if (at < text)
        return FALSE;
    c = g_utf8_get_char (at);
    return c == '_' || g_unichar_isalnum (c);
}

const char *sql_text_parameter (const char *text, const char *at, gsize *length)
{
    const char *end = at + 1;
    const char *before = g_utf8_find_prev_char (text, at);

    if (*at != ':' || (before && (*before == ':' || *before == '\\' || is_word (text, before))))
        return NULL;
    while (*end && is_word (text, end))
        end = g_utf8_next_char (end);
    if (end == at + 1 || *end == ':')
        return NULL;
    *length = (gsize)(end - at - 1);
    return at + 1;
}

static const SqlElement *find_text_bind (const SqlElement *text, const char *name, gsize length)
{
    for (guint i = 0; i < text->n_items; i++)
    {
        const char *key = text->items[i]->name;

        if (strlen (key) == length && strncmp (key, name, length) == 0)
            return text->items[i];
    }
    return NULL;
}

/* `\:` is a colon (BIND_PARAMS_ESC: \\(:\w*)(?![:\w])). The number of bytes that are left away: 1 or 0. */
static gsize is_escape (const char *at)
{
    const char *end;

    if (at[0] != '\\' || at[1] != ':')
        return 0;
    for (end = at + 2; *end && is_word (at, end); end = g_utf8_next_char (end))
        ;
    return *end == ':' ? 0 : 1;
}

static ScriptStatus compile_text (Compiler *compiler, const SqlElement *text, Place place)
{
    for (const char *at = text->name; *at; at++)
    {
        gsize length = 0;
        const char *name = sql_text_parameter (text->name, at, &length);

        if (name)
        {
            const SqlElement *bind = find_text_bind (text, name, length);

            if (!bind)
            {
                g_autofree char *key = g_strndup (name, length);

                bind = sql_bind_new (compiler->runtime, script_strdup (compiler->runtime, key), EMPTY_VALUE, NULL);
            }
            SCRIPT_TRY (append_bind (compiler, bind, place));
            at = name + length - 1;
        }
        else if (!is_escape (at))
            g_string_append_c (compiler->out, *at);
    }
    return SCRIPT_NORMAL;
}

static void append_name (Compiler *compiler, const char *name)
{
    sa_append_name (compiler->dialect, compiler->out, name);
}

static const char *from_name (Compiler *compiler, const SqlElement *from)
{
    gboolean of_table = from->kind == ELEMENT_ALIAS && from->left->kind == ELEMENT_TABLE;

    return from->name ? from->name : sql_anonymous (compiler, from, of_table ? from->left->name : "anon");
}

static void compile_column (Compiler *compiler, const SqlElement *column, Place place)
{
    const SqlElement *table = column->table;

    if (table && !((place | compiler->always) & WITHOUT_TABLE) && table->kind != ELEMENT_JOIN)
    {
        if (table->kind == ELEMENT_TABLE && table->package)
        {
            append_name (compiler, table->package);
            g_string_append_c (compiler->out, '.');
        }
        append_name (compiler, from_name (compiler, table));
        g_string_append_c (compiler->out, '.');
    }
    append_name (compiler, column->name);
}

static ScriptStatus compile_case (Compiler *compiler, const SqlElement *element, Place place)
{
    GString *out = compiler->out;

    g_string_append (out, "CASE ");
    if (element->left)
    {
        SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
        g_string_append_c (out, ' ');
    }
    for (guint i = 0; i + 1 < element->n_items; i += 2)
    {
        g_string_append (out, "WHEN ");
        SCRIPT_TRY (sql_compile_element (compiler, element->items[i], place));
        g_string_append (out, " THEN ");
        SCRIPT_TRY (sql_compile_element (compiler, element->items[i + 1], place));
        g_string_append_c (out, ' ');
    }
    if (element->right)
    {
        g_string_append (out, "ELSE ");
        SCRIPT_TRY (sql_compile_element (compiler, element->right, place));
        g_string_append_c (out, ' ');
    }
    g_string_append (out, "END");
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_cast (Compiler *compiler, const SqlElement *element, Place place)
{
    g_autoptr (GString) type = g_string_new (NULL);
    const char *collate;

    SCRIPT_TRY (sql_cast_type (compiler->runtime, element->type, compiler->dialect, type));
    if (type->len == 0) /* MySQL has no cast to it: left away with a warning */
        return sql_compile_element (compiler, sql_group (compiler->runtime, element->left, SQL_OP_NONE), place);
    collate = is_mysql (compiler) ? NULL : strstr (type->str, " COLLATE ");
    g_string_append (compiler->out, "CAST(");
    SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
    g_string_append (compiler->out, " AS ");
    if (collate)
        g_string_append_len (compiler->out, type->str, collate - type->str);
    else
        g_string_append (compiler->out, type->str);
    g_string_append_printf (compiler->out, ")%s", collate ? collate : "");
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_over (Compiler *compiler, const SqlElement *element, Place place)
{
    gboolean space = FALSE;

    SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
    g_string_append (compiler->out, " OVER (");
    if (element->n_items > 0)
    {
        g_string_append (compiler->out, "PARTITION BY ");
        SCRIPT_TRY (sql_compile_list (compiler, element->items, element->n_items, ", ", place));
        space = TRUE;
    }
    if (element->right && element->right->n_items > 0)
    {
        g_string_append_printf (compiler->out, "%sORDER BY ", space ? " " : "");
        SCRIPT_TRY (sql_compile_list (compiler, element->right->items, element->right->n_items, ", ", place));
        space = TRUE;
    }
    if (element->name) /* "ROWS BETWEEN 1 PRECEDING AND CURRENT ROW" */
        g_string_append_printf (compiler->out, "%s%s", space ? " " : "", element->name);
    g_string_append_c (compiler->out, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_label (Compiler *compiler, const SqlElement *element, Place place)
{
    const char *name = element->name;

    if (!name)
        name = sql_anonymous (compiler, element, sql_body_of (element->left));
    if (place & IN_COLUMNS)
    {
        SCRIPT_TRY (sql_compile_element (compiler, element->left, without (place, IN_COLUMNS)));
        g_string_append (compiler->out, " AS ");
        append_name (compiler, name);
        return SCRIPT_NORMAL;
    }
    if (compiler->label_as_label == element)
    {
        append_name (compiler, name);
        return SCRIPT_NORMAL;
    }
    return sql_compile_element (compiler, element->left, place);
}

static ScriptStatus compile_boolean (Compiler *compiler, const SqlElement *element, Place place)
{
    gboolean native = is_postgresql (compiler) || element->flags & ELEMENT_IMPLICIT_TRUTH;

    if (native && element->op == SQL_OP_IS_FALSE)
        g_string_append (compiler->out, "NOT ");
    SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
    if (!native)
        g_string_append (compiler->out, element->op == SQL_OP_IS_FALSE ? " = 0" : " = 1");
    return SCRIPT_NORMAL;
}

static const char *unary_text (SqlOperator op)
{
    switch ((int)op)
    {
    case SQL_OP_NOT:
        return "NOT ";
    case SQL_OP_NEG:
        return "-";
    case SQL_OP_BIT_NOT:
        return "~";
    case SQL_OP_DISTINCT:
        return "DISTINCT ";
    case SQL_OP_ANY:
        return "ANY ";
    case SQL_OP_ALL:
        return "ALL ";
    case SQL_OP_ASC:
        return " ASC";
    case SQL_OP_DESC:
        return " DESC";
    case SQL_OP_NULLS_FIRST:
        return " NULLS FIRST";
    case SQL_OP_NULLS_LAST:
        return " NULLS LAST";
    default:
        return "";
    }
}

static ScriptStatus compile_chain (Compiler *compiler, const SqlElement *element, Place place)
{
    static const struct
    {
        SqlOperator op;
        const char *text;
    } texts[] = { { SQL_OP_AND, " AND " },
                  { SQL_OP_OR, " OR " },
                  { SQL_OP_ADD, " + " },
                  { SQL_OP_MUL, " * " },
                  { SQL_OP_CONCAT, " || " } };

    place |= IN_OPERATOR;
    if (is_mysql (compiler) && element->op == SQL_OP_CONCAT)
    {
        g_string_append (compiler->out, "concat(");
        SCRIPT_TRY (sql_compile_list (compiler, element->items, element->n_items, ", ", place));
        g_string_append_c (compiler->out, ')');
        return SCRIPT_NORMAL;
    }
    for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
        if (texts[i].op == element->op)
            return sql_compile_list (compiler, element->items, element->n_items, texts[i].text, place);
    g_return_val_if_reached (SCRIPT_STOP);
}

static ScriptStatus compile_array (Compiler *compiler, const SqlElement *element, Place place)
{
    if (!is_postgresql (compiler))
        return sql_raise (compiler->runtime, "UnsupportedCompilationError",
                          "Compiler can't render element of type array");
    if (element->n_items == 0 && element->type)
    {
        g_string_append (compiler->out, "ARRAY[]::");
        return sql_type_text (compiler->runtime, element->type, compiler->dialect, compiler->out);
    }
    g_string_append (compiler->out, "ARRAY[");
    SCRIPT_TRY (sql_compile_list (compiler, element->items, element->n_items, ", ", place));
    g_string_append_c (compiler->out, ']');
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_table (Compiler *compiler, const SqlElement *table, Place place)
{
    if (!(place & (IN_FROM | AS_NAME)))
        return SCRIPT_NORMAL;
    if (table->package && !(place & WITHOUT_SCHEMA))
    {
        append_name (compiler, table->package);
        g_string_append_c (compiler->out, '.');
    }
    append_name (compiler, table->name);
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_alias (Compiler *compiler, const SqlElement *alias, Place place)
{
    if (place & AS_NAME)
    {
        append_name (compiler, from_name (compiler, alias));
        return SCRIPT_NORMAL;
    }
    if (!(place & IN_FROM))
        return sql_compile_element (compiler, alias->left, place);
    if (alias->flags & ELEMENT_LATERAL)
        g_string_append (compiler->out, "LATERAL ");
    if (alias->flags & ELEMENT_SUBQUERY)
        g_string_append_c (compiler->out, '(');
    SCRIPT_TRY (sql_compile_element (compiler, alias->left, place | (alias->flags & ELEMENT_LATERAL ? IN_LATERAL : 0)));
    if (alias->flags & ELEMENT_SUBQUERY)
        g_string_append_c (compiler->out, ')');
    g_string_append (compiler->out, " AS ");
    append_name (compiler, from_name (compiler, alias));
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_join (Compiler *compiler, const SqlElement *join, Place place)
{
    place |= IN_FROM;
    SCRIPT_TRY (sql_compile_element (compiler, join->left, place));
    g_string_append (compiler->out, join->flags & ELEMENT_FULL    ? " FULL OUTER JOIN "
                                    : join->flags & ELEMENT_OUTER ? " LEFT OUTER JOIN "
                                    : is_mysql (compiler)         ? " INNER JOIN "
                                                                  : " JOIN ");
    SCRIPT_TRY (sql_compile_element (compiler, join->right, place));
    g_string_append (compiler->out, " ON ");
    return sql_compile_element (compiler, ((const SqlJoin *)join->detail)->on, without (place, IN_FROM));
}

static ScriptStatus compile_values (Compiler *compiler, const SqlElement *values, Place place)
{
    if (place & IN_FROM)
        g_string_append_c (compiler->out, '(');
    g_string_append (compiler->out, "VALUES ");
    SCRIPT_TRY (sql_compile_list (compiler, values->items, values->n_items, ", ",
                                  without (place, IN_FROM) | (values->flags & ELEMENT_UNIQUE ? WITH_LITERALS : 0)));
    if (!(place & IN_FROM))
        return SCRIPT_NORMAL;
    g_string_append_c (compiler->out, ')');
    if (values->name)
    {
        const SqlElement *columns = values->right;

        g_string_append (compiler->out, " AS ");
        append_name (compiler, values->name);
        g_string_append (compiler->out, " (");
        SCRIPT_TRY (sql_compile_list (compiler, columns->items, columns->n_items, ", ", WITHOUT_TABLE));
        g_string_append_c (compiler->out, ')');
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_excluded (Compiler *compiler, const SqlElement *element)
{
    if (is_mysql (compiler) && compiler->dialect->mariadb)
    {
        g_string_append (compiler->out, "VALUES(");
        append_name (compiler, element->name);
        g_string_append_c (compiler->out, ')');
        return SCRIPT_NORMAL;
    }
    if (is_mysql (compiler))
        g_string_append (compiler->out, compiler->dialect->version >= 80020 ? "new." : "VALUES(");
    else
        g_string_append (compiler->out, "excluded.");
    append_name (compiler, element->name);
    if (is_mysql (compiler) && compiler->dialect->version < 80020)
        g_string_append_c (compiler->out, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus in_parentheses (Compiler *compiler, const SqlElement *element, const char *before, Place place)
{
    g_string_append (compiler->out, before);
    g_string_append_c (compiler->out, '(');
    SCRIPT_TRY (sql_compile_element (compiler, element, place));
    g_string_append_c (compiler->out, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_with_where (Compiler *compiler, const SqlElement *element, const char *between, Place place)
{
    SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
    g_string_append (compiler->out, between);
    SCRIPT_TRY (sql_compile_list (compiler, element->items, element->n_items,
                                  element->kind == ELEMENT_FILTER ? " AND " : ", ", place));
    g_string_append_c (compiler->out, ')');
    return SCRIPT_NORMAL;
}

static void compile_constant (Compiler *compiler, const SqlElement *element)
{
    gboolean truth = element->kind == ELEMENT_TRUE;

    if (is_sqlite (compiler))
        g_string_append (compiler->out, truth ? "1" : "0");
    else
        g_string_append (compiler->out, truth ? "true" : "false");
}

/* What ORDER BY says of a label that the SELECT has: its name. */
static ScriptStatus compile_modifier (Compiler *compiler, const SqlElement *element, Place place)
{
    SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
    g_string_append (compiler->out, unary_text (element->op));
    return SCRIPT_NORMAL;
}

ScriptStatus sql_compile_element (Compiler *compiler, const SqlElement *element, Place place)
{
    switch (element->kind)
    {
    case ELEMENT_TEXT:
        return compile_text (compiler, element, place);
    case ELEMENT_LITERAL_COLUMN:
        if (element->table && !((place | compiler->always) & WITHOUT_TABLE))
        {
            append_name (compiler, from_name (compiler, element->table));
            g_string_append_c (compiler->out, '.');
        }
        g_string_append (compiler->out, element->name);
        return SCRIPT_NORMAL;
    case ELEMENT_COLUMN:
        if (!element->name)
            return script_refuse (compiler->runtime, "a column of a model is out of reach: models are only declared, "
                                                     "name the table by sa.table() or sa.Table()");
        compile_column (compiler, element, place);
        return SCRIPT_NORMAL;
    case ELEMENT_BIND:
        return append_bind (compiler, element, place);
    case ELEMENT_NULL:
        g_string_append (compiler->out, "NULL");
        return SCRIPT_NORMAL;
    case ELEMENT_TRUE:
    case ELEMENT_FALSE:
        compile_constant (compiler, element);
        return SCRIPT_NORMAL;
    case ELEMENT_STAR:
        g_string_append_c (compiler->out, '*');
        return SCRIPT_NORMAL;
    case ELEMENT_FUNCTION:
        return sql_compile_function (compiler, element, place);
    case ELEMENT_CAST:
        return compile_cast (compiler, element, without (place, IN_COLUMNS));
    case ELEMENT_TYPE_COERCE:
        return sql_compile_element (compiler, element->left, place);
    case ELEMENT_CASE:
        return compile_case (compiler, element, without (place, IN_COLUMNS));
    case ELEMENT_UNARY:
        g_string_append (compiler->out, unary_text (element->op));
        return sql_compile_element (compiler, element->left, place);
    case ELEMENT_MODIFIER:
        return compile_modifier (compiler, element, place);
    case ELEMENT_BINARY:
        return sql_compile_binary (compiler, element, without (place, IN_COLUMNS));
    case ELEMENT_CHAIN:
        return compile_chain (compiler, element, without (place, IN_COLUMNS));
    case ELEMENT_LIST:
        return sql_compile_list (compiler, element->items, element->n_items, ", ", place);
    case ELEMENT_TUPLE:
        g_string_append_c (compiler->out, '(');
        SCRIPT_TRY (sql_compile_list (compiler, element->items, element->n_items, ", ", without (place, IN_COLUMNS)));
        g_string_append_c (compiler->out, ')');
        return SCRIPT_NORMAL;
    case ELEMENT_ARRAY:
        return compile_array (compiler, element, without (place, IN_COLUMNS));
    case ELEMENT_GROUPING:
        return in_parentheses (compiler, element->left, "", without (place, IN_COLUMNS));
    case ELEMENT_BOOLEAN:
        return compile_boolean (compiler, element, place);
    case ELEMENT_LABEL:
        return compile_label (compiler, element, place);
    case ELEMENT_OVER:
        return compile_over (compiler, element, without (place, IN_COLUMNS));
    case ELEMENT_WITHIN_GROUP:
        return compile_with_where (compiler, element, " WITHIN GROUP (ORDER BY ", without (place, IN_COLUMNS));
    case ELEMENT_FILTER:
        return compile_with_where (compiler, element, " FILTER (WHERE ", without (place, IN_COLUMNS));
    case ELEMENT_AGGREGATE_ORDER:
        if (!is_postgresql (compiler))
            return sql_raise (compiler->runtime, "UnsupportedCompilationError",
                              "Compiler can't render element of type aggregate_order_by");
        SCRIPT_TRY (sql_compile_element (compiler, element->left, without (place, IN_COLUMNS)));
        g_string_append (compiler->out, " ORDER BY ");
        return sql_compile_list (compiler, element->items, element->n_items, ", ", without (place, IN_COLUMNS));
    case ELEMENT_EXTRACT:
        return sql_compile_extract (compiler, element, without (place, IN_COLUMNS));
    case ELEMENT_COLLATION:
        append_name (compiler, element->name);
        return SCRIPT_NORMAL;
    case ELEMENT_EXISTS:
        return in_parentheses (compiler, element->left, "EXISTS ", without (place, IN_COLUMNS));
    case ELEMENT_SCALAR_SUBQUERY:
        return in_parentheses (compiler, element->left, "", without (place, IN_COLUMNS));
    case ELEMENT_EXCLUDED:
        return compile_excluded (compiler, element);
    case ELEMENT_TABLE:
        return compile_table (compiler, element, place);
    case ELEMENT_ALIAS:
        return compile_alias (compiler, element, place);
    case ELEMENT_CTE:
        return sql_compile_cte (compiler, element, place);
    case ELEMENT_JOIN:
        return compile_join (compiler, element, place);
    case ELEMENT_VALUES:
        return compile_values (compiler, element, place);
    case ELEMENT_SELECT:
        return sql_compile_select (compiler, element, place);
    case ELEMENT_COMPOUND:
        return sql_compile_compound (compiler, element, place);
    case ELEMENT_INSERT:
        return sql_compile_insert (compiler, element);
    case ELEMENT_UPDATE:
        return sql_compile_update (compiler, element);
    case ELEMENT_DELETE:
        return sql_compile_delete (compiler, element);
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

ScriptStatus sql_compile_where (Compiler *compiler, const SqlList *clauses, Place place)
{
    SqlElement *clause = sql_conjunction (compiler->runtime, SQL_OP_AND, clauses);

    if (clause->kind == ELEMENT_TRUE || clause->kind == ELEMENT_FALSE)
        clause = sql_group (compiler->runtime, clause, SQL_OP_AS_BOOLEAN);
    return sql_compile_element (compiler, clause, place);
}

static void compiler_init (Compiler *compiler, ScriptRuntime *runtime, const SaDialect *dialect, GString *out)
{
    *compiler = (Compiler){ .runtime = runtime, .dialect = dialect, .out = out };
    compiler->names = g_hash_table_new (NULL, NULL);
    compiler->counters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    compiler->ctes = g_ptr_array_new_with_free_func (sql_compiled_cte_free);
}

static void compiler_clear (Compiler *compiler)
{
    g_hash_table_unref (compiler->names);
    g_hash_table_unref (compiler->counters);
    g_ptr_array_unref (compiler->ctes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Compiler, compiler_clear)

ScriptStatus sql_render (ScriptRuntime *runtime, const SqlElement *element, const SaDialect *dialect,
                         SqlRenderFlags flags, GString *out)
{
    g_auto (Compiler) compiler;

    compiler_init (&compiler, runtime, dialect, out);
    if (flags & SQL_RENDER_LITERALS)
        compiler.always |= WITH_LITERALS;
    if (flags & SQL_RENDER_NO_TABLES)
        compiler.always |= WITHOUT_TABLE;
    if (flags & SQL_RENDER_GROUPED && element->kind != ELEMENT_COLUMN && element->kind != ELEMENT_LITERAL_COLUMN)
        element = sql_group (runtime, (SqlElement *)element, SQL_OP_NONE);
    return sql_compile_element (&compiler, element, 0);
}

void sql_statement_clear (SqlStatement *statement)
{
    if (statement->text)
        g_string_free (statement->text, TRUE);
    g_clear_pointer (&statement->binds, g_array_unref);
    g_clear_pointer (&statement->columns, g_array_unref);
    statement->text = NULL;
}

ScriptStatus sql_compile (ScriptRuntime *runtime, const SqlElement *element, const SaDialect *dialect, Value parameters,
                          SqlStatement *statement)
{
    g_auto (Compiler) compiler;

    statement->text = g_string_new (NULL);
    statement->binds = g_array_new (FALSE, FALSE, sizeof (SqlBind));
    statement->columns = g_array_new (FALSE, FALSE, sizeof (SqlResultColumn));
    compiler_init (&compiler, runtime, dialect, statement->text);
    compiler.statement = statement;
    SCRIPT_TRY (sql_with_parameters (runtime, element, parameters, &element));
    statement->element = element;
    return sql_compile_element (&compiler, element, 0);
}
