"""How a migration may be written: every shape that the real tool runs, and those that it refuses."""

import json

import pytest
from harness.databases import typeorm_history
from harness.servers import ROOT
from harness.typeorm_projects import TypeormProject

pytestmark = pytest.mark.slow

COMPILED = ROOT / "tests/oracle/typeorm/shapes"
TYPES = 'import { MigrationInterface, QueryRunner } from "typeorm"\n'
TABLE = 'await queryRunner.query("CREATE TABLE t (a integer)")'


def insert(n):
    return f'await queryRunner.query("INSERT INTO t VALUES ({n})")'


# Name → files. "1.ts" lies in the folder of the migrations, "../x.ts" above it.
WORKS = {
    "no name field": {"1.ts": TYPES + f"export class Plain1700000000001 implements MigrationInterface {{ async up(queryRunner: QueryRunner) {{ {TABLE} }} async down(queryRunner: QueryRunner) {{ await queryRunner.query('DROP TABLE t') }} }}"},
    "another name than the class's": {"1.ts": f"export class Short {{ name = 'Long1700000000001'; async up(queryRunner) {{ {TABLE} }} async down(queryRunner) {{ await queryRunner.query('DROP TABLE t') }} }}"},
    "name as a getter": {"1.ts": f"export class Short {{ get name() {{ return 'Got' + 1700000000001 }} async up(queryRunner) {{ {TABLE} }} async down() {{}} }}"},
    "name from the constructor": {"1.js": f"exports.C = class {{ constructor() {{ this.name = 'Made1700000000001' }} async up(queryRunner) {{ {TABLE} }} async down() {{}} }}"},
    "several classes in a file": {"1.ts": TYPES + f"""
export class B1700000000002 implements MigrationInterface {{ async up(queryRunner: QueryRunner) {{ {insert(2)} }} async down(q: QueryRunner) {{}} }}
export class A1700000000001 implements MigrationInterface {{ async up(queryRunner: QueryRunner) {{ {TABLE} }} async down(q: QueryRunner) {{}} }}
export class C1700000000003 implements MigrationInterface {{ async up(queryRunner: QueryRunner) {{ {insert(3)} }} async down(q: QueryRunner) {{}} }}"""},
    "module.exports = class": {"1.js": f"module.exports = class A1700000000001 {{ async up(queryRunner) {{ {TABLE} }} async down(queryRunner) {{ await queryRunner.query('DROP TABLE t') }} }}"},
    "module.exports = { class }": {"1.js": f"class A1700000000001 {{ async up(queryRunner) {{ {TABLE} }} async down() {{}} }}\nmodule.exports = {{ A1700000000001 }}"},
    "exports.X": {"1.js": f"'use strict'\nObject.defineProperty(exports, '__esModule', {{ value: true }})\nexports.A1700000000001 = void 0\nclass A1700000000001 {{ async up(queryRunner) {{ {TABLE} }} async down() {{}} }}\nexports.A1700000000001 = A1700000000001"},
    "default export": {"1.ts": f"export default class A1700000000001 {{ async up(queryRunner) {{ {TABLE} }} async down() {{}} }}"},
    "default export of a name": {"1.ts": f"class A1700000000001 {{ async up(queryRunner) {{ {TABLE} }} async down() {{}} }}\nexport default A1700000000001"},
    "export list": {"1.ts": f"class A {{ name = 'A1700000000001'; async up(queryRunner) {{ {TABLE} }} async down() {{}} }}\nexport {{ A as Renamed }}"},
    "array of classes": {"1.ts": f"class A1700000000001 {{ async up(queryRunner) {{ {TABLE} }} async down() {{}} }}\nclass B1700000000002 {{ async up(queryRunner) {{ {insert(1)} }} async down() {{}} }}\nexport const all = [B1700000000002, A1700000000001]"},
    "prototype": {"1.js": "function A1700000000001() {}\nA1700000000001.prototype.up = function (q) { return q.query('CREATE TABLE t (a integer)') }\nA1700000000001.prototype.down = function (q) { return q.query('DROP TABLE t') }\nexports.A1700000000001 = A1700000000001"},
    "promise chain": {"1.ts": "export class A1700000000001 { up(q) { return q.query('CREATE TABLE t (a integer)').then(() => q.query('INSERT INTO t VALUES (1)')).then(() => q.query('SELECT a FROM t')).then((rows) => q.query(`INSERT INTO t VALUES (${rows[0].a + 1})`)) } down(q) { return q.query('DROP TABLE t') } }"},
    "promise all": {"1.ts": f"export class A1700000000001 {{ async up(queryRunner) {{ {TABLE}; await Promise.all([1, 2, 3].map((n) => queryRunner.query(`INSERT INTO t VALUES (${{n}})`))) }} async down() {{}} }}"},
    "caught error": {"1.ts": f"export class A1700000000001 {{ transaction = undefined; async up(queryRunner) {{ {TABLE}; if (queryRunner.connection.options.type !== 'postgres') await queryRunner.query('INSERT INTO nothing VALUES (1)').catch(() => queryRunner.query('INSERT INTO t VALUES (7)')) }} async down() {{}} }}"},
    "arrow methods": {"1.ts": f"export class A1700000000001 {{ up = async (queryRunner) => {{ {TABLE} }}; down = async (queryRunner) => {{ await queryRunner.query('DROP TABLE t') }} }}"},
    "base class in a neighbour": {
        "../base.ts": TYPES + "export abstract class Base implements MigrationInterface {\n    protected abstract readonly statements: string[]\n    async up(queryRunner: QueryRunner) { for (const sql of this.statements) await queryRunner.query(sql) }\n    async down(queryRunner: QueryRunner) { await queryRunner.query(`DROP TABLE ${this.table()}`) }\n    protected table() { return 't' }\n}",
        "1.ts": "import { Base } from '../base'\nexport class A1700000000001 extends Base { protected readonly statements = ['CREATE TABLE t (a integer)', 'INSERT INTO t VALUES (4)'] }"},
    "constants, enums and entities of neighbours": {
        "../constants.ts": "export const TABLE = 't'\nexport default { rows: [1, 2] as const }\nexport enum Kind { Small = 10, Large }",
        "../entities/user.ts": "import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm'\n@Entity('users')\nexport class User { @PrimaryGeneratedColumn({ type: 'integer' }) id: number\n @Column({ type: 'varchar', nullable: true }) name?: string }",
        "../entities/index.ts": "export * from './user'",
        "1.ts": TYPES + "import constants, { TABLE, Kind } from '../constants'\nimport type { User } from '../entities'\nimport { User as Entity } from '../entities'\nexport class A1700000000001 implements MigrationInterface {\n    async up(queryRunner: QueryRunner) {\n        await queryRunner.query(`CREATE TABLE ${TABLE} (a integer)`)\n        for (const row of constants.rows) await queryRunner.query(`INSERT INTO ${TABLE} VALUES (${row + Kind.Large})`)\n        const user: User | undefined = undefined\n        await queryRunner.query(`INSERT INTO ${TABLE} VALUES (${Entity.name.length})`)\n    }\n    async down(queryRunner: QueryRunner) { await queryRunner.query(`DROP TABLE ${TABLE}`) }\n}"},
    "statements from a file": {
        "sql/make.sql": "CREATE TABLE t (a integer)",
        "1.ts": "import { readFileSync } from 'fs'\nimport * as path from 'path'\nimport fs from 'node:fs'\nexport class A1700000000001 {\n    async up(queryRunner) { await queryRunner.query(readFileSync(path.join(__dirname, 'sql', 'make.sql'), 'utf8')); if (fs.existsSync(path.resolve(__dirname, 'nothing'))) throw new Error('no') }\n    async down(queryRunner) { await queryRunner.query('DROP TABLE t') }\n}"},
    "json of a neighbour": {
        "../seed.json": json.dumps({"rows": [1, 2, 3]}),
        "1.js": f"const seed = require('../seed.json')\nexports.A1700000000001 = class A1700000000001 {{ async up(queryRunner) {{ {TABLE}; for (const row of seed.rows) await queryRunner.query(`INSERT INTO t VALUES (${{row}})`) }} async down() {{}} }}"},
    "mjs": {"1.mjs": f"export class A1700000000001 {{ async up(queryRunner) {{ {TABLE} }} async down() {{}} }}"},
    "cjs": {"1.cjs": f"exports.A1700000000001 = class A1700000000001 {{ async up(queryRunner) {{ {TABLE} }} async down() {{}} }}"},
    "mts": {"1.mts": f"export class A1700000000001 {{ async up(queryRunner: any): Promise<void> {{ {TABLE} }} async down() {{}} }}"},
    "cts": {"1.cts": f"export class A1700000000001 {{ async up(queryRunner: any): Promise<void> {{ {TABLE} }} async down() {{}} }}"},
    "declarations beside": {"1.js": f"exports.A1700000000001 = class A1700000000001 {{ async up(queryRunner) {{ {TABLE} }} async down() {{}} }}", "1.d.ts": "export declare class A1700000000001 {}"},
    "same time stamp": {"1.ts": f"export class B1700000000001 {{ async up(queryRunner) {{ {TABLE} }} async down() {{}} }}", "2.ts": "export class A1700000000001 { async up(queryRunner) {} async down() {} }"},
    "more digits than a time stamp": {"1.ts": f"export class A21700000000001 {{ async up(queryRunner) {{ {TABLE} }} async down() {{}} }}\nexport class B1700000000000 {{ async up(queryRunner) {{ {insert(2).replace('INSERT INTO t VALUES (2)', 'CREATE TABLE first (a integer)')} }} async down() {{}} }}"},
    "time stamp with a sign": {"1.ts": f"export class A {{ name = 'A-170000000000'; async up(queryRunner) {{ {TABLE} }} async down() {{}} }}"},
    "time stamp in front": {"1.ts": f"export class A {{ name = '1700000000000A'; async up(queryRunner) {{ {TABLE} }} async down() {{}} }}"},
    "time stamp followed by text": {"1.ts": f"export class A {{ name = '12345678Fixed'; async up(queryRunner) {{ {TABLE} }} async down() {{}} }}"},
    "other exports beside": {"1.ts": f"export const version = 3\nexport enum Kind {{ A = 'a' }}\nexport type T = string\nexport interface I {{ a: number }}\nexport class A1700000000001 {{ async up(queryRunner) {{ {TABLE} }} async down() {{}} }}"},
    "helper functions of the file": {"1.ts": f"const value = (n: number): string => `(${{n * 2}})`\nasync function fill(queryRunner, ...rows: number[]) {{ for await (const row of rows) await queryRunner.query('INSERT INTO t VALUES ' + value(row)) }}\nexport class A1700000000001 {{ async up(queryRunner) {{ {TABLE}; await fill(queryRunner, 1, 2) }} async down() {{}} }}"},
    "private methods and statics": {"1.ts": TYPES + f"export class A1700000000001 implements MigrationInterface {{\n    static readonly TABLE = 't'\n    #hidden = 5\n    private readonly rows: number[] = [1, 2]\n    constructor(private readonly start: number = 10) {{}}\n    public async up(queryRunner: QueryRunner): Promise<void> {{ {TABLE}; await this.fill(queryRunner) }}\n    public async down(queryRunner: QueryRunner): Promise<void> {{ await queryRunner.query(`DROP TABLE ${{A1700000000001.TABLE}}`) }}\n    private async fill(queryRunner: QueryRunner) {{ for (const row of this.rows) await queryRunner.query(`INSERT INTO ${{A1700000000001.TABLE}} VALUES (${{row + this.start + this.#hidden}})`) }}\n}}"},
    "empty up": {"1.ts": "export class A1700000000001 { async up() {} async down() {} }"},
    "compiled for ES5": {"1.js": (COMPILED / "compiled-es5.js").read_text()},
    "compiled for ES2015": {"1.js": (COMPILED / "compiled-es2015.js").read_text()},
    "compiled for ES2017": {"1.js": (COMPILED / "compiled-es2017.js").read_text()},
    "compiled for ES2022": {"1.js": (COMPILED / "compiled-es2022.js").read_text()},
    "not compiled": {"1.ts": (COMPILED / "compiled.ts").read_text()},
}

