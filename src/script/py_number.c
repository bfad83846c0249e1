/* The methods of int and float, their reading from texts, and rounding. */

#include "script/py_methods.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ScriptStatus refuse_size (ScriptRuntime *runtime)
{
    return script_refuse (runtime, "an integer beyond 64 bits is out of reach");
}

static gint64 integer_of (ScriptCall *call)
{
    gint64 integer = 0;

    py_is_integer (py_unbox (call->receiver), &integer);
    return integer;
}

static double number_of (ScriptCall *call)
{
    return py_unbox (call->receiver).as.number;
}

static guint64 size_of (gint64 integer)
{
    return integer < 0 ? 0 - (guint64)integer : (guint64)integer;
}

static ScriptStatus int_bit_length (ScriptCall *call, Value *out)
{
    guint64 size = size_of (integer_of (call));

    SCRIPT_TRY (py_take_none (call, "int", "bit_length"));
    *out = value_integer (size ? 64 - __builtin_clzll (size) : 0);
    return SCRIPT_NORMAL;
}

static ScriptStatus int_bit_count (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_none (call, "int", "bit_count"));
    *out = value_integer (__builtin_popcountll (size_of (integer_of (call))));
    return SCRIPT_NORMAL;
}

static ScriptStatus int_itself (ScriptCall *call, Value *out)
{
    *out = value_integer (integer_of (call));
    return SCRIPT_NORMAL;
}

static ScriptStatus int_imag (ScriptCall *call G_GNUC_UNUSED, Value *out)
{
    *out = value_integer (0);
    return SCRIPT_NORMAL;
}

static ScriptStatus int_denominator (ScriptCall *call G_GNUC_UNUSED, Value *out)
{
    *out = value_integer (1);
    return SCRIPT_NORMAL;
}

static ScriptStatus int_conjugate (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_none (call, "int", "conjugate"));
    return int_itself (call, out);
}

static ScriptStatus int_is_integer (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_none (call, "int", "is_integer"));
    *out = value_boolean (TRUE);
    return SCRIPT_NORMAL;
}

static ScriptStatus int_as_integer_ratio (ScriptCall *call, Value *out)
{
    Value pair[2] = { value_integer (integer_of (call)), value_integer (1) };

    SCRIPT_TRY (py_take_none (call, "int", "as_integer_ratio"));
    *out = py_tuple_new (call->runtime, pair, 2);
    return SCRIPT_NORMAL;
}

static ScriptStatus byte_order (ScriptRuntime *runtime, Value value, gboolean *big)
{
    ScriptString *text = value.kind == VALUE_EMPTY ? NULL : py_as_string (value);
    const char *name = text ? value_to_text (runtime, py_unbox (value)) : "big";

    if (!text && value.kind != VALUE_EMPTY)
        return py_raise (runtime, "TypeError", "byteorder must be str, not %s", py_type_name (runtime, value));
    *big = strcmp (name, "big") == 0;
    if (!*big && strcmp (name, "little") != 0)
        return py_raise (runtime, "ValueError", "byteorder must be either 'little' or 'big'");
    return SCRIPT_NORMAL;
}

static ScriptStatus int_to_bytes (ScriptCall *call, Value *out)
{
    static const char *const names[] = { "length", "byteorder", "signed", NULL };
    gint64 integer = integer_of (call);
    gint64 length = 1;
    gboolean is_signed = FALSE;
    gboolean big;
    Value values[3];
    guint8 *data;

    SCRIPT_TRY (py_take_named (call, "to_bytes", names, values));
    if (values[0].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_index (call->runtime, values[0], &length));
    SCRIPT_TRY (byte_order (call->runtime, values[1], &big));
    if (values[2].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (call->runtime, values[2], &is_signed));
    if (length < 0)
        return py_raise (call->runtime, "ValueError", "length argument must be non-negative");
    if (integer < 0 && !is_signed)
        return py_raise (call->runtime, "OverflowError", "can't convert negative int to unsigned");
    if (length < 8)
    {
        gint64 rest = length ? integer >> (8 * length - (is_signed ? 1 : 0)) : integer;

        if (rest != 0 && !(is_signed && rest == -1 && length))
            return py_raise (call->runtime, "OverflowError", "int too big to convert");
    }
    if (length > STRING_MAX || !runtime_reserve (call->runtime, (gsize)length))
        return runtime_exhausted (call->runtime);
    data = script_alloc (call->runtime, (gsize)length + 1);
    for (gint64 i = 0; i < length; i++)
        data[big ? length - 1 - i : i] = (guint8)(i < 8 ? integer >> (8 * i) : integer < 0 ? 0xff : 0);
    *out = py_bytes_new (call->runtime, data, (gsize)length);
    return SCRIPT_NORMAL;
}

