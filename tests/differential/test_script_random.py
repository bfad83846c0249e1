"""Random programs, evaluated by us and by Node. MIGSHIM_PROGRAMS=FIRST-LAST tries others than those of each run."""

import os
import subprocess
from pathlib import Path

import pytest
from harness.cases import Case, Real
from harness.program import binary
from harness.programs import program

pytestmark = pytest.mark.slow

FIRST, LAST = (int(number) for number in os.environ.get("MIGSHIM_PROGRAMS", "0-300").split("-"))
SHARES = 8


def ours(text, folder):
    path = folder / "case.js"
    path.write_text(text)
    done = subprocess.run([str(Path(binary()).parent / "tests/script/evaluate"), "case.js"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60)
    # the sanitizer's word about switched stacks is not the program's
    return done.stdout + "".join(line for line in done.stderr.splitlines(keepends=True) if "WARNING: ASan doesn't fully support" not in line)


@pytest.mark.parametrize("share", range(SHARES))
def test_node_agrees(share, tmp_path):
    real = Real()
    differ = []
    for seed in range(FIRST + share, LAST, SHARES):
        text = program(seed)
        said, expected = ours(text, tmp_path), real.run(Case(str(seed), "js", {"case.js": text}))
        if expected.startswith("syntax: "):
            continue  # a name declared twice
        if said != expected:
            differ.append((seed, said, expected))
    real.close()
    assert differ == []
