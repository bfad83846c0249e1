#include "adapters/alembic/alembic.h"

#include "script/ast_walk.h"
#include "script/py.h"
#include "util/error.h"

#include <string.h>

typedef struct
{
    const ScriptFile *file;
    const Source *source;
    const HostModule *modules;
    const PyLibraryText *texts;
    GHashTable *known;   /* const Variable * -> const HostClass *: names of modules and classes of the tool */
    GHashTable *missing; /* const Variable * -> char *: names that come of a module that nobody has, which it tells */
    RevisionLook *look;
    guint conditional; /* what stands here may never be reached, or its failure is handled */
    GError *error;     /* the first */
} Looking;

static const char *const transaction_members[] = { "commit", "rollback", "begin", NULL };
static const char *const transaction_words[] = { "COMMIT", "ROLLBACK", "BEGIN", "START TRANSACTION",
                                                 "END",    "ABORT",    NULL };

static const HostClass *find_module (const Looking *looking, const char *name, gsize length)
{
    for (const HostModule *module = looking->modules; module->name; module++)
        if (strlen (module->name) == length && memcmp (module->name, name, length) == 0)
            return module->class;
    return NULL;
}

/* The class or module that is the member NAME of CLASS, or NULL. */
static const HostClass *member_class (const HostClass *class, const char *name)
{
    const HostMember *member = host_class_find (class, name);

    return member && (member->kind == HOST_MODULE || member->kind == HOST_CLASS) ? member->gives : NULL;
}

static void learn (Looking *looking, const Node *local, const HostClass *class)
{
    if (class && local->name.variable)
        g_hash_table_insert (looking->known, (gpointer)local->name.variable, (gpointer) class);
}

/* Whether the first part of the module's name leads anywhere: to a module of the tool, the library, the application. */
static gboolean is_somewhere (const Looking *looking, const char *name, gsize length)
{
    g_autofree char *top = g_strndup (name, length);
    g_autofree char *path = g_build_filename (looking->source->root, top, NULL);
    g_autofree char *file = g_strconcat (path, ".py", NULL);

    for (const HostModule *module = looking->modules; module->name; module++)
        if (strncmp (module->name, top, length) == 0 && (!module->name[length] || module->name[length] == '.'))
            return TRUE;
    for (const PyLibraryText *text = looking->texts; text->name; text++)
        if (strcmp (text->name, top) == 0)
            return TRUE;
    return py_library_has (top) || strcmp (top, "__future__") == 0 || g_file_test (path, G_FILE_TEST_EXISTS) ||
           g_file_test (file, G_FILE_TEST_EXISTS);
}

static gboolean is_type (const Looking *looking, const Name *name)
{
    return name && alembic_type (looking->source, name->text);
}

static void note_missing (Looking *looking, const Import *import)
{
    const char *name = import->module.data;
    gsize length = import->module.length;
    const char *dot = memchr (name, '.', length);

    if (import->level > 0 || looking->conditional > 0 ||
        is_somewhere (looking, name, dot ? (gsize)(dot - name) : length))
        return;
    for (guint32 i = 0; i < import->count; i++)
        if (import->specifiers[i].local && import->specifiers[i].local->name.variable &&
            !is_type (looking, import->specifiers[i].imported))
            g_hash_table_insert (looking->missing, (gpointer)import->specifiers[i].local->name.variable,
                                 g_strndup (name, length));
}

/* `import a.b` binds a, `import a.b as c` and `from a import b` what they say. */
static void read_import (Looking *looking, const Import *import)
{
    const char *name = import->module.data;
    gsize length = import->module.length;
    const char *dot = import->plain ? memchr (name, '.', length) : NULL;
    const HostClass *module =
        import->level == 0 ? find_module (looking, name, dot ? (gsize)(dot - name) : length) : NULL;

    note_missing (looking, import);
    for (guint32 i = 0; module && i < import->count; i++)
    {
        const ImportSpecifier *specifier = &import->specifiers[i];

        if (specifier->local && specifier->imported)
            learn (looking, specifier->local, member_class (module, specifier->imported->text));
        else if (specifier->local)
            learn (looking, specifier->local, module);
    }
}

static const HostClass *class_of (const Looking *looking, const Node *node)
{
    const HostClass *class;

    if (node->kind == NODE_NAME)
        return g_hash_table_lookup (looking->known, node->name.variable);
    class = node->kind == NODE_MEMBER ? class_of (looking, node->member.object) : NULL;
    return class ? member_class (class, node->member.name->text) : NULL;
}

