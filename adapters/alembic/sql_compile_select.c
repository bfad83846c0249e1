/* SELECT, UNION and WITH as SQL (visit_select, visit_compound_select, visit_cte; SelectState of sql/selectable.py). */

#include "adapters/alembic/sql_compile.h"

#include <string.h>

gboolean sql_list_has (const SqlList *list, const SqlElement *element)
{
    for (guint i = 0; i < list->n; i++)
        if (list->items[i] == element)
            return TRUE;
    return FALSE;
}

static void add_once (ScriptRuntime *runtime, SqlList *list, const SqlElement *element)
{
    if (!sql_list_has (list, element))
        sql_list_add (runtime, list, (SqlElement *)element);
}

static void froms_of_items (ScriptRuntime *runtime, SqlElement *const *items, guint n, SqlList *list)
{
    for (guint i = 0; i < n; i++)
        sql_froms_of (runtime, items[i], list);
}

void sql_froms_of (ScriptRuntime *runtime, const SqlElement *element, SqlList *list)
{
    switch ((int)element->kind)
    {
    case ELEMENT_COLUMN:
    case ELEMENT_LITERAL_COLUMN:
        if (element->table)
            add_once (runtime, list, element->table);
        return;
    case ELEMENT_TABLE:
    case ELEMENT_ALIAS:
    case ELEMENT_CTE:
    case ELEMENT_JOIN:
    case ELEMENT_VALUES:
        add_once (runtime, list, element);
        return;
    case ELEMENT_SCALAR_SUBQUERY:
    case ELEMENT_EXISTS:
    case ELEMENT_SELECT:
    case ELEMENT_COMPOUND:
    case ELEMENT_TEXT:
        return;
    default:
        break;
    }
    if (element->left)
        sql_froms_of (runtime, element->left, list);
    if (element->right)
        sql_froms_of (runtime, element->right, list);
    froms_of_items (runtime, element->items, element->n_items, list);
}

/* What a join has inside it is not listed beside it. */
static void hide (ScriptRuntime *runtime, const SqlElement *from, SqlList *hidden)
{
    if (from->kind == ELEMENT_GROUPING)
        hide (runtime, from->left, hidden);
    if (from->kind != ELEMENT_JOIN)
        return;
    add_once (runtime, hidden, from->left);
    add_once (runtime, hidden, from->right);
    hide (runtime, from->left, hidden);
    hide (runtime, from->right, hidden);
}

static SqlList left_over (ScriptRuntime *runtime, const SqlList *froms, const SqlList *left_out)
{
    SqlList kept = { 0 };

    for (guint i = 0; i < froms->n; i++)
        if (!sql_list_has (left_out, froms->items[i]))
            sql_list_add (runtime, &kept, froms->items[i]);
    return kept;
}

static SqlList select_froms (ScriptRuntime *runtime, const SqlSelect *select)
{
    SqlList all = { 0 }, hidden = { 0 };

    for (guint i = 0; i < select->froms.n; i++)
        if (select->froms.items[i]->kind == ELEMENT_TEXT)
            add_once (runtime, &all, select->froms.items[i]);
        else
            sql_froms_of (runtime, select->froms.items[i], &all);
    froms_of_items (runtime, select->columns.items, select->columns.n, &all);
    froms_of_items (runtime, select->where.items, select->where.n, &all);
    for (guint i = 0; i < all.n; i++)
        hide (runtime, all.items[i], &hidden);
    return left_over (runtime, &all, &hidden);
}

static ScriptStatus display_froms (Compiler *compiler, const SqlSelect *select, Place place, SqlList *froms)
{
    const CompileLevel *level = compiler->level;
    SqlList around = { 0 };
    SqlList kept;

    *froms = select_froms (compiler->runtime, select);
    if (!level)
        return SCRIPT_NORMAL;
    if (select->correlates)
    {
        for (guint i = 0; i < select->correlate.n; i++)
            if (sql_list_has (&level->correlate, select->correlate.items[i]) &&
                (!(place & IN_FROM) || place & IN_LATERAL || !sql_list_has (&level->near, select->correlate.items[i])))
                sql_list_add (compiler->runtime, &around, select->correlate.items[i]);
        *froms = left_over (compiler->runtime, froms, &around);
        return SCRIPT_NORMAL;
    }
    if ((place & IN_FROM && !(place & IN_LATERAL)) || froms->n <= 1)
        return SCRIPT_NORMAL;
    kept = left_over (compiler->runtime, froms, &level->near);
    if (kept.n == 0)
        return sql_raise (compiler->runtime, "InvalidRequestError",
                          "Select statement returned no FROM clauses due to auto-correlation; specify "
                          "correlate(<tables>) to control correlation manually.");
    *froms = kept;
    return SCRIPT_NORMAL;
}

