#include "script/arena.h"
#include "script/intern.h"

#include <string.h>

static void test_pieces (void)
{
    g_autoptr (Arena) arena = arena_new (0);
    char *first = arena_text (arena, "ab", 2);
    guint8 *aligned = arena_alloc (arena, 100);
    guint8 *large = arena_alloc (arena, 10 * 1024 * 1024);
    g_assert_cmpstr (first, ==, "ab");
    g_assert_cmpuint (GPOINTER_TO_SIZE (aligned) % 16, ==, 0);
    for (guint i = 0; i < 100; i++)
        g_assert_cmpuint (aligned[i], ==, 0);
    large[10 * 1024 * 1024 - 1] = 1;
    g_assert_null (arena_alloc_array (arena, G_MAXSIZE / 2, 4));
}

static void test_limit (void)
{
    g_autoptr (Arena) arena = arena_new (1000);
    g_assert_nonnull (arena_alloc (arena, 900));
    g_assert_null (arena_alloc (arena, 101));
    g_assert_null (arena_alloc (arena, G_MAXSIZE));
    g_assert_nonnull (arena_alloc (arena, 10));
    g_assert_cmpuint (arena_used (arena), <=, 1000);
}

static void test_release (void)
{
    g_autoptr (Arena) arena = arena_new (0);
    char *kept = arena_text (arena, "kept", 4);
    for (guint round = 0; round < 1000; round++)
    {
        ArenaMark mark = arena_mark (arena);
        for (guint i = 0; i < 10; i++)
            memset (arena_alloc (arena, 20000), 0xFF, 20000);
        arena_release (arena, mark);
        guint8 *again = arena_alloc (arena, 64);
        for (guint i = 0; i < 64; i++)
            g_assert_cmpuint (again[i], ==, 0);
        arena_release (arena, mark);
    }
    g_assert_cmpstr (kept, ==, "kept");
    g_assert_cmpuint (arena_used (arena), <, 100);
}

static void test_names (void)
{
    g_autoptr (NameTable) names = names_new ();
    const Name *first = names_intern_text (names, "name0");
    g_assert_null (names_find (names, "name1", 5));
    for (guint i = 0; i < 20000; i++)
    {
        g_autofree char *text = g_strdup_printf ("name%u", i);
        const Name *name = names_intern_text (names, text);
        g_assert_true (name == names_find (names, text, strlen (text)));
    }
    g_assert_true (first == names_intern (names, "name0 and more", 5));
    g_assert_true (names_intern (names, "a\0b", 3) != names_intern (names, "a\0c", 3));
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/arena/pieces", test_pieces);
    g_test_add_func ("/arena/limit", test_limit);
    g_test_add_func ("/arena/release", test_release);
    g_test_add_func ("/intern/names", test_names);
    return g_test_run ();
}
