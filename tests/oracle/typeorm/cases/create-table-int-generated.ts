// what: `int` with isGenerated
// methods: createTable
// postgresql: works
// mysql: works
// sqlite: fails AUTOINCREMENT is only allowed on an INTEGER PRIMARY KEY
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableIntGenerated1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({ name: "ticket", columns: [{ name: "id", type: "int", isPrimary: true, isGenerated: true, generationStrategy: "increment" }] }),
        )
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("ticket")
    }
}
