// what: views, recorded in typeorm_metadata
// methods: createView, dropView
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table, View } from "typeorm"

const metadata = () =>
    new Table({
        name: "typeorm_metadata",
        columns: [
            { name: "type", type: "varchar" },
            ...["database", "schema", "table", "name"].map((name) => ({ name, type: "varchar", isNullable: true })),
            { name: "value", type: "text", isNullable: true },
        ],
    })

export class Views1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(metadata())
        await queryRunner.query("CREATE TABLE t (a integer)")
        await queryRunner.createView(new View({ name: "v", expression: "SELECT a FROM t" }), true)
        await queryRunner.createView(new View({ name: "v2", expression: "SELECT a + 1 AS b FROM v" }), true)
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropView("v2")
        await queryRunner.dropView("v")
    }
}
