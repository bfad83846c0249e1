/* type_host.h: what scripts do with types; between the files type*.c. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_TYPE_HOST_H
#define MIGSHIM_ADAPTERS_ALEMBIC_TYPE_HOST_H

#include "adapters/alembic/type.h"

extern const HostMember sa_type_members[];        /* of all types */
extern const HostMember sa_schema_type_members[]; /* of Boolean, Enum, DOMAIN besides */

/* The constructor of every class of types. */
ScriptStatus sa_type_init (ScriptCall *call, Value *out);

/* HOST as a class of types, or NULL. */
const SaTypeClass *sa_type_class_of (const HostClass *host);

#endif
