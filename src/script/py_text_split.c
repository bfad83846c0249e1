/* Cutting text and joining it: methods of str and bytes. */

#include "script/py_methods.h"

#include <string.h>

typedef struct
{
    PyText text;
    PyText separator;
    gboolean by_space;
    gint64 limit; /* cuts that are left */
    ScriptList *parts;
} Split;

static void add_part (Split *split, gsize from, gsize to)
{
    list_append (split->text.runtime, split->parts, py_text_value (&split->text, from, to));
}

static ScriptStatus split_space (Split *split)
{
    const PyText *text = &split->text;
    gsize at = 0;
    gsize n;

    for (;;)
    {
        gsize start;

        while ((n = py_text_space_at (text, at)) > 0)
            at += n;
        if (at >= text->length)
            return SCRIPT_NORMAL;
        SCRIPT_TRY (py_charge (text->runtime, 1));
        start = at;
        if (split->limit-- <= 0)
        {
            add_part (split, start, text->length);
            return SCRIPT_NORMAL;
        }
        while (at < text->length && py_text_space_at (text, at) == 0)
            at++;
        add_part (split, start, at);
    }
}

/* From the end on; the parts are then in the wrong order. */
static ScriptStatus rsplit_space (Split *split)
{
    const PyText *text = &split->text;
    gsize at = text->length;
    gsize n;

    for (;;)
    {
        gsize end;

        while ((n = py_text_space_before (text, at)) > 0)
            at -= n;
        if (at == 0)
            return SCRIPT_NORMAL;
        SCRIPT_TRY (py_charge (text->runtime, 1));
        end = at;
        if (split->limit-- <= 0)
        {
            add_part (split, 0, end);
            return SCRIPT_NORMAL;
        }
        while (at > 0 && py_text_space_before (text, at) == 0)
            at--;
        add_part (split, at, end);
    }
}

static ScriptStatus split_separator (Split *split, gboolean last)
{
    gsize from = 0;
    gsize to = split->text.length;
    gint64 at;

    while (split->limit-- > 0)
    {
        SCRIPT_TRY (py_text_seek (&split->text, &split->separator, from, to, last, &at));
        if (at < 0)
            break;
        SCRIPT_TRY (py_charge (split->text.runtime, 1));
        if (last)
        {
            add_part (split, (gsize)at + split->separator.length, to);
            to = (gsize)at;
        }
        else
        {
            add_part (split, from, (gsize)at);
            from = (gsize)at + split->separator.length;
        }
    }
    add_part (split, from, to);
    return SCRIPT_NORMAL;
}

static void reverse (ScriptList *list)
{
    for (guint i = 0, j = list->length; i + 1 < j; i++)
    {
        Value kept = list->items[i];

        list->items[i] = list->items[--j];
        list->items[j] = kept;
    }
}

static ScriptStatus split_arguments (ScriptCall *call, const char *name, Split *split)
{
    static const char *const names[] = { "sep", "maxsplit", NULL };
    Value values[2];

    split->text = py_text_of (call);
    SCRIPT_TRY (py_take_named (call, name, names, values));
    split->by_space = values[0].kind == VALUE_EMPTY || values[0].kind == VALUE_NULL;
    split->limit = -1;
    if (values[1].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_index (call->runtime, values[1], &split->limit));
    if (split->limit < 0)
        split->limit = G_MAXINT64;
    split->parts = value_list (py_list_new (call->runtime, NULL, 0));
    if (split->by_space)
        return SCRIPT_NORMAL;
    if (!py_text_like (&split->text, values[0], &split->separator))
        return split->text.bytes ? py_raise (call->runtime, "TypeError", "a bytes-like object is required, not '%s'",
                                             py_type_name (call->runtime, values[0]))
                                 : py_raise (call->runtime, "TypeError", "must be str or None, not %s",
                                             py_type_name (call->runtime, values[0]));
    if (split->separator.length == 0)
        return py_raise (call->runtime, "ValueError", "empty separator");
    return SCRIPT_NORMAL;
}

ScriptStatus py_text_split (ScriptCall *call, Value *out)
{
    Split split;

    SCRIPT_TRY (split_arguments (call, "split", &split));
    SCRIPT_TRY (split.by_space ? split_space (&split) : split_separator (&split, FALSE));
    *out = value_of_object (&split.parts->object);
    return SCRIPT_NORMAL;
}

ScriptStatus py_text_rsplit (ScriptCall *call, Value *out)
{
    Split split;

    SCRIPT_TRY (split_arguments (call, "rsplit", &split));
    SCRIPT_TRY (split.by_space ? rsplit_space (&split) : split_separator (&split, TRUE));
    reverse (split.parts);
    *out = value_of_object (&split.parts->object);
    return SCRIPT_NORMAL;
}

