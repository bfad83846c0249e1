/* test-splitter.c: where statements begin and end, and of what kind they are. */

#include "db/splitter.h"

#include <string.h>
#include <time.h>

#define PG DIALECT_POSTGRESQL
#define MY DIALECT_MYSQL
#define LITE DIALECT_SQLITE

typedef struct
{
    Dialect dialect;
    const char *script;
    const char *expected[8];
} SplitCase;

static const SplitCase split_cases[] = {
    /* every dialect's plain things */
    { PG, "", { NULL } },
    { PG, " ;; ; -- nothing\n;", { NULL } },
    { PG, "SELECT 1", { "SELECT 1" } },
    { PG, "SELECT 1;SELECT 2", { "SELECT 1", "SELECT 2" } },
    { PG, "SELECT 1 ; \n SELECT 2 ;\n", { "SELECT 1", "SELECT 2" } },
    { PG, "SELECT 1;\r\nSELECT 2;\r\n", { "SELECT 1", "SELECT 2" } },
    { PG, "\xef\xbb\xbfSELECT 1;", { "SELECT 1" } },
    { MY, "\xef\xbb\xbfSELECT 1;", { "SELECT 1" } },
    { LITE, "\xef\xbb\xbfSELECT 1;\xef\xbb\xbfSELECT 2", { "SELECT 1", "SELECT 2" } },
    { PG, "SELECT ';'; SELECT 'a''b;'';'", { "SELECT ';'", "SELECT 'a''b;'';'" } },
    { PG, "SELECT \";\" FROM \"a\"\";\"; SELECT 2", { "SELECT \";\" FROM \"a\"\";\"", "SELECT 2" } },
    { PG, "-- a;b\nSELECT 1; -- c;d\nSELECT 2 -- e", { "SELECT 1", "SELECT 2" } },
    { PG, "SELECT 1 -- x\r;SELECT 2", { "SELECT 1", "SELECT 2" } },
    { PG, "/* a;b */SELECT 1/* ; */;/* c */", { "SELECT 1" } },
    { PG, "SELECT '\xff\xfe;'; SELECT '\xc3';", { "SELECT '\xff\xfe;'", "SELECT '\xc3'" } },

    /* PostgreSQL: comments */
    { PG, "/* a /* b; */ ; */ SELECT 1; SELECT 2", { "SELECT 1", "SELECT 2" } },
    { PG, "SELECT 1 --2;\n+3; SELECT 4", { "SELECT 1 --2;\n+3", "SELECT 4" } },
    { PG, "SELECT 1 # 2; SELECT 3", { "SELECT 1 # 2", "SELECT 3" } },
    { PG, "SELECT 2*/* ; */3; SELECT 4", { "SELECT 2*/* ; */3", "SELECT 4" } },
    { PG, "SELECT @-- ;\n1", { "SELECT @-- ;\n1" } },
    { PG, "SELECT 1; /* open", { "SELECT 1", "/* open" } },

    /* PostgreSQL: strings */
    { PG, "SELECT '\\'; SELECT 2;'", { "SELECT '\\'", "SELECT 2", "'" } },
    { PG, "SELECT E'\\';'; SELECT 2", { "SELECT E'\\';'", "SELECT 2" } },
    { PG, "SELECT e'a\\\\'; SELECT 2", { "SELECT e'a\\\\'", "SELECT 2" } },
    { PG, "SELECT E'a''\\';'; SELECT 2", { "SELECT E'a''\\';'", "SELECT 2" } },
    { PG, "SELECT namee'\\'; SELECT 2", { "SELECT namee'\\'", "SELECT 2" } },
    { PG, "SELECT E'a'\n 'b\\';'; SELECT 2", { "SELECT E'a'\n 'b\\';'", "SELECT 2" } },
    { PG, "SELECT E'a' -- c\n 'b\\';'; SELECT 2", { "SELECT E'a' -- c\n 'b\\';'", "SELECT 2" } },
    { PG, "SELECT E'a' 'b\\'; SELECT 2", { "SELECT E'a' 'b\\'", "SELECT 2" } },
    { PG, "SELECT U&'\\'; SELECT 2", { "SELECT U&'\\'", "SELECT 2" } },
    { PG, "SELECT U&\"d\\0061;\"; SELECT 2", { "SELECT U&\"d\\0061;\"", "SELECT 2" } },
    { PG, "SELECT N'a;', B'1;', X'1;'; SELECT 2", { "SELECT N'a;', B'1;', X'1;'", "SELECT 2" } },
    { PG, "SELECT '[;'; SELECT a[1]; SELECT 3", { "SELECT '[;'", "SELECT a[1]", "SELECT 3" } },
    { PG, "SELECT `; SELECT 2", { "SELECT `", "SELECT 2" } },

    /* PostgreSQL: dollar quotes */
    { PG, "SELECT $$;$$; SELECT 2", { "SELECT $$;$$", "SELECT 2" } },
    { PG, "SELECT $a$;$$;$b$;$a$; SELECT 2", { "SELECT $a$;$$;$b$;$a$", "SELECT 2" } },
    { PG, "SELECT $a$ $ax$ ; $a$; SELECT 2", { "SELECT $a$ $ax$ ; $a$", "SELECT 2" } },
    { PG, "SELECT $A$ $a$ ; $A$; SELECT 2", { "SELECT $A$ $a$ ; $A$", "SELECT 2" } },
    { PG, "SELECT $\xc3\xa9$;$\xc3\xa9$; SELECT 2", { "SELECT $\xc3\xa9$;$\xc3\xa9$", "SELECT 2" } },
    { PG, "SELECT $1; SELECT $2$3", { "SELECT $1", "SELECT $2$3" } },
    { PG, "SELECT a$$; SELECT b$$", { "SELECT a$$", "SELECT b$$" } },
    { PG, "SELECT 1$$;$$; SELECT 2", { "SELECT 1$$;$$", "SELECT 2" } },
    { PG, "DO $$ BEGIN PERFORM 'x;'; END $$; SELECT 2", { "DO $$ BEGIN PERFORM 'x;'; END $$", "SELECT 2" } },
    { PG,
      "CREATE FUNCTION f() RETURNS int AS $f$ BEGIN; RETURN $$;$$; END; $f$ LANGUAGE plpgsql; SELECT 2",
      { "CREATE FUNCTION f() RETURNS int AS $f$ BEGIN; RETURN $$;$$; END; $f$ LANGUAGE plpgsql", "SELECT 2" } },

    /* PostgreSQL: bodies */
    { PG,
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3",
      { "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END", "SELECT 3" } },
    { PG,
      "create or replace procedure p(a int default (1)) begin atomic select case when a=1 then 2 end; end; SELECT 3",
      { "create or replace procedure p(a int default (1)) begin atomic select case when a=1 then 2 end; end",
        "SELECT 3" } },
    { PG,
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC END; SELECT 3",
      { "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC END", "SELECT 3" } },
    { PG,
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT t.end FROM t; END; SELECT 3",
      { "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT t.end FROM t; END", "SELECT 3" } },
    { PG,
      "CREATE FUNCTION f() RETURNS int RETURN 1; SELECT 3",
      { "CREATE FUNCTION f() RETURNS int RETURN 1", "SELECT 3" } },
    { PG,
      "CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS 'x;'; SELECT 3",
      { "CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS 'x;'", "SELECT 3" } },
    { PG,
      "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); DELETE FROM b); SELECT 2",
      { "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); DELETE FROM b)", "SELECT 2" } },
    { PG,
      "CREATE OR REPLACE RULE r AS ON INSERT TO t DO NOTHING; SELECT 2",
      { "CREATE OR REPLACE RULE r AS ON INSERT TO t DO NOTHING", "SELECT 2" } },
    { PG, "SELECT (1; SELECT 2", { "SELECT (1", "SELECT 2" } },
    { PG, "BEGIN; SELECT 1; END; SELECT 2", { "BEGIN", "SELECT 1", "END", "SELECT 2" } },

    /* PostgreSQL: what psql alone understands */
    { PG, "\\connect db\nSELECT 1;\n\\.\n", { "\\connect db", "SELECT 1", "\\." } },
    { PG, "SELECT 1 \\gexec\nSELECT 2;", { "SELECT 1", "\\gexec", "SELECT 2" } },
    { PG, "\\set x 'a;b' \r\nSELECT 1;", { "\\set x 'a;b'", "SELECT 1" } },
    { PG,
      "COPY t FROM stdin;\n1\tit's\n2\t;\n\\.\nSELECT 1;",
      { "COPY t FROM stdin;\n1\tit's\n2\t;\n\\.", "SELECT 1" } },
    { PG,
      "COPY t (a, b) FROM STDIN WITH (FORMAT csv);\r\n1,'\r\n\\.\r\nSELECT 1;",
      { "COPY t (a, b) FROM STDIN WITH (FORMAT csv);\r\n1,'\r\n\\.", "SELECT 1" } },
    { PG, "COPY t FROM STDIN;\n\\.\nSELECT 1;", { "COPY t FROM STDIN;\n\\.", "SELECT 1" } },
    { PG, "COPY t FROM STDIN;\n", { "COPY t FROM STDIN" } },
    { PG, "COPY t FROM '/x'; SELECT 1;", { "COPY t FROM '/x'", "SELECT 1" } },
    { PG, "COPY t FROM STDIN;\n1\n\\.x\n", { "COPY t FROM STDIN;\n1\n\\.x" } },

    /* MySQL: comments and strings */
    { MY, "SELECT 1 # a;b\n;SELECT 2", { "SELECT 1", "SELECT 2" } },
    { MY, "SELECT 1 -- a;b\n;SELECT 2", { "SELECT 1", "SELECT 2" } },
    { MY, "SELECT 1 --\n;SELECT 2;--", { "SELECT 1", "SELECT 2" } },
    { MY, "SELECT 5--1; SELECT 2", { "SELECT 5--1", "SELECT 2" } },
    { MY, "SELECT 1 --\t;\n;SELECT 2", { "SELECT 1", "SELECT 2" } },
    { MY, "/* a /* b */ SELECT 1; SELECT 2", { "SELECT 1", "SELECT 2" } },
    { MY, "SELECT '\\';'; SELECT 2", { "SELECT '\\';'", "SELECT 2" } },
    { MY, "SELECT \"\\\";\"; SELECT \"a\"\";\"", { "SELECT \"\\\";\"", "SELECT \"a\"\";\"" } },
    { MY, "SELECT `a``;\\`; SELECT 2", { "SELECT `a``;\\`", "SELECT 2" } },
    { MY, "SELECT $$; SELECT 2 $$", { "SELECT $$", "SELECT 2 $$" } },
    { MY, "SELECT \\N; SELECT 2", { "SELECT \\N", "SELECT 2" } },
    { MY, "SELECT E'\\';'; SELECT _utf8'\\';'", { "SELECT E'\\';'", "SELECT _utf8'\\';'" } },
    { MY, "/*!40101 SET NAMES utf8 */; SELECT 2", { "/*!40101 SET NAMES utf8 */", "SELECT 2" } },
    { MY, "/*!40101 SELECT ';*/' */; SELECT 2", { "/*!40101 SELECT ';*/' */", "SELECT 2" } },
    { MY, "/*M!100100 SELECT 1; */; SELECT 2", { "/*M!100100 SELECT 1; */", "SELECT 2" } },
    { MY, "SELECT 1 /*! + 1 */; SELECT 2", { "SELECT 1 /*! + 1 */", "SELECT 2" } },
    { MY, "/*M!999999\\- enable the sandbox mode */ \nSELECT 1;", { "SELECT 1" } },
    { MY, "SELECT /*+ BKA(t) ; */ 1; SELECT 2", { "SELECT /*+ BKA(t) ; */ 1", "SELECT 2" } },
    { MY, "SELECT 1; /* open", { "SELECT 1", "/* open" } },

    /* MySQL: DELIMITER */
    { MY,
      "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\nSELECT 2;",
      { "CREATE PROCEDURE p() BEGIN SELECT 1; END", "SELECT 2" } },
    { MY,
      "delimiter $$\r\nCREATE PROCEDURE p() BEGIN SELECT 1; END$$\r\ndelimiter ;\r\nSELECT 2;",
      { "CREATE PROCEDURE p() BEGIN SELECT 1; END", "SELECT 2" } },
    { MY,
      "DELIMITER ;;\nSELECT 1;\n;;\nSELECT ';;' ;;\nDELIMITER ;\nSELECT 3",
      { "SELECT 1;", "SELECT ';;'", "SELECT 3" } },
    { MY, "DELIMITER '//'\nSELECT 1 // SELECT 2", { "SELECT 1", "SELECT 2" } },
    { MY, "DELIMITER // rest\nSELECT 1 // SELECT 2 -- //\n", { "SELECT 1", "SELECT 2" } },
    { MY, "SELECT 1; DELIMITER //\nSELECT 2; SELECT 3", { "SELECT 1", "DELIMITER //\nSELECT 2", "SELECT 3" } },
    { MY, "DELIMITER abcdefghijklmnopqrst\nSELECT 1 abcdefghijklmno SELECT 2", { "SELECT 1", "SELECT 2" } },
    { MY, "/* c */\n\tDELIMITER\t//\nSELECT 1 // SELECT 2", { "SELECT 1", "SELECT 2" } },
    { MY,
      "\xef\xbb\xbf"
      "DELIMITER //\nSELECT 1 // SELECT 2",
      { "SELECT 1", "SELECT 2" } },
    { MY, "  DELIMITER //\nSELECT 1 //", { "SELECT 1" } },
    { MY, "SELECT delimiter\nFROM t; SELECT 2", { "SELECT delimiter\nFROM t", "SELECT 2" } },
    { MY,
      "CREATE TABLE t (\nDELIMITER varchar(3)\n); SELECT 2",
      { "CREATE TABLE t (\nDELIMITER varchar(3)\n)", "SELECT 2" } },
    { MY, "DELIMITER\nSELECT 1; SELECT 2", { "DELIMITER\nSELECT 1", "SELECT 2" } },
    { MY, "DELIMITER go\nSELECT 1 go\nSELECT 2\ngo\n", { "SELECT 1", "SELECT 2" } },
    { MY,
      "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER t BEFORE INSERT ON x FOR EACH ROW "
      "BEGIN SET @a=1; END */;;\nDELIMITER ;\nSELECT 2;",
      { "/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER t BEFORE INSERT ON x FOR EACH ROW "
        "BEGIN SET @a=1; END */",
        "SELECT 2" } },

    { MY,
      "/*!50003 CREATE*/ /*!50003 PROCEDURE p() BEGIN SELECT 1; SELECT 2; END */; SELECT 3",
      { "/*!50003 CREATE*/ /*!50003 PROCEDURE p() BEGIN SELECT 1; SELECT 2; END */", "SELECT 3" } },

    /* MySQL: stored programs without DELIMITER */
    { MY,
      "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END; SELECT 3",
      { "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END", "SELECT 3" } },
    { MY, "CREATE PROCEDURE p() BEGIN END; SELECT 3", { "CREATE PROCEDURE p() BEGIN END", "SELECT 3" } },
    { MY, "CREATE PROCEDURE p() SELECT 1; SELECT 3", { "CREATE PROCEDURE p() SELECT 1", "SELECT 3" } },
    { MY,
      "CREATE DEFINER=root@localhost PROCEDURE p(a DECIMAL(1,2)) SQL SECURITY DEFINER BEGIN SELECT 1; END; SELECT 3",
      { "CREATE DEFINER=root@localhost PROCEDURE p(a DECIMAL(1,2)) SQL SECURITY DEFINER BEGIN SELECT 1; END",
        "SELECT 3" } },
    { MY,
      "CREATE OR REPLACE DEFINER=CURRENT_USER() FUNCTION f() RETURNS VARCHAR(9) CHARACTER SET utf8 DETERMINISTIC "
      "BEGIN RETURN 'a'; END; SELECT 3",
      { "CREATE OR REPLACE DEFINER=CURRENT_USER() FUNCTION f() RETURNS VARCHAR(9) CHARACTER SET utf8 DETERMINISTIC "
        "BEGIN RETURN 'a'; END",
        "SELECT 3" } },
    { MY,
      "CREATE FUNCTION f(a INT) RETURNS INT RETURN CASE WHEN a THEN IF(a, 1, 2) END; SELECT 3",
      { "CREATE FUNCTION f(a INT) RETURNS INT RETURN CASE WHEN a THEN IF(a, 1, 2) END", "SELECT 3" } },
    { MY,
      "CREATE FUNCTION f() RETURNS STRING SONAME 'x.so'; SELECT 3",
      { "CREATE FUNCTION f() RETURNS STRING SONAME 'x.so'", "SELECT 3" } },
    { MY,
      "CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; ELSEIF b THEN BEGIN SELECT 2; END; ELSE SELECT 3; END IF; END; "
      "SELECT 4",
      { "CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; ELSEIF b THEN BEGIN SELECT 2; END; ELSE SELECT 3; END IF; END",
        "SELECT 4" } },
    { MY,
      "CREATE PROCEDURE p() IF a THEN SELECT 1; END IF; SELECT 4",
      { "CREATE PROCEDURE p() IF a THEN SELECT 1; END IF", "SELECT 4" } },
    { MY,
      "CREATE PROCEDURE p() BEGIN CASE a WHEN 1 THEN SELECT 1; ELSE BEGIN END; END CASE; END; SELECT 4",
      { "CREATE PROCEDURE p() BEGIN CASE a WHEN 1 THEN SELECT 1; ELSE BEGIN END; END CASE; END", "SELECT 4" } },
    { MY,
      "CREATE PROCEDURE p() BEGIN SET a = CASE WHEN b THEN CASE c WHEN 1 THEN 2 END ELSE 3 END; END; SELECT 4",
      { "CREATE PROCEDURE p() BEGIN SET a = CASE WHEN b THEN CASE c WHEN 1 THEN 2 END ELSE 3 END; END", "SELECT 4" } },
    { MY,
      "CREATE PROCEDURE p() BEGIN l: LOOP SET a = 1; LEAVE l; END LOOP l; REPEAT SET a = 2; UNTIL a > 1 END REPEAT; "
      "WHILE a DO SET a = REPEAT('x', 2); END WHILE; END; SELECT 4",
      { "CREATE PROCEDURE p() BEGIN l: LOOP SET a = 1; LEAVE l; END LOOP l; REPEAT SET a = 2; UNTIL a > 1 END REPEAT; "
        "WHILE a DO SET a = REPEAT('x', 2); END WHILE; END",
        "SELECT 4" } },
    { MY,
      "CREATE PROCEDURE p() BEGIN DROP TABLE IF EXISTS t; SELECT IF(1, 2, 3); INSERT INTO t VALUES (REPEAT('a', 1)); "
      "SELECT 1 FOR UPDATE; END; SELECT 4",
      { "CREATE PROCEDURE p() BEGIN DROP TABLE IF EXISTS t; SELECT IF(1, 2, 3); INSERT INTO t VALUES (REPEAT('a', 1)); "
        "SELECT 1 FOR UPDATE; END",
        "SELECT 4" } },
    { MY,
      "CREATE PROCEDURE p() DROP TABLE IF EXISTS t; SELECT 4",
      { "CREATE PROCEDURE p() DROP TABLE IF EXISTS t", "SELECT 4" } },
    { MY,
      "CREATE PROCEDURE IF NOT EXISTS p() SELECT 1 FOR UPDATE; SELECT 4",
      { "CREATE PROCEDURE IF NOT EXISTS p() SELECT 1 FOR UPDATE", "SELECT 4" } },
    { MY,
      "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION, NOT FOUND BEGIN ROLLBACK; END; SELECT 1; END; "
      "SELECT 4",
      { "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION, NOT FOUND BEGIN ROLLBACK; END; SELECT 1; "
        "END",
        "SELECT 4" } },
    { MY,
      "CREATE PROCEDURE p() BEGIN DECLARE CONTINUE HANDLER FOR 1062 SET a = 1; SELECT 1; END; SELECT 4",
      { "CREATE PROCEDURE p() BEGIN DECLARE CONTINUE HANDLER FOR 1062 SET a = 1; SELECT 1; END", "SELECT 4" } },
    { MY,
      "CREATE PROCEDURE p() BEGIN DECLARE c CURSOR FOR SELECT end FROM t WHERE begin > 1; SELECT t.end, end FROM t; "
      "END; SELECT 4",
      { "CREATE PROCEDURE p() BEGIN DECLARE c CURSOR FOR SELECT end FROM t WHERE begin > 1; SELECT t.end, end FROM t; "
        "END",
        "SELECT 4" } },
    { MY,
      "CREATE PROCEDURE p() BEGIN SELECT CASE WHEN end > 1 THEN end ELSE 2 END, @end; END; SELECT 4",
      { "CREATE PROCEDURE p() BEGIN SELECT CASE WHEN end > 1 THEN end ELSE 2 END, @end; END", "SELECT 4" } },
    { MY,
      "CREATE PROCEDURE p() l: BEGIN SELECT 1; END l; SELECT 4",
      { "CREATE PROCEDURE p() l: BEGIN SELECT 1; END l", "SELECT 4" } },
    { MY,
      "CREATE PROCEDURE p() BEGIN START TRANSACTION; COMMIT; END; SELECT 4",
      { "CREATE PROCEDURE p() BEGIN START TRANSACTION; COMMIT; END", "SELECT 4" } },
    { MY,
      "CREATE PROCEDURE p() BEGIN FOR i IN 1..3 DO SELECT i; END FOR; END; SELECT 4",
      { "CREATE PROCEDURE p() BEGIN FOR i IN 1..3 DO SELECT i; END FOR; END", "SELECT 4" } },
    { MY,
      "CREATE TRIGGER t BEFORE UPDATE ON x FOR EACH ROW SET NEW.a = 1; SELECT 4",
      { "CREATE TRIGGER t BEFORE UPDATE ON x FOR EACH ROW SET NEW.a = 1", "SELECT 4" } },
    { MY,
      "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW FOLLOWS u BEGIN IF NEW.a THEN SET NEW.b = 1; END IF; END; "
      "SELECT 4",
      { "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW FOLLOWS u BEGIN IF NEW.a THEN SET NEW.b = 1; END IF; END",
        "SELECT 4" } },
    { MY,
      "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW IF NEW.a THEN SET NEW.b = 1; END IF; SELECT 4",
      { "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW IF NEW.a THEN SET NEW.b = 1; END IF", "SELECT 4" } },
    { MY,
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS (NOW()) DO BEGIN SELECT 1; END; SELECT 4",
      { "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS (NOW()) DO BEGIN SELECT 1; END", "SELECT 4" } },
    { MY,
      "ALTER EVENT e DO BEGIN SELECT 1; END; ALTER TABLE t ADD a INT; SELECT 4",
      { "ALTER EVENT e DO BEGIN SELECT 1; END", "ALTER TABLE t ADD a INT", "SELECT 4" } },
    { MY,
      "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END; SELECT 3",
      { "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END", "SELECT 3" } },
    { MY, "IF 1 THEN SELECT 1; END IF; SELECT 3", { "IF 1 THEN SELECT 1; END IF", "SELECT 3" } },
    { MY, "BEGIN; SELECT 1; COMMIT; END; SELECT 2", { "BEGIN", "SELECT 1", "COMMIT", "END", "SELECT 2" } },
    { MY,
      "CREATE TABLE begin (end INT); CREATE VIEW v AS SELECT 1; SELECT 2",
      { "CREATE TABLE begin (end INT)", "CREATE VIEW v AS SELECT 1", "SELECT 2" } },
    { MY,
      "CREATE FUNCTION f() RETURNS INT LANGUAGE JAVASCRIPT AS $js$ let a = 1; return a; $js$; SELECT 2",
      { "CREATE FUNCTION f() RETURNS INT LANGUAGE JAVASCRIPT AS $js$ let a = 1; return a; $js$", "SELECT 2" } },
    { MY,
      "CREATE FUNCTION f() RETURNS INT RETURN CASE 1; SELECT 2",
      { "CREATE FUNCTION f() RETURNS INT RETURN CASE 1", "SELECT 2" } },

    /* MySQL: what the mysql client alone understands */
    { MY, "source x.sql\nSELECT 1;\n\\! ls; ls\n", { "source x.sql", "SELECT 1", "\\! ls; ls" } },

    /* SQLite */
    { LITE, "SELECT [;], `;`, \";\", ';'; SELECT 2", { "SELECT [;], `;`, \";\", ';'", "SELECT 2" } },
    { LITE, "SELECT 'a\\'; SELECT 2", { "SELECT 'a\\'", "SELECT 2" } },
    { LITE, "SELECT [a]]; SELECT 2", { "SELECT [a]]", "SELECT 2" } },
    { LITE, "/* a /* b */ SELECT 1; SELECT 2 /* open", { "SELECT 1", "SELECT 2" } },
    { LITE, "SELECT 1; /* open", { "SELECT 1" } },
    { LITE, "SELECT 5--1;\n; SELECT 2", { "SELECT 5", "SELECT 2" } },
    { LITE, "SELECT $a::b(;), @x, :y, ?1; SELECT 2", { "SELECT $a::b(;), @x, :y, ?1", "SELECT 2" } },
    { LITE,
      "CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1; SELECT CASE WHEN 1 THEN 2 END; END; SELECT 3",
      { "CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1; SELECT CASE WHEN 1 THEN 2 END; END", "SELECT 3" } },
    { LITE,
      "CREATE TEMP TRIGGER IF NOT EXISTS t AFTER INSERT ON x WHEN CASE 1 WHEN 1 THEN 1 END BEGIN SELECT end FROM y; "
      "END; SELECT 3",
      { "CREATE TEMP TRIGGER IF NOT EXISTS t AFTER INSERT ON x WHEN CASE 1 WHEN 1 THEN 1 END BEGIN SELECT end FROM y; "
        "END",
        "SELECT 3" } },
    { LITE,
      "CREATE TABLE trigger_x (a); BEGIN; END; SELECT 3",
      { "CREATE TABLE trigger_x (a)", "BEGIN", "END", "SELECT 3" } },
    { LITE,
      "EXPLAIN CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1; END; SELECT 3",
      { "EXPLAIN CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1; END", "SELECT 3" } },
    { LITE, ".read a;b.sql\nSELECT 1;\n.quit", { ".read a;b.sql", "SELECT 1", ".quit" } },
    { LITE, "SELECT .5; SELECT a\n.b FROM a; SELECT 3", { "SELECT .5", "SELECT a\n.b FROM a", "SELECT 3" } },
};

