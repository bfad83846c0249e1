/* What up and down are given (knex-builder/make-knex.js, FunctionHelper.js). */

#include "adapters/knex/schema.h"

#include <string.h>

/* FunctionHelper.uuid */
static const char *const uuid_texts[DIALECT_COUNT] = {
    [DIALECT_POSTGRESQL] = "(gen_random_uuid())",
    [DIALECT_MYSQL] = "(UUID())",
    [DIALECT_SQLITE] = "(lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || "
                       "substr(lower(hex(randomblob(2))),2) || '-' || substr('89ab',abs(random()) % 4 + 1, 1) || "
                       "substr(lower(hex(randomblob(2))),2) || '-' || lower(hex(randomblob(6))))",
};

static Value raw_text (ScriptCall *call, const char *sql)
{
    return knex_raw_new (call, value_string (call->runtime, sql, -1), UNDEFINED);
}

static ScriptStatus fn_now (ScriptCall *call, Value *out)
{
    Value precision = call_argument (call, 0);
    g_autofree char *sql = precision.kind == VALUE_NUMBER
                               ? g_strdup_printf ("CURRENT_TIMESTAMP(%s)", value_to_text (call->runtime, precision))
                               : g_strdup ("CURRENT_TIMESTAMP");

    *out = raw_text (call, sql);
    return SCRIPT_NORMAL;
}

static ScriptStatus fn_uuid (ScriptCall *call, Value *out)
{
    *out = raw_text (call, uuid_texts[knex_run (call)->dialect]);
    return SCRIPT_NORMAL;
}

/* The order of the bytes of a time-ordered binary uuid, and the way back. */
static const guint8 ordered_bytes[16] = { 6, 7, 4, 5, 0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15 };

static gboolean wants_order (ScriptCall *call)
{
    Value ordered = call_argument (call, 1);

    return ordered.kind == VALUE_UNDEFINED || value_is_true (ordered);
}

