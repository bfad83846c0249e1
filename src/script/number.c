#include "script/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The decimal digits of a positive NUMBER and the place of the point: 0.DIGITS times ten to the POINT. */
typedef struct
{
    char digits[128];
    int count;
    int point;
} Decimal;

static void decimal_read (Decimal *decimal, const char *text)
{
    const char *p = text;

    decimal->count = 0;
    decimal->digits[decimal->count++] = *p++;
    if (*p == '.')
        p++;
    while (*p != 'e')
        decimal->digits[decimal->count++] = *p++;
    decimal->point = atoi (p + 1) + 1;
}

static void decimal_shortest (Decimal *decimal, double number)
{
    char text[64];

    /* 15 digits always survive for normal numbers; subnormal ones may need fewer to be unique. */
    for (int precision = number < 2.3e-308 ? 0 : 14; precision <= 16; precision++)
    {
        char format[8];

        g_snprintf (format, sizeof format, "%%.%de", precision);
        g_ascii_formatd (text, sizeof text, format, number);
        if (g_ascii_strtod (text, NULL) == number)
            break;
    }
    decimal_read (decimal, text);
    while (decimal->count > 1 && decimal->digits[decimal->count - 1] == '0')
        decimal->count--;
}

/* Half-way cases go up, as ECMAScript asks ("let n be the larger"); printf would go to even. The exact decimal expansion
 * of a double has at most 1,074 places, so formatting all of them makes a tie visible. */
static void decimal_rounded (Decimal *decimal, double number, int count)
{
    char exact[1200];
    char digits[1200] = { 0 };
    int n = 0;
    int exponent;
    char *p;

    g_ascii_formatd (exact, sizeof exact, "%.800e", number);
    p = strchr (exact, 'e');
    exponent = atoi (p + 1);
    for (char *q = exact; q < p; q++)
        if (*q != '.')
            digits[n++] = *q;
    if (count < n && digits[count] >= '5')
    {
        int i = count - 1;

        while (i >= 0 && digits[i] == '9')
            digits[i--] = '0';
        if (i >= 0)
            digits[i]++;
        else
        {
            memmove (digits + 1, digits, (gsize)count);
            digits[0] = '1';
            exponent++;
        }
    }
    decimal->count = MAX (count, 0);
    memcpy (decimal->digits, digits, (gsize)decimal->count);
    decimal->point = exponent + 1;
}

static char *copy_special (double number, char *text)
{
    if (isnan (number))
        return strcpy (text, "NaN");
    return strcpy (text, number > 0 ? "Infinity" : "-Infinity");
}

char *number_to_text (double number, char *text)
{
    Decimal decimal;
    char *p = text;

    if (!isfinite (number))
        return copy_special (number, text);
    if (number == 0)
        return strcpy (text, "0");
    if (fabs (number) < 1e15 && number == (double)(gint64)number)
    {
        g_snprintf (text, NUMBER_TEXT_SIZE, "%" G_GINT64_FORMAT, (gint64)number);
        return text;
    }
    if (number < 0)
        *p++ = '-';
    decimal_shortest (&decimal, fabs (number));
    if (decimal.point > 0 && decimal.point <= 21)
    {
        for (int i = 0; i < MAX (decimal.point, decimal.count); i++)
        {
            if (i == decimal.point)
                *p++ = '.';
            *p++ = i < decimal.count ? decimal.digits[i] : '0';
        }
        *p = 0;
    }
    else if (decimal.point > -6 && decimal.point <= 0)
    {
        *p++ = '0';
        *p++ = '.';
        for (int i = decimal.point; i < 0; i++)
            *p++ = '0';
        memcpy (p, decimal.digits, (gsize)decimal.count);
        p[decimal.count] = 0;
    }
    else
    {
        *p++ = decimal.digits[0];
        if (decimal.count > 1)
            *p++ = '.';
        memcpy (p, decimal.digits + 1, (gsize)decimal.count - 1);
        p += decimal.count - 1;
        g_snprintf (p, 16, "e%c%d", decimal.point > 0 ? '+' : '-', abs (decimal.point - 1));
    }
    return text;
}

char *number_to_radix (double number, guint radix, char *text)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    char whole_text[1100];
    char *w = whole_text + sizeof whole_text;
    char *p = text;
    double whole;
    double fraction;
    double delta;

    if (!isfinite (number))
        return copy_special (number, text);
    if (number < 0)
        *p++ = '-';
    number = fabs (number);
    whole = floor (number);
    fraction = number - whole;
    /* Digits beyond the bits of the number are noughts, as V8 has them (DoubleToRadixCString). */
    for (; whole / radix >= 9007199254740992.0; whole /= radix)
        *--w = '0';
    do
    {
        double rest = fmod (whole, radix);

        *--w = digits[(guint)rest];
        whole = (whole - rest) / radix;
    } while (whole >= 1);
    memcpy (p, w, (gsize)(whole_text + sizeof whole_text - w));
    p += whole_text + sizeof whole_text - w;
    if (fraction > 0)
    {
        /* As many digits as tell the number from its neighbours. */
        delta = MAX (0.5 * (nextafter (number, INFINITY) - number), 5e-324);
        *p++ = '.';
        do
        {
            guint digit;

            fraction *= radix;
            delta *= radix;
            digit = (guint)fraction;
            *p++ = digits[digit];
            fraction -= digit;
            if (fraction > 0.5 || (fraction == 0.5 && (digit & 1)))
                if (fraction + delta > 1)
                {
                    while (p > text && (p[-1] == digits[radix - 1]))
                        p--;
                    p[-1] = digits[(guint)(strchr (digits, p[-1]) - digits) + 1];
                    break;
                }
        } while (fraction >= delta && p - text < 1100);
    }
    *p = 0;
    return text;
}

