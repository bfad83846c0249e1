/* Format specifications, and what int, float and str make of them. */

#include "script/py_format.h"

#include <math.h>
#include <string.h>

typedef struct
{
    const char *at;
    const char *end;
} Reader;

static char peek (const Reader *reader, gsize ahead)
{
    return reader->at + ahead < reader->end ? reader->at[ahead] : 0;
}

static gboolean accept (Reader *reader, char c)
{
    if (peek (reader, 0) != c)
        return FALSE;
    reader->at++;
    return TRUE;
}

static gboolean is_align (char c)
{
    return c && strchr ("<>=^", c) != NULL;
}

/* Digits at the reader: FALSE when they are beyond 64 bits. NUMBER stays as it is when there are none. */
static gboolean read_integer (Reader *reader, gint64 *number)
{
    const char *start = reader->at;
    gint64 sum = 0;

    for (; g_ascii_isdigit (peek (reader, 0)); reader->at++)
        if (__builtin_mul_overflow (sum, 10, &sum) || __builtin_add_overflow (sum, *reader->at - '0', &sum))
            return FALSE;
    if (reader->at > start)
        *number = sum;
    return TRUE;
}

static void read_alignment (Reader *reader, PyFormatSpec *spec, gboolean *fill_given, gboolean *align_given)
{
    gsize first = reader->at < reader->end ? (gsize)(g_utf8_next_char (reader->at) - reader->at) : 0;

    *fill_given = first && is_align (peek (reader, first));
    if (*fill_given)
    {
        spec->fill = g_utf8_get_char (reader->at);
        reader->at += first;
    }
    *align_given = is_align (peek (reader, 0));
    if (*align_given)
        spec->align = *reader->at++;
}

static ScriptStatus read_grouping (ScriptRuntime *runtime, Reader *reader, PyFormatSpec *spec)
{
    if (accept (reader, ','))
        spec->grouping = ',';
    if (accept (reader, '_'))
    {
        if (spec->grouping)
            return py_raise (runtime, "ValueError", "Cannot specify both ',' and '_'.");
        spec->grouping = '_';
    }
    if (spec->grouping == '_' && peek (reader, 0) == ',')
        return py_raise (runtime, "ValueError", "Cannot specify both ',' and '_'.");
    return SCRIPT_NORMAL;
}

/* A type as messages show it. */
static const char *type_text (gunichar type, char *text)
{
    if (type > 32 && type < 127)
        g_snprintf (text, 16, "%c", (char)type);
    else
        g_snprintf (text, 16, "\\x%x", type);
    return text;
}

static ScriptStatus check_grouping (ScriptRuntime *runtime, const PyFormatSpec *spec)
{
    char text[16];

    if (!spec->grouping || !spec->type || (spec->type < 128 && strchr ("defgEGF%", (char)spec->type)))
        return SCRIPT_NORMAL;
    if (spec->grouping == '_' && spec->type < 128 && strchr ("boxX", (char)spec->type))
        return SCRIPT_NORMAL;
    return py_raise (runtime, "ValueError", "Cannot specify '%c' with '%s'.", spec->grouping,
                     type_text (spec->type, text));
}

