/* The modules of Python's library that scripts can import. See PyModuleEntry in py.h. */

#include "script/py.h"

const PyModuleEntry py_library_modules[] = { { NULL, NULL } };
