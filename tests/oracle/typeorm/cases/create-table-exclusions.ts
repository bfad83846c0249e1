// what: exclusion constraints
// methods: createTable
// postgresql: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableExclusions1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({
                name: "stay",
                columns: [
                    { name: "id", type: "integer", isPrimary: true },
                    { name: "from", type: "date" },
                    { name: "to", type: "date" },
                ],
                exclusions: [{ expression: `USING gist (daterange("from", "to") WITH &&)` }, { name: "XCL_id", expression: `USING gist (daterange("to", "from") WITH &&)` }],
            }),
        )
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("stay")
    }
}
