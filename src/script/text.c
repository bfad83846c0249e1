/* Strings: see value.h. */

#include "script/runtime.h"
#include "script/value.h"

#include <string.h>

struct StringBuffer
{
    gsize used;
    gsize size;
    char data[];
};

#define APPEND_FROM 64 /* bytes: joining shorter strings copies, longer ones get a buffer with room */

ScriptString *string_borrow (ScriptRuntime *runtime, const char *data, gsize length)
{
    ScriptString *string = script_alloc (runtime, sizeof *string);

    string->data = data;
    string->length = (guint32)length;
    string->units = G_MAXUINT32;
    return string;
}

ScriptString *string_new (ScriptRuntime *runtime, const char *data, gsize length)
{
    char *copy = script_alloc (runtime, length + 1);

    if (length)
        memcpy (copy, data, length);
    return string_borrow (runtime, copy, length);
}

Value value_string (ScriptRuntime *runtime, const char *text, gssize length)
{
    gsize size;
    g_autofree char *valid = NULL;

    if (!text)
        return NULL_VALUE;
    size = length < 0 ? strlen (text) : (gsize)length;
    if (!g_utf8_validate_len (text, size, NULL) && !memchr (text, 0, size))
    {
        valid = g_utf8_make_valid (text, (gssize)size);
        return value_of_string (string_new (runtime, valid, strlen (valid)));
    }
    return value_of_string (string_new (runtime, text, size));
}

Value value_string_printf (ScriptRuntime *runtime, const char *format, ...)
{
    va_list arguments;
    g_autofree char *text = NULL;

    va_start (arguments, format);
    text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    return value_string (runtime, text, -1);
}

