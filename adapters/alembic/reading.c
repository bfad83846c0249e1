/* Module-level assignments of literals, and of what is made of literals: strings put together, tuples, lists, names that were given such a value before. Everything else is
 * for the evaluator to say. */

#include "adapters/alembic/reading.h"

#include "script/ast_walk.h"

#include <string.h>

/* A constant: None, a text, or several texts. */
typedef struct
{
    gboolean none;
    char *text;
    GPtrArray *items; /* char *, or NULL */
} Constant;

static void constant_free (gpointer data)
{
    Constant *constant = data;

    if (!constant)
        return;
    g_free (constant->text);
    g_clear_pointer (&constant->items, g_ptr_array_unref);
    g_free (constant);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Constant, constant_free)

typedef struct
{
    GHashTable *values; /* Name * -> Constant *, NULL when it is not known */
    gboolean raises;    /* downgrade does nothing else */
} Reader;

static Constant *constant_copy (const Constant *constant)
{
    Constant *copy = g_new0 (Constant, 1);

    copy->none = constant->none;
    copy->text = g_strdup (constant->text);
    copy->items = constant->items ? g_ptr_array_ref (constant->items) : NULL;
    return copy;
}

static Constant *evaluate (const Reader *reader, const Node *node);

static Constant *evaluate_items (const Reader *reader, const NodeList *nodes)
{
    g_autoptr (Constant) constant = g_new0 (Constant, 1);

    constant->items = g_ptr_array_new_with_free_func (g_free);
    for (guint32 i = 0; i < nodes->count; i++)
    {
        const Node *node = nodes->items[i];
        g_autoptr (Constant) item = evaluate (reader, node->kind == NODE_SPREAD ? node->value : node);

        if (!item || (node->kind == NODE_SPREAD ? !item->items : !item->text))
            return NULL;
        if (item->text)
            g_ptr_array_add (constant->items, g_steal_pointer (&item->text));
        for (guint j = 0; item->items && j < item->items->len; j++)
            g_ptr_array_add (constant->items, g_strdup (item->items->pdata[j]));
    }
    return g_steal_pointer (&constant);
}

static Constant *evaluate_sum (const Reader *reader, const Node *node)
{
    g_autoptr (Constant) left = evaluate (reader, node->binary.left);
    g_autoptr (Constant) right = evaluate (reader, node->binary.right);
    g_autoptr (Constant) sum = g_new0 (Constant, 1);

    if (!left || !right)
        return NULL;
    if (left->text && right->text)
        sum->text = g_strconcat (left->text, right->text, NULL);
    else if (left->items && right->items)
    {
        sum->items = g_ptr_array_new_with_free_func (g_free);
        for (guint i = 0; i < left->items->len; i++)
            g_ptr_array_add (sum->items, g_strdup (left->items->pdata[i]));
        for (guint i = 0; i < right->items->len; i++)
            g_ptr_array_add (sum->items, g_strdup (right->items->pdata[i]));
    }
    else
        return NULL;
    return g_steal_pointer (&sum);
}

/* NULL when NODE is nothing that can be known here. */
static Constant *evaluate (const Reader *reader, const Node *node)
{
    const Constant *known;
    Constant *constant;

    switch (node->kind)
    {
    case NODE_NULL:
        constant = g_new0 (Constant, 1);
        constant->none = TRUE;
        return constant;
    case NODE_STRING:
        if (memchr (node->text.data, '\0', node->text.length))
            return NULL;
        constant = g_new0 (Constant, 1);
        constant->text = g_strndup (node->text.data, node->text.length);
        return constant;
    case NODE_TUPLE:
    case NODE_LIST:
        return evaluate_items (reader, &node->list);
    case NODE_BINARY:
        return node->op == OP_ADD ? evaluate_sum (reader, node) : NULL;
    case NODE_NAME:
        known = g_hash_table_lookup (reader->values, node->name.name);
        return known ? constant_copy (known) : NULL;
    default:
        return NULL;
    }
}