ScriptStatus py_format_spec_read (ScriptRuntime *runtime, const char *spec, gsize length, const char *type_name,
                                  char align, PyFormatSpec *out)
{
    Reader reader = { spec, spec + length };
    gboolean fill_given;
    gboolean align_given;

    *out = (PyFormatSpec){ .fill = ' ', .align = align, .width = -1, .precision = -1 };
    read_alignment (&reader, out, &fill_given, &align_given);
    if (peek (&reader, 0) && strchr (" +-", peek (&reader, 0)))
        out->sign = *reader.at++;
    out->no_negative_zero = accept (&reader, 'z');
    out->alternate = accept (&reader, '#');
    if (!fill_given && accept (&reader, '0'))
    {
        out->fill = '0';
        if (!align_given && align == '>')
            out->align = '=';
    }
    if (!read_integer (&reader, &out->width))
        return py_raise (runtime, "ValueError", "Too many decimal digits in format string");
    SCRIPT_TRY (read_grouping (runtime, &reader, out));
    if (accept (&reader, '.'))
    {
        if (!read_integer (&reader, &out->precision))
            return py_raise (runtime, "ValueError", "Too many decimal digits in format string");
        if (out->precision < 0)
            return py_raise (runtime, "ValueError", "Format specifier missing precision");
    }
    if (reader.at < reader.end)
    {
        out->type = g_utf8_get_char (reader.at);
        reader.at = g_utf8_next_char (reader.at);
    }
    if (reader.at < reader.end)
        return py_raise (runtime, "ValueError", "Invalid format specifier '%.*s' for object of type '%s'",
                         (int)MIN (length, 200), spec, type_name);
    return check_grouping (runtime, out);
}

static ScriptStatus unknown_type (ScriptRuntime *runtime, gunichar type, const char *type_name)
{
    char text[16];

    return py_raise (runtime, "ValueError", "Unknown format code '%s' for object of type '%s'", type_text (type, text),
                     type_name);
}

/* N characters C. */
static ScriptStatus append_fill (TextBuilder *builder, gunichar c, gint64 n)
{
    char text[6];
    gsize length = (gsize)g_unichar_to_utf8 (c, text);

    if (n <= 0)
        return SCRIPT_NORMAL;
    if (n > STRING_MAX)
        return script_refuse (builder->runtime, "the script makes a string of more than %u bytes", STRING_MAX);
    if (!runtime_steps (builder->runtime, (gsize)n / 256) || !runtime_reserve (builder->runtime, (gsize)n * length))
        return runtime_exhausted (builder->runtime);
    for (gint64 i = 0; i < n; i++)
        text_append (builder, text, length);
    return builder->failed ? SCRIPT_STOP : SCRIPT_NORMAL;
}

/* How many of MISSING characters stand before the text. */
static gint64 fill_before (const PyFormatSpec *spec, gint64 missing)
{
    if (spec->align == '<' || missing <= 0)
        return 0;
    return spec->align == '^' ? missing / 2 : missing;
}

ScriptStatus py_append_padded (TextBuilder *builder, const PyFormatSpec *spec, const char *text, gsize length,
                               gsize characters)
{
    gint64 missing = spec->width - (gint64)characters;
    gint64 before = fill_before (spec, missing);

    SCRIPT_TRY (append_fill (builder, spec->fill, before));
    text_append (builder, text, length);
    return append_fill (builder, spec->fill, missing - before);
}

/* DIGITS in groups, with noughts before them up to LEAST characters; written from the end on. */
static char *group_digits (ScriptRuntime *runtime, const PyNumberText *text, gsize n_digits, gint64 least,
                           char separator, guint group, gsize *length)
{
    gsize size = n_digits + (gsize)MAX (least, 0) + (n_digits + (gsize)MAX (least, 0)) / group + 2;
    char *grouped = runtime_reserve (runtime, size) ? script_alloc (runtime, size) : NULL;
    char *p = grouped + size;
    gsize left = n_digits;

    if (!grouped)
        return NULL;
    for (gsize in_group = 0; left > 0 || (gint64)(grouped + size - p) < least; in_group++)
    {
        if (separator && in_group == group)
        {
            *--p = separator;
            in_group = 0;
            /* A separator is never first: where one digit more would pass the width, it passes. */
        }
        *--p = left > 0 ? text->digits[--left] : '0';
    }
    *length = (gsize)(grouped + size - p);
    return p;
}

