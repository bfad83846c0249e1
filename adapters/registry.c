#include "adapters/adapter.h"
#include "adapters/alembic/alembic.h"
#include "adapters/knex/knex.h"
#include "adapters/prisma/prisma.h"
#include "adapters/typeorm/typeorm.h"

static const Adapter *const adapters[] = { &adapter_prisma, &adapter_typeorm, &adapter_alembic, &adapter_knex, NULL };

const Adapter *adapter_find (const char *name)
{
    for (const Adapter *const *adapter = adapters; *adapter; adapter++)
        if (g_str_equal ((*adapter)->name, name))
            return *adapter;
    return NULL;
}

const Adapter *const *adapter_all (void)
{
    return adapters;
}
