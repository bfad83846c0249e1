/* str.encode and bytes.decode: UTF-8, ASCII, Latin-1 and UTF-16. Others that Python has are refused. */

#include "script/py_format.h"
#include "script/py_methods.h"

#include <string.h>

typedef enum
{
    CODEC_UTF8,
    CODEC_UTF8_SIGNED, /* begins with a byte order mark */
    CODEC_ASCII,
    CODEC_LATIN1,
    CODEC_UTF16,
    CODEC_UTF16_LITTLE,
    CODEC_UTF16_BIG
} Codec;

typedef enum
{
    ERRORS_STRICT,
    ERRORS_IGNORE,
    ERRORS_REPLACE,
    ERRORS_BACKSLASH,
    ERRORS_XML
} Errors;

static const struct
{
    const char *name; /* as it is looked for: small letters and digits only */
    Codec codec;
} codec_names[] = { { "utf8", CODEC_UTF8 },           { "u8", CODEC_UTF8 },         { "utf", CODEC_UTF8 },
                    { "utf8sig", CODEC_UTF8_SIGNED }, { "ascii", CODEC_ASCII },     { "usascii", CODEC_ASCII },
                    { "646", CODEC_ASCII },           { "latin1", CODEC_LATIN1 },   { "latin", CODEC_LATIN1 },
                    { "l1", CODEC_LATIN1 },           { "iso88591", CODEC_LATIN1 }, { "88591", CODEC_LATIN1 },
                    { "utf16", CODEC_UTF16 },         { "u16", CODEC_UTF16 },       { "utf16le", CODEC_UTF16_LITTLE },
                    { "utf16be", CODEC_UTF16_BIG } };

/* Beginnings of the names of codecs that Python has and we have not. */
static const char *const other_codecs[] = { "cp",   "windows", "iso8859", "koi8", "mac",     "big5",  "gb",
                                            "hz",   "euc",     "shift",   "sjis", "johab",   "utf32", "u32",
                                            "utf7", "idna",    "puny",    "rot",  "base64",  "hex",   "bz2",
                                            "zip",  "zlib",    "quopri",  "uu",   "unicode", "raw",   "undefined" };

static ScriptStatus find_codec (ScriptRuntime *runtime, const char *name, Codec *codec)
{
    char folded[32];
    gsize n = 0;

    *codec = CODEC_UTF8;
    if (!name)
        return SCRIPT_NORMAL;
    for (const char *p = name; *p && n < sizeof folded - 1; p++)
        if (g_ascii_isalnum (*p))
            folded[n++] = g_ascii_tolower (*p);
    folded[n] = 0;
    for (gsize i = 0; i < G_N_ELEMENTS (codec_names); i++)
        if (strcmp (codec_names[i].name, folded) == 0)
        {
            *codec = codec_names[i].codec;
            return SCRIPT_NORMAL;
        }
    for (gsize i = 0; i < G_N_ELEMENTS (other_codecs); i++)
        if (g_str_has_prefix (folded, other_codecs[i]))
            return script_refuse (runtime, "the encoding \"%s\" is out of reach", name);
    return py_raise (runtime, "LookupError", "unknown encoding: %s", name);
}

static ScriptStatus find_errors (ScriptRuntime *runtime, const char *name, gboolean encoding, Errors *errors)
{
    static const char *const names[] = { "strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace" };

    *errors = ERRORS_STRICT;
    if (!name)
        return SCRIPT_NORMAL;
    for (guint i = 0; i < G_N_ELEMENTS (names) - !encoding; i++)
        if (strcmp (names[i], name) == 0)
        {
            *errors = (Errors)i;
            return SCRIPT_NORMAL;
        }
    if (strcmp (name, "surrogateescape") == 0 || strcmp (name, "surrogatepass") == 0 ||
        strcmp (name, "namereplace") == 0)
        return script_refuse (runtime, "the error handler \"%s\" is out of reach", name);
    return py_raise (runtime, "LookupError", "unknown error handler name '%s'", name);
}

static const char *codec_title (Codec codec)
{
    switch (codec)
    {
    case CODEC_UTF8:
    case CODEC_UTF8_SIGNED:
        return "utf-8";
    case CODEC_ASCII:
        return "ascii";
    case CODEC_LATIN1:
        return "latin-1";
    case CODEC_UTF16:
        return "utf-16";
    case CODEC_UTF16_LITTLE:
        return "utf-16-le";
    case CODEC_UTF16_BIG:
        return "utf-16-be";
    }
    return "";
}

static gboolean can_encode (Codec codec, gunichar c)
{
    if (codec == CODEC_ASCII || codec == CODEC_LATIN1)
        return c < (codec == CODEC_ASCII ? 0x80u : 0x100u);
    return c < 0xd800 || c >= 0xe000;
}

static void append_unit (TextBuilder *builder, Codec codec, guint unit)
{
    char low = (char)(unit & 0xff);
    char high = (char)(unit >> 8);

    text_append_c (builder, codec == CODEC_UTF16_BIG ? high : low);
    text_append_c (builder, codec == CODEC_UTF16_BIG ? low : high);
}