/* Only of modules is it certain what they have: of a class a member may be its metaclass's or object's. */
static gboolean is_module (const Looking *looking, const HostClass *class)
{
    for (const HostModule *module = looking->modules; module->name; module++)
        if (module->class == class)
            return TRUE;
    return FALSE;
}

static void check_member (Looking *looking, const Node *node)
{
    const HostClass *class = class_of (looking, node->member.object);
    const char *name = node->member.name->text;
    const HostMember *member = class ? host_class_find (class, name) : NULL;
    const char *meant;

    if (!class || looking->conditional > 0 || looking->error || (member && !member->refused) || class->get ||
        class->open || !is_module (looking, class) || g_str_has_prefix (name, "__"))
        return;
    meant = member ? NULL : host_class_suggest (class, name);
    error_set_at (&looking->error, MIGSHIM_ERROR_UNSUPPORTED, ast_location (looking->file, node->member.name_start),
                  looking->file->text, looking->file->length, "`%s.%s` is out of reach%s%s", class->name, name,
                  member ? ": " : "", member ? member->refused : "");
    if (meant)
        error_hint (&looking->error, "Did you mean `%s.%s`?", class->name, meant);
}

static gboolean begins_with_word (Text text, const char *word)
{
    gsize length = strlen (word);
    gsize at = 0;

    while (at < text.length && g_ascii_isspace (text.data[at]))
        at++;
    return text.length - at >= length && g_ascii_strncasecmp (text.data + at, word, length) == 0 &&
           (text.length - at == length || strchr ("; \t\r\n", text.data[at + length]));
}

static void note_place (const Looking *looking, Location *place, guint32 offset)
{
    if (place->line == 0)
        *place = ast_location (looking->file, offset);
}

static void look_at_text (Looking *looking, const Node *node)
{
    if (begins_with_word (node->text, "AUTOCOMMIT"))
        note_place (looking, &looking->look->autocommit, node->start);
    for (const char *const *word = transaction_words; *word; word++)
        if (begins_with_word (node->text, *word))
            note_place (looking, &looking->look->transaction, node->start);
}

static void look_at_member (Looking *looking, const Node *node)
{
    const char *name = node->member.name->text;

    if (g_str_equal (name, "autocommit_block"))
        note_place (looking, &looking->look->autocommit, node->member.name_start);
    else if (g_str_equal (name, "batch_alter_table"))
        looking->look->batch = TRUE;
    check_member (looking, node);
}

/* bind.commit () and its like. A session's commit leaves the transaction that its connection is in to whoever began it (orm/session.py, join_transaction_mode). */
static gboolean is_session (const Node *object)
{
    return object->kind == NODE_NAME && strstr (object->name.name->text, "sess");
}

/* A call of what a module that nobody has would give. */
static void check_callee (Looking *looking, const Node *callee)
{
    const char *module;

    if (callee->kind == NODE_MEMBER && is_type (looking, callee->member.name))
        return;
    while (callee->kind == NODE_MEMBER)
        callee = callee->member.object;
    if (callee->kind != NODE_NAME || looking->conditional > 0 || looking->error)
        return;
    module = g_hash_table_lookup (looking->missing, callee->name.variable);
    if (module)
        error_set_at (&looking->error, MIGSHIM_ERROR_UNSUPPORTED, ast_location (looking->file, callee->start),
                      looking->file->text, looking->file->length,
                      "the import of \"%s\" could not be resolved: no module of that name is known or stands below the "
                      "root" ALEMBIC_STAND_IN_HINT,
                      module);
}

static void look_at_call (Looking *looking, const Node *node)
{
    const Node *callee = node->call.callee;

    check_callee (looking, callee);
    if (callee->kind == NODE_MEMBER && node->call.arguments.count == 0 && !is_session (callee->member.object) &&
        g_strv_contains (transaction_members, callee->member.name->text))
        note_place (looking, &looking->look->transaction, callee->member.name_start);
}

static gboolean is_conditional (const Node *node)
{
    switch (node->kind)
    {
    case NODE_IF:
    case NODE_CONDITIONAL:
    case NODE_LOGICAL:
    case NODE_TRY:
    case NODE_WHILE:
    case NODE_FOR_OF:
    case NODE_MATCH:
    case NODE_COMPREHENSION:
    case NODE_FUNCTION:
    case NODE_CLASS:
        return TRUE;
    default:
        return FALSE;
    }
}

