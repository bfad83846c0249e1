/* py_methods.h: what the methods of Python's built-in types share: their arguments, and text that is a str or bytes.
 *
 * CPython checks arguments in several ways, each with words of its own; which one a method has is seen in its source or by trying. */

#ifndef MIGSHIM_SCRIPT_PY_METHODS_H
#define MIGSHIM_SCRIPT_PY_METHODS_H

#include "script/py.h"

/* "str.upper() takes no arguments (1 given)" */
ScriptStatus py_take_none (ScriptCall *call, const char *type, const char *name);
/* "str.join() takes exactly one argument (0 given)"; TYPE is NULL for a function. */
ScriptStatus py_take_one (ScriptCall *call, const char *type, const char *name);
/* "find expected at least 1 argument, got 0"; no keywords. */
ScriptStatus py_take (ScriptCall *call, const char *type, const char *name, guint least, guint most);
/* Arguments by place or by name, all of which may be left out (VALUE_EMPTY): NAMES ends with NULL, VALUES has one for each. */
ScriptStatus py_take_named (ScriptCall *call, const char *name, const char *const *names, Value *values);

/* The argument at INDEX as an integer; FALLBACK when there is none. */
ScriptStatus py_integer_argument (ScriptCall *call, guint index, gint64 fallback, gint64 *out);
/* VALUE as a position in LENGTH items, as slices have it: None or VALUE_UNDEFINED is FALLBACK, negative ones count from the end; it may be beyond LENGTH. */
ScriptStatus py_position (ScriptRuntime *runtime, Value value, gint64 length, gint64 fallback, gint64 *out);

/* Takes N steps. */
ScriptStatus py_charge (ScriptRuntime *runtime, gsize n);

/* A str or bytes; positions are byte offsets. */
typedef struct
{
    ScriptRuntime *runtime;
    const char *data;
    gsize length;
    gboolean bytes;
} PyText;

/* The receiver of CALL, which must be a str or bytes. */
PyText py_text_of (ScriptCall *call);
/* VALUE when it is of the type of LIKE. */
gboolean py_text_like (const PyText *like, Value value, PyText *out);
/* What is from FROM to TO, as a value. */
Value py_text_value (const PyText *text, gsize from, gsize to);
static inline const char *py_text_type (const PyText *text)
{
    return text->bytes ? "bytes" : "str";
}
/* How many characters or bytes there are between two offsets; and the offset of a position. */
gint64 py_text_count (const PyText *text, gsize from, gsize to);
gsize py_text_offset (const PyText *text, gint64 index);
/* The bytes of the white space at offset AT (0: there is none), and of that which ends at AT. */
gsize py_text_space_at (const PyText *text, gsize at);
gsize py_text_space_before (const PyText *text, gsize at);
/* str.isspace of one character. */
gboolean py_is_space (gunichar c);
/* str.isprintable of one character. */
gboolean py_is_printable (gunichar c);
#define PY_ESCAPE_SIZE 12

/* \xNN, \uNNNN or \UNNNNNNNN for C. TEXT has PY_ESCAPE_SIZE bytes; returns TEXT. */
const char *py_escape (gunichar c, char *text);

/* Finishes what was built as a value of the type of LIKE. */
ScriptStatus py_text_finish (const PyText *like, TextBuilder *builder, Value *out);

/* py_text_search.c: methods of both types. */
ScriptStatus py_text_find (ScriptCall *call, Value *out);
ScriptStatus py_text_rfind (ScriptCall *call, Value *out);
ScriptStatus py_text_index (ScriptCall *call, Value *out);
ScriptStatus py_text_rindex (ScriptCall *call, Value *out);
ScriptStatus py_text_count_method (ScriptCall *call, Value *out);
ScriptStatus py_text_startswith (ScriptCall *call, Value *out);
ScriptStatus py_text_endswith (ScriptCall *call, Value *out);
ScriptStatus py_text_replace (ScriptCall *call, Value *out);
ScriptStatus py_text_partition (ScriptCall *call, Value *out);
ScriptStatus py_text_rpartition (ScriptCall *call, Value *out);
ScriptStatus py_text_removeprefix (ScriptCall *call, Value *out);
ScriptStatus py_text_removesuffix (ScriptCall *call, Value *out);
/* The offset of the first NEEDLE from FROM on, or of the last before TO; -1 when there is none. */
ScriptStatus py_text_seek (const PyText *text, const PyText *needle, gsize from, gsize to, gboolean last, gint64 *at);

/* py_text_split.c */
ScriptStatus py_text_split (ScriptCall *call, Value *out);
ScriptStatus py_text_rsplit (ScriptCall *call, Value *out);
ScriptStatus py_text_splitlines (ScriptCall *call, Value *out);
ScriptStatus py_text_join (ScriptCall *call, Value *out);
ScriptStatus py_text_strip (ScriptCall *call, Value *out);
ScriptStatus py_text_lstrip (ScriptCall *call, Value *out);
ScriptStatus py_text_rstrip (ScriptCall *call, Value *out);
ScriptStatus py_text_center (ScriptCall *call, Value *out);
ScriptStatus py_text_ljust (ScriptCall *call, Value *out);
ScriptStatus py_text_rjust (ScriptCall *call, Value *out);
ScriptStatus py_text_zfill (ScriptCall *call, Value *out);
ScriptStatus py_text_expandtabs (ScriptCall *call, Value *out);

/* py_codec.c */
ScriptStatus py_str_encode (ScriptCall *call, Value *out);
ScriptStatus py_bytes_decode (ScriptCall *call, Value *out);
/* ENCODING and ERRORS may be NULL. */
ScriptStatus py_encode (ScriptRuntime *runtime, ScriptString *string, const char *encoding, const char *errors,
                        Value *out);
ScriptStatus py_decode (ScriptRuntime *runtime, ScriptBytes *bytes, const char *encoding, const char *errors,
                        Value *out);

/* py_str_case.c: what str says of its characters, and their case. */
ScriptStatus py_str_capitalize (ScriptCall *call, Value *out);
ScriptStatus py_str_casefold (ScriptCall *call, Value *out);
ScriptStatus py_str_lower (ScriptCall *call, Value *out);
ScriptStatus py_str_upper (ScriptCall *call, Value *out);
ScriptStatus py_str_swapcase (ScriptCall *call, Value *out);
ScriptStatus py_str_title (ScriptCall *call, Value *out);
ScriptStatus py_str_isalnum (ScriptCall *call, Value *out);
ScriptStatus py_str_isalpha (ScriptCall *call, Value *out);
ScriptStatus py_str_isascii (ScriptCall *call, Value *out);
ScriptStatus py_str_isdecimal (ScriptCall *call, Value *out);
ScriptStatus py_str_isdigit (ScriptCall *call, Value *out);
ScriptStatus py_str_isidentifier (ScriptCall *call, Value *out);
ScriptStatus py_str_islower (ScriptCall *call, Value *out);
ScriptStatus py_str_isnumeric (ScriptCall *call, Value *out);
ScriptStatus py_str_isprintable (ScriptCall *call, Value *out);
ScriptStatus py_str_isspace (ScriptCall *call, Value *out);
ScriptStatus py_str_istitle (ScriptCall *call, Value *out);
ScriptStatus py_str_isupper (ScriptCall *call, Value *out);

#endif
