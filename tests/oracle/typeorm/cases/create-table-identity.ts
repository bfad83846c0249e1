// what: identity columns of PostgreSQL
// methods: createTable
// postgresql: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableIdentity1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({
                name: "invoice",
                columns: [
                    { name: "id", type: "int", isPrimary: true, isGenerated: true, generationStrategy: "identity", generatedIdentity: "ALWAYS" },
                    { name: "number", type: "bigint", isGenerated: true, generationStrategy: "identity", generatedIdentity: "BY DEFAULT" },
                ],
            }),
        )
        await queryRunner.query("INSERT INTO invoice DEFAULT VALUES")
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("invoice")
    }
}
