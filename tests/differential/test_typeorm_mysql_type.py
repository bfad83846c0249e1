"""`type: "mysql"` on MariaDB, which the tool allows: it takes what the server says of defaults for what MySQL would say."""

import pytest
from harness.databases import typeorm_history
from harness.typeorm_projects import TypeormProject

pytestmark = pytest.mark.slow

MIGRATION = """
import { MigrationInterface, QueryRunner, Table, TableColumn, TableForeignKey, TableIndex } from "typeorm"
import { see } from "./lib/see"

export class Types1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        const maria = queryRunner.connection.options.type === "mariadb" // the other sends what MariaDB refuses of generated columns
        await queryRunner.query("CREATE TABLE typeorm_metadata (type varchar(255), `database` varchar(255), `schema` varchar(255), `table` varchar(255), name varchar(255), value text)")
        await queryRunner.createTable(new Table({ name: "parent", columns: [{ name: "id", type: "int", isPrimary: true, isGenerated: true, generationStrategy: "increment" }] }))
        await queryRunner.createTable(new Table({
            name: "t",
            engine: "InnoDB",
            comment: "some table",
            columns: [
                { name: "id", type: "int", unsigned: true, isPrimary: true, isGenerated: true, generationStrategy: "increment" },
                { name: "a", type: "varchar", length: "20", isNullable: true, charset: "latin1", collation: "latin1_bin" },
                { name: "b", type: "int", default: 7, comment: "it's \\\\ b" },
                { name: "c", type: "datetime", precision: 3, default: "CURRENT_TIMESTAMP(3)", onUpdate: "CURRENT_TIMESTAMP(3)" },
                { name: "d", type: "enum", enum: ["x", "y z"], default: "'x'" },
                { name: "e", type: "decimal", precision: 8, scale: 2, default: "'1.50'" },
                { name: "f", type: "varchar", isUnique: true, default: "'f'" },
                ...(maria ? [{ name: "g", type: "int", asExpression: "b * 2", generatedType: "VIRTUAL" as const }, { name: "h", type: "int", asExpression: "b * 3", generatedType: "STORED" as const }] : []),
                { name: "p", type: "int", isNullable: true },
                { name: "u", type: "varchar", isGenerated: true, generationStrategy: "uuid", isNullable: true },
            ],
            indices: [{ columnNames: ["b", "d"] }, { name: "own", columnNames: ["e"], isUnique: true }],
            uniques: [{ name: "UQ_own", columnNames: ["a", "b"] }],
            foreignKeys: [{ columnNames: ["p"], referencedTableName: "parent", referencedColumnNames: ["id"], onDelete: "CASCADE" }],
        }))
        await queryRunner.query("INSERT INTO t (id, c, f) VALUES (1, '2020-01-02 03:04:05.678', 'one')")
        for (const column of (await queryRunner.getTable("t"))!.columns)
            await see(queryRunner, column.name, [column.type, column.length, column.default, column.isNullable, column.isUnique, column.onUpdate, column.charset, column.collation, column.generatedType, column.asExpression])
        await queryRunner.renameColumn("t", "b", "bb")
        await queryRunner.renameColumn("t", "e", "ee")
        if (maria) await queryRunner.renameColumn("t", "p", "pp") // or the tool gives it the default 'NULL'
        await queryRunner.changeColumn("t", "bb", new TableColumn({ name: "bb", type: "int", default: 8, isNullable: true }))
        await queryRunner.changeColumn("t", "f", new TableColumn({ name: "f", type: "varchar", length: "300", default: "'g'" }))
        await queryRunner.addColumn("t", new TableColumn({ name: "k", type: "set", enum: ["m", "n"], isNullable: true }))
        await queryRunner.addColumn("t", new TableColumn({ name: "l", type: "bigint", unsigned: true, isUnique: true, isNullable: true }))
        await queryRunner.createIndex("t", new TableIndex({ columnNames: ["k"] }))
        await queryRunner.createTable(new Table({ name: "w", columns: [{ name: "id", type: "int", width: 5, zerofill: true, isPrimary: true } as any, { name: "v", type: "int" }] }))
        await queryRunner.renameColumn("w", "v", "vv")
        await queryRunner.renameTable("t", "renamed")
        await queryRunner.changeTableComment("renamed", "another 'table'")
    }
    public async down(queryRunner: QueryRunner): Promise<void> {
        if (await queryRunner.hasColumn("renamed", "h")) await queryRunner.dropColumn("renamed", "h")
        await queryRunner.dropColumns("renamed", ["k", "l"])
        await queryRunner.dropForeignKeys("renamed", (await queryRunner.getTable("renamed"))!.foreignKeys)
        await queryRunner.changeColumn("renamed", "id", new TableColumn({ name: "id", type: "int", unsigned: true, isPrimary: true, isGenerated: true, generationStrategy: "increment", comment: "key" }))
        await queryRunner.updatePrimaryKeys("renamed", [(await queryRunner.getTable("renamed"))!.findColumnByName("id")!])
        await queryRunner.dropTable("w")
    }
}
"""
SEE = """
export async function see(queryRunner: any, label: string, value: unknown) {
    await queryRunner.query("CREATE TABLE IF NOT EXISTS seen (label varchar(200), value text)")
    await queryRunner.query("INSERT INTO seen VALUES (?, ?)", [label, JSON.stringify(value)])
}
"""


def same(ours, theirs):
    assert ours.dump(data=True) == theirs.dump(data=True)
    assert typeorm_history(ours) == typeorm_history(theirs)


@pytest.mark.parametrize("type", ["mysql", "mariadb"])
@pytest.mark.parametrize("version", ["1", "0.3"])
def test_type(type, version, tmp_path, make_database, typeorm):
    theirs, project = make_database("mysql"), TypeormProject(tmp_path, make_database("mysql"), version, history={"type": type})
    project.write("1700000000000-types.ts", MIGRATION)
    project.write("lib/see.ts", SEE)
    answer = typeorm.run(project.migrations, theirs, version=version, type=type)
    assert answer.ok, answer.error
    project.up()
    same(project.database, theirs)
    answer = typeorm.revert(project.migrations, theirs, version=version, type=type)
    assert answer.ok, answer.error
    project.run("down", "--yes")
    same(project.database, theirs)
