"""Graphs, orders and targets: what Alembic says of them, we say. Databases are SQLite where the graph alone is in question."""

import os
import random
import shutil

import pytest

from harness.alembic_graphs import random_graph, random_target

pytestmark = pytest.mark.slow

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


# A graph that can't be, and the words of it: those of Alembic, or of the warning that stands before its KeyError.
BROKEN = {
    "cycle": ("a1<c1 b1<a1 c1<b1", None),
    "cycle above a base": ("a1 b1<a1,d1 c1<b1 d1<c1", None),
    "self-loop": ("a1 b1<b1", None),
    "dependency self-loop": ("a1 b1<a1:b1", None),
    "dependency cycle": ("a1:c1 b1<a1 x1 c1<x1:b1", None),
    "illegal": ("a1 b1+2<a1", None),
    "label twice": ("a1@aa b1<a1@aa", "Branch name 'aa' in revision b1 already used by revision a1"),  # Alembic goes through a set
    "label like an id": ("a1 b1<a1@a1", None),
    "missing": ("a1 b1<zz", "Revision zz referenced from b1 is not present"),
    "missing dependency": ("a1 b1<a1:zz", "Revision zz referenced from b1 is not present"),
    "partial dependency": ("abcdef123456 b1:abcd", "Revision abcd referenced from b1 is not present"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_graph(make_alembic, alembic, name):
    graph, words = BROKEN[name]
    project = make_alembic("sqlite", graph)
    told = alembic.order(project.versions)
    assert not told.ok
    result = project.run("status", status=None)
    assert result.status != 0 and (words or told.error) in result.err, f"Alembic says: {told.error}\n{result.text()}"


def test_present_twice(make_alembic, alembic):
    """Alembic warns, and the first file's work is never done: refused."""
    project = make_alembic("sqlite", "a1 b1<a1")
    (project.versions / "z.py").write_text((project.versions / "b1_message.py").read_text())
    [answer] = project.ask(alembic, ["upgrade", "heads"])
    assert any("Revision b1 is present more than once" in warning for warning in answer["warnings"])
    result = project.run("status", status=None)
    assert result.status != 0 and "Revision b1 is present more than once" in result.err and "b1_message.py" in result.err


def test_files_that_are_none(make_alembic, alembic):
    """What Alembic passes over, and what it stops at."""
    project = make_alembic("sqlite", "a1 b1<a1")
    for name in ("__init__.py", "__init__x.py", ".#c1.py", "notes.txt", "c1.pyc", "d1.py.bak"):
        (project.versions / name).write_text("x = (\n")
    (project.versions / "deep").mkdir()
    (project.versions / "deep/c1_x.py").write_text("revision = 'c1'\ndown_revision = 'b1'\n")
    (project.versions / "0ab.py").write_text("down_revision = 'b1'\n\ndef upgrade(): pass\n")
    (project.versions / "link.py").symlink_to(project.versions / "a1_message.py")
    told = alembic.order(project.versions)
    assert [one["id"] for one in project.status()["revisions"]] == told["order"] == ["a1", "b1", "0ab"]
    (project.versions / "helper.py").write_text("x = 1\n")
    told = alembic.order(project.versions)
    assert "Could not determine revision id from filename helper.py" in told.error
    assert "Could not determine revision id from filename helper.py" in project.run("status", status=None).err


def test_recursive_and_several_folders(make_alembic, alembic):
    """The order of files, which breaks ties: folder by folder, files before folders, by name."""
    project = make_alembic("sqlite", "", history={"recursive": "true"})
    other = project.folder / "other"
    for folder, name in ((project.versions, "z1"), (project.versions / "b", "b1"), (project.versions / "a/a", "a2"), (project.versions / "a", "a1"), (other, "a0"), (other / "x", "x1")):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}_x.py").write_text(f"revision = '{name}'\ndown_revision = None\n")
    project.configure("  - {name: billing, tool: alembic, path: [billing/versions, other], history: {recursive: true}}\n")
    told = alembic.server.ask(versions=[str(project.versions), str(other)], heads=True, url="", options={"recursive_version_locations": "true"})
    assert [one["id"] for one in project.status()["revisions"]] == told["order"] and len(told["order"]) == 6


def test_shapes_of_variables(make_alembic, alembic):
    """The four variables as people write them; the message and the time of the docstring."""
    project = make_alembic("sqlite")
    files = {
        "1.py": "revision = 'a1'; down_revision = None",
        "2.py": "REV = 'a' '2'\nrevision: str = REV\nrevises = 'a1'\ndown_revision = revises",
        "3.py": "revision, down_revision = 'a3', ('a1',)",
        "4.py": "revision = \"a4\"\ndown_revision: 'str | None' = ['a2', 'a3']\nbranch_labels = ('aa', 'bb')",
        "5.py": "PREFIX = 'a'\nrevision = PREFIX + '5'\ndown_revision = None\ndepends_on = ['aa', 'a1']\n",
        "6.py": "import typing as t\n\ntry:\n    import something\nexcept ImportError:\n    something = None\nif something:\n    unrelated = 1\nrevision = 'a6'\ndown_revision = 'a5'\n",
        "7.py": "r'''Say \"it\"\n in two lines\n\nRevision ID: a7\nCreate Date: 2023-05-06 07:08:09.123456+00:00\n'''\nrevision = 'a7'\ndown_revision = 'a6'\n",
    }
    for name, text in files.items():
        (project.versions / name).write_text(text)
    told = alembic.order(project.versions)
    revisions = project.status()["revisions"]
    assert [one["id"] for one in revisions] == told["order"] and len(revisions) == 7
    assert (revisions[-1]["title"], revisions[-1]["timestamp"]) == ('Say "it"\n in two lines', "2023-05-06T07:08:09.000000Z")


STAMPS = [["a1"], ["b1"], ["c1"], ["m1"], ["x1"], ["x2"], ["b1", "x1"], ["b2", "c2"], ["b1", "b2", "x3"], ["m2", "x3"]]


@pytest.mark.parametrize("stamps", STAMPS, ids="-".join)
@pytest.mark.parametrize("start", ["base", "a1", "b1", "x1"])
def test_mark_is_stamp(make_alembic, alembic, start, stamps):
    """`mark applied` of what is not applied yet leaves the rows that `alembic stamp` leaves."""
    project = make_alembic("sqlite", SHAPES["diamond"])
    twin = make_alembic("sqlite", SHAPES["diamond"])
    for one in (project, twin):
        one.ask(alembic, ["purge", start])
    for stamp in stamps:
        states = {one["id"]: one["state"] for one in project.status()["revisions"]}
        result = project.run("mark", "applied", f"billing:{stamp}", status=None)
        if states[stamp] == "applied":
            assert result.status != 0 and "is applied already" in result.err
            continue
        assert result.status == 0, result.text()
        twin.ask(alembic, ["stamp", stamp])
        assert project.rows() == twin.rows(), stamp
    assert project.ask(alembic, ["upgrade", "heads"])[0].ok


def test_mark_pending_goes_down_one(make_alembic, alembic):
    """`mark pending` leaves the rows of a downgrade; what others stand on can't be taken away alone."""
    project = make_alembic("sqlite", SHAPES["diamond"])
    twin = make_alembic("sqlite", SHAPES["diamond"])
    for one in (project, twin):
        one.ask(alembic, ["upgrade", "heads"])
    refused = project.run("mark", "pending", "billing:m1", status=None)
    assert refused.status != 0 and "billing:m2, which stands on it" in refused.err
    project.run("mark", "pending", "billing:m2", "billing:m1")
    twin.ask(alembic, ["downgrade", "b2"])
    assert sorted(project.rows()) == sorted(twin.rows()) == ["b2", "c2", "x3"]
    project.run("mark", "pending", "billing:x3", "billing:x2")
    assert sorted(project.rows()) == ["b1", "b2", "c2", "x1"]


def test_through_and_all(make_alembic, alembic):
    project = make_alembic("sqlite", SHAPES["diamond"])
    project.run("mark", "applied", "--all")
    assert sorted(project.rows()) == ["m2", "x3"]
    assert project.ask(alembic, ["upgrade", "heads"])[0]["steps"] == []


def test_mark_by_words(make_alembic, alembic):
    """`stamp heads`, `stamp label@head`."""
    project = make_alembic("sqlite", SHAPES["diamond"])
    project.run("mark", "applied", "billing:cc@head")
    assert project.rows() == ["m2"]
    project.run("mark", "applied", "--source", "billing", "heads")
    assert sorted(project.rows()) == ["m2", "x3"]
    assert "Multiple head revisions" in project.run("mark", "applied", "billing:head", status=None).err
