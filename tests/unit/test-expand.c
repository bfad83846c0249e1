#include "util/error.h"
#include "util/expand.h"

#include <string.h>

static const char *lookup (const char *name, gpointer data)
{
    (void)data;
    if (g_str_equal (name, "HOST"))
        return "db.example.com";
    if (g_str_equal (name, "PRICE"))
        return "$5 ${HOST}";
    return g_str_equal (name, "EMPTY") ? "" : NULL;
}

static void test_expanded (void)
{
    static const char *const pairs[][2] = {
        { "plain", "plain" },
        { "${HOST}/x", "db.example.com/x" },
        { "a${HOST}b${HOST}", "adb.example.combdb.example.com" },
        { "${NONE:-x}", "x" },
        { "${EMPTY:-x}", "x" },
        { "[${EMPTY}]", "[]" },
        { "${HOST:-x}", "db.example.com" },
        { "${NONE:-}", "" },
        { "${NONE:-${HOST}}", "db.example.com" },
        { "${NONE:-${NEITHER:-y}}z", "yz" },
        { "$$", "$" },
        { "$${HOST}", "${HOST}" },
        { "a$", "a$" },
        { "1$2", "1$2" },
        { "${PRICE}", "$5 ${HOST}" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
        g_autofree char *text = expand_variables (pairs[i][0], lookup, NULL, NULL, NULL);

        g_assert_cmpstr (text, ==, pairs[i][1]);
    }
}

static void test_refused (void)
{
    static const char *const pairs[][2] = {
        { "$HOST", "\"$HOST\"" },          { "${HOST", "closing brace" },      { "${}", "not a variable" },
        { "${1A}", "not a variable" },     { "${HOST:?x}", "not a variable" }, { "${HOST-x}", "not a variable" },
        { "${NONE:-$HOST}", "\"$HOST\"" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
        g_autoptr (GError) error = NULL;
        g_autofree char *missing = NULL;

        g_assert_null (expand_variables (pairs[i][0], lookup, NULL, &missing, &error));
        g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_CONFIG);
        g_assert_nonnull (strstr (error->message, pairs[i][1]));
        g_assert_null (missing);
    }
}

static void test_missing (void)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *missing = NULL;

    g_assert_null (expand_variables ("x${NONE}", lookup, NULL, &missing, &error));
    g_assert_cmpstr (missing, ==, "NONE");
    g_assert_nonnull (strstr (error->message, "NONE"));
}

static void test_deep (void)
{
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GError) error = NULL;

    for (guint i = 0; i < 10000; i++)
        g_string_append (text, "${NONE:-");
    for (guint i = 0; i < 10000; i++)
        g_string_append_c (text, '}');
    g_assert_null (expand_variables (text->str, lookup, NULL, NULL, &error));
    g_assert_nonnull (strstr (error->message, "nested"));
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/expand/expanded", test_expanded);
    g_test_add_func ("/expand/refused", test_refused);
    g_test_add_func ("/expand/missing", test_missing);
    g_test_add_func ("/expand/deep", test_deep);
    return g_test_run ();
}
