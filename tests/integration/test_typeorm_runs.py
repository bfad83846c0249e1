"""TypeORM's sources from outside: what a person sees of errors, consoles, refusals, and the command that stands in."""

import json

import pytest
from harness.databases import typeorm_history
from harness.oracles import ORACLE, TypeORM, node
from harness.typeorm_projects import TypeormProject

KINDS = ("postgresql", "mysql", "sqlite")


def migration(name, up, down="", extra=""):
    return f"""import {{ MigrationInterface, QueryRunner, QueryFailedError }} from "typeorm"
export class {name} implements MigrationInterface {{
    {extra}
    public async up(queryRunner: QueryRunner): Promise<void> {{
{up}
    }}
    public async down(queryRunner: QueryRunner): Promise<void> {{
{down}
    }}
}}
"""


FIRST = migration("First1700000000001", "        await queryRunner.query(`CREATE TABLE t (a integer PRIMARY KEY, b varchar(20))`)", "        await queryRunner.query(`DROP TABLE t`)")


@pytest.fixture
def make_typeorm(tmp_path, make_database):
    def make(kind, *files, **options):
        project = TypeormProject(tmp_path / "p", make_database(kind), "1")
        for name, text in files:
            project.write(name, text)
        return project

    return make


@pytest.mark.parametrize("kind", KINDS)
def test_up_and_down(kind, make_typeorm):
    project = make_typeorm(kind, ("1-first.ts", FIRST), ("2-second.ts", migration(
        "Second1700000000002", "        await queryRunner.query(`INSERT INTO t VALUES (1, 'x')`)\n        console.log('rows', (await queryRunner.query('SELECT * FROM t')).length)",
        "        await queryRunner.query(`DELETE FROM t`)")))
    assert [revision["state"] for revision in project.status()["revisions"]] == ["pending", "pending"]
    assert "Second1700000000002: rows 1" in project.up().err
    assert [row[0] for row in project.database.query("SELECT name FROM migrations ORDER BY id")] == ["First1700000000001", "Second1700000000002"]
    project.run("down", "--yes")
    assert project.database.scalar("SELECT count(*) FROM t") == 0
    assert [revision["state"] for revision in project.status()["revisions"]] == ["applied", "pending"]


