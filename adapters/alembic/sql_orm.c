/* sqlalchemy.orm, as far as a migration has it: a Session that executes statements (orm/session.py), and models that are only declared. */

#include "adapters/alembic/connection.h"
#include "adapters/alembic/sql_members.h"

#include <string.h>

static ScriptStatus with_connection (ScriptCall *call, const char *method, Value *out)
{
    const Arguments arguments = { .items = call->arguments,
                                  .n = call->n_arguments,
                                  .names = call->names,
                                  .named = call->named,
                                  .n_named = call->n_named };
    Value function;

    SCRIPT_TRY (py_get_text (call->runtime, sql_connection_value (call->runtime), method, &function));
    return py_call_named (call->runtime, function, &arguments, out);
}

/* A statement whose result nobody reads is not waited for here either. */
static ScriptStatus orm_execute_method (ScriptCall *call, Value *out)
{
    Value values[5];
    SqlElement *element;

    SCRIPT_TRY (py_bind (call, "execute(statement, params=, *, execution_options=, bind_arguments=, **kw)", values));
    element = sql_element_of (values[0]);
    if (!element)
        return sql_not_executable (call->runtime, values[0]);
    return sql_execute (call, element, values[1], call->result_used, out);
}

static ScriptStatus orm_scalar (ScriptCall *call, Value *out)
{
    return with_connection (call, "scalar", out);
}

static ScriptStatus orm_scalars (ScriptCall *call, Value *out)
{
    return with_connection (call, "scalars", out);
}

static ScriptStatus orm_begin_nested (ScriptCall *call, Value *out)
{
    return with_connection (call, "begin_nested", out);
}

static ScriptStatus orm_rollback (ScriptCall *call, Value *out)
{
    return with_connection (call, "rollback", out);
}

static ScriptStatus orm_connection (ScriptCall *call, Value *out)
{
    *out = sql_connection_value (call->runtime);
    return SCRIPT_NORMAL;
}

static ScriptStatus orm_itself (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

/* The transaction is the migration's: a session that joins it commits nothing of its own (join_transaction_mode). */
static ScriptStatus orm_nothing (ScriptCall *call G_GNUC_UNUSED, Value *out G_GNUC_UNUSED)
{
    return SCRIPT_NORMAL;
}

static ScriptStatus get_true (ScriptCall *call G_GNUC_UNUSED, Value *out)
{
    *out = value_boolean (TRUE);
    return SCRIPT_NORMAL;
}

static ScriptStatus orm_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Value values[2];

    SCRIPT_TRY (py_bind (call, "Session(bind=, **kw)", values));
    if (!host_object_data (values[0], &sql_connection_class))
        return script_refuse (call->runtime,
                              "a Session of a migration is bound to its connection: Session (bind=op.get_bind ())");
    host_object_set_data (call->runtime, call->receiver, sql_state (call->runtime));
    return SCRIPT_NORMAL;
}

#define METHOD(title, method, what)                                                                                    \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = method, .summary = what               \
    }
#define REFUSED(title)                                                                                                 \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER,                                                   \
        .refused = "objects of models are out of reach; write the statement with select (), insert (), update () or "  \
                   "delete () of a table ()"                                                                           \
    }

static const HostMember orm_members[] = {
    { .name = "execute",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = orm_execute_method,
      .needs = HOST_NEEDS_RESULT,
      .gives = &sql_result_class,
      .summary = "executes a statement" },
    METHOD ("scalar", orm_scalar, "the first value of the first row"),
    METHOD ("scalars", orm_scalars, "the first value of each row"),
    METHOD ("connection", orm_connection, "the connection"),
    METHOD ("get_bind", orm_connection, "the connection"),
    METHOD ("begin", orm_itself, "what is open already"),
    METHOD ("begin_nested", orm_begin_nested, "a savepoint"),
    METHOD ("flush", orm_nothing, "nothing"),
    METHOD ("commit", orm_nothing, "nothing: the transaction is the migration's"),
    METHOD ("close", orm_nothing, "nothing"),
    METHOD ("expire_all", orm_nothing, "nothing"),
    METHOD ("rollback", orm_rollback, "refused"),
    METHOD ("__enter__", orm_itself, "with"),
    METHOD ("__exit__", orm_nothing, "with"),
    { .name = "bind", .kind = HOST_GETTER, .function = orm_connection, .summary = "the connection" },
    { .name = "is_active", .kind = HOST_GETTER, .function = get_true, .summary = "always" },
    REFUSED ("query"),
    REFUSED ("add"),
    REFUSED ("add_all"),
    REFUSED ("get"),
    REFUSED ("merge"),
    REFUSED ("delete"),
    REFUSED ("refresh"),
    REFUSED ("bulk_save_objects"),
    REFUSED ("bulk_insert_mappings"),
    REFUSED ("bulk_update_mappings"),
    { .name = NULL },
};
static const HostClass orm_class = {
    .name = "Session", .members = orm_members, .init = orm_init, .module = "sqlalchemy.orm.session"
};

