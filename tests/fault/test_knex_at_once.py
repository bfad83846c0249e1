"""migshim and the real `knex migrate:latest` at the same time: nothing runs twice, who comes second waits or says why it can't, and both then agree."""

import time

import pytest
from harness.knex_chain import KnexChain

N = 6
# A first migration that holds whoever runs it for a while.
LONG = {"postgresql": "SELECT pg_sleep(2)", "mysql": "DO SLEEP(2)",
        "sqlite": "WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 12000000) SELECT count(*) FROM many"}
LOCKED = "Migration table is already locked"


def chain(folder, database, knex, config=""):
    """A chain whose history is there, so that nobody has to make it, and whose next migration takes long."""
    project = KnexChain(folder, database, N, config=config)
    assert len(knex.pending(project.migrations, database)) == N + 1
    project.run("up", "--steps", "1")
    first = project.migrations / "20240101000001_step.js"
    first.write_text(first.read_text().replace("SELECT pg_sleep(0.04)", LONG[database.kind]).replace("DO SLEEP(0.04)", LONG[database.kind]).replace("n < 40000", "n < 12000000"))
    return project


def wait_until(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def ended(process):
    out, err = process.communicate(timeout=120)
    return process.returncode, (out + err).decode()


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_ours_is_at_work(kind, tmp_path, make_database, knex):
    """Knex finds the row taken, says so as it does of its own kind, and has nothing to do afterwards."""
    project = chain(tmp_path / "p", make_database(kind), knex)
    ours = project.start("up")
    wait_until(lambda: project.locks() != [(0,)])
    status, text = ended(knex.start(project.folder, project.database, "migrate:latest"))
    assert status == 1 and LOCKED in text, text
    assert ours.poll() is None
    status, text = ended(ours)
    assert status == 0, text
    project.check_applied(knex)
    status, text = ended(knex.start(project.folder, project.database, "migrate:latest"))
    assert status == 0 and "Already up to date" in text, text


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
@pytest.mark.parametrize("patient", [True, False])
def test_knex_is_at_work(kind, patient, tmp_path, make_database, knex):
    """Without a transaction for all, where the row is to be seen. The patient waits and finds nothing to do; the other says who holds what."""
    project = chain(tmp_path / "p", make_database(kind), knex, config="exports.config = { transaction: false };\n")
    if not patient:
        project.configure(extra="policy: {lock_timeout: 300ms}\n")
    theirs = knex.start(project.folder, project.database, "migrate:latest")
    wait_until(lambda: project.locks() == [(1,)])
    result = project.run("up", status=0 if patient else 5)
    assert ("Nothing to do" in result.out) if patient else ("lock row of Knex" in result.err), result.text()
    status, text = ended(theirs)
    assert status == 0, text
    project.check_applied(knex)
    assert "Nothing to do" in project.run("up").out


def test_knex_is_at_work_in_a_transaction(tmp_path, make_database, knex):
    """PostgreSQL: the row that Knex holds is not to be seen, but nobody else can change it."""
    project = chain(tmp_path / "p", make_database("postgresql"), knex)
    theirs = knex.start(project.folder, project.database, "migrate:latest")
    wait_until(lambda: project.database.scalar("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(2)%' AND pid <> pg_backend_pid()"))
    result = project.run("up", status=None)
    assert result.status in (0, 5), result.text()
    status, text = ended(theirs)
    assert status == 0, text
    project.check_applied(knex)


@pytest.mark.parametrize("ours_first", [True, False])
def test_sqlite(ours_first, tmp_path, make_database, knex):
    """Whoever holds the file keeps the other out: Knex waits 5 seconds and then says that it is locked, we wait as we are told to."""
    project = chain(tmp_path / "p", make_database("sqlite"), knex)
    project.configure(extra="policy: {lock_timeout: 60s}\n")
    starts = [lambda: project.start("up"), lambda: knex.start(project.folder, project.database, "migrate:latest")]
    first = starts[0 if ours_first else 1]()
    time.sleep(0.5)
    second = starts[1 if ours_first else 0]()
    (status, text), (other_status, other_text) = ended(first), ended(second)
    assert 0 in (status, other_status), text + other_text
    for one, said in ((status, text), (other_status, other_text)):
        assert one in (0, 5) or "lock" in said, said
    project.run("up")
    project.check_applied(knex)


@pytest.mark.parametrize("config", ["", "exports.config = { transaction: false };\n"], ids=["transaction", "none"])
@pytest.mark.parametrize("delay", [0.0, 0.15, 0.3, 0.45])
def test_started_together(kind, delay, config, tmp_path, make_database, knex):
    """At about the same time, ours a little later: whoever loses, each migration is run once. Without a transaction for all Knex reads what is pending before it
    takes the lock, and so may try again what we have done meanwhile: its first statement fails."""
    project = KnexChain(tmp_path / "p", make_database(kind), N, config=config)
    assert len(knex.pending(project.migrations, project.database)) == N + 1
    theirs = knex.start(project.folder, project.database, "migrate:latest")
    time.sleep(delay)
    ours = project.start("up")
    (status, text), (other_status, other_text) = ended(ours), ended(theirs)
    assert status in (0, 5), text
    assert other_status == 0 or "lock" in other_text or (config and "already exists" in other_text), other_text
    assert 0 in (status, other_status), text + other_text
    project.run("up")
    project.check_applied(knex)
