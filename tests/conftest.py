"""Fixtures: servers (once a worker), fresh databases, projects, and the real tools."""

import os

import pytest

from harness.alembic_graphs import AlembicProject
from harness.databases import Database
from harness.oracles import Alembic, Knex, Prisma, TypeORM
from harness.program import Project
from harness.servers import MariaServer, PostgresServer, attached, postgres_binaries


def pytest_addoption(parser):
    parser.addoption("--quick", action="store_true", help="leave out the tests marked slow")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--quick"):
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


class Servers:
    """Servers of this worker, each started at its first use. Those that with-servers has started serve the first worker; MySQL's named locks
    are server-wide, so other workers have a server of their own."""

    def __init__(self, worker):
        self.first_worker = worker in ("master", "gw0")
        self.running = {}

    def get(self, kind, version=15):
        key = (kind, version)
        if key not in self.running:
            url = os.environ.get({"postgresql": "MIGSHIM_TEST_POSTGRESQL", "mysql": "MIGSHIM_TEST_MYSQL"}[kind])
            if url and version == 15 and (self.first_worker or kind == "postgresql"):
                self.running[key] = attached(kind, url)
            else:
                server = MariaServer() if kind == "mysql" else PostgresServer(postgres_binaries(version))
                self.running[key] = server  # before the start, so that it is removed if that fails
                server.start()
        return self.running[key]

    def stop(self):
        for server in self.running.values():
            server.stop()


@pytest.fixture(scope="session")
def servers(worker_id):
    servers = Servers(worker_id)
    yield servers
    servers.stop()


@pytest.fixture
def make_database(servers, tmp_path):
    """make_database(kind) gives a fresh Database, dropped at the end."""
    made = []

    def make(kind, version=15):
        database = Database(kind, None if kind == "sqlite" else servers.get(kind, version), tmp_path)
        made.append(database)
        return database

    yield make
    for database in made:
        database.drop()


@pytest.fixture
def make_project(make_database, tmp_path):
    """make_project(kind) gives a Project on a fresh database; make_project(database=...) on a given one."""
    count = [0]

    def make(kind=None, database=None, **options):
        count[0] += 1
        return Project(tmp_path / f"project{count[0]}", database or make_database(kind), **options)

    return make


@pytest.fixture(params=["sqlite", "postgresql", "mysql"])
def kind(request):
    """Each kind of database in turn."""
    return request.param


@pytest.fixture(params=["sqlite", "postgresql"])
def prisma_kind(request):
    """The kinds that the real Prisma engine runs on here; its WebAssembly build has no MySQL."""
    return request.param


@pytest.fixture
def database(kind, make_database):
    return make_database(kind)


@pytest.fixture
def project(kind, make_project):
    return make_project(kind)


@pytest.fixture(scope="session")
def prisma():
    oracle = Prisma()
    yield oracle
    oracle.close()


@pytest.fixture(scope="session")
def knex():
    oracle = Knex()
    yield oracle
    oracle.close()


@pytest.fixture(scope="session")
def typeorm():
    oracle = TypeORM()
    yield oracle
    oracle.close()


@pytest.fixture(scope="session")
def alembic():
    oracle = Alembic()
    yield oracle
    oracle.close()


@pytest.fixture
def make_alembic(make_database, tmp_path):
    """make_alembic(kind, graph) gives an AlembicProject on a fresh database; make_alembic(database=...) on a given one."""
    count = [0]

    def make(kind="sqlite", graph=(), database=None, **options):
        count[0] += 1
        return AlembicProject(tmp_path / f"alembic{count[0]}", database or make_database(kind), graph, **options)

    return make


@pytest.fixture(params=TypeORM.VERSIONS)
def typeorm_version(request):
    """Each version of TypeORM that users run."""
    return request.param
