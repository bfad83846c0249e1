// what: schemas are databases on MySQL: refused by the tool
// methods: createSchema
// mysql: fails not supported by MySql driver
import { MigrationInterface, QueryRunner } from "typeorm"

export class SchemasMysql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createSchema("billing")
    }
}
