"""`migshim init` in repositories of Knex: the knexfile is run, and what it says is what the next commands do."""

import pytest

MIGRATION = "exports.up = (knex) => knex.schema.createTable('%s', (table) => { table.increments(); table.string('firstName') })\n" \
            "exports.down = (knex) => knex.schema.dropTable('%s')\n"


@pytest.fixture
def repository(make_project):
    """A folder without migshim.yaml; add_service(name, knexfile, file=, folders=) puts a project of Knex into it."""
    project = make_project("sqlite")
    (project.folder / "migshim.yaml").unlink()

    def add_service(name, knexfile, file="knexfile.js", folders=("migrations",)):
        for folder in folders:
            path = project.folder / name / folder / f"20240101120000_{folder.replace('/', '_')}.js"
            path.parent.mkdir(parents=True)
            table = folder.replace("/", "_")
            path.write_text(MIGRATION % (table, table))
        (project.folder / name / file).write_text(knexfile)

    project.add_service = add_service
    return project


def config(repository):
    repository.run("init")
    return (repository.folder / "migshim.yaml").read_text()


def test_sections_and_variables(repository):
    repository.add_service("web", """
require('dotenv').config()
module.exports = {
  development: {client: 'better-sqlite3', connection: {filename: process.env.WEB_FILE}, useNullAsDefault: true,
                migrations: {tableName: 'web_migrations', directory: './db/migrations'}},
  production: {client: 'pg', connection: process.env.DATABASE_URL},
}
""", folders=("db/migrations",))
    text = config(repository)
    assert "path: web/db/migrations" in text and "table: web_migrations" in text and "production" in text
    repository.run("up", environment={"WEB_FILE": "x.db"})
    assert (repository.folder / "x.db").exists()


def test_several_directories_in_typescript(repository):
    repository.add_service("web", """
import type { Knex } from 'knex'
const config: Knex.Config = {
  client: 'pg',
  connection: {host: process.env.DB_HOST || 'localhost', port: 5433, user: 'ann', password: process.env.DB_PASSWORD, database: 'shop'},
  searchPath: ['app', 'public'],
  migrations: {directory: ['./first', './second'], sortDirsSeparately: true, loadExtensions: ['.js', '.mjs']},
}
export default config
""", file="knexfile.ts", folders=("first", "second"))
    text = config(repository)
    for part in ("- web/first", "- web/second", "sortDirsSeparately", "searchPath", "postgresql://ann:${DB_PASSWORD}@${DB_HOST}:5433/shop"):
        assert part in text, text


def test_mappers_want_the_file_itself(repository):
    repository.add_service("web", """
const { knexSnakeCaseMappers } = require('objection')
module.exports = async () => ({client: 'better-sqlite3', connection: {filename: './dev.db'}, ...knexSnakeCaseMappers()})
""")
    assert "knexfile: web/knexfile.js" in config(repository)
    repository.run("up")
    from sqlite3 import connect
    columns = [row[1] for row in connect(repository.folder / "web/dev.db").execute("PRAGMA table_info(migrations)")]
    assert columns == ["id", "first_name"]


def test_what_can_not_be_read_is_said(repository):
    repository.add_service("web", "throw new Error('no secrets at hand')\n")
    repository.add_service("other", "module.exports = {client: 'pg', connection: 'postgres://ann:s3same@db/app', migrations: {directory: ['./migrations', './gone']}}\n")
    text = config(repository)
    assert "could not be run" in text and "no secrets at hand" in text and "s3same" not in text and "the folder ./gone" in text
