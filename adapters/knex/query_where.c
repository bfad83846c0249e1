/* where and having, in all their spellings: each sets `or` and `not` for the one that does the work (query/querybuilder.js). */

#include "adapters/knex/query.h"

#include <string.h>

static ScriptStatus self (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

/* A condition with the flags that were set for it, which it uses up. */
static KnexClause *add (ScriptCall *call, ClauseGroup group, ClauseKind kind)
{
    KnexQuery *query = knex_query_self (call);
    KnexClause *clause = knex_clause_add (call->runtime, &query->clauses, group, kind);

    clause->negated = query->not_flag;
    clause->is_or = query->or_flag;
    clause->as_column = query->column_flag && (kind == CLAUSE_BASIC || kind == CLAUSE_LIKE || kind == CLAUSE_ILIKE);
    query->not_flag = FALSE;
    query->or_flag = FALSE;
    return clause;
}

/* A condition on a column and a value. */
static ScriptStatus add_pair (ScriptCall *call, ClauseGroup group, ClauseKind kind, Value *out)
{
    KnexClause *clause = add (call, group, kind);

    clause->column = call_argument (call, 0);
    clause->value = call_argument (call, 1);
    return self (call, out);
}

/* The same member on other arguments. */
static ScriptStatus again (ScriptCall *call, ScriptNative member, const Value *arguments, guint n, Value *out)
{
    ScriptCall inner = *call;

    inner.arguments = arguments;
    inner.n_arguments = n;
    return member (&inner, out);
}

static ScriptStatus where (ScriptCall *call, Value *out);

static ScriptStatus where_wrapped (ScriptCall *call, Value *out)
{
    add (call, GROUP_WHERE, CLAUSE_WRAPPED)->value = call_argument (call, 0);
    return self (call, out);
}

static ScriptStatus where_raw (ScriptCall *call, Value *out)
{
    add (call, GROUP_WHERE, CLAUSE_RAW)->value = knex_raw_of (call, 0);
    return self (call, out);
}

static ScriptStatus where_null (ScriptCall *call, Value *out)
{
    add (call, GROUP_WHERE, CLAUSE_NULL)->column = call_argument (call, 0);
    return self (call, out);
}

static ScriptStatus where_exists (ScriptCall *call, Value *out)
{
    add (call, GROUP_WHERE, CLAUSE_EXISTS)->value = call_argument (call, 0);
    return self (call, out);
}

/* An empty list is never or always true: where(false), where(true). */
static ScriptStatus where_in (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);
    Value values = call_argument (call, 1);

    if (value_is_object (values, OBJECT_LIST) && value_list (values)->length == 0)
    {
        Value truth = value_boolean (query->not_flag);

        query->not_flag = FALSE;
        return again (call, where, &truth, 1, out);
    }
    return add_pair (call, GROUP_WHERE, CLAUSE_IN, out);
}

static ScriptStatus check_pair (ScriptCall *call, const char *member)
{
    Value values = call_argument (call, 1);

    if (!value_is_object (values, OBJECT_LIST))
        return script_throw (call->runtime, "Error", "The second argument to %s must be an array.", member);
    if (value_list (values)->length != 2)
        return script_throw (call->runtime, "Error", "You must specify 2 values for the %s clause", member);
    return SCRIPT_NORMAL;
}

static ScriptStatus where_between (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (check_pair (call, "whereBetween"));
    return add_pair (call, GROUP_WHERE, CLAUSE_BETWEEN, out);
}

/* where({ a: 1, b: null }): each key by itself, with the flags of the whole. */
static ScriptStatus object_where (ScriptCall *call, Value object, Value *out)
{
    KnexQuery *query = knex_query_self (call);
    gboolean or_flag = query->or_flag, not_flag = query->not_flag;
    guint n;
    const char *const *names = script_names (call->runtime, object, &n);

    query->or_flag = query->not_flag = FALSE;
    for (guint i = 0; i < n; i++)
    {
        Value arguments[2] = { value_string (call->runtime, names[i], -1), UNDEFINED };

        SCRIPT_TRY (script_member (call->runtime, object, names[i], &arguments[1]));
        query->or_flag = or_flag;
        query->not_flag = not_flag;
        SCRIPT_TRY (again (call, where, arguments, 2, out));
    }
    return self (call, out);
}

