#include "script/python_parser.h"
#include "script/resolve.h"
#include "script/scopes.h"
#include "util/error.h"

/* A function, lambda, class or module around the current place. A comprehension has none: it sees what surrounds it, but a class. */
typedef struct Frame
{
    Scope *scope;
    GHashTable *globals;   /* names that `global` sends to the module; NULL: none */
    GHashTable *nonlocals; /* likewise, to a function around; NULL: none */
    struct Frame *outer;
} Frame;

typedef struct
{
    Scopes scopes;
    ScriptFile *file;
    Function *function;
    Frame *frame;
    guint depth;
    gboolean failed;
    GError **error;
} Resolver;

typedef void (*Visit) (Resolver *resolver, Node *node);

static void walk (Resolver *resolver, Node *node);
static void bind (Resolver *resolver, Node *node);

G_GNUC_PRINTF (3, 4) static void fail (Resolver *resolver, const Node *node, const char *format, ...)
{
    if (!resolver->failed)
    {
        va_list arguments;
        va_start (arguments, format);
        g_autofree char *message = g_strdup_vprintf (format, arguments);
        va_end (arguments);
        ast_error (resolver->error, MIGSHIM_ERROR_SOURCE, node, "%s", message);
    }
    resolver->failed = TRUE;
}

static void visit (Resolver *resolver, Visit function, Node *node)
{
    if (node != NULL && !resolver->failed)
        function (resolver, node);
}

static void visit_list (Resolver *resolver, Visit function, const NodeList *list)
{
    for (guint32 i = 0; i < list->count && !resolver->failed; i++)
        function (resolver, list->items[i]);
}

static void visit_statement (Resolver *resolver, Visit function, Node *node)
{
    switch (node->kind)
    {
    case NODE_ASSIGN_CHAIN:
        visit (resolver, function, node->chain.value);
        visit_list (resolver, function, &node->chain.targets);
        break;
    case NODE_ANNOTATED:
        visit (resolver, function, node->annotated.value);
        visit (resolver, function, node->annotated.target);
        break;
    case NODE_BLOCK:
        visit_list (resolver, function, &node->block.statements);
        break;
    case NODE_WHILE:
        visit (resolver, function, node->loop.test);
        visit (resolver, function, node->loop.body);
        visit (resolver, function, node->loop.otherwise);
        break;
    case NODE_FOR_OF:
        visit (resolver, function, node->each->iterable);
        visit (resolver, function, node->each->target);
        visit (resolver, function, node->each->body);
        visit (resolver, function, node->each->otherwise);
        break;
    case NODE_MATCH:
        visit (resolver, function, node->switch_.subject);
        visit_list (resolver, function, &node->switch_.cases);
        break;
    case NODE_CASE:
        visit (resolver, function, node->case_.test);
        visit (resolver, function, node->case_.guard);
        visit_list (resolver, function, &node->case_.body);
        break;
    case NODE_MATCH_PATTERN:
        visit (resolver, function, node->match.value);
        if (node->match.keys != NULL)
            visit_list (resolver, function, node->match.keys);
        visit_list (resolver, function, &node->match.patterns);
        visit (resolver, function, node->match.target);
        break;
    case NODE_TRY:
        visit (resolver, function, node->try_->block);
        visit_list (resolver, function, &node->try_->handlers);
        visit (resolver, function, node->try_->otherwise);
        visit (resolver, function, node->try_->finalizer);
        break;
    case NODE_HANDLER:
        visit (resolver, function, node->handler.type);
        visit (resolver, function, node->handler.target);
        visit (resolver, function, node->handler.body);
        break;
    case NODE_THROW:
        visit (resolver, function, node->throw_.value);
        visit (resolver, function, node->throw_.cause);
        break;
    case NODE_WITH:
        visit_list (resolver, function, &node->with.items);
        visit (resolver, function, node->with.body);
        break;
    case NODE_IMPORT:
        for (guint32 i = 0; i < node->import->count; i++)
            visit (resolver, function, node->import->specifiers[i].local);
        break;
    default: /* no members */
        break;
    }
}

