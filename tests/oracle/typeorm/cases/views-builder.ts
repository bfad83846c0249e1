// what: a view whose expression is a query builder
// methods: createView
// postgresql: refused createView
// mysql: refused createView
// sqlite: refused createView
import { MigrationInterface, QueryRunner, View } from "typeorm"

export class ViewsBuilder1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE t (a integer)")
        await queryRunner.createView(new View({ name: "v", expression: (dataSource) => dataSource.createQueryBuilder().select("a").from("t", "t") }))
    }
}
