// what: a column that was added a moment ago is changed with its values in it
// methods: addColumn, changeColumn, addColumns
// postgresql: works
import { MigrationInterface, QueryRunner, Table, TableColumn } from "typeorm"

export class ChangeColumnAfterAdd1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(new Table({ name: "user", columns: [{ name: "id", type: "integer", isPrimary: true }, { name: "name", type: "varchar" }] }))
        await queryRunner.query(`INSERT INTO "user" (id, name) VALUES (1, 'Ada')`)
        await queryRunner.addColumn("user", new TableColumn({ name: "first", type: "varchar", isNullable: true }))
        await queryRunner.addColumns("user", [new TableColumn({ name: "last", type: "text", isNullable: true }), new TableColumn({ name: "born", type: "int", isNullable: true })])
        await queryRunner.query(`UPDATE "user" SET first = name, last = 'L', born = 1815`)
        await queryRunner.changeColumn("user", "first", new TableColumn({ name: "first", type: "varchar" }))
        await queryRunner.changeColumn("user", "last", new TableColumn({ name: "surname", type: "text", isUnique: true }))
        await queryRunner.changeColumn("user", "born", new TableColumn({ name: "born", type: "int", default: "0" }))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropColumn("user", "surname")
        await queryRunner.dropColumn("user", "born")
    }
}
