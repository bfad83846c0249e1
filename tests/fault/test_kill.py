"""Killed at any moment: run again, and the database is as if it had not been killed, or it says what is in doubt."""

import signal
import threading
import time

import pytest
from harness.databases import prisma_history, prisma_history_comparable
from harness.proxy import Proxy

N = 12


def chain(project, pause=0.0, n=N):
    """N migrations; each makes a table and writes a row into it, so that losing or doubling one shows."""
    kind = project.database.kind
    wait = {"postgresql": f"SELECT pg_sleep({pause});\n", "mysql": f"DO SLEEP({pause});\n",
            "sqlite": ""}[kind] if pause else ""
    project.add("20240101000000_base", "CREATE TABLE counter (n INTEGER NOT NULL);\n")
    for number in range(1, n + 1):
        project.add(f"20240102{number:06d}_step", f"CREATE TABLE step{number} (id INTEGER);\n{wait}INSERT INTO step{number} VALUES ({number});\nINSERT INTO counter VALUES ({number});\n")


def consistent(project):
    """What the history says and what is there are the same, each step whole or not there."""
    history = [row["migration_name"] for row in prisma_history(project.database) or [] if row["finished_at"] is not None]
    tables = project.database.tables()
    done = {name for name in history if "step" in name}
    there = {f"20240102{number:06d}_step" for number in range(1, N + 1) if f"step{number}" in tables}
    return done, there


def finish(project, n=N):
    """Runs to the end, after whatever happened before, and checks that every step was applied exactly once."""
    result = project.up(status=None)
    assert result.status == 0, result.text()
    history = prisma_history(project.database)
    names = [row["migration_name"] for row in history if row["finished_at"] is not None and row["rolled_back_at"] is None]
    assert len(names) == len(set(names)) == n + 1, names
    assert sorted(row[0] for row in project.database.query("SELECT n FROM counter")) == list(range(1, n + 1))
    for number in range(1, n + 1):
        assert project.database.query(f"SELECT id FROM step{number}") == [(number,)]
    assert all(row["applied_steps_count"] == 1 for row in history if row["finished_at"] is not None)


@pytest.mark.parametrize("moment", [0.0, 0.004, 0.01, 0.02, 0.035, 0.06, 0.1, 0.2, 0.35, 0.6])
def test_sigkill_at_a_moment(kind, moment, make_project):
    project = make_project(kind)
    chain(project, 0.04)
    process = project.start("up")
    time.sleep(moment)
    project.kill(process)
    if kind != "mysql":
        project.database.wait_for_backends()
        done, there = consistent(project)
        assert done == there
    finish(project)


@pytest.mark.parametrize("after", [1, 200, 600, 1200, 2000, 3000, 4000, 5500, 7000, 9000, 12000, 16000])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("server_kind", ["postgresql", "mysql"])
def test_connection_cut_after_bytes(server_kind, after, late, make_project):
    """The network goes away after so many bytes: before the server got the rest, or with the answer lost on its way back."""
    project = make_project(server_kind)
    chain(project)
    with Proxy(project.database.server.port, cut_after=after, cut_late=late) as proxy:
        project.configure(url=project.database.url_through(proxy.port))
        result = project.up(status=None)
        cut = any(connection["cut"] for connection in proxy.statistics())
    assert result.status == (1 if cut else 0) or (cut and late), result.text()
    project.configure()
    project.database.wait_for_backends()
    finish(project)


@pytest.mark.parametrize("step", [1, 2, 5, N])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("server_kind", ["postgresql", "mysql"])
def test_connection_cut_at_a_statement(server_kind, step, late, make_project):
    project = make_project(server_kind)
    chain(project)
    with Proxy(project.database.server.port, cut_at=f"INSERT INTO step{step} VALUES", cut_late=late) as proxy:
        project.configure(url=project.database.url_through(proxy.port))
        project.up(status=None)
    project.configure()
    project.database.wait_for_backends()
    finish(project)


@pytest.mark.parametrize("moment", [0.05, 0.2, 0.45])
def test_backend_is_terminated(moment, make_project):
    project = make_project("postgresql")
    chain(project, 0.05)
    process = project.start("up")
    time.sleep(moment)
    killed = project.database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
    _, err = process.communicate(timeout=60)
    if killed:
        assert process.returncode == 1, err.decode()
        assert "terminat" in err.decode() or "closed" in err.decode() or "connection" in err.decode().lower()
    done, there = consistent(project)
    assert done == there
    finish(project)


def test_connection_is_killed_mariadb(make_project):
    project = make_project("mysql")
    chain(project, 0.05)
    process = project.start("up")
    time.sleep(0.25)
    connection = project.database.connect()
    cursor = connection.cursor()
    cursor.execute("SELECT id FROM information_schema.processlist WHERE db = database() AND id <> connection_id()")
    for (identifier,) in cursor.fetchall():
        cursor.execute(f"KILL {identifier}")
    connection.close()
    process.communicate(timeout=60)
    finish(project)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_politely(kind, number, make_project):
    """Stops after the revision that runs, says so, and the next run goes on."""
    project = make_project(kind)
    chain(project, 0.1 if kind != "sqlite" else 0)
    process = project.start("up")
    time.sleep(0.15)
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode in (0, 1, 128 + number, -number), err.decode()
    project.database.wait_for_backends()
    if kind != "mysql":
        done, there = consistent(project)
        assert done == there
    finish(project)


