#include "script/es_bytes.h"
#include "script/es_node.h"

#include <string.h>

static const char base64_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base64url_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

gboolean encoding_by_name (const char *name, BytesEncoding *encoding)
{
    static const struct
    {
        const char *name;
        BytesEncoding encoding;
    } names[] = {
        { "utf8", ENCODING_UTF8 },           { "utf-8", ENCODING_UTF8 },    { "hex", ENCODING_HEX },
        { "base64", ENCODING_BASE64 },       { "latin1", ENCODING_LATIN1 }, { "binary", ENCODING_LATIN1 },
        { "base64url", ENCODING_BASE64URL }, { "ascii", ENCODING_ASCII },   { "utf16le", ENCODING_UTF16 },
        { "utf-16le", ENCODING_UTF16 },      { "ucs2", ENCODING_UTF16 },    { "ucs-2", ENCODING_UTF16 },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
        if (g_ascii_strcasecmp (name, names[i].name) == 0)
        {
            *encoding = names[i].encoding;
            return TRUE;
        }
    return FALSE;
}

ScriptStatus encoding_argument (ScriptRuntime *runtime, Value value, BytesEncoding *encoding)
{
    const char *name;

    *encoding = ENCODING_UTF8;
    if (value_is_nullish (value))
        return SCRIPT_NORMAL;
    name = value_to_text (runtime, value);
    if (!*name || encoding_by_name (name, encoding))
        return SCRIPT_NORMAL;
    return node_throw (runtime, "TypeError", "ERR_UNKNOWN_ENCODING", "Unknown encoding: %s", name);
}

static void append_byte (GByteArray *bytes, guint byte)
{
    guint8 one = (guint8)byte;

    g_byte_array_append (bytes, &one, 1);
}

static void encode_hex (GByteArray *bytes, const ScriptString *string)
{
    for (guint32 i = 0; i + 1 < string->length; i += 2)
    {
        int high = g_ascii_xdigit_value (string->data[i]);
        int low = g_ascii_xdigit_value (string->data[i + 1]);

        if (high < 0 || low < 0)
            return;
        append_byte (bytes, (guint)(high << 4 | low));
    }
}

static int base64_value (char c)
{
    const char *found = c ? strchr (base64_letters, c) : NULL;

    if (!found && c)
        found =
            strchr (base64url_letters, c) ? strchr (base64url_letters, c) - base64url_letters + base64_letters : NULL;
    return found ? (int)(found - base64_letters) : -1;
}

/* Both alphabets, and what is in neither is skipped. */
static void encode_base64 (GByteArray *bytes, const ScriptString *string)
{
    guint32 bits = 0;
    guint n = 0;

    for (guint32 i = 0; i < string->length && string->data[i] != '='; i++)
    {
        int value = base64_value (string->data[i]);

        if (value < 0)
            continue;
        bits = bits << 6 | (guint32)value;
        n += 6;
        if (n >= 8)
        {
            n -= 8;
            append_byte (bytes, bits >> n & 0xff);
        }
    }
}

void bytes_encode (ScriptRuntime *runtime, GByteArray *bytes, ScriptString *string, BytesEncoding encoding)
{
    const char *text;
    gsize length;
    guint32 units;

    switch (encoding)
    {
    case ENCODING_UTF8:
        text = value_to_bytes (runtime, value_of_string (string), &length);
        g_byte_array_append (bytes, (const guint8 *)text, (guint)length);
        return;
    case ENCODING_HEX:
        encode_hex (bytes, string);
        return;
    case ENCODING_BASE64:
    case ENCODING_BASE64URL:
        encode_base64 (bytes, string);
        return;
    case ENCODING_LATIN1:
    case ENCODING_ASCII:
    case ENCODING_UTF16:
        units = string_units (string);
        for (guint32 i = 0; i < units; i++)
        {
            guint16 unit = string_unit_at (string, i);

            append_byte (bytes, unit & 0xff);
            if (encoding == ENCODING_UTF16)
                append_byte (bytes, unit >> 8);
        }
        return;
    }
}

/* The bytes at P that make a character of UTF-8, in *N; or, when it is wrong, those that one U+FFFD stands for (WHATWG's Encoding). */
static gboolean utf8_sequence (const guint8 *p, const guint8 *end, gsize *n)
{
    guint8 least = 0x80;
    guint8 most = 0xbf;
    gsize wanted = *p < 0x80 ? 1 : *p < 0xc2 ? 0 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : *p < 0xf5 ? 4 : 0;

    *n = 1;
    if (wanted == 0)
        return FALSE;
    if (*p == 0xe0)
        least = 0xa0;
    if (*p == 0xed)
        most = 0x9f;
    if (*p == 0xf0)
        least = 0x90;
    if (*p == 0xf4)
        most = 0x8f;
    for (; *n < wanted; (*n)++)
    {
        if (p + *n == end || p[*n] < least || p[*n] > most)
            return FALSE;
        least = 0x80;
        most = 0xbf;
    }
    return TRUE;
}

static void decode_utf8 (TextBuilder *text, const guint8 *data, gsize length, gboolean *wrong)
{
    const guint8 *end = data + length;
    const guint8 *plain = data;

    for (const guint8 *p = data; p < end;)
    {
        gsize n;
        gboolean right = utf8_sequence (p, end, &n);

        if (!right)
        {
            text_append (text, (const char *)plain, (gsize)(p - plain));
            text_append (text, "\xef\xbf\xbd", 3);
            plain = p + n;
            if (wrong)
                *wrong = TRUE;
        }
        p += n;
    }
    text_append (text, (const char *)plain, (gsize)(end - plain));
}

static void decode_base64 (TextBuilder *text, const guint8 *data, gsize length, const char *letters, gboolean padded)
{
    for (gsize i = 0; i < length; i += 3)
    {
        gsize n = MIN (length - i, 3);
        guint32 bits = (guint32)data[i] << 16 | (n > 1 ? (guint32)data[i + 1] << 8 : 0) | (n > 2 ? data[i + 2] : 0);

        for (gsize k = 0; k < 4; k++)
            if (k <= n)
                text_append_c (text, letters[bits >> (18 - 6 * k) & 63]);
            else if (padded)
                text_append_c (text, '=');
    }
}

ScriptStatus bytes_decode (ScriptRuntime *runtime, const guint8 *data, gsize length, BytesEncoding encoding,
                           gboolean *wrong, Value *out)
{
    static const char digits[] = "0123456789abcdef";
    TextBuilder text;

    text_builder_init (&text, runtime);
    switch (encoding)
    {
    case ENCODING_UTF8:
        decode_utf8 (&text, data, length, wrong);
        break;
    case ENCODING_HEX:
        for (gsize i = 0; i < length; i++)
        {
            text_append_c (&text, digits[data[i] >> 4]);
            text_append_c (&text, digits[data[i] & 15]);
        }
        break;
    case ENCODING_BASE64:
        decode_base64 (&text, data, length, base64_letters, TRUE);
        break;
    case ENCODING_BASE64URL:
        decode_base64 (&text, data, length, base64url_letters, FALSE);
        break;
    case ENCODING_LATIN1:
    case ENCODING_ASCII:
        for (gsize i = 0; i < length; i++)
            text_append_unichar (&text, encoding == ENCODING_ASCII ? data[i] & 0x7fu : data[i]);
        break;
    case ENCODING_UTF16:
        for (gsize i = 0; i + 1 < length; i += 2)
            text_append_unichar (&text, data[i] | (guint32)data[i + 1] << 8);
        break;
    }
    return text_finish (&text, out);
}

ScriptBytes *bytes_view (ScriptRuntime *runtime, ScriptBytes *source, gsize from, gsize length)
{
    ScriptBytes *view = object_alloc (runtime, OBJECT_BYTES, source->object.prototype, sizeof *view);

    view->data = source->data + from;
    view->length = length;
    return view;
}
