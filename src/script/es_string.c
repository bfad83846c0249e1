/* String and String.prototype. Positions are UTF-16 units throughout. */

#include "script/es_string.h"

#include <math.h>
#include <string.h>

ScriptStatus es_charge (ScriptRuntime *runtime, gsize n)
{
    return runtime_steps (runtime, n / 256) ? SCRIPT_NORMAL : runtime_exhausted (runtime);
}

/* A half of a pair at an edge of NEEDLE may be found inside a whole pair, which bytes do not show. */
static gboolean has_half_at_edge (const ScriptString *needle)
{
    const guchar *data = (const guchar *)needle->data;
    gsize n = needle->length;

    return n >= 3 && ((data[0] == 0xed && data[1] >= 0xb0) || (data[n - 3] == 0xed && (data[n - 2] & 0xf0) == 0xa0));
}

static gboolean units_match (ScriptString *text, ScriptString *needle, guint32 at)
{
    guint32 n = string_units (needle);

    for (guint32 i = 0; i < n; i++)
        if (string_unit_at (text, at + i) != string_unit_at (needle, i))
            return FALSE;
    return TRUE;
}

guint32 es_find_units (ScriptString *text, ScriptString *needle, guint32 from)
{
    guint32 units = string_units (text);
    guint32 wanted = string_units (needle);
    gboolean split;
    guint32 start;
    const char *found;

    if (wanted > units || from > units - wanted)
        return NOT_FOUND;
    if (has_half_at_edge (needle))
    {
        for (guint32 at = from; units != text->length && at <= units - wanted; at++)
            if (units_match (text, needle, at))
                return at;
        return NOT_FOUND;
    }
    if (needle->length == 0)
        return from;
    start = string_unit_offset (text, from, &split);
    if (split)
        start += 4;
    found = memmem (text->data + start, text->length - start, needle->data, needle->length);
    return found ? string_offset_unit (text, (guint32)(found - text->data)) : NOT_FOUND;
}

/* The last unit not after FROM at which NEEDLE begins. */
static guint32 find_last_units (ScriptString *text, ScriptString *needle, guint32 from)
{
    guint32 units = string_units (text);
    guint32 wanted = string_units (needle);
    gboolean split;

    if (wanted > units)
        return NOT_FOUND;
    from = MIN (from, units - wanted);
    if (wanted == 0)
        return from;
    if (has_half_at_edge (needle))
    {
        for (guint32 at = from + 1; units != text->length && at-- > 0;)
            if (units_match (text, needle, at))
                return at;
        return NOT_FOUND;
    }
    for (guint32 offset = MIN (string_unit_offset (text, from, &split), text->length - needle->length) + 1;
         offset-- > 0;)
        if (memcmp (text->data + offset, needle->data, needle->length) == 0)
            return string_offset_unit (text, offset);
    return NOT_FOUND;
}

static ScriptStatus refuse_pattern (ScriptCall *call, Value pattern, const char *method)
{
    if (value_is_regexp (pattern))
        return script_throw (call->runtime, "TypeError",
                             "First argument to String.prototype.%s must not be a regular expression", method);
    return SCRIPT_NORMAL;
}

static ScriptStatus string_slice_member (ScriptCall *call, Value *out)
{
    ScriptString *text;
    double from;
    double to;
    double units;

    SCRIPT_TRY (es_this_string (call, &text));
    units = string_units (text);
    SCRIPT_TRY (es_argument_position (call, 0, units, 0, &from));
    SCRIPT_TRY (es_argument_position (call, 1, units, units, &to));
    *out = value_of_string (string_slice (call->runtime, text, (guint32)from, (guint32)MAX (from, to)));
    return SCRIPT_NORMAL;
}

static ScriptStatus string_substring (ScriptCall *call, Value *out)
{
    ScriptString *text;
    double from;
    double to;
    double units;

    SCRIPT_TRY (es_this_string (call, &text));
    units = string_units (text);
    SCRIPT_TRY (es_argument_integer (call, 0, 0, &from));
    SCRIPT_TRY (es_argument_integer (call, 1, units, &to));
    from = CLAMP (from, 0, units);
    to = CLAMP (to, 0, units);
    *out = value_of_string (string_slice (call->runtime, text, (guint32)MIN (from, to), (guint32)MAX (from, to)));
    return SCRIPT_NORMAL;
}

