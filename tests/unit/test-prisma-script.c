/* How a script must run, told from its text alone. What it does then is compared with the real engine in tests/differential. */

#include "adapters/prisma/prisma.h"
#include "util/error.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
    char *folder;
    char *migration;
    Source *source;
    Revision *revision;
} Fixture;

/* One migration with SQL as its script, scanned. */
static void fixture_set_up (Fixture *fixture, const char *sql)
{
    g_autoptr (GPtrArray) revisions = g_ptr_array_new ();
    g_autoptr (GError) error = NULL;
    g_autofree char *script = NULL;

    fixture->folder = g_dir_make_tmp ("migshim-XXXXXX", NULL);
    fixture->migration = g_build_filename (fixture->folder, "20240102030405_add_things", NULL);
    script = g_build_filename (fixture->migration, "migration.sql", NULL);
    g_mkdir (fixture->migration, 0700);
    g_assert_true (g_file_set_contents (script, sql, -1, NULL));
    fixture->source = g_new0 (Source, 1);
    fixture->source->name = g_strdup ("api");
    fixture->source->paths = g_new0 (char *, 2);
    fixture->source->paths[0] = g_strdup (fixture->folder);
    prisma_scan (fixture->source, revisions, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (revisions->len, ==, 1);
    fixture->revision = revisions->pdata[0];
}

static void fixture_tear_down (Fixture *fixture)
{
    g_autofree char *script = g_build_filename (fixture->migration, "migration.sql", NULL);

    g_unlink (script);
    g_rmdir (fixture->migration);
    g_rmdir (fixture->folder);
    revision_free (fixture->revision);
    source_free (fixture->source);
    g_free (fixture->folder);
    g_free (fixture->migration);
}

typedef struct
{
    Dialect dialect;
    const char *sql;
    StepMode mode;
    guint line; /* of the statement that forces STEP_ALONE */
    gboolean whole, foreign_keys_off, changes_session;
    const char *begin_text;
} Case;

static const Case cases[] = {
    { DIALECT_POSTGRESQL, "CREATE TABLE a (b int);\nDROP TABLE c;", STEP_ATOMIC, 0, FALSE, FALSE, FALSE, NULL },
    { DIALECT_POSTGRESQL, "", STEP_ATOMIC, 0, FALSE, FALSE, FALSE, NULL },
    { DIALECT_POSTGRESQL, "-- x\nbegin transaction read write;\nSELECT 1;\ncommit work;", STEP_ATOMIC, 0, FALSE, FALSE,
      FALSE, "begin transaction read write" },
    { DIALECT_POSTGRESQL, "SELECT 1;\nBEGIN;\nSELECT 1;\nCOMMIT;", STEP_ALONE, 2, TRUE, FALSE, FALSE, NULL },
    { DIALECT_POSTGRESQL, "BEGIN; SELECT 1; COMMIT AND CHAIN; ROLLBACK;", STEP_ALONE, 1, TRUE, FALSE, FALSE, NULL },
    { DIALECT_POSTGRESQL, "SELECT 1;\nCREATE INDEX CONCURRENTLY i ON a (b);", STEP_ALONE, 2, FALSE, FALSE, FALSE,
      NULL },
    { DIALECT_POSTGRESQL, "ALTER TYPE e ADD VALUE 'new';\nSELECT 1;\nINSERT INTO a VALUES ('new');", STEP_ALONE, 3,
      FALSE, FALSE, FALSE, NULL },
    { DIALECT_POSTGRESQL, "ALTER TYPE e ADD VALUE 'new';\nALTER TYPE e ADD VALUE 'newer' AFTER 'new';", STEP_ATOMIC, 0,
      FALSE, FALSE, FALSE, NULL },
    { DIALECT_POSTGRESQL, "SET lock_timeout = '1s'; SELECT 1;", STEP_ATOMIC, 0, FALSE, FALSE, TRUE, NULL },
    { DIALECT_POSTGRESQL, "SELECT pg_catalog.set_config('search_path', '', false);", STEP_ATOMIC, 0, FALSE, FALSE, TRUE,
      NULL },
    { DIALECT_POSTGRESQL, "DO $$ BEGIN COMMIT; END $$", STEP_ALONE, 1, TRUE, FALSE, FALSE, NULL },
    { DIALECT_POSTGRESQL, "DO $$ BEGIN PERFORM 1; END $$", STEP_ATOMIC, 0, FALSE, FALSE, FALSE, NULL },
    { DIALECT_MYSQL, "CREATE TABLE a (b int);", STEP_ALONE, 0, FALSE, FALSE, FALSE, NULL },
    { DIALECT_MYSQL, "LOCK TABLES a WRITE; UNLOCK TABLES; SET @x = 1;", STEP_ALONE, 0, TRUE, FALSE, TRUE, NULL },
    { DIALECT_SQLITE, "CREATE TABLE a (b int);\nDROP TABLE c;", STEP_ATOMIC, 0, FALSE, FALSE, FALSE, NULL },
    { DIALECT_SQLITE, "PRAGMA foreign_keys=OFF;\nDROP TABLE a;\nPRAGMA foreign_keys=ON;\nCREATE TABLE a (b int);",
      STEP_ATOMIC, 0, FALSE, TRUE, TRUE, NULL },
    { DIALECT_SQLITE, "DELETE FROM x;\nPRAGMA foreign_keys=OFF;\nDROP TABLE a;\nPRAGMA foreign_keys=ON;", STEP_ALONE, 1,
      FALSE, FALSE, TRUE, NULL },
    { DIALECT_SQLITE, "PRAGMA foreign_keys=ON;\nDELETE FROM x;", STEP_ATOMIC, 0, FALSE, FALSE, TRUE, NULL },
    { DIALECT_SQLITE, "PRAGMA foreign_keys=OFF;\nBEGIN;\nDROP TABLE a;\nCOMMIT;\nPRAGMA foreign_keys=ON;", STEP_ATOMIC,
      0, FALSE, TRUE, TRUE, "BEGIN" },
    { DIALECT_SQLITE, "CREATE TABLE a (b int);\nVACUUM;", STEP_ALONE, 2, FALSE, FALSE, FALSE, NULL },
    { DIALECT_SQLITE, "PRAGMA main.journal_mode = WAL;", STEP_ALONE, 1, FALSE, FALSE, TRUE, NULL },
    { DIALECT_SQLITE, "PRAGMA journal_mode;\nPRAGMA user_version = 3;", STEP_ATOMIC, 0, FALSE, FALSE, TRUE, NULL },
};

static void test_traits (gconstpointer data)
{
    const Case *expected = data;
    Fixture fixture;
    StepTraits traits = { 0 };
    g_autoptr (GError) error = NULL;

    fixture_set_up (&fixture, expected->sql);
    prisma_prepare (fixture.revision, DIRECTION_UP, expected->dialect, &traits, &error);
    g_assert_no_error (error);
    g_assert_cmpint (traits.mode, ==, expected->mode);
    g_assert_cmpuint (traits.where.line, ==, expected->line);
    g_assert_cmpint (traits.whole, ==, expected->whole);
    g_assert_cmpint (traits.foreign_keys_off, ==, expected->foreign_keys_off);
    g_assert_cmpint (traits.changes_session, ==, expected->changes_session);
    g_assert_cmpstr (traits.begin_text, ==, expected->begin_text);
    step_traits_clear (&traits);
    fixture_tear_down (&fixture);
}

static void test_name (void)
{
    Fixture fixture;

    fixture_set_up (&fixture, "SELECT 1;");
    g_assert_cmpstr (fixture.revision->key, ==, "api:20240102030405_add_things");
    g_assert_cmpstr (fixture.revision->title, ==, "add_things");
    g_assert_cmpint (fixture.revision->timestamp, ==, 1704164645);
    g_assert_false (fixture.revision->reversible);
    fixture_tear_down (&fixture);
}

static void test_annotations (void)
{
    Fixture fixture;

    fixture_set_up (
        &fixture,
        "-- migshim: requires web:1, core:2\nSELECT '-- no migshim: requires x';\n/*\n * migshim: requires a:3 */\n"
        "  /* migshim: requires b:4*/ # migshim: requires c:5\n");
    g_assert_null (fixture.revision->problem);
    g_assert_cmpuint (fixture.revision->requires->len, ==, 5);
    for (guint i = 0; i < 5; i++)
    {
        static const char *const expected[] = { "web:1", "core:2", "a:3", "b:4", "c:5" };
        const Requirement *requirement = &g_array_index (fixture.revision->requires, Requirement, i);

        g_assert_cmpstr (requirement->other, ==, expected[i]);
        g_assert_cmpuint (requirement->where.line, ==, i < 2 ? 1 : i + 2 - (i == 4));
    }
    fixture_tear_down (&fixture);
}

static void test_annotation_that_says_nothing (void)
{
    static const char *const texts[] = { "-- migshim: requires\n", "-- migshim: require api:1\n",
                                         "SELECT 1; -- migshim: after api:1" };

    for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
        Fixture fixture;

        fixture_set_up (&fixture, texts[i]);
        g_assert_error (fixture.revision->problem, MIGSHIM_ERROR, MIGSHIM_ERROR_SOURCE);
        g_assert_cmpuint (error_detail (fixture.revision->problem)->where.line, ==, 1);
        fixture_tear_down (&fixture);
    }
}

static void test_changed_since_the_scan (void)
{
    Fixture fixture;
    StepTraits traits = { 0 };
    g_autoptr (GError) error = NULL;

    fixture_set_up (&fixture, "SELECT 1;");
    g_assert_true (g_file_set_contents (fixture.revision->path, "SELECT 2;", -1, NULL));
    g_assert_false (prisma_prepare (fixture.revision, DIRECTION_UP, DIALECT_SQLITE, &traits, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_SOURCE);
    fixture_tear_down (&fixture);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
        g_autofree char *path = g_strdup_printf ("/prisma/script/traits/%" G_GSIZE_FORMAT, i);

        g_test_add_data_func (path, &cases[i], test_traits);
    }
    g_test_add_func ("/prisma/script/name", test_name);
    g_test_add_func ("/prisma/script/annotations", test_annotations);
    g_test_add_func ("/prisma/script/annotation-that-says-nothing", test_annotation_that_says_nothing);
    g_test_add_func ("/prisma/script/changed", test_changed_since_the_scan);
    return g_test_run ();
}
