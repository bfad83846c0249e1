// what: a table that is there already, without ifNotExists
// methods: createTable
// postgresql: fails already exists
// mysql: fails already exists
// sqlite: fails already exists
import { MigrationInterface, QueryRunner, Table } from "typeorm"

const author = () =>
    new Table({ name: "author", columns: [{ name: "id", type: "integer", isPrimary: true }, { name: "name", type: "varchar", length: "100" }] })

export class CreateTableTwice1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(author())
        await queryRunner.createTable(author())
    }
}