# Name → files, and what the tool's error says (ours says it too, or the second text).
FAILS = {
    "no time stamp": ({"1.ts": "export class Plain { async up() {} async down() {} }"}, "Plain migration name is wrong. Migration class name should have a JavaScript timestamp appended."),
    "time stamp far in front": ({"1.ts": "export class A { name = '1700000000000AddSomething'; async up() {} async down() {} }"}, "migration name is wrong"),
    "time stamp too short": ({"1.ts": "export class Add170000000000 { async up() {} async down() {} }"}, "migration name is wrong"),
    "class without a name": ({"1.js": "module.exports = class { async up() {} async down() {} }"}, "migration name is wrong"),
    "duplicates": ({"1.ts": "export class A1700000000001 { async up() {} async down() {} }", "2.ts": "export class A1700000000001 { async up() {} async down() {} }"}, "Duplicate migrations: A1700000000001"),
    "exported function beside": ({"1.ts": "export function help() {}\nexport class A1700000000001 { async up() {} async down() {} }"}, "help migration name is wrong"),
    "not asynchronous": ({"1.ts": "export class A1700000000001 { up(q) { q.query('CREATE TABLE t (a integer)') } down() {} }"}, "undefined (reading 'catch')"),
    "an error of its own": ({"1.ts": "export class A1700000000001 { async up(q) { await q.query('SELECT 1'); throw new Error('not today') } async down() {} }"}, "not today"),
    "syntax": ({"1.ts": "export class A1700000000001 { async up(q) { const = 1 } }"}, ""),
    "missing neighbour": ({"1.ts": "import { x } from './nothing'\nexport class A1700000000001 { async up(q) { await q.query(x) } async down() {} }"}, "./nothing"),
    "what is undefined": ({"1.ts": "export class A1700000000001 { async up(q) { await q.query(undefined.sql) } async down() {} }"}, "Cannot read properties of undefined (reading 'sql')"),
    "no such method": ({"1.ts": "export class A1700000000001 { async up(q) { await q.querry('SELECT 1') } async down() {} }"}, "querry"),
}


