#include "adapters/alembic/environment.h"

#include "adapters/alembic/alembic.h"
#include "script/ast_walk.h"
#include "util/path.h"

#include <string.h>

#define DEEPEST 6 /* imports and names that are followed */

/* A parsed file, and what its names are bound to. */
typedef struct
{
    char *path;
    char *text;
    NameTable *names;
    Arena *arena;
    ScriptFile *file;
    GHashTable *values;  /* char * (name) -> Node *: first assignment, or NODE_CLASS */
    GHashTable *imports; /* char * (name) -> ImportOrigin * */
} Module;

typedef struct
{
    Text module;
    guint level;
    const char *name; /* in that module; NULL: the module itself */
} ImportOrigin;

/* Arguments of context.configure that a source has as a setting. */
static const struct
{
    const char *keyword;
    const char *setting;
    const char *usual; /* the value that needs no saying */
} arguments[] = {
    { "version_table", "table", ALEMBIC_TABLE },
    { "version_table_schema", "schema", "None" },
    { "version_table_pk", "primary_key", "true" },
};

typedef struct
{
    Environment *environment;
    const char *const *folders;
    const Module *module;
    gboolean configured; /* a call of configure was seen */
    const Node *metadata;
    const Node *url;    /* the value of set_main_option ("sqlalchemy.url", ...) */
    char *any_variable; /* the first variable of the environment that may be a URL */
} Reader;

static gboolean text_is (Text text, const char *word)
{
    return text.length == strlen (word) && memcmp (text.data, word, text.length) == 0;
}

static void module_free (Module *module)
{
    if (!module)
        return;
    g_clear_pointer (&module->values, g_hash_table_unref);
    g_clear_pointer (&module->imports, g_hash_table_unref);
    g_clear_pointer (&module->arena, arena_free);
    g_clear_pointer (&module->names, names_free);
    g_free (module->text);
    g_free (module->path);
    g_free (module);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Module, module_free)

static void bind_name (Module *module, const Node *target, const Node *value)
{
    if (target->kind == NODE_NAME && !g_hash_table_contains (module->values, target->name.name->text))
        g_hash_table_insert (module->values, (gpointer)target->name.name->text, (gpointer)value);
}

static void bind_imports (Module *module, const Import *import)
{
    for (guint32 i = 0; i < import->count; i++)
    {
        const ImportSpecifier *specifier = &import->specifiers[i];
        ImportOrigin *origin;

        if (!specifier->local)
            continue;
        origin = g_new0 (ImportOrigin, 1);
        origin->module = import->module;
        origin->level = import->level;
        origin->name = specifier->imported ? specifier->imported->text : NULL;
        g_hash_table_insert (module->imports, (gpointer)specifier->local->name.name->text, origin);
    }
}

/* Every assignment and import, wherever it stands. */
static void bind (Node *node, gpointer data)
{
    Module *module = data;

    if (node->kind == NODE_ASSIGN_CHAIN)
        for (guint32 i = 0; i < node->chain.targets.count; i++)
            bind_name (module, node->chain.targets.items[i], node->chain.value);
    else if (node->kind == NODE_ANNOTATED && node->annotated.value)
        bind_name (module, node->annotated.target, node->annotated.value);
    else if (node->kind == NODE_DEFINE)
        bind_name (module, node->assign.target, node->assign.value);
    else if (node->kind == NODE_IMPORT)
        bind_imports (module, node->import);
    ast_each_child (node, bind, module);
}

/* NULL when PATH is no file of Python. */
static Module *module_read (const char *path)
{
    g_autoptr (Module) module = g_new0 (Module, 1);
    gsize length;

    module->path = g_strdup (path);
    if (!g_file_get_contents (path, &module->text, &length, NULL))
        return NULL;
    module->names = names_new ();
    module->arena = arena_new (0);
    module->file = python_parse (module->path, module->text, length, module->names, module->arena, NULL);
    if (!module->file)
        return NULL;
    module->values = g_hash_table_new (g_str_hash, g_str_equal);
    module->imports = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
    ast_each_of_function (module->file->program, bind, module);
    return g_steal_pointer (&module);
}

/* The value that NODE stands for, names followed. */
static const Node *follow (const Module *module, const Node *node)
{
    for (guint i = 0; node && node->kind == NODE_NAME && i < DEEPEST; i++)
    {
        const Node *value = g_hash_table_lookup (module->values, node->name.name->text);

        if (!value)
            break;
        node = value;
    }
    return node;
}

