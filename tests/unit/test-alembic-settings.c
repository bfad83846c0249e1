/* alembic.ini as configparser of Python 3.11 reads it, and [tool.alembic]. */

#include "adapters/alembic/settings.h"

static void expect (GHashTable *sections, const char *section, const char *key, const char *wanted)
{
    GHashTable *keys = g_hash_table_lookup (sections, section);
    const char *value;
    g_autofree char *filled = NULL;

    g_assert_nonnull (keys);
    value = g_hash_table_lookup (keys, key);
    filled = value ? ini_expand (keys, value, "/home/me") : NULL;
    g_assert_cmpstr (filled, ==, wanted);
}

static void test_ini (void)
{
    g_autoptr (GHashTable) sections = ini_parse ("stray = 1\n"
                                                 "[DEFAULT]\n"
                                                 "name = shop\n"
                                                 "[alembic]\n"
                                                 "# script_location = no\n"
                                                 "  ; nor this\n"
                                                 "Script_Location = %(here)s/%(name)s\n"
                                                 "url: driver://me:a%%40b@host/db = x\n"
                                                 "list = one\n"
                                                 "   two\n"
                                                 "\tthree\n"
                                                 "empty =\n"
                                                 "unknown = %(nobody)s\n"
                                                 "round = %(round)s\n"
                                                 "[other]\n"
                                                 "name = mine\n"
                                                 "  continued\n");

    expect (sections, "alembic", "script_location", "/home/me/shop");
    expect (sections, "alembic", "url", "driver://me:a%40b@host/db = x");
    expect (sections, "alembic", "list", "one\ntwo\nthree");
    expect (sections, "alembic", "empty", "");
    expect (sections, "alembic", "unknown", NULL);
    expect (sections, "alembic", "round", NULL);
    expect (sections, "alembic", "name", "shop");
    expect (sections, "other", "name", "mine\ncontinued");
    g_assert_cmpuint (g_hash_table_size (sections), ==, 3);
}

static void test_toml (void)
{
    g_autoptr (GHashTable) table = toml_alembic ("[project]\n"
                                                 "script_location = 'no'\n"
                                                 "[tool.alembic] # the tool\n"
                                                 "script_location = \"%(here)s/\\\"db\\\"\"  # comment\n"
                                                 "version_locations = [ # several\n"
                                                 "  \"a\", 'b\\c',\n"
                                                 "]\n"
                                                 "recursive_version_locations = true\n"
                                                 "timeout = 5\n"
                                                 "[[tool.alembic.post_write_hooks]]\n"
                                                 "script_location = 'nor this'\n");
    g_autoptr (GHashTable) nothing = toml_alembic ("[tool.other]\na = 'b'\n");

    g_assert_cmpstr (g_hash_table_lookup (table, "script_location"), ==, "%(here)s/\"db\"");
    g_assert_cmpstr (g_hash_table_lookup (table, "version_locations"), ==, "a\nb\\c");
    g_assert_cmpstr (g_hash_table_lookup (table, "recursive_version_locations"), ==, "true");
    g_assert_null (g_hash_table_lookup (table, "timeout"));
    g_assert_null (nothing);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/alembic/ini", test_ini);
    g_test_add_func ("/alembic/toml", test_toml);
    return g_test_run ();
}
