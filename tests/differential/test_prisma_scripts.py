"""Scripts that are hard to run as Prisma runs them: transactions of their own, settings that outlive them, SQLite's pragmas.

Each stands between two plain migrations, so that what it leaves behind in the session shows. Where no version of Prisma that can be run here does a thing (7.4
and later send some scripts one by one), the test says what must come of it instead.
"""

import pytest
from harness.databases import prisma_history, prisma_history_comparable

pytestmark = pytest.mark.slow

BASE = {
    "postgresql": "CREATE TABLE base (x INTEGER);\nINSERT INTO base VALUES (1);\nCREATE TYPE colour AS ENUM ('red');\n"
                  "CREATE PROCEDURE twice() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO base VALUES (2); COMMIT; INSERT INTO base VALUES (3); END $$;\n",
    "sqlite": "CREATE TABLE base (x INTEGER);\nINSERT INTO base VALUES (1);\n"
              "CREATE TABLE parent (id INTEGER PRIMARY KEY);\nINSERT INTO parent VALUES (1), (2);\n"
              "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent ON DELETE CASCADE);\nINSERT INTO child VALUES (1, 1), (2, 2);\n",
}
AFTER = "CREATE TABLE after_it (id INTEGER);\nINSERT INTO base VALUES (9);\n"

REBUILD = ('CREATE TABLE "new_parent" ("id" INTEGER PRIMARY KEY, "note" TEXT);\nINSERT INTO "new_parent" ("id") SELECT "id" FROM "parent";\n'
           'DROP TABLE "parent";\nALTER TABLE "new_parent" RENAME TO "parent";\n')

