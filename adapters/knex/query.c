/* Builders as objects (query/querybuilder.js). */

#include "adapters/knex/query.h"

#include <string.h>

KnexQuery *knex_query_of (Value value)
{
    return host_object_data (value, &knex_query_class);
}

gboolean knex_is_query (Value value)
{
    return knex_query_of (value) != NULL;
}

KnexQuery *knex_query_self (ScriptCall *call)
{
    return call->data;
}

gboolean knex_is_object (Value value)
{
    return value.kind == VALUE_OBJECT && (!script_is_callable (value) || knex_is_query (value) || knex_is_raw (value));
}

gboolean knex_is_function (Value value)
{
    return script_is_callable (value) && !knex_is_query (value) && !knex_is_raw (value);
}

gboolean knex_is_plain (ScriptRuntime *runtime, Value value)
{
    Value fresh;

    if (!value_is_object (value, OBJECT_PLAIN))
        return FALSE;
    fresh = script_object_new (runtime);
    return !value.as.object->prototype || value.as.object->prototype == fresh.as.object->prototype;
}

gboolean knex_is_empty (ScriptRuntime *runtime, Value value)
{
    guint n;

    if (value.kind == VALUE_STRING)
        return value.as.string->length == 0;
    if (value_is_object (value, OBJECT_LIST))
        return value_list (value)->length == 0;
    if (value_is_object (value, OBJECT_PLAIN))
    {
        script_names (runtime, value, &n);
        return n == 0;
    }
    return value.kind != VALUE_OBJECT || value_date (value) != NULL;
}

gboolean knex_contains_undefined (ScriptRuntime *runtime, Value value)
{
    ScriptList *list = value_is_object (value, OBJECT_LIST) ? value_list (value) : NULL;
    guint n;

    if (value.kind == VALUE_UNDEFINED || value.kind == VALUE_EMPTY)
        return TRUE;
    for (guint32 i = 0; list && i < list->length; i++)
        if (knex_contains_undefined (runtime, list->items[i]))
            return TRUE;
    if (knex_is_plain (runtime, value))
    {
        const char *const *names = script_names (runtime, value, &n);

        for (guint i = 0; i < n; i++)
            if (knex_contains_undefined (runtime, knex_peek (runtime, value, names[i])))
                return TRUE;
    }
    return FALSE;
}

Value knex_raw_of (ScriptCall *call, guint first)
{
    Value sql = call_argument (call, first);

    return knex_is_raw (sql) ? sql : knex_raw_new (call, sql, call_argument (call, first + 1));
}

KnexClause *knex_clause_add (ScriptRuntime *runtime, KnexClauses *clauses, ClauseGroup group, ClauseKind kind)
{
    KnexClause *clause = script_alloc (runtime, sizeof *clause);

    if (clauses->n == clauses->capacity)
    {
        guint capacity = MAX (8, clauses->capacity * 2);
        KnexClause **items = script_alloc (runtime, capacity * sizeof *items);

        if (clauses->n > 0)
            memcpy (items, clauses->items, clauses->n * sizeof *items);
        clauses->items = items;
        clauses->capacity = capacity;
    }
    clauses->items[clauses->n++] = clause;
    clause->group = group;
    clause->kind = kind;
    clause->column = clause->operator= clause->value = clause->extra = clause->more = UNDEFINED;
    clause->materialized = -1;
    return clause;
}

void knex_clauses_clear (KnexClauses *clauses, ClauseGroup group)
{
    guint n = 0;

    for (guint i = 0; i < clauses->n; i++)
        if (clauses->items[i]->group != group)
            clauses->items[n++] = clauses->items[i];
    clauses->n = n;
}

guint knex_clauses_count (const KnexClauses *clauses, ClauseGroup group)
{
    guint n = 0;

    for (guint i = 0; i < clauses->n; i++)
        n += clauses->items[i]->group == group;
    return n;
}

static KnexQuery *query_alloc (ScriptRuntime *runtime)
{
    KnexQuery *query = script_alloc (runtime, sizeof *query);

    query->method = "select";
    query->comments = list_new (runtime, NULL, 0);
    query->table = query->schema = query->as = query->limit = query->offset = query->insert = query->update = UNDEFINED;
    query->returning = query->pluck = query->column_info = query->counter = query->upsert = UNDEFINED;
    query->using = query->update_from = query->on_conflict = query->merge = query->lock_tables = UNDEFINED;
    return query;
}

