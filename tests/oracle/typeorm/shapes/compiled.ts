import { MigrationInterface, QueryRunner } from "typeorm";

export class Compiled1700000000001 implements MigrationInterface {
    name = "Compiled1700000000001";

    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query(`CREATE TABLE t (a integer)`);
        for (const a of [1, 2, 3]) {
            try {
                if (a === 2) throw new Error("two");
                await queryRunner.query(`INSERT INTO t VALUES (${a})`);
            } catch (error) {
                await queryRunner.query("INSERT INTO t VALUES (20)");
            }
        }
        const [{ n }, ...rest] = await queryRunner.query("SELECT count(*) AS n FROM t");
        await queryRunner.query(`INSERT INTO t VALUES (${Number(n) * 100 + rest.length})`);
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query(`DROP TABLE t`);
    }
}
