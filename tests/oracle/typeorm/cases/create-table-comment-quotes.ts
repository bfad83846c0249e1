// what: comments with quotes
// methods: createTable, changeTableComment
// postgresql: works
// mysql: works
// typeorm: 1
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableCommentQuotes1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(new Table({ name: "note", comment: "it's a note", columns: [{ name: "id", type: "integer", isPrimary: true, comment: "the key's" }] }))
        await queryRunner.changeTableComment("note", "another's")
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("note")
    }
}
