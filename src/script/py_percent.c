/* `%` of str and of bytes (Objects/unicodeobject.c, unicode_format; Objects/bytesobject.c, _PyBytes_FormatEx). */

#include "script/py_format.h"

#include <math.h>
#include <string.h>

typedef struct
{
    ScriptRuntime *runtime;
    TextBuilder builder;
    const char *start;
    const char *at;
    const char *end;
    gboolean bytes;
    Value arguments;
    ScriptList *tuple; /* ARGUMENTS when they are several; or NULL */
    gboolean mapping;  /* ARGUMENTS can be asked by key */
    guint next;        /* the argument that comes */
} Percent;

/* One conversion, as it stands after the `%`. */
typedef struct
{
    Value value; /* that a key gave; else VALUE_EMPTY */
    gboolean minus, plus, space, alternate, zero;
    gint64 width;
    gint64 precision; /* -1: none */
    gunichar type;
    const char *type_at;
} Conversion;

static ScriptStatus raise_incomplete (Percent *percent)
{
    return py_raise (percent->runtime, "ValueError", "incomplete format");
}

static ScriptStatus next_argument (Percent *percent, Value *out)
{
    if (percent->tuple ? percent->next >= percent->tuple->length : percent->next > 0)
        return py_raise (percent->runtime, "TypeError", "not enough arguments for format string");
    *out = percent->tuple ? percent->tuple->items[percent->next] : percent->arguments;
    percent->next++;
    return SCRIPT_NORMAL;
}

/* `(key)`: what the mapping has there. */
static ScriptStatus read_key (Percent *percent, Conversion *conversion)
{
    const char *key;
    guint depth = 1;
    Value name;

    if (percent->at >= percent->end || *percent->at != '(')
        return SCRIPT_NORMAL;
    if (!percent->mapping)
        return py_raise (percent->runtime, "TypeError", "format requires a mapping");
    for (key = ++percent->at; percent->at < percent->end && depth > 0; percent->at++)
        depth += *percent->at == '(' ? 1u : *percent->at == ')' ? -1u : 0u;
    if (depth > 0)
        return py_raise (percent->runtime, "ValueError", "incomplete format key");
    if (percent->bytes)
        name = py_bytes_new (percent->runtime, key, (gsize)(percent->at - 1 - key));
    else
        name = value_of_string (string_new (percent->runtime, key, (gsize)(percent->at - 1 - key)));
    return py_get_index (percent->runtime, percent->arguments, name, &conversion->value);
}

static void read_flags (Percent *percent, Conversion *conversion)
{
    for (; percent->at < percent->end; percent->at++)
    {
        if (*percent->at == '-')
            conversion->minus = TRUE;
        else if (*percent->at == '+')
            conversion->plus = TRUE;
        else if (*percent->at == ' ')
            conversion->space = TRUE;
        else if (*percent->at == '#')
            conversion->alternate = TRUE;
        else if (*percent->at == '0')
            conversion->zero = TRUE;
        else
            return;
    }
}

/* A number or `*`. WHAT is "width" or "precision". */
static ScriptStatus read_size (Percent *percent, const char *what, gint64 *size)
{
    Value value;

    if (percent->at < percent->end && *percent->at == '*')
    {
        SCRIPT_TRY (next_argument (percent, &value));
        if (!py_is_integer (py_unbox (value), size))
            return py_raise (percent->runtime, "TypeError", "* wants int");
        percent->at++;
    }
    else
        for (; percent->at < percent->end && g_ascii_isdigit (*percent->at); percent->at++)
            if (__builtin_mul_overflow (*size, 10, size) || __builtin_add_overflow (*size, *percent->at - '0', size))
                return py_raise (percent->runtime, "ValueError", "%s too big", what);
    if (*size > STRING_MAX)
        return script_refuse (percent->runtime, "a text with a %s of %" G_GINT64_FORMAT " is out of bounds", what,
                              *size);
    return SCRIPT_NORMAL;
}

