#include "script/resolve.h"
#include "script/scopes.h"
#include "util/error.h"

#include <string.h>

/* A class around the current place, and its private names. */
typedef struct ClassFrame
{
    GHashTable *names; /* as written -> this class's own; NULL: none */
    struct ClassFrame *outer;
} ClassFrame;

typedef struct
{
    Scopes scopes;
    ScriptFile *file;
    Function *function; /* around this place */
    const Name *arguments;
    ClassFrame *classes; /* around this place; NULL: none */
    Node *enumeration;   /* the NODE_ENUM whose initialisers are being read, or NULL */
    GPtrArray *imports;  /* NODE_IMPORTs */
    GPtrArray *exports;  /* NODE_EXPORTs */
    guint depth;
    gboolean failed;
    GError **error;
} Resolver;

static void walk (Resolver *resolver, Node *node);
static void walk_function (Resolver *resolver, Function *function);

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

static void walk_list (Resolver *resolver, const NodeList *list)
{
    for (guint32 i = 0; i < list->count && !resolver->failed; i++)
        walk (resolver, list->items[i]);
}

static void walk_maybe (Resolver *resolver, Node *node)
{
    if (node != NULL)
        walk (resolver, node);
}

static gboolean is_function_scope (const Scope *scope)
{
    return scope->kind == SCOPE_FUNCTION || scope->kind == SCOPE_MODULE;
}

/* May KIND be declared where EXISTING already is, in the same scope? What the languages merge, and what merely repeats. */
static gboolean may_repeat (const Resolver *resolver, const Variable *existing, VariableKind kind)
{
    gboolean value = existing->kind <= VARIABLE_FUNCTION;
    if (existing->kind == VARIABLE_MODULE || existing->kind == VARIABLE_ARGUMENTS || existing->kind == VARIABLE_SELF)
        return TRUE;
    if (kind == VARIABLE_VAR || kind == VARIABLE_PARAMETER || kind == VARIABLE_FUNCTION)
        return value || (resolver->file->typescript && existing->kind == VARIABLE_ENUM);
    if (kind == VARIABLE_ENUM)
        return existing->kind == VARIABLE_ENUM || existing->kind == VARIABLE_FUNCTION ||
               existing->kind == VARIABLE_CLASS;
    return kind == VARIABLE_CLASS && existing->kind == VARIABLE_ENUM;
}

/* Declares NAME, whose node is WHERE, in the current scope. */
static void declare (Resolver *resolver, Node *where, VariableKind kind)
{
    Scopes *scopes = &resolver->scopes;
    const Name *name = where->name.name;
    Variable *existing = scopes_own (scopes, scopes->scope, name);
    gboolean wrapped = existing != NULL && existing->kind == VARIABLE_MODULE && !resolver->file->module;
    if (existing == NULL)
        scopes_declare (scopes, scopes->scope, name, kind);
    else if (wrapped && kind >= VARIABLE_LET && kind <= VARIABLE_CLASS)
        fail (resolver, where, "`%s` is what a CommonJS module has already", name->text);
    else if (!may_repeat (resolver, existing, kind))
        fail (resolver, where, "`%s` is declared twice", name->text);
    else if (kind == VARIABLE_FUNCTION && existing->kind == VARIABLE_VAR)
        existing->kind = VARIABLE_FUNCTION;
    else if (existing->kind == VARIABLE_SELF)
    {
        existing->kind = kind;
        resolver->function->self = NULL;
    }
}

/* Calls declare for each name in a pattern. */
static void declare_pattern (Resolver *resolver, Node *target, VariableKind kind)
{
    if (target->kind == NODE_NAME)
    {
        target->flags |= AST_DECLARED;
        declare (resolver, target, kind);
    }
    else if (target->kind == NODE_DEFAULT)
        declare_pattern (resolver, target->assign.target, kind);
    else if (target->kind == NODE_SPREAD)
        declare_pattern (resolver, target->value, kind);
    else if (target->kind == NODE_PROPERTY)
        declare_pattern (resolver, target->property.value, kind);
    else if (target->kind == NODE_PATTERN_LIST || target->kind == NODE_PATTERN_MAP)
        for (guint32 i = 0; i < target->list.count; i++)
            declare_pattern (resolver, target->list.items[i], kind);
}

