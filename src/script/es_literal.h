/* es_literal.h: what the text of ECMAScript's names, numbers and strings stands for. For the lexer alone. */

#ifndef MIGSHIM_SCRIPT_ES_LITERAL_H
#define MIGSHIM_SCRIPT_ES_LITERAL_H

#include "script/ast.h"

typedef struct
{
    gboolean bigint;
    double value;    /* of a number */
    Text digits;     /* of a BigInt, decimal; in the file's arena */
    gboolean legacy; /* 017 or 08: not allowed in strict code */
} EsNumber;

/* Reads a name that has escapes or letters outside of ASCII from *AT, which moves past it. NULL when there is none.
 * ESCAPED is set to TRUE when it has escapes. */
const Name *es_literal_name (ScriptFile *file, const char **at, const char *end, gboolean *escaped);

/* Reads a number from *AT, which moves past it. Returns NULL, or what is wrong (static). */
const char *es_literal_number (ScriptFile *file, const char **at, const char *end, EsNumber *number);

/* The value of the inside of a string or (TEMPLATE) of a piece of a template into TEXT, in the file's arena. OCTAL is set to
 * TRUE when the string has an escape that strict code may not have. Returns NULL, or what is wrong (static). */
const char *es_literal_unescape (ScriptFile *file, const char *start, const char *end, gboolean template, Text *text,
                                 gboolean *octal);

/* The raw text of a piece of a template into TEXT: with its escapes, line ends as "\n". FALSE when the arena is full. */
gboolean es_literal_raw (ScriptFile *file, const char *start, const char *end, Text *text);

#endif
