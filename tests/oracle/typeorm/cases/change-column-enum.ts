// what: values of an enum change
// methods: changeColumn
// postgresql: works
// mysql: works
import { MigrationInterface, QueryRunner, Table, TableColumn } from "typeorm"

export class ChangeColumnEnum1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(new Table({ name: "t", columns: [{ name: "id", type: "integer", isPrimary: true }, { name: "state", type: "enum", enum: ["on", "off"], default: "'on'" }] }))
        await queryRunner.query("INSERT INTO t (id) VALUES (1)")
        await queryRunner.changeColumn("t", "state", new TableColumn({ name: "state", type: "enum", enum: ["on", "off", "broken"], default: "'on'" }))
    }
}
