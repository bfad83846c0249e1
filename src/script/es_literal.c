#include "script/es_literal.h"

#include <string.h>

#define LONGEST_BIGINT 4096 /* characters; conversion to decimal takes the square of it */

static const char out_of_memory[] = "the script needs more memory than it may have";

/* UTF-8 of CHARACTER, a surrogate included, at OUT. Returns how many bytes. */
static gsize put_utf8 (char *out, guint32 character)
{
    if (character >= 0xD800 && character <= 0xDFFF)
    {
        out[0] = (char)(0xE0 | (character >> 12));
        out[1] = (char)(0x80 | ((character >> 6) & 0x3F));
        out[2] = (char)(0x80 | (character & 0x3F));
        return 3;
    }
    return (gsize)g_unichar_to_utf8 (character, out);
}

/* Reads DIGITS hexadecimal digits. FALSE when there are fewer. */
static gboolean read_hex (const char **at, const char *end, guint digits, guint32 *value)
{
    *value = 0;
    for (guint i = 0; i < digits; i++)
    {
        if (*at >= end || !g_ascii_isxdigit (**at))
            return FALSE;
        *value = *value * 16 + (guint32)g_ascii_xdigit_value (*(*at)++);
    }
    return TRUE;
}

/* Reads what follows `\u`: four digits, or any in braces. */
static gboolean read_unicode_escape (const char **at, const char *end, guint32 *value)
{
    if (*at >= end || **at != '{')
        return read_hex (at, end, 4, value);
    const char *start = ++*at;
    *value = 0;
    while (*at < end && g_ascii_isxdigit (**at))
    {
        *value = *value * 16 + (guint32)g_ascii_xdigit_value (*(*at)++);
        if (*value > 0x10FFFF)
            return FALSE;
    }
    return *at > start && *at < end && *(*at)++ == '}';
}

static gboolean starts_name (gunichar character)
{
    if (character < 0x80)
        return g_ascii_isalpha ((char)character) || character == '_' || character == '$';
    return g_unichar_isalpha (character) || g_unichar_type (character) == G_UNICODE_LETTER_NUMBER;
}

static gboolean continues_name (gunichar character)
{
    if (starts_name (character) || character == 0x200C || character == 0x200D)
        return TRUE;
    if (character < 0x80)
        return g_ascii_isdigit ((char)character);
    GUnicodeType type = g_unichar_type (character);
    return type == G_UNICODE_DECIMAL_NUMBER || type == G_UNICODE_CONNECT_PUNCTUATION ||
           type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_SPACING_MARK;
}

const Name *es_literal_name (ScriptFile *file, const char **at, const char *end, gboolean *escaped)
{
    g_autoptr (GString) name = g_string_new (NULL);
    const char *position = *at;
    while (position < end)
    {
        const char *next = position;
        guint32 character;
        if (*position == '\\')
        {
            next++;
            if (next >= end || *next++ != 'u' || !read_unicode_escape (&next, end, &character))
                return NULL;
            if (name->len == 0 ? !starts_name (character) : !continues_name (character))
                return NULL;
            *escaped = TRUE;
        }
        else
        {
            character = g_utf8_get_char (position);
            if (name->len == 0 ? !starts_name (character) : !continues_name (character))
                break;
            next = g_utf8_next_char (position);
        }
        g_string_append_unichar (name, character);
        position = next;
    }
    if (name->len == 0)
        return NULL;
    *at = position;
    return names_intern (file->names, name->str, name->len);
}

static gint digit_value (char character, guint radix)
{
    gint value = g_ascii_xdigit_value (character);
    return value >= 0 && value < (gint)radix ? value : -1;
}

/* Copies digits of RADIX from *AT into DIGITS without separators. Returns what is wrong, or NULL. */
static const char *read_digits (const char **at, const char *end, guint radix, gboolean separators, GString *digits)
{
    gboolean after_digit = FALSE;
    while (*at < end)
    {
        if (digit_value (**at, radix) >= 0)
        {
            g_string_append_c (digits, **at);
            after_digit = TRUE;
        }
        else if (**at == '_')
        {
            if (!separators || !after_digit || *at + 1 >= end || digit_value ((*at)[1], radix) < 0)
                return "a numeric separator must stand between two digits";
            after_digit = FALSE;
        }
        else
            break;
        (*at)++;
    }
    return NULL;
}

