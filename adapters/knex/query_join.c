/* Joins, and the object that a callback of them gets (query/joinclause.js). */

#include "adapters/knex/query.h"

#include <string.h>

static ScriptStatus self (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static KnexJoin *join_self (ScriptCall *call)
{
    return call->data;
}

static KnexClause *add (ScriptCall *call, ClauseKind kind)
{
    KnexJoin *join = join_self (call);
    KnexClause *clause = knex_clause_add (call->runtime, &join->clauses, GROUP_JOIN, kind);

    clause->is_or = join->or_flag;
    join->or_flag = FALSE;
    if (kind != CLAUSE_BASIC && kind != CLAUSE_ON_VALUE && kind != CLAUSE_ON_USING && kind != CLAUSE_RAW &&
        kind != CLAUSE_WRAPPED)
    {
        clause->negated = join->not_flag;
        join->not_flag = FALSE;
    }
    return clause;
}

static ScriptStatus on_kind (ScriptCall *call, ClauseKind kind, Value *out);

/* on({ a: 'b' }): each key by itself. */
static ScriptStatus on_object (ScriptCall *call, ClauseKind kind, Value object, Value *out)
{
    KnexJoin *join = join_self (call);
    gboolean or_flag = join->or_flag;
    ScriptCall inner = *call;
    guint n;
    const char *const *names = script_names (call->runtime, object, &n);

    join->or_flag = FALSE;
    for (guint i = 0; i < n; i++)
    {
        Value arguments[2] = { value_string (call->runtime, names[i], -1), UNDEFINED };

        SCRIPT_TRY (script_member (call->runtime, object, names[i], &arguments[1]));
        inner.arguments = arguments;
        inner.n_arguments = 2;
        join->or_flag = or_flag;
        SCRIPT_TRY (on_kind (&inner, kind, out));
    }
    return self (call, out);
}

/* getClauseFromArguments */
static ScriptStatus on_kind (ScriptCall *call, ClauseKind kind, Value *out)
{
    Value first = call_argument (call, 0);
    KnexClause *clause;

    if (knex_is_object (first) && !knex_is_raw (first) && !knex_is_query (first))
        return on_object (call, kind, first, out);
    if (knex_is_function (first))
    {
        add (call, CLAUSE_WRAPPED)->value = first;
        return self (call, out);
    }
    if (call->n_arguments == 1)
    {
        add (call, CLAUSE_RAW)->value = first;
        return self (call, out);
    }
    clause = add (call, kind);
    clause->column = first;
    clause->operator= call->n_arguments == 2 ? value_string (call->runtime, "=", -1) : call_argument (call, 1);
    clause->value = call_argument (call, call->n_arguments == 2 ? 1 : 2);
    return self (call, out);
}

static ScriptStatus on (ScriptCall *call, Value *out)
{
    return on_kind (call, CLAUSE_BASIC, out);
}

static ScriptStatus on_val (ScriptCall *call, Value *out)
{
    return on_kind (call, CLAUSE_ON_VALUE, out);
}

static ScriptStatus using(ScriptCall *call, Value *out)
{
    add (call, CLAUSE_ON_USING)->column = call_argument (call, 0);
    *out = value_number (join_self (call)->clauses.n);
    return SCRIPT_NORMAL;
}

static ScriptStatus on_between (ScriptCall *call, Value *out)
{
    Value values = call_argument (call, 1);
    KnexClause *clause;

    if (!value_is_object (values, OBJECT_LIST))
        return script_throw (call->runtime, "Error", "The second argument to onBetween must be an array.");
    if (value_list (values)->length != 2)
        return script_throw (call->runtime, "Error", "You must specify 2 values for the onBetween clause");
    clause = add (call, CLAUSE_BETWEEN);
    clause->column = call_argument (call, 0);
    clause->value = values;
    return self (call, out);
}

static ScriptStatus on_in (ScriptCall *call, Value *out)
{
    Value values = call_argument (call, 1);
    KnexClause *clause;

    if (value_is_object (values, OBJECT_LIST) && value_list (values)->length == 0)
    {
        Value never[3] = { value_number (1), value_string (call->runtime, "=", -1), value_number (0) };
        ScriptCall inner = *call;

        inner.arguments = never;
        inner.n_arguments = 3;
        return on (&inner, out);
    }
    clause = add (call, CLAUSE_IN);
    clause->column = call_argument (call, 0);
    clause->value = values;
    return self (call, out);
}

static ScriptStatus on_null (ScriptCall *call, Value *out)
{
    add (call, CLAUSE_NULL)->column = call_argument (call, 0);
    return self (call, out);
}

static ScriptStatus on_exists (ScriptCall *call, Value *out)
{
    add (call, CLAUSE_EXISTS)->value = call_argument (call, 0);
    return self (call, out);
}

static ScriptStatus on_json_path (ScriptCall *call, Value *out)
{
    KnexClause *clause = add (call, CLAUSE_ON_JSON_PATH);

    clause->column = call_argument (call, 0);
    clause->extra = call_argument (call, 1);
    clause->value = call_argument (call, 2);
    clause->more = call_argument (call, 3);
    return self (call, out);
}

static ScriptStatus set_type (ScriptCall *call, Value *out)
{
    join_self (call)->type = value_to_text (call->runtime, call_argument (call, 0));
    return self (call, out);
}

#define SPELLING(name, OR, NOT, member)                                                                                \
    static ScriptStatus name (ScriptCall *call, Value *out)                                                            \
    {                                                                                                                  \
        KnexJoin *join = join_self (call);                                                                             \
                                                                                                                       \
        join->or_flag = join->or_flag || (OR);                                                                         \
        join->not_flag = join->not_flag || (NOT);                                                                      \
        return member (call, out);                                                                                     \
    }

SPELLING (or_on, 1, 0, on)
SPELLING (or_on_val, 1, 0, on_val)
SPELLING (or_on_json_path, 1, 0, on_json_path)
SPELLING (on_not_between, 0, 1, on_between)
SPELLING (or_on_between, 1, 0, on_between)
SPELLING (or_on_not_between, 1, 1, on_between)
SPELLING (on_not_in, 0, 1, on_in)
SPELLING (or_on_in, 1, 0, on_in)
SPELLING (or_on_not_in, 1, 1, on_in)
SPELLING (or_on_null, 1, 0, on_null)
SPELLING (on_not_null, 0, 1, on_null)
SPELLING (or_on_not_null, 1, 1, on_null)
SPELLING (or_on_exists, 1, 0, on_exists)
SPELLING (on_not_exists, 0, 1, on_exists)
SPELLING (or_on_not_exists, 1, 1, on_exists)
SPELLING (get_or, 1, 0, self)

#define ON(name, least, most, function, summary)                                                                       \
    {                                                                                                                  \
        name, HOST_METHOD, least, most, function, HOST_NEEDS_NOTHING, summary, &knex_join_class, &knex_join_class,     \
            NULL                                                                                                       \
    }

static const HostMember members[] = {
    { "and", HOST_GETTER, 0, 0, self, HOST_NEEDS_NOTHING, "The clause itself.", &knex_join_class, NULL, NULL },
    { "or", HOST_GETTER, 0, 0, get_or, HOST_NEEDS_NOTHING, "The next condition is joined by `or`.", &knex_join_class,
      NULL, NULL },
    ON ("on", 1, 3, on, "Two columns, with an operator."),
    ON ("andOn", 1, 3, on, "Two columns, with an operator."),
    ON ("orOn", 1, 3, or_on, "Two columns, joined by `or`."),
    ON ("onVal", 1, 3, on_val, "A column and a value."),
    ON ("andOnVal", 1, 3, on_val, "A column and a value."),
    ON ("orOnVal", 1, 3, or_on_val, "A column and a value, joined by `or`."),
    ON ("using", 1, 1, using, "using (columns)."),
    ON ("onBetween", 2, 2, on_between, "between two values."),
    ON ("andOnBetween", 2, 2, on_between, "between two values."),
    ON ("onNotBetween", 2, 2, on_not_between, "not between two values."),
    ON ("andOnNotBetween", 2, 2, on_not_between, "not between two values."),
    ON ("orOnBetween", 2, 2, or_on_between, "between two values."),
    ON ("orOnNotBetween", 2, 2, or_on_not_between, "not between two values."),
    ON ("onIn", 2, 2, on_in, "in a list."),
    ON ("andOnIn", 2, 2, on_in, "in a list."),
    ON ("onNotIn", 2, 2, on_not_in, "not in a list."),
    ON ("andOnNotIn", 2, 2, on_not_in, "not in a list."),
    ON ("orOnIn", 2, 2, or_on_in, "in a list."),
    ON ("orOnNotIn", 2, 2, or_on_not_in, "not in a list."),
    ON ("onNull", 1, 1, on_null, "is null."),
    ON ("andOnNull", 1, 1, on_null, "is null."),
    ON ("orOnNull", 1, 1, or_on_null, "is null."),
    ON ("onNotNull", 1, 1, on_not_null, "is not null."),
    ON ("andOnNotNull", 1, 1, on_not_null, "is not null."),
    ON ("orOnNotNull", 1, 1, or_on_not_null, "is not null."),
    ON ("onExists", 1, 1, on_exists, "exists (sub-query)."),
    ON ("andOnExists", 1, 1, on_exists, "exists (sub-query)."),
    ON ("orOnExists", 1, 1, or_on_exists, "exists (sub-query)."),
    ON ("onNotExists", 1, 1, on_not_exists, "not exists (sub-query)."),
    ON ("andOnNotExists", 1, 1, on_not_exists, "not exists (sub-query)."),
    ON ("orOnNotExists", 1, 1, or_on_not_exists, "not exists (sub-query)."),
    ON ("onJsonPathEquals", 4, 4, on_json_path, "What two paths find is the same."),
    ON ("andOnJsonPathEquals", 4, 4, on_json_path, "What two paths find is the same."),
    ON ("orOnJsonPathEquals", 4, 4, or_on_json_path, "What two paths find is the same."),
    ON ("type", 1, 1, set_type, "The kind of join."),
    { .name = NULL },
};

const HostClass knex_join_class = {
    .name = "JoinClause",
    .summary = "The conditions of a join.",
    .members = members,
};

static KnexJoin *join_new (ScriptCall *call, Value table, const char *type, Value schema)
{
    KnexJoin *join = script_alloc (call->runtime, sizeof *join);

    join->table = table;
    join->type = type;
    join->schema = schema;
    return join;
}

ScriptStatus knex_join_with (ScriptCall *call, const char *type, Value *out)
{
    KnexQuery *query = knex_query_self (call);
    Value table = call_argument (call, 0);
    Value first = call_argument (call, 1);
    gboolean raw = g_str_equal (type, "raw") && !knex_is_function (first);
    KnexJoin *join = join_new (call, raw ? knex_raw_of (call, 0) : table, type,
                               knex_is_query (table) || knex_is_function (table) ? UNDEFINED : query->schema);
    Value object = host_object_new (call->runtime, &knex_join_class, join);
    Value ignored;

    if (knex_is_function (first))
        SCRIPT_TRY (script_call (call->runtime, first, object, &object, 1, &ignored));
    else if (!raw && !value_is_nullish (first))
    {
        ScriptCall inner = *call;

        inner.receiver = object;
        inner.data = join;
        inner.arguments = call->arguments + 1;
        inner.n_arguments = call->n_arguments - 1;
        SCRIPT_TRY (on (&inner, &ignored));
    }
    knex_clause_add (call->runtime, &query->clauses, GROUP_JOIN, CLAUSE_LIST)->join = join;
    return self (call, out);
}
