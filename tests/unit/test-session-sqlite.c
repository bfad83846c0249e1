#include "session-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static void test_results (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;
    SqlValue values[] = { { .type = SQL_NULL },
                          { .type = SQL_BOOLEAN, .integer = 1 },
                          { .type = SQL_INTEGER, .integer = -42 },
                          { .type = SQL_FLOAT, .number = 1.5 },
                          { .type = SQL_TEXT, .text = (char *)"caf\303\251", .length = 5 },
                          { .type = SQL_BLOB, .text = (char *)"\0\1\2", .length = 3 } };
    Statement insert = statement_of ("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)");
    Statement select = statement_of ("SELECT * FROM t");
    g_autoptr (ResultSet) rows = NULL;

    must (session, "CREATE TABLE t (a, b BOOLEAN, c, d, e, f)");
    insert.parameters = values;
    insert.n_parameters = G_N_ELEMENTS (values);
    g_assert_true (session_execute (session, &insert, &error));
    rows = session_query (session, &select, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (result_n_rows (rows), ==, 1);
    g_assert_cmpuint (result_n_columns (rows), ==, 6);
    g_assert_cmpstr (result_column_declared (rows, 1), ==, "BOOLEAN");
    g_assert_null (result_text (rows, 0, 0));
    g_assert_true (result_truth (rows, 0, 1));
    g_assert_false (result_truth (rows, 0, 0));
    g_assert_cmpstr (result_text (rows, 0, 2), ==, "-42");
    g_assert_cmpint (result_integer (rows, 0, 2), ==, -42);
    g_assert_cmpstr (result_text (rows, 0, 3), ==, "1.5");
    g_assert_cmpstr (result_text (rows, 0, 4), ==, "caf\303\251");
    g_assert_cmpuint (result_cell (rows, 0, 5)->length, ==, 3);
    g_assert_true (memcmp (result_cell (rows, 0, 5)->text, "\0\1\2", 3) == 0);
    g_assert_cmpstr (result_command (rows), ==, "SELECT");
    g_assert_cmpuint (session_n_statements (session), ==, 3);
}