/* sessionmaker (bind=...) () */

static ScriptStatus maker_call (ScriptCall *call, Value *out)
{
    Value bind = py_keyword (call, "bind");

    if (bind.kind == VALUE_EMPTY)
        bind = call->n_arguments > 0 ? call->arguments[0] : *(const Value *)call->data;
    return py_call (call->runtime, py_host_class (call->runtime, &orm_class), &bind, 1, out);
}

static const HostMember none[] = { { .name = NULL } };
static const HostClass maker_class = { .name = "sessionmaker", .members = none, .call = maker_call };

static ScriptStatus make_sessionmaker (ScriptCall *call, Value *out)
{
    Value values[3], *bind = script_alloc (call->runtime, sizeof *bind);

    SCRIPT_TRY (py_bind (call, "sessionmaker(bind=, *, class_=, **kw)", values));
    *bind = values[0];
    *out = host_object_new (call->runtime, &maker_class, bind);
    return SCRIPT_NORMAL;
}

/* Models: adapters/alembic/library/sqlalchemy.ext.declarative.py. */

#define MODEL(name)                                                                                                    \
    static ScriptStatus get_##name (ScriptCall *call, Value *out)                                                      \
    {                                                                                                                  \
        Value module;                                                                                                  \
                                                                                                                       \
        SCRIPT_TRY (py_import (call->runtime, "sqlalchemy.ext.declarative", &module));                                 \
        return py_get_text (call->runtime, module, #name, out);                                                        \
    }

MODEL (DeclarativeBase)
MODEL (as_declarative)
MODEL (backref)
MODEL (column_property)
MODEL (composite)
MODEL (declarative_base)
MODEL (declared_attr)
MODEL (deferred)
MODEL (mapped_column)
MODEL (reconstructor)
MODEL (relationship)
MODEL (synonym)
MODEL (validates)

const HostMember sql_orm_members[] = {
    { .name = "Session", .kind = HOST_CLASS, .gives = &orm_class, .summary = "executes statements" },
    METHOD ("sessionmaker", make_sessionmaker, "makes sessions"),
    { .name = "DeclarativeBase",
      .kind = HOST_GETTER,
      .function = get_DeclarativeBase,
      .summary = "of models that are only declared" },
    { .name = "as_declarative",
      .kind = HOST_GETTER,
      .function = get_as_declarative,
      .summary = "of models that are only declared" },
    { .name = "backref", .kind = HOST_GETTER, .function = get_backref, .summary = "of models that are only declared" },
    { .name = "column_property",
      .kind = HOST_GETTER,
      .function = get_column_property,
      .summary = "of models that are only declared" },
    { .name = "composite",
      .kind = HOST_GETTER,
      .function = get_composite,
      .summary = "of models that are only declared" },
    { .name = "declarative_base",
      .kind = HOST_GETTER,
      .function = get_declarative_base,
      .summary = "of models that are only declared" },
    { .name = "declared_attr",
      .kind = HOST_GETTER,
      .function = get_declared_attr,
      .summary = "of models that are only declared" },
    { .name = "deferred",
      .kind = HOST_GETTER,
      .function = get_deferred,
      .summary = "of models that are only declared" },
    { .name = "mapped_column",
      .kind = HOST_GETTER,
      .function = get_mapped_column,
      .summary = "of models that are only declared" },
    { .name = "reconstructor",
      .kind = HOST_GETTER,
      .function = get_reconstructor,
      .summary = "of models that are only declared" },
    { .name = "relationship",
      .kind = HOST_GETTER,
      .function = get_relationship,
      .summary = "of models that are only declared" },
    { .name = "synonym", .kind = HOST_GETTER, .function = get_synonym, .summary = "of models that are only declared" },
    { .name = "validates",
      .kind = HOST_GETTER,
      .function = get_validates,
      .summary = "of models that are only declared" },
    REFUSED ("registry"),
    REFUSED ("aliased"),
    REFUSED ("joinedload"),
    REFUSED ("selectinload"),
    { .name = NULL },
};