POSTGRESQL = {
    "begin with a level": "BEGIN ISOLATION LEVEL SERIALIZABLE;\nCREATE TABLE a (id INTEGER);\nCOMMIT;\n",
    "start transaction, end": "-- first\nSTART TRANSACTION;\nCREATE TABLE a (id INTEGER);\nEND;\n-- last",
    "savepoint": "BEGIN;\nCREATE TABLE a (id INTEGER);\nSAVEPOINT s;\nCREATE TABLE b (id INTEGER);\nROLLBACK TO s;\nCOMMIT;\n",
    "commit without begin": "CREATE TABLE a (id INTEGER);\nCOMMIT;\nCREATE TABLE b (id INTEGER);\n",
    "commit and chain": "BEGIN;\nCREATE TABLE a (id INTEGER);\nCOMMIT AND CHAIN;\nCREATE TABLE b (id INTEGER);\nCOMMIT;\n",
    "begin only around the first": "BEGIN;\nCREATE TABLE a (id INTEGER);\nCOMMIT;\nINSERT INTO base VALUES (4);\nINSERT INTO base VALUES (5);\n",
    "words in strings": "INSERT INTO base SELECT length('BEGIN; COMMIT; it''s');\nCOMMENT ON TABLE base IS $c$BEGIN; $c$;\n",
    "comment at the end": "CREATE TABLE a (id INTEGER) -- no end;",
    "block comment at the end": "CREATE TABLE a (id INTEGER); /* BEGIN; /* nested */ */",
    "call that commits": "CALL twice();\n",
    "do that commits": "DO $$ BEGIN INSERT INTO base VALUES (2); COMMIT; INSERT INTO base VALUES (3); END $$;\n",
    "drop index concurrently": "DROP INDEX CONCURRENTLY IF EXISTS nowhere;\n",
    "add value": "ALTER TYPE colour ADD VALUE 'green';\nCREATE TABLE a (c colour);\n",
    "lock timeout for ever": "SET lock_timeout = '3s';\nSET TIME ZONE 'Asia/Tokyo';\nCREATE TABLE a (t TIMESTAMPTZ DEFAULT '2024-01-01');\nINSERT INTO a DEFAULT VALUES;\n",
    "constraints deferred": "CREATE TABLE p (id int PRIMARY KEY);\nCREATE TABLE c (p int REFERENCES p DEFERRABLE);\nSET CONSTRAINTS ALL DEFERRED;\nINSERT INTO c VALUES (1);\nINSERT INTO p VALUES (1);\n",
    "crlf": "CREATE TABLE a (id INTEGER);\r\nINSERT INTO base\r\nVALUES (2);\r\n",
    "empty": "",
    "reset all": "SET lock_timeout = '3s';\nCREATE TABLE a (id INTEGER);\nRESET ALL;\n",
    "reset all, whole": "CREATE TABLE a (id INTEGER);\nCOMMIT;\nRESET ALL;\n",
    "discard plans": "DISCARD PLANS;\nDISCARD TEMP;\n",
    "reindex concurrently": "REINDEX TABLE CONCURRENTLY base;\n",
    "vacuum with options": "/* x */ VACUUM (ANALYZE, VERBOSE) base;\n",
    "analyze": "ANALYZE base;\n",
    "prepare and cursor": "PREPARE q AS SELECT 1;\nDECLARE c CURSOR FOR SELECT 1;\nFETCH c;\nEXECUTE q;\nINSERT INTO base VALUES (2);\n",
    "escapes": "CREATE TABLE a (t TEXT DEFAULT E'it\\'s; BEGIN;');\nINSERT INTO a VALUES (U&'\\0041;'), (e'\\\\');\n",
    "identifiers": 'CREATE TABLE "BEGIN;" ("COMMIT;--" INTEGER);\n',
    "rows are read by nobody": "SELECT generate_series(1, 20000);\nINSERT INTO base VALUES (2);\n",
    "notice": "DO $x$ BEGIN RAISE NOTICE 'hello'; END $x$;\nDROP TABLE IF EXISTS nowhere;\n",
    "sql body": "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;\nSELECT f();\n",
    "lock": "LOCK TABLE base IN ACCESS EXCLUSIVE MODE;\nINSERT INTO base VALUES (2);\n",
    "domain and comment": "CREATE DOMAIN d AS text CHECK (VALUE <> ';');\nCOMMENT ON DOMAIN d IS '--';\n",
}
SQLITE = {
    "rebuild of prisma 5 and later": f"PRAGMA defer_foreign_keys=ON;\nPRAGMA foreign_keys=OFF;\n{REBUILD}PRAGMA foreign_keys=ON;\nPRAGMA defer_foreign_keys=OFF;\n",
    "rebuild of older ones": f"-- RedefineTables\nPRAGMA foreign_keys=OFF;\n{REBUILD}PRAGMA foreign_key_check;\nPRAGMA foreign_keys=ON;\n",
    "drop table": 'PRAGMA foreign_keys=off;\nDROP TABLE "child";\nPRAGMA foreign_keys=on;\nCREATE INDEX i ON base(x);\n',
    "keys never on again": f"PRAGMA foreign_keys=0;\n{REBUILD}",
    "rebuild with its own transaction": f"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n{REBUILD}COMMIT;\nPRAGMA foreign_keys=ON;\n",
    "cascade before the rebuild": f"DELETE FROM parent WHERE id = 2;\nPRAGMA foreign_keys=OFF;\n{REBUILD}PRAGMA foreign_keys=ON;\n",
    "cascade behind the rebuild": f"PRAGMA foreign_keys=OFF;\n{REBUILD}PRAGMA foreign_keys=ON;\nDELETE FROM parent WHERE id = 2;\n",
    "drop that cascades before": f"DROP TABLE parent;\nCREATE TABLE parent (id INTEGER PRIMARY KEY);\nPRAGMA foreign_keys=OFF;\n{REBUILD}PRAGMA foreign_keys=ON;\n",
    "replace that cascades": f"INSERT OR REPLACE INTO parent VALUES (2);\nPRAGMA foreign_keys=OFF;\n{REBUILD}PRAGMA foreign_keys=ON;\n",
    "keys off inside a transaction": "BEGIN;\nPRAGMA foreign_keys=OFF;\nDELETE FROM parent WHERE id = 2;\nCOMMIT;\n",
    "cascade with keys on": "DELETE FROM parent WHERE id = 2;\n",
    "wal": "PRAGMA journal_mode=WAL;\nCREATE TABLE a (id INTEGER);\n",
    "vacuum": "CREATE TABLE a (id INTEGER);\nVACUUM;\nINSERT INTO a VALUES (1);\n",
    "user version": "PRAGMA user_version = 7;\nCREATE TABLE a (id INTEGER);\n",
    "savepoint": "SAVEPOINT s;\nCREATE TABLE a (id INTEGER);\nRELEASE s;\nCREATE TABLE b (id INTEGER);\n",
    "savepoint undone": "SAVEPOINT s;\nCREATE TABLE a (id INTEGER);\nROLLBACK TO s;\nRELEASE s;\nCREATE TABLE b (id INTEGER);\n",
    "immediate": "BEGIN IMMEDIATE;\nCREATE TABLE a (id INTEGER);\nEND TRANSACTION;\n",
    "two transactions": "BEGIN;\nCREATE TABLE a (id INTEGER);\nCOMMIT;\nBEGIN;\nCREATE TABLE b (id INTEGER);\nROLLBACK;\n",
    "legacy rename": "PRAGMA legacy_alter_table=ON;\nALTER TABLE base RENAME TO old_base;\nCREATE TABLE base (x INTEGER);\nPRAGMA legacy_alter_table=OFF;\n",
    "byte order mark": "\ufeffCREATE TABLE a (id INTEGER);\n",
    "temporary": "CREATE TEMP TABLE t (id INTEGER);\nINSERT INTO t VALUES (4);\nINSERT INTO base SELECT id FROM t;\n",
    "trailing comment": "CREATE TABLE a (id INTEGER) -- no end;",
    "attached": "ATTACH ':memory:' AS x;\nCREATE TABLE x.a (id INTEGER);\nINSERT INTO base SELECT count(*) FROM x.a;\nDETACH x;\n",
    "synchronous": "PRAGMA synchronous=OFF;\nCREATE TABLE a (id INTEGER);\n",
    "cache": "PRAGMA cache_size=-2000;\nPRAGMA temp_store=MEMORY;\nCREATE TABLE a (id INTEGER);\n",
    "asked": "PRAGMA foreign_keys;\nPRAGMA table_info(base);\nSELECT * FROM base;\nCREATE TABLE a (id INTEGER);\n",
    "full text": "CREATE VIRTUAL TABLE f USING fts5(a);\nINSERT INTO f VALUES ('x; y');\n",
    "analyze": "ANALYZE;\nREINDEX;\nPRAGMA optimize;\n",
    "page size": "PRAGMA page_size=8192;\nVACUUM;\n",
    "checkpoint": "PRAGMA wal_checkpoint(TRUNCATE);\nCREATE TABLE a (id INTEGER);\n",
    "trigger with words": "CREATE TRIGGER tr AFTER INSERT ON base WHEN NEW.x > 0 BEGIN UPDATE base SET x = CASE WHEN x THEN 1 END; DELETE FROM child; END;\nINSERT INTO base VALUES (5);\n",
    "or replace": "CREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT);\nINSERT OR ROLLBACK INTO a VALUES (1, 'x');\nINSERT OR REPLACE INTO a VALUES (1, 'y');\n",
    "generated, returning": "CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER GENERATED ALWAYS AS (id * 2));\nINSERT INTO a (id) VALUES (1) RETURNING id;\n",
}