static ScriptStatus fn_uuid_to_bin (ScriptCall *call, Value *out)
{
    const char *text = value_to_text (call->runtime, call_argument (call, 0));
    guint8 bytes[16] = { 0 };
    guint8 result[16];
    gsize n = 0;

    for (; *text && n < 32; text++)
    {
        int digit = g_ascii_xdigit_value (*text);

        if (*text == '-')
            continue;
        if (digit < 0)
            break;
        bytes[n / 2] = (guint8)(bytes[n / 2] << 4 | digit);
        n++;
    }
    if (n != 32)
        return script_throw (call->runtime, "TypeError", "fn.uuidToBin was given a text that is no UUID");
    for (guint i = 0; i < 16; i++)
        result[i] = bytes[wants_order (call) ? ordered_bytes[i] : i];
    *out = value_of_object (&bytes_new (call->runtime, result, 16)->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus fn_bin_to_uuid (ScriptCall *call, Value *out)
{
    ScriptBytes *bytes = value_bytes (call_argument (call, 0));
    guint8 result[16];
    g_autoptr (GString) text = g_string_new (NULL);

    if (!bytes || bytes->length != 16)
        return script_throw (call->runtime, "TypeError", "fn.binToUuid was given something else than 16 bytes");
    for (guint i = 0; i < 16; i++)
        result[wants_order (call) ? ordered_bytes[i] : i] = bytes->data[i];
    for (guint i = 0; i < 16; i++)
        g_string_append_printf (text, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", result[i]);
    *out = value_string (call->runtime, text->str, -1);
    return SCRIPT_NORMAL;
}

static const HostMember fn_members[] = {
    { "now", HOST_METHOD, 0, 1, fn_now, HOST_NEEDS_NOTHING, "CURRENT_TIMESTAMP, with a precision.", &knex_raw_class,
      NULL, NULL },
    { "uuid", HOST_METHOD, 0, 0, fn_uuid, HOST_NEEDS_NOTHING, "The database's own random UUID.", &knex_raw_class, NULL,
      NULL },
    { "uuidToBin", HOST_METHOD, 1, 2, fn_uuid_to_bin, HOST_NEEDS_NOTHING, "A UUID as 16 bytes.", NULL, NULL, NULL },
    { "binToUuid", HOST_METHOD, 1, 2, fn_bin_to_uuid, HOST_NEEDS_NOTHING, "16 bytes as a UUID.", NULL, NULL, NULL },
    { .name = NULL },
};

static const HostClass fn_class = {
    .name = "FunctionHelper",
    .summary = "Functions of the database.",
    .members = fn_members,
};

static ScriptStatus fn (ScriptCall *call, Value *out)
{
    *out = host_object_new (call->runtime, &fn_class, NULL);
    return SCRIPT_NORMAL;
}

static const char *dialect_name (const KnexRun *run)
{
    switch (run->dialect)
    {
    case DIALECT_POSTGRESQL:
        return "postgresql";
    case DIALECT_MYSQL:
        return "mysql";
    case DIALECT_SQLITE:
        return "sqlite3";
    }
    g_return_val_if_reached ("");
}

static const char *driver_name (const KnexRun *run)
{
    switch (run->node.driver)
    {
    case NODE_PG:
        return "pg";
    case NODE_MYSQL2:
        return g_str_equal (run->client, "mysql") ? "mysql" : "mysql2";
    case NODE_BETTER_SQLITE3:
        return "better-sqlite3";
    case NODE_SQLITE3:
        return "sqlite3";
    }
    g_return_val_if_reached ("");
}

static ScriptStatus client_config (ScriptCall *call, Value *out)
{
    *out = script_object_new (call->runtime);
    script_set (call->runtime, *out, "client", value_string (call->runtime, knex_run (call)->client, -1));
    return SCRIPT_NORMAL;
}

static ScriptStatus client_dialect (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, dialect_name (knex_run (call)), -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus client_driver_name (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, driver_name (knex_run (call)), -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus client_version (ScriptCall *call, Value *out)
{
    KnexRun *run = knex_run (call);

    if (run->session)
        *out = value_string (call->runtime, session_server_version (run->session), -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus client_database (ScriptCall *call, Value *out)
{
    KnexRun *run = knex_run (call);

    if (run->session)
        *out = value_string (call->runtime, session_database (run->session), -1);
    return SCRIPT_NORMAL;
}

static const HostMember client_members[] = {
    { "config", HOST_GETTER, 0, 0, client_config, HOST_NEEDS_NOTHING, "What the knexfile says; only its client.", NULL,
      NULL, NULL },
    { "dialect", HOST_GETTER, 0, 0, client_dialect, HOST_NEEDS_NOTHING, "postgresql, mysql or sqlite3.", NULL, NULL,
      NULL },
    { "driverName", HOST_GETTER, 0, 0, client_driver_name, HOST_NEEDS_NOTHING, "pg, mysql2, better-sqlite3.", NULL,
      NULL, NULL },
    { "version", HOST_GETTER, 0, 0, client_version, HOST_NEEDS_NOTHING, "The server's version.", NULL, NULL, NULL },
    { "database", HOST_METHOD, 0, 0, client_database, HOST_NEEDS_NOTHING, "The database's name.", NULL, NULL, NULL },
    { "raw", HOST_METHOD, 1, 2, knex_raw_member, HOST_NEEDS_RESULT, "SQL as it is written.", &knex_raw_class, NULL,
      NULL },
    { "ref", HOST_METHOD, 1, 1, knex_ref_member, HOST_NEEDS_NOTHING, "The name of a column.", &knex_ref_class, NULL,
      NULL },
    { .name = NULL },
};

const HostClass knex_client_class = {
    .name = "Client",
    .summary = "What knex knows of its database.",
    .members = client_members,
};

static ScriptStatus client (ScriptCall *call, Value *out)
{
    *out = host_object_new (call->runtime, &knex_client_class, NULL);
    return SCRIPT_NORMAL;
}

static ScriptStatus is_transaction (ScriptCall *call, Value *out)
{
    *out = knex_run (call)->in_transaction ? value_boolean (TRUE) : UNDEFINED;
    return SCRIPT_NORMAL;
}

/* knex('users'), with the option `only`. */
static ScriptStatus call_knex (ScriptCall *call, Value *out)
{
    static const char *const table = "table";
    ScriptCall inner = *call;

    *out = knex_query_new (call, UNDEFINED);
    if (value_is_nullish (call_argument (call, 0)))
        return SCRIPT_NORMAL;
    inner.receiver = *out;
    inner.data = host_object_data (*out, &knex_query_class);
    return host_class_find (&knex_query_class, table)->function (&inner, out);
}

static ScriptStatus query_builder (ScriptCall *call, Value *out)
{
    *out = knex_query_new (call, UNDEFINED);
    return SCRIPT_NORMAL;
}

/* knex.select(...) begins a builder. */
static ScriptStatus forward (ScriptCall *call, Value *out)
{
    const HostMember *member = call->data;
    Value builder = knex_query_new (call, UNDEFINED);
    ScriptCall inner = *call;

    inner.receiver = builder;
    inner.data = host_object_data (builder, &knex_query_class);
    return member->function (&inner, out);
}

static ScriptStatus get_member (ScriptCall *call, Value *out)
{
    const char *name = value_to_text (call->runtime, call_argument (call, 0));
    const HostMember *member = host_class_find (&knex_query_class, name);

    if (member && member->kind == HOST_METHOD && !member->refused)
        *out = script_function_new (call->runtime, member->name, member->least, forward, (gpointer)member);
    return SCRIPT_NORMAL;
}

static ScriptStatus schema (ScriptCall *call, Value *out)
{
    *out = knex_schema_new (call);
    return SCRIPT_NORMAL;
}

static const HostMember members[] = {
    { "schema", HOST_GETTER, 0, 0, schema, HOST_NEEDS_NOTHING, "Changes of the schema.", &knex_schema_class, NULL,
      NULL },
    { "queryBuilder", HOST_METHOD, 0, 0, query_builder, HOST_NEEDS_NOTHING, "A query without a table.",
      &knex_query_class, NULL, NULL },
    { "transaction", HOST_ASYNC, 0, 2, knex_transaction_member, HOST_NEEDS_NOTHING,
      "A transaction, or a savepoint inside one.", NULL, &knex_transaction_class, NULL },
    { "batchInsert", HOST_METHOD, 2, 3, knex_batch_insert_member, HOST_NEEDS_NOTHING,
      "Rows, so many at a time, in one transaction.", NULL, NULL, NULL },
    { "transactionProvider", HOST_METHOD, 0, 1, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL, "use knex.transaction" },
    { "withUserParams", HOST_METHOD, 0, 1, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL,
      "there is one knex to a migration" },
    { "raw", HOST_METHOD, 1, 2, knex_raw_member, HOST_NEEDS_RESULT, "SQL as it is written, with bindings.",
      &knex_raw_class, NULL, NULL },
    { "ref", HOST_METHOD, 1, 1, knex_ref_member, HOST_NEEDS_NOTHING, "The name of a column.", &knex_ref_class, NULL,
      NULL },
    { "fn", HOST_GETTER, 0, 0, fn, HOST_NEEDS_NOTHING, "Functions of the database.", &fn_class, NULL, NULL },
    { "client", HOST_GETTER, 0, 0, client, HOST_NEEDS_NOTHING, "What knex knows of its database.", &knex_client_class,
      NULL, NULL },
    { "isTransaction", HOST_GETTER, 0, 0, is_transaction, HOST_NEEDS_NOTHING, "Whether this is a transaction.", NULL,
      NULL, NULL },
    { "migrate", HOST_GETTER, 0, 0, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL,
      "a migration can't run others; use migshim's commands" },
    { "seed", HOST_GETTER, 0, 0, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL, "seeds are out of reach" },
    { "on", HOST_METHOD, 0, HOST_ANY_NUMBER, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL,
      "events of queries are out of reach" },
    { "destroy", HOST_ASYNC, 0, 1, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL,
      "the connection is not the migration's to close" },
    { "initialize", HOST_METHOD, 0, 1, NULL, HOST_NEEDS_NOTHING, "", NULL, NULL,
      "the connection is not the migration's to open" },
    { .name = NULL },
};

const HostClass knex_class = {
    .name = "Knex",
    .summary = "What a migration is given: builders of schemas and queries.",
    .members = members,
    .call = call_knex,
    .gives = &knex_query_class,
    .get = get_member,
};
