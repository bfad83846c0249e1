// what: columns computed by the database, STORED
// methods: createTable, dropTable, addColumn, dropColumn
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

export class CreateTableGeneratedStored1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(metadata())
        await queryRunner.createTable(
            new Table({
                name: "line",
                columns: [
                    { name: "id", type: "integer", isPrimary: true },
                    { name: "price", type: "integer" },
                    { name: "count", type: "integer" },
                    { name: "total", type: "integer", asExpression: "price * count", generatedType: "STORED", isNullable: true },
                ],
            }),
        )
        await queryRunner.query("INSERT INTO line (id, price, count) VALUES (1, 3, 4)")
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("line")
    }
}
