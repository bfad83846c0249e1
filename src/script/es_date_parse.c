/* Date.parse: ECMAScript's own form, and what else V8 takes for a date (src/date/dateparser of V8, as Node 22 has it).
 *
 * The text is cut into tokens. The strict form is tried first; the parts of a date that it took stay when the rest is of the other
 * form ("2024-01-15 10:30"). */

#include "script/es_date.h"

#include <math.h>
#include <string.h>

#define NONE G_MAXINT
#define DIGITS_MAX 9

typedef enum
{
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_WORD,
    TOKEN_SPACE,
    TOKEN_SYMBOL
} TokenKind;

typedef enum
{
    WORD_UNKNOWN,
    WORD_MONTH,
    WORD_HALF_DAY,
    WORD_ZONE,
    WORD_T
} WordKind;

typedef struct
{
    TokenKind kind;
    int value; /* the number, symbol, or what the word means */
    gsize length;
    WordKind word;
    gboolean is_z;
} Token;

typedef struct
{
    const char *p;
    const char *end;
    Token peek;
    int day[3];
    int n_day;
    int month; /* named, or NONE */
    gboolean iso;
    int time[4];
    int n_time;
    int half; /* hours to add: 0 AM, 12 PM; or NONE */
    int sign; /* of the offset, or NONE when there is none */
    int offset_hour;
    int offset_minute;
} Scanner;

static const struct
{
    const char *word;
    WordKind kind;
    int value;
} words[] = {
    { "jan", WORD_MONTH, 1 },   { "feb", WORD_MONTH, 2 },    { "mar", WORD_MONTH, 3 },  { "apr", WORD_MONTH, 4 },
    { "may", WORD_MONTH, 5 },   { "jun", WORD_MONTH, 6 },    { "jul", WORD_MONTH, 7 },  { "aug", WORD_MONTH, 8 },
    { "sep", WORD_MONTH, 9 },   { "oct", WORD_MONTH, 10 },   { "nov", WORD_MONTH, 11 }, { "dec", WORD_MONTH, 12 },
    { "am", WORD_HALF_DAY, 0 }, { "pm", WORD_HALF_DAY, 12 }, { "ut", WORD_ZONE, 0 },    { "utc", WORD_ZONE, 0 },
    { "z", WORD_ZONE, 0 },      { "gmt", WORD_ZONE, 0 },     { "cdt", WORD_ZONE, -5 },  { "cst", WORD_ZONE, -6 },
    { "edt", WORD_ZONE, -4 },   { "est", WORD_ZONE, -5 },    { "mdt", WORD_ZONE, -6 },  { "mst", WORD_ZONE, -7 },
    { "pdt", WORD_ZONE, -7 },   { "pst", WORD_ZONE, -8 },    { "t", WORD_T, 0 },
};

static Token scan_number (Scanner *scanner)
{
    Token token = { .kind = TOKEN_NUMBER };
    const char *start = scanner->p;
    int digits = 0;

    while (scanner->p < scanner->end && *scanner->p == '0')
        scanner->p++;
    for (; scanner->p < scanner->end && g_ascii_isdigit (*scanner->p); scanner->p++)
        if (digits++ < DIGITS_MAX)
            token.value = token.value * 10 + (*scanner->p - '0');
    token.length = (gsize)(scanner->p - start);
    return token;
}

static Token scan_word (Scanner *scanner)
{
    Token token = { .kind = TOKEN_WORD };
    char prefix[4] = "";

    for (; scanner->p < scanner->end && (guchar)*scanner->p >= 'A'; scanner->p++, token.length++)
        if (token.length < 3)
            prefix[token.length] = g_ascii_tolower (*scanner->p);
    for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
        if (strcmp (prefix, words[i].word) == 0 && (token.length <= 3 || words[i].kind == WORD_MONTH))
        {
            token.word = words[i].kind;
            token.value = words[i].value;
            token.is_z = token.length == 1 && prefix[0] == 'z';
        }
    return token;
}