def fill(project, kind, sql):
    for name, text in (("20240101000000_base", BASE[kind]), ("20240102000000_case", sql), ("20240103000000_after", AFTER)):
        project.add(name, text)


def assert_same_as_prisma(kind, sql, make_project, make_database, prisma):
    project, theirs = make_project(kind), make_database(kind)
    fill(project, kind, sql)
    answer = prisma.deploy(project.migrations, theirs)
    assert answer.ok, answer
    project.up()
    assert project.database.dump(data=True, without=("_prisma_migrations",)) == theirs.dump(data=True, without=("_prisma_migrations",))
    assert prisma_history_comparable(project.database) == prisma_history_comparable(theirs)
    assert prisma.clean(project.migrations, project.database)


@pytest.mark.parametrize("case", POSTGRESQL)
def test_postgresql(case, make_project, make_database, prisma):
    assert_same_as_prisma("postgresql", POSTGRESQL[case], make_project, make_database, prisma)


@pytest.mark.parametrize("case", SQLITE)
def test_sqlite(case, make_project, make_database, prisma):
    assert_same_as_prisma("sqlite", SQLITE[case], make_project, make_database, prisma)


# Only Prisma from 7.4 runs these, by sending statements one by one.
ONE_BY_ONE = {
    "two concurrent indexes": ("CREATE INDEX CONCURRENTLY i1 ON base (x);\nINSERT INTO base VALUES (2);\nCREATE INDEX CONCURRENTLY i2 ON base (x);\n", "SELECT count(*) FROM pg_indexes WHERE indexname IN ('i1', 'i2')", 2),
    "enum value used": ("ALTER TYPE colour ADD VALUE 'green';\nCREATE TABLE a (c colour DEFAULT 'green');\nINSERT INTO a DEFAULT VALUES;\n", "SELECT count(*) FROM a WHERE c = 'green'", 1),
    "vacuum and more": ("CREATE TABLE a (id INTEGER);\nVACUUM a;\n", "SELECT count(*) FROM a", 0),
}