/* DIGITS of RADIX as decimal digits, by repeated multiplication in base 10^9. */
static Text decimal_digits (ScriptFile *file, const GString *digits, guint radix)
{
    g_autoptr (GArray) limbs = g_array_new (FALSE, TRUE, sizeof (guint32));
    for (gsize i = 0; i < digits->len; i++)
    {
        guint64 carry = (guint64)g_ascii_xdigit_value (digits->str[i]);
        for (guint k = 0; k < limbs->len; k++)
        {
            guint64 sum = (guint64)g_array_index (limbs, guint32, k) * radix + carry;
            g_array_index (limbs, guint32, k) = (guint32)(sum % 1000000000);
            carry = sum / 1000000000;
        }
        if (carry > 0)
        {
            guint32 limb = (guint32)carry;
            g_array_append_val (limbs, limb);
        }
    }
    g_autoptr (GString) text = g_string_new (NULL);
    for (guint k = limbs->len; k-- > 0;)
        g_string_append_printf (text, k + 1 == limbs->len ? "%u" : "%09u", g_array_index (limbs, guint32, k));
    if (text->len == 0)
        g_string_append_c (text, '0');
    const char *copy = arena_text (file->arena, text->str, text->len);
    return (Text){ copy, copy == NULL ? 0 : text->len };
}

static double value_of (const GString *digits, guint radix)
{
    if (radix == 10)
        return g_ascii_strtod (digits->str, NULL);
    double value = 0;
    if (radix == 16)
    {
        g_autofree char *text = g_strconcat ("0x", digits->str, NULL);
        return g_ascii_strtod (text, NULL);
    }
    for (gsize i = 0; i < digits->len; i++)
        value = value * radix + g_ascii_xdigit_value (digits->str[i]);
    return value;
}

/* The fraction and exponent of a decimal number, added to DIGITS. FRACTIONAL is set when there are any. */
static const char *read_fraction (const char **at, const char *end, GString *digits, gboolean *fractional)
{
    const char *trouble = NULL;
    if (*at < end && **at == '.')
    {
        *fractional = TRUE;
        g_string_append_c (digits, *(*at)++);
        trouble = read_digits (at, end, 10, TRUE, digits);
    }
    if (trouble != NULL || *at >= end || (**at != 'e' && **at != 'E'))
        return trouble;
    *fractional = TRUE;
    g_string_append_c (digits, *(*at)++);
    if (*at < end && (**at == '+' || **at == '-'))
        g_string_append_c (digits, *(*at)++);
    if (*at >= end || !g_ascii_isdigit (**at))
        return "the exponent has no digits";
    return read_digits (at, end, 10, TRUE, digits);
}

static guint radix_of_prefix (const char *at, const char *end)
{
    if (end - at < 2 || at[0] != '0')
        return 0;
    switch (at[1])
    {
    case 'x':
    case 'X':
        return 16;
    case 'o':
    case 'O':
        return 8;
    case 'b':
    case 'B':
        return 2;
    default:
        return 0;
    }
}

/* 017 is octal and 089 decimal, in code that is not strict. */
static gboolean is_legacy (const char *at, const char *end, guint *radix)
{
    if (end - at < 2 || at[0] != '0' || !g_ascii_isdigit (at[1]))
        return FALSE;
    *radix = 8;
    for (; at < end && g_ascii_isdigit (*at); at++)
        if (*at >= '8')
            *radix = 10;
    return TRUE;
}

const char *es_literal_number (ScriptFile *file, const char **at, const char *end, EsNumber *number)
{
    *number = (EsNumber){ .bigint = FALSE };
    g_autoptr (GString) digits = g_string_new (NULL);
    guint radix = radix_of_prefix (*at, end);
    gboolean prefixed = radix != 0;
    if (prefixed)
        *at += 2;
    else
    {
        radix = 10;
        number->legacy = is_legacy (*at, end, &radix);
    }
    gboolean fractional = FALSE;
    const char *trouble = read_digits (at, end, radix, !number->legacy, digits);
    if (trouble == NULL && prefixed && digits->len == 0)
        trouble = "this number has no digits";
    if (trouble == NULL && !prefixed && radix == 10)
        trouble = read_fraction (at, end, digits, &fractional);
    if (trouble != NULL)
        return trouble;
    if (*at < end && **at == 'n' && !fractional && !number->legacy)
    {
        (*at)++;
        number->bigint = TRUE;
        if (digits->len > LONGEST_BIGINT)
            return "this BigInt is too long";
        number->digits = decimal_digits (file, digits, radix);
        if (number->digits.data == NULL)
            return out_of_memory;
    }
    else
        number->value = value_of (digits, radix);
    if (*at < end && (g_ascii_isalnum (**at) || **at == '_' || **at == '$' || **at == '\\'))
        return "a name can't follow a number without a blank";
    return NULL;
}

