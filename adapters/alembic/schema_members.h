/* schema_members.h: what schema_module.c gives to the modules. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_SCHEMA_MEMBERS_H
#define MIGSHIM_ADAPTERS_ALEMBIC_SCHEMA_MEMBERS_H

#include "adapters/alembic/run.h"

extern const HostMember sa_op_members[];         /* alembic.op */
extern const HostMember sa_sqlalchemy_members[]; /* sqlalchemy */
extern const HostMember sa_schema_members[];     /* sqlalchemy.schema; ddl_element_class is its base */
extern const HostMember sa_types_members[];      /* sqlalchemy.types */
extern const HostMember sa_dialects_members[];   /* sqlalchemy.dialects */
extern const HostMember sa_postgresql_members[];
extern const HostMember sa_mysql_members[];
extern const HostMember sa_sqlite_members[];

/* alembic_schema_begin, alembic_schema_end. */
void sa_schema_begin (AlembicRun *run);
void sa_schema_end (AlembicRun *run);

#endif
