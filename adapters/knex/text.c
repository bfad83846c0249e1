/* Names, values and sub-queries in SQL (formatter/wrappingFormatter.js, formatterUtils.js, client.js). */

#include "adapters/knex/query.h"

#include <string.h>

/* wrappingFormatter.js, operators; those with a question mark are written so that they are no place-holders. */
static const char *const operators[] = {
    "=",
    "<",
    ">",
    "<=",
    "<=>",
    ">=",
    "<>",
    "!=",
    "like",
    "not like",
    "between",
    "not between",
    "ilike",
    "not ilike",
    "exists",
    "not exist",
    "rlike",
    "not rlike",
    "regexp",
    "not regexp",
    "match",
    "similar to",
    "not similar to",
    "&",
    "|",
    "^",
    "<<",
    ">>",
    "~",
    "~=",
    "~*",
    "!~",
    "!~*",
    "#",
    "&&",
    "@>",
    "<@",
    "||",
    "&<",
    "&>",
    "-|-",
    "@@",
    "!!",
    "?",
    "?|",
    "?&",
    NULL,
};

KnexRun *knex_run (const ScriptCall *call)
{
    return script_data (call->runtime);
}

Value knex_peek (ScriptRuntime *runtime, Value object, const char *name)
{
    Value value = script_peek (runtime, object, name);

    return value.kind == VALUE_EMPTY ? UNDEFINED : value;
}

void knex_text_init (KnexText *text, ScriptCall *call)
{
    *text = (KnexText){ .call = call,
                        .run = knex_run (call),
                        .sql = g_string_new (NULL),
                        .bindings = g_array_new (FALSE, FALSE, sizeof (Value)) };
}

void knex_text_clear (KnexText *text)
{
    if (text->sql)
        g_string_free (text->sql, TRUE);
    g_clear_pointer (&text->bindings, g_array_unref);
    text->sql = NULL;
}

/* wrapIdentifierImpl of the three clients: the star stays, quotes are doubled; PostgreSQL keeps an index at the end outside. */
static void append_quoted (const KnexRun *run, GString *sql, const char *name, gsize length)
{
    g_autofree char *part = NULL;
    const char *bracket = NULL;

    if (length == 1 && *name == '*')
    {
        g_string_append_c (sql, '*');
        return;
    }
    if (run->dialect == DIALECT_POSTGRESQL)
        for (const char *at = memchr (name, '[', length); at && !bracket;
             at = memchr (at + 1, '[', length - (gsize)(at + 1 - name)))
        {
            gsize digits = strspn (at + 1, "0123456789");

            if (digits > 0 && (gsize)(at - name) + 1 + digits < length && at[1 + digits] == ']')
                bracket = at;
        }
    part = g_strndup (name, bracket ? (gsize)(bracket - name) : length);
    dialect_append_identifier (run->dialect == DIALECT_SQLITE ? DIALECT_MYSQL : run->dialect, sql, part);
    if (bracket)
        g_string_append_len (sql, bracket, (gssize)(strspn (bracket + 1, "0123456789") + 2));
}

static ScriptStatus quote_native (ScriptCall *call, Value *out)
{
    g_autoptr (GString) sql = g_string_new (NULL);
    gsize length;
    const char *name = value_to_bytes (call->runtime, call_argument (call, 0), &length);

    append_quoted (knex_run (call), sql, name, length);
    *out = value_string (call->runtime, sql->str, (gssize)sql->len);
    return SCRIPT_NORMAL;
}

ScriptStatus knex_identifier (KnexText *text, const char *name, gsize length)
{
    KnexRun *run = text->run;
    g_autofree char *trimmed = g_strstrip (g_strndup (name, length));
    Value arguments[3] = { UNDEFINED, UNDEFINED, UNDEFINED };
    Value mapped;
    const char *result;

    if (!script_is_callable (run->wrap_identifier))
    {
        append_quoted (run, text->sql, trimmed, strlen (trimmed));
        return SCRIPT_NORMAL;
    }
    arguments[0] = value_string (run->runtime, trimmed, -1);
    arguments[1] = script_function_new (run->runtime, "wrapIdentifierImpl", 1, quote_native, NULL);
    SCRIPT_TRY (script_call (run->runtime, run->wrap_identifier, UNDEFINED, arguments, 3, &mapped));
    result = value_to_bytes (run->runtime, mapped, &length);
    g_string_append_len (text->sql, result, (gssize)length);
    return SCRIPT_NORMAL;
}

