// what: defaults, types and enums of a table that is read
// methods: getTable
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner } from "typeorm"
import { see } from "./lib/see"

export class GetTableDefaults1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        const kind = queryRunner.connection.options.type
        await queryRunner.query(
            kind === "postgres"
                ? `CREATE TABLE t (id serial PRIMARY KEY, a varchar(20) DEFAULT 'x', b numeric(8,3) DEFAULT 1.5, c timestamptz NOT NULL DEFAULT now(), d text[], e boolean DEFAULT true, f char(3), g jsonb)`
                : kind === "mariadb"
                  ? "CREATE TABLE t (id int PRIMARY KEY AUTO_INCREMENT, a varchar(20) DEFAULT 'x', b decimal(8,3) DEFAULT 1.5, c datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), d int unsigned, e tinyint(1) DEFAULT 1, f char(3), g json, h enum('a','b') DEFAULT 'a')"
                  : `CREATE TABLE t ("id" integer PRIMARY KEY AUTOINCREMENT, a varchar(20) DEFAULT 'x', b decimal(8,3) DEFAULT (1.5), c datetime NOT NULL DEFAULT (datetime('now')), d text, e boolean DEFAULT 1, f char(3))`,
        )
        const table = (await queryRunner.getTable("t"))!
        for (const column of table.columns)
            await see(queryRunner, column.name, [column.type, column.default === undefined ? "no default" : column.default, column.length, column.precision === undefined ? "none" : column.precision, column.scale === undefined ? "none" : column.scale, column.isGenerated, column.generationStrategy ?? "none", column.unsigned, column.enum ?? "none"])
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("t")
    }
}
