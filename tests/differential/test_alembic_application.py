"""Revisions that import the application: its modules, column types and models."""

import pytest

from harness.alembic_graphs import Node

COLUMN = 'op.create_table("letter", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("text", {type}, nullable=False))'
CRYPTOGRAPHY = '''
import sqlalchemy as sa
from cryptography.fernet import Fernet


class EncryptedText(sa.types.TypeDecorator):
    impl = sa.LargeBinary
    key = Fernet("secret")
'''


@pytest.fixture
def application(make_alembic):
    """An application below `billing`, which revisions import as `app`; the real tool has its folder in prepend_sys_path."""
    def make(kind, upgrade, modules, downgrade="pass", types=None, graph="a1", imports=""):
        project = make_alembic(kind, graph)
        for name, text in modules.items():
            path = project.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        project.write(project.graph[-1], upgrade=upgrade, downgrade=downgrade)
        path = project.versions / f"{project.graph[-1].id}_message.py"
        path.write_text(path.read_text().replace("import sqlalchemy as sa\n", f"import sqlalchemy as sa\n{imports}\n"))
        project.configure(f"  - {{name: billing, tool: alembic, path: billing/versions, root: .{', types: {' + types + '}' if types else ''}}}\n")
        return project
    return make


@pytest.mark.parametrize("imports,type", [
    ("from app.types import EncryptedText", "EncryptedText(length=40)"),
    ("from app.types import EncryptedText as E", "E"),
    ("import app.types", "app.types.EncryptedText()"),
    ("from nowhere import EncryptedText", "EncryptedText()"),
])
def test_types_are_mapped(application, imports, type):
    """A class that can't be had is what the configuration says; without that it is refused."""
    project = application("sqlite", COLUMN.format(type=type), {"app/types.py": CRYPTOGRAPHY}, imports=imports)
    result = project.run("up", status=None)
    assert result.status != 0 and "the import of" in result.err and "letter" not in project.database.tables(), result.text()
    for types in ("EncryptedText: Text", "app.types.EncryptedText: Text"):
        project = application("sqlite", COLUMN.format(type=type), {"app/types.py": CRYPTOGRAPHY}, types=types, imports=imports)
        project.up()
        assert "text TEXT NOT NULL" in project.database.scalar("SELECT sql FROM sqlite_master WHERE name = 'letter'")


def test_types_of_one_run_are_made_once(make_alembic, alembic):
    """PostgreSQL: two tables of one run with the same Enum make its type once; in two runs the second fails, as in Alembic."""
    table = 'op.create_table("{0}", sa.Column("mood", sa.Enum("good", "bad", name="mood")))'
    ours, theirs = make_alembic("postgresql"), make_alembic("postgresql")
    for project in (ours, theirs):
        project.write(Node("a1"), upgrade=table.format("one"))
        project.write(Node("b1", ["a1"]), number=1, upgrade=table.format("two"))
        project.write(Node("c1", ["b1"]), number=2, upgrade=table.format("three"))
    assert theirs.ask(alembic, ["upgrade", "b1"])[0].ok
    ours.run("up", "billing:b1")
    assert ours.database.dump() == theirs.database.dump()
    assert 'type "mood" already exists' in theirs.ask(alembic, ["upgrade", "c1"])[0].error
    assert 'type "mood" already exists' in ours.run("up", status=1).err
