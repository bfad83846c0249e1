/* Against a real server: MIGSHIM_TEST_POSTGRESQL is the URL of a database that may be filled with anything; without it all is skipped. */

#include "session-fixture.h"

#include <string.h>

static Session *fresh (void)
{
    Session *session = open_url (g_getenv ("MIGSHIM_TEST_POSTGRESQL"));

    must (session, "DROP SCHEMA IF EXISTS session_test CASCADE");
    must (session, "CREATE SCHEMA session_test");
    must (session, "SET search_path TO session_test");
    must (session, "CREATE TABLE p (id int PRIMARY KEY)");
    must (session, "CREATE TABLE c (id int REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
    g_assert_true (session_flush (session, NULL));
    return session;
}

static gboolean insert_with (Session *session, guint tag, gint64 id, GError **error)
{
    SqlValue value = { .type = SQL_INTEGER, .integer = id };
    Statement statement = statement_of ("INSERT INTO p VALUES ($1)");

    statement.parameters = &value;
    statement.n_parameters = 1;
    statement.where = (Location){ "p.sql", 5, 1 };
    session_tag (session, tag);
    return session_begin (session, NULL, error) && session_execute (session, &statement, error) &&
           session_commit (session, error);
}

static void test_many_steps_one_trip (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;
    guint before = session_round_trips (session);
    Done done;

    done_watch (&done, session);
    for (guint i = 1; i <= 50; i++)
    {
        g_autofree char *sql =
            g_strdup_printf ("CREATE TABLE t%u (x int); INSERT INTO t%u VALUES (%u) -- no semicolon", i, i, i);

        g_assert_true (step (session, i, sql, NULL, &error));
    }
    g_assert_cmpstr (done.tags->str, ==, "");
    session_tag (session, 0);
    expect (session,
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'session_test'::regnamespace", "52");
    g_assert_cmpuint (session_round_trips (session) - before, ==, 1);
    g_assert_true (g_str_has_prefix (done.tags->str, "1 2 3 "));
    g_assert_true (g_str_has_suffix (done.tags->str, " 49 50"));
    done_clear (&done);
}

typedef struct
{
    const char *name;
    const char *script; /* of the third of five steps */
    const char *code;
    const char *excerpt;
    guint line;
    guint column;
} FailureCase;

/* Whatever goes wrong in the third step: two are done, the others never ran, and the place is known. */
static const FailureCase failure_cases[] = {
    { "missing-table", "INSERT INTO p VALUES (30);\nSELECT 'caf\303\251', * FROM nowhere;", "42P01", "nowhere", 2, 23 },
    { "duplicate", "INSERT INTO p VALUES (30);\n\n  -- again\n  INSERT INTO p VALUES (30);", "23505", "INSERT INTO p",
      4, 3 },
    { "syntax", "INSERT INTO p VALUES (30);\nSELEKT 1;", "42601", "SELEKT", 2, 1 },
    { "syntax-at-end", "INSERT INTO p VALUES (30);\nSELECT 1 +", "42601", NULL, 0, 0 },
    { "unclosed", "INSERT INTO p VALUES (30);\nSELECT 'abc", "42601", "SELECT 'abc", 2, 8 },
    { "deferred", "INSERT INTO c VALUES (999)", "23503", NULL, 0, 0 },
    { "raise", "DO $$ BEGIN\n RAISE EXCEPTION 'no; not; this'; END $$", "P0001", "DO $$", 1, 1 },
    { "copy", "COPY p FROM STDIN;", "57014", "COPY", 1, 1 },
    { "not-utf8", "INSERT INTO p VALUES (30); SELECT '\351'", "22021", NULL, 0, 0 },
};

static void test_failure (gconstpointer data)
{
    const FailureCase *failure = data;
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;
    gboolean good;
    Done done;

    done_watch (&done, session);
    good = step (session, 1, "INSERT INTO p VALUES (1)", "1.sql", &error) &&
           step (session, 2, "INSERT INTO p VALUES (2)", "2.sql", &error) &&
           step (session, 3, failure->script, "3.sql", &error) &&
           step (session, 4, "INSERT INTO p VALUES (4)", "4.sql", &error) &&
           step (session, 5, "INSERT INTO p VALUES (5)", "5.sql", &error) && finish (session, &error);
    g_assert_false (good);
    g_assert_cmpstr (error_detail (error)->sql_code, ==, failure->code);
    g_assert_cmpuint (session_failed_tag (session), ==, 3);
    g_assert_cmpstr (done.tags->str, ==, "1 2");
    if (failure->line > 0)
    {
        g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_MIGRATION);
        g_assert_cmpstr (error_detail (error)->where.file, ==, "3.sql");
        g_assert_cmpuint (error_detail (error)->where.line, ==, failure->line);
        g_assert_cmpuint (error_detail (error)->where.column, ==, failure->column);
        g_assert_nonnull (strstr (error_detail (error)->excerpt, failure->excerpt));
    }
    session_tag (session, 0);
    expect (session, "SELECT string_agg(id::text, ',' ORDER BY id) FROM p", "1,2");
    g_assert_false (session_in_transaction (session));
    done_clear (&done);
}

static void test_pipeline (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;
    guint before = session_round_trips (session);
    Done done;

    done_watch (&done, session);
    for (guint i = 1; i <= 500; i++)
        g_assert_true (insert_with (session, i, i, &error));
    g_assert_true (step (session, 501, "INSERT INTO p VALUES (501); INSERT INTO p VALUES (502)", NULL, &error));
    session_tag (session, 0);
    expect (session, "SELECT count(*) FROM p", "502");
    g_assert_cmpuint (session_round_trips (session) - before, ==, 1);
    g_assert_true (g_str_has_suffix (done.tags->str, " 500 501"));
    done_clear (&done);
}

static void test_pipeline_failure (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;
    Done done;

    done_watch (&done, session);
    g_assert_true (insert_with (session, 1, 1, &error));
    g_assert_true (insert_with (session, 2, 1, &error));
    g_assert_true (insert_with (session, 3, 3, &error));
    g_assert_false (finish (session, &error));
    g_assert_cmpstr (error_detail (error)->sql_code, ==, "23505");
    g_assert_cmpuint (error_detail (error)->where.line, ==, 5);
    g_assert_cmpuint (session_failed_tag (session), ==, 2);
    g_assert_cmpstr (done.tags->str, ==, "1");
    expect (session, "SELECT string_agg(id::text, ',') FROM p", "1");
    done_clear (&done);
}

/* The hole of pipelines: an error at COMMIT must stop the next transaction. */
static void test_pipeline_deferred (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;
    Done done;

    done_watch (&done, session);
    g_assert_true (insert_with (session, 1, 1, &error));
    g_assert_true (step (session, 2, "INSERT INTO c VALUES (99)", NULL, &error));
    g_assert_true (insert_with (session, 3, 3, &error));
    g_assert_false (finish (session, &error));
    g_assert_cmpstr (error_detail (error)->sql_code, ==, "23503");
    g_assert_cmpuint (session_failed_tag (session), ==, 2);
    g_assert_cmpstr (done.tags->str, ==, "1");
    expect (session, "SELECT string_agg(id::text, ',') FROM p", "1");
    done_clear (&done);
}

static void test_parameters (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;
    SqlValue values[] = { { .type = SQL_NULL },
                          { .type = SQL_BOOLEAN, .integer = 1 },
                          { .type = SQL_INTEGER, .integer = G_MININT64 },
                          { .type = SQL_FLOAT, .number = 0.1 },
                          { .type = SQL_TEXT, .text = (char *)"it's $1 \\", .length = 9 },
                          { .type = SQL_BLOB, .text = (char *)"\0\xff'", .length = 3 } };
    Statement statement = statement_of ("SELECT $1::text, $2::boolean, $3::bigint, $4::float8, $5::text, $6::bytea");
    g_autoptr (ResultSet) rows = NULL;

    statement.parameters = values;
    statement.n_parameters = G_N_ELEMENTS (values);
    rows = session_query (session, &statement, &error);
    g_assert_no_error (error);
    g_assert_null (result_text (rows, 0, 0));
    g_assert_true (result_truth (rows, 0, 1));
    g_assert_cmpint (result_integer (rows, 0, 2), ==, G_MININT64);
    g_assert_cmpstr (result_text (rows, 0, 3), ==, "0.1");
    g_assert_cmpstr (result_text (rows, 0, 4), ==, "it's $1 \\");
    g_assert_cmpint (result_cell (rows, 0, 5)->type, ==, SQL_BLOB);
    g_assert_cmpuint (result_cell (rows, 0, 5)->length, ==, 3);
    g_assert_true (memcmp (result_cell (rows, 0, 5)->text, "\0\xff'", 3) == 0);
}

/* What stands outside a transaction keeps, though what travels behind it fails. */
static void test_loose (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;
    Statement query = statement_of ("SELECT * FROM nowhere");

    must (session, "INSERT INTO p VALUES (1)");
    must (session, "INSERT INTO p VALUES (2)");
    g_assert_null (session_query (session, &query, &error));
    expect (session, "SELECT count(*) FROM p", "2");
}

static void test_alone (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;

    g_assert_true (step (session, 1, "INSERT INTO p VALUES (1)", NULL, &error));
    g_assert_true (session_alone_begin (session, &error));
    must (session, "CREATE INDEX CONCURRENTLY i ON p (id)");
    must (session, "VACUUM p");
    must (session, "BEGIN");
    g_assert_true (session_flush (session, &error));
    g_assert_no_error (error);
    g_assert_true (session_in_transaction (session));
    must (session, "ROLLBACK");
    g_assert_true (session_alone_end (session, &error));
    g_assert_false (session_in_transaction (session));
    expect (session, "SELECT count(*) FROM pg_index WHERE indexrelid = 'i'::regclass AND indisvalid", "1");
}

static void test_profile (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;
    SessionProfile odd = { .search_path = "My \"odd\" one" };
    SessionProfile none = { 0 };
    guint before;

    g_assert_true (session_apply_profile (session, &odd, &error));
    expect (session, "SELECT current_setting('search_path')", "\"My \"\"odd\"\" one\"");
    before = session_round_trips (session);
    g_assert_true (session_apply_profile (session, &odd, &error));
    g_assert_true (session_flush (session, &error));
    g_assert_cmpuint (session_round_trips (session), ==, before);
    g_assert_true (session_apply_profile (session, &none, &error));
    expect (session, "SELECT current_setting('search_path')", "\"$user\", public");
}

static void test_query_many (void)
{
    static const char *const sql[] = { "SELECT 1", "SELECT 2 WHERE false", "SELECT 3" };
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) results = NULL;
    guint before = session_round_trips (session);

    must (session, "INSERT INTO p VALUES (1)");
    results = session_query_many (session, sql, 3, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (session_round_trips (session) - before, ==, 1);
    g_assert_cmpuint (results->len, ==, 3);
    g_assert_cmpstr (result_text (results->pdata[0], 0, 0), ==, "1");
    g_assert_cmpuint (result_n_rows (results->pdata[1]), ==, 0);
    g_assert_cmpstr (result_text (results->pdata[2], 0, 0), ==, "3");
}

/* A script's rows are those of its last statement; a rule's many rewritings and notices change no count. */
static void test_odd_counts (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;
    Statement script = statement_of ("SELECT 1; ; SELECT 2 AS two, 3; /* end */");
    g_autoptr (ResultSet) rows = NULL;
    Done done;

    script.script = TRUE;
    rows = session_query (session, &script, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (result_n_columns (rows), ==, 2);
    done_watch (&done, session);
    g_assert_true (step (session, 1,
                         "CREATE TABLE log (x int); CREATE RULE r AS ON INSERT TO p DO ALSO (INSERT INTO log VALUES "
                         "(1); INSERT INTO log VALUES (2))",
                         NULL, &error));
    g_assert_true (
        step (session, 2, "INSERT INTO p VALUES (1); DROP TABLE IF EXISTS nothing; -- empty\n;;", NULL, &error));
    g_assert_true (step (session, 3, "-- nothing at all\n", NULL, &error));
    g_assert_true (step (session, 4, "SELECT 1/0", NULL, &error));
    g_assert_false (finish (session, &error));
    g_assert_cmpuint (session_failed_tag (session), ==, 4);
    g_assert_cmpstr (done.tags->str, ==, "1 2 3");
    expect (session, "SELECT count(*) FROM log", "2");
    done_clear (&done);
}

static void test_large (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GString) script = g_string_new (NULL);
    g_autofree char *text = NULL;
    Done done;

    done_watch (&done, session);
    for (guint i = 0; script->len < 5000000; i++)
        g_string_append_printf (script, "INSERT INTO p VALUES (%u) ON CONFLICT DO NOTHING;\n", i % 1000);
    g_assert_true (step (session, 1, "INSERT INTO p VALUES (5000)", NULL, &error));
    g_assert_true (step (session, 2, script->str, NULL, &error));
    g_string_append (script, "SELECT wrong;");
    g_assert_true (step (session, 3, script->str, "3.sql", &error) || session_failed_tag (session) == 3);
    if (!error)
        g_assert_false (finish (session, &error));
    g_assert_cmpstr (done.tags->str, ==, "1 2");
    g_assert_cmpuint (error_detail (error)->where.line, >, 90000);
    text = ask (session, "SELECT repeat('x', 20000000)");
    g_assert_cmpuint (strlen (text), ==, 20000000);
    done_clear (&done);
}

/* The server goes away in the middle of a message: what it acknowledged is done, nothing else is claimed. */
static void test_killed (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (Session) other = open_url (g_getenv ("MIGSHIM_TEST_POSTGRESQL"));
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) again = NULL;
    Done done;

    done_watch (&done, session);
    g_assert_true (step (session, 1, "INSERT INTO p VALUES (1)", NULL, &error));
    g_assert_true (
        step (session, 2, "INSERT INTO p VALUES (2); SELECT pg_terminate_backend(pg_backend_pid())", "2.sql", &error));
    g_assert_true (step (session, 3, "INSERT INTO p VALUES (3)", NULL, &error));
    g_assert_false (finish (session, &error));
    g_assert_nonnull (strstr (error->message, "lost"));
    g_assert_true (session_is_lost (session));
    g_assert_cmpstr (done.tags->str, ==, "1");
    g_assert_cmpuint (session_failed_tag (session), ==, 2);
    expect (other, "SELECT string_agg(id::text, ',') FROM session_test.p", "1");
    g_assert_false (session_executef (session, &again, "SELECT 1") && session_flush (session, &again));
    g_assert_error (again, MIGSHIM_ERROR, MIGSHIM_ERROR_DATABASE);
    done_clear (&done);
}

