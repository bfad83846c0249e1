"""What `queryRunner.query` gives and takes, by driver: a migration writes down what it got, and what it wrote is compared with the real tool's."""

import pytest
from harness.typeorm_projects import TypeormProject

pytestmark = pytest.mark.slow

# Statements whose results are kept. A list is a statement with JavaScript text of its parameters.
RESULTS = {
    "postgresql": [
        "CREATE TABLE t (id serial PRIMARY KEY, a integer, b text)",
        "INSERT INTO t (a, b) VALUES (1, 'x'), (2, NULL), (3, 'it''s')",
        "INSERT INTO t (a, b) VALUES (4, 'y') RETURNING id, a",
        "SELECT * FROM t ORDER BY id",
        "SELECT id AS \"Id\", a + 1, b || 'z' AS b FROM t ORDER BY id",
        "SELECT 1 AS a, 2 AS a, 3 AS b",
        "UPDATE t SET a = a + 1 WHERE a > 1",
        "UPDATE t SET a = a + 1 WHERE a > 3 RETURNING id, a",
        "UPDATE t SET a = 0 WHERE a > 1000",
        "DELETE FROM t WHERE a = 1",
        "DELETE FROM t WHERE a > 3 RETURNING *",
        "SELECT * FROM t WHERE a = -1",
        "SELECT count(*) AS n, sum(a) AS s, avg(a) AS v, max(id) AS m FROM t",
        "SELECT true AS t, false AS f, NULL::boolean AS n",
        "SELECT 1::smallint AS a, 2::integer AS b, 9007199254740993::bigint AS c, 1.50::numeric AS d, 0.1::real AS e, 0.1::float8 AS f, 1e30::float8 AS g",
        "SELECT 'NaN'::float8 AS a, '-Infinity'::float8 AS b, 1.0::float8 AS c, '-0'::float8 AS d",
        "SELECT '2024-02-03'::date AS a, '2024-02-03 04:05:06.789123'::timestamp AS b, '2024-02-03 04:05:06+02'::timestamptz AS c, '04:05:06'::time AS d, '04:05:06+01'::timetz AS e",
        "SELECT '0044-03-15 BC'::date AS a, 'infinity'::timestamp AS b, '1883-11-18 12:00:00+00'::timestamptz AS c",
        "SELECT '{\"b\": [1, null, \"ü\"], \"a\": {}}'::jsonb AS a, '{\"b\": 1, \"a\": 2}'::json AS b, 'null'::jsonb AS c, '\"text\"'::jsonb AS d",
        "SELECT ARRAY[1,2,NULL] AS a, ARRAY['x','y z','\"q\"',NULL,'']::text[] AS b, '{}'::int[] AS c, ARRAY[[1,2],[3,4]] AS d, ARRAY[true,false] AS e, ARRAY[1.5,2]::numeric[] AS f, ARRAY[9007199254740993]::bigint[] AS g, ARRAY['2024-01-01'::date] AS h, ARRAY['a','b']::varchar[] AS i",
        "SELECT '\\x00ff10'::bytea AS a",
        "SELECT '1 year 2 mons 3 days 04:05:06.5'::interval AS a, '00:00:00'::interval AS b, '-1 days'::interval AS c",
        "SELECT '(1,2)'::point AS a, '<(1,2),3>'::circle AS b, '[1,5)'::int4range AS c, '10.0.0.1/8'::inet AS d, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid AS e, '12.34'::money AS f",
        "SELECT 'abc'::char(5) AS a, 'x'::\"char\" AS b, 'name'::name AS c, B'101' AS d, '<a/>'::xml AS e, 'a b'::tsvector AS f, 42::oid AS g, 't'::regclass::text AS h",
        "SELECT ROW(1,'a') AS a, t FROM t ORDER BY id LIMIT 1",
        "SELECT count(*) FROM t",
        "CREATE INDEX by_a ON t (a)",
        "WITH x AS (INSERT INTO t (a) VALUES (77) RETURNING a) SELECT * FROM x",
        "SHOW server_version_num",
        "EXPLAIN (COSTS OFF) SELECT 1",
        "INSERT INTO t (a) VALUES (1); SELECT 5 AS five",
        "ALTER TABLE t ADD COLUMN c integer",
        "TRUNCATE t",
        "",
        "-- nothing",
    ],
    "mysql": [
        "CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, a integer, b text)",
        "INSERT INTO t (a, b) VALUES (1, 'x'), (2, NULL), (3, 'it''s')",
        "INSERT INTO t (a, b) VALUES (4, 'y')",
        "SELECT * FROM t ORDER BY id",
        "SELECT id AS `Id`, a + 1, concat(b, 'z') AS b FROM t ORDER BY id",
        "SELECT 1 AS a, 2 AS a, 3 AS b",
        "UPDATE t SET a = a + 1 WHERE a > 1",
        "UPDATE t SET a = a WHERE a > 1",
        "UPDATE t SET a = 0 WHERE a > 1000",
        "DELETE FROM t WHERE a = 1",
        "SELECT * FROM t WHERE a = -1",
        "SELECT count(*) AS n, sum(a) AS s, avg(a) AS v, max(id) AS m FROM t",
        "SELECT true AS t, false AS f, NULL AS n",
        "SELECT 1 AS a, 9007199254740993 AS c, 9007199254740991 AS c2, 1.50 AS d, 1.5e0 AS f, 1e30 AS g, 18446744073709551615 AS h",
        "CREATE TABLE v (a tinyint(1), b bigint, c decimal(8,2), d float, e double, f date, g datetime(3), h timestamp NULL, i time, j year, k json, l varbinary(4), m char(5), n bit(4), o enum('x','y'), p set('x','y'), q blob, r datetime, s mediumtext)",
        "INSERT INTO v VALUES (1, 5, 1.5, 0.1, 0.1, '2024-02-03', '2024-02-03 04:05:06.789', '2024-02-03 04:05:06', '04:05:06', 2024, '{\"b\": [1, null], \"a\": \"ü\"}', x'00ff', 'ab', b'101', 'y', 'x,y', x'10', '2024-02-03 04:05:06', 'long')",
        "INSERT INTO v (a, b) VALUES (0, 9007199254740993), (NULL, -1)",
        "SELECT * FROM v ORDER BY b",
        "SELECT cast('2024-02-03' AS date) AS a, cast('12:00:00' AS time) AS b, now() IS NOT NULL AS c",
        "SELECT '0000-00-00' AS z, JSON_OBJECT('a', 1) AS j, JSON_ARRAY(1, 'x') AS k",
        "SELECT count(*) FROM t",
        "CREATE INDEX by_a ON t (a)",
        "SHOW COLUMNS FROM t",
        "ALTER TABLE t ADD COLUMN c integer",
        "TRUNCATE t",
        "SET @x = 5",
        "SELECT @x AS x",
        "INSERT INTO t (a) VALUES (9) RETURNING id, a",
    ],
    "sqlite": [
        "CREATE TABLE t (id integer PRIMARY KEY AUTOINCREMENT, a integer, b text)",
        "INSERT INTO t (a, b) VALUES (1, 'x'), (2, NULL), (3, 'it''s')",
        "INSERT INTO t (a, b) VALUES (4, 'y')",
        "INSERT INTO t (a, b) VALUES (5, 'y') RETURNING id, a",
        "SELECT * FROM t ORDER BY id",
        "SELECT id AS \"Id\", a + 1, b || 'z' AS b FROM t ORDER BY id",
        "SELECT 1 AS a, 2 AS a, 3 AS b",
        "UPDATE t SET a = a + 1 WHERE a > 1",
        "UPDATE t SET a = 0 WHERE a > 1000",
        "DELETE FROM t WHERE a = 1",
        "SELECT * FROM t WHERE a = -1",
        "SELECT count(*) AS n, sum(a) AS s, avg(a) AS v, max(id) AS m FROM t",
        "SELECT true AS t, false AS f, NULL AS n",
        "SELECT 1 AS a, 9007199254740991 AS c, 1.50 AS d, 0.1 AS e, 1e30 AS f, 1.0 AS g, -0.0 AS h",
        "SELECT date('2024-02-03') AS a, datetime('2024-02-03 04:05:06') AS b, json('{\"b\":1}') AS c, x'00ff' AS d, typeof(1.0) AS e",
        "SELECT count(*) FROM t",
        "CREATE INDEX by_a ON t (a)",
        "PRAGMA table_info(t)",
        "ALTER TABLE t ADD COLUMN c integer",
        "REPLACE INTO t (id, a) VALUES (2, 50)",
        "WITH x AS (SELECT 1 AS a) SELECT * FROM x",
        "EXPLAIN QUERY PLAN SELECT 1",
        "PRAGMA foreign_keys",
        "DROP TABLE t",
    ],
}

