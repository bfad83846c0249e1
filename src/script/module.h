/* module.h: files as modules, ECMAScript's and CommonJS's, inside a root.
 *
 * A file is parsed and evaluated once per runtime. Its imports are loaded first (those that only types use are left out by the parser). An import
 * that can't be resolved, parsed or evaluated within reach binds a value that refuses when it is used, naming the import. */

#ifndef MIGSHIM_SCRIPT_MODULE_H
#define MIGSHIM_SCRIPT_MODULE_H

#include "script/eval.h"
#include "script/runtime.h"

/* Loads the file at PATH (absolute, normalised), or TEXT as it, and runs it. */
ScriptStatus module_load (ScriptRuntime *runtime, const char *path, const char *text, gsize length, Value *exports);

/* The value behind an import's variable. */
ScriptStatus import_read (ScriptRuntime *runtime, const ImportBinding *binding, Value *out);

/* import.meta, import(x) and export statements. */
Value module_meta (ScriptRuntime *runtime, Module *module);
ScriptStatus module_import_call (Frame *frame, const Node *node, Value *out);
ScriptStatus module_execute_export (Frame *frame, const Node *node);

/* TRUE when VALUE is the namespace of an ECMAScript module; its exports are read from the variables themselves. */
ScriptStatus module_namespace_get (ScriptRuntime *runtime, Module *module, const Name *name, Value *out);

/* Whether OBJECT is the namespace of an ECMAScript module that exports something. */
gboolean module_is_namespace (const ScriptObject *object);

void loader_init (ScriptRuntime *runtime);
void loader_free (ScriptRuntime *runtime);

/* module_resolve.c: the file that SPECIFIER means in FROM (absolute path of a file), or NULL with REASON set (a sentence). */
char *module_resolve (ScriptRuntime *runtime, const char *from, const char *specifier, char **reason);
/* Whether PATH with all links followed is below the root. */
gboolean module_inside_root (ScriptRuntime *runtime, const char *path);

/* module_builtin.c: a built-in module ("path", "node:fs"); FALSE when NAME is none. */
gboolean module_builtin (ScriptRuntime *runtime, const char *name, Value *exports);
Value module_process (ScriptRuntime *runtime);

#endif