static void test_rollback (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;
    Done done;

    done_watch (&done, session);
    g_assert_true (step (session, 1, "INSERT INTO p VALUES (1)", NULL, &error));
    session_tag (session, 2);
    g_assert_true (session_begin (session, NULL, &error));
    must (session, "INSERT INTO p VALUES (2)");
    expect (session, "SELECT count(*) FROM p", "2");
    must (session, "INSERT INTO p VALUES (3)");
    session_rollback (session);
    g_assert_true (finish (session, &error));
    g_assert_cmpstr (done.tags->str, ==, "1");
    expect (session, "SELECT count(*) FROM p", "1");
    done_clear (&done);
}

/* A program catches an error inside a transaction: nothing more can be done in it, whether its BEGIN had been sent or went down with the error. */
static void test_kept_error (void)
{
    for (guint sent = 0; sent < 2; sent++)
    {
        g_autoptr (Session) session = fresh ();
        g_autoptr (GError) error = NULL;
        Done done;

        done_watch (&done, session);
        g_assert_true (step (session, 1, "INSERT INTO p VALUES (1)", NULL, &error));
        session_tag (session, 2);
        g_assert_true (session_begin (session, NULL, &error));
        session_keep_errors (session, TRUE);
        must (session, "INSERT INTO p VALUES (2)");
        if (sent)
            g_assert_true (session_flush (session, &error));
        g_assert_false (session_executef (session, &error, "SELEC 1") && session_flush (session, &error));
        g_assert_true (session_error_was_kept (session));
        g_clear_error (&error);
        g_assert_false (session_executef (session, &error, "INSERT INTO p VALUES (3)") &&
                        session_flush (session, &error));
        g_assert_cmpstr (error_detail (error)->sql_code, ==, "25P02");
        session_keep_errors (session, FALSE);
        session_rollback (session);
        g_assert_true (finish (session, NULL));
        g_assert_cmpstr (done.tags->str, ==, "1");
        expect (session, "SELECT string_agg(id::text, ',') FROM p", "1");
        must (session, "INSERT INTO p VALUES (4)");
        expect (session, "SELECT string_agg(id::text, ',' ORDER BY id) FROM p", "1,4");
        done_clear (&done);
    }
}