static gsize character_bytes (guchar first)
{
    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

guint32 string_units (ScriptString *string)
{
    if (string->units == G_MAXUINT32)
    {
        guint32 units = 0;

        for (const char *p = string->data, *end = p + string->length; p < end; p++)
        {
            guchar c = (guchar)*p;

            units += (guint32)((c & 0xc0) != 0x80) + (guint32)(c >= 0xf0);
        }
        string->units = units;
    }
    return string->units;
}

static guint32 character_before (const ScriptString *string, guint32 offset)
{
    do
        offset--;
    while (((guchar)string->data[offset] & 0xc0) == 0x80);
    return offset;
}

guint32 string_unit_offset (ScriptString *string, guint32 unit, gboolean *split)
{
    guint32 at = 0;
    guint32 offset = 0;

    *split = FALSE;
    if (string_units (string) == string->length)
        return MIN (unit, string->length);
    if (string->seen_unit <= unit || string->seen_unit - unit < unit)
    {
        at = string->seen_unit;
        offset = string->seen_offset;
    }
    while (at > unit)
    {
        offset = character_before (string, offset);
        at -= (guchar)string->data[offset] >= 0xf0 ? 2 : 1;
    }
    while (at < unit && offset < string->length)
    {
        gsize bytes = character_bytes ((guchar)string->data[offset]);

        if (bytes == 4 && at + 1 == unit)
        {
            *split = TRUE;
            break;
        }
        at += bytes == 4 ? 2 : 1;
        offset += (guint32)bytes;
    }
    string->seen_unit = at;
    string->seen_offset = offset;
    return offset;
}

guint32 string_offset_unit (ScriptString *string, guint32 offset)
{
    guint32 at = 0;
    guint32 from = 0;

    if (string_units (string) == string->length)
        return offset;
    if (string->seen_offset <= offset || string->seen_offset - offset < offset)
    {
        at = string->seen_unit;
        from = string->seen_offset;
    }
    while (from > offset)
    {
        from = character_before (string, from);
        at -= (guchar)string->data[from] >= 0xf0 ? 2 : 1;
    }
    while (from < offset)
    {
        gsize bytes = character_bytes ((guchar)string->data[from]);

        at += bytes == 4 ? 2 : 1;
        from += (guint32)bytes;
    }
    string->seen_unit = at;
    string->seen_offset = from;
    return at;
}

static guint32 decode (const char *data)
{
    const guchar *p = (const guchar *)data;

    if (p[0] < 0x80)
        return p[0];
    if (p[0] < 0xe0)
        return (guint32)((p[0] & 0x1f) << 6 | (p[1] & 0x3f));
    if (p[0] < 0xf0)
        return (guint32)((p[0] & 0x0f) << 12 | (p[1] & 0x3f) << 6 | (p[2] & 0x3f));
    return (guint32)((p[0] & 0x07) << 18 | (p[1] & 0x3f) << 12 | (p[2] & 0x3f) << 6 | (p[3] & 0x3f));
}

static gsize encode (guint32 c, char *data)
{
    if (c < 0x80)
    {
        data[0] = (char)c;
        return 1;
    }
    if (c < 0x800)
    {
        data[0] = (char)(0xc0 | c >> 6);
        data[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000)
    {
        data[0] = (char)(0xe0 | c >> 12);
        data[1] = (char)(0x80 | (c >> 6 & 0x3f));
        data[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    data[0] = (char)(0xf0 | c >> 18);
    data[1] = (char)(0x80 | (c >> 12 & 0x3f));
    data[2] = (char)(0x80 | (c >> 6 & 0x3f));
    data[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

static guint16 high_half (guint32 c)
{
    return (guint16)(0xd800 + ((c - 0x10000) >> 10));
}

static guint16 low_half (guint32 c)
{
    return (guint16)(0xdc00 + ((c - 0x10000) & 0x3ff));
}

guint16 string_unit_at (ScriptString *string, guint32 unit)
{
    gboolean split;
    guint32 offset = string_unit_offset (string, unit, &split);
    guint32 c = decode (string->data + offset);

    if (c < 0x10000)
        return (guint16)c;
    return split ? low_half (c) : high_half (c);
}

ScriptString *string_slice (ScriptRuntime *runtime, ScriptString *string, guint32 from, guint32 to)
{
    gboolean split_from;
    gboolean split_to;
    guint32 start;
    guint32 end;
    char *data;
    gsize length = 0;

    if (from == 0 && to == string_units (string))
        return string;
    start = string_unit_offset (string, from, &split_from);
    end = string_unit_offset (string, to, &split_to);
    if (!split_from && !split_to)
    {
        ScriptString *slice = string_borrow (runtime, string->data + start, end - start);

        slice->units = to - from;
        return slice;
    }
    data = script_alloc (runtime, (gsize)end - start + 8);
    if (split_from)
    {
        if (from == to)
            return string_borrow (runtime, data, 0);
        length = encode (low_half (decode (string->data + start)), data);
        start += 4;
    }
    if (end > start)
    {
        memcpy (data + length, string->data + start, end - start);
        length += end - start;
    }
    if (split_to)
        length += encode (high_half (decode (string->data + end)), data + length);
    return string_borrow (runtime, data, length);
}

/* Where LEFT ends in the first half of a pair and RIGHT begins with the second. */
static gboolean meets_surrogate (const ScriptString *left, const ScriptString *right)
{
    const guchar *l;
    const guchar *r = (const guchar *)right->data;

    if (left->length < 3 || right->length < 3 || r[0] != 0xed || r[1] < 0xb0)
        return FALSE;
    l = (const guchar *)left->data + left->length - 3;
    return l[0] == 0xed && l[1] >= 0xa0 && l[1] < 0xb0;
}

static ScriptString *join_surrogate (ScriptRuntime *runtime, const ScriptString *left, const ScriptString *right)
{
    char *data = script_alloc (runtime, (gsize)left->length + right->length);
    guint32 high = decode (left->data + left->length - 3);
    guint32 low = decode (right->data);
    gsize length = left->length - 3;

    memcpy (data, left->data, length);
    length += encode (0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00), data + length);
    memcpy (data + length, right->data + 3, right->length - 3);
    return string_borrow (runtime, data, length + right->length - 3);
}

ScriptString *string_join (ScriptRuntime *runtime, ScriptString *left, ScriptString *right)
{
    gsize length = (gsize)left->length + right->length;
    ScriptString *joined;
    StringBuffer *buffer;
    gsize size;

    if (left->length == 0)
        return right;
    if (right->length == 0)
        return left;
    if (length > STRING_MAX)
    {
        script_refuse (runtime, "the script makes a string of more than %u bytes", STRING_MAX);
        return NULL;
    }
    if (meets_surrogate (left, right))
        return runtime_reserve (runtime, length) ? join_surrogate (runtime, left, right) : NULL;
    buffer = left->buffer;
    if (!buffer || left->data + left->length != buffer->data + buffer->used ||
        buffer->size - buffer->used < right->length)
    {
        size = length < APPEND_FROM ? length : length * 2;
        if (!runtime_reserve (runtime, size))
            return NULL;
        buffer = script_alloc (runtime, sizeof *buffer + size);
        buffer->size = size;
        memcpy (buffer->data, left->data, left->length);
        buffer->used = left->length;
    }
    memcpy (buffer->data + buffer->used, right->data, right->length);
    joined = string_borrow (runtime, buffer->data + buffer->used - left->length, length);
    buffer->used += right->length;
    joined->buffer = buffer;
    if (left->units != G_MAXUINT32)
        joined->units = left->units + string_units (right);
    return joined;
}

gboolean string_equal (const ScriptString *a, const ScriptString *b)
{
    if (a == b)
        return TRUE;
    if (a->length != b->length)
        return FALSE;
    return a->data == b->data || memcmp (a->data, b->data, a->length) == 0;
}

int string_compare (const ScriptString *a, const ScriptString *b)
{
    gsize n = MIN (a->length, b->length);
    gsize i = 0;
    guchar x;
    guchar y;

    while (i < n && a->data[i] == b->data[i])
        i++;
    if (i == n)
        return a->length == b->length ? 0 : a->length < b->length ? -1 : 1;
    x = (guchar)a->data[i];
    y = (guchar)b->data[i];
    /* In UTF-16 a pair (4 bytes here) begins with 0xd800 and so comes before U+E000 to U+FFFF (0xee, 0xef here). */
    if (x >= 0xf0 && (y == 0xee || y == 0xef))
        return -1;
    if (y >= 0xf0 && (x == 0xee || x == 0xef))
        return 1;
    return x < y ? -1 : 1;
}

const Name *intern (ScriptRuntime *runtime, const char *text, gssize length)
{
    const Name *name = names_intern (runtime->names, text, length < 0 ? strlen (text) : (gsize)length);

    /* Names are not in the arena: a native that asks for one member after another fills them alone. */
    if (G_UNLIKELY (arena_used (runtime->arena) + names_used (runtime->names) > runtime->limits.memory))
    {
        runtime->over_memory = TRUE;
        runtime->fuel = 0;
    }
    return name;
}

const Name *symbol_new (ScriptRuntime *runtime, const char *description)
{
    gsize length = strlen (description) + 1;
    Name *name = script_alloc (runtime, sizeof *name + length + 1);

    name->hash = (guint32)((gsize)name >> 4) * 2654435761u;
    name->length = (guint32)length;
    name->text[0] = NAME_SYMBOL_BYTE;
    memcpy (name->text + 1, description, length);
    return name;
}

guint32 name_array_index (const Name *name)
{
    guint64 index = 0;

    if (name->length == 0 || name->length > 10 || (name->text[0] == '0' && name->length > 1))
        return G_MAXUINT32;
    for (guint32 i = 0; i < name->length; i++)
    {
        if (!g_ascii_isdigit (name->text[i]))
            return G_MAXUINT32;
        index = index * 10 + (guint64)(name->text[i] - '0');
    }
    return index < G_MAXUINT32 ? (guint32)index : G_MAXUINT32;
}

Value value_of_name (ScriptRuntime *runtime, const Name *name)
{
    ScriptString *string;

    if (name_is_symbol (name))
        return (Value){ .kind = VALUE_SYMBOL, .as = { .symbol = name } };
    string = string_borrow (runtime, name->text, name->length);
    string->name = name;
    return value_of_string (string);
}

void text_builder_init (TextBuilder *builder, ScriptRuntime *runtime)
{
    *builder = (TextBuilder){ .runtime = runtime };
}

void text_append (TextBuilder *builder, const char *data, gsize length)
{
    if (builder->failed)
        return;
    if (builder->length + length + 1 > builder->capacity)
    {
        gsize capacity = MAX (builder->capacity * 2, builder->length + length + 32);
        char *grown;

        if (builder->length + length > STRING_MAX)
        {
            builder->failed = TRUE;
            script_refuse (builder->runtime, "the script makes a string of more than %u bytes", STRING_MAX);
            return;
        }
        if (!runtime_reserve (builder->runtime, capacity))
        {
            builder->failed = TRUE;
            return;
        }
        grown = script_alloc (builder->runtime, capacity);
        if (builder->length)
            memcpy (grown, builder->data, builder->length);
        builder->data = grown;
        builder->capacity = capacity;
    }
    if (length)
        memcpy (builder->data + builder->length, data, length);
    builder->length += length;
}

void text_append_string (TextBuilder *builder, const ScriptString *string)
{
    ScriptString so_far = { .data = builder->data, .length = (guint32)builder->length };

    if (builder->length >= 3 && meets_surrogate (&so_far, string))
    {
        guint32 high = decode (builder->data + builder->length - 3);
        guint32 low = decode (string->data);

        builder->length -= 3;
        text_append_unichar (builder, 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
        text_append (builder, string->data + 3, string->length - 3);
        return;
    }
    text_append (builder, string->data, string->length);
}

void text_append_c (TextBuilder *builder, char byte)
{
    text_append (builder, &byte, 1);
}

void text_append_text (TextBuilder *builder, const char *text)
{
    text_append (builder, text, strlen (text));
}

void text_append_unichar (TextBuilder *builder, guint32 c)
{
    char data[4];
    gsize length = encode (c, data);
    ScriptString one = { .data = data, .length = (guint32)length };

    if (c >= 0xdc00 && c < 0xe000)
        text_append_string (builder, &one);
    else
        text_append (builder, data, length);
}

ScriptStatus text_finish (TextBuilder *builder, Value *out)
{
    if (builder->failed)
        return SCRIPT_STOP;
    *out = value_of_string (string_borrow (builder->runtime, builder->data ? builder->data : "", builder->length));
    return SCRIPT_NORMAL;
}

const char *text_finish_c (TextBuilder *builder)
{
    text_append_c (builder, 0);
    return builder->failed ? "" : builder->data;
}
