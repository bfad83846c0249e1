// what: a column of the key is added
// methods: addColumn, dropColumn
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table, TableColumn } from "typeorm"

export class AddColumnPrimary1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(new Table({ name: "t", columns: [{ name: "id", type: "integer", isPrimary: true }] }))
        await queryRunner.addColumn("t", new TableColumn({ name: "part", type: "integer", isPrimary: true, default: 0 }))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropColumn("t", "part")
    }
}
