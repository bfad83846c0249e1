/* python_literal.h: what the text of Python's numbers and strings stands for. For the parser alone. */

#ifndef MIGSHIM_SCRIPT_PYTHON_LITERAL_H
#define MIGSHIM_SCRIPT_PYTHON_LITERAL_H

#include "script/ast.h"

typedef enum
{
    PY_NUMBER_INTEGER,
    PY_NUMBER_FLOAT,
    PY_NUMBER_IMAGINARY,
    PY_NUMBER_LARGE /* an integer beyond 64 bits */
} PyNumberKind;

typedef struct
{
    PyNumberKind kind;
    gint64 integer;
    double number;
} PyNumber;

/* Reads TEXT, the whole of a number. Returns NULL, or what is wrong (static). */
const char *python_literal_number (Text text, PyNumber *number);

/* Adds the value of a piece of a string (PREFIX: PY_PREFIX_*) to OUT. FIELDS: it is of an f-string, where braces are doubled. NAMED is set to
 * TRUE when it has a \N{...} escape, of which the value is unknown to us. Returns NULL, or what is wrong (static). */
const char *python_literal_string (Text text, guint prefix, gboolean fields, GString *out, gboolean *named);

#endif
