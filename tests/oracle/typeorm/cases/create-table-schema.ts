// what: a table in another schema
// methods: createSchema, createTable, dropTable, dropSchema, hasSchema, hasTable
// postgresql: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"
import { see } from "./lib/see"

export class CreateTableSchema1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createSchema("billing", true)
        await see(queryRunner, "hasSchema", [await queryRunner.hasSchema("billing"), await queryRunner.hasSchema("nothing")])
        await queryRunner.createTable(
            new Table({ name: "billing.invoice", columns: [{ name: "id", type: "int", isPrimary: true, isGenerated: true }, { name: "number", type: "varchar", isUnique: true }], indices: [{ columnNames: ["number", "id"] }] }),
        )
        await queryRunner.createTable(new Table({ name: "line", schema: "billing", columns: [{ name: "id", type: "int", isPrimary: true }] }))
        await see(queryRunner, "hasTable", [await queryRunner.hasTable("billing.invoice"), await queryRunner.hasTable("invoice")])
        await queryRunner.createSchema("spare")
        await queryRunner.dropSchema("spare")
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("billing.line")
        await queryRunner.dropTable("billing.invoice")
        await queryRunner.dropSchema("billing", true, true)
    }
}
