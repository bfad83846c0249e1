#include "core/config.h"

#include "core/config_reader.h"
#include "core/config_source.h"
#include "util/dotenv.h"
#include "util/duration.h"
#include "util/error.h"
#include "util/suggest.h"

#include <string.h>

#define FILE_NAME "migshim.yaml"
#define LARGEST_FILE (4 * 1024 * 1024)
#define DEFAULT_LOCK_TIMEOUT (10 * (gint64)G_USEC_PER_SEC) /* as long as Prisma waits for its own lock */

static const char *const keys[] = { "version", "database", "sources", "links", "policy", "ledger", NULL };
static const char *const database_keys[] = { "url", NULL };

static void database_free (gpointer item)
{
    ConfigDatabase *database = item;

    g_free (database->name);
    database_url_free (database->url);
    g_clear_error (&database->problem);
    g_free (database->text);
    g_free (database);
}

static void link_free (gpointer item)
{
    ConfigLink *link = item;

    g_free (link->after);
    g_free (link->before);
    g_free (link);
}

void config_free (Config *config)
{
    if (!config)
        return;
    g_free (config->path);
    g_free (config->folder);
    g_ptr_array_unref (config->databases);
    g_ptr_array_unref (config->sources);
    g_ptr_array_unref (config->links);
    g_strfreev (config->names);
    g_free (config);
}

const ConfigDatabase *config_find_database (const Config *config, const char *name)
{
    for (guint i = 0; i < config->databases->len; i++)
    {
        const ConfigDatabase *database = config->databases->pdata[i];

        if (g_str_equal (database->name, name))
            return database;
    }
    return NULL;
}

const Source *config_find_source (const Config *config, const char *name)
{
    for (guint i = 0; i < config->sources->len; i++)
    {
        const Source *source = config->sources->pdata[i];

        if (g_str_equal (source->name, name))
            return source;
    }
    return NULL;
}

static char *working_folder (const ConfigOptions *options)
{
    return g_canonicalize_filename (options && options->folder ? options->folder : ".", NULL);
}

/* A URL from NODE. A variable that is not set, or empty, is kept as the database's problem. */
static gboolean read_url (const ConfigReader *reader, const YamlTreeNode *node, ConfigDatabase *database,
                          GError **error)
{
    g_autofree char *missing = NULL;
    g_autoptr (GError) problem = NULL;
    g_autofree char *text = config_reader_text (reader, node, &missing, &problem);

    if (text && *text == '\0' && strchr (node->text, '$'))
    {
        config_reader_fail (reader, node, &problem, "the variable of the database's URL is set, but empty");
        missing = g_strdup ("");
    }
    else if (text && (database->url = database_url_parse (text, reader->folder, &problem)))
    {
        database->text = g_steal_pointer (&text);
        return TRUE;
    }
    if (missing)
    {
        database->problem = g_steal_pointer (&problem);
        return TRUE;
    }
    config_reader_locate (reader, node, &problem);
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
}

static gboolean read_database (const ConfigReader *reader, const char *name, const YamlTreeNode *node,
                               gboolean replaced, Config *config, GError **error)
{
    ConfigDatabase *database = g_new0 (ConfigDatabase, 1);
    const YamlTreeNode *url = node;

    g_ptr_array_add (config->databases, database);
    database->name = g_strdup (name);
    database->where = node->where;
    if (node->kind == YAML_TREE_MAP)
    {
        if (!config_reader_check_map (reader, node, database_keys, "a database", error))
            return FALSE;
        url = config_reader_find (node, "url");
        if (!url)
        {
            config_reader_fail (reader, node, error, "the database \"%s\" has no \"url\"", name);
            return FALSE;
        }
    }
    return replaced || read_url (reader, url, database, error);
}

