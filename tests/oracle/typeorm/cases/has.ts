// what: asking for tables and columns
// methods: hasTable, hasColumn
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

export class Has1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await start(queryRunner)
        await see(queryRunner, "tables", [await queryRunner.hasTable("user"), await queryRunner.hasTable("nothing"), await queryRunner.hasTable(user())])
        await see(queryRunner, "columns", [await queryRunner.hasColumn("user", "age"), await queryRunner.hasColumn("user", "nothing"), await queryRunner.hasColumn("nothing", "age"), await queryRunner.hasColumn(user(), "email")])
        if (!(await queryRunner.hasColumn("user", "nick"))) await queryRunner.query(`ALTER TABLE ${queryRunner.connection.driver.escape("user")} ADD nick varchar(20)`)
        await see(queryRunner, "added", await queryRunner.hasColumn("user", "nick"))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        if (await queryRunner.hasTable("user")) await queryRunner.dropTable("user")
    }
}
