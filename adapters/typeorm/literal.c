#include "adapters/typeorm/literal.h"

#include <string.h>

#define MAX_DEPTH 16

static gboolean is_named (const Name *name, const char *text)
{
    return name && strcmp (name->text, text) == 0;
}

static char *text_of (const ScriptFile *file, const Node *node, guint depth);

/* process.env.NAME and process.env['NAME'] */
static char *environment_name (const Node *node)
{
    const Node *object = node->kind == NODE_MEMBER  ? node->member.object
                         : node->kind == NODE_INDEX ? node->index.object
                                                    : NULL;

    if (!object || object->kind != NODE_MEMBER || !is_named (object->member.name, "env") ||
        object->member.object->kind != NODE_NAME || !is_named (object->member.object->name.name, "process"))
        return NULL;
    if (node->kind == NODE_MEMBER)
        return g_strdup (node->member.name->text);
    return node->index.index->kind == NODE_STRING
               ? g_strndup (node->index.index->text.data, node->index.index->text.length)
               : NULL;
}

static char *variable_text (const char *name, const char *otherwise)
{
    return otherwise ? g_strdup_printf ("${%s:-%s}", name, otherwise) : g_strdup_printf ("${%s}", name);
}

/* The parts of LIST, one after another; with SEPARATOR a path, in which ".." and "." are resolved. */
static char *joined (const ScriptFile *file, const NodeList *list, gboolean path, guint depth)
{
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint32 i = 0; i < list->count; i++)
    {
        g_autofree char *part = text_of (file, list->items[i], depth);

        if (!part)
            return NULL;
        if (path && text->len > 0)
            g_string_append_c (text, '/');
        g_string_append (text, part);
    }
    if (path && g_path_is_absolute (text->str))
        return g_canonicalize_filename (text->str, NULL);
    return g_strdup (text->str);
}

/* join(...), path.join(...), resolve(...), String(...), Number(...), parseInt(...) */
static char *call_text (const ScriptFile *file, const Node *node, guint depth)
{
    const Node *callee = node->call.callee;
    const Name *name = callee->kind == NODE_MEMBER ? callee->member.name
                       : callee->kind == NODE_NAME ? callee->name.name
                                                   : NULL;

    if (is_named (name, "join") || is_named (name, "resolve"))
        return joined (file, &node->call.arguments, TRUE, depth);
    if ((is_named (name, "Number") || is_named (name, "parseInt") || is_named (name, "String")) &&
        node->call.arguments.count > 0)
        return text_of (file, node->call.arguments.items[0], depth);
    return NULL;
}

static char *logical_text (const ScriptFile *file, const Node *node, guint depth)
{
    g_autofree char *name = environment_name (node->binary.left);
    g_autofree char *otherwise = text_of (file, node->binary.right, depth);

    if (!name)
        return text_of (file, node->binary.left, depth);
    return variable_text (name, otherwise);
}

static char *name_text (const ScriptFile *file, const Node *node, guint depth)
{
    const Node *value;

    if (is_named (node->name.name, "__dirname"))
        return g_path_get_dirname (file->path);
    value = literal_variable (file, node->name.name);
    return value ? text_of (file, value, depth) : NULL;
}

static char *text_of (const ScriptFile *file, const Node *node, guint depth)
{
    g_autofree char *name = NULL;

    if (!node || depth > MAX_DEPTH)
        return NULL;
    if ((name = environment_name (node)))
        return variable_text (name, NULL);
    if (node->kind == NODE_STRING)
        return g_strndup (node->text.data, node->text.length);
    if (node->kind == NODE_NUMBER)
        return g_strdup_printf ("%.0f", node->number);
    if (node->kind == NODE_TEMPLATE)
        return joined (file, &node->list, FALSE, depth + 1);
    if (node->kind == NODE_NAME)
        return name_text (file, node, depth + 1);
    if (node->kind == NODE_CALL)
        return call_text (file, node, depth + 1);
    if (node->kind == NODE_LOGICAL && (node->op == OP_OR || node->op == OP_COALESCE))
        return logical_text (file, node, depth + 1);
    if (node->kind == NODE_UNARY && node->op == OP_PLUS)
        return text_of (file, node->unary.operand, depth + 1);
    if (node->kind == NODE_BINARY && node->op == OP_ADD)
    {
        Node *sides[] = { node->binary.left, node->binary.right };

        return joined (file, &(NodeList){ sides, 2 }, FALSE, depth + 1);
    }
    return NULL;
}

char *literal_text (const ScriptFile *file, const Node *node)
{
    return text_of (file, node, 0);
}

const Node *literal_variable (const ScriptFile *file, const Name *name)
{
    const NodeList *statements = &file->program->body->block.statements;

    for (guint32 i = 0; i < statements->count; i++)
    {
        const Node *statement = statements->items[i];

        if (statement->kind == NODE_EXPORT && statement->export_->declaration)
            statement = statement->export_->declaration;
        if (statement->kind != NODE_DECLARE)
            continue;
        for (guint32 j = 0; j < statement->declare.declarators.count; j++)
        {
            const Node *declarator = statement->declare.declarators.items[j];

            if (declarator->assign.target->kind == NODE_NAME && declarator->assign.target->name.name == name)
                return declarator->assign.value;
        }
    }
    return NULL;
}

char *literal_import (const ScriptFile *file, const Name *name)
{
    const NodeList *statements = &file->program->body->block.statements;

    for (guint32 i = 0; i < statements->count; i++)
    {
        const Import *import = statements->items[i]->kind == NODE_IMPORT ? statements->items[i]->import : NULL;

        for (guint32 j = 0; import && j < import->count; j++)
            if (import->specifiers[j].local && import->specifiers[j].local->name.name == name)
                return g_strndup (import->module.data, import->module.length);
    }
    return NULL;
}

static const Node *object_of (const ScriptFile *file, const Node *node, guint depth)
{
    if (!node || depth > MAX_DEPTH)
        return NULL;
    if (node->kind == NODE_MAP)
        return node;
    if (node->kind == NODE_NAME)
        return object_of (file, literal_variable (file, node->name.name), depth + 1);
    if (node->kind == NODE_NEW || node->kind == NODE_CALL)
    {
        for (guint32 i = 0; i < node->call.arguments.count; i++)
        {
            const Node *found = object_of (file, node->call.arguments.items[i], depth + 1);

            if (found)
                return found;
        }
        return NULL;
    }
    /* () => ({ ... }), as configuration modules are written */
    if (node->kind == NODE_FUNCTION && node->function->body && (node->function->flags & FUNCTION_EXPRESSION_BODY))
        return object_of (file, node->function->body, depth + 1);
    return NULL;
}

const Node *literal_object (const ScriptFile *file, const Node *node)
{
    return object_of (file, node, 0);
}

static const Node *member_of (const ScriptFile *file, const Node *object, const char *key, guint depth)
{
    const Node *found = NULL;

    for (guint32 i = 0; depth < MAX_DEPTH && i < object->list.count; i++)
    {
        const Node *item = object->list.items[i];

        if (item->kind == NODE_SPREAD)
        {
            const Node *spread = literal_object (file, item->value);
            const Node *inner = spread ? member_of (file, spread, key, depth + 1) : NULL;

            found = inner ? inner : found;
        }
        else if (item->kind == NODE_PROPERTY && item->property.name && is_named (item->property.name, key))
            found = item->property.value;
    }
    return found;
}

const Node *literal_member (const ScriptFile *file, const Node *object, const char *key)
{
    return member_of (file, object, key, 0);
}