/* --database. A relative path is the caller's, not the file's. */
static gboolean replace_database (Config *config, const ConfigOptions *options, GError **error)
{
    g_autofree char *folder = working_folder (options);
    ConfigDatabase *database;

    if (config->databases->len > 1)
    {
        error_set (error, MIGSHIM_ERROR_USAGE, "--database can't tell which of the %u databases of %s it replaces",
                   config->databases->len, config->names[0]);
        error_hint (error, "Give each a variable in %s, as in `billing: ${BILLING_URL}`, and set these",
                    config->names[0]);
        return FALSE;
    }
    if (config->databases->len == 0)
    {
        database = g_new0 (ConfigDatabase, 1);
        database->name = g_strdup ("default");
        g_ptr_array_add (config->databases, database);
    }
    database = config->databases->pdata[0];
    database->url = database_url_parse (options->database, folder, error);
    database->text = g_strdup (options->database);
    if (!database->url)
        g_prefix_error (error, "--database: ");
    return database->url != NULL;
}

static gboolean read_databases (const ConfigReader *reader, const YamlTreeNode *root, Config *config,
                                const ConfigOptions *options, GError **error)
{
    const YamlTreeNode *node = config_reader_find (root, "database");
    gboolean replaced = options && options->database;

    if (!node && !replaced)
    {
        config_reader_fail (reader, root, error, "the file has no \"database\"");
        error_hint (error, "Add `database: ${DATABASE_URL}`, or give --database URL");
        return FALSE;
    }
    if (node && node->kind == YAML_TREE_LIST)
        return config_reader_expected (reader, node, "a URL, or a map of named databases", error);
    if (node && node->kind == YAML_TREE_SCALAR && !read_database (reader, "default", node, replaced, config, error))
        return FALSE;
    if (node && node->kind == YAML_TREE_MAP)
        for (guint i = 0; i < node->items->len; i++)
        {
            const YamlTreeNode *name = node->keys->pdata[i];

            if (!read_database (reader, name->text, node->items->pdata[i], replaced, config, error))
                return FALSE;
        }
    return !replaced || replace_database (config, options, error);
}

static gboolean read_sources (const ConfigReader *reader, const YamlTreeNode *root, Config *config, GError **error)
{
    const YamlTreeNode *list = config_reader_find (root, "sources");

    if (!list)
    {
        config_reader_fail (reader, root, error, "the file has no \"sources\"");
        error_hint (error, "`migshim init --dry-run` shows what it would write for the migrations that it finds");
        return FALSE;
    }
    if (list->kind != YAML_TREE_LIST || list->items->len == 0)
        return config_reader_expected (reader, list, "a list of sources", error);
    for (guint i = 0; i < list->items->len; i++)
    {
        Source *source = config_source_read (reader, list->items->pdata[i], i, config, error);

        if (!source)
            return FALSE;
        g_ptr_array_add (config->sources, source);
    }
    for (guint i = 0; i < list->items->len; i++)
        if (!config_source_check_after (reader, list->items->pdata[i], config->sources->pdata[i], config, error))
            return FALSE;
    return TRUE;
}

/* TEXT is "source:id", and the source is there. */
static gboolean check_end (const ConfigReader *reader, const YamlTreeNode *node, const char *text, const Config *config,
                           GError **error)
{
    const char *colon = strchr (text, ':');
    g_autofree char *name = colon ? g_strndup (text, (gsize)(colon - text)) : NULL;
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    const char *near;

    if (!colon || colon == text || colon[1] == '\0')
    {
        config_reader_fail (reader, node, error, "\"%s\" is not a revision of a source", text);
        error_hint (error, "Write the source's name, a colon and the revision's id, as in billing:ae1027a6acf");
        return FALSE;
    }
    if (config_find_source (config, name))
        return TRUE;
    for (guint i = 0; i < config->sources->len; i++)
        g_ptr_array_add (names, ((Source *)config->sources->pdata[i])->name);
    near = suggest_nearest_in (name, names);
    config_reader_fail (reader, node, error, "the link names \"%s\", and there is no such source", name);
    if (near)
        error_hint (error, "Did you mean \"%s\"?", near);
    return FALSE;
}

static gboolean read_link (const ConfigReader *reader, const YamlTreeNode *node, Config *config, GError **error)
{
    g_autofree char *text = config_reader_text (reader, node, NULL, error);
    g_auto (GStrv) ends = NULL;
    ConfigLink *link;

    if (!text)
        return FALSE;
    ends = g_strsplit (text, " requires ", -1);
    if (g_strv_length (ends) != 2)
    {
        config_reader_fail (reader, node, error, "\"%s\" is not a link", text);
        error_hint (error, "Write `SOURCE:REVISION requires SOURCE:REVISION`; the second is applied before the first");
        return FALSE;
    }
    link = g_new0 (ConfigLink, 1);
    g_ptr_array_add (config->links, link);
    link->after = g_strdup (g_strstrip (ends[0]));
    link->before = g_strdup (g_strstrip (ends[1]));
    link->where = node->where;
    return check_end (reader, node, link->after, config, error) &&
           check_end (reader, node, link->before, config, error);
}