# Statement, JavaScript text of the parameters. The results are kept.
PARAMETERS = {
    "postgresql": [
        ("CREATE TABLE p (n serial, i integer, b bigint, t text, d double precision, e numeric, f boolean, g timestamptz, h timestamp, j jsonb, k text[], l int[], m bytea)", "undefined"),
        ("INSERT INTO p (i, b, t, d, e) VALUES ($1, $2, $3, $4, $5)", "[1, 9007199254740991, 'ünï', 1.5, 0.1]"),
        ("INSERT INTO p (i, b, t, d, e) VALUES ($1, $2, $3, $4, $5)", "[-0, '9007199254740993', \"it's \\\\ \\\"q\\\"\\n\", 1e21, '12.340']"),
        ("INSERT INTO p (i, t, f) VALUES ($1, $2, $3)", "[null, undefined, true]"),
        ("INSERT INTO p (f, d) VALUES ($1, $2)", "[false, NaN]"),
        ("INSERT INTO p (d, t) VALUES ($1, $2)", "[-Infinity, 5]"),
        ("INSERT INTO p (t) VALUES ($1)", "[true]"),
        ("INSERT INTO p (t) VALUES ($1)", "[1.25]"),
        ("INSERT INTO p (b) VALUES ($1)", "[9007199254740993n]"),
        ("INSERT INTO p (g, h) VALUES ($1, $2)", "[new Date(0), new Date(Date.UTC(2024, 1, 29, 12, 34, 56, 789))]"),
        ("INSERT INTO p (j) VALUES ($1)", "[{ b: [1, null, 'x'], a: { c: undefined } }]"),
        ("INSERT INTO p (j) VALUES ($1)", "[JSON.stringify([1, 2])]"),
        ("INSERT INTO p (k, l) VALUES ($1, $2)", "[['a', 'b c', '\"q\"', null, '', 'NULL', '{x}', 'back\\\\slash'], [1, 2, 3]]"),
        ("INSERT INTO p (k) VALUES ($1)", "[[]]"),
        ("INSERT INTO p (m) VALUES ($1)", "[Buffer.from([0, 255, 16])]"),
        ("SELECT * FROM p WHERE i = ANY($1) ORDER BY n", "[[1, 2]]"),
        ("SELECT $1::text AS a, $2::int + 1 AS b, $1 AS c", "['x', 41]"),
        ("SELECT * FROM p ORDER BY n", "[]"),
        ("UPDATE p SET t = $2 WHERE i = $1", "[1, 'changed']"),
    ],
    "mysql": [
        ("CREATE TABLE p (n int AUTO_INCREMENT PRIMARY KEY, i integer, b bigint, t text, d double, e decimal(20,3), f tinyint(1), g datetime(3), j json, m blob)", "undefined"),
        ("INSERT INTO p (i, b, t, d, e) VALUES (?, ?, ?, ?, ?)", "[1, 9007199254740991, 'ünï', 1.5, 0.1]"),
        ("INSERT INTO p (i, b, t, d, e) VALUES (?, ?, ?, ?, ?)", "[-0, '9007199254740993', \"it's \\\\ \\\"q\\\"\\n\\0\\x1a\", 1e21, '12.340']"),
        ("INSERT INTO p (i, t, f) VALUES (?, ?, ?)", "[null, undefined, true]"),
        ("INSERT INTO p (f, t) VALUES (?, ?)", "[false, 5]"),
        ("INSERT INTO p (t) VALUES (?)", "[1.25]"),
        ("INSERT INTO p (t) VALUES (?)", "[true]"),
        ("INSERT INTO p (b) VALUES (?)", "[9007199254740993n]"),
        ("INSERT INTO p (g) VALUES (?)", "[new Date(Date.UTC(2024, 1, 29, 12, 34, 56, 789))]"),
        ("INSERT INTO p (j) VALUES (?)", "[JSON.stringify({ b: [1, null, 'x'] })]"),
        ("INSERT INTO p (m) VALUES (?)", "[Buffer.from([0, 255, 16])]"),
        ("SELECT n, i, t FROM p WHERE i IN (?) ORDER BY n", "[[1, 2]]"),
        ("INSERT INTO p (i, t) VALUES ?", "[[[7, 'a'], [8, 'b']]]"),
        ("SELECT ? AS a, ? + 1 AS b", "['x', 41]"),
        ("SELECT ?? AS a, '?' AS b FROM p WHERE n = 1 -- ?", "['i']"),
        ("SELECT * FROM p ORDER BY n", "[]"),
        ("UPDATE p SET t = ? WHERE i = ?", "['changed', 1]"),
    ],
    "sqlite": [
        ("CREATE TABLE p (n integer PRIMARY KEY AUTOINCREMENT, i integer, t text, d double, x)", "undefined"),
        ("INSERT INTO p (i, t, d, x) VALUES (?, ?, ?, ?)", "[1, 'ünï', 1.5, 3]"),
        ("INSERT INTO p (i, t, d, x) VALUES (?, ?, ?, ?)", "[-0, \"it's\", 1e21, null]"),
        ("INSERT INTO p (t) VALUES (?)", "[5]"),
        ("INSERT INTO p (x) VALUES (?)", "[5]"),
        ("INSERT INTO p (x) VALUES (?)", "[5.5]"),
        ("INSERT INTO p (i, x) VALUES (?, ?)", "[9007199254740993n, 'bigint']"),
        ("INSERT INTO p (x) VALUES (?)", "[Buffer.from([0, 255, 16])]"),
        ("INSERT INTO p (x) VALUES (?)", "[true]"),
        ("INSERT INTO p (x) VALUES (?)", "[new Date(0)]"),
        ("SELECT ? AS a, ? + 1 AS b", "['x', 41]"),
        ("SELECT * FROM p ORDER BY n", "[]"),
        ("UPDATE p SET t = ? WHERE i = ?", "['changed', 1]"),
    ],
}

