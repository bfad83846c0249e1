/* The members of the query builder that say what is selected and written (query/querybuilder.js). */

#include "adapters/knex/query.h"

#include <string.h>

static ScriptStatus self (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static KnexClause *add (ScriptCall *call, ClauseGroup group, ClauseKind kind)
{
    return knex_clause_add (call->runtime, &knex_query_self (call)->clauses, group, kind);
}

/* normalizeArr: the first argument when it is an array, else all of them. */
static Value arguments_list (ScriptCall *call)
{
    Value first = call_argument (call, 0);

    return value_is_object (first, OBJECT_LIST)
               ? first
               : value_of_object (&list_new (call->runtime, call->arguments, call->n_arguments)->object);
}

static ScriptStatus columns (ScriptCall *call, Value *out)
{
    Value first = call_argument (call, 0);

    if (value_is_truthy (first) || (first.kind == VALUE_NUMBER && first.as.number == 0))
        add (call, GROUP_COLUMNS, CLAUSE_COLUMNS)->value = arguments_list (call);
    return self (call, out);
}

static ScriptStatus distinct (ScriptCall *call, Value *out)
{
    add (call, GROUP_COLUMNS, CLAUSE_DISTINCT)->value = arguments_list (call);
    return self (call, out);
}

static ScriptStatus distinct_on (ScriptCall *call, Value *out)
{
    if (call->n_arguments == 0)
        return script_throw (call->runtime, "Error", "distinctOn requires at least on argument");
    add (call, GROUP_COLUMNS, CLAUSE_DISTINCT_ON)->value = arguments_list (call);
    return self (call, out);
}

static ScriptStatus table (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);
    Value options = call_argument (call, 1);
    Value only = options.kind == VALUE_OBJECT ? knex_peek (call->runtime, options, "only") : UNDEFINED;

    query->table = call_argument (call, 0);
    query->only = value_is_true (only);
    return self (call, out);
}

static ScriptStatus from_raw (ScriptCall *call, Value *out)
{
    knex_query_self (call)->table = knex_raw_of (call, 0);
    return self (call, out);
}

static ScriptStatus with_schema (ScriptCall *call, Value *out)
{
    knex_query_self (call)->schema = call_argument (call, 0);
    return self (call, out);
}

static ScriptStatus as_member (ScriptCall *call, Value *out)
{
    knex_query_self (call)->as = call_argument (call, 0);
    return self (call, out);
}

static ScriptStatus comment (ScriptCall *call, Value *out)
{
    Value text = call_argument (call, 0);
    const char *words = text.kind == VALUE_STRING ? value_to_text (call->runtime, text) : NULL;

    if (!words)
        return script_throw (call->runtime, "Error", "Comment must be a string");
    if (strstr (words, "/*") || strstr (words, "*/") || strchr (words, '?'))
        return script_throw (call->runtime, "Error", "Cannot include /*, */, ? in comment");
    list_append (call->runtime, knex_query_self (call)->comments, text);
    return self (call, out);
}

static ScriptStatus hint_comment (ScriptCall *call, Value *out)
{
    Value list = arguments_list (call);

    for (guint32 i = 0; i < value_list (list)->length; i++)
    {
        Value hint = value_list (list)->items[i];
        const char *words = hint.kind == VALUE_STRING ? value_to_text (call->runtime, hint) : NULL;

        if (!words)
            return script_throw (call->runtime, "Error", "Hint comment must be a string");
        if (strstr (words, "/*") || strstr (words, "*/"))
            return script_throw (call->runtime, "Error", "Hint comment cannot include \"/*\" or \"*/\"");
        if (strchr (words, '?'))
            return script_throw (call->runtime, "Error", "Hint comment cannot include \"?\"");
    }
    add (call, GROUP_HINTS, CLAUSE_LIST)->value = list;
    return self (call, out);
}

static gboolean is_statement (Value value)
{
    return knex_is_function (value) || knex_is_query (value) || knex_is_raw (value);
}

