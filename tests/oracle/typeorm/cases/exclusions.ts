// what: exclusion constraints
// methods: createExclusionConstraint, createExclusionConstraints, dropExclusionConstraint, dropExclusionConstraints
// postgresql: works
// mysql: fails does not support exclusion constraints
// sqlite: fails does not support exclusion constraints
import { MigrationInterface, QueryRunner, Table, TableExclusion } from "typeorm"

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
    await queryRunner.query(`INSERT INTO ${name} (id, name, email, age, team_id) VALUES (1, 'Ada', 'ada@x.org', 36, 1), (2, 'Bob', 'bob@x.org', 50, NULL)`)
}

export class Exclusions1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await start(queryRunner)
        await queryRunner.createExclusionConstraint("user", new TableExclusion({ expression: `USING gist (int4range(age, age + 1) WITH &&)` }))
        await queryRunner.createExclusionConstraints("user", [new TableExclusion({ name: "XCL_a", expression: `USING gist (int4range(id, id + 1) WITH &&)` })])
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropExclusionConstraint("user", "XCL_a")
    }
}
