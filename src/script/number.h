/* number.h: numbers as text, exactly as ECMAScript has it. */

#ifndef MIGSHIM_SCRIPT_NUMBER_H
#define MIGSHIM_SCRIPT_NUMBER_H

#include <glib.h>

#define NUMBER_TEXT_SIZE 1200 /* enough for any text below */

/* The shortest text that reads back as NUMBER (Number::toString). TEXT has NUMBER_TEXT_SIZE bytes; returns TEXT. */
char *number_to_text (double number, char *text);
char *number_to_radix (double number, guint radix, char *text);
/* toFixed, toExponential, toPrecision with valid digits. DIGITS -1 of toExponential: as many as needed. */
char *number_to_fixed (double number, int digits, char *text);
char *number_to_exponential (double number, int digits, char *text);
char *number_to_precision (double number, int digits, char *text);

/* StringToNumber: white space around is ignored, "" is 0, "0x1f" and its like are known; NaN for what is no number. */
double number_parse (const char *text, gsize length);
/* parseFloat and parseInt. RADIX 0: by the prefix. */
double number_parse_float (const char *text, gsize length);
double number_parse_int (const char *text, gsize length, int radix);

gint32 number_to_int32 (double number);
double number_to_integer (double number);

/* The bytes of white space or line end (as ECMAScript counts them) at the start of TEXT, one character; 0 when there is none. */
gsize space_length (const char *text, const char *end);

#endif
