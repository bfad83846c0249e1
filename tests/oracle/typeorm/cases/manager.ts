// what: queries through the entity manager and the data source
// methods: manager, connection, dataSource, query
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner } from "typeorm"
import { see } from "./lib/see"

export class Manager1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.manager.query("CREATE TABLE t (a integer)")
        await queryRunner.manager.query("INSERT INTO t VALUES (1)")
        await see(queryRunner, "rows", await queryRunner.manager.query("SELECT a FROM t"))
        await see(queryRunner, "type", queryRunner.connection.options.type)
        await see(queryRunner, "newer name", ((queryRunner as any).dataSource ?? queryRunner.connection).options.type)
        await see(queryRunner, "driver", queryRunner.connection.driver.options.type)
        await see(queryRunner, "escape", queryRunner.connection.driver.escape("a"))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.manager.query("DROP TABLE t")
    }
}
