/* The members of the query builder that write (query/querybuilder.js). */

#include "adapters/knex/query.h"

#include <string.h>

static ScriptStatus self (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

/* _counter, for one column or an object of them. */
static ScriptStatus count_by (ScriptCall *call, double sign, Value *out)
{
    KnexQuery *query = knex_query_self (call);
    Value column = call_argument (call, 0);
    Value amount = call->n_arguments > 1 ? call->arguments[1] : value_number (1);
    guint n;
    const char *const *names;

    query->method = "update";
    if (query->counter.kind != VALUE_OBJECT)
        query->counter = script_object_new (call->runtime);
    if (!knex_is_object (column))
    {
        double number = g_ascii_strtod (value_to_text (call->runtime, amount), NULL);

        script_set (call->runtime, query->counter, value_to_text (call->runtime, column), value_number (sign * number));
        return self (call, out);
    }
    names = script_names (call->runtime, column, &n);
    for (guint i = 0; i < n; i++)
    {
        Value one = knex_peek (call->runtime, column, names[i]);

        script_set (call->runtime, query->counter, names[i],
                    value_number (sign * g_ascii_strtod (value_to_text (call->runtime, one), NULL)));
    }
    return self (call, out);
}

static ScriptStatus increment (ScriptCall *call, Value *out)
{
    return count_by (call, 1, out);
}

static ScriptStatus decrement (ScriptCall *call, Value *out)
{
    return count_by (call, -1, out);
}

static ScriptStatus clear_counters (ScriptCall *call, Value *out)
{
    knex_query_self (call)->counter = script_object_new (call->runtime);
    return self (call, out);
}

static void set_returning (ScriptCall *call, Value returning)
{
    if (!knex_is_empty (call->runtime, returning))
        knex_query_self (call)->returning = returning;
}

static ScriptStatus insert (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);

    query->method = "insert";
    set_returning (call, call_argument (call, 1));
    query->insert = call_argument (call, 0);
    return self (call, out);
}

static ScriptStatus upsert (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);

    if (knex_run (call)->dialect != DIALECT_MYSQL)
        return script_throw (call->runtime, "Error", "Upsert is not yet supported for dialect %s",
                             knex_run (call)->dialect == DIALECT_SQLITE ? "sqlite3" : "postgresql");
    query->method = "upsert";
    set_returning (call, call_argument (call, 1));
    query->upsert = call_argument (call, 0);
    return self (call, out);
}

static ScriptStatus update (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);
    Value values = call_argument (call, 0);
    Value object = query->update.kind == VALUE_OBJECT ? query->update : script_object_new (call->runtime);
    gboolean one = values.kind == VALUE_STRING;

    query->method = "update";
    if (one)
    {
        Value value = call_argument (call, 1);

        if (knex_is_plain (call->runtime, value))
            value = value_string (call->runtime, value_to_json (call->runtime, value), -1);
        script_set (call->runtime, object, value_to_text (call->runtime, values), value);
    }
    else if (values.kind == VALUE_OBJECT)
    {
        guint n;
        const char *const *names = script_names (call->runtime, values, &n);

        for (guint i = 0; i < n; i++)
        {
            Value value;

            SCRIPT_TRY (script_member (call->runtime, values, names[i], &value));
            script_set (call->runtime, object, names[i], value);
        }
    }
    else
        return script_throw (call->runtime, "TypeError", "Cannot convert undefined or null to object");
    set_returning (call, call_argument (call, one ? 2 : 1));
    query->update = object;
    return self (call, out);
}

static ScriptStatus del (ScriptCall *call, Value *out)
{
    knex_query_self (call)->method = "del";
    set_returning (call, call_argument (call, 0));
    return self (call, out);
}

static ScriptStatus returning (ScriptCall *call, Value *out)
{
    knex_query_self (call)->returning = call_argument (call, 0);
    return self (call, out);
}

static ScriptStatus truncate_member (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);

    query->method = "truncate";
    if (value_is_truthy (call_argument (call, 0)))
        query->table = call_argument (call, 0);
    return self (call, out);
}

