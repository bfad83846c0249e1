/* Date: its texts. */

#include "script/es_date.h"

#include <math.h>
#include <string.h>

#define TEXT_SIZE 128
#define INVALID "Invalid Date"

static const char *const weekdays[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
static const char *const months[] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
};

typedef enum
{
    SHOW_DATE = 1,
    SHOW_TIME = 2,
    SHOW_BOTH = 3
} Shown;

static const char *year_text (const DateParts *parts, char *text, gsize size)
{
    g_snprintf (text, size, parts->year < 0 ? "%05.0f" : "%04.0f", parts->year);
    return text;
}

const char *date_to_iso (double time, char *text)
{
    DateParts parts;
    char year[16];

    if (isnan (time))
        return strcpy (text, INVALID);
    parts = date_split (time);
    if (parts.year < 0 || parts.year > 9999)
        g_snprintf (year, sizeof year, "%+07.0f", parts.year);
    else
        year_text (&parts, year, sizeof year);
    g_snprintf (text, 40, "%s-%02.0f-%02.0fT%02.0f:%02.0f:%02.0f.%03.0fZ", year, parts.month + 1, parts.day, parts.hour,
                parts.minute, parts.second, parts.millisecond);
    return text;
}

static const char *long_text (double time, Shown shown, char *text)
{
    DateParts parts;
    char year[16];
    int n = 0;

    if (isnan (time))
        return INVALID;
    parts = date_split (time);
    if (shown & SHOW_DATE)
        n = g_snprintf (text, TEXT_SIZE, "%s %s %02.0f %s", weekdays[date_weekday (time)], months[(int)parts.month],
                        parts.day, year_text (&parts, year, sizeof year));
    if (shown & SHOW_TIME)
        g_snprintf (text + n, (gulong)(TEXT_SIZE - n), "%s%02.0f:%02.0f:%02.0f GMT+0000 (Coordinated Universal Time)",
                    n ? " " : "", parts.hour, parts.minute, parts.second);
    return text;
}

Value date_text (ScriptRuntime *runtime, double time)
{
    char text[TEXT_SIZE];

    return value_string (runtime, long_text (time, SHOW_BOTH, text), -1);
}

