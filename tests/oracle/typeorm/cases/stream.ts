// what: rows as a stream
// methods: stream
// postgresql: fails you should install pg-query-stream
// mysql: refused stream
// sqlite: fails Stream is not supported by sqlite driver
import { MigrationInterface, QueryRunner } from "typeorm"

export class Stream1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.stream("SELECT 1")
    }
}
