/* Against a real server: MIGSHIM_TEST_MYSQL is the URL of a database in which the tests may make and drop tables; without it all is skipped. */

#include "session-fixture.h"

#include <string.h>

static Session *fresh (void)
{
    Session *session = open_url (g_getenv ("MIGSHIM_TEST_MYSQL"));

    must (session, "DROP TABLE IF EXISTS session_p");
    must (session, "DROP PROCEDURE IF EXISTS session_procedure");
    must (session, "CREATE TABLE session_p (id int PRIMARY KEY) ENGINE=InnoDB");
    g_assert_true (session_flush (session, NULL));
    return session;
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
        g_autofree char *sql = g_strdup_printf ("INSERT INTO session_p VALUES (%u);\n# end\n", i);

        g_assert_true (step (session, i, sql, NULL, &error));
    }
    session_tag (session, 0);
    expect (session, "SELECT count(*) FROM session_p", "50");
    g_assert_cmpuint (session_round_trips (session) - before, ==, 1);
    g_assert_true (g_str_has_suffix (done.tags->str, " 49 50"));
    done_clear (&done);
}

typedef struct
{
    const char *name;
    const char *script;
    const char *code;
    guint line;
    guint column;
} FailureCase;

static const FailureCase failure_cases[] = {
    { "missing-table", "INSERT INTO session_p VALUES (30);\n  SELECT * FROM nowhere;", "1146", 2, 3 },
    { "duplicate", "INSERT INTO session_p VALUES (30); -- a\nINSERT INTO session_p VALUES (30);", "1062", 2, 1 },
    { "syntax", "INSERT INTO session_p VALUES (30);\nSELECT 1\n  FROM WHERE x;", "1064", 3, 8 },
    { "syntax-at-end", "INSERT INTO session_p VALUES (30);\nSELECT 1 +;", "1064", 2, 11 },
    { "signal", "INSERT INTO session_p VALUES (30);\nSIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no; not; this'",
      "1644", 2, 1 },
};

