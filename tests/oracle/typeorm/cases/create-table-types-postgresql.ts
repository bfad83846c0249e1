// what: column types of PostgreSQL
// methods: createTable
// postgresql: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableTypesPostgresql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE EXTENSION IF NOT EXISTS citext")
        await queryRunner.createTable(
            new Table({
                name: "everything",
                columns: [
                    { name: "id", type: "bigint", isPrimary: true },
                    { name: "c1", type: "varchar", length: "50" },
                    { name: "c2", type: "character varying", length: "50", isNullable: true },
                    { name: "c3", type: "char", length: "3", default: "'abc'" },
                    { name: "c4", type: "numeric", precision: 10, scale: 2 },
                    { name: "c5", type: "decimal", precision: 5 },
                    { name: "c6", type: "double precision" },
                    { name: "c7", type: "real" },
                    { name: "c8", type: "boolean", default: false },
                    { name: "c9", type: "timestamp", precision: 3, default: "now()" },
                    { name: "c10", type: "timestamp with time zone", default: "CURRENT_TIMESTAMP" },
                    { name: "c11", type: "timestamptz", precision: 6 },
                    { name: "c12", type: "time", precision: 0 },
                    { name: "c13", type: "date" },
                    { name: "c14", type: "jsonb", default: "'{}'" },
                    { name: "c15", type: "json", isNullable: true },
                    { name: "c16", type: "uuid" },
                    { name: "c17", type: "text", isArray: true, default: "'{}'" },
                    { name: "c18", type: "varchar", length: "10", isArray: true, isNullable: true },
                    { name: "c19", type: "int", isArray: true, default: "ARRAY[1,2]" },
                    { name: "c20", type: "bytea", isNullable: true },
                    { name: "c21", type: "interval", precision: 3 },
                    { name: "c22", type: "inet" },
                    { name: "c23", type: "tsvector" },
                    { name: "c24", type: "int4range" },
                    { name: "c25", type: "varchar", collation: "C" },
                    { name: "c26", type: "text", comment: "what's \"this\"" },
                    { name: "c27", type: "time with time zone", precision: 2 },
                    { name: "c28", type: "bit", length: "4" },
                    { name: "c29", type: "bit varying", length: "5" },
                    { name: "c30", type: "money" },
                    { name: "c31", type: "point" },
                    { name: "c32", type: "xml" },
                    { name: "c33", type: "float" },
                    { name: "c34", type: "int2" },
                    { name: "c35", type: "float4" },
                    { name: "c36", type: "bool", default: true },
                    { name: "c37", type: "smallint", default: 7 },
                    { name: "c38", type: "varchar", default: null, isNullable: true },
                    { name: "c39", type: "citext", isNullable: true },
                ],
            }),
        )
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("everything")
    }
}