/* A text, True, False or None; NULL when it is nothing of these. Free with g_free. */
static char *literal (const Module *module, const Node *node)
{
    node = follow (module, node);
    if (node->kind == NODE_STRING)
        return g_strndup (node->text.data, node->text.length);
    if (node->kind == NODE_BOOLEAN)
        return g_strdup (node->boolean ? "true" : "false");
    return node->kind == NODE_NULL ? g_strdup ("None") : NULL;
}

static void note (Environment *environment, char *text)
{
    for (guint i = 0; i < environment->notes->len; i++)
        if (g_str_equal (environment->notes->pdata[i], text))
        {
            g_free (text);
            return;
        }
    g_ptr_array_add (environment->notes, text);
}

static void read_argument (Reader *reader, const Node *node)
{
    const char *name = node->keyword.name ? node->keyword.name->text : NULL;
    guint line = ast_location (reader->module->file, node->start).line;

    if (!name)
        note (
            reader->environment,
            g_strdup_printf ("env.py, line %u: context.configure is given ** arguments; look whether version_table or "
                             "version_table_schema is among them",
                             line));
    else if (g_str_equal (name, "target_metadata"))
        reader->metadata = node->keyword.value;
    for (guint i = 0; name && i < G_N_ELEMENTS (arguments); i++)
    {
        g_autofree char *value = NULL;

        if (!g_str_equal (name, arguments[i].keyword))
            continue;
        value = literal (reader->module, node->keyword.value);
        if (!value)
            note (reader->environment, g_strdup_printf ("env.py, line %u: %s is no literal; set `history: {%s: ...}`",
                                                        line, name, arguments[i].setting));
        else if (!g_str_equal (value, arguments[i].usual))
            g_hash_table_insert (reader->environment->history, g_strdup (arguments[i].setting),
                                 g_steal_pointer (&value));
    }
}

static const char *called_name (const Node *node)
{
    const Node *callee = node->call.callee;

    return callee->kind == NODE_MEMBER ? callee->member.name->text
           : callee->kind == NODE_NAME ? callee->name.name->text
                                       : "";
}

/* os.environ["X"], os.environ.get ("X"), os.getenv ("X"): the name. Free with g_free. */
static char *environment_variable (const Node *node)
{
    const Node *key = NULL;

    if (node->kind == NODE_INDEX && node->index.object->kind == NODE_MEMBER &&
        g_str_equal (node->index.object->member.name->text, "environ"))
        key = node->index.index;
    else if (node->kind == NODE_INDEX && node->index.object->kind == NODE_NAME &&
             g_str_equal (node->index.object->name.name->text, "environ"))
        key = node->index.index;
    else if (node->kind == NODE_CALL && node->call.arguments.count > 0)
    {
        const Node *callee = node->call.callee;
        const Node *object = callee->kind == NODE_MEMBER ? callee->member.object : NULL;
        gboolean environ_ =
            object && ((object->kind == NODE_MEMBER && g_str_equal (object->member.name->text, "environ")) ||
                       (object->kind == NODE_NAME && g_str_equal (object->name.name->text, "environ")));

        if (g_str_equal (called_name (node), "getenv") || (environ_ && g_str_equal (called_name (node), "get")))
            key = node->call.arguments.items[0];
    }
    return key && key->kind == NODE_STRING ? g_strndup (key->text.data, key->text.length) : NULL;
}

typedef struct
{
    const Module *module;
    guint depth;
    char *found;
} VariableSearch;

static void search_variable (Node *node, gpointer data)
{
    VariableSearch *search = data;
    const Node *value = follow (search->module, node);

    if (search->found || search->depth > DEEPEST)
        return;
    search->found = environment_variable (value);
    search->depth++;
    if (!search->found && value->kind != NODE_FUNCTION)
        ast_each_child (value, search_variable, search);
    search->depth--;
}

static gboolean may_be_url (const char *name)
{
    return strstr (name, "URL") || strstr (name, "URI") || strstr (name, "DSN");
}

