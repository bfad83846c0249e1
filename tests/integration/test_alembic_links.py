"""An Alembic source beside another: its own order stays where no link forbids it, and its targets take along what links want."""

import pytest

from differential.test_alembic_graphs import SHAPES


@pytest.fixture
def project(make_alembic):
    project = make_alembic("sqlite", SHAPES["diamond"])
    for name in ("20240101000000_a", "20250101000000_b"):
        project.add(name, f'CREATE TABLE "{name}" (id INTEGER);\n', down=f'DROP TABLE "{name}";\n')
    return project


def link(project, *links):
    sources = project.sources_text() + "  - {name: api, tool: prisma, path: prisma/migrations}\n"
    project.configure(sources, "links:\n" + "".join(f"  - {one}\n" for one in links) if links else "")


def steps(project, *arguments):
    return [step["key"] for step in project.run("plan", "--json", *arguments).json()["steps"]]


def own(keys, name="billing"):
    return [key.partition(":")[2] for key in keys if key.startswith(f"{name}:")]


def test_order_of_its_own(project, alembic):
    link(project)
    told = alembic.order(project.versions)["order"]
    assert own(steps(project)) == told
    link(project, "billing:c1 requires api:20250101000000_b")
    keys = steps(project)
    assert own(keys) == told
    assert keys.index("api:20250101000000_b") < keys.index("billing:c1")


def test_link_against_the_order(project, alembic):
    """b1 is run early, but has to wait for what waits for c2: it comes later, and all else as it was."""
    link(project, "billing:b1 requires api:20250101000000_b", "api:20250101000000_b requires billing:c2")
    keys = steps(project)
    told = alembic.order(project.versions)["order"]
    for after, before in (("billing:b1", "api:20250101000000_b"), ("api:20250101000000_b", "billing:c2"), ("billing:x2", "billing:b1"), ("billing:m1", "billing:c2")):
        assert keys.index(before) < keys.index(after)
    assert sorted(own(keys)) == sorted(told)
    project.up()
    assert project.rows() == ["m2", "x3"]
    assert project.ask(alembic, ["upgrade", "heads"])[0]["steps"] == []


def test_targets_take_links_along(project, alembic):
    link(project, "billing:c1 requires api:20240101000000_a", "api:20250101000000_b requires billing:b1")
    assert own(steps(project, "billing:cc@head"), "api") == ["20240101000000_a"]
    assert own(steps(project, "billing:b1"), "api") == []
    assert own(steps(project, "api:20250101000000_b")) == ["a1", "b1"]
    project.up()
    down = steps(project, "--down", "billing:a1")
    assert "api:20250101000000_b" in down and down.index("api:20250101000000_b") < down.index("billing:b1")
    assert own(steps(project, "--down", "--base", "--source", "api")) == ["m2", "m1", "c2", "c1"]
    project.run("down", "billing:base")
    assert project.rows() == []


def test_words_without_a_source(project):
    """Where several sources could be meant, words of Alembic want a source; ids don't."""
    link(project)
    assert "no revision is called \"heads\"" in project.run("plan", "heads", status=None).err
    assert own(steps(project, "--source", "billing", "cc@+1")) == ["a1"]
    assert steps(project, "--source", "billing", "heads")[-1].startswith("billing:")
    assert own(steps(project, "m1"))[-1] == "m1"


def test_a_name_that_is_no_source(project):
    link(project)
    result = project.run("plan", "--source", "billing", "bills:b1", status=2)
    assert 'there is no source "bills"' in result.err and "The sources are: " in result.err and "billing" in result.err
