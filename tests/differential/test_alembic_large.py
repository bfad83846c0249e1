"""The cinemas of fixtures/alembic-large: seven years of revisions with branches, merges, batches and data, by Alembic and by migshim."""

import re

import pytest
from harness.databases import constraints_sorted
from harness.program import Project
from harness.servers import ROOT

VERSIONS = ROOT / "fixtures/alembic-large/versions"
SOURCE = f"  - {{name: cinema, tool: alembic, path: {VERSIONS}, root: {VERSIONS.parent}}}\n"
OWN = ("migshim_ledger", "migshim_journal")
CLOCK = re.compile(r"datetime\.datetime\(20(?:2[6-9]|[3-9]\d), [\d, ]+\)|20(?:2[6-9]|[3-9]\d)-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?")


def content(database, data=True):
    """Schema and rows, alembic_version's too; what the clock said is left out, the fixture's own times end before."""
    return CLOCK.sub("NOW", constraints_sorted(database, database.dump(data=data, without=OWN)))


@pytest.fixture
def cinema(alembic, make_database, tmp_path):
    return Cinema(alembic, make_database, tmp_path)


class Cinema:
    def __init__(self, alembic, make_database, folder):
        self.alembic, self.make_database, self.folder = alembic, make_database, folder

    def ours(self, database, *arguments):
        return Project(self.folder / database.name, database, SOURCE).run(*arguments)

    def theirs(self, database, *commands):
        answer = self.alembic.run(VERSIONS, database, *commands)[-1]
        assert answer.ok, (answer.error, answer["trace"])
        return answer


def test_up_and_down(kind, cinema):
    """All up by each; all down, and nothing is left; and each takes the other's back."""
    ours, theirs = cinema.make_database(kind), cinema.make_database(kind)
    steps = cinema.theirs(theirs, ["upgrade", "heads"])["steps"]
    assert len(steps) > 200
    done = cinema.ours(ours, "up", "--json").json()["steps"]
    assert [[step["direction"], step["id"]] for step in done] == steps
    assert content(ours) == content(theirs)
    assert cinema.theirs(ours, ["upgrade", "heads"])["steps"] == []
    cinema.theirs(ours, ["downgrade", "base"])
    cinema.ours(theirs, "down", "--base", "--yes")
    assert content(ours) == content(theirs)
    assert set(theirs.tables()) - {"migshim_ledger", "migshim_journal", "migshim.ledger", "migshim.journal"} == {"alembic_version"}


@pytest.mark.parametrize("k", [40, 150])
def test_takeover(kind, k, cinema):
    alone, alembic_first, migshim_first = (cinema.make_database(kind) for _ in range(3))
    answer = cinema.theirs(alone, ["upgrade", "heads"])
    cinema.theirs(alembic_first, *[["upgrade", head] for head in answer["after"][k - 1]])
    cinema.ours(alembic_first, "up")
    cinema.ours(migshim_first, "up", "--steps", str(k))
    cinema.theirs(migshim_first, ["upgrade", "heads"])
    assert content(alembic_first) == content(migshim_first) == content(alone)
    # And back: what each took back is the same.
    target = answer["steps"][k // 2][1]
    cinema.theirs(alone, ["downgrade", target])
    cinema.ours(migshim_first, "down", "--yes", f"cinema:{target}")
    assert content(migshim_first) == content(alone)
