"""`migshim init`: what it finds is what the next commands run."""

import pytest

SCHEMA = 'datasource db {\n  provider = "sqlite"\n  url      = %s\n}\n'


@pytest.fixture
def repository(make_project):
    """A folder without migshim.yaml; add_service(name, url) puts a Prisma project into it."""
    project = make_project("sqlite")
    (project.folder / "migshim.yaml").unlink()

    def add_service(name, url):
        folder = project.folder / name / "prisma"
        script = folder / "migrations/20240101120000_init/migration.sql"
        script.parent.mkdir(parents=True)
        script.write_text(f'CREATE TABLE "{name.split("/")[-1]}" (id INTEGER PRIMARY KEY);\n')
        (folder / "migrations/migration_lock.toml").write_text('provider = "sqlite"\n')
        (folder / "schema.prisma").write_text(SCHEMA % url)

    project.add_service = add_service
    return project


def test_one_service(repository):
    repository.add_service("services/api", 'env("DATABASE_URL")')
    written = repository.run("init")
    assert "services/api/prisma/migrations" in written.out
    repository.run("status", "--check", status=3, environment={"DATABASE_URL": "file:x.db"})
    (repository.folder / ".env").write_text('DATABASE_URL="file:./x.db" # local\n')
    assert "1 revision applied" in repository.run("up").out
    assert (repository.folder / "x.db").exists()
    repository.run("status", "--check")


def test_two_databases(repository):
    repository.add_service("a", '"file:./dev.db"')
    repository.add_service("b", 'env("B_URL")')
    repository.run("init")
    repository.run("up", environment={"B_URL": "file:b.db"})
    assert (repository.folder / "a/prisma/dev.db").exists()
    assert (repository.folder / "b.db").exists()


def test_services_with_one_variable(repository):
    repository.add_service("a", 'env("DATABASE_URL")')
    repository.add_service("b", 'env("DATABASE_URL")')
    repository.run("init")
    result = repository.run("up", status=2, environment={"DATABASE_URL": "file:a.db"})
    assert "B_DATABASE_URL" in result.err
    repository.run("up", environment={"DATABASE_URL": "file:a.db", "B_DATABASE_URL": "file:b.db"})
    assert (repository.folder / "a.db").exists() and (repository.folder / "b.db").exists()


def test_dry_run_writes_nothing(repository):
    repository.add_service("a", 'env("DATABASE_URL")')
    shown = repository.run("init", "--dry-run").out
    assert not (repository.folder / "migshim.yaml").exists()
    repository.run("init")
    assert (repository.folder / "migshim.yaml").read_text() == shown
    (repository.folder / "migshim.yaml").write_text("version: 1\n")
    repository.run("init", "--force")
    assert (repository.folder / "migshim.yaml").read_text() == shown


def test_password_is_not_written(repository):
    repository.add_service("a", '"postgresql://ann:s3same@db/app"')
    repository.run("init")
    assert "s3same" not in (repository.folder / "migshim.yaml").read_text()


def test_what_others_wrote_is_skipped(repository):
    repository.add_service("node_modules/prisma-example", 'env("DATABASE_URL")')
    repository.add_service("a", 'env("DATABASE_URL")')
    assert len(repository.run("init", "--json").json()["sources"]) == 1