static VariableKind kind_of (DeclareKind kind)
{
    switch (kind)
    {
    case DECLARE_LET:
        return VARIABLE_LET;
    case DECLARE_CONST:
        return VARIABLE_CONST;
    case DECLARE_VAR:
    case DECLARE_NONE:
        break;
    }
    return VARIABLE_VAR;
}

static void declare_declaration (Resolver *resolver, const Node *node)
{
    for (guint32 i = 0; i < node->declare.declarators.count; i++)
        declare_pattern (resolver, node->declare.declarators.items[i]->assign.target, kind_of (node->op));
}

static gboolean is_strict (const Resolver *resolver)
{
    return resolver->file->module || (resolver->function->flags & FUNCTION_STRICT) != 0;
}

/* The declaration that an export or a label wraps, or the statement itself. */
static Node *unwrap (Node *statement)
{
    for (;;)
    {
        if (statement->kind == NODE_EXPORT && statement->export_->declaration != NULL)
            statement = statement->export_->declaration;
        else if (statement->kind == NODE_LABEL)
            statement = statement->labelled.body;
        else
            return statement;
    }
}

/* Declares what the statements of one block declare for the block itself. FUNCTIONS: its functions too. */
static void declare_block (Resolver *resolver, const NodeList *statements, gboolean functions)
{
    for (guint32 i = 0; i < statements->count && !resolver->failed; i++)
    {
        Node *statement = unwrap (statements->items[i]);
        if (statement->kind == NODE_DECLARE && statement->op != DECLARE_VAR)
            declare_declaration (resolver, statement);
        else if (statement->kind == NODE_ENUM)
            declare (resolver, statement->enum_.target, VARIABLE_ENUM);
        else if (statement->kind == NODE_NAMESPACE)
            declare (resolver, statement->namespace_.target, VARIABLE_ENUM);
        else if (statement->kind == NODE_IMPORT)
            for (guint32 k = 0; k < statement->import->count; k++)
                declare (resolver, statement->import->specifiers[k].local, VARIABLE_IMPORT);
        else if (statement->kind == NODE_DEFINE && statement->assign.value->kind == NODE_CLASS)
            declare (resolver, statement->assign.target, VARIABLE_CLASS);
        else if (statement->kind == NODE_DEFINE && functions)
            declare (resolver, statement->assign.target, VARIABLE_FUNCTION);
    }
}

static void declare_vars (Resolver *resolver, Node *node, gboolean inner);

static void declare_vars_of_list (Resolver *resolver, const NodeList *list, gboolean inner)
{
    for (guint32 i = 0; i < list->count && !resolver->failed; i++)
        declare_vars (resolver, list->items[i], inner);
}

static void declare_vars_of_try (Resolver *resolver, const Try *try_)
{
    declare_vars (resolver, try_->block, TRUE);
    for (guint32 i = 0; i < try_->handlers.count; i++)
        declare_vars (resolver, try_->handlers.items[i]->handler.body, TRUE);
    if (try_->finalizer != NULL)
        declare_vars (resolver, try_->finalizer, TRUE);
}

/* A `function` in a block of code that is not strict belongs to the whole function, as `var` does, unless a `let` or a
 * parameter of that name is there. */
static void declare_sloppy_function (Resolver *resolver, const Node *define)
{
    Scopes *scopes = &resolver->scopes;
    if (define->assign.value->kind == NODE_FUNCTION && !is_strict (resolver) &&
        scopes_own (scopes, scopes->scope, define->assign.target->name.name) == NULL)
        scopes_declare (scopes, scopes->scope, define->assign.target->name.name, VARIABLE_VAR);
}

