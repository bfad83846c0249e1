"""Both builders beside Knex's own: what each compiles hundreds of queries and changes of the schema to, values and text, or throws, on the three dialects."""

import json
import re
import shutil

from harness import knex_methods
from harness.databases import knex_history
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
    theirs, ours = knex_methods.shown(kind, database.name), of_migshim(kind, database, tmp_path / "project")
    assert len(theirs) == len(ours) > 400
    differences = [(text, expected, given) for (_, text, *expected), given in zip(theirs, ours) if expected != given]
    assert not differences, "\n".join(f"{text}\n  Knex:    {expected}\n  migshim: {given}" for text, expected, given in differences)


def test_refused(make_database, tmp_path):
    """What is refused says what and why, and where, and the migration is not recorded."""
    for number, (name, text, reason) in enumerate(knex_methods.refused()):
        database = make_database("sqlite")
        project = Project(tmp_path / str(number), database, "  - {name: web, tool: knex, path: migrations, root: .}\n")
        (project.folder / "migrations").mkdir()
        (project.folder / "migrations/1_it.js").write_text(f"exports.up = async knex => {{ await ({text})(knex); }};\nexports.down = async () => {{}};\n")
        result = project.run("up", status=1)
        assert name in result.err and reason in result.err and "1_it.js:1:" in result.err, result.text()
        assert not knex_history(database)


def test_the_documents_tables_are_up_to_date():
    assert knex_methods.uncovered() == []
    text = knex_methods.DOCUMENT.read_text()
    assert knex_methods.with_tables(text) == text, "run: cd tests && python -m harness.knex_methods"
