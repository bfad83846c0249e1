// what: views that typeorm_metadata doesn't learn of
// methods: createView
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, View } from "typeorm"
import { see } from "./lib/see"

export class ViewsUnrecorded1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE t (a integer)")
        await queryRunner.createView(new View({ name: "v", expression: "SELECT a FROM t" }))
        await see(queryRunner, "rows", await queryRunner.query("SELECT * FROM v"))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("DROP VIEW v")
    }
}