static void visit (Node *node, gpointer data)
{
    Reader *reader = data;
    g_autofree char *variable = environment_variable (node);

    if (variable && !reader->any_variable && may_be_url (variable))
        reader->any_variable = g_steal_pointer (&variable);
    if (node->kind == NODE_CALL && g_str_equal (called_name (node), "configure"))
    {
        reader->configured = TRUE;
        for (guint32 i = 0; i < node->call.arguments.count; i++)
            if (node->call.arguments.items[i]->kind == NODE_KEYWORD)
                read_argument (reader, node->call.arguments.items[i]);
    }
    if (node->kind == NODE_CALL && g_str_equal (called_name (node), "set_main_option") &&
        node->call.arguments.count > 1 && node->call.arguments.items[0]->kind == NODE_STRING &&
        text_is (node->call.arguments.items[0]->text, "sqlalchemy.url"))
        reader->url = node->call.arguments.items[1];
    ast_each_child (node, visit, reader);
}

/* The file of a module that MODULE imports, below one of FOLDERS, or for a relative import beside it. Free with g_free. */
static char *module_path (const Module *module, const ImportOrigin *origin, const char *const *folders)
{
    g_autofree char *dotted = g_strndup (origin->module.data ? origin->module.data : "", origin->module.length);
    g_autofree char *base = g_path_get_dirname (module->path);
    const char *near[2] = { NULL, NULL };

    for (guint i = 1; i < origin->level; i++)
    {
        char *parent = g_path_get_dirname (base);

        g_free (base);
        base = parent;
    }
    near[0] = base;
    g_strdelimit (dotted, ".", G_DIR_SEPARATOR);
    for (const char *const *folder = origin->level > 0 ? near : folders; *folder; folder++)
    {
        g_autofree char *stem = g_build_filename (*folder, dotted, NULL);
        const char *const endings[] = { ".py", "/__init__.py" };

        for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
        {
            g_autofree char *path = g_strconcat (stem, endings[i], NULL);

            if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
                return g_steal_pointer (&path);
        }
        /* `from package import module` */
        if (origin->name)
        {
            g_autofree char *path = g_strdup_printf ("%s/%s.py", stem, origin->name);

            if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
                return g_steal_pointer (&path);
        }
    }
    return NULL;
}

static void search_convention (Node *node, gpointer data)
{
    const Node **found = data;

    if (node->kind == NODE_KEYWORD && node->keyword.name && g_str_equal (node->keyword.name->text, "naming_convention"))
        *found = node->keyword.value;
    else if (node->kind == NODE_ASSIGN_CHAIN && node->chain.targets.items[0]->kind == NODE_MEMBER &&
             g_str_equal (node->chain.targets.items[0]->member.name->text, "naming_convention"))
        *found = node->chain.value;
    if (!*found)
        ast_each_child (node, search_convention, data);
}

static void keep_convention (Environment *environment, const Module *module, const Node *map)
{
    static const char *const keys[] = { "ix", "uq", "ck", "fk", "pk", NULL };

    for (guint32 i = 0; i < map->list.count; i++)
    {
        const Node *property = map->list.items[i];
        const Node *key_node = property->kind == NODE_PROPERTY ? property->property.key : NULL;
        g_autofree char *key = key_node ? literal (module, key_node) : NULL;
        g_autofree char *value = key ? literal (module, property->property.value) : NULL;

        if (value && g_strv_contains (keys, key))
            g_hash_table_insert (environment->history, g_strconcat ("naming_convention.", key, NULL),
                                 g_steal_pointer (&value));
        else
        {
            g_autofree char *path = path_relative_to (environment->root, module->path);

            note (environment, g_strdup_printf ("%s, line %u: a naming convention that is no literal; unnamed "
                                                "constraints would be named otherwise than by Alembic",
                                                path, ast_location (module->file, property->start).line));
        }
    }
}

static void find_convention (Environment *environment, const Module *module, const char *name,
                             const char *const *folders, guint depth);

/* NAME of another module, which is read. */
static void find_imported (Environment *environment, const Module *module, const char *name, const char *const *folders,
                           guint depth)
{
    const ImportOrigin *origin = g_hash_table_lookup (module->imports, name);
    g_autofree char *path = origin ? module_path (module, origin, folders) : NULL;
    g_autoptr (Module) other = path ? module_read (path) : NULL;

    if (other)
        find_convention (environment, other, origin->name ? origin->name : "metadata", folders, depth + 1);
    else if (origin)
        note (environment,
              g_strdup_printf ("env.py: target_metadata comes from %.*s, which was not found; if its MetaData has a "
                               "naming_convention, set `history: {naming_convention.uq: ...}` and its like",
                               (int)origin->module.length, origin->module.data));
}

