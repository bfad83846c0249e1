// what: statements are gathered instead of sent
// methods: enableSqlMemory, getMemorySql, clearSqlMemory, disableSqlMemory
// postgresql: refused enableSqlMemory
// mysql: refused enableSqlMemory
// sqlite: refused enableSqlMemory
import { MigrationInterface, QueryRunner, Table } from "typeorm"
import { see } from "./lib/see"

export class Memory1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        queryRunner.enableSqlMemory()
        await queryRunner.createTable(new Table({ name: "t", columns: [{ name: "id", type: "integer", isPrimary: true }] }))
        const gathered = queryRunner.getMemorySql().upQueries.map((query) => query.query)
        queryRunner.clearSqlMemory()
        queryRunner.disableSqlMemory()
        await see(queryRunner, "up", gathered)
        await see(queryRunner, "there", await queryRunner.hasTable("t"))
    }
}
