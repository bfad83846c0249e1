"""Where init finds Prisma's migrations and URL, in the layouts of its versions 5 to 8."""

import pytest
from harness.program import Project

DATASOURCE = 'datasource db {\n  provider = "%s"\n%s}\n'
CONFIG = "import { defineConfig, env } from 'prisma/config'\nexport default defineConfig({ %s })\n"

# Files; then path, URL and a word of the note (None: no note).
LAYOUTS = {
    "beside the schema": ({"prisma/schema.prisma": DATASOURCE % ("postgresql", '  url = env("A_URL")\n  directUrl = env("A_DIRECT")\n'), "prisma/migrations/1_a/migration.sql": ""},
                          "prisma/migrations", "${A_DIRECT}", None),
    "at the root": ({"schema.prisma": DATASOURCE % ("postgresql", '  url = env("A_URL")\n'), "migrations/1_a/migration.sql": ""}, "migrations", "${A_URL}", None),
    "sqlite, a literal": ({"prisma/schema.prisma": DATASOURCE % ("sqlite", '  url = "file:../data/dev.db"\n'), "prisma/migrations/1_a/migration.sql": ""}, "prisma/migrations", "file:./data/dev.db", None),
    "sqlite, by .env": ({".env": "A_URL=file:./dev.db\n", "prisma/schema.prisma": DATASOURCE % ("sqlite", '  url = env("A_URL")\n'), "prisma/migrations/1_a/migration.sql": ""},
                        "prisma/migrations", "file:./prisma/dev.db", "A_URL"),
    "several files, 6.6": ({"prisma/schema/base.prisma": DATASOURCE % ("mysql", '  url = env("A_URL")\n'), "prisma/schema/a.prisma": "model A {\n  id Int @id\n}\n", "prisma/schema/migrations/1_a/migration.sql": ""},
                           "prisma/schema/migrations", "${A_URL}", None),
    "several files, before": ({"prisma/schema/deep/base.prisma": DATASOURCE % ("mysql", '  url = env("A_URL")\n'), "prisma/migrations/1_a/migration.sql": ""}, "prisma/migrations", "${A_URL}", None),
    "package.json": ({"package.json": '{"prisma": {"schema": "src/db/my.prisma"}}', "src/db/my.prisma": DATASOURCE % ("postgresql", '  url = env("A_URL")\n'), "src/db/migrations/1_a/migration.sql": ""},
                     "src/db/migrations", "${A_URL}", None),
    "seven": ({"prisma.config.ts": CONFIG % "schema: 'prisma/schema.prisma', migrations: { path: 'db/changes' }, datasource: { url: env('A_URL') }", ".env": "A_URL='file:./dev.db'\n",
               "prisma/schema.prisma": DATASOURCE % ("sqlite", ""), "db/changes/1_a/migration.sql": ""}, "db/changes", "file:./dev.db", "A_URL"),
    "seven, default path": ({"prisma.config.mts": CONFIG % "datasource: { url: process.env.A_URL }", "prisma/schema.prisma": DATASOURCE % ("postgresql", ""), "prisma/migrations/1_a/migration.sql": ""},
                            "prisma/migrations", "${A_URL}", None),
    "a program": ({"prisma.config.js": "module.exports = { migrations: { path: where() }, datasource: { url: build() } }", "prisma/schema.prisma": DATASOURCE % ("postgresql", ""), "prisma/migrations/1_a/migration.sql": ""},
                  "prisma/migrations", "${DATABASE_URL}", "could not be read"),
    "another provider": ({"prisma/schema.prisma": DATASOURCE % ("sqlserver", '  url = env("A_URL")\n'), "prisma/migrations/1_a/migration.sql": ""}, "prisma/migrations", "${A_URL}", "sqlserver"),
    "eight": ({"prisma.config.ts": "import { defineConfig } from '@prisma/cli-engine'\nexport default defineConfig({})\n", "migrations/app/1_a/ops.json": "[]"}, "migrations", "${DATABASE_URL}", "Prisma 8"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout(layout, tmp_path):
    files, path, url, note = LAYOUTS[layout]
    for name, text in files.items():
        file = tmp_path / "work" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    project = Project(tmp_path / "work", None)
    (project.folder / "migshim.yaml").unlink()
    project.run("init")
    written = (project.folder / "migshim.yaml").read_text()
    assert f"path: {path}\n" in written and f"database: {url}\n" in written
    if note:
        assert note in written
    assert written.count("tool: prisma") == 1


def test_prisma_8_is_refused_when_it_is_read(tmp_path):
    project = Project(tmp_path / "work", None)
    folder = project.migrations / "app/20260520T1317_migration"
    folder.mkdir(parents=True)
    (folder / "ops.json").write_text("[]")
    result = project.run("status", status=None)
    assert result.status != 0 and "Prisma 8" in result.err


def test_down_runs_down_sql_and_forgets(make_project, prisma):
    project = make_project("sqlite")
    project.add("20240101000000_a", "CREATE TABLE a (id INTEGER);\n", down="DROP TABLE a;\n")
    project.add("20240102000000_b", "CREATE TABLE b (id INTEGER);\n")
    project.up()
    result = project.run("down", "--yes", status=None)
    assert result.status != 0 and "20240102000000_b" in result.err, result.text()  # it has no way back
    project.add("20240102000000_b", "CREATE TABLE b (id INTEGER);\n", down="DROP TABLE b;\nDROP TABLE nowhere;\n")
    assert "nowhere" in project.run("down", "--yes", status=1).err
    assert "b" in project.database.tables() and prisma.clean(project.migrations, project.database)
    (project.migrations / "20240102000000_b/down.sql").write_text("DROP TABLE b;\n")
    project.run("down", "--yes")
    assert "b" not in project.database.tables() and "a" in project.database.tables()
    assert prisma.deploy(project.migrations, project.database).result["appliedMigrationNames"] == ["20240102000000_b"]