static ScriptStatus where_word (ScriptCall *call, const char *word, Value *out, gboolean *done)
{
    KnexQuery *query = knex_query_self (call);
    Value arguments[2] = { call_argument (call, 0), call_argument (call, 2) };
    gboolean in = g_str_equal (word, "in") || g_str_equal (word, "not in");
    gboolean between = g_str_equal (word, "between") || g_str_equal (word, "not between");

    *done = in || between;
    if (!*done)
        return SCRIPT_NORMAL;
    query->not_flag = g_str_has_prefix (word, "not ");
    return again (call, in ? where_in : where_between, arguments, 2, out);
}

static ScriptStatus where (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);
    Value column = call_argument (call, 0);
    Value operator= call_argument (call, 1);
    Value value = call_argument (call, 2);
    g_autofree char *word = NULL;
    gboolean done;
    KnexClause *clause;

    if (column.kind == VALUE_BOOLEAN)
    {
        Value arguments[3] = { value_number (1), value_string (call->runtime, "=", -1),
                               value_number (column.as.boolean ? 1 : 0) };

        return again (call, where, arguments, 3, out);
    }
    if (knex_is_function (column))
        return where_wrapped (call, out);
    if (knex_is_object (column) && !knex_is_raw (column))
        return object_where (call, column, out);
    if (knex_is_raw (column) && call->n_arguments == 1)
        return where_raw (call, out);
    if (call->n_arguments == 2)
    {
        value = operator;
        operator= value_string (call->runtime, "=", -1);
        if (value.kind == VALUE_NULL)
            return where_null (call, out);
    }
    word =
        g_strstrip (g_ascii_strdown (operator.kind == VALUE_STRING ? value_to_text (call->runtime, operator) : "", -1));
    if (call->n_arguments == 3)
    {
        SCRIPT_TRY (where_word (call, word, out, &done));
        if (done)
            return SCRIPT_NORMAL;
    }
    if (value.kind == VALUE_NULL && (g_str_equal (word, "is") || g_str_equal (word, "is not")))
    {
        query->not_flag = g_str_equal (word, "is not");
        return again (call, where_null, &column, 1, out);
    }
    clause = add (call, GROUP_WHERE, CLAUSE_BASIC);
    clause->column = column;
    clause->operator= operator;
    clause->value = value;
    return self (call, out);
}

static ScriptStatus where_column (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);
    ScriptStatus status;

    query->column_flag = TRUE;
    status = where (call, out);
    query->column_flag = FALSE;
    return status;
}

typedef struct
{
    Value object;
    ScriptNative member;
    gboolean columns; /* andWhereColumn(key, '=', value) */
} EachKey;

/* The callback that orWhere({ a, b }) makes of its object: each key with `and`. */
static ScriptStatus each_key (ScriptCall *call, Value *out)
{
    const EachKey *each = call->data;
    Value builder = call_argument (call, 0);
    ScriptCall inner = *call;
    guint n;
    const char *const *names = script_names (call->runtime, each->object, &n);

    inner.receiver = builder;
    inner.data = knex_query_of (builder);
    for (guint i = 0; i < n; i++)
    {
        Value arguments[3] = { value_string (call->runtime, names[i], -1), UNDEFINED, UNDEFINED };

        SCRIPT_TRY (script_member (call->runtime, each->object, names[i], &arguments[1]));
        if (each->columns)
        {
            arguments[2] = arguments[1];
            arguments[1] = value_string (call->runtime, "=", -1);
        }
        inner.arguments = arguments;
        inner.n_arguments = each->columns ? 3 : 2;
        SCRIPT_TRY (each->member (&inner, out));
    }
    *out = UNDEFINED;
    return SCRIPT_NORMAL;
}

static ScriptStatus wrap_object (ScriptCall *call, ClauseGroup group, ScriptNative member, gboolean columns, Value *out)
{
    EachKey *each = script_alloc (call->runtime, sizeof *each);

    *each = (EachKey){ call_argument (call, 0), member, columns };
    add (call, group, CLAUSE_WRAPPED)->value = script_function_new (call->runtime, "", 0, each_key, each);
    return self (call, out);
}

