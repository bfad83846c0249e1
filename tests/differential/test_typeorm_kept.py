"""What TypeORM's rebuild of a table loses on SQLite, and migshim's doesn't: each by both, so that neither claim of docs/compat/typeorm.md grows stale."""

import pytest
from harness.typeorm_projects import TypeormProject

MIGRATION = """
import {{ MigrationInterface, QueryRunner, TableColumn }} from "typeorm"

export class Change1700000000000 implements MigrationInterface {{
    {transaction}
    public async up(queryRunner: QueryRunner): Promise<void> {{
        for (const sql of {setup})
            await queryRunner.query(sql)
        {change}
    }}
    public async down(queryRunner: QueryRunner): Promise<void> {{
        await queryRunner.dropColumn("t", "z")
    }}
}}
"""
ADD = 'await queryRunner.addColumn("t", new TableColumn({ name: "z", type: "integer", isNullable: true }))'
CHILD = ["CREATE TABLE t (id integer PRIMARY KEY)", "CREATE TABLE c (x REFERENCES t (id) ON DELETE CASCADE)", "INSERT INTO t VALUES (1)", "INSERT INTO c VALUES (1)"]

# name → what makes the table, the change, a question, what it says after the tool (or what the tool says when it fails), and after us
CASES = {
    "trigger": (["CREATE TABLE t (id integer PRIMARY KEY)", "CREATE TABLE l (x)", "CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO l VALUES (NEW.id); END"], ADD,
                "SELECT count(*) FROM sqlite_master WHERE name = 'tr'", 0, 1),
    "view": (["CREATE TABLE t (id integer PRIMARY KEY)", "CREATE VIEW v AS SELECT id FROM t"], ADD, "SELECT count(*) FROM v", "error in view v", 0),
    "trigger-of-another": (["CREATE TABLE t (id integer PRIMARY KEY)", "CREATE TABLE l (x)", "CREATE TRIGGER tr AFTER INSERT ON l BEGIN INSERT INTO t VALUES (NEW.x); END"], ADD,
                           "SELECT count(*) FROM sqlite_master WHERE name = 'tr'", "error in trigger tr", 1),
    "own-key": (['CREATE TABLE t (id integer PRIMARY KEY, p int CONSTRAINT "k" REFERENCES t (id))'], 'await queryRunner.renameTable("t", "u")',
                "SELECT \"table\" FROM pragma_foreign_key_list('u')", "t", "u"),
    "added-by-query": (["CREATE TABLE t (id integer PRIMARY KEY)"], ADD.replace('"z"', '"y"') + "\nawait queryRunner.query('ALTER TABLE t ADD COLUMN raw int')\n" + ADD,
                       "SELECT count(*) FROM pragma_table_info('t') WHERE name = 'raw'", 0, 1),
    "autoincrement": (["CREATE TABLE t (id integer PRIMARY KEY AUTOINCREMENT)"], ADD, "SELECT sql LIKE '%AUTOINCREMENT%' FROM sqlite_master WHERE name = 't'", 0, 1),
    "sequence": (['CREATE TABLE t ("id" integer PRIMARY KEY AUTOINCREMENT)', "INSERT INTO t VALUES (1), (9)", "DELETE FROM t WHERE id = 9"], ADD,
                 "SELECT seq FROM sqlite_sequence WHERE name = 't'", 1, 9),
    "collation": (["CREATE TABLE t (a text COLLATE NOCASE)", "INSERT INTO t VALUES ('A')"], ADD, "SELECT count(*) FROM t WHERE a = 'a'", 0, 1),
    "check": (["CREATE TABLE t (a int CHECK (a > 0), CHECK (a < 9))"], ADD, "SELECT sql LIKE '%(a > 0)%' AND sql LIKE '%(a < 9)%' FROM sqlite_master WHERE name = 't'", 0, 1),
    "generated": (["CREATE TABLE t (id integer PRIMARY KEY, g int AS (id + 1) STORED)", "INSERT INTO t VALUES (1)"], ADD, "SELECT g FROM t", "no such table: typeorm_metadata", 2),
    "index-expression": (["CREATE TABLE t (a text)", "CREATE INDEX i ON t (lower(a))"], ADD, "SELECT sql LIKE '%lower(a)%' FROM sqlite_master WHERE name = 'i'", "null", 1),
    "index-order": (["CREATE TABLE t (a text)", "CREATE INDEX i ON t (a DESC)"], ADD, "SELECT sql LIKE '%DESC%' FROM sqlite_master WHERE name = 'i'", 0, 1),
    "index-where": (["CREATE TABLE t (a int)", "CREATE UNIQUE INDEX i ON t (a) where a > 1"], ADD, "SELECT sql LIKE '%a > 1%' FROM sqlite_master WHERE name = 'i'", 0, 1),
    "deferred": (["CREATE TABLE p (id integer PRIMARY KEY)", "CREATE TABLE t (a int REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)"], ADD,
                 "SELECT sql LIKE '%DEFERRED%' FROM sqlite_master WHERE name = 't'", 0, 1),
    "parent-key": (["CREATE TABLE p (id integer PRIMARY KEY)", "CREATE TABLE t (a int REFERENCES p)"], ADD, "SELECT \"to\" FROM pragma_foreign_key_list('t')", "null", "id"),
    "conflict": (["CREATE TABLE t (a int NOT NULL ON CONFLICT IGNORE)"], ADD, "SELECT sql LIKE '%ON CONFLICT IGNORE%' FROM sqlite_master WHERE name = 't'", 0, 1),
    "key-order": (["CREATE TABLE t (a int, b int, PRIMARY KEY (b, a))"], ADD, "SELECT pk FROM pragma_table_info('t') WHERE name = 'a'", 1, 2),
    "strict": (["CREATE TABLE t (id integer PRIMARY KEY) STRICT"], ADD, "SELECT sql LIKE '%STRICT' FROM sqlite_master WHERE name = 't'", 0, 1),
    "without-rowid": (["CREATE TABLE t (id integer PRIMARY KEY) without rowid"], ADD, "SELECT sql LIKE '%WITHOUT ROWID' FROM sqlite_master WHERE name = 't'", 0, 1),
}