/* A savepoint that was sent before can be gone back to. */
static void test_kept_error_savepoint (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;

    g_assert_true (session_begin (session, NULL, &error));
    session_keep_errors (session, TRUE);
    must (session, "INSERT INTO p VALUES (1)");
    must (session, "SAVEPOINT s");
    g_assert_true (session_flush (session, &error));
    must (session, "INSERT INTO p VALUES (2)");
    g_assert_false (session_executef (session, &error, "SELECT 1/0") && session_flush (session, &error));
    must (session, "ROLLBACK TO SAVEPOINT s");
    must (session, "INSERT INTO p VALUES (3)");
    session_keep_errors (session, FALSE);
    g_clear_error (&error);
    g_assert_true (session_commit (session, &error) && session_flush (session, &error));
    expect (session, "SELECT string_agg(id::text, ',' ORDER BY id) FROM p", "1,3");
}

/* The error of an earlier step is not the program's to catch. */
static void test_kept_error_of_another (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;

    g_assert_true (step (session, 1, "INSERT INTO p VALUES (1); INSERT INTO p VALUES (1)", NULL, &error));
    session_tag (session, 2);
    g_assert_true (session_begin (session, NULL, &error));
    session_keep_errors (session, TRUE);
    g_assert_false (session_executef (session, &error, "INSERT INTO p VALUES (2)") && session_flush (session, &error));
    g_assert_false (session_error_was_kept (session));
    g_assert_cmpuint (session_failed_tag (session), ==, 1);
    session_keep_errors (session, FALSE);
    expect (session, "SELECT count(*) FROM p", "0");
}

