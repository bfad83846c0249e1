// what: column types of SQLite
// methods: createTable
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableTypesSqlite1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({
                name: "everything",
                columns: [
                    { name: "id", type: "integer", isPrimary: true, isGenerated: true, generationStrategy: "increment" },
                    { name: "c1", type: "varchar", length: "50" },
                    { name: "c2", type: "text", isNullable: true },
                    { name: "c3", type: "datetime", default: "datetime('now')" },
                    { name: "c4", type: "decimal", precision: 10, scale: 2 },
                    { name: "c5", type: "boolean", default: 0 },
                    { name: "c6", type: "real", default: "1.5" },
                    { name: "c7", type: "blob", isNullable: true },
                    { name: "c8", type: "simple-enum", enum: ["new", "paid"], default: "'new'" },
                    { name: "c9", type: "varchar", default: "'it''s'" },
                    { name: "c10", type: "datetime", default: "CURRENT_TIMESTAMP" },
                    { name: "c11", type: "bigint", isNullable: true, default: null },
                    { name: "c12", type: "varchar", collation: "NOCASE" },
                    { name: "c13", type: "int", unsigned: true, default: 5 },
                    { name: "c14", type: "date" },
                ],
            }),
        )
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("everything")
    }
}
