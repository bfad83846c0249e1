/* sqlalchemy.exc (lib/sqlalchemy/exc.py). */

#include "adapters/alembic/sql_error.h"
#include "adapters/alembic/sql_members.h"
#include "adapters/alembic/sql_tree.h"

#include <string.h>

#define CLASS(variable, title, parent)                                                                                 \
    static const HostClass variable = { .name = title, .base = &parent, .module = "sqlalchemy.exc", .members = none };

static const HostMember none[] = { { .name = NULL } };

static const HostClass error_class = {
    .name = "SQLAlchemyError", .exception = "Exception", .module = "sqlalchemy.exc", .members = none
};
CLASS (argument_class, "ArgumentError", error_class)
CLASS (object_class, "ObjectNotExecutableError", argument_class)
CLASS (no_foreign_keys_class, "NoForeignKeysError", argument_class)
CLASS (ambiguous_class, "AmbiguousForeignKeysError", argument_class)
CLASS (compile_class, "CompileError", error_class)
CLASS (unsupported_class, "UnsupportedCompilationError", compile_class)
CLASS (identifier_class, "IdentifierError", error_class)
CLASS (invalid_class, "InvalidRequestError", error_class)
CLASS (no_inspection_class, "NoInspectionAvailable", invalid_class)
CLASS (pending_class, "PendingRollbackError", invalid_class)
CLASS (closed_class, "ResourceClosedError", invalid_class)
static const HostClass no_column_class = { .name = "NoSuchColumnError",
                                           .base = &invalid_class,
                                           .exception = "KeyError",
                                           .module = "sqlalchemy.exc",
                                           .members = none };
CLASS (no_result_class, "NoResultFound", invalid_class)
CLASS (multiple_class, "MultipleResultsFound", invalid_class)
CLASS (no_table_class, "NoSuchTableError", invalid_class)
CLASS (unbound_class, "UnboundExecutionError", invalid_class)
CLASS (no_reference_class, "NoReferenceError", invalid_class)
CLASS (statement_class, "StatementError", error_class)
CLASS (dbapi_class, "DBAPIError", statement_class)
CLASS (interface_class, "InterfaceError", dbapi_class)
CLASS (database_class, "DatabaseError", dbapi_class)
CLASS (data_class, "DataError", database_class)
CLASS (operational_class, "OperationalError", database_class)
CLASS (integrity_class, "IntegrityError", database_class)
CLASS (internal_class, "InternalError", database_class)
CLASS (programming_class, "ProgrammingError", database_class)
CLASS (not_supported_class, "NotSupportedError", database_class)
static const HostClass warning_class = {
    .name = "SAWarning", .exception = "RuntimeWarning", .module = "sqlalchemy.exc", .members = none
};

const HostMember sql_exc_members[] = {
    { .name = "SQLAlchemyError", .kind = HOST_CLASS, .gives = &error_class, .summary = "the base of all" },
    { .name = "ArgumentError", .kind = HOST_CLASS, .gives = &argument_class, .summary = "a wrong argument" },
    { .name = "ObjectNotExecutableError", .kind = HOST_CLASS, .gives = &object_class, .summary = "not to be executed" },
    { .name = "NoForeignKeysError", .kind = HOST_CLASS, .gives = &no_foreign_keys_class, .summary = "of a join" },
    { .name = "AmbiguousForeignKeysError", .kind = HOST_CLASS, .gives = &ambiguous_class, .summary = "of a join" },
    { .name = "CompileError", .kind = HOST_CLASS, .gives = &compile_class, .summary = "no SQL can be made" },
    { .name = "UnsupportedCompilationError", .kind = HOST_CLASS, .gives = &unsupported_class, .summary = "not here" },
    { .name = "IdentifierError", .kind = HOST_CLASS, .gives = &identifier_class, .summary = "a name is too long" },
    { .name = "InvalidRequestError", .kind = HOST_CLASS, .gives = &invalid_class, .summary = "wrong use" },
    { .name = "NoInspectionAvailable", .kind = HOST_CLASS, .gives = &no_inspection_class, .summary = "of inspect" },
    { .name = "PendingRollbackError", .kind = HOST_CLASS, .gives = &pending_class, .summary = "of a transaction" },
    { .name = "ResourceClosedError", .kind = HOST_CLASS, .gives = &closed_class, .summary = "a result has no rows" },
    { .name = "NoSuchColumnError", .kind = HOST_CLASS, .gives = &no_column_class, .summary = "of a row" },
    { .name = "NoResultFound", .kind = HOST_CLASS, .gives = &no_result_class, .summary = "of one ()" },
    { .name = "MultipleResultsFound", .kind = HOST_CLASS, .gives = &multiple_class, .summary = "of one ()" },
    { .name = "NoSuchTableError", .kind = HOST_CLASS, .gives = &no_table_class, .summary = "of reflection" },
    { .name = "UnboundExecutionError", .kind = HOST_CLASS, .gives = &unbound_class, .summary = "no connection" },
    { .name = "NoReferenceError", .kind = HOST_CLASS, .gives = &no_reference_class, .summary = "of a foreign key" },
    { .name = "StatementError", .kind = HOST_CLASS, .gives = &statement_class, .summary = "while executing" },
    { .name = "DBAPIError", .kind = HOST_CLASS, .gives = &dbapi_class, .summary = "of the driver" },
    { .name = "InterfaceError", .kind = HOST_CLASS, .gives = &interface_class, .summary = "of the driver" },
    { .name = "DatabaseError", .kind = HOST_CLASS, .gives = &database_class, .summary = "of the database" },
    { .name = "DataError", .kind = HOST_CLASS, .gives = &data_class, .summary = "of a value" },
    { .name = "OperationalError", .kind = HOST_CLASS, .gives = &operational_class, .summary = "of the server" },
    { .name = "IntegrityError", .kind = HOST_CLASS, .gives = &integrity_class, .summary = "of a constraint" },
    { .name = "InternalError", .kind = HOST_CLASS, .gives = &internal_class, .summary = "of the database itself" },
    { .name = "ProgrammingError", .kind = HOST_CLASS, .gives = &programming_class, .summary = "of the SQL" },
    { .name = "NotSupportedError", .kind = HOST_CLASS, .gives = &not_supported_class, .summary = "not there" },
    { .name = "SAWarning", .kind = HOST_CLASS, .gives = &warning_class, .summary = "a warning" },
    { .name = NULL },
};

static const HostClass exc_class = { .name = "sqlalchemy.exc", .members = sql_exc_members };

Value sql_error_new (ScriptRuntime *runtime, const char *name, const char *message)
{
    const HostMember *member = host_class_find (&exc_class, name);
    Value text = value_string (runtime, message, -1);

    return py_error_new (runtime, py_host_class (runtime, member ? member->gives : &error_class), &text, 1);
}

ScriptStatus sql_raise (ScriptRuntime *runtime, const char *name, const char *format, ...)
{
    g_autofree char *message = NULL;
    va_list arguments;

    va_start (arguments, format);
    message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    return script_throw_value (runtime, sql_error_new (runtime, name, message));
}
