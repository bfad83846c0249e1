/* queryRunner.connection and queryRunner.manager: what can be known of the data source, and queries. */

#include "adapters/typeorm/query_runner.h"

#include <string.h>

#define NO_ENTITIES "entities and their repositories are the application's; write SQL with queryRunner.query"
#define OTHER_CONNECTION                                                                                               \
    "it would run on another connection, outside of the migration's transaction; use queryRunner.query"

static void set_text (ScriptRuntime *runtime, Value object, const char *name, const char *text)
{
    if (text)
        script_set (runtime, object, name, value_string (runtime, text, -1));
}

static ScriptStatus options (ScriptCall *call, Value *out)
{
    const TypeormRun *run = typeorm_run (call);

    *out = script_object_new (call->runtime);
    set_text (call->runtime, *out, "type", run->options.type_name);
    set_text (call->runtime, *out, "database", run->options.database);
    set_text (call->runtime, *out, "schema", run->options.schema);
    if (*run->options.entity_prefix)
        set_text (call->runtime, *out, "entityPrefix", run->options.entity_prefix);
    return SCRIPT_NORMAL;
}

static ScriptStatus database (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, typeorm_run (call)->options.database, -1);
    return SCRIPT_NORMAL;
}

/* PostgresDriver.schema: the option, else the connection's own. */
static ScriptStatus schema (ScriptCall *call, Value *out)
{
    const TypeormRun *run = typeorm_run (call);
    g_autoptr (ResultSet) result = NULL;
    ScriptStatus status;

    if (run->options.schema || run->dialect != DIALECT_POSTGRESQL)
    {
        *out = run->options.schema ? value_string (call->runtime, run->options.schema, -1) : UNDEFINED;
        return SCRIPT_NORMAL;
    }
    status = typeorm_query (call, "SELECT * FROM current_schema()", NULL, 0, &result);
    if (status == SCRIPT_NORMAL)
        *out = value_string (call->runtime, result_text (result, 0, 0), -1);
    return status;
}

/* Driver.escape: quotation marks around it, and nothing else. */
static ScriptStatus escape (ScriptCall *call, Value *out)
{
    const char *mark = typeorm_run (call)->dialect == DIALECT_MYSQL ? "`" : "\"";
    const char *name = value_to_text (call->runtime, call_argument (call, 0));

    *out = value_string_printf (call->runtime, "%s%s%s", mark, name, mark);
    return SCRIPT_NORMAL;
}

static const HostMember driver_members[] = {
    { "options", HOST_GETTER, 0, 0, options, HOST_NEEDS_NOTHING, "The options of the data source.", NULL, NULL, NULL },
    { "database", HOST_GETTER, 0, 0, database, HOST_NEEDS_NOTHING, "The name of the database.", NULL, NULL, NULL },
    { "schema", HOST_GETTER, 0, 0, schema, HOST_NEEDS_RESULT, "The name of the schema.", NULL, NULL, NULL },
    { "escape", HOST_METHOD, 1, 1, escape, HOST_NEEDS_NOTHING, "A name in the database's quotation marks.", NULL, NULL,
      NULL },
    { .name = NULL },
};

static const HostClass driver_class = {
    .name = "Driver",
    .summary = "The driver of the data source.",
    .members = driver_members,
};

static ScriptStatus driver (ScriptCall *call, Value *out)
{
    *out = host_object_new (call->runtime, &driver_class, typeorm_run (call));
    return SCRIPT_NORMAL;
}

static ScriptStatus data_source (ScriptCall *call, Value *out)
{
    *out = typeorm_run (call)->data_source;
    return SCRIPT_NORMAL;
}

static ScriptStatus query_runner (ScriptCall *call, Value *out)
{
    *out = typeorm_run (call)->query_runner;
    return SCRIPT_NORMAL;
}

static ScriptStatus yes (ScriptCall *call G_GNUC_UNUSED, Value *out)
{
    *out = value_boolean (TRUE);
    return SCRIPT_NORMAL;
}

