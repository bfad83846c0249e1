#include "script/check.h"
#include "script/ast_walk.h"
#include "script/check_internal.h"

#include <string.h>

#define ROUNDS_MAX 16

/* What an expression is known to be: an object of a class, or a promise of one. No class: anything. */
typedef struct
{
    const HostClass *class;
    gboolean promise;
} Known;

#define ANYTHING ((Known){ NULL, FALSE })

/* The calls of a function of the file that were seen in one round. */
typedef struct
{
    const Function *function;
    const HostClass **given; /* by parameter; NULL when not known or not the same in each call */
    guint calls;
} Calls;

typedef struct
{
    CheckFacts facts;
    const ScriptFile *file;
    GHashTable *known;   /* const Variable * -> const HostClass * */
    GHashTable *calls;   /* const Function * -> Calls *, of this round */
    GHashTable *unbound; /* const Function *: methods that are read other than to be called */
    const Class *class;  /* whose `this` is meant */
    guint trying;        /* what fails here is handled */
    guint conditional;   /* what stands here may never be reached */
    gboolean reports;
    gboolean changed;
    GPtrArray *errors;
} Check;

static Known look (Check *check, Node *node);

static void look_child (Node *child, gpointer data)
{
    look (data, child);
}

static void free_error (gpointer error)
{
    g_error_free (error);
}

static void free_calls (gpointer data)
{
    Calls *calls = data;

    g_free (calls->given);
    g_free (calls);
}

/* VARIABLE is an object of CLASS whenever it has a value. */
static void learn (Check *check, const Variable *variable, const HostClass *class)
{
    if (!variable || !class || GPOINTER_TO_UINT (g_hash_table_lookup (check->facts.writes, variable)) != 1)
        return;
    if (g_hash_table_lookup (check->known, variable) == class)
        return;
    g_hash_table_insert (check->known, (gpointer)variable, (gpointer) class);
    check->changed = TRUE;
}

static void bind_target (Check *check, const Node *target, Known value)
{
    if (!value.class || value.promise)
        return;
    if (target->kind == NODE_NAME)
        learn (check, target->name.variable, value.class);
    if (target->kind != NODE_PATTERN_MAP)
        return;
    for (guint32 i = 0; i < target->list.count; i++)
    {
        const Node *item = target->list.items[i];
        const HostMember *member;

        if (item->kind != NODE_PROPERTY || !item->property.name)
            continue;
        member = host_class_find (value.class, item->property.name->text);
        if (member && member->kind == HOST_GETTER)
            bind_target (check, item->property.value, (Known){ member->gives, FALSE });
    }
}

static void bind_parameter (Check *check, const Function *function, guint32 index, const HostClass *class)
{
    if (index < function->parameter_count && function->parameters[index].kind != PARAMETER_REST)
        bind_target (check, function->parameters[index].target, (Known){ class, FALSE });
}

static void report (Check *check, const Node *member, const HostClass *class, const char *refused)
{
    const char *name = member->member.name->text;
    const char *meant = host_class_suggest (class, name);
    g_autofree char *what = NULL;
    GError *error = NULL;

    if (!check->reports)
        return;
    if (refused)
        what = g_strdup_printf ("`%s` of %s is out of reach: %s", name, class->name, refused);
    else if (meant)
        what = g_strdup_printf ("%s has no member `%s`; did you mean `%s`?", class->name, name, meant);
    else
        what = g_strdup_printf ("%s has no member `%s`", class->name, name);
    error_set_at (&error, MIGSHIM_ERROR_UNSUPPORTED, ast_location (check->file, member->member.name_start),
                  check->file->text, check->file->length, "%s", what);
    if (check->facts.options->hint)
        error_hint (&error, "%s", check->facts.options->hint);
    g_ptr_array_add (check->errors, error);
}

