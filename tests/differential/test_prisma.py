"""Prisma: whatever the real engine does, migshim does; and each goes on where the other stopped.

The engine's WebAssembly build has no MySQL, so these run on PostgreSQL and SQLite; test_prisma_mysql.py checks against what is documented.
"""

import hashlib
import shutil

import pytest
from harness.databases import prisma_history, prisma_history_comparable, psql
from harness.servers import ROOT

pytestmark = pytest.mark.slow

LARGE = ROOT / "fixtures/prisma-large/migrations"
SHOP = ROOT / "fixtures/polyglot/services/api/prisma/migrations"

# Ten small migrations that both PostgreSQL and SQLite read the same way.
CHAIN = [(f"2024010{n}120000_step_{n}", f'CREATE TABLE "step{n}" ("id" INTEGER PRIMARY KEY, "note" TEXT);\nINSERT INTO "step{n}" VALUES ({n}, \'a;b\');\n')
         for n in range(1, 8)]


def fill(project, migrations):
    for name, sql in migrations:
        project.add(name, sql)


def twin(make_project, make_database, kind, migrations):
    """A project whose database only migshim touches, and another database for the real engine alone."""
    project = make_project(kind)
    fill(project, migrations)
    return project, make_database(kind)


def assert_same(ours, theirs):
    assert ours.dump(data=True, without=("_prisma_migrations",)) == theirs.dump(data=True, without=("_prisma_migrations",))
    assert ours.dump() == theirs.dump(), "the history table itself differs"
    assert prisma_history_comparable(ours) == prisma_history_comparable(theirs)


@pytest.mark.parametrize("engine", ["6", "8"])
def test_fresh_deploy(prisma_kind, engine, make_project, make_database, prisma):
    project, theirs = twin(make_project, make_database, prisma_kind, CHAIN)
    project.up()
    assert prisma.deploy(project.migrations, theirs, engine=engine).ok
    assert_same(project.database, theirs)
    assert prisma.clean(project.migrations, project.database, engine=engine)


def test_shop_fixture(make_project, make_database, prisma):
    project = make_project("sqlite")
    # The last two ask for tables of other services.
    shutil.copytree(SHOP, project.migrations, ignore=shutil.ignore_patterns("20240420100000_product_supplier", "20240425090000_product_page"))
    theirs = make_database("sqlite")
    project.up()
    assert prisma.deploy(project.migrations, theirs).ok
    assert_same(project.database, theirs)
    assert prisma.clean(project.migrations, project.database)


@pytest.mark.parametrize("k", range(len(CHAIN) + 1))
def test_takeover_both_ways(prisma_kind, k, make_project, make_database, prisma):
    """Prisma to k, we to the end; and we to k, Prisma to the end."""
    project, other = twin(make_project, make_database, prisma_kind, CHAIN[:k])
    reference = make_database(prisma_kind)
    mirror = make_project(database=other)
    fill(mirror, CHAIN[:k])
    if k == 0:
        project.migrations.mkdir(parents=True, exist_ok=True)
        mirror.migrations.mkdir(parents=True, exist_ok=True)
    if k:
        assert prisma.deploy(project.migrations, project.database).ok
        mirror.up()
    fill(project, CHAIN)
    fill(mirror, CHAIN)
    project.up()
    answer = prisma.deploy(mirror.migrations, mirror.database)
    assert answer.ok, answer
    assert answer.result["appliedMigrationNames"] == [name for name, _ in CHAIN[k:]]
    assert prisma.deploy(project.migrations, reference).ok
    for database in (project.database, mirror.database):
        assert_same(database, reference)
        assert prisma.clean(project.migrations, database)
    # And neither finds anything to do.
    assert prisma.deploy(project.migrations, project.database).result["appliedMigrationNames"] == []
    before = prisma_history(mirror.database)
    mirror.up()
    assert prisma_history(mirror.database) == before


def test_one_by_one_in_turn(prisma_kind, make_project, make_database, prisma):
    """Odd ones by us, even ones by Prisma, in one database."""
    project, reference = twin(make_project, make_database, prisma_kind, [])
    for number, migration in enumerate(CHAIN):
        fill(project, [migration])
        if number % 2:
            assert prisma.deploy(project.migrations, project.database).ok
        else:
            project.up()
        assert prisma.clean(project.migrations, project.database)
    assert prisma.deploy(project.migrations, reference).ok
    assert_same(project.database, reference)


