#include "util/duration.h"

static void test_parse (void)
{
    static const struct
    {
        const char *text;
        gint64 microseconds; /* -1: refused */
    } cases[] = {
        { "5s", 5000000 },
        { "250ms", 250000 },
        { "1m", 60000000 },
        { "2h", G_GINT64_CONSTANT (7200000000) },
        { "0", 0 },
        { "0s", 0 },
        { "", -1 },
        { "5", -1 },
        { "s", -1 },
        { "-5s", -1 },
        { "5 s", -1 },
        { "1.5s", -1 },
        { "5sec", -1 },
        { "99999999999999999999s", -1 },
        { "999999999999999h", -1 },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
        gint64 microseconds = -1;

        g_assert_cmpint (duration_parse (cases[i].text, &microseconds), ==, cases[i].microseconds >= 0);
        g_assert_cmpint (microseconds, ==, cases[i].microseconds);
    }
}

static void test_text (void)
{
    static const struct
    {
        gint64 microseconds;
        const char *text;
    } cases[] = {
        { 0, "0 ms" },
        { 1499, "1 ms" },
        { 999499, "999 ms" },
        { 999999, "1.0 s" },
        { 1250000, "1.2 s" },
        { 59999000, "59.9 s" },
        { 185000000, "3 min 5 s" },
        { G_GINT64_CONSTANT (5400000000), "1 h 30 min" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
        g_autofree char *text = duration_text (cases[i].microseconds);

        g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/duration/parse", test_parse);
    g_test_add_func ("/duration/text", test_text);
    return g_test_run ();
}
