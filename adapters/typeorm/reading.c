/* What a file says of its migrations without being run. Sure of the shapes that TypeORM generates and people write; a file with anything else among its exports is left
 * to be run. */

#include "adapters/typeorm/typeorm.h"
#include "script/ast.h"

#include <string.h>

typedef struct
{
    const ScriptFile *file;
    GPtrArray *found;
    gboolean sure;
} Reader;

void found_migration_free (FoundMigration *found)
{
    if (!found)
        return;
    g_free (found->name);
    g_free (found);
}

static gboolean is_named (const Name *name, const char *text)
{
    return name && strcmp (name->text, text) == 0;
}

/* The expression that a field is set to, or NULL. */
static const Node *field_value (const ClassMember *member)
{
    const Node *function = member->value;

    if (!function || function->kind != NODE_FUNCTION || !(function->function->flags & FUNCTION_EXPRESSION_BODY))
        return NULL;
    return function->function->body;
}

/* The text of a literal, or NULL. Free with g_free. */
static char *literal_text (const Node *node)
{
    if (node && node->kind == NODE_TEMPLATE && node->list.count == 1)
        node = node->list.items[0];
    if (!node || node->kind != NODE_STRING)
        return NULL;
    return g_strndup (node->text.data, node->text.length);
}

/* `throw new Error(...)` and nothing else. */
static gboolean only_throws (const Node *value)
{
    const Node *body = value && value->kind == NODE_FUNCTION ? value->function->body : NULL;

    return body && body->kind == NODE_BLOCK && body->block.statements.count == 1 &&
           body->block.statements.items[0]->kind == NODE_THROW;
}

static void read_member (Reader *reader, const ClassMember *member, FoundMigration *migration)
{
    if (member->is_static)
        return;
    if (member->key)
        reader->sure = FALSE;
    else if (is_named (member->name, "name") && (member->kind != MEMBER_FIELD || member->value))
    {
        g_free (migration->name);
        migration->name = member->kind == MEMBER_FIELD ? literal_text (field_value (member)) : NULL;
        if (!migration->name)
            reader->sure = FALSE;
    }
    else if (is_named (member->name, "transaction") && (member->kind != MEMBER_FIELD || member->value))
    {
        const Node *value = member->kind == MEMBER_FIELD ? field_value (member) : NULL;

        if (value && value->kind == NODE_BOOLEAN)
            migration->transaction = value->boolean ? OVERRIDE_ON : OVERRIDE_OFF;
        else
            reader->sure = FALSE;
    }
    else if (is_named (member->name, "down"))
        migration->reversible =
            member->kind == MEMBER_METHOD ? !only_throws (member->value) : !only_throws (field_value (member));
}

static void add_class (Reader *reader, const Class *class)
{
    FoundMigration *migration;

    if (class->superclass || class->constructor)
    {
        reader->sure = FALSE;
        return;
    }
    migration = g_new0 (FoundMigration, 1);
    migration->start = class->start;
    migration->name = g_strdup (class->name ? class->name->text : "default");
    g_ptr_array_add (reader->found, migration);
    for (guint32 i = 0; i < class->member_count; i++)
        read_member (reader, &class->members[i], migration);
}

/* The class that a variable of the file's own level is declared as, or NULL. */
static const Class *declared_class (const Reader *reader, const Node *name)
{
    const NodeList *statements = &reader->file->program->body->block.statements;

    for (guint32 i = 0; i < statements->count; i++)
    {
        const Node *statement = statements->items[i];

        if (statement->kind == NODE_EXPORT && statement->export_->declaration)
            statement = statement->export_->declaration;
        if (statement->kind == NODE_DEFINE && statement->assign.value->kind == NODE_CLASS &&
            statement->assign.target->name.name == name->name.name)
            return statement->assign.value->class_;
    }
    return NULL;
}

static gboolean is_plain (const Node *node)
{
    return !node || node->kind == NODE_STRING || node->kind == NODE_NUMBER || node->kind == NODE_BOOLEAN ||
           node->kind == NODE_NULL ||
           (node->kind == NODE_UNARY && (node->op == OP_VOID || node->op == OP_NEGATE) &&
            is_plain (node->unary.operand));
}