static ScriptStatus int_from_bytes (ScriptCall *call, Value *out)
{
    static const char *const names[] = { "bytes", "byteorder", "signed", NULL };
    const ScriptBytes *bytes;
    gboolean is_signed = FALSE;
    gboolean big;
    guint64 sum = 0;
    guint8 sign;
    Value values[3];

    SCRIPT_TRY (py_take_named (call, "from_bytes", names, values));
    bytes = value_bytes (values[0]);
    if (!bytes)
        return py_raise (call->runtime, "TypeError", "cannot convert '%s' object to bytes",
                         py_type_name (call->runtime, values[0]));
    SCRIPT_TRY (byte_order (call->runtime, values[1], &big));
    if (values[2].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (call->runtime, values[2], &is_signed));
    sign = is_signed && bytes->length && (bytes->data[big ? 0 : bytes->length - 1] & 0x80) ? 0xff : 0;
    for (gsize i = 0; i < bytes->length; i++)
    {
        guint8 byte = bytes->data[big ? bytes->length - 1 - i : i];

        if (i < 8)
            sum |= (guint64)byte << (8 * i);
        else if (byte != sign)
            return refuse_size (call->runtime);
    }
    for (gsize i = bytes->length; i < 8; i++)
        sum |= (guint64)sign << (8 * i);
    if (sum >> 63 && !sign)
        return refuse_size (call->runtime);
    *out = value_integer ((gint64)sum);
    return SCRIPT_NORMAL;
}

static ScriptStatus float_is_integer (ScriptCall *call, Value *out)
{
    double number = number_of (call);

    SCRIPT_TRY (py_take_none (call, "float", "is_integer"));
    *out = value_boolean (isfinite (number) && floor (number) == number);
    return SCRIPT_NORMAL;
}

static ScriptStatus float_itself (ScriptCall *call, Value *out)
{
    *out = value_number (number_of (call));
    return SCRIPT_NORMAL;
}

static ScriptStatus float_imag (ScriptCall *call G_GNUC_UNUSED, Value *out)
{
    *out = value_number (0);
    return SCRIPT_NORMAL;
}

static ScriptStatus float_conjugate (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_none (call, "float", "conjugate"));
    return float_itself (call, out);
}

static ScriptStatus float_as_integer_ratio (ScriptCall *call, Value *out)
{
    double number = number_of (call);
    int exponent;
    Value pair[2];

    SCRIPT_TRY (py_take_none (call, "float", "as_integer_ratio"));
    if (isnan (number))
        return py_raise (call->runtime, "ValueError", "cannot convert NaN to integer ratio");
    if (isinf (number))
        return py_raise (call->runtime, "OverflowError", "cannot convert Infinity to integer ratio");
    number = frexp (number, &exponent);
    for (int i = 0; i < 300 && number != floor (number); i++)
    {
        number *= 2;
        exponent--;
    }
    if (exponent > 0)
        number = ldexp (number, exponent);
    if (fabs (number) >= 9223372036854775808.0 || exponent < -62)
        return refuse_size (call->runtime);
    pair[0] = value_integer ((gint64)number);
    pair[1] = value_integer (exponent < 0 ? G_GINT64_CONSTANT (1) << -exponent : 1);
    *out = py_tuple_new (call->runtime, pair, 2);
    return SCRIPT_NORMAL;
}

