#include "ddl/sqlite_table.h"
#include "util/error.h"

#include <glib.h>

static void test_columns (void)
{
    g_autoptr (SqliteTable) table = sqlite_table_parse (
        "CREATE TABLE \"a\"\"b\" (id integer PRIMARY KEY DESC ON CONFLICT REPLACE, [first name] varchar ( 10 ) COLLATE "
        "NOCASE "
        "NOT NULL ON CONFLICT FAIL DEFAULT 'a,b)' CONSTRAINT named CHECK (length([first name]) > (1)) CHECK(1),\n"
        "  `x` DOUBLE  PRECISION DEFAULT -1.5 UNIQUE ON CONFLICT IGNORE, -- note, with (\n"
        "  bare, full TEXT GENERATED ALWAYS AS (`x` || ')' ) STORED, short AS (x) VIRTUAL,\n"
        "  parent int REFERENCES p (id) ON DELETE SET NULL ON UPDATE CASCADE MATCH FULL DEFERRABLE INITIALLY DEFERRED "
        "NOT NULL)",
        NULL);
    const SqliteColumn *column;

    g_assert_cmpstr (table->name, ==, "a\"b");
    g_assert_cmpuint (table->columns->len, ==, 7);
    column = sqlite_table_column (table, "ID");
    g_assert_true (column->descending);
    g_assert_cmpstr (column->primary_conflict, ==, "REPLACE");
    column = sqlite_table_column (table, "first name");
    g_assert_cmpstr (column->type, ==, "varchar ( 10 )");
    g_assert_cmpstr (column->collation, ==, "NOCASE");
    g_assert_cmpstr (column->not_null_conflict, ==, "FAIL");
    g_assert_cmpuint (column->checks->len, ==, 2);
    g_assert_cmpstr (((SqliteCheck *)column->checks->pdata[0])->name, ==, "named");
    g_assert_cmpstr (((SqliteCheck *)column->checks->pdata[0])->expression, ==, "length([first name]) > (1)");
    g_assert_null (((SqliteCheck *)column->checks->pdata[1])->name);
    column = sqlite_table_column (table, "x");
    g_assert_cmpstr (column->type, ==, "DOUBLE  PRECISION");
    g_assert_cmpstr (column->unique_conflict, ==, "IGNORE");
    g_assert_cmpstr (sqlite_table_column (table, "bare")->type, ==, "");
    column = sqlite_table_column (table, "full");
    g_assert_cmpstr (column->generated, ==, "`x` || ')'");
    g_assert_true (column->stored);
    column = sqlite_table_column (table, "short");
    g_assert_cmpstr (column->generated, ==, "x");
    g_assert_false (column->stored);
    column = sqlite_table_column (table, "parent");
    g_assert_cmpstr (column->deferrable, ==, "INITIALLY DEFERRED");
    g_assert_null (sqlite_table_column (table, "none"));
    g_assert_cmpuint (table->constraints->len, ==, 0);
    g_assert_false (table->strict || table->without_rowid);
}

static void test_constraints (void)
{
    g_autoptr (SqliteTable) table = sqlite_table_parse (
        "CREATE TABLE t (a, b, PRIMARY KEY (\"b\", a COLLATE NOCASE), CONSTRAINT u UNIQUE (a, b) ON CONFLICT ABORT "
        "CONSTRAINT c CHECK (a in (1, 2)), FOREIGN KEY (a,b) REFERENCES o(x,y) ON DELETE NO ACTION NOT DEFERRABLE, "
        "CONSTRAINT f FOREIGN KEY (b) REFERENCES o DEFERRABLE INITIALLY IMMEDIATE) WITHOUT ROWID, STRICT",
        NULL);
    const SqliteConstraint *all[5];

    g_assert_cmpuint (table->columns->len, ==, 2);
    g_assert_cmpuint (table->constraints->len, ==, 5);
    for (guint i = 0; i < 5; i++)
        all[i] = g_ptr_array_index (table->constraints, i);
    g_assert_cmpint (all[0]->kind, ==, SQLITE_PRIMARY_KEY);
    g_assert_cmpstr (all[0]->columns[0], ==, "b");
    g_assert_cmpstr (all[0]->columns[1], ==, "a");
    g_assert_false (all[0]->plain);
    g_assert_cmpint (all[1]->kind, ==, SQLITE_UNIQUE);
    g_assert_cmpstr (all[1]->conflict, ==, "ABORT");
    g_assert_true (all[1]->plain);
    g_assert_cmpint (all[2]->kind, ==, SQLITE_CHECK);
    g_assert_cmpstr (all[2]->name, ==, "c");
    g_assert_cmpstr (all[2]->expression, ==, "a in (1, 2)");
    g_assert_cmpint (all[3]->kind, ==, SQLITE_FOREIGN_KEY);
    g_assert_null (all[3]->deferrable);
    g_assert_cmpuint (g_strv_length (all[3]->columns), ==, 2);
    g_assert_cmpstr (all[4]->name, ==, "f");
    g_assert_cmpstr (all[4]->deferrable, ==, "INITIALLY IMMEDIATE");
    g_assert_true (table->strict && table->without_rowid);
}