/* Visits what runs in the same scope as NODE itself; functions, classes and comprehensions are their visitor's matter. */
static void visit_children (Resolver *resolver, Visit function, Node *node)
{
    switch (node->kind)
    {
    case NODE_TEMPLATE:
    case NODE_LIST:
    case NODE_TUPLE:
    case NODE_SET:
    case NODE_MAP:
    case NODE_PATTERN_LIST:
    case NODE_DELETE:
        visit_list (resolver, function, &node->list);
        break;
    case NODE_FORMAT:
        visit (resolver, function, node->format.value);
        visit (resolver, function, node->format.spec);
        break;
    case NODE_PROPERTY:
        visit (resolver, function, node->property.key);
        visit (resolver, function, node->property.value);
        break;
    case NODE_SPREAD:
    case NODE_AWAIT:
    case NODE_YIELD:
    case NODE_EXPRESSION:
    case NODE_RETURN:
        visit (resolver, function, node->value);
        break;
    case NODE_KEYWORD:
        visit (resolver, function, node->keyword.value);
        break;
    case NODE_MEMBER:
        visit (resolver, function, node->member.object);
        break;
    case NODE_INDEX:
        visit (resolver, function, node->index.object);
        visit (resolver, function, node->index.index);
        break;
    case NODE_SLICE:
        visit (resolver, function, node->slice.lower);
        visit (resolver, function, node->slice.upper);
        visit (resolver, function, node->slice.step);
        break;
    case NODE_CALL:
        visit (resolver, function, node->call.callee);
        visit_list (resolver, function, &node->call.arguments);
        break;
    case NODE_UNARY:
        visit (resolver, function, node->unary.operand);
        break;
    case NODE_BINARY:
    case NODE_LOGICAL:
        visit (resolver, function, node->binary.left);
        visit (resolver, function, node->binary.right);
        break;
    case NODE_COMPARE:
        visit (resolver, function, node->compare.first);
        visit_list (resolver, function, &node->compare.rest);
        break;
    case NODE_CONDITIONAL:
    case NODE_IF:
        visit (resolver, function, node->conditional.test);
        visit (resolver, function, node->conditional.then);
        visit (resolver, function, node->conditional.otherwise);
        break;
    case NODE_ASSIGN:
    case NODE_DEFINE:
    case NODE_WITH_ITEM:
    case NODE_ASSERT:
        visit (resolver, function, node->assign.value);
        visit (resolver, function, node->assign.target);
        break;
    case NODE_CLAUSE:
        visit (resolver, function, node->clause.iterable);
        visit (resolver, function, node->clause.target);
        visit_list (resolver, function, &node->clause.conditions);
        break;
    default:
        visit_statement (resolver, function, node);
        break;
    }
}

/* First pass over a scope: its variables. */

static gboolean has (GHashTable *names, const Name *name)
{
    return names != NULL && g_hash_table_contains (names, name);
}

static void declare (Resolver *resolver, const Name *name)
{
    Frame *frame = resolver->frame;
    if (!has (frame->globals, name) && !has (frame->nonlocals, name) &&
        scopes_own (&resolver->scopes, frame->scope, name) == NULL)
        scopes_declare (&resolver->scopes, frame->scope, name, VARIABLE_VAR);
}

/* Declares the names that a target binds. */
static void declare_target (Resolver *resolver, Node *target)
{
    if (target == NULL)
        return;
    if (target->kind == NODE_NAME)
        declare (resolver, target->name.name);
    else if (target->kind == NODE_SPREAD)
        declare_target (resolver, target->value);
    else if (target->kind == NODE_PATTERN_LIST)
        for (guint32 i = 0; i < target->list.count; i++)
            declare_target (resolver, target->list.items[i]);
}

/* What runs in the scope around a function or class: its decorators, defaults and bases. */
static void visit_head (Resolver *resolver, Visit function, Node *node)
{
    if (node->kind == NODE_CLASS)
    {
        visit_list (resolver, function, &node->class_->decorators);
        visit_list (resolver, function, &node->class_->bases);
        return;
    }
    visit_list (resolver, function, &node->function->decorators);
    for (guint32 i = 0; i < node->function->parameter_count; i++)
        visit (resolver, function, node->function->parameters[i].default_value);
}

static void bind_statement (Resolver *resolver, Node *node)
{
    switch (node->kind)
    {
    case NODE_ASSIGN_CHAIN:
        for (guint32 i = 0; i < node->chain.targets.count; i++)
            declare_target (resolver, node->chain.targets.items[i]);
        break;
    case NODE_ANNOTATED:
        if ((node->annotated.target->flags & AST_PARENTHESISED) == 0 || node->annotated.value != NULL)
            declare_target (resolver, node->annotated.target);
        break;
    case NODE_ASSIGN:
    case NODE_DEFINE:
    case NODE_WITH_ITEM:
        declare_target (resolver, node->assign.target);
        break;
    case NODE_FOR_OF:
        declare_target (resolver, node->each->target);
        break;
    case NODE_HANDLER:
        declare_target (resolver, node->handler.target);
        break;
    case NODE_MATCH_PATTERN:
        declare_target (resolver, node->match.target);
        break;
    case NODE_DELETE:
        for (guint32 i = 0; i < node->list.count; i++)
            declare_target (resolver, node->list.items[i]);
        break;
    case NODE_IMPORT:
        for (guint32 i = 0; i < node->import->count; i++)
            declare_target (resolver, node->import->specifiers[i].local);
        break;
    case NODE_EMPTY:
        for (guint32 i = 0; node->op == PYTHON_TYPE && i < node->list.count; i++)
            declare_target (resolver, node->list.items[i]);
        break;
    default:
        break;
    }
}