/* Declares the `var`s in NODE, which is not a function's, for the function around it. INNER: a block stands between them. */
static void declare_vars (Resolver *resolver, Node *node, gboolean inner)
{
    if (++resolver->depth > AST_MAX_DEPTH)
        fail (resolver, node, "the text nests too deeply");
    node = resolver->failed ? NULL : unwrap (node);
    if (node == NULL)
    {
        resolver->depth--;
        return;
    }
    if (node->kind == NODE_DECLARE && node->op == DECLARE_VAR)
        declare_declaration (resolver, node);
    else if (node->kind == NODE_BLOCK)
        declare_vars_of_list (resolver, &node->block.statements, TRUE);
    else if (node->kind == NODE_IF)
    {
        declare_vars (resolver, node->conditional.then, TRUE);
        if (node->conditional.otherwise != NULL)
            declare_vars (resolver, node->conditional.otherwise, TRUE);
    }
    else if (node->kind == NODE_WHILE || node->kind == NODE_DO_WHILE)
        declare_vars (resolver, node->loop.body, TRUE);
    else if (node->kind == NODE_FOR)
    {
        if (node->for_->init != NULL)
            declare_vars (resolver, node->for_->init, TRUE);
        declare_vars (resolver, node->for_->body, TRUE);
    }
    else if (node->kind == NODE_FOR_IN || node->kind == NODE_FOR_OF)
    {
        if (node->op == DECLARE_VAR)
            declare_pattern (resolver, node->each->target, VARIABLE_VAR);
        declare_vars (resolver, node->each->body, TRUE);
    }
    else if (node->kind == NODE_TRY)
        declare_vars_of_try (resolver, node->try_);
    else if (node->kind == NODE_SWITCH)
        for (guint32 i = 0; i < node->switch_.cases.count; i++)
            declare_vars_of_list (resolver, &node->switch_.cases.items[i]->case_.body, TRUE);
    else if (node->kind == NODE_DEFINE && inner)
        declare_sloppy_function (resolver, node);
    resolver->depth--;
}

/* Opens a block's scope; block_close returns it, or NULL when nothing was declared. */
static void block_open (Resolver *resolver)
{
    scopes_open (&resolver->scopes, SCOPE_BLOCK);
}

static Scope *block_close (Resolver *resolver)
{
    Scope *scope = resolver->scopes.scope;
    scopes_close (&resolver->scopes);
    return scope->count == 0 ? NULL : scope;
}

/* The nearest function that is no arrow function; the file's program when there is none. */
static Function *function_around (const Resolver *resolver)
{
    Function *function = resolver->function;
    while ((function->flags & FUNCTION_ARROW) != 0)
    {
        const Scope *scope = function->scope->parent;
        while (!is_function_scope (scope))
            scope = scope->parent;
        function = scope->kind == SCOPE_MODULE ? resolver->file->program : scope->function;
    }
    return function;
}

/* `arguments` is the nearest function's own, unless something inside it has that name. */
static Variable *find_arguments (Resolver *resolver)
{
    Scopes *scopes = &resolver->scopes;
    Function *function = function_around (resolver);
    Scope *scope = function->scope;
    Variable *variable = scopes_find (scopes, resolver->arguments);
    if (scope->kind == SCOPE_MODULE || (variable != NULL && scopes_contains (scope, variable->scope)))
        return variable;
    variable = scopes_declare (scopes, scope, resolver->arguments, VARIABLE_ARGUMENTS);
    function->arguments = variable;
    function->flags |= FUNCTION_USES_ARGUMENTS;
    return variable;
}

/* A name in an enum's initialiser that is one of its members becomes `Enum.name`. */
static gboolean refer_to_member (Resolver *resolver, Node *node)
{
    if (resolver->enumeration == NULL)
        return FALSE;
    Node *enumeration = resolver->enumeration;
    const Name *name = node->name.name;
    for (guint32 i = 0; i < enumeration->enum_.members.count; i++)
    {
        if (enumeration->enum_.members.items[i]->property.name != name)
            continue;
        Node *object = scopes_alloc (&resolver->scopes, sizeof (Node));
        *object = *node;
        object->flags = 0;
        object->name.name = enumeration->enum_.target->name.name;
        scopes_refer (&resolver->scopes, object, scopes_find (&resolver->scopes, object->name.name));
        node->kind = NODE_MEMBER;
        node->member.object = object;
        node->member.name = name;
        node->member.name_start = node->start;
        return TRUE;
    }
    return FALSE;
}

