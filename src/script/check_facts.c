#include "script/ast_walk.h"
#include "script/check_internal.h"

#include <string.h>

static void look (Node *node, gpointer data);

static void count_write (CheckFacts *facts, const Variable *variable, guint times)
{
    guint before = GPOINTER_TO_UINT (g_hash_table_lookup (facts->writes, variable));

    if (variable)
        g_hash_table_insert (facts->writes, (gpointer)variable, GUINT_TO_POINTER (before + times));
}

/* TARGET is written; what is no variable in it is looked at as an expression. */
static void look_at_target (CheckFacts *facts, Node *target, guint times)
{
    switch ((int)target->kind)
    {
    case NODE_NAME:
        count_write (facts, target->name.variable, times);
        return;
    case NODE_PATTERN_LIST:
    case NODE_PATTERN_MAP:
        for (guint32 i = 0; i < target->list.count; i++)
            look_at_target (facts, target->list.items[i], times);
        return;
    case NODE_PROPERTY:
        if (target->property.key)
            look (target->property.key, facts);
        look_at_target (facts, target->property.value, times);
        return;
    case NODE_SPREAD:
        look_at_target (facts, target->value, times);
        return;
    case NODE_DEFAULT:
        look_at_target (facts, target->assign.target, times);
        look (target->assign.value, facts);
        return;
    case NODE_HOLE:
        return;
    }
    look (target, facts);
}

static void look_at_function (CheckFacts *facts, const Function *function)
{
    for (guint32 i = 0; i < function->parameter_count; i++)
    {
        look_at_target (facts, function->parameters[i].target, 1);
        if (function->parameters[i].default_value)
            look (function->parameters[i].default_value, facts);
    }
    look (function->body, facts);
}

static void look_at_class (CheckFacts *facts, const Class *class)
{
    if (class->superclass)
        look (class->superclass, facts);
    if (class->constructor)
        look_at_function (facts, class->constructor);
    for (guint32 i = 0; i < class->member_count; i++)
    {
        if (class->members[i].key)
            look (class->members[i].key, facts);
        if (class->members[i].value)
            look (class->members[i].value, facts);
    }
}

static void define (CheckFacts *facts, Node *target, Node *value)
{
    if (target->kind == NODE_NAME && target->name.variable && value)
        g_hash_table_insert (facts->definitions, (gpointer)target->name.variable, value);
}

/* The callee is called, which asks nothing of it; when it is called only if it is there, its name is asked for. */
static void look_at_call (CheckFacts *facts, const Node *node)
{
    Node *callee = node->call.callee;

    if (callee && callee->kind == NODE_MEMBER)
    {
        if (node->flags & AST_OPTIONAL)
            g_hash_table_add (facts->asked, (gpointer)callee->member.name);
        look (callee->member.object, facts);
    }
    else if (callee && callee->kind != NODE_NAME)
        look (callee, facts);
    for (guint32 i = 0; i < node->call.arguments.count; i++)
        look (node->call.arguments.items[i], facts);
}

static void look_at_object (CheckFacts *facts, Node *object)
{
    if (object->kind == NODE_MEMBER)
        look_at_object (facts, object->member.object);
    else if (object->kind != NODE_NAME)
        look (object, facts);
}

static void ask_by_text (CheckFacts *facts, const ScriptFile *file, Text text)
{
    const Name *name = text.data ? names_find (file->names, text.data, text.length) : NULL;

    if (name)
        g_hash_table_add (facts->asked, (gpointer)name);
}

static void look_at_export (CheckFacts *facts, const Export *export)
{
    for (guint32 i = 0; i < export->count; i++)
        if (export->specifiers[i].local && export->specifiers[i].local->name.variable)
            g_hash_table_add (facts->escaped, (gpointer) export->specifiers[i].local->name.variable);
}

static void look (Node *node, gpointer data)
{
    CheckFacts *facts = data;

    switch ((int)node->kind)
    {
    case NODE_NAME:
        if (node->name.variable)
            g_hash_table_add (facts->escaped, (gpointer)node->name.variable);
        return;
    case NODE_STRING:
        ask_by_text (facts, node->file, node->text);
        return;
    case NODE_MEMBER:
        g_hash_table_add (facts->asked, (gpointer)node->member.name);
        look_at_object (facts, node->member.object);
        return;
    case NODE_CALL:
        look_at_call (facts, node);
        return;
    case NODE_FUNCTION:
        look_at_function (facts, node->function);
        return;
    case NODE_CLASS:
        look_at_class (facts, node->class_);
        return;
    case NODE_DECLARATOR:
        define (facts, node->assign.target, node->assign.value);
        look_at_target (facts, node->assign.target, node->assign.value ? 1 : 0);
        if (node->assign.value)
            look (node->assign.value, facts);
        return;
    case NODE_DEFINE:
        define (facts, node->assign.target, node->assign.value);
        look_at_target (facts, node->assign.target, 1);
        look (node->assign.value, facts);
        return;
    case NODE_ASSIGN:
        look_at_target (facts, node->assign.target, 2);
        look (node->assign.value, facts);
        return;
    case NODE_UPDATE:
        look_at_target (facts, node->unary.operand, 2);
        return;
    case NODE_FOR_IN:
    case NODE_FOR_OF:
        look_at_target (facts, node->each->target, 2);
        look (node->each->iterable, facts);
        look (node->each->body, facts);
        return;
    case NODE_HANDLER:
        if (node->handler.target)
            look_at_target (facts, node->handler.target, 2);
        look (node->handler.body, facts);
        return;
    case NODE_EXPORT:
        look_at_export (facts, node->export_);
        break;
    }
    ast_each_child (node, look, facts);
}

