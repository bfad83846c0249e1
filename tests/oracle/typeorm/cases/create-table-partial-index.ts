// what: indices with a condition
// methods: createTable
// postgresql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTablePartialIndex1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({
                name: "person",
                columns: [
                    { name: "id", type: "integer", isPrimary: true },
                    { name: "email", type: "varchar", isNullable: true },
                ],
                indices: [{ columnNames: ["email"], isUnique: true, where: `"email" IS NOT NULL` }],
            }),
        )
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("person")
    }
}
