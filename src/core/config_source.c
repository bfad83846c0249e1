#include "core/config_source.h"

#include "adapters/adapter.h"
#include "util/error.h"
#include "util/glob.h"
#include "util/suggest.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const char *const source_keys[] = { "name", "tool",  "path",    "root",  "database", "history", "delegate",
                                           "env",  "types", "options", "after", "policy",   NULL };
static const char *const policy_keys[] = { "out_of_order",      "transaction",  "lock_timeout",
                                           "statement_timeout", "forward_only", NULL };

/* In the order of the enumerations in model/source.h. */
static const char *const out_of_order_words[] = { "allow", "warn", "refuse", NULL };
static const char *const transaction_words[] = { "each", "all", "none", NULL };

gboolean config_policy_read (const ConfigReader *reader, const YamlTreeNode *node, Policy *policy, GError **error)
{
    const YamlTreeNode *value;
    guint choice;

    if (!config_reader_check_map (reader, node, policy_keys, "policy", error))
        return FALSE;
    if ((value = config_reader_find (node, "out_of_order")))
    {
        if (!config_reader_choice (reader, value, out_of_order_words, &choice, error))
            return FALSE;
        policy->out_of_order = (OutOfOrderPolicy)choice;
    }
    if ((value = config_reader_find (node, "transaction")))
    {
        if (!config_reader_choice (reader, value, transaction_words, &choice, error))
            return FALSE;
        policy->transaction = (TransactionPolicy)choice;
    }
    if ((value = config_reader_find (node, "lock_timeout")) &&
        !config_reader_duration (reader, value, &policy->lock_timeout, error))
        return FALSE;
    if ((value = config_reader_find (node, "statement_timeout")) &&
        !config_reader_duration (reader, value, &policy->statement_timeout, error))
        return FALSE;
    value = config_reader_find (node, "forward_only");
    return !value || config_reader_truth (reader, value, &policy->forward_only, error);
}

static const YamlTreeNode *require (const ConfigReader *reader, const YamlTreeNode *node, const char *key,
                                    GError **error)
{
    const YamlTreeNode *value = config_reader_find (node, key);

    if (!value)
        config_reader_fail (reader, node, error, "the source has no \"%s\"", key);
    return value;
}

