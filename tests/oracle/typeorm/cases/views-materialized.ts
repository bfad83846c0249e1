// what: materialized views
// methods: createView, dropView
// postgresql: works
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

export class ViewsMaterialized1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(metadata())
        await queryRunner.query("CREATE TABLE t (a integer)")
        await queryRunner.createView(new View({ name: "v", materialized: true, expression: "SELECT a FROM t" }), true)
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropView(new View({ name: "v", materialized: true, expression: "" }))
    }
}