static ScriptStatus or_where (ScriptCall *call, Value *out)
{
    Value column = call_argument (call, 0);

    knex_query_self (call)->or_flag = TRUE;
    return knex_is_object (column) && !knex_is_raw (column) ? wrap_object (call, GROUP_WHERE, where, FALSE, out)
                                                            : where (call, out);
}

static ScriptStatus or_where_column (ScriptCall *call, Value *out)
{
    Value column = call_argument (call, 0);

    knex_query_self (call)->or_flag = TRUE;
    return knex_is_object (column) && !knex_is_raw (column) ? wrap_object (call, GROUP_WHERE, where_column, TRUE, out)
                                                            : where_column (call, out);
}

static ScriptStatus where_like (ScriptCall *call, Value *out)
{
    return add_pair (call, GROUP_WHERE, CLAUSE_LIKE, out);
}

static ScriptStatus where_ilike (ScriptCall *call, Value *out)
{
    return add_pair (call, GROUP_WHERE, CLAUSE_ILIKE, out);
}

static ScriptStatus where_json_object (ScriptCall *call, Value *out)
{
    return add_pair (call, GROUP_WHERE, CLAUSE_JSON_OBJECT, out);
}

static ScriptStatus where_json_superset (ScriptCall *call, Value *out)
{
    return add_pair (call, GROUP_WHERE, CLAUSE_JSON_SUPERSET, out);
}

static ScriptStatus where_json_subset (ScriptCall *call, Value *out)
{
    return add_pair (call, GROUP_WHERE, CLAUSE_JSON_SUBSET, out);
}

static ScriptStatus where_json_path (ScriptCall *call, Value *out)
{
    KnexClause *clause = add (call, GROUP_WHERE, CLAUSE_JSON_PATH);

    clause->column = call_argument (call, 0);
    clause->extra = call_argument (call, 1);
    clause->operator= call_argument (call, 2);
    clause->value = call_argument (call, 3);
    return self (call, out);
}

static ScriptStatus having_wrapped (ScriptCall *call, Value *out)
{
    add (call, GROUP_HAVING, CLAUSE_WRAPPED)->value = call_argument (call, 0);
    return self (call, out);
}

static ScriptStatus having_raw (ScriptCall *call, Value *out)
{
    add (call, GROUP_HAVING, CLAUSE_RAW)->value = knex_raw_of (call, 0);
    return self (call, out);
}

static ScriptStatus having (ScriptCall *call, Value *out)
{
    Value column = call_argument (call, 0);
    KnexClause *clause;

    if (knex_is_raw (column) && call->n_arguments == 1)
        return having_raw (call, out);
    if (knex_is_function (column))
        return having_wrapped (call, out);
    clause = add (call, GROUP_HAVING, CLAUSE_BASIC);
    clause->column = column;
    clause->operator= call_argument (call, 1);
    clause->value = call_argument (call, 2);
    return self (call, out);
}

static ScriptStatus or_having (ScriptCall *call, Value *out)
{
    Value column = call_argument (call, 0);

    knex_query_self (call)->or_flag = TRUE;
    return knex_is_object (column) && !knex_is_raw (column) ? wrap_object (call, GROUP_HAVING, having, FALSE, out)
                                                            : having (call, out);
}

static ScriptStatus having_null (ScriptCall *call, Value *out)
{
    add (call, GROUP_HAVING, CLAUSE_NULL)->column = call_argument (call, 0);
    return self (call, out);
}

static ScriptStatus having_exists (ScriptCall *call, Value *out)
{
    add (call, GROUP_HAVING, CLAUSE_EXISTS)->value = call_argument (call, 0);
    return self (call, out);
}

static ScriptStatus having_between (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (check_pair (call, "havingBetween"));
    return add_pair (call, GROUP_HAVING, CLAUSE_BETWEEN, out);
}

/* An empty list becomes a condition of where, as in Knex. */
static ScriptStatus having_in (ScriptCall *call, Value *out)
{
    Value values = call_argument (call, 1);

    if (value_is_object (values, OBJECT_LIST) && value_list (values)->length == 0)
        return where_in (call, out);
    return add_pair (call, GROUP_HAVING, CLAUSE_IN, out);
}

