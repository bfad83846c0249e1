// what: a migration with its own transactions, which only change rows
// methods: startTransaction, commitTransaction, rollbackTransaction
// mysql: works
import { MigrationInterface, QueryRunner } from "typeorm"

export class TransactionsMysql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("INSERT INTO migrations (timestamp, name) VALUES (1, 'Other0000000000001')")
        await queryRunner.startTransaction()
        await queryRunner.query("DELETE FROM migrations WHERE timestamp = 1")
        await queryRunner.rollbackTransaction()
        await queryRunner.startTransaction()
        await queryRunner.query("UPDATE migrations SET timestamp = 2 WHERE timestamp = 1")
        await queryRunner.commitTransaction()
    }
}
