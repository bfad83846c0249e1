"""Every method and option of TypeORM's query runner: the cases of tests/oracle/typeorm/cases, by the real tool and by migshim."""

import re

import pytest
from harness import compat_table, typeorm_cases
from harness.databases import typeorm_history
from harness.oracles import ORACLE
from harness.typeorm_projects import TypeormProject

pytestmark = pytest.mark.slow

CASES = [(case, kind) for case in typeorm_cases.all_cases() for kind in typeorm_cases.KINDS if kind in case.results]


def same(ours, theirs):
    """typeorm_metadata names the database."""
    assert ours.dump(data=True).replace(ours.name, "DATABASE") == theirs.dump(data=True).replace(theirs.name, "DATABASE")
    assert typeorm_history(ours) == typeorm_history(theirs)


@pytest.mark.parametrize("case,kind", CASES, ids=[f"{case.name}-{kind}" for case, kind in CASES])
def test_case(case, kind, tmp_path, make_database, typeorm):
    """By all versions of the tool that the case is for. What a database keeps of a failure is compared too, save on MySQL, which we stop earlier."""
    result, text = case.results[kind]
    for version in case.versions:
        theirs, project = make_database(kind), TypeormProject(tmp_path / version, make_database(kind), version)
        case.copy_to(project.migrations)
        answer = typeorm.run(project.migrations, theirs, version=version)
        if result == "works":
            assert answer.ok, answer.error
            project.up()
            same(project.database, theirs)
            if case.reverts():
                answer = typeorm.revert(project.migrations, theirs, version=version)
                assert answer.ok, answer.error
                project.run("down", "--yes")
                same(project.database, theirs)
            continue
        assert answer.ok == (result == "refused"), answer
        before = project.database.dump(data=True, without=("migrations",))
        refusal = project.up(status=None)
        assert refusal.status in (1, 2), refusal.text()
        assert result == "fails" and text in answer.error or text in refusal.err, refusal.text()
        if result == "refused":
            assert project.database.dump(data=True, without=("migrations",)) == before
        elif kind != "mysql":
            assert project.database.dump(data=True, without=("migrations",)) == theirs.dump(data=True, without=("migrations",))
        assert not typeorm_history(project.database)


def test_the_documents_table_is_up_to_date():
    assert compat_table.with_tables(compat_table.DOCUMENT) == compat_table.DOCUMENT.read_text(), "run: cd tests && python -m harness.compat_table"


# What a migration has no reason to call: the runner's own life, and what schema synchronisation alone uses.
NOT_FOR_MIGRATIONS = {"afterMigration", "beforeMigration", "broadcaster", "connect", "executeMemoryDownSql", "executeMemoryUpSql", "getReplicationMode",
                      "getSchemas", "isReleased", "release"}


def test_every_method_has_a_case():
    """All that the declaration of the newest version names."""
    declared = set(re.findall(r"^    (?:readonly )?(\w+)[(<:]", (ORACLE / "node_modules/typeorm/query-runner/QueryRunner.d.ts").read_text(), re.M))
    covered = {method for case in typeorm_cases.all_cases() for method in case.methods}
    assert declared - covered == NOT_FOR_MIGRATIONS