static ScriptStatus read_conversion (Percent *percent, Conversion *conversion)
{
    *conversion = (Conversion){ .value = EMPTY_VALUE, .precision = -1 };
    SCRIPT_TRY (read_key (percent, conversion));
    read_flags (percent, conversion);
    SCRIPT_TRY (read_size (percent, "width", &conversion->width));
    if (conversion->width < 0)
    {
        conversion->minus = TRUE;
        conversion->width = -conversion->width;
    }
    if (percent->at < percent->end && *percent->at == '.')
    {
        percent->at++;
        conversion->precision = 0;
        SCRIPT_TRY (read_size (percent, "precision", &conversion->precision));
        conversion->precision = MAX (conversion->precision, 0);
    }
    if (percent->at < percent->end && strchr ("hlL", *percent->at))
        percent->at++;
    if (percent->at >= percent->end)
        return raise_incomplete (percent);
    conversion->type_at = percent->at;
    conversion->type = percent->bytes ? (guchar)*percent->at : g_utf8_get_char (percent->at);
    percent->at += percent->bytes ? 1 : g_utf8_next_char (percent->at) - percent->at;
    return SCRIPT_NORMAL;
}

static PyFormatSpec spec_of (const Conversion *conversion, gboolean number)
{
    PyFormatSpec spec = { .fill = ' ', .align = conversion->minus ? '<' : '>', .width = conversion->width };

    if (number && conversion->zero)
    {
        spec.fill = conversion->minus ? ' ' : '0';
        spec.align = conversion->minus ? '<' : '=';
    }
    spec.sign = conversion->plus ? '+' : conversion->space ? ' ' : 0;
    return spec;
}

static ScriptStatus append_text (Percent *percent, const Conversion *conversion, const char *text, gsize length)
{
    PyFormatSpec spec = spec_of (conversion, FALSE);
    gsize characters = 0;
    const char *p = text;
    const char *end = text + length;

    while (p < end && (conversion->precision < 0 || (gint64)characters < conversion->precision))
    {
        p = percent->bytes ? p + 1 : g_utf8_next_char (p);
        characters++;
    }
    return py_append_padded (&percent->builder, &spec, text, (gsize)(p - text), characters);
}

static ScriptStatus append_bytes (Percent *percent, const Conversion *conversion, Value value)
{
    ScriptBytes *bytes = value_bytes (value);
    gboolean found = FALSE;
    Value converted;

    if (!bytes)
    {
        SCRIPT_TRY (py_call_special (percent->runtime, value, "__bytes__", NULL, 0, &converted, &found));
        bytes = found ? value_bytes (converted) : NULL;
    }
    if (!bytes)
        return py_raise (percent->runtime, "TypeError",
                         "%%b requires a bytes-like object, or an object that implements __bytes__, not '%s'",
                         py_type_name (percent->runtime, value));
    return append_text (percent, conversion, (const char *)bytes->data, bytes->length);
}

static ScriptStatus append_converted (Percent *percent, const Conversion *conversion, Value value)
{
    ScriptString *text;

    if (percent->bytes && (conversion->type == 's' || conversion->type == 'b'))
        return append_bytes (percent, conversion, value);
    SCRIPT_TRY (py_convert (percent->runtime, value, percent->bytes ? 'a' : conversion->type, &text));
    return append_text (percent, conversion, text->data, text->length);
}

static ScriptStatus append_character (Percent *percent, const Conversion *conversion, Value value)
{
    Conversion whole = *conversion;
    Value plain = py_unbox (value);
    gint64 integer;
    char text[6];

    whole.precision = -1;
    if (percent->bytes)
    {
        const ScriptBytes *bytes = value_bytes (value);

        if (bytes && bytes->length == 1)
            return append_text (percent, &whole, (const char *)bytes->data, 1);
        if (!py_is_integer (plain, &integer))
            return py_raise (percent->runtime, "TypeError", "%%c requires an integer in range(256) or a single byte");
        if (integer < 0 || integer > 255)
            return py_raise (percent->runtime, "OverflowError", "%%c arg not in range(256)");
        text[0] = (char)integer;
        return append_text (percent, &whole, text, 1);
    }
    if (plain.kind == VALUE_STRING && py_string_length (plain.as.string) == 1)
        return append_text (percent, &whole, plain.as.string->data, plain.as.string->length);
    if (!py_is_integer (plain, &integer))
        return py_raise (percent->runtime, "TypeError", "%%c requires int or char");
    if (integer < 0 || integer > 0x10ffff)
        return py_raise (percent->runtime, "OverflowError", "%%c arg not in range(0x110000)");
    return append_text (percent, &whole, text, (gsize)g_unichar_to_utf8 ((gunichar)integer, text));
}