static gboolean enter (Resolver *resolver, const Node *node)
{
    if (++resolver->depth > AST_MAX_DEPTH)
        fail (resolver, node, "the text nests too deeply");
    return !resolver->failed;
}

/* Declares what NODE, a statement or expression of the current scope, binds in it. In a comprehension that is only what `:=`
 * binds. */
static void bind (Resolver *resolver, Node *node)
{
    if (enter (resolver, node))
    {
        if (node->kind == NODE_FUNCTION || node->kind == NODE_CLASS)
            visit_head (resolver, bind, node);
        else if (node->kind == NODE_COMPREHENSION)
        {
            visit (resolver, bind, node->comprehension.key);
            visit (resolver, bind, node->comprehension.element);
            visit_list (resolver, bind, &node->comprehension.clauses);
        }
        else
        {
            bind_statement (resolver, node);
            visit_children (resolver, bind, node);
        }
    }
    resolver->depth--;
}

/* Notes the names of `global` and `nonlocal`, which may stand in any block of the scope. */
static void note_scope_statements (Resolver *resolver, Node *node)
{
    if (!enter (resolver, node))
    {
        resolver->depth--;
        return;
    }
    Frame *frame = resolver->frame;
    if (node->kind == NODE_EMPTY && (node->op == PYTHON_GLOBAL || node->op == PYTHON_NONLOCAL))
    {
        GHashTable **names = node->op == PYTHON_GLOBAL ? &frame->globals : &frame->nonlocals;
        if (*names == NULL)
            *names = g_hash_table_new (NULL, NULL);
        for (guint32 i = 0; i < node->list.count; i++)
        {
            const Name *name = node->list.items[i]->name.name;
            if (frame->outer != NULL && scopes_own (&resolver->scopes, frame->scope, name) != NULL)
                fail (resolver, node, "the parameter `%s` can't be global or nonlocal", name->text);
            g_hash_table_add (*names, (gpointer)name);
        }
    }
    else if (node->kind == NODE_BLOCK || node->kind == NODE_IF || node->kind == NODE_WHILE ||
             node->kind == NODE_FOR_OF || node->kind == NODE_TRY || node->kind == NODE_HANDLER ||
             node->kind == NODE_WITH || node->kind == NODE_MATCH || node->kind == NODE_CASE)
        visit_children (resolver, note_scope_statements, node);
    resolver->depth--;
}

/* Second pass: what each name means. */

static const Scope *class_of (const Scope *scope)
{
    return scope->kind == SCOPE_CLASS ? scope : NULL;
}

/* The variable that NAME means, seen from FRAME. INNERMOST: the current place is FRAME's own, so that a class is seen. NULL: a built-in. */
static Variable *find_from (Resolver *resolver, const Frame *frame, const Name *name, gboolean innermost)
{
    for (; frame != NULL; frame = frame->outer)
    {
        gboolean seen = innermost || class_of (frame->scope) == NULL;
        innermost = FALSE;
        if (!seen)
            continue;
        if (has (frame->globals, name))
        {
            while (frame->outer != NULL)
                frame = frame->outer;
            return scopes_own (&resolver->scopes, frame->scope, name);
        }
        Variable *own = has (frame->nonlocals, name) ? NULL : scopes_own (&resolver->scopes, frame->scope, name);
        if (own != NULL)
            return own;
    }
    return NULL;
}

/* The variable of a comprehension around the current place, inside its function. */
static Variable *find_in_comprehensions (Resolver *resolver, const Name *name)
{
    for (Scope *scope = resolver->scopes.scope; scope != NULL && scope->kind == SCOPE_COMPREHENSION;
         scope = scope->parent)
    {
        Variable *own = scopes_own (&resolver->scopes, scope, name);
        if (own != NULL)
            return own;
    }
    return NULL;
}

