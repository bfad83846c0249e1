"""What Prisma makes of odd folders, lock files and databases, and whether we make the same of them."""

import pytest
from harness.databases import prisma_history, prisma_history_comparable

pytestmark = pytest.mark.slow

TABLE = 'CREATE TABLE "t%d" (id INTEGER);\n'

LOCK_FILES = [
    'provider = "sqlite"\n', "provider = sqlite", 'provider = ""sqlite""\n', 'provider = provider = "sqlite"\n', 'provider = "sqlite"\r\nx\r\n',
    '# provider = "postgresql"\nprovider = "sqlite"\nprovider = "mysql"\n', 'provider = "sqlite" \n', 'provider="sqlite"\n', ' provider = "sqlite"\n',
    'provider = "sqlite" # file\n', "provider = 'sqlite'\n", 'provider  = "sqlite"\n', 'providers = "sqlite"\n', "", "\n", '\ufeffprovider = "sqlite"\n', 'Provider = "sqlite"\n',
    'provider = "SQLite"\n', b'provider = "sqlite"\xff\n', b"\xff\nprovider = \"sqlite\"\n", 'x\rprovider = "sqlite"\n', 'provider = "sqlite"\r',
]


@pytest.mark.parametrize("text", LOCK_FILES)
def test_lock_file(text, make_project, make_database, prisma):
    project, theirs = make_project("sqlite"), make_database("sqlite")
    project.add("20240101000000_a", TABLE % 1)
    (project.migrations / "migration_lock.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    answer = prisma.deploy(project.migrations, theirs)
    result = project.run("up", status=None)
    assert answer.ok or "P3019" in str(answer), answer
    assert (result.status == 0) == answer.ok, (answer, result.text())
    if not answer.ok:
        assert "P3019" in result.err and "provider" in result.err, result.text()


NAMES = ["it's", 'say "hi"', "back\\slash", "a b  c", "percent %s %d", "$$", "semi;colon", "--", "日本語", "café", "😀", "x" * 255, "{}", "new\nline", "(1)", "?", "$1", ":a", "~", "#"]


@pytest.mark.parametrize("name", NAMES)
def test_name(prisma_kind, name, make_project, make_database, prisma):
    """Names go into SQL as they are."""
    project, theirs = make_project(prisma_kind), make_database(prisma_kind)
    project.add(name, TABLE % 1)
    assert prisma.deploy(project.migrations, theirs).ok
    project.up()
    assert prisma_history_comparable(project.database) == prisma_history_comparable(theirs)
    assert prisma.clean(project.migrations, project.database)
    project.add(name, TABLE % 1, down='DROP TABLE "t1";\n')
    project.run("down", "--steps", "1", "--yes")
    assert prisma_history(project.database) == []
    assert project.database.tables() == [] or "t1" not in str(project.database.tables())


BYTES = [b"\xff\xfe", b"\xc3", b"\xc3(", b"\xe2\x82", b"\xe2\x28\xa1", b"\xe0\x80\x80", b"\xed\xa0\x80", b"\xf0\x9f\x98", b"\xf0\x9f\x98x", b"\xf4\x90\x80\x80", b"\xc0\xaf", b"\xf8\x88\x80\x80\x80",
         b"\xf0\x80\x80\x41", b"\x80", b"\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41", b"\xef\xbf\xbe", b"\xef\xbb\xbf"]


@pytest.mark.parametrize("piece", BYTES)
def test_bytes_that_are_not_text(piece, make_project, make_database, prisma):
    """The checksum is that of the text that JavaScript reads."""
    project, theirs = make_project("sqlite"), make_database("sqlite")
    project.add("20240101000000_a", b"CREATE TABLE t (x TEXT);\nINSERT INTO t VALUES ('" + piece + b"');\n")
    assert prisma.deploy(project.migrations, theirs).ok
    project.up()
    assert prisma_history_comparable(project.database) == prisma_history_comparable(theirs)
    assert project.database.query("SELECT hex(x) FROM t") == theirs.query("SELECT hex(x) FROM t")


EMPTY_OR_NOT = {
    "sqlite": ["CREATE VIEW v AS SELECT 1", "CREATE TABLE x (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO x DEFAULT VALUES; DROP TABLE x", "CREATE VIRTUAL TABLE f USING fts5(a)",
               "CREATE TABLE x (id INTEGER)", 'CREATE TABLE "migshim_other" (id INTEGER)', "PRAGMA user_version = 3"],
    "postgresql": ["CREATE VIEW v AS SELECT 1 AS x", "CREATE MATERIALIZED VIEW v AS SELECT 1 AS x", "CREATE TYPE e AS ENUM ('a')", "CREATE SEQUENCE s", "CREATE TABLE x (id INTEGER)",
                   "CREATE TABLE x (id INTEGER) PARTITION BY RANGE (id)", "CREATE UNLOGGED TABLE x (id INTEGER)", "CREATE SCHEMA other; CREATE TABLE other.x (id INTEGER)",
                   "CREATE TABLE spatial_ref_sys (id INTEGER)", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE SCHEMA migshim; CREATE TABLE migshim.x (id INTEGER)"],
}


@pytest.mark.parametrize("kind,sql", [(kind, sql) for kind, all_of_it in EMPTY_OR_NOT.items() for sql in all_of_it])
def test_what_counts_as_not_empty(kind, sql, make_project, make_database, prisma):
    project, theirs = make_project(kind), make_database(kind)
    project.add("20240101000000_a", TABLE % 1)
    project.database.script(sql)
    theirs.script(sql)
    answer = prisma.deploy(project.migrations, theirs)
    result = project.run("up", status=None)
    assert answer.ok or "P3005" in str(answer), answer
    assert (result.status == 0) == answer.ok, (answer, result.text())
    if not answer.ok:
        assert result.status == 4 and "P3005" in result.err and "mark applied" in result.err


def test_way_out_of_a_database_that_is_not_empty(prisma_kind, make_project, prisma):
    """What the hint says: one migration marked as applied and then as pending leaves an empty history, and all of them run."""
    project = make_project(prisma_kind)
    project.add("20240101000000_a", TABLE % 1)
    project.database.script("CREATE TABLE stranger (id INTEGER)")
    project.up(status=4)
    project.run("mark", "applied", "20240101000000_a", "--yes")
    project.run("mark", "pending", "20240101000000_a", "--yes")
    project.up()
    assert "t1" in str(project.database.tables())
    assert prisma.clean(project.migrations, project.database)


def failed(project, prisma):
    project.add("20240101000000_a", "CREATE TABLE nowhere.x (id INTEGER);\n")
    assert not prisma.deploy(project.migrations, project.database).ok


MARKS = {
    "applied twice": (None, [("applied", 0), ("applied", "P3008")]),
    "rolled back, never applied": (None, [("rolled-back", "P3011")]),
    "rolled back, applied": ("up", [("rolled-back", "P3012")]),
    "failed, rolled back twice": ("failed", [("rolled-back", 0), ("rolled-back", 0)]),
    "failed, applied": ("failed", [("applied", 0), ("applied", "P3008"), ("rolled-back", 0)]),
    "failed, rolled back, applied": ("failed", [("rolled-back", 0), ("applied", 0), ("rolled-back", 0)]),
}


@pytest.mark.parametrize("case", MARKS)
def test_marks_are_resolves(prisma_kind, case, make_project, prisma):
    """The same commands, one after the other, by us and by Prisma: the same answers and the same rows."""
    before, marks = MARKS[case]
    rows = []
    for tool in ("migshim", "prisma"):
        project = make_project(prisma_kind)
        project.add("20240100000000_first", TABLE % 0)
        if before is None:
            assert prisma.deploy(project.migrations, project.database).ok
        project.add("20240101000000_a", TABLE % 1)
        if before == "up":
            assert prisma.deploy(project.migrations, project.database).ok
        if before == "failed":
            failed(project, prisma)
        for action, expected in marks:
            if tool == "prisma":
                answer = (prisma.applied if action == "applied" else prisma.rolled_back)(project.migrations, project.database, "20240101000000_a")
                assert answer.ok == (expected == 0) and (expected == 0 or expected in str(answer)), (action, answer)
            else:
                result = project.run("mark", action, "20240101000000_a", "--yes", status=None)
                assert (result.status == 0) == (expected == 0) and (expected == 0 or expected in result.err), result.text()
        rows.append([row[:3] + row[4:] for row in prisma_history_comparable(project.database)])
    assert rows[0] == rows[1]


@pytest.mark.parametrize("form,kind", [("'2026-11-24T14:22:50.738+00:00'", "text"), ("'2026-11-24 14:22:50'", "text"), ("1785000000123", "integer")])
def test_times_of_sqlite_go_on_in_their_form(form, kind, make_project, prisma):
    """SQLite sorts every number before every text, so a table keeps the form that it has; and each form is read."""
    project = make_project("sqlite")
    project.add("20240101000000_a", TABLE % 1)
    project.up()
    project.database.script(f"UPDATE _prisma_migrations SET started_at = {form}, finished_at = {form}")
    read = project.run("status", "--json").json()["revisions"][0]["history"]["startedAt"]
    assert read == {"1785000000123": "2026-07-25T17:20:00.123000Z", "'2026-11-24 14:22:50'": "2026-11-24T14:22:50.000000Z"}.get(form, "2026-11-24T14:22:50.738000Z")
    project.add("20240102000000_b", TABLE % 2)
    project.up()
    assert project.database.query("SELECT typeof(started_at), typeof(finished_at) FROM _prisma_migrations WHERE migration_name LIKE '%_b'") == [(kind, kind)]
    assert prisma.clean(project.migrations, project.database)
    if kind == "text":
        assert len(prisma_history(project.database)[1]["started_at"]) == len("2026-11-24T14:22:50.738+00:00")
