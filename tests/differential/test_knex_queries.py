"""The query builder beside Knex's own: what each compiles a few hundred queries to, values and text, on the three dialects."""

import json
import re
import shutil
import subprocess

import pytest
from harness.oracles import ORACLE, node
from harness.program import Project

CLIENTS = {"postgresql": "pg", "mysql": "mysql2", "sqlite": "better-sqlite3"}
MIGRATION = """const { queries } = require('../queries.cjs');
const { show } = require('../show.cjs');
exports.up = async knex => { for (const query of queries) console.log(show(knex, query)); };
exports.down = async () => {};
"""


def of_knex(kind, database):
    """A line for each query, from real Knex."""
    command = [node(), "knex/print-queries.cjs", CLIENTS[kind], database.name]
    return subprocess.run(command, cwd=ORACLE, check=True, capture_output=True, text=True).stdout.splitlines()


def of_migshim(kind, database, folder):
    project = Project(folder, database, "  - {name: web, tool: knex, path: migrations, root: .}\n")
    (folder / "migrations").mkdir()
    (folder / "migrations/1_queries.js").write_text(MIGRATION)
    for name in ("queries.cjs", "show.cjs"):
        shutil.copy(ORACLE / "knex" / name, folder)
    result = project.run("up")
    return [line.split(": ", 1)[1] for line in result.err.splitlines() if re.match(r"\s+web:1_queries\.js: \[", line)]


@pytest.mark.parametrize("kind", CLIENTS)
def test_queries(kind, make_database, tmp_path):
    database = make_database(kind)
    theirs, ours = of_knex(kind, database), of_migshim(kind, database, tmp_path / "project")
    assert len(theirs) == len(ours) > 200
    for number, (expected, given) in enumerate(zip(theirs, ours)):
        assert json.loads(given) == json.loads(expected), f"query {number}"
