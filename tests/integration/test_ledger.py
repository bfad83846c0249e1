"""The ledger's chain, which the server itself writes: whole after all that a run can end in, and broken by any change."""

import pytest

KINDS = ["postgresql", "mysql", "sqlite"]
TABLE = {"postgresql": "migshim.ledger", "mysql": "migshim_ledger", "sqlite": "migshim_ledger"}
ODD = "O'Brien \\ \"ä\" {x} %s"


@pytest.mark.parametrize("kind", KINDS)
def test_chain(kind, make_project):
    project = make_project(kind)
    for i in range(1, 4):
        project.add(f"2024010{i}000000_change", f"CREATE TABLE t{i} (id INTEGER);\n")
    project.up()
    project.add("20240105000000_bad", "CREATE TABLE u (id INTEGER);\nINSERT INTO missing VALUES ('ä''');\n")
    project.up(status=1)
    project.run("mark", "applied", "api:20240105000000_bad", "--reason", ODD, status=0)
    entries = project.run("log", "--json", status=0).json()["databases"][0]["entries"]
    assert [(entry["sequence"], entry["action"], entry["outcome"], entry["intact"]) for entry in entries] == [
        (1, "up", "done", True), (2, "up", "done", True), (3, "up", "done", True), (4, "up", "failed", True), (5, "mark applied", "done", True)]
    assert entries[4]["reason"] == ODD and "missing" in entries[3]["error"] and len({entry["hash"] for entry in entries}) == 5
    project.database.script(f"UPDATE {TABLE[kind]} SET checksum = 'other' WHERE sequence = 2")
    result = project.run("log", "--json", status=None)
    assert result.status != 0 and "at or before entry 2" in result.err + result.out, result.text()
