// what: what the session knows of itself
// methods: getCurrentDatabase, getCurrentSchema, hasDatabase
// postgresql: works
// mysql: works
import { MigrationInterface, QueryRunner } from "typeorm"
import { see } from "./lib/see"

export class Current1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        const database = await queryRunner.getCurrentDatabase()
        await see(queryRunner, "database", typeof database)
        await see(queryRunner, "schema", await queryRunner.getCurrentSchema())
        await see(queryRunner, "here", await queryRunner.hasDatabase(database!))
        await see(queryRunner, "there", await queryRunner.hasDatabase("certainly_not_there"))
    }
}