/* The private name that NAME, as it is written, means here. */
static const Name *find_private (Resolver *resolver, const Node *node, const Name *name)
{
    const ClassFrame *frame = resolver->classes;
    while (frame != NULL && !(frame->names != NULL && g_hash_table_contains (frame->names, name)))
        frame = frame->outer;
    if (frame != NULL)
        return g_hash_table_lookup (frame->names, name);
    fail (resolver, node, "no class around has a member `%s`", name->text);
    return name;
}

/* `super` belongs to methods, `super ()` to constructors of classes that extend another. */
static void check_super (Resolver *resolver, const Node *node, gboolean called)
{
    guint32 flags = function_around (resolver)->flags;
    if (called ? (flags & FUNCTION_DERIVED) == 0 : (flags & (FUNCTION_METHOD | FUNCTION_CONSTRUCTOR)) == 0)
        fail (resolver, node, "`super` can't stand here");
    resolver->function->flags |= FUNCTION_USES_THIS;
}

static void walk_name (Resolver *resolver, Node *node)
{
    if ((node->flags & AST_PRIVATE) != 0)
    {
        node->name.depth = AST_GLOBAL;
        node->name.name = find_private (resolver, node, node->name.name);
        return;
    }
    if (node->name.name == resolver->arguments && resolver->function != resolver->file->program)
        scopes_refer (&resolver->scopes, node, find_arguments (resolver));
    else if ((node->flags & AST_DECLARED) != 0 || !refer_to_member (resolver, node))
        scopes_refer (&resolver->scopes, node, scopes_find (&resolver->scopes, node->name.name));
}

static void uses_this (Resolver *resolver)
{
    resolver->function->flags |= FUNCTION_USES_THIS;
}

static void walk_block (Resolver *resolver, Node *node)
{
    block_open (resolver);
    declare_block (resolver, &node->block.statements, is_strict (resolver));
    walk_list (resolver, &node->block.statements);
    node->block.scope = block_close (resolver);
}

static void walk_for (Resolver *resolver, ForLoop *loop)
{
    block_open (resolver);
    if (loop->init != NULL && loop->init->kind == NODE_DECLARE && loop->init->op != DECLARE_VAR)
        declare_declaration (resolver, loop->init);
    walk_maybe (resolver, loop->init);
    walk_maybe (resolver, loop->test);
    walk_maybe (resolver, loop->update);
    walk (resolver, loop->body);
    loop->scope = block_close (resolver);
}

static void walk_each (Resolver *resolver, Node *node)
{
    EachLoop *each = node->each;
    if ((node->flags & AST_ASYNC) != 0)
        resolver->function->flags |= FUNCTION_AWAITS;
    walk (resolver, each->iterable);
    block_open (resolver);
    if (node->op == DECLARE_LET || node->op == DECLARE_CONST)
        declare_pattern (resolver, each->target, kind_of (node->op));
    walk (resolver, each->target);
    walk (resolver, each->body);
    each->scope = block_close (resolver);
}

static void walk_switch (Resolver *resolver, Node *node)
{
    walk (resolver, node->switch_.subject);
    block_open (resolver);
    for (guint32 i = 0; i < node->switch_.cases.count; i++)
        declare_block (resolver, &node->switch_.cases.items[i]->case_.body, is_strict (resolver));
    for (guint32 i = 0; i < node->switch_.cases.count; i++)
    {
        walk_maybe (resolver, node->switch_.cases.items[i]->case_.test);
        walk_list (resolver, &node->switch_.cases.items[i]->case_.body);
    }
    node->switch_.scope = block_close (resolver);
}

static void walk_try (Resolver *resolver, Try *try_)
{
    walk (resolver, try_->block);
    for (guint32 i = 0; i < try_->handlers.count; i++)
    {
        Node *handler = try_->handlers.items[i];
        block_open (resolver);
        if (handler->handler.target != NULL)
        {
            declare_pattern (resolver, handler->handler.target, VARIABLE_LET);
            walk (resolver, handler->handler.target);
        }
        walk (resolver, handler->handler.body);
        handler->handler.scope = block_close (resolver);
    }
    walk_maybe (resolver, try_->finalizer);
}

