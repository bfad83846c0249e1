// what: a migration with its own transactions
// methods: isTransactionActive, startTransaction, commitTransaction, rollbackTransaction
// postgresql: works
// mysql: fails SAVEPOINT typeorm_1 does not exist
// sqlite: works
import { MigrationInterface, QueryRunner } from "typeorm"
import { see } from "./lib/see"

export class Transactions1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE t (a integer)")
        await see(queryRunner, "active", queryRunner.isTransactionActive)
        await queryRunner.startTransaction()
        await queryRunner.query("INSERT INTO t VALUES (1)")
        await queryRunner.rollbackTransaction()
        await queryRunner.startTransaction()
        await queryRunner.query("INSERT INTO t VALUES (2)")
        await queryRunner.commitTransaction()
        await see(queryRunner, "rows", await queryRunner.query("SELECT a FROM t ORDER BY a"))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("DROP TABLE t")
    }
}
