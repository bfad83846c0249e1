/* py_format.h: values of Python as text: format specifications and what reads them.
 *
 * Rules and messages are those of CPython 3.11 (Python/formatter_unicode.c, Objects/unicodeobject.c, Objects/stringlib/unicode_format.h). */

#ifndef MIGSHIM_SCRIPT_PY_FORMAT_H
#define MIGSHIM_SCRIPT_PY_FORMAT_H

#include "script/py.h"

#define PY_FLOAT_TEXT_SIZE 40

/* The repr of a float: the shortest text that reads back as NUMBER. TEXT has PY_FLOAT_TEXT_SIZE bytes; returns TEXT. */
const char *py_float_text (double number, char *text);

#define PY_INTEGER_DIGITS_SIZE 65

/* The digits of NUMBER in BASE (2, 8, 10, 16), somewhere in TEXT, which has PY_INTEGER_DIGITS_SIZE bytes. */
const char *py_integer_digits (guint64 number, guint base, gboolean capital, char *text);

/* A format specification: [[fill]align][sign][z][#][0][width][grouping][.precision][type] */
typedef struct
{
    gunichar fill;
    char align; /* one of < > = ^ */
    char sign;  /* 0 or one of + - and a space */
    gboolean no_negative_zero;
    gboolean alternate;
    char grouping; /* 0, ',' or '_' */
    gint64 width;  /* -1: none given */
    gint64 precision;
    gunichar type; /* 0: none given */
} PyFormatSpec;

/* Reads SPEC (LENGTH bytes of UTF-8). TYPE_NAME is the type of the value, for messages; ALIGN what it has without one; throws ValueError. */
ScriptStatus py_format_spec_read (ScriptRuntime *runtime, const char *spec, gsize length, const char *type_name,
                                  char align, PyFormatSpec *out);

/* The unsigned text of a number, in pieces, to be put between fill, sign and groups. */
typedef struct
{
    gboolean negative;
    const char *prefix; /* "0x" and its like, or "" */
    const char *digits; /* begins with the digits that are grouped; what follows them is left as it is */
    gsize length;
} PyNumberText;

/* Puts TEXT as SPEC has it at the end of BUILDER. GROUP is the size of a group. */
ScriptStatus py_append_number (TextBuilder *builder, const PyFormatSpec *spec, const PyNumberText *text, guint group);

/* TEXT (LENGTH bytes of UTF-8, CHARACTERS of them) filled up to the width of SPEC. */
ScriptStatus py_append_padded (TextBuilder *builder, const PyFormatSpec *spec, const char *text, gsize length,
                               gsize characters);

/* The digits of a finite or other NUMBER, without a sign, in the format TYPE (one of e f g r, or in capitals); with ALTERNATE the point always
 * stands; with POINT_ZERO a whole number ends in ".0". NULL with a refusal pending when it is over the bound; else in the arena. */
const char *py_float_digits (ScriptRuntime *runtime, double number, char type, gint64 precision, gboolean alternate,
                             gboolean point_zero);

/* format (VALUE, SPEC) of an int or bool, a float and a str. */
ScriptStatus py_format_integer (ScriptRuntime *runtime, gint64 integer, const char *type_name, const char *spec,
                                gsize length, Value *out);
ScriptStatus py_format_float (ScriptRuntime *runtime, double number, const char *type_name, const char *spec,
                              gsize length, Value *out);
ScriptStatus py_format_string (ScriptRuntime *runtime, ScriptString *string, const char *spec, gsize length,
                               Value *out);

/* What a field makes of VALUE before it is formatted: CONVERSION is 'r', 's' or 'a'. */
ScriptStatus py_convert (ScriptRuntime *runtime, Value value, gunichar conversion, ScriptString **out);

/* str.format and str.format_map, as methods. */
ScriptStatus py_str_format (ScriptCall *call, Value *out);
ScriptStatus py_str_format_map (ScriptCall *call, Value *out);

#endif