static void visit (Node *node, gpointer data)
{
    Looking *looking = data;
    gboolean conditional = is_conditional (node);

    looking->conditional += conditional ? 1 : 0;
    if (node->kind == NODE_IMPORT)
        read_import (looking, node->import);
    else if (node->kind == NODE_STRING)
        look_at_text (looking, node);
    else if (node->kind == NODE_MEMBER)
        look_at_member (looking, node);
    else if (node->kind == NODE_CALL)
        look_at_call (looking, node);
    ast_each_child (node, visit, looking);
    looking->conditional -= conditional ? 1 : 0;
}

static const Function *function_of (const Node *statement, const char *name)
{
    if (statement->kind != NODE_DEFINE || statement->assign.value->kind != NODE_FUNCTION ||
        !g_str_equal (statement->assign.target->name.name->text, name))
        return NULL;
    return statement->assign.value->function;
}

/* A text that stands alone is a docstring. */
static gboolean is_docstring (const Node *statement)
{
    return statement->kind == NODE_EXPRESSION && statement->value->kind == NODE_STRING;
}

static gboolean does_nothing (const Node *statement)
{
    return statement->kind == NODE_EMPTY || is_docstring (statement) ||
           (statement->kind == NODE_EXPRESSION && statement->value->kind == NODE_ELLIPSIS);
}

static void look_at_body (Looking *looking, const Function *function)
{
    const NodeList *statements = &function->body->block.statements;

    looking->look->empty = function->decorators.count == 0 && function->parameter_count == 0;
    for (guint32 i = 0; i < statements->count; i++)
    {
        looking->look->empty = looking->look->empty && does_nothing (statements->items[i]);
        if (!is_docstring (statements->items[i]))
            visit (statements->items[i], looking);
    }
}

static void look_through (Looking *looking, Direction direction)
{
    const NodeList *statements = &looking->file->program->body->block.statements;
    const char *name = direction == DIRECTION_UP ? "upgrade" : "downgrade";
    const char *other = direction == DIRECTION_UP ? "downgrade" : "upgrade";
    const Function *function = NULL;

    for (guint32 i = 0; i < statements->count; i++)
    {
        Node *statement = statements->items[i];

        if (function_of (statement, name))
            function = function_of (statement, name);
        else if (!function_of (statement, other) && !is_docstring (statement))
            visit (statement, looking);
    }
    if (function && function->body->kind == NODE_BLOCK)
        look_at_body (looking, function);
}

static gboolean has_function (const ScriptFile *file, const char *name)
{
    const Scope *scope = file->program->scope;

    for (guint32 i = 0; i < scope->count; i++)
        if (g_str_equal (scope->variables[i]->name->text, name))
            return TRUE;
    return FALSE;
}

/* The places borrow the revision's own path. */
static void keep_path (const Revision *revision, Location *place)
{
    if (place->line > 0)
        place->file = revision->path;
}

gboolean alembic_look (const Revision *revision, Direction direction, const HostModule *modules,
                       const PyLibraryText *texts, RevisionLook *look, GError **error)
{
    const char *name = direction == DIRECTION_UP ? "upgrade" : "downgrade";
    g_autoptr (NameTable) names = names_new ();
    g_autoptr (Arena) arena = arena_new (0);
    g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
    g_autoptr (GHashTable) missing = g_hash_table_new_full (NULL, NULL, NULL, g_free);
    g_autofree char *text = NULL;
    g_autoptr (GError) trouble = NULL;
    Looking looking = {
        .source = revision->source, .modules = modules, .texts = texts, .known = known, .missing = missing, .look = look
    };
    gsize length;

    if (!g_file_get_contents (revision->path, &text, &length, &trouble))
    {
        error_set (error, MIGSHIM_ERROR_SOURCE, "%s can't be read: %s", revision->path, trouble->message);
        return FALSE;
    }
    looking.file = python_parse (revision->path, text, length, names, arena, error);
    if (!looking.file)
        return FALSE;
    if (!has_function (looking.file, name))
    {
        error_set_at (error, MIGSHIM_ERROR_MIGRATION, (Location){ revision->path, 1, 1 }, NULL, 0,
                      "the module of %s has no attribute '%s'", revision->key, name);
        return FALSE;
    }
    look_through (&looking, direction);
    keep_path (revision, &look->autocommit);
    keep_path (revision, &look->transaction);
    if (!looking.error)
        return TRUE;
    g_propagate_error (error, looking.error);
    return FALSE;
}
