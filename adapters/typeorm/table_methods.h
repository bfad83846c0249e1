/* table_methods.h: what table.c and table_methods.c share: the classes' constructors, and their methods. */

#ifndef MIGSHIM_ADAPTERS_TYPEORM_TABLE_METHODS_H
#define MIGSHIM_ADAPTERS_TYPEORM_TABLE_METHODS_H

#include "adapters/typeorm/table.h"

/* Gives OBJECT the properties that the constructor of CLASS makes of OPTIONS. */
ScriptStatus typeorm_construct (ScriptCall *call, TableClass class, Value options, ScriptObject *object);

/* KEY's referencedDatabase and referencedSchema are TABLE's database and schema where it has none. */
ScriptStatus typeorm_inherit (ScriptCall *call, Value key, Value table);

/* The methods and getters of CLASS, on its prototype. */
void typeorm_methods_define (ScriptRuntime *runtime, TableClass class, ScriptObject *prototype);

#endif
