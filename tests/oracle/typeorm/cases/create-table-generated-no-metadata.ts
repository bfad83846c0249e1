// what: computed columns where no typeorm_metadata is
// methods: createTable
// postgresql: fails typeorm_metadata
// mysql: fails typeorm_metadata
// sqlite: fails typeorm_metadata
import { MigrationInterface, QueryRunner, Table } from "typeorm"

export class CreateTableGeneratedNoMetadata1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(
            new Table({
                name: "line",
                columns: [
                    { name: "id", type: "integer", isPrimary: true },
                    { name: "twice", type: "integer", asExpression: "id * 2", generatedType: "STORED", isNullable: true },
                ],
            }),
        )
    }
}
