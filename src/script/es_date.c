/* Date: the class, and the parts of a date. */

#include "script/es_date.h"

#include <math.h>

#define DAY_MS 86400000.0
#define TIME_MAX 8.64e15
#define PARTS_MAX 7

/* Days since 1970 of the first of MONTH (0 to 11) of YEAR; 400 years are a whole cycle. */
static gint64 days_from_civil (gint64 year, int month)
{
    gint64 y = month < 2 ? year - 1 : year; /* years that begin in March */
    gint64 cycle = (y >= 0 ? y : y - 399) / 400;
    gint64 year_of_cycle = y - cycle * 400;
    gint64 day_of_year = (153 * ((month + 10) % 12) + 2) / 5;

    return cycle * 146097 + year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year - 719468;
}

DateParts date_split (double time)
{
    double days = floor (time / DAY_MS);
    double rest = time - days * DAY_MS;
    gint64 shifted = (gint64)days + 719468;
    gint64 cycle = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    gint64 day_of_cycle = shifted - cycle * 146097;
    gint64 year = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
    gint64 day = day_of_cycle - (365 * year + year / 4 - year / 100);
    gint64 month = (5 * day + 2) / 153; /* from March */
    DateParts parts;

    parts.day = (double)(day - (153 * month + 2) / 5 + 1);
    parts.month = (double)((month + 2) % 12);
    parts.year = (double)(year + cycle * 400 + (month >= 10 ? 1 : 0));
    parts.hour = floor (rest / 3600000);
    parts.minute = fmod (floor (rest / 60000), 60);
    parts.second = fmod (floor (rest / 1000), 60);
    parts.millisecond = fmod (rest, 1000);
    return parts;
}

int date_weekday (double time)
{
    double days = fmod (floor (time / DAY_MS) + 4, 7);

    return (int)(days < 0 ? days + 7 : days);
}

double date_clip (double time)
{
    return fabs (time) <= TIME_MAX ? number_to_integer (time) + 0.0 : NAN;
}

double date_join (const DateParts *parts)
{
    double year = trunc (parts->year) + floor (trunc (parts->month) / 12);
    double month = fmod (trunc (parts->month), 12);

    if (!isfinite (parts->year) || !isfinite (parts->month) || !isfinite (parts->day) || !isfinite (parts->hour) ||
        !isfinite (parts->minute) || !isfinite (parts->second) || !isfinite (parts->millisecond) ||
        fabs (year) > 400000)
        return NAN;
    return ((double)days_from_civil ((gint64)year, (int)(month < 0 ? month + 12 : month)) + trunc (parts->day) - 1) *
               DAY_MS +
           trunc (parts->hour) * 3600000 + trunc (parts->minute) * 60000 + trunc (parts->second) * 1000 +
           trunc (parts->millisecond);
}

ScriptStatus date_of_call (ScriptCall *call, ScriptDate **date)
{
    *date = value_date (call->receiver);
    return *date ? SCRIPT_NORMAL : script_throw (call->runtime, "TypeError", "this is not a Date object.");
}

/* The parts that arguments give: year, month and so on. Two digits of a year are of the last century. */
static ScriptStatus parts_of_arguments (ScriptCall *call, double *time)
{
    DateParts parts = { .day = 1 };
    double *fields[PARTS_MAX] = { &parts.year,   &parts.month,  &parts.day,        &parts.hour,
                                  &parts.minute, &parts.second, &parts.millisecond };

    if (call->n_arguments == 0)
        parts.year = NAN;
    for (guint i = 0; i < MIN (call->n_arguments, PARTS_MAX); i++)
        SCRIPT_TRY (es_to_number (call->runtime, call->arguments[i], fields[i]));
    if (trunc (parts.year) >= 0 && trunc (parts.year) <= 99)
        parts.year = 1900 + trunc (parts.year);
    *time = date_clip (date_join (&parts));
    return SCRIPT_NORMAL;
}