static void set_name (Reader *reader, const Node *target, Constant *constant)
{
    g_hash_table_insert (reader->values, (gpointer)target->name.name, constant);
}

static void assign (Reader *reader, const Node *target, const Node *value);

/* a, b = ...: item by item when both sides are written out. */
static void assign_list (Reader *reader, const Node *target, const Node *value)
{
    gboolean parallel =
        (value->kind == NODE_TUPLE || value->kind == NODE_LIST) && value->list.count == target->list.count;

    for (guint32 i = 0; i < target->list.count; i++)
    {
        const Node *one = target->list.items[i];

        if (one->kind == NODE_NAME && parallel && value->list.items[i]->kind != NODE_SPREAD)
            assign (reader, one, value->list.items[i]);
        else if (one->kind == NODE_NAME)
            set_name (reader, one, NULL);
        else if (one->kind == NODE_SPREAD && one->value->kind == NODE_NAME)
            set_name (reader, one->value, NULL);
    }
}

static void assign (Reader *reader, const Node *target, const Node *value)
{
    if (target->kind == NODE_NAME)
        set_name (reader, target, evaluate (reader, value));
    else if (target->kind == NODE_PATTERN_LIST)
        assign_list (reader, target, value);
}

static gboolean only_raises (const Function *function)
{
    const NodeList *statements = &function->body->block.statements;

    for (guint32 i = 0; function->body->kind == NODE_BLOCK && i < statements->count; i++)
    {
        const Node *statement = statements->items[i];

        if (statement->kind == NODE_THROW)
            return TRUE;
        if (statement->kind != NODE_EXPRESSION || statement->value->kind != NODE_STRING)
            return FALSE;
    }
    return FALSE;
}

static void define (Reader *reader, const Node *node)
{
    const Node *value = node->assign.value;

    set_name (reader, node->assign.target, NULL);
    if (value->kind == NODE_FUNCTION && g_str_equal (node->assign.target->name.name->text, "downgrade"))
        reader->raises = only_raises (value->function);
}

/* What a compound statement names it may bind: that is not known any more. */
static void forget (Node *node, gpointer user_data)
{
    Reader *reader = user_data;

    if (node->kind == NODE_NAME && g_hash_table_contains (reader->values, node->name.name))
        set_name (reader, node, NULL);
    ast_each_child (node, forget, reader);
}

static void import (Reader *reader, const Node *node)
{
    for (guint32 i = 0; i < node->import->count; i++)
        if (node->import->specifiers[i].local)
            set_name (reader, node->import->specifiers[i].local, NULL);
}

static void read_statement (Reader *reader, Node *node)
{
    switch (node->kind)
    {
    case NODE_ASSIGN_CHAIN:
        for (guint32 i = 0; i < node->chain.targets.count; i++)
            assign (reader, node->chain.targets.items[i], node->chain.value);
        break;
    case NODE_ANNOTATED:
        if (node->annotated.value)
            assign (reader, node->annotated.target, node->annotated.value);
        break;
    case NODE_DEFINE:
        define (reader, node);
        break;
    case NODE_IMPORT:
        import (reader, node);
        break;
    case NODE_EXPRESSION:
    case NODE_EMPTY:
    case NODE_ASSERT:
        break;
    case NODE_ASSIGN:
        if (node->assign.target->kind == NODE_NAME)
            set_name (reader, node->assign.target, NULL);
        break;
    default:
        forget (node, reader);
        break;
    }
}

/* A name that some statement of the module may bind, though we can't tell to what. */
static gboolean is_bound (const ScriptFile *file, const char *name)
{
    const Scope *scope = file->program->scope;

    for (guint32 i = 0; i < scope->count; i++)
        if (g_str_equal (scope->variables[i]->name->text, name))
            return TRUE;
    return FALSE;
}