/* _validateWithArgs, withWrapped */
static ScriptStatus with_clause (ScriptCall *call, const char *member, gboolean recursive, int materialized, Value *out)
{
    Value alias = call_argument (call, 0);
    Value second = call_argument (call, 1);
    Value third = call_argument (call, 2);
    gboolean has_list = third.kind != VALUE_UNDEFINED;
    Value query = has_list ? third : second;
    KnexClause *clause;

    if (alias.kind != VALUE_STRING)
        return script_throw (call->runtime, "Error", "%s() first argument must be a string", member);
    if (has_list && (!value_is_object (second, OBJECT_LIST) || value_list (second)->length == 0))
        return script_throw (call->runtime, "Error",
                             "%s() second argument must be a statement or non-empty column name list.", member);
    if (!is_statement (query))
        return script_throw (call->runtime, "Error",
                             has_list
                                 ? "%s() third argument must be a function / QueryBuilder or a raw when its second "
                                   "argument is a column name list"
                                 : "%s() second argument must be a statement or non-empty column name list.",
                             member);
    if (materialized >= 0 && knex_run (call)->dialect == DIALECT_MYSQL)
        return script_throw (call->runtime, "Error", "With materialized is not supported by this dialect");
    clause = add (call, GROUP_WITH, CLAUSE_LIST);
    clause->column = alias;
    clause->value = query;
    clause->extra = has_list ? second : UNDEFINED;
    clause->recursive = recursive;
    clause->materialized = materialized;
    return self (call, out);
}

static ScriptStatus with_member (ScriptCall *call, Value *out)
{
    return with_clause (call, "with", FALSE, -1, out);
}

static ScriptStatus with_recursive (ScriptCall *call, Value *out)
{
    return with_clause (call, "withRecursive", TRUE, -1, out);
}

static ScriptStatus with_materialized (ScriptCall *call, Value *out)
{
    return with_clause (call, "with", FALSE, 1, out);
}

static ScriptStatus with_not_materialized (ScriptCall *call, Value *out)
{
    return with_clause (call, "with", FALSE, 0, out);
}

static ScriptStatus group_by (ScriptCall *call, Value *out)
{
    if (knex_is_raw (call_argument (call, 0)))
        add (call, GROUP_GROUP, CLAUSE_RAW)->value = call_argument (call, 0);
    else
        add (call, GROUP_GROUP, CLAUSE_LIST)->value = arguments_list (call);
    return self (call, out);
}

static ScriptStatus group_by_raw (ScriptCall *call, Value *out)
{
    add (call, GROUP_GROUP, CLAUSE_RAW)->value = knex_raw_of (call, 0);
    return self (call, out);
}

static void add_order (ScriptCall *call, Value column, Value direction, Value nulls)
{
    KnexClause *clause = add (call, GROUP_ORDER, CLAUSE_LIST);

    clause->value = column;
    clause->extra = direction;
    clause->more = nulls;
}

static ScriptStatus order_by (ScriptCall *call, Value *out)
{
    Value column = call_argument (call, 0);
    ScriptList *list = value_is_object (column, OBJECT_LIST) ? value_list (column) : NULL;

    if (!list)
        add_order (call, column, call_argument (call, 1), call_argument (call, 2));
    for (guint32 i = 0; list && i < list->length; i++)
    {
        Value item = list->items[i];

        if (value_is_object (item, OBJECT_PLAIN))
            add_order (call, knex_peek (call->runtime, item, "column"), knex_peek (call->runtime, item, "order"),
                       knex_peek (call->runtime, item, "nulls"));
        else if (item.kind == VALUE_STRING || item.kind == VALUE_NUMBER)
            add_order (call, item, UNDEFINED, UNDEFINED);
    }
    return self (call, out);
}

static ScriptStatus order_by_raw (ScriptCall *call, Value *out)
{
    add (call, GROUP_ORDER, CLAUSE_RAW)->value = knex_raw_of (call, 0);
    return self (call, out);
}

