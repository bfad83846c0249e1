/* Data sources that `init` finds: data-source.ts and files of like names, and ormconfig.* of older projects. Read, not run: what depends on more than literals and environment
 * variables is left to a person. */

#include "adapters/typeorm/literal.h"
#include "adapters/typeorm/typeorm.h"
#include "util/path.h"

#include <string.h>

/* Parts of the names of files that hold a data source, and their extensions. */
static const char *const name_parts[] = { "data-source", "datasource", "data_source", "ormconfig",
                                          "orm.config",  "orm-config", "typeorm",     "database" };
static const char *const extensions[] = { ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json" };

/* Other databases of TypeORM's. */
static const char *const foreign_types[] = { "mssql",   "oracle",       "mongodb",   "cockroachdb",     "spanner",
                                             "sap",     "aurora-mysql", "sqljs",     "react-native",    "expo",
                                             "cordova", "nativescript", "capacitor", "aurora-postgres", NULL };

typedef struct
{
    const char *root;
    const char *folder; /* of the file */
    const char *path;   /* of the file */
    const ScriptFile *file;
    const Node *options; /* the object of the data source */
    GPtrArray *found;
} Reader;

static gboolean is_candidate (const char *name)
{
    g_autofree char *lower = g_ascii_strdown (name, -1);
    gboolean extension = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS (extensions) && !extension; i++)
        extension = g_str_has_suffix (lower, extensions[i]);
    if (!extension || g_str_has_suffix (lower, ".d.ts") || strstr (lower, ".spec.") || strstr (lower, ".test."))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS (name_parts); i++)
        if (strstr (lower, name_parts[i]))
            return TRUE;
    return FALSE;
}

static char *option_text (const Reader *reader, const char *key)
{
    const Node *node = literal_member (reader->file, reader->options, key);

    return node ? literal_text (reader->file, node) : NULL;
}

/* Where the tool is run: the folder of the nearest package.json, from which relative globs are meant. Free with g_free. */
static char *project_folder (const Reader *reader)
{
    g_autofree char *root = g_canonicalize_filename (reader->root, NULL);
    char *at = g_canonicalize_filename (reader->folder, NULL);

    while (TRUE)
    {
        g_autofree char *package = g_build_filename (at, "package.json", NULL);
        char *parent;

        if (g_file_test (package, G_FILE_TEST_IS_REGULAR) || g_str_equal (at, root) || strlen (at) <= 1)
            return at;
        parent = g_path_get_dirname (at);
        g_free (at);
        at = parent;
    }
}

/* The folder that a glob of files means: what stands before its first part with a wildcard, and before the file. Free with g_free. */
static char *folder_of_glob (const char *glob)
{
    g_autofree char *fixed = g_strndup (glob, strcspn (glob, "*?{[(!"));
    char *slash = strrchr (fixed, '/');
    gboolean whole = strlen (fixed) == strlen (glob);

    if (!slash)
        return g_strdup (whole && !strchr (glob, '.') ? glob : ".");
    if (whole && !strchr (slash, '.'))
        return g_strdup (fixed);
    *slash = '\0';
    return g_strdup (*fixed ? fixed : "/");
}