# What a failing statement's error says of itself to the script that catches it (outside PostgreSQL's transaction, which would be lost).
ERRORS = {
    "mysql": ["SELECT * FROM no_such_table", "INSERT INTO u VALUES (1)", "INSERT INTO u VALUES (NULL)"],
    "sqlite": ["SELECT * FROM no_such_table", "INSERT INTO u VALUES (1)", "INSERT INTO u VALUES (NULL)"],
}

MIGRATION = """import { MigrationInterface, QueryRunner } from "typeorm"

export class Values1700000000001 implements MigrationInterface {
    private async keep(queryRunner: QueryRunner, n: number, value: unknown) {
        // The status of the connection is of no use to a migration; ours is inside a transaction more often.
        let text = value === undefined ? "undefined" : JSON.stringify(value, (key, part) => (key === "serverStatus" ? 0 : part))
        if (queryRunner.connection.options.type === "mariadb") text = text.split("\\\\").join("\\\\\\\\")
        await queryRunner.query(`INSERT INTO kept (n, text) VALUES (${n}, '${text.split("'").join("''")}')`)
    }

    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE kept (n integer, text text)")
%s
    }

    public async down(queryRunner: QueryRunner): Promise<void> {}
}
"""


def check(kind, version, calls, tmp_path, make_database, typeorm):
    project, theirs = TypeormProject(tmp_path / "p", make_database(kind), version), make_database(kind)
    project.write("1.ts", MIGRATION % "\n".join(calls))
    answer = typeorm.run(project.migrations, theirs, version=version)
    assert answer.ok, answer.error
    project.up()
    ours, wanted = ([(n, text.replace(database.name, "DATABASE")) for n, text in database.query("SELECT n, text FROM kept ORDER BY n")]
                    for database in (project.database, theirs))
    different = [f"{n}: ours {a}\n   TypeORM {b}" for (n, a), (_, b) in zip(ours, wanted) if a != b]
    assert not different, "\n".join(different)
    if any(theirs.name in text for _, text in theirs.query("SELECT n, text FROM kept")):
        return
    assert project.database.dump(data=True) == theirs.dump(data=True)


