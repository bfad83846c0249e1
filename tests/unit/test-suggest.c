#include "util/suggest.h"

static const char *const words[] = { "status",       "plan", "up", "down", "lock_timeout", "statement_timeout",
                                     "out_of_order", NULL };

static void test_near (void)
{
    g_assert_cmpstr (suggest_nearest ("stauts", words), ==, "status");
    g_assert_cmpstr (suggest_nearest ("lock-timeout", words), ==, "lock_timeout");
    g_assert_cmpstr (suggest_nearest ("LOCKTIMEOUT", words), ==, "lock_timeout");
    g_assert_cmpstr (suggest_nearest ("plna", words), ==, "plan");
    g_assert_cmpstr (suggest_nearest ("statment_timeout", words), ==, "statement_timeout");
}

static void test_far (void)
{
    g_assert_null (suggest_nearest ("frobnicate", words));
    g_assert_null (suggest_nearest ("", words));
    g_assert_null (suggest_nearest ("xy", words));
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/suggest/near", test_near);
    g_test_add_func ("/suggest/far", test_far);
    return g_test_run ();
}