# 0.3 lists files in the order of its glob package, which is none; equal time stamps then run in that order.
WITH_1 = {"same time stamp"}


@pytest.mark.parametrize("kind,typeorm_version", [("sqlite", "1"), ("sqlite", "0.3"), ("postgresql", "1")])
@pytest.mark.parametrize("shape", WORKS)
def test_works(shape, kind, typeorm_version, tmp_path, make_database, typeorm):
    if shape in WITH_1 and typeorm_version != "1":
        pytest.skip("the older version has no order here")
    project, theirs = TypeormProject(tmp_path / "p", make_database(kind), typeorm_version), make_database(kind)
    for name, text in WORKS[shape].items():
        project.write(name, text)
    answer = typeorm.run(project.migrations, theirs, version=typeorm_version, transaction="each")
    assert answer.ok, answer.error
    project.up()
    assert project.database.dump(data=True) == theirs.dump(data=True)
    assert typeorm_history(project.database) == typeorm_history(theirs)
    assert typeorm.clean(project.migrations, project.database, version=typeorm_version)
    answer = typeorm.revert(project.migrations, theirs, version=typeorm_version)
    assert answer.ok, answer.error
    project.run("down", "--yes")
    assert project.database.dump(data=True) == theirs.dump(data=True)


@pytest.mark.parametrize("shape", FAILS)
def test_fails(shape, typeorm_version, tmp_path, make_database, typeorm):
    files, text = FAILS[shape]
    project, theirs = TypeormProject(tmp_path / "p", make_database("sqlite"), typeorm_version), make_database("sqlite")
    for name, content in files.items():
        project.write(name, content)
    answer = typeorm.run(project.migrations, theirs, version=typeorm_version)
    assert not answer.ok and text in answer.error, answer
    result = project.up(status=None)
    assert result.status in (1, 2), result.text()
    assert text in result.err or "1.ts" in result.err or "1.js" in result.err, result.text()
    assert not typeorm_history(project.database) and "t" not in project.database.tables()
