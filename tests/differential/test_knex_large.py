"""The shop of fixtures/knex-large: ten years of migrations in the styles of ten years, by Knex and by migshim."""

import re

import pytest
from harness.program import Project
from harness.servers import ROOT

SHOP = ROOT / "fixtures/knex-large"
FOLDERS = [SHOP / "migrations", SHOP / "modules"]
NAMES = sorted(path.name for folder in FOLDERS for path in folder.iterdir() if path.name[0] == "2")
SOURCE = (f"  - {{name: shop, tool: knex, path: [{', '.join(map(str, FOLDERS))}], root: {SHOP}, "
          "history: {useNullAsDefault: 'true', loadExtensions: '.js,.cjs,.mjs,.ts'}, env: {SHOP_LANGUAGES: 'en,de,fr', SHOP_REGION: ch}}\n")
ENVIRONMENT = {"SHOP_LANGUAGES": "en,de,fr", "SHOP_REGION": "ch"}
KEPT = ("knex_migrations", "knex_migrations_lock")


@pytest.fixture
def shop(knex, make_database, tmp_path):
    return Shop(knex, make_database, tmp_path)


class Shop:
    def __init__(self, knex, make_database, folder):
        self.knex, self.make_database, self.folder = knex, make_database, folder

    def project(self, database):
        return Project(self.folder / database.name, database, SOURCE)

    def ours(self, database, *arguments):
        return self.project(database).run(*arguments)

    def theirs(self, database, *calls):
        answer = self.knex.ask(FOLDERS, database, *calls, env=ENVIRONMENT)
        assert answer.ok, answer
        return answer.result


TIME = re.compile(r"datetime\.datetime\(20(?:2[4-9]|[3-9]\d), [\d, ]+\)|20(?:2[4-9]|[3-9]\d)-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?")


def content(database, data=True):
    """Schema and rows; what the clock said is left out, the fixture's own times end with 2021."""
    return TIME.sub("NOW", database.dump(data=data, without=(*KEPT, "migshim_ledger", "migshim_journal")))


def names(database):
    return [name for (name,) in database.query("SELECT name FROM knex_migrations ORDER BY id")]


def history(database):
    return database.query("SELECT name, batch FROM knex_migrations ORDER BY id"), database.query("SELECT is_locked FROM knex_migrations_lock")


def test_up_and_down(kind, shop):
    """All up by each; all down, and nothing is left; and each takes the other's back."""
    assert len(NAMES) > 80
    ours, theirs = shop.make_database(kind), shop.make_database(kind)
    shop.theirs(theirs, "latest")
    shop.ours(ours, "up")
    assert content(ours) == content(theirs)
    assert names(ours) == names(theirs) == NAMES
    assert history(ours) == history(theirs)
    assert shop.theirs(ours, "list")[1] == []
    shop.theirs(ours, ("rollback", True))
    shop.ours(theirs, "down", "--base", "--yes")
    assert names(ours) == names(theirs) == []
    assert content(ours) == content(theirs)
    assert set(theirs.tables()) - {"migshim_ledger", "migshim_journal", "migshim.ledger", "migshim.journal"} == set(KEPT)


@pytest.mark.parametrize("k", [12, 52])
def test_takeover(kind, k, shop):
    alone, knex_first, migshim_first = (shop.make_database(kind) for _ in range(3))
    shop.theirs(alone, "latest")
    shop.theirs(knex_first, *["up"] * k)
    shop.ours(knex_first, "up")
    shop.ours(migshim_first, "up", "--steps", str(k))
    shop.theirs(migshim_first, "latest")
    assert content(knex_first) == content(migshim_first) == content(alone)
    assert names(knex_first) == names(migshim_first) == NAMES
    # And back: what each took back is the same; but on SQLite the tool loses rows that point to a table made anew.
    shop.theirs(alone, *["down"] * (len(NAMES) - k))
    shop.ours(migshim_first, "down", "--yes", "--steps", str(len(NAMES) - k))
    assert names(migshim_first) == names(alone) == NAMES[:k]
    assert content(migshim_first, kind != "sqlite") == content(alone, kind != "sqlite")
