/* schema_host.h: between the files schema_*.c. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_SCHEMA_HOST_H
#define MIGSHIM_ADAPTERS_ALEMBIC_SCHEMA_HOST_H

#include "adapters/alembic/schema.h"

extern const HostClass sa_column_default_class;
extern const HostMember sa_sequence_members[];

/* Is VALUE something that stands behind the type in a Column? */
gboolean sa_item_is (Value value);
ScriptStatus sa_index_add_part (ScriptRuntime *runtime, SaIndex *index, Value value);
/* The elements and keywords of an ExcludeConstraint. */
ScriptStatus sa_exclude_read (ScriptRuntime *runtime, SaConstraint *constraint, const ScriptList *elements,
                              const ScriptMap *keywords);

#endif
