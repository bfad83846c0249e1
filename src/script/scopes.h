/* scopes.h: scopes while they are being found, and what they become. For the resolvers alone.
 *
 * A resolver opens a scope, declares all its variables, walks what is inside, and closes it. A reference is bound to its
 * variable at once; its depth and slot are filled by scopes_finish, when it is known what closures capture. */

#ifndef MIGSHIM_SCRIPT_SCOPES_H
#define MIGSHIM_SCRIPT_SCOPES_H

#include "script/ast.h"

typedef struct
{
    ScriptFile *file;
    Scope *scope;         /* the innermost open one */
    GHashTable *bindings; /* Name -> its innermost variable */
    GPtrArray *scopes;    /* all, outer before inner */
    GArray *references;
    Arena *spare; /* for what is made after the file's arena is full; NULL before */
    gboolean full;
} Scopes;

void scopes_init (Scopes *scopes, ScriptFile *file);
void scopes_clear (Scopes *scopes);

/* Opens a scope inside the current one. FUNCTION: it is a function's (or the module's): what is outside is captured when used
 * inside. Never NULL. */
Scope *scopes_open (Scopes *scopes, ScopeKind kind);
void scopes_close (Scopes *scopes);

/* A new variable of the current scope (or of SCOPE, an open one around it). */
Variable *scopes_declare (Scopes *scopes, Scope *scope, const Name *name, VariableKind kind);

/* The variable of exactly this scope, or NULL. */
Variable *scopes_own (const Scopes *scopes, const Scope *scope, const Name *name);

/* The variable that NAME means in the current scope, or NULL. */
Variable *scopes_find (const Scopes *scopes, const Name *name);

/* Binds a NODE_NAME to VARIABLE (NULL: global). */
void scopes_refer (Scopes *scopes, Node *node, Variable *variable);

/* Did anything refer to it, beyond where it is declared (AST_DECLARED)? */
gboolean scopes_is_used (const Variable *variable);

/* Is SCOPE, an open one, INSIDE or around it? */
gboolean scopes_contains (const Scope *scope, const Scope *inside);

/* A closure is made in the current scope: the environments around it may outlive their scopes. */
void scopes_note_closure (Scopes *scopes);

/* Gives slots to all variables and fills all references. */
void scopes_finish (Scopes *scopes);

/* SIZE zeroed bytes of the file's arena. Never NULL; `full` says that they are spare. */
gpointer scopes_alloc (Scopes *scopes, gsize size);

#endif
