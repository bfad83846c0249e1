/* A Knex project found by `init`: a knexfile, and the folder of migrations beside it. */

#include "adapters/knex/knex.h"
#include "util/path.h"

#include <string.h>

static const char *const knexfiles[] = { "knexfile.js", "knexfile.mjs", "knexfile.ts", "knexfile.cjs", NULL };

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
        source->path = path_relative_to (root, migrations);
        source->evidence = path_relative_to (root, file);
        g_ptr_array_add (found, source);
        break;
    }
    return TRUE;
}
