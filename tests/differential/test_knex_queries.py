"""Both builders beside Knex's own: what each compiles hundreds of queries and changes of the schema to, values and text, or throws, on the three dialects."""

import json
import re
import shutil

from harness.knex_methods import shown
from harness.oracles import ORACLE
from harness.program import Project

MIGRATION = """const { of } = require('../compiled.cjs');
const { show } = require('../show.cjs');
exports.up = async knex => { for (const [, query] of of('DIALECT')) console.log(show(knex, query)); };
exports.down = async () => {};
"""


def of_migshim(kind, database, folder):
    project = Project(folder, database, "  - {name: web, tool: knex, path: migrations, root: .}\n")
    (folder / "migrations").mkdir()
    (folder / "migrations/1_queries.js").write_text(MIGRATION.replace("DIALECT", kind))
    for name in ("queries.cjs", "statements.cjs", "compiled.cjs", "show.cjs"):
        shutil.copy(ORACLE / "knex" / name, folder)
    result = project.run("up")
    return [json.loads(line.split(": ", 1)[1]) for line in result.err.splitlines() if re.match(r"\s+web:1_queries\.js: \[", line)]


def test_queries_and_statements(kind, make_database, tmp_path):
    database = make_database(kind)
    theirs, ours = shown(kind, database.name), of_migshim(kind, database, tmp_path / "project")
    assert len(theirs) == len(ours) > 400
    differences = [(text, expected, given) for (_, text, *expected), given in zip(theirs, ours) if expected != given]
    assert not differences, "\n".join(f"{text}\n  Knex:    {expected}\n  migshim: {given}" for text, expected, given in differences)