@pytest.mark.parametrize("case", ONE_BY_ONE)
def test_statements_that_refuse_a_transaction(case, make_project, prisma):
    sql, question, expected = ONE_BY_ONE[case]
    project = make_project("postgresql")
    fill(project, "postgresql", sql)
    project.up()
    assert project.database.query(question) == [(expected,)]
    assert prisma.clean(project.migrations, project.database)


@pytest.mark.parametrize("sql", ["SELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.a (id INTEGER);\n",
                                 "SET search_path = pg_catalog;\nCREATE TABLE public.a (id INTEGER);\n"])
def test_search_path_that_outlives_the_script(sql, make_project, prisma):
    """Under Prisma the next history write goes astray (P1014); here it doesn't, and the next migration has its schema again."""
    project = make_project("postgresql")
    fill(project, "postgresql", sql)
    project.up()
    assert prisma.clean(project.migrations, project.database)
    assert {"public.a", "public.after_it"} <= {name if "." in name else "public." + name for name in project.database.tables()}


REFUSED = {
    ("postgresql", "begin that stays open"): ("CREATE TABLE a (id INTEGER);\n  BEGIN;\nCREATE TABLE b (id INTEGER);\n", "migration.sql:2:3"),
    ("postgresql", "chain that stays open"): ("BEGIN;\nCOMMIT AND CHAIN;\nCREATE TABLE b (id INTEGER);\n", "migration.sql:1:1"),
    ("postgresql", "savepoint alone"): ("CREATE TABLE a (id INTEGER);\nSAVEPOINT s;\n", "migration.sql:2:1"),
    ("postgresql", "concurrently inside"): ("BEGIN;\nCREATE INDEX CONCURRENTLY i ON base (x);\nCOMMIT;\n", "migration.sql:2:1"),
    ("postgresql", "copy"): ("COPY base FROM stdin;\n1\n\\.\n", "migration.sql:1:1"),
    ("postgresql", "discard all"): ("DISCARD ALL;\n", "migration.sql:1:1"),
    ("postgresql", "psql"): ("CREATE TABLE a (id INTEGER);\n\\connect other\n", "migration.sql:2:1"),
    ("postgresql", "string"): ("CREATE TABLE a (id INTEGER);\nINSERT INTO base VALUES ('x);\n", "migration.sql:2:1"),
    ("postgresql", "byte order mark"): ("\ufeffCREATE TABLE a (id INTEGER);\n", "migration.sql:1:1"),
    ("sqlite", "begin that stays open"): ("BEGIN;\nCREATE TABLE b (id INTEGER);\n", "migration.sql:1:1"),
    ("sqlite", "savepoint that stays open"): ("CREATE TABLE a (id INTEGER);\nSAVEPOINT s;\nCREATE TABLE b (id INTEGER);\n", "migration.sql:2:1"),
    ("sqlite", "shell"): ("CREATE TABLE a (id INTEGER);\n.read other.sql\n", "migration.sql:2:1"),
    ("mysql", "begin that stays open"): ("CREATE TABLE a (id INTEGER);\nSTART TRANSACTION;\nINSERT INTO a VALUES (1);\n", "migration.sql:2:1"),
    ("mysql", "autocommit off"): ("CREATE TABLE a (id INTEGER);\nSET autocommit = 0;\nINSERT INTO a VALUES (1);\n", "migration.sql:2:1"),
    ("mysql", "locked tables"): ("CREATE TABLE a (id INTEGER);\nLOCK TABLES a WRITE;\nINSERT INTO a VALUES (1);\n", "migration.sql:2:1"),
    ("mysql", "use"): ("USE mysql;\nCREATE TABLE a (id INTEGER);\n", "migration.sql:1:1"),
    ("mysql", "delimiter"): ("CREATE TABLE a (id INTEGER);\nDELIMITER //\nCREATE TABLE b (id INTEGER)//\nDELIMITER ;\n", "migration.sql:2:1"),
    ("mysql", "byte order mark"): ("\ufeffCREATE TABLE a (id INTEGER);\n", "migration.sql:1:1"),
}