static ScriptStatus default_name (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, "default", -1);
    return SCRIPT_NORMAL;
}

#define REFUSED(name_, why)                                                                                            \
    {                                                                                                                  \
        name_, HOST_METHOD, 0, HOST_ANY_NUMBER, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL, why                          \
    }

static const HostMember data_source_members[] = {
    { "options", HOST_GETTER, 0, 0, options, HOST_NEEDS_NOTHING, "The options: type, database, schema, entityPrefix.",
      NULL, NULL, NULL },
    { "driver", HOST_GETTER, 0, 0, driver, HOST_NEEDS_NOTHING, "The driver.", &driver_class, NULL, NULL },
    { "name", HOST_GETTER, 0, 0, default_name, HOST_NEEDS_NOTHING, "\"default\".", NULL, NULL, NULL },
    { "isInitialized", HOST_GETTER, 0, 0, yes, HOST_NEEDS_NOTHING, "true.", NULL, NULL, NULL },
    { "isConnected", HOST_GETTER, 0, 0, yes, HOST_NEEDS_NOTHING, "true.", NULL, NULL, NULL },
    REFUSED ("manager", OTHER_CONNECTION),
    REFUSED ("query", OTHER_CONNECTION),
    REFUSED ("transaction", OTHER_CONNECTION),
    REFUSED ("createQueryRunner", OTHER_CONNECTION),
    REFUSED ("createQueryBuilder", NO_ENTITIES),
    REFUSED ("createEntityManager", NO_ENTITIES),
    REFUSED ("getRepository", NO_ENTITIES),
    REFUSED ("getTreeRepository", NO_ENTITIES),
    REFUSED ("getCustomRepository", NO_ENTITIES),
    REFUSED ("getMetadata", NO_ENTITIES),
    REFUSED ("hasMetadata", NO_ENTITIES),
    REFUSED ("entityMetadatas", NO_ENTITIES),
    REFUSED ("namingStrategy", NO_ENTITIES),
    REFUSED ("runMigrations", "a migration can't run migrations"),
    REFUSED ("undoLastMigration", "a migration can't run migrations"),
    REFUSED ("synchronize", NO_ENTITIES),
    REFUSED ("dropDatabase", "it would take the history away too"),
    REFUSED ("logger", "use console.log"),
    { .name = NULL },
};

const HostClass typeorm_data_source_class = {
    .name = "DataSource",
    .summary = "The data source: what can be known of it without the application.",
    .members = data_source_members,
};

/* EntityManager.transaction: with the isolation level before the function, or without. */
static ScriptStatus transaction (ScriptCall *call, Value *out)
{
    TypeormRun *run = typeorm_run (call);
    Value function = call_argument (call, call->n_arguments > 1 ? 1 : 0);
    ScriptCall begin = *call;
    ScriptStatus status;

    if (!script_is_callable (function))
        return typeorm_throw (
            call, "TypeORMError",
            "Transaction method requires callback in second parameter if isolation level is supplied.");
    begin.n_arguments = call->n_arguments > 1 ? 1 : 0;
    status = typeorm_start_transaction (&begin, out);
    if (status != SCRIPT_NORMAL)
        return status;
    status = script_call (call->runtime, function, UNDEFINED, &run->manager, 1, out);
    if (status == SCRIPT_NORMAL)
        status = script_await (call->runtime, *out, TRUE, out);
    if (status == SCRIPT_NORMAL)
    {
        Value failed = UNDEFINED;
        Value nothing;
        GError *error = NULL;

        if (node_flush (&run->conversation, &failed, &error))
            return typeorm_commit_transaction (call, &nothing);
        status = failed.kind == VALUE_OBJECT ? script_fail_with (call->runtime, failed, error)
                                             : script_stop (call->runtime, error);
    }
    if (status == SCRIPT_THROW)
    {
        Value nothing;
        Value exception = script_take_exception (call->runtime);

        /* the first error is what counts, as in TypeORM */
        if (typeorm_rollback_transaction (call, &nothing) == SCRIPT_STOP)
            return SCRIPT_STOP;
        return script_throw_value (call->runtime, exception);
    }
    return status;
}