static ScriptStatus column_info (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);

    query->method = "columnInfo";
    query->column_info = call_argument (call, 0);
    return self (call, out);
}

static ScriptStatus using(ScriptCall *call, Value *out)
{
    if (knex_run (call)->dialect != DIALECT_POSTGRESQL)
        return script_throw (call->runtime, "Error",
                             "'using' function is only available in PostgreSQL dialect with Delete statements.");
    knex_query_self (call)->using = call_argument (call, 0);
    return self (call, out);
}

static ScriptStatus update_from (ScriptCall *call, Value *out)
{
    if (knex_run (call)->dialect != DIALECT_POSTGRESQL)
        return script_throw (call->runtime, "TypeError", "updateFrom is not a function");
    knex_query_self (call)->update_from = call_argument (call, 0);
    return self (call, out);
}

/* onConflict gives an object that only goes on with ignore or merge. */
static ScriptStatus ignore (ScriptCall *call, Value *out)
{
    KnexQuery *query = call->data;

    query->ignore = TRUE;
    *out = query->object;
    return SCRIPT_NORMAL;
}

static ScriptStatus merge (ScriptCall *call, Value *out)
{
    KnexQuery *query = call->data;

    query->merging = TRUE;
    query->merge = call_argument (call, 0);
    *out = query->object;
    return SCRIPT_NORMAL;
}

static ScriptStatus incomplete (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return script_throw (call->runtime, "Error",
                         "Incomplete onConflict clause. .onConflict() must be directly followed by either .merge() or "
                         ".ignore()");
}

static const HostMember conflict_members[] = {
    { "ignore", HOST_METHOD, 0, 0, ignore, HOST_NEEDS_NOTHING, "Rows in conflict are left out.", &knex_query_class,
      NULL, NULL },
    { "merge", HOST_METHOD, 0, 1, merge, HOST_NEEDS_NOTHING, "Rows in conflict are updated.", &knex_query_class, NULL,
      NULL },
    { .name = NULL },
};

static const HostClass conflict_class = {
    .name = "OnConflictBuilder",
    .summary = "What becomes of rows that are there already.",
    .members = conflict_members,
    .run = incomplete,
};

static ScriptStatus on_conflict (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);
    Value given = call_argument (call, 0);

    if (given.kind == VALUE_STRING)
        given = value_of_object (&list_new (call->runtime, &given, 1)->object);
    query->on_conflict = !value_is_truthy (given) ? value_boolean (TRUE) : given;
    *out = host_object_new (call->runtime, &conflict_class, query);
    return SCRIPT_NORMAL;
}

#define MEMBER(name, least, most, function, summary)                                                                   \
    {                                                                                                                  \
        name, HOST_METHOD, least, most, function, HOST_NEEDS_NOTHING, summary, &knex_query_class, NULL, NULL           \
    }

const HostMember knex_write_members[] = {
    MEMBER ("increment", 1, 2, increment, "Adds to a column."),
    MEMBER ("decrement", 1, 2, decrement, "Takes from a column."),
    MEMBER ("clearCounters", 0, 0, clear_counters, "Forgets increments."),
    MEMBER ("insert", 1, 3, insert, "Adds rows."),
    MEMBER ("upsert", 1, 3, upsert, "MySQL: replace into."),
    MEMBER ("update", 1, 4, update, "Changes rows."),
    MEMBER ("del", 0, 2, del, "Deletes rows."),
    MEMBER ("delete", 0, 2, del, "Deletes rows."),
    MEMBER ("returning", 1, 2, returning, "Columns of the rows that were written."),
    MEMBER ("onConflict", 0, 1, on_conflict, "Rows that are there already."),
    MEMBER ("truncate", 0, 1, truncate_member, "Empties the table."),
    { "columnInfo", HOST_METHOD, 0, 1, column_info, HOST_NEEDS_CATALOG, "What the catalog says of the columns.",
      &knex_query_class, NULL, NULL },
    MEMBER ("using", 1, 1, using, "PostgreSQL: further tables of a delete."),
    MEMBER ("updateFrom", 1, 1, update_from, "PostgreSQL: a further table of an update."),
    { .name = NULL },
};
