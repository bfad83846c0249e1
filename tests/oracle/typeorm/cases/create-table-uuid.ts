// what: keys that are UUIDs
// methods: createTable, dropTable
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableUuid1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({
                name: "session",
                columns: [
                    { name: "id", type: "varchar", length: "36", isPrimary: true, generationStrategy: "uuid" },
                    { name: "token", type: "varchar", length: "36", isGenerated: true, generationStrategy: "uuid", isNullable: true },
                ],
            }),
        )
        await queryRunner.query("INSERT INTO session (id, token) VALUES ('a', 'b')")
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("session")
    }
}
