/* The methods of String.prototype that look for a text or a regular expression and do something with what they find: split, replace, match, search. */

#include "script/es_string.h"

#include <string.h>

static ScriptStatus split_units (ScriptRuntime *runtime, ScriptString *text, guint32 limit, ScriptList *parts)
{
    guint32 n = MIN (string_units (text), limit);

    if (!runtime_reserve (runtime, (gsize)n * (sizeof (Value) + sizeof (ScriptString))))
        return SCRIPT_STOP;
    if (!runtime_steps (runtime, n))
        return runtime_exhausted (runtime);
    for (guint32 i = 0; i < n; i++)
        list_append (runtime, parts, value_of_string (string_slice (runtime, text, i, i + 1)));
    return SCRIPT_NORMAL;
}

static ScriptStatus split_at (ScriptRuntime *runtime, ScriptString *text, ScriptString *separator, guint32 limit,
                              ScriptList *parts)
{
    guint32 from = 0;
    guint32 found;

    SCRIPT_TRY (es_charge (runtime, text->length));
    while (parts->length < limit && (found = es_find_units (text, separator, from)) != NOT_FOUND)
    {
        if (!runtime_step (runtime))
            return runtime_exhausted (runtime);
        list_append (runtime, parts, value_of_string (string_slice (runtime, text, from, found)));
        from = found + string_units (separator);
    }
    if (parts->length < limit)
        list_append (runtime, parts, value_of_string (string_slice (runtime, text, from, string_units (text))));
    return SCRIPT_NORMAL;
}

ScriptStatus es_string_split (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value pattern = call_argument (call, 0);
    Value bound = call_argument (call, 1);
    ScriptString *text;
    ScriptString *separator;
    ScriptList *parts;
    gint32 limit = -1;

    SCRIPT_TRY (es_this_string (call, &text));
    if (bound.kind != VALUE_UNDEFINED)
        SCRIPT_TRY (es_to_int32 (runtime, bound, &limit));
    if (value_is_regexp (pattern))
        return regexp_split (runtime, pattern, text, (guint32)limit, out);
    SCRIPT_TRY (es_argument_string (call, 0, &separator));
    parts = list_new (runtime, NULL, 0);
    *out = value_of_object (&parts->object);
    if (limit == 0)
        return SCRIPT_NORMAL;
    if (pattern.kind == VALUE_UNDEFINED)
        list_append (runtime, parts, value_of_string (text));
    else if (separator->length == 0)
        return split_units (runtime, text, (guint32)limit, parts);
    else
        return split_at (runtime, text, separator, (guint32)limit, parts);
    return SCRIPT_NORMAL;
}

/* Appends what `$<name>` at *DOLLAR stands for and moves past it. */
static ScriptStatus expand_named (ScriptRuntime *runtime, TextBuilder *text, const char **dollar, const char *end,
                                  Value groups)
{
    const char *from = *dollar + 2;
    const char *close = memchr (from, '>', (gsize)(end - from));
    Value value;
    ScriptString *piece;

    if (groups.kind == VALUE_UNDEFINED || !close)
    {
        text_append (text, "$<", 2);
        *dollar += 2;
        return SCRIPT_NORMAL;
    }
    *dollar = close + 1;
    SCRIPT_TRY (es_get (runtime, groups, intern (runtime, from, close - from), &value));
    if (value.kind == VALUE_UNDEFINED)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (es_to_string (runtime, value, &piece));
    text_append_string (text, piece);
    return SCRIPT_NORMAL;
}

/* The number of the capture that the digits at P name, with as many of two digits as there are captures; 0 for none. */
static guint capture_number (const char *p, const char *end, guint n_captures, guint *digits)
{
    guint one = p < end && g_ascii_isdigit (*p) ? (guint)(*p - '0') : G_MAXUINT;
    guint two = one != G_MAXUINT && p + 1 < end && g_ascii_isdigit (p[1]) ? one * 10 + (guint)(p[1] - '0') : 0;

    *digits = 2;
    if (two > 0 && two < n_captures)
        return two;
    *digits = 1;
    return one > 0 && one < n_captures ? one : 0;
}

ScriptStatus es_expand_replacement (ScriptRuntime *runtime, TextBuilder *text, ScriptString *template,
                                    ScriptString *subject, guint32 start, guint32 end, const Value *captures,
                                    guint n_captures, Value groups)
{
    const char *p = template->data;
    const char *stop = p + template->length;

    while (p < stop)
    {
        const char *dollar = memchr (p, '$', (gsize)(stop - p));
        guint digits;
        guint number;

        if (!dollar || dollar + 1 == stop)
            break;
        text_append_string (text, string_borrow (runtime, p, (gsize)(dollar - p)));
        p = dollar + 2;
        number = capture_number (dollar + 1, stop, n_captures, &digits);
        if (number > 0)
        {
            p = dollar + 1 + digits;
            if (captures[number].kind == VALUE_STRING)
                text_append_string (text, captures[number].as.string);
        }
        else if (dollar[1] == '$')
            text_append_c (text, '$');
        else if (dollar[1] == '&')
            text_append_string (text, captures[0].as.string);
        else if (dollar[1] == '`')
            text_append_string (text, string_slice (runtime, subject, 0, start));
        else if (dollar[1] == '\'')
            text_append_string (text, string_slice (runtime, subject, end, string_units (subject)));
        else if (dollar[1] == '<')
        {
            p = dollar;
            SCRIPT_TRY (expand_named (runtime, text, &p, stop, groups));
        }
        else
        {
            text_append_c (text, '$');
            p = dollar + 1;
        }
    }
    text_append_string (text, string_borrow (runtime, p, (gsize)(stop - p)));
    return SCRIPT_NORMAL;
}