/* Spellings that set flags first: OR and NOT are 1 where the word is in the name. */
#define SPELLING(name, OR, NOT, member)                                                                                \
    static ScriptStatus name (ScriptCall *call, Value *out)                                                            \
    {                                                                                                                  \
        KnexQuery *query = knex_query_self (call);                                                                     \
                                                                                                                       \
        query->or_flag = query->or_flag || (OR);                                                                       \
        query->not_flag = query->not_flag || (NOT);                                                                    \
        return member (call, out);                                                                                     \
    }

SPELLING (where_not, 0, 1, where)
SPELLING (or_where_not, 1, 1, where)
SPELLING (where_not_column, 0, 1, where_column)
SPELLING (or_where_not_column, 1, 1, where_column)
SPELLING (or_where_raw, 1, 0, where_raw)
SPELLING (or_where_exists, 1, 0, where_exists)
SPELLING (where_not_exists, 0, 1, where_exists)
SPELLING (or_where_not_exists, 1, 1, where_exists)
SPELLING (or_where_in, 1, 0, where_in)
SPELLING (where_not_in, 0, 1, where_in)
SPELLING (or_where_not_in, 1, 1, where_in)
SPELLING (or_where_null, 1, 0, where_null)
SPELLING (where_not_null, 0, 1, where_null)
SPELLING (or_where_not_null, 1, 1, where_null)
SPELLING (where_not_between, 0, 1, where_between)
SPELLING (or_where_between, 1, 0, where_between)
SPELLING (or_where_not_between, 1, 1, where_between)
SPELLING (or_where_like, 1, 0, where_like)
SPELLING (or_where_ilike, 1, 0, where_ilike)
SPELLING (or_where_json_object, 1, 0, where_json_object)
SPELLING (where_not_json_object, 0, 1, where_json_object)
SPELLING (or_where_not_json_object, 1, 1, where_json_object)
SPELLING (or_where_json_path, 1, 0, where_json_path)
SPELLING (where_json_not_superset, 0, 1, where_json_superset)
SPELLING (or_where_json_superset, 1, 0, where_json_superset)
SPELLING (or_where_json_not_superset, 1, 1, where_json_superset)
SPELLING (where_json_not_subset, 0, 1, where_json_subset)
SPELLING (or_where_json_subset, 1, 0, where_json_subset)
SPELLING (or_where_json_not_subset, 1, 1, where_json_subset)
SPELLING (or_having_raw, 1, 0, having_raw)
SPELLING (or_having_null, 1, 0, having_null)
SPELLING (having_not_null, 0, 1, having_null)
SPELLING (or_having_not_null, 1, 1, having_null)
SPELLING (or_having_exists, 1, 0, having_exists)
SPELLING (having_not_exists, 0, 1, having_exists)
SPELLING (or_having_not_exists, 1, 1, having_exists)
SPELLING (or_having_between, 1, 0, having_between)
SPELLING (having_not_between, 0, 1, having_between)
SPELLING (or_having_not_between, 1, 1, having_between)
SPELLING (or_having_in, 1, 0, having_in)
SPELLING (having_not_in, 0, 1, having_in)
SPELLING (or_having_not_in, 1, 1, having_in)
SPELLING (get_or, 1, 0, self)
SPELLING (get_not, 0, 1, self)

#define CONDITION(name, least, most, function, summary)                                                                \
    {                                                                                                                  \
        name, HOST_METHOD, least, most, function, HOST_NEEDS_NOTHING, summary, &knex_query_class, &knex_query_class,   \
            NULL                                                                                                       \
    }

