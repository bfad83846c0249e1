#include "script/python_literal.h"

#include "script/python_lexer.h"

#include <string.h>

/* Copies the digits of RADIX at *AT without their separators. FALSE when a separator stands wrong. */
static gboolean read_digits (const char **at, const char *end, guint radix, gboolean leading_separator, GString *digits)
{
    gboolean separator = !leading_separator;
    while (*at < end)
    {
        gint value = g_ascii_xdigit_value (**at);
        if (**at == '_')
        {
            if (separator && !(leading_separator && digits->len == 0))
                return FALSE;
            separator = TRUE;
        }
        else if (value >= 0 && value < (gint)radix)
        {
            g_string_append_c (digits, **at);
            separator = FALSE;
        }
        else
            break;
        (*at)++;
    }
    return digits->len == 0 || !separator;
}

static void set_integer (PyNumber *number, const GString *digits, guint radix)
{
    guint64 value;
    if (!g_ascii_string_to_unsigned (digits->str, radix, 0, G_MAXUINT64, &value, NULL) || value > G_MAXINT64)
        number->kind = PY_NUMBER_LARGE;
    else
        number->integer = (gint64)value;
}

static gboolean is_zero (const GString *digits)
{
    for (gsize i = 0; i < digits->len; i++)
        if (digits->str[i] != '0')
            return FALSE;
    return TRUE;
}

/* A fraction and an exponent at *AT, added to TEXT. FALSE when they are not valid. */
static gboolean read_fraction (const char **at, const char *end, GString *text, gboolean *found)
{
    g_autoptr (GString) digits = g_string_new (NULL);
    if (*at < end && **at == '.')
    {
        *found = TRUE;
        (*at)++;
        if (!read_digits (at, end, 10, FALSE, digits))
            return FALSE;
        g_string_append_printf (text, ".%s", digits->str);
    }
    if (*at >= end || (**at != 'e' && **at != 'E'))
        return TRUE;
    *found = TRUE;
    g_string_append_c (text, *(*at)++);
    if (*at < end && (**at == '+' || **at == '-'))
        g_string_append_c (text, *(*at)++);
    g_string_truncate (digits, 0);
    if (!read_digits (at, end, 10, FALSE, digits) || digits->len == 0)
        return FALSE;
    g_string_append (text, digits->str);
    return TRUE;
}

static const char *decimal_number (const char *at, const char *end, PyNumber *number)
{
    static const char invalid[] = "this is no valid decimal number";
    g_autoptr (GString) digits = g_string_new (NULL);
    if (!read_digits (&at, end, 10, FALSE, digits))
        return digits->len == 0 && *at == '.' ? NULL : invalid;
    gboolean leading_zero = digits->len > 1 && digits->str[0] == '0' && !is_zero (digits);
    g_autoptr (GString) text = g_string_new (digits->str);
    gboolean fractional = FALSE;
    if (!read_fraction (&at, end, text, &fractional))
        return invalid;
    number->kind = fractional ? PY_NUMBER_FLOAT : PY_NUMBER_INTEGER;
    if (at < end && (*at == 'j' || *at == 'J'))
    {
        number->kind = PY_NUMBER_IMAGINARY;
        at++;
    }
    if (at < end)
        return invalid;
    if (number->kind == PY_NUMBER_INTEGER && leading_zero)
        return "a decimal number can't begin with a zero; octal numbers are written 0o...";
    if (number->kind == PY_NUMBER_INTEGER)
        set_integer (number, digits, 10);
    else
        number->number = g_ascii_strtod (text->str, NULL);
    return NULL;
}

const char *python_literal_number (Text text, PyNumber *number)
{
    *number = (PyNumber){ .kind = PY_NUMBER_INTEGER };
    const char *at = text.data, *end = text.data + text.length;
    guint radix = 0;
    if (text.length >= 2 && at[0] == '0')
    {
        char letter = (char)(at[1] | 32);
        radix = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
    }
    if (radix == 0)
        return decimal_number (at, end, number);
    at += 2;
    g_autoptr (GString) digits = g_string_new (NULL);
    if (!read_digits (&at, end, radix, TRUE, digits) || digits->len == 0 || at < end)
        return "this is no valid number";
    set_integer (number, digits, radix);
    return NULL;
}

