/* sql_members.h: what sql_module.c gives to the modules of Alembic and SQLAlchemy. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_SQL_MEMBERS_H
#define MIGSHIM_ADAPTERS_ALEMBIC_SQL_MEMBERS_H

#include "adapters/alembic/run.h"

extern const HostMember sql_op_members[];             /* alembic.op */
extern const HostMember sql_context_module_members[]; /* alembic.context */
extern const HostMember sql_sqlalchemy_members[];     /* sqlalchemy; sql_construct_class is its base */
extern const HostMember sql_sql_members[];            /* sqlalchemy.sql; likewise */
extern const HostMember sql_postgresql_members[];
extern const HostMember sql_mysql_members[];
extern const HostMember sql_sqlite_members[];
extern const HostMember sql_engine_members[];
extern const HostMember sql_exc_members[];
extern const HostMember sql_orm_members[];
extern const HostClass sql_construct_class; /* text, select, table, func, ... */

/* op.get_context () */
extern const HostClass sql_context_class;
Value sql_context_value (ScriptRuntime *runtime);

/* alembic_sql_begin, alembic_sql_end, alembic_sql_flush. */
void sql_begin (AlembicRun *run);
void sql_end (AlembicRun *run);
gboolean sql_flush (AlembicRun *run, Value *failed, GError **error);

#endif