static ScriptStatus string_substr (ScriptCall *call, Value *out)
{
    ScriptString *text;
    double from;
    double length;
    double units;

    SCRIPT_TRY (es_this_string (call, &text));
    units = string_units (text);
    SCRIPT_TRY (es_argument_position (call, 0, units, 0, &from));
    SCRIPT_TRY (es_argument_integer (call, 1, units, &length));
    length = CLAMP (length, 0, units - from);
    *out = value_of_string (string_slice (call->runtime, text, (guint32)from, (guint32)(from + length)));
    return SCRIPT_NORMAL;
}

/* The receiver and the unit that the first argument names; AT is outside of [0, units) when there is none. */
static ScriptStatus place (ScriptCall *call, ScriptString **text, double *at)
{
    SCRIPT_TRY (es_this_string (call, text));
    return es_argument_integer (call, 0, 0, at);
}

static gboolean inside (ScriptString *text, double at)
{
    return at >= 0 && at < string_units (text);
}

static ScriptStatus string_at (ScriptCall *call, Value *out)
{
    ScriptString *text;
    double at;

    SCRIPT_TRY (place (call, &text, &at));
    if (at < 0)
        at += string_units (text);
    if (inside (text, at))
        *out = value_of_string (string_slice (call->runtime, text, (guint32)at, (guint32)at + 1));
    return SCRIPT_NORMAL;
}

static ScriptStatus string_char_at (ScriptCall *call, Value *out)
{
    ScriptString *text;
    double at;

    SCRIPT_TRY (place (call, &text, &at));
    *out = value_of_string (inside (text, at) ? string_slice (call->runtime, text, (guint32)at, (guint32)at + 1)
                                              : string_borrow (call->runtime, "", 0));
    return SCRIPT_NORMAL;
}

static ScriptStatus string_char_code_at (ScriptCall *call, Value *out)
{
    ScriptString *text;
    double at;

    SCRIPT_TRY (place (call, &text, &at));
    *out = value_number (inside (text, at) ? string_unit_at (text, (guint32)at) : NAN);
    return SCRIPT_NORMAL;
}

static ScriptStatus string_code_point_at (ScriptCall *call, Value *out)
{
    ScriptString *text;
    double at;
    gboolean split;
    guint32 offset;

    SCRIPT_TRY (place (call, &text, &at));
    if (!inside (text, at))
        return SCRIPT_NORMAL;
    offset = string_unit_offset (text, (guint32)at, &split);
    *out = value_number (split ? string_unit_at (text, (guint32)at) : g_utf8_get_char (text->data + offset));
    return SCRIPT_NORMAL;
}

static ScriptStatus string_index_of (ScriptCall *call, Value *out)
{
    ScriptString *text;
    ScriptString *needle;
    double from;
    guint32 found;

    SCRIPT_TRY (es_this_string (call, &text));
    SCRIPT_TRY (es_argument_string (call, 0, &needle));
    SCRIPT_TRY (es_argument_integer (call, 1, 0, &from));
    SCRIPT_TRY (es_charge (call->runtime, text->length));
    found = es_find_units (text, needle, (guint32)CLAMP (from, 0, string_units (text)));
    *out = value_number (found == NOT_FOUND ? -1.0 : found);
    return SCRIPT_NORMAL;
}

static ScriptStatus string_last_index_of (ScriptCall *call, Value *out)
{
    ScriptString *text;
    ScriptString *needle;
    double from;
    guint32 found;

    SCRIPT_TRY (es_this_string (call, &text));
    SCRIPT_TRY (es_argument_string (call, 0, &needle));
    SCRIPT_TRY (es_to_number (call->runtime, call_argument (call, 1), &from));
    from = isnan (from) ? INFINITY : trunc (from);
    SCRIPT_TRY (es_charge (call->runtime, text->length));
    found = find_last_units (text, needle, (guint32)CLAMP (from, 0, string_units (text)));
    *out = value_number (found == NOT_FOUND ? -1.0 : found);
    return SCRIPT_NORMAL;
}

static ScriptStatus string_includes (ScriptCall *call, Value *out)
{
    ScriptString *text;
    ScriptString *needle;
    double from;

    SCRIPT_TRY (es_this_string (call, &text));
    SCRIPT_TRY (refuse_pattern (call, call_argument (call, 0), "includes"));
    SCRIPT_TRY (es_argument_string (call, 0, &needle));
    SCRIPT_TRY (es_argument_integer (call, 1, 0, &from));
    SCRIPT_TRY (es_charge (call->runtime, text->length));
    *out = value_boolean (es_find_units (text, needle, (guint32)CLAMP (from, 0, string_units (text))) != NOT_FOUND);
    return SCRIPT_NORMAL;
}

