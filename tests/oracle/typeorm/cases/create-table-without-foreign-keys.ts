// what: createTable told not to make foreign keys or indices
// methods: createTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

const author = () =>
    new Table({ name: "author", columns: [{ name: "id", type: "integer", isPrimary: true }, { name: "name", type: "varchar", length: "100" }] })

export class CreateTableWithoutForeignKeys1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(author())
        await queryRunner.createTable(
            new Table({
                name: "book",
                columns: [
                    { name: "id", type: "integer", isPrimary: true },
                    { name: "author_id", type: "integer", isNullable: true },
                ],
                foreignKeys: [{ columnNames: ["author_id"], referencedTableName: "author", referencedColumnNames: ["id"] }],
                indices: [{ columnNames: ["author_id"] }],
            }),
            false,
            false,
            false,
        )
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("book")
        await queryRunner.dropTable("author")
    }
}