static void assert_split (Dialect dialect, const SplitterMode *mode, const char *script, const char *const *expected)
{
    g_autoptr (GArray) spans = splitter_split (dialect, mode, script, strlen (script));
    guint n = 0;

    for (; expected[n]; n++)
    {
        const StatementSpan *span;
        g_autofree char *got = NULL;

        if (n >= spans->len)
            g_error ("%s: statement %u is missing in: %s", dialect_title (dialect), n + 1, script);
        span = &g_array_index (spans, StatementSpan, n);
        got = g_strndup (script + span->offset, span->length);
        if (strcmp (got, expected[n]) != 0)
            g_error ("%s: statement %u of: %s\nexpected: %s\n     got: %s", dialect_title (dialect), n + 1, script,
                     expected[n], got);
    }
    if (spans->len != n)
        g_error ("%s: %u statements instead of %u in: %s", dialect_title (dialect), spans->len, n, script);
}

static void test_split (void)
{
    for (gsize i = 0; i < G_N_ELEMENTS (split_cases); i++)
        assert_split (split_cases[i].dialect, NULL, split_cases[i].script, split_cases[i].expected);
}

static void test_modes (void)
{
    SplitterMode no_backslash = { .no_backslash_escapes = TRUE };
    SplitterMode ansi = { .ansi_quotes = TRUE };
    SplitterMode maria = { .server_version = 101119, .mariadb = TRUE };
    SplitterMode mysql = { .server_version = 80036 };
    SplitterMode loose = { .standard_strings_off = TRUE };

    assert_split (MY, &no_backslash, "SELECT '\\'; SELECT 2", (const char *[]){ "SELECT '\\'", "SELECT 2", NULL });
    assert_split (MY, &ansi, "SELECT \"\\\"; SELECT '\\';'",
                  (const char *[]){ "SELECT \"\\\"", "SELECT '\\';'", NULL });
    assert_split (PG, &loose, "SELECT '\\';', \"\\\"; SELECT N'\\';'",
                  (const char *[]){ "SELECT '\\';', \"\\\"", "SELECT N'\\';'", NULL });
    assert_split (MY, &maria, "/*!80016 it's; */; SELECT 1 /*!50700 ' /* ; */ ; */; SELECT 2 /*!50699 ';' */",
                  (const char *[]){ "SELECT 1", "SELECT 2 /*!50699 ';' */", NULL });
    assert_split (MY, &maria, "/*M!100500 SELECT ';' */; /*M!110000 it's; */; /*!101119 SELECT ';' */; /*!101120 ' */",
                  (const char *[]){ "/*M!100500 SELECT ';' */", "/*!101119 SELECT ';' */", NULL });
    assert_split (MY, &mysql, "/*!80016 SELECT ';' */; /*!80037 it's; */; /*M!100500 it's; */; /*! SELECT 1 */",
                  (const char *[]){ "/*!80016 SELECT ';' */", "/*! SELECT 1 */", NULL });
    assert_split (PG, &loose, "SELECT 'a'\n'\\';'; SELECT 2",
                  (const char *[]){ "SELECT 'a'\n'\\';'", "SELECT 2", NULL });
}

