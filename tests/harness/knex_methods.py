"""What tests of Knex's builders show of each method."""

import json
import subprocess

from harness.oracles import ORACLE, Knex, node


def shown(kind, database="shop"):
    """[kind, source, SQL, values, text] or [kind, source, what it throws] of each query and statement, from real Knex."""
    command = [node(), "knex/print-queries.cjs", Knex.CLIENTS[kind], kind, database]
    process = subprocess.run(command, cwd=ORACLE, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in process.stdout.splitlines()]