static gboolean is_wanted (const CheckFacts *facts, const Name *name)
{
    for (const char *const *wanted = facts->options->functions; name && *wanted; wanted++)
        if (strcmp (*wanted, name->text) == 0)
            return TRUE;
    return FALSE;
}

/* VALUE is exported as NAME (may be NULL): what of it does the tool call? */
static void find_entries (CheckFacts *facts, const Node *value, const Name *name)
{
    const Node *definition;

    switch ((int)value->kind)
    {
    case NODE_FUNCTION:
        if (is_wanted (facts, name))
            g_hash_table_add (facts->entries, value->function);
        return;
    case NODE_CLASS:
        for (guint32 i = 0; i < value->class_->member_count; i++)
        {
            const ClassMember *member = &value->class_->members[i];
            const Node *function = member->value;

            /* A field's value is wrapped in a function of its own. */
            if (member->kind == MEMBER_FIELD && function)
                function = function->function->body;
            if (!member->is_static && function && function->kind == NODE_FUNCTION && is_wanted (facts, member->name) &&
                (member->kind == MEMBER_METHOD || member->kind == MEMBER_FIELD))
                g_hash_table_add (facts->entries, function->function);
        }
        return;
    case NODE_MAP:
        for (guint32 i = 0; i < value->list.count; i++)
        {
            const Node *item = value->list.items[i];

            if (item->kind == NODE_PROPERTY && item->op == PROPERTY_VALUE && item->property.name)
                find_entries (facts, item->property.value, item->property.name);
        }
        return;
    case NODE_NAME:
        definition = check_definition (facts, value->name.variable);
        if (definition && definition->kind != NODE_NAME)
            find_entries (facts, definition, name);
        return;
    }
}

/* exports.up = ..., module.exports = ..., module.exports.up = ... */
static void find_assigned (CheckFacts *facts, const Node *assign)
{
    const Node *target = assign->assign.target;
    const Node *root = target;

    while (root->kind == NODE_MEMBER)
        root = root->member.object;
    if (root->kind == NODE_NAME && root->name.variable && root->name.variable->kind == VARIABLE_MODULE &&
        target->kind == NODE_MEMBER)
        find_entries (facts, assign->assign.value, target->member.name);
}

static void find_exported (CheckFacts *facts, const Export *export)
{
    if (export->declaration && export->kind != EXPORT_DECLARATION)
    {
        const Node *value = export->declaration;

        find_entries (facts, value->kind == NODE_DEFINE ? value->assign.value : value, NULL);
    }
    for (guint32 i = 0; i < export->count; i++)
        if (export->specifiers[i].local && !export->module.data)
            find_entries (facts, export->specifiers[i].local, export->specifiers[i].exported);
}

void check_facts_init (CheckFacts *facts, const ScriptFile *file, const CheckOptions *options)
{
    const NodeList *statements = &file->program->body->block.statements;

    facts->options = options;
    facts->writes = g_hash_table_new (NULL, NULL);
    facts->definitions = g_hash_table_new (NULL, NULL);
    facts->escaped = g_hash_table_new (NULL, NULL);
    facts->asked = g_hash_table_new (NULL, NULL);
    facts->entries = g_hash_table_new (NULL, NULL);
    look (file->program->body, facts);
    for (guint32 i = 0; i < statements->count; i++)
    {
        const Node *statement = statements->items[i];

        if (statement->kind == NODE_EXPORT)
            find_exported (facts, statement->export_);
        else if (statement->kind == NODE_EXPRESSION && statement->value->kind == NODE_ASSIGN)
            find_assigned (facts, statement->value);
    }
}

void check_facts_clear (CheckFacts *facts)
{
    g_hash_table_unref (facts->writes);
    g_hash_table_unref (facts->definitions);
    g_hash_table_unref (facts->escaped);
    g_hash_table_unref (facts->asked);
    g_hash_table_unref (facts->entries);
}

Node *check_definition (const CheckFacts *facts, const Variable *variable)
{
    if (!variable || GPOINTER_TO_UINT (g_hash_table_lookup (facts->writes, variable)) != 1)
        return NULL;
    return g_hash_table_lookup (facts->definitions, variable);
}
