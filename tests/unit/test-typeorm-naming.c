/* The names that TypeORM makes up: those that TypeORM 1.1.1 and 0.3.31 gave when they were run. */

#include "adapters/typeorm/naming.h"

static GPtrArray *names (const char *first, ...) G_GNUC_NULL_TERMINATED;
static GPtrArray *names (const char *first, ...)
{
    GPtrArray *list = g_ptr_array_new ();
    va_list rest;

    va_start (rest, first);
    for (const char *name = first; name; name = va_arg (rest, const char *))
        g_ptr_array_add (list, (gpointer)name);
    va_end (rest);
    return list;
}

static void expect (char *name, const char *wanted)
{
    g_assert_cmpstr (name, ==, wanted);
    g_free (name);
}

static void test_vectors (void)
{
    g_autoptr (GPtrArray) id = names ("id", NULL);
    g_autoptr (GPtrArray) email = names ("email", NULL);
    g_autoptr (GPtrArray) title = names ("title", NULL);
    g_autoptr (GPtrArray) author = names ("author_id", NULL);

    expect (typeorm_primary_key_name ("author", id), "PK_5a0e79799d372fe56f2f3fa6871");
    expect (typeorm_unique_name ("author", email), "UQ_384deada87eb62ab31c5d5afae5");
    expect (typeorm_index_name ("book", title, NULL), "IDX_c10a44a29ef231062f22b1b7ac");
    expect (typeorm_index_name ("book", title, ""), "IDX_c10a44a29ef231062f22b1b7ac");
    expect (typeorm_foreign_key_name ("book", author), "FK_24b753b0490a992a6941451f405");
    expect (typeorm_check_name ("book", "length(title) > 1", FALSE), "CHK_c4d4b78666c7e79dbfa077faf1");
}

static void test_strategy (void)
{
    g_autoptr (GPtrArray) two = names ("order_id", "item", NULL);

    expect (typeorm_primary_key_name ("shop.order_item", two), "PK_1d09139e5310ee27fa41e5cbc94");
    expect (typeorm_unique_name ("ta\xc3\xafga", two), "UQ_fb46d6945a1fc1a9b77c98ccad8");
    expect (typeorm_index_name ("user", two, "deleted IS NULL"), "IDX_8813562be2cf368cca9e5f1bfc");
    expect (typeorm_relation_name ("user", two, NULL), "REL_5eb08a7fe672debd8434723ac6");
    expect (typeorm_check_name ("user", "a > 1", TRUE), "CHK_63c3b4155fdb1fb04892ed33fa_ENUM");
    expect (typeorm_exclusion_name ("user", "USING gist (c WITH &&)"), "XCL_0b792fcc99ff314b4c2d5d8b83");
    expect (typeorm_default_name ("user", "age"), "DF_1f457efff42e9e3d54598c4bd8f");
}

static void test_order_and_path (void)
{
    g_autoptr (GPtrArray) one = names ("b", "a", NULL);
    g_autoptr (GPtrArray) other = names ("a", "b", NULL);
    g_autofree char *name = typeorm_primary_key_name ("t", one);

    expect (typeorm_primary_key_name ("t", other), name);
    expect (typeorm_primary_key_name ("schema.t", other), name);
    expect (typeorm_primary_key_name ("database.schema.t", other), name);
}

int main (int argc, char *argv[])
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/typeorm-naming/observed", test_vectors);
    g_test_add_func ("/typeorm-naming/strategy", test_strategy);
    g_test_add_func ("/typeorm-naming/order-and-path", test_order_and_path);
    return g_test_run ();
}
