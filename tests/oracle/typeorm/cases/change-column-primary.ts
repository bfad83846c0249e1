// what: a column joins the key
// methods: changeColumn
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table, TableColumn } from "typeorm"

export class ChangeColumnPrimary1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(new Table({ name: "t", columns: [{ name: "id", type: "integer", isPrimary: true }, { name: "part", type: "integer" }] }))
        await queryRunner.changeColumn("t", "part", new TableColumn({ name: "part", type: "integer", isPrimary: true }))
    }
}
