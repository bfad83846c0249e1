// what: precision, scale, array, collation and default of a column
// methods: changeColumn
// postgresql: works
import { MigrationInterface, QueryRunner, Table, TableColumn } from "typeorm"

export class ChangeColumnDetailsPostgresql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({
                name: "detail",
                columns: [
                    { name: "id", type: "integer", isPrimary: true },
                    { name: "amount", type: "numeric", precision: 10, scale: 2 },
                    { name: "at", type: "timestamp with time zone", precision: 3, isNullable: true },
                    { name: "words", type: "text", isNullable: true },
                    { name: "name", type: "character varying", length: "20", default: "'none'" },
                    { name: "count", type: "integer", default: 5 },
                    { name: "on", type: "boolean", default: true },
                ],
            }),
        )
        await queryRunner.query(`INSERT INTO detail (id, amount, words, name) VALUES (1, 12.34, 'w', 'n')`)
        await queryRunner.changeColumn("detail", "amount", new TableColumn({ name: "amount", type: "numeric", precision: 12, scale: 4 }))
        await queryRunner.changeColumn("detail", "at", new TableColumn({ name: "at", type: "timestamp with time zone", isNullable: true, default: "now()" }))
        await queryRunner.changeColumn("detail", "words", new TableColumn({ name: "words", type: "text", isArray: true, isNullable: true }))
        await queryRunner.changeColumn("detail", "name", new TableColumn({ name: "name", type: "character varying", length: "20", collation: "C", isNullable: true }))
        await queryRunner.changeColumn("detail", "count", new TableColumn({ name: "count", type: "integer", default: -1 }))
        await queryRunner.changeColumn("detail", "on", new TableColumn({ name: "on", type: "boolean", comment: "it's \\ on" }))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.changeColumn("detail", "amount", new TableColumn({ name: "total", type: "numeric", precision: 10, scale: 2, comment: "all" }))
        await queryRunner.changeColumn("detail", "on", new TableColumn({ name: "on", type: "boolean" }))
    }
}
