"""A run of TypeORM migrations is killed, or its connection cut: run again, and every migration is applied once, none is lost. The real tool agrees."""

import time

import pytest
from harness.databases import typeorm_history
from harness.proxy import Proxy
from harness.typeorm_projects import TypeormProject

N = 10
WAIT = {"postgresql": "SELECT pg_sleep(0.04)", "mysql": "DO SLEEP(0.04)", "sqlite": "SELECT 1"}


def step(kind, n, pause):
    """Makes a table and writes into it what it has read: nothing of this can travel with what follows."""
    wait = f"await queryRunner.query('{WAIT[kind]}')\n        " if pause else ""
    return f"""export class Step{1700000000000 + n} {{
    async up(queryRunner) {{
        await queryRunner.query("CREATE TABLE step{n} (id integer)")
        {wait}const [{{ n }}] = await queryRunner.query("SELECT count(*) AS n FROM counter")
        await queryRunner.query(`INSERT INTO step{n} VALUES (${{n}})`)
        await queryRunner.query("INSERT INTO counter VALUES ({n})")
    }}
    async down(queryRunner) {{
        await queryRunner.query("DROP TABLE step{n}")
    }}
}}
"""


def chain(folder, database, pause):
    project = TypeormProject(folder, database)
    project.write("1700000000000-Base.ts", "export class Base1700000000000 { async up(q) { await q.query('CREATE TABLE counter (n integer NOT NULL)') } async down(q) {} }")
    for n in range(1, N + 1):
        project.write(f"{1700000000000 + n}-Step.ts", step(database.kind, n, pause))
    return project


def consistent(project):
    """A migration whose row is there is there itself, and the other way round."""
    done = {name for _, _, name in typeorm_history(project.database) or []}
    tables = project.database.tables()
    assert {f"step{n}" for n in range(1, N + 1) if f"Step{1700000000000 + n}" in done} == {table for table in tables if table.startswith("step")}


def finish(project, typeorm):
    result = project.up(status=None)
    assert result.status == 0, result.text()
    names = [name for _, _, name in typeorm_history(project.database)]
    assert names == ["Base1700000000000"] + [f"Step{1700000000000 + n}" for n in range(1, N + 1)]
    assert project.database.query("SELECT n FROM counter ORDER BY n") == [(n,) for n in range(1, N + 1)]
    for n in range(1, N + 1):
        assert project.database.query(f"SELECT id FROM step{n}") == [(n - 1,)]
    assert typeorm.clean(project.migrations, project.database)


@pytest.mark.parametrize("moment", [0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5])
def test_sigkill_at_a_moment(kind, moment, tmp_path, make_database, typeorm):
    project = chain(tmp_path / "p", make_database(kind), pause=True)
    process = project.start("up")
    time.sleep(moment)
    project.kill(process)
    project.database.wait_for_backends()
    if kind != "mysql":
        consistent(project)
    finish(project, typeorm)


@pytest.mark.parametrize("n", [1, 4, N])
@pytest.mark.parametrize("text", ["CREATE TABLE step{n} ", "INSERT INTO step{n} ", "INSERT INTO counter VALUES ({n})"])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("server_kind", ["postgresql", "mysql"])
def test_connection_cut_at_a_statement(server_kind, late, text, n, tmp_path, make_database, typeorm):
    """Before the server got the statement, or with the answer lost on its way back."""
    project = chain(tmp_path / "p", make_database(server_kind), pause=False)
    with Proxy(project.database.server.port, cut_at=text.format(n=n), cut_late=late) as proxy:
        project.configure(url=project.database.url_through(proxy.port))
        project.up(status=None)
        assert any(connection["cut"] for connection in proxy.statistics())
    project.configure()
    project.database.wait_for_backends()
    if server_kind != "mysql":
        consistent(project)
    finish(project, typeorm)
