/* op.get_bind () (engine/base.py, Connection) and what hangs on it: transactions, engine, dialect. */

#include "adapters/alembic/connection.h"
#include "adapters/alembic/sql_members.h"
#include "util/error.h"

#include <string.h>

AlembicSql *sql_state (ScriptRuntime *runtime)
{
    return ((AlembicRun *)script_data (runtime))->sql;
}

/* A statement, or a str where Alembic takes one for text () . */
static ScriptStatus statement_argument (ScriptCall *call, Value value, gboolean text_allowed, SqlElement **out)
{
    const char *text;

    *out = sql_element_of (value);
    if (*out)
        return SCRIPT_NORMAL;
    if (py_as_string (value) && text_allowed)
    {
        SCRIPT_TRY (sql_string (call->runtime, value, "statement", &text));
        *out = sql_text_new (call->runtime, text);
        return SCRIPT_NORMAL;
    }
    return sql_not_executable (call->runtime, value);
}

static ScriptStatus method_execute (ScriptCall *call, Value *out)
{
    Value values[3];
    SqlElement *element;

    SCRIPT_TRY (py_bind (call, "Connection.execute(statement, parameters=, *, execution_options=)", values));
    SCRIPT_TRY (statement_argument (call, values[0], FALSE, &element));
    return sql_execute (call, element, values[1], call->result_used, out);
}

static ScriptStatus method_scalar (ScriptCall *call, Value *out)
{
    Value values[3], result;
    SqlElement *element;

    SCRIPT_TRY (py_bind (call, "Connection.scalar(statement, parameters=, *, execution_options=)", values));
    SCRIPT_TRY (statement_argument (call, values[0], FALSE, &element));
    SCRIPT_TRY (sql_execute (call, element, values[1], TRUE, &result));
    return sql_result_scalar (call, result, out);
}

static ScriptStatus method_scalars (ScriptCall *call, Value *out)
{
    Value values[3], result;
    SqlElement *element;

    SCRIPT_TRY (py_bind (call, "Connection.scalars(statement, parameters=, *, execution_options=)", values));
    SCRIPT_TRY (statement_argument (call, values[0], FALSE, &element));
    SCRIPT_TRY (sql_execute (call, element, values[1], TRUE, &result));
    return py_call_method (call->runtime, result, "scalars", NULL, 0, out);
}

/* SQL for the driver as it stands: %s, %(name)s or ? are its place-holders. */
static ScriptStatus driver_text (ScriptCall *call, const char *text, Value parameters, SqlElement **out)
{
    ScriptRuntime *runtime = call->runtime;
    gboolean sqlite = sql_state (runtime)->dialect.dialect == DIALECT_SQLITE;
    SqlElement *element = sql_element_new (runtime, ELEMENT_TEXT);
    g_autoptr (GString) sql = g_string_new (NULL);
    ScriptList *list = value_list (parameters);
    ScriptMap *map = py_as_dict (parameters);
    SqlList binds = { 0 };

    for (; *text; text++)
    {
        Value value = EMPTY_VALUE;
        g_autofree char *name = NULL;

        if (sqlite ? *text != '?' : *text != '%')
        {
            if (*text == ':' || *text == '\\')
                g_string_append (sql, *text == ':' ? "\\" : "");
            g_string_append_c (sql, *text);
            continue;
        }
        if (!sqlite && text[1] == '%')
        {
            g_string_append_c (sql, '%');
            text++;
            continue;
        }
        if (list && binds.n < list->length && (sqlite || text[1] == 's'))
        {
            value = list->items[binds.n];
            text += sqlite ? 0 : 1;
        }
        else if (map && !sqlite && text[1] == '(' && strstr (text, ")s"))
        {
            const char *end = strstr (text, ")s");
            g_autofree char *key = g_strndup (text + 2, (gsize)(end - text - 2));
            Value *found = py_dict_get (map, key);

            value = found ? *found : EMPTY_VALUE;
            text = end + 1;
        }
        if (value.kind == VALUE_EMPTY)
            return script_refuse (runtime, "a place-holder of this statement has no value; use text () with :names");
        name = g_strdup_printf ("driver_%u", binds.n);
        g_string_append_printf (sql, ":%s", name);
        sql_list_add (runtime, &binds, sql_bind_new (runtime, script_strdup (runtime, name), value, NULL));
    }
    element->name = script_strdup (runtime, sql->str);
    element->items = binds.items;
    element->n_items = binds.n;
    *out = element;
    return SCRIPT_NORMAL;
}

