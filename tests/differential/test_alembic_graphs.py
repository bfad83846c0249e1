"""Graphs, orders and targets: what Alembic says of them, we say. Databases are SQLite where the graph alone is in question."""

import os
import random
import shutil

import pytest

from harness.alembic_graphs import random_graph, random_target

SHAPES = {
    "linear": "a1 b1<a1 c1<b1 d1<c1",
    "two heads": "a1 b1<a1 b2<a1 c1<b1",
    "merge": "a1 b1<a1 c1<a1@cc m1<b1,c1 m2<m1",
    "diamond": "a1 b1<a1 b2<a1 c1<a1@cc c2<c1 m1<b2,c2 m2<m1 x1@xx x2<x1:b1 x3<x2",
    "three bases": "a1@aa a2<a1 b1@bb b2<b1:a1 c1@cc c2<c1:b2 c3<c2",
    "dependency by label": "a1@aa a2<a1 b1:aa b2<b1 c1<b1:b2",
    "three at once": "a1 b1<a1 b2<a1 b3<a1 m1<b3,b1,b2 n1<m1 n2<m1",
    "dependency above": "a1 b1<a1 c1<b1:a1 d1:c1 d2<d1:b1",
}

# Words of targets that a person may try on any of the shapes.
UP = ["head", "heads", "+1", "+2", "+9", "a1", "b1", "b2", "c1", "m1", "zz", "cc@head", "aa@heads", "cc@+1", "xx@+1", "xx@+2", "a1+1", "b1+1", "m1-1", "c1-1",
      "-1", "base", "c1@head", "b1@head", "aa@b1", "nothing@head"]
DOWN = ["base", "-1", "-2", "-9", "a1", "b1", "b2", "c1", "m1", "zz", "cc@base", "xx@base", "cc@-1", "aa@-1", "xx@-1", "a1+1", "m1-1", "c1-1", "+1", "b1@base", "head", "x1"]

CRASHES = ("AssertionError", "KeyError", "TypeError", "IndexError", "AttributeError")


def compare(project, answer, direction, target):
    """The plan for TARGET in words and order is what Alembic, whose ANSWER it is, did."""
    result = project.run("plan", "--json", *(["--down"] if direction == "down" else []), f"billing:{target}", status=None)
    if not answer.ok and answer["type"] in CRASHES:
        return  # for Alembic to mend: we refuse, or do what was meant
    if not answer.ok:
        assert result.status != 0, f"Alembic says: {answer}\n{result.text()}"
        assert result.json()["error"]["message"] == f"billing: {answer.error}", f"{direction} {target}"
        return
    assert result.status == 0, f"Alembic did {answer['steps']}\n{result.text()}"
    steps = [[step["direction"], step["key"].partition(":")[2]] for step in result.json()["steps"]]
    assert steps == answer["steps"], f"{direction} {target}\nAlembic {answer['steps']}\nmigshim {steps}"


def try_both(project, alembic, direction, target):
    """Plans first, on what is there; then Alembic goes on."""
    before = project.database.path + ".before"
    if os.path.exists(project.database.path):
        shutil.copyfile(project.database.path, before)
    [answer] = project.ask(alembic, ["upgrade" if direction == "up" else "downgrade", target], keep_going=True)
    after = project.database.path + ".after"
    os.replace(project.database.path, after)
    if os.path.exists(before):
        os.replace(before, project.database.path)
    compare(project, answer, direction, target)
    os.replace(after, project.database.path)
    return answer


@pytest.mark.parametrize("shape", SHAPES)
def test_order_of_everything(make_alembic, alembic, shape):
    project = make_alembic("sqlite", SHAPES[shape])
    told = alembic.order(project.versions)
    assert [one["id"] for one in project.status()["revisions"]] == told["order"]


@pytest.mark.parametrize("shape", SHAPES)
def test_targets(make_alembic, alembic, shape):
    """Each word from nothing, from the middle and from the top."""
    project = make_alembic("sqlite", SHAPES[shape])
    for start in ("base", "b1", "heads"):
        for direction, words in (("up", UP), ("down", DOWN)):
            for word in words:
                project.ask(alembic, ["purge", start])
                try_both(project, alembic, direction, word)


@pytest.mark.parametrize("seed", range(24))
def test_random_targets(make_alembic, alembic, seed):
    """A walk through a random graph: each target is planned by us and done by Alembic."""
    chance = random.Random(seed)
    nodes = random_graph(chance, chance.choice([3, 8, 15, 30, 60]))
    project = make_alembic("sqlite", nodes)
    told = alembic.order(project.versions)
    assert [one["id"] for one in project.status()["revisions"]] == told["order"]
    for _ in range(12):
        direction = chance.choice(["up", "up", "up", "down", "down"])
        try_both(project, alembic, direction, random_target(chance, nodes, direction == "up"))
