/* The model of tables: copies, names, keys; and names in SQL. */

#include "ddl/quote.h"
#include "ddl/table.h"

static DdlTable *sample (void)
{
    DdlTable *table = ddl_table_new ();
    static const char *const names[] = { "id", "tenant", "email" };

    table->name = g_strdup ("user");
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
        DdlColumn *column = ddl_column_new ();

        column->name = g_strdup (names[i]);
        column->primary = i < 2;
        g_ptr_array_add (table->columns, column);
    }
    return table;
}

static void test_new (void)
{
    g_autoptr (DdlColumn) column = ddl_column_new ();

    g_assert_null (column->name);
    g_assert_cmpint (column->precision, ==, DDL_UNSET);
    g_assert_cmpint (column->srid, ==, DDL_UNSET);
    g_assert_cmpuint (column->enum_values->len, ==, 0);
    g_assert_false (column->nullable);
}

static void test_copy_is_deep (void)
{
    DdlTable *table = sample ();
    DdlUnique *unique = ddl_unique_new ();
    g_autoptr (DdlTable) copy = NULL;
    int origin;

    unique->name = g_strdup ("UQ");
    unique->origin = &origin;
    ddl_names_add (unique->columns, "email");
    g_ptr_array_add (table->uniques, unique);
    ddl_names_add (ddl_table_column (table, "email")->enum_values, "a");
    copy = ddl_table_copy (table);
    ddl_set (&unique->name, "other");
    ddl_names_replace (unique->columns, "email", "mail");
    g_ptr_array_remove_index (table->columns, 0);
    ddl_table_free (table);

    g_assert_cmpuint (copy->columns->len, ==, 3);
    unique = ddl_table_unique (copy, "UQ");
    g_assert_nonnull (unique);
    g_assert_true (unique->origin == &origin);
    g_assert_true (ddl_names_are (unique->columns, "email"));
    g_assert_cmpstr (g_ptr_array_index (ddl_table_column (copy, "email")->enum_values, 0), ==, "a");
}

static void test_primary_key (void)
{
    g_autoptr (DdlTable) table = sample ();
    g_autoptr (GPtrArray) names = ddl_table_primary_names (table);

    g_assert_cmpuint (names->len, ==, 2);
    g_assert_cmpstr (g_ptr_array_index (names, 1), ==, "tenant");
    g_assert_null (ddl_table_primary_constraint (table));
    /* The second column of a key has no say in its name. */
    ddl_set (&ddl_table_column (table, "tenant")->primary_key_constraint, "second");
    g_assert_null (ddl_table_primary_constraint (table));
    ddl_set (&ddl_table_column (table, "id")->primary_key_constraint, "first");
    g_assert_cmpstr (ddl_table_primary_constraint (table), ==, "first");
}

static void test_names (void)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GPtrArray) same = g_ptr_array_new_with_free_func (g_free);

    for (const char *c = "abc"; *c; c++)
    {
        char name[2] = { *c, 0 };

        ddl_names_add (names, name);
        ddl_names_add (same, name);
    }
    g_assert_true (ddl_names_equal (names, same));
    ddl_names_replace (names, "b", "x");
    g_assert_cmpint (ddl_names_find (names, "x"), ==, 1);
    g_assert_cmpint (ddl_names_find (names, "b"), ==, -1);
    g_assert_false (ddl_names_equal (names, same));
    ddl_names_remove (names, "a");
    ddl_names_remove (names, "nothing");
    g_assert_cmpuint (names->len, ==, 2);
    g_assert_cmpstr (g_ptr_array_index (names, 0), ==, "x");
}

static void test_quote (void)
{
    static const struct
    {
        Dialect dialect;
        const char *path, *literal;
    } wanted[] = {
        { DIALECT_POSTGRESQL, "\"s\"\"x\".\"t\"", "'it''s'" },
        { DIALECT_MYSQL, "`s\"x`.`t`", "'it''s'" },
        { DIALECT_SQLITE, "\"s\"\"x\".\"t\"", "'it''s'" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
        g_autofree char *path = ddl_path (wanted[i].dialect, "s\"x", "t");
        g_autofree char *name = ddl_path (wanted[i].dialect, NULL, "t");
        g_autofree char *literal = ddl_literal (wanted[i].dialect, "it's");
        g_autofree char *null = ddl_literal (wanted[i].dialect, NULL);

        g_assert_cmpstr (path, ==, wanted[i].path);
        g_assert_true (g_str_has_suffix (path, name));
        g_assert_cmpstr (literal, ==, wanted[i].literal);
        g_assert_cmpstr (null, ==, "NULL");
    }
}

int main (int argc, char *argv[])
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/ddl-table/new", test_new);
    g_test_add_func ("/ddl-table/copy-is-deep", test_copy_is_deep);
    g_test_add_func ("/ddl-table/primary-key", test_primary_key);
    g_test_add_func ("/ddl-table/names", test_names);
    g_test_add_func ("/ddl-table/quote", test_quote);
    return g_test_run ();
}
