"""Runs programs as CPython does. Reads {"main": "/folder/case.py"} a line, answers {"ok": true, "said": "..."}: what it prints, and how it ends when it
does not end well. Each runs in a process of its own, as the module `case_py`."""

import importlib.util
import io
import json
import os
import signal
import sys
import warnings


def run(path):
    """What the program at PATH says. Ends the process that calls it."""
    said = io.StringIO()
    sys.stdout = sys.stderr = said
    folder = os.path.dirname(path)
    sys.path.insert(0, folder)
    os.chdir(folder)
    os.environ.clear()
    warnings.simplefilter("ignore")
    try:
        compile(open(path, encoding="utf-8").read(), path, "exec")
    except SyntaxError as error:
        return f"syntax: {error.msg}\n"
    spec = importlib.util.spec_from_file_location("case_py", path)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException as error:
        text = str(error)
        said.write("" if said.getvalue().endswith("\n") or not said.getvalue() else "\n")
        said.write(f"throws: {type(error).__name__}{': ' if text else ''}{text}\n")
    return said.getvalue()


def answer(path):
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        signal.alarm(20)
        with os.fdopen(write, "w", encoding="utf-8") as out:
            out.write(run(path))
            out.flush()
            os._exit(0)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as out:
        said = out.read()
    os.waitpid(child, 0)
    return said


for line in sys.stdin:
    print(json.dumps({"ok": True, "said": answer(json.loads(line)["main"])}), flush=True)