/* A script that says what kind each statement has, and where it begins. */
static const struct
{
    Dialect dialect;
    StatementKind kind;
    const char *const texts[40];
} kind_cases[] = {
    { PG,
      STATEMENT_BEGIN,
      { "BEGIN", "begin work", "BEGIN ISOLATION LEVEL SERIALIZABLE", "START TRANSACTION READ ONLY",
        "/* a */ -- b\nBEGIN" } },
    { PG, STATEMENT_COMMIT, { "COMMIT", "COMMIT AND CHAIN", "END", "END WORK", "PREPARE TRANSACTION 'x'" } },
    { PG, STATEMENT_ROLLBACK, { "ROLLBACK", "ROLLBACK WORK", "ROLLBACK AND NO CHAIN", "ABORT", "ABORT TRANSACTION" } },
    { PG,
      STATEMENT_SAVEPOINT,
      { "SAVEPOINT x", "RELEASE x", "RELEASE SAVEPOINT x", "ROLLBACK TO x", "ROLLBACK TO SAVEPOINT x",
        "ROLLBACK WORK TO x", "rollback transaction to savepoint x" } },
    { PG,
      STATEMENT_SET,
      { "SET search_path = x", "SET SESSION x = 1", "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
        "SET ROLE x", "SET SESSION AUTHORIZATION x", "SET TIME ZONE 'UTC'", "RESET ALL", "RESET x" } },
    { PG,
      STATEMENT_NO_TRANSACTION,
      { "VACUUM",
        "VACUUM (FULL) t",
        "CREATE DATABASE x",
        "DROP DATABASE IF EXISTS x",
        "CREATE TABLESPACE x LOCATION '/x'",
        "DROP TABLESPACE x",
        "ALTER SYSTEM SET a = 1",
        "CREATE INDEX CONCURRENTLY ON t (a)",
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)",
        "DROP INDEX CONCURRENTLY i",
        "REINDEX DATABASE x",
        "REINDEX SCHEMA x",
        "REINDEX SYSTEM x",
        "REINDEX (VERBOSE, TABLESPACE x) SCHEMA x",
        "REINDEX TABLE CONCURRENTLY t",
        "REINDEX (CONCURRENTLY) INDEX i",
        "CLUSTER",
        "CLUSTER VERBOSE",
        "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
        "DROP SUBSCRIPTION s",
        "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
        "ALTER SUBSCRIPTION s SET PUBLICATION p",
        "ALTER SUBSCRIPTION s ADD PUBLICATION p WITH (copy_data = false)",
        "ALTER TABLE t DETACH PARTITION a.b CONCURRENTLY",
        "ALTER TABLE IF EXISTS ONLY \"a\".t DETACH PARTITION b CONCURRENTLY",
        "ALTER DATABASE x SET TABLESPACE y",
        "ALTER DATABASE x TABLESPACE y",
        "ALTER DATABASE \"X y\" WITH TABLESPACE y",
        "DISCARD ALL",
        "COMMIT PREPARED 'x'",
        "ROLLBACK PREPARED 'x'",
        "create /* c */ index -- c\n concurrently on t (a)" } },
    { PG,
      STATEMENT_COPY_STDIN,
      { "COPY t FROM STDIN", "copy a.t (a, \"b\") from stdin with (format csv)", "COPY t FROM STDOUT" } },
    { PG, STATEMENT_CLIENT_COMMAND, { "\\connect x", "\\i x.sql" } },
    { PG,
      STATEMENT_OTHER,
      { "",
        "SELECT 1",
        "SET LOCAL x = 1",
        "SET TRANSACTION READ ONLY",
        "SET SESSION TRANSACTION READ ONLY",
        "SET CONSTRAINTS ALL DEFERRED",
        "PREPARE p AS SELECT 1",
        "ANALYZE t",
        "CREATE INDEX ON t (a)",
        "CREATE INDEX \"concurrently\" ON t (a)",
        "CLUSTER t",
        "CLUSTER VERBOSE t",
        "REINDEX TABLE t",
        "REINDEX (VERBOSE) INDEX i",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
        "ALTER TABLE t DETACH PARTITION b",
        "ALTER TABLE t DETACH PARTITION b FINALIZE",
        "ALTER DATABASE x SET a = 1",
        "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (create_slot = false, enabled)",
        "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = off)",
        "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)",
        "ALTER SUBSCRIPTION s DISABLE",
        "COPY t TO STDOUT",
        "COPY (SELECT * FROM stdin) TO STDOUT",
        "COPY t FROM '/stdin'",
        "COPY t FROM PROGRAM 'stdin'",
        "DO $$ BEGIN COMMIT; END $$",
        "CALL p()",
        "EXPLAIN ANALYZE SELECT 1",
        "DISCARD PLANS",
        "'BEGIN'",
        "\"BEGIN\"",
        "beginning",
        "ALTER TYPE e ADD VALUE 'x'" } },
    { MY,
      STATEMENT_BEGIN,
      { "BEGIN", "BEGIN WORK", "START TRANSACTION WITH CONSISTENT SNAPSHOT", "XA START 'x'", "xa begin 'x'",
        "/*!50000 BEGIN */", "# c\nBEGIN" } },
    { MY, STATEMENT_COMMIT, { "COMMIT", "COMMIT AND CHAIN", "XA COMMIT 'x' ONE PHASE" } },
    { MY, STATEMENT_ROLLBACK, { "ROLLBACK", "ROLLBACK WORK", "XA ROLLBACK 'x'" } },
    { MY,
      STATEMENT_SAVEPOINT,
      { "SAVEPOINT x", "RELEASE SAVEPOINT x", "ROLLBACK TO x", "ROLLBACK WORK TO SAVEPOINT x" } },
    { MY,
      STATEMENT_SET,
      { "SET @a = 1", "SET NAMES utf8mb4", "SET foreign_key_checks = 0", "SET SESSION sql_mode = ''",
        "SET @@session.sql_mode = ''", "USE db", "SET autocommit = 0", "/*!40101 SET @OLD = @@X */",
        "SET SESSION TRANSACTION READ ONLY", "SET GLOBAL x = 1", "SET CHARACTER SET utf8" } },
    { MY,
      STATEMENT_NO_TRANSACTION,
      { "SET TRANSACTION READ ONLY", "SET SESSION sql_log_bin = 0", "SET sql_log_bin = 0",
        "SET @@SESSION.SQL_LOG_BIN = 0", "SET @@binlog_format = 'ROW'" } },
    { MY, STATEMENT_CLIENT_COMMAND, { "source x.sql", "\\. x.sql" } },
    { MY,
      STATEMENT_OTHER,
      { "SELECT 1", "END", "BEGIN NOT ATOMIC SELECT 1; END", "SET STATEMENT max_statement_time = 1 FOR SELECT 1",
        "SET PASSWORD = ''", "SET DEFAULT ROLE x", "XA END 'x'", "XA PREPARE 'x'", "XA RECOVER", "START SLAVE",
        "LOCK TABLES t WRITE", "HELP 'x'", "/*M!999999\\- enable the sandbox mode */" } },
    { LITE, STATEMENT_BEGIN, { "BEGIN", "BEGIN IMMEDIATE", "begin exclusive transaction", "BEGIN DEFERRED" } },
    { LITE, STATEMENT_COMMIT, { "COMMIT", "END", "END TRANSACTION", "COMMIT TRANSACTION" } },
    { LITE, STATEMENT_ROLLBACK, { "ROLLBACK", "ROLLBACK TRANSACTION" } },
    { LITE,
      STATEMENT_SAVEPOINT,
      { "SAVEPOINT x", "RELEASE x", "ROLLBACK TO x", "ROLLBACK TRANSACTION TO SAVEPOINT x" } },
    { LITE, STATEMENT_PRAGMA, { "PRAGMA foreign_keys = off", "pragma main.journal_mode" } },
    { LITE, STATEMENT_NO_TRANSACTION, { "VACUUM", "VACUUM INTO 'x'", "DETACH DATABASE x" } },
    { LITE, STATEMENT_CLIENT_COMMAND, { ".read x", ".mode csv" } },
    { LITE,
      STATEMENT_OTHER,
      { "SELECT 1", "ATTACH 'x' AS y", "EXPLAIN BEGIN", "REINDEX", "ANALYZE", "SET x = 1", "USE x" } },
};

