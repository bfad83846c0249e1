"""What a run costs, as ratios measured side by side: against the floor (the same SQL and history rows sent at once), against psql, dbmate, TypeORM, Knex and Alembic,
and what reading 1,000 scripts costs beside a Node that merely loads them.

usage: bench.py [--rounds N] [--revisions N] [--only TOOL]      (through script/bench, which builds and starts the servers)

Each figure is a median over rounds in which both sides take turns on fresh databases. Nothing is asserted: machines differ, ratios are to be read.
"""

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness.databases import Database
from harness.oracles import ORACLE, Alembic, Knex, TypeORM, node
from harness.program import Project, binary
from harness.proxy import Proxy
from harness.servers import attached
from harness.typeorm_projects import TypeormProject

ROOT = Path(__file__).resolve().parents[2]
DBMATE = ROOT / "tests/oracle/node_modules/@dbmate/linux-x64/bin/dbmate"
DELAY_MS = 20

SCRIPTS = {
    "postgresql": '-- CreateTable\nCREATE TABLE "T{i}" ("id" SERIAL NOT NULL, "name" TEXT NOT NULL, CONSTRAINT "T{i}_pkey" PRIMARY KEY ("id"));\n\n'
                  '-- CreateIndex\nCREATE INDEX "T{i}_name_idx" ON "T{i}"("name");\n',
    "mysql": "-- CreateTable\nCREATE TABLE `T{i}` (`id` INTEGER NOT NULL AUTO_INCREMENT, `name` VARCHAR(191) NOT NULL, PRIMARY KEY (`id`));\n\n"
             "-- CreateIndex\nCREATE INDEX `T{i}_name_idx` ON `T{i}`(`name`);\n",
}
HISTORY = {
    "postgresql": "CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, "
                  "migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), "
                  "applied_steps_count INTEGER NOT NULL DEFAULT 0);\n",
    "mysql": "CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at DATETIME(3), "
             "migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at DATETIME(3), started_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), "
             "applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0);\n",
}


def name_of(i):
    return f"{20240101000000 + i}_change_{i}"


def floor_sql(kind, n):
    """The scripts and their history rows as one text."""
    parts = [HISTORY[kind]]
    for i in range(n):
        script = SCRIPTS[kind].format(i=i)
        checksum = hashlib.sha256(script.encode()).hexdigest()
        parts.append(script + "INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count) "
                              f"VALUES ('{i}', '{checksum}', now(), '{name_of(i)}', now(), 1);\n")
    return "".join(parts)


TYPEORM_HISTORY = {
    "postgresql": 'CREATE TABLE migrations (id SERIAL PRIMARY KEY, "timestamp" bigint NOT NULL, name character varying NOT NULL);\n',
    "mysql": "CREATE TABLE migrations (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, timestamp bigint NOT NULL, name varchar(255) NOT NULL);\n",
}


def statements_of(kind, i):
    """The statements of a change, without comments."""
    lines = [line for line in SCRIPTS[kind].format(i=i).splitlines() if line and not line.startswith("--")]
    return [line.rstrip(";") for line in lines]


def typeorm_name(i):
    return f"Change{1700000000000 + i}"


def typeorm_script(kind, i, typescript):
    """A migration as TypeORM generates it; or compiled, as its command line reads it fastest."""
    calls = "\n".join(f"        await queryRunner.query(`{sql}`);" if kind == "postgresql" else f"        await queryRunner.query({json.dumps(sql)});" for sql in statements_of(kind, i))
    name = typeorm_name(i)
    if not typescript:
        return f'"use strict";\nclass {name} {{\n    name = "{name}"\n    async up(queryRunner) {{\n{calls}\n    }}\n    async down(queryRunner) {{\n    }}\n}}\nexports.{name} = {name};\n'
    return (f'import {{ MigrationInterface, QueryRunner }} from "typeorm";\n\nexport class {name} implements MigrationInterface {{\n    name = "{name}"\n\n'
            f"    public async up(queryRunner: QueryRunner): Promise<void> {{\n{calls}\n    }}\n\n    public async down(queryRunner: QueryRunner): Promise<void> {{\n    }}\n}}\n")


def typeorm_floor(kind, n):
    """The statements and their history rows as one text."""
    column = '"timestamp"' if kind == "postgresql" else "timestamp"
    return TYPEORM_HISTORY[kind] + "".join(
        "".join(f"{sql};\n" for sql in statements_of(kind, i)) + f"INSERT INTO migrations ({column}, name) VALUES ({1700000000000 + i}, '{typeorm_name(i)}');\n" for i in range(n))


