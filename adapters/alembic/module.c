/* The modules that a revision may import of Alembic and SQLAlchemy, and of what is commonly used beside them. */

#include "adapters/alembic/run.h"

static const HostMember members[] = {
    { .name = "op", .kind = HOST_MODULE, .gives = &alembic_op_class, .summary = "operations on the database" },
    { .name = "context", .kind = HOST_MODULE, .gives = &alembic_context_class, .summary = "the environment" },
    { .name = NULL },
};

static const HostClass alembic_class = { .name = "alembic", .members = members };

const HostModule alembic_modules[] = {
    { .name = "alembic", .class = &alembic_class },
    { .name = "alembic.op", .class = &alembic_op_class },
    { .name = "alembic.context", .class = &alembic_context_class },
    { .name = "alembic_postgresql_enum", .class = &alembic_enum_class },
    { .name = "alembic_utils", .class = &alembic_utils_class },
    { .name = "alembic_utils.pg_extension", .class = &alembic_utils_class },
    { .name = "alembic_utils.pg_function", .class = &alembic_utils_class },
    { .name = "alembic_utils.pg_grant_table", .class = &alembic_utils_class },
    { .name = "alembic_utils.pg_materialized_view", .class = &alembic_utils_class },
    { .name = "alembic_utils.pg_policy", .class = &alembic_utils_class },
    { .name = "alembic_utils.pg_trigger", .class = &alembic_utils_class },
    { .name = "alembic_utils.pg_view", .class = &alembic_utils_class },
    { .name = "sqlalchemy", .class = &alembic_sqlalchemy_class },
    { .name = "sqlalchemy.dialects", .class = &alembic_dialects_class },
    { .name = "sqlalchemy.dialects.mariadb", .class = &alembic_mysql_class },
    { .name = "sqlalchemy.dialects.mysql", .class = &alembic_mysql_class },
    { .name = "sqlalchemy.dialects.postgresql", .class = &alembic_postgresql_class },
    { .name = "sqlalchemy.dialects.sqlite", .class = &alembic_sqlite_class },
    { .name = "sqlalchemy.engine", .class = &alembic_engine_class },
    { .name = "sqlalchemy.engine.reflection", .class = &alembic_engine_class },
    { .name = "sqlalchemy.exc", .class = &alembic_exc_class },
    { .name = "sqlalchemy.orm", .class = &alembic_orm_class },
    { .name = "sqlalchemy.orm.session", .class = &alembic_orm_class },
    { .name = "sqlalchemy.schema", .class = &alembic_schema_class },
    { .name = "sqlalchemy.sql", .class = &alembic_sql_class },
    { .name = "sqlalchemy.sql.elements", .class = &alembic_sql_class },
    { .name = "sqlalchemy.sql.expression", .class = &alembic_sql_class },
    { .name = "sqlalchemy.sql.functions", .class = &alembic_sql_class },
    { .name = "sqlalchemy.sql.selectable", .class = &alembic_sql_class },
    { .name = "sqlalchemy.sql.schema", .class = &alembic_schema_class },
    { .name = "sqlalchemy.sql.sqltypes", .class = &alembic_types_class },
    { .name = "sqlalchemy.sql.type_api", .class = &alembic_types_class },
    { .name = "sqlalchemy.types", .class = &alembic_types_class },
    { .name = NULL },
};