static ScriptStatus string_starts_with (ScriptCall *call, Value *out)
{
    ScriptString *text;
    ScriptString *needle;
    double from;

    SCRIPT_TRY (es_this_string (call, &text));
    SCRIPT_TRY (refuse_pattern (call, call_argument (call, 0), "startsWith"));
    SCRIPT_TRY (es_argument_string (call, 0, &needle));
    SCRIPT_TRY (es_argument_integer (call, 1, 0, &from));
    from = CLAMP (from, 0, string_units (text));
    *out = value_boolean (
        from + string_units (needle) <= string_units (text) &&
        string_equal (string_slice (call->runtime, text, (guint32)from, (guint32)from + string_units (needle)),
                      needle));
    return SCRIPT_NORMAL;
}

static ScriptStatus string_ends_with (ScriptCall *call, Value *out)
{
    ScriptString *text;
    ScriptString *needle;
    double to;

    SCRIPT_TRY (es_this_string (call, &text));
    SCRIPT_TRY (refuse_pattern (call, call_argument (call, 0), "endsWith"));
    SCRIPT_TRY (es_argument_string (call, 0, &needle));
    SCRIPT_TRY (es_argument_integer (call, 1, string_units (text), &to));
    to = CLAMP (to, 0, string_units (text));
    *out = value_boolean (
        string_units (needle) <= to &&
        string_equal (string_slice (call->runtime, text, (guint32)to - string_units (needle), (guint32)to), needle));
    return SCRIPT_NORMAL;
}

static ScriptStatus string_concat (ScriptCall *call, Value *out)
{
    ScriptString *text;

    SCRIPT_TRY (es_this_string (call, &text));
    for (guint i = 0; i < call->n_arguments; i++)
    {
        ScriptString *more;

        SCRIPT_TRY (es_argument_string (call, i, &more));
        text = string_join (call->runtime, text, more);
        if (!text)
            return SCRIPT_STOP;
    }
    *out = value_of_string (text);
    return SCRIPT_NORMAL;
}

