/* es_string.h: what the files of String share. */

#ifndef MIGSHIM_SCRIPT_ES_STRING_H
#define MIGSHIM_SCRIPT_ES_STRING_H

#include "script/es.h"

#define NOT_FOUND G_MAXUINT32

/* Takes the steps of a native that reads N bytes: one for each 256, so that a loop over long strings is bounded too. */
ScriptStatus es_charge (ScriptRuntime *runtime, gsize n);

/* The UTF-16 unit at which NEEDLE begins in TEXT, the first one from FROM on; or NOT_FOUND. */
guint32 es_find_units (ScriptString *text, ScriptString *needle, guint32 from);

/* es_string_pattern.c: natives of String.prototype. */
ScriptStatus es_string_split (ScriptCall *call, Value *out);
ScriptStatus es_string_replace (ScriptCall *call, Value *out);
ScriptStatus es_string_replace_all (ScriptCall *call, Value *out);
ScriptStatus es_string_match (ScriptCall *call, Value *out);
ScriptStatus es_string_match_all (ScriptCall *call, Value *out);
ScriptStatus es_string_search (ScriptCall *call, Value *out);

/* es_text.c: what characters are. Natives of String.prototype. */
ScriptStatus es_string_lower (ScriptCall *call, Value *out);
ScriptStatus es_string_upper (ScriptCall *call, Value *out);
ScriptStatus es_string_locale_lower (ScriptCall *call, Value *out);
ScriptStatus es_string_locale_upper (ScriptCall *call, Value *out);
ScriptStatus es_string_normalize (ScriptCall *call, Value *out);
ScriptStatus es_string_locale_compare (ScriptCall *call, Value *out);

#endif
