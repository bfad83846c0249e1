"""Statements as the real SQLAlchemy hands them to the drivers, none of which is executed: the texts that psycopg2 and PyMySQL would send; for sqlite3 the text and its parameters."""

import importlib.util

import sqlalchemy
from alembic.migration import MigrationContext
from alembic.operations import Operations


class Kept(Exception):
    """The statement was written down: nothing more happens."""


def parameter(value):
    if value is None or isinstance(value, bool):
        return {None: "NULL", True: "1", False: "0"}[value]
    return f"x'{bytes(value).hex()}'" if isinstance(value, (bytes, memoryview)) else str(value)


class Recorder:
    def __init__(self, url):
        self.engine = sqlalchemy.create_engine(url, query_cache_size=0)
        self.kept = None
        for name in ("do_execute", "do_executemany", "do_execute_no_params"):
            sqlalchemy.event.listen(self.engine, name, getattr(self, name))

    def keep(self, cursor, statement, parameters):
        if self.engine.dialect.name == "sqlite":
            self.kept.append([statement, *map(parameter, parameters)])
        else:
            text = cursor.mogrify(statement, parameters)
            self.kept.append([text.decode() if isinstance(text, bytes) else text])

    def do_execute(self, cursor, statement, parameters, context=None):
        if self.kept is None:
            return False
        self.keep(cursor, statement, parameters)
        raise Kept

    def do_execute_no_params(self, cursor, statement, context=None):
        return self.do_execute(cursor, statement, () if self.engine.dialect.name == "sqlite" else None)

    def do_executemany(self, cursor, statement, parameters, context=None):
        if self.kept is None:
            return False
        if self.engine.dialect.name == "mysql" and statement.startswith("INSERT"):
            cursor.execute = lambda text, arguments=None: self.kept.append([text.decode() if isinstance(text, (bytes, bytearray)) else text]) or 1
            cursor.executemany(statement, parameters)
        else:
            for one in parameters:
                self.keep(cursor, statement, one)
        raise Kept


def record(path, url):
    """For each of the file's cases: what it would send, and the exception that it ends with, if any."""
    spec = importlib.util.spec_from_file_location("cases", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    recorder = Recorder(url)
    answers = []
    for case in module.CASES:
        with recorder.engine.connect() as connection, Operations.context(MigrationContext.configure(connection)):
            recorder.kept, error = [], None
            try:
                case(connection)
            except Exception as raised:
                if not isinstance(raised, Kept) and not isinstance(getattr(raised, "orig", None), Kept):
                    error = [type(raised).__name__, str(raised)]
            answers.append([recorder.kept, error])
            recorder.kept = None
    recorder.engine.dispose()
    return answers
