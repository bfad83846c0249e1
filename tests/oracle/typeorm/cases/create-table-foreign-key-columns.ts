// what: foreign keys of two columns, deferrable
// methods: createTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableForeignKeyColumns1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({
                name: "place",
                columns: [
                    { name: "country", type: "varchar", length: "2", isPrimary: true },
                    { name: "code", type: "varchar", length: "10", isPrimary: true },
                ],
            }),
        )
        await queryRunner.createTable(
            new Table({
                name: "visit",
                columns: [
                    { name: "id", type: "integer", isPrimary: true },
                    { name: "country", type: "varchar", length: "2" },
                    { name: "code", type: "varchar", length: "10" },
                ],
                foreignKeys: [
                    { columnNames: ["country", "code"], referencedTableName: "place", referencedColumnNames: ["country", "code"], deferrable: "INITIALLY DEFERRED" },
                ],
            }),
        )
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("visit")
        await queryRunner.dropTable("place")
    }
}