ScriptStatus py_append_number (TextBuilder *builder, const PyFormatSpec *spec, const PyNumberText *text, guint group)
{
    char sign = text->negative ? '-' : spec->sign == '+' || spec->sign == ' ' ? spec->sign : 0;
    gsize n_digits = 0;
    gsize outside;
    gsize grouped_length;
    gint64 least = 0;
    gint64 missing;
    gint64 before;
    char *grouped;

    while (n_digits < text->length && g_ascii_isxdigit (text->digits[n_digits]) &&
           (group == 4 || g_ascii_isdigit (text->digits[n_digits])))
        n_digits++;
    outside = (sign != 0) + strlen (text->prefix) + text->length - n_digits;
    if (spec->width > STRING_MAX)
        return script_refuse (builder->runtime, "the script makes a string of more than %u bytes", STRING_MAX);
    if (spec->fill == '0' && spec->align == '=' && n_digits > 0)
        least = spec->width - (gint64)outside;
    grouped = group_digits (builder->runtime, text, n_digits, least, spec->grouping, group, &grouped_length);
    if (!grouped)
        return SCRIPT_STOP;
    missing = spec->width - (gint64)(outside + grouped_length);
    before = spec->align == '=' ? 0 : fill_before (spec, missing);
    SCRIPT_TRY (append_fill (builder, spec->fill, before));
    if (sign)
        text_append_c (builder, sign);
    text_append_text (builder, text->prefix);
    if (spec->align == '=')
    {
        SCRIPT_TRY (append_fill (builder, spec->fill, missing));
        missing = 0;
    }
    text_append (builder, grouped, grouped_length);
    text_append (builder, text->digits + n_digits, text->length - n_digits);
    return append_fill (builder, spec->fill, missing - before);
}

/* The lengths of a format of printf: a precision beyond what a double has adds noughts only, but Python writes them. */
#define MOST_DIGITS 400

/* NUMBER by printf's TYPE. */
static const char *print_digits (ScriptRuntime *runtime, double number, char type, gint64 precision, gboolean alternate)
{
    gsize size = (gsize)precision + MOST_DIGITS;
    char format[40];
    char *text = runtime_reserve (runtime, size) ? script_alloc (runtime, size) : NULL;

    if (!text)
        return NULL;
    g_snprintf (format, sizeof format, alternate ? "%%#.%d%c" : "%%.%d%c", (int)precision, type);
    return g_ascii_formatd (text, (int)size, format, number);
}

/* What lacks a point and a digit behind it gets them. */
static const char *with_point_zero (ScriptRuntime *runtime, const char *text)
{
    gsize length = strlen (text);
    char *longer;

    if (strcspn (text, ".eE") < length)
    {
        if (text[length - 1] != '.')
            return text;
        text = script_strdup (runtime, text);
        length--;
    }
    longer = script_alloc (runtime, length + 3);
    memcpy (longer, text, length);
    memcpy (longer + length, ".0", 3);
    return longer;
}

/* %g where one digit less than the precision makes an exponent, since a ".0" must have room (format_float_short, add_dot_0_if_finite). */
static const char *general_digits (ScriptRuntime *runtime, double number, char type, gint64 precision,
                                   gboolean alternate)
{
    const char *text = print_digits (runtime, number, type, precision, alternate);
    gsize digits;

    if (!text)
        return NULL;
    digits = strspn (text, "0123456789");
    if (digits == (gsize)precision && text[digits] != 'e')
    {
        /* As many digits before the point as the precision has: written with an exponent, without noughts at the end. */
        char *exponential = script_strdup (runtime, print_digits (runtime, number, 'e', precision - 1, alternate));
        char *e = strchr (exponential, 'e');
        char *end = e;

        if (!alternate && memchr (exponential, '.', (gsize)(e - exponential)))
        {
            while (end[-1] == '0')
                end--;
            if (end[-1] == '.')
                end--;
        }
        memmove (end, e, strlen (e) + 1);
        return exponential;
    }
    return text;
}

