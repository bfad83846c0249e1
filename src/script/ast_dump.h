/* ast_dump.h: a syntax tree as text, for tests and for finding out what a parser made of a file.
 *
 * One nested list a node: (kind members...). A name is `name:depth.slot`, `name:global`, or with `!` in front where it is
 * declared. Flags follow the kind as words. The text is stable for tests, but no format to be read by programs. */

#ifndef MIGSHIM_SCRIPT_AST_DUMP_H
#define MIGSHIM_SCRIPT_AST_DUMP_H

#include "script/ast.h"

/* The statements of FILE, one a line. Free with g_free. */
char *ast_dump (const ScriptFile *file);

#endif
