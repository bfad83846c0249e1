/* sqlite.h: what the files of TypeORM's schema members on SQLite share.
 *
 * The tool reads a table from the pragmas and by regular expressions from the text in sqlite_master, and changes it by making it anew from what it
 * has read. What it doesn't read is lost then: collations, checks without a quoted name, deferred foreign keys, conflict clauses, STRICT, the order of a primary
 * key, triggers, indexes over expressions, and whatever was added behind its back since it read the table. We read all of it, so our tables are the
 * tool's in every byte where it loses nothing, and more than the tool's where it does. */

#ifndef MIGSHIM_ADAPTERS_TYPEORM_SQLITE_H
#define MIGSHIM_ADAPTERS_TYPEORM_SQLITE_H

#include "adapters/typeorm/query_runner.h"
#include "ddl/sqlite_table.h"
#include "ddl/table.h"

/* Adds to TABLES (DdlTable *, owned) those that exist of PATHS (char *; NULL: all), in the catalog's order. AbstractSqliteQueryRunner.loadTables */
ScriptStatus typeorm_sqlite_load (ScriptCall *call, const GPtrArray *paths, GPtrArray *tables);

/* The CREATE TABLE of table NAME in the catalog, SQL (free with g_free) and what it says (with sqlite_table_free); NULL when there is no such table, or no
 * ordinary one. */
ScriptStatus typeorm_sqlite_source (ScriptCall *call, const char *name, SqliteTable **source, char **sql);

/* Does the tool find out from SQL that column NAME counts up? */
gboolean typeorm_sqlite_sees_autoincrement (const char *sql, const char *name);

/* What a new table takes over from the text of the old one beside what a DdlTable says. */
typedef struct
{
    const SqliteTable *source; /* or NULL */
    const char *sql;           /* its text */
    const GPtrArray
        *from; /* for each column of the new table the name (const char *) of the old one's that it was, or NULL */
} TypeormSqliteKept;

/* CREATE TABLE of TABLE. Names that were not given are made up of NAME, the table's name in the end, but for those of unique columns, which the tool
 * makes of the name that the table has now; they are written into TABLE. KEPT may be NULL. Free with g_free.
 * AbstractSqliteQueryRunner.createTableSql */
char *typeorm_sqlite_create_table (guint major, DdlTable *table, const char *name, gboolean foreign_keys,
                                   const TypeormSqliteKept *kept);

/* Throws what the tool throws for a table that can't be made. */
ScriptStatus typeorm_sqlite_check_table (ScriptCall *call, const DdlTable *table);

/* CREATE INDEX of INDEX, which has a name. Free with g_free. AbstractSqliteQueryRunner.createIndexSql */
char *typeorm_sqlite_create_index (const DdlTable *table, const DdlIndex *index);

/* The table OLD becomes TABLE. FROM: for each column of TABLE the name (const char *) of the column of OLD whose values it gets, or NULL; NULL for all: by name.
 * What the table has by now and OLD doesn't know is kept, and added to TABLE. AbstractSqliteQueryRunner.recreateTable */
ScriptStatus typeorm_sqlite_recreate (ScriptCall *call, const DdlTable *old, DdlTable *table, GPtrArray *from);

/* Does `down` of the PROGRAM make tables anew, and write no rows with SQL of its own? Then foreign keys may be off while it runs, where the tool leaves
 * them on and its rebuilds delete the rows that point to a table. */
gboolean typeorm_sqlite_only_rebuilds (const char *program);

#endif