const char *py_float_digits (ScriptRuntime *runtime, double number, char type, gint64 precision, gboolean alternate,
                             gboolean point_zero)
{
    gboolean capital = type >= 'A' && type <= 'Z';
    const char *text;

    number = fabs (number);
    if (!isfinite (number))
        text = isnan (number) ? "nan" : "inf";
    else if (type == 'r')
    {
        char *shortest = script_alloc (runtime, PY_FLOAT_TEXT_SIZE);

        text = py_float_text (number, shortest);
    }
    else
    {
        type = g_ascii_tolower (type);
        if (type == 'g')
            precision = MAX (precision, 1);
        text = type == 'g' && point_zero ? general_digits (runtime, number, type, precision, alternate)
                                         : print_digits (runtime, number, type, precision, alternate);
        if (text && point_zero)
            text = with_point_zero (runtime, text);
    }
    if (!text || !capital)
        return text;
    {
        char *upper = script_strdup (runtime, text);

        for (char *p = upper; *p; p++)
            *p = g_ascii_toupper (*p);
        return upper;
    }
}

ScriptStatus py_format_float (ScriptRuntime *runtime, double number, const char *type_name, const char *spec,
                              gsize length, Value *out)
{
    PyFormatSpec format;
    PyNumberText text = { .prefix = "" };
    TextBuilder builder;
    char type;
    gint64 precision;

    SCRIPT_TRY (py_format_spec_read (runtime, spec, length, type_name, '>', &format));
    if (format.type >= 128 || (format.type && !strchr ("eEfFgGn%", (char)format.type)))
        return unknown_type (runtime, format.type, type_name);
    if (format.precision > G_MAXINT32)
        return py_raise (runtime, "ValueError", "precision too big");
    type = !format.type ? 'r' : format.type == 'n' ? 'g' : format.type == '%' ? 'f' : (char)format.type;
    if (format.type == '%')
        number *= 100;
    precision = format.precision;
    if (precision >= 0 && type == 'r')
        type = 'g';
    else if (precision < 0)
        precision = 6;
    text.digits = py_float_digits (runtime, number, type, precision, format.alternate, !format.type);
    if (!text.digits)
        return SCRIPT_STOP;
    text.negative = signbit (number) && !isnan (number);
    if (text.negative && format.no_negative_zero && strspn (text.digits, "0.") == strcspn (text.digits, "eE"))
        text.negative = FALSE;
    if (format.type == '%')
    {
        gsize n = strlen (text.digits);
        char *digits = script_alloc (runtime, n + 2);

        memcpy (digits, text.digits, n);
        digits[n] = '%';
        text.digits = digits;
    }
    text.length = strlen (text.digits);
    text_builder_init (&builder, runtime);
    SCRIPT_TRY (py_append_number (&builder, &format, &text, 3));
    return text_finish (&builder, out);
}

