// what: primary keys with names, made, replaced and dropped
// methods: createPrimaryKey, updatePrimaryKeys, dropPrimaryKey, changeColumn, dropColumn
// postgresql: works
import { MigrationInterface, QueryRunner, Table, TableColumn } from "typeorm"

export class PrimaryKeysPostgresql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(new Table({ name: "t", columns: [{ name: "a", type: "integer" }, { name: "b", type: "integer" }, { name: "c", type: "integer", isNullable: true }] }))
        await queryRunner.createTable(new Table({ name: "named", columns: [{ name: "a", type: "integer", isPrimary: true, primaryKeyConstraintName: "PK_own" }, { name: "b", type: "integer" }] }))
        await queryRunner.createPrimaryKey("t", ["b"], "PK_t")
        await queryRunner.dropTable("named")
        await queryRunner.createTable(new Table({ name: "other", columns: [{ name: "z", type: "integer" }, { name: "y", type: "integer", isPrimary: true }] }))
        const other = (await queryRunner.getTable("other"))!
        await queryRunner.changeColumn(other, "z", new TableColumn({ name: "z", type: "integer", isPrimary: true }))
        await queryRunner.renameColumn("other", "y", "why")
        const t = (await queryRunner.getTable("t"))!
        await queryRunner.updatePrimaryKeys(t, [t.findColumnByName("b")!, t.findColumnByName("a")!])
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropColumn("other", "why")
        await queryRunner.dropPrimaryKey("t")
    }
}
