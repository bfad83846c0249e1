"""What holds for every command: options, help, errors, exit codes."""

import json
import os
import re

import pytest

from harness.program import ROOT, Project


@pytest.fixture
def shop(make_database, tmp_path):
    project = Project(tmp_path / "shop", make_database("sqlite"))
    project.add("20240101120000_init", "CREATE TABLE a (id INTEGER PRIMARY KEY);\n")
    return project


def commands(project):
    text = project.run("--help").out
    block = text.split("\nCommands\n")[1].split("\n\n")[0]
    return [line.split()[0] for line in block.splitlines()]


def test_help_of_every_command(shop):
    names = commands(shop)
    assert names[0] == "init"
    for name in names:
        asked = shop.run(name, "--help")
        assert asked.out.count("\nUsage\n  migshim " + name) == 1
        assert re.search(rf"^  migshim .*\b{name}\b", asked.out.split("Usage\n")[1].split("\n", 1)[1], re.M), f"{name}: no example"
        assert shop.run("help", name).out == asked.out
        assert shop.run("--help", name).out == asked.out
        assert asked.err == ""


def test_manual_page_knows_every_command_and_option(shop):
    manual = (ROOT / "docs/migshim.1").read_text(encoding="utf-8")
    for name in commands(shop):
        assert re.search(rf"^\.It Cm {name}\b", manual, re.M), name
        for option in re.findall(r"--([a-z][a-z-]+)", shop.run(name, "--help").out.split("Options")[1]):
            assert f"Fl -{option}" in manual, f"{name} --{option}"


def test_version(shop):
    assert re.fullmatch(r"migshim \d+\.\d+\.\d+\n", shop.run("--version").out)


def test_no_command(shop):
    assert "Commands" in shop.run().out


@pytest.mark.parametrize("arguments, message, hint", [
    (["int"], 'unknown command "int"', '"init"'),
    (["frobnicate"], 'unknown command "frobnicate"', "--help"),
    (["init", "--dry-rn"], "unknown option --dry-rn", '"--dry-run"'),
    (["--jsn", "init"], "unknown option --jsn", '"--json"'),
    (["init", "x"], 'doesn\'t take the argument "x"', "Usage"),
    (["init", "--color", "sometimes"], "--color", "always"),
    (["-C"], "missing argument", "--help"),
])
def test_usage_errors(shop, arguments, message, hint):
    result = shop.run(*arguments, status=2)
    assert result.out == ""
    assert message in result.err.lower()
    assert hint in result.err


def test_options_before_and_after_the_command(shop, tmp_path):
    (tmp_path / "empty").mkdir()
    for arguments in (["-C", "../empty", "init", "--json"], ["init", "-C", "../empty", "--json"], ["--json", "init", "--directory=../empty"]):
        error = shop.run(*arguments, status=2).json()
        assert error["command"] == "init"
        assert error["error"]["code"] == "config"
        assert "empty" in error["error"]["message"]


def test_init_keeps_a_file(shop):
    before = (shop.folder / "migshim.yaml").read_text()
    result = shop.run("init", status=2)
    assert "--force" in result.err
    assert (shop.folder / "migshim.yaml").read_text() == before


def test_colours(shop):
    assert "\x1b" not in shop.run("int", status=2).err
    assert "\x1b" in shop.run("--color", "always", "init", status=2).err
    assert "\x1b" not in shop.run("--color=never", "int", status=2).err


def test_full_disk(shop):
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    import subprocess
    from harness.program import binary
    with open("/dev/full", "w") as full:
        process = subprocess.run([binary(), "--help"], stdout=full, stderr=subprocess.PIPE, cwd=shop.folder)
    assert process.returncode == 1
    assert b"standard output" in process.stderr


def test_error_in_the_file_is_shown_with_its_line(shop):
    (shop.folder / "migshim.yaml").write_text("version: 1\ndatabase: postgres://ann:s3same@h/d?sslmod=x\nsources: []\n")
    result = shop.run("graph", status=2)
    assert "migshim.yaml:2:11" in result.err
    assert "postgres://ann:***@h/d" in result.err
    assert '"sslmode"' in result.err
    error = shop.run("graph", "--json", status=2).json()["error"]
    assert (error["file"], error["line"], error["column"]) == ("migshim.yaml", 2, 11)


def test_file_is_found_upwards(shop):
    below = shop.folder / "prisma/migrations"
    assert "20240101120000_init" in shop.run("graph", "--files", cwd=below).out
    result = shop.run("graph", cwd=shop.folder.parent, status=2)
    assert "migshim init" in result.err


def test_graph_wants_no_database(shop):
    shop.configure(url="${MIGSHIM_NOT_SET}")
    assert "20240101120000_init" in shop.run("graph", "--files").out
    assert "MIGSHIM_NOT_SET" in shop.run("graph", status=2).err


def members(value):
    """All names of members in a document; keys that a user chose (settings of a history) are data, not members."""
    if isinstance(value, list):
        return set().union(*map(members, value))
    if isinstance(value, dict):
        return set(value).union(*(members(inner) for name, inner in value.items() if name != "history" or "startedAt" in (inner or {})))
    return set()


def test_documentation_names_every_member(shop):
    documented = (ROOT / "docs/json.md").read_text(encoding="utf-8")
    shop.add("20240102000000_bad", "CREATE TABLE b (id INTEGER);\nCREATE TABEL c (id INTEGER);\n")
    seen = set()
    for arguments, status in [
        (["status"], 0), (["graph", "--files", "--format", "json"], 0), (["plan", "--sql"], 0), (["up"], 1), (["status"], None), (["plan"], None),
        (["down", "--dry-run"], None), (["mark", "pending", "api:20240101120000_init"], None), (["log"], 0), (["unlock"], 0), (["init", "--dry-run"], None),
    ]:
        result = shop.run(*arguments, "--json", status=status)
        for line in result.out.splitlines():
            document = json.loads(line)
            assert document["schema"] == 1 and document["command"] == arguments[0], result.text()
            seen |= members(document)
    for member in sorted(seen):
        assert f"`{member}`" in documented, member