const HostMember knex_where_members[] = {
    { "and", HOST_GETTER, 0, 0, self, HOST_NEEDS_NOTHING, "The builder itself.", &knex_query_class, NULL, NULL },
    { "or", HOST_GETTER, 0, 0, get_or, HOST_NEEDS_NOTHING, "The next condition is joined by `or`.", &knex_query_class,
      NULL, NULL },
    { "not", HOST_GETTER, 0, 0, get_not, HOST_NEEDS_NOTHING, "The next condition is negated.", &knex_query_class, NULL,
      NULL },
    CONDITION ("where", 1, 3, where, "column = value; column, operator, value; an object; a group by a callback."),
    CONDITION ("andWhere", 1, 3, where, "As where."),
    CONDITION ("orWhere", 1, 3, or_where, "As where, joined by `or`."),
    CONDITION ("whereNot", 1, 3, where_not, "As where, negated."),
    CONDITION ("andWhereNot", 1, 3, where_not, "As where, negated."),
    CONDITION ("orWhereNot", 1, 3, or_where_not, "As where, negated, joined by `or`."),
    CONDITION ("whereColumn", 1, 3, where_column, "Compares two columns."),
    CONDITION ("andWhereColumn", 1, 3, where_column, "Compares two columns."),
    CONDITION ("orWhereColumn", 1, 3, or_where_column, "Compares two columns."),
    CONDITION ("whereNotColumn", 1, 3, where_not_column, "Compares two columns."),
    CONDITION ("andWhereNotColumn", 1, 3, where_not_column, "Compares two columns."),
    CONDITION ("orWhereNotColumn", 1, 3, or_where_not_column, "Compares two columns."),
    CONDITION ("whereRaw", 1, 2, where_raw, "A condition as SQL."),
    CONDITION ("andWhereRaw", 1, 2, where_raw, "A condition as SQL."),
    CONDITION ("orWhereRaw", 1, 2, or_where_raw, "A condition as SQL."),
    CONDITION ("whereWrapped", 1, 1, where_wrapped, "A group in parentheses."),
    CONDITION ("whereExists", 1, 1, where_exists, "exists (sub-query)."),
    CONDITION ("orWhereExists", 1, 1, or_where_exists, "exists (sub-query)."),
    CONDITION ("whereNotExists", 1, 1, where_not_exists, "not exists (sub-query)."),
    CONDITION ("orWhereNotExists", 1, 1, or_where_not_exists, "not exists (sub-query)."),
    CONDITION ("whereIn", 2, 2, where_in, "in a list or a sub-query."),
    CONDITION ("orWhereIn", 2, 2, or_where_in, "in a list or a sub-query."),
    CONDITION ("whereNotIn", 2, 2, where_not_in, "not in a list or a sub-query."),
    CONDITION ("orWhereNotIn", 2, 2, or_where_not_in, "not in a list or a sub-query."),
    CONDITION ("whereNull", 1, 1, where_null, "is null."),
    CONDITION ("orWhereNull", 1, 1, or_where_null, "is null."),
    CONDITION ("whereNotNull", 1, 1, where_not_null, "is not null."),
    CONDITION ("orWhereNotNull", 1, 1, or_where_not_null, "is not null."),
    CONDITION ("whereBetween", 2, 2, where_between, "between two values."),
    CONDITION ("andWhereBetween", 2, 2, where_between, "between two values."),
    CONDITION ("orWhereBetween", 2, 2, or_where_between, "between two values."),
    CONDITION ("whereNotBetween", 2, 2, where_not_between, "not between two values."),
    CONDITION ("andWhereNotBetween", 2, 2, where_not_between, "not between two values."),
    CONDITION ("orWhereNotBetween", 2, 2, or_where_not_between, "not between two values."),
    CONDITION ("whereLike", 2, 2, where_like, "like, with case."),
    CONDITION ("andWhereLike", 2, 2, where_like, "like, with case."),
    CONDITION ("orWhereLike", 2, 2, or_where_like, "like, with case."),
    CONDITION ("whereILike", 2, 2, where_ilike, "like, without case."),
    CONDITION ("andWhereILike", 2, 2, where_ilike, "like, without case."),
    CONDITION ("orWhereILike", 2, 2, or_where_ilike, "like, without case."),
    CONDITION ("whereJsonObject", 2, 2, where_json_object, "A JSON value equals another."),
    CONDITION ("andWhereJsonObject", 2, 2, where_json_object, "A JSON value equals another."),
    CONDITION ("orWhereJsonObject", 2, 2, or_where_json_object, "A JSON value equals another."),
    CONDITION ("whereNotJsonObject", 2, 2, where_not_json_object, "A JSON value differs from another."),
    CONDITION ("andWhereNotJsonObject", 2, 2, where_not_json_object, "A JSON value differs from another."),
    CONDITION ("orWhereNotJsonObject", 2, 2, or_where_not_json_object, "A JSON value differs from another."),
    CONDITION ("whereJsonPath", 4, 4, where_json_path, "What a path finds is compared."),
    CONDITION ("andWhereJsonPath", 4, 4, where_json_path, "What a path finds is compared."),
    CONDITION ("orWhereJsonPath", 4, 4, or_where_json_path, "What a path finds is compared."),
    CONDITION ("whereJsonSupersetOf", 2, 2, where_json_superset, "A JSON value holds another."),
    CONDITION ("orWhereJsonSupersetOf", 2, 2, or_where_json_superset, "A JSON value holds another."),
    CONDITION ("whereJsonNotSupersetOf", 2, 2, where_json_not_superset, "A JSON value doesn't hold another."),
    CONDITION ("orWhereJsonNotSupersetOf", 2, 2, or_where_json_not_superset, "A JSON value doesn't hold another."),
    CONDITION ("whereJsonSubsetOf", 2, 2, where_json_subset, "A JSON value is part of another."),
    CONDITION ("orWhereJsonSubsetOf", 2, 2, or_where_json_subset, "A JSON value is part of another."),
    CONDITION ("whereJsonNotSubsetOf", 2, 2, where_json_not_subset, "A JSON value is not part of another."),
    CONDITION ("orWhereJsonNotSubsetOf", 2, 2, or_where_json_not_subset, "A JSON value is no part of another."),
    CONDITION ("having", 1, 3, having, "As where, of groups."),
    CONDITION ("andHaving", 1, 3, having, "As where, of groups."),
    CONDITION ("orHaving", 1, 3, or_having, "As where, of groups, joined by `or`."),
    CONDITION ("havingWrapped", 1, 1, having_wrapped, "A group in parentheses."),
    CONDITION ("havingRaw", 1, 2, having_raw, "A condition as SQL."),
    CONDITION ("orHavingRaw", 1, 2, or_having_raw, "A condition as SQL."),
    CONDITION ("havingNull", 1, 1, having_null, "is null."),
    CONDITION ("andHavingNull", 1, 1, having_null, "is null."),
    CONDITION ("orHavingNull", 1, 1, or_having_null, "is null."),
    CONDITION ("havingNotNull", 1, 1, having_not_null, "is not null."),
    CONDITION ("andHavingNotNull", 1, 1, having_not_null, "is not null."),
    CONDITION ("orHavingNotNull", 1, 1, or_having_not_null, "is not null."),
    CONDITION ("havingExists", 1, 1, having_exists, "exists (sub-query)."),
    CONDITION ("andHavingExists", 1, 1, having_exists, "exists (sub-query)."),
    CONDITION ("orHavingExists", 1, 1, or_having_exists, "exists (sub-query)."),
    CONDITION ("havingNotExists", 1, 1, having_not_exists, "not exists (sub-query)."),
    CONDITION ("andHavingNotExists", 1, 1, having_not_exists, "not exists (sub-query)."),
    CONDITION ("orHavingNotExists", 1, 1, or_having_not_exists, "not exists (sub-query)."),
    CONDITION ("havingBetween", 2, 2, having_between, "between two values."),
    CONDITION ("andHavingBetween", 2, 2, having_between, "between two values."),
    CONDITION ("orHavingBetween", 2, 2, or_having_between, "between two values."),
    CONDITION ("havingNotBetween", 2, 2, having_not_between, "not between two values."),
    CONDITION ("andHavingNotBetween", 2, 2, having_not_between, "not between two values."),
    CONDITION ("orHavingNotBetween", 2, 2, or_having_not_between, "not between two values."),
    CONDITION ("havingIn", 2, 2, having_in, "in a list."),
    CONDITION ("andHavingIn", 2, 2, having_in, "in a list."),
    CONDITION ("orHavingIn", 2, 2, or_having_in, "in a list."),
    CONDITION ("havingNotIn", 2, 2, having_not_in, "not in a list."),
    CONDITION ("andHavingNotIn", 2, 2, having_not_in, "not in a list."),
    CONDITION ("orHavingNotIn", 2, 2, or_having_not_in, "not in a list."),
    { .name = NULL },
};
