#include "util/dotenv.h"

#include <string.h>

/* What dotenv 16.6.1 makes of each, entries by name with a bar between. */
static const char *const pairs[][2] = {
    { "A=b", "A=b" },
    { "A = b c  ", "A=b c" },
    { "export A=b", "A=b" },
    { "A: b", "A=b" },
    { "A:b", "" },
    { "A=", "A=" },
    { "A=\n'x'", "A=x" },
    { "A='a # b' # c", "A=a # b" },
    { "A=a#b", "A=a" },
    { "A=\"a\\nb\"", "A=a\nb" },
    { "A='a\\nb'", "A=a\\nb" },
    { "A=\"one\ntwo\"\nB=3", "A=one\ntwo|B=3" },
    { "A=\"it\\\"s\"", "A=it\\\"s" },
    { "A='x' y", "A='x' y" },
    { "A=\"open\nB=2", "A=\"open|B=2" },
    { "A=`x'y\"z`", "A=x'y\"z" },
    { "# A=1\n\nB=2", "B=2" },
    { "A=1\r\nB=2\r\n", "A=1|B=2" },
    { "A=1\nA=2", "A=2" },
    { "junk\nA=1", "A=1" },
    { "A=$B ${C}", "A=$B ${C}" },
    { "A.b-c=1", "A.b-c=1" },
    { "export =5", "export=5" },
    { "export\tA=1", "A=1" },
};

static void test_as_the_package (void)
{
    for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
        g_autoptr (GHashTable) entries = dotenv_parse (pairs[i][0], strlen (pairs[i][0]));
        GList *names = g_list_sort (g_hash_table_get_keys (entries), (GCompareFunc)strcmp);
        g_autoptr (GString) out = g_string_new (NULL);

        for (GList *name = names; name; name = name->next)
            g_string_append_printf (out, "%s%s=%s", name == names ? "" : "|", (char *)name->data,
                                    (char *)g_hash_table_lookup (entries, name->data));
        g_list_free (names);
        g_assert_cmpstr (out->str, ==, pairs[i][1]);
    }
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/dotenv/as-the-package", test_as_the_package);
    return g_test_run ();
}
