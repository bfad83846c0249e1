/* knex.raw and knex.ref (raw.js, ref.js, formatter/rawFormatter.js). */

#include "adapters/knex/run.h"

#include <string.h>

typedef struct
{
    const char *sql;
    gsize length;
    Value bindings; /* an array, an object, or undefined */
    const char *before, *after;
    gboolean is_ref;
    Value ref, schema, alias;
    KnexIdle *idle; /* or NULL */
} Raw;

static Raw *raw_of (Value value)
{
    return host_object_data (value, &knex_raw_class);
}

gboolean knex_is_raw (Value value)
{
    return raw_of (value) != NULL;
}

static gboolean raw_writes (gconstpointer raw)
{
    return knex_is_statement (((const Raw *)raw)->sql);
}

/* Raw.set: a scalar is one binding. */
Value knex_raw_new (ScriptCall *call, Value sql, Value bindings)
{
    Raw *raw = script_alloc (call->runtime, sizeof *raw);
    gboolean whole = bindings.kind == VALUE_UNDEFINED || (bindings.kind == VALUE_OBJECT && !knex_is_raw (bindings) &&
                                                          !knex_is_query (bindings) && !script_is_callable (bindings));

    raw->sql = value_to_bytes (call->runtime, sql, &raw->length);
    raw->bindings = whole ? bindings : value_of_object (&list_new (call->runtime, &bindings, 1)->object);
    raw->ref = raw->schema = raw->alias = UNDEFINED;
    raw->idle = knex_idle_new (call, raw_writes, raw);
    return host_object_new (call->runtime, &knex_raw_class, raw);
}

ScriptStatus knex_raw_member (ScriptCall *call, Value *out)
{
    Value sql = call_argument (call, 0);

    if (knex_is_raw (sql) && call->n_arguments == 1)
    {
        *out = sql;
        return SCRIPT_NORMAL;
    }
    if (sql.kind != VALUE_STRING)
        return script_throw (call->runtime, "TypeError", "knex.raw was given %s, not a string", value_type_name (sql));
    *out = knex_raw_new (call, sql, call_argument (call, 1));
    return SCRIPT_NORMAL;
}

ScriptStatus knex_ref_member (ScriptCall *call, Value *out)
{
    Raw *raw = script_alloc (call->runtime, sizeof *raw);

    raw->sql = "";
    raw->is_ref = TRUE;
    raw->ref = call_argument (call, 0);
    raw->bindings = raw->schema = raw->alias = UNDEFINED;
    *out = host_object_new (call->runtime, &knex_ref_class, raw);
    return SCRIPT_NORMAL;
}

/* replaceRawArrBindings */
static ScriptStatus fill_places (KnexText *text, const Raw *raw, const ScriptList *values)
{
    guint32 next = 0;

    for (const char *at = raw->sql, *end = raw->sql + raw->length; at < end; at++)
    {
        if (at[0] == '\\' && at + 1 < end && at[1] == '?')
        {
            g_string_append (text->sql, "\\?");
            at++;
            continue;
        }
        if (*at != '?')
        {
            g_string_append_c (text->sql, *at);
            continue;
        }
        if (at + 1 < end && at[1] == '?')
        {
            SCRIPT_TRY (knex_columnize (text, next < values->length ? values->items[next] : UNDEFINED));
            at++;
        }
        else
            SCRIPT_TRY (knex_parameter (text, next < values->length ? values->items[next] : UNDEFINED));
        next++;
    }
    if (next != values->length)
        return script_throw (text->run->runtime, "Error", "Expected %u bindings, saw %u", values->length, next);
    return SCRIPT_NORMAL;
}

static gsize word_length (const char *at, const char *end)
{
    gsize n = 0;

    while (at + n < end && (g_ascii_isalnum (at[n]) || at[n] == '_'))
        n++;
    return n;
}

static gboolean has_own (ScriptRuntime *runtime, Value object, const char *name)
{
    return object_find_own (object.as.object, intern (runtime, name, -1)) != NULL;
}

/* One :name, :name: or :name:: at AT. *USED is its length; 0 when there is none. */
static ScriptStatus fill_key (KnexText *text, Value values, const char *at, const char *end, gsize *used)
{
    gsize n = word_length (at + 1, end);
    const char *behind = at + 1 + n;
    gboolean colon = behind < end && *behind == ':';
    /* ":a:" names an identifier unless one more colon alone follows it: of ":a:::" the first three are one */
    gboolean identifier = colon && (behind + 1 >= end || behind[1] != ':' || (behind + 2 < end && behind[2] == ':'));
    g_autofree char *name = NULL;
    Value value;

    *used = 0;
    if (n == 0)
        return SCRIPT_NORMAL;
    name = g_strndup (at + 1, n);
    *used = 1 + n + (identifier ? 1 : 0);
    SCRIPT_TRY (script_member (text->run->runtime, values, name, &value));
    if (value.kind == VALUE_UNDEFINED)
    {
        if (has_own (text->run->runtime, values, name))
            g_array_append_val (text->bindings, value);
        g_string_append_len (text->sql, at, (gssize)*used);
        return SCRIPT_NORMAL;
    }
    return identifier ? knex_columnize (text, value) : knex_parameter (text, value);
}

