/* test-splitter-servers.c: statements end where the databases' own parsers end them.
 *
 * A script goes to the database whole, which says how many statements it found. PostgreSQL and MariaDB are those of
 * MIGSHIM_TEST_POSTGRESQL and MIGSHIM_TEST_MYSQL (URLs); what has no server is skipped. */

#include "build-config.h"

#include "db/splitter.h"
#include "db/url.h"

#ifdef HAVE_POSTGRESQL
#include <libpq-fe.h>
#endif
#ifdef HAVE_MYSQL
#include <mysql.h>
#endif
#ifdef HAVE_SQLITE
#include <sqlite3.h>
#endif

#include <string.h>

static guint count_spans (Dialect dialect, const SplitterMode *mode, const char *script)
{
    g_autoptr (GArray) spans = splitter_split (dialect, mode, script, strlen (script));

    return spans->len;
}

#ifdef HAVE_SQLITE
static const char *const sqlite_scripts[] = {
    "\xef\xbb\xbf"
    "CREATE TABLE x (a, [b;c], `d;`, \"e;\", [end]); INSERT INTO x VALUES (';', 'it''s;', \";\", `a`, 5);",
    "CREATE TABLE x (a, b); ; ;-- c;\n/* d; */ SELECT 1 /* e; */; SELECT 2--;\n;SELECT 5--1;\n; /* open",
    "CREATE TABLE x (a, \"end\" DEFAULT 5, 'begin');\nCREATE TRIGGER t AFTER INSERT ON x WHEN CASE NEW.a WHEN 1 THEN 1 "
    "ELSE 0 END "
    "BEGIN UPDATE x SET a = CASE WHEN end > 1 THEN end END; SELECT end FROM x; DELETE FROM x; END;\nINSERT INTO x (a) "
    "VALUES (1);",
    "CREATE TEMP TABLE x (a); CREATE TEMP TRIGGER IF NOT EXISTS begin AFTER DELETE ON x BEGIN SELECT 1; END; DROP "
    "TRIGGER begin;",
    "CREATE TABLE x (a);CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT ';END;'; SELECT [;END;] FROM (SELECT 1 AS "
    "[;END;]); END ; SELECT 1",
    "EXPLAIN SELECT 1; EXPLAIN QUERY PLAN SELECT 1; CREATE TABLE x (a); EXPLAIN CREATE TRIGGER t AFTER INSERT ON x "
    "BEGIN SELECT 1; END; SELECT 2",
    "SELECT $a::b(;), @x, :y, ?1, ?; SELECT $a(;;), #x; SELECT 1",
    "BEGIN; CREATE TABLE x (a); END; BEGIN IMMEDIATE; SAVEPOINT s; RELEASE s; COMMIT;",
    "SELECT x'00', 'a\\'; SELECT 1e5, .5, 0x1F; SELECT a FROM (SELECT 1 a);",
};

/* Each statement lies where sqlite3_prepare_v2 finds the next one. */
static void check_sqlite (const char *script)
{
    g_autoptr (GArray) spans = splitter_split (DIALECT_SQLITE, NULL, script, strlen (script));
    sqlite3 *database;
    guint n = 0;

    g_assert_cmpint (sqlite3_open (":memory:", &database), ==, SQLITE_OK);
    for (const char *from = script; *from;)
    {
        sqlite3_stmt *statement = NULL;
        const char *tail;
        const StatementSpan *span;

        if (sqlite3_prepare_v2 (database, from, -1, &statement, &tail) != SQLITE_OK)
            /* It parsed, and does not mean anything; only a syntax error would matter. */
            g_assert_null (strstr (sqlite3_errmsg (database), "syntax error"));
        else if (!statement)
        {
            from = tail;
            continue;
        }
        if (n >= spans->len)
            g_error ("SQLite finds a statement more in: %s", script);
        span = &g_array_index (spans, StatementSpan, n++);
        if (script + span->offset < from || script + span->offset + span->length > tail)
            g_error ("SQLite ends statement %u elsewhere in: %s", n, script);
        sqlite3_step (statement);
        sqlite3_finalize (statement);
        from = tail;
    }
    if (n != spans->len)
        g_error ("SQLite finds %u statements instead of %u in: %s", n, spans->len, script);
    sqlite3_close (database);
}

