// what: columns and tables with enums are renamed: types called after them follow, others stay
// methods: renameColumn, renameTable, dropColumn, dropTable
// postgresql: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

const order = () =>
    new Table({
        name: "order",
        columns: [
            { name: "id", type: "integer", isPrimary: true },
            { name: "state", type: "enum", enum: ["open", "paid"], default: "'open'" },
            { name: "tags", type: "enum", enum: ["a", "b"], isArray: true, isNullable: true },
            { name: "named", type: "enum", enum: ["x", "it's"], enumName: "kind_of_order", isNullable: true },
        ],
    })

const rows = `INSERT INTO "order" (id, state, tags, named) VALUES (1, 'open', '{a,b}', 'x'), (2, 'paid', NULL, 'it''s')`

export class EnumRenamePostgresql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(order())
        await queryRunner.query(rows)
        await queryRunner.renameColumn("order", "state", "status")
        await queryRunner.renameTable("order", "purchase")
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropColumn("purchase", "status")
        await queryRunner.dropColumn("purchase", "tags")
        await queryRunner.dropColumn("purchase", "named")
        await queryRunner.dropTable("purchase")
    }
}
