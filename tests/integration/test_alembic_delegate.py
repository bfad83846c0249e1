"""A revision that is refused is left to the real Alembic, between others that are not; the rows go on from what it wrote."""

import sys

ENV = """
import os
from alembic import context
from sqlalchemy import create_engine

with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
"""


def test_in_the_middle(make_alembic, alembic):
    project = make_alembic("sqlite", "a1 b1<a1 b2<a1 c1<b1 m1<c1,b2")
    refused = project.graph[1]
    project.write(refused, upgrade='import socket\nsocket.gethostname()\nop.execute("CREATE TABLE made (n integer)")', downgrade='op.drop_table("made")')
    (project.folder / "billing/env.py").write_text(ENV)
    (project.folder / "billing/alembic.ini").write_text("[alembic]\nscript_location = %(here)s\n")
    assert "b1" in project.run("up", status=None).err and project.rows() == []
    command = [sys.executable, "-m", "alembic", "-c", str(project.folder / "billing/alembic.ini"), "upgrade", "{name}"]
    project.configure(project.sources_text().replace("}\n", f", delegate: {command!r}}}\n"))
    result = project.up()
    assert "5 revisions applied" in result.out and project.rows() == ["m1"]
    assert "made" in project.database.tables()
    assert project.ask(alembic, ["upgrade", "heads"])[0]["steps"] == []
    assert project.run("status", "--check").status == 0
