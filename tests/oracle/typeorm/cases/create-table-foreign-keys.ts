// what: foreign keys with every action, named and not
// methods: createTable, dropTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

const author = () =>
    new Table({ name: "author", columns: [{ name: "id", type: "integer", isPrimary: true }, { name: "name", type: "varchar", length: "100" }] })

export class CreateTableForeignKeys1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(author())
        await queryRunner.createTable(
            new Table({
                name: "book",
                columns: [
                    { name: "id", type: "integer", isPrimary: true },
                    { name: "author_id", type: "integer", isNullable: true },
                    { name: "editor_id", type: "integer", isNullable: true },
                    { name: "reviewer_id", type: "integer", isNullable: true },
                ],
                foreignKeys: [
                    { columnNames: ["author_id"], referencedTableName: "author", referencedColumnNames: ["id"], onDelete: "CASCADE" },
                    { columnNames: ["editor_id"], referencedTableName: "author", referencedColumnNames: ["id"], onDelete: "SET NULL", onUpdate: "CASCADE" },
                    { name: "FK_reviewer", columnNames: ["reviewer_id"], referencedTableName: "author", referencedColumnNames: ["id"], onDelete: "RESTRICT", onUpdate: "NO ACTION" },
                ],
            }),
            true,
        )
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("book", true, true, true)
        await queryRunner.dropTable("author")
    }
}