/* The integer that %d (any real number) or %x and %o (an index) take. */
static ScriptStatus integer_of (Percent *percent, const Conversion *conversion, Value value, gint64 *out)
{
    gboolean decimal = conversion->type == 'd' || conversion->type == 'i' || conversion->type == 'u';
    Value plain = py_unbox (value);
    gboolean found = FALSE;
    Value converted = UNDEFINED;

    if (py_is_integer (plain, out))
        return SCRIPT_NORMAL;
    if (decimal && plain.kind == VALUE_NUMBER)
    {
        if (isnan (plain.as.number))
            return py_raise (percent->runtime, "ValueError", "cannot convert float NaN to integer");
        if (isinf (plain.as.number))
            return py_raise (percent->runtime, "OverflowError", "cannot convert float infinity to integer");
        if (fabs (plain.as.number) >= 9223372036854775808.0)
            return script_refuse (percent->runtime, "the integer %.0f has more than 64 bits", plain.as.number);
        *out = (gint64)plain.as.number;
        return SCRIPT_NORMAL;
    }
    if (plain.kind == VALUE_OBJECT)
    {
        SCRIPT_TRY (
            py_call_special (percent->runtime, value, decimal ? "__int__" : "__index__", NULL, 0, &converted, &found));
        if (found && py_is_integer (py_unbox (converted), out))
            return SCRIPT_NORMAL;
    }
    return py_raise (percent->runtime, "TypeError",
                     decimal ? "%%%c format: a real number is required, not %s"
                             : "%%%c format: an integer is required, not %s",
                     (char)conversion->type, py_type_name (percent->runtime, value));
}

static ScriptStatus append_integer (Percent *percent, const Conversion *conversion, Value value)
{
    PyFormatSpec spec = spec_of (conversion, TRUE);
    PyNumberText text = { .prefix = "" };
    gint64 integer;
    guint64 size;
    char digits[PY_INTEGER_DIGITS_SIZE];
    guint base = conversion->type == 'o' ? 8 : conversion->type == 'x' || conversion->type == 'X' ? 16 : 10;

    SCRIPT_TRY (integer_of (percent, conversion, value, &integer));
    size = integer < 0 ? 0 - (guint64)integer : (guint64)integer;
    text.negative = integer < 0;
    text.digits = py_integer_digits (size, base, conversion->type == 'X', digits);
    text.length = strlen (text.digits);
    if (conversion->alternate)
        text.prefix = conversion->type == 'x'   ? "0x"
                      : conversion->type == 'X' ? "0X"
                      : conversion->type == 'o' ? "0o"
                                                : "";
    if (conversion->precision > (gint64)text.length)
    {
        gsize n = (gsize)conversion->precision;
        char *longer = runtime_reserve (percent->runtime, n) ? script_alloc (percent->runtime, n) : NULL;

        if (!longer)
            return SCRIPT_STOP;
        memset (longer, '0', n - text.length);
        memcpy (longer + n - text.length, text.digits, text.length);
        text.digits = longer;
        text.length = n;
    }
    return py_append_number (&percent->builder, &spec, &text, 4);
}

static ScriptStatus append_float (Percent *percent, const Conversion *conversion, Value value)
{
    PyFormatSpec spec = spec_of (conversion, TRUE);
    PyNumberText text = { .prefix = "" };
    Value plain = py_unbox (value);
    gboolean found = FALSE;
    gint64 integer;
    double number;

    if (plain.kind == VALUE_OBJECT)
    {
        SCRIPT_TRY (py_call_special (percent->runtime, value, "__float__", NULL, 0, &plain, &found));
        plain = found ? py_unbox (plain) : value;
    }
    if (py_is_integer (plain, &integer))
        number = (double)integer;
    else if (plain.kind == VALUE_NUMBER)
        number = plain.as.number;
    else
        return py_raise (percent->runtime, "TypeError",
                         percent->bytes ? "float argument required, not %s" : "must be real number, not %s",
                         py_type_name (percent->runtime, value));
    text.negative = signbit (number) && !isnan (number);
    text.digits = py_float_digits (percent->runtime, number, (char)conversion->type,
                                   conversion->precision < 0 ? 6 : conversion->precision, conversion->alternate, FALSE);
    if (!text.digits)
        return SCRIPT_STOP;
    text.length = strlen (text.digits);
    return py_append_number (&percent->builder, &spec, &text, 3);
}

