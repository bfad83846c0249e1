// what: an index made concurrently, without a transaction
// methods: createIndex, dropIndex
// postgresql: fails CREATE INDEX CONCURRENTLY cannot run inside a transaction block
import { MigrationInterface, QueryRunner, TableIndex } from "typeorm"

export class IndexConcurrent1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE IF NOT EXISTS t (a integer)")
        await queryRunner.createIndex("t", new TableIndex({ name: "by_a", columnNames: ["a"], isConcurrent: true }))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("DROP INDEX by_a")
    }
}
