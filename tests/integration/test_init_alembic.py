"""`migshim init` of Alembic projects, laid out as people lay them out."""

import textwrap

import pytest

REVISION = """
revision = "{id}"
down_revision = {down}


def upgrade():
    pass


def downgrade():
    pass
"""

INI = """
# A generic, single database configuration.

[alembic]
script_location = {location}
prepend_sys_path = .
{more}

[loggers]
keys = root

[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
"""

ENV = """
from alembic import context

config = context.config
target_metadata = None

with connectable.connect() as connection:
    context.configure(connection=connection, target_metadata=target_metadata)
"""


@pytest.fixture
def repository(make_project):
    """A folder without migshim.yaml; write(name, text) puts a file there, versions(folder, id...) a chain of revisions."""
    project = make_project("sqlite")
    (project.folder / "migshim.yaml").unlink()

    def write(name, text):
        path = project.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip())

    def versions(folder, *ids):
        for number, id in enumerate(ids):
            write(f"{folder}/{id}_x.py", REVISION.format(id=id, down=repr(ids[number - 1]) if number else None))

    project.write, project.versions = write, versions
    return project


def found(repository):
    return {one["name"]: one for one in repository.run("init", "--json", "--dry-run").json()["sources"]}


def test_generic(repository):
    """What `alembic init` makes; the URL is a variable that env.py sets."""
    repository.write("billing/alembic.ini", INI.format(location="alembic", more="sqlalchemy.url = driver://user:pass@localhost/dbname"))
    repository.write("billing/alembic/env.py", """
        import os
        from alembic import context

        def get_url():
            return os.getenv("BILLING_DATABASE_URL", "sqlite:///x.db")

        context.config.set_main_option("sqlalchemy.url", get_url())
        context.configure(connection=connection, target_metadata=None)
        """)
    repository.versions("billing/alembic/versions", "a1", "b1")
    source = found(repository)["billing"]
    assert (source["path"], source["root"], source["history"], source["note"]) == ("billing/alembic/versions", "billing", {}, None)
    repository.run("init")
    assert "${BILLING_DATABASE_URL}" in (repository.folder / "migshim.yaml").read_text()
    assert "2 pending" in repository.run("status", environment={"BILLING_DATABASE_URL": repository.database.url}).out


def test_settings_of_env(repository):
    """Literals of context.configure, through names; the naming convention where the metadata is imported from."""
    repository.write("alembic.ini", INI.format(location="%(here)s/migrations", more="sqlalchemy.url = sqlite:///./app.db"))
    repository.write("migrations/env.py", """
        from alembic import context
        from app.models import Base

        VERSION_TABLE = "billing_version"
        target_metadata = Base.metadata

        def run():
            context.configure(connection=connection, target_metadata=target_metadata, version_table=VERSION_TABLE,
                              version_table_schema="billing", version_table_pk=False, compare_type=True)
        """)
    repository.write("app/models.py", "from app.db import Base\n")
    repository.write("app/db.py", """
        from sqlalchemy import MetaData
        from sqlalchemy.orm import DeclarativeBase

        NAMES = {"ix": "ix_%(column_0_label)s", "pk": "pk_%(table_name)s"}

        class Base(DeclarativeBase):
            metadata = MetaData(naming_convention=NAMES)
        """)
    repository.versions("migrations/versions", "a1")
    [source] = found(repository).values()
    assert source["history"] == {"table": "billing_version", "schema": "billing", "primary_key": "false",
                                 "naming_convention.ix": "ix_%(column_0_label)s", "naming_convention.pk": "pk_%(table_name)s"}
    assert source["root"] is None
    repository.run("init")
    text = (repository.folder / "migshim.yaml").read_text()
    assert "sqlite:///./app.db" in text
    repository.run("status", status=None)


