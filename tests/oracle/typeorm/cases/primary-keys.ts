// what: keys are made, replaced and dropped
// methods: createPrimaryKey, updatePrimaryKeys, dropPrimaryKey
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, TableColumn } from "typeorm"

export class PrimaryKeys1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE t (a integer NOT NULL, b integer NOT NULL)")
        await queryRunner.createPrimaryKey("t", ["a"])
        await queryRunner.updatePrimaryKeys("t", [new TableColumn({ name: "a", type: "integer", isPrimary: true }), new TableColumn({ name: "b", type: "integer", isPrimary: true })])
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropPrimaryKey("t")
    }
}
