// what: statements as template literals whose values are parameters
// methods: sql
// postgresql: refused sql
// mysql: refused sql
// sqlite: refused sql
import { MigrationInterface, QueryRunner } from "typeorm"
import { see } from "./lib/see"

export class SqlTag1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE t (a integer, b varchar(20))")
        const name = "it's"
        await queryRunner.sql`INSERT INTO t (a, b) VALUES (${1}, ${name})`
        await see(queryRunner, "rows", await queryRunner.sql`SELECT a, b FROM t WHERE a = ${1}`)
        await see(queryRunner, "in", await queryRunner.sql`SELECT a, b FROM t WHERE a IN (${() => [1, 2]})`)
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("DROP TABLE t")
    }
}