/* A column of the list, and the label that it needs. */
typedef struct
{
    const SqlElement *column;
    const char *label;    /* required, or NULL */
    const char *fallback; /* what an expression without a name is called */
} ListedColumn;

static void expand_columns (ScriptRuntime *runtime, const SqlList *columns, SqlList *out)
{
    for (guint i = 0; i < columns->n; i++)
    {
        SqlElement *column = columns->items[i];

        if (sql_is_from (column))
        {
            guint count;
            SqlElement **items = sql_columns_of (runtime, column, &count);

            for (guint k = 0; k < count; k++)
                sql_list_add (runtime, out, items[k]);
        }
        else
            sql_list_add (runtime, out, column);
    }
}

/* The name that a column has by itself (_non_anon_label); NULL: none. */
static const char *own_name (const SqlElement *column)
{
    switch ((int)column->kind)
    {
    case ELEMENT_COLUMN:
    case ELEMENT_LITERAL_COLUMN:
    case ELEMENT_EXCLUDED:
        return column->name;
    case ELEMENT_LABEL:
        return column->name;
    case ELEMENT_CAST:
    case ELEMENT_TYPE_COERCE:
    case ELEMENT_GROUPING:
        return own_name (column->left);
    default:
        return NULL;
    }
}

/* _generate_columns_plus_names, for labels that only tell columns of one name apart. */
static GArray *name_columns (Compiler *compiler, const SqlList *columns, gboolean table_names)
{
    GArray *listed = g_array_sized_new (FALSE, TRUE, sizeof (ListedColumn), columns->n);
    g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
    guint repeated = 1;

    for (guint i = 0; i < columns->n; i++)
    {
        const SqlElement *column = columns->items[i];
        ListedColumn item = { .column = column };
        const char *name = own_name (column);
        const SqlElement *same;

        if (column->kind == ELEMENT_TEXT || column->kind == ELEMENT_STAR)
        {
            g_array_append_val (listed, item);
            continue;
        }
        if (table_names && column->kind == ELEMENT_COLUMN && column->table && column->table->name)
        {
            g_autofree char *qualified =
                column->table->package
                    ? g_strdup_printf ("%s_%s_%s", column->table->package, column->table->name, column->name)
                    : g_strdup_printf ("%s_%s", column->table->name, column->name);

            name = item.label = script_strdup (compiler->runtime, qualified);
        }
        if (!name)
        {
            g_array_append_val (listed, item);
            continue;
        }
        item.fallback = name;
        same = g_hash_table_lookup (names, name);
        if (!same)
            g_hash_table_insert (names, (gpointer)name, (gpointer)column);
        else if (same == column || column->kind == ELEMENT_CAST || column->kind == ELEMENT_TYPE_COERCE)
        {
            g_autofree char *label = g_strdup_printf ("%s__%u", name, repeated++);

            item.label = item.fallback = script_strdup (compiler->runtime, label);
        }
        else
        {
            item.label = item.fallback = sql_anonymous (compiler, column, name);
            g_hash_table_insert (names, (gpointer)item.label, (gpointer)column);
        }
        g_array_append_val (listed, item);
    }
    return listed;
}

void sql_result_column (Compiler *compiler, const SqlElement *column, const char *name)
{
    SqlResultColumn entry = { .name = name, .column = column, .type = column->type };

    if (compiler->statement)
        g_array_append_val (compiler->statement->columns, entry);
}

static ScriptStatus compile_labelled (Compiler *compiler, const SqlElement *column, const char *label, Place place)
{
    SCRIPT_TRY (sql_compile_element (compiler, column, without (place, IN_COLUMNS)));
    g_string_append (compiler->out, " AS ");
    sa_append_name (compiler->dialect, compiler->out, label);
    return SCRIPT_NORMAL;
}

static gboolean wraps_named_column (const SqlElement *column)
{
    const SqlElement *inner = column->left;

    while (inner->kind == ELEMENT_GROUPING)
        inner = inner->left;
    return inner->kind == ELEMENT_COLUMN || inner->kind == ELEMENT_LITERAL_COLUMN || inner->kind == ELEMENT_LABEL;
}