static void test_sqlite (void)
{
    for (gsize i = 0; i < G_N_ELEMENTS (sqlite_scripts); i++)
        check_sqlite (sqlite_scripts[i]);
}
#endif

#ifdef HAVE_POSTGRESQL
static PGconn *postgresql_connect (void)
{
    const char *url = g_getenv ("MIGSHIM_TEST_POSTGRESQL");
    PGconn *connection;

    if (!url)
    {
        g_test_skip ("MIGSHIM_TEST_POSTGRESQL is not set");
        return NULL;
    }
    connection = PQconnectdb (url);
    if (PQstatus (connection) != CONNECTION_OK)
        g_error ("PostgreSQL: %s", PQerrorMessage (connection));
    PQclear (PQexec (connection, "SET client_min_messages = error"));
    PQclear (PQexec (connection, "DROP SCHEMA IF EXISTS splitter_test CASCADE"));
    PQclear (PQexec (connection, "CREATE SCHEMA splitter_test"));
    PQclear (PQexec (connection, "SET search_path = splitter_test"));
    return connection;
}

static void postgresql_close (PGconn *connection)
{
    PQclear (PQexec (connection, "DROP SCHEMA IF EXISTS splitter_test CASCADE"));
    PQfinish (connection);
}

static const char *const postgresql_scripts[] = {
    "SELECT ';', 'it''s;', E'\\';', U&'\\0061;', N'a;', B'1', X'1F', \"a;\" FROM (SELECT 1 AS \"a;\") t; SELECT 2",
    "SELECT E'a'\n'b\\';' AS x; SELECT E'a' -- c;\n  'b\\''; SELECT 'a'\n'b\\'; SELECT '\\';",
    "SELECT $$;$$, $a$;$$;$b$;$a$, $A$ $a$ ; $A$; SELECT $\xc3\xa9$;$\xc3\xa9$; SELECT 1 AS a$$; SELECT 2 AS b$$;",
    "/* a /* b; */ ; */ SELECT 1 /* ; */; -- c;\nSELECT 5--1;\n; ;; SELECT 2*/* ; */3; SELECT @-- ;\n1; SELECT 7 # 2",
    "SELECT 1 -- a\r+2; SELECT 3;\r\nSELECT 4;\t\f",
    "CREATE TABLE t (a int); CREATE FUNCTION f(a int DEFAULT CASE WHEN true THEN 1 END) RETURNS int BEGIN ATOMIC "
    "SELECT CASE WHEN a > 1 THEN 2 END; SELECT 1 AS end; SELECT x.end FROM (SELECT 1 AS end) x; SELECT (SELECT 1 end); "
    "END; SELECT 3",
    "CREATE OR REPLACE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC END; CREATE FUNCTION g() RETURNS int RETURN CASE WHEN "
    "true THEN 1 END; SELECT 1",
    "CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS 'SELECT 1;'; CREATE FUNCTION h() RETURNS int AS $$ SELECT 1; "
    "$$ LANGUAGE sql; SELECT 2",
    "CREATE TABLE t (a int); CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; DELETE FROM t WHERE (a = 1);); CREATE "
    "OR REPLACE RULE s AS ON "
    "DELETE TO t DO NOTHING; SELECT 1",
    "BEGIN; SAVEPOINT a; RELEASE a; END; SELECT 1; START TRANSACTION; ABORT",
    "DO $$ BEGIN PERFORM ';'; END $$; DO LANGUAGE plpgsql 'BEGIN END;'; SELECT 1",
    "PREPARE q (int) AS SELECT $1; EXECUTE q(1); DEALLOCATE q; SELECT (ARRAY[1,2])[1:2]; SELECT '{\"a\":1}'::jsonb ? "
    "'a'",
};