/* Two classes may have private members of one name in one object: what comes after the NUL tells them apart. */
static const Name *own_private (Resolver *resolver, const Class *class_, const Name *name)
{
    g_autofree char *text = g_strdup_printf ("%s%c%p", name->text, 0, (gconstpointer)class_);
    return names_intern (resolver->file->names, text, name->length + 1 + strlen (text + name->length + 1));
}

static void walk_class (Resolver *resolver, Class *class_)
{
    gboolean named = class_->scope != NULL;
    Scopes *scopes = &resolver->scopes;
    scopes_note_closure (scopes);
    if (named)
    {
        class_->scope = scopes_open (scopes, SCOPE_CLASS);
        scopes_declare (scopes, class_->scope, class_->name, VARIABLE_SELF);
    }
    walk_maybe (resolver, class_->superclass);
    ClassFrame frame = { .outer = resolver->classes };
    for (guint32 i = 0; i < class_->member_count; i++)
    {
        const Name *name = class_->members[i].name;
        if (name == NULL || name->text[0] != '#')
            continue;
        if (frame.names == NULL)
            frame.names = g_hash_table_new (NULL, NULL);
        class_->members[i].name = own_private (resolver, class_, name);
        g_hash_table_insert (frame.names, (gpointer)name, (gpointer)class_->members[i].name);
    }
    resolver->classes = &frame;
    if (class_->constructor != NULL)
        walk_function (resolver, class_->constructor);
    for (guint32 i = 0; i < class_->member_count && !resolver->failed; i++)
    {
        walk_maybe (resolver, class_->members[i].key);
        walk_maybe (resolver, class_->members[i].value);
    }
    resolver->classes = frame.outer;
    g_clear_pointer (&frame.names, g_hash_table_unref);
    if (named)
        scopes_close (scopes);
}

static void declare_parameters (Resolver *resolver, Function *function)
{
    for (guint32 i = 0; i < function->parameter_count; i++)
        declare_pattern (resolver, function->parameters[i].target, VARIABLE_PARAMETER);
}

static void walk_parameters (Resolver *resolver, Function *function)
{
    for (guint32 i = 0; i < function->parameter_count; i++)
    {
        walk (resolver, function->parameters[i].target);
        walk_maybe (resolver, function->parameters[i].default_value);
    }
}

/* The own name of a function expression is hidden by whatever else the function declares. */
static void declare_self (Resolver *resolver, Function *function)
{
    if (function->self == NULL)
        return;
    function->self = NULL;
    if (scopes_own (&resolver->scopes, function->scope, function->name) == NULL)
        function->self = scopes_declare (&resolver->scopes, function->scope, function->name, VARIABLE_SELF);
}

static void walk_function (Resolver *resolver, Function *function)
{
    Function *outer = resolver->function;
    Scopes *scopes = &resolver->scopes;
    scopes_note_closure (scopes);
    function->scope = scopes_open (scopes, SCOPE_FUNCTION);
    function->scope->function = function;
    resolver->function = function;
    if (resolver->file->module)
        function->flags |= FUNCTION_STRICT;
    if ((function->flags & FUNCTION_EXPRESSION_BODY) != 0)
    {
        declare_parameters (resolver, function);
        walk_parameters (resolver, function);
        walk (resolver, function->body);
    }
    else
    {
        gboolean simple = (function->flags & FUNCTION_SIMPLE) != 0;
        declare_parameters (resolver, function);
        if (!simple)
        {
            /* Defaults see the own name and what is outside, not what the body declares. */
            declare_self (resolver, function);
            walk_parameters (resolver, function);
        }
        declare_block (resolver, &function->body->block.statements, TRUE);
        declare_vars_of_list (resolver, &function->body->block.statements, FALSE);
        if (simple)
        {
            declare_self (resolver, function);
            walk_parameters (resolver, function);
        }
        walk_list (resolver, &function->body->block.statements);
    }
    scopes_close (scopes);
    resolver->function = outer;
    if ((function->flags & FUNCTION_ARROW) != 0)
        outer->flags |= function->flags & FUNCTION_USES_THIS;
}

static void walk_enum (Resolver *resolver, Node *node)
{
    walk (resolver, node->enum_.target);
    Node *outer = resolver->enumeration;
    resolver->enumeration = node;
    for (guint32 i = 0; i < node->enum_.members.count; i++)
        walk_maybe (resolver, node->enum_.members.items[i]->property.value);
    resolver->enumeration = outer;
}

