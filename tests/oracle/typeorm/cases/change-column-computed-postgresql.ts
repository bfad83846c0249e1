// what: a computed column becomes an ordinary one and keeps its values
// methods: changeColumn, addColumn, dropColumn
// postgresql: works
import { MigrationInterface, QueryRunner, Table, TableColumn } from "typeorm"

export class ChangeColumnComputedPostgresql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE typeorm_metadata (type varchar NOT NULL, database varchar, schema varchar, \"table\" varchar, name varchar, value text)")
        await queryRunner.createTable(new Table({ name: "line", columns: [{ name: "id", type: "integer", isPrimary: true }, { name: "price", type: "integer" }] }))
        await queryRunner.query("INSERT INTO line (id, price) VALUES (1, 4)")
        await queryRunner.addColumn("line", new TableColumn({ name: "twice", type: "integer", asExpression: "price * 2", generatedType: "STORED" }))
        await queryRunner.addColumn("line", new TableColumn({ name: "thrice", type: "integer", asExpression: "price * 3", generatedType: "STORED", isNullable: true }))
        await queryRunner.changeColumn("line", "twice", new TableColumn({ name: "twice", type: "integer", isNullable: true }))
        await queryRunner.dropColumn("line", "thrice")
        await queryRunner.query("UPDATE typeorm_metadata SET database = 'd'")
    }
}
