"""Knex's history, lock and batches: taken over by either side at any step, on the three databases."""

import json
import subprocess
import time

import pytest
from harness.oracles import ORACLE, node
from harness.program import Project

from differential.test_knex_schema import CLIENTS, SOURCE, connection

pytestmark = pytest.mark.slow

FILES = {
    "20240101000000_users.js": """exports.up = function (knex, Promise) {
  return knex.schema.createTable('users', function (table) { table.increments('id'); table.string('name').notNullable(); });
};
exports.down = function (knex) { return knex.schema.dropTable('users'); };
""",
    "20240102000000_names.ts": """import type { Knex } from 'knex';
const names: string[] = ['Ann Lee', 'Bob Ray'];
export async function up(knex: Knex): Promise<void> {
  await knex('users').insert(names.map(name => ({ name })));
  await knex.schema.alterTable('users', t => { t.string('first'); t.string('last'); });
  for (const user of await knex('users').select('id', 'name').orderBy('id')) {
    const [first, ...rest] = user.name.split(' ');
    await knex('users').where({ id: user.id }).update({ first, last: rest.join(' ') });
  }
}
export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('users', t => t.dropColumns('first', 'last'));
  await knex('users').del();
}
""",
    "20240103000000_posts.cjs": """module.exports = {
  up: knex => knex.schema.createTable('posts', t => { t.increments(); t.integer('user_id').unsigned().references('users.id'); t.text('body'); })
    .then(() => knex('posts').insert({ user_id: knex('users').min('id'), body: 'hello' })),
  down: knex => knex.schema.dropTableIfExists('posts'),
};
""",
}


@pytest.fixture(params=CLIENTS)
def kind(request):
    return request.param


def write(folder):
    (folder / "migrations").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / "migrations" / name).write_text(text)


def rows(database):
    return database.query("SELECT name, batch FROM knex_migrations ORDER BY id")


def content(database):
    return database.dump(data=False, without=("migshim_ledger", "migshim_journal")), database.query("SELECT id, name, first, last FROM users ORDER BY id"), database.query("SELECT user_id, body FROM posts")


def real(database, folder, command, argument=""):
    """Real Knex, with a hook for TypeScript."""
    arguments = [CLIENTS[database.kind], json.dumps(connection(database)), str(folder / "migrations"), command, argument]
    process = subprocess.run([node(), "--import", "tsx", str(ORACLE / "knex/migrate.cjs"), *arguments], cwd=ORACLE, check=True, capture_output=True, text=True)
    return json.loads(process.stdout.splitlines()[-1])


@pytest.mark.parametrize("first", range(4))
def test_takeover(kind, first, make_database, tmp_path):
    """Knex runs the first few, migshim the rest; and the other way round."""
    write(tmp_path)
    alone, knex_first, migshim_first = (make_database(kind) for _ in range(3))
    assert real(alone, tmp_path, "latest")["ok"]
    for _ in range(first):
        assert real(knex_first, tmp_path, "up")["ok"]
    Project(tmp_path, knex_first, SOURCE).run("up")
    project = Project(tmp_path, migshim_first, SOURCE)
    if first:
        project.run("up", "--steps", str(first))
    told = real(migshim_first, tmp_path, "latest")
    assert told["ok"], told
    assert content(knex_first) == content(migshim_first) == content(alone)
    assert [name for name, _ in rows(knex_first)] == [name for name, _ in rows(migshim_first)] == list(FILES)
    assert [batch for _, batch in rows(knex_first)] == [*range(1, first + 1), *[first + 1] * (3 - first)]
    assert knex_first.query("SELECT is_locked FROM knex_migrations_lock") == migshim_first.query("SELECT is_locked FROM knex_migrations_lock")
    assert real(migshim_first, tmp_path, "list")["result"][1] == []


def test_down(kind, make_database, tmp_path):
    """What one side did the other takes back."""
    write(tmp_path)
    ours, theirs = make_database(kind), make_database(kind)
    project = Project(tmp_path, ours, SOURCE)
    project.run("up")
    told = real(ours, tmp_path, "rollback", "all")
    assert told["ok"], told
    assert rows(ours) == []
    assert real(theirs, tmp_path, "latest")["ok"]
    project = Project(tmp_path, theirs, SOURCE)
    project.run("down", "--steps", "2")
    assert [name for name, _ in rows(theirs)] == ["20240101000000_users.js"]
    assert real(theirs, tmp_path, "latest")["ok"]


