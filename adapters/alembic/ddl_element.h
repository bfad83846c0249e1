/* ddl_element.h: sqlalchemy.sql.ddl. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_DDL_ELEMENT_H
#define MIGSHIM_ADAPTERS_ALEMBIC_DDL_ELEMENT_H

#include "script/script.h"

extern const HostMember ddl_element_members[];
extern const HostClass ddl_element_class;

#endif