/* As above for the comprehensions that the functions around stand in: [lambda: x for x in y]. */
static Variable *find_variable (Resolver *resolver, const Name *name)
{
    Variable *found = find_in_comprehensions (resolver, name);
    if (found != NULL)
        return found;
    Variable *nearest = scopes_find (&resolver->scopes, name);
    gboolean inside = resolver->scopes.scope == resolver->frame->scope;
    found = find_from (resolver, resolver->frame, name, inside);
    if (nearest != NULL && nearest->scope->kind == SCOPE_COMPREHENSION &&
        (found == NULL || scopes_contains (found->scope, nearest->scope)) && !has (resolver->frame->globals, name))
        return nearest;
    return found;
}

static Node *copy_name (Resolver *resolver, const Node *node)
{
    Node *copy = scopes_alloc (&resolver->scopes, sizeof (Node));
    *copy = *node;
    copy->flags = 0;
    copy->name.otherwise = NULL;
    copy->name.variable = NULL;
    copy->name.depth = AST_GLOBAL;
    return copy;
}

/* What is read where the variable is unset: around a class, then the built-ins. */
static Node *otherwise_of (Resolver *resolver, const Node *node, const Variable *variable)
{
    if (variable == NULL || (variable->scope->kind != SCOPE_MODULE && class_of (variable->scope) == NULL))
        return NULL;
    Node *other = copy_name (resolver, node);
    if (variable->scope->kind == SCOPE_MODULE)
        return other;
    Variable *outer = find_from (resolver, resolver->frame->outer, node->name.name, FALSE);
    if (outer != NULL)
        scopes_refer (&resolver->scopes, other, outer);
    other->name.otherwise = otherwise_of (resolver, node, outer);
    return other;
}

static void walk_name (Resolver *resolver, Node *node)
{
    Variable *variable = find_variable (resolver, node->name.name);
    scopes_refer (&resolver->scopes, node, variable);
    if ((node->flags & AST_DECLARED) == 0)
        node->name.otherwise = otherwise_of (resolver, node, variable);
}

static void check_nonlocals (Resolver *resolver, const Node *node)
{
    for (guint32 i = 0; i < node->list.count; i++)
    {
        const Name *name = node->list.items[i]->name.name;
        Variable *variable = find_from (resolver, resolver->frame->outer, name, FALSE);
        if (variable == NULL || variable->scope->kind == SCOPE_MODULE)
            fail (resolver, node, "no function around has a variable `%s`", name->text);
    }
}

/* Opens a frame for BODY's scope; the parameters, if any, are declared by the caller between frame_open and frame_bind. */
static void frame_open (Resolver *resolver, Frame *frame, ScopeKind kind)
{
    *frame = (Frame){ .scope = scopes_open (&resolver->scopes, kind), .outer = resolver->frame };
    resolver->frame = frame;
}

static void frame_bind (Resolver *resolver, Node *body)
{
    note_scope_statements (resolver, body);
    bind (resolver, body);
}

static void frame_close (Resolver *resolver)
{
    Frame *frame = resolver->frame;
    g_clear_pointer (&frame->globals, g_hash_table_unref);
    g_clear_pointer (&frame->nonlocals, g_hash_table_unref);
    resolver->frame = frame->outer;
    scopes_close (&resolver->scopes);
}

static void walk_function (Resolver *resolver, Function *function)
{
    Function *outer = resolver->function;
    Frame frame;
    scopes_note_closure (&resolver->scopes);
    frame_open (resolver, &frame, SCOPE_FUNCTION);
    function->scope = frame.scope;
    function->scope->function = function;
    resolver->function = function;
    for (guint32 i = 0; i < function->parameter_count; i++)
    {
        Node *target = function->parameters[i].target;
        if (scopes_own (&resolver->scopes, frame.scope, target->name.name) != NULL)
            fail (resolver, target, "the parameter `%s` is there twice", target->name.name->text);
        scopes_declare (&resolver->scopes, frame.scope, target->name.name, VARIABLE_PARAMETER);
    }
    frame_bind (resolver, function->body);
    for (guint32 i = 0; i < function->parameter_count; i++)
        walk (resolver, function->parameters[i].target);
    walk (resolver, function->body);
    frame_close (resolver);
    resolver->function = outer;
}

static void walk_class (Resolver *resolver, Class *class_)
{
    Frame frame;
    scopes_note_closure (&resolver->scopes);
    frame_open (resolver, &frame, SCOPE_CLASS);
    class_->scope = frame.scope;
    frame_bind (resolver, class_->body);
    walk (resolver, class_->body);
    frame_close (resolver);
}

