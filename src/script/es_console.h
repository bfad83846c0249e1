/* es_console.h: what the files of console share. */

#ifndef MIGSHIM_SCRIPT_ES_CONSOLE_H
#define MIGSHIM_SCRIPT_ES_CONSOLE_H

#include "script/es.h"

/* Gives TEXT, indented as console.group has it, to the log; within the bound of output. */
ScriptStatus console_say (ScriptRuntime *runtime, ScriptLogLevel level, GString *text);

/* console.table of an object: appends its rows. COLUMNS is undefined, or the list of the names of the columns to show. */
ScriptStatus console_table_append (ScriptRuntime *runtime, GString *text, ScriptObject *data, Value columns);

#endif
