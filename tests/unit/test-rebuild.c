#include "session-fixture.h"

#include "ddl/rebuild.h"

#include <glib/gstdio.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const columns[] = { "id", "name", NULL };
static const char *const indexes[] = { "CREATE INDEX by_name ON users (name)", NULL };
static const Rebuild add_age = { .table = "users",
                                 .temporary = "temporary_users",
                                 .create = "CREATE TABLE temporary_users (id integer PRIMARY KEY AUTOINCREMENT, name "
                                           "text CHECK (name <> ''), age int DEFAULT (7))",
                                 .columns = columns,
                                 .after = indexes };

/* A table with what a rebuild may lose: others that point to it, a trigger, a view over it, a sequence beyond its last row. */
static void make_users (Session *session)
{
    must (session, "CREATE TABLE users (id integer PRIMARY KEY AUTOINCREMENT, name text)");
    must (session, "CREATE INDEX by_name ON users (name)");
    must (session, "CREATE TABLE pets (id integer PRIMARY KEY, owner int REFERENCES users (id) ON DELETE CASCADE)");
    must (session, "CREATE TABLE log (what text)");
    must (session, "CREATE TRIGGER note AFTER INSERT ON users BEGIN INSERT INTO log VALUES (NEW.name); END");
    must (session, "CREATE VIEW names AS SELECT name FROM users");
    must (session, "INSERT INTO users (name) VALUES ('a'), ('b'), ('c')");
    must (session, "DELETE FROM users WHERE name = 'c'");
    must (session, "INSERT INTO pets VALUES (1, 1), (2, 2)");
}

static void expect_users_kept (Session *session)
{
    expect (session, "SELECT group_concat(id || name) FROM users", "1a,2b");
    expect (session, "SELECT count(*) FROM pets", "2");
    expect (session, "SELECT count(*) FROM names", "2");
    expect (session, "SELECT count(*) FROM sqlite_master WHERE name IN ('by_name', 'note')", "2");
    expect (session, "SELECT count(*) FROM sqlite_master WHERE name LIKE 'temporary%'", "0");
    expect (session, "SELECT seq FROM sqlite_sequence WHERE name = 'users'", "3");
    expect (session, "SELECT group_concat(what) FROM log", "a,b,c");
}

static void test_keeps (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;

    g_assert_true (session_alone_begin (session, &error));
    must (session, "PRAGMA foreign_keys = ON");
    make_users (session);
    rebuild_run (session, &add_age, &error);
    g_assert_no_error (error);
    expect_users_kept (session);
    expect (session, "SELECT age FROM users WHERE id = 1", "7");
    expect (session, "PRAGMA foreign_keys", "1");
    expect (session, "PRAGMA legacy_alter_table", "0");
    expect (session, "SELECT sql FROM sqlite_master WHERE name = 'users'",
            "CREATE TABLE \"users\" (id integer PRIMARY KEY AUTOINCREMENT, name text CHECK (name <> ''), age int "
            "DEFAULT (7))");
    must (session, "INSERT INTO users (name) VALUES ('d')");
    expect (session, "SELECT max(id) || (SELECT group_concat(what) FROM log) FROM users", "4a,b,c,d");
    must (session, "DELETE FROM users WHERE id = 1");
    expect (session, "SELECT count(*) FROM pets", "1");
}

/* All rows gone: the new table's sequence has no row to be raised. */
static void test_empty_keeps_sequence (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;
    Rebuild rebuild = add_age;

    rebuild.inside = TRUE;
    make_users (session);
    must (session, "DELETE FROM users");
    rebuild_run (session, &rebuild, &error);
    g_assert_no_error (error);
    expect (session, "SELECT seq FROM sqlite_sequence WHERE name = 'users'", "3");
}