static Token scan (Scanner *scanner)
{
    gsize space;

    if (scanner->p >= scanner->end)
        return (Token){ .kind = TOKEN_END };
    if (g_ascii_isdigit (*scanner->p))
        return scan_number (scanner);
    space = space_length (scanner->p, scanner->end);
    if (space)
    {
        scanner->p += space;
        return (Token){ .kind = TOKEN_SPACE, .length = space };
    }
    if ((guchar)*scanner->p >= 'A')
        return scan_word (scanner);
    return (Token){ .kind = TOKEN_SYMBOL, .value = *scanner->p++, .length = 1 };
}

static Token next (Scanner *scanner)
{
    Token token = scanner->peek;

    scanner->peek = scan (scanner);
    return token;
}

static gboolean is_symbol (Token token, char symbol)
{
    return token.kind == TOKEN_SYMBOL && token.value == symbol;
}

static gboolean skip (Scanner *scanner, char symbol)
{
    if (!is_symbol (scanner->peek, symbol))
        return FALSE;
    next (scanner);
    return TRUE;
}

static gboolean is_sign (Token token)
{
    return is_symbol (token, '+') || is_symbol (token, '-');
}

/* A number of exactly so many digits, within bounds. */
static gboolean is_fixed (Token token, gsize digits, int least, int most)
{
    return token.kind == TOKEN_NUMBER && token.length == digits && token.value >= least && token.value <= most;
}

static gboolean add_day (Scanner *scanner, int n)
{
    if (scanner->n_day == 3)
        return FALSE;
    scanner->day[scanner->n_day++] = n;
    return TRUE;
}

static gboolean add_time (Scanner *scanner, int n)
{
    if (scanner->n_time == 4)
        return FALSE;
    scanner->time[scanner->n_time++] = n;
    return TRUE;
}

static void finish_time (Scanner *scanner, int n)
{
    add_time (scanner, n);
    while (scanner->n_time < 4)
        add_time (scanner, 0);
}

static gboolean expects_time (const Scanner *scanner, int n)
{
    return scanner->n_time == 1 || scanner->n_time == 2 ? n < 60 : scanner->n_time == 3 && n < 1000;
}

static void set_offset (Scanner *scanner, int hours)
{
    scanner->sign = hours < 0 ? -1 : 1;
    scanner->offset_hour = hours < 0 ? -hours : hours;
    scanner->offset_minute = 0;
}

/* The first three digits after the point. */
static int milliseconds (Token number)
{
    gsize length = MIN (number.length, DIGITS_MAX);
    int n = number.value;

    for (; length < 3; length++)
        n *= 10;
    for (; length > 3; length--)
        n /= 10;
    return n;
}

/* The time of the strict form, after its T; FALSE when it is wrong, for then the text is no date at all. */
static gboolean scan_strict_time (Scanner *scanner)
{
    gboolean midnight;
    int most;

    if (!is_fixed (scanner->peek, 2, 0, 24))
        return FALSE;
    midnight = scanner->peek.value == 24;
    most = midnight ? 0 : 59;
    add_time (scanner, next (scanner).value);
    if (!skip (scanner, ':') || !is_fixed (scanner->peek, 2, 0, most))
        return FALSE;
    add_time (scanner, next (scanner).value);
    if (skip (scanner, ':'))
    {
        if (!is_fixed (scanner->peek, 2, 0, most))
            return FALSE;
        add_time (scanner, next (scanner).value);
        if (skip (scanner, '.'))
        {
            if (scanner->peek.kind != TOKEN_NUMBER || (midnight && scanner->peek.value > 0))
                return FALSE;
            add_time (scanner, milliseconds (next (scanner)));
        }
    }
    if (scanner->peek.is_z)
    {
        next (scanner);
        set_offset (scanner, 0);
    }
    else if (is_sign (scanner->peek))
    {
        int sign = next (scanner).value == '+' ? 1 : -1;

        if (is_fixed (scanner->peek, 4, 0, 2359))
        {
            int both = next (scanner).value;

            set_offset (scanner, both / 100);
            scanner->offset_minute = both % 100;
        }
        else
        {
            if (!is_fixed (scanner->peek, 2, 0, 23))
                return FALSE;
            set_offset (scanner, next (scanner).value);
            if (!skip (scanner, ':') || !is_fixed (scanner->peek, 2, 0, 59))
                return FALSE;
            scanner->offset_minute = next (scanner).value;
        }
        if (scanner->offset_minute > 59)
            return FALSE;
        scanner->sign = sign;
    }
    return scanner->peek.kind == TOKEN_END;
}

