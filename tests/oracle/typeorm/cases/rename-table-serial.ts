// what: a table with a sequence and an own key name is renamed
// methods: renameTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class RenameTableSerial1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(new Table({ name: "a", columns: [{ name: "id", type: "integer", isPrimary: true, isGenerated: true, generationStrategy: "increment" }] }))
        await queryRunner.createTable(new Table({ name: "b", columns: [{ name: "id", type: "integer", isPrimary: true, primaryKeyConstraintName: "PK_own" }, { name: "x", type: "integer" }], uniques: [{ name: "UQ_own", columnNames: ["x"] }] }))
        await queryRunner.renameTable("a", "a2")
        await queryRunner.renameTable("b", "b2")
        await queryRunner.query("INSERT INTO b2 (id, x) VALUES (1, 2)")
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.renameTable("b2", "b")
        await queryRunner.renameTable("a2", "a")
    }
}
