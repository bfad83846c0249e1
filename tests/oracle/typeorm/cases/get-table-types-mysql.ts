// what: every property of the columns that MySQL and MariaDB tell
// methods: getTable, query
// mysql: works
import { MigrationInterface, QueryRunner } from "typeorm"
import { see } from "./lib/see"

export class GetTableTypesMysql1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("CREATE TABLE parent (a int, b int, PRIMARY KEY (a, b))")
        await queryRunner.query(`CREATE TABLE t (
            id bigint unsigned NOT NULL AUTO_INCREMENT, small smallint(3), tiny tinyint(1) DEFAULT 1, medium mediumint unsigned, zero int(5) zerofill, plain int,
            flag boolean NOT NULL DEFAULT false, bits bit(3), money decimal(12,3) DEFAULT 1.5, usual decimal, f float, f2 float(7,3), d double, d2 double(9,2),
            c char, c3 char(3), v varchar(255) DEFAULT 'it''s', v2 varchar(100) CHARACTER SET latin1 COLLATE latin1_bin, bin binary(16), vb varbinary(20), txt text, lt longtext,
            e enum('a','b c') DEFAULT 'a', s set('x','y'), j json, day date, ts timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
            ts6 timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), dt datetime DEFAULT NULL, dt3 datetime(3) DEFAULT '2020-01-02 03:04:05.678',
            t time(2), y year, n int DEFAULT NULL COMMENT 'a ''comment''', nn int NOT NULL, expr varchar(36) DEFAULT (concat('a', 'b')), num int DEFAULT 42, g geometry, pt point NOT NULL,
            one int UNIQUE, two int, pa int, pb int,
            PRIMARY KEY (id), UNIQUE KEY pair (one, two), UNIQUE KEY alone (two), KEY usual_index (plain, v), FULLTEXT KEY words (txt), SPATIAL KEY place (pt),
            CONSTRAINT both_keys FOREIGN KEY (pa, pb) REFERENCES parent (a, b) ON DELETE CASCADE ON UPDATE SET NULL
        ) COMMENT 'a table'`)
        const table = (await queryRunner.getTable("t"))!
        await see(queryRunner, "comment", table.comment)
        for (const column of table.columns)
            await see(queryRunner, column.name, {
                type: column.type, length: column.length, precision: column.precision, scale: column.scale, default: column.default, isNullable: column.isNullable,
                isPrimary: column.isPrimary, isUnique: column.isUnique, isGenerated: column.isGenerated, strategy: column.generationStrategy, unsigned: column.unsigned,
                comment: column.comment, charset: column.charset, collation: column.collation, enum: column.enum, onUpdate: column.onUpdate,
            })
        await see(queryRunner, "indices", table.indices.map((index) => [index.name, index.columnNames, index.isUnique, index.isFulltext, index.isSpatial]))
        await see(queryRunner, "keys", table.foreignKeys.map((key) => [key.name, key.columnNames, key.referencedTableName, key.referencedColumnNames, key.onDelete, key.onUpdate]))
        await see(queryRunner, "uniques", table.uniques)
    }
}
