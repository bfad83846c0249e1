"""Both parsers beside the languages' own: what one accepts the other must, on real files and on the same files with one token changed.

TypeScript's parser leaves some errors to its checker, which we see at once; those are named below by our words for them. CPython's compile()
sees all."""

import random
import re
import subprocess
import sys
import sysconfig
import warnings
from pathlib import Path

import pytest
from harness.oracles import ORACLE, node
from harness.program import binary

pytestmark = pytest.mark.slow

TOKENS = re.compile(r"""[A-Za-z_$][\w$]*|\d+|\n[ ]*|:=|=>|->|\?\.|\.\.\.|\*\*|//|[^\w\s]|"[^"\n]*"|'[^'\n]*'""")

# What we refuse where TypeScript's parser alone does not: a class without a name, JSDoc's types, a postfix `!` in JavaScript, a declaration without a value;
# and what engines refuse (node --check) and TypeScript leaves to its checker: `let` as a name in strict code, `super ()` outside a constructor.
OURS = re.compile("needs a name|expected a type, found|found `!`|expected `=`, found|is declared twice|is exported but nowhere declared|can't be assigned to|found `let`|`super` can't stand here")
# What TypeScript's parser refuses and has no meaning for a program that runs.
THEIRS = re.compile("'reference' directive|Type expected")


def mutants(files, folder, count):
    """COUNT copies of files, each with one token taken out, put in or replaced. The same ones in each run."""
    chance = random.Random(20240101)
    for number in range(count):
        path = chance.choice(files)
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        tokens = list(TOKENS.finditer(text))
        if len(tokens) < 5:
            continue
        here, other = chance.choice(tokens), chance.choice(tokens).group()
        new = chance.choice(("", other, other + " " + here.group()))
        mutant = folder / f"{number}{path.suffix}"
        mutant.write_text(text[:here.start()] + new + text[here.end():], encoding="utf-8")
        yield mutant


def answers(command, files, **options):
    said = subprocess.run(command, input="".join(f"{path}\n" for path in files), stdout=subprocess.PIPE, text=True, check=True, **options)
    return said.stdout.splitlines()


def ours(files):
    said = answers([str(Path(binary()).parent / "tests/differential/parse-files")], files)
    assert len(said) == len(files)
    return said


def compile_answer(path):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return f"bad {error}"
    return "ok"


def disagreements(files, mine, theirs, mine_alone=None, theirs_alone=None):
    for path, here, there in zip(files, mine, theirs, strict=True):
        if here == "ok" and there != "ok" and not (theirs_alone and theirs_alone.search(there)):
            yield f"{path}: accepted, but: {there}"
        if here != "ok" and there == "ok" and not (mine_alone and mine_alone.search(here)):
            yield f"{path}: {here}"


@pytest.fixture(scope="module")
def script_files():
    modules = ORACLE / "node_modules"
    files = [path for name in ("typeorm", "typeorm-03", "knex", "typescript/lib", "mysql2", "pg", "lodash") for path in sorted((modules / name).rglob("*"))
             if path.suffix in (".js", ".ts", ".mjs", ".cjs") and path.is_file()]
    if not files:
        pytest.fail("the real tools are not installed")
    return files


def test_real_scripts(script_files):
    """Every file that TypeScript's parser accepts in the real tools' own packages."""
    theirs = answers([node(), "syntax.cjs"], script_files, cwd=ORACLE)
    assert list(disagreements(script_files, ours(script_files), theirs)) == []


def test_changed_scripts(script_files, tmp_path):
    small = [path for path in script_files if 200 < path.stat().st_size < 6000]
    files = list(mutants(small, tmp_path, 3000))
    theirs = answers([node(), "syntax.cjs"], files, cwd=ORACLE)
    assert list(disagreements(files, ours(files), theirs, OURS, THEIRS)) == []


@pytest.fixture(scope="module")
def python_files():
    return sorted(path for path in Path(sysconfig.get_paths()["stdlib"]).rglob("*.py") if "lib2to3" not in path.parts)


def test_real_modules(python_files):
    """Python's standard library, whole."""
    theirs = [compile_answer(path) for path in python_files]
    assert list(disagreements(python_files, ours(python_files), theirs)) == []


@pytest.mark.skipif(sys.version_info < (3, 11), reason="an older grammar")
def test_changed_modules(python_files, tmp_path):
    small = [path for path in python_files if 300 < path.stat().st_size < 5000]
    files = list(mutants(small, tmp_path, 3000))
    theirs = [compile_answer(path) for path in files]
    unseen = re.compile("future feature|before global declaration|prior to|duplicate argument|imaginary literal|invalid character")
    assert list(disagreements(files, ours(files), theirs, re.compile("f-string"), unseen)) == []
