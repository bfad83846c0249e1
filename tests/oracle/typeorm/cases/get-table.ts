// what: what a table that is read says of itself
// methods: getTable, getTables
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"
import { see } from "./lib/see"

const user = () =>
    new Table({
        name: "user",
        columns: [
            { name: "id", type: "integer", isPrimary: true },
            { name: "name", type: "varchar", length: "50" },
            { name: "email", type: "varchar", length: "50", isUnique: true },
            { name: "age", type: "integer", isNullable: true },
            { name: "team_id", type: "integer", isNullable: true },
        ],
        indices: [{ columnNames: ["name"] }, { name: "by_age_name", columnNames: ["age", "name"] }],
        foreignKeys: [{ columnNames: ["team_id"], referencedTableName: "team", referencedColumnNames: ["id"], onDelete: "SET NULL" }],
    })

async function start(queryRunner: QueryRunner) {
    await queryRunner.createTable(new Table({ name: "team", columns: [{ name: "id", type: "integer", isPrimary: true }] }))
    await queryRunner.createTable(user(), true)
    await queryRunner.query("INSERT INTO team (id) VALUES (1)")
    const name = queryRunner.connection.options.type === "mariadb" ? "`user`" : `"user"`
    await queryRunner.query(`INSERT INTO ${name} (id, name, email, age, team_id) VALUES (1, 'Ada', 'ada@x.org', 36, 1), (2, 'Bob', 'bob@x.org', NULL, NULL)`)
}

export class GetTable1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await start(queryRunner)
        const table = (await queryRunner.getTable("user"))!
        await see(queryRunner, "name", table.name)
        for (const column of table.columns)
            await see(queryRunner, column.name, [column.name, column.type, column.length, column.isNullable, column.isPrimary, column.isUnique, column.isGenerated, column.isArray])
        await see(queryRunner, "indices", table.indices.map((index) => [index.name, index.columnNames, index.isUnique]).sort())
        await see(queryRunner, "uniques", table.uniques.map((unique) => [unique.name, unique.columnNames]))
        await see(queryRunner, "keys", table.foreignKeys.map((key) => [key.name, key.columnNames, key.referencedTableName.split(".").pop(), key.referencedColumnNames, key.onDelete, key.onUpdate]))
        await see(queryRunner, "primary", table.primaryColumns.map((column) => column.name))
        await see(queryRunner, "nothing", await queryRunner.getTable("nothing"))
        await see(queryRunner, "tables", (await queryRunner.getTables(["user", "team"])).map((table) => table.name.split(".").pop()).sort())
    }
}
