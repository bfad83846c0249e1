/* What the expression language and connections have in the modules of Alembic and SQLAlchemy. */

#include "adapters/alembic/run.h"

static const HostMember none[] = { { .name = NULL } };

const HostClass alembic_op_sql_class = { .name = "alembic.op", .members = none };
const HostClass alembic_context_class = { .name = "alembic.context", .members = none };
const HostClass alembic_sqlalchemy_sql_class = { .name = "sqlalchemy", .members = none };
const HostClass alembic_sql_class = { .name = "sqlalchemy.sql", .members = none };
const HostClass alembic_postgresql_sql_class = { .name = "sqlalchemy.dialects.postgresql", .members = none };
const HostClass alembic_mysql_sql_class = { .name = "sqlalchemy.dialects.mysql", .members = none };
const HostClass alembic_sqlite_sql_class = { .name = "sqlalchemy.dialects.sqlite", .members = none };
const HostClass alembic_engine_class = { .name = "sqlalchemy.engine", .members = none };
const HostClass alembic_exc_class = { .name = "sqlalchemy.exc", .members = none };
const HostClass alembic_orm_class = { .name = "sqlalchemy.orm", .members = none };

void alembic_sql_begin (AlembicRun *run G_GNUC_UNUSED)
{
}

void alembic_sql_end (AlembicRun *run G_GNUC_UNUSED)
{
}

gboolean alembic_sql_flush (AlembicRun *run, Value *failed G_GNUC_UNUSED, GError **error)
{
    return !run->session || session_flush (run->session, error);
}
