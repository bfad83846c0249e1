"""The tables of docs/compat/knex-methods.md: each method and option of Knex's builders on each database, as the cases of tests/oracle/knex prove it.

usage: python -m harness.knex_methods        writes the tables between their marks in the document

A case is a function in queries.cjs, statements.cjs, results.cjs, schema.cjs or refused.cjs. It proves a method whose name stands in its text.
"""

import functools
import json
import re
import subprocess
import sys

from harness.compat_table import TITLES
from harness.oracles import ORACLE, Knex, node
from harness.servers import ROOT

DOCUMENT = ROOT / "docs/compat/knex-methods.md"
BEGIN, END = "<!-- methods: written by tests/harness/knex_methods.py -->", "<!-- end of methods -->"
KINDS = tuple(TITLES)

# Tables of the document: what they are called, the kind of cases that prove them, and whose methods they list: interfaces of Knex's declaration,
# and classes as they are (tests/oracle/knex/names.cjs).
SECTIONS = {
    "Schema builder": ("schema", ["SchemaBuilder"], ["schema"]),
    "Tables, columns, views": ("schema", [
        "TableBuilder", "CreateTableBuilder", "AlterTableBuilder", "ColumnBuilder", "ForeignConstraintBuilder", "MultikeyForeignConstraintBuilder",
        "AlterColumnBuilder", "ViewBuilder", "AlterViewBuilder", "AlterColumnView"], ["table", "column", "view"]),
    "Query builder": ("query", ["QueryInterface", "OnConflictQueryBuilder", "QueryBuilder"], ["query"]),
    "Conditions of joins": ("query", ["JoinClause"], ["join"]),
    "knex, raw, ref, fn, transactions": ("query", ["Raw", "Ref", "BatchInsertBuilder", "ChainableInterface", "Transaction", "FunctionHelper"], ["knex", "raw", "ref", "fn"]),
}
# Options of the schema builder's calls, by the declaration.
OPTIONS = ("primaryKey", "useTz", "precision", "useTimestamps", "defaultToNow", "useCamelCase", "useNative", "enumName", "existingType", "schemaName",
           "useBinaryUuid", "constraintName", "deferrable", "indexName", "indexType", "storageEngineIndexType", "useConstraint", "predicate",
           "alterNullable", "alterType")
# What no migration calls: the builders' inner life, other databases' types, and what only the declaration has (a table that Knex calls `using` and its like).
INNER = {
    "and", "bind", "client", "clearCounters", "columnizeWithPrefix", "constructor", "extend", "grouping", "isValidStatementArg", "setSchema", "then", "set", "toNative",
    "whereJsonHasNone", "withRecursiveWrapped", "emit", "isRawInstance", "length", "arguments", "caller", "prototype", "name", "context", "userParams", "VERSION", "__knex__",
    "disableProcessing", "enableProcessing", "isTransaction", "fn", "schema", "toString", "queryBuilder", "bigincrements", "drop", "fromJS",
}


def lines_of(*command):
    process = subprocess.run([node(), *command], cwd=ORACLE, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in process.stdout.splitlines()]


@functools.cache
def shown(kind, database="shop"):
    """[kind, source, SQL, values, text] or [kind, source, what it throws] of each query and statement that is compiled, from real Knex."""
    return lines_of("knex/print-queries.cjs", Knex.CLIENTS[kind], kind, database)


@functools.cache
def names():
    """Names of methods: of each class as it is, and of each interface as it is declared."""
    (classes,) = lines_of("knex/names.cjs")
    text = (ORACLE / "node_modules/knex/types/index.d.ts").read_text()
    declared = {}
    for match in re.finditer(r"^  (?:interface|class) (\w+)[^{]*?(?:\{\}[^{]*?)*\{\n(.*?)^  \}", text, re.M | re.S):
        declared[match[1]] = set(re.findall(r"^    (?:readonly )?(\w+)\??[(<:]", match[2], re.M))
    return classes, declared


@functools.cache
def refused():
    """(name, source, reason) of each case that migshim refuses."""
    return [tuple(line) for line in lines_of("-e", "for (const [name, query, reason] of require('./knex/refused.cjs').cases) console.log(JSON.stringify([name, String(query), reason]))")]


@functools.cache
def run_there(kind):
    """[kind of case, source] of what tests run on a database of KIND."""
    schema = "require('./knex/schema.cjs').of(process.argv[1]).map(one => ['schema', String(one)])"
    results = "require('./knex/results.cjs').queries.flat().flatMap(one => [['query', String(one)], ...(String(one).includes('.schema.') ? [['schema', String(one)]] : [])])"
    return lines_of("-e", f"for (const one of [...{schema}, ...{results}]) console.log(JSON.stringify(one))", kind)


def cell(case_kind, pattern, kind):
    """What the cases that use a method say of a database, in few words."""
    if any(one == case_kind and pattern.search(text) for one, text in run_there(kind)):
        return "works"
    found = [rest for one, text, *rest in shown(kind) if one == case_kind and pattern.search(text)]
    if any(len(rest) > 1 for rest in found):
        return "works"
    if found:
        return "throws as Knex: " + found[0][0].split("\n")[0].replace("|", "\\|")
    return "–"


def table(name):
    case_kind, interfaces, groups = SECTIONS[name]
    classes, declared = names()
    there = set().union(*(classes[group] for group in groups))
    methods = (there | set().union(*(declared.get(one, set()) for one in interfaces))) - INNER
    reasons = {method: reason for method, _, reason in refused()}
    lines = ["| method | " + " | ".join(TITLES.values()) + " |", "|---|" + "---|" * len(KINDS)]
    for method in sorted(methods, key=lambda one: (one.lower(), one)):
        pattern = re.compile(rf"\.{method}\b")
        cells = [cell(case_kind, pattern, kind) for kind in KINDS]
        if set(cells) == {"–"} and method in reasons:
            cells = ["refused"] * len(KINDS)
        elif set(cells) == {"–"} and method not in there | declared["Transaction"]:
            cells = ["declared, but not there"] * len(KINDS)
        lines.append(f"| `{method}` | " + " | ".join(cells) + " |")
    return lines


def options():
    lines = ["| option | " + " | ".join(TITLES.values()) + " |", "|---|" + "---|" * len(KINDS)]
    for option in OPTIONS:
        pattern = re.compile(rf"\b{option}:")
        lines.append(f"| `{option}` | " + " | ".join(cell("schema", pattern, kind) for kind in KINDS) + " |")
    return lines


def uncovered():
    """Methods that no case uses."""
    return [line.split("`")[1] for name in SECTIONS for line in table(name)[2:] if line.endswith("| –" + " | –" * (len(KINDS) - 1) + " |")]


def with_tables(text):
    parts = [f"## {name}\n\n" + "\n".join(table(name)) for name in SECTIONS] + ["## Options of the schema builder\n\n" + "\n".join(options())]
    begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    return f"{text[:begin]}\n\n" + "\n\n".join(parts) + f"\n\n{text[end:]}"


if __name__ == "__main__":
    DOCUMENT.write_text(with_tables(DOCUMENT.read_text()))
    sys.exit(0)
