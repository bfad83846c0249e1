/* TypeORM's errors, as scripts see them. */

#include "util/error.h"
#include "adapters/node/node.h"
#include "adapters/typeorm/query_runner.h"

#include <string.h>

const char *const typeorm_error_names[] = { "TypeORMError",
                                            "QueryFailedError",
                                            "QueryRunnerAlreadyReleasedError",
                                            "TransactionNotStartedError",
                                            "TransactionAlreadyStartedError",
                                            "NamedPlaceholdersNotSupportedError",
                                            "EntityNotFoundError",
                                            NULL };

/* better-sqlite3's own class, which is none of TypeORM's. */
#define DRIVER_ERROR "SqliteError"

TypeormRun *typeorm_run (const ScriptCall *call)
{
    return script_data (call->runtime);
}

static NodeDriver driver_of (const TypeormRun *run)
{
    switch (run->options.type)
    {
    case TYPEORM_POSTGRES:
        return NODE_PG;
    case TYPEORM_MYSQL:
    case TYPEORM_MARIADB:
        return NODE_MYSQL2;
    case TYPEORM_SQLITE:
        return NODE_SQLITE3;
    case TYPEORM_BETTER_SQLITE3:
        return NODE_BETTER_SQLITE3;
    }
    g_return_val_if_reached (NODE_PG);
}

/* new QueryFailedError(message): the class's name is in DATA. */
static ScriptStatus construct (ScriptCall *call, Value *out)
{
    Value message = call_argument (call, 0);

    *out = typeorm_error_new (typeorm_run (call), call->data,
                              message.kind == VALUE_UNDEFINED ? "" : value_to_text (call->runtime, message));
    return SCRIPT_NORMAL;
}

Value typeorm_error_class (TypeormRun *run, const char *name)
{
    ScriptRuntime *runtime = run->runtime;
    gboolean root = g_str_equal (name, "TypeORMError") || g_str_equal (name, DRIVER_ERROR);
    Value class, prototype, base;

    if (run->error_classes.kind != VALUE_OBJECT)
        run->error_classes = script_object_new (runtime);
    class = script_peek (runtime, run->error_classes, name);
    if (value_is_object (class, OBJECT_FUNCTION))
        return class;
    class = script_function_new (runtime, name, 1, construct, (gpointer)g_intern_string (name));
    prototype = script_peek (runtime, class, "prototype");
    base = root ? script_error_new (runtime, "Error", "")
                : script_peek (runtime, typeorm_error_class (run, "TypeORMError"), "prototype");
    prototype.as.object->prototype = root ? base.as.object->prototype : base.as.object;
    script_set (runtime, prototype, "constructor", class);
    script_set (runtime, prototype, "name", value_string (runtime, name, -1));
    script_set (runtime, run->error_classes, name, class);
    return class;
}

Value typeorm_error_new (TypeormRun *run, const char *name, const char *message)
{
    Value class = typeorm_error_class (run, name);
    Value error = script_error_new (run->runtime, "Error", message);

    error.as.object->prototype = script_peek (run->runtime, class, "prototype").as.object;
    return error;
}

ScriptStatus typeorm_throw (ScriptCall *call, const char *class, const char *format, ...)
{
    va_list arguments;
    g_autofree char *message = NULL;

    va_start (arguments, format);
    message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    return script_throw_value (call->runtime, typeorm_error_new (typeorm_run (call), class, message));
}

Value typeorm_query_failed (TypeormRun *run, const GError *error, const char *sql, Value parameters)
{
    ScriptRuntime *runtime = run->runtime;
    const ErrorDetail *detail = error_detail (error);
    const char *name = detail && detail->sql_code ? node_error_name (driver_of (run), detail->sql_code) : NULL;
    g_autofree char *message = NULL;
    Value driver_error, failed;

    /* found while it was prepared, where 0.3 wraps nothing */
    if (driver_of (run) == NODE_BETTER_SQLITE3 && run->options.major == 0 && g_strcmp0 (name, "SQLITE_ERROR") == 0)
    {
        failed = typeorm_error_new (run, DRIVER_ERROR, error->message);
        node_error_codes (runtime, NODE_BETTER_SQLITE3, failed, error, sql);
        return failed;
    }
    switch (driver_of (run))
    {
    case NODE_PG:
    case NODE_MYSQL2:
        message = g_strdup (error->message);
        break;
    case NODE_BETTER_SQLITE3:
        message = g_strdup_printf ("SqliteError: %s", error->message);
        break;
    case NODE_SQLITE3:
        message = g_strdup_printf ("%s: %s", name ? name : "SQLITE_ERROR", error->message);
        break;
    }
    driver_error = script_error_new (runtime, "Error", error->message);
    failed = typeorm_error_new (run, "QueryFailedError", message);
    script_set (runtime, failed, "query", value_string (runtime, sql, -1));
    script_set (runtime, failed, "parameters", parameters);
    script_set (runtime, failed, "driverError", driver_error);
    node_error_codes (runtime, driver_of (run), driver_error, error, sql);
    node_error_codes (runtime, driver_of (run), failed, error, sql);
    return failed;
}