static ScriptStatus float_hex (ScriptCall *call, Value *out)
{
    double number = number_of (call);
    int exponent;
    guint64 bits;

    SCRIPT_TRY (py_take_none (call, "float", "hex"));
    if (!isfinite (number))
    {
        *out = value_string (call->runtime, isnan (number) ? "nan" : number > 0 ? "inf" : "-inf", -1);
        return SCRIPT_NORMAL;
    }
    memcpy (&bits, &number, sizeof bits);
    exponent = (int)(bits >> 52 & 0x7ff);
    bits &= (G_GUINT64_CONSTANT (1) << 52) - 1;
    if (number == 0)
        *out = value_string (call->runtime, signbit (number) ? "-0x0.0p+0" : "0x0.0p+0", -1);
    else
        *out = value_string_printf (call->runtime, "%s0x%d.%013" G_GINT64_MODIFIER "xp%+d", number < 0 ? "-" : "",
                                    exponent ? 1 : 0, bits, exponent ? exponent - 1023 : -1022);
    return SCRIPT_NORMAL;
}

static ScriptStatus float_fromhex (ScriptCall *call, Value *out)
{
    ScriptString *string;
    g_autofree char *text = NULL;
    const char *digits;
    char *end;

    SCRIPT_TRY (py_take_one (call, "float", "fromhex"));
    string = py_as_string (call->arguments[0]);
    if (!string)
        return py_raise (call->runtime, "TypeError", "bad argument type for built-in operation");
    text = g_strstrip (g_strndup (string->data, string->length));
    digits = text + (*text == '-' || *text == '+');
    if (g_ascii_strncasecmp (digits, "0x", 2) != 0 && g_ascii_isxdigit (*digits))
    {
        char *prefixed = g_strdup_printf ("%.*s0x%s", (int)(digits - text), text, digits);

        g_free (text);
        text = prefixed;
    }
    *out = value_number (g_ascii_strtod (text, &end));
    if (*end || end == text)
        return py_raise (call->runtime, "ValueError", "invalid hexadecimal floating-point string");
    return SCRIPT_NORMAL;
}