def one(database, question):
    return database.query(question)[0][0]


def projects(tmp_path, make_database, text, version="1"):
    theirs, project = make_database("sqlite"), TypeormProject(tmp_path / "ours", make_database("sqlite"), version)
    project.write("1700000000000-change.ts", text)
    return theirs, project


@pytest.mark.parametrize("name", CASES)
def test_kept(name, tmp_path, make_database, typeorm):
    setup, change, question, lost, kept = CASES[name]
    theirs, project = projects(tmp_path, make_database, MIGRATION.format(transaction="", setup=setup, change=change))
    answer = typeorm.run(project.migrations, theirs)
    project.up()
    assert one(project.database, question) == kept
    if answer.ok:
        assert one(theirs, question) == lost
    else:
        assert lost in answer.error


def test_rows_of_others_without_transaction(tmp_path, make_database, typeorm):
    theirs, project = projects(tmp_path, make_database, MIGRATION.format(transaction="transaction = false", setup=CHILD, change=ADD))
    assert typeorm.run(project.migrations, theirs, transaction="each").ok
    assert one(theirs, "SELECT count(*) FROM c") == 0
    project.up()
    assert one(project.database, "SELECT count(*) FROM c") == 1


def test_rows_of_others_on_the_way_back(tmp_path, make_database, typeorm):
    theirs, project = projects(tmp_path, make_database, MIGRATION.format(transaction="", setup=CHILD, change=ADD))
    assert typeorm.run(project.migrations, theirs).ok
    assert typeorm.revert(project.migrations, theirs).ok
    assert one(theirs, "SELECT count(*) FROM c") == 0
    project.up()
    project.run("down", "--yes")
    assert one(project.database, "SELECT count(*) FROM c") == 1


def test_trigger_that_would_break_is_refused(tmp_path, make_database, typeorm):
    setup = ["CREATE TABLE t (id integer PRIMARY KEY, a int)", "CREATE TABLE l (x)", "CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO l VALUES (NEW.a); END"]
    _, project = projects(tmp_path, make_database, MIGRATION.format(transaction="", setup=setup, change='await queryRunner.dropColumn("t", "a")'))
    refusal = project.up(status=1)
    assert 'would break its trigger "tr"' in refusal.err and "dropColumn" in refusal.err
    assert not project.database.query("SELECT 1 FROM sqlite_master WHERE name = 't'")