def keep(n, call):
    return f"        await this.keep(queryRunner, {n}, {call})"


def literal(text):
    return "`" + text.replace("\\", "\\\\").replace("`", "\\`") + "`"


def test_results(kind, typeorm_version, tmp_path, make_database, typeorm):
    calls = [keep(n, f"await queryRunner.query({literal(sql)})") for n, sql in enumerate(RESULTS[kind]) if not (kind == "mysql" and "v ORDER" in sql)]
    check(kind, typeorm_version, calls, tmp_path, make_database, typeorm)


def test_results_with_parameters(kind, typeorm_version, tmp_path, make_database, typeorm):
    """An empty list of parameters makes another protocol, whose values must be the same."""
    calls = [keep(n, f"await queryRunner.query({literal(sql)}, [])") for n, sql in enumerate(RESULTS[kind]) if sql and not sql.startswith("--") and "; " not in sql]
    check(kind, typeorm_version, calls, tmp_path, make_database, typeorm)


def test_structured_results(kind, typeorm_version, tmp_path, make_database, typeorm):
    """The third argument of `query` asks for {records, affected, raw}."""
    statements = [sql for sql in RESULTS[kind] if sql.startswith(("CREATE TABLE t", "INSERT INTO t", "SELECT * FROM t", "UPDATE", "DELETE")) and "; " not in sql]
    calls = [keep(n, f"(({{ records, affected, raw }}) => ({{ records, affected, raw }}))(await queryRunner.query({literal(sql)}, undefined, true))") for n, sql in enumerate(statements)]
    check(kind, typeorm_version, calls, tmp_path, make_database, typeorm)


