/* The classes that describe tables to scripts. */

#include "adapters/typeorm/schema.h"

void typeorm_table_exports (ScriptRuntime *runtime G_GNUC_UNUSED, Value exports G_GNUC_UNUSED)
{
}
