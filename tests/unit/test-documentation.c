/* The examples of docs/configuration.md are files that the program reads. */

#include "adapters/adapter.h"
#include "core/config.h"

#include <glib/gstdio.h>
#include <string.h>

/* The tools that the page speaks of, in place of the registry: the page is about the format of the file. */
static const char *const settings[] = { "table", "schema", NULL };
static const Adapter tools[] = {
    { .name = "prisma", .history_settings = settings },
    { .name = "typeorm", .history_settings = settings },
    { .name = "alembic", .history_settings = settings },
    { .name = "knex", .history_settings = settings },
};
static const Adapter *const registry[] = { &tools[0], &tools[1], &tools[2], &tools[3], NULL };

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

static const char *const folders[] = { "services/api/prisma/migrations", "services/billing/migrations/versions",
                                       "services/web/migrations", "services/core/src/migrations",
                                       "services/web/seeds" };

static void test_configuration (void)
{
    g_autofree char *page = g_test_build_filename (G_TEST_DIST, "docs", "configuration.md", NULL);
    g_autofree char *root = g_dir_make_tmp ("migshim-docs-XXXXXX", NULL);
    g_autofree char *file = g_build_filename (root, "migshim.yaml", NULL);
    g_autofree char *remove = g_strdup_printf ("rm -rf '%s'", root);
    g_autofree char *text = NULL;
    g_auto (GStrv) parts = NULL;
    guint examples = 0;

    for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
        g_autofree char *folder = g_build_filename (root, folders[i], NULL);

        g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
    }
    g_assert_true (g_file_get_contents (page, &text, NULL, NULL));
    parts = g_strsplit (text, "```yaml\n", -1);
    for (guint i = 1; parts[i]; i++)
    {
        char *end = strstr (parts[i], "```");
        g_autoptr (GError) error = NULL;
        g_autoptr (Config) config = NULL;

        g_assert_nonnull (end);
        config = config_parse (parts[i], (gsize)(end - parts[i]), file, NULL, &error);
        if (!config)
            g_error ("example %u: %s", i, error->message);
        examples++;
    }
    g_assert_cmpuint (examples, >=, 4);
    g_assert_true (g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL));
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/documentation/configuration", test_configuration);
    return g_test_run ();
}
