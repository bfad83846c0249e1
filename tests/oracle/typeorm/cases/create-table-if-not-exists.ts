// what: a table that is there already
// methods: createTable, dropTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

const author = () =>
    new Table({ name: "author", columns: [{ name: "id", type: "integer", isPrimary: true }, { name: "name", type: "varchar", length: "100" }] })

export class CreateTableIfNotExists1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(author())
        await queryRunner.createTable(author(), true)
        await queryRunner.dropTable("nothing", true)
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable(author())
    }
}
