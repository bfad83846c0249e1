/* schema_host.h: between the files schema_*.c. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_SCHEMA_HOST_H
#define MIGSHIM_ADAPTERS_ALEMBIC_SCHEMA_HOST_H

#include "adapters/alembic/schema.h"

extern const HostClass sa_column_default_class;
extern const HostMember sa_sequence_members[];

/* schema_reflect.c: the columns and the primary key of TABLE as the database has them. BIND is a connection or an inspector; INCLUDE names of columns, or VALUE_EMPTY. Columns that
 * the table has already stay. What else a table has is not read, so that nothing can be made of it: sa_check_not_reflected refuses. */
ScriptStatus sa_reflect_table (ScriptRuntime *runtime, Value bind, Value include, SaTable *table);
ScriptStatus sa_check_not_reflected (ScriptRuntime *runtime, const SaTable *table);
ScriptStatus sa_metadata_reflect (ScriptCall *call, Value *out); /* MetaData.reflect */
/* The table of METADATA called NAME, in SCHEMA (or NULL); NULL when it has none. */
SaTable *sa_metadata_table (const SaMetadata *metadata, const char *name, const char *schema);

/* Is VALUE something that stands behind the type in a Column? */
gboolean sa_item_is (Value value);
ScriptStatus sa_index_add_part (ScriptRuntime *runtime, SaIndex *index, Value value);
/* The elements and keywords of an ExcludeConstraint. */
ScriptStatus sa_exclude_read (ScriptRuntime *runtime, SaConstraint *constraint, const ScriptList *elements,
                              const ScriptMap *keywords);

#endif