/* _label_select_column */
static ScriptStatus compile_listed (Compiler *compiler, const ListedColumn *item, gboolean top, gboolean in_from)
{
    const SqlElement *column = item->column;
    Place place = IN_COLUMNS;

    const char *label = item->label;
    const char *name = label;

    if (column->kind == ELEMENT_TUPLE)
        return sql_raise (compiler->runtime, "CompileError",
                          "Most backends don't support SELECTing from a tuple() object.  If this is an ORM query, "
                          "consider using the Bundle object.");
    if (column->kind == ELEMENT_LABEL)
    {
        name = column->name ? column->name : sql_anonymous (compiler, column, sql_body_of (column->left));
        label = NULL;
    }
    else if (!label)
    {
        gboolean labelled;

        if (column->kind == ELEMENT_COLUMN)
            labelled = in_from && column->table;
        else if (column->kind == ELEMENT_LITERAL_COLUMN || column->kind == ELEMENT_TEXT || column->kind == ELEMENT_STAR)
            labelled = FALSE;
        else if (column->kind == ELEMENT_UNARY || column->kind == ELEMENT_BOOLEAN || column->kind == ELEMENT_MODIFIER)
            labelled = in_from || !wraps_named_column (column) ||
                       (column->kind == ELEMENT_BOOLEAN && compiler->dialect->dialect != DIALECT_POSTGRESQL);
        else
            labelled = TRUE;
        if (labelled)
            label = item->fallback ? item->fallback : sql_anonymous (compiler, column, sql_body_of (column));
        name = label ? label
               : column->kind == ELEMENT_TEXT || column->kind == ELEMENT_STAR || column->kind == ELEMENT_LITERAL_COLUMN
                   ? (column->kind == ELEMENT_LITERAL_COLUMN ? column->name : NULL)
                   : own_name (column);
    }
    if (top)
        sql_result_column (compiler, column, name);
    return label ? compile_labelled (compiler, column, label, place) : sql_compile_element (compiler, column, place);
}

static const SqlElement *inner_label (const SqlElement *element)
{
    while (element->kind == ELEMENT_MODIFIER)
        element = element->left;
    return element->kind == ELEMENT_LABEL ? element : NULL;
}

/* A text that names a column or label of the list (_textual_label_reference). */
static const SqlElement *find_listed (const SqlList *columns, const char *name)
{
    for (guint i = 0; i < columns->n; i++)
    {
        const SqlElement *column = columns->items[i];
        const char *own = column->key ? column->key : own_name (column);

        if (own && g_str_equal (own, name))
            return column;
    }
    return NULL;
}

static ScriptStatus compile_reference (Compiler *compiler, const SqlElement *item, const SqlList *columns, Place place)
{
    const SqlElement *inner = item;
    const SqlElement *column;
    SqlElement *copy;

    while (inner->kind == ELEMENT_MODIFIER)
        inner = inner->left;
    if (inner->kind != ELEMENT_TEXT || !(inner->flags & ELEMENT_UNIQUE))
        return sql_compile_element (compiler, item, place);
    column = find_listed (columns, inner->name);
    if (!column)
        return sql_raise (compiler->runtime, "CompileError",
                          "Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc. Textual SQL "
                          "expression '%s' should be explicitly declared as text('%s')",
                          inner->name, inner->name);
    compiler->label_as_label = column->kind == ELEMENT_LABEL ? column : NULL;
    if (inner == item)
        return sql_compile_element (compiler, column, place);
    copy = sql_copy (compiler->runtime, item);
    for (SqlElement *at = copy;; at = at->left)
    {
        if (at->left == inner)
        {
            at->left = (SqlElement *)column;
            break;
        }
        at->left = sql_copy (compiler->runtime, at->left);
    }
    return sql_compile_element (compiler, copy, place);
}

/* Whether the list has LABEL, or another of its name for the same thing (visit_label_reference). */
static gboolean is_listed (const SqlList *columns, const SqlElement *label)
{
    for (guint i = 0; i < columns->n; i++)
    {
        const SqlElement *column = columns->items[i];

        if (column == label || (column->kind == ELEMENT_LABEL && column->left == label->left && label->name &&
                                g_strcmp0 (column->name, label->name) == 0))
            return TRUE;
    }
    return FALSE;
}