static void test_not_ordinary (void)
{
    g_autoptr (GError) error = NULL;

    g_assert_null (sqlite_table_parse ("CREATE VIRTUAL TABLE v USING fts5(a)", &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_UNSUPPORTED);
}

/* Text that SQLite never accepted must do no harm. */
static void test_cut (void)
{
    static const char whole[] =
        "CREATE TABLE t (a int PRIMARY KEY AUTOINCREMENT CHECK (a > 0) REFERENCES o (x) ON DELETE "
        "SET NULL DEFERRABLE INITIALLY DEFERRED, b AS (a) STORED, CONSTRAINT f FOREIGN KEY (a) "
        "REFERENCES o ON UPDATE NO ACTION, UNIQUE (a) ON CONFLICT FAIL) STRICT";

    for (gsize i = 0; i < sizeof whole; i++)
    {
        g_autofree char *cut = g_strndup (whole, i);
        g_autoptr (SqliteTable) table = sqlite_table_parse (cut, NULL);

        g_assert_true (!table || table->columns->len <= 4);
    }
}

static void expect_index (const char *sql, gboolean plain, const char *predicate)
{
    SqliteIndex index = sqlite_index_parse (sql);

    g_assert_cmpint (index.plain, ==, plain);
    g_assert_cmpstr (index.predicate, ==, predicate);
    sqlite_index_clear (&index);
}

static void test_indexes (void)
{
    expect_index ("CREATE INDEX \"i\" ON \"t\" (\"a\", b) ", TRUE, NULL);
    expect_index ("CREATE UNIQUE INDEX i ON t (a DESC)", FALSE, NULL);
    expect_index ("CREATE INDEX i ON t (lower(a))", FALSE, NULL);
    expect_index ("CREATE INDEX i ON t (a, (a + b), c)", FALSE, NULL);
    expect_index ("CREATE INDEX i ON t (a COLLATE NOCASE) where a > 1\n AND b IN (1, 2)", FALSE,
                  "a > 1\n AND b IN (1, 2)");
}

static void test_triggers (void)
{
    g_auto (GStrv) columns =
        sqlite_trigger_columns ("CREATE TRIGGER \"of\" AFTER UPDATE OF a, \"b c\" ON t BEGIN SELECT 1; END");

    g_assert_cmpuint (g_strv_length (columns), ==, 2);
    g_assert_cmpstr (columns[1], ==, "b c");
    g_assert_null (sqlite_trigger_columns ("CREATE TRIGGER x AFTER UPDATE ON t BEGIN SELECT 1 AS of; END"));
}

static void expect_values (const char *expression, const char *joined)
{
    g_autoptr (GPtrArray) values = sqlite_check_values (expression, "kind");

    g_assert_cmpint (values != NULL, ==, joined != NULL);
    if (values)
    {
        g_autofree char *text = NULL;

        g_ptr_array_add (values, NULL);
        text = g_strjoinv ("|", (char **)values->pdata);
        g_assert_cmpstr (text, ==, joined);
    }
}

static void test_values (void)
{
    expect_values (" \"kind\" IN ('a','it''s', ', )') ", "a|it's|, )");
    expect_values ("kind in ('x')", "x");
    expect_values ("\"other\" IN ('a')", NULL);
    expect_values ("\"kind\" IN (1, 'a')", NULL);
    expect_values ("\"kind\" IN ('a') OR 1", NULL);
    expect_values ("\"kind\" IN ()", NULL);
    expect_values ("\"kind\" IN ('a'", NULL);
}

static void test_rename (void)
{
    g_autofree char *renamed =
        sqlite_expression_rename ("length(a) > 1 AND \"A\" <> 'a' AND a(1) AND b.a = a.c", "a", "n\"m");

    g_assert_cmpstr (renamed, ==, "length(\"n\"\"m\") > 1 AND \"n\"\"m\" <> 'a' AND a(1) AND b.\"n\"\"m\" = a.c");
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/sqlite-table/columns", test_columns);
    g_test_add_func ("/sqlite-table/constraints", test_constraints);
    g_test_add_func ("/sqlite-table/not-ordinary", test_not_ordinary);
    g_test_add_func ("/sqlite-table/cut", test_cut);
    g_test_add_func ("/sqlite-table/indexes", test_indexes);
    g_test_add_func ("/sqlite-table/triggers", test_triggers);
    g_test_add_func ("/sqlite-table/values", test_values);
    g_test_add_func ("/sqlite-table/rename", test_rename);
    return g_test_run ();
}
