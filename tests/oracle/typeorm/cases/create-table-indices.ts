// what: indices: plain, unique, named, of two columns
// methods: createTable, dropTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableIndices1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({
                name: "person",
                columns: [
                    { name: "id", type: "integer", isPrimary: true },
                    { name: "first", type: "varchar", length: "50" },
                    { name: "last", type: "varchar", length: "50" },
                    { name: "email", type: "varchar", length: "50" },
                ],
                indices: [
                    { columnNames: ["last", "first"] },
                    { columnNames: ["email"], isUnique: true },
                    { name: "by_first", columnNames: ["first"] },
                ],
            }),
        )
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("person")
    }
}
