"""Bad input: a clear error or the documented behaviour, and nothing half done."""

import os
import pwd
import subprocess

import pytest
from harness.databases import prisma_history
from harness.program import binary

GOOD = ("20240101000000_good", "CREATE TABLE good (id INTEGER);\n")


def applied(project):
    return [row["migration_name"] for row in prisma_history(project.database) or []]


def refuse(project, *words, status=(1, 2, 4), arguments=("up",), **options):
    """Runs, wants an error that holds the WORDS, and nothing applied."""
    result = project.run(*arguments, status=None, **options)
    assert result.status in status, result.text()
    for word in words:
        assert word.lower() in result.err.lower(), f"{word!r} is not in:\n{result.text()}"
    return result


def test_empty_file(project):
    project.add("20240101000000_empty", "")
    project.add("20240102000000_blank", "\n  \n\t\n")
    project.up()
    assert applied(project) == ["20240101000000_empty", "20240102000000_blank"]


def test_binary_file(project):
    project.add(*GOOD)
    project.add("20240102000000_binary", bytes(range(256)) * 20)
    refuse(project, "20240102000000_binary")
    assert applied(project) in ([], [GOOD[0]])


def test_bom(kind, project):
    """Prisma: PostgreSQL stumbles over a byte order mark at the first word, SQLite runs it."""
    project.add("20240101000000_bom", b"\xef\xbb\xbfCREATE TABLE t8 (id INTEGER);\n")
    if kind == "postgresql":
        refuse(project, "20240101000000_bom")
        assert not applied(project)
    elif kind == "sqlite":
        project.up()
        assert prisma_history(project.database)[0]["checksum"] == "83f23353479b58e4ca78bf1d430fd4014a05803771fcfcd75fb8a7119cfec4a7"


def test_crlf(project):
    project.add("20240101000000_crlf", b"-- one\r\nCREATE TABLE crlf (\r\n  id INTEGER\r\n);\r\n\r\nINSERT INTO crlf VALUES (1);\r\n")
    project.up()
    assert project.database.scalar("SELECT count(*) FROM crlf") == 1


def test_error_after_crlf_names_the_right_line(project):
    project.add("20240101000000_x", b"-- one\r\nCREATE TABLE t (id INTEGER);\r\n\r\n\r\nINSERT INTO nowhere VALUES (1);\r\n")
    result = refuse(project, "migration.sql:5")
    assert "INSERT INTO nowhere" in result.err


