/* es_date.h: times as calendars have them. A time is milliseconds since 1970; the time zone of a script is UTC. */

#ifndef MIGSHIM_SCRIPT_ES_DATE_H
#define MIGSHIM_SCRIPT_ES_DATE_H

#include "script/es.h"

/* The parts of a time. Doubles, for a script may set any of them to anything; whole after date_split. */
typedef struct
{
    double year;
    double month; /* from 0 */
    double day;   /* from 1 */
    double hour;
    double minute;
    double second;
    double millisecond;
} DateParts;

/* TIME must be a number within range. */
DateParts date_split (double time);
int date_weekday (double time); /* 0 is Sunday */

/* Parts out of their ranges carry over; NaN when the time is no time. */
double date_join (const DateParts *parts);

/* TIME, or NaN when it is beyond 100,000,000 days of 1970. */
double date_clip (double time);

/* es_date_text.c: the methods that give texts. */
void date_define_texts (ScriptRuntime *runtime, ScriptObject *prototype);
/* The time that CALL is of; throws when its receiver is no date. */
ScriptStatus date_of_call (ScriptCall *call, ScriptDate **date);
Value date_text (ScriptRuntime *runtime, double time);

#endif