static void add_union (ScriptCall *call, const char *word, Value query, gboolean wrap)
{
    ScriptList *list = value_is_object (query, OBJECT_LIST) ? value_list (query) : NULL;

    for (guint32 i = 0; i < (list ? list->length : 1); i++)
    {
        KnexClause *clause = add (call, GROUP_UNION, CLAUSE_LIST);

        clause->word = word;
        clause->value = list ? list->items[i] : query;
        clause->wrap = wrap;
    }
}

/* _union: queries, or an array of them, and whether they are put into parentheses. */
static ScriptStatus union_with (ScriptCall *call, const char *word, Value *out)
{
    Value last = call_argument (call, call->n_arguments ? call->n_arguments - 1 : 0);
    gboolean flag = call->n_arguments > 1 && last.kind == VALUE_BOOLEAN;
    gboolean wrap = flag && last.as.boolean;

    for (guint i = 0; i < call->n_arguments - (flag ? 1 : 0); i++)
        add_union (call, word, call->arguments[i], wrap);
    return self (call, out);
}

static ScriptStatus union_member (ScriptCall *call, Value *out)
{
    return union_with (call, "union", out);
}

static ScriptStatus union_all (ScriptCall *call, Value *out)
{
    return union_with (call, "union all", out);
}

static ScriptStatus intersect (ScriptCall *call, Value *out)
{
    return union_with (call, "intersect", out);
}

static ScriptStatus except (ScriptCall *call, Value *out)
{
    return union_with (call, "except", out);
}

/* The option skipBinding, given as it is or in an object. */
static gboolean skips_binding (ScriptCall *call)
{
    Value options = call_argument (call, 1);

    if (options.kind == VALUE_OBJECT)
        options = knex_peek (call->runtime, options, "skipBinding");
    return value_is_true (options);
}

/* parseInt; FALSE for what is no number. */
static gboolean integer_of (ScriptCall *call, Value value, gint64 *number)
{
    const char *text = value_to_text (call->runtime, value);
    char *end;

    text += strspn (text, " \t\r\n");
    *number = g_ascii_strtoll (text, &end, 10);
    return end != text;
}

static ScriptStatus limit (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);
    gint64 number;

    if (integer_of (call, call_argument (call, 0), &number))
    {
        query->limit = value_number ((double)number);
        query->limit_inline = skips_binding (call);
    }
    return self (call, out);
}

static ScriptStatus offset (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);
    Value value = call_argument (call, 0);
    gint64 number;

    if (value_is_nullish (value) || knex_is_raw (value) || knex_is_query (value))
        query->offset = value;
    else if (integer_of (call, value, &number))
    {
        if (number < 0)
            return script_throw (call->runtime, "Error", "A non-negative integer must be provided to offset.");
        query->offset = value_number ((double)number);
    }
    query->offset_inline = skips_binding (call);
    return self (call, out);
}

static ScriptStatus aggregate (ScriptCall *call, const char *function, Value column, Value options,
                               gboolean is_distinct, Value *out)
{
    KnexClause *clause = add (call, GROUP_COLUMNS, knex_is_raw (column) ? CLAUSE_AGGREGATE_RAW : CLAUSE_AGGREGATE);
    Value said = options.kind == VALUE_OBJECT ? knex_peek (call->runtime, options, "distinct") : UNDEFINED;

    clause->word = function;
    clause->value = column;
    clause->distinct = is_distinct || value_is_true (said);
    clause->extra = options.kind == VALUE_OBJECT ? knex_peek (call->runtime, options, "as") : UNDEFINED;
    return self (call, out);
}

static ScriptStatus count (ScriptCall *call, Value *out)
{
    Value column = call_argument (call, 0);

    return aggregate (call, "count", value_is_truthy (column) ? column : value_string (call->runtime, "*", -1),
                      call_argument (call, 1), FALSE, out);
}

