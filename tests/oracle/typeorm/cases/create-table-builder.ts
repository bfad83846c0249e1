// what: tables put together by their methods
// methods: createTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table, TableColumn, TableIndex, TableUnique } from "typeorm"

export class CreateTableBuilder1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        const table = new Table()
        table.name = "made"
        table.addColumn(new TableColumn({ name: "id", type: "integer", isPrimary: true }))
        table.addColumn(new TableColumn({ name: "name", type: "varchar", length: "20" }))
        table.addIndex(new TableIndex({ columnNames: ["name"] }))
        table.addUniqueConstraint(new TableUnique({ name: "UQ_made", columnNames: ["name", "id"] }))
        await queryRunner.createTable(table)
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("made")
    }
}