/* What every object has, and what a thenable has. */
static gboolean had_by_all (const HostClass *class, const char *name)
{
    static const char *const always[] = { "constructor",    "toString",      "toLocaleString",       "valueOf",
                                          "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "__proto__",
                                          "toJSON" };
    static const char *const thenable[] = { "then", "catch", "finally" };

    for (gsize i = 0; i < G_N_ELEMENTS (always); i++)
        if (strcmp (always[i], name) == 0)
            return TRUE;
    for (gsize i = 0; class->run && i < G_N_ELEMENTS (thenable); i++)
        if (strcmp (thenable[i], name) == 0)
            return TRUE;
    return FALSE;
}

static gboolean has_more_members (const HostClass *class)
{
    for (; class; class = class->base)
        if (class->open || class->get)
            return TRUE;
    return FALSE;
}

/* A member of an object of CLASS. NEEDED: something is done with its value that undefined can't do. */
static const HostMember *find_member (Check *check, const Node *node, const HostClass *class, gboolean needed)
{
    const Name *name = node->member.name;
    const HostMember *member = host_class_find (class, name->text);
    gboolean asked = check->trying || g_hash_table_contains (check->facts.asked, name);

    if (!needed || asked || node->flags & (AST_OPTIONAL | AST_PRIVATE))
        return member;
    if (!member && !has_more_members (class) && !had_by_all (class, name->text))
        report (check, node, class, NULL);
    else if (member && member->refused && !check->conditional)
        report (check, node, class, member->refused);
    return member;
}

static Known look_at_member (Check *check, Node *node, gboolean called, gboolean needed, const HostMember **found)
{
    Known object;
    const HostMember *member;

    *found = NULL;
    if (node->member.object->kind == NODE_MEMBER)
    {
        const HostMember *ignored;

        object = look_at_member (check, node->member.object, FALSE, !(node->flags & AST_OPTIONAL), &ignored);
    }
    else
        object = look (check, node->member.object);
    if (!object.class || object.promise)
        return ANYTHING;
    member = find_member (check, node, object.class, needed);
    *found = member;
    if (!member || !member->gives)
        return ANYTHING;
    if (member->kind == HOST_GETTER)
        return called ? ANYTHING : (Known){ member->gives, FALSE };
    return called ? (Known){ member->gives, member->kind == HOST_ASYNC } : ANYTHING;
}

/* The function of the file that CALLEE surely is, or NULL. */
static const Function *function_of (Check *check, const Node *callee)
{
    const Node *definition;

    if (callee->kind == NODE_FUNCTION)
        return callee->function;
    if (callee->kind == NODE_NAME && callee->name.variable &&
        !g_hash_table_contains (check->facts.escaped, callee->name.variable))
    {
        definition = check_definition (&check->facts, callee->name.variable);
        return definition && definition->kind == NODE_FUNCTION ? definition->function : NULL;
    }
    if (callee->kind != NODE_MEMBER || callee->member.object->kind != NODE_THIS || !check->class)
        return NULL;
    for (guint32 i = 0; i < check->class->member_count; i++)
    {
        const ClassMember *member = &check->class->members[i];

        if (member->name != callee->member.name || !member->value)
            continue;
        if (member->kind == MEMBER_METHOD)
            return member->value->function;
        if (member->kind == MEMBER_FIELD && member->value->function->body->kind == NODE_FUNCTION)
            return member->value->function->body->function;
    }
    return NULL;
}

/* Remembers with what FUNCTION is called here. */
static void note_call (Check *check, const Function *function, const NodeList *arguments, const Known *values)
{
    Calls *calls = g_hash_table_lookup (check->calls, function);

    if (!calls)
    {
        calls = g_new0 (Calls, 1);
        calls->function = function;
        calls->given = g_new0 (const HostClass *, function->parameter_count + 1);
        g_hash_table_insert (check->calls, (gpointer)function, calls);
    }
    for (guint32 i = 0; i < function->parameter_count; i++)
    {
        const HostClass *class = NULL;

        for (guint32 k = 0; k <= i && k < arguments->count; k++)
            if (arguments->items[k]->kind == NODE_SPREAD)
                break;
            else if (k == i && !values[k].promise)
                class = values[k].class;
        if (calls->calls > 0 && calls->given[i] != class)
            class = NULL;
        calls->given[i] = class;
    }
    calls->calls++;
}