static void add_value (Reader *reader, const Node *node)
{
    const Class *class = node && node->kind == NODE_CLASS  ? node->class_
                         : node && node->kind == NODE_NAME ? declared_class (reader, node)
                                                           : NULL;

    if (class)
        add_class (reader, class);
    else if (!is_plain (node))
        reader->sure = FALSE;
}

static void add_declaration (Reader *reader, const Node *node)
{
    if (node->kind == NODE_DEFINE)
        add_value (reader, node->assign.value);
    else if (node->kind == NODE_DECLARE)
        for (guint32 i = 0; i < node->declare.declarators.count; i++)
            add_value (reader, node->declare.declarators.items[i]->assign.value);
    else if (node->kind != NODE_ENUM && node->kind != NODE_EMPTY)
        add_value (reader, node);
}

static void read_export (Reader *reader, const Node *node)
{
    const Export *export_ = node->export_;

    if (export_->module.data)
        reader->sure = FALSE;
    else if (export_->declaration)
        add_declaration (reader, export_->declaration);
    else
        for (guint32 i = 0; i < export_->count; i++)
            add_value (reader, export_->specifiers[i].local);
}

/* `exports`, `exports.x`, `module.exports`, `module.exports.x` */
static gboolean is_exports (const Node *node)
{
    if (node->kind == NODE_NAME)
        return is_named (node->name.name, "exports");
    if (node->kind != NODE_MEMBER)
        return FALSE;
    if (node->member.object->kind == NODE_NAME && is_named (node->member.object->name.name, "module"))
        return is_named (node->member.name, "exports");
    return is_exports (node->member.object);
}

static void read_commonjs (Reader *reader, const Node *node)
{
    if (node->kind == NODE_STRING)
        return;
    if (node->kind == NODE_ASSIGN && node->op == OP_NONE && is_exports (node->assign.target))
    {
        const Node *value = node->assign.value;

        if (value->kind == NODE_ASSIGN)
            read_commonjs (reader, value);
        else if (value->kind == NODE_MAP)
            for (guint32 i = 0; i < value->list.count; i++)
                add_value (reader, value->list.items[i]->kind == NODE_PROPERTY ? value->list.items[i]->property.value
                                                                               : value->list.items[i]);
        else
            add_value (reader, value);
        return;
    }
    /* Object.defineProperty(exports, "__esModule", { value: true }) */
    if (node->kind == NODE_CALL && node->call.callee->kind == NODE_MEMBER && node->call.arguments.count == 3 &&
        node->call.arguments.items[1]->kind == NODE_STRING && node->call.arguments.items[1]->text.length == 10 &&
        memcmp (node->call.arguments.items[1]->text.data, "__esModule", 10) == 0)
        return;
    reader->sure = FALSE;
}

static void read_statement (Reader *reader, const Node *node)
{
    if (node->kind == NODE_EXPORT)
        read_export (reader, node);
    else if (node->kind == NODE_EXPRESSION && !reader->file->module)
        read_commonjs (reader, node->value);
    else if (node->kind == NODE_EXPRESSION)
        reader->sure = reader->sure && node->value->kind == NODE_STRING;
    else if (node->kind != NODE_IMPORT && node->kind != NODE_DEFINE && node->kind != NODE_DECLARE &&
             node->kind != NODE_ENUM && node->kind != NODE_EMPTY)
        reader->sure = FALSE;
}

static EsOptions options_of (const char *path)
{
    EsOptions options = ES_JAVASCRIPT;

    if (g_str_has_suffix (path, "ts"))
        options |= ES_TYPESCRIPT;
    if (g_str_has_suffix (path, ".mjs") || g_str_has_suffix (path, ".mts"))
        options |= ES_MODULE;
    return options;
}

gboolean typeorm_read_file (const char *path, const char *text, gsize length, GPtrArray *found, GError **error)
{
    g_autoptr (NameTable) names = names_new ();
    g_autoptr (Arena) arena = arena_new (0);
    Reader reader = { .found = found, .sure = TRUE };
    const NodeList *statements;

    reader.file = es_parse (path, text, length, options_of (path), names, arena, error);
    if (!reader.file)
        return FALSE;
    statements = &reader.file->program->body->block.statements;
    for (guint32 i = 0; i < statements->count && reader.sure; i++)
        read_statement (&reader, statements->items[i]);
    if (!reader.sure)
        g_ptr_array_set_size (found, 0);
    return reader.sure;
}
