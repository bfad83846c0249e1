// what: an enum is added, and dropped with its type
// methods: addColumn, dropColumn
// postgresql: works
// mysql: works
import { MigrationInterface, QueryRunner, Table, TableColumn } from "typeorm"

export class AddColumnEnum1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(new Table({ name: "t", columns: [{ name: "id", type: "integer", isPrimary: true }] }))
        await queryRunner.addColumn("t", new TableColumn({ name: "state", type: "enum", enum: ["on", "off"], default: "'on'" }))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropColumn("t", "state")
    }
}