static gboolean read_links (const ConfigReader *reader, const YamlTreeNode *root, Config *config, GError **error)
{
    const YamlTreeNode *list = config_reader_find (root, "links");

    if (!list)
        return TRUE;
    if (list->kind != YAML_TREE_LIST)
        return config_reader_expected (reader, list, "a list of links", error);
    for (guint i = 0; i < list->items->len; i++)
        if (!read_link (reader, list->items->pdata[i], config, error))
            return FALSE;
    return TRUE;
}

static gboolean read_ledger (const ConfigReader *reader, const YamlTreeNode *root, Config *config, GError **error)
{
    const YamlTreeNode *node = config_reader_find (root, "ledger");
    gboolean on = TRUE;

    if (node && !config_reader_truth (reader, node, &on, error))
        return FALSE;
    config->ledger = on ? LEDGER_ON : LEDGER_OFF;
    return TRUE;
}

/* --lock-timeout, in place of what the file and its sources say. */
static gboolean replace_lock_timeout (Config *config, const ConfigOptions *options, GError **error)
{
    gint64 lock_timeout;

    if (!options || !options->lock_timeout)
        return TRUE;
    if (!duration_parse (options->lock_timeout, &lock_timeout))
    {
        error_set (error, MIGSHIM_ERROR_USAGE, "--lock-timeout can't be \"%s\"", options->lock_timeout);
        error_hint (error, "Write a whole number and its unit, such as 250ms, 5s or 2m; or 0 to try once");
        return FALSE;
    }
    config->policy.lock_timeout = lock_timeout;
    for (guint i = 0; i < config->sources->len; i++)
        ((Source *)config->sources->pdata[i])->policy.lock_timeout = lock_timeout;
    return TRUE;
}

static gboolean check_version (const ConfigReader *reader, const YamlTreeNode *root, GError **error)
{
    const YamlTreeNode *node = config_reader_find (root, "version");

    if (!node)
    {
        config_reader_fail (reader, root, error, "the file has no \"version\"");
        error_hint (error, "Add the line `version: 1`");
        return FALSE;
    }
    if (node->kind == YAML_TREE_SCALAR && g_str_equal (node->text, "1"))
        return TRUE;
    config_reader_expected (reader, node, "the version 1", error);
    error_hint (error, "This program knows version 1 of the file only: a newer file wants a newer program");
    return FALSE;
}

static gboolean read_root (const ConfigReader *reader, const YamlTreeNode *root, Config *config,
                           const ConfigOptions *options, GError **error)
{
    const YamlTreeNode *policy;

    if (!config_reader_check_map (reader, root, keys, FILE_NAME, error) || !check_version (reader, root, error))
        return FALSE;
    policy = config_reader_find (root, "policy");
    if (policy && !config_policy_read (reader, policy, &config->policy, error))
        return FALSE;
    return read_databases (reader, root, config, options, error) && read_sources (reader, root, config, error) &&
           read_links (reader, root, config, error) && read_ledger (reader, root, config, error) &&
           replace_lock_timeout (config, options, error);
}

/* .env beside the file; one that isn't there is an empty one. */
static GHashTable *read_dotenv (const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename (folder, ".env", NULL);
    g_autofree char *text = NULL;
    g_autoptr (GError) problem = NULL;
    gsize length = 0;

    if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return dotenv_parse ("", 0);
    if (g_file_get_contents (path, &text, &length, &problem))
        return dotenv_parse (text, length);
    error_set (error, MIGSHIM_ERROR_CONFIG, "the variables can't be read: %s", problem->message);
    return NULL;
}