/* Tries the strict form. Gives the token with which to go on in the other form; TOKEN_END when all is read. */
static Token scan_strict (Scanner *scanner, gboolean *wrong)
{
    if (is_sign (scanner->peek))
    {
        Token sign = next (scanner);
        int year;

        if (!is_fixed (scanner->peek, 6, 0, G_MAXINT))
            return sign;
        year = next (scanner).value;
        if (sign.value == '-' && year == 0)
            return sign;
        add_day (scanner, sign.value == '-' ? -year : year);
    }
    else if (is_fixed (scanner->peek, 4, 0, 9999))
        add_day (scanner, next (scanner).value);
    else
        return next (scanner);
    if (skip (scanner, '-'))
    {
        if (!is_fixed (scanner->peek, 2, 1, 12))
            return next (scanner);
        add_day (scanner, next (scanner).value);
        if (skip (scanner, '-'))
        {
            if (!is_fixed (scanner->peek, 2, 1, 31))
                return next (scanner);
            add_day (scanner, next (scanner).value);
        }
    }
    if (scanner->peek.kind == TOKEN_WORD && scanner->peek.word == WORD_T)
    {
        next (scanner);
        *wrong = !scan_strict_time (scanner);
    }
    else if (scanner->peek.kind != TOKEN_END)
        return next (scanner);
    scanner->iso = TRUE;
    return (Token){ .kind = TOKEN_END };
}

static gboolean take_number (Scanner *scanner, int n)
{
    if (is_symbol (scanner->peek, ':'))
    {
        next (scanner);
        if (skip (scanner, ':'))
            return scanner->n_time == 0 && add_time (scanner, n) && add_time (scanner, 0);
        if (!add_time (scanner, n))
            return FALSE;
        skip (scanner, '.');
        return TRUE;
    }
    if (skip (scanner, '.') && expects_time (scanner, n))
    {
        add_time (scanner, n);
        if (scanner->peek.kind != TOKEN_NUMBER)
            return FALSE;
        finish_time (scanner, milliseconds (next (scanner)));
        return TRUE;
    }
    if (scanner->offset_hour != NONE && scanner->offset_minute == NONE && n < 60)
    {
        scanner->offset_minute = n;
        return TRUE;
    }
    if (expects_time (scanner, n))
    {
        finish_time (scanner, n);
        return scanner->peek.kind == TOKEN_END || scanner->peek.kind == TOKEN_SPACE || scanner->peek.is_z ||
               is_sign (scanner->peek);
    }
    if (!add_day (scanner, n))
        return FALSE;
    skip (scanner, '-');
    return TRUE;
}

static gboolean take_word (Scanner *scanner, Token word, gboolean after_number)
{
    if (word.word == WORD_HALF_DAY && scanner->n_time > 0)
        scanner->half = word.value;
    else if (word.word == WORD_MONTH)
    {
        scanner->month = word.value;
        skip (scanner, '-');
    }
    else if (word.word == WORD_ZONE && after_number)
        set_offset (scanner, word.value);
    else
        return !after_number && scanner->peek.kind != TOKEN_NUMBER;
    return TRUE;
}

static gboolean take_offset (Scanner *scanner, int sign)
{
    int n = 0;
    gsize length = 0;

    scanner->sign = sign == '+' ? 1 : -1;
    if (scanner->peek.kind == TOKEN_NUMBER)
    {
        Token number = next (scanner);

        n = number.value;
        length = number.length;
    }
    if (is_symbol (scanner->peek, ':'))
    {
        scanner->offset_hour = n;
        scanner->offset_minute = NONE;
        return TRUE;
    }
    scanner->offset_hour = length <= 2 ? n : n / 100;
    scanner->offset_minute = length <= 2 ? 0 : n % 100;
    return length >= 1 && length <= 4;
}