static void look_at_function (Check *check, const Function *function, const HostClass *first)
{
    const Class *class = check->class;
    guint conditional = check->conditional;
    guint trying = check->trying;

    if (first)
        bind_parameter (check, function, 0, first);
    if (!(function->flags & (FUNCTION_ARROW | FUNCTION_METHOD | FUNCTION_CONSTRUCTOR | FUNCTION_FIELD)))
        check->class = NULL;
    check->trying = 0;
    check->conditional = g_hash_table_contains (check->facts.entries, function) ? 0 : 1;
    for (guint32 i = 0; i < function->parameter_count; i++)
        if (function->parameters[i].default_value)
            look (check, function->parameters[i].default_value);
    look (check, function->body);
    check->class = class;
    check->conditional = conditional;
    check->trying = trying;
}

/* MEMBER is what is called, if it is known. */
static void look_at_arguments (Check *check, const NodeList *arguments, const HostClass *hands, Known *values)
{
    for (guint32 i = 0; i < arguments->count; i++)
    {
        Node *argument = arguments->items[i];

        values[i] = ANYTHING;
        if (argument->kind == NODE_FUNCTION)
            look_at_function (check, argument->function, hands);
        else
            values[i] = look (check, argument);
    }
}

static Known look_at_call (Check *check, Node *node)
{
    Node *callee = node->call.callee;
    const HostMember *member = NULL;
    Known result = ANYTHING;
    const HostClass *hands = NULL;
    g_autofree Known *values = g_new0 (Known, node->call.arguments.count + 1);
    const Function *function = callee ? function_of (check, callee) : NULL;

    if (callee && callee->kind == NODE_MEMBER)
    {
        result = look_at_member (check, callee, TRUE, !(node->flags & AST_OPTIONAL), &member);
        hands = member ? member->hands : NULL;
        if (!member && callee->member.object->kind == NODE_CALL && strcmp (callee->member.name->text, "then") == 0)
        {
            /* The object was looked at already; only what it gives is asked again. */
            gboolean reports = check->reports;
            Known object;

            check->reports = FALSE;
            object = look (check, callee->member.object);
            check->reports = reports;
            hands = object.promise ? object.class : NULL;
        }
    }
    else if (callee)
    {
        Known called = look (check, callee);

        if (called.class && !called.promise && called.class->call)
            result = (Known){ called.class->gives, FALSE };
    }
    look_at_arguments (check, &node->call.arguments, hands, values);
    if (function)
        note_call (check, function, &node->call.arguments, values);
    return result;
}

static gboolean leaves (const Node *node);

static void look_for_leaving (Node *child, gpointer data)
{
    gboolean *found = data;

    *found = *found || leaves (child);
}

/* Whether what stands after NODE may not be reached. */
static gboolean leaves (const Node *node)
{
    gboolean found = FALSE;

    if (node->kind == NODE_RETURN || node->kind == NODE_THROW || node->kind == NODE_BREAK ||
        node->kind == NODE_CONTINUE)
        return TRUE;
    if (node->kind == NODE_FUNCTION || node->kind == NODE_CLASS)
        return FALSE;
    ast_each_child (node, look_for_leaving, &found);
    return found;
}

static void look_at_statements (Check *check, const NodeList *list)
{
    guint conditional = check->conditional;

    for (guint32 i = 0; i < list->count; i++)
    {
        look (check, list->items[i]);
        if (leaves (list->items[i]))
            check->conditional++;
    }
    check->conditional = conditional;
}

/* What may not be reached. */
static Known look_perhaps (Check *check, Node *node)
{
    Known known = ANYTHING;

    check->conditional++;
    if (node)
        known = look (check, node);
    check->conditional--;
    return known;
}

