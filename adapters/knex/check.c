/* Knex goes on only when every recorded migration has its file (validateMigrationList). */

#include "adapters/knex/knex.h"
#include "util/error.h"

#include <string.h>

/* The file in the source's folders that NAME may have become by being compiled, or the other way round; NULL when there is none. */
char *knex_twin (const Source *source, const char *name)
{
    const char *dot = strrchr (name, '.');
    const char *other = dot && g_str_equal (dot, ".ts") ? ".js" : dot && g_str_equal (dot, ".js") ? ".ts" : NULL;
    g_autofree char *twin = other ? g_strdup_printf ("%.*s%s", (int)(dot - name), name, other) : NULL;

    for (char **path = source->paths; twin && *path; path++)
    {
        g_autofree char *file = g_build_filename (*path, twin, NULL);

        if (g_file_test (file, G_FILE_TEST_IS_REGULAR))
            return g_steal_pointer (&twin);
    }
    return NULL;
}

gboolean knex_check (const Source *source, const AdapterContext *context, GError **error)
{
    g_autoptr (GString) names = g_string_new (NULL);
    g_autofree char *twin = NULL;

    if (context->missing->len == 0 || knex_flag (source, "disableMigrationsListValidation"))
        return TRUE;
    for (guint i = 0; i < context->missing->len; i++)
        g_string_append_printf (names, "%s%s", i ? ", " : "", (const char *)context->missing->pdata[i]);
    error_set (error, MIGSHIM_ERROR_DISAGREE,
               "The migration directory is corrupt, the following files are missing: %s (source \"%s\")", names->str,
               source->name);
    twin = knex_twin (source, context->missing->pdata[0]);
    if (twin)
        error_hint (error,
                    "Knex records names with their extension: %s was applied, and %s is what is there now.\n"
                    "Point `path` at the folder that the rows were made from, or rename the rows: UPDATE the column "
                    "`name` of the history table.",
                    (const char *)context->missing->pdata[0], twin);
    else
        error_hint (error,
                    "Restore the files; or, when they are gone for good, take a row away: migshim mark pending %s:%s",
                    source->name, (const char *)context->missing->pdata[0]);
    return FALSE;
}
