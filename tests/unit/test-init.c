#include "adapters/adapter.h"
#include "core/config.h"
#include "core/init.h"
#include "util/error.h"

#include <glib/gstdio.h>
#include <string.h>

/* Two tools of our own in place of the registry. Each folder that holds a file "NAME.tool" has a directory of migrations of that tool, "m"; the file
 * holds a name, a URL and a table, a line each. */
static gboolean detect (const char *tool, const char *root, const char *folder, GPtrArray *found)
{
    g_autofree char *file = g_strdup_printf ("%s/%s.tool", folder, tool);
    g_autofree char *text = NULL;
    g_auto (GStrv) lines = NULL;
    FoundSource *source;

    if (!g_file_get_contents (file, &text, NULL, NULL))
        return TRUE;
    lines = g_strsplit (text, "\n", -1);
    source = g_new0 (FoundSource, 1);
    source->name = g_strdup (lines[0]);
    source->path = g_strdup_printf ("%s/m", folder + strlen (root) + 1);
    source->url = *lines[1] ? g_strdup (lines[1]) : NULL;
    source->evidence = g_strdup (file + strlen (root) + 1);
    source->history = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    if (*lines[2])
        g_hash_table_insert (source->history, g_strdup ("table"), g_strdup (lines[2]));
    g_ptr_array_add (found, source);
    return TRUE;
}

static gboolean detect_knex (const char *root, const char *folder, GPtrArray *found, GError **error)
{
    (void)error;
    return detect ("knex", root, folder, found);
}

static gboolean detect_alembic (const char *root, const char *folder, GPtrArray *found, GError **error)
{
    g_autofree char *broken = g_build_filename (folder, "broken", NULL);

    if (g_file_test (broken, G_FILE_TEST_EXISTS))
    {
        error_set (error, MIGSHIM_ERROR_SOURCE, "it is broken");
        return FALSE;
    }
    return detect ("alembic", root, folder, found);
}

static const char *const settings[] = { "table", NULL };
static const Adapter knex = { .name = "knex", .title = "Knex", .history_settings = settings, .detect = detect_knex };
static const Adapter alembic = {
    .name = "alembic", .title = "Alembic", .history_settings = settings, .detect = detect_alembic
};
static const Adapter *const registry[] = { &knex, &alembic, NULL };

const Adapter *adapter_find (const char *name)
{
    for (guint i = 0; registry[i]; i++)
        if (g_str_equal (registry[i]->name, name))
            return registry[i];
    return NULL;
}

const Adapter *const *adapter_all (void)
{
    return registry;
}

static char *make_root (void)
{
    return g_dir_make_tmp ("migshim-init-XXXXXX", NULL);
}

static void remove_root (const char *root)
{
    g_autofree char *command = g_strdup_printf ("rm -rf '%s'", root);

    g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
}

static void make (const char *root, const char *path, const char *content)
{
    g_autofree char *full = g_build_filename (root, path, NULL);
    g_autofree char *folder = g_path_get_dirname (full);
    g_autofree char *migrations = g_build_filename (folder, "m", NULL);

    g_assert_cmpint (g_mkdir_with_parents (migrations, 0700), ==, 0);
    g_assert_true (g_file_set_contents (full, content, -1, NULL));
}

/* The proposal is a configuration that the program itself reads. */
static Config *read_back (const char *root, const InitProposal *proposal)
{
    g_autofree char *text = init_text (proposal);
    g_autofree char *path = g_build_filename (root, "migshim.yaml", NULL);
    g_autoptr (GError) error = NULL;
    Config *config = config_parse (text, strlen (text), path, NULL, &error);

    if (!config)
        g_error ("%s\n%s", error->message, text);
    return config;
}

static void test_names_and_settings (void)
{
    g_autofree char *root = make_root ();
    g_autoptr (InitProposal) proposal = NULL;
    g_autoptr (Config) config = NULL;
    const Source *source;

    make (root, "services/api/knex.tool", "api\n${DATABASE_URL}\nmy: table\n");
    make (root, "old/api/knex.tool", "api\n\n\n");
    make (root, "services/r\u00e9 sum/alembic.tool", "r\u00e9 sum\n\n\n");
    proposal = init_search (root, NULL);
    config = read_back (root, proposal);
    g_assert_cmpuint (config->sources->len, ==, 3);
    g_assert_cmpuint (config->databases->len, ==, 1);
    source = config_find_source (config, "api");
    g_assert_true (g_str_has_suffix (source->paths[0], "/old/api/m"));
    source = config_find_source (config, "api-knex");
    g_assert_true (g_str_has_suffix (source->paths[0], "/services/api/m"));
    g_assert_cmpstr (source_history_setting (source, "table", NULL), ==, "my: table");
    source = config->sources->pdata[2];
    g_assert_true (g_str_has_suffix (source->paths[0], "/services/r\u00e9 sum/m"));
    g_assert_cmpstr (source->tool, ==, "alembic");
    remove_root (root);
}

