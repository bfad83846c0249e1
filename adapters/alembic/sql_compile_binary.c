/* Binary operators as SQL: what a dialect spells differently (visit_*_binary of sql/compiler.py and of the dialects' compilers). */

#include "adapters/alembic/sql_compile.h"

#include <string.h>

static gboolean is_dialect (const Compiler *compiler, Dialect dialect)
{
    return compiler->dialect->dialect == dialect;
}

static ScriptStatus generic (Compiler *compiler, const SqlElement *element, const char *text, Place place)
{
    gboolean inside = place & IN_OPERATOR && place & EAGER;

    if (inside)
        g_string_append_c (compiler->out, '(');
    SCRIPT_TRY (sql_compile_element (compiler, element->left, place | IN_OPERATOR));
    g_string_append (compiler->out, text);
    SCRIPT_TRY (sql_compile_element (compiler, element->right, place | IN_OPERATOR));
    if (inside)
        g_string_append_c (compiler->out, ')');
    return SCRIPT_NORMAL;
}

/* OPERATORS of sql/compiler.py. */
static const char *operator_text (SqlOperator op)
{
    switch ((int)op)
    {
    case SQL_OP_ADD:
        return " + ";
    case SQL_OP_SUB:
        return " - ";
    case SQL_OP_MUL:
        return " * ";
    case SQL_OP_MOD:
        return " % ";
    case SQL_OP_EQ:
        return " = ";
    case SQL_OP_NE:
        return " != ";
    case SQL_OP_LT:
        return " < ";
    case SQL_OP_LE:
        return " <= ";
    case SQL_OP_GT:
        return " > ";
    case SQL_OP_GE:
        return " >= ";
    case SQL_OP_IS:
        return " IS ";
    case SQL_OP_IS_NOT:
        return " IS NOT ";
    case SQL_OP_IS_DISTINCT:
        return " IS DISTINCT FROM ";
    case SQL_OP_IS_NOT_DISTINCT:
        return " IS NOT DISTINCT FROM ";
    case SQL_OP_IN:
        return " IN ";
    case SQL_OP_NOT_IN:
        return " NOT IN ";
    case SQL_OP_CONCAT:
        return " || ";
    case SQL_OP_BIT_AND:
        return " & ";
    case SQL_OP_BIT_OR:
        return " | ";
    case SQL_OP_BIT_XOR:
        return " ^ ";
    case SQL_OP_SHIFT_LEFT:
        return " << ";
    case SQL_OP_SHIFT_RIGHT:
        return " >> ";
    case SQL_OP_COLLATE:
        return " COLLATE ";
    case SQL_OP_AND:
        return " AND ";
    case SQL_OP_OR:
        return " OR ";
    default:
        return " ";
    }
}

typedef enum
{
    LIKE_PLAIN,
    LIKE_CONTAINS,
    LIKE_STARTS,
    LIKE_ENDS
} LikeForm;

typedef struct
{
    SqlOperator op;
    LikeForm form;
    gboolean negated;
    gboolean insensitive;
} LikeOperator;

static const LikeOperator like_operators[] = {
    { SQL_OP_LIKE, LIKE_PLAIN, FALSE, FALSE },        { SQL_OP_NOT_LIKE, LIKE_PLAIN, TRUE, FALSE },
    { SQL_OP_ILIKE, LIKE_PLAIN, FALSE, TRUE },        { SQL_OP_NOT_ILIKE, LIKE_PLAIN, TRUE, TRUE },
    { SQL_OP_CONTAINS, LIKE_CONTAINS, FALSE, FALSE }, { SQL_OP_NOT_CONTAINS, LIKE_CONTAINS, TRUE, FALSE },
    { SQL_OP_ICONTAINS, LIKE_CONTAINS, FALSE, TRUE }, { SQL_OP_NOT_ICONTAINS, LIKE_CONTAINS, TRUE, TRUE },
    { SQL_OP_STARTSWITH, LIKE_STARTS, FALSE, FALSE }, { SQL_OP_NOT_STARTSWITH, LIKE_STARTS, TRUE, FALSE },
    { SQL_OP_ISTARTSWITH, LIKE_STARTS, FALSE, TRUE }, { SQL_OP_NOT_ISTARTSWITH, LIKE_STARTS, TRUE, TRUE },
    { SQL_OP_ENDSWITH, LIKE_ENDS, FALSE, FALSE },     { SQL_OP_NOT_ENDSWITH, LIKE_ENDS, TRUE, FALSE },
    { SQL_OP_IENDSWITH, LIKE_ENDS, FALSE, TRUE },     { SQL_OP_NOT_IENDSWITH, LIKE_ENDS, TRUE, TRUE },
};