ALEMBIC_ENV = """import os
from alembic import context
from sqlalchemy import create_engine

with create_engine(os.environ["URL"]).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""


class AlembicFolder(Project):
    def configure(self, sources=None, extra="", url=None):
        super().configure("  - {name: app, tool: alembic, path: alembic/versions}\n", extra, url)


class KnexFolder(Project):
    def configure(self, sources=None, extra="", url=None):
        super().configure("  - {name: app, tool: knex, path: migrations}\n", extra, url)


def knex_name(i):
    return f"{20240101000000 + i}_change.js"


def knex_script(i):
    return (f"exports.up = async (knex) => {{\n  await knex.schema.createTable('t{i}', (table) => {{\n    table.increments('id')\n    table.string('name', 191).notNullable()\n"
            f"    table.index(['name'])\n  }})\n}}\n\nexports.down = (knex) => knex.schema.dropTable('t{i}')\n")


def knex_floor(kind, n):
    """The statements and their history rows as one text."""
    key = "serial primary key" if kind == "postgresql" else "int unsigned not null auto_increment primary key"
    parts = [f"create table knex_migrations (id {key}, name varchar(255), batch integer, migration_time timestamp null);\n",
             f"create table knex_migrations_lock (idx {key}, is_locked integer);\ninsert into knex_migrations_lock (is_locked) values (0);\n"]
    for i in range(n):
        parts.append(f"create table t{i} (id {key}, name varchar(191) not null);\ncreate index t{i}_name_index on t{i} (name);\n")
        parts.append(f"insert into knex_migrations (batch, migration_time, name) values (1, now(), '{knex_name(i)}');\n")
    return "".join(parts)


def alembic_id(i):
    return f"{i + 1:012x}"


def alembic_script(i):
    down = repr(alembic_id(i - 1)) if i else None
    return (f'"""change\n\nRevision ID: {alembic_id(i)}\nRevises: {down or ""}\n"""\nfrom alembic import op\nimport sqlalchemy as sa\n\n'
            f"revision = '{alembic_id(i)}'\ndown_revision = {down}\nbranch_labels = None\ndepends_on = None\n\n\ndef upgrade():\n"
            f"    op.create_table('t{i}', sa.Column('id', sa.Integer(), nullable=False), sa.Column('name', sa.String(191), nullable=False),\n"
            f"                    sa.PrimaryKeyConstraint('id'))\n    op.create_index(op.f('ix_t{i}_name'), 't{i}', ['name'], unique=False)\n\n\n"
            f"def downgrade():\n    op.drop_index(op.f('ix_t{i}_name'), table_name='t{i}')\n    op.drop_table('t{i}')\n")


def alembic_floor(kind, n):
    """The statements and the rows of alembic_version as one text."""
    key = "SERIAL NOT NULL" if kind == "postgresql" else "INTEGER NOT NULL AUTO_INCREMENT"
    parts = ["CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));\n"]
    for i in range(n):
        parts.append(f"CREATE TABLE t{i} (id {key}, name VARCHAR(191) NOT NULL, PRIMARY KEY (id));\nCREATE INDEX ix_t{i}_name ON t{i} (name);\n")
        parts.append(f"UPDATE alembic_version SET version_num='{alembic_id(i)}' WHERE version_num = '{alembic_id(i - 1)}';\n" if i else
                     f"INSERT INTO alembic_version (version_num) VALUES ('{alembic_id(i)}');\n")
    return "".join(parts)


def timed(function):
    begin = time.perf_counter()
    function()
    return time.perf_counter() - begin


def send_at_once(database, port, sql):
    """Connects, sends SQL as one message and reads all answers."""
    connection = database.server.connect(database.name, port=port)
    cursor = connection.cursor()
    cursor.execute(sql)
    while database.kind == "mysql" and cursor.nextset():
        pass
    connection.close()


class Bench:
    def __init__(self, folder, rounds, revisions):
        self.folder, self.rounds, self.revisions = folder, rounds, revisions
        self.servers = {kind: attached(kind, url) for kind, url in server_urls().items()}
        self.rows = []

    def row(self, what, ours, theirs, target):
        ratio = statistics.median(a / b for a, b in zip(ours, theirs))
        self.rows.append((what, f"{statistics.median(ours) * 1000:.0f} ms", f"{statistics.median(theirs) * 1000:.0f} ms", f"{ratio:.2f}", target))

    def project(self, kind, database, url):
        project = Project(self.folder / f"project-{kind}", database)
        project.configure(url=url)
        for i in range(self.revisions):
            if not (project.migrations / name_of(i)).exists():
                project.add(name_of(i), SCRIPTS[kind].format(i=i))
        return project

    def dbmate_folder(self, kind):
        folder = self.folder / f"dbmate-{kind}"
        folder.mkdir(exist_ok=True)
        for i in range(self.revisions):
            (folder / f"{name_of(i)}.sql").write_text("-- migrate:up\n" + SCRIPTS[kind].format(i=i) + "\n-- migrate:down\n")
        return folder

    def deploy(self, kind, delay, target, dbmate=False):
        server, ours, floor, peer = self.servers[kind], [], [], []
        sql = floor_sql(kind, self.revisions)
        with Proxy(server.port, delay_ms=delay) as proxy:
            for _ in range(self.rounds):
                database = Database(kind, server)
                project = self.project(kind, database, database.url_through(proxy.port))
                ours.append(timed(lambda: project.up()))
                database.drop()
                database = Database(kind, server)
                floor.append(timed(lambda: send_at_once(database, proxy.port, sql)))
                database.drop()
                if dbmate:
                    database = Database(kind, server)
                    command = [DBMATE, "--url", database.url_through(proxy.port) + "?sslmode=disable", "--migrations-dir", self.dbmate_folder(kind),
                               "--no-dump-schema", "up"]
                    peer.append(timed(lambda: subprocess.run(command, check=True, capture_output=True)))
                    database.drop()
        network = f"{delay} ms of round trip" if delay else "local"
        title = {"postgresql": "PostgreSQL", "mysql": "MariaDB"}[kind]
        self.row(f"{self.revisions} migrations, {title}, {network}: against the same SQL sent at once", ours, floor, target)
        if dbmate:
            self.row(f"{self.revisions} migrations, {title}, {network}: against dbmate", ours, peer, "below 1")

    def beside_tool(self, kind, delay, title, project, sql, run_tool):
        """PROJECT against the floor, SQL, and against the tool's own command line on the same migrations: RUN_TOOL (database) gives what it ended with."""
        server, ours, floor, tool = self.servers[kind], [], [], []
        with Proxy(server.port, delay_ms=delay) as proxy:
            for _ in range(self.rounds):
                project.database = Database(kind, server)
                project.configure(url=project.database.url_through(proxy.port))
                ours.append(timed(lambda: project.up()))
                project.database.drop()
                database = Database(kind, server)
                floor.append(timed(lambda: send_at_once(database, proxy.port, sql)))
                database.drop()
                database = Database(kind, server)
                database.url = database.url_through(proxy.port)
                done = []
                tool.append(timed(lambda: done.append(run_tool(database))))
                if done[0].returncode != 0:
                    raise RuntimeError(done[0].stdout + done[0].stderr)
                database.drop()
        where = f"{'PostgreSQL' if kind == 'postgresql' else 'MariaDB'}, {f'{delay} ms of round trip' if delay else 'local'}"
        self.row(f"{self.revisions} {title} migrations, {where}: against the same SQL sent at once", ours, floor, "at most 2" if delay else "")
        self.row(f"{self.revisions} {title} migrations, {where}: against {title}", ours, tool, "at most 0.1")

    def typeorm(self, kind, delay):
        """TypeORM's command line gets the migrations compiled."""
        oracle = TypeORM()
        compiled, folder = self.folder / f"typeorm-tool-{kind}", self.folder / f"typeorm-{kind}-{delay}"
        (compiled / "migrations").mkdir(parents=True, exist_ok=True)
        database = Database(kind, self.servers[kind])
        project = TypeormProject(folder, database)
        database.drop()
        for i in range(self.revisions):
            project.write(f"{1700000000000 + i}-Change.ts", typeorm_script(kind, i, True))
            (compiled / f"migrations/{1700000000000 + i}-Change.js").write_text(typeorm_script(kind, i, False))
        self.beside_tool(kind, delay, "TypeORM", project, typeorm_floor(kind, self.revisions), lambda database: oracle.cli(compiled, database, "migration:run"))

    def alembic(self, kind, delay):
        folder = self.folder / f"alembic-{kind}-{delay}"
        versions = folder / "alembic/versions"
        versions.mkdir(parents=True)
        for i in range(self.revisions):
            (versions / f"{alembic_id(i)}_change.py").write_text(alembic_script(i))
        (folder / "alembic/env.py").write_text(ALEMBIC_ENV)
        (folder / "alembic.ini").write_text(f"[alembic]\nscript_location = {folder}/alembic\n")
        project = AlembicFolder(folder, None)
        self.beside_tool(kind, delay, "Alembic", project, alembic_floor(kind, self.revisions), lambda database: subprocess.run(
            [Path(sys.executable).parent / "alembic", "-c", folder / "alembic.ini", "upgrade", "head"], capture_output=True, text=True,
            env={**os.environ, "URL": Alembic.url(database)}))

    def knex(self, kind, delay):
        folder = self.folder / f"knex-{kind}-{delay}"
        (folder / "migrations").mkdir(parents=True)
        for i in range(self.revisions):
            (folder / "migrations" / knex_name(i)).write_text(knex_script(i))
        (folder / "node_modules").symlink_to(ORACLE / "node_modules")
        (folder / "knexfile.cjs").write_text("module.exports = { client: process.env.CLIENT, connection: process.env.URL }\n")
        command = [node(), ORACLE / "node_modules/knex/bin/cli.js", "migrate:latest", "--knexfile", folder / "knexfile.cjs"]
        self.beside_tool(kind, delay, "Knex", KnexFolder(folder, None), knex_floor(kind, self.revisions), lambda database: subprocess.run(
            command, capture_output=True, text=True, cwd=ORACLE, env={**os.environ, "CLIENT": Knex.CLIENTS[kind], "URL": database.url}))

    def reading(self, n=1000):
        """Parsing and evaluating scripts, against Node that only loads them."""
        project = TypeormProject(self.folder / "reading", None)
        for i in range(n):
            project.write(f"{1700000000000 + i}-Change.js", typeorm_script("postgresql", i, False))
        load = f"const fs = require('fs'); for (const name of fs.readdirSync({json.dumps(str(project.migrations))})) require({json.dumps(str(project.migrations) + '/')} + name)"
        ours, theirs = [], []
        for _ in range(self.rounds):
            ours.append(timed(lambda: project.run("graph", "--files")))
            theirs.append(timed(lambda: subprocess.run([node(), "-e", load], check=True)))
        self.row(f"reading {n} scripts: against Node that loads them", ours, theirs, "below 1")

    def nothing_to_do(self):
        server = self.servers["postgresql"]
        database = Database("postgresql", server)
        project = self.project("postgresql", database, database.url)
        project.up()
        ours, theirs = [], []
        for _ in range(self.rounds * 4):
            ours.append(timed(lambda: project.up()))
            theirs.append(timed(lambda: subprocess.run(["psql", "-qAtXc", "select 1", database.url], check=True, capture_output=True)))
        self.row("nothing to do, PostgreSQL, local: against psql -c 'select 1'", ours, theirs, "at most 2")
        with Proxy(server.port) as proxy:
            project.configure(url=database.url_through(proxy.port))
            project.up()
            self.rows.append(("nothing to do, PostgreSQL: round trips after the connection is up", str(proxy.round_trips()), "", "", "at most 5"))
        database.drop()

    def planning(self):
        program = Path(binary()).parent / "tests/bench/bench-plan"
        text = subprocess.run([program], capture_output=True, text=True).stdout
        for line in text.strip().splitlines():
            self.rows.append((f"planning: {line.strip()}", "", "", "", "at most 12"))