static void test_kinds (void)
{
    for (gsize i = 0; i < G_N_ELEMENTS (kind_cases); i++)
        for (guint j = 0; j < G_N_ELEMENTS (kind_cases[i].texts) && kind_cases[i].texts[j]; j++)
        {
            const char *text = kind_cases[i].texts[j];
            StatementKind kind = splitter_classify (kind_cases[i].dialect, text, strlen (text));

            if (kind != kind_cases[i].kind)
                g_error ("%s: kind %d instead of %d: %s", dialect_title (kind_cases[i].dialect), (int)kind,
                         (int)kind_cases[i].kind, text);
        }
}

static void test_kind_in_script (void)
{
    const char *script = "BEGIN; SET LOCAL a = 'it\\'s;'; VACUUM; COPY t FROM STDIN;\n\\.\nCOMMIT;";
    SplitterMode mode = { .standard_strings_off = TRUE };
    g_autoptr (GArray) spans = splitter_split (PG, &mode, script, strlen (script));
    static const StatementKind kinds[] = { STATEMENT_BEGIN, STATEMENT_OTHER, STATEMENT_NO_TRANSACTION,
                                           STATEMENT_COPY_STDIN, STATEMENT_COMMIT };

    g_assert_cmpuint (spans->len, ==, G_N_ELEMENTS (kinds));
    for (guint i = 0; i < spans->len; i++)
        g_assert_cmpint (g_array_index (spans, StatementSpan, i).kind, ==, kinds[i]);
}

