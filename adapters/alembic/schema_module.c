/* What the schema part has in the modules of Alembic and SQLAlchemy. */

#include "adapters/alembic/ddl_element.h"
#include "adapters/alembic/plugin.h"
#include "adapters/alembic/schema_members.h"

const HostClass alembic_op_class = { .name = "alembic.op", .base = &alembic_op_sql_class, .members = sa_op_members };
const HostClass alembic_sqlalchemy_class = { .name = "sqlalchemy",
                                             .base = &alembic_sqlalchemy_sql_class,
                                             .members = sa_sqlalchemy_members };
const HostClass alembic_schema_class = { .name = "sqlalchemy.schema",
                                         .base = &ddl_element_class,
                                         .members = sa_schema_members };
const HostClass alembic_types_class = { .name = "sqlalchemy.types", .members = sa_types_members };
const HostClass alembic_dialects_class = { .name = "sqlalchemy.dialects", .members = sa_dialects_members };
const HostClass alembic_postgresql_class = { .name = "sqlalchemy.dialects.postgresql",
                                             .base = &alembic_postgresql_sql_class,
                                             .members = sa_postgresql_members };
const HostClass alembic_mysql_class = { .name = "sqlalchemy.dialects.mysql",
                                        .base = &alembic_mysql_sql_class,
                                        .members = sa_mysql_members };
const HostClass alembic_sqlite_class = { .name = "sqlalchemy.dialects.sqlite",
                                         .base = &alembic_sqlite_sql_class,
                                         .members = sa_sqlite_members };
const HostClass alembic_enum_class = { .name = "alembic_postgresql_enum", .members = plugin_enum_members };
const HostClass alembic_utils_class = { .name = "alembic_utils", .members = plugin_entity_members };

void alembic_schema_begin (AlembicRun *run)
{
    sa_schema_begin (run);
}

void alembic_schema_end (AlembicRun *run)
{
    sa_schema_end (run);
}
