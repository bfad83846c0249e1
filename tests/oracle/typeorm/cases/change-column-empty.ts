// what: types, lengths and nullability of a table without rows
// methods: changeColumn
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table, TableColumn } from "typeorm"

const table = () =>
    new Table({
        name: "t",
        columns: [
            { name: "id", type: "integer", isPrimary: true },
            { name: "a", type: "varchar", length: "50", default: "'x'", isUnique: true },
            { name: "b", type: "integer" },
        ],
    })

export class ChangeColumnEmpty1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(table())
        await queryRunner.changeColumn("t", "a", new TableColumn({ name: "a", type: "varchar", length: "80", default: "'y'", isUnique: true }))
        await queryRunner.changeColumn("t", "b", new TableColumn({ name: "b", type: "bigint", isNullable: true }))
        await queryRunner.changeColumn("t", "b", new TableColumn({ name: "c", type: "bigint" }))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.changeColumn("t", "c", new TableColumn({ name: "b", type: "integer" }))
        await queryRunner.changeColumn("t", "a", new TableColumn({ name: "a", type: "varchar", length: "50", default: "'x'", isUnique: true }))
    }
}