#define AGGREGATE(name, function, is_distinct)                                                                         \
    static ScriptStatus name (ScriptCall *call, Value *out)                                                            \
    {                                                                                                                  \
        return aggregate (call, function, call_argument (call, 0), call_argument (call, 1), is_distinct, out);         \
    }

AGGREGATE (min, "min", FALSE)
AGGREGATE (max, "max", FALSE)
AGGREGATE (sum, "sum", FALSE)
AGGREGATE (avg, "avg", FALSE)
AGGREGATE (sum_distinct, "sum", TRUE)
AGGREGATE (avg_distinct, "avg", TRUE)

static ScriptStatus count_distinct (ScriptCall *call, Value *out)
{
    guint n = call->n_arguments;
    Value options = n > 1 && knex_is_plain (call->runtime, call->arguments[n - 1]) ? call->arguments[--n] : UNDEFINED;
    Value column = n == 0   ? value_string (call->runtime, "*", -1)
                   : n == 1 ? call->arguments[0]
                            : value_of_object (&list_new (call->runtime, call->arguments, n)->object);

    return aggregate (call, "count", column, options, TRUE, out);
}

static ScriptStatus check_select (ScriptCall *call, const char *member)
{
    const char *method = knex_query_self (call)->method;

    if (g_str_equal (method, "select"))
        return SCRIPT_NORMAL;
    return script_throw (call->runtime, "Error", "Cannot chain .%s() on \"%s\" query", member, method);
}

static ScriptStatus first (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);

    SCRIPT_TRY (check_select (call, "first"));
    SCRIPT_TRY (columns (call, out));
    query->method = "first";
    query->limit = value_number (1);
    query->limit_inline = FALSE;
    return self (call, out);
}

static ScriptStatus pluck (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);

    SCRIPT_TRY (check_select (call, "pluck"));
    query->method = "pluck";
    query->pluck = call_argument (call, 0);
    add (call, GROUP_COLUMNS, CLAUSE_PLUCK)->value = query->pluck;
    return self (call, out);
}

typedef struct
{
    const char *word;
    ClauseGroup group;
} Clearable;

static const Clearable clearables[] = {
    { "with", GROUP_WITH },          { "select", GROUP_COLUMNS }, { "columns", GROUP_COLUMNS },
    { "hintComments", GROUP_HINTS }, { "where", GROUP_WHERE },    { "union", GROUP_UNION },
    { "join", GROUP_JOIN },          { "group", GROUP_GROUP },    { "order", GROUP_ORDER },
    { "having", GROUP_HAVING },
};

static ScriptStatus clear (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);
    const char *word = value_to_text (call->runtime, call_argument (call, 0));

    if (g_str_equal (word, "counter") || g_str_equal (word, "counters"))
    {
        query->counter = script_object_new (call->runtime);
        return self (call, out);
    }
    if (g_str_equal (word, "limit") || g_str_equal (word, "offset"))
    {
        *(*word == 'l' ? &query->limit : &query->offset) = UNDEFINED;
        return self (call, out);
    }
    for (guint i = 0; i < G_N_ELEMENTS (clearables); i++)
        if (g_str_equal (clearables[i].word, word))
        {
            knex_clauses_clear (&query->clauses, clearables[i].group);
            return self (call, out);
        }
    return script_throw (call->runtime, "Error", "Knex Error: unknown statement '%s'", word);
}

#define CLEAR(name, group)                                                                                             \
    static ScriptStatus name (ScriptCall *call, Value *out)                                                            \
    {                                                                                                                  \
        knex_clauses_clear (&knex_query_self (call)->clauses, group);                                                  \
        return self (call, out);                                                                                       \
    }

CLEAR (clear_select, GROUP_COLUMNS)
CLEAR (clear_where, GROUP_WHERE)
CLEAR (clear_group, GROUP_GROUP)
CLEAR (clear_order, GROUP_ORDER)
CLEAR (clear_having, GROUP_HAVING)

