/* check.h: what can be refused before anything is sent.
 *
 * A pass over a parsed file that knows of which host class some values are: the first parameter of the functions that a tool calls, and
 * what follows from it without doubt (another name for it, a member that gives a host object, the parameter of a callback or of a
 * function of the same file). A member that its class does not have, or that is out of reach, is refused at its column.
 *
 * It refuses nothing that could be right: a variable that is written more than once is of no known class; what a script asks for first (`in`,
 * typeof, `?.`, a test) or tries (`try`) may be missing; and what is out of reach may stand where it is only reached on a condition. */

#ifndef MIGSHIM_SCRIPT_CHECK_H
#define MIGSHIM_SCRIPT_CHECK_H

#include "script/ast.h"
#include "script/host.h"

typedef struct
{
    const HostClass *class;       /* of the first parameter */
    const char *const *functions; /* names of exported functions, and of methods of exported classes; ends with NULL */
    const char *hint;             /* the way out, for each error; or NULL */
} CheckOptions;

/* The errors (GError *, MIGSHIM_ERROR_UNSUPPORTED, located) that FILE is sure to have, in the order of the text. Python has none yet. */
GPtrArray *check_file (const ScriptFile *file, const CheckOptions *options);

/* The same of a TEXT (LENGTH bytes) that is parsed for it alone: FALSE with the first one in ERROR, or with what the parser says. PATH is as a
 * person would type it; its ending tells the language. */
gboolean check_text (const char *path, const char *text, gsize length, const CheckOptions *options, GError **error);

#endif
