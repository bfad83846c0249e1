// what: unique and check constraints, named and not
// methods: createTable, dropTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableUniquesChecks1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({
                name: "product",
                columns: [
                    { name: "id", type: "integer", isPrimary: true },
                    { name: "sku", type: "varchar", length: "20" },
                    { name: "shop", type: "integer" },
                    { name: "price", type: "integer" },
                ],
                uniques: [{ columnNames: ["shop", "sku"] }, { name: "UQ_sku_price", columnNames: ["sku", "price"] }],
                checks: [{ expression: "price > 0" }, { name: "CHK_shop", expression: "shop > 0" }],
            }),
        )
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("product")
    }
}