static ScriptStatus give_long (ScriptCall *call, Shown shown, Value *out)
{
    ScriptDate *date;
    char text[TEXT_SIZE];

    SCRIPT_TRY (date_of_call (call, &date));
    *out = value_string (call->runtime, long_text (date->time, shown, text), -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus to_string (ScriptCall *call, Value *out)
{
    return give_long (call, SHOW_BOTH, out);
}

static ScriptStatus to_date_string (ScriptCall *call, Value *out)
{
    return give_long (call, SHOW_DATE, out);
}

static ScriptStatus to_time_string (ScriptCall *call, Value *out)
{
    return give_long (call, SHOW_TIME, out);
}

static ScriptStatus to_utc_string (ScriptCall *call, Value *out)
{
    ScriptDate *date;
    DateParts parts;
    char year[16];

    SCRIPT_TRY (date_of_call (call, &date));
    *out = value_string (call->runtime, INVALID, -1);
    if (isnan (date->time))
        return SCRIPT_NORMAL;
    parts = date_split (date->time);
    *out = value_string_printf (call->runtime, "%s, %02.0f %s %s %02.0f:%02.0f:%02.0f GMT",
                                weekdays[date_weekday (date->time)], parts.day, months[(int)parts.month],
                                year_text (&parts, year, sizeof year), parts.hour, parts.minute, parts.second);
    return SCRIPT_NORMAL;
}

static ScriptStatus to_iso_string (ScriptCall *call, Value *out)
{
    ScriptDate *date;
    char text[40];

    SCRIPT_TRY (date_of_call (call, &date));
    if (isnan (date->time))
        return script_throw (call->runtime, "RangeError", "Invalid time value");
    *out = value_string (call->runtime, date_to_iso (date->time, text), -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus to_json (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value primitive;

    SCRIPT_TRY (es_to_primitive (runtime, call->receiver, HINT_NUMBER, &primitive));
    *out = NULL_VALUE;
    if (primitive.kind == VALUE_NUMBER && !isfinite (primitive.as.number))
        return SCRIPT_NORMAL;
    return es_call_method (runtime, call->receiver, intern (runtime, "toISOString", -1), NULL, 0, out);
}

/* How languages write a date and a time with the defaults of Intl.DateTimeFormat (ICU 73). */
typedef enum
{
    ORDER_MDY,
    ORDER_DMY,
    ORDER_YMD
} DateOrder;

typedef struct
{
    const char *name;
    DateOrder order;
    char separator;
    gboolean padded;
    gboolean twelve_hours;
    const char *am, *pm;
    const char *between;
} DateLocale;

static const DateLocale locales[] = {
    { "en-US", ORDER_MDY, '/', FALSE, TRUE, "AM", "PM", ", " },
    { "en", ORDER_MDY, '/', FALSE, TRUE, "AM", "PM", ", " },
    { "en-CA", ORDER_YMD, '-', TRUE, TRUE, "a.m.", "p.m.", ", " },
    { "en-GB", ORDER_DMY, '/', TRUE, FALSE, "", "", ", " },
    { "fr-FR", ORDER_DMY, '/', TRUE, FALSE, "", "", " " },
    { "de-DE", ORDER_DMY, '.', FALSE, FALSE, "", "", ", " },
    { "sv-SE", ORDER_YMD, '-', TRUE, FALSE, "", "", " " },
};

/* The locale that the arguments ask for. Options other than the time zone that scripts have are out of reach. */
static ScriptStatus locale_of (ScriptCall *call, const DateLocale **locale)
{
    ScriptRuntime *runtime = call->runtime;
    Value tag = call_argument (call, 0);
    Value options = call_argument (call, 1);
    const char *name;
    guint n = 0;
    const Name **keys;

    *locale = &locales[0];
    if (value_list (tag))
        tag = value_list (tag)->length ? value_list (tag)->items[0] : UNDEFINED;
    if (tag.kind != VALUE_UNDEFINED)
    {
        name = value_to_text (runtime, tag);
        *locale = NULL;
        for (gsize i = 0; i < G_N_ELEMENTS (locales); i++)
            if (strcmp (locales[i].name, name) == 0)
                *locale = &locales[i];
        if (!*locale)
            return script_refuse (runtime, "a date in the locale %s is out of reach", name);
    }
    if (options.kind != VALUE_OBJECT)
        return SCRIPT_NORMAL;
    keys = object_keys (runtime, options.as.object, TRUE, FALSE, &n);
    for (guint i = 0; i < n; i++)
    {
        Value value;

        SCRIPT_TRY (es_get (runtime, options, keys[i], &value));
        if (value.kind != VALUE_UNDEFINED &&
            (strcmp (keys[i]->text, "timeZone") != 0 || strcmp (value_to_text (runtime, value), "UTC") != 0))
            return script_refuse (runtime, "a date with the option %s is out of reach", keys[i]->text);
    }
    return SCRIPT_NORMAL;
}

static void append_date (GString *text, const DateParts *parts, const DateLocale *locale)
{
    int width = locale->padded ? 2 : 1;
    double year = parts->year <= 0 ? 1 - parts->year : parts->year;
    double first = locale->order == ORDER_DMY ? parts->day : parts->month + 1;
    double second = locale->order == ORDER_DMY ? parts->month + 1 : parts->day;

    if (locale->order == ORDER_YMD)
        g_string_append_printf (text, "%.0f%c", year, locale->separator);
    g_string_append_printf (text, "%0*.0f%c%0*.0f", width, first, locale->separator, width, second);
    if (locale->order != ORDER_YMD)
        g_string_append_printf (text, "%c%.0f", locale->separator, year);
}

static void append_time (GString *text, const DateParts *parts, const DateLocale *locale)
{
    int hour = (int)parts->hour;

    if (locale->twelve_hours)
        g_string_append_printf (text, "%d:%02.0f:%02.0f %s", hour % 12 ? hour % 12 : 12, parts->minute, parts->second,
                                hour < 12 ? locale->am : locale->pm);
    else
        g_string_append_printf (text, "%02d:%02.0f:%02.0f", hour, parts->minute, parts->second);
}

static ScriptStatus give_local (ScriptCall *call, Shown shown, Value *out)
{
    g_autoptr (GString) text = g_string_new (NULL);
    const DateLocale *locale;
    ScriptDate *date;
    DateParts parts;

    SCRIPT_TRY (date_of_call (call, &date));
    SCRIPT_TRY (locale_of (call, &locale));
    *out = value_string (call->runtime, INVALID, -1);
    if (isnan (date->time))
        return SCRIPT_NORMAL;
    parts = date_split (date->time);
    if (shown & SHOW_DATE)
        append_date (text, &parts, locale);
    if (shown == SHOW_BOTH)
        g_string_append (text, locale->between);
    if (shown & SHOW_TIME)
        append_time (text, &parts, locale);
    *out = value_string (call->runtime, text->str, (gssize)text->len);
    return SCRIPT_NORMAL;
}

static ScriptStatus to_locale_string (ScriptCall *call, Value *out)
{
    return give_local (call, SHOW_BOTH, out);
}

static ScriptStatus to_locale_date_string (ScriptCall *call, Value *out)
{
    return give_local (call, SHOW_DATE, out);
}

static ScriptStatus to_locale_time_string (ScriptCall *call, Value *out)
{
    return give_local (call, SHOW_TIME, out);
}

void date_define_texts (ScriptRuntime *runtime, ScriptObject *prototype)
{
    static const NativeEntry members[] = { { "toString", 0, to_string },
                                           { "toDateString", 0, to_date_string },
                                           { "toTimeString", 0, to_time_string },
                                           { "toISOString", 0, to_iso_string },
                                           { "toUTCString", 0, to_utc_string },
                                           { "toGMTString", 0, to_utc_string },
                                           { "toJSON", 1, to_json },
                                           { "toLocaleString", 0, to_locale_string },
                                           { "toLocaleDateString", 0, to_locale_date_string },
                                           { "toLocaleTimeString", 0, to_locale_time_string },
                                           { NULL, 0, NULL } };

    natives_define (runtime, prototype, members);
}
