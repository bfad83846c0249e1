// what: ifExists of everything that is dropped
// methods: dropIndex, dropForeignKey, dropUniqueConstraint, dropCheckConstraint, dropPrimaryKey, dropColumn, dropView
// postgresql: works
// typeorm: 1
import { MigrationInterface, QueryRunner, Table, TableIndex } from "typeorm"

export class IfExistsPostgresql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(new Table({ name: "t", columns: [{ name: "a", type: "integer", isPrimary: true }], indices: [{ name: "i", columnNames: ["a"] }] }))
        await queryRunner.dropIndex("t", "nothing", true)
        await queryRunner.dropIndex("t", new TableIndex({ name: "nothing", columnNames: ["a"] }), true)
        await queryRunner.dropIndex("t", "i", true)
        await queryRunner.dropForeignKey("t", "nothing", true)
        await queryRunner.dropUniqueConstraint("t", "nothing", true)
        await queryRunner.dropCheckConstraint("t", "nothing", true)
        await queryRunner.dropExclusionConstraint("t", "nothing", true)
        await queryRunner.dropColumn("t", "nothing", true)
        await queryRunner.dropView("nothing", true)
        await queryRunner.dropPrimaryKey("t", undefined, true)
    }
}
