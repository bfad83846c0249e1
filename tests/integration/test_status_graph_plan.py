"""status, graph and plan: what they say is what is there and what up and down do."""

import json

import pytest


def keys(document, member="revisions"):
    return [revision["key"] for revision in document[member]]


def states(project):
    return {revision["id"]: revision["state"] for revision in project.status(status=None)["revisions"]}


@pytest.fixture
def shop(tmp_path, make_project):
    """Three sources with a database each, and requirements between them."""
    project = make_project("sqlite")
    (project.folder / "migshim.yaml").write_text("""version: 1
database: {a: "file:./a.db", w: "file:./w.db", b: "file:./b.db"}
sources:
  - {name: api, tool: prisma, path: api, database: a}
  - {name: web, tool: prisma, path: web, database: w}
  - {name: billing, tool: prisma, path: billing, database: b}
links:
  - billing:20240115 requires api:20240102
""")
    for source, name, sql, down in [
        ("api", "20240101120000_init", "CREATE TABLE users (id INTEGER);\n", "DROP TABLE users;\n"),
        ("api", "20240102130000_avatar", "ALTER TABLE users ADD COLUMN avatar TEXT;\n", "ALTER TABLE users DROP COLUMN avatar;\n"),
        ("api", "20240201090000_roles", "CREATE TABLE roles (id INTEGER);\n", "DROP TABLE roles;\n"),
        ("web", "20240101150000_sessions", "CREATE TABLE sessions (id INTEGER);\n", "DROP TABLE sessions;\n"),
        ("web", "20240110080000_carts", "-- migshim: requires billing:20240103100000_accounts\nCREATE TABLE carts (id INTEGER);\n", "DROP TABLE carts;\n"),
        ("billing", "20240103100000_accounts", "CREATE TABLE accounts (id INTEGER);\n", None),
        ("billing", "20240115100000_invoices", "CREATE TABLE invoices (id INTEGER);\n", "DROP TABLE invoices;\n"),
    ]:
        project.migrations = project.folder / source
        project.add(name, sql, down)
    return project


ORDER = ["api:20240101120000_init", "web:20240101150000_sessions", "api:20240102130000_avatar", "billing:20240103100000_accounts",
         "web:20240110080000_carts", "billing:20240115100000_invoices", "api:20240201090000_roles"]


def test_order_is_one_everywhere(shop):
    assert keys(shop.status()) == ORDER
    assert keys(shop.run("graph", "--json").json()) == ORDER
    assert keys(shop.run("graph", "--files", "--json").json()) == ORDER
    assert keys(shop.run("plan", "--json").json(), "steps") == ORDER
    assert [step["revision"] for step in shop.up("--json").json()["steps"]] == ORDER


def test_target_takes_what_it_requires(shop):
    plan = shop.run("plan", "billing:20240115", "--json").json()
    assert keys(plan, "steps") == [ORDER[0], ORDER[2], ORDER[3], ORDER[5]]
    assert {step["key"]: step["because"] for step in plan["steps"]}["api:20240102130000_avatar"] == "billing:20240115100000_invoices"
    assert shop.up("billing:20240115", "--dry-run").out.count("  up  ") == 4
    assert not (shop.folder / "a.db").exists()
    shop.up("billing:20240115")
    assert [revision["key"] for revision in shop.status()["revisions"] if revision["state"] == "applied"] == keys(plan, "steps")


def test_down_takes_dependents_first(shop):
    shop.up()
    plan = shop.run("plan", "--down", "api:20240101120000_init", "--json").json()
    assert [(step["key"], step["reason"]) for step in plan["steps"]] == [
        (ORDER[6], "target"), (ORDER[5], "dependent"), (ORDER[2], "target")]
    shop.run("down", "api:20240101120000_init", "--yes")
    assert [key for key, step in zip(ORDER, shop.status()["revisions"]) if step["state"] == "pending"] == [ORDER[2], ORDER[5], ORDER[6]]


def test_no_way_back_is_refused_as_a_whole(shop):
    shop.up()
    refused = shop.run("down", "--base", "--yes", status=None)
    assert refused.status != 0 and "billing:20240103100000_accounts has no way back" in refused.err
    assert all(revision["state"] == "applied" for revision in shop.status()["revisions"])


