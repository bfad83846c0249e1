// what: values of an enum are added, taken away and renamed; data stays
// methods: createTable, changeColumn
// postgresql: works
import { MigrationInterface, QueryRunner, Table, TableColumn } from "typeorm"

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

export class EnumValuesPostgresql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(order())
        await queryRunner.query(rows)
        await queryRunner.changeColumn("order", "state", new TableColumn({ name: "state", type: "enum", enum: ["open", "paid", "sent", "lost"], default: "'open'" }))
        await queryRunner.changeColumn("order", "tags", new TableColumn({ name: "tags", type: "enum", enum: ["b", "a", "c"], isArray: true, isNullable: true }))
        await queryRunner.changeColumn("order", "named", new TableColumn({ name: "named", type: "enum", enum: ["x", "it's"], enumName: "order_kind", isNullable: true }))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.changeColumn("order", "state", new TableColumn({ name: "state", type: "enum", enum: ["open", "paid"], default: "'paid'" }))
        await queryRunner.changeColumn("order", "tags", new TableColumn({ name: "tags", type: "enum", enum: ["a", "b"], isArray: true, isNullable: true }))
    }
}