/* One result comes back for each statement of a message. */
static void test_postgresql (void)
{
    for (gsize i = 0; i < G_N_ELEMENTS (postgresql_scripts); i++)
    {
        const char *script = postgresql_scripts[i];
        PGconn *connection = postgresql_connect ();
        guint n = 0;

        if (!connection)
            return;
        g_assert_true (PQsendQuery (connection, script));
        for (PGresult *result; (result = PQgetResult (connection)) != NULL; n++)
        {
            if (PQresultStatus (result) == PGRES_FATAL_ERROR)
                g_error ("PostgreSQL: %s in: %s", PQresultErrorMessage (result), script);
            PQclear (result);
        }
        if (n != count_spans (DIALECT_POSTGRESQL, NULL, script))
            g_error ("PostgreSQL finds %u statements instead of %u in: %s", n,
                     count_spans (DIALECT_POSTGRESQL, NULL, script), script);
        postgresql_close (connection);
    }
}

/* Each is tried in a transaction; none of them may be left behind outside. */
static const char *const postgresql_statements[] = {
    "VACUUM",
    "VACUUM (FULL) t",
    "ANALYZE t",
    "CREATE DATABASE splitter_test",
    "DROP DATABASE IF EXISTS splitter_test",
    "CREATE TABLESPACE splitter_test LOCATION '/nowhere'",
    "DROP TABLESPACE IF EXISTS splitter_test",
    "ALTER SYSTEM RESET work_mem",
    "CREATE INDEX CONCURRENTLY ON t (a)",
    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ti ON t (a)",
    "CREATE INDEX ON t (a)",
    "DROP INDEX CONCURRENTLY IF EXISTS nothing",
    "REINDEX TABLE t",
    "REINDEX INDEX CONCURRENTLY t_pkey",
    "REINDEX (CONCURRENTLY) TABLE t",
    "REINDEX (VERBOSE) TABLE t",
    "REINDEX SCHEMA splitter_test",
    "REINDEX (VERBOSE) SCHEMA splitter_test",
    "CLUSTER",
    "CLUSTER VERBOSE",
    "CLUSTER t USING t_pkey",
    "CREATE SUBSCRIPTION splitter_test CONNECTION 'dbname=none' PUBLICATION p",
    "CREATE SUBSCRIPTION splitter_test CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false)",
    "ALTER TABLE parts DETACH PARTITION part CONCURRENTLY",
    "ALTER TABLE IF EXISTS ONLY parts DETACH PARTITION part CONCURRENTLY",
    "ALTER TABLE parts DETACH PARTITION part",
    "ALTER DATABASE postgres SET TABLESPACE pg_default",
    "ALTER DATABASE postgres TABLESPACE pg_default",
    "ALTER DATABASE postgres WITH TABLESPACE pg_default",
    "ALTER DATABASE postgres SET work_mem = '4MB'",
    "ALTER TYPE e ADD VALUE 'b'",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY mv",
    "DISCARD ALL",
    "DISCARD PLANS",
    "CHECKPOINT",
    "COMMIT PREPARED 'nothing'",
    "ROLLBACK PREPARED 'nothing'",
    "SET TRANSACTION READ ONLY",
    "LOCK TABLE t",
};

#define ACTIVE_SQL_TRANSACTION "25001"

