// what: a key with a name of its own
// methods: createPrimaryKey, dropPrimaryKey
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner } from "typeorm"

export class PrimaryKeyName1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE t (a integer NOT NULL, b integer NOT NULL)")
        await queryRunner.createPrimaryKey("t", ["a", "b"], "PK_mine")
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropPrimaryKey("t", "PK_mine")
    }
}
