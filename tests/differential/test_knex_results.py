"""The query builder at work beside Knex's own: the same queries on the same rows, what each gives and what it is rejected with, on the three databases."""

import json
import re
import shutil
import subprocess

import pytest
from harness.oracles import ORACLE, Knex, node
from harness.program import Project

MIGRATION = """const { setup, queries } = require('../results.cjs');
const { outcome } = require('../outcome.cjs');
exports.up = async knex => {
  await setup(knex);
  for (const query of queries) console.log(await outcome(knex, query));
};
exports.down = async () => {};
exports.config = { transaction: false };
"""
FILES = ("results.cjs", "outcome.cjs", "show.cjs")


def of_knex(database):
    """A line for each query, from real Knex."""
    command = [node(), "knex/print-results.cjs", Knex.CLIENTS[database.kind], json.dumps(Knex.connection(database))]
    return subprocess.run(command, cwd=ORACLE, check=True, capture_output=True, text=True).stdout.splitlines()


def of_migshim(database, folder):
    project = Project(folder, database, "  - {name: web, tool: knex, path: migrations, root: ., history: {useNullAsDefault: 'true'}}\n")
    (folder / "migrations").mkdir()
    (folder / "migrations/1_queries.js").write_text(MIGRATION)
    for name in FILES:
        shutil.copy(ORACLE / "knex" / name, folder)
    result = project.run("up")
    return [line.split(": ", 1)[1] for line in result.err.splitlines() if re.match(r"\s+web:1_queries\.js: \{", line)]


def texts():
    """The source of each query, to say which one differs."""
    command = [node(), "-e", "console.log(JSON.stringify(require('./knex/results.cjs').queries.flat().map(String)))"]
    return json.loads(subprocess.run(command, cwd=ORACLE, check=True, capture_output=True, text=True).stdout)


def test_results(kind, make_database, tmp_path):
    theirs, ours = make_database(kind), make_database(kind)
    expected, given = of_knex(theirs), of_migshim(ours, tmp_path / "project")
    queries = texts()
    assert len(expected) == len(given) == len(queries) >= 150
    expected, given = ([line.replace(database.name, "DATABASE") for line in lines] for database, lines in ((theirs, expected), (ours, given)))
    differences = [(query, one, other) for query, one, other in zip(queries, map(json.loads, expected), map(json.loads, given)) if one != other]
    assert not differences, "\n".join(f"{query}\n  Knex:    {one}\n  migshim: {other}" for query, one, other in differences)
    without = ("knex_migrations", "knex_migrations_lock", "knex_migrations_lock_index_seq")
    assert ours.dump(data=True, without=without) == theirs.dump(data=True, without=without)