static ScriptStatus time_of_value (ScriptRuntime *runtime, Value value, double *time)
{
    if (value_date (value))
    {
        *time = value_date (value)->time;
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (es_to_primitive (runtime, value, HINT_DEFAULT, &value));
    if (value.kind == VALUE_STRING)
        *time = date_parse (value.as.string->data, value.as.string->length);
    else
        SCRIPT_TRY (es_to_number (runtime, value, time));
    *time = date_clip (*time);
    return SCRIPT_NORMAL;
}

static ScriptStatus date_constructor (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    double time = floor (runtime_now (runtime));
    ScriptDate *date;

    if (!call->constructing)
    {
        *out = date_text (runtime, time);
        return SCRIPT_NORMAL;
    }
    if (call->n_arguments == 1)
        SCRIPT_TRY (time_of_value (runtime, call->arguments[0], &time));
    else if (call->n_arguments > 1)
        SCRIPT_TRY (parts_of_arguments (call, &time));
    date = date_new (runtime, time);
    SCRIPT_TRY (prototype_of_target (runtime, call->new_target, date->object.prototype, &date->object.prototype));
    *out = value_of_object (&date->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus date_now (ScriptCall *call, Value *out)
{
    *out = value_number (floor (runtime_now (call->runtime)));
    return SCRIPT_NORMAL;
}

static ScriptStatus date_utc (ScriptCall *call, Value *out)
{
    double time;

    SCRIPT_TRY (parts_of_arguments (call, &time));
    *out = value_number (time);
    return SCRIPT_NORMAL;
}

static ScriptStatus date_parse_text (ScriptCall *call, Value *out)
{
    ScriptString *text;

    SCRIPT_TRY (es_argument_string (call, 0, &text));
    *out = value_number (date_parse (text->data, text->length));
    return SCRIPT_NORMAL;
}

/* Getters: each reads one part of the time. */

#define GETTER(name, expression)                                                                                       \
    static ScriptStatus name (ScriptCall *call, Value *out)                                                            \
    {                                                                                                                  \
        ScriptDate *date;                                                                                              \
        DateParts parts = { 0 };                                                                                       \
                                                                                                                       \
        SCRIPT_TRY (date_of_call (call, &date));                                                                       \
        if (!isnan (date->time))                                                                                       \
            parts = date_split (date->time);                                                                           \
        *out = value_number (isnan (date->time) ? (double)NAN : (double)(expression));                                 \
        (void)parts;                                                                                                   \
        return SCRIPT_NORMAL;                                                                                          \
    }

GETTER (get_time, date->time)
GETTER (get_full_year, parts.year)
GETTER (get_year, parts.year - 1900)
GETTER (get_month, parts.month)
GETTER (get_date, parts.day)
GETTER (get_day, date_weekday (date->time))
GETTER (get_hours, parts.hour)
GETTER (get_minutes, parts.minute)
GETTER (get_seconds, parts.second)
GETTER (get_milliseconds, parts.millisecond)
GETTER (get_timezone_offset, 0)

static ScriptStatus set_time (ScriptCall *call, Value *out)
{
    ScriptDate *date;
    double time;

    SCRIPT_TRY (date_of_call (call, &date));
    SCRIPT_TRY (es_to_number (call->runtime, call_argument (call, 0), &time));
    date->time = date_clip (time);
    *out = value_number (date->time);
    return SCRIPT_NORMAL;
}

/* Sets up to MOST parts, beginning with the FIRST-th. A year makes a date of what is none. */
static ScriptStatus set_parts (ScriptCall *call, guint first, guint most, Value *out)
{
    ScriptDate *date;
    DateParts parts;
    double *fields[PARTS_MAX] = { &parts.year,   &parts.month,  &parts.day,        &parts.hour,
                                  &parts.minute, &parts.second, &parts.millisecond };
    double time;

    SCRIPT_TRY (date_of_call (call, &date));
    time = date->time;
    if (isnan (time) && first == 0)
        time = 0;
    parts = isnan (time) ? (DateParts){ .year = NAN } : date_split (time);
    for (guint i = 0; i < MAX (1, MIN (call->n_arguments, most)); i++)
        SCRIPT_TRY (es_to_number (call->runtime, call_argument (call, i), fields[first + i]));
    date->time = isnan (time) ? NAN : date_clip (date_join (&parts));
    *out = value_number (date->time);
    return SCRIPT_NORMAL;
}

#define SETTER(name, first, most)                                                                                      \
    static ScriptStatus name (ScriptCall *call, Value *out)                                                            \
    {                                                                                                                  \
        return set_parts (call, first, most, out);                                                                     \
    }

SETTER (set_full_year, 0, 3)
SETTER (set_month, 1, 2)
SETTER (set_date, 2, 1)
SETTER (set_hours, 3, 4)
SETTER (set_minutes, 4, 3)
SETTER (set_seconds, 5, 2)
SETTER (set_milliseconds, 6, 1)

static ScriptStatus to_primitive (ScriptCall *call, Value *out)
{
    const KnownNames *known = &call->runtime->known;
    Value hint = call_argument (call, 0);
    const char *text = hint.kind == VALUE_STRING ? value_to_text (call->runtime, hint) : "";
    gboolean number = g_str_equal (text, "number");

    if (!number && !g_str_equal (text, "string") && !g_str_equal (text, "default"))
        return script_throw (call->runtime, "TypeError", "Invalid hint: %s", value_to_text (call->runtime, hint));
    for (int i = 0; i < 2; i++)
    {
        const Name *name = number == (i == 0) ? known->valueOf_ : known->toString_;
        Value method;

        SCRIPT_TRY (es_get (call->runtime, call->receiver, name, &method));
        if (!script_is_callable (method))
            continue;
        SCRIPT_TRY (script_call (call->runtime, method, call->receiver, NULL, 0, out));
        if (out->kind != VALUE_OBJECT)
            return SCRIPT_NORMAL;
    }
    return script_throw (call->runtime, "TypeError", "Cannot convert object to primitive value");
}

void es_setup_date (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "getTime", 0, get_time },
                                           { "valueOf", 0, get_time },
                                           { "getFullYear", 0, get_full_year },
                                           { "getUTCFullYear", 0, get_full_year },
                                           { "getYear", 0, get_year },
                                           { "getMonth", 0, get_month },
                                           { "getUTCMonth", 0, get_month },
                                           { "getDate", 0, get_date },
                                           { "getUTCDate", 0, get_date },
                                           { "getDay", 0, get_day },
                                           { "getUTCDay", 0, get_day },
                                           { "getHours", 0, get_hours },
                                           { "getUTCHours", 0, get_hours },
                                           { "getMinutes", 0, get_minutes },
                                           { "getUTCMinutes", 0, get_minutes },
                                           { "getSeconds", 0, get_seconds },
                                           { "getUTCSeconds", 0, get_seconds },
                                           { "getMilliseconds", 0, get_milliseconds },
                                           { "getUTCMilliseconds", 0, get_milliseconds },
                                           { "getTimezoneOffset", 0, get_timezone_offset },
                                           { "setTime", 1, set_time },
                                           { "setFullYear", 3, set_full_year },
                                           { "setUTCFullYear", 3, set_full_year },
                                           { "setMonth", 2, set_month },
                                           { "setUTCMonth", 2, set_month },
                                           { "setDate", 1, set_date },
                                           { "setUTCDate", 1, set_date },
                                           { "setHours", 4, set_hours },
                                           { "setUTCHours", 4, set_hours },
                                           { "setMinutes", 3, set_minutes },
                                           { "setUTCMinutes", 3, set_minutes },
                                           { "setSeconds", 2, set_seconds },
                                           { "setUTCSeconds", 2, set_seconds },
                                           { "setMilliseconds", 1, set_milliseconds },
                                           { "setUTCMilliseconds", 1, set_milliseconds },
                                           { "@@toPrimitive", 1, to_primitive },
                                           { NULL, 0, NULL } };
    static const NativeEntry statics[] = {
        { "now", 0, date_now }, { "parse", 1, date_parse_text }, { "UTC", 7, date_utc }, { NULL, 0, NULL }
    };

    natives_define_class (runtime, "Date", 7, date_constructor, runtime->prototypes.date, members, statics);
    date_define_texts (runtime, runtime->prototypes.date);
}
