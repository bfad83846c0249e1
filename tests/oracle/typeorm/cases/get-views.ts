// what: views are read
// methods: getView, getViews
// postgresql: works
// mysql: works
// sqlite: works
import { MigrationInterface, QueryRunner } from "typeorm"
import { see } from "./lib/see"

export class GetViews1700000000000 implements MigrationInterface {
    public async up(queryRunner: QueryRunner): Promise<void> {
        await see(queryRunner, "views", await queryRunner.getViews([]))
    }
}
