#include "adapters/prisma/prisma.h"
#include "util/error.h"

#include <string.h>

/* The lines of a data file, in the order of the file: what Node's localeCompare made of them. */
static GStrv read_lines (const char *name)
{
    g_autofree char *path = g_test_build_filename (G_TEST_DIST, "tests", "unit", "data", name, NULL);
    g_autofree char *text = NULL;
    g_autoptr (GError) error = NULL;

    g_file_get_contents (path, &text, NULL, &error);
    g_assert_no_error (error);
    text[strlen (text) - 1] = '\0';
    return g_strsplit (text, "\n", -1);
}

static void test_as_node_sorts (gconstpointer file)
{
    g_auto (GStrv) expected = read_lines (file);
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    g_autoptr (GRand) random = g_rand_new_with_seed (7);
    g_autoptr (GError) error = NULL;
    guint n = g_strv_length (expected);

    g_assert_cmpuint (n, >, 1500);
    for (guint i = 0; i < n; i++)
        g_ptr_array_add (names, expected[i]);
    for (guint i = n - 1; i > 0; i--)
    {
        guint other = (guint)g_rand_int_range (random, 0, (gint32)i + 1);
        gpointer name = names->pdata[i];

        names->pdata[i] = names->pdata[other];
        names->pdata[other] = name;
    }
    prisma_sort_names (names, &error);
    g_assert_no_error (error);
    for (guint i = 0; i < n; i++)
        g_assert_cmpstr (names->pdata[i], ==, expected[i]);
}

/* Sorts the two names; NULL when the order was told, else the error's message. */
static char *sort_two (const char *first, const char *second)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    g_autoptr (GError) error = NULL;

    g_ptr_array_add (names, (gpointer)first);
    g_ptr_array_add (names, (gpointer)second);
    if (prisma_sort_names (names, &error))
        return NULL;
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_UNSUPPORTED);
    return g_strdup (error->message);
}

static void test_refusals (void)
{
    /* Only these are left to chance, or to a table we don't have. */
    static const struct
    {
        const char *first, *second;
        gboolean refused;
    } cases[] = {
        { "20240101000000_日本", "20240102000000_abc", FALSE },
        { "20240101000000_日本", "20240101000000_abc", TRUE },
        { "20240101000000_日本", "20240101000000", FALSE },
        { "20240101000000日本", "20240101000000", TRUE },
        { "a日", "a", TRUE },
        { "a日b", "b日a", FALSE },
        { "caf\303\251", "cafe\314\201", TRUE }, /* the same name, composed and decomposed */
        { "x\001", "x", TRUE },                  /* control characters count for nothing */
        { "stra\303\237e", "strasse", TRUE },    /* differ, but not in their letters */
        { "stra\303\237e", "strassf", FALSE },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
        g_autofree char *forwards = sort_two (cases[i].first, cases[i].second);
        g_autofree char *backwards = sort_two (cases[i].second, cases[i].first);

        g_test_message ("%s / %s", cases[i].first, cases[i].second);
        g_assert_cmpint (forwards != NULL, ==, cases[i].refused);
        g_assert_cmpint (backwards != NULL, ==, cases[i].refused);
        if (forwards)
            g_assert_nonnull (strstr (forwards, cases[i].first));
    }
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_data_func ("/prisma/order/ascii", "locale-order-ascii.txt", test_as_node_sorts);
    g_test_add_data_func ("/prisma/order/latin", "locale-order-latin.txt", test_as_node_sorts);
    g_test_add_func ("/prisma/order/refusals", test_refusals);
    return g_test_run ();
}
