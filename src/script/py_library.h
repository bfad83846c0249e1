/* py_library.h: what the library's modules have in C. */

#ifndef MIGSHIM_SCRIPT_PY_LIBRARY_H
#define MIGSHIM_SCRIPT_PY_LIBRARY_H

#include "script/py.h"

/* The module `_native`. */
ScriptStatus py_native_build (ScriptRuntime *runtime, Value *module);
/* The module `math`. */
ScriptStatus py_math_build (ScriptRuntime *runtime, Value *module);

/* Digests: module_crypto.c. FALSE when there is none of that NAME ("sha256"). */
gboolean digest_kind (const char *name, GChecksumType *kind);
/* The digest of DATA, or its HMAC when there is a KEY. DIGEST has 64 bytes, LENGTH says so and becomes how many are set. */
void digest_bytes (GChecksumType kind, const guint8 *key, gsize key_length, const guint8 *data, gsize data_length,
                   guint8 *digest, gsize *length);

/* _native.regex (PATTERN, FLAGS): a compiled pattern, its number of groups and a dict of their names; or a re.error's text and position. */
ScriptStatus py_regex_compile (ScriptCall *call, Value *out);
/* _native.regex_match (COMPILED, TEXT, FROM, TO, HOW): a tuple of places, or None. */
ScriptStatus py_regex_match (ScriptCall *call, Value *out);

/* _native.digits_add (A, B) and its like: py_digits.c. Whole numbers as texts of digits; the difference may have a sign, a division gives quotient
 * and remainder, a square root itself and the remainder. Beyond 100,000 digits they refuse. */
ScriptStatus py_digits_add (ScriptCall *call, Value *out);
ScriptStatus py_digits_subtract (ScriptCall *call, Value *out);
ScriptStatus py_digits_multiply (ScriptCall *call, Value *out);
ScriptStatus py_digits_divide (ScriptCall *call, Value *out);
ScriptStatus py_digits_root (ScriptCall *call, Value *out);
/* B is an int. */
ScriptStatus py_digits_power (ScriptCall *call, Value *out);

#endif
