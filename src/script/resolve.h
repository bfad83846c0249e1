/* resolve.h: which variable each name of a file means.
 *
 * One walk over the whole tree finds the scopes, their variables and what closures capture; then slots are given out and every
 * NODE_NAME gets its depth and slot (ast.h, "Names and variables"). On the way functions learn whether they use `this` and
 * `arguments`, imports whether they are used, and TypeScript's unused imports are marked as elided. */

#ifndef MIGSHIM_SCRIPT_RESOLVE_H
#define MIGSHIM_SCRIPT_RESOLVE_H

#include "script/ast.h"

/* Resolves FILE in place. FALSE with ERROR (MIGSHIM_ERROR_SOURCE) when a name is declared twice where that is not allowed, the
 * tree is deeper than AST_MAX_DEPTH, or the arena is full. */
gboolean resolve_ecmascript (ScriptFile *file, GError **error);

/* The same for Python. GLOBALS: the NODE_EMPTYs of all `global` statements in the file. */
gboolean resolve_python (ScriptFile *file, const GPtrArray *globals, GError **error);

#endif