/* Inside { } and [ ] the braces of a variable are YAML's own. */
static void hint_at_braces (GError **error)
{
    const ErrorDetail *detail = error ? error_detail (*error) : NULL;

    if (detail && detail->excerpt && strstr (detail->excerpt, "${"))
        error_hint (error, "Inside {} and [], put quotation marks around a text with ${NAME} in it");
}

/* SHOWN is how people call the file. */
static Config *parse (const char *text, gsize length, const char *path, const char *shown, const ConfigOptions *options,
                      GError **error)
{
    g_autoptr (Config) config = g_new0 (Config, 1);
    g_autoptr (GHashTable) dotenv = NULL;
    g_autoptr (YamlTree) tree = NULL;
    ConfigReader reader = { NULL, text, length, NULL, NULL };

    config->path = g_canonicalize_filename (path, NULL);
    config->folder = g_path_get_dirname (config->path);
    config->databases = g_ptr_array_new_with_free_func (database_free);
    config->sources = g_ptr_array_new_with_free_func ((GDestroyNotify)source_free);
    config->links = g_ptr_array_new_with_free_func (link_free);
    config->policy = (Policy){ .out_of_order = OUT_OF_ORDER_WARN,
                               .transaction = TRANSACTION_EACH,
                               .lock_timeout = DEFAULT_LOCK_TIMEOUT };
    config->names = g_new0 (char *, 2);
    config->names[0] = g_strdup (shown);
    dotenv = read_dotenv (config->folder, error);
    if (!dotenv)
        return NULL;
    reader.file = config->names[0];
    reader.folder = config->folder;
    reader.dotenv = dotenv;
    tree = yaml_tree_parse (reader.file, text, length, error);
    if (!tree)
    {
        hint_at_braces (error);
        return NULL;
    }
    if (!yaml_tree_root (tree))
    {
        error_set (error, MIGSHIM_ERROR_CONFIG, "%s is empty", shown);
        error_hint (error, "`migshim init --force` writes one for the migrations that it finds");
        return NULL;
    }
    return read_root (&reader, yaml_tree_root (tree), config, options, error) ? g_steal_pointer (&config) : NULL;
}

Config *config_parse (const char *text, gsize length, const char *path, const ConfigOptions *options, GError **error)
{
    return parse (text, length, path, path, options, error);
}

/* The nearest migshim.yaml from FOLDER upwards; SHOWN is its path from there. NULL when there is none. */
static char *find_file (const char *folder, char **shown)
{
    g_autofree char *at = g_strdup (folder);
    g_autoptr (GString) climbed = g_string_new (NULL);

    for (;;)
    {
        g_autofree char *path = g_build_filename (at, FILE_NAME, NULL);
        char *parent;

        if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        {
            *shown = g_strconcat (climbed->str, FILE_NAME, NULL);
            return g_steal_pointer (&path);
        }
        parent = g_path_get_dirname (at);
        if (g_str_equal (parent, at))
        {
            g_free (parent);
            return NULL;
        }
        g_string_append (climbed, "../");
        g_free (at);
        at = parent;
    }
}

Config *config_load (const ConfigOptions *options, GError **error)
{
    g_autofree char *folder = working_folder (options);
    g_autofree char *shown = NULL;
    g_autofree char *path = NULL;
    g_autofree char *text = NULL;
    g_autoptr (GError) problem = NULL;
    gsize length;

    if (options && options->file)
    {
        path = g_canonicalize_filename (options->file, folder);
        shown = g_strdup (options->file);
    }
    else
        path = find_file (folder, &shown);
    if (!path)
    {
        error_set (error, MIGSHIM_ERROR_CONFIG, "there is no " FILE_NAME " in %s, nor in any folder above it", folder);
        error_hint (error,
                    "`migshim init` looks for migrations here and writes one; -c FILE names one that is elsewhere");
        return NULL;
    }
    if (!g_file_get_contents (path, &text, &length, &problem))
    {
        error_set (error, MIGSHIM_ERROR_CONFIG, "%s can't be read: %s", shown, problem->message);
        return NULL;
    }
    if (length > LARGEST_FILE)
    {
        error_set (error, MIGSHIM_ERROR_CONFIG, "%s is larger than %d MiB", shown, LARGEST_FILE >> 20);
        return NULL;
    }
    return parse (text, length, path, shown, options, error);
}
