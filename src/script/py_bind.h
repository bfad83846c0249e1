/* py_bind.h: spreading arguments over the parameters of a function. */

#ifndef MIGSHIM_SCRIPT_PY_BIND_H
#define MIGSHIM_SCRIPT_PY_BIND_H

#include "script/py.h"

typedef struct
{
    const Name *name;
    ParameterKind kind;
    gboolean optional;
} PyParameter;

/* VALUES has one for each of the N PARAMETERS: VALUE_EMPTY for what was left out. RECEIVER comes before ARGUMENTS unless it is undefined or
 * VALUE_EMPTY. FUNCTION is the name for TypeErrors. */
ScriptStatus py_bind_parameters (ScriptRuntime *runtime, const char *function, const PyParameter *parameters, guint n,
                                 Value receiver, const Arguments *arguments, Value *values);

#endif