static ScriptStatus append_conversion (Percent *percent)
{
    Conversion conversion;
    Value value;
    char type;

    if (percent->at < percent->end && *percent->at == '%')
    {
        text_append_c (&percent->builder, '%');
        percent->at++;
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (read_conversion (percent, &conversion));
    value = conversion.value;
    if (value.kind == VALUE_EMPTY)
        SCRIPT_TRY (next_argument (percent, &value));
    type = conversion.type < 128 ? (char)conversion.type : '?';
    if (type == 'r' || type == 's' || type == 'a' || (percent->bytes && type == 'b'))
        return append_converted (percent, &conversion, value);
    if (type == 'c')
        return append_character (percent, &conversion, value);
    if (strchr ("diuoxX", type))
        return append_integer (percent, &conversion, value);
    if (strchr ("eEfFgG", type))
        return append_float (percent, &conversion, value);
    return py_raise (percent->runtime, "ValueError", "unsupported format character '%c' (0x%x) at index %ld",
                     conversion.type >= 32 && conversion.type < 128 ? (char)conversion.type : '?', conversion.type,
                     percent->bytes ? (long)(conversion.type_at - percent->start)
                                    : g_utf8_strlen (percent->start, conversion.type_at - percent->start));
}

/* Whether `format % VALUE` may ask VALUE by a key: all that has __getitem__ but tuples and texts. */
static ScriptStatus is_mapping (Percent *percent, Value value, gboolean *is)
{
    Value method;

    *is = FALSE;
    if (value.kind != VALUE_OBJECT || percent->tuple || py_as_string (value))
        return SCRIPT_NORMAL;
    *is = value_map (value) ? !value_is_object (value, OBJECT_SET)
                            : value_list (value) || value_is_object (value, OBJECT_RANGE);
    if (value_bytes (value))
        *is = !percent->bytes;
    else if (!*is && value.as.object->kind != OBJECT_CLASS)
    {
        SCRIPT_TRY (py_get_text (percent->runtime, value, "__getitem__", &method));
        *is = method.kind != VALUE_EMPTY;
    }
    return SCRIPT_NORMAL;
}

ScriptStatus py_format_percent (ScriptRuntime *runtime, Value format, Value arguments, Value *out)
{
    ScriptBytes *bytes = value_bytes (format);
    ScriptString *string = bytes ? NULL : py_as_string (format);
    Percent percent = {
        .runtime = runtime, .bytes = bytes != NULL, .arguments = arguments, .tuple = py_as_tuple (arguments)
    };

    percent.start = percent.at = bytes ? (const char *)bytes->data : string->data;
    percent.end = percent.start + (bytes ? bytes->length : string->length);
    text_builder_init (&percent.builder, runtime);
    SCRIPT_TRY (is_mapping (&percent, arguments, &percent.mapping));
    while (percent.at < percent.end)
    {
        const char *sign = memchr (percent.at, '%', (gsize)(percent.end - percent.at));

        if (!runtime_step (runtime))
            return runtime_exhausted (runtime);
        text_append (&percent.builder, percent.at, (gsize)((sign ? sign : percent.end) - percent.at));
        percent.at = sign ? sign + 1 : percent.end;
        if (sign)
            SCRIPT_TRY (append_conversion (&percent));
    }
    if (!percent.mapping && (percent.tuple ? percent.next < percent.tuple->length : percent.next == 0))
        return py_raise (runtime, "TypeError", "not all arguments converted during %s formatting",
                         bytes ? "bytes" : "string");
    SCRIPT_TRY (text_finish (&percent.builder, out));
    if (bytes)
        *out = py_bytes_new (runtime, out->as.string->data, out->as.string->length);
    return SCRIPT_NORMAL;
}