/* The bytes of the line end at AT; 0 when there is none. */
static gsize line_end_at (const PyText *text, gsize at)
{
    gunichar c = text->bytes ? (guchar)text->data[at] : g_utf8_get_char (text->data + at);

    if (c == '\r')
        return at + 1 < text->length && text->data[at + 1] == '\n' ? 2 : 1;
    if (c == '\n')
        return 1;
    if (text->bytes)
        return 0;
    if (c == '\v' || c == '\f' || (c >= 0x1c && c <= 0x1e))
        return 1;
    return c == 0x85 ? 2 : c == 0x2028 || c == 0x2029 ? 3 : 0;
}

ScriptStatus py_text_splitlines (ScriptCall *call, Value *out)
{
    static const char *const names[] = { "keepends", NULL };
    PyText text = py_text_of (call);
    ScriptList *lines;
    gsize start = 0;
    gsize at = 0;
    Value keep;
    gboolean keep_ends = FALSE;

    SCRIPT_TRY (py_take_named (call, "splitlines", names, &keep));
    if (keep.kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (call->runtime, keep, &keep_ends));
    *out = py_list_new (call->runtime, NULL, 0);
    lines = value_list (*out);
    while (at < text.length)
    {
        gsize n = line_end_at (&text, at);

        if (n)
        {
            SCRIPT_TRY (py_charge (call->runtime, 1));
            list_append (call->runtime, lines, py_text_value (&text, start, keep_ends ? at + n : at));
            start = at + n;
        }
        at += MAX (n, 1);
        while (!n && !text.bytes && at < text.length && ((guchar)text.data[at] & 0xc0) == 0x80)
            at++;
    }
    if (start < text.length)
        list_append (call->runtime, lines, py_text_value (&text, start, text.length));
    return SCRIPT_NORMAL;
}

ScriptStatus py_text_join (ScriptCall *call, Value *out)
{
    PyText text = py_text_of (call);
    PyText part;
    TextBuilder builder;
    ScriptList *items;
    ScriptStatus status;

    SCRIPT_TRY (py_take_one (call, py_text_type (&text), "join"));
    status = py_items (call->runtime, call->arguments[0], &items);
    if (status == SCRIPT_THROW && call->arguments[0].kind != VALUE_OBJECT)
    {
        script_take_exception (call->runtime);
        return py_raise (call->runtime, "TypeError", "can only join an iterable");
    }
    SCRIPT_TRY (status);
    SCRIPT_TRY (py_charge (call->runtime, items->length));
    text_builder_init (&builder, call->runtime);
    for (guint i = 0; i < items->length; i++)
    {
        if (!py_text_like (&text, items->items[i], &part))
            return py_raise (call->runtime, "TypeError",
                             text.bytes ? "sequence item %u: expected a bytes-like object, %s found"
                                        : "sequence item %u: expected str instance, %s found",
                             i, py_type_name (call->runtime, items->items[i]));
        if (i > 0)
            text_append (&builder, text.data, text.length);
        text_append (&builder, part.data, part.length);
    }
    return py_text_finish (&text, &builder, out);
}

/* Whether the character (LENGTH bytes) at P is among those of SET. */
static gboolean is_in_set (const PyText *set, const char *p, gsize length)
{
    return memmem (set->data, set->length, p, length) != NULL;
}

static ScriptStatus strip (ScriptCall *call, const char *name, gboolean left, gboolean right, Value *out)
{
    PyText text = py_text_of (call);
    PyText set = { .data = NULL };
    gboolean by_space;
    gsize from = 0;
    gsize to = text.length;
    gsize n;

    SCRIPT_TRY (py_take (call, py_text_type (&text), name, 0, 1));
    by_space = value_is_nullish (call_argument (call, 0));
    if (!by_space && !py_text_like (&text, call->arguments[0], &set))
        return text.bytes ? py_raise (call->runtime, "TypeError", "a bytes-like object is required, not '%s'",
                                      py_type_name (call->runtime, call->arguments[0]))
                          : py_raise (call->runtime, "TypeError", "%s arg must be None or str", name);
    SCRIPT_TRY (py_charge (call->runtime, text.length / 64));
    while (left && from < to)
    {
        n = text.bytes ? 1 : (gsize)(g_utf8_next_char (text.data + from) - (text.data + from));
        if (by_space ? !py_text_space_at (&text, from) : !is_in_set (&set, text.data + from, n))
            break;
        from += n;
    }
    while (right && to > from)
    {
        n = 1;
        while (!text.bytes && to - n > from && ((guchar)text.data[to - n] & 0xc0) == 0x80)
            n++;
        if (by_space ? !py_text_space_at (&text, to - n) : !is_in_set (&set, text.data + to - n, n))
            break;
        to -= n;
    }
    *out = py_text_value (&text, from, to);
    return SCRIPT_NORMAL;
}

ScriptStatus py_text_strip (ScriptCall *call, Value *out)
{
    return strip (call, "strip", TRUE, TRUE, out);
}

ScriptStatus py_text_lstrip (ScriptCall *call, Value *out)
{
    return strip (call, "lstrip", TRUE, FALSE, out);
}

ScriptStatus py_text_rstrip (ScriptCall *call, Value *out)
{
    return strip (call, "rstrip", FALSE, TRUE, out);
}

