"""The table of docs/compat/typeorm-methods.md: each method of the query runner on each database, as the cases of tests/oracle/typeorm/cases prove it.

usage: python -m harness.compat_table        writes the table between its marks in the document
"""

import sys
from collections import defaultdict

from harness.servers import ROOT
from harness.typeorm_cases import KINDS, all_cases

DOCUMENT = ROOT / "docs/compat/typeorm-methods.md"
BEGIN, END = "<!-- methods: written by tests/harness/compat_table.py -->", "<!-- end of methods -->"
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


def table():
    methods = defaultdict(list)
    for case in all_cases():
        for method in case.methods:
            methods[method].append(case)
    lines = ["| method | " + " | ".join(TITLES.values()) + " |", "|---|" + "---|" * len(KINDS)]
    for method in sorted(methods, key=str.lower):
        lines.append(f"| `{method}` | " + " | ".join(cell(methods[method], kind).replace("|", "\\|") for kind in KINDS) + " |")
    return "\n".join(lines)


def with_table(text):
    begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    return f"{text[:begin]}\n\n{table()}\n\n{text[end:]}"


if __name__ == "__main__":
    DOCUMENT.write_text(with_table(DOCUMENT.read_text()))
    sys.exit(0)
