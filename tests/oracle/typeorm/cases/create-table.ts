// what: a plain table
// methods: createTable, dropTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTable1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({
                name: "author",
                columns: [
                    { name: "id", type: "integer", isPrimary: true },
                    { name: "email", type: "varchar", isUnique: true },
                    { name: "bio", type: "text", isNullable: true },
                    { name: "visits", type: "integer", default: 0 },
                ],
            }),
        )
        await queryRunner.query("INSERT INTO author (id, email) VALUES (1, 'ada@example.org')")
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("author")
    }
}
