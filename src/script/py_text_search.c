/* Looking for text in text: methods of str and bytes. */

#include "script/py_methods.h"

#include <string.h>

ScriptStatus py_text_seek (const PyText *text, const PyText *needle, gsize from, gsize to, gboolean last, gint64 *at)
{
    const char *found;

    *at = -1;
    if (from > to || needle->length > to - from)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (py_charge (text->runtime, (to - from) / 256));
    if (needle->length == 0)
        *at = (gint64)(last ? to : from);
    else if (!last)
    {
        found = memmem (text->data + from, to - from, needle->data, needle->length);
        *at = found ? found - text->data : -1;
    }
    else
        for (gsize end = to - needle->length + 1;
             end > from && (found = memrchr (text->data + from, needle->data[0], end - from));
             end = (gsize)(found - text->data))
        {
            SCRIPT_TRY (py_charge (text->runtime, needle->length / 256 + 1));
            if (memcmp (found, needle->data, needle->length) == 0)
            {
                *at = found - text->data;
                break;
            }
        }
    return SCRIPT_NORMAL;
}

/* The argument VALUE that is looked for: of bytes, a number of one byte too. */
static ScriptStatus needle_of (const PyText *text, Value value, PyText *needle)
{
    gint64 byte;
    char *one;

    if (py_text_like (text, value, needle))
        return SCRIPT_NORMAL;
    if (!text->bytes)
        return py_raise (text->runtime, "TypeError", "must be str, not %s", py_type_name (text->runtime, value));
    if (!py_is_integer (py_unbox (value), &byte))
        return py_raise (text->runtime, "TypeError", "argument should be integer or bytes-like object, not '%s'",
                         py_type_name (text->runtime, value));
    if (byte < 0 || byte > 255)
        return py_raise (text->runtime, "ValueError", "byte must be in range(0, 256)");
    one = script_alloc (text->runtime, 1);
    *one = (char)byte;
    needle->data = one;
    needle->length = 1;
    return SCRIPT_NORMAL;
}

/* The part of TEXT between the arguments 1 and 2; FROM is behind TO when there is no such part. */
static ScriptStatus range_of (ScriptCall *call, const PyText *text, gsize *from, gsize *to)
{
    gint64 length;
    gint64 start;
    gint64 end;

    *from = 0;
    *to = text->length;
    if (call->n_arguments < 2)
        return SCRIPT_NORMAL;
    length = py_text_count (text, 0, text->length);
    SCRIPT_TRY (py_position (call->runtime, call->arguments[1], length, 0, &start));
    SCRIPT_TRY (py_position (call->runtime, call_argument (call, 2), length, length, &end));
    *to = py_text_offset (text, MIN (end, length));
    *from = start > length ? text->length + 1 : py_text_offset (text, start);
    return SCRIPT_NORMAL;
}

static ScriptStatus seek_arguments (ScriptCall *call, const char *name, PyText *text, PyText *needle, gsize *from,
                                    gsize *to)
{
    *text = py_text_of (call);
    if (call->n_named)
        return py_raise (call->runtime, "TypeError", "%s.%s() takes no keyword arguments", py_text_type (text), name);
    if (call->n_arguments < 1 || call->n_arguments > 3)
        return py_raise (call->runtime, "TypeError", "%s() takes at %s argument%s (%u given)", name,
                         call->n_arguments ? "most 3" : "least 1", call->n_arguments ? "s" : "", call->n_arguments);
    SCRIPT_TRY (needle_of (text, call->arguments[0], needle));
    return range_of (call, text, from, to);
}

static ScriptStatus seek (ScriptCall *call, const char *name, gboolean last, gboolean required, Value *out)
{
    PyText text;
    PyText needle;
    gsize from;
    gsize to;
    gint64 at;

    SCRIPT_TRY (seek_arguments (call, name, &text, &needle, &from, &to));
    SCRIPT_TRY (py_text_seek (&text, &needle, from, to, last, &at));
    if (at < 0 && required)
        return py_raise (call->runtime, "ValueError", text.bytes ? "subsection not found" : "substring not found");
    *out = value_integer (at < 0 ? -1 : py_text_count (&text, 0, (gsize)at));
    return SCRIPT_NORMAL;
}

ScriptStatus py_text_find (ScriptCall *call, Value *out)
{
    return seek (call, "find", FALSE, FALSE, out);
}

