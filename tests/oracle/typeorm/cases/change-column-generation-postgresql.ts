// what: a column becomes serial or a UUID by itself, and no longer
// methods: changeColumn
// postgresql: works
import { MigrationInterface, QueryRunner, Table, TableColumn } from "typeorm"

export class ChangeColumnGenerationPostgresql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query('CREATE EXTENSION IF NOT EXISTS "uuid-ossp"')
        await queryRunner.createTable(
            new Table({
                name: "item",
                columns: [
                    { name: "id", type: "integer", isPrimary: true },
                    { name: "number", type: "integer", isGenerated: true, generationStrategy: "increment" },
                    { name: "key", type: "uuid", isGenerated: true, generationStrategy: "uuid" },
                    { name: "other", type: "uuid" },
                ],
            }),
        )
        const table = (await queryRunner.getTable("item"))!
        const change = async (name: string, values: object) => {
            const column = table.findColumnByName(name)!.clone()
            Object.assign(column, values)
            await queryRunner.changeColumn("item", name, column)
        }
        await change("id", { isGenerated: true, generationStrategy: "increment" })
        await change("number", { isGenerated: false, generationStrategy: undefined })
        await change("key", { isGenerated: false, generationStrategy: undefined })
        await change("other", { isGenerated: true, generationStrategy: "uuid" })
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.changeColumn("item", "id", new TableColumn({ name: "id", type: "integer", isPrimary: true }))
        await queryRunner.renameColumn("item", "other", "another")
    }
}