/* replaceKeyBindings */
static ScriptStatus fill_keys (KnexText *text, const Raw *raw)
{
    const char *end = raw->sql + raw->length;

    for (const char *at = raw->sql; at < end;)
    {
        gboolean escaped = at[0] == '\\' && at + 1 < end && at[1] == ':' && word_length (at + 2, end) > 0;
        gsize used = 0;

        if (escaped)
        {
            gsize n = 1 + word_length (at + 2, end);

            g_string_append_len (text->sql, at + 1, (gssize)n);
            at += 1 + n;
            continue;
        }
        if (*at == ':')
            SCRIPT_TRY (fill_key (text, raw->bindings, at, end, &used));
        if (used == 0)
            g_string_append_c (text->sql, *at);
        at += MAX (used, 1);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus check_undefined (KnexText *text, guint first)
{
    g_autoptr (GString) places = g_string_new (NULL);

    for (guint i = first; i < text->bindings->len; i++)
        if (g_array_index (text->bindings, Value, i).kind == VALUE_UNDEFINED)
            g_string_append_printf (places, "%s%u", places->len ? "," : "", i - first);
    if (places->len == 0)
        return SCRIPT_NORMAL;
    return script_throw (text->run->runtime, "Error",
                         "Undefined binding(s) detected for keys [%s] when compiling RAW query: %s", places->str,
                         text->sql->str);
}

static ScriptStatus compile_ref (KnexText *text, const Raw *raw)
{
    ScriptRuntime *runtime = text->run->runtime;
    gsize length;
    const char *name;

    if (value_is_nullish (raw->schema))
        SCRIPT_TRY (knex_columnize (text, raw->ref));
    else
    {
        g_autofree char *dotted =
            g_strdup_printf ("%s.%s", value_to_text (runtime, raw->schema), value_to_text (runtime, raw->ref));

        SCRIPT_TRY (knex_wrap_string (text, dotted, strlen (dotted)));
    }
    if (value_is_nullish (raw->alias))
        return SCRIPT_NORMAL;
    name = value_to_bytes (runtime, raw->alias, &length);
    g_string_append (text->sql, " as ");
    return knex_wrap_string (text, name, length);
}

ScriptStatus knex_raw_compile (KnexText *text, Value value)
{
    const Raw *raw = raw_of (value);
    guint first = text->bindings->len;

    knex_idle_end (raw->idle);
    if (raw->is_ref)
        return compile_ref (text, raw);
    if (raw->before)
        g_string_append (text->sql, raw->before);
    if (value_is_object (raw->bindings, OBJECT_LIST))
        SCRIPT_TRY (fill_places (text, raw, value_list (raw->bindings)));
    else if (value_is_object (raw->bindings, OBJECT_PLAIN))
        SCRIPT_TRY (fill_keys (text, raw));
    else
        g_string_append_len (text->sql, raw->sql, (gssize)raw->length);
    if (raw->after)
        g_string_append (text->sql, raw->after);
    return check_undefined (text, first);
}

static ScriptStatus native_of (ScriptCall *call, Value *out)
{
    const Value *object = call->data;
    g_autofree char *sql =
        knex_position (knex_run (call), value_to_text (call->runtime, knex_peek (call->runtime, *object, "sql")));

    *out = script_object_new (call->runtime);
    script_set (call->runtime, *out, "sql", value_string (call->runtime, sql, -1));
    script_set (call->runtime, *out, "bindings", knex_peek (call->runtime, *object, "bindings"));
    return SCRIPT_NORMAL;
}

Value knex_sql_object (KnexText *text, const KnexCompiled *compiled)
{
    ScriptRuntime *runtime = text->run->runtime;
    Value object = script_object_new (runtime);
    Value bindings = value_of_object (
        &list_new (runtime, (const Value *)(gconstpointer)text->bindings->data, text->bindings->len)->object);
    Value native;
    Value *kept;

    script_set (runtime, object, "method", value_string (runtime, compiled->method, -1));
    script_set (runtime, object, "sql", value_string (runtime, text->sql->str, (gssize)text->sql->len));
    script_set (runtime, object, "bindings", bindings);
    script_set (runtime, object, "options", script_object_new (runtime));
    kept = script_alloc (runtime, sizeof *kept);
    *kept = object;
    native = script_function_new (runtime, "toNative", 0, native_of, kept);
    object_define (runtime, object.as.object, intern (runtime, "toNative", -1), native, PROPERTY_HIDDEN);
    return object;
}

static ScriptStatus to_sql (ScriptCall *call, Value *out)
{
    g_auto (KnexText) text = { 0 };
    KnexCompiled compiled = { .method = "raw" };

    knex_text_init (&text, call);
    SCRIPT_TRY (knex_raw_compile (&text, call->receiver));
    *out = knex_sql_object (&text, &compiled);
    return SCRIPT_NORMAL;
}

static ScriptStatus to_string (ScriptCall *call, Value *out)
{
    g_auto (KnexText) text = { 0 };
    g_autoptr (GString) filled = g_string_new (NULL);

    knex_text_init (&text, call);
    SCRIPT_TRY (knex_raw_compile (&text, call->receiver));
    SCRIPT_TRY (knex_fill (&text, filled));
    *out = value_string (call->runtime, filled->str, (gssize)filled->len);
    return SCRIPT_NORMAL;
}

static const char *optional_text (ScriptCall *call, guint index)
{
    Value value = call_argument (call, index);

    return value_is_nullish (value) ? NULL : value_to_text (call->runtime, value);
}

static ScriptStatus wrap_member (ScriptCall *call, Value *out)
{
    Raw *raw = call->data;

    raw->before = optional_text (call, 0);
    raw->after = optional_text (call, 1);
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus same (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus with_schema (ScriptCall *call, Value *out)
{
    ((Raw *)call->data)->schema = call_argument (call, 0);
    return same (call, out);
}

static ScriptStatus as_member (ScriptCall *call, Value *out)
{
    ((Raw *)call->data)->alias = call_argument (call, 0);
    return same (call, out);
}

static ScriptStatus is_raw_instance (ScriptCall *call G_GNUC_UNUSED, Value *out)
{
    *out = value_boolean (TRUE);
    return SCRIPT_NORMAL;
}

static ScriptStatus run (ScriptCall *call, Value *out)
{
    g_auto (KnexText) text = { 0 };
    KnexCompiled compiled = { .method = "raw" };

    knex_text_init (&text, call);
    SCRIPT_TRY (knex_raw_compile (&text, call->receiver));
    SCRIPT_TRY (knex_send_text (&text, &compiled, call->result_used, out));
    return knex_post_process (call, out);
}

static const HostMember raw_members[] = {
    { "wrap", HOST_METHOD, 1, 2, wrap_member, HOST_NEEDS_NOTHING, "Text before and behind.", &knex_raw_class, NULL,
      NULL },
    { "toSQL", HOST_METHOD, 0, 2, to_sql, HOST_NEEDS_NOTHING, "The SQL and its bindings, not sent.", NULL, NULL, NULL },
    { "toString", HOST_METHOD, 0, 0, to_string, HOST_NEEDS_NOTHING, "The SQL with its bindings written in.", NULL, NULL,
      NULL },
    { "toQuery", HOST_METHOD, 0, 1, to_string, HOST_NEEDS_NOTHING, "The SQL with its bindings written in.", NULL, NULL,
      NULL },
    { "transacting", HOST_METHOD, 1, 1, same, HOST_NEEDS_NOTHING, "There is one connection: nothing to do.",
      &knex_raw_class, NULL, NULL },
    { "connection", HOST_METHOD, 0, HOST_ANY_NUMBER, NULL, HOST_NEEDS_RESULT, "", NULL, NULL,
      "there is one connection, the migration's" },
    { "options", HOST_METHOD, 1, 1, same, HOST_NEEDS_NOTHING, "Options of the driver: without effect.", &knex_raw_class,
      NULL, NULL },
    { "debug", HOST_METHOD, 0, 1, same, HOST_NEEDS_NOTHING, "Without effect.", &knex_raw_class, NULL, NULL },
    { "timeout", HOST_METHOD, 0, 2, same, HOST_NEEDS_NOTHING, "Without effect; see `policy.statement_timeout`.",
      &knex_raw_class, NULL, NULL },
    { "queryContext", HOST_METHOD, 0, 1, knex_query_context, HOST_NEEDS_NOTHING, "Without effect.", &knex_raw_class,
      NULL, NULL },
    { "isRawInstance", HOST_GETTER, 0, 0, is_raw_instance, HOST_NEEDS_NOTHING, "true", NULL, NULL, NULL },
    { "stream", HOST_METHOD, 0, HOST_ANY_NUMBER, NULL, HOST_NEEDS_RESULT, "", NULL, NULL,
      "streams of Node are out of reach" },
    { "pipe", HOST_METHOD, 0, HOST_ANY_NUMBER, NULL, HOST_NEEDS_RESULT, "", NULL, NULL,
      "streams of Node are out of reach" },
    { .name = NULL },
};

const HostClass knex_raw_class = {
    .name = "Raw",
    .summary = "SQL as it is written.",
    .members = raw_members,
    .run = run,
};

static const HostMember ref_members[] = {
    { "withSchema", HOST_METHOD, 1, 1, with_schema, HOST_NEEDS_NOTHING, "The schema of the column's table.",
      &knex_ref_class, NULL, NULL },
    { "as", HOST_METHOD, 1, 1, as_member, HOST_NEEDS_NOTHING, "An alias.", &knex_ref_class, NULL, NULL },
    { .name = NULL },
};

const HostClass knex_ref_class = {
    .name = "Ref",
    .summary = "The name of a column.",
    .base = &knex_raw_class,
    .members = ref_members,
};
