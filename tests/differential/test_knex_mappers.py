"""Mappers of names: a knexfile's own functions and those of objection make the same schema and see the same rows as in real Knex."""

import json
import os
import subprocess

import pytest
from harness.oracles import ORACLE, node
from harness.program import Project

from differential.test_knex_schema import CLIENTS, connection

KNEXFILES = {
    "snake": "const { knexSnakeCaseMappers } = require('objection');\nmodule.exports = { development: { ...base, ...knexSnakeCaseMappers() } };",
    "options": "const { knexSnakeCaseMappers } = require('objection');\n"
               "module.exports = { ...base, ...knexSnakeCaseMappers({ underscoreBeforeDigits: true, underscoreBetweenUppercaseLetters: true }) };",
    "upper": "const { knexSnakeCaseMappers } = require('objection');\nmodule.exports = async () => ({ ...base, ...knexSnakeCaseMappers({ upperCase: true }) });",
    "mapping": "const { knexIdentifierMapping } = require('objection');\n"
               "module.exports.default = { ...base, ...knexIdentifierMapping({ ACCOUNTS: 'userAccounts', first: 'firstName', mail: 'eMail' }) };",
    "own": """const prefix = (name, wrap, context) => wrap(name === '*' || name === 'sqlite_sequence' ? name : (context && context.prefix || 'p_') + name);
module.exports = { ...base, wrapIdentifier: prefix, postProcessResponse (rows, context) {
  return Array.isArray(rows) && !Array.isArray(rows[0]) ? rows.map(row => row && typeof row === 'object' ? { ...row, seen: true } : row) : rows; } };""",
}

MIGRATIONS = {
    "1_tables.js": """exports.up = async (knex) => {
  await knex.schema.createTable('userAccounts', (t) => {
    t.increments('accountId'); t.string('firstName', 40).notNullable().defaultTo('a?').index(); t.string('eMail', 60).unique(); t.integer('address2Line'); t.integer('fooBAR');
    t.enu('kindOf', ['aB', 'c']); t.timestamps(true, true, true);
  });
  await knex.schema.createTable('blogPosts', (t) => {
    t.integer('postId').primary(); t.integer('ownerId').unsigned().references('accountId').inTable('userAccounts').onDelete('CASCADE'); t.text('bodyText');
    t.unique(['ownerId', 'postId']);
  });
  await knex.schema.createTable('seenRows', (t) => { t.integer('number'); t.text('textOf'); });
};
exports.down = async () => {};
""",
    "2_change.js": """exports.up = async (knex) => {
  await knex.schema.alterTable('userAccounts', (t) => { t.string('lastName', 20); });
  if (knex.client.dialect !== 'mysql') await knex.schema.alterTable('userAccounts', (t) => { t.renameColumn('address2Line', 'address3Line'); });
  await knex.schema.alterTable('userAccounts', (t) => { t.dropColumn('fooBAR'); t.index(['lastName', 'firstName']); });
  await knex.schema.createView('shortView', (v) => { v.columns(['firstName']); v.as(knex('userAccounts').select('firstName')); });
};
exports.down = async () => {};
""",
    "3_rows.js": """exports.up = async (knex) => {
  let number = 0;
  const keep = (value) => knex('seenRows').insert({ number: ++number, textOf: JSON.stringify(value, (k, v) => v instanceof Date || v === undefined ? 'x' : v) });
  await knex('userAccounts').insert([{ firstName: 'Ann', eMail: 'a@b' }, { firstName: 'Bob', eMail: 'b@b', lastName: 'Lee' }]);
  await knex('blogPosts').insert({ postId: 7, ownerId: knex('userAccounts').min('accountId'), bodyText: 'hello' });
  await keep(await knex('userAccounts').select('firstName', 'eMail', 'lastName').orderBy('accountId'));
  await keep(await knex('userAccounts').where({ firstName: 'Bob' }).first('accountId', 'firstName as givenName'));
  await keep(await knex('userAccounts').pluck('firstName').orderBy('accountId'));
  await keep(await knex('userAccounts as uA').join('blogPosts as bP', 'uA.accountId', 'bP.ownerId').select('uA.firstName', 'bP.bodyText', 'bP.postId as number2Of'));
  await keep(await knex('userAccounts').count('* as howMany').then(rows => Object.keys(rows[0])));
  await keep(await knex('userAccounts').where('lastName', 'Lee').update({ lastName: 'Ray' }));
  await keep(await knex.with('newNames', knex('userAccounts').select('firstName')).select('*').from('newNames').orderBy('firstName'));
  await keep(Object.keys(await knex('blogPosts').columnInfo()));
  await keep(await knex.select(knex.raw('1 as ??', ['oneTwo'])).first());
  await keep(await knex('userAccounts').whereIn('accountId', knex('blogPosts').select('ownerId')).select(knex.ref('firstName').as('theName')));
  await keep([await knex.schema.hasTable('userAccounts'), await knex.schema.hasTable('nothing'), await knex.schema.hasColumn('userAccounts', 'firstName'),
    await knex.schema.hasColumn('userAccounts', 'first_name'), await knex.schema.hasColumn('blogPosts', 'nothing')]);
  const raw = await knex.raw('select ?? as ?? from ?? order by 1', ['firstName', 'aName', 'userAccounts']);
  await keep(Array.isArray(raw) ? Array.isArray(raw[0]) ? raw[0] : raw : raw.rows);
};
exports.down = async () => {};
""",
}


