"""A run of Alembic revisions is killed, or its connection cut: run again, and every revision is applied once, none is lost. The real tool agrees."""

import time

import pytest

from harness.alembic_graphs import AlembicProject, Node
from harness.proxy import Proxy

N = 10
WAIT = {"postgresql": "SELECT pg_sleep(0.04)", "mysql": "DO SLEEP(0.04)", "sqlite": "SELECT 1"}


def name(n):
    return f"{n:012x}"


def chain(folder, database, pause=False):
    """Two branches that are merged at the end; each revision makes a table and writes into it what it has read, so that nothing of it can travel with what follows."""
    project = AlembicProject(folder, database)
    project.write(Node(name(0)), upgrade='op.execute("CREATE TABLE counter (n integer NOT NULL)")', downgrade='op.execute("DROP TABLE counter")')
    for n in range(1, N + 1):
        wait = f'op.execute("{WAIT[database.kind]}")\n' if pause else ""
        upgrade = (f'op.execute("CREATE TABLE step{n} (id integer)")\n{wait}'
                   f'n = op.get_bind().execute(sa.text("SELECT count(*) FROM counter")).scalar()\n'
                   f'op.execute(f"INSERT INTO step{n} VALUES ({{n}})")\n'
                   f'op.execute("INSERT INTO counter VALUES ({n})")')
        project.write(Node(name(n), [name(max(n - 2, 0))]), number=n, upgrade=upgrade, downgrade=f'op.execute("DROP TABLE step{n}")')
    project.write(Node(name(N + 1), [name(N - 1), name(N)]), number=N + 1)
    return project


def applied(project):
    return {one["id"] for one in project.status()["revisions"] if one["state"] == "applied"}


def consistent(project):
    """A revision that the rows imply is there itself, and the other way round."""
    done = {f"step{n}" for n in range(1, N + 1) if name(n) in applied(project)}
    assert done == {table for table in project.database.tables() if table.startswith("step")}


def finish(project, alembic):
    result = project.up(status=None)
    assert result.status == 0, result.text()
    assert project.rows() == [name(N + 1)]
    assert sorted(row[0] for row in project.database.query("SELECT n FROM counter")) == list(range(1, N + 1))
    assert sorted(project.database.query(f"SELECT id FROM step{n}")[0][0] for n in range(1, N + 1)) == list(range(N))
    assert project.ask(alembic, ["upgrade", "heads"])[0]["steps"] == []


@pytest.mark.parametrize("moment", [0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5])
def test_sigkill_at_a_moment(kind, moment, tmp_path, make_database, alembic):
    project = chain(tmp_path / "p", make_database(kind), pause=True)
    process = project.start("up")
    time.sleep(moment)
    project.kill(process)
    project.database.wait_for_backends()
    if kind != "mysql":
        consistent(project)
    finish(project, alembic)


@pytest.mark.parametrize("n", [1, 5, N])
@pytest.mark.parametrize("text", ["CREATE TABLE step{n} ", "INSERT INTO step{n} ", "INSERT INTO counter VALUES ({n})", "version_num='{name}'"])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("server_kind", ["postgresql", "mysql"])
def test_connection_cut_at_a_statement(server_kind, late, text, n, tmp_path, make_database, alembic):
    """Before the server got the statement, or with the answer lost on its way back; the statement that moves the row too."""
    project = chain(tmp_path / "p", make_database(server_kind))
    text = text.format(n=n, name=name(n)) if n > 2 or "version" not in text else "(version_num) VALUES"
    with Proxy(project.database.server.port, cut_at=text, cut_late=late) as proxy:
        project.configure(url=project.database.url_through(proxy.port))
        project.up(status=None)
        assert any(connection["cut"] for connection in proxy.statistics())
    project.configure()
    project.database.wait_for_backends()
    if server_kind != "mysql":
        consistent(project)
    finish(project, alembic)


