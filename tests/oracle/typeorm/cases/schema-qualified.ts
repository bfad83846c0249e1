// what: names with a schema in every method
// methods: createTable, addColumn, renameColumn, createIndex, dropIndex, createForeignKey, renameTable, hasTable, hasColumn
// postgresql: works
import { MigrationInterface, QueryRunner, Table, TableColumn, TableForeignKey, TableIndex } from "typeorm"
import { see } from "./lib/see"

export class SchemaQualified1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createSchema("app", true)
        await queryRunner.createTable(new Table({ name: "app.a", columns: [{ name: "id", type: "int", isPrimary: true, isGenerated: true }, { name: "s", type: "enum", enum: ["x", "y"] }] }))
        await queryRunner.addColumn("app.a", new TableColumn({ name: "b", type: "int", isNullable: true }))
        await queryRunner.createIndex("app.a", new TableIndex({ columnNames: ["b"] }))
        await queryRunner.createForeignKey("app.a", new TableForeignKey({ columnNames: ["b"], referencedTableName: "app.a", referencedColumnNames: ["id"] }))
        await queryRunner.renameColumn("app.a", "b", "c")
        await queryRunner.renameTable("app.a", "z")
        await see(queryRunner, "has", [await queryRunner.hasTable("app.z"), await queryRunner.hasColumn("app.z", "c")])
        await queryRunner.createTable(new Table({ name: "app.other", columns: [{ name: "id", type: "int", isPrimary: true }], foreignKeys: [{ columnNames: ["id"], referencedSchema: "app", referencedTableName: "z", referencedColumnNames: ["id"] }] }))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("app.other")
        await queryRunner.dropTable("app.z")
        await queryRunner.dropSchema("app", true, true)
    }
}
