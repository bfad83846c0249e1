// what: column types of MySQL
// methods: createTable
// mysql: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableTypesMysql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({
                name: "everything",
                engine: "InnoDB",
                columns: [
                    { name: "id", type: "bigint", unsigned: true, isPrimary: true, isGenerated: true, generationStrategy: "increment" },
                    { name: "c1", type: "varchar", length: "50" },
                    { name: "c2", type: "varchar", isNullable: true },
                    { name: "c3", type: "char", length: "3", default: "'abc'" },
                    { name: "c4", type: "decimal", precision: 10, scale: 2 },
                    { name: "c5", type: "decimal", precision: 5 },
                    { name: "c6", type: "double" },
                    { name: "c7", type: "float", precision: 7, scale: 3 },
                    { name: "c8", type: "boolean", default: false },
                    { name: "c9", type: "timestamp", precision: 3, default: "CURRENT_TIMESTAMP(3)" },
                    { name: "c10", type: "datetime", precision: 6, default: "CURRENT_TIMESTAMP(6)", onUpdate: "CURRENT_TIMESTAMP(6)" },
                    { name: "c11", type: "time" },
                    { name: "c12", type: "date" },
                    { name: "c13", type: "json", isNullable: true },
                    { name: "c14", type: "text" },
                    { name: "c15", type: "longtext", isNullable: true },
                    { name: "c16", type: "blob", isNullable: true },
                    { name: "c17", type: "tinyint" },
                    { name: "c18", type: "tinyint", length: "1", default: 1 },
                    { name: "c19", type: "int", unsigned: true, default: 5 },
                    { name: "c21", type: "enum", enum: ["new", "it's"], default: "'new'" },
                    { name: "c22", type: "set", enum: ["a", "b"], isNullable: true },
                    { name: "c23", type: "varchar", charset: "latin1", collation: "latin1_bin" },
                    { name: "c24", type: "varchar", length: "10", comment: "what's \"this\"" },
                    { name: "c25", type: "mediumint" },
                    { name: "c26", type: "smallint", isNullable: true, default: null },
                    { name: "c27", type: "year", isNullable: true },
                    { name: "c28", type: "binary", length: "16" },
                    { name: "c29", type: "varbinary", length: "20" },
                    { name: "c30", type: "bit", isNullable: true },
                    { name: "c32", type: "point", isNullable: true },
                ],
            }),
        )
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("everything")
    }
}