@pytest.mark.parametrize("version", [13, 15, 18])
def test_large_directory(version, make_project, make_database, prisma):
    """160 realistic migrations end in what psql makes of the same files, each sent whole."""
    if version == 13:
        pytest.skip("the directory uses SQL of PostgreSQL 14 (BEGIN ATOMIC)")
    project = make_project(database=make_database("postgresql", version))
    shutil.copytree(LARGE, project.migrations)
    project.up()
    assert prisma.clean(project.migrations, project.database)
    names = sorted(folder.name for folder in LARGE.iterdir() if folder.is_dir())
    assert len(names) >= 160
    assert sorted(row["migration_name"] for row in prisma_history(project.database)) == names
    if version != 15:
        return  # the system's pg_dump reads no newer server
    by_psql = make_database("postgresql")
    psql(by_psql, *(LARGE / name / "migration.sql" for name in names))
    assert project.database.dump(data=True, without=("_prisma_migrations",)) == by_psql.dump(data=True)


@pytest.mark.parametrize("k", [1, 40, 90, 130, 163])
def test_large_directory_takeover(k, make_project, make_database, prisma):
    """A sample of k: the engine does the first k of the large directory, we the rest, and the other way round."""
    names = sorted(folder.name for folder in LARGE.iterdir() if folder.is_dir())
    ours, theirs = make_project("postgresql"), make_project("postgresql")
    for project in (ours, theirs):
        for name in names[:k]:
            shutil.copytree(LARGE / name, project.migrations / name)
        shutil.copy(LARGE / "migration_lock.toml", project.migrations)
    ours.up()
    assert prisma.deploy(theirs.migrations, theirs.database).ok
    for project in (ours, theirs):
        for name in names[k:]:
            shutil.copytree(LARGE / name, project.migrations / name)
    assert prisma.deploy(ours.migrations, ours.database).ok
    theirs.up()
    assert_same(ours.database, theirs.database)