static void take (const Reader *reader, const ScriptFile *file, const char *name, HeaderValue *value)
{
    GHashTableIter iter;
    gpointer key;
    gpointer data;
    Constant *constant = NULL;
    gboolean seen = FALSE;

    value->texts = g_ptr_array_new_with_free_func (g_free);
    g_hash_table_iter_init (&iter, reader->values);
    while (!seen && g_hash_table_iter_next (&iter, &key, &data))
    {
        seen = g_str_equal (((const Name *)key)->text, name);
        constant = seen ? data : NULL;
    }
    if (!constant)
    {
        value->state = is_bound (file, name) ? HEADER_UNKNOWN : HEADER_ABSENT;
        return;
    }
    value->state = HEADER_KNOWN;
    value->scalar = !constant->items;
    if (constant->text)
        g_ptr_array_add (value->texts, g_strdup (constant->text));
    for (guint i = 0; constant->items && i < constant->items->len; i++)
        g_ptr_array_add (value->texts, g_strdup (constant->items->pdata[i]));
}

/* str (datetime): "2024-01-15 10:20:30.123456", with "+00:00" when the time zone is configured; without one it is taken as UTC. */
static gint64 read_date (const char *doc)
{
    const char *at = strstr (doc, "Create Date:");
    g_autofree char *text = NULL;
    g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
    g_autoptr (GDateTime) time = NULL;

    if (!at)
        return G_MININT64;
    at += strlen ("Create Date:");
    at += strspn (at, " \t");
    text = g_strndup (at, strcspn (at, "\r\n"));
    g_strchomp (text);
    time = g_date_time_new_from_iso8601 (text, utc);
    return time ? g_date_time_to_unix (time) : G_MININT64;
}

/* Script.doc: the docstring without blanks around it, up to the first empty line. */
static void read_docstring (const ScriptFile *file, Header *header)
{
    const NodeList *statements = &file->program->body->block.statements;
    const Node *first = statements->count > 0 ? statements->items[0] : NULL;
    g_autofree char *doc = NULL;
    char *end;

    header->created = G_MININT64;
    if (!first || first->kind != NODE_EXPRESSION || first->value->kind != NODE_STRING)
        return;
    doc = g_strndup (first->value->text.data, first->value->text.length);
    g_strstrip (doc);
    header->created = read_date (doc);
    end = strstr (doc, "\n\n");
    if (end)
        *end = '\0';
    if (*doc)
        header->message = g_steal_pointer (&doc);
}

gboolean header_is_known (const Header *header)
{
    return header->revision.state != HEADER_UNKNOWN && header->down_revision.state != HEADER_UNKNOWN &&
           header->branch_labels.state != HEADER_UNKNOWN && header->depends_on.state != HEADER_UNKNOWN;
}

void header_clear (Header *header)
{
    g_clear_pointer (&header->revision.texts, g_ptr_array_unref);
    g_clear_pointer (&header->down_revision.texts, g_ptr_array_unref);
    g_clear_pointer (&header->branch_labels.texts, g_ptr_array_unref);
    g_clear_pointer (&header->depends_on.texts, g_ptr_array_unref);
    g_clear_pointer (&header->message, g_free);
}

gboolean header_read (const char *path, const char *text, gsize length, Header *header, GError **error)
{
    g_autoptr (NameTable) names = names_new ();
    g_autoptr (Arena) arena = arena_new (0);
    const ScriptFile *file = python_parse (path, text, length, names, arena, error);
    g_autoptr (GHashTable) values = g_hash_table_new_full (NULL, NULL, NULL, constant_free);
    Reader reader = { values, FALSE };
    const NodeList *statements;

    if (!file)
        return FALSE;
    statements = &file->program->body->block.statements;
    for (guint32 i = 0; i < statements->count; i++)
        read_statement (&reader, statements->items[i]);
    take (&reader, file, "revision", &header->revision);
    take (&reader, file, "down_revision", &header->down_revision);
    take (&reader, file, "branch_labels", &header->branch_labels);
    take (&reader, file, "depends_on", &header->depends_on);
    header->upgrade = is_bound (file, "upgrade");
    header->downgrade = is_bound (file, "downgrade") && !reader.raises;
    read_docstring (file, header);
    return TRUE;
}
