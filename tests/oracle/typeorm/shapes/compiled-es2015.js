"use strict";
var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.Compiled1700000000001 = void 0;
class Compiled1700000000001 {
    constructor() {
        this.name = "Compiled1700000000001";
    }
    up(queryRunner) {
        return __awaiter(this, void 0, void 0, function* () {
            yield queryRunner.query(`CREATE TABLE t (a integer)`);
            for (const a of [1, 2, 3]) {
                try {
                    if (a === 2)
                        throw new Error("two");
                    yield queryRunner.query(`INSERT INTO t VALUES (${a})`);
                }
                catch (error) {
                    yield queryRunner.query("INSERT INTO t VALUES (20)");
                }
            }
            const [{ n }, ...rest] = yield queryRunner.query("SELECT count(*) AS n FROM t");
            yield queryRunner.query(`INSERT INTO t VALUES (${Number(n) * 100 + rest.length})`);
        });
    }
    down(queryRunner) {
        return __awaiter(this, void 0, void 0, function* () {
            yield queryRunner.query(`DROP TABLE t`);
        });
    }
}
exports.Compiled1700000000001 = Compiled1700000000001;