static void append_encoded (TextBuilder *builder, Codec codec, gunichar c)
{
    char text[6];

    if (codec == CODEC_ASCII || codec == CODEC_LATIN1)
        text_append_c (builder, (char)c);
    else if (codec == CODEC_UTF8 || codec == CODEC_UTF8_SIGNED)
        text_append (builder, text, (gsize)g_unichar_to_utf8 (c, text));
    else if (c < 0x10000)
        append_unit (builder, codec, c);
    else
    {
        append_unit (builder, codec, 0xd800 + ((c - 0x10000) >> 10));
        append_unit (builder, codec, 0xdc00 + ((c - 0x10000) & 0x3ff));
    }
}

/* The run of characters from P on that can't be encoded is the error. */
static ScriptStatus raise_unencodable (ScriptRuntime *runtime, Codec codec, const ScriptString *string, const char *p)
{
    const char *end = string->data + string->length;
    glong from = g_utf8_strlen (string->data, p - string->data);
    glong to = from;
    const char *reason = codec == CODEC_ASCII    ? "ordinal not in range(128)"
                         : codec == CODEC_LATIN1 ? "ordinal not in range(256)"
                                                 : "surrogates not allowed";
    gunichar c = g_utf8_get_char (p);
    char shown[PY_ESCAPE_SIZE];

    for (; p < end && !can_encode (codec, g_utf8_get_char (p)); p = g_utf8_next_char (p))
        to++;
    if (to - from > 1)
        return py_raise (runtime, "UnicodeEncodeError", "'%s' codec can't encode characters in position %ld-%ld: %s",
                         codec_title (codec), from, to - 1, reason);
    return py_raise (runtime, "UnicodeEncodeError", "'%s' codec can't encode character '%s' in position %ld: %s",
                     codec_title (codec), py_escape (c, shown), from, reason);
}

static void append_substitute (TextBuilder *builder, Codec codec, Errors errors, gunichar c)
{
    char text[16] = "";

    if (errors == ERRORS_REPLACE)
        strcpy (text, "?");
    else if (errors == ERRORS_XML)
        g_snprintf (text, sizeof text, "&#%u;", c);
    else if (errors == ERRORS_BACKSLASH)
        py_escape (c, text);
    for (const char *p = text; *p; p++)
        append_encoded (builder, codec, (guchar)*p);
}

ScriptStatus py_encode (ScriptRuntime *runtime, ScriptString *string, const char *encoding, const char *error_name,
                        Value *out)
{
    TextBuilder builder;
    Codec codec;
    Errors errors;

    SCRIPT_TRY (find_codec (runtime, encoding, &codec));
    SCRIPT_TRY (py_charge (runtime, string->length / 64));
    text_builder_init (&builder, runtime);
    if (codec == CODEC_UTF8_SIGNED)
        text_append_text (&builder, "\xef\xbb\xbf");
    else if (codec == CODEC_UTF16)
        append_unit (&builder, codec, 0xfeff);
    for (const char *p = string->data, *end = p + string->length; p < end; p = g_utf8_next_char (p))
    {
        gunichar c = g_utf8_get_char (p);

        if (can_encode (codec, c))
        {
            append_encoded (&builder, codec, c);
            continue;
        }
        SCRIPT_TRY (find_errors (runtime, error_name, TRUE, &errors));
        if (errors == ERRORS_STRICT)
            return raise_unencodable (runtime, codec, string, p);
        append_substitute (&builder, codec, errors, c);
    }
    if (builder.failed)
        return SCRIPT_STOP;
    *out = py_bytes_new (runtime, builder.data, builder.length);
    return SCRIPT_NORMAL;
}

/* What is wrong with the bytes at AT of UTF-8, and how many they are; NULL when they are a character of *LENGTH bytes. */
static const char *check_utf8 (const guint8 *data, gsize length, gsize at, gsize *n)
{
    guint8 first = data[at];
    gsize wanted = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

    *n = 1;
    if ((first >= 0x80 && first < 0xc2) || first > 0xf4)
        return "invalid start byte";
    for (; *n < wanted; ++*n)
    {
        guint8 low = 0x80;
        guint8 high = 0xbf;

        if (at + *n >= length)
            return "unexpected end of data";
        if (*n == 1)
        {
            low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
            high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        }
        if (data[at + *n] < low || data[at + *n] > high)
            return "invalid continuation byte";
    }
    return NULL;
}

static const char *check_utf16 (const guint8 *data, gsize length, gsize at, gboolean big, gsize *n, gunichar *c)
{
    guint unit;
    guint next;

    *n = MIN (length - at, 2);
    if (length - at < 2)
        return "truncated data";
    unit = big ? (guint)(data[at] << 8 | data[at + 1]) : (guint)(data[at + 1] << 8 | data[at]);
    *c = unit;
    if (unit < 0xd800 || unit >= 0xe000)
        return NULL;
    if (unit >= 0xdc00)
        return "illegal encoding";
    if (length - at < 4)
    {
        *n = length - at;
        return "unexpected end of data";
    }
    next = big ? (guint)(data[at + 2] << 8 | data[at + 3]) : (guint)(data[at + 3] << 8 | data[at + 2]);
    if (next < 0xdc00 || next >= 0xe000)
        return "illegal UTF-16 surrogate";
    *n = 4;
    *c = 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
    return NULL;
}