/* Names stand before the colon of a revision's key and on the command line. */
static gboolean read_name (const ConfigReader *reader, const YamlTreeNode *node, Source *source, const Config *config,
                           GError **error)
{
    const YamlTreeNode *value = require (reader, node, "name", error);
    const Source *other;

    if (!value || !(source->name = config_reader_text (reader, value, NULL, error)))
        return FALSE;
    if (*source->name == '\0' || source->name[0] == '-' ||
        source->name[strspn (source->name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.")] != '\0')
    {
        config_reader_fail (reader, value, error, "\"%s\" can't be a source's name", source->name);
        error_hint (error, "A name is made of letters, digits, \"-\", \"_\" and \".\", and doesn't begin with \"-\"");
        return FALSE;
    }
    other = config_find_source (config, source->name);
    if (other)
    {
        config_reader_fail (reader, value, error, "two sources are called \"%s\"; the first is in line %u",
                            source->name, other->where.line);
        return FALSE;
    }
    return TRUE;
}

static const Adapter *read_tool (const ConfigReader *reader, const YamlTreeNode *node, Source *source, GError **error)
{
    const YamlTreeNode *value = require (reader, node, "tool", error);
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    const Adapter *adapter;
    const char *near;

    if (!value || !(source->tool = config_reader_text (reader, value, NULL, error)))
        return NULL;
    adapter = adapter_find (source->tool);
    if (adapter)
        return adapter;
    for (const Adapter *const *known = adapter_all (); *known; known++)
        g_ptr_array_add (names, (gpointer)(*known)->name);
    near = suggest_nearest_in (source->tool, names);
    config_reader_fail (reader, value, error, "unknown tool \"%s\"", source->tool);
    g_ptr_array_add (names, NULL);
    if (near)
        error_hint (error, "Did you mean \"%s\"?", near);
    else
    {
        g_autofree char *all = g_strjoinv (", ", (char **)names->pdata);

        error_hint (error, "The tools are: %s", all);
    }
    return NULL;
}

static gboolean add_pattern (const ConfigReader *reader, const YamlTreeNode *node, const char *text,
                             const char *absolute, GStrvBuilder *paths, GError **error)
{
    g_autoptr (GPtrArray) found = glob_expand (absolute, error);

    if (!found)
    {
        config_reader_locate (reader, node, error);
        return FALSE;
    }
    if (found->len == 0)
    {
        config_reader_fail (reader, node, error, "the pattern \"%s\" matches nothing", text);
        return FALSE;
    }
    for (guint i = 0; i < found->len; i++)
        g_strv_builder_add (paths, found->pdata[i]);
    return TRUE;
}

/* A folder that is there is meant as it is written, whatever characters it has. */
static gboolean add_path (const ConfigReader *reader, const YamlTreeNode *node, const char *text, GStrvBuilder *paths,
                          GError **error)
{
    g_autofree char *absolute = g_canonicalize_filename (text, reader->folder);

    if (g_file_test (absolute, G_FILE_TEST_IS_DIR))
    {
        g_strv_builder_add (paths, absolute);
        return TRUE;
    }
    if (g_file_test (absolute, G_FILE_TEST_EXISTS))
    {
        g_autofree char *parent = g_path_get_dirname (text);

        config_reader_fail (reader, node, error, "\"%s\" is a file, and a folder of migrations is wanted", text);
        error_hint (error, "Write the folder (%s), or a pattern such as %s/*", parent, parent);
        return FALSE;
    }
    if (glob_is_pattern (text))
        return add_pattern (reader, node, text, absolute, paths, error);
    config_reader_fail (reader, node, error, "the folder \"%s\" does not exist", text);
    error_hint (error, "Paths are relative to the folder of migshim.yaml, %s", reader->folder);
    return FALSE;
}

static gboolean read_paths (const ConfigReader *reader, const YamlTreeNode *node, Source *source, GError **error)
{
    const YamlTreeNode *value = require (reader, node, "path", error);
    g_auto (GStrv) texts = value ? config_reader_texts (reader, value, error) : NULL;
    g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

    if (!texts)
        return FALSE;
    for (guint i = 0; texts[i]; i++)
        if (!add_path (reader, value->kind == YAML_TREE_LIST ? value->items->pdata[i] : value, texts[i], paths, error))
            return FALSE;
    source->paths = g_strv_builder_end (paths);
    return TRUE;
}

static gboolean is_inside (const char *path, const char *folder)
{
    gsize length = strlen (folder);

    return g_str_has_prefix (path, folder) &&
           (path[length] == '\0' || path[length] == '/' || folder[length - 1] == '/');
}

static gboolean read_root (const ConfigReader *reader, const YamlTreeNode *node, Source *source, GError **error)
{
    const YamlTreeNode *value = config_reader_find (node, "root");
    g_autofree char *text = NULL;

    if (value && !(text = config_reader_text (reader, value, NULL, error)))
        return FALSE;
    source->root = g_canonicalize_filename (text ? text : ".", reader->folder);
    source->folder = g_strdup (reader->folder);
    if (!g_file_test (source->root, G_FILE_TEST_IS_DIR))
    {
        config_reader_fail (reader, value ? value : node, error, "the folder \"%s\" does not exist",
                            text ? text : reader->folder);
        return FALSE;
    }
    for (char **path = source->paths; *path; path++)
    {
        if (is_inside (*path, source->root))
            continue;
        config_reader_fail (reader, value ? value : node, error, "%s is outside the root of its source, %s", *path,
                            source->root);
        error_hint (error,
                    "Scripts read no file outside their root: set `root:` to a folder that holds all that they import");
        return FALSE;
    }
    return TRUE;
}

static gboolean read_database (const ConfigReader *reader, const YamlTreeNode *node, Source *source,
                               const Config *config, GError **error)
{
    const YamlTreeNode *value = config_reader_find (node, "database");
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    const ConfigDatabase *database;

    for (guint i = 0; i < config->databases->len; i++)
        g_ptr_array_add (names, ((ConfigDatabase *)config->databases->pdata[i])->name);
    if (!value)
    {
        database = config->databases->len == 1 ? config->databases->pdata[0] : config_find_database (config, "default");
        if (!database)
        {
            config_reader_fail (reader, node, error, "the source \"%s\" doesn't say which database it is for",
                                source->name);
            g_ptr_array_add (names, NULL);
            if (names->len > 1)
            {
                g_autofree char *all = g_strjoinv (", ", (char **)names->pdata);

                error_hint (error, "Add `database:` with one of: %s; or call one of them \"default\"", all);
            }
            return FALSE;
        }
        source->database = g_strdup (database->name);
    }
    else if (!(source->database = config_reader_text (reader, value, NULL, error)))
        return FALSE;
    database = config_find_database (config, source->database);
    if (!database)
    {
        const char *near = suggest_nearest_in (source->database, names);

        config_reader_fail (reader, value, error, "there is no database \"%s\"", source->database);
        if (near)
            error_hint (error, "Did you mean \"%s\"?", near);
        else
            error_hint (error, "Name it under the top-level `database:`, as in `database: {%s: ${DATABASE_URL}}`",
                        source->database);
        return FALSE;
    }
    source->schema = database->url ? g_strdup (database->url->schema) : NULL;
    return TRUE;
}

/* One folder, one history: the same one twice over a database would run each of its revisions twice. */
static gboolean check_overlap (const ConfigReader *reader, const YamlTreeNode *node, const Source *source,
                               const Config *config, GError **error)
{
    for (guint i = 0; i < config->sources->len; i++)
    {
        const Source *other = config->sources->pdata[i];

        if (!g_str_equal (other->database, source->database))
            continue;
        for (char **path = source->paths; *path; path++)
            for (char **taken = other->paths; *taken; taken++)
            {
                g_autofree char *a = realpath (*path, NULL);
                g_autofree char *b = realpath (*taken, NULL);

                if (g_strcmp0 (a, b) != 0)
                    continue;
                config_reader_fail (reader, node, error,
                                    "the sources \"%s\" and \"%s\" both read %s into the same database", other->name,
                                    source->name, *path);
                return FALSE;
            }
    }
    return TRUE;
}

/* The table that holds SOURCE's history, in the schema that it would be found in; NULL when the database isn't known yet. */
static TableName *history_table (const Adapter *adapter, const Source *source, const Config *config)
{
    const ConfigDatabase *database = config_find_database (config, source->database);
    g_autoptr (GPtrArray) tables = NULL;
    TableName *table;

    if (!database->url || !adapter->history_tables)
        return NULL;
    tables = adapter->history_tables (source, database->url->dialect);
    table = g_ptr_array_steal_index (tables, 0);
    if (!table->schema)
        table->schema = g_strdup (source->schema);
    return table;
}

/* Each of two sources in one history table would take the other's rows for revisions whose files are gone. */
static gboolean check_history (const ConfigReader *reader, const YamlTreeNode *node, const Adapter *adapter,
                               const Source *source, const Config *config, GError **error)
{
    TableName *own = history_table (adapter, source, config);
    gboolean fine = TRUE;

    for (guint i = 0; own && fine && i < config->sources->len; i++)
    {
        const Source *other = config->sources->pdata[i];
        TableName *table;

        if (!g_str_equal (other->tool, source->tool) || !g_str_equal (other->database, source->database))
            continue;
        table = history_table (adapter, other, config);
        fine = !table || g_strcmp0 (table->schema, own->schema) != 0 || !g_str_equal (table->name, own->name);
        g_clear_pointer (&table, table_name_free);
        if (fine)
            continue;
        config_reader_fail (reader, node, error, "the sources \"%s\" and \"%s\" keep their history in one table, %s",
                            other->name, source->name, own->name);
        error_hint (error, "If they are one history, make them one source with a list as its path; else give each what "
                           "its own tool uses: "
                           "`history: {table: NAME}`, another schema (?schema= in the URL), or another database");
    }
    g_clear_pointer (&own, table_name_free);
    return fine;
}

static gboolean read_delegate (const ConfigReader *reader, const YamlTreeNode *node, Source *source, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr (GError) problem = NULL;

    if (node->kind == YAML_TREE_LIST)
        return (source->delegate = config_reader_texts (reader, node, error)) != NULL;
    text = config_reader_text (reader, node, NULL, error);
    if (!text)
        return FALSE;
    if (g_shell_parse_argv (text, NULL, &source->delegate, &problem))
        return TRUE;
    config_reader_fail (reader, node, error, "%s",
                        g_error_matches (problem, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING)
                            ? "the command is empty"
                            : "a quotation mark in the command has no end");
    return FALSE;
}

static gboolean read_maps (const ConfigReader *reader, const YamlTreeNode *node, const Adapter *adapter, Source *source,
                           GError **error)
{
    const YamlTreeNode *history = config_reader_find (node, "history");
    const YamlTreeNode *env = config_reader_find (node, "env");
    const YamlTreeNode *types = config_reader_find (node, "types");
    const YamlTreeNode *options = config_reader_find (node, "options");
    g_autofree char *owner = g_strdup_printf ("the history of a %s source", adapter->name);

    if (history &&
        !(source->history = config_reader_text_map (reader, history, adapter->history_settings, owner, error)))
        return FALSE;
    if (env && !(source->env = config_reader_text_map (reader, env, NULL, NULL, error)))
        return FALSE;
    if (types && !(source->types = config_reader_text_map (reader, types, NULL, NULL, error)))
        return FALSE;
    return !options || (source->options = config_reader_text_map (reader, options, NULL, NULL, error)) != NULL;
}

static gboolean read_rest (const ConfigReader *reader, const YamlTreeNode *node, Source *source, GError **error)
{
    const YamlTreeNode *delegate = config_reader_find (node, "delegate");
    const YamlTreeNode *after = config_reader_find (node, "after");
    const YamlTreeNode *policy = config_reader_find (node, "policy");

    if (delegate && !read_delegate (reader, delegate, source, error))
        return FALSE;
    if (after && !(source->after = config_reader_texts (reader, after, error)))
        return FALSE;
    return !policy || config_policy_read (reader, policy, &source->policy, error);
}

Source *config_source_read (const ConfigReader *reader, const YamlTreeNode *node, guint index, const Config *config,
                            GError **error)
{
    g_autoptr (Source) source = g_new0 (Source, 1);
    const Adapter *adapter;

    source->index = index;
    source->where = node->where;
    source->policy = config->policy;
    if (!config_reader_check_map (reader, node, source_keys, "a source", error) ||
        !read_name (reader, node, source, config, error))
        return NULL;
    adapter = read_tool (reader, node, source, error);
    if (!adapter || !read_paths (reader, node, source, error) || !read_root (reader, node, source, error) ||
        !read_database (reader, node, source, config, error) || !check_overlap (reader, node, source, config, error) ||
        !read_maps (reader, node, adapter, source, error) ||
        !check_history (reader, node, adapter, source, config, error) || !read_rest (reader, node, source, error))
        return NULL;
    return g_steal_pointer (&source);
}

gboolean config_source_check_after (const ConfigReader *reader, const YamlTreeNode *node, const Source *source,
                                    const Config *config, GError **error)
{
    const YamlTreeNode *value = config_reader_find (node, "after");
    g_autoptr (GPtrArray) names = g_ptr_array_new ();

    for (guint i = 0; i < config->sources->len; i++)
        g_ptr_array_add (names, ((Source *)config->sources->pdata[i])->name);
    for (guint i = 0; source->after && source->after[i]; i++)
    {
        const YamlTreeNode *at = value->kind == YAML_TREE_LIST ? value->items->pdata[i] : value;
        const char *near;

        if (config_find_source (config, source->after[i]) && !g_str_equal (source->after[i], source->name))
            continue;
        near = suggest_nearest_in (source->after[i], names);
        if (g_str_equal (source->after[i], source->name))
            config_reader_fail (reader, at, error, "the source \"%s\" can't come after itself", source->name);
        else
            config_reader_fail (reader, at, error, "there is no source \"%s\"", source->after[i]);
        if (near && !g_str_equal (near, source->name))
            error_hint (error, "Did you mean \"%s\"?", near);
        return FALSE;
    }
    return TRUE;
}
