// what: numbers that the database gives
// methods: createTable, dropTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableGenerated1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({
                name: "ticket",
                columns: [
                    { name: "id", type: "integer", isPrimary: true, isGenerated: true, generationStrategy: "increment" },
                    { name: "text", type: "varchar", isNullable: true },
                ],
            }),
        )
        await queryRunner.query("INSERT INTO ticket (text) VALUES ('a')")
        await queryRunner.query("INSERT INTO ticket (text) VALUES ('b')")
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("ticket", true)
    }
}