static const char *check (const ScriptBytes *bytes, Codec codec, gsize at, gsize *n, gunichar *c)
{
    const char *trouble = NULL;

    *n = 1;
    *c = bytes->data[at];
    if (codec == CODEC_ASCII)
        return *c < 0x80 ? NULL : "ordinal not in range(128)";
    if (codec == CODEC_LATIN1)
        return NULL;
    if (codec == CODEC_UTF16_LITTLE || codec == CODEC_UTF16_BIG)
        return check_utf16 (bytes->data, bytes->length, at, codec == CODEC_UTF16_BIG, n, c);
    trouble = check_utf8 (bytes->data, bytes->length, at, n);
    if (!trouble)
        *c = g_utf8_get_char ((const char *)bytes->data + at);
    return trouble;
}

static ScriptStatus raise_undecodable (ScriptRuntime *runtime, Codec codec, const ScriptBytes *bytes, gsize at, gsize n,
                                       const char *reason)
{
    if (n > 1)
        return py_raise (runtime, "UnicodeDecodeError",
                         "'%s' codec can't decode bytes in position %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT ": %s",
                         codec_title (codec), at, at + n - 1, reason);
    return py_raise (runtime, "UnicodeDecodeError",
                     "'%s' codec can't decode byte 0x%02x in position %" G_GSIZE_FORMAT ": %s", codec_title (codec),
                     bytes->data[at], at, reason);
}

/* Passes a byte order mark; of UTF-16 it tells the order. */
static gsize pass_mark (const ScriptBytes *bytes, Codec *codec)
{
    if (*codec == CODEC_UTF8_SIGNED && bytes->length >= 3 && memcmp (bytes->data, "\xef\xbb\xbf", 3) == 0)
        return 3;
    if (*codec != CODEC_UTF16)
        return 0;
    *codec = CODEC_UTF16_LITTLE;
    if (bytes->length >= 2 && bytes->data[0] == 0xfe && bytes->data[1] == 0xff)
        *codec = CODEC_UTF16_BIG;
    else if (bytes->length < 2 || bytes->data[0] != 0xff || bytes->data[1] != 0xfe)
        return 0;
    return 2;
}

ScriptStatus py_decode (ScriptRuntime *runtime, ScriptBytes *bytes, const char *encoding, const char *error_name,
                        Value *out)
{
    TextBuilder builder;
    Codec codec;
    Errors errors;
    gsize n;
    gunichar c;

    SCRIPT_TRY (find_codec (runtime, encoding, &codec));
    SCRIPT_TRY (py_charge (runtime, bytes->length / 64));
    text_builder_init (&builder, runtime);
    for (gsize at = pass_mark (bytes, &codec); at < bytes->length && !builder.failed; at += n)
    {
        const char *trouble = check (bytes, codec, at, &n, &c);

        if (!trouble)
        {
            text_append_unichar (&builder, c);
            continue;
        }
        SCRIPT_TRY (find_errors (runtime, error_name, FALSE, &errors));
        if (errors == ERRORS_STRICT)
            return raise_undecodable (runtime, codec, bytes, at, n, trouble);
        if (errors == ERRORS_REPLACE)
            text_append_unichar (&builder, 0xfffd);
        for (gsize i = 0; errors == ERRORS_BACKSLASH && i < n; i++)
        {
            char text[PY_ESCAPE_SIZE];

            text_append_text (&builder, py_escape (bytes->data[at + i], text));
        }
    }
    return text_finish (&builder, out);
}

/* The two arguments of encode and decode. */
static ScriptStatus codec_arguments (ScriptCall *call, const char *name, const char *texts[2])
{
    static const char *const names[] = { "encoding", "errors", NULL };
    Value values[2];

    SCRIPT_TRY (py_take_named (call, name, names, values));
    for (guint i = 0; i < 2; i++)
    {
        texts[i] = NULL;
        if (values[i].kind == VALUE_EMPTY)
            continue;
        if (!py_as_string (values[i]))
            return py_raise (call->runtime, "TypeError", "%s() argument '%s' must be str, not %s", name, names[i],
                             values[i].kind == VALUE_NULL ? "None" : py_type_name (call->runtime, values[i]));
        texts[i] = value_to_text (call->runtime, py_unbox (values[i]));
    }
    return SCRIPT_NORMAL;
}

ScriptStatus py_str_encode (ScriptCall *call, Value *out)
{
    const char *texts[2];

    SCRIPT_TRY (codec_arguments (call, "encode", texts));
    return py_encode (call->runtime, py_as_string (call->receiver), texts[0], texts[1], out);
}

ScriptStatus py_bytes_decode (ScriptCall *call, Value *out)
{
    const char *texts[2];

    SCRIPT_TRY (codec_arguments (call, "decode", texts));
    return py_decode (call->runtime, value_bytes (call->receiver), texts[0], texts[1], out);
}
