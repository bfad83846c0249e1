/* A Knex project found by `init`: a knexfile, and the folder of migrations beside it. */

#include "adapters/knex/knex.h"

#include <string.h>

static const char *const knexfiles[] = { "knexfile.js", "knexfile.mjs", "knexfile.ts", "knexfile.cjs", NULL };

static char *relative_to (const char *root, const char *path)
{
    gsize length = strlen (root);

    return g_str_has_prefix (path, root) && path[length] == '/' ? g_strdup (path + length + 1) : g_strdup (".");
}

gboolean knex_detect (const char *root, const char *folder, GPtrArray *found, GError **error G_GNUC_UNUSED)
{
    g_autofree char *migrations = g_build_filename (folder, "migrations", NULL);

    for (const char *const *name = knexfiles; *name; name++)
    {
        g_autofree char *file = g_build_filename (folder, *name, NULL);
        FoundSource *source;

        if (!g_file_test (file, G_FILE_TEST_IS_REGULAR) || !g_file_test (migrations, G_FILE_TEST_IS_DIR))
            continue;
        source = g_new0 (FoundSource, 1);
        source->name = g_path_get_basename (folder);
        source->path = relative_to (root, migrations);
        source->evidence = relative_to (root, file);
        g_ptr_array_add (found, source);
        break;
    }
    return TRUE;
}