static void test_wrong_number_of_parameters (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;
    SqlValue value = { .type = SQL_INTEGER, .integer = 1 };
    Statement statement = statement_of ("SELECT ?, ?");

    statement.parameters = &value;
    statement.n_parameters = 1;
    g_assert_null (session_query (session, &statement, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_DATABASE);
    g_assert_nonnull (strstr (error->message, "2 place-holders"));
}

static void test_functions (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autofree char *now = ask (session, "SELECT migshim_now()");

    g_assert_true (g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z$", now, 0, 0));
    expect (session, "SELECT migshim_sha256('')", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect (session, "SELECT migshim_sha256(NULL)", NULL);
}

/* The failing step is undone, those before it stay, those behind it never run; the error points into the file. */
static void test_failure (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;
    const ErrorDetail *detail;
    Done done;

    done_watch (&done, session);
    g_assert_true (step (session, 1, "CREATE TABLE a (x); INSERT INTO a VALUES (1)", "1.sql", &error));
    g_assert_true (step (session, 2, "INSERT INTO a VALUES (2)", "2.sql", &error));
    g_assert_false (
        step (session, 3, "INSERT INTO a VALUES (3);\n-- then\n  INSERT INTO nowhere VALUES (1)", "3.sql", &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_MIGRATION);
    detail = error_detail (error);
    g_assert_cmpstr (detail->where.file, ==, "3.sql");
    g_assert_cmpuint (detail->where.line, ==, 3);
    g_assert_nonnull (strstr (detail->excerpt, "INSERT INTO nowhere"));
    g_assert_cmpuint (session_failed_tag (session), ==, 3);
    g_assert_cmpstr (done.tags->str, ==, "1 2");
    expect (session, "SELECT group_concat(x) FROM a", "1,2");

    g_clear_error (&error);
    g_assert_true (step (session, 4, "INSERT INTO a VALUES (4)", NULL, &error));
    g_assert_true (finish (session, &error));
    g_assert_cmpstr (done.tags->str, ==, "1 2 4");
    done_clear (&done);
}

/* What a COMMIT would refuse is refused at the step's end, though its transaction is only a savepoint. */
static void test_deferred_foreign_key (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;
    SessionProfile profile = { .foreign_keys = TRUE };
    Done done;

    done_watch (&done, session);
    g_assert_true (session_apply_profile (session, &profile, &error));
    g_assert_true (step (
        session, 1, "CREATE TABLE p (id PRIMARY KEY); CREATE TABLE c (id REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
        NULL, &error));
    g_assert_false (step (session, 2, "INSERT INTO c VALUES (9)", "2.sql", &error));
    g_assert_cmpstr (error_detail (error)->sql_code, ==, "787");
    g_assert_cmpuint (session_failed_tag (session), ==, 2);
    g_assert_cmpstr (done.tags->str, ==, "1");
    expect (session, "SELECT count(*) FROM c", "0");
    g_clear_error (&error);
    g_assert_true (step (session, 3, "INSERT INTO c VALUES (9); INSERT INTO p VALUES (9)", NULL, &error));
    g_assert_true (finish (session, &error));
    expect (session, "SELECT count(*) FROM c", "1");
    done_clear (&done);
}

/* defer_foreign_keys ends with the transaction that set it, as without a group. */
static void test_deferral_ends (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;
    SessionProfile profile = { .foreign_keys = TRUE };

    g_assert_true (session_apply_profile (session, &profile, &error));
    g_assert_true (
        step (session, 1, "CREATE TABLE p (id PRIMARY KEY); CREATE TABLE c (id REFERENCES p)", NULL, &error));
    g_assert_true (step (session, 2,
                         "PRAGMA defer_foreign_keys = ON; INSERT INTO c VALUES (1); INSERT INTO p VALUES (1)", NULL,
                         &error));
    g_assert_false (step (session, 3, "INSERT INTO c VALUES (2); INSERT INTO p VALUES (2)", NULL, &error));
}

static void test_profile_inside_begin (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;
    SessionProfile on = { .foreign_keys = TRUE };

    g_assert_true (step (session, 1, "CREATE TABLE t (x)", NULL, &error));
    g_assert_true (session_begin (session, NULL, &error));
    g_assert_true (session_apply_profile (session, &on, &error));
    g_assert_no_error (error);
    expect (session, "PRAGMA foreign_keys", "1");
    g_assert_true (session_commit (session, &error));
}

static void test_rollback (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;
    Done done;

    done_watch (&done, session);
    g_assert_true (step (session, 1, "CREATE TABLE t (x)", NULL, &error));
    session_tag (session, 2);
    g_assert_true (session_begin (session, NULL, &error));
    must (session, "INSERT INTO t VALUES (1)");
    session_rollback (session);
    g_assert_true (finish (session, &error));
    g_assert_cmpstr (done.tags->str, ==, "1");
    expect (session, "SELECT count(*) FROM t", "0");
    done_clear (&done);
}

/* Several steps in one transaction: a failure takes all of them back, and none of them is told of as done. */
static void test_failure_together (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;
    Done done;

    done_watch (&done, session);
    g_assert_true (step (session, 1, "CREATE TABLE t (x)", NULL, &error));
    session_tag (session, 2);
    g_assert_true (session_begin (session, NULL, &error));
    must (session, "INSERT INTO t VALUES (1)");
    session_tag (session, 3);
    g_assert_false (session_executef (session, &error, "INSERT INTO nowhere VALUES (1)") &&
                    session_flush (session, &error));
    g_assert_cmpuint (session_failed_tag (session), ==, 3);
    g_assert_cmpstr (done.tags->str, ==, "1");
    expect (session, "SELECT count(*) FROM t", "0");
    done_clear (&done);
}

/* A program catches an error and goes on: SQLite undoes the one statement. */
static void test_kept_error (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;
    Done done;

    done_watch (&done, session);
    g_assert_true (step (session, 1, "CREATE TABLE t (x)", NULL, &error));
    session_tag (session, 2);
    g_assert_true (session_begin (session, NULL, &error));
    session_keep_errors (session, TRUE);
    must (session, "INSERT INTO t VALUES (1)");
    g_assert_false (session_executef (session, &error, "INSERT INTO nowhere VALUES (1)") &&
                    session_flush (session, &error));
    g_assert_true (session_error_was_kept (session));
    g_assert_cmpstr (session_failed_text (session), ==, "INSERT INTO nowhere VALUES (1)");
    g_clear_error (&error);
    must (session, "INSERT INTO t VALUES (2)");
    session_keep_errors (session, FALSE);
    g_assert_true (session_commit (session, &error));
    g_assert_true (finish (session, &error));
    g_assert_cmpstr (done.tags->str, ==, "1 2");
    g_assert_cmpuint (session_failed_tag (session), ==, 0);
    expect (session, "SELECT group_concat(x) FROM t", "1,2");
    done_clear (&done);
}

typedef struct
{
    char *folder;
    char *path;
    char *url;
} File;

static void file_set_up (File *file, gconstpointer data)
{
    (void)data;
    file->folder = g_dir_make_tmp ("migshim-XXXXXX", NULL);
    file->path = g_build_filename (file->folder, "a.db", NULL);
    file->url = g_strconcat ("sqlite:///", file->path, NULL);
}

static void file_tear_down (File *file, gconstpointer data)
{
    static const char *const suffixes[] = { "", "-journal", "-wal", "-shm" };

    (void)data;
    for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
        g_autofree char *path = g_strconcat (file->path, suffixes[i], NULL);

        g_unlink (path);
    }
    g_rmdir (file->folder);
    g_free (file->folder);
    g_free (file->path);
    g_free (file->url);
}

static GError *open_error (const char *text, SessionOptions options)
{
    GError *error = NULL;
    g_autoptr (DatabaseUrl) url = database_url_parse (text, "/", &error);

    g_assert_no_error (error);
    g_assert_null (session_open (url, &options, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_DATABASE);
    g_assert_nonnull (error_detail (error)->hint);
    return error;
}

/* Nothing is seen from outside before a flush, all of it after. */
static void test_durable_at_flush (File *file, gconstpointer data)
{
    g_autoptr (Session) writer = open_url (file->url);
    g_autoptr (Session) reader = open_url (file->url);
    g_autoptr (GError) error = NULL;
    Done done;

    (void)data;
    done_watch (&done, writer);
    g_assert_true (step (writer, 1, "CREATE TABLE t (x)", NULL, &error));
    session_tag (writer, 2);
    expect (reader, "SELECT count(*) FROM sqlite_master", "0");
    g_assert_cmpstr (done.tags->str, ==, "");
    g_assert_true (session_flush (writer, &error));
    expect (reader, "SELECT count(*) FROM sqlite_master", "1");
    g_assert_cmpstr (done.tags->str, ==, "1");
    done_clear (&done);
}

static void test_alone (File *file, gconstpointer data)
{
    g_autoptr (Session) session = open_url (file->url);
    g_autoptr (GError) error = NULL;

    (void)data;
    g_assert_true (step (session, 1, "CREATE TABLE t (x)", NULL, &error));
    g_assert_true (session_alone_begin (session, &error));
    must (session, "VACUUM");
    must (session, "BEGIN");
    g_assert_true (session_flush (session, &error));
    g_assert_true (session_in_transaction (session));
    must (session, "COMMIT");
    g_assert_true (session_alone_end (session, &error));
    g_assert_false (session_in_transaction (session));
}

static void test_lock (File *file, gconstpointer journal)
{
    g_autoptr (Session) first = open_url (file->url);
    g_autoptr (Session) second = NULL;
    g_autoptr (GError) error = NULL;
    gint64 begun;

    must (first, "CREATE TABLE t (x)");
    g_assert_true (session_flush (first, &error));
    g_assert_true (session_alone_begin (first, &error));
    must (first, journal);
    g_assert_true (session_alone_end (first, &error));
    g_assert_true (session_try_lock_file (first, &error));
    g_assert_no_error (error);

    second = open_url (file->url);
    begun = g_get_monotonic_time ();
    g_assert_false (session_try_lock_file (second, &error));
    g_assert_no_error (error);
    g_assert_cmpint (g_get_monotonic_time () - begun, <, G_USEC_PER_SEC);

    must (first, "INSERT INTO t VALUES (1)");
    g_assert_true (session_flush (first, &error));
    g_assert_false (session_try_lock_file (second, &error));
    g_assert_no_error (error);

    g_clear_pointer (&first, session_close);
    g_assert_true (session_try_lock_file (second, &error));
    expect (second, "SELECT x FROM t", "1");
}

static void test_bad_files (File *file, gconstpointer data)
{
    g_autoptr (GError) missing = open_error (file->url, (SessionOptions){ .must_exist = TRUE });
    g_autoptr (GError) garbage = NULL;
    g_autoptr (GError) folder = NULL;
    g_autofree char *folder_url = g_strconcat ("sqlite:///", file->folder, "/none/a.db", NULL);

    (void)data;
    g_assert_nonnull (strstr (missing->message, "does not exist"));
    g_assert_false (g_file_test (file->path, G_FILE_TEST_EXISTS));
    g_file_set_contents (file->path, "This is not a database, only a text that is long enough.", -1, NULL);
    garbage = open_error (file->url, (SessionOptions){ 0 });
    g_assert_nonnull (strstr (garbage->message, "not a database"));
    folder = open_error (folder_url, (SessionOptions){ 0 });
    g_assert_nonnull (strstr (folder->message, "folder"));
}

static void test_read_only (File *file, gconstpointer data)
{
    g_autoptr (Session) writer = open_url (file->url);
    g_autoptr (Session) reader = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (DatabaseUrl) url = database_url_parse (file->url, "/", &error);
    SessionOptions options = { .read_only = TRUE };

    (void)data;
    must (writer, "CREATE TABLE t (x)");
    g_assert_true (session_flush (writer, &error));
    reader = session_open (url, &options, &error);
    g_assert_no_error (error);
    expect (reader, "SELECT count(*) FROM t", "0");
    g_assert_false (session_executef (reader, &error, "INSERT INTO t VALUES (1)"));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_DATABASE);
}

static SessionHookResult journal (Session *session, const Statement *statement, gboolean after, gpointer data,
                                  GError **error)
{
    if (!after && strstr (statement->text, "skip") &&
        strstr (statement->text, "skip") < statement->text + statement->length)
        return SESSION_HOOK_SKIP;
    (void)data;
    return session_executef (session, error, "INSERT INTO j VALUES ('%s line %u: %.*s')", after ? "after" : "before",
                             statement->where.line, (int)statement->length, statement->text)
               ? SESSION_HOOK_RUN
               : SESSION_HOOK_FAIL;
}

static void test_hook (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;
    Statement script = statement_of ("CREATE TABLE a (x);\nCREATE TABLE skip (x);\n");
    guint before;

    must (session, "CREATE TABLE j (line)");
    before = session_n_statements (session);
    script.script = TRUE;
    script.where = (Location){ "m.sql", 1, 1 };
    session_set_hook (session, journal, NULL);
    g_assert_true (session_execute (session, &script, &error));
    session_set_hook (session, NULL, NULL);
    g_assert_cmpuint (session_n_statements (session) - before, ==, 2);
    expect (session, "SELECT group_concat(line, '; ') FROM j",
            "before line 1: CREATE TABLE a (x); after line 1: CREATE TABLE a (x)");
    expect (session, "SELECT count(*) FROM sqlite_master WHERE name = 'skip'", "0");
}

static void test_recording (void)
{
    g_autoptr (Session) session = session_new_recording (DIALECT_SQLITE, NULL);
    g_autoptr (GError) error = NULL;
    Statement query = statement_of ("SELECT 1");
    const GPtrArray *recorded = session_recorded (session);
    const RecordedStatement *statement;

    g_assert_true (step (session, 7, "CREATE TABLE a (x)", "1.sql", &error));
    g_assert_cmpuint (recorded->len, ==, 3);
    statement = g_ptr_array_index (recorded, 1);
    g_assert_cmpstr (statement->text, ==, "CREATE TABLE a (x)");
    g_assert_cmpuint (statement->tag, ==, 7);
    g_assert_true (session_begin (session, NULL, &error));
    must (session, "INSERT INTO a VALUES (1)");
    session_rollback (session);
    g_assert_cmpuint (recorded->len, ==, 3);
    g_assert_null (session_query (session, &query, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_UNSUPPORTED);
}

static void test_nul (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;
    Statement statement = { .text = "SELECT 1;\n\0SELECT 2", .length = 19, .where = { "n.sql", 1, 1 }, .script = TRUE };

    g_assert_false (session_execute (session, &statement, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_MIGRATION);
    g_assert_cmpuint (error_detail (error)->where.line, ==, 2);
}

/* Linear: SQLite must not copy the rest of the script for each statement. */
static void test_large_script (void)
{
    g_autoptr (Session) session = open_url ("sqlite://");
    g_autoptr (GError) error = NULL;
    g_autoptr (GString) script = g_string_new ("CREATE TABLE t (x);\n");

    while (script->len < 5000000)
        g_string_append (script, "INSERT INTO t VALUES ('0123456789012345678901234567890123456789');\n");
    g_assert_true (step (session, 1, script->str, "big.sql", &error));
    g_assert_true (finish (session, &error));
    expect (session, "SELECT count(*) > 70000 FROM t", "1");
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/session-sqlite/results", test_results);
    g_test_add_func ("/session-sqlite/wrong-number-of-parameters", test_wrong_number_of_parameters);
    g_test_add_func ("/session-sqlite/functions", test_functions);
    g_test_add_func ("/session-sqlite/failure", test_failure);
    g_test_add_func ("/session-sqlite/deferred-foreign-key", test_deferred_foreign_key);
    g_test_add_func ("/session-sqlite/deferral-ends", test_deferral_ends);
    g_test_add_func ("/session-sqlite/profile-inside-begin", test_profile_inside_begin);
    g_test_add_func ("/session-sqlite/rollback", test_rollback);
    g_test_add_func ("/session-sqlite/failure-together", test_failure_together);
    g_test_add_func ("/session-sqlite/kept-error", test_kept_error);
    g_test_add_func ("/session-sqlite/hook", test_hook);
    g_test_add_func ("/session-sqlite/recording", test_recording);
    g_test_add_func ("/session-sqlite/nul", test_nul);
    g_test_add_func ("/session-sqlite/large-script", test_large_script);
    g_test_add ("/session-sqlite/durable-at-flush", File, NULL, file_set_up, test_durable_at_flush, file_tear_down);
    g_test_add ("/session-sqlite/alone", File, NULL, file_set_up, test_alone, file_tear_down);
    g_test_add ("/session-sqlite/lock", File, "PRAGMA journal_mode = DELETE", file_set_up, test_lock, file_tear_down);
    g_test_add ("/session-sqlite/lock-wal", File, "PRAGMA journal_mode = WAL", file_set_up, test_lock, file_tear_down);
    g_test_add ("/session-sqlite/bad-files", File, NULL, file_set_up, test_bad_files, file_tear_down);
    g_test_add ("/session-sqlite/read-only", File, NULL, file_set_up, test_read_only, file_tear_down);
    return g_test_run ();
}