def test_pictures(shop):
    shop.up("web:20240101")
    text = shop.run("graph").out
    lines = text.splitlines()
    assert [next(word for word in line.split() if word.isalpha()) for line in lines[:7]] == [key.split(":")[0] for key in ORDER]
    assert lines[:2] == ["○      api      20240101120000_init      pending", "│ ●    web      20240101150000_sessions"]
    assert text.endswith("\n○ 6 pending   ● 1 applied\n")
    assert "requires billing:20240103100000_accounts" in text.splitlines()[4]
    assert shop.run("graph", "--ascii").out.isascii()
    assert shop.run("graph", environment={"LC_ALL": "C"}).out.isascii()
    dot = shop.run("graph", "--format", "dot").out
    assert '"api:20240102130000_avatar" -> "billing:20240115100000_invoices" [penwidth=2];' in dot
    mermaid = shop.run("graph", "--format", "mermaid", "--source", "web").out
    assert mermaid.startswith("flowchart TD\n") and "subgraph" in mermaid and "billing" not in mermaid


def test_check_tells_by_its_exit_code(shop):
    shop.run("status")
    shop.run("status", "--check", status=3)
    shop.up()
    shop.run("status", "--check")
    (shop.folder / "api/20240101120000_init/migration.sql").write_text("CREATE TABLE persons (id INTEGER);\n")
    shop.run("status", "--check", status=4)
    said = shop.run("status").out
    assert "api:20240101120000_init  edited: its file is not the one that was applied" in said
    shop.run("status", "--source", "web", "--check")


def test_missing_file(shop):
    shop.up()
    for file in (shop.folder / "web/20240110080000_carts").iterdir():
        file.unlink()
    (shop.folder / "web/20240110080000_carts").rmdir()
    said = shop.run("status").out
    assert "?  web:20240110080000_carts  missing: applied 2" in said
    assert "migshim mark pending KEY" in said
    document = shop.status()
    assert [revision["key"] for revision in document["revisions"] if revision["state"] == "missing"] == ["web:20240110080000_carts"]


def test_out_of_order(shop):
    shop.up()
    shop.migrations = shop.folder / "api"
    shop.add("20240115000000_late", "CREATE TABLE late (id INTEGER);\n")
    plan = shop.run("plan", "--json").json()
    assert [(step["key"], step["reason"], step["overtakenBy"]) for step in plan["steps"]] == [
        ("api:20240115000000_late", "out-of-order", "api:20240201090000_roles")]
    assert len(plan["warnings"]) == 1
    configuration = shop.folder / "migshim.yaml"
    configuration.write_text(configuration.read_text() + "policy: {out_of_order: refuse}\n")
    refused = shop.up(status=4)
    assert "api:20240115000000_late is out of order" in refused.err and "migshim mark applied api:20240115000000_late" in refused.err


def test_cycle_is_written_out(shop):
    configuration = shop.folder / "migshim.yaml"
    configuration.write_text(configuration.read_text() + "  - api:20240101120000_init requires billing:20240115100000_invoices\n")
    refused = shop.run("status", status=2)
    assert ("revisions wait for each other: api:20240101120000_init requires billing:20240115100000_invoices (links, migshim.yaml:9) "
            "requires api:20240102130000_avatar (links, migshim.yaml:8) follows api:20240101120000_init") in refused.err


def test_what_is_previewed_is_what_is_run(project, kind, make_project):
    """The SQL of `plan --sql --verbose`, given to the database by itself, leaves the program nothing to do, and the same schema."""
    other = make_project(kind)
    for one in (project, other):
        one.configure(extra="ledger: off\n")
        one.add("20240101120000_init", "CREATE TABLE a (id INTEGER PRIMARY KEY, note VARCHAR(40) DEFAULT 'it''s; x');\n")
        one.add("20240102120000_more", "-- a comment; with a semicolon\nINSERT INTO a (id, note) VALUES (1, 'one');\nCREATE INDEX a_note ON a (note) -- last\n")
    project.database.script(project.run("plan", "--sql", "--verbose").out)
    other.up()
    assert states(project) == {"20240101120000_init": "applied", "20240102120000_more": "applied"}
    assert project.database.dump(data=True, without=("_prisma_migrations",)) == other.database.dump(data=True, without=("_prisma_migrations",))
    assert json.loads(project.run("plan", "--json").out)["steps"] == []