def test_what_is_no_literal_is_named(repository):
    repository.write("alembic.ini", INI.format(location="migrations", more=""))
    repository.write("migrations/env.py", """
        from alembic import context
        from elsewhere import metadata, settings

        target_metadata = metadata
        context.configure(connection=connection, target_metadata=target_metadata, version_table=settings.table, **more)
        """)
    repository.versions("migrations/versions", "a1")
    [source] = found(repository).values()
    for word in ("version_table is no literal", "line 5", "** arguments", "elsewhere, which was not found", "URL could not be read"):
        assert word in source["note"], source["note"]


def test_several_locations(repository):
    """Folders by each separator of alembic.ini; one history."""
    for separator, sign in (("os", ":"), ("space", " "), ("newline", "\n  ")):
        repository.write("alembic.ini", INI.format(location="migrations", more=f"version_locations = %(here)s/one/versions{sign}two\npath_separator = {separator}\n"
                                                                              "recursive_version_locations = true"))
        repository.write("migrations/env.py", ENV)
        repository.versions("one/versions", "a1")
        repository.versions("two/deep", "x1")
        [source] = found(repository).values()
        assert (source["path"], source["morePaths"], source["history"]) == ("one/versions", ["two"], {"recursive": "true"})
    repository.run("init")
    assert "2 pending" in repository.run("status", environment={"DATABASE_URL": repository.database.url}).out


def test_pyproject(repository):
    repository.write("svc/pyproject.toml", """
        [project]
        name = "svc"

        [tool.alembic]
        script_location = "%(here)s/db"  # a comment
        version_locations = [
            "%(here)s/db/versions",
            '%(here)s/extra',  # another
        ]
        prepend_sys_path = ["src"]

        [tool.ruff]
        line-length = 100
        """)
    repository.write("svc/db/env.py", ENV)
    repository.versions("svc/db/versions", "a1")
    repository.versions("svc/extra", "x1")
    source = found(repository)["svc"]
    assert (source["path"], source["morePaths"], source["evidence"]) == ("svc/db/versions", ["svc/extra"], "svc/pyproject.toml")


def test_flask_migrate(repository):
    """alembic.ini beside env.py, without a script_location."""
    repository.write("web/migrations/alembic.ini", "[alembic]\n# template used to generate migration files\n# file_template = %%(rev)s_%%(slug)s\n")
    repository.write("web/migrations/env.py", ENV)
    repository.versions("web/migrations/versions", "a1")
    source = found(repository)["web"]
    assert (source["path"], source["root"]) == ("web/migrations/versions", "web")


def test_two_services_with_one_variable(repository):
    for name in ("a", "b"):
        repository.write(f"{name}/alembic.ini", INI.format(location="migrations", more=""))
        repository.write(f"{name}/migrations/env.py", ENV.replace("config =", "import os\nurl = os.environ['DATABASE_URL']\nconfig ="))
        repository.versions(f"{name}/migrations/versions", "a1")
    repository.run("init")
    assert "B_DATABASE_URL" in (repository.folder / "migshim.yaml").read_text()


def test_password_is_not_written(repository):
    repository.write("alembic.ini", INI.format(location="migrations", more="sqlalchemy.url = postgresql://ann:s3same@db/app"))
    repository.write("migrations/env.py", ENV)
    repository.versions("migrations/versions", "a1")
    repository.run("init")
    text = (repository.folder / "migshim.yaml").read_text()
    assert "s3same" not in text and "password stands in the file" in text


def test_named_sections(repository):
    """`alembic -n NAME`: each section that has a script_location."""
    repository.write("alembic.ini", "[DEFAULT]\nprepend_sys_path = .\n\n[users]\nscript_location = users\n\n[orders]\nscript_location = orders\nsqlalchemy.url = sqlite:///orders.db\n")
    for name in ("users", "orders"):
        repository.write(f"{name}/env.py", ENV)
        repository.versions(f"{name}/versions", "a1")
    assert {name: one["path"] for name, one in found(repository).items()} == {"users": "users/versions", "orders": "orders/versions"}