def test_batches(kind, make_database, tmp_path):
    """Three batches; the newest is taken back by each side in turn, on twin databases, until nothing is left."""
    write(tmp_path)
    ours, theirs = make_database(kind), make_database(kind)
    for number in range(4):
        (tmp_path / f"migrations/2024020{number + 1}000000_more{number}.js").write_text(
            f"exports.up = knex => knex.schema.createTable('more{number}', t => t.increments());\nexports.down = knex => knex.schema.dropTable('more{number}');\n")
    names = sorted(path.name for path in (tmp_path / "migrations").iterdir())
    project = Project(tmp_path, ours, SOURCE)
    assert "nothing" in project.run("down", "--batch", "--yes").out.lower()
    for until in (2, 5, 7):
        hidden = [(tmp_path / "migrations" / name, tmp_path / name) for name in names[until:]]
        for path, away in hidden:
            path.rename(away)
        project.run("up")
        assert real(theirs, tmp_path, "latest")["ok"]
        for path, away in hidden:
            away.rename(path)
    assert rows(ours) == rows(theirs) == [(name, batch) for name, batch in zip(names, [1, 1, 2, 2, 2, 3, 3])]
    for left in (5, 2, 0):
        assert f"{len(rows(ours)) - left} steps" in project.run("plan", "--down", "--batch").out
        project.run("down", "--batch", "--yes")
        assert real(theirs, tmp_path, "rollback")["ok"]
        assert rows(ours) == rows(theirs) and len(rows(ours)) == left
        assert ours.dump(without=("migshim_ledger", "migshim_journal")) == theirs.dump()


IDLE = """exports.up = async (knex) => {
  await knex.schema.createTable('a', t => { t.increments(); t.timestamp('at').defaultTo(knex.fn.now()); t.string('s').defaultTo(knex.raw("'x'")) })
  knex('a').insert({ s: 'lost' })
  const base = knex('a').where('s', 'x')
  await base.clone().update({ s: knex.raw('upper(s)') })
  await knex('a').insert({ s: 'kept' }).where({ id: knex('a').max('id') }).catch(() => {})
  knex.schema.dropTable('a')
  knex.raw('delete from a')
  knex('a').select('*')
  await Promise.all([knex('a').insert({ s: 'all' }), knex.raw('select 1')])
}
exports.down = (knex) => knex.schema.dropTable('a')
"""


def test_builders_that_nobody_awaits(make_database, tmp_path):
    """Neither side sends them; migshim says which they are."""
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations/1_idle.js").write_text(IDLE)
    ours, theirs = make_database("sqlite"), make_database("sqlite")
    told = Project(tmp_path, ours, SOURCE).run("up")
    assert real(theirs, tmp_path, "latest")["ok"]
    assert ours.query("SELECT s FROM a ORDER BY id") == theirs.query("SELECT s FROM a ORDER BY id")
    lines = [line for line in (told.out + told.err).splitlines() if "nobody awaits" in line]
    assert [line.split("line ")[1].split(":")[0] for line in lines] == ["3", "7", "8"]


def test_missing_file(kind, make_database, tmp_path):
    """The trap of .js here and .ts there."""
    write(tmp_path)
    database = make_database(kind)
    project = Project(tmp_path, database, SOURCE)
    project.run("up", "--steps", "2")
    plain = tmp_path / "migrations/20240101000000_users.js"
    plain.rename(plain.with_suffix(".ts"))
    result = project.run("up", status=4)
    assert "The migration directory is corrupt, the following files are missing: 20240101000000_users.js" in result.err
    assert "20240101000000_users.ts is what is there now" in result.err
    assert "20240101000000_users.ts is there instead" in project.run("status").out
    assert real(database, tmp_path, "latest")["error"].endswith("the following files are missing: 20240101000000_users.js")


