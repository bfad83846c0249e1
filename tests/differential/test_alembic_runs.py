"""Revisions that run: the rows after each step, takeover both ways, locks, and what stops a run."""

import contextlib
import random
import sqlite3

import pytest

from harness.alembic_graphs import random_graph, random_target

from differential.test_alembic_graphs import CRASHES, SHAPES


def planned_rows(project, direction, target):
    """The rows behind each step, from the statements that the plan says will be sent."""
    result = project.run("plan", "--sql", "--json", *(["--down"] if direction == "down" else []), f"billing:{target}", status=None)
    after = []
    with contextlib.closing(sqlite3.connect(":memory:")) as table:
        table.execute("CREATE TABLE alembic_version (version_num TEXT)")
        table.executemany("INSERT INTO alembic_version VALUES (?)", [(row,) for row in project.rows()])
        for step in result.json()["steps"] if result.status == 0 else []:
            for statement in step["statements"]:
                if statement["sql"].split("alembic_version")[0] in ("INSERT INTO ", "UPDATE ", "DELETE FROM "):
                    assert table.execute(statement["sql"]).rowcount == 1
            after.append(sorted(row[0] for row in table.execute("SELECT version_num FROM alembic_version")))
    return after


def run_both(project, twin, alembic, direction, target):
    """TARGET by us on PROJECT's database and by Alembic on TWIN's: the same rows; FALSE when Alembic fails in an assertion."""
    [answer] = twin.ask(alembic, ["upgrade" if direction == "up" else "downgrade", target], keep_going=True)
    if not answer.ok and answer["type"] in CRASHES:
        return False
    planned = planned_rows(project, direction, target)
    result = project.run(direction, "--json", f"billing:{target}", status=None)
    assert (result.status == 0) == answer.ok, f"Alembic says: {answer}\n{result.text()}"
    if answer.ok:
        steps = [[step["direction"], step["id"]] for step in result.json()["steps"]]
        assert steps == answer["steps"]
        assert planned == answer["after"]
    assert project.rows() == sorted(answer["unsorted"] or []), f"{direction} {target}"
    return True


@pytest.mark.parametrize("shape", SHAPES)
def test_up_and_down(make_alembic, alembic, shape):
    project, twin = make_alembic("sqlite", SHAPES[shape]), make_alembic("sqlite", SHAPES[shape])
    assert run_both(project, twin, alembic, "up", "heads")
    assert run_both(project, twin, alembic, "down", "base")
    assert run_both(project, twin, alembic, "up", "heads")
    for base in ("cc@base", "xx@base", "base"):
        run_both(project, twin, alembic, "down", base)


@pytest.mark.parametrize("seed", range(16))
def test_random_walk(make_alembic, alembic, seed):
    chance = random.Random(1000 + seed)
    nodes = random_graph(chance, chance.choice([4, 10, 25, 60]))
    project, twin = make_alembic("sqlite", nodes), make_alembic("sqlite", nodes)
    for _ in range(8):
        direction = chance.choice(["up", "up", "down"])
        if not run_both(project, twin, alembic, direction, random_target(chance, nodes, direction == "up")):
            return


@pytest.mark.parametrize("shape", ["merge", "diamond", "three bases"])
def test_on_each_database(make_alembic, alembic, kind, shape):
    """Rows, the table's own shape, and either side going on after the other."""
    project, twin = make_alembic(kind, SHAPES[shape]), make_alembic(kind, SHAPES[shape])
    order = alembic.order(project.versions)["order"]
    project.up()
    twin.ask(alembic, ["upgrade", "heads"])
    assert project.rows() == twin.rows()
    assert project.database.dump() == twin.database.dump()
    assert "head)" in project.ask(alembic, ["current"])[0]["said"]
    assert project.ask(alembic, ["upgrade", "heads"])[0]["steps"] == []
    project.ask(alembic, ["downgrade", "base"])
    for id in order:
        project.run("up", f"billing:{id}")
        assert {one["id"]: one["state"] for one in project.status()["revisions"]}[id] == "applied"
    project.run("down", "billing:base")
    assert project.rows() == []
    for number, id in enumerate(order):
        if number % 2:
            project.run("up", f"billing:{id}")
        else:
            assert project.ask(alembic, ["upgrade", id])[0].ok
    assert project.rows() == twin.rows()


@pytest.mark.parametrize("k", range(0, 11, 2))
def test_takeover(make_alembic, alembic, kind, k):
    """The real tool to k, migshim to the end, and the other way round."""
    project, twin = make_alembic(kind, SHAPES["diamond"]), make_alembic(kind, SHAPES["diamond"])
    order = alembic.order(project.versions)["order"]
    for id in order[:k]:
        project.ask(alembic, ["upgrade", id])
        twin.run("up", f"billing:{id}")
    applied = {one["id"] for one in project.status()["revisions"] if one["state"] == "applied"}
    assert applied == set(order[:k])
    project.up()
    assert twin.ask(alembic, ["upgrade", "heads"])[0].ok
    assert project.rows() == twin.rows() == ["m2", "x3"]


