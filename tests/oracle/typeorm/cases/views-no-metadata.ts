// what: views without typeorm_metadata
// methods: createView
// postgresql: fails typeorm_metadata
// mysql: fails typeorm_metadata
// sqlite: fails typeorm_metadata
import { MigrationInterface, QueryRunner, View } from "typeorm"

export class ViewsNoMetadata1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE t (a integer)")
        await queryRunner.createView(new View({ name: "v", expression: "SELECT a FROM t" }), true)
    }
}
