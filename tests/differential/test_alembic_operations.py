"""Directives, types and options of Alembic beside the real tool: the same revisions on two fresh databases, the same schema and rows afterwards."""

import sqlite3

import pytest
from harness import alembic_operations as operations
from harness import compat_table
from harness.databases import constraints_sorted
from harness.program import Project

SOURCE = "  - {name: web, tool: alembic, path: versions, root: .}\n"
OWN = ("migshim_ledger", "migshim_journal")
FIRST = operations.Case("errors", 999, "", operations.KINDS,
                        'op.create_table("e_things", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.Integer()))')


def dump(database):
    return constraints_sorted(database, database.dump(data=True, without=OWN))


@pytest.mark.parametrize("file", operations.FILES)
@pytest.mark.parametrize("kind", operations.KINDS)
def test_operations(file, kind, make_database, tmp_path, alembic):
    chosen = [case for case in operations.cases(file) if kind in case.kinds]
    operations.write(tmp_path / "versions", chosen)
    theirs, ours = make_database(kind), make_database(kind)
    told = alembic.run(tmp_path / "versions", theirs, ["upgrade", "heads"])[-1]
    assert told.ok, (told.error, told["trace"])
    Project(tmp_path, ours, SOURCE).run("up")
    assert dump(ours) == dump(theirs)
    again = alembic.run(tmp_path / "versions", ours, ["upgrade", "heads"])[-1]
    assert again.ok and again["steps"] == [], again


def test_table():
    assert compat_table.with_tables(compat_table.ALEMBIC) == compat_table.ALEMBIC.read_text(), "run: cd tests && python -m harness.compat_table"


@pytest.mark.parametrize("kind", operations.KINDS)
def test_errors(kind, make_database, tmp_path, alembic):
    """What fails there fails here with its words, and leaves nothing behind."""
    chosen = [FIRST] + [case for case in operations.cases("errors") if kind in case.kinds]
    operations.write(tmp_path / "versions", chosen, chained=False)
    theirs, ours = make_database(kind), make_database(kind)
    told = alembic.run(tmp_path / "versions", theirs, *[["upgrade", case.revision] for case in chosen], keep_going=True)
    project = Project(tmp_path, ours, SOURCE)
    project.run("up", f"web:{FIRST.revision}")
    before, wrong = dump(ours), []
    for case, answer in list(zip(chosen, told))[1:]:
        assert not answer.ok and case.words in answer.error.replace("\n", " "), (case.title, answer)
        result = project.run("up", f"web:{case.revision}", status=None)
        if result.status == 0 or case.words not in " ".join(result.err.split()):
            wrong.append((case.title, case.words, result.err))
    assert not wrong, "\n".join(map(str, wrong))
    assert dump(ours) == before


KEPT = """
create table o (id integer primary key);
create table t (id integer primary key autoincrement, x int check (x > 0), y text collate nocase, z double precision default 10, w uuid,
    o int references o deferrable initially deferred, v int as (x + 1), check (length(y) < 9), unique (y) on conflict replace);
create index ix1 on t (lower(y));
create index ix2 on t (x) where x > 1;
create table log (a);
create trigger tr after insert on t begin insert into log values (new.y); end;
create view vw as select * from t;
insert into t (x, y) values (1, 'A'), (2, 'b');
delete from t where id = 2;
delete from log;
"""


def test_batch_keeps(make_database, tmp_path):
    """Alembic would lose the trigger, the collation, the unnamed checks, the index upon an expression and the ids that were given out."""
    database = make_database("sqlite")
    with sqlite3.connect(database.path) as connection:
        connection.executescript(KEPT)
    body = 'with op.batch_alter_table("t") as b:\n    b.alter_column("x", new_column_name="xx")\n    b.alter_column("w", type_=sa.String(36))'
    operations.write(tmp_path / "versions", [operations.Case("kept", 0, "", ("sqlite",), body)])
    Project(tmp_path, database, SOURCE).run("up")
    table = database.scalar("SELECT sql FROM sqlite_master WHERE name = 't'")
    for part in ("AUTOINCREMENT", "COLLATE nocase", "(xx+1)", "REFERENCES o (id) DEFERRABLE", "CHECK (length(y) < 9)", "CHECK (xx > 0)", "ON CONFLICT replace", "VARCHAR(36)"):
        assert part.replace(" ", "") in table.replace(" ", ""), (part, table)
    names = {name for name, in database.query("SELECT name FROM sqlite_master")}
    assert {"ix1", "ix2", "tr", "vw"} <= names
    assert database.query("SELECT id, xx, y, v FROM t") == [(1, 1, "A", 2)]
    with sqlite3.connect(database.path) as connection:
        connection.execute("INSERT INTO t (xx, y) VALUES (5, 'q')")
        assert connection.execute("SELECT max(id) FROM t").fetchone() == (3,)
        assert connection.execute("SELECT a FROM log").fetchall() == [("q",)]
