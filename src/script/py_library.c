/* The modules of Python's library that are C. See PyModuleEntry in py.h; the others are in src/script/library. */

#include "script/py_library.h"

const PyModuleEntry py_library_modules[] = { { "_native", py_native_build },
                                             { "math", py_math_build },
                                             { NULL, NULL } };