/* The convention of what NAME is in MODULE: written there, or where NAME is imported from. */
static void find_convention (Environment *environment, const Module *module, const char *name,
                             const char *const *folders, guint depth)
{
    const Node *value = NULL;
    const Node *map;

    if (depth > DEEPEST)
        return;
    ast_each_of_function (module->file->program, search_convention, &value);
    map = value ? follow (module, value) : NULL;
    if (map && map->kind == NODE_MAP)
        keep_convention (environment, module, map);
    else if (map && map->kind == NODE_NAME && g_hash_table_contains (module->imports, map->name.name->text))
    {
        const ImportOrigin *origin = g_hash_table_lookup (module->imports, map->name.name->text);
        g_autofree char *path = module_path (module, origin, folders);
        g_autoptr (Module) other = path ? module_read (path) : NULL;
        const Node *there = other && origin->name ? g_hash_table_lookup (other->values, origin->name) : NULL;

        if (there && there->kind == NODE_MAP)
            keep_convention (environment, other, there);
    }
    else if (value)
    {
        g_autofree char *path = path_relative_to (environment->root, module->path);

        note (environment, g_strdup_printf ("%s: the naming_convention is no literal", path));
    }
    else if (g_hash_table_contains (module->imports, name))
        find_imported (environment, module, name, folders, depth);
    else if (g_hash_table_contains (module->imports, "metadata"))
        find_imported (environment, module, "metadata", folders, depth);
    else if (g_hash_table_contains (module->imports, "Base"))
        find_imported (environment, module, "Base", folders, depth);
}

/* The name that an expression like Base.metadata begins with; NULL when there is none. */
static const char *first_name (const Node *node)
{
    while (node->kind == NODE_MEMBER || node->kind == NODE_CALL)
        node = node->kind == NODE_MEMBER ? node->member.object : node->call.callee;
    return node->kind == NODE_NAME ? node->name.name->text : NULL;
}

static void read_metadata (Reader *reader)
{
    const Node *node = reader->metadata ? follow (reader->module, reader->metadata) : NULL;
    const char *name = node ? first_name (node) : NULL;

    if (node && name && node->kind != NODE_NULL)
        find_convention (reader->environment, reader->module, name, reader->folders, 0);
}

static void read_url (Reader *reader)
{
    VariableSearch search = { reader->module, 0, NULL };

    if (reader->url)
        search_variable ((Node *)reader->url, &search);
    reader->environment->url_variable = search.found ? search.found : g_steal_pointer (&reader->any_variable);
}

/* SQLite's foreign keys are off unless the application turns them on. */
static void read_pragma (Environment *environment, const Module *module)
{
    g_autofree char *lower = g_ascii_strdown (module->text, -1);
    const char *at = strstr (lower, "pragma foreign_keys");
    const char *line = at ? at + strlen ("pragma foreign_keys") : NULL;

    if (line && (strspn (line, " =") > 0) && g_str_has_prefix (line + strspn (line, " ="), "on"))
        g_hash_table_insert (environment->history, g_strdup ("foreign_keys"), g_strdup ("true"));
}

void environment_clear (Environment *environment)
{
    g_clear_pointer (&environment->history, g_hash_table_unref);
    g_clear_pointer (&environment->notes, g_ptr_array_unref);
    g_clear_pointer (&environment->url_variable, g_free);
}

void environment_read (const char *path, const char *const *folders, Environment *environment)
{
    g_autoptr (Module) module = module_read (path);
    Reader reader = { .environment = environment, .folders = folders, .module = module };

    environment->history = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    environment->notes = g_ptr_array_new_with_free_func (g_free);
    if (!module)
    {
        note (environment, g_strdup ("env.py could not be read: look there for version_table and naming conventions"));
        return;
    }
    ast_each_of_function (module->file->program, visit, &reader);
    if (!reader.configured)
        note (environment, g_strdup ("env.py has no call of context.configure: look where the version table is named"));
    read_metadata (&reader);
    read_url (&reader);
    read_pragma (environment, module);
    g_free (reader.any_variable);
}
