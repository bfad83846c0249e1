"""The real Alembic as a server: a line of JSON in, a line of JSON out.

{"versions": [folder...], "url": SQLAlchemy URL, "commands": [["upgrade", "heads"], ["downgrade", "-1"], ["stamp", "a1", "b1"], ...],
 "configure": {arguments of context.configure}, "options": {settings of alembic.ini}, "keep_going": true}

{"record": path of a revision with CASES, "url"}: what each case would send (statements.py).

Each command's answer: {"ok", "steps": [["up", id], ...], "after": [rows behind each step], "rows": [rows at the end], "error", "type"}. Rows are
sorted, but for `unsorted`, which has them as the table gives them. `printed` is what revisions printed."""

import contextlib
import io
import json
import logging
import os
import sys
import traceback
import warnings
from pathlib import Path

sys.dont_write_bytecode = True

import alembic.command
import sqlalchemy
from alembic.config import Config
from alembic.script import ScriptDirectory
from statements import record

HERE = Path(__file__).resolve().parent


def configuration(question):
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(question["versions"]).replace("%", "%%"))
    for key, value in question.get("options", {}).items():
        config.set_main_option(key, value)
    return config


class Run:
    def __init__(self, question):
        self.question, self.config = question, configuration(question)
        self.configure = question.get("configure", {})
        self.engine = sqlalchemy.create_engine(question["url"])
        schema, name = self.configure.get("version_table_schema"), self.configure.get("version_table", "alembic_version")
        self.table = sqlalchemy.table(name, sqlalchemy.column("version_num"), schema=schema)

    def rows(self, connection):
        if not sqlalchemy.inspect(connection).has_table(self.table.name, self.table.schema):
            return None
        return [row[0] for row in connection.execute(sqlalchemy.select(self.table.c.version_num))]

    def command(self, name, *arguments):
        steps, after = [], []

        def applied(ctx, step, heads, run_args, **_):
            steps.append(["up" if step.is_upgrade else "down", step.up_revision_id])
            after.append(sorted(heads))

        answer = {"ok": True, "steps": steps, "after": after}
        printed = io.StringIO()
        with self.engine.connect() as connection, warnings.catch_warnings(record=True) as said, contextlib.redirect_stdout(printed):
            warnings.simplefilter("always")
            self.config.attributes.update(connection=connection, on_version_apply=applied, configure=self.configure)
            try:
                if name == "stamp":
                    alembic.command.stamp(self.config, list(arguments))
                elif name == "purge":
                    alembic.command.stamp(self.config, list(arguments), purge=True)
                else:
                    getattr(alembic.command, name)(self.config, *arguments)
            except BaseException as error:
                answer.update(ok=False, error=str(error), type=type(error).__name__, trace=traceback.format_exc()[-2000:])
                steps.clear(), after.clear()
            answer["warnings"] = [str(one.message) for one in said]
        with self.engine.connect() as connection:
            answer["unsorted"] = self.rows(connection)
            answer["rows"] = None if answer["unsorted"] is None else sorted(answer["unsorted"])
        answer["printed"] = printed.getvalue().splitlines()
        answer["said"] = self.config.stdout.getvalue()
        self.config.stdout.seek(0), self.config.stdout.truncate()
        return answer


def heads(question):
    """{"heads": true}: what the script directory says of itself, without a database."""
    script = ScriptDirectory.from_config(configuration(question))
    return {"ok": True, "heads": list(script.get_heads()), "bases": list(script.get_bases()),
            "order": [revision.revision for revision in reversed(list(script.walk_revisions()))]}


def answer(question):
    if question.get("heads"):
        try:
            return heads(question)
        except BaseException as error:
            return {"ok": False, "error": str(error), "type": type(error).__name__}
    if question.get("record"):
        return {"ok": True, "result": record(question["record"], question["url"])}
    run = Run(question)
    answers = []
    for command in question["commands"]:
        answers.append(run.command(*command))
        if not answers[-1]["ok"] and not question.get("keep_going"):
            break
    run.engine.dispose()
    return {"ok": True, "result": answers}


def main():
    logging.disable(logging.CRITICAL)
    out, sys.stdout = os.fdopen(os.dup(1), "w"), sys.stderr
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except BaseException:
            reply = {"ok": False, "error": traceback.format_exc()}
        out.write(json.dumps(reply) + "\n")
        out.flush()


main()