def test_lock_of_knex_is_respected(kind, make_database, tmp_path):
    write(tmp_path)
    database = make_database(kind)
    project = Project(tmp_path, database, SOURCE, extra="policy: {lock_timeout: 200ms}\n")
    project.run("up", "--steps", "1")
    database.script("UPDATE knex_migrations_lock SET is_locked = 1")
    result = project.run("up", status=5)
    assert "lock row of Knex" in result.err
    assert rows(database) == [("20240101000000_users.js", 1)]


def lock_rows(database):
    return database.query('SELECT "index", is_locked FROM knex_migrations_lock'.replace('"', "`" if database.kind == "mysql" else '"'))


def test_unlock(kind, make_database, tmp_path):
    """A row that a killed Knex left behind: shown, freed when told to, and then as Knex itself leaves it."""
    write(tmp_path)
    ours, theirs = make_database(kind), make_database(kind)
    for database in ours, theirs:
        project = Project(tmp_path, database, SOURCE)
        project.run("up", "--steps", "1")
        database.script("UPDATE knex_migrations_lock SET is_locked = 1")
    project = Project(tmp_path, ours, SOURCE, extra="policy: {lock_timeout: 200ms}\n")
    result = project.run("unlock", status=2)
    assert "The lock row of Knex" in result.err
    assert [held for _, held in lock_rows(ours)] == [1]
    assert project.run("unlock", "--yes", "--json").json()["freed"] == [{"database": "default", "source": "web", "tool": "knex"}]
    assert real(theirs, tmp_path, "forceFreeMigrationsLock")["ok"]
    assert lock_rows(ours) == lock_rows(theirs)
    assert "No lock is held." in project.run("unlock").out
    project.run("up")
    assert len(rows(ours)) == 3


WAIT = {"postgresql": "SELECT pg_sleep(3)", "mysql": "SELECT SLEEP(3)",
        "sqlite": "WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 30000000) SELECT count(*) FROM many"}


def test_lock_of_a_killed_run_is_taken_over(kind, make_database, tmp_path):
    """Killed at work: its lock row stays, Knex finds it taken, and the next run of ours goes on."""
    write(tmp_path)
    database = make_database(kind)
    project = Project(tmp_path, database, SOURCE)
    project.run("up", "--steps", "1")
    waiting = tmp_path / "migrations/20240101500000_waiting.js"
    waiting.write_text(f"exports.up = async knex => {{ console.log(await knex.raw('{WAIT[kind]}')); }};\nexports.down = async () => {{}};\n")
    process = project.start("up")
    time.sleep(0.5)
    assert process.poll() is None
    project.kill(process)
    database.wait_for_backends()
    left = [held for _, held in lock_rows(database)]
    assert len(left) == 1 and left[0] in (2, 3)
    waiting.unlink()
    assert real(database, tmp_path, "latest")["name"] == "MigrationLocked"
    project.run("up")
    assert database.scalar("SELECT is_locked FROM knex_migrations_lock") == 0
    assert len(rows(database)) == 3


def test_invalid_migration(kind, make_database, tmp_path):
    write(tmp_path)
    (tmp_path / "migrations/20240104000000_half.js").write_text("exports.up = async () => {};\n")
    database = make_database(kind)
    result = Project(tmp_path, database, SOURCE).run("up", status=1)
    message = "Invalid migration: 20240104000000_half.js must have both an up and down function"
    assert message in result.err
    assert database.tables() == []
    assert message in real(make_database(kind), tmp_path, "latest")["error"]


def test_failure(kind, make_database, tmp_path):
    """What stays of a failed migration, and that the next run goes on."""
    write(tmp_path)
    broken = tmp_path / "migrations/20240103000000_posts.cjs"
    good = broken.read_text()
    broken.write_text(good.replace("body: 'hello'", "nothing: 'hello'"))
    database = make_database(kind)
    project = Project(tmp_path, database, SOURCE)
    result = project.run("up", status=1)
    assert "20240103000000_posts.cjs:3" in result.err
    assert len(rows(database)) == 2
    assert database.scalar("SELECT is_locked FROM knex_migrations_lock") == 0
    assert ("posts" in database.tables()) == (kind == "mysql")
    broken.write_text(good)
    project.run("up")
    assert len(rows(database)) == 3
