/* What the schema part has for the modules of Alembic and SQLAlchemy, and what it keeps for a run. */

#include "adapters/alembic/schema_members.h"
#include "adapters/alembic/batch.h"
#include "adapters/alembic/ddl_element.h"
#include "adapters/alembic/op.h"
#include "adapters/alembic/plugin.h"
#include "adapters/alembic/run.h"
#include "adapters/alembic/schema.h"
#include "adapters/alembic/schema_host.h"
#include "adapters/alembic/type_class.h"
#include "script/py.h"

#define METHOD(title, about)                                                                                           \
    {                                                                                                                  \
        .name = #title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = op_##title, .summary = about         \
    }
#define REFUSED(title, about, reason)                                                                                  \
    {                                                                                                                  \
        .name = #title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .summary = about, .refused = reason              \
    }
#define CLASS(title, class, about)                                                                                     \
    {                                                                                                                  \
        .name = title, .kind = HOST_CLASS, .gives = &class, .summary = about                                           \
    }

const HostMember sa_op_members[] = {
    METHOD (create_table, "CREATE TABLE with its types, indexes and comments"),
    METHOD (drop_table, "DROP TABLE"),
    METHOD (rename_table, "ALTER TABLE ... RENAME TO"),
    METHOD (create_table_comment, "sets a table's comment"),
    METHOD (drop_table_comment, "drops a table's comment"),
    METHOD (add_column, "ADD COLUMN, and the constraints and indexes that it brings"),
    METHOD (drop_column, "DROP COLUMN"),
    METHOD (alter_column, "type, NOT NULL, default, comment, name of a column"),
    METHOD (create_primary_key, "ADD PRIMARY KEY"),
    METHOD (create_unique_constraint, "ADD UNIQUE"),
    METHOD (create_foreign_key, "ADD FOREIGN KEY"),
    METHOD (create_check_constraint, "ADD CHECK"),
    METHOD (create_exclude_constraint, "ADD EXCLUDE"),
    METHOD (drop_constraint, "DROP CONSTRAINT"),
    METHOD (create_index, "CREATE INDEX"),
    METHOD (drop_index, "DROP INDEX"),
    METHOD (batch_alter_table, "directives upon one table; on SQLite the table is made anew"),
    METHOD (f, "a name that naming conventions leave alone"),
    METHOD (sync_enum_values, "alembic_postgresql_enum: the values of an enumeration are replaced"),
    METHOD (create_entity, "alembic_utils: a function, view, trigger, ... is created"),
    METHOD (drop_entity, "alembic_utils: it is dropped"),
    METHOD (replace_entity, "alembic_utils: it is replaced"),
    REFUSED (invoke, "runs an operation object", "operation objects are the application's own"),
    REFUSED (implementation_for, "registers an operation", "operations are registered by the application's env.py"),
    REFUSED (register_operation, "registers an operation", "operations are registered by the application's env.py"),
    REFUSED (run_async, "runs a coroutine", "it needs asyncio"),
    { .name = NULL },
};

static ScriptStatus conv_class (ScriptCall *call, Value *out)
{
    *out = sa_conv_class (call->runtime);
    return SCRIPT_NORMAL;
}

static ScriptStatus blank_schema (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, "BLANK_SCHEMA", -1);
    return SCRIPT_NORMAL;
}

#define SCHEMA_ITEMS                                                                                                   \
    CLASS ("Column", sa_column_class, "a column"), CLASS ("Table", sa_table_class, "a table"),                         \
        CLASS ("MetaData", sa_metadata_class, "a collection of tables"), CLASS ("Index", sa_index_class, "an index"),  \
        CLASS ("Sequence", sa_sequence_class, "a sequence"),                                                           \
        CLASS ("ForeignKey", sa_foreign_key_class, "a column's foreign key"),                                          \
        CLASS ("Identity", sa_identity_class, "GENERATED AS IDENTITY"),                                                \
        CLASS ("Computed", sa_computed_class, "GENERATED ALWAYS AS"),                                                  \
        CLASS ("FetchedValue", sa_fetched_class, "a value that the database makes"),                                   \
        CLASS ("DefaultClause", sa_default_class, "DEFAULT"),                                                          \
        CLASS ("ColumnDefault", sa_column_default_class, "a default of Python's"),                                     \
        CLASS ("Constraint", sa_constraint_class, "a constraint"),                                                     \
        CLASS ("PrimaryKeyConstraint", sa_primary_key_class, "PRIMARY KEY"),                                           \
        CLASS ("ForeignKeyConstraint", sa_foreign_key_constraint_class, "FOREIGN KEY"),                                \
        CLASS ("UniqueConstraint", sa_unique_class, "UNIQUE"), CLASS ("CheckConstraint", sa_check_class, "CHECK"),     \
    {                                                                                                                  \
        .name = "BLANK_SCHEMA", .kind = HOST_GETTER, .function = blank_schema, .summary = "no schema"                  \
    }