static void test_options (void)
{
    SessionOptions options = {
        .statement_timeout = 100000, .lock_wait = 50000, .read_only = TRUE, .application = "a test"
    };
    g_autoptr (Session) writer = fresh ();
    g_autoptr (GError) error = NULL;
    g_autoptr (DatabaseUrl) url = database_url_parse (g_getenv ("MIGSHIM_TEST_POSTGRESQL"), "/", &error);
    g_autoptr (Session) session = session_open (url, &options, &error);
    Statement slow = statement_of ("SELECT pg_sleep(10)");

    g_assert_no_error (error);
    expect (session, "SELECT current_setting('application_name') || ' ' || current_setting('lock_timeout')",
            "a test 50ms");
    g_assert_null (session_query (session, &slow, &error));
    g_assert_cmpstr (error_detail (error)->sql_code, ==, "57014");
    g_clear_error (&error);
    g_assert_true (session_executef (session, &error, "INSERT INTO session_test.p VALUES (1)"));
    g_assert_false (session_flush (session, &error));
    g_assert_cmpstr (error_detail (error)->sql_code, ==, "25006");
}

static void test_connection_errors (void)
{
    static const char *const urls[][2] = {
        { "postgresql://nobody:s3cr3t-word@127.0.0.1:1/x", "No PostgreSQL server answers" },
        { "postgresql://nobody:s3cr3t-word@no-such-host.invalid/x", "is unknown" },
        { "postgresql:///x?host=/nowhere-at-all", "socket" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
        g_autoptr (GError) error = NULL;
        g_autoptr (DatabaseUrl) url = database_url_parse (urls[i][0], "/", &error);

        g_assert_no_error (error);
        g_assert_null (session_open (url, NULL, &error));
        g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_DATABASE);
        g_assert_nonnull (strstr (error->message, urls[i][1]));
        g_assert_null (strstr (error->message, "s3cr3t"));
        g_assert_null (strstr (error_detail (error)->hint, "s3cr3t"));
    }
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/session-postgresql/connection-errors", test_connection_errors);
    if (!g_getenv ("MIGSHIM_TEST_POSTGRESQL"))
        return g_test_run ();
    g_test_add_func ("/session-postgresql/many-steps-one-trip", test_many_steps_one_trip);
    for (guint i = 0; i < G_N_ELEMENTS (failure_cases); i++)
    {
        g_autofree char *path = g_strconcat ("/session-postgresql/failure/", failure_cases[i].name, NULL);

        g_test_add_data_func (path, &failure_cases[i], test_failure);
    }
    g_test_add_func ("/session-postgresql/pipeline", test_pipeline);
    g_test_add_func ("/session-postgresql/pipeline-failure", test_pipeline_failure);
    g_test_add_func ("/session-postgresql/pipeline-deferred", test_pipeline_deferred);
    g_test_add_func ("/session-postgresql/parameters", test_parameters);
    g_test_add_func ("/session-postgresql/loose", test_loose);
    g_test_add_func ("/session-postgresql/alone", test_alone);
    g_test_add_func ("/session-postgresql/profile", test_profile);
    g_test_add_func ("/session-postgresql/query-many", test_query_many);
    g_test_add_func ("/session-postgresql/odd-counts", test_odd_counts);
    g_test_add_func ("/session-postgresql/large", test_large);
    g_test_add_func ("/session-postgresql/killed", test_killed);
    g_test_add_func ("/session-postgresql/options", test_options);
    g_test_add_func ("/session-postgresql/rollback", test_rollback);
    g_test_add_func ("/session-postgresql/kept-error", test_kept_error);
    g_test_add_func ("/session-postgresql/kept-error-savepoint", test_kept_error_savepoint);
    g_test_add_func ("/session-postgresql/kept-error-of-another", test_kept_error_of_another);
    return g_test_run ();
}
