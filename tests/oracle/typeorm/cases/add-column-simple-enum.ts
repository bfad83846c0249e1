// what: an enum of SQLite is added
// methods: addColumn, dropColumn
// sqlite: works
import { MigrationInterface, QueryRunner, Table, TableColumn } from "typeorm"

export class AddColumnSimpleEnum1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(new Table({ name: "t", columns: [{ name: "id", type: "integer", isPrimary: true }] }))
        await queryRunner.addColumn("t", new TableColumn({ name: "state", type: "simple-enum", enum: ["on", "off"], default: "'on'" }))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropColumn("t", "state")
    }
}
