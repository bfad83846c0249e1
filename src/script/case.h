/* case.h: upper and lower case as Unicode has it, whatever the locale. */

#ifndef MIGSHIM_SCRIPT_CASE_H
#define MIGSHIM_SCRIPT_CASE_H

#include "script/runtime.h"

/* Adds the character at P of TEXT in the other case: it may become several ("ß" is "SS"), and a sigma that ends a word is small in its own way. */
void text_append_cased (TextBuilder *result, const ScriptString *text, const char *p, gboolean upper);

#endif
