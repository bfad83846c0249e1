/* Number, Boolean and BigInt. A BigInt has 64 bits: what does not fit is refused. */

#include "script/es.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define MAX_SAFE 9007199254740991.0
#define MOST_DIGITS 100 /* of toFixed and its like */

/* The value of a primitive of KIND or of an object around one; throws for others. */
static ScriptStatus this_primitive (ScriptCall *call, ValueKind kind, const char *class, Value *out)
{
    *out = call->receiver;
    if (value_is_object (*out, OBJECT_BOX))
        *out = ((ScriptBox *)out->as.object)->value;
    if (out->kind != kind)
        return script_throw (call->runtime, "TypeError", "%s.prototype.valueOf requires that 'this' be a %s", class,
                             class);
    return SCRIPT_NORMAL;
}

static ScriptStatus this_number (ScriptCall *call, double *number)
{
    Value value;

    SCRIPT_TRY (this_primitive (call, VALUE_NUMBER, "Number", &value));
    *number = value.as.number;
    return SCRIPT_NORMAL;
}

/* VALUE in an object when the constructor was called with `new`. */
static ScriptStatus boxed (ScriptCall *call, ScriptObject *prototype, Value value, Value *out)
{
    ScriptBox *box;

    *out = value;
    if (!call->constructing)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (prototype_of_target (call->runtime, call->new_target, prototype, &prototype));
    box = object_alloc (call->runtime, OBJECT_BOX, prototype, sizeof *box);
    box->value = value;
    *out = value_of_object (&box->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus number_constructor (ScriptCall *call, Value *out)
{
    Value value = call_argument (call, 0);
    double number = 0;

    if (call->n_arguments > 0)
        SCRIPT_TRY (es_to_primitive (call->runtime, value, HINT_NUMBER, &value));
    if (value.kind == VALUE_INTEGER)
        number = (double)value.as.integer;
    else if (call->n_arguments > 0)
        SCRIPT_TRY (es_to_number (call->runtime, value, &number));
    return boxed (call, call->runtime->prototypes.number, value_number (number), out);
}

static gboolean is_integer (Value value)
{
    return value.kind == VALUE_NUMBER && isfinite (value.as.number) && trunc (value.as.number) == value.as.number;
}

static ScriptStatus number_is_integer (ScriptCall *call, Value *out)
{
    *out = value_boolean (is_integer (call_argument (call, 0)));
    return SCRIPT_NORMAL;
}

static ScriptStatus number_is_safe_integer (ScriptCall *call, Value *out)
{
    Value value = call_argument (call, 0);

    *out = value_boolean (is_integer (value) && fabs (value.as.number) <= MAX_SAFE);
    return SCRIPT_NORMAL;
}

static ScriptStatus number_is_finite (ScriptCall *call, Value *out)
{
    Value value = call_argument (call, 0);

    *out = value_boolean (value.kind == VALUE_NUMBER && isfinite (value.as.number));
    return SCRIPT_NORMAL;
}

static ScriptStatus number_is_nan (ScriptCall *call, Value *out)
{
    Value value = call_argument (call, 0);

    *out = value_boolean (value.kind == VALUE_NUMBER && isnan (value.as.number));
    return SCRIPT_NORMAL;
}

static ScriptStatus radix_argument (ScriptCall *call, guint *radix)
{
    double number;

    SCRIPT_TRY (es_argument_integer (call, 0, 10, &number));
    if (number < 2 || number > 36)
        return script_throw (call->runtime, "RangeError", "toString() radix argument must be between 2 and 36");
    *radix = (guint)number;
    return SCRIPT_NORMAL;
}

static ScriptStatus number_to_string (ScriptCall *call, Value *out)
{
    char text[NUMBER_TEXT_SIZE];
    double number;
    guint radix;

    SCRIPT_TRY (this_number (call, &number));
    SCRIPT_TRY (radix_argument (call, &radix));
    if (radix == 10)
        number_to_text (number, text);
    else
        number_to_radix (number, radix, text);
    *out = value_string (call->runtime, text, -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus number_to_fixed_member (ScriptCall *call, Value *out)
{
    char text[NUMBER_TEXT_SIZE];
    double number;
    double digits;

    SCRIPT_TRY (this_number (call, &number));
    SCRIPT_TRY (es_argument_integer (call, 0, 0, &digits));
    if (digits < 0 || digits > MOST_DIGITS)
        return script_throw (call->runtime, "RangeError", "toFixed() digits argument must be between 0 and 100");
    *out = value_string (call->runtime, number_to_fixed (number, (int)digits, text), -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus number_to_exponential_member (ScriptCall *call, Value *out)
{
    char text[NUMBER_TEXT_SIZE];
    double number;
    double digits;

    SCRIPT_TRY (this_number (call, &number));
    SCRIPT_TRY (es_argument_integer (call, 0, -1, &digits));
    if (!isfinite (number))
        digits = 0;
    if ((digits < 0 && call_argument (call, 0).kind != VALUE_UNDEFINED) || digits > MOST_DIGITS)
        return script_throw (call->runtime, "RangeError", "toExponential() argument must be between 0 and 100");
    *out = value_string (call->runtime, number_to_exponential (number, (int)digits, text), -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus number_to_precision_member (ScriptCall *call, Value *out)
{
    char text[NUMBER_TEXT_SIZE];
    double number;
    double digits;

    SCRIPT_TRY (this_number (call, &number));
    SCRIPT_TRY (es_argument_integer (call, 0, 0, &digits));
    if (call_argument (call, 0).kind == VALUE_UNDEFINED || !isfinite (number))
        number_to_text (number, text);
    else if (digits < 1 || digits > MOST_DIGITS)
        return script_throw (call->runtime, "RangeError", "toPrecision() argument must be between 1 and 100");
    else
        number_to_precision (number, (int)digits, text);
    *out = value_string (call->runtime, text, -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus number_value_of (ScriptCall *call, Value *out)
{
    return this_primitive (call, VALUE_NUMBER, "Number", out);
}

/* Numbers as Intl.NumberFormat writes them for en-US. */
typedef struct
{
    int least_whole;
    int least_fraction;
    int most_fraction;
    gboolean grouping;
    gboolean percent;
} NumberFormat;

static ScriptStatus digits_option (ScriptRuntime *runtime, Value options, const char *name, int least, int *digits,
                                   gboolean *given)
{
    Value value;
    double number;

    SCRIPT_TRY (script_member (runtime, options, name, &value));
    *given = value.kind != VALUE_UNDEFINED;
    if (!*given)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (es_to_number (runtime, value, &number));
    if (!(number >= least && number <= (least ? 21 : MOST_DIGITS)))
        return script_throw (runtime, "RangeError", "%s value is out of range.", name);
    *digits = (int)number;
    return SCRIPT_NORMAL;
}

static ScriptStatus read_style (ScriptRuntime *runtime, Value options, NumberFormat *format)
{
    static const char *const unknown[] = {
        "minimumSignificantDigits", "maximumSignificantDigits", "notation",        "signDisplay",     "roundingMode",
        "roundingIncrement",        "trailingZeroDisplay",      "numberingSystem", "roundingPriority"
    };
    Value value;
    const char *style;

    for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
        SCRIPT_TRY (script_member (runtime, options, unknown[i], &value));
        if (value.kind != VALUE_UNDEFINED)
            return script_refuse (runtime, "toLocaleString with the option \"%s\"; toFixed and toPrecision are known",
                                  unknown[i]);
    }
    SCRIPT_TRY (script_member (runtime, options, "useGrouping", &value));
    if (value.kind == VALUE_STRING)
        return script_refuse (runtime, "toLocaleString with useGrouping as a text; use true or false");
    format->grouping = value.kind == VALUE_UNDEFINED || value_is_truthy (value);
    SCRIPT_TRY (script_member (runtime, options, "style", &value));
    style = value.kind == VALUE_UNDEFINED ? "decimal" : value_to_text (runtime, value);
    format->percent = strcmp (style, "percent") == 0;
    if (!format->percent && strcmp (style, "decimal") != 0)
        return script_refuse (runtime, "toLocaleString with the style \"%s\"; \"decimal\" and \"percent\" are known",
                              style);
    return SCRIPT_NORMAL;
}

static ScriptStatus read_format (ScriptRuntime *runtime, Value options, NumberFormat *format)
{
    gboolean least;
    gboolean most;
    gboolean whole;

    *format = (NumberFormat){ .least_whole = 1, .most_fraction = 3, .grouping = TRUE };
    if (options.kind == VALUE_UNDEFINED)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (read_style (runtime, options, format));
    format->most_fraction = format->percent ? 0 : 3;
    SCRIPT_TRY (digits_option (runtime, options, "minimumIntegerDigits", 1, &format->least_whole, &whole));
    SCRIPT_TRY (digits_option (runtime, options, "minimumFractionDigits", 0, &format->least_fraction, &least));
    SCRIPT_TRY (digits_option (runtime, options, "maximumFractionDigits", 0, &format->most_fraction, &most));
    if (least && most && format->least_fraction > format->most_fraction)
        return script_throw (runtime, "RangeError", "maximumFractionDigits value is out of range.");
    if (most)
        format->least_fraction = MIN (format->least_fraction, format->most_fraction);
    else
        format->most_fraction = MAX (format->least_fraction, format->most_fraction);
    return SCRIPT_NORMAL;
}

static ScriptStatus check_locale (ScriptRuntime *runtime, Value locale)
{
    const char *name;

    if (value_list (locale) && value_list (locale)->length > 0)
        locale = value_list (locale)->items[0];
    if (locale.kind == VALUE_UNDEFINED || value_list (locale))
        return SCRIPT_NORMAL;
    name = value_to_text (runtime, locale);
    if (g_ascii_strcasecmp (name, "en") != 0 && g_ascii_strcasecmp (name, "en-US") != 0)
        return script_refuse (runtime, "toLocaleString for the locale \"%s\"; \"en-US\" is known", name);
    return SCRIPT_NORMAL;
}

/* The digits of the shortest text of SIZE, rounded half up to PLACES after the point, without the point; POINT is how many
 * of them stand before it. As ICU does it: from the shortest text, not from the exact value. */
static char *rounded_digits (double size, int shift, int places, int *point)
{
    char text[NUMBER_TEXT_SIZE];
    GString *digits = g_string_new (NULL);
    int keep;

    number_to_exponential (size, -1, text);
    for (const char *p = text; *p != 'e'; p++)
        if (*p != '.')
            g_string_append_c (digits, *p);
    *point = atoi (strchr (text, 'e') + 1) + 1 + shift;
    for (; *point < 1; ++*point)
        g_string_prepend_c (digits, '0');
    keep = *point + places;
    if (keep < (int)digits->len)
    {
        gboolean up = digits->str[keep] >= '5';

        g_string_truncate (digits, (gsize)keep);
        for (int i = keep - 1; up && i >= 0; i--)
        {
            up = digits->str[i] == '9';
            digits->str[i] = up ? '0' : (char)(digits->str[i] + 1);
        }
        if (up)
        {
            g_string_prepend_c (digits, '1');
            ++*point;
        }
    }
    while ((int)digits->len < *point)
        g_string_append_c (digits, '0');
    return g_string_free (digits, FALSE);
}

static ScriptStatus format_digits (ScriptRuntime *runtime, const char *digits, int point, gboolean negative,
                                   const NumberFormat *format, Value *out)
{
    TextBuilder text;
    int whole = MAX (point, format->least_whole);
    int fraction = (int)strlen (digits) - point;

    while (fraction > format->least_fraction && digits[point + fraction - 1] == '0')
        fraction--;
    text_builder_init (&text, runtime);
    if (negative)
        text_append_c (&text, '-');
    for (int left = whole; left > 0; left--)
    {
        text_append_c (&text, left > point ? '0' : digits[point - left]);
        if (format->grouping && left > 1 && left % 3 == 1)
            text_append_c (&text, ',');
    }
    if (fraction > 0 || format->least_fraction > 0)
        text_append_c (&text, '.');
    for (int i = 0; i < MAX (fraction, format->least_fraction); i++)
        text_append_c (&text, i < fraction ? digits[point + i] : '0');
    if (format->percent)
        text_append_c (&text, '%');
    return text_finish (&text, out);
}

static ScriptStatus number_to_locale_string (ScriptCall *call, Value *out)
{
    double number;
    NumberFormat format;
    g_autofree char *digits = NULL;
    int point;

    SCRIPT_TRY (this_number (call, &number));
    SCRIPT_TRY (check_locale (call->runtime, call_argument (call, 0)));
    SCRIPT_TRY (read_format (call->runtime, call_argument (call, 1), &format));
    if (!isfinite (number))
    {
        *out = value_string_printf (call->runtime, "%s%s",
                                    isnan (number) ? "NaN"
                                    : number < 0   ? "-∞"
                                                   : "∞",
                                    format.percent ? "%" : "");
        return SCRIPT_NORMAL;
    }
    digits = rounded_digits (fabs (number), format.percent ? 2 : 0, format.most_fraction, &point);
    return format_digits (call->runtime, digits, point, signbit (number), &format, out);
}

static ScriptStatus boolean_constructor (ScriptCall *call, Value *out)
{
    return boxed (call, call->runtime->prototypes.boolean, value_boolean (value_is_truthy (call_argument (call, 0))),
                  out);
}

static ScriptStatus boolean_value_of (ScriptCall *call, Value *out)
{
    return this_primitive (call, VALUE_BOOLEAN, "Boolean", out);
}

static ScriptStatus boolean_to_string (ScriptCall *call, Value *out)
{
    Value value;

    SCRIPT_TRY (this_primitive (call, VALUE_BOOLEAN, "Boolean", &value));
    *out = value_of_string (es_primitive_text (call->runtime, value));
    return SCRIPT_NORMAL;
}

static ScriptStatus too_big (ScriptRuntime *runtime)
{
    return script_refuse (runtime, "a BigInt beyond 64 bits");
}

static gboolean hex_prefix (const char *text, const char *end, int *radix)
{
    if (end - text <= 2 || text[0] != '0')
        return FALSE;
    *radix = text[1] == 'x' || text[1] == 'X'   ? 16
             : text[1] == 'o' || text[1] == 'O' ? 8
             : text[1] == 'b' || text[1] == 'B' ? 2
                                                : 10;
    return *radix != 10;
}

/* StringToBigInt: white space around, a sign before decimal digits, or a prefix. */
static ScriptStatus parse_big (ScriptRuntime *runtime, const ScriptString *string, Value *out)
{
    const char *text = string->data;
    const char *end = text + string->length;
    gboolean negative = FALSE;
    gboolean over = FALSE;
    gint64 number = 0;
    int radix = 10;
    gsize n;

    while ((n = space_length (text, end)) > 0)
        text += n;
    while (end > text && g_ascii_isspace (end[-1]))
        end--;
    if (hex_prefix (text, end, &radix))
        text += 2;
    else if (end - text > 1 && (*text == '+' || *text == '-'))
        negative = *text++ == '-';
    for (; text < end; text++)
    {
        int digit = g_ascii_xdigit_value (*text);

        if (digit < 0 || digit >= radix)
            return script_throw (runtime, "SyntaxError", "Cannot convert %s to a BigInt",
                                 value_to_text (runtime, value_of_string ((ScriptString *)string)));
        over = over || __builtin_mul_overflow (number, radix, &number) ||
               __builtin_add_overflow (number, negative ? -digit : digit, &number);
    }
    if (over)
        return too_big (runtime);
    *out = value_integer (number);
    return SCRIPT_NORMAL;
}

static ScriptStatus to_big (ScriptRuntime *runtime, Value value, gboolean numbers, Value *out)
{
    SCRIPT_TRY (es_to_primitive (runtime, value, HINT_NUMBER, &value));
    *out = value;
    if (value.kind == VALUE_INTEGER)
        return SCRIPT_NORMAL;
    if (value.kind == VALUE_STRING)
        return parse_big (runtime, value.as.string, out);
    if (value.kind == VALUE_BOOLEAN)
    {
        *out = value_integer (value.as.boolean);
        return SCRIPT_NORMAL;
    }
    if (value.kind != VALUE_NUMBER || !numbers)
        return script_throw (runtime, "TypeError", "Cannot convert %s to a BigInt", value_to_text (runtime, value));
    if (!is_integer (value))
        return script_throw (runtime, "RangeError",
                             "The number %s cannot be converted to a BigInt because it is not an integer",
                             value_to_text (runtime, value));
    if (!(value.as.number >= -9223372036854775808.0 && value.as.number < 9223372036854775808.0))
        return too_big (runtime);
    *out = value_integer ((gint64)value.as.number);
    return SCRIPT_NORMAL;
}

static ScriptStatus big_constructor (ScriptCall *call, Value *out)
{
    if (call->constructing)
        return script_throw (call->runtime, "TypeError", "BigInt is not a constructor");
    return to_big (call->runtime, call_argument (call, 0), TRUE, out);
}

/* The low bits of a BigInt, as a number with a sign or without. */
static ScriptStatus wrap_big (ScriptCall *call, gboolean is_signed, Value *out)
{
    double bits;
    Value value;
    guint64 low;
    guint shift;

    SCRIPT_TRY (es_argument_integer (call, 0, 0, &bits));
    if (bits < 0 || bits > MAX_SAFE)
        return script_throw (call->runtime, "RangeError", "Invalid value: not (convertible to) a safe integer");
    SCRIPT_TRY (to_big (call->runtime, call_argument (call, 1), FALSE, &value));
    *out = value;
    if (bits >= 64)
        return is_signed || value.as.integer >= 0 ? SCRIPT_NORMAL : too_big (call->runtime);
    *out = value_integer (0);
    if (bits < 1)
        return SCRIPT_NORMAL;
    shift = 64 - (guint)bits;
    low = (guint64)value.as.integer << shift;
    *out = value_integer (is_signed ? (gint64)low >> shift : (gint64)(low >> shift));
    return SCRIPT_NORMAL;
}

static ScriptStatus big_as_int (ScriptCall *call, Value *out)
{
    return wrap_big (call, TRUE, out);
}

static ScriptStatus big_as_uint (ScriptCall *call, Value *out)
{
    return wrap_big (call, FALSE, out);
}

static ScriptStatus big_value_of (ScriptCall *call, Value *out)
{
    return this_primitive (call, VALUE_INTEGER, "BigInt", out);
}

static ScriptStatus big_to_string (ScriptCall *call, Value *out)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    char text[72];
    char *p = text + sizeof text;
    Value value;
    guint radix;
    guint64 size;

    SCRIPT_TRY (this_primitive (call, VALUE_INTEGER, "BigInt", &value));
    SCRIPT_TRY (radix_argument (call, &radix));
    size = value.as.integer < 0 ? -(guint64)value.as.integer : (guint64)value.as.integer;
    *--p = 0;
    do
    {
        *--p = digits[size % radix];
        size /= radix;
    } while (size > 0);
    if (value.as.integer < 0)
        *--p = '-';
    *out = value_string (call->runtime, p, -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus big_to_locale_string (ScriptCall *call, Value *out)
{
    char digits[32];
    Value value;
    NumberFormat format;
    gboolean negative;

    SCRIPT_TRY (this_primitive (call, VALUE_INTEGER, "BigInt", &value));
    SCRIPT_TRY (check_locale (call->runtime, call_argument (call, 0)));
    SCRIPT_TRY (read_format (call->runtime, call_argument (call, 1), &format));
    if (format.percent)
        return script_refuse (call->runtime, "a BigInt in per cent");
    negative = value.as.integer < 0;
    g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT,
                negative ? -(guint64)value.as.integer : (guint64)value.as.integer);
    return format_digits (call->runtime, digits, (int)strlen (digits), negative, &format, out);
}

static void setup_big (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "toLocaleString", 0, big_to_locale_string },
                                           { "toString", 0, big_to_string },
                                           { "valueOf", 0, big_value_of },
                                           { NULL, 0, NULL } };
    static const NativeEntry statics[] = { { "asIntN", 2, big_as_int },
                                           { "asUintN", 2, big_as_uint },
                                           { NULL, 0, NULL } };

    natives_define_class (runtime, "BigInt", 1, big_constructor, runtime->prototypes.bigint, members, statics);
    object_define (runtime, runtime->prototypes.bigint, runtime->known.to_string_tag,
                   value_string (runtime, "BigInt", -1), PROPERTY_CONFIGURABLE);
}

void es_setup_number (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "toExponential", 1, number_to_exponential_member },
                                           { "toFixed", 1, number_to_fixed_member },
                                           { "toLocaleString", 0, number_to_locale_string },
                                           { "toPrecision", 1, number_to_precision_member },
                                           { "toString", 1, number_to_string },
                                           { "valueOf", 0, number_value_of },
                                           { NULL, 0, NULL } };
    static const NativeEntry statics[] = { { "isFinite", 1, number_is_finite },
                                           { "isInteger", 1, number_is_integer },
                                           { "isNaN", 1, number_is_nan },
                                           { "isSafeInteger", 1, number_is_safe_integer },
                                           { NULL, 0, NULL } };
    static const NativeEntry boolean_members[] = { { "toString", 0, boolean_to_string },
                                                   { "valueOf", 0, boolean_value_of },
                                                   { NULL, 0, NULL } };
    static const struct
    {
        const char *name;
        double value;
    } constants[] = { { "MAX_SAFE_INTEGER", MAX_SAFE },   { "MIN_SAFE_INTEGER", -MAX_SAFE },
                      { "MAX_VALUE", DBL_MAX },           { "MIN_VALUE", 5e-324 },
                      { "EPSILON", DBL_EPSILON },         { "POSITIVE_INFINITY", INFINITY },
                      { "NEGATIVE_INFINITY", -INFINITY }, { "NaN", NAN } };
    ScriptFunction *class =
        natives_define_class (runtime, "Number", 1, number_constructor, runtime->prototypes.number, members, statics);

    for (gsize i = 0; i < G_N_ELEMENTS (constants); i++)
        object_define (runtime, &class->object, intern (runtime, constants[i].name, -1),
                       value_number (constants[i].value), 0);
    natives_define_class (runtime, "Boolean", 1, boolean_constructor, runtime->prototypes.boolean, boolean_members,
                          NULL);
    setup_big (runtime);
}
