// what: databases are made and dropped
// methods: createDatabase, dropDatabase, getDatabases
// postgresql: fails cannot run inside a transaction block
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner } from "typeorm"

export class Databases1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createDatabase("migshim_case_database", true)
        await queryRunner.dropDatabase("migshim_case_database", true)
    }
}
