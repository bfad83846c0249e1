"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Compiled1700000000001 = void 0;
class Compiled1700000000001 {
    name = "Compiled1700000000001";
    async up(queryRunner) {
        await queryRunner.query(`CREATE TABLE t (a integer)`);
        for (const a of [1, 2, 3]) {
            try {
                if (a === 2)
                    throw new Error("two");
                await queryRunner.query(`INSERT INTO t VALUES (${a})`);
            }
            catch (error) {
                await queryRunner.query("INSERT INTO t VALUES (20)");
            }
        }
        const [{ n }, ...rest] = await queryRunner.query("SELECT count(*) AS n FROM t");
        await queryRunner.query(`INSERT INTO t VALUES (${Number(n) * 100 + rest.length})`);
    }
    async down(queryRunner) {
        await queryRunner.query(`DROP TABLE t`);
    }
}
exports.Compiled1700000000001 = Compiled1700000000001;
