// what: comments of tables and columns
// methods: createTable, changeTableComment
// postgresql: works
// mysql: works
// sqlite: fails does not support change comment
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableComment1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(new Table({ name: "note", comment: "a note", columns: [{ name: "id", type: "integer", isPrimary: true, comment: "the key" }] }))
        await queryRunner.changeTableComment("note", "another")
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.changeTableComment("note")
        await queryRunner.dropTable("note")
    }
}
