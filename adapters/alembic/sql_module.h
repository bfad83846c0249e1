/* sql_module.h: alembic.context and what op.get_context () gives. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_SQL_MODULE_H
#define MIGSHIM_ADAPTERS_ALEMBIC_SQL_MODULE_H

#include "script/host.h"

extern const HostClass sql_context_class;

/* op.get_context () */
Value sql_context_value (ScriptRuntime *runtime);

#endif
