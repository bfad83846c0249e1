"""What a run costs, as ratios measured side by side: against the floor (the same SQL and history rows sent at once), against psql, dbmate and TypeORM,
and what reading 1,000 scripts costs beside a Node that merely loads them.

usage: bench.py [--rounds N] [--revisions N] [--only typeorm]      (through script/bench, which builds and starts the servers)

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
from harness.oracles import TypeORM, node
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

    def typeorm(self, kind, delay):
        """Against the floor, and against TypeORM's own command line on the same migrations, compiled."""
        server, ours, floor, tool = self.servers[kind], [], [], []
        oracle = TypeORM()
        compiled, folder = self.folder / f"typeorm-tool-{kind}", self.folder / f"typeorm-{kind}-{delay}"
        (compiled / "migrations").mkdir(parents=True, exist_ok=True)
        database = Database(kind, server)
        project = TypeormProject(folder, database)
        database.drop()
        for i in range(self.revisions):
            project.write(f"{1700000000000 + i}-Change.ts", typeorm_script(kind, i, True))
            (compiled / f"migrations/{1700000000000 + i}-Change.js").write_text(typeorm_script(kind, i, False))
        sql = typeorm_floor(kind, self.revisions)
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
                tool.append(timed(lambda: done.append(oracle.cli(compiled, database, "migration:run"))))
                if done[0].returncode != 0:
                    raise RuntimeError(done[0].stdout + done[0].stderr)
                database.drop()
        network = f"{delay} ms of round trip" if delay else "local"
        title = {"postgresql": "PostgreSQL", "mysql": "MariaDB"}[kind]
        self.row(f"{self.revisions} TypeORM migrations, {title}, {network}: against the same SQL sent at once", ours, floor, "at most 2" if delay else "")
        self.row(f"{self.revisions} TypeORM migrations, {title}, {network}: against TypeORM", ours, tool, "at most 0.1")

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
    parser.add_argument("--only", choices=["typeorm"], help="leave out the rest")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.rounds, options.revisions)
        if options.only != "typeorm":
            bench.deploy("postgresql", 0, "", dbmate=True)
            bench.deploy("postgresql", DELAY_MS, "at most 1.3", dbmate=True)
            bench.deploy("mysql", 0, "")
            bench.deploy("mysql", DELAY_MS, "at most 1.5")
            bench.nothing_to_do()
            bench.planning()
        for kind in ("postgresql", "mysql"):
            bench.typeorm(kind, 0)
            bench.typeorm(kind, DELAY_MS)
        bench.reading()
    width = max(len(row[0]) for row in bench.rows)
    print(f"{'':{width}}  {'migshim':>10}  {'other':>10}  {'ratio':>6}  target")
    for what, ours, theirs, ratio, target in bench.rows:
        print(f"{what:{width}}  {ours:>10}  {theirs:>10}  {ratio:>6}  {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
