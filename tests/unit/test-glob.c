#include "util/error.h"
#include "util/glob.h"

#include <glib/gstdio.h>
#include <string.h>

static char *root;

static void make (const char *path, gboolean file)
{
    g_autofree char *full = g_build_filename (root, path, NULL);

    if (file)
        g_assert_true (g_file_set_contents (full, "", 0, NULL));
    else
        g_assert_cmpint (g_mkdir_with_parents (full, 0700), ==, 0);
}

/* Without the root, by name, a blank between. */
static char *expand (const char *pattern)
{
    g_autofree char *full = g_build_filename (root, pattern, NULL);
    g_autoptr (GPtrArray) paths = glob_expand (full, NULL);
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < paths->len; i++)
        g_string_append_printf (out, "%s%s", i ? " " : "", (char *)paths->pdata[i] + strlen (root) + 1);
    return g_string_free (out, FALSE);
}

static void test_patterns (void)
{
    static const char *const pairs[][2] = {
        { "services/*/migrations", "services/api/migrations services/web/migrations" },
        { "services/api/migrations/*.{ts,js}", "services/api/migrations/1.ts services/api/migrations/2.js" },
        { "**/migrations", "services/api/migrations services/web/migrations" },
        { "services/**/?.ts", "services/api/migrations/1.ts services/web/migrations/1.ts" },
        { "services/[a-c]pi", "services/api" },
        { "services/[!a]*", "services/web" },
        { "services/.*", "services/.hidden" },
        { "services/{api,api}", "services/api" },
        { "services/{web,{a,b}pi}", "services/api services/web" },
        { "services/none*", "" },
        { "services/api/migrations/1.ts/*", "" },
        { "services/w*b*/m*s", "services/web/migrations" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
        g_autofree char *text = expand (pairs[i][0]);

        g_assert_cmpstr (text, ==, pairs[i][1]);
    }
}

static void test_too_many (void)
{
    g_autoptr (GError) error = NULL;

    g_assert_null (glob_expand ("/{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_CONFIG);
}

int main (int argc, char **argv)
{
    g_autofree char *remove = NULL;
    int result;

    g_test_init (&argc, &argv, NULL);
    root = g_dir_make_tmp ("migshim-glob-XXXXXX", NULL);
    make ("services/api/migrations", FALSE);
    make ("services/web/migrations", FALSE);
    make ("services/.hidden/migrations", FALSE);
    make ("node_modules/x/migrations", FALSE);
    make ("services/api/migrations/1.ts", TRUE);
    make ("services/api/migrations/2.js", TRUE);
    make ("services/api/migrations/3.sql", TRUE);
    make ("services/web/migrations/1.ts", TRUE);
    g_test_add_func ("/glob/patterns", test_patterns);
    g_test_add_func ("/glob/too-many", test_too_many);
    result = g_test_run ();
    remove = g_strdup_printf ("rm -rf '%s'", root);
    g_assert_true (g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL));
    g_free (root);
    return result;
}