#define MODULE(title, class, about)                                                                                    \
    {                                                                                                                  \
        .name = title, .kind = HOST_MODULE, .gives = &class, .summary = about                                          \
    }

const HostMember sa_sqlalchemy_members[] = {
    GENERIC_TYPES,
    SCHEMA_ITEMS,
    MODULE ("types", alembic_types_class, "sqlalchemy.types"),
    MODULE ("schema", alembic_schema_class, "sqlalchemy.schema"),
    MODULE ("dialects", alembic_dialects_class, "sqlalchemy.dialects"),
    { .name = NULL },
};

const HostMember sa_schema_members[] = {
    SCHEMA_ITEMS,
    { .name = "conv", .kind = HOST_GETTER, .function = conv_class, .summary = "a name that conventions leave alone" },
    { .name = NULL },
};

const HostMember sa_types_members[] = { GENERIC_TYPES, { .name = NULL } };

const HostMember sa_postgresql_members[] = {
    POSTGRESQL_TYPES,
    CLASS ("ExcludeConstraint", sa_exclude_class, "EXCLUDE"),
    { .name = NULL },
};

const HostMember sa_mysql_members[] = { MYSQL_TYPES, { .name = NULL } };

const HostMember sa_sqlite_members[] = { SQLITE_TYPES, { .name = NULL } };

const HostMember sa_dialects_members[] = {
    MODULE ("postgresql", alembic_postgresql_class, "PostgreSQL"),
    MODULE ("mysql", alembic_mysql_class, "MySQL"),
    MODULE ("mariadb", alembic_mysql_class, "MariaDB"),
    MODULE ("sqlite", alembic_sqlite_class, "SQLite"),
    { .name = NULL },
};

AlembicSchema *sa_schema (ScriptRuntime *runtime)
{
    return ((AlembicRun *)script_data (runtime))->schema;
}

const SaDialect *sa_dialect (ScriptRuntime *runtime)
{
    return &sa_schema (runtime)->dialect;
}

/* Versions that a file is looked at for when there is no connection. */
static const guint assumed_version[] = {
    [DIALECT_POSTGRESQL] = 160000,
    [DIALECT_MYSQL] = 80036,
    [DIALECT_SQLITE] = 34000,
};

static void free_list (gpointer list)
{
    g_ptr_array_unref (list);
}

static void free_array (gpointer array)
{
    g_array_unref (array);
}

void sa_schema_begin (AlembicRun *run)
{
    AlembicSchema *schema = g_new0 (AlembicSchema, 1);

    run->schema = schema;
    schema->made = run->revision ? g_hash_table_ref (alembic_map_types_made (alembic_revision (run->revision)->map))
                                 : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    schema->lists = g_ptr_array_new_with_free_func (free_list);
    schema->arrays = g_ptr_array_new_with_free_func (free_array);
    schema->conv = EMPTY_VALUE;
    schema->dialect = (SaDialect){ .dialect = run->dialect, .version = assumed_version[run->dialect] };
    if (run->session && session_server_version_number (run->session) > 0)
    {
        schema->dialect.version = session_server_version_number (run->session);
        schema->dialect.mariadb = session_is_mariadb (run->session);
    }
    schema->metadata = sa_metadata_new (run->runtime);
}

void sa_schema_end (AlembicRun *run)
{
    if (!run->schema)
        return;
    g_hash_table_unref (run->schema->made);
    g_ptr_array_unref (run->schema->lists);
    g_ptr_array_unref (run->schema->arrays);
    g_free (run->schema);
    run->schema = NULL;
}