static ScriptStatus lock_with (ScriptCall *call, const char *words, Value *out)
{
    KnexQuery *query = knex_query_self (call);

    query->lock = words;
    query->lock_tables = arguments_list (call);
    return self (call, out);
}

#define LOCK(name, words)                                                                                              \
    static ScriptStatus name (ScriptCall *call, Value *out)                                                            \
    {                                                                                                                  \
        return lock_with (call, words, out);                                                                           \
    }

LOCK (for_update, "for update")
LOCK (for_share, "for share")
LOCK (for_no_key_update, "for no key update")
LOCK (for_key_share, "for key share")

static ScriptStatus wait_with (ScriptCall *call, const char *member, const char *words, Value *out)
{
    KnexQuery *query = knex_query_self (call);

    if (!g_str_equal (query->method, "select") && !g_str_equal (query->method, "first") &&
        !g_str_equal (query->method, "pluck"))
        return script_throw (call->runtime, "Error", "Cannot chain .%s() on \"%s\" query!", member, query->method);
    if (!query->lock)
        return script_throw (call->runtime, "Error",
                             ".%s() can only be used after a call to .forShare() or .forUpdate()!", member);
    if (query->wait_mode && !g_str_equal (query->wait_mode, words))
        return script_throw (call->runtime, "Error", ".%s() cannot be used together with .%s()!", member,
                             g_str_equal (member, "noWait") ? "skipLocked" : "noWait");
    query->wait_mode = words;
    return self (call, out);
}

static ScriptStatus skip_locked (ScriptCall *call, Value *out)
{
    return wait_with (call, "skipLocked", "skip locked", out);
}

static ScriptStatus no_wait (ScriptCall *call, Value *out)
{
    return wait_with (call, "noWait", "nowait", out);
}

/* The callback gets the builder, and what was given besides. */
static ScriptStatus modify (ScriptCall *call, Value *out)
{
    ScriptList *arguments = list_new (call->runtime, &call->receiver, 1);
    Value ignored;

    for (guint i = 1; i < call->n_arguments; i++)
        list_append (call->runtime, arguments, call->arguments[i]);
    SCRIPT_TRY (script_call (call->runtime, call_argument (call, 0), call->receiver, arguments->items,
                             arguments->length, &ignored));
    return self (call, out);
}

static ScriptStatus from_js (ScriptCall *call, Value *out)
{
    Value object = call_argument (call, 0);
    guint n;
    const char *const *names = script_names (call->runtime, object, &n);

    for (guint i = 0; i < n; i++)
    {
        Value member, value;
        ScriptList *list;

        SCRIPT_TRY (script_member (call->runtime, call->receiver, names[i], &member));
        SCRIPT_TRY (script_member (call->runtime, object, names[i], &value));
        list = value_is_object (value, OBJECT_LIST) ? value_list (value) : list_new (call->runtime, &value, 1);
        SCRIPT_TRY (script_call (call->runtime, member, call->receiver, list->items, list->length, out));
    }
    return self (call, out);
}

/* Window functions: rank, denseRank, rowNumber (query/analytic.js). */

static ScriptList *list_of (ScriptRuntime *runtime, Value value)
{
    if (value_is_object (value, OBJECT_LIST))
        return list_new (runtime, value_list (value)->items, value_list (value)->length);
    return value_is_nullish (value) ? list_new (runtime, NULL, 0) : list_new (runtime, &value, 1);
}

static ScriptStatus add_ordered (ScriptCall *call, ScriptList *list, const char *member)
{
    Value column = call_argument (call, 0);
    Value object;

    if (value_is_object (column, OBJECT_LIST))
    {
        for (guint32 i = 0; i < value_list (column)->length; i++)
            list_append (call->runtime, list, value_list (column)->items[i]);
        return SCRIPT_NORMAL;
    }
    if (column.kind != VALUE_STRING)
        return script_throw (call->runtime, "Error",
                             "The argument to an analytic %s function must be either a string or an array of string.",
                             member);
    object = script_object_new (call->runtime);
    script_set (call->runtime, object, "column", column);
    script_set (call->runtime, object, "order", call_argument (call, 1));
    list_append (call->runtime, list, object);
    return SCRIPT_NORMAL;
}

