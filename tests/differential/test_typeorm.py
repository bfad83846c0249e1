"""TypeORM: whatever the real tool does, migshim does; and each goes on where the other stopped."""

import shutil

import pytest
from harness.databases import typeorm_history
from harness.typeorm_projects import TypeormProject

pytestmark = pytest.mark.slow

QUOTE = {"postgresql": '"', "sqlite": '"', "mysql": "`"}
KEY = {"postgresql": "SERIAL PRIMARY KEY", "sqlite": "integer PRIMARY KEY AUTOINCREMENT", "mysql": "int NOT NULL AUTO_INCREMENT PRIMARY KEY"}


def quoted(kind, text):
    """TEXT of a template literal, its names in the quotes of a database."""
    return text.replace('"', QUOTE[kind]).replace("`", "\\`")


def generated(name, up, down):
    """A migration as `typeorm migration:generate` writes it."""
    calls = {key: "\n".join(f"        await queryRunner.query(`{sql}`);" for sql in statements) for key, statements in (("up", up), ("down", down))}
    return f"""import {{ MigrationInterface, QueryRunner }} from "typeorm";

export class {name} implements MigrationInterface {{
    name = '{name}'

    public async up(queryRunner: QueryRunner): Promise<void> {{
{calls["up"]}
    }}

    public async down(queryRunner: QueryRunner): Promise<void> {{
{calls["down"]}
    }}

}}
"""


def chain(kind):
    """Seven migrations: generated ones, and one that splits names in a loop."""
    q, key = lambda text: quoted(kind, text), KEY[kind]
    text = "varchar(100)" if kind == "mysql" else "varchar"
    drop_index = "DROP INDEX `IDX_log_text` ON `log`" if kind == "mysql" else 'DROP INDEX "IDX_log_text"'
    parameters = "$1, last = $2 WHERE id = $3" if kind == "postgresql" else "?, last = ? WHERE id = ?"
    first = "$1" if kind == "postgresql" else "?"
    return [
        ("1700000000001-CreateUser.ts", generated("CreateUser1700000000001", [q(f'CREATE TABLE "user" ("id" {key}, "name" {text} NOT NULL)')], [q('DROP TABLE "user"')])),
        ("1700000000002-Seed.ts", generated("Seed1700000000002", [
            q("""INSERT INTO "user" ("name") VALUES ('Ada King Lovelace')"""), q("""INSERT INTO "user" ("name") VALUES ('Grace Hopper'), ('Plato')""")],
            [q('DELETE FROM "user"')])),
        ("1700000000003-CreateLog.ts", generated("CreateLog1700000000003", [
            q(f'CREATE TABLE "log" ("id" {key}, "text" {text})'), q('CREATE INDEX "IDX_log_text" ON "log" ("text")')],
            [q(drop_index), q('DROP TABLE "log"')])),
        ("1700000000004-SplitName.ts", f"""import {{ MigrationInterface, QueryRunner }} from "typeorm"

interface Row {{ id: number; name: string }}

export class SplitName1700000000004 implements MigrationInterface {{
    name = "SplitName1700000000004"

    public async up(queryRunner: QueryRunner): Promise<void> {{
        await queryRunner.query({q(f'`ALTER TABLE "user" ADD COLUMN first {text}`').replace(chr(92), "") if kind != "mysql" else "'ALTER TABLE `user` ADD COLUMN first " + text + "'"})
        await queryRunner.query({q(f'`ALTER TABLE "user" ADD COLUMN last {text}`').replace(chr(92), "") if kind != "mysql" else "'ALTER TABLE `user` ADD COLUMN last " + text + "'"})
        const users: Row[] = await queryRunner.query('SELECT id, name FROM {QUOTE[kind]}user{QUOTE[kind]} ORDER BY id')
        for (const {{ id, name }} of users) {{
            const [first, ...rest] = name.split(" ")
            await queryRunner.query('UPDATE {QUOTE[kind]}user{QUOTE[kind]} SET first = {parameters}', [first, rest.length > 0 ? rest.join(" ") : null, id])
        }}
    }}

    public async down(queryRunner: QueryRunner): Promise<void> {{
        const users = await queryRunner.query('SELECT * FROM {QUOTE[kind]}user{QUOTE[kind]} WHERE last IS NOT NULL')
        await Promise.all(users.map(async (user: any) => {{
            await queryRunner.query('INSERT INTO log (text) VALUES ({first})', [`${{user.first}}|${{user.last}}`])
        }}))
        await queryRunner.query('ALTER TABLE {QUOTE[kind]}user{QUOTE[kind]} DROP COLUMN last')
        await queryRunner.query('ALTER TABLE {QUOTE[kind]}user{QUOTE[kind]} DROP COLUMN first')
    }}
}}
"""),
        ("1700000000005-AddAge.ts", generated("AddAge1700000000005", [q('ALTER TABLE "user" ADD "age" integer')], [q('ALTER TABLE "user" DROP COLUMN "age"')])),
        ("1700000000006-Count.js", f"""const {{ Table }} = require("typeorm");

module.exports = class Count1700000000006 {{
    async up(queryRunner) {{
        const [{{ n }}] = await queryRunner.query("SELECT count(*) AS n FROM log");
        if (Number(n) === 0) await queryRunner.query(`INSERT INTO log (text) VALUES ('was empty')`);
        else await queryRunner.query(`INSERT INTO log (text) VALUES ('was not')`);
    }}

    async down(queryRunner) {{
        await queryRunner.query("DELETE FROM log");
    }}
}};
"""),
        ("1700000000007-Last.ts", generated("Last1700000000007", [q(f'CREATE TABLE "last" ("id" {key})')], [q('DROP TABLE "last"')])),
    ]


