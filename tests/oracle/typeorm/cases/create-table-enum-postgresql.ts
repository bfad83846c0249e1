// what: enums of PostgreSQL: made with the table, dropped with it
// methods: createTable, dropTable
// postgresql: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableEnumPostgresql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({
                name: "order",
                columns: [
                    { name: "id", type: "integer", isPrimary: true },
                    { name: "state", type: "enum", enum: ["new", "paid", "it's"], default: "'new'" },
                    { name: "kind", type: "enum", enum: ["a", "b"], enumName: "order_kind", isNullable: true },
                    { name: "tags", type: "enum", enum: ["x", "y"], isArray: true, default: "'{}'" },
                    { name: "level", type: "simple-enum", enum: ["low", "high"], isNullable: true },
                ],
            }),
        )
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("order")
    }
}
