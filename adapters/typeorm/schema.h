/* schema.h: the members of queryRunner that change and read the schema, and the classes that describe it to scripts.
 *
 * schema.c has the members, the same on all databases: it reads arguments as TypeORM takes them (a Table or a name, a column or its name, one or an
 * array), looks tables up in what was loaded before or in the catalog, throws what TypeORM throws when a thing is not found, and writes back to the
 * script's objects. What a database does is a table of functions: schema_postgresql.c, schema_mysql.c, schema_sqlite.c.
 *
 * A function of that table gets the table as a structure that it may change: it issues the SQL with typeorm_execute, and leaves in
 * TABLE what the tool would then believe the table to be (a column added, an index removed). Items of lists are borrowed from the caller. */

#ifndef MIGSHIM_ADAPTERS_TYPEORM_SCHEMA_H
#define MIGSHIM_ADAPTERS_TYPEORM_SCHEMA_H

#include "adapters/typeorm/query_runner.h"
#include "adapters/typeorm/table.h"
#include "ddl/table.h"

/* The base of typeorm_query_runner_class: one table of members, the same on all databases. */
extern const HostClass typeorm_schema_class;

/* Adds Table, TableColumn, TableIndex and their like to the exports of the module 'typeorm'. */
void typeorm_table_exports (TypeormRun *run, Value exports);

/* Where a table is: what the driver's parseTableName gives. Parts that the database doesn't have are NULL. Owned. */
typedef struct
{
    char *database;
    char *schema;
    char *name;
} TypeormPath;

void typeorm_path_clear (TypeormPath *path);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TypeormPath, typeorm_path_clear)

/* A column to be changed: OLD (borrowed from the table, or what the script gave) becomes NEW. The callee may set old->name, as the tool does. */
typedef struct
{
    DdlColumn *old;
    const DdlColumn *new;
} TypeormChange;

/* What one database does. A member that is NULL is one that the tool refuses there: REFUSAL of its group is thrown as TypeORMError, before anything
 * is looked up. Arrays hold pointers to the structures of ddl/table.h. Names that were not given have not been made up yet. */
