// what: everything goes, the history too
// methods: clearDatabase
// postgresql: fails migrations
// mysql: fails migrations
// sqlite: fails migrations
import { MigrationInterface, QueryRunner } from "typeorm"

export class ClearDatabase1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE t (a integer)")
        await queryRunner.clearDatabase()
    }
}