static void walk_namespace (Resolver *resolver, Node *node)
{
    walk (resolver, node->namespace_.target);
    block_open (resolver);
    NodeList *statements = &node->namespace_.body->block.statements;
    declare_block (resolver, statements, TRUE);
    declare_vars_of_list (resolver, statements, FALSE);
    walk_list (resolver, statements);
    walk_list (resolver, &node->namespace_.exports);
    node->namespace_.body->block.scope = block_close (resolver);
}

static void walk_import (Resolver *resolver, Node *node)
{
    g_ptr_array_add (resolver->imports, node);
    for (guint32 i = 0; i < node->import->count; i++)
        walk (resolver, node->import->specifiers[i].local);
}

static void walk_export (Resolver *resolver, Node *node)
{
    g_ptr_array_add (resolver->exports, node);
    walk_maybe (resolver, node->export_->declaration);
    for (guint32 i = 0; i < node->export_->count; i++)
        walk_maybe (resolver, node->export_->specifiers[i].local);
}

static void walk_statement (Resolver *resolver, Node *node)
{
    switch (node->kind)
    {
    case NODE_DECLARE:
        walk_list (resolver, &node->declare.declarators);
        break;
    case NODE_BLOCK:
        walk_block (resolver, node);
        break;
    case NODE_WHILE:
    case NODE_DO_WHILE:
        walk (resolver, node->loop.test);
        walk (resolver, node->loop.body);
        break;
    case NODE_FOR:
        walk_for (resolver, node->for_);
        break;
    case NODE_FOR_IN:
    case NODE_FOR_OF:
        walk_each (resolver, node);
        break;
    case NODE_SWITCH:
        walk_switch (resolver, node);
        break;
    case NODE_TRY:
        walk_try (resolver, node->try_);
        break;
    case NODE_THROW:
        walk (resolver, node->throw_.value);
        break;
    case NODE_LABEL:
        walk (resolver, node->labelled.body);
        break;
    case NODE_IMPORT:
        walk_import (resolver, node);
        break;
    case NODE_EXPORT:
        walk_export (resolver, node);
        break;
    case NODE_ENUM:
        walk_enum (resolver, node);
        break;
    case NODE_NAMESPACE:
        walk_namespace (resolver, node);
        break;
    default: /* no members, or Python's */
        break;
    }
}

static void walk_node (Resolver *resolver, Node *node)
{
    switch (node->kind)
    {
    case NODE_NAME:
        walk_name (resolver, node);
        break;
    case NODE_THIS:
        uses_this (resolver);
        break;
    case NODE_SUPER:
        check_super (resolver, node, FALSE);
        break;
    case NODE_META:
        if (node->op == OP_NEW_TARGET)
            uses_this (resolver);
        break;
    case NODE_TEMPLATE:
    case NODE_LIST:
    case NODE_MAP:
    case NODE_SEQUENCE:
    case NODE_PATTERN_LIST:
    case NODE_PATTERN_MAP:
        walk_list (resolver, &node->list);
        break;
    case NODE_TAGGED:
        walk (resolver, node->tagged.tag);
        walk_list (resolver, &node->tagged.values);
        break;
    case NODE_PROPERTY:
        walk_maybe (resolver, node->property.key);
        walk (resolver, node->property.value);
        break;
    case NODE_AWAIT:
        resolver->function->flags |= FUNCTION_AWAITS;
        walk (resolver, node->value);
        break;
    case NODE_SPREAD:
    case NODE_OPTIONAL_CHAIN:
    case NODE_YIELD:
    case NODE_EXPRESSION:
    case NODE_RETURN:
        walk_maybe (resolver, node->value);
        break;
    case NODE_MEMBER:
        walk (resolver, node->member.object);
        if ((node->flags & AST_PRIVATE) != 0)
            node->member.name = find_private (resolver, node, node->member.name);
        break;
    case NODE_INDEX:
        walk (resolver, node->index.object);
        walk (resolver, node->index.index);
        break;
    case NODE_CALL:
    case NODE_NEW:
    case NODE_IMPORT_CALL:
        if (node->call.callee != NULL && node->call.callee->kind == NODE_SUPER)
            check_super (resolver, node->call.callee, TRUE);
        else
            walk_maybe (resolver, node->call.callee);
        walk_list (resolver, &node->call.arguments);
        break;
    case NODE_UNARY:
    case NODE_UPDATE:
        walk (resolver, node->unary.operand);
        break;
    case NODE_BINARY:
    case NODE_LOGICAL:
        walk (resolver, node->binary.left);
        walk (resolver, node->binary.right);
        break;
    case NODE_CONDITIONAL:
    case NODE_IF:
        walk (resolver, node->conditional.test);
        walk (resolver, node->conditional.then);
        walk_maybe (resolver, node->conditional.otherwise);
        break;
    case NODE_ASSIGN:
    case NODE_DEFAULT:
    case NODE_DECLARATOR:
    case NODE_DEFINE:
        walk (resolver, node->assign.target);
        walk_maybe (resolver, node->assign.value);
        break;
    case NODE_FUNCTION:
        walk_function (resolver, node->function);
        break;
    case NODE_CLASS:
        walk_class (resolver, node->class_);
        break;
    default:
        walk_statement (resolver, node);
        break;
    }
}

