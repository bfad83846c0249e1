/* es_node.h: errors as Node's own modules throw them (lib/internal/errors.js of Node 22): with a code. */

#ifndef MIGSHIM_SCRIPT_ES_NODE_H
#define MIGSHIM_SCRIPT_ES_NODE_H

#include "script/es.h"

/* Throws an error of TYPE with CODE; returns SCRIPT_THROW. */
ScriptStatus node_throw (ScriptRuntime *runtime, const char *type, const char *code, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/* ERR_INVALID_ARG_TYPE: `The "size" argument must be of type number. Received ...`. WHAT has the quotes in it, WANTED the verb. */
ScriptStatus node_throw_argument (ScriptRuntime *runtime, const char *what, const char *wanted, Value received);

/* ERR_OUT_OF_RANGE. */
ScriptStatus node_throw_range (ScriptRuntime *runtime, const char *what, const char *wanted, Value received);

#endif