static ScriptStatus partition_by (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (add_ordered (call, ((KnexAnalytic *)call->data)->partitions, "partitionBy"));
    return self (call, out);
}

static ScriptStatus analytic_order_by (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (add_ordered (call, ((KnexAnalytic *)call->data)->order, "orderBy"));
    return self (call, out);
}

static const HostClass analytic_class;

static const HostMember analytic_members[] = {
    { "partitionBy", HOST_METHOD, 1, 2, partition_by, HOST_NEEDS_NOTHING, "Columns of the partition.", &analytic_class,
      NULL, NULL },
    { "orderBy", HOST_METHOD, 1, 2, analytic_order_by, HOST_NEEDS_NOTHING, "Order within the partition.",
      &analytic_class, NULL, NULL },
    { .name = NULL },
};

static const HostClass analytic_class = {
    .name = "Analytic",
    .summary = "A window function in the making.",
    .members = analytic_members,
};

static ScriptStatus analytic (ScriptCall *call, const char *function, Value *out)
{
    KnexAnalytic *window = script_alloc (call->runtime, sizeof *window);
    Value alias = call_argument (call, 0);
    Value second = call_argument (call, 1);
    KnexClause *clause;

    window->raw = UNDEFINED;
    window->alias = alias.kind == VALUE_STRING ? alias : NULL_VALUE;
    window->order = list_new (call->runtime, NULL, 0);
    window->partitions = list_new (call->runtime, NULL, 0);
    if (knex_is_raw (second))
        window->raw = second;
    else if (knex_is_function (second))
    {
        Value object = host_object_new (call->runtime, &analytic_class, window);
        Value ignored;

        SCRIPT_TRY (script_call (call->runtime, second, object, &object, 1, &ignored));
    }
    else
    {
        window->order = list_of (call->runtime, second);
        window->partitions = list_of (call->runtime, call_argument (call, 2));
    }
    clause = add (call, GROUP_COLUMNS, CLAUSE_ANALYTIC);
    clause->word = function;
    clause->analytic = window;
    return self (call, out);
}

static ScriptStatus rank (ScriptCall *call, Value *out)
{
    return analytic (call, "rank", out);
}

static ScriptStatus dense_rank (ScriptCall *call, Value *out)
{
    return analytic (call, "dense_rank", out);
}

static ScriptStatus row_number (ScriptCall *call, Value *out)
{
    return analytic (call, "row_number", out);
}

/* jsonExtract(column, path, alias), jsonSet(column, path, value, alias)... */
static KnexClause *add_json (ScriptCall *call, const char *member, gboolean has_value)
{
    KnexClause *clause = add (call, GROUP_COLUMNS, CLAUSE_JSON);

    clause->word = member;
    clause->column = call_argument (call, 0);
    clause->extra = call_argument (call, 1);
    clause->value = has_value ? call_argument (call, 2) : UNDEFINED;
    clause->more = call_argument (call, has_value ? 3 : 2);
    return clause;
}

static ScriptStatus json_extract (ScriptCall *call, Value *out)
{
    add_json (call, "jsonExtract", FALSE);
    return self (call, out);
}

static ScriptStatus json_set (ScriptCall *call, Value *out)
{
    add_json (call, "jsonSet", TRUE);
    return self (call, out);
}

static ScriptStatus json_insert (ScriptCall *call, Value *out)
{
    add_json (call, "jsonInsert", TRUE);
    return self (call, out);
}

static ScriptStatus json_remove (ScriptCall *call, Value *out)
{
    add_json (call, "jsonRemove", FALSE);
    return self (call, out);
}

