#include "script/scopes.h"

#include <string.h>

/* A variable and what it hides. */
typedef struct Binding
{
    Variable variable; /* first: a Variable of ours is a Binding */
    struct Binding *hidden;
    gboolean used;
} Binding;

typedef struct
{
    Scope scope;          /* first */
    GPtrArray *variables; /* of Variable, in the order of declaration; NULL before the first */
} OpenScope;

typedef struct
{
    Node *node;
    const Scope *scope;
} Reference;

void scopes_init (Scopes *scopes, ScriptFile *file)
{
    *scopes = (Scopes){ .file = file,
                        .bindings = g_hash_table_new (NULL, NULL),
                        .scopes = g_ptr_array_new (),
                        .references = g_array_new (FALSE, FALSE, sizeof (Reference)) };
}

void scopes_clear (Scopes *scopes)
{
    for (guint i = 0; i < scopes->scopes->len; i++)
    {
        OpenScope *open = g_ptr_array_index (scopes->scopes, i);
        g_clear_pointer (&open->variables, g_ptr_array_unref);
    }
    g_ptr_array_unref (scopes->scopes);
    g_array_unref (scopes->references);
    g_hash_table_unref (scopes->bindings);
    arena_free (scopes->spare);
}

gpointer scopes_alloc (Scopes *scopes, gsize size)
{
    gpointer piece = scopes->full ? NULL : arena_alloc (scopes->file->arena, size);
    if (piece != NULL)
        return piece;
    scopes->full = TRUE;
    if (scopes->spare == NULL)
        scopes->spare = arena_new (0);
    return arena_alloc (scopes->spare, size);
}

Scope *scopes_open (Scopes *scopes, ScopeKind kind)
{
    OpenScope *open = scopes_alloc (scopes, sizeof (OpenScope));
    open->scope.kind = kind;
    open->scope.parent = scopes->scope;
    scopes->scope = &open->scope;
    g_ptr_array_add (scopes->scopes, open);
    return scopes->scope;
}

static gboolean is_lexical (VariableKind kind)
{
    return kind >= VARIABLE_LET && kind <= VARIABLE_IMPORT;
}

/* Those that begin uninitialised stand last. */
static void order_variables (Scopes *scopes, OpenScope *open)
{
    Scope *scope = &open->scope;
    if (open->variables == NULL)
        return;
    scope->count = open->variables->len;
    scope->variables = scopes_alloc (scopes, scope->count * sizeof (Variable *));
    guint32 next = 0;
    for (guint pass = 0; pass < 2; pass++)
    {
        for (guint i = 0; i < open->variables->len; i++)
        {
            Variable *variable = g_ptr_array_index (open->variables, i);
            if (is_lexical (variable->kind) == (pass == 1))
                scope->variables[next++] = variable;
        }
        if (pass == 0)
            scope->lexical = next;
    }
}

void scopes_close (Scopes *scopes)
{
    OpenScope *open = (OpenScope *)scopes->scope;
    for (guint i = 0; open->variables != NULL && i < open->variables->len; i++)
    {
        Binding *binding = g_ptr_array_index (open->variables, i);
        if (binding->hidden == NULL)
            g_hash_table_remove (scopes->bindings, binding->variable.name);
        else
            g_hash_table_insert (scopes->bindings, (gpointer)binding->variable.name, binding->hidden);
    }
    order_variables (scopes, open);
    scopes->scope = open->scope.parent;
}

Variable *scopes_declare (Scopes *scopes, Scope *scope, const Name *name, VariableKind kind)
{
    OpenScope *open = (OpenScope *)scope;
    Binding *binding = scopes_alloc (scopes, sizeof (Binding));
    binding->variable = (Variable){ .name = name, .kind = kind, .scope = scope };
    binding->hidden = g_hash_table_lookup (scopes->bindings, name);
    g_hash_table_insert (scopes->bindings, (gpointer)name, binding);
    if (open->variables == NULL)
        open->variables = g_ptr_array_new ();
    g_ptr_array_add (open->variables, binding);
    return &binding->variable;
}

Variable *scopes_find (const Scopes *scopes, const Name *name)
{
    Binding *binding = g_hash_table_lookup (scopes->bindings, name);
    return binding == NULL ? NULL : &binding->variable;
}

Variable *scopes_own (const Scopes *scopes, const Scope *scope, const Name *name)
{
    Binding *binding = g_hash_table_lookup (scopes->bindings, name);
    while (binding != NULL && binding->variable.scope != scope)
        binding = binding->hidden;
    return binding == NULL ? NULL : &binding->variable;
}

gboolean scopes_contains (const Scope *scope, const Scope *inside)
{
    while (inside != NULL && inside != scope)
        inside = inside->parent;
    return inside != NULL;
}

static const Scope *function_of (const Scope *scope)
{
    while (scope->kind != SCOPE_FUNCTION && scope->kind != SCOPE_MODULE)
        scope = scope->parent;
    return scope;
}

void scopes_refer (Scopes *scopes, Node *node, Variable *variable)
{
    node->name.variable = variable;
    if (variable == NULL)
    {
        node->name.depth = AST_GLOBAL;
        return;
    }
    Binding *binding = (Binding *)variable;
    if ((node->flags & AST_DECLARED) == 0)
        binding->used = TRUE;
    if (function_of (scopes->scope) != function_of (variable->scope))
        variable->captured = TRUE;
    Reference reference = { node, scopes->scope };
    g_array_append_val (scopes->references, reference);
}

gboolean scopes_is_used (const Variable *variable)
{
    return ((const Binding *)variable)->used;
}

void scopes_note_closure (Scopes *scopes)
{
    for (Scope *scope = scopes->scope; scope != NULL && !scope->captured; scope = scope->parent)
        scope->captured = TRUE;
}

static Scope *environment_of (Scope *scope)
{
    while (!scope->own_environment)
        scope = scope->parent;
    return scope;
}

static void place_scope (Scope *scope, Language language)
{
    scope->own_environment = scope->kind == SCOPE_MODULE || scope->kind == SCOPE_FUNCTION ||
                             (scope->kind == SCOPE_CLASS && language == LANGUAGE_PYTHON);
    for (guint32 i = 0; i < scope->count && !scope->own_environment; i++)
        scope->own_environment = scope->variables[i]->captured;
    if (language == LANGUAGE_PYTHON)
        scope->lexical = 0;
    Scope *home = environment_of (scope);
    scope->first = home->size;
    home->size += scope->count;
    for (guint32 i = 0; i < scope->count; i++)
        scope->variables[i]->slot = scope->first + i;
}

void scopes_finish (Scopes *scopes)
{
    for (guint i = 0; i < scopes->scopes->len; i++)
        place_scope (g_ptr_array_index (scopes->scopes, i), scopes->file->language);
    for (guint i = 0; i < scopes->references->len; i++)
    {
        const Reference *reference = &g_array_index (scopes->references, Reference, i);
        Node *node = reference->node;
        const Scope *home = environment_of (node->name.variable->scope);
        node->name.slot = node->name.variable->slot;
        node->name.depth = 0;
        for (const Scope *scope = reference->scope; scope != home; scope = scope->parent)
            node->name.depth += scope->own_environment ? 1 : 0;
    }
}
