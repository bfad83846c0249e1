"""The cases of tests/oracle/alembic/expressions as revisions."""

import re
import textwrap

from harness.oracles import ORACLE

FOLDER = ORACLE / "alembic/expressions"
HEAD = '''revision = {revision!r}
down_revision = None
branch_labels = None
depends_on = None

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql, postgresql, sqlite


'''
LIBRARY = '''import datetime
import decimal
import enum
import uuid


class Kind(enum.Enum):
    a = "first"
    b = "second"


'''
TABLES = '''t = sa.table("t", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("n", sa.Integer), sa.column("ok", sa.Boolean),
             sa.column("data", sa.JSON), sa.column("amount", sa.Numeric(10, 2)), sa.column("Order", sa.String))
u = sa.table("user", sa.column("id", sa.Integer), sa.column("t_id", sa.Integer), sa.column("title", sa.String), schema="s1")
p = sa.table("p", sa.column("id"), sa.column("x"))
d = sa.table("d", sa.column("id", sa.Integer), sa.column("at", sa.DateTime), sa.column("on", sa.Date), sa.column("tm", sa.Time), sa.column("num", sa.Numeric(8, 2)),
             sa.column("fl", sa.Float), sa.column("raw", sa.LargeBinary), sa.column("uid", sa.Uuid), sa.column("kind", sa.Enum("a", "b", name="kind")),
             sa.column("js", sa.JSON), sa.column("iv", sa.Interval))


'''
# What follows a case on our side: where it ends, or what it raised.
STATEMENTS_END = '''

def upgrade():
    bind = op.get_bind()
    op.execute(sa.text("SELECT 'end of case'"))
    for case in CASES:
        try:
            case(bind)
        except Exception as error:
            op.execute(sa.text("SELECT 'raised', :kind, :words").bindparams(kind=type(error).__name__, words=str(error)))
        op.execute(sa.text("SELECT 'end of case'"))


def downgrade():
    pass
'''


def head(file, revision):
    return HEAD.format(revision=revision) + (LIBRARY if file.startswith("values") else "")


def statement_lines(file, kind):
    """The lines of FILE that are for KIND: all but those that end with another's name in brackets."""
    found = []
    for line in (FOLDER / f"{file}.cases").read_text().splitlines():
        text, kinds = re.fullmatch(r"(.*?)(?:  \[([a-z ]+)\])?", line).groups()
        if text and not text.startswith("#") and (not kinds or kind in kinds.split()):
            found.append(text)
    return found


def write_statements(path, file, lines, revision="statements"):
    """A revision with a function for each of LINES, which are FILE's."""
    text = [head(file, revision), TABLES]
    for number, line in enumerate(lines):
        *before, last = line.split(" ; ")
        last = last[2:] if last.startswith("! ") else f"bind.execute({last})"
        body = "\n".join([*before, last])
        text.append(f"def case_{number}(bind):\n{textwrap.indent(body, '    ')}\n\n\n")
    names = ", ".join(f"case_{number}" for number in range(len(lines)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(text) + f"CASES = [{names}]\n" + STATEMENTS_END)


RESULTS_END = '''

def upgrade():
    bind = op.get_bind()
    for title, case in CASES:
        print("===", title)
        try:
            case(bind)
        except Exception as error:
            show(type(error), error)


def downgrade():
    pass
'''
SHOW = '''def show(*values):
    print("=>", *[repr(str(value) if isinstance(value, Exception) else value) for value in values])


'''


def result_cases(file, kind):
    """Title and body of each case of FILE that is for KIND."""
    found = []
    for part in re.split(r"(?m)^=== ", (FOLDER / f"{file}.cases").read_text())[1:]:
        line, body = part.split("\n", 1)
        title, kinds = re.fullmatch(r"(.*?)(?: \[([a-z ]+)\])?", line).groups()
        if not kinds or kind in kinds.split():
            found.append((title, body.strip("\n")))
    return found


def write_results(path, file, cases, revision="results"):
    text = [head(file, revision), SHOW]
    for number, (_, body) in enumerate(cases):
        text.append(f"def case_{number}(bind):\n{textwrap.indent(body, '    ')}\n\n\n")
    pairs = "".join(f"    ({title!r}, case_{number}),\n" for number, (title, _) in enumerate(cases))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(text) + f"CASES = [\n{pairs}]\n" + RESULTS_END)