/* Where " as " begins, in any case; or NULL. */
static const char *find_alias (const char *name, gsize length)
{
    for (gsize i = 0; i + 3 < length; i++)
        if (name[i] == ' ' && (name[i + 1] | 32) == 'a' && (name[i + 2] | 32) == 's' && name[i + 3] == ' ')
            return name + i;
    return NULL;
}

ScriptStatus knex_wrap_string (KnexText *text, const char *name, gsize length)
{
    const char *alias = find_alias (name, length);
    const char *end = name + length;
    const char *dot;

    if (alias)
    {
        SCRIPT_TRY (knex_wrap_string (text, name, (gsize)(alias - name)));
        g_string_append (text->sql, " as ");
        return knex_identifier (text, alias + 4, length - (gsize)(alias + 4 - name));
    }
    for (; (dot = memchr (name, '.', (gsize)(end - name))); name = dot + 1)
    {
        SCRIPT_TRY (knex_identifier (text, name, (gsize)(dot - name)));
        g_string_append_c (text->sql, '.');
    }
    return knex_identifier (text, name, (gsize)(end - name));
}

/* wrapString of COMPILED's alias behind its text. */
ScriptStatus knex_output (KnexText *text, const char *sql, const KnexCompiled *compiled, gboolean parameter)
{
    gboolean selects = g_str_equal (compiled->method, "select") || g_str_equal (compiled->method, "first");

    if (!*sql || !selects || (!parameter && !compiled->as))
    {
        g_string_append (text->sql, sql);
        return SCRIPT_NORMAL;
    }
    g_string_append_printf (text->sql, "(%s)", sql);
    if (!compiled->as)
        return SCRIPT_NORMAL;
    g_string_append (text->sql, " as ");
    return knex_wrap_string (text, compiled->as, strlen (compiled->as));
}

/* A part with the same bindings and a text of its own. */
static KnexText part_of (const KnexText *text)
{
    return (KnexText){
        .call = text->call, .run = text->run, .sql = g_string_new (NULL), .bindings = g_array_ref (text->bindings)
    };
}

static ScriptStatus append_callback (KnexText *text, Value callback, const char *method, const char *as,
                                     gboolean parameter)
{
    g_auto (KnexText) part = part_of (text);
    KnexCompiled compiled = { .method = "select" };

    SCRIPT_TRY (knex_callback_compile (&part, callback, method, &compiled));
    if (as)
        compiled.as = as;
    return knex_output (text, part.sql->str, &compiled, parameter);
}

static ScriptStatus append_query (KnexText *text, Value builder, gboolean parameter)
{
    g_auto (KnexText) part = part_of (text);
    KnexCompiled compiled = { .method = "select" };

    SCRIPT_TRY (knex_query_compile (&part, builder, &compiled));
    return knex_output (text, part.sql->str, &compiled, parameter);
}

static ScriptStatus unwrap (KnexText *text, Value value, gboolean parameter, gboolean *done)
{
    *done = TRUE;
    if (knex_is_query (value))
        return append_query (text, value, parameter);
    if (knex_is_raw (value))
        return knex_raw_compile (text, value);
    *done = FALSE;
    return SCRIPT_NORMAL;
}

ScriptStatus knex_unwrap (KnexText *text, Value value, gboolean *done)
{
    return unwrap (text, value, FALSE, done);
}

ScriptStatus knex_raw_or_function (KnexText *text, Value value, const char *method)
{
    gboolean done;

    if (script_is_callable (value) && !knex_is_query (value))
        return append_callback (text, value, method, NULL, FALSE);
    return unwrap (text, value, FALSE, &done);
}

/* Keys are aliases: { n: 'name' }. */
static ScriptStatus append_aliases (KnexText *text, Value object)
{
    guint n;
    const char *const *names = script_names (text->run->runtime, object, &n);

    for (guint i = 0; i < n; i++)
    {
        Value value;
        gboolean query;

        SCRIPT_TRY (script_member (text->run->runtime, object, names[i], &value));
        if (i > 0)
            g_string_append (text->sql, ", ");
        query = knex_is_query (value);
        if (!query && script_is_callable (value))
        {
            SCRIPT_TRY (append_callback (text, value, NULL, names[i], TRUE));
            continue;
        }
        if (query)
            g_string_append_c (text->sql, '(');
        SCRIPT_TRY (knex_wrap (text, value));
        g_string_append (text->sql, query ? ") as " : " as ");
        SCRIPT_TRY (knex_identifier (text, names[i], strlen (names[i])));
    }
    return SCRIPT_NORMAL;
}

