// what: a column that the database numbers is added
// methods: addColumn
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, TableColumn } from "typeorm"

export class AddColumnGenerated1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE t (x integer)")
        await queryRunner.query("INSERT INTO t VALUES (5), (6)")
        await queryRunner.addColumn("t", new TableColumn({ name: "n", type: "integer", isGenerated: true, generationStrategy: "increment", isPrimary: true }))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropColumn("t", "n")
    }
}
