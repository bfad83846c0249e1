/* What the expression language and connections have in the modules of Alembic and SQLAlchemy. */

#include "adapters/alembic/sql_members.h"

const HostClass alembic_op_sql_class = { .name = "alembic.op", .members = sql_op_members };
const HostClass alembic_context_class = { .name = "alembic.context", .members = sql_context_module_members };
const HostClass alembic_sqlalchemy_sql_class = { .name = "sqlalchemy",
                                                 .base = &sql_construct_class,
                                                 .members = sql_sqlalchemy_members };
const HostClass alembic_sql_class = { .name = "sqlalchemy.sql",
                                      .base = &sql_construct_class,
                                      .members = sql_sql_members };
const HostClass alembic_postgresql_sql_class = { .name = "sqlalchemy.dialects.postgresql",
                                                 .members = sql_postgresql_members };
const HostClass alembic_mysql_sql_class = { .name = "sqlalchemy.dialects.mysql", .members = sql_mysql_members };
const HostClass alembic_sqlite_sql_class = { .name = "sqlalchemy.dialects.sqlite", .members = sql_sqlite_members };
const HostClass alembic_engine_class = { .name = "sqlalchemy.engine", .members = sql_engine_members };
const HostClass alembic_exc_class = { .name = "sqlalchemy.exc", .members = sql_exc_members };
const HostClass alembic_orm_class = { .name = "sqlalchemy.orm", .members = sql_orm_members };

void alembic_sql_begin (AlembicRun *run)
{
    sql_begin (run);
}

void alembic_sql_end (AlembicRun *run)
{
    sql_end (run);
}

gboolean alembic_sql_flush (AlembicRun *run, Value *failed, GError **error)
{
    return sql_flush (run, failed, error);
}