def test_table_and_schema(make_alembic, alembic):
    """version_table, version_table_schema, version_table_pk."""
    for history, configure in (({"table": "Billing Version"}, {"version_table": "Billing Version"}),
                               ({"table": "v", "schema": "ops"}, {"version_table": "v", "version_table_schema": "ops"}),
                               ({"primary_key": "false"}, {"version_table_pk": False})):
        project, twin = (make_alembic("postgresql", SHAPES["merge"], history=history) for _ in range(2))
        for one in (project, twin):
            one.database.script("CREATE SCHEMA ops")
        project.up()
        twin.ask(alembic, ["upgrade", "heads"], configure=configure)
        assert project.database.dump() == twin.database.dump()
        assert project.ask(alembic, ["upgrade", "heads"], configure=configure)[0]["steps"] == []
        project.run("down", "billing:base")
        twin.ask(alembic, ["downgrade", "base"], configure=configure)
        assert project.database.dump() == twin.database.dump()


def test_unknown_row(make_alembic, alembic):
    """A row that no file explains: Alembic goes nowhere, and neither do we; `mark pending` takes it away."""
    project = make_alembic("sqlite", SHAPES["merge"])
    project.ask(alembic, ["stamp", "b1"])
    project.database.script("INSERT INTO alembic_version VALUES ('feedfacecafe')")
    [answer] = project.ask(alembic, ["upgrade", "heads"])
    states = {one["id"]: one["state"] for one in project.status()["revisions"]}
    assert states["feedfacecafe"] == "missing" and states["a1"] == states["b1"] == "applied" and states["c1"] == "pending"
    result = project.run("up", status=None)
    assert result.status == 4 and answer.error in result.err and "nothing was changed" in result.err
    project.run("mark", "pending", "billing:feedfacecafe")
    assert project.rows() == ["b1"]


def test_rows_that_overlap(make_alembic, alembic):
    """A row below another: a history that somebody has edited."""
    project = make_alembic("sqlite", SHAPES["linear"])
    project.ask(alembic, ["stamp", "c1"])
    project.database.script("INSERT INTO alembic_version VALUES ('a1')")
    [answer] = project.ask(alembic, ["upgrade", "heads"])
    assert "overlaps with other requested revisions" in answer.error
    result = project.run("up", status=None)
    assert result.status == 4 and answer.error in result.err and "nothing was changed" in result.err


def test_sixteen_at_once(make_alembic, alembic, kind):
    """Alembic has no lock; of sixteen runners of ours each step is done by one, and all end well."""
    project = make_alembic(kind, SHAPES["diamond"])
    processes = [project.start("up", "--lock-timeout", "60s") for _ in range(16)]
    outs = [process.communicate(timeout=120) for process in processes]
    assert all(process.returncode == 0 for process in processes), outs
    assert project.rows() == ["m2", "x3"]
    assert sum(b"10 revisions applied" in out for out, _ in outs) == 1
    assert project.ask(alembic, ["upgrade", "heads"])[0]["steps"] == []


@pytest.mark.parametrize("way", ["up", "down"])
def test_row_changed_meanwhile(make_alembic, way):
    """What Alembic tells from the count of rows: the row is not to be found any more. Here a trigger keeps it from being changed."""
    project = make_alembic("postgresql", SHAPES["linear"])
    project.run("up", "billing:b1")
    project.database.script("CREATE FUNCTION thief() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;"
                            "CREATE TRIGGER thief BEFORE UPDATE OR DELETE ON alembic_version FOR EACH ROW EXECUTE FUNCTION thief()")
    result = project.run(way, "billing:heads" if way == "up" else "billing:base", status=None)
    assert result.status == 1 and "Online migration expected to match one row when" in result.err, result.text()
    assert project.rows() == ["b1"]


def test_row_changed_meanwhile_mysql(make_alembic):
    """The same where the row goes between our reading of it and our writing: a trigger of a table that the run touches takes it away."""
    project = make_alembic("mysql", SHAPES["linear"])
    project.run("up", "billing:b1")
    project.database.script("CREATE TRIGGER thief AFTER INSERT ON migshim_ledger FOR EACH ROW UPDATE alembic_version SET version_num = 'stolen' WHERE version_num = 'c1'")
    result = project.run("up", "billing:heads", status=None)
    assert result.status == 1 and "1690" in result.err and "row_count" in result.err, result.text()
