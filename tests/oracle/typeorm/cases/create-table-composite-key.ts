// what: a key of two columns, with and without a name of its own
// methods: createTable, dropTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableCompositeKey1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({
                name: "membership",
                columns: [
                    { name: "user_id", type: "integer", isPrimary: true },
                    { name: "group_id", type: "integer", isPrimary: true },
                ],
            }),
        )
        await queryRunner.createTable(
            new Table({
                name: "booking",
                columns: [
                    { name: "room", type: "integer", isPrimary: true, primaryKeyConstraintName: "PK_booking" },
                    { name: "day", type: "integer", isPrimary: true, primaryKeyConstraintName: "PK_booking" },
                ],
            }),
        )
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("booking")
        await queryRunner.dropTable("membership")
    }
}