def write(folder, kind, text):
    (folder / "migrations").mkdir(parents=True)
    base = f"const base = {{ client: '{CLIENTS[kind]}', useNullAsDefault: true }};\n"
    (folder / "knexfile.js").write_text(base + text + "\n")
    for name, migration in MIGRATIONS.items():
        (folder / "migrations" / name).write_text(migration)


def real(jobs):
    """Real Knex, one process for all."""
    process = subprocess.run([node(), str(ORACLE / "knex/knexfile.cjs"), json.dumps(jobs)], cwd=ORACLE, check=True, capture_output=True, text=True,
                             env={**os.environ, "NODE_PATH": str(ORACLE / "node_modules"), "TZ": "UTC"})
    return json.loads(process.stdout.splitlines()[-1])


def source(*settings):
    return f"  - {{name: web, tool: knex, path: migrations, history: {{{', '.join(settings)}}}}}\n"


def content(database, ours):
    """Schema and rows, without what is the runner's own and without times."""
    own = ("migshim_ledger", "migshim_journal")
    return database.dump(data=False, without=own) if ours else database.dump(data=False)


def seen(database, table, *columns):
    quote = "`" if database.kind == "mysql" else '"'
    return database.query(f"SELECT {', '.join(quote + c + quote for c in columns)} FROM {quote}{table}{quote} ORDER BY 1")


TABLES = {"snake": ("seen_rows", "number", "text_of"), "options": ("seen_rows", "number", "text_of"), "upper": ("SEEN_ROWS", "NUMBER", "TEXT_OF"),
          "mapping": ("seenRows", "number", "textOf"), "own": ("p_seenRows", "p_number", "p_textOf")}


@pytest.mark.parametrize("kind", CLIENTS)
def test_mappers(kind, make_database, tmp_path):
    databases, jobs = {}, []
    for name, text in KNEXFILES.items():
        write(tmp_path / name, kind, text)
        databases[name] = make_database(kind), make_database(kind)
        jobs.append({"knexfile": str(tmp_path / name / "knexfile.js"), "connection": connection(databases[name][0]), "command": "latest"})
    told = real(jobs)
    for name, answer in zip(KNEXFILES, told):
        theirs, ours = databases[name]
        result = Project(tmp_path / name, ours, source("knexfile: knexfile.js")).run("up", status=None)
        assert (result.status == 0) == answer["ok"], (name, answer, result.text())
        assert answer["ok"], (name, answer)
        assert content(ours, True) == content(theirs, False), name
        assert seen(ours, *TABLES[name]) == seen(theirs, *TABLES[name]), name


def test_mappers_by_name(make_database, tmp_path):
    """Without a knexfile."""
    for name, more in {"snake": (), "options": ("underscoreBeforeDigits: true", "underscoreBetweenUppercaseLetters: true"), "upper": ("upperCase: true",)}.items():
        write(tmp_path / name, "sqlite", KNEXFILES[name])
        by_file, by_name = make_database("sqlite"), make_database("sqlite")
        Project(tmp_path / name, by_file, source("knexfile: knexfile.js")).run("up")
        Project(tmp_path / name, by_name, source("mappers: snake_case", "useNullAsDefault: true", *more)).run("up")
        assert content(by_name, True) == content(by_file, True)
        assert seen(by_name, *TABLES[name]) == seen(by_file, *TABLES[name])
    refused = Project(tmp_path / "snake", make_database("sqlite"), source("mappers: snakecase")).run("up", status=2)
    assert '"snake_case" is what there is' in refused.err


@pytest.mark.parametrize("text, words", [
    ("module.exports = { client: 'pg' };", "client is \"pg\", and the database is another"),
    ("module.exports = { ...base, migrations: { tableName: 'other' } };", "tableName is \"other\", and the source says otherwise"),
    ("module.exports = { ...base, migrations: { migrationSource: {} } };", "`migrations.migrationSource` is out of reach"),
    ("module.exports = { ...base, pool: { afterCreate (c, done) { done(); } } };", "`pool.afterCreate` is out of reach"),
    ("module.exports = { ...base, wrapIdentifier: (name, wrap) => wrap(name), migrations: { loadExtensions: ['.js'] } };", None),
    ("module.exports = { production: base };", "the knexfile has no client"),
    ("if (!process.env.SECRET) throw new Error('SECRET is not set');\nmodule.exports = base;", "SECRET is not set"),
])
def test_knexfile_that_disagrees(text, words, make_database, tmp_path):
    """Refused before anything is touched."""
    write(tmp_path, "sqlite", text)
    database = make_database("sqlite")
    project = Project(tmp_path, database, source("knexfile: knexfile.js"))
    if words is None:
        (tmp_path / "migrations/1_tables.js").write_text("exports.up = knex => knex('t').queryContext({ a: 1 }).select();\nexports.down = () => {};\n")
        assert "`queryContext` is out of reach" in project.run("up", status=1).err
        return
    result = project.run("up", status=None)
    assert result.status != 0 and words in result.err and "knexfile.js" in result.err, result.text()
    assert database.query("SELECT name FROM sqlite_master WHERE name LIKE 'knex%'") == []