/* PART again and again until TEXT has COUNT bytes more, a multiple of its length. What is there is doubled each time. */
static ScriptStatus append_repeated (TextBuilder *text, const ScriptString *part, gsize count)
{
    gsize start = text->length;

    if (count == 0)
        return SCRIPT_NORMAL;
    if (text->length + count > STRING_MAX)
        return script_refuse (text->runtime, "the script makes a string of more than %u bytes", STRING_MAX);
    if (!runtime_reserve (text->runtime, text->length + count))
        return SCRIPT_STOP;
    SCRIPT_TRY (es_charge (text->runtime, count));
    if (has_half_at_edge (part))
    {
        for (gsize done = 0; done < count; done += part->length)
            text_append_string (text, part);
        return SCRIPT_NORMAL;
    }
    text_append_string (text, part);
    for (gsize done = part->length; done < count && !text->failed;)
    {
        gsize more = MIN (done, count - done);

        text_append (text, text->data + start, more);
        done += more;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus string_repeat (ScriptCall *call, Value *out)
{
    ScriptString *part;
    double count;
    TextBuilder text;

    SCRIPT_TRY (es_this_string (call, &part));
    SCRIPT_TRY (es_argument_integer (call, 0, 0, &count));
    if (count < 0 || isinf (count))
        return script_throw (call->runtime, "RangeError", "Invalid count value: %s",
                             value_to_text (call->runtime, call_argument (call, 0)));
    text_builder_init (&text, call->runtime);
    if (part->length > 0 && count > 0)
        SCRIPT_TRY (append_repeated (&text, part, count > STRING_MAX ? STRING_MAX + 1u : (gsize)count * part->length));
    return text_finish (&text, out);
}

static ScriptStatus pad (ScriptCall *call, gboolean at_start, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptString *text;
    ScriptString *filler = string_borrow (runtime, " ", 1);
    TextBuilder padded;
    double length;
    double missing;
    guint32 rest;

    SCRIPT_TRY (es_this_string (call, &text));
    SCRIPT_TRY (es_argument_integer (call, 0, 0, &length));
    if (call_argument (call, 1).kind != VALUE_UNDEFINED)
        SCRIPT_TRY (es_argument_string (call, 1, &filler));
    missing = length - string_units (text);
    *out = value_of_string (text);
    if (missing <= 0 || filler->length == 0)
        return SCRIPT_NORMAL;
    if (missing > STRING_MAX)
        return script_refuse (runtime, "the script makes a string of more than %u bytes", STRING_MAX);
    text_builder_init (&padded, runtime);
    if (!at_start)
        text_append_string (&padded, text);
    rest = (guint32)fmod (missing, string_units (filler));
    SCRIPT_TRY (append_repeated (&padded, filler, (gsize)((missing - rest) / string_units (filler)) * filler->length));
    text_append_string (&padded, string_slice (runtime, filler, 0, rest));
    if (at_start)
        text_append_string (&padded, text);
    return text_finish (&padded, out);
}

static ScriptStatus string_pad_start (ScriptCall *call, Value *out)
{
    return pad (call, TRUE, out);
}

static ScriptStatus string_pad_end (ScriptCall *call, Value *out)
{
    return pad (call, FALSE, out);
}

static ScriptStatus trim (ScriptCall *call, gboolean start, gboolean end, Value *out)
{
    ScriptString *text;
    const char *from;
    const char *to;
    gsize n;

    SCRIPT_TRY (es_this_string (call, &text));
    from = text->data;
    to = from + text->length;
    while (start && (n = space_length (from, to)) > 0)
        from += n;
    while (end && to > from)
    {
        const char *last = to - 1;

        while (last > from && ((guchar)*last & 0xc0) == 0x80)
            last--;
        if (space_length (last, to) != (gsize)(to - last))
            break;
        to = last;
    }
    *out = value_of_string (string_borrow (call->runtime, from, (gsize)(to - from)));
    return SCRIPT_NORMAL;
}

static ScriptStatus string_trim (ScriptCall *call, Value *out)
{
    return trim (call, TRUE, TRUE, out);
}

static ScriptStatus string_trim_start (ScriptCall *call, Value *out)
{
    return trim (call, TRUE, FALSE, out);
}

static ScriptStatus string_trim_end (ScriptCall *call, Value *out)
{
    return trim (call, FALSE, TRUE, out);
}

/* The value of a String object or of a string. */
static ScriptStatus string_value (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    if (value_is_object (*out, OBJECT_BOX))
        *out = ((ScriptBox *)out->as.object)->value;
    if (out->kind != VALUE_STRING)
        return script_throw (call->runtime, "TypeError", "String.prototype.toString requires that 'this' be a String");
    return SCRIPT_NORMAL;
}

static ScriptStatus string_iterator (ScriptCall *call, Value *out)
{
    ScriptString *text;

    SCRIPT_TRY (es_this_string (call, &text));
    *out = iterator_object_new (call->runtime, (Walk){ .kind = WALK_STRING, .source = value_of_string (text) },
                                "String Iterator");
    return SCRIPT_NORMAL;
}

/* Whether a half of a pair stands alone at P. */
static gboolean is_lone (const char *p, const char *end)
{
    return end - p >= 3 && (guchar)p[0] == 0xed && (guchar)p[1] >= 0xa0;
}

static ScriptStatus string_is_well_formed (ScriptCall *call, Value *out)
{
    ScriptString *text;
    gboolean lone = FALSE;

    SCRIPT_TRY (es_this_string (call, &text));
    for (const char *p = text->data, *end = p + text->length; p < end && !lone; p++)
        lone = is_lone (p, end);
    *out = value_boolean (!lone);
    return SCRIPT_NORMAL;
}

static ScriptStatus string_to_well_formed (ScriptCall *call, Value *out)
{
    ScriptString *text;
    TextBuilder result;
    const char *from;
    const char *end;

    SCRIPT_TRY (es_this_string (call, &text));
    text_builder_init (&result, call->runtime);
    from = text->data;
    end = from + text->length;
    for (const char *p = from; p < end; p++)
        if (is_lone (p, end))
        {
            text_append (&result, from, (gsize)(p - from));
            text_append_unichar (&result, 0xfffd);
            from = p + 3;
            p += 2;
        }
    text_append (&result, from, (gsize)(end - from));
    return text_finish (&result, out);
}

static ScriptStatus string_constructor (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value value = call_argument (call, 0);
    ScriptString *text = string_borrow (runtime, "", 0);
    ScriptObject *prototype;
    ScriptBox *box;

    if (value.kind == VALUE_SYMBOL && !call->constructing)
    {
        *out = value_string (runtime, value_to_text (runtime, value), -1);
        return SCRIPT_NORMAL;
    }
    if (call->n_arguments > 0)
        SCRIPT_TRY (es_to_string (runtime, value, &text));
    *out = value_of_string (text);
    if (!call->constructing)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (prototype_of_target (runtime, call->new_target, runtime->prototypes.string, &prototype));
    box = object_alloc (runtime, OBJECT_BOX, prototype, sizeof *box);
    box->value = *out;
    *out = value_of_object (&box->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus string_from_char_code (ScriptCall *call, Value *out)
{
    TextBuilder text;

    text_builder_init (&text, call->runtime);
    for (guint i = 0; i < call->n_arguments; i++)
    {
        gint32 unit;

        SCRIPT_TRY (es_to_int32 (call->runtime, call->arguments[i], &unit));
        text_append_unichar (&text, (guint32)unit & 0xffff);
    }
    return text_finish (&text, out);
}

static ScriptStatus string_from_code_point (ScriptCall *call, Value *out)
{
    TextBuilder text;

    text_builder_init (&text, call->runtime);
    for (guint i = 0; i < call->n_arguments; i++)
    {
        double point;

        SCRIPT_TRY (es_to_number (call->runtime, call->arguments[i], &point));
        if (!(point >= 0 && point <= 0x10ffff) || point != floor (point))
            return script_throw (call->runtime, "RangeError", "Invalid code point %s",
                                 value_to_text (call->runtime, call->arguments[i]));
        text_append_unichar (&text, (guint32)point);
    }
    return text_finish (&text, out);
}

static ScriptStatus string_raw (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    TextBuilder text;
    Value raw;
    Value count;
    double n;

    SCRIPT_TRY (es_get (runtime, call_argument (call, 0), runtime->known.raw_, &raw));
    SCRIPT_TRY (es_get (runtime, raw, runtime->known.length_, &count));
    SCRIPT_TRY (es_to_integer (runtime, count, &n));
    text_builder_init (&text, runtime);
    for (guint i = 0; i < n; i++)
    {
        Value part;
        ScriptString *piece;

        if (!runtime_step (runtime))
            return runtime_exhausted (runtime);
        SCRIPT_TRY (es_get_index (runtime, raw, value_number (i), &part));
        SCRIPT_TRY (es_to_string (runtime, part, &piece));
        text_append_string (&text, piece);
        if (i + 1 < n && i + 1 < call->n_arguments)
        {
            SCRIPT_TRY (es_argument_string (call, i + 1, &piece));
            text_append_string (&text, piece);
        }
    }
    return text_finish (&text, out);
}

void es_setup_string (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = {
        { "at", 1, string_at },
        { "charAt", 1, string_char_at },
        { "charCodeAt", 1, string_char_code_at },
        { "codePointAt", 1, string_code_point_at },
        { "concat", 1, string_concat },
        { "endsWith", 1, string_ends_with },
        { "includes", 1, string_includes },
        { "indexOf", 1, string_index_of },
        { "isWellFormed", 0, string_is_well_formed },
        { "lastIndexOf", 1, string_last_index_of },
        { "localeCompare", 1, es_string_locale_compare },
        { "match", 1, es_string_match },
        { "matchAll", 1, es_string_match_all },
        { "normalize", 0, es_string_normalize },
        { "padEnd", 1, string_pad_end },
        { "padStart", 1, string_pad_start },
        { "repeat", 1, string_repeat },
        { "replace", 2, es_string_replace },
        { "replaceAll", 2, es_string_replace_all },
        { "search", 1, es_string_search },
        { "slice", 2, string_slice_member },
        { "split", 2, es_string_split },
        { "startsWith", 1, string_starts_with },
        { "substr", 2, string_substr },
        { "substring", 2, string_substring },
        { "toLocaleLowerCase", 0, es_string_locale_lower },
        { "toLocaleUpperCase", 0, es_string_locale_upper },
        { "toLowerCase", 0, es_string_lower },
        { "toString", 0, string_value },
        { "toUpperCase", 0, es_string_upper },
        { "toWellFormed", 0, string_to_well_formed },
        { "trim", 0, string_trim },
        { "trimEnd", 0, string_trim_end },
        { "trimStart", 0, string_trim_start },
        { "valueOf", 0, string_value },
        { "@@iterator", 0, string_iterator },
        { NULL, 0, NULL },
    };
    static const NativeEntry statics[] = { { "fromCharCode", 1, string_from_char_code },
                                           { "fromCodePoint", 1, string_from_code_point },
                                           { "raw", 1, string_raw },
                                           { NULL, 0, NULL } };
    ScriptObject *prototype = runtime->prototypes.string;

    natives_define_class (runtime, "String", 1, string_constructor, prototype, members, statics);
    object_define (runtime, prototype, intern (runtime, "trimLeft", -1),
                   object_find_own (prototype, intern (runtime, "trimStart", -1))->value, PROPERTY_HIDDEN);
    object_define (runtime, prototype, intern (runtime, "trimRight", -1),
                   object_find_own (prototype, intern (runtime, "trimEnd", -1))->value, PROPERTY_HIDDEN);
}