/* lower(...) except on PostgreSQL, which has ILIKE (visit_ilike_case_insensitive_operand). */
static ScriptStatus operand (Compiler *compiler, SqlElement *element, gboolean lower, Place place)
{
    if (lower)
        g_string_append (compiler->out, "lower(");
    SCRIPT_TRY (sql_compile_element (compiler, element, place));
    if (lower)
        g_string_append_c (compiler->out, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus like_pattern (Compiler *compiler, const SqlElement *element, const LikeOperator *like,
                                  gboolean lower, Place place)
{
    gboolean mysql = is_dialect (compiler, DIALECT_MYSQL);
    const char *between = mysql ? ", " : " || ";
    SqlElement *right = element->right;

    if (like->form == LIKE_PLAIN)
        return operand (compiler, right, lower, place);
    if (!lower)
        right = sql_group (compiler->runtime, right, SQL_OP_CONCAT);
    g_string_append (compiler->out, mysql ? "concat(" : "");
    if (like->form != LIKE_STARTS)
        g_string_append_printf (compiler->out, "'%%'%s", between);
    SCRIPT_TRY (operand (compiler, right, lower, place));
    if (like->form != LIKE_ENDS)
        g_string_append_printf (compiler->out, "%s'%%'", between);
    g_string_append (compiler->out, mysql ? ")" : "");
    return SCRIPT_NORMAL;
}

static ScriptStatus literal_text (Compiler *compiler, const char *text)
{
    return sql_render_literal (compiler->runtime, value_string (compiler->runtime, text, -1),
                               sql_standard_type (compiler->runtime, SA_AFFINITY_STRING), compiler->dialect,
                               compiler->out);
}

static ScriptStatus compile_like (Compiler *compiler, const SqlElement *element, const LikeOperator *like, Place place)
{
    gboolean postgresql = is_dialect (compiler, DIALECT_POSTGRESQL);
    gboolean lower = like->insensitive && !postgresql;

    SCRIPT_TRY (operand (compiler, element->left, lower, place));
    g_string_append_printf (compiler->out, "%s %s ", like->negated ? " NOT" : "",
                            like->insensitive && postgresql ? "ILIKE" : "LIKE");
    SCRIPT_TRY (like_pattern (compiler, element, like, lower, place));
    if (element->operator)
    {
        g_string_append (compiler->out, " ESCAPE ");
        SCRIPT_TRY (literal_text (compiler, element->operator));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_division (Compiler *compiler, const SqlElement *element, Place place)
{
    SaAffinity right = sql_affinity (element->right->type);

    if (element->op == SQL_OP_FLOORDIV)
    {
        gboolean integers = right == SA_AFFINITY_INTEGER && sql_affinity (element->left->type) == SA_AFFINITY_INTEGER &&
                            !is_dialect (compiler, DIALECT_MYSQL);

        if (!integers)
            g_string_append (compiler->out, "FLOOR(");
        SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
        g_string_append (compiler->out, " / ");
        SCRIPT_TRY (sql_compile_element (compiler, element->right, place));
        if (!integers)
            g_string_append_c (compiler->out, ')');
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
    g_string_append (compiler->out, " / ");
    switch (compiler->dialect->dialect)
    {
    case DIALECT_MYSQL:
        return sql_compile_element (compiler, element->right, place);
    case DIALECT_SQLITE:
        g_string_append_c (compiler->out, '(');
        SCRIPT_TRY (sql_compile_element (compiler, element->right, place));
        g_string_append (compiler->out, " + 0.0)");
        return SCRIPT_NORMAL;
    case DIALECT_POSTGRESQL:
        break;
    }
    return sql_compile_element (compiler,
                                sql_cast_new (compiler->runtime, element->right,
                                              right == SA_AFFINITY_NUMERIC || right == SA_AFFINITY_FLOAT
                                                  ? element->right->type
                                                  : sql_standard_type (compiler->runtime, SA_AFFINITY_NUMERIC)),
                                place);
}

static ScriptStatus compile_distinct (Compiler *compiler, const SqlElement *element, Place place)
{
    gboolean not = element->op == SQL_OP_IS_NOT_DISTINCT;

    switch (compiler->dialect->dialect)
    {
    case DIALECT_POSTGRESQL:
        break;
    case DIALECT_SQLITE:
        return generic (compiler, element, not ? " IS " : " IS NOT ", without (place, EAGER));
    case DIALECT_MYSQL:
        if (!not )
            g_string_append (compiler->out, "NOT (");
        SCRIPT_TRY (generic (compiler, element, " <=> ", without (place, EAGER)));
        if (!not )
            g_string_append_c (compiler->out, ')');
        return SCRIPT_NORMAL;
    }
    return generic (compiler, element, operator_text (element->op), place);
}

static ScriptStatus compile_regexp (Compiler *compiler, const SqlElement *element, Place place)
{
    gboolean not = element->op == SQL_OP_NOT_REGEXP;
    const char *flags = element->operator;

    switch (compiler->dialect->dialect)
    {
    case DIALECT_SQLITE:
        return generic (compiler, element, not ? " NOT REGEXP " : " REGEXP ", place);
    case DIALECT_POSTGRESQL:
        if (!flags || g_str_equal (flags, "i"))
        {
            g_autofree char *text = g_strdup_printf (" %s~%s ", not ? "!" : "", flags ? "*" : "");

            return generic (compiler, element, text, place);
        }
        SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
        g_string_append_printf (compiler->out, " %s~ CONCAT('(?', ", not ? "!" : "");
        SCRIPT_TRY (literal_text (compiler, flags));
        g_string_append (compiler->out, ", ')', ");
        SCRIPT_TRY (sql_compile_element (compiler, element->right, place));
        g_string_append_c (compiler->out, ')');
        return SCRIPT_NORMAL;
    case DIALECT_MYSQL:
        break;
    }
    if (!flags)
        return generic (compiler, element, not ? " NOT REGEXP " : " REGEXP ", place);
    if (compiler->dialect->mariadb)
    {
        SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
        g_string_append_printf (compiler->out, "%sREGEXP CONCAT('(?', ", not ? " NOT " : " ");
        SCRIPT_TRY (literal_text (compiler, flags));
        g_string_append (compiler->out, ", ')', ");
        SCRIPT_TRY (sql_compile_element (compiler, element->right, place));
        g_string_append_c (compiler->out, ')');
        return SCRIPT_NORMAL;
    }
    g_string_append_printf (compiler->out, "%sREGEXP_LIKE(", not ? "NOT " : "");
    SCRIPT_TRY (generic (compiler, element, ", ", without (place, EAGER)));
    g_string_append (compiler->out, ", ");
    SCRIPT_TRY (literal_text (compiler, flags));
    g_string_append_c (compiler->out, ')');
    return SCRIPT_NORMAL;
}

/* MariaDB has flags in the expression alone; RIGHT is a list of the expression and what replaces it. */
static ScriptStatus replace_mariadb (Compiler *compiler, const SqlElement *element, Place place)
{
    SqlElement *const *items = element->right->items;

    SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
    g_string_append (compiler->out, ", CONCAT('(?', ");
    SCRIPT_TRY (literal_text (compiler, element->operator));
    g_string_append (compiler->out, ", ')', ");
    SCRIPT_TRY (sql_compile_element (compiler, items[0], place));
    g_string_append (compiler->out, "), ");
    SCRIPT_TRY (sql_compile_element (compiler, items[1], place));
    g_string_append_c (compiler->out, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_regexp_replace (Compiler *compiler, const SqlElement *element, Place place)
{
    if (is_dialect (compiler, DIALECT_SQLITE))
        return sql_raise (compiler->runtime, "CompileError",
                          "sqlite dialect does not support regular expression replacements");
    g_string_append (compiler->out, "REGEXP_REPLACE(");
    if (element->operator&& is_dialect (compiler, DIALECT_MYSQL) && compiler->dialect->mariadb)
        return replace_mariadb (compiler, element, place);
    SCRIPT_TRY (generic (compiler, element, ", ", without (place, EAGER)));
    if (element->operator)
    {
        g_string_append (compiler->out, ", ");
        SCRIPT_TRY (literal_text (compiler, element->operator));
    }
    g_string_append_c (compiler->out, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_match (Compiler *compiler, const SqlElement *element, Place place)
{
    if (element->op == SQL_OP_NOT_MATCH)
        g_string_append (compiler->out, "NOT ");
    switch (compiler->dialect->dialect)
    {
    case DIALECT_POSTGRESQL:
        SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
        g_string_append (compiler->out, " @@ plainto_tsquery(");
        break;
    case DIALECT_MYSQL:
        g_string_append (compiler->out, "MATCH (");
        SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
        g_string_append (compiler->out, ") AGAINST (");
        break;
    case DIALECT_SQLITE:
        return generic (compiler, element, " MATCH ", place);
    }
    SCRIPT_TRY (sql_compile_element (compiler, element->right, place));
    g_string_append (compiler->out, is_dialect (compiler, DIALECT_MYSQL) ? " IN BOOLEAN MODE)" : ")");
    return SCRIPT_NORMAL;
}

static ScriptStatus extract (Compiler *compiler, const SqlElement *element, const char *before, const char *after,
                             Place place)
{
    g_string_append (compiler->out, before);
    g_string_append (compiler->out, "JSON_EXTRACT(");
    SCRIPT_TRY (sql_compile_element (compiler, element->left, place));
    g_string_append (compiler->out, ", ");
    SCRIPT_TRY (sql_compile_element (compiler, element->right, place));
    g_string_append_c (compiler->out, ')');
    g_string_append (compiler->out, after);
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_json_mysql (Compiler *compiler, const SqlElement *element, Place place)
{
    SaAffinity affinity = sql_affinity (element->type);

    if (affinity == SA_AFFINITY_JSON)
        return extract (compiler, element, "", "", place);
    SCRIPT_TRY (extract (compiler, element, "CASE ", " WHEN 'null' THEN NULL ", place));
    switch ((int)affinity)
    {
    case SA_AFFINITY_INTEGER:
        SCRIPT_TRY (extract (compiler, element, "ELSE CAST(", " AS SIGNED INTEGER)", place));
        break;
    case SA_AFFINITY_NUMERIC:
    case SA_AFFINITY_FLOAT:
        if (element->type->precision != SA_UNSET && element->type->scale != SA_UNSET)
        {
            g_autofree char *after =
                g_strdup_printf (" AS DECIMAL(%d, %d))", element->type->precision, element->type->scale);

            SCRIPT_TRY (extract (compiler, element, "ELSE CAST(", after, place));
        }
        else
            SCRIPT_TRY (extract (compiler, element, "ELSE ", "+0.0000000000000000000000", place));
        break;
    case SA_AFFINITY_BOOLEAN:
        g_string_append (compiler->out, "WHEN true THEN true ELSE false");
        break;
    case SA_AFFINITY_STRING:
        SCRIPT_TRY (extract (compiler, element, "ELSE JSON_UNQUOTE(", ")", place));
        break;
    default:
        SCRIPT_TRY (extract (compiler, element, "ELSE ", "", place));
        break;
    }
    g_string_append (compiler->out, " END");
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_json (Compiler *compiler, const SqlElement *element, Place place)
{
    gboolean applied = place & CAST_APPLIED;
    gboolean json = sql_affinity (element->type) == SA_AFFINITY_JSON;
    gboolean path = element->op == SQL_OP_JSON_PATH;

    if (is_dialect (compiler, DIALECT_MYSQL))
        return compile_json_mysql (compiler, element, place);
    if (!applied && !json)
    {
        g_string_append (compiler->out, "CAST(");
        SCRIPT_TRY (compile_json (compiler, element, place | CAST_APPLIED));
        g_string_append (compiler->out, " AS ");
        SCRIPT_TRY (sql_cast_type (compiler->runtime, element->type, compiler->dialect, compiler->out));
        g_string_append_c (compiler->out, ')');
        return SCRIPT_NORMAL;
    }
    place = without (place, CAST_APPLIED);
    if (is_dialect (compiler, DIALECT_SQLITE))
        return extract (compiler, element, json ? "JSON_QUOTE(" : "", json ? ")" : "", place);
    place |= EAGER;
    if (!applied && !path && sa_type_is (element->left->type, "JSON") &&
        g_str_equal (element->left->type->class->host.name, "JSONB") && compiler->dialect->version >= 140000)
    {
        SqlElement *left = element->left;
        gboolean group = left->kind == ELEMENT_FUNCTION || left->kind == ELEMENT_CAST;

        g_string_append (compiler->out, group ? "(" : "");
        SCRIPT_TRY (sql_compile_element (compiler, left, place));
        g_string_append (compiler->out, group ? ")[" : "[");
        SCRIPT_TRY (sql_compile_element (compiler, element->right, place));
        g_string_append_c (compiler->out, ']');
        return SCRIPT_NORMAL;
    }
    return generic (compiler, element, path ? (applied ? " #>> " : " #> ") : (applied ? " ->> " : " -> "), place);
}

static ScriptStatus compile_xor (Compiler *compiler, const SqlElement *element, Place place)
{
    if (is_dialect (compiler, DIALECT_POSTGRESQL))
        return generic (compiler, element, " # ", place);
    if (is_dialect (compiler, DIALECT_MYSQL))
        return generic (compiler, element, " ^ ", place);
    g_string_append_c (compiler->out, '(');
    SCRIPT_TRY (generic (compiler, element, " | ", without (place, EAGER)));
    g_string_append (compiler->out, " - ");
    SCRIPT_TRY (generic (compiler, element, " & ", without (place, EAGER)));
    g_string_append_c (compiler->out, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus wrapped (Compiler *compiler, const SqlElement *element, const char *before, const char *between,
                             const char *after, Place place)
{
    g_string_append (compiler->out, before);
    SCRIPT_TRY (generic (compiler, element, between, place));
    g_string_append (compiler->out, after);
    return SCRIPT_NORMAL;
}

ScriptStatus sql_compile_binary (Compiler *compiler, const SqlElement *element, Place place)
{
    for (gsize i = 0; i < G_N_ELEMENTS (like_operators); i++)
        if (like_operators[i].op == element->op)
            return compile_like (compiler, element, &like_operators[i], place);
    switch ((int)element->op)
    {
    case SQL_OP_TRUEDIV:
    case SQL_OP_FLOORDIV:
        return compile_division (compiler, element, place);
    case SQL_OP_IS_DISTINCT:
    case SQL_OP_IS_NOT_DISTINCT:
        return compile_distinct (compiler, element, place);
    case SQL_OP_REGEXP:
    case SQL_OP_NOT_REGEXP:
        return compile_regexp (compiler, element, place);
    case SQL_OP_REGEXP_REPLACE:
        return compile_regexp_replace (compiler, element, place);
    case SQL_OP_MATCH:
    case SQL_OP_NOT_MATCH:
        return compile_match (compiler, element, place);
    case SQL_OP_JSON_GETITEM:
    case SQL_OP_JSON_PATH:
        return compile_json (compiler, element, place);
    case SQL_OP_GETITEM:
        if (!is_dialect (compiler, DIALECT_POSTGRESQL))
            return sql_raise (compiler->runtime, "UnsupportedCompilationError",
                              "Compiler can't render element of type getitem");
        return wrapped (compiler, element, "", "[", "]", without (place, EAGER));
    case SQL_OP_BIT_XOR:
        return compile_xor (compiler, element, place);
    case SQL_OP_NOT_IN:
        return wrapped (compiler, element, "(", " NOT IN ", ")", place);
    case SQL_OP_BETWEEN:
    case SQL_OP_NOT_BETWEEN:
    {
        g_autofree char *text = g_strdup_printf (" %sBETWEEN %s", element->op == SQL_OP_NOT_BETWEEN ? "NOT " : "",
                                                 element->flags & ELEMENT_UNIQUE ? "SYMMETRIC " : "");

        return generic (compiler, element, text, place);
    }
    case SQL_OP_CONCAT:
        return is_dialect (compiler, DIALECT_MYSQL)
                   ? wrapped (compiler, element, "concat(", ", ", ")", without (place, EAGER))
                   : generic (compiler, element, " || ", place);
    case SQL_OP_CUSTOM:
    {
        g_autofree char *text = g_strdup_printf (" %s ", element->operator);

        return generic (compiler, element, text,
                        element->flags & ELEMENT_EXPANDING ? place | EAGER : without (place, EAGER));
    }
    default:
        return generic (compiler, element, operator_text (element->op), place);
    }
}
