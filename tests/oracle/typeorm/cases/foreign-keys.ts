// what: foreign keys: one, several, by name and by object
// methods: createForeignKey, createForeignKeys, dropForeignKey, dropForeignKeys, getTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner, Table, TableColumn, TableForeignKey } from "typeorm"

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

export class ForeignKeys1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await start(queryRunner)
        await queryRunner.addColumn("user", new TableColumn({ name: "boss", type: "integer", isNullable: true }))
        await queryRunner.createForeignKey("user", new TableForeignKey({ columnNames: ["boss"], referencedTableName: "user", referencedColumnNames: ["id"], onDelete: "CASCADE" }))
        await queryRunner.query(queryRunner.connection.options.type === 'mariadb' ? 'UPDATE `user` SET age = NULL' : 'UPDATE "user" SET age = NULL')
        await queryRunner.createForeignKeys("user", [new TableForeignKey({ name: "FK_age", columnNames: ["age"], referencedTableName: "team", referencedColumnNames: ["id"], onUpdate: "CASCADE" })])
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        const table = (await queryRunner.getTable("user"))!
        const key = table.foreignKeys.find((key) => key.columnNames.indexOf("boss") !== -1)!
        await queryRunner.dropForeignKey("user", key)
        await queryRunner.dropForeignKey("user", "FK_age")
        await queryRunner.dropColumn("user", "boss")
        await queryRunner.dropForeignKeys("user", (await queryRunner.getTable("user"))!.foreignKeys)
    }
}
