"""The shop of fixtures/polyglot: two tools' services in one database, by migshim in one run and by the real tools in turn."""

import shutil

from harness.databases import prisma_history_comparable, typeorm_history
from harness.program import Project
from harness.servers import ROOT

SHOP = ROOT / "fixtures/polyglot"
LAST = "20240420100000_product_supplier"


def test_shop(tmp_path, make_database, prisma, typeorm):
    shop, ours, theirs = tmp_path / "shop", make_database("sqlite"), make_database("sqlite")
    shutil.copytree(SHOP, shop)
    project = Project(tmp_path / "unused", ours)
    environment = {"DATABASE_URL": ours.url}
    project.run("up", cwd=shop, environment=environment)
    api, core = shop / "services/api/prisma/migrations", shop / "services/core/src/migrations"
    # Each needs the other: Prisma stops before the migration that asks for TypeORM's table.
    (api / LAST).rename(tmp_path / LAST)
    assert prisma.deploy(api, theirs).ok
    answer = typeorm.run(core, theirs)
    assert answer.ok, answer.error
    (tmp_path / LAST).rename(api / LAST)
    assert prisma.deploy(api, theirs).result["appliedMigrationNames"] == [LAST]
    histories = ("_prisma_migrations", "migrations")
    assert ours.dump(data=True, without=histories) == theirs.dump(data=True, without=histories)
    assert prisma_history_comparable(ours) == prisma_history_comparable(theirs)
    assert typeorm_history(ours) == typeorm_history(theirs)
    assert prisma.clean(api, ours) and typeorm.clean(core, ours)
    # Back to an empty shop, and up again.
    project.run("down", "--base", "--yes", cwd=shop, environment=environment)
    assert [table for table in ours.tables() if table not in histories and not table.startswith("migshim_")] == []
    project.run("up", cwd=shop, environment=environment)
    assert ours.dump(data=True, without=histories) == theirs.dump(data=True, without=histories)


def test_rows_of_accounts_are_split(tmp_path, make_database):
    """Accounts that are there before the data migration get their letters' greetings."""
    shop, ours = tmp_path / "shop", make_database("sqlite")
    shutil.copytree(SHOP, shop)
    project = Project(tmp_path / "unused", ours)
    project.run("up", "api:20240402093000_user_locale", cwd=shop, environment={"DATABASE_URL": ours.url})
    ours.script("""INSERT INTO "User" ("email", "name", "locale") VALUES ('a@x', 'Ada King  Lovelace', 'en'), ('p@x', ' Plato ', 'de-AT'), ('n@x', NULL, 'de'), ('e@x', '', 'en');""")
    project.run("up", cwd=shop, environment={"DATABASE_URL": ours.url})
    assert ours.query('SELECT "userId", "first", "rest", "greeting" FROM "addressee" ORDER BY 1') == [
        (1, "Ada", "King Lovelace", "Dear Ada,"), (2, "Plato", "", "Hallo Plato,")]
