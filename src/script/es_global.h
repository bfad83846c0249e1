/* es_global.h: the parts of the global object that are in files of their own. */

#ifndef MIGSHIM_SCRIPT_ES_GLOBAL_H
#define MIGSHIM_SCRIPT_ES_GLOBAL_H

#include "script/es.h"

void es_setup_reflect (ScriptRuntime *runtime);
void es_setup_timers (ScriptRuntime *runtime);
void es_setup_uri (ScriptRuntime *runtime);

/* structuredClone. */
ScriptStatus clone_value (ScriptRuntime *runtime, Value value, Value *out);

#endif