static void test_postgresql_transactions (void)
{
    PGconn *connection = postgresql_connect ();

    if (!connection)
        return;
    PQclear (PQexec (connection, "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE parts (a int) PARTITION BY LIST (a);"
                                 "CREATE TABLE part PARTITION OF parts FOR VALUES IN (1); CREATE TYPE e AS ENUM ('a');"
                                 "CREATE MATERIALIZED VIEW mv AS SELECT 1 a; CREATE UNIQUE INDEX ON mv (a)"));
    for (gsize i = 0; i < G_N_ELEMENTS (postgresql_statements); i++)
    {
        const char *text = postgresql_statements[i];
        StatementKind kind = splitter_classify (DIALECT_POSTGRESQL, text, strlen (text));
        PGresult *result;
        gboolean refused;

        PQclear (PQexec (connection, "BEGIN"));
        result = PQexec (connection, text);
        refused = g_strcmp0 (PQresultErrorField (result, PG_DIAG_SQLSTATE), ACTIVE_SQL_TRANSACTION) == 0;
        PQclear (result);
        PQclear (PQexec (connection, "ROLLBACK"));
        if (refused != (kind == STATEMENT_NO_TRANSACTION))
            g_error ("PostgreSQL %s in a transaction: %s", refused ? "refuses" : "takes", text);
    }
    postgresql_close (connection);
}
#endif

#ifdef HAVE_MYSQL
static MYSQL *mysql_connect_test (void)
{
    const char *text = g_getenv ("MIGSHIM_TEST_MYSQL");
    g_autoptr (DatabaseUrl) url = NULL;
    MYSQL *connection;

    if (!text)
    {
        g_test_skip ("MIGSHIM_TEST_MYSQL is not set");
        return NULL;
    }
    url = database_url_parse (text, ".", NULL);
    g_assert_nonnull (url);
    connection = mysql_init (NULL);
    if (!mysql_real_connect (connection, url->socket ? NULL : url->host, url->user, url->password, NULL, url->port,
                             url->socket ? url->host : NULL, CLIENT_MULTI_STATEMENTS))
        g_error ("MySQL: %s", mysql_error (connection));
    g_assert_cmpint (mysql_query (connection, "CREATE OR REPLACE DATABASE splitter_test"), ==, 0);
    g_assert_cmpint (mysql_select_db (connection, "splitter_test"), ==, 0);
    return connection;
}

static void mysql_close_test (MYSQL *connection)
{
    mysql_query (connection, "DROP DATABASE splitter_test");
    mysql_close (connection);
}

/* One result comes back for each statement of a packet. */
static void check_mysql (MYSQL *connection, const char *script)
{
    SplitterMode mode = { .server_version = (guint)mysql_get_server_version (connection),
                          .mariadb = strstr (mysql_get_server_info (connection), "MariaDB") != NULL };
    guint n = 0;
    int status = mysql_real_query (connection, script, strlen (script));

    for (; status == 0; status = mysql_next_result (connection))
    {
        mysql_free_result (mysql_store_result (connection));
        n++;
    }
    if (status > 0)
        g_error ("MySQL: %s in: %s", mysql_error (connection), script);
    if (n != count_spans (DIALECT_MYSQL, &mode, script))
        g_error ("MySQL finds %u statements instead of %u in: %s", n, count_spans (DIALECT_MYSQL, &mode, script),
                 script);
}

