/* schema.h: the members of queryRunner that change and read the schema, and the classes that describe it to scripts. */

#ifndef MIGSHIM_ADAPTERS_TYPEORM_SCHEMA_H
#define MIGSHIM_ADAPTERS_TYPEORM_SCHEMA_H

#include "adapters/typeorm/query_runner.h"

/* The base of typeorm_query_runner_class: one table of members, the same on all databases. */
extern const HostClass typeorm_schema_class;

/* Adds Table, TableColumn, TableIndex and their like to the exports of the module 'typeorm'. */
void typeorm_table_exports (ScriptRuntime *runtime, Value exports);

#endif
