"""The programs of tests/script, given to Node: what the files expect is what it says. That ours says the same is test-script-cases.c's to show."""

import re

import pytest
from harness.cases import Node, all_cases

pytestmark = pytest.mark.slow

CASES = [(path, case) for path, case in all_cases() if not case.refused()]


@pytest.fixture(scope="module")
def real():
    server = Node()
    yield server
    server.server.close()


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{path.name}: {case.title}") for path, case in CASES])
def test_node_agrees(real, case):
    said, expected = (re.sub("^syntax: .*", "syntax:", text, flags=re.M) for text in (real.run(case), case.expected))
    assert said == expected
