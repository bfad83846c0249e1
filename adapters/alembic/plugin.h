/* plugin.h: what the plugins of Alembic add to `op`: alembic_postgresql_enum 1.11, alembic_utils 0.8 (read in their sources). */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_PLUGIN_H
#define MIGSHIM_ADAPTERS_ALEMBIC_PLUGIN_H

#include "adapters/alembic/op.h"

/* Sends SQL as sa.text () has it: \: is a colon, :name a parameter that nobody gives, which is an error. */
ScriptStatus plugin_send (ScriptCall *call, const char *sql);
ScriptStatus plugin_sendf (ScriptCall *call, const char *format, ...) G_GNUC_PRINTF (2, 3);

extern const HostMember plugin_enum_members[];   /* of alembic_postgresql_enum */
extern const HostMember plugin_entity_members[]; /* of alembic_utils and its modules */

#endif
