#include "util/secret.h"

static void test_masks (void)
{
    static const char *const pairs[][2] = {
        { "database: postgres://ann:hush@db/app", "database: postgres://ann:***@db/app" },
        { "database: \"postgres://ann:hu@s/h?@db/app\"", "database: \"postgres://ann:***@db/app\"" },
        { "a: mysql://u:hush@h/d?sslpassword=hush&x=1", "a: mysql://u:***@h/d?sslpassword=***&x=1" },
        { "a: postgres://u:hush", "a: postgres://u:***" },
        { "a: postgres://host:5432/app", "a: postgres://host:5432/app" },
        { "a: postgres://[::1]:5432/app", "a: postgres://[::1]:5432/app" },
        { "a: postgres://ann@host/app", "a: postgres://ann@host/app" },
        { "    env: {DB_PASSWORD: hush, NAME: x}", "    env: {DB_PASSWORD: ***, NAME: x}" },
        { "    API_TOKEN: 'hush hush'", "    API_TOKEN: '***'" },
        { "    API_TOKEN: ${API_TOKEN}", "    API_TOKEN: ${API_TOKEN}" },
        { "path: services/tokens/migrations", "path: services/tokens/migrations" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
        g_autofree char *masked = secret_mask (pairs[i][0], NULL);

        g_assert_cmpstr (masked, ==, pairs[i][1]);
    }
}

static void test_column_moves (void)
{
    const char *line = "{\u00fcrl: postgres://u:hushhush@h/d, bad: 1}";
    guint column = 34;
    g_autofree char *masked = secret_mask (line, &column);
    const char *at = g_utf8_offset_to_pointer (masked, column - 1);

    g_assert_true (g_str_has_prefix (g_utf8_offset_to_pointer (line, 33), "bad"));
    g_assert_true (g_str_has_prefix (at, "bad"));
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/secret/masks", test_masks);
    g_test_add_func ("/secret/column-moves", test_column_moves);
    return g_test_run ();
}