char *number_to_fixed (double number, int digits, char *text)
{
    Decimal decimal;
    char *p = text;
    double size = fabs (number);
    int whole;

    if (!isfinite (number) || size >= 1e21)
        return number_to_text (number, text);
    decimal.count = 0;
    decimal.point = 1;
    if (size > 0)
    {
        whole = (int)floor (log10 (size)) + 1;
        decimal_rounded (&decimal, size, 1);
        decimal_shortest (&decimal, size);
        whole = decimal.point;
        if (whole + digits >= 0)
            decimal_rounded (&decimal, size, whole + digits);
        else
            decimal.count = 0;
        if (decimal.count == 0 && decimal.point > whole)
        {
            decimal.digits[0] = '1';
            decimal.count = 1;
        }
        else if (decimal.point > whole && decimal.count > 0)
            decimal.digits[decimal.count++] = '0';
    }
    if (decimal.count == 0)
        decimal.point = 0;
    if (number < 0 && (decimal.count > 0 || size > 0))
        *p++ = '-';
    if (decimal.point <= 0)
        *p++ = '0';
    for (int i = 0; i < decimal.point; i++)
        *p++ = i < decimal.count ? decimal.digits[i] : '0';
    if (digits > 0)
    {
        *p++ = '.';
        for (int i = 0; i < digits; i++)
        {
            int at = decimal.point + i;

            *p++ = at >= 0 && at < decimal.count ? decimal.digits[at] : '0';
        }
    }
    *p = 0;
    return text;
}

static char *write_exponential (char *p, const Decimal *decimal)
{
    *p++ = decimal->digits[0];
    if (decimal->count > 1)
        *p++ = '.';
    memcpy (p, decimal->digits + 1, (gsize)decimal->count - 1);
    p += decimal->count - 1;
    g_snprintf (p, 16, "e%c%d", decimal->point > 0 ? '+' : '-', abs (decimal->point - 1));
    return p;
}

static void decimal_of (Decimal *decimal, double size, int count)
{
    if (size == 0)
    {
        decimal->count = MAX (count, 1);
        memset (decimal->digits, '0', (gsize)decimal->count);
        decimal->point = 1;
    }
    else if (count < 0)
        decimal_shortest (decimal, size);
    else
        decimal_rounded (decimal, size, count);
}

char *number_to_exponential (double number, int digits, char *text)
{
    Decimal decimal;
    char *p = text;

    if (!isfinite (number))
        return copy_special (number, text);
    if (number < 0)
        *p++ = '-';
    decimal_of (&decimal, fabs (number), digits < 0 ? -1 : digits + 1);
    write_exponential (p, &decimal);
    return text;
}

char *number_to_precision (double number, int digits, char *text)
{
    Decimal decimal;
    char *p = text;

    if (!isfinite (number))
        return copy_special (number, text);
    if (number < 0)
        *p++ = '-';
    decimal_of (&decimal, fabs (number), digits);
    if (decimal.point < -5 || decimal.point > digits)
    {
        write_exponential (p, &decimal);
        return text;
    }
    if (decimal.point <= 0)
    {
        *p++ = '0';
        *p++ = '.';
        for (int i = decimal.point; i < 0; i++)
            *p++ = '0';
        memcpy (p, decimal.digits, (gsize)decimal.count);
        p[decimal.count] = 0;
        return text;
    }
    for (int i = 0; i < digits; i++)
    {
        if (i == decimal.point)
            *p++ = '.';
        *p++ = decimal.digits[i];
    }
    *p = 0;
    return text;
}

gsize space_length (const char *text, const char *end)
{
    guchar c;

    if (text >= end)
        return 0;
    c = (guchar)*text;
    if (c == ' ' || (c >= 9 && c <= 13))
        return 1;
    if (c == 0xc2 && end - text >= 2 && (guchar)text[1] == 0xa0)
        return 2;
    if (end - text >= 3)
    {
        guchar d = (guchar)text[1];
        guchar e = (guchar)text[2];

        if (c == 0xe2 && d == 0x80 && ((e >= 0x80 && e <= 0x8a) || e == 0xa8 || e == 0xa9 || e == 0xaf))
            return 3;
        if ((c == 0xe2 && d == 0x81 && e == 0x9f) || (c == 0xe1 && d == 0x9a && e == 0x80) ||
            (c == 0xe3 && d == 0x80 && e == 0x80) || (c == 0xef && d == 0xbb && e == 0xbf))
            return 3;
    }
    return 0;
}

