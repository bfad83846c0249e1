// what: spatial and typed indices
// methods: createIndex, createTable
// postgresql: works
import { MigrationInterface, QueryRunner, Table, TableIndex } from "typeorm"

export class IndexKindsPostgresql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.createTable(new Table({ name: "page", columns: [{ name: "id", type: "int", isPrimary: true }, { name: "body", type: "jsonb" }, { name: "place", type: "point" }] }))
        await queryRunner.createIndex("page", new TableIndex({ name: "by_place", columnNames: ["place"], isSpatial: true }))
        await queryRunner.createIndex("page", new TableIndex({ name: "by_body", columnNames: ["body"], type: "gin" }))
        await queryRunner.createIndex("page", new TableIndex({ name: "by_hash", columnNames: ["id"], type: "hash" }))
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropIndex("page", "by_place")
    }
}