static const HostMember manager_members[] = {
    { "query", HOST_ASYNC, 1, 3, typeorm_query_member, HOST_NEEDS_RESULT, "As queryRunner.query.", NULL, NULL, NULL },
    { "transaction", HOST_ASYNC, 1, 2, transaction, HOST_NEEDS_NOTHING,
      "Calls a function with the manager, inside a transaction or savepoint.", NULL, &typeorm_manager_class, NULL },
    { "connection", HOST_GETTER, 0, 0, data_source, HOST_NEEDS_NOTHING, "The data source.", &typeorm_data_source_class,
      NULL, NULL },
    { "dataSource", HOST_GETTER, 0, 0, data_source, HOST_NEEDS_NOTHING, "The data source.", &typeorm_data_source_class,
      NULL, NULL },
    { "queryRunner", HOST_GETTER, 0, 0, query_runner, HOST_NEEDS_NOTHING, "The query runner.",
      &typeorm_query_runner_class, NULL, NULL },
    REFUSED ("getRepository", NO_ENTITIES),
    REFUSED ("getTreeRepository", NO_ENTITIES),
    REFUSED ("getCustomRepository", NO_ENTITIES),
    REFUSED ("withRepository", NO_ENTITIES),
    REFUSED ("createQueryBuilder", NO_ENTITIES),
    REFUSED ("create", NO_ENTITIES),
    REFUSED ("merge", NO_ENTITIES),
    REFUSED ("preload", NO_ENTITIES),
    REFUSED ("save", NO_ENTITIES),
    REFUSED ("remove", NO_ENTITIES),
    REFUSED ("softRemove", NO_ENTITIES),
    REFUSED ("recover", NO_ENTITIES),
    REFUSED ("insert", NO_ENTITIES),
    REFUSED ("upsert", NO_ENTITIES),
    REFUSED ("update", NO_ENTITIES),
    REFUSED ("updateAll", NO_ENTITIES),
    REFUSED ("delete", NO_ENTITIES),
    REFUSED ("deleteAll", NO_ENTITIES),
    REFUSED ("softDelete", NO_ENTITIES),
    REFUSED ("restore", NO_ENTITIES),
    REFUSED ("exists", NO_ENTITIES),
    REFUSED ("existsBy", NO_ENTITIES),
    REFUSED ("count", NO_ENTITIES),
    REFUSED ("countBy", NO_ENTITIES),
    REFUSED ("sum", NO_ENTITIES),
    REFUSED ("average", NO_ENTITIES),
    REFUSED ("minimum", NO_ENTITIES),
    REFUSED ("maximum", NO_ENTITIES),
    REFUSED ("find", NO_ENTITIES),
    REFUSED ("findBy", NO_ENTITIES),
    REFUSED ("findAndCount", NO_ENTITIES),
    REFUSED ("findAndCountBy", NO_ENTITIES),
    REFUSED ("findByIds", NO_ENTITIES),
    REFUSED ("findOne", NO_ENTITIES),
    REFUSED ("findOneBy", NO_ENTITIES),
    REFUSED ("findOneById", NO_ENTITIES),
    REFUSED ("findOneOrFail", NO_ENTITIES),
    REFUSED ("findOneByOrFail", NO_ENTITIES),
    REFUSED ("increment", NO_ENTITIES),
    REFUSED ("decrement", NO_ENTITIES),
    REFUSED ("clear", NO_ENTITIES),
    REFUSED ("getId", NO_ENTITIES),
    REFUSED ("hasId", NO_ENTITIES),
    { .name = NULL },
};

const HostClass typeorm_manager_class = {
    .name = "EntityManager",
    .summary = "The entity manager of the query runner: its queries and transactions.",
    .members = manager_members,
};