ScriptStatus py_text_rfind (ScriptCall *call, Value *out)
{
    return seek (call, "rfind", TRUE, FALSE, out);
}

ScriptStatus py_text_index (ScriptCall *call, Value *out)
{
    return seek (call, "index", FALSE, TRUE, out);
}

ScriptStatus py_text_rindex (ScriptCall *call, Value *out)
{
    return seek (call, "rindex", TRUE, TRUE, out);
}

ScriptStatus py_text_count_method (ScriptCall *call, Value *out)
{
    PyText text;
    PyText needle;
    gsize from;
    gsize to;
    gint64 at;
    gint64 count = 0;

    SCRIPT_TRY (seek_arguments (call, "count", &text, &needle, &from, &to));
    if (needle.length == 0)
    {
        *out = value_integer (from > to ? 0 : py_text_count (&text, from, to) + 1);
        return SCRIPT_NORMAL;
    }
    for (;; from = (gsize)at + needle.length)
    {
        const char *found = from <= to ? memmem (text.data + from, to - from, needle.data, needle.length) : NULL;

        if (!found)
            break;
        SCRIPT_TRY (py_charge (call->runtime, 1));
        at = found - text.data;
        count++;
    }
    *out = value_integer (count);
    return SCRIPT_NORMAL;
}

static gboolean matches_at_edge (const PyText *text, const PyText *affix, gsize from, gsize to, gboolean at_end)
{
    if (from > to || affix->length > to - from)
        return FALSE;
    return memcmp (text->data + (at_end ? to - affix->length : from), affix->data, affix->length) == 0;
}

static ScriptStatus matches (ScriptCall *call, const char *name, gboolean at_end, Value *out)
{
    PyText text = py_text_of (call);
    const ScriptList *several;
    PyText affix;
    gsize from;
    gsize to;

    if (call->n_named)
        return py_raise (call->runtime, "TypeError", "%s.%s() takes no keyword arguments", py_text_type (&text), name);
    if (call->n_arguments < 1 || call->n_arguments > 3)
        return py_raise (call->runtime, "TypeError", "%s() takes at %s argument%s (%u given)", name,
                         call->n_arguments ? "most 3" : "least 1", call->n_arguments ? "s" : "", call->n_arguments);
    SCRIPT_TRY (range_of (call, &text, &from, &to));
    *out = value_boolean (FALSE);
    several = py_as_tuple (call->arguments[0]);
    if (!several && !py_text_like (&text, call->arguments[0], &affix))
        return py_raise (call->runtime, "TypeError", "%s first arg must be %s or a tuple of %s, not %s", name,
                         py_text_type (&text), py_text_type (&text), py_type_name (call->runtime, call->arguments[0]));
    for (guint i = 0; i < (several ? several->length : 1); i++)
    {
        if (several && !py_text_like (&text, several->items[i], &affix))
            return text.bytes ? py_raise (call->runtime, "TypeError", "a bytes-like object is required, not '%s'",
                                          py_type_name (call->runtime, several->items[i]))
                              : py_raise (call->runtime, "TypeError", "tuple for %s must only contain str, not %s",
                                          name, py_type_name (call->runtime, several->items[i]));
        if (matches_at_edge (&text, &affix, from, to, at_end))
        {
            *out = value_boolean (TRUE);
            break;
        }
    }
    return SCRIPT_NORMAL;
}

ScriptStatus py_text_startswith (ScriptCall *call, Value *out)
{
    return matches (call, "startswith", FALSE, out);
}

ScriptStatus py_text_endswith (ScriptCall *call, Value *out)
{
    return matches (call, "endswith", TRUE, out);
}

/* An argument that must be of the receiver's type; MESSAGE ends in "%s" for the type of what it is, of str. */
static ScriptStatus same_type (const PyText *text, Value value, const char *what, PyText *out)
{
    const char *type = py_type_name (text->runtime, value);

    if (py_text_like (text, value, out))
        return SCRIPT_NORMAL;
    if (text->bytes)
        return py_raise (text->runtime, "TypeError", "a bytes-like object is required, not '%s'", type);
    return py_raise (text->runtime, "TypeError", "%smust be str, not %s", what, type);
}

