"""The cases of tests/oracle/alembic/operations: bodies of upgrade (), and how to make a folder of revisions of them.

    === title [databases, all when there are none]
    statements

What only fails is in errors.cases; there a line `--- words` ends the body with what the real tool says."""

import re
from dataclasses import dataclass

from harness.oracles import ORACLE

FOLDER = ORACLE / "alembic/operations"
KINDS = ("postgresql", "mysql", "sqlite")
FILES = ("types", "tables", "columns", "batch")
HEAD = """revision = {revision!r}
down_revision = {down!r}
branch_labels = None
depends_on = None

import enum

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.schema import CreateSchema, CreateSequence, DropSchema, DropSequence


def upgrade():
{body}


def downgrade():
    pass
"""


@dataclass
class Case:
    file: str
    number: int
    title: str
    kinds: tuple
    body: str
    words: str = ""

    @property
    def revision(self):
        return f"{self.file[:4]}{self.number:03}"

    @property
    def methods(self):
        """Names of the directives that it uses, those of a batch with `batch_op.` before them."""
        return {f"{owner}.{name}" for owner, name in re.findall(r"\b(op|batch_op)\.(\w+)", self.body) if name not in ("f", "get_bind", "get_context", "execute", "bulk_insert")}


    @property
    def types(self):
        return set(re.findall(r"\b(?:sa|postgresql|mysql|sqlite)\.[A-Z]\w*", self.body)) - {"sa.Column"} if self.file == "types" else set()

    @property
    def what(self):
        return self.title

    @property
    def results(self):
        return {kind: ("fails" if self.words else "works",) for kind in self.kinds}


def all_cases():
    return [case for file in (*FILES, "errors") for case in cases(file)]


def cases(file):
    found = []
    for number, part in enumerate(re.split(r"(?m)^=== ", (FOLDER / f"{file}.cases").read_text())[1:]):
        line, body = part.split("\n", 1)
        title, kinds = re.fullmatch(r"(.*?)(?: \[([a-z ]+)\])?", line).groups()
        body, _, words = body.partition("--- ")
        found.append(Case(file, number, title, tuple(kinds.split()) if kinds else KINDS, body.strip("\n"), words.strip()))
    return found


def write(folder, chosen, chained=True):
    """A revision for each case; each upon the one before when CHAINED, else all of them first ones."""
    folder.mkdir(parents=True, exist_ok=True)
    down = None
    for case in chosen:
        body = "\n".join(f"    {line}" for line in case.body.splitlines())
        (folder / f"{case.revision}.py").write_text(HEAD.format(revision=case.revision, down=down, body=body))
        down = case.revision if chained else None