static void test_refuses_cascade (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;

    g_assert_true (session_alone_begin (session, &error));
    must (session, "PRAGMA foreign_keys = ON");
    make_users (session);
    must (session, "BEGIN");
    g_assert_false (rebuild_run (session, &add_age, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_UNSUPPORTED);
    expect_users_kept (session);
    must (session, "COMMIT");
    expect_users_kept (session);
    expect (session, "PRAGMA legacy_alter_table", "0");
}

/* In a transaction with foreign keys on, once no row points to the table any more: whether deleted, or set to NULL. */
static void test_allows_without_children (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;

    g_assert_true (session_alone_begin (session, &error));
    must (session, "PRAGMA foreign_keys = ON");
    make_users (session);
    must (session, "CREATE TABLE notes (a int, b int, by int REFERENCES users (id))");
    must (session, "INSERT INTO notes VALUES (1, 2, 1)");
    must (session, "BEGIN");
    must (session, "DELETE FROM pets");
    g_assert_false (rebuild_run (session, &add_age, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_UNSUPPORTED);
    g_clear_error (&error);
    must (session, "ROLLBACK");
    must (session, "BEGIN");
    must (session, "DELETE FROM pets");
    must (session, "UPDATE notes SET by = NULL");
    rebuild_run (session, &add_age, &error);
    g_assert_no_error (error);
    must (session, "COMMIT");
    expect (session, "SELECT group_concat(id || name || age) FROM users", "1a7,2b7");
    expect (session, "SELECT count(*) FROM notes", "1");
    expect (session, "PRAGMA foreign_keys", "1");
}

/* A table that points to itself: the new table's rows would go with the old one's. */
static void test_refuses_own_rows (void)
{
    static const char *const names[] = { "id", "up", NULL };
    static const Rebuild change = {
        .table = "tree",
        .temporary = "temporary_tree",
        .create = "CREATE TABLE temporary_tree (id integer PRIMARY KEY, up int REFERENCES tree (id) ON DELETE CASCADE)",
        .columns = names,
        .inside = TRUE
    };
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;

    g_assert_true (session_alone_begin (session, &error));
    must (session, "PRAGMA foreign_keys = ON");
    must (session, "CREATE TABLE tree (id integer PRIMARY KEY, up int REFERENCES tree (id) ON DELETE CASCADE)");
    must (session, "INSERT INTO tree VALUES (1, NULL)");
    must (session, "BEGIN");
    rebuild_run (session, &change, &error);
    g_assert_no_error (error);
    must (session, "INSERT INTO tree VALUES (2, 1)");
    g_assert_false (rebuild_run (session, &change, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_UNSUPPORTED);
    expect (session, "SELECT count(*) FROM tree", "2");
}

static void test_values (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;
    static const char *const into[] = { "n", "t", NULL };
    static const char *const values[] = { "CAST(a AS integer) + 1", "'x'", NULL };
    static const char *const before[] = { "DROP INDEX i", NULL };
    Rebuild rebuild = { .table = "t\"t",
                        .temporary = "_alembic_tmp_t",
                        .before = before,
                        .create = "CREATE TABLE _alembic_tmp_t (n integer, t)",
                        .columns = into,
                        .values = values,
                        .inside = TRUE };

    must (session, "CREATE TABLE \"t\"\"t\" (a text)");
    must (session, "CREATE INDEX i ON \"t\"\"t\" (a)");
    must (session, "INSERT INTO \"t\"\"t\" VALUES ('41')");
    rebuild_run (session, &rebuild, &error);
    g_assert_no_error (error);
    expect (session, "SELECT n || t FROM \"t\"\"t\"", "42x");
    rebuild.before = NULL;
    rebuild.create = "CREATE TABLE _alembic_tmp_t (n)";
    rebuild.columns = NULL;
    rebuild_run (session, &rebuild, &error);
    g_assert_no_error (error);
    expect (session, "SELECT count(*) FROM \"t\"\"t\"", "0");
}

static void expect_refused_trigger (const char *trigger)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;
    static const char *const kept[] = { "id", NULL };
    Rebuild rebuild = { .table = "users",
                        .temporary = "temporary_users",
                        .create = "CREATE TABLE temporary_users (id integer PRIMARY KEY AUTOINCREMENT)",
                        .columns = kept,
                        .inside = TRUE };

    make_users (session);
    must (session, "DROP TRIGGER note");
    must (session, trigger);
    g_assert_true (session_flush (session, &error));
    g_assert_true (session_begin (session, NULL, &error));
    g_assert_false (rebuild_run (session, &rebuild, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_UNSUPPORTED);
    g_assert_nonnull (strstr (error->message, "\"note\""));
    session_rollback (session);
    expect_users_kept (session);
}

static void test_refuses_broken_triggers (void)
{
    expect_refused_trigger ("CREATE TRIGGER note AFTER INSERT ON users BEGIN INSERT INTO log VALUES (NEW.name); END");
    expect_refused_trigger ("CREATE TRIGGER note AFTER DELETE ON users BEGIN INSERT INTO log VALUES (OLD.name); END");
    expect_refused_trigger ("CREATE TRIGGER note AFTER UPDATE ON users WHEN NEW.name = 'x' BEGIN SELECT 1; END");
    expect_refused_trigger ("CREATE TRIGGER note AFTER UPDATE OF name ON users BEGIN SELECT 1; END");
}

/* A row that the new table refuses. */
static void test_failure_takes_back (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;

    g_assert_true (session_alone_begin (session, &error));
    make_users (session);
    must (session, "UPDATE users SET name = '' WHERE id = 2");
    g_assert_false (rebuild_run (session, &add_age, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_DATABASE);
    must (session, "UPDATE users SET name = 'b' WHERE id = 2");
    expect_users_kept (session);
    expect (session, "PRAGMA legacy_alter_table", "0");
}

static SessionHookResult count_down (Session *session, const Statement *statement, gboolean after, gpointer data,
                                     GError **error)
{
    int *left = data;

    (void)session;
    (void)statement;
    (void)error;
    if (!after && (*left)-- == 0)
        _exit (77);
    return SESSION_HOOK_RUN;
}

/* The process ends before each of the rebuild's statements in turn. */
static void test_killed (void)
{
    g_autofree char *folder = g_dir_make_tmp ("migshim-rebuild-XXXXXX", NULL);
    g_autofree char *path = g_build_filename (folder, "db.sqlite", NULL);
    g_autofree char *url = g_strconcat ("sqlite://", path, NULL);
    int status = 0;
    int old = 0; /* runs that left the old table */

    for (int n = 0;; n++)
    {
        pid_t child;

        {
            g_autoptr (Session) session = open_url (url);

            make_users (session);
            g_assert_true (session_flush (session, NULL));
        }
        child = fork ();
        if (child == 0)
        {
            Session *session = open_url (url);
            int left = n;

            session_alone_begin (session, NULL);
            session_set_hook (session, count_down, &left);
            _exit (rebuild_run (session, &add_age, NULL) ? 0 : 1);
        }
        g_assert_cmpint (waitpid (child, &status, 0), ==, child);
        {
            g_autoptr (Session) session = open_url (url);
            g_autofree char *done = NULL;

            expect_users_kept (session);
            done = ask (session, "SELECT count(*) FROM pragma_table_info('users')");
            old += g_str_equal (done, "2");
            g_assert_true (g_str_equal (done, "3") || (old == n + 1 && WEXITSTATUS (status) == 77));
        }
        g_assert_cmpint (g_remove (path), ==, 0);
        if (WEXITSTATUS (status) != 77)
            break;
    }
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
    g_assert_cmpint (old, >, 8);
    g_rmdir (folder);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/rebuild/keeps", test_keeps);
    g_test_add_func ("/rebuild/empty-keeps-sequence", test_empty_keeps_sequence);
    g_test_add_func ("/rebuild/refuses-cascade", test_refuses_cascade);
    g_test_add_func ("/rebuild/allows-without-children", test_allows_without_children);
    g_test_add_func ("/rebuild/refuses-own-rows", test_refuses_own_rows);
    g_test_add_func ("/rebuild/values", test_values);
    g_test_add_func ("/rebuild/refuses-broken-triggers", test_refuses_broken_triggers);
    g_test_add_func ("/rebuild/failure-takes-back", test_failure_takes_back);
    g_test_add_func ("/rebuild/killed", test_killed);
    return g_test_run ();
}