/* What stands for the match of NEEDLE at AT. */
static ScriptStatus append_replacement (ScriptRuntime *runtime, TextBuilder *result, Value replacement,
                                        ScriptString *text, ScriptString *needle, guint32 at)
{
    Value match = value_of_string (needle);
    Value value;
    ScriptString *replaced;

    if (replacement.kind == VALUE_STRING)
        return es_expand_replacement (runtime, result, replacement.as.string, text, at, at + string_units (needle),
                                      &match, 1, UNDEFINED);
    SCRIPT_TRY (function_call (
        runtime, replacement, UNDEFINED,
        &(Arguments){ .items = (Value[]){ match, value_number (at), value_of_string (text) }, .n = 3 }, TRUE, &value));
    SCRIPT_TRY (es_to_string (runtime, value, &replaced));
    text_append_string (result, replaced);
    return SCRIPT_NORMAL;
}

static ScriptStatus replace_text (ScriptRuntime *runtime, ScriptString *text, ScriptString *needle, Value replacement,
                                  gboolean all, Value *out)
{
    TextBuilder result;
    guint32 from = 0;
    guint32 step = MAX (string_units (needle), 1);
    guint32 found = es_find_units (text, needle, 0);

    SCRIPT_TRY (es_charge (runtime, text->length));
    text_builder_init (&result, runtime);
    while (found != NOT_FOUND)
    {
        if (!runtime_step (runtime))
            return runtime_exhausted (runtime);
        text_append_string (&result, string_slice (runtime, text, from, found));
        SCRIPT_TRY (append_replacement (runtime, &result, replacement, text, needle, found));
        from = found + string_units (needle);
        if (!all || result.failed)
            break;
        found = es_find_units (text, needle, found + step);
    }
    text_append_string (&result, string_slice (runtime, text, from, string_units (text)));
    return text_finish (&result, out);
}

static ScriptStatus replace (ScriptCall *call, gboolean all, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value pattern = call_argument (call, 0);
    Value replacement = call_argument (call, 1);
    ScriptString *text;
    ScriptString *needle;

    SCRIPT_TRY (es_this_string (call, &text));
    if (!value_is_regexp (pattern))
        SCRIPT_TRY (es_to_string (runtime, pattern, &needle));
    if (!script_is_callable (replacement))
    {
        ScriptString *template;

        SCRIPT_TRY (es_to_string (runtime, replacement, &template));
        replacement = value_of_string (template);
    }
    if (!value_is_regexp (pattern))
        return replace_text (runtime, text, needle, replacement, all, out);
    return regexp_replace (runtime, pattern, text, replacement, all, out);
}

ScriptStatus es_string_replace (ScriptCall *call, Value *out)
{
    return replace (call, FALSE, out);
}

static ScriptStatus need_global (ScriptCall *call, Value pattern, const char *method)
{
    const char *flags;

    if (!value_is_regexp (pattern))
        return SCRIPT_NORMAL;
    regexp_source (pattern, &flags);
    if (!strchr (flags, 'g'))
        return script_throw (call->runtime, "TypeError", "String.prototype.%s called with a non-global RegExp argument",
                             method);
    return SCRIPT_NORMAL;
}

ScriptStatus es_string_replace_all (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (need_global (call, call_argument (call, 0), "replaceAll"));
    return replace (call, TRUE, out);
}

/* The first argument as a regular expression: made from its text when it is none. */
static ScriptStatus pattern_argument (ScriptCall *call, const char *flags, Value *out)
{
    ScriptString *source = string_borrow (call->runtime, "(?:)", 4);
    ScriptStatus status;

    *out = call_argument (call, 0);
    if (value_is_regexp (*out))
        return SCRIPT_NORMAL;
    if (out->kind != VALUE_UNDEFINED)
        SCRIPT_TRY (es_to_string (call->runtime, *out, &source));
    *out = regexp_new (call->runtime, source->data, source->length, flags, strlen (flags), &status);
    return status;
}

ScriptStatus es_string_match (ScriptCall *call, Value *out)
{
    ScriptString *text;
    Value pattern;

    SCRIPT_TRY (es_this_string (call, &text));
    SCRIPT_TRY (pattern_argument (call, "", &pattern));
    return regexp_match (call->runtime, pattern, text, out);
}

ScriptStatus es_string_match_all (ScriptCall *call, Value *out)
{
    ScriptString *text;
    Value pattern;

    SCRIPT_TRY (es_this_string (call, &text));
    SCRIPT_TRY (need_global (call, call_argument (call, 0), "matchAll"));
    SCRIPT_TRY (pattern_argument (call, "g", &pattern));
    return regexp_match_all (call->runtime, pattern, text, out);
}

ScriptStatus es_string_search (ScriptCall *call, Value *out)
{
    ScriptString *text;
    Value pattern;

    SCRIPT_TRY (es_this_string (call, &text));
    SCRIPT_TRY (pattern_argument (call, "", &pattern));
    return regexp_search (call->runtime, pattern, text, out);
}
