// what: rows of the tables that point to it go too
// methods: clearTable
// postgresql: works
// typeorm: 1
import { MigrationInterface, QueryRunner } from "typeorm"

export class ClearTableCascade1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE a (id integer PRIMARY KEY)")
        await queryRunner.query("CREATE TABLE b (a integer REFERENCES a)")
        await queryRunner.query("INSERT INTO a VALUES (1)")
        await queryRunner.query("INSERT INTO b VALUES (1)")
        await queryRunner.clearTable("a", { cascade: true })
    }
}