static ScriptStatus compile_ordering (Compiler *compiler, const SqlList *items, const SqlList *columns, gboolean labels,
                                      Place place)
{
    for (guint i = 0; i < items->n; i++)
    {
        const SqlElement *label = labels ? inner_label (items->items[i]) : NULL;
        const SqlElement *before = compiler->label_as_label;

        g_string_append (compiler->out, i > 0 ? ", " : "");
        if (label && is_listed (columns, label))
            compiler->label_as_label = label;
        SCRIPT_TRY (compile_reference (compiler, items->items[i], columns, place));
        compiler->label_as_label = before;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_limit (Compiler *compiler, const SqlSelect *select, Place place)
{
    GString *out = compiler->out;

    switch (compiler->dialect->dialect)
    {
    case DIALECT_POSTGRESQL:
        if (select->fetch)
        {
            if (select->offset)
            {
                g_string_append (out, "\n OFFSET (");
                SCRIPT_TRY (sql_compile_element (compiler, select->offset, place));
                g_string_append (out, ") ROWS");
            }
            g_string_append (out, "\n FETCH FIRST (");
            SCRIPT_TRY (sql_compile_element (compiler, select->fetch, place));
            g_string_append_printf (out, ") ROWS %s", select->with_ties ? "WITH TIES" : "ONLY");
            return SCRIPT_NORMAL;
        }
        if (select->limit)
        {
            g_string_append (out, " \n LIMIT ");
            SCRIPT_TRY (sql_compile_element (compiler, select->limit, place));
        }
        if (select->offset)
        {
            g_string_append (out, select->limit ? " OFFSET " : "\n LIMIT ALL OFFSET ");
            SCRIPT_TRY (sql_compile_element (compiler, select->offset, place));
        }
        return SCRIPT_NORMAL;
    case DIALECT_MYSQL:
        g_string_append (out, " \n LIMIT ");
        if (select->offset)
        {
            SCRIPT_TRY (sql_compile_element (compiler, select->offset, place));
            g_string_append (out, ", ");
        }
        if (select->limit)
            return sql_compile_element (compiler, select->limit, place);
        g_string_append (out, "18446744073709551615");
        return SCRIPT_NORMAL;
    case DIALECT_SQLITE:
        g_string_append (out, "\n LIMIT ");
        SCRIPT_TRY (sql_compile_element (
            compiler, select->limit ? select->limit : sql_bind_new (compiler->runtime, NULL, value_integer (-1), NULL),
            place));
        g_string_append (out, " OFFSET ");
        return sql_compile_element (
            compiler, select->offset ? select->offset : sql_bind_new (compiler->runtime, NULL, value_integer (0), NULL),
            place);
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

static ScriptStatus compile_for_update (Compiler *compiler, const SqlSelect *select)
{
    GString *out = compiler->out;
    gboolean mysql = compiler->dialect->dialect == DIALECT_MYSQL;

    if (compiler->dialect->dialect == DIALECT_SQLITE)
        return SCRIPT_NORMAL;
    if (mysql)
        g_string_append (out, !select->for_update_read                                           ? " FOR UPDATE"
                              : compiler->dialect->mariadb || compiler->dialect->version < 80001 ? " LOCK IN SHARE MODE"
                                                                                                 : " FOR SHARE");
    else if (select->for_update_read)
        g_string_append (out, select->for_update_key ? " FOR KEY SHARE" : " FOR SHARE");
    else
        g_string_append (out, select->for_update_key ? " FOR NO KEY UPDATE" : " FOR UPDATE");
    if (select->for_update_of.n > 0 && !(mysql && compiler->dialect->mariadb))
    {
        SqlList tables = { 0 };

        froms_of_items (compiler->runtime, select->for_update_of.items, select->for_update_of.n, &tables);
        g_string_append (out, " OF ");
        SCRIPT_TRY (sql_compile_list (compiler, tables.items, tables.n, ", ", AS_NAME | WITHOUT_SCHEMA));
    }
    g_string_append (out, select->for_update_nowait ? " NOWAIT" : "");
    g_string_append (out, select->for_update_skip ? " SKIP LOCKED" : "");
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_beginning (Compiler *compiler, const SqlSelect *select)
{
    g_string_append (compiler->out, "SELECT ");
    for (guint i = 0; i < select->prefixes.n; i++)
    {
        SCRIPT_TRY (sql_compile_element (compiler, select->prefixes.items[i], 0));
        g_string_append_c (compiler->out, ' ');
    }
    if (select->distinct_on.n > 0 && compiler->dialect->dialect == DIALECT_POSTGRESQL)
    {
        g_string_append (compiler->out, "DISTINCT ON (");
        SCRIPT_TRY (sql_compile_list (compiler, select->distinct_on.items, select->distinct_on.n, ", ", 0));
        g_string_append (compiler->out, ") ");
    }
    else if (select->distinct || select->distinct_on.n > 0)
        g_string_append (compiler->out, "DISTINCT ");
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_clause (Compiler *compiler, const char *word, const SqlList *clauses, Place place)
{
    if (clauses->n == 0)
        return SCRIPT_NORMAL;
    g_string_append (compiler->out, word);
    return sql_compile_where (compiler, clauses, place);
}

/* What stands behind the columns and the FROM clauses. */
static ScriptStatus compile_rest (Compiler *compiler, const SqlSelect *select, const SqlList *columns, Place place)
{
    if (select->group_by.n > 0)
    {
        g_string_append (compiler->out, " GROUP BY ");
        SCRIPT_TRY (compile_ordering (compiler, &select->group_by, columns, FALSE, place));
    }
    SCRIPT_TRY (compile_clause (compiler, " \nHAVING ", &select->having, place));
    if (select->order_by.n > 0)
    {
        g_string_append (compiler->out, " ORDER BY ");
        SCRIPT_TRY (compile_ordering (compiler, &select->order_by, columns, TRUE, place));
    }
    if (select->limit || select->offset || select->fetch)
        SCRIPT_TRY (compile_limit (compiler, select, place));
    if (select->for_update)
        SCRIPT_TRY (compile_for_update (compiler, select));
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_body (Compiler *compiler, const SqlSelect *select, const SqlList *froms, gboolean top,
                                  Place place)
{
    SqlList columns = { 0 };
    g_autoptr (GArray) listed = NULL;

    SCRIPT_TRY (compile_beginning (compiler, select));
    expand_columns (compiler->runtime, &select->columns, &columns);
    listed = name_columns (compiler, &columns, select->table_names);
    for (guint i = 0; i < listed->len; i++)
    {
        g_string_append (compiler->out, i > 0 ? ", " : "");
        SCRIPT_TRY (compile_listed (compiler, &g_array_index (listed, ListedColumn, i), top, place & IN_FROM));
    }
    if (listed->len == 0)
        g_string_truncate (compiler->out, compiler->out->len - 1);
    if (froms->n > 0)
    {
        g_string_append (compiler->out, " \nFROM ");
        SCRIPT_TRY (sql_compile_list (compiler, froms->items, froms->n, ", ", IN_FROM));
    }
    else if (compiler->dialect->dialect == DIALECT_MYSQL && select->where.n > 0)
        g_string_append (compiler->out, " FROM DUAL");
    SCRIPT_TRY (compile_clause (compiler, " \nWHERE ", &select->where, 0));
    return compile_rest (compiler, select, &columns, 0);
}

static void surface (ScriptRuntime *runtime, const SqlList *froms, SqlList *out)
{
    for (guint i = 0; i < froms->n; i++)
    {
        add_once (runtime, out, froms->items[i]);
        hide (runtime, froms->items[i], out);
    }
}

ScriptStatus sql_compile_select (Compiler *compiler, const SqlElement *element, Place place)
{
    const SqlSelect *select = element->detail;
    CompileLevel level = { .above = compiler->level, .statement = element };
    gboolean top = !compiler->level || place & IN_COMPOUND;
    gboolean first = !compiler->level;
    gsize start = compiler->out->len;
    SqlList froms;

    SCRIPT_TRY (display_froms (compiler, select, place, &froms));
    surface (compiler->runtime, &froms, &level.near);
    level.correlate = level.near;
    if (level.above)
        for (guint i = 0; i < level.above->correlate.n; i++)
            add_once (compiler->runtime, &level.correlate, level.above->correlate.items[i]);
    compiler->level = &level;
    if (first && compiler->statement)
        compiler->statement->returns = TRUE;
    for (guint i = 0; i < select->ctes.n; i++)
        SCRIPT_TRY (sql_compile_cte (compiler, select->ctes.items[i], 0));
    SCRIPT_TRY (compile_body (compiler, select, &froms, top, place));
    compiler->level = level.above;
    if (first)
        sql_compile_with (compiler, start);
    return SCRIPT_NORMAL;
}

ScriptStatus sql_compile_compound (Compiler *compiler, const SqlElement *element, Place place)
{
    const SqlSelect *select = element->detail;
    gboolean first = !compiler->level;
    gsize start = compiler->out->len;
    CompileLevel level = { .above = compiler->level, .statement = element };
    SqlList columns = { 0 };

    if (level.above)
    {
        level.correlate = level.above->correlate;
        level.near = level.above->near;
    }
    compiler->level = &level;
    for (guint i = 0; i < element->n_items; i++)
    {
        Place part = (place & IN_FROM) | (i == 0 && first ? IN_COMPOUND : 0);
        const SqlElement *inner = element->items[i];

        if (i > 0)
            g_string_append_printf (compiler->out, " %s ", select->keyword);
        SCRIPT_TRY (sql_compile_element (compiler, inner, part));
        if (i == 0 && inner->kind == ELEMENT_SELECT)
            expand_columns (compiler->runtime, &((const SqlSelect *)inner->detail)->columns, &columns);
    }
    if (first && compiler->statement)
        compiler->statement->returns = TRUE;
    SCRIPT_TRY (compile_rest (compiler, select, &columns, WITHOUT_TABLE));
    compiler->level = level.above;
    if (first)
        sql_compile_with (compiler, start);
    return SCRIPT_NORMAL;
}

/* The columns of a select as a subquery shows them. */
static void proxy_columns (ScriptRuntime *runtime, SqlElement *from, const SqlElement *select)
{
    SqlList columns = { 0 }, proxies = { 0 };

    while (select->kind == ELEMENT_COMPOUND || select->kind == ELEMENT_GROUPING)
        select = select->kind == ELEMENT_COMPOUND ? select->items[0] : select->left;
    for (guint i = 0; select->kind == ELEMENT_TEXT && select->right && i < select->right->n_items; i++)
    {
        SqlElement *column = sql_copy (runtime, select->right->items[i]);

        column->table = from;
        sql_list_add (runtime, &proxies, column);
    }
    from->items = proxies.items;
    from->n_items = proxies.n;
    if (select->kind == ELEMENT_INSERT || select->kind == ELEMENT_UPDATE || select->kind == ELEMENT_DELETE)
        expand_columns (runtime, &((const SqlChange *)select->detail)->returning, &columns);
    else if (select->kind == ELEMENT_SELECT)
        expand_columns (runtime, &((const SqlSelect *)select->detail)->columns, &columns);
    else
        return;
    for (guint i = 0; i < columns.n; i++)
    {
        SqlElement *column = columns.items[i];
        SqlElement *proxy = sql_column_new (runtime, own_name (column), column->type);

        if (column->kind == ELEMENT_FUNCTION && !proxy->name)
        {
            g_autofree char *name = g_strdup_printf ("%s_1", column->name);

            proxy->name = script_strdup (runtime, name);
            proxy->key = column->name;
        }
        if (!proxy->name)
            proxy->name = "anon_1";
        if (column->key)
            proxy->key = column->key;
        proxy->table = from;
        proxy->detail = column;
        sql_list_add (runtime, &proxies, proxy);
    }
    from->items = proxies.items;
    from->n_items = proxies.n;
}

SqlElement **sql_columns_of (ScriptRuntime *runtime, SqlElement *from, guint *count)
{
    SqlList all = { 0 };

    switch ((int)from->kind)
    {
    case ELEMENT_VALUES:
        *count = from->right ? from->right->n_items : 0;
        return from->right ? from->right->items : NULL;
    case ELEMENT_JOIN:
        for (int side = 0; side < 2; side++)
        {
            guint n;
            SqlElement **items = sql_columns_of (runtime, side == 0 ? from->left : from->right, &n);

            for (guint i = 0; i < n; i++)
                sql_list_add (runtime, &all, items[i]);
        }
        *count = all.n;
        return all.items;
    case ELEMENT_ALIAS:
    case ELEMENT_CTE:
        if (from->items)
            break;
        if (from->left->kind == ELEMENT_TABLE)
        {
            for (guint i = 0; i < from->left->n_items; i++)
            {
                SqlElement *column = sql_copy (runtime, from->left->items[i]);

                column->table = from;
                sql_list_add (runtime, &all, column);
            }
            from->items = all.items;
            from->n_items = all.n;
        }
        else
            proxy_columns (runtime, from, from->left);
        break;
    default:
        break;
    }
    *count = from->n_items;
    return from->items;
}

SqlElement *sql_find_column (ScriptRuntime *runtime, SqlElement *from, const char *key)
{
    guint count;
    SqlElement **items = sql_columns_of (runtime, from, &count);

    for (guint i = 0; i < count; i++)
        if (g_str_equal (items[i]->key ? items[i]->key : items[i]->name, key))
            return items[i];
    return NULL;
}
