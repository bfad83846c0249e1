"""SQLAlchemy's expression language, results and inspection beside the real one: a few hundred statements compiled by both, and what both read from twin databases."""

import re

import pytest
from harness import alembic_statements as statements
from harness.program import Project

SOURCE = "  - {name: web, tool: alembic, path: versions, root: .}\n"
KINDS = ("postgresql", "mysql", "sqlite")


def first_words(error):
    """Class and first line of what was raised; of what no compiler knows only the class, since the line names classes of Python."""
    kind, words = error
    words = re.sub(r"got \[.*|<[^>]*>", "...", words.split("\n")[0])
    return [kind] if "can't render element" in words else [kind, words]


def same(statement):
    """What differs and means the same: PostgreSQL's E'' where a backslash is, a number with other digits, the key that the tool asks for though nobody reads it."""
    text, *parameters = statement
    text = re.sub(r"\bE'((?:[^'\\]|''|\\\\)*)'", lambda match: "'" + match[1].replace("\\\\", "\\") + "'", text)
    return [text.removesuffix(" RETURNING tt.id"), *(repr(float(one)) if re.fullmatch(r"-?\d+(\.\d+)?", one) else one for one in parameters)]


def theirs(answers):
    return [[*map(same, texts), *([["raised", *first_words(error)]] if error else [])] for texts, error in answers]


def ours(project, kind):
    """The statements that `plan` shows for each case."""
    [step] = project.run("plan", "--sql", "--json").json()["steps"]
    assert step["unknown"] is None, step["unknown"]
    found, case = [], []
    for statement in step["statements"]:
        text, parameters = statement["sql"], statement["parameters"]
        if text == "SELECT 'end of case'":
            found.append(case)
            case = []
        elif text.startswith("SELECT 'raised', "):
            case.append(["raised", *first_words(parameters if kind == "sqlite" else raised_words(text, kind))])
        else:
            case.append(same([text, *parameters]))
    return found[1:]


def raised_words(text, kind):
    """The two literals behind SELECT 'raised'."""
    def value(literal):
        body = literal.removeprefix("E")[1:-1]
        body = body.replace("''", "'")
        return re.sub(r"\\(.)", lambda match: {"n": "\n"}.get(match[1], match[1]), body) if kind == "mysql" or literal[0] == "E" else body

    literals = re.findall(r"E?'(?:[^'\\]|''|\\.)*'" if kind == "mysql" or "E'" in text else r"'(?:[^']|'')*'", text.removeprefix("SELECT 'raised', "), re.DOTALL)
    return [value(literals[0]), value(", ".join(literals[1:]))]


@pytest.mark.parametrize("file", ("statements", "values.statements"))
@pytest.mark.parametrize("kind", KINDS)
def test_statements(file, kind, make_database, tmp_path, alembic):
    lines = statements.statement_lines(file, kind)
    path = tmp_path / "versions/statements.py"
    statements.write_statements(path, file, lines)
    database = make_database(kind)
    expected = theirs(alembic.record(path, database))
    given = ours(Project(tmp_path, database, SOURCE), kind)
    wrong = [f"{line}\n  theirs {one}\n  ours   {other}" for line, one, other in zip(lines, expected, given) if one != other]
    assert not wrong, f"{len(wrong)} of {len(lines)}:\n" + "\n".join(wrong)
    assert len(given) == len(lines)


@pytest.mark.parametrize("file", ("results", "transactions", "inspection", "values"))
@pytest.mark.parametrize("kind", KINDS)
def test_results(file, kind, make_database, tmp_path, alembic):
    statements.write_results(tmp_path / "versions/results.py", file, statements.result_cases(file, kind))
    told = alembic.run(tmp_path / "versions", make_database(kind), ["upgrade", "heads"])[-1]
    assert told.ok, (told.error, told["trace"])
    result = Project(tmp_path, make_database(kind), SOURCE).run("up")
    printed = [line.split(": ", 1)[1] for line in result.err.splitlines() if re.match(r"\s*web:results[^:]*: (===|=>)", line)]
    assert printed == told["printed"]


UNREAD = """bind.execute(sa.text("CREATE TABLE v (id integer PRIMARY KEY, name varchar(20))"))
for number in range({n}):
    bind.execute(v.insert().values(id=number, name="row"))
    op.execute(v.update().where(v.c.id == number).values(name="other"))
op.bulk_insert(v, [{{"id": 10000 + number, "name": "row"}} for number in range({n})])
"""
READ = "for number in range(5):\n    bind.execute(sa.select(v.c.name).where(v.c.id == number)).scalar()\n"


@pytest.mark.parametrize("kind", ("postgresql", "mysql"))
def test_round_trips(kind, make_database, tmp_path):
    """A result that nobody reads is not waited for, however many statements there are; one that is read is, once."""
    def trips(name, body):
        head = 'v = sa.table("v", sa.column("id", sa.Integer), sa.column("name", sa.String))\n'
        statements.write_results(tmp_path / name / "versions/results.py", "results", [("all", head + body)])
        return Project(tmp_path / name, make_database(kind), SOURCE).run("up", "--json").json()["roundTrips"]

    few, many, read = trips("few", UNREAD.format(n=2)), trips("many", UNREAD.format(n=300)), trips("read", UNREAD.format(n=300) + READ)
    assert few == many
    assert read == many + 4  # the first travels with what was queued