@pytest.mark.parametrize("kind_", PARAMETERS)
def test_parameters(kind_, typeorm_version, tmp_path, make_database, typeorm):
    """Each type of JavaScript, where the driver takes it; where it doesn't, the text of its error."""
    calls = []
    for n, (sql, parameters) in enumerate(PARAMETERS[kind_]):
        if kind_ == "sqlite" and typeorm_version == "0.3" and parameters == "[true]":
            continue  # only 1.x makes a boolean a number
        call = f"await queryRunner.query({literal(sql)}, {parameters})"
        if kind_ == "sqlite":
            calls.append(f"        try {{ await this.keep(queryRunner, {n}, {call}) }} catch (error) {{ await this.keep(queryRunner, {n}, /can only bind/.test(error.message)) }}")
        else:
            calls.append(keep(n, call))
    check(kind_, typeorm_version, calls, tmp_path, make_database, typeorm)


@pytest.mark.parametrize("kind_", ERRORS)
def test_errors_that_are_caught(kind_, typeorm_version, tmp_path, make_database, typeorm):
    fields = "[error.name, error.constructor.name, error.message, error.code, error.errno, error.query, error.driverError && error.driverError.code, error instanceof Error]"
    calls = ["        await queryRunner.query('CREATE TABLE u (a integer NOT NULL UNIQUE)')", "        await queryRunner.query('INSERT INTO u VALUES (1)')"]
    calls += [f"        try {{ await queryRunner.query({literal(sql)}); await this.keep(queryRunner, {n}, 'no error') }} catch (error) {{ await this.keep(queryRunner, {n}, {fields}) }}"
              for n, sql in enumerate(ERRORS[kind_])]
    check(kind_, typeorm_version, calls, tmp_path, make_database, typeorm)


def test_error_that_is_caught_postgresql(typeorm_version, tmp_path, make_database, typeorm):
    """A savepoint keeps the transaction."""
    fields = "[error.name, error.message, error.code, error.query, error.driverError.code]"
    calls = ["        await queryRunner.query('CREATE TABLE u (a integer PRIMARY KEY)')", "        await queryRunner.query('INSERT INTO u VALUES (1)')"]
    for n, sql in enumerate(["INSERT INTO u VALUES (1)", "SELECT * FROM no_such_table", "SELEC 1"]):
        calls.append(f"        await queryRunner.startTransaction()\n        try {{ await queryRunner.query({literal(sql)}) }} catch (error) {{ await queryRunner.rollbackTransaction(); await this.keep(queryRunner, {n}, {fields}) }}")
    check("postgresql", typeorm_version, calls, tmp_path, make_database, typeorm)
