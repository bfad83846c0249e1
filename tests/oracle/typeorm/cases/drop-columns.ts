// what: several columns with index, unique and foreign key are dropped
// methods: dropColumns
// postgresql: works
// mysql: fails needed in a foreign key constraint
// sqlite: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

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

export class DropColumns1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await start(queryRunner)
        await queryRunner.dropColumns("user", ["team_id", "email", "name"])
    }
}
