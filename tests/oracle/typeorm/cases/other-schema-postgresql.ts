// what: tables of another schema by their path
// methods: createTable, addColumn, renameColumn, createIndex, dropIndex, createForeignKey, renameTable, dropTable, hasTable, hasColumn
// postgresql: works
import { MigrationInterface, QueryRunner, Table, TableColumn, TableForeignKey, TableIndex, TableUnique } from "typeorm"
import { see } from "./lib/see"

export class OtherSchemaPostgresql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createSchema("shop", true)
        await queryRunner.createTable(
            new Table({
                name: "shop.customer",
                columns: [
                    { name: "id", type: "integer", isPrimary: true, isGenerated: true, generationStrategy: "increment" },
                    { name: "level", type: "enum", enum: ["low", "high"] },
                    { name: "mail", type: "varchar", isUnique: true, comment: "of it" },
                ],
                indices: [{ columnNames: ["level", "mail"] }],
            }),
        )
        await queryRunner.createTable(
            new Table({ schema: "shop", name: "order", columns: [{ name: "id", type: "integer", isPrimary: true }, { name: "customer_id", type: "integer", isNullable: true }] }),
        )
        await queryRunner.createForeignKey("shop.order", new TableForeignKey({ columnNames: ["customer_id"], referencedTableName: "shop.customer", referencedColumnNames: ["id"] }))
        await queryRunner.addColumn("shop.order", new TableColumn({ name: "note", type: "varchar" }))
        await queryRunner.createIndex("shop.order", new TableIndex({ columnNames: ["note"] }))
        await queryRunner.createUniqueConstraint("shop.order", new TableUnique({ columnNames: ["customer_id", "note"] }))
        await queryRunner.renameColumn("shop.customer", "id", "number")
        await queryRunner.renameColumn("shop.customer", "level", "grade")
        await queryRunner.renameColumn("shop.order", "note", "remark")
        await see(queryRunner, "has", [await queryRunner.hasTable("shop.order"), await queryRunner.hasTable("order"), await queryRunner.hasColumn("shop.order", "remark"), await queryRunner.hasColumn("shop.order", "note")])
        await queryRunner.renameTable("shop.customer", "client")
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        const table = (await queryRunner.getTable("shop.order"))!
        await queryRunner.dropForeignKey(table, table.foreignKeys.find((key) => key.columnNames.indexOf("customer_id") !== -1)!)
        await queryRunner.dropIndices(table, table.indices)
        await queryRunner.dropUniqueConstraints(table, table.uniques)
        await queryRunner.dropColumns("shop.order", ["remark", "customer_id"])
        await queryRunner.dropTable("shop.order")
        await queryRunner.dropTable("shop.client", true)
        await queryRunner.dropTable("shop.nothing", true)
    }
}
