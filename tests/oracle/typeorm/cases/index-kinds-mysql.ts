// what: full-text and spatial indices
// methods: createIndex, createTable
// mysql: works
import { MigrationInterface, QueryRunner, Table, TableIndex } from "typeorm"

export class IndexKindsMysql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(new Table({ name: "page", columns: [{ name: "id", type: "int", isPrimary: true }, { name: "body", type: "text" }, { name: "place", type: "point" }], indices: [{ columnNames: ["body"], isFulltext: true }] }))
        await queryRunner.createIndex("page", new TableIndex({ name: "by_place", columnNames: ["place"], isSpatial: true }))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropIndex("page", "by_place")
    }
}
