"""The schema builder beside Knex's own: the same migrations on two fresh databases, the same schema and history afterwards, and Knex goes on."""

import json
import subprocess

import pytest
from harness.oracles import ORACLE, node
from harness.program import Project
from harness.servers import PASSWORD

CLIENTS = {"postgresql": "pg", "mysql": "mysql2", "sqlite": "better-sqlite3"}
SOURCE = "  - {name: web, tool: knex, path: migrations, root: ., history: {useNullAsDefault: 'true'}}\n"


def connection(database):
    if database.kind == "sqlite":
        return {"filename": database.path}
    if database.kind == "postgresql":
        return database.url
    return {"host": database.server.host, "port": database.server.port, "user": "keeper", "password": PASSWORD, "database": database.name}


def knex(database, folder, command, argument=""):
    """What real Knex says to `knex migrate:COMMAND`."""
    arguments = [CLIENTS[database.kind], json.dumps(connection(database)), str(folder / "migrations"), command, argument]
    process = subprocess.run([node(), str(ORACLE / "knex/migrate.cjs"), *arguments], cwd=ORACLE, check=True, capture_output=True, text=True)
    return json.loads(process.stdout.splitlines()[-1])


def texts(kind):
    """The source of each case."""
    command = [node(), "-e", f"console.log(JSON.stringify(require('./knex/schema.cjs').of('{kind}').map(String)))"]
    return json.loads(subprocess.run(command, cwd=ORACLE, check=True, capture_output=True, text=True).stdout)


def write(folder, kind):
    (folder / "migrations").mkdir(parents=True)
    for number, text in enumerate(texts(kind)):
        (folder / f"migrations/{number:03}_case.js").write_text(f"exports.up = {text};\nexports.down = async () => {{}};\n")


@pytest.mark.parametrize("kind", CLIENTS)
def test_schema(kind, make_database, tmp_path):
    write(tmp_path, kind)
    theirs, ours = make_database(kind), make_database(kind)
    told = knex(theirs, tmp_path, "latest")
    assert told["ok"], told
    Project(tmp_path, ours, SOURCE).run("up")
    own = ("migshim_ledger", "migshim_journal")
    assert ours.dump(without=own) == theirs.dump(without=own)
    rows = "SELECT id, name, batch FROM knex_migrations ORDER BY id"
    assert ours.query(rows) == theirs.query(rows)
    assert knex(ours, tmp_path, "latest")["result"][1] == []