static const char *const mysql_scripts[] = {
    "SELECT ';', 'it''s;', 'a\\';', \"b\\\";\", \"c\"\";\", N'a;', X'1F', _utf8'\\';', \\N; SELECT 2 AS `a``;\\`",
    "SELECT 1 # a;\n; SELECT 2 -- b;\n; SELECT 5--1; SELECT 3 --\n; SELECT 4 --\t;\n; /* a /* b; */ SELECT 1 /*+ c; "
    "*/;",
    "/*!40101 SET NAMES utf8 */; SELECT 1 /*!40000 + 1 */; /*!40000 SELECT ';*/' */; /*M!100100 SELECT 2 */; SELECT 3 "
    "/*!999999 ; */",
    "SELECT 1 /*!99999 it's; */; SELECT 2 /*!50701 '; /* ; */ ; */; SELECT 3 /*M!990000 ' */; SELECT 4 /*!50699 + ';' "
    "*/",
    "CREATE OR REPLACE TABLE t (a INT, `end` INT, begin INT); SELECT end, t.end, begin FROM t; SELECT $$ FROM (SELECT "
    "1 AS $$) x;",
    "CREATE OR REPLACE DEFINER=root@localhost PROCEDURE p(IN a DECIMAL(1,0)) SQL SECURITY DEFINER BEGIN SELECT 1; END; "
    "SELECT 3",
    "CREATE OR REPLACE DEFINER=CURRENT_USER() FUNCTION f(a INT) RETURNS VARCHAR(9) CHARACTER SET utf8 DETERMINISTIC "
    "BEGIN RETURN 'a'; END; SELECT 3",
    "CREATE OR REPLACE FUNCTION g(a INT) RETURNS SET('a', 'b') RETURN CASE WHEN a THEN IF(a, 1, 2) END; SELECT 3",
    "CREATE OR REPLACE PROCEDURE p() DROP TABLE IF EXISTS u; CREATE PROCEDURE IF NOT EXISTS q() SELECT 1 FROM t FOR "
    "UPDATE; SELECT 4",
    "CREATE OR REPLACE PROCEDURE p() BEGIN DECLARE done INT DEFAULT 0; DECLARE c CURSOR FOR SELECT end FROM t; DECLARE "
    "EXIT HANDLER FOR "
    "SQLEXCEPTION, NOT FOUND BEGIN SET done = 1; END; DECLARE CONTINUE HANDLER FOR 1062 SET done = CASE WHEN done THEN "
    "1 END; OPEN c; END; SELECT 4",
    "CREATE OR REPLACE PROCEDURE p(a INT) l: BEGIN IF a = 1 THEN SELECT 1; ELSEIF a = CASE WHEN a THEN 1 END THEN "
    "BEGIN END; ELSE SELECT IF(a, 1, 2); END IF; "
    "END l; SELECT 4",
    "CREATE OR REPLACE PROCEDURE p(a INT) IF a THEN SELECT 1; END IF; CREATE OR REPLACE PROCEDURE p(a INT) CASE a WHEN "
    "1 THEN SELECT 1; END CASE; SELECT 4",
    "CREATE OR REPLACE TRIGGER r BEFORE INSERT ON t FOR EACH ROW SET NEW.a = CASE WHEN NEW.end THEN 1 END; CREATE OR "
    "REPLACE TRIGGER s BEFORE UPDATE ON "
    "t FOR EACH ROW IF NEW.a THEN SET NEW.a = 1; END IF; CREATE TRIGGER u BEFORE INSERT ON t FOR EACH ROW FOLLOWS r "
    "BEGIN SET NEW.a = 1; END; SELECT 4",
    "CREATE OR REPLACE EVENT e ON SCHEDULE EVERY 1 DAY STARTS (NOW()) DO BEGIN SELECT 1; END; ALTER EVENT e DO BEGIN "
    "SELECT 1; END; DROP EVENT e; SELECT 4",
    "BEGIN NOT ATOMIC DECLARE a INT; SET a = 1; END; SELECT 3; BEGIN; COMMIT; SELECT 4",
    "IF 0 THEN DO 1; END IF; CASE 1 WHEN 1 THEN DO 1; END CASE; FOR i IN 1..2 DO DO 1; END FOR; SELECT 3",
    "WHILE 0 DO DO 1; END WHILE; REPEAT DO 1; UNTIL 1 END REPEAT; SELECT 3",
    "/*!50003 CREATE*/ /*!50020 DEFINER=`root`@`localhost`*/ /*!50003 PROCEDURE z() BEGIN SELECT 1; SELECT 2; END */; "
    "SELECT 3",
};

static void test_mysql (void)
{
    MYSQL *connection = mysql_connect_test ();

    if (!connection)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS (mysql_scripts); i++)
        check_mysql (connection, mysql_scripts[i]);
    mysql_close_test (connection);
}

