"""Fresh databases, and what is in them as text that can be compared."""

import itertools
import os
import re
import shutil
import sqlite3
import subprocess
import time

from harness.servers import postgres_binaries

_numbers = itertools.count(1)


class Database:
    """One empty database of a kind: "postgresql", "mysql" or "sqlite". `url` is what migshim gets."""

    def __init__(self, kind, server=None, folder=None):
        self.kind, self.server = kind, server
        self.name = f"t{os.getpid()}_{next(_numbers)}"
        if kind == "sqlite":
            self.path = str(folder / f"{self.name}.db")
            self.url = f"sqlite:///{self.path}"
            return
        connection = server.connect()
        # Copying the template's files is cheaper than logging them; before 15 nothing else was done.
        strategy = " STRATEGY file_copy" if kind == "postgresql" and connection.server_version >= 150000 else ""
        connection.cursor().execute(f"CREATE DATABASE {self.name}{strategy}")
        connection.close()
        self.url = server.url(self.name)

    def url_through(self, port):
        """The URL for a proxy on PORT."""
        return self.server.url(self.name, port=port)

    def connect(self):
        if self.kind == "sqlite":
            return sqlite3.connect(self.path, isolation_level=None)
        return self.server.connect(self.name)

    def query(self, sql):
        """Rows of SQL, as tuples."""
        connection = self.connect()
        try:
            cursor = connection.cursor()
            cursor.execute(sql)
            return [tuple(row) for row in cursor.fetchall()] if cursor.description else []
        finally:
            connection.close()

    def script(self, sql):
        """Runs several statements."""
        connection = self.connect()
        try:
            if self.kind == "sqlite":
                connection.executescript(sql)
                return
            cursor = connection.cursor()
            cursor.execute(sql)
            while self.kind == "mysql" and cursor.nextset():
                pass
        finally:
            connection.close()

    def scalar(self, sql):
        rows = self.query(sql)
        return rows[0][0] if rows else None

    def wait_for_backends(self):
        """A server notices the death of its client when it next writes to it."""
        sql = {"postgresql": "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
               "mysql": "SELECT count(*) FROM information_schema.processlist WHERE db = database() AND id <> connection_id()"}
        end = time.monotonic() + 20
        while self.kind in sql and time.monotonic() < end and self.scalar(sql[self.kind]):
            time.sleep(0.05)

    def tables(self):
        if self.kind == "sqlite":
            sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
        elif self.kind == "mysql":
            sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = database() AND table_type = 'BASE TABLE' ORDER BY 1"
        else:
            sql = ("SELECT CASE table_schema WHEN 'public' THEN '' ELSE table_schema || '.' END || table_name FROM information_schema.tables "
                   "WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE' ORDER BY 1")
        return [row[0] for row in self.query(sql)]

    def dump(self, data=False, without=()):
        """The schema (and the rows) as text, in which the database is called DATABASE. What migshim keeps for itself is left out, and the tables WITHOUT."""
        dump = {"postgresql": self._dump_postgresql, "mysql": self._dump_mysql, "sqlite": self._dump_sqlite}[self.kind]
        return dump(data, without).replace(self.name, "DATABASE")

    def _dump_postgresql(self, data, without):
        # by its path: what Debian has in PATH is a Perl program that looks for it
        command = [str(postgres_binaries() / "pg_dump"), "--no-owner", "--no-privileges", "--exclude-schema=migshim", "--inserts", "--dbname", self.url]
        command += [] if data else ["--schema-only"]
        # the sequence of a table's id goes with it
        command += [f"--exclude-table={name}" for table in without for name in (table, f"{table}_id_seq")]
        text = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
        # Settings and versions at the head, and the random token of newer pg_dump, say nothing of the database.
        lines = [line for line in text.splitlines() if line and not line.startswith(("--", "SET ", "\\restrict", "\\unrestrict", "SELECT pg_catalog.set_config"))]
        return "\n".join(self._sort_rows(lines)) + "\n"

    @staticmethod
    def _sort_rows(lines):
        """The INSERTs that stand together, in an order of their own: a table's rows have none, and an UPDATE leaves them as it finds them."""
        result, rows = [], []
        for line in lines:
            if line.startswith("INSERT INTO "):
                rows.append(line)
            elif rows and not rows[-1].endswith(");"):
                rows[-1] += "\n" + line
            else:
                result += sorted(rows) + [line]
                rows = []
        return result + sorted(rows)

    def _dump_mysql(self, data, without):
        parts = []
        for table in self.tables():
            if table in without or table.startswith("migshim_"):
                continue
            text = self.query(f"SHOW CREATE TABLE `{table}`")[0][1]
            parts.append(re.sub(r" AUTO_INCREMENT=\d+", "", text))
            if data:
                parts += sorted(repr(row) for row in self.query(f"SELECT * FROM `{table}`"))
        for kind, sql in {
            "view": "SELECT table_name, view_definition FROM information_schema.views WHERE table_schema = database() ORDER BY 1",
            "trigger": "SELECT trigger_name, action_timing, event_manipulation, event_object_table, action_statement "
                       "FROM information_schema.triggers WHERE trigger_schema = database() ORDER BY 1",
            "routine": "SELECT routine_name, routine_type, routine_definition FROM information_schema.routines "
                       "WHERE routine_schema = database() ORDER BY 1",
        }.items():
            parts += [f"{kind} {row!r}".replace(f"`{self.name}`.", "") for row in self.query(sql)]
        return "\n".join(parts) + "\n"

    def _dump_sqlite(self, data, without):
        parts = []
        for kind, name, table, sql in self.query("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"):
            if table in without or table.startswith(("migshim_", "sqlite_")):
                continue
            parts.append(f"{kind} {name} on {table}: {sql}")
            if data and kind == "table":
                parts += sorted(repr(row) for row in self.query(f'SELECT * FROM "{name}"'))
        return "\n".join(parts) + "\n"

    def drop(self):
        if self.kind == "sqlite":
            return
        connection = self.server.connect()
        try:
            force = " WITH (FORCE)" if self.kind == "postgresql" else ""
            connection.cursor().execute(f"DROP DATABASE IF EXISTS {self.name}{force}")
        finally:
            connection.close()


