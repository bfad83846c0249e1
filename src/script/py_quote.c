/* What repr writes of floats, texts and bytes. */

#include "script/py_format.h"
#include "script/py_methods.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The shortest text with an exponent, as "%e" writes it but without noughts at the end of its digits; returns the exponent. */
static int write_shortest (double number, char *text)
{
    char format[8];
    char *e;
    char *end;
    int exponent;

    /* 15 digits always survive for normal numbers; subnormal ones may need fewer to be unique. */
    for (int precision = fabs (number) < 2.3e-308 ? 0 : 14; precision <= 16; precision++)
    {
        g_snprintf (format, sizeof format, "%%.%de", precision);
        g_ascii_formatd (text, PY_FLOAT_TEXT_SIZE, format, number);
        if (g_ascii_strtod (text, NULL) == number)
            break;
    }
    e = strchr (text, 'e');
    exponent = atoi (e + 1);
    end = e;
    if (memchr (text, '.', (gsize)(e - text)))
    {
        while (end[-1] == '0')
            end--;
        if (end[-1] == '.')
            end--;
    }
    memmove (end, e, strlen (e) + 1);
    return exponent;
}

/* Exponents stand from 16 on and below -4 (Python/pystrtod.c, format_float_short). */
const char *py_float_text (double number, char *text)
{
    char format[8];
    int exponent;
    int digits = 0;

    if (isnan (number))
        return strcpy (text, "nan");
    if (isinf (number))
        return strcpy (text, number > 0 ? "inf" : "-inf");
    exponent = write_shortest (number, text);
    if (exponent < -4 || exponent >= 16)
        return text;
    for (const char *p = text; *p != 'e'; p++)
        digits += g_ascii_isdigit (*p);
    g_snprintf (format, sizeof format, "%%.%df", MAX (digits - 1 - exponent, 1));
    return g_ascii_formatd (text, PY_FLOAT_TEXT_SIZE, format, number);
}

const char *py_escape (gunichar c, char *text)
{
    if (c < 0x100)
        g_snprintf (text, PY_ESCAPE_SIZE, "\\x%02x", c);
    else
        g_snprintf (text, PY_ESCAPE_SIZE, c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    return text;
}

static gboolean append_short_escape (TextBuilder *builder, gunichar c, char quote)
{
    char escape = 0;

    if (c == '\\' || c == (guchar)quote)
        escape = (char)c;
    else if (c == '\n')
        escape = 'n';
    else if (c == '\r')
        escape = 'r';
    else if (c == '\t')
        escape = 't';
    if (!escape)
        return FALSE;
    text_append_c (builder, '\\');
    text_append_c (builder, escape);
    return TRUE;
}

static char quote_for (const char *data, gsize length)
{
    return length && memchr (data, '\'', length) && !memchr (data, '"', length) ? '"' : '\'';
}

void py_repr_string (TextBuilder *builder, const ScriptString *string, gboolean ascii)
{
    const char *end = string->data + string->length;
    char quote = quote_for (string->data, string->length);
    char escape[PY_ESCAPE_SIZE];

    text_append_c (builder, quote);
    for (const char *p = string->data; p < end && !builder->failed; p = g_utf8_next_char (p))
    {
        gunichar c = g_utf8_get_char (p);

        if (append_short_escape (builder, c, quote))
            continue;
        if (c < 0x20 || c == 0x7f || (c > 0x7f && (ascii || !py_is_printable (c))))
            text_append_text (builder, py_escape (c, escape));
        else
            text_append_unichar (builder, c);
    }
    text_append_c (builder, quote);
}

void py_repr_bytes (TextBuilder *builder, const ScriptBytes *bytes)
{
    const guint8 *data = bytes->data;
    gsize length = bytes->length;
    char quote = quote_for ((const char *)data, length);
    char escape[PY_ESCAPE_SIZE];

    text_append_c (builder, 'b');
    text_append_c (builder, quote);
    for (gsize i = 0; i < length && !builder->failed; i++)
    {
        if (append_short_escape (builder, data[i], quote))
            continue;
        if (data[i] < 0x20 || data[i] > 0x7e)
            text_append_text (builder, py_escape (data[i], escape));
        else
            text_append_c (builder, (char)data[i]);
    }
    text_append_c (builder, quote);
}

void py_repr_float (TextBuilder *builder, double number)
{
    char text[PY_FLOAT_TEXT_SIZE];

    text_append_text (builder, py_float_text (number, text));
}