@pytest.mark.parametrize("where", REFUSED, ids=lambda where: " ".join(where))
def test_refused_before_anything_is_touched(where, make_project):
    sql, place = REFUSED[where]
    project = make_project(where[0])
    project.add("20240102000000_case", sql)
    result = project.up(status=1)
    assert place in result.err, result.text()
    assert {"a", "b", "_prisma_migrations"}.isdisjoint(project.database.tables())


def test_rows_left_without_a_parent(make_project):
    """Prisma says nothing; we look before the commit, and at new ones only."""
    project = make_project("sqlite")
    project.add("20240101000000_base", BASE["sqlite"])
    project.add("20240102000000_old_wound", "PRAGMA foreign_keys=OFF;\nCREATE TABLE x (id INTEGER);\nPRAGMA foreign_keys=ON;\n")
    project.up("--steps", "1")
    project.database.script("PRAGMA foreign_keys=OFF; INSERT INTO child VALUES (3, 99);")
    project.up()
    project.add("20240103000000_new_wound", "PRAGMA foreign_keys=OFF;\nDELETE FROM parent WHERE id = 2;\nPRAGMA foreign_keys=ON;\n")
    result = project.up(status=1)
    assert "child" in result.err and "parent" in result.err
    assert project.database.query("SELECT count(*) FROM parent") == [(2,)]
    assert len(prisma_history(project.database)) == 2


MYSQL = {
    "locked tables": "CREATE TABLE a (id INTEGER);\nLOCK TABLES a WRITE, base WRITE;\nINSERT INTO a VALUES (1);\nINSERT INTO base VALUES (2);\nUNLOCK TABLES;\n",
    "own transaction": "START TRANSACTION;\nINSERT INTO base VALUES (2);\nCOMMIT;\nBEGIN;\nINSERT INTO base VALUES (3);\nROLLBACK;\n",
    "keys off": "SET FOREIGN_KEY_CHECKS=0;\nCREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER, FOREIGN KEY (b) REFERENCES later (id));\nCREATE TABLE later (id INTEGER PRIMARY KEY);\nSET FOREIGN_KEY_CHECKS=1;\n",
    "variables": "SET @n = 5;\nINSERT INTO base VALUES (@n);\nSELECT x INTO @m FROM base WHERE x = 5;\nINSERT INTO base VALUES (@m + 1);\n",
    "dump": "/*!40101 SET NAMES utf8 */;\n/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;\nCREATE TABLE a (t TEXT);\nINSERT INTO a VALUES ('ü; \\'x\\'');\n/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;\n",
    "temporary": "CREATE TEMPORARY TABLE t (id INTEGER);\nINSERT INTO t VALUES (4);\nINSERT INTO base SELECT id FROM t;\nDROP TEMPORARY TABLE t;\n",
    "autocommit off and on": "SET autocommit=0;\nINSERT INTO base VALUES (2);\nCOMMIT;\nSET autocommit=1;\n",
    "prepared": "SET @s = 'INSERT INTO base VALUES (7)';\nPREPARE q FROM @s;\nEXECUTE q;\nDEALLOCATE PREPARE q;\n",
    "not utf-8": b"INSERT INTO base VALUES (length('caf\xe9'));\n",
    "implicit commit": "START TRANSACTION;\nINSERT INTO base VALUES (2);\nCREATE TABLE a (id INTEGER);\n",
    "trailing comment": "CREATE TABLE a (id INTEGER) -- no end;",
}


@pytest.mark.parametrize("case", MYSQL)
def test_mysql(case, make_project, make_database):
    """Against the server that gets each file as one packet of statements, as Prisma sends it."""
    sql = MYSQL[case] if isinstance(MYSQL[case], bytes) else MYSQL[case].encode()
    project, other = make_project("mysql"), make_database("mysql")
    files = (("20240101000000_base", b"CREATE TABLE base (x INTEGER);\nINSERT INTO base VALUES (1);\n"), ("20240102000000_case", sql), ("20240103000000_after", AFTER.encode()))
    connection = other.connect()
    cursor = connection.cursor()
    for name, text in files:
        project.add(name, text)
        cursor.execute(text.decode("utf-8", "replace"))
        while cursor.nextset():
            pass
    connection.close()
    project.up()
    assert project.database.dump(data=True, without=("_prisma_migrations",)) == other.dump(data=True)
    assert [row["applied_steps_count"] for row in prisma_history(project.database)] == [1, 1, 1]
