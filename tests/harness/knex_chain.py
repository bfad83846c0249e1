"""A chain of Knex migrations that a run can be killed in: each makes a table, waits, and writes what it has read."""

from harness.databases import knex_history
from harness.program import Project

SOURCE = "  - {name: web, tool: knex, path: migrations, root: .}\n"
WAIT = {"postgresql": "SELECT pg_sleep(0.04)", "mysql": "DO SLEEP(0.04)",
        "sqlite": "WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 40000) SELECT count(*) FROM many"}


def file_of(n):
    return f"2024010100{n:04}_step.js"


def step(kind, n, pause, config):
    wait = f"\n  await knex.raw('{WAIT[kind]}');" if pause else ""
    return f"""exports.up = async knex => {{
  await knex.schema.createTable('step{n}', t => {{ t.integer('id'); }});{wait}
  const [{{ n }}] = await knex('counter').count('* as n');
  await knex('step{n}').insert({{ id: n }});
  await knex('counter').insert({{ n: {n} }});
}};
exports.down = async knex => {{
  await knex('counter').where('n', {n}).del();{wait}
  await knex.schema.dropTable('step{n}');
}};
{config}"""


class KnexChain(Project):
    def __init__(self, folder, database, length, pause=True, config=""):
        super().__init__(folder, database, SOURCE)
        self.migrations, self.length = self.folder / "migrations", length
        self.migrations.mkdir()
        (self.migrations / file_of(0)).write_text(
            "exports.up = knex => knex.schema.createTable('counter', t => { t.integer('n').notNullable(); });\nexports.down = knex => knex.schema.dropTable('counter');\n")
        for n in self.numbers():
            (self.migrations / file_of(n)).write_text(step(database.kind, n, pause, config))

    def configure(self, sources=None, extra="", url=None):
        super().configure(sources or SOURCE, extra, url)

    def numbers(self):
        return range(1, self.length + 1)

    def done(self):
        """Names of what the history has."""
        return [name for name, _ in knex_history(self.database) or []]

    def check_consistent(self):
        """A migration whose row is there is there itself, and the other way round."""
        tables = self.database.tables()
        assert {f"step{n}" for n in self.numbers() if file_of(n) in self.done()} == {table for table in tables if table.startswith("step")}

    def locks(self):
        return self.database.query("SELECT is_locked FROM knex_migrations_lock")

    def check_applied(self, knex):
        """Every migration was run once, is recorded once, and the real tool has nothing to do."""
        assert self.done() == [file_of(0)] + [file_of(n) for n in self.numbers()]
        assert self.database.query("SELECT n FROM counter ORDER BY n") == [(n,) for n in self.numbers()]
        for n in self.numbers():
            assert self.database.query(f"SELECT id FROM step{n}") == [(n - 1,)]
        assert self.locks() == [(0,)]
        assert knex.pending(self.migrations, self.database) == []

    def check_gone(self, knex):
        """Nothing is left but the empty history."""
        assert self.done() == [] and self.locks() == [(0,)]
        assert [table for table in self.database.tables() if table.startswith(("step", "counter"))] == []
        assert len(knex.pending(self.migrations, self.database)) == self.length + 1