PRISMA_COLUMNS = "id, checksum, finished_at, migration_name, logs, rolled_back_at, started_at, applied_steps_count"


def prisma_history(database):
    """Rows of _prisma_migrations in the order of their beginning, as dictionaries; None when there is no such table."""
    if "_prisma_migrations" not in database.tables():
        return None
    order = "started_at" + (", rowid" if database.kind == "sqlite" else "")
    rows = database.query(f"SELECT {PRISMA_COLUMNS} FROM _prisma_migrations ORDER BY {order}")
    return [dict(zip(PRISMA_COLUMNS.split(", "), row)) for row in rows]


def prisma_history_comparable(database):
    """The same without ids and times: what must be equal between Prisma's rows and ours."""
    history = prisma_history(database)
    if history is None:
        return None
    return sorted(
        (row["migration_name"], row["checksum"], row["finished_at"] is not None, row["logs"], row["rolled_back_at"] is not None, row["applied_steps_count"])
        for row in history
    )


def typeorm_history(database, table="migrations"):
    """Rows (id, timestamp, name) of TypeORM's history in the order of their ids; None when there is no such table."""
    if table not in database.tables():
        return None
    quote = "`" if database.kind == "mysql" else '"'
    name = ".".join(f"{quote}{part}{quote}" for part in table.split("."))
    return [(int(row[0]), int(row[1]), row[2]) for row in database.query(f"SELECT id, timestamp, name FROM {name} ORDER BY id")]


def knex_history(database, table="knex_migrations"):
    """Rows (name, batch) of Knex's history in the order of their ids; None when there is no such table."""
    return database.query(f"SELECT name, batch FROM {table} ORDER BY id") if table in database.tables() else None


def psql(database, *files_or_sql):
    """Sends each file whole (as one query) with the real psql; stops at the first error."""
    for item in files_or_sql:
        with open(item, encoding="utf-8") as file:
            text = file.read()
        subprocess.run([shutil.which("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database.url, "-c", text], check=True,
                       stdout=subprocess.DEVNULL, env={**os.environ, "PGOPTIONS": "-c client_min_messages=error"})


def constraints_sorted(database, text):
    """TEXT, a dump of DATABASE; on SQLite with the constraints of each table in an order of their own: Alembic takes them from a set when it makes a table anew."""
    def ordered(match):
        return ", \n".join(sorted(match[0].rstrip("\n").split(", \n"))) + "\n"

    return re.sub(r"(?:\t(?:CONSTRAINT|UNIQUE|CHECK|FOREIGN KEY|PRIMARY KEY).*\n)+", ordered, text) if database.kind == "sqlite" else text
