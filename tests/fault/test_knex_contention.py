"""A real `knex migrate:latest` and `migshim up` started at the same time: nothing runs twice, and afterwards both say up to date."""

import threading
import time

import pytest
from harness.program import Project

from differential.test_knex_history import real, rows
from differential.test_knex_schema import SOURCE

N = 12
SLEEP = {"postgresql": "select pg_sleep(0.05)", "mysql": "select sleep(0.05)"}


def write(folder, kind):
    (folder / "migrations").mkdir(parents=True)
    for i in range(N):
        (folder / f"migrations/2024010{i // 10}{i % 10}0000_change.js").write_text(
            f"exports.up = async (knex) => {{\n  await knex.raw('{SLEEP[kind]}')\n  await knex.schema.createTable('t{i}', (t) => t.increments())\n"
            f"  await knex('ran').insert({{ name: 't{i}' }})\n}}\nexports.down = (knex) => knex.schema.dropTable('t{i}')\n")
    return sorted(path.name for path in (folder / "migrations").iterdir())


@pytest.mark.parametrize("head_start", [-0.4, 0, 0.4, 0.8])
@pytest.mark.parametrize("kind", SLEEP)
def test_at_the_same_time(kind, head_start, make_database, tmp_path):
    """HEAD_START: how much earlier, in seconds, the real one begins."""
    names = write(tmp_path, kind)
    database = make_database(kind)
    database.script("CREATE TABLE ran (name varchar(20))")
    project = Project(tmp_path, database, SOURCE, extra="policy: {lock_timeout: 60s}\n")
    told = {}
    theirs = threading.Thread(target=lambda: told.update(real(database, tmp_path, "latest")))
    if head_start > 0:
        theirs.start()
    time.sleep(max(head_start, 0))
    ours = project.start("up")
    time.sleep(max(-head_start, 0))
    if head_start <= 0:
        theirs.start()
    out, err = ours.communicate(timeout=100)
    theirs.join(100)
    assert ours.returncode == 0, err.decode()
    assert told["ok"] or "lock" in told["error"], told
    assert [name for name, _ in rows(database)] == names
    assert sorted(name for name, in database.query("SELECT name FROM ran")) == sorted(f"t{i}" for i in range(N))
    assert "Nothing to do" in project.run("up").out
    assert real(database, tmp_path, "latest")["ok"] and real(database, tmp_path, "list")["result"][1] == []
    assert len(database.query("SELECT name FROM ran")) == N
