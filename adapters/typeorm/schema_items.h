/* schema_items.h: indexes, keys and constraints of a table, which are created and dropped by the same rules. */

#ifndef MIGSHIM_ADAPTERS_TYPEORM_SCHEMA_ITEMS_H
#define MIGSHIM_ADAPTERS_TYPEORM_SCHEMA_ITEMS_H

#include "adapters/typeorm/table.h"

/* ARGUMENT (PLURAL: an array of such) read as structures of CLASS, added to ITEMS, which owns them. */
ScriptStatus typeorm_read_items (ScriptCall *call, Value argument, gboolean plural, TableClass class, GPtrArray *items);

/* createX (table, item) and createXs (table, items), for items of CLASS. */
ScriptStatus typeorm_create_items (ScriptCall *call, TableClass class, gboolean plural);

/* dropX (table, item or name, ifExists) and dropXs. */
ScriptStatus typeorm_drop_items (ScriptCall *call, TableClass class, gboolean plural, gboolean if_exists);

#endif