static void test_failure (gconstpointer data)
{
    const FailureCase *failure = data;
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;
    gboolean good;
    Done done;

    done_watch (&done, session);
    good = step (session, 1, "INSERT INTO session_p VALUES (1)", "1.sql", &error) &&
           step (session, 2, "INSERT INTO session_p VALUES (2);;-- nothing\n", "2.sql", &error) &&
           step (session, 3, failure->script, "3.sql", &error) &&
           step (session, 4, "INSERT INTO session_p VALUES (4)", "4.sql", &error) && finish (session, &error);
    g_assert_false (good);
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_MIGRATION);
    g_assert_cmpstr (error_detail (error)->sql_code, ==, failure->code);
    g_assert_cmpstr (error_detail (error)->where.file, ==, "3.sql");
    g_assert_cmpuint (error_detail (error)->where.line, ==, failure->line);
    g_assert_cmpuint (error_detail (error)->where.column, ==, failure->column);
    g_assert_cmpuint (session_failed_tag (session), ==, 3);
    g_assert_cmpstr (done.tags->str, ==, "1 2");
    session_tag (session, 0);
    expect (session, "SELECT group_concat(id ORDER BY id) FROM session_p", "1,2");
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
                          { .type = SQL_TEXT, .text = (char *)"it's ? \\ \360\237\230\200", .length = 13 },
                          { .type = SQL_BLOB, .text = (char *)"\0\xff'", .length = 3 } };
    Statement statement =
        statement_of ("SELECT ?, ?, ?, ?, '?' /* ? */, `a?`.b, ? -- ?\n FROM (SELECT 7 AS b) AS `a?`");
    g_autoptr (ResultSet) rows = NULL;
    guint before = session_round_trips (session);

    statement.parameters = values;
    statement.n_parameters = 5;
    must (session, "INSERT INTO session_p VALUES (1)");
    rows = session_query (session, &statement, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (session_round_trips (session) - before, ==, 1);
    g_assert_null (result_text (rows, 0, 0));
    g_assert_true (result_truth (rows, 0, 1));
    g_assert_cmpint (result_integer (rows, 0, 2), ==, G_MININT64);
    g_assert_cmpstr (result_text (rows, 0, 4), ==, "?");
    g_assert_cmpstr (result_text (rows, 0, 6), ==, "it's ? \\ \360\237\230\200");
    result_free (g_steal_pointer (&rows));
    statement = statement_of ("SELECT ?");
    statement.parameters = &values[5];
    statement.n_parameters = 1;
    rows = session_query (session, &statement, &error);
    g_assert_no_error (error);
    g_assert_cmpint (result_cell (rows, 0, 0)->type, ==, SQL_BLOB);
    g_assert_cmpuint (result_cell (rows, 0, 0)->length, ==, 3);
    g_assert_true (memcmp (result_cell (rows, 0, 0)->text, "\0\xff'", 3) == 0);
    statement.n_parameters = 0;
    statement = statement_of ("SELECT ?, ?");
    statement.parameters = values;
    statement.n_parameters = 1;
    g_assert_null (session_query (session, &statement, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_DATABASE);
}

/* Procedures answer as often as they like; what follows them is still told apart. */
static void test_procedures (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;
    Done done;

    done_watch (&done, session);
    g_assert_true (step (
        session, 1,
        "DELIMITER //\nCREATE PROCEDURE session_procedure() BEGIN SELECT 1; SELECT 2; INSERT INTO session_p VALUES "
        "(1); END//\nDELIMITER ;\n"
        "CALL session_procedure();\nPREPARE s FROM 'CALL session_procedure()';\nDELETE FROM session_p;\nEXECUTE s;",
        NULL, &error));
    g_assert_true (step (session, 2, "INSERT INTO session_p VALUES (2)", NULL, &error));
    g_assert_true (step (session, 3, "CALL session_procedure();", "3.sql", &error));
    g_assert_false (finish (session, &error));
    g_assert_cmpstr (error_detail (error)->sql_code, ==, "1062");
    g_assert_cmpuint (session_failed_tag (session), ==, 3);
    g_assert_cmpstr (done.tags->str, ==, "1 2");
    expect (session, "SELECT group_concat(id ORDER BY id) FROM session_p", "1,2");
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
    for (guint i = 0; script->len < 20000000; i++)
    {
        g_string_append_printf (script, "INSERT IGNORE INTO session_p VALUES (%u) /* ", i);
        for (guint j = 0; j < 100; j++)
            g_string_append (script, "a long comment ");
        g_string_append (script, "*/;\n");
    }
    g_assert_true (step (session, 1, script->str, NULL, &error));
    g_assert_true (finish (session, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (done.tags->str, ==, "1");
    text = ask (session, "SELECT repeat('x', 10000000)");
    g_assert_cmpuint (strlen (text), ==, 10000000);
    done_clear (&done);
}

static void test_query_many (void)
{
    static const char *const sql[] = { "SELECT 1", "SELECT 2 FROM session_p", "SELECT 3" };
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) results = NULL;
    Statement empty = statement_of ("-- nothing\n");
    g_autoptr (ResultSet) nothing = NULL;

    results = session_query_many (session, sql, 3, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (results->len, ==, 3);
    g_assert_cmpuint (result_n_rows (results->pdata[1]), ==, 0);
    g_assert_cmpstr (result_text (results->pdata[2], 0, 0), ==, "3");
    nothing = session_query (session, &empty, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (result_n_rows (nothing), ==, 0);
}

static void test_killed (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (Session) other = open_url (g_getenv ("MIGSHIM_TEST_MYSQL"));
    g_autoptr (GError) error = NULL;
    Done done;

    done_watch (&done, session);
    g_assert_true (step (session, 1, "INSERT INTO session_p VALUES (1)", NULL, &error));
    g_assert_true (
        step (session, 2, "INSERT INTO session_p VALUES (2); KILL CONNECTION_ID(); SELECT SLEEP(5)", "2.sql", &error));
    g_assert_true (step (session, 3, "INSERT INTO session_p VALUES (3)", NULL, &error));
    g_assert_false (finish (session, &error));
    g_assert_cmpstr (done.tags->str, ==, "1");
    g_assert_cmpuint (session_failed_tag (session), ==, 2);
    expect (other, "SELECT group_concat(id) FROM session_p", "1");
    done_clear (&done);
}

/* A script that changes how strings are read changes it for what follows. */
static void test_mode_changes (void)
{
    g_autoptr (Session) session = fresh ();
    g_autoptr (GError) error = NULL;

    g_assert_true (step (session, 1, "/*!40101 SET sql_mode = 'NO_BACKSLASH_ESCAPES' */", NULL, &error));
    g_assert_true (step (session, 2, "INSERT INTO session_p SELECT length('a\\'); INSERT INTO session_p VALUES (9)",
                         "2.sql", &error));
    g_assert_true (finish (session, &error));
    g_assert_no_error (error);
    expect (session, "SELECT group_concat(id ORDER BY id) FROM session_p", "2,9");
}

/* The server's own mode stays, without NO_BACKSLASH_ESCAPES wherever it stands in the list. */
static void test_sql_mode (void)
{
    g_autoptr (Session) root = fresh ();
    g_autofree char *old = ask (root, "SELECT @@GLOBAL.sql_mode");
    g_autofree char *back = g_strdup_printf ("SET GLOBAL sql_mode = '%s'", old);
    g_autoptr (Session) session = NULL;

    must (root, "SET GLOBAL sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,STRICT_TRANS_TABLES'");
    g_assert_true (session_flush (root, NULL));
    session = open_url (g_getenv ("MIGSHIM_TEST_MYSQL"));
    must (root, back);
    g_assert_true (session_flush (root, NULL));
    expect (session, "SELECT length('a\\\\b')", "3");
    expect (session,
            "SELECT FIND_IN_SET('ANSI_QUOTES', @@sql_mode) > 0 AND FIND_IN_SET('STRICT_TRANS_TABLES', @@sql_mode) > 0",
            "1");
    expect (session, "SELECT \"a;b\" FROM (SELECT 5 AS \"a;b\") AS t", "5");
}

static void test_connection_errors (void)
{
    static const char *const urls[][2] = {
        { "mysql://nobody:s3cr3t-word@127.0.0.1:1/x", "No MySQL server answers" },
        { "mysql://nobody:s3cr3t-word@no-such-host.invalid/x", "is unknown" },
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
    g_test_add_func ("/session-mysql/connection-errors", test_connection_errors);
    if (!g_getenv ("MIGSHIM_TEST_MYSQL"))
        return g_test_run ();
    g_test_add_func ("/session-mysql/many-steps-one-trip", test_many_steps_one_trip);
    for (guint i = 0; i < G_N_ELEMENTS (failure_cases); i++)
    {
        g_autofree char *path = g_strconcat ("/session-mysql/failure/", failure_cases[i].name, NULL);

        g_test_add_data_func (path, &failure_cases[i], test_failure);
    }
    g_test_add_func ("/session-mysql/parameters", test_parameters);
    g_test_add_func ("/session-mysql/procedures", test_procedures);
    g_test_add_func ("/session-mysql/large", test_large);
    g_test_add_func ("/session-mysql/query-many", test_query_many);
    g_test_add_func ("/session-mysql/killed", test_killed);
    g_test_add_func ("/session-mysql/mode-changes", test_mode_changes);
    g_test_add_func ("/session-mysql/sql-mode", test_sql_mode);
    return g_test_run ();
}