ScriptStatus knex_wrap (KnexText *text, Value value)
{
    gboolean done;
    gsize length;
    const char *name;

    SCRIPT_TRY (unwrap (text, value, FALSE, &done));
    if (done)
        return SCRIPT_NORMAL;
    if (script_is_callable (value))
        return append_callback (text, value, NULL, NULL, TRUE);
    if (value.kind == VALUE_OBJECT)
        return append_aliases (text, value);
    name = value_to_bytes (text->run->runtime, value, &length);
    if (value.kind == VALUE_NUMBER)
    {
        g_string_append_len (text->sql, name, (gssize)length);
        return SCRIPT_NORMAL;
    }
    return knex_wrap_string (text, name, length);
}

ScriptStatus knex_columnize (KnexText *text, Value value)
{
    ScriptList *list = value_is_object (value, OBJECT_LIST) ? value_list (value) : NULL;

    if (!list)
        return knex_wrap (text, value);
    for (guint32 i = 0; i < list->length; i++)
    {
        if (i > 0)
            g_string_append (text->sql, ", ");
        SCRIPT_TRY (knex_wrap (text, list->items[i]));
    }
    return SCRIPT_NORMAL;
}

ScriptStatus knex_parameter (KnexText *text, Value value)
{
    gboolean done;

    SCRIPT_TRY (unwrap (text, value, TRUE, &done));
    if (done)
        return SCRIPT_NORMAL;
    if (script_is_callable (value))
        return append_callback (text, value, NULL, NULL, TRUE);
    g_array_append_val (text->bindings, value);
    g_string_append_c (text->sql, '?');
    return SCRIPT_NORMAL;
}

static ScriptStatus append_value (KnexText *text, Value value, Value not_set)
{
    if (value.kind == VALUE_UNDEFINED || value.kind == VALUE_EMPTY)
        value = not_set;
    if (knex_is_plain (text->run->runtime, value))
        value = value_string (text->run->runtime, value_to_json (text->run->runtime, value), -1);
    return knex_parameter (text, value);
}

ScriptStatus knex_parameterize (KnexText *text, Value values, Value not_set)
{
    ScriptList *list = value_is_object (values, OBJECT_LIST) ? value_list (values) : NULL;

    if (!list)
        return append_value (text, values, not_set);
    for (guint32 i = 0; i < list->length; i++)
    {
        if (i > 0)
            g_string_append (text->sql, ", ");
        SCRIPT_TRY (append_value (text, list->items[i], not_set));
    }
    return SCRIPT_NORMAL;
}

ScriptStatus knex_operator (KnexText *text, Value value)
{
    gboolean done;
    const char *name = value_is_nullish (value) ? "" : value_to_text (text->run->runtime, value);

    SCRIPT_TRY (unwrap (text, value, FALSE, &done));
    if (done)
        return SCRIPT_NORMAL;
    for (guint i = 0; operators[i]; i++)
        if (g_ascii_strcasecmp (operators[i], name) == 0)
        {
            g_string_append_printf (text->sql, "%s%s", *operators[i] == '?' ? "\\" : "", operators[i]);
            return SCRIPT_NORMAL;
        }
    return script_throw (text->run->runtime, "TypeError", "The operator \"%s\" is not permitted",
                         value_to_text (text->run->runtime, value));
}

ScriptStatus knex_direction (KnexText *text, Value value)
{
    gboolean done;
    const char *word = value_is_nullish (value) ? "" : value_to_text (text->run->runtime, value);
    gboolean known = g_ascii_strcasecmp (word, "asc") == 0 || g_ascii_strcasecmp (word, "desc") == 0;

    SCRIPT_TRY (unwrap (text, value, FALSE, &done));
    if (!done)
        g_string_append (text->sql, known ? word : "asc");
    return SCRIPT_NORMAL;
}
