"""The cases of tests/oracle/alembic/operations in the real tool: each runs there, on the databases that it names, or fails with the words that it names."""

import pytest
from harness import alembic_operations as operations

FIRST = operations.Case("errors", 999, "", operations.KINDS,
                        'op.create_table("e_things", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.Integer()))')


@pytest.mark.parametrize("file", operations.FILES)
@pytest.mark.parametrize("kind", operations.KINDS)
def test_operations(file, kind, make_database, tmp_path, alembic):
    chosen = [case for case in operations.cases(file) if kind in case.kinds]
    operations.write(tmp_path / "versions", chosen)
    told = alembic.run(tmp_path / "versions", make_database(kind), ["upgrade", "heads"])[-1]
    assert told.ok, (told.error, told["trace"])


@pytest.mark.parametrize("kind", operations.KINDS)
def test_errors(kind, make_database, tmp_path, alembic):
    chosen = [FIRST] + [case for case in operations.cases("errors") if kind in case.kinds]
    operations.write(tmp_path / "versions", chosen, chained=False)
    told = alembic.run(tmp_path / "versions", make_database(kind), *[["upgrade", case.revision] for case in chosen], keep_going=True)
    for case, answer in list(zip(chosen, told))[1:]:
        assert not answer.ok and case.words in answer.error.replace("\n", " "), (case.title, answer)
