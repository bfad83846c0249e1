// what: generated columns of every whole number
// methods: createTable
// postgresql: works
// mysql: works
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableSerialTypes1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        for (const type of ["smallint", "int", "integer", "bigint", "int2", "int4", "int8"])
            await queryRunner.createTable(
                new Table({ name: `t_${type}`, columns: [{ name: "id", type, isPrimary: true, isGenerated: true, generationStrategy: "increment" }] }),
            )
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        for (const type of ["smallint", "int", "integer", "bigint", "int2", "int4", "int8"]) await queryRunner.dropTable(`t_${type}`)
    }
}