static void skip_parentheses (Scanner *scanner)
{
    int depth = 1;

    while (depth > 0 && scanner->peek.kind != TOKEN_END)
    {
        Token token = next (scanner);

        depth += is_symbol (token, '(') - is_symbol (token, ')');
    }
}

/* The other form, beginning with TOKEN. */
static gboolean scan_loose (Scanner *scanner, Token token)
{
    gboolean after_number = scanner->n_day > 0;

    for (; token.kind != TOKEN_END; token = next (scanner))
    {
        gboolean is_utc = scanner->offset_hour == 0 && scanner->offset_minute == 0;

        if (token.kind == TOKEN_NUMBER)
        {
            after_number = TRUE;
            if (!take_number (scanner, token.value))
                return FALSE;
        }
        else if (token.kind == TOKEN_WORD)
        {
            if (!take_word (scanner, token, after_number))
                return FALSE;
        }
        else if (is_sign (token) && (is_utc || scanner->n_time > 0))
        {
            after_number = TRUE;
            if (!take_offset (scanner, token.value))
                return FALSE;
        }
        else if ((is_sign (token) || is_symbol (token, ')')) && after_number)
            return FALSE;
        else if (is_symbol (token, '('))
            skip_parentheses (scanner);
    }
    return TRUE;
}

static gboolean is_day (int n)
{
    return n >= 1 && n <= 31;
}

static gboolean join_day (Scanner *scanner, DateParts *parts)
{
    const int *day = scanner->day;
    int year;
    int month = scanner->month;
    int date;

    if (scanner->n_day < 1)
        return FALSE;
    while (scanner->n_day < 3)
        add_day (scanner, 1);
    if (month != NONE)
    {
        gboolean year_first = !is_day (day[0]);

        year = day[year_first ? 0 : 1];
        date = day[year_first ? 1 : 0];
    }
    else if (scanner->iso || !is_day (day[0]))
    {
        year = day[0];
        month = day[1];
        date = day[2];
    }
    else
    {
        month = day[0];
        date = day[1];
        year = day[2];
    }
    if (!scanner->iso && year >= 0 && year <= 99)
        year += year <= 49 ? 2000 : 1900;
    parts->year = year;
    parts->month = month - 1;
    parts->day = date;
    return month >= 1 && month <= 12 && is_day (date);
}

static gboolean join_time (Scanner *scanner, DateParts *parts)
{
    int *time = scanner->time;

    if (scanner->n_time < 4)
        finish_time (scanner, 0);
    if (scanner->half != NONE)
    {
        if (time[0] > 12)
            return FALSE;
        time[0] = time[0] % 12 + scanner->half;
    }
    if (time[0] > 23 || time[1] > 59 || time[2] > 59 || time[3] > 999)
        if (time[0] != 24 || time[1] || time[2] || time[3])
            return FALSE;
    parts->hour = time[0];
    parts->minute = time[1];
    parts->second = time[2];
    parts->millisecond = time[3];
    return TRUE;
}

double date_parse (const char *text, gsize length)
{
    Scanner scanner = { .p = text,
                        .end = text + length,
                        .month = NONE,
                        .half = NONE,
                        .sign = NONE,
                        .offset_hour = NONE,
                        .offset_minute = NONE };
    DateParts parts;
    gboolean wrong = FALSE;
    Token token;
    double offset = 0;

    scanner.peek = scan (&scanner);
    token = scan_strict (&scanner, &wrong);
    if (wrong || !scan_loose (&scanner, token) || !join_day (&scanner, &parts) || !join_time (&scanner, &parts))
        return NAN;
    if (scanner.sign != NONE)
        offset = scanner.sign * ((scanner.offset_hour == NONE ? 0 : scanner.offset_hour) * 3600000.0 +
                                 (scanner.offset_minute == NONE ? 0 : scanner.offset_minute) * 60000.0);
    return date_clip (date_join (&parts) - offset);
}