typedef struct
{
    const char *no_schemas;    /* createSchema, dropSchema */
    const char *no_uniques;    /* createUniqueConstraint(s), dropUniqueConstraint(s) */
    const char *no_checks;     /* createCheckConstraint(s), dropCheckConstraint(s) */
    const char *no_exclusions; /* createExclusionConstraint(s), dropExclusionConstraint(s) */
    const char *no_comments;   /* changeTableComment */

    /* Every change is written to the loaded table, none to the table that the script gave (SQLite, where each rebuilds it). */
    gboolean writes_loaded;
    /* What is added to a table doesn't hang on what the table is: no look-up is made for it (typeorm_table_unseen). */
    gboolean adds_unseen;
    /* renameTable changes the name of the loaded table too. */
    gboolean rename_writes;

    /* parseTableName. NAME may be a path ("schema.table"); DATABASE and SCHEMA are those of a Table, View or TableForeignKey, or NULL. */
    ScriptStatus (*parse) (ScriptCall *call, const char *database, const char *schema, const char *name,
                           TypeormPath *path);

    /* Adds to TABLES (DdlTable *, owned) those that exist of PATHS (char *, as the script gave them; NULL: all). */
    ScriptStatus (*load_tables) (ScriptCall *call, const GPtrArray *paths, GPtrArray *tables);
    /* The same for views (DdlView *). */
    ScriptStatus (*load_views) (ScriptCall *call, const GPtrArray *paths, GPtrArray *views);

    ScriptStatus (*has_table) (ScriptCall *call, const TypeormPath *path, gboolean *has);
    ScriptStatus (*has_column) (ScriptCall *call, const TypeormPath *path, const char *column, gboolean *has);
    ScriptStatus (*has_database) (ScriptCall *call, const char *name, gboolean *has);
    ScriptStatus (*has_schema) (ScriptCall *call, const char *name, gboolean *has);
    /* The value itself, for those that differ in what they give (a text, undefined). */
    ScriptStatus (*get_databases) (ScriptCall *call, Value *out);
    ScriptStatus (*get_schemas) (ScriptCall *call, Value *out);
    ScriptStatus (*current_database) (ScriptCall *call, Value *out);
    ScriptStatus (*current_schema) (ScriptCall *call, Value *out);

    ScriptStatus (*create_database) (ScriptCall *call, const char *name, gboolean if_not_exists);
    ScriptStatus (*drop_database) (ScriptCall *call, const char *name, gboolean if_exists);
    ScriptStatus (*create_schema) (ScriptCall *call, const char *path, gboolean if_not_exists);
    ScriptStatus (*drop_schema) (ScriptCall *call, const char *path, gboolean if_exists, gboolean cascade);
    ScriptStatus (*clear_table) (ScriptCall *call, const TypeormPath *path, gboolean cascade);
    ScriptStatus (*clear_database) (ScriptCall *call, const char *database);

    /* Tables. `if not exists` and `if exists` have been asked of has_table before. */
    ScriptStatus (*create_table) (ScriptCall *call, DdlTable *table, gboolean foreign_keys, gboolean indexes);
    ScriptStatus (*drop_table) (ScriptCall *call, DdlTable *table, gboolean foreign_keys, gboolean indexes);
    ScriptStatus (*rename_table) (ScriptCall *call, DdlTable *table, const char *name);
    ScriptStatus (*change_comment) (ScriptCall *call, DdlTable *table, const char *comment);

    /* Columns. renameColumn is change_columns with a copy of another name. */
    ScriptStatus (*add_columns) (ScriptCall *call, DdlTable *table, const GPtrArray *columns);
    ScriptStatus (*change_columns) (ScriptCall *call, DdlTable *table, const TypeormChange *changes, guint n);
    ScriptStatus (*drop_columns) (ScriptCall *call, DdlTable *table, const GPtrArray *columns, gboolean if_exists);

    /* The primary key. NAMES and COLUMNS are char * names. */
    ScriptStatus (*create_primary_key) (ScriptCall *call, DdlTable *table, const GPtrArray *names,
                                        const char *constraint);
    ScriptStatus (*update_primary_keys) (ScriptCall *call, DdlTable *table, const GPtrArray *columns);
    ScriptStatus (*drop_primary_key) (ScriptCall *call, DdlTable *table, const char *constraint, gboolean if_exists);

    /* What is created may be given a name here (it is written back to the script's object). What is dropped is in the table, or what the script gave. */
    ScriptStatus (*create_uniques) (ScriptCall *call, DdlTable *table, const GPtrArray *uniques);
    ScriptStatus (*drop_uniques) (ScriptCall *call, DdlTable *table, const GPtrArray *uniques, gboolean if_exists);
    ScriptStatus (*create_checks) (ScriptCall *call, DdlTable *table, const GPtrArray *checks);
    ScriptStatus (*drop_checks) (ScriptCall *call, DdlTable *table, const GPtrArray *checks, gboolean if_exists);
    ScriptStatus (*create_exclusions) (ScriptCall *call, DdlTable *table, const GPtrArray *exclusions);
    ScriptStatus (*drop_exclusions) (ScriptCall *call, DdlTable *table, const GPtrArray *exclusions,
                                     gboolean if_exists);
    ScriptStatus (*create_foreign_keys) (ScriptCall *call, DdlTable *table, const GPtrArray *keys);
    ScriptStatus (*drop_foreign_keys) (ScriptCall *call, DdlTable *table, const GPtrArray *keys, gboolean if_exists);
    ScriptStatus (*create_indexes) (ScriptCall *call, DdlTable *table, const GPtrArray *indexes);
    ScriptStatus (*drop_indexes) (ScriptCall *call, DdlTable *table, const GPtrArray *indexes, gboolean if_exists);

    /* Views. A view index: PostgreSQL's materialized views; NULL elsewhere. */
    ScriptStatus (*create_view) (ScriptCall *call, const DdlView *view, gboolean sync);
    ScriptStatus (*drop_view) (ScriptCall *call, const DdlView *view, gboolean if_exists);
    ScriptStatus (*create_view_index) (ScriptCall *call, DdlView *view, const DdlIndex *index);
    ScriptStatus (*drop_view_index) (ScriptCall *call, DdlView *view, const DdlIndex *index);
} TypeormSchemaDialect;

extern const TypeormSchemaDialect typeorm_schema_postgresql;
extern const TypeormSchemaDialect typeorm_schema_mysql;
extern const TypeormSchemaDialect typeorm_schema_sqlite;

/* Rows of typeorm_metadata (of the data source's own schema): what the tool remembers of views and computed columns. A NULL part is left out of an INSERT
 * and of the condition. Queued. */
typedef struct
{
    const char *type; /* "VIEW", "MATERIALIZED_VIEW", "GENERATED_COLUMN" */
    const char *database;
    const char *schema;
    const char *table;
    const char *name;
    const char *value;
} TypeormMetadata;
ScriptStatus typeorm_metadata_insert (ScriptCall *call, const TypeormMetadata *row);
ScriptStatus typeorm_metadata_delete (ScriptCall *call, const TypeormMetadata *row);
/* Its value, or NULL; free with g_free. */
ScriptStatus typeorm_metadata_select (ScriptCall *call, const TypeormMetadata *row, char **value);

#endif
