/* encodeURIComponent and its like, and escape. Strings are WTF-8: a lone surrogate is what can't be encoded. */

#include "script/es_global.h"

#include <string.h>

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
#define MARKS "-_.!~*'()"
#define RESERVED ";/?:@&=+$,"

static ScriptStatus malformed (ScriptCall *call)
{
    return script_throw (call->runtime, "URIError", "URI malformed");
}

static gboolean has_lone_surrogate (const ScriptString *string)
{
    for (guint32 i = 0; i + 2 < string->length; i++)
        if ((guchar)string->data[i] == 0xed && (guchar)string->data[i + 1] >= 0xa0)
            return TRUE;
    return FALSE;
}

static ScriptStatus encode (ScriptCall *call, const char *kept, Value *out)
{
    ScriptString *string;
    TextBuilder text;

    SCRIPT_TRY (es_argument_string (call, 0, &string));
    if (has_lone_surrogate (string))
        return malformed (call);
    text_builder_init (&text, call->runtime);
    for (guint32 i = 0; i < string->length; i++)
    {
        guchar c = (guchar)string->data[i];
        char escape[4];

        if (c && strchr (kept, c))
            text_append_c (&text, (char)c);
        else
        {
            g_snprintf (escape, sizeof escape, "%%%02X", c);
            text_append_text (&text, escape);
        }
    }
    return text_finish (&text, out);
}

static ScriptStatus encode_uri_component (ScriptCall *call, Value *out)
{
    return encode (call, LETTERS MARKS, out);
}

static ScriptStatus encode_uri (ScriptCall *call, Value *out)
{
    return encode (call, LETTERS MARKS RESERVED "#", out);
}

/* The byte of "%41" at P, or -1. */
static int escaped_byte (const char *p, const char *end)
{
    if (end - p < 3 || *p != '%' || !g_ascii_isxdigit (p[1]) || !g_ascii_isxdigit (p[2]))
        return -1;
    return g_ascii_xdigit_value (p[1]) << 4 | g_ascii_xdigit_value (p[2]);
}

static guint sequence_length (int lead)
{
    return lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
}

static ScriptStatus decode (ScriptCall *call, const char *kept, Value *out)
{
    ScriptString *string;
    TextBuilder text;
    const char *end;

    SCRIPT_TRY (es_argument_string (call, 0, &string));
    text_builder_init (&text, call->runtime);
    end = string->data + string->length;
    for (const char *p = string->data; p < end;)
    {
        int first = escaped_byte (p, end);
        guint n = first < 0 ? 0 : sequence_length (first);
        char bytes[4];

        if (*p != '%')
        {
            text_append_c (&text, *p++);
            continue;
        }
        if (n == 0)
            return malformed (call);
        for (guint i = 0; i < n; i++)
        {
            int byte = escaped_byte (p + 3 * i, end);

            if (byte < 0)
                return malformed (call);
            bytes[i] = (char)byte;
        }
        if (n > 1 && !g_utf8_validate (bytes, n, NULL))
            return malformed (call);
        if (n == 1 && bytes[0] && strchr (kept, bytes[0]))
            text_append (&text, p, 3);
        else
            text_append (&text, bytes, n);
        p += 3 * n;
    }
    return text_finish (&text, out);
}

static ScriptStatus decode_uri_component (ScriptCall *call, Value *out)
{
    return decode (call, "", out);
}

static ScriptStatus decode_uri (ScriptCall *call, Value *out)
{
    return decode (call, RESERVED "#", out);
}

static ScriptStatus global_escape (ScriptCall *call, Value *out)
{
    ScriptString *string;
    TextBuilder text;

    SCRIPT_TRY (es_argument_string (call, 0, &string));
    text_builder_init (&text, call->runtime);
    for (guint32 i = 0; i < string_units (string); i++)
    {
        guint16 unit = string_unit_at (string, i);
        char escape[8];

        if (unit < 0x80 && unit && strchr (LETTERS "@*_+-./", unit))
            text_append_c (&text, (char)unit);
        else
        {
            g_snprintf (escape, sizeof escape, unit < 0x100 ? "%%%02X" : "%%u%04X", unit);
            text_append_text (&text, escape);
        }
    }
    return text_finish (&text, out);
}

static ScriptStatus global_unescape (ScriptCall *call, Value *out)
{
    ScriptString *string;
    TextBuilder text;
    const char *end;

    SCRIPT_TRY (es_argument_string (call, 0, &string));
    text_builder_init (&text, call->runtime);
    end = string->data + string->length;
    for (const char *p = string->data; p < end;)
    {
        int byte = escaped_byte (p, end);

        if (byte >= 0)
        {
            text_append_unichar (&text, (guint32)byte);
            p += 3;
        }
        else if (end - p >= 6 && p[0] == '%' && p[1] == 'u' && g_ascii_isxdigit (p[2]) && g_ascii_isxdigit (p[3]) &&
                 g_ascii_isxdigit (p[4]) && g_ascii_isxdigit (p[5]))
        {
            text_append_unichar (&text, (guint32)(g_ascii_xdigit_value (p[2]) << 12 | g_ascii_xdigit_value (p[3]) << 8 |
                                                  g_ascii_xdigit_value (p[4]) << 4 | g_ascii_xdigit_value (p[5])));
            p += 6;
        }
        else
            text_append_c (&text, *p++);
    }
    return text_finish (&text, out);
}

void es_setup_uri (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "encodeURIComponent", 1, encode_uri_component },
                                             { "encodeURI", 1, encode_uri },
                                             { "decodeURIComponent", 1, decode_uri_component },
                                             { "decodeURI", 1, decode_uri },
                                             { "escape", 1, global_escape },
                                             { "unescape", 1, global_unescape },
                                             { NULL, 0, NULL } };

    natives_define (runtime, runtime->global, functions);
}
