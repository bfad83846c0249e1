// what: what the objects say and do: options, methods, names that calls give them
// methods: createTable, createIndex, createForeignKey
// postgresql: works
import { MigrationInterface, QueryRunner, Table, TableCheck, TableColumn, TableExclusion, TableForeignKey, TableIndex, TableUnique, View } from "typeorm"
import { see } from "./lib/see"

export class TableObjects1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        const plain = (value: any): any =>
            Array.isArray(value)
                ? value.map(plain)
                : value !== null && typeof value === "object"
                  ? Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith("@")).sort().map(([key, part]) => [key, plain(part)]))
                  : value
        const parent = new Table({ name: "parent", columns: [{ name: "id", type: "integer", isPrimary: true }] })
        const table = new Table({
            name: "child",
            schema: undefined,
            comment: "c",
            columns: [
                new TableColumn({ name: "id", type: "integer", isPrimary: true }),
                { name: "mail", type: "varchar", isUnique: true, length: "30" },
                { name: "parent_id", type: "integer", isNullable: true, default: null },
            ],
            indices: [{ columnNames: ["mail"] }, { columnNames: ["parent_id", "mail"], isUnique: true, where: "parent_id > 0" }],
            foreignKeys: [{ columnNames: ["parent_id"], referencedTableName: "parent", referencedColumnNames: ["id"], onDelete: "CASCADE" }],
            checks: [{ expression: "parent_id > 1" }],
        })
        await see(queryRunner, "new", plain(table))
        await see(queryRunner, "empty", [plain(new Table()), plain(new TableColumn()), plain(new View()), plain(new TableIndex({ columnNames: ["a"] }))])
        await see(queryRunner, "members", [plain(new TableUnique({ columnNames: ["a"] })), plain(new TableCheck({ expression: "a" })), plain(new TableForeignKey({ columnNames: ["a"], referencedColumnNames: ["b"], referencedTableName: "t" }))])
        await see(queryRunner, "is", [table instanceof Table, table.columns[1] instanceof TableColumn, table.indices[0] instanceof TableIndex, table.constructor.name, typeof TableExclusion])
        await queryRunner.createTable(parent)
        await queryRunner.createTable(table)
        await see(queryRunner, "created", plain(table))
        const copy = table.clone()
        copy.columns[0].name = "changed"
        copy.indices[0].columnNames.push("more")
        await see(queryRunner, "clone", [plain(copy), table.columns[0].name, table.indices[0].columnNames])
        const mail = table.findColumnByName("mail")!
        await see(queryRunner, "find", [table.findColumnByName("none"), plain(table.findColumnIndices(mail)), plain(table.findColumnUniques(mail)), plain(table.findColumnForeignKeys(mail)), table.primaryColumns.length])
        const index = new TableIndex({ columnNames: ["id", "mail"] })
        await queryRunner.createIndex(table, index)
        const key = new TableForeignKey({ columnNames: ["id"], referencedTableName: "parent", referencedColumnNames: ["id"] })
        await queryRunner.createForeignKey(table, key)
        await see(queryRunner, "named", [index.name, key.name, table.indices.length, table.foreignKeys.length, table.indices[2] === index])
        table.addColumn(new TableColumn({ name: "extra", type: "text" }))
        table.removeColumn(mail)
        table.removeIndex(index)
        table.addUniqueConstraint(new TableUnique({ name: "u", columnNames: ["extra"] }))
        await see(queryRunner, "changed", plain(table))
        table.removeUniqueConstraint(table.uniques[table.uniques.length - 1])
        await see(queryRunner, "changed again", plain(table))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        const table = (await queryRunner.getTable("child"))!
        for (const key of table.foreignKeys.slice()) await queryRunner.dropForeignKey(table, key)
        await queryRunner.dropIndex(table, table.indices[0])
        await see(queryRunner, "left", [table.foreignKeys.length, table.indices.length])
        await queryRunner.dropTable(table)
    }
}