static gboolean query_writes (gconstpointer builder)
{
    static const char *const methods[] = { "insert", "update", "del", "truncate", "counter", NULL };

    return g_strv_contains (methods, ((const KnexQuery *)builder)->method);
}

Value knex_query_new (ScriptCall *call, Value table)
{
    KnexQuery *query = query_alloc (call->runtime);

    query->object = host_object_new (call->runtime, &knex_query_class, query);
    query->table = table;
    query->idle = knex_idle_new (call, query_writes, query);
    return query->object;
}

static ScriptStatus clone_member (ScriptCall *call, Value *out)
{
    const KnexQuery *from = knex_query_self (call);
    KnexQuery *query = script_alloc (call->runtime, sizeof *query);

    knex_idle_end (from->idle);
    *query = *from;
    query->idle = knex_idle_new (call, query_writes, query);
    query->clauses.items = script_alloc (call->runtime, MAX (1, from->clauses.n) * sizeof *query->clauses.items);
    if (from->clauses.n > 0)
        memcpy (query->clauses.items, from->clauses.items, from->clauses.n * sizeof *query->clauses.items);
    query->clauses.capacity = query->clauses.n;
    query->comments = list_new (call->runtime, from->comments->items, from->comments->length);
    query->object = host_object_new (call->runtime, &knex_query_class, query);
    *out = query->object;
    return SCRIPT_NORMAL;
}

static ScriptStatus check_undefined (KnexCompiler *compiler)
{
    g_autofree char *method = NULL;
    GString *columns = compiler->undefined;
    ScriptStatus status;

    if (!columns)
        return SCRIPT_NORMAL;
    method = g_ascii_strup (compiler->method, -1);
    status = script_throw (compiler->text->run->runtime, "Error",
                           "Undefined binding(s) detected when compiling %s. Undefined column(s): [%s] query: %s",
                           method, columns->str, compiler->text->sql->str);
    return status;
}

static ScriptStatus compile (KnexText *text, KnexQuery *query, const char *method, KnexCompiled *compiled)
{
    KnexCompiler compiler = { .text = text, .query = query, .method = method };
    ScriptStatus status;
    gboolean selects = g_str_equal (method, "select") || g_str_equal (method, "first");

    knex_idle_end (query->idle);
    *compiled = (KnexCompiled){ .method = method };
    if (selects || g_str_equal (method, "pluck"))
        status = knex_compile_select (&compiler);
    else if (g_str_equal (method, "where"))
        status = knex_compile_where (&compiler);
    else
        status = knex_compile_write (&compiler, compiled);
    if (status == SCRIPT_NORMAL)
        status = check_undefined (&compiler);
    if (selects && !value_is_nullish (query->as))
        compiled->as = value_to_text (text->run->runtime, query->as);
    if (g_str_equal (method, "pluck"))
    {
        const char *column = value_to_text (text->run->runtime, query->pluck);
        const char *dot = strrchr (column, '.');

        compiled->pluck = dot ? dot + 1 : column;
    }
    g_free (compiler.table);
    if (compiler.undefined)
        g_string_free (compiler.undefined, TRUE);
    return status;
}

ScriptStatus knex_query_compile (KnexText *text, Value builder, KnexCompiled *compiled)
{
    KnexQuery *query = knex_query_of (builder);

    return compile (text, query, query->method, compiled);
}

ScriptStatus knex_callback_compile (KnexText *text, Value callback, const char *method, KnexCompiled *compiled)
{
    Value builder = knex_query_new (text->call, UNDEFINED);
    KnexQuery *query = knex_query_of (builder);
    Value ignored;

    SCRIPT_TRY (script_call (text->run->runtime, callback, builder, &builder, 1, &ignored));
    return compile (text, query, method ? method : query->method, compiled);
}