static void trim (const char **text, const char **end)
{
    gsize n;

    while ((n = space_length (*text, *end)) > 0)
        *text += n;
    for (;;)
    {
        const char *p = *end;

        if (p == *text)
            return;
        do
            p--;
        while (p > *text && ((guchar)*p & 0xc0) == 0x80);
        if (space_length (p, *end) != (gsize)(*end - p))
            return;
        *end = p;
    }
}

/* The end of the longest decimal number at TEXT; TEXT itself when there is none. */
static const char *scan_decimal (const char *text, const char *end)
{
    const char *p = text;
    const char *digits;
    gsize count = 0;

    if (p < end && (*p == '+' || *p == '-'))
        p++;
    if (end - p >= 8 && memcmp (p, "Infinity", 8) == 0)
        return p + 8;
    for (; p < end && g_ascii_isdigit (*p); p++)
        count++;
    if (p < end && *p == '.')
    {
        const char *after = p + 1;

        for (; after < end && g_ascii_isdigit (*after); after++)
            count++;
        if (count > 0)
            p = after;
    }
    if (count == 0)
        return text;
    if (p < end && (*p == 'e' || *p == 'E'))
    {
        digits = p + 1;
        if (digits < end && (*digits == '+' || *digits == '-'))
            digits++;
        if (digits < end && g_ascii_isdigit (*digits))
        {
            while (digits < end && g_ascii_isdigit (*digits))
                digits++;
            p = digits;
        }
    }
    return p;
}

static double read_decimal (const char *text, const char *end)
{
    char small[64];
    gsize length = (gsize)(end - text);
    double number;
    char *copy;

    if (length >= 8 && memcmp (end - 8, "Infinity", 8) == 0)
        return *text == '-' ? -INFINITY : INFINITY;
    if (length < sizeof small)
    {
        memcpy (small, text, length);
        small[length] = 0;
        return g_ascii_strtod (small, NULL);
    }
    copy = g_strndup (text, length);
    number = g_ascii_strtod (copy, NULL);
    g_free (copy);
    return number;
}

double number_parse_int (const char *text, gsize length, int radix)
{
    const char *end = text + length;
    const char *start;
    gboolean negative = FALSE;
    double number = 0;
    gsize n;

    while ((n = space_length (text, end)) > 0)
        text += n;
    if (text < end && (*text == '+' || *text == '-'))
        negative = *text++ == '-';
    if ((radix == 0 || radix == 16) && end - text >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
    {
        text += 2;
        radix = 16;
    }
    if (radix == 0)
        radix = 10;
    if (radix < 2 || radix > 36)
        return NAN;
    for (start = text; text < end; text++)
    {
        int digit = g_ascii_isdigit (*text)   ? *text - '0'
                    : g_ascii_isalpha (*text) ? g_ascii_tolower (*text) - 'a' + 10
                                              : 99;

        if (digit >= radix)
            break;
        number = number * radix + digit;
    }
    if (text == start)
        return NAN;
    if (radix == 10 && number >= 9007199254740992.0)
        number = read_decimal (start, text);
    return negative ? -number : number;
}

double number_parse (const char *text, gsize length)
{
    const char *end = text + length;
    int radix = 0;

    trim (&text, &end);
    if (text == end)
        return 0;
    if (end - text > 2 && text[0] == '0')
        radix = text[1] == 'x' || text[1] == 'X'   ? 16
                : text[1] == 'o' || text[1] == 'O' ? 8
                : text[1] == 'b' || text[1] == 'B' ? 2
                                                   : 0;
    if (radix)
    {
        for (const char *p = text + 2; p < end; p++)
        {
            int digit = g_ascii_isdigit (*p) ? *p - '0' : g_ascii_isxdigit (*p) ? g_ascii_xdigit_value (*p) : 99;

            if (digit >= radix)
                return NAN;
        }
        return number_parse_int (text + 2, (gsize)(end - text) - 2, radix);
    }
    if (scan_decimal (text, end) != end)
        return NAN;
    return read_decimal (text, end);
}

double number_parse_float (const char *text, gsize length)
{
    const char *end = text + length;
    const char *stop;

    trim (&text, &end);
    stop = scan_decimal (text, end);
    return stop == text ? NAN : read_decimal (text, stop);
}

gint32 number_to_int32 (double number)
{
    double m;

    if (number >= -2147483648.0 && number <= 2147483647.0)
        return (gint32)number;
    if (!isfinite (number))
        return 0;
    m = fmod (trunc (number), 4294967296.0);
    if (m < 0)
        m += 4294967296.0;
    return (gint32)(guint32)m;
}

double number_to_integer (double number)
{
    if (isnan (number))
        return 0;
    return trunc (number) + 0.0;
}