/* The text without white space around it, and with other scripts' digits as those of ASCII; what is no ASCII then is '?'. */
static char *plain_text (const ScriptString *string)
{
    GString *text = g_string_new (NULL);
    const char *p = string->data;
    const char *end = p + string->length;

    while (p < end && py_is_space (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
    while (end > p)
    {
        const char *before = g_utf8_prev_char (end);

        if (!py_is_space (g_utf8_get_char (before)))
            break;
        end = before;
    }
    for (; p < end; p = g_utf8_next_char (p))
    {
        gunichar c = g_utf8_get_char (p);

        if (c > 0 && c < 128)
            g_string_append_c (text, (char)c);
        else if (g_unichar_type (c) == G_UNICODE_DECIMAL_NUMBER)
            g_string_append_c (text, (char)('0' + g_unichar_digit_value (c)));
        else
            g_string_append_c (text, '?');
    }
    return g_string_free (text, FALSE);
}

static ScriptStatus raise_literal (ScriptRuntime *runtime, const ScriptString *text, gint64 base)
{
    TextBuilder builder;

    text_builder_init (&builder, runtime);
    py_repr_string (&builder, text, FALSE);
    if (base < 0)
        return py_raise (runtime, "ValueError", "could not convert string to float: %s", text_finish_c (&builder));
    return py_raise (runtime, "ValueError", "invalid literal for int() with base %d: %.200s", (int)base,
                     text_finish_c (&builder));
}

/* Digits of BASE with single underscores between them. FALSE when they are none; TOO_LARGE when beyond 64 bits. */
static gboolean read_digits (const char *p, guint base, gboolean negative, gint64 *sum, gboolean *too_large)
{
    gboolean after_digit = FALSE;

    *sum = 0;
    *too_large = FALSE;
    for (; *p; p++)
    {
        gint64 digit = g_ascii_isdigit (*p) ? *p - '0' : g_ascii_isalpha (*p) ? g_ascii_tolower (*p) - 'a' + 10 : 99;

        if (*p == '_' && after_digit)
        {
            after_digit = FALSE;
            continue;
        }
        if (digit >= base)
            return FALSE;
        after_digit = TRUE;
        if (__builtin_mul_overflow (*sum, (gint64)base, sum) ||
            (negative ? __builtin_sub_overflow (*sum, digit, sum) : __builtin_add_overflow (*sum, digit, sum)))
            *too_large = TRUE;
    }
    return after_digit;
}

ScriptStatus py_parse_int (ScriptRuntime *runtime, const ScriptString *string, gint64 base, Value *out)
{
    g_autofree char *text = NULL;
    const char *p;
    gint64 sum;
    gint64 used = base;
    gboolean negative;
    gboolean too_large;
    char letter;

    if (base != 0 && (base < 2 || base > 36))
        return py_raise (runtime, "ValueError", "int() base must be >= 2 and <= 36, or 0");
    SCRIPT_TRY (py_charge (runtime, string->length / 16));
    text = plain_text (string);
    p = text;
    negative = *p == '-';
    p += *p == '-' || *p == '+';
    letter = p[0] == '0' ? g_ascii_tolower (p[1]) : 0;
    if (letter == 'x' || letter == 'o' || letter == 'b')
    {
        gint64 meant = letter == 'x' ? 16 : letter == 'o' ? 8 : 2;

        if (base == 0 || base == meant)
        {
            used = meant;
            p += 2 + (p[2] == '_');
        }
    }
    else if (base == 0)
    {
        used = 10;
        /* A number other than nought must not begin with it. */
        if (p[0] == '0' && strspn (p, "0_") != strlen (p))
            return raise_literal (runtime, string, base);
    }
    if (!read_digits (p, (guint)(used ? used : 10), negative, &sum, &too_large))
        return raise_literal (runtime, string, base);
    if (too_large)
        return refuse_size (runtime);
    *out = value_integer (sum);
    return SCRIPT_NORMAL;
}

ScriptStatus py_parse_float (ScriptRuntime *runtime, const ScriptString *string, Value *out)
{
    g_autofree char *text = NULL;
    const char *digits;
    char *end;
    char *q;

    SCRIPT_TRY (py_charge (runtime, string->length / 16));
    text = plain_text (string);
    digits = text + (*text == '-' || *text == '+');
    if (g_ascii_strcasecmp (digits, "inf") == 0 || g_ascii_strcasecmp (digits, "infinity") == 0)
        *out = value_number (*text == '-' ? -INFINITY : INFINITY);
    else if (g_ascii_strcasecmp (digits, "nan") == 0)
        *out = value_number (NAN);
    else
    {
        if (strspn (digits, "0123456789.eE+-_") != strlen (digits) || !*digits)
            return raise_literal (runtime, string, -1);
        q = text;
        for (const char *p = text; *p; p++)
        {
            if (*p != '_')
                *q++ = *p;
            else if (p == text || !g_ascii_isdigit (p[-1]) || !g_ascii_isdigit (p[1]))
                return raise_literal (runtime, string, -1);
        }
        *q = 0;
        *out = value_number (g_ascii_strtod (text, &end));
        if (*end || end == text)
            return raise_literal (runtime, string, -1);
    }
    return SCRIPT_NORMAL;
}

/* NUMBER to a multiple of ten to the PLACES, a half to the even one. */
static ScriptStatus round_integer (ScriptRuntime *runtime, gint64 number, gint64 places, Value *out)
{
    gint64 unit = 1;
    gint64 rest;
    gint64 rounded;

    *out = value_integer (0);
    if (places > 18)
        return SCRIPT_NORMAL;
    for (gint64 i = 0; i < places; i++)
        unit *= 10;
    rest = number % unit;
    if (rest < 0)
        rest += unit;
    if (__builtin_sub_overflow (number, rest, &rounded))
        return refuse_size (runtime);
    if ((rest > unit - rest || (rest == unit - rest && (rounded / unit) % 2 != 0)) &&
        __builtin_add_overflow (rounded, unit, &rounded))
        return refuse_size (runtime);
    *out = value_integer (rounded);
    return SCRIPT_NORMAL;
}

/* To DIGITS places by way of the exact decimal text, as CPython does. */
static double round_to (double number, gint64 digits)
{
    char format[16];
    char text[512];

    if (!isfinite (number) || number == 0 || digits > 400)
        return number;
    if (digits < -308)
        return number < 0 ? -0.0 : 0.0;
    if (digits >= 0)
    {
        g_snprintf (format, sizeof format, "%%.%df", (int)MIN (digits, 340));
        return g_ascii_strtod (g_ascii_formatd (text, sizeof text, format, number), NULL);
    }
    /* Before the point: as many digits as are left of the whole number, where a half goes to the even one. */
    g_ascii_formatd (text, sizeof text, "%.0f", trunc (number));
    {
        int keep = (int)strlen (text) - (number < 0) + (int)digits;

        if (keep < 0 || (keep == 0 && fabs (number) <= 5 * pow (10, (double)-digits - 1)))
            return number < 0 ? -0.0 : 0.0;
        if (keep == 0)
        {
            g_snprintf (text, sizeof text, "%s1e%d", number < 0 ? "-" : "", (int)-digits);
            return g_ascii_strtod (text, NULL);
        }
        g_snprintf (format, sizeof format, "%%.%de", keep - 1);
        return g_ascii_strtod (g_ascii_formatd (text, sizeof text, format, number), NULL);
    }
}

ScriptStatus py_round (ScriptRuntime *runtime, Value number, Value digits, Value *out)
{
    Value plain = py_unbox (number);
    gint64 places = 0;
    gint64 integer;
    double rounded;

    if (!value_is_nullish (digits))
        SCRIPT_TRY (py_index (runtime, digits, &places));
    if (py_is_integer (plain, &integer))
    {
        *out = value_integer (integer);
        return places < 0 ? round_integer (runtime, integer, places < -100 ? 100 : -places, out) : SCRIPT_NORMAL;
    }
    if (!value_is_nullish (digits))
    {
        rounded = round_to (plain.as.number, places);
        if (isinf (rounded) && isfinite (plain.as.number))
            return py_raise (runtime, "OverflowError", "rounded value too large to represent");
        *out = value_number (rounded);
        return SCRIPT_NORMAL;
    }
    if (isnan (plain.as.number))
        return py_raise (runtime, "ValueError", "cannot convert float NaN to integer");
    if (isinf (plain.as.number))
        return py_raise (runtime, "OverflowError", "cannot convert float infinity to integer");
    rounded = nearbyint (plain.as.number);
    if (fabs (rounded) >= 9223372036854775808.0)
        return refuse_size (runtime);
    *out = value_integer ((gint64)rounded);
    return SCRIPT_NORMAL;
}

const NativeEntry py_int_methods[] = { { "as_integer_ratio", 0, int_as_integer_ratio },
                                       { "bit_count", 0, int_bit_count },
                                       { "bit_length", 0, int_bit_length },
                                       { "conjugate", 0, int_conjugate },
                                       { "get denominator", 0, int_denominator },
                                       { "get imag", 0, int_imag },
                                       { "get numerator", 0, int_itself },
                                       { "get real", 0, int_itself },
                                       { "is_integer", 0, int_is_integer },
                                       { "to_bytes", 0, int_to_bytes },
                                       { NULL, 0, NULL } };

const NativeEntry py_int_class_methods[] = { { "from_bytes", 1, int_from_bytes }, { NULL, 0, NULL } };

const NativeEntry py_float_methods[] = { { "as_integer_ratio", 0, float_as_integer_ratio },
                                         { "conjugate", 0, float_conjugate },
                                         { "get imag", 0, float_imag },
                                         { "get real", 0, float_itself },
                                         { "hex", 0, float_hex },
                                         { "is_integer", 0, float_is_integer },
                                         { NULL, 0, NULL } };

const NativeEntry py_float_class_methods[] = { { "fromhex", 1, float_fromhex }, { NULL, 0, NULL } };