static void look_at_class (Check *check, const Class *class)
{
    const Class *outer = check->class;

    if (class->superclass)
        look (check, class->superclass);
    check->class = class;
    if (class->constructor)
        look_at_function (check, class->constructor, NULL);
    for (guint32 i = 0; i < class->member_count; i++)
    {
        if (class->members[i].key)
            look (check, class->members[i].key);
        if (class->members[i].value)
            look (check, class->members[i].value);
    }
    check->class = outer;
}

static void look_at_try (Check *check, const Try *try)
{
    check->trying += try->handlers.count > 0;
    look (check, try->block);
    check->trying -= try->handlers.count > 0;
    for (guint32 i = 0; i < try->handlers.count; i++)
        look_perhaps (check, try->handlers.items[i]);
    if (try->finalizer)
        look (check, try->finalizer);
}

static Known look_at_await (Check *check, Node *node)
{
    Known value = look (check, node->value);

    if (value.class && !value.promise && value.class->run)
        return ANYTHING;
    return (Known){ value.class, FALSE };
}

static Known look_at_conditional (Check *check, Node *node)
{
    Known then;
    Known otherwise;

    look (check, node->conditional.test);
    then = look_perhaps (check, node->conditional.then);
    otherwise = look_perhaps (check, node->conditional.otherwise);
    return then.class == otherwise.class && then.promise == otherwise.promise ? then : ANYTHING;
}

static Known look_at_read (Check *check, Node *node)
{
    const HostMember *ignored;
    const Function *method;

    if (node->member.object->kind == NODE_THIS && (method = function_of (check, node)))
        g_hash_table_add (check->unbound, (gpointer)method);
    return look_at_member (check, node, FALSE, FALSE, &ignored);
}

static void look_at_loop (Check *check, Node *node)
{
    switch ((int)node->kind)
    {
    case NODE_FOR:
        if (node->for_->init)
            look (check, node->for_->init);
        if (node->for_->test)
            look (check, node->for_->test);
        look_perhaps (check, node->for_->update);
        look_perhaps (check, node->for_->body);
        return;
    case NODE_FOR_IN:
    case NODE_FOR_OF:
        look (check, node->each->target);
        look (check, node->each->iterable);
        look_perhaps (check, node->each->body);
        return;
    }
    look (check, node->loop.test);
    look_perhaps (check, node->loop.body);
}

static Known look_at_kind (Check *check, Node *node)
{
    Known known;

    switch ((int)node->kind)
    {
    case NODE_NAME:
        return (Known){ g_hash_table_lookup (check->known, node->name.variable), FALSE };
    case NODE_MEMBER:
        return look_at_read (check, node);
    case NODE_CALL:
        return look_at_call (check, node);
    case NODE_AWAIT:
        return look_at_await (check, node);
    case NODE_OPTIONAL_CHAIN:
        check->trying++;
        known = look (check, node->value);
        check->trying--;
        return known;
    case NODE_ASSIGN:
        look (check, node->assign.target);
        known = look (check, node->assign.value);
        return node->op == OP_NONE ? known : ANYTHING;
    case NODE_DECLARATOR:
        if (node->assign.value)
            bind_target (check, node->assign.target, look (check, node->assign.value));
        return ANYTHING;
    case NODE_CONDITIONAL:
    case NODE_IF:
        return look_at_conditional (check, node);
    case NODE_LOGICAL:
        look (check, node->binary.left);
        look_perhaps (check, node->binary.right);
        return ANYTHING;
    case NODE_FUNCTION:
        look_at_function (check, node->function, NULL);
        return ANYTHING;
    case NODE_CLASS:
        look_at_class (check, node->class_);
        return ANYTHING;
    case NODE_BLOCK:
        look_at_statements (check, &node->block.statements);
        return ANYTHING;
    case NODE_FOR:
    case NODE_FOR_IN:
    case NODE_FOR_OF:
    case NODE_WHILE:
    case NODE_DO_WHILE:
        look_at_loop (check, node);
        return ANYTHING;
    case NODE_CASE:
        if (node->case_.test)
            look (check, node->case_.test);
        check->conditional++;
        look_at_statements (check, &node->case_.body);
        check->conditional--;
        return ANYTHING;
    case NODE_TRY:
        look_at_try (check, node->try_);
        return ANYTHING;
    }
    ast_each_child (node, look_child, check);
    return ANYTHING;
}