def test_sixteen_at_once(kind, make_project):
    """Sixteen runners start together: each revision is applied once, and all of them end well (or say that they waited too long)."""
    project = make_project(kind)
    chain(project)
    project.configure(extra="policy: {lock_timeout: 60s}\n")
    processes = [project.start("up") for _ in range(16)]
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err.decode()
    finish(project)


def test_sixteen_at_once_with_impatience(kind, make_project):
    """The same with no patience: those that don't get the lock say so with status 5, and nothing is applied twice."""
    project = make_project(kind)
    chain(project, 0.02)
    project.configure(extra="policy: {lock_timeout: 1ms}\n")
    processes = [project.start("up") for _ in range(16)]
    statuses = []
    for process in processes:
        out, err = process.communicate(timeout=120)
        statuses.append(process.returncode)
        assert process.returncode in (0, 5), err.decode()
    assert 0 in statuses
    project.configure()
    finish(project)


def test_prisma_and_migshim_at_once(prisma_kind, make_project, prisma):
    """The real engine and we start together: its lock is ours."""
    project = make_project(prisma_kind)
    chain(project)
    project.configure(extra="policy: {lock_timeout: 30s}\n")
    answers = []
    thread = threading.Thread(target=lambda: answers.append(prisma.deploy(project.migrations, project.database)))
    thread.start()
    project.up(status=None)
    thread.join()
    project.configure()
    finish(project)


def test_lock_is_held_by_prisma(make_project):
    """Somebody holds Prisma's advisory lock: status 5, and the holder is named."""
    project = make_project("postgresql")
    chain(project)
    project.configure(extra="policy: {lock_timeout: 700ms}\n")
    connection = project.database.connect()
    cursor = connection.cursor()
    cursor.execute("SET application_name = 'prisma-holds-it'")
    cursor.execute("SELECT pg_advisory_lock(72707369)")
    result = project.up(status=5)
    assert "prisma-holds-it" in result.err
    assert project.database.tables() == []
    connection.close()
    finish(project)


def test_sqlite_file_is_locked(make_project):
    project = make_project("sqlite")
    chain(project)
    project.configure(extra="policy: {lock_timeout: 700ms}\n")
    connection = project.database.connect()
    connection.execute("BEGIN EXCLUSIVE")
    project.up(status=5)
    connection.execute("ROLLBACK")
    connection.close()
    finish(project)


def test_lock_wait_inside_a_migration(make_project):
    """A table that somebody else has locked: the statement's own timeout ends it, and nothing of the revision stays."""
    project = make_project("postgresql")
    chain(project, n=2)
    project.up()
    project.add("20240103000000_alter", "SET LOCAL lock_timeout = '300ms';\nCREATE TABLE before_it (id INTEGER);\nALTER TABLE counter ADD COLUMN x INTEGER;\n")
    connection = project.database.connect()
    connection.autocommit = False
    connection.cursor().execute("LOCK TABLE counter IN ACCESS EXCLUSIVE MODE")
    result = project.up(status=1)
    assert "20240103000000_alter" in result.err and "lock" in result.err
    connection.rollback()
    connection.close()
    assert "before_it" not in project.database.tables()
    project.up()
    assert "before_it" in project.database.tables()


def test_failing_commit(make_project):
    """A deferred constraint fails at COMMIT: the revision is not recorded, and the next one doesn't run."""
    project = make_project("postgresql")
    project.add("20240101000000_a", "CREATE TABLE p (id int PRIMARY KEY);\nCREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED);\n")
    project.add("20240102000000_b", "INSERT INTO c VALUES (42);\n")
    project.add("20240103000000_c", "CREATE TABLE after_it (id int);\n")
    result = project.up(status=1)
    assert "20240102000000_b" in result.err, result.text()
    assert [row["migration_name"] for row in prisma_history(project.database)] == ["20240101000000_a"]
    assert "after_it" not in project.database.tables()


@pytest.mark.parametrize("position", [1, 2, 7, 12])
def test_error_in_the_middle_of_a_batch(kind, position, make_project):
    """Revisions travel together; an error in one leaves those before it applied and those after it untouched."""
    project = make_project(kind)
    chain(project)
    project.add(f"20240102{position:06d}_step", f"CREATE TABLE step{position} (id INTEGER);\nINSERT INTO missing_table VALUES ({position});\n")
    result = project.up(status=1)
    assert f"20240102{position:06d}_step" in result.err and "migration.sql:2" in result.err
    tables = project.database.tables()
    assert all(f"step{number}" in tables for number in range(1, position))
    assert not any(f"step{number}" in tables for number in range(position + 1, N + 1))
    finished = [row for row in prisma_history_comparable(project.database) if row[2]]
    assert len(finished) == position
