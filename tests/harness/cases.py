"""The programs of tests/script/*.test (the format is told in tests/unit/test-script-cases.c), and what Node or CPython says of them.

    python -m harness.cases FILE...      puts what they say under the programs of these files; refusals stay as they are"""

import re
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from harness.oracles import ORACLE, ROOT, LineServer, node

FOLDER = ROOT / "tests/script"


@dataclass
class Case:
    title: str
    kind: str
    files: dict = field(default_factory=dict)
    expected: str = ""

    def refused(self):
        return bool(re.search("^refused: ", self.expected, re.M))

    def text(self):
        program, *others = self.files.items()
        return f"=== {self.title}\n{program[1]}" + "".join(f"+++ {name}\n{text}" for name, text in others) + f"---\n{self.expected}"


def read(path):
    kind = path.name.split(".")[-2]
    head, *parts = re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.M)
    cases = []
    for part in parts:
        title, _, rest = part.partition("\n")
        program, _, expected = (re.split(r"^(---)\n", rest, maxsplit=1, flags=re.M) + ["", ""])[:3]  # not recorded yet: nothing
        program = program.rstrip("\n") + "\n"
        names = re.split(r"^\+\+\+ (.*)\n", f"+++ case.{kind}\n" + program, flags=re.M)[1:]
        expected = expected.rstrip("\n")
        cases.append(Case(title, kind, dict(zip(names[::2], names[1::2], strict=True)), expected + "\n" if expected else ""))
    return head, cases


def all_cases():
    return [(path, case) for path in sorted(FOLDER.glob("*.test")) for case in read(path)[1]]


class Real:
    """Node and CPython, each started at its first case."""

    def __init__(self):
        self.node = LineServer([node(), str(ORACLE / "cases.cjs")])
        self.python = LineServer([sys.executable, "-B", str(ORACLE / "cases.py")])

    def close(self):
        self.node.close()
        self.python.close()

    def run(self, case):
        server = self.python if case.kind == "py" else self.node
        with tempfile.TemporaryDirectory() as folder:
            for name, text in case.files.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            said = server.ask(main=str(Path(folder) / next(iter(case.files))))["said"].rstrip("\n")
        return said + "\n" if said else ""


def record(path):
    head, cases = read(path)
    real = Real()
    for case in cases:
        if not case.refused():
            case.expected = real.run(case)
    path.write_text(head + "\n".join(case.text() for case in cases), encoding="utf-8")
    real.close()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        record(Path(name))
