// what: entities
// methods: manager
// postgresql: refused createQueryBuilder
// mysql: refused createQueryBuilder
// sqlite: refused createQueryBuilder
import { MigrationInterface, QueryRunner } from "typeorm"

export class ManagerRepository1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE t (a integer)")
        await queryRunner.manager.createQueryBuilder().insert().into("t").values({ a: 1 }).execute()
    }
}