/* LIMIT replacements of the empty text: before each character and at the end. */
static ScriptStatus replace_empty (const PyText *text, const PyText *by, gint64 limit, TextBuilder *builder)
{
    gsize at = 0;

    for (; limit > 0; limit--)
    {
        gsize next =
            text->bytes || at == text->length ? at + 1 : (gsize)(g_utf8_next_char (text->data + at) - text->data);

        SCRIPT_TRY (py_charge (text->runtime, 1));
        text_append (builder, by->data, by->length);
        if (at == text->length)
            return SCRIPT_NORMAL;
        text_append (builder, text->data + at, next - at);
        at = next;
    }
    text_append (builder, text->data + at, text->length - at);
    return SCRIPT_NORMAL;
}

ScriptStatus py_text_replace (ScriptCall *call, Value *out)
{
    PyText text = py_text_of (call);
    PyText needle;
    PyText by;
    TextBuilder builder;
    gint64 limit;
    gsize at = 0;

    SCRIPT_TRY (py_take (call, py_text_type (&text), "replace", 2, 3));
    SCRIPT_TRY (same_type (&text, call->arguments[0], "replace() argument 1 ", &needle));
    SCRIPT_TRY (same_type (&text, call->arguments[1], "replace() argument 2 ", &by));
    SCRIPT_TRY (py_integer_argument (call, 2, -1, &limit));
    if (limit < 0)
        limit = G_MAXINT64;
    text_builder_init (&builder, call->runtime);
    if (needle.length == 0)
        SCRIPT_TRY (replace_empty (&text, &by, limit, &builder));
    else
    {
        for (; limit > 0 && !builder.failed; limit--)
        {
            const char *found = memmem (text.data + at, text.length - at, needle.data, needle.length);

            if (!found)
                break;
            SCRIPT_TRY (py_charge (call->runtime, 1));
            text_append (&builder, text.data + at, (gsize)(found - text.data) - at);
            text_append (&builder, by.data, by.length);
            at = (gsize)(found - text.data) + needle.length;
        }
        text_append (&builder, text.data + at, text.length - at);
    }
    return py_text_finish (&text, &builder, out);
}

static ScriptStatus partition (ScriptCall *call, const char *name, gboolean last, Value *out)
{
    PyText text = py_text_of (call);
    PyText separator;
    gint64 at;
    Value parts[3];

    SCRIPT_TRY (py_take_one (call, py_text_type (&text), name));
    SCRIPT_TRY (same_type (&text, call->arguments[0], "", &separator));
    if (separator.length == 0)
        return py_raise (call->runtime, "ValueError", "empty separator");
    SCRIPT_TRY (py_text_seek (&text, &separator, 0, text.length, last, &at));
    parts[0] = parts[1] = parts[2] = py_text_value (&text, 0, 0);
    if (at < 0)
        parts[last ? 2 : 0] = py_text_value (&text, 0, text.length);
    else
    {
        parts[0] = py_text_value (&text, 0, (gsize)at);
        parts[1] = py_text_value (&separator, 0, separator.length);
        parts[2] = py_text_value (&text, (gsize)at + separator.length, text.length);
    }
    *out = py_tuple_new (call->runtime, parts, 3);
    return SCRIPT_NORMAL;
}

ScriptStatus py_text_partition (ScriptCall *call, Value *out)
{
    return partition (call, "partition", FALSE, out);
}

ScriptStatus py_text_rpartition (ScriptCall *call, Value *out)
{
    return partition (call, "rpartition", TRUE, out);
}

ScriptStatus py_text_removeprefix (ScriptCall *call, Value *out)
{
    PyText text = py_text_of (call);
    PyText affix;

    SCRIPT_TRY (py_take_one (call, py_text_type (&text), "removeprefix"));
    SCRIPT_TRY (same_type (&text, call->arguments[0], "removeprefix() argument ", &affix));
    *out =
        py_text_value (&text, matches_at_edge (&text, &affix, 0, text.length, FALSE) ? affix.length : 0, text.length);
    return SCRIPT_NORMAL;
}

ScriptStatus py_text_removesuffix (ScriptCall *call, Value *out)
{
    PyText text = py_text_of (call);
    PyText affix;

    SCRIPT_TRY (py_take_one (call, py_text_type (&text), "removesuffix"));
    SCRIPT_TRY (same_type (&text, call->arguments[0], "removesuffix() argument ", &affix));
    *out = py_text_value (&text, 0,
                          text.length - (matches_at_edge (&text, &affix, 0, text.length, TRUE) ? affix.length : 0));
    return SCRIPT_NORMAL;
}