/* What columnInfo and truncate do with their answer. */
static ScriptStatus send_query (ScriptCall *call, KnexText *text, KnexQuery *query, const KnexCompiled *compiled,
                                Value *out)
{
    KnexRun *run = text->run;
    KnexCompiled rows = { .method = "select" };

    if (g_str_equal (compiled->method, "columnInfo"))
    {
        SCRIPT_TRY (knex_send_text (text, &rows, TRUE, out));
        *out = knex_column_info (run, *out, query->column_info);
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (knex_send_text (text, compiled, call->result_used, out));
    if (g_str_equal (compiled->method, "truncate") && run->dialect == DIALECT_SQLITE)
    {
        g_autofree char *table = g_strdup (value_to_text (run->runtime, query->table));
        g_auto (KnexText) sequence = { 0 };

        /* there is no such table before the first AUTOINCREMENT, which is what Knex swallows the error for */
        knex_text_init (&sequence, call);
        g_string_append_printf (sequence.sql,
                                "select 1 from sqlite_master where name = 'sqlite_sequence' and type = 'table'");
        SCRIPT_TRY (knex_send_text (&sequence, &rows, TRUE, out));
        if (value_list (*out)->length == 0)
        {
            *out = UNDEFINED;
            return SCRIPT_NORMAL;
        }
        /* its answer is the query's */
        g_string_printf (sequence.sql, "delete from sqlite_sequence where name = '%s'", table);
        SCRIPT_TRY (knex_send_text (&sequence, compiled, call->result_used, out));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus run (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);
    g_auto (KnexText) text = { 0 };
    KnexCompiled compiled;

    knex_text_init (&text, call);
    SCRIPT_TRY (compile (&text, query, query->method, &compiled));
    /* an insert of no rows is no statement; it is the driver that complains */
    if (text.sql->len == 0)
        return script_throw (call->runtime, "Error", "The query is empty");
    SCRIPT_TRY (send_query (call, &text, query, &compiled, out));
    return knex_post_process (call, out);
}

static ScriptStatus to_sql (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);
    g_auto (KnexText) text = { 0 };
    KnexCompiled compiled;

    knex_text_init (&text, call);
    SCRIPT_TRY (compile (&text, query, query->method, &compiled));
    *out = knex_sql_object (&text, &compiled);
    return SCRIPT_NORMAL;
}

static ScriptStatus to_string (ScriptCall *call, Value *out)
{
    KnexQuery *query = knex_query_self (call);
    g_auto (KnexText) text = { 0 };
    g_autoptr (GString) filled = g_string_new (NULL);
    KnexCompiled compiled;

    knex_text_init (&text, call);
    SCRIPT_TRY (compile (&text, query, query->method, &compiled));
    SCRIPT_TRY (knex_fill (&text, filled));
    *out = value_string (call->runtime, filled->str, (gssize)filled->len);
    return SCRIPT_NORMAL;
}

static const HostMember object_members[] = {
    { "clone", HOST_METHOD, 0, 0, clone_member, HOST_NEEDS_NOTHING, "A copy.", &knex_query_class, NULL, NULL },
    { "toSQL", HOST_METHOD, 0, 2, to_sql, HOST_NEEDS_NOTHING, "The SQL and its bindings, not sent.", NULL, NULL, NULL },
    { "toString", HOST_METHOD, 0, 0, to_string, HOST_NEEDS_NOTHING, "The SQL with its bindings written in.", NULL, NULL,
      NULL },
    { "toQuery", HOST_METHOD, 0, 1, to_string, HOST_NEEDS_NOTHING, "The SQL with its bindings written in.", NULL, NULL,
      NULL },
    { "stream", HOST_METHOD, 0, HOST_ANY_NUMBER, NULL, HOST_NEEDS_RESULT, "", NULL, NULL,
      "streams of Node are out of reach; await the query" },
    { "pipe", HOST_METHOD, 0, HOST_ANY_NUMBER, NULL, HOST_NEEDS_RESULT, "", NULL, NULL,
      "streams of Node are out of reach; await the query" },
    { "on", HOST_METHOD, 0, HOST_ANY_NUMBER, NULL, HOST_NEEDS_RESULT, "", NULL, NULL,
      "events of queries are out of reach" },
    { .name = NULL },
};

/* The members stand in four tables, so there are four classes. */
static const HostClass where_class = {
    .name = "QueryBuilder",
    .summary = "Conditions.",
    .members = knex_where_members,
};

static const HostClass write_class = {
    .name = "QueryBuilder",
    .summary = "What is written.",
    .base = &where_class,
    .members = knex_write_members,
};

static const HostClass members_class = {
    .name = "QueryBuilder",
    .summary = "What is selected.",
    .base = &write_class,
    .members = knex_query_members,
};

const HostClass knex_query_class = {
    .name = "QueryBuilder",
    .summary = "A query in the making; it is sent when it is awaited.",
    .base = &members_class,
    .members = object_members,
    .run = run,
};
