"""MySQL's journal: what a script opens, ends and takes back means the same inside of it, and a run that is cut off between its statements goes on, each once."""

import time

import pytest

SLEEP = "DO SLEEP(0.4);\n"


def run_and_kill(project):
    """Kills the connection while it sleeps."""
    process = project.start("up")
    for _ in range(400):
        rows = project.database.query("SELECT id FROM information_schema.processlist WHERE db = database() AND info LIKE 'DO SLEEP%'")
        if rows:
            project.database.script(f"KILL {rows[0][0]}")
            break
        time.sleep(0.01)
    else:
        raise AssertionError("it never slept")
    process.communicate(timeout=60)
    project.database.wait_for_backends()


@pytest.mark.parametrize("script", [
    "CREATE TABLE a (n INTEGER);\n" + SLEEP + "INSERT INTO counter VALUES (1), (2);\n",
    "INSERT INTO counter VALUES (1);\n" + SLEEP + "INSERT INTO counter VALUES (2);\n",
    "BEGIN;\nINSERT INTO counter VALUES (1);\n" + SLEEP + "INSERT INTO counter VALUES (2);\nCOMMIT;\n",
    "BEGIN;\nINSERT INTO counter VALUES (1);\nCREATE TABLE a (n INTEGER);\n" + SLEEP + "INSERT INTO counter VALUES (2);\nCOMMIT;\n",
    "START TRANSACTION;\nCREATE TABLE a (n INTEGER);\n" + SLEEP + "INSERT INTO counter VALUES (1);\nCOMMIT;\nBEGIN;\nINSERT INTO counter VALUES (2);\nCOMMIT;\n",
    "BEGIN;\nCOMMIT;\nBEGIN;\nINSERT INTO counter VALUES (1);\nCOMMIT;\n" + SLEEP + "BEGIN;\nINSERT INTO counter VALUES (2);\nCOMMIT;\n",
])
def test_connection_is_killed_between_statements(script, make_project):
    project = make_project("mysql")
    project.add("20240101000000_base", "CREATE TABLE counter (n INTEGER NOT NULL);\n")
    project.up()
    project.add("20240102000000_step", script)
    project.add("20240103000000_next", "INSERT INTO counter VALUES (3);\n")
    run_and_kill(project)
    project.up(status=0)
    assert sorted(row[0] for row in project.database.query("SELECT n FROM counter")) == [1, 2, 3]
    assert project.database.scalar("SELECT COUNT(*) FROM migshim_journal") == 0
    assert all(revision["state"] == "applied" for revision in project.status()["revisions"])


@pytest.mark.parametrize("script, left", [
    ("BEGIN;\nCREATE TEMPORARY TABLE kept (n INTEGER);\nINSERT INTO counter VALUES (1);\nROLLBACK;\nINSERT INTO counter VALUES (2);\n", [2]),
    ("BEGIN;\nINSERT INTO counter VALUES (1);\nDROP TEMPORARY TABLE IF EXISTS kept;\nROLLBACK;\n", []),
    ("BEGIN;\nINSERT INTO counter VALUES (1);\nCREATE TABLE a (n INTEGER);\nROLLBACK;\n", [1]),
    ("BEGIN;\nROLLBACK;\nBEGIN;\nSELECT 1;\nINSERT INTO counter VALUES (1);\nROLLBACK;\nINSERT INTO counter VALUES (2);\n", [2]),
    ("BEGIN;\nCREATE TABLE a (n INTEGER);\nSTART TRANSACTION;\nINSERT INTO counter VALUES (1);\nROLLBACK;\nCOMMIT;\n", []),
    ("BEGIN;\nSAVEPOINT s;\nINSERT INTO counter VALUES (1);\nROLLBACK TO s;\nINSERT INTO counter VALUES (2);\nCOMMIT;\n", [2]),
    ("COMMIT;\n", []),
])
def test_transactions_of_a_script(script, left, make_project):
    """As the server alone would have it."""
    project = make_project("mysql")
    project.add("20240101000000_base", "CREATE TABLE counter (n INTEGER NOT NULL);\n")
    project.add("20240102000000_step", script)
    project.add("20240103000000_next", "CREATE TABLE last (n INTEGER NOT NULL);\n")
    project.up(status=0)
    assert [row[0] for row in project.database.query("SELECT n FROM counter ORDER BY n")] == left
    assert "last" in project.database.tables() and project.database.scalar("SELECT COUNT(*) FROM migshim_journal") == 0
