// what: createTable given a plain object instead of a Table
// methods: createTable
// postgresql: fails target.split
// mysql: fails target.split
// sqlite: fails Cannot read properties
import { MigrationInterface, QueryRunner } from "typeorm"

export class CreateTablePlainObject1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable({ name: "plain", columns: [{ name: "id", type: "integer", isPrimary: true }] } as any)
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("plain")
    }
}
