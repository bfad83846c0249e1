/* mysql.h: what the files of TypeORM's schema members on MySQL and MariaDB share. The text is sent and forgotten, so it need not be the tool's to the
 * byte, but for what the server keeps of it. */

#ifndef MIGSHIM_ADAPTERS_TYPEORM_MYSQL_H
#define MIGSHIM_ADAPTERS_TYPEORM_MYSQL_H

#include "adapters/typeorm/query_runner.h"
#include "adapters/typeorm/schema.h"
#include "ddl/table.h"

/* The database of the data source: MysqlDriver.database. */
const char *typeorm_mysql_database (const TypeormRun *run);

/* MysqlDriver.parseTableName. */
ScriptStatus typeorm_mysql_parse (ScriptCall *call, const char *database, const char *schema, const char *name,
                                  TypeormPath *path);

/* `name`, or `database`.`name` when that is not the data source's own. Free with g_free. MysqlQueryRunner.escapePath */
char *typeorm_mysql_path (const TypeormRun *run, const char *database, const char *name);
/* The same of a table, and of what a foreign key points to. */
char *typeorm_mysql_table (const TypeormRun *run, const DdlTable *table);
char *typeorm_mysql_referenced (const TypeormRun *run, const DdlForeignKey *key);

/* MysqlQueryRunner.buildCreateColumnSql. */
void typeorm_mysql_append_column (GString *out, const TypeormRun *run, const DdlColumn *column, gboolean skip_primary,
                                  gboolean skip_name);

/* [UNIQUE ]INDEX `name` (`a`, `b`) and what follows; NAME instead of the index's own when it is not NULL. */
void typeorm_mysql_append_index (GString *out, const DdlIndex *index, const char *name);

/* CONSTRAINT `name` FOREIGN KEY (...) REFERENCES ... */
void typeorm_mysql_append_foreign_key (GString *out, const TypeormRun *run, const DdlForeignKey *key, const char *name);

/* CREATE TABLE. Makes up names, and adds to the table's indexes those that its unique columns and constraints mean: the tool has no others here.
 * MysqlQueryRunner.createTableSql */
char *typeorm_mysql_create_table (const TypeormRun *run, DdlTable *table, gboolean foreign_keys);

/* A comment as a literal. MysqlQueryRunner.escapeComment */
void typeorm_mysql_append_comment (GString *out, const char *comment);

/* MysqlQueryRunner.loadTables. */
ScriptStatus typeorm_mysql_load (ScriptCall *call, const GPtrArray *paths, GPtrArray *tables);

/* Queues SQL made as by printf. */
ScriptStatus typeorm_mysql_execute (ScriptCall *call, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* SELECT DATABASE (). Free with g_free. */
ScriptStatus typeorm_mysql_current (ScriptCall *call, char **database);

/* Writes or removes the row of typeorm_metadata for COLUMN, when it is a generated one. */
ScriptStatus typeorm_mysql_generated (ScriptCall *call, const DdlTable *table, const DdlColumn *column,
                                      gboolean insert);

/* The members of TypeormSchemaDialect that change columns (change_mysql.c). */
ScriptStatus typeorm_mysql_add_columns (ScriptCall *call, DdlTable *table, const GPtrArray *columns);
ScriptStatus typeorm_mysql_change_columns (ScriptCall *call, DdlTable *table, const TypeormChange *changes, guint n);
ScriptStatus typeorm_mysql_drop_columns (ScriptCall *call, DdlTable *table, const GPtrArray *columns,
                                         gboolean if_exists);
ScriptStatus typeorm_mysql_update_primary_keys (ScriptCall *call, DdlTable *table, const GPtrArray *columns);

/* The column whose number the server counts up, or NULL. */
const DdlColumn *typeorm_mysql_counted (const DdlTable *table);

#endif