CHECKSUMS = [
    (b"CREATE TABLE t1 (id INTEGER);\n", "25a89a63e17be2674d667d54ee1cf898cc9eb464ae705649f895fd6dd9c5ff8e"),
    (b"CREATE TABLE t2 (id INTEGER);\r\n", "72d7afeaa1054437af2479aba7cc6385cab88ffc490fca3b31d6e1cac1b1fdc1"),
    (b"CREATE TABLE t3 (id INTEGER);", "e71facc2ae92a262028296e738fe57172110ecb68ef140522d5926122dd88b23"),
    (b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (b"CREATE TABLE t6 (id INTEGER); -- caf\xc3\xa9\n", "a74594b9f4631602fb35b2184ba916c70ceb9b68f0c98070c6bc5bbe2795b887"),
]


@pytest.mark.parametrize("content,checksum", CHECKSUMS)
def test_checksum_vectors(prisma_kind, content, checksum, make_project, prisma):
    project = make_project(prisma_kind)
    project.add("20240101000000_x", content)
    project.up()
    assert [row["checksum"] for row in prisma_history(project.database)] == [checksum]
    assert prisma.clean(project.migrations, project.database)


def test_checksum_of_other_line_endings_is_no_edit(prisma_kind, make_project, prisma):
    project = make_project(prisma_kind)
    folder = project.add("20240101000000_x", "CREATE TABLE x (id INTEGER);\nCREATE TABLE y (id INTEGER);\n")
    project.up()
    (folder / "migration.sql").write_bytes(b"CREATE TABLE x (id INTEGER);\r\nCREATE TABLE y (id INTEGER);\r\n")
    project.up()
    assert prisma.clean(project.migrations, project.database)
    assert states(project) == {"20240101000000_x": "applied"}


def states(project):
    return {revision["id"]: revision["state"] for revision in project.status()["revisions"]}


def test_edited_file(prisma_kind, make_project, prisma):
    """Prisma's deploy goes on past an edited file, and so do we; both say which."""
    project = make_project(prisma_kind)
    fill(project, CHAIN[:2])
    project.up()
    (project.migrations / CHAIN[0][0] / "migration.sql").write_text(CHAIN[0][1] + "-- a thought\n")
    fill(project, CHAIN[2:3])
    assert states(project) == {CHAIN[0][0]: "edited", CHAIN[1][0]: "applied", CHAIN[2][0]: "pending"}
    assert prisma.diagnose(project.migrations, project.database).result["editedMigrationNames"] == [CHAIN[0][0]]
    project.up()
    assert states(project)[CHAIN[2][0]] == "applied"


BROKEN = ("20240105120000_broken", 'CREATE TABLE "half" ("id" INTEGER);\nINSERT INTO "nowhere" VALUES (1);\n')
MENDED = ("20240105120000_broken", 'CREATE TABLE "half" ("id" INTEGER);\nCREATE TABLE "nowhere" ("id" INTEGER);\nINSERT INTO "nowhere" VALUES (1);\n')


def test_failed_by_us_leaves_nothing(prisma_kind, make_project, make_database, prisma):
    """The script is undone, no history row stays; after the repair either tool goes on."""
    for repairer in ("migshim", "prisma"):
        project = make_project(prisma_kind)
        fill(project, CHAIN[:2] + [BROKEN])
        result = project.up(status=1)
        assert "nowhere" in result.err and "migration.sql" in result.err
        assert "half" not in project.database.tables()
        assert [row["migration_name"] for row in prisma_history(project.database)] == [CHAIN[0][0], CHAIN[1][0]]
        fill(project, [MENDED])
        if repairer == "migshim":
            project.up()
        else:
            assert prisma.deploy(project.migrations, project.database).ok
        for engine in prisma.ENGINES:
            assert prisma.clean(project.migrations, project.database, engine=engine)


def test_failed_by_prisma_blocks_us(prisma_kind, make_project, prisma):
    project = make_project(prisma_kind)
    fill(project, CHAIN[:1] + [BROKEN])
    assert not prisma.deploy(project.migrations, project.database).ok
    assert states(project)[BROKEN[0]] == "failed"
    before = prisma_history(project.database)
    result = project.up(status=4)
    assert BROKEN[0] in result.err
    assert prisma_history(project.database) == before
    # Prisma refuses too, with its own words for it.
    assert "P3009" in str(prisma.deploy(project.migrations, project.database)) or not prisma.deploy(project.migrations, project.database).ok


def test_mark_rolled_back_is_prismas_resolve(prisma_kind, make_project, make_database, prisma):
    """mark rolled-back and `migrate resolve --rolled-back` leave the same rows; then both can go on."""
    rows = []
    for tool in ("migshim", "prisma"):
        project = make_project(prisma_kind)
        fill(project, CHAIN[:1] + [BROKEN])
        assert not prisma.deploy(project.migrations, project.database).ok
        if prisma_kind == "sqlite":
            project.database.script('DROP TABLE IF EXISTS "half"')
        if tool == "migshim":
            project.run("mark", "rolled-back", BROKEN[0], "--yes")
        else:
            assert prisma.rolled_back(project.migrations, project.database, BROKEN[0]).ok
        rows.append([(n, c, f, rolled, steps) for n, c, f, _, rolled, steps in prisma_history_comparable(project.database)])
        fill(project, [MENDED])
        project.up()
        assert prisma.clean(project.migrations, project.database)
    assert rows[0] == rows[1]


SQLITE_HISTORY = """CREATE TABLE "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME,
    "migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)"""


def test_mark_applied_is_prismas_resolve(prisma_kind, make_project, make_database, prisma):
    """Baselining a database that has tables but no history."""
    rows = []
    for tool in ("migshim", "prisma"):
        project = make_project(prisma_kind)
        fill(project, CHAIN[:3])
        project.database.script(CHAIN[0][1])
        if tool == "migshim":
            project.run("mark", "applied", CHAIN[0][0], "--yes")
        else:
            if prisma_kind == "sqlite":  # the wasm engine makes the table there only in a deploy (P1014)
                project.database.script(SQLITE_HISTORY)
            assert prisma.applied(project.migrations, project.database, CHAIN[0][0]).ok
        rows.append(prisma_history_comparable(project.database))
        history = prisma_history(project.database)
        assert history[0]["started_at"] == history[0]["finished_at"]
        project.up()
        assert prisma.clean(project.migrations, project.database)
    assert rows[0] == rows[1]


def test_database_with_tables_and_no_history_is_refused(kind, make_project, prisma):
    project = make_project(kind)
    fill(project, CHAIN[:1])
    project.database.script("CREATE TABLE stranger (id INTEGER)")
    result = project.up(status=4)
    assert "mark applied" in result.err
    assert project.database.tables() == ["stranger"]
    if kind != "mysql":
        assert "P3005" in str(prisma.deploy(project.migrations, project.database))


def test_older_folder_arrives_late(prisma_kind, make_project, make_database, prisma):
    """Prisma applies it late, and so do we (policy warn); with policy refuse we don't."""
    project, other = twin(make_project, make_database, prisma_kind, CHAIN[1:3])
    project.up()
    assert prisma.deploy(project.migrations, other).ok
    fill(project, CHAIN[:1])
    project.configure(extra="policy: {out_of_order: refuse}\n")
    result = project.up(status=4)
    assert CHAIN[0][0] in result.err and CHAIN[1][0] in result.err
    project.configure()
    result = project.up()
    assert CHAIN[0][0] in result.err + result.out
    assert prisma.deploy(project.migrations, other).ok
    assert prisma_history_comparable(project.database) == prisma_history_comparable(other)
    assert prisma.clean(project.migrations, project.database)


def test_row_without_folder(prisma_kind, make_project, prisma):
    project = make_project(prisma_kind)
    fill(project, CHAIN[:3])
    project.up()
    shutil.rmtree(project.migrations / CHAIN[1][0])
    assert states(project)[CHAIN[1][0]] == "missing"
    fill(project, CHAIN[3:4])
    project.up()
    assert states(project)[CHAIN[3][0]] == "applied"


def test_time_and_id_formats(prisma_kind, make_project):
    project = make_project(prisma_kind)
    fill(project, CHAIN[:2])
    project.up()
    for row in prisma_history(project.database):
        identifier = row["id"]
        assert len(identifier) == 36 and identifier[14] == "4" and identifier == identifier.lower()
        assert row["started_at"] <= row["finished_at"]
        if prisma_kind == "sqlite":
            assert isinstance(row["started_at"], int) and 1_600_000_000_000 < row["started_at"] < 4_000_000_000_000
    if prisma_kind == "sqlite":
        types = project.database.query("SELECT DISTINCT typeof(started_at), typeof(finished_at) FROM _prisma_migrations")
        assert types == [("integer", "integer")]


def test_schema_parameter(make_project, make_database, prisma):
    project = make_project("postgresql")
    fill(project, CHAIN[:2])
    project.configure(url=project.database.url + "?schema=my-App")
    project.up()
    assert sorted(table for table in project.database.tables() if not table.startswith("migshim.")) == ["my-App._prisma_migrations", "my-App.step1", "my-App.step2"]
    assert prisma.clean(project.migrations, project.database, schema="my-App")
    fill(project, CHAIN[:3])
    assert prisma.deploy(project.migrations, project.database, schema="my-App").ok
    project.up()


SCRIPTS = {
    "own transaction": "BEGIN;\nCREATE TABLE a (id INTEGER);\nINSERT INTO a VALUES (1);\nCOMMIT;\nCREATE TABLE b (id INTEGER);\n",
    "two transactions": "BEGIN; CREATE TABLE a (id INTEGER); COMMIT;\nBEGIN; CREATE TABLE b (id INTEGER); COMMIT;\n",
    "rolled back": "BEGIN; CREATE TABLE a (id INTEGER); ROLLBACK;\nCREATE TABLE b (id INTEGER);\n",
    "comment only": "-- nothing to do; really\n",
    "semicolons": ";;\nCREATE TABLE a (id INTEGER);;\n;",
    "no last semicolon": "CREATE TABLE a (id INTEGER);\nCREATE TABLE b (id INTEGER)",
    "quotes": "CREATE TABLE \"a;b\" (\"x\"\"y\" TEXT DEFAULT 'it''s; fine');\n/* c; /* d */ INSERT INTO \"a;b\" DEFAULT VALUES;\n".replace("/* c; /* d */", "/* c; d */"),
}
POSTGRESQL_SCRIPTS = {
    "concurrently": "CREATE INDEX CONCURRENTLY base_x ON base (x);\n",
    "vacuum": "VACUUM base;\n",
    "enum value used next": "ALTER TYPE colour ADD VALUE 'green';\n",
    "set that outlives": "SET statement_timeout = '1h';\nCREATE TABLE a (id INTEGER);\n",
    "set local": "SET LOCAL lock_timeout = '1s';\nCREATE TABLE a (id INTEGER);\n",
    "copy-like dollar quotes": "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;\nSELECT f();\n",
    "temporary table": "CREATE TEMPORARY TABLE t AS SELECT 1 AS n;\nCREATE TABLE a AS SELECT n FROM t;\n",
    "role set": "SET ROLE keeper;\nCREATE TABLE a (id INTEGER);\nRESET ROLE;\n",
    "deferred constraint": "CREATE TABLE p (id int PRIMARY KEY);\nCREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO c VALUES (1);\nINSERT INTO p VALUES (1);\n",
}
SQLITE_SCRIPTS = {
    "pragma rebuild": 'PRAGMA foreign_keys=OFF;\nCREATE TABLE "new_base" (x INTEGER, y TEXT DEFAULT \'n\');\nINSERT INTO "new_base" (x) SELECT x FROM base;\nDROP TABLE base;\nALTER TABLE "new_base" RENAME TO "base";\nPRAGMA foreign_key_check;\nPRAGMA foreign_keys=ON;\n',
    "trigger": "CREATE TRIGGER tr AFTER INSERT ON base BEGIN UPDATE base SET x = x + 1; SELECT CASE WHEN 1 THEN 2 END; END;\nINSERT INTO base VALUES (5);\n",
}


@pytest.mark.parametrize("case", SCRIPTS)
def test_script(prisma_kind, case, make_project, make_database, prisma):
    same_script(prisma_kind, SCRIPTS[case], make_project, make_database, prisma)


@pytest.mark.parametrize("case", POSTGRESQL_SCRIPTS)
def test_script_of_postgresql(case, make_project, make_database, prisma):
    same_script("postgresql", POSTGRESQL_SCRIPTS[case], make_project, make_database, prisma)


@pytest.mark.parametrize("case", SQLITE_SCRIPTS)
def test_script_of_sqlite(case, make_project, make_database, prisma):
    same_script("sqlite", SQLITE_SCRIPTS[case], make_project, make_database, prisma)


def same_script(kind, sql, make_project, make_database, prisma):
    """SQL in the middle of a history does what it does under Prisma, to what comes after it too."""
    enum = "CREATE TYPE colour AS ENUM ('red');\n" if kind == "postgresql" else ""
    project, theirs = twin(make_project, make_database, kind, [
        ("20240101000000_base", f"CREATE TABLE base (x INTEGER);\nINSERT INTO base VALUES (1);\n{enum}"),
        ("20240102000000_case", sql), ("20240103000000_after", "CREATE TABLE after_it (id INTEGER);\n")])
    answer = prisma.deploy(project.migrations, theirs)
    assert answer.ok, answer
    project.up()
    assert_same(project.database, theirs)
    assert prisma.clean(project.migrations, project.database)


def test_unclosed_begin_is_refused(prisma_kind, make_project):
    """Prisma says "applied" and loses it; we say where it is."""
    project = make_project(prisma_kind)
    fill(project, CHAIN[:1])
    project.add("20240102000000_open", "CREATE TABLE a (id INTEGER);\nBEGIN;\nCREATE TABLE b (id INTEGER);\n")
    result = project.up(status=None)
    assert result.status in (1, 2), result.text()
    assert "BEGIN" in result.err
    assert {"a", "b"}.isdisjoint(project.database.tables())


def test_checksum_is_of_the_text_prisma_reads(prisma_kind, make_project, prisma):
    """Bytes that are no UTF-8 are replaced before hashing and running."""
    project = make_project(prisma_kind)
    project.add("20240101000000_x", b"CREATE TABLE t7 (id INTEGER); -- caf\xe9\n")
    project.up()
    text = "CREATE TABLE t7 (id INTEGER); -- caf\ufffd\n".encode()
    expected = hashlib.sha256(text).hexdigest()
    assert expected == "16e71bdafd4d46720c1556b96eb31c81ce8cd3667c138d656dcb511f36d7b8f1"
    assert [row["checksum"] for row in prisma_history(project.database)] == [expected]
    assert prisma.clean(project.migrations, project.database)


def test_order_is_localecompare(make_project, make_database, prisma):
    """Names that differ in more than digits: the order is that of JavaScript's localeCompare, or a refusal that says so."""
    names = ["20240101_a", "20240101_b", "10_x", "2_x", "20240101a", "a_x"]
    project = make_project("postgresql")
    for name in names:
        table = name.replace("-", "m")
        project.add(name, f'CREATE TABLE "{table}" (id INTEGER);\n')
    theirs = make_database("postgresql")
    assert prisma.deploy(project.migrations, theirs).ok
    project.up()
    order = [row["migration_name"] for row in prisma_history(project.database)]
    assert order == [row["migration_name"] for row in prisma_history(theirs)]
