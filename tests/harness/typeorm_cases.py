"""The cases of tests/oracle/typeorm/cases: their heads, and what the real tool does with one.

usage: python -m harness.typeorm_cases [--version V] CASE.ts [KIND...]     (inside with-servers; prints results, SQL and the schema)
"""

import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from harness.oracles import ORACLE, TypeORM

FOLDER = ORACLE / "typeorm/cases"
KINDS = ("postgresql", "mysql", "sqlite")
RESULTS = ("works", "refused", "fails")


@dataclass
class Case:
    path: Path
    what: str
    methods: list
    results: dict  # kind → (result, text)
    versions: tuple

    name = property(lambda self: self.path.stem)

    def copy_to(self, folder):
        """The case as the only migration of FOLDER."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.path, folder / f"1700000000000-{self.path.name}")
        shutil.copytree(FOLDER / "lib", folder / "lib", dirs_exist_ok=True)

    def reverts(self):
        return re.search(r"\bdown\b", self.path.read_text()) is not None


def read_case(path):
    head = {}
    for line in path.read_text().splitlines():
        match = re.fullmatch(r"// (\w+): (.+)", line)
        if not match:
            break
        head[match[1]] = match[2].strip()
    results = {}
    for kind in KINDS:
        if kind in head:
            result, _, text = head.pop(kind).partition(" ")
            assert result in RESULTS, f"{path.name}: {kind} can't be \"{result}\""
            assert (result == "works") == (not text), f"{path.name}: {kind}: {result} {text}"
            results[kind] = (result, text)
    versions = tuple(head.pop("typeorm", " ".join(TypeORM.VERSIONS)).split())
    what, methods = head.pop("what"), re.split(r",\s*", head.pop("methods"))
    assert results and not head, f"{path.name}: unknown lines {list(head)}"
    return Case(path, what, methods, results, versions)


def all_cases():
    return [read_case(path) for path in sorted(FOLDER.glob("*.[jt]s"))]


def main():
    from harness.databases import Database
    from harness.servers import attached

    import os

    arguments = sys.argv[1:]
    version = "1"
    if arguments[:1] == ["--version"]:
        version, arguments = arguments[1], arguments[2:]
    case = read_case(FOLDER / Path(arguments[0]).name)
    typeorm = TypeORM()
    for kind in arguments[1:] or case.results:
        with tempfile.TemporaryDirectory() as folder:
            server = None if kind == "sqlite" else attached(kind, os.environ[f"MIGSHIM_TEST_{kind.upper()}"])
            database = Database(kind, server, Path(folder))
            case.copy_to(Path(folder) / "migrations")
            for command in ["run"] + ["revert"] * case.reverts():
                answer = typeorm.ask(command, Path(folder) / "migrations", database, version=version)
                print(f"\n===== {kind}: {command}: {answer.result if answer.ok else answer.error}")
                for sql, *parameters in answer["sql"]:
                    print(sql, *(parameters if parameters != [[]] else []))
                print("-----")
                print(database.dump(data=True))
            database.drop()
    typeorm.close()


if __name__ == "__main__":
    main()