/* Whether the last statement is said to be unclosed. */
static void test_unclosed (void)
{
    static const struct
    {
        Dialect dialect;
        gboolean unclosed;
        const char *script;
    } cases[] = {
        { PG, TRUE, "SELECT 1; SELECT 'a" },
        { PG, TRUE, "SELECT \"a" },
        { PG, TRUE, "SELECT E'a\\'" },
        { PG, TRUE, "SELECT $a$ $b$" },
        { PG, TRUE, "SELECT 1 /* /* */" },
        { PG, TRUE, "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;" },
        { PG, TRUE, "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; " },
        { PG, TRUE, "COPY t FROM STDIN;\n1\n2\n" },
        { PG, FALSE, "COPY t FROM STDIN;\n\n" },
        { PG, FALSE, "COPY t FROM STDIN;\n1\n\\." },
        { PG, FALSE, "SELECT (1" },
        { PG, FALSE, "SELECT 1 -- it's" },
        { MY, TRUE, "SELECT 'a\\'" },
        { MY, TRUE, "SELECT `a" },
        { MY, TRUE, "/*!40000 SELECT 1" },
        { MY, TRUE, "SELECT 1 /* a" },
        { MY, TRUE, "CREATE PROCEDURE p() BEGIN SELECT 1;" },
        { MY, TRUE, "CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; END; SELECT 2;" },
        { MY, FALSE, "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1;" },
        { MY, FALSE, "CREATE PROCEDURE p() BEGIN SELECT 1; END" },
        { LITE, TRUE, "SELECT [a" },
        { LITE, TRUE, "CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1;" },
        { LITE, FALSE, "SELECT 1 /* a" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
        g_autoptr (GArray) spans = splitter_split (cases[i].dialect, NULL, cases[i].script, strlen (cases[i].script));

        g_assert_cmpuint (spans->len, >, 0);
        if (g_array_index (spans, StatementSpan, spans->len - 1).unclosed != cases[i].unclosed)
            g_error ("%s: %sclosed expected: %s", dialect_title (cases[i].dialect), cases[i].unclosed ? "un" : "",
                     cases[i].script);
    }
}

static void test_places (void)
{
    static const char script[] =
        "\xc3\xa9: \xf0\x9f\x98\x80; SELECT 1;\r\n\r\n  SELECT\n 'a\n\xc3\xa9';/* \xc3\xa9\n */ SELECT 2;\nSELECT 3";
    static const guint places[][2] = { { 1, 1 }, { 1, 7 }, { 3, 3 }, { 6, 5 }, { 7, 1 } };
    g_autoptr (GArray) spans = splitter_split (PG, NULL, script, sizeof script - 1);

    g_assert_cmpuint (spans->len, ==, G_N_ELEMENTS (places));
    for (guint i = 0; i < spans->len; i++)
    {
        const StatementSpan *span = &g_array_index (spans, StatementSpan, i);
        Location where = location_at_offset (NULL, script, sizeof script - 1, span->offset);

        g_assert_cmpuint (span->line, ==, places[i][0]);
        g_assert_cmpuint (span->column, ==, places[i][1]);
        g_assert_cmpuint (span->line, ==, where.line);
        g_assert_cmpuint (span->column, ==, where.column);
    }
}

/* Between the statements of every case there is nothing but blanks, comments and delimiters: nothing is lost. */
static void test_gaps (void)
{
    for (gsize i = 0; i < G_N_ELEMENTS (split_cases); i++)
    {
        const char *script = split_cases[i].script;
        g_autoptr (GArray) spans = splitter_split (split_cases[i].dialect, NULL, script, strlen (script));
        gsize from = 0;

        if (strcasestr (script, "delimiter") && split_cases[i].dialect == MY)
            continue;
        for (guint j = 0; j <= spans->len; j++)
        {
            gsize to = j < spans->len ? g_array_index (spans, StatementSpan, j).offset : strlen (script);
            g_autoptr (GArray) none = splitter_split (split_cases[i].dialect, NULL, script + from, to - from);

            if (none->len > 0)
                g_error ("%s: a statement was passed over in: %s", dialect_title (split_cases[i].dialect), script);
            if (j < spans->len)
                from = to + g_array_index (spans, StatementSpan, j).length;
        }
    }
}

static void test_nul (void)
{
    static const char script[] = "SELECT '\0;'; SELECT \0 2; SELECT 3";

    for (Dialect dialect = 0; dialect < DIALECT_COUNT; dialect++)
    {
        g_autoptr (GArray) spans = splitter_split (dialect, NULL, script, sizeof script - 1);

        g_assert_cmpuint (spans->len, ==, 3);
        g_assert_cmpuint (g_array_index (spans, StatementSpan, 1).offset, ==, 13);
        g_assert_cmpuint (g_array_index (spans, StatementSpan, 1).length, ==, 10);
    }
}

/* Seconds of processor time to split SIZE bytes of UNIT over and over. */
static double seconds_to_split (Dialect dialect, const char *unit, gsize size)
{
    g_autoptr (GString) script = g_string_sized_new (size + strlen (unit));
    g_autoptr (GArray) spans = NULL;
    clock_t begin;

    while (script->len < size)
        g_string_append (script, unit);
    begin = clock ();
    spans = splitter_split (dialect, NULL, script->str, script->len);
    return (double)(clock () - begin) / CLOCKS_PER_SEC;
}

/* What made a splitter quadratic once, or might. Four times the text may take ten times as long, but not sixteen. */
static void test_linear (void)
{
    static const struct
    {
        Dialect dialect;
        const char *unit;
    } cases[] = {
        { PG, "SELECT 'it''s', \"x\";\n" },
        { PG, "SELECT 1; " },
        { PG, "E'a'\n " },
        { PG, "$ab $" },
        { PG, "/*" },
        { PG, "ALTER TABLE detach partition " },
        { PG, "COPY t FROM STDIN \\g\n" },
        { PG, "(SELECT \\a " },
        { MY, "SET a = 1;" },
        { MY, "/*!" },
        { MY, "CREATE PROCEDURE p() BEGIN CASE CASE CASE " },
        { MY, "CREATE PROCEDURE p() BEGIN IF a THEN SELECT CASE WHEN b THEN 1 END; " },
        { MY, "DELIMITER '//\n" },
        { MY, "DELIMITER aaaaaaaaaaaaaaaaaaaaaaaa\n" },
        { LITE, "$a($a(" },
        { LITE, "CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1; " },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
        double small = seconds_to_split (cases[i].dialect, cases[i].unit, 512 * 1024);
        double large = seconds_to_split (cases[i].dialect, cases[i].unit, 2048 * 1024);

        if (large > 10 * small + 0.1)
            g_error ("%s: %.3f s, and %.3f s for four times as much: %s", dialect_title (cases[i].dialect), small,
                     large, cases[i].unit);
    }
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/splitter/split", test_split);
    g_test_add_func ("/splitter/modes", test_modes);
    g_test_add_func ("/splitter/kinds", test_kinds);
    g_test_add_func ("/splitter/kind-in-script", test_kind_in_script);
    g_test_add_func ("/splitter/unclosed", test_unclosed);
    g_test_add_func ("/splitter/places", test_places);
    g_test_add_func ("/splitter/gaps", test_gaps);
    g_test_add_func ("/splitter/nul", test_nul);
    g_test_add_func ("/splitter/linear", test_linear);
    return g_test_run ();
}
