// what: indices of a materialized view
// methods: createViewIndex, createViewIndices, dropViewIndex, getView
// postgresql: works
import { MigrationInterface, QueryRunner, TableIndex, View } from "typeorm"
import { see } from "./lib/see"

export class ViewIndicesPostgresql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE typeorm_metadata (type varchar NOT NULL, database varchar, schema varchar, \"table\" varchar, name varchar, value text)")
        await queryRunner.query("CREATE TABLE t (a integer, b integer)")
        await queryRunner.createView(new View({ name: "v", materialized: true, expression: "SELECT a, b FROM t" }), true)
        await queryRunner.createViewIndex("v", new TableIndex({ columnNames: ["a"], isUnique: true }))
        await queryRunner.createViewIndices("v", [new TableIndex({ name: "by_b", columnNames: ["b"] })])
        const view = (await queryRunner.getView("v"))!
        await see(queryRunner, "view", [view.name, view.materialized, view.expression, view.indices.map((index) => [index.name, index.columnNames, index.isUnique]).sort()])
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropViewIndex("v", "by_b")
        await queryRunner.dropView("v")
    }
}
