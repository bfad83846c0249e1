"""Every command that writes is killed at work on Knex migrations, or its connection cut: the next run goes on, nothing is lost or done twice, the lock row is free, the real tool agrees."""

import time

import pytest
from harness.knex_chain import KnexChain, file_of
from harness.proxy import Proxy

N = 8
MOMENTS = [0.0, 0.03, 0.08, 0.15, 0.25, 0.4]
ALONE = "exports.config = { transaction: false };\n"
SERVERS = pytest.mark.parametrize("server_kind", ["postgresql", "mysql"])
LATE = pytest.mark.parametrize("late", [False, True])


def kill(project, moment, *arguments):
    process = project.start(*arguments)
    time.sleep(moment)
    project.kill(process)
    project.database.wait_for_backends()


def cut(project, text, late, *arguments):
    """A run whose connection is cut at TEXT: before the server gets it, or with its answer lost on the way back."""
    with Proxy(project.database.server.port, cut_at=text, cut_late=late) as proxy:
        project.configure(url=project.database.url_through(proxy.port))
        project.run(*arguments, status=None)
        assert any(connection["cut"] for connection in proxy.statistics())
    project.configure()
    project.database.wait_for_backends()


@pytest.mark.parametrize("moment", MOMENTS)
def test_up(kind, moment, tmp_path, make_database, knex):
    project = KnexChain(tmp_path / "p", make_database(kind), N)
    kill(project, moment, "up")
    if kind != "mysql":
        project.check_consistent()
    project.run("up")
    project.check_applied(knex)


@pytest.mark.parametrize("moment", MOMENTS[1:])
def test_up_without_transactions(kind, moment, tmp_path, make_database, knex):
    project = KnexChain(tmp_path / "p", make_database(kind), N, config=ALONE)
    kill(project, moment, "up")
    result = project.run("up", status=None)
    if result.status != 0:  # a statement that was under way: its outcome can't be told, and it is said which
        assert result.status == 1 and "it can't be told whether it took effect" in result.err, result.text()
        return
    project.check_applied(knex)


@pytest.mark.parametrize("moment", MOMENTS[1:])
@pytest.mark.parametrize("how", ["--base", "--batch"])
def test_down(kind, how, moment, tmp_path, make_database, knex):
    project = KnexChain(tmp_path / "p", make_database(kind), N)
    project.run("up")
    kill(project, moment, "down", how, "--yes")
    if kind != "mysql":
        project.check_consistent()
    project.run("down", how, "--yes")
    project.check_gone(knex)
    project.run("up")
    project.check_applied(knex)


@SERVERS
@LATE
@pytest.mark.parametrize("text", ["step3", "insert into {q}step3{q}", "{name}", "is_locked"])
def test_up_is_cut_at_a_statement(server_kind, text, late, tmp_path, make_database, knex):
    project = KnexChain(tmp_path / "p", make_database(server_kind), N, pause=False)
    cut(project, text.format(q="`" if server_kind == "mysql" else '"', name=file_of(3)), late, "up")
    project.run("up")
    project.check_applied(knex)


@SERVERS
@LATE
@pytest.mark.parametrize("text", ["drop table {q}step3{q}", "{name}"])
def test_down_is_cut_at_a_statement(server_kind, text, late, tmp_path, make_database, knex):
    project = KnexChain(tmp_path / "p", make_database(server_kind), N, pause=False)
    project.run("up")
    cut(project, text.format(q="`" if server_kind == "mysql" else '"', name=file_of(3)), late, "down", "--batch", "--yes")
    project.run("down", "--base", "--yes")
    project.check_gone(knex)


@SERVERS
@LATE
def test_mark_is_cut(server_kind, late, tmp_path, make_database, knex):
    """A row is there, or not; marked again, it is there once."""
    project = KnexChain(tmp_path / "p", make_database(server_kind), 2, pause=False)
    project.run("up", "--steps", "2")
    project.database.script("CREATE TABLE step2 (id integer); INSERT INTO step2 VALUES (1); INSERT INTO counter VALUES (2)")
    cut(project, file_of(2), late, "mark", "applied", f"web:{file_of(2)}", "--yes")
    if file_of(2) not in project.done():
        project.run("mark", "applied", f"web:{file_of(2)}", "--yes")
    assert "Nothing to do" in project.run("up").out
    project.check_applied(knex)
    cut(project, file_of(2), late, "mark", "pending", f"web:{file_of(2)}", "--yes")
    if file_of(2) in project.done():
        project.run("mark", "pending", f"web:{file_of(2)}", "--yes")
    assert knex.pending(project.migrations, project.database) == [file_of(2)]


@SERVERS
@LATE
@pytest.mark.parametrize("word", ["DELETE FROM", "INSERT INTO"])
def test_unlock_is_cut(server_kind, word, late, tmp_path, make_database, knex):
    """The row that a killed Knex left is there, or free; never are there two, or none that the next run minds."""
    project = KnexChain(tmp_path / "p", make_database(server_kind), 2, pause=False)
    project.run("up", "--steps", "1")
    project.database.script("UPDATE knex_migrations_lock SET is_locked = 1")
    quote = "`" if server_kind == "mysql" else '"'
    cut(project, f"{word} {quote}knex_migrations_lock", late, "unlock", "--yes")
    assert len(project.locks()) <= 1
    project.run("unlock", "--yes")
    project.run("up")
    project.check_applied(knex)


@pytest.mark.parametrize("moment", [0.0, 0.003, 0.006, 0.01, 0.015, 0.025])
def test_mark_and_unlock_on_a_file(moment, tmp_path, make_database, knex):
    project = KnexChain(tmp_path / "p", make_database("sqlite"), 2, pause=False)
    project.run("up", "--steps", "2")
    project.database.script("CREATE TABLE step2 (id integer); INSERT INTO step2 VALUES (1); INSERT INTO counter VALUES (2)")
    kill(project, moment, "mark", "applied", f"web:{file_of(2)}", "--yes")
    if file_of(2) not in project.done():
        project.run("mark", "applied", f"web:{file_of(2)}", "--yes")
    project.database.script("UPDATE knex_migrations_lock SET is_locked = 1")
    kill(project, moment, "unlock", "--yes")
    assert len(project.locks()) == 1
    project.run("unlock", "--yes")
    assert "Nothing to do" in project.run("up").out
    project.check_applied(knex)