def server_urls():
    return {"postgresql": os.environ["MIGSHIM_TEST_POSTGRESQL"], "mysql": os.environ["MIGSHIM_TEST_MYSQL"]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--revisions", type=int, default=200)
    parser.add_argument("--only", choices=["prisma", "typeorm", "knex", "alembic"], help="leave out the rest")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.rounds, options.revisions)
        if options.only in (None, "prisma"):
            bench.deploy("postgresql", 0, "", dbmate=True)
            bench.deploy("postgresql", DELAY_MS, "at most 1.3", dbmate=True)
            bench.deploy("mysql", 0, "")
            bench.deploy("mysql", DELAY_MS, "at most 1.5")
            bench.nothing_to_do()
            bench.planning()
        for tool in ("typeorm", "knex", "alembic"):
            for kind in ("postgresql", "mysql") if options.only in (None, tool) else ():
                for delay in (0, DELAY_MS):
                    getattr(bench, tool)(kind, delay)
        if options.only in (None, "typeorm"):
            bench.reading()
    width = max(len(row[0]) for row in bench.rows)
    print(f"{'':{width}}  {'migshim':>10}  {'other':>10}  {'ratio':>6}  target")
    for what, ours, theirs, ratio, target in bench.rows:
        print(f"{what:{width}}  {ours:>10}  {theirs:>10}  {ratio:>6}  {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
