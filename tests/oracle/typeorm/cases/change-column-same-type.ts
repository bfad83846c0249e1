// what: default, nullability and comment with the type as the database calls it
// methods: changeColumn, getTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

const table = () =>
    new Table({
        name: "t",
        columns: [
            { name: "id", type: "integer", isPrimary: true },
            { name: "a", type: "varchar", length: "50", default: "'x'", isUnique: true },
            { name: "b", type: "integer" },
        ],
        indices: [{ columnNames: ["a", "b"] }],
    })

export class ChangeColumnSameType1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(table())
        await queryRunner.query("INSERT INTO t (id, b) VALUES (1, 1)")
        for (const name of ["a", "b"]) {
            const read = (await queryRunner.getTable("t"))!
            const column = read.findColumnByName(name)!
            const changed = column.clone()
            changed.isNullable = true
            changed.default = undefined
            changed.comment = "changed"
            await queryRunner.changeColumn(read, column, changed)
        }
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        for (const name of ["a", "b"]) {
            const read = (await queryRunner.getTable("t"))!
            const column = read.findColumnByName(name)!
            const changed = column.clone()
            changed.isNullable = false
            await queryRunner.changeColumn(read, column, changed)
        }
    }
}