static void append_expression (GString *out, GRand *rand, guint depth)
{
    static const char *const leaves[] = { "1",    "end",         "(SELECT t.end FROM t)", "begin",
                                          "@end", "IF(a, 1, 2)", "REPEAT('x', 2)",        "'END;'",
                                          "(a)",  "`end`" };

    if (depth == 0 || g_rand_int_range (rand, 0, 3) > 0)
    {
        g_string_append (out, leaves[g_rand_int_range (rand, 0, G_N_ELEMENTS (leaves))]);
        return;
    }
    g_string_append (out, "CASE WHEN ");
    append_expression (out, rand, depth - 1);
    g_string_append (out, " THEN ");
    append_expression (out, rand, depth - 1);
    if (g_rand_boolean (rand))
    {
        g_string_append (out, " ELSE ");
        append_expression (out, rand, depth - 1);
    }
    g_string_append (out, " END");
}

static void append_statement (GString *out, GRand *rand, guint depth);

static void append_statements (GString *out, GRand *rand, guint depth, gboolean may_be_empty)
{
    gint n = g_rand_int_range (rand, may_be_empty ? 0 : 1, 3);

    for (gint i = 0; i < n; i++)
    {
        append_statement (out, rand, depth);
        g_string_append (out, "; ");
    }
}

/* A statement of a stored program in MariaDB's grammar. */
static void append_statement (GString *out, GRand *rand, guint depth)
{
    /* What is written: a star stands for an expression, a percent sign for statements, a tilde for perhaps none. */
    static const char *const shapes[] = {
        "SET @a = *",
        "SELECT *, * FROM t FOR UPDATE",
        "DROP TABLE IF EXISTS u",
        "DO *",
        "BEGIN ~END",
        "BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION, NOT FOUND BEGIN ~END; %END",
        "BEGIN DECLARE CONTINUE HANDLER FOR 1062 SET @a = *; %END",
        "BEGIN DECLARE CONTINUE HANDLER FOR SQLSTATE '23000' IF * THEN %END IF; ~END",
        "IF * THEN %END IF",
        "IF * THEN %ELSEIF * THEN %ELSE %END IF",
        "CASE * WHEN * THEN %ELSE %END CASE",
        "CASE WHEN * THEN %END CASE",
        "WHILE * DO %END WHILE",
        "REPEAT %UNTIL * END REPEAT",
        "LOOP %END LOOP",
        "FOR i IN 1..2 DO %END FOR",
        "INSERT INTO t (a, end) VALUES (*, *)",
        "UPDATE t SET end = * WHERE begin = *",
    };
    const char *shape = shapes[g_rand_int_range (rand, 0, depth > 0 ? G_N_ELEMENTS (shapes) : 4)];

    for (const char *p = shape; *p; p++)
        switch (*p)
        {
        case '*':
            append_expression (out, rand, 2);
            break;
        case '%':
        case '~':
            append_statements (out, rand, depth > 0 ? depth - 1 : 0, *p == '~');
            break;
        default:
            g_string_append_c (out, *p);
        }
}

/* Stored programs made up by chance (--seed tells which): the server finds the next statement where we do. */
static void test_mysql_programs (void)
{
    MYSQL *connection = mysql_connect_test ();
    g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32)g_test_rand_int ());

    if (!connection)
        return;
    for (guint i = 0; i < 400; i++)
    {
        g_autoptr (GString) script =
            g_string_new ("CREATE OR REPLACE PROCEDURE p(a INT) BEGIN DECLARE end, begin INT; ");

        append_statement (script, rand, 4);
        g_string_append (script, "; END; SELECT 1");
        check_mysql (connection, script->str);
    }
    mysql_close_test (connection);
}
#endif

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
#ifdef HAVE_SQLITE
    g_test_add_func ("/splitter/servers/sqlite", test_sqlite);
#endif
#ifdef HAVE_POSTGRESQL
    g_test_add_func ("/splitter/servers/postgresql", test_postgresql);
    g_test_add_func ("/splitter/servers/postgresql/transactions", test_postgresql_transactions);
#endif
#ifdef HAVE_MYSQL
    g_test_add_func ("/splitter/servers/mysql", test_mysql);
    g_test_add_func ("/splitter/servers/mysql/programs", test_mysql_programs);
#endif
    return g_test_run ();
}