static void walk (Resolver *resolver, Node *node)
{
    if (resolver->failed)
        return;
    if (++resolver->depth > AST_MAX_DEPTH)
        fail (resolver, node, "the text nests too deeply");
    else
        walk_node (resolver, node);
    resolver->depth--;
}

/* TypeScript drops what is exported but no value, and imports of which no value is used. */
static void finish_modules (Resolver *resolver)
{
    gboolean typescript = resolver->file->typescript;
    for (guint i = 0; i < resolver->exports->len; i++)
    {
        Export *export_ = ((Node *)g_ptr_array_index (resolver->exports, i))->export_;
        guint32 kept = 0;
        for (guint32 k = 0; k < export_->count; k++)
        {
            const ImportSpecifier *each = &export_->specifiers[k];
            if (export_->kind != EXPORT_NAMES || each->local == NULL || each->local->name.variable != NULL)
                export_->specifiers[kept++] = *each;
            else if (!typescript)
                fail (resolver, each->local, "`%s` is exported but nowhere declared", each->local->name.name->text);
        }
        export_->count = kept;
    }
    for (guint i = 0; i < resolver->imports->len; i++)
    {
        Import *import = ((Node *)g_ptr_array_index (resolver->imports, i))->import;
        gboolean used = import->plain;
        for (guint32 k = 0; k < import->count; k++)
        {
            ImportSpecifier *each = &import->specifiers[k];
            each->used = scopes_is_used (each->local->name.variable);
            used |= each->used;
        }
        import->elided = typescript && !used;
    }
}

static void walk_program (Resolver *resolver)
{
    static const char *const module_names[MODULE_SLOTS] = { "exports", "require", "module", "__filename", "__dirname" };
    Scopes *scopes = &resolver->scopes;
    Function *program = resolver->file->program;
    resolver->function = program;
    program->scope = scopes_open (scopes, SCOPE_MODULE);
    for (guint i = 0; i < MODULE_SLOTS; i++)
        scopes_declare (scopes, program->scope, names_intern_text (resolver->file->names, module_names[i]),
                        VARIABLE_MODULE);
    NodeList *statements = &program->body->block.statements;
    if (resolver->file->module)
        program->flags |= FUNCTION_STRICT;
    declare_block (resolver, statements, TRUE);
    declare_vars_of_list (resolver, statements, FALSE);
    walk_list (resolver, statements);
    if (!resolver->failed)
        finish_modules (resolver);
    scopes_close (scopes);
}

gboolean resolve_ecmascript (ScriptFile *file, GError **error)
{
    g_autoptr (GPtrArray) imports = g_ptr_array_new ();
    g_autoptr (GPtrArray) exports = g_ptr_array_new ();
    Resolver resolver = { .file = file,
                          .arguments = names_intern_text (file->names, "arguments"),
                          .imports = imports,
                          .exports = exports,
                          .error = error };
    scopes_init (&resolver.scopes, file);
    walk_program (&resolver);
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
