// what: a column that can't be null, in a table with rows
// methods: addColumn
// postgresql: fails null values
// mysql: works
// sqlite: fails NOT NULL constraint failed
import { MigrationInterface, QueryRunner, TableColumn } from "typeorm"

export class AddColumnNotNull1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE t (x integer)")
        await queryRunner.query("INSERT INTO t VALUES (5)")
        await queryRunner.addColumn("t", new TableColumn({ name: "n", type: "integer" }))
    }
}
