/* literal.h: what can be said of a JavaScript expression without running it.
 *
 * Of the configuration of a project: strings, environment variables, paths put together. */

#ifndef MIGSHIM_ADAPTERS_TYPEORM_LITERAL_H
#define MIGSHIM_ADAPTERS_TYPEORM_LITERAL_H

#include "script/ast.h"

/* The value of NODE as a text of migshim.yaml: an environment variable is ${NAME}, with a default ${NAME:-text}. NULL when it can't be said. FILE is NODE's file, absolute:
 * __dirname is its folder. Free with g_free. */
char *literal_text (const ScriptFile *file, const Node *node);

/* The object literal that NODE is, or names, or that `new DataSource(...)` or a call is given first; NULL when there is none. */
const Node *literal_object (const ScriptFile *file, const Node *node);

/* The value of KEY in OBJECT (a NODE_MAP), also in an object that is spread in it; NULL when there is none. */
const Node *literal_member (const ScriptFile *file, const Node *object, const char *key);

/* The value of the variable NAME of FILE's own level, or NULL. */
const Node *literal_variable (const ScriptFile *file, const Name *name);

/* The file from which the variable NAME is imported, as it is written ("./migrations"), or NULL. Free with g_free. */
char *literal_import (const ScriptFile *file, const Name *name);

#endif
