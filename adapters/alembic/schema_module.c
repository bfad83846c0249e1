/* What the schema part has in the modules of Alembic and SQLAlchemy. */

#include "adapters/alembic/run.h"

static const HostMember none[] = { { .name = NULL } };

const HostClass alembic_op_class = { .name = "alembic.op", .base = &alembic_op_sql_class, .members = none };
const HostClass alembic_sqlalchemy_class = { .name = "sqlalchemy",
                                             .base = &alembic_sqlalchemy_sql_class,
                                             .members = none };
const HostClass alembic_schema_class = { .name = "sqlalchemy.schema", .members = none };
const HostClass alembic_types_class = { .name = "sqlalchemy.types", .members = none };
const HostClass alembic_dialects_class = { .name = "sqlalchemy.dialects", .members = none };
const HostClass alembic_postgresql_class = { .name = "sqlalchemy.dialects.postgresql",
                                             .base = &alembic_postgresql_sql_class,
                                             .members = none };
const HostClass alembic_mysql_class = { .name = "sqlalchemy.dialects.mysql",
                                        .base = &alembic_mysql_sql_class,
                                        .members = none };
const HostClass alembic_sqlite_class = { .name = "sqlalchemy.dialects.sqlite",
                                         .base = &alembic_sqlite_sql_class,
                                         .members = none };
const HostClass alembic_enum_class = { .name = "alembic_postgresql_enum", .members = none };
const HostClass alembic_utils_class = { .name = "alembic_utils", .members = none };
const HostClass sqlalchemy_utils_class = { .name = "sqlalchemy_utils", .members = none };

void alembic_schema_begin (AlembicRun *run G_GNUC_UNUSED)
{
}

void alembic_schema_end (AlembicRun *run G_GNUC_UNUSED)
{
}
