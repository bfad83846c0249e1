/* ast_walk.h: the children of a node, for those who look through a tree. */

#ifndef MIGSHIM_SCRIPT_AST_WALK_H
#define MIGSHIM_SCRIPT_AST_WALK_H

#include "script/ast.h"

typedef void (*AstVisit) (Node *child, gpointer user_data);

/* Gives VISIT the children of NODE, each once, in the order of the text; those of functions and classes are their parameters' targets
 * and defaults, bodies, members and decorators. Names that are keys are no nodes. */
void ast_each_child (const Node *node, AstVisit visit, gpointer user_data);

void ast_each_of_function (const Function *function, AstVisit visit, gpointer user_data);

#endif