static ScriptStatus append_copies (TextBuilder *builder, const char *text, gsize length, gint64 n)
{
    if (n <= 0)
        return SCRIPT_NORMAL;
    if (n > STRING_MAX)
        return script_refuse (builder->runtime, "the script makes a string of more than %u bytes", STRING_MAX);
    SCRIPT_TRY (py_charge (builder->runtime, (gsize)n / 256));
    if (!runtime_reserve (builder->runtime, (gsize)n * length))
        return SCRIPT_STOP;
    for (gint64 i = 0; i < n; i++)
        text_append (builder, text, length);
    return SCRIPT_NORMAL;
}

typedef enum
{
    SIDE_LEFT,
    SIDE_RIGHT,
    SIDE_BOTH
} Side;

static ScriptStatus fill_argument (ScriptCall *call, const char *name, const PyText *text, PyText *fill)
{
    *fill = (PyText){ .data = " ", .length = 1 };
    if (call->n_arguments < 2)
        return SCRIPT_NORMAL;
    if (py_text_like (text, call->arguments[1], fill) && py_text_count (fill, 0, fill->length) == 1)
        return SCRIPT_NORMAL;
    if (text->bytes)
        return py_raise (call->runtime, "TypeError", "%s() argument 2 must be a byte string of length 1, not %s", name,
                         py_type_name (call->runtime, call->arguments[1]));
    return fill->data ? py_raise (call->runtime, "TypeError", "The fill character must be exactly one character long")
                      : py_raise (call->runtime, "TypeError", "The fill character must be a unicode character, not %s",
                                  py_type_name (call->runtime, call->arguments[1]));
}

static ScriptStatus justify (ScriptCall *call, const char *name, Side side, Value *out)
{
    PyText text = py_text_of (call);
    PyText fill;
    TextBuilder builder;
    gint64 width;
    gint64 missing;
    gint64 before;

    SCRIPT_TRY (py_take (call, py_text_type (&text), name, 1, 2));
    SCRIPT_TRY (py_integer_argument (call, 0, 0, &width));
    SCRIPT_TRY (fill_argument (call, name, &text, &fill));
    missing = MAX (width, 0) - py_text_count (&text, 0, text.length);
    if (missing <= 0)
    {
        *out = py_text_value (&text, 0, text.length);
        return SCRIPT_NORMAL;
    }
    /* An odd character is to the left when the width is odd too (Objects/unicodeobject.c, unicode_center_impl). */
    before = side == SIDE_LEFT ? 0 : side == SIDE_RIGHT ? missing : missing / 2 + (missing & width & 1);
    text_builder_init (&builder, call->runtime);
    SCRIPT_TRY (append_copies (&builder, fill.data, fill.length, before));
    text_append (&builder, text.data, text.length);
    SCRIPT_TRY (append_copies (&builder, fill.data, fill.length, missing - before));
    return py_text_finish (&text, &builder, out);
}

ScriptStatus py_text_center (ScriptCall *call, Value *out)
{
    return justify (call, "center", SIDE_BOTH, out);
}

ScriptStatus py_text_ljust (ScriptCall *call, Value *out)
{
    return justify (call, "ljust", SIDE_LEFT, out);
}

ScriptStatus py_text_rjust (ScriptCall *call, Value *out)
{
    return justify (call, "rjust", SIDE_RIGHT, out);
}

ScriptStatus py_text_zfill (ScriptCall *call, Value *out)
{
    PyText text = py_text_of (call);
    TextBuilder builder;
    gint64 width;
    gsize sign;

    SCRIPT_TRY (py_take_one (call, py_text_type (&text), "zfill"));
    SCRIPT_TRY (py_integer_argument (call, 0, 0, &width));
    sign = text.length && (text.data[0] == '-' || text.data[0] == '+') ? 1 : 0;
    text_builder_init (&builder, call->runtime);
    text_append (&builder, text.data, sign);
    SCRIPT_TRY (append_copies (&builder, "0", 1, MAX (width, 0) - py_text_count (&text, 0, text.length)));
    text_append (&builder, text.data + sign, text.length - sign);
    return py_text_finish (&text, &builder, out);
}

ScriptStatus py_text_expandtabs (ScriptCall *call, Value *out)
{
    static const char *const names[] = { "tabsize", NULL };
    PyText text = py_text_of (call);
    TextBuilder builder;
    Value given;
    gint64 size = 8;
    gint64 column = 0;

    SCRIPT_TRY (py_take_named (call, "expandtabs", names, &given));
    if (given.kind != VALUE_EMPTY)
        SCRIPT_TRY (py_index (call->runtime, given, &size));
    text_builder_init (&builder, call->runtime);
    for (gsize i = 0; i < text.length; i++)
    {
        char c = text.data[i];

        if (c == '\t')
        {
            gint64 n = size > 0 ? size - column % size : 0;

            SCRIPT_TRY (append_copies (&builder, " ", 1, n));
            column += n;
            continue;
        }
        column = c == '\n' || c == '\r' ? 0 : column + (text.bytes || ((guchar)c & 0xc0) != 0x80);
        text_append_c (&builder, c);
    }
    return py_text_finish (&text, &builder, out);
}