static ScriptStatus format_character (ScriptRuntime *runtime, gint64 integer, const PyFormatSpec *spec, Value *out)
{
    TextBuilder builder;
    char text[6];

    if (spec->sign)
        return py_raise (runtime, "ValueError", "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        return py_raise (runtime, "ValueError", "Alternate form (#) not allowed with integer format specifier 'c'");
    if (integer < 0 || integer > 0x10ffff)
        return py_raise (runtime, "OverflowError", "%%c arg not in range(0x110000)");
    text_builder_init (&builder, runtime);
    SCRIPT_TRY (py_append_padded (&builder, spec, text, (gsize)g_unichar_to_utf8 ((gunichar)integer, text), 1));
    return text_finish (&builder, out);
}

const char *py_integer_digits (guint64 number, guint base, gboolean capital, char *text)
{
    static const char small[] = "0123456789abcdef";
    static const char large[] = "0123456789ABCDEF";
    char *p = text + PY_INTEGER_DIGITS_SIZE - 1;

    *p = 0;
    do
        *--p = (capital ? large : small)[number % base];
    while (number /= base);
    return p;
}

ScriptStatus py_format_integer (ScriptRuntime *runtime, gint64 integer, const char *type_name, const char *spec,
                                gsize length, Value *out)
{
    PyFormatSpec format;
    PyNumberText text = { .negative = integer < 0, .prefix = "" };
    TextBuilder builder;
    char digits[PY_INTEGER_DIGITS_SIZE];
    guint base = 10;

    SCRIPT_TRY (py_format_spec_read (runtime, spec, length, type_name, '>', &format));
    if (format.type && format.type < 128 && strchr ("eEfFgG%", (char)format.type))
        return py_format_float (runtime, (double)integer, type_name, spec, length, out);
    if (format.type >= 128 || (format.type && !strchr ("bcdoxXn", (char)format.type)))
        return unknown_type (runtime, format.type, type_name);
    if (format.precision >= 0)
        return py_raise (runtime, "ValueError", "Precision not allowed in integer format specifier");
    if (format.no_negative_zero)
        return py_raise (runtime, "ValueError", "Negative zero coercion (z) not allowed in integer format specifier");
    if (format.type == 'c')
        return format_character (runtime, integer, &format, out);
    if (format.type == 'b' || format.type == 'o')
        base = format.type == 'b' ? 2 : 8;
    else if (format.type == 'x' || format.type == 'X')
        base = 16;
    if (format.alternate && base != 10)
        text.prefix = format.type == 'b' ? "0b" : format.type == 'o' ? "0o" : format.type == 'x' ? "0x" : "0X";
    text.digits =
        py_integer_digits (integer < 0 ? 0 - (guint64)integer : (guint64)integer, base, format.type == 'X', digits);
    text.length = strlen (text.digits);
    text_builder_init (&builder, runtime);
    SCRIPT_TRY (py_append_number (&builder, &format, &text, base == 10 ? 3 : 4));
    return text_finish (&builder, out);
}

static ScriptStatus refuse_in_text (ScriptRuntime *runtime, const PyFormatSpec *spec)
{
    const char *what = NULL;

    if (spec->sign)
        what = spec->sign == ' ' ? "Space" : "Sign";
    else if (spec->no_negative_zero)
        what = "Negative zero coercion (z)";
    else if (spec->alternate)
        what = "Alternate form (#)";
    if (what)
        return py_raise (runtime, "ValueError", "%s not allowed in string format specifier", what);
    if (spec->align == '=')
        return py_raise (runtime, "ValueError", "'=' alignment not allowed in string format specifier");
    return SCRIPT_NORMAL;
}

ScriptStatus py_format_string (ScriptRuntime *runtime, ScriptString *string, const char *spec, gsize length, Value *out)
{
    PyFormatSpec format;
    TextBuilder builder;
    gsize characters = 0;
    const char *p = string->data;
    const char *end = p + string->length;

    SCRIPT_TRY (py_format_spec_read (runtime, spec, length, "str", '<', &format));
    if (format.type && format.type != 's')
        return unknown_type (runtime, format.type, "str");
    SCRIPT_TRY (refuse_in_text (runtime, &format));
    for (; p < end && (format.precision < 0 || (gint64)characters < format.precision); p = g_utf8_next_char (p))
        characters++;
    text_builder_init (&builder, runtime);
    SCRIPT_TRY (py_append_padded (&builder, &format, string->data, (gsize)(p - string->data), characters));
    return text_finish (&builder, out);
}

ScriptStatus py_format_builtin (ScriptRuntime *runtime, Value value, ScriptString *spec, ScriptString **out)
{
    Value plain = py_unbox (value);
    const char *type_name = py_type_name (runtime, value);
    ScriptStatus status;
    Value text;
    gint64 integer;

    if (spec->length == 0)
        return py_str (runtime, value, out);
    if (py_is_integer (plain, &integer))
        status = py_format_integer (runtime, integer, type_name, spec->data, spec->length, &text);
    else if (plain.kind == VALUE_NUMBER)
        status = py_format_float (runtime, plain.as.number, type_name, spec->data, spec->length, &text);
    else if (plain.kind == VALUE_STRING)
        status = py_format_string (runtime, plain.as.string, spec->data, spec->length, &text);
    else
        return py_raise (runtime, "TypeError", "unsupported format string passed to %s.__format__", type_name);
    SCRIPT_TRY (status);
    *out = text.as.string;
    return SCRIPT_NORMAL;
}