def names_of(migrations):
    return ["".join(reversed(name.rsplit(".", 1)[0].split("-", 1))) for name, _ in migrations]


def fill(project, migrations):
    for name, text in migrations:
        project.write(name, text)


def same(ours, theirs, table="migrations"):
    assert ours.dump(data=True) == theirs.dump(data=True)
    assert typeorm_history(ours, table) == typeorm_history(theirs, table)


@pytest.fixture
def pair(kind, typeorm_version, tmp_path, make_database):
    """A project whose database only migshim touches, another database for the real tool alone, and the tool's version."""
    project = TypeormProject(tmp_path / "pair", make_database(kind), typeorm_version)
    return project, make_database(kind), typeorm_version


def test_fresh(pair, typeorm):
    project, theirs, version = pair
    migrations = chain(theirs.kind)
    fill(project, migrations)
    answer = typeorm.run(project.migrations, theirs, version=version)
    assert answer.ok and answer.result == names_of(migrations), answer
    project.up()
    same(project.database, theirs)
    assert typeorm.clean(project.migrations, project.database, version=version)
    for _ in migrations:
        assert typeorm.revert(project.migrations, theirs, version=version).ok
        project.run("down", "--yes")
        same(project.database, theirs)
    assert typeorm_history(theirs) == []


@pytest.mark.parametrize("k", range(8))
def test_takeover_both_ways(k, pair, tmp_path, make_database, typeorm):
    """The tool to k, we to the end; and we to k, the tool to the end. Then each reverts what the other did."""
    project, reference, version = pair
    kind = reference.kind
    mirror = TypeormProject(tmp_path / "mirror", make_database(kind), version)
    migrations = chain(kind)
    for each in (project, mirror):
        fill(each, migrations[:k])
    if k:
        assert typeorm.run(project.migrations, project.database, version=version).ok
        mirror.up()
    for each in (project, mirror):
        fill(each, migrations)
    project.up()
    answer = typeorm.run(mirror.migrations, mirror.database, version=version)
    assert answer.ok and answer.result == names_of(migrations)[k:], answer
    assert typeorm.run(project.migrations, reference, version=version).ok
    for each in (project, mirror):
        same(each.database, reference)
        assert typeorm.clean(project.migrations, each.database, version=version)
        each.up()
        same(each.database, reference)
        assert typeorm.run(project.migrations, each.database, version=version).result == []
    assert typeorm.revert(project.migrations, project.database, version=version).ok
    mirror.run("down", "--yes")
    same(project.database, mirror.database)
    assert typeorm.show(project.migrations, mirror.database, version=version)[-1] == f"[ ] {names_of(migrations)[-1]}"


def test_one_by_one_in_turn(pair, typeorm):
    """Odd ones by us, even ones by the tool, in one database; and back again in turn."""
    project, reference, version = pair
    migrations = chain(reference.kind)
    for number, migration in enumerate(migrations):
        fill(project, [migration])
        if number % 2:
            assert typeorm.run(project.migrations, project.database, version=version).ok
        else:
            project.up()
        assert typeorm.clean(project.migrations, project.database, version=version)
    assert typeorm.run(project.migrations, reference, version=version).ok
    same(project.database, reference)
    for number in range(len(migrations)):
        if number % 2:
            project.run("down", "--yes")
        else:
            assert typeorm.revert(project.migrations, project.database, version=version).ok
    assert typeorm_history(project.database) == []


