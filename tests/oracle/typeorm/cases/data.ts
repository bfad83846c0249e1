// what: what a query runner may carry
// methods: data
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner } from "typeorm"
import { see } from "./lib/see"

export class Data1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        queryRunner.data.note = "x"
        await see(queryRunner, "data", queryRunner.data)
    }
}
