/* op.get_context () and alembic.context (alembic/runtime/migration.py, environment.py). */

#include "adapters/alembic/connection.h"
#include "adapters/alembic/sql_members.h"

#include <string.h>

/* autocommit_block (): a context manager. */

static ScriptStatus block_enter (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return alembic_autocommit (call, TRUE);
}

static ScriptStatus block_exit (ScriptCall *call, Value *out)
{
    *out = value_boolean (FALSE);
    return alembic_autocommit (call, FALSE);
}

#define METHOD(title, method, what)                                                                                    \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = method, .summary = what               \
    }
#define GETTER(title, method, what)                                                                                    \
    {                                                                                                                  \
        .name = title, .kind = HOST_GETTER, .function = method, .summary = what                                        \
    }

static const HostMember block_members[] = {
    METHOD ("__enter__", block_enter, "commits what was"),
    METHOD ("__exit__", block_exit, "begins anew"),
    { .name = NULL },
};
static const HostClass block_class = { .name = "autocommit_block", .members = block_members };

static ScriptStatus context_autocommit (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_bind (call, "autocommit_block()", NULL));
    *out = host_object_new (call->runtime, &block_class, NULL);
    return SCRIPT_NORMAL;
}

static ScriptStatus nothing_enter (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus nothing_exit (ScriptCall *call G_GNUC_UNUSED, Value *out)
{
    *out = value_boolean (FALSE);
    return SCRIPT_NORMAL;
}

static const HostMember nothing_members[] = {
    METHOD ("__enter__", nothing_enter, "with"),
    METHOD ("__exit__", nothing_exit, "with"),
    { .name = NULL },
};
static const HostClass nothing_class = { .name = "nullcontext", .members = nothing_members };

/* begin_transaction () inside a migration is what is open already. */
static ScriptStatus context_begin (ScriptCall *call, Value *out)
{
    *out = host_object_new (call->runtime, &nothing_class, NULL);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_bind (ScriptCall *call, Value *out)
{
    *out = sql_connection_value (call->runtime);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_dialect (ScriptCall *call, Value *out)
{
    return py_get_text (call->runtime, sql_connection_value (call->runtime), "dialect", out);
}

static ScriptStatus get_false (ScriptCall *call G_GNUC_UNUSED, Value *out)
{
    *out = value_boolean (FALSE);
    return SCRIPT_NORMAL;
}

static ScriptStatus context_execute (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Value values[2], ignored = UNDEFINED;
    SqlElement *element;
    const char *text;

    SCRIPT_TRY (py_bind (call, "execute(sql, execution_options=)", values));
    element = sql_element_of (values[0]);
    if (!element)
    {
        SCRIPT_TRY (sql_string (call->runtime, values[0], "sql", &text));
        element = sql_text_new (call->runtime, text);
    }
    return sql_execute (call, element, EMPTY_VALUE, FALSE, &ignored);
}

static ScriptStatus get_transactional_ddl (ScriptCall *call, Value *out)
{
    *out = value_boolean (alembic_run (call)->dialect == DIALECT_POSTGRESQL);
    return SCRIPT_NORMAL;
}

static const HostMember impl_members[] = {
    GETTER ("transactional_ddl", get_transactional_ddl, "on PostgreSQL"),
    GETTER ("dialect", get_dialect, "the dialect"),
    GETTER ("connection", get_bind, "the connection"),
    GETTER ("bind", get_bind, "the connection"),
    METHOD ("execute", context_execute, "executes a statement"),
    { .name = NULL },
};
static const HostClass impl_class = { .name = "DefaultImpl", .members = impl_members };

static ScriptStatus get_impl (ScriptCall *call, Value *out)
{
    *out = host_object_new (call->runtime, &impl_class, NULL);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_opts (ScriptCall *call, Value *out)
{
    *out = py_dict_new (call->runtime);
    return SCRIPT_NORMAL;
}

/* Config.get_main_option: what the source's `options` say of alembic.ini. */
static ScriptStatus config_main_option (ScriptCall *call, Value *out)
{
    const Source *source = alembic_run (call)->source;
    Value values[2];
    const char *name;
    const char *text;

    SCRIPT_TRY (py_bind (call, "get_main_option(name, default=)", values));
    name = value_to_text (call->runtime, values[0]);
    text = source->options ? g_hash_table_lookup (source->options, name) : NULL;
    if (!text)
        return script_refuse (
            call->runtime,
            "alembic.ini is not read while a migration runs; say in `options:` of the source what `%s` "
            "is there (\"\" when it is not set)",
            name);
    *out = *text ? value_string (call->runtime, text, -1) : values[1].kind == VALUE_EMPTY ? NULL_VALUE : values[1];
    return SCRIPT_NORMAL;
}

static const HostMember config_members[] = {
    METHOD ("get_main_option", config_main_option, "an option of alembic.ini, from the source's `options`"),
    { .name = NULL },
};
static const HostClass config_class = { .name = "Config", .members = config_members };

static ScriptStatus get_config (ScriptCall *call, Value *out)
{
    *out = host_object_new (call->runtime, &config_class, NULL);
    return SCRIPT_NORMAL;
}

static ScriptStatus setting (ScriptCall *call, const char *name, const char *otherwise, Value *out)
{
    const char *text = source_history_setting (alembic_run (call)->source, name, otherwise);

    *out = text ? value_string (call->runtime, text, -1) : NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus get_version_table (ScriptCall *call, Value *out)
{
    return setting (call, "table", ALEMBIC_TABLE, out);
}

static ScriptStatus get_version_schema (ScriptCall *call, Value *out)
{
    return setting (call, "schema", NULL, out);
}

static const HostMember context_members[] = {
    { .name = "autocommit_block",
      .kind = HOST_METHOD,
      .function = context_autocommit,
      .gives = &block_class,
      .summary = "outside of the transaction" },
    METHOD ("begin_transaction", context_begin, "what is open already"),
    METHOD ("execute", context_execute, "executes a statement"),
    GETTER ("bind", get_bind, "the connection"),
    GETTER ("connection", get_bind, "the connection"),
    GETTER ("dialect", get_dialect, "the dialect"),
    GETTER ("impl", get_impl, "the implementation"),
    GETTER ("as_sql", get_false, "never"),
    GETTER ("opts", get_opts, "empty"),
    GETTER ("config", get_config, "options of alembic.ini"),
    GETTER ("version_table", get_version_table, "the history table"),
    GETTER ("version_table_schema", get_version_schema, "its schema, or None"),
    { .name = NULL },
};
const HostClass sql_context_class = { .name = "MigrationContext", .members = context_members };

Value sql_context_value (ScriptRuntime *runtime)
{
    AlembicSql *state = sql_state (runtime);

    if (state->context.kind == VALUE_EMPTY)
        state->context = host_object_new (runtime, &sql_context_class, state);
    return state->context;
}

/* alembic.context */

static ScriptStatus module_context (ScriptCall *call, Value *out)
{
    *out = sql_context_value (call->runtime);
    return SCRIPT_NORMAL;
}

static ScriptStatus module_bind (ScriptCall *call, Value *out)
{
    *out = sql_connection_value (call->runtime);
    return SCRIPT_NORMAL;
}

/* -x arguments: there are none. */
static ScriptStatus module_x_argument (ScriptCall *call, Value *out)
{
    Value as_dictionary = EMPTY_VALUE;
    gboolean dictionary = FALSE;

    SCRIPT_TRY (py_bind (call, "get_x_argument(as_dictionary=)", &as_dictionary));
    if (as_dictionary.kind != VALUE_EMPTY)
        SCRIPT_TRY (py_truth (call->runtime, as_dictionary, &dictionary));
    *out = dictionary ? py_dict_new (call->runtime) : py_list_new (call->runtime, NULL, 0);
    return SCRIPT_NORMAL;
}

const HostMember sql_context_module_members[] = {
    METHOD ("get_context", module_context, "the migration context"),
    METHOD ("get_bind", module_bind, "the connection"),
    METHOD ("is_offline_mode", get_false, "never"),
    METHOD ("get_x_argument", module_x_argument, "nothing: there is no -x"),
    METHOD ("execute", context_execute, "executes a statement"),
    METHOD ("begin_transaction", context_begin, "what is open already"),
    GETTER ("config", get_config, "options of alembic.ini"),
    { .name = NULL },
};