static Known look (Check *check, Node *node)
{
    return node ? look_at_kind (check, node) : ANYTHING;
}

/* The parameters of functions that each call gives the same are known in the next round. */
static void learn_from_calls (Check *check)
{
    GHashTableIter each;
    gpointer value;

    g_hash_table_iter_init (&each, check->calls);
    while (g_hash_table_iter_next (&each, NULL, &value))
    {
        const Calls *calls = value;

        if (g_hash_table_contains (check->unbound, calls->function))
            continue;
        for (guint32 i = 0; i < calls->function->parameter_count; i++)
            if (!calls->function->parameters[i].default_value)
                bind_parameter (check, calls->function, i, calls->given[i]);
    }
    g_hash_table_remove_all (check->calls);
}

static int by_place (gconstpointer a, gconstpointer b)
{
    const Location x = error_detail (*(GError *const *)a)->where;
    const Location y = error_detail (*(GError *const *)b)->where;

    return x.line != y.line ? (x.line < y.line ? -1 : 1) : x.column < y.column ? -1 : x.column > y.column;
}

GPtrArray *check_file (const ScriptFile *file, const CheckOptions *options)
{
    Check check = { .file = file };
    GPtrArray *errors = g_ptr_array_new_with_free_func (free_error);
    GHashTableIter each;
    gpointer entry;

    if (file->language != LANGUAGE_ECMASCRIPT)
        return errors;
    check.errors = errors;
    check.known = g_hash_table_new (NULL, NULL);
    check.calls = g_hash_table_new_full (NULL, NULL, NULL, free_calls);
    check.unbound = g_hash_table_new (NULL, NULL);
    check_facts_init (&check.facts, file, options);
    g_hash_table_iter_init (&each, check.facts.entries);
    while (g_hash_table_iter_next (&each, &entry, NULL))
        bind_parameter (&check, entry, 0, options->class);
    for (guint round = 0; round < ROUNDS_MAX && (round == 0 || check.changed); round++)
    {
        check.changed = FALSE;
        look (&check, file->program->body);
        learn_from_calls (&check);
    }
    check.reports = TRUE;
    look (&check, file->program->body);
    g_ptr_array_sort (errors, by_place);
    check_facts_clear (&check.facts);
    g_hash_table_unref (check.known);
    g_hash_table_unref (check.calls);
    g_hash_table_unref (check.unbound);
    return errors;
}

static ScriptFile *parse (const char *path, const char *text, gsize length, NameTable *names, Arena *arena,
                          GError **error)
{
    EsOptions es = ES_JAVASCRIPT;

    if (g_str_has_suffix (path, ".py"))
        return python_parse (path, text, length, names, arena, error);
    if (g_str_has_suffix (path, "ts"))
        es |= ES_TYPESCRIPT;
    if (g_str_has_suffix (path, ".mjs") || g_str_has_suffix (path, ".mts"))
        es |= ES_MODULE;
    return es_parse (path, text, length, es, names, arena, error);
}

gboolean check_text (const char *path, const char *text, gsize length, const CheckOptions *options, GError **error)
{
    g_autoptr (NameTable) names = names_new ();
    g_autoptr (Arena) arena = arena_new (0);
    const ScriptFile *file = parse (path, text, length, names, arena, error);
    g_autoptr (GPtrArray) errors = file ? check_file (file, options) : NULL;

    if (!file || errors->len == 0)
        return file != NULL;
    g_propagate_error (error, g_error_copy (g_ptr_array_index (errors, 0)));
    return FALSE;
}
