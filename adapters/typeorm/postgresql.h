/* postgresql.h: what the files of TypeORM's PostgreSQL share. From PostgresQueryRunner and PostgresDriver of 0.3.31 and 1.1.1.
 *
 * The tool's driver asks for the connection's schema when it connects, and writes it into every name. Here a name that was given
 * none stays without, which means the same to the server and needs no look-up. */

#ifndef MIGSHIM_ADAPTERS_TYPEORM_POSTGRESQL_H
#define MIGSHIM_ADAPTERS_TYPEORM_POSTGRESQL_H

#include "adapters/typeorm/schema.h"
#include "adapters/typeorm/schema_state.h"

ScriptStatus typeorm_postgresql_parse (ScriptCall *call, const char *database, const char *schema, const char *name,
                                       TypeormPath *path);

/* The name of TABLE in SQL; and the two parts of it. Free with g_free; PATH with typeorm_path_clear. */
char *typeorm_postgresql_table (ScriptCall *call, const DdlTable *table);
void typeorm_postgresql_path (ScriptCall *call, const DdlTable *table, TypeormPath *path);

/* An SQL expression for SCHEMA: a literal, or current_schema () when it is NULL. Free with g_free. */
char *typeorm_postgresql_schema_sql (const char *schema);

/* createFullType: without enums. Free with g_free. */
char *typeorm_postgresql_type (const DdlColumn *column);
/* buildCreateColumnSql. Free with g_free. */
char *typeorm_postgresql_column (ScriptCall *call, const DdlTable *table, const DdlColumn *column);

gboolean typeorm_postgresql_is_enum (const DdlColumn *column);
/* buildEnumName: the name alone, without quotes; and in SQL with its schema, SUFFIX ("" or "_old") behind it. Free with g_free. */
char *typeorm_postgresql_enum_name (const DdlTable *table, const DdlColumn *column);
char *typeorm_postgresql_enum_path (ScriptCall *call, const DdlTable *table, const DdlColumn *column,
                                    const char *suffix);
ScriptStatus typeorm_postgresql_create_enum (ScriptCall *call, const DdlTable *table, const DdlColumn *column);
/* Creates the enum type of COLUMN unless there is one of its name. CREATED (char *; may be NULL): names that were created before in the same call. */
ScriptStatus typeorm_postgresql_need_enum (ScriptCall *call, const DdlTable *table, const DdlColumn *column,
                                           GPtrArray *created);
/* getUserDefinedTypeName: the type of the column as the catalog has it, in SQL. */
ScriptStatus typeorm_postgresql_type_of (ScriptCall *call, const DdlTable *table, const char *column, char **schema,
                                         char **name);

/* buildSequenceName. Free with g_free. */
char *typeorm_postgresql_sequence (const DdlTable *table, const char *column);

/* The row of typeorm_metadata for a computed column of TABLE. */
ScriptStatus typeorm_postgresql_computed (ScriptCall *call, const DdlTable *table, const DdlColumn *column,
                                          gboolean insert);

/* Queues one statement. */
ScriptStatus typeorm_postgresql_execute (ScriptCall *call, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The function that makes a UUID: by the data source's uuidExtension. Static. */
const char *typeorm_postgresql_uuid (const ScriptCall *call);

/* "'text'", or NULL for no comment. Free with g_free. */
char *typeorm_postgresql_comment (const char *comment);

/* ADD CONSTRAINT ... PRIMARY KEY of TABLE's primary columns, and DROP CONSTRAINT of it; nothing when there are none. */
ScriptStatus typeorm_postgresql_add_primary (ScriptCall *call, const DdlTable *table);
ScriptStatus typeorm_postgresql_drop_primary (ScriptCall *call, const DdlTable *table);

ScriptStatus typeorm_postgresql_load (ScriptCall *call, const GPtrArray *paths, GPtrArray *tables);
ScriptStatus typeorm_postgresql_load_views (ScriptCall *call, const GPtrArray *paths, GPtrArray *views);
ScriptStatus typeorm_postgresql_add_columns (ScriptCall *call, DdlTable *table, const GPtrArray *columns);
ScriptStatus typeorm_postgresql_change_columns (ScriptCall *call, DdlTable *table, const TypeormChange *changes,
                                                guint n);
ScriptStatus typeorm_postgresql_drop_columns (ScriptCall *call, DdlTable *table, const GPtrArray *columns,
                                              gboolean if_exists);
ScriptStatus typeorm_postgresql_rename_table (ScriptCall *call, DdlTable *table, const char *name);

#endif