static ScriptStatus method_exec_driver_sql (ScriptCall *call, Value *out)
{
    Value values[3];
    const char *text;
    SqlElement *element;
    ScriptList *list;

    SCRIPT_TRY (py_bind (call, "Connection.exec_driver_sql(statement, parameters=, execution_options=)", values));
    SCRIPT_TRY (sql_string (call->runtime, values[0], "statement", &text));
    list = py_as_list (values[1]);
    if (list && list->length > 0 && (value_list (list->items[0]) || py_as_dict (list->items[0])))
    {
        for (guint32 i = 0; i < list->length; i++)
        {
            SCRIPT_TRY (driver_text (call, text, list->items[i], &element));
            SCRIPT_TRY (sql_execute (call, element, EMPTY_VALUE, call->result_used && i + 1 == list->length, out));
        }
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (driver_text (call, text, values[1], &element));
    return sql_execute (call, element, EMPTY_VALUE, call->result_used, out);
}

/* Savepoints. */

typedef enum
{
    TRANSACTION_NOTHING, /* in an autocommit_block: nothing of its own */
    TRANSACTION_SAVEPOINT,
    TRANSACTION_OWN /* where each statement of the revision is committed by itself, the outermost savepoint is a transaction */
} TransactionKind;

typedef struct
{
    TransactionKind kind;
    const char *name; /* of the savepoint */
    gboolean active;
} Transaction;

static ScriptStatus send_word (ScriptCall *call, const char *word, const char *name)
{
    g_autofree char *text = g_strdup_printf ("%s %s", word, name);
    Value ignored = UNDEFINED;

    return sql_execute_text (call, text, FALSE, &ignored);
}

static ScriptStatus end (ScriptCall *call, Transaction *transaction, gboolean keep)
{
    AlembicSql *state = sql_state (call->runtime);
    Value ignored = UNDEFINED;

    transaction->active = FALSE;
    switch (transaction->kind)
    {
    case TRANSACTION_NOTHING:
        return SCRIPT_NORMAL;
    case TRANSACTION_SAVEPOINT:
        state->nested--;
        return send_word (call, keep ? "RELEASE SAVEPOINT" : "ROLLBACK TO SAVEPOINT", transaction->name);
    case TRANSACTION_OWN:
        state->nested--;
        return sql_execute_text (call, keep ? "COMMIT" : "ROLLBACK", FALSE, &ignored);
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

static ScriptStatus release (ScriptCall *call, Transaction *transaction)
{
    if (!transaction->active)
        return sql_raise (call->runtime, "ResourceClosedError", "This transaction is closed");
    return end (call, transaction, TRUE);
}

static ScriptStatus roll_back (ScriptCall *call, Transaction *transaction)
{
    return transaction->active ? end (call, transaction, FALSE) : SCRIPT_NORMAL;
}

static ScriptStatus transaction_commit (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return release (call, call->data);
}

static ScriptStatus transaction_rollback (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return roll_back (call, call->data);
}

static ScriptStatus transaction_enter (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

/* What the block issued must have run before it is left: an error belongs to it. */
static ScriptStatus flush (ScriptCall *call)
{
    AlembicSql *state = sql_state (call->runtime);
    Value failed = UNDEFINED;
    GError *error = NULL;

    if (node_flush (&state->conversation, &failed, &error))
        return SCRIPT_NORMAL;
    return failed.kind == VALUE_UNDEFINED ? script_stop (call->runtime, error)
                                          : script_fail_with (call->runtime, failed, error);
}

static ScriptStatus transaction_exit (ScriptCall *call, Value *out)
{
    Transaction *transaction = call->data;
    gboolean failed = call->n_arguments > 0 && call->arguments[0].kind != VALUE_NULL;
    ScriptStatus status;

    *out = value_boolean (FALSE);
    if (!transaction->active)
        return SCRIPT_NORMAL;
    if (failed)
        return roll_back (call, transaction);
    status = flush (call);
    if (status == SCRIPT_THROW)
    {
        Value error = script_take_exception (call->runtime);

        SCRIPT_TRY (roll_back (call, transaction));
        return script_throw_value (call->runtime, error);
    }
    return status == SCRIPT_NORMAL ? release (call, transaction) : status;
}

static ScriptStatus get_active (ScriptCall *call, Value *out)
{
    *out = value_boolean (((const Transaction *)call->data)->active);
    return SCRIPT_NORMAL;
}

#define METHOD(title, method, what)                                                                                    \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = method, .summary = what               \
    }
#define GETTER(title, method, what)                                                                                    \
    {                                                                                                                  \
        .name = title, .kind = HOST_GETTER, .function = method, .summary = what                                        \
    }

static const HostMember transaction_members[] = {
    METHOD ("commit", transaction_commit, "releases the savepoint"),
    METHOD ("rollback", transaction_rollback, "rolls back to the savepoint"),
    METHOD ("close", transaction_rollback, "rolls back to the savepoint"),
    METHOD ("__enter__", transaction_enter, "with"),
    METHOD ("__exit__", transaction_exit, "commits, or rolls back after an exception"),
    GETTER ("is_active", get_active, "has it ended"),
    { .name = NULL },
};
static const HostClass transaction_class = { .name = "NestedTransaction", .members = transaction_members };

/* A transaction of KIND; PostgreSQL parses what travels together before it runs any of it, so that a wrong statement behind a savepoint would leave none. */
static ScriptStatus begin (ScriptCall *call, TransactionKind kind, Value *out)
{
    AlembicSql *state = sql_state (call->runtime);
    Transaction *transaction = script_alloc (call->runtime, sizeof *transaction);
    g_autofree char *name = NULL;
    Value ignored = UNDEFINED;

    *transaction = (Transaction){ .kind = kind, .active = TRUE };
    *out = host_object_new (call->runtime, &transaction_class, transaction);
    switch (kind)
    {
    case TRANSACTION_NOTHING:
        return SCRIPT_NORMAL;
    case TRANSACTION_SAVEPOINT:
        name = g_strdup_printf ("sa_savepoint_%u", ++state->savepoints);
        transaction->name = script_strdup (call->runtime, name);
        state->nested++;
        SCRIPT_TRY (send_word (call, "SAVEPOINT", name));
        return state->dialect.dialect == DIALECT_POSTGRESQL ? flush (call) : SCRIPT_NORMAL;
    case TRANSACTION_OWN:
        state->nested++;
        return sql_execute_text (call, "BEGIN", FALSE, &ignored);
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

static ScriptStatus method_begin_nested (ScriptCall *call, Value *out)
{
    const AlembicSql *state = sql_state (call->runtime);

    SCRIPT_TRY (py_bind (call, "Connection.begin_nested()", NULL));
    return begin (call, state->conversation.atomic || state->nested > 0 ? TRANSACTION_SAVEPOINT : TRANSACTION_OWN, out);
}

/* A transaction is open all the time: Alembic's own statements have begun it. Only behind a commit () is there none. */
static ScriptStatus method_begin (ScriptCall *call, Value *out)
{
    const AlembicSql *state = sql_state (call->runtime);

    SCRIPT_TRY (py_bind (call, "Connection.begin()", NULL));
    if (alembic_run (call)->autocommit)
        return begin (call, TRANSACTION_NOTHING, out);
    if (state->committed && state->nested == 0)
        return begin (call, TRANSACTION_OWN, out);
    return sql_raise (call->runtime, "InvalidRequestError",
                      "This connection has already initialized a SQLAlchemy Transaction() object via begin() or "
                      "autobegin; can't call begin() here unless rollback() or commit() is called first.");
}

static ScriptStatus method_commit (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SCRIPT_TRY (py_bind (call, "Connection.commit()", NULL));
    if (!alembic_run (call)->autocommit)
    {
        SCRIPT_TRY (alembic_autocommit (call, TRUE));
        SCRIPT_TRY (alembic_autocommit (call, FALSE));
    }
    SCRIPT_TRY (flush (call));
    sql_state (call->runtime)->committed = TRUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus method_rollback (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return script_refuse (call->runtime, "a rollback of the whole transaction takes the migration's own beginning with "
                                         "it; use begin_nested ()");
}

static ScriptStatus method_in_transaction (ScriptCall *call, Value *out)
{
    *out = value_boolean (!alembic_run (call)->autocommit);
    return SCRIPT_NORMAL;
}

static ScriptStatus method_in_nested (ScriptCall *call, Value *out)
{
    *out = value_boolean (sql_state (call->runtime)->nested > 0);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_false (ScriptCall *call G_GNUC_UNUSED, Value *out)
{
    *out = value_boolean (FALSE);
    return SCRIPT_NORMAL;
}

static ScriptStatus method_itself (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus method_nothing (ScriptCall *call G_GNUC_UNUSED, Value *out G_GNUC_UNUSED)
{
    return SCRIPT_NORMAL;
}

/* The dialect. */

static ScriptStatus get_dialect_name (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, sa_dialect_name (&sql_state (call->runtime)->dialect), -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_driver (ScriptCall *call, Value *out)
{
    static const char *const drivers[DIALECT_COUNT] = { "psycopg2", "pymysql", "pysqlite" };

    *out = value_string (call->runtime, drivers[sql_state (call->runtime)->dialect.dialect], -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_version (ScriptCall *call, Value *out)
{
    const AlembicRun *run = alembic_run (call);
    const SaDialect *dialect = &sql_state (call->runtime)->dialect;
    guint version = dialect->version;
    Value parts[] = { value_integer (version / 10000), value_integer (version / 100 % 100),
                      value_integer (version % 100) };

    if (!run->session)
        return script_refuse (call->runtime, "there is no database while a file is only read");
    if (dialect->dialect == DIALECT_POSTGRESQL && version >= 100000)
        parts[1] = parts[2];
    *out = py_tuple_new (call->runtime, parts, dialect->dialect == DIALECT_POSTGRESQL && version >= 100000 ? 2 : 3);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_mariadb (ScriptCall *call, Value *out)
{
    *out = value_boolean (sql_state (call->runtime)->dialect.mariadb);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_schema_name (ScriptCall *call, Value *out)
{
    const AlembicRun *run = alembic_run (call);

    *out = run->dialect == DIALECT_POSTGRESQL ? value_string (call->runtime, "public", -1)
           : run->dialect == DIALECT_SQLITE   ? value_string (call->runtime, "main", -1)
           : run->session                     ? value_string (call->runtime, session_database (run->session), -1)
                                              : NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus dialect_has_table (ScriptCall *call, Value *out)
{
    Value values[4];
    const char *name, *schema = NULL;
    gboolean has;

    SCRIPT_TRY (py_bind (call, "has_table(connection, table_name, schema=, **kw)", values));
    SCRIPT_TRY (sql_string (call->runtime, values[1], "table_name", &name));
    if (values[2].kind != VALUE_EMPTY && values[2].kind != VALUE_NULL)
        SCRIPT_TRY (sql_string (call->runtime, values[2], "schema", &schema));
    SCRIPT_TRY (sql_has_table (call, name, schema, &has));
    *out = value_boolean (has);
    return SCRIPT_NORMAL;
}

static ScriptStatus quote_with (ScriptCall *call, gboolean always, Value *out)
{
    Value value;
    const char *name;
    g_autoptr (GString) text = g_string_new (NULL);

    SCRIPT_TRY (py_bind (call, "quote(ident)", &value));
    SCRIPT_TRY (sql_string (call->runtime, value, "ident", &name));
    if (always)
        sa_append_quoted (&sql_state (call->runtime)->dialect, text, name);
    else
        sa_append_name (&sql_state (call->runtime)->dialect, text, name);
    *out = value_string (call->runtime, text->str, (gssize)text->len);
    return SCRIPT_NORMAL;
}

static ScriptStatus preparer_quote (ScriptCall *call, Value *out)
{
    return quote_with (call, FALSE, out);
}

static ScriptStatus preparer_quote_identifier (ScriptCall *call, Value *out)
{
    return quote_with (call, TRUE, out);
}

static const HostMember preparer_members[] = {
    METHOD ("quote", preparer_quote, "a name, quoted where it needs it"),
    METHOD ("quote_schema", preparer_quote, "a name, quoted where it needs it"),
    METHOD ("quote_identifier", preparer_quote_identifier, "a name in quotes"),
    { .name = NULL },
};
static const HostClass preparer_class = { .name = "IdentifierPreparer", .members = preparer_members };

static ScriptStatus get_preparer (ScriptCall *call, Value *out)
{
    *out = host_object_new (call->runtime, &preparer_class, NULL);
    return SCRIPT_NORMAL;
}

static const HostMember dialect_members[] = {
    GETTER ("name", get_dialect_name, "postgresql, mysql, sqlite"),
    GETTER ("driver", get_driver, "psycopg2, pymysql, pysqlite"),
    GETTER ("server_version_info", get_version, "a tuple"),
    GETTER ("is_mariadb", get_mariadb, "MariaDB"),
    GETTER ("default_schema_name", get_schema_name, "the schema of names without one"),
    GETTER ("identifier_preparer", get_preparer, "quotes names"),
    METHOD ("has_table", dialect_has_table, "is there such a table"),
    { .name = NULL },
};
static const HostClass dialect_class = { .name = "Dialect", .members = dialect_members };

static Value sql_dialect_value (ScriptRuntime *runtime)
{
    return host_object_new (runtime, &dialect_class, NULL);
}

static ScriptStatus get_dialect (ScriptCall *call, Value *out)
{
    *out = sql_dialect_value (call->runtime);
    return SCRIPT_NORMAL;
}

static ScriptStatus get_database (ScriptCall *call, Value *out)
{
    const AlembicRun *run = alembic_run (call);

    *out = run->session ? value_string (call->runtime, session_database (run->session), -1) : NULL_VALUE;
    return SCRIPT_NORMAL;
}

/* URL.__str__. The driver is not in it, which SQLAlchemy has when the URL names one. */
static ScriptStatus show_url (ScriptCall *call, Value *out)
{
    const AlembicRun *run = alembic_run (call);
    const char *url = run->session ? session_url (run->session) : NULL;

    if (!url)
        return script_refuse (call->runtime, "the database's URL is not known without a database");
    if (run->dialect == DIALECT_SQLITE && g_str_has_prefix (url, "sqlite:"))
        *out = value_string_printf (call->runtime, "sqlite:///%s", url + strlen ("sqlite:"));
    else
        *out = value_string (call->runtime, url, -1);
    return SCRIPT_NORMAL;
}

static const HostMember url_members[] = {
    GETTER ("database", get_database, "the database's name"),
    GETTER ("drivername", get_dialect_name, "the dialect"),
    METHOD ("get_backend_name", get_dialect_name, "the dialect"),
    METHOD ("__str__", show_url, "the URL without its password"),
    METHOD ("__repr__", show_url, "the URL without its password"),
    { .name = NULL },
};
static const HostClass url_class = { .name = "URL", .members = url_members };

static ScriptStatus get_url (ScriptCall *call, Value *out)
{
    *out = host_object_new (call->runtime, &url_class, NULL);
    return SCRIPT_NORMAL;
}

static const HostMember engine_members[] = {
    SA_NOT_SHOWN ("__repr__"),
    SA_NOT_SHOWN ("__str__"),
    GETTER ("name", get_dialect_name, "postgresql, mysql, sqlite"),
    GETTER ("driver", get_driver, "psycopg2, pymysql, pysqlite"),
    GETTER ("dialect", get_dialect, "the dialect"),
    GETTER ("url", get_url, "where the database is"),
    { .name = "connect", .kind = HOST_METHOD, .refused = "a migration has one connection: op.get_bind ()" },
    { .name = "begin", .kind = HOST_METHOD, .refused = "a migration has one connection: op.get_bind ()" },
    { .name = NULL },
};
static const HostClass engine_class = { .name = "Engine", .members = engine_members };

static ScriptStatus get_engine (ScriptCall *call, Value *out)
{
    *out = host_object_new (call->runtime, &engine_class, NULL);
    return SCRIPT_NORMAL;
}

static const HostMember connection_members[] = {
    { .name = "execute",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = method_execute,
      .needs = HOST_NEEDS_RESULT,
      .gives = &sql_result_class,
      .summary = "executes a statement" },
    METHOD ("scalar", method_scalar, "the first value of the first row"),
    METHOD ("scalars", method_scalars, "the first value of each row"),
    { .name = "exec_driver_sql",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = method_exec_driver_sql,
      .needs = HOST_NEEDS_RESULT,
      .gives = &sql_result_class,
      .summary = "SQL as the driver takes it" },
    { .name = "begin_nested",
      .kind = HOST_METHOD,
      .function = method_begin_nested,
      .gives = &transaction_class,
      .summary = "a savepoint" },
    { .name = "begin",
      .kind = HOST_METHOD,
      .function = method_begin,
      .gives = &transaction_class,
      .summary = "where no transaction is open" },
    METHOD ("commit", method_commit, "commits what the revision did so far"),
    METHOD ("rollback", method_rollback, "refused"),
    METHOD ("in_transaction", method_in_transaction, "is a transaction open"),
    METHOD ("in_nested_transaction", method_in_nested, "is a savepoint open"),
    GETTER ("closed", get_false, "never"),
    GETTER ("invalidated", get_false, "never"),
    METHOD ("execution_options", method_itself, "itself"),
    METHOD ("close", method_nothing, "nothing"),
    METHOD ("connect", method_itself, "itself"),
    METHOD ("__enter__", method_itself, "with"),
    METHOD ("__exit__", method_nothing, "with"),
    { .name = "dialect",
      .kind = HOST_GETTER,
      .function = get_dialect,
      .gives = &dialect_class,
      .summary = "the dialect" },
    { .name = "engine", .kind = HOST_GETTER, .function = get_engine, .gives = &engine_class, .summary = "the engine" },
    { .name = "connection", .kind = HOST_GETTER, .refused = "there is no driver of Python behind it" },
    { .name = NULL },
};
const HostClass sql_connection_class = { .name = "Connection", .members = connection_members };

Value sql_connection_value (ScriptRuntime *runtime)
{
    AlembicSql *state = sql_state (runtime);

    if (state->connection.kind == VALUE_EMPTY)
        state->connection = host_object_new (runtime, &sql_connection_class, state);
    return state->connection;
}

void sql_begin (AlembicRun *run)
{
    AlembicSql *state = g_new0 (AlembicSql, 1);

    run->sql = state;
    state->connection = EMPTY_VALUE;
    state->context = EMPTY_VALUE;
    state->dialect.dialect = run->dialect;
    if (run->session)
    {
        state->dialect.mariadb = session_is_mariadb (run->session);
        state->dialect.version = session_server_version_number (run->session);
    }
    state->conversation = (NodeConversation){ .runtime = run->runtime,
                                              .session = run->session,
                                              .dialect = run->dialect,
                                              .atomic = run->atomic,
                                              .own_transactions = "use op.get_context ().autocommit_block ()",
                                              .failure = sql_failure,
                                              .owner = state };
    node_conversation_init (&state->conversation);
}

void sql_end (AlembicRun *run)
{
    if (!run->sql)
        return;
    node_conversation_clear (&run->sql->conversation);
    g_clear_pointer (&run->sql, g_free);
}

gboolean sql_flush (AlembicRun *run, Value *failed, GError **error)
{
    return !run->session || node_flush (&run->sql->conversation, failed, error);
}
