// what: columns computed by the database that can't be null
// methods: createTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

const metadata = () =>
    new Table({
        name: "typeorm_metadata",
        columns: [
            { name: "type", type: "varchar" },
            ...["database", "schema", "table", "name"].map((name) => ({ name, type: "varchar", isNullable: true })),
            { name: "value", type: "text", isNullable: true },
        ],
    })

export class CreateTableGeneratedNotNull1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(metadata())
        await queryRunner.createTable(
            new Table({
                name: "line",
                columns: [
                    { name: "id", type: "integer", isPrimary: true },
                    { name: "twice", type: "integer", asExpression: "id * 2", generatedType: "STORED" },
                ],
            }),
        )
    }
}
