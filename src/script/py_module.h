/* py_module.h: what of modules the rest of Python's evaluator asks for. */

#ifndef MIGSHIM_SCRIPT_PY_MODULE_H
#define MIGSHIM_SCRIPT_PY_MODULE_H

#include "script/py_internal.h"

/* NULL when VALUE is no module of Python's own (a host module is a HostObject). */
PyModule *py_as_module (Value value);

/* A dict of what MODULE holds now. */
ScriptStatus py_module_dict (ScriptRuntime *runtime, PyModule *module, Value *out);

#endif