/* Declares the targets of a comprehension's clauses in its own scope. */
static void declare_clause_target (Resolver *resolver, Node *target)
{
    Scopes *scopes = &resolver->scopes;
    if (target->kind == NODE_NAME && scopes_own (scopes, scopes->scope, target->name.name) == NULL)
        scopes_declare (scopes, scopes->scope, target->name.name, VARIABLE_VAR);
    else if (target->kind == NODE_SPREAD)
        declare_clause_target (resolver, target->value);
    else if (target->kind == NODE_PATTERN_LIST)
        for (guint32 i = 0; i < target->list.count; i++)
            declare_clause_target (resolver, target->list.items[i]);
}

static void walk_comprehension (Resolver *resolver, Node *node)
{
    NodeList *clauses = &node->comprehension.clauses;
    walk (resolver, clauses->items[0]->clause.iterable);
    /* A generator may run when its function has moved on: it needs slots of its own. */
    gboolean generator = node->op == COMPREHENSION_GENERATOR;
    if (generator)
        scopes_note_closure (&resolver->scopes);
    Scope *scope = scopes_open (&resolver->scopes, SCOPE_COMPREHENSION);
    for (guint32 i = 0; i < clauses->count; i++)
        declare_clause_target (resolver, clauses->items[i]->clause.target);
    for (guint32 i = 0; i < clauses->count; i++)
    {
        Node *clause = clauses->items[i];
        if ((clause->flags & AST_ASYNC) != 0)
            resolver->function->flags |= FUNCTION_AWAITS;
        if (i > 0)
            walk (resolver, clause->clause.iterable);
        walk (resolver, clause->clause.target);
        visit_list (resolver, walk, &clause->clause.conditions);
    }
    visit (resolver, walk, node->comprehension.key);
    visit (resolver, walk, node->comprehension.element);
    scopes_close (&resolver->scopes);
    for (guint32 i = 0; generator && i < scope->count; i++)
        scope->variables[i]->captured = TRUE;
    scope->captured |= generator;
    node->comprehension.scope = scope;
}

/* `except E as e` binds e after E is evaluated, and the annotation of a name is not run. */
static void walk_node (Resolver *resolver, Node *node)
{
    switch (node->kind)
    {
    case NODE_NAME:
        walk_name (resolver, node);
        break;
    case NODE_FUNCTION:
        visit_head (resolver, walk, node);
        walk_function (resolver, node->function);
        break;
    case NODE_CLASS:
        visit_head (resolver, walk, node);
        walk_class (resolver, node->class_);
        break;
    case NODE_COMPREHENSION:
        walk_comprehension (resolver, node);
        break;
    case NODE_EMPTY:
        if (node->op == PYTHON_NONLOCAL)
            check_nonlocals (resolver, node);
        break;
    case NODE_AWAIT:
        resolver->function->flags |= FUNCTION_AWAITS;
        visit_children (resolver, walk, node);
        break;
    default:
        if ((node->flags & AST_ASYNC) != 0 && (node->kind == NODE_FOR_OF || node->kind == NODE_WITH))
            resolver->function->flags |= FUNCTION_AWAITS;
        visit_children (resolver, walk, node);
        break;
    }
}

static void walk (Resolver *resolver, Node *node)
{
    if (resolver->failed)
        return;
    if (enter (resolver, node))
        walk_node (resolver, node);
    resolver->depth--;
}

static void walk_program (Resolver *resolver, const GPtrArray *globals)
{
    Function *program = resolver->file->program;
    Frame frame;
    frame_open (resolver, &frame, SCOPE_MODULE);
    resolver->function = program;
    program->scope = frame.scope;
    frame_bind (resolver, program->body);
    for (guint i = 0; i < globals->len; i++)
    {
        const Node *node = g_ptr_array_index (globals, i);
        for (guint32 k = 0; k < node->list.count; k++)
            if (scopes_own (&resolver->scopes, frame.scope, node->list.items[k]->name.name) == NULL)
                scopes_declare (&resolver->scopes, frame.scope, node->list.items[k]->name.name, VARIABLE_VAR);
    }
    walk (resolver, program->body);
    frame_close (resolver);
}

gboolean resolve_python (ScriptFile *file, const GPtrArray *globals, GError **error)
{
    Resolver resolver = { .file = file, .error = error };
    scopes_init (&resolver.scopes, file);
    walk_program (&resolver, globals);
    if (!resolver.failed && resolver.scopes.full)
    {
        error_set (error, MIGSHIM_ERROR_SOURCE, "the script needs more memory than it may have");
        resolver.failed = TRUE;
    }
    if (!resolver.failed)
        scopes_finish (&resolver.scopes);
    scopes_clear (&resolver.scopes);
    return !resolver.failed;
}