@pytest.mark.parametrize("kind", KINDS)
def test_error_at_its_line(kind, make_typeorm):
    """The statement that failed had not been waited for; it is told where it stands, also inside a text of several lines."""
    project = make_typeorm(kind, ("1-first.ts", FIRST), ("2-second.ts", migration("Second1700000000002", """        await queryRunner.query(`INSERT INTO t VALUES (1, 'x')`)
        await queryRunner.query(`
            INSERT INTO nowhere
            VALUES (1)`)
        await queryRunner.query(`INSERT INTO t VALUES (2, 'y')`)""")))
    result = project.up(status=1)
    assert "2-second.ts:6" in result.err or "2-second.ts:7" in result.err, result.text()
    assert "nowhere" in result.err
    assert project.database.scalar("SELECT count(*) FROM t") == 0
    assert len(typeorm_history(project.database)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_caught_error(kind, make_typeorm):
    """MySQL and SQLite undo the statement alone; in PostgreSQL the transaction is lost, and that is said."""
    project = make_typeorm(kind, ("1-first.ts", FIRST), ("2-second.ts", migration("Second1700000000002", """        await queryRunner.query(`INSERT INTO t VALUES (1, 'x')`)
        try {
            await queryRunner.query(`INSERT INTO nowhere VALUES (1)`)
        } catch (error) {
            if (!(error instanceof QueryFailedError) || error.query !== 'INSERT INTO nowhere VALUES (1)') throw error
        }
        """)))
    if kind == "postgresql":
        result = project.up(status=1)
        assert "The script catches this error" in result.err and "2-second.ts:" in result.err, result.text()
        assert project.database.scalar("SELECT count(*) FROM t") == 0
        return
    project.up()
    assert project.database.scalar("SELECT count(*) FROM t") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_savepoint(kind, make_typeorm):
    project = make_typeorm(kind, ("1-first.ts", FIRST), ("2-second.ts", migration("Second1700000000002", """        await queryRunner.query(`INSERT INTO t VALUES (1, 'x')`)
        await queryRunner.startTransaction()
        try {
            await queryRunner.query(`INSERT INTO t VALUES (2, 'y')`)
            await queryRunner.query(`INSERT INTO nowhere VALUES (1)`)
            await queryRunner.commitTransaction()
        } catch (error) {
            await queryRunner.rollbackTransaction()
        }
        await queryRunner.query(`INSERT INTO t VALUES (3, 'z')`)""")))
    project.up()
    assert [row[0] for row in project.database.query("SELECT a FROM t ORDER BY a")] == [1, 3]


def test_mysql_goes_on(make_typeorm):
    """What was committed stays and is known: the mended file goes on behind it, reading again what it reads."""
    text = migration("Second1700000000002", """        await queryRunner.query(`INSERT INTO t VALUES (1, 'x')`)
        await queryRunner.query(`CREATE TABLE u (n integer)`)
        const [{ n }] = await queryRunner.query(`SELECT count(*) AS n FROM t`)
        await queryRunner.query(`INSERT INTO u VALUES (?)`, [Number(n)])
        await queryRunner.query(`INSERT INTO u VALUES (`)""")
    project = make_typeorm("mysql", ("1-first.ts", FIRST), ("2-second.ts", text))
    result = project.up(status=1)
    assert "stayed in the database" in result.err, result.text()
    assert project.status(status=None)["revisions"][1]["state"] == "failed"
    project.write("2-second.ts", text.replace("VALUES (`", "VALUES (9)`"))
    project.up()
    assert [row[0] for row in project.database.query("SELECT n FROM u ORDER BY n")] == [1, 9]
    assert project.database.scalar("SELECT count(*) FROM t") == 1


def test_mysql_data_alone_is_taken_back(make_typeorm):
    project = make_typeorm("mysql", ("1-first.ts", FIRST), ("2-second.ts", migration("Second1700000000002", """        await queryRunner.query(`INSERT INTO t VALUES (1, 'x')`)
        await queryRunner.query(`INSERT INTO nowhere VALUES (1)`)""")))
    assert "nothing of core:Second1700000000002 stayed" in project.up(status=1).err
    assert project.database.scalar("SELECT count(*) FROM t") == 0
    assert project.status(status=None)["revisions"][1]["state"] == "pending"


@pytest.mark.parametrize("kind", KINDS)
def test_error_of_the_script(kind, make_typeorm):
    """What was issued before the script threw is not left half way; what came before it stays."""
    project = make_typeorm(kind, ("1-first.ts", FIRST), ("2-second.ts", migration("Second1700000000002", """        await queryRunner.query(`INSERT INTO t VALUES (1, 'x')`)
        throw new Error('not today')""")))
    result = project.up(status=1)
    assert "not today" in result.err and "2-second.ts:" in result.err, result.text()
    assert project.database.scalar("SELECT count(*) FROM t") == 0
    assert len(typeorm_history(project.database)) == 1


def test_concurrent_index(make_typeorm):
    """`transaction = false`: outside of any transaction, and back again."""
    project = make_typeorm("postgresql", ("1-first.ts", FIRST), ("2-second.ts", migration(
        "Second1700000000002", "        await queryRunner.query(`CREATE INDEX CONCURRENTLY i ON t (b)`)",
        "        await queryRunner.query(`DROP INDEX CONCURRENTLY i`)", "transaction = false as const")))
    project.up()
    assert project.database.scalar("SELECT count(*) FROM pg_indexes WHERE indexname = 'i'") == 1
    project.run("down", "--yes")
    assert project.database.scalar("SELECT count(*) FROM pg_indexes WHERE indexname = 'i'") == 0


def test_override_with_one_transaction(make_typeorm):
    project = make_typeorm("sqlite", ("1-first.ts", migration("First1700000000001", "", extra="transaction = true as const")))
    text = (project.folder / "migshim.yaml").read_text()
    (project.folder / "migshim.yaml").write_text(text + "policy: {transaction: all}\n")
    assert 'override the transaction mode, but the global transaction mode is "all"' in project.up(status=None).err
    assert project.database.tables() == []


ONE = """const { DataSource, MigrationExecutor } = require("typeorm")
const options = JSON.parse(require('fs').readFileSync('options.json', 'utf8'))
async function main(name) {
    const source = await new DataSource(options).initialize()
    const runner = source.createQueryRunner()
    const executor = new MigrationExecutor(source, runner)
    const pending = await executor.getPendingMigrations()
    await runner.startTransaction()
    for (const migration of name === "all" ? pending : pending.filter((one) => one.name === name)) await executor.executeMigration(migration)
    await runner.commitTransaction()
    await source.destroy()
    console.log("TypeORM ran", name, Boolean(process.env.DATABASE_URL))
}
main(process.argv[2]).catch((error) => { console.error(String(error)); process.exit(1) })
"""
BUILDER = """module.exports = class Built1700000000002 {
    async up(queryRunner) {
        await queryRunner.query("INSERT INTO t VALUES (1, 'ours')")
        await queryRunner.manager.createQueryBuilder().insert().into("t").values({ a: 2, b: "theirs" }).execute()
    }
    async down() {}
}
"""
THIRD = migration("Third1700000000003", "        await queryRunner.query(`INSERT INTO t VALUES (3, 'z')`)")


def delegated(make_typeorm, kind, name, script=ONE):
    """A project whose second migration only TypeORM can run, and its command for NAME."""
    project = make_typeorm(kind, ("1-first.js", "module.exports = class First1700000000001 { async up(q) { await q.query('CREATE TABLE t (a integer PRIMARY KEY, b varchar(20))') } async down(q) { await q.query('DROP TABLE t') } }"),
                           ("2-built.js", BUILDER),
                           ("3-third.js", "module.exports = class Third1700000000003 { async up(q) { await q.query(\"INSERT INTO t VALUES (3, 'z')\") } async down() {} }"))
    options = TypeORM.source_options(project.database, migrations=[f"{project.migrations}/*.js"])
    (project.folder / "node_modules").symlink_to(ORACLE / "node_modules")
    (project.folder / "one.js").write_text(script)
    text = (project.folder / "migshim.yaml").read_text()
    (project.folder / "options.json").write_text(json.dumps(options))
    command = json.dumps([str(node()), "one.js", name])
    (project.folder / "migshim.yaml").write_text(text.replace("tool: typeorm,", f"tool: typeorm, delegate: {command},"))
    return project


@pytest.mark.parametrize("kind", KINDS)
def test_refused_without_a_command(kind, make_typeorm):
    project = make_typeorm(kind, ("1-first.ts", FIRST), ("2-built.js", BUILDER))
    result = project.up(status=None)
    assert "createQueryBuilder" in result.err and "2-built.js:4" in result.err and "delegate:" in result.err, result.text()
    assert "t" not in project.database.tables() or project.database.scalar("SELECT count(*) FROM t") == 0


@pytest.mark.parametrize("kind", KINDS)
def test_left_to_typeorm(kind, make_typeorm):
    project = delegated(make_typeorm, kind, "{name}")
    result = project.up()
    assert "TypeORM ran Built1700000000002 true" in result.err, result.text()
    assert [tuple(row) for row in project.database.query("SELECT a, b FROM t ORDER BY a")] == [(1, "ours"), (2, "theirs"), (3, "z")]
    assert [revision["state"] for revision in project.status()["revisions"]] == ["applied"] * 3
    assert project.run("log", "--json").json()


def test_command_that_does_too_much(make_typeorm):
    project = delegated(make_typeorm, "sqlite", "all")
    result = project.up(status=None)
    assert result.status != 0 and "more than the one revision" in result.err and "Third1700000000003" in result.err, result.text()
    assert [revision["state"] for revision in project.status()["revisions"]] == ["applied"] * 3


@pytest.mark.parametrize("script, said", [
    ("console.error('no way'); process.exit(3)", "ended with status 3"),
    ("console.log('nothing to do')", "has no row"),
    ("console.log(process.env.DATABASE_URL, decodeURIComponent(process.env.DATABASE_URL)); process.exit(1)", "***"),
])
def test_command_that_fails(script, said, make_typeorm):
    project = delegated(make_typeorm, "postgresql", "{name}", script)
    result = project.up(status=None)
    assert result.status != 0 and said in result.err, result.text()
    assert [revision["state"] for revision in project.status()["revisions"]] == ["applied", "pending", "pending"]


def test_init(make_project):
    project = make_project("sqlite")
    (project.folder / "migshim.yaml").unlink()
    source = project.folder / "api/src"
    (source / "migrations").mkdir(parents=True)
    (source / "migrations/1-first.ts").write_text(FIRST)
    (project.folder / "api/package.json").write_text("{}")
    (source / "data-source.ts").write_text("""import { DataSource } from "typeorm"
import { join } from "path"
export default new DataSource({ type: "better-sqlite3", database: "shop.db", migrations: [join(__dirname, "migrations/*{.ts,.js}")], migrationsTableName: "done" })
""")
    project.run("init")
    project.up()
    assert (project.folder / "api/shop.db").exists()
    assert [revision["id"] for revision in project.status()["revisions"]] == ["First1700000000001"]
