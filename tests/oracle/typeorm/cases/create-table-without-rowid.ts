// what: a table without row ids
// methods: createTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableWithoutRowid1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(new Table({ name: "pair", withoutRowid: true, columns: [{ name: "key", type: "varchar", isPrimary: true }, { name: "value", type: "varchar" }] }))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("pair")
    }
}
