import { QueryRunner } from "typeorm"

/** Stores VALUE as JSON in the table "seen", so that what a call gave is compared with the rest of the database. */
export async function see(queryRunner: QueryRunner, label: string, value: unknown): Promise<void> {
    await queryRunner.query("CREATE TABLE IF NOT EXISTS seen (label varchar(200), value text)")
    const text = value === undefined ? "undefined" : JSON.stringify(value)
    const literal = (queryRunner.connection.options.type === "mariadb" ? text.replace(/\\/g, "\\\\") : text).replace(/'/g, "''")
    await queryRunner.query(`INSERT INTO seen (label, value) VALUES ('${label}', '${literal}')`)
}