/* The folder if it is there; of what a build would make, its source. Free with g_free. */
static char *existing_folder (const Reader *reader, const char *glob)
{
    static const char *const builds[] = { "dist", "build", "out", "lib" };
    g_autofree char *project = project_folder (reader);
    g_autofree char *folder = folder_of_glob (glob);
    g_autofree char *absolute = g_canonicalize_filename (folder, project);
    gsize length = strlen (project);

    if (g_file_test (absolute, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&absolute);
    for (gsize i = 0; i < G_N_ELEMENTS (builds); i++)
    {
        g_autofree char *built = g_build_filename (project, builds[i], NULL);
        const char *rest = g_str_has_prefix (absolute, built) ? absolute + strlen (built) : NULL;
        g_autofree char *source = rest ? g_strconcat (project, "/src", rest, NULL) : NULL;
        g_autofree char *plain = rest ? g_strconcat (project, rest, NULL) : NULL;

        if (source && g_file_test (source, G_FILE_TEST_IS_DIR))
            return g_steal_pointer (&source);
        if (plain && strlen (plain) > length + 1 && g_file_test (plain, G_FILE_TEST_IS_DIR))
            return g_steal_pointer (&plain);
    }
    return NULL;
}

/* A class in the list: the folder of the file that it is imported from. Free with g_free. */
static char *folder_of_class (const Reader *reader, const Node *node)
{
    g_autofree char *module = NULL;
    g_autofree char *path = NULL;

    if (node->kind == NODE_SPREAD)
        node = node->value;
    if (node->kind == NODE_CALL && node->call.arguments.count > 0)
        node = node->call.arguments.items[0];
    module = node->kind == NODE_NAME ? literal_import (reader->file, node->name.name) : NULL;
    if (!module || module[0] != '.')
        return NULL;
    path = g_canonicalize_filename (module, reader->folder);
    return g_file_test (path, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&path) : g_path_get_dirname (path);
}

static void add_folder (GPtrArray *folders, char *folder)
{
    for (guint i = 0; folder && i < folders->len; i++)
        if (g_str_equal (folders->pdata[i], folder))
            g_clear_pointer (&folder, g_free);
    if (folder)
        g_ptr_array_add (folders, folder);
}

static void add_item (const Reader *reader, const Node *node, GPtrArray *folders)
{
    g_autofree char *glob = literal_text (reader->file, node);

    add_folder (folders, glob ? existing_folder (reader, glob) : folder_of_class (reader, node));
}

/* The folders of `migrations`. Free with g_ptr_array_unref. */
static GPtrArray *migration_folders (const Reader *reader)
{
    GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
    const Node *list = literal_member (reader->file, reader->options, "migrations");

    if (list && list->kind == NODE_NAME)
    {
        const Node *value = literal_variable (reader->file, list->name.name);

        list = value ? value : list;
    }
    if (list && list->kind == NODE_LIST)
        for (guint32 i = 0; i < list->list.count; i++)
            add_item (reader, list->list.items[i], folders);
    else if (list)
        add_item (reader, list, folders);
    return folders;
}

static char *sqlite_url (const Reader *reader)
{
    g_autofree char *database = option_text (reader, "database");
    g_autofree char *project = project_folder (reader);
    g_autofree char *absolute = NULL;
    g_autofree char *relative = NULL;

    if (!database || g_str_equal (database, ":memory:"))
        return NULL;
    if (strchr (database, '$'))
        return g_strconcat ("sqlite:", database, NULL);
    absolute = g_canonicalize_filename (database, project);
    relative = path_relative_to (reader->root, absolute);
    return g_strconcat (g_path_is_absolute (relative) ? "sqlite://" : "sqlite:./", relative, NULL);
}

/* The parts that the options name, put together. NULL when they don't suffice, or when a password stands there. */
static char *server_url (const Reader *reader, const char *type, gboolean *secret)
{
    gboolean postgres = g_str_equal (type, "postgres");
    g_autofree char *host = option_text (reader, "host");
    g_autofree char *port = option_text (reader, "port");
    g_autofree char *user = option_text (reader, "username");
    g_autofree char *password = option_text (reader, "password");
    g_autofree char *database = option_text (reader, "database");

    *secret = password && *password && !g_str_has_prefix (password, "${");
    if (!database || *secret)
        return NULL;
    return g_strconcat (postgres ? "postgresql://" : "mysql://", user ? user : "", password && *password ? ":" : "",
                        password ? password : "", user ? "@" : "", host ? host : "localhost", port ? ":" : "",
                        port ? port : "", "/", database, NULL);
}

static char *url_of (const Reader *reader, const char *type, GString *note)
{
    char *url = option_text (reader, "url");
    gboolean secret = url && found_url_has_secret (url);

    if (secret)
        g_clear_pointer (&url, g_free);
    else if (!url && (g_str_equal (type, "better-sqlite3") || g_str_equal (type, "sqlite")))
        url = sqlite_url (reader);
    else if (!url)
        url = server_url (reader, type, &secret);
    if (secret)
        g_string_append (note, "the password stands in the file: put the URL into a variable");
    else if (!url)
        g_string_append (note, "the database's URL could not be read");
    return url;
}

static void take_over (const Reader *reader, const char *option, const char *setting, GHashTable *history)
{
    char *value = option_text (reader, option);

    if (value && *value)
        g_hash_table_insert (history, g_strdup (setting), value);
    else
        g_free (value);
}

/* What differs from what would be taken for granted. */
static GHashTable *history_of (const Reader *reader, const char *type)
{
    GHashTable *history = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

    take_over (reader, "migrationsTableName", "table", history);
    if (g_strcmp0 (g_hash_table_lookup (history, "table"), TYPEORM_TABLE) == 0)
        g_hash_table_remove (history, "table");
    if (g_str_equal (type, "postgres"))
        take_over (reader, "schema", "schema", history);
    if (g_str_equal (type, "mariadb") || g_str_equal (type, "sqlite"))
        g_hash_table_insert (history, g_strdup ("type"), g_strdup (type));
    take_over (reader, "entityPrefix", "entityPrefix", history);
    take_over (reader, "metadataTableName", "metadataTable", history);
    return history;
}

/* The service's name: the project's folder. Free with g_free. */
static char *name_of (const Reader *reader)
{
    g_autofree char *project = project_folder (reader);

    return g_path_get_basename (project);
}

static void add_source (const Reader *reader, const char *type, const char *folder)
{
    g_autofree char *path = path_relative_to (reader->root, folder);
    g_autoptr (GString) note = g_string_new (NULL);
    FoundSource *source;

    for (guint i = 0; i < reader->found->len; i++)
        if (g_str_equal (((FoundSource *)reader->found->pdata[i])->path, path))
            return;
    source = g_new0 (FoundSource, 1);
    source->name = name_of (reader);
    source->path = g_steal_pointer (&path);
    source->url = url_of (reader, type, note);
    source->history = history_of (reader, type);
    source->evidence = path_relative_to (reader->root, reader->path);
    source->note = note->len > 0 ? g_strdup (note->str) : NULL;
    g_ptr_array_add (reader->found, source);
}

/* An object that says what database it is for, and where its migrations are. */
static void read_object (Reader *reader, const Node *node)
{
    g_autofree char *type = NULL;
    g_autoptr (GPtrArray) folders = NULL;

    reader->options = literal_object (reader->file, node);
    if (!reader->options || !literal_member (reader->file, reader->options, "migrations"))
        return;
    type = option_text (reader, "type");
    if (!type || g_strv_contains (foreign_types, type))
        return;
    folders = migration_folders (reader);
    for (guint i = 0; i < folders->len; i++)
        add_source (reader, type, folders->pdata[i]);
}

static void read_expression (Reader *reader, const Node *node)
{
    if (node->kind == NODE_ASSIGN)
        read_expression (reader, node->assign.value);
    else if (node->kind == NODE_LIST)
        for (guint32 i = 0; i < node->list.count; i++)
            read_object (reader, node->list.items[i]);
    else
        read_object (reader, node);
}

static void read_statement (Reader *reader, const Node *node)
{
    if (node->kind == NODE_EXPORT && node->export_->declaration)
        node = node->export_->declaration;
    if (node->kind == NODE_DECLARE)
        for (guint32 i = 0; i < node->declare.declarators.count; i++)
        {
            if (node->declare.declarators.items[i]->assign.value)
                read_expression (reader, node->declare.declarators.items[i]->assign.value);
        }
    else
        read_expression (reader, node->kind == NODE_EXPRESSION ? node->value : node);
}

static EsOptions options_of (const char *name)
{
    return g_str_has_suffix (name, "ts") ? ES_TYPESCRIPT : ES_JAVASCRIPT;
}

static void read_file (const char *root, const char *folder, const char *name, GPtrArray *found)
{
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *text = NULL;
    g_autoptr (NameTable) names = names_new ();
    g_autoptr (Arena) arena = arena_new (0);
    Reader reader = { .root = root, .folder = folder, .path = path, .found = found };
    const NodeList *statements;

    if (!g_file_get_contents (path, &text, NULL, NULL) || !strstr (text, "migrations"))
        return;
    if (g_str_has_suffix (name, ".json"))
    {
        char *program = g_strconcat ("module.exports = ", text, NULL);

        g_free (text);
        text = program;
    }
    reader.file = es_parse (path, text, strlen (text), options_of (name), names, arena, NULL);
    if (!reader.file)
        return;
    statements = &reader.file->program->body->block.statements;
    for (guint32 i = 0; i < statements->count; i++)
        read_statement (&reader, statements->items[i]);
}

static int compare_names (gconstpointer a, gconstpointer b)
{
    return strcmp (*(char *const *)a, *(char *const *)b);
}

gboolean typeorm_detect (const char *root, const char *folder, GPtrArray *found, GError **error G_GNUC_UNUSED)
{
    g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    const char *name;

    while (directory && (name = g_dir_read_name (directory)))
        if (is_candidate (name))
            g_ptr_array_add (names, g_strdup (name));
    g_ptr_array_sort (names, compare_names);
    for (guint i = 0; i < names->len; i++)
        read_file (root, folder, names->pdata[i], found);
    return TRUE;
}
