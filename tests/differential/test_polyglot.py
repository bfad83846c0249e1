"""The shop of fixtures/polyglot: each service's tool in one database, by migshim in one run and by the real tools in turn."""

import itertools
import shutil
from pathlib import Path

import pytest
from harness.databases import constraints_sorted, knex_history, prisma_history_comparable, typeorm_history
from harness.program import Project
from harness.servers import ROOT

SHOP = ROOT / "fixtures/polyglot"
HISTORIES = ("_prisma_migrations", "migrations", "knex_migrations", "knex_migrations_lock", "alembic_version")
# What makes the service's folder of migrations one of its tool's, before there is any.
BESIDE = {"prisma": ("migration_lock.toml",)}


@pytest.fixture
def tools(prisma, typeorm, knex, alembic):
    """Of each tool: apply what the folder has, and whether nothing is left to do, in the real tool's words."""
    def upgrade(folder, database):
        return alembic.run(folder, database, ["upgrade", "heads"], options={"prepend_sys_path": str(folder.parent.parent)})[0]

    return {
        "prisma": (lambda folder, database: prisma.deploy(folder, database), prisma.clean),
        "typeorm": (lambda folder, database: typeorm.run(folder, database), typeorm.clean),
        "knex": (lambda folder, database: knex.latest(folder, database), lambda folder, database: knex.pending(folder, database) == []),
        "alembic": (upgrade, lambda folder, database: upgrade(folder, database)["steps"] == []),
    }


def content(database):
    return constraints_sorted(database, database.dump(data=True, without=HISTORIES))


class Shop:
    def __init__(self, folder, database):
        shutil.copytree(SHOP, folder)
        self.folder, self.database = folder, database
        self.project = Project(folder.parent / "unused", database)

    def run(self, *arguments, **options):
        return self.project.run(*arguments, cwd=self.folder, environment={"DATABASE_URL": self.database.url}, **options)

    def services(self):
        """(tool, folder of migrations) of each service."""
        return {(step["tool"], self.migrations_of(step)) for step in self.run("graph", "--files", "--json").json()["revisions"]}

    @staticmethod
    def migrations_of(revision):
        parent = Path(revision["file"]).parent
        return parent.parent if revision["tool"] == "prisma" else parent

    def content(self):
        return content(self.database)


def by_the_tools(shop, folder, database, tools):
    """Runs the real tools in turn on DATABASE, each as far as the next revision of another: in a shop whose migrations come one after the other."""
    shutil.copytree(SHOP, folder)
    for tool, migrations in shop.services():
        for entry in (folder / migrations).iterdir():
            if entry.name not in BESIDE.get(tool, ()):
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    turns = 0
    for (tool, migrations), steps in itertools.groupby(shop.run("plan", "--json").json()["steps"], key=lambda step: (step["tool"], Shop.migrations_of(step))):
        for step in steps:
            file = Path(step["file"])
            (folder / file).parent.mkdir(exist_ok=True)
            shutil.copy(shop.folder / file, folder / file)
        apply, _ = tools[tool]
        answer = apply(folder / migrations, database)
        assert answer.ok, answer
        turns += 1
    return turns


def test_shop(tmp_path, make_database, tools):
    shop, theirs = Shop(tmp_path / "shop", make_database("sqlite")), make_database("sqlite")
    services = shop.services()
    assert {tool for tool, _ in services} == set(tools)
    # Each needs the others: nobody could run his own to the end first.
    assert by_the_tools(shop, tmp_path / "theirs", theirs, tools) > 2 * len(services)
    shop.run("up")
    ours = shop.database
    assert shop.content() == content(theirs)
    assert prisma_history_comparable(ours) == prisma_history_comparable(theirs)
    assert typeorm_history(ours) == typeorm_history(theirs)
    assert [name for name, _ in knex_history(ours)] == [name for name, _ in knex_history(theirs)]
    assert {batch for _, batch in knex_history(ours)} == {1}
    assert ours.query("SELECT * FROM alembic_version") == theirs.query("SELECT * FROM alembic_version")
    for tool, migrations in services:
        _, clean = tools[tool]
        assert clean(shop.folder / migrations, ours), tool
    # Back to an empty shop, and up again.
    applied = shop.content()
    shop.run("down", "--base", "--yes")
    assert [table for table in ours.tables() if table not in HISTORIES and not table.startswith("migshim_")] == []
    shop.run("up")
    assert shop.content() == applied


def test_init_finds_the_services(tmp_path, make_database):
    """What `init` writes for this repository has the sources of the migshim.yaml that is there."""
    shop = Shop(tmp_path / "shop", make_database("sqlite"))
    found = shop.services()
    (shop.folder / "migshim.yaml").unlink()
    shop.run("init")
    assert shop.services() == found


def test_rows_of_a_shop_in_use(tmp_path, make_database):
    """Accounts, products and orders that are there before the data migrations: letters' greetings, pages, tax by the application's own module, and what follows from them."""
    shop = Shop(tmp_path / "shop", make_database("sqlite"))
    shop.run("up", "api:20240201080000_orders")
    shop.database.script("""
        INSERT INTO "User" ("email", "name") VALUES ('a@x', 'Ada King  Lovelace'), ('p@x', ' Plato '), ('n@x', NULL), ('e@x', '');
        INSERT INTO "Product" ("sku", "title", "priceCents") VALUES ('t', 'Crème brûlée, large', 450), ('m', 'Milk', 120);""")
    shop.run("up", "billing:ae1027a6acf0")
    shop.database.script("""
        INSERT INTO "Order" ("id", "userId") VALUES (1, 1), (2, 2);
        INSERT INTO invoice (id, order_id, number, net_cents) VALUES (1, 1, 'A1', 1003), (2, 2, 'A2', 999), (3, 2, 'A3', 0);""")
    shop.run("up", "api:20240402093000_user_locale")
    shop.database.script("""INSERT INTO "Address" ("userId", "street", "city", "country") VALUES (1, 'x', 'Wien', 'AT'), (2, 'x', 'Bern', 'CH')""")
    shop.database.script("""UPDATE "User" SET "locale" = 'de-AT' WHERE "email" = 'p@x'""")
    shop.run("up")
    assert shop.database.query('SELECT "userId", "first", "rest", "greeting" FROM "addressee" ORDER BY 1') == [
        (1, "Ada", "King Lovelace", "Dear Ada,"), (2, "Plato", "", "Hallo Plato,")]
    assert shop.database.query('SELECT "email", "opening" FROM "newsletter" ORDER BY 1') == [("a@x", "Dear Ada,"), ("p@x", "Hallo Plato,")]
    assert shop.database.query('SELECT "slug", "state" FROM "page" ORDER BY 1') == [("creme-brulee-large-1", "draft"), ("milk-2", "draft")]
    assert shop.database.query('SELECT "sku", "slug" FROM "Product" ORDER BY 1') == [("m", "milk-2"), ("t", "creme-brulee-large-1")]
    assert shop.database.query("SELECT id, tax_cents, language, status FROM invoice ORDER BY 1") == [(1, 201, "en", "draft"), (2, 81, "de-AT", "draft"), (3, 0, "de-AT", "draft")]
