// what: a migration ends the transaction that it was given
// methods: commitTransaction, startTransaction
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner } from "typeorm"

export class TransactionCommitFirst1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE t (a integer)")
        await queryRunner.commitTransaction()
        await queryRunner.query("INSERT INTO t VALUES (1)")
        await queryRunner.startTransaction()
        await queryRunner.query("INSERT INTO t VALUES (2)")
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("DROP TABLE t")
    }
}
