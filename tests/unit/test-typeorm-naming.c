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

    expect (typeorm_primary_key_name (1, "author", id), "PK_5a0e79799d372fe56f2f3fa6871");
    expect (typeorm_unique_name (1, "author", email), "UQ_384deada87eb62ab31c5d5afae5");
    expect (typeorm_index_name (1, "book", title, NULL), "IDX_c10a44a29ef231062f22b1b7ac");
    expect (typeorm_index_name (1, "book", title, ""), "IDX_c10a44a29ef231062f22b1b7ac");
    expect (typeorm_foreign_key_name (1, "book", author), "FK_24b753b0490a992a6941451f405");
    expect (typeorm_check_name (1, "book", "length(title) > 1", FALSE), "CHK_c4d4b78666c7e79dbfa077faf1");
}

static void test_strategy (void)
{
    g_autoptr (GPtrArray) two = names ("order_id", "item", NULL);

    expect (typeorm_primary_key_name (1, "shop.order_item", two), "PK_1d09139e5310ee27fa41e5cbc94");
    expect (typeorm_unique_name (1, "ta\xc3\xafga", two), "UQ_fb46d6945a1fc1a9b77c98ccad8");
    expect (typeorm_index_name (1, "user", two, "deleted IS NULL"), "IDX_8813562be2cf368cca9e5f1bfc");
    expect (typeorm_relation_name (1, "user", two, NULL), "REL_5eb08a7fe672debd8434723ac6");
    expect (typeorm_check_name (1, "user", "a > 1", TRUE), "CHK_63c3b4155fdb1fb04892ed33fa_ENUM");
    expect (typeorm_exclusion_name (1, "user", "USING gist (c WITH &&)"), "XCL_0b792fcc99ff314b4c2d5d8b83");
    expect (typeorm_default_name (1, "user", "age"), "DF_1f457efff42e9e3d54598c4bd8f");
}

static void test_order_and_path (void)
{
    g_autoptr (GPtrArray) one = names ("b", "a", NULL);
    g_autoptr (GPtrArray) other = names ("a", "b", NULL);
    g_autofree char *name = typeorm_primary_key_name (1, "t", one);

    expect (typeorm_primary_key_name (1, "t", other), name);
    expect (typeorm_primary_key_name (1, "schema.t", other), name);
    expect (typeorm_primary_key_name (1, "database.schema.t", other), name);
}

/* Names that TypeORM 0.3.31 gives. */
static void test_before_1 (void)
{
    g_autoptr (GPtrArray) two = names ("order_id", "item", NULL);

    expect (typeorm_primary_key_name (0, "shop.order_item", two), "PK_1d09139e5310ee27fa41e5cbc94");
    expect (typeorm_check_name (0, "product", "price > 0", FALSE), "CHK_efe2c066091e9d97fb8d5efcb4");
    expect (typeorm_unique_name (0, "ta\xc3\xafga", two), "UQ_571da7f2dd1e920a2aa341a258e");
    expect (typeorm_index_name (0, "user", two, "deleted IS NULL AND a = '(x*y)!~-_.'"),
            "IDX_63e3c52a2ae1427c37eddea5b7");
    expect (typeorm_check_name (0, "user", "a <> '\xc3\xa9' AND \"b\" IN (1,2)", FALSE),
            "CHK_0a3f2dbffcefa7bd425119047a");
}

int main (int argc, char *argv[])
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/typeorm-naming/observed", test_vectors);
    g_test_add_func ("/typeorm-naming/strategy", test_strategy);
    g_test_add_func ("/typeorm-naming/order-and-path", test_order_and_path);
    g_test_add_func ("/typeorm-naming/before-1", test_before_1);
    return g_test_run ();
}