static void append_character (GString *out, guint32 character)
{
    if (character >= 0xD800 && character <= 0xDFFF)
    {
        g_string_append_c (out, (char)(0xE0 | (character >> 12)));
        g_string_append_c (out, (char)(0x80 | ((character >> 6) & 0x3F)));
        g_string_append_c (out, (char)(0x80 | (character & 0x3F)));
    }
    else
        g_string_append_unichar (out, character);
}

static gboolean read_hex (const char **at, const char *end, guint digits, guint32 *value)
{
    *value = 0;
    for (guint i = 0; i < digits; i++)
    {
        if (*at >= end || !g_ascii_isxdigit (**at))
            return FALSE;
        *value = *value * 16 + (guint32)g_ascii_xdigit_value (*(*at)++);
    }
    return *value <= 0x10FFFF;
}

static void append_value (GString *out, gboolean bytes, guint32 value)
{
    if (bytes)
        g_string_append_c (out, (char)(value & 0xFF));
    else
        append_character (out, value);
}

/* The escape after the backslash at *AT. An unknown one stands for itself, with its backslash. */
static const char *read_escape (const char **at, const char *end, gboolean bytes, GString *out, gboolean *named)
{
    static const char letters[] = "abfnrtv\\'\"";
    static const char values[] = "\a\b\f\n\r\t\v\\'\"";
    char letter = **at;
    const char *known = letter == '\0' ? NULL : strchr (letters, letter);
    guint32 value = 0;
    if (known != NULL)
    {
        g_string_append_c (out, values[known - letters]);
        (*at)++;
        return NULL;
    }
    if (letter == '\n' || letter == '\r')
    {
        *at += letter == '\r' && end - *at >= 2 && (*at)[1] == '\n' ? 2 : 1;
        return NULL;
    }
    if (letter >= '0' && letter <= '7')
    {
        for (guint i = 0; i < 3 && *at < end && **at >= '0' && **at <= '7'; i++)
            value = value * 8 + (guint32)(*(*at)++ - '0');
        append_value (out, bytes, value);
        return NULL;
    }
    gboolean hex = letter == 'x' || (!bytes && (letter == 'u' || letter == 'U'));
    if (hex)
    {
        (*at)++;
        if (!read_hex (at, end, letter == 'x' ? 2 : letter == 'u' ? 4 : 8, &value))
            return "this escape needs more hexadecimal digits, or names no character";
        append_value (out, bytes, value);
        return NULL;
    }
    if (!bytes && letter == 'N')
    {
        const char *close = end - *at >= 2 && (*at)[1] == '{' ? memchr (*at, '}', (gsize)(end - *at)) : NULL;
        if (close == NULL)
            return "`\\N` needs the name of a character in braces";
        *named = TRUE;
        *at = close + 1;
        return NULL;
    }
    g_string_append_c (out, '\\');
    return NULL;
}

const char *python_literal_string (Text text, guint prefix, gboolean fields, GString *out, gboolean *named)
{
    gboolean raw = (prefix & PY_PREFIX_RAW) != 0, bytes = (prefix & PY_PREFIX_BYTES) != 0;
    for (const char *at = text.data, *end = at + text.length; at < end;)
    {
        if (*at == '\\' && !raw && end - at >= 2)
        {
            at++;
            const char *trouble = read_escape (&at, end, bytes, out, named);
            if (trouble != NULL)
                return trouble;
        }
        else if (*at == '\r')
        {
            g_string_append_c (out, '\n');
            at += end - at >= 2 && at[1] == '\n' ? 2 : 1;
        }
        else if (fields && (*at == '{' || *at == '}'))
        {
            g_string_append_c (out, *at);
            at += end - at >= 2 && at[1] == *at ? 2 : 1;
        }
        else if (bytes && (guint8)*at >= 0x80)
            return "bytes can hold ASCII characters only";
        else
        {
            const char *start = at++;
            while (at < end && *at != '\\' && *at != '\r' && *at != '{' && *at != '}' && (guint8)*at < 0x80)
                at++;
            g_string_append_len (out, start, at - start);
        }
    }
    return NULL;
}
