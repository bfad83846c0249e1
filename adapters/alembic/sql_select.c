/* select () and what is chained to it (sql/selectable.py). */

#include "adapters/alembic/sql_host.h"

#include <string.h>

SqlElement *sql_select_new (ScriptRuntime *runtime, SqlSelect **select)
{
    SqlElement *element = sql_element_new (runtime, ELEMENT_SELECT);

    *select = script_alloc (runtime, sizeof **select);
    element->detail = *select;
    return element;
}

SqlElement *sql_select_copy (ScriptRuntime *runtime, const SqlElement *element, SqlSelect **select)
{
    SqlElement *copy = sql_copy (runtime, element);

    *select = script_alloc (runtime, sizeof **select);
    **select = *(const SqlSelect *)element->detail;
    copy->detail = *select;
    return copy;
}

/* A column of a SELECT: an expression, something to select all of, a value; a text is refused as SQLAlchemy refuses it. */
static ScriptStatus add_column (ScriptRuntime *runtime, SqlList *list, Value value)
{
    SqlElement *element = sql_element_of (value);

    if (py_as_string (value))
    {
        const char *text = value_to_text (runtime, value);

        return sql_raise (runtime, "ArgumentError",
                          "Textual column expression '%s' should be explicitly declared with text('%s'), or use "
                          "column('%s') for more specificity",
                          text, text, text);
    }
    if (py_as_list (value) || py_as_tuple (value))
        return sql_raise (runtime, "ArgumentError",
                          "Column expression, FROM clause, or other columns clause element expected, got %s. Did you "
                          "mean to say select(%s)?",
                          "[...]", "...");
    if (element && (sql_is_from (element) || element->kind == ELEMENT_TEXT))
    {
        sql_list_add (runtime, list, element);
        return SCRIPT_NORMAL;
    }
    if (value.kind == VALUE_INTEGER || value.kind == VALUE_NUMBER)
    {
        ScriptString *text;

        SCRIPT_TRY (py_str (runtime, value, &text));
        sql_list_add (runtime, list,
                      sql_literal_column_new (runtime, value_to_text (runtime, value_of_string (text)), NULL));
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (sql_expression (runtime, value, NULL, &element));
    sql_list_add (runtime, list, element);
    return SCRIPT_NORMAL;
}

static ScriptStatus add_columns (ScriptRuntime *runtime, SqlList *list, Value tuple)
{
    ScriptList *items = value_list (tuple);

    for (guint32 i = 0; i < items->length; i++)
    {
        SqlElement **columns;
        guint count;

        if (sql_columns_value (runtime, items->items[i], &columns, &count))
            for (guint k = 0; k < count; k++)
                sql_list_add (runtime, list, columns[k]);
        else
            SCRIPT_TRY (add_column (runtime, list, items->items[i]));
    }
    return SCRIPT_NORMAL;
}

ScriptStatus sql_select_call (ScriptCall *call, Value *out)
{
    Value columns;
    SqlSelect *select;
    SqlElement *element = sql_select_new (call->runtime, &select);

    SCRIPT_TRY (py_bind (call, "select(*entities)", &columns));
    SCRIPT_TRY (add_columns (call->runtime, &select->columns, columns));
    return sql_give (call->runtime, element, out);
}

typedef ScriptStatus (*Coerce) (ScriptRuntime *runtime, Value value, SqlElement **out);

static ScriptStatus add_all (ScriptCall *call, const char *signature, Coerce coerce, SqlList *list)
{
    Value items;

    SCRIPT_TRY (py_bind (call, signature, &items));
    for (guint32 i = 0; i < value_list (items)->length; i++)
    {
        SqlElement *element;

        SCRIPT_TRY (coerce (call->runtime, value_list (items)->items[i], &element));
        if (element->kind != ELEMENT_CHAIN || element->n_items > 0) /* and_ () says nothing */
            sql_list_add (call->runtime, list, element);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus method_where (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (call->runtime, sql_receiver (call), &select);

    SCRIPT_TRY (add_all (call, "where(*whereclause)", sql_condition, &select->where));
    return sql_give (call->runtime, copy, out);
}

/* filter_by (name='x'): the only FROM clause that has such a column. */
static ScriptStatus find_by_name (ScriptRuntime *runtime, const SqlList *froms, const char *name, SqlElement **column)
{
    *column = NULL;
    for (guint i = 0; i < froms->n; i++)
    {
        SqlElement *found = sql_find_column (runtime, froms->items[i], name);

        if (found && *column)
            return sql_raise (runtime, "AmbiguousColumnError",
                              "Attribute name \"%s\" is ambiguous; it exists in multiple FROM clause entities", name);
        if (found)
            *column = found;
    }
    return *column ? SCRIPT_NORMAL
                   : sql_raise (runtime, "InvalidRequestError",
                                "None of the FROM clause entities have a property \"%s\"", name);
}

ScriptStatus sql_filter_by (ScriptCall *call, const SqlList *froms, SqlList *where)
{
    ScriptRuntime *runtime = call->runtime;
    Value named;
    const ScriptMap *map;

    SCRIPT_TRY (py_bind (call, "filter_by(**kwargs)", &named));
    map = py_as_dict (named);
    for (guint32 i = 0; i < map->n_entries; i++)
    {
        SqlElement *column, *condition;

        if (map->entries[i].key.kind == VALUE_EMPTY)
            continue;
        SCRIPT_TRY (find_by_name (runtime, froms, value_to_text (runtime, map->entries[i].key), &column));
        SCRIPT_TRY (sql_compare (runtime, column, map->entries[i].value, SQL_OP_EQ, &condition));
        sql_list_add (runtime, where, condition);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus method_filter_by (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (call->runtime, sql_receiver (call), &select);
    SqlList froms = { 0 };

    for (guint i = 0; i < select->froms.n; i++)
        sql_froms_of (call->runtime, select->froms.items[i], &froms);
    for (guint i = 0; i < select->columns.n && select->froms.n == 0; i++)
        sql_froms_of (call->runtime, select->columns.items[i], &froms);
    SCRIPT_TRY (sql_filter_by (call, &froms, &select->where));
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus method_having (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (call->runtime, sql_receiver (call), &select);

    SCRIPT_TRY (add_all (call, "having(*having)", sql_condition, &select->having));
    return sql_give (call->runtime, copy, out);
}

/* order_by (None) takes back what was there. */
static gboolean is_reset (const ScriptCall *call)
{
    return call->n_arguments == 1 && (call->arguments[0].kind == VALUE_NULL ||
                                      (call->arguments[0].kind == VALUE_BOOLEAN && !call->arguments[0].as.boolean));
}

static ScriptStatus method_order_by (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (call->runtime, sql_receiver (call), &select);

    if (is_reset (call))
        select->order_by = (SqlList){ 0 };
    else
        SCRIPT_TRY (add_all (call, "order_by(*clauses)", sql_ordering, &select->order_by));
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus method_group_by (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (call->runtime, sql_receiver (call), &select);

    if (is_reset (call))
        select->group_by = (SqlList){ 0 };
    else
        SCRIPT_TRY (add_all (call, "group_by(*clauses)", sql_ordering, &select->group_by));
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus method_select_from (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (call->runtime, sql_receiver (call), &select);

    SCRIPT_TRY (add_all (call, "select_from(*froms)", sql_from, &select->froms));
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus method_correlate (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (call->runtime, sql_receiver (call), &select);

    select->correlates = TRUE;
    if (!is_reset (call))
        SCRIPT_TRY (add_all (call, "correlate(*fromclauses)", sql_from, &select->correlate));
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus method_distinct (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (call->runtime, sql_receiver (call), &select);

    select->distinct = TRUE;
    SCRIPT_TRY (add_all (call, "distinct(*expr)", sql_ordering, &select->distinct_on));
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus number (ScriptCall *call, const char *signature, SqlElement **out)
{
    Value value;

    SCRIPT_TRY (py_bind (call, signature, &value));
    *out = NULL;
    if (py_as_string (value))
        SCRIPT_TRY (py_parse_int (call->runtime, py_as_string (value), 10, &value));
    return value.kind == VALUE_NULL
               ? SCRIPT_NORMAL
               : sql_expression (call->runtime, value, sql_standard_type (call->runtime, SA_AFFINITY_INTEGER), out);
}

static ScriptStatus method_limit (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (call->runtime, sql_receiver (call), &select);

    SCRIPT_TRY (number (call, "limit(limit)", &select->limit));
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus method_offset (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (call->runtime, sql_receiver (call), &select);

    SCRIPT_TRY (number (call, "offset(offset)", &select->offset));
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus flag_of (ScriptRuntime *runtime, Value value, gboolean *truth)
{
    *truth = FALSE;
    return value.kind == VALUE_EMPTY ? SCRIPT_NORMAL : py_truth (runtime, value, truth);
}

static ScriptStatus method_for_update (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (runtime, sql_receiver (call), &select);
    Value values[5];

    SCRIPT_TRY (py_bind (call, "with_for_update(*, nowait=, read=, of=, skip_locked=, key_share=)", values));
    select->for_update = "FOR UPDATE";
    SCRIPT_TRY (flag_of (runtime, values[0], &select->for_update_nowait));
    SCRIPT_TRY (flag_of (runtime, values[1], &select->for_update_read));
    SCRIPT_TRY (flag_of (runtime, values[3], &select->for_update_skip));
    SCRIPT_TRY (flag_of (runtime, values[4], &select->for_update_key));
    if (sql_element_of (values[2]))
        sql_list_add (runtime, &select->for_update_of, sql_element_of (values[2]));
    else if (py_as_list (values[2]) || py_as_tuple (values[2]))
        for (guint32 i = 0; i < value_list (values[2])->length; i++)
            if (sql_element_of (value_list (values[2])->items[i]))
                sql_list_add (runtime, &select->for_update_of, sql_element_of (value_list (values[2])->items[i]));
    return sql_give (runtime, copy, out);
}

static ScriptStatus method_prefix (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (call->runtime, sql_receiver (call), &select);
    Value items;

    SCRIPT_TRY (py_bind (call, "prefix_with(*prefixes)", &items));
    for (guint32 i = 0; i < value_list (items)->length; i++)
    {
        const char *text;

        SCRIPT_TRY (sql_string (call->runtime, value_list (items)->items[i], "prefix", &text));
        sql_list_add (call->runtime, &select->prefixes, sql_text_new (call->runtime, text));
    }
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus method_add_columns (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (call->runtime, sql_receiver (call), &select);
    Value columns;

    SCRIPT_TRY (py_bind (call, "add_columns(*entities)", &columns));
    SCRIPT_TRY (add_columns (call->runtime, &select->columns, columns));
    return sql_give (call->runtime, copy, out);
}

static ScriptStatus method_with_only_columns (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (call->runtime, sql_receiver (call), &select);
    Value values[2];

    SCRIPT_TRY (py_bind (call, "with_only_columns(*entities, maintain_column_froms=)", values));
    select->columns = (SqlList){ 0 };
    SCRIPT_TRY (add_columns (call->runtime, &select->columns, values[0]));
    return sql_give (call->runtime, copy, out);
}

static gboolean contains_from (ScriptRuntime *runtime, const SqlElement *from, const SqlElement *searched)
{
    if (from == searched)
        return TRUE;
    return from->kind == ELEMENT_JOIN &&
           (contains_from (runtime, from->left, searched) || contains_from (runtime, from->right, searched));
}

/* The FROM clause that is joined to: the one that the condition speaks of, else the only one. */
static ScriptStatus left_side (ScriptRuntime *runtime, SqlSelect *select, SqlElement *target, SqlElement *on,
                               SqlElement **left, gint *replaced)
{
    SqlList froms = select->froms, named = { 0 };

    *replaced = -1;
    if (on)
        sql_froms_of (runtime, on, &named);
    for (guint pass = 0; pass < 2; pass++)
    {
        for (guint i = 0; i < froms.n; i++)
            for (guint k = 0; k < named.n; k++)
                if (named.items[k] != target && contains_from (runtime, froms.items[i], named.items[k]))
                {
                    *left = froms.items[i];
                    *replaced = pass == 0 ? (gint)i : -1;
                    return SCRIPT_NORMAL;
                }
        if (pass == 0 && froms.n == 1)
        {
            *left = froms.items[0];
            *replaced = 0;
            return SCRIPT_NORMAL;
        }
        froms = (SqlList){ 0 };
        for (guint i = 0; i < select->columns.n; i++)
            sql_froms_of (runtime, select->columns.items[i], &froms);
    }
    for (guint i = 0; i < froms.n; i++)
        if (froms.items[i] != target)
        {
            *left = froms.items[i];
            return SCRIPT_NORMAL;
        }
    return sql_raise (runtime, "InvalidRequestError",
                      "Can't determine which FROM clause to join from, there are multiple FROMS which can join to this "
                      "entity. Please use the .select_from() method to establish an explicit left side, as well as "
                      "providing an explicit ON clause if not present already to help resolve the ambiguity.");
}

static ScriptStatus join_with (ScriptCall *call, const char *signature, gboolean explicit_left, gboolean outer,
                               Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (runtime, sql_receiver (call), &select);
    SqlElement *target, *left, *on = NULL;
    Value values[5] = { EMPTY_VALUE, EMPTY_VALUE, EMPTY_VALUE, EMPTY_VALUE, EMPTY_VALUE };
    gboolean full = FALSE, is_outer = outer;
    gint replaced = -1;
    guint at = explicit_left ? 1 : 0;

    SCRIPT_TRY (py_bind (call, signature, values));
    SCRIPT_TRY (sql_from (runtime, values[at], &target));
    if (values[at + 1].kind != VALUE_EMPTY && values[at + 1].kind != VALUE_NULL)
        SCRIPT_TRY (sql_condition (runtime, values[at + 1], &on));
    if (!outer)
        SCRIPT_TRY (flag_of (runtime, values[at + 2], &is_outer));
    SCRIPT_TRY (flag_of (runtime, values[outer ? at + 2 : at + 3], &full));
    if (explicit_left)
        SCRIPT_TRY (sql_from (runtime, values[0], &left));
    else
        SCRIPT_TRY (left_side (runtime, select, target, on, &left, &replaced));
    SCRIPT_TRY (sql_join_new (runtime, left, target, on, is_outer, full, &target));
    if (replaced >= 0)
    {
        SqlList froms = { 0 };

        for (guint i = 0; i < select->froms.n; i++)
            sql_list_add (runtime, &froms, (gint)i == replaced ? target : select->froms.items[i]);
        select->froms = froms;
    }
    else
        sql_list_add (runtime, &select->froms, target);
    return sql_give (runtime, copy, out);
}

static ScriptStatus method_join (ScriptCall *call, Value *out)
{
    return join_with (call, "join(target, onclause=, isouter=, full=)", FALSE, FALSE, out);
}

static ScriptStatus method_outerjoin (ScriptCall *call, Value *out)
{
    return join_with (call, "outerjoin(target, onclause=, full=)", FALSE, TRUE, out);
}

static ScriptStatus method_join_from (ScriptCall *call, Value *out)
{
    return join_with (call, "join_from(from_, target, onclause=, isouter=, full=)", TRUE, FALSE, out);
}

static ScriptStatus method_outerjoin_from (ScriptCall *call, Value *out)
{
    return join_with (call, "outerjoin_from(from_, target, onclause=, full=)", TRUE, TRUE, out);
}

static ScriptStatus name_argument (ScriptCall *call, const char *signature, const char **name)
{
    Value value = EMPTY_VALUE;

    SCRIPT_TRY (py_bind (call, signature, &value));
    *name = NULL;
    return value.kind == VALUE_EMPTY || value.kind == VALUE_NULL ? SCRIPT_NORMAL
                                                                 : sql_string (call->runtime, value, "name", name);
}

static ScriptStatus method_subquery (ScriptCall *call, Value *out)
{
    const char *name;

    SCRIPT_TRY (name_argument (call, "subquery(name=)", &name));
    return sql_give (call->runtime, sql_alias_new (call->runtime, sql_receiver (call), name, TRUE), out);
}

static ScriptStatus method_lateral (ScriptCall *call, Value *out)
{
    const char *name;
    SqlElement *alias;

    SCRIPT_TRY (name_argument (call, "lateral(name=)", &name));
    alias = sql_alias_new (call->runtime, sql_receiver (call), name, TRUE);
    alias->flags |= ELEMENT_LATERAL;
    return sql_give (call->runtime, alias, out);
}

static ScriptStatus method_scalar_subquery (ScriptCall *call, Value *out)
{
    SqlElement *scalar;

    SCRIPT_TRY (py_bind (call, "scalar_subquery()", NULL));
    SCRIPT_TRY (sql_expression (call->runtime, call->receiver, NULL, &scalar));
    return sql_give (call->runtime, scalar, out);
}

static ScriptStatus method_label (ScriptCall *call, Value *out)
{
    SqlElement *scalar;
    const char *name;

    SCRIPT_TRY (name_argument (call, "label(name)", &name));
    SCRIPT_TRY (sql_expression (call->runtime, call->receiver, NULL, &scalar));
    return sql_give (call->runtime, sql_label_new (call->runtime, scalar, name), out);
}

static ScriptStatus method_exists (ScriptCall *call, Value *out)
{
    SqlElement *exists = sql_element_new (call->runtime, ELEMENT_EXISTS);

    SCRIPT_TRY (py_bind (call, "exists()", NULL));
    exists->left = sql_receiver (call);
    exists->type = sql_standard_type (call->runtime, SA_AFFINITY_BOOLEAN);
    exists->flags = ELEMENT_IMPLICIT_TRUTH;
    return sql_give (call->runtime, exists, out);
}

ScriptStatus sql_cte_method (ScriptCall *call, Value *out)
{
    Value values[3];
    SqlElement *cte = sql_element_new (call->runtime, ELEMENT_CTE);
    gboolean recursive;

    SCRIPT_TRY (py_bind (call, "cte(name=, recursive=, nesting=)", values));
    cte->left = sql_receiver (call);
    SCRIPT_TRY (flag_of (call->runtime, values[1], &recursive));
    cte->flags = recursive ? ELEMENT_RECURSIVE : 0;
    if (values[0].kind != VALUE_EMPTY && values[0].kind != VALUE_NULL)
        SCRIPT_TRY (sql_string (call->runtime, values[0], "name", &cte->name));
    return sql_give (call->runtime, cte, out);
}

static ScriptStatus get_columns (ScriptCall *call, Value *out)
{
    SqlElement *alias = sql_alias_new (call->runtime, sql_receiver (call), NULL, TRUE);

    *out = sql_columns_object (call->runtime, alias);
    return SCRIPT_NORMAL;
}

/* UNION and its like. */
ScriptStatus sql_compound_new (ScriptRuntime *runtime, const char *keyword, const Value *values, guint n, Value *out)
{
    SqlSelect *select = script_alloc (runtime, sizeof *select);
    SqlElement *compound = sql_list_new (runtime, ELEMENT_COMPOUND, NULL, 0);

    compound->items = script_alloc (runtime, (n + 1) * sizeof *compound->items);
    compound->n_items = n;
    compound->detail = select;
    select->keyword = keyword;
    for (guint i = 0; i < n; i++)
    {
        SqlElement *item = sql_element_of (values[i]);
        const SqlSelect *detail = item ? item->detail : NULL;

        if (!item || (item->kind != ELEMENT_SELECT && item->kind != ELEMENT_COMPOUND))
            return sql_raise (runtime, "ArgumentError", "SELECT construct or equivalent text() construct expected");
        if (item->kind == ELEMENT_COMPOUND || detail->limit || detail->offset || detail->order_by.n > 0)
            item = sql_group (runtime, item, SQL_OP_NONE);
        compound->items[i] = item;
    }
    return sql_give (runtime, compound, out);
}

ScriptStatus sql_union_call (ScriptCall *call, const char *keyword, Value *out)
{
    Value items;

    SCRIPT_TRY (py_bind (call, "union(*selects)", &items));
    return sql_compound_new (call->runtime, keyword, value_list (items)->items, value_list (items)->length, out);
}

static ScriptStatus chain (ScriptCall *call, const char *keyword, Value *out)
{
    Value items;
    g_autofree Value *values = NULL;
    guint n;

    SCRIPT_TRY (py_bind (call, "union(*other)", &items));
    n = value_list (items)->length;
    values = g_new (Value, n + 1);
    values[0] = call->receiver;
    for (guint i = 0; i < n; i++)
        values[i + 1] = value_list (items)->items[i];
    return sql_compound_new (call->runtime, keyword, values, n + 1, out);
}

static ScriptStatus method_union (ScriptCall *call, Value *out)
{
    return chain (call, "UNION", out);
}

static ScriptStatus method_union_all (ScriptCall *call, Value *out)
{
    return chain (call, "UNION ALL", out);
}

static ScriptStatus method_except (ScriptCall *call, Value *out)
{
    return chain (call, "EXCEPT", out);
}

static ScriptStatus method_intersect (ScriptCall *call, Value *out)
{
    return chain (call, "INTERSECT", out);
}

static ScriptStatus method_execution_options (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus method_add_cte (ScriptCall *call, Value *out)
{
    SqlSelect *select;
    SqlElement *copy = sql_select_copy (call->runtime, sql_receiver (call), &select);

    SCRIPT_TRY (add_all (call, "add_cte(*ctes)", sql_from, &select->ctes));
    return sql_give (call->runtime, copy, out);
}

#define METHOD(title, method, class, what)                                                                             \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = method, .gives = class,               \
        .summary = what                                                                                                \
    }

const HostMember sql_select_members[] = {
    METHOD ("where", method_where, &sql_select_class, "conditions, joined by AND"),
    METHOD ("filter", method_where, &sql_select_class, "the same"),
    METHOD ("filter_by", method_filter_by, &sql_select_class, "columns that are equal to values"),
    METHOD ("having", method_having, &sql_select_class, "HAVING"),
    METHOD ("order_by", method_order_by, &sql_select_class, "ORDER BY; None takes it back"),
    METHOD ("group_by", method_group_by, &sql_select_class, "GROUP BY"),
    METHOD ("select_from", method_select_from, &sql_select_class, "FROM"),
    METHOD ("join", method_join, &sql_select_class, "JOIN with an ON clause"),
    METHOD ("outerjoin", method_outerjoin, &sql_select_class, "LEFT OUTER JOIN"),
    METHOD ("join_from", method_join_from, &sql_select_class, "JOIN from a given side"),
    METHOD ("outerjoin_from", method_outerjoin_from, &sql_select_class, "LEFT OUTER JOIN from a given side"),
    METHOD ("correlate", method_correlate, &sql_select_class, "tables of the enclosing query"),
    METHOD ("distinct", method_distinct, &sql_select_class, "DISTINCT, DISTINCT ON"),
    METHOD ("limit", method_limit, &sql_select_class, "LIMIT"),
    METHOD ("offset", method_offset, &sql_select_class, "OFFSET"),
    METHOD ("with_for_update", method_for_update, &sql_select_class, "FOR UPDATE"),
    METHOD ("prefix_with", method_prefix, &sql_select_class, "text behind SELECT"),
    METHOD ("add_columns", method_add_columns, &sql_select_class, "more columns"),
    METHOD ("with_only_columns", method_with_only_columns, &sql_select_class, "other columns"),
    METHOD ("subquery", method_subquery, &sql_from_class, "something to select from"),
    METHOD ("alias", method_subquery, &sql_from_class, "the same"),
    METHOD ("lateral", method_lateral, &sql_from_class, "LATERAL"),
    METHOD ("scalar_subquery", method_scalar_subquery, &sql_column_class, "an expression"),
    METHOD ("as_scalar", method_scalar_subquery, &sql_column_class, "the same"),
    METHOD ("label", method_label, &sql_column_class, "an expression with a name"),
    METHOD ("exists", method_exists, &sql_exists_class, "EXISTS"),
    METHOD ("cte", sql_cte_method, &sql_from_class, "WITH"),
    METHOD ("add_cte", method_add_cte, &sql_select_class, "WITH beside it"),
    METHOD ("union", method_union, &sql_select_class, "UNION"),
    METHOD ("union_all", method_union_all, &sql_select_class, "UNION ALL"),
    METHOD ("except_", method_except, &sql_select_class, "EXCEPT"),
    METHOD ("intersect", method_intersect, &sql_select_class, "INTERSECT"),
    METHOD ("execution_options", method_execution_options, &sql_select_class, "no effect"),
    { .name = "c", .kind = HOST_GETTER, .function = get_columns, .summary = "its columns" },
    { .name = "selected_columns", .kind = HOST_GETTER, .function = get_columns, .summary = "its columns" },
    { .name = NULL },
};