static void test_databases (void)
{
    g_autofree char *root = make_root ();
    g_autoptr (InitProposal) proposal = NULL;
    g_autoptr (Config) config = NULL;

    make (root, "a/knex.tool", "a\n${BILLING_DATABASE_URL}\n\n");
    make (root, "b/knex.tool", "b\n\n\n");
    make (root, "c/knex.tool", "c\nfile:./c.db\n\n");
    make (root, "d/knex.tool", "d\n${BILLING_DATABASE_URL}\nown\n");
    proposal = init_search (root, NULL);
    config = read_back (root, proposal);
    g_assert_cmpuint (config->databases->len, ==, 3);
    g_assert_cmpstr (config_find_source (config, "a")->database, ==, "billing");
    g_assert_cmpstr (config_find_source (config, "b")->database, ==, "default");
    g_assert_cmpstr (config_find_source (config, "c")->database, ==, "c");
    g_assert_cmpstr (config_find_source (config, "d")->database, ==, "billing");
    g_assert_true (g_str_has_suffix (config_find_database (config, "c")->url->database, "/c.db"));
    remove_root (root);
}

static void test_same_variable_twice (void)
{
    g_autofree char *root = make_root ();
    g_autoptr (InitProposal) proposal = NULL;
    g_autoptr (Config) config = NULL;

    make (root, "a/knex.tool", "a\n${DATABASE_URL}\n\n");
    make (root, "b-2/knex.tool", "b-2\n${DATABASE_URL}\n\n");
    make (root, "c/knex.tool", "c\n${DATABASE_URL}\nown\n");
    make (root, "d/alembic.tool", "d\n${DATABASE_URL}\n\n");
    g_setenv ("DATABASE_URL", "file:a.db", TRUE);
    g_setenv ("B_2_DATABASE_URL", "file:b.db", TRUE);
    proposal = init_search (root, NULL);
    config = read_back (root, proposal);
    g_unsetenv ("DATABASE_URL");
    g_unsetenv ("B_2_DATABASE_URL");
    g_assert_cmpstr (config_find_source (config, "a")->database, ==, "default");
    g_assert_cmpstr (config_find_source (config, "b-2")->database, ==, "b_2");
    g_assert_cmpstr (config_find_source (config, "c")->database, ==, "default");
    g_assert_cmpstr (config_find_source (config, "d")->database, ==, "default");
    g_assert_true (g_str_has_suffix (config_find_database (config, "b_2")->url->database, "/b.db"));
    remove_root (root);
}

static void test_skipped (void)
{
    g_autofree char *root = make_root ();
    g_autoptr (InitProposal) proposal = NULL;

    make (root, "node_modules/x/knex.tool", "x\n\n\n");
    make (root, ".cache/knex.tool", "x\n\n\n");
    make (root, "env/pyvenv.cfg", "");
    make (root, "env/lib/knex.tool", "x\n\n\n");
    make (root, "dist/knex.tool", "x\n\n\n");
    proposal = init_search (root, NULL);
    g_assert_cmpuint (proposal->sources->len, ==, 0);
    remove_root (root);
}

static void test_rivals_and_warnings (void)
{
    g_autofree char *root = make_root ();
    g_autoptr (InitProposal) proposal = NULL;
    g_autoptr (Config) config = NULL;
    g_autofree char *text = NULL;

    make (root, "a/knex.tool", "a\n\n\n");
    make (root, "a/alembic.tool", "a\n\n\n");
    make (root, "b/broken", "");
    proposal = init_search (root, NULL);
    config = read_back (root, proposal);
    text = init_text (proposal);
    g_assert_cmpuint (config->sources->len, ==, 1);
    g_assert_nonnull (strstr (text, "keep one of the two"));
    g_assert_cmpuint (proposal->warnings->len, ==, 1);
    g_assert_cmpstr (proposal->warnings->pdata[0], ==, "Alembic: it is broken");
    remove_root (root);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/init/names-and-settings", test_names_and_settings);
    g_test_add_func ("/init/databases", test_databases);
    g_test_add_func ("/init/same-variable-twice", test_same_variable_twice);
    g_test_add_func ("/init/skipped", test_skipped);
    g_test_add_func ("/init/rivals-and-warnings", test_rivals_and_warnings);
    return g_test_run ();
}
