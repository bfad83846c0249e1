"""The tables of docs/compat that are made of cases: docs/compat/typeorm-methods.md, each method of the query runner on each database, as the cases of
tests/oracle/typeorm/cases prove it; docs/compat/alembic-operations.md, directives and types, of tests/oracle/alembic/operations.

usage: python -m harness.compat_table        writes the tables between their marks in the documents
"""

import sys
from collections import defaultdict

from harness import alembic_operations, typeorm_cases
from harness.servers import ROOT

KINDS = typeorm_cases.KINDS
DOCUMENT = ROOT / "docs/compat/typeorm-methods.md"
ALEMBIC = ROOT / "docs/compat/alembic-operations.md"
TITLES = {"postgresql": "PostgreSQL", "mysql": "MySQL, MariaDB", "sqlite": "SQLite"}


def cell(cases, kind):
    """What the cases that use a method say of a database, in few words."""
    by_result = defaultdict(list)
    for case in cases:
        if kind in case.results:
            by_result[case.results[kind][0]].append(case.what)
    if not by_result:
        return "–"
    notes = [f"{word}: {'; '.join(by_result[result])}" for result, word in (("refused", "refused"), ("fails", "the tool fails")) if by_result[result]]
    if not by_result["works"]:
        return "refused" if not by_result["fails"] else "the tool fails" if not by_result["refused"] else "; ".join(notes)
    return "; ".join(["works"] + notes)


def table(title, names_of, cases):
    """A row for each of the names that NAMES_OF gives for a case."""
    named = defaultdict(list)
    for case in cases:
        for name in names_of(case):
            named[name].append(case)
    lines = [f"| {title} | " + " | ".join(TITLES.values()) + " |", "|---|" + "---|" * len(KINDS)]
    for name in sorted(named, key=str.lower):
        lines.append(f"| `{name}` | " + " | ".join(cell(named[name], kind).replace("|", "\\|") for kind in KINDS) + " |")
    return "\n".join(lines)


TABLES = {
    DOCUMENT: {"methods": lambda: table("method", lambda case: case.methods, typeorm_cases.all_cases())},
    ALEMBIC: {
        "directives": lambda: table("directive", lambda case: case.methods, alembic_operations.all_cases()),
        "types": lambda: table("type", lambda case: case.types, alembic_operations.all_cases()),
    },
}


def with_tables(document):
    """The text of DOCUMENT with its tables as they should be."""
    text = document.read_text()
    for name, make in TABLES[document].items():
        begin, end = f"<!-- {name}: written by tests/harness/compat_table.py -->", f"<!-- end of {name} -->"
        start, stop = text.index(begin) + len(begin), text.index(end)
        text = f"{text[:start]}\n\n{make()}\n\n{text[stop:]}"
    return text


if __name__ == "__main__":
    for document in TABLES:
        document.write_text(with_tables(document))
    sys.exit(0)
