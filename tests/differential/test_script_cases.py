"""The programs of tests/script, given to Node and to CPython: what the files expect is what they say. That ours says the same is test-script-cases.c's to show."""

import re

import pytest
from harness.cases import Real, all_cases

pytestmark = pytest.mark.slow

CASES = [(path, case) for path, case in all_cases() if not case.refused()]


@pytest.fixture(scope="module")
def real():
    server = Real()
    yield server
    server.close()


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{path.name}: {case.title}") for path, case in CASES])
def test_the_real_one_agrees(real, case):
    said, expected = (re.sub("^syntax: .*", "syntax:", text, flags=re.M) for text in (real.run(case), case.expected))
    assert said == expected