/* An octal escape, of which the first digit is *AT: up to \377. */
static guint32 read_octal_escape (const char **at, const char *end)
{
    guint32 value = 0;
    guint most = **at <= '3' ? 3 : 2;
    for (guint i = 0; i < most && *at < end && **at >= '0' && **at <= '7'; i++)
        value = value * 8 + (guint32)(*(*at)++ - '0');
    return value;
}

/* The character of the escape after the backslash at *AT, or G_MAXUINT32 for none (a line that goes on). */
static const char *read_escape (const char **at, const char *end, gboolean template, guint32 *character,
                                gboolean *octal)
{
    static const char letters[] = "bfnrtv";
    static const char values[] = "\b\f\n\r\t\v";
    const char *letter = strchr (letters, **at);
    if (letter != NULL && *letter != '\0')
    {
        *character = (guint32)values[letter - letters];
        (*at)++;
        return NULL;
    }
    gboolean digit_follows = *at + 1 < end && g_ascii_isdigit ((*at)[1]);
    switch (**at)
    {
    case '\r':
        *at += *at + 1 < end && (*at)[1] == '\n' ? 2 : 1;
        *character = G_MAXUINT32;
        return NULL;
    case '\n':
        (*at)++;
        *character = G_MAXUINT32;
        return NULL;
    case 'x':
        (*at)++;
        return read_hex (at, end, 2, character) ? NULL : "`\\x` needs two hexadecimal digits";
    case 'u':
        (*at)++;
        return read_unicode_escape (at, end, character) ? NULL : "this Unicode escape is not valid";
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
        if (**at == '0' && !digit_follows)
        {
            (*at)++;
            *character = 0;
            return NULL;
        }
        if (template)
            return "a template may not have octal escapes";
        *octal = TRUE;
        *character = read_octal_escape (at, end);
        return NULL;
    case '8':
    case '9':
        if (template)
            return "a template may not have octal escapes";
        *octal = TRUE;
        *character = (guint32) * (*at)++;
        return NULL;
    default:
        *character = g_utf8_get_char (*at);
        *at = g_utf8_next_char (*at);
        if (*character == 0x2028 || *character == 0x2029)
            *character = G_MAXUINT32;
        return NULL;
    }
}

/* Joins a low surrogate to the high one that OUT ends with. */
static gboolean join_surrogates (char *out, gsize *length, guint32 low)
{
    if (low < 0xDC00 || low > 0xDFFF || *length < 3)
        return FALSE;
    const guint8 *last = (const guint8 *)out + *length - 3;
    if (last[0] != 0xED || last[1] < 0xA0 || last[1] > 0xAF)
        return FALSE;
    guint32 high = 0xD000u | (guint32)(last[1] & 0x3F) << 6 | (guint32)(last[2] & 0x3F);
    *length -= 3;
    *length += put_utf8 (out + *length, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
    return TRUE;
}

const char *es_literal_unescape (ScriptFile *file, const char *start, const char *end, gboolean template, Text *text,
                                 gboolean *octal)
{
    /* No escape is shorter than what it stands for. */
    char *out = arena_alloc (file->arena, (gsize)(end - start) + 1);
    if (out == NULL)
        return out_of_memory;
    gsize length = 0;
    for (const char *at = start; at < end;)
    {
        if (*at == '\\')
        {
            at++;
            guint32 character = 0;
            const char *trouble = read_escape (&at, end, template, &character, octal);
            if (trouble != NULL)
                return trouble;
            if (character != G_MAXUINT32 && !join_surrogates (out, &length, character))
                length += put_utf8 (out + length, character);
        }
        else if (template && *at == '\r')
        {
            out[length++] = '\n';
            at += at + 1 < end && at[1] == '\n' ? 2 : 1;
        }
        else
            out[length++] = *at++;
    }
    *text = (Text){ out, length };
    return NULL;
}

gboolean es_literal_raw (ScriptFile *file, const char *start, const char *end, Text *text)
{
    if (memchr (start, '\r', (gsize)(end - start)) == NULL)
        return TRUE;
    char *out = arena_alloc (file->arena, (gsize)(end - start) + 1);
    if (out == NULL)
        return FALSE;
    gsize length = 0;
    for (const char *at = start; at < end; at++)
    {
        if (*at == '\r' && at + 1 < end && at[1] == '\n')
            continue;
        out[length++] = *at == '\r' ? '\n' : *at;
    }
    *text = (Text){ out, length };
    return TRUE;
}