def test_very_large_file(kind, make_project):
    """50 MB of inserts. MariaDB's packets are smaller than that, so it gets them in pieces."""
    project = make_project(kind)
    rows = 50_000_000 // 1000
    line = "INSERT INTO big VALUES ('" + "x" * 970 + "');\n"
    project.add("20240101000000_big", "CREATE TABLE big (t VARCHAR(1000));\n" + line * (rows if kind == "sqlite" else rows // 10))
    project.up(timeout=280)
    assert project.database.scalar("SELECT count(*) FROM big") == (rows if kind == "sqlite" else rows // 10)


def test_names_that_differ_in_case(project):
    project.add("20240101000000_Users", "CREATE TABLE a (id INTEGER);\n")
    project.add("20240101000000_users", "CREATE TABLE b (id INTEGER);\n")
    result = project.up(status=None)
    if result.status == 0:
        assert sorted(applied(project)) == ["20240101000000_Users", "20240101000000_users"]
    else:
        assert "20240101000000_Users" in result.err and "20240101000000_users" in result.err
        assert not applied(project)


def test_folder_without_a_number(project):
    """Prisma takes every folder, whatever its name."""
    project.add("20240101000000_first", "CREATE TABLE a (id INTEGER);\n")
    project.add("baseline", "CREATE TABLE b (id INTEGER);\n")
    project.up()
    assert applied(project) == ["20240101000000_first", "baseline"]


def test_folder_without_migration_sql(project):
    """Those before it are applied; it stops there with P3015, and leaves no row for it."""
    project.add(*GOOD)
    (project.migrations / "20240102000000_hollow").mkdir()
    project.add("20240103000000_later", "CREATE TABLE later (id INTEGER);\n")
    refuse(project, "20240102000000_hollow")
    assert "later" not in project.database.tables()
    assert applied(project) in ([], [GOOD[0]])


def test_files_beside_and_links_are_ignored(project, tmp_path):
    project.add(*GOOD)
    (project.migrations / "README.md").write_text("# notes\n")
    (project.migrations / "03_x.sql").write_text("SELECT nonsense\n")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "migration.sql").write_text("CREATE TABLE linked (id INTEGER);\n")
    (project.migrations / "20240105000000_link").symlink_to(elsewhere)
    project.up()
    assert applied(project) == [GOOD[0]]


def test_symbolic_link_loop(project):
    project.add(*GOOD)
    (project.migrations / "20240102000000_loop").symlink_to(project.migrations, target_is_directory=True)
    (project.migrations / GOOD[0] / "again").symlink_to(project.migrations, target_is_directory=True)
    project.up()
    assert applied(project) == [GOOD[0]]


def test_migration_sql_is_a_loop(project):
    folder = project.migrations / "20240101000000_loop"
    folder.mkdir(parents=True)
    (project.migrations / "migration_lock.toml").write_text('provider = "%s"\n' % project.database.kind)
    (folder / "migration.sql").symlink_to(folder / "migration.sql")
    refuse(project, "20240101000000_loop")


def test_migration_sql_is_a_folder(project):
    project.add(*GOOD)
    (project.migrations / "20240102000000_dir/migration.sql").mkdir(parents=True)
    refuse(project, "20240102000000_dir")


@pytest.mark.skipif(os.geteuid() != 0, reason="root switches to an ordinary user here; others see it anyway")
def test_no_permission(make_project, tmp_path):
    project = make_project("sqlite")
    folder = project.add(*GOOD)
    for path in [tmp_path, *tmp_path.parents]:
        if path.stat().st_uid == 0 and path != path.parent and str(path).startswith("/tmp/"):
            path.chmod(path.stat().st_mode | 0o055)
    tmp_path.chmod(0o777)
    project.folder.chmod(0o777)
    (folder / "migration.sql").chmod(0o000)
    nobody = pwd.getpwnam("nobody")
    program = project.folder / "migshim"
    program.write_bytes(open(binary(), "rb").read())
    program.chmod(0o755)
    done = subprocess.run([str(program), "up"], cwd=project.folder, user=nobody.pw_uid, group=nobody.pw_gid, capture_output=True, text=True,
                          env=project.environment())
    assert done.returncode in (1, 2), done
    assert "migration.sql" in done.stderr and "ermission" in done.stderr, done.stderr


def test_path_is_a_file(project):
    project.folder.joinpath("prisma").mkdir()
    project.migrations.write_text("not a folder")
    refuse(project, "prisma/migrations")


def test_path_is_missing(project):
    refuse(project, "prisma/migrations")


def test_path_is_empty(project):
    """No migrations at all is no error."""
    project.migrations.mkdir(parents=True)
    project.up()


@pytest.mark.parametrize("text,words", [
    ('provider = "mysql-like"\n', ["P3019"]),
    ("", ["P3019"]),
    ('provider="sqlite"\n', ["P3019"]),
])
def test_provider_mismatch(kind, make_project, text, words):
    project = make_project(kind)
    project.add(*GOOD)
    (project.migrations / "migration_lock.toml").write_text(text)
    refuse(project, *words)
    assert not project.database.tables()


def test_name_too_long(project):
    """The column holds 255 characters, a file name as many bytes: the longest there is must work."""
    name = "20240101000000_" + "x" * 240
    project.add(name, "CREATE TABLE a (id INTEGER);\n")
    project.up()
    assert applied(project) == [name]


def test_prisma_8_is_recognised(project):
    folder = project.migrations / "20240101000000_new"
    folder.mkdir(parents=True)
    (folder / "migration.ts").write_text("export default {}\n")
    (folder / "ops.json").write_text("[]\n")
    refuse(project, "20240101000000_new")


def test_database_is_down(kind, make_project):
    project = make_project(kind)
    project.add(*GOOD)
    if kind == "sqlite":
        project.configure(url="sqlite:////nonexistent/folder/x.db")
        refuse(project, "/nonexistent/folder", status=(1,))
    else:
        project.configure(url=project.database.url_through(1))
        refuse(project, "127.0.0.1", status=(1,))


@pytest.mark.parametrize("server_kind", ["postgresql", "mysql"])
def test_wrong_password(server_kind, make_project):
    project = make_project(server_kind)
    project.add(*GOOD)
    project.configure(url=project.database.url.replace("s3same%40dich%2Fauf", "Wr0ngSecret"))
    result = refuse(project, "keeper", status=(1,))
    assert "Wr0ngSecret" not in result.err + result.out


@pytest.mark.parametrize("server_kind", ["postgresql", "mysql"])
def test_no_such_database(server_kind, make_project):
    project = make_project(server_kind)
    project.add(*GOOD)
    project.configure(url=project.database.url.replace(project.database.name, "not_there"))
    refuse(project, "not_there", status=(1,))


def test_read_only_sqlite_file(make_project):
    project = make_project("sqlite")
    project.add(*GOOD)
    project.database.script("CREATE TABLE t (id INTEGER); DROP TABLE t")
    project.configure(url=project.database.url + "?mode=ro")
    result = project.run("up", status=None)
    assert result.status in (1, 2), result.text()
    assert project.database.tables() == []


def test_read_only_postgresql(make_project):
    project = make_project("postgresql")
    project.add(*GOOD)
    connection = project.database.server.connect()
    connection.cursor().execute(f"ALTER DATABASE {project.database.name} SET default_transaction_read_only = on")
    connection.close()
    refuse(project, "read-only", status=(1,))
    assert project.database.tables() == []


def test_not_a_database_file(make_project):
    project = make_project("sqlite")
    project.add(*GOOD)
    with open(project.database.path, "wb") as file:
        file.write(b"this is no database, it is a letter to somebody" * 100)
    refuse(project, "not a database", status=(1,))


def test_unprivileged_role(make_project):
    project = make_project("postgresql")
    project.add(*GOOD)
    role = f"poor_{project.database.name}"
    connection = project.database.connect()
    connection.cursor().execute(f"CREATE ROLE {role} LOGIN; REVOKE ALL ON SCHEMA public FROM public")
    connection.close()
    try:
        project.configure(url=f"postgresql://{role}@127.0.0.1:{project.database.server.port}/{project.database.name}")
        refuse(project, "permission denied", status=(1,))
    finally:
        connection = project.database.connect()
        connection.cursor().execute(f"DROP OWNED BY {role}; DROP ROLE {role}")
        connection.close()


@pytest.mark.parametrize("yaml,line,words", [
    ("version: 1\ndatabase: sqlite:///x.db\nsurces: []\n", 3, ["surces"]),
    ("version: 1\ndatabase: sqlite:///x.db\nsources:\n  - {name: api, tool: prisma, path: p, colour: red}\n", 4, ["colour"]),
    ("version: 1\ndatabase: sqlite:///x.db\nsources:\n  - {name: api, tool: flyway, path: p}\n", 4, ["flyway"]),
    ("version: 1\ndatabase: sqlite:///x.db\nsources:\n  - name: api\n    tool: prisma\n    path: {a: b}\n", 6, ["path"]),
    ("version: 2\ndatabase: sqlite:///x.db\nsources: []\n", 1, ["version"]),
    ("version: 1\ndatabase: sqlite:///x.db\nsources:\n  - {name: a, tool: prisma, path: .}\n  - {name: a, tool: prisma, path: .}\n", 5, ["a"]),
    ("version: 1\ndatabase: [\n", 3, []),
    ("version: 1\ndatabase: sqlite:///x.db\nsources: []\npolicy: {out_of_order: maybe}\n", 4, ["maybe"]),
    ("version: 1\ndatabase: oracle://x/y\nsources: []\n", 2, ["oracle"]),
])
def test_bad_configuration(make_project, yaml, line, words):
    project = make_project("sqlite")
    (project.folder / "migshim.yaml").write_text(yaml)
    refuse(project, f"migshim.yaml:{line}", *words, status=(2,))


def test_missing_variable(make_project):
    project = make_project("sqlite")
    project.add(*GOOD)
    project.configure(url="${NO_SUCH_VARIABLE}")
    refuse(project, "NO_SUCH_VARIABLE", status=(2,))


def test_no_configuration(make_project):
    project = make_project("sqlite")
    (project.folder / "migshim.yaml").unlink()
    refuse(project, "migshim.yaml", "init", status=(2,))


def test_syntax_error_has_a_place(project):
    project.add(*GOOD)
    project.add("20240102000000_typo", "CREATE TABLE fine (id INTEGER);\n\nCREATE TABEL oops (\n  id INTEGER\n);\n")
    result = refuse(project, "20240102000000_typo", "migration.sql:3", status=(1,))
    assert "TABEL" in result.err