#define JOIN(name, type)                                                                                               \
    static ScriptStatus name (ScriptCall *call, Value *out)                                                            \
    {                                                                                                                  \
        return knex_join_with (call, type, out);                                                                       \
    }

JOIN (join, "inner")
JOIN (left_join, "left")
JOIN (left_outer_join, "left outer")
JOIN (right_join, "right")
JOIN (right_outer_join, "right outer")
JOIN (outer_join, "outer")
JOIN (full_outer_join, "full outer")
JOIN (cross_join, "cross")
JOIN (join_raw, "raw")

#define MEMBER(name, least, most, function, summary)                                                                   \
    {                                                                                                                  \
        name, HOST_METHOD, least, most, function, HOST_NEEDS_NOTHING, summary, &knex_query_class, NULL, NULL           \
    }
#define CALLBACK(name, least, most, function, summary, class)                                                          \
    {                                                                                                                  \
        name, HOST_METHOD, least, most, function, HOST_NEEDS_NOTHING, summary, &knex_query_class, class, NULL          \
    }
#define ANY HOST_ANY_NUMBER

const HostMember knex_query_members[] = {
    MEMBER ("select", 0, ANY, columns, "Columns."),
    MEMBER ("columns", 0, ANY, columns, "Columns."),
    MEMBER ("column", 0, ANY, columns, "Columns."),
    MEMBER ("distinct", 0, ANY, distinct, "Columns, each row once."),
    MEMBER ("distinctOn", 0, ANY, distinct_on, "PostgreSQL: the first row for each."),
    MEMBER ("table", 1, 2, table, "The table."),
    MEMBER ("from", 1, 2, table, "The table."),
    MEMBER ("into", 1, 2, table, "The table."),
    MEMBER ("fromRaw", 1, 2, from_raw, "The table, as SQL."),
    MEMBER ("withSchema", 1, 1, with_schema, "The table's schema."),
    MEMBER ("as", 1, 1, as_member, "The alias of a sub-query."),
    MEMBER ("comment", 1, 1, comment, "A comment before the statement."),
    MEMBER ("hintComment", 1, 1, hint_comment, "A hint to the optimizer."),
    CALLBACK ("with", 2, 3, with_member, "A common table expression.", &knex_query_class),
    CALLBACK ("withRecursive", 2, 3, with_recursive, "A recursive one.", &knex_query_class),
    CALLBACK ("withMaterialized", 2, 3, with_materialized, "A materialized one.", &knex_query_class),
    CALLBACK ("withNotMaterialized", 2, 3, with_not_materialized, "One that is not materialized.", &knex_query_class),
    CALLBACK ("join", 1, 4, join, "An inner join.", &knex_join_class),
    CALLBACK ("innerJoin", 1, 4, join, "An inner join.", &knex_join_class),
    CALLBACK ("leftJoin", 1, 4, left_join, "A left join.", &knex_join_class),
    CALLBACK ("leftOuterJoin", 1, 4, left_outer_join, "A left outer join.", &knex_join_class),
    CALLBACK ("rightJoin", 1, 4, right_join, "A right join.", &knex_join_class),
    CALLBACK ("rightOuterJoin", 1, 4, right_outer_join, "A right outer join.", &knex_join_class),
    CALLBACK ("outerJoin", 1, 4, outer_join, "An outer join.", &knex_join_class),
    CALLBACK ("fullOuterJoin", 1, 4, full_outer_join, "A full outer join.", &knex_join_class),
    CALLBACK ("crossJoin", 1, 4, cross_join, "A cross join.", &knex_join_class),
    MEMBER ("joinRaw", 1, 2, join_raw, "A join, as SQL."),
    MEMBER ("groupBy", 1, ANY, group_by, "Groups."),
    MEMBER ("groupByRaw", 1, 2, group_by_raw, "Groups, as SQL."),
    MEMBER ("orderBy", 1, 3, order_by, "Order."),
    MEMBER ("orderByRaw", 1, 2, order_by_raw, "Order, as SQL."),
    MEMBER ("union", 1, ANY, union_member, "Other queries' rows, each once."),
    MEMBER ("unionAll", 1, ANY, union_all, "Other queries' rows."),
    MEMBER ("intersect", 1, ANY, intersect, "Rows that the others have too."),
    MEMBER ("except", 1, ANY, except, "Rows that the others don't have."),
    MEMBER ("limit", 1, 2, limit, "At most so many rows."),
    MEMBER ("offset", 1, 2, offset, "Rows left out at the beginning."),
    MEMBER ("count", 0, 2, count, "count()."),
    MEMBER ("countDistinct", 0, ANY, count_distinct, "count(distinct)."),
    MEMBER ("min", 1, 2, min, "min()."),
    MEMBER ("max", 1, 2, max, "max()."),
    MEMBER ("sum", 1, 2, sum, "sum()."),
    MEMBER ("sumDistinct", 1, 2, sum_distinct, "sum(distinct)."),
    MEMBER ("avg", 1, 2, avg, "avg()."),
    MEMBER ("avgDistinct", 1, 2, avg_distinct, "avg(distinct)."),
    CALLBACK ("rank", 2, 3, rank, "rank() over.", &analytic_class),
    CALLBACK ("denseRank", 2, 3, dense_rank, "dense_rank() over.", &analytic_class),
    CALLBACK ("rowNumber", 2, 3, row_number, "row_number() over.", &analytic_class),
    MEMBER ("first", 0, ANY, first, "The first row."),
    MEMBER ("pluck", 1, 1, pluck, "One column as a list."),
    MEMBER ("clear", 1, 1, clear, "Forgets one kind of clause."),
    MEMBER ("clearSelect", 0, 0, clear_select, "Forgets the columns."),
    MEMBER ("clearWhere", 0, 0, clear_where, "Forgets the conditions."),
    MEMBER ("clearGroup", 0, 0, clear_group, "Forgets the groups."),
    MEMBER ("clearOrder", 0, 0, clear_order, "Forgets the order."),
    MEMBER ("clearHaving", 0, 0, clear_having, "Forgets the conditions of groups."),
    MEMBER ("forUpdate", 0, ANY, for_update, "Locks the rows."),
    MEMBER ("forShare", 0, ANY, for_share, "Locks the rows against change."),
    MEMBER ("forNoKeyUpdate", 0, ANY, for_no_key_update, "PostgreSQL: a weaker lock."),
    MEMBER ("forKeyShare", 0, ANY, for_key_share, "PostgreSQL: the weakest lock."),
    MEMBER ("skipLocked", 0, 0, skip_locked, "Leaves out rows that are locked."),
    MEMBER ("noWait", 0, 0, no_wait, "Fails where a row is locked."),
    CALLBACK ("modify", 1, ANY, modify, "Calls a function with the builder.", &knex_query_class),
    MEMBER ("fromJS", 1, 1, from_js, "Calls the members that an object names."),
    MEMBER ("jsonExtract", 1, 4, json_extract, "What a path finds in a JSON value."),
    MEMBER ("jsonSet", 3, 4, json_set, "A JSON value with a part changed."),
    MEMBER ("jsonInsert", 3, 4, json_insert, "A JSON value with a part added."),
    MEMBER ("jsonRemove", 2, 3, json_remove, "A JSON value without a part."),
    MEMBER ("transacting", 1, 1, self, "There is one connection: nothing to do."),
    { "connection", HOST_METHOD, 0, HOST_ANY_NUMBER, NULL, HOST_NEEDS_RESULT, "", NULL, NULL,
      "there is one connection, the migration's" },
    MEMBER ("options", 1, 1, self, "Options of the driver: without effect."),
    MEMBER ("debug", 0, 1, self, "Without effect."),
    MEMBER ("timeout", 1, 2, self, "Without effect; see `policy.statement_timeout`."),
    MEMBER ("queryContext", 0, 1, knex_query_context, "Without effect."),
    { .name = NULL },
};