@pytest.mark.parametrize("moment", [0.02, 0.1, 0.3])
def test_kill_on_the_way_down(kind, moment, tmp_path, make_database, alembic):
    project = chain(tmp_path / "p", make_database(kind))
    project.up()
    process = project.start("down", "billing:base")
    time.sleep(moment)
    project.kill(process)
    project.database.wait_for_backends()
    result = project.run("down", "billing:base", status=None)
    assert result.status == 0, result.text()
    assert project.rows() == [] and not [table for table in project.database.tables() if table.startswith(("step", "counter"))]
    finish(project, alembic)


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("at", ["ADD VALUE 'b'", "DELETE FROM migshim.journal", "version_num='b1'", "INSERT INTO later"])
def test_autocommit_block_is_cut(at, late, tmp_path, make_database, alembic):
    """A revision that is no transaction goes on where it stopped; its row comes last."""
    project = AlembicProject(tmp_path / "p", make_database("postgresql"))
    project.write(Node("a1"), upgrade="op.execute(\"CREATE TYPE mood AS ENUM ('a')\")\nop.execute(\"CREATE TABLE later (m mood)\")")
    project.write(Node("b1", ["a1"]), number=1, upgrade="""op.execute("CREATE TABLE before_it (n integer)")
with op.get_context().autocommit_block():
    op.execute("ALTER TYPE mood ADD VALUE 'b'")
    op.execute("ALTER TYPE mood ADD VALUE 'c'")
op.execute("INSERT INTO later VALUES ('b'), ('c')")""")
    with Proxy(project.database.server.port, cut_at=at, cut_late=late) as proxy:
        project.configure(url=project.database.url_through(proxy.port))
        project.up(status=None)
        assert any(connection["cut"] for connection in proxy.statistics())
    project.configure()
    project.database.wait_for_backends()
    result = project.up(status=None)
    assert result.status == 0, result.text()
    assert project.rows() == ["b1"]
    assert project.database.query("SELECT m::text FROM later ORDER BY m") == [("b",), ("c",)]
    assert project.ask(alembic, ["upgrade", "heads"])[0]["steps"] == []


BATCH = """with op.batch_alter_table("t", recreate="always") as batch_op:
    batch_op.alter_column("c{n}", new_column_name="c{m}")
    batch_op.add_column(sa.Column("added{m}", sa.Integer(), server_default="{m}"))"""


@pytest.mark.parametrize("moment", [0.01, 0.03, 0.06, 0.1, 0.2])
def test_batches_are_killed(moment, tmp_path, make_database, alembic):
    """SQLite: a table with rows, an index and a trigger is made anew by each revision; none of it is lost, whenever the run ends."""
    project = AlembicProject(tmp_path / "p", make_database("sqlite"))
    project.database.script("""CREATE TABLE t (id INTEGER PRIMARY KEY, c0 TEXT CHECK (length(c0) < 99)); CREATE INDEX ix ON t (c0); CREATE TABLE log (n);
        CREATE TRIGGER tr AFTER DELETE ON t BEGIN INSERT INTO log VALUES (old.id); END;
        INSERT INTO t (c0) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT 'row ' || i FROM n""")
    for n in range(6):
        project.write(Node(name(n), [name(n - 1)] if n else []), number=n, upgrade=BATCH.format(n=n, m=n + 1))
    process = project.start("up")
    time.sleep(moment)
    project.kill(process)
    assert project.database.scalar("SELECT count(*) FROM t") == 20000
    result = project.up(status=None)
    assert result.status == 0, result.text()
    assert project.database.query("SELECT count(*), min(c6), sum(added1), sum(added6) FROM t") == [(20000, "row 1", 20000, 120000)]
    assert {row[0] for row in project.database.query("SELECT name FROM sqlite_master")} >= {"ix", "tr", "t", "log"}
    assert project.database.query("SELECT * FROM log") == []
    assert project.ask(alembic, ["upgrade", "heads"])[0]["steps"] == []
