/* table.h: Table, TableColumn and their like, between scripts and src/ddl.
 *
 * To a script they are plain objects with the properties and methods that TypeORM's own classes have, so that it may look
 * for a foreign key with `table.foreignKeys.find (...)` or change what it was given. The truth is in the script's objects: a call reads them into the model of
 * src/ddl, works on that, and writes back what the tool would have changed.
 *
 * A structure that was read has the script's object as its ORIGIN; writing keeps such objects and makes new ones for those without. */

#ifndef MIGSHIM_ADAPTERS_TYPEORM_TABLE_H
#define MIGSHIM_ADAPTERS_TYPEORM_TABLE_H

#include "adapters/typeorm/query_runner.h"
#include "ddl/table.h"

typedef enum
{
    TABLE_CLASS_TABLE,
    TABLE_CLASS_COLUMN,
    TABLE_CLASS_INDEX,
    TABLE_CLASS_FOREIGN_KEY,
    TABLE_CLASS_UNIQUE,
    TABLE_CLASS_CHECK,
    TABLE_CLASS_EXCLUSION,
    TABLE_CLASS_VIEW
} TableClass;

#define TABLE_CLASS_COUNT 8

/* The classes of one runtime; made once, when first wanted. */
typedef struct
{
    Value constructors[TABLE_CLASS_COUNT];
    ScriptObject *prototypes[TABLE_CLASS_COUNT];
} TableClasses;

/* Those of RUN; in its arena. */
const TableClasses *typeorm_table_classes (TypeormRun *run);

/* VALUE was made by that class (or by one that a script bases on it). */
gboolean typeorm_is (Value value, TableClass class);

/* Reads VALUE, an object of that class or one with the same properties, as a new structure (DdlTable *, DdlColumn *, ... by CLASS), which the caller
 * frees. Throws TypeError when it is no object or lacks its name; a default that is no SQL text is refused. */
ScriptStatus typeorm_read (ScriptCall *call, Value value, TableClass class, gpointer *structure);

/* Frees what typeorm_read gave. */
void typeorm_structure_free (TableClass class, gpointer structure);

/* What was read loses its origins: writing makes new objects for the members of TABLE. */
void typeorm_forget_origins (DdlTable *table);

/* A new object of CLASS with what STRUCTURE says. */
Value typeorm_value_new (TypeormRun *run, TableClass class, gconstpointer structure);

/* Makes the properties of OBJECT those of STRUCTURE. */
void typeorm_write (TypeormRun *run, ScriptObject *object, TableClass class, gconstpointer structure);

#endif