def test_command_line_of_the_tool(pair, typeorm):
    """The real `typeorm migration:run`, `migration:show` and `migration:revert` on what we left."""
    project, theirs, version = pair
    migrations = chain(theirs.kind)
    fill(project, migrations[:4])
    project.up()
    fill(project, migrations)
    tool = project.folder / "tool"
    shutil.copytree(project.migrations, tool / "migrations")
    shown = typeorm.cli(tool, project.database, "migration:show", version=version)
    lines = [line.strip() for line in shown.stdout.splitlines() if "[" in line]
    assert [line[:3] for line in lines] == ["[X]"] * 4 + ["[ ]"] * 3, shown.stdout + shown.stderr
    done = typeorm.cli(tool, project.database, "migration:run", version=version)
    assert done.returncode == 0, done.stdout + done.stderr
    project.up()
    assert [name for _, _, name in typeorm_history(project.database)] == names_of(migrations)
    done = typeorm.cli(tool, project.database, "migration:revert", version=version)
    assert done.returncode == 0, done.stdout + done.stderr
    revisions = {revision["key"]: revision["state"] for revision in project.status()["revisions"]}
    assert revisions["core:Last1700000000007"] == "pending" and revisions["core:Count1700000000006"] == "applied"


def test_older_time_stamp_arrives_late(pair, typeorm):
    """A migration that was written earlier and merged later still runs; ids tell the order of running, not of writing. The tool reverts the newest
    row; migshim goes back in the order of the graph, and says which."""
    project, theirs, version = pair
    migrations = chain(theirs.kind)
    late, early = migrations[:4] + migrations[6:], migrations[4:6]
    fill(project, late)
    project.up()
    assert typeorm.run(project.migrations, theirs, version=version).ok
    fill(project, early)
    project.up()
    assert typeorm.run(project.migrations, theirs, version=version).ok
    same(project.database, theirs)
    assert typeorm_history(theirs)[-1][2] == "Count1700000000006"
    project.run("down", "--yes", "--steps", "2")
    for _ in range(3):
        assert typeorm.revert(project.migrations, theirs, version=version).ok
    project.run("down", "--yes", "--steps", "1")
    same(project.database, theirs)


def test_history_table_of_another_name(kind, tmp_path, make_database, typeorm):
    project = TypeormProject(tmp_path / "p", make_database(kind), history={"table": "core_migrations"})
    theirs = make_database(kind)
    fill(project, chain(kind))
    project.up()
    assert typeorm.run(project.migrations, theirs, migrationsTableName="core_migrations").ok
    same(project.database, theirs, "core_migrations")
    assert typeorm.clean(project.migrations, project.database, migrationsTableName="core_migrations")


def test_history_in_another_schema(tmp_path, make_database, typeorm, typeorm_version):
    project = TypeormProject(tmp_path / "p", make_database("postgresql"), typeorm_version, history={"schema": "app"})
    theirs = make_database("postgresql")
    project.write("1700000000001-A.ts", """import { MigrationInterface, QueryRunner, Table, TableIndex } from "typeorm"
export class A1700000000001 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE plain (id integer)")
        await queryRunner.createTable(new Table({ name: "made", columns: [{ name: "id", type: "int", isPrimary: true, isGenerated: true }] }))
        await queryRunner.createIndex("made", new TableIndex({ columnNames: ["id"] }))
    }
    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("made")
        await queryRunner.query("DROP TABLE plain")
    }
}
""")
    for database in (project.database, theirs):
        database.script("CREATE SCHEMA app")
    assert typeorm.run(project.migrations, theirs, version=typeorm_version, schema="app").ok
    project.up()
    same(project.database, theirs, "app.migrations")
    assert typeorm.clean(project.migrations, project.database, version=typeorm_version, schema="app")
    assert typeorm.revert(project.migrations, theirs, version=typeorm_version, schema="app").ok
    project.run("down", "--yes")
    same(project.database, theirs, "app.migrations")


def test_rows_without_a_file(pair, typeorm):
    """A row whose class is gone doesn't hinder a run of either; the tool can't revert it, nor can we."""
    project, theirs, version = pair
    migrations = chain(theirs.kind)
    fill(project, migrations[:3])
    project.up()
    assert typeorm.run(project.migrations, theirs, version=version).ok
    (project.migrations / migrations[2][0]).unlink()
    assert "No migration CreateLog1700000000003 was found" in typeorm.revert(project.migrations, theirs, version=version).error
    refused = project.run("down", "--yes", status=None)
    assert refused.status in (1, 2, 4) and "CreateLog1700000000003" in refused.err, refused.text()
    same(project.database, theirs)


